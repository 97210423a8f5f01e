import { type CauseEntry, entry } from './entry.ts';

const NOT_OF_OSS = {
  en: 'it has none of the marks of OSS (x-oss-request-id, its error document)',
  zh: '其中没有 OSS 的任何标识（x-oss-request-id、OSS 的错误信息文档）',
} as const;
const ANSWERED = {
  en: `the answer came from {address} and says {signs:lq}; ${NOT_OF_OSS.en}`,
  zh: `应答来自 {address}，其中写明{signs:lq}；${NOT_OF_OSS.zh}`,
} as const;

/**
 * Requests that something between the client and OSS answered or signed anew, and those that arrived without
 * a signature.
 */
export const HOP_CAUSES = {
  // Something on the way answered. `address`: where; `signs`: what the answer says of who gave it, its header
  // lines or its first line.
  /** It does not let the request through (403, 405). */
  'intercepted-denial': entry({
    args: { address: 'bytes', signs: 'bytes' },
    rows: [0],
    headline: {
      en: 'The refusal was written by a proxy or gateway on the way, not by OSS.',
      zh: '拒绝应答由途中的代理或网关写成，而非 OSS。',
    },
    cause: ANSWERED,
    cure: {
      en: 'let the proxy or gateway at {address} pass requests to OSS, or go around it (NO_PROXY); see its log: an access rule (allow and deny, ACL, Referer, WAF), or a refusal by OSS that it replaces by a page of its own (nginx: proxy_intercept_errors)',
      zh: '让 {address} 上的代理或网关放行发往 OSS 的请求，或绕开它（NO_PROXY）；查看其日志：访问规则（allow 与 deny、ACL、Referer、WAF），或它用自己的页面替换了 OSS 的拒绝应答（nginx：proxy_intercept_errors）',
    },
  }),
  /** It refuses the request for another reason of its own. */
  'intercepted-refusal': entry({
    args: { address: 'bytes', signs: 'bytes' },
    rows: [0],
    headline: {
      en: 'A proxy or gateway on the way refused the request for a reason of its own.',
      zh: '途中的代理或网关因自身的原因拒绝了请求。',
    },
    cause: ANSWERED,
    cure: {
      en: 'let the proxy or gateway at {address} take this request, or go around it (NO_PROXY); see its log: a limit on rate, header or URL length, a path that it does not take, plain HTTP to a port of TLS',
      zh: '让 {address} 上的代理或网关接受这个请求，或绕开它（NO_PROXY）；查看其日志：频率、请求头或 URL 长度的限制，不接受的路径，向 TLS 端口发送了明文 HTTP 等',
    },
  }),
  /** It asks for a login of its own (401). */
  'intercepted-login': entry({
    args: { address: 'bytes', signs: 'bytes' },
    rows: [0],
    headline: { en: 'A gateway on the way asks for a login of its own.', zh: '途中的网关要求先登录该网关。' },
    cause: {
      en: `the answer came from {address} and says {signs:lq}; ${NOT_OF_OSS.en}. The Authorization header carries the OSS signature, and a gateway that takes it for a login refuses it`,
      zh: `应答来自 {address}，其中写明{signs:lq}；${NOT_OF_OSS.zh}。Authorization 请求头里是 OSS 签名，网关若把它当作登录信息就会拒绝`,
    },
    cure: {
      en: 'let the gateway pass requests to OSS without a login, or reach OSS without this gateway; or use a signed URL: it leaves Authorization to the gateway, which must not pass it on',
      zh: '让发往 OSS 的请求无需登录即可通过网关，或不经过该网关访问 OSS；或使用签名 URL：Authorization 留给网关，但网关不能再把它转发给 OSS',
    },
  }),
  /** A proxy asks for a login (407). */
  'intercepted-proxy-login': entry({
    args: { address: 'bytes', signs: 'bytes' },
    rows: [0],
    headline: { en: 'The proxy asks for a login of its own.', zh: '代理要求先登录该代理。' },
    cause: ANSWERED,
    cure: {
      en: 'give the client the login of the proxy (Proxy-Authorization; http://USER:PASSWORD@PROXY in the proxy setting), or go around it (NO_PROXY)',
      zh: '在客户端配置代理的登录信息（Proxy-Authorization；代理设置写成 http://USER:PASSWORD@PROXY），或绕开它（NO_PROXY）',
    },
  }),
  /** The body is longer than it takes (413). */
  'intercepted-too-large': entry({
    args: { address: 'bytes', signs: 'bytes' },
    rows: [0],
    headline: {
      en: 'A proxy or gateway on the way refused the body as too large.',
      zh: '途中的代理或网关因请求体过大而拒绝。',
    },
    cause: ANSWERED,
    cure: {
      en: 'raise the limit there (nginx: client_max_body_size), or upload in smaller parts',
      zh: '调高该处的上限（nginx：client_max_body_size），或改用更小的分片上传',
    },
  }),
  /** It got no answer from where it passes requests on to (502, 503, 504). */
  'intercepted-no-upstream': entry({
    args: { address: 'bytes', signs: 'bytes' },
    rows: [0],
    headline: {
      en: 'A proxy or gateway on the way got no usable answer from where it passes requests on to.',
      zh: '途中的代理或网关没有从它的上游得到可用的应答。',
    },
    cause: ANSWERED,
    cure: {
      en: 'look into the log of that proxy: the name it resolves, the port, TLS and the time limits of its way to OSS',
      zh: '查看该代理的日志：它到 OSS 一段的域名解析、端口、TLS 与超时设置',
    },
  }),
  'intercepted-redirect': entry({
    args: { address: 'bytes', signs: 'bytes', location: 'bytes' },
    rows: [0],
    headline: {
      en: 'A proxy or gateway on the way redirected the request; OSS did not answer it.',
      zh: '途中的代理或网关把请求重定向了，OSS 并没有应答。',
    },
    cause: {
      en: `the answer came from {address}, says {signs:lq} and leads to {location:q}; ${NOT_OF_OSS.en}`,
      zh: `应答来自 {address}，其中写明{signs:lq}，指向{location:q}；${NOT_OF_OSS.zh}`,
    },
    cure: {
      en: 'let the gateway pass requests to OSS on; or give the client the address that it leads to, if that is one of the bucket (clients drop Authorization on the way to another host); if it leads to a login page, log in to the network first',
      zh: '让网关直接转发发往 OSS 的请求；如果它指向的是同一 Bucket 的另一个地址，也可把客户端直接配置为该地址（客户端在转向其他域名时会丢掉 Authorization）；如果是登录页，请先登录网络',
    },
  }),
  /** It answers with a success or a page of its own, as captive portals do. */
  'intercepted-success': entry({
    args: { address: 'bytes', signs: 'bytes' },
    rows: [0],
    headline: {
      en: 'Something on the way answered with a success of its own; OSS did not answer.',
      zh: '途中的某个设备自行返回了成功，OSS 并没有应答。',
    },
    cause: {
      en: `the answer came from {address} and says {signs:lq}; ${NOT_OF_OSS.en}. Captive portals, login pages and test servers answer so: nothing was stored or read`,
      zh: `应答来自 {address}，其中写明{signs:lq}；${NOT_OF_OSS.zh}。认证门户、登录页和测试服务器会这样应答：实际上什么也没有写入或读到`,
    },
    cure: {
      en: 'log in to the network, or correct the name resolution or proxy that leads the client there',
      zh: '先登录网络，或改正把客户端引到那里的域名解析或代理设置',
    },
  }),
  /** A cache answers with the refusal of an earlier request. */
  'intercepted-cached-refusal': entry({
    args: { address: 'bytes', signs: 'bytes' },
    rows: [0],
    headline: {
      en: 'A cache on the way answered with the refusal of an earlier request.',
      zh: '途中的缓存用以前某个请求的拒绝应答了这个请求。',
    },
    cause: {
      en: 'the answer came from {address}, and it is the answer to another request ({signs:lq}): it says nothing about this signature',
      zh: '应答来自 {address}，它本是另一个请求的应答（{signs:lq}），不能说明这个签名是否正确',
    },
    cure: {
      en: 'let the cache keep no refusals, and pass requests with a signature on (nginx: proxy_cache_bypass and proxy_no_cache $http_authorization)',
      zh: '让缓存不要保存拒绝应答，并放行带签名的请求（nginx：对 $http_authorization 设置 proxy_cache_bypass 和 proxy_no_cache）',
    },
  }),
  // The capture shows both sides of a hop. `from`, `to`: the servers before and behind it.
  'authorization-dropped-at-hop': entry({
    args: { from: 'bytes', to: 'bytes' },
    rows: [0],
    headline: {
      en: 'A proxy or gateway on the way took the Authorization away: the request arrived without a signature.',
      zh: '途中的代理或网关去掉了 Authorization：到达的请求没有签名。',
    },
    cause: {
      en: 'the request that came to {from} is signed, and what went on to {to} is not',
      zh: '发到 {from} 的请求带有签名，转发到 {to} 的却没有',
    },
    cure: {
      en: 'let the gateway pass Authorization on (nginx: no proxy_set_header Authorization; an auth gateway: leave requests to OSS alone)',
      zh: '让网关转发 Authorization（nginx：不要设置 proxy_set_header Authorization；认证网关：不要处理发往 OSS 的请求）',
    },
  }),
  /** It signs the request itself, with another key or secret. */
  'authorization-replaced-at-hop': entry({
    args: { from: 'bytes', to: 'bytes' },
    rows: [0],
    headline: {
      en: 'A gateway on the way signs the request anew, and its own signature was refused.',
      zh: '途中的网关重新签名了请求，被拒绝的是它自己的签名。',
    },
    cause: {
      en: 'the request that came to {from} has another signature than what went on to {to}: OSS has checked that of the gateway, and not that of the client',
      zh: '发到 {from} 的请求与转发到 {to} 的请求签名不同：OSS 校验的是网关的签名，不是客户端的',
    },
    cure: {
      en: 'check the AccessKey and the signing of the gateway (the credentials of the client do not reach OSS)',
      zh: '检查网关的 AccessKey 与签名方法（客户端的凭证并没有到达 OSS）',
    },
  }),
  /**
   * The client followed a redirect and left its Authorization behind. `exchange`: index of the redirect;
   * `host`: where it leads.
   */
  'redirect-dropped-authorization': entry({
    args: { exchange: 'number', host: 'bytes' },
    rows: [1],
    headline: {
      en: 'The client followed a redirect to {host:q} and left its Authorization behind: the request that arrived has no signature.',
      zh: '客户端跟随重定向转到{host:q}时丢掉了 Authorization：到达的请求没有签名。',
    },
    cause: {
      en: 'exchange #{exchange:ref} was redirected; curl and HTTP libraries do not send Authorization on to another host',
      zh: '请求 #{exchange:ref} 被重定向；curl 和 HTTP 库不会把 Authorization 带到其他域名',
    },
    cure: {
      en: 'configure the client with the address that the redirect leads to, or let the gateway pass the request on and not redirect it',
      zh: '把客户端的访问地址直接配置为重定向所指的地址，或让网关转发请求而不要重定向',
    },
  }),
  /** The request is anonymous. `code`: error code of the answer, empty without one. */
  'unsigned-request': entry({
    args: { code: 'bytes' },
    rows: [1],
    headline: {
      en: 'The request has no signature, and what it asks for is not public.',
      zh: '请求没有签名，而访问的资源不是公开的。',
    },
    cause: {
      en: 'no credentials reached the SDK, or a proxy removed the Authorization header or the signed parameters',
      zh: 'SDK 没有拿到凭证，或代理去掉了 Authorization 请求头或签名参数',
    },
    cure: {
      en: 'configure the credentials of the client; if it has some, capture before and after each proxy and look for Authorization',
      zh: '为客户端配置凭证；如果已经配置，请在每层代理前后分别抓包，查看 Authorization 是否还在',
    },
  }),
} as const satisfies Readonly<Record<string, CauseEntry>>;
