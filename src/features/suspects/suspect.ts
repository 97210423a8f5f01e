import type { ProseArgs } from '../../diagnose/model.ts';
import type { SuspectKind } from './entries.ts';
import type { EvidenceCode } from './evidence.ts';
import type { SuspectField } from './kinds.ts';

/** What speaks for a suspect, or against it. Plain values. */
export interface EvidencePoint {
  readonly code: EvidenceCode;
  /** Exchanges that show it, a few; empty where the request itself does. */
  readonly exchanges: readonly number[];
  readonly args: ProseArgs;
}

/** What may be the cause of a refusal that nothing proves. Plain values. */
export interface Suspect {
  readonly kind: SuspectKind;
  readonly args: ProseArgs;
  /** The cause that a search with the secret would name, or the like of it. */
  readonly cause: string;
  /** The field of the strings that would differ. */
  readonly field: SuspectField;
  /** Share of the belief, from 0 to 1; those of a request together are at most 1. */
  readonly weight: number;
  readonly for: readonly EvidencePoint[];
  readonly against: readonly EvidencePoint[];
}
