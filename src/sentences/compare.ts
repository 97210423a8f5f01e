import { entries, type Lang, type Said, said } from './language.ts';

/** What a comparison of captures says in words. */
const COMPARE = entries({
  labels: {
    header: { en: '{n:n} exchange{n:s} seen at several points', zh: '{n:n} 次请求出现在多个抓包点' },
    'header-unmatched': { en: '{n:n} at only one', zh: '{n:n} 次只出现在一处' },
    'not-compared': {
      en: '{n:n} exchange{n:s} not compared, beyond the {kept:n} that are kept (--limit compared-exchanges=N and --limit compared-bytes=N keep more)',
      zh: '{n:n} 次请求未比较：只保留了 {kept:n} 次（--limit compared-exchanges=N 和 --limit compared-bytes=N 可保留更多）',
    },
    capture: '{letter}  {path:long}',
    'clock-offset': {
      en: 'by their clocks, requests reach {b} {ms} ms after {a}',
      zh: '按两处时钟，请求在 {b} 比在 {a} 晚 {ms} 毫秒',
    },
    'clock-offset-before': {
      en: 'by their clocks, requests reach {b} {ms} ms before {a}',
      zh: '按两处时钟，请求在 {b} 比在 {a} 早 {ms} 毫秒',
    },
    'column-here': '#{letter}',
    'column-ms': { en: 'ms {letter}', zh: '毫秒 {letter}' },
    'column-changed': { en: 'changed in transit', zh: '途中的改动' },
    'nothing-changed': '-',
    'more-pairs': {
      en: 'and {n:n} more exchange{n:s} in which nothing signed was seen to change (--all lists them)',
      zh: '另有 {n:n} 次请求，未见参与签名的内容有改动（--all 全部列出）',
    },
    'more-broken': {
      en: 'and {n:n} more exchange{n:s} that were broken (the JSON has all of them)',
      zh: '另有 {n:n} 次请求的签名被破坏（JSON 中全部列出）',
    },
    'more-ways': {
      en: '{n:n} more exchange{n:s} were broken in other ways (the JSON has all of them).',
      zh: '另有 {n:n} 次请求的签名以其他方式被破坏（JSON 中全部列出）。',
    },
    broken: {
      en: 'Between {a} and {b} this was changed, so the signature no longer matches: {fields:long}.',
      zh: '在 {a} 与 {b} 之间，以下内容被改动，签名因此不再匹配：{fields:long}。',
    },
    exchanges: { en: '{n:n} exchange{n:s} ({list:long})', zh: '{n:n} 次请求（{list:long}）' },
    'row-hop': { en: 'hop', zh: '位置' },
    hop: {
      en: 'whatever listens on {in} (seen in {a}) and forwards to {out} (seen in {b}){name}',
      zh: '在 {in} 监听（见 {a}）、并转发到 {out}（见 {b}）的那一跳{name}',
    },
    'row-proof': { en: 'because', zh: '依据' },
    proof: {
      en: 'the string that the server signed matches the request as seen in {b}; the request as seen in {a} gives a different string',
      zh: '服务端的待签名字符串与 {b} 处的请求一致，而 {a} 处的请求得出的是另一个',
    },
    'proof-both': {
      en: 'with the secret of {id}, the request as seen in {a} gives this signature; the request as seen in {b} gives another',
      zh: '用 {id} 的 AccessKey Secret 计算，签名与 {a} 处的请求相符，而 {b} 处的请求得出的是另一个',
    },
    'row-client': { en: 'client', zh: '客户端' },
    'client-too': {
      en: 'with the secret that you supplied for {id}, the request as seen in {a} does not give its signature either: the client signed something else, or with another secret. Fix the hop first; if it still fails, osscap scan --credentials tells what the client does wrong',
      zh: '用您提供的 {id} 的 AccessKey Secret，按 {a} 抓到的请求也算不出它的签名：客户端签的是别的内容，或用了别的 Secret。先修正这一跳；若仍失败，用 osscap scan --credentials 可查出客户端错在哪里',
    },
    'row-cause': { en: 'because', zh: '依据' },
    'row-cure': { en: 'fix', zh: '解决办法' },
    cure: {
      en: 'turn this rewriting off, for requests to OSS, in whatever is between {a} and {b}; or make the client sign and send what it writes',
      zh: '在 {a} 与 {b} 之间的设备上，对发往 OSS 的请求关闭这种改写；或让客户端自己发送并签名它所写入的内容',
    },
    'row-also': { en: 'also', zh: '另外' },
    'also-unsigned': { en: 'changed but not signed: {list:long}', zh: '有改动但不参与签名：{list:long}' },
    'row-answer': { en: 'response', zh: '响应' },
    'answer-changed': { en: 'changed on its way back: {list:long}', zh: '返回途中的改动：{list:long}' },
    'row-expected': { en: 'usual', zh: '常规' },
    expected: { en: 'what any proxy may do: {list:long}', zh: '任何代理都可能做的改动：{list:long}' },
    'row-time': { en: 'time', zh: '耗时' },
    time: { en: '{list:long}; between them {ms} ms', zh: '{list:long}；两者相差 {ms} 毫秒' },
    'row-support': { en: 'ids', zh: '标识' },
    support: { en: 'request ID {id}', zh: 'Request ID {id}' },
    reversed: {
      en: 'The string that the server signed matches what {a} shows, and not what {b} shows: {a} is nearer to OSS. The change goes from {b} to {a}; give the captures in the order client, server.',
      zh: '服务端的待签名字符串与 {a} 处的请求一致，与 {b} 处的不一致，说明 {a} 更靠近 OSS，改动是从 {b} 到 {a} 发生的；请按客户端、服务端的顺序给出抓包。',
    },
    uncompared: {
      en: 'Not compared, because {a} or {b} lacks the request or part of its headers: {list:long}.',
      zh: '未比较（{a} 或 {b} 缺少请求或其部分头部）：{list:long}。',
    },
    clean: {
      en: 'Between {a} and {b}, nothing signed was changed in {n:n} exchange{n:s}.',
      zh: '在 {a} 与 {b} 之间，{n:n} 次请求中参与签名的内容都没有改动。',
    },
    'clean-behind': {
      en: '{list:long}: the server received something other than {b} shows, so the change happens after {b}: capture closer to OSS.',
      zh: '{list:long}：服务端读到的与 {b} 处的不同，改动发生在 {b} 之后，请在更靠近 OSS 的位置抓包。',
    },
    'clean-client': {
      en: '{list:long}: reached {b} as it left {a}, but failed all the same: the client itself signs wrongly (osscap scan with --credentials shows how).',
      zh: '{list:long}：到达 {b} 时与离开 {a} 时相同，但仍然失败：是客户端自己签错了（用 osscap scan 加 --credentials 可查明）。',
    },
    harmless: { en: 'No effect on the signature: {list:long}.', zh: '不影响签名的改动：{list:long}。' },
    'harmless-times': '{change:long} ×{n:n}',
    'harmless-values': { en: '{change:long} and other values ×{n:n}', zh: '{change:long} 等不同的值 ×{n:n}' },
    unmatched: { en: 'Seen at only one point:', zh: '只在一处出现：' },
    'unmatched-list': { en: '{letter}: {list:long}', zh: '{letter}：{list:long}' },
    'matched-otherwise': {
      en: 'No common request ID, so paired by signature and date or by time: {list:long}.',
      zh: '没有共同的 Request ID，按签名和日期、或按时间配对：{list:long}。',
    },
    'no-pairs': {
      en: 'No exchange with OSS is in more than one of these captures.',
      zh: '没有任何 OSS 请求同时出现在两个抓包文件中。',
    },
    'no-pairs-advice': {
      en: 'Captures of one request share its request ID (x-oss-request-id), its signature and date, or at least its time. Were they taken at the same time, and given in the order client, server?',
      zh: '同一请求在各处的 Request ID（x-oss-request-id）、签名和日期相同，至少时间相近。请确认这些抓包是同时进行的，并按客户端、服务端的顺序给出。',
    },
    added: { en: '{name} (added: {to:q})', zh: '{name}（新增{to:q}）' },
    dropped: { en: '{name} (removed: {from:q})', zh: '{name}（删除{from:q}）' },
    changed: { en: '{name} ({from:q} → {to:q})', zh: '{name}（{from:q} → {to:q}）' },
    order: { en: 'order of headers', zh: '头部顺序' },
    body: { en: '{n:n} bytes', zh: '{n:n} 字节' },
    'body-digest': { en: '{n:n} bytes, {name} {digest}', zh: '{n:n} 字节，{name} {digest}' },
    'end-broken': { en: '{n:n} exchange{n:s} broken in transit.', zh: '{n:n} 次请求的签名在途中被破坏。' },
    'end-clean': {
      en: 'No signature was broken between these points.',
      zh: '这些抓包点之间没有签名被破坏。',
    },
    'end-partly': {
      en: 'No signature was broken in what could be compared.',
      zh: '可以比较的部分里，没有签名被破坏。',
    },
    'end-nothing': { en: 'Nothing to compare.', zh: '没有可比较的内容。' },
    'end-exit': { en: 'Exit {code}.', zh: '退出码 {code}。' },
    'field-target': { en: 'target', zh: '请求目标' },
    'field-version': { en: 'HTTP version', zh: 'HTTP 版本' },
    'field-order': { en: 'header order', zh: '头部顺序' },
    'field-body': { en: 'body', zh: '消息体' },
    'of-answer': { en: 'response {change:long}', zh: '响应的 {change:long}' },
    'field-status': { en: 'status', zh: '状态码' },
  },
});

export type CompareLabelId = keyof typeof COMPARE.labels;

export type CompareTexts = Said<typeof COMPARE> & { readonly lang: Lang };

export const compareTexts = (lang: Lang): CompareTexts => ({ lang, ...said(COMPARE, lang) });
