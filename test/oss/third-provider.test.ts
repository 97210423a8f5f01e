import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../src/engine/http/message.ts';
import { PROVIDER_IDS, type Provider, type ProviderId } from '../../src/engine/oss/provider.ts';
import type * as Records from '../../src/engine/oss/providers/index.ts';
import { codesWith } from '../../src/engine/oss/vocabulary.ts';
import { fill, plainFiller } from '../../src/sentences/fill.ts';
import { textsIn } from '../../src/sentences/texts.ts';
import { request, response } from './requests.ts';

const EN = textsIn('en');

/** An id that the list of those that there are does not have. */
const id = String('tosca') as ProviderId;

/**
 * A service that nobody runs: it speaks like S3 version 4, with names of its own, and each of its answers is
 * one that no other provider would give.
 */
const TOSCA: Provider = {
  id,
  flavourOf: null,
  isOneService: false,
  operations: {
    rules: [
      ['SingAria', 'PUT', 'object', ['aria']],
      ['SingObject', 'PUT', 'object', []],
    ],
    ofKind: {},
    neutral: /^x-tosca-/,
    isSubresource: (name) => name === 'encore',
  },
  isOfRequest: (name, value) => name === 'authorization' && value.startsWith('TOSCA4-HMAC-SHA256 '),
  sharedLine: null,
  permissionWords: /no permission/,
  products: /^tosca$/,
  query: /[?&]X-Tosca-Credential=/,
  form: /name="x-tosca-credential"/,
  requestId: 'x-tosca-trace-id',
  crc64: 'x-tosca-crc64',
  checksumPrefix: 'x-tosca-checksum-',
  bucketRegion: 'x-tosca-region',
  answerHeaders: new Set(['x-tosca-trace-id']),
  marks: /^x-tosca-/i,
  serverName: /^ToscaStore$/,
  meaningOf: ({ code }) => (code === 'ClockOutOfTune' ? 'clock-skew' : null),
  areaOf: () => null,
  codes: codesWith({ 'past-authentication': ['NoSuchAria'], throttling: ['TooLoud'] }),
  calls: false,
  showsStrings: false,
  showsDates: false,
  etag: /^"[0-9a-f]{32}"$/,
  ownDocument: /<ToscaId>/,
  isDocument: () => false,
  isBare: false,
  endpointOf: (name) => {
    const groups = /^(?:(?<bucket>.+)\.)?(?<region>[a-z0-9-]+)\.tosca\.example$/.exec(name)?.groups;
    if (groups === undefined) return null;
    return {
      provider: id,
      bucket: groups['bucket'] ?? null,
      region: groups['region'] ?? null,
      control: false,
    };
  },
  unknownHost: 'path',
};

const TOSCA_NAMING = {
  name: 'Tosca',
  words: [
    [/x-oss-/g, 'x-tosca-'],
    [/\bRAM\b/g, 'Scarpia'],
  ],
};

vi.mock('../../src/engine/oss/providers/index.ts', async (original) => {
  const actual = await original<typeof Records>();
  return {
    PROVIDERS: [...actual.PROVIDERS, TOSCA],
    providerRecord: (asked?: ProviderId) => (asked === id ? TOSCA : actual.providerRecord(asked)),
    isCodeOf: actual.isCodeOf,
  } satisfies typeof Records;
});

const HOST = ['Host', 'stage.rome-1.tosca.example'] as const;

/** Everything is loaded once the third record is there. */
async function load() {
  const { ossExchange, diagnosed } = await import('../diagnose/scenario.ts');
  const { claimedCrc64, claimedChecksums } = await import('../../src/engine/oss/body-claims.ts');
  const { plainRequestId, whoAnswered } = await import('../../src/engine/oss/who-answered.ts');
  const { inWordsOf, NAMINGS, naming, serviceName } = await import('../../src/sentences/service.ts');
  Object.assign(NAMINGS, { [id]: TOSCA_NAMING });
  return {
    ossExchange,
    diagnosed,
    claimedCrc64,
    claimedChecksums,
    plainRequestId,
    whoAnswered,
    inWordsOf,
    naming,
    serviceName,
  };
}

let tools: Awaited<ReturnType<typeof load>>;
beforeEach(async () => {
  tools = await load();
});

function read(sent: HttpRequest | null, answer: HttpResponse | null = null) {
  return tools.ossExchange(sent, answer);
}

const errorOf = (code: string) => `<Error><Code>${code}</Code><Message>No.</Message></Error>`;

