import type { ByteString } from '../bytes/byte-string.ts';
import type { Field, Origin, SignedStrings } from '../sign/canonical.ts';

/**
 * Every verdict, in the order in which reports list them; `docs/reference/verdicts.md` says of each when it
 * is given and what to do.
 */
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
  'intercepted',
  'undecided',
  'not-auth',
  'no-response',
] as const;

/**
 * What became of the signature of an exchange. `match`: the service accepted it (the request may have failed
 * later, for another reason). `transit-modified`: a signed part was changed between the place of capture and
 * OSS. `client-miscomputed`: the client signed a different string from the one that follows from what it
 * sent. `wrong-secret`: both sides signed the same string with different secrets. `needs-secret`: one of the
 * last two, and only the secret can show which. `undecided`: the secret is given, and nothing that was tried
 * explains the signature.
 *
 * The server refused the request before it checked the signature, or for another reason: `clock-skew`,
 * `expired`, `unknown-key`, `token`, `digest` (a body is not what its digest says), `access-denied` (a matter
 * of permissions), `malformed-auth`, `version-refused`.
 *
 * `intercepted`: something on the way answered in place of the service, which says nothing of the signature.
 *
 * `not-auth`: no signature, or an error that has nothing to do with one. `no-response`: the capture contains
 * no response.
 */
export type Verdict = (typeof VERDICTS)[number];

/**
 * Whether a verdict is a failure, which gives the command the exit code 1. All are but `match`, `not-auth`
 * and `no-response`.
 */
export function isFailing(verdict: Verdict): boolean {
  return verdict !== 'match' && verdict !== 'not-auth' && verdict !== 'no-response';
}

/**
 * How sure a verdict is. `proven`: a recomputed signature, or the server's own words, leave no other
 * explanation. `likely`: the evidence fits, and something is missing to prove it. `open`: something decisive
 * is missing, mostly the secret.
 */
export type Certainty = 'proven' | 'likely' | 'open';

/**
 * A field that differs between two strings that should be equal: the client's and the server's. The client's
 * is that of the captured request, or, if the verdict is `client-miscomputed`, the one that it really signed.
 */
export interface Divergence {
  /** What differs, named as in the signing rules, e.g. `content-type`. */
  readonly field: Field;
  /** Value on each side; null where the field is absent there, which is not the same as an empty value. */
  readonly client: ByteString | null;
  readonly server: ByteString | null;
  /**
   * Byte offset in each side's string (of the V4 family: canonical request, where both are known) of the
   * first byte that differs.
   */
  readonly clientOffset: number;
  readonly serverOffset: number;
  /** Where in the capture the client's value is; null if it is nowhere in it, or this is not known. */
  readonly clientOrigin: Origin | null;
}

/**
 * Values that the sentences of a cause or note name, by name: numbers, words of this program, and captured
 * text, which is a byte string: escape it before you print it. `docs/reference/causes.md` lists those of each
 * cause.
 */
export type ProseArgs = Readonly<Record<string, string | number>>;

/**
 * Why it failed, as an id with arguments. Sentences for people are made by the reports of the command
 * (`summary` and `advice` in JSON), in either language.
 */
export interface Cause {
  /**
   * One of those in `docs/reference/causes.md`, e.g. `content-type-added-in-transit`. Others may be added.
   */
  readonly id: string;
  readonly args: ProseArgs;
}

/**
 * A fact that accompanies a verdict: clocks, the same key id succeeding elsewhere, what the search tried, …
 */
export interface Note {
  /** One of those in `docs/reference/notes.md`. Others may be added. */
  readonly id: string;
  readonly args: ProseArgs;
}

/** Exchanges that evidence names at most. */
export const MOST_INDEXES = 5;

/** What speaks for a suspect, or against it: an id with arguments, as a cause. */
export interface EvidencePoint {
  /** One of those in `docs/reference/suspects.md`. Others may be added. */
  readonly code: string;
  /** Exchanges of the capture that show it, a few; empty where the request itself does. */
  readonly exchanges: readonly number[];
  /** The capture whose exchanges they are, where it is another one of the scan. */
  readonly capture?: string | undefined;
  readonly args: ProseArgs;
}

/** From this weight on a suspect leads a report alone. */
export const LEADING_WEIGHT = 0.6;

/** What may be the cause of a refusal that nothing proves. */
export interface Suspect {
  /** One of those in `docs/reference/suspects.md`. Others may be added. */
  readonly kind: string;
  readonly args: ProseArgs;
  /** Id of the cause that a search with the secret would name. */
  readonly cause: string;
  /** The field of the strings that would differ; `secret` where none would, null where it may be any. */
  readonly field: Field | 'secret' | null;
  /** Where it may be several of one kind (names of headers, of parameters): all of them, `field` first. */
  readonly fields?: readonly Field[];
  /**
   * Share of the belief, from 0 to 1. Those of one request are at most 1 together: the rest is something
   * else.
   */
  readonly weight: number;
  readonly for: readonly EvidencePoint[];
  readonly against: readonly EvidencePoint[];
}

