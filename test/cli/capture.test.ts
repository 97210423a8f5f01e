import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND, osscap, PLAIN_ENVIRONMENT } from '../support/command.ts';
import {
  captureObstacle,
  HOST,
  makeCertificate,
  REQUEST_ID,
  type RefusingServer,
  refusingServer,
} from '../support/refusing-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const why = captureObstacle();
if (why !== null) process.stderr.write(`the tests of osscap capture are skipped: ${why}\n`);

const isRoot = process.getuid?.() === 0;
const has = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Called with what was said until then, until it has given true. */
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => boolean;
  /** Words before the command, as of a program that runs it. */
  readonly before?: readonly string[];
}

/** A run beside the test, whose servers answer meanwhile. Nothing is left in `TMPDIR`. */
async function capture(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const folder = temporaryFolder();
  chmodSync(folder, 0o1777);
  const env = { ...PLAIN_ENVIRONMENT, TMPDIR: folder, NODE_COMPILE_CACHE: '', ...options.env };
  const [program = '', ...words] = [...(options.before ?? []), process.execPath, COMMAND, 'capture', ...args];
  // in a session of its own: no terminal of whoever runs the tests sends signals to it
  const child = spawn(program, words, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { stdout: '', stderr: '' };
  let { onStderr } = options;
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
      if (onStderr?.(written.stderr, (signal) => child.kill(signal)) === true) onStderr = undefined;
    });
  }
  const [status, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.on('close', (code, by) => resolve([code, by]));
  });
  expect(readdirSync(folder).filter((name) => !name.startsWith('osscap-code'))).toEqual([]);
  return { status: status ?? (signal === 'SIGKILL' ? -1 : null), ...written };
}

/** Sends a signal when the capture has begun. */
const atStart =
  (signal: NodeJS.Signals): Exclude<RunOptions['onStderr'], undefined> =>
  (text, kill) => {
    const isBegun = text.includes('Ctrl-C');
    if (isBegun) kill(signal);
    return isBegun;
  };

const SIGNED = [
  ...['-H', `Host: ${HOST}`, '-H', 'Date: Mon, 30 Nov 2026 07:00:00 GMT'],
  ...['-H', 'Authorization: OSS LTAIexampleKey:c2lnbmF0dXJlLWlzLXdyb25nLTE='],
];

/** The proxy of whoever runs the tests does not lead to these servers. */
const CURL = ['curl', '-sS', '--noproxy', '*', '-k', '-o', '/dev/null', '-w', 'curl got %{http_code}\\n'];

const put = (url: string): readonly string[] => [...CURL, '-X', 'PUT', ...SIGNED, '-d', 'hello', url];

const sh = (...words: readonly string[]): string =>
  words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');

const FAILS = /^\d\d:\d\d:\d\d\.\d{3} {2}#1 +403 {2}6734A1B2C3D4E5F600000001 .* PutObject {2}rokid\/a\.txt/m;

