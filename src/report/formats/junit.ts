import { printable, printableLines, withoutCommandsInMarkup } from '../../engine/bytes/printable.ts';
import { isFailing } from '../../engine/diagnose/model.ts';
import type { CaptureInfo, ExchangeResult, UnreadableInput } from '../../engine/results.ts';
import { publishedDoor } from '../../features/redact/redact-exchange.ts';
import { plainFiller } from '../../sentences/fill.ts';
import type { FormatLabelId } from '../../sentences/formats.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import { MAX_DATE_SECONDS } from '../../sentences/time-text.ts';
import { plainText } from '../document/blocks.ts';
import { causeFacts } from '../document/cause-facts.ts';
import { ExchangeOrder } from '../exchange-order.ts';
import { bucketAndKey, findingOf, findingView } from '../findings/finding.ts';
import { lateFindingOf } from '../findings/late-failures.ts';
import { exchangeToJson } from '../json/exchange.ts';
import type { ExchangeJson } from '../json/model.ts';
import { captureName, inputName, unreadableSentence } from '../notice-text.ts';
import { otherPacketsSentence } from '../other-packets.ts';
import type { Reporter, Write } from '../reporter.ts';
import { type FormatOptions, lateSentence, sayLabel } from './format.ts';

/**
 * JUnit XML: a suite for each capture, a case for each exchange with OSS. A suite's numbers stand before its
 * cases, so the cases of one capture are kept until its end.
 */
export class JunitReporter implements Reporter {
  readonly #write: Write;
  readonly #options: FormatOptions;
  readonly #suites = new TextStore();
  readonly #total: Tally = { tests: 0, failures: 0, errors: 0, skipped: 0 };
  #suite = new Suite();

  constructor(write: Write, options: FormatOptions) {
    this.#write = write;
    this.#options = options;
  }

  exchange(capture: string, result: ExchangeResult): void {
    if (result.oss === null) this.#suite.pass(result.index);
    else this.#suite.add(caseOf(capture, result, this.#options));
  }

