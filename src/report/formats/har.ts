import { fromText, isInLower, toByteString } from '../../engine/bytes/byte-string.ts';
import { type HttpRequest, type HttpResponse, header, isKnownTime } from '../../engine/http/message.ts';
import type { CaptureInfo, ExchangeResult } from '../../engine/results.ts';
import { encodePath } from '../../engine/sign/percent.ts';
import { headersThrough, type ShownHeaders } from '../../features/redact/redact.ts';
import { type PublishedDoor, publishedDoor } from '../../features/redact/redact-exchange.ts';
import { formatTime, millisecondsBetween } from '../../sentences/time-text.ts';
import { type ExchangeOrder, orderOfLines } from '../exchange-order.ts';
import { findingView, headlineOf, type PublishedReportOptions } from '../findings/finding.ts'; // later: explaining
import { lateFindingOf } from '../findings/late-failures.ts';
import { askedToJson, type PlaceJson, placeToJson, writeJudgement } from '../json/exchange.ts';
import { JsonLineWriter, TextTaker } from '../json/line-writer.ts';
import type { RequestJson, Tool } from '../json/model.ts';
import { toJsonLine } from '../json/text.ts';
import { inputName } from '../notice-text.ts';
import type { MadeLines, Piece, Reporter, WritePiece } from '../reporter.ts';

interface HarOptions extends PublishedReportOptions {
  readonly tool: Tool;
  readonly made?: MadeLines | undefined;
}

/**
 * An HTTP Archive 1.2 of all exchanges, masked, which browsers' network panels open. Bodies are left out,
 * save error documents. What osscap found stands in `_osscap` of each entry and in its `comment`.
 */
export class HarReporter implements Reporter {
  readonly #write: WritePiece;
  readonly #options: HarOptions;
  readonly #pages: object[] = [];
  #order: ExchangeOrder<Piece>;
  #entries = 0;
  readonly #lines = new JsonLineWriter();

  constructor(write: WritePiece, options: HarOptions) {
    this.#write = write;
    this.#options = options;
    this.#order = this.#newOrder();
    write(`{"log": {\n"version": "1.2",\n"creator": ${toJsonLine(options.tool)},\n"entries": [`);
  }

  exchange(_capture: string, result: ExchangeResult): void {
    const made = this.#options.made?.find(result);
    this.#order.push(result.index, made ?? exchangeLine(result, this.#options, this.#lines));
  }

  capture(info: CaptureInfo): void {
    this.#order.end();
    this.#order = this.#newOrder();
    this.#pages.push({
      startedDateTime: info.firstTime === null ? NO_TIME : formatTime(info.firstTime),
      id: this.#pageId,
      title: inputName(info.path, this.#options.texts),
      pageTimings: {},
    });
  }

  unreadable(): void {}

  end(): void {
    this.#order.end();
    this.#write(`\n],\n"pages": ${toJsonLine(this.#pages)}\n}}\n`);
  }

  get #pageId(): string {
    return `capture_${this.#pages.length + 1}`;
  }

  #newOrder(): ExchangeOrder<Piece> {
    return orderOfLines((line) => {
      if (line.length === 0) return;
      this.#write(`${this.#entries === 0 ? '' : ','}\n  {"pageref":"${this.#pageId}",`);
      this.#write(line);
      this.#entries++;
    });
  }
}

/** An entry must have a time. */
const NO_TIME = '1970-01-01T00:00:00.000Z';

/**
 * What stands in an entry behind the name of its page, which is counted where the report is written. Nothing
 * for an exchange whose request is not in the capture: an entry must have one.
 */
export function exchangeLine(
  result: ExchangeResult,
  options: PublishedReportOptions,
  lines: JsonLineWriter,
): Piece {
  const { request, response } = result.exchange;
  if (request === null) return '';
  const to = lines.begin().raw('{');
  const door = publishedDoor(result, options);
  const view = findingView(result, door, options);
  const place = placeToJson(result, door);
  const comment = lateFindingOf(result, view)?.headline ?? headlineOf(result, view);
  const timings = timingsOf(request, response);
  const { originalClient } = place.connection;
  const { oss } = result;
  const taker = new TextTaker(door);
  const time = timings.send + timings.wait + timings.receive;
  to.members({ startedDateTime: place.time ?? NO_TIME, time });
  writeRequest(to.name('request'), request, place, door);
  writeResponse(to.name('response'), response, door);
  to.raw(',"cache":{}').name('timings').raw('{').members(timings).raw('}');
  to.members(address(place.connection.server)).name('connection').value(String(place.connection.index));
  if (comment !== null) to.name('comment').value(comment);
  to.name('_osscap').raw('{').name('index').value(result.index);
  if (originalClient !== undefined) to.name('originalClient').value(originalClient);
  to.members({ requestFrame: place.requestFrame, responseFrame: place.responseFrame });
  if (oss !== null) to.members({ operation: oss.operation, requestId: taker.takeOrNull(oss.requestId) });
  writeJudgement(to, result, { door, texts: options.texts });
  return to.raw('}}').line.subarray(1);
}

function timingsOf(request: HttpRequest, response: HttpResponse | null) {
  const between = (from: HttpRequest['time'], to: HttpRequest['time']): number =>
    isKnownTime(from) && isKnownTime(to) ? Math.max(0, millisecondsBetween(from, to)) : 0;
  return {
    send: between(request.time, request.lastTime),
    wait: response === null ? 0 : between(request.lastTime, response.time),
    receive: response === null ? 0 : between(response.time, response.lastTime),
  };
}

