import { createHash, createHmac } from 'node:crypto';
import { nodeHasher } from '../../src/node/ports.ts';
import { BodyDigestPlan } from '../rooms/bodies.ts';
import type { HttpRequest } from '../rooms/http.ts';
import { type KeyRing, Secret } from '../rooms/sign.ts';
import { runSegments, type SegmentInput, toSegment } from './conversation.ts';

/* Uploads in signed chunks, made by a signer that shares no code with `src/engine/sign`. */

export const CHUNK_KEY = 'AKIAIOSFODNN7EXAMPLE';
export const CHUNK_SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const STAMP = '20130524T000000Z';
const SCOPE = '20130524/us-east-1/s3/aws4_request';
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const sha256 = (text: string): string => createHash('sha256').update(text, 'latin1').digest('hex');

function signature(text: string, secret: string): string {
  let key: string | Buffer = `AWS4${secret}`;
  for (const part of SCOPE.split('/')) key = createHmac('sha256', key).update(part).digest();
  return createHmac('sha256', key).update(text, 'latin1').digest('hex');
}

export interface Chunk {
  readonly data: string;
  readonly signature: string | null;
}

/** A request in chunks, part by part, so that a test can change any of them. */
export interface ChunkedUpload {
  readonly headers: readonly (readonly [string, string])[];
  readonly chunks: readonly Chunk[];
  /** Lines behind the last chunk. */
  readonly trailer: readonly string[];
}

export interface UploadOptions {
  readonly host?: string;
  readonly secret?: string;
  readonly form?: string;
  /** Checksum behind the chunks: its header and value. */
  readonly checksum?: readonly [name: string, value: string];
  readonly headers?: readonly (readonly [string, string])[];
}

export const PATH = '/k';

/** `data` in one chunk each, and the empty one behind them. */
export function chunkedUpload(data: readonly string[], options: UploadOptions = {}): ChunkedUpload {
  const { host = 'b.oss-cn-hangzhou.aliyuncs.com', secret = CHUNK_SECRET, checksum } = options;
  const { form = `STREAMING-AWS4-HMAC-SHA256-PAYLOAD${checksum === undefined ? '' : '-TRAILER'}` } = options;
  const isSigned = form.startsWith('STREAMING-AWS4');
  const length = data.reduce((sum, each) => sum + each.length, 0);
  const headers: (readonly [string, string])[] = [
    ['Host', host],
    ['Content-Encoding', 'aws-chunked'],
    ['x-amz-content-sha256', form],
    ['x-amz-date', STAMP],
    ['x-amz-decoded-content-length', String(length)],
    ...(checksum === undefined ? [] : [['x-amz-trailer', checksum[0]] as const]),
    ...(options.headers ?? []),
  ];
  const signed = headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  signed.sort(([a], [b]) => (a < b ? -1 : 1));
  const names = signed.map(([name]) => name).join(';');
  const request = ['PUT', PATH, '', ...signed.map(([name, value]) => `${name}:${value}`), '', names, form];
  const seed = signature(['AWS4-HMAC-SHA256', STAMP, SCOPE, sha256(request.join('\n'))].join('\n'), secret);
  const credential = `Credential=${CHUNK_KEY}/${SCOPE}, SignedHeaders=${names}, Signature=${seed}`;
  let previous = seed;
  const sign = (what: string, ...lines: readonly string[]): string => {
    previous = signature([`AWS4-HMAC-SHA256-${what}`, STAMP, SCOPE, previous, ...lines].join('\n'), secret);
    return previous;
  };
  const chunks = [...data, ''].map((each) => ({
    data: each,
    signature: isSigned ? sign('PAYLOAD', EMPTY, sha256(each)) : null,
  }));
  const line = checksum === undefined ? null : checksum.join(':');
  const trailer =
    line === null
      ? []
      : [line, ...(isSigned ? [`x-amz-trailer-signature:${sign('TRAILER', sha256(`${line}\n`))}`] : [])];
  return { headers: [...headers, ['Authorization', `AWS4-HMAC-SHA256 ${credential}`]], chunks, trailer };
}

export function framed({ chunks, trailer }: Pick<ChunkedUpload, 'chunks' | 'trailer'>): string {
  const parts = chunks.map(({ data, signature: own }) => {
    const line = `${data.length.toString(16)}${own === null ? '' : `;chunk-signature=${own}`}\r\n`;
    return data === '' ? line : `${line}${data}\r\n`;
  });
  return `${parts.join('')}${trailer.map((each) => `${each}\r\n`).join('')}\r\n`;
}

/** The request as it goes out, with the body of its chunks, or another one. */
export function uploadText(upload: ChunkedUpload, body = framed(upload)): string {
  const lines = [...upload.headers, ['Content-Length', String(body.length)] as const];
  return `PUT ${PATH} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

export function ring(...secrets: readonly (readonly [id: string, secret: string])[]): KeyRing {
  return new Map(
    secrets.map(([accessKeyId, secret]) => [
      accessKeyId,
      { accessKeyId, secret: new Secret(secret), securityToken: null },
    ]),
  );
}

export const CHUNK_KEYS = ring([CHUNK_KEY, CHUNK_SECRET]);

/** The request as it is read from packets of so many bytes, without the bytes of one. */
export function readUpload(text: string, keyRing = CHUNK_KEYS, size = 700, lost = -1): HttpRequest {
  const syn: readonly SegmentInput[] = [
    { from: 'c', at: 0, syn: true },
    { from: 's', at: 0, syn: true, ack: 0 },
  ];
  const data: SegmentInput[] = [];
  for (let at = 0; at < text.length; at += size) {
    data.push({ from: 'c', at, text: text.slice(at, at + size), ack: 0 });
  }
  const inputs = [
    ...syn,
    ...data.filter((_, at) => at !== lost),
    { from: 's' as const, at: 0, ack: text.length },
  ];
  const segments = inputs.map((input, at) => toSegment(input, at + 1));
  const { exchanges } = runSegments(segments, new BodyDigestPlan(nodeHasher, 'all', keyRing));
  const sent = exchanges[0]?.request;
  if (sent == null) throw new Error('no request');
  return sent;
}
