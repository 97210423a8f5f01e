import { printable } from '../../engine/bytes/printable.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { CaptureInfo, ExchangeResult } from '../../engine/results.ts';
import { publishedDoor } from '../../features/redact/redact-exchange.ts';
import type { Digest, DigestReporter } from '../digest/digest.ts';
import { type ExchangeOrder, orderOfLines } from '../exchange-order.ts';
import type { PublishedReportOptions } from '../findings/finding.ts';
import { askedToJson, causeToJson, operationToJson, type PlaceJson, placeToJson } from '../json/exchange.ts';
import { TextTaker } from '../json/line-writer.ts';
import type { MadeLines, Piece, WritePiece } from '../reporter.ts';

type Cell = string | number | null | undefined;

/** What the cells of a row are made of. */
interface RowFacts extends Pick<ExchangeResult, 'index' | 'exchange' | 'diagnosis'> {
  readonly capture: string;
  readonly triage: ExchangeResult['triage'] | undefined;
  readonly oss: OssExchange;
  readonly place: PlaceJson;
  readonly asked: ReturnType<typeof askedToJson> | null;
  readonly operation: ReturnType<typeof operationToJson>;
  readonly cause: ReturnType<typeof causeToJson>;
  readonly taker: TextTaker;
}

/** The columns, whose names are those of the JSON report. */
const COLUMNS: Readonly<Record<string, (of: RowFacts) => Cell>> = {
  capture: ({ capture }) => capture,
  index: ({ index }) => index,
  time: ({ place }) => place.time,
  durationMs: ({ place }) => place.durationMs,
  connection: ({ place }) => place.connection.index,
  client: ({ place }) => place.connection.client,
  server: ({ place }) => place.connection.server,
  requestFrame: ({ place }) => place.requestFrame,
  responseFrame: ({ place }) => place.responseFrame,
  method: ({ asked }) => asked?.method,
  host: ({ asked }) => asked?.host,
  target: ({ asked }) => asked?.target,
  status: ({ exchange }) => exchange.response?.status,
  operation: ({ operation }) => operation.operation,
  bucket: ({ operation }) => operation.bucket,
  key: ({ operation }) => operation.key,
  requestId: ({ operation }) => operation.requestId,
  ec: ({ operation }) => operation.ec,
  errorCode: ({ oss, taker }) => taker.takeOrNull(oss.error?.code ?? null),
  signatureVersion: ({ oss }) => oss.claim?.version ?? 'none',
  accessKeyId: ({ oss, taker }) => taker.takeOrNull(oss.claim?.accessKeyId ?? null, 'accessKeyId'),
  verdict: ({ diagnosis }) => diagnosis?.verdict,
  certainty: ({ diagnosis }) => diagnosis?.certainty,
  causeId: ({ cause }) => cause?.id,
  cause: ({ cause }) => cause?.summary,
  advice: ({ cause }) => cause?.advice,
  triage: ({ diagnosis, triage }) => (diagnosis === null ? null : triage?.kind),
  divergentFields: ({ diagnosis, taker }) =>
    diagnosis?.divergences.map(({ field }) => taker.take(field)).join(' '),
  requestBodyBytes: ({ exchange }) => exchange.request?.bodyBytes,
  responseBodyBytes: ({ exchange }) => exchange.response?.bodyBytes,
  // The version that it was opened from.
  tls: ({ place }) => place.tls?.version,
  originalClient: ({ place }) => place.connection.originalClient,
};

export const CSV_COLUMNS = Object.keys(COLUMNS);
const CELLS = Object.values(COLUMNS);

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
  const { index, oss, exchange, diagnosis, triage } = result;
  if (oss === null) return '';
  const { request } = exchange;
  const door = publishedDoor(result, options);
  const taker = new TextTaker(door);
  const facts: RowFacts = {
    capture,
    index,
    exchange,
    diagnosis,
    triage,
    oss,
    place: placeToJson(result, door),
    asked: request === null ? null : askedToJson(request, taker),
    operation: operationToJson(oss, taker),
    cause: diagnosis === null ? null : causeToJson(diagnosis, result, { door, texts: options.texts }),
    taker,
  };
  return csvLine(CELLS.map((cell) => cell(facts)));
}

function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** What makes a spreadsheet take a cell for a formula, behind what it skips (OWASP, CSV Injection). */
const FORMULA = /^\s*[=+\-@\t\r|%＝＋－＠]/;

/** One cell: nothing for null, numbers bare, text quoted where it must be, and never a formula. */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = printable(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n']|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
