import type { ByteString } from '../../bytes/byte-string.ts';
import { type HttpRequest, header } from '../../http/message.ts';
import { namesKeyInQuery } from '../../oss/claim.ts';
import type { OssExchange } from '../../oss/model.ts';
import { plainRequestId } from '../../oss/who-answered.ts';
import type { DiagnosisContext } from '../evidence.ts';
import { decision } from './row.ts';

/*
 * What is asked of every exchange before the decision table is: apart from the rows, which a capture without
 * failures has no use for.
 */

export const PREFLIGHT = 'OPTIONS';

/** As most clients write it. */
const AUTHORIZATION = 'Authorization:';

/**
 * Whether a request whose head was seen whole has such a header. It is asked of every request, and one search
 * through the head settles most.
 */
export function hasAuthorization(request: HttpRequest): boolean {
  if (request.firstHeader !== undefined) {
    const at = request.head.indexOf(AUTHORIZATION);
    if (at > 0 && request.head.charCodeAt(at - 1) === LINE_FEED) return true;
  }
  return header(request, 'authorization') !== null;
}

const LINE_FEED = 0x0a;

/** What row 3 says of an exchange that passed with all its bodies as they should be. */
export const PLAINLY_ACCEPTED = { row: 3, made: decision('match', 'proven') } as const;

/**
 * The request ID of an exchange of which row 3 says that, where it shows without any evidence: nine exchanges
 * of ten pass with an Authorization header or a signed URL, by an answer of the service's own. Null says
 * nothing.
 */
export function plainlyAccepted(
  oss: OssExchange,
  { checks, history, hops }: DiagnosisContext,
): ByteString | null {
  const { request, response } = oss.exchange;
  if (hops !== undefined) return null;
  if (request === null || response === null || response.status >= 400) return null;
  if (isSentOnUnchecked(response.status)) return null;
  if (request.method === PREFLIGHT) return null;
  if (!request.headComplete || (checks !== undefined && checks.length > 0)) return null;
  if (!hasAuthorization(request) && !namesKeyInQuery(request.target)) return null;
  const requestId = plainRequestId(response);
  if (requestId === null || !isCacheable(request)) return requestId;
  return history.answeredBefore(requestId, request.time) === null ? requestId : null;
}

/** A redirect that the service gives before it looks at the signature. */
export function isSentOnUnchecked(status: number): boolean {
  return status === 301 || status === 307 || status === 308;
}

/** Whether a cache may answer such a request (RFC 9110 §9.2.3; no cache keeps answers to POST). */
export function isCacheable({ method }: HttpRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}
