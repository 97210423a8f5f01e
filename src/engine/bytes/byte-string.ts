/**
 * A byte string: every code unit is one byte (0 to 255), "latin1" in Node.js. Captured text is kept in this
 * form from the capture to the report, so that no decoding changes the evidence: concatenation, slicing,
 * comparison and sorting then work on bytes with the speed of strings. `decodeUtf8` gives the text that it
 * encodes, `fromText` the byte string of a text.
 */
export type ByteString = string;

const CHUNK = 8192;

/**
 * What Node.js has built in for any array of bytes, several times faster than what can be done without; not
 * there in a browser.
 */
interface Conversions {
  latin1Slice(this: Uint8Array, start: number, end: number): ByteString;
  latin1Write(this: Uint8Array, text: ByteString, at: number): number;
}

type Runtime = typeof globalThis & { readonly Buffer?: { readonly prototype: Partial<Conversions> } };
const { latin1Slice, latin1Write }: Partial<Conversions> = (globalThis as Runtime).Buffer?.prototype ?? {};

/** The bytes `start` to `end` of `block` as a byte string. */
export function toByteString(block: Uint8Array, start = 0, end = block.length): ByteString {
  if (latin1Slice !== undefined) return latin1Slice.call(block, start, end);
  let text = '';
  for (let at = start; at < end; at += CHUNK) {
    text += String.fromCharCode.apply(
      null,
      block.subarray(at, Math.min(end, at + CHUNK)) as unknown as number[],
    );
  }
  return text;
}

/** Writes the bytes of a byte string to `block`, from `at` on; there is room for them. */
export function writeByteString(text: ByteString, block: Uint8Array, at: number): void {
  if (latin1Write !== undefined) {
    latin1Write.call(block, text, at);
    return;
  }
  for (let i = 0; i < text.length; i++) block[at + i] = text.charCodeAt(i);
}

/** The bytes of a byte string. Code units over 255 (not a byte string) lose their upper bits. */
export function toBytes(text: ByteString): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** A copy: a slice would keep the whole head or document in memory that it was cut from. */
export function detach(text: ByteString): ByteString {
  return toByteString(toBytes(text));
}

export function detachOrNull(text: ByteString | null): ByteString | null {
  return text === null ? null : detach(text);
}

const utf8Encoder = new TextEncoder();
const utf8Strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Ordinary text (from a command line, a file, an XML parser) as the byte string of its UTF-8 form. */
export function fromText(text: string): ByteString {
  return isAscii(text) ? text : toByteString(utf8Encoder.encode(text));
}

/** Text of a byte string if it is valid UTF-8, else null. */
export function decodeUtf8(text: ByteString): string | null {
  if (isAscii(text)) return text;
  try {
    return utf8Strict.decode(toBytes(text));
  } catch {
    return null;
  }
}

const BEYOND_ASCII = /[^\0-\x7f]/;

/** By an expression: a loop takes three times as long, and six for what was cut out of a text. */
export function isAscii(text: string): boolean {
  return !BEYOND_ASCII.test(text);
}

/** Up to this length a loop over the characters is as fast as an expression. */
const NAME_LENGTH = 24;

/**
 * ASCII-only lower case: header names are compared so (RFC 9110 §5.1), and bytes over 127 stay as they are.
 */
export function asciiLower(text: ByteString): ByteString {
  if (text.length > NAME_LENGTH && isAscii(text)) return text.toLowerCase();
  let upper = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return text.replace(/[A-Z]+/g, (part) => part.toLowerCase());
    if (code >= 0x41 && code <= 0x5a) upper = true;
  }
  return upper ? text.toLowerCase() : text;
}

/** `asciiLower(text) === lower`, for `lower` in lower case, without the text that it would make. */
export function isInLower(text: ByteString, lower: ByteString): boolean {
  if (text.length !== lower.length) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const folded = code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
    if (folded !== lower.charCodeAt(i)) return false;
  }
  return true;
}

/** Strips spaces and tabs at both ends: optional white space around a header value (RFC 9110 §5.5). */
export function trimOws(text: ByteString): ByteString {
  let start = 0;
  let end = text.length;
  while (start < end && isOws(text.charCodeAt(start))) start++;
  while (end > start && isOws(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** Without all of one character at its end; an expression would look on from each of its places. */
export function withoutEnd(text: ByteString, character: string): ByteString {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end--;
  return text.slice(0, end);
}

/** Optional white space (RFC 9110 §5.6.3): a space or a tab. */
export function isOws(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** Orders byte strings by unsigned byte value. */
export function compareBytes(a: ByteString, b: ByteString): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Offset of the first byte in which two byte strings part; null when they are equal. */
export function firstDifference(a: ByteString, b: ByteString): number | null {
  const common = Math.min(a.length, b.length);
  for (let i = 0; i < common; i++) if (a.charCodeAt(i) !== b.charCodeAt(i)) return i;
  return a.length === b.length ? null : common;
}

/** The bytes of all parts, one after the other, in an array of their own. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * A copy of `block[start]` up to `block[end]`, independent of the block (a Buffer's own `slice` is a view).
 */
export function copyBytes(block: Uint8Array, start: number, end: number): Uint8Array {
  const copy = new Uint8Array(end - start);
  copy.set(block.subarray(start, end));
  return copy;
}

/** Whether `bytes` stand in `block` from `at` on. */
export function standsAt(bytes: Uint8Array, block: Uint8Array, at: number): boolean {
  for (let i = 0; i < bytes.length; i++) if (block[at + i] !== bytes[i]) return false;
  return true;
}

/** Whether `bytes` stand at `start`, or as much of them as there is up to `end`. */
export function mayStandAt(bytes: Uint8Array, block: Uint8Array, start: number, end: number): boolean {
  const there = Math.min(bytes.length, end - start);
  for (let i = 0; i < there; i++) if (block[start + i] !== bytes[i]) return false;
  return true;
}

/**
 * As `standsAt` for `lower`, bytes of a text in lower case, where letters of either case count as equal (RFC
 * 9110 §5.1).
 */
export function standsInLowerAt(lower: Uint8Array, block: Uint8Array, at: number): boolean {
  for (let i = 0; i < lower.length; i++) {
    const wanted = lower[i] ?? 0;
    const byte = block[at + i] ?? 0;
    if (byte !== wanted && (wanted < 0x61 || (byte | 0x20) !== wanted)) return false;
  }
  return true;
}
