import { printable } from '../../engine/bytes/printable.ts';
import { agentIn } from '../../engine/diagnose/sdk-defects.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { ProviderId } from '../../engine/oss/provider.ts';
import type { CaptureInfo, ExchangeResult } from '../../engine/results.ts';
import { terminalDoor } from '../../features/redact/redact-exchange.ts';
import { fill } from '../../sentences/fill.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import type { OutlookLabelId } from '../../sentences/outlook.ts';
import { naming, providersOf } from '../../sentences/service.ts';
import { type Contrast, contrastSentence, differenceSentence } from '../contrasts.ts';
import type { Digest, DigestReporter } from '../digest/digest.ts';
import type { Fact } from '../document/blocks.ts';
import { causeDocument, exchangesOf, lateDocument } from '../document/cause.ts';
import { factLines, terminalLines } from '../document/terminal.ts';
import { causeSentences } from '../findings/explain.ts';
import { triageText } from '../findings/finding.ts';
import { CauseTally, type ExchangeGroup } from '../findings/group.ts';
import { isKnownMishap, mishapIn } from '../findings/late-failures.ts';
import { noFailureSentence, refusalSentence, ScanTroubles, troubleList } from '../findings/troubles.ts';
import type { TimingSumsJson } from '../json/model.ts';
import type { ScanEnd, Write } from '../reporter.ts';
import { failingIn } from '../summary.ts';
import { type Column, renderColumns, type TableStyle, UNSHRINKABLE } from '../terminal/columns.ts';
import { label, maskedViewFor, SIDE_BY_SIDE_WIDTH, type View } from '../terminal/view.ts';
import { markedLines, wrapText } from '../terminal/wrap.ts';
import type { TimingTally } from '../timing/timing-tally.ts';
import { millisecondsCell, reasonSentence, sumSentence } from '../timing/timing-text.ts';
import {
  continuedSentence,
  type LaterById,
  type LaterUpload,
  laterOf,
  laterSentence,
  WaitingParts,
  withoutContinued,
} from '../uploads/later-uploads.ts';
import {
  captureHeader,
  elsewhereLines,
  filteredLines,
  otherTraffic,
  say,
  TlsWays,
  tlsBeside,
} from './capture-header.ts';
import { renderOverview } from './overview.ts';
import { MAX_LISTED, PageTally } from './page-tally.ts';
import { uploadLines } from './uploads.ts';

/** Characters of a page that are gathered before they are written. */
const WRITTEN_AT_ONCE = 65_536;

/** Contrasts with other captures that are written, unless all is asked for. */
const MAX_CONTRASTS = 3;

/** Everything that is known, capture by capture. */
export class TableReporter implements DigestReporter {
  readonly #write: Write;
  readonly #view: View;
  readonly #style: TableStyle;
  readonly #slow: number | null;
  readonly #quiet: boolean;
  #page: CapturePage;
  readonly #tlsWays = new TlsWays();
  readonly #causes: CauseTally;
  readonly #troubles = new ScanTroubles();
  #hasWritten = false;
  #captures = 0;
  readonly #providers = new Set<ProviderId>();
  readonly #parts = new WaitingParts();
  /** The first capture of which the filter shows nothing. */
  #passedOver: (() => Iterable<string>) | null = null;

  constructor(
    write: Write,
    { view, slow, quiet }: { readonly view: View; readonly slow: number | null; readonly quiet: boolean },
    style: TableStyle,
  ) {
    this.#write = write;
    this.#style = style;
    this.#view = view;
    this.#causes = new CauseTally(view);
    this.#slow = slow;
    this.#quiet = quiet;
    this.#page = new CapturePage(this.#view, this.#tlsWays, this.#slow);
  }

  exchange(_capture: string, result: ExchangeResult): void {
    this.#page.tally.add(result);
  }

  digest(_capture: string, digest: Digest): void {
    if (digest.kind === 'page') this.#page.tally.restore(digest.content);
  }

  capture(info: CaptureInfo): void {
    this.#captures++;
    for (const each of providersOf(info)) this.#providers.add(each);
    const { grouper } = this.#page.tally;
    this.#causes.add(info, { groups: grouper.groups(), leftOut: grouper.leftOut });
    const page = this.#page;
    this.#parts.add(info, (later) => this.#writePage(page, info, later));
    this.#page = new CapturePage(this.#view, this.#tlsWays, this.#slow);
  }

  /** By then it may be known how its uploads went on. */
  #writePage(page: CapturePage, whole: CaptureInfo, later: LaterById): void {
    const info = withoutContinued(whole, later);
    this.#troubles.add(info, page.tally.troubles.state, later);
    if (this.#quiet) {
      const lines = page.failures(info);
      if (lines.length > 0) this.#paragraph(lines);
      return;
    }
    const render = (): Iterable<string> => page.render(info, this.#style, later);
    // Of a heap of captures that is searched, those that hold nothing of what is looked for would hide the
    // others.
    if (info.filtered?.shown === 0) this.#passedOver ??= render;
    else this.#paragraph(render());
  }

