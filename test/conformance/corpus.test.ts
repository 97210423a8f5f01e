import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { FIXTURES } from '../support/truth.ts';
import { type Exception, readExceptions } from '../tools/conformance/exceptions.ts';
import { printConformance } from '../tools/conformance/print.ts';
import { runConformance } from '../tools/conformance/run.ts';

const CORPUS = join(FIXTURES, 'corpus');
const EXCEPTIONS = readExceptions(join(CORPUS, 'exceptions.json'));
const INDEX: { file: string; sha256: string; must: unknown[]; packets: number }[] = JSON.parse(
  readFileSync(join(CORPUS, 'index.json'), 'utf8'),
);

describe('captures of other projects', () => {
  const result = runConformance(CORPUS, EXCEPTIONS);

  it.each(INDEX.map((listed) => [listed.file, listed] as const))('%s', (file, listed) => {
    const found = result.captures.find((capture) => capture.file === file);
    expect(found).toMatchObject({
      right: listed.must.length,
      packets: listed.packets,
      unexplained: [],
    });
  });

  it('hold more than a thousand exchanges', () => {
    expect(result.captures.reduce((sum, { right }) => sum + right, 0)).toBeGreaterThan(1000);
    expect(result.staleExceptions).toEqual([]);
    expect(result.passed).toBe(true);
  });

  it('are those that the index names, byte for byte', () => {
    const files = readdirSync(CORPUS).filter((file) => /\.pcap/.test(file));
    expect(files.sort()).toEqual(INDEX.map(({ file }) => file).sort());
    for (const { file, sha256 } of INDEX) {
      const digest = createHash('sha256').update(readFileSync(join(CORPUS, file)));
      expect([file, digest.digest('hex')]).toEqual([file, sha256]);
    }
  });
});

describe('a reference that says something else', () => {
  const FILE = 'zeek-pipelined-requests.pcap';

  function compare(
    change: (listed: {
      packets: number;
      expect: string;
      http: Record<string, unknown>[];
      must: unknown[];
    }) => void,
    exceptions: readonly Exception[] = [],
  ) {
    const folder = temporaryFolder();
    cpSync(join(CORPUS, FILE), join(folder, FILE));
    const listed = structuredClone(JSON.parse(JSON.stringify(INDEX.find(({ file }) => file === FILE))));
    change(listed);
    writeFileSync(join(folder, 'index.json'), JSON.stringify([listed]));
    return runConformance(folder, exceptions);
  }

  it('in a frame or a length is found, exchange by exchange', () => {
    const result = compare(({ http: [first] }) =>
      Object.assign(first ?? {}, { respFrame: 13, respBodyLen: 1 }),
    );
    const common = { kind: 'differs', requestFrame: 4, responseFrame: 5 };
    expect(result.captures[0]?.unexplained).toMatchObject([
      { ...common, field: 'responseFrame', reference: 13, ours: 5 },
      { ...common, field: 'responseBytes', reference: 1, ours: 946 },
    ]);
    expect(result.passed).toBe(false);
  });

  it('in an exchange more or less is found', () => {
    const result = compare((listed) => {
      const [first, ...rest] = listed.http;
      listed.http = [...rest, { ...first, method: 'PUT', reqFrame: 99, respFrame: 99 }];
      listed.must.push(['PUT', '/other', 200]);
    });
    expect(result.captures[0]?.unexplained.map((finding) => finding.kind).sort()).toEqual([
      'extra',
      'missed',
      'missed',
    ]);
    expect(result.captures[0]?.right).toBe(5);
  });

  it('in the number of packets, or in whether it is a capture, is found', () => {
    expect(compare((listed) => void listed.packets++).captures[0]?.unexplained).toEqual([
      { kind: 'packets', reference: 50, ours: 49 },
    ]);
    const refused = compare((listed) => void Object.assign(listed, { expect: 'error' }));
    expect(refused.captures[0]?.unexplained).toEqual([{ kind: 'not-refused' }]);
  });

  it('can be explained, by an exception that fits exactly', () => {
    const finding = { kind: 'packets', reference: 50, ours: 49 } as const;
    const add = (listed: { packets: number }) => void listed.packets++;
    const explained = compare(add, [{ file: FILE, finding, why: 'because' }]);
    expect(explained.passed).toBe(true);
    expect(printConformance(explained, true)).toContain('49 packets, the reference has 50\n    because\n');
    const stale = compare(add, [{ file: FILE, finding: { ...finding, reference: 51 }, why: 'because' }]);
    expect(stale.passed).toBe(false);
    expect(stale.staleExceptions).toHaveLength(1);
    expect(printConformance(stale, false)).toContain('exception that explains nothing');
  });
});
