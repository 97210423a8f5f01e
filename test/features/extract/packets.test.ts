import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { toByteString } from '../../rooms/bytes.ts';
import { createCaptureParser } from '../../rooms/capture.ts';
import type { ExtractOptions } from '../../rooms/node.ts';
import { checkChecksums, PacketDecoder } from '../../rooms/packet.ts';
import { Secret } from '../../rooms/sign.ts';
import { be16, bytes, ethernet, hex, ipv4, ipv6, pcapFile, tcp, udp } from '../../support/capture-writer.ts';
import { type Marks, withChecksums } from '../../support/checksums.ts';
import { extracted, scanned, spellingsOf } from '../../support/extracting.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ID = 'LTAI5tHq7Zk2bWv9XcD3fG8J';
const SIGNATURE = 'q8wzpPa3mGzZq1+Cn/YF5Xn0pAc=';
const TOKEN = 'CAIS8AF1q6Ft5B2yfSjIr5fyEcXm9PbLw2/+Td4Kv7A==';
const CANARIES = [ID, SIGNATURE, TOKEN];

const STRING = `PUT\n\nimage/png\nTue, 24 Nov 2026 23:02:26 GMT\nx-oss-security-token:${TOKEN}\n/bucket/key`;

function request(more = '', body = 'secret body'): string {
  return (
    'PUT /key HTTP/1.1\r\nHost: bucket.oss-cn-hangzhou.aliyuncs.com\r\n' +
    `Date: Tue, 24 Nov 2026 23:02:26 GMT\r\nx-oss-security-token: ${TOKEN}\r\nCookie: a=${SIGNATURE}\r\n` +
    `Authorization: OSS ${ID}:${SIGNATURE}\r\n${more}Content-Length: ${body.length}\r\n\r\n${body}`
  );
}

const DOCUMENT =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message>' +
  `<RequestId>6B0617825A0E403C2F939F29</RequestId><OSSAccessKeyId>${ID}</OSSAccessKeyId>` +
  `<SignatureProvided>${SIGNATURE}</SignatureProvided><StringToSign>${STRING}</StringToSign>` +
  `<StringToSignBytes>${Buffer.from(STRING).toString('hex').toUpperCase().replace(/../g, '$& ')}</StringToSignBytes>` +
  '<EC>0002-00000040</EC></Error>';

