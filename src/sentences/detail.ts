import type { HypothesisField } from '../engine/diagnose/ports.ts';
import type { Prose } from '../engine/diagnose/prose.ts';
import { entries, type Lang, type Said, said } from './language.ts';

/**
 * What is known of two strings that differ in nothing: both as a whole, both in parts (of a text in which
 * something is hidden), or the server's alone (of an error document without its request).
 */
export type StringsKnown = 'same' | 'as-shown' | 'server-alone';

/** What is said where something is shown in full: an exchange, a signature, the table of hypotheses. */
const DETAIL = entries({
  labels: {
    // an exchange
    exchange: { en: 'exchange #{index}', zh: '请求 #{index}' },
    'not-oss': {
      en: 'Judging by host, headers and query, this is not an exchange with OSS.',
      zh: '从主机名、请求头和查询参数看，这不是与 OSS 的交互。',
    },
    'heading-connection': { en: 'connection', zh: '连接' },
    'row-connection': { en: 'connection', zh: '连接' },
    connection: { en: '{index}, {client} → {server}', zh: '{index}，{client} → {server}' },
    'row-original-client': { en: 'client', zh: '客户端' },
    'original-client': {
      en: '{client}, as stated by the proxy in front (PROXY protocol)',
      zh: '{client}（由前面的代理通过 PROXY 协议给出）',
    },
    'row-tls': 'TLS',
    tls: { en: 'decrypted with your keys: {protection:long}', zh: '已用您提供的密钥解密：{protection:long}' },
    'row-request': { en: 'request', zh: '请求' },
    'row-interim': { en: 'interim', zh: '中间响应' },
    'row-response': { en: 'response', zh: '响应' },
    'row-took': { en: 'took', zh: '耗时' },
    took: {
      en: '{ms} ms from the first byte of the request to the last of the response',
      zh: '从请求第一个字节到响应最后一个字节 {ms} 毫秒',
    },
    'message-missing': { en: 'not in the capture', zh: '抓包中没有' },
    'place-one': '{frame:at}',
    'place-several': { en: '{frame:at} to {lastFrame:at}', zh: '{frame:at}至{lastFrame:at}' },
    'place-in-file': {
      en: ' (the first is frame {frame} of {file:long})',
      zh: '（首帧是 {file:long} 的第 {frame} 帧）',
    },
    'bytes-missing': { en: '; the capture lacks {n:n} byte{n:s} of it', zh: '；抓包缺少其中 {n:n} 字节' },
    'heading-request-head': { en: 'request as captured', zh: '抓到的请求' },
    'heading-response-head': { en: 'response as captured', zh: '抓到的响应' },
    'head-cut': { en: '(the headers are cut off here)', zh: '（头部在此处被截断）' },
    'body-complete': {
      en: '(followed by a body of {n:n} byte{n:s}, {framing})',
      zh: '（其后是 {n:n} 字节的消息体，{framing}）',
    },
    'body-incomplete': {
      en: '(followed by a body, {framing}; only {n:n} byte{n:s} of it captured)',
      zh: '（其后是消息体，{framing}，只抓到 {n:n} 字节，并不完整）',
    },
    'heading-signature': { en: 'signature', zh: '签名' },
    unsigned: { en: 'The request has no signature.', zh: '请求没有签名。' },
    'signature-unseen': {
      en: 'The capture shows no signature, but it lacks parts of the request that may have borne one.',
      zh: '抓包中没有看到签名，但抓包缺少请求中可能带有签名的部分。',
    },
    'foreign-scheme': {
      en: 'The request has no signature that OSS knows; its Authorization uses the scheme {scheme:q}.',
      zh: '请求没有 OSS 认识的签名，Authorization 的认证方案是{scheme:q}。',
    },
    'row-version': { en: 'version', zh: '版本' },
    'row-key-id': 'AccessKey ID',
    'row-signature': { en: 'signature', zh: '签名' },
    'row-raw-signature': { en: 'as on the wire', zh: '发送原文' },
    'row-scope': { en: 'scope', zh: 'Scope' },
    'row-date': { en: 'date', zh: '日期' },
    'row-expires': { en: 'expires', zh: '有效期' },
    'row-listed': { en: 'listed headers', zh: '签名头列表' },
    'row-problems': { en: 'problems', zh: '问题' },
    'heading-answer': { en: 'what the server said', zh: '服务端的答复' },
    'answer-ids': {
      en: 'status {status}, request ID {id}, EC {ec}',
      zh: '状态码 {status}，Request ID {id}，EC {ec}',
    },
    'no-error-document': { en: 'The response has no error document.', zh: '响应里没有错误信息文档。' },
    'error-in-body': {
      en: 'Error document in the body ({frame:at}):',
      zh: '响应体中的错误信息文档（{frame:at}）：',
    },
    'error-in-header': {
      en: 'Error document in the header x-oss-err ({frame:at}):',
      zh: '响应头 x-oss-err 中的错误信息文档（{frame:at}）：',
    },
    'heading-alignment': { en: 'both strings side by side', zh: '双方字符串对照' },
    'heading-one-string': { en: 'the only string that is known', zh: '已知的唯一一个字符串' },
    divergence: {
      en: "differs from byte {client} on ({server} in the server's string)",
      zh: '从第 {client} 字节起不同（服务端字符串为第 {server} 字节）',
    },
    'heading-decision': { en: 'decision', zh: '判定' },
    'row-row': { en: 'because', zh: '依据' },
    'row-verdict': { en: 'verdict', zh: '结论' },
    'row-found': { en: 'found', zh: '发现' },
    'heading-search': { en: 'search for what the client signed', zh: '搜索客户端实际签名的内容' },
    'search-tried': {
      en: '{tried:n} string{tried:s} tried, of {limit:n} at most, the unchanged one first.',
      zh: '尝试了 {tried:n} 个字符串（上限 {limit:n}），首先是未改动的那个。',
    },
    'search-found': {
      en: 'The signature on the wire comes from: {list:long}.',
      zh: '请求中的签名来自：{list:long}。',
    },
    'search-same-string': {
      en: 'The signature on the wire is for this same string (encoded differently, or with another hash), or for an earlier request.',
      zh: '请求中的签名就是该字符串的签名（换了文本形式或哈希），或者属于更早的请求。',
    },
    'search-nothing': {
      en: 'None of them gives the signature on the wire; there is nothing left to try.',
      zh: '没有一个能得到请求中的签名，已无可尝试的变体。',
    },
    'search-spent': {
      en: 'None of them gives the signature on the wire; the search stopped at its limit (--limit search-budget=N tries more).',
      zh: '没有一个能得到请求中的签名，搜索在上限处停止（--limit search-budget=N 可尝试更多）。',
    },
    'column-alone': { en: 'alone', zh: '单独' },
    'column-paired': { en: 'in pairs', zh: '成对' },

    // strings and steps
    'heading-pieces-request': { en: 'pieces of the canonical request', zh: 'CanonicalRequest 的各部分' },
    'heading-pieces-string': { en: 'pieces of the string to sign', zh: '待签名字符串的各部分' },
    'column-field': { en: 'piece', zh: '部分' },
    'column-bytes': { en: 'bytes', zh: '字节' },
    'column-value': { en: 'value', zh: '取值' },
    'column-from': { en: 'from', zh: '来自' },
    'from-frame': { en: '{frame:at}, {source}', zh: '{frame:at}，{source}' },
    'from-nowhere': '-',
    'heading-steps': { en: 'how the signature is made', zh: '签名的计算步骤' },
    'not-rebuilt-head': {
      en: 'The strings cannot be rebuilt: the request headers are incomplete in the capture.',
      zh: '无法还原字符串：抓包中的请求头不完整。',
    },
    'not-rebuilt-endpoint': {
      en: 'The strings cannot be rebuilt: this endpoint has signing rules of its own, which osscap does not know.',
      zh: '无法还原字符串：该 Endpoint 另有签名规则，osscap 并不了解。',
    },
    'not-rebuilt-bucket': {
      en: 'The strings cannot be rebuilt: the bucket behind the custom domain is unknown (--bucket HOST=NAME, or HOST=/ if it is in the path).',
      zh: '无法还原字符串：自定义域名对应的 Bucket 未知（--bucket HOST=NAME；若在路径中，则为 HOST=/）。',
    },
    'not-rebuilt-policy': {
      en: 'The string cannot be rebuilt: the policy of the form is not in the capture.',
      zh: '无法还原字符串：抓包中没有表单的 Policy。',
    },
    'not-rebuilt-scope': {
      en: 'The strings cannot be rebuilt: the scope of the credential is unreadable, or names a product with its own rules.',
      zh: '无法还原字符串：Credential 中的 Scope 无法解析，或其产品另有规则。',
    },
    'step-canonical-request': {
      en: 'canonical request, {n:n} byte{n:s} (␊ stands for a line feed)',
      zh: 'CanonicalRequest，{n:n} 字节（␊ 表示换行符）',
    },
    'step-hash': {
      en: '{hash} of the canonical request, in hex',
      zh: 'CanonicalRequest 的 {hash}（十六进制）',
    },
    'step-string': {
      en: 'string to sign, {n:n} byte{n:s} (␊ stands for a line feed)',
      zh: '待签名字符串，{n:n} 字节（␊ 表示换行符）',
    },
    'step-key-plain': {
      en: 'key: the secret of {id}, as it is (not shown)',
      zh: '密钥：{id} 的 AccessKey Secret 原文（不显示）',
    },
    'step-key-timed': {
      en: 'key (not shown): HMAC-SHA1 of {date:q} with the secret of {id} as key, in hex',
      zh: '密钥（不显示）：以 {id} 的 SecretKey 为密钥，对{date:q}做 HMAC-SHA1（十六进制）',
    },
    'step-key-derived': {
      en: 'key (not shown): HMAC-SHA256 of {date:q} with the key {prefix:q} + the secret of {id}; then of {region:q}, {product:q} and {terminator:q}, each with the previous result as key',
      zh: '密钥（不显示）：以{prefix:q}加 {id} 的 AccessKey Secret 为密钥，对{date:q}做 HMAC-SHA256；再依次对{region:q}、{product:q}、{terminator:q}计算，每次都以前一步的结果为密钥',
    },
    'step-signature': {
      en: 'signature: {hmac} of the string to sign with that key, in {output}',
      zh: '签名：用该密钥对待签名字符串做 {hmac}（{output:word}）',
    },
    'signature-needs-secret': {
      en: '(needs the secret of {id}: --credentials FILE)',
      zh: '（需要 {id} 的 AccessKey Secret：--credentials FILE）',
    },
    'wire-equal': { en: 'on the wire: {given}: equal', zh: '请求中的签名：{given}：相同' },
    'wire-differs': { en: 'on the wire: {given}: not equal', zh: '请求中的签名：{given}：不同' },

    // a signature
    'heading-added': {
      en: 'added for the signature, to be sent with it',
      zh: '为签名补充的内容，需一并发送',
    },
    'added-header': { en: 'header', zh: '请求头' },
    'added-query': { en: 'query parameter', zh: '查询参数' },
    'added-form': { en: 'form field', zh: '表单域' },
    'heading-ready-header': { en: 'header to send', zh: '应发送的请求头' },
    'heading-ready-url': { en: 'signed URL', zh: '签名后的 URL' },
    'heading-ready-form': { en: 'form fields to send', zh: '应发送的表单域' },
    'heading-given': { en: 'the signature in the request', zh: '请求自带的签名' },
    'row-given': { en: 'given', zh: '自带' },
    'row-computed': { en: 'computed', zh: '计算' },
    'given-equal': { en: 'Equal: the given signature is right.', zh: '相同：自带的签名正确。' },
    'given-differs': {
      en: 'Not equal: the given signature is for a different string, or was made with a different secret.',
      zh: '不同：自带的签名由其他字符串或其他 Secret 算出。',
    },
    'given-unknown': {
      en: 'To check it, supply the secret of {id} (--credentials FILE).',
      zh: '提供 {id} 的 AccessKey Secret（--credentials FILE）后才能判断它是否正确。',
    },
    'given-other-version': {
      en: 'Not compared: the given signature is version {given}, the computed one is version {computed}.',
      zh: '未作比较：自带的是 {given} 签名，计算的是 {computed} 签名。',
    },
    'heading-notes': { en: 'notes', zh: '说明' },
    'row-note': { en: 'note', zh: '说明' },
    'note-clock': {
      en: "the request has no date: {time} was taken from this machine's clock (--date sets another)",
      zh: '请求没有日期：采用了本机时钟的 {time}（可用 --date 指定）',
    },
    'note-v1-switched-off': {
      en: 'OSS is phasing out V1: accounts opened since 2025-03-01 and buckets created since 2025-09-01 refuse it (403, EC 0002-00000080), even if it is right; use V4',
      zh: 'OSS 正在停用 V1 签名：2025-03-01 起开通的账号和 2025-09-01 起创建的 Bucket 会拒绝它（403，EC 0002-00000080），无论签名是否正确；请使用 V4',
    },
    'note-key-id-unknown': {
      en: 'no AccessKey ID is known: {id} is used as a placeholder (--credentials FILE or --access-key-id ID)',
      zh: '没有 AccessKey ID：以 {id} 代替（用 --credentials FILE 或 --access-key-id ID 指定）',
    },
    'note-token-hidden': {
      en: 'the security token of the credentials is signed, but shown as [security token]: insert the real one before sending',
      zh: '凭证中的安全令牌参与了签名，显示为 [security token]：发送前请换成真实的令牌',
    },
    'note-as-given': {
      en: 'the request is signed as it is, with the date, scope and headers named by its own signature',
      zh: '按请求原样计算，日期、Scope 和签名头都取自它自带的签名',
    },
    'note-region-from-host': {
      en: 'the region {region} was taken from the host (--region sets another)',
      zh: '地域 {region} 取自主机名（可用 --region 指定）',
    },

    // the table of hypotheses
    'hypotheses-head': {
      en: '{n} hypotheses: ways in which a client can get a different signature from the server. If the secret is given, the search tries them alone and then in pairs, cheapest first, until one gives exactly the signature on the wire: that is the proof.',
      zh: '共 {n} 条假设，即客户端算出与服务端不同签名的各种可能。提供 Secret 后，搜索先逐条、再两两组合地尝试，代价小的在前，直到恰好得到请求中的签名：这就是证明。',
    },
    'hypotheses-foot': {
      en: 'Cost 1 is most common, 5 is far-fetched; those marked alone are never tried in pairs. (-url) means a version and its URL form. The form of the signature itself (hex, base64, another hash) is read from the signature and needs no hypothesis. … stands for a value from the request.',
      zh: '代价 1 最常见，5 最牵强；标有“不组合”的不参与两两组合。(-url) 表示该版本及其 URL 形式。签名本身的形式（十六进制、Base64、其他哈希）可从签名看出，不需要假设。… 处由请求给出。',
    },
    'column-hypothesis': { en: 'hypothesis', zh: '假设' },
    'column-changes': { en: 'changes', zh: '改变' },
    'column-cost': { en: 'cost', zh: '代价' },
    'column-versions': { en: 'versions', zh: '签名版本' },
    'alone-only': { en: ', alone', zh: '，不组合' },
    'versions-all': { en: 'all', zh: '全部' },
    'versions-requests': { en: 'all but forms', zh: '除表单外全部' },
  },
  hypothesisFields: {
    method: { en: 'method', zh: '请求方法' },
    'content-md5': 'Content-MD5',
    'content-type': 'Content-Type',
    date: { en: 'date', zh: '日期' },
    expires: { en: 'expiry', zh: '有效期' },
    headers: { en: 'signed headers', zh: '签名头' },
    host: { en: 'host', zh: 'Host' },
    'security-token': { en: 'security token', zh: '安全令牌' },
    bucket: { en: 'bucket', zh: 'Bucket' },
    key: { en: 'key', zh: 'Object' },
    resource: { en: 'resource path', zh: '资源路径' },
    query: { en: 'query', zh: '查询参数' },
    'additional-headers': { en: 'header list', zh: '签名头列表' },
    'payload-hash': { en: 'payload hash', zh: '请求体哈希' },
    'scope:date': { en: 'scope day', zh: 'Scope 日期' },
    'scope:region': { en: 'scope region', zh: 'Scope 地域' },
    'scope:product': { en: 'scope product', zh: 'Scope 产品' },
    policy: { en: 'policy', zh: 'Policy' },
    string: { en: 'string as a whole', zh: '整个字符串' },
    procedure: { en: 'procedure', zh: '计算过程' },
    secret: { en: 'secret', zh: 'Secret' },
  },
  strings: {
    same: { en: 'both strings are the same', zh: '双方字符串相同' },
    'as-shown': {
      en: 'both strings are the same as far as both are shown',
      zh: '双方字符串在能看到的范围内相同',
    },
    'server-alone': { en: "the server's string stands for both", zh: '以服务端的字符串代表双方' },
  },
} as const satisfies {
  readonly labels: Readonly<Record<string, string | Prose>>;
  readonly hypothesisFields: Readonly<Record<HypothesisField, string | Prose>>;
  /** In the place of `{strings}` in the reason of a row. */
  readonly strings: Readonly<Record<StringsKnown, Prose>>;
});

export type DetailLabelId = keyof typeof DETAIL.labels;

export type DetailTexts = Said<typeof DETAIL> & { readonly lang: Lang };

export const detailTexts = (lang: Lang): DetailTexts => ({ lang, ...said(DETAIL, lang) });
