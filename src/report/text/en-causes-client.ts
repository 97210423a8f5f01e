import type { CauseText } from './texts.ts';

const say = (headline: string, cause: string, cure: string): CauseText => ({ headline, cause, cure });

const DIFFERS = 'signed as {signed:q}, sent as {sent:q}';
const HAND_WRITTEN = 'a hand-written signer breaks the signing rules here';
const USE_SDK = 'make the signer follow the OSS signing rules, or let the SDK sign';
const SIGN_LAST = 'sign last, once all headers and parameters are set, and change nothing afterwards';
const WHOLE_QUERY =
  'set the parameter through the SDK before signing (do not append it to a signed URL), and use an SDK that knows it';

/** Causes that lie in what the client signed. */
export const EN_CAUSES_CLIENT = {
  'method-signed-other': say(
    'The client signed the method {signed}, but the request went out as {sent}.',
    'a signature is valid for one method only; most often a signed URL was used with another (HEAD on a GET URL, POST instead of PUT)',
    'sign for {sent}, or send {signed}; curl -I sends HEAD, curl -d sends POST',
  ),
  'content-type-added-after-signing': say(
    'The client signed an empty Content-Type, but the request went out with one.',
    'an HTTP library or tool added {sent:q} by itself after signing (browsers, axios, curl -d and Postman do this)',
    "pass the Content-Type to the SDK, so that it is signed (oss2: headers={'Content-Type': …}; ali-oss: 'Content-Type' in the options of signatureUrl, or in the headers of signatureUrlV4; Java: setContentType; Go: ContentType), or stop the library from adding it",
  ),
  'content-type-signed-other': say(
    'The client signed one Content-Type and sent another.',
    `${DIFFERS}; the HTTP library set its own after signing`,
    'send {signed:q}, which was signed, or sign {sent:q}: it must be the same text in both',
  ),
  'content-type-charset': say(
    'The charset of the Content-Type differs between what the client signed and what it sent.',
    `${DIFFERS}; HTTP libraries append a charset to text types`,
    'sign {sent:q}, as it is sent, or set the type so that the library leaves it alone',
  ),
  'content-type-reformatted': say(
    'The Content-Type was reformatted after signing.',
    `${DIFFERS}: only spaces or letter case differ`,
    'sign the form that the HTTP library sends',
  ),
  'content-type-lost': say(
    'The client signed a Content-Type but sent none.',
    'signed as {signed:q}; the HTTP library, or what wraps it, left it out of what it sent',
    'send it, or sign an empty one',
  ),
  'content-md5-not-signed': say(
    'The client sent a Content-MD5 that it did not sign.',
    'the header {sent:q} was added after signing',
    SIGN_LAST,
  ),
  'content-md5-signed-other': say(
    'The client signed one Content-MD5 and sent another.',
    DIFFERS,
    'use exactly the same value for signing and sending',
  ),
  'content-md5-lost': say(
    'The client signed a Content-MD5 but sent none.',
    'signed as {signed:q}',
    'send the header, or sign an empty line in its place',
  ),
  'date-of-other-header': say(
    'The client signed the value of the other date header.',
    `${DIFFERS}; when x-oss-date is sent, Date and x-oss-date must not be swapped; S3 V2 leaves the line blank when x-amz-date is sent`,
    'sign the date by the rules of the signature version',
  ),
  'date-left-blank': say(
    'The client left the date line blank.',
    'it signed an empty line instead of {sent:q}: AWS V2 leaves it blank when x-amz-date is sent, OSS does not',
    'put the date into the line',
  ),
  'date-reformatted': say(
    'The client signed the date in one format and sent it in another.',
    `${DIFFERS}: the same moment, written differently`,
    'format the date once, and use that text for signing and sending',
  ),
  'date-seconds-off': say(
    'The client signed a date {seconds:duration} away from the one it sent.',
    `${DIFFERS}; the clock was read twice, or the HTTP library set Date by itself`,
    'read the clock once, and use that text for signing and sending',
  ),
  'expires-signed-other': say(
    'The client signed one expiry and sent another.',
    `${DIFFERS}: the URL was edited after it was signed, or the signer took the time twice`,
    'use the URL as the signer returned it (to extend it, sign a new one); a signer of your own computes the expiry once, and uses it for both',
  ),
  'oss-header-added-after-signing': say(
    'The header {name} was added after signing.',
    'every x-oss- header is part of the signature',
    `${SIGN_LAST}; for a signed URL, pass the header to the signing call`,
  ),
  'oss-headers-not-signed': say(
    'The client left {count} headers out of its string to sign.',
    HAND_WRITTEN,
    'put each x-oss- header on its own line before the resource, in lower case and sorted',
  ),
  'oss-header-order': say(
    'The client signed the x-oss- headers in the wrong order ({order:word}).',
    'they must be sorted by their lower-case names',
    USE_SDK,
  ),
  'oss-header-names-not-lowered': say(
    'The client signed the names of its x-oss- headers without lower-casing them.',
    HAND_WRITTEN,
    'convert the names to lower case before signing',
  ),
  'oss-header-colon-space': say(
    'The client signed its header lines with a space after the colon.',
    HAND_WRITTEN,
    'write name:value without a space',
  ),
  'header-lines-signed-other': say(
    'The client signed its header lines in the wrong form: {signed:q}.',
    HAND_WRITTEN,
    'write one name:value line per header, names in lower case and sorted, each line ended by a line feed',
  ),
  'empty-header-left-out': say(
    'The client left the empty header {name} out of its string to sign.',
    'a header that is sent is signed, even if its value is empty',
    'sign it as "{name}:", or do not send it',
  ),
  'header-value-untrimmed': say(
    'The client signed the header {name} with the white space around its value.',
    DIFFERS,
    'trim the value before signing and sending',
  ),
  'header-duplicates': say(
    'The client sent the header {name} more than once and signed it differently ({how:word}).',
    'libraries differ in how they sign repeated headers',
    'send each x-oss- header once',
  ),
  'header-value-folded': say(
    'The white space inside the header {name} differs between what was signed and what was sent.',
    DIFFERS,
    'avoid line breaks and runs of spaces in header values',
  ),
  'header-value-encoding': say(
    'The client signed the header {name} in one character encoding ({encoding:word}) and sent it in another.',
    'the value is not ASCII, and HTTP libraries differ in how they send such text',
    'percent-encode or base64-encode values that are not ASCII, or set the header encoding of the SDK',
  ),
  'token-not-signed': say(
    'The client sent a security token that it did not sign.',
    'the token was added after signing',
    'pass the token to the SDK, so that it is signed',
  ),
  'token-signed-otherwise': say(
    'The client signed one form of the security token and sent another ({how:word}).',
    'tokens contain +, / and =, which encoders change',
    'sign the decoded token, and percent-encode it once in a URL',
  ),
  'key-signed-raw': say(
    'The client took the encoded path for the key when it signed.',
    DIFFERS,
    'sign with the plain (decoded) key, which V1 takes as it is and V4 encodes once; the URL has an encoding of its own',
  ),
  'key-decoded-twice': say(
    'The client signed a key that was decoded once too often.',
    DIFFERS,
    'decode the key only once; look for a framework that decodes paths before your code does',
  ),
  'key-encoded': say(
    'The client signed an encoded key instead of the plain one.',
    `${DIFFERS}; the key was encoded before it was signed, or already when it was passed to the SDK`,
    'sign the plain key, and encode it only for the URL; pass plain keys to the SDK, which encodes them',
  ),
  'key-plus-and-space': say(
    'The client mixed up + and space in the key.',
    `${DIFFERS}; in a path, + is a plus sign and a space is %20`,
    'encode the path with a path encoder, not with a form encoder',
  ),
  'key-plus-raw': say(
    'The client sent a raw + in the path: it signed a plus sign, but the server read a space.',
    'programs disagree on a + that is not percent-encoded: the server read it as a space, or a proxy on the way replaced it with %20',
    'write %2B for a plus sign in the path of a URL; every program reads that the same way',
  ),
  'key-cut': say(
    'The client signed only the beginning of the key.',
    `${DIFFERS}; a # or ? in the key was taken for the end of the path`,
    'percent-encode # and ? in keys before building a URL from them',
  ),
  'key-hex-case': say(
    'The client signed percent-escapes in the wrong letter case.',
    DIFFERS,
    'write escapes with capital letters (%2F)',
  ),
  'key-slashes': say(
    'The slashes in the signed key differ from those in the key that was sent.',
    `${DIFFERS}; a leading, double or trailing slash was added or collapsed, or a . or .. between slashes was resolved`,
    'pass keys without a leading slash and without ./ or ../ to the SDK, and keep the HTTP library from normalising paths',
  ),
  'key-padded': say(
    'The client signed a key that differs at its start or end from the one it sent.',
    `${DIFFERS}; URL libraries remove white space at the ends, some also a final dot`,
    'remove white space and line breaks around keys before use, for example around those read from a list',
  ),
  'key-prefix-not-signed': say(
    'The client signed the key without the leading folder that was sent.',
    `${DIFFERS}; a proxy or a rewrite rule adds the folder to the path`,
    'sign the path that reaches OSS, or remove the rewrite',
  ),
  'key-signed-recoded': say(
    'The client decoded or re-encoded the path before signing it.',
    `${DIFFERS}; S3 V2 signs the path exactly as it is sent`,
    'encode the path once, and use that text for signing and sending',
  ),
  'key-encoding': say(
    'The client signed the key in a different character encoding ({encoding:word}).',
    DIFFERS,
    'use UTF-8 for keys everywhere',
  ),
  'key-unicode-form': say(
    'The client signed the key in the Unicode form {form}, but sent it in another.',
    '{sent:q} looks the same in both forms, but its bytes differ; macOS, for example, decomposes file names',
    'normalise the key once (NFC), before it is signed and sent',
  ),
  'key-case': say(
    'The client signed the key in a different letter case.',
    DIFFERS,
    'keys are case-sensitive: use one form',
  ),
  'key-left-out': say(
    'The client signed no key.',
    'the signed resource ended with the bucket; the request was for {sent:q}',
    'sign /bucket/key',
  ),
  'bucket-left-out': say(
    'The client left the bucket out of the signed resource.',
    'the resource is /bucket/key even if the URL shows only the key; with a custom domain, the SDK must be told the bucket',
    'sign /bucket/key; with a custom domain, set the bucket and the CNAME option of the SDK',
  ),
  'bucket-twice': say(
    'The client signed the bucket twice.',
    'a path-style signer was given a host that already names the bucket',
    'switch the client to virtual-hosted style, or give it the endpoint without the bucket',
  ),
  'bucket-in-host-and-path': say(
    'The bucket is in the path, although the host already identifies it.',
    'the client signed the path as /bucket/key, and OSS reads all of it as the key, which then begins with {bucket:q}; the endpoint that the client was given names the bucket, or the client uses path style',
    'give the client the endpoint without the bucket (oss-cn-hangzhou.aliyuncs.com), or switch it to virtual-hosted style; with a custom domain, set the CNAME option of the SDK',
  ),
  'bucket-signed-other': say(
    'The client signed one bucket and addressed another.',
    'signed as {signed:q}, while the request addresses {sent:q}; with a custom domain, the client guesses the bucket from the host',
    'set the bucket in the client; with a custom domain, also set its CNAME option',
  ),
  'host-in-resource': say(
    'The client signed the host name {host} as part of the resource.',
    'the resource is /bucket/key, also with a custom domain',
    'set the bucket and the CNAME option of the SDK',
  ),
  'resource-slash-missing': say(
    'A slash is missing in the signed resource ({which:word}).',
    HAND_WRITTEN,
    'sign /bucket/key, and /bucket/ for the bucket itself',
  ),
  'url-in-resource': say(
    'The client signed its URL instead of the resource: {signed:q}.',
    'the resource is /bucket/key, without scheme and host, whatever the host is',
    'sign /bucket/key with the key decoded, followed by the sub-resources only',
  ),
  'resource-left-out': say(
    'The client signed {signed:q} instead of the resource {sent:q}.',
    HAND_WRITTEN,
    'sign /bucket/key, and /bucket/ for the bucket itself',
  ),
  'subresource-added-after-signing': say(
    'The parameter {name} is not in the string that the client signed.',
    'it was added after signing, or the SDK does not know that it must be signed',
    WHOLE_QUERY,
  ),
  'subresources-not-signed': say(
    '{count} parameters of the request are not in the string that the client signed.',
    'they were added after signing (to a finished signed URL, for example), or the signer does not know that they must be signed',
    'give all parameters to the function that signs, and append none to a signed URL; a signer of your own must sign the sub-resources in V1 (sorted: ?name=value&name), and the whole query in V4',
  ),
  'subresource-signed-extra': say(
    'The client signed the parameter {name}, which the server does not sign.',
    'V1 signs only sub-resources and response-… parameters',
    USE_SDK,
  ),
  'query-all-signed': say(
    'The client signed every parameter of the query.',
    'V1 signs only sub-resources and response-… parameters',
    USE_SDK,
  ),
  'subresource-list-of-sdk': say(
    'The client signed the parameters on the list of a different SDK ({sdk}).',
    'that list lacks parameters that the server signs, or has extra ones',
    'update the SDK, or sign with V4, which signs the whole query',
  ),
  'subresource-signed-other': say(
    'The client signed one value of the parameter {name} and sent another.',
    DIFFERS,
    'sign the value that is sent: decoded in V1, percent-encoded once in V2 and V4',
  ),
  'parameter-edited': say(
    'The URL was signed for another value of the parameter {name}, and edited afterwards.',
    `${DIFFERS}: a signed URL is valid only as it was signed, and whoever changes a value in it breaks the signature`,
    'sign a URL for each value that is to be used, or leave the URL as the signer returned it',
  ),
  'parameters-joined-other': say(
    'The client joined the signed parameters with the wrong characters.',
    'they are signed as name=value, joined by &, those without a value as their name alone',
    USE_SDK,
  ),
  'subresource-values-encoded': say(
    'The client signed percent-encoded parameter values.',
    'V1 signs decoded values',
    'sign the values decoded, and encode them only in the URL',
  ),
  'subresource-values-left-out': say(
    'The client signed the names of the sub-resources without their values.',
    HAND_WRITTEN,
    'sign name=value for each sub-resource that has a value',
  ),
  'subresource-names-lowered': say(
    'The client signed the names of the sub-resources in lower case.',
    'header names are lower-cased, parameter names are not',
    'sign them as they are sent',
  ),
  'question-mark-missing': say(
    'The client signed the sub-resources without the question mark before them.',
    HAND_WRITTEN,
    'write a question mark before the first sub-resource, and & before the others',
  ),
  'question-mark-alone': say(
    'The client signed a question mark after the resource with no sub-resource following it.',
    HAND_WRITTEN,
    'write the question mark only if a sub-resource is signed',
  ),
  'query-order': say(
    'The client signed the parameters in the wrong order ({order:word}).',
    'they must be sorted by name, byte by byte',
    'sort by bytes, not by locale, before signing',
  ),
  'empty-value-equals-sign': say(
    'The client signed the parameter {name} with an = sign too many or too few.',
    'a parameter without a value is signed by its name alone; in S3 V4, with an = sign after it',
    USE_SDK,
  ),
  'query-parameter-added-after-signing': say(
    'The parameter {name} was added after signing.',
    'this signature version signs every parameter',
    WHOLE_QUERY,
  ),
  'query-left-out': say('The client signed no query.', HAND_WRITTEN, 'put the sorted query into the string'),
  'parameter-duplicates': say(
    'The client sent the parameter {name} more than once and signed it differently ({how:word}).',
    'many libraries keep only one value for each name',
    'send each parameter once',
  ),
  'callback-signed-other': say(
    'The client signed one form of the callback in {name} and sent another ({how:word}).',
    'the base64 text of the callback is signed exactly as it is sent',
    'encode the callback once, and use that text for signing and sending',
  ),
  'query-signed-raw': say(
    'The client signed the query as it is on the wire.',
    'it must be decoded, sorted and re-encoded',
    USE_SDK,
  ),
  'query-signed-recoded': say(
    'The client did not percent-encode the query as the signing rules require ({how:word}).',
    'in names and values, every byte except letters, digits and -._~ is signed as %XX, encoded once; / becomes %2F',
    'encode names and values by that rule; in Python, use quote(text, safe="")',
  ),
  'query-plus-and-space': say(
    'The client mixed up + and space in the query.',
    'the canonical query writes a space as %20',
    'encode the query with %20 for a space',
  ),
  'query-hex-case': say(
    'The client signed the query with lower-case percent-escapes.',
    'the canonical query writes %2F, not %2f; .NET encoders write lower case, and + for a space',
    'write percent-escapes in capitals, and a space as %20',
  ),
  'question-mark-signed': say(
    'The client signed the question mark before the query.',
    'the query line begins with its first parameter',
    'leave the question mark out',
  ),
  'signature-parameter-signed': say(
    'The client signed the empty parameter {name}, which was to hold the signature.',
    'every parameter is signed except the signature itself',
    'add the parameter to the URL after signing',
  ),
  'canonical-uri-signed-other': say(
    'The client signed the path in the wrong form ({how:word}).',
    `${DIFFERS}; the canonical URI of OSS is /bucket/key, encoded except for its slashes; that of S3 V4 is the path alone`,
    USE_SDK,
  ),
  'resource-signed-other': say(
    'The client signed the resource in the wrong form ({how:word}).',
    `${DIFFERS}; V2 percent-encodes all of /bucket/key, including its slashes`,
    USE_SDK,
  ),
  'canonical-header-added-after-signing': say(
    'The header {name} was added after signing.',
    'V4 signs Content-Type, Content-MD5, every x-oss- header and those that the request lists as signed',
    SIGN_LAST,
  ),
  'canonical-header-signed-other': say(
    'The client signed one value of the header {name} and sent another.',
    DIFFERS,
    SIGN_LAST,
  ),
  'header-not-sent': say(
    'The client signed the header {name} but did not send it.',
    'signed as {signed:q}; whoever uses a signed URL, or a signature that a server made, has to send every header that was signed',
    'send {name} with the signed value, or sign without it',
  ),
  'parameter-not-sent': say(
    'The client signed the parameter {name} but did not send it.',
    'HTTP libraries leave out a parameter whose value is null, not set or empty',
    'write {name} into the URL itself, as ?{name}, or give it an empty text as its value; then look at the URL that is sent',
  ),
  'host-signed-other': say(
    'The client signed one Host and sent another.',
    `${DIFFERS}; the port may differ, a custom domain may have replaced the endpoint, or the client's host setting has a part of the path in it`,
    'sign the Host that is sent, or leave host out of the signed headers; with s3cmd, give host_base and host_bucket without a path',
  ),
  'additional-headers-signed-other': say(
    'The client signed one list of headers and sent another.',
    DIFFERS,
    'use one sorted, lower-case list for both',
  ),
  'unlisted-headers-signed': say(
    'The client signed header lines that its request does not list as signed: {names}.',
    'V4 signs Content-Type, Content-MD5 and every x-oss- header, and others only if AdditionalHeaders lists them; S3 V4 signs those that SignedHeaders lists',
    'leave these headers out of the canonical request, or list them',
  ),
  'payload-hash-signed-other': say(
    'The client signed one payload hash and sent another.',
    DIFFERS,
    'sign the value of x-oss-content-sha256, which is UNSIGNED-PAYLOAD; in S3 V4 that of x-amz-content-sha256',
  ),
  'payload-header-not-signed': say(
    'The client sent the header with the payload hash but did not sign it as a header.',
    HAND_WRITTEN,
    'x-oss-content-sha256 (in S3 V4 x-amz-content-sha256) is a header like any other: sign its line',
  ),
  'timestamp-signed-other': say(
    'The client signed one timestamp and sent another.',
    DIFFERS,
    'read the clock once, and use that text for signing and sending',
  ),
  'scope-day-signed-other': say(
    'The client derived its signing key for one day and sent another.',
    `${DIFFERS}; a signing key was kept past midnight, or made from the local date`,
    'derive the signing key from the UTC day of the timestamp',
  ),
  'scope-region-signed-other': say(
    'The client derived its signing key for one region and sent another.',
    DIFFERS,
    'set one region, that of the bucket',
  ),
  'scope-product-signed-other': say(
    'The client derived its signing key for one product and sent another.',
    DIFFERS,
    'use the product oss (oss-cloudbox for CloudBox, s3 for S3 V4)',
  ),
  'key-derivation': say(
    'The client derived its signing key in the wrong way ({how:word}).',
    'OSS derives the signing key from "aliyun_v4" plus the secret, and ends with "aliyun_v4_request"; S3 V4 from "AWS4", and ends with "aws4_request"',
    USE_SDK,
  ),
  'wrong-hash': say(
    'The client used the hash {hash}.',
    'V1 and S3 V2 use SHA-1; V2 and V4 use SHA-256',
    'use the hash of the signature version',
  ),
  'hmac-arguments-swapped': say(
    'The client swapped the key and the message of the HMAC.',
    'libraries differ in the order of the two arguments',
    'use the secret as the key and the string as the message',
  ),
  'digest-instead-of-hmac': say(
    'The client used a plain digest instead of an HMAC.',
    HAND_WRITTEN,
    'use HMAC with the secret as its key',
  ),
  'signature-encoding': say(
    'The signature is right but encoded in the wrong form ({how:word}).',
    'V1 and V2 use base64 of the raw bytes, V4 uses lower-case hex',
    'encode it in the form of the signature version',
  ),
  'signature-cut-short': say(
    'The signature was cut off: {kept} of its {due} characters were sent.',
    'what was sent is the beginning of the right signature; a field, a column or a copied text was too short',
    'send the whole signature',
  ),
  'wrong-string-level': say(
    'The client signed the wrong thing ({how:word}).',
    'V4 signs a string that contains the hash of the canonical request',
    USE_SDK,
  ),
  'string-around-hash': say(
    'The client signed the wrong lines before the hash of the canonical request ({how:word}).',
    'the string to sign is the algorithm, the timestamp, the scope and the hash, one per line',
    USE_SDK,
  ),
  'canonical-request-hash-form': say(
    'The hash of the canonical request is written in the wrong form ({how:word}).',
    'it must be lower-case hex',
    'write it in lower-case hex',
  ),
  'newline-at-end': say(
    'The string that the client signed ends with a line feed.',
    HAND_WRITTEN,
    'put no line feed after the last line: V1 and V2 end with the resource, V4 with the hash of the canonical request, and the canonical request itself with the payload hash',
  ),
  'crlf-line-ends': say(
    'The string that the client signed has CR LF between its lines.',
    'the string was built with Windows line ends',
    'join the lines with a single line feed',
  ),
  'newlines-escaped': say(
    'The string that the client signed has a backslash and an n instead of line feeds.',
    'the escape was taken literally (single quotes, a shell, a configuration file)',
    'use real line feeds',
  ),
  'header-block-newline-missing': say(
    'The string that the client signed lacks a line feed after the header block.',
    HAND_WRITTEN,
    'end every x-oss- header line, including the last, with a line feed',
  ),
  'header-block-newline-extra': say(
    'The string that the client signed has an extra line feed after the header block.',
    HAND_WRITTEN,
    'put no blank line between the headers and the resource',
  ),
  'leading-blank-line': say(
    'The string that the client signed begins with a blank line.',
    HAND_WRITTEN,
    'begin with the method',
  ),
  'blank-lines-left-out': say(
    'The client left out an empty line that has to be signed ({which:word}).',
    'what is absent keeps its line, empty: in V1 and V2 Content-MD5 and Content-Type, in V4 the query and the additional headers',
    'keep the empty lines',
  ),
  'line-left-out': say(
    'The client left a line of the string empty or out ({which:word}).',
    HAND_WRITTEN,
    USE_SDK,
  ),
  'string-encoded': say(
    'The client changed the whole string before signing it ({how:word}).',
    HAND_WRITTEN,
    'sign the string as it is',
  ),
  'policy-signed-other': say(
    'The client signed one form of the policy and sent another ({how:word}).',
    'the base64 text of the policy is signed exactly as it is sent',
    'encode the policy once, and use that text for the field and for the signature',
  ),
  'signature-of-other-request': say(
    'The signature belongs to another request (#{exchange:ref}, {frame:at}).',
    'a retry, a redirect or a cache reused an old signature for a different request',
    'sign every request again, even if it is retried or redirected',
  ),
  'other-version-signed': say(
    'The client signed by the rules of a different signature version ({version:word}).',
    'the request names one version, the signed string follows another',
    'use one signature version throughout',
  ),
  'carrier-mixed-up': say(
    'The client signed a URL by the rules for headers, or vice versa.',
    'in a URL, the expiry takes the place of the date',
    USE_SDK,
  ),
} as const satisfies Readonly<Record<string, CauseText>>;
