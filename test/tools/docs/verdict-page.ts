import { FAIL_ON } from '../../../src/cli/settings/value-types.ts';
import { type Certainty, isFailing, VERDICTS, type Verdict } from '../../rooms/diagnose.ts';
import {
  causesUnder,
  certaintiesOf,
  DECISION_ROWS,
  type DecisionRow,
  rowReason,
} from '../../rooms/report.ts';
import { MEASURES } from '../../rooms/sentences.ts';
import { aside, type Book, colon, fact, fileOf, label, list, referencePage, sentence } from './book.ts';

import { capital, code, link, prose, table, templateProse } from './markdown.ts';

/** Every verdict, and the table that decides it. */
export function verdictPage(book: Book): string {
  return referencePage(book, 'verdicts', [
    table(
      [label(book, 'column-verdict'), label(book, 'column-title'), label(book, 'column-meaning')],
      VERDICTS.map((verdict) => [
        link(code(verdict), `#${verdict}`),
        book.formats.verdicts[verdict],
        prose(book.texts.verdicts[verdict].headline),
      ]),
    ),
    ...VERDICTS.flatMap((verdict) => verdictBlocks(book, verdict)),
    `## ${label(book, 'certainties-title')}`,
    (Object.entries(book.reference.certainties) as [Certainty, string][])
      .map(
        ([id, text]) =>
          `- **${book.texts.measures[MEASURES[id]]}**${aside(book, code(id))}${colon(book)}${text}`,
      )
      .join('\n'),
    `## ${label(book, 'table-title')}`,
    label(book, 'table-about'),
    decisionTable(book),
  ]);
}

function verdictBlocks(book: Book, verdict: Verdict): string[] {
  const { meaning, given, toDo = null } = book.reference.verdicts[verdict];
  const { cure } = book.texts.verdicts[verdict];
  const rows = DECISION_ROWS.filter(({ verdicts }) => verdicts.includes(verdict));
  return [
    `## ${verdict}`,
    meaning,
    [
      fact(book, label(book, 'when'), given),
      fact(book, label(book, 'certainty'), certaintyList(book, rows, verdict)),
      fact(book, label(book, 'to-do'), sentence(book, toDo ?? capital(templateProse(cure)))),
      fact(
        book,
        label(book, 'rows'),
        list(
          book,
          rows.map(({ number }) => rowLink(number)),
        ),
      ),
      causesUnder(verdict).length > 0
        ? fact(
            book,
            label(book, 'causes-of'),
            link(String(causesUnder(verdict).length), `${fileOf('causes', book.lang)}#${sectionOf(verdict)}`),
          )
        : '',
    ]
      .filter((line) => line !== '')
      .join('\n'),
    label(book, exitLabel(verdict)),
  ];
}

function exitLabel(verdict: Verdict): 'fails' | 'does-not-fail' | 'never-fails' {
  if (isFailing(verdict)) return 'fails';
  return FAIL_ON.includes(verdict) ? 'does-not-fail' : 'never-fails';
}

/** Anchor of the section of the page of causes that holds a verdict's. */
export function sectionOf(verdict: Verdict): string {
  return `of-${verdict}`;
}

function rowLink(number: number): string {
  return link(String(number), `#row-${number}`);
}

/** The words for every certainty that the rows give. */
export function certaintyList(book: Book, rows: readonly DecisionRow[], verdict?: Verdict): string {
  return list(
    book,
    certaintiesOf(rows, verdict).map((each) =>
      each === null ? label(book, 'no-certainty') : book.texts.measures[MEASURES[each]],
    ),
  );
}

function decisionTable(book: Book): string {
  return table(
    [
      label(book, 'column-row'),
      label(book, 'column-holds'),
      label(book, 'column-verdict'),
      label(book, 'certainty'),
    ],
    DECISION_ROWS.map((row) => [
      `<a id="row-${row.number}"></a>${row.number}`,
      prose(rowReason(row.number, book.detail)),
      list(
        book,
        row.verdicts.map((verdict) => link(code(verdict), `#${verdict}`)),
      ),
      certaintyList(book, [row]),
    ]),
  );
}
