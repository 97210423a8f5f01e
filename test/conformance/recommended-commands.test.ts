import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExchangeJson, Report } from '../rooms/report.ts';
import { capturesIn, FAILING_FOLDERS } from '../support/captures.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

interface Answer {
  readonly verdict: string | null;
  readonly cause: string | null;
  readonly suspect: string | null;
}

function answerOf({ diagnosis }: Pick<ExchangeJson, 'diagnosis'>): Answer {
  const { verdict = null, cause = null, suspects = [] } = diagnosis ?? {};
  return { verdict, cause: cause?.id ?? null, suspect: suspects[0]?.kind ?? null };
}

/** Answers by capture and index, and the table beside them. */
function answersOf(words: readonly string[]) {
  const file = join(temporaryFolder(), 'report.json');
  const formats = ['--format', 'table', '--format', `json=${file}`];
  const { stdout: table } = osscap([...words, ...formats, '--width', '400']);
  const { captures }: Report = JSON.parse(readFileSync(file, 'utf8'));
  const answers: ReadonlyMap<string, Answer> = new Map(
    captures.flatMap(({ path, exchanges }) =>
      exchanges.map((each) => [`${path} ${each.index}`, answerOf(each)] as const),
    ),
  );
  return { answers, table };
}

/** What a report says to type next: its words, without what they are good for. */
function commandsIn(table: string): readonly string[] {
  const found = table.matchAll(/\bosscap (?:explain|scan|compare|why) [^│\n]*?(?= {2,}#|\s*$)/gm);
  const commands = new Set([...found].map(([text]) => text.trim()));
  // sentences name the commands, too
  return [...commands].filter((text) => !text.startsWith('osscap explain ') || / \d+(?: |$)/.test(text));
}

function wordsOf(command: string): readonly string[] {
  const words = command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.slice(1).map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}

/** Commands of the report of a run that give another answer than it, or none. */
function untrue(run: readonly string[]): readonly string[] {
  const { answers, table } = answersOf(['scan', ...run]);
  return commandsIn(table).flatMap((command) => {
    const [name = '', ...rest] = wordsOf(command);
    // what a reader is to capture, or to have, is not there
    const words = rest.filter((word, at) => word !== 'FILE.json' && rest[at + 1] !== 'FILE.json');
    if (words.some((word) => /^[A-Z-]+(?:\.pcap)?$/.test(word))) return [];
    if (name === 'explain') {
      const [path = '', index = ''] = words;
      const { status, stdout, stderr } = osscap(['explain', ...words, '--format', 'json']);
      if (status !== 1) return [`${command}: ${stderr}`];
      const said = answerOf(JSON.parse(stdout).exchange);
      const expected = answers.get(`${path} ${index}`);
      return JSON.stringify(said) === JSON.stringify(expected)
        ? []
        : [`${command}: ${JSON.stringify(expected)} → ${JSON.stringify(said)}`];
    }
    if (name === 'scan') {
      const others = [...answersOf([name, ...words]).answers];
      const path = words[0] ?? '';
      return others.flatMap(([place, said]) => {
        const expected = answers.get(place);
        if (!place.startsWith(`${path} `) || said.verdict === 'match') return [];
        return JSON.stringify(said) === JSON.stringify(expected)
          ? []
          : [`${command}: ${place}: ${JSON.stringify(expected)} → ${JSON.stringify(said)}`];
      });
    }
    const { status, stderr } = osscap([name, ...words]);
    return status === (name === 'why' ? 0 : 1) ? [] : [`${command}: ${status} ${stderr}`];
  });
}

describe('what a report says to type next', () => {
  it.each(FAILING_FOLDERS)('gives the answer of the report: captures of %s', (folder) => {
    expect(capturesIn(folder).flatMap((path) => untrue([path, '--no-config']))).toEqual([]);
  });

  it.each(FAILING_FOLDERS)('gives the answer of the report: %s as a whole', (folder) => {
    expect(untrue([...capturesIn(folder), '--no-config'])).toEqual([]);
  });

  it('gives it with the options of the run', () => {
    const keys = join(FIXTURES, 'credentials.json');
    const captures = ['captures', 'scenarios', 'search'].flatMap((folder) => capturesIn(folder));
    const options = [
      '--no-config',
      '--credentials',
      keys,
      '--limit',
      'warnings=7',
      '--bucket',
      'a.example=b',
    ];
    const table = osscap(['scan', ...captures.slice(0, 3), ...options, '--width', '400']).stdout;
    expect(table).toContain(`--credentials ${keys} --bucket a.example=b --limit warnings=7 --no-config`);
    expect(captures.flatMap((path) => untrue([path, ...options]))).toEqual([]);
  });
});
