import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ExplainArguments } from '../../src/cli/commands/explain.ts';
import { run as runExplain } from '../../src/cli/commands/explain-command.ts';
import { displayWidth } from '../rooms/bytes.ts';
import type { ExplanationJson } from '../rooms/report.ts';
import { Conversation, pcapFile } from '../support/capture-writer.ts';
import { credentialsFile, privateCopy, temporaryFolder } from '../support/command.ts';
import { answer, get } from '../support/conversation.ts';
import { fakeIo } from '../support/fake-io.ts';
import { CLI_EN, CLI_ZH } from '../support/texts.ts';
import { truths } from '../support/truth.ts';
import { USUAL_SCAN } from '../support/usual-arguments.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const CURL = `${FIXTURES}captures/curl-adds-content-type.pcap`;
const KEYS = privateCopy(`${FIXTURES}credentials.json`);
const CANARY = (JSON.parse(readFileSync(KEYS, 'utf8')) as { accessKeySecret: string }).accessKeySecret;

const ARGS: Omit<ExplainArguments, 'capture' | 'index'> = {
  ...USUAL_SCAN,
  pageFormat: [{ name: 'table', file: null }],
};

async function explain(
  capture: string,
  index: number | string,
  args: Partial<ExplainArguments> = {},
  lang: 'en' | 'zh' = 'en',
) {
  const { io, written } = fakeIo({ cwd: FIXTURES });
  const code = await runExplain(
    { ...ARGS, ...args, capture, index },
    { lang, texts: lang === 'en' ? CLI_EN : CLI_ZH, io },
  );
  return { ...written, code };
}

async function asJson(capture: string, index: number | string, args: Partial<ExplainArguments> = {}) {
  const { stdout } = await explain(capture, index, { ...args, pageFormat: [{ name: 'json', file: null }] });
  return JSON.parse(stdout) as ExplanationJson;
}

