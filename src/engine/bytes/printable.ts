import { type ByteString, decodeUtf8, isAscii } from './byte-string.ts';

/** Captured bytes as text for people and JSON. */
export interface ReportText {
  readonly text: string;
  /** The bytes were not valid UTF-8: those that are not are written `\xNN`, and a backslash is `\x5c`. */
  readonly lossy: boolean;
}

/**
 * Text of a byte string. Valid UTF-8 is decoded and left alone, backslashes included. A string with code
 * units over 255 is no byte string but text already, and is returned as it is.
 */
export function toReportText(bytes: ByteString): ReportText {
  if (isAscii(bytes) || !isByteString(bytes)) return { text: bytes, lossy: false };
  const whole = decodeUtf8(bytes);
  return whole === null ? { text: decodePiecewise(bytes), lossy: true } : { text: whole, lossy: false };
}

function isByteString(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false;
  return true;
}

function decodePiecewise(bytes: ByteString): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes.charCodeAt(at);
    if (byte < 0x80) {
      text += byte === 0x5c ? '\\x5c' : bytes.charAt(at);
      at++;
      continue;
    }
    const length = utf8Length(byte);
    const decoded = length === 0 ? null : decodeUtf8(bytes.slice(at, at + length));
    text += decoded ?? hexEscape(byte);
    at += decoded === null ? 1 : length;
  }
  return text;
}

/** Length that a lead byte announces (RFC 3629 §3); 0 for a byte that starts no sequence. */
function utf8Length(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

function hexEscape(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

/** Most text needs no look at the tables of Unicode, which take a moment to be set up. */
const PLAIN = /^[ -~]*$/;

/**
 * C0 controls, DEL, C1 controls, format characters (bidi controls, zero widths), line separators, lone
 * surrogates, what is shown as nothing (fillers, variation selectors, also behind an emoji: nobody sees
 * whether a name has one), spaces that only look like one, the blank of Braille. And of what takes no column
 * of its own (marks that are put over or under a letter, vowels and finals of Hangul) all beyond the fourth
 * in a row, which hardly any script needs: they would cover the lines around, and no line would end.
 */
const UNSAFE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]|[\p{Mn}\p{Me}\u1160-\u11ff\ud7b0-\ud7fb](?<=[\p{Mn}\p{Me}\u1160-\u11ff\ud7b0-\ud7fb]{5})/gu;

/** Unicode has a picture for each C0 control at this distance, and one for DEL. */
const CONTROL_PICTURES = 0x2400;
const DELETE_PICTURE = '\u2421';

/**
 * Text that a terminal shows instead of obeying: controls become visible (`␛`, `␊`), and what would reorder
 * or hide text is written as an escape (`\u202e`). The result holds no control and no line break.
 */
export function printable(text: string): string {
  return PLAIN.test(text) ? text : text.replace(UNSAFE, visible);
}

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCharCode(CONTROL_PICTURES + code);
  if (code === 0x7f) return DELETE_PICTURE;
  if (code < 0xa0) return hexEscape(code);
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Several lines of text, each made safe to print. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/**
 * The first character that a build server needs of what it obeys in a log: `##vso[…]` (Azure), `##[…]`
 * (Azure, and GitHub's runner), `##teamcity[…]`, `section_start:1:` (GitLab), and `::error::` (GitHub's
 * runner), with any `::` that begins a line, behind blanks and colours. Elsewhere an address of IPv6 is none
 * of these.
 */
const COMMAND =
  /#(?=#[A-Za-z]{0,20}\[)|:(?=:[A-Za-z][\w-]{0,40}(?:::|\s{1,8}\w{1,40}=))|:(?=:)(?<=(?:^|\n)(?:[^\S\n]|\x1b\[[\d;]{0,20}m)*:)|(?<=section_(?:start|end)):(?=\d)/g;

/** Text in which such characters are written in another way, so that no log obeys it. */
export function withoutCommands(text: string, written = unicodeEscape): string {
  const mayHold = text.includes('##') || text.includes('::') || text.includes('section_');
  return mayHold ? text.replace(COMMAND, written) : text;
}

/** As text and JSON have it. */
function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The same in XML and HTML, whose readers get the text as it was. */
export function withoutCommandsInMarkup(markup: string): string {
  return withoutCommands(markup, (character) => `&#${character.charCodeAt(0)};`);
}
