// Takes the captures of fixtures/tls anew: real TLS on loopback between Node or OpenSSL programs, with
// tcpdump (which needs to be allowed to capture on `lo`). Beside each NAME.pcap stands NAME.keylog, as the
// client wrote it.
//   node test/tools/make-tls-fixtures.mjs [NAME…]
import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect as connectHttp2, createSecureServer } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';

const OUT = fileURLToPath(new URL('../../fixtures/tls', import.meta.url));
const HOST = 'shelf-17.oss-cn-hangzhou.aliyuncs.com';
const MAX_BYTES = 12 * 1024;
const work = mkdtempSync(join(tmpdir(), 'osscap-tls-'));

/* Options of OpenSSL 3 that Node has no names for (include/openssl/ssl.h). */
const NO_EXTENDED_MASTER_SECRET = 1 << 0;
const NO_ENCRYPT_THEN_MAC = 1 << 19;
const NO_TICKET = 1 << 14;

/* What the client and the server say. */

const BODY = 'sixteen bytes ok'.repeat(20);
const REQUESTS = [
  `PUT /t/a.txt HTTP/1.1\r\nHost: ${HOST}\r\nDate: Tue, 24 Nov 2026 23:16:02 GMT\r\nContent-Type: text/plain\r\n` +
    `Content-Length: ${BODY.length}\r\nAuthorization: OSS LTAI5tTestCapture0001:aHBcX7TnqvCTcT5K0lX3YcWfTz0=\r\n\r\n${BODY}`,
  `GET /t/missing.txt HTTP/1.1\r\nHost: ${HOST}\r\nDate: Tue, 24 Nov 2026 23:16:02 GMT\r\n` +
    'Authorization: OSS LTAI5tTestCapture0001:bkS5jhVnWq0oXM9CkWqPzPYv5y4=\r\n\r\n',
];
const ERROR =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n  <Code>NoSuchKey</Code>\n  <Message>The specified key does not exist.</Message>\n' +
  `  <RequestId>6B061AB2AC74B5E9AA4F7C02</RequestId>\n  <HostId>${HOST}</HostId>\n  <Key>t/missing.txt</Key>\n</Error>\n`;
const ANSWERS = [
  'HTTP/1.1 200 OK\r\nServer: AliyunOSS\r\nDate: Tue, 24 Nov 2026 23:16:02 GMT\r\nContent-Length: 0\r\n' +
    'x-oss-request-id: 6B061AB2AC74B5E9AA4F7C01\r\nETag: "5B3C1A2E053D763E1B002CC607C5A0FE"\r\n\r\n',
  'HTTP/1.1 404 Not Found\r\nServer: AliyunOSS\r\nDate: Tue, 24 Nov 2026 23:16:02 GMT\r\nContent-Type: application/xml\r\n' +
    `Content-Length: ${ERROR.length}\r\nx-oss-request-id: 6B061AB2AC74B5E9AA4F7C02\r\n\r\n${ERROR}`,
];
/** Which requests a piece of plaintext ends. */
const answersTo = (text) =>
  REQUESTS.map((request, i) => (text.includes(request) ? i : -1)).filter((i) => i >= 0);

/* Certificates. */

