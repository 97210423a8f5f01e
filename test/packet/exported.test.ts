import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../rooms/report.ts';
import { be16, be32, bytes, hex, type Part } from '../support/capture-writer.ts';
import { osscap } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';
import { decodeAll } from './decode-all.ts';

const LINK = 252;

const tag = (number: number, value: Part): Uint8Array => {
  const held = bytes(value);
  return bytes(be16(number), be16(held.length), held);
};
const END = hex('0000 0000');
const HTTP = tag(12, 'http');
const BETWEEN = bytes(
  tag(20, [10, 0, 0, 1]),
  tag(21, [10, 0, 0, 2]),
  tag(24, be32(2)),
  tag(25, be32(4000)),
  tag(26, be32(80)),
);
const BACK = bytes(tag(20, [10, 0, 0, 2]), tag(21, [10, 0, 0, 1]), tag(25, be32(80)), tag(26, be32(4000)));
const exported = (payload: string, ...tags: readonly Uint8Array[]) => bytes(...tags, END, payload);
const tcpInfo = (sequence: number, next: number) =>
  tag(34, bytes(be16(1), be32(sequence), be32(next), be32(1), [0], be16(0x18), be16(0)));

function read(...packets: readonly Uint8Array[]) {
  const { segments, notices, otherPackets } = decodeAll(packets, LINK);
  return {
    segments: segments.map(({ payload, sequence, source, destination }) => [
      payload,
      sequence,
      source,
      destination,
    ]),
    notices,
    otherPackets,
  };
}

describe('payloads that Wireshark exported', () => {
  it('are segments that follow each other, between the addresses of their tags', () => {
    const { segments } = read(
      exported('one', HTTP, BETWEEN),
      exported('two', HTTP, BETWEEN),
      exported('answer', tag(13, 'http_tls'), BACK),
    );
    expect(segments).toEqual([
      ['one', 1, '0a000001:4000', '0a000002:80'],
      ['two', 4, '0a000001:4000', '0a000002:80'],
      ['answer', 1, '0a000002:80', '0a000001:4000'],
    ]);
  });

  it('are the one before once more where they begin with all of it', () => {
    const { segments } = read(
      exported('PUT', HTTP, BETWEEN),
      exported('PUT body', HTTP, BETWEEN),
      exported('next', HTTP, BETWEEN),
    );
    expect(segments.map(([payload, sequence]) => [payload, sequence])).toEqual([
      ['PUT', 1],
      ['PUT body', 1],
      ['next', 9],
    ]);
  });

  it('have the sequence numbers that TCP gave them', () => {
    const table = tag(14, 'tcp.port');
    const { segments } = read(
      exported('abcd', table, BETWEEN, tcpInfo(5000, 5004)),
      exported('efgh', table, BETWEEN, tcpInfo(6000, 6004)),
    );
    expect(segments.map(([, sequence]) => sequence)).toEqual([5000, 6000]);
  });

  it.each([
    ['of another protocol', exported('x', tag(12, 'sip'), BETWEEN)],
    ['over UDP', exported('x', HTTP, tag(24, be32(3)), BETWEEN)],
    ['without addresses', exported('x', HTTP, tag(25, be32(1)), tag(26, be32(2)))],
    [
      'with more tags than any program writes',
      exported('x', ...Array.from({ length: 100 }, () => tag(30, be32(1))), HTTP),
    ],
  ])('are counted, and not read, %s', (_, data) => {
    expect(read(data)).toEqual({ segments: [], notices: [], otherPackets: 1 });
  });

  it('are never misread where they are cut', () => {
    const data = exported('payload', HTTP, BETWEEN, tcpInfo(1, 8));
    for (let length = 0; length < data.length; length++) {
      const { segments, notices, otherPackets } = decodeAll(
        [{ data: data.subarray(0, length), originalLength: data.length }],
        LINK,
      );
      expect(segments.length + notices.length + otherPackets).toBe(1);
      for (const { payload, missing } of segments) expect(payload.length + missing).toBe(7);
    }
  });

  it.each([
    ['tcp', ['PUT /in/a.csv', 'GET /in/a.csv', 'GET /?prefix=in/']],
    ['tls', ['PUT /t/a.txt', 'GET /t/b.txt']],
  ])('hold the exchanges that tshark exported: %s', (name, expected) => {
    const { stdout } = osscap(['scan', '--format', 'json', join(FIXTURES, 'exported', `${name}.pcap`)]);
    const report: Report = JSON.parse(stdout);
    const [capture] = report.captures;
    const asked = capture?.exchanges.map(({ request }) => `${request?.method} ${request?.target}`);
    expect(asked).toEqual(expected);
    expect(capture?.exchanges.every(({ request }) => request?.complete === true)).toBe(true);
    expect(capture?.linkTypes).toEqual(['WIRESHARK_UPPER_PDU']);
  });
});
