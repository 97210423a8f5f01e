import { fromBase64, toBase64 } from '../../../bytes/base64.ts';
import type { ByteString } from '../../../bytes/byte-string.ts';
import { toBytes } from '../../../bytes/byte-string.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { cause } from '../../cause.ts';
import { type Hypothesis, REQUEST_FAMILIES, type Subject, type Variant } from '../hypothesis.ts';
import { contentHeader, patchContentHeader } from '../patch.ts';

const notSigned: Hypothesis = {
  id: 'content-md5-not-signed',
  field: 'content-md5',
  causes: ['content-md5-not-signed'],
  families: REQUEST_FAMILIES,
  cost: 1,
  changes: 'string',
  *variants({ parts }) {
    const sent = contentHeader(parts, 'content-md5') ?? '';
    if (sent === '') return;
    yield {
      cause: cause('content-md5-not-signed', { sent }),
      patch: patchContentHeader(parts, 'content-md5', ''),
    };
  },
};

const otherForm: Hypothesis = {
  id: 'content-md5-other-form',
  field: 'content-md5',
  causes: ['content-md5-lost', 'content-md5-signed-other'],
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
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

export const CONTENT_MD5_HYPOTHESES: readonly Hypothesis[] = [notSigned, otherForm];
