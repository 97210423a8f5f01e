import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMAND, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const SECRETS = [
  'CanaryOfTheFile0123456789abcde',
  'CanaryOfTheEnvironment01234567',
  'CanaryToken/of/the/environment+=',
];
const [IN_FILE = '', IN_ENVIRONMENT = '', TOKEN = ''] = SECRETS;
const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');

/** The secrets that bytes hold in text form, of one or of two bytes a character. */
function heldIn(bytes: Buffer): readonly string[] {
  return SECRETS.filter(
    (secret) => bytes.includes(secret, 0, 'latin1') || bytes.includes(secret, 0, 'utf16le'),
  );
}

/**
 * Starts a command that has read its secrets, and an exchange, and waits; cores may be dumped to its folder.
 */
async function waiting(nodeOptions: string) {
  const folder = temporaryFolder();
  const keys = join(folder, 'keys.json');
  writeFileSync(keys, JSON.stringify([{ accessKeyId: 'LTAI5tTestCapture0001', accessKeySecret: IN_FILE }]));
  chmodSync(keys, 0o600);
  const script = 'ulimit -c unlimited; exec "$@"';
  const command = [
    process.execPath,
    COMMAND,
    'watch',
    '-',
    '--all',
    '--credentials',
    keys,
    '--format',
    'ndjson',
  ];
  const child = spawn('bash', ['--norc', '-c', script, 'bash', ...command], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      LC_ALL: 'C',
      HOME: folder,
      NODE_OPTIONS: nodeOptions,
      OSS_ACCESS_KEY_ID: 'LTAI5tTestCapture0002',
      OSS_ACCESS_KEY_SECRET: IN_ENVIRONMENT,
      OSS_SESSION_TOKEN: TOKEN,
    },
  });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
    });
  }
  const closed = once(child, 'close');
  child.stdin.on('error', () => {});
  child.stdin.write(readFileSync(CAPTURE));
  while (!written.stdout.includes('CompleteMultipartUpload') && child.exitCode === null) await sleep(20);
  const files = (): readonly string[] => readdirSync(folder).filter((name) => name !== 'keys.json');
  return { child, closed, written, folder, files };
}

/** A module that throws, where nothing catches it, when the file `go` is there. */
function fault(): string {
  const path = join(temporaryFolder(), 'fault.mjs');
  writeFileSync(
    path,
    `import { existsSync } from 'node:fs';
    setInterval(() => { if (existsSync('go')) throw new Error('on purpose'); }, 20);\n`,
  );
  return `--import=${pathToFileURL(path).href}`;
}

describe.skipIf(process.platform !== 'linux')('secrets in memory', () => {
  it('are no part of a core dump: it leaves all memory out', async () => {
    const { child, closed } = await waiting('');
    const filter = readFileSync(`/proc/${child.pid}/coredump_filter`, 'latin1').trim();
    child.kill('SIGKILL');
    await closed;
    expect(Number.parseInt(filter, 16)).toBe(0);
  });

  it.each([
    ['SIGABRT', ''],
    ['SIGSEGV', ''],
    ['an error that nothing catches', `--abort-on-uncaught-exception ${fault()}`],
  ])('are in no core and no trace after %s', async (what, options) => {
    const { child, closed, written, folder, files } = await waiting(options);
    if (options === '') child.kill(what as NodeJS.Signals);
    else writeFileSync(join(folder, 'go'), '');
    await closed;
    expect(child.signalCode).not.toBeNull();
    expect(heldIn(Buffer.from(written.stdout + written.stderr))).toEqual([]);
    const cores = files().filter((name) => name.startsWith('core'));
    if (cores.length === 0) {
      process.stderr.write('no core was dumped to the working folder here: it cannot be searched\n');
      return;
    }
    for (const name of cores) {
      expect(statSync(join(folder, name)).size).toBeGreaterThan(0);
      expect(heldIn(readFileSync(join(folder, name)))).toEqual([]);
    }
  });

  it('are in no diagnostic report of Node.js', async () => {
    const { child, closed, written, folder, files } = await waiting(
      '--report-on-signal --report-signal=SIGUSR2',
    );
    child.kill('SIGUSR2');
    const reports = (): readonly string[] => files().filter((name) => name.startsWith('report.'));
    while (reports().length === 0 || !written.stderr.includes('report completed')) await sleep(20);
    child.kill('SIGKILL');
    await closed;
    for (const name of reports()) {
      const report = readFileSync(join(folder, name));
      // It lists the environment.
      expect(report.includes('OSS_ACCESS_KEY_ID')).toBe(true);
      expect(heldIn(report)).toEqual([]);
    }
  });
});
