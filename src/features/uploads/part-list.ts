import { type ByteString, toByteString, toBytes } from '../../bytes/byte-string.ts';
import { resolveReferences } from '../../oss/xml-text.ts';

/** A `Part` element of a list: of CompleteMultipartUpload (number and ETag) or ListParts. */
export interface PartElement {
  readonly number: number;
  readonly etag: ByteString;
  /** In bytes; null where the element has none. */
  readonly size: number | null;
  readonly crc64: ByteString | null;
}

/** Highest part number ("UploadPart" in the API reference). */
export const MAX_PART_NUMBER = 10_000;

/**
 * The `Part` elements of a document, in its order. Read by their shape alone: a list has up to
 * 10,000 of them, and clients write it in one way. Those without a number are passed over; null
 * where the text is no list of that root.
 */
export function readPartList(document: ByteString, root: string): readonly PartElement[] | null {
  if (!document.includes(`<${root}`)) return null;
  const parts: PartElement[] = [];
  for (const inner of elementsOf(document, 'Part')) {
    const number = toNumber(leaf(inner, 'PartNumber'));
    if (number === null || parts.length >= MAX_PART_NUMBER) continue;
    parts.push({
      number,
      etag: detach(bareEtag(leaf(inner, 'ETag') ?? '')),
      size: toNumber(leaf(inner, 'Size')),
      crc64: detachOrNull(leaf(inner, 'HashCrc64ecma')),
    });
  }
  return parts;
}

/**
 * What stands within each element of a name that holds none of the same name. Each byte is looked
 * at a few times, also where no element ends: a pattern would look again from each.
 */
export function* elementsOf(document: ByteString, name: string): Generator<ByteString> {
  const opening = `<${name}`;
  for (let at = document.indexOf(opening); at >= 0; at = document.indexOf(opening, at + 1)) {
    if (!/[>\s]/.test(document.charAt(at + opening.length))) continue;
    const start = document.indexOf('>', at);
    const end = start < 0 ? -1 : document.indexOf(`</${name}>`, start);
    if (end < 0) return;
    yield document.slice(start + 1, end);
    at = end;
  }
}

/** The text of the first element of that name without children, trimmed. */
export function leaf(document: ByteString, name: string): ByteString | null {
  const start = document.indexOf(`<${name}>`);
  if (start < 0) return null;
  const from = start + name.length + 2;
  const end = document.indexOf(`</${name}>`, from);
  return end < 0 ? null : resolveReferences(document.slice(from, end)).trim();
}

/** An ETag without its quotation marks. */
export function bareEtag(etag: ByteString): ByteString {
  return etag.replace(/^"|"$/g, '');
}

/** A copy: a slice would keep the whole head or document in memory that it was cut from. */
export function detach(text: ByteString): ByteString {
  return toByteString(toBytes(text));
}

export function detachOrNull(text: ByteString | null): ByteString | null {
  return text === null ? null : detach(text);
}

function toNumber(text: ByteString | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
