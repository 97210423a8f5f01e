import { fromText } from '../../bytes/byte-string.ts';
import { printable } from '../../bytes/printable.ts';
import { bucketAndKey } from '../bucket-and-key.ts';
import type { DigestReporter } from '../digest/digest.ts';
import { ecPage } from '../ec-page.ts';
import type { CaptureFindings, CauseFinding, LateCause } from '../findings/capture-findings.ts';
import type { Finding } from '../findings/finding.ts';
import { refusalSentence } from '../findings/refusals.ts';
import { troubleSentence } from '../findings/troubles.ts';
import { countsText, type FormatOptions, filteredText, sayLabel } from '../format-options.ts';
import type { ExchangeJson, SidesJson } from '../json/model.ts';
import { captureName, inputName, unreadableSentence } from '../notice-text.ts';
import { otherPacketsSentence } from '../other-packets.ts';
import { printableLines } from '../printable-lines.ts';
import type { Write } from '../reporter.ts';
import type { EvidenceRow, MarkedText } from '../strings/evidence.ts';
import { valueTitles } from '../strings/value-titles.ts';
import { fill, plainFiller } from '../text/fill.ts';
import type { FormatLabelId } from '../text/format-texts.ts';
import { PUNCTUATION } from '../text/punctuation.ts';
import type { LaterUpload } from '../uploads/later-uploads.ts';
import { continuedSentence } from '../uploads/later-uploads.ts';
import { type FindingsFormat, findingsReporter } from './findings-reporter.ts';
import { escapeMarkdown, fencedBlock, inlineCode } from './markdown-text.ts';

/** Longest value in a table, in characters. */
const MAX_CELL = 300;

/**
 * Markdown for a ticket: for each capture what was counted, then each cause with its evidence.
 * Captured text stands in code or is escaped, so that it is shown and never obeyed.
 */
export function markdownReport(write: Write, options: FormatOptions): DigestReporter {
  const { texts, tool, showSignatures } = options;
  write(`# ${sayLabel(options, 'title')}\n`);
  const format: FindingsFormat = {
    capture(found): void {
      write(`\n${captureMarkdown(found, options)}`);
      for (const cause of found.causes) write(`\n${causeMarkdown(cause, options)}`);
      for (const late of found.late) write(`\n${lateMarkdown(late, options)}`);
    },
    unreadable(input): void {
      const args = {
        path: fromText(printable(inputName(input.path, texts))),
        why: fromText(printable(unreadableSentence(input, plainFiller(texts), texts))),
      };
      write(`\n${escapeMarkdown(sayLabel(options, 'unreadable', args))}\n`);
    },
    end({ interrupted, later }): void {
      write(continuedMarkdown(later, options));
      if (interrupted) write(`\n${sayLabel(options, 'interrupted')}\n`);
      const note = sayLabel(options, showSignatures ? 'shown-note' : 'masked-note');
      const made = sayLabel(options, 'page-made-by', { name: tool.name, version: tool.version });
      const { stop, gap } = PUNCTUATION[texts.lang];
      write(`\n---\n\n_${escapeMarkdown(made)}_${stop}${gap}${note}\n`);
    },
  };
  return findingsReporter(format, options);
}

/** The heading of a capture and what was counted in it. */
export function captureMarkdown(found: CaptureFindings, options: FormatOptions): string {
  const { info, head, counts, leftOut } = found;
  const { texts } = options;
  const { colon } = PUNCTUATION[texts.lang];
  const lines = [`## ${inlineCode(captureName(info, options.texts))}`, ''];
  const filtered = filteredText(info, options);
  if (filtered !== null) lines.push(escapeMarkdown(filtered), '');
  if (counts.oss === 0) lines.push(sayLabel(options, filtered === null ? 'no-oss' : 'none-shown'));
  else {
    lines.push(`**${countsText(counts, options)}**${PUNCTUATION[options.formats.lang].stop}`);
    lines.push(...outcome(found, options));
  }
  if (!head.complete) lines.push('', `⚠ ${sayLabel(options, 'damaged')}`);
  for (const warning of head.warnings.slice(0, MAX_WARNINGS)) {
    const place = warning.frame === undefined ? '' : ` (${inlineCode(String(warning.frame))})`;
    lines.push('', `⚠ ${escapeMarkdown(printable(warning.message))}${place}`);
  }
  const others = otherPacketsSentence(info.traffic, plainFiller(texts, printable), texts);
  if (others !== null) lines.push('', escapeMarkdown(others));
  for (const { text, cleanUp } of found.uploads) {
    lines.push('', `- ${texts.uploads.labels['row-upload']} ${escapeMarkdown(text)}`);
    if (cleanUp !== null)
      lines.push(`  - ${texts.uploads.labels['row-clean-up']}${colon}${inlineCode(cleanUp)}`);
  }
  if (leftOut > 0) lines.push('', sayLabel(options, 'more-causes', { n: leftOut }));
  return `${lines.join('\n')}\n`;
}

