import type { InputFailureReason } from '../report/input.ts';

/**
 * What Node.js puts in the place of bytes that are not UTF-8, in names of files as on command
 * lines.
 */
const REPLACEMENT = '\ufffd';

/**
 * Why a path could not be read: one in which bytes were replaced leads nowhere, although the file
 * is there under its own name (that of a folder unpacked from a ZIP file with names in GBK, for
 * instance).
 */
export function reasonOfPath(path: string, reason: InputFailureReason): InputFailureReason {
  return reason === 'missing' && path.includes(REPLACEMENT) ? 'name-not-utf8' : reason;
}
