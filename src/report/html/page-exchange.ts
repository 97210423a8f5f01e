import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { printable } from '../../engine/bytes/printable.ts';
import { agentIn } from '../../engine/diagnose/sdk-defects.ts';
import type { ConnectionInfo } from '../../engine/http/exchange.ts';
import { header } from '../../engine/http/message.ts';
import { answerDocument } from '../../engine/oss/coded-body.ts';
import type { ExchangeResult } from '../../engine/results.ts';
import type { Door } from '../../features/redact/redact.ts';
import { publishedDoor } from '../../features/redact/redact-exchange.ts';
import { type Timing, timingOf } from '../../features/timing/timing.ts';
import { plainFiller } from '../../sentences/fill.ts';
import { servicePage } from '../../sentences/service.ts';
import { beginOf, durationOf, formatTime } from '../../sentences/time-text.ts';
import { ecPage } from '../document/cause-facts.ts';
import {
  bucketAndKey,
  type Finding,
  type PublishedReportOptions,
  wordsOfFinding,
} from '../findings/finding.ts'; // later: explaining
import { lateFailureIn } from '../findings/late-failures.ts';
import { refusalCode } from '../findings/troubles.ts';
import type { FormatOptions } from '../formats/format.ts';
import type { ChunksJson, RequestJson, ResponseJson } from '../json/model.ts';
import { toEmbeddedJson } from '../json/text.ts';
import { type Evidence, type EvidenceRow, type MarkedText, valueTitles } from '../strings/evidence.ts';
import { cutMiddle } from '../terminal/wrap.ts';
import type { TimingTally } from '../timing/timing-tally.ts';
import { formatMilliseconds, reasonSentence, sumSentence } from '../timing/timing-text.ts';
import {
  differingTexts,
  type PageDetail,
  type PageDivergence,
  type PageMessage,
  type PagePhase,
  type PagePhases,
  type PageRow,
  type PageSlow,
  type PageTicket,
  type PageTiming,
  type PageTimings,
  triedText,
} from './page-data.ts';

/** The cause of a failing exchange by its number, and whether the page holds the details. */
export interface FoundCause {
  readonly cause: number | null;
  readonly isDetailed: boolean;
}

export const NOT_FAILING: FoundCause = { cause: null, isDetailed: false };

/** JSON of a row, behind the number of its capture, which the page alone knows. */
export function rowText(
  result: ExchangeResult,
  options: PublishedReportOptions,
  found: FoundCause,
  hasPhases: boolean,
): string {
  const row = pageRow(0, result, publishedDoor(result, options), found, hasPhases);
  return toEmbeddedJson(row).slice('[0'.length);
}

/** An exchange as the list shows it; texts printable. */
function pageRow(
  capture: number,
  result: ExchangeResult,
  door: Door,
  { cause, isDetailed }: FoundCause,
  hasPhases: boolean,
): PageRow {
  const { index, exchange, oss, diagnosis } = result;
  const { request, response, connection } = exchange;
  const begin = beginOf(exchange);
  const show = (text: ByteString | null): string | null =>
    text === null ? null : printable(door.text(text).text);
  const host = request === null ? null : header(request, 'host');
  return [
    capture,
    index,
    begin === null ? null : formatTime(begin),
    durationOf(exchange),
    printable(oss?.operation ?? request?.method ?? '-'),
    show(oss?.address.bucket ?? host),
    show(oss?.address.key ?? null),
    response?.status ?? null,
    show(oss?.requestId ?? null),
    diagnosis?.verdict ?? null,
    cause,
    isDetailed ? 1 : 0,
    request?.frame ?? null,
    response?.frame ?? null,
    connection.client + connection.server === '' ? '' : printable(wayOf(connection)),
    lateFailureIn(result) !== null ? 1 : 0,
    show(refusalCode(result)),
    hasPhases ? pagePhases(exchange) : null,
  ];
}

