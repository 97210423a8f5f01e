import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { fromText } from '../rooms/bytes.ts';
import { Secret, SecretFinder, undoEscapes } from '../rooms/sign.ts';
import { Conversation, pcapFile } from '../support/capture-writer.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { fakeIo } from '../support/fake-io.ts';
import { obeyedIn } from './readers.ts';
import { credentialsOf, found, ID, references, SECRETS, TOKEN } from './secret-cases.ts';

describe("the user's own secret", { timeout: 120_000 }, () => {
  it('is not shown by signing, and neither is the token', async () => {
    for (const secret of SECRETS) {
      for (const { args, env } of Object.values(credentialsOf(secret))) {
        for (const version of ['v1', 'v2', 'v4', 'v4-url', 's3v4']) {
          for (const format of ['table', 'json']) {
            const { io, written } = fakeIo({ env });
            const url = 'https://b.oss-cn-hangzhou.aliyuncs.com/k';
            expect(await run(['sign', url, '--sign-version', version, '--format', format, ...args], io)).toBe(
              0,
            );
            expect(found(written.stdout + written.stderr, secret)).toEqual([]);
            expect(found(written.stdout + written.stderr, TOKEN).filter((form) => form.length > 20)).toEqual(
              [],
            );
          }
        }
      }
    }
  });

  it.each(SECRETS)('is not shown by signing a request that holds it: %s', async (secret) => {
    const [given] = Object.values(credentialsOf(secret));
    const url = `https://b.oss-cn-hangzhou.aliyuncs.com/${encodeURIComponent(secret)}?x-oss-process=${encodeURIComponent(Buffer.from(secret).toString('base64'))}`;
    const header = `x-oss-meta-a: ${secret}`;
    for (const version of ['v1', 'v4', 'v4-url']) {
      for (const format of ['table', 'json']) {
        const { io, written } = fakeIo({ env: given?.env ?? {} });
        const args = ['sign', url, '-H', header, '--sign-version', version, '--format', format];
        expect(await run([...args, ...(given?.args ?? [])], io)).toBe(0);
        expect(written.stdout).toContain('***');
        expect(found(written.stdout + written.stderr, secret)).toEqual([]);
      }
    }
  });

  it('is no part of what is printed of it', () => {
    const secret = new Secret(SECRETS[0]);
    const error = new Error('x', { cause: secret });
    for (const text of [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret, list: [secret] }),
      inspect(secret, { showHidden: true, depth: 9, getters: true }),
      inspect({ ring: new Map([[ID, { secret }]]), error }, { showHidden: true, depth: 9 }),
      inspect(error),
      Object.entries(secret).join(),
      JSON.stringify(structuredClone(Object.assign({}, secret))),
    ]) {
      expect(found(text, SECRETS[0])).toEqual([]);
    }
    expect(() =>
      secret.use(() => {
        throw new Error('inside');
      }),
    ).toThrow(/^inside$/);
  });

  it('is found in every spelling', () => {
    for (const secret of SECRETS) {
      const credential = { accessKeyId: ID, secret: new Secret(fromText(secret)), securityToken: null };
      const finder = new SecretFinder(new Map([[ID, credential]]));
      for (const form of [
        fromText(secret),
        encodeURIComponent(secret),
        Buffer.from(secret).toString('hex'),
        fromText(references(secret)),
      ]) {
        expect(finder.idsIn(`a ${form} b`)).toEqual([ID]);
        expect(finder.hide(`a ${form} b`)).toBe(`a ${'*'.repeat(form.length)} b`);
      }
      for (const before of ['', 'a', 'ab', 'abc']) {
        const text = Buffer.from(`${before}${secret}tail`, 'utf8').toString('base64');
        expect(finder.idsIn(text), before).toEqual([ID]);
        expect(Buffer.from(finder.hide(text), 'base64').includes(secret.slice(2, -2))).toBe(false);
      }
    }
    for (const [secret, isIdle] of [
      ['elevenChars', true],
      ['twelve_Chars', false],
    ] as const) {
      const finder = new SecretFinder(
        new Map([[ID, { accessKeyId: ID, secret: new Secret(secret), securityToken: null }]]),
      );
      expect([finder.isIdle, finder.idsIn(secret)]).toEqual([isIdle, isIdle ? [] : [ID]]);
    }
  });

  it('is taken for a piece of one by six of its characters in a row, in hex by those of six', () => {
    const secret = 'CanaryG24CanaryCanary012345678';
    const credential = { accessKeyId: ID, secret: new Secret(secret), securityToken: null };
    const finder = new SecretFinder(new Map([[ID, credential]]));
    const colons = Buffer.from(secret)
      .toString('hex')
      .replace(/..(?=.)/g, '$&:');
    for (const piece of ['x012345', 'NARYG2', colons.slice(0, 18), colons.replaceAll(':', '').slice(7, 19)]) {
      expect(finder.isPieceIn(`a ${piece}`), piece).toBe(true);
      expect(finder.isPieceIn(`a ${piece.slice(0, -1)}`), piece).toBe(false);
    }
    // `47:32:34` is G24
    expect(finder.isPieceIn('Date: Sat, 29 Dec 2018 07:32:34 GMT')).toBe(false);
  });

  it('is told of each key whose secret a text holds, the one as it is and the other escaped', () => {
    const [plain, escaped] = ['CanaryCanaryCanary0123456789Ab', 'OtherOtherOtherOther0123456789'];
    const ring = [plain, escaped].map((secret, at) => {
      const accessKeyId = `LTAI${at}`;
      return [accessKeyId, { accessKeyId, secret: new Secret(secret), securityToken: null }] as const;
    });
    const finder = new SecretFinder(new Map(ring));
    expect(finder.idsIn(`a=${plain}&b=%4f${escaped.slice(1)}`)).toEqual(['LTAI0', 'LTAI1']);
    expect(finder.idsIn(`a=${escaped}&b=%2543${plain.slice(1)}`)).toEqual(['LTAI1', 'LTAI0']);
  });

  it('is covered in the body of a refusal whose document stands in a header', async () => {
    const secret = SECRETS[0];
    const page = `<html>You asked for ${secret}</html>`;
    const document = Buffer.from('<Error><Code>AccessDenied</Code><Message>no</Message></Error>');
    const path = join(temporaryFolder(), 'page.pcap');
    const { packets } = new Conversation()
      .open()
      .client(
        `GET /k HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\nAuthorization: OSS ${ID}:c2ln\r\n\r\n`,
      )
      .server(
        `HTTP/1.1 403 Forbidden\r\nServer: AliyunOSS\r\nx-oss-err: ${document.toString('base64')}\r\nContent-Length: ${page.length}\r\n\r\n${page}`,
      )
      .close();
    writeFileSync(path, pcapFile(packets));
    const { env } = credentialsOf(secret)['environment'] ?? {};
    const { io, written } = fakeIo({ env: env ?? {} });
    await run(['scan', path, '--format', 'har'], io);
    expect(written.stdout).toContain(`<html>You asked for ${'*'.repeat(secret.length)}</html>`);
    expect(written.stderr).toContain('was sent over the network');
  });
});

