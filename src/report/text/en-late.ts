import type { LateTexts } from './late-texts.ts';

export const EN_LATE = {
  failures: {
    'callback-failed': {
      headline: 'The object is stored, but the callback to report it failed ({operation}, {status}).',
      cure: 'do not upload it again: make the client treat this response as a success; make the server at the callback URL reachable from the Internet (for an https:// address that needs SNI, set callbackSNI to true), and let it respond within 5 seconds, with 200, JSON of at most 1 MB, and its Content-Length; OSS calls only once, so notify your application of this object yourself',
    },
    'not-done': {
      headline: '{operation} got a {status} response with an error inside: it was not done.',
      cure: 'treat it as failed, and send it again; a client that checks only the status believes it was done: make it also look for an <Error> in the response',
    },
  },
  labels: {
    'row-callback': 'callback',
    callback: 'Callback',
    'no-signature-fails': 'No signature mismatch in {n:n} OSS exchange{n:s}, but note: {list:long}.',
    besides: 'Also note: {list:long}.',
    'passed-late': ' ({n:n} of them with an error in the response)',
    'refusals-title': 'Errors not related to the signature: ',
    refusal: '{said} (#{exchange:ref})',
    refusals: '{said} ({n:n} exchanges, e.g. #{exchange:ref})',
    'refusals-more': '{n:n} more',
    'uploads-failed': '{n:n} upload{n:s} failed',
    'uploads-damaged': '{n:n} upload{n:s} with bytes that do not match their digest',
    'uploads-left': '{n:n} upload{n:s} with parts left in the bucket',
    'not-done': '{n:n} response{n:s} with an error inside',
    callbacks: '{n:n} callback{n:s} failed',
    refused: '{n:n} response{n:s} with 4xx or 5xx, for other reasons',
    unanswered: '{n:n} request{n:s} without a response',
    lost: '{n:n} response{n:s} that the capture lost',
    cut: '{n:n} response{n:s} cut short',
  },
} as const satisfies LateTexts;
