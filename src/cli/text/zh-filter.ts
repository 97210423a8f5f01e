import type { FilterTexts } from './filter-texts.ts';

export const FILTER_ZH = {
  'request-id': '没有请求的 Request ID 是 {name}；共查找了 {captures:n} 个抓包中的 {exchanges:n} 次请求',
  bucket: '没有请求涉及 Bucket {name}；共查找了 {captures:n} 个抓包中的 {exchanges:n} 次请求',
  notForBlobs:
    'blob 要供合并使用，须包含全部请求：输出 blob 时请不要使用 --only、--bucket NAME、--request-id、--since 和 --until，改在 merge 时使用',
} as const satisfies FilterTexts;
