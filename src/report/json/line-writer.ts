import { type ByteString, writeByteString } from '../../engine/bytes/byte-string.ts';
import { type ReportText, toReportText } from '../../engine/bytes/printable.ts';
import { mostBytesOf, withRoom, writeUtf8 } from '../../engine/bytes/utf8.ts';
import {
  type Door,
  headersThrough,
  headOfShown,
  type ValueKind,
  type WithHeaders,
} from '../../features/redact/redact.ts';
import { toJsonLine } from './text.ts';

/** What a character of a string takes in JSON. */
const AS_IT_IS = 0;
const ESCAPED = 1;
/** The string takes a closer look: JSON has no short form for it, or a terminal might obey it. */
const CLOSER_LOOK = 2;
/** A colon: what stands around it decides. */
const COLON_LOOK = 3;

/** How each byte stands in a string, and what follows the backslash where one is needed. */
const USE = new Uint8Array(0x100);
const ESCAPE = new Uint8Array(0x100);
USE.fill(CLOSER_LOOK, 0, 0x20);
USE.fill(CLOSER_LOOK, 0x7f);
// two of them may be the beginning of a build server's command
USE['#'.charCodeAt(0)] = CLOSER_LOOK;
USE[':'.charCodeAt(0)] = COLON_LOOK;
for (const pair of ['""', '\\\\', '\nn', '\rr', '\tt']) {
  USE[pair.charCodeAt(0)] = ESCAPED;
  ESCAPE[pair.charCodeAt(0)] = pair.charCodeAt(1);
}

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const COLON = ':'.charCodeAt(0);
const FIRST_LETTER = 'A'.charCodeAt(0);
const UNDERSCORE = '_'.charCodeAt(0);
const START_LENGTH = '_start'.length;
const END_OF_START = 't'.charCodeAt(0);
const END_LENGTH = '_end'.length;
const END_OF_END = 'd'.charCodeAt(0);
const DOT = '.'.charCodeAt(0);
const ZERO = '0'.charCodeAt(0);
const OPEN = '{'.charCodeAt(0);
const OPEN_LIST = '['.charCodeAt(0);
const CLOSE_LIST = ']'.charCodeAt(0);
const SPACE = ' '.charCodeAt(0);
const CR = '\r'.charCodeAt(0);
const LF = '\n'.charCodeAt(0);

/** Most characters of a number of JavaScript. */
const NUMBER_LENGTH = 32;
/** Numbers under it are their thousandths to the last digit, where they have no more than three. */
const SMALL_NUMBER = 1e6;
/** Texts from this length on are faster copied by the engine and looked at in the copy. */
const LONG_TEXT = 20;
/**
 * Bytes of the list of headers for each of a head, at most: an escaped one takes two, and the punctuation of
 * a header, which has three in a head, eight.
 */
const MOST_OF_HEAD = 5;

/** JSON of ASCII that many lines have in common, as `JsonLineWriter` takes it. */
export function fixed(json: string): Uint8Array {
  return Uint8Array.from(json, (letter) => letter.charCodeAt(0));
}

const PLAIN_NAME = /^\w+$/;
const FIRST_BYTES = 16 * 1024;
/** What a long line took is not kept. */
const KEPT_BYTES = 1024 * 1024;

/**
 * Writes lines of JSON as `toJsonLine` makes them, as UTF-8: member by member, without the objects and texts
 * that it takes. Most of what a report writes is ASCII that needs no escapes.
 */
export class JsonLineWriter {
  #bytes: Uint8Array = new Uint8Array(FIRST_BYTES);
  #at = 0;

  begin(): this {
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = new Uint8Array(FIRST_BYTES);
    this.#at = 0;
    return this;
  }

