import { fromText } from '../../engine/bytes/byte-string.ts';
import type { CaptureInfo } from '../../engine/results.ts';
import { encodePath } from '../../engine/sign/percent.ts';
import type { ExchangeJson } from '../json/model.ts';

/*
 * What the formats for build servers share: paths as those servers write them, and fingerprints by which they
 * recognise a cause.
 */

/**
 * A path as those write it who read reports of builds: Windows parts folders with `\`, and a report may be
 * read, or merged, elsewhere. SARIF (3.4.3) wants URIs; GitHub and GitLab look for the path in their
 * repository.
 */
export function slashedPath(path: string): string {
  return path.replaceAll('\\', '/');
}

/** A drive with its folder. */
const DRIVE = /^[A-Za-z]:\//;

/**
 * The same as a reference by URI, without what must be encoded: a path with a drive or a server
 * (`\\server\folder`) is a whole one (RFC 8089, appendices E.2 and E.3), as one from the root is.
 */
export function fileReference(path: string): { readonly prefix: string; readonly path: string } {
  const slashed = slashedPath(path);
  const drive = DRIVE.exec(slashed)?.[0] ?? '';
  if (drive !== '') return { prefix: `file:///${drive}`, path: slashed.slice(drive.length) };
  if (path.startsWith('\\\\')) return { prefix: 'file://', path: slashed.slice(2) };
  return { prefix: slashed.startsWith('/') ? 'file://' : '', path: slashed };
}

/** The line of a request where the input is a text; the first of a capture, which has no lines. */
export function lineOf({ summary }: CaptureInfo, { requestFrame }: ExchangeJson): number {
  return summary.text === undefined ? 1 : Math.max(1, requestFrame ?? 1);
}

/** Gives the next cause of a capture its fingerprint; `exchange` is one that it was met in. */
export type Fingerprinter = (rule: string, exchange: ExchangeJson) => string;

/**
 * Fingerprints of the causes in one report: the same for the same cause in the same capture, whenever, in
 * whichever frame and under whichever folder it is met again, and no two alike. Readers take issues with one
 * fingerprint for one, so captures with one name in several folders, as of several hosts, are distinguished
 * by their order.
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
