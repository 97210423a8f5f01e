import type { ByteString } from '../bytes/byte-string.ts';
import { type HttpRequest, header } from '../http/message.ts';

/** Comments, and what AWS SDKs say of a single request, or of how it was configured. */
const NO_PRODUCT = /\([^)]*\)|(?<=^| )(?:m|md|cfg)\/\S*/g;

/**
 * The program that sent a request, by the products and versions that its User-Agent names: with an
 * AccessKey ID, that is a client.
 */
export function programOf(request: HttpRequest): ByteString {
  const agent = header(request, 'user-agent') ?? '';
  return agent.replace(NO_PRODUCT, '').replace(/ {2,}/g, ' ').trim();
}

/**
 * What a client sent, but for what it makes anew each time: two requests of which this is one text
 * are the same request, sent twice.
 */
export function sendingOf({ method, target, head }: HttpRequest): string {
  const lines = head.split(/\r?\n/).slice(1);
  const kept = lines.filter((line) => !MADE_ANEW.test(line));
  return [method, target.replace(OF_SIGNATURE, '$1'), ...kept].join('\n').slice(0, LONGEST_SENDING);
}

const MADE_ANEW = /^(?:date|authorization|x-(?:amz|oss)-date|amz-sdk-[\w-]+|user-agent):/i;
const OF_SIGNATURE = /([?&](?:Expires|Signature|x-(?:amz|oss)-(?:date|expires|signature))=)[^&]*/gi;
/** What is sent alike so far is taken for the same. */
const LONGEST_SENDING = 4096;

/** HTTP libraries and browsers, by the first product that they name. */
const LIBRARIES = new RegExp(
  `^(?:$|${[
    'Mozilla|curl|libcurl|Wget|HTTPie|PostmanRuntime|insomnia',
    'Apache-HttpClient|Apache-HttpAsyncClient|okhttp|Java|Dalvik|Jersey|ReactorNetty|Jetty|Vert\\.x',
    'Go-http-client|fasthttp|axios|node|node-fetch|undici|got|superagent|Deno|Bun',
    'python-requests|python-urllib3?|python-httpx|urllib3|aiohttp|Python',
    'Ruby|Faraday|Guzzle\\w*|PHP|libwww-perl|hyper|reqwest|ureq|RestSharp|Dart|CFNetwork|WinHttp\\S*',
  ].join('|')})(?![\\w-])`,
  'i',
);

/**
 * Whether any program may go by this name: in another capture, one of that name is another program
 * as likely as not.
 */
export function isLibrary(program: ByteString): boolean {
  return LIBRARIES.test(program);
}
