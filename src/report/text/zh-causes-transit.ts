import type { CauseText } from './texts.ts';

/** 用于并非客户端要求的改动。 */
const OVER_HTTPS = '或者全程用 HTTPS 连接 OSS，途中的设备就无法读取或改动请求';

export const FIND_HOP =
  '在途中每层代理、网关或 CDN 前后分别抓包对比，找出改动的那一跳，并让它不再改写发往 OSS 的请求';

const HOP = `${FIND_HOP}；${OVER_HTTPS}`;

const moved = (headline: string, cause: string, cure: string = HOP): CauseText => ({ headline, cause, cure });

const SENT = '发送的是{client:q}，服务端收到的是{server:q}';

/** 发生在抓包点与服务端之间的原因。 */
export const ZH_CAUSES_TRANSIT = {
  'signature-not-percent-encoded': moved(
    'URL 中的签名没有做百分号编码：其中的 + 到服务端变成了空格。',
    'Base64 中有 + 和 /，而查询串里未编码的 + 会被当作空格；只有含 + 的签名会失败，约三分之一',
    '拼接 URL 时对签名做百分号编码（encodeURIComponent、urllib.parse.quote）',
  ),
  'signature-encoded-twice': moved(
    'URL 中的签名多做了一次百分号编码。',
    '签名方已经编码，HTTP 库或模板又编码了一次',
    '把签名 URL 原样交给 HTTP 库，不要再编码',
  ),
  'signature-in-url-form': moved(
    '签名像经过了 URL 一样（{how:word}），但它并不在 URL 中。',
    '客户端把签名放进请求头或表单之前，签名被做了百分号编码，或被当作查询串解码；可能是代为签名的一方这样传递的',
    '原样传递签名（例如用 JSON），并把 Base64 的结果原样放进请求头或表单',
  ),
  'signature-altered': moved(
    '签名在抓包点与服务端之间被改动。',
    '请求中是{client:q}，服务端收到的是{server:q}',
  ),
  'signature-truncated': moved(
    '服务端只收到了签名的前半段。',
    '{clientLength} 字节只到了 {serverLength} 字节：请求头或 URL 超出长度限制，或中间被换行',
  ),
  'method-changed': moved(
    '请求方法在途中被改：发送的是 {client}，服务端收到的是 {server}。',
    '网关、CDN 或重定向替换了请求方法',
  ),
  'head-sent-as-get': moved(
    'CDN 把 HEAD 请求以 GET 方式回源。',
    '很多 CDN 和带缓存的代理会把 HEAD 变成 GET 来填充缓存，而签名是为 HEAD 做的',
    '经过 CDN 的 URL 按 GET 签名，或由 CDN 自行签名回源（私有 Bucket 回源）；nginx：proxy_cache_convert_head off',
  ),
  'content-type-rewritten': moved('Content-Type 在途中被改写。', SENT),
  'content-type-charset-rewritten': moved(
    'Content-Type 的 charset 在途中被加上或去掉。',
    `${SENT}；框架和网关会添加或规范化 charset`,
  ),
  'content-type-added-in-transit': moved(
    'Content-Type 是在途中加上的，客户端既没有发送也没有签名。',
    '代理或网关设置了{server:q}',
    `${HOP}；或者一开始就发送并签名 Content-Type，让途中无需添加`,
  ),
  'content-type-dropped': moved('Content-Type 在途中被去掉。', '客户端发送的是{client:q}'),
  'content-md5-rewritten': moved('Content-MD5 在途中被改。', SENT),
  'content-md5-added-in-transit': moved('Content-MD5 是在途中加上的。', '服务端收到的是{server:q}'),
  'content-md5-dropped': moved('Content-MD5 在途中被去掉。', '客户端发送的是{client:q}'),
  'authorization-replaced': moved(
    'Authorization 在途中被替换或加上。',
    '抓到的请求只签了一次，所用的认证方案 OSS 也认识，服务端读到的却是另一个 Authorization：网关和代理会设置自己的（Basic、Bearer）',
    `让代理或网关不要给发往 OSS 的请求设置自己的 Authorization（nginx：proxy_set_header Authorization；使用签名 URL 时须为空）；${OVER_HTTPS}`,
  ),
  'date-rewritten': moved(
    'Date 请求头在途中被改写。',
    `${SENT}；有些代理会设置自己的 Date`,
    `${HOP}；或者改用 x-oss-date 签名，代理不会动它`,
  ),
  'date-dropped': moved(
    'Date 请求头在途中被去掉。',
    '客户端发送的是{client:q}',
    `${HOP}；或者改用 x-oss-date 签名，代理不会动它`,
  ),
  'date-added-in-transit': moved('Date 请求头是在途中加上的。', '服务端收到的是{server:q}'),
  'oss-header-added-in-transit': moved(
    '请求头 {name} 是在途中加上的。',
    '所有 x-oss- 请求头都参与签名，服务端收到的是{server:q}；CDN 规则和网关会加上这类请求头',
  ),
  'oss-header-changed': moved('请求头 {name} 在途中被改。', SENT),
  'oss-header-dropped': moved('请求头 {name} 在途中被去掉。', '客户端发送的是{client:q}'),
  'token-changed-in-transit': moved(
    '安全令牌在途中被去掉、加上或改动。',
    '有些网关会剥离或改写看上去像凭证的请求头和参数',
  ),
  'path-reencoded': moved(
    '路径在途中被重新编码。',
    `${SENT}；代理对路径做了解码，或又编码了一次`,
    `${FIND_HOP}（nginx：proxy_pass 不带路径时会原样转发 URL）；${OVER_HTTPS}`,
  ),
  'path-normalised': moved(
    '路径中的斜杠或点在途中被改。',
    `${SENT}：代理去掉或加上了斜杠，或解析了 . 与 ..`,
    `${FIND_HOP}（nginx：merge_slashes off，且 proxy_pass 不带路径）；${OVER_HTTPS}`,
  ),
  'path-prefix-changed': moved(
    '路径前缀在途中被加上或去掉。',
    `${SENT}：这是网关的路由规则`,
    '按最终到达 OSS 的路径签名，或让网关原样转发路径',
  ),
  'key-changed': moved('Object 名在途中被改。', SENT),
  'bucket-differs': moved(
    '服务端签名用的 Bucket 与请求看上去访问的不同。',
    '由抓包得出{client:q}，服务端为{server:q}：Host 被改写，或自定义域名绑定的是另一个 Bucket',
    '让代理原样传递 Host（nginx：proxy_set_header Host $http_host）；若是自定义域名，核对它绑定的 Bucket，客户端要打开 CNAME 开关',
  ),
  'subresource-added': moved('参数 {name} 是在途中加上的。', '服务端收到的是{server:q}'),
  'subresource-dropped': moved('参数 {name} 在途中被去掉。', '客户端发送的是{client:q}'),
  'subresource-changed': moved('参数 {name} 在途中被改。', SENT),
  'subresource-reencoded': moved('参数 {name} 在途中被重新编码。', SENT),
  'signed-header-added': moved('参与签名的请求头 {name} 是在途中加上的。', '服务端收到的是{server:q}'),
  'signed-header-changed': moved(
    '参与签名的请求头 {name} 在途中被改。',
    SENT,
    `${HOP}；或者不要把它列入签名头`,
  ),
  'signed-header-dropped': moved(
    '参与签名的请求头 {name} 在途中被去掉。',
    '客户端发送的是{client:q}',
    `${HOP}；或者不要把它列入签名头`,
  ),
  'host-rewritten': moved(
    'Host 请求头在途中被改写，而它参与了签名。',
    SENT,
    `让代理转发原来的 Host（nginx：proxy_set_header Host $http_host）；使用 OSS 的 V4 时也可以不把 host 列入签名头（S3 的 V4 必须签入）；${OVER_HTTPS}`,
  ),
  'additional-headers-changed': moved('签名头列表在途中被改。', SENT),
  'payload-hash-changed': moved('请求体哈希在途中被改。', SENT),
  'scope-changed': moved('签名的 Scope 在途中被改。', SENT),
  'canonical-request-differs': moved(
    '服务端的 CanonicalRequest 与由抓包得出的不同。',
    '只知道它的哈希，无法指出具体字段：路径、某个参数或某个签名头被改了',
    `在代理之后再抓一次包，即可看出哪里不同；${OVER_HTTPS}`,
  ),
  'changed-unseen': moved(
    '参与签名的内容在途中被改；响应没有显示是哪一处。',
    '客户端签的就是抓到的内容，而服务端在本抓包的其他请求中接受同一 Secret，因此它收到的必是另一个请求',
    `在代理之后再抓一次包，即可看出哪里不同；或抓取带有错误信息文档的响应；${OVER_HTTPS}`,
  ),
  'policy-changed': moved('表单的 Policy 在途中被改。', '服务端收到的内容与发送的不同'),
  'access-key-id-changed': moved(
    'AccessKey ID 在途中被改。',
    '请求中是 {client}，服务端收到的是 {server}，并按后者查找 Secret：网关换上了自己的凭证，或截断了 ID',
  ),
} as const satisfies Readonly<Record<string, CauseText>>;