function answer(document: string | Buffer = DOCUMENT, more = ''): string {
  const body = typeof document === 'string' ? document : document.toString('latin1');
  return `HTTP/1.1 403 Forbidden\r\n${more}Content-Type: application/xml\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

interface Sent {
  readonly from: 'c' | 's';
  readonly text?: string;
  /** Offset in the stream; behind what was sent so far by default. */
  readonly at?: number;
  readonly flags?: number;
  readonly options?: Uint8Array;
  readonly marks?: Marks;
}

interface Wrapping {
  readonly ip?: 4 | 6;
  /** Of the number, from 0. */
  readonly wrap?: (packet: Uint8Array, number: number) => Uint8Array | readonly Uint8Array[];
  readonly linkType?: number;
}

/** Packets of one connection, with its handshake and its end. */
function capture(sent: readonly Sent[], { ip = 4, wrap, linkType = 1 }: Wrapping = {}): string {
  const next = { c: 0, s: 0 };
  const isn = { c: 0xfffffff0, s: 7000 };
  const packets: Uint8Array[] = [];
  const all: Sent[] = [
    { from: 'c', at: -1, flags: 0x02 },
    { from: 's', at: -1, flags: 0x12 },
    { from: 'c', flags: 0x10 },
    ...sent,
    { from: 'c', flags: 0x11 },
    { from: 's', flags: 0x11 },
  ];
  for (const [number, { from, text = '', at, flags = 0x18, options, marks }] of all.entries()) {
    const to = from === 'c' ? 's' : 'c';
    const start = at ?? next[from];
    const segment = tcp(text, {
      sourcePort: from === 'c' ? 40000 : 80,
      destinationPort: from === 'c' ? 80 : 40000,
      sequence: (isn[from] + 1 + start) >>> 0,
      acknowledgement: (flags & 0x10) === 0 ? 0 : (isn[to] + 1 + next[to]) >>> 0,
      flags,
      ...(options === undefined ? {} : { options }),
    });
    next[from] = Math.max(next[from], start + text.length);
    const [client, server] = [hex(`20010db8${'00'.repeat(11)}01`), hex(`20010db8${'00'.repeat(11)}02`)];
    const packet =
      ip === 6
        ? ipv6(
            segment,
            from === 'c' ? { source: client, destination: server } : { source: server, destination: client },
          )
        : ipv4(segment, from === 'c' ? {} : { source: '10.0.0.2', destination: '10.0.0.1' });
    const made = withChecksums(packet, marks);
    const wrapped = wrap?.(made, number) ?? ethernet(ip === 6 ? 0x86dd : 0x0800, made);
    packets.push(...(wrapped instanceof Uint8Array ? [wrapped] : wrapped));
  }
  const path = join(temporaryFolder(), 'made.pcap');
  writeFileSync(path, pcapFile(packets, { linkType }));
  return path;
}

interface Read {
  readonly payload: string;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly checksum: string;
  readonly linkType: number;
  readonly record: Uint8Array;
  readonly isFromClient: boolean;
}

/** The segments of a file that was written. */
function segmentsOf(file: string): Read[] {
  const found: Read[] = [];
  let record: Uint8Array = new Uint8Array(0);
  let linkType = 0;
  const decoder = new PacketDecoder(
    (segment) =>
      found.push({
        payload: toByteString(segment.block, segment.payloadStart, segment.payloadEnd),
        sequence: segment.sequence,
        acknowledgement: segment.acknowledgement,
        checksum: checkChecksums(segment),
        linkType,
        record,
        isFromClient: segment.destinationPort === 80,
      }),
    () => {},
  );
  const parser = createCaptureParser({
    notice: ({ code }) => expect(code).toBe('none'),
    record: (each) => {
      record = each.block.slice(each.start, each.end);
      linkType = each.linkType;
      decoder.decode(each);
    },
  });
  parser.push(readFileSync(file));
  parser.end();
  return found;
}

/** A text with its letters and digits by their kind. */
function classesOf(text: string): string {
  return text.replace(/[A-Z]/g, 'A').replace(/[a-z]/g, 'a').replace(/\d/g, '0');
}

/** Extracts one exchange, and expects that nothing leaves and that the file says the same. */
async function leavesNothing(path: string, index = 1, options: Partial<ExtractOptions> = {}) {
  const { file, extraction, bytes: written } = await extracted(path, [index], options);
  if (extraction.kind !== 'done') throw new Error(extraction.kind);
  expect(extraction.exchanges).toMatchObject([{ index, why: null }]);
  for (const canary of CANARIES) {
    expect(spellingsOf(canary).filter((spelling) => written.includes(spelling))).toEqual([]);
  }
  const segments = segmentsOf(file);
  const streams = [true, false].map((side) =>
    segments.map(({ isFromClient, payload }) => (isFromClient === side ? payload : '')).join(''),
  );
  for (const canary of CANARIES) for (const stream of streams) expect(stream).not.toContain(canary);
  return { file, segments, client: streams[0] ?? '', server: streams[1] ?? '' };
}

function pieces(from: 'c' | 's', text: string, size: number): Sent[] {
  return (text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []).map((piece) => ({ from, text: piece }));
}

const PLAIN: readonly Sent[] = [
  { from: 'c', text: request() },
  { from: 's', text: answer() },
];

describe('the packets that are written', () => {
  it('have the handshake, right checksums, and stand-ins that stay what they are', async () => {
    const { segments, client, server } = await leavesNothing(capture(PLAIN));
    expect(segments).toHaveLength(7);
    expect(new Set(segments.map(({ checksum }) => checksum))).toEqual(new Set(['right']));
    expect(classesOf(client)).toBe(classesOf(request('', '.'.repeat(11))));
    expect(client).toMatch(/\r\n\r\n\.{11}$/);
    const [, id, signature] = /OSS (\w+):(\S+)\r/.exec(client) ?? [];
    expect(server).toContain(`<OSSAccessKeyId>${id}</OSSAccessKeyId><SignatureProvided>${signature}<`);
    const token = /x-oss-security-token: (\S+)/.exec(client)?.[1] ?? '';
    expect(server).toContain(`x-oss-security-token:${token}\n`);
    expect(server).toContain(
      Buffer.from(token)
        .toString('hex')
        .toUpperCase()
        .replace(/..(?=.)/g, '$& '),
    );
    expect(client).toMatch(/Cookie: [a-z]=/);
    expect(client).toContain(`=${signature}\r\nAuthorization`);
  });

  it.each([1, 7, 40])('mask a value that lies across segments of %i bytes', async (size) => {
    const path = capture([...pieces('c', request(), size), ...pieces('s', answer(), size * 9)]);
    const { client } = await leavesNothing(path);
    expect(client).toMatch(/OSS LTAI[^:]{20}:[\w+/]{27}=/);
  });

  it('mask what came again, cut in another way, as they masked it first', async () => {
    const text = request();
    const middle = text.indexOf(SIGNATURE) + 9;
    const path = capture([
      { from: 'c', text: text.slice(0, middle) },
      { from: 'c', text: text.slice(middle) },
      { from: 'c', at: middle - 40, text: text.slice(middle - 40, middle + 30) },
      { from: 'c', at: 0, text },
      { from: 's', text: answer() },
    ]);
    const { segments } = await leavesNothing(path);
    const [first = '', second = '', part, whole] = segments
      .filter(({ isFromClient, payload }) => isFromClient && payload !== '')
      .map(({ payload }) => payload);
    expect(whole).toBe(first + second);
    expect(part).toBe((first + second).slice(middle - 40, middle + 30));
  });

  it('show where bytes that came again differ, and not what they are', async () => {
    const text = request();
    const other = text.replace('/key', '/LTA').replace(ID, 'LTAI5tOtherCanary00008');
    const path = capture([
      { from: 'c', text },
      { from: 'c', at: 0, text: other },
      { from: 's', text: answer() },
    ]);
    const { client } = await leavesNothing(path);
    expect(client).not.toContain('OtherCanary');
    expect(client).toContain('PUT /### HTTP/1.1');
  });

  it('leave out the other exchanges of the connection, and close the gap', async () => {
    const other = request().replaceAll(ID, 'LTAI5tOtherCanary00008');
    const sack = hex('0101 050a 00001b59 00001b60');
    const path = capture([
      { from: 'c', text: other },
      { from: 's', text: OK },
      { from: 'c', flags: 0x10 },
      { from: 'c', text: request() },
      { from: 's', text: answer(), options: sack },
      { from: 'c', text: other },
      { from: 's', text: OK },
    ]);
    const { segments, client } = await leavesNothing(path, 2);
    expect(client).not.toContain('OtherCanary');
    expect(segments.map(({ payload }) => payload.length > 0)).toEqual([
      ...[false, false, false],
      ...[true, true],
      ...[false, false],
    ]);
    const [syn, synAck, , asked, answered, fin] = segments;
    expect(asked?.sequence).toBe(((syn?.sequence ?? 0) + 1) >>> 0);
    expect(answered?.sequence).toBe((synAck?.sequence ?? 0) + 1);
    expect(answered?.acknowledgement).toBe(((asked?.sequence ?? 0) + request().length) >>> 0);
    expect(fin?.sequence).toBe(answered?.acknowledgement);
    expect(fin?.acknowledgement).toBe((answered?.sequence ?? 0) + answer().length);
  });

  it('blank what a segment has of other exchanges', async () => {
    const first = `GET /other-canary HTTP/1.1\r\nHost: h\r\nAuthorization: OSS ${ID}:x\r\n\r\n`;
    const path = capture([
      { from: 'c', text: first + request() },
      { from: 's', text: `${OK}${answer()}` },
    ]);
    const { client, server } = await leavesNothing(path, 2);
    expect(client).toMatch(/^[\r\n]+PUT \/key/);
    expect(server).toMatch(/^[\r\n]+HTTP\/1.1 403/);
  });

  it('keep the framing of chunks, and nothing of their extensions and trailers', async () => {
    const head = request('', '').replace('Content-Length: 0', 'Transfer-Encoding: chunked');
    const body = `b;x=${SIGNATURE}\r\nhello\r\nabcd\r\n000A\r\n0123456789\r\n0\r\nX-Trailer: ${ID}\r\n\r\n`;
    const document = DOCUMENT.match(/[\s\S]{1,100}/g) ?? [];
    const chunks = document.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`).join('');
    const chunked = answer('').replace('Content-Length: 0', 'Transfer-Encoding: chunked');
    const path = capture([
      ...pieces('c', head + body, 23),
      ...pieces('s', `${chunked}${chunks}0\r\n\r\n`, 31),
    ]);
    const { client } = await leavesNothing(path);
    expect(client.slice(client.indexOf('\r\n\r\n') + 4)).toMatch(
      /^b;\.+\r\n\.{11}\r\n000A\r\n\.{10}\r\n0\r\n\.+\r\n\r\n$/,
    );
  });

  it('pack a gzip error document again to its length', async () => {
    const packed = gzipSync(DOCUMENT);
    const path = capture([
      { from: 'c', text: request() },
      { from: 's', text: answer(packed, 'Content-Encoding: gzip\r\n') },
    ]);
    const { server } = await leavesNothing(path);
    const body = Buffer.from(server.slice(server.indexOf('\r\n\r\n') + 4), 'latin1');
    expect(body).toHaveLength(packed.length);
    const document = gunzipSync(body).toString('latin1');
    expect(document).toHaveLength(DOCUMENT.length);
    for (const canary of CANARIES) expect(document).not.toContain(canary);
  });

  it('say that what is packed otherwise is left out', async () => {
    const packed = brotliCompressSync(DOCUMENT);
    const path = capture([
      { from: 'c', text: request() },
      { from: 's', text: answer(packed, 'Content-Encoding: br\r\n') },
    ]);
    const { file, extraction } = await extracted(path, [1]);
    expect(extraction).toMatchObject({ kind: 'done', exchanges: [{ why: 'body' }] });
    expect(segmentsOf(file).find(({ payload }) => payload.startsWith('HTTP'))?.payload).toMatch(
      /\r\n\r\n\.+$/,
    );
  });

  it.each<[string, Wrapping]>([
    ['IPv6', { ip: 6 }],
    ['a VLAN', { wrap: (packet) => ethernet(0x0800, packet, [[0x8100, 7]]) }],
    [
      'Linux cooked',
      { linkType: 113, wrap: (packet) => bytes(hex('0000 0001 0006 020000000001 0000 0800'), packet) },
    ],
    ['raw IP', { linkType: 101, wrap: (packet) => packet }],
  ])('keep their link layer: %s', async (_, wrapping) => {
    const path = capture(PLAIN, wrapping);
    const { segments } = await leavesNothing(path);
    const [before] = segmentsOf(path);
    const [after] = segments;
    expect(after?.record).toEqual(before?.record);
    expect(new Set(segments.map(({ checksum }) => checksum))).toEqual(new Set(['right']));
  });

  it('have right checksums in tunnels, too', async () => {
    const sumOf = (data: Uint8Array): number => {
      let sum = 0;
      for (const [at, byte] of data.entries()) sum += at % 2 === 0 ? byte << 8 : byte;
      while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
      return sum;
    };
    const pseudo = (length: number): number[] => [10, 9, 0, 1, 10, 9, 0, 2, 0, 17, ...be16(length)];
    const path = capture(PLAIN, {
      wrap: (packet) => {
        const inner = ethernet(0x0800, bytes(packet, `padding ${ID}`));
        const datagram = udp(bytes(hex('08000000 00002a00'), inner), 50000, 4789);
        const sum =
          0xffff - sumOf(bytes(pseudo(datagram.length), datagram, datagram.length % 2 === 0 ? [] : [0]));
        datagram.set(be16(sum), 6);
        return ethernet(
          0x0800,
          ipv4(datagram, { protocol: 17, source: '10.9.0.1', destination: '10.9.0.2' }),
        );
      },
    });
    const { segments } = await leavesNothing(path);
    for (const { record } of segments) {
      const datagram = record.subarray(14 + 20);
      expect(sumOf(bytes(pseudo(datagram.length), datagram, datagram.length % 2 === 0 ? [] : [0]))).toBe(
        0xffff,
      );
    }
    expect(new Set(segments.map(({ checksum }) => checksum))).toEqual(new Set(['right']));
  });

  it('stay wrong where they were wrong, and are right where a network card makes them so', async () => {
    const path = capture([
      { from: 'c', text: request(), marks: { sum: 'partial', headerSum: 'zero' } },
      { from: 's', text: answer(), marks: { sum: 'wrong' } },
    ]);
    const { segments } = await leavesNothing(path);
    expect(segments.map(({ checksum }) => checksum)).toEqual([
      ...['right', 'right', 'right', 'right'],
      'wrong',
      ...['right', 'right'],
    ]);
  });

  it('join what came in fragments', async () => {
    const path = capture(PLAIN, {
      wrap: (packet, number) => {
        const payload = packet.subarray(20);
        const ends = number % 2 === 0 ? {} : { source: '10.0.0.2', destination: '10.0.0.1' };
        if (payload.length < 100) return ethernet(0x0800, packet);
        const [source, destination] = [packet.subarray(12, 16).join('.'), packet.subarray(16, 20).join('.')];
        const parts = [0, 80, 160].map((start) => {
          const end = start === 160 ? payload.length : start + 80;
          const options = { ...ends, source, destination, id: number + 1, fragmentOffset: start };
          return ethernet(
            0x0800,
            ipv4(payload.subarray(start, end), { ...options, moreFragments: start < 160 }),
          );
        });
        return [parts[2], parts[0], parts[1]].filter((part) => part !== undefined);
      },
    });
    const { segments } = await leavesNothing(path);
    expect(segments.map(({ linkType }) => linkType)).toEqual([1, 1, 1, 101, 101, 1, 1]);
    expect(new Set(segments.map(({ checksum }) => checksum))).toEqual(new Set(['right']));
  });

  it('have nothing behind the packet', async () => {
    const path = capture(PLAIN, { wrap: (packet) => ethernet(0x0800, bytes(packet, `behind ${ID}`)) });
    const { segments } = await leavesNothing(path);
    for (const { record } of segments) expect(toByteString(record)).not.toContain('behind');
  });

  it('leave nothing behind where they were not written to the end', async () => {
    const stop = new AbortController();
    const { file, extraction } = await extracted(capture(PLAIN), [1], {
      comment: () => {
        stop.abort();
        return '';
      },
      scan: { keyRing: new Map(), buckets: new Map(), signal: stop.signal },
    });
    expect(extraction).toEqual({ kind: 'interrupted' });
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  it('are refused where their exchange is not there', async () => {
    const path = capture(PLAIN);
    expect((await extracted(path, [1, 4])).extraction).toEqual({ kind: 'missing', index: 4, highest: 1 });
  });
});

