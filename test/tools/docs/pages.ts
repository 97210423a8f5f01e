import { CAUSE_IDS, problemsIn } from '../../rooms/sentences.ts';
import { BOOKS, type Book, colon, fileOf, label } from './book.ts';
import { causePage, pageOfCause } from './cause-page.ts';
import { commandPage } from './command-page.ts';
import { PAGE_NAMES, type PageName } from './docs-texts.ts';
import { manPage } from './man-page.ts';
import { code, link, page, prose, table } from './markdown.ts';
import { exitCodePage, formatPage, hypothesisPage, notePage, noticePage } from './other-pages.ts';
import { suspectPage } from './suspect-page.ts';
import { verdictPage } from './verdict-page.ts';

const PAGES: Readonly<Record<PageName, (book: Book) => string>> = {
  commands: commandPage,
  verdicts: verdictPage,
  causes: causePage,
  hypotheses: hypothesisPage,
  suspects: suspectPage,
  notes: notePage,
  notices: noticePage,
  formats: formatPage,
  'exit-codes': exitCodePage,
};

/** Every generated file by its path below `docs/`, in both languages. */
export function generatedDocs(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const book of BOOKS) {
    files.set(fileOf('README', book.lang), indexPage(book));
    files.set(fileOf('problems', book.lang), problemPage(book));
    files.set(book.lang === 'zh' ? 'osscap.zh-CN.1' : 'osscap.1', manPage(book));
    for (const name of PAGE_NAMES) files.set(`reference/${fileOf(name, book.lang)}`, PAGES[name](book));
    for (const id of CAUSE_IDS) {
      files.set(`reference/causes/${fileOf(id, book.lang)}`, pageOfCause(book, id));
    }
  }
  return files;
}

/** What people come with, and the command to run. */
function problemPage(book: Book): string {
  const { lang } = book;
  const rows = Object.values(problemsIn(lang)).map(({ title, command, says }) => [
    prose(title),
    code(command),
    prose(says),
  ]);
  const names = ['column-problem', 'column-run', 'column-says'] as const;
  return page([
    `<!-- ${label(book, 'generated')} -->`,
    `# ${label(book, 'problems-title')}`,
    lang === 'zh' ? link('English', 'problems.md') : link('中文', 'problems.zh-CN.md'),
    label(book, 'problems-about'),
    table(
      names.map((name) => label(book, name)),
      rows,
    ),
    label(book, 'problems-after'),
  ]);
}

function indexPage(book: Book): string {
  const { docs, lang } = book;
  const entry = (title: string, file: string, about: string): string =>
    `- ${link(title, file)}${colon(book)}${about}`;
  const other = lang === 'zh' ? link('English', 'README.md') : link('中文', 'README.zh-CN.md');
  return page([
    `<!-- ${label(book, 'generated')} -->`,
    `# ${label(book, 'index-title')}`,
    other,
    label(book, 'index-about'),
    `## ${label(book, 'index-guides')}`,
    docs.guides.map(({ file, title, about }) => entry(title, file, about)).join('\n'),
    `## ${label(book, 'index-reference')}`,
    PAGE_NAMES.map((name) => {
      const { title, about } = docs.pages[name];
      return entry(title, `reference/${fileOf(name, lang)}`, about);
    }).join('\n'),
  ]);
}
