import type { Digest, DigestReporter } from '../digest/digest.ts';
import type { CaptureInfo, ExchangeResult, UnreadableInput } from '../input.ts';
import { captureToJson, summaryToJson, unreadableToJson } from '../json/capture.ts';
import { exchangeToJson } from '../json/exchange.ts';
import type { JsonOptions } from '../json/text.ts';
import { SCHEMA_VERSION, toJsonLine } from '../json/text.ts';
import type { ScanEnd, Write } from '../reporter.ts';
import { CaptureTimes } from './capture-times.ts';

/** One line an exchange as it completes, one at the end of each capture, one at the end of all. */
export class NdjsonReporter implements DigestReporter {
  readonly #write: Write;
  readonly #options: JsonOptions;
  readonly #times = new CaptureTimes();

  constructor(write: Write, options: JsonOptions) {
    this.#write = write;
    this.#options = options;
  }

  exchange(capture: string, result: ExchangeResult): void {
    this.#times.add(result);
    this.#write(exchangeLine(capture, result, this.#options));
  }

  digest(_capture: string, digest: Digest): void {
    if (digest.kind !== 'text') return;
    this.#write(digest.text);
    this.#times.set(digest.sums);
  }

  capture(info: CaptureInfo): void {
    this.#line('capture', captureToJson(info, this.#options, this.#times.take()));
  }

  unreadable(input: UnreadableInput): void {
    this.#line('unreadable', unreadableToJson(input, this.#options));
  }

  end(end: ScanEnd): void {
    this.#line('summary', summaryToJson(end, this.#options));
  }

  #line(type: LineType, value: object): void {
    this.#write(lineOf(type, value));
  }
}

/** An exchange as one line. */
export function exchangeLine(capture: string, result: ExchangeResult, options: JsonOptions): string {
  return lineOf('exchange', { capture, ...exchangeToJson(result, options) });
}

type LineType = 'exchange' | 'capture' | 'unreadable' | 'summary';

/**
 * Every line tells the version, behind all else: streams are cut up, filtered and sent on by the
 * line.
 */
function lineOf(type: LineType, value: object): string {
  return `${toJsonLine({ type, ...value, schemaVersion: SCHEMA_VERSION })}\n`;
}
