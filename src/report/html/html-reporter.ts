import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { printable, toReportText } from '../../engine/bytes/printable.ts';
import { Utf8Builder } from '../../engine/bytes/utf8.ts';
import { isFailing, VERDICTS } from '../../engine/diagnose/model.ts';
import type { CaptureInfo, ExchangeResult, UnreadableInput } from '../../engine/results.ts';
import { publishedDoor } from '../../features/redact/redact-exchange.ts';
import { fill, plainFiller } from '../../sentences/fill.ts';
import type { Lang } from '../../sentences/language.ts';
import { TLS_CLIENT_LINES, TLS_CLIENTS } from '../../sentences/outlook.ts';
import type { Texts } from '../../sentences/texts.ts';
import { plainText } from '../document/blocks.ts';
import { ecPage, lateFacts } from '../document/cause-facts.ts';
import { type Finding, findingOf, findingView } from '../findings/finding.ts';
import { type ExchangeGroup, groupKey, isPacketFile } from '../findings/group.ts';
import { lateFindingOf, mishapGrouper } from '../findings/late-failures.ts';
import {
  differenceOfTroubles,
  lateFailures,
  NO_TROUBLES,
  type Troubles,
  TroubleTally,
  troubleList,
  troublesOf,
  type VerdictCounts,
  VerdictTally,
} from '../findings/troubles.ts';
import {
  countsText,
  type FormatOptions,
  filteredText,
  lateTitles,
  sayLabel,
  unreadableText,
} from '../formats/format.ts';
import { captureToJson } from '../json/capture.ts';
import type { CaptureHeadJson, UploadJson } from '../json/model.ts';
import { captureName, numberingOf } from '../notice-text.ts';
import { otherPacketsSentence } from '../other-packets.ts';
import type { About } from '../reference/why.ts';
import type { Piece, Reporter, ScanEnd, WritePiece } from '../reporter.ts';
import { type Command, commandsOf } from '../table/commands.ts';
import type { OptionsAgain } from '../terminal/view.ts';
import { TimingTally } from '../timing/timing-tally.ts';
import { isOpen, type LaterUpload, laterSentence } from '../uploads/later-uploads.ts';
import { factSentences, issueSentence, refusedSentence } from '../uploads/upload-facts.ts';
import { BLOCK_END, blockStart, dataBlock, fileEnd, fileStart } from './html-file.ts';
import {
  exchangeReference,
  type PageCapture,
  type PageCause,
  type PageEnd,
  type PageLate,
  type PageNote,
  type PageTlsWays,
  type PageUpload,
  TICKET_LABELS,
  type TicketWords,
  WATERFALL_BELOW,
  withBareNumbers,
} from './page-data.ts';
import {
  type FoundCause,
  NOT_FAILING,
  pageDetail,
  pageDivergence,
  pageTimings,
  phaseNames,
  rowText,
} from './page-exchange.ts';

/** Failing exchanges of a capture that are shown in full unless all are (`--all`); of the rest, the facts. */
const MAX_DETAILS = 2000;

/** Causes of a capture that are shown unless all are (`--all`); of exchanges with others, the facts. */
const MAX_CAUSES = 2000;

/** Causes that are known again in later captures. One beyond those is shown for each capture that has it. */
const MAX_KNOWN_CAUSES = 20_000;

const ROWS_IN_BLOCK = 500;

/**
 * One self-contained page. It is written as the results come: each exchange is a block of data that the
 * page's script reads when it is looked at, so neither this program nor the browser holds them all at once.
 */
export class HtmlReporter implements Reporter {
  readonly #write: WritePiece;
  readonly #options: HtmlOptions;
  /** Causes and verdicts about which the page says more. */
  readonly #told = new Set<string>();
  /** The same in the language that is not the page's, for tickets. */
  readonly #other: FormatOptions;
  readonly #unreadable: string[] = [];
  /** For readers without scripts: of each capture its counts and causes, its note, and the rest. */
  readonly #plain: { readonly before: string[]; note: string | null; readonly after: string[] }[] = [];
  readonly #notes = new PageNotes();
  /** The captures with uploads, with their numbers. */
  readonly #paths = new Map<string, number>();
  /** Causes of the whole report, by what exchanges that have one have in common. */
  readonly #ids = new Map<string, number>();
  #captures = 0;
  #hasClosedTls = false;
  #page: CapturePage;

