import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { SECRET_RULES, secretsIn } from '../rooms/redact.ts';
import { Conversation, pcapFile } from '../support/capture-writer.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { fakeIo } from '../support/fake-io.ts';
import { FILE_FORMATS, MASKED_FORMATS } from '../support/formats.ts';
import { readings, SPELLINGS } from '../support/spellings.ts';

/*
 * Secrets are planted by the table: each rule by which a text carries one, each spelling of a copy, each
 * place of a message, accepted and refused. A rule, a spelling, a place or a format that is added is tested
 * with all others.
 */

const SEEDS = (process.env['OSSCAP_TEST_SEED'] ?? '11,12').split(',').map(Number);
const PLANTED = 445;

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000;
  };
}

/** What of a request or of its answer a text is put into. */
interface Message {
  host: string;
  authority: string;
  path: string;
  query: string[];
  headers: string[];
  body: string;
  isRefused: boolean;
  answerHeaders: string[];
  document: string;
  /** Lines of the string that the server signed. */
  signed: string[];
  id: string;
  code: string;
  message: string;
}

const url = encodeURIComponent;
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const xml = (text: string): string => text.replace(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`);
const line = (text: string): string => text.replace(/[\r\n]+/g, ' ');
const formField = (text: string): string =>
  `--b0\r\nContent-Disposition: form-data; name="x"\r\n\r\n${line(text)}\r\n`;

type Put = (message: Message, text: string) => void;

/** Where texts of any kind may stand, in a message of either outcome. */
const ALWAYS: Readonly<Record<string, Put>> = {
  key: (to, text) => (to.path += `/${url(text)}`),
  parameter: (to, text) => to.query.push(`p=${url(text)}`),
  'query as it is': (to, text) =>
    to.query.push(line(text).replace(/^.*\?/, '').replaceAll(' ', '%20').replaceAll('#', '%23')),
  prefix: (to, text) => to.query.push('list-type=2', `prefix=${url(text)}`),
  'upload ID': (to, text) => to.query.push('partNumber=1', `uploadId=${url(text)}`),
  'meta header': (to, text) => to.headers.push(`x-oss-meta-a: ${line(text)}`),
  'own header': (to, text) => to.headers.push(`X-Note: ${line(text)}`),
  'user agent': (to, text) => to.headers.push(`User-Agent: sdk/1.0 ${line(text)}`),
  referer: (to, text) => to.headers.push(`Referer: http://h.example.com/p?x=${url(text)}`),
  callback: (to, text) => {
    const callback = { callbackUrl: 'http://h/c', callbackBody: text };
    to.headers.push(`x-oss-callback: ${base64(JSON.stringify(callback))}`);
  },
  'content type': (to, text) => to.headers.push(`Content-Type: text/plain; x=${line(text)}`),
  'folded header': (to, text) => to.headers.push(`X-Folded: a\r\n ${line(text)}`),
  'answer header': (to, text) => to.answerHeaders.push(`X-Echo: ${line(text)}`),
  location: (to, text) => to.answerHeaders.push(`Location: http://h.example.com/?y=${url(text)}`),
  'authenticate header': (to, text) =>
    to.answerHeaders.push(`WWW-Authenticate: Digest realm="r", ${line(text)}`),
  'request ID': (to, text) => (to.id = line(text)),
};

/** And in what says why a request was refused. */
const REFUSED: Readonly<Record<string, Put>> = {
  'error code': (to, text) => (to.code = `Odd ${text}`),
  'error message': (to, text) => (to.message = `Not allowed: ${text}`),
  element: (to, text) => (to.document += `<Detail>${xml(text)}</Detail>`),
  'element as it is': (to, text) =>
    (to.document += text.includes('<') ? text : `<Detail>${xml(text)}</Detail>`),
  'string of the server': (to, text) => to.signed.push(text.replaceAll('\r', '')),
  'form field': (to, text) => (to.body += formField(text)),
};

/** What is a line, or a field, needs its line ends. */
const FIELD: Readonly<Record<string, Put>> = {
  form: (to, text) => (to.body += `--b0\r\n${text}`),
  'error message': (to, text) => (to.message = text),
  element: (to, text) => (to.document += `<Detail>${xml(text)}</Detail>`),
};