function pagePhases(exchange: ExchangeResult['exchange']): PagePhases | null {
  const timing = timingOf(exchange);
  return timing === null ? null : [timing.connectMs, timing.requestMs, timing.waitMs, timing.responseMs];
}

/** Who spoke with whom, from the client that a proxy spoke for. */
function wayOf({ client, server, originalClient = null }: ConnectionInfo): string {
  return [...(originalClient === null ? [] : [originalClient]), client, server].join(' → ');
}

/** A failing exchange in full, as the page shows it; texts printable. */
export function pageDetail(
  result: ExchangeResult,
  finding: Finding,
  options: FormatOptions,
  other: FormatOptions,
): PageDetail {
  const { exchange } = finding;
  const { request, response, oss, signature } = exchange;
  const error = oss?.error ?? null;
  const version = (message: { readonly version: string } | null): string => printable(message?.version ?? '');
  return {
    headline: finding.headline,
    cause: finding.cause,
    cure: finding.advice,
    steps: finding.steps,
    otherTicket: otherTicket(result, other),
    proof: finding.proof,
    firstDifference: finding.firstDifference,
    notes: finding.notes,
    suspects: finding.suspects,
    measure: finding.measure,
    rule: finding.rule,
    serverSaid:
      response === null
        ? null
        : printable(
            error === null
              ? String(response.status)
              : [`${response.status} ${error.code}`, error.message].filter((each) => each !== '').join(': '),
          ),
    serverPage: result.oss === null ? null : servicePage(result.oss),
    ec: oss?.ec == null ? null : printable(oss.ec),
    ecPage: oss?.ec == null ? null : ecPage(oss.ec, options.formats.lang, oss.provider),
    version: signature?.version ?? null,
    accessKeyId: signature?.accessKeyId === undefined ? null : printable(signature.accessKeyId),
    evidence: finding.evidence,
    stream: result.exchange.connection.flow === undefined ? null : result.exchange.connection.index - 1,
    request:
      request === null
        ? null
        : message(`${request.method} ${request.target} ${version(result.exchange.request)}`, request),
    response:
      response === null
        ? null
        : message(`${version(result.exchange.response)} ${response.status} ${response.reason}`, response),
    document: documentOf(result, options),
    integrity: (exchange.integrity ?? []).map((check) => ({
      ...check,
      claimed: printable(check.claimed),
      actual: check.actual === null ? null : printable(check.actual),
    })),
    chunks: exchange.chunks === undefined ? null : chunksText(exchange.chunks),
    timing: pageTiming(result, options),
  };
}

/** Characters of an error document that the page shows: canonical requests are long, and pages of proxies. */
const MAX_DOCUMENT = 16 * 1024;

/** A body that is no text is no error document, whatever its status. */
function documentOf(result: ExchangeResult, options: FormatOptions): PageDetail['document'] {
  const { oss } = result;
  const body = oss === null || (oss.exchange.response?.status ?? 0) < 300 ? null : answerDocument(oss);
  if (body === null || body === '') return null;
  const { text, lossy } = publishedDoor(result, options).text(body);
  if (lossy && oss?.error === null) return null;
  const shown = text.length > MAX_DOCUMENT ? `${text.slice(0, MAX_DOCUMENT)}…` : text;
  return shown.split(/\r?\n/).map(printable).join('\n');
}

/** In the names of the JSON report, as the digests of a body stand on the page. */
function chunksText({ signatures, count, verified, dataBytes, unknown, fault }: ChunksJson): string {
  return [
    `${signatures} · ${verified}/${count} verified · dataBytes ${dataBytes}`,
    ...(unknown === undefined ? [] : [unknown]),
    ...(fault === undefined ? [] : [`${fault.kind}: chunk ${fault.chunk}, offset ${fault.offset}`]),
  ].join(' · ');
}

