import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { nodeHasher } from '../../../src/node/ports.ts';
import { request } from '../../oss/requests.ts';
import { BodyDigestPlan } from '../../rooms/bodies.ts';
import { fromText, toBytes } from '../../rooms/bytes.ts';
import type { ChunkedFacts } from '../../rooms/http.ts';
import { readClaim, toSignableRequest } from '../../rooms/oss.ts';
import { ChunkChain, type Hasher, Secret } from '../../rooms/sign.ts';
import fc from '../../support/fast-check.ts';
import {
  CHUNK_KEY,
  CHUNK_KEYS,
  CHUNK_SECRET,
  type ChunkedUpload,
  chunkedUpload,
  framed,
  readUpload,
  ring,
  uploadText,
} from '../../support/signed-chunks.ts';
import { S3_VECTORS } from '../../support/vectors.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'latin1').digest('hex');

function chunksOf(text: string, keyRing = CHUNK_KEYS, size = 700, lost = -1): ChunkedFacts {
  const facts = readUpload(text, keyRing, size, lost).digests?.chunks;
  if (facts === undefined) throw new Error('not taken for chunks');
  return facts;
}

const DATA = ['a'.repeat(1000), 'b'.repeat(2000), 'c'.repeat(300)];

function altered(
  upload: ChunkedUpload,
  at: number,
  change: Partial<ChunkedUpload['chunks'][number]>,
): string {
  const chunks = upload.chunks.map((each, i) => (i === at ? { ...each, ...change } : each));
  return uploadText(upload, framed({ ...upload, chunks }));
}

describe('published examples', () => {
  const vectors = S3_VECTORS.filter(({ chunks }) => chunks !== undefined);

  it('are the two of the documentation', () => {
    expect(vectors.map(({ id }) => id)).toEqual(['s3-doc-chunked-upload', 's3-doc-chunked-upload-trailer']);
  });

  test.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    const { chunks = [], trailer } = vector;
    const sent = request('PUT', vector.path, vector.headers);
    const address = { style: 'service', bucket: null, bucketSource: null, key: null, region: null } as const;
    const { claim } = readClaim(toSignableRequest(sent, address, null));
    if (claim?.scope == null || claim.date === null) throw new Error('no claim');
    const { accessKeyId, version, scope, date: timestamp, signature } = claim;
    const seed = { accessKeyId, version, scope, timestamp, signature, due: () => signature };
    const chain = new ChunkChain(seed, new Secret(fromText(vector.secret)), nodeHasher);
    for (const { of, bytes, signature: own } of chunks) chain.chunk(own, sha256(of.repeat(bytes)));
    if (trailer !== undefined) chain.trailer(trailer.signature, `${trailer.text}\n`);
    expect(chain).toMatchObject({ verified: trailer === undefined ? 3 : 4, wrong: 0, fault: null });
  });

  it('verifies the first as it streams', () => {
    const [vector] = vectors;
    if (vector === undefined) throw new Error('no vector');
    const chunks = (vector.chunks ?? []).map(({ of, bytes, signature }) => ({
      data: of.repeat(bytes),
      signature,
    }));
    const body = framed({ chunks, trailer: [] });
    const head = vector.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const text = `PUT ${vector.path} HTTP/1.1\r\n${head}\r\n${body}`;
    expect(body.length).toBe(66_824);
    expect(chunksOf(text, ring([vector.accessKeyId, vector.secret]), 1460)).toEqual({
      count: 3,
      dataBytes: 66_560,
      declaredBytes: 66_560,
      signatures: 'right',
      verified: 3,
      unknown: null,
      fault: null,
      trailer: [],
    });
  });
});

