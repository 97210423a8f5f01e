import { type ByteString, fromText } from '../engine/bytes/byte-string.ts';
import { toReportText } from '../engine/bytes/printable.ts';
import { maskAccessKeyId } from '../features/redact/redact.ts';
import type { BlobFault } from '../node/blob-files.ts';
import type { ConfigFileFault } from '../node/config-file.ts';
import type { ContestedKey, CredentialPlace } from '../node/credentials.ts';
import { STDIN, type TextFileFault } from '../node/files.ts';
import type { TlsKeyProblem } from '../node/tls.ts';
import type { BlobConflict } from '../report/blob/select.ts';
import type { BaselineFault } from '../report/triage/baseline.ts';
import type { CredentialsProblem } from '../run/credentials-text.ts';
import { type FillArgs, fill, wordlessFiller } from '../sentences/fill.ts';
import { EXIT } from './ending.ts';
import { repeatable } from './given-words.ts';
import type { CommandContext } from './io.ts';
import type {
  CaptureMessage,
  CliTexts,
  CommandFault,
  ConfigFault,
  ExtractMessage,
  KeyWarning,
  UsageProblem,
} from './texts.ts';

/** One line on the error stream. */
export function errorLine(sentence: string): string {
  return `osscap: ${sentence}\n`;
}

/** What is wrong with a command line. `command`: whose help is pointed at; null for that of the whole. */
export function usageMessage(problem: UsageProblem, texts: CliTexts, command: string | null = null): string {
  const { near, ...given } = argsOf(problem);
  const args = Object.entries(given).map(([name, value]) => [name, repeatable(String(value))] as const);
  const seeHelp = say(texts, texts.seeHelp, { command: command === null ? '' : `${command} ` });
  return say(texts, texts.usage[problem.code], { ...Object.fromEntries(args), near }) + seeHelp;
}

/** Why credentials could not be loaded, in one line, without any of their text. */
export function credentialsMessage(problem: CredentialsProblem, texts: CliTexts): string {
  const path = sourceName(problem.path, texts);
  return ofFile(texts, texts.credentialsTitle, texts.credentials[problem.code], { ...problem, path });
}

/** That there are two secrets of one access key, in one line, with neither. */
export function contestedKeyMessage(
  { accessKeyId, used, passedOver }: ContestedKey,
  texts: CliTexts,
): string {
  const nameOf = ({ source, entry }: CredentialPlace): string => {
    if (source.kind === 'environment') return source.variable;
    const path = sourceName(source.path, texts);
    return entry === null ? path : say(texts, texts.keyPlace, { path, entry });
  };
  return say(texts, texts.keyWarnings['two-secrets'], {
    id: maskAccessKeyId(toReportText(accessKeyId).text),
    used: nameOf(used),
    other: nameOf(passedOver),
  });
}

/** A file, or standard input. */
export function sourceName(path: string, texts: CliTexts): string {
  return path === STDIN ? texts.watch.stdin : path;
}

/** What is odd about keys that are used all the same, in one line. */
export function keyWarningMessage(warning: KeyWarning, texts: CliTexts): string {
  const missing = 'missing' in warning ? { missing: warning.missing.join(', ') } : {};
  return say(texts, texts.keyWarnings[warning.code], { ...warning, ...missing });
}

/** Why keys for TLS could not be loaded, in one line, without any of their text. */
export function tlsKeysMessage(problem: TlsKeyProblem, texts: CliTexts): string {
  return ofFile(texts, texts.tlsKeysTitle, texts.tlsKeys[problem.code], problem);
}

/** Why a command could not do its work, in one line. */
function faultMessage(fault: CommandFault, texts: CliTexts): string {
  const detail =
    fault.code === 'keep-failed' || fault.code === 'no-temporary-folder' || fault.code === 'extract-failed'
      ? { detail: writeFault(String(fault.detail), texts) }
      : {};
  return say(texts, texts.faults[fault.code], {
    ...fault,
    ...detail,
    ...('path' in fault ? { path: sourceName(String(fault.path), texts) } : {}),
  });
}

/** What is wrong with a configuration, a baseline or the parts of a scan. */
export type CiProblem =
  | { readonly kind: 'config-file'; readonly fault: ConfigFileFault }
  | { readonly kind: 'config'; readonly path: string; readonly fault: ConfigFault }
  | { readonly kind: 'baseline'; readonly path: string; readonly fault: BaselineFault | TextFileFault }
  | { readonly kind: 'baseline-not-written'; readonly path: string }
  | { readonly kind: 'baseline-full'; readonly path: string; readonly limit: number }
  | { readonly kind: 'blob'; readonly fault: BlobFault }
  | { readonly kind: 'blob-conflict'; readonly conflict: BlobConflict }
  | { readonly kind: 'blob-shards-missing'; readonly from: number; readonly to: number; readonly of: number }
  | { readonly kind: 'blob-scans-differ'; readonly path: string; readonly other: string }
  | { readonly kind: 'blob-interrupted'; readonly path: string }
  | { readonly kind: 'blob-not-whole' };

