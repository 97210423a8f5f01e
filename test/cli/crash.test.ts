import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { run as runScan, type ScanContext } from '../../src/cli/commands/scan-command.ts';
import { crashText } from '../../src/cli/crash.ts';
import { run } from '../../src/cli/run.ts';
import type { ResultSink } from '../rooms/engine.ts';
import { scanInputs } from '../rooms/node.ts';
import { FORMAT_NAMES, type FormatName } from '../rooms/report.ts';
import { credentialsFile, osscapProcess as osscap, temporaryFolder } from '../support/command.ts';
import { fakeIo } from '../support/fake-io.ts';
import { reportProblems } from '../support/schema.ts';
import { CLI_EN } from '../support/texts.ts';
import { FIXTURES } from '../support/truth.ts';
import { USUAL_SCAN } from '../support/usual-arguments.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');
const SECRET = 'CanarySecretCanarySecret123456';
const MESSAGE = `boom ${SECRET} \u001b[31m\n    at CAPTURED (/x/${SECRET}.js:1:1)`;

/** A module that makes a function of Node.js fail, with a secret in the error. */
function sabotage(code: string): Readonly<Record<string, string>> {
  const path = join(temporaryFolder(), 'sabotage.mjs');
  writeFileSync(path, `const MESSAGE = ${JSON.stringify(MESSAGE)};\n${code}`);
  return { NODE_OPTIONS: `--import=${pathToFileURL(path).href}` };
}

const NO_HMAC = `
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
crypto.createHmac = crypto.hash = () => { throw new RangeError(MESSAGE, { cause: new Error(MESSAGE) }); };
syncBuiltinESMExports();
`;

describe('a fault of the program', () => {
  const credentials = credentialsFile([{ accessKeyId: 'LTAI5tTestCapture0001', secret: SECRET }]);

  it('is told in one line, without stack, secret or control, and what was good is reported', () => {
    const report = join(temporaryFolder(), 'report.json');
    const args = [
      'scan',
      CAPTURE,
      join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.server.pcap'),
      '--credentials',
      credentials,
    ];
    const { status, stdout, stderr } = osscap([...args, '--format', 'table', '--format', `json=${report}`], {
      env: sabotage(NO_HMAC),
    });
    expect(status).toBe(2);
    expect(stderr.split('\n')[0]).toMatch(
      /^osscap: internal error \(RangeError\) at exchange #\d of \S+client\.pcap: a bug in osscap, not a fault of the capture\. Reports lack this exchange, or part of it; everything else is reported\. Please report it with osscap \S+, Node\.js v\S+, .* OSSCAP_DEBUG=1 shows the place in the code, without any captured data\.$/,
    );
    expect(stderr).not.toMatch(/Canary|CAPTURED|^\s+at |\u001b/m);
    expect(stdout).not.toContain('Canary');
    expect(stdout).toContain('client.pcap');
    const read = JSON.parse(readFileSync(report, 'utf8')) as {
      captures: { complete: boolean; path: string }[];
    };
    expect(reportProblems(read)).toEqual([]);
    expect(read.captures).toHaveLength(2);
    expect(stderr.match(/^osscap: internal error/gm)?.length).toBeLessThanOrEqual(5);
  });

  it('is told where the program waits for what never comes, which Node.js ends with 0', () => {
    const packed = join(temporaryFolder(), 'capture.pcap.gz');
    writeFileSync(packed, gzipSync(readFileSync(CAPTURE)));
    const env = sabotage(`import zlib from 'node:zlib'; zlib.InflateRaw.prototype.write = () => true;`);
    const { status, stderr } = osscap(['scan', packed, '--jobs', '1'], { env });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^osscap: internal error \(UnfinishedError\): a bug in osscap/);
  });

  it('is told in Chinese', () => {
    const { status, stderr } = osscap(['scan', CAPTURE, '--credentials', credentials, '--lang', 'zh'], {
      env: sabotage(NO_HMAC),
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^osscap: (?:处理|读取) \S+ .*时发生内部错误（RangeError）：这是 osscap 的缺陷，与抓包文件无关。/,
    );
    expect(stderr).toContain('不要附上密钥和抓包文件');
  });

  it.each([
    ['OSSCAP_DEBUG', [], { OSSCAP_DEBUG: '1' }],
    ['--verbose', ['--verbose'], {}],
  ])('shows places in the code, and no message, with %s', (_, more, env) => {
    const { stderr } = osscap(['scan', CAPTURE, '--credentials', credentials, ...more], {
      env: { ...sabotage(NO_HMAC), ...env },
    });
    expect(stderr).toMatch(
      /\n {4}at \S.*sabotage\.mjs:\d+:\d+\)?\n {4}at .*main\.js|\n {4}at .*dist\/bin\/.*:\d+:\d+/,
    );
    expect(stderr).not.toMatch(/Canary|CAPTURED|boom/);
  });

  it.each(['throw new TypeError(MESSAGE)', 'Promise.reject(new TypeError(MESSAGE))', 'throw MESSAGE'])(
    'prints nothing of its message where nobody waits for it: %s',
    (code) => {
      const env = sabotage(`const wait = setInterval(() => {
        if (process.listenerCount('uncaughtException') === 0) return;
        clearInterval(wait);
        ${code};
      }, 1);`);
      const { status, stdout, stderr } = osscap(['watch', join(temporaryFolder(), 'none.pcap')], { env });
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(
        /osscap: internal error \((TypeError|string)\): a bug in osscap, not a fault of its input/,
      );
      expect(stderr).not.toMatch(/Canary|CAPTURED|boom|^\s+at /m);
    },
  );

  it('takes other commands down with the same words', async () => {
    for (const args of [
      ['explain', CAPTURE, '5'],
      ['compare', CAPTURE, CAPTURE],
      ['sign', 'https://b.oss-cn-hangzhou.aliyuncs.com/k', '--access-key-id', 'LTAI5tTestCapture0001'],
    ]) {
      const { status, stderr } = osscap([...args, '--credentials', credentials], { env: sabotage(NO_HMAC) });
      expect([args[0], status]).toEqual([args[0], 2]);
      expect(stderr).toMatch(/^osscap: internal error \(RangeError\)/);
      expect(stderr).not.toMatch(/Canary|^\s+at /m);
    }
  });
});

