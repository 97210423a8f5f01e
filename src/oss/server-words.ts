import type { ByteString } from '../bytes/byte-string.ts';
import type { SignatureVersion } from '../sign/canonical.ts';
import { parseStringToSign } from '../sign/parse.ts';
import { decodePercent } from '../sign/percent.ts';
import { bareHost, parseEndpoint } from './host.ts';
import type { OssError } from './model.ts';

/**
 * The bucket that an error document names: in the string or canonical request that the server signed, in an
 * element of its own, or in the host as the server understood it. Null where it names none. `version` is the
 * request's; null where that has no signature.
 */
export function bucketNamedBy(error: OssError, version: SignatureVersion | null): ByteString | null {
  return (
    (version === null ? null : asBucket(signedBucket(error, version))) ??
    // after the string: a copy that fails may name its source bucket here
    field(error, 'BucketName') ??
    field(error, 'Bucket') ??
    hostBucket(error)
  );
}

/** Only what can be a bucket's name ("Bucket naming conventions"): the text may have been edited. */
function asBucket(name: ByteString | null): ByteString | null {
  return name !== null && /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name) ? name : null;
}

function field(error: OssError, name: string): ByteString | null {
  const value = error.fields.find(([each]) => each === name)?.[1].trim();
  return value === undefined || value === '' ? null : value;
}

function hostBucket(error: OssError): ByteString | null {
  return error.hostId === null ? null : (parseEndpoint(bareHost(error.hostId))?.bucket ?? null);
}

function signedBucket(error: OssError, version: SignatureVersion): ByteString | null {
  switch (version) {
    case 'v1':
    case 'v1-url':
    case 'v2':
    case 'v2-url':
    case 's3v2':
    case 's3v2-url': {
      const text = error.stringToSignBytes ?? error.stringToSign;
      if (text === null) return null;
      const { pieces } = parseStringToSign(version, text, null);
      const bucket = pieces.find((piece) => piece.field === 'resource:bucket')?.value ?? '';
      return bucket === '' ? null : decodePercent(bucket);
    }
    case 'v4':
    case 'v4-url': {
      const text = error.canonicalRequestBytes ?? error.canonicalRequest;
      const bucket = text === null ? undefined : /^[^\n]*\n\/([^/\n]+)\//.exec(text)?.[1];
      return bucket === undefined ? null : decodePercent(bucket);
    }
    default:
      // the S3 version 4 signs a path that may lack the bucket, a form signs neither
      return null;
  }
}
