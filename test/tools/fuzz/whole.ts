import { parse as parseCsv } from 'csv-parse/sync';
import { nodeHasher, nodeOssPorts } from '../../../src/node/ports.ts';
import { JsonReporter } from '../../../src/report/formats/json.ts';
import type { Reporter, WritePiece } from '../../../src/report/reporter.ts';
import { textOf } from '../../report/formats/feed.ts';
import type { BodyVerification } from '../../rooms/bodies.ts';
import { type CaptureParser, createCaptureParser } from '../../rooms/capture.ts';
import type { CaptureInfo, ExchangeResult, ResultSink } from '../../rooms/engine.ts';
import { scanPipeline } from '../../rooms/features.ts';
import { createStreamParser } from '../../rooms/node.ts';
import { EVIDENCE_DOOR } from '../../rooms/redact.ts';
import {
  BlobReplay,
  BlobReporter,
  createTableReporter,
  decodeLine,
  explainDocument,
  FORMAT_NAMES,
  type FormatName,
  formatOf,
  SummaryCounter,
  terminalLines,
} from '../../rooms/report.ts';
import { type Lang, loadDetailTexts, loadTexts, type Texts, terminalFiller } from '../../rooms/sentences.ts';
import type { KeyRing } from '../../rooms/sign.ts';
import { TextParser } from '../../rooms/text.ts';
import type { TlsOptions } from '../../rooms/tls.ts';
import { reportOptions } from '../../support/formats.ts';
import { reportProblems } from '../../support/schema.ts';
import type { Random } from '../generator/random.ts';
import { cutAtRandom, firstDifference } from './in-pieces.ts';

export interface WholeOptions {
  readonly keyRing: KeyRing;
  readonly tls?: TlsOptions;
  readonly searchBudget?: number;
  /** Read with the parser for pipes. */
  readonly piped?: boolean;
  readonly verifyBodies?: BodyVerification;
  /** Cuts the input into pieces. */
  readonly cut?: Random | null;
}

/** What a scan found. */
export interface WholeResults {
  readonly exchanges: readonly ExchangeResult[];
  readonly infos: readonly CaptureInfo[];
}

const PATH = 'fuzz.pcap';
const PORTS = nodeOssPorts();

/** Everything up to the reports. */
export function scanResults(bytes: Uint8Array, options: WholeOptions): WholeResults {
  const exchanges: ExchangeResult[] = [];
  const infos: CaptureInfo[] = [];
  const { keyRing, searchBudget } = options;
  const pipeline = scanPipeline(
    PATH,
    {
      keyRing,
      hasher: nodeHasher,
      ports: PORTS,
      buckets: new Map(),
      verifyBodies: options.verifyBodies ?? 'claimed',
      tls: options.tls,
      ...(searchBudget === undefined ? {} : { limits: { searchBudget } }),
    },
    {
      exchange: (_, result) => exchanges.push(result),
      capture: (info) => infos.push(info),
      unreadable: () => {},
    },
  );
  const text = (): CaptureParser =>
    new TextParser({
      exchange: (exchange) => pipeline.exchange(exchange),
      notice: (notice) => pipeline.notice(notice),
    });
  const parser =
    options.piped === true ? createStreamParser(pipeline, text) : createCaptureParser(pipeline, text);
  const { cut = null } = options;
  if (cut === null) parser.push(Buffer.from(bytes));
  else cutAtRandom(bytes, cut, (piece) => parser.push(piece));
  parser.end();
  pipeline.end(parser.summary);
  return { exchanges, infos };
}

const TOOL = { name: 'osscap', version: '0' } as const;

/** Words of both languages, loaded once a process. */
const loadWords = async (lang: Lang) => ({
  texts: await loadTexts(lang),
  detail: await loadDetailTexts(lang),
});
const WORDS = { en: loadWords('en'), zh: loadWords('zh') } as const;

type Words = Awaited<ReturnType<typeof loadWords>>;

/** How many of the cases each format beside the table and JSON is made for. */
const SHARE_OF_ALL = 0.03;
const SHARE_OF_ONE = 0.4;

/** What is made for a share of the cases; the table, JSON and blobs are made for each. */
const SOMETIMES = FORMAT_NAMES.filter((name) => !['table', 'json', 'blob'].includes(name));

/**
 * Control characters that a terminal would obey, bidi controls among them; what a format itself writes is
 * left out.
 */
const UNSAFE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const SECRET = 'FakeSecretForCaptures';

/**
 * Writes the table and JSON always, the others and the page of one exchange for a share, and looks at each.
 */
export async function checkFormats(results: WholeResults, random: Random): Promise<void> {
  const lang = random.chance(0.5) ? 'en' : 'zh';
  const all = random.chance(0.3);
  const words = await WORDS[lang];
  const { texts } = words;
  const json = render(results, (write) => jsonReporter(write, texts));
  expectSchema(json, 'report');
  checkText('json', json);
  const width = random.integer(40, 200);
  const options = {
    width,
    isFull: random.chance(0.5),
    paint: (_: unknown, text: string) => text,
    texts,
    all,
  };
  let table = '';
  const reporter = await createTableReporter((text) => (table += text), options);
  feed(results, reporter);
  checkText('table', table);
  if (/[\t\r]/.test(table)) throw new Error('a tab or carriage return reached the table');

  const every = random.chance(SHARE_OF_ALL);
  const names = every
    ? SOMETIMES
    : random.chance(SHARE_OF_ONE)
      ? [SOMETIMES[random.integer(0, SOMETIMES.length - 1)]]
      : [];
  for (const name of names) {
    if (name === undefined) continue;
    let text = '';
    const write = (piece: string | Uint8Array): void => {
      text += textOf(piece);
    };
    const summary = { write, size: 0 };
    const options = reportOptions({ texts, tool: TOOL, all, showSignatures: all, summary });
    feed(results, await formatOf(name).open(write, options));
    checkText(name, text);
    checkShape(name, text);
  }
  if (every || random.chance(0.05)) checkBlob(results, json, texts);
  if (every || random.chance(0.1)) checkPages(results, words, width);
}

