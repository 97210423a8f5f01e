import type { ExchangeResult } from '../../engine/results.ts';
import { EXCHANGE_RESULT } from '../blob/codec.ts';
import type { Digest, TextDigest } from './digest.ts';

/**
 * A digest as plain values, to be sent to another thread of this process. `json`: a text takes less time
 * than what it stands for. `length`: in characters, about.
 */
export type PackedDigest = (TextDigest | { readonly kind: 'tally'; readonly json: string }) & {
  readonly length: number;
};

/** Members of what a tally holds that are exchanges. */
const EXCHANGES: ReadonlySet<string> = new Set(['example', 'result']);

export function packTally(digest: Exclude<Digest, TextDigest>): PackedDigest {
  const json = JSON.stringify(digest, (name, value: ExchangeResult) =>
    EXCHANGES.has(name) ? packResult(value) : value,
  );
  return { kind: 'tally', json, length: json.length };
}

export function unpackDigest(packed: PackedDigest): Digest {
  if (packed.kind === 'text') return packed;
  return JSON.parse(packed.json, (name, value: string) =>
    EXCHANGES.has(name) ? unpackResult(value) : value,
  );
}

/** An exchange with all that any report shows, as a line of JSON; beside it, what was judged of it. */
export function packResult(result: ExchangeResult): string {
  return JSON.stringify([EXCHANGE_RESULT.encode(result), result.triage ?? null]);
}

/** Reads what `packResult` made. Throws for anything else: it never leaves this process. */
export function unpackResult(line: string): ExchangeResult {
  const [json, triage]: [unknown, NonNullable<ExchangeResult['triage']> | null] = JSON.parse(line);
  const result = EXCHANGE_RESULT.decode(json);
  return triage === null ? result : { ...result, triage };
}