/** Whether all is well where no verdict fails, and what the verdicts do not tell. */
function outcome({ counts, troubles, refusals }: CaptureFindings, options: FormatOptions): readonly string[] {
  const { texts } = options;
  const text = troubleSentence(troubles, counts, texts);
  const errors = refusalSentence(refusals, plainFiller(texts, printable), texts);
  const lines = [
    ...(text === null ? [] : ['', `⚠ ${escapeMarkdown(text)}`]),
    ...(errors === null ? [] : ['', escapeMarkdown(errors)]),
  ];
  if (lines.length > 0) return lines;
  return counts.failed === 0 ? ['', sayLabel(options, 'nothing-fails')] : [];
}

/** Warnings of a capture that a ticket needs. */
const MAX_WARNINGS = 5;

/**
 * What became of uploads that captures above told as open, and could not wait for; nothing without
 * any.
 */
export function continuedMarkdown(later: readonly LaterUpload[], options: FormatOptions): string {
  if (later.length === 0) return '';
  const { texts } = options;
  const filler = plainFiller(texts, printable);
  const list = later
    .slice(0, MAX_CONTINUED)
    .map((one) => `- ${escapeMarkdown(continuedSentence(one, filler, texts))}\n`);
  const more = later.length - list.length;
  const rest =
    more > 0
      ? `- ${escapeMarkdown(fill(texts.uploads.labels['uploads-left-out'], { n: more }, filler))}\n`
      : '';
  return `\n${escapeMarkdown(texts.uploads.labels['continued-title'])}\n\n${list.join('')}${rest}`;
}

/** Uploads that went on and are told. */
const MAX_CONTINUED = 50;

/** What failed behind the status of a success. */
export function lateMarkdown(
  { finding, exchange, count, indexes }: LateCause,
  options: FormatOptions,
): string {
  const { colon } = PUNCTUATION[options.formats.lang];
  const { oss } = exchange;
  const facts: (readonly [string, string | null])[] = [
    [sayLabel(options, 'exchanges'), namedExchanges(count, indexes, options)],
    [sayLabel(options, 'operation'), operationOf(exchange)],
    [sayLabel(options, 'time'), exchange.time === null ? null : code(exchange.time)],
    [sayLabel(options, 'request-id'), code(oss?.requestId ?? '-')],
    [sayLabel(options, 'ec'), ecCode(exchange, options)],
    [options.texts.endings.labels.happened, markdownOrNull(finding.happened)],
    [sayLabel(options, 'server-said'), markdownOrNull(finding.said)],
    [options.texts.late.labels.callback, finding.callback === null ? null : code(finding.callback)],
    [sayLabel(options, 'cure'), escapeMarkdown(finding.cure)],
  ];
  const list = facts.flatMap(([title, text]) => (text === null ? [] : [`- **${title}**${colon}${text}`]));
  return [`### ⚠ ${escapeMarkdown(finding.headline)}`, '', ...list, ''].join('\n');
}

function markdownOrNull(text: string | null): string | null {
  return text === null ? null : escapeMarkdown(text);
}

function code(text: string): string {
  return inlineCode(printable(text));
}

/** With a link to what the service says of it. */
function ecCode({ oss }: ExchangeJson, { texts }: FormatOptions): string | null {
  if (oss?.ec == null) return null;
  const page = ecPage(oss.ec, texts.lang);
  return page === null ? code(oss.ec) : `[${code(oss.ec)}](${page})`;
}

/** What was asked for, and of what. */
function operationOf({ oss }: ExchangeJson): string {
  const target = oss === undefined ? '' : bucketAndKey(oss);
  return `${code(oss?.operation ?? '-')} ${code(target === '' ? '-' : target)}`;
}

function namedExchanges(count: number, indexes: readonly number[], options: FormatOptions): string {
  const more = count - indexes.length;
  const tail = more > 0 ? sayLabel(options, 'more-exchanges', { n: more }) : '';
  const { listComma } = PUNCTUATION[options.formats.lang];
  return `${indexes.map((index) => inlineCode(`#${index}`)).join(listComma)}${escapeMarkdown(tail)}`;
}

