import type { UploadTexts } from './upload-texts.ts';

export const EN_UPLOADS = {
  outcomes: {
    completed: 'completed',
    aborted: 'aborted',
    failed: 'failed',
    abandoned: 'not ended',
  },
  issues: {
    'parts-missing':
      'the Complete (#{exchange:ref}) names what was not uploaded, as far as the capture shows: part{n:s} {parts:long}',
    'parts-unseen':
      'the Complete (#{exchange:ref}) names parts whose upload is not in the capture: part{n:s} {parts:long}',
    'parts-unanswered':
      'the Complete (#{exchange:ref}) names what was sent, and whose answer is not in the capture: part{n:s} {parts:long}',
    'etag-differs':
      'the Complete (#{exchange:ref}) gives another ETag than the last that the capture shows: part{n:s} {parts:long}',
    order: 'the Complete (#{exchange:ref}) lists numbers that do not ascend: part{n:s} {parts:long}',
    duplicate: 'the Complete (#{exchange:ref}) names more than once: part{n:s} {parts:long}',
    'left-out': 'uploaded, and not named in the Complete (#{exchange:ref}): part{n:s} {parts:long}',
    'too-small': 'smaller than 100 KB without being the last: part{n:s} {parts:long}',
    'no-list': 'the Complete (#{exchange:ref}) sent no list of parts, or the capture lacks it',
    'list-cut': 'the list of parts in the Complete (#{exchange:ref}) is not whole in the capture',
    'empty-list': 'the Complete (#{exchange:ref}) names no parts',
    'complete-error-inside':
      'the Complete (#{exchange:ref}) was answered with 200 and an error inside: the upload is not complete',
    'callback-failed':
      'the Complete (#{exchange:ref}) was done, and its callback failed: the object is there all the same',
    'complete-unanswered': 'the answer to the Complete (#{exchange:ref}) is not in the capture',
    'abort-refused': 'the Abort (#{exchange:ref}) was refused',
    'stored-after-abort':
      'the bucket may keep what was answered as stored only after the Abort (#{exchange:ref}); abort once more: part{n:s} {parts:long}',
    'listed-after-abort':
      'the service still listed it as open (#{exchange:ref}) after the Abort: it keeps parts; abort once more',
    'listed-open':
      'the service listed it as open (#{exchange:ref}): what it keeps is billed until it is completed or aborted',
    'no-such-upload':
      'the service knows no such upload (#{exchange:ref}): it was completed or aborted before, or never began',
    'part-damaged': 'the captured bytes do not fit their digest (#{exchange:ref}): part{n:s} {parts:long}',
    'crc-differs': 'the CRC-64 of the object (#{exchange:ref}) is not the combined one of its parts',
  },
  labels: {
    'column-upload': 'upload',
    'column-parts': 'parts',
    'column-size': 'size',
    'column-outcome': 'outcome',
    'column-kept': 'left behind',
    parts: '{n:n}',
    'parts-failed': '{n:n}, {failed:n} failed',
    kept: '{n:n} part{n:s}, {size}',
    'uploads-left-out': 'and {n:n} upload{n:s} more (--all lists them)',
    'row-upload': 'upload',
    'row-upload-numbered': 'upload {n}',
    'row-clean-up': 'clean up',
    left: '{id} keeps {n:n} part{n:s} ({size}) in the bucket, billed until it is completed or aborted',
    refused: 'the Complete (#{exchange:ref}) was refused: {status} {code}',
    'left-unanswered':
      '{id} keeps {n:n} part{n:s} ({size}) in the bucket, billed until it is completed or aborted, unless the Complete without an answer was done',
    'left-unseen':
      '{id} may keep {n:n} part{n:s} in the bucket that the capture does not show stored, billed until it is completed or aborted',
    began: 'began in {path:long}',
    continued: 'left open at the end of {path:long}; {how:long}',
    'continued-title': 'Uploads that an earlier capture left open, and a later one went on with:',
    'later-completed': 'completed in {path:long} (#{index}), and nothing of it is left behind',
    'later-aborted': 'aborted in {path:long} (#{index})',
    'later-failed': 'went on in {path:long}, where its Complete was refused (#{index})',
    'later-open': 'went on in {path:long}, and did not end there either',
    'later-gone': 'the service does not know it any more in {path:long}',
    retries: '{n:n} part{n:s} sent more than once: {parts:long}',
    'crc-matches': 'the CRC-64 of the object is the combined one of its parts',
    'clean-up-or': '(or {request})',
    bodies: 'Bodies compared with their digests: {list:long}.',
    'bodies-fit': '{n:n} matching',
    'bodies-differ': '{n:n} differing',
    'bodies-unknown': '{n:n} unknown (not whole in the capture, or appended to bytes that are not in it)',
  },
} as const satisfies UploadTexts;
