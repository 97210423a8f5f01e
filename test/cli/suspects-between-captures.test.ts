import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PLAIN, send, sign } from '../diagnose/reference-signer.ts';
import { mismatch } from '../diagnose/scenario.ts';
import { accepted, refused, type Signed } from '../features/suspects/company.ts';
import { bodyText } from '../rooms/http.ts';
import type { DiagnosisJson, Report } from '../rooms/report.ts';
import { Conversation, pcapFile } from '../support/capture-writer.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';
import { startWatching } from '../support/watching.ts';

const FOLDER = temporaryFolder();
const TYPED = { method: 'PUT', body: 'x', headers: [['Content-Type', 'image/png']] } as const;

let connections = 0;

/** The packets of a request and its answer, on a connection of its own. */
function packetsOf({ isAccepted, version = 'v1', agent = 'shop/1.0', ...own }: Signed): Uint8Array[] {
  const plain = { ...PLAIN, ...own, headers: [['User-Agent', agent] as const, ...(own.headers ?? [])] };
  const sent = send(version, plain, sign(version, plain));
  const body = plain.body ?? '';
  const lines = [
    `${sent.method} ${sent.target} HTTP/1.1`,
    ...sent.headers.map(({ name, value }) => `${name}: ${value}`),
    ...(body === '' ? [] : [`Content-Length: ${body.length}`]),
  ];
  const id = (++connections).toString(16).toUpperCase().padStart(24, '6B0C6A');
  const error = isAccepted ? '' : (bodyText(mismatch(sent)) ?? '');
  const status = isAccepted ? '200 OK' : '403 Forbidden';
  const answer = `HTTP/1.1 ${status}\r\nServer: AliyunOSS\r\nx-oss-request-id: ${id}\r\nContent-Length: ${error.length}\r\n\r\n${error}`;
  return new Conversation({ clientPort: 40_000 + connections })
    .open()
    .client(`${lines.join('\r\n')}\r\n\r\n${body}`)
    .server(answer)
    .close().packets;
}

/** A capture of these requests. */
function capture(name: string, requests: readonly Signed[]): string {
  const path = join(FOLDER, name);
  writeFileSync(path, pcapFile(requests.flatMap(packetsOf)));
  return path;
}

const puts = (count: number, of: Partial<Signed>): Signed[] =>
  Array.from({ length: count }, (_, at) => accepted({ ...of, key: `${at}.png` }));

/** The same application: one machine uploads, and is refused; another one works. */
const BAD = capture('bad.pcap', [refused({ ...TYPED, key: 'new.png' })]);
const GOOD = capture('good.pcap', [...puts(5, TYPED), accepted({ key: 'list' })]);
const PLAIN_PUTS = capture('plain.pcap', puts(5, { method: 'PUT', body: 'x' }));
/** Another application with the same key. */
const OTHER = capture('other.pcap', puts(5, { ...TYPED, agent: 'backup/2.0' }));

const scanned = (...args: readonly string[]): string =>
  osscap(['scan', '--no-config', '--format', 'json', ...args]).stdout;

function suspectsOf(text: string): NonNullable<DiagnosisJson['suspects']> {
  const report: Report = JSON.parse(text);
  const refusals = report.captures.flatMap(({ exchanges }) =>
    exchanges.flatMap(({ diagnosis }) => diagnosis?.suspects ?? []),
  );
  return refusals;
}

const weightOf = (text: string, field: string): number =>
  suspectsOf(text).find((each) => each.field === field)?.weight ?? 0;

