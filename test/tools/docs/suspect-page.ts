import { SUSPECT_KINDS, SUSPECTS } from '../../../src/features/suspects/entries.ts';
import { EVIDENCE, EVIDENCE_CODES } from '../../../src/features/suspects/evidence.ts';
import { COMMONNESS } from '../../../src/features/suspects/kinds.ts';
import { MODEL } from '../../../src/features/suspects/weigh.ts';
import { type Book, label, referencePage } from './book.ts';
import type { DocLabelId } from './docs-texts.ts';
import { code, table, templateProse } from './markdown.ts';

/** Every number that a weight is made of, and every sentence about suspects. */
export function suspectPage(book: Book): string {
  const { lang, docs } = book;
  const kinds = SUSPECT_KINDS.map((id) => {
    const { rate, summary, advice, proof } = SUSPECTS[id];
    const said = `${templateProse(summary[lang])}<br>→ ${templateProse(advice[lang])}<br>✓ ${templateProse(proof[lang])}`;
    return [anchored(id), said, String(rate.header), String(rate.url)];
  });
  const evidence = EVIDENCE_CODES.map((id) => [
    anchored(id, 'evidence-'),
    templateProse(EVIDENCE[id].text[lang]),
  ]);
  const model = Object.entries(MODEL).map(([name, value]) => [
    code(name),
    docs.suspectModel[name as keyof typeof MODEL],
    String(value),
  ]);
  const commonness = Object.entries(COMMONNESS).map(([name, value]) => [code(name), String(value)]);
  return referencePage(book, 'suspects', [
    ...section(book, 'words'),
    ...section(book, 'kinds'),
    table(heads(book, 'column-suspect', 'column-sentence', 'column-rate-header', 'column-rate-url'), kinds),
    ...section(book, 'evidence'),
    table(heads(book, 'column-id', 'column-sentence'), evidence),
    ...section(book, 'model'),
    table(heads(book, 'column-number', 'column-what', 'column-value'), model),
    ...section(book, 'commonness'),
    table(heads(book, 'column-trait', 'column-share'), commonness),
  ]);
}

function section(
  book: Book,
  name: 'words' | 'kinds' | 'evidence' | 'model' | 'commonness',
): readonly string[] {
  return [`## ${label(book, `suspects-${name}`)}`, label(book, `suspects-${name}-about`)];
}

function heads(book: Book, ...ids: readonly DocLabelId[]): readonly string[] {
  return ids.map((id) => label(book, id));
}

function anchored(id: string, prefix = ''): string {
  return `<a id="${prefix}${id}"></a>${code(id)}`;
}
