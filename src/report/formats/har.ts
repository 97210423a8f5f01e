import { fromText, toByteString } from '../../bytes/byte-string.ts';
import { type HttpRequest, type HttpResponse, header, isKnownTime } from '../../http/message.ts';
import { encodePath } from '../../sign/percent.ts';
import { type ExchangeOrder, orderOfLines } from '../exchange-order.ts';
import { findingView, headlineOf, type PublishedReportOptions } from '../findings/finding.ts';
import { lateFindingOf } from '../findings/late-failures.ts';
import { type CaptureInfo, type ExchangeResult, madeLine } from '../input.ts';
import {
  judgementToJson,
  type PlaceJson,
  placeToJson,
  requestToJson,
  responseToJson,
} from '../json/exchange.ts';
import type { HeaderJson, RequestJson, ResponseJson, Tool } from '../json/model.ts';
import { TextTaker, toJsonLine } from '../json/text.ts';
import { inputName } from '../notice-text.ts';
import { publishedDoor } from '../redact/redact-exchange.ts';
import type { Piece, Reporter, WritePiece } from '../reporter.ts';
import { formatTime, millisecondsBetween } from '../timing/time-text.ts';

interface HarOptions extends PublishedReportOptions {
  readonly tool: Tool;
}

/**
 * An HTTP Archive 1.2 of all exchanges, masked, which browsers' network panels open. Bodies are
 * left out, save error documents. What osscap found stands in `_osscap` of each entry and in its
 * `comment`.
 */
export class HarReporter implements Reporter {
  readonly #write: WritePiece;
  readonly #options: HarOptions;
  readonly #pages: object[] = [];
  #order: ExchangeOrder<Piece>;
  #entries = 0;

  constructor(write: WritePiece, options: HarOptions) {
    this.#write = write;
    this.#options = options;
    this.#order = this.#newOrder();
    write(`{"log": {\n"version": "1.2",\n"creator": ${toJsonLine(options.tool)},\n"entries": [`);
  }

  exchange(_capture: string, result: ExchangeResult): void {
    this.#order.push(result.index, madeLine(result, 'har') ?? exchangeLine(result, this.#options));
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
      if (line === '') return;
      this.#write(`${this.#entries === 0 ? '' : ','}\n  {"pageref":"${this.#pageId}",`);
      this.#write(line);
      this.#entries++;
    });
  }
}

/** An entry must have a time. */
const NO_TIME = '1970-01-01T00:00:00.000Z';

/**
 * What stands in an entry behind the name of its page, which is counted where the report is
 * written. Nothing for an exchange whose request is not in the capture: an entry must have one.
 */
export function exchangeLine(result: ExchangeResult, options: PublishedReportOptions): string {
  const { request } = result.exchange;
  if (request === null) return '';
  return toJsonLine(entryOf(result, request, options)).slice(1);
}

function entryOf(result: ExchangeResult, request: HttpRequest, options: PublishedReportOptions): object {
  const { response } = result.exchange;
  const door = publishedDoor(result, options);
  const view = findingView(result, door, options);
  const place = placeToJson(result, door);
  const requestJson = requestToJson(request, door);
  const responseJson = response === null ? null : responseToJson(response, door);
  const comment = lateFindingOf(result, view)?.headline ?? headlineOf(result, view);
  const timings = timingsOf(request, response);
  const { originalClient } = place.connection;
  const { oss } = result;
  const taker = new TextTaker(door);
  return {
    startedDateTime: place.time ?? NO_TIME,
    time: timings.send + timings.wait + timings.receive,
    request: requestOf(requestJson, requestUrl(requestJson, place), request),
    response: responseOf(responseJson, response, errorText(response, door)),
    cache: {},
    timings,
    ...address(place.connection.server),
    connection: String(place.connection.index),
    ...(comment === null ? {} : { comment }),
    _osscap: {
      index: result.index,
      ...(originalClient === undefined ? {} : { originalClient }),
      requestFrame: place.requestFrame,
      responseFrame: place.responseFrame,
      ...(oss === null ? {} : { operation: oss.operation, requestId: taker.takeOrNull(oss.requestId) }),
      ...judgementToJson(result, { door, texts: options.texts }),
    },
  };
}

