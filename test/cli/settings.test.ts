import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { CONFIG_KEYS, readConfigValues } from '../../src/cli/settings/resolve.ts';
import { NAMES, rowOf, SETTING_NAMES } from '../../src/cli/settings/table.ts';
import { FAIL_ON } from '../../src/cli/settings/value-types.ts';
import { FORMAT_NAMES } from '../rooms/report.ts';
import { CAUSE_IDS } from '../rooms/sentences.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { CLI_EN, CLI_ZH } from '../support/texts.ts';
import { FIXTURES } from '../support/truth.ts';
import { configSchema } from '../tools/docs/config-schema.ts';

const CAPTURE = join(FIXTURES, 'captures', 'oss2-v1-mpu-complete-403.client.pcap');
const SCHEMA_TEXT = readFileSync(new URL('../../schema/osscap.config.schema.json', import.meta.url), 'utf8');
const SCHEMA = JSON.parse(SCHEMA_TEXT);

/** A folder with a configuration, and one within it. */
function project(
  config: unknown,
  name = 'osscap.config.json',
): { readonly root: string; readonly inner: string } {
  const root = temporaryFolder();
  const inner = join(root, 'a', 'b');
  mkdirSync(inner, { recursive: true });
  writeFileSync(join(root, name), typeof config === 'string' ? config : JSON.stringify(config));
  return { root, inner };
}

interface Shown {
  readonly file: string | null;
  readonly settings: Readonly<Record<string, { value: unknown; source: string; variable?: string }>>;
}

