/* The messages of a text as exchanges: which answer is to which request, what each says of the other. */

import { asciiLower, type ByteString, toByteString } from '../../engine/bytes/byte-string.ts';
import type { ConnectionInfo, Exchange } from '../../engine/http/exchange.ts';
import type { HttpResponse } from '../../engine/http/message.ts';
import { decodePercent, encodeComponent } from '../../engine/sign/percent.ts';
import { isRedacted, type Losses } from './losses.ts';
import { type Drafts, type MessageDraft, type PairingOrder, toRequest, toResponse } from './message-draft.ts';
import type { RequestStart } from './start-line.ts';

interface DraftPair {
  request: MessageDraft | null;
  response: MessageDraft | null;
  readonly interim: MessageDraft[];
}

/** Makes exchanges of messages, given in order of their begin. `numbering`: what frame numbers count. */
export function toExchanges(
  messages: readonly MessageDraft[],
  numbering: 'line' | 'entry',
  { order, endpointsOf, losses }: Pick<Drafts, 'order' | 'endpointsOf' | 'losses'>,
): Exchange[] {
  const infos = new Map<string, ConnectionInfo>();
  const exchanges: Exchange[] = [];
  for (const pair of pairDrafts(withoutCutCopies(messages.filter(isMessage)), order)) {
    const name = (pair.request ?? pair.response)?.connection ?? '';
    let connection = infos.get(name);
    if (connection === undefined) {
      connection = { index: infos.size + 1, ...endpointsOf(name) };
      infos.set(name, connection);
    }
    exchanges.push(toExchange(pair, exchanges.length + 1, connection, numbering, losses));
  }
  return exchanges;
}

/** XML that is no error document is no answer. */
function isMessage(draft: MessageDraft): boolean {
  return draft.start !== null || draft.body.some((line) => line.text.includes('<Error>'));
}

/** Without cut documents that are shown again in full: the same code, and no other request named. */
function withoutCutCopies(drafts: readonly MessageDraft[]): readonly MessageDraft[] {
  return drafts.filter((draft, at) => {
    const next = drafts[at + 1];
    if (draft.start !== null || next === undefined || next.start !== null) return true;
    if (draft.body.some(({ text }) => text.includes('</Error>')) || idInDocument(draft) !== null) return true;
    const code = codeInDocument(draft);
    return code === null || code !== codeInDocument(next);
  });
}

function codeInDocument({ body }: MessageDraft): ByteString | null {
  for (const { text } of body.slice(0, ID_LINES)) {
    const code = /<Code>\s*([A-Za-z]{1,64})/.exec(text)?.[1];
    if (code !== undefined) return code;
  }
  return null;
}

function pairDrafts(drafts: readonly MessageDraft[], order: PairingOrder): DraftPair[] {
  const pairs: DraftPair[] = [];
  const waiting = new Map<string, DraftPair[]>();
  /** Answers by the request id in their heads, and documents alone by the one in them. */
  const answered = new Map<ByteString, MessageDraft>();
  const early = new EarlyAnswers();
  for (const draft of drafts) {
    const open = waiting.get(draft.connection) ?? [];
    if (!waiting.has(draft.connection)) waiting.set(draft.connection, open);
    if (draft.start?.kind === 'request') {
      const pair: DraftPair = { request: draft, response: null, interim: [] };
      if (order === 'in-order') early.request(draft.connection, pair, open);
      pairs.push(pair);
      open.push(pair);
      continue;
    }
    const status = draft.start?.status ?? 0;
    const isInterim = status >= 100 && status < 200 && status !== 101;
    const pair = order === 'nearest' ? open.at(-1) : open[0];
    if (isInterim) {
      pair?.interim.push(draft);
      continue;
    }
    if (pair !== undefined && !isOfAnother(draft, pair.request)) {
      if (order === 'nearest') open.length = 0;
      else open.shift();
      early.answered(draft.connection);
      pair.response = draft;
      const id = idInHead(draft);
      if (id !== null) answered.set(id, draft);
      continue;
    }
    if (draft.start === null) {
      // A document that was pasted apart from the head that it belongs to.
      const id = idInDocument(draft);
      const named = id === null ? undefined : answered.get(id);
      const answer = named ?? answerBefore(pairs.at(-1), id);
      if (answer !== null && lacksBody(answer)) {
        // One by one: a call takes no more arguments than the stack has room for.
        for (const line of draft.body) answer.body.push(line);
        continue;
      }
      // And one that is shown a second time, as of an exception that was logged and thrown again.
      if (named !== undefined) continue;
      if (id !== null) answered.set(id, draft);
    }
    const alone: DraftPair = { request: null, response: draft, interim: [] };
    pairs.push(alone);
    if (order === 'in-order' && draft.start !== null) early.answer(draft.connection, alone);
  }
  early.end();
  return pairs.filter((pair) => pair.request !== null || pair.response !== null);
}

