import { asciiLower, type ByteString, toByteString } from '../bytes/byte-string.ts';
import type { Exchange } from '../http/exchange.ts';
import { type HttpRequest, type HttpResponse, header } from '../http/message.ts';
import { versionRecord, versionsWith } from '../sign/versions.ts';
import { splitTarget } from './target.ts';

const OSS_SCHEMES = versionsWith({ dialect: 'oss', carrier: 'header' }).map(
  (each) => versionRecord(each).scheme,
);
const OSS_SCHEME = new RegExp(`^(?:${OSS_SCHEMES.join('|')})[ \\t]`);

/** Query names that no other service has. `Expires` and `Signature` alone tell nothing. */
const OSS_QUERY = /[?&](?:OSSAccessKeyId|x-oss-[a-z-]+)(?:=|&|$)/i;

/** Response headers of OSS; a CDN in front may replace Server, the others survive. */
const OSS_RESPONSE_HEADERS: ReadonlySet<string> = new Set([
  'x-oss-request-id',
  'x-oss-server-time',
  'x-oss-ec',
  'x-oss-err',
]);

/** Tells whether a host is an OSS endpoint; a caller that asks often remembers. */
type IsEndpoint = (host: ByteString) => boolean;

/**
 * Is the request meant for OSS: by its host, its Authorization scheme, its query, or an `x-oss-*`
 * header? An AWS-scheme request to another host is not, for all that it tells. The host, which
 * tells most often, is asked first.
 */
function isOssRequest(request: HttpRequest, isEndpoint: IsEndpoint): boolean {
  const named = header(request, 'host');
  if (named !== null && isEndpoint(named)) return true;
  for (const line of request.headers) {
    const name = asciiLower(line.name);
    if (name.startsWith('x-oss-')) return true;
    if (name === 'authorization' && OSS_SCHEME.test(line.value)) return true;
    if (name === 'host' && isEndpoint(line.value)) return true;
  }
  if (OSS_QUERY.test(request.target)) return true;
  const { host } = splitTarget(request.target);
  return host !== null && isEndpoint(host);
}

/** Does the response come from OSS? */
function isOssResponse(response: HttpResponse): boolean {
  if (header(response, 'server') === 'AliyunOSS') return true;
  if (response.head === '' && response.headers.length === 0) return isOssDocument(response);
  return response.headers.some((line) => OSS_RESPONSE_HEADERS.has(asciiLower(line.name)));
}

function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

/**
 * An error document whose head was not pasted with it: told by elements that only OSS and its like
 * write.
 */
function isOssDocument({ body }: HttpResponse): boolean {
  if (body === null) return false;
  const text = toByteString(body, 0, Math.min(body.length, MAX_DOCUMENT_LOOK));
  return (
    /<(?:HostId|OSSAccessKeyId|SignatureProvided|StringToSign|EC)>/.test(text) || OSS_REQUEST_ID.test(text)
  );
}

/** Of its own length: those of Amazon S3 have 16 digits. */
const OSS_REQUEST_ID = /<RequestId>\s*[0-9A-F]{24}\s*<\/RequestId>/;

const MAX_DOCUMENT_LOOK = 16 * 1024;

/**
 * Is this exchange with OSS, as either side tells it? A tunnel that a proxy opened is none: the
 * exchanges are inside. One that it refused is told of, since nothing can follow.
 */
export function isOssExchange(exchange: Exchange, isEndpoint: IsEndpoint): boolean {
  const { request, response } = exchange;
  if (request?.method === 'CONNECT' && response !== null && isSuccess(response)) return false;
  return (
    (request !== null && isOssRequest(request, isEndpoint)) || (response !== null && isOssResponse(response))
  );
}
