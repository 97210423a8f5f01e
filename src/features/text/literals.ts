/* Values as programs log them: literals of Python, JSON and JavaScript, objects as consoles show them. */

import { type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import { MAX_LITERAL_DEPTH } from './limits.ts';

export type Literal = string | number | boolean | null | readonly Literal[] | ReadonlyMap<string, Literal>;

interface Parsed<Value> {
  readonly value: Value;
  readonly end: number;
}

/** Reads a literal of Python, JSON or JavaScript; null where there is none. Strings come as byte strings. */
export function parseLiteral(text: ByteString, start: number): Parsed<Literal> | null {
  return value(text, start, 0);
}

function value(text: string, start: number, depth: number): Parsed<Literal> | null {
  const at = skip(text, start);
  const first = text[at];
  if (first === undefined || depth > MAX_LITERAL_DEPTH) return null;
  if (first === '{') return dictionary(text, at + 1, depth);
  if (first === '[' || first === '(') return list(text, at + 1, first === '[' ? ']' : ')', depth);
  if (first === "'" || first === '"' || first === '`') return quoted(text, at, false);
  if (first === 'b' && (text[at + 1] === "'" || text[at + 1] === '"')) return quoted(text, at + 1, true);
  // CaseInsensitiveDict({…}) and the like
  const wrapped = /^[A-Za-z_][A-Za-z0-9_.]*\(/.exec(text.slice(at, at + 64))?.[0];
  if (wrapped !== undefined) {
    const inner = value(text, at + wrapped.length, depth + 1);
    if (inner === null) return null;
    const end = skip(text, inner.end);
    return text[end] === ')' ? { value: inner.value, end: end + 1 } : null;
  }
  const word = /^(?:None|null|True|true|False|false|-?\d+(?:\.\d+)?)/.exec(text.slice(at, at + 40))?.[0];
  if (word === undefined) return null;
  return { value: wordValue(word), end: at + word.length };
}

function wordValue(word: string): Literal {
  if (/^[Nn]/.test(word)) return null;
  return /^[TtFf]/.test(word) ? /^t/i.test(word) : Number(word);
}

function dictionary(text: string, start: number, depth: number): Parsed<Literal> | null {
  const entries = new Map<string, Literal>();
  let at = skip(text, start);
  while (text[at] !== '}') {
    const key = value(text, at, depth + 1);
    if (key === null || typeof key.value !== 'string') return null;
    const colon = skip(text, key.end);
    if (text[colon] !== ':') return null;
    const entry = value(text, colon + 1, depth + 1);
    if (entry === null) return null;
    entries.set(key.value, entry.value);
    at = skip(text, entry.end);
    if (text[at] === ',') at = skip(text, at + 1);
    else if (text[at] !== '}') return null;
  }
  return { value: entries, end: at + 1 };
}

function list(text: string, start: number, close: ']' | ')', depth: number): Parsed<Literal> | null {
  const items: Literal[] = [];
  let at = skip(text, start);
  while (text[at] !== close) {
    const item = value(text, at, depth + 1);
    if (item === null) return null;
    items.push(item.value);
    at = skip(text, item.end);
    if (text[at] === ',') at = skip(text, at + 1);
    else if (text[at] !== close) return null;
  }
  return { value: items, end: at + 1 };
}

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '0': '\0' };

/** `bytes`: `\xNN` is a byte; in text it is a character. */
function quoted(text: string, start: number, bytes: boolean): Parsed<Literal> | null {
  const mark = text[start];
  let found = '';
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === mark) return { value: found, end: at + 1 };
    if (character !== '\\') {
      found += character;
      continue;
    }
    const next = text[++at] ?? '';
    const digits = next === 'x' ? 2 : next === 'u' ? 4 : 0;
    if (digits === 0) {
      found += SIMPLE[next] ?? next;
      continue;
    }
    const hex = text.slice(at + 1, at + 1 + digits);
    if (!/^[0-9a-fA-F]+$/.test(hex) || hex.length < digits) return null;
    const code = String.fromCharCode(Number.parseInt(hex, 16));
    found += bytes ? code : fromText(code);
    at += digits;
  }
  return null;
}

function skip(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? '')) at++;
  return at;
}

/** Text, or another object; null for any other value. */
export type PrintedValue = ByteString | PrintedObject | null;

/** Its properties in the order in which they are shown. */
export type PrintedObject = ReadonlyMap<ByteString, PrintedValue>;

/**
 * Reads an object whose brace is at `start`, in the notation in which a program shows it to people:
 * `util.inspect` of Node.js, `repr` and `pprint` of Python, `{:?}` of Rust, JSON. What it holds beside texts
 * and objects is passed over. Null where there is none, or not the whole of it.
 */