describe('a third record', () => {
  it.each([
    ['its endpoint', request('PUT', '/k', [HOST]), null],
    ['its scheme', request('PUT', '/stage/k', [['Authorization', 'TOSCA4-HMAC-SHA256 a']]), null],
    ['its query', request('GET', '/stage/k?X-Tosca-Credential=a', [['Host', '10.0.0.1']]), null],
    ['a header of its answers', request('GET', '/stage/k'), response(200, [['x-tosca-trace-id', '1']])],
    ['its name in Server', request('GET', '/stage/k'), response(200, [['Server', 'ToscaStore']])],
  ])('is recognised by %s', (_, sent, answer) => {
    expect(read(sent, answer).provider).toBe(id);
  });

  it('reads its hosts, and has its operations', () => {
    const oss = read(request('PUT', '/cat.jpg?aria=1', [HOST]));
    expect(oss.address).toMatchObject({ bucket: 'stage', region: 'rome-1', key: 'cat.jpg' });
    expect(oss.operation).toBe('SingAria');
    expect(read(request('PUT', '/cat.jpg?x-tosca-a=1', [HOST])).operation).toBe('SingObject');
    expect(read(request('PUT', '/cat.jpg?encore=1', [HOST])).operation).toBe('Unknown');
    expect(read(request('PUT', '/stage/cat.jpg', [['Host', 'rome-1.tosca.example']])).address).toMatchObject({
      bucket: 'stage',
      key: 'cat.jpg',
    });
  });

  it('has the IDs, the checksums and the marks of its answers', () => {
    const answer = response(200, [
      ['x-tosca-trace-id', 'T-1'],
      ['x-tosca-crc64', '7'],
      ['x-tosca-checksum-crc32', 'AAAAAA=='],
    ]);
    expect(read(null, answer).requestId).toBe('T-1');
    const head = 'HTTP/1.1 200 OK\r\nx-tosca-trace-id: T-1\r\n\r\n';
    expect(tools.plainRequestId({ ...answer, head })).toBe('T-1');
    expect(tools.claimedCrc64(answer)).toBe('7');
    expect(tools.claimedChecksums(answer)).toEqual([{ name: 'crc32', value: 'AAAAAA==' }]);
    expect(tools.whoAnswered(response(503, [['x-tosca-b', '']]), null, id)).toEqual({ kind: 'service' });
  });

  it('says what its codes mean', () => {
    const sent = request('PUT', '/cat.jpg', [HOST, ['Authorization', 'TOSCA4-HMAC-SHA256 a']]);
    const verdictOf = (code: string, status = 403) =>
      tools.diagnosed(sent, response(status, [['x-tosca-trace-id', '1']], errorOf(code)));
    expect(verdictOf('ClockOutOfTune').verdict).toBe('clock-skew');
    expect(verdictOf('TooLoud', 503).notes.map((note) => note.id)).toContain('throttled');
    const moved = response(301, [
      ['x-tosca-trace-id', '1'],
      ['x-tosca-region', 'milan-1'],
    ]);
    expect(tools.diagnosed(sent, moved).verdict).toBe('access-denied');
  });

  it('is called by its name, and in its words', () => {
    const oss = read(request('PUT', '/cat.jpg', [HOST]));
    expect(tools.serviceName(oss)).toBe('Tosca');
    const said = fill('OSS has x-oss-date and RAM', {}, tools.inWordsOf(plainFiller(EN), oss));
    expect(said).toBe('Tosca has x-tosca-date and Scarpia');
    expect(fill('OSS', {}, tools.naming(plainFiller(EN), [id, 'oss']))).toBe('OSS and Tosca');
  });
});

/** Of what is compared with a name of a provider, what a dialect of signing is called as well. */
const DIALECT = /(?:\b|\.)dialect$/i;
const NAMES = `['"](?:${PROVIDER_IDS.join('|')})['"]`;
const COMPARED = new RegExp(
  `([\\w.?()\\[\\]]+)\\s*[!=]==?\\s*${NAMES}|${NAMES}\\s*[!=]==?\\s*([\\w.?]+)`,
  'g',
);

function comparisonsIn(text: string): readonly string[] {
  return [...text.matchAll(COMPARED)].flatMap(([all, before, behind]) =>
    DIALECT.test(before ?? behind ?? '') ? [] : [all],
  );
}

describe('names of providers', () => {
  it.each(["provider === 's3'", "if ('oss' !== oss.provider) return"])(
    'are seen where compared: %s',
    (text) => {
      expect(comparisonsIn(text)).toHaveLength(1);
    },
  );

  it('are compared nowhere', () => {
    const root = fileURLToPath(new URL('../../src', import.meta.url));
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.ts'),
    );
    expect(files.length).toBeGreaterThan(200);
    const found = files.flatMap((path) =>
      comparisonsIn(readFileSync(join(root, path), 'utf8')).map((each) => `${path}: ${each}`),
    );
    expect(found).toEqual([]);
  });
});
