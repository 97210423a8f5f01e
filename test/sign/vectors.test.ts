import { describe, expect, test } from 'vitest';
import {
  buildStrings,
  computeSignature,
  decodePercent,
  parseCanonicalRequest,
  parseStringToSign,
  Secret,
  type SignableRequest,
} from '../../src/engine/sign/index.ts';
import { nodeHasher } from '../../src/node/ports.ts';
import { multipart, request } from '../oss/requests.ts';
import { fromText } from '../rooms/bytes.ts';
import { readPostForm } from '../rooms/http.ts';
import { LearntBuckets, readClaim, resolveAddress, splitTarget, toSignableRequest } from '../rooms/oss.ts';
import { OTHER_VECTORS, S3_VECTORS, VECTORS, type Vector } from '../support/vectors.ts';

/** The way of a captured request: HTTP message, address, form, claim. */
function read(vector: Vector) {
  const target = vector.query === '' ? vector.path : `${vector.path}?${vector.query}`;
  const isForm = vector.form !== undefined;
  const headers = isForm
    ? [...vector.headers, ['Content-Type', 'multipart/form-data; boundary=xx'] as const]
    : vector.headers;
  const body = isForm ? multipart('xx', Object.entries(vector.form)) : null;
  const message = request(vector.method, fromText(target), headers, body);
  const { path } = splitTarget(message.target);
  const address = resolveAddress(vector.host_or_bucket, path, { buckets: new Map() }, new LearntBuckets());
  const signable = toSignableRequest(message, address, readPostForm(message));
  return { address, ...withClaim(signable) };
}

function withClaim(signable: SignableRequest) {
  const { claim } = readClaim(signable);
  if (claim === null) throw new Error('no claim');
  return { signable, claim };
}

/** As Amazon reads it: which bucket a host has is no matter of the signing rules. */
function readS3(vector: Vector) {
  const { signable } = read(vector);
  const { bucket } = vector;
  const inPath = bucket !== null && !vector.host_or_bucket.startsWith(`${bucket}.`);
  const path = inPath ? signable.path.slice(bucket.length + 2) : signable.path.slice(1);
  const { bucketUnknown: _, ...known } = signable;
  const body = nodeHasher.digest('sha256', vector.body ?? '');
  return withClaim({
    ...known,
    bucket,
    key: path === '' ? null : decodePercent(path),
    flavour: 'aws',
    bodySha256: Buffer.from(body).toString('hex'),
  });
}

test('the file has the vectors', () => {
  expect(VECTORS.length).toBe(55);
});

describe.each(VECTORS.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
  const { address, signable, claim } = read(vector);
  const strings = buildStrings(signable, claim, nodeHasher);

  test('address and claim', () => {
    // the S3 reference's host is no OSS endpoint, so its bucket is not known; version 4 needs none
    if (!vector.host_or_bucket.endsWith('.amazonaws.com')) expect(address.bucket).toBe(vector.bucket);
    const isUrl = vector.presigned === true && vector.version === 's3v4';
    expect(claim.version).toBe(isUrl ? 's3v4-url' : vector.version);
    expect(claim.accessKeyId).toBe(vector.accessKeyId);
    expect(claim.signature).toBe(vector.signature);
    expect(claim.securityToken).toBe(vector.securityToken ?? null);
    expect(claim.date).toBe(vector.date ?? null);
    expect(claim.problems).toEqual([]);
  });

  test('strings', () => {
    expect(strings?.stringToSign.text).toBe(fromText(vector.stringToSign ?? ''));
    const expected = vector.canonicalRequest === undefined ? undefined : fromText(vector.canonicalRequest);
    expect(strings?.canonicalRequest?.text).toBe(expected);
  });

  test('signature', () => {
    const secret = new Secret(fromText(vector.secret));
    const text = strings?.stringToSign.text ?? '';
    expect(computeSignature(claim.version, claim.scope, secret, text, nodeHasher)).toBe(vector.signature);
  });

  test('its own text is cut into the same pieces', () => {
    const hint = { bucket: signable.bucket, key: signable.key };
    const text = fromText(vector.stringToSign ?? '');
    const bare = (
      pieces: readonly { field: string; value: string; start: number; end: number }[] | undefined,
    ) => pieces?.map(({ field, value, start, end }) => ({ field, value, start, end }));
    expect(bare(parseStringToSign(claim.version, text, hint).pieces)).toEqual(
      bare(strings?.stringToSign.pieces),
    );
    if (strings?.canonicalRequest == null) return;
    const canonical = parseCanonicalRequest(claim.version, strings.canonicalRequest.text);
    expect(bare(canonical.pieces)).toEqual(bare(strings.canonicalRequest.pieces));
  });
});

test('the files of other providers have the vectors', () => {
  expect(OTHER_VECTORS.length).toBe(31 + 28 + 14 + 15);
});

describe.each(OTHER_VECTORS.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
  const { address, signable, claim } = read(vector);
  const strings = buildStrings(signable, claim, nodeHasher);

  test('address and claim', () => {
    expect(address.bucket).toBe(vector.bucket);
    expect(claim.version).toBe(vector.version);
    expect(claim.accessKeyId).toBe(vector.accessKeyId);
    expect(claim.signature).toBe(vector.signature);
    expect(claim.securityToken).toBe(vector.securityToken ?? null);
    expect(claim.problems).toEqual([]);
  });

  test('strings and signature', () => {
    const text = strings?.stringToSign.text ?? '';
    expect(text).toBe(fromText(vector.stringToSign ?? ''));
    expect(strings?.canonicalRequest?.text).toBe(
      vector.canonicalRequest === undefined ? undefined : fromText(vector.canonicalRequest),
    );
    const secret = new Secret(fromText(vector.secret));
    expect(computeSignature(claim.version, claim.scope, secret, text, nodeHasher)).toBe(vector.signature);
  });
});

test('the file of the S3 family has the vectors', () => {
  expect(S3_VECTORS.length).toBe(63);
});

describe.each(S3_VECTORS.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
  const { signable, claim } = readS3(vector);
  const strings = buildStrings(signable, claim, nodeHasher);

  test('claim', () => {
    expect(claim.version).toBe(vector.version);
    expect(claim.accessKeyId).toBe(vector.accessKeyId);
    expect(claim.signature).toBe(vector.signature);
    expect(claim.securityToken).toBe(vector.securityToken ?? null);
    expect(claim.problems).toEqual([]);
  });

  test('strings', () => {
    const text = vector.stringToSign ?? vector.canonicalRequest ?? '';
    const made = vector.stringToSign === undefined ? strings?.canonicalRequest : strings?.stringToSign;
    if (text !== '') expect(made?.text).toBe(fromText(text));
    if (vector.canonicalRequest !== undefined) {
      expect(strings?.canonicalRequest?.text).toBe(fromText(vector.canonicalRequest));
    }
  });

  test('signature', () => {
    const secret = new Secret(fromText(vector.secret));
    const text = strings?.stringToSign.text ?? '';
    expect(computeSignature(claim.version, claim.scope, secret, text, nodeHasher)).toBe(vector.signature);
  });
});
