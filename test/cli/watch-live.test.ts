import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { startWatching } from '../support/watching.ts';

/** Why no capture can be taken here; null where one can. */
function obstacle(): string | null {
  const probe = spawnSync(
    'tcpdump',
    ['-i', 'lo', '-c', '1', '-G', '1', '-W', '1', '-w', '/dev/null', 'port 1'],
    {
      encoding: 'utf8',
      timeout: 5000,
    },
  );
  if (probe.error !== undefined && 'code' in probe.error && probe.error.code === 'ENOENT')
    return 'tcpdump is not installed';
  return /permission|Operation not permitted|No such device/i.test(probe.stderr) ? probe.stderr.trim() : null;
}

const why = obstacle();
if (why !== null) process.stderr.write(`the live tests are skipped: ${why}\n`);

const REQUEST_ID = '6734A1B2C3D4E5F600000001';

/** What OSS answers to a signature that is another than its own. */
function errorDocument(request: {
  readonly method: string;
  readonly date: string;
  readonly resource: string;
}): string {
  const { method, date, resource } = request;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Error>',
    '  <Code>SignatureDoesNotMatch</Code>',
    '  <Message>The request signature we calculated does not match the signature you provided. Check your key and signing method.</Message>',
    `  <RequestId>${REQUEST_ID}</RequestId>`,
    '  <HostId>rokid.oss-cn-hangzhou.aliyuncs.com</HostId>',
    '  <OSSAccessKeyId>LTAIexampleKey</OSSAccessKeyId>',
    '  <SignatureProvided>c2lnbmF0dXJlLWlzLXdyb25nLTE=</SignatureProvided>',
    `  <StringToSign>${method}\n\napplication/octet-stream\n${date}\n${resource}</StringToSign>`,
    '</Error>',
    '',
  ].join('\n');
}

describe.skipIf(why !== null)('tcpdump | osscap watch -', () => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const resource = `/rokid${request.url ?? ''}`;
      const { date = '' } = request.headers;
      const body = errorDocument({ method: request.method ?? '', date, resource });
      response.writeHead(403, {
        Server: 'AliyunOSS',
        'Content-Type': 'application/xml',
        'Content-Length': Buffer.byteLength(body),
        'x-oss-request-id': REQUEST_ID,
      });
      response.end(body);
    });
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('tells a failing request of a real client while its connection stays open; Ctrl-C gives the report', async (context) => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const tcpdump = spawn('tcpdump', [
      '-i',
      'lo',
      '--immediate-mode',
      '-U',
      '-s',
      '0',
      '-w',
      '-',
      `port ${port}`,
    ]);
    const watching = startWatching(['-', '--blocks']);
    tcpdump.stdout.on('data', (bytes: Buffer) => watching.write(bytes));
    let heard = '';
    tcpdump.stderr.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    });
    try {
      await watching.until('stderr', 'Ctrl-C');
      for (let wait = 0; !heard.includes('listening on') && wait < 100; wait++) await sleep(100);
      expect(heard).toContain('listening on');
      // Keeps its connection open, so that no later packet pushes the answer through.
      const client = spawn('curl', [
        '-sS',
        // The proxy of whoever runs the tests does not lead here.
        '--noproxy',
        '*',
        '-X',
        'PUT',
        '-H',
        'Host: rokid.oss-cn-hangzhou.aliyuncs.com',
        '-H',
        `Date: ${new Date().toUTCString()}`,
        '-H',
        'Authorization: OSS LTAIexampleKey:c2lnbmF0dXJlLWlzLXdyb25nLTE=',
        '-d',
        'hello',
        `http://127.0.0.1:${port}/live.txt`,
      ]);
      const answered = await new Promise<number>((resolve) =>
        client.stdout.once('data', () => resolve(performance.now())),
      );
      await watching.until('stdout', REQUEST_ID);
      const waited = performance.now() - answered;
      await context.annotate(`the line came ${waited.toFixed(0)} ms after the answer`);
      await watching.until('stdout', 'application/x-www-form-urlencoded');
      const [line = ''] = watching.written.stdout.split('\n');
      expect(line).toMatch(
        /^\d\d:\d\d:\d\d\.\d{3} {2}#1 +403 {2}6734A1B2C3D4E5F600000001 {2}\S.*? {2,}PutObject {2}rokid\/live\.txt {2}\S/,
      );
      watching.interrupt();
      expect(await watching.ended).toBe(130);
      expect(watching.written.stdout).toMatch(/1 of \d+ requests? failed · 1 cause · exit 130\n$/);
    } finally {
      tcpdump.kill();
      watching.kill();
    }
  });
});