  capture(info: CaptureInfo): void {
    const name = captureName(info, this.#options.texts);
    const time = info.firstTime === null ? null : timestamp(info.firstTime.seconds);
    const { texts } = this.#options;
    const others = otherPacketsSentence(info.traffic, plainFiller(texts, printable), texts);
    this.#close(name, time, others);
    this.#suite = new Suite();
  }

  unreadable(input: UnreadableInput): void {
    const { texts } = this.#options;
    const message = printable(unreadableSentence(input, plainFiller(texts), texts));
    const name = printable(inputName(input.path, texts));
    const error = element('error', { message, type: input.reason }, '');
    const tally: Tally = { tests: 1, failures: 0, errors: 1, skipped: 0 };
    const test = element('testcase', { classname: name, name, time: '0' }, error);
    this.#suites.add(`${suiteStart(name, null, tally, 0)}\n${test}\n${SUITE_END}\n`);
    addTally(this.#total, tally);
  }

  end(): void {
    if (this.#suite.tally.tests > 0) this.#close(sayLabel(this.#options, 'title'), null);
    const { tool } = this.#options;
    // The schema of the xunit plug-in of Jenkins, which refuses any other attribute, has no `skipped` here.
    const { skipped: _, ...totals } = numbers(this.#total);
    const attributes = { name: tool.name, ...totals };
    this.#write(`<?xml version="1.0" encoding="UTF-8"?>\n${startTag('testsuites', attributes)}\n`);
    this.#suites.writeTo(this.#write);
    this.#write('</testsuites>\n');
  }

  #close(name: string, time: string | null, output: string | null = null): void {
    this.#suite.moveTo(this.#suites, name, time, output);
    addTally(this.#total, this.#suite.tally);
  }
}

interface Tally {
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
}

interface Case {
  readonly index: number;
  readonly xml: string;
  readonly seconds: number;
  readonly outcome: 'passed' | 'failures' | 'skipped';
}

class Suite {
  readonly tally: Tally = { tests: 0, failures: 0, errors: 0, skipped: 0 };
  readonly #cases = new TextStore();
  readonly #order = new ExchangeOrder<string>((xml) => {
    if (xml !== '') this.#cases.add(`${xml}\n`);
  });
  #seconds = 0;

  add({ index, xml, seconds, outcome }: Case): void {
    this.#order.push(index, xml);
    this.tally.tests++;
    if (outcome !== 'passed') this.tally[outcome]++;
    this.#seconds += seconds;
  }

  pass(index: number): void {
    this.#order.push(index, '');
  }

  /** `output`: what is said of the whole suite; null for nothing. */
  moveTo(suites: TextStore, name: string, time: string | null, output: string | null): void {
    this.#order.end();
    suites.add(`${suiteStart(name, time, this.tally, this.#seconds)}\n`);
    suites.take(this.#cases);
    if (output !== null) suites.add(`${element('system-out', {}, escapeXml(output))}\n`);
    suites.add(`${SUITE_END}\n`);
  }
}

const SUITE_END = '</testsuite>';

function suiteStart(name: string, time: string | null, tally: Tally, seconds: number): string {
  return startTag('testsuite', {
    name,
    ...numbers(tally),
    time: seconds.toFixed(3),
    ...(time === null ? {} : { timestamp: time }),
  });
}

function numbers({ tests, failures, errors, skipped }: Tally): Readonly<Record<keyof Tally, string>> {
  return { tests: `${tests}`, failures: `${failures}`, errors: `${errors}`, skipped: `${skipped}` };
}

function addTally(total: Tally, more: Tally): void {
  total.tests += more.tests;
  total.failures += more.failures;
  total.errors += more.errors;
  total.skipped += more.skipped;
}

/** ISO 8601 without a zone, as the schema of the xunit plug-in has it; null for no time. */
function timestamp(seconds: number): string | null {
  return Math.abs(seconds) <= MAX_DATE_SECONDS ? new Date(seconds * 1e3).toISOString().slice(0, 19) : null;
}

function caseOf(capture: string, result: ExchangeResult, options: FormatOptions): Case {
  const door = publishedDoor(result, options);
  const json = exchangeToJson(result, { door, texts: options.texts });
  // A clock that was set back gives a negative one, which no schema has room for.
  const seconds = Math.max(0, (json.durationMs ?? 0) / 1e3);
  const attributes = {
    classname: printable(inputName(capture, options.texts)),
    name: printable(caseName(json)),
    time: seconds.toFixed(6),
  };
  const verdict = json.diagnosis?.verdict;
  const ended = (outcome: Case['outcome'], body: string): Case => {
    return { index: result.index, xml: element('testcase', attributes, body), seconds, outcome };
  };
  const skipped = (message: string): Case => ended('skipped', element('skipped', { message }, ''));
  if (result.triage !== undefined) return skipped(findingOf(result, [], options)?.headline ?? '-');
  if (verdict !== undefined && isFailing(verdict)) return ended('failures', failure(result, options));
  const late = lateFindingOf(result, findingView(result, door, options));
  const said = late === null ? null : lateSentence(late, options);
  // The signature passed; what went wrong all the same is reported without failing the case.
  if (verdict === 'match')
    return ended('passed', said === null ? '' : element('system-out', {}, escapeXml(said)));
  return skipped(said ?? (verdict === undefined ? '-' : options.formats.verdicts[verdict]));
}

function caseName({ index, oss }: ExchangeJson): string {
  return oss === undefined ? `#${index}` : `#${index} ${oss.operation} ${bucketAndKey(oss)}`.trim();
}

/** What is said of a cause, in this order. */
const PARTS = ['suspects', 'cause', 'cure', 'proof', 'first-difference', 'also'] as const;

function failure(result: ExchangeResult, options: FormatOptions): string {
  const finding = findingOf(result, [], options);
  if (finding === null) return '';
  const say = (id: FormatLabelId): string => sayLabel(options, id);
  const { oss, signature } = finding.exchange;
  const { colon } = PUNCTUATION[options.formats.lang];
  const lines: (readonly [string, string | null | undefined])[] = [
    ...causeFacts(finding, PARTS, say).map(
      ({ title, text }) => [title, text === null ? null : plainText(text)] as const,
    ),
    [say('request-id'), oss?.requestId],
    [say('ec'), oss?.ec],
  ];
  const strings = [
    [say('client-rebuilt'), signature?.stringToSign?.wire],
    [say('server-signed'), signature?.stringToSign?.server],
  ] as const;
  const text = [
    ...lines
      .filter(([, value]) => value)
      .map(([title, value]) => `${title}${colon}${printable(value ?? '')}`),
    ...strings
      .filter(([, value]) => value)
      .map(([title, value]) => `\n${title}${colon.trim()}\n${printableLines(value ?? '')}`),
  ].join('\n');
  return element('failure', { message: finding.weighedHeadline, type: finding.rule }, escapeXml(text));
}

type Attributes = Readonly<Record<string, string>>;

/** An XML element; `body` is XML already. */
export function element(name: string, attributes: Attributes, body: string): string {
  const start = startTag(name, attributes);
  return body === '' ? `${start.slice(0, -1)}/>` : `${start}${body}</${name}>`;
}

function startTag(name: string, attributes: Attributes): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  return `<${name}${list.join('')}>`;
}

const XML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for XML 1.0: what is no XML character (§2.2) is not in printable text, save for noncharacters. */
export function escapeXml(text: string): string {
  return withoutCommandsInMarkup(
    text
      .replace(/[\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"']/g, (character) => XML_ENTITIES[character] ?? character),
  );
}

/** Characters that are put together before they are stored. */
const BLOCK_CHARACTERS = 256 * 1024;

/**
 * Text that can be written only when what stands before it is known. It is kept as UTF-8, off the heap, in
 * blocks: as the strings that it was built of it takes several times its size, and as one string it may have
 * no more than half a billion characters.
 */
class TextStore {
  readonly #blocks: Uint8Array[] = [];
  #pending: string[] = [];
  #length = 0;

  add(text: string): void {
    this.#pending.push(text);
    this.#length += text.length;
    if (this.#length >= BLOCK_CHARACTERS) this.#store();
  }

  /** Adds all that another one holds; that one is not to be used any more. */
  take(other: TextStore): void {
    this.#store();
    other.#store();
    for (const block of other.#blocks) this.#blocks.push(block);
  }

  /** Writes all of it, block by block. */
  writeTo(write: Write): void {
    this.#store();
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    for (const block of this.#blocks) write(decoder.decode(block));
  }

  #store(): void {
    if (this.#pending.length === 0) return;
    this.#blocks.push(new TextEncoder().encode(this.#pending.join('')));
    this.#pending = [];
    this.#length = 0;
  }
}