describe.skipIf(why !== null)('osscap capture', () => {
  let http: RefusingServer;
  let https: RefusingServer | null = null;
  let [plain, secure] = ['', ''];

  beforeAll(async () => {
    http = await refusingServer();
    plain = `http://127.0.0.1:${http.port}`;
    const certificate = makeCertificate(temporaryFolder());
    if (certificate === null) return;
    https = await refusingServer(certificate);
    secure = `https://127.0.0.1:${https.port}`;
  });

  afterAll(() => {
    http.close();
    https?.close();
  });

  it('says what of a command fails, as it does and when it has ended', async () => {
    const { status, stdout, stderr } = await capture(['--', ...put(`${plain}/a.txt`)]);
    expect(stderr).toMatch(FAILS);
    expect(stderr).toContain(
      `osscap: capturing on all interfaces: tcp and (port 80 or port 443 or port ${http.port})`,
    );
    expect(stdout).toMatch(/^curl got 403\nosscap capture · 1 OSS request: 0 passed, 1 failed\n/);
    expect(stdout).toContain('osscap why content-type-rewritten');
    // the capture is gone: no command that would read it
    expect(stdout).not.toContain('osscap explain');
    expect(stdout).toMatch(/1 of 1 request failed · 1 cause · exit 1\n$/);
    expect(status).toBe(1);
  });

  it('ends as the command did where nothing fails, and passes its words on as they are', async () => {
    const words = ['sh', '-c', 'test "$1" = "" && test "$2" = --help && exit 7', 'sh', '', '--help'];
    expect((await capture(['--port', String(http.port), '--', ...words])).status).toBe(7);
    const passes = await capture(['--', ...CURL, ...SIGNED, `${plain}/ok`]);
    expect(passes.stdout).toContain('nothing fails: 1 OSS request · exit 0');
    expect(passes.status).toBe(0);
    const killed = await capture(['--port', String(http.port), '--', 'sh', '-c', 'kill -KILL $$']);
    expect(killed.stdout).toContain('exit 137');
    expect(killed.status).toBe(137);
  });

  it('leaves the command its secrets and its words, and shows none of them', async () => {
    const secret = 'abcdefghijklmnopqrstuvwxyz1234';
    const { stdout, stderr } = await capture(
      [
        '--port',
        String(http.port),
        '--',
        'sh',
        '-c',
        `echo "\${#OSS_ACCESS_KEY_SECRET} \${#1}"; cat /proc/self/coredump_filter`,
        'sh',
        secret,
      ],
      { env: { OSS_ACCESS_KEY_ID: 'LTAIexampleKey', OSS_ACCESS_KEY_SECRET: secret } },
    );
    expect(stdout).toMatch(/^30 30\n/);
    // osscap leaves its own memory out of core dumps, and not that of the command
    const filter = '/proc/self/coredump_filter';
    if (existsSync(filter)) expect(stdout).toContain(`\n${readFileSync(filter, 'latin1')}`);
    expect(stdout + stderr).not.toContain(secret);
  });

  it('opens the HTTPS of curl, and keeps the capture with the keys inside', async (context) => {
    if (https === null) return context.skip('no openssl');
    const file = join(temporaryFolder(), 'kept.pcapng');
    const { status, stdout, stderr } = await capture(['--keep', file, '--', ...put(`${secure}/a.txt`)]);
    expect(stderr).toMatch(FAILS);
    expect(stderr).toMatch(/osscap: \d+ packets and their TLS keys are kept in \S+kept\.pcapng: whoever/);
    expect(stdout).toMatch(/osscap explain \S+kept\.pcapng 1 /);
    expect(status).toBe(1);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [key = ''] = /(?<=CLIENT_TRAFFIC_SECRET_0 )\S+ \S+/.exec(readFileSync(file, 'latin1')) ?? [];
    expect(key).toMatch(/^[0-9a-f]{64} [0-9a-f]{64,}$/);
    expect(stdout + stderr).not.toContain(key.split(' ')[1]);
    // with nothing but the file
    const scanned = osscap(['scan', file]);
    expect(scanned.stdout).toContain(REQUEST_ID);
    expect(scanned.status).toBe(1);
    if (!has('tshark', '--version')) return;
    const shown = spawnSync('tshark', ['-r', file, '-Y', 'http', '-T', 'fields', '-e', 'http.request.uri'], {
      encoding: 'utf8',
    });
    expect(shown.stdout).toContain('/a.txt');
    expect(spawnSync('tshark', ['-r', file, '-Y', '_ws.malformed'], { encoding: 'utf8' }).stdout).toBe('');
  });

  it("opens the HTTPS of Python's http.client and of requests", async (context) => {
    if (https === null || !has('python3', '-c', 'import ssl')) return context.skip('no python3');
    const headers = `{'Host':'${HOST}','Date':'Mon, 30 Nov 2026 07:00:00 GMT','Authorization':'OSS LTAIexampleKey:c2lnbmF0dXJlLWlzLXdyb25nLTE='}`;
    const standard = `
import http.client, ssl
context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
connection = http.client.HTTPSConnection('127.0.0.1', ${https.port}, context=context)
connection.request('PUT', '/a.txt', b'hello', ${headers})
print('got', connection.getresponse().status)`;
    const requests = `
import requests
session = requests.Session()
session.trust_env = False
print('got', session.put('${secure}/a.txt', b'hello', verify=False, headers=${headers}).status_code)`;
    const scripts = has('python3', '-c', 'import requests') ? [standard, requests] : [standard];
    for (const script of scripts) {
      const { status, stdout, stderr } = await capture([
        '--port',
        String(https.port),
        '--',
        'python3',
        '-c',
        script,
      ]);
      expect(stdout).toMatch(/^got 403\n/);
      expect(stderr).toMatch(FAILS);
      expect(status).toBe(1);
    }
  });

  it('opens the HTTPS of Node.js, with the options of the user kept', async (context) => {
    if (https === null) return context.skip('no openssl');
    const script = `
      const { request } = require('node:https');
      const headers = { Host: '${HOST}', Date: 'Mon, 30 Nov 2026 07:00:00 GMT', Authorization: 'OSS LTAIexampleKey:c2lnbmF0dXJlLWlzLXdyb25nLTE=' };
      request('${secure}/a.txt', { method: 'PUT', headers, rejectUnauthorized: false }, (r) => r.resume().on('end', () => console.log('got', r.statusCode, process.title))).end('hello');`;
    const args = ['--port', String(https.port), '--', process.execPath, '-e', script];
    const { status, stdout, stderr } = await capture(args, { env: { NODE_OPTIONS: '--title=mine' } });
    expect(stdout).toMatch(/^got 403 mine\n/);
    expect(stderr).toMatch(FAILS);
    expect(status).toBe(1);
  });

  it('keeps key logs that the user has set, and reads these', async (context) => {
    if (https === null) return context.skip('no openssl');
    const own = join(temporaryFolder(), 'own keys.log');
    const before = `CLIENT_RANDOM ${'0'.repeat(64)} ${'1'.repeat(96)}\n`;
    writeFileSync(own, before);
    const file = join(temporaryFolder(), 'kept.pcapng');
    const { stderr } = await capture(['--keep', file, '--', ...put(`${secure}/a.txt`)], {
      env: { SSLKEYLOGFILE: own },
    });
    expect(stderr).toMatch(FAILS);
    expect(readFileSync(own, 'latin1')).toMatch(/^CLIENT_RANDOM 0{64} 1{96}\n[\s\S]*CLIENT_TRAFFIC_SECRET_0/);
    // of the sessions before this one nothing is given away
    expect(readFileSync(file, 'latin1')).not.toContain('0'.repeat(64));
    expect(readFileSync(file, 'latin1')).toContain('CLIENT_TRAFFIC_SECRET_0');
  });

  it('captures all that a command starts, also what outlives it', async () => {
    const urls = ['/a.txt', '/b.txt', '/c.txt'].map((path) => sh(...put(plain + path)));
    const forks = await capture([
      '--port',
      String(http.port),
      '--',
      'sh',
      '-c',
      `${urls.join(' & ')} & wait; exit 7`,
    ]);
    expect(forks.stdout).toContain('osscap capture · 3 OSS requests: 0 passed, 3 failed');
    expect(forks.status).toBe(1);
    const late = ['sh', '-c', `(sleep 1; ${urls[0]}) & exit 7`];
    const outlives = await capture(['--port', String(http.port), '--', ...late]);
    expect(outlives.stderr).toContain('processes that it started still run: they are captured for 10 s more');
    expect(outlives.stderr).toMatch(FAILS);
    expect(outlives.status).toBe(1);
  });

  it('loses nothing of a client that ends at once', async () => {
    for (let run = 0; run < 3; run++) {
      const { stdout } = await capture(['--', ...put(`${plain}/a.txt`)]);
      expect(stdout).toContain('1 of 1 request failed');
    }
  });

  it('passes signals on to the command, however many, and reports', async () => {
    const script = `trap 'echo got >&2; n=x$n' INT; while test \${#n} -lt 2; do sleep 0.05; done; exit 5`;
    let sent = 0;
    const { status, stderr } = await capture(['--port', String(http.port), '--', 'sh', '-c', script], {
      onStderr: (text, kill) => {
        // when the one before has come
        if (text.includes('capturing') && text.split('got\n').length > sent) {
          sent++;
          setTimeout(() => kill('SIGINT'), 300);
        }
        return sent === 2;
      },
    });
    expect(stderr).toMatch(/got\ngot\n/);
    expect(status).toBe(5);
  });

  it('leaves Ctrl-C to the terminal, which gives it to the command once', async (context) => {
    if (!has('python3', '-c', 'import pty')) return context.skip('no python3');
    const folder = temporaryFolder();
    const client = join(folder, 'client.sh');
    writeFileSync(
      client,
      `trap 'echo got; n=x$n' INT; sleep 1; sleep 1; sleep 1; echo "count \${#n}"; exit 5\n`,
    );
    const terminal = `
import os, pty, select, sys, time
pid, terminal = pty.fork()
if pid == 0: os.execv(sys.argv[1], sys.argv[1:])
shown, start, is_typed = b'', None, False
while True:
    if select.select([terminal], [], [], 0.1)[0]:
        try: piece = os.read(terminal, 65536)
        except OSError: break
        if piece == b'': break
        shown += piece
    if start is None and b'capturing' in shown: start = time.time()
    if start is not None and not is_typed and time.time() - start > 0.7:
        os.write(terminal, b'\\x03')
        is_typed = True
print(shown.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))`;
    const words = ['capture', '--no-color', '--port', String(http.port), '--', 'sh', client];
    const { stdout } = spawnSync('python3', ['-c', terminal, process.execPath, COMMAND, ...words], {
      encoding: 'utf8',
      env: { ...PLAIN_ENVIRONMENT, TMPDIR: folder },
    });
    expect(stdout.match(/got/g)).toHaveLength(1);
    expect(stdout).toContain('count 1');
    expect(stdout).toMatch(/no OSS request found · exit 5\s+5\n$/);
  });

  it('captures until Ctrl-C without a command, and ends well', async () => {
    let client: Promise<unknown> | null = null;
    const { status, stdout, stderr } = await capture(['--port', String(http.port)], {
      onStderr: (text, kill) => {
        if (client === null && text.includes('Ctrl-C ends with the report')) {
          const [program = '', ...words] = put(`${plain}/a.txt`);
          client = new Promise((resolve) => spawn(program, words, { stdio: 'ignore' }).on('close', resolve));
        }
        const isSeen = text.includes(REQUEST_ID);
        if (isSeen) kill('SIGINT');
        return isSeen;
      },
    });
    expect(stderr).toMatch(FAILS);
    expect(stdout).toMatch(/1 of 1 request failed · 1 cause · exit 1\n$/);
    expect(status).toBe(1);
    const none = await capture(['--port', String(http.port)], {
      onStderr: atStart('SIGINT'),
    });
    expect(none.status).toBe(0);
    const ended = await capture(['--port', String(http.port)], {
      onStderr: atStart('SIGTERM'),
    });
    expect(ended.stdout).toContain('exit 143');
  });

  it('leaves nothing behind where a second signal ends it at once', async () => {
    const file = join(temporaryFolder(), 'kept.pcapng');
    await capture(['--keep', file, '--port', String(http.port)], {
      onStderr: (text, kill) => {
        if (!text.includes('Ctrl-C')) return false;
        kill('SIGTERM');
        setTimeout(() => kill('SIGTERM'), 50);
        return true;
      },
    });
    expect(readdirSync(join(file, '..'))).toEqual([]);
  });

  it.skipIf(!isRoot || !has('setpriv', '--version'))('runs the command as who called sudo', async () => {
    const script = `id -u; id -g; id -G; stat -c "%u %a" "$SSLKEYLOGFILE" "\${SSLKEYLOGFILE%/*}"; echo "$USER"`;
    const file = join(temporaryFolder(), 'kept.pcapng');
    const { stdout, status } = await capture(
      ['--keep', file, '--port', String(http.port), '--', 'sh', '-c', script],
      { env: { SUDO_UID: '65534', SUDO_GID: '65534', SUDO_USER: 'nobody' } },
    );
    expect(stdout).toMatch(/^65534\n65534\n65534\n65534 600\n65534 700\nnobody\n/);
    expect(status).toBe(0);
    expect(statSync(file)).toMatchObject({ uid: 65_534 });
  });

  it.skipIf(!isRoot || !has('setpriv', '--version'))(
    'needs no root where tcpdump has the right',
    async (context) => {
      const found = ['/usr/bin/tcpdump', '/usr/sbin/tcpdump', '/sbin/tcpdump'].find(existsSync);
      const folder = temporaryFolder();
      chmodSync(folder, 0o755);
      const own = join(folder, 'tcpdump');
      if (found === undefined) return context.skip('no tcpdump where it usually is');
      copyFileSync(found, own);
      chmodSync(own, 0o755);
      if (!has('setcap', 'cap_net_raw,cap_net_admin=eip', own)) return context.skip('no setcap');
      const { status, stderr } = await capture(['--', ...put(`${plain}/a.txt`)], {
        before: ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'],
        env: { PATH: `${folder}:${PLAIN_ENVIRONMENT.PATH}` },
      });
      expect(stderr).toMatch(FAILS);
      expect(status).toBe(1);
    },
  );

  it.skipIf(!isRoot || !has('setpriv', '--version'))('says what to do where there is no right', async () => {
    const user = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
    const asUser = await capture(['--', 'true'], { before: user });
    expect(asUser.stderr).toMatch(/^osscap: \w+ may not capture packets .*: run osscap with sudo/);
    expect(asUser.stderr).toContain('setcap cap_net_raw,cap_net_admin=eip');
    expect(asUser).toMatchObject({ status: 2, stdout: '' });
    const bare = ['setpriv', '--bounding-set', '-net_raw', '--inh-caps', '-net_raw'];
    const inContainer = await capture(['--lang', 'zh', '--', 'true'], { before: bare });
    expect(inContainer.stderr).toMatch(
      /^osscap：?.*在此容器中没有抓包权限.*--cap-add NET_RAW.*kubectl debug/,
    );
    expect(inContainer.status).toBe(2);
  });

  it('says what is wrong with the interface, the filter, the command and the file', async () => {
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['-i', 'nosuch0', '--', 'true'], 'knows no interface nosuch0 ('],
      [['--filter', 'port (', '--', 'true'], 'does not understand the filter: '],
      [['--', 'no-such-program'], 'no-such-program: no such command on the PATH'],
      [['--', '/etc/passwd'], '/etc/passwd: not a program that can be run'],
      [
        ['--keep', '/nonexistent/a.pcapng', '--', 'true'],
        'could not be kept in /nonexistent/a.pcapng: its folder does',
      ],
      [
        ['--keep', 'a.html', '--format', 'html=a.html', '--', 'true'],
        'a report and the capture both go to the file',
      ],
    ];
    for (const [args, sentence] of cases) {
      const { status, stdout, stderr } = await capture(args);
      expect(stderr).toContain(sentence);
      expect(stderr.split('\n')).toHaveLength(2);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    }
  });

  it('says that it has no place for the keys', async () => {
    const env = { TMPDIR: '/nonexistent' };
    const { status, stderr } = await capture(['--', 'true'], { env });
    expect(stderr).toMatch(
      /^osscap: no folder for TLS keys can be made in \/nonexistent \(its folder does not exist\)/,
    );
    expect(status).toBe(2);
  });

  it('says where there was nothing to read, and why', async (context) => {
    const port = String(http.port);
    const nothing = await capture(['--port', port, '--', 'true']);
    expect(nothing.stderr).toContain(`no packet came on all interfaces that fits "tcp and (port ${port})"`);
    // the port of the URL is not named, so that nobody captures it
    const other = await capture(['--', 'sh', '-c', `curl -so /dev/null 127.0.0.1:${port}/ok`]);
    expect(other.stderr).toMatch(new RegExp(`but connections began to others: .*${port} \\(1×\\)`));
    expect(other.stderr).toContain('run it again with --port');
    if (https === null) return context.skip('no openssl');
    const keyless = (words: readonly string[]) =>
      capture(['--port', String(https?.port), '--', 'env', '-u', 'SSLKEYLOGFILE', ...words]);
    const closed = await keyless(put(`${secure}/a.txt`));
    expect(closed.stderr).toContain(
      'TLS was seen without keys: the client did not write them to $SSLKEYLOGFILE',
    );
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'java'),
      `#!/bin/sh\nunset SSLKEYLOGFILE\nexec ${sh(...put(`${secure}/a.txt`))}\n`,
    );
    chmodSync(join(folder, 'java'), 0o755);
    const java = await capture(['--lang', 'zh', '--port', String(https.port), '--', join(folder, 'java')]);
    expect(java.stderr).toContain('看到了 TLS，但没有密钥：Java 自己不写密钥');
    expect(java.stderr).toContain('extract-tls-secrets');
  });

  it.skipIf(!isRoot)('waits for no pipe and follows no link in the place of the key log', async () => {
    const folder = temporaryFolder();
    const secret = join(folder, 'secret');
    writeFileSync(secret, `CLIENT_RANDOM ${'aa'.repeat(32)} ${'bb'.repeat(48)}\n`);
    const outside = join(folder, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'a'), '');
    for (const script of [
      'rm "$SSLKEYLOGFILE"; mkfifo "$SSLKEYLOGFILE"',
      `ln -sf ${secret} "$SSLKEYLOGFILE"`,
      `d=$(dirname "$SSLKEYLOGFILE"); mkdir -p $d/b/c; ln -s ${outside} $d/b/d; ln -s / $d/e`,
    ]) {
      const file = join(folder, 'kept.pcapng');
      const { status, stderr } = await capture(['--keep', file, '--', 'sh', '-c', script]);
      expect([status, stderr]).toEqual([0, expect.stringContaining('kept.pcapng')]);
      expect(readFileSync(file, 'latin1')).not.toContain('CLIENT_RANDOM');
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    expect(readdirSync(outside)).toEqual(['a']);
  });

  it.skipIf(process.platform !== 'linux')(
    'leaves nothing running when it is killed, and nothing after the next run',
    async () => {
      const folder = temporaryFolder();
      const env = { ...PLAIN_ENVIRONMENT, TMPDIR: folder, NODE_COMPILE_CACHE: '' };
      const port = '1';
      const child = spawn(process.execPath, [COMMAND, 'capture', '--port', port, '--', 'sleep', '5'], {
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const childrenOf = (pid: number | undefined): readonly string[] =>
        readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ');
      const isRunning = (pid: string): boolean => existsSync(`/proc/${pid}/exe`);
      await new Promise<void>((resolve) => child.stderr.once('data', () => resolve()));
      const programs = childrenOf(child.pid).filter((pid) => {
        return readFileSync(`/proc/${pid}/comm`, 'latin1').startsWith('tcpdump');
      });
      expect(programs).not.toEqual([]);
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGKILL');
      await ended;
      await expect.poll(() => programs.filter(isRunning), { timeout: 10_000 }).toEqual([]);
      const left = (): readonly string[] => readdirSync(folder).filter((name) => name.includes('keys'));
      expect(left()).toHaveLength(1);
      spawnSync(process.execPath, [COMMAND, 'capture', '--port', port, '--', 'true'], { env });
      expect(left()).toEqual([]);
    },
  );

  it('takes dumpcap where there is no tcpdump', async (context) => {
    const dumpcap = ['/usr/bin/dumpcap', '/usr/sbin/dumpcap'].find(existsSync);
    const isElsewhere = ['/usr/sbin/tcpdump', '/sbin/tcpdump', '/usr/local/sbin/tcpdump'].some(existsSync);
    if (dumpcap === undefined || isElsewhere)
      return context.skip('no dumpcap beside which tcpdump can be hidden');
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin', 'dumpcap'), `#!/bin/sh\nexec ${dumpcap} "$@"\n`, { mode: 0o755 });
    const [, ...words] = put(`${plain}/a.txt`);
    const { status, stderr } = await capture(['--', '/usr/bin/curl', ...words], {
      env: { PATH: join(folder, 'bin') },
    });
    expect(stderr).toMatch(FAILS);
    expect(status).toBe(1);
    const none = await capture(['--', '/usr/bin/true'], { env: { PATH: folder } });
    expect(none.stderr).toContain('neither tcpdump nor dumpcap is installed');
    expect(none.status).toBe(2);
  });
});
