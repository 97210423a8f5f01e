import { CLI_EN } from '../../../src/cli/text/en.ts';
import type { CliTexts } from '../../../src/cli/text/texts.ts';
import { CLI_ZH } from '../../../src/cli/text/zh.ts';
import { EN } from '../../../src/report/text/en.ts';
import { EN_DETAIL } from '../../../src/report/text/en-detail.ts';
import { EN_FORMATS } from '../../../src/report/text/en-formats.ts';
import { EN_REFERENCE } from '../../../src/report/text/en-reference.ts';
import type { Lang } from '../../../src/report/text/language.ts';
import type {
  DetailTexts,
  FormatTexts,
  ReferenceLabelId,
  ReferenceTexts,
  Texts,
} from '../../../src/report/text/texts.ts';
import { ZH } from '../../../src/report/text/zh.ts';
import { ZH_DETAIL } from '../../../src/report/text/zh-detail.ts';
import { ZH_FORMATS } from '../../../src/report/text/zh-formats.ts';
import { ZH_REFERENCE } from '../../../src/report/text/zh-reference.ts';
import type { DocLabelId, DocsTexts, PageName } from './docs-texts.ts';
import { DOCS_EN } from './en.ts';
import { page } from './markdown.ts';
import { DOCS_ZH } from './zh.ts';

/**
 * Everything that is said in one language: the program's sentences, and those of the documentation.
 */
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
