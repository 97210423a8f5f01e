import { type ArgSpec, type CauseId, VERDICTS, type Verdict } from '../../rooms/diagnose.ts';
import type { CodeMeaning } from '../../rooms/oss.ts';
import {
  causesUnder,
  codesMeaning,
  type DecisionRow,
  ecMeaningsOf,
  exampleOf,
  hypothesesOf,
  proofKindsOf,
  rowReason,
  rowsOf,
} from '../../rooms/report.ts';
import { CAUSES } from '../../rooms/sentences.ts';
import { aside, type Book, fact, fileOf, label, list, referencePage, sentence } from './book.ts';
import { capital, code, link, page, prose, shellBlock, table, templateProse } from './markdown.ts';
import { certaintyList, sectionOf } from './verdict-page.ts';

/** Every cause under the verdict that it comes with first, each with a link to its own page. */
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
      table(
        [label(book, 'column-id'), label(book, 'column-sentence')],
        causes.map((id) => [
          `<a id="${id}"></a>${link(code(id), `causes/${fileOf(id, book.lang)}`)}`,
          templateProse(book.texts.causes[id].headline),
        ]),
      ),
    ]),
  ]);
}

/** The page of one cause, in the folder `causes`. */
export function pageOfCause(book: Book, id: CauseId): string {
  const { headline, cause, cure } = book.texts.causes[id];
  const rows = rowsOf(id);
  const verdict = VERDICTS.find((each) => causesUnder(each).includes(id));
  const other = fileOf(id, book.lang === 'zh' ? 'en' : 'zh');
  const named = verdict === undefined ? [] : [verdict];
  return page([
    `<!-- ${label(book, 'generated')} -->`,
    `# ${id}`,
    label(book, 'back-cause', { other }),
    templateProse(headline),
    [
      ...named.map((each) =>
        fact(
          book,
          capital(label(book, 'kind-verdict')),
          link(book.formats.verdicts[each], `../${fileOf('verdicts', book.lang)}#${each}`) +
            aside(book, code(each)),
        ),
      ),
      fact(book, label(book, 'why'), sentence(book, capital(templateProse(cause)))),
      fact(
        book,
        label(book, 'shows'),
        rows.map((row) => shows(book, row)).join((book.lang === 'zh' ? '' : ' ') + label(book, 'shows-or')),
      ),
      fact(book, label(book, 'certainty'), certaintyList(book, rows, verdict)),
      fact(book, label(book, 'proved'), proof(book, id)),
      fact(book, label(book, 'to-do'), sentence(book, capital(templateProse(cure)))),
      fact(book, label(book, 'example'), prose(exampleOf(id, book.texts) ?? '')),
      fact(book, label(book, 'document'), documents(book, ecMeaningsOf(id))),
      fact(book, label(book, 'cause-args'), args(book, id)),
    ]
      .filter((line) => line !== '')
      .join('\n'),
    label(book, 'same-offline'),
    shellBlock([`osscap why ${id}`]),
  ]);
}

function shows(book: Book, { number }: DecisionRow): string {
  const holds = capital(prose(rowReason(number, book.detail)));
  const row = link(
    label(book, 'row', { n: String(number) }),
    `../${fileOf('verdicts', book.lang)}#row-${number}`,
  );
  return sentence(book, `${holds}${aside(book, row)}`);
}

/** What proves it, each proof once; the search with the hypotheses that name the cause. */
function proof(book: Book, id: CauseId): string {
  const named = proofKindsOf(id).map((kind) => {
    const hypotheses = kind === 'search' ? hypothesesOf(id) : [];
    if (hypotheses.length === 0) return book.reference.proofs[kind];
    const target = `../${fileOf('hypotheses', book.lang)}`;
    return label(book, 'proved-by', {
      list: list(
        book,
        hypotheses.map((each) => link(code(each), `${target}#${each}`)),
      ),
    });
  });
  return sentence(book, capital(named.join(book.lang === 'zh' ? '；' : '; ')));
}

/** The pages of the error codes that mean so. */
function documents(book: Book, meanings: readonly CodeMeaning[]): string {
  return list(
    book,
    codesMeaning(meanings).map((ec) => link(`EC ${ec}`, `${book.reference.ecPages}${ec}`)),
  );
}

function args(book: Book, id: CauseId): string {
  const spec: ArgSpec = CAUSES[id].args;
  return list(
    book,
    Object.entries(spec).map(([name, kind]) => `${code(name)}${aside(book, book.docs.argKinds[kind])}`),
  );
}