/** The same in one line. */
export function ciMessage(problem: CiProblem, texts: CliTexts): string {
  const { ci } = texts;
  switch (problem.kind) {
    case 'config-file':
      return ofFile(texts, '', ci.configFiles[problem.fault.code], problem.fault);
    case 'config': {
      const { fault, path } = problem;
      return ofFile(texts, '', ci.config[fault.code], { ...fault, path });
    }
    case 'baseline': {
      const { fault, path } = problem;
      return ofFile(texts, ci.baselineTitle, ci.baselines[fault.code], { ...fault, path });
    }
    case 'blob':
      return ofFile(texts, '', ci.blobs[problem.fault.code], problem.fault);
    case 'blob-conflict':
      return say(texts, ci.blobConflicts[problem.conflict.code], problem.conflict);
    case 'blob-shards-missing':
      return say(texts, problem.from === problem.to ? ci.shardMissing : ci.shardsMissing, problem);
    case 'baseline-not-written':
    case 'baseline-full':
    case 'blob-scans-differ':
    case 'blob-interrupted':
    case 'blob-not-whole':
      return say(texts, ci.problems[problem.kind], problem);
  }
}

/** What is wrong with a file, behind its path and a title. */
function ofFile(texts: CliTexts, title: string, sentence: string, fault: { readonly path: string }): string {
  return say(texts, `${title}{path:long}${texts.ci.colon}${sentence}`, fault);
}

function argsOf(fault: object): Record<string, string | number> {
  const args: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(fault)) {
    if (typeof value === 'string' || typeof value === 'number') args[name] = value;
  }
  return args;
}

/** What a filter asks for and no exchange has, in one line. `near`: a bucket that was seen. */
export function missingMessage(
  kind: 'request-id' | 'bucket',
  name: ByteString,
  looked: { readonly exchanges: number; readonly captures: number; readonly near: ByteString | null },
  texts: CliTexts,
): string {
  const near = looked.near === null ? null : toReportText(looked.near).text;
  return say(texts, texts.filter[kind], { ...looked, near, name: toReportText(name).text });
}

/** Reports that no terminal can show: one flood of markup, or what only `merge` reads. */
const UNREADABLE_ON_TERMINAL: readonly string[] = ['html', 'blob', 'har'];

/** Refuses to print such a report on a terminal. Gives the exit code; null where nothing is refused. */
export function refuseFlood(
  formats: readonly { readonly name: string; readonly file: string | null }[],
  context: Pick<CommandContext, 'io' | 'texts'>,
): number | null {
  const printed = formats.find(({ name, file }) => file === null && UNREADABLE_ON_TERMINAL.includes(name));
  if (printed === undefined || !context.io.stdout.isTTY) return null;
  const { name: format } = printed;
  return refuse({ code: 'floods-terminal', format, file: `report.${format}` }, context);
}

/** What happens to a capture while it is read. */
export function watchMessage(event: keyof CliTexts['watch'], path: string, texts: CliTexts): string {
  return say(texts, texts.watch[event], { path: sourceName(path, texts) });
}

/** What is said of a capture that is taken while a command runs, in one line. */
export function captureMessage(message: CaptureMessage, texts: CliTexts): string {
  const { capture } = texts;
  const on = 'interface' in message ? message.interface : '';
  const where = on === '' ? capture.someInterface : on === 'any' ? capture.allInterfaces : on;
  return say(texts, capture.messages[message.code], { ...message, interface: where });
}

/** What is said of exchanges that were extracted, in one line. */
export function extractMessage(message: ExtractMessage, texts: CliTexts): string {
  return say(texts, texts.extract.messages[message.code], message);
}

/** A report that could not be written, in one line. */
export function outputMessage(path: string, detail: string, texts: CliTexts): string {
  return say(texts, texts.outputFailed, { path, detail: writeFault(detail, texts) });
}

export function stdoutMessage(detail: string, texts: CliTexts): string {
  return say(texts, texts.stdoutFailed, { detail: writeFault(detail, texts) });
}

function writeFault(code: string, { writeFaults }: CliTexts): string {
  // a code that is missing there is shown as it is
  return Object.hasOwn(writeFaults, code) ? writeFaults[code as keyof typeof writeFaults] : code;
}

/**
 * A sentence with what the fault or message has for its places, where in JSON it is, if the fault says, and
 * behind it the known word that was probably meant.
 */
function say(texts: CliTexts, template: string, given: object): string {
  const { near, ...args } = argsOf(given);
  const { line, column } = args;
  const place =
    line === undefined || column === undefined ? '' : filled(texts, texts.atLineColumn, { line, column });
  const guess = near === undefined ? '' : filled(texts, texts.didYouMean, { near });
  return filled(texts, template, { place, ...args }) + guess;
}

function filled(texts: CliTexts, template: string, args: FillArgs): string {
  // These are texts of the command line, not captured bytes.
  const encoded = Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, typeof value === 'string' ? fromText(value) : value]),
  );
  return fill(template, encoded, wordlessFiller(texts.lang));
}

/** Says in one line on the error stream why a command cannot do its work. Gives the exit code. */
export function refuse(fault: CommandFault, { io, texts }: Pick<CommandContext, 'io' | 'texts'>): number {
  io.stderr.write(errorLine(faultMessage(fault, texts)));
  return EXIT.NOT_DONE;
}
