import type { UploadTexts } from './texts.ts';

export const EN_UPLOADS = {
  outcomes: {
    completed: 'completed',
    aborted: 'aborted',
    failed: 'failed',
    abandoned: 'unfinished',
  },
  issues: {
    'parts-missing':
      'the Complete (#{exchange:ref}) lists parts that, as far as the capture shows, were not uploaded: part{n:s} {parts:long}',
    'parts-unseen':
      'the Complete (#{exchange:ref}) lists parts whose upload is not in the capture: part{n:s} {parts:long}',
    'parts-unanswered':
      'the Complete (#{exchange:ref}) lists parts whose response is not in the capture: part{n:s} {parts:long}',
    'answers-unseen':
      'sent, but with no response in the capture (last in #{exchange:ref}), and maybe stored in the bucket: part{n:s} {parts:long}',
    'etag-differs':
      'the Complete (#{exchange:ref}) gives a different ETag from the last one in the capture: part{n:s} {parts:long}',
    order: 'the Complete (#{exchange:ref}) lists part numbers out of order: part{n:s} {parts:long}',
    duplicate: 'the Complete (#{exchange:ref}) lists more than once: part{n:s} {parts:long}',
    'left-out': 'uploaded, but not listed in the Complete (#{exchange:ref}): part{n:s} {parts:long}',
    'too-small': 'smaller than 100 KB but not the last: part{n:s} {parts:long}',
    'no-list': 'the Complete (#{exchange:ref}) sent no part list, or the capture lacks it',
    'list-cut': 'the part list of the Complete (#{exchange:ref}) is incomplete in the capture',
    'empty-list': 'the Complete (#{exchange:ref}) lists no parts',
    'complete-error-inside':
      'the Complete (#{exchange:ref}) got a 200 response with an error inside: it did not complete the upload',
    'complete-answer-cut':
      'the 200 response to the Complete (#{exchange:ref}) is not whole in the capture: unless it holds an error, the upload is completed',
    'callback-failed':
      'the Complete (#{exchange:ref}) succeeded, but its callback failed: the object exists all the same',
    'complete-unanswered': 'the response to the Complete (#{exchange:ref}) is not in the capture',
    'abort-refused': 'the Abort (#{exchange:ref}) was refused',
    'abort-unanswered':
      'the response to the Abort (#{exchange:ref}) is not in the capture: if OSS carried it out, no parts are left',
    'stored-after-abort':
      'confirmed as stored only after the Abort (#{exchange:ref}), so the bucket may keep it; abort again: part{n:s} {parts:long}',
    'listed-after-abort':
      'the service still listed it as open (#{exchange:ref}) after the Abort: it keeps parts; abort again',
    'listed-open':
      'the service listed it as open (#{exchange:ref}): what it keeps is billed until it is completed or aborted',
    'no-such-upload':
      'the service has no such upload (#{exchange:ref}): it was completed or aborted earlier, or never started',
    'other-object':
      'the request (#{exchange:ref}) names a different object from the one the upload was started for: OSS does not know the upload under that name, which says nothing about its parts',
    'aborted-before': 'the Complete came too late: the upload had already been aborted (#{exchange:ref})',
    'maybe-completed':
      'the Complete (#{exchange:ref}) has no response in the capture, or got a server error, but may still have completed the upload: check whether the object exists',
    'maybe-ended-earlier':
      'an earlier capture has a Complete or an Abort whose success it does not show: the upload may have ended before #{exchange:ref}',
    'part-damaged': 'the captured bytes do not match their digest (#{exchange:ref}): part{n:s} {parts:long}',
    'crc-differs': 'the CRC-64 of the object (#{exchange:ref}) is not that of its parts combined',
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
    'uploads-left-out': 'and {n:n} more upload{n:s} (--all lists them)',
    'row-upload': 'upload',
    'row-upload-numbered': 'upload {n}',
    'row-clean-up': 'clean up',
    left: '{id} keeps {n:n} part{n:s} ({size}) in the bucket, billed until it is completed or aborted',
    refused: 'the Complete (#{exchange:ref}) was refused: {status} {code}',
    'left-unanswered':
      '{id} keeps {n:n} part{n:s} ({size}) in the bucket, billed until it is completed or aborted, unless the Complete was carried out after all',
    'left-unseen':
      '{id} may keep {n:n} part{n:s} in the bucket whose storing the capture does not show, billed until it is completed or aborted',
    began: 'began in {path:long}',
    continued: 'left open at the end of {path:long}; {how:long}',
    'continued-title': 'Uploads left open by an earlier capture and continued in a later one:',
    'later-completed': 'completed in {path:long} (#{index:ref}), with nothing left behind',
    'later-aborted': 'aborted in {path:long} (#{index:ref})',
    'later-failed': 'continued in {path:long}, where its Complete was refused (#{index:ref})',
    'later-open': 'continued in {path:long}, but did not end there either',
    'later-gone': 'in {path:long}, the service no longer knows it',
    retries: '{n:n} part{n:s} sent more than once: {parts:long}',
    'crc-matches': 'the CRC-64 of the object is that of its parts combined',
    'clean-up-or': '(or {request})',
    bodies: 'Bodies compared with their digests: {list:long}.',
    'bodies-fit': '{n:n} matching',
    'bodies-differ': '{n:n} differing ({where:long})',
    'bodies-unknown': '{n:n} unknown (incomplete in the capture, or appended to bytes that are not in it)',
  },
} as const satisfies UploadTexts;
