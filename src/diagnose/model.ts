import type { ByteString } from '../bytes/byte-string.ts';
import type { OssExchange } from '../oss/model.ts';
import type { Field, Origin, SignedStrings } from '../sign/canonical.ts';

export const VERDICTS = [
  'match',
  'transit-modified',
  'client-miscomputed',
  'wrong-secret',
  'needs-secret',
  'clock-skew',
  'expired',
  'unknown-key',
  'token',
  'digest',
  'access-denied',
  'malformed-auth',
  'version-refused',
  'not-auth',
  'no-response',
] as const;

export type Verdict = (typeof VERDICTS)[number];

/** A verdict that makes the exit code 1. */
export function isFailing(verdict: Verdict): boolean {
  return verdict !== 'match' && verdict !== 'not-auth' && verdict !== 'no-response';
}

export type Certainty = 'proven' | 'likely' | 'open';

/** A field in which the client's and the server's string part. */
export interface Divergence {
  readonly field: Field;
  /** Value on each side; null where the field is absent there. */
  readonly client: ByteString | null;
  readonly server: ByteString | null;
  /** Byte offset in each side's string (of the V4 family: canonical request, where both are known) of the first byte that differs. */
  readonly clientOffset: number;
  readonly serverOffset: number;
  readonly clientOrigin: Origin | null;
}

/** Values that the sentences of a cause or note name. Captured text: escaped by whoever prints it. */
export type ProseArgs = Readonly<Record<string, string | number>>;

/** Why it failed, as an id with arguments; the sentences are in `report/text/`. */
export interface Cause {
  readonly id: string;
  readonly args: ProseArgs;
}

/** A fact that rides along (`rules-gap`, clocks, the same key id succeeding elsewhere, …). */
export interface Note {
  readonly id: string;
  readonly args: ProseArgs;
}

export interface Diagnosis {
  readonly verdict: Verdict;
  readonly certainty: Certainty | null;
  /** Access key id whose secret would settle an open verdict; null otherwise. */
  readonly needsSecretOf: ByteString | null;
  readonly divergences: readonly Divergence[];
  readonly cause: Cause | null;
  readonly notes: readonly Note[];
  /** Row of the decision table that decided, from 1. */
  readonly row: number;
  /** `W`, with the canonical request of the V4 family; null where the request cannot be rebuilt. Made when it is read. */
  readonly wire: SignedStrings | null;
  /** `S`: the string that the server says it signed, and how it was chosen between text and bytes. */
  readonly server: ServerStrings | null;
  /** `V`, only when proved. */
  readonly client: SignedStrings | null;
  /** `sig(K, W)`; null without the secret. */
  readonly recomputed: ByteString | null;
  /** The search for what the client signed; null where none was made. */
  readonly search: SearchReport | null;
}

/** How often a hypothesis was tried. */
export interface HypothesisTally {
  readonly id: string;
  /** Candidates with this change alone, and together with another. Texts that an earlier candidate had made are not counted. */
  readonly alone: number;
  readonly paired: number;
}

/** What a search did. */
export interface SearchReport {
  /** Signatures made. */
  readonly tried: number;
  readonly limit: number;
  /** The budget ended before the candidates did. */
  readonly exhausted: boolean;
  /** In the order in which the hypotheses were first tried. */
  readonly tally: readonly HypothesisTally[];
  /**
   * Ids of the hypotheses that together give the signature on the wire; empty where it is that of the request as it is (in
   * another text form or hash) or of an earlier request; null where nothing gives it.
   */
  readonly fits: readonly string[] | null;
}

export interface ServerStrings {
  readonly stringToSign: ByteString;
  readonly from: 'bytes' | 'text';
  /** The other form where it disagrees beyond white space at the ends and lost blank lines; null otherwise. */
  readonly conflicting: ByteString | null;
  readonly canonicalRequest: ByteString | null;
}

export interface DiagnosedExchange {
  readonly oss: OssExchange;
  readonly diagnosis: Diagnosis;
}
