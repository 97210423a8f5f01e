import type { Pairs, Plain, ReferenceVersion } from '../../diagnose/reference-signer.ts';
import { resultOf, type Signed } from '../../features/suspects/company.ts';
import type { ExchangeResult } from '../../rooms/engine.ts';
import type { HttpRequest } from '../../rooms/http.ts';
import type { SuspectKind } from '../../rooms/suspects.ts';
import type { Random } from '../generator/random.ts';

/*
 * Stories of applications with one hidden cause each, drawn by public rates: who signs, what is wrong, how
 * many requests there are, and what harmless traits they have. A cause strikes the requests that have what
 * it is about; the others are accepted. The numbers are estimates of programs (not counts of threads), and
 * know nothing of those in `numbers.ts`.
 */

export interface Story {
  readonly cause: string;
  /** Kinds of suspects that say the cause. */
  readonly kinds: readonly SuspectKind[];
  readonly results: readonly ExchangeResult[];
}

interface Request extends Plain {
  readonly at: number;
}

interface Program {
  readonly version: ReferenceVersion;
  readonly agent: string;
  readonly token: string | undefined;
  readonly isBehindHop: boolean;
}

interface Cause {
  /** Of a hundred refusals, by who signs. */
  readonly rates: Readonly<Record<'known' | 'own' | 'url', number>>;
  readonly kinds: readonly SuspectKind[];
  readonly strikes: (request: Request, program: Program, random: Random) => boolean;
  /** What the cause does to a request that it strikes. */
  readonly writes?: (request: Request, random: Random) => Partial<Signed>;
  readonly of?: (program: Program) => boolean;
}

const has = (name: RegExp) => (request: Request) => request.headers.some(([each]) => name.test(each));
const always = () => true;
const isV4 = ({ version }: Program) => version.includes('v4');
const isV1 = ({ version }: Program) => version.startsWith('v1');
const hasBody = ({ body }: Request) => body !== undefined;
const typed = (request: Request, type: string): Partial<Signed> => ({
  headers: [...request.headers.filter(([name]) => name !== 'Content-Type'), ['Content-Type', type]],
});
const SPECIAL = /[^A-Za-z0-9\-._/]/;