/** What a ticket in the other language says of it. */
function otherTicket(result: ExchangeResult, other: FormatOptions): PageTicket | null {
  const finding = wordsOfFinding(result, [], other);
  if (finding === null) return null;
  const { headline, cause, advice, suspects, evidence, proof, notes } = finding;
  return {
    headline,
    cause,
    cure: advice,
    settles: suspects[0]?.proof ?? null,
    tried: triedText({ proof, notes }, other.texts.lang),
    differing: differingTexts(evidence),
  };
}

/** Pieces that differ that a card shows, and columns of what is equal in them. */
const MAX_DIFFERING = 4;
const EQUAL_COLUMNS = 48;

/** What differs between the two strings; null where nothing does. */
export function pageDivergence(evidence: Evidence | null): PageDivergence | null {
  if (evidence === null || evidence.kind !== 'parts') return null;
  const differing = evidence.rows.filter(({ differs }) => differs);
  if (differing.length === 0) return null;
  const sides = valueTitles(evidence);
  return {
    sides,
    rows: differing.slice(0, MAX_DIFFERING).map(shortRow),
    more: Math.max(0, differing.length - MAX_DIFFERING),
    equal: evidence.rows.length - differing.length,
  };
}

function shortRow({ client, server, ...row }: EvidenceRow): EvidenceRow {
  return { ...row, client: shortText(client), server: shortText(server) };
}

function shortText(text: MarkedText): MarkedText {
  return text.map((piece) => (typeof piece === 'string' ? cutMiddle(piece, EQUAL_COLUMNS) : piece));
}

function message(start: string, json: RequestJson | ResponseJson): PageMessage {
  return {
    start: printable(start),
    headers: json.headers.map(([name, value]) => [printable(name), printable(value)]),
    bodyBytes: json.bodyBytes,
  };
}

/** Where the time of an exchange went; null where the packets do not show it. */
function pageTiming({ exchange }: ExchangeResult, options: FormatOptions): PageTiming | null {
  const timing = timingOf(exchange);
  return timing === null ? null : timingTexts(timing, agentIn(exchange), options);
}

function timingTexts(timing: Timing, agent: ByteString, options: FormatOptions): PageTiming {
  const { texts } = options;
  return {
    phases: phasesOf(timing, options),
    total: formatMilliseconds(timing.totalMs, texts.lang),
    waitedFor: texts.outlook.waiters[timing.waitedFor],
    reason: reasonSentence(timing, plainFiller(texts), texts, agent),
  };
}

/** The slowest exchanges of a capture, and its times together; null without any time. */
export function pageTimings(tally: TimingTally, options: FormatOptions): PageTimings | null {
  const { sums } = tally;
  if (sums.exchanges === 0) return null;
  const slowest = tally.slowest().flatMap(({ result, timing }): PageSlow[] => {
    if (result.oss === null) return [];
    const { operation, address } = result.oss;
    const door = publishedDoor(result, options);
    const what = `${operation} ${printable(door.text(bucketAndKey(address)).text)}`.trim();
    return [{ index: result.index, what, ...timingTexts(timing, agentIn(result.exchange), options) }];
  });
  return {
    slowest,
    isSlow: sums.slow > 0,
    sum: sumSentence(sums, plainFiller(options.texts), options.texts),
  };
}

function phasesOf(
  timing: { readonly [K in 'requestMs' | 'waitMs' | 'responseMs']: number } & {
    readonly connectMs: number | null;
  },
  options: FormatOptions,
): readonly PagePhase[] {
  const times = [timing.connectMs, timing.requestMs, timing.waitMs, timing.responseMs];
  return phaseNames(options).flatMap((name, place): PagePhase[] => {
    const ms = times[place] ?? null;
    return ms === null ? [] : [[place, name, ms, formatMilliseconds(ms, options.texts.lang)]];
  });
}

export function phaseNames({ texts }: Pick<FormatOptions, 'texts'>): readonly string[] {
  const { labels } = texts.outlook;
  return [
    labels['column-connect'],
    labels['column-request'],
    labels['column-wait'],
    labels['column-response'],
  ];
}
