import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import { type HttpRequest, type HttpResponse, header } from '../http/message.ts';
import type { CauseId } from './cause.ts';
import { note } from './cause.ts';
import type { Evidence } from './evidence.ts';
import type { Cause, Note } from './model.ts';
import type { Decision } from './rows/row.ts';
import { isWrittenByProxies } from './sent.ts';

/**
 * That a proxy before the point of capture may have done what the verdict ascribes to the client. Where the
 * server's string is the captured request's, the change was made before that point, by the client or by
 * whatever stands between the two.
 */
export function earlierHopNotes(evidence: Evidence, made: Decision): readonly Note[] {
  if (!isOfSender(evidence, made)) return [];
  const signs = proxySigns(evidence);
  if (signs.length > 0 && !isOfSigner(made)) return [note('passed-a-proxy', { signs: signs.join(', ') })];
  // a text is what the client itself has logged, as a rule; an answer alone has a note of its own
  const isOfNetwork = evidence.oss.exchange.numbering === undefined && evidence.oss.fromError !== true;
  if (!isOfNetwork || made.verdict !== 'client-miscomputed' || isOfSigner(made)) return [];
  return [note('proxy-before-capture', {})];
}

/**
 * Where the strings part behind the capture: that the server may compute another one by itself, unless a hop
 * shows itself, in the capture or in what it wrote into request or answer.
 */
export function laterHopNotes(evidence: Evidence, { verdict, divergences }: Decision): readonly Note[] {
  if (verdict !== 'transit-modified' || divergences.length === 0 || evidence.server() === null) return [];
  // what stands in the head of the request itself, servers give back as they got it
  if (divergences.every(({ field }) => field === 'signature' || field === 'access-key-id')) return [];
  const isShown = evidence.hops(null).length > 0 || proxySigns(evidence).length > 0;
  return isShown || isSentToProxy(evidence) ? [] : [note('way-or-server', {})];
}

/** Whether the request asks a proxy, or the answer shows that one has passed it on. */
function isSentToProxy({ sent, answer }: Evidence): boolean {
  return (sent !== null && /^https?:/i.test(sent.target)) || (answer !== null && isOfProxy(answer));
}

/** Servers that pass requests on, as they name themselves. */
const PROXIES =
  /^(?:nginx|openresty|tengine|haproxy|squid|varnish|envoy|istio|caddy|apache|traefik|kong|cloudflare|tinyproxy)/i;

/** Whether an answer bears the marks of a proxy that has passed it on. */
export function isOfProxy({ headers }: HttpResponse): boolean {
  return headers.some(({ name, value }) => {
    const lower = asciiLower(name);
    return lower === 'server' ? PROXIES.test(value) : lower === 'x-cache' || isWrittenByProxies(lower);
  });
}

/**
 * Causes in how the string is written: no request gives such a string, so nothing that changed the request
 * between client and capture can have made it differ.
 */
const WRITING: ReadonlySet<string> = new Set<CauseId>([
  'oss-header-order',
  'oss-header-names-not-lowered',
  'oss-header-colon-space',
  'date-left-blank',
  'host-in-resource',
  'resource-slash-missing',
  'url-in-resource',
  'resource-left-out',
  'subresource-signed-extra',
  'query-all-signed',
  'subresource-list-of-sdk',
  'parameters-joined-other',
  'subresource-values-encoded',
  'subresource-values-left-out',
  'question-mark-missing',
  'question-mark-signed',
  'query-order',
  'signature-parameter-signed',
  'unlisted-headers-signed',
  'payload-header-not-signed',
  'wrong-string-level',
  'string-around-hash',
  'canonical-request-hash-form',
  'newline-at-end',
  'crlf-line-ends',
  'newlines-escaped',
  'header-block-newline-missing',
  'header-block-newline-extra',
  'leading-blank-line',
  'blank-lines-left-out',
  'line-left-out',
  'string-encoded',
]);

/** What stands in the Authorization, or is made of it: whoever changes that breaks more. */
const OF_AUTHORIZATION = /^(?:scope:|additional-headers$|signature$|access-key-id$|canonical-request$)/;

/** Whether only the signer can have made the mistake. Proxies replace methods, but not their case. */
export function isOfSigner({ cause, divergences }: Pick<Decision, 'cause' | 'divergences'>): boolean {
  const isOfHead = divergences.length > 0 && divergences.every(({ field }) => OF_AUTHORIZATION.test(field));
  if (isOfHead) return !isSpelling(cause);
  return cause !== null && (WRITING.has(cause.id) || isOfMethodCase(cause));
}

/** Whether one method was signed and sent, in other letters. */
export function isOfMethodCase(cause: Cause | null): boolean {
  if (cause?.id !== 'method-signed-other') return false;
  const { signed, sent } = cause.args;
  return asciiLower(String(signed)) === asciiLower(String(sent));
}

/** Whether it is how the signature stands in the URL, which proxies write anew too. */
function isSpelling(cause: Cause | null): boolean {
  return cause?.id === 'signature-not-percent-encoded' || cause?.id === 'signature-encoded-twice';
}

/** Whether the request, and not the signature alone, may be other than what was signed. */
function isOfSender(evidence: Evidence, { verdict, certainty, cause, divergences }: Decision): boolean {
  switch (verdict) {
    case 'client-miscomputed':
      return divergences.some(({ field }) => field !== 'signature') || isSpelling(cause);
    case 'needs-secret':
    case 'undecided':
      return true;
    case 'wrong-secret':
      // proved, it is the secret alone
      return certainty === 'likely' && evidence.recomputed() !== evidence.claim?.signature;
    default:
      return false;
  }
}

/** What of the captured request shows that a proxy has sent it on. */
export function proxySigns({ sent, oss }: Pick<Evidence, 'sent' | 'oss'>): readonly string[] {
  const names = (sent?.headers ?? []).map(({ name }) => asciiLower(name)).filter(isWrittenByProxies);
  const isNamed = (oss.exchange.connection.originalClient ?? null) !== null;
  // SDKs speak HTTP/1.1, and proxies such as nginx an older HTTP to what is behind them
  const isOlder = sent?.version === 'HTTP/1.0' && KNOWN_SIGNERS.test(signerOf(sent));
  return [...new Set([...(isNamed ? ['PROXY protocol'] : []), ...names, ...(isOlder ? ['HTTP/1.0'] : [])])];
}

/** The program that signed a request, as it names itself, in lower case. */
export function signerOf(sent: HttpRequest): ByteString {
  return asciiLower(header(sent, 'x-oss-user-agent') ?? header(sent, 'user-agent') ?? '');
}

/** User-Agents of SDKs and tools that many use, in lower case. */
export const KNOWN_SIGNERS =
  /^(?:aliyun-sdk-|alibabacloud-|ossutil|aws-cli\/|aws-sdk-|boto3\/|botocore\/|rclone\/|minio |s3cmd|s5cmd)/;
