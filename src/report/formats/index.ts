import type { Hasher } from '../../engine/sign/hasher.ts';
import { EVIDENCE_DOOR } from '../../features/redact/redact.ts';
import { type Lang, PUNCTUATION } from '../../sentences/language.ts';
import { loadFormatTexts, loadTexts } from '../../sentences/load.ts';
import type { Texts } from '../../sentences/texts.ts';
import type { BlobPlan } from '../blob/blob.ts';
import type { DigestSpec } from '../digest/capture-digester.ts';
import type { Tool } from '../json/model.ts';
import type { MadeLines, Reporter, Write, WritePiece } from '../reporter.ts';
import type { TableOptions } from '../table/reporter.ts';
import type { OptionsAgain } from '../terminal/view.ts';
import type { FormatOptions } from './format.ts';
import type { LineSpec } from './lines.ts';

/** What a report is made with, whichever its format. */
export interface ReportOptions {
  readonly texts: Texts;
  readonly tool: Tool;
  /** When the report is made, for people; null: it does not say. */
  readonly madeAt?: string | null;
  readonly hasher: Hasher;
  /** Every exchange and every cause, however many they are. */
  readonly all: boolean;
  /** So many of the slowest exchanges; null: some, where they are slow. */
  readonly slow: number | null;
  /** Leave captured signatures and tokens as they are, in the formats that can. */
  readonly showSignatures: boolean;
  readonly quiet: boolean;
  /** What is printed for people has everything, and not the answer alone. */
  readonly isFull: boolean;
  /** See `View`. */
  readonly again?: OptionsAgain;
  /** How that which is printed looks. */
  readonly look: Pick<TableOptions, 'width' | 'paint' | 'rows'>;
  /** Of a format that writes exchange by exchange. */
  readonly made?: MadeLines | undefined;
  /** What of the whole scan is read here. */
  readonly blob: BlobPlan;
  /** The summary of a step of GitHub Actions, and the bytes in it; null where there is none. */
  readonly summary: { readonly write: Write; readonly size: number } | null;
}

interface Format {
  /** What it is, and who reads it: a row of the reference page of the formats. */
  readonly about: Readonly<Record<Lang, { readonly what: string; readonly consumer: string }>>;
  /** Said behind its name in the help. */
  readonly remark?: Readonly<Record<Lang, string>>;
  /** What becomes of captured signatures and tokens; `optional`: `--show-signatures` keeps them. */
  readonly masked: 'always' | 'optional' | 'never';
  /**
   * What becomes of captured text that a build server would obey in its log. `broken`: it is shown in another
   * way; `escaped`: written as JSON, XML or HTML can, so that readers get it as it was; `kept`: the format
   * has no way to write it otherwise; `given`: the report consists of commands, and breaks those in what it
   * quotes.
   */
  readonly commands: 'broken' | 'escaped' | 'kept' | 'given';
  /** To be protected as the capture: a new file is its owner's alone. */
  readonly isForOwner?: true;
  /**
   * What the report needs of a capture that another thread works on; null: every exchange as it is, which
   * takes longer to send than to find.
   */
  readonly digest: (
    options: Pick<ReportOptions, 'isFull' | 'all' | 'slow' | 'showSignatures'> & Pick<LineSpec, 'paths'>,
  ) => DigestSpec | null;
  readonly open: (write: WritePiece, options: ReportOptions) => Promise<Reporter>;
}

/**
 * Every format of a report. Its code and its texts are loaded only when it is opened. The names in the help,
 * the completion, the configuration's schema and the reference pages come from here.
 */
