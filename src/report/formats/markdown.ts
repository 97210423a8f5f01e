import { addAll } from '../../engine/bytes/collections.ts';
import { printable, printableLines } from '../../engine/bytes/printable.ts';
import { fill, plainFiller } from '../../sentences/fill.ts';
import type { FormatLabelId } from '../../sentences/formats.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import { servicePage } from '../../sentences/service.ts';
import type { DigestReporter } from '../digest/digest.ts';
import type { Fact, Text } from '../document/blocks.ts';
import { causeFacts, ecPage, lateFacts } from '../document/cause-facts.ts';
import { escapeMarkdown, type MarkdownBlock, markdownText } from '../document/markdown.ts';
import type { CaptureFindings, CauseFinding, LateCause } from '../findings/capture-findings.ts';
import { bucketAndKey, type Finding } from '../findings/finding.ts';
import { refusalSentence, troubleSentence } from '../findings/troubles.ts';
import type { ExchangeJson, SidesJson } from '../json/model.ts';
import { captureName } from '../notice-text.ts';
import { otherPacketsSentence } from '../other-packets.ts';
import type { Write } from '../reporter.ts';
import { type MarkedText, valueTitles } from '../strings/evidence.ts';
import { operationName } from '../terminal/view.ts';
import { continuedSentence, type LaterUpload } from '../uploads/later-uploads.ts';
import {
  countsText,
  type FindingsFormat,
  type FormatOptions,
  filteredText,
  findingsReporter,
  lateTitles,
  sayLabel,
  unreadableText,
} from './format.ts';

/** Longest value in a table, in characters. */
const MAX_CELL = 300;

/**
 * Markdown for a ticket: for each capture what was counted, then each cause with its evidence. Captured text
 * stands in code or is escaped, so that it is shown and never obeyed.
 */
