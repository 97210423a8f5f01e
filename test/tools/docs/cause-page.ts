import { CAUSES, type CauseId } from '../../../src/diagnose/causes/index.ts';
import { VERDICTS, type Verdict } from '../../../src/diagnose/model.ts';
import type { ArgSpec } from '../../../src/diagnose/prose.ts';
import { HYPOTHESES } from '../../../src/diagnose/search/hypotheses/index.ts';
import { EC_MEANINGS, type EcMeaning } from '../../../src/oss/vocabulary.ts';
import { rowReason } from '../../../src/report/detail/view.ts';
import { aside, type Book, fact, fileOf, label, list, referencePage, sentence } from './book.ts';
import { causesUnder, type DecisionRow, ecMeaningsOf, rowsOf } from './cause-rows.ts';
import { capital, code, link, prose, templateProse } from './markdown.ts';
import { certaintiesOf, sectionOf } from './verdict-page.ts';

/** Every cause under the verdict that it comes with first. */
export function causePage(book: Book): string {
  const sections = VERDICTS.map((verdict) => ({ verdict, causes: causesUnder(verdict) })).filter(
    ({ causes }) => causes.length > 0,
  );
  const title = (verdict: Verdict): string => capital(book.formats.verdicts[verdict]);
  const rules = book.docs.signingRules.map(([name, url]) => link(name, url));
  return referencePage(book, 'causes', [
    label(book, 'signing-rules', { list: list(book, rules) }),
    label(book, 'mismatch-documents', { list: documents(book, ['signature-mismatch']) }),
    sections
      .map(
        ({ verdict, causes }) =>
          `- ${link(title(verdict), `#${sectionOf(verdict)}`)}${aside(book, String(causes.length))}`,
      )
      .join('\n'),
    ...sections.flatMap(({ verdict, causes }) => [
      `<a id="${sectionOf(verdict)}"></a>`,
      `## ${title(verdict)}${aside(book, code(verdict))}`,
      causes.map((id) => link(code(id), `#${id}`)).join(' · '),
      ...causes.flatMap((id) => causeBlocks(book, id, verdict)),
    ]),
  ]);
}

function causeBlocks(book: Book, id: CauseId, verdict: Verdict): string[] {
  const { headline, cause, cure } = book.texts.causes[id];
  const rows = rowsOf(id);
  return [
    `### ${id}`,
    templateProse(headline),
    [
      fact(book, label(book, 'why'), sentence(book, capital(templateProse(cause)))),
      fact(
        book,
        label(book, 'shows'),
        rows.map((row) => shows(book, row)).join(book.lang === 'zh' ? '' : ' '),
      ),
      fact(book, label(book, 'certainty'), certaintiesOf(book, rows, verdict)),
      fact(book, label(book, 'proved'), proof(book, id)),
      fact(book, label(book, 'to-do'), sentence(book, capital(templateProse(cure)))),
      fact(book, label(book, 'document'), documents(book, ecMeaningsOf(id))),
      fact(book, label(book, 'cause-args'), args(book, id)),
    ]
      .filter((line) => line !== '')
      .join('\n'),
  ];
}

function shows(book: Book, { number }: DecisionRow): string {
  const holds = capital(prose(rowReason(number, book.detail)));
  const row = link(
    label(book, 'row', { n: String(number) }),
    `${fileOf('verdicts', book.lang)}#row-${number}`,
  );
  return sentence(book, `${holds}${aside(book, row)}`);
}

/** What proves it, each proof once; the search with the hypotheses that name the cause. */
function proof(book: Book, id: CauseId): string {
  const kinds = [...new Set(rowsOf(id).map((row) => row.proof))];
  const named = kinds.map((kind) => {
    const hypotheses = kind === 'search' ? hypothesesOf(id) : [];
    if (hypotheses.length === 0) return book.docs.proofs[kind];
    const page = fileOf('hypotheses', book.lang);
    return label(book, 'proved-by', {
      list: list(
        book,
        hypotheses.map((each) => link(code(each), `${page}#${each}`)),
      ),
    });
  });
  return sentence(book, capital(named.join(book.lang === 'zh' ? '；' : '; ')));
}

function hypothesesOf(id: CauseId): string[] {
  return HYPOTHESES.filter(({ causes }) => causes.includes(id)).map((each) => each.id);
}

/** The pages of the error codes that mean so. */
function documents(book: Book, meanings: readonly EcMeaning[]): string {
  const codes = Object.entries(EC_MEANINGS).filter(([, meaning]) => meanings.includes(meaning));
  return list(
    book,
    codes.map(([ec]) => link(`EC ${ec}`, `${book.docs.ecPages}${ec}`)),
  );
}

function args(book: Book, id: CauseId): string {
  const spec: ArgSpec = CAUSES[id].args;
  return list(
    book,
    Object.entries(spec).map(([name, kind]) => `${code(name)}${aside(book, book.docs.argKinds[kind])}`),
  );
}
