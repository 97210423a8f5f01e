import type { ByteString } from '../bytes/byte-string.ts';

/** A request target cut into its parts (RFC 9112 §3.2), everything still encoded. */
interface Target {
  /** Host (and port) of an absolute-form target; null for every other form. */
  readonly host: ByteString | null;
  readonly path: ByteString;
  /** Without `?`; null where there is none. */
  readonly rawQuery: ByteString | null;
}

/**
 * Reads origin form, and the absolute form that clients send to a proxy; any other form is taken as
 * a path.
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
