/*
 * Hypotheses on the digests of the body that are signed: Content-MD5, and the payload hash of the V4 family.
 */

import { fromBase64, toBase64 } from '../../engine/bytes/base64.ts';
import { type ByteString, toBytes } from '../../engine/bytes/byte-string.ts';
import { fromHex, toHex } from '../../engine/bytes/hex.ts';
import { cause } from '../../engine/diagnose/cause.ts';
import { contentHeader, patchContentHeader, withHeader } from '../../engine/diagnose/patch.ts';
import { hexDigest, isOfUrl, UNSIGNED_PAYLOAD } from '../../engine/sign/index.ts';
import type { Hypothesis, Subject, Variant } from '../hypothesis.ts';

const md5NotSigned: Hypothesis = {
  id: 'content-md5-not-signed',
  field: 'content-md5',
  causes: ['content-md5-not-signed'],
  cost: 1,
  *variants({ parts }) {
    const sent = contentHeader(parts, 'content-md5') ?? '';
    if (sent === '') return;
    yield {
      cause: cause('content-md5-not-signed', { sent }),
      patch: patchContentHeader(parts, 'content-md5', ''),
    };
  },
};

const md5Form: Hypothesis = {
  id: 'content-md5-other-form',
  field: 'content-md5',
  causes: ['content-md5-lost', 'content-md5-signed-other'],
  cost: 2,
  *variants(subject) {
    const sent = contentHeader(subject.parts, 'content-md5') ?? '';
    for (const signed of new Set([...digestForms(subject, sent), ...(sent === '' ? NOTHING : [])])) {
      if (signed === sent) continue;
      yield {
        cause:
          sent === ''
            ? cause('content-md5-lost', { signed })
            : cause('content-md5-signed-other', { signed, sent }),
        patch: patchContentHeader(subject.parts, 'content-md5', signed),
      } satisfies Variant;
    }
  },
};

/** How languages write what is not there, where it is joined to a text. */
const NOTHING = ['null', 'undefined', 'None', 'nil'] as const;

/** The body's digest and the one sent, as base64, as hex and as base64 of hex. */
function* digestForms({ bodyDigest, hasher }: Subject, sent: ByteString): Generator<ByteString> {
  const digest = bodyDigest('md5');
  if (digest !== null) yield* formsOf(digest);
  yield* formsOf(hasher.digest('md5', ''));
  const claimed = fromBase64(sent);
  if (claimed === null || claimed === '') return;
  yield* formsOf(toBytes(claimed));
  const spelt = fromHex(claimed);
  if (spelt !== null) yield* formsOf(toBytes(spelt));
}

function* formsOf(digest: Uint8Array): Generator<ByteString> {
  const hex = toHex(digest);
  yield toBase64(digest);
  yield hex;
  yield hex.toUpperCase();
  yield toBase64(toBytes(hex));
}

export const CONTENT_MD5_HYPOTHESES: readonly Hypothesis[] = [md5NotSigned, md5Form];

/** What S3 clients have in place of a hash when they send a body in chunks. */
const STREAMING = ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'] as const;

function* otherHashes({ parts }: Subject, hashes: readonly ByteString[]): Generator<Variant> {
  if (parts.family !== 'v4') return;
  // nothing was sent that could differ, and its SDKs sign one or the other
  if (parts.dialect === 'tos' && parts.payloadHash.origin === null) return;
  const sent = parts.payloadHash.value;
  for (const signed of new Set(hashes)) {
    if (signed === sent) continue;
    const made = cause('payload-hash-signed-other', { signed, sent });
    const payloadHash = { ...parts.payloadHash, value: signed };
    yield { cause: made, patch: { payloadHash } };
    const header = parts.headers.find((each) => /-content-sha256$/.test(each.name));
    if (header === undefined) continue;
    yield { cause: made, patch: { payloadHash, headers: withHeader(parts.headers, header.name, signed) } };
  }
}

