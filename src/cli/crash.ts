import { fromText } from '../engine/bytes/byte-string.ts';
import { printable } from '../engine/bytes/printable.ts';
import { errorName } from '../engine/bytes/result.ts';
import { type Digest, type DigestReporter, takesDigests } from '../report/digest/digest.ts';
import type { Reporter } from '../report/reporter.ts';
import { fill, wordlessFiller } from '../sentences/fill.ts';
import type { Lang } from '../sentences/language.ts';
import type { Loudness } from './commands/command.ts';
import type { CommandContext } from './io.ts';
import { toolOfPackage } from './version.ts';

/* Faults of the program itself: what is said of them, and what goes on all the same. */

/** What was being done when the fault came. */
type CrashPlace =
  | { readonly kind: 'capture'; readonly path: string }
  | { readonly kind: 'exchange'; readonly path: string; readonly index: number }
  | { readonly kind: 'report'; readonly file: string }
  | { readonly kind: 'command' };

interface CrashOptions {
  readonly lang: Lang;
  /** Show where in the code it came about. */
  readonly debug: boolean;
}

/** Whether the environment asks for the places of faults. */
export function isDebugging(env: Readonly<Record<string, string | undefined>>): boolean {
  return !['', '0', undefined].includes(env['OSSCAP_DEBUG']);
}

/**
 * What the error stream says of a fault of ours. An error's message may quote what was captured, or a secret:
 * of the error itself only its class, a system's code for it, and places in the code are shown.
 */
export function crashText(error: unknown, place: CrashPlace, { lang, debug }: CrashOptions): string {
  const texts = CRASH_TEXTS[lang];
  const args: Record<string, string> = { name: errorName(error), version: version(), node: process.version };
  if ('path' in place) args['path'] = place.path;
  if (place.kind === 'exchange') args['index'] = String(place.index);
  if (place.kind === 'report') args['file'] = place.file;
  const filler = wordlessFiller(lang);
  const encoded = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, fromText(value)]));
  const end = lang === 'zh' ? '。' : '. ';
  const last = lang === 'zh' ? '。' : '.';
  const said = fill(texts[place.kind], encoded, filler) + end + fill(texts.whatToDo, encoded, filler) + last;
  const stack = debug ? framesOf(error).map((frame) => `    ${frame}\n`) : [];
  return `osscap: ${said}\n${stack.join('')}`;
}

function version(): string {
  try {
    return toolOfPackage().version;
  } catch {
    return '?';
  }
}

/** Places that are shown of a stack. */
const MAX_FRAMES = 20;

/**
 * `at` lines of V8: a function and a place. The message, which stands before them, may have such lines too,
 * so it is cut off first.
 */
function framesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return [];
  const { stack, message } = error;
  const at = message === '' ? 0 : stack.indexOf(message);
  if (at < 0) return [];
  return stack
    .slice(at + message.length)
    .split('\n')
    .map((line) => printable(line.trim()))
    .filter((line) => /^at (?:[^()]+ \()?(?:file:\/\/|node:|\/|[A-Za-z]:\\).*:\d+:\d+\)?$/.test(line))
    .slice(0, MAX_FRAMES);
}

/** What is said of a fault of the program itself. Loaded only when there is one. */
interface CrashTexts {
  /** `{path}`: the input that was read. */
  readonly capture: string;
  /** `{index}` of `{path}`. */
  readonly exchange: string;
  /** `{file}`: the report; on standard output `{name}` alone is known. */
  readonly report: string;
  readonly command: string;
  /** Ends each of them. `{version}`, `{node}`. */
  readonly whatToDo: string;
}

