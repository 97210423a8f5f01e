import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { captureObstacle, REQUEST_ID, refusingServer } from '../support/refusing-server.ts';
import { startWatching } from '../support/watching.ts';

const why = captureObstacle();
if (why !== null) process.stderr.write(`the live tests are skipped: ${why}\n`);

describe.skipIf(why !== null)('tcpdump | osscap watch -', () => {
  it('tells a failing request of a real client while its connection stays open; Ctrl-C gives the report', async (context) => {
    const server = await refusingServer();
    const { port } = server;
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
      server.close();
    }
  });
});