describe('osscap explain', () => {
  it('shows an exchange from its frames to its cause', async () => {
    const { stdout, stderr, code } = await explain(CURL, 3, { credentials: KEYS });
    expect([code, stderr]).toEqual([1, `osscap: ${CLI_EN.unmasked}\n`]);
    const sections = stdout.split('\n').filter((line) => /^[a-z]/.test(line) && !line.includes('·'));
    expect(sections).toEqual([
      'connection',
      'request as captured',
      'response as captured',
      'signature',
      'pieces of the string to sign',
      'how the signature is made',
      'what the server said',
      'both strings side by side',
      'decision',
      'search for what the client signed',
    ]);
    expect(stdout).toContain('request     frame 18, 2026-11-24T23:09:27.269401000Z');
    expect(stdout).toContain('  authorization: OSS LTAI5tTestCapture0001:g0P9TeS1A+xoIRtUPPPnxCWwBzc=');
    expect(stdout).toMatch(
      / {2}type +6\.\.39 +application\/x-www-form-urlencoded +frame 18, header content-type/,
    );
    expect(stdout).toMatch(/ {2}md5 +5\.\.5 +\(empty\) +-/);
    expect(stdout).toContain(
      '       application/x-www-form-urlencoded␊\n       Tue, 24 Nov 2026 23:09:27 GMT␊\n',
    );
    expect(stdout).toContain('on the wire: g0P9TeS1A+xoIRtUPPPnxCWwBzc=: not equal');
    expect(stdout).toMatch(/RecommendDoc +https:/);
    expect(stdout).toMatch(/^ {2}because +\S/m);
    expect(stdout).not.toMatch(/\brow \d/);
    expect(stdout).toMatch(/▸ {2}content-type-not-signed +1 +0\n/);
    expect(stdout).not.toContain(CANARY);
  });

  it('names the client that a load balancer spoke for', async () => {
    const path = join(temporaryFolder(), 'proxied.pcap');
    const header = 'PROXY TCP4 203.0.113.7 10.0.0.2 51234 80\r\n';
    const conversation = new Conversation().open().client(header + get('/1'));
    writeFileSync(path, pcapFile(conversation.server(answer(200)).close().packets));
    const { stdout } = await explain(path, 1);
    expect(stdout).toContain('  connection  1, 10.0.0.1:40000 → 10.0.0.2:80\n');
    expect(stdout).toContain(
      '  client      203.0.113.7:51234, as stated by the proxy in front (PROXY protocol)\n',
    );
    expect((await explain(path, 1, {}, 'zh')).stdout).toContain('203.0.113.7:51234（由前面的代理');
    const { exchange } = await asJson(path, 1);
    expect(exchange.connection).toEqual({
      index: 1,
      client: '10.0.0.1:40000',
      server: '10.0.0.2:80',
      originalClient: '203.0.113.7:51234',
    });
    expect((await asJson(CURL, 1)).exchange.connection).not.toHaveProperty('originalClient');
  });

  it('says that there is no signature only where the whole request was seen', async () => {
    const bucket = 'Host: b.oss-cn-hangzhou.aliyuncs.com\r\n';
    const head = `POST / HTTP/1.1\r\n${bucket}Content-Type: multipart/form-data; boundary=x\r\n`;
    const field = '--x\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\r\n';
    const file = '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n';
    const shown = async (sent: string) => {
      const path = join(temporaryFolder(), 'form.pcap');
      writeFileSync(path, pcapFile(new Conversation().open().client(sent).server(answer(403)).packets));
      return (await explain(path, 1)).stdout;
    };
    const form = (fields: string) => `${head}Content-Length: 999\r\n\r\n${fields}`;
    expect(await shown(form(field + file))).toContain('The request has no signature.');
    for (const cut of [form(field), head]) {
      expect(await shown(cut)).toContain('The capture shows no signature, but it lacks parts');
    }
  });

  it('names no byte of a string for what stands in none', async () => {
    const path = join(temporaryFolder(), 'cut.pcap');
    const [signature, received] = ['QPCHv1gwwL4Xj2N/zGG6g1hyACU=', 'QPCHv1gwwL4Xj2N'];
    const sent = `GET /a HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\nDate: Wed, 01 Jan 2025 12:34:56 GMT\r\nAuthorization: OSS LTAIexample:${signature}\r\n\r\n`;
    const error = `<Error><Code>SignatureDoesNotMatch</Code><SignatureProvided>${received}</SignatureProvided></Error>`;
    const refused = `HTTP/1.1 403 Forbidden\r\nServer: AliyunOSS\r\nContent-Length: ${error.length}\r\n\r\n${error}`;
    writeFileSync(path, pcapFile(new Conversation().open().client(sent).server(refused).packets));
    const { stdout } = await explain(path, 1);
    expect(stdout).toMatch(/▸ signature +\S*\/zGG6g1hyACU= +QPCHv1gwwL4Xj2N$/m);
    expect(stdout).not.toContain('differs from byte');
  });

  it('says what the secret would show, without it', async () => {
    const { stdout, code } = await explain(CURL, 3);
    expect(code).toBe(1);
    expect(stdout).toContain('(needs the secret of LTAI5tTestCapture0001: --credentials FILE)');
    expect(stdout).toMatch(/because +both strings are the same/);
    expect(stdout).not.toContain('search for what the client signed');
  });

  it('is 0 for an exchange that passes', async () => {
    const { stdout, code } = await explain(CURL, 1, { credentials: KEYS });
    expect(code).toBe(0);
    expect(stdout).toContain(': equal\n');
    expect(stdout).toMatch(/because +the response is not an error/);
  });

  it('gives the lines alone of a text that tells no time', async () => {
    const { stdout } = await explain(`${FIXTURES}text/rclone-dump.txt`, 1);
    expect(stdout).toContain('\n  request   line 3 to line 9\n  response  line 13 to line 21\n');
  });

  it('names the form of a signature in the language of the page', async () => {
    const { stdout } = await explain(
      `${FIXTURES}scenarios/osspyv2-v4-header-altered.client.pcap`,
      1,
      {},
      'zh',
    );
    expect(stdout).toContain('做 HMAC-SHA256（十六进制）');
  });

  it('shows both strings of version 4', async () => {
    const path = `${FIXTURES}scenarios/osspyv2-v4-header-altered.client.pcap`;
    const { stdout } = await explain(path, 1);
    expect(stdout).toContain('pieces of the canonical request');
    expect(stdout).toContain('SHA-256 of the canonical request, in hex');
    expect(stdout).toMatch(/key \(not shown\): HMAC-SHA256 of "20261124" with the key "aliyun_v4"/);
    const { signing } = await asJson(path, 1);
    const text = signing?.canonicalRequest?.text ?? '';
    for (const piece of signing?.canonicalRequest?.pieces ?? []) {
      expect(text.slice(piece.start, piece.end)).toBe(piece.value);
    }
    expect(signing?.stringToSign.text.endsWith(signing.canonicalRequestSha256 ?? '?')).toBe(true);
    expect(signing?.keyDerivation).toEqual({
      hmac: 'HMAC-SHA256',
      prefix: 'aliyun_v4',
      parts: ['20261124', 'cn-hangzhou', 'oss', 'aliyun_v4_request'],
    });
  });

  it('gives the same as data', async () => {
    const found = await asJson(CURL, 3, { credentials: KEYS });
    expect(found).toMatchObject({
      schemaVersion: 1,
      path: CURL,
      exchange: { index: 3, diagnosis: { verdict: 'client-miscomputed', certainty: 'proven' } },
      request: { frame: 18, headComplete: true, framing: 'content-length' },
      decision: { row: 16 },
      signing: { version: 'v1', hmac: 'HMAC-SHA1', output: 'base64' },
      search: { exhausted: false, fits: ['content-type-not-signed'] },
    });
    expect(found.signing?.stringToSign.pieces[2]).toEqual({
      field: 'content-type',
      value: 'application/x-www-form-urlencoded',
      start: 6,
      end: 39,
      frame: 18,
      source: 'header content-type',
    });
    expect(found.client?.stringToSign.pieces[2]).toMatchObject({ field: 'content-type', value: '' });
    expect(found.serverFields?.find(([name]) => name === 'RecommendDoc')?.[1]).toMatch(/^https:/);
    const tried = found.search?.tally.reduce((sum, { alone, paired }) => sum + alone + paired / 2, 0) ?? 0;
    // beside the hypotheses, the string as it is
    expect(found.search?.tried).toBe(tried + 1);
  });

  it('finds an exchange by its request ID, in any case', async () => {
    const id = (await asJson(CURL, 3)).exchange.oss?.requestId ?? '';
    expect(id).toMatch(/^[0-9A-F]{24}$/);
    expect((await asJson(CURL, id)).exchange.index).toBe(3);
    expect((await explain(CURL, id.toLowerCase())).stdout).toBe((await explain(CURL, 3)).stdout);
  });

  it('counts what a search in vain tried, by hypothesis', async () => {
    const { stdout } = await explain(`${FIXTURES}scenarios/oss2-v1-wrong-secret.pcap`, 1, {
      credentials: KEYS,
      pageFormat: [{ name: 'json', file: null }],
    });
    const { search, exchange } = JSON.parse(stdout) as ExplanationJson;
    expect(exchange.diagnosis?.notes.some((note) => note.startsWith('search-tried: '))).toBe(search !== null);
  });

  it.each([
    [
      'no exchange of that number',
      CURL,
      9,
      /^osscap: .*: there is no exchange #9; it has 3, starting at #1\n$/,
    ],
    [
      'no exchange of that request ID',
      CURL,
      '6B0617825A0E403C2F939F30',
      /^osscap: .*: none of its 3 exchanges has the request ID 6B0617825A0E403C2F939F30\n$/,
    ],
    ['no such file', 'nothing.pcap', 1, /^osscap: nothing\.pcap: no such file or folder\n$/],
    ['no capture', 'README.md', 1, /^osscap: README\.md: neither a [^\n]+\n$/],
    ['several captures', 'captures', 1, /^osscap: explain takes one capture, but captures matches \d\n$/],
  ])('%s: one line, and exit 2', async (_, capture, index, message) => {
    const path = capture.startsWith('/') || capture === 'nothing.pcap' ? capture : `${FIXTURES}${capture}`;
    const { stdout, stderr, code } = await explain(path, index);
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr.replaceAll(FIXTURES, '')).toMatch(message);
  });

  it('keeps within the columns, in both languages', async () => {
    for (const lang of ['en', 'zh'] as const) {
      for (const width of [47, 80, 120]) {
        const { stdout } = await explain(CURL, 3, { credentials: KEYS, width }, lang);
        const widest = Math.max(...stdout.split('\n').map(displayWidth));
        expect(widest).toBeLessThanOrEqual(width);
      }
    }
    expect((await explain(CURL, 3, {}, 'zh')).stdout).toContain('签名的计算步骤');
  });
});

describe('every exchange of every capture', () => {
  const all = [...truths('captures'), ...truths('scenarios')].filter(({ name }) => !/tls13/.test(name));
  it.each(all.map((truth) => [truth.name, truth] as const))(
    '%s: is explained, and no secret shows',
    async (_, truth) => {
      const credentials = credentialsFile(truth.credentials);
      for (const index of truth.exchanges.keys()) {
        for (const name of ['table', 'json'] as const) {
          const { stdout } = await explain(truth.capture, index + 1, {
            credentials,
            pageFormat: [{ name, file: null }],
          });
          for (const { secret } of truth.credentials) expect(stdout).not.toContain(secret);
          if (name === 'json') expect(JSON.parse(stdout).exchange.index).toBe(index + 1);
          else expect(stdout).toContain(`exchange #${index + 1}`);
        }
      }
    },
  );

  it('covers the captures', () => {
    expect(readdirSync(`${FIXTURES}captures`).length).toBeGreaterThan(0);
    expect(all.length).toBeGreaterThan(20);
  });
});
