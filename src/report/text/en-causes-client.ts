import type { CauseText } from './texts.ts';

const say = (headline: string, cause: string, cure: string): CauseText => ({ headline, cause, cure });

const DIFFERS = 'signed was {signed:q}, sent was {sent:q}';
const HAND_WRITTEN = 'a hand-written signer departs from the rules here';
const USE_SDK = 'correct the signer by the signing rules of OSS, or let the SDK sign';
const SIGN_LAST = 'sign last, when all headers and parameters are set, and change nothing afterwards';
const WHOLE_QUERY =
  'set the parameter before signing, through the SDK (not by appending it to a signed URL), and use an SDK that knows it';

/** Causes that lie in what the client signed. */
export const EN_CAUSES_CLIENT = {
  'method-signed-other': say(
    'The client signed the method {signed}, and the request went out as {sent}.',
    'a signed URL holds for one method only; it was used with another (HEAD on a GET URL, POST in place of PUT)',
    'sign for the method that is used; curl -I sends HEAD, curl -d sends POST',
  ),
  'content-type-added-after-signing': say(
    'The client signed an empty Content-Type; the request went out with one.',
    'an HTTP library or tool added {sent:q} by itself, after the signing (browsers, axios, curl -d, Postman do so)',
    "pass the Content-Type to the SDK, so that it is signed (oss2: headers={'Content-Type': …}; ali-oss: 'Content-Type' among the signatureUrl options), or stop the library from adding it",
  ),
  'content-type-signed-other': say(
    'The client signed another Content-Type than it sent.',
    `${DIFFERS}; the HTTP library set its own after the signing`,
    'use the very same Content-Type for signing and sending',
  ),
  'content-type-charset': say(
    'The client signed Content-Type without the charset that it sent, or the reverse.',
    `${DIFFERS}; HTTP libraries append the charset to textual types`,
    'sign the type with its charset, or set the type so that the library leaves it alone',
  ),
  'content-type-reformatted': say(
    'The Content-Type was reformatted after signing.',
    `${DIFFERS}: only spaces or letter case differ`,
    'sign the form that the HTTP library sends',
  ),
  'content-type-lost': say(
    'The client signed a Content-Type and sent none.',
    'signed was {signed:q}; some libraries drop it from requests without a body',
    'send it, or sign an empty one',
  ),
  'content-md5-not-signed': say(
    'The client sent a Content-MD5 that it did not sign.',
    'the header {sent:q} was added after the signing',
    SIGN_LAST,
  ),
  'content-md5-signed-other': say(
    'The client signed another Content-MD5 than it sent.',
    DIFFERS,
    'use the very same value for signing and sending',
  ),
  'content-md5-lost': say(
    'The client signed a Content-MD5 and sent none.',
    'signed was {signed:q}',
    'send the header, or sign an empty line in its place',
  ),
  'date-of-other-header': say(
    'The client signed the value of the other date header.',
    `${DIFFERS}; where x-oss-date is sent, Date and x-oss-date must not be exchanged`,
    'sign the date by the rules of the signature version',
  ),
  'date-left-blank': say(
    'The client left the date line blank.',
    'signed was an empty line, due is {sent:q}: AWS signature 2 leaves it blank beside x-amz-date, OSS does not',
    'put the date into the line',
  ),
  'date-reformatted': say(
    'The client signed the date in another form than it sent.',
    `${DIFFERS}: the same moment, written differently`,
    'format the date once, and use that text for signing and sending',
  ),
  'date-seconds-off': say(
    'The client signed a date {seconds} s away from the one that it sent.',
    `${DIFFERS}; the clock was read twice, or the HTTP library set Date by itself`,
    'read the clock once, and use that text for signing and sending',
  ),
  'expires-signed-other': say(
    'The client signed another expiry than it sent.',
    DIFFERS,
    'compute the expiry once, and use it for both',
  ),
  'oss-header-added-after-signing': say(
    'The header {name} was added after signing.',
    'every x-oss- header enters the signature',
    `${SIGN_LAST}; for a signed URL, give the header to the signing call`,
  ),
  'oss-headers-not-signed': say(
    'The client left {count} headers that are signed out of its string.',
    HAND_WRITTEN,
    'put each x-oss- header on a line of its own, in lower case and sorted, before the resource',
  ),
  'oss-header-order': say(
    'The client signed the x-oss- headers in the wrong order ({order:word}).',
    'they are sorted by their lower-case names',
    USE_SDK,
  ),
  'oss-header-names-not-lowered': say(
    'The client signed the names of its x-oss- headers without lowering them.',
    HAND_WRITTEN,
    'lower the names before signing',
  ),
  'oss-header-colon-space': say(
    'The client signed its header lines with a space after the colon.',
    HAND_WRITTEN,
    'write name:value without a space',
  ),
  'header-lines-signed-other': say(
    'The client signed its header lines in another form: {signed:q}.',
    HAND_WRITTEN,
    'one line name:value for each, the names in lower case and sorted, a line feed behind each',
  ),
  'empty-header-left-out': say(
    'The client left the empty header {name} out of its string.',
    'a header that is sent is signed, even when its value is empty',
    'sign it as "{name}:", or do not send it',
  ),
  'header-value-untrimmed': say(
    'The client signed the header {name} with the white space around its value.',
    DIFFERS,
    'trim the value before signing and sending',
  ),
  'header-duplicates': say(
    'The client sent the header {name} more than once and signed it otherwise ({how:word}).',
    'the rules for repeated headers differ between libraries',
    'send each x-oss- header once',
  ),
  'header-value-folded': say(
    'The white space inside the header {name} differs between what was signed and what was sent.',
    DIFFERS,
    'avoid line breaks and runs of spaces in header values',
  ),
  'header-value-encoding': say(
    'The client signed the header {name} in another character encoding than it sent it in ({encoding:word}).',
    'the value is not ASCII, and HTTP libraries differ in how they send such text',
    'percent-encode or base64-encode values that are not ASCII, or set the header encoding of the SDK',
  ),
  'token-not-signed': say(
    'The client sent a security token that it did not sign.',
    'the token was added after the signing',
    'pass the token to the SDK, so that it is signed',
  ),
  'token-signed-otherwise': say(
    'The client signed the security token in another form than it sent it ({how:word}).',
    'tokens hold +, / and =, which encoders change',
    'sign the decoded token, and percent-encode it once in a URL',
  ),
  'key-signed-raw': say(
    'The client signed the encoded path where the decoded key is due.',
    DIFFERS,
    'sign the key as it is (decoded), and encode it only in the URL',
  ),
  'key-decoded-twice': say(
    'The client signed a key that was decoded once too often.',
    DIFFERS,
    'decode the key only once; look for a framework that decodes paths before you do',
  ),
  'key-encoded': say(
    'The client signed an encoded key where the plain one is due.',
    `${DIFFERS}; the key was already encoded when it was given to the SDK`,
    'give the SDK the plain key; it encodes by itself',
  ),
  'key-plus-and-space': say(
    'The client signed + for a space in the key, or the reverse.',
    `${DIFFERS}; in a path, + is a plus sign and a space is %20`,
    'encode the path with a path encoder, not with a form encoder',
  ),
  'key-plus-raw': say(
    'The client sent a raw + in the path: it signed a plus sign, and the server read a space.',
    'a + that is not percent-encoded is read differently by different programs: by the server here, or by a proxy on the way, which wrote %20 for it',
    'write %2B for a plus sign in the path of a URL, which every program reads alike',
  ),
  'key-cut': say(
    'The client signed only the beginning of the key.',
    `${DIFFERS}; a # or ? in the key was taken for the end of the path`,
    'percent-encode # and ? in keys before a URL is made of them',
  ),
  'key-hex-case': say(
    'The client signed percent-escapes in another letter case.',
    DIFFERS,
    'write escapes with capital letters (%2F)',
  ),
  'key-slashes': say(
    'The slashes of the signed key differ from those of the sent one.',
    `${DIFFERS}; a leading, double or trailing slash was added or collapsed`,
    'give the SDK keys without a leading slash, and keep the HTTP library from normalising paths',
  ),
  'key-prefix-not-signed': say(
    'The client signed the key without the folder in front that was sent.',
    `${DIFFERS}; a proxy or a rewriting rule puts the folder before the path`,
    'sign the path that reaches OSS, or take the rewriting out of the way',
  ),
  'key-signed-recoded': say(
    'The client signed the path decoded, or encoded anew.',
    `${DIFFERS}; S3 signature version 2 signs the path exactly as it is sent`,
    'encode the path once, and use that text for signing and sending',
  ),
  'key-encoding': say(
    'The client signed the key in another character encoding ({encoding:word}).',
    DIFFERS,
    'use UTF-8 for keys throughout',
  ),
  'key-unicode-form': say(
    'The client signed the key in the Unicode form {form}, and sent it in another.',
    `${DIFFERS}; macOS file names are decomposed, for instance`,
    'normalise the key once (NFC), before it is signed and sent',
  ),
  'key-case': say(
    'The client signed the key in other letter case.',
    DIFFERS,
    'keys are case-sensitive: use one form',
  ),
  'key-left-out': say(
    'The client signed no key.',
    'the resource ended with the bucket; sent was {sent:q}',
    'sign /bucket/key',
  ),
  'bucket-left-out': say(
    'The client left the bucket out of the signed resource.',
    'the resource is /bucket/key even though the URL shows only the key; with a custom domain the SDK must be told the bucket',
    'sign /bucket/key; with a custom domain set the bucket and the CNAME switch of the SDK',
  ),
  'bucket-twice': say(
    'The client signed the bucket twice.',
    'a path-style signer met a host that already names the bucket',
    'switch the client to the virtual-host style, or give it the endpoint without the bucket',
  ),
  'bucket-signed-other': say(
    'The client signed another bucket than the request addresses.',
    `${DIFFERS}; with a custom domain the client guesses the bucket from the host`,
    'set the bucket of the client; with a custom domain also its CNAME switch',
  ),
  'host-in-resource': say(
    'The client signed the host name {host} within the resource.',
    'with a custom domain the resource is still /bucket/key',
    'set the bucket and the CNAME switch of the SDK',
  ),
  'resource-slash-missing': say(
    'A slash is missing in the signed resource ({which:word}).',
    HAND_WRITTEN,
    'sign /bucket/key, and /bucket/ for the bucket itself',
  ),
  'url-in-resource': say(
    'The client signed its URL where the resource is due: {signed:q}.',
    'the resource is /bucket/key, without scheme and host, whatever the host is',
    'sign /bucket/key, with the key decoded, and behind it the sub-resources alone',
  ),
  'resource-left-out': say(
    'The client signed {signed:q} in the place of the resource {sent:q}.',
    HAND_WRITTEN,
    'sign /bucket/key, and /bucket/ for the bucket itself',
  ),
  'subresource-added-after-signing': say(
    'The parameter {name} is not in the string that the client signed.',
    'it was added after the signing, or the SDK does not know that it is signed',
    WHOLE_QUERY,
  ),
  'subresources-not-signed': say(
    'The client left {count} parameters that are signed out of its string.',
    HAND_WRITTEN,
    'append the sub-resources to the resource, sorted: ?name=value&name',
  ),
  'subresource-signed-extra': say(
    'The client signed the parameter {name}, which the server does not sign.',
    'only sub-resources and response-… parameters enter signature version 1',
    USE_SDK,
  ),
  'query-all-signed': say(
    'The client signed every parameter of the query.',
    'only sub-resources and response-… parameters enter signature version 1',
    USE_SDK,
  ),
  'subresource-list-of-sdk': say(
    'The client signed the parameters by the list of another SDK ({sdk}).',
    'that list lacks parameters which the server signs, or has others',
    'update the SDK, or sign with version 4, which signs the whole query',
  ),
  'subresource-signed-other': say(
    'The client signed another value of the parameter {name} than it sent.',
    DIFFERS,
    'sign the decoded value that is sent',
  ),
  'subresource-values-encoded': say(
    'The client signed percent-encoded parameter values.',
    'signature version 1 takes them decoded',
    'sign the values decoded, and encode them only in the URL',
  ),
  'subresource-values-left-out': say(
    'The client signed the names of the sub-resources without their values.',
    HAND_WRITTEN,
    'sign name=value for each sub-resource that has a value',
  ),
  'subresource-names-lowered': say(
    'The client signed the names of the sub-resources in lower case.',
    'header names are lowered, names of parameters are not',
    'sign them as they are sent',
  ),
  'question-mark-alone': say(
    'The client signed a question mark behind the resource without a sub-resource that follows it.',
    HAND_WRITTEN,
    'write the question mark only where a sub-resource is signed',
  ),
  'query-order': say(
    'The client signed the parameters in the wrong order ({order:word}).',
    'they are sorted by name, byte by byte',
    'sort by bytes, not by locale, before signing',
  ),
  'empty-value-equals-sign': say(
    'The client signed the parameter {name} with an = sign where none is due, or the reverse.',
    'a parameter without a value is signed by its bare name',
    USE_SDK,
  ),
  'query-parameter-added-after-signing': say(
    'The parameter {name} was added after signing.',
    'this signature version signs every parameter',
    WHOLE_QUERY,
  ),
  'query-left-out': say('The client signed no query.', HAND_WRITTEN, 'put the sorted query into the string'),
  'parameter-duplicates': say(
    'The client sent the parameter {name} more than once and signed it otherwise ({how:word}).',
    'many libraries keep one value of each name',
    'send each parameter once',
  ),
  'callback-signed-other': say(
    'The client signed another form of the callback in {name} than it sent ({how:word}).',
    'the base64 text of the callback is signed, exactly as it is sent',
    'encode the callback once, and use that text for signing and sending',
  ),
  'query-signed-raw': say(
    'The client signed the query as it stands on the wire.',
    'it is to be decoded, sorted and encoded anew',
    USE_SDK,
  ),
  'query-plus-and-space': say(
    'The client signed + for a space in the query, or the reverse.',
    'the canonical query writes a space as %20',
    'encode the query with %20 for a space',
  ),
  'query-hex-case': say(
    'The client signed the query with percent-escapes in small letters.',
    'the canonical query writes %2F, not %2f; the encoders of .NET write small letters, and + for a space',
    'write percent-escapes in capitals, and a space as %20',
  ),
  'question-mark-signed': say(
    'The client signed the question mark before the query.',
    'the line of the query begins with its first parameter',
    'leave the question mark out',
  ),
  'signature-parameter-signed': say(
    'The client signed the empty parameter {name}, which was to hold the signature.',
    'every parameter is signed but that of the signature itself',
    'put the parameter into the URL after signing',
  ),
  'canonical-uri-signed-other': say(
    'The client signed the path in another form ({how:word}).',
    `${DIFFERS}; the canonical URI of OSS is /bucket/key, encoded except for its slashes`,
    USE_SDK,
  ),
  'resource-signed-other': say(
    'The client signed the resource in another form ({how:word}).',
    `${DIFFERS}; signature version 2 percent-encodes /bucket/key as a whole, its slashes too`,
    USE_SDK,
  ),
  'canonical-header-added-after-signing': say(
    'The header {name} was added after signing.',
    'version 4 signs Content-Type, Content-MD5 and every x-oss- header',
    SIGN_LAST,
  ),
  'canonical-header-signed-other': say(
    'The client signed another value of the header {name} than it sent.',
    DIFFERS,
    SIGN_LAST,
  ),
  'host-signed-other': say(
    'The client signed another Host than it sent.',
    `${DIFFERS}; the port, or the custom domain in place of the endpoint`,
    'sign the Host that is sent, or leave host out of the signed headers',
  ),
  'additional-headers-signed-other': say(
    'The client signed another list of headers than it sent.',
    DIFFERS,
    'use one sorted, lower-case list for both',
  ),
  'unlisted-headers-signed': say(
    'The client signed header lines that its request does not list as signed: {names}.',
    'version 4 signs Content-Type, Content-MD5 and every x-oss- header, and others only where AdditionalHeaders names them',
    'leave these headers out of the canonical request, or name them in AdditionalHeaders',
  ),
  'payload-hash-signed-other': say(
    'The client signed another payload hash than it sent.',
    DIFFERS,
    'sign the value of x-oss-content-sha256, which is UNSIGNED-PAYLOAD',
  ),
  'payload-header-not-signed': say(
    'The client sent x-oss-content-sha256 and did not sign it as a header.',
    HAND_WRITTEN,
    'it is an x-oss- header as any other: sign its line',
  ),
  'timestamp-signed-other': say(
    'The client signed another timestamp than it sent.',
    DIFFERS,
    'read the clock once, and use that text for signing and sending',
  ),
  'scope-day-signed-other': say(
    'The client made its key for another day than it sent.',
    `${DIFFERS}; a key was kept over midnight, or made from the local date`,
    'derive the key from the UTC day of the timestamp',
  ),
  'scope-region-signed-other': say(
    'The client made its key for another region than it sent.',
    DIFFERS,
    'set one region, that of the bucket',
  ),
  'scope-product-signed-other': say(
    'The client made its key for another product than it sent.',
    DIFFERS,
    'use the product oss',
  ),
  'key-derivation': say(
    'The client derived its signing key by other rules ({how:word}).',
    'the key of OSS starts from "aliyun_v4" and the secret, and ends with "aliyun_v4_request"',
    USE_SDK,
  ),
  'wrong-hash': say(
    'The client used the hash {hash}.',
    'versions 1 and S3 V2 use SHA-1, versions 2 and 4 use SHA-256',
    'use the hash of the signature version',
  ),
  'hmac-arguments-swapped': say(
    'The client exchanged key and message of the HMAC.',
    'the order of the two arguments differs between libraries',
    'make the secret the key and the string the message',
  ),
  'digest-instead-of-hmac': say(
    'The client used a plain digest in place of an HMAC.',
    HAND_WRITTEN,
    'use HMAC with the secret as its key',
  ),
  'signature-encoding': say(
    'The signature is right and written in the wrong form ({how:word}).',
    'versions 1 and 2 want base64 of the raw bytes, version 4 lower-case hex',
    'write it in the form of the signature version',
  ),
  'signature-cut-short': say(
    'The signature was cut: {kept} of its {due} characters were sent.',
    'what was sent is the beginning of the right signature; a field, a column or a copied text was too short',
    'carry the signature whole',
  ),
  'wrong-string-level': say(
    'The client signed the wrong thing ({how:word}).',
    'version 4 signs a string that holds the hash of the canonical request',
    USE_SDK,
  ),
  'string-around-hash': say(
    'The client signed other lines before the hash of the canonical request ({how:word}).',
    'the string to sign is the algorithm, the timestamp, the scope and the hash, a line each',
    USE_SDK,
  ),
  'canonical-request-hash-form': say(
    'The hash of the canonical request is written in the wrong form ({how:word}).',
    'it is lower-case hex',
    'write it in lower-case hex',
  ),
  'newline-at-end': say(
    'The string that the client signed has a line feed at its end.',
    HAND_WRITTEN,
    'end the string with the resource',
  ),
  'crlf-line-ends': say(
    'The string that the client signed has CR LF between its lines.',
    'the string was made with the line ends of Windows',
    'join the lines with a single line feed',
  ),
  'newlines-escaped': say(
    'The string that the client signed has a backslash and an n in place of line feeds.',
    'the escape was taken literally (single quotes, a shell, a configuration file)',
    'use real line feeds',
  ),
  'header-block-newline-missing': say(
    'A line feed is missing after the header block in the string that the client signed.',
    HAND_WRITTEN,
    'end each x-oss- header line, also the last, with a line feed',
  ),
  'header-block-newline-extra': say(
    'There is a line feed too many after the header block in the string that the client signed.',
    HAND_WRITTEN,
    'no blank line stands between the headers and the resource',
  ),
  'leading-blank-line': say(
    'The string that the client signed begins with a blank line.',
    HAND_WRITTEN,
    'begin with the method',
  ),
  'blank-lines-left-out': say(
    'The client left out the line of an absent header ({which:word}).',
    'the lines of Content-MD5 and Content-Type stay, empty, when the headers are absent',
    'keep the empty lines',
  ),
  'string-encoded': say(
    'The whole string was percent-coded before signing ({how:word}).',
    HAND_WRITTEN,
    'sign the string as it is',
  ),
  'policy-signed-other': say(
    'The client signed another form of the policy than it sent ({how:word}).',
    'the base64 text of the policy is signed, exactly as it is sent',
    'encode the policy once, and use that text for the field and for the signature',
  ),
  'signature-of-other-request': say(
    'The signature belongs to another request (#{exchange:ref}, {frame:at}).',
    'a retry, a redirect or a cache used an old signature for a request that differs',
    'sign each request anew, also when it is repeated or redirected',
  ),
  'other-version-signed': say(
    'The client signed by the rules of another signature version ({version}).',
    'the carrier names one version, the string follows another',
    'use one signature version throughout',
  ),
  'carrier-mixed-up': say(
    'The client signed a URL by the rules of the header form, or the reverse.',
    'in a URL the expiry takes the place of the date',
    USE_SDK,
  ),
} as const satisfies Readonly<Record<string, CauseText>>;
