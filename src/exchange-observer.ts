import type { NoticeSink } from './bytes/notice.ts';
import type { Diagnosis } from './diagnose/model.ts';
import type { BodyCheck } from './oss/body-claims.ts';
import type { OssExchange } from './oss/model.ts';
import type { CaptureInfo, ExchangeResult } from './report/input.ts';

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
  /** All exchanges have come; what is returned becomes part of the account of the capture. */
  end?(notice: NoticeSink): CaptureFacts;
}
