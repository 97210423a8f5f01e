import type { ByteString } from '../bytes/byte-string.ts';
import type { OssError, OssExchange } from '../oss/model.ts';
import { decodePercent } from '../sign/percent.ts';
import type { SignableRequest } from '../sign/request.ts';

/**
 * Behind a custom domain the bucket is not on the wire, and nothing that names it can be rebuilt. The server's
 * error document can fill it in. Null where the bucket is known anyway, or the document does not name it.
 */
export function adoptServerBucket(oss: OssExchange, request: SignableRequest): SignableRequest | null {
  if (request.bucketUnknown !== true || oss.error === null) return null;
  const bucket = bucketNamedBy(oss.error);
  if (bucket === null) return null;
  const { bucketUnknown: _, ...known } = request;
  return { ...known, bucket };
}

function bucketNamedBy(error: OssError): ByteString | null {
  return (
    firstSegment(secondLine(error.canonicalRequestBytes ?? error.canonicalRequest)) ??
    firstSegment(lastLine(error.stringToSignBytes ?? error.stringToSign)) ??
    fieldOf(error, 'BucketName')
  );
}

/** `/bucket/key` of a V1 resource or a V4 canonical URI, `%2Fbucket%2Fkey` of a V2 resource. */
function firstSegment(resource: ByteString | null): ByteString | null {
  const match = /^(?:\/|%2F)([a-z0-9][a-z0-9-]{1,61}[a-z0-9])(?=\/|%2F|$)/.exec(resource ?? '');
  return match?.[1] === undefined ? null : decodePercent(match[1]);
}

function secondLine(text: ByteString | null): ByteString | null {
  return text?.trim().split('\n')[1]?.trim() ?? null;
}

function lastLine(text: ByteString | null): ByteString | null {
  return text?.trim().split('\n').at(-1)?.trim() ?? null;
}

function fieldOf(error: OssError, name: string): ByteString | null {
  return error.fields.find(([each]) => each === name)?.[1].trim() || null;
}