function writeRequest(to: JsonLineWriter, request: HttpRequest, place: PlaceJson, door: PublishedDoor): void {
  const asked = askedToJson(request, new TextTaker(door));
  const { lines } = headersThrough(door, request);
  const { bodyBytes } = request;
  const url = requestUrl(asked, place);
  const httpVersion = request.version || 'HTTP/1.1';
  to.raw('{').members({ method: asked.method, url, httpVersion }).raw(',"cookies":[]');
  writePairs(to, lines);
  to.name('queryString').value(queryOf(url));
  if (bodyBytes !== 0) {
    const mimeType = headerOf(lines, 'content-type') ?? '';
    to.name('postData').value({ mimeType, params: [], text: '', comment: 'the body is left out' });
  }
  const headersSize = request.headComplete ? request.head.length : -1;
  to.members({ headersSize, bodySize: bodyBytes }).raw('}');
}

function writeResponse(to: JsonLineWriter, response: HttpResponse | null, door: PublishedDoor): void {
  const lines = response === null ? [] : headersThrough(door, response).lines;
  const statusText = response === null ? '' : door.text(response.reason).text;
  const { status = 0, version: httpVersion = '' } = response ?? {};
  to.raw('{').members({ status, statusText, httpVersion }).raw(',"cookies":[]');
  writePairs(to, lines);
  const text = errorText(response, door);
  const mimeType = headerOf(lines, 'content-type') ?? 'x-unknown';
  to.name('content')
    .raw('{')
    .members({ size: response?.bodyBytes ?? 0, mimeType });
  if (text !== null) to.name('text').value(text);
  const headersSize = response?.headComplete === true ? response.head.length : -1;
  const bodySize = response?.bodyBytes ?? -1;
  const redirectURL = headerOf(lines, 'location') ?? '';
  to.raw('}').members({ redirectURL, headersSize, bodySize }).raw('}');
}

/** Longest error document that is put into an entry. */
const MAX_TEXT = 64 * 1024;

/** The body of an answer where it is the text of an error document, masked. */
function errorText(response: HttpResponse | null, door: PublishedDoor): string | null {
  if (response === null || response.body === null || response.status < 400) return null;
  if (header(response, 'content-encoding') !== null || response.body.length > MAX_TEXT) return null;
  return door.text(toByteString(response.body)).text;
}

function queryOf(url: string): object[] {
  const query = /\?(.*)/.exec(url)?.[1] ?? '';
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
      return { name: decodedText(name), value: decodedText(value) };
    });
}

function decodedText(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function writePairs(to: JsonLineWriter, lines: ShownHeaders['lines']): void {
  let before = ',"headers":[{';
  for (const [name, value] of lines) {
    to.raw(before).name('name').value(name).name('value').value(value);
    before = '},{';
  }
  to.raw(lines.length === 0 ? ',"headers":[]' : '}]');
}

function headerOf(lines: ShownHeaders['lines'], lowerName: string): string | null {
  return lines.find(([name]) => isInLower(name, lowerName))?.[1] ?? null;
}

/** `serverIPAddress` and port of `address:port`. */
function address(server: string): object {
  const [, ip, port] = /^\[?(.*?)\]?:(\d+)$/.exec(server) ?? [];
  return ip === undefined || port === undefined ? {} : { serverIPAddress: ip, _serverPort: Number(port) };
}

/** A name that is nobody's (RFC 2606, section 2), where neither a host nor an address is known. */
const NO_HOST = 'unknown.invalid';

/**
 * What no URI holds as it is (RFC 3986, appendix A), and `#`: what was sent is no fragment, and HAR has none.
 * A `%` without two hex digits, as the sender wrote it or as masking cuts it, is one to the server too, and
 * `%25` says the same.
 */
const NOT_OF_URI = /[^\x21-\x7e]|["#<>\\^`{|}[\]]|%(?![\da-f]{2})/giu;

/**
 * The URL of a request as HAR has it, an absolute one by RFC 3986: readers refuse the whole archive for one
 * that is none. Where the Host header names no host, the address of the server stands in the URL; the header
 * is among the others as it was sent.
 */
function requestUrl(
  { target, host: named }: Pick<RequestJson, 'target' | 'host'>,
  { connection, tls }: PlaceJson,
): string {
  const [, form = '', inTarget, rest = ''] = /^(https?):\/\/([^/?#]*)(.*)$/is.exec(target) ?? [];
  if (isHost(inTarget)) return `${form}://${inTarget}${path(rest)}`;
  const scheme = tls === undefined ? 'http' : 'https';
  const host = [named, connection.server].find((name) => isHost(name)) ?? NO_HOST;
  return `${scheme}://${host}${path(target)}`;
}

function path(target: string): string {
  const encoded = target.replace(NOT_OF_URI, (character) => encodePath(fromText(character)));
  return encoded.startsWith('/') ? encoded : `/${encoded}`;
}

/** A host by name or address, with a port or without. */
function isHost(name: string | null | undefined): name is string {
  return (
    typeof name === 'string' &&
    /^(?:[\w.~-]+|\[[\da-f:.]+\])(?::\d*)?$/i.test(name) &&
    URL.canParse(`http://${name}/`)
  );
}
