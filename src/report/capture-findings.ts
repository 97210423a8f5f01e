import { isFailing, type Verdict } from '../diagnose/model.ts';
import { type Finding, findingOf, type HandedOnReportOptions } from './finding.ts';
import { type ExchangeGroup, ExchangeGrouper } from './group.ts';
import type { CaptureInfo, ExchangeResult } from './input.ts';
import { captureToJson } from './json-capture.ts';
import type { CaptureHeadJson } from './model.ts';
import { handedOnDoor } from './redact-exchange.ts';

/** A cause, and how often it was met. */
export interface CauseFinding {
  readonly finding: Finding;
  readonly count: number;
  /** The lowest indexes, in order. */
  readonly indexes: readonly number[];
}

export interface Counts {
  readonly oss: number;
  readonly passed: number;
  readonly failed: number;
  /** Neither passed nor failed: no signature, or no answer. */
  readonly other: number;
}

/** What is found in one capture, cause by cause. */
export interface CaptureFindings {
  readonly info: CaptureInfo;
  readonly head: CaptureHeadJson;
  readonly counts: Counts;
  readonly causes: readonly CauseFinding[];
  /** Failing exchanges of causes beyond those that are kept. */
  readonly leftOut: number;
}

type VerdictCountsState = readonly [oss: number, passed: number, failed: number];

/** What a collector holds of a capture that is being read. */
export interface CollectedFindings {
  readonly groups: readonly ExchangeGroup[];
  readonly leftOut: number;
  readonly verdicts: VerdictCountsState;
}

export class CountedVerdicts {
  #oss = 0;
  #passed = 0;
  #failed = 0;

  add(verdict: Verdict | null): void {
    this.#oss++;
    if (verdict === 'match') this.#passed++;
    else if (verdict !== null && isFailing(verdict)) this.#failed++;
  }

  get state(): VerdictCountsState {
    return [this.#oss, this.#passed, this.#failed];
  }

  /** Takes the place of what it held. */
  restore([oss, passed, failed]: VerdictCountsState): void {
    this.#oss = oss;
    this.#passed = passed;
    this.#failed = failed;
  }

  counts(): Counts {
    const other = this.#oss - this.#passed - this.#failed;
    return { oss: this.#oss, passed: this.#passed, failed: this.#failed, other };
  }
}

/** Gathers what the formats need that tell causes, not exchanges. Memory grows with the causes. */
export class FindingsCollector {
  readonly #options: HandedOnReportOptions & { readonly all: boolean };
  #grouper: ExchangeGrouper;
  #verdicts = new CountedVerdicts();

  constructor(options: HandedOnReportOptions & { readonly all: boolean }) {
    this.#options = options;
    this.#grouper = new ExchangeGrouper(options);
  }

  add(result: ExchangeResult): void {
    if (result.oss === null) return;
    this.#verdicts.add(result.diagnosis?.verdict ?? null);
    this.#grouper.add(result);
  }

  get state(): CollectedFindings {
    return {
      groups: this.#grouper.groups(),
      leftOut: this.#grouper.leftOut,
      verdicts: this.#verdicts.state,
    };
  }

  /** Takes the place of what it held. */
  restore({ groups, leftOut, verdicts }: CollectedFindings): void {
    this.#grouper.restore(groups, leftOut);
    this.#verdicts.restore(verdicts);
  }

  /** The findings of the capture that has ended; the next exchange is of the next one. */
  finish(info: CaptureInfo): CaptureFindings {
    const causes: CauseFinding[] = [];
    for (const { example, count, indexes } of this.#grouper.groups()) {
      const finding = findingOf(example, info.multipartUploads ?? [], this.#options);
      if (finding !== null) causes.push({ finding, count, indexes });
    }
    const found: CaptureFindings = {
      info,
      head: captureToJson(info, { door: handedOnDoor(null, this.#options), texts: this.#options.texts }),
      counts: this.#verdicts.counts(),
      causes,
      leftOut: this.#grouper.leftOut,
    };
    this.#grouper = new ExchangeGrouper(this.#options);
    this.#verdicts = new CountedVerdicts();
    return found;
  }
}