const payload: Hypothesis = {
  id: 'payload-hash',
  field: 'payload-hash',
  causes: ['payload-hash-signed-other'],
  families: ['v4'],
  cost: 2,
  variants(subject) {
    const hashes = [UNSIGNED_PAYLOAD, hexDigest(subject.hasher, 'sha256', '')];
    const digest = subject.bodyDigest('sha256');
    if (digest !== null) hashes.push(toHex(digest));
    return otherHashes(subject, hashes);
  },
};

/** The canonical request ends with the list of headers: neither the hash nor a line feed before it. */
function* withoutLine({ parts }: Subject): Generator<Variant> {
  if (parts.family !== 'v4') return;
  const sent = parts.payloadHash.value;
  yield {
    cause: cause('payload-hash-signed-other', { signed: '', sent }),
    render: (slots, places) => {
      const text = slots.slice(0, places.length).join('');
      return text.slice(0, text.lastIndexOf('\n'));
    },
  };
}

const oddForm: Hypothesis = {
  id: 'payload-hash-odd',
  field: 'payload-hash',
  causes: ['payload-hash-signed-other'],
  families: ['v4'],
  cost: 3,
  single: true,
  variants(subject) {
    const hashes: ByteString[] = ['', UNSIGNED_PAYLOAD.toLowerCase(), 'UNSIGNED_PAYLOAD', ...STREAMING];
    const [digest, md5] = [subject.bodyDigest('sha256'), subject.bodyDigest('md5')];
    if (digest !== null) hashes.push(toHex(digest).toUpperCase(), toBase64(digest));
    if (md5 !== null) hashes.push(toHex(md5));
    return [...otherHashes(subject, hashes), ...withoutLine(subject)];
  },
};

/** The header of version 4 that every SDK sends, signed and lost on the way, or never sent. */
const headerNotSent: Hypothesis = {
  id: 'payload-header-not-sent',
  field: 'headers',
  causes: ['canonical-header-signed-other'],
  families: ['v4'],
  cost: 2,
  *variants({ parts, claim, hasher, bodyDigest }) {
    const name = 'x-oss-content-sha256';
    if (parts.family !== 'v4' || parts.dialect !== 'oss' || isOfUrl(claim.version)) return;
    if (parts.headers.some((each) => each.name === name)) return;
    const digest = bodyDigest('sha256');
    const hashes = [UNSIGNED_PAYLOAD, hexDigest(hasher, 'sha256', '')];
    if (digest !== null) hashes.push(toHex(digest));
    for (const signed of new Set(hashes)) {
      yield {
        cause: cause('canonical-header-signed-other', { name, signed, sent: '' }),
        patch: {
          payloadHash: { ...parts.payloadHash, value: signed },
          headers: withHeader(parts.headers, name, signed),
        },
      };
    }
  },
};

/** What a signed URL says in its query, signed as the headers too that a request would have. */
const urlHeaders: Hypothesis = {
  id: 'url-headers-not-sent',
  field: 'headers',
  causes: ['canonical-header-signed-other'],
  families: ['v4'],
  dialect: 'oss',
  cost: 3,
  *variants({ parts, claim }) {
    if (parts.family !== 'v4' || !isOfUrl(claim.version)) return;
    const date = { name: 'x-oss-date', value: parts.timestamp.value };
    const payloadHash = { name: 'x-oss-content-sha256', value: parts.payloadHash.value };
    for (const lines of [[date], [payloadHash], [payloadHash, date]]) {
      const missing = lines.filter(({ name }) => !parts.headers.some((each) => each.name === name));
      const [first] = missing;
      if (first === undefined || missing.length < lines.length) continue;
      yield {
        cause: cause('canonical-header-signed-other', { name: first.name, signed: first.value, sent: '' }),
        patch: {
          headers: missing.reduce((made, { name, value }) => withHeader(made, name, value), parts.headers),
        },
      };
    }
  },
};

export const PAYLOAD_HYPOTHESES: readonly Hypothesis[] = [payload, headerNotSent, urlHeaders, oddForm];
