import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** Why no capture can be taken here; null where one can. */
export function captureObstacle(): string | null {
  const probe = spawnSync(
    'tcpdump',
    ['-i', 'lo', '-c', '1', '-G', '1', '-W', '1', '-w', '/dev/null', 'port 1'],
    { encoding: 'utf8', timeout: 5000 },
  );
  if (probe.error !== undefined && 'code' in probe.error && probe.error.code === 'ENOENT')
    return 'tcpdump is not installed';
  return /permission|Operation not permitted|No such device/i.test(probe.stderr) ? probe.stderr.trim() : null;
}

export const REQUEST_ID = '6734A1B2C3D4E5F600000001';

/** The host that the server answers for. */
export const HOST = 'rokid.oss-cn-hangzhou.aliyuncs.com';

/** What OSS answers to a signature that is another than its own. */
function errorDocument({ method = '', headers, url = '' }: IncomingMessage): string {
  const { date = '' } = headers;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Error>',
    '  <Code>SignatureDoesNotMatch</Code>',
    '  <Message>The request signature we calculated does not match the signature you provided. Check your key and signing method.</Message>',
    `  <RequestId>${REQUEST_ID}</RequestId>`,
    `  <HostId>${HOST}</HostId>`,
    '  <OSSAccessKeyId>LTAIexampleKey</OSSAccessKeyId>',
    '  <SignatureProvided>c2lnbmF0dXJlLWlzLXdyb25nLTE=</SignatureProvided>',
    `  <StringToSign>${method}\n\napplication/octet-stream\n${date}\n/rokid${url}</StringToSign>`,
    '</Error>',
    '',
  ].join('\n');
}

/** Refuses every request, as OSS does a wrong signature, but for those of `/ok`. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  request.resume().on('end', () => {
    const common = { Server: 'AliyunOSS', 'x-oss-request-id': REQUEST_ID };
    if (request.url === '/ok') {
      response.writeHead(200, { ...common, 'Content-Length': 0 }).end();
      return;
    }
    const body = errorDocument(request);
    response.writeHead(403, {
      ...common,
      'Content-Type': 'application/xml',
      'Content-Length': Buffer.byteLength(body),
    });
    response.end(body);
  });
}

/** A server on the loopback interface. */
export interface RefusingServer {
  readonly port: number;
  close(): void;
}

/** `certificate`: of a server that is spoken to with TLS. */
export async function refusingServer(certificate?: {
  readonly key: Buffer;
  readonly cert: Buffer;
}): Promise<RefusingServer> {
  const server: Server =
    certificate === undefined ? createServer(answer) : createTlsServer(certificate, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Makes a certificate for the host and the loopback address; null where nothing here can. */
export function makeCertificate(folder: string): { readonly key: Buffer; readonly cert: Buffer } | null {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const names = `subjectAltName=DNS:${HOST},IP:127.0.0.1`;
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${HOST}`],
    ...['-addext', names, '-keyout', key, '-out', cert],
  ]);
  return made.status === 0 ? { key: readFileSync(key), cert: readFileSync(cert) } : null;
}
