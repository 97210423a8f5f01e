import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeHasher } from '../../../src/node/ports.ts';
import { nodeTlsOptions } from '../../../src/node/tls.ts';
import { BodyDigestPlan, type BodyVerification, ShortBodyDigester } from '../../rooms/bodies.ts';
import { BYTES, COUNT, type Notice, NUMBER, optional, orNull, recordOf, TEXT } from '../../rooms/bytes.ts';
import { createCaptureParser } from '../../rooms/capture.ts';
import { Reading } from '../../rooms/engine.ts';
import { readingFeatures } from '../../rooms/features.ts';
import { EXCHANGE } from '../../rooms/http.ts';
import { ExchangePacker, ExchangeUnpacker, OtherMembers, type PackMemory } from '../../rooms/node.ts';
import { Conversation, pcapFile } from '../../support/capture-writer.ts';
import { temporaryFolder } from '../../support/command.ts';
import { answer, get } from '../../support/conversation.ts';
import { CHUNK_KEYS, chunkedUpload, uploadText } from '../../support/signed-chunks.ts';
import { FIXTURES } from '../../support/truth.ts';
import { generateFile } from '../../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../../tools/generator/options.ts';

const MIXED = join(temporaryFolder(), 'mixed.pcap');
generateFile(MIXED, { ...DEFAULT_OPTIONS, size: 2 * 1024 * 1024, mix: 'mixed', loss: 2, midstream: 10 });

const CHATTY = join(temporaryFolder(), 'chatty.pcap');
generateFile(CHATTY, { ...DEFAULT_OPTIONS, size: 1024 * 1024, mix: 'chatty' });

const PROXIED = join(temporaryFolder(), 'proxied.pcap');
const BEHIND_PROXIES = ['PROXY TCP4 203.0.113.7 10.0.0.2 51234 80\r\n', '', 'PROXY UNKNOWN\r\n'].flatMap(
  (header, at) =>
    new Conversation({ clientPort: 40_000 + at })
      .open()
      .client(header + get('/1'))
      .server(answer(403))
      .client(get('/2'))
      .server(answer(200))
      .close().packets,
);
writeFileSync(PROXIED, pcapFile(BEHIND_PROXIES));

/**
 * What the second exchange shows of the handshake differs from the first: the answer to the SYN is written
 * behind that one.
 */
const LATE_HANDSHAKE = join(temporaryFolder(), 'late-handshake.pcap');
const GET = 'GET /a HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\n\r\n';
const NO = 'HTTP/1.1 403 Forbidden\r\nServer: AliyunOSS\r\nContent-Length: 0\r\n\r\n';
const [syn, synAck, ...rest] = new Conversation()
  .open()
  .client(GET)
  .server(NO)
  .client(GET)
  .server(NO).packets;
const arranged = [syn, ...rest.slice(0, 3), synAck, ...rest.slice(3)].filter((each) => each !== undefined);
writeFileSync(LATE_HANDSHAKE, pcapFile(arranged));

/** Answers that are missing or not whole. */
const ENDED = join(temporaryFolder(), 'ended.pcap');
writeFileSync(
  ENDED,
  pcapFile([
    ...new Conversation({ clientPort: 41_001 }).open().client(GET).close().packets,
    ...new Conversation({ clientPort: 41_002 })
      .open()
      .client(GET)
      .server(answer(200, 'x'.repeat(9)).slice(0, -5)).packets,
  ]),
);

/** A body in signed chunks of which one was changed, with a checksum behind them. */
const CHUNKED = join(temporaryFolder(), 'chunked.pcap');
const UPLOAD = uploadText(chunkedUpload(['a'.repeat(9000)], { checksum: ['x-amz-checksum-crc32', 'x'] }));
writeFileSync(
  CHUNKED,
  pcapFile(new Conversation().open().client(UPLOAD.replace('aa', 'ab')).server(answer(403)).close().packets),
);

const CAPTURES = [
  CHUNKED,
  ENDED,
  PROXIED,
  MIXED,
  CHATTY,
  LATE_HANDSHAKE,
  ...readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.pcap(?:ng)?$/.test(name))
    .map((name) => join(FIXTURES, name)),
];

