import type { ByteString } from '../../bytes/byte-string.ts';
import { MAX_LITERAL_DEPTH } from './limits.ts';
import { parseLiteral } from './literal.ts';

/** Text, or another object; null for any other value. */
export type PrintedValue = ByteString | PrintedObject | null;

/** Its properties in the order in which they are shown. */
export type PrintedObject = ReadonlyMap<ByteString, PrintedValue>;

/** A value and where it ends. */
interface Parsed<Value> {
  readonly value: Value;
  readonly end: number;
}

/**
 * Reads an object whose brace is at `start`, in the notation in which a program shows it to people:
 * `util.inspect` of Node.js, `repr` and `pprint` of Python, `{:?}` of Rust, JSON. What it holds
 * beside texts and objects is passed over. Null where there is none, or not the whole of it.
 */
export function parsePrintedObject(text: ByteString, start: number): Parsed<PrintedObject> | null {
  return text[start] === '{' ? object(text, start, 0) : null;
}

/**
 * `{ [Code: message]`, and `{ Code: message` above the frames of a stack: an error, as Node.js up
 * to 11 shows it.
 */
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
    const held = value(text, skipSpace(text, colon + 1), depth);
    if (held === null) return null;
    // A title that is shown twice, as a property too, is said once.
    if (!entries.has(key.value)) entries.set(key.value, held.value);
    at = skipSpace(text, held.end);
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

function value(text: ByteString, start: number, depth: number): Parsed<PrintedValue> | null {
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

/**
 * Offset of the comma or the bracket behind a value of any kind; null where the text ends before
 * it.
 */
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