/**
 * Ways to write a text that no encoder of URLs, XML or JSON chooses by itself, and that whoever reads them
 * undoes.
 */
const ESCAPED: Readonly<Record<string, (text: string) => string>> = {
  'a letter percent-encoded': (text) => `%${hexOf(text.charAt(0))}${text.slice(1)}`,
  'some of it percent-encoded': (text) => text.replace(/[aCy]/g, (letter) => `%${hexOf(letter)}`),
  'a letter percent-encoded four times': (text) => `%252525${hexOf(text.charAt(0))}${text.slice(1)}`,
  'percent-encoded but for its slashes': (text) => encodeURIComponent(text).replaceAll('%2F', '/'),
  'references of XML': (text) => [...text].map((letter) => `&#x${hexOf(letter)};`).join(''),
  'a reference within three others': (text) => `&amp;amp;amp;#${text.charCodeAt(0)};${text.slice(1)}`,
  'a decimal reference': (text) => `&#${text.charCodeAt(0)};${text.slice(1)}`,
  'escapes of JSON': (text) => [...text].map((letter) => `\\u00${hexOf(letter)}`).join(''),
  'escapes of C': (text) => [...text].map((letter) => `\\x${hexOf(letter)}`).join(''),
  'slashes escaped, as PHP writes JSON': (text) => text.replaceAll('/', '\\/'),
  'two lines, as JSON writes them': (text) => `${text.slice(0, 14)}\\r\\n ${text.slice(14)}`,
  'UTF-16': (text) => [...text].map((letter) => `${letter}\0`).join(''),
  'lower case': (text) => text.toLowerCase(),
  'upper case': (text) => text.toUpperCase(),
  'two lines': (text) => `${text.slice(0, 14)}\r\n ${text.slice(14)}`,
  'the hex of that': (text) =>
    Buffer.from(`a %${hexOf(text.charAt(0))}${text.slice(1)}`)
      .toString('hex')
      .replace(/..(?=.)/g, '$& '),
};

