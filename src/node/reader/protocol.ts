import type { BodyVerification } from '../../features/bodies/body-digest-plan.ts';
import type { PackedExchanges } from '../../http/packed-exchanges.ts';
import type { Limits } from '../../limits.ts';
import type { ReadFacts } from '../../reading.ts';
import type { CaptureRead } from '../read-capture.ts';
import type { TlsKeyMaterial } from '../tls.ts';

/** What a reader is to do. Plain values. */
export interface ReaderSetup {
  readonly path: string;
  readonly verifyBodies: BodyVerification;
  readonly tls: TlsKeyMaterial | undefined;
  readonly limits: Partial<Limits> | undefined;
  /** Of a `PartMemory`. */
  readonly shared: SharedArrayBuffer;
}

export type ToReader =
  /** The first message. */
  { readonly kind: 'read'; readonly setup: ReaderSetup } | { readonly kind: 'stop' };

export type FromReader =
  /** `bytes`: of the file, read since the last message. */
  | { readonly kind: 'part'; readonly packed: PackedExchanges; readonly bytes: number }
  /** The reading is over; `facts`: null where nothing was read. */
  | { readonly kind: 'end'; readonly read: CaptureRead; readonly facts: ReadFacts | null };