export function parsePrintedObject(text: ByteString, start: number): Parsed<PrintedObject> | null {
  return text[start] === '{' ? object(text, start, 0) : null;
}

/** `{ [Code: message]`, or `{ Code: message` above the frames of a stack: an error in Node.js up to 11. */
const TITLE = /^ (?:\[[^\n]{0,2000}\](?=\n)|[A-Za-z]\w{0,100}: [^\n]{0,2000}(?:\n {4}at [^\n]{0,500}){1,50})/;
const MAX_TITLE = 32 * 1024;

const KEY = /^[A-Za-z_$][\w$.-]{0,100}/;
/** `IncomingMessage {`, `Foo(2) {`: an object of a class. */
const CLASS = /^[A-Za-z_$][\w$.]{0,100}(?:\(\d{1,9}\))? (?=\{)/;
const MAX_WORD = 128;

function object(text: ByteString, start: number, depth: number): Parsed<PrintedObject> | null {
  if (depth > MAX_LITERAL_DEPTH) return null;
  const entries = new Map<ByteString, PrintedValue>();
  const first = start + 1;
  const title = depth === 0 ? TITLE.exec(text.slice(first, first + MAX_TITLE))?.[0].length : undefined;
  let at = skipSpace(text, first + (title ?? 0));
  while (text[at] !== '}') {
    const key = keyAt(text, at);
    if (key === null) return null;
    const colon = skipSpace(text, key.end);
    if (text[colon] !== ':') return null;
    const entry = printedValue(text, skipSpace(text, colon + 1), depth);
    if (entry === null) return null;
    // A title that is shown twice, as a property too, is said once.
    if (!entries.has(key.value)) entries.set(key.value, entry.value);
    at = skipSpace(text, entry.end);
    if (text[at] === ',') at = skipSpace(text, at + 1);
    else if (text[at] !== '}') return null;
  }
  return { value: entries, end: at + 1 };
}

function keyAt(text: ByteString, at: number): Parsed<ByteString> | null {
  const quoted = literalAt(text, at);
  if (quoted !== null) return quoted;
  const word = KEY.exec(text.slice(at, at + MAX_WORD))?.[0];
  return word === undefined ? null : { value: word, end: at + word.length };
}

function printedValue(text: ByteString, start: number, depth: number): Parsed<PrintedValue> | null {
  const name = CLASS.exec(text.slice(start, start + MAX_WORD))?.[0].length ?? 0;
  const inner = text[start + name] === '{' ? object(text, start + name, depth + 1) : null;
  if (inner !== null) return inner;
  const said = joinedLiterals(text, start);
  const end = endOfValue(text, said?.end ?? start);
  if (end === null) return null;
  // `'abc'... 5 more characters` is no text: some of it is not there.
  const isWhole = said !== null && text.slice(said.end, end).trim() === '';
  return { value: isWhole ? said.value : null, end };
}

/** Texts that stand one behind another are one: `'a' +⏎ 'b'` of Node.js, `'a'⏎ 'b'` of Python. */
function joinedLiterals(text: ByteString, start: number): Parsed<ByteString> | null {
  const parts: ByteString[] = [];
  let end = start;
  for (let at = start; ; ) {
    const part = literalAt(text, at);
    if (part === null) break;
    parts.push(part.value);
    end = part.end;
    at = skipSpace(text, end);
    if (text[at] === '+') at = skipSpace(text, at + 1);
  }
  return parts.length === 0 ? null : { value: parts.join(''), end };
}

function literalAt(text: ByteString, at: number): Parsed<ByteString> | null {
  const mark = text[at] === 'b' || text[at] === 'u' ? at + 1 : at;
  if (!isMark(text[mark])) return null;
  const parsed = parseLiteral(text, text[at] === 'u' ? mark : at);
  return typeof parsed?.value === 'string' ? { value: parsed.value, end: parsed.end } : null;
}

function isMark(character: string | undefined): boolean {
  return character === "'" || character === '"' || character === '`';
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')', '<': '>' };

/** Offset of the comma or the bracket behind a value of any kind; null where the text ends before it. */
function endOfValue(text: ByteString, start: number): number | null {
  const open: string[] = [];
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    const isOutside = open.length === 0;
    if (isOutside && (character === ',' || character === '}' || character === ']')) return at;
    if (character === open.at(-1)) open.pop();
    else if (isMark(character)) {
      const quoted = literalAt(text, at);
      // It ends nowhere, and to look so far from each of many marks would take its time.
      if (quoted === null) return null;
      at = quoted.end - 1;
    } else {
      const closing = CLOSING[character];
      if (closing !== undefined) open.push(closing);
    }
  }
  return null;
}

function skipSpace(text: ByteString, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return at;
}
