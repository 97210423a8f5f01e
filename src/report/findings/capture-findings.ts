import { printable } from '../../engine/bytes/printable.ts';
import type { MultipartUpload } from '../../engine/oss/upload.ts';
import type { CaptureInfo, ExchangeResult } from '../../engine/results.ts';
import { publishedDoor } from '../../features/redact/redact-exchange.ts';
import { captureToJson } from '../json/capture.ts';
import { exchangeToJson } from '../json/exchange.ts';
import type { CaptureHeadJson, ExchangeJson } from '../json/model.ts';
import {
  type LaterById,
  type LaterUpload,
  laterOf,
  laterSentence,
  withoutContinued,
} from '../uploads/later-uploads.ts';
import { cleanUpOf, needsALook, shownUpload, uploadSentence } from '../uploads/upload-facts.ts';
import {
  type Finding,
  findingOf,
  findingView,
  type PublishedReportOptions,
  publishedView,
} from './finding.ts';
import { type ExchangeGroup, ExchangeGrouper } from './group.ts';
import { type LateFinding, lateFindingOf, mishapGrouper } from './late-failures.ts';
import {
  type ExchangeTroubles,
  lateFailures,
  type Refusals,
  RefusalTally,
  type Troubles,
  TroubleTally,
  troublesOf,
  type VerdictCounts,
  VerdictTally,
} from './troubles.ts';

/** A cause, and how often it was met. */
export interface CauseFinding {
  readonly finding: Finding;
  readonly count: number;
  /** The lowest indexes, in order. */
  readonly indexes: readonly number[];
}

/** The same of what no verdict reports. */
export interface LateCause {
  readonly finding: LateFinding;
  readonly exchange: ExchangeJson;
  readonly count: number;
  readonly indexes: readonly number[];
}

/** An upload that needs a look, and what frees what it keeps. */
interface UploadFinding {
  readonly text: string;
  readonly cleanUp: string | null;
}

/** Uploads of a capture that are reported. */
const MAX_UPLOADS = 20;

/** What is found in one capture, cause by cause. */
export interface CaptureFindings {
  readonly info: CaptureInfo;
  readonly head: CaptureHeadJson;
  readonly counts: VerdictCounts;
  readonly causes: readonly CauseFinding[];
  /** What failed although the answers have the status of a success. */
  readonly late: readonly LateCause[];
  /** Uploads that did not end well, or of which something is odd; the first of them. */
  readonly uploads: readonly UploadFinding[];
  readonly troubles: Troubles;
  /** Errors that no cause reports. */
  readonly refusals: readonly Refusals[];
  /** Failing exchanges of causes beyond those that are kept. */
  readonly leftOut: number;
}

/** What a collector holds of a capture that is being read. */
export interface CollectedFindings {
  readonly groups: readonly ExchangeGroup[];
  readonly late: readonly ExchangeGroup[];
  readonly troubles: ExchangeTroubles;
  readonly refusals: readonly Refusals[];
  readonly leftOut: number;
  readonly verdicts: VerdictTally['state'];
}

/** Gathers what formats of causes, not of exchanges, need of a capture. Memory grows with the causes. */
export class FindingsCollector {
  readonly #options: PublishedReportOptions & { readonly all: boolean };
  readonly #grouper: ExchangeGrouper;
  readonly #late: ExchangeGrouper;
  readonly #troubles = new TroubleTally();
  readonly #refusals = new RefusalTally();
  readonly #verdicts = new VerdictTally();

  constructor(options: PublishedReportOptions & { readonly all: boolean }) {
    this.#options = options;
    this.#grouper = new ExchangeGrouper(options);
    this.#late = mishapGrouper(options);
  }

  add(result: ExchangeResult): void {
    if (result.oss === null) return;
    this.#verdicts.add(result.diagnosis?.verdict ?? null);
    this.#grouper.add(result);
    this.#late.add(result);
    this.#troubles.add(result);
    this.#refusals.add(result);
  }

  get state(): CollectedFindings {
    return {
      groups: this.#grouper.groups(),
      late: this.#late.groups(),
      troubles: this.#troubles.state,
      refusals: this.#refusals.state,
      leftOut: this.#grouper.leftOut + this.#late.leftOut,
      verdicts: this.#verdicts.state,
    };
  }

  /** Replaces what was collected so far. */
  restore({ groups, late, troubles, refusals, leftOut, verdicts }: CollectedFindings): void {
    this.#grouper.restore(groups, leftOut);
    this.#late.restore(late, 0);
    this.#troubles.state = troubles;
    this.#refusals.restore(refusals);
    this.#verdicts.state = verdicts;
  }

  /**
   * The findings of the capture, which has ended. `later`: how its uploads went on, where that is known: what
   * a later capture took along was not left behind.
   */
  finish(whole: CaptureInfo, later: LaterById = new Map()): CaptureFindings {
    const info = withoutContinued(whole, later);
    const uploads = info.multipartUploads ?? [];
    const causes: CauseFinding[] = [];
    for (const { example, count, indexes } of this.#grouper.groups()) {
      const finding = findingOf(example, uploads, this.#options);
      if (finding !== null) causes.push({ finding, count, indexes });
    }
    const late: LateCause[] = [];
    for (const { example, count, indexes } of this.#late.groups()) {
      const door = publishedDoor(example, this.#options);
      const finding = lateFindingOf(example, findingView(example, door, this.#options));
      const exchange = exchangeToJson(example, { door, texts: this.#options.texts });
      if (finding !== null) late.push({ finding, exchange, count, indexes });
    }
    return {
      info,
      head: captureToJson(info, { door: publishedDoor(null, this.#options), texts: this.#options.texts }),
      counts: this.#verdicts.counts(lateFailures(this.#troubles.state)),
      causes,
      late,
      uploads: uploadFindings(info, later, this.#options),
      troubles: troublesOf(
        this.#troubles.state,
        uploads.filter((upload) => laterOf(upload, info.path, later) === null),
      ),
      refusals: this.#refusals.state,
      leftOut: this.#grouper.leftOut + this.#late.leftOut,
    };
  }
}

function uploadFindings(
  { multipartUploads = [], path }: CaptureInfo,
  later: LaterById,
  options: PublishedReportOptions,
): readonly UploadFinding[] {
  const door = publishedDoor(null, options);
  const view = publishedView(door, options);
  const wentOn = (upload: MultipartUpload): LaterUpload | null => laterOf(upload, path, later);
  return multipartUploads
    .filter((upload) => needsALook(upload) || wentOn(upload) !== null)
    .slice(0, MAX_UPLOADS)
    .flatMap((upload) => {
      const next = wentOn(upload);
      const how = next === null ? null : laterSentence(next, view.filler, options.texts);
      const text = uploadSentence(upload, view, how);
      const cleanUp = next === null ? cleanUpOf(shownUpload(upload, door)) : null;
      const command = cleanUp === null ? null : printable(door.text(cleanUp.command ?? cleanUp.request).text);
      return text === null ? [] : [{ text: printable(text), cleanUp: command }];
    });
}
