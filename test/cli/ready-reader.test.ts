import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readyReader } from '../rooms/node.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { endsInTime } from '../support/patience.ts';
import { FIXTURES } from '../support/truth.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../tools/generator/options.ts';

const BIG = join(temporaryFolder(), 'big.pcap');
generateFile(BIG, { ...DEFAULT_OPTIONS, size: 54 * 1024 * 1024 });
const SMALL = join(FIXTURES, 'captures', 'oss2-v1-baseline.pcap');

describe('a reader that is started before the command is loaded', () => {
  it.each([
    ['the help is asked for', [BIG, '--help'], 0],
    ['the command line is wrong', [BIG, '--no-such-option'], 2],
    ['the words name something else', [BIG, 'nowhere.pcap'], 2],
  ])('ends with the process where %s', async (_, args, status) => {
    expect(await endsInTime(() => osscap(args))).toMatchObject({ status });
  });

  it('is there for one large capture, and for nothing else', () => {
    for (const words of [[BIG], ['scan', BIG], ['--format=json', 'scan', BIG, 'nowhere.pcap']]) {
      expect(readyReader(words), words.join(' ')).toBe(availableParallelism() > 1);
    }
    for (const words of [
      [],
      ['scan'],
      ['scan', SMALL],
      [BIG, BIG],
      ['compare', BIG, SMALL],
      [BIG, '--jobs', '1'],
      ['--format=json'],
      ['nowhere.pcap'],
    ]) {
      expect(readyReader(words), words.join(' ')).toBe(false);
    }
  });
});
