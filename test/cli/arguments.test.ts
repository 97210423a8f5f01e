import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../src/cli/commands/registry.ts';
import { helpText } from '../../src/cli/help.ts';
import { credentialsMessage, usageMessage } from '../../src/cli/messages.ts';
import { commandNamed, parseArguments, unknownCommand } from '../../src/cli/settings/command-line.ts';
import { ABOUT, commandHelp, commandOptions } from '../support/commands.ts';
import { CLI_EN, CLI_ZH } from '../support/texts.ts';

async function scanOf(...argv: string[]) {
  const parsed = await parseArguments(argv);
  if (!parsed.ok || parsed.value.kind !== 'scan') throw new Error(JSON.stringify(parsed));
  const { arguments: given, settings, named } = parsed.value;
  return { ...given, settings: settings.values, named };
}

async function problemOf(...argv: string[]) {
  const parsed = await parseArguments(argv);
  if (parsed.ok) throw new Error(`accepted: ${argv.join(' ')}`);
  return parsed.error;
}

describe('parseArguments', () => {
  it('takes from a path alone nothing that a configuration could say', async () => {
    expect(await scanOf('scan', 'a.pcap')).toMatchObject({
      named: true,
      paths: ['a.pcap'],
      settings: {},
      credentials: null,
      defaultCredentials: false,
      tlsKeyLogs: [],
      tlsKeys: [],
      width: null,
      color: null,
    });
  });

  it('keeps paths as they are written', async () => {
    const { paths } = await scanOf('scan', '1e5', '0012', '-', 'a=b', '--', '--odd', '-x');
    expect(paths).toEqual(['1e5', '0012', '-', 'a=b', '--odd', '-x']);
  });

  it('takes paths without a command', async () => {
    const { paths, named } = await scanOf('1e5', 'b.pcap', '--all');
    expect([paths, named]).toEqual([['1e5', 'b.pcap'], false]);
  });

  it('takes the host of a bucket as it would stand in a request', async () => {
    const hosts = ['Cdn.Example.com.', '[FD00::2]:8080', '10.0.0.2:80'];
    const { settings } = await scanOf('scan', 'a', ...hosts.flatMap((host) => ['--bucket', `${host}=b`]));
    expect([...(settings.buckets?.keys() ?? [])]).toEqual(['cdn.example.com', 'fd00::2', '10.0.0.2']);
  });

  it('takes one value each time an option is given', async () => {
    const scan = await scanOf(
      ...[
        'scan',
        '--format',
        'table',
        'a.pcap',
        '--format=json=out=1.json',
        '--bucket',
        'CDN.example.com:80=b1',
      ],
      ...['--bucket', 'x.y=b2', '--fail-on', 'token,clock-skew', '--fail-on', 'digest', 'b.pcap'],
      ...['--width', '100', '--no-color', '--strict', '--credentials', '007', '--default-credentials'],
    );
    expect(scan).toMatchObject({
      paths: ['a.pcap', 'b.pcap'],
      settings: {
        format: [
          { name: 'table', file: null },
          { name: 'json', file: 'out=1.json' },
        ],
        buckets: new Map([
          ['cdn.example.com', 'b1'],
          ['x.y', 'b2'],
        ]),
        failOn: ['token', 'clock-skew', 'digest'],
        strict: true,
      },
      width: 100,
      color: false,
      credentials: '007',
      defaultCredentials: true,
    });
  });

  it('takes a flag that is said to be on or off at its word', async () => {
    const { settings } = await scanOf('scan', 'a', '--strict=true', '--verify-bodies=false');
    expect(settings).toEqual({ strict: true, verifyBodies: false });
  });

  it('takes the last of a value that is given twice', async () => {
    expect(await scanOf('scan', 'a', '--width=80', '--width=90', '--color', '--no-color')).toMatchObject({
      width: 90,
      color: false,
    });
  });

  it.each([
    [['-j3', 'scan', 'a'], 3, undefined],
    [['scan', 'a', '-j3'], 3, undefined],
    [['scan', '-j=3', 'a'], 3, undefined],
    [['scan', '-qj3', 'a'], 3, 'quiet'],
    [['-qj', '3', 'scan', 'a'], 3, 'quiet'],
    [['scan', '-vj=3', 'a'], 3, 'verbose'],
  ])('takes letters in one word, and the value of the last: %j', async (argv, jobs, loudness) => {
    const scan = await scanOf(...argv);
    expect([scan.settings.jobs, scan.loudness, scan.paths]).toEqual([jobs, loudness, ['a']]);
  });

  it.each([
    [['-jobs', '3'], { code: 'unknown-option', name: '-jobs', near: '--jobs' }],
    [['-help'], { code: 'unknown-option', name: '-help', near: '--help' }],
    [['-qx'], { code: 'unknown-option', name: '-qx' }],
    [['-XPUT'], { code: 'unknown-option', name: '-X' }],
    [['-qj'], { code: 'missing-value', name: '-j' }],
    [['-j3x'], { code: 'bad-number', name: '--jobs', value: '3x' }],
  ])('refuses the letters %j', async (argv, problem) => {
    expect(await problemOf('scan', 'a', ...argv)).toMatchObject(problem);
  });

  it('takes a value that begins with a dash and is no option', async () => {
    const { tlsKeyLogs, filter } = await scanOf('scan', 'a', '--tls-keylog', '-', '--request-id', '-1B');
    expect([tlsKeyLogs, [...(filter?.requestIds?.values() ?? [])]]).toEqual([['-'], ['-1B']]);
  });

  it.each([
    [['scan', '--frmat', 'json'], { code: 'unknown-option', name: '--frmat', near: '--format' }],
    [['scan', '--banana'], { code: 'unknown-option', name: '--banana', near: null }],
    [['scan', '--banana=1'], { code: 'unknown-option', name: '--banana', near: null }],
    [['scan', '-x'], { code: 'unknown-option', name: '-x', near: null }],
    [['scan', '--access-key-secret', 'abc'], { code: 'secret-argument', name: '--access-key-secret' }],
    [
      ['scan', 'a', '--format', 'xml'],
      {
        code: 'bad-value',
        name: '--format',
        value: 'xml',
        allowed: 'table, json, ndjson, html, markdown, csv, har, sarif, junit, github, gitlab, blob',
        near: null,
      },
    ],
    [['scan', 'a', '--strict=yes'], { code: 'needless-value', name: '--strict' }],
    [['scan', 'a', '--strict='], { code: 'needless-value', name: '--strict' }],
    [['scan', 'a', '-q=1'], { code: 'needless-value', name: '-q' }],
    [['scan', 'a', '--no-strict=true'], { code: 'needless-value', name: '--no-strict' }],
    [['scan', 'a', '--no-baseline=x'], { code: 'needless-value', name: '--no-baseline' }],
    [['scan', 'a', '--request-id', ''], { code: 'missing-value', name: '--request-id' }],
    [['scan', 'a', '--request-id='], { code: 'missing-value', name: '--request-id' }],
    [['scan', 'a', '--fail-on', '', '--strict'], { code: 'missing-value', name: '--fail-on' }],
    [['scan', 'a', '--baseline', ''], { code: 'missing-value', name: '--baseline' }],
    [['scan', 'a', '-j', ''], { code: 'missing-value', name: '-j' }],
    [['sign', 'http://h/', '-H', ''], { code: 'missing-value', name: '-H' }],
    [['scan', ''], { code: 'empty-argument' }],
    [['explain', '', '1'], { code: 'empty-argument' }],
    [['scan', '--', ''], { code: 'empty-argument' }],
    [['scan', 'a', '--format', 'json='], { code: 'missing-value', name: '--format json=' }],
    [['scan', 'a', '--format', 'json', '--format', 'ndjson'], { code: 'two-on-stdout' }],
    [['scan', 'a', '--format', 'json=x', '--format', 'ndjson=x'], { code: 'same-file', value: 'x' }],
    [['scan', 'a', '--bucket', 'a b'], { code: 'bad-bucket-name', value: 'a b' }],
    [['compare', 'a', 'b', '--bucket', 'host'], { code: 'bad-bucket', value: 'host' }],
    [['scan', 'a', '--bucket', '=b'], { code: 'bad-bucket', value: '=b' }],
    [['scan', 'a', '--bucket', 'h=/b'], { code: 'bad-bucket', value: 'h=/b' }],
    [['scan', 'a', '--bucket', 'http://h=b'], { code: 'bad-bucket', value: 'http://h=b' }],
    [['scan', 'a', '--bucket', 'h/=b'], { code: 'bad-bucket', value: 'h/=b' }],
    [['scan', 'a', '--bucket', ' h=b'], { code: 'bad-bucket', value: ' h=b' }],
    [
      ['scan', 'a', '--endpoint', 'h=azure'],
      {
        code: 'bad-endpoint',
        value: 'h=azure',
        providers:
          'oss, s3, obs, cos, gcs, tos, aws, ceph, minio, swift, r2, b2, spaces, wasabi, scaleway, garage',
      },
    ],
    [
      ['scan', 'a', '--endpoint', 'ceph/main'],
      {
        code: 'bad-endpoint',
        value: 'ceph/main',
        providers:
          'oss, s3, obs, cos, gcs, tos, aws, ceph, minio, swift, r2, b2, spaces, wasabi, scaleway, garage',
      },
    ],
    [['scan', 'a', '--width', '1e3'], { code: 'bad-width', value: '1e3' }],
    [['scan', 'a', '--width', '0'], { code: 'bad-width', value: '0' }],
  ])('refuses %j', async (argv, problem) => {
    expect(await problemOf(...argv)).toEqual(problem);
  });

  it('refuses unknown verdicts, and names the known ones', async () => {
    const problem = await problemOf('scan', 'a', '--fail-on', 'tokn');
    expect(problem).toMatchObject({ code: 'bad-value', value: 'tokn' });
    expect(usageMessage(problem, CLI_EN)).toContain('transit-modified');
  });

  it('says that none stands alone among verdicts', async () => {
    for (const given of [['token,none'], ['none', 'token']]) {
      const problem = await problemOf('scan', 'a', ...given.flatMap((words) => ['--fail-on', words]));
      expect(problem).toEqual({ code: 'none-beside-others', name: '--fail-on' });
      expect(usageMessage(problem, CLI_EN)).toMatch(
        /^--fail-on: none must be used alone, not with verdicts \(/,
      );
      expect(usageMessage(problem, CLI_ZH)).toMatch(/^--fail-on 的 none 只能单独使用，不能与结论一起写（/);
    }
    expect(await problemOf('scan', 'a', '--fail-on', 'none,tokn')).toMatchObject({ value: 'tokn' });
    expect(await scanOf('scan', 'a', '--fail-on', 'none,none')).toMatchObject({ settings: { failOn: [] } });
  });

  it('tells that an option lacks its value', async () => {
    const problem = { code: 'missing-value', name: '--credentials' };
    expect(await problemOf('scan', 'a', '--credentials')).toEqual(problem);
    expect(await problemOf('scan', 'a', '--credentials', '--all')).toEqual(problem);
  });

  it('tells a word that there is no place for', async () => {
    expect(await problemOf('config', 'x')).toEqual({ code: 'extra-argument', value: 'x' });
    expect(await problemOf('sign', 'a', '--date', 'b', 'c')).toEqual({ code: 'extra-argument', value: 'c' });
  });

  it('ignores variables that look like options', async () => {
    process.env['OSSCAP_UNKNOWN'] = '1';
    expect((await scanOf('scan', 'a')).paths).toEqual(['a']);
    delete process.env['OSSCAP_UNKNOWN'];
  });

  it.each([CLI_EN, CLI_ZH])('gives the help of each command in $lang', async (texts) => {
    for (const name of COMMAND_NAMES) {
      const parsed = await parseArguments([name, '--help']);
      expect(parsed).toMatchObject({ ok: true, value: { kind: 'help', arguments: { topic: name } } });
      const text = helpText(ABOUT[name], null, COMMAND_NAMES, texts, 80);
      const help = commandHelp(name, texts.lang);
      expect(text).toContain(help.usage.split('\n')[0]);
      for (const option of commandOptions(name)) expect(text).toContain(`--${option}`);
      // As it is, to be copied: only the indentation may be another.
      for (const [example] of help.examples) {
        expect(text.replace(/\n +/g, '\n')).toContain(`\n${example.replace(/\n +/g, '\n')}\n`);
      }
    }
    expect(await parseArguments(['--help'])).toEqual(await parseArguments(['scan', '--help']));
  });

  it('tells a command from a path and from the value of an option', async () => {
    expect((await scanOf('--credentials', 'sign', 'a.pcap')).credentials).toBe('sign');
    expect((await scanOf('a.pcap', 'sign')).paths).toEqual(['a.pcap', 'sign']);
    expect((await scanOf('scan', 'sign')).paths).toEqual(['sign']);
    const parsed = await parseArguments(['--lang', 'zh', 'config']);
    expect(parsed.ok && parsed.value.kind).toBe('config');
    expect([commandNamed(['--width', '80', 'explain', 'scan']), commandNamed(['x', 'explain'])]).toEqual([
      'explain',
      null,
    ]);
  });
});

describe('parseArguments of watch', () => {
  it('takes a bucket for the filter, and one with a host for what stands behind the host', async () => {
    const parsed = await parseArguments(['watch', '-', '--bucket', 'b', '--bucket', 'h=c']);
    expect(parsed.ok && parsed.value).toMatchObject({
      kind: 'watch',
      arguments: { filter: { buckets: new Set(['b']) } },
      settings: { values: { buckets: new Map([['h', 'c']]) } },
    });
  });
});

describe('parseArguments of capture', () => {
  const captureOf = (...words: string[]) => parseArguments(['capture', ...words]);

  it('leaves what is behind the dashes as it is', async () => {
    const words = ['curl', '', '--lang', 'zh', '-', '--', '-h'];
    const parsed = await captureOf(
      '--port',
      '80,8080',
      '--port',
      '9000',
      '--credentials',
      '-',
      '--',
      ...words,
    );
    expect(parsed.ok && parsed.value).toMatchObject({
      kind: 'capture',
      arguments: { command: words, ports: [80, 8080, 9000], credentials: '-', keep: null },
    });
    const none = await captureOf('-i', 'eth0', '--filter', 'host h');
    expect(none.ok && none.value).toMatchObject({
      arguments: { command: [], interface: 'eth0', captureFilter: 'host h', ports: [] },
    });
  });

  it.each([
    [['curl', '--lang', 'zh', 'http://h/'], { code: 'command-without-dashes', value: 'curl' }],
    [['curl', '-qo', 'x', 'http://h/'], { code: 'command-without-dashes', value: 'curl' }],
    [['curl', '--', 'http://h/'], { code: 'command-without-dashes', value: 'curl' }],
    [['--'], { code: 'missing-argument', name: 'COMMAND' }],
    [['--port', '0'], { code: 'bad-number', name: '--port', value: '0', allowed: '1–65535' }],
    [['--port', '80,65536'], { code: 'bad-number', name: '--port', value: '65536', allowed: '1–65535' }],
    [['--port', '80', '--filter', 'tcp'], { code: 'filter-and-port' }],
    [['--verbose'], { code: 'unknown-option', name: '--verbose', near: null }],
  ])('refuses %j', async (words, error) => {
    expect(await captureOf(...words)).toEqual({ ok: false, error });
  });

  it.each([
    [[], ['curl', '-sv', 'http://h/'], {}],
    [
      ['--port', '9000', '-i', 'eth0'],
      ['./upload.sh', '--fast', '-XPUT'],
      { ports: [9000], interface: 'eth0' },
    ],
    [['--keep=x.pcapng'], ['ossutil', 'cp', 'a', 'oss://b/', '-'], { keep: 'x.pcapng' }],
    [[], ['capture', '-v'], {}],
  ])('takes %j before %j without dashes, where no option behind could be ours', async (own, words, args) => {
    const parsed = await captureOf(...own, ...words);
    expect(parsed.ok && parsed.value).toMatchObject({
      kind: 'capture',
      arguments: { command: words, ...args },
    });
    expect(parsed).toEqual(await captureOf(...own, '--', ...words));
  });
});

describe('parseArguments of explain', () => {
  it('takes a capture and the number of an exchange', async () => {
    const parsed = await parseArguments([
      'explain',
      '--bucket',
      'h=b',
      '-',
      '#12',
      '--width',
      '90',
      '--format',
      'json',
    ]);
    expect(parsed.ok && parsed.value).toMatchObject({
      kind: 'explain',
      arguments: {
        capture: '-',
        index: 12,
        pageFormat: [{ name: 'json', file: null }],
        credentials: null,
        defaultCredentials: false,
        tlsKeyLogs: [],
        tlsKeys: [],
        width: 90,
        color: null,
      },
      settings: { values: { buckets: new Map([['h', 'b']]) } },
    });
  });

  it.each([
    [[], { code: 'missing-argument', name: 'CAPTURE INDEX' }],
    [['a.pcap'], { code: 'missing-argument', name: 'INDEX' }],
    [['a.pcap', 'x'], { code: 'bad-index', value: 'x' }],
    [['a.pcap', '0'], { code: 'bad-index', value: '0' }],
    [['a.pcap', '1', '--', '2'], { code: 'extra-argument', value: '2' }],
    [['a.pcap', '1', '--all'], { code: 'unknown-option', name: '--all', near: null }],
    [
      ['a.pcap', '1', '--format', 'ndjson'],
      { code: 'bad-value', name: '--format', value: 'ndjson', allowed: 'table, json, html', near: 'json' },
    ],
  ])('refuses %j', async (argv, problem) => {
    expect(await problemOf('explain', ...argv)).toEqual(problem);
  });
});

describe('parseArguments of sign', () => {
  async function signOf(...argv: string[]) {
    const parsed = await parseArguments(['sign', ...argv]);
    if (!parsed.ok || parsed.value.kind !== 'sign') throw new Error(JSON.stringify(parsed));
    return parsed.value.arguments;
  }

  it('takes a request as curl does', async () => {
    const found = await signOf(
      ...['-XPUT', '-H', 'Content-Type: text/plain', '-Hx-oss-meta-a:1', '-H', 'x-oss-meta-b;'],
      ...['http://h/k?a=1&b=2', '--sign-version', 'V4', '--additional-headers', 'Host; range'],
      ...[
        '--bucket',
        'b',
        '--bucket',
        'cdn.example.com=c',
        '--bucket',
        'Oss.example.com:8080=/',
        '--date',
        '1',
        '--access-key-id',
        'id',
      ],
    );
    expect(found).toMatchObject({
      method: 'PUT',
      url: 'http://h/k?a=1&b=2',
      headers: [
        ['Content-Type', ' text/plain'],
        ['x-oss-meta-a', '1'],
        ['x-oss-meta-b', ''],
      ],
      version: 'v4',
      additionalHeaders: ['host', 'range'],
      bucket: 'b',
      buckets: new Map([
        ['cdn.example.com', 'c'],
        ['oss.example.com', '/'],
      ]),
      date: '1',
      accessKeyId: 'id',
      requestFile: null,
    });
  });

  it('keeps other bytes than ASCII', async () => {
    expect((await signOf('http://h/é')).url).toBe('http://h/\xc3\xa9');
    expect((await signOf('--request', '-')).requestFile).toBe('-');
  });

  it.each([
    [[], { code: 'missing-argument', name: 'URL' }],
    [['http://h/', '--request', 'f'], { code: 'url-and-request' }],
    [['http://h/', '-H', 'no colon'], { code: 'bad-header', value: 'no colon' }],
    [['http://h/', '-H', 'a: b\r\nc: d'], { code: 'bad-header', value: 'a: b\r\nc: d' }],
    [['http://h/', '--bucket', '=b'], { code: 'bad-bucket', value: '=b' }],
    [['http://h/', '--bucket', 'b/k'], { code: 'bad-bucket-name', value: 'b/k' }],
    [['http://h/', '--access-key-secret', 's'], { code: 'secret-argument', name: '--access-key-secret' }],
    [['http://h/', '-x'], { code: 'unknown-option', name: '-x', near: null }],
  ])('refuses %j', async (argv, problem) => {
    expect(await problemOf('sign', ...argv)).toEqual(problem);
  });
});

describe('messages', () => {
  it('are one line in the reader’s language', async () => {
    const problem = await problemOf('scan', '--frmat');
    expect(usageMessage(problem, CLI_EN)).toBe(
      'unknown option --frmat; did you mean --format? (osscap --help)',
    );
    expect(usageMessage(problem, CLI_ZH)).toBe(
      '未知选项 --frmat；您是不是要用 --format？（osscap --help 查看帮助）',
    );
    expect(usageMessage(unknownCommand('scna'), CLI_EN)).toContain('did you mean scan?');
    expect(usageMessage({ code: 'missing-argument', name: 'URL' }, CLI_ZH, 'sign')).toBe(
      '缺少 URL（osscap sign --help 查看帮助）',
    );
    expect(usageMessage(unknownCommand('a\n\x1b[2Jé'), CLI_EN)).toContain('a␊␛[2Jé');
  });

  it('say where credentials are wrong', () => {
    expect(credentialsMessage({ code: 'not-json', path: '/k/é.json', line: 3, column: 4 }, CLI_EN)).toBe(
      'credentials: /k/é.json: not valid JSON (line 3, column 4)',
    );
    expect(
      credentialsMessage({ code: 'bad-entry', path: 'k', where: '2', field: 'accessKeyId' }, CLI_ZH),
    ).toBe('凭证：k：条目 2：accessKeyId 缺失、为空或不是字符串');
  });
});

describe('what other tools taught people to write', () => {
  const formatsOf = async (...words: string[]) => {
    const parsed = await parseArguments(['scan', 'x', ...words]);
    return parsed.ok && parsed.value.kind === 'scan' ? parsed.value.settings.values.format : parsed;
  };

  it.each([
    [['--json'], ['json']],
    [['-f', 'json'], ['json']],
    [['-fcsv'], ['csv']],
    [
      ['-f', 'html=a.html', '--json'],
      ['html=a.html', 'json'],
    ],
    [['-o', 'a.html'], ['html=a.html']],
    [
      ['-o', 'A.HTM', '-o', 'b.md'],
      ['html=A.HTM', 'markdown=b.md'],
    ],
    [['--output=x.jsonl'], ['ndjson=x.jsonl']],
    [['-f', 'sarif', '-o', 'a.json'], ['sarif=a.json']],
    [['--json', '-o', 'report'], ['json=report']],
    [
      ['-f', 'html', '--json', '-o', 'a.html'],
      ['html=a.html', 'json'],
    ],
    [
      ['-f', 'csv=a.csv', '-o', 'b.xml'],
      ['csv=a.csv', 'junit=b.xml'],
    ],
  ])('%j means the formats %j', async (words, formats) => {
    const meant = await formatsOf(...formats.flatMap((format) => ['--format', format]));
    expect(await formatsOf(...words)).toEqual(meant);
  });

  it('needs to know the format of a file', async () => {
    for (const words of [
      ['-o', 'report'],
      ['-o', 'a.html', '-o', 'b.zip'],
    ]) {
      expect(await formatsOf(...words)).toMatchObject({ error: { code: 'format-of-file' } });
    }
    expect(await formatsOf('-o', '')).toMatchObject({ error: { code: 'missing-value' } });
  });

  it.each([
    ['--html', '--format html'],
    ['--debug', '--verbose'],
    ['--keylog', '--tls-keylog FILE'],
    ['--region', '--endpoint HOST=PROVIDER/REGION'],
    ['--id', '--request-id ID'],
    ['-s', '--quiet'],
  ])('answers %s with %s', async (word, near) => {
    const parsed = await parseArguments(['scan', 'x', word, 'y']);
    expect(parsed).toMatchObject({ ok: false, error: { code: 'unknown-option', near } });
  });

  it('offers no option that the command does not take', async () => {
    expect(await parseArguments(['why', 'x', '--threads', '4'])).toMatchObject({ error: { near: null } });
  });
});
