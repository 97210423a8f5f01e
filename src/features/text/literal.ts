import { type ByteString, fromText } from '../../bytes/byte-string.ts';
import { MAX_LITERAL_DEPTH } from './limits.ts';

export type Literal = string | number | boolean | null | readonly Literal[] | ReadonlyMap<string, Literal>;

/** A value and where it ends. */
interface Parsed {
  readonly value: Literal;
  readonly end: number;
}

/**
 * Reads a literal of Python, JSON or JavaScript (strings, bytes, numbers, lists, dictionaries) at
 * `start` of a log line. Null where there is none. Strings come as byte strings.
 */
export function parseLiteral(text: ByteString, start: number): Parsed | null {
  return value(text, start, 0);
}

function value(text: string, start: number, depth: number): Parsed | null {
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
  switch (word) {
    case 'None':
    case 'null':
      return null;
    case 'True':
    case 'true':
      return true;
    case 'False':
    case 'false':
      return false;
    default:
      return Number(word);
  }
}

function dictionary(text: string, start: number, depth: number): Parsed | null {
  const entries = new Map<string, Literal>();
  let at = skip(text, start);
  while (text[at] !== '}') {
    const key = value(text, at, depth + 1);
    if (key === null || typeof key.value !== 'string') return null;
    const colon = skip(text, key.end);
    if (text[colon] !== ':') return null;
    const held = value(text, colon + 1, depth + 1);
    if (held === null) return null;
    entries.set(key.value, held.value);
    at = skip(text, held.end);
    if (text[at] === ',') at = skip(text, at + 1);
    else if (text[at] !== '}') return null;
  }
  return { value: entries, end: at + 1 };
}

function list(text: string, start: number, close: ']' | ')', depth: number): Parsed | null {
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
function quoted(text: string, start: number, bytes: boolean): Parsed | null {
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
