import { describe, expect, it } from 'vitest';
import { toByteString } from '../../rooms/bytes.ts';
import { type GrowingLog, KeyLog, MAX_WAITING_BYTES, SegmentMarks, WaitingRecords } from '../../rooms/tls.ts';
import { hex } from '../../support/capture-writer.ts';
import { openTls, replay, tlsFixture, turnsOf } from '../../support/open-tls.ts';

const NOTHING = new Uint8Array(0);

/** A log that is written just before it is looked at for the `nth` time, from 0. */
function writtenBefore(nth: number, log: Uint8Array): GrowingLog {
  let looks = 0;
  return { added: () => (looks++ === nth ? log : NOTHING) };
}

const SESSIONS = [
  '12-aes-128-gcm',
  '12-renegotiation',
  '12-resumed-by-id',
  '12-resumed-by-ticket',
  '12-rsa-key-exchange-ems',
  '13-aes-128-gcm',
  '13-alpn',
  '13-early-data',
  '13-early-data-refused',
  '13-hello-retry-request',
  '13-http2',
  '13-key-update',
];

describe('a key log that is written while the capture is read', () => {
  it.each(SESSIONS)('%s: gives the same, however late its lines come', (name) => {
    const capture = tlsFixture(`${name}.pcap`);
    const log = tlsFixture(`${name}.keylog`);
    const { exchanges, codes, kinds } = openTls(capture, { keyLogs: [log] });
    for (let late = 0; late < 9; late++) {
      const opened = openTls(capture, { growing: writtenBefore(late, log) });
      expect([late, opened.codes, opened.kinds]).toEqual([late, codes, kinds]);
      expect(opened.exchanges).toEqual(exchanges);
      expect(opened.context.waitingBytes).toBe(0);
    }
  });

  it('may be written line by line, each when it is looked at', () => {
    const capture = tlsFixture('13-aes-128-gcm.pcap');
    const log = tlsFixture('13-aes-128-gcm.keylog');
    const { exchanges } = openTls(capture, { keyLogs: [log] });
    const orders = [
      'SERVER_HANDSHAKE CLIENT_HANDSHAKE SERVER_TRAFFIC CLIENT_TRAFFIC',
      'CLIENT_TRAFFIC SERVER_TRAFFIC',
    ];
    for (const order of orders) {
      const lines = order.split(' ').map((start) => {
        const line =
          log
            .toString('latin1')
            .split('\n')
            .find((each) => each.startsWith(start)) ?? '';
        return Buffer.from(`${line}\n`, 'latin1');
      });
      const opened = openTls(capture, { growing: { added: () => lines.shift() ?? NOTHING } });
      expect(opened.exchanges).toEqual(exchanges);
      expect(opened.codes).toEqual([]);
    }
  });

  it('never has the keys: that is said once, and nothing more is held', () => {
    for (const [name, missing] of [
      ['12-aes-128-gcm', 'CLIENT_RANDOM'],
      ['13-aes-128-gcm', 'CLIENT_TRAFFIC_SECRET_0 SERVER_TRAFFIC_SECRET_0'],
    ] as const) {
      const opened = openTls(tlsFixture(`${name}.pcap`), { growing: { added: () => NOTHING } });
      expect(opened.notices).toMatchObject([{ code: 'tls-keys-missing', args: { missing, keys: 0 } }]);
      expect(opened.kinds).toEqual(['tls']);
      expect(opened.context.waitingBytes).toBe(0);
    }
  });

  it('is not waited for beyond a packet that the capture lacks, or more than a limit', () => {
    const capture = tlsFixture('13-aes-128-gcm.pcap');
    const log = tlsFixture('13-aes-128-gcm.keylog');
    const turns = turnsOf(capture);
    // Three packets open the connection, then come the hellos.
    const lossy = replay(turns, 400, (packet) => packet === 7);
    expect(openTls(lossy, { growing: writtenBefore(20, log) }).codes).toContain('tls-keys-missing');
    const record = Buffer.alloc(16_384 + 5);
    record.set([23, 3, 3, 0x40, 0]);
    const [turn = []] = turns;
    const bulk = Array.from({ length: MAX_WAITING_BYTES / 16_384 + 1 }, () => ({
      fromClient: false,
      bytes: record,
    }));
    const many = replay([[...turn.slice(0, 2), ...bulk, ...turn.slice(2)]], 1400);
    const opened = openTls(many, { growing: writtenBefore(20, log) });
    expect(opened.codes).toEqual(['tls-keys-missing']);
    expect(opened.context.waitingBytes).toBe(0);
  });

  it('counts what many small records take beside their bytes', () => {
    const held = new WaitingRecords({ waitingBytes: 0 }, 0);
    const record = new Uint8Array(22);
    let records = 0;
    while (records < 100_000 && held.hold(0, record, 0, record.length, new SegmentMarks(), 0)) records++;
    // Each of them has objects of its own, of a kilobyte or more.
    expect(records).toBeLessThan(MAX_WAITING_BYTES / 1024);
    expect(held.take()).toHaveLength(records);
  });

  it('forgets its first sessions for those to come', () => {
    const random = (n: number): string => n.toString(16).padStart(64, '0');
    const line = (n: number): Buffer => Buffer.from(`CLIENT_RANDOM ${random(n)} ${'aa'.repeat(48)}\n`);
    const lines = [line(1), line(2), line(3)];
    const log = new KeyLog(null, 2, { added: () => lines.shift() ?? NOTHING });
    for (let n = 1; n <= 3; n++) expect(log.session(toByteString(hex(random(n))))).not.toBeNull();
    expect(log.session(toByteString(hex(random(1))))).toBeNull();
    expect(log).toMatchObject({ size: 2, omitted: 0 });
  });
});