function certificate(name, ...algorithm) {
  const key = join(work, `${name}.key`);
  const cert = join(work, `${name}.crt`);
  const args = [
    'req',
    '-x509',
    '-newkey',
    ...algorithm,
    '-nodes',
    '-days',
    '3650',
    '-subj',
    `/CN=${HOST}`,
    '-keyout',
    key,
    '-out',
    cert,
  ];
  execFileSync('openssl', args, { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(cert), keyFile: key, certFile: cert };
}
const EC = certificate('ec', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256');
let rsa = null;
const RSA = () => {
  if (rsa !== null) return rsa;
  const kept = join(OUT, 'server-rsa.key.pem');
  try {
    statSync(kept);
    const cert = join(work, 'rsa.crt');
    execFileSync(
      'openssl',
      ['req', '-x509', '-key', kept, '-days', '3650', '-subj', `/CN=${HOST}`, '-out', cert],
      { stdio: 'ignore' },
    );
    rsa = { key: readFileSync(kept), cert: readFileSync(cert), keyFile: kept, certFile: cert };
  } catch {
    rsa = certificate('rsa', 'rsa:2048');
    writeFileSync(kept, rsa.key);
  }
  return rsa;
};

/* The capture. */

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

async function capture(name, port, run) {
  const file = join(OUT, `${name}.pcap`);
  const log = join(OUT, `${name}.keylog`);
  rmSync(log, { force: true });
  const args = [
    '-i',
    'lo',
    '-B',
    '8192',
    '-s',
    '0',
    '-U',
    '--immediate-mode',
    '-w',
    file,
    'tcp',
    'port',
    String(port),
  ];
  let said = '';
  const tcpdump = spawn('tcpdump', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise((ready, fail) => {
    tcpdump.stderr.on('data', (text) => {
      said += text;
      if (said.includes('listening')) ready();
    });
    tcpdump.on('exit', (code) => fail(new Error(`tcpdump: exit ${code}`)));
  });
  try {
    await run(log);
    await wait(300);
  } finally {
    tcpdump.removeAllListeners('exit');
    const ended = new Promise((done) => tcpdump.on('exit', done));
    tcpdump.kill('SIGTERM');
    await ended;
  }
  if (!/\b0 packets dropped by kernel/.test(said))
    throw new Error(`packets were lost: ${said.split('\n').slice(1).join(' ')}`);
  const { size } = statSync(file);
  process.stdout.write(`${name.padEnd(34)} ${size}\n`);
  if (size > MAX_BYTES) process.stdout.write(`${name}: more than ${MAX_BYTES} bytes\n`);
}

/* Node. */

async function nodeServer(options) {
  const server = tls.createServer({ ...options.identity, ...options.server }, (socket) => {
    let text = '';
    let answered = 0;
    socket.on('error', () => {});
    socket.on('data', (data) => {
      text += data.toString('latin1');
      for (const i of answersTo(text)) if (i >= answered) socket.write(ANSWERS[answered++]);
    });
  });
  const sessions = new Map();
  server.on('newSession', (id, data, done) => {
    sessions.set(id.toString('hex'), data);
    done();
  });
  server.on('resumeSession', (id, done) => done(null, sessions.get(id.toString('hex')) ?? null));
  await new Promise((done) => server.listen(options.port, '127.0.0.1', done));
  return server;
}

async function nodeClient(options, log, session) {
  let resumable = null;
  const socket = tls.connect({
    host: '127.0.0.1',
    port: options.port,
    servername: HOST,
    rejectUnauthorized: false,
    ...(session ? { session } : {}),
    ...options.client,
  });
  socket.on('keylog', (line) => appendFileSync(log, line));
  socket.on('session', (data) => {
    resumable = data;
  });
  await new Promise((done, fail) => socket.once('secureConnect', done).once('error', fail));
  for (const [i, request] of REQUESTS.entries()) {
    let text = '';
    const answered = new Promise((done) => {
      const take = (data) => {
        text += data.toString('latin1');
        if (!text.endsWith(ANSWERS[i])) return;
        socket.off('data', take);
        done();
      };
      socket.on('data', take);
    });
    socket.write(request);
    await answered;
  }
  if (session && !socket.isSessionReused()) throw new Error('the session was not resumed');
  await wait(50);
  socket.end();
  await new Promise((done) => socket.once('close', done));
  return resumable;
}

function nodeScenario(options) {
  return async (log, port) => {
    const own = { ...options, port, identity: options.rsa ? identityOf(RSA()) : identityOf(EC) };
    const server = await nodeServer(own);
    const session = await nodeClient(own, log, null);
    if (options.resume) {
      // The key log of a client that resumes names the second session too; it stands in a file of its own.
      await nodeClient(own, log.replace('.keylog', '.resumed.keylog'), session);
    }
    server.close();
  };
}

const identityOf = ({ key, cert }) => ({ key, cert });
const only = (version, ciphers, more = {}) => ({
  minVersion: version,
  maxVersion: version,
  ciphers,
  ...more,
});
const both = (version, ciphers, more = {}) => ({
  server: only(version, ciphers, more),
  client: only(version, ciphers, more),
  rsa: /^(AES|ECDHE-RSA|DHE-RSA)/.test(ciphers ?? ''),
});
const v13 = (ciphers, more) => nodeScenario(both('TLSv1.3', ciphers, more));
const v12 = (ciphers, more) => nodeScenario(both('TLSv1.2', ciphers, more));

/* OpenSSL. */

function openssl(args) {
  const child = spawn('openssl', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  child.text = '';
  child.stdout.on('data', (data) => {
    child.text += data.toString('latin1');
    child.emit('text');
  });
  child.stderr.on('data', (data) => {
    child.text += data.toString('latin1');
    child.emit('text');
  });
  child.until = (wanted) =>
    new Promise((done, fail) => {
      const look = () => {
        if (!wanted(child.text)) return;
        child.off('text', look);
        clearTimeout(timer);
        done();
      };
      const timer = setTimeout(
        () => fail(new Error(`openssl ${args[0]}: waited too long\n${child.text}`)),
        8000,
      );
      child.on('text', look);
      look();
    });
  child.ended = new Promise((done) => child.once('exit', done));
  return child;
}

/** OpenSSL's two programs talk; `steps` drives them. */
function opensslScenario({ server: serverArgs = [], client: clientArgs = [], steps }) {
  return async (log, port) => {
    const server = openssl([
      's_server',
      '-accept',
      `127.0.0.1:${port}`,
      '-key',
      EC.keyFile,
      '-cert',
      EC.certFile,
      ...serverArgs,
    ]);
    await server.until((text) => text.includes('ACCEPT'));
    const client = (more = []) =>
      openssl([
        's_client',
        '-connect',
        `127.0.0.1:${port}`,
        '-servername',
        HOST,
        '-keylogfile',
        log,
        ...clientArgs,
        ...more,
      ]);
    await steps({ server, client, log });
    server.stdin.end();
    server.kill();
    await server.ended;
  };
}

/** Sends both requests and gives both answers, with something to do between them. */
async function exchangeBoth(server, client, between = async () => {}) {
  const seen = server.text.length;
  await client.until((text) => text.includes('Verify return code'));
  for (const i of [0, 1]) {
    if (i === 1) await between();
    client.stdin.write(REQUESTS[i]);
    await server.until((text) =>
      text.slice(seen).replaceAll('\r\n', '\n').includes(REQUESTS[i].replaceAll('\r\n', '\n')),
    );
    server.stdin.write(ANSWERS[i]);
    await client.until((text) => text.replaceAll('\r\n', '\n').includes(ANSWERS[i].replaceAll('\r\n', '\n')));
  }
}

async function leave(client) {
  client.stdin.write('Q\n');
  await client.ended;
  await wait(100);
}

const session = join(work, 'session.pem');
const early = join(work, 'early.txt');

/** A first connection that gets a ticket, then one that sends the first request as early data. */
async function earlyData({ server, client, isTaken }) {
  const first = client(['-sess_out', session]);
  await first.until((text) => text.includes('Verify return code'));
  // The tickets come behind the handshake.
  await wait(300);
  await leave(first);
  writeFileSync(early, REQUESTS[0]);
  const seen = server.text.length;
  const second = client(['-sess_in', session, '-early_data', early]);
  if (isTaken) {
    await server.until((text) => text.slice(seen).includes(BODY));
    server.stdin.write(ANSWERS[0]);
    await second.until((text) => text.includes('6B061AB2AC74B5E9AA4F7C01'));
    second.stdin.write(REQUESTS[1]);
    await server.until((text) => text.slice(seen).includes('/t/missing.txt'));
    server.stdin.write(ANSWERS[1]);
    await second.until((text) => text.includes('6B061AB2AC74B5E9AA4F7C02'));
  } else {
    await exchangeBoth(server, second);
  }
  await leave(second);
}

/* HTTP/2. */

async function http2(log, port) {
  const server = createSecureServer({ ...identityOf(EC) }, (_, response) => response.end('ok'));
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  const client = connectHttp2(`https://127.0.0.1:${port}`, { rejectUnauthorized: false, servername: HOST });
  client.socket.on('keylog', (line) => appendFileSync(log, line));
  await new Promise((done, fail) => {
    const request = client.request({ ':path': '/t/a.txt', ':authority': HOST });
    request.on('error', fail).on('end', done).resume();
  });
  await new Promise((done) => client.close(done));
  server.close();
}

const SCENARIOS = {
  '13-aes-128-gcm': v13('TLS_AES_128_GCM_SHA256'),
  '13-aes-256-gcm': v13('TLS_AES_256_GCM_SHA384'),
  '13-chacha20-poly1305': v13('TLS_CHACHA20_POLY1305_SHA256'),
  '13-aes-128-ccm': v13('TLS_AES_128_CCM_SHA256'),
  '13-aes-128-ccm-8': v13('TLS_AES_128_CCM_8_SHA256'),
  '13-alpn': v13('TLS_AES_128_GCM_SHA256', { ALPNProtocols: ['http/1.1'] }),
  '13-psk-resumption': nodeScenario({ ...both('TLSv1.3', 'TLS_AES_128_GCM_SHA256'), resume: true }),
  '13-hello-retry-request': nodeScenario({
    server: only('TLSv1.3', 'TLS_AES_128_GCM_SHA256', { ecdhCurve: 'P-384' }),
    client: only('TLSv1.3', 'TLS_AES_128_GCM_SHA256', { ecdhCurve: 'X25519:P-384' }),
  }),
  '13-early-data': opensslScenario({
    server: ['-tls1_3', '-early_data'],
    client: ['-tls1_3'],
    steps: (parts) => earlyData({ ...parts, isTaken: true }),
  }),
  '13-early-data-refused': opensslScenario({
    server: ['-tls1_3', '-early_data', '-groups', 'P-256:P-384'],
    client: ['-tls1_3'],
    // Another group for the second connection: HelloRetryRequest, and the early data is passed over.
    steps: async ({ server, client }) =>
      earlyData({
        server,
        client: (more) =>
          client(
            more.includes('-early_data')
              ? [...more, '-groups', 'X25519:P-384']
              : [...more, '-groups', 'P-256'],
          ),
        isTaken: false,
      }),
  }),
  '13-key-update': opensslScenario({
    server: ['-tls1_3'],
    client: ['-tls1_3'],
    steps: async ({ server, client }) => {
      const own = client();
      await exchangeBoth(server, own, async () => {
        // The client renews its key and asks the server to do the same.
        own.stdin.write('K\n');
        await own.until((text) => text.includes('KEYUPDATE'));
        await wait(200);
      });
      await leave(own);
    },
  }),
  '13-padding': opensslScenario({
    server: ['-tls1_3', '-record_padding', '512'],
    client: ['-tls1_3', '-record_padding', '512'],
    steps: async ({ server, client }) => {
      const own = client();
      await exchangeBoth(server, own);
      await leave(own);
    },
  }),
  '13-http2': http2,
  '12-aes-128-gcm': v12('ECDHE-ECDSA-AES128-GCM-SHA256'),
  '12-aes-256-gcm': v12('ECDHE-RSA-AES256-GCM-SHA384'),
  '12-chacha20-poly1305': v12('ECDHE-ECDSA-CHACHA20-POLY1305'),
  '12-aes-128-ccm': v12('ECDHE-ECDSA-AES128-CCM'),
  '12-aes-256-ccm-8': v12('ECDHE-ECDSA-AES256-CCM8'),
  '12-dhe-aes-256-ccm-8': v12('DHE-RSA-AES256-CCM8', { dhparam: 'auto' }),
  '12-aes-128-cbc-sha': v12('ECDHE-ECDSA-AES128-SHA', { secureOptions: NO_ENCRYPT_THEN_MAC }),
  '12-aes-256-cbc-sha-etm': v12('ECDHE-ECDSA-AES256-SHA'),
  '12-aes-128-cbc-sha256': v12('ECDHE-RSA-AES128-SHA256', { secureOptions: NO_ENCRYPT_THEN_MAC }),
  '12-aes-128-cbc-sha256-etm': v12('ECDHE-ECDSA-AES128-SHA256'),
  '12-aes-256-cbc-sha384': v12('ECDHE-ECDSA-AES256-SHA384', { secureOptions: NO_ENCRYPT_THEN_MAC }),
  '12-aes-256-cbc-sha384-etm': v12('ECDHE-RSA-AES256-SHA384'),
  '12-no-extended-master-secret': v12('ECDHE-ECDSA-AES128-GCM-SHA256', {
    secureOptions: NO_EXTENDED_MASTER_SECRET,
  }),
  '12-resumed-by-id': nodeScenario({
    ...both('TLSv1.2', 'ECDHE-ECDSA-AES128-GCM-SHA256', { secureOptions: NO_TICKET }),
    resume: true,
  }),
  '12-resumed-by-ticket': nodeScenario({ ...both('TLSv1.2', 'ECDHE-ECDSA-AES128-GCM-SHA256'), resume: true }),
  '12-rsa-key-exchange': v12('AES128-GCM-SHA256', { secureOptions: NO_EXTENDED_MASTER_SECRET }),
  '12-rsa-key-exchange-ems': v12('AES256-GCM-SHA384'),
  '12-renegotiation': opensslScenario({
    server: ['-tls1_2', '-client_renegotiation'],
    client: ['-tls1_2'],
    steps: async ({ server, client }) => {
      const own = client();
      await exchangeBoth(server, own, async () => {
        own.stdin.write('R\n');
        await own.until((text) => text.includes('RENEGOTIATING'));
        await wait(300);
      });
      await leave(own);
    },
  }),
};

mkdirSync(OUT, { recursive: true });
const wanted = process.argv.slice(2);
let port = 24_430;
const failed = [];
for (const [name, scenario] of Object.entries(SCENARIOS)) {
  port++;
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const own = port;
  try {
    await capture(name, own, (log) => scenario(log, own));
  } catch (error) {
    failed.push(name);
    process.stdout.write(`${name}: ${error.message}\n`);
  }
}
rmSync(work, { recursive: true, force: true });
process.exitCode = failed.length > 0 ? 1 : 0;
