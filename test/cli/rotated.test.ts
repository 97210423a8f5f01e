import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { CaptureJson, Report } from '../rooms/report.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { countRecords, splitPcap, toBigEndianNanos } from '../support/split-capture.ts';

function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
}

const MULTIPART = fixture('captures/oss2-v1-mpu-complete-403.client.pcap');
const BASELINE = fixture('scenarios/alioss-v1-baseline.pcap');

function report(...args: string[]): Report {
  return JSON.parse(osscap(['scan', '--all', '--format', 'json', ...args]).stdout);
}

/** A capture without what must differ between a file and a set. */
function facts({ path: _path, parts: _parts, bytes: _bytes, ...rest }: CaptureJson): unknown {
  return rest;
}

function only(found: Report): CaptureJson {
  const [capture] = found.captures;
  if (capture === undefined || found.captures.length > 1) {
    throw new Error(`${found.captures.length} captures`);
  }
  return capture;
}

/** Writes the pieces as `tcpdump -C` names them. */
function writeParts(parts: readonly Uint8Array[], name: (at: number) => string): string {
  const folder = temporaryFolder();
  for (const [at, part] of parts.entries()) writeFileSync(join(folder, name(at)), part);
  return folder;
}

const asTcpdump = (at: number): string => `trace.pcap${at === 0 ? '' : at}`;

describe('a rotated capture', () => {
  it.each([
    [MULTIPART, 3],
    [MULTIPART, 1],
    [BASELINE, 4],
    [fixture('scenarios/oss2-v1-wrong-secret.pcap'), 2],
    [fixture('scenarios/alioss-v1-any-sll2-nano.pcap'), 2],
  ])('of %s, a file every %d packets, gives the report of the whole', (path, every) => {
    const bytes = readFileSync(path);
    const records = countRecords(bytes);
    const cuts = Array.from({ length: Math.ceil(records / every) - 1 }, (_, at) => (at + 1) * every);
    const parts = splitPcap(bytes, cuts);
    expect(parts.length).toBeGreaterThan(2);
    const set = only(report(writeParts(parts, asTcpdump)));
    expect(facts(set)).toEqual(facts(only(report(path))));
    expect(set.parts?.map(({ firstFrame }) => firstFrame)).toEqual([1, ...cuts.map((cut) => cut + 1)]);
    expect(set.parts?.reduce((sum, { packets }) => sum + packets, 0)).toBe(records);
    expect(set.bytes).toBe(bytes.length + 24 * (parts.length - 1));
  });

  it('is read in the order of its times, whatever the names and the order of the arguments', () => {
    const bytes = readFileSync(MULTIPART);
    const [first, second, third, fourth] = splitPcap(bytes, [5, 11, 20]);
    // A ring that has begun anew: the oldest file is the third.
    const ring = [third, fourth, first, second].map((part) => part ?? new Uint8Array(0));
    const folder = writeParts(ring, (at) => `ring.pcap${at}`);
    const names = [3, 0, 2, 1].map((at) => join(folder, `ring.pcap${at}`));
    const set = only(report(...names));
    expect(facts(set)).toEqual(facts(only(report(MULTIPART))));
    expect(set.parts?.map(({ path }) => path.slice(-1)).join('')).toBe('2301');
    expect(set.path).toBe(join(folder, 'ring.pcap2'));
  });

  it('may be packed in part, and change its byte order and the unit of its times', () => {
    const [first, second, third] = splitPcap(readFileSync(MULTIPART), [7, 15]);
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'trace.pcap.gz'), gzipSync(first ?? ''));
    writeFileSync(join(folder, 'trace.pcap1.gz'), gzipSync(toBigEndianNanos(second ?? Buffer.alloc(0))));
    writeFileSync(join(folder, 'trace.pcap2'), third ?? '');
    const set = only(report(folder));
    expect(set.parts).toHaveLength(3);
    expect(facts(set)).toEqual(facts(only(report(MULTIPART))));
  });

  it('is named in the table by its first file and their number', () => {
    const folder = writeParts(splitPcap(readFileSync(MULTIPART), [5, 11]), asTcpdump);
    expect(osscap(['scan', folder]).stdout.replace(/\s+/g, ' ')).toContain('trace.pcap … (3 files) · 5 OSS');
    const chinese = osscap(['scan', folder, '--lang', 'zh']).stdout.replace(/\s+/g, '');
    expect(chinese).toContain('trace.pcap…（共3个文件）');
  });

  it('goes on after a file that is damaged, names that file, and tells of those that are missing', () => {
    const parts = splitPcap(readFileSync(MULTIPART), [5, 11, 20, 25]);
    const cut = parts[1]?.subarray(0, -7) ?? new Uint8Array(0);
    const folder = writeParts(parts.with(1, cut), asTcpdump);
    writeFileSync(join(folder, 'trace.pcap5'), '');
    execFileSync('rm', [join(folder, 'trace.pcap3')]);
    const set = only(report(folder));
    const second = join(folder, 'trace.pcap1');
    expect(set.complete).toBe(false);
    expect(set.warnings).toContainEqual(
      expect.objectContaining({ code: 'truncated-record', frame: 11, part: second }),
    );
    expect(set.warnings).toContainEqual(
      expect.objectContaining({ code: 'parts-missing', message: expect.stringContaining('trace.pcap3') }),
    );
    expect(set.warnings).toContainEqual(
      expect.objectContaining({ code: 'empty-file', part: join(folder, 'trace.pcap5') }),
    );
    expect(set.parts?.map(({ firstFrame }) => firstFrame)).toEqual([1, 6, 11, 20]);
    const { stderr } = osscap(['scan', folder]);
    expect(stderr).toContain(`${join(folder, 'trace.pcap')}: frame 11: ${second}: at byte `);
  });

  it('stays whole when the inputs are divided among several runs', () => {
    const folder = writeParts(splitPcap(readFileSync(MULTIPART), [5, 11]), asTcpdump);
    copyFileSync(BASELINE, join(folder, 'other.pcap'));
    const blobs = temporaryFolder();
    for (const shard of [1, 2]) {
      osscap(['scan', folder, '--shard', `${shard}/2`, '--format', `blob=${join(blobs, `${shard}.blob`)}`]);
    }
    const merged = JSON.parse(osscap(['merge', blobs, '--format', 'json', '--all']).stdout);
    expect(merged.captures).toEqual(report(folder).captures);
    expect(merged.captures[1].parts).toHaveLength(3);
  });
});

