import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { osscap, temporaryFolder } from '../support/command.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../tools/generator/options.ts';

const BIG = join(temporaryFolder(), 'big.pcap');
generateFile(BIG, { ...DEFAULT_OPTIONS, size: 54 * 1024 * 1024 });

describe('a reader that is started before the command is loaded', () => {
  it('gives what a scan without it gives', () => {
    const scanned = osscap(['scan', BIG, '--format', 'json']);
    expect(scanned.status).toBe(1);
    const without = osscap(['scan', BIG, '--format', 'json', '--jobs', '1']);
    expect(JSON.parse(scanned.stdout).captures).toEqual(JSON.parse(without.stdout).captures);
    expect(osscap([BIG]).stdout).toBe(osscap([BIG, '--jobs', '1']).stdout);
  }, 120_000);
});
