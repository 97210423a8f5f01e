import { fromBase64, toBase64 } from '../../../bytes/base64.ts';
import { type ByteString, decodeUtf8, fromText, toBytes } from '../../../bytes/byte-string.ts';
import { encodeComponent } from '../../../sign/index.ts';

/** What was done with base64 text, or with the JSON in it, between signing and sending. */
export type Base64How =
  | 'raw-json'
  | 'line-breaks-removed'
  | 'base64url'
  | 'encoded-twice'
  | 'percent-encoded'
  | 'unpadded'
  | 'reserialised';

/**
 * Other forms of base64 text with JSON in it, such as a policy or a callback. `sent` itself may
 * come among them.
 */
export function* base64Forms(sent: ByteString): Generator<readonly [Base64How, ByteString]> {
  const json = fromBase64(sent);
  if (json !== null) yield ['raw-json', json];
  const oneLine = sent.replace(/\s+/g, '');
  yield ['line-breaks-removed', oneLine];
  // encoders of old put a line break after 76 characters, and at the end
  for (const end of ['\n', '\r\n']) {
    const broken = oneLine.replace(/(.{76})/g, `$1${end}`);
    yield ['line-breaks-removed', broken];
    yield ['line-breaks-removed', broken.endsWith(end) ? broken : broken + end];
    yield ['line-breaks-removed', oneLine + end];
  }
  yield ['base64url', sent.replaceAll('+', '-').replaceAll('/', '_')];
  yield ['base64url', sent.replaceAll('-', '+').replaceAll('_', '/')];
  yield ['encoded-twice', toBase64(toBytes(sent))];
  yield ['percent-encoded', encodeComponent(sent)];
  yield ['unpadded', withoutPadding(sent)];
  if (json === null || json === '') return;
  yield ['unpadded', toBase64(toBytes(json))];
  if (fromBase64(json) !== null) yield ['encoded-twice', json];
}

/** Base64 of the same JSON as other libraries write it; nothing where the text is no JSON. */
export function* reserialisedForms(sent: ByteString): Generator<readonly [Base64How, ByteString]> {
  const json = fromBase64(sent);
  const text = json === null ? null : decodeUtf8(json);
  if (text === null) return;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  const compact = JSON.stringify(value);
  const forms = [
    compact,
    spaced(value, ', ', ': '),
    spaced(value, ',', ': '),
    spaced(value, ', ', ':'),
    spaced(sorted(value), ',', ':'),
    spaced(sorted(value), ', ', ': '),
    ...INDENTS.map((indent) => JSON.stringify(value, null, indent)),
    text,
  ];
  for (const form of forms) {
    // PHP escapes slashes, and it and Python everything that is not ASCII
    for (const slashes of [form, form.replaceAll('/', '\\/')]) {
      const ends = [`${slashes}\n`, `${slashes}\r\n`, `${slashes} `, `\n${slashes}`];
      for (const written of [slashes, asciiOnly(slashes), ...ends, slashes.replaceAll('\n', '\r\n')]) {
        const bytes = fromText(written);
        yield ['reserialised', toBase64(toBytes(bytes))];
        yield ['raw-json', bytes];
      }
    }
  }
}

/** Indentation that libraries write, in spaces or as a tab. */
const INDENTS = [1, 2, 3, 4, '\t'] as const;

/** With other text after each comma and colon: Python's `json.dumps` writes a space after both. */
function spaced(value: unknown, comma: string, colon: string): string {
  if (Array.isArray(value)) return `[${value.map((each) => spaced(each, comma, colon)).join(comma)}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, each]) => `${JSON.stringify(name)}${colon}${spaced(each, comma, colon)}`,
  );
  return `{${members.join(comma)}}`;
}

/**
 * With the members of each object by their names, as maps of Go and of other languages have them.
 */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, each]) => [name, sorted(each)]));
}

function asciiOnly(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A pattern for the end would look again from each `=` of a long run. */
function withoutPadding(text: ByteString): ByteString {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === '=') end--;
  return text.slice(0, end);
}
