import { appendFileSync, copyFileSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { Conversation, pcapFile, pcapHeader, pcapRecord } from '../support/capture-writer.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { reportProblems } from '../support/schema.ts';
import { FIXTURES } from '../support/truth.ts';
import { piecesOf, startWatching } from '../support/watching.ts';

/** Its fifth exchange fails; the last five packets bring that and the end of the connection. */
const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');
const { header, records } = piecesOf(CAPTURE);
/** Up to, not including, the packet that completes the failing answer. */
const ANSWER = 23;
const STARTED = 'osscap: watching standard input; Ctrl-C ends with the report\n';
const FAILING = 'CompleteMultipartUpload';

/**
 * Where a segment of TCP over IPv4 without options begins in a record of an Ethernet capture, and the port of
 * HTTPS.
 */
const TCP_AT = 16 + 14 + 20;
const HTTPS = 443;

/** The same packet of a connection from another port. */
function withOtherClient(record: Buffer): Buffer {
  const other = Buffer.from(record);
  const at = record.readUInt16BE(TCP_AT) === HTTPS ? TCP_AT + 2 : TCP_AT;
  other.writeUInt16BE(record.readUInt16BE(at) ^ 1, at);
  return other;
}

type Watching = ReturnType<typeof startWatching>;
let running: Watching[] = [];
afterEach(() => {
  for (const one of running) one.kill();
  running = [];
});

function watch(args: readonly string[]): Watching {
  const one = startWatching(args);
  running.push(one);
  return one;
}

function linesOf(text: string): readonly string[] {
  return text.split('\n');
}

describe('osscap watch -', () => {
  it('tells a failure at once, before any later packet, and ends with the report of scan', async () => {
    const watching = watch(['-', '--all']);
    watching.write(header, ...records.slice(0, ANSWER - 1));
    await watching.until('stdout', '#4 ');
    expect(watching.written.stdout).not.toContain(FAILING);
    watching.write(records[ANSWER - 1] ?? Buffer.alloc(0));
    await watching.until('stdout', FAILING);
    const line = linesOf(watching.written.stdout)[4];
    expect(line).toBe(
      '23:02:26.698  #5     403  6B0617825A0E403C2F939F29  changed in transit    CompleteMultipartUpload  rokid/ttsservice/passwd  A Content-Type was added in transit; the client sent and signed none. Or the server itself computes another string.',
    );
    watching.write(...records.slice(ANSWER));
    watching.end();
    expect(await watching.ended).toBe(1);
    const report = linesOf(watching.written.stdout).slice(6).join('\n');
    const scanned = osscap(['scan', '-', '--all'], { input: Buffer.concat([header, ...records]) });
    expect(report).toBe(scanned.stdout);
    expect(watching.written.stderr).toBe(STARTED);
  });

  it('waits for no packet to prove where a connection began that it met in its middle', async () => {
    const watching = watch(['-']);
    const { packets } = conversation();
    watching.write(pcapHeader(), pcapRecord({ data: new Uint8Array(60) }));
    await watching.until('stderr', STARTED);
    watching.write(...packets.map((data, at) => pcapRecord({ data }, {}, at)));
    await watching.until('stdout', 'ABCDEF0123456789ABCDEF01');
  });

  it('ends at Ctrl-C with every report, and 130', async () => {
    const file = join(temporaryFolder(), 'report.json');
    const watching = watch(['-', '--format', 'table', '--format', `json=${file}`]);
    watching.write(header, ...records.slice(0, ANSWER));
    await watching.until('stdout', FAILING);
    watching.interrupt();
    expect(await watching.ended).toBe(130);
    expect(watching.written.stdout).toContain(
      'interrupted: only what was read so far · 1 of 5 requests failed · 1 cause · exit 130\n',
    );
    const report = JSON.parse(readFileSync(file, 'utf8'));
    expect(reportProblems(report)).toEqual([]);
    expect(report.captures[0].exchanges).toHaveLength(5);
  });

  it('gives data as it comes; the lines stand aside', async () => {
    const watching = watch(['-', '--format', 'ndjson']);
    watching.write(header, ...records.slice(0, ANSWER));
    await watching.until('stdout', FAILING);
    await watching.until('stderr', FAILING);
    const exchanges = linesOf(watching.written.stdout.trimEnd()).map((line) => JSON.parse(line));
    expect(exchanges.map(({ type, index }) => [type, index])).toEqual(
      [1, 2, 3, 4, 5].map((n) => ['exchange', n]),
    );
    watching.end();
    expect(await watching.ended).toBe(1);
    expect(JSON.parse(linesOf(watching.written.stdout).at(-2) ?? '')).toMatchObject({
      type: 'summary',
      divergent: 1,
    });
  });

  it('refuses at once what is no capture', async () => {
    const watching = watch(['-']);
    watching.write(Buffer.from('12:00:00.000000 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S], seq 1\n'));
    expect(await watching.ended).toBe(2);
    expect(watching.written.stderr).toContain('tcpdump -U -w -');
  });

  it('is 130 without a report of anything where nothing came', async () => {
    const watching = watch(['-']);
    await watching.until('stderr', STARTED);
    watching.interrupt();
    expect(await watching.ended).toBe(130);
    expect(watching.written).toEqual({
      stdout: 'interrupted: only what was read so far · exit 130\n',
      stderr: STARTED,
    });
  });
});

describe('osscap watch FILE', () => {
  it('waits for the file, reads what is added, and goes on in a new file of that name', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'oss.pcap');
    const watching = watch([path, '--all']);
    await watching.until('stderr', `${path}: there is no such file yet; waiting for it\n`);
    writeFileSync(path, Buffer.concat([header, ...records.slice(0, 10)]));
    // It has opened the file that is renamed below.
    await watching.until('stdout', '#1 ');
    // A record comes in two pieces.
    const [next = Buffer.alloc(0)] = records.slice(10, 11);
    appendFileSync(path, next.subarray(0, 20));
    await sleep(500);
    appendFileSync(path, Buffer.concat([next.subarray(20), ...records.slice(11, 14)]));
    await sleep(500);
    renameSync(path, `${path}.1`);
    // Written to the old file when it has its new name already.
    appendFileSync(`${path}.1`, Buffer.concat(records.slice(14, 16)));
    writeFileSync(path, Buffer.concat([header, ...records.slice(16, ANSWER)]));
    await watching.until('stdout', FAILING);
    await watching.until('stderr', 'was replaced by a new one');
    watching.interrupt();
    expect(await watching.ended).toBe(130);
    // No packet was missed, so the one connection went on.
    expect(watching.written.stdout).toContain(`${ANSWER} packets`);
    expect(watching.written.stdout).toContain('1 connection · 5 OSS exchanges: 4 passed, 1 failed');
    expect(watching.written.stderr).not.toContain('lacks bytes');
  });

  it('opens TLS with keys that are written while it watches, some after the packets that need them', async () => {
    const folder = temporaryFolder();
    const [path, log] = [join(folder, 'oss.pcap'), join(folder, 'keys.log')];
    const tls = piecesOf(join(FIXTURES, 'scenarios/alioss-tls13-keylog.pcap'));
    const keys = readFileSync(join(FIXTURES, 'scenarios/alioss-tls13-keylog.keylog'));
    writeFileSync(path, tls.header);
    const watching = watch([path, '--tls-keylog', log, '--all']);
    await watching.until('stderr', `${log}: there is no such file yet; waiting for it\n`);
    // The hellos, and the keys of the handshake.
    appendFileSync(path, Buffer.concat(tls.records.slice(0, 6)));
    await sleep(700);
    writeFileSync(log, keys, { mode: 0o600 });
    appendFileSync(path, Buffer.concat(tls.records.slice(6)));
    await watching.until('stdout', '6B061AB26657DA904C21A6C3');
    watching.interrupt();
    expect(await watching.ended).toBe(130);
    expect(watching.written.stdout).toContain('decrypted: 1 TLS connection');
    expect(watching.written.stdout + watching.written.stderr).not.toContain('no key for');
  });

  it('tells what keeps TLS closed when it is known, each kind once, also where the key log holds other sessions', async () => {
    const folder = temporaryFolder();
    const [path, log] = [join(folder, 'tls.pcap'), join(folder, 'keys')];
    const scenario = join(FIXTURES, 'scenarios/alioss-tls13-keylog');
    const otherSession = readFileSync(`${scenario}.keylog`, 'latin1').replaceAll(
      / [0-9a-f]{64} /g,
      ` ${'0'.repeat(64)} `,
    );
    writeFileSync(log, otherSession, { mode: 0o600 });
    const capture = piecesOf(`${scenario}.pcap`);
    const again = capture.records.map((record) => withOtherClient(record));
    writeFileSync(path, Buffer.concat([capture.header, ...capture.records, ...again]));
    const watching = watch([path, '--tls-keylog', log]);
    const warning = 'frame 15: no key for the TLS session with rokid.oss-cn-hangzhou.aliyuncs.com';
    await watching.until('stderr', warning);
    expect(watching.written.stdout).toBe('');
    expect(watching.written.stderr.split(warning)).toHaveLength(2);
    watching.interrupt();
    expect(await watching.ended).toBe(130);
    // with all that was odd, at the end
    expect(watching.written.stderr.split(warning)).toHaveLength(3);
    expect(watching.written.stderr.match(/no key for the TLS session .*/g)).toEqual([
      expect.not.stringContaining('times'),
      expect.stringContaining('2 times'),
    ]);
  });

  it('does not wait for a key log that cannot come', async () => {
    for (const path of [join(CAPTURE, 'keys.log'), '-', temporaryFolder()]) {
      const watching = watch([CAPTURE, '--tls-keylog', path]);
      expect(await watching.ended).toBe(2);
      expect(watching.written.stderr).toContain(`osscap: TLS keys: ${path}: `);
    }
  });

  it('takes an empty key log, and refuses what is none', async () => {
    const log = join(temporaryFolder(), 'keys.log');
    writeFileSync(log, '# SSL/TLS secrets log file\n', { mode: 0o600 });
    const watching = watch([CAPTURE, '--tls-keylog', log]);
    await watching.until('stdout', FAILING);
    writeFileSync(log, 'something else\n');
    const refused = watch([CAPTURE, '--tls-keylog', log]);
    expect(await refused.ended).toBe(2);
    expect(refused.written.stderr).toContain('contains no TLS secret');
  });

  it('begins anew in a file that was emptied', async () => {
    const path = join(temporaryFolder(), 'oss.pcap');
    copyFileSync(CAPTURE, path);
    const watching = watch([path]);
    await watching.until('stdout', FAILING);
    truncateSync(path, 0);
    await watching.until('stderr', 'was emptied or cut');
    const { packets } = conversation();
    writeFileSync(path, pcapFile(packets));
    await watching.until('stdout', 'ABCDEF0123456789ABCDEF01');
    watching.interrupt();
    expect(await watching.ended).toBe(130);
    expect(watching.written.stdout).toMatch(/2 of \d requests failed · 2 causes/);
  });

  it('begins anew in a file that was emptied and written past the place that was read', async () => {
    const path = join(temporaryFolder(), 'oss.pcap');
    writeFileSync(path, pcapFile(conversation().packets));
    const watching = watch([path]);
    await watching.until('stdout', 'ABCDEF0123456789ABCDEF01');
    await sleep(500);
    // Longer than what was there, before the next look.
    copyFileSync(CAPTURE, path);
    await watching.until('stdout', FAILING);
    watching.interrupt();
    expect(await watching.ended).toBe(130);
    expect(watching.written.stderr).toContain('was emptied or cut');
    expect(watching.written.stderr).not.toContain('damage');
    expect(watching.written.stdout).toContain('6 OSS requests: 4 passed, 2 failed');
  });

  it('does not say that a file ends inside a packet which is still being written at Ctrl-C', async () => {
    const path = join(temporaryFolder(), 'oss.pcap');
    const file = pcapFile(conversation().packets);
    writeFileSync(path, Buffer.concat([file, records[0]?.subarray(0, 20) ?? Buffer.alloc(0)]));
    const watching = watch([path]);
    await watching.until('stdout', 'ABCDEF0123456789ABCDEF01');
    watching.interrupt();
    expect(await watching.ended).toBe(130);
    expect(watching.written.stderr).toBe(`osscap: watching ${path}; Ctrl-C ends with the report\n`);
    expect(watching.written.stdout).not.toContain('incomplete');
  });

  it('refuses a folder', async () => {
    const folder = temporaryFolder();
    const watching = watch([folder]);
    expect(await watching.ended).toBe(2);
    expect(watching.written.stderr).toBe(
      `osscap: ${folder} is a folder: watch follows one file while it is written (or - for standard input); osscap scan reads folders\n`,
    );
    expect(watching.written.stdout).toBe('');
  });

  it('does not wait for what is to lie below a file', async () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, '');
    const watching = watch([join(path, 'oss.pcap')]);
    expect(await watching.ended).toBe(2);
    expect(watching.written.stderr).toContain('no such file or folder');
  });
});