/** What only a close look finds. */
const BROKEN: readonly string[] = ['two lines', 'the hex of that'];

function hexOf(letter: string): string {
  return letter.charCodeAt(0).toString(16);
}

describe("the user's own secret, escaped", { timeout: 120_000 }, () => {
  const secrets = [SECRETS[0], SECRETS[1], SECRETS[4]] as const;

  it.each(Object.entries(ESCAPED))('is found and covered: %s', (name, escaped) => {
    for (const secret of secrets) {
      const credential = { accessKeyId: ID, secret: new Secret(secret), securityToken: null };
      const finder = new SecretFinder(new Map([[ID, credential]]));
      const form = escaped(secret);
      expect(finder.idsIn(`a=${form}&b`), form).toEqual([ID]);
      expect(finder.idsIn(`a=${form}`, 'quick'), form).toEqual(BROKEN.includes(name) ? [] : [ID]);
      const hidden = finder.hide(`a=${form}&b`);
      expect(hidden).toMatch(/^a=.*\*{20}/);
      expect(hidden).toHaveLength(form.length + 4);
      expect(finder.idsIn(hidden)).toEqual([]);
      const other = escaped(secret.replaceAll('a', 'e'));
      expect(finder.hide(`a=${other}&b`)).toBe(`a=${other}&b`);
    }
  });

  it('is covered to its last character in bytes in hex with escapes, and no more is', () => {
    const [secret] = secrets;
    const credential = { accessKeyId: ID, secret: new Secret(secret), securityToken: null };
    const finder = new SecretFinder(new Map([[ID, credential]]));
    const hex = (text: string): string =>
      Buffer.from(text)
        .toString('hex')
        .replace(/..(?=.)/g, '$& ');
    const form = hex(`%43${secret.slice(1)}`);
    expect(finder.hide(`a=${hex('a ')} ${form} ${hex(' b')}`)).toBe(
      `a=${hex('a ')} ${'*'.repeat(form.length)} ${hex(' b')}`,
    );
    for (const between of [' ', ':', '']) {
      const text = hex(secret).replaceAll(' ', between);
      expect(finder.idsIn(`a=${text}`, 'quick'), text).toEqual([ID]);
      expect(finder.hide(`a=${text}`)).toBe(`a=${'*'.repeat(text.length)}`);
    }
  });

  it('is covered in longer pieces, and in base64 of what is escaped, where the message has held it', () => {
    const [secret] = secrets;
    const credential = { accessKeyId: ID, secret: new Secret(secret), securityToken: null };
    const finder = new SecretFinder(new Map([[ID, credential]]));
    const parted = `a ${secret.slice(0, 14)}","${secret.slice(14).toUpperCase()} b`;
    expect(finder.hide(parted)).toBe(parted);
    expect(finder.hideAll(parted)).toBe(`a ${'*'.repeat(14)}","${'*'.repeat(16)} b`);
    expect(finder.hideAll(`a ${secret.slice(2, 14)} b`)).toBe(`a ${'*'.repeat(12)} b`);
    expect(finder.hideAll(`a ${secret.slice(2, 13)} b`)).toBe(`a ${secret.slice(2, 13)} b`);
    const base64 = Buffer.from(`a %43${secret.slice(1)}`).toString('base64');
    expect(finder.hideAll(`a ${base64} b`)).toBe(`a ${'*'.repeat(base64.length)} b`);
  });

  it('is found and covered where it holds escapes itself', () => {
    const secret = 'Canary%4bCanary&amp;Canary0123';
    const credential = { accessKeyId: ID, secret: new Secret(secret), securityToken: null };
    const finder = new SecretFinder(new Map([[ID, credential]]));
    for (const form of [secret, encodeURIComponent(secret), encodeURIComponent(encodeURIComponent(secret))]) {
      expect(finder.hide(`a=${form}`), form).toBe(`a=${'*'.repeat(form.length)}`);
    }
  });

  it('is in no report, also not what was read of it', async () => {
    const [secret] = secrets;
    const { args, env } = credentialsOf(secret ?? '')['environment'] ?? { args: [], env: {} };
    const folder = temporaryFolder();
    for (const [name, escaped] of Object.entries(ESCAPED)) {
      const form = escaped(secret ?? '');
      // a path has no blanks and controls
      const inPath = form.replace(/[\0-\x20]/g, (letter) => `%${hexOf(letter).padStart(2, '0')}`);
      const document = `<Error><Code>SignatureDoesNotMatch</Code><StringToSign>PUT\n\n\n\n/b/${form.replaceAll('\0', '')}</StringToSign></Error>`;
      const packets = [`/${inPath} HTTP/1.1\r\nX: y`, `/k HTTP/1.1\r\nX: ${form}`].flatMap(
        (request, at) =>
          new Conversation({ clientPort: 30_000 + at })
            .open()
            .client(
              `PUT ${request}\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\nAuthorization: OSS ${ID}:c2ln\r\n\r\n`,
            )
            .server(
              `HTTP/1.1 403 Forbidden\r\nServer: AliyunOSS\r\nContent-Length: ${document.length}\r\n\r\n${document}`,
            )
            .close().packets,
      );
      const capture = join(folder, 'escaped.pcap');
      writeFileSync(capture, pcapFile(packets));
      const { io, written } = fakeIo({ cwd: folder, env });
      const har = join(folder, 'har');
      await run(
        [
          'scan',
          capture,
          '--format',
          'json',
          '--format',
          `har=${har}`,
          '--limit',
          'search-budget=1',
          ...args,
        ],
        io,
      );
      const said = written.stdout + readFileSync(har, 'utf8');
      const undone = undoEscapes(undoEscapes(undoEscapes(undoEscapes(said)))).toLowerCase();
      for (const piece of [secret?.slice(0, 12), secret?.slice(-12)]) {
        expect(undone.includes(piece?.toLowerCase() ?? ''), name).toBe(false);
      }
      expect(written.stderr, name).toContain('was sent over the network');
    }
  });
});

