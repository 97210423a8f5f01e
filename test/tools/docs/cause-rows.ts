import type { CauseId } from '../../../src/diagnose/causes.ts';
import type { Certainty, Verdict } from '../../../src/diagnose/model.ts';
import type { EcMeaning } from '../../../src/oss/vocabulary.ts';

/** What proves a cause. */
export const PROOFS = [
  'head',
  'answer',
  'words',
  'digest',
  'provided',
  'strings',
  'secret',
  'search',
  'nothing-fits',
  'open',
  'captured-string',
] as const;

export type Proof = (typeof PROOFS)[number];

/** A row of the decision table as a reader is told of it. */
export interface RowFacts {
  readonly verdicts: readonly Verdict[];
  /** Null: none is given. */
  readonly certainties: readonly (Certainty | null)[];
  readonly proof: Proof;
  readonly causes: readonly CauseId[];
}

/** Rows by number, with the causes that each can give. What they hold for stands in the texts of the reports. */
export const ROWS = {
  1: { verdicts: ['not-auth'], certainties: ['proven'], proof: 'head', causes: ['unsigned-request'] },
  2: { verdicts: ['no-response'], certainties: [null], proof: 'answer', causes: [] },
  3: {
    verdicts: ['match', 'digest'],
    certainties: ['proven'],
    proof: 'answer',
    causes: ['stored-body-differs', 'received-body-differs'],
  },
  4: {
    verdicts: ['clock-skew'],
    certainties: ['proven'],
    proof: 'words',
    causes: ['clock-behind', 'clock-ahead', 'clock-timezone', 'clock-unset', 'clock-skew-unknown'],
  },
  5: {
    verdicts: ['expired'],
    certainties: ['proven'],
    proof: 'words',
    causes: [
      'url-expired',
      'expires-relative',
      'expires-in-milliseconds',
      'form-policy-expired',
      'expired-unknown',
      'expired-by-server-clock',
    ],
  },
  6: {
    verdicts: ['token'],
    certainties: ['proven', 'likely'],
    proof: 'words',
    causes: [
      'token-missing',
      'token-expired',
      'token-foreign',
      'token-not-supported',
      'token-misplaced',
      'token-changed-in-transit',
    ],
  },
  7: {
    verdicts: ['unknown-key'],
    certainties: ['proven'],
    proof: 'words',
    causes: ['key-unknown', 'key-id-padded', 'key-id-placeholder', 'access-key-id-changed'],
  },
  8: {
    verdicts: ['digest'],
    certainties: ['proven'],
    proof: 'digest',
    causes: [
      'body-md5-differs',
      'body-sha256-differs',
      'body-altered',
      'digest-not-base64-md5',
      'digest-of-hex',
      'digest-unverifiable',
      'digest-not-computed',
      'digest-other',
    ],
  },
  9: {
    verdicts: ['version-refused'],
    certainties: ['proven'],
    proof: 'words',
    causes: [
      'v1-switched-off',
      'path-style-forbidden',
      'aws-chunked-refused',
      'v4-header-required',
      's3-version-refused',
      'version-refused-other',
    ],
  },
  10: {
    verdicts: ['malformed-auth'],
    certainties: ['proven'],
    proof: 'words',
    causes: [
      'header-and-query',
      'foreign-scheme',
      'bad-authorization',
      'bad-credential',
      'region-mismatch',
      'region-refused',
      'region-is-endpoint-name',
      'product-mismatch',
      'scope-day-mismatch',
      'empty-additional-headers',
      'mangled-parameters',
      'missing-signature',
      'missing-expires',
      'bad-expires',
      'missing-date',
      'bad-form-field',
      'malformed-other',
    ],
  },
  11: {
    verdicts: ['access-denied'],
    certainties: ['proven'],
    proof: 'words',
    causes: [
      'wrong-endpoint',
      'no-permission',
      'refused-as-stranger',
      'policy-condition-failed',
      'account-disabled',
      'ip-restricted',
      'access-denied-other',
    ],
  },
  12: {
    verdicts: ['client-miscomputed'],
    certainties: ['proven'],
    proof: 'provided',
    causes: ['signature-not-percent-encoded', 'signature-encoded-twice'],
  },
  13: {
    verdicts: ['transit-modified'],
    certainties: ['proven'],
    proof: 'provided',
    causes: ['signature-altered', 'signature-truncated', 'access-key-id-changed'],
  },
  14: {
    verdicts: ['transit-modified'],
    certainties: ['proven', 'likely'],
    proof: 'strings',
    causes: [
      'method-changed',
      'head-sent-as-get',
      'content-type-rewritten',
      'content-type-charset-rewritten',
      'content-type-added-in-transit',
      'content-type-dropped',
      'content-md5-rewritten',
      'content-md5-added-in-transit',
      'content-md5-dropped',
      'date-rewritten',
      'date-dropped',
      'date-added-in-transit',
      'oss-header-added-in-transit',
      'oss-header-changed',
      'oss-header-dropped',
      'token-changed-in-transit',
      'path-reencoded',
      'path-normalised',
      'path-prefix-changed',
      'key-changed',
      'bucket-differs',
      'subresource-added',
      'subresource-dropped',
      'subresource-changed',
      'subresource-reencoded',
      'signed-header-added',
      'signed-header-changed',
      'signed-header-dropped',
      'host-rewritten',
      'additional-headers-changed',
      'payload-hash-changed',
      'scope-changed',
      'canonical-request-differs',
      'policy-changed',
    ],
  },
  15: {
    verdicts: ['wrong-secret'],
    certainties: ['proven', 'likely'],
    proof: 'secret',
    causes: ['server-holds-other-secret'],
  },
  16: {
    verdicts: ['client-miscomputed'],
    certainties: ['proven', 'likely'],
    proof: 'search',
    causes: [
      'method-signed-other',
      'content-type-added-after-signing',
      'content-type-signed-other',
      'content-type-charset',
      'content-type-reformatted',
      'content-type-lost',
      'content-md5-not-signed',
      'content-md5-signed-other',
      'content-md5-lost',
      'date-of-other-header',
      'date-left-blank',
      'date-reformatted',
      'date-seconds-off',
      'timestamp-signed-other',
      'expires-signed-other',
      'oss-header-added-after-signing',
      'oss-headers-not-signed',
      'oss-header-order',
      'oss-header-names-not-lowered',
      'oss-header-colon-space',
      'header-lines-signed-other',
      'empty-header-left-out',
      'header-value-untrimmed',
      'header-duplicates',
      'header-value-folded',
      'header-value-encoding',
      'canonical-header-added-after-signing',
      'canonical-header-signed-other',
      'host-signed-other',
      'additional-headers-signed-other',
      'unlisted-headers-signed',
      'payload-hash-signed-other',
      'payload-header-not-signed',
      'token-not-signed',
      'token-signed-otherwise',
      'key-signed-raw',
      'key-decoded-twice',
      'key-encoded',
      'key-plus-and-space',
      'key-plus-raw',
      'key-cut',
      'key-hex-case',
      'key-slashes',
      'key-prefix-not-signed',
      'key-signed-recoded',
      'key-encoding',
      'key-unicode-form',
      'key-case',
      'key-left-out',
      'bucket-left-out',
      'bucket-twice',
      'bucket-signed-other',
      'host-in-resource',
      'resource-slash-missing',
      'url-in-resource',
      'resource-left-out',
      'canonical-uri-signed-other',
      'resource-signed-other',
      'subresource-added-after-signing',
      'subresources-not-signed',
      'subresource-signed-extra',
      'query-all-signed',
      'subresource-list-of-sdk',
      'subresource-signed-other',
      'subresource-values-encoded',
      'subresource-values-left-out',
      'subresource-names-lowered',
      'question-mark-alone',
      'query-order',
      'empty-value-equals-sign',
      'query-parameter-added-after-signing',
      'query-left-out',
      'parameter-duplicates',
      'callback-signed-other',
      'query-signed-raw',
      'query-plus-and-space',
      'mangled-parameters',
      'scope-day-signed-other',
      'scope-region-signed-other',
      'scope-product-signed-other',
      'key-derivation',
      'wrong-hash',
      'hmac-arguments-swapped',
      'digest-instead-of-hmac',
      'signature-encoding',
      'signature-cut-short',
      'wrong-string-level',
      'canonical-request-hash-form',
      'newline-at-end',
      'crlf-line-ends',
      'newlines-escaped',
      'header-block-newline-missing',
      'header-block-newline-extra',
      'leading-blank-line',
      'blank-lines-left-out',
      'string-encoded',
      'policy-signed-other',
      'signature-of-other-request',
      'other-version-signed',
      'carrier-mixed-up',
    ],
  },
  17: {
    verdicts: ['wrong-secret'],
    certainties: ['proven', 'likely'],
    proof: 'search',
    causes: [
      'secret-trailing-newline',
      'secret-trailing-crlf',
      'secret-trailing-space',
      'secret-trailing-tab',
      'secret-leading-space',
      'secret-leading-newline',
      'secret-given-padded',
      'secret-bom',
      'secret-invisible-character',
      'secret-placeholder',
      'secret-quoted',
      'secret-padded',
      'secret-url-encoded',
      'secret-url-decoded',
      'secret-base64',
      'secret-is-key-id',
      'secret-empty',
      'secret-case',
      'secret-characters-swapped',
      'secret-character-missing',
      'secret-character-extra',
      'secret-character-different',
      'secret-lookalikes',
      'secret-cut-short',
      'secret-doubled',
    ],
  },
  18: {
    verdicts: ['wrong-secret'],
    certainties: ['likely'],
    proof: 'nothing-fits',
    causes: ['secret-unknown-difference'],
  },
  19: { verdicts: ['needs-secret'], certainties: ['open'], proof: 'open', causes: ['request-not-seen'] },
  20: {
    verdicts: [
      'transit-modified',
      'wrong-secret',
      'client-miscomputed',
      'needs-secret',
      'access-denied',
      'clock-skew',
      'expired',
    ],
    certainties: ['likely', 'open'],
    proof: 'captured-string',
    causes: ['access-denied-other', 'changed-unseen', 'other-secret-or-request'],
  },
  21: { verdicts: ['not-auth'], certainties: [null], proof: 'answer', causes: [] },
} as const satisfies Readonly<Record<number, RowFacts>>;