  /** What became of uploads that pages reported as open which could not wait. */
  #continued(later: readonly LaterUpload[]): string[] {
    const { texts, filler, width } = this.#view;
    const lines = this.#troubles.takeContinued(later).flatMap((one) => {
      const sentence = continuedSentence(one, filler, texts);
      return wrapText(sentence, width - 2, true).map((line) => `  ${line}`);
    });
    return lines.length === 0 ? [] : [...wrapText(texts.uploads.labels['continued-title'], width), ...lines];
  }

  #contrasts(contrasts: readonly Contrast[]): void {
    const shown = this.#view.all ? contrasts : contrasts.slice(0, MAX_CONTRASTS);
    for (const contrast of shown) this.#paragraph(this.#contrast(contrast));
    const n = contrasts.length - shown.length;
    if (n > 0) this.#paragraph(wrapText(label(this.#view, 'contrasts-left-out', { n }), this.#view.width));
  }

  /** A request that fails, set against the like of it in another capture. */
  #contrast(contrast: Contrast): string[] {
    const { texts, filler, width } = this.#view;
    return [
      ...wrapText(contrastSentence(contrast, filler, texts), width),
      ...contrast.differences.flatMap((difference) =>
        markedLines('  · ', differenceSentence(difference, filler, texts), width),
      ),
    ];
  }

  /** Reported on the error stream. */
  unreadable(): void {}

  end(end: ScanEnd): void {
    const later = end.later ?? [];
    const continued = this.#continued(later);
    this.#parts.end(later);
    if (continued.length > 0 && !this.#quiet) this.#paragraph(continued);
    if (!this.#quiet) this.#contrasts(end.contrasts ?? []);
    const {
      divergent,
      ossExchanges,
      unreadable,
      captures,
      filteredOut = 0,
      unreadCaptures = 0,
    } = end.summary;
    if (this.#captures === 1 && this.#passedOver !== null) this.#paragraph(this.#passedOver());
    const { damaged = 0 } = end;
    const view = this.#view;
    const sentences: string[] = [];
    if (end.interrupted) sentences.push(label(view, 'summary-interrupted'));
    if (divergent > 0) {
      sentences.push(label(view, 'summary-failing', { n: divergent, causes: this.#causes.size }));
      const { known = 0, ignored = 0 } = end.summary;
      if (known + ignored > 0) sentences.push(label(view, 'summary-triaged', { known, ignored }));
    } else if (ossExchanges > 0) sentences.push(this.#passing(ossExchanges));
    else if (filteredOut > 0) sentences.push(label(view, 'summary-none-shown', { n: filteredOut, captures }));
    else if (captures > unreadCaptures) sentences.push(label(view, 'summary-nothing'));
    if (filteredOut > 0 && ossExchanges > 0)
      sentences.push(label(view, 'summary-filtered', { n: filteredOut }));
    const late = divergent > 0 ? troubleList(this.#troubles.sum, view.texts, view.filler, 'late') : null;
    if (late !== null) sentences.push(fill(view.texts.late.labels.besides, { list: late }, view.filler));
    if (unreadable > 0) sentences.push(label(view, 'summary-unreadable', { n: unreadable }));
    if (unreadCaptures > 0) sentences.push(label(view, 'summary-unread', { n: unreadCaptures }));
    if (damaged > 0) sentences.push(label(view, 'summary-damaged', { n: damaged }));
    sentences.push(label(view, 'summary-exit', { code: end.exitCode }));
    this.#paragraph(wrapText(sentences.join(PUNCTUATION[view.texts.lang].gap), view.width));
  }

  /** No verdict fails. What went wrong all the same stands in the pages above. */
  #passing(n: number): string {
    const { texts } = this.#view;
    const filler = naming(this.#view.filler, this.#providers);
    const view = { texts, filler };
    const list = troubleList(this.#troubles.sum, texts, filler);
    if (list === null) return label(view, 'summary-clean', { n });
    return noFailureSentence(this.#troubles.sum, { n, list }, texts, filler);
  }

  /** A page may be longer than a string can be, and than memory: it is written as it is made. */
  #paragraph(lines: Iterable<string>): void {
    let text = this.#hasWritten ? '\n' : '';
    for (const line of lines) {
      text += `${line}\n`;
      if (text.length < WRITTEN_AT_ONCE) continue;
      this.#write(text);
      text = '';
    }
    if (text !== '') this.#write(text);
    this.#hasWritten = true;
  }
}

function isNews({ example }: ExchangeGroup): boolean {
  return example.triage === undefined;
}

/** Lines below a blank one; nothing where there are none. */
function apart(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

class CapturePage {
  readonly #view: View;
  readonly #tlsWays: TlsWays;
  readonly #slow: number | null;
  readonly tally: PageTally;

  constructor(view: View, tlsWays: TlsWays, slow: number | null) {
    this.#view = view;
    this.#tlsWays = tlsWays;
    this.#slow = slow;
    this.tally = new PageTally({ isFull: true, all: view.all, slow });
  }

  *render(info: CaptureInfo, style: TableStyle, later: LaterById): Generator<string> {
    const view = this.#view;
    const { tally } = this;
    yield* captureHeader(info, tally, view);
    yield* filteredLines(info, view);
    yield* elsewhereLines(info, view);
    if (tally.ossExchanges === 0) {
      if ((info.filtered?.ofOss ?? 0) === 0) yield* apart(otherTraffic(info, this.#tlsWays, view));
      return;
    }
    const listed = view.all || tally.ossExchanges <= MAX_LISTED ? tally.rows : tally.failing;
    let hasCodes = listed.length === tally.ossExchanges;
    if (listed.length > 0) {
      const sorted = [...listed].sort((a, b) => a.index - b.index);
      const overview = renderOverview(sorted, view, style);
      yield '';
      yield* overview.lines;
      hasCodes &&= overview.hasCodes;
    }
    yield* this.#leftOut(listed.length);
    if (!hasCodes) yield* this.#refusals();
    const uploads = uploadLines(info.multipartUploads ?? [], view, style, (upload) => {
      const wentOn = laterOf(upload, info.path, later);
      return wentOn === null ? null : laterSentence(wentOn, view.filler, view.texts);
    });
    yield* apart(uploads);
    yield* apart(tally.bodies.lines(view));
    yield* this.#blocks(info, tally.late.groups());
    const old = this.tally.grouper.groups().filter((group) => !isNews(group));
    yield* apart(old.flatMap((group) => triagedLines(group, view)));
    yield* this.#groupsLeftOut();
    yield* apart(slowLines(this.tally.timing, this.#slow !== null, view, style));
    yield* apart(adviceLines(info, view));
    yield* apart(tlsBeside(info, this.#tlsWays, view));
  }

  /** The causes alone, under the capture that they are of. */
  failures(info: CaptureInfo): string[] {
    const known = this.tally.late.groups().filter(({ example }) => isKnownMishap(mishapIn(example)));
    const blocks = [...this.#blocks(info, known), ...this.#groupsLeftOut()];
    return blocks.length === 0 ? [] : [...captureHeader(info, this.tally, this.#view), ...blocks];
  }

  /** A block for each cause that is news, and for what failed behind the status of a success. */
  *#blocks(info: CaptureInfo, late: readonly ExchangeGroup[]): Generator<string> {
    const view = this.#view;
    for (const group of this.tally.grouper.groups().filter(isNews))
      yield* apart(terminalLines(causeDocument(group, info.multipartUploads ?? [], view), view));
    for (const group of late) yield* apart(terminalLines(lateDocument(group, view), view));
  }

  #groupsLeftOut(): string[] {
    const n = this.tally.grouper.leftOut + this.tally.late.leftOut;
    if (n === 0) return [];
    return [
      '',
      ...wrapText(
        label(this.#view, this.#view.all ? 'groups-beyond-all' : 'groups-left-out', { n }),
        this.#view.width,
      ),
    ];
  }

  /** The errors that the overview does not name, or does not list, and no block reports. */
  #refusals(): string[] {
    const view = this.#view;
    const text = refusalSentence(this.tally.refusals.state, view.filler, view.texts);
    return text === null ? [] : wrapText(text, view.width);
  }

  /** How many exchanges the overview does not list. */
  #leftOut(listed: number): string[] {
    const view = this.#view;
    const { tally } = this;
    const rest = tally.ossExchanges - listed;
    if (rest <= 0) return [];
    const hiddenFailing = Math.max(0, failingIn(tally.counts) - tally.failing.length);
    if (view.all) return wrapText(label(view, 'rows-beyond-all', { n: rest }), view.width);
    const unlisted = listed === 0 ? 'rows-all-left-out' : 'rows-left-out';
    const id = hiddenFailing > 0 ? 'rows-left-out-failing' : unlisted;
    return wrapText(label(view, id, { n: rest, failing: hiddenFailing }), view.width).map((line) =>
      view.paint('quiet', line),
    );
  }
}

/** A cause that is no news, in one quiet sentence. */
function triagedLines(group: ExchangeGroup, captureView: View): string[] {
  const view = maskedViewFor(captureView, group.example);
  const { diagnosis, triage } = group.example;
  if (diagnosis === null) return [];
  const { headline } = causeSentences(diagnosis, view.filler, view.texts);
  const text = `${triageText(triage, view.filler, view.texts)}${headline} · ${exchangesOf(group, view)}`;
  return markedLines('- ', text, view.width).map((line) => view.paint('quiet', line));
}

/** What will make exchanges fail that still pass: a short list, or nothing. */
function adviceLines({ advice = [], passed }: CaptureInfo, view: View): string[] {
  if (advice.length === 0) return [];
  const { labels, advice: texts } = view.texts.outlook;
  const rows = advice.map(({ id, args, count, exchange }): Fact => {
    const where = fill(labels['advice-where'], { n: count, exchange }, view.filler);
    const [summary, cure] = [texts[id].summary, texts[id].advice].map((text) =>
      fill(text, args, view.filler),
    );
    const [semicolon, stop] = view.texts.lang === 'zh' ? ['；', '。'] : ['; ', ''];
    return { title: '·', text: `${summary}${where}${semicolon}${cure}${stop}` };
  });
  const lines = [labels['advice-title'], ...rows.flatMap((row) => factLines([row], view))];
  if (passed !== undefined && passed.looked < passed.seen) {
    const text = fill(labels['advice-sampled'], { ...passed }, view.filler);
    for (const line of wrapText(text, view.width - 2)) lines.push(`  ${line}`);
  }
  return lines.map((line) => view.paint('quiet', line));
}

/** The phases of an exchange, or of all together, in milliseconds. */
type Phases = Pick<TimingSumsJson, 'totalMs' | 'requestMs' | 'waitMs' | 'responseMs'> & {
  readonly connectMs: number | null;
};

interface Row {
  readonly index: string;
  /** Null: the row that sums up. */
  readonly oss: OssExchange | null;
  readonly phases: Phases;
  readonly waitedFor: string;
}

/** The slowest exchanges, who was waited for and why, and all times. `asked`: also where nothing is slow. */
function slowLines(tally: TimingTally, asked: boolean, view: View, style: TableStyle): string[] {
  const slowest = tally.slowest();
  const { sums } = tally;
  if (slowest.length === 0) {
    return asked && sums.exchanges === 0 ? wrapText(say(view, 'slow-none'), view.width) : [];
  }
  const { waiters } = view.texts.outlook;
  const rows: Row[] = slowest.map(({ result: { index, oss }, timing }) => {
    return { index: String(index), oss, phases: timing, waitedFor: waiters[timing.waitedFor] };
  });
  rows.push({ index: say(view, 'sum-title'), oss: null, phases: sums, waitedFor: '' });
  const table = renderColumns(columnsOf(view), rows, view, style, () => null);
  const reasons = slowest.map(({ result, timing }) => {
    return {
      title: `#${result.index}`,
      text: reasonSentence(timing, view.filler, view.texts, agentIn(result.exchange)),
    };
  });
  const sum = { title: say(view, 'sum-title'), text: sumSentence(sums, view.filler, view.texts) };
  const title = wrapText(say(view, 'slow-title'), view.width).map((line) => view.paint('label', line));
  return [...title, '', ...table, '', ...factLines([...reasons, sum], view)];
}

function columnsOf(view: View): readonly Column<Row>[] {
  const { labels } = view.texts;
  const time = (id: OutlookLabelId, phase: keyof Phases): Column<Row> => ({
    title: say(view, id),
    cell: ({ phases }) => millisecondsCell(phases[phase]),
    least: UNSHRINKABLE,
  });
  const target: Column<Row> = {
    title: labels['column-target'],
    cell: ({ oss }) => (oss === null ? '' : targetOf(oss)),
    least: 12,
  };
  return [
    { title: labels['column-index'], cell: ({ index }) => index, least: UNSHRINKABLE },
    { title: labels['column-operation'], cell: ({ oss }) => printable(oss?.operation ?? ''), least: 12 },
    ...(view.width >= SIDE_BY_SIDE_WIDTH ? [target] : []),
    time('column-total', 'totalMs'),
    time('column-connect', 'connectMs'),
    time('column-request', 'requestMs'),
    time('column-wait', 'waitMs'),
    time('column-response', 'responseMs'),
    { title: say(view, 'column-waited-for'), cell: ({ waitedFor }) => waitedFor, least: UNSHRINKABLE },
  ];
}

function targetOf(oss: OssExchange): string {
  const { bucket, key } = oss.address;
  const text = key === null ? (bucket ?? '-') : `${bucket ?? '-'}/${key}`;
  const { exchange } = oss;
  const door = terminalDoor({ index: exchange.index, exchange, oss, diagnosis: null });
  return printable(door.text(text).text);
}
