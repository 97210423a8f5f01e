import type { ByteString } from '../engine/bytes/byte-string.ts';
import { addAll } from '../engine/bytes/collections.ts';
import { SIGNATURE_MISMATCH } from '../engine/oss/vocabulary.ts';
import type { KindElsewhere } from '../features/suspects/client-kinds.ts';
import type { Input } from './input.ts';
import type { RefusingCaptures, ScanBefore, ShareOfInputs } from './other-captures.ts';

/** Larger captures are not read twice for others' requests: so much of their start is looked into. */
const LARGEST_PAIRED = 32 * 1024 * 1024;
/** All that is looked into, in bytes. */
const MOST_LOOKED_AT = 256 * 1024 * 1024;
/** All captures with such refusals that are read for it, in bytes. */
const MOST_READ = 64 * 1024 * 1024;
/** How TLS begins: a record of a handshake, as clients and servers write the first one. */
const HANDSHAKES = ['\x16\x03\x01', '\x16\x03\x03'];

/** What can be seen of files without reading them as captures. */
export interface FileLooks {
  /** In bytes; 0 for what is no file. */
  sizeOf(path: string): number;
  /** Whether one of the texts stands in the first `size` bytes. */
  holds(path: string, size: number, texts: readonly ByteString[]): boolean;
  /** What looks like the request IDs of refusals in it; null where one may be cut between packets. */
  requestIds?(path: string): readonly ByteString[] | null;
}

/** Refusals, and request IDs as error documents have them behind those, and as headers do. */
export const REQUEST_IDS = new RegExp(
  [
    SIGNATURE_MISMATCH,
    String.raw`<RequestId>\s{0,8}([\w-]{1,128})\s{0,8}</RequestId>`,
    String.raw`x-(?:oss|amz)-request-id:[ \t]{0,8}([\w-]{1,128})`,
  ].join('|'),
  'gi',
);

/** `hasAny`: there may be refusals in one of the captures at least. */
interface FoundRefusals extends RefusingCaptures {
  readonly hasAny: boolean;
}

/** Finds those with a refusal in the clear. `opensTls`: there are keys, so one may be in any handshake. */
export function refusingCaptures(
  inputs: readonly Input[],
  files: FileLooks,
  opensTls: boolean,
): FoundRefusals {
  const signs = opensTls ? [SIGNATURE_MISMATCH, ...HANDSHAKES] : [SIGNATURE_MISMATCH];
  const small: Input[] = [];
  const left: Input[] = [];
  const beginnings: string[] = [];
  let [looked, toRead] = [0, 0];
  for (const input of inputs) {
    const { path } = input;
    if (input.parts !== undefined) addAll(beginnings, input.parts);
    if (input.parts !== undefined) continue;
    const size = files.sizeOf(path);
    if (size > LARGEST_PAIRED) beginnings.push(path);
    if (size === 0 || size > LARGEST_PAIRED) continue;
    if (looked + size > MOST_LOOKED_AT) {
      left.push(input);
      continue;
    }
    looked += size;
    if (!files.holds(path, size, signs)) continue;
    if (toRead + size > MOST_READ) {
      left.push(input);
      continue;
    }
    toRead += size;
    small.push(input);
  }
  if (small.length > 0) return { small, left, hasAny: true };
  for (const path of beginnings) {
    const size = Math.min(files.sizeOf(path), LARGEST_PAIRED);
    if (size === 0 || looked + size > MOST_LOOKED_AT) continue;
    looked += size;
    if (files.holds(path, size, signs)) return { small, left: [], hasAny: true };
  }
  return { small, left: [], hasAny: false };
}

interface RelatedInputs {
  readonly inputs: readonly Input[];
  /** What the captures show of the requests of clients; absent where nothing asks for it. */
  readonly kinds?: readonly KindElsewhere[];
}

/**
 * With what each input is to know of the others. `opensTls`: there are keys for TLS. What looks into captures
 * is loaded only where one of them holds a refusal. `isMine`: those of this run, null for all; of the others,
 * no more is read than those need.
 */
export async function relatedInputs(
  inputs: readonly Input[],
  files: FileLooks,
  opensTls: boolean,
  scan: ScanBefore,
  isMine: ShareOfInputs['isMine'] | null = null,
): Promise<RelatedInputs> {
  const refusing = refusingCaptures(inputs, files, opensTls);
  if (!refusing.hasAny) return { inputs };
  const { pairCaptures, withKindsElsewhere } = await import('./other-captures.ts');
  // a request that is reported with another capture counts there alone
  const mayHold: ShareOfInputs['mayHold'] = (path, requestIds) =>
    opensTls || (files.requestIds?.(path)?.some((id) => requestIds.has(id)) ?? true);
  const paired = await pairCaptures(inputs, refusing, scan, isMine === null ? null : { isMine, mayHold });
  return withKindsElsewhere(paired, (path) => files.sizeOf(path) > 0, scan);
}
