import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { differences, hashOf, readHashes, withStandIns, writeHashes } from '../tools/same/hash.ts';
import { leadsTo, plannedRuns, runsAfter } from '../tools/same/runs.ts';
import { hashTypes } from '../tools/same/types.ts';

const FOLDERS = [['/tmp/x1', 'FOLDER']] as const;

function shown(output: string, text: string): string {
  return Buffer.from(withStandIns(output, Buffer.from(text), FOLDERS)).toString();
}

describe('the hashes of outputs', () => {
  const before = new Map([
    [
      'scan a.pcap en',
      new Map([
        ['exit', hashOf('1')],
        ['json', hashOf('{}')],
      ]),
    ],
    ['refused: scan --limit uploads=0 zh', new Map([['stderr', hashOf('no')]])],
  ]);

  it('come back from their file as they were', () => {
    expect(readHashes(writeHashes(before))).toEqual(before);
    expect(differences(before, readHashes(writeHashes(before)))).toEqual([]);
  });

  it('name the outputs that are not the same, that are new and that are missing', () => {
    const now = new Map([
      [
        'scan a.pcap en',
        new Map([
          ['exit', hashOf('1')],
          ['json', hashOf('{ }')],
          ['stderr', hashOf('!')],
        ]),
      ],
      ['scan b.pcap en', new Map([['exit', hashOf('0')]])],
    ]);
    expect(differences(before, now)).toEqual([
      'scan a.pcap en: json, stderr',
      'refused: scan --limit uploads=0 zh: is not run any more',
      'scan b.pcap en: is new',
    ]);
  });

  it('leave out folders of the machine, the time that reading took, and the program of the page', () => {
    expect(shown('json', '"/tmp/x1/out/a"')).toBe('"FOLDER/out/a"');
    expect(shown('stderr', 'a: 3 packets; 12.5 ms, 1,024.3 MB/s')).toBe('a: 3 packets; PACE');
    expect(shown('stderr', '3 个包；12 毫秒，7 MB/s')).toBe('3 个包；PACE');
    expect(shown('html', "script-src 'sha256-a='; <style>a</style>é<script>b</script>")).toBe(
      "script-src 'HASH'; <style>PAGE</style>é<script>PAGE</script>",
    );
  });

  it('leave everything else', () => {
    expect(shown('stdout', 'a.pcap · 26 packets, 28 ms · 3 MB/s')).toBe(
      'a.pcap · 26 packets, 28 ms · 3 MB/s',
    );
    expect(shown('html', '<script type="application/json">{"a":1}</script>')).toContain('{"a":1}');
    const bytes = Uint8Array.of(0, 0xff, 0xc3, 0x28);
    expect([...withStandIns('blob', bytes, FOLDERS)]).toEqual([...bytes]);
  });
});

describe('the runs', () => {
  it('have a name each, and lead from a scan to merges and explanations', () => {
    const runs = plannedRuns();
    expect(new Set(runs.map(({ name }) => name)).size).toBe(runs.length);
    const leading = runs.filter((run) => leadsTo(run).length > 0);
    expect(leading.length).toBeGreaterThan(300);
    const scan = leading.find(({ name }) => name.endsWith('keys en'));
    const exchanges = [403, 200, 404].map((status, at) => ({ index: at + 1, response: { status } }));
    const report = JSON.stringify({ captures: [{ exchanges }] });
    const after = scan === undefined ? [] : runsAfter(scan, () => report);
    expect(after.map(({ args }) => args[2])).toEqual(['1', '1', '1', '1', '3', '3', '3', '3']);
  });
});

describe('the hashes of exported types', () => {
  const entry = (files: Readonly<Record<string, string>>) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return hashTypes(join(folder, 'index.d.ts'));
  };
  const USED = 'export interface Used {\n    /** Why. */\n    readonly a: number;\n}\n';
  const before = entry({
    'index.d.ts': "export { scan } from './a/scan.ts';\n",
    'a/scan.d.ts': `import type { Used } from './used.ts';\nexport declare function scan(a: Used): void;\n`,
    'a/used.d.ts': `${USED}export interface Inner {\n    b: string;\n}\n`,
  });

  it('are the same wherever a declaration stands, and whatever stands beside it', () => {
    const text = `${USED.replace('Why', 'Because').replace('export ', '')}export declare function scan(a: Used): void;\n`;
    expect(entry({ 'index.d.ts': text })).toEqual(before);
    expect([...before.keys()]).toEqual(['Used', 'names', 'scan']);
  });

  it('differ by a member of a type that an exported one names', () => {
    const text = `${USED.replace('number', 'string')}export declare function scan(a: Used): void;\n`;
    const now = entry({ 'index.d.ts': text });
    expect(now.get('Used')).not.toBe(before.get('Used'));
    expect(now.get('scan')).toBe(before.get('scan'));
  });
});
