import { type ByteString, fromText } from './byte-string.ts';

/** Longer values are hidden near their beginning, or not at all. */
const MAX_LOOK = 512;

/**
 * Values of which nothing is left: signs that hide, blocks and bullets (as UTF-8), a word in
 * brackets, a word for "secret".
 */
const MASKS: readonly RegExp[] = [
  /^[*#_.-]*(?:\*{2}|#{2})[*#_.-]*$/,
  /^(?:x{3,}|\.{3,}|redacted)$/i,
  /^(?:\xe2\x96[\x80-\x9f]|\xe2\x80[\xa2\xa6]|\xef\xbc\x8a)+$/,
  /^[<[({](?:redacted|hidden|masked|removed|secret|snip|omitted)[>\])}]$/i,
  new RegExp(`^(?:STS\\.|LTAI)?(?:${['保密', '脱敏', '隐藏', '打码'].map(fromText).join('|')})+$`),
];

/** Whether nothing of a value is left but what hides it. */
export function isMask(value: ByteString): boolean {
  if (value.length > MAX_LOOK) return false;
  const text = value.trim();
  return MASKS.some((pattern) => pattern.test(text));
}
