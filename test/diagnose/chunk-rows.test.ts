import { describe, expect, it } from 'vitest';
import {
  CHUNK_KEYS,
  type ChunkedUpload,
  chunkedUpload,
  framed,
  readUpload,
  ring,
  uploadText,
} from '../support/signed-chunks.ts';
import { diagnosed, errorAnswer } from './scenario.ts';

const DATA = ['a'.repeat(1000), 'b'.repeat(2000), 'c'.repeat(300)];
const STRING_OF_CHUNK = `AWS4-HMAC-SHA256-PAYLOAD\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\na\nb\nc`;

const upload = chunkedUpload(DATA);
const changed = (at: number, change: Partial<ChunkedUpload['chunks'][number]>): string => {
  const chunks = upload.chunks.map((each, i) => (i === at ? { ...each, ...change } : each));
  return uploadText(upload, framed({ ...upload, chunks }));
};
const withHeader = (name: string, value: string): string => {
  const headers = upload.headers.map(([each, own]) => [each, each === name ? value : own] as const);
  return uploadText({ ...upload, headers });
};

const dataChanged = changed(1, { data: 'x'.repeat(2000) });
const signatureChanged = changed(1, { signature: 'f'.repeat(64) });
const stripped = uploadText(upload, DATA.join(''));

const shown = errorAnswer(403, 'SignatureDoesNotMatch', [['StringToSign', STRING_OF_CHUNK]]);
const silent = errorAnswer(403, 'SignatureDoesNotMatch', []);

function judged(text: string, answer = shown, keys = CHUNK_KEYS) {
  const { verdict, certainty, row, cause } = diagnosed(readUpload(text, keys), answer, keys);
  return { verdict, certainty, row, id: cause?.id, args: cause?.args };
}

describe('a refusal of a chunk', () => {
  it.each([
    ['its data', dataChanged, 'chunk-data-differ', { chunk: 2, size: 2000 }],
    ['its signature', signatureChanged, 'chunk-signature-altered', { chunk: 2, size: 2000 }],
    ['what the chunks are cut to', uploadText(upload, DATA.join('')), 'chunks-removed', { size: 3300 }],
  ])('names the chunk, and %s', (_, text, id, args) => {
    for (const answer of [shown, silent]) {
      expect(judged(text, answer)).toMatchObject({
        row: 20,
        verdict: 'transit-modified',
        certainty: 'likely',
        id,
        args,
      });
    }
  });

  it('says that the body was changed later where every chunk is right', () => {
    expect(judged(uploadText(upload))).toMatchObject({
      verdict: 'transit-modified',
      id: 'chunks-altered-later',
      args: { count: 4 },
    });
  });

  it('knows no chunk without the secret, but a body that has none', () => {
    expect(judged(dataChanged, shown, ring())).toMatchObject({ id: 'chunk-signature-differs' });
    for (const answer of [shown, silent]) {
      expect(judged(stripped, answer, ring())).toMatchObject({ id: 'chunks-removed' });
    }
    expect(judged(dataChanged, silent, ring())).toMatchObject({ verdict: 'needs-secret' });
  });

  it('takes no chunk for the cause where the request itself is not what was signed', () => {
    const chunks = upload.chunks.map((each, at) => (at === 1 ? { ...each, data: 'x'.repeat(2000) } : each));
    const headers = upload.headers.map(
      ([name, value]) => [name, name === 'x-amz-date' ? '20130524T000001Z' : value] as const,
    );
    const both = uploadText({ ...upload, headers }, framed({ ...upload, chunks }));
    expect(judged(both, silent).id).not.toMatch(/^chunk/);
  });

  it('says of another cause that the chunks show the secret to be right, or are wrong as well', () => {
    const notes = (text: string) => {
      const found = diagnosed(readUpload(text), silent, CHUNK_KEYS);
      return found.notes.flatMap(({ id, args }) => (/^chunk/.test(id) ? [[id, args]] : []));
    };
    expect(notes(withHeader('Host', '10.0.0.9:8080'))).toEqual([['chunks-right', { count: 4 }]]);
    const chunks = upload.chunks.map((each, at) => (at === 1 ? { ...each, data: 'x'.repeat(2000) } : each));
    const headers = upload.headers.map(
      ([name, value]) => [name, name === 'Host' ? '10.0.0.9:8080' : value] as const,
    );
    const both = uploadText({ ...upload, headers }, framed({ ...upload, chunks }));
    expect(notes(both)).toMatchObject([['chunk-wrong-too', { chunk: 2 }]]);
  });

  it('sees an Authorization that was replaced, by the chunks that go on from another', () => {
    const authorization = upload.headers.find(([name]) => name === 'Authorization')?.[1] ?? '';
    const text = withHeader('Authorization', authorization.replace(/[0-9a-f]{64}$/, '0'.repeat(64)));
    expect(judged(text, silent)).toMatchObject({
      id: 'chunks-of-other-request',
      verdict: 'transit-modified',
    });
  });
});

describe('a refusal of the body', () => {
  it.each([
    [
      'IncompleteBody',
      'no chunk, and longer than the data are'.repeat(99),
      'chunks-malformed',
      { how: 'chunk-framing' },
    ],
    ['XAmzContentSHA256Mismatch', DATA.join(''), 'chunks-removed', {}],
    [
      'InvalidChunkSizeError',
      framed({ chunks: upload.chunks.slice(0, 3), trailer: [] }).slice(0, -2),
      'chunks-malformed',
      { how: 'chunk-no-end' },
    ],
  ])('%s', (code, body, id, args) => {
    const text = uploadText(upload, body);
    expect(judged(text, errorAnswer(400, code, []))).toMatchObject({ row: 8, verdict: 'digest', id, args });
  });

  it('as to the length of the data', () => {
    const text = withHeader('x-amz-decoded-content-length', '3301');
    expect(judged(text, errorAnswer(400, 'IncompleteBody', []))).toMatchObject({
      id: 'chunks-length-differs',
      args: { declared: 3301, actual: 3300 },
    });
  });

  it('by a server that says no more than that something is wrong', () => {
    const vague = errorAnswer(400, 'InvalidArgument', []);
    expect(judged(stripped, vague)).toMatchObject({ row: 8, certainty: 'likely', id: 'chunks-removed' });
    expect(judged(dataChanged, vague)).toMatchObject({ row: 21 });
    expect(judged(uploadText(upload), vague)).toMatchObject({ row: 21 });
  });

  it('that was changed behind the point of capture, for all its chunks are right', () => {
    for (const code of ['XAmzContentSHA256Mismatch', 'IncompleteBody']) {
      const answer = errorAnswer(400, code, []);
      expect(judged(uploadText(upload), answer)).toMatchObject({ row: 8, id: 'chunks-altered-later' });
      expect(judged(uploadText(upload), answer, ring())).toMatchObject({
        id: code === 'IncompleteBody' ? undefined : 'digest-other',
      });
    }
  });

  it('for chunks that are too short', () => {
    const unsigned = chunkedUpload(DATA, {
      form: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      checksum: ['x-amz-checksum-crc32', 'AAAAAA=='],
    });
    const answer = errorAnswer(403, 'InvalidChunkSizeError', []);
    expect(judged(uploadText(unsigned), answer)).toMatchObject({ row: 8, id: 'chunks-too-small' });
  });
});
