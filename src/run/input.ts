import type { Notice } from '../engine/bytes/notice.ts';
import type { OtherCaptures } from '../engine/diagnose/ports.ts';
import type { Limits } from '../engine/limits.ts';
import type { ShownHost } from '../engine/oss/address.ts';
import type { AskedAbout } from '../features/suspects/client-kinds.ts';

/** A file, a pipe, or standard input (`-`). `parts`: files that are read as one capture called `path`. */
export interface Input {
  readonly path: string;
  readonly parts?: readonly string[];
  /** What is odd about the set. */
  readonly notices?: readonly Notice[];
  /** Which of its requests other captures of the scan hold, too. */
  readonly others?: OtherCaptures;
  /** Of whose requests it asks what other captures of the scan show; absent: of any. */
  readonly asked?: AskedAbout;
  /** Hosts that captures of the scan show to be a provider's. */
  readonly hosts?: readonly ShownHost[];
}

/** How a reading is ended from outside, and its progress reported. */
export interface ReadControl {
  /** `USUAL_LIMITS` for those that are absent. */
  readonly limits?: Partial<Limits> | undefined;
  /** Receives how many bytes of an input were read, block by block, before they are unpacked. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  /** Ends the reading: what was read up to then is reported. */
  readonly signal?: AbortSignal | undefined;
}

/** The same for a whole input. */
export interface InputControl extends ReadControl {
  /** Receives faults of the program; then the next input is read. Without it they are thrown. */
  readonly failed?: (path: string, error: unknown) => void;
}