const CAUSES: Readonly<Record<string, Cause>> = {
  secret: { rates: { known: 85, own: 22, url: 12 }, kinds: ['secret'], strikes: always },
  'secret changed': {
    rates: { known: 1.5, own: 0.7, url: 0 },
    kinds: ['secret'],
    strikes: ({ at }) => at > 0.5,
  },
  'form type': {
    rates: { known: 0.5, own: 6, url: 9 },
    kinds: ['type-added'],
    strikes: hasBody,
    writes: (request) => typed(request, 'application/x-www-form-urlencoded'),
  },
  charset: {
    rates: { known: 0.5, own: 3, url: 4 },
    kinds: ['type-charset', 'type-added'],
    strikes: has(/^Content-Type$/),
    writes: (request, random) =>
      typed(request, pick(random, ['text/plain;charset=UTF-8', 'application/json; charset=utf-8'])),
  },
  type: {
    rates: { known: 0.5, own: 8, url: 12 },
    kinds: ['type-added', 'type-charset'],
    strikes: has(/^Content-Type$/),
    writes: (request, random) =>
      random.chance(0.4)
        ? typed(request, pick(random, ['application/json', 'text/plain', 'application/octet-stream']))
        : {},
  },
  key: {
    rates: { known: 0.7, own: 11, url: 11 },
    kinds: ['key-characters'],
    strikes: ({ key }) => SPECIAL.test(key),
  },
  slashes: {
    rates: { known: 0.3, own: 2, url: 2 },
    kinds: ['key-slashes'],
    strikes: ({ key }) => /^\/|\/\/|\/$/.test(key),
  },
  folders: {
    rates: { known: 0, own: 1.5, url: 1 },
    kinds: ['key-other'],
    strikes: ({ key }) => /[^/]\/[^/]/.test(key),
  },
  'leading slash': {
    rates: { known: 0, own: 1.5, url: 1 },
    kinds: ['key-other'],
    strikes: (r) => r.key !== '',
  },
  'one folder': {
    rates: { known: 0, own: 0.7, url: 0.5 },
    kinds: ['key-other'],
    strikes: ({ key }) => key.startsWith('a/'),
  },
  'sub-resource': {
    rates: { known: 0.5, own: 5, url: 5 },
    kinds: ['parameter-other', 'parameter-of-object', 'parameter-of-upload', 'parameter-plus'],
    strikes: ({ query }) => query.some(([name]) => !LISTING.test(name)),
  },
  'parameter signed': {
    rates: { known: 0, own: 4, url: 2 },
    kinds: ['parameter-unsigned'],
    strikes: ({ query }) => query.some(([name]) => LISTING.test(name)),
    of: isV1,
  },
  meta: {
    rates: { known: 0.4, own: 3, url: 3 },
    kinds: ['header-meta'],
    strikes: has(/^x-\w+-meta-/),
  },
  'header of the service': {
    rates: { known: 0.3, own: 3, url: 2 },
    kinds: ['header-oss'],
    strikes: has(/^x-\w+-(?:acl|storage-class)$/),
  },
  agent: {
    rates: { known: 4, own: 0.5, url: 0.5 },
    kinds: ['header-oss', 'header-meta'],
    strikes: always,
    writes: () => ({ edit: (sent) => withLine(sent, 'x-oss-meta-trace', '1') }),
    of: isV1,
  },
  bucket: { rates: { known: 2, own: 5, url: 3 }, kinds: ['bucket-other'], strikes: always, of: isV1 },
  computation: { rates: { known: 0, own: 4, url: 1 }, kinds: ['signer'], strikes: always },
  date: { rates: { known: 0, own: 4, url: 0 }, kinds: ['date', 'header-date'], strikes: always },
  token: {
    rates: { known: 3, own: 3, url: 3 },
    kinds: ['token'],
    strikes: always,
    of: ({ token }) => token !== undefined,
  },
  hop: {
    rates: { known: 3, own: 3, url: 2 },
    kinds: ['hop'],
    strikes: (request) => hasBody(request),
    of: ({ isBehindHop }) => isBehindHop,
  },
  'now and then': {
    rates: { known: 0.3, own: 3, url: 1 },
    kinds: ['signature', 'key-other'],
    strikes: (_request, _program, random) => random.chance(0.3),
  },
  md5: { rates: { known: 0.2, own: 2, url: 2 }, kinds: ['md5'], strikes: has(/^Content-MD5$/) },
  scope: { rates: { known: 1.5, own: 4, url: 2 }, kinds: ['scope'], strikes: always, of: isV4 },
  host: {
    rates: { known: 1.5, own: 2, url: 3 },
    kinds: ['header-host'],
    strikes: always,
    of: ({ version }) => version.startsWith('s3v4'),
  },
  method: {
    rates: { known: 0, own: 0.7, url: 8 },
    kinds: ['method'],
    strikes: ({ method }) => method === 'HEAD',
  },
  // what no kind says
  rarity: { rates: { known: 3, own: 3, url: 3 }, kinds: [], strikes: (_r, _p, random) => random.chance(0.6) },
};

const LISTING = /^(?:prefix|max-keys|marker)$/;

/** Of those that keep headers in no order, so that where one stands shows nothing. */
const KNOWN: readonly (readonly [version: ReferenceVersion, agent: string])[] = [
  ['v1', 'aliyun-sdk-java/3.17.4(Linux)'],
  ['v4', 'alibabacloud-java-sdk-v2/0.3.0'],
  ['s3v4', 'aws-sdk-java/2.25.11'],
];
const OWN: readonly string[] = [
  ...['python-requests/2.32.3', 'GuzzleHttp/7', 'axios/1.7.2'],
  ...['Apache-HttpClient/4.5.13 (Java/11.0.19)', 'curl/8.5.0', 'Dart/3.2 (dart:io)', 'Ruby', 'shop/1.0'],
];
const BROWSERS: readonly string[] = [
  'Mozilla/5.0 (X11)',
  'curl/8.5.0',
  'axios/1.7.2',
  'python-requests/2.32.3',
];

const EXTENSIONS: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  txt: 'text/plain',
  json: 'application/json',
  pdf: 'application/pdf',
  gz: 'application/gzip',
};

function pick<T>(random: Random, list: readonly T[]): T {
  const [first, ...others] = list;
  if (first === undefined) throw new Error('nothing to pick from');
  return random.pick([first, ...others]);
}

function weighted(random: Random, weights: Readonly<Record<string, number>>): string {
  const [first, ...others] = Object.entries(weights);
  if (first === undefined) throw new Error('nothing to pick from');
  return random.pickWeighted([first, ...others]);
}