  /** What was written since. It is there until the next line is begun. */
  get line(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  /** ASCII that is part of the JSON as it is. */
  raw(ascii: string): this {
    const { length } = ascii;
    const bytes = this.#room(length);
    let at = this.#at;
    for (let i = 0; i < length; i++) bytes[at++] = ascii.charCodeAt(i);
    this.#at = at;
    return this;
  }

  fixed(json: Uint8Array): this {
    this.#room(json.length).set(json, this.#at);
    this.#at += json.length;
    return this;
  }

  /** The name of a member, ASCII without escapes, behind a comma where it is not the first. */
  name(name: string): this {
    const { length } = name;
    const bytes = this.#room(length + 4);
    let at = this.#at;
    if (bytes[at - 1] !== OPEN) bytes[at++] = COMMA;
    bytes[at++] = QUOTE;
    for (let i = 0; i < length; i++) bytes[at++] = name.charCodeAt(i);
    bytes[at++] = QUOTE;
    bytes[at++] = COLON;
    this.#at = at;
    return this;
  }

  /** Anything that JSON has a form for. */
  value(value: unknown): this {
    switch (typeof value) {
      case 'string':
        return this.plainText(value) ? this : this.#json(value);
      case 'number':
        return this.#number(value);
      case 'boolean':
        return this.raw(value ? 'true' : 'false');
      case 'object':
        if (value === null) return this.raw('null');
        if (!Array.isArray(value)) return this.raw('{').members(value).raw('}');
        return value.length === 0 ? this.raw('[]') : this.#json(value);
      default:
        return this.#json(value);
    }
  }

  members(members: object): this {
    for (const name in members) {
      const value: unknown = (members as Readonly<Record<string, unknown>>)[name];
      if (value === undefined) continue;
      // those of arguments may come out of a file of unknown origin
      if (PLAIN_NAME.test(name)) this.name(name);
      else
        this.raw(this.#bytes[this.#at - 1] === OPEN ? '' : ',')
          .value(name)
          .raw(':');
      this.value(value);
    }
    return this;
  }

  /**
   * The headers of a head as a list of names and values, if they are plain: ASCII, each on a line of its own
   * that ends in CR LF. Writes nothing and gives false if they are not.
   */
  headers(head: ByteString): boolean {
    const { length } = head;
    const most = MOST_OF_HEAD * length + 2;
    const bytes = this.#room(most + length);
    const start = this.#at + most;
    writeByteString(head, bytes, start);
    const end = this.#writeHeaders(bytes, start, start + length);
    if (end < 0) return false;
    this.#at = end;
    return true;
  }

  /** From the copy of a head to the place of the list; gives its end, -1 for a head that is not plain. */
  #writeHeaders(bytes: Uint8Array, start: number, end: number): number {
    let at = this.#at;
    bytes[at++] = OPEN_LIST;
    let from = start;
    while (from < end && bytes[from] !== LF) from++;
    from++;
    for (;;) {
      if (from >= end) return -1;
      if (bytes[from] === CR) break;
      if (bytes[at - 1] === CLOSE_LIST) bytes[at++] = COMMA;
      bytes[at++] = OPEN_LIST;
      bytes[at++] = QUOTE;
      for (let byte = bytes[from] ?? 0; byte !== COLON; byte = bytes[++from] ?? 0) {
        if (USE[byte] !== AS_IT_IS || byte === SPACE || from >= end) return -1;
        bytes[at++] = byte;
      }
      bytes[at++] = QUOTE;
      bytes[at++] = COMMA;
      bytes[at++] = QUOTE;
      do from++;
      while (bytes[from] === SPACE);
      const value = at;
      for (let byte = bytes[from] ?? 0; byte !== CR; byte = bytes[++from] ?? 0) {
        if (USE[byte] === AS_IT_IS) bytes[at++] = byte;
        else if (byte === COLON && !mayBegin(bytes, at, from)) bytes[at++] = byte;
        else if (byte === QUOTE || byte === BACKSLASH) {
          bytes[at++] = BACKSLASH;
          bytes[at++] = byte;
        } else return -1;
        if (from >= end) return -1;
      }
      while (at > value && bytes[at - 1] === SPACE) at--;
      bytes[at++] = QUOTE;
      bytes[at++] = CLOSE_LIST;
      if (bytes[from + 1] !== LF) return -1;
      from += 2;
    }
    if (bytes[from + 1] !== LF || from + 2 > end) return -1;
    bytes[at++] = CLOSE_LIST;
    return at;
  }

  /** Writes a text if it is ASCII and takes no closer look; else writes nothing and gives false. */
  plainText(text: string): boolean {
    const { length } = text;
    const bytes = this.#room(mostBytesOf(text) + length + 2);
    let at = this.#at;
    bytes[at++] = QUOTE;
    // behind the place of what is made of it
    let from = at + length;
    const end = length < LONG_TEXT ? writeShort(text, bytes, from) : writeUtf8(text, bytes, from);
    for (; from < end; from++) {
      const byte = bytes[from] ?? 0;
      const use = USE[byte];
      if (use === AS_IT_IS) bytes[at++] = byte;
      else if (use === ESCAPED) {
        bytes[at++] = BACKSLASH;
        bytes[at++] = ESCAPE[byte] ?? 0;
      } else if (use === COLON_LOOK && !mayBegin(bytes, at, from)) bytes[at++] = byte;
      else return false;
    }
    bytes[at++] = QUOTE;
    this.#at = at;
    return true;
  }

  #json(value: unknown): this {
    const json = toJsonLine(value);
    this.#at = writeUtf8(json, this.#room(mostBytesOf(json)), this.#at);
    return this;
  }