function jsonReporter(write: WritePiece, texts: Texts): Reporter {
  return new JsonReporter(write, { door: EVIDENCE_DOOR, texts, tool: TOOL });
}

export function feed({ exchanges, infos }: WholeResults, reporter: Reporter): void {
  const counter = new SummaryCounter();
  const sinks: readonly ResultSink[] = [counter, reporter];
  for (const sink of sinks) {
    for (const result of exchanges) sink.exchange(PATH, result);
    for (const info of infos) sink.capture(info);
  }
  reporter.end({ summary: counter.summary(), interrupted: false, exitCode: 0 });
}

function render(results: WholeResults, make: (write: WritePiece) => Reporter): string {
  let text = '';
  feed(
    results,
    make((part) => {
      text += textOf(part);
    }),
  );
  return text;
}

function checkText(name: string, text: string): void {
  const unsafe = UNSAFE.exec(text);
  if (unsafe !== null) {
    const at = text.slice(Math.max(0, unsafe.index - 30), unsafe.index + 5);
    throw new Error(`a control character reached ${name}: ${JSON.stringify(at)}`);
  }
  if (text.includes(SECRET)) throw new Error(`a secret was printed by ${name}`);
  if (/\p{Surrogate}/u.test(text)) throw new Error(`half a character in ${name}`);
}

function expectSchema(json: string, part: 'report' | 'line'): void {
  const [problem] = reportProblems(JSON.parse(json), part);
  if (problem !== undefined) throw new Error(`the schema does not allow: ${problem.slice(0, 400)}`);
}

/** What a reader of that format would refuse. */
function checkShape(name: FormatName, text: string): void {
  switch (name) {
    case 'ndjson':
      for (const line of text.trimEnd().split('\n')) expectSchema(line, 'line');
      return;
    case 'sarif':
    case 'gitlab':
    case 'har':
      JSON.parse(text);
      return;
    case 'html': {
      const scripts = text.match(/<script/gi)?.length ?? 0;
      if (scripts !== (text.match(/<\/script/gi)?.length ?? 0)) throw new Error('html: scripts do not close');
      if (/<!--/.test(text.replace(/<!doctype html>/i, ''))) throw new Error('html: a comment opens');
      return;
    }
    case 'junit':
      if (/&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[0-9a-fA-F]+);)/.test(text)) throw new Error('junit: a bare &');
      return;
    case 'github':
      for (const line of text.split('\n'))
        if (/^::(?!(?:error|warning|notice|group|endgroup)\b)/.test(line)) throw new Error(`github: ${line}`);
      return;
    case 'csv':
      for (const cell of parseCsv(text).flat()) {
        // what is negative is a number, and stays one
        if (/^\s*[=+\-@]/.test(cell) && !/^-\d+(?:\.\d+)?$/.test(cell))
          throw new Error(`csv: a formula: ${cell.slice(0, 80)}`);
      }
      return;
    default:
      return;
  }
}

/** A blob holds all that a report shows: the JSON made from it is the JSON of the scan. */
function checkBlob(results: WholeResults, json: string, texts: Texts): void {
  const identity = { id: 'a', first: PATH, inputs: 1 };
  const blob = render(
    results,
    (write) => new BlobReporter(write, { tool: TOOL, shard: null, scan: identity, placeOf: () => 0 }),
  );
  let text = '';
  const reporter = jsonReporter((part) => {
    text += textOf(part);
  }, texts);
  const counter = new SummaryCounter();
  const replay = new BlobReplay({
    exchange: (path, result) => {
      counter.exchange(path, result);
      reporter.exchange(path, result);
    },
    capture: (info) => {
      counter.capture(info);
      reporter.capture(info);
    },
    unreadable: () => {},
  });
  for (const line of blob.trimEnd().split('\n').slice(1)) {
    const read = decodeLine(line);
    if (!read.ok) throw new Error(`blob: ${JSON.stringify(read.error)} in ${line.slice(0, 300)}`);
    replay.line(read.value);
  }
  reporter.end({ summary: counter.summary(), interrupted: false, exitCode: 0 });
  if (text !== json) throw new Error(`blob: another report${firstDifference(text, json)}`);
}

/** What `explain` shows of the first exchanges. */
function checkPages({ exchanges }: WholeResults, { texts, detail }: Words, width: number): void {
  const view = {
    width,
    paint: (_: unknown, text: string) => text,
    texts,
    detail,
    filler: terminalFiller(texts),
    door: EVIDENCE_DOOR,
    all: true,
  };
  for (const result of exchanges.slice(0, 3)) {
    const page = terminalLines(explainDocument(PATH, result, view), view).join('\n');
    checkText('explain', page);
  }
}