/** The ways in which a request itself carries what must not be seen; gives the value. */
const SIGNED: Readonly<Record<string, (message: Message, canary: string) => string>> = {
  signature: (to, canary) => {
    to.headers.push(`Authorization: OSS LTAI5tPlanted000001:${canary.slice(0, 27)}=`);
    return `${canary.slice(0, 27)}=`;
  },
  'access key id': (to, canary) => {
    to.headers.push(`Authorization: OSS LTAI${canary.slice(0, 20)}:c2lnbmF0dXJlLW9mLWEtdGVzdA==`);
    return `LTAI${canary.slice(0, 20)}`;
  },
  token: (to, canary) => {
    to.headers.push(`x-oss-security-token: CAIS${canary}`);
    return `CAIS${canary}`;
  },
  cookie: (to, canary) => {
    to.headers.push(`Cookie: t=${canary}; theme=dark`);
    return canary;
  },
  host: (to, canary) => {
    to.host = `user:${url(canary)}@${to.host}`;
    return canary;
  },
  target: (to, canary) => {
    to.authority = `http://user:${url(canary)}@b.oss-cn-hangzhou.aliyuncs.com`;
    return canary;
  },
  'credential header': (to, canary) => {
    to.headers.push(`X-Credential: ${canary}`);
    return canary;
  },
  'authentication info': (to, canary) => {
    to.answerHeaders.push(`Authentication-Info: nextnonce="${canary}", qop=auth`);
    return canary;
  },
  'basic authorization': (to, canary) => {
    to.headers.push(`Proxy-Authorization: Basic ${canary}`);
    return canary;
  },
};

interface Planted {
  readonly what: string;
  /** What no reader may find of it: what masks leave is its beginning, and of IDs the end. */
  readonly piece: string;
  readonly packets: readonly Uint8Array[];
}

function messageOf(isRefused: boolean): Message {
  return {
    host: 'b.oss-cn-hangzhou.aliyuncs.com',
    authority: '',
    path: '/k',
    query: [],
    headers: [],
    body: '',
    isRefused,
    answerHeaders: [],
    document: '',
    signed: [],
    id: '6734A1B2C3D4E5F600000000',
    code: 'SignatureDoesNotMatch',
    message: 'no',
  };
}

const DATE = 'Thu, 01 Jan 2026 00:00:00 GMT';

