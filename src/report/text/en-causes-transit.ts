import type { CauseText } from './texts.ts';

/** Told of whatever was changed by something that the client did not ask to do so. */
const OVER_HTTPS =
  'or connect to OSS over HTTPS, end to end: what stands on the way can then neither read nor change the request';

export const FIND_HOP =
  'find the hop: capture before and after each proxy, gateway or CDN on the way, and compare; then turn off the rewriting there for requests to OSS';

const HOP = `${FIND_HOP}; ${OVER_HTTPS}`;

const moved = (headline: string, cause: string, cure: string = HOP): CauseText => ({ headline, cause, cure });

/** Causes that lie between the capture point and the server. */
export const EN_CAUSES_TRANSIT = {
  'signature-not-percent-encoded': moved(
    'The signature in the URL is not percent-encoded: its + arrived as a space.',
    'base64 contains + and /, and a raw + in a query is read as a space; only signatures with a + fail, about one in three',
    'percent-encode the signature when the URL is put together (encodeURIComponent, urllib.parse.quote)',
  ),
  'signature-encoded-twice': moved(
    'The signature in the URL is percent-encoded once too often.',
    'the URL was encoded by the signer and then by the HTTP library or a template',
    'pass the signed URL to the HTTP library as it is, without encoding it again',
  ),
  'signature-in-url-form': moved(
    'The signature was sent as if it had gone through a URL ({how:word}), but it stands in no URL.',
    'it was percent-encoded, or decoded as a query is, before the client put it into the header or form; whoever signs for the client may hand it over so',
    'hand the signature over as it is (in JSON, say), and put it into the header or form exactly as base64 gives it',
  ),
  'signature-altered': moved(
    'The signature was altered between the capture point and the server.',
    'sent as {client:q}, received as {server:q}',
  ),
  'signature-truncated': moved(
    'The server received only the beginning of the signature.',
    '{serverLength} of {clientLength} bytes arrived: a limit on header or URL length, or a line break in it',
  ),
  'method-changed': moved(
    'The method was changed in transit: {client} was sent, the server received {server}.',
    'a gateway, a CDN or a redirect replaced the method',
  ),
  'head-sent-as-get': moved(
    'A CDN turned the HEAD request into a GET to OSS.',
    'many CDNs and caching proxies turn HEAD into GET to fill their cache; the signature is for HEAD',
    'sign URLs that go through the CDN for GET, or let the CDN sign its own requests (private bucket origin); nginx: proxy_cache_convert_head off',
  ),
  'content-type-rewritten': moved(
    'Content-Type was rewritten in transit.',
    'sent as {client:q}, received as {server:q}',
  ),
  'content-type-charset-rewritten': moved(
    'The charset of Content-Type was added or removed in transit.',
    'sent as {client:q}, received as {server:q}; frameworks and gateways add or normalise charset',
  ),
  'content-type-added-in-transit': moved(
    'A Content-Type was added in transit; the client sent and signed none.',
    'a proxy or gateway set {server:q}',
    `${HOP}; or send (and sign) a Content-Type from the start, so that none has to be added`,
  ),
  'content-type-dropped': moved('Content-Type was dropped in transit.', 'the client sent {client:q}'),
  'content-md5-rewritten': moved(
    'Content-MD5 was changed in transit.',
    'sent as {client:q}, received as {server:q}',
  ),
  'content-md5-added-in-transit': moved(
    'A Content-MD5 was added in transit.',
    'the server received {server:q}',
  ),
  'content-md5-dropped': moved('Content-MD5 was dropped in transit.', 'the client sent {client:q}'),
  'authorization-replaced': moved(
    'Authorization was replaced or added in transit.',
    'the captured request is signed in one place only, by a scheme that OSS knows, and the server read another Authorization: gateways and proxies set one of their own (Basic, Bearer)',
    `stop the proxy or gateway from setting an Authorization of its own on requests to OSS (nginx: proxy_set_header Authorization; with a signed URL it must be empty); ${OVER_HTTPS}`,
  ),
  'date-rewritten': moved(
    'The Date header was rewritten in transit.',
    'sent as {client:q}, received as {server:q}; some proxies set their own Date',
    `${HOP}; or sign x-oss-date, which proxies leave alone`,
  ),
  'date-dropped': moved(
    'The Date header was dropped in transit.',
    'the client sent {client:q}',
    `${HOP}; or sign x-oss-date, which proxies leave alone`,
  ),
  'date-added-in-transit': moved('A Date header was added in transit.', 'the server received {server:q}'),
  'oss-header-added-in-transit': moved(
    'The header {name} was added in transit.',
    'every x-oss- header is part of the signature, and the server received {server:q}; CDN rules and gateways add such headers',
  ),
  'oss-header-changed': moved(
    'The header {name} was changed in transit.',
    'sent as {client:q}, received as {server:q}',
  ),
  'oss-header-dropped': moved('The header {name} was dropped in transit.', 'the client sent {client:q}'),
  'token-changed-in-transit': moved(
    'The security token was dropped, added or changed in transit.',
    'some gateways strip or rewrite headers and parameters that look like credentials',
  ),
  'path-reencoded': moved(
    'The path was re-encoded in transit.',
    'sent as {client:q}, received as {server:q}; a proxy decoded the path, or encoded it again',
    `${FIND_HOP} (nginx: proxy_pass without a path passes the URL on as it is); ${OVER_HTTPS}`,
  ),
  'path-normalised': moved(
    'The slashes or dots of the path were changed in transit.',
    'sent as {client:q}, received as {server:q}: a proxy took out or put in a slash, or resolved . and ..',
    `${FIND_HOP} (nginx: merge_slashes off, and proxy_pass without a path); ${OVER_HTTPS}`,
  ),
  'path-prefix-changed': moved(
    'A path prefix was added or stripped in transit.',
    'sent as {client:q}, received as {server:q}: a routing rule of the gateway',
    'sign for the path that reaches OSS, or let the gateway pass the path on unchanged',
  ),
  'key-changed': moved(
    'The object key was changed in transit.',
    'sent as {client:q}, received as {server:q}',
  ),
  'bucket-differs': moved(
    'The server signed a bucket that the request does not seem to address.',
    'the captured request names {client:q}, the server says {server:q}: the host was rewritten, or a custom domain is bound to another bucket',
    'let the proxy pass Host on (nginx: proxy_set_header Host $http_host); for a custom domain, check which bucket it is bound to: a client that uses one needs the CNAME option',
  ),
  'subresource-added': moved('The parameter {name} was added in transit.', 'the server received {server:q}'),
  'subresource-dropped': moved('The parameter {name} was dropped in transit.', 'the client sent {client:q}'),
  'subresource-changed': moved(
    'The parameter {name} was changed in transit.',
    'sent as {client:q}, received as {server:q}',
  ),
  'subresource-reencoded': moved(
    'The parameter {name} was re-encoded in transit.',
    'sent as {client:q}, received as {server:q}',
  ),
  'signed-header-added': moved(
    'The signed header {name} was added in transit.',
    'the server received {server:q}',
  ),
  'signed-header-changed': moved(
    'The signed header {name} was changed in transit.',
    'sent as {client:q}, received as {server:q}',
    `${HOP}; or remove the header from the list of signed headers`,
  ),
  'signed-header-dropped': moved(
    'The signed header {name} was dropped in transit.',
    'the client sent {client:q}',
    `${HOP}; or remove the header from the list of signed headers`,
  ),
  'host-rewritten': moved(
    'The Host header was rewritten in transit, and it is signed.',
    'sent as {client:q}, received as {server:q}',
    `let the proxy pass Host on (nginx: proxy_set_header Host $http_host); with V4 of OSS, host may also be left off the list of signed headers (V4 of S3 must sign it); ${OVER_HTTPS}`,
  ),
  'additional-headers-changed': moved(
    'The list of signed headers was changed in transit.',
    'sent as {client:q}, received as {server:q}',
  ),
  'payload-hash-changed': moved(
    'The hash of the body was changed in transit.',
    'sent as {client:q}, received as {server:q}',
  ),
  'scope-changed': moved(
    'The scope of the signature was changed in transit.',
    'sent as {client:q}, received as {server:q}',
  ),
  'canonical-request-differs': moved(
    "The server's canonical request differs from that of the captured request.",
    'only its hash is known, so osscap cannot name the field: the path, a parameter or a signed header was changed',
    `take a second capture after the proxy; it shows what differs; ${OVER_HTTPS}`,
  ),
  'changed-unseen': moved(
    'Something that is signed was changed in transit; the response does not show what.',
    'the client signed what was captured, and the server accepts its secret for other requests in this capture, so the server must have received a different request',
    `take a second capture after the proxy, which shows what differs; or capture the response with its error document; ${OVER_HTTPS}`,
  ),
  'policy-changed': moved(
    'The policy of the form was changed in transit.',
    'the server received different text from what was sent',
  ),
  'access-key-id-changed': moved(
    'The AccessKey ID was changed in transit.',
    'sent as {client}, received as {server}, whose secret the server looked up: a gateway inserts its own credentials, or cuts the ID',
  ),
} as const satisfies Readonly<Record<string, CauseText>>;