/** Runs a scan whose reading, or whose sink, is changed. */
async function scanWith(change: (sink: ResultSink) => ResultSink | Error, formats: readonly FormatName[]) {
  const folder = temporaryFolder();
  const { io, written } = fakeIo({ cwd: folder });
  const context: ScanContext = {
    lang: 'en',
    texts: CLI_EN,
    io,
    scanInputs: (inputs, options, sink) => {
      const changed = change(sink);
      if (changed instanceof Error) throw changed;
      return scanInputs(inputs, options, changed);
    },
  };
  const requests = formats.map((name) => ({ name, file: join(folder, name) }));
  const status = await runScan({ ...USUAL_SCAN, paths: [CAPTURE], format: requests }, context);
  return { status, stderr: written.stderr, folder };
}

describe('what is saved of a scan with a fault', () => {
  const ALL = FORMAT_NAMES;

  it('is what came before a fault between two exchanges', async () => {
    let seen = 0;
    const { status, stderr, folder } = await scanWith(
      (sink) => ({
        ...sink,
        capture: (info) => sink.capture(info),
        unreadable: (input) => sink.unreadable(input),
        exchange: (capture, result) => {
          if (++seen === 3) throw new Error(MESSAGE);
          sink.exchange(capture, result);
        },
      }),
      ALL,
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/^osscap: internal error \(Error\) while /);
    expect(stderr).not.toMatch(/Canary|boom/);
    const report = JSON.parse(readFileSync(join(folder, 'json'), 'utf8'));
    expect(report.captures[0].exchanges.length).toBeGreaterThanOrEqual(2);
    expect(report.captures[0].complete).toBe(false);
    expect(report.captures[0].warnings.map(({ code }: { code: string }) => code)).toContain('internal-error');
    expect(readdirSync(folder).sort()).toEqual([...ALL].sort());
  });

  it('is a report that can be read where the reading itself fell', async () => {
    const { status, stderr, folder } = await scanWith(() => new Error(MESSAGE), ALL);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^osscap: internal error \(Error\): a bug in osscap/);
    expect(JSON.parse(readFileSync(join(folder, 'json'), 'utf8')).captures).toEqual([]);
    expect(readFileSync(join(folder, 'html'), 'utf8')).toMatch(/<\/html>\n$/);
  });

  it('is every report but the one whose making fell; that file stays as it was', async () => {
    const folder = temporaryFolder();
    const { io, written } = fakeIo({ cwd: folder });
    writeFileSync(join(folder, 'csv'), 'before');
    const { CsvReporter } = await import('../../src/report/formats/csv.ts');
    const { capture } = CsvReporter.prototype;
    CsvReporter.prototype.capture = () => {
      throw new Error(MESSAGE);
    };
    const files = ['csv', 'json'].flatMap((name) => ['--format', `${name}=${join(folder, name)}`]);
    const status = await run(['scan', CAPTURE, ...files, '--format', 'table'], io);
    CsvReporter.prototype.capture = capture;
    expect(status).toBe(2);
    expect(written.stderr).toContain(
      `internal error (Error) while writing the report ${join(folder, 'csv')}`,
    );
    expect(written.stderr).not.toMatch(/Canary|boom/);
    expect(written.stderr.match(/internal error/g)).toHaveLength(1);
    expect(written.stdout).toContain('exit 2');
    expect(readFileSync(join(folder, 'csv'), 'utf8')).toBe('before');
    expect(JSON.parse(readFileSync(join(folder, 'json'), 'utf8')).captures[0].exchanges).toHaveLength(5);
    expect(existsSync(join(folder, `csv.${process.pid}.tmp`))).toBe(false);
  });
});

describe('the text of a fault', () => {
  const options = { lang: 'en', debug: true } as const;

  it('names the code of a system error, and nothing that an error made up', () => {
    const error = Object.assign(new Error('x'), { code: 'ERR_OUT_OF_RANGE' });
    expect(crashText(error, { kind: 'command' }, { ...options, debug: false })).toContain(
      '(Error ERR_OUT_OF_RANGE)',
    );
    const odd = Object.assign(new Error('x'), { code: '\u001b[31m secret', name: SECRET });
    expect(crashText(odd, { kind: 'command' }, options)).toContain('internal error (Error)');
    expect(crashText(odd, { kind: 'command' }, options)).not.toContain(SECRET);
  });

  it.each([MESSAGE, '', 'a', undefined, null, 7])('holds for whatever is thrown: %j', (thrown) => {
    for (const error of [
      thrown,
      new Error(String(thrown)),
      Object.assign(new Error(MESSAGE), { stack: thrown }),
    ]) {
      const text = crashText(error, { kind: 'capture', path: 'a\u001b[31m\n::error::' }, options);
      expect(text).not.toMatch(/Canary|CAPTURED|\u001b/);
      expect(text.split('\n')[0]).toContain('a␛[31m␊::error::');
    }
  });
});
