import { fromText } from '../bytes/byte-string.ts';
import { printable } from '../bytes/printable.ts';
import type { CredentialsProblem } from '../node/credentials-problem.ts';
import { type FillArgs, fill } from '../report/text/fill.ts';
import type { CliTexts, UsageProblem } from './text/texts.ts';

/** One line on the error stream. */
export function errorLine(sentence: string): string {
  return `osscap: ${sentence}\n`;
}

/** What is wrong with a command line, in one line. */
export function usageMessage(problem: UsageProblem, texts: CliTexts): string {
  const near =
    'near' in problem && problem.near !== null ? say(texts, texts.didYouMean, { near: problem.near }) : '';
  const args: Record<string, string> = {};
  for (const [name, value] of Object.entries(problem)) if (typeof value === 'string') args[name] = value;
  return say(texts, texts.usage[problem.code], args) + near + texts.seeHelp;
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
