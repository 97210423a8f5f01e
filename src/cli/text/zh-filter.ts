import type { FilterTexts } from './filter-texts.ts';

export const FILTER_OPTIONS_ZH = {
  only: '只报告结论为这些的请求，以逗号分隔；failing 表示所有失败的结论；可重复',
  'request-id': '只报告带此 Request ID 的请求（响应头或错误信息文档中的）；可重复',
  since:
    '只报告在此时间或之后开始的请求：2024-05-01T23:02:26Z（可带任意时区，不带则为 UTC）、2024-05-01，或抓包当天（其第一次请求的日期）的 23:02:26',
  until:
    '只报告在此时间或之前开始的请求；所写的那一秒、一分钟或一天全部算在内；若是早于 --since 的时刻，则指次日',
} as const;

/** `--bucket` of the commands that filter. */
export const BUCKET_FILTER_ZH =
  '只报告此 Bucket 的请求，写作 NAME；或指明自定义域名对应的 Bucket，写作 HOST=NAME；Bucket 在路径中时写作 HOST=/；可重复';
export const BUCKET_ONLY_ZH = '只报告此 Bucket 的请求；可重复';

export const FILTER_ZH = {
  'request-id': '没有请求的 Request ID 是 {name}；共查找了 {captures:n} 个抓包中的 {exchanges:n} 次请求',
  bucket: '没有请求涉及 Bucket {name}；共查找了 {captures:n} 个抓包中的 {exchanges:n} 次请求',
  notForBlobs:
    'blob 要供合并使用，须包含全部请求：输出 blob 时请不要使用 --only、--bucket NAME、--request-id、--since 和 --until，改在 merge 时使用',
} as const satisfies FilterTexts;