describe('chunks as they pass', () => {
  it('are all right, however they are cut', () => {
    const text = uploadText(chunkedUpload(DATA));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), (size) => {
        expect(chunksOf(text, CHUNK_KEYS, size)).toMatchObject({
          count: 4,
          signatures: 'right',
          verified: 4,
        });
      }),
      { numRuns: 20 },
    );
  });

  it('names the chunk whose data were changed, where it begins, and the packet', () => {
    const upload = chunkedUpload(DATA);
    const text = altered(upload, 1, { data: `${'b'.repeat(1999)}x` });
    const offset = framed({ chunks: upload.chunks.slice(0, 1), trailer: [] }).length - 2;
    const frame = Math.floor((text.indexOf('\r\n\r\n') + 4 + offset) / 700) + 3;
    expect(chunksOf(text)).toMatchObject({
      signatures: 'wrong',
      verified: 3,
      fault: { kind: 'data', chunk: 2, offset, dataOffset: 1000, size: 2000, frame },
    });
  });

  it('tells a changed signature from changed data, by the chunk after it', () => {
    const text = altered(chunkedUpload(DATA), 1, { signature: 'f'.repeat(64) });
    expect(chunksOf(text)).toMatchObject({
      signatures: 'wrong',
      verified: 3,
      fault: { kind: 'signature', chunk: 2, dataOffset: 1000 },
    });
  });

  it('sees that the first does not go on from the signature of the request', () => {
    const upload = chunkedUpload(DATA);
    const headers = upload.headers.map(([name, value]) => {
      return [
        name,
        name === 'Authorization' ? value.replace(/[0-9a-f]{64}$/, '0'.repeat(64)) : value,
      ] as const;
    });
    expect(chunksOf(uploadText({ ...upload, headers }))).toMatchObject({
      signatures: 'wrong',
      verified: 3,
      fault: { kind: 'seed', chunk: 1, dataOffset: 0 },
    });
  });

  it('takes an altered head for no fault of the chunks', () => {
    const upload = chunkedUpload(DATA);
    const headers = upload.headers.map(
      ([name, value]) => [name, name === 'Host' ? '10.0.0.9:8080' : value] as const,
    );
    expect(chunksOf(uploadText({ ...upload, headers }))).toMatchObject({ signatures: 'right', verified: 4 });
  });

  it('sees chunks that were cut anew: none is what was signed', () => {
    const upload = chunkedUpload(DATA);
    const joined = [DATA.join('').slice(0, 1700), DATA.join('').slice(1700)].map((data, at) => ({
      data,
      signature: upload.chunks[at]?.signature ?? null,
    }));
    const last = upload.chunks.slice(2, 3).map(({ signature }) => ({ data: '', signature }));
    const text = uploadText(upload, framed({ chunks: [...joined, ...last], trailer: [] }));
    expect(chunksOf(text)).toMatchObject({
      signatures: 'wrong',
      verified: 0,
      fault: { kind: 'all', chunk: 1, dataOffset: 0 },
    });
  });

  it('sees a body without its chunks, whether its length was said or not', () => {
    const upload = chunkedUpload(['zeros and more', 'ones']);
    const fault = { kind: 'stripped', chunk: 1, offset: 0, dataOffset: 0 };
    const plain = uploadText(upload, 'zeros and moreones');
    expect(chunksOf(plain)).toMatchObject({ signatures: 'unknown', fault: { ...fault, frame: 3 } });
    const coded = plain
      .replace('Content-Length: 18', 'Transfer-Encoding: chunked')
      .replace('zeros and moreones', '12\r\nzeros and moreones\r\n0\r\n\r\n');
    expect(chunksOf(coded)).toMatchObject({ fault });
  });

  it.each([
    ['no chunk where one should begin', 'no chunk at all, and longer than that', 'framing', 1],
    ['an end before the last chunk', null, 'no-end', 2],
    ['a chunk without a signature', '5\r\nhello\r\n0\r\n\r\n', 'unsigned', 1],
  ])('sees %s', (_, body, kind, chunk) => {
    const upload = chunkedUpload(['hello']);
    const first = framed({ chunks: upload.chunks.slice(0, 1), trailer: [] }).slice(0, -2);
    expect(chunksOf(uploadText(upload, body ?? first))).toMatchObject({ fault: { kind, chunk } });
  });

  it('sees that the data are not as many bytes as the request says', () => {
    const upload = chunkedUpload(DATA, { headers: [] });
    const headers = upload.headers.map(([name, value]) => [name, value === '3300' ? '3301' : value] as const);
    expect(chunksOf(uploadText({ ...upload, headers }))).toMatchObject({
      dataBytes: 3300,
      declaredBytes: 3301,
      signatures: 'right',
      fault: { kind: 'length' },
    });
  });

  it('checks those of an upload that was cut off, as far as it goes', () => {
    const upload = chunkedUpload(DATA);
    const whole = altered(upload, 0, { data: 'x'.repeat(1000) });
    const cut = whole.slice(0, whole.length - 400);
    expect(chunksOf(cut)).toMatchObject({ count: 2, verified: 1, fault: { kind: 'data', chunk: 1 } });
    expect(chunksOf(uploadText(upload).slice(0, 2000))).toMatchObject({ count: 1, signatures: 'right' });
  });

  it('says nothing of what comes after missing bytes', () => {
    const text = uploadText(chunkedUpload(DATA));
    expect(chunksOf(text, CHUNK_KEYS, 700, 3)).toMatchObject({
      signatures: 'unknown',
      unknown: 'incomplete',
      fault: null,
    });
  });
});

