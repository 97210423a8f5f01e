/**
 * Why requests are refused with SignatureDoesNotMatch or one of its relatives, as the issue trackers of the SDKs and the
 * error pages of OSS have it, and what of it the search can prove. A cause that no other string, secret or procedure
 * expresses says where it is told instead; rows are those of the decision table.
 */
export interface CataloguedCause {
  readonly number: number;
  readonly what: string;
  readonly hypotheses: readonly string[];
  /** Where the cause, or the part of it that no hypothesis expresses, is told. */
  readonly elsewhere?: string;
}

const CONTENT_TYPE = [
  'content-type-not-signed',
  'content-type-charset',
  'content-type-guessed',
  'content-type-common',
  'content-type-reformatted',
  'content-type-empty-line',
  'content-type-any',
] as const;
const KEY_FORMS = [
  'key-raw',
  'key-encoded',
  'key-plus-and-space',
  'key-decoded-twice',
  'key-cut',
  'key-encoding',
  'key-unicode-form',
  'key-case',
  'resource-form',
] as const;

export const CATALOGUE: readonly CataloguedCause[] = [
  { number: 1, what: 'Content-Type on the wire is not the one signed', hypotheses: CONTENT_TYPE },
  {
    number: 2,
    what: 'wrong secret: misspelt, padded, encoded, a placeholder, the key id',
    hypotheses: [
      'secret-white-space',
      'secret-wrapped',
      'secret-mixed-up',
      'secret-encoded',
      'secret-shape',
      'secret-invisible-character',
      'secret-padded',
      'secret-placeholder',
      'secret-cut',
      'secret-slip',
      'secret-swap',
      'secret-lookalikes',
      'secret-substitute',
    ],
    elsewhere: 'row 18 for any other secret; a secret is never tried on another key id than its own',
  },
  { number: 3, what: 'special characters in the key, encoded otherwise', hypotheses: KEY_FORMS },
  {
    number: 4,
    what: 'signature or token not percent-encoded in a URL',
    hypotheses: ['parameter-value-other', 'token-header-form'],
    elsewhere: 'row 12 for the signature: no secret is needed',
  },
  {
    number: 5,
    what: 'URL mangled after signing',
    hypotheses: ['parameter-names-mangled'],
    elsewhere: 'row 10 where the mangled part is the auth data; trailing text is read off the signature',
  },
  {
    number: 6,
    what: 'clock skew, time zones',
    hypotheses: ['date-seconds-off', 'date-hours-off'],
    elsewhere: 'row 4: the server refuses before it compares signatures',
  },
  {
    number: 7,
    what: 'custom domain: wrong bucket in the resource, or none',
    hypotheses: ['resource-url', 'bucket-in-resource', 'bucket-other'],
  },
  {
    number: 8,
    what: 'parameter added, removed or changed after signing, or not in the list of the SDK',
    hypotheses: [
      'parameter-not-signed',
      'parameters-not-signed',
      'parameter-signed-extra',
      'query-all-signed',
      'parameter-list-of-sdk',
      'parameter-values-encoded',
      'parameter-value-other',
      'parameter-equals-sign',
      'parameter-form',
      'parameter-duplicates',
      'query-raw',
    ],
  },
  { number: 9, what: 'URL used with another method', hypotheses: ['method-other', 'method-case'] },
  {
    number: 10,
    what: 'security token not signed, in another place, or in another form',
    hypotheses: [
      'header-not-signed',
      'parameter-not-signed',
      'parameter-value-other',
      'token-elsewhere',
      'token-header-form',
    ],
    elsewhere: 'row 6 for a token that is missing or foreign',
  },
  {
    number: 11,
    what: 'token or URL outlived',
    hypotheses: ['expires-signed-other'],
    elsewhere: 'rows 5 and 6: the times stand in the request',
  },
  {
    number: 12,
    what: 'V4 with a wrong region, or the name of the endpoint for it',
    hypotheses: ['scope-region', 'scope-region-any'],
    elsewhere: 'row 10 where the server says so',
  },
  {
    number: 13,
    what: 'S3 clients: chunks, checksums, path style, service, region, leading slash',
    hypotheses: [
      'bucket-in-resource',
      'scope-region',
      'scope-product',
      'key-slashes',
      'payload-hash-odd',
      'other-version',
    ],
    elsewhere: 'row 9 for aws-chunked and path style',
  },
  {
    number: 14,
    what: 'proxy, gateway or CDN rewrote host or path',
    hypotheses: ['host-signed-other', 'key-prefix', 'key-slashes'],
    elsewhere: 'row 14 where the capture was taken before the proxy',
  },
  {
    number: 15,
    what: 'HTTP library normalises URLs otherwise',
    hypotheses: ['key-raw', 'key-plus-and-space'],
  },
  { number: 16, what: 'key encoded twice or decoded twice', hypotheses: ['key-raw', 'key-decoded-twice'] },
  {
    number: 17,
    what: 'x-oss- headers added after signing, or signed and not sent',
    hypotheses: ['header-not-signed', 'headers-not-signed', 'header-not-sent'],
  },
  {
    number: 18,
    what: 'endpoint of another region',
    hypotheses: [],
    elsewhere: 'row 11: the answer names the right endpoint, and no signature is at fault',
  },
  {
    number: 19,
    what: 'header values that are not ASCII, or paths',
    hypotheses: ['header-encoding', 'copy-source-form'],
  },
  {
    number: 20,
    what: 'Content-MD5 not signed, wrong or in another form',
    hypotheses: ['content-md5-not-signed', 'content-md5-other-form'],
    elsewhere: 'row 8 where the digest is not that of the body',
  },
  {
    number: 21,
    what: 'V1 no longer accepted',
    hypotheses: [],
    elsewhere: 'row 9: right or wrong, such a signature is refused',
  },
  {
    number: 22,
    what: 'leading, double and trailing slashes of keys, white space around them',
    hypotheses: ['key-slashes', 'key-left-out', 'key-padded'],
  },
  {
    number: 23,
    what: 'PostObject: policy in another form, key of another scope or version',
    hypotheses: [
      'policy-signed-other',
      'policy-reserialised',
      'scope-day',
      'scope-region',
      'key-derivation',
      'string-level',
    ],
    elsewhere: 'row 10 for fields of the wrong name; hash and text form are read off the signature',
  },
  {
    number: 24,
    what: 'policy condition failed',
    hypotheses: [],
    elsewhere: 'row 11: the signature was accepted',
  },
  {
    number: 25,
    what: 'authenticated, not authorised',
    hypotheses: [],
    elsewhere: 'row 11: the signature was accepted',
  },
  {
    number: 26,
    what: 'signature in the header and in the query',
    hypotheses: [],
    elsewhere: 'row 10: the server compares neither',
  },
  {
    number: 27,
    what: 'SDK defects in signing options',
    hypotheses: ['content-type-not-signed', 'parameter-not-signed', 'parameter-list-of-sdk'],
    elsewhere: 'the note sdk-defect names the version without the defect',
  },
  {
    number: 28,
    what: 'SDK option misspelt, so that the type is not signed',
    hypotheses: ['content-type-not-signed'],
  },
  {
    number: 29,
    what: 'HTTP library adds or drops Content-Type by itself',
    hypotheses: ['content-type-not-signed', 'content-type-charset'],
  },
  {
    number: 30,
    what: 'key id unknown or disabled',
    hypotheses: [],
    elsewhere: 'row 7: the server has no secret to compare with',
  },
  {
    number: 31,
    what: 'account overdue or disabled',
    hypotheses: [],
    elsewhere: 'row 11: no signature is at fault',
  },
  {
    number: 32,
    what: 'auth data of V2 or V4 malformed',
    hypotheses: [],
    elsewhere: 'row 10: the server reads the syntax first',
  },
  {
    number: 33,
    what: 'URL restricted to an IP address used from another',
    hypotheses: [],
    elsewhere:
      "row 11: the client's address as OSS sees it enters the server's string, and no request shows it",
  },
  {
    number: 34,
    what: 'listed header changed, missing or proxied',
    hypotheses: [
      'host-signed-other',
      'listed-header-value',
      'additional-headers',
      'header-not-signed',
      'unlisted-header',
      'unlisted-headers',
    ],
    elsewhere: 'row 14 where the capture was taken before the proxy',
  },
  {
    number: 35,
    what: 'white space around and in header values, duplicates, empty headers',
    hypotheses: [
      'header-untrimmed',
      'header-padded',
      'header-folded',
      'header-duplicates',
      'header-line-form',
      'header-lines',
      'header-not-signed',
      'content-type-reformatted',
    ],
  },
  {
    number: 36,
    what: 'Authorization truncated, wrapped or of another scheme',
    hypotheses: ['other-version'],
    elsewhere: 'rows 12 and 13 by SignatureProvided; a cut or wrapped signature is read off its text',
  },
  {
    number: 37,
    what: 'Date replaced or written otherwise',
    hypotheses: [
      'date-of-other-header',
      'date-seconds-off',
      'date-hours-off',
      'date-minutes-off',
      'date-reformatted',
      'date-reformatted-rarely',
      'date-localised',
    ],
  },
  {
    number: 38,
    what: 'Date line left blank, or x-oss-date not signed, as AWS has it',
    hypotheses: ['date-left-blank', 'date-of-other-header', 'header-not-signed'],
  },
  {
    number: 39,
    what: 'headers or parameters in another order, or not lowered',
    hypotheses: [
      'header-order',
      'header-line-form',
      'header-lines',
      'parameter-order',
      'query-raw',
      'additional-headers',
    ],
  },
  {
    number: 40,
    what: 'line feeds too many, missing or of another kind',
    hypotheses: [
      'line-ends',
      'outer-line-ends',
      'header-block-newline',
      'blank-lines-left-out',
      'resource-slash-missing',
      'resource-left-out',
      'string-encoded',
    ],
  },
  {
    number: 41,
    what: 'signature of another request used again',
    hypotheses: [],
    elsewhere: 'the history of the capture: the string of the earlier request is signed once',
  },
  {
    number: 42,
    what: 'scope day is not the day of the timestamp, or the timestamp has another form',
    hypotheses: ['scope-day', 'date-hours-off', 'date-reformatted', 'date-reformatted-rarely'],
    elsewhere: 'row 10 where both stand in the request',
  },
  {
    number: 43,
    what: 'product, prefix or terminator of V4, text form of the signature, procedure',
    hypotheses: [
      'scope-product',
      'key-derivation',
      'key-derivation-from-memory',
      'dialects-mixed',
      'string-level',
      'outer-lines',
      'no-hmac',
    ],
    elsewhere: 'hash and text form are read off the signature',
  },
  {
    number: 44,
    what: 'payload hash on one side, UNSIGNED-PAYLOAD on the other',
    hypotheses: [
      'payload-hash',
      'payload-header-not-sent',
      'url-headers-not-sent',
      'payload-hash-odd',
      'header-not-signed',
    ],
  },
  {
    number: 45,
    what: 'callback not signed, or in another form',
    hypotheses: ['parameter-not-signed', 'callback-signed-other'],
  },
  {
    number: 46,
    what: 'body compressed or changed by a proxy',
    hypotheses: [],
    elsewhere: 'row 8 and the notes on the body: no header that changes with it is signed but Content-MD5',
  },
  {
    number: 47,
    what: 'expiry in another unit',
    hypotheses: ['expires-signed-other'],
    elsewhere: 'rows 5 and 10: the value stands in the request',
  },
  {
    number: 48,
    what: 'emulators and private clouds with rules of their own',
    hypotheses: [],
    elsewhere: 'row 20 and the note foreign-server: their strings are not known',
  },
];
