import type { ByteString } from '../bytes/byte-string.ts';
import type { OssExchange } from '../oss/model.ts';
import type { SignableRequest } from '../sign/request.ts';
import type { Evidence } from './evidence.ts';
import { fieldName } from './fields.ts';
import type { Cause, Divergence } from './model.ts';

/** Arguments in which a cause says what was sent. */
const SENT_ARGS = ['sent', 'client'] as const;

/**
 * A cause with what was sent as the request line has it. What is signed is decoded, or encoded
 * anew: nobody finds that in the request. `read` is then what it is in the string to sign.
 */
export function inWireSpelling(
  cause: Cause | null,
  divergences: readonly Divergence[],
  { oss, sent }: Evidence,
): Cause | null {
  if (cause === null || oss.request === null || sent === null) return cause;
  const { request } = oss;
  const name = SENT_ARGS.find((each) => Object.hasOwn(cause.args, each));
  const read = name === undefined ? undefined : cause.args[name];
  if (name === undefined || typeof read !== 'string') return cause;
  for (const { field, client, server } of divergences) {
    const isOwn: boolean = name === 'sent' ? read === server || read === request.key : read === client;
    const wire: ByteString | null = isOwn ? onWire(field, oss, request, read) : null;
    if (wire !== null && wire !== read) return { ...cause, args: { ...cause.args, [name]: wire, read } };
  }
  return cause;
}

/** What of the request line a signed value was read from; null for what is none of it. */
function onWire(
  field: Divergence['field'],
  { address }: OssExchange,
  request: SignableRequest,
  value: ByteString,
): ByteString | null {
  if (field === 'resource:key' || field === 'canonical-uri') {
    const path = address.style === 'path' ? request.path.replace(/^\/[^/]*/, '') : request.path;
    const isSame = value.endsWith(path) || value === path.slice(1);
    return isSame ? null : value.startsWith('/') && value !== request.key ? path : path.slice(1);
  }
  const named = fieldName(field);
  if (named?.kind !== 'parameter') return null;
  return request.query.find((each) => each.name === named.name)?.rawValue ?? null;
}
