import type { CauseText } from './texts.ts';

const say = (headline: string, cause: string, cure: string): CauseText => ({ headline, cause, cure });

const CLOCK_CURE =
  'synchronise the clock of the client (NTP); until then, let the SDK correct it by the Date of the answer';
const CLOCK_RULE = 'OSS accepts a signed date that is at most 15 minutes away from its own clock';

/** Causes that the server names itself: expiry, clocks, tokens, keys, digests, refusals. */
export const EN_CAUSES_SERVER = {
  'unsigned-request': say(
    'The request carries no signature, and what it asks for is not public.',
    'no credentials reached the SDK, or a proxy removed the Authorization header or the signed parameters',
    'configure the credentials of the client; if it has some, capture before and behind each proxy and look for Authorization',
  ),
  'clock-behind': say(
    "The client's clock is {seconds:duration} behind the server's.",
    CLOCK_RULE,
    CLOCK_CURE,
  ),
  'clock-ahead': say(
    "The client's clock is {seconds:duration} ahead of the server's.",
    CLOCK_RULE,
    CLOCK_CURE,
  ),
  'clock-timezone': say(
    'The client signs a local time as if it were GMT: it is {hours} h off.',
    'the date is made from the local time without converting it to GMT, or the clock is set to local time as UTC',
    'format the date in GMT (RFC 7231 date, or x-oss-date in UTC), and check the time zone of the system',
  ),
  'clock-unset': say(
    "The client's clock is not set: it signed the year {year}.",
    'a device without a clock battery starts at a fixed date until it has synchronised',
    'wait for NTP before the first request',
  ),
  'clock-skew-unknown': say(
    "The server says that the client's clock is off; the capture does not show by how much.",
    CLOCK_RULE,
    CLOCK_CURE,
  ),
  'url-expired': say(
    'The signed URL was used after it had expired.',
    'its life ended at {expires:time}, {late:duration} before',
    'sign a new URL, or sign with a longer life; a URL signed with temporary credentials ends with them at the latest',
  ),
  'expires-relative': say(
    'Expires holds a duration where an absolute time is due: {value:q}.',
    'signature versions 1 and 2 take Expires as Unix seconds; only version 4 takes a duration',
    'set Expires to the current Unix time plus the wanted number of seconds',
  ),
  'expires-in-milliseconds': say(
    'Expires is in milliseconds where seconds are due: {value:q}.',
    'the time came from a function that counts milliseconds, such as Date.now()',
    'divide by 1000 and sign the whole number of seconds',
  ),
  'form-policy-expired': say(
    'The policy of the upload form had expired before it was used.',
    'its expiration is {expires:time}, {late:duration} before',
    'fetch a new policy and signature for each upload, or give the policy a longer life',
  ),
  'expired-unknown': say(
    'The signed URL or form is past its life.',
    'the server says so; the capture does not show by how much',
    'sign a new one, or sign with a longer life',
  ),
  'expired-by-server-clock': say(
    'The server says that the request has expired, although by its own Date the life still lasts.',
    'the life ends at {expires:time}; the clocks of client and server, or of two servers, disagree',
    'check the clock of the client that signs, and sign with a few minutes in reserve',
  ),
  'token-missing': say(
    'The access key id is temporary, and no security token came with it.',
    'temporary credentials are three values; the token was not passed to the SDK, or was dropped on the way',
    'pass the security token to the SDK together with id and secret; behind a proxy, let x-oss-security-token through',
  ),
  'token-expired': say(
    'The security token has expired.',
    'temporary credentials end after their DurationSeconds (one hour by default), and a URL signed with them ends as well',
    'fetch new credentials before the old ones end; use the credentials provider of the SDK, which does so by itself',
  ),
  'token-foreign': say(
    'The security token was not issued together with this access key id.',
    'id, secret and token come from two different answers of STS, or the token was altered or cut',
    'take all three values from one answer, and replace them together',
  ),
  'token-not-supported': say(
    'This operation takes no security token.',
    'the service refuses temporary credentials here',
    'use an access key of a RAM user for this operation',
  ),
  'token-misplaced': say(
    'The security token stands in the {place:word} {name}; it is due in the {due:word} {expected}.',
    'each signature version has its own place for the token, and the server looks for it nowhere else',
    'sign with an SDK of one signature version, and do not add the token by hand',
  ),
  'key-unknown': say(
    'The server does not know this access key id.',
    'the id is mistyped, deleted or disabled, or belongs to another cloud or site',
    'look the id up in the RAM console; create a new access key if it is not there',
  ),
  'key-id-padded': say(
    'The access key id has white space or control characters in it.',
    'it was copied with a space or a line break, or read from a file with its line end',
    'trim the id where the configuration is read',
  ),
  'key-id-placeholder': say(
    'The access key id is a placeholder.',
    'the example value of the configuration was never replaced, or a variable was not filled in',
    'set the id and the secret in the configuration that the program really reads',
  ),
  'body-md5-differs': say(
    'The body has another MD5 than its Content-MD5 says.',
    'the header says {claimed:q}, the captured body gives {actual:q}: the digest was made of other bytes, for instance before compression or of the whole file instead of the part; or the body was altered before it came to the capture point',
    'compute Content-MD5 over exactly the bytes of the body that are sent, or leave it to the SDK',
  ),
  'body-sha256-differs': say(
    'The body has another SHA-256 than its x-amz-content-sha256 says.',
    'the header says {claimed:q}, the captured body gives {actual:q}: the digest was made of other bytes, for instance before compression or before the last change of the body; or the body was altered before it came to the capture point',
    'sign the very bytes that are sent, or leave x-amz-content-sha256 to the SDK',
  ),
  'body-altered': say(
    'The body was altered between the capture point and the server.',
    'the captured body fits its {claim:word} {claimed:q}, and the server received another',
    'compare captures before and behind each proxy; look for one that transcodes, scans or compresses bodies',
  ),
  'digest-not-base64-md5': say(
    'Content-MD5 is not the base64 form of an MD5.',
    'it holds {claimed:q}; 16 bytes in base64 are due, which are 24 characters',
    'encode the 16 raw bytes of the MD5 in base64',
  ),
  'digest-of-hex': say(
    'Content-MD5 holds the hex text of the MD5.',
    'it holds {claimed:q}; the base64 form of the 16 raw bytes is due',
    'encode the raw bytes of the digest, not its hex text (in Node: digest("base64"))',
  ),
  'digest-unverifiable': say(
    'The server says that the body does not fit its digest.',
    'the capture does not hold the whole body, so that {claimed:q} cannot be checked here',
    'capture whole packets (tcpdump -s 0), and compute the digest over the bytes that are sent',
  ),
  'digest-not-computed': say(
    'The server says that the body does not fit its digest.',
    'the body is longer than what is digested unasked (16 MiB), so that {claimed:q} was not checked',
    'run again with --verify-bodies, which computes the digests of every body',
  ),
  'stored-body-differs': say(
    'The server stored other bytes than were captured.',
    'its answer gives {claim:word} as {claimed:q}, the captured body comes to {actual:q}: the body was altered between the capture point and the server',
    'upload the object again; compare captures before and behind each proxy, and look for one that transcodes, scans or compresses bodies',
  ),
  'received-body-differs': say(
    'The object was altered between the server and the capture point.',
    'the answer gives {claim:word} as {claimed:q}, the captured body comes to {actual:q}',
    'download the object again, with the checksum check of the SDK switched on; compare captures before and behind each proxy, and look for one that transcodes, scans or compresses bodies',
  ),
  'digest-other': say(
    'The server says that the body does not fit a checksum other than Content-MD5.',
    'a checksum header or trailer was made of other bytes than those that arrived',
    'compute the checksum over the bytes that are sent, or switch the checksum off in the SDK',
  ),
  'v1-switched-off': say(
    'Signature version 1 is no longer accepted here.',
    'the account or the bucket accepts version 4 only; newer accounts and buckets do so from the start',
    'switch the SDK to signature version 4 and give it the region',
  ),
  'path-style-forbidden': say(
    'The bucket stands in the path; OSS wants it in the host name.',
    'S3 clients often use the path style; OSS refuses it',
    'switch the client to the virtual-host style (forcePathStyle: false, addressing_style: virtual)',
  ),
  'aws-chunked-refused': say(
    'The body is in aws-chunked encoding, which OSS does not take.',
    'newer S3 SDKs send signed or checksummed chunks by default',
    'switch chunked encoding and default checksums off (request checksum calculation: when_required), or use an OSS SDK',
  ),
  'v4-header-required': say(
    'This bucket takes signature version 4 in headers only.',
    'buckets of a CloudBox do not take other forms',
    'sign in the Authorization header with version 4',
  ),
  's3-version-refused': say(
    'The account may not use the S3-compatible signature {version}.',
    'this compatibility is switched off for the account',
    'use an OSS SDK with signature version 4',
  ),
  'version-refused-other': say(
    'The service does not accept this kind of signature here.',
    'it says so by its EC {ec}, whatever the signature is',
    'look the EC up in the OSS documentation; signature version 4 with an OSS SDK is the safe choice',
  ),
  'header-and-query': say(
    'The request is signed twice: in the Authorization header and in its parameters.',
    'a signed URL was given to a client that signs too, or a library added Authorization',
    'use a signed URL with a plain HTTP client, without any Authorization header',
  ),
  'foreign-scheme': say(
    'Authorization is of a scheme that OSS does not know: {scheme:q}.',
    'an interceptor adds the token of the own application (Bearer, Basic) to every request',
    'exclude requests to OSS from that interceptor',
  ),
  'bad-authorization': say(
    'The Authorization header cannot be read.',
    'its form does not follow the signature version that it names, or it was cut or wrapped on the way',
    'compare it with what the client logs, and let the SDK write it',
  ),
  'bad-credential': say(
    'The credential of the signature is malformed: {credential:q}.',
    'version 4 wants ID/yyyymmdd/region/oss/aliyun_v4_request',
    'correct the order and the constants; let the SDK build it',
  ),
  'region-mismatch': say(
    'The signature is for the region {claimed:q}, the endpoint is in {endpoint:q}.',
    'version 4 signs the region, and it must be the one of the bucket',
    'set the region of the client to that of the bucket, and the endpoint with it',
  ),
  'region-refused': say(
    'The service does not take {claimed:q}, the region that the signature is for.',
    'version 4 signs the region, and it must be the one of the bucket; the host does not tell another one',
    'look up the region of the bucket, and set that of the client to it',
  ),
  'region-is-endpoint-name': say(
    'An endpoint name stands where the region id is due: {claimed:q}.',
    'the region id is cn-hangzhou, say: without oss- before it and -internal behind it',
    'set the region to the plain region id, and keep oss-… for the endpoint',
  ),
  'product-mismatch': say(
    'The signature names the product {claimed:q}.',
    'the scope of OSS holds the product oss (oss-cloudbox for CloudBox)',
    'use the constants of OSS; those of S3 (s3, aws4_request) do not fit',
  ),
  'scope-day-mismatch': say(
    'The day of the scope ({scope:q}) is not the day of the timestamp ({timestamp:q}).',
    'one of the two is made from the local time, or a signing key was kept over midnight',
    'make both from one UTC time, anew for each request',
  ),
  'empty-additional-headers': say(
    'AdditionalHeaders is there and empty.',
    'a list without names is not allowed',
    'leave the parameter out when no further header is signed',
  ),
  'mangled-parameters': say(
    'The URL was escaped after it had been signed: a parameter is called {name:q}.',
    'an HTML or JSON encoder turned & into &amp; or \\u0026, and nothing turned it back',
    'decode the URL before it is used; do not print it into HTML or JSON without decoding on the other side',
  ),
  'missing-signature': say(
    'The signature itself is missing.',
    'a parameter or a part of Authorization was lost, for instance in a URL that was cut',
    'compare the URL that was sent with the one that was signed',
  ),
  'missing-expires': say(
    'The signed URL has no expiry.',
    'Expires (x-oss-expires in version 4) was lost or never set',
    'compare the URL that was sent with the one that was signed',
  ),
  'bad-expires': say(
    'The expiry is not acceptable: {value:q}.',
    'it is no number, or longer than the version allows (version 4: 7 days)',
    'sign with a shorter life, in whole seconds',
  ),
  'missing-date': say(
    'The request has no date.',
    'neither Date nor x-oss-date came with the signature; browsers do not let scripts set Date',
    'send x-oss-date, and sign it',
  ),
  'bad-form-field': say(
    'The upload form lacks a field or names it wrongly: {name:q}.',
    'the fields of a form upload depend on the signature version',
    'send all the fields that the version wants, before the file',
  ),
  'malformed-other': say(
    'The authentication data is malformed: {argument:q}.',
    'the server refuses it before it looks at the signature',
    'correct the argument that the server names',
  ),
  'wrong-endpoint': say(
    'The bucket is in another region: its endpoint is {endpoint:q}.',
    'each bucket answers only at the endpoint of its region',
    'set the endpoint (and the region) of the client to that one',
  ),
  'no-permission': say(
    'The signature is right; the key has no right to do this.',
    'no RAM policy, bucket policy or ACL allows the action, or one denies it',
    'grant the action to the RAM user or role, or look for a Deny in the bucket policy',
  ),
  'refused-as-stranger': say(
    'The ACL of the bucket refuses the client as a stranger.',
    'the key belongs to an account that has no right here; or no signature reached the server: a request without one gets the very same answer',
    'grant the action to the account of the key; if it has the right, capture behind the proxy too, which may drop Authorization',
  ),
  'policy-condition-failed': say(
    'The signature is right; the upload breaks a condition of its own policy.',
    'the server says: {detail:q}',
    'make the form fields fit the policy, or the policy fit the upload',
  ),
  'account-disabled': say(
    'The account is disabled or overdue.',
    'OSS refuses all of its requests',
    'settle the account in the console',
  ),
  'ip-restricted': say(
    'The signed URL is restricted to other source addresses.',
    'it was signed for another address or VPC than the one of the request',
    'use it from there, or sign it without the restriction',
  ),
  'access-denied-other': say(
    'The signature is right; the access is refused.',
    'the server gives the reason in its message',
    'follow the message; the EC leads to its page in the OSS documentation',
  ),
} as const satisfies Readonly<Record<string, CauseText>>;
