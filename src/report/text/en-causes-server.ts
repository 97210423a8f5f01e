import type { CauseText } from './texts.ts';

const say = (headline: string, cause: string, cure: string): CauseText => ({ headline, cause, cure });

const CLOCK_CURE =
  'synchronise the clock of the client (NTP); until then, let the SDK correct it from the Date of the response';
const CLOCK_RULE = 'OSS accepts a signed date that is at most 15 minutes away from its own clock';

const NOT_OF_OSS = 'it has none of the marks of OSS (x-oss-request-id, its error document)';

/** Causes that the server names itself: expiry, clocks, tokens, keys, digests, refusals. */
export const EN_CAUSES_SERVER = {
  'intercepted-denial': say(
    'A proxy or gateway on the way refused the request in place of OSS.',
    `the answer came from {address} and says {signs:q}; ${NOT_OF_OSS}`,
    'its log says why: an access rule (allow and deny, ACL, Referer, WAF), or a refusal by OSS that it replaces by a page of its own (nginx: proxy_intercept_errors); change that there, or go around it (NO_PROXY)',
  ),
  'intercepted-refusal': say(
    'A proxy or gateway on the way refused the request for a reason of its own.',
    `the answer came from {address} and says {signs:q}; ${NOT_OF_OSS}`,
    'its log says why: a limit on rate, header or URL length, a path that it does not take, plain HTTP to a port of TLS; mend that there, or go around it (NO_PROXY)',
  ),
  'intercepted-login': say(
    'A gateway on the way asks for a login of its own.',
    `the answer came from {address} and says {signs:q}; ${NOT_OF_OSS}. The Authorization header carries the OSS signature, and a gateway that takes it for a login refuses it`,
    'let the gateway pass requests to OSS without a login, or reach OSS without this gateway; a signed URL leaves Authorization free for the gateway, which must then not pass it on',
  ),
  'intercepted-proxy-login': say(
    'The proxy asks for a login of its own.',
    `the answer came from {address} and says {signs:q}; ${NOT_OF_OSS}`,
    'give the client the login of the proxy (Proxy-Authorization; http://USER:PASSWORD@PROXY in the proxy setting), or go around it (NO_PROXY)',
  ),
  'intercepted-too-large': say(
    'A proxy or gateway on the way refused the body as too large.',
    `the answer came from {address} and says {signs:q}; ${NOT_OF_OSS}`,
    'raise the limit there (nginx: client_max_body_size), or upload in smaller parts',
  ),
  'intercepted-no-upstream': say(
    'A proxy or gateway on the way got no usable answer from where it passes requests on to.',
    `the answer came from {address} and says {signs:q}; ${NOT_OF_OSS}`,
    'look into the log of that proxy: the name it resolves, the port, TLS and the time limits of its way to OSS',
  ),
  'intercepted-redirect': say(
    'A proxy or gateway on the way redirected the request; OSS did not answer it.',
    `the answer came from {address}, says {signs:q} and leads to {location:q}; ${NOT_OF_OSS}`,
    'if that is a login page, log in to the network first; if it is another address of the same bucket, configure the client with it, since clients drop Authorization on the way to another host; else let the gateway pass requests to OSS on',
  ),
  'intercepted-success': say(
    'Something on the way answered with a success of its own; OSS did not answer.',
    `the answer came from {address} and says {signs:q}; ${NOT_OF_OSS}. Captive portals, login pages and test servers answer so: nothing was stored or read`,
    'log in to the network, or correct the name resolution or proxy that leads the client there',
  ),
  'intercepted-cached-refusal': say(
    'A cache on the way answered with the refusal of an earlier request.',
    'the answer came from {address}, and it is the one of another request ({signs:q}): it says nothing about this signature',
    'let the cache keep no refusals, and pass requests with a signature on (nginx: proxy_cache_bypass and proxy_no_cache $http_authorization)',
  ),
  'authorization-dropped-at-hop': say(
    'A proxy or gateway on the way took the Authorization away: the request arrived without a signature.',
    'the request that came to {from} is signed, and what went on to {to} is not',
    'let the gateway pass Authorization on (nginx: no proxy_set_header Authorization; an auth gateway: leave requests to OSS alone)',
  ),
  'authorization-replaced-at-hop': say(
    'A gateway on the way signs the request anew, and its own signature was refused.',
    'the request that came to {from} has another signature than what went on to {to}: OSS has checked that of the gateway, and not that of the client',
    'check the AccessKey and the signing of the gateway; the credentials of the client do not reach OSS',
  ),
  'redirect-dropped-authorization': say(
    'The client followed a redirect to {host:q} and left its Authorization behind: the request that arrived has no signature.',
    'exchange #{exchange:ref} was redirected; curl and HTTP libraries do not send Authorization on to another host',
    'configure the client with the address that the redirect leads to, or let the gateway pass the request on and not redirect it',
  ),
  'unsigned-request': say(
    'The request has no signature, and what it asks for is not public.',
    'no credentials reached the SDK, or a proxy removed the Authorization header or the signed parameters',
    'configure the credentials of the client; if it has some, capture before and after each proxy and look for Authorization',
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
    'The client signs local time as if it were GMT: it is {hours} h off.',
    'the date is made from local time without converting it to GMT, or the clock is set to local time as UTC',
    'format the date in GMT (RFC 7231 date, or x-oss-date in UTC), and check the time zone of the system',
  ),
  'clock-unset': say(
    "The client's clock is not set: it signed the year {year}.",
    'a device without a clock battery starts at a fixed date until it synchronises',
    'wait for NTP before the first request',
  ),
  'signature-resent': say(
    'The request was sent again with its old signature, {seconds:duration} after the first time.',
    `when this signature was first sent, its date was still within the limit; ${CLOCK_RULE}`,
    'take a new date and sign again for each attempt, and do not keep signed requests for later',
  ),
  'clock-skew-unknown': say(
    "The server says that the client's clock is off; the capture does not show by how much.",
    CLOCK_RULE,
    CLOCK_CURE,
  ),
  'url-expired': say(
    'The signed URL was used after it had expired.',
    'it expired at {expires:time}, {late:duration} earlier',
    'sign a new URL, or sign with a longer expiry; a URL signed with temporary credentials expires when they do, or before',
  ),
  'expires-relative': say(
    'Expires holds a duration instead of an absolute time: {value:q}.',
    'V1 and V2 take Expires as Unix seconds; only V4 takes a duration',
    'set Expires to the current Unix time plus the desired number of seconds',
  ),
  'expires-in-milliseconds': say(
    'Expires is in milliseconds instead of seconds: {value:q}.',
    'the time came from a function that counts milliseconds, such as Date.now()',
    'divide by 1000 and sign the whole number of seconds',
  ),
  'form-policy-expired': say(
    'The policy of the upload form had expired before it was used.',
    'it expired at {expires:time}, {late:duration} earlier',
    'fetch a new policy and signature for each upload, or give the policy a longer expiry',
  ),
  'expired-unknown': say(
    'The signed URL or form has expired.',
    'the server says so; the capture does not show by how much',
    'sign a new one, or sign with a longer expiry',
  ),
  'expired-by-server-clock': say(
    'The server says that the request has expired, but by its own Date it is still valid.',
    'it expires at {expires:time}; the clocks of client and server, or of two servers, disagree',
    'check the clock of the client that signs, and sign with a few minutes to spare',
  ),
  'token-missing': say(
    'The AccessKey ID is temporary, but no security token came with it.',
    'temporary credentials are three values; the token was not passed to the SDK, or was dropped in transit',
    'pass the security token to the SDK together with ID and secret; behind a proxy, let x-oss-security-token through',
  ),
  'token-expired': say(
    'The security token has expired.',
    'temporary credentials expire after their DurationSeconds (one hour by default), and so do URLs signed with them',
    "fetch new credentials before the old ones expire; the SDK's credentials provider does this by itself",
  ),
  'token-foreign': say(
    'The security token was not issued together with this AccessKey ID.',
    'ID, secret and token come from two different STS responses, or the token was altered or cut',
    'take all three values from one response, and replace them together',
  ),
  'parameter-plus-raw': say(
    'The URL has a raw + in the parameter {name}, and the server read a space there.',
    'in the query of a URL, + means a space: the value was put into the URL without percent-encoding its plus signs, so the server received another value than the one that was signed',
    'percent-encode the value when you build the URL (%2B for a plus sign), or use the URL exactly as the SDK returns it',
  ),
  'token-not-supported': say(
    'This operation does not accept a security token.',
    'the service refuses temporary credentials here',
    'use the AccessKey of a RAM user for this operation',
  ),
  'token-misplaced': say(
    'The security token is in the {place:word} {name}; it belongs in the {due:word} {expected}.',
    'each signature version has its own place for the token, and the server looks nowhere else',
    'sign with an SDK that uses one signature version, and do not add the token by hand',
  ),
  'token-twice': say(
    'The request has a security token in a header and one in its parameters.',
    'a signed URL with a token was given to a client that adds its own, or the token was added by hand in addition to the SDK',
    'leave the one in the {due:word} {expected}, and take the other out',
  ),
  'token-place-not-seen': say(
    'The security token is in the wrong place, or in two places.',
    'each signature version has its own place for the token, and a few operations accept it only in the URL; the request, which says where it was, is not here',
    'sign with an SDK that uses one signature version, and do not add the token by hand',
  ),
  'key-unknown': say(
    'The server does not know this AccessKey ID.',
    'the ID is mistyped, deleted or disabled, or belongs to another cloud or site',
    'look the ID up in the RAM console; create a new AccessKey if it is not there',
  ),
  'key-disabled': say(
    'The server refuses this AccessKey ID: it is disabled, or restricted to other addresses.',
    'the key exists; it was disabled in the RAM console, or its network access policy does not allow the address of the client',
    'enable the key in the RAM console, or allow the address of the client there; else use another key',
  ),
  'key-id-padded': say(
    'The AccessKey ID has white space or invisible characters in it.',
    'it was copied with a space, a line break or a zero-width character, or read from a file with its line end',
    'type the ID again, or strip everything but letters and digits where the configuration is read',
  ),
  'key-id-placeholder': say(
    'The AccessKey ID is a placeholder.',
    'the example value in the configuration was never replaced, or a variable was not filled in',
    'set the ID and the secret in the configuration that the program actually reads',
  ),
  'body-md5-differs': say(
    'The MD5 of the body does not match its Content-MD5.',
    'the header says {claimed:q}, the captured body gives {actual:q}: the digest was computed over other bytes, such as before compression, or the whole file instead of the part; or the body was altered before it reached the capture point',
    'compute Content-MD5 over exactly the bytes that are sent, or leave it to the SDK',
  ),
  'body-sha256-differs': say(
    'The SHA-256 of the body does not match its x-amz-content-sha256.',
    'the header says {claimed:q}, the captured body gives {actual:q}: the digest was computed over other bytes, such as before compression or before the last change to the body; or the body was altered before it reached the capture point',
    'sign exactly the bytes that are sent, or leave x-amz-content-sha256 to the SDK',
  ),
  'body-altered': say(
    'The body was altered between the capture point and the server.',
    'the captured body matches its {claim:word} {claimed:q}, but the server received another',
    'compare captures before and after each proxy; look for one that transcodes, scans or compresses bodies; or connect to OSS over HTTPS, end to end',
  ),
  'digest-not-base64-md5': say(
    'Content-MD5 is not the base64 form of an MD5.',
    'it holds {claimed:q}; it must be 16 bytes in base64, which is 24 characters',
    'encode the 16 raw bytes of the MD5 in base64',
  ),
  'digest-of-hex': say(
    'Content-MD5 holds the hex text of the MD5.',
    'it holds {claimed:q}; it must be base64 of the 16 raw bytes',
    'encode the raw bytes of the digest, not its hex text (in Node: digest("base64"))',
  ),
  'digest-unverifiable': say(
    'The server says that the body does not match its digest.',
    'the capture does not hold the whole body, so {claimed:q} cannot be checked here',
    'capture whole packets (tcpdump -s 0), and compute the digest over the bytes that are sent',
  ),
  'digest-not-computed': say(
    'The server says that the body does not match its digest.',
    'by default, only bodies up to 16 MiB are checked; this one is longer, so {claimed:q} was not checked',
    'run again with --verify-bodies, which computes the digests of every body',
  ),
  'stored-body-differs': say(
    'The server stored different bytes from those captured.',
    'its response gives {claim:word} as {claimed:q}, the captured body gives {actual:q}: the body was altered between the capture point and the server',
    'upload the object again; compare captures before and after each proxy, and look for one that transcodes, scans or compresses bodies; or connect to OSS over HTTPS, end to end',
  ),
  'received-body-differs': say(
    'The object was altered between the server and the capture point.',
    'the response gives {claim:word} as {claimed:q}, the captured body gives {actual:q}',
    'download the object again, with the checksum check of the SDK turned on; compare captures before and after each proxy, and look for one that transcodes, scans or compresses bodies; or connect to OSS over HTTPS, end to end',
  ),
  'digest-request-not-seen': say(
    'The server says that the body does not match its Content-MD5, or that it is not an MD5.',
    'the request is not here to compare with: the digest is of other bytes than those that arrived, or in hex instead of base64 of its 16 bytes',
    'compute the MD5 over the bytes that are sent, and send it as base64 of its raw bytes; add what the client sent to have it checked',
  ),
  'digest-not-sent': say(
    'The server says that the Content-MD5 is wrong, but the captured request has none.',
    'something between the capture point and the server added one, over other bytes than those that arrived',
    'compare captures before and after each proxy, and look for one that sets Content-MD5 or changes bodies',
  ),
  'digest-other': say(
    'The server says that the body does not match a checksum other than Content-MD5.',
    'a checksum header or trailer was computed over other bytes than those that arrived',
    'compute the checksum over the bytes that are sent, or turn the checksum off in the SDK',
  ),
  'v1-switched-off': say(
    'Signature version V1 is no longer accepted here.',
    'the account or the bucket accepts V4 only; newer accounts and buckets do so from the start',
    'switch the SDK to signature version V4 and set the region',
  ),
  'path-style-forbidden': say(
    'The bucket is in the path; OSS requires it in the host name.',
    'S3 clients often use path style; OSS refuses it',
    'switch the client to virtual-hosted style (forcePathStyle: false, addressing_style: virtual)',
  ),
  'aws-chunked-refused': say(
    'The body is in aws-chunked encoding of a kind that OSS does not accept.',
    'newer S3 SDKs send unsigned chunks with a checksum behind them by default; OSS accepts only signed ones (x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD)',
    'turn off chunked encoding and default checksums (request checksum calculation: when_required), or use an OSS SDK',
  ),
  'url-signature-required': say(
    'This operation accepts a signature only in the URL.',
    'the request has it in Authorization, or nowhere; playlists that OSS signs (hls/sign) are fetched by signed URLs',
    'sign the URL, with the security token among its parameters, and leave Authorization out',
  ),
  'header-signature-required': say(
    'This operation accepts a signature only in the Authorization header.',
    'the request has it in its URL, or nowhere',
    'sign the request in the Authorization header instead of making a signed URL',
  ),
  'v4-header-required': say(
    'This bucket accepts V4 signatures in headers only.',
    'CloudBox buckets accept no other form',
    'sign in the Authorization header with V4',
  ),
  's3-version-refused': say(
    'The account may not use S3-compatible signatures ({version:word}).',
    'this compatibility is turned off for the account',
    'use an OSS SDK with signature version V4',
  ),
  'version-refused-other': say(
    'The service does not accept this kind of signature here.',
    'its EC {ec} says so, whatever the signature is',
    'look the EC up in the OSS documentation; V4 with an OSS SDK is the safe choice',
  ),
  'header-and-query': say(
    'The request is signed twice: in the Authorization header and in its parameters.',
    'a signed URL was given to a client that also signs, or a library added Authorization',
    'use a signed URL with a plain HTTP client, without any Authorization header',
  ),
  'foreign-scheme': say(
    'Authorization uses a scheme that OSS does not know: {scheme:q}.',
    "an interceptor adds the application's own token (Bearer, Basic) to every request",
    'exclude requests to OSS from that interceptor',
  ),
  'bad-authorization': say(
    'The Authorization header cannot be read.',
    'its form does not follow the signature version that it names, or it was cut or wrapped in transit',
    'compare it with what the client logs, and let the SDK write it',
  ),
  'bad-credential': say(
    'The credential of the signature is malformed: {credential:q}.',
    'V4 requires ID/yyyymmdd/region/oss/aliyun_v4_request; S3 V4 requires ID/yyyymmdd/region/s3/aws4_request',
    'correct the order and the constants; let the SDK build it',
  ),
  'region-mismatch': say(
    'The signature is for the region {claimed:q}, but the endpoint is in {endpoint:q}.',
    "V4 signs the region, and it must be the bucket's region",
    "set the client's region to that of the bucket, and the endpoint to match",
  ),
  'region-refused': say(
    'The service does not accept {claimed:q}, the region that the signature is for.',
    "V4 signs the region, and it must be the bucket's region; the host does not name a different one",
    "look up the region of the bucket, and set the client's region to it",
  ),
  'region-not-seen': say(
    'The signature is for a region that the service does not accept; the endpoint is in {endpoint:q}.',
    "V4 signs the region, and it must be the bucket's region as a plain region ID: no oss- before it, no -internal after it; the request, which says what was sent, is not here",
    "set the client's region to that of the bucket, and the endpoint to match",
  ),
  'region-is-endpoint-name': say(
    'The signature has an endpoint name instead of a region ID: {claimed:q}.',
    'a region ID is, for example, cn-hangzhou: no oss- before it, no -internal after it',
    'set the region to the plain region ID, and keep oss-… for the endpoint',
  ),
  'product-mismatch': say(
    'The signature names the product {claimed:q}.',
    'the product in the scope must be oss (oss-cloudbox for CloudBox, s3 for S3 V4)',
    'use the constants of the scheme that the signature names; those of OSS (oss, aliyun_v4_request) and of S3 (s3, aws4_request) do not mix',
  ),
  'scope-day-mismatch': say(
    'The day in the scope ({scope:q}) is not the day of the timestamp ({timestamp:q}).',
    'one of the two is made from local time, or a signing key was kept past midnight',
    'make both from one UTC time, read again for each request',
  ),
  'empty-additional-headers': say(
    'AdditionalHeaders is present but empty.',
    'an empty list is not allowed',
    'leave the parameter out if no additional header is signed',
  ),
  'listed-header-absent': say(
    'The list of signed headers names {name:q}, which the request does not have.',
    'OSS requires every header of the list; the client lists more than it sends, or something before the capture took the header out',
    'send the header, or take it off the list and sign again',
  ),
  'listed-header-lost': say(
    'A header of the list of signed headers did not reach the server: the list is {names:q}.',
    'the captured request has them all, so something between the capture and the server took one out',
    'let the proxies on the way pass these headers on, or sign without them',
  ),
  'listed-header-underscore': say(
    'The list of signed headers names {name:q}; OSS accepts no header with an underscore there.',
    'servers and proxies drop headers whose names have underscores',
    'name the header with hyphens, or take it off the list and sign again',
  ),
  'bad-content-sha256': say(
    '{name} has a value that is not accepted: {value:q}.',
    'OSS takes UNSIGNED-PAYLOAD; in the S3 dialect the SHA-256 of the body as well, in hex',
    'send UNSIGNED-PAYLOAD, and sign it',
  ),
  'mangled-parameters': say(
    'The URL was escaped after it was signed: a parameter is called {name:q}.',
    'an HTML or JSON encoder turned & into &amp; or \\u0026, and nothing turned it back',
    'decode the URL before it is used; do not print it into HTML or JSON without decoding on the other side',
  ),
  'missing-signature': say(
    'The signature itself is missing.',
    'a parameter or a part of Authorization was lost, for example in a URL that was cut',
    'compare the URL that was sent with the one that was signed',
  ),
  'missing-signature-version': say(
    'The signed URL lacks {name} with the value {value:q}: without it, the server takes the request for unsigned.',
    'the parameter was lost, cut, misspelt or changed after signing, for example when the URL was copied',
    'compare the URL that was sent with the one that was signed',
  ),
  'missing-expires': say(
    'The signed URL has no expiry.',
    'Expires (x-oss-expires in V4) was lost or never set',
    'compare the URL that was sent with the one that was signed',
  ),
  'bad-expires': say(
    'The expiry is not valid: {value:q}.',
    'it is not a number, or longer than the version allows (V4: 7 days)',
    'sign with a shorter expiry, in whole seconds',
  ),
  'missing-date': say(
    'The request has no date.',
    'neither Date nor x-oss-date came with the signature; browsers do not let scripts set Date',
    'send x-oss-date, and sign it',
  ),
  'bad-date': say(
    'The date of the request is not valid: {value:q}.',
    'OSS reads dates such as "Wed, 01 Jan 2025 12:34:56 GMT" (V1, V2) and "20250101T123456Z" (V4)',
    'write the date in English and in GMT, as the SDKs do',
  ),
  'bad-form-field': say(
    'The upload form lacks a field or names it wrongly: {name:q}.',
    'the fields of a form upload depend on the signature version',
    'send all the fields that the version requires, before the file',
  ),
  'malformed-other': say(
    'The authentication data is malformed: {argument:q}.',
    'the server refuses it before it looks at the signature',
    'correct the argument that the server names',
  ),
  'wrong-endpoint': say(
    'The bucket is in another region: its endpoint is {endpoint:q}.',
    'each bucket responds only at the endpoint of its region',
    'set the endpoint (and the region) of the client to that one',
  ),
  'wrong-endpoint-unnamed': say(
    'The bucket is in a different region from this endpoint.',
    'each bucket responds only at the endpoint of its region; the response does not name it',
    'look up the region of the bucket in the console, and set the endpoint (and the region) of the client to that',
  ),
  'no-permission': say(
    'The signature is right, but the key is not allowed to do this.',
    'no RAM policy, bucket policy or ACL allows the action, or one denies it',
    'grant the action to the RAM user or role, or look for a Deny in the bucket policy',
  ),
  'no-permission-not-seen': say(
    'The client is not allowed to do this.',
    'no RAM policy, bucket policy or ACL allows the action, or one denies it; the request is not here, and it may have come without a signature',
    'check that the request is signed; then grant the action to its RAM user or role, or look for a Deny in the bucket policy',
  ),
  'refused-as-stranger': say(
    'The ACL of the bucket does not allow this client.',
    'the key belongs to an account without permission here; or no signature reached the server: an unsigned request gets exactly the same response',
    'grant the action to the account of the key; if it already has it, also capture after the proxy, which may drop Authorization',
  ),
  'policy-condition-failed': say(
    'The signature is right, but the upload breaks a condition of its own policy.',
    'the server says: {detail:q}',
    'make the form fields match the policy, or the policy match the upload',
  ),
  'account-disabled': say(
    'The account is disabled or overdue.',
    'OSS refuses all of its requests',
    'settle the account in the console',
  ),
  'ip-restricted': say(
    'The signed URL is restricted to other source addresses.',
    'it was signed for another address or VPC than the request came from',
    'use it from there, or sign it without the restriction',
  ),
  'referer-missing': say(
    'The hotlink protection of the bucket requires a Referer, and none came.',
    'the bucket does not allow an empty Referer; a page with a no-referrer policy, an app or a proxy sends none',
    'send a Referer that the bucket allows, or let its owner allow an empty one',
  ),
  'referer-refused': say(
    'The hotlink protection of the bucket refuses the Referer {referer:q}.',
    "it is not on the bucket's whitelist, or is on its blacklist",
    'request it from a page that the bucket allows, or let its owner add the domain to the whitelist',
  ),
  'referer-not-seen': say(
    'The hotlink protection of the bucket refuses the request.',
    "its Referer is missing, is not on the bucket's whitelist, or is on its blacklist; the request, which says what was sent, is not here",
    'request it from a page that the bucket allows, or let its owner change the Referer settings',
  ),
  'vpc-policy-denied': say(
    'The policy of the VPC that the request came from refuses it.',
    'it allows some buckets or operations only, whatever RAM and the bucket allow',
    "let the network's administrator add the bucket to the VPC policy, or send the request from elsewhere",
  ),
  'security-blocked': say(
    'The security system of OSS takes the request for an attack, and blocks it.',
    'it comes before signatures and permissions: the request looks malicious, or the bucket is under attack',
    'if the request is legitimate, contact Alibaba Cloud support, with the request ID',
  ),
  'refused-without-reason': say(
    'The signature is right, but the request was refused without a reason.',
    'neither an error document nor an EC came with the 403: a proxy, gateway or firewall refused the request itself, or put a page of its own in the place of the response of OSS, which may have been about the signature after all',
    'look at the log of the proxy, and capture between it and OSS, where the response of OSS can be seen (nginx: proxy_intercept_errors off)',
  ),
  'denied-by-authentication': say(
    'Access is denied because of the authentication data: key, token, time or signature.',
    'the EC {ec} is one of those for authentication, not for permissions; osscap does not know what exactly it means',
    'follow the message, and look the EC up in the OSS documentation',
  ),
  'access-denied-other': say(
    'Access is denied, and the server does not complain about the signature.',
    'the server gives the reason in its message',
    'follow the message; the EC leads to its page in the OSS documentation',
  ),
} as const satisfies Readonly<Record<string, CauseText>>;
