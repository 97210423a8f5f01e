import type { Texts } from './texts.ts';

export const EN_NOTES = {
  'rules-gap':
    'the rules by which this program rebuilds the string are at fault here ({reason:word} {name}); please report it, with the exchange',
  'reading-matched': 'the rules are open on one point; this reading fits: {reading:word}',
  'string-edited': 'StringToSign and StringToSignBytes disagree: one was edited later; {used} was used',
  'no-server-string':
    'the answer does not show the string that the server signed; the captured one stands in for it',
  'request-not-captured':
    'the request itself is not here: what is told as sent is what the server received, and something on the way may have changed it; capture both directions to tell',
  clock:
    "clocks: the signed date is {signedToServer:offset} the server's Date and {signedToCapture:offset} the time of capture; the capture is {captureToServer:offset} the server",
  'clock-no-server':
    "clocks: the signed date is {signedToCapture:offset} the time of capture; no answer tells the server's time",
  'clock-no-signed':
    'clocks: the capture is {captureToServer:offset} the server; the request signs no readable date',
  'clock-drift':
    "the signed date is {seconds:offset} the server's clock, still within the 15 minutes that are allowed",
  'date-unreadable': 'the date that the request signs is in no known form: {value:q}',
  'content-md5-matches': 'Content-MD5 fits the captured body',
  'content-md5-differs': 'Content-MD5 says {claimed:q}, the captured body gives {actual:q}',
  'content-md5-malformed': 'Content-MD5 is not base64 of 16 bytes: {claimed:q}',
  'crc64-matches': 'x-oss-hash-crc64ecma fits the captured body',
  'crc64-differs': 'x-oss-hash-crc64ecma says {claimed:q}, the captured body gives {actual:q}',
  'key-works-elsewhere':
    'the same access key id succeeded in exchange #{exchange:ref} ({operation}, {frame:at}): the secret used there is right',
  'key-works-difference':
    'what the successful request did otherwise: {what:word}, there {there:q}, here {here:q}',
  'key-always-fails':
    'no signed request of this access key id has succeeded so far in the capture ({count:n} failed): this points to the key rather than to the request',
  'signature-reused':
    'the same signature stood on exchange #{exchange:ref} ({frame:at}), {seconds:duration} earlier',
  'body-incomplete': 'the body of the request is not whole in the capture',
  'request-incomplete': 'the head of the request is cut in the capture: not all that is signed was seen',
  'response-incomplete': 'the answer is cut in the capture: its error document may be incomplete',
  'listed-header-absent':
    'the request lists headers as signed that it does not have: {names}; whoever sends it must send them with the values that were signed',
  'tool-bucket-unknown':
    'the bucket behind the custom domain {host} is not known; name it with --bucket {host}=BUCKET, or say --bucket {host}=/ where it stands in the path',
  'bucket-from-server': "the bucket, {bucket}, was learnt from the server's string",
  'likely-content-type-added':
    'likely, and provable with the secret: an HTTP library added the Content-Type {value:q} by itself after signing',
  'likely-key-encoding':
    'likely, and provable with the secret: the key holds characters that signers often encode otherwise: {characters:q}',
  'likely-subresource-not-signed':
    'likely, and provable with the secret: the SDK ({sdk}) does not sign the parameter {name}',
  'sdk-defect':
    'the client names itself {agent}: SDKs of its kind before {fixed} have a known defect in signing ({what:word}); upgrade to {fixed} or later',
  'temporary-key': 'the access key id is a temporary one: it works only together with its security token',
  'secret-also-differs':
    'beside that, the client used a secret that differs from the one you gave: {how:word}',
  'search-tried': '{tried:n} variants of string and secret were tried',
  'search-limit':
    'the search ended at its limit of {limit:n} variants, with some left (--limit search-budget=N tries more)',
  'unsupported-product': 'the product {product:q} in the scope has rules that are not known',
  'several-divergences': 'the strings part in {count} fields in all',
  'no-error-document': 'told by the status {status} and the EC alone: there was no error document',
  throttled:
    'OSS throttles this account or bucket ({code}): too many requests, or too much bandwidth, at once; the signature is not at fault. Send less at a time and try again later with growing pauses; a higher limit is to be asked of the support',
  'foreign-server':
    'the answer does not look like that of OSS itself (Server: {server:q}): an emulator, a private cloud or a middlebox',
  'foreign-authorization':
    'an Authorization header of another scheme ({scheme:q}) stands beside the signature',
} as const satisfies Texts['notes'];
