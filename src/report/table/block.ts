import { displayWidth, padEnd } from '../../bytes/display-width.ts';
import { printable } from '../../bytes/printable.ts';
import type { Diagnosis } from '../../diagnose/model.ts';
import type { OssExchange } from '../../oss/model.ts';
import type { MultipartUpload } from '../../oss/upload.ts';
import { ecPage } from '../ec-page.ts';
import { causeSentences, noteSentence } from '../findings/explain.ts';
import type { ExchangeGroup } from '../findings/group.ts';
import { serverSaid } from '../findings/server-said.ts';
import { isTold, leftUploads, showsStrings } from '../findings/told.ts';
import { maskingFiller } from '../redact/masking-filler.ts';
import { type Comparison, compareStrings } from '../strings/comparison.ts';
import { comparisonLines } from '../strings/comparison-lines.ts';
import { segmentLines, segmentsOf, splitDifference } from '../strings/difference.ts';
import { firstDifference, proofOf } from '../strings/proof.ts';
import { titledRows } from '../terminal/titled-rows.ts';
import { label, listed, type View, viewFor } from '../terminal/view.ts';
import { wrapText } from '../terminal/wrap.ts';
import type { LabelId } from '../text/texts.ts';

/** Everything about one cause: who did it, the evidence, what to do. */
export function groupBlock(
  group: ExchangeGroup,
  uploads: readonly MultipartUpload[],
  captureView: View,
): string[] {
  const view = viewFor(captureView, group.example.exchange);
  const { oss, diagnosis } = group.example;
  if (oss === null || diagnosis === null) return [];
  const filler = maskingFiller(group.example, view.filler);
  const sentences = causeSentences(diagnosis, filler, view.texts);
  const comparison = showsStrings(diagnosis) ? compareStrings(diagnosis, oss) : null;
  const rows: Row[] = [];
  if (comparison === null) rows.push({ title: 'row-server', text: refusal(oss, view) });
  else if (comparison.kind === 'parts') {
    rows.push({ title: 'row-first-difference', text: firstDifference(diagnosis, comparison, view) });
  }
  const proof = proofOf(diagnosis, oss, view);
  if (proof !== null) rows.push({ title: `row-${proof.kind}`, text: proof.text });
  rows.push({ title: 'row-cause', text: sentences.cause });
  rows.push({ title: 'row-cure', text: sentences.cure });
  for (const note of diagnosis.notes) {
    if (isTold(note, diagnosis)) {
      rows.push({ title: 'row-also', text: noteSentence(note, filler, view.texts) });
    }
  }
  for (const text of leftUploads(oss, uploads, view)) rows.push({ title: 'row-also', text });
  rows.push({ title: 'row-support', text: supportSentence(oss, view) });
  return [
    ...headlineLines('✗ ', sentences.headline, certaintyOf(diagnosis, view) + exchangesOf(group, view), view),
    '',
    ...(comparison === null ? [] : [...evidence(comparison, group, diagnosis, oss, view), '']),
    ...titledRows(
      rows.map(({ title, text }) => ({ title: label(view, title), text })),
      view,
    ),
  ];
}

function certaintyOf({ certainty }: Diagnosis, view: View): string {
  return certainty === null ? '' : `${view.texts.certainties[certainty]} · `;
}

/** A sentence behind a mark of two columns, and at its end, or below it, how often it holds. */
export function headlineLines(mark: string, text: string, status: string, view: View): string[] {
  const lines = wrapText(text, view.width - mark.length);
  const first = lines[0] ?? '';
  const gap = view.width - mark.length - displayWidth(first) - displayWidth(status);
  const painted = lines.map((line, at) => view.paint('failing', (at === 0 ? mark : '  ') + line));
  if (lines.length === 1 && gap >= 2) return [painted[0] + ' '.repeat(gap) + view.paint('quiet', status)];
  return [...painted, ...wrapText(status, view.width - 2).map((line) => view.paint('quiet', `  ${line}`))];
}

/** How many exchanges have the cause, and which. */
export function exchangesOf(group: ExchangeGroup, view: View): string {
  const indexes = listed(
    group.indexes.map((index) => `#${index}`),
    view,
  );
  const more = group.count - group.indexes.length;
  const tail = more > 0 ? label(view, 'exchanges-more', { n: more }) : '';
  return label(view, 'exchanges-of-group', { n: group.count, list: indexes }) + tail;
}

/** The strings, and what must be said of them before they are read. */
function evidence(
  comparison: Comparison,
  group: ExchangeGroup,
  diagnosis: Diagnosis,
  oss: OssExchange,
  view: View,
): string[] {
  const lines: string[] = [];
  const { index } = group.example;
  const say = (id: LabelId): void => {
    for (const line of wrapText(label(view, id, { index }), view.width - 2)) lines.push(`  ${line}`);
  };
  const { conflicting, from } = diagnosis.server ?? { conflicting: null, from: 'text' };
  if (diagnosis.server !== null && conflicting !== null) {
    say('conflict');
    const used = diagnosis.server.stringToSign;
    const [text, bytes] = from === 'text' ? [used, conflicting] : [conflicting, used];
    const { prefix, clientEnd, serverEnd } = splitDifference(text, bytes);
    lines.push(...form('conflict-text', text, prefix, clientEnd, view));
    lines.push(...form('conflict-bytes', bytes, prefix, serverEnd, view), '');
  }
  if (comparison.kind === 'same') {
    // without the secret the exchanges of a group have no more in common than that
    const isOneOfMany = group.count > 1 && diagnosis.verdict === 'needs-secret';
    if (oss.fromError === true) say('same-string-from-error');
    else say(isOneOfMany ? 'same-string-of' : 'same-string');
  }
  if (comparison.kind === 'server-unknown') say('server-string-unknown');
  lines.push(...comparisonLines(comparison, view));
  return lines;
}

/** One form of the server's string, cut around where it parts from the other. */
function form(title: LabelId, value: string, start: number, end: number, view: View): string[] {
  const name = padEnd(label(view, title), FORM_TITLE_WIDTH);
  const column = view.width - 4 - FORM_TITLE_WIDTH;
  const lines = segmentLines(segmentsOf(value, start, end, column), column, ({ text, differs }) =>
    differs ? view.paint('differing', text) : text,
  );
  return lines.map((line, at) => `  ${at === 0 ? name : ' '.repeat(FORM_TITLE_WIDTH)}  ${line.text}`);
}

/** Columns of `StringToSignBytes`, the longer of the two element names. */
const FORM_TITLE_WIDTH = 17;

interface Row {
  readonly title: LabelId;
  /** Null: there is nothing to say, and no row. */
  readonly text: string | null;
}

/** Null for an answer that refuses nothing. */
function refusal(oss: OssExchange, view: View): string | null {
  const refuses = oss.error !== null || (oss.exchange.response?.status ?? 0) >= 400;
  return refuses ? serverSaid(oss, view) : null;
}

/** By what the service's own support finds the exchange. */
export function supportSentence(oss: OssExchange, view: View): string {
  if (oss.requestId === null) return label(view, 'no-request-id');
  const id = printable(view.door.text(oss.requestId).text);
  return label(view, 'support', { id }) + supportOfCode(oss.ec, view);
}

/** The fine-grained code, and where the service tells more of it. */
function supportOfCode(ec: OssExchange['ec'], view: View): string {
  if (ec === null) return '';
  const page = ecPage(ec, view.texts.lang);
  return page === null ? label(view, 'support-ec', { ec }) : label(view, 'support-ec-page', { ec, page });
}