describe('a secret in the wrong place', () => {
  const secret = SECRETS[0];
  it.each([
    [['scan', 'x.pcap', '--access-key-secret', secret]],
    [['scan', 'x.pcap', `--access-key-secret=${secret}`]],
    [['scan', 'x.pcap', '--secret-key', secret]],
    [['scan', 'x.pcap', `--sts-token=${TOKEN}`]],
    [['scan', 'x.pcap', '--ak', ID, '--sk', secret]],
    [['scan', 'x.pcap', `-p${secret}`]],
    [['scan', 'x.pcap', `-${secret}`]],
    [['scan', 'x.pcap', `--${secret}`]],
    [['scan', secret]],
    [[secret]],
    [['scan', 'x.pcap', secret]],
    [['scan', 'x.pcap', '--credentials', secret]],
    [['scan', 'x.pcap', `--credentials=${secret}`]],
    [['scan', 'x.pcap', '--credentials', `${ID}:${secret}`]],
    [['scan', 'x.pcap', '--tls-key', secret]],
    [['scan', 'x.pcap', '--format', secret]],
    [['scan', 'x.pcap', '--lang', secret]],
    [['scan', 'x.pcap', '--width', secret]],
    [['scan', 'x.pcap', '--bucket', `${secret}`]],
    [['scan', 'x.pcap', '--fail-on', secret]],
    [['explain', 'x.pcap', secret]],
    [['explain', 'x.pcap', '1', secret]],
    [['sign', 'https://b.oss-cn-hangzhou.aliyuncs.com/k', secret]],
    [['sign', 'https://b.oss-cn-hangzhou.aliyuncs.com/k', '-H', `x-oss-security-token=${TOKEN}`]],
    [['sign', 'https://b.oss-cn-hangzhou.aliyuncs.com/k', '--date', secret]],
    [['sign', 'https://b.oss-cn-hangzhou.aliyuncs.com/k', '--expires', secret]],
    [['merge', secret]],
    [['config', secret]],
  ])('is not repeated: %j', (args) => {
    for (const lang of ['en', 'zh']) {
      const { status, stdout, stderr } = osscap(args, { cwd: temporaryFolder(), env: { OSSCAP_LANG: lang } });
      expect(status).toBe(2);
      expect(found(stdout + stderr, secret)).toEqual([]);
      expect(found(stdout + stderr, TOKEN).filter((form) => form.length > 20)).toEqual([]);
      expect(stderr).not.toBe('');
    }
  });
});

