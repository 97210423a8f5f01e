import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/command.ts';
import {
  ACK,
  between,
  CaptureFile,
  FIN,
  GET,
  PATIENCE,
  printed,
  REFUSAL,
  refusal,
  SIGNED,
} from './exhausting.ts';

it('a capture of many connections, one after the other, takes little memory', { timeout: PATIENCE }, () => {
  const connections = 100_000;
  const path = between((capture) => {
    const answer = 'HTTP/1.1 200 OK\r\nServer: AliyunOSS\r\nContent-Length: 0\r\n\r\n';
    for (let connection = 1; connection < connections; connection++) {
      capture.exchange(connection, GET, answer);
      capture.segment(connection, false, answer.length, GET.length, FIN | ACK);
      capture.segment(connection, true, GET.length, answer.length + 1, FIN | ACK);
      if (connection % 1000 === 0) capture.passSecond();
    }
  });
  const { status, lines, megabytes } = printed('scan', path);
  expect(status).toBe(1);
  expect(lines.join('\n')).toContain('100,001');
  expect(megabytes).toBeLessThan(300);
});

describe('connections that stay open after an answered request', () => {
  const answer = 'HTTP/1.1 200 OK\r\nServer: AliyunOSS\r\nContent-Length: 0\r\n\r\n';
  /** So many, each with a header of so many bytes, and a second request once all have had theirs. */
  function open(connections: number, bytes: number, { again = false, isPacked = false } = {}): string {
    const request = `GET /k HTTP/1.1\r\n${SIGNED}X-Pad: ${'h'.repeat(bytes)}\r\n\r\n`;
    return between((capture) => {
      for (let connection = 1; connection <= connections; connection++)
        capture.exchange(connection, request, answer);
      if (!again) return;
      for (let connection = 1; connection <= connections; connection++) {
        capture.say(connection, true, request.length, answer.length, Buffer.from(GET));
        capture.say(connection, false, answer.length, request.length + GET.length, Buffer.from(answer));
      }
    }, isPacked);
  }

  it.each([
    [6000, 50_000, 250],
    [60_000, 10, 250],
  ])('%i with %i bytes take less than %i MB', { timeout: PATIENCE }, (connections, bytes, most) => {
    const { status, megabytes } = printed('scan', open(connections, bytes));
    expect(status).toBe(1);
    expect(megabytes).toBeLessThan(most);
  });

  // together 0.5 GB, of which any that were kept would show
  it('and 2,000 with 250,000, in a packed file, less than 400 MB', { timeout: 2 * PATIENCE }, () => {
    const { status, megabytes } = printed('scan', open(2000, 250_000, { isPacked: true }));
    expect(status).toBe(1);
    expect(megabytes).toBeLessThan(400);
  });

  it('go on where they were, with every request of theirs', { timeout: PATIENCE }, () => {
    const { lines } = printed('scan', '--format', 'ndjson', open(6000, 10, { again: true }));
    const exchanges = lines.map((line) => JSON.parse(line)).filter(({ type }) => type === 'exchange');
    expect(exchanges).toHaveLength(12_002);
    expect(new Set(exchanges.map(({ connection }) => connection.index)).size).toBe(6002);
    expect(exchanges.every(({ response }) => response !== null)).toBe(true);
  });
});

describe('many captures that each hold a refusal', () => {
  it('take memory and time for each of them', { timeout: PATIENCE }, () => {
    const folder = temporaryFolder();
    for (let at = 0; at < 2000; at++) {
      const capture = new CaptureFile();
      capture.exchange(1, GET, refusal(REFUSAL.replace('GOOD', `ID${at}X`)));
      writeFileSync(join(folder, `${at}.pcap`), readFileSync(capture.end()));
    }
    const { status, megabytes } = printed('scan', folder);
    expect(status).toBe(1);
    expect(megabytes).toBeLessThan(230);
  });
});
