import { helpOf } from '../../../src/cli/commands/command.ts';
import { COMMAND_NAMES } from '../../../src/cli/commands/registry.ts';
import { EXIT } from '../../../src/cli/ending.ts';
import { PAGE_FORMAT_NAMES } from '../../../src/cli/settings/value-types.ts';
import { NOTICE_CODES } from '../../rooms/bytes.ts';
import { FORMAT_NAMES, formatOf, hypothesisEntries, versionsText } from '../../rooms/report.ts';
import { HYPOTHESES } from '../../rooms/search.ts';
import { NOTE_IDS, plainFiller, type Template } from '../../rooms/sentences.ts';
import { ABOUT, commandHelp } from '../../support/commands.ts';
import { type Book, fact, fileOf, label, list, referencePage } from './book.ts';
import { code, link, prose, table, templateProse } from './markdown.ts';

export function hypothesisPage(book: Book): string {
  const filler = plainFiller(book.texts);
  const { detail } = book;
  const said = (id: 'hypotheses-head' | 'hypotheses-foot'): string =>
    prose(detail.labels[id].replace('{n}', String(HYPOTHESES.length)));
  const rows = hypothesisEntries(HYPOTHESES, filler, book.texts).map((entry) => [
    `<a id="${entry.id}"></a>${code(entry.id)}`,
    entry.field === null ? '' : detail.hypothesisFields[entry.field],
    `${entry.cost}${entry.aloneOnly ? detail.labels['alone-only'] : ''}`,
    code(versionsText(entry.versions, { detail, filler })),
    list(
      book,
      entry.causes.map(({ id }) => link(code(id), `causes/${fileOf(id, book.lang)}`)),
    ),
  ]);
  const head = [
    detail.labels['column-hypothesis'],
    detail.labels['column-changes'],
    detail.labels['column-cost'],
    detail.labels['column-versions'],
    label(book, 'column-causes'),
  ];
  return referencePage(book, 'hypotheses', [
    said('hypotheses-head'),
    table(head, rows),
    said('hypotheses-foot'),
  ]);
}

export function notePage(book: Book): string {
  const { texts } = book;
  const advice = Object.entries(texts.outlook.advice).map(
    ([id, { summary, advice }]) => [id, `${templateProse(summary)}<br>→ ${templateProse(advice)}`] as const,
  );
  const endings = Object.entries(texts.endings.kinds).map(([id, { headline, happened, cure }]) => {
    const text = [headline, happened].map(templateProse).join('<br>');
    return [id, `${text}<br>→ ${templateProse(cure)}`] as const;
  });
  return referencePage(book, 'notes', [
    ...section(
      book,
      'notes',
      NOTE_IDS.map((id) => [id, templateProse(texts.notes[id])]),
    ),
    ...section(book, 'advice', advice),
    ...section(book, 'uploads', sentences(texts.uploads.issues)),
    ...section(book, 'waits', sentences(texts.outlook.reasons)),
    ...section(book, 'endings', endings),
  ]);
}

export function noticePage(book: Book): string {
  const { texts } = book;
  return referencePage(book, 'notices', [
    idTable(
      book,
      NOTICE_CODES.map((id) => [id, templateProse(texts.notices[id])]),
    ),
    ...section(book, 'failures', sentences(texts.inputFailures)),
  ]);
}

function sentences(templates: Readonly<Record<string, Template>>): (readonly [string, string])[] {
  return Object.entries(templates).map(([id, template]) => [id, templateProse(template)] as const);
}

type Section = 'notes' | 'advice' | 'uploads' | 'waits' | 'endings' | 'failures';

function section(book: Book, name: Section, rows: readonly (readonly [string, string])[]): string[] {
  return [
    `## ${label(book, `${name}-title`)}`,
    label(book, `${name}-about`),
    idTable(book, rows, name === 'notes' ? '' : `${name}-`),
  ];
}

/** `prefix`: distinguishes the anchors of one section from those of another. */
function idTable(
  book: Book,
  rows: readonly (readonly [id: string, sentence: string])[],
  prefix = '',
): string {
  return table(
    [label(book, 'column-id'), label(book, 'column-sentence')],
    rows.map(([id, sentence]) => [`<a id="${prefix}${id}"></a>${code(id)}`, sentence]),
  );
}

export function formatPage(book: Book): string {
  return referencePage(book, 'formats', [
    table(
      [
        label(book, 'column-format'),
        label(book, 'column-written'),
        label(book, 'column-consumer'),
        label(book, 'column-masked'),
      ],
      FORMAT_NAMES.map((name) => {
        const { about, masked } = formatOf(name);
        const { what, consumer } = about[book.docs.lang];
        return [code(name), what, consumer, label(book, masked === 'never' ? 'no' : 'yes')];
      }),
    ),
    fact(book, code('--show-signatures'), prose(helpOf('showSignatures', ABOUT.scan, book.lang))),
    `## ${label(book, 'pages-title')}`,
    label(book, 'pages-about', { list: list(book, PAGE_FORMAT_NAMES.map(code)) }),
  ]);
}

export function exitCodePage(book: Book): string {
  const codes = Object.entries(EXIT) as [keyof typeof EXIT, number][];
  return referencePage(book, 'exit-codes', [
    table(
      [label(book, 'column-code'), label(book, 'column-meaning')],
      codes.map(([name, exit]) => [code(String(exit)), book.docs.exitCodes[name]]),
    ),
    `## ${label(book, 'by-command')}`,
    table(
      [label(book, 'column-command'), label(book, 'column-meaning')],
      COMMAND_NAMES.map((name) => [
        link(code(name), `${fileOf('commands', book.lang)}#${name}`),
        prose(exitSentence(commandHelp(name, book.lang).epilogue)),
      ]),
    ),
  ]);
}

/** What the last line of a command's help says of its codes. */
function exitSentence(epilogue: string): string {
  return (
    epilogue
      .split('\n')
      .at(-1)
      ?.replace(/^[^:：]*[:：]\s*/, '') ?? ''
  );
}
