/* What proxies that people debug with save: archives of Fiddler (.saz), and flows of mitmproxy. */

import { type ByteString, toByteString } from '../../engine/bytes/byte-string.ts';
import { addBody, timeOf } from './har.ts';
import { MAX_HEADERS } from './limits.ts';
import type { Losses } from './losses.ts';
import { addHost, type DraftTime, type MessageDraft, newDraft } from './message-draft.ts';
import type { RequestStart, ResponseStart } from './start-line.ts';
import { type InflateRaw, isZip, zipContent, zipEntries } from './zip.ts';

export type ArchiveKind = 'fiddler' | 'mitmproxy';

export interface ArchiveLimits {
  readonly exchanges: number;
  /** Unpacked, of all its files. */
  readonly bytes: number;
}

export interface ArchiveReading {
  readonly drafts: readonly MessageDraft[];
  /** Some of it was not read. */
  readonly isCutShort: boolean;
  /** For its files hold more bytes than may be unpacked. */
  readonly isTooLarge: boolean;
}

/** Bytes that show a file of flows: a length, and the length of a first name. */
const FLOWS = /^\d{2,10}:\d{1,3}:[a-z_]{1,40}[;,]/;
const FLOWS_LOOK = 64;

/** Which archive a file may be, by its first bytes; null for none. */
export function archiveOf(head: Uint8Array): ArchiveKind | null {
  if (isZip(head)) return 'fiddler';
  return FLOWS.test(toByteString(head, 0, Math.min(head.length, FLOWS_LOOK))) ? 'mitmproxy' : null;
}

/** The messages of an archive, each session a conversation of its own; null for what is none. */
export function readArchive(
  kind: ArchiveKind,
  bytes: Uint8Array,
  losses: Losses,
  limits: ArchiveLimits,
  inflate: InflateRaw | undefined,
): ArchiveReading | null {
  switch (kind) {
    case 'fiddler':
      return readSessions(bytes, losses, limits, inflate);
    case 'mitmproxy':
      return readFlows(bytes, losses, limits);
  }
}

/** `raw/12_c.txt`: what the client sent; `_s`: what the server answered; `_m.xml`: what Fiddler noted. */
const SESSION = /^raw[/\\](\d{1,10})_c\.txt$/;
const BEGAN = /\bClientBeginRequest="([^"]{1,64})"/;
const ANSWERED = /\bServerBeginResponse="([^"]{1,64})"/;
const MAX_NOTES = 64 * 1024;
/** What is still unpacked of a file, once others were unpacked in vain: as much as most requests have. */
const MAX_HEAD = 16 * 1024;

function readSessions(
  bytes: Uint8Array,
  losses: Losses,
  { exchanges, bytes: limit }: ArchiveLimits,
  inflate: InflateRaw | undefined,
): ArchiveReading | null {
  const entries = zipEntries(bytes);
  const numbers = [...entries.keys()]
    .flatMap((name) => SESSION.exec(name)?.slice(1) ?? [])
    .sort((a, b) => Number(a) - Number(b));
  if (numbers.length === 0) return null;
  let left = limit;
  /** Unpacked of files that are too large: entries may name the same bytes over and over. */
  let inVain = 0;
  let isTooLarge = false;
  const textOf = (name: string, most: number): ByteString | null => {
    const entry = entries.get(name) ?? entries.get(name.replace('/', '\\'));
    const room = Math.min(left, inVain > limit ? MAX_HEAD : most);
    const content = entry === undefined ? null : zipContent(bytes, entry, room, inflate);
    if (content === 'too-long') {
      isTooLarge = true;
      inVain += room;
    }
    if (content === null || content === 'too-long') return null;
    left -= content.length;
    return toByteString(content, 0, content.length);
  };
  const drafts: MessageDraft[] = [];
  for (const [at, number] of numbers.slice(0, exchanges).entries()) {
    const notes = textOf(`raw/${number}_m.xml`, MAX_NOTES) ?? '';
    for (const [file, time] of [
      ['c', BEGAN],
      ['s', ANSWERED],
    ] as const) {
      const draft = messageOf(textOf(`raw/${number}_${file}.txt`, left) ?? '', at + 1, number);
      if (draft === null) continue;
      draft.time = timeOf(time.exec(notes)?.[1]);
      drafts.push(draft);
    }
  }
  if (numbers.length > exchanges) losses.add('text-too-many-exchanges', exchanges, { limit: exchanges });
  return { drafts, isCutShort: isTooLarge || numbers.length > exchanges, isTooLarge };
}

