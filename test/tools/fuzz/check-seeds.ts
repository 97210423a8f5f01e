import { generateKeyPairSync } from 'node:crypto';
import { deflateRawSync, deflateSync, gzipSync, type ZlibOptions } from 'node:zlib';
import { toBytes } from '../../rooms/bytes.ts';
import { Random } from '../generator/random.ts';
import { packTurns } from './checks/conversation.ts';
import { packPackets } from './checks/packets.ts';
import type * as CHECKS from './checks.ts';
import { mutatePcapng } from './mutate-pcapng.ts';
import { type Seeds, turnsOf } from './seeds.ts';
import { blobOf, CONFIG, CREDENTIALS, REQUEST } from './stages/files.ts';
import { AUTH } from './stages/http.ts';
import { wildSegments } from './stages/packets.ts';

/** Inputs that are made where no fixture has them: so many of a kind. */
const MADE = 40;
const PACKETS_A_SEED = 3;
const CONNECTIONS_A_SEED = 2;
/** Of a capture, whose first packets show its form. */
const CAPTURE_BYTES = 1200;

/**
 * How it is signed, what chooses a format, key, headers, headers of the answer and its body, with copies of a
 * value as control characters.
 */
const MASKED = [
  [
    '1 k/\x02\nx-oss-meta-a: \x01\nContent-Type: \x04\n\nx-oss-request-id: \x03\n\n<?xml version="1.0"?><Error>',
    '<Code>SignatureDoesNotMatch</Code><Message>\x01</Message>',
    '<StringToSign>PUT\n\n\n\n/b/k</StringToSign></Error>',
  ].join(''),
  '4!k\nx-oss-date: \x01\nx-oss-callback: \x05\n\nx-oss-err: \x03\n\n{"Code":"SignatureDoesNotMatch","Message":"\x06"}',
  [
    'q*k/\x07\nx-oss-process: \x02\nReferer: http://a/?Signature=\x02\n\nServer: \x01\n\n<Error>',
    '<Code>AccessDenied</Code><SignatureProvided>\x01</SignatureProvided></Error>',
  ].join(''),
];

export type CheckName = keyof typeof CHECKS;