type RowNumber = keyof typeof ROWS;
type CauseWithoutRow = Exclude<CauseId, (typeof ROWS)[RowNumber]['causes'][number]>;

/** Does not compile while a cause is in no row; the error names the causes. */
type Complete<Missing> = [Missing] extends [never] ? readonly (readonly [number, RowFacts])[] : Missing;

export const DECISION_ROWS: Complete<CauseWithoutRow> = Object.entries(ROWS).map(
  ([number, facts]) => [Number(number), facts] as const,
);

/** Rows that can give the cause, from the top of the table. */
export function rowsOf(cause: CauseId): readonly (readonly [number, RowFacts])[] {
  return DECISION_ROWS.filter(([, { causes }]) => causes.includes(cause));
}

/** What the fine-grained code of an answer says that leads to a cause, as far as one names it. */
const EC_MEANINGS_OF_CAUSE: Readonly<Partial<Record<CauseId, readonly EcMeaning[]>>> = {
  'clock-behind': ['clock-skew'],
  'clock-ahead': ['clock-skew'],
  'clock-timezone': ['clock-skew'],
  'clock-unset': ['clock-skew'],
  'clock-skew-unknown': ['clock-skew'],
  'url-expired': ['expired'],
  'expires-relative': ['expired'],
  'expires-in-milliseconds': ['expired'],
  'expired-unknown': ['expired'],
  'expired-by-server-clock': ['expired'],
  'token-missing': ['token-missing', 'unknown-key'],
  'token-misplaced': ['token-missing', 'unknown-key'],
  'token-foreign': ['token-invalid'],
  'key-unknown': ['unknown-key'],
  'key-id-padded': ['unknown-key'],
  'key-id-placeholder': ['unknown-key'],
  'v1-switched-off': ['v1-refused'],
  'path-style-forbidden': ['path-style-refused'],
  'v4-header-required': ['url-signature-refused'],
  's3-version-refused': ['s3v2-refused', 's3v4-refused'],
  'header-and-query': ['header-and-query'],
  'foreign-scheme': ['foreign-scheme'],
  'region-mismatch': ['bad-region'],
  'region-refused': ['bad-region'],
  'region-is-endpoint-name': ['bad-region'],
  'empty-additional-headers': ['empty-listed-headers'],
  'missing-signature': ['missing-signature'],
  'bad-credential': ['bad-credential'],
  'missing-expires': ['missing-expires'],
  'bad-expires': ['bad-expires'],
  'bad-form-field': ['bad-form-field'],
  'malformed-other': ['bad-access-key-id', 'bad-s3-auth'],
  'account-disabled': ['account-disabled'],
  'ip-restricted': ['ip-restricted'],
};

/** Meanings of the codes that tell the cause apart; none where the answer only says that the signatures differ. */
export function ecMeaningsOf(cause: CauseId): readonly EcMeaning[] {
  return EC_MEANINGS_OF_CAUSE[cause] ?? [];
}

/** Causes that the page of causes has under a verdict: those whose first row gives it. */
export function causesUnder(verdict: Verdict): readonly CauseId[] {
  const found = DECISION_ROWS.filter(([, facts]) => verdictOf(facts) === verdict).flatMap(
    ([, { causes }]) => causes,
  );
  return [...new Set(found)].filter((id) => {
    const [first] = rowsOf(id);
    return first !== undefined && verdictOf(first[1]) === verdict;
  });
}

/** The verdict that a row's causes come with: `match` has none. */
function verdictOf({ verdicts }: RowFacts): Verdict | undefined {
  return verdicts.find((each) => each !== 'match');
}
