import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import { bodyText, type HttpRequest, header } from './message.ts';

export const MAX_FORM_FIELDS = 200;

/** A field of a form: name and value as sent. */
interface FormField {
  readonly name: ByteString;
  readonly value: ByteString;
}

/** Why fields of a form are not known: there are too many, or what is kept of the body ends among them. */
export type FormLimit = 'fields' | 'bytes';

/** Whether a request brings a form in its body. */
export function isForm(request: HttpRequest): boolean {
  return request.method === 'POST' && isFormType(header(request, 'content-type') ?? '');
}

function isFormType(contentType: ByteString): boolean {
  return asciiLower(contentType).startsWith('multipart/form-data');
}

/**
 * The fields of a PostObject body (multipart/form-data, RFC 7578) up to its `file` part, whose content is
 * skipped. Null where the request is no such form or its body was not kept. A form that the capture cut is
 * read as far as whole fields go; `reached` is called with a limit of ours that did.
 */
export function readPostForm(
  request: HttpRequest,
  reached: (limit: FormLimit) => void = () => {},
): readonly FormField[] | null {
  return readForm(request, reached)?.fields ?? null;
}

/** Whether the fields of a form are known to be all it has: what it lacks then was not sent. */
export function hasWholeForm(request: HttpRequest): boolean {
  return readForm(request, () => {})?.isWhole ?? false;
}

interface Form {
  readonly fields: readonly FormField[];
  /** The file or the end of the form was reached, or the end of a body that was kept whole. */
  readonly isWhole: boolean;
}

function readForm(request: HttpRequest, reached: (limit: FormLimit) => void): Form | null {
  if (!isForm(request)) return null;
  const body = bodyText(request);
  if (body === null) return null;
  const boundary = boundaryOf(header(request, 'content-type') ?? '');
  if (boundary === null) return null;
  const fields: FormField[] = [];
  const delimiter = `--${boundary}`;
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    if (body.startsWith('--', at + delimiter.length)) return { fields, isWhole: true };
    const lineEnd = body.indexOf('\n', at + delimiter.length);
    const part = lineEnd < 0 ? null : readPart(body, lineEnd + 1, delimiter);
    if (part === null) break;
    if (part.name === 'file') return { fields, isWhole: true };
    if (part.name !== null) {
      if (fields.length >= MAX_FORM_FIELDS) {
        reached('fields');
        return { fields, isWhole: false };
      }
      fields.push({ name: part.name, value: part.value });
    }
    at = part.next;
  }
  // What the capture lacks is no limit's doing; of a body with a gap nothing is kept behind it.
  if (request.bodyState !== 'complete') return { fields, isWhole: false };
  const isWhole = body.length >= request.bodyBytes;
  if (!isWhole) reached('bytes');
  return { fields, isWhole };
}

/** The boundary parameter of a multipart/form-data content type; null for every other type. */
export function boundaryOf(contentType: ByteString): ByteString | null {
  if (!isFormType(contentType)) return null;
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
  const value = body.slice(valueStart, Math.max(valueStart, valueEnd));
  return { name: fieldName, value, next: end + 1 };
}
