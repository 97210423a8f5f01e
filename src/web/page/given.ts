import { captureFormatOf } from '../../engine/capture/capture-parser.ts';
import { KeyLog } from '../../features/tls/key-log.ts';
import { parseCredentials } from '../../run/credentials-text.ts';
import { packingOf } from '../../run/unpack/packing.ts';
import { webRsaKeys } from '../rsa-keys.ts';

/** What a file that was given is for. */
export type GivenKind =
  | { readonly kind: 'capture' }
  | { readonly kind: 'key-log' }
  | { readonly kind: 'server-key'; readonly pem: string }
  /** `n`: how many access keys it holds. */
  | { readonly kind: 'credentials'; readonly text: string; readonly n: number };

export type Given = GivenKind & { readonly name: string; readonly file: Blob };

/** Why a file is of no use. */
export type GivenFault = 'encrypted-key' | 'not-a-key' | 'unreadable';

/** Read of a file to see what it is, in bytes. */
const HEAD_BYTES = 64 * 1024;
/** Files of keys that people have are smaller, in bytes; a larger text is one with HTTP. */
const MAX_KEY_FILE_BYTES = 1024 * 1024;
const MAX_KEY_LOG_BYTES = 64 * 1024 * 1024;

/** Sees by its content what a file is for: whatever is no file of keys is read as a capture. */
export async function kindOf(file: Blob): Promise<GivenKind | GivenFault> {
  try {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    if (captureFormatOf(head) !== null || packingOf(head) !== null) return { kind: 'capture' };
    if (file.size <= MAX_KEY_LOG_BYTES && isKeyLog(head)) return { kind: 'key-log' };
    if (file.size > MAX_KEY_FILE_BYTES) return { kind: 'capture' };
    const text = await file.text();
    if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----/m.test(text)) return serverKey(text);
    const parsed = parseCredentials(text);
    if (!parsed.ok) return { kind: 'capture' };
    return { kind: 'credentials', text, n: parsed.value.credentials.length };
  } catch (error) {
    if (error instanceof DOMException) return 'unreadable';
    throw error;
  }
}

/** A text with HTTP may have lines of a key log in it; a key log has few others. */
function isKeyLog(head: Uint8Array): boolean {
  const log = new KeyLog();
  log.add(head);
  return log.size > 0 && log.size >= log.badLines;
}

function serverKey(pem: string): GivenKind | GivenFault {
  if (/-----BEGIN ENCRYPTED |Proc-Type: 4,ENCRYPTED/.test(pem)) return 'encrypted-key';
  return webRsaKeys([pem]) === null ? 'not-a-key' : { kind: 'server-key', pem };
}

/** A name that none of the others has: reports name captures by it. */
export function freeName(name: string, others: readonly Given[]): string {
  const isTaken = (one: string): boolean => others.some((other) => other.name === one);
  let free = name;
  for (let n = 2; isTaken(free); n++) free = `${name} (${n})`;
  return free;
}
