import type { ByteString } from '../bytes/byte-string.ts';
import type { SignableRequest } from '../sign/request.ts';
import { headerPart } from '../sign/request-parts.ts';
import { isSignedParameter } from '../sign/signed-parameters.ts';
import type { OssAddress } from './model.ts';
import { OPERATIONS, type OperationLevel } from './operation-table.ts';

export const UNKNOWN_OPERATION = 'Unknown';

/** Signed parameters that change nothing about which operation a request is. */
const NEUTRAL =
  /^(?:x-oss-|response-|callback|continuation-token$|security-token$|versionId$|sequential$|position$)/;

/** The name of the operation in the API reference; `Unknown` when no rule fits. */
export function operationOf(request: SignableRequest, address: OssAddress): string {
  const level = levelOf(request, address);
  for (const [name, method, ruleLevel, selectors] of OPERATIONS) {
    if (method !== request.method || ruleLevel !== level) continue;
    if (selectors.length === 0 && hasOtherSubresource(request)) continue;
    if (selectors.every((selector) => selects(selector, request))) return name;
  }
  return UNKNOWN_OPERATION;
}

function levelOf(request: SignableRequest, address: OssAddress): OperationLevel {
  if (address.key !== null && request.form === null) return 'object';
  return address.style === 'service' ? 'service' : 'bucket';
}

/** A plain rule (GET of an object, …) must not claim a request for a sub-resource that has no rule. */
function hasOtherSubresource(request: SignableRequest): boolean {
  return request.query.some(({ name }) => isSignedParameter(name) && !NEUTRAL.test(name));
}

/** `name`: the parameter is there. `name=value`: with that value. `@name`: the header is there; `@name=front`: it begins so. */
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
