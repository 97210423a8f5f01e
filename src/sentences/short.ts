import type { Prose } from '../engine/diagnose/prose.ts';

/* Fixed pieces of the short report: titles of rows, what is counted, and the line that closes it. */

export const SHORT = {
  // head of a report
  requests: { en: '{n:n} OSS request{n:s}: ', zh: '{n:n} 次 OSS 请求：' },
  other: { en: '{n:n} other', zh: '其他 {n:n} 次' },
  captures: { en: '{n:n} captures', zh: '{n:n} 个抓包文件' },

  // a cause
  'operation-unknown': { en: 'Unknown', zh: '未知操作' },
  'of-requests': { en: ' … {n:n} requests', zh: ' … 共 {n:n} 次请求' },
  'more-requests': { en: 'and {n:n} more request{n:s}', zh: '另有 {n:n} 次请求' },
  'more-requests-of': {
    en: 'and {n:n} more request{n:s}, in {captures:n} captures in all',
    zh: '另有 {n:n} 次请求；共涉及 {captures:n} 个抓包文件',
  },
  'one-of': { en: 'One of {n}:', zh: '以下 {n} 种可能之一：' },
  'none-stands-out': {
    en: 'No cause stands out; at most one of {n}:',
    zh: '没有明显突出的原因，至多是以下 {n} 种之一：',
  },
  'of-first': { en: 'of the first: ', zh: '第一种：' },
  conflict: {
    en: "The response gives the server's string in two forms that disagree: one was edited.",
    zh: '响应中服务端字符串的两种形式不一致：其中一种被改过。',
  },
  'received-as-captured': {
    en: 'nothing changed the request after the capture: the service received it as captured',
    zh: '请求在抓包之后没有变化：服务端收到的与抓包一致',
  },
  'signed-otherwise': {
    en: 'nothing changed the request after the capture (the service received it as captured): it was signed otherwise, or with another secret',
    zh: '请求在抓包之后没有变化（服务端收到的与抓包一致）：是签名时的内容与发送的不同，或用了另一个 Secret',
  },
  unexplained: {
    en: 'The secret that was given does not explain it (variants tried: {tried:n}).',
    zh: '您提供的 Secret 无法解释它（已尝试 {tried:n} 种变体）。',
  },
  'same-of-each': {
    en: 'So it is in each of these requests; their causes may differ.',
    zh: '这些请求都是如此，但原因可能不同。',
  },

  // what differs
  field: { en: 'field', zh: '字段' },
  captured: { en: 'captured', zh: '抓包中' },
  'at-byte': { en: 'byte {n} of the string to sign', zh: '待签名字符串第 {n} 字节' },
  'at-byte-brief': { en: 'byte {n}', zh: '第 {n} 字节' },
  'at-byte-canonical': { en: 'byte {n} of the canonical request', zh: 'CanonicalRequest 第 {n} 字节' },
  'others-equal': { en: 'the other {n:n} field{n:s} match', zh: '其余 {n:n} 个字段相同' },
  'more-fields': { en: '{n:n} more field{n:s} differ (details: -v)', zh: '还有 {n:n} 个字段不同（详见 -v）' },

  // rows below it
  'row-for': { en: 'because', zh: '依据' },
  'row-against': { en: 'against', zh: '反证' },
  'row-said': { en: 'server', zh: '服务端' },
  'row-why': { en: 'because', zh: '依据' },
  'row-fix': { en: 'fix', zh: '解决办法' },
  'row-test': { en: 'check', zh: '验证' },
  'row-next': { en: 'next', zh: '下一步' },
  'row-ids': { en: 'ids', zh: '标识' },
  more: { en: ' (more: -v)', zh: '（其余见 -v）' },
  'cure-hop': {
    en: 'turn off the rewriting in the proxy, gateway or CDN on the way',
    zh: '关闭途中代理、网关或 CDN 的改写',
  },
  'id-request': { en: 'request {id}', zh: 'Request ID {id}' },
  'why-explain': { en: 'every byte', zh: '逐字节查看' },
  'why-known': { en: 'all that is known of it', zh: '该请求的全部信息' },
  'why-cause': { en: 'all about this cause', zh: '这一原因的详细说明' },
  'why-suspect': { en: 'all about this suspect', zh: '这一可能原因的详细说明' },
  'why-compare': { en: 'names the hop', zh: '找出是哪一跳' },
  'why-compared': { en: 'what changed between them', zh: '两处之间改了什么' },
  'why-plain': { en: 'a plain request to compare with', zh: '用来对照的简单请求' },
  'why-document': { en: 'the rest of the error document', zh: '错误信息文档的其余部分' },
  'why-request': { en: 'the request itself, by the client', zh: '由客户端发出的请求本身' },
  'why-secret': { en: 'tries the secret', zh: '用 Secret 检验' },

  // side findings
  details: { en: '(details: -v)', zh: '（详见 -v）' },
  'parts-left': {
    en: '{n:n} part{n:s} ({size}) left in the bucket, billed',
    zh: 'Bucket 中残留 {n:n} 个分片（{size}），持续计费',
  },
  'may-fail-of': { en: 'may fail later: {list:long}', zh: '日后可能失败：{list:long}' },
  'may-fail-each': { en: '{n:n} request{n:s} with {brief:long}', zh: '{n:n} 次请求{brief:long}' },
  slow: { en: 'slower than 1 s: {n:n} request{n:s}', zh: '超过 1 秒的请求：{n:n} 次' },
  bodies: { en: 'bodies that do not match their digest: {n:n}', zh: '与摘要不符的消息体：{n:n} 个' },
  'tls-unread': { en: '{n:n} TLS connection{n:s} not readable', zh: '{n:n} 条 TLS 连接无法读取' },
  'tls-unread-oss': {
    en: '{n:n} TLS connection{n:s} to OSS not readable',
    zh: '{n:n} 条到 OSS 的 TLS 连接无法读取',
  },
  elsewhere: {
    en: '{n:n} request{n:s} reported with another capture',
    zh: '{n:n} 次请求在另一个抓包文件中报告',
  },
  contrasts: {
    en: '{n:n} failing request{n:s} with a counterpart that another capture shows accepted',
    zh: '{n:n} 次失败的请求在另一个抓包文件中有成功的同类请求',
  },
  continued: {
    en: '{n:n} upload{n:s} continued in a later capture',
    zh: '{n:n} 个上传在后面的抓包文件中继续',
  },
  'more-kinds': { en: '{n:n} more', zh: '另有 {n:n} 项' },
  'nothing-in': {
    en: 'without a readable OSS request: {n:n} capture{n:s} ({list:long})',
    zh: '没有可读的 OSS 请求：{n:n} 个抓包文件（{list:long}）',
  },
  'damaged-in': {
    en: 'damaged or cut off: {n:n} capture{n:s} ({list:long})',
    zh: '损坏或不完整：{n:n} 个抓包文件（{list:long}）',
  },

  // all causes at a glance
  'overview-title': {
    en: '{n:n} of {of:n} request{of:s} failed in {captures:n} of {all:n} captures',
    zh: '{all:n} 个抓包文件中有 {captures:n} 个出现失败：{of:n} 次请求失败 {n:n} 次',
  },
  'overview-title-one': { en: '{n:n} of {of:n} request{of:s} failed', zh: '{of:n} 次请求中有 {n:n} 次失败' },
  'column-count': { en: 'n', zh: '次数' },
  'column-certainty': { en: 'certainty', zh: '确定程度' },
  'column-cause': { en: 'cause', zh: '原因' },
  'causes-left': {
    en: '{n:n} more cause{n:s}, of {requests:n} request{requests:s}: --all',
    zh: '另有 {n:n} 种原因，涉及 {requests:n} 次请求：见 --all',
  },
  'more-causes': {
    en: 'and {n:n} more cause{n:s}, of {requests:n} request{requests:s} (-v or --format json)',
    zh: '另有 {n:n} 种原因，涉及 {requests:n} 次请求（见 -v 或 --format json）',
  },
  'other-causes': {
    en: '{n:n} more failing request{n:s}, of causes beyond those that are kept (--all)',
    zh: '另有 {n:n} 次失败的请求，其原因超出保留的数量（--all）',
  },

  // the closing line
  'end-failed': { en: '{n:n} of {of:n} request{of:s} failed', zh: '{of:n} 次请求中有 {n:n} 次失败' },
  'end-causes': { en: '{n:n} cause{n:s}', zh: '{n:n} 种原因' },
  'end-causes-least': { en: 'more than {n:n} causes', zh: '超过 {n:n} 种原因' },
  'end-clean': { en: 'nothing fails: {n:n} OSS request{n:s}', zh: '没有失败：{n:n} 次 OSS 请求' },
  'end-no-signature': {
    en: 'no signature fails: {n:n} OSS request{n:s}',
    zh: '没有签名失败：{n:n} 次 OSS 请求',
  },
  'end-noted': {
    en: 'no signature fails ({n:n} OSS request{n:s}), but note: {list:long}',
    zh: '没有签名失败（{n:n} 次 OSS 请求），但请注意：{list:long}',
  },
  'end-unanswered': { en: 'no answer to {n:n} OSS request{n:s}', zh: '{n:n} 次 OSS 请求没有应答' },
  'end-nothing': { en: 'no OSS request found', zh: '没有找到 OSS 请求' },
  'end-none-shown': {
    en: 'no request matches the filters ({n:n} searched)',
    zh: '没有请求符合筛选条件（共查找 {n:n} 次）',
  },
  'end-filtered': { en: '{n:n} left out by the filters', zh: '筛选掉 {n:n} 次' },
  'end-triaged': { en: '{known:n} known, {ignored:n} ignored', zh: '已知 {known:n} 次，忽略 {ignored:n} 次' },
  'end-interrupted': { en: 'interrupted: only what was read so far', zh: '已中断：仅含已读部分' },
  'end-unreadable': { en: '{n:n} input{n:s} could not be read', zh: '{n:n} 个输入无法读取' },
  'end-unread': {
    en: 'not readable: {n:n} capture{n:s} (TLS without keys, or other packets), so not known to pass',
    zh: '无法读取：{n:n} 个抓包文件（没有密钥的 TLS，或其他数据包），其中的请求是否失败不得而知',
  },
  'end-lost': {
    en: 'unknown: {n:n} response{n:s} that the capture lost',
    zh: '结果不明：{n:n} 个响应在抓包中丢失',
  },
  'end-cut': {
    en: 'packets cut in {n:n} capture{n:s} (tcpdump -s 0), so not known to pass',
    zh: '{n:n} 个抓包文件的数据包被截断（tcpdump -s 0），其中的请求是否失败不得而知',
  },
  'blocks-left': { en: '--all shows {n:n} more cause{n:s} in full', zh: '另有 {n:n} 种原因的详情见 --all' },
  'end-damaged': { en: 'damaged or cut off (--strict): {n:n}', zh: '损坏或不完整（--strict）：{n:n} 个' },
  'end-exit': { en: 'exit {code}', zh: '退出码 {code}' },
  'report-in': { en: '{format} report: {path:long}', zh: '{format} 报告：{path:long}' },
} as const satisfies Readonly<Record<string, Prose>>;

export type ShortLabelId = keyof typeof SHORT;