/** What each check begins with: the fixtures, in its form. */
export const CHECK_SEEDS: Readonly<Record<CheckName, (seeds: Seeds) => readonly Uint8Array[]>> = {
  pcap: ({ captures }) => captures.map(({ bytes }) => bytes.subarray(0, CAPTURE_BYTES)),
  pcapng: ({ captures }) =>
    captures.flatMap(({ packets, keyLog }, at) => {
      const some = packets.slice(0, PACKETS_A_SEED);
      return at < MADE ? [mutatePcapng(some, keyLog, new Random(at))] : [];
    }),
  packet: ({ captures }) =>
    captures.map(({ packets }) =>
      packPackets(packets.slice(0, PACKETS_A_SEED).map((packet) => ({ ...packet, missing: 0 }))),
    ),
  stream: () => Array.from({ length: MADE }, (_, at) => wildSegments(new Random(at), at + 4)),
  http: conversationsIn,
  error: ({ captures }) =>
    captures.flatMap(({ messages }) =>
      messages.flatMap((message) => {
        const at = message.search(/<\?xml|<Error|\{"/);
        return at < 0 ? [] : [toBytes(message.slice(at))];
      }),
    ),
  tls: tlsIn,
  keylog: ({ captures }) => captures.flatMap(({ keyLog }) => (keyLog === '' ? [] : [toBytes(keyLog)])),
  text: ({ texts }) => texts.filter(({ name }) => !name.endsWith('.har')).map(({ text }) => toBytes(text)),
  har: ({ texts }) =>
    texts.flatMap(({ name, text }) => {
      if (!name.endsWith('.har')) return [];
      const { log }: { readonly log: { readonly entries: readonly object[] } } = JSON.parse(text);
      return log.entries.map((entry) => Buffer.from(JSON.stringify({ log: { ...log, entries: [entry] } })));
    }),
  blob: ({ captures }) =>
    captures.slice(0, MADE).flatMap((seed) => {
      const [header, ...lines] = blobOf(seed);
      return lines.map((line) => Buffer.from(`${header}\n${line}`));
    }),
  config: () =>
    [CONFIG, ...Object.entries(CONFIG).map(([key, value]) => ({ [key]: value }))].map((value) =>
      Buffer.from(JSON.stringify(value)),
    ),
  credentials: () => [...CREDENTIALS, REQUEST].map(toBytes),
  masked: () => MASKED.map(toBytes),
  secret: () => MASKED.map(toBytes),
  extract: () => MASKED.map(toBytes),
  signed: signedIn,
  inflate: () => PACKED.flatMap((pack, at) => packedBy(pack).map((body) => Buffer.of(at, ...body))),
  gunzip: () => packedBy(gzipSync).flatMap((one) => [one, Buffer.concat([one, Buffer.alloc(9), one])]),
  key: serverKeys,
  webtls: tlsIn,
  whole: conversationsIn,
};

/** What is said in clear text. */
function conversationsIn({ captures }: Seeds): readonly Uint8Array[] {
  return captures.flatMap((seed) =>
    seed.keyLog === '' ? turnsOf(seed).slice(0, CONNECTIONS_A_SEED).map(packTurns) : [],
  );
}

/** What is said in TLS, behind the keys that open it. */
function tlsIn({ captures }: Seeds): readonly Uint8Array[] {
  return captures.flatMap((seed) => {
    const log = toBytes(seed.keyLog);
    return log.length === 0 ? [] : turnsOf(seed).map((turns) => packTurns([log, ...turns]));
  });
}

/** A document of S3 that shows the strings, with other names than those of OSS. */
const S3_DOCUMENT = [
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>SignatureDoesNotMatch</Code><Message>no</Message>',
  '<AWSAccessKeyId>A</AWSAccessKeyId>',
  '<StringToSign>AWS4-HMAC-SHA256\n20260101T000000Z\n20260101/cn-hangzhou/s3/aws4_request\n00</StringToSign>',
  '<SignatureProvided>00</SignatureProvided>',
  '<CanonicalRequest>GET\n/a\n\nhost:b\n\nhost\nUNSIGNED-PAYLOAD</CanonicalRequest>',
  '<RequestId>1</RequestId></Error>',
].join('');
const CHUNK = `;chunk-signature=${'0a'.repeat(32)}\r\n`;
const CHUNKED = [
  'PUT /b/a HTTP/1.1',
  'Host: s3.us-east-1.amazonaws.com',
  'x-amz-date: 20260101T000000Z',
  'x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  'x-amz-decoded-content-length: 5',
  'x-amz-trailer: x-amz-checksum-crc32',
  'Content-Encoding: aws-chunked',
  'Transfer-Encoding: chunked',
  '',
].join('\r\n');
const CHUNKED_BODY = [
  `5${CHUNK}hello`,
  `0${CHUNK}x-amz-checksum-crc32:NhCmhg==`,
  `x-amz-trailer-signature:${'0a'.repeat(32)}`,
  '',
  '',
].join('\r\n');

/** Requests signed in each way, with what S3 answers; and what captures have of it. */
function signedIn(seeds: Seeds): readonly Uint8Array[] {
  const answer = [
    'HTTP/1.1 403 Forbidden',
    'Server: AmazonS3',
    'x-amz-request-id: 1',
    'Content-Type: application/xml',
    `Content-Length: ${S3_DOCUMENT.length}`,
    '',
    S3_DOCUMENT,
  ].join('\r\n');
  const requests = AUTH.map((auth) => {
    const [query, header] = auth.startsWith('?') ? [auth, ''] : ['', `${auth}\r\n`];
    const host = 'Host: s3.cn-hangzhou.amazonaws.com';
    return `GET /b/a${query} HTTP/1.1\r\n${host}\r\nx-amz-date: 20260101T000000Z\r\n${header}\r\n`;
  });
  const own = AUTH.find((auth) => auth.includes('aws4_request')) ?? '';
  const size = CHUNKED_BODY.length.toString(16);
  const chunked = `${CHUNKED}${own}\r\n\r\n${size}\r\n${CHUNKED_BODY}\r\n0\r\n\r\n`;
  const made = [...requests, chunked].map((request) => packTurns([toBytes(request), toBytes(answer)]));
  return [...made, ...conversationsIn(seeds)];
}

/** Codings by their number in an input. */
const PACKED = [gzipSync, deflateSync, deflateRawSync] as const;

function packedBy(pack: (text: string, options: ZlibOptions) => Buffer): readonly Buffer[] {
  const texts = ['', 'a', '<Error><Code>NoSuchKey</Code></Error>', 'abc'.repeat(300)];
  return [0, 1, 9].flatMap((level) => texts.map((text) => pack(text, { level })));
}

/** Keys of few bits, in both forms; anything that is no key. */
function serverKeys(): readonly Uint8Array[] {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 512 });
  return (['pkcs1', 'pkcs8'] as const).map((type) =>
    Buffer.from(privateKey.export({ type, format: 'pem' }).toString()),
  );
}

export const CHECK_NAMES = Object.keys(CHECK_SEEDS) as readonly CheckName[];
