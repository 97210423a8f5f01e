import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { nodeOssPorts } from '../../../src/node/ports.ts';
import type { Notice } from '../../rooms/bytes.ts';
import type { Exchange } from '../../rooms/http.ts';
import { TextParser } from '../../rooms/text.ts';

interface File {
  readonly name: string;
  readonly content: string | Buffer;
  readonly isStored?: true;
  readonly flags?: number;
}

/** As programs write it: each file behind its own header, then the directory. */
function zip(files: readonly File[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, isStored = false, flags = 0 } of files) {
    const data = Buffer.from(content);
    const packed = isStored ? data : deflateRawSync(data);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(isStored ? 0 : 8, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, rest, Buffer.from(name)]));
    parts.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, listed, Buffer.from('PK\x05\x06'), end]);
}

const REQUEST =
  'PUT https://acme.oss-cn-hangzhou.aliyuncs.com/a.txt?acl HTTP/1.1\r\nHost: acme.oss-cn-hangzhou.aliyuncs.com\r\n' +
  'Authorization: OSS LTAI0:AAAA\r\nContent-Length: 2\r\n\r\nhi';
const ANSWER =
  'HTTP/1.1 403 Forbidden\r\nx-oss-request-id: 6B0C6A8D2EEF03D49C643690\r\nContent-Length: 0\r\n\r\n';
const NOTES =
  '<Session SID="1"><SessionTimers ClientBeginRequest="2026-11-30T10:15:00.1234567+01:00" ServerBeginResponse="2026-11-30T10:15:01+01:00"/></Session>';

const session = (number: number): readonly File[] => [
  { name: `raw/${number}_c.txt`, content: REQUEST },
  { name: `raw/${number}_s.txt`, content: ANSWER, isStored: true },
  { name: `raw/${number}_m.xml`, content: NOTES },
];

function read(bytes: Uint8Array, limits = { textBytes: 1 << 20, textExchanges: 100 }) {
  const exchanges: Exchange[] = [];
  const notices: Notice[] = [];
  const { inflate } = nodeOssPorts();
  const inflateRaw = (packed: Uint8Array, limit: number) => inflate?.('deflate', packed, limit) ?? null;
  const parser = new TextParser(
    { exchange: (each) => exchanges.push(each), notice: (each) => notices.push(each), inflate: inflateRaw },
    limits,
  );
  for (let at = 0; at < bytes.length; at += 1000) parser.push(bytes.subarray(at, at + 1000));
  parser.end();
  return { exchanges, codes: notices.map(({ code }) => code), summary: parser.summary };
}

type Value =
  | string
  | Buffer
  | number
  | null
  | boolean
  | readonly Value[]
  | { readonly [name: string]: Value };

/** As `mitmproxy/io/tnetstring.py` writes it. */
function tnetstring(value: Value): Buffer {
  const framed = (payload: Buffer, kind: string) =>
    Buffer.concat([Buffer.from(`${payload.length}:`), payload, Buffer.from(kind)]);
  if (value === null) return Buffer.from('0:~');
  if (typeof value === 'boolean') return framed(Buffer.from(String(value)), '!');
  if (typeof value === 'number')
    return framed(Buffer.from(String(value)), Number.isInteger(value) ? '#' : '^');
  if (typeof value === 'string') return framed(Buffer.from(value), ';');
  if (Buffer.isBuffer(value)) return framed(value, ',');
  if (Array.isArray(value)) return framed(Buffer.concat(value.map(tnetstring)), ']');
  const pairs = Object.entries(value).flatMap(([name, each]) => [tnetstring(name), tnetstring(each)]);
  return framed(Buffer.concat(pairs), '}');
}

const b = (text: string) => Buffer.from(text, 'latin1');

const FLOW = {
  websocket: null,
  response: {
    http_version: b('HTTP/2.0'),
    headers: [[b('x-oss-request-id'), b('6B0C6A8D2EEF03D49C643690')]],
    content: b(''),
    timestamp_start: 1796030101.25,
    status_code: 403,
    reason: b('Forbidden'),
  },
  request: {
    http_version: b('HTTP/2.0'),
    headers: [[b('authorization'), b('OSS LTAI0:AAAA')]],
    content: b('hi\x00\xff'),
    timestamp_start: 1796030100.5,
    host: 'acme.oss-cn-hangzhou.aliyuncs.com',
    port: 443,
    method: b('PUT'),
    authority: b('acme.oss-cn-hangzhou.aliyuncs.com'),
    path: b('/a.txt?acl'),
  },
  type: 'http',
  intercepted: false,
};

