import { assertNever } from '../bytes/assert-never.ts';
import type { ByteString } from '../bytes/byte-string.ts';
import { headerPart, type SignableRequest } from '../sign/request.ts';
import { isSignedParameter } from '../sign/signed-parameters.ts';
import type { OssAddress } from './model.ts';
import { OPERATIONS, type OperationLevel, type OperationRule, VECTOR_OPERATIONS } from './operation-table.ts';

export const UNKNOWN_OPERATION = 'Unknown';

/** Signed parameters that change nothing about which operation a request is. */
const NEUTRAL =
  /^(?:x-oss-|response-|callback|continuation-token$|security-token$|versionId$|sequential$|position$)/;

/** Parameters of listings, which some clients send without a value. */
const LISTING =
  /^(?:prefix|delimiter|marker|max-keys|encoding-type|list-type|start-after|fetch-owner|key-marker|version-id-marker|upload-id-marker|max-uploads)$/;

/** The name of the operation in the API reference; `Unknown` when no rule fits. */
export function operationOf(request: SignableRequest, address: OssAddress): string {
  const level = levelOf(request, address);
  for (const [name, method, ruleLevel, selectors] of rulesOf(address)) {
    if (method !== request.method || ruleLevel !== level) continue;
    if (selectors.length === 0 && hasOtherSubresource(request, level)) continue;
    if (selectors.every((selector) => selects(selector, request))) return name;
  }
  return UNKNOWN_OPERATION;
}

function rulesOf({ kind }: OssAddress): readonly OperationRule[] {
  switch (kind) {
    case undefined:
      return OPERATIONS;
    case 'vectors':
      return VECTOR_OPERATIONS;
    case 'tables':
      return [];
    default:
      return assertNever(kind);
  }
}

function levelOf(request: SignableRequest, address: OssAddress): OperationLevel {
  if (address.key !== null && request.form === null) return 'object';
  return address.style === 'service' ? 'service' : 'bucket';
}

/**
 * A plain rule (GET of an object, …) must not claim a request for a sub-resource that has no rule:
 * of a bucket or of the service, any name without a value may be one that is new. (Objects are
 * asked for with all sorts of names, to get past caches.)
 */
function hasOtherSubresource(request: SignableRequest, level: OperationLevel): boolean {
  return request.query.some(({ name, value }) => {
    if (NEUTRAL.test(name)) return false;
    return isSignedParameter(name) || (level !== 'object' && value === '' && !LISTING.test(name));
  });
}

/**
 * `name`: the parameter is there. `name=value`: with that value. `@name`: the header is there;
 * `@name=front`: it begins so.
 */
function selects(selector: string, request: SignableRequest): boolean {
  const equals = selector.indexOf('=');
  const name = equals < 0 ? selector : selector.slice(0, equals);
  const wanted = equals < 0 ? null : selector.slice(equals + 1);
  if (name.startsWith('@')) {
    const value = headerPart(request, name.slice(1))?.value ?? null;
    return value !== null && (wanted === null || value.toLowerCase().startsWith(wanted));
  }
  return request.query.some((parameter) => parameter.name === name && hasValue(parameter.value, wanted));
}

function hasValue(value: ByteString, wanted: string | null): boolean {
  return wanted === null || value === wanted;
}
