import type { ByteString } from '../../bytes/byte-string.ts';
import {
  differenceOfTroubles,
  NO_TROUBLES,
  type Troubles,
  troubleSentence,
  troublesOf,
} from '../findings/troubles.ts';
import type { VerdictCounts } from '../findings/verdict-tally.ts';
import type { CaptureInfo } from '../input.ts';
import type { Texts } from '../text/texts.ts';
import { isOpen, type LaterUpload } from '../uploads/later-uploads.ts';

/** Captures that are remembered whose notes may change. */
const MAX_CAPTURES = 1000;
/** Uploads of one of them. */
const MAX_UPLOADS = 1000;

interface Noted {
  readonly capture: number;
  readonly path: string;
  readonly troubles: Troubles;
  readonly counts: VerdictCounts;
  /** What the note counts of each upload that the capture leaves open. */
  readonly open: ReadonlyMap<ByteString, Troubles>;
}

/** What is to be said of a capture once all are read; null for nothing any more. */
export type PageNote = readonly [capture: number, note: string | null];

/**
 * Remembers what was said of captures that leave uploads open: with which later ones went on was
 * not left behind.
 */
export class PageNotes {
  readonly #noted: Noted[] = [];

  add(
    { path, multipartUploads = [] }: CaptureInfo,
    capture: number,
    troubles: Troubles,
    counts: VerdictCounts,
  ): void {
    const open = multipartUploads.filter(isOpen).slice(0, MAX_UPLOADS);
    if (open.length === 0 || this.#noted.length >= MAX_CAPTURES) return;
    const told = open.map((upload) => [upload.uploadId, troublesOf(NO_TROUBLES, [upload])] as const);
    this.#noted.push({ capture, path, troubles, counts, open: new Map(told) });
  }

  /** The notes that change. */
  changed(later: readonly LaterUpload[], texts: Texts): readonly PageNote[] {
    return this.#noted.flatMap(({ capture, path, troubles, counts, open }): readonly PageNote[] => {
      const stale = later.flatMap(({ upload, capture: last }) =>
        last === path ? [] : (open.get(upload.uploadId) ?? []),
      );
      if (stale.length === 0) return [];
      const rest = stale.reduce(differenceOfTroubles, troubles);
      return [[capture, troubleSentence(rest, counts, texts)]];
    });
  }
}