const FORMATS = {
  table: {
    about: {
      en: {
        what: 'What failed, what caused it, what differs and what to do, in few lines; with `-v`, everything. Fitted to the width of the terminal. The default.',
        consumer: 'people at a terminal, and logs',
      },
      zh: {
        what: '哪些请求失败、原因是什么、哪里不同、怎么办，只有几行；`-v` 显示全部内容。按终端宽度排版。默认格式。',
        consumer: '在终端前的人，以及日志',
      },
    },
    remark: { en: 'default', zh: '默认' },
    masked: 'always',
    commands: 'broken',
    digest: ({ isFull, all, slow }) => ({ kind: 'table', isFull, all, slow }),
    open: async (write, { look, ...options }) => {
      const { createTableReporter } = await import('../table/reporter.ts');
      return createTableReporter(write, { ...options, ...look });
    },
  },
  json: {
    about: {
      en: {
        what: 'One document with everything: captures, exchanges with evidence and sentences, uploads, times, summary.',
        consumer: 'programs; described by [schema/report.schema.json](../../schema/report.schema.json)',
      },
      zh: {
        what: '包含全部内容的一个文档：抓包、带证据和说明的请求、上传、时间、汇总。',
        consumer: '程序；由 [schema/report.schema.json](../../schema/report.schema.json) 描述',
      },
    },
    masked: 'never',
    commands: 'escaped',
    digest: ({ showSignatures, paths }) => ({ kind: 'json', showSignatures, paths }),
    open: async (write, { texts, tool, made }) => {
      const { JsonReporter } = await import('./json.ts');
      return new JsonReporter(write, { door: EVIDENCE_DOOR, texts, tool, made });
    },
  },
  ndjson: {
    about: {
      en: {
        what: 'The same, as one line for each exchange as soon as it is complete, for each capture and for the summary.',
        consumer:
          'programs that follow a long scan; the same schema describes each line, and each has its `schemaVersion`',
      },
      zh: {
        what: '内容相同，每次请求完成即输出一行，每个抓包文件和汇总也各一行。',
        consumer: '跟随长时间扫描的程序；每一行由同一个 Schema 描述，并带有 `schemaVersion`',
      },
    },
    masked: 'never',
    commands: 'escaped',
    digest: ({ showSignatures, paths }) => ({ kind: 'ndjson', showSignatures, paths }),
    open: async (write, { texts, made }) => {
      const { NdjsonReporter } = await import('./json.ts');
      return new NdjsonReporter(write, { door: EVIDENCE_DOOR, texts, made });
    },
  },
  html: {
    about: {
      en: {
        what: 'One page: a card for each cause with the two values and a text to copy into a ticket (Markdown); filters; few exchanges as a waterfall, many as a timeline; message headers, and both strings side by side. It loads nothing, sends nothing, and works as an email attachment.',
        consumer: 'people, in any browser',
      },
      zh: {
        what: '一个页面：每种原因一张卡片，列出两个值，并可复制工单信息（Markdown）；可以筛选；请求少时为瀑布图，多时为时间线；还有请求头和响应头、双方字符串对照。不加载也不发送任何内容，可作为邮件附件打开。',
        consumer: '用任何浏览器的人',
      },
    },
    masked: 'optional',
    commands: 'escaped',
    digest: () => null,
    open: async (write, options) => {
      const [{ HtmlReporter }, { loadAbout }] = await Promise.all([
        import('../html/html-reporter.ts'),
        import('../reference/why.ts'),
      ]);
      const other = options.texts.lang === 'en' ? 'zh' : 'en';
      const [own, texts, formats, about] = await Promise.all([
        withWords(options),
        loadTexts(other),
        loadFormatTexts(other),
        loadAbout(options.texts),
      ]);
      return new HtmlReporter(write, { ...own, about }, { texts, formats });
    },
  },
  markdown: {
    about: {
      en: {
        what: 'The causes with their evidence.',
        consumer: 'tickets and merge requests on GitHub, GitLab and the like',
      },
      zh: { what: '各种原因及其证据。', consumer: 'GitHub、GitLab 等的工单和合并请求' },
    },
    masked: 'optional',
    commands: 'broken',
    digest: ({ all }) => ({ kind: 'findings', all }),
    open: async (write, options) => {
      const { markdownReport } = await import('./markdown.ts');
      return markdownReport(write, await withWords(options));
    },
  },
  csv: {
    about: {
      en: {
        what: 'A row for each exchange: times, IDs, verdict, cause, sentence.',
        consumer:
          'spreadsheets and data frames (RFC 4180, UTF-8 without a byte order mark: in Excel, import it with Data > From Text/CSV; cells that a spreadsheet would take for formulas are defused)',
      },
      zh: {
        what: '每次请求一行：时间、ID、结论、原因、说明。',
        consumer:
          '电子表格和数据分析工具（RFC 4180，UTF-8，不带 BOM：在 Excel 中请用“数据 > 从文本/CSV”导入；会被表格当作公式的单元格已作处理）',
      },
    },
    masked: 'optional',
    commands: 'kept',
    digest: ({ showSignatures, paths }) => ({ kind: 'csv', showSignatures, paths }),
    open: async (write, options) => {
      const { CsvReporter } = await import('./csv.ts');
      return new CsvReporter(write, options);
    },
  },
  har: {
    about: {
      en: {
        what: 'Every HTTP exchange with its headers and times, and its verdict.',
        consumer: 'the network panels of browsers, and tools that read HTTP Archive 1.2',
      },
      zh: {
        what: '每一次 HTTP 请求及其头部和时间，并附结论。',
        consumer: '浏览器的网络面板，以及读取 HTTP Archive 1.2 的工具',
      },
    },
    masked: 'optional',
    commands: 'escaped',
    digest: () => null,
    open: async (write, options) => {
      const { HarReporter } = await import('./har.ts');
      return new HarReporter(write, options);
    },
  },
  sarif: {
    about: {
      en: {
        what: 'A result for each cause, with its rule and the strings as artifacts.',
        consumer: 'GitHub code scanning, Azure DevOps, editors (SARIF 2.1.0)',
      },
      zh: {
        what: '每种原因一条结果，带规则，并把待签名字符串作为附件。',
        consumer: 'GitHub 代码扫描、Azure DevOps、编辑器（SARIF 2.1.0）',
      },
    },
    masked: 'optional',
    commands: 'escaped',
    digest: ({ all }) => ({ kind: 'findings', all }),
    open: async (write, options) => {
      const { sarifReport } = await import('./sarif.ts');
      return sarifReport(write, await withWords(options));
    },
  },
  junit: {
    about: {
      en: {
        what: 'A test suite for each capture, a case for each exchange.',
        consumer: 'test reports of Jenkins, GitLab, GitHub Actions and others',
      },
      zh: {
        what: '每个抓包文件一个测试套件，每次请求一个用例。',
        consumer: 'Jenkins、GitLab、GitHub Actions 等的测试报告',
      },
    },
    masked: 'optional',
    commands: 'escaped',
    digest: () => null,
    open: async (write, options) => {
      const { JunitReporter } = await import('./junit.ts');
      return new JunitReporter(write, await withWords(options));
    },
  },
  github: {
    about: {
      en: {
        what: 'Annotations, and a job summary in Markdown if `GITHUB_STEP_SUMMARY` is set.',
        consumer: 'GitHub Actions',
      },
      zh: {
        what: '注解；设置了 `GITHUB_STEP_SUMMARY` 时还有 Markdown 的作业摘要。',
        consumer: 'GitHub Actions',
      },
    },
    masked: 'optional',
    commands: 'given',
    digest: ({ all }) => ({ kind: 'findings', all }),
    open: async (write, options) => {
      const { githubReport, MAX_SUMMARY_BYTES } = await import('./github.ts');
      const { summary } = options;
      const output = summary && { write: summary.write, room: MAX_SUMMARY_BYTES - summary.size };
      return githubReport(write, await withWords(options), output);
    },
  },
  gitlab: {
    about: {
      en: { what: 'An issue for each cause.', consumer: 'the Code Quality report of GitLab' },
      zh: { what: '每种原因一条问题。', consumer: 'GitLab 的代码质量报告' },
    },
    masked: 'optional',
    commands: 'escaped',
    digest: ({ all }) => ({ kind: 'findings', all }),
    open: async (write, options) => {
      const { gitlabReport } = await import('./gitlab.ts');
      return gitlabReport(write, await withWords(options), options.hasher);
    },
  },
  blob: {
    about: {
      en: {
        what: 'Everything that one part of a scan found, as it was captured. Protect it as you would the capture.',
        consumer: '`osscap merge` of the same version',
      },
      zh: {
        what: '一次扫描的某个部分所发现的全部内容，保持抓到时的原样。请像保管抓包文件一样保管它。',
        consumer: '同一版本的 `osscap merge`',
      },
    },
    remark: { en: 'for merge', zh: '用于 merge' },
    masked: 'never',
    commands: 'escaped',
    isForOwner: true,
    digest: () => ({ kind: 'blob' }),
    open: async (write, { blob, tool }) => {
      const { BlobReporter } = await import('../blob/blob.ts');
      return new BlobReporter(write, { ...blob, tool });
    },
  },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof FORMATS;

/** In the order of the help. */
export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];

export function formatOf(name: FormatName): Format {
  return FORMATS[name];
}

/** Formats whose reports `--show-signatures` changes. */
export const FORMATS_TO_UNMASK = FORMAT_NAMES.filter((name) => FORMATS[name].masked === 'optional');

/** The names as a sentence of the help lists them, with what is to be said of some. */
export function listFormats(names: readonly FormatName[], lang: Lang, last: 'and' | 'or'): string {
  const { listComma, open, close } = PUNCTUATION[lang];
  const words = names.map((name) => {
    const remark = formatOf(name).remark?.[lang];
    return remark === undefined ? name : name + open + remark + close;
  });
  const before = { en: { and: ' and ', or: ' or ' }, zh: { and: ' 和 ', or: ' 或 ' } }[lang][last];
  return words.slice(0, -1).join(listComma) + before + words.at(-1);
}

async function withWords(options: ReportOptions): Promise<FormatOptions> {
  return { ...options, formats: await loadFormatTexts(options.texts.lang) };
}
