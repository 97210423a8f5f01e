import { assertNever } from '../../../bytes/assert-never.ts';
import type { ByteString } from '../../../bytes/byte-string.ts';
import { canonicalUri, decodePercent, encodeComponent, encodePath, type Part } from '../../../sign/index.ts';
import type { Cause } from '../../model.ts';
import type { Subject, Variant } from '../hypothesis.ts';
import type { PartsPatch } from '../patch.ts';

/**
 * Puts another bucket (null: none) and decoded key into the signed resource, written as the version
 * writes it.
 */
export function patchResource(
  { parts, request }: Subject,
  bucket: ByteString | null,
  key: ByteString,
): PartsPatch {
  const of = (value: ByteString, before: Part | null): Part => ({ value, origin: before?.origin ?? null });
  switch (parts.family) {
    case 'v1': {
      const inPath = key === request.key ? parts.key.value : encodePath(key);
      return {
        bucket: bucket === null ? null : of(bucket, parts.bucket),
        key: of(parts.dialect === 's3' ? inPath : key, parts.key),
      };
    }
    case 'v2':
      return {
        bucket: bucket === null ? null : of(encodeComponent(bucket), parts.bucket),
        key: of(encodeComponent(key), parts.key),
      };
    case 'v4': {
      if (parts.dialect === 'oss') {
        return { canonicalUri: of(canonicalUri(bucket, key), parts.canonicalUri) };
      }
      // the path alone, or with the bucket where the request has it there
      const inPath = decodePercent(request.path.slice(1)) !== (request.key ?? '');
      const same = bucket === request.bucket && !inPath;
      return { canonicalUri: of(canonicalUri(same ? null : bucket, key), parts.canonicalUri) };
    }
    case 'policy':
      return {};
    default:
      return assertNever(parts);
  }
}

/** Other keys in the place of the one sent. */
export function* otherKeys(
  subject: Subject,
  keys: Iterable<ByteString>,
  made: (signed: ByteString, sent: ByteString) => Cause,
): Generator<Variant> {
  const { bucket, key } = subject.request;
  for (const signed of new Set(keys)) {
    if (key === null || signed === key) continue;
    yield { cause: made(signed, key), patch: patchResource(subject, bucket, signed) };
  }
}