describe('files that are not one capture', () => {
  const bytes = readFileSync(MULTIPART);

  it('stay apart where their times overlap, unless they are said to be one', () => {
    const [first, second] = splitPcap(bytes, [11]);
    const folder = writeParts([bytes, second ?? bytes], asTcpdump);
    expect(report(folder).captures).toHaveLength(2);
    const forced = only(report(folder, '--rotated'));
    expect(forced.parts).toHaveLength(2);
    expect(forced.warnings).toContainEqual(
      expect.objectContaining({
        code: 'parts-overlap',
        part: join(folder, 'trace.pcap1'),
        message: expect.stringContaining(join(folder, 'trace.pcap')),
      }),
    );
    const whole = writeParts([first ?? bytes, second ?? bytes], asTcpdump);
    expect(report(whole, '--no-rotated').captures).toHaveLength(2);
  });

  it('stay apart where snap length or link type differ', () => {
    const [first, second] = splitPcap(bytes, [11]);
    for (const at of [16, 20]) {
      const other = Buffer.from(second ?? bytes);
      other.writeUInt32LE(at === 16 ? 4096 : 101, at);
      expect(report(writeParts([first ?? bytes, other], asTcpdump)).captures).toHaveLength(2);
    }
  });

  it('stay apart where their names tell times and hours lie between them', () => {
    const [first, second] = splitPcap(bytes, [11]);
    const late = Buffer.from(second ?? bytes);
    for (let at = 24; at < late.length; at += 16 + late.readUInt32LE(at + 8)) {
      late.writeUInt32LE(late.readUInt32LE(at) + 2 * 3600, at);
    }
    const dated = (at: number): string => `c-2024-01-0${at + 1}.pcap`;
    expect(report(writeParts([first ?? bytes, second ?? bytes], dated)).captures).toHaveLength(1);
    expect(report(writeParts([first ?? bytes, late], dated)).captures).toHaveLength(2);
    expect(report(writeParts([first ?? bytes, late], asTcpdump)).captures).toHaveLength(1);
  });

  it('are read as one with --rotated, whatever they are called, but for text and standard input', () => {
    const folder = writeParts(splitPcap(bytes, [5, 11]), (at) => ['b.pcap', 'x.pcap', 'a.pcap'][at] ?? '');
    const text = fixture('text/curl-verbose.txt');
    const found = report(folder, '--rotated', ...(hasFile(text) ? [text] : []));
    expect(facts(found.captures[0] as CaptureJson)).toEqual(facts(only(report(MULTIPART))));
    expect(found.captures.slice(1).every(({ format }) => format === 'text')).toBe(true);
  });
});

function hasFile(path: string): boolean {
  return spawnSync('test', ['-f', path]).status === 0;
}