describe('what is masked in messages', () => {
  it('has the digest of what stands there, where it was right', async () => {
    const body = 'the body that was uploaded';
    const md5 = (text: string): string => createHash('md5').update(text).digest('base64');
    for (const [claimed, expected] of [
      [md5(body), md5('.'.repeat(body.length))],
      [md5('another'), md5('another')],
    ] as const) {
      const path = capture([
        { from: 'c', text: request(`Content-MD5: ${claimed}\r\n`, body) },
        { from: 's', text: answer() },
      ]);
      const { client } = await leavesNothing(path);
      expect(client).toContain(`Content-MD5: ${expected}\r\n`);
    }
  });

  it('is masked in bodies that are kept, too', async () => {
    const body = `{"AccessKeyId":"STS.NUunrelatedCanary","AccessKeySecret":"canary-secret-value","n":1,"t":"${TOKEN}"}`;
    const path = capture([
      { from: 'c', text: request('', body) },
      { from: 's', text: answer() },
    ]);
    const { client } = await leavesNothing(path, 1, { bodies: true });
    expect(client).toMatch(/\{"AccessKeyId":"STS\.\w{17}","AccessKeySecret":"\w{6}-\w{6}-\w{5}","n":1,"t":"/);
    expect(client).not.toMatch(/canary/i);
  });

  it('is masked in the fields of a form, within their base64, and the file is filled', async () => {
    const policy = JSON.stringify({
      conditions: [{ 'x-oss-credential': `${ID}/20261124/cn-hangzhou` }, ['eq', '$key', 'k']],
    });
    const field = (name: string, value: string): string =>
      `--line\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const body =
      field('OSSAccessKeyId', ID) +
      field('policy', Buffer.from(policy).toString('base64')) +
      field('Signature', SIGNATURE) +
      field('key', 'k') +
      '--line\r\nContent-Disposition: form-data; name="file"; filename="f"\r\nContent-Type: text/plain\r\n\r\n' +
      `the file ${TOKEN}\r\n--line--\r\n`;
    const form =
      'POST / HTTP/1.1\r\nHost: bucket.oss-cn-hangzhou.aliyuncs.com\r\n' +
      `Content-Type: multipart/form-data; boundary=line\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const path = capture([
      { from: 'c', text: form },
      { from: 's', text: answer() },
    ]);
    const { client } = await leavesNothing(path);
    const written = /name="policy"\r\n\r\n(\S+)/.exec(client)?.[1] ?? '';
    const shown = Buffer.from(written, 'base64').toString();
    const id = /name="OSSAccessKeyId"\r\n\r\n(\S+)/.exec(client)?.[1];
    expect(shown).toBe(policy.replace(ID, id ?? ''));
    expect(client).toMatch(/Content-Type: text\/plain\r\n\r\n\.+\r\n--line--\r\n$/);
  });

  it("covers the user's own secrets", async () => {
    const secret = 'kQ8wzpPa3mGzZq1CnYF5Xn0pAcSecret';
    const path = capture([
      { from: 'c', text: request(`x-oss-meta-note: ${secret} ${Buffer.from(secret).toString('hex')}\r\n`) },
      { from: 's', text: answer() },
    ]);
    const keyRing = new Map([[ID, { accessKeyId: ID, secret: new Secret(secret), securityToken: null }]]);
    const { extraction, bytes: written } = await extracted(path, [1], {
      scan: { keyRing, buckets: new Map() },
    });
    expect(extraction.kind).toBe('done');
    for (const spelling of spellingsOf(secret)) expect(written).not.toContain(spelling);
    expect(written).toContain(`x-oss-meta-note: ${'*'.repeat(32)} ${'*'.repeat(64)}\r\n`);
  });

  it('has another stand-in in each file', async () => {
    const path = capture(PLAIN);
    const one = await leavesNothing(path);
    const other = await leavesNothing(path);
    expect(one.client).not.toBe(other.client);
    expect((await scanned(one.file))[0]?.oss?.claim?.version).toBe('v1');
  });
});
