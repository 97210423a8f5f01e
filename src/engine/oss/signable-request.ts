/* A captured request as the signing rules look at it: path, query, headers and form fields. */

import { type ByteString, trimOws } from '../bytes/byte-string.ts';
import type { HeaderLine, HttpRequest } from '../http/message.ts';
import { decodeQueryText } from '../sign/percent.ts';
import type { FormField, QueryParameter, SignableHeader, SignableRequest } from '../sign/request.ts';
import { isUnknownEndpoint } from './address.ts';
import type { OssAddress } from './model.ts';

/** A request target cut into its parts (RFC 9112 §3.2), everything still encoded. */
interface Target {
  /** Host (and port) of an absolute-form target; null for every other form. */
  readonly host: ByteString | null;
  readonly path: ByteString;
  /** Without `?`; null where there is none. */
  readonly rawQuery: ByteString | null;
}

/**
 * Reads origin form, and the absolute form that clients send to a proxy; any other form is taken as a path.
 */
export function splitTarget(target: ByteString): Target {
  let host: ByteString | null = null;
  let rest = target;
  const absolute = target.startsWith('/') ? null : /^https?:\/\/([^/?]*)/i.exec(target);
  if (absolute !== null) {
    host = (absolute[1] ?? '').replace(/^.*@/, '');
    rest = target.slice(absolute[0].length);
    if (!rest.startsWith('/')) rest = `/${rest}`;
  }
  const mark = rest.indexOf('?');
  if (mark < 0) return { host, path: rest, rawQuery: null };
  return { host, path: rest.slice(0, mark), rawQuery: rest.slice(mark + 1) };
}

/**
 * The parts of a request that the signing rules look at. `form`: the fields of a PostObject body, else null.
 */
export function toSignableRequest(
  request: Pick<HttpRequest, 'method' | 'target' | 'headers' | 'frame'>,
  address: OssAddress,
  form: readonly FormField[] | null,
): SignableRequest {
  const { path, rawQuery } = splitTarget(request.target);
  const signable: SignableRequest = {
    method: request.method,
    path,
    rawQuery,
    query: rawQuery === null ? [] : parseQuery(rawQuery),
    headers: signableHeaders(request.headers),
    form,
    bucket: address.arn ?? address.bucket,
    key: address.key,
    frame: request.frame,
  };
  const isUnknown =
    (address.style === 'custom-domain' && address.bucket === null) || isUnknownEndpoint(address);
  return isUnknown ? { ...signable, bucketUnknown: true } : signable;
}

/** The parameters of a query in wire order; an empty one (`&&`) is none. */
export function parseQuery(rawQuery: ByteString): QueryParameter[] {
  const parameters: QueryParameter[] = [];
  for (const pair of rawQuery.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const rawName = equals < 0 ? pair : pair.slice(0, equals);
    const rawValue = equals < 0 ? null : pair.slice(equals + 1);
    parameters.push({
      rawName,
      rawValue,
      name: decodeQueryText(rawName),
      value: rawValue === null ? '' : decodeQueryText(rawValue),
    });
  }
  return parameters;
}

/** The lines themselves where none is folded, as nearly always. */
function signableHeaders(lines: readonly HeaderLine[]): readonly SignableHeader[] {
  for (const line of lines) if (line.value.includes('\n')) return lines.map(signableHeader);
  return lines;
}

/** A folded value is read as one line: the fold counts as a space (RFC 9112 §5.2). */
function signableHeader(line: HeaderLine): SignableHeader {
  if (!line.value.includes('\n')) return line;
  const value = unfolded(line.value);
  return { name: line.name, value, rawValue: line.rawValue, frame: line.frame };
}

function unfolded(value: ByteString): ByteString {
  const parts = value.split(/\r?\n[ \t]+/);
  // in two steps, so that a long run of blanks is gone through once
  return parts.map((part, at) => (at < parts.length - 1 ? trimOws(part) : part)).join(' ');
}