  constructor(write: WritePiece, options: HtmlOptions, other: Pick<FormatOptions, 'texts' | 'formats'>) {
    this.#write = write;
    // Only the page knows how many captures there are in the end, and so how it numbers their exchanges.
    this.#options = { ...options, exchange: exchangeReference };
    this.#page = new CapturePage(options.again);
    this.#other = { ...this.#options, texts: other.texts, formats: other.formats };
    const { formats, texts, tool, showSignatures } = options;
    write(fileStart(formats.lang, sayLabel(options, 'title')));
    write(
      dataBlock('head', {
        lang: formats.lang,
        labels: formats.labels,
        verdicts: formats.verdicts,
        measures: texts.measures,
        phases: phaseNames(options),
        outcomes: texts.uploads.outcomes,
        failing: VERDICTS.filter(isFailing),
        otherWords: ticketWords(this.#other),
        tool,
        madeAt: options.madeAt ?? null,
        showSignatures,
      }),
    );
  }

  exchange(capture: string, result: ExchangeResult): void {
    if (result.oss === null) return;
    const page = this.#page;
    const verdict = result.diagnosis?.verdict ?? null;
    page.verdicts.add(verdict);
    page.timings.add(result);
    page.troubles.add(result);
    page.late.add(result);
    const found = verdict !== null && isFailing(verdict) ? this.#failing(capture, result) : NOT_FAILING;
    page.listed++;
    page.rows.append(`${page.rowsWaiting === 0 ? `${blockStart('rows')}[` : ','}[${this.#captures}`);
    page.rows.append(this.#row(result, found, page.listed < WATERFALL_BELOW));
    page.rowsWaiting++;
    if (page.rowsWaiting >= ROWS_IN_BLOCK) this.#writeRows();
  }

  /** An exchange in the list, behind the number of its capture. */
  #row(result: ExchangeResult, found: FoundCause, hasPhases: boolean): Piece {
    const made = hasPhases ? null : this.#options.made?.find(result);
    return made ?? rowText(result, this.#options, found, hasPhases);
  }

  capture(info: CaptureInfo): void {
    this.#writeRows();
    const { detailed, leftOut } = this.#page;
    const options = { door: publishedDoor(null, this.#options), texts: this.#options.texts };
    const head = captureToJson(info, options);
    const causes = this.#page.causes(info, this.#options.texts);
    const timings = pageTimings(this.#page.timings, this.#options);
    const { counts, note, late } = this.#unjudged(info);
    const found = { causes, late, note, detailed, leftOut, timings };
    const data = pageCapture(info, head, found, this.#options);
    this.#write(dataBlock('capture', data));
    this.#plain.push({
      before: [
        data.path + sayLabel(this.#options, 'page-colon') + countsText(counts, info, this.#options),
        ...causes.map((cause) => `✗ ${withBareNumbers(this.#plainCause(cause))}`),
      ],
      note,
      after: late.map(({ headline }) => `⚠ ${headline}`),
    });
    if (info.multipartUploads !== undefined && info.multipartUploads.length > 0)
      this.#paths.set(info.path, this.#captures);
    this.#captures++;
    this.#hasClosedTls ||= info.traffic.tls.some(({ isOss }) => isOss);
    this.#page = new CapturePage(this.#options.again);
  }

  #plainCause({ headline, cure, suspects: [suspect] }: PageCause): string {
    if (suspect === undefined) return `${headline} ${cure}`;
    const title = sayLabel(this.#options, 'page-settles') + sayLabel(this.#options, 'page-colon');
    return `${headline} ${cure} · ${title}${suspect.proof}`;
  }

  /** What no verdict reports of the capture. */
  #unjudged(info: CaptureInfo): Pick<PageCapture, 'late' | 'note'> & { readonly counts: VerdictCounts } {
    const { verdicts, troubles, late } = this.#page;
    const counts = verdicts.counts(lateFailures(troubles.state));
    const all = troublesOf(troubles.state, info.multipartUploads ?? []);
    this.#notes.add(info, this.#captures, all, counts);
    const { texts } = this.#options;
    return {
      counts,
      note: noteOf(all, counts, texts),
      late: late.groups().flatMap((group) => pageLate(group, this.#options) ?? []),
    };
  }

  /** Writes the details of a failing exchange while there is room; only these and new causes cost time. */
  #failing(capture: string, result: ExchangeResult): FoundCause {
    const page = this.#page;
    const isDetailed = this.#options.all || page.detailed < MAX_DETAILS;
    const known = page.knownCause(result);
    if (known !== null && !isDetailed) return { cause: known, isDetailed };
    if (known === null && !this.#options.all && page.size >= MAX_CAUSES) {
      page.leftOut++;
      return { cause: null, isDetailed: false };
    }
    const finding = findingOf(result, [], this.#options);
    if (finding === null) return NOT_FAILING;
    const { lang } = this.#options.formats;
    const cause = known ?? page.newCause(capture, result, finding, this.#idOf(groupKey(result)), lang);
    const about = known === null ? this.#newAbout(finding.rule) : null;
    if (about !== null) this.#write(dataBlock('about', about));
    if (!isDetailed) return { cause, isDetailed };
    page.detailed++;
    const id = `detail-${this.#captures}-${result.index}`;
    this.#write(dataBlock('detail', pageDetail(result, finding, this.#options, this.#other), id));
    return { cause, isDetailed };
  }

  /** What is to be said of a cause or a verdict that none had before; else null. */
  #newAbout(rule: string): ReturnType<About> {
    const { size } = this.#told;
    return this.#told.add(rule).size === size ? null : (this.#options.about?.(rule) ?? null);
  }

  /** The number of a cause among those of all captures. */
  #idOf(key: string): number | null {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#ids.size;
    if (id >= MAX_KNOWN_CAUSES) return null;
    this.#ids.set(key, id);
    return id;
  }

  unreadable(input: UnreadableInput): void {
    this.#unreadable.push(unreadableText(input, this.#options));
  }

  end({ interrupted, later = [] }: ScanEnd): void {
    this.#writeRows();
    const tlsWays = this.#hasClosedTls ? pageTlsWays(this.#options) : null;
    const notes = this.#notes.changed(later, this.#options.texts);
    for (const [capture, note] of notes) {
      const plain = this.#plain[capture];
      if (plain !== undefined) plain.note = note;
    }
    const unreadable = this.#unreadable;
    this.#write(dataBlock('end', { interrupted, unreadable, later: this.#wentOn(later), notes, tlsWays }));
    const plain = this.#plain.flatMap(({ before, note, after }) => [
      ...before,
      ...(note === null ? [] : [`⚠ ${note}`]),
      ...after,
    ]);
    this.#write(fileEnd([sayLabel(this.#options, 'page-no-script'), ...plain, ...unreadable]));
  }

  #wentOn(later: readonly LaterUpload[]): PageEnd['later'] {
    const { texts } = this.#options;
    const filler = { ...plainFiller(texts, printable), exchange: exchangeReference };
    return later.map((one) => ({
      uploadId: printable(toReportText((one.upload.hidden ?? one.upload).uploadId).text),
      capture: this.#paths.get(one.capture) ?? -1,
      text: laterSentence(one, filler, texts),
    }));
  }

  #writeRows(): void {
    const page = this.#page;
    if (page.rowsWaiting === 0) return;
    page.rowsWaiting = 0;
    page.rows.append(`]${BLOCK_END}`);
    this.#write(page.rows.take());
  }
}

/** What the page is made with: `about` says more of a cause or a verdict. */
interface HtmlOptions extends FormatOptions {
  readonly about?: About;
}

function ticketWords({ formats, texts }: Pick<FormatOptions, 'formats' | 'texts'>): TicketWords {
  const { lang, labels, verdicts } = formats;
  const entries = TICKET_LABELS.map((id) => [id, labels[id]] as const);
  const own = Object.fromEntries(entries) as TicketWords['labels'];
  return { lang, labels: own, verdicts, measures: texts.measures };
}

/** Slow exchanges of a capture that the page lists. */
const LISTED_SLOW = 10;

interface CountedCause {
  readonly number: number;
  readonly cause: Omit<PageCause, 'next' | 'count' | 'first'>;
  readonly commands: readonly Command[];
  count: number;
  first: number;
}

/** What is gathered of one capture until its end. */
class CapturePage {
  readonly #again: OptionsAgain | undefined;
  readonly verdicts = new VerdictTally();
  readonly timings = new TimingTally(LISTED_SLOW, 0);
  readonly troubles = new TroubleTally();
  readonly late = mishapGrouper({ all: false });
  /** A block of them, and how many they are. */
  readonly rows = new Utf8Builder();
  rowsWaiting = 0;
  readonly #causes = new Map<string, CountedCause>();
  /** Exchanges so far. */
  listed = 0;
  detailed = 0;
  /** Failing exchanges whose causes are not shown. */
  leftOut = 0;

  constructor(again: OptionsAgain | undefined) {
    this.#again = again;
  }

  /** Causes so far. */
  get size(): number {
    return this.#causes.size;
  }

  /** Counts a failing exchange whose cause was met before, and gives the cause's number; else null. */
  knownCause(result: ExchangeResult): number | null {
    const known = this.#causes.get(groupKey(result));
    if (known === undefined) return null;
    known.count++;
    known.first = Math.min(known.first, result.index);
    return known.number;
  }

  newCause(capture: string, result: ExchangeResult, finding: Finding, id: number | null, lang: Lang): number {
    const number = this.#causes.size;
    const { headline, cause: why, advice, steps, rule, verdict, measure, suspects, exchange } = finding;
    const show = (text: string | null | undefined): string | null => (text == null ? null : printable(text));
    const cause = {
      id,
      headline,
      cause: why,
      cure: advice,
      steps,
      rule,
      verdict,
      measure,
      accessKeyId: show(exchange.signature?.accessKeyId),
      divergence: pageDivergence(finding.evidence),
      suspects,
      requestId: show(exchange.oss?.requestId),
      ec: show(exchange.oss?.ec),
      ecPage: exchange.oss?.ec == null ? null : ecPage(exchange.oss.ec, lang, exchange.oss.provider),
    };
    const commands = commandsOf(
      { capture, isCapture: true, group: { example: result, indexes: [] } },
      this.#again,
    );
    this.#causes.set(groupKey(result), { number, cause, commands, count: 1, first: result.index });
    return number;
  }

  causes({ summary }: Pick<CaptureInfo, 'summary'>, { short }: Texts): readonly PageCause[] {
    const next = (commands: readonly Command[]): PageCause['next'] =>
      commands
        // what `why` says is on the page
        .filter(({ why }) => why !== 'why-cause' && why !== 'why-suspect')
        .filter(({ why }) => why !== 'why-compare' || isPacketFile(summary))
        .map(({ text, why }) => [text, short[why]]);
    return [...this.#causes.values()].map(({ cause, commands, count, first }) => {
      return { ...cause, next: next(commands), count, first };
    });
  }
}

/** Warnings and servers of a capture that the page lists. */
const MAX_LISTED = 50;
/** Uploads of a capture that the page lists, those that are not complete first. */
const MAX_UPLOADS = 500;

/** A capture as the page shows it; texts printable. */
function pageCapture(
  info: CaptureInfo,
  head: CaptureHeadJson,
  found: Pick<PageCapture, 'causes' | 'late' | 'note' | 'detailed' | 'timings'> & {
    readonly leftOut: number;
  },
  options: FormatOptions,
): PageCapture {
  const { texts } = options;
  return {
    path: captureName(info, texts),
    format: head.format,
    lines: head.text?.lines ?? null,
    numbering: numberingOf(info.summary) ?? 'frame',
    complete: head.complete,
    filtered: filteredText(info, options),
    packets: head.packets,
    connections: head.connections,
    firstTime: head.firstTime,
    warnings: head.warnings
      .slice(0, MAX_LISTED)
      .map(({ message, frame }) => printable(frame === undefined ? message : `${message} (${frame})`)),
    tls: head.tls.slice(0, MAX_LISTED).map(({ serverName, server, connections }) => ({
      name: printable(serverName === null ? server : `${serverName} (${server})`),
      connections,
    })),
    others: otherPacketsSentence(info.traffic, plainFiller(texts, printable), texts),
    advice: (head.advice ?? []).map(({ summary, advice, count, exchange }) => ({
      summary: printable(summary),
      advice: printable(advice),
      count,
      exchange,
    })),
    uploads: byUrgency(head.multipartUploads ?? [])
      .slice(0, MAX_UPLOADS)
      .map((upload) => pageUpload(upload, texts)),
    ...found,
    leftOut:
      found.leftOut === 0
        ? null
        : fill(texts.labels['groups-left-out'], { n: found.leftOut }, plainFiller(texts)),
  };
}

function byUrgency(uploads: readonly UploadJson[]): UploadJson[] {
  const rank = ({ outcome, issues }: UploadJson): number =>
    (outcome === 'completed' || outcome === 'aborted' ? 1 : 0) + (issues.length > 0 ? 0 : 1);
  return [...uploads].sort((a, b) => rank(a) - rank(b));
}

function pageUpload(upload: UploadJson, texts: Texts): PageUpload {
  const show = (text: string | null): string | null => (text === null ? null : printable(text));
  const { cleanUp } = upload;
  const filler = { ...plainFiller(texts, printable), exchange: exchangeReference };
  const refused = refusedSentence(upload, filler, texts);
  return {
    ...upload,
    uploadId: printable(upload.uploadId),
    bucket: show(upload.bucket),
    key: show(upload.key),
    parts: upload.parts.map((part) => ({ ...part, etag: show(part.etag) })),
    findings: [
      ...(refused === null ? [] : [refused]),
      ...upload.issues.map((issue) => issueSentence(issue, filler, texts)),
      ...factSentences(upload, filler, texts),
    ],
    cleanUp:
      cleanUp === null ? null : { command: show(cleanUp.command), request: printable(cleanUp.request) },
  };
}

/** What failed behind the status of a success, as a card of the page; texts printable. */
function pageLate({ example, count }: ExchangeGroup, options: FormatOptions): PageLate | null {
  const door = publishedDoor(example, options);
  const finding = lateFindingOf(example, findingView(example, door, options));
  if (finding === null) return null;
  const requestId = example.oss?.requestId ?? null;
  const facts = [
    ...lateFacts(finding, lateTitles(options)),
    {
      title: sayLabel(options, 'request-id'),
      text: requestId === null ? null : printable(door.text(requestId).text),
    },
  ];
  return {
    headline: finding.headline,
    facts: facts.flatMap(({ title, text }) => (text === null ? [] : [[title, plainText(text)] as const])),
    count,
    first: example.index,
  };
}

/** How TLS that stayed closed is opened the next time, in the reader's language. */
function pageTlsWays({ texts }: Pick<FormatOptions, 'texts'>): PageTlsWays {
  const { labels, tlsClients } = texts.outlook;
  return {
    title: labels['tls-ways-title'],
    clients: TLS_CLIENTS.map((client) => [tlsClients[client], TLS_CLIENT_LINES[client]]),
    next: labels['tls-ways-then'],
    otherwise: labels['tls-ways-else'],
  };
}

/** What went wrong in a capture and is in none of its causes; null for nothing. */
function noteOf(troubles: Troubles, { failed }: Pick<VerdictCounts, 'failed'>, texts: Texts): string | null {
  return troubleList(troubles, texts, plainFiller(texts), failed === 0 ? 'all' : 'late');
}

/** Captures that are remembered whose notes may change. */
const MAX_CAPTURES = 1000;
/** Uploads of one of them. */
const MAX_OPEN_UPLOADS = 1000;

interface Noted {
  readonly capture: number;
  readonly path: string;
  readonly troubles: Troubles;
  readonly counts: VerdictCounts;
  /** What the note counts of each upload that the capture leaves open. */
  readonly open: ReadonlyMap<ByteString, Troubles>;
}

/**
 * Remembers the notes on captures that leave uploads open: where a later capture continues an upload, it was
 * not left behind, and the note changes.
 */
class PageNotes {
  readonly #noted: Noted[] = [];

  add(
    { path, multipartUploads = [] }: CaptureInfo,
    capture: number,
    troubles: Troubles,
    counts: VerdictCounts,
  ): void {
    const open = multipartUploads.filter(isOpen).slice(0, MAX_OPEN_UPLOADS);
    if (open.length === 0 || this.#noted.length >= MAX_CAPTURES) return;
    const reported = open.map((upload) => [upload.uploadId, troublesOf(NO_TROUBLES, [upload])] as const);
    this.#noted.push({ capture, path, troubles, counts, open: new Map(reported) });
  }

  /** The notes that change. */
  changed(later: readonly LaterUpload[], texts: Texts): readonly PageNote[] {
    return this.#noted.flatMap(({ capture, path, troubles, counts, open }): readonly PageNote[] => {
      const stale = later.flatMap(({ upload, capture: last }) =>
        last === path ? [] : (open.get(upload.uploadId) ?? []),
      );
      if (stale.length === 0) return [];
      const rest = stale.reduce(differenceOfTroubles, troubles);
      return [[capture, noteOf(rest, counts, texts)]];
    });
  }
}