describe('rings of dumpcap', () => {
  it('are joined, sections and interfaces of each file of their own', () => {
    const bytes = readFileSync(fixture('scenarios/oss2-v1-pcapng.pcapng'));
    const [head, ...packets] = pcapngBlocks(bytes);
    const folder = temporaryFolder();
    for (const [at, part] of [packets.slice(0, 6), packets.slice(6, 9), packets.slice(9)].entries()) {
      const name = `ring_0000${at + 4}_2024010112000${at}.pcapng`;
      writeFileSync(join(folder, name), Buffer.concat([head ?? Buffer.alloc(0), ...part]));
    }
    const set = only(report(folder));
    const whole = only(report(fixture('scenarios/oss2-v1-pcapng.pcapng')));
    expect(set.parts).toHaveLength(3);
    expect(facts(set)).toEqual(facts(whole));
  });
});

/** What stands before the first packet, then every packet. */
function pcapngBlocks(bytes: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  let head = 0;
  for (let at = 0; at < bytes.length; ) {
    const next = at + bytes.readUInt32LE(at + 4);
    if (bytes.readUInt32LE(at) === 6) {
      if (blocks.length === 0) blocks.push(bytes.subarray(0, at));
      blocks.push(bytes.subarray(at, next));
    } else if (blocks.length > 0) head = next;
    at = next;
  }
  expect(head === 0 || head === bytes.length).toBe(true);
  return blocks;
}

const HAS_TCPDUMP = spawnSync('tcpdump', ['--version']).status === 0;

describe.skipIf(!HAS_TCPDUMP)('written by tcpdump', () => {
  /** Every packet again, a little later each time, so that the file is of some megabytes. */
  function longCapture(): string {
    const bytes = readFileSync(MULTIPART);
    const [header, body] = [bytes.subarray(0, 24), bytes.subarray(24)];
    const rounds = Math.ceil(2_300_000 / body.length);
    const copies = Array.from({ length: rounds }, (_, round) => {
      const copy = Buffer.from(body);
      for (let at = 0; at < copy.length; at += 16 + copy.readUInt32LE(at + 8)) {
        copy.writeUInt32LE(copy.readUInt32LE(at) + round * 10, at);
        // Another client port each time: Ethernet and IPv4 without options.
        const tcp = at + 16 + 14 + 20;
        const port = copy.readUInt16BE(tcp) === 80 || copy.readUInt16BE(tcp) < 10_000 ? tcp + 2 : tcp;
        copy.writeUInt16BE(20_000 + (round % 40_000), port);
      }
      return copy;
    });
    const path = join(temporaryFolder(), 'long.pcap');
    writeFileSync(path, Buffer.concat([header, ...copies]));
    return path;
  }

  it.each([
    ['-C', 'trace.pcap', '-C 1'],
    ['-C -W', 'trace.pcap', '-C 1 -W 20'],
    ['-G', 'c-%Y-%m-%d_%H:%M:%S.pcap', '-G 1'],
    ['-G with %s', 'c-%s.pcap', '-G 1'],
    ['-G -C', 'c-%F_%T.pcap', '-C 1 -G 1'],
  ])('with %s', (_, name, options) => {
    const path = longCapture();
    const folder = temporaryFolder();
    // tcpdump gives up its rights before it writes.
    const user = process.getuid?.() === 0 ? '-Z root' : '';
    // -G goes by the clock on the wall.
    const slowly = `(head -c 1200000 '${path}'; sleep 1.2; tail -c +1200001 '${path}')`;
    execFileSync('sh', ['-c', `${slowly} | tcpdump ${user} -r - ${options} -w '${name}'`], {
      cwd: folder,
      stdio: 'ignore',
    });
    const files = readdirSync(folder).length;
    expect(files).toBeGreaterThan(1);
    const set = only(report(folder));
    expect(set.parts).toHaveLength(files);
    expect(facts(set)).toEqual(facts(only(report(path))));
  });
});

describe('explain', () => {
  it('names the file that a frame is in', () => {
    const folder = writeParts(splitPcap(readFileSync(MULTIPART), [5, 11]), asTcpdump);
    const set = only(report(folder));
    const [, second] = set.exchanges;
    const frame = second?.requestFrame ?? 0;
    expect(frame).toBeGreaterThan(5);
    const local = frame > 11 ? [frame - 11, 'trace.pcap2'] : [frame - 5, 'trace.pcap1'];
    const place = `(the first is frame ${local[0]} of ${join(folder, String(local[1]))})`;
    expect(osscap(['explain', folder, '2', '--width', '300']).stdout).toContain(place);
    const json = JSON.parse(osscap(['explain', folder, '2', '--format', 'json']).stdout);
    expect(json.parts[0]).toEqual({ path: join(folder, 'trace.pcap'), firstFrame: 1, packets: 5 });
    expect(JSON.parse(osscap(['explain', MULTIPART, '2', '--format', 'json']).stdout)).not.toHaveProperty(
      'parts',
    );
  });
});