const CRASH_TEXTS = {
  en: {
    capture:
      'internal error ({name}) while reading {path:long}: a bug in osscap, not a fault of the capture. What was found before it is reported; the other inputs are read',
    exchange:
      'internal error ({name}) at exchange #{index} of {path:long}: a bug in osscap, not a fault of the capture. Reports lack this exchange, or part of it; everything else is reported',
    report:
      'internal error ({name}) while writing the report {file:long}: a bug in osscap, not a fault of the capture. This report is missing or cut short; the others are written',
    command: 'internal error ({name}): a bug in osscap, not a fault of its input',
    whatToDo:
      'Please report it with osscap {version}, Node.js {node}, the operating system and the command, but no secret and no capture: captures contain signatures and customer data. OSSCAP_DEBUG=1 shows the place in the code, without any captured data',
  },
  zh: {
    capture:
      '读取 {path:long} 时发生内部错误（{name}）：这是 osscap 的缺陷，与抓包文件无关。此前得出的结果仍会写入报告，其余输入会继续读取',
    exchange:
      '处理 {path:long} 的请求 #{index} 时发生内部错误（{name}）：这是 osscap 的缺陷，与抓包文件无关。报告中会缺少该请求或其部分内容，其余内容照常写入',
    report:
      '生成报告 {file:long} 时发生内部错误（{name}）：这是 osscap 的缺陷，与抓包文件无关。该报告缺失或不完整，其余报告会照常写出',
    command: '内部错误（{name}）：这是 osscap 的缺陷，与所给的输入无关',
    whatToDo:
      '请反馈该问题，并附上 osscap {version}、Node.js {node}、操作系统和所用命令；不要附上密钥和抓包文件，其中含有签名和客户数据。设置 OSSCAP_DEBUG=1 可显示代码位置，其中不含抓包内容',
  },
} as const satisfies Readonly<Record<Lang, CrashTexts>>;

/** Exchanges with a fault of the program that are reported. */
const MAX_REPORTED_FAULTS = 3;

/**
 * Reports faults of the program on the error stream as they come, those of an exchange once, however many
 * reports ask for it.
 */
export class FaultLog {
  readonly #context: CommandContext;
  readonly #debug: boolean;
  readonly #reportedExchanges = new Set<string>();
  #hasFaults = false;

  constructor(context: CommandContext, loudness: Loudness | undefined) {
    this.#context = context;
    this.#debug = loudness === 'verbose' || isDebugging(context.io.env);
  }

  /** What is reported is not all, or not as it should be. */
  get hasFaults(): boolean {
    return this.#hasFaults;
  }

  report(place: CrashPlace, error: unknown): void {
    this.#hasFaults = true;
    if (place.kind === 'exchange') {
      const name = `${place.index} ${place.path}`;
      if (this.#reportedExchanges.has(name) || this.#reportedExchanges.size >= MAX_REPORTED_FAULTS) return;
      this.#reportedExchanges.add(name);
    }
    const { io, lang } = this.#context;
    io.stderr.write(crashText(error, place, { lang, debug: this.#debug }));
  }
}

/** What a report was given when it failed; null for anything but an exchange. */
type FaultOf = { readonly capture: string; readonly index: number } | null;

export interface GuardedReporter extends Reporter {
  /** It failed, and is not whole. */
  readonly isBroken: boolean;
}

/**
 * A report whose faults are its own: the others go on. What an exchange is found to be is worked out when a
 * report asks, so a fault may be there: then this report lacks that exchange. After any other fault it
 * receives nothing more.
 */
export function guardReporter(
  reporter: Reporter,
  failed: (error: unknown, of: FaultOf) => void,
): GuardedReporter {
  let isBroken = false;
  const attempt = (work: () => void, of: FaultOf = null): void => {
    if (isBroken) return;
    try {
      work();
    } catch (error) {
      if (of === null) isBroken = true;
      failed(error, of);
    }
  };
  return {
    exchange: (capture, result) =>
      attempt(() => reporter.exchange(capture, result), { capture, index: result.index }),
    capture: (info) => attempt(() => reporter.capture(info)),
    unreadable: (input) => attempt(() => reporter.unreadable(input)),
    end: (end) => attempt(() => reporter.end(end)),
    ...(takesDigests(reporter) ? digestOf(reporter, attempt) : {}),
    get isBroken(): boolean {
      return isBroken;
    },
  };
}

function digestOf(
  reporter: DigestReporter,
  attempt: (work: () => void) => void,
): Pick<DigestReporter, 'digest'> {
  return { digest: (capture: string, digest: Digest) => attempt(() => reporter.digest(capture, digest)) };
}
