import type { Texts } from './texts.ts';

/** What is said of a verdict whose cause is not known. */
export const EN_VERDICTS = {
  match: { headline: 'The signature was accepted.', cause: '', cure: '' },
  'transit-modified': {
    headline: 'Something between the capture point and OSS changed the request.',
    cause: "the server's string differs from the captured request",
    cure: 'take a second capture behind each proxy, gateway or CDN on the way, and compare the two to find the hop that changes the request',
  },
  'client-miscomputed': {
    headline: 'The client signed something else than it sent.',
    cause: 'the string that the client signed is not the one that follows from the request',
    cure: 'sign the request exactly as it is sent, after all headers and parameters are set',
  },
  'wrong-secret': {
    headline: 'The access key secret of the client and the one that the server holds differ.',
    cause: 'both sides signed the same string and come to different signatures',
    cure: 'enter the secret anew on the client, without white space around it, or create a new access key',
  },
  'needs-secret': {
    headline: 'The captured request and the server agree on the string; the signature is wrong all the same.',
    cause:
      'either the client signed another string than it sent, or it used another secret than the server holds',
    cure: 'run again with --credentials FILE, which holds the secret of this access key id; it stays on this machine',
  },
  'clock-skew': {
    headline: "The client's clock is off by more than the server allows.",
    cause: 'OSS accepts a date that is at most 15 minutes away from its own',
    cure: 'synchronise the clock of the client (NTP)',
  },
  expired: {
    headline: 'The signed URL or form has expired.',
    cause: 'it was used after the end of its life',
    cure: 'sign a new one, or sign with a longer life',
  },
  'unknown-key': {
    headline: 'The server does not know this access key id.',
    cause: 'the id is mistyped, deleted or disabled, or belongs to another cloud',
    cure: 'check the id in the RAM console',
  },
  token: {
    headline: 'The security token is missing, expired or not of this key.',
    cause: 'temporary credentials are three values that belong together: id, secret and token',
    cure: 'fetch fresh temporary credentials and pass all three to the SDK',
  },
  digest: {
    headline: 'The body and its digest do not fit each other.',
    cause: 'the signature is not at fault',
    cure: 'compute the digest over the bytes that are sent',
  },
  'access-denied': {
    headline: 'The signature is right; the access is refused.',
    cause: 'the key has no right to do this',
    cure: 'grant the right by a RAM policy or a bucket policy',
  },
  'malformed-auth': {
    headline: 'The authentication data itself is malformed.',
    cause: 'the server refuses it before it looks at the signature',
    cure: 'correct the part that the server names',
  },
  'version-refused': {
    headline: 'The service does not accept this kind of signature here, right or wrong.',
    cause: 'the signature version or the addressing style is switched off',
    cure: 'use signature version 4 and the virtual-host address of the bucket',
  },
  'not-auth': { headline: 'The answer has nothing to do with signatures.', cause: '', cure: '' },
  'no-response': { headline: 'The capture holds no answer.', cause: '', cure: '' },
} as const satisfies Texts['verdicts'];

/** What is said of `needs-secret` where there are not two strings that agree. */
export const EN_NEEDS_SECRET = {
  'server-string': {
    headline: 'The signature is wrong; the answer does not show which string the server signed.',
    cause:
      'the client signed another string than it sent, or used another secret than the server holds, or the request was changed on the way',
    cure: EN_VERDICTS['needs-secret'].cure,
  },
  'request-string': {
    headline:
      'The signature is wrong; the captured request gives no string to compare with that of the server.',
    cause:
      'the client signed another string than it sent, or used another secret than the server holds, or the request was changed on the way',
    cure: 'supply what the notes name as missing: a capture that holds the request whole, or the bucket (--bucket HOST=NAME); and the secret (--credentials FILE), which stays on this machine',
  },
} as const satisfies Texts['needsSecret'];