/** One exchange that fails, on a connection whose beginning was not captured and whose end has not come. */
function conversation(): Conversation {
  const body =
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>no</Message></Error>';
  return new Conversation()
    .client(
      'GET /a.txt HTTP/1.1\r\nHost: rokid.oss-cn-hangzhou.aliyuncs.com\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nAuthorization: OSS LTAIexample:c2lnbmF0dXJl\r\n\r\n',
    )
    .server(
      `HTTP/1.1 403 Forbidden\r\nServer: AliyunOSS\r\nx-oss-request-id: ABCDEF0123456789ABCDEF01\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
}

it.each([
  ['docs/watch.md', 'en'],
  ['docs/watch.zh-CN.md', 'zh'],
])('prints what %s shows', (file, lang) => {
  const input = readFileSync(join(FIXTURES, 'scenarios/oss2-v1-wrong-secret.pcap'));
  const { stdout } = osscap(['watch', '-', '--lang', lang], { input });
  const [lines = ''] = stdout.split('\n\n');
  expect(lines.split('\n')).toHaveLength(3);
  expect(readFileSync(join(FIXTURES, '..', file), 'utf8')).toContain(`\`\`\`text\n${lines}\n\`\`\``);
});

it('counts a packed stream whose checksum is wrong as damaged, as scan does', () => {
  const packed = gzipSync(readFileSync(CAPTURE));
  const input = Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8)]);
  for (const command of ['watch', 'scan']) {
    const { status, stdout } = osscap([command, '-', '--strict'], { input });
    expect(status).toBe(2);
    expect(stdout).toContain('damaged or cut off (--strict): 1 · exit 2');
  }
});

it('takes exactly one input', () => {
  expect(osscap(['watch'])).toMatchObject({
    status: 2,
    stderr: 'osscap: FILE is missing (osscap watch --help)\n',
  });
});
