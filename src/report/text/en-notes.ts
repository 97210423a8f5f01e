import type { Texts } from './texts.ts';

export const EN_NOTES = {
  'rules-gap':
    'the rules by which osscap rebuilds the string are wrong here ({reason:word}{name:after}); please report it, with the exchange',
  'reading-matched': 'the rules are unclear on one point; this reading matches: {reading:word}',
  'string-edited': 'StringToSign and StringToSignBytes disagree: one was edited later; {used} was used',
  'edited-form':
    'the signature belongs to {signed:word}, so {edited:word} is the one that was edited; the string shown here is that of {signed:word}',
  'no-server-string':
    'the response does not show the string that the server signed; the captured one is used instead',
  'signature-may-be-of-chunk':
    'the EC is that of requests in signed chunks (aws-chunked): the signature that does not match may be that of a chunk, whose bytes are not kept',
  'request-edited':
    "the signature belongs to the server's string, which the request here does not give: the request was edited after it was sent (redacted, for example), and the string shown here is the server's",
  'request-not-captured':
    'the request itself is not here: what is shown as sent is what the server received, and something on the way may have changed it; capture both directions to tell',
  'passed-a-proxy':
    'the request had passed a proxy when it was captured (it has {signs}): the proxy may have changed it after the client signed and sent it, and then the client is not to blame; capture at the client too, and compare both captures with osscap compare',
  'proxy-before-capture':
    'if a proxy or gateway stands between the client and the place of this capture, it may have made this change, and not the client; to tell, capture at the client too, and compare both captures with osscap compare',
  clock:
    "clocks: the signed date is {signedToServer:offset} the server's Date and {signedToCapture:offset} the time of capture; the capture is {captureToServer:offset} the server",
  'clock-no-server':
    "clocks: the signed date is {signedToCapture:offset} the time of capture; no response shows the server's time",
  'clock-no-signed':
    'clocks: the capture is {captureToServer:offset} the server; the request signs no readable date',
  'clock-drift':
    "the signed date is {seconds:offset} the server's clock, still within the 15 minutes that are allowed",
  'date-unreadable': 'the date that the request signs is in no known format: {value:q}',
  'content-md5-matches': 'Content-MD5 matches the captured body',
  'content-md5-differs': 'Content-MD5 says {claimed:q}, the captured body gives {actual:q}',
  'content-md5-malformed': 'Content-MD5 is not base64 of 16 bytes: {claimed:q}',
  'crc64-matches': 'x-oss-hash-crc64ecma matches the captured body',
  'crc64-differs': 'x-oss-hash-crc64ecma says {claimed:q}, the captured body gives {actual:q}',
  'key-works-elsewhere':
    'the same AccessKey ID succeeded in exchange #{exchange:ref} ({operation}, {frame:at}): the secret used there is right',
  'key-works-difference': 'the successful request differs in {what:word}: there {there:q}, here {here:q}',
  'key-always-fails':
    'no signed request of this AccessKey ID has succeeded so far in the capture ({count:n} failed): this points to the key rather than to the request',
  'signature-reused': 'the same signature was used in exchange #{exchange:ref} ({frame:at}){seconds:earlier}',
  'signature-fits-one':
    'the string to sign of #{exchange:ref} differs from that of this request, and a signature fits one string only: whatever the secret is, it cannot be right for both. One of them was sent again otherwise than it was signed, or a proxy between the two changed it',
  'seen-at-other-point':
    'exchange #{exchange:ref} ({frame:at}) has the same request ID: it is this very request on another side of a proxy, and both sides are in this capture; where one side blames the client and the other a change in transit, it was the proxy. With one capture for each side, osscap compare shows what it changed',
  'changed-at-hop':
    'this very request goes on as #{exchange:ref} of the capture: between {from} and {to} a proxy or gateway changed {changed}',
  'same-behind-hop':
    'this very request goes on as #{exchange:ref} of the capture: between {from} and {to} nothing in it was changed',
  'changed-at-other-capture':
    'this very request is in {capture}, too, as #{exchange:ref}: on the way there {changed} was changed; osscap compare with both captures shows more',
  'same-at-other-capture':
    'this very request is in {capture}, too, as #{exchange:ref}: nothing in it was changed on the way there; osscap compare with both captures shows more',
  'body-incomplete': 'the request body is incomplete in the capture',
  'request-incomplete': 'the request headers are cut off in the capture: not all signed data was seen',
  'response-incomplete': 'the response is cut off in the capture: its error document may be incomplete',
  'response-cut-by-server':
    "the connection was ended from the server's side in the middle of the response: its error document may be incomplete",
  'response-cut-by-client':
    "the connection was ended from the client's side in the middle of the response: its error document may be incomplete",
  'listed-header-absent':
    'the request lists headers as signed that it does not have: {names}; whoever sends it must send them with the values that were signed',
  'tool-bucket-unknown':
    'the bucket behind the custom domain {host} is unknown; name it with --bucket {host}=BUCKET, or use --bucket {host}=/ if it is in the path',
  'bucket-setting-wrong':
    'the setting --bucket {host}={given} is wrong, or of another time: the server says that {host} is bound to {bucket}, and that is taken here',
  'bucket-from-server': "the bucket, {bucket}, was taken from the server's string",
  'likely-content-type-added':
    'likely, and provable with the secret: an HTTP library added the Content-Type {value:q} by itself after signing',
  'content-type-of-url':
    'possible, and provable with the secret: the URL was signed for another Content-Type, or for none; the request sends {value:q}, which is part of the signature. Sign the URL for the type that will be sent, or send the one that was signed',
  'form-data-on-url':
    'possible, and provable with the secret: the URL was signed for another Content-Type, or for none, and a form was sent to it ({value:q}), which carries a boundary that is another each time and cannot be signed ahead. Send the file itself as the body, and not FormData, with the Content-Type that was signed; for a form, use a signed policy (PostObject)',
  'parameters-of-url':
    'possible, and provable with the secret: these were added to the URL after it was signed, or changed: {names}. They are part of the signature: pass them to the function that signs the URL',
  'plus-in-query':
    'likely, and provable with the secret: a raw + in the URL is read as a space, and these parameters have one: {names}; write %2B for a plus sign',
  'signature-length':
    'whatever was signed, this signature cannot fit: it has {length} characters where its version has {due}; it was cut off, wrapped or written in another form (hex for base64, say)',
  'host-of-signature':
    'possible: the request was signed for the endpoint of the bucket, and sent to {host} instead; the Host is part of this signature, so a domain cannot be put in its place afterwards: give the signer the domain as its endpoint',
  'likely-bucket-in-path-too':
    'likely, and provable with the secret: the bucket, {bucket}, is in the path, although the host already identifies it (an endpoint that names the bucket, or path style): the client signed /bucket/key, and OSS reads all of the path as the key',
  'likely-key-encoding':
    'likely, and provable with the secret: the key contains characters that signers often encode differently: {characters:q}',
  'likely-subresource-not-signed':
    'likely, and provable with the secret: the SDK ({sdk}) does not sign the parameter {name}',
  'sdk-defect':
    'the client calls itself {agent}: SDKs of this kind before {fixed} have a known signing bug ({what:word}); upgrade to {fixed} or later',
  'old-sdk':
    'the client calls itself {agent}: Alibaba Cloud advises {since} or later of this SDK: upgrade it (pip install --upgrade oss2)',
  'underscore-headers-dropped':
    'names with an underscore ({names}): nginx, and what is built on it, drops such headers unless it is told "underscores_in_headers on;". Set that in each nginx between the client and OSS, or use names with hyphens',
  'temporary-key': 'the AccessKey ID is temporary: it works only together with its security token',
  'signed-with-other-key':
    'the secret you supplied for {accessKeyId:id} gives exactly this signature: the client sent the ID of one key and signed with the secret of another; take both from the same pair',
  'also-miscomputed': 'another mistake: {cause:word}',
  'secret-also-differs':
    'in addition, the client used a secret that differs from the one you supplied: {how:word}',
  'unexplained-before':
    'the same goes for {count:n} earlier exchange{count:s} of this client with this AccessKey ID (from #{exchange:ref} on) that nothing explained when seen alone',
  'search-tried': '{tried:n} variants of string and secret were tried',
  'search-limit':
    'the search stopped at its limit after {tried:n} variants, and left out {left:word} (--limit search-budget=N tries more; N was {limit})',
  'unsupported-endpoint': 'requests to {host} are signed by rules that osscap does not know',
  'unsupported-product': 'the product {product:q} in the scope has rules that osscap does not know',
  'several-divergences': 'the strings differ in {count} fields in all',
  'no-error-document': 'no error document: this follows from the status {status} and the EC alone',
  throttled:
    'OSS throttles this account or bucket ({code}): too many requests, or too much bandwidth, at once; the signature is not at fault. Send less at a time and retry with growing pauses; ask support for a higher limit',
  'answered-by-cache':
    'a cache on the way gave this answer ({signs:q}), which OSS had given to another request: it does not show that the signature of this one is right',
  'answered-as-before':
    'the answer has the request ID of exchange #{exchange:ref}: a cache on the way gave it once more, and it does not show that the signature of this request is right',
  'signed-anew-at-hop':
    'between {from} and {to} a gateway took the signature of the client away or put one of its own in its place: OSS has not checked that of the client',
  'own-signature-right': "with the given secret, the request's own signature is right as it was captured",
  'own-signature-wrong':
    "the request's own signature does not follow from the given secret: OSS would refuse it, too, once it gets there",
  'after-redirect': 'the client came here by the redirect in exchange #{exchange:ref}',
  'foreign-server':
    'the response does not look like one from OSS itself (Server: {server:q}): an emulator, a private cloud or a middlebox',
  'foreign-authorization':
    'besides the signature, there is an Authorization header with another scheme ({scheme:q})',
} as const satisfies Texts['notes'];
