import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytes, Conversation, ethernet, hex, ipv4, pcapFile, udp } from '../support/capture-writer.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { answer } from '../support/conversation.ts';
import { FIXTURES } from '../support/truth.ts';
import { hasTshark } from '../tools/tshark.ts';

const folder = temporaryFolder();
const GET =
  'GET /k HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\nAuthorization: OSS LTAI5tTestCapture0001:c2lnbmF0dXJl\r\n\r\n';
const exchange = new Conversation().open().client(GET).server(answer(200, 'ok')).close().packets;
const arp = ethernet(0x0806, new Uint8Array(28));
const inGre = (header: string, payload: Uint8Array) =>
  ethernet(0x0800, ipv4(bytes(hex(header), payload), { protocol: 47 }));
const unreadable = [
  arp,
  arp,
  inGre('0000 9000', exchange[0] ?? arp),
  ethernet(0x0800, ipv4(hex('0000000100000001'), { protocol: 50 })),
  ethernet(0x0800, ipv4(udp(hex('17fefd'), 50_000, 4755), { protocol: 17 })),
];

function save(name: string, packets: readonly Uint8Array[]): string {
  const path = join(folder, name);
  writeFileSync(path, pcapFile(packets));
  return path;
}

const BESIDE = save('beside.pcap', [...exchange, ...unreadable]);
const ALONE = save('alone.pcap', unreadable);

function report(path: string, format: string, lang: string): string {
  const file = join(folder, `${format}.${lang}`);
  const args = ['scan', path, '--verbose', '--lang', lang, '--no-config', '--format', `${format}=${file}`];
  expect(osscap(args).status).toBe(0);
  // Sentences are wrapped in tables, and escaped in Markdown.
  return readFileSync(file, 'utf8').replace(/\s+/g, ' ').replaceAll('\\', '');
}

const EN = '5 packets without readable TCP: ARP 2, GRE type 0x9000 1, ESP 1, GRE in DTLS 1';
const ZH = '读不出 TCP 的数据包 5 个：ARP 2 个、GRE 类型 0x9000 1 个、ESP 1 个、GRE in DTLS 1 个';

describe.each([
  ['beside exchanges', BESIDE],
  ['alone', ALONE],
])('packets that cannot be read, %s', (_, path) => {
  it.each(['table', 'markdown', 'html', 'junit', 'sarif'])('are counted by protocol in %s', (format) => {
    expect(report(path, format, 'en')).toContain(EN);
    // A table breaks Chinese lines wherever they are full.
    expect(report(path, format, 'zh').replaceAll(' ', '')).toContain(ZH.replaceAll(' ', ''));
  });

  it.each(['json', 'ndjson'])('are counted by protocol in %s', (format) => {
    const text = report(path, format, 'en');
    const documents = format === 'json' ? [text] : text.trim().split(/(?<=\}) (?=\{"type")/);
    const captures = documents
      .map((document) => JSON.parse(document))
      .flatMap((each) => (each.type === undefined ? each.captures : each.type === 'capture' ? [each] : []));
    expect(captures).toMatchObject([
      {
        otherPackets: 5,
        otherProtocols: [
          { layer: 'ethertype', number: 0x0806, name: 'ARP', packets: 2 },
          { layer: 'gre', number: 0x9000, name: null, packets: 1 },
          { layer: 'ip', number: 50, name: 'ESP', packets: 1 },
          { layer: 'udp', number: 4755, name: 'GRE in DTLS', packets: 1 },
        ],
      },
    ]);
  });
});

it('survive on their way through another thread and a blob', () => {
  const blob = join(folder, 'scan.blob');
  expect(osscap(['scan', BESIDE, '--no-config', '--format', `blob=${blob}`]).status).toBe(0);
  expect(osscap(['merge', blob, '--verbose', '--no-config']).stdout.replace(/\s+/g, ' ')).toContain(EN);
  const jobs = osscap(['scan', BESIDE, ALONE, '--jobs', '2', '--verbose', '--no-config']);
  expect(jobs.stdout.replace(/\s+/g, ' ').split(EN)).toHaveLength(3);
});

