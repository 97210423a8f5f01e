import type { LateTexts } from './late-texts.ts';

export const EN_LATE = {
  failures: {
    'callback-failed': {
      headline: 'The object is stored; the callback that was to tell of it failed ({operation}, {status}).',
      cure: 'do not upload it again: let the client take this answer for a success; make the server at the callback URL answer within 5 seconds, with 200 and JSON of at most 1 MB and its Content-Length; OSS calls once, so tell your application of this object yourself',
    },
    'not-done': {
      headline: '{operation} was answered with {status} and an error inside: it was not done.',
      cure: 'take it for failed, and send it again; a client that goes by the status takes it for done: let it look for an <Error> in the answer, too',
    },
  },
  labels: {
    'row-callback': 'callback',
    callback: 'Callback',
    'no-signature-fails': 'No signature diverges in {n:n} OSS exchange{n:s}, but note: {list:long}.',
    besides: 'Note as well: {list:long}.',
    'passed-late': ' ({n:n} of them with an error in the answer)',
    'uploads-failed': '{n:n} upload{n:s} failed',
    'uploads-damaged': '{n:n} upload{n:s} with bytes that do not fit their digest',
    'uploads-left': '{n:n} upload{n:s} with parts left in the bucket',
    'not-done': '{n:n} answer{n:s} with an error inside',
    callbacks: '{n:n} callback{n:s} failed',
    refused: '{n:n} answer{n:s} with 4xx or 5xx, for other reasons',
    unanswered: '{n:n} request{n:s} without an answer',
  },
} as const satisfies LateTexts;
