import type { NoticeSink } from './bytes/notice.ts';
import type { Diagnosis } from './diagnose/model.ts';
import type { BodyCheck } from './oss/body-claims.ts';
import type { OssExchange } from './oss/model.ts';
import type { CaptureInfo, ExchangeResult, Give } from './results.ts';

/** What features find in an exchange before it is diagnosed. Plain values. */
export interface ExchangeFacts {
  /** See `ExchangeResult.checks`. */
  readonly checks: readonly BodyCheck[];
}

/** The result of an exchange with OSS. */
export interface DiagnosedExchange extends ExchangeResult {
  readonly oss: OssExchange;
  readonly diagnosis: Diagnosis;
  readonly checks: readonly BodyCheck[];
}

/** What features find in a capture: members of its account that are absent without them. */
export type CaptureFacts = Pick<
  CaptureInfo,
  'multipartUploads' | 'uploadsElsewhere' | 'advice' | 'specimens' | 'passed'
>;

/**
 * Where a feature attaches to a pipeline: it is called with every exchange with OSS, in the order in which
 * they are reported, and once at the end of the capture. What it throws ends the reading.
 */
export interface ExchangeObserver {
  /** Before the diagnosis, which takes what is found here into account. */
  facts?(oss: OssExchange): ExchangeFacts;
  /** After the diagnosis, and before the result is reported. */
  diagnosed?(result: DiagnosedExchange, notice: NoticeSink): void;
  /**
   * Gives a result on at once, or later with what the exchanges after it show: in `quiet` at the latest. It
   * is called with HTTP that is not OSS, too, and with what `Hiding` leaves of an exchange. One of the
   * observers of a pipeline may have it.
   */
  delayed?(result: ExchangeResult, give: Give): void;
  /** Nothing more comes, or not for now: what waits is to be given. */
  quiet?(give: Give): void;
  /** All exchanges have come; what is returned becomes part of the account of the capture. */
  end?(notice: NoticeSink): CaptureFacts;
}
