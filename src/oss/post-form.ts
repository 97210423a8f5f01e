import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import { bodyText, type HttpRequest, header } from '../http/message.ts';
import type { FormField } from '../sign/request.ts';

export const MAX_FORM_FIELDS = 200;
/** Bytes of one field that are kept; a policy is the longest that is signed. */
export const MAX_FORM_FIELD_BYTES = 64 * 1024;
/** Bytes of the body that are searched; the fields stand before the file. */
export const MAX_FORM_BYTES = 1024 * 1024;

/**
 * The fields of a PostObject body (multipart/form-data, RFC 7578) up to its `file` part, whose content is
 * skipped. Null where the request is no such form or its body was not kept. A form that the capture cut is
 * read as far as whole fields go.
 */
export function readPostForm(request: HttpRequest): readonly FormField[] | null {
  if (request.method !== 'POST') return null;
  const kept = bodyText(request);
  if (kept === null) return null;
  const boundary = boundaryOf(header(request, 'content-type') ?? '');
  if (boundary === null) return null;
  const body = kept.slice(0, MAX_FORM_BYTES);
  const fields: FormField[] = [];
  const delimiter = `--${boundary}`;
  let at = body.indexOf(delimiter);
  while (at >= 0 && fields.length < MAX_FORM_FIELDS) {
    const lineEnd = body.indexOf('\n', at + delimiter.length);
    if (lineEnd < 0 || body.startsWith('--', at + delimiter.length)) break;
    const part = readPart(body, lineEnd + 1, delimiter);
    if (part === null) break;
    if (part.name !== null) {
      if (part.name === 'file') break;
      fields.push({ name: part.name, value: part.value });
    }
    at = part.next;
  }
  return fields;
}

/** The boundary parameter of a multipart/form-data content type; null for every other type. */
export function boundaryOf(contentType: ByteString): ByteString | null {
  if (!asciiLower(contentType).startsWith('multipart/form-data')) return null;
  const match = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  return match?.[1] ?? match?.[2] ?? null;
}

interface FormPart {
  readonly name: ByteString | null;
  readonly value: ByteString;
  /** Offset of the delimiter after the part. */
  readonly next: number;
}

/** The part whose head begins at `start`; null where its end is not in the body, except for the file. */
function readPart(body: ByteString, start: number, delimiter: ByteString): FormPart | null {
  const blank = /\r?\n\r?\n/g;
  blank.lastIndex = Math.max(0, start - 2);
  const headEnd = blank.exec(body);
  if (headEnd === null) return null;
  const head = body.slice(start, headEnd.index);
  const name = /(?:^|\n)content-disposition:[^\n]*?;\s*name=(?:"([^"]*)"|([^;\s]+))/i.exec(head);
  const fieldName = name?.[1] ?? name?.[2] ?? null;
  const valueStart = headEnd.index + headEnd[0].length;
  // an empty value: the delimiter follows the blank line, whose LF belongs to it
  const end = body.indexOf(`\n${delimiter}`, valueStart - 1);
  if (end < 0) return fieldName === 'file' ? { name: fieldName, value: '', next: -1 } : null;
  const valueEnd = body[end - 1] === '\r' ? end - 1 : end;
  const value = body.slice(
    valueStart,
    Math.max(valueStart, Math.min(valueEnd, valueStart + MAX_FORM_FIELD_BYTES)),
  );
  return { name: fieldName, value, next: end + 1 };
}
