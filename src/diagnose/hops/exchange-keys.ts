import type { ByteString } from '../../bytes/byte-string.ts';
import { isKnownTime, type Time } from '../../http/message.ts';
import type { HopExchange } from './hop-model.ts';

/** The request id that the server gave it. */
export function idOf({ oss }: HopExchange): ByteString | null {
  return oss?.requestId ?? null;
}

/** The signature; null for a request that is not signed. */
export function signatureOf({ oss }: HopExchange): ByteString | null {
  return oss?.claim?.signature || null;
}

/** The signature and its date; null for a request that is not signed. */
export function signatureKey(exchange: HopExchange): string | null {
  const signature = signatureOf(exchange);
  return signature === null ? null : `${signature} ${dateOf(exchange)}`;
}

/** When it was signed, or until when it holds. */
export function dateOf({ oss }: HopExchange): string {
  return oss?.claim?.date ?? oss?.claim?.expires ?? '';
}

/** When the request was sent; null where that is not known. */
export function timeOf({ exchange }: HopExchange): Time | null {
  const { request } = exchange;
  return request === null || !isKnownTime(request.time) ? null : request.time;
}