/** What may have been made of an exchange. */
const LINES: readonly (string | null)[] = [
  null,
  'a line\n',
  '',
  '\u4e2d\u6587 \ud83d\ude00 \xe9',
  'x'.repeat(70_000),
  null,
];

/** Every event of a capture as a text: as it comes, and packed and unpacked in parts of `events`. */
function bothWays(path: string, verification: BodyVerification, events: number, memory: () => PackMemory) {
  const live: string[] = [];
  const packed: string[] = [];
  const told = (notice: Notice): string => JSON.stringify(notice);
  const packer = new ExchangePacker(memory);
  const hand = (): void =>
    packer.take((parts) => {
      const unpacker = new ExchangeUnpacker(structuredClone(parts), {
        exchange(exchange, line) {
          packed.push(JSON.stringify(EXCHANGE.encode(exchange)));
          if (line !== null) packed.push(Buffer.from(line).toString('utf8'));
        },
        notice: (notice) => packed.push(told(notice)),
        digest: (body) => new ShortBodyDigester(nodeHasher, body),
      });
      while (unpacker.next());
    });
  const notice = (each: Notice): void => {
    live.push(told(each));
    packer.notice(each);
  };
  const reading = new Reading(
    {
      exchange: (exchange) => {
        const line = LINES[exchange.index % LINES.length] ?? null;
        packer.add(exchange, line);
        live.push(JSON.stringify(EXCHANGE.encode(exchange)));
        if (line !== null) live.push(line);
        if (packer.events >= events) hand();
      },
      notice,
    },
    new BodyDigestPlan(nodeHasher, verification, CHUNK_KEYS),
    readingFeatures(nodeTlsOptions(undefined)),
  );
  const parser = createCaptureParser({
    record: (record) => reading.record(record),
    secrets: (type, bytes) => reading.secrets(type, bytes),
    notice,
  });
  parser.push(readFileSync(path));
  parser.end();
  reading.end();
  hand();
  return { live, packed };
}

const roomy = (): PackMemory => ({ numbers: new Float64Array(4096), texts: Buffer.alloc(65536) });
const narrow = (): PackMemory => ({ numbers: new Float64Array(1), texts: new Uint8Array(1) });

describe('exchanges that were packed', () => {
  it('are of many kinds here', () => {
    const all = CAPTURES.flatMap((path) => bothWays(path, 'all', 100, roomy).live);
    expect(all.length).toBeGreaterThan(500);
    for (const kind of [
      '"md5":"',
      '"sha256":"',
      '"crc64":"',
      '"tls":{',
      '"originalClient":"',
      '"incomplete"',
      '"interim":[{',
      '"ending":{',
      '"damage":["r',
      '"fault":{"kind":"data"',
      '"checksums":[{',
    ]) {
      expect(
        all.some((text) => text.includes(kind)),
        kind,
      ).toBe(true);
    }
  });

  it.each([
    ['claimed', 100, roomy],
    ['all', 7, roomy],
    ['claimed', 1, narrow],
    ['short', 7, narrow],
  ] as const)('are the same as before: %s bodies, parts of %i', (verification, events, memory) => {
    for (const path of CAPTURES) {
      const { live, packed } = bothWays(path, verification, events, memory);
      expect(packed, path).toEqual(live);
    }
  });
});

describe('members without a place of their own', () => {
  const others = new OtherMembers(
    {
      placed: COUNT,
      note: orNull(TEXT),
      trait: optional(BYTES),
      ending: optional(recordOf({ after: NUMBER })),
    },
    ['placed'],
  );

  it.each([
    { note: 'a\u4e2d"\n', trait: '\xff' },
    { note: null, ending: { after: Number.NaN } },
    { note: '' },
  ])('come through: %j', (members) => {
    const text = others.write({ placed: 1, ...members });
    expect(text).toMatch(/^[\0-\x7f]+$/);
    const back = {};
    others.read(text, back);
    expect(back).toEqual(members);
  });

  it('take no room where none is known', () => {
    expect(others.write({ placed: 1, note: null })).toBeNull();
    const back = {};
    others.read(null, back);
    expect(back).toEqual({ note: null });
  });
});
