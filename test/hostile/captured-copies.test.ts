import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { Conversation, pcapFile } from '../support/capture-writer.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { fakeIo } from '../support/fake-io.ts';
import { FILE_FORMATS, MASKED_FORMATS } from '../support/formats.ts';
import { isReadable, SPELLINGS } from '../support/spellings.ts';

const url = encodeURIComponent;

const PLACES = ['key', 'x-oss-meta-a', 'Content-Type', 'x-oss-date', 'x-oss-process', 'request ID'] as const;

/** Each with its own number, so that a leak names its place. */
const signatureOf = (n: number): string =>
  `c${String(n).padStart(3, '0')}+Qz/r8Wm?T4+yLx/k2PvN7e=`.replace('?', 'b');

interface Planted {
  readonly signature: string;
  readonly copy: string;
  readonly what: string;
}

const planted: readonly Planted[] = SPELLINGS.flatMap(({ en, spell }, at) =>
  PLACES.map((place, nth) => {
    const signature = signatureOf(at * PLACES.length + nth);
    return { signature, copy: spell(signature), what: `${en} in ${place}` };
  }),
);

/** The packets of a request that is refused. */
function refused(
  clientPort: number,
  target: string,
  header: string,
  signature: string,
  id: string,
  body: string,
): readonly Uint8Array[] {
  return new Conversation({ clientPort })
    .open()
    .client(
      `PUT ${target} HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n${header}\r\nAuthorization: OSS LTAI5tCanary000001:${signature}\r\nContent-Length: 0\r\n\r\n`,
    )
    .server(
      `HTTP/1.1 403 Forbidden\r\nServer: AliyunOSS\r\nx-oss-request-id: ${id}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    .close().packets;
}

function capture(): Uint8Array {
  const packets = planted.flatMap(({ signature, copy }, at) => {
    const place = PLACES[at % PLACES.length];
    const header = place === 'key' || place === 'request ID' ? 'x-oss-meta-b: c' : `${place}: ${copy}`;
    const target = place === 'key' ? `/k/${url(copy)}` : '/k';
    const id = place === 'request ID' ? copy : '6734A1B2C3D4E5F600000000';
    const body = `<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error>`;
    return refused(30_000 + at, target, header, signature, id, body);
  });
  return pcapFile(packets);
}

const folder = temporaryFolder();
const CAPTURE = join(folder, 'copies.pcap');
writeFileSync(CAPTURE, capture());

/** What of the copies can be read in a text, also where only their beginnings were cut out. */
function readable(text: string): readonly string[] {
  const joined = text.replace(/\n\s*/g, '');
  return planted
    .filter(({ signature, copy }) =>
      [signature, signature.slice(0, 16), copy].some((form) => text.includes(form) || joined.includes(form)),
    )
    .map(({ what }) => what);
}

const inBase64 = (token: string): string =>
  Buffer.from(`{"callbackUrl":"http://h/?s=${url(token)}"}`, 'latin1').toString('base64');

describe('copies of a token that a key carries by its name', () => {
  it.each([
    [
      'with a query behind it',
      'qvmLU2FtBzLC8KVBvZz7am+/Ldtt8qBwYyz4lX',
      (token: string) => `/k/x-oss-security-token%3A${url(token)}?partNumber=1&uploadId=${inBase64(token)}`,
    ],
    [
      'within the path',
      'OriiX3SiQGIs1TfDrrd0IiszyMR6Bludup2Bc',
      (token: string) => `/k/access_token=${token}/obj?uploadId=${inBase64(token)}`,
    ],
    [
      'and whose letters pass for base64 that spells a password',
      'OriiX3SiQGIs1TfDrrd0Ii+/zyMR6Bludup2Bc',
      (token: string) => `/k/${url(`{"clientSecret": "${token}"}`)}`,
    ],
  ])('are in no report that masks, and in no extract: %s', async (_, token, targetOf) => {
    const path = join(folder, 'token.pcap');
    const extracted = join(folder, 'token.pcapng');
    const signature = signatureOf(1);
    const body = '<Error><Code>SignatureDoesNotMatch</Code></Error>';
    writeFileSync(path, pcapFile(refused(30_000, targetOf(token), 'X-A: b', signature, 'A', body)));
    const { io, written } = fakeIo({ cwd: folder });
    await run(['extract', path, '1', '-o', extracted], io);
    const texts: Record<string, string> = { extract: readFileSync(extracted, 'latin1') + written.stderr };
    for (const name of [...MASKED_FORMATS, 'table']) {
      const report = fakeIo({ cwd: folder });
      await run(['scan', path, '--all', '--verbose', '--format', name], report.io);
      texts[name] = report.written.stdout + report.written.stderr;
    }
    for (const [name, text] of Object.entries(texts)) {
      expect([name, isReadable(token.slice(-16, -4), text)]).toEqual([name, false]);
      expect(text.length).toBeGreaterThan(100);
    }
  });
});

describe('copies of a signature, in every spelling', { timeout: 120_000 }, () => {
  it('are masked in every format that masks, and on the terminal', async () => {
    mkdirSync(join(folder, 'reports'));
    const formats = FILE_FORMATS.flatMap((name) => ['--format', `${name}=${join(folder, 'reports', name)}`]);
    const texts: Record<string, string> = {};
    for (const more of [[], ['--verbose']]) {
      const { io, written } = fakeIo({ cwd: folder, env: {} });
      await run(['scan', CAPTURE, '--all', ...more, ...formats, '--format', 'table'], io);
      texts[`table${more.join('')}`] = written.stdout + written.stderr;
    }
    for (const name of readdirSync(join(folder, 'reports'))) {
      texts[name] = readFileSync(join(folder, 'reports', name), 'utf8');
    }
    const { json = '' } = texts;
    expect(readable(json).length).toBe(planted.length);
    for (const name of [...MASKED_FORMATS, 'table', 'table--verbose']) {
      expect([name, readable(texts[name] ?? '')]).toEqual([name, []]);
      expect(texts[name]?.length).toBeGreaterThan(100);
    }
  });

  it('are masked in the codes of errors that have nothing to do with signatures', async () => {
    const packets = SPELLINGS.flatMap(({ spell }, at) => {
      const { signature } = planted[at] ?? { signature: '' };
      const body = `<Error><Code>${'x'.repeat(at + 1)} ${spell(signature)}</Code><Message>no</Message></Error>`;
      return refused(
        30_000 + at,
        '/k',
        'x-oss-meta-b: c',
        signature,
        `6734A1B2C3D4E5F6000000${10 + at}`,
        body,
      );
    });
    // No more kinds of errors than these are named.
    const named = 8;
    for (let first = 0; first < SPELLINGS.length; first += named) {
      const path = join(folder, `codes-${first}.pcap`);
      const each = packets.length / SPELLINGS.length;
      writeFileSync(path, pcapFile(packets.slice(first * each, (first + named) * each)));
      const formats = MASKED_FORMATS.flatMap((name) => ['--format', `${name}=${join(folder, name)}`]);
      const { io, written } = fakeIo({ cwd: folder, env: {} });
      await run(['scan', path, '--verbose', ...formats, '--format', 'table'], io);
      const texts = MASKED_FORMATS.map((name) => readFileSync(join(folder, name), 'utf8'));
      expect(texts[MASKED_FORMATS.indexOf('markdown')]).toContain('403 x');
      for (const [at, text] of [...texts, written.stdout].entries())
        expect([MASKED_FORMATS[at] ?? 'table', readable(text)]).toEqual([MASKED_FORMATS[at] ?? 'table', []]);
    }
  });

  it('are in no line of watch, and not in what compare shows', () => {
    const watched = osscap(['watch', '-', '--all', '--blocks'], { input: readFileSync(CAPTURE) });
    expect(watched.stdout).toContain('c000+Qz/…');
    const behind = join(folder, 'behind.pcap');
    const text = readFileSync(CAPTURE, 'latin1').replaceAll('Content-Type: ', 'content-type: x');
    writeFileSync(behind, Buffer.from(text, 'latin1'));
    const compared = osscap(['compare', CAPTURE, behind, '--all']);
    expect(compared.stdout.length).toBeGreaterThan(1000);
    for (const { stdout, stderr } of [watched, compared]) expect(readable(stdout + stderr)).toEqual([]);
  });
});
