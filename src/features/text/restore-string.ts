/*
 * The server's string as it was, made of what a paste left of it: a browser shows every run of white space as
 * one space, a column of a terminal breaks lines, a form drops the blank ones.
 */

import type { ByteString } from '../../engine/bytes/byte-string.ts';

/** What happened to a string between the server and the paste. */
export type StringDamage = 'collapsed' | 'wrapped' | 'blank-lines-lost';

interface RestoredString {
  readonly text: ByteString;
  readonly damage: StringDamage;
  /** Where its line ends come from: the hex beside it, or the rules by which such a string is made. */
  readonly by: 'bytes' | 'rules';
}

/** Longest string that is looked at. */
const MAX_STRING = 64 * 1024;

const METHOD = /^(?:GET|PUT|POST|HEAD|DELETE|OPTIONS)(?=\s|$)/;
const MD5 = /^[A-Za-z0-9+/]{22}==(?=\s)|^[0-9A-Fa-f]{32}(?=\s)/;
/** A type with its parameters, whose values may stand in quotation marks. */
const TYPE =
  /^[\w!#$&^.+-]{1,80}\/[\w!#$&^.+*-]{1,100}(?:; ?[\w-]{1,40}=(?:"[^"\n]{0,100}"|[^\s;"]{1,100})){0,4}(?=\s)/;
const DATE =
  /^(?:\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d(?: GMT| UTC| [+-]\d{4})?|\d{9,14}|\d{8}T\d{6}Z)(?=\s|$)/;
/** Names of headers that are signed, each at the start of a line. */
const HEADER = /^x-(?:oss|amz)-[\w-]{1,200}:/i;
/** The resource of versions 1 and 2. */
const RESOURCE = /^(?:\/|%2F)/i;
const V4 = /^((?:OSS4|AWS4)-HMAC-SHA256(?:-PAYLOAD)?) (\S+) (\d{8}\/\S+) ([0-9a-f]{64})$/;

/**
 * Null where the string is as it was, or cannot be made whole. `hex`: the bytes beside it as far as they go,
 * decoded; empty without any.
 */
export function restoreString(shown: ByteString, hex: ByteString): RestoredString | null {
  if (shown.length > MAX_STRING) return null;
  const text = shown.trim();
  const damage = damageOf(text, hex);
  if (damage === null) return null;
  const spelled = byBytes(text, hex);
  if (spelled !== null) return spelled === text ? null : { text: spelled, damage, by: 'bytes' };
  const ruled = byRules(text);
  return ruled === null || ruled === text ? null : { text: ruled, damage, by: 'rules' };
}

function damageOf(text: ByteString, hex: ByteString): StringDamage | null {
  if (!text.includes('\n')) return METHOD.test(text) || V4.test(text) ? 'collapsed' : null;
  if (!METHOD.test(text)) return null;
  const lines = text.split('\n');
  const resource = lines.findIndex((line) => RESOURCE.test(line));
  if (resource >= 0 && resource < lines.length - 1) return 'wrapped';
  if (hex !== '' && !hex.startsWith(text.slice(0, hex.length))) {
    return withoutSpace(hex) === withoutSpace(text).slice(0, withoutSpace(hex).length)
      ? 'blank-lines-lost'
      : null;
  }
  const hasDate = lines.slice(0, resource).some((line) => DATE.test(line));
  return hasDate && resource < LEAST_LINES ? 'blank-lines-lost' : null;
}

/** Lines before the resource of version 1: method, digest, type and date, of which three may be empty. */
const LEAST_LINES = 4;

function withoutSpace(text: ByteString): ByteString {
  return text.replace(/\s+/g, '');
}

/**
 * The line ends of the bytes, and behind where they end those of the text. Null where the two differ in more
 * than white space.
 */
function byBytes(text: ByteString, hex: ByteString): ByteString | null {
  const whole = hex.trimEnd();
  if (!whole.includes('\n')) return null;
  let at = 0;
  for (const sign of whole) {
    if (/\s/.test(sign)) continue;
    while (at < text.length && /\s/.test(text[at] ?? '')) at++;
    if (text[at] !== sign) return null;
    at++;
  }
  const rest = text.slice(at);
  if (rest.trim() === '') return whole;
  // the bytes are cut: what is left is the end of the resource, which has no line ends
  if (!RESOURCE.test(whole.slice(whole.lastIndexOf('\n') + 1))) return null;
  return whole + withoutBreaks(rest);
}

/**
 * Without line ends and the white space around them; a pattern for that would look at each run of blanks from
 * each of its places.
 */
function withoutBreaks(text: ByteString): ByteString {
  const lines = text.split('\n');
  const last = lines.length - 1;
  return lines
    .map((line, at) =>
      at === 0 ? (last === 0 ? line : line.trimEnd()) : at === last ? line.trimStart() : line.trim(),
    )
    .join('');
}

/** By what may stand in each line, and in which order (OSS "Include signatures in headers"). */
function byRules(text: ByteString): ByteString | null {
  const v4 = V4.exec(text);
  if (v4 !== null) return v4.slice(1).join('\n');
  let rest = text;
  const take = (pattern: RegExp): ByteString => {
    const found = pattern.exec(rest)?.[0] ?? '';
    if (found !== '') rest = rest.slice(found.length).trimStart();
    return found;
  };
  const lines = [take(METHOD), take(MD5), take(TYPE), take(DATE)];
  if (lines[0] === '') return null;
  while (HEADER.test(rest)) {
    const end = rest.slice(1).search(/\s(?=x-(?:oss|amz)-[\w-]{1,200}:|\/|%2F)/i);
    if (end < 0) return null;
    lines.push(rest.slice(0, end + 1));
    rest = rest.slice(end + 1).trimStart();
  }
  // version 2 lists its further headers in a line of their own, most often an empty one
  const listed = /^%2F/i.test(rest) ? [''] : [];
  if (!RESOURCE.test(rest)) return null;
  return [...lines, ...listed, withoutBreaks(rest)].join('\n');
}
