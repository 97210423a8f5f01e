/* Which of the operations of its provider a request asks for. */

import type { ByteString } from '../bytes/byte-string.ts';
import type { SignableRequest } from '../sign/request.ts';
import { headerPart } from '../sign/request.ts';
import type { OssAddress } from './model.ts';
import type { OperationLevel, OperationRule, Operations } from './provider.ts';

const VERBS = [
  ['P', 'Put', 'PUT'],
  ['G', 'Get', 'GET'],
  ['D', 'Delete', 'DELETE'],
] as const;

/** Rules of operations that put, get and delete the same thing. */
export function putGetDelete(
  name: string,
  verbs: string,
  level: OperationLevel,
  selectors: readonly string[],
): OperationRule[] {
  return VERBS.filter(([letter]) => verbs.includes(letter)).map(
    ([, prefix, method]): OperationRule => [`${prefix}${name}`, method, level, selectors],
  );
}

/** Rules of operations on configurations of buckets, by their sub-resources. */
export function configurationRules(
  all: readonly (readonly [subresource: string, name: string, verbs: string])[],
): OperationRule[] {
  return all.flatMap(([subresource, name, verbs]) => putGetDelete(name, verbs, 'bucket', [subresource]));
}

/** What all call alike: with one upload in parts, and with objects. */
export const PARTS_OF_UPLOADS: readonly OperationRule[] = [
  ['UploadPartCopy', 'PUT', 'object', ['partNumber', 'uploadId', '@x-amz-copy-source']],
  ['UploadPart', 'PUT', 'object', ['partNumber', 'uploadId']],
  ['CompleteMultipartUpload', 'POST', 'object', ['uploadId']],
  ['AbortMultipartUpload', 'DELETE', 'object', ['uploadId']],
  ['ListParts', 'GET', 'object', ['uploadId']],
];

export const PLAIN_OBJECTS: readonly OperationRule[] = [
  ['PutObject', 'PUT', 'object', []],
  ['GetObject', 'GET', 'object', []],
  ['HeadObject', 'HEAD', 'object', []],
  ['DeleteObject', 'DELETE', 'object', []],
  ['OptionObject', 'OPTIONS', 'object', []],
];

/** The same, and those of buckets and of the service by the names that S3 has for them. */
export const PLAIN_RULES: readonly OperationRule[] = [
  ...PLAIN_OBJECTS,
  ['PostObject', 'POST', 'bucket', ['@content-type=multipart/form-data']],
  ['CreateBucket', 'PUT', 'bucket', []],
  ['DeleteBucket', 'DELETE', 'bucket', []],
  ['ListObjects', 'GET', 'bucket', []],
  ['HeadBucket', 'HEAD', 'bucket', []],
  ['OptionObject', 'OPTIONS', 'bucket', []],
  ['ListBuckets', 'GET', 'service', []],
];

export const UNKNOWN_OPERATION = 'Unknown';

/** Parameters of listings, which some clients send without a value. */
const LISTING =
  /^(?:prefix|delimiter|marker|max-keys|encoding-type|list-type|start-after|fetch-owner|key-marker|version-id-marker|upload-id-marker|max-uploads)$/;

/** The name of the operation in the API reference; `Unknown` when no rule fits. */
export function operationOf(request: SignableRequest, address: OssAddress, operations: Operations): string {
  const level = levelOf(request, address);
  const { rules, ofKind } = operations;
  const { kind } = address;
  const listed = listedRules(kind === undefined ? rules : (ofKind[kind] ?? rules));
  for (const rule of listed[level].get(request.method) ?? []) {
    if (rule.selectors.length === 0 && hasOtherSubresource(request, level, operations)) continue;
    if (areSelected(rule.selectors, request)) return rule.name;
  }
  return UNKNOWN_OPERATION;
}

/** The rules that a request of a level and a method may be of, in their order. */
type ListedRules = Readonly<Record<OperationLevel, Map<string, ListedRule[]>>>;

interface ListedRule {
  readonly name: string;
  readonly selectors: readonly Selector[];
}

const LISTED = new WeakMap<readonly OperationRule[], ListedRules>();

/** There are over a hundred rules, and every exchange asks. */
function listedRules(rules: readonly OperationRule[]): ListedRules {
  const known = LISTED.get(rules);
  if (known !== undefined) return known;
  const listed: ListedRules = { service: new Map(), bucket: new Map(), object: new Map() };
  for (const [name, method, level, selectors] of rules) {
    const rule = { name, selectors: selectors.map(selectorOf) };
    const others = listed[level].get(method);
    if (others === undefined) listed[level].set(method, [rule]);
    else others.push(rule);
  }
  LISTED.set(rules, listed);
  return listed;
}

function levelOf(request: SignableRequest, address: OssAddress): OperationLevel {
  if (address.key !== null && request.form === null) return 'object';
  return address.style === 'service' ? 'service' : 'bucket';
}

/**
 * A plain rule (GET of an object, …) must not claim a request for a sub-resource that has no rule: of a
 * bucket or of the service, any name without a value may be one that is new. (Objects are asked for with all
 * sorts of names, to get past caches.)
 */
function hasOtherSubresource(
  request: SignableRequest,
  level: OperationLevel,
  { neutral, isSubresource }: Operations,
): boolean {
  return request.query.some(({ name, value }) => {
    if (neutral.test(name)) return false;
    return isSubresource(name) || (level !== 'object' && value === '' && !LISTING.test(name));
  });
}

interface Selector {
  readonly isHeader: boolean;
  readonly name: string;
  readonly wanted: string | null;
}

/**
 * `name`: the parameter is there. `name=value`: with that value. `@name`: the header is there; `@name=front`:
 * it begins so.
 */
function selectorOf(text: string): Selector {
  const equals = text.indexOf('=');
  const full = equals < 0 ? text : text.slice(0, equals);
  const isHeader = full.startsWith('@');
  return {
    isHeader,
    name: isHeader ? full.slice(1) : full,
    wanted: equals < 0 ? null : text.slice(equals + 1),
  };
}

function areSelected(selectors: readonly Selector[], request: SignableRequest): boolean {
  for (const selector of selectors) if (!selects(selector, request)) return false;
  return true;
}

function selects({ isHeader, name, wanted }: Selector, request: SignableRequest): boolean {
  if (isHeader) {
    const value = headerPart(request, name)?.value ?? null;
    return value !== null && (wanted === null || value.toLowerCase().startsWith(wanted));
  }
  return request.query.some((parameter) => parameter.name === name && hasValue(parameter.value, wanted));
}

function hasValue(value: ByteString, wanted: string | null): boolean {
  return wanted === null || value === wanted;
}
