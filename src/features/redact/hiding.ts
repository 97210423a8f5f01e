import { type ByteString, toByteString, toBytes } from '../../engine/bytes/byte-string.ts';
import type { Notice } from '../../engine/bytes/notice.ts';
import { bodyText, type HttpMessage } from '../../engine/http/message.ts';
import { answerDocument } from '../../engine/oss/coded-body.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { CaptureInfo, ExchangeResult, Hiding } from '../../engine/results.ts';
import { encodeComponent } from '../../engine/sign/percent.ts';
import type { KeyRing } from '../../engine/sign/secret.ts';
import { type Look, SecretFinder } from '../../engine/sign/secret-finder.ts';
import { type Door, maskAccessKeyId } from './redact.ts';

/**
 * Keeps the user's own secrets from every report, also where a client sent one and the capture holds it, and
 * reports that it did. What is known of an exchange is copied only where a secret was found in its messages.
 */
export function hidingOf(keyRing: KeyRing): Hiding | null {
  if (keyRing.size === 0) return null;
  const finder = new SecretFinder(keyRing);
  return finder.isIdle ? null : new SecretHiding(finder);
}

/** Stands for a piece of text that may hold a piece of a secret. */
const COVER = '***';

/** Covers the secrets in a text. */
type Hide = (text: string) => string;

class SecretHiding implements Hiding {
  readonly #finder: SecretFinder;
  readonly #hide: Hide = (text) => this.#finder.hide(text);
  readonly #hideAll: Hide = (text) => this.#finder.hideAll(text);
  /** Frame of the message in which the secret of an access key was seen first. */
  readonly #seen = new Map<ByteString, number>();

  constructor(finder: SecretFinder) {
    this.#finder = finder;
  }

  result(result: ExchangeResult): ExchangeResult {
    const { request, response, interim } = result.exchange;
    const messages = [request, ...interim, response].filter((message) => message !== null);
    const { oss } = result;
    const isAccepted = response !== null && response.status < 400;
    const look = isAccepted ? 'quick' : 'close';
    const holds = messages.map((message) =>
      this.#look(message, message === response && oss !== null ? shownOf(oss) : bodyText(message), look),
    );
    return holds.includes(true) ? covered(result, this.#hideAll) : result;
  }

  notice(notice: Notice): Notice {
    return covered(notice, this.#hide);
  }

  capture({ path, ...info }: CaptureInfo): CaptureInfo {
    const notices = [...this.#seen].map(([id, frame]): Notice => {
      return { code: 'secret-in-capture', frame, offset: null, args: { id: maskAccessKeyId(id) } };
    });
    const rest = covered(info, notices.length > 0 ? this.#hideAll : this.#hide);
    this.#seen.clear();
    // The path is the user's own word, by which every receiver knows the capture.
    const shown = rest.notices.map((notice) => this.#coverPieces(notice));
    return { ...rest, path, notices: [...shown, ...notices] };
  }

  /** Both readings of bytes that came twice are cut out of messages: a secret may not be whole there. */
  #coverPieces(notice: Notice): Notice {
    if (notice.code !== 'overlap-differs') return notice;
    const readings = [notice.args['first'], notice.args['second']].map(String);
    if (!readings.some((reading) => this.#finder.isPieceIn(reading))) return notice;
    return { ...notice, args: { ...notice.args, first: COVER, second: COVER } };
  }

  #look(message: HttpMessage, body: ByteString | null, look: Look): boolean {
    const inHead = this.#finder.idsIn(message.head, look);
    const inBody = body === null ? [] : this.#finder.idsIn(body);
    for (const id of [...inHead, ...inBody]) if (!this.#seen.has(id)) this.#seen.set(id, message.frame);
    return inHead.length > 0 || inBody.length > 0;
  }
}

/** What reports show of an answer's body: without its codings, or the document of a header in base64. */
function shownOf(oss: OssExchange): ByteString | null {
  const body = answerDocument(oss);
  const isRefusal = (oss.exchange.response?.status ?? 0) >= 400;
  if (!isRefusal || oss.error?.source !== 'x-oss-err') return body;
  return [body ?? '', ...oss.error.fields.map(([, value]) => value)].join('\n');
}

/** A copy of a value whose texts, however deep, have no secret, with what it works out on demand. */
function covered<T>(value: T, hide: Hide): T {
  return cover(value, hide, new Map()) as T;
}

function cover(value: unknown, hide: Hide, done: Map<object, unknown>): unknown {
  if (typeof value === 'string') return hide(value);
  if (typeof value !== 'object' || value === null) return value;
  const known = done.get(value);
  if (known !== undefined) return known;
  const again = (inner: unknown): unknown => cover(inner, hide, done);
  if (value instanceof Uint8Array) return toBytes(hide(toByteString(value)));
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

/** Stands where a hidden value would. */
const HIDDEN = '[security token]';

/** A door that shows texts only after `hide` has taken out of them what is nobody's business. */
export function hidingDoor(door: Door, hide: (text: ByteString) => ByteString): Door {
  return {
    text: (text) => door.text(hide(text)),
    accessKeyId: (text) => door.accessKeyId(hide(text)),
    signature: (text) => door.signature(hide(text)),
    securityToken: (text) => door.securityToken(hide(text)),
  };
}

/** Puts a mark in the place of a security token, wherever and however encoded it stands in a text. */
export function tokenHider(token: ByteString | null): (text: ByteString) => ByteString {
  if (token === null || token === '') return (text) => text;
  const forms = [token, encodeComponent(token)];
  return (text) => forms.reduce((left, form) => left.replaceAll(form, HIDDEN), text);
}
