import { type ByteString, decodeUtf8, fromText, isAscii } from '../../../bytes/byte-string.ts';
import { decodePercent, encodeComponent } from '../../../sign/index.ts';

export type EncodingWord = 'utf-8' | 'latin-1' | 'utf-8-twice' | 'question-marks' | 'percent' | 'gbk';

/** The same text in the encodings that clients mistake for each other. `text` itself may come among them. */
export function* otherEncodings(text: ByteString): Generator<readonly [ByteString, EncodingWord]> {
  if (/%[0-9A-Fa-f]{2}/.test(text)) yield [decodePercent(text), 'utf-8'];
  if (isAscii(text)) return;
  const unicode = decodeUtf8(text);
  // every byte read as a character of Latin-1, and that written as UTF-8
  yield [fromText(text), unicode === null ? 'utf-8' : 'utf-8-twice'];
  yield [encodeComponent(text), 'percent'];
  yield [text.replace(/[\x80-\xff]/g, '?'), 'question-marks'];
  if (unicode === null) return;
  yield [toLatin1(unicode), 'latin-1'];
  yield [[...unicode].map((char) => (isAscii(char) ? char : '?')).join(''), 'question-marks'];
  const gbk = toGbk(unicode);
  if (gbk !== null) yield [gbk, 'gbk'];
}

/** Text in Latin-1 as a byte string; what it lacks becomes `?`. */
function toLatin1(text: string): ByteString {
  return [...text].map((char) => ((char.codePointAt(0) ?? 0x100) < 0x100 ? char : '?')).join('');
}

type Decoder = InstanceType<typeof TextDecoder>;

/** First and last lead and trail byte of two-byte characters. */
const GBK_LEAD = [0x81, 0xfe] as const;
const GBK_TRAIL = [0x40, 0xfe] as const;

/**
 * Text in GBK, the encoding of Chinese Windows; null where it has no form in it, or the platform no decoder.
 * There is a decoder everywhere and an encoder nowhere, so the characters are looked for among all that it decodes.
 */
export function toGbk(text: string): ByteString | null {
  const wanted = new Set([...text].filter((char) => !isAscii(char)));
  const found = new Map<string, ByteString>();
  let decoder: Decoder;
  try {
    decoder = new TextDecoder('gbk');
  } catch {
    return null;
  }
  for (let lead = GBK_LEAD[0]; lead <= GBK_LEAD[1] && found.size < wanted.size; lead++) {
    for (const [char, trail] of decodedRow(decoder, lead)) {
      if (wanted.has(char)) found.set(char, String.fromCharCode(lead, trail));
    }
  }
  let bytes = '';
  for (const char of text) {
    const form = isAscii(char) ? char : found.get(char);
    if (form === undefined) return null;
    bytes += form;
  }
  return bytes;
}

/** The characters of one lead byte: a line feed after each pair keeps them apart, for it is never a trail byte. */
function decodedRow(decoder: Decoder, lead: number): readonly (readonly [char: string, trail: number])[] {
  const bytes: number[] = [];
  for (let trail = GBK_TRAIL[0]; trail <= GBK_TRAIL[1]; trail++) bytes.push(lead, trail, 0x0a);
  const chars = decoder.decode(Uint8Array.from(bytes)).split('\n');
  return chars.slice(0, -1).map((char, i) => [char, GBK_TRAIL[0] + i]);
}
