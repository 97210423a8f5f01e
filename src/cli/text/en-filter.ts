import type { FilterTexts } from './filter-texts.ts';

export const FILTER_OPTIONS_EN = {
  only: 'report only exchanges with these verdicts, separated by commas; failing means all verdicts that fail; repeatable',
  'request-id':
    'report only the exchange with this request ID (in the response headers or error document); repeatable',
  since:
    'report only exchanges that began at this time or later: 2024-05-01T23:02:26Z, with any zone or none (UTC), 2024-05-01, or 23:02:26 on the day of the capture (that of its first exchange)',
  until:
    'the same for those that began at this time or earlier; the whole of the given second, minute or day counts, and a time of day before that of --since is on the next day',
} as const;

/** `--bucket` of the commands that filter. */
export const BUCKET_FILTER_EN =
  'report only exchanges with this bucket, as NAME; or name the bucket behind a custom domain, as HOST=NAME, or HOST=/ if it is in the path; repeatable';
export const BUCKET_ONLY_EN = 'report only exchanges with this bucket; repeatable';

export const FILTER_EN = {
  'request-id':
    'no exchange has the request ID {name}; searched: {exchanges:n} exchange{exchanges:s} in {captures:n} capture{captures:s}',
  bucket:
    'no exchange is with the bucket {name}; searched: {exchanges:n} exchange{exchanges:s} in {captures:n} capture{captures:s}',
  notForBlobs:
    'a blob must hold all exchanges to be merged: write it without --only, --bucket NAME, --request-id, --since and --until, and use these with merge',
} as const satisfies FilterTexts;
