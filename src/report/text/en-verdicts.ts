import type { Texts } from './texts.ts';

/** What is said of a verdict whose cause is not known. */
export const EN_VERDICTS = {
  match: { headline: 'The signature was accepted.', cause: '', cure: '' },
  'transit-modified': {
    headline: 'Something between the capture point and OSS changed the request.',
    cause: "the server's string differs from the captured request",
    cure: 'take a second capture after each proxy, gateway or CDN on the way, and compare the two to find the hop that changes the request',
  },
  'client-miscomputed': {
    headline: 'The client signed one thing and sent another.',
    cause: 'the string that the client signed is not the one that follows from the request',
    cure: 'sign the request exactly as it is sent, after all headers and parameters are set',
  },
  'wrong-secret': {
    headline: 'The client and the server use different AccessKey secrets.',
    cause: 'both sides signed the same string and got different signatures',
    cure: 'enter the secret again on the client, without white space around it, or create a new AccessKey',
  },
  'needs-secret': {
    headline: 'The captured request and the server agree on the string to sign, but the signature is wrong.',
    cause:
      "either the client signed a different string from the one it sent, or its secret differs from the server's",
    cure: 'put the secret of this AccessKey ID in a file, [{"accessKeyId": "…", "accessKeySecret": "…"}] or an ossutil configuration, and rerun with --credentials FILE; it stays on this machine',
  },
  'clock-skew': {
    headline: "The client's clock is off by more than the server allows.",
    cause: 'OSS accepts a date that is at most 15 minutes away from its own',
    cure: 'synchronise the clock of the client (NTP)',
  },
  expired: {
    headline: 'The signed URL or form has expired.',
    cause: 'it was used after its expiry',
    cure: 'sign a new one, or sign with a longer expiry',
  },
  'unknown-key': {
    headline: 'The server does not know this AccessKey ID.',
    cause: 'the ID is mistyped, deleted or disabled, or belongs to another cloud',
    cure: 'check the ID in the RAM console',
  },
  token: {
    headline: 'The security token is missing, expired or for another key.',
    cause: 'temporary credentials are three values that belong together: ID, secret and token',
    cure: 'fetch fresh temporary credentials and pass all three to the SDK',
  },
  digest: {
    headline: 'The body and its digest do not match.',
    cause: 'the signature is not at fault',
    cure: 'compute the digest over the bytes that are sent',
  },
  'access-denied': {
    headline: 'Access is denied: the signature is right, or was not looked at.',
    cause: 'the key is not allowed to do this',
    cure: 'grant the permission in a RAM policy or a bucket policy',
  },
  'malformed-auth': {
    headline: 'The authentication data itself is malformed.',
    cause: 'the server refuses it before it looks at the signature',
    cure: 'correct the part that the server names',
  },
  'version-refused': {
    headline: 'The service does not accept this kind of signature here, right or wrong.',
    cause: 'the signature version or the addressing style is turned off',
    cure: 'use signature version V4 and the virtual-hosted address of the bucket',
  },
  intercepted: {
    headline: 'Something on the way answered in place of OSS.',
    cause:
      "the response has none of OSS's own marks: a proxy, a gateway or a cache gave it, and it says nothing about the signature",
    cure: 'ask whoever runs the machine at that address to let the request through, or go around it',
  },
  undecided: {
    headline: 'The given secret does not explain the signature, and neither does any known mistake.',
    cause:
      'the client signed something that the capture does not show (another bucket or key, or a value that was changed since), or it signed with another secret',
    cure: "compare the client's own StringToSign (its debug log shows it) with the server's, and check the secret that it uses",
  },
  'not-auth': { headline: 'The response has nothing to do with signatures.', cause: '', cure: '' },
  'no-response': { headline: 'The capture contains no response.', cause: '', cure: '' },
} as const satisfies Texts['verdicts'];

/** What is said of `needs-secret` where there are not two strings that agree. */
export const EN_NEEDS_SECRET = {
  'server-string': {
    headline: 'The signature is wrong; the response does not show which string the server signed.',
    cause:
      "the client signed a different string from the one it sent, or its secret differs from the server's, or the request was changed in transit",
    cure: EN_VERDICTS['needs-secret'].cure,
  },
  'request-string': {
    headline: "The signature is wrong; the captured request gives no string to compare with the server's.",
    cause:
      "the client signed a different string from the one it sent, or its secret differs from the server's, or the request was changed in transit",
    cure: 'supply what the notes list as missing: a capture that holds the whole request, or the bucket (--bucket HOST=NAME); and the secret (--credentials FILE), which stays on this machine',
  },
  'rest-of-string': {
    headline:
      'The signature is wrong; the request and the server agree on what is shown of the string to sign.',
    cause:
      "the client signed a different string from the one it sent, or its secret differs from the server's, or what is hidden here was changed in transit",
    cure: EN_VERDICTS['needs-secret'].cure,
  },
} as const satisfies Texts['needsSecret'];
