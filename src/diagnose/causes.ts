import type { Cause } from './model.ts';
import type { ArgSpec, ArgsOf } from './prose-args.ts';

const NONE = {} as const satisfies ArgSpec;
/**
 * A value that the wire shows and the server read otherwise. `client` and `server` are the two
 * values.
 */
const CHANGED = { client: 'bytes', server: 'bytes' } as const satisfies ArgSpec;
/**
 * A value that the client signed otherwise than it was sent: `signed` in its string, `sent` on the
 * wire.
 */
const SIGNED_OTHER = { signed: 'bytes', sent: 'bytes' } as const satisfies ArgSpec;
const NAMED = { name: 'bytes' } as const satisfies ArgSpec;
const NAMED_CHANGED = { name: 'bytes', client: 'bytes', server: 'bytes' } as const satisfies ArgSpec;
const NAMED_SIGNED_OTHER = { name: 'bytes', signed: 'bytes', sent: 'bytes' } as const satisfies ArgSpec;

/**
 * Every cause by id, with the arguments that it always carries. Names beginning with "x-oss-" in
 * comments stand for "x-amz-" too where the request speaks the S3 dialect.
 */
export const CAUSE_ARGS = {
  // ---- row 0: something on the way answered. `address`: where; `signs`: what the answer says of
  // who gave it, its header lines or its first line
  /** It does not let the request through (403, 405). */
  'intercepted-denial': { address: 'bytes', signs: 'bytes' },
  /** It refuses the request for another reason of its own. */
  'intercepted-refusal': { address: 'bytes', signs: 'bytes' },
  /** It asks for a login of its own (401). */
  'intercepted-login': { address: 'bytes', signs: 'bytes' },
  /** A proxy asks for a login (407). */
  'intercepted-proxy-login': { address: 'bytes', signs: 'bytes' },
  /** The body is longer than it takes (413). */
  'intercepted-too-large': { address: 'bytes', signs: 'bytes' },
  /** It got no answer from where it passes requests on to (502, 503, 504). */
  'intercepted-no-upstream': { address: 'bytes', signs: 'bytes' },
  'intercepted-redirect': { address: 'bytes', signs: 'bytes', location: 'bytes' },
  /** It answers with a success or a page of its own, as captive portals do. */
  'intercepted-success': { address: 'bytes', signs: 'bytes' },
  /** A cache answers with the refusal of an earlier request. */
  'intercepted-cached-refusal': { address: 'bytes', signs: 'bytes' },
  // ---- row 0a: the capture shows both sides of a hop. `from`, `to`: the servers before and behind
  // it
  'authorization-dropped-at-hop': { from: 'bytes', to: 'bytes' },
  /** It signs the request itself, with another key or secret. */
  'authorization-replaced-at-hop': { from: 'bytes', to: 'bytes' },
  // ---- row 1, behind a redirect
  /**
   * The client followed a redirect and left its Authorization behind. `exchange`: index of the
   * redirect; `host`: where it leads.
   */
  'redirect-dropped-authorization': { exchange: 'number', host: 'bytes' },

  // ---- row 1: no signature at all, and the server refused
  /** The request is anonymous. `code`: error code of the answer, empty without one. */
  'unsigned-request': { code: 'bytes' },

  // ---- row 4: clocks. `seconds`: size of the difference to the server's clock, positive
  'clock-behind': { seconds: 'number' },
  'clock-ahead': { seconds: 'number' },
  /**
   * The difference is a whole number of half hours up to 14 h: local time sent as GMT. `hours`:
   * signed, fractions of .5 and .75 occur; client minus server.
   */
  'clock-timezone': { hours: 'number', seconds: 'number' },
  /** The clock was never set. `year`: as the client signed it. */
  'clock-unset': { year: 'number' },
  /**
   * Signed in time, and sent again too late. `seconds`: since the first time that the capture
   * shows.
   */
  'signature-resent': { seconds: 'number' },
  /** The server says skew, and the capture does not show by how much. */
  'clock-skew-unknown': NONE,

  // ---- row 5: expiry. Times are Unix seconds, `late` is seconds after the expiry
  'url-expired': { expires: 'number', late: 'number' },
  /**
   * Expires is so small that it must be a duration, where an absolute time is due. `value`: as
   * sent.
   */
  'expires-relative': { value: 'bytes' },
  /** Expires is in milliseconds where seconds are due. `value`: as sent. */
  'expires-in-milliseconds': { value: 'bytes' },
  'form-policy-expired': { expires: 'number', late: 'number' },
  /** Past its life, by how much cannot be told. */
  'expired-unknown': NONE,
  /**
   * By the URL's own times and the answer's Date it has not expired: the dates of client and server
   * disagree.
   */
  'expired-by-server-clock': { expires: 'number' },

  // ---- row 6: security tokens
  /** The key id is temporary and no token came with it. */
  'token-missing': NONE,
  'token-expired': NONE,
  /** The token was not issued together with this key id. */
  'token-foreign': NONE,
  /**
   * A raw `+` of a parameter, which the server reads as a space. `name`: of the parameter. Row 16
   * too.
   */
  'parameter-plus-raw': NAMED,
  /** The operation takes no token (SecurityTokenNotSupported). */
  'token-not-supported': NONE,
  /**
   * A token stands in the request, but under another name or in another part of it than its
   * signature version has it. `name`: found, in `place`; `expected`: due, in `due`. Places:
   * `place-header`, `place-query`, `place-form`.
   */
  'token-misplaced': { name: 'bytes', place: 'word', expected: 'bytes', due: 'word' },
  /**
   * Tokens stand in a header and in the query. `expected`, `due`: where the signature version has
   * its one, as above.
   */
  'token-twice': { expected: 'bytes', due: 'word' },
  /** Either of the two, of a request that is not in the capture. */
  'token-place-not-seen': NONE,

  // ---- row 7
  'key-unknown': NONE,
  /** The server has the key; it is disabled, or may not be used from the client's address. */
  'key-disabled': NONE,
  /** The key id has white space or control characters in or around it. */
  'key-id-padded': NONE,
  /** The key id looks like a placeholder or an example. */
  'key-id-placeholder': NONE,

  // ---- row 8: digests. `claimed`: the header's value, `actual`: base64 MD5 of the captured body
  /**
   * The captured body has another MD5 than the header says: it was altered before the capture
   * point, or never had that MD5.
   */
  'body-md5-differs': { claimed: 'bytes', actual: 'bytes' },
  /** The same of the SHA-256 that the S3 dialect signs (`x-amz-content-sha256`), in hex. */
  'body-sha256-differs': { claimed: 'bytes', actual: 'bytes' },
  /**
   * The captured body fits the header: it was altered between the capture point and the server.
   * `claim`: `claim-content-md5` or `claim-content-sha256`.
   */
  'body-altered': { claim: 'word', claimed: 'bytes' },
  /** Content-MD5 is not base64 of 16 bytes. */
  'digest-not-base64-md5': { claimed: 'bytes' },
  /** Content-MD5 holds the hex text, or base64 of the hex text. */
  'digest-of-hex': { claimed: 'bytes' },
  /** The body is not in the capture (whole), so header and body cannot be compared. */
  'digest-unverifiable': { claimed: 'bytes' },
  /** The body is whole, but was too long to be digested unasked. */
  'digest-not-computed': { claimed: 'bytes' },
  /**
   * Accepted, but what the server says that it stored is not what was captured. `claim`:
   * `claim-crc64`, `claim-etag` or `claim-content-md5`.
   */
  'stored-body-differs': { claim: 'word', claimed: 'bytes', actual: 'bytes' },
  /** The object arrived at the capture point with other bytes than the server says. */
  'received-body-differs': { claim: 'word', claimed: 'bytes', actual: 'bytes' },
  /** Content-MD5 or another digest; only the answer is known. */
  'digest-request-not-seen': NONE,
  /** The server complains of a Content-MD5 that the captured request does not have. */
  'digest-not-sent': NONE,
  /**
   * Compared by the server against something else than Content-MD5 (x-oss-hash-…, checksum
   * trailers).
   */
  'digest-other': NONE,

  // ---- row 9: this kind of signature is refused, right or wrong
  'v1-switched-off': NONE,
  /** Row 1 too. */
  'path-style-forbidden': NONE,
  'aws-chunked-refused': NONE,
  /** CloudBox buckets take V4 in headers only. */
  'v4-header-required': NONE,
  /** The operation takes a signature from the URL alone, and one came in Authorization. */
  'url-signature-required': NONE,
  /** The reverse. */
  'header-signature-required': NONE,
  /** The account lacks the S3-compatible signature `version`: `s3v2`, `s3v4`. */
  's3-version-refused': { version: 'word' },
  'version-refused-other': { ec: 'bytes' },

  // ---- row 10: the auth data itself
  'header-and-query': NONE,
  /** `scheme`: first word of Authorization. */
  'foreign-scheme': { scheme: 'bytes' },
  'bad-authorization': NONE,
  'bad-credential': { credential: 'bytes' },
  /** `claimed`: region in the scope; `endpoint`: region of the host or of the error body. */
  'region-mismatch': { claimed: 'bytes', endpoint: 'bytes' },
  /** The host tells no region, or the very one that is refused. */
  'region-refused': { claimed: 'bytes' },
  /** Only the answer is known. `endpoint`: region of the host or of the error body. */
  'region-not-seen': { endpoint: 'bytes' },
  /** The endpoint's name (`oss-…`, `…-internal`, no `cn-`) stands where the region id is due. */
  'region-is-endpoint-name': { claimed: 'bytes', endpoint: 'bytes' },
  'product-mismatch': { claimed: 'bytes' },
  /** Day of the scope and day of the timestamp differ. */
  'scope-day-mismatch': { scope: 'bytes', timestamp: 'bytes' },
  'empty-additional-headers': NONE,
  /** The captured request lacks `name` of its own list of signed headers. */
  'listed-header-absent': NAMED,
  /** The captured request has all that its list names, `names`; the server missed one. */
  'listed-header-lost': { names: 'bytes' },
  /** `name` is listed and has an underscore, which the server allows in none. */
  'listed-header-underscore': NAMED,
  /** `name`: of the header, `value`: as captured. */
  'bad-content-sha256': { name: 'bytes', value: 'bytes' },
  /**
   * Parameter names such as `amp;Expires`: `&` was escaped after signing. `name`: the first one.
   */
  'mangled-parameters': NAMED,
  'missing-signature': NONE,
  /** Of a signed URL: the parameter that says so, and its value. */
  'missing-signature-version': { name: 'bytes', value: 'bytes' },
  'missing-expires': NONE,
  /** Expiry present but not acceptable: no number, or longer than allowed. */
  'bad-expires': { value: 'bytes' },
  'missing-date': NONE,
  /** Date present but in no form that is read. */
  'bad-date': { value: 'bytes' },
  /**
   * A form lacks a field or names it wrongly. `name`: from the server's ArgumentName, else empty.
   */
  'bad-form-field': NAMED,
  /** `argument`: the server's ArgumentName, empty without one. */
  'malformed-other': { argument: 'bytes' },

  // ---- row 11: authenticated, refused
  /** Row 1 too. */
  'wrong-endpoint': { endpoint: 'bytes' },
  /** The same, where the answer does not name the endpoint. */
  'wrong-endpoint-unnamed': NONE,
  'no-permission': NONE,
  /** The same of an answer alone that tells of no key: the request may have been unsigned. */
  'no-permission-not-seen': NONE,
  /**
   * The ACL of the bucket refuses: what a request of another account is told, and one whose
   * signature the server did not see.
   */
  'refused-as-stranger': NONE,
  /** `detail`: the server's words on the condition. */
  'policy-condition-failed': { detail: 'bytes' },
  /** Row 1 too. */
  'account-disabled': NONE,
  'ip-restricted': NONE,
  /** Hotlink protection of the bucket; row 1 too. */
  'referer-missing': NONE,
  /** `referer`: as captured. */
  'referer-refused': { referer: 'bytes' },
  /** Either of the two, of a request whose headers are not in the capture. */
  'referer-not-seen': NONE,
  /** The policy of the client's own network (VPC); row 1 too. */
  'vpc-policy-denied': NONE,
  /** OSS takes the request for an attack; row 1 too. */
  'security-blocked': NONE,
  /**
   * The EC is of the block about auth data, key ids and time, and has no meaning here: the
   * signature may have been refused.
   */
  'denied-by-authentication': { ec: 'bytes' },
  'access-denied-other': NONE,
  /** A refusal of a good signature without an error document or an EC. */
  'refused-without-reason': NONE,

  // ---- rows 12 and 13: the signature's own text
  /** A raw `+` in the query became a space. */
  'signature-not-percent-encoded': NONE,
  /** The signature was percent-encoded once too often. */
  'signature-encoded-twice': NONE,
  /**
   * Neither of the two: it stands in a header or form. `how`: `plus-as-space`, `percent-encoded`.
   * Row 16 too.
   */
  'signature-in-url-form': { how: 'word' },
  'signature-altered': CHANGED,
  /** The server saw only the beginning of it. Lengths in bytes. */
  'signature-truncated': { clientLength: 'number', serverLength: 'number' },

  // ---- row 14: changed between the capture point and the server
  'method-changed': CHANGED,
  /** A CDN fetched a HEAD as GET. */
  'head-sent-as-get': NONE,
  'content-type-rewritten': CHANGED,
  /** Only `; charset=…` came or went. */
  'content-type-charset-rewritten': CHANGED,
  'content-type-added-in-transit': { server: 'bytes' },
  'content-type-dropped': { client: 'bytes' },
  'content-md5-rewritten': CHANGED,
  'content-md5-added-in-transit': { server: 'bytes' },
  'content-md5-dropped': { client: 'bytes' },
  /** The server read an Authorization that the captured request has not. */
  'authorization-replaced': NONE,
  'date-rewritten': CHANGED,
  'date-dropped': { client: 'bytes' },
  'date-added-in-transit': { server: 'bytes' },
  'oss-header-added-in-transit': { name: 'bytes', server: 'bytes' },
  'oss-header-changed': NAMED_CHANGED,
  'oss-header-dropped': { name: 'bytes', client: 'bytes' },
  /** The token header or parameter went missing or came in on the way. */
  'token-changed-in-transit': NONE,
  'path-reencoded': CHANGED,
  /** `//` collapsed, or `.`/`..` resolved. */
  'path-normalised': CHANGED,
  /** A prefix of the path was added or stripped. */
  'path-prefix-changed': CHANGED,
  'key-changed': CHANGED,
  'bucket-differs': CHANGED,
  'subresource-added': { name: 'bytes', server: 'bytes' },
  'subresource-dropped': { name: 'bytes', client: 'bytes' },
  'subresource-changed': NAMED_CHANGED,
  'subresource-reencoded': NAMED_CHANGED,
  /** V4: a signed header that is neither content-type, content-md5 nor x-oss-. */
  'signed-header-added': { name: 'bytes', server: 'bytes' },
  'signed-header-changed': NAMED_CHANGED,
  'signed-header-dropped': { name: 'bytes', client: 'bytes' },
  'host-rewritten': CHANGED,
  'additional-headers-changed': CHANGED,
  'payload-hash-changed': CHANGED,
  'scope-changed': CHANGED,
  /**
   * V4, and only the hash of the server's canonical request is known: what differs cannot be told.
   */
  'canonical-request-differs': NONE,
  'policy-changed': CHANGED,
  /**
   * Row 20: the server accepts the client's secret elsewhere, so it got another string here, and
   * does not show it.
   */
  'changed-unseen': NONE,
  'access-key-id-changed': CHANGED,

  // ---- rows 15, 18: the key
  /**
   * The client signed the very string with the given secret; the server's secret for the key id is
   * another.
   */
  'server-holds-other-secret': NONE,
  /**
   * The same where the answer does not show the server's string: it may have received another
   * request as well.
   */
  'other-secret-or-request': NONE,
  /** Only the answer is known: the server's string is at hand, and what was sent is not. */
  'request-not-seen': NONE,
  /** Only the answer is known, and it does not show all that the server signed. */
  'answer-alone': NONE,
  /** S3 V4 in signed chunks: the signature of a chunk does not match it. */
  'chunk-signature-differs': NONE,
  /**
   * Version 4: only the answer is known, and the server's string without the canonical request
   * behind its hash.
   */
  'request-known-by-hash': NONE,
  /**
   * No known variant of string or secret gives the signature, and nothing but the secret is left to
   * suspect.
   */
  'secret-unknown-difference': NONE,
  /**
   * Nothing gives it, and the value of a header that the request lists as signed is gone. `names`:
   * of such headers, joined by a comma and a space.
   */
  'listed-header-gone': { names: 'bytes' },
  /**
   * The secret is given, and the bucket behind the custom domain `host` is not known: there is no
   * string to try it on. Row 20 too.
   */
  'bucket-not-known': { host: 'bytes' },
  /**
   * Nothing gives it, and it is a URL, which others may have edited. `names`: its signed
   * parameters, joined by a comma and a space.
   */
  'signed-url-edited': { names: 'bytes' },
  /**
   * An accepted request of the key id, `exchange`, had the very same string and another signature:
   * it is not the string. Row 19 too.
   */
  'same-string-accepted': { exchange: 'number' },
  /**
   * Nothing gives it, where another request of the key id was accepted that is signed with the
   * given secret.
   */
  'string-unknown-difference': NONE,
  /**
   * The same, where none was accepted, but another refused one is proved to be signed with the
   * given secret.
   */
  'string-unknown-secret-used': NONE,

  // ---- row 17: a secret near the given one. `position`: character of the given secret, from 1
  'secret-trailing-newline': NONE,
  'secret-trailing-crlf': NONE,
  'secret-trailing-cr': NONE,
  'secret-trailing-space': NONE,
  'secret-trailing-tab': NONE,
  'secret-leading-space': NONE,
  'secret-leading-newline': NONE,
  /**
   * The given secret has white space, quotation marks or characters that are not seen in or around
   * it, the client's has not.
   */
  'secret-given-padded': NONE,
  /** An ampersand behind it, as the RPC APIs of Alibaba Cloud have it. */
  'secret-ampersand': NONE,
  'secret-bom': NONE,
  /**
   * A character that is not seen stands at an end of it, brought along from a page or document.
   * `character`: as U+hhhh.
   */
  'secret-invisible-character': { character: 'word' },
  /** The same, or white space, within it. `position`: of the character before it. */
  'secret-invisible-inside': { character: 'word', position: 'number' },
  /**
   * Full-width forms in the place of ASCII characters, as input methods for Chinese type them.
   * `count`: how many.
   */
  'secret-full-width': { count: 'number' },
  /** The secret was never set or filled in. `value`: what was used for it. */
  'secret-placeholder': { value: 'bytes' },
  'secret-quoted': NONE,
  /**
   * More around it than one character or quotation marks. `before`, `after`: white space, quotation
   * marks and the like; one may be empty.
   */
  'secret-padded': { before: 'bytes', after: 'bytes' },
  'secret-url-encoded': NONE,
  'secret-url-decoded': NONE,
  'secret-base64': NONE,
  'secret-is-key-id': NONE,
  /** The user has given the secret of that id, too. */
  'secret-of-other-key': { accessKeyId: 'bytes' },
  'secret-empty': NONE,
  'secret-case': NONE,
  'secret-characters-swapped': { position: 'number' },
  'secret-character-missing': { position: 'number' },
  'secret-character-extra': { position: 'number' },
  /**
   * Other characters in their places that look alike (0 and O; 1, l and I). `count`: how many, two
   * at least.
   */
  'secret-lookalikes': { count: 'number' },
  'secret-character-different': { position: 'number' },
  /** `kept`: characters of the given secret that the client used. */
  'secret-cut-short': { kept: 'number' },
  /** `kept`: characters at the end of the given secret that the client used. */
  'secret-beginning-missing': { kept: 'number' },
  'secret-doubled': NONE,

  // ---- row 16: the client signed something else (proven by the search)
  'method-signed-other': SIGNED_OTHER,
  'content-type-added-after-signing': { sent: 'bytes' },
  'content-type-signed-other': SIGNED_OTHER,
  'content-type-charset': SIGNED_OTHER,
  'content-type-reformatted': SIGNED_OTHER,
  /** Signed, and not sent. */
  'content-type-lost': { signed: 'bytes' },
  'content-md5-not-signed': { sent: 'bytes' },
  'content-md5-signed-other': SIGNED_OTHER,
  'content-md5-lost': { signed: 'bytes' },
  /** The Date line holds the other one of Date and x-oss-date. */
  'date-of-other-header': SIGNED_OTHER,
  /** The Date line is blank, as AWS has it when x-amz-date is sent. */
  'date-left-blank': { sent: 'bytes' },
  'date-reformatted': SIGNED_OTHER,
  /** `seconds`: signed minus sent. */
  'date-seconds-off': { signed: 'bytes', sent: 'bytes', seconds: 'number' },
  'expires-signed-other': SIGNED_OTHER,
  'oss-header-added-after-signing': NAMED,
  /** Several headers that are signed are not in the client's string. `count`: how many. */
  'oss-headers-not-signed': { count: 'number' },
  /**
   * `order`: `wire`, `case-sensitive`, `by-line`, `locale`, `reverse`, `listed-first`,
   * `listed-last`, `unsorted` (any other).
   */
  'oss-header-order': { order: 'word' },
  'oss-header-names-not-lowered': NONE,
  /** A space after the colon of each header line. */
  'oss-header-colon-space': NONE,
  /**
   * Several things at once: names in another case, another order, other separators. `signed`,
   * `sent`: the lines, joined by line feeds where these are due.
   */
  'header-lines-signed-other': SIGNED_OTHER,
  /** A header with an empty value has no line in the client's string. */
  'empty-header-left-out': NAMED,
  'header-value-untrimmed': NAMED_SIGNED_OTHER,
  /** Several headers of one name. `how`: `joined`, `joined-with-space`, `first`, `last`, `each`. */
  'header-duplicates': { name: 'bytes', how: 'word' },
  /** Inner white space or folding was collapsed on one side. */
  'header-value-folded': NAMED_SIGNED_OTHER,
  /**
   * `encoding` that the client signed in: `utf-8`, `latin-1`, `utf-8-twice`, `question-marks`,
   * `percent`, `gbk`.
   */
  'header-value-encoding': { name: 'bytes', encoding: 'word' },
  'token-not-signed': NONE,
  /** `how`: `percent-encoded`, `plus-as-space`, `other-name`. */
  'token-signed-otherwise': { how: 'word' },
  'key-signed-raw': SIGNED_OTHER,
  'key-decoded-twice': SIGNED_OTHER,
  'key-encoded': SIGNED_OTHER,
  'key-plus-and-space': SIGNED_OTHER,
  /** The path bears a raw `+`: signed as one, and read as a space by the server. */
  'key-plus-raw': SIGNED_OTHER,
  'key-cut': SIGNED_OTHER,
  'key-hex-case': SIGNED_OTHER,
  'key-slashes': SIGNED_OTHER,
  /** A folder before the key is not in the signed one: a proxy adds it to the path. */
  'key-prefix-not-signed': SIGNED_OTHER,
  /** S3 version 2: decoded, or encoded anew, where the path as sent is due. */
  'key-signed-recoded': SIGNED_OTHER,
  /** `encoding`: `gbk`, `latin-1`, `utf-8-twice`. */
  'key-encoding': { signed: 'bytes', sent: 'bytes', encoding: 'word' },
  /** `form`: `NFC`, `NFD`. */
  'key-unicode-form': { signed: 'bytes', sent: 'bytes', form: 'word' },
  'key-case': SIGNED_OTHER,
  /** White space or a dot at an end of the key, which URL libraries take off. */
  'key-padded': SIGNED_OTHER,
  'key-left-out': { sent: 'bytes' },
  'bucket-left-out': { sent: 'bytes' },
  'bucket-twice': { sent: 'bytes' },
  /**
   * The path begins with the bucket, which the host stands for already: the server reads it as part
   * of the key.
   */
  'bucket-in-host-and-path': { bucket: 'bytes' },
  'bucket-signed-other': SIGNED_OTHER,
  /** The host name stands in the signed resource. */
  'host-in-resource': { host: 'bytes' },
  /**
   * The resource lacks its leading slash, or the slash after the bucket. `which`: `leading`,
   * `after-bucket`.
   */
  'resource-slash-missing': { which: 'word' },
  /** The URL, host and path of it, or its path as it is sent stand where bucket and key are due. */
  'url-in-resource': { signed: 'bytes' },
  /** The bucket without a slash, a slash alone, or nothing. */
  'resource-left-out': SIGNED_OTHER,
  'subresource-added-after-signing': NAMED,
  'subresources-not-signed': { count: 'number' },
  /** The client signed a parameter that the server does not sign. */
  'subresource-signed-extra': NAMED,
  /** The client signed every parameter of the query. */
  'query-all-signed': NONE,
  /** The signed set is the list of an SDK of another kind. `sdk`: its short name in the tables. */
  'subresource-list-of-sdk': { sdk: 'word' },
  'subresource-signed-other': NAMED_SIGNED_OTHER,
  /** A number in a parameter of a signed URL was changed after signing. */
  'parameter-edited': NAMED_SIGNED_OTHER,
  /** Other signs than `&` and `=` stand between the parameters that were signed. */
  'parameters-joined-other': NONE,
  /** Values stand percent-encoded in the signed string. */
  'subresource-values-encoded': NONE,
  /** Names stand in the signed string without their values. */
  'subresource-values-left-out': NONE,
  'subresource-names-lowered': NONE,
  /** A question mark that no parameter follows. */
  'question-mark-alone': NONE,
  /** Sub-resources without the question mark, or with an ampersand in its place. */
  'question-mark-missing': NONE,
  /**
   * `order`: `wire`, `first-letter`, `case-insensitive`, `by-pair`, `reverse`, `locale`,
   * `by-decoded-name`.
   */
  'query-order': { order: 'word' },
  /** `name=` signed for a parameter without value, or the reverse. */
  'empty-value-equals-sign': NAMED,
  /** V4, V2: a parameter on the wire that is not in the client's string. */
  'query-parameter-added-after-signing': NAMED,
  'query-left-out': NONE,
  /** One parameter several times. `how`: `first`, `last`, `joined`, `all-of-them`. */
  'parameter-duplicates': { name: 'bytes', how: 'word' },
  /** An upload's callback. `name`: header or parameter; `how`: as of `policy-signed-other`. */
  'callback-signed-other': { name: 'bytes', how: 'word' },
  /** V4: the query as on the wire, not decoded and encoded anew. */
  'query-signed-raw': NONE,
  /**
   * V4, V2: names and values encoded by other rules. `how`: `not-encoded`, `slash-kept`,
   * `script-encoded`, `uri-encoded`, `encoded-twice`.
   */
  'query-signed-recoded': { how: 'word' },
  'query-plus-and-space': NONE,
  /** V4, V2: percent-escapes in small letters. */
  'query-hex-case': NONE,
  /** V4: the question mark before the query. */
  'question-mark-signed': NONE,
  /** V4, V2 URLs: the parameter of the signature itself, empty. */
  'signature-parameter-signed': NAMED,
  /**
   * V4 canonical URI. `how`: `without-bucket`, `slash-encoded`, `not-encoded`, `encoded-twice`,
   * `raw`, `bucket-twice`, `lower-case-hex`, `without-slash`, `left-out`, `url`, `with-query`.
   */
  'canonical-uri-signed-other': { how: 'word', signed: 'bytes', sent: 'bytes' },
  /**
   * V2 resource. `how`: `slash-kept`, `not-encoded`, `encoded-twice`, `lower-case-hex`,
   * `script-encoded`, `left-out`.
   */
  'resource-signed-other': { how: 'word', signed: 'bytes', sent: 'bytes' },
  'canonical-header-added-after-signing': NAMED,
  'canonical-header-signed-other': NAMED_SIGNED_OTHER,
  /** A line of the string that no header of the request stands for; V1 and V2 too. */
  'header-not-sent': { name: 'bytes', signed: 'bytes' },
  /** Signed, and not in the query: a sub-resource without a value. */
  'parameter-not-sent': NAMED,
  'host-signed-other': SIGNED_OTHER,
  'additional-headers-signed-other': SIGNED_OTHER,
  /**
   * V4, V2: lines of headers that the request does not list as signed. `names`: joined by a comma
   * and a space.
   */
  'unlisted-headers-signed': { names: 'bytes' },
  'payload-hash-signed-other': SIGNED_OTHER,
  /** x-oss-content-sha256 was sent and has no header line in the client's string. */
  'payload-header-not-signed': NONE,
  'timestamp-signed-other': SIGNED_OTHER,
  'scope-day-signed-other': SIGNED_OTHER,
  'scope-region-signed-other': SIGNED_OTHER,
  'scope-product-signed-other': SIGNED_OTHER,
  /**
   * `how`: `aws-prefix`, `oss-prefix`, `no-prefix`, `aws-terminator`, `oss-terminator`,
   * `no-terminator`, `plain-secret`, `steps-swapped`, `timestamp-as-day`, `hex-keys`,
   * `other-prefix`, `scope-at-once`, `arguments-swapped`.
   */
  'key-derivation': { how: 'word' },
  /** `hash` used: `sha1`, `sha256`, `md5`. */
  'wrong-hash': { hash: 'word' },
  /** HMAC with key and message exchanged. */
  'hmac-arguments-swapped': NONE,
  /** A plain digest of secret and string, no HMAC. */
  'digest-instead-of-hmac': NONE,
  /**
   * How the signature was written. `how`: `hex`, `base64`, `base64-of-hex`, `base64url`,
   * `unpadded`, `upper-case-hex`, `white-space` (in it), `trailing-text` (behind it).
   */
  'signature-encoding': { how: 'word' },
  /** Only its beginning was sent. `kept`: characters of it, `due`: characters of a whole one. */
  'signature-cut-short': { kept: 'number', due: 'number' },
  /**
   * The canonical request itself was signed, without the string around its hash; or its hash alone;
   * of a form, the string around the policy's hash. `how`: `canonical-request`, `hash`,
   * `string-around-policy`.
   */
  'wrong-string-level': { how: 'word' },
  /**
   * V4: the lines before that hash. `how`: `without-algorithm`, `without-timestamp`,
   * `without-scope`, `key-id-in-scope`, `timestamp-and-scope-swapped`.
   */
  'string-around-hash': { how: 'word' },
  /** `case`: `upper` hex of the hash, or `base64`. */
  'canonical-request-hash-form': { how: 'word' },
  'newline-at-end': NONE,
  'crlf-line-ends': NONE,
  /** Line feeds were two characters, backslash and n. */
  'newlines-escaped': NONE,
  /** No line feed between the header block and what follows. */
  'header-block-newline-missing': NONE,
  'header-block-newline-extra': NONE,
  'leading-blank-line': NONE,
  /**
   * Lines of absent headers were left out. `which`: `content-md5`, `content-type`, `query`,
   * `additional-headers`, `both`.
   */
  'blank-lines-left-out': { which: 'word' },
  /** A line of the string is missing, or empty. `which`: `line-method`, `line-date`. */
  'line-left-out': { which: 'word' },
  /**
   * The string was percent-encoded or decoded as a whole before signing. `how`: `encoded`,
   * `decoded`.
   */
  'string-encoded': { how: 'word' },
  /**
   * PostObject. `how`: `raw-json`, `line-breaks-removed`, `base64url`, `encoded-twice`,
   * `percent-encoded`, `unpadded`, `reserialised`.
   */
  'policy-signed-other': { how: 'word' },
  /**
   * The same signature stands on an earlier request. `exchange`: its index (0: unknown); `frame`:
   * where it begins.
   */
  'signature-of-other-request': { exchange: 'number', frame: 'number' },
  /** The string follows another signature version. `version`: the one that fits. */
  'other-version-signed': { version: 'word' },
  /**
   * The string is the one of another bucket operation: the header form signed as URL, or the
   * reverse.
   */
  'carrier-mixed-up': NONE,
} as const satisfies Readonly<Record<string, ArgSpec>>;

export type CauseId = keyof typeof CAUSE_ARGS;
type CauseArgs<I extends CauseId> = ArgsOf<(typeof CAUSE_ARGS)[I]>;

export const CAUSE_IDS = Object.keys(CAUSE_ARGS) as readonly CauseId[];

/** A cause with exactly the arguments that its id asks for. */
export function cause<I extends CauseId>(id: I, args: CauseArgs<I>): Cause {
  return { id, args };
}
