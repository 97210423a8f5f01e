import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { fakeIo } from '../support/fake-io.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Debian's programs come first: another Python may lack their modules. */
const PATH = ['/usr/bin', '/usr/sbin', process.env['PATH'] ?? ''].join(delimiter);
const REGION = 'us-east-1';

/** What starts a server, and its account. */
export interface Server {
  readonly title: string;
  readonly script: string;
  readonly needs: readonly string[];
  readonly id: string;
  readonly secret: string;
}

/** What a client is given. */
interface Access {
  readonly host: string;
  readonly id: string;
  readonly secret: string;
  readonly region: string;
}

interface Command {
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

interface Client {
  readonly needs: readonly string[];
  readonly isV4: boolean;
  /** Asks the server for the region, and signs for that. */
  readonly asksForRegion: boolean;
  /** libfaketime moves its clock: not that of a program in Go. */
  readonly hasClock: boolean;
  /** Its ID may have a colon. */
  readonly takesColon: boolean;
  /** Puts a file into the bucket `cont`, with the header `x-amz-meta-file_name`. */
  readonly put: (access: Access, key: string, file: string) => Command;
}

const awsVariables = ({ id, secret }: Access) => ({ AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret });

const BOTO = `import sys, boto3
from botocore.config import Config
host, region, key, file, version = sys.argv[1:]
config = Config(retries={"max_attempts": 0}, signature_version=version)
boto3.client("s3", endpoint_url="http://" + host, region_name=region, config=config).put_object(
    Bucket="cont", Key=key, Body=open(file, "rb"), Metadata={"file_name": "f"})`;

function boto(version: string): Client {
  return {
    needs: ['python3', '-c', 'import boto3'],
    isV4: version === 's3v4',
    asksForRegion: false,
    hasClock: true,
    takesColon: true,
    put: (access, key, file) => ({
      words: ['python3', '-c', BOTO, access.host, access.region, key, file, version],
      env: awsVariables(access),
    }),
  };
}

function s3cmd(...version: readonly string[]): Client {
  return {
    needs: ['s3cmd', '--version'],
    isV4: version.length === 0,
    asksForRegion: false,
    hasClock: true,
    takesColon: true,
    put: ({ host, id, secret, region }, key, file) => ({
      words: [
        ...['s3cmd', '-c', '/dev/null', '--no-ssl', '--max-retries=0', '--host', host, '--host-bucket', host],
        ...['--access_key', id, '--secret_key', secret, '--region', region, ...version],
        ...['--add-header', 'x-amz-meta-file_name: f', 'put', file, `s3://cont/${key}`],
      ],
    }),
  };
}

const CLIENTS: Readonly<Record<string, Client>> = {
  awscli: {
    needs: ['aws', '--version'],
    isV4: true,
    asksForRegion: false,
    hasClock: true,
    takesColon: true,
    put: (access, key, file) => ({
      words: [
        ...[
          'aws',
          '--region',
          access.region,
          '--endpoint-url',
          `http://${access.host}`,
          's3api',
          'put-object',
        ],
        ...['--bucket', 'cont', '--key', key, '--body', file, '--metadata', 'file_name=f'],
      ],
      env: { ...awsVariables(access), AWS_MAX_ATTEMPTS: '1' },
    }),
  },
  'boto3 (V4)': boto('s3v4'),
  'boto3 (V2)': boto('s3'),
  's3cmd (V4)': s3cmd(),
  's3cmd (V2)': s3cmd('--signature-v2'),
  rclone: {
    needs: ['rclone', 'version'],
    isV4: true,
    asksForRegion: false,
    hasClock: false,
    takesColon: true,
    put: ({ host, id, secret, region }, key, file) => ({
      words: [
        ...['rclone', '--config', '/dev/null', '--retries', '1', '--low-level-retries', '1'],
        ...['--header-upload', 'x-amz-meta-file_name: f', '--s3-no-head', '--no-check-dest'],
        ...['copyto', file, `lab:cont/${key}`],
      ],
      env: {
        RCLONE_CONFIG_LAB_TYPE: 's3',
        RCLONE_CONFIG_LAB_PROVIDER: 'Other',
        RCLONE_CONFIG_LAB_NO_CHECK_BUCKET: 'true',
        RCLONE_CONFIG_LAB_ENDPOINT: `http://${host}`,
        RCLONE_CONFIG_LAB_ACCESS_KEY_ID: id,
        RCLONE_CONFIG_LAB_SECRET_ACCESS_KEY: secret,
        RCLONE_CONFIG_LAB_REGION: region,
      },
    }),
  },
  // signs its body in chunks
  'minio-client': {
    needs: ['minio-client', '--version'],
    isV4: true,
    asksForRegion: true,
    hasClock: false,
    takesColon: true,
    put: ({ host, id, secret }, key, file) => {
      const folder = temporaryFolder();
      const lab = { url: `http://${host}`, accessKey: id, secretKey: secret, api: 'S3v4', path: 'on' };
      writeFileSync(join(folder, 'config.json'), JSON.stringify({ version: '10', aliases: { lab } }));
      return {
        words: [
          ...['minio-client', '-C', folder, '--quiet', 'cp', '--attr', 'file_name=f'],
          ...[file, `lab/cont/${key}`],
        ],
      };
    },
  },
  curl: {
    needs: ['curl', '--version'],
    isV4: true,
    asksForRegion: false,
    hasClock: true,
    takesColon: false,
    put: ({ host, id, secret, region }, key, file) => ({
      words: [
        ...['curl', '-sS', '--aws-sigv4', `aws:amz:${region}:s3`, '--user', `${id}:${secret}`],
        ...['-H', 'x-amz-meta-file_name: f', '-T', file, `http://${host}/cont/${encodeURIComponent(key)}`],
      ],
    }),
  },
};

function canRun([program = '', ...args]: readonly string[]): boolean {
  return spawnSync(program, args, { env: { PATH }, stdio: 'ignore' }).status === 0;
}

const canCapture = process.platform === 'linux' && canRun(['tcpdump', '-i', 'lo', '-L']);
const hasNginx = canRun(['nginx', '-v']);
const hasFaketime = canRun(['faketime', '-f', '+1m', 'true']);
const hasProgram = (name: string) => canRun(['sh', '-c', `command -v ${name}`]);

/** A port that is free, as are the four after it. */
async function freePort(): Promise<number> {
  for (;;) {
    const base = 20_000 + Math.floor(Math.random() * 10_000);
    const servers = [0, 1, 2, 3, 4].map((more) => createServer().listen(base + more, '127.0.0.1'));
    const areFree = await Promise.allSettled(servers.map((server) => once(server, 'listening')));
    for (const server of servers) server.close();
    if (areFree.every(({ status }) => status === 'fulfilled')) return base;
  }
}

/** Starts a program that stays, and waits until it prints the words that say it is ready. */
async function started(words: readonly string[], ready: string): Promise<ChildProcess> {
  const [program = '', ...args] = words;
  const child = spawn(program, args, { env: { PATH, LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const listen = (data: Buffer) => {
      said += data.toString();
      if (said.includes(ready)) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', () => reject(new Error(`${program} ended: ${said}`)));
    child.on('error', reject);
  });
  return child;
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

interface Exchange {
  readonly request: object | null;
  readonly response: { readonly status: number } | null;
  readonly diagnosis?: {
    readonly verdict: string;
    readonly certainty: string | null;
    readonly cause: { readonly id: string } | null;
  };
}

interface Fault {
  readonly name: string;
  readonly strikes?: (client: Client) => boolean;
  readonly given?: (access: Access) => Access;
  /** How far its clock is off, for faketime. */
  readonly clock?: string;
  /** Lines of nginx, which then stands between; both its sides are captured. */
  readonly nginx?: string;
  /** Verdict and causes of what fails; null where the server takes it. */
  readonly expected: (server: Server, client: Client) => readonly [string, readonly string[]] | null;
}

/** Lines with which nginx passes on what is signed. */
const UNCHANGED = 'proxy_set_header Host $http_host; underscores_in_headers on;';

const FAULTS: readonly Fault[] = [
  { name: 'nothing wrong', expected: () => null },
  {
    name: 'nothing wrong, nginx between',
    nginx: UNCHANGED,
    expected: () => null,
  },
  {
    name: 'one character of the secret wrong',
    given: (access) => ({ ...access, secret: access.secret.replace('Fake', 'Fakf') }),
    expected: () => ['wrong-secret', ['secret-character-different']],
  },
  {
    name: 'another region',
    strikes: ({ isV4, asksForRegion }) => isV4 && !asksForRegion,
    given: (access) => ({ ...access, region: 'eu-central-1' }),
    expected: ({ script }) =>
      script === 'start-rgw.sh' ? null : ['malformed-auth', ['region-mismatch', 'region-refused']],
  },
  {
    name: 'clock 20 minutes ahead',
    strikes: ({ hasClock }) => hasClock,
    clock: '+20m',
    expected: () => ['clock-skew', ['clock-ahead']],
  },
  {
    name: 'Host rewritten by nginx',
    nginx: 'proxy_set_header Host storage.internal; underscores_in_headers on;',
    expected: (_, { isV4 }) => (isV4 ? ['transit-modified', ['host-rewritten']] : null),
  },
  {
    name: 'a header dropped by nginx',
    nginx: 'proxy_set_header Host $http_host;',
    expected: () => ['transit-modified', ['signed-header-dropped', 'oss-header-dropped']],
  },
  {
    name: 'a header changed by nginx',
    strikes: ({ asksForRegion }) => !asksForRegion,
    nginx: `${UNCHANGED} proxy_set_header x-amz-meta-file_name other;`,
    expected: () => ['transit-modified', ['signed-header-changed', 'oss-header-changed']],
  },
  {
    name: 'a path encoded twice by nginx',
    strikes: ({ asksForRegion }) => !asksForRegion,
    nginx: `${UNCHANGED} rewrite ^ $request_uri break;`,
    expected: () => ['transit-modified', ['path-reencoded', 'key-changed']],
  },
];

/** Runs the work while tcpdump captures what goes through the ports, and gives the capture. */
async function captured(ports: readonly number[], work: () => Promise<void>): Promise<string> {
  const file = join(temporaryFolder(), 'requests.pcap');
  const filter = ports.map((port) => `tcp port ${port}`).join(' or ');
  const options = ['-i', 'lo', '-U', '--immediate-mode', '-B', '16384', '-w', file];
  const tcpdump = await started(['tcpdump', ...options, filter], 'listening on');
  await work();
  // the last packets are on their way to the file
  await wait(400);
  await ended(tcpdump, 'SIGINT');
  return file;
}

async function throughNginx<T>(
  lines: string,
  upstream: number,
  work: (port: number) => Promise<T>,
): Promise<T> {
  const folder = temporaryFolder();
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(' ');
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; pid ${folder}/pid; error_log stderr notice; events {}
     http { access_log off; ${temporary}
       server { listen 127.0.0.1:${port}; ${lines} location / { proxy_pass http://127.0.0.1:${upstream}; } } }`,
  );
  const nginx = await started(['nginx', '-p', folder, '-c', 'nginx.conf'], 'start worker process ');
  try {
    return await work(port);
  } finally {
    await ended(nginx, 'SIGTERM');
  }
}

/** Runs a client to its end; whether it fails is seen in the capture. */
async function runClient({ words, env }: Command, clock: string | undefined): Promise<void> {
  const [program = '', ...args] = clock === undefined ? words : ['faketime', '-f', clock, ...words];
  const home = temporaryFolder();
  const child = spawn(program, args, {
    env: { PATH, HOME: home, LC_ALL: 'C.UTF-8', AWS_EC2_METADATA_DISABLED: 'true', ...env },
    stdio: 'ignore',
    timeout: 60_000,
  });
  await once(child, 'exit');
}

async function diagnosed(capture: string, keys: string | null): Promise<readonly Exchange[]> {
  const { io, written } = fakeIo();
  const credentials = keys === null ? [] : ['--credentials', keys];
  await run(['scan', capture, '--no-config', '--format', 'json', ...credentials], io);
  const report: { captures: { exchanges: Exchange[] }[] } = JSON.parse(written.stdout);
  return report.captures.flatMap(({ exchanges }) => exchanges);
}

/** Signs by itself (V2): curl takes no ID with a colon, and no client need be installed. */
async function createBucket(port: number, { id, secret }: Server): Promise<void> {
  const date = new Date().toUTCString();
  const signature = createHmac('sha1', secret).update(`PUT\n\n\n${date}\n/cont`).digest('base64');
  const { status } = await fetch(`http://127.0.0.1:${port}/cont`, {
    method: 'PUT',
    headers: { date, authorization: `AWS ${id}:${signature}` },
  });
  expect(status).toBe(200);
}

/**
 * Verdict, certainty and cause of what fails: a missing object is no failure here. Ceph answers once more
 * where a client sends the body of a request that is refused already: that is no exchange.
 */
function failuresOf(exchanges: readonly Exchange[]): readonly (readonly [string, string, string])[] {
  return exchanges.flatMap(({ request, response, diagnosis }) => {
    if (request === null) return [];
    const verdict = diagnosis?.verdict ?? 'none';
    const isFine = verdict === 'match' || (verdict === 'not-auth' && response?.status === 404);
    return isFine ? [] : [[verdict, diagnosis?.certainty ?? '', diagnosis?.cause?.id ?? ''] as const];
  });
}

/** Lets every client make every mistake against a server that is started for it. */
export function testServer(server: Server): void {
  const missing = [
    ...(canCapture ? [] : ['tcpdump, and the right to capture']),
    ...server.needs.filter((name) => !hasProgram(name)),
  ];
  const lacks = missing.length === 0 ? '' : ` (skipped: needs ${missing.join(', ')})`;
  describe.skipIf(missing.length > 0)(server.title + lacks, () => {
    let port = 0;
    let running: ChildProcess | null = null;
    const keys = join(temporaryFolder(), 'keys.json');
    const file = join(temporaryFolder(), 'hello.txt');

    beforeAll(async () => {
      port = await freePort();
      const folder = temporaryFolder();
      const script = fileURLToPath(new URL(server.script, import.meta.url));
      running = await started([script, join(folder, 'data'), String(port), join(folder, 'log')], 'ready');
      writeFileSync(keys, JSON.stringify([{ accessKeyId: server.id, accessKeySecret: server.secret }]), {
        mode: 0o600,
      });
      writeFileSync(file, 'hello, object storage\n');
      await createBucket(port, server);
    });

    afterAll(async () => {
      if (running !== null) await ended(running, 'SIGTERM');
    });

    describe.each(Object.entries(CLIENTS))('%s', (name, client) => {
      const isHere = canRun(client.needs);
      if (!isHere) process.stderr.write(`no tests with ${name}, which is not installed\n`);
      const canAskFor = isHere && (client.takesColon || !server.id.includes(':'));
      const faults = FAULTS.filter(({ strikes = () => true }) => strikes(client));
      it.skipIf(!canAskFor).for(faults)('$name', async (fault, { skip }) => {
        if (fault.clock !== undefined && !hasFaketime) skip('no faketime');
        if (fault.nginx !== undefined && !hasNginx) skip('no nginx');
        const { id, secret } = server;
        const ask = async (to: number) => {
          const access = { host: `127.0.0.1:${to}`, id, secret, region: REGION };
          await runClient(client.put(fault.given?.(access) ?? access, 'a b+c.txt', file), fault.clock);
        };
        const { nginx } = fault;
        const capture =
          nginx === undefined
            ? await captured([port], () => ask(port))
            : await throughNginx(nginx, port, (front) => captured([front, port], () => ask(front)));

        const expected = fault.expected(server, client);
        const exchanges = await diagnosed(capture, keys);
        expect(exchanges).not.toEqual([]);
        const failures = failuresOf(exchanges);
        if (expected === null) {
          expect(failures).toEqual([]);
          expect(exchanges.map(({ response }) => response?.status)).toContain(200);
          return;
        }
        const [verdict, causes] = expected;
        expect(failures).not.toEqual([]);
        for (const [said, , cause] of failures) {
          expect(said).toBe(verdict);
          expect(causes).toContain(cause);
        }
        // without the secret, less may be said, but nothing else
        for (const [said, certainty] of failuresOf(await diagnosed(capture, null))) {
          if (certainty !== 'open') expect(said).toBe(verdict);
        }
      });
    });
  });
}