describe('tunnels that carry an exchange', () => {
  const wifi = (fromClient: boolean, packet: Uint8Array) =>
    bytes(
      hex(
        `08 ${fromClient ? '01' : '02'} 0000 020000000001 020000000002 020000000003 0000 aaaa03000000 0800`,
      ),
      packet,
    );
  const inner = exchange.map((packet) => packet.subarray(14));
  const isFromClient = (packet: Uint8Array) => packet[15] === 1;
  const grePayload = hex('0000 8200');
  const greInUdp = (payload: Uint8Array) =>
    ethernet(0x0800, ipv4(udp(payload, 50_000, 4754), { protocol: 17 }));

  it.each([
    ['aruba', inner.map((packet) => inGre('0000 8200', wifi(isFromClient(packet), packet)))],
    [
      'eoip',
      exchange.map((packet) =>
        inGre(`2001 6400 ${packet.length.toString(16).padStart(4, '0')} 0700`, packet),
      ),
    ],
    ['gre-in-udp', inner.map((packet) => greInUdp(bytes(hex('0000 0800'), packet)))],
    ['aruba-in-udp', inner.map((packet) => greInUdp(bytes(grePayload, wifi(isFromClient(packet), packet))))],
  ])('%s: it is read, as tshark reads it', (name, packets) => {
    const path = save(`${name}.pcap`, packets);
    const [capture] = JSON.parse(osscap(['scan', path, '--no-config', '--format', 'json']).stdout).captures;
    expect(capture.exchanges).toMatchObject([
      { request: { method: 'GET', target: '/k' }, response: { status: 200 } },
    ]);
    if (!hasTshark()) return;
    const shown = ['-T', 'fields', '-e', 'http.response.code'];
    const { stdout } = spawnSync('tshark', ['-r', path, ...shown], { encoding: 'utf8' });
    expect(stdout.trim()).toBe('200');
  });
});

describe('a capture of which nothing can be read', () => {
  const TLS = join(FIXTURES, 'tls/12-aes-128-gcm.pcap');
  const run = (...args: readonly string[]) => {
    const { status, stdout } = osscap(['scan', ...args, '--no-config']);
    return { status, last: stdout.trim().split('\n\n').at(-1)?.replace(/\s+/g, ' ') };
  };

  it.each([
    ['TLS to OSS without keys', TLS, 2],
    ['packets that cannot be read', ALONE, 0],
  ])('is no success: %s', (_, path, code) => {
    const said = 'not readable: 1 capture (TLS without keys, or other packets), so not known to pass ·';
    expect(run(path)).toEqual({ status: code, last: `${said} exit ${code}` });
    expect(run(path, '--fail-on', 'none').status).toBe(0);
    expect(run(path, '--strict')).toEqual({ status: 2, last: `${said} exit 2` });
    expect(run(path, '--strict', '--lang', 'zh').last).toContain('无法读取：1 个抓包文件');
    const report = JSON.parse(osscap(['scan', path, '--no-config', '--format', 'json']).stdout);
    expect(report.summary.unreadCaptures).toBe(1);
  });

  it('is said beside captures that were read', () => {
    expect(run(BESIDE, ALONE).last).toContain('not readable: 1 capture (TLS without keys, or other packets)');
    expect(run(BESIDE, ALONE, '--strict').status).toBe(2);
  });

  it('is none of those with an exchange beside what cannot be read, with HTTP of others, or without a packet', () => {
    const other = new Conversation().open().client('GET / HTTP/1.1\r\nHost: a.example\r\n\r\n');
    const plain = save(
      'plain.pcap',
      other.server('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n').close().packets,
    );
    for (const path of [BESIDE, plain, save('empty.pcap', [])]) {
      const { status, last } = run(path, '--strict');
      expect({ path, status, last }).toEqual({
        path,
        status: 0,
        last: expect.not.stringContaining('No OSS traffic could'),
      });
    }
  });

  it('is read with the keys', () => {
    const keys = join(FIXTURES, 'tls/12-aes-128-gcm.keylog');
    expect(run(TLS, '--strict', '--tls-keylog', keys).last).not.toContain('No OSS traffic could');
  });
});