/** A story, the same for the same numbers. The rates are of refusals, so that what is drawn is refused. */
export function story(random: Random): Story {
  const by = random.chance(0.2) ? 'known' : random.chance(0.75) ? 'own' : 'url';
  const rates = Object.entries(CAUSES).map(([id, { rates }]) => [id, rates[by]] as const);
  const name = weighted(random, Object.fromEntries(rates));
  const cause = CAUSES[name];
  if (cause === undefined) throw new Error(`no cause is called ${name}`);
  for (;;) {
    const program = programOf(by, random);
    if (cause.of?.(program) === false) continue;
    const count = random.chance(0.35) ? 1 : random.integer(2, 10);
    const requests = Array.from({ length: count }, (_, at) => requestOf(program, at / count, random));
    const signed = requests.map((request): Signed => {
      const isAccepted = !cause.strikes(request, program, random);
      const written = isAccepted ? {} : cause.writes?.(request, random);
      return { ...request, ...written, version: program.version, agent: program.agent, isAccepted };
    });
    const refused = signed.filter(({ isAccepted }) => !isAccepted);
    if (refused.length === 0) continue;
    const kept = random.chance(0.2) ? refused : signed;
    return { cause: name, kinds: cause.kinds, results: kept.map((each, at) => resultOf(each, at + 1)) };
  }
}

function programOf(by: 'known' | 'own' | 'url', random: Random): Program {
  const token = random.chance(0.2) ? 'CAISsToken+/1==' : undefined;
  const isBehindHop = random.chance(0.06);
  if (by === 'known') {
    const [version, agent] = pick(random, KNOWN);
    return { version, agent, token, isBehindHop };
  }
  const versions: readonly ReferenceVersion[] =
    by === 'url' ? ['v1-url', 'v1-url', 'v4-url', 's3v4-url'] : ['v1', 'v1', 'v4', 's3v4'];
  return {
    version: pick(random, versions),
    agent: pick(random, by === 'url' ? BROWSERS : OWN),
    token,
    isBehindHop,
  };
}

function requestOf(program: Program, at: number, random: Random): Request {
  const prefix = program.version.startsWith('s3') ? 'x-amz-' : 'x-oss-';
  const method = weighted(random, { GET: 42, PUT: 38, HEAD: 8, DELETE: 7, LIST: 5 });
  const extension = pick(random, Object.keys(EXTENSIONS));
  const folder = weighted(random, { '': 30, 'a/': 25, 'data/': 20, 'img/2026/': 25 });
  const special = random.chance(0.3) ? pick(random, [' ', '图', '+', '(1)', '&', '=', '%', 'é']) : '';
  const slash = random.chance(0.05) ? '/' : '';
  const key = `${folder}${slash}${pick(random, ['log', 'cache', 'v2', 'user'])}${random.integer(1, 999)}${special}.${extension}`;
  const headers: (readonly [string, string])[] = [];
  const query: (readonly [string, string])[] = [];
  if (method === 'PUT') {
    if (random.chance(0.7)) headers.push(['Content-Type', typeOf(extension, random)]);
    if (random.chance(0.2)) headers.push([`${prefix}meta-${pick(random, ['a', 'owner'])}`, 'x']);
    if (random.chance(0.08)) headers.push([`${prefix}storage-class`, 'IA']);
    if (random.chance(0.15)) headers.push(['Content-MD5', 'XrY7u+Ae7tCTyyK7j1rNww==']);
  } else if (method === 'GET' && random.chance(0.25)) {
    query.push([
      pick(random, ['acl', 'tagging', 'versionId', 'response-content-type']),
      random.chance(0.6) ? '' : 'x',
    ]);
  }
  if (program.isBehindHop) headers.push(['Via', '1.1 proxy']);
  const own = {
    bucket: 'demo',
    headers: headers as Pairs,
    at,
    ...(program.token === undefined ? {} : { token: program.token }),
  };
  if (method === 'LIST') {
    const list: Pairs = [
      ['prefix', folder],
      ['max-keys', '100'],
    ];
    return { ...own, method: 'GET', key: '', query: list };
  }
  return { ...own, method, key, query, ...(method === 'PUT' ? { body: 'x' } : {}) };
}

function typeOf(extension: string, random: Random): string {
  if (random.chance(0.7)) return EXTENSIONS[extension] ?? 'application/octet-stream';
  return pick(random, [
    'application/octet-stream',
    'application/json',
    'text/plain; charset=utf-8',
    'image/png',
  ]);
}

function withLine(sent: HttpRequest, name: string, value: string): HttpRequest {
  return { ...sent, headers: [...sent.headers, { name, value, rawValue: ` ${value}`, frame: 4 }] };
}
