import { type ByteString, toByteString, toBytes } from '../bytes/byte-string.ts';
import type { Notice } from '../bytes/notice.ts';
import { bodyText, type HttpMessage } from '../http/message.ts';
import { answerDocument } from '../oss/coded-body.ts';
import type { KeyRing } from '../sign/secret.ts';
import { SecretFinder } from '../sign/secret-finder.ts';
import type { CaptureInfo, ExchangeResult, ResultSink } from './input.ts';
import { maskAccessKeyId } from './redact.ts';

/**
 * Keeps the user's own secrets from every report, also where a client sent one and the capture holds it, and tells that it
 * did. What is known of an exchange is copied only where a secret was found in its messages.
 */
export function hidingSink(sink: ResultSink, keyRing: KeyRing): ResultSink {
  const finder = new SecretFinder(keyRing);
  return finder.isIdle ? sink : new HidingSink(sink, finder);
}

/** Stands for a piece of text that may hold a piece of a secret. */
const COVER = '***';

class HidingSink implements ResultSink {
  readonly #sink: ResultSink;
  readonly #finder: SecretFinder;
  /** Frame of the message in which the secret of an access key was seen first. */
  readonly #seen = new Map<ByteString, number>();

  constructor(sink: ResultSink, finder: SecretFinder) {
    this.#sink = sink;
    this.#finder = finder;
  }

  exchange(capture: string, result: ExchangeResult): void {
    const { request, response, interim } = result.exchange;
    const messages = [request, ...interim, response].filter((message) => message !== null);
    const { oss } = result;
    // Of an answer that is coded, reports show what was read of it.
    const holds = messages.map((message) =>
      this.#look(message, message === response && oss !== null ? answerDocument(oss) : bodyText(message)),
    );
    this.#sink.exchange(capture, holds.includes(true) ? covered(result, this.#finder) : result);
  }

  capture({ path, ...info }: CaptureInfo): void {
    const notices = [...this.#seen].map(([id, frame]): Notice => {
      return { code: 'secret-in-capture', frame, offset: null, args: { id: maskAccessKeyId(id) } };
    });
    this.#seen.clear();
    const rest = covered(info, this.#finder);
    // The user's own word: whoever hears of a capture knows it by that.
    const told = rest.notices.map((notice) => this.#coverPieces(notice));
    this.#sink.capture({ ...rest, path, notices: [...told, ...notices] });
  }

  unreadable(input: Parameters<ResultSink['unreadable']>[0]): void {
    this.#sink.unreadable(input);
  }

  /** Both readings of bytes that came twice are cut out of messages: there a secret would not be found as a whole. */
  #coverPieces(notice: Notice): Notice {
    if (notice.code !== 'overlap-differs') return notice;
    const readings = [notice.args['first'], notice.args['second']].map(String);
    if (!readings.some((reading) => this.#finder.isPieceIn(reading))) return notice;
    return { ...notice, args: { ...notice.args, first: COVER, second: COVER } };
  }

  #look(message: HttpMessage, body: ByteString | null): boolean {
    const inHead = this.#finder.idsIn(message.head);
    const inBody = body === null ? [] : this.#finder.idsIn(body);
    for (const id of [...inHead, ...inBody]) if (!this.#seen.has(id)) this.#seen.set(id, message.frame);
    return inHead.length > 0 || inBody.length > 0;
  }
}

/** A copy of a value in whose texts, however deep, no secret stands. Values that are worked out on demand are worked out. */
function covered<T>(value: T, finder: SecretFinder): T {
  return cover(value, finder, new Map()) as T;
}

function cover(value: unknown, finder: SecretFinder, done: Map<object, unknown>): unknown {
  if (typeof value === 'string') return finder.hide(value);
  if (typeof value !== 'object' || value === null) return value;
  const known = done.get(value);
  if (known !== undefined) return known;
  const again = (inner: unknown): unknown => cover(inner, finder, done);
  if (value instanceof Uint8Array) return toBytes(finder.hide(toByteString(value)));
  if (Array.isArray(value)) return value.map(again);
  if (value instanceof Map) return new Map([...value].map(([key, inner]) => [again(key), again(inner)]));
  if (value instanceof Set) return new Set([...value].map(again));
  const copy = {};
  done.set(value, copy);
  for (const name of membersOf(value)) {
    // also for a member of the name __proto__, which an assignment would not make
    const descriptor = { value: again(Reflect.get(value, name)), enumerable: true };
    Object.defineProperty(copy, name, descriptor);
  }
  return copy;
}

/** Own members, and those that a class gives on demand. */
function membersOf(value: object): ReadonlySet<string> {
  const names = new Set(Object.keys(value));
  for (
    let type: object | null = Object.getPrototypeOf(value);
    type !== null && type !== Object.prototype;
    type = Object.getPrototypeOf(type)
  ) {
    for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(type))) {
      if (get !== undefined) names.add(name);
    }
  }
  return names;
}
