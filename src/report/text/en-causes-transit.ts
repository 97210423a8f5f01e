import type { CauseText } from './texts.ts';

const HOP =
  'find the hop: capture before and behind each proxy, gateway or CDN on the way, and compare; then switch the rewriting off there for requests to OSS';

const moved = (headline: string, cause: string, cure: string = HOP): CauseText => ({ headline, cause, cure });

/** Causes that lie between the capture point and the server. */
export const EN_CAUSES_TRANSIT = {
  'signature-not-percent-encoded': moved(
    'The signature in the URL is not percent-encoded: its + arrived as a space.',
    'base64 holds + and /, and a raw + in a query is read as a space; only signatures with a + fail, about one in three',
    'percent-encode the signature when the URL is put together (encodeURIComponent, urllib.parse.quote)',
  ),
  'signature-encoded-twice': moved(
    'The signature in the URL is percent-encoded once too often.',
    'the URL was encoded by the signer and then by the HTTP library or a template',
    'give the signed URL to the HTTP library as it is, without encoding it again',
  ),
  'signature-altered': moved(
    'The signature was altered between the capture point and the server.',
    'the wire carries {client:q}, the server received {server:q}',
  ),
  'signature-truncated': moved(
    'The server received only the beginning of the signature.',
    '{serverLength} of {clientLength} bytes arrived: a limit on header or URL length, or a line break in it',
  ),
  'method-changed': moved(
    'The method was changed on the way: {client} was sent, the server received {server}.',
    'a gateway, a CDN or a redirect replaced the method',
  ),
  'head-sent-as-get': moved(
    'A CDN fetched the HEAD request from OSS as GET.',
    'many CDNs turn HEAD into GET to fill their cache; the signature is for HEAD',
    'sign URLs that go through the CDN for GET, or let the CDN sign its own requests (private bucket origin)',
  ),
  'content-type-rewritten': moved(
    'Content-Type was rewritten on the way.',
    'sent was {client:q}, the server received {server:q}',
  ),
  'content-type-charset-rewritten': moved(
    'The charset of Content-Type came or went on the way.',
    'sent was {client:q}, the server received {server:q}; frameworks and gateways add or normalise charset',
  ),
  'content-type-added-in-transit': moved(
    'A Content-Type was added on the way; the client sent and signed none.',
    'a proxy or gateway set {server:q}',
    `${HOP}; or send (and sign) a Content-Type from the start, so that nothing has to add one`,
  ),
  'content-type-dropped': moved(
    'Content-Type was dropped on the way.',
    'the client sent {client:q}; some proxies drop it from requests without a body',
  ),
  'content-md5-rewritten': moved(
    'Content-MD5 was changed on the way.',
    'sent was {client:q}, the server received {server:q}',
  ),
  'content-md5-added-in-transit': moved(
    'A Content-MD5 was added on the way.',
    'the server received {server:q}',
  ),
  'content-md5-dropped': moved('Content-MD5 was dropped on the way.', 'the client sent {client:q}'),
  'date-rewritten': moved(
    'The Date header was rewritten on the way.',
    'sent was {client:q}, the server received {server:q}; some proxies set their own Date',
    `${HOP}; or sign x-oss-date, which proxies leave alone`,
  ),
  'date-dropped': moved(
    'The Date header was dropped on the way.',
    'the client sent {client:q}',
    `${HOP}; or sign x-oss-date, which proxies leave alone`,
  ),
  'date-added-in-transit': moved('A Date header was added on the way.', 'the server received {server:q}'),
  'oss-header-added-in-transit': moved(
    'The header {name} was added on the way.',
    'every x-oss- header enters the signature, and the server received {server:q}; CDN rules and gateways add such headers',
  ),
  'oss-header-changed': moved(
    'The header {name} was changed on the way.',
    'sent was {client:q}, the server received {server:q}',
  ),
  'oss-header-dropped': moved('The header {name} was dropped on the way.', 'the client sent {client:q}'),
  'token-changed-in-transit': moved(
    'The security token was dropped, added or changed on the way.',
    'some gateways strip or rewrite headers and parameters that look like credentials',
  ),
  'path-reencoded': moved(
    'The path was encoded anew on the way.',
    'sent was {client:q}, the server received {server:q}; the proxy decodes and encodes the path by its own rules',
    `${HOP} (nginx: proxy_pass without a path passes the URL on as it is)`,
  ),
  'path-normalised': moved(
    'The path was normalised on the way.',
    'sent was {client:q}, the server received {server:q}: // was collapsed, or . and .. resolved',
    `${HOP} (nginx: merge_slashes off)`,
  ),
  'path-prefix-changed': moved(
    'A prefix of the path was added or stripped on the way.',
    'sent was {client:q}, the server received {server:q}: a routing rule of the gateway',
    'sign for the path that reaches OSS, or let the gateway pass the path on unchanged',
  ),
  'key-changed': moved(
    'The object key was changed on the way.',
    'sent was {client:q}, the server received {server:q}',
  ),
  'bucket-differs': moved(
    'The server signed another bucket than the request seems to address.',
    'the request as captured gives {client:q}, the server says {server:q}: the host was rewritten, or a custom domain stands for another bucket',
    'check which bucket the domain is bound to; a client with a custom domain needs its CNAME switch',
  ),
  'subresource-added': moved('The parameter {name} was added on the way.', 'the server received {server:q}'),
  'subresource-dropped': moved('The parameter {name} was dropped on the way.', 'the client sent {client:q}'),
  'subresource-changed': moved(
    'The parameter {name} was changed on the way.',
    'sent was {client:q}, the server received {server:q}',
  ),
  'subresource-reencoded': moved(
    'The parameter {name} was encoded anew on the way.',
    'sent was {client:q}, the server received {server:q}',
  ),
  'signed-header-added': moved(
    'The signed header {name} was added on the way.',
    'the server received {server:q}',
  ),
  'signed-header-changed': moved(
    'The signed header {name} was changed on the way.',
    'sent was {client:q}, the server received {server:q}',
    `${HOP}; or do not list the header among the signed ones`,
  ),
  'signed-header-dropped': moved(
    'The signed header {name} was dropped on the way.',
    'the client sent {client:q}',
    `${HOP}; or do not list the header among the signed ones`,
  ),
  'host-rewritten': moved(
    'The Host header was rewritten on the way, and it is signed.',
    'sent was {client:q}, the server received {server:q}',
    'let the proxy pass Host on (nginx: proxy_set_header Host $http_host), or sign without host',
  ),
  'additional-headers-changed': moved(
    'The list of signed headers was changed on the way.',
    'sent was {client:q}, the server received {server:q}',
  ),
  'payload-hash-changed': moved(
    'The hash of the body was changed on the way.',
    'sent was {client:q}, the server received {server:q}',
  ),
  'scope-changed': moved(
    'The scope of the signature was changed on the way.',
    'sent was {client:q}, the server received {server:q}',
  ),
  'canonical-request-differs': moved(
    'The server built another canonical request than the captured one gives.',
    'only its hash is known, so that the differing field cannot be named: the path, a parameter or a signed header was changed',
    'take a second capture behind the proxy, which shows what differs',
  ),
  'changed-unseen': moved(
    'Something that is signed was changed on the way; the answer does not show what.',
    'the client signed what was captured, and the server accepts its secret for other requests of this capture, so it must have received another request than this one',
    'take a second capture behind the proxy, which shows what differs; or have the answer captured with its error document',
  ),
  'policy-changed': moved(
    'The policy of the form was changed on the way.',
    'the server received other text than was sent',
  ),
  'access-key-id-changed': moved(
    'The access key id was changed on the way.',
    'the wire carries {client}, the server received {server}, and looked for the secret of that one: a gateway puts credentials of its own in, or cuts the id',
  ),
} as const satisfies Readonly<Record<string, CauseText>>;