describe('a broken file of credentials', () => {
  const secret = SECRETS[0];
  it.each([
    `[{"accessKeyId": "${ID}", "accessKeySecret": "${secret}"`,
    `[{"accessKeyId": "${ID}", "accessKeySecret": "${secret}",}]`,
    `{"accessKeyId": "${ID}", "accessKeySecret": ["${secret}"]}`,
    `{"${secret}": 1}`,
    `[{"accessKeyId": "", "accessKeySecret": "${secret}"}]`,
    `[{"accessKeyId": "${ID}", "secret": "${secret}"}]`,
    `["${secret}"]`,
    `"${secret}"`,
    secret,
    `${ID} ${secret}`,
    `[${secret}]\naccessKeyID=${ID}\n`,
    `[${secret}\naccessKeyID=${ID}\n`,
    `[default]\n${secret}\n`,
    `[default]\naccessKeySecret=${secret}\n`,
    `[default]\nmode=${secret}\n`,
    `accessKeySecret: ${secret}\n`,
    JSON.stringify({ profiles: [{ mode: secret, access_key_id: ID }] }),
    JSON.stringify({ profiles: [{ mode: 'AK', access_key_secret: secret }] }),
    `\ufeff{"accessKeySecret": "${secret}`,
    `${'\0'.repeat(3)}${secret}`,
  ])('is told without a word of it: %j', (text) => {
    const path = join(temporaryFolder(), 'keys');
    writeFileSync(path, text);
    for (const lang of ['en', 'zh']) {
      const { status, stdout, stderr } = osscap([
        'scan',
        'x.pcap',
        '--credentials',
        path,
        '--verbose',
        '--lang',
        lang,
      ]);
      expect(status).toBe(2);
      expect(found(stdout + stderr, secret)).toEqual([]);
      expect(stderr).toMatch(/credentials|凭证|x\.pcap/);
      expect(obeyedIn(stderr)).toEqual([]);
    }
  });

  it('of a private key and a key log is too', () => {
    for (const text of [
      `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`,
      secret,
      `CLIENT_RANDOM ${secret} ${secret}\n`,
    ]) {
      const path = join(temporaryFolder(), 'key');
      writeFileSync(path, text);
      for (const option of ['--tls-key', '--tls-keylog']) {
        const { status, stdout, stderr } = osscap(['scan', 'x.pcap', option, path, '--verbose']);
        expect(status).toBe(2);
        expect(found(stdout + stderr, secret)).toEqual([]);
      }
    }
  });
});
