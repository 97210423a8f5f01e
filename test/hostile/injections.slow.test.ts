import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromText } from '../rooms/bytes.ts';
import { FORMAT_NAMES, formatOf } from '../rooms/report.ts';
import { osscapProcess as osscap, temporaryFolder } from '../support/command.ts';
import fc from '../support/fast-check.ts';
import { hostileCapture } from './captures.ts';
import { commandsIn, commandsInStrings, obeyedIn, withoutPaint } from './readers.ts';
import { HOSTILE_VALUES } from './values.ts';

/** Each stands in some thirty fields of a capture of its own. */
const CAPTURES = 60;

const COMMAND = fc
  .tuple(
    fc.constantFrom('', ' ', '\t', 'a', '\n', '\n  ', '#', ':'),
    fc.constantFrom('##[error]', '##vso[a]', '##TEAMCITY[a', '::error::', '::a b=c::', 'section_start:1:a'),
    fc.constantFrom('', 'b', '\r\x1b[0K', '::', ']'),
  )
  .map((pieces) => fromText(pieces.join('')));
const PIECE = fc.oneof(COMMAND, fc.constantFrom(...HOSTILE_VALUES.map(({ value }) => value.slice(0, 200))));
const VALUES = fc.sample(
  fc.array(PIECE, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join('')),
  { numRuns: CAPTURES, seed: Number(process.env['OSSCAP_TEST_SEED'] ?? 44) },
);

const folder = temporaryFolder();
let printed = { stdout: '', stderr: '' };

beforeAll(() => {
  const inputs = join(folder, 'in');
  mkdirSync(inputs);
  for (const [at, value] of VALUES.entries())
    writeFileSync(join(inputs, `${at}.pcapng`), hostileCapture(value));
  const files = FORMAT_NAMES.flatMap((name) => ['--format', `${name}=${join(folder, name)}`]);
  printed = osscap(['scan', inputs, '--all', '-v', '--color', '--format', 'table', ...files.slice(2)]);
  writeFileSync(join(folder, 'table'), withoutPaint(printed.stdout));
});

describe('values put together at random, in every field', () => {
  it.each(FORMAT_NAMES)('are obeyed by nobody: %s', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const allowed = name === 'markdown' ? '\u200b' : name === 'csv' ? '\r' : '';
    expect(obeyedIn(text, allowed)).toEqual([]);
    switch (formatOf(name).commands) {
      case 'broken':
        expect(commandsIn(text)).toEqual([]);
        return;
      case 'escaped':
        expect(commandsInStrings(text)).toEqual([]);
        return;
      case 'given':
        expect(commandsIn(text).filter((each) => !/^::(?:error|warning|notice)[ :]/.test(each))).toEqual([]);
        return;
      case 'kept':
        return;
    }
  });

  it('nor on the error stream', () => {
    expect(obeyedIn(printed.stderr)).toEqual([]);
    expect(commandsIn(printed.stderr)).toEqual([]);
  });
});
