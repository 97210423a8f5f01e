import { type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import { addAll, makeRoom } from '../../engine/bytes/collections.ts';
import { printable } from '../../engine/bytes/printable.ts';
import type { MultipartUpload } from '../../engine/oss/upload.ts';
import type { CaptureInfo } from '../../engine/results.ts';
import { fill } from '../../sentences/fill.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import type { ShortLabelId } from '../../sentences/short.ts';
import { type Refusals, refusalSentence, type Troubles, troubleList } from '../findings/troubles.ts';
import { inputName } from '../notice-text.ts';
import { listed, type View } from '../terminal/view.ts';
import { mostColumns, wrapItems } from '../terminal/wrap.ts';
import { formatSize } from '../uploads/upload-facts.ts';
import type { PageTally } from './page-tally.ts';

type UploadPart = MultipartUpload['parts'][number];

/** Uploads whose parts are remembered. */
const MAX_UPLOADS = 1000;

/** Reasons for a later failure that are named; the others are counted. */
const MAX_REASONS = 2;

/** Captures that a line names. */
const MAX_NAMED = 3;

/** Captures of one kind: how many, and the first of them. */
class NamedCaptures {
  readonly first: string[] = [];
  count = 0;

  add(path: string): void {
    this.count++;
    if (this.first.length < MAX_NAMED) this.first.push(path);
  }
}

/**
 * What is noted beside the causes of failures, in all captures of a scan: of each kind how often, and no
 * more. Memory does not grow with the captures.
 */
export class SideFindings {
  /** Uploads that left parts, each once, wherever it was seen. */
  readonly #left = new Map<ByteString, readonly UploadPart[]>();
  #slow = 0;
  #bodies = 0;
  #tls = 0;
  #tlsOss = 0;
  #elsewhere = 0;
  /** Of each kind of advice the first, and the requests that it holds for. */
  readonly #advice = new Map<
    string,
    { readonly first: NonNullable<CaptureInfo['advice']>[number]; count: number }
  >();
  /** Of the only capture; null as soon as there is a second. */
  #refusals: readonly Refusals[] | null = [];
  #captures = 0;
  readonly #nothing = new NamedCaptures();
  readonly #damaged = new NamedCaptures();

  /** A capture with what was kept of its exchanges. */
  add({ notices, advice = [], traffic, summary, path, filtered }: CaptureInfo, tally: PageTally): void {
    this.#captures++;
    this.#slow += tally.timing.sums.slow;
    this.#bodies += tally.bodies.state.differ;
    for (const { isOss, connections } of traffic.tls) {
      if (isOss) this.#tlsOss += connections;
      else if (traffic.ossExchanges > 0) this.#tls += connections;
    }
    this.#elsewhere += notices.filter(({ code }) => code === 'reported-in-other-capture').length;
    for (const one of advice) {
      const known = this.#advice.get(one.id);
      if (known === undefined) this.#advice.set(one.id, { first: one, count: one.count });
      else known.count += one.count;
    }
    this.#refusals = this.#captures === 1 ? tally.refusals.state : null;
    if (traffic.ossExchanges === 0 && (filtered?.ofOss ?? 0) === 0) this.#nothing.add(path);
    if (!summary.complete) this.#damaged.add(path);
  }

  /** What uploads leave behind, once it is known how they went on. */
  addUploads({ multipartUploads = [] }: CaptureInfo): void {
    for (const { uploadId, parts, leftoverParts } of multipartUploads) {
      if (leftoverParts.length === 0) continue;
      const numbers = new Set(leftoverParts);
      this.#left.delete(uploadId);
      makeRoom(this.#left, MAX_UPLOADS);
      this.#left.set(
        uploadId,
        parts.filter(({ number }) => numbers.has(number)),
      );
    }
  }

  /**
   * One phrase for each kind, what matters most first. `hasFailures`: of signatures, beside which a failed
   * upload is no news.
   */
  phrases(troubles: Troubles, hasFailures: boolean, view: View): readonly string[] {
    const { short } = view.texts;
    const say = (id: ShortLabelId, args: Readonly<Record<string, string | number>>): string =>
      fill(short[id], args, view.filler);
    const found: string[] = [];
    const left = [...this.#left.values()].flat();
    if (left.length > 0) found.push(say('parts-left', { n: left.length, size: formatSize(left) }));
    const said = this.#refusals === null ? null : refusalSentence(this.#refusals, view.filler, view.texts);
    const others: Troubles = {
      ...troubles,
      uploadsLeft: Math.max(0, troubles.uploadsLeft - this.#left.size),
      uploadsFailed: hasFailures ? 0 : troubles.uploadsFailed,
      refused: said === null ? troubles.refused : 0,
    };
    const list = troubleList(others, view.texts, view.filler);
    if (list !== null) found.push(list);
    if (this.#bodies > 0) found.push(say('bodies', { n: this.#bodies }));
    addAll(found, this.#advicePhrases(view));
    // one of several phrases, not a sentence by itself
    if (said !== null) found.push(said.slice(0, 1).toLowerCase() + said.slice(1));
    if (this.#slow > 0) found.push(say('slow', { n: this.#slow }));
    if (this.#tlsOss > 0) found.push(say('tls-unread-oss', { n: this.#tlsOss }));
    if (this.#tls > 0) found.push(say('tls-unread', { n: this.#tls }));
    if (this.#elsewhere > 0) found.push(say('elsewhere', { n: this.#elsewhere }));
    for (const [id, captures] of [
      ['nothing-in', this.#nothing],
      ['damaged-in', this.#damaged],
    ] as const) {
      if (captures.count > 0 && this.#captures > 1)
        found.push(say(id, { n: captures.count, list: fromText(namesOf(captures, view)) }));
    }
    return found;
  }

  #advicePhrases(view: View): readonly string[] {
    const kinds = [...this.#advice.values()];
    if (kinds.length === 0) return [];
    const { short } = view.texts;
    const { advice } = view.texts.outlook;
    const most = [...kinds].sort((a, b) => b.count - a.count).slice(0, MAX_REASONS);
    const named = most.map(({ first: { id }, count: n }) =>
      fill(short['may-fail-each'], { brief: fromText(advice[id].brief), n }, view.filler),
    );
    const left = kinds.length - most.length;
    if (left > 0) named.push(fill(short['more-kinds'], { n: left }, view.filler));
    const list = fromText(named.join(PUNCTUATION[view.texts.lang].semicolon));
    return [fill(short['may-fail-of'], { list }, view.filler)];
  }
}

function namesOf({ first, count }: NamedCaptures, view: View): string {
  const names = first.map((path) => printable(inputName(path, view.texts)));
  return listed(count > names.length ? [...names, '…'] : names, view);
}

/** Lines that the phrases may take. */
const MAX_LINES = 8;

/**
 * The phrases, dots between them, behind one mark; at their end, where more is to be read. `most`: lines;
 * what they have no room for is counted.
 */
export function sideLines(phrases: readonly string[], view: View, most = MAX_LINES): string[] {
  if (phrases.length === 0) return [];
  const { short } = view.texts;
  const room = view.width - 2;
  for (let n = phrases.length; n > 0; n--) {
    const left = phrases.length - n;
    const shown = phrases.slice(0, n);
    if (left > 0) shown.push(fill(short['more-kinds'], { n: left }, view.filler));
    const lines = withEnd(wrapItems(shown, room), PUNCTUATION[view.texts.lang].gap + short.details, room);
    if (lines.length <= most || n === 1)
      return lines.map((line, at) => (at === 0 ? `${view.paint('warning', '!')} ${line}` : `  ${line}`));
  }
  return [];
}

/** Puts a text at the end of the last line, or below it. */
function withEnd(lines: readonly string[], end: string, room: number): string[] {
  const last = (lines.at(-1) ?? '') + end;
  return mostColumns(last) <= room ? [...lines.slice(0, -1), last] : [...lines, end.trimStart()];
}