describe('the secret', () => {
  const text = uploadText(chunkedUpload(DATA));

  it('is that of the key, else whichever of those that are given fits', () => {
    const others = ring(['one', 'x'], ['two', CHUNK_SECRET], ['three', 'y']);
    expect(chunksOf(text, others)).toMatchObject({ signatures: 'right', verified: 4 });
    expect(chunksOf(text, ring([CHUNK_KEY, 'other'], ['two', CHUNK_SECRET]))).toMatchObject({
      signatures: 'unknown',
      unknown: 'other-secret',
      verified: 0,
    });
  });

  it('is given up after a hundred chunks that it does not fit', () => {
    const { headers, chunks } = chunkedUpload(Array.from({ length: 400 }, () => 'x'));
    const wrong = chunks.map((each) => ({ ...each, signature: 'f'.repeat(64) }));
    let signed = 0;
    const hmac: Hasher['hmac'] = (...args) => {
      signed++;
      return nodeHasher.hmac(...args);
    };
    const sink = new BodyDigestPlan({ ...nodeHasher, hmac }, 'claimed', CHUNK_KEYS).request(
      request('PUT', '/k', headers, 'x'),
      '',
    );
    const body = toBytes(framed({ chunks: wrong, trailer: [] }));
    sink?.take(body, 0, body.length, 1);
    expect(sink?.digests(true).chunks).toMatchObject({ count: 401, verified: 0, fault: { kind: 'all' } });
    expect(signed).toBeLessThan(300);
  });

  it('was not given, or would not help', () => {
    expect(chunksOf(text, ring())).toMatchObject({ unknown: 'no-secret', fault: null, count: 4 });
    const unsigned = chunkedUpload(DATA, {
      form: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      checksum: ['x-amz-checksum-crc32', 'AAAAAA=='],
    });
    expect(chunksOf(uploadText(unsigned))).toMatchObject({ unknown: 'not-signed', fault: null });
    const asymmetric = chunkedUpload(DATA, { form: 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD' });
    expect(chunksOf(uploadText(asymmetric))).toMatchObject({ unknown: 'asymmetric', verified: 0 });
  });
});

describe('a trailer', () => {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc32(Buffer.from(DATA.join(''))));
  const checksum = ['x-amz-checksum-crc32', value.toString('base64')] as const;

  it('is signed after the last chunk, over its checksums', () => {
    const upload = chunkedUpload(DATA, { checksum });
    const sent = readUpload(uploadText(upload));
    expect(sent.digests?.chunks).toMatchObject({
      signatures: 'right',
      verified: 5,
      trailer: [{ name: 'crc32', value: checksum[1] }],
    });
    expect(sent.digests?.checksums).toEqual([{ name: 'crc32', value: checksum[1] }]);
    const changed = uploadText(
      upload,
      framed({ ...upload, trailer: ['x-amz-checksum-crc32:AAAAAA==', ...upload.trailer.slice(1)] }),
    );
    expect(chunksOf(changed)).toMatchObject({
      verified: 4,
      fault: { kind: 'trailer', chunk: 5, dataOffset: 3300 },
    });
  });
});

it('digests the data, not what stands between them', () => {
  const sent = readUpload(uploadText(chunkedUpload(DATA, { headers: [['Content-MD5', 'x']] })));
  const md5 = createHash('md5').update(DATA.join('')).digest();
  expect(Buffer.from(sent.digests?.md5 ?? [])).toEqual(md5);
  expect(sent.bodyBytes).toBeGreaterThan(DATA.join('').length);
});

it('does not fail on any bytes, nor hold what they are', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 600, unit: 'binary-ascii' }),
      fc.integer({ min: 1, max: 99 }),
      (body, size) => {
        const facts = chunksOf(uploadText(chunkedUpload(['hello']), `${body}.`), CHUNK_KEYS, size);
        expect(facts.verified).toBe(0);
      },
    ),
    { numRuns: 60 },
  );
});
