import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { FORMAT_NAMES } from '../rooms/report.ts';
import { Conversation } from '../support/capture-writer.ts';
import { COMMAND, PLAIN_ENVIRONMENT, temporaryFolder } from '../support/command.ts';
import { CODES, type EndSignal } from '../support/disturbed.ts';
import { PcapngWriter } from '../support/pcapng-writer.ts';

const folder = temporaryFolder();
const REQUESTS = 55_000;

/**
 * Seconds of the processor after which a scan is stopped, of five at least that the whole takes, and what it
 * may take from there on: a busy machine counts more for the same work, but for all of it.
 */
const STOPPED_AFTER = 3;
const ENDS_WITHIN = 1.5;

const ANSWER =
  '<Error><Code>SignatureDoesNotMatch</Code><StringToSign>GET\n\n\nb\n/a/k</StringToSign></Error>';

/** A capture of which every request fails, on a connection of its own. */
function backlog(name: string): string {
  let writer = new PcapngWriter().section().interface(1);
  const blocks: Uint8Array[] = [];
  let time = 1_546_068_823_000_000n;
  for (let at = 0; at < REQUESTS; at++) {
    const request = `GET /k${at} HTTP/1.1\r\nHost: a.oss-cn-hangzhou.aliyuncs.com\r\nDate: a\r\nAuthorization: OSS LTAIexample0:c2ln\r\n\r\n`;
    const response = `HTTP/1.1 403 Forbidden\r\nServer: AliyunOSS\r\nx-oss-request-id: ${at}\r\nContent-Length: ${ANSWER.length}\r\n\r\n${ANSWER}`;
    const conversation = new Conversation({ clientPort: 10_000 + at });
    for (const packet of conversation.open().client(request).server(response).close().packets) {
      time += 100n;
      writer.enhanced(packet, time);
    }
    blocks.push(writer.bytes());
    writer = new PcapngWriter();
  }
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat(blocks));
  return path;
}

/** Seconds of the processor that a process has taken; null once it is gone. */
function processorSeconds(pid: number | undefined): number | null {
  try {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ');
    const [user, system] = fields.split(' ').slice(11, 13).map(Number);
    return ((user ?? 0) + (system ?? 0)) / 100;
  } catch {
    return null;
  }
}

describe.skipIf(process.platform !== 'linux')('a scan with a backlog', { timeout: 600_000 }, () => {
  const paths = ['a.pcapng', 'b.pcapng'].map(backlog);
  // a format that is put together of what workers gather, and one that needs every exchange, in workers, too
  it.each([
    ...FORMAT_NAMES.map((format) => ['1', 'SIGINT', format] as const),
    ...(['table', 'html'] as const).map((format) => ['2', 'SIGTERM', format] as const),
  ])('ends soon: --jobs %s, %s, %s', async (jobs, signal, format) => {
    const file = join(folder, 'report');
    const words = ['scan', ...paths, '--jobs', jobs, '--format', `${format}=${file}`];
    expect(await secondsToEnd(words, signal)).toBeLessThan(ENDS_WITHIN);
    expect(readFileSync(file, 'utf8').length).toBeGreaterThan(100);
  });

  it('ends as soon where another thread reads ahead', async () => {
    const file = join(folder, 'report');
    expect(
      await secondsToEnd(['scan', ...paths.slice(1), '--format', `html=${file}`], 'SIGINT'),
    ).toBeLessThan(ENDS_WITHIN);
    expect(readFileSync(file, 'utf8')).toMatch(/<\/html>\n$/);
  });
});

/** Processor time that a scan takes from the signal to its end, which has the signal's code. */
async function secondsToEnd(words: readonly string[], signal: EndSignal): Promise<number> {
  const child = spawn(process.execPath, [COMMAND, ...words], { env: PLAIN_ENVIRONMENT, stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  while ((processorSeconds(child.pid) ?? STOPPED_AFTER) < STOPPED_AFTER) await sleep(10);
  const before = processorSeconds(child.pid) ?? 0;
  child.kill(signal);
  let after = before;
  const look = setInterval(() => {
    after = processorSeconds(child.pid) ?? after;
  }, 5);
  const code = await ended;
  clearInterval(look);
  expect([signal, code]).toEqual([signal, CODES[signal]]);
  return after - before;
}