function packetsOf(to: Message, port: number): readonly Uint8Array[] {
  const isSigned = to.headers.some((header) => header.startsWith('Authorization:'));
  const isForm = to.body !== '';
  const body = isForm ? `${to.body}--b0--\r\n` : '';
  const query = to.query.length === 0 ? '' : `?${to.query.join('&')}`;
  const request = [
    `${isForm ? 'POST' : 'PUT'} ${to.authority}${to.path}${query} HTTP/1.1`,
    `Host: ${to.host}`,
    `Date: ${DATE}`,
    ...(isSigned ? [] : ['Authorization: OSS LTAI5tPlanted000001:c2lnbmF0dXJlLW9mLWEtdGVzdA==']),
    ...(isForm ? ['Content-Type: multipart/form-data; boundary=b0'] : []),
    ...to.headers,
    `Content-Length: ${body.length}`,
  ];
  const signed = ['PUT', '', 'text/html', DATE, ...to.signed, '/b/k'].join('\n');
  const bytes = Buffer.from(signed, 'latin1')
    .toString('hex')
    .toUpperCase()
    .replace(/..(?=.)/g, '$& ');
  const elements = {
    Code: to.code,
    Message: to.message,
    RequestId: to.id,
    StringToSign: signed,
    StringToSignBytes: bytes,
  };
  const named = Object.entries(elements).map(([name, text]) => `<${name}>${xml(text)}</${name}>`);
  const document = to.isRefused
    ? `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${named.join('')}${to.document}</Error>`
    : '';
  const answer = [
    `HTTP/1.1 ${to.isRefused ? '403 Forbidden' : '200 OK'}`,
    'Server: AliyunOSS',
    `x-oss-request-id: ${to.id}`,
    ...to.answerHeaders,
    `Content-Length: ${document.length}`,
  ];
  return new Conversation({ clientPort: port })
    .open()
    .client(`${request.join('\r\n')}\r\n\r\n${body}`)
    .server(`${answer.join('\r\n')}\r\n\r\n${document}`)
    .close().packets;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function canaryOf(next: () => number): string {
  let text = '';
  // digits among the letters, and what each spelling writes otherwise
  while (text.length < 36)
    text += text.length % 7 === 5 ? Math.floor(next() * 10) : LETTERS[Math.floor(next() * 52)];
  return `${text.slice(0, 22)}+/${text.slice(22)}`;
}

/** A text that carries a value, and the value as its rule reads it. */
function sampleOf(name: string, sample: string, canary: string): readonly [string, string] {
  const isWord = /LTAI|eyJ|@/.test(sample);
  const text = sample.replace('…', isWord ? canary.replace(/[+/]/g, '').slice(0, 28) : canary);
  const core = canary.slice(0, 20);
  const found = [...secretsIn(text)].find(({ value }) => value.includes(core));
  if (found === undefined) throw new Error(`the sample of ${name} carries nothing`);
  return [text, found.value];
}

const CARRIERS = [...Object.entries(SECRET_RULES), ...Object.entries(SIGNED)] as const;

/** Every carrier with every spelling, at places and in outcomes by chance: all of a table of 445. */
function plantedOf(seed: number): readonly Planted[] {
  const next = random(seed);
  const pick = <T>(all: readonly T[]): T => {
    const one = all[Math.floor(next() * all.length)];
    if (one === undefined) throw new Error('nothing to pick');
    return one;
  };
  return Array.from({ length: PLANTED }, (_, at): Planted => {
    const [carrier, rule] = CARRIERS[at % CARRIERS.length] ?? pick(CARRIERS);
    const spelling = SPELLINGS[Math.floor(at / CARRIERS.length) % SPELLINGS.length] ?? pick(SPELLINGS);
    const isField = carrier === 'field';
    const to = messageOf(isField || next() < 0.7);
    const places = Object.entries(to.isRefused ? { ...ALWAYS, ...REFUSED } : ALWAYS);
    const [first, put] = pick(isField ? Object.entries(FIELD) : places);
    const [second, putCopy] = pick(places.filter(([name]) => name !== first));
    const canary = canaryOf(next);
    let value: string;
    if (typeof rule === 'function') value = rule(to, canary);
    else {
      const [text, read] = sampleOf(carrier, rule.sample, canary);
      put(to, text);
      value = read;
    }
    putCopy(to, spelling.spell(value));
    const outcome = to.isRefused ? 'refused' : 'accepted';
    const what = `${at}: ${carrier} in ${first}, ${spelling.en} in ${second}, ${outcome}`;
    return { what, piece: value.slice(-16, -4), packets: packetsOf(to, 20_000 + at) };
  });
}

/** What of the planted is readable in a text. */
function found(text: string, planted: readonly Planted[]): readonly string[] {
  const all = readings(text);
  return planted
    .filter(({ piece }) => all.some((reading) => reading.includes(piece.toLowerCase())))
    .map(({ what }) => what);
}

describe.each(SEEDS)('secrets that were planted, of seed %i', { timeout: 600_000 }, (seed) => {
  const planted = plantedOf(seed);
  const folder = temporaryFolder();
  const captures = [0, 1].map((part) => {
    const path = join(folder, `planted-${part}.pcap`);
    const some = planted.filter((_, at) => at % 2 === part || at % 10 === 0);
    writeFileSync(path, pcapFile(some.flatMap(({ packets }) => packets)));
    return path;
  });

  it('are all in the evidence, so that what follows can fail', async () => {
    const { io, written } = fakeIo({ cwd: folder });
    await run(['scan', ...captures, '--all', '--format', 'har', '--show-signatures'], io);
    expect(found(written.stdout, planted).length).toBeGreaterThan(PLANTED * 0.5);
  });

  it.each([[], ['--verbose']])(
    'are in no report that masks, nor on the terminal, nor in the log %j',
    async (...more) => {
      const out = join(folder, `reports${more.length}`);
      mkdirSync(out);
      const formats = FILE_FORMATS.flatMap((name) => ['--format', `${name}=${join(out, name)}`]);
      const { io, written } = fakeIo({ cwd: folder, env: { GITHUB_STEP_SUMMARY: join(out, 'summary') } });
      await run(['scan', ...captures, '--all', ...more, ...formats, '--format', 'table'], io);
      const texts: Record<string, string> = { table: written.stdout, stderr: written.stderr };
      for (const name of readdirSync(out)) texts[name] = readFileSync(join(out, name), 'utf8');
      for (const name of [...MASKED_FORMATS, 'summary', 'table', 'stderr']) {
        expect([name, found(texts[name] ?? '', planted)]).toEqual([name, []]);
      }
      expect(texts['table']?.length).toBeGreaterThan(1000);
    },
  );

  it('are not in what watch, compare and its page tell', () => {
    const [one = '', other = ''] = captures;
    const watched = osscap(['watch', '-', '--all', '--blocks'], { input: readFileSync(one) });
    const compared = osscap(['compare', one, other, '--all'], { cwd: folder });
    const page = osscap(['compare', one, other, '--all', '--format', 'html'], { cwd: folder });
    for (const [name, { stdout, stderr }] of Object.entries({ watched, compared, page })) {
      expect(stdout.length).toBeGreaterThan(100);
      expect([name, found(stdout + stderr, planted)]).toEqual([name, []]);
    }
  });

  it('are not in what extract writes', () => {
    const [one = ''] = captures;
    const file = join(folder, 'extracted.pcapng');
    const { io, written } = fakeIo({ cwd: folder });
    const here = planted.filter((_, at) => at % 2 === 0 || at % 10 === 0);
    const indexes = here.map((_, at) => String(at + 1));
    return run(['extract', one, ...indexes, '-o', file], io).then(() => {
      expect(found(written.stdout + written.stderr, planted)).toEqual([]);
      expect(found(readFileSync(file, 'latin1'), planted)).toEqual([]);
    });
  });
});