/**
 * The same request further on in the capture, behind a proxy or gateway, and what was changed on the way
 * there.
 */
export interface DiagnosedHop {
  /** Index of that exchange, which is not reported by itself. */
  readonly exchange: number;
  /** Path of the capture that shows it, where it is another one of the scan. */
  readonly capture?: string;
  /** Frame in which its request begins; null where that is not known. */
  readonly frame: number | null;
  /** Servers (`address:port`) that the request went to before the hop and after it. */
  readonly from: string;
  readonly to: string;
  /**
   * What the hop changed, named as `compare` names it (`header:content-type`, `target`, …): first what breaks
   * the signature.
   */
  readonly changed: readonly string[];
  /** Those of `changed` that break the signature. */
  readonly broken: readonly string[];
}

/**
 * Why an exchange with OSS failed, or that it did not. `notes`, `wire`, `server`, `recomputed`, `search` and
 * `hops` are computed when they are first read: access them by name, because copies made by a spread or by
 * JSON lack them.
 */
export interface Diagnosis {
  readonly verdict: Verdict;
  /**
   * Null where nothing is said of a signature: for `no-response`, and for a `not-auth` whose request is
   * signed or not known.
   */
  readonly certainty: Certainty | null;
  /** Access key id whose secret would settle an open verdict; null otherwise. */
  readonly needsSecretOf: ByteString | null;
  /**
   * The fields that differ, in the order of the string; empty if none does, or if the strings cannot be
   * compared.
   */
  readonly divergences: readonly Divergence[];
  /** Null where nothing failed, or nothing says why. */
  readonly cause: Cause | null;
  /** Facts that accompany the verdict; empty if there are none. */
  readonly notes: readonly Note[];
  /** Row of the decision table that decided, from 1; `docs/reference/verdicts.md` shows the table. */
  readonly row: number;
  /**
   * The string that the captured request gives, with the canonical request of the V4 family; null where it
   * cannot be rebuilt.
   */
  readonly wire: SignedStrings | null;
  /**
   * The string that the server says it signed (`StringToSign` of its error document); null where it shows
   * none, and for what did not fail.
   */
  readonly server: ServerStrings | null;
  /** The string that the client really signed; null where that is not proved. */
  readonly client: SignedStrings | null;
  /**
   * The signature of `wire` under the given secret, as the version writes it (base64 or hex); null without
   * that secret, or without `wire`.
   */
  readonly recomputed: ByteString | null;
  /** The search for what the client signed; null where none was made, as without the secret. */
  readonly search: SearchReport | null;
  /** The same request at later points of the capture; empty for nearly all. */
  readonly hops: readonly DiagnosedHop[];
  /**
   * What may be the cause, the most likely first, where the signature is in question and nothing proves more;
   * absent for all else.
   */
  readonly suspects?: readonly Suspect[] | undefined;
  /** Drops what was computed when it was read and can be computed again; for exchanges that did not fail. */
  forget?(): void;
  /** Receives `suspects`, once: what other exchanges of the capture show is known later. */
  suspect?(suspects: readonly Suspect[]): void;
}

/** How often a hypothesis, a known mistake of clients, was tried. */
export interface HypothesisTally {
  /** One of those in `docs/reference/hypotheses.md`. */
  readonly id: string;
  /**
   * Candidates with this change alone, and together with another. Texts that an earlier candidate had made
   * are not counted.
   */
  readonly alone: number;
  readonly paired: number;
}

/** What a search did. */
export interface SearchReport {
  /**
   * Signatures made, and how many it may make (`Limits.searchBudget`; less for a key id with which many
   * searches found nothing).
   */
  readonly tried: number;
  readonly limit: number;
  /** The budget ended before the candidates did. */
  readonly exhausted: boolean;
  /** In the order in which the hypotheses were first tried. */
  readonly tally: readonly HypothesisTally[];
  /**
   * Ids of the hypotheses that together give the signature on the wire; empty where it is that of the request
   * as it is (in another text form or hash) or of an earlier request; null where nothing gives it.
   */
  readonly fits: readonly string[] | null;
}

/** What the server says that it signed, from its error document. */
export interface ServerStrings {
  readonly stringToSign: ByteString;
  /**
   * Whether it was read from `StringToSignBytes` (hex, exact) or from `StringToSign` (text, which XML may
   * have changed).
   */
  readonly from: 'bytes' | 'text';
  /**
   * The other form where it disagrees beyond white space at the ends and lost blank lines; null otherwise.
   */
  readonly conflicting: ByteString | null;
  /** The canonical request of the V4 family; null where the document has none. */
  readonly canonicalRequest: ByteString | null;
}
