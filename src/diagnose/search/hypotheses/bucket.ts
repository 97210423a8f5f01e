import type { ByteString } from '../../../bytes/byte-string.ts';
import { headerValue } from '../../../sign/index.ts';
import { isInPathToo } from '../../bucket-in-path.ts';
import { cause } from '../../cause.ts';
import { type Hypothesis, REQUEST_FAMILIES, type Subject, type Variant } from '../hypothesis.ts';
import { headersOf, type PartsPatch, patchHeaders, withHeader } from '../patch.ts';
import { patchResource } from './patch-resource.ts';

const once: Hypothesis = {
  id: 'bucket-in-resource',
  field: 'bucket',
  causes: ['bucket-left-out', 'bucket-twice', 'bucket-in-host-and-path'],
  families: REQUEST_FAMILIES,
  cost: 1,
  changes: 'string',
  *variants(subject) {
    const { bucket, key } = subject.request;
    if (bucket === null) return;
    const name = key ?? '';
    yield {
      cause: isInPathToo(subject.request)
        ? cause('bucket-in-host-and-path', { bucket })
        : cause('bucket-left-out', { sent: bucket }),
      patch: patchResource(subject, null, name),
    };
    yield {
      cause: cause('bucket-twice', { sent: bucket }),
      patch: patchResource(subject, bucket, `${bucket}/${name}`),
    };
  },
};

const other: Hypothesis = {
  id: 'bucket-other',
  field: 'bucket',
  causes: ['host-in-resource', 'bucket-signed-other'],
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    const { bucket: sent, key } = subject.request;
    const host = (headerValue(subject.request, 'host') ?? '').replace(/:\d+$/, '');
    const label = host.split('.')[0] ?? '';
    const name = key ?? '';
    if (host !== '') {
      yield { cause: cause('host-in-resource', { host }), patch: patchResource(subject, host, name) };
    }
    const slash = name.indexOf('/');
    const pairs: (readonly [ByteString, ByteString])[] = [[label, name]];
    // names are in small letters, and so are hosts: what a user typed is in the string alone
    if (sent !== null) pairs.push(...capitals(sent).map((each) => [each, name] as const));
    // a vector bucket is signed by its ARN, which ends in its name
    if (sent?.includes(':') === true) pairs.push([sent.slice(sent.lastIndexOf(':') + 1), name]);
    // the first segment of the path taken for the bucket, with the rest as key or with the whole
    // path
    if (slash > 0) pairs.push([name.slice(0, slash), name.slice(slash + 1)], [name.slice(0, slash), name]);
    for (const [signed, rest] of pairs) {
      if (signed === '' || signed === sent) continue;
      yield {
        cause: cause('bucket-signed-other', { signed, sent: sent ?? '' }),
        patch: patchResource(subject, signed, rest),
      };
    }
  },
};

/** A bucket's name as it may have been typed. */
function capitals(name: ByteString): readonly ByteString[] {
  return [
    name.replace(/^[a-z]/, (letter) => letter.toUpperCase()),
    name.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase()),
    name.toUpperCase(),
  ];
}

/**
 * A request that was signed for one bucket and sent to another, of those that the user or the
 * capture names.
 */
const ofCapture: Hypothesis = {
  id: 'bucket-of-capture',
  field: 'bucket',
  causes: ['bucket-signed-other'],
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    const { bucket: sent, key } = subject.request;
    for (const signed of subject.buckets) {
      const made = cause('bucket-signed-other', { signed, sent: sent ?? '' });
      const resource = patchResource(subject, signed, key ?? '');
      const headers = hostOfBucket(subject, signed);
      // version 4 of the S3 dialect has the bucket in the path or in the host, never in both
      if (headers === null) yield { cause: made, patch: resource };
      else if (subject.parts.family === 'v4' && subject.parts.dialect === 's3')
        yield { cause: made, patch: headers } satisfies Variant;
      else yield { cause: made, patch: { ...resource, ...headers } };
    }
  },
};

/**
 * The signed Host with another bucket in front; null where it is not signed, or does not begin with
 * the bucket.
 */
function hostOfBucket({ parts, request }: Subject, bucket: ByteString): PartsPatch | null {
  const headers = headersOf(parts);
  const host = headers.find(({ name }) => name === 'host')?.value ?? '';
  const front = `${request.bucket ?? ''}.`;
  if (front === '.' || !host.startsWith(front)) return null;
  return patchHeaders(parts, withHeader(headers, 'host', `${bucket}.${host.slice(front.length)}`));
}

export const BUCKET_HYPOTHESES: readonly Hypothesis[] = [once, other, ofCapture];
