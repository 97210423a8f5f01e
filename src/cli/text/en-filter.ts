import type { FilterTexts } from './filter-texts.ts';

export const FILTER_EN = {
  'request-id':
    'no exchange has the request ID {name}; searched: {exchanges:n} exchange{exchanges:s} in {captures:n} capture{captures:s}',
  bucket:
    'no exchange is with the bucket {name}; searched: {exchanges:n} exchange{exchanges:s} in {captures:n} capture{captures:s}',
  notForBlobs:
    'a blob must hold all exchanges to be merged: write it without --only, --bucket NAME, --request-id, --since and --until, and use these with merge',
} as const satisfies FilterTexts;
