import type { ByteString } from '../../../bytes/byte-string.ts';
import { isOfUrl, versionsWith } from '../../../sign/index.ts';
import { cause } from '../../cause.ts';
import { type Hypothesis, REQUEST_FAMILIES } from '../hypothesis.ts';
import { headersOf, patchHeaders, withHeader } from '../patch.ts';
import { sentDate } from './date-line.ts';

/**
 * Headers with few values that a signer is told of, and whoever uses its URL or signature is not;
 * behind `x-oss-`. An empty token is what clients sign that have none.
 */
const OSS_HEADERS: readonly (readonly [name: string, values: readonly string[]])[] = [
  ['object-acl', ['private', 'public-read', 'public-read-write', 'default']],
  ['acl', ['private', 'public-read', 'public-read-write']],
  ['storage-class', ['Standard', 'IA', 'Archive', 'ColdArchive', 'DeepColdArchive']],
  ['forbid-overwrite', ['true', 'false']],
  ['server-side-encryption', ['AES256', 'KMS']],
  ['request-payer', ['requester']],
  ['metadata-directive', ['COPY', 'REPLACE']],
  ['security-token', ['']],
];
/** The same behind `x-amz-`. */
const AMZ_HEADERS: typeof OSS_HEADERS = [
  ['acl', ['private', 'public-read', 'public-read-write']],
  ['storage-class', ['STANDARD', 'STANDARD_IA', 'IA']],
  ['server-side-encryption', ['AES256', 'aws:kms']],
  ['request-payer', ['requester']],
  ['metadata-directive', ['COPY', 'REPLACE']],
  ['security-token', ['']],
];

const notSent: Hypothesis = {
  id: 'header-not-sent',
  field: 'headers',
  causes: ['header-not-sent', 'canonical-header-signed-other'],
  except: versionsWith({ dialect: 's3', family: 'v4' }),
  families: REQUEST_FAMILIES,
  cost: 3,
  changes: 'string',
  single: true,
  *variants(subject) {
    const { parts, claim } = subject;
    const isS3 = parts.dialect === 's3';
    // version 4 of the S3 dialect signs what its list names
    if (isS3 && parts.family === 'v4') return;
    const [start, table] = isS3 ? (['x-amz-', AMZ_HEADERS] as const) : (['x-oss-', OSS_HEADERS] as const);
    const date = isOfUrl(claim.version) ? [] : [['date', [sentDate(subject)]] as const];
    const headers = headersOf(parts);
    for (const [end, values] of [...table, ...date]) {
      const name = start + end;
      const sent: ByteString | null = headers.find((each) => each.name === name)?.value ?? null;
      for (const signed of values) {
        if (signed === sent) continue;
        yield {
          cause:
            sent === null
              ? cause('header-not-sent', { name, signed })
              : cause('canonical-header-signed-other', { name, signed, sent }),
          patch: patchHeaders(parts, withHeader(headers, name, signed)),
        };
      }
    }
  },
};

export const UNSENT_HEADER_HYPOTHESES: readonly Hypothesis[] = [notSent];
