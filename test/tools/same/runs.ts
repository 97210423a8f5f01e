import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHELLS } from '../../../src/cli/commands/completion.ts';
import { COMMAND_NAMES } from '../../../src/cli/commands/registry.ts';
import { LIMIT_KEYS, limitName } from '../../rooms/engine.ts';
import { FORMAT_NAMES } from '../../rooms/report.ts';
import { SIGNATURE_VERSIONS } from '../../rooms/sign.ts';

/** A command line, run in a folder that has a copy of the fixtures and an empty folder `out`. */
export interface Run {
  /** What it is called in the file of hashes; also distinguishes runs. */
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Of the terminal that it writes to; without, it is none. */
  readonly columns?: number;
  /** Files that it finds, by their names. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Folders with captures and texts. */
const FOLDERS = [
  'captures',
  'scenarios',
  'corpus',
  'tls',
  'text',
  'field',
  'field/seedtest',
  'notes',
  'search',
  'hops',
  'timing',
  'advice',
];
const CAPTURE_NAME = /\.pcap(?:ng)?(?:\.gz|\.zst)?$/;
const TEXT_NAME = /\.(?:txt|har|xml)$/;
const LANGUAGES = ['en', 'zh'] as const;
/** Exchanges of a capture that `explain` is asked for. */
const EXPLAINED = 3;
const FAILS_FROM_STATUS = 400;
/** A scan whose blob is merged, or whose exchanges are explained. */
const LEADING = /^scan (fixtures\/\S+) (plain|keys) en$/;
/** Of the table on standard output. */
const COLUMNS = 100;

const FILES = FORMAT_NAMES.filter((name) => name !== 'table').flatMap((name) => [
  '--format',
  `${name}=out/${name}`,
]);
export const ALL_FORMATS = ['--format', 'table', ...FILES];
const PAGE_FORMATS = ['--format', 'table', '--format', 'json=out/json'];

const CAPTURE = 'fixtures/captures/oss2-v1-mpu-complete-403.client.pcap';
const MANY = ['fixtures/captures', 'fixtures/notes', 'fixtures/hops', 'fixtures/text'];

/** Secrets of a fixture; the file may be read by its owner alone. */
export const KEYS = 'keys.json';

interface Fixture {
  readonly path: string;
  /** Options that name the keys of its TLS sessions. */
  readonly tls: readonly string[];
  /** The text of a credentials file. */
  readonly keys: string;
}

interface Key {
  readonly accessKeyId: string;
  readonly accessKeySecret?: string;
  readonly secret?: string;
  readonly securityToken?: string;
}

function fixtures(): readonly Fixture[] {
  return FOLDERS.flatMap((folder) => {
    const names = readdirSync(join('fixtures', folder)).sort();
    const captures = names.filter((name) => CAPTURE_NAME.test(name) || TEXT_NAME.test(name));
    return captures.map((name) => {
      const path = `fixtures/${folder}/${name}`;
      const stem = path.replace(CAPTURE_NAME, '');
      const logs = [`${stem}.keylog`, `${stem}.resumed.keylog`].filter((log) => existsSync(log));
      const tls = logs.flatMap((log) => ['--tls-keylog', log]);
      if (name.includes('rsa-key-exchange')) tls.push('--tls-key', 'fixtures/tls/server-rsa.key.pem');
      return { path, tls, keys: keysOf(stem.replace(TEXT_NAME, '')) };
    });
  });
}

/** The secrets that the truth file beside a capture names, and those that many captures share. */
function keysOf(stem: string): string {
  const truth = `${stem}.truth.json`;
  const own: unknown = existsSync(truth) ? JSON.parse(readFileSync(truth, 'utf8')).credentials : [];
  const files = ['credentials.json', 'field/credentials.json', 'field/seedtest/cred.json'];
  const shared = files.flatMap(
    (file) => JSON.parse(readFileSync(join('fixtures', file), 'utf8')) as Key | Key[],
  );
  const keys = new Map<string, object>();
  for (const key of [...(Array.isArray(own) ? (own as Key[]) : []), ...shared]) {
    const { accessKeyId, accessKeySecret = key.secret, securityToken } = key;
    if (!keys.has(accessKeyId)) keys.set(accessKeyId, { accessKeyId, accessKeySecret, securityToken });
  }
  return JSON.stringify([...keys.values()]);
}

/** A run in each language. */
function inBoth(name: string, args: readonly string[], rest: Partial<Run> = {}): readonly Run[] {
  return LANGUAGES.map((lang) => ({ ...rest, name: `${name} ${lang}`, args: [...args, '--lang', lang] }));
}

/** Every run but those of `explain` and `merge`, which need what a scan gave. */
export function plannedRuns(): readonly Run[] {
  return [...scans(), ...comparisons(), ...signings(), ...waysToScan(), ...otherCommands(), ...misuses()];
}

function scans(): readonly Run[] {
  return fixtures().flatMap(({ path, tls, keys }) => {
    const scan = ['scan', path, ...ALL_FORMATS];
    const files = { [KEYS]: keys };
    return [
      ...inBoth(`scan ${path} plain`, scan, { columns: COLUMNS }),
      ...inBoth(`scan ${path} all`, [...scan, '--all', ...tls]),
      ...inBoth(`scan ${path} keys`, [...scan, '--credentials', KEYS, ...tls], { files }),
    ];
  });
}

/** What the names of the runs that a scan of a fixture leads to begin with. */
export function leadsTo({ name }: Run): readonly string[] {
  const [, path, mode] = LEADING.exec(name) ?? [];
  if (path === undefined) return [];
  return [`${mode === 'plain' ? 'merge' : 'explain'} ${path}`];
}

/** What a scan of a fixture leads to. `read`: what it wrote in a format. */
export function runsAfter({ name, files }: Run, read: (format: string) => string): readonly Run[] {
  const [, path, mode] = LEADING.exec(name) ?? [];
  if (path === undefined) return [];
  if (mode === 'plain') {
    const blob = read('blob');
    if (blob === '') return [];
    return inBoth(`merge ${path}`, ['merge', 'part.blob', ...ALL_FORMATS], { files: { 'part.blob': blob } });
  }
  const report = JSON.parse(read('json')) as {
    readonly captures: readonly { readonly exchanges: readonly ReportedExchange[] }[];
  };
  const exchanges = report.captures[0]?.exchanges ?? [];
  const failing = exchanges.filter(({ response }) => (response?.status ?? 0) >= FAILS_FROM_STATUS);
  // Where nothing fails, one that passes is explained.
  const chosen = (failing.length > 0 ? failing : exchanges.slice(0, 1)).slice(0, EXPLAINED);
  const tls = fixtures().find((fixture) => fixture.path === path)?.tls ?? [];
  return chosen.flatMap(({ index }) => {
    const explain = ['explain', path, String(index), ...PAGE_FORMATS, ...tls];
    return [
      ...inBoth(`explain ${path} ${index} plain`, explain),
      ...inBoth(`explain ${path} ${index} keys`, [...explain, '--credentials', KEYS], files && { files }),
    ];
  });
}

interface ReportedExchange {
  readonly index: number;
  readonly response: { readonly status: number } | null;
}

function comparisons(): readonly Run[] {
  const all = fixtures();
  const pairs = all.flatMap((client) => {
    const server = all.find(({ path }) => path !== client.path && path === serverOf(client.path));
    return server === undefined ? [] : [[client.path, server.path, client] as const];
  });
  const other = all.find(({ path }) => path === CAPTURE);
  const strangers = other === undefined ? [] : [[CAPTURE, 'fixtures/hops/nginx.server.pcap', other] as const];
  return [...pairs, ...strangers].flatMap(([client, server, { keys }]) => {
    const compare = ['compare', client, server, ...PAGE_FORMATS];
    const files = { [KEYS]: keys };
    return [
      ...inBoth(`compare ${client} ${server} plain`, compare),
      ...inBoth(`compare ${client} ${server} turned`, ['compare', server, client, ...PAGE_FORMATS, '--all']),
      ...inBoth(`compare ${client} ${server} keys`, [...compare, '--credentials', KEYS], { files }),
    ];
  });
}

/** `timing` has a client side without a mark. */
function serverOf(client: string): string {
  if (client.includes('.client.')) return client.replace('.client.', '.server.');
  return client.replace(/(?=\.pcap)/, '.server');
}

interface Vector {
  readonly id: string;
  readonly method: string;
  readonly host_or_bucket: string;
  readonly path: string;
  readonly query: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly form?: Readonly<Record<string, string>>;
  readonly accessKeyId: string;
  readonly secret: string;
}

function signings(): readonly Run[] {
  const vectors = JSON.parse(readFileSync('fixtures/vectors/signing.json', 'utf8')) as readonly Vector[];
  const signed = vectors.flatMap((vector) => {
    const { id, method, host_or_bucket, path, query, headers, form, accessKeyId, secret } = vector;
    const url = `https://${host_or_bucket}${path}${query === '' ? '' : `?${query}`}`;
    const files = {
      'request.json': JSON.stringify({ method, url, headers, form }),
      [KEYS]: JSON.stringify([{ accessKeyId, accessKeySecret: secret }]),
    };
    const sign = ['sign', '--request', 'request.json', ...PAGE_FORMATS];
    return inBoth(`sign ${id}`, [...sign, '--credentials', KEYS], { files });
  });
  const asEach = SIGNATURE_VERSIONS.flatMap((version) => {
    const url = 'https://demo.oss-cn-hangzhou.aliyuncs.com/a%20b/c+d.txt?acl&x-oss-process=image/resize,w_1';
    const options = ['--sign-version', version, '--date', '2025-01-01T12:34:56Z', '-H', 'x-oss-meta-a: 1'];
    const request = version.startsWith('post')
      ? ['--request', 'request.json']
      : ['-X', 'PUT', '-H', 'Content-Type: text/plain', url];
    const form = {
      url: 'https://demo.oss-cn-hangzhou.aliyuncs.com/',
      form: {
        key: 'a',
        policy: Buffer.from('{"expiration":"2025-01-02T00:00:00Z","conditions":[]}').toString('base64'),
      },
    };
    const files = { 'request.json': JSON.stringify(form), [KEYS]: keysOf('') };
    const sign = ['sign', ...request, ...options, ...PAGE_FORMATS];
    return [
      ...inBoth(`sign as ${version} plain`, sign, { files }),
      ...inBoth(
        `sign as ${version} keys`,
        [...sign, '--credentials', KEYS, '--access-key-id', 'LTAI5tTestCapture0001'],
        {
          files,
        },
      ),
    ];
  });
  return [...signed, ...asEach];
}

/** Options of `scan` that fixtures one by one do not show. */
function waysToScan(): readonly Run[] {
  const ways: Readonly<Record<string, readonly string[]>> = {
    many: [...MANY, '--jobs', '1'],
    threads: [...MANY, '--jobs', '2'],
    'usual jobs': MANY,
    'all of many': [...MANY, '--all', '--slow', '3'],
    quiet: [...MANY, '--quiet'],
    verbose: [CAPTURE, 'fixtures/text', '--verbose', '--jobs', '1'],
    narrow: [...MANY, '--width', '60'],
    wide: [CAPTURE, '--width', '200'],
    colours: [...MANY, '--color'],
    signatures: [...MANY, '--show-signatures'],
    failing: [...MANY, '--only', 'failing'],
    'one verdict': [...MANY, '--only', 'match'],
    bucket: [...MANY, '--bucket', 'rokid'],
    'custom domain': [...MANY, '--bucket', 'oss.example.com=rokid'],
    'request id': [...MANY, '--request-id', '6B061AB968425DDFE4361103'],
    times: [CAPTURE, '--since', '23:02:26', '--until', '23:02:27'],
    'no failure counts': [CAPTURE, '--fail-on', 'none'],
    'one failure counts': [CAPTURE, '--fail-on', 'wrong-secret'],
    strict: ['fixtures/corpus', '--strict'],
    bodies: ['fixtures/captures', 'fixtures/scenarios', '--verify-bodies'],
    rotated: ['fixtures/captures', '--rotated'],
    'not rotated': ['fixtures/captures', '--no-rotated'],
    'one part': [...MANY, '--shard', '1/3'],
    'a new baseline': [...MANY, '--write-baseline', 'out/baseline'],
    'every scenario': ['fixtures/scenarios', '--credentials', KEYS, '--all'],
    'every field capture': ['fixtures/field', '--credentials', KEYS],
    'no such file': ['fixtures/none.pcap', CAPTURE],
    'no capture': ['fixtures/README.md', 'fixtures/tls/server-rsa.key.pem'],
  };
  const files = { [KEYS]: keysOf('') };
  return [
    ...Object.entries(ways).flatMap(([name, args]) =>
      inBoth(`scan: ${name}`, ['scan', ...args, ...ALL_FORMATS], { files }),
    ),
    ...LIMIT_KEYS.map(limitName).flatMap((name) => {
      const args = ['scan', ...MANY, 'fixtures/tls', 'fixtures/corpus', '--limit', `${name}=1`, '--verbose'];
      return inBoth(`scan: limit ${name}`, [...args, '--jobs', '1', ...PAGE_FORMATS]);
    }),
    ...readdirSync('fixtures/fuzz').flatMap((name) =>
      inBoth(`scan: keys of fuzz/${name}`, ['scan', CAPTURE, '--credentials', KEYS, ...PAGE_FORMATS], {
        files: { [KEYS]: readFileSync(join('fixtures/fuzz', name), 'latin1') },
      }),
    ),
    ...inBoth('scan: of a workflow', ['scan', ...MANY, '--format', 'github'], {
      env: { GITHUB_STEP_SUMMARY: 'out/summary', GITHUB_ACTIONS: 'true' },
    }),
    ...inBoth('scan: keys of the environment', ['scan', CAPTURE, '--verbose', ...PAGE_FORMATS], {
      env: {
        OSS_ACCESS_KEY_ID: 'LTAI5tTestCapture0001',
        OSS_ACCESS_KEY_SECRET: 'FakeSecretForCaptures0000000001',
      },
    }),
  ];
}

const CONFIGURATION = JSON.stringify({
  lang: 'en',
  all: true,
  failOn: ['wrong-secret', 'transit-modified'],
  strict: true,
  jobs: 1,
  limits: { uploads: 7 },
  ignores: [{ verdict: 'needs-secret', reason: 'known' }],
});

function otherCommands(): readonly Run[] {
  const configured = { files: { 'osscap.config.json': CONFIGURATION } };
  const env = { OSSCAP_FORMAT: 'json', OSSCAP_JOBS: '3', OSSCAP_STRICT: '1', OSSCAP_LIMITS: 'uploads=3' };
  return [
    ...['--help', '-h', '--version'].flatMap((option) => inBoth(option, [option])),
    ...COMMAND_NAMES.flatMap((name) => [
      ...inBoth(`help of ${name}`, [name, '--help'], { columns: COLUMNS }),
      ...inBoth(`help of ${name}, narrow`, [name, '--help'], { columns: 60 }),
    ]),
    ...inBoth('why hypotheses', ['why', 'hypotheses', ...PAGE_FORMATS]),
    ...SHELLS.flatMap((shell) => inBoth(`completion ${shell}`, ['completion', shell])),
    ...inBoth('config', ['config', ...PAGE_FORMATS]),
    ...inBoth('config of a file', ['config', ...PAGE_FORMATS], configured),
    ...inBoth('config of the environment', ['config', '--format', 'table'], { env }),
    ...inBoth(
      'config of a file and arguments',
      ['config', '--jobs', '2', '--no-strict', '--slow', '4'],
      configured,
    ),
    ...inBoth('scan with a configuration', ['scan', ...MANY, ...ALL_FORMATS], configured),
    ...['{', '[]', '{"jobs":"x"}', '{"nothing":1}', '{"failOn":["x"]}', '{"ignores":[{}]}'].flatMap(
      (text, at) =>
        inBoth(`config that is wrong ${at + 1}`, ['config'], { files: { 'osscap.config.json': text } }),
    ),
  ];
}

/** Command lines that are refused, and inputs that there are not. */
function misuses(): readonly Run[] {
  const lines = [
    '',
    'scan',
    'scna x.pcap',
    'scan --nonsense',
    'scan --al x.pcap',
    'scan x.pcap --format xml',
    'scan x.pcap --format json --format csv',
    'scan x.pcap --format json=a --format csv=a',
    'scan x.pcap --width 3',
    'scan x.pcap --lang fr',
    'scan x.pcap --jobs 0',
    'scan x.pcap --limit uploads=0',
    'scan x.pcap --limit nothing=1',
    'scan x.pcap --limit',
    'scan x.pcap --shard 4/3',
    'scan x.pcap --since yesterday',
    'scan x.pcap --fail-on nonsense',
    'scan x.pcap --since 2025-01-02 --until 2025-01-01',
    'scan x.pcap --only nothing',
    'scan x.pcap --bucket A_B',
    'scan x.pcap --bucket =',
    'scan x.pcap --fail-on none,wrong-secret',
    'scan x.pcap --quiet --verbose',
    'scan x.pcap --all=1',
    'scan x.pcap --credentials none.json',
    'scan x.pcap --tls-keylog none.log',
    'scan x.pcap --tls-key none.pem',
    'scan x.pcap --baseline none.json',
    'scan x.pcap --config none.json',
    'scan x.pcap --access-key-secret x',
    'scan x.pcap FakeSecretForCaptures0000000001',
    'scan - --credentials -',
    `scan ${CAPTURE} --format json=${CAPTURE}`,
    `scan ${CAPTURE} --only failing --write-baseline out/b`,
    'compare',
    'compare a.pcap',
    'compare a.pcap b.pcap',
    'compare - -',
    'explain',
    'explain a.pcap',
    'explain a.pcap x',
    `explain ${CAPTURE} 99`,
    `explain ${CAPTURE} 1 2`,
    'explain fixtures/captures 1',
    'sign',
    'sign nonsense',
    'sign http://example.com/a',
    'sign --request none.json',
    'sign --request none.json http://example.com/a',
    'sign https://b.oss-cn-hangzhou.aliyuncs.com/a --sign-version v9',
    'sign https://b.oss-cn-hangzhou.aliyuncs.com/a --date someday',
    'sign https://b.oss-cn-hangzhou.aliyuncs.com/a --expires x',
    'sign https://b.oss-cn-hangzhou.aliyuncs.com/a -H x',
    'sign https://b.example.com/a --sign-version v4 --date 2025-01-01',
    'merge',
    'merge none.blob',
    'merge fixtures/captures',
    `merge ${CAPTURE}`,
    'config extra',
    'hypotheses',
    'version',
    'why hypotheses extra',
    'completion',
    'completion tcsh',
    'watch',
    'watch fixtures/captures',
  ];
  return lines.flatMap((line) =>
    inBoth(
      `refused: ${line}`,
      line.split(' ').filter((word) => word !== ''),
    ),
  );
}