describe('an archive of Fiddler', () => {
  it('has its sessions, in the order of their numbers, with their times', () => {
    const { exchanges, codes, summary } = read(zip([...session(10), ...session(2)]));
    expect(codes).toEqual([]);
    expect(summary).toMatchObject({ complete: true, text: { kind: 'fiddler', lines: 2 } });
    const [first] = exchanges;
    expect(first?.request).toMatchObject({ method: 'PUT', target: '/a.txt?acl', bodyBytes: 2 });
    expect(first?.request?.time).toEqual({
      seconds: Date.UTC(2026, 10, 30, 9, 15) / 1000,
      nanos: 123_000_000,
    });
    expect(first?.response?.status).toBe(403);
    expect(exchanges).toHaveLength(2);
  });

  it.each([
    ['no session in it', zip([{ name: 'upload.pcap', content: 'x' }])],
    ['paths of somebody else', zip(session(1).map((each) => ({ ...each, name: `../${each.name}` })))],
    ['its directory cut off', zip(session(1)).subarray(0, -40)],
    ['files that are encrypted', zip(session(1).map((each) => ({ ...each, flags: 1 })))],
  ])('is refused with %s', (_, bytes) => {
    expect(read(bytes)).toMatchObject({ exchanges: [], codes: ['not-a-capture'] });
  });

  it('is read as far as its limits go', () => {
    const large = { name: 'raw/1_s.txt', content: Buffer.alloc(1 << 22, 'a') };
    const found = read(zip([{ name: 'raw/1_c.txt', content: REQUEST }, large, ...session(2)]));
    expect(found.codes).toContain('limit-unpacked-bytes');
    expect(found.exchanges.map(({ response }) => response?.status)).toEqual([undefined, 403]);
    const few = read(zip([...session(1), ...session(2)]), { textBytes: 1 << 20, textExchanges: 1 });
    expect(few.exchanges).toHaveLength(1);
    expect(few.codes).toContain('text-too-many-exchanges');
  });

  it('throws at no damage', () => {
    const whole = zip(session(1));
    for (let at = 0; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      read(damaged);
      read(whole.subarray(0, at));
    }
  });
});

describe('a file of flows of mitmproxy', () => {
  it('has its flows, with their hosts and times', () => {
    const dns = { type: 'dns', request: null };
    const { exchanges, codes, summary } = read(Buffer.concat([FLOW, dns, FLOW].map(tnetstring)));
    expect(codes).toEqual([]);
    expect(summary).toMatchObject({ complete: true, text: { kind: 'mitmproxy', lines: 2 } });
    const [first] = exchanges;
    expect(first?.request).toMatchObject({ method: 'PUT', target: '/a.txt?acl', bodyBytes: 4 });
    expect(first?.request?.headers[0]).toMatchObject({ name: 'Host', value: FLOW.request.host });
    expect(first?.request?.time).toEqual({ seconds: 1796030100, nanos: 500_000_000 });
    expect(first?.response?.status).toBe(403);
  });

  it('is read as far as it goes, and throws at no damage', () => {
    const whole = Buffer.concat([FLOW, FLOW].map(tnetstring));
    const cut = read(whole.subarray(0, -10));
    expect(cut).toMatchObject({ exchanges: [{}], summary: { complete: true }, codes: ['text-flows-cut'] });
    expect(read(whole).codes).toEqual([]);
    for (let at = 0; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x11;
      read(damaged);
      read(whole.subarray(0, at));
    }
  });

  it('is refused where it is none, or nests without end', () => {
    let deep: Value = 'x';
    for (let i = 0; i < 500; i++) deep = [deep];
    expect(read(tnetstring({ abc: deep })).codes).toEqual(['not-a-capture']);
    expect(read(Buffer.from(`99999:3:abc;${'1:'.repeat(50_000)}`)).codes).toEqual(['not-a-capture']);
  });
});