export function markdownReport(write: Write, options: FormatOptions): DigestReporter {
  const { texts, tool, showSignatures } = options;
  write(`# ${sayLabel(options, 'title')}\n`);
  const format: FindingsFormat = {
    capture(found): void {
      write(`\n${captureMarkdown(found, options)}`);
      for (const cause of found.causes) write(`\n${causeMarkdown(cause, options)}`);
      for (const late of found.late) write(`\n${lateMarkdown(late, options)}`);
      write(uploadsMarkdown(found, options));
    },
    unreadable(input): void {
      write(`\n${escapeMarkdown(unreadableText(input, options))}\n`);
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
  const { stop } = PUNCTUATION[texts.lang];
  const paragraph = (text: Text, mark?: '⚠'): MarkdownBlock => ({
    kind: 'paragraph',
    text,
    ...(mark && { mark }),
  });
  const blocks: MarkdownBlock[] = [{ kind: 'heading', text: [{ code: captureName(info, texts) }] }];
  const filtered = filteredText(info, options);
  if (filtered !== null) blocks.push(paragraph(filtered));
  if (counts.oss === 0)
    blocks.push(paragraph(sayLabel(options, filtered === null ? 'no-oss' : 'none-shown')));
  else {
    blocks.push(paragraph([{ strong: countsText(counts, info, options) }, stop]));
    addAll(blocks, outcome(found, options));
  }
  if (!head.complete) blocks.push(paragraph(sayLabel(options, 'damaged'), '⚠'));
  for (const warning of head.warnings.slice(0, MAX_WARNINGS)) {
    const place = warning.frame === undefined ? [] : [' (', { code: String(warning.frame) }, ')'];
    blocks.push(paragraph([printable(warning.message), ...place], '⚠'));
  }
  const others = otherPacketsSentence(info.traffic, plainFiller(texts, printable), texts);
  if (others !== null) blocks.push(paragraph(others));
  if (leftOut > 0) blocks.push(paragraph(sayLabel(options, 'more-causes', { n: leftOut })));
  return markdownText(blocks, texts.lang);
}

/** Uploads that need a look, and what frees what they keep; nothing without any. */
export function uploadsMarkdown({ uploads }: CaptureFindings, { texts }: FormatOptions): string {
  if (uploads.length === 0) return '';
  const { colon } = PUNCTUATION[texts.lang];
  const { labels } = texts.uploads;
  const items = uploads.map(({ text, cleanUp }) => ({
    text: `${labels['row-upload']} ${text}`,
    ...(cleanUp === null ? {} : { below: [labels['row-clean-up'] + colon, { code: cleanUp }] }),
  }));
  return `\n${markdownText([{ kind: 'list', items }], texts.lang)}`;
}

/** Whether all is well where no verdict fails, and what the verdicts do not show. */
function outcome(
  { counts, troubles, refusals }: CaptureFindings,
  options: FormatOptions,
): readonly MarkdownBlock[] {
  const { texts } = options;
  const text = troubleSentence(troubles, counts, texts);
  const errors = refusalSentence(refusals, plainFiller(texts, printable), texts);
  const blocks: MarkdownBlock[] = [];
  if (text !== null) blocks.push({ kind: 'paragraph', text, mark: '⚠' });
  if (errors !== null) blocks.push({ kind: 'paragraph', text: errors });
  if (blocks.length > 0 || counts.failed > 0) return blocks;
  return [{ kind: 'paragraph', text: sayLabel(options, 'nothing-fails') }];
}

/** Warnings of a capture that a ticket needs. */
const MAX_WARNINGS = 5;

/** What became of uploads that captures above reported as open; nothing without any. */
export function continuedMarkdown(later: readonly LaterUpload[], options: FormatOptions): string {
  if (later.length === 0) return '';
  const { texts } = options;
  const { labels } = texts.uploads;
  const filler = plainFiller(texts, printable);
  const items = later.slice(0, MAX_CONTINUED).map((one) => ({ text: continuedSentence(one, filler, texts) }));
  const n = later.length - items.length;
  if (n > 0) items.push({ text: fill(labels['uploads-left-out'], { n }, filler) });
  const blocks: readonly MarkdownBlock[] = [
    { kind: 'paragraph', text: labels['continued-title'] },
    { kind: 'list', items },
  ];
  return `\n${markdownText(blocks, texts.lang)}`;
}

/** Uploads that went on and are listed. */
const MAX_CONTINUED = 50;

/** What failed behind the status of a success. */
export function lateMarkdown(
  { finding, exchange, count, indexes }: LateCause,
  options: FormatOptions,
): string {
  const say = (id: FormatLabelId): string => sayLabel(options, id);
  const facts: readonly Fact[] = [
    { title: say('exchanges'), text: namedExchanges(count, indexes, options) },
    { title: say('operation'), text: operationOf(exchange, options) },
    { title: say('time'), text: exchange.time === null ? null : code(exchange.time) },
    { title: say('request-id'), text: code(exchange.oss?.requestId ?? '-') },
    { title: say('ec'), text: ecCode(exchange, options) },
    ...lateFacts(finding, lateTitles(options)),
  ];
  return markdownText(
    [
      { kind: 'finding', mark: '⚠', text: finding.headline },
      { kind: 'facts', facts },
    ],
    options.formats.lang,
  );
}

function code(text: string): Text {
  return [{ code: printable(text) }];
}

/** With a link to what the service says of it. */
function ecCode({ oss }: ExchangeJson, { texts }: FormatOptions): Text | null {
  if (oss?.ec == null) return null;
  const href = ecPage(oss.ec, texts.lang, oss.provider);
  return [{ code: printable(oss.ec), ...(href === null ? {} : { href }) }];
}

/** What was asked for, and of what. */
function operationOf({ oss }: ExchangeJson, { texts }: FormatOptions): Text {
  const target = oss === undefined ? '' : bucketAndKey(oss);
  return [
    { code: printable(operationName(oss?.operation ?? '-', texts)) },
    ' ',
    { code: printable(target === '' ? '-' : target) },
  ];
}

function namedExchanges(count: number, indexes: readonly number[], options: FormatOptions): Text {
  const more = count - indexes.length;
  const { listComma } = PUNCTUATION[options.formats.lang];
  return [
    ...indexes.flatMap((index, at) => [...(at === 0 ? [] : [listComma]), { code: `#${index}` }]),
    ...(more > 0 ? [sayLabel(options, 'more-exchanges', { n: more })] : []),
  ];
}

export function causeMarkdown({ finding, count, indexes }: CauseFinding, options: FormatOptions): string {
  const say = (id: FormatLabelId): string => sayLabel(options, id);
  const { exchange, measure, verdict } = finding;
  const { tls } = exchange;
  const { lang } = options.formats;
  const sure = measure === null ? '' : PUNCTUATION[lang].comma + options.texts.measures[measure];
  const facts: readonly Fact[] = [
    { title: say('verdict'), text: [options.texts.verdictNames[verdict] + sure, ' ', { code: verdict }] },
    { title: say('exchanges'), text: namedExchanges(count, indexes, options) },
    { title: say('operation'), text: operationOf(exchange, options) },
    { title: say('time'), text: exchange.time === null ? null : code(exchange.time) },
    { title: say('opened-from'), text: tls === undefined ? null : code(`TLS ${tls.version}, ${tls.suite}`) },
    { title: say('request-id'), text: code(exchange.oss?.requestId ?? '-') },
    { title: say('ec'), text: ecCode(exchange, options) },
    { title: say('page-key-id'), text: keyIdOf(exchange) },
    ...causeFacts(
      finding,
      ['suspects', 'server-said', 'cause', 'cure', 'proof', 'first-difference', 'also'],
      say,
      serverSaid(finding),
    ),
  ];
  return markdownText(
    [
      { kind: 'finding', mark: '✗', text: finding.headline },
      { kind: 'facts', facts },
      ...differences(finding, options),
      ...strings(finding, options),
    ],
    lang,
  );
}

function keyIdOf({ signature }: ExchangeJson): Text | null {
  const id = signature?.accessKeyId ?? null;
  return id === null ? null : code(id);
}

function serverSaid({ exchange }: Finding): Text | null {
  const { response, oss } = exchange;
  if (response === null) return null;
  const error = oss?.error ?? null;
  const status = String(response.status);
  if (oss == null || error === null) return status;
  const href = servicePage(oss);
  const code = { code: printable(error.code), ...(href === null ? {} : { href }) };
  return [status, ' ', code, ' ', printable(error.message)];
}

/** The fields that differ, as a table. */
function differences({ evidence }: Finding, options: FormatOptions): readonly MarkdownBlock[] {
  const rows = evidence?.rows.filter(({ differs }) => differs) ?? [];
  if (evidence === null || rows.length === 0) return [];
  const titles = ['field', ...valueTitles(evidence)] as const;
  const cell = (text: MarkedText, hex: string | undefined): Text => [
    { code: cutCell(text) },
    ...(hex === undefined ? [] : [{ code: hex }]),
  ];
  return [
    {
      kind: 'table',
      columns: titles.map((id) => ({ title: sayLabel(options, id) })),
      rows: rows.map(({ label, client, server, hex }) => [
        [{ code: label }],
        cell(client, hex?.[0]),
        cell(server, hex?.[1]),
      ]),
    },
  ];
}

function cutCell(text: MarkedText): string {
  const whole = text.map((piece) => (typeof piece === 'string' ? piece : piece[0])).join('');
  return whole.length > MAX_CELL ? `${whole.slice(0, MAX_CELL)}…` : whole;
}

/** The strings themselves, fenced; one where both sides have the same. */
function strings({ exchange }: Finding, options: FormatOptions): readonly MarkdownBlock[] {
  const { signature } = exchange;
  return [
    ...sidesOf('string-to-sign', signature?.stringToSign, options),
    ...sidesOf('canonical-request', signature?.canonicalRequest, options),
  ];
}

function sidesOf(
  name: FormatLabelId,
  sides: SidesJson | undefined,
  options: FormatOptions,
): readonly MarkdownBlock[] {
  if (sides === undefined) return [];
  const left = sides.client ?? sides.wire;
  const title = sayLabel(options, sides.client === null ? 'client-rebuilt' : 'client-signed');
  const { colon } = PUNCTUATION[options.formats.lang];
  const string = (titles: string, text: string): readonly MarkdownBlock[] => [
    { kind: 'paragraph', text: sayLabel(options, name) + colon + titles },
    { kind: 'verbatim', lines: [printableLines(text)] },
  ];
  const server = sayLabel(options, 'server-signed');
  if (left !== null && left === sides.server) return string(`${title} = ${server}`, left);
  return [
    ...(left === null ? [] : string(title, left)),
    ...(sides.server === null ? [] : string(server, sides.server)),
  ];
}
