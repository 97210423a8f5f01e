import { printable } from '../../engine/bytes/printable.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { CaptureInfo, ExchangeResult } from '../../engine/results.ts';
import { publishedDoor } from '../../features/redact/redact-exchange.ts';
import type { Digest, DigestReporter } from '../digest/digest.ts';
import { type ExchangeOrder, orderOfLines } from '../exchange-order.ts';
import type { PublishedReportOptions } from '../findings/finding.ts';
import { askedToJson, causeToJson, operationToJson, placeToJson } from '../json/exchange.ts';
import { TextTaker } from '../json/line-writer.ts';
import type { MadeLines, Piece, WritePiece } from '../reporter.ts';

/** The columns, whose names are those of the JSON report. */
export const CSV_COLUMNS = [
  'capture',
  'index',
  'time',
  'durationMs',
  'connection',
  'client',
  'server',
  'requestFrame',
  'responseFrame',
  'method',
  'host',
  'target',
  'status',
  'operation',
  'bucket',
  'key',
  'requestId',
  'ec',
  'errorCode',
  'signatureVersion',
  'accessKeyId',
  'verdict',
  'certainty',
  'causeId',
  'cause',
  'advice',
  'triage',
  'divergentFields',
  'requestBodyBytes',
  'responseBodyBytes',
  'tls',
  'originalClient',
] as const;

type Cells = Readonly<Record<(typeof CSV_COLUMNS)[number], string | number | null | undefined>>;

interface CsvOptions extends PublishedReportOptions {
  readonly made?: MadeLines | undefined;
}

/** One line for each exchange with OSS, as RFC 4180 has it: CR LF ends a line, quotes are doubled. */
export class CsvReporter implements DigestReporter {
  readonly #write: WritePiece;
  readonly #options: CsvOptions;
  #order: ExchangeOrder<Piece>;

  constructor(write: WritePiece, options: CsvOptions) {
    this.#write = write;
    this.#options = options;
    this.#order = orderOfLines(write);
    write(csvLine(CSV_COLUMNS));
  }

  exchange(capture: string, result: ExchangeResult): void {
    const line = this.#options.made?.find(result) ?? exchangeLine(capture, result, this.#options);
    this.#order.push(result.index, line);
  }

  digest(_capture: string, digest: Digest): void {
    if (digest.kind === 'text') this.#write(digest.text);
  }

  capture(_info: CaptureInfo): void {
    this.#order.end();
    this.#order = orderOfLines(this.#write);
  }

  unreadable(): void {}

  end(): void {
    this.#order.end();
  }
}

/** An exchange as one line; nothing for one that is not of OSS. */
export function exchangeLine(
  capture: string,
  result: ExchangeResult,
  options: PublishedReportOptions,
): string {
  if (result.oss === null) return '';
  const cells = cellsOf(capture, result, result.oss, options);
  return csvLine(CSV_COLUMNS.map((name) => cells[name]));
}

function cellsOf(
  capture: string,
  result: ExchangeResult,
  oss: OssExchange,
  options: PublishedReportOptions,
): Cells {
  const { exchange, diagnosis, triage } = result;
  const { request, response } = exchange;
  const door = publishedDoor(result, options);
  const taker = new TextTaker(door);
  const place = placeToJson(result, door);
  const asked = request === null ? null : askedToJson(request, taker);
  const operation = operationToJson(oss, taker);
  const { claim } = oss;
  const cause =
    diagnosis === null ? null : causeToJson(diagnosis, { exchange, oss }, { door, texts: options.texts });
  return {
    capture,
    index: result.index,
    time: place.time,
    durationMs: place.durationMs,
    connection: place.connection.index,
    client: place.connection.client,
    server: place.connection.server,
    requestFrame: place.requestFrame,
    responseFrame: place.responseFrame,
    method: asked?.method,
    host: asked?.host,
    target: asked?.target,
    status: response?.status,
    operation: operation.operation,
    bucket: operation.bucket,
    key: operation.key,
    requestId: operation.requestId,
    ec: operation.ec,
    errorCode: taker.takeOrNull(oss.error?.code ?? null),
    signatureVersion: claim?.version ?? 'none',
    accessKeyId: taker.takeOrNull(claim?.accessKeyId ?? null, 'accessKeyId'),
    verdict: diagnosis?.verdict,
    certainty: diagnosis?.certainty,
    causeId: cause?.id,
    cause: cause?.summary,
    advice: cause?.advice,
    triage: diagnosis === null ? null : triage?.kind,
    divergentFields: diagnosis?.divergences.map(({ field }) => taker.take(field)).join(' '),
    requestBodyBytes: request?.bodyBytes,
    responseBodyBytes: response?.bodyBytes,
    // The version that it was opened from.
    tls: place.tls?.version,
    originalClient: place.connection.originalClient,
  };
}

function csvLine(cells: readonly (string | number | null | undefined)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** What makes a spreadsheet take a cell for a formula, behind what it skips (OWASP, CSV Injection). */
const FORMULA = /^\s*[=+\-@\t\r|%＝＋－＠]/;

/** One cell: nothing for null, numbers bare, text quoted where it must be, and never a formula. */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = printable(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n']|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