function shown(cwd: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Shown {
  const { stdout, stderr } = osscap(['config', '--format', 'json', ...args], { cwd, env });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('osscap config', () => {
  it('without anything, says what is usual', () => {
    const { file, settings } = shown(temporaryFolder());
    expect(file).toBeNull();
    expect(settings).toEqual({
      format: { value: ['table'], source: 'default' },
      failOn: { value: null, source: 'default' },
      strict: { value: false, source: 'default' },
      all: { value: false, source: 'default' },
      slow: { value: null, source: 'default' },
      jobs: { value: null, source: 'default' },
      verifyBodies: { value: false, source: 'default' },
      lang: { value: 'en', source: 'default' },
      buckets: { value: {}, source: 'default' },
      endpoints: { value: {}, source: 'default' },
      limits: { value: {}, source: 'default' },
      ignores: { value: [], source: 'default' },
      baseline: { value: null, source: 'default' },
    });
  });

  it('argument goes before environment, that before the file, and that before what is usual', () => {
    const { inner } = project({ failOn: ['token'], strict: true, lang: 'zh', format: 'json' });
    const values = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
      const { settings } = shown(inner, args, env);
      return ['failOn', 'strict', 'lang', 'format'].map((name) => [
        settings[name]?.value,
        settings[name]?.source,
      ]);
    };
    expect(values([])).toEqual([
      [['token'], 'file'],
      [true, 'file'],
      ['zh', 'file'],
      [['json'], 'file'],
    ]);
    const env = {
      OSSCAP_FAIL_ON: 'digest',
      OSSCAP_STRICT: '0',
      OSSCAP_LANG: 'en',
      OSSCAP_FORMAT: 'table,json=x.json',
    };
    expect(values([], env)).toEqual([
      [['digest'], 'environment'],
      [false, 'environment'],
      ['en', 'environment'],
      [['table', 'json=x.json'], 'environment'],
    ]);
    expect(values(['--fail-on', 'expired', '--strict', '--lang', 'zh'], env)).toEqual([
      [['expired'], 'argument'],
      [true, 'argument'],
      ['zh', 'argument'],
      [['table', 'json=x.json'], 'environment'],
    ]);
    expect(values(['--no-strict'])[1]).toEqual([false, 'argument']);
    expect(values(['--no-config'])[0]).toEqual([null, 'default']);
    expect(values([], { OSSCAP_CONFIG: '' })[0]).toEqual([null, 'default']);
  });

  it('the last of several counts, one that is taken back too', () => {
    const { inner } = project({ baseline: 'known.json', lang: 'zh' });
    const value = (name: string, ...args: readonly string[]) => shown(inner, args).settings[name]?.value;
    expect(value('baseline', '--baseline', 'a.json', '--no-baseline')).toBeNull();
    expect(value('baseline', '--no-baseline', '--baseline', 'a.json')).toBe('a.json');
    expect(value('baseline', '--baseline', 'a.json', '--baseline=b.json')).toBe('b.json');
    expect(value('lang', '--config', 'none.json', '--no-config')).toBe('en');
    expect(value('strict', '--strict', '--no-strict')).toBe(false);
    expect(value('strict', '--no-strict', '--strict')).toBe(true);
  });

  it('the locale is what is usual, so a file goes before it', () => {
    const { inner } = project({ lang: 'en' });
    expect(shown(inner, [], { LC_ALL: 'zh_CN.UTF-8' }).settings['lang']).toEqual({
      value: 'en',
      source: 'file',
    });
    expect(osscap(['scan', CAPTURE], { cwd: inner, env: { LC_ALL: 'zh_CN.UTF-8' } }).stdout).toContain(
      'exit 1',
    );
  });

  it('takes the nearest file: its own name before a package.json, and one without the key is passed over', () => {
    const { root, inner } = project({ name: 'x', osscap: { failOn: ['token'] } }, 'package.json');
    writeFileSync(join(root, 'a', 'package.json'), '{"name":"y"}');
    writeFileSync(join(inner, 'package.json'), 'not JSON');
    expect(shown(inner)).toMatchObject({
      file: join(root, 'package.json'),
      settings: { failOn: { value: ['token'] } },
    });
    writeFileSync(join(root, 'osscap.config.json'), '{"failOn":["digest"]}');
    expect(shown(inner)).toMatchObject({ file: join(root, 'osscap.config.json') });
    writeFileSync(join(inner, 'osscap.config.json'), '{}');
    expect(shown(inner)).toMatchObject({ file: join(inner, 'osscap.config.json') });
    const without = osscap(['config', '--config', join(root, 'a', 'package.json')], { cwd: inner });
    expect([without.status, without.stderr]).toEqual([
      2,
      `osscap: ${join(root, 'a', 'package.json')}: it has no key "osscap", which should hold the configuration\n`,
    ]);
    const given = ['--config', join(root, 'package.json')];
    expect(shown(inner, given).settings['failOn']).toEqual({ value: ['token'], source: 'file' });
    const variable = { OSSCAP_CONFIG: join(root, 'osscap.config.json') };
    expect(shown(inner, [], variable).settings['failOn']?.value).toEqual(['digest']);
  });

  it('keeps the hosts of the file beside those of the arguments', () => {
    const { inner } = project({ buckets: { 'A.example.com': 'one', 'b.example.com': 'two' } });
    expect(shown(inner, ['--bucket', 'a.example.com=three']).settings['buckets']).toEqual({
      value: { 'a.example.com': 'three', 'b.example.com': 'two' },
      source: 'argument',
    });
  });

  it('is a list for people, in both languages and no wider than it may be', () => {
    const { root, inner } = project({
      ignores: [{ cause: 'clock-behind', reason: 'the test bench has no clock, see the ticket about it' }],
      baseline: 'known.json',
    });
    const { stdout, status } = osscap(['config', '--width', '60', '--strict'], {
      cwd: inner,
      env: { OSSCAP_FAIL_ON: 'token' },
    });
    expect(status).toBe(0);
    expect(stdout.split('\n').every((line) => line.length <= 60 || line.includes(root))).toBe(true);
    expect(stdout).toMatch(/^failOn +token \(OSSCAP_FAIL_ON\)$/m);
    expect(stdout).toMatch(/^strict +true \(argument\)$/m);
    expect(stdout).toMatch(/^lang +en \(default\)$/m);
    expect(stdout.replace(/\s+/g, '')).toContain(`baseline${join(root, 'known.json')}(file)`);
    expect(osscap(['config', '--lang', 'zh'], { cwd: inner }).stdout).toMatch(/^lang +zh（参数）$/m);
  });
});

describe('a configuration in use', () => {
  it('may say that nothing fails, as osscap config shows it', () => {
    const { inner } = project({ failOn: ['none'] });
    expect(shown(inner).settings['failOn']).toEqual({ value: ['none'], source: 'file' });
    expect(osscap(['scan', CAPTURE], { cwd: inner }).status).toBe(0);
    expect(osscap(['scan', CAPTURE, '--no-config'], { cwd: inner }).status).toBe(1);
  });

  it('decides the format, the exit code and the language of a scan', () => {
    const { inner } = project({ format: 'json', failOn: ['token'], lang: 'zh' });
    const { status, stdout } = osscap(['scan', CAPTURE], { cwd: inner });
    expect(status).toBe(0);
    expect(JSON.parse(stdout).captures[0].exchanges.at(-1).diagnosis.cause.summary).toMatch(
      /[\u4e00-\u9fff]/,
    );
    expect(osscap(['scan', CAPTURE, '--fail-on', 'transit-modified'], { cwd: inner }).status).toBe(1);
    expect(osscap(['scan', CAPTURE, '--no-config'], { cwd: inner }).status).toBe(1);
  });

  it('names buckets for explain too', () => {
    const { inner } = project({ lang: 'zh' });
    expect(osscap(['explain', CAPTURE, '5'], { cwd: inner }).stdout).toMatch(/[\u4e00-\u9fff]/);
  });

  const faults: readonly (readonly [string, unknown, string])[] = [
    ['no JSON', '{"strict": true,}', 'not valid JSON (line 1, column 17)'],
    ['no object', '[]', 'the configuration is not a JSON object'],
    ['unknown key', { strickt: true }, 'unknown key strickt; did you mean strict?'],
    [
      'unknown key of an ignore',
      { ignores: [{ reson: 'x' }] },
      'unknown key ignores[0].reson; did you mean reason?',
    ],
    ['wrong type', { strict: 'yes' }, 'strict takes true | false'],
    ['wrong word', { failOn: ['token', 'match'] }, 'failOn[1] takes "transit-modified" | '],
    ['empty list', { failOn: [] }, 'failOn takes ["transit-modified" | '],
    ['wrong language', { lang: 'de' }, 'lang takes "en" | "zh"'],
    ['a host with a port', { buckets: { 'a.com:80': 'b' } }, 'buckets.a.com:80 takes { "HOST": "BUCKET" }'],
    ['no reason', { ignores: [{ verdict: 'token' }] }, 'ignores[0] has no reason'],
    ['a reason of blanks', { ignores: [{ verdict: 'token', reason: ' ' }] }, 'ignores[0] has no reason'],
    ['nothing but a reason', { ignores: [{ reason: 'x' }] }, 'ignores[0] matches everything'],
    ['a pattern for everything', { ignores: [{ key: '*', reason: 'x' }] }, 'ignores[0] matches everything'],
    [
      'a cause that is none',
      { ignores: [{ cause: 'clock-behnd', reason: 'x' }] },
      'ignores[0].cause takes "content-type-added-after-signing" | …; did you mean clock-behind?',
    ],
    [
      'credentials',
      { credentials: '/home/me/.aliyun/config.json' },
      'credentials is not accepted in a configuration file',
    ],
    ['a secret', { accessKeySecret: 'TOPSECRET' }, 'accessKeySecret is not accepted in a configuration file'],
    ['a key log', { tlsKeylog: 'keys.log' }, 'tlsKeylog is not accepted in a configuration file'],
    ['a file to write', { format: 'json=../../.bashrc' }, 'format names a file to write'],
    [
      'a baseline outside',
      { baseline: '../known.json' },
      "baseline is outside the configuration's folder: ../known.json",
    ],
    ['an absolute baseline', { baseline: '/etc/passwd' }, "baseline is outside the configuration's folder"],
  ];

  it.each(faults)('with %s is refused in one line', (_, config, message) => {
    const { root, inner } = project(config);
    const { status, stdout, stderr } = osscap(['scan', CAPTURE], { cwd: inner });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr.startsWith(`osscap: ${join(root, 'osscap.config.json')}: ${message}`), stderr).toBe(true);
    expect(stderr).not.toContain('TOPSECRET');
  });

  it('a baseline that a link leads out of the folder is not read', () => {
    const outside = join(temporaryFolder(), 'secret.json');
    writeFileSync(outside, '{"osscapBaseline":1,"causes":[]}');
    const { root, inner } = project({ baseline: 'known.json' });
    symlinkSync(outside, join(root, 'known.json'));
    expect(osscap(['scan', CAPTURE], { cwd: inner }).stderr).toContain(
      "is outside the configuration's folder",
    );
  });

  it('the lists of the environment may have blanks behind their commas', () => {
    const { settings } = shown(temporaryFolder(), [], {
      OSSCAP_FORMAT: 'table, json=x.json,',
      OSSCAP_FAIL_ON: 'token, digest',
      OSSCAP_LIMITS: 'warnings=1, uploads=2',
    });
    expect(settings['format']?.value).toEqual(['table', 'json=x.json']);
    expect(settings['failOn']?.value).toEqual(['token', 'digest']);
    expect(settings['limits']?.value).toEqual({ uploads: 2, warnings: 1 });
  });

  it('wrong values of the environment are told by the name of their variable', () => {
    const refused = (env: Readonly<Record<string, string>>) => osscap(['scan', CAPTURE], { env }).stderr;
    expect(refused({ OSSCAP_FAIL_ON: 'tokn' })).toMatch(/^osscap: OSSCAP_FAIL_ON does not accept "tokn"; /);
    expect(refused({ OSSCAP_FORMAT: 'xml' })).toMatch(/^osscap: OSSCAP_FORMAT does not accept "xml"; /);
    expect(refused({ OSSCAP_STRICT: 'maybe' })).toMatch(/^osscap: OSSCAP_STRICT does not accept "maybe"; /);
    expect(refused({ OSSCAP_CONFIG: 'none.json' })).toBe('osscap: none.json: no such file\n');
  });

  it('every fault has its sentence in both languages, with the same places', () => {
    const places = (text: string) => [...text.matchAll(/\{\w+/g)].map(String).sort();
    for (const group of ['config', 'configFiles', 'baselines', 'blobs', 'sources'] as const) {
      for (const [code, text] of Object.entries(CLI_EN.ci[group])) {
        const other = (CLI_ZH.ci[group] as Readonly<Record<string, string>>)[code] ?? '';
        expect(places(other), code).toEqual(places(text));
      }
    }
  });
});

describe('the published schema', () => {
  const validate = new Ajv({ allErrors: true }).compile(SCHEMA);

  it('is committed as the table of settings gives it (npm run docs writes it)', () => {
    expect(SCHEMA_TEXT === configSchema()).toBe(true);
  });

  it('has a type for every key, and every option has its help', () => {
    expect(SETTING_NAMES.filter((name) => rowOf(name).type.json === undefined)).toEqual([]);
    const options = NAMES.map(rowOf).filter(({ argument }) => argument !== null);
    expect(options.filter(({ group, help }) => group === undefined || help === undefined)).toEqual([]);
  });

  it('has every key, verdict, format and cause', () => {
    expect(Object.keys(SCHEMA.properties).sort()).toEqual([...CONFIG_KEYS].sort());
    expect(SCHEMA.properties.format.enum).toEqual([...FORMAT_NAMES]);
    expect(SCHEMA.properties.failOn.anyOf[0]?.items.enum).toEqual([...FAIL_ON]);
    expect(SCHEMA.definitions.ignore.properties.verdict.enum).toEqual([...FAIL_ON]);
    expect(SCHEMA.definitions.ignore.properties.cause.enum).toEqual(CAUSE_IDS);
  });

  const right: readonly unknown[] = [
    {},
    {
      $schema: './schema.json',
      format: 'sarif',
      failOn: ['token'],
      strict: true,
      all: false,
      slow: 5,
      jobs: 64,
    },
    { failOn: ['none'] },
    { limits: { connections: 1000, 'head-bytes': '2M', 'buffered-bytes': 1_073_741_824 } },
    {
      verifyBodies: true,
      lang: 'zh',
      buckets: { 'cdn.example.com': 'b', 'oss.example.com': '/' },
      baseline: 'a/b.json',
    },
    {
      ignores: [
        { verdict: 'expired', reason: 'x' },
        {
          cause: 'clock-behind',
          bucket: 'b',
          key: 'logs/*',
          accessKeyId: 'LTAI*',
          requestId: 'X',
          reason: 'y',
        },
      ],
    },
  ];
  const wrong: readonly unknown[] = [
    [],
    { unknown: 1 },
    { credentials: 'x' },
    { format: 'xml' },
    { format: 'json=x' },
    { failOn: [] },
    { failOn: 'token' },
    { failOn: ['none', 'token'] },
    { failOn: ['none', 'none'] },
    { strict: 1 },
    { slow: 0 },
    { slow: 1.5 },
    { jobs: 0 },
    { jobs: 65 },
    { limits: { conections: 1000 } },
    { limits: { connections: 0 } },
    { limits: { connections: '2K' } },
    { limits: { 'head-bytes': 0.5 } },
    { limits: { 'head-bytes': 1_000_000_000_000 } },
    { limits: [] },
    { lang: 'fr' },
    { buckets: { 'a:1': 'b' } },
    { buckets: { a: 'b/c' } },
    { baseline: '' },
    { ignores: {} },
    { ignores: [{ verdict: 'token' }] },
    { ignores: [{ reason: 'x' }] },
    { ignores: [{ verdict: 'match', reason: 'x' }] },
    { ignores: [{ cause: 'no-such-cause', reason: 'x' }] },
    { ignores: [{ key: '', reason: 'x' }] },
    { ignores: [{ key: 'a', reason: '  ' }] },
  ];

  it.each(right.map((value) => [value]))('takes what the program takes: %j', (value) => {
    expect([validate(value), readConfigValues(value, CAUSE_IDS).ok]).toEqual([true, true]);
  });

  it.each(wrong.map((value) => [value]))('refuses what the program refuses: %j', (value) => {
    expect([validate(value), readConfigValues(value, CAUSE_IDS).ok]).toEqual([false, false]);
  });
});
