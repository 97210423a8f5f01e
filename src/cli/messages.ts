import { fromText } from '../bytes/byte-string.ts';
import { printable } from '../bytes/printable.ts';
import type { CredentialsProblem } from '../node/credentials-problem.ts';
import type { TlsKeyProblem } from '../node/tls-keys.ts';
import { type FillArgs, fill } from '../report/text/fill.ts';
import type { CommandName } from './option-names.ts';
import type { CliTexts, CommandFault, UsageProblem } from './text/texts.ts';

/** One line on the error stream. */
export function errorLine(sentence: string): string {
  return `osscap: ${sentence}\n`;
}

/** What is wrong with a command line, in one line. `command`: whose help is pointed at; null for that of the whole. */
export function usageMessage(
  problem: UsageProblem,
  texts: CliTexts,
  command: CommandName | null = null,
): string {
  const near =
    'near' in problem && problem.near !== null ? say(texts, texts.didYouMean, { near: problem.near }) : '';
  const args: Record<string, string> = {};
  for (const [name, value] of Object.entries(problem)) if (typeof value === 'string') args[name] = value;
  const seeHelp = say(texts, texts.seeHelp, { command: command === null ? '' : `${command} ` });
  return say(texts, texts.usage[problem.code], args) + near + seeHelp;
}

/** Why credentials could not be loaded, in one line, without any of their text. */
export function credentialsMessage(problem: CredentialsProblem, texts: CliTexts): string {
  const place =
    problem.code === 'not-json' && problem.line !== null && problem.column !== null
      ? say(texts, texts.atLineColumn, { line: problem.line, column: problem.column })
      : '';
  const args: Record<string, string | number> = { place };
  for (const [name, value] of Object.entries(problem)) {
    if (typeof value === 'string' || typeof value === 'number') args[name] = value;
  }
  return say(texts, texts.credentials[problem.code], args);
}

/** Why keys for TLS could not be loaded, in one line, without any of their text. */
export function tlsKeysMessage({ code, path, detail }: TlsKeyProblem, texts: CliTexts): string {
  return say(texts, texts.tlsKeys[code], { path, detail });
}

/** Why a command could not do its work, in one line. */
export function faultMessage(fault: CommandFault, texts: CliTexts): string {
  const { code, ...args } = fault;
  return say(texts, texts.faults[code], args);
}

/** A report that could not be written, in one line. */
export function outputMessage(path: string, detail: string, texts: CliTexts): string {
  return say(texts, texts.outputFailed, { path, detail });
}

function say(texts: CliTexts, template: string, args: FillArgs): string {
  // These are texts of the command line, not captured bytes.
  const encoded = Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, typeof value === 'string' ? fromText(value) : value]),
  );
  return fill(template, encoded, { texts: { lang: texts.lang, words: {}, empty: '' }, escape: printable });
}
