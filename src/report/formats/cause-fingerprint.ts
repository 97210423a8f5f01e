import { fromText } from '../../bytes/byte-string.ts';
import { encodePath } from '../../sign/percent.ts';
import type { ExchangeJson } from '../json/model.ts';

/** Gives the next cause of a capture its fingerprint; `exchange` is one that it was met in. */
export type Fingerprinter = (rule: string, exchange: ExchangeJson) => string;

/**
 * Fingerprints of the causes in one report: the same for the same cause in the same capture,
 * whenever, in whichever frame and under whichever folder it is met again, and no two alike.
 * Readers take issues with one fingerprint for one, so captures with one name in several folders,
 * as of several hosts, are told apart by their order.
 */
export class CauseFingerprints {
  /** Captures so far, by the name of their file. */
  readonly #met = new Map<string, number>();

  /** For the causes of the next capture. */
  capture(path: string): Fingerprinter {
    const name = path.split(/[\\/]/).at(-1) ?? path;
    const place = (this.#met.get(name) ?? 0) + 1;
    this.#met.set(name, place);
    const ordinals = new Map<string, number>();
    return (rule, { diagnosis }) => {
      const ordinal = (ordinals.get(rule) ?? 0) + 1;
      ordinals.set(rule, ordinal);
      const fields = [...new Set(diagnosis?.divergences.map(({ field }) => field) ?? [])].sort();
      // The first has no number of its own: what it had before there was a second stays.
      const again = place === 1 ? [] : [String(place)];
      return [rule, ...fields, name, String(ordinal), ...again]
        .map((part) => encodePath(fromText(part)))
        .join(';');
    };
  }
}