/** One cause with its evidence. */
export function causeMarkdown({ finding, count, indexes }: CauseFinding, options: FormatOptions): string {
  const say = (id: FormatLabelId): string => sayLabel(options, id);
  const { exchange, certainty, verdict } = finding;
  const { tls } = exchange;
  const { colon, comma } = PUNCTUATION[options.formats.lang];
  const facts: (readonly [FormatLabelId, string | null])[] = [
    [
      'verdict',
      `${code(verdict)}${certainty === null ? '' : `${comma}${options.texts.certainties[certainty]}`}`,
    ],
    ['exchanges', namedExchanges(count, indexes, options)],
    ['operation', operationOf(exchange)],
    ['time', exchange.time === null ? null : code(exchange.time)],
    ['opened-from', tls === undefined ? null : code(`TLS ${tls.version}, ${tls.suite}`)],
    ['request-id', code(exchange.oss?.requestId ?? '-')],
    ['ec', ecCode(exchange, options)],
    ['server-said', serverSaid(finding)],
    ['cause', escapeMarkdown(finding.cause)],
    ['cure', escapeMarkdown(finding.cure)],
    [finding.proof?.kind ?? 'proof', finding.proof === null ? null : escapeMarkdown(finding.proof.text)],
    ['first-difference', finding.firstDifference === null ? null : escapeMarkdown(finding.firstDifference)],
    ...finding.notes.map((note) => ['also', escapeMarkdown(note)] as const),
  ];
  const list = facts
    .filter(([, text]) => text !== null && text !== '')
    .map(([id, text]) => `- **${say(id)}**${colon}${text}`);
  return [
    `### ✗ ${escapeMarkdown(finding.headline)}`,
    '',
    ...list,
    ...differences(finding, options),
    ...strings(finding, options),
    '',
  ].join('\n');
}

function serverSaid({ exchange }: Finding): string | null {
  const { response, oss } = exchange;
  if (response === null) return null;
  const error = oss?.error ?? null;
  const said =
    error === null ? '' : ` ${inlineCode(printable(error.code))} ${escapeMarkdown(printable(error.message))}`;
  return `${response.status}${said}`;
}

/** The fields that differ, as a table. */
function differences({ evidence }: Finding, options: FormatOptions): string[] {
  const rows = evidence?.rows.filter(({ differs }) => differs) ?? [];
  if (evidence === null || rows.length === 0) return [];
  const head = (['field', ...valueTitles(evidence)] as const).map((id) => sayLabel(options, id));
  const hex = (row: EvidenceRow, side: 0 | 1): string =>
    row.hex === undefined ? '' : `<br>${cellCode(row.hex[side])}`;
  return [
    '',
    `| ${head.join(' | ')} |`,
    '| --- | --- | --- |',
    ...rows.map(
      (row) =>
        `| ${cellCode(row.label)} | ${marked(row.client)}${hex(row, 0)} | ${marked(row.server)}${hex(row, 1)} |`,
    ),
  ];
}

function marked(text: MarkedText): string {
  const whole = text.map((piece) => (typeof piece === 'string' ? piece : piece[0])).join('');
  return cellCode(whole.length > MAX_CELL ? `${whole.slice(0, MAX_CELL)}…` : whole);
}

/** A pipe ends a cell even in code (GitHub Flavored Markdown §4.10). */
function cellCode(text: string): string {
  return inlineCode(text).replaceAll('|', '\\|');
}

/** The strings themselves, fenced; one where both sides have the same. */
function strings({ exchange }: Finding, options: FormatOptions): string[] {
  const { signature } = exchange;
  return [
    ...sidesOf('string-to-sign', signature?.stringToSign, options),
    ...sidesOf('canonical-request', signature?.canonicalRequest, options),
  ];
}

function sidesOf(name: FormatLabelId, sides: SidesJson | undefined, options: FormatOptions): string[] {
  if (sides === undefined) return [];
  const left = sides.client ?? sides.wire;
  const title = sayLabel(options, sides.client === null ? 'client-rebuilt' : 'client-signed');
  const { colon } = PUNCTUATION[options.formats.lang];
  const block = (titles: string, text: string): string[] => [
    '',
    `${sayLabel(options, name)}${colon}${titles}`,
    '',
    fencedBlock(printableLines(text)),
  ];
  const server = sayLabel(options, 'server-signed');
  if (left !== null && left === sides.server) return block(`${title} = ${server}`, left);
  return [
    ...(left === null ? [] : block(title, left)),
    ...(sides.server === null ? [] : block(server, sides.server)),
  ];
}
