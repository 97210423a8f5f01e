import type { ReferenceTexts } from './texts.ts';

export const EN_REFERENCE = {
  lang: 'en',
  labels: {
    certainty: 'Certainty',
    'no-certainty': 'none',
    when: 'When it is given',
    'to-do': 'What to do',
    meaning: 'What it means',
    why: 'Why it happens',
    shows: 'How it shows',
    'shows-or': 'Or: ',
    proved: 'How it is proved',
    'proved-by': 'the search, by {list}',
    document: 'OSS documents',
    row: 'row {n}',
    causes: 'Causes',
    example: 'Example',
    page: 'Page',
    settle: 'What settles it',
    'kind-cause': 'cause',
    'kind-verdict': 'verdict',
    'kind-suspect': 'suspect',
    'kind-advice': 'passing now, but may fail later',
    'kind-note': 'note',
    'kind-notice': 'warning about the capture',
    'index-cause': 'Causes, by the verdict that they come with',
    'index-other': 'What else an ID can be',
    'index-verdict': 'Verdicts',
    'index-suspect': 'Suspects, where nothing proves a cause',
    'index-advice': 'Passing now, but may fail later',
    'index-note': 'Notes beside a verdict',
    'index-notice': 'Warnings about captures',
    'index-group': '{id} ({n}): {list}',
    'index-family': '{word}-…({n})',
    'index-more': '{n} more',
    'index-one': 'osscap why ID says what it means, how it shows, and what to do: osscap why key-cut.',
    'index-part':
      'osscap why WORD lists those with the word in their name: osscap why content-type. The words cause, verdict, suspect, advice, note and notice list all of a kind.',
    'index-found': 'No ID is "{part}"; these come near. osscap why ID says more of one.',
  },
  verdicts: {
    match: {
      meaning:
        'The service accepted the signature. The request may still have failed later for another reason, such as a missing object.',
      given:
        'The response is not an error, or is an error that is raised only after the signature was accepted (`NoSuchKey`, `NoSuchUpload`, …).',
      toDo: 'Nothing.',
    },
    'transit-modified': {
      meaning:
        'Something between the capture point and OSS changed a signed part of the request: a proxy, a gateway, a CDN. The client is not at fault.',
      given:
        'The string that the server says it signed differs from the one that the captured request gives, or the server received a different signature from the one on the wire.',
    },
    'client-miscomputed': {
      meaning:
        'The client signed a different string from the one that follows from what it sent, or computed the signature in a different way. With the secret, osscap shows which string that was.',
      given:
        'The captured request and the server agree on the string, and a variant of it gives exactly the signature on the wire; or the signature itself was percent-encoded wrongly, which shows without the secret.',
    },
    'wrong-secret': {
      meaning:
        'Both sides signed the same string with different secrets. Nothing is wrong with how the request is signed.',
      given:
        'The given secret, or one close to it, gives the signature on the wire; or the secret is given and nothing that was tried gives that signature.',
    },
    'needs-secret': {
      meaning:
        'The client signed a different string, or used a different secret: the capture alone cannot tell which. With the secret, the verdict becomes `client-miscomputed` or `wrong-secret`.',
      given:
        'The captured request and the server agree on the string, and no secret is given for this AccessKey ID.',
    },
    'clock-skew': {
      meaning:
        "The date that the request signs is more than 15 minutes away from the service's clock. The signature was not checked.",
      given:
        'The server responds with `RequestTimeTooSkewed`, or refuses a V4 URL as used more than 15 minutes before its `x-oss-date`.',
    },
    expired: {
      meaning:
        'The signed URL, or the policy of the form, was used after it expired. The signature may have been right.',
      given: 'The server says that the request or the policy has expired.',
    },
    'unknown-key': {
      meaning: 'The service does not know the AccessKey ID. No signature can help.',
      given: 'The server responds with `InvalidAccessKeyId`, and no security token is missing.',
    },
    token: {
      meaning:
        'Temporary credentials are an ID, a secret and a security token that belong together; the token is missing, expired, for another key, or in the wrong place.',
      given: 'The server says so, or does not know a temporary AccessKey ID that came without its token.',
    },
    digest: {
      meaning:
        'A body does not match its digest. It was altered in transit, or the digest was computed over something else.',
      given:
        'The server responds with `InvalidDigest`, `BadDigest` or `XAmzContentSHA256Mismatch`; or an exchange passed, but the captured body is not what the service says it stored or sent (`--verify-bodies`).',
    },
    'access-denied': {
      meaning: 'The signature is right, or was not checked, and access is denied: a matter of permissions.',
      given: 'The server responds with `AccessDenied` or `UserDisable` for a reason not covered above.',
    },
    'malformed-auth': {
      meaning:
        'The data around the signature cannot be used as it is: credential, scope, expiry, header list, form fields. The signature was not checked.',
      given: 'The server refuses the request with a code or message that names such a part.',
    },
    'version-refused': {
      meaning:
        'This kind of signature, or of address, is not accepted here, even if it is right: V1 for a new account, for example.',
      given: "The server's fine-grained error code (EC) or message says so.",
    },
    intercepted: {
      meaning:
        'Something between the client and OSS gave the response itself: a proxy, a gateway, a captive portal. It says nothing about the signature, which no service has checked.',
      given:
        'The response has none of the marks of the service (`x-oss-request-id` and other `x-oss-` headers, `Server: AliyunOSS`, its error document).',
    },
    undecided: {
      meaning:
        'The secret is given, the captured request and the server agree on the string, and nothing that was tried gives the signature on the wire. The packets cannot tell whether the client signed something else or used another secret.',
      given: 'The search for what the client signed finds nothing, and nothing singles out the secret.',
    },
    'not-auth': {
      meaning: 'The exchange has nothing to do with signatures: it has none, or failed before one mattered.',
      given: 'The request is anonymous, or the error is of another kind.',
      toDo: 'Look at the error that the server names.',
    },
    'no-response': {
      meaning:
        'The capture contains the request but no response, so nothing can be said about its signature.',
      given: 'No response follows in the capture.',
      toDo: 'See what the report says about how the connection ended ([all that it can say](notes.md#responses-that-are-missing-or-not-whole)). If the capture is at fault, capture in both directions until the response has arrived.',
    },
  },
  certainties: {
    proven: "A recomputed signature, or the server's own words, leave no other explanation.",
    likely: 'The evidence fits, but something is missing to prove it; the report names what.',
    open: 'Something decisive is missing, and the report names it: usually the secret.',
  },
  proofs: {
    head: "by the request's headers, which were captured completely and contain no signature",
    answer: 'by the response itself',
    words:
      "by the server's own words: its error code, its fine-grained code (EC) or its message; no secret is needed",
    digest:
      "by the server's refusal; the digest of the captured body then shows on which side of the capture the body changed",
    provided:
      'by the error document, which repeats the signature that the server received; it is compared with the one on the wire, and no secret is needed',
    strings:
      'by the error document, which contains the string that the server signed; it is compared with that of the captured request, piece by piece. This makes it likely; it is proven if the given secret turns the string of the captured request into the signature on the wire, because then the client signed what was captured',
    secret:
      'by the given secret, which turns the string that both sides agree on into the signature on the wire: the client signed correctly, so the server has a different secret',
    search:
      'by the search: with the given secret it signs variants of the string, or the string with variants of the secret, until one gives exactly the signature on the wire, which leaves no other explanation',
    'nothing-fits': 'not proved: nothing that the search tried gives the signature on the wire',
    open: 'open until the secret is given (`--credentials FILE`)',
    'captured-string':
      'likely at most: the response does not show the string that the server signed, so the captured one is used instead',
    pasted: 'likely at most: the text itself shows it, and may have been edited',
  },
  ecPages: 'https://www.alibabacloud.com/help/en/oss/support/',
} as const satisfies ReferenceTexts;