/** An answer that came where no request was open, and the request that followed it. */
interface Early {
  readonly answer: DraftPair;
  request: DraftPair | null;
}

/**
 * Answers that a capture shows before their requests, because it took two packets in the wrong order: the
 * request behind such an answer gets no other one before the next request. Where the request was lost
 * instead, the next one has an answer of its own.
 */
class EarlyAnswers {
  readonly #byConnection = new Map<string, Early>();
  /** Connections with a request: without one, the capture began between a request and its answer. */
  readonly #asked = new Set<string>();

  answer(connection: string, answer: DraftPair): void {
    if (this.#asked.has(connection)) this.#byConnection.set(connection, { answer, request: null });
  }

  /** A request comes; `open`: those before it that wait for an answer. */
  request(connection: string, request: DraftPair, open: DraftPair[]): void {
    this.#asked.add(connection);
    const early = this.#byConnection.get(connection);
    if (early === undefined) return;
    if (early.request === null) {
      early.request = request;
      return;
    }
    if (open[0] === early.request) open.shift();
    join(early);
    this.#byConnection.delete(connection);
  }

  /** The first open request has got its answer. */
  answered(connection: string): void {
    this.#byConnection.delete(connection);
  }

  end(): void {
    for (const early of this.#byConnection.values()) join(early);
  }
}

function join({ answer, request }: Early): void {
  if (request === null || request.response !== null) return;
  request.response = answer.response;
  answer.response = null;
}

/** Whether a loose document names another method than the request, or a signature that it lacks. */
function isOfAnother(document: MessageDraft, request: MessageDraft | null): boolean {
  if (document.start !== null || request?.start?.kind !== 'request') return false;
  const { start, headers } = request;
  const text = document.body
    .slice(0, ID_LINES)
    .map((line) => line.text)
    .join('\n');
  const signed = signedMethod(text);
  if (signed !== null && signed !== start.method) return true;
  // A form has its signature in its body.
  const isSigned =
    /[?&](?:Signature|x-(?:oss|amz)-signature)=/i.test(start.target) ||
    headers.some(({ name, rawValue }) => {
      const known = asciiLower(name);
      return (
        known === 'authorization' || (known === 'content-type' && /multipart\/form-data/i.test(rawValue))
      );
    });
  return !isSigned && /<SignatureProvided>\s*[^<\s]/.test(text);
}

/** The method that begins what the server signed: the string itself of V1, the canonical request of V4. */
const SIGNED_METHOD = /<(?:StringToSign|CanonicalRequest)>\s*(GET|PUT|POST|HEAD|DELETE|OPTIONS)\b/;

export function signedMethod(document: ByteString): ByteString | null {
  return SIGNED_METHOD.exec(document)?.[1] ?? null;
}

/** The last answer, unless its head names another request than the document does. */
function answerBefore(last: DraftPair | undefined, id: ByteString | null): MessageDraft | null {
  const answer = last?.response ?? null;
  const own = answer === null ? null : idInHead(answer);
  return id === null || own === null || own === id ? answer : null;
}

export const ID_HEADERS: ReadonlySet<string> = new Set(['x-oss-request-id', 'x-amz-request-id']);

export function idInHead({ headers }: MessageDraft): ByteString | null {
  const found = headers.find(({ name }) => ID_HEADERS.has(asciiLower(name)))?.rawValue.trim() ?? '';
  return found === '' || isRedacted(found) ? null : found;
}

/** Lines of a document in which its request id is looked for; it is among the first elements. */
const ID_LINES = 40;

export function idInDocument({ body }: MessageDraft): ByteString | null {
  for (const { text } of body.slice(0, ID_LINES)) {
    const found = /<RequestId>\s*([0-9A-Za-z-]+)\s*<\/RequestId>/.exec(text)?.[1];
    if (found !== undefined) return isRedacted(found) ? null : found;
  }
  return null;
}

function lacksBody({ start, body }: MessageDraft): boolean {
  return start?.kind === 'response' && start.status >= 300 && body.every((line) => line.text.trim() === '');
}

function toExchange(
  pair: DraftPair,
  index: number,
  connection: ConnectionInfo,
  numbering: 'line' | 'entry',
  losses: Losses,
): Exchange {
  const method = pair.request?.start?.kind === 'request' ? pair.request.start.method : null;
  const response = pair.response === null ? null : toResponse(pair.response, method, losses);
  const asked = pair.request;
  const start = asked?.start?.kind === 'request' ? asked.start : null;
  const whole =
    asked === null || start === null || response === null
      ? start
      : fillSignature(asked, start, response, losses);
  const request = asked === null || whole === null ? null : toRequest(asked, whole, losses);
  if (request === null) losses.add('text-request-missing', response?.frame ?? 1);
  return {
    index,
    connection,
    request,
    response,
    damage: request === null ? ['request'] : [],
    interim: pair.interim.map((draft) => toResponse(draft, method, losses)),
    numbering,
    ...(pair.request?.clientString === undefined ? {} : { clientString: pair.request.clientString }),
  };
}

/** The start line, with a signature that was hidden or cut: the error document says what was given. */
function fillSignature(
  request: MessageDraft,
  start: RequestStart,
  response: HttpResponse,
  losses: Losses,
): RequestStart {
  const document = toByteString((response.body ?? NO_BODY).subarray(0, MAX_LOOKED_AT));
  const provided = /<SignatureProvided>([^<]*)</.exec(document)?.[1]?.trim() ?? '';
  if (provided === '' || isRedacted(provided)) return start;
  const header = request.headers.find(({ name }) => asciiLower(name) === 'authorization');
  const filled = header === undefined ? null : withSignature(header.rawValue, provided);
  if (header !== undefined && filled !== null) {
    header.rawValue = filled;
    losses.add('text-signature-filled-in', header.line);
  }
  const [, before = '', shown, behind = ''] = SIGNED_TARGET.exec(start.target) ?? [];
  if (shown === undefined || !lacks(decodePercent(shown), provided)) return start;
  losses.add('text-signature-filled-in', request.line);
  return { ...start, target: `${before}${encodeComponent(provided)}${behind}` };
}

const NO_BODY = new Uint8Array(0);

/** What is before the signature of a URL, the signature, and what is behind it. */
const SIGNED_TARGET = /^([^?]*\?(?:[^&]*&)*?(?:x-oss-|x-amz-)?signature=)([^&]*)(.*)$/is;

/** Whether of a signature nothing is shown that says what it was: a mask, or no more than its start. */
function lacks(shown: ByteString, signature: ByteString): boolean {
  if (isRedacted(shown)) return true;
  const part = shown.trim().replace(/(?:\.{3}|\xe2\x80\xa6)$/, '');
  return part.length < signature.length && signature.startsWith(part);
}

/** Bytes of an error document in which the signature is looked for. */
const MAX_LOOKED_AT = 16 * 1024;

function withSignature(authorization: ByteString, signature: ByteString): ByteString | null {
  const v1 = /^(\s*(?:OSS|AWS) [^:\s]+:)(.*)$/.exec(authorization);
  if (v1 !== null) return lacks(v1[2] ?? '', signature) ? `${v1[1] ?? ''}${signature}` : null;
  // The lines of a folded header as well: once the last of its signatures is found, all that follows fits.
  const v4 = /^(.*\bSignature[=:]\s*)([^,\s]*)(.*)$/s.exec(authorization);
  if (v4 === null || !lacks(v4[2] ?? '', signature)) return null;
  return `${v4[1] ?? ''}${signature}${v4[3] ?? ''}`;
}