describe('the application that works, captured apart from the one that fails', () => {
  it('clears what its accepted requests have, and hardly its secret, whichever comes first', () => {
    const alone = scanned(BAD);
    expect(suspectsOf(alone)[0]?.field).toBe('secret');
    for (const together of [scanned(GOOD, BAD), scanned(BAD, GOOD)]) {
      expect(weightOf(together, 'content-type')).toBeLessThan(weightOf(alone, 'content-type') / 2);
      // it may have run with another configuration then
      const [first] = suspectsOf(together);
      expect(first?.field).toBe('secret');
      expect(first?.against.find(({ code }) => code === 'secret-accepted-elsewhere')?.capture).toBe(GOOD);
      const cleared = suspectsOf(together).flatMap(({ against }) => against);
      expect(cleared.find(({ code }) => code === 'accepted-with-it')).toMatchObject({ capture: GOOD });
      expect(cleared.map(({ message }) => message).join()).toContain(`(#1, #2, #3, #4, #5 of ${GOOD})`);
    }
  });

  it('is contrast, and the evidence says where it is, in both languages', () => {
    const [first] = suspectsOf(scanned(PLAIN_PUTS, BAD));
    expect(first?.field).toBe('content-type');
    expect(first?.weight).toBeGreaterThan(weightOf(scanned(BAD), 'content-type'));
    const elsewhere = first?.for.find(({ code }) => code === 'accepted-elsewhere');
    expect(elsewhere).toMatchObject({ capture: PLAIN_PUTS, exchanges: [1, 2, 3, 4, 5] });
    expect(elsewhere?.message).toContain(`(#1, #2, #3, #4, #5 of ${PLAIN_PUTS})`);
    const [inChinese] = suspectsOf(scanned(PLAIN_PUTS, BAD, '--lang', 'zh'));
    const messages = inChinese?.for.map(({ message }) => message).join();
    expect(messages).toContain(`（${PLAIN_PUTS} 中的 #1、#2、#3、#4、#5）`);
  });

  it('is among the inputs of what to type next, and what would read one capture alone is not named', () => {
    const next = osscap(['scan', '--no-config', PLAIN_PUTS, BAD]).stdout;
    expect(next).toContain(`osscap scan ${BAD} ${PLAIN_PUTS} --credentials FILE.json`);
    expect(next).not.toContain(`osscap explain ${BAD}`);
    expect(osscap(['scan', '--no-config', BAD]).stdout).toContain(`osscap explain ${BAD} 1`);
  });

  it('is two applications where another program has the same key', () => {
    const [alone, beside] = [scanned(BAD), scanned(OTHER, BAD)];
    expect(weightOf(beside, 'content-type')).toBeGreaterThanOrEqual(weightOf(alone, 'content-type'));
    const secret = suspectsOf(beside).flatMap(({ against }) => against);
    expect(secret.find(({ code }) => code === 'accepted-at-host')).toMatchObject({
      capture: OTHER,
      args: { accepted: 5 },
    });
    expect(secret.map(({ code }) => code)).not.toContain('secret-accepted');
  });

  it('counts the same with workers as without, and in shards that are merged', () => {
    const all = [OTHER, BAD, PLAIN_PUTS, GOOD];
    const counted = (text: string): unknown[] => JSON.parse(text).captures;
    const one = scanned(...all, '--jobs', '1');
    for (const jobs of ['2', '4']) expect(scanned(...all, '--jobs', jobs)).toBe(one);
    const lines = (jobs: string): string =>
      osscap(['scan', '--no-config', '--format', 'ndjson', ...all, '--jobs', jobs]).stdout;
    expect(lines('4')).toBe(lines('1'));
    const blobs = ['1/2', '2/2'].map((shard) => {
      const blob = join(FOLDER, `${shard[0]}.blob`);
      osscap(['scan', '--no-config', ...all, '--shard', shard, '--format', `blob=${blob}`]);
      expect(readFileSync(blob, 'utf8')).not.toBe('');
      return blob;
    });
    const merged = osscap(['merge', '--no-config', ...blobs, '--format', 'json']).stdout;
    expect(counted(merged)).toEqual(counted(one));
  });
});

it('refusals inside TLS that a key opens count as those in the clear do', () => {
  const tls = join(FIXTURES, 'scenarios/alioss-tls13-keylog');
  const [one, two] = ['tls-1.pcap', 'tls-2.pcap'].map((name) => {
    const path = join(FOLDER, name);
    copyFileSync(`${tls}.pcap`, path);
    return path;
  });
  const report: Report = JSON.parse(scanned(one ?? '', two ?? '', '--tls-keylog', `${tls}.keylog`));
  // the refused request is in both, and is reported with the first
  expect(report.captures.map(({ exchanges }) => exchanges.map(({ index }) => index))).toEqual([
    [1, 2, 3],
    [2, 3],
  ]);
});

describe('a capture that is watched', () => {
  it('is one to the end, whatever files it is written to', async () => {
    const path = join(temporaryFolder(), 'oss.pcap');
    writeFileSync(path, pcapFile(puts(5, TYPED).flatMap(packetsOf)));
    const watching = startWatching([path, '--format', 'ndjson']);
    try {
      await watching.until('stdout', '"index":5,');
      renameSync(path, `${path}.1`);
      writeFileSync(path, readFileSync(BAD));
      await watching.until('stdout', '"index":6,');
      watching.interrupt();
      await watching.ended;
    } finally {
      watching.kill();
    }
    const line = watching.written.stdout.split('\n').find((each) => each.includes('"index":6,'));
    const { diagnosis }: { diagnosis: DiagnosisJson } = JSON.parse(line ?? '');
    const typed = diagnosis.suspects?.find(({ field }) => field === 'content-type');
    // what was accepted in the file before, and is in this capture all the same
    const [shown] = typed?.against ?? [];
    expect(shown).toMatchObject({ code: 'accepted-with-it', exchanges: [1, 2, 3, 4, 5] });
    expect(shown).not.toHaveProperty('capture');
    // one refusal alone begins nothing
    expect(typed?.for).toEqual([]);
  });
});
