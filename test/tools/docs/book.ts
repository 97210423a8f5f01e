import type { CliTexts } from '../../../src/cli/texts.ts';
import type {
  DetailTexts,
  FormatTexts,
  Lang,
  ReferenceLabelId,
  ReferenceTexts,
  Texts,
} from '../../rooms/sentences.ts';
import {
  CLI_EN,
  CLI_ZH,
  EN,
  EN_DETAIL,
  EN_FORMATS,
  EN_REFERENCE,
  ZH,
  ZH_DETAIL,
  ZH_FORMATS,
  ZH_REFERENCE,
} from '../../support/texts.ts';
import type { DocLabelId, DocsTexts, PageName } from './docs-texts.ts';
import { DOCS_EN } from './en.ts';
import { page } from './markdown.ts';
import { DOCS_ZH } from './zh.ts';

/** Everything that is said in one language: the program's sentences, and those of the documentation. */
export interface Book {
  readonly lang: Lang;
  readonly texts: Texts;
  readonly cli: CliTexts;
  readonly detail: DetailTexts;
  readonly formats: FormatTexts;
  readonly reference: ReferenceTexts;
  readonly docs: DocsTexts;
}

export const BOOKS: readonly Book[] = [
  {
    lang: 'en',
    texts: EN,
    cli: CLI_EN,
    detail: EN_DETAIL,
    formats: EN_FORMATS,
    reference: EN_REFERENCE,
    docs: DOCS_EN,
  },
  {
    lang: 'zh',
    texts: ZH,
    cli: CLI_ZH,
    detail: ZH_DETAIL,
    formats: ZH_FORMATS,
    reference: ZH_REFERENCE,
    docs: DOCS_ZH,
  },
];

export function fileOf(name: string, lang: Lang): string {
  return lang === 'zh' ? `${name}.zh-CN.md` : `${name}.md`;
}

/** A label with its arguments in place. */
export function label(
  { docs, reference }: Book,
  id: DocLabelId | ReferenceLabelId,
  args: Readonly<Record<string, string>> = {},
): string {
  const labels = { ...reference.labels, ...docs.labels };
  return labels[id].replace(/\{(\w+)\}/g, (whole, name: string) => args[name] ?? whole);
}

/** A page of the reference: title, where it comes from, what it holds, and its blocks. */
export function referencePage(book: Book, name: PageName, blocks: readonly string[]): string {
  const { title, about } = book.docs.pages[name];
  const other = fileOf(name, book.lang === 'zh' ? 'en' : 'zh');
  const back = label(book, 'back', { other }).replace('../README.md', `../${fileOf('README', book.lang)}`);
  return page([`<!-- ${label(book, 'generated')} -->`, `# ${title}`, back, about, ...blocks]);
}

/** `a, b, c` as the language writes it. */
export function list({ lang }: Book, items: readonly string[]): string {
  return items.join(lang === 'zh' ? '、' : ', ');
}

export function colon({ lang }: Book): string {
  return lang === 'zh' ? '：' : ': ';
}

/** A text in parentheses, with the space that the language has before them. */
export function aside({ lang }: Book, text: string): string {
  return lang === 'zh' ? `（${text}）` : ` (${text})`;
}

/** `- **Title:** text` */
export function fact(book: Book, title: string, text: string): string {
  return text === '' ? '' : `- **${title}${book.lang === 'zh' ? '：' : ':'}** ${text}`;
}

/** A sentence that begins a line and ends with its full stop. */
export function sentence({ lang }: Book, text: string): string {
  if (text === '' || /[.。!?？]$/.test(text)) return text;
  return `${text}${lang === 'zh' ? '。' : '.'}`;
}