const REQUEST_LINE = /^([A-Z]{1,32}) (\S{1,65536}) (HTTP\/\d(?:\.\d)?)$/;
const STATUS_LINE = /^(HTTP\/\d(?:\.\d)?) (\d{3})(?: (.{0,512}))?$/;
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}):(.*)$/s;

/** A message as it was sent: its head, an empty line, its body. Null for what begins with no start line. */
function messageOf(text: ByteString, number: number, connection: string): MessageDraft | null {
  const empty = /\r?\n\r?\n/.exec(text);
  const [first = '', ...lines] = text.slice(0, empty?.index ?? text.length).split(/\r?\n/, MAX_HEADERS + 1);
  const draft = draftOf(first, number, connection);
  if (draft === null) return null;
  for (const line of lines) {
    const [, name, rawValue = ''] = HEADER.exec(line) ?? [];
    if (name !== undefined) draft.headers.push({ name, rawValue, line: number });
  }
  if (empty !== null) addBody(draft, text.slice(empty.index + empty[0].length));
  return draft;
}

function draftOf(first: ByteString, number: number, connection: string): MessageDraft | null {
  const [, method, target = '', version = ''] = REQUEST_LINE.exec(first) ?? [];
  if (method !== undefined) {
    // a proxy was asked for the whole URL, the server for what follows its host
    const path = /^https?:\/\/[^/?#]{0,300}(.*)$/is.exec(target)?.[1];
    const asked = path === undefined ? target : path.startsWith('/') ? path : `/${path}`;
    const start: RequestStart = { kind: 'request', method, target: asked, version };
    return newDraft(start, number, connection);
  }
  const [, answered, status = '', reason = ''] = STATUS_LINE.exec(first) ?? [];
  if (answered === undefined) return null;
  const start: ResponseStart = { kind: 'response', version: answered, status: Number(status), reason };
  return newDraft(start, number, connection);
}

/** A value of a tnetstring; whatever is no list, dictionary or text is null. */
type Value = ByteString | readonly Value[] | Dictionary | null;
type Dictionary = ReadonlyMap<ByteString, Value>;

/** Digits of a length. */
const MAX_LENGTH = 12;
const LENGTH = /^(\d{1,12}):/;

/** Values within one another: flows have six levels. */
const MAX_DEPTH = 16;

/** A cursor over tnetstrings (`LENGTH:payload` and a sign for the kind), each byte of which is read once. */
class Tnetstrings {
  readonly #text: ByteString;
  at = 0;

  constructor(text: ByteString) {
    this.#text = text;
  }

  /** The value at the cursor, which ends at `end` at most; `undefined` where none stands there. */
  next(end: number, depth = 0): Value | undefined {
    const [, digits = ''] = LENGTH.exec(this.#text.slice(this.at, this.at + MAX_LENGTH + 1)) ?? [];
    const start = this.at + digits.length + 1;
    const stop = start + Number(digits);
    if (digits === '' || stop >= end || depth > MAX_DEPTH) return undefined;
    const kind = this.#text.charAt(stop);
    this.at = stop + 1;
    switch (kind) {
      case ',':
      case ';':
      case '#':
      case '^':
        return this.#text.slice(start, stop);
      case ']':
      case '}': {
        const values = this.#within(start, stop, depth);
        return kind === ']' ? values : dictionaryOf(values);
      }
      case '~':
      case '!':
        return null;
      default:
        return undefined;
    }
  }

  #within(start: number, stop: number, depth: number): readonly Value[] {
    const behind = this.at;
    const values: Value[] = [];
    this.at = start;
    while (this.at < stop) {
      const value = this.next(stop, depth + 1);
      if (value === undefined) break;
      values.push(value);
    }
    this.at = behind;
    return values;
  }
}

function dictionaryOf(values: readonly Value[]): Dictionary {
  const made = new Map<ByteString, Value>();
  for (let at = 0; at + 1 < values.length; at += 2) {
    const name = values[at];
    if (typeof name === 'string') made.set(name, values[at + 1] ?? null);
  }
  return made;
}

function readFlows(bytes: Uint8Array, losses: Losses, { exchanges }: ArchiveLimits): ArchiveReading | null {
  const text = toByteString(bytes, 0, bytes.length);
  const reader = new Tnetstrings(text);
  const drafts: MessageDraft[] = [];
  let count = 0;
  let isFlow = false;
  while (reader.at < text.length) {
    const flow = reader.next(text.length + 1);
    if (flow === undefined) {
      losses.add('text-flows-cut', count + 1);
      break;
    }
    if (!(flow instanceof Map)) continue;
    isFlow ||= flow.has('request') || flow.has('type');
    if (!(memberOf(flow, 'request') instanceof Map)) continue;
    if (count === exchanges) {
      losses.add('text-too-many-exchanges', exchanges, { limit: exchanges });
      break;
    }
    count++;
    for (const part of ['request', 'response'] as const) {
      const draft = flowMessage(memberOf(flow, part), count);
      if (draft !== null) drafts.push(draft);
    }
  }
  return isFlow ? { drafts, isCutShort: reader.at < text.length, isTooLarge: false } : null;
}

function memberOf(value: Value | undefined, name: string): Value | undefined {
  return value instanceof Map ? (value.get(name) ?? undefined) : undefined;
}

/** `http.HTTPFlow` as `flow.get_state()` of mitmproxy gives it; older ones name the parts alike. */
function flowMessage(message: Value | undefined, number: number): MessageDraft | null {
  const textOf = (name: string): ByteString => {
    const value = memberOf(message, name);
    return typeof value === 'string' ? value : '';
  };
  const version = /^HTTP\/\d(?:\.\d)?$/.test(textOf('http_version')) ? textOf('http_version') : 'HTTP/1.1';
  const status = textOf('status_code');
  const first =
    status === ''
      ? `${textOf('method')} ${textOf('path')} ${version}`
      : `${version} ${status} ${textOf('reason')}`.trimEnd();
  const draft = draftOf(first.replace(/[\r\n]/g, ' '), number, String(number));
  if (draft === null) return null;
  const headers = memberOf(message, 'headers');
  for (const line of Array.isArray(headers) ? headers.slice(0, MAX_HEADERS) : []) {
    const [name, value] = Array.isArray(line) ? line : [];
    if (typeof name !== 'string' || typeof value !== 'string' || !HEADER.test(`${name}:`)) continue;
    draft.headers.push({ name, rawValue: ` ${value.replace(/[\r\n]+/g, ' ')}`, line: number });
  }
  const host = textOf('authority') === '' ? textOf('host') : textOf('authority');
  if (status === '' && host !== '') addHost(draft, host);
  draft.time = momentOf(textOf('timestamp_start'));
  addBody(draft, textOf('content'));
  return draft;
}

/** Unix seconds with a fraction. */
function momentOf(text: ByteString): DraftTime | null {
  if (!/^\d{1,12}(?:\.\d{1,20})?$/.test(text)) return null;
  const seconds = Math.floor(Number(text));
  return { seconds, nanos: Math.min(999_999_999, Math.round((Number(text) - seconds) * 1e9)) };
}