  /** As `JSON.stringify` does; most are counts and times in milliseconds. */
  #number(value: number): this {
    if (value >= 0 && value < SMALL_NUMBER) {
      const thousandths = Number.isInteger(value) ? value * 1000 : Math.round(value * 1000);
      if (thousandths / 1000 === value) {
        const whole = Math.trunc(value);
        this.#digits(whole);
        this.#fraction(thousandths - whole * 1000);
        return this;
      }
    }
    return this.raw(Number.isFinite(value) ? String(value) : 'null');
  }

  #digits(whole: number): void {
    const bytes = this.#room(NUMBER_LENGTH);
    let end = this.#at + 1;
    for (let above = 10; above <= whole; above *= 10) end++;
    let rest = whole;
    for (let at = end - 1; at >= this.#at; at--) {
      const tenth = Math.trunc(rest / 10);
      bytes[at] = ZERO + rest - tenth * 10;
      rest = tenth;
    }
    this.#at = end;
  }

  /** There is room for it. */
  #fraction(thousandths: number): void {
    if (thousandths === 0) return;
    const bytes = this.#bytes;
    const tenths = Math.floor(thousandths / 100);
    const hundredths = Math.floor(thousandths / 10);
    bytes[this.#at++] = DOT;
    bytes[this.#at++] = ZERO + tenths;
    if (thousandths === tenths * 100) return;
    bytes[this.#at++] = ZERO + hundredths - tenths * 10;
    if (thousandths !== hundredths * 10) bytes[this.#at++] = ZERO + thousandths - hundredths * 10;
  }

  /** Where to write, with room for `count` more bytes. */
  #room(count: number): Uint8Array {
    this.#bytes = withRoom(this.#bytes, this.#at + count);
    return this.#bytes;
  }
}

/**
 * Whether a colon may be one of those that `withoutCommands` looks for: the first of `::error::`, or that of
 * `section_start:1:`. `at`: behind what was written before it; `from`: where it stands.
 */
function mayBegin(bytes: Uint8Array, at: number, from: number): boolean {
  if (bytes[from + 1] === COLON && (bytes[from + 2] ?? 0) >= FIRST_LETTER) return true;
  const before = bytes[at - 1];
  return (
    (before === END_OF_START && bytes[at - START_LENGTH] === UNDERSCORE) ||
    (before === END_OF_END && bytes[at - END_LENGTH] === UNDERSCORE)
  );
}

/** As `writeUtf8` for ASCII; of what is none it writes bytes that take a closer look. */
function writeShort(text: string, bytes: Uint8Array, at: number): number {
  for (let i = 0; i < text.length; i++) bytes[at + i] = Math.min(text.charCodeAt(i), 0xff);
  return at + text.length;
}

/** An object in which some text was not valid UTF-8: its bytes that are not are written `\xNN`. */
export interface Lossy {
  readonly lossy?: true;
}

/** Takes the texts of one JSON object, and remembers whether one of them was not valid UTF-8. */
export class TextTaker {
  readonly #door: Door;
  lossy = false;

  constructor(door: Door) {
    this.#door = door;
  }

  take(value: ByteString, kind: ValueKind = 'text'): string {
    return this.#noted(this.#door[kind](value));
  }

  /** As the value of a member. */
  write(to: JsonLineWriter, value: ByteString | null, kind: ValueKind = 'text'): void {
    if (value === null) to.value(null);
    // what is plain need not be looked at twice
    else if (this.#door[kind] !== toReportText || !to.plainText(value)) to.value(this.take(value, kind));
  }

  /** A list of the names and values of a message's headers. */
  writeHeaders(to: JsonLineWriter, message: WithHeaders): void {
    const head = headOfShown(this.#door, message);
    if (head !== null && to.headers(head)) return;
    const { lines, lossy } = headersThrough(this.#door, message);
    if (lossy) this.lossy = true;
    to.value(lines);
  }

  /** Ends the object that the texts are of. */
  end(to: JsonLineWriter): void {
    if (this.lossy) to.name('lossy').value(true);
    to.raw('}');
  }

  takeOrNull(value: ByteString | null, kind: ValueKind = 'text'): string | null {
    return value === null ? null : this.take(value, kind);
  }

  #noted(taken: ReportText): string {
    if (taken.lossy) this.lossy = true;
    return taken.text;
  }
}

/** Builds an object from captured texts, with `lossy: true` where one of them was not valid UTF-8. */
export function withTexts<T extends object>(door: Door, build: (taker: TextTaker) => T): T & Lossy {
  const taker = new TextTaker(door);
  const built = build(taker);
  return taker.lossy ? { ...built, lossy: true } : built;
}
