import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { TRANSIT_CAUSES, VERDICT_ENTRIES } from '../rooms/sentences.ts';
import { osscap, PLAIN_ENVIRONMENT, temporaryFolder } from '../support/command.ts';
import { type Installed, installPacked, ROOT } from '../support/packed-package.ts';
import { EN, ZH } from '../support/texts.ts';
import { FIXTURES, truths } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');

const MISCOMPUTED = join(FIXTURES, 'captures/curl-adds-content-type.pcap');

let installed: Installed = { folder: '', tarball: '' };
beforeAll(() => {
  installed = installPacked();
});

/** Compiles an example and runs it with Node, as its first line says. */
function run(
  example: string,
  args: readonly string[],
  options: { input?: Uint8Array; env?: Record<string, string> } = {},
) {
  const { folder } = installed;
  const bundled = join(folder, 'examples', example.replace('.ts', '.js'));
  execFileSync(join(ROOT, 'node_modules/.bin/esbuild'), [
    join(folder, 'examples', example),
    `--outfile=${bundled}`,
    '--log-level=warning',
  ]);
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundled, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', ...options.env },
    ...(options.input === undefined ? {} : { input: options.input }),
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

describe('the package as it is packed', () => {
  it('holds what it says, and nothing that its users could take for an install script', () => {
    const { scripts, exports } = JSON.parse(
      readFileSync(join(installed.folder, 'node_modules/osscap/package.json'), 'utf8'),
    );
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
    for (const target of JSON.stringify(exports).match(/\.\/[\w./-]+\.(js|d\.ts)(?=")/g) ?? []) {
      expect(existsSync(join(installed.folder, 'node_modules/osscap', target))).toBe(true);
    }
    const { stdout } = spawnSync(
      process.execPath,
      ['node_modules/osscap/dist/bin/main.js', 'scan', CAPTURE],
      {
        cwd: installed.folder,
        encoding: 'utf8',
        env: PLAIN_ENVIRONMENT,
      },
    );
    expect(stdout).toContain('1 of 5 requests failed · 1 cause · exit 1');
  });

  it('runs by npx in an empty folder, from the packed file', () => {
    const { tarball } = installed;
    // What npm has fetched before is taken from there, and what npx installs goes with the folder.
    const fetched = execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim();
    const cache = temporaryFolder();
    symlinkSync(join(fetched, '_cacache'), join(cache, '_cacache'));
    const { status, stdout, stderr } = spawnSync(
      'npx',
      ['--yes', '--package', tarball, '--', 'osscap', CAPTURE],
      {
        cwd: temporaryFolder(),
        encoding: 'utf8',
        env: {
          ...process.env,
          // With the Node.js that runs this, whichever it is.
          PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
          npm_config_cache: cache,
          npm_config_prefer_offline: 'true',
          LC_ALL: 'C',
        },
      },
    );
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain('1 of 5 requests failed · 1 cause · exit 1');
  });

  it('is had by import and by require, and is the same under each name', () => {
    const script = `
      import * as main from 'osscap'; import * as node from 'osscap/node'; import * as core from 'osscap/core';
      import { createRequire } from 'node:module';
      const required = createRequire(import.meta.url)('osscap');
      console.log(JSON.stringify({
        same: main.scan === node.scan && required.scan === main.scan && main.Secret === core.Secret,
        missing: Object.keys(core).filter((name) => !(name in main)),
      }));`;
    const { stdout } = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
      cwd: installed.folder,
      encoding: 'utf8',
      env: PLAIN_ENVIRONMENT,
    });
    expect(JSON.parse(stdout)).toEqual({ same: true, missing: [] });
  });
});

describe('the examples', () => {
  it('failing.ts: the verdict of each exchange that fails', () => {
    expect(run('failing.ts', [CAPTURE]).split('\n')).toEqual([
      '#5 CompleteMultipartUpload of "ttsservice/passwd" in "rokid", request ID "6B0617825A0E403C2F939F29"',
      '  changed in transit (very likely): A Content-Type was added in transit; the client sent and signed none. Or the server itself computes another string.',
      '  content-type: the client signed "", the server "application/x-www-form-urlencoded"',
      expect.stringMatching(/^ {2}fix: .{40}/),
      '',
    ]);
  });

  it('failing.ts: and that an input is no capture', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['examples/failing.js', 'package.json'], {
      cwd: installed.folder,
      encoding: 'utf8',
      env: PLAIN_ENVIRONMENT,
    });
    const said = 'package.json: neither a capture nor text that contains HTTP\n';
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: said });
  });

  it('stream.ts: the exchanges of a stream, and what is odd about it', () => {
    const bytes = readFileSync(CAPTURE);
    const lines = run('stream.ts', [], { input: bytes.subarray(0, -10) })
      .trimEnd()
      .split('\n');
    expect(lines).toEqual([
      '1 200 match',
      '2 200 match',
      '3 200 match',
      '4 200 match',
      '5 403 transit-modified',
      'pcap: 25 packets, cut off',
      'odd: truncated-record at frame 26',
    ]);
  });

  it('credentials.ts: proof by the secret', () => {
    const truth = truths('captures').find(({ capture }) => capture === MISCOMPUTED);
    const [{ accessKeyId, secret } = { accessKeyId: '', secret: '' }] = truth?.credentials ?? [];
    const env = { OSS_ACCESS_KEY_ID: accessKeyId, OSS_ACCESS_KEY_SECRET: secret };
    const output = run('credentials.ts', [MISCOMPUTED], { env });
    expect(output).toMatch(/#\d client-miscomputed \(proven\)\n {2}the client signed "P\w+\\n/);
    expect(output).not.toContain(secret);
  });

  it('tls.ts: HTTPS with its keys, and what the keys do not open', () => {
    const [capture, keys, others] = [
      '13-aes-128-gcm.pcap',
      '13-aes-128-gcm.keylog',
      '12-aes-128-gcm.keylog',
    ].map((name) => join(FIXTURES, 'tls', name));
    const opened = '#1 TLS_AES_128_GCM_SHA256: match\n#2 TLS_AES_128_GCM_SHA256: match\n';
    expect(run('tls.ts', [capture ?? '', keys ?? ''])).toBe(opened);
    expect(run('tls.ts', [capture ?? '', others ?? ''])).toMatch(
      /^still encrypted: .*\nodd: tls-keys-missing /,
    );
  });

  it('report.ts: the failures of a report in JSON', () => {
    const report = join(installed.folder, 'report.json');
    const { stdout } = osscap(['scan', CAPTURE, 'none.pcap', '--format', 'json', '--lang', 'en']);
    writeFileSync(report, stdout);
    const of = (verdict: string, headline: string | undefined) =>
      [
        'none.pcap: no such file or folder',
        `${CAPTURE} #5 CompleteMultipartUpload, request ID 6B0617825A0E403C2F939F29: ${verdict}`,
        `  content-type-added-in-transit: ${headline}`,
        '  content-type: "", to the server "application/x-www-form-urlencoded"',
        '',
      ].join('\n');
    const { en, zh } = TRANSIT_CAUSES['content-type-added-in-transit'].headline;
    const { title } = VERDICT_ENTRIES['transit-modified'];
    expect(run('report.ts', [report])).toBe(of(title.en, `${en}${EN.labels['headline-or-server']}`));
    expect(run('report.ts', [report, 'zh'])).toBe(of(title.zh, `${zh}${ZH.labels['headline-or-server']}`));
  });
});