function timingsOf(
  request: HttpRequest,
  response: HttpResponse | null,
): { readonly send: number; readonly wait: number; readonly receive: number } {
  const between = (from: HttpRequest['time'], to: HttpRequest['time']): number =>
    isKnownTime(from) && isKnownTime(to) ? Math.max(0, millisecondsBetween(from, to)) : 0;
  return {
    send: between(request.time, request.lastTime),
    wait: response === null ? 0 : between(request.lastTime, response.time),
    receive: response === null ? 0 : between(response.time, response.lastTime),
  };
}

function requestOf({ method, headers, bodyBytes }: RequestJson, url: string, message: HttpRequest): object {
  const type = headerOf(headers, 'content-type');
  return {
    method,
    url,
    httpVersion: message.version || 'HTTP/1.1',
    cookies: [],
    headers: pairs(headers),
    queryString: queryOf(url),
    ...(bodyBytes === 0
      ? {}
      : { postData: { mimeType: type ?? '', params: [], text: '', comment: 'the body is left out' } }),
    headersSize: message.headComplete ? message.head.length : -1,
    bodySize: bodyBytes,
  };
}

function responseOf(
  response: ResponseJson | null,
  message: HttpResponse | null,
  text: string | null,
): object {
  const headers = response?.headers ?? [];
  return {
    status: response?.status ?? 0,
    statusText: response?.reason ?? '',
    httpVersion: message?.version ?? '',
    cookies: [],
    headers: pairs(headers),
    content: {
      size: response?.bodyBytes ?? 0,
      mimeType: headerOf(headers, 'content-type') ?? 'x-unknown',
      ...(text === null ? {} : { text }),
    },
    redirectURL: headerOf(headers, 'location') ?? '',
    headersSize: message?.headComplete === true ? message.head.length : -1,
    bodySize: response?.bodyBytes ?? -1,
  };
}

/** Longest error document that is put into an entry. */
const MAX_TEXT = 64 * 1024;

/** The body of an answer where it is the text of an error document, masked. */
function errorText(response: HttpResponse | null, door: ReturnType<typeof publishedDoor>): string | null {
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

function pairs(headers: readonly HeaderJson[]): object[] {
  return headers.map(([name, value]) => ({ name, value }));
}

function headerOf(headers: readonly HeaderJson[], lowerName: string): string | null {
  return headers.find(([name]) => name.toLowerCase() === lowerName)?.[1] ?? null;
}

/** `serverIPAddress` and port of `address:port`. */
function address(server: string): object {
  const [, ip, port] = /^\[?(.*?)\]?:(\d+)$/.exec(server) ?? [];
  return ip === undefined || port === undefined ? {} : { serverIPAddress: ip, _serverPort: Number(port) };
}

/** A name that is nobody's (RFC 2606, section 2), where neither a host nor an address is known. */
const NO_HOST = 'unknown.invalid';

/**
 * What no URI holds as it is (RFC 3986, appendix A), and `#`: what was sent is no fragment, and HAR
 * has none. A `%` without two hex digits, as the sender wrote it or as masking cuts it, is one to
 * the server too, and `%25` says the same.
 */
const NOT_OF_URI = /[^\x21-\x7e]|["#<>\\^`{|}[\]]|%(?![\da-f]{2})/giu;

/**
 * The URL of a request as HAR has it, an absolute one by RFC 3986: readers refuse the whole archive
 * for one that is none. Where the Host header names no host, the address of the server stands in
 * the URL; the header is among the others as it was sent.
 */
function requestUrl({ target, host: named }: RequestJson, { connection, tls }: PlaceJson): string {
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
