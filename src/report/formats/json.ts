import type { CaptureInfo, ExchangeResult, UnreadableInput } from '../../engine/results.ts';
import type { Digest, DigestReporter } from '../digest/digest.ts';
import { type ExchangeOrder, orderOfLines } from '../exchange-order.ts';
import { captureToJson, summaryToJson, unreadableToJson } from '../json/capture.ts';
import { writeExchange } from '../json/exchange.ts';
import { JsonLineWriter } from '../json/line-writer.ts';
import type { TimingSumsJson, Tool, UnreadableJson } from '../json/model.ts';
import { type JsonOptions, SCHEMA_VERSION, toJsonLine } from '../json/text.ts';
import type { MadeLines, Piece, ScanEnd, WritePiece } from '../reporter.ts';
import { TimingTally } from '../timing/timing-tally.ts';

interface LineOptions extends JsonOptions {
  readonly made?: MadeLines | undefined;
}

interface JsonReportOptions extends LineOptions {
  readonly tool: Tool;
}

/**
 * One JSON document, written as the results come: an exchange a line, in the order of their indexes as long
 * as few wait for an earlier one. What is known only at a capture's end stands after its exchanges.
 */
export class JsonReporter implements DigestReporter {
  readonly #write: WritePiece;
  readonly #options: JsonReportOptions;
  readonly #unreadable: UnreadableJson[] = [];
  #order: ExchangeOrder<Piece> | null = null;
  #captures = 0;
  #exchanges = 0;
  readonly #times = new CaptureTimes();
  readonly #lines = new JsonLineWriter();

  constructor(write: WritePiece, options: JsonReportOptions) {
    this.#write = write;
    this.#options = options;
    write(`{\n"schemaVersion": ${SCHEMA_VERSION},\n"tool": ${toJsonLine(options.tool)},\n"captures": [`);
  }

  exchange(capture: string, result: ExchangeResult): void {
    this.#times.add(result);
    const order = this.#openCapture(capture);
    const made = this.#options.made?.find(result);
    order.push(result.index, made ?? documentLine(result, this.#options, this.#lines));
  }

  digest(capture: string, digest: Digest): void {
    if (digest.kind !== 'text') return;
    this.#openCapture(capture);
    if (digest.exchanges > 0) {
      this.#write(this.#exchanges === 0 ? '\n  ' : ',\n  ');
      this.#write(digest.text);
    }
    this.#exchanges += digest.exchanges;
    this.#times.set(digest.sums);
  }

  capture(info: CaptureInfo): void {
    const { path, ...rest } = captureToJson(info, this.#options, this.#times.take());
    this.#openCapture(path);
    this.#closeCapture(rest);
  }

  unreadable(input: UnreadableInput): void {
    this.#unreadable.push(unreadableToJson(input, this.#options));
  }

  end(end: ScanEnd): void {
    if (this.#order !== null) this.#closeCapture({ complete: false });
    const unreadable = toJsonLine(this.#unreadable);
    this.#write(
      `\n],\n"unreadable": ${unreadable},\n"summary": ${toJsonLine(summaryToJson(end, this.#options))}\n}\n`,
    );
  }

  #openCapture(path: string): ExchangeOrder<Piece> {
    if (this.#order !== null) return this.#order;
    this.#write(`${this.#captures === 0 ? '' : ','}\n{"path": ${toJsonLine(path)}, "exchanges": [`);
    this.#captures++;
    this.#exchanges = 0;
    this.#order = orderOfLines((line) => {
      this.#write(this.#exchanges === 0 ? '\n  ' : ',\n  ');
      this.#write(line);
      this.#exchanges++;
    });
    return this.#order;
  }

  /** Ends the exchanges and writes the capture's other members, of which there is at least one. */
  #closeCapture(rest: object): void {
    this.#order?.end();
    this.#order = null;
    this.#write(`\n], ${toJsonLine(rest).slice(1)}`);
  }
}

/** One line an exchange as it completes, one at the end of each capture, one at the end of all. */
export class NdjsonReporter implements DigestReporter {
  readonly #write: WritePiece;
  readonly #options: LineOptions;
  readonly #times = new CaptureTimes();
  readonly #lines = new JsonLineWriter();

  constructor(write: WritePiece, options: LineOptions) {
    this.#write = write;
    this.#options = options;
  }

  exchange(capture: string, result: ExchangeResult): void {
    this.#times.add(result);
    const made = this.#options.made?.find(result);
    this.#write(made ?? exchangeLine(capture, result, this.#options, this.#lines));
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

/** An exchange within the document. */
export function documentLine(
  result: ExchangeResult,
  options: JsonOptions,
  lines: JsonLineWriter,
): Uint8Array {
  writeExchange(lines.begin().raw('{'), result, options);
  return lines.raw('}').line;
}

/** An exchange as one line. */
export function exchangeLine(
  capture: string,
  result: ExchangeResult,
  options: JsonOptions,
  lines: JsonLineWriter,
): Uint8Array {
  lines.begin().raw('{').members({ type: 'exchange', capture });
  writeExchange(lines, result, options);
  return lines.members({ schemaVersion: SCHEMA_VERSION }).raw('}\n').line;
}

type LineType = 'capture' | 'unreadable' | 'summary';

/** Every line names the version, behind all else: streams are cut up, filtered and sent on by the line. */
function lineOf(type: LineType, value: object): string {
  return `${toJsonLine({ type, ...value, schemaVersion: SCHEMA_VERSION })}\n`;
}

/** The times of one capture's exchanges together; of them all none is kept. */
class CaptureTimes {
  #timing = noneKept();
  /** What another thread has added up. */
  #sums: TimingSumsJson | null = null;

  add(result: ExchangeResult): void {
    this.#timing.add(result);
  }

  /** What another thread sends with a digest: the sums come with the last of a capture. */
  set(sums: TimingSumsJson | null): void {
    this.#sums = sums;
  }

  /** The capture is over; what is added next is of another one. */
  take(): TimingSumsJson {
    const sums = this.#sums ?? this.#timing.sums;
    this.#sums = null;
    this.#timing = noneKept();
    return sums;
  }
}

function noneKept(): TimingTally {
  return new TimingTally(0, Number.POSITIVE_INFINITY);
}
