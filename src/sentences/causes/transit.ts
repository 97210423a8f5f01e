import { type CauseEntry, entry, FIND_HOP, OVER_HTTPS } from './entry.ts';

const HOP = { en: `${FIND_HOP.en}; ${OVER_HTTPS.en}`, zh: `${FIND_HOP.zh}；${OVER_HTTPS.zh}` } as const;
const SENT_RECEIVED = {
  en: 'sent as {client:q}, received as {server:q}',
  zh: '发送的是{client:q}，服务端收到的是{server:q}',
} as const;
const RECEIVED = { en: 'the server received {server:q}', zh: '服务端收到的是{server:q}' } as const;
const SENT = { en: 'the client sent {client:q}', zh: '客户端发送的是{client:q}' } as const;

/**
 * What was changed between the place of capture and the server. `client`: the value on the wire, `server`:
 * that which the server read.
 */
export const TRANSIT_CAUSES = {
  /** A raw `+` in the query became a space. */
  'signature-not-percent-encoded': entry({
    args: {},
    rows: [12, 2],
    headline: {
      en: 'The signature in the URL is not percent-encoded: its + arrived as a space.',
      zh: 'URL 中的签名没有做百分号编码：其中的 + 到服务端变成了空格。',
    },
    cause: {
      en: 'base64 contains + and /, and a raw + in a query is read as a space; only signatures with a + fail, about one in three',
      zh: 'Base64 中有 + 和 /，而查询串里未编码的 + 会被当作空格；只有含 + 的签名会失败，约三分之一',
    },
    cure: {
      en: 'percent-encode the signature when the URL is put together (encodeURIComponent, urllib.parse.quote)',
      zh: '拼接 URL 时对签名做百分号编码（encodeURIComponent、urllib.parse.quote）',
    },
  }),
  /** The signature was percent-encoded once too often. */
  'signature-encoded-twice': entry({
    args: {},
    rows: [12],
    headline: {
      en: 'The signature in the URL is percent-encoded once too often.',
      zh: 'URL 中的签名多做了一次百分号编码。',
    },
    cause: {
      en: 'the URL was encoded by the signer and then by the HTTP library or a template',
      zh: '签名方已经编码，HTTP 库或模板又编码了一次',
    },
    cure: {
      en: 'pass the signed URL to the HTTP library as it is, without encoding it again',
      zh: '把签名 URL 原样交给 HTTP 库，不要再编码',
    },
  }),
  /** Neither of the two: it stands in a header or form. `how`: `plus-as-space`, `percent-encoded`. */
  'signature-in-url-form': entry({
    args: { how: 'word' },
    rows: [12, 16],
    headline: {
      en: 'The signature was sent as if it had gone through a URL ({how:word}), but it stands in no URL.',
      zh: '签名像经过了 URL 一样（{how:word}），但它并不在 URL 中。',
    },
    cause: {
      en: 'it was percent-encoded, or decoded as a query is, before the client put it into the header or form; whoever signs for the client may hand it over so',
      zh: '客户端把签名放进请求头或表单之前，签名被做了百分号编码，或被当作查询串解码；可能是代为签名的一方这样传递的',
    },
    cure: {
      en: 'hand the signature over as it is (in JSON, say), and put it into the header or form exactly as base64 gives it',
      zh: '原样传递签名（例如用 JSON），并把 Base64 的结果原样放进请求头或表单',
    },
  }),
  'signature-altered': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [13],
    headline: {
      en: 'The signature was altered between the capture point and the server.',
      zh: '签名在抓包点与服务端之间被改动。',
    },
    cause: { en: `${SENT_RECEIVED.en}`, zh: '请求中是{client:q}，服务端收到的是{server:q}' },
    cure: HOP,
  }),
  /** The server saw only the beginning of it. Lengths in bytes. */
  'signature-truncated': entry({
    args: { clientLength: 'number', serverLength: 'number' },
    rows: [13],
    headline: {
      en: 'The server received only the beginning of the signature.',
      zh: '服务端只收到了签名的前半段。',
    },
    cause: {
      en: '{serverLength} of {clientLength} bytes arrived: a limit on header or URL length, or a line break in it',
      zh: '{clientLength} 字节只到了 {serverLength} 字节：请求头或 URL 超出长度限制，或中间被换行',
    },
    cure: HOP,
  }),
  'method-changed': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: {
      en: 'The method was changed in transit: {client} was sent, the server received {server}.',
      zh: '请求方法在传输途中被改：发送的是 {client}，服务端收到的是 {server}。',
    },
    cause: {
      en: 'a gateway, a CDN or a redirect replaced the method',
      zh: '网关、CDN 或重定向替换了请求方法',
    },
    cure: HOP,
  }),
  /** A CDN fetched a HEAD as GET. */
  'head-sent-as-get': entry({
    args: {},
    rows: [14, 20],
    headline: {
      en: 'A CDN or proxy turned the HEAD request into a GET to OSS.',
      zh: 'CDN 或代理把 HEAD 请求以 GET 方式回源。',
    },
    cause: {
      en: 'many CDNs and caching proxies turn HEAD into GET to fill their cache; the signature is for HEAD',
      zh: '很多 CDN 和带缓存的代理会把 HEAD 变成 GET 来填充缓存，而签名是为 HEAD 做的',
    },
    cure: {
      en: 'sign URLs that go through the CDN for GET, or let the CDN sign its own requests (private bucket origin); nginx: proxy_cache_convert_head off',
      zh: '经过 CDN 的 URL 按 GET 签名，或由 CDN 自行签名回源（私有 Bucket 回源）；nginx：proxy_cache_convert_head off',
    },
  }),
  /**
   * What was signed is not what was captured, and what was captured has passed a hop. `signs`: names of the
   * headers that show it, or `PROXY protocol`.
   */
  'changed-before-capture': entry({
    args: { signs: 'bytes' },
    rows: [16],
    headline: {
      en: 'The request was changed before this capture and after it was signed: by the proxy that it has passed, or by the client itself.',
      zh: '请求在签名之后、抓包之前被改动：由它经过的代理所改，或由客户端自己所改。',
    },
    cause: {
      en: 'the server signed what was captured, the client signed something else, and the request bears the marks of a hop ({signs}); only a capture at the client shows whether it was the hop or the client',
      zh: '服务端签的就是抓到的内容，客户端签的却不同，而请求带有中间设备的标记（{signs}）；只有在客户端抓包才能确定是它还是客户端所为',
    },
    cure: {
      en: `look at the proxy or gateway that wrote {signs}, and let it pass on what the client signed; to be sure, capture at the client too and compare both (osscap compare); ${OVER_HTTPS.en}`,
      zh: `检查写下 {signs} 的代理或网关，让它原样转发客户端签过的内容；要确认，请在客户端也抓包，再用 osscap compare 比较；${OVER_HTTPS.zh}`,
    },
  }),
  'content-type-rewritten': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: { en: 'Content-Type was rewritten in transit.', zh: 'Content-Type 在传输途中被改写。' },
    cause: SENT_RECEIVED,
    cure: HOP,
  }),
  /** Only `; charset=…` came or went. */
  'content-type-charset-rewritten': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: {
      en: 'The charset of Content-Type was added or removed in transit.',
      zh: 'Content-Type 的 charset 在途中被加上或去掉。',
    },
    cause: {
      en: `${SENT_RECEIVED.en}; frameworks and gateways add or normalise charset`,
      zh: `${SENT_RECEIVED.zh}；框架和网关会添加或规范化 charset`,
    },
    cure: HOP,
  }),
  'content-type-added-in-transit': entry({
    args: { server: 'bytes' },
    rows: [14],
    headline: {
      en: 'A Content-Type was added in transit; the client sent and signed none.',
      zh: 'Content-Type 是在传输途中加上的，客户端既没有发送也没有签名。',
    },
    cause: { en: 'a proxy or gateway set {server:q}', zh: '代理或网关设置了{server:q}' },
    cure: {
      en: `${HOP.en}; or send and sign a Content-Type yourself, so that none has to be added`,
      zh: `${HOP.zh}；或者一开始就发送并签名 Content-Type，让途中无需添加`,
    },
  }),
  'content-type-dropped': entry({
    args: { client: 'bytes' },
    rows: [14],
    headline: { en: 'Content-Type was dropped in transit.', zh: 'Content-Type 在途中被去掉。' },
    cause: SENT,
    cure: HOP,
  }),
  'content-md5-rewritten': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: { en: 'Content-MD5 was changed in transit.', zh: 'Content-MD5 在传输途中被改。' },
    cause: SENT_RECEIVED,
    cure: HOP,
  }),
  'content-md5-added-in-transit': entry({
    args: { server: 'bytes' },
    rows: [14],
    headline: { en: 'A Content-MD5 was added in transit.', zh: 'Content-MD5 是在途中加上的。' },
    cause: RECEIVED,
    cure: HOP,
  }),
  'content-md5-dropped': entry({
    args: { client: 'bytes' },
    rows: [14],
    headline: { en: 'Content-MD5 was dropped in transit.', zh: 'Content-MD5 在途中被去掉。' },
    cause: SENT,
    cure: HOP,
  }),
  /** The server read an Authorization that the captured request has not. */
  'authorization-replaced': entry({
    args: {},
    rows: [10],
    headline: {
      en: 'Authorization was replaced or added in transit.',
      zh: 'Authorization 在途中被替换或加上。',
    },
    cause: {
      en: 'the captured request is signed in one place only, by a scheme that OSS knows, and the server read another Authorization: gateways and proxies set one of their own (Basic, Bearer)',
      zh: '抓到的请求只签了一次，所用的认证方案 OSS 也认识，服务端读到的却是另一个 Authorization：网关和代理会设置自己的（Basic、Bearer）',
    },
    cure: {
      en: `stop the proxy or gateway from setting an Authorization of its own on requests to OSS (nginx: proxy_set_header Authorization; with a signed URL it must be empty); ${OVER_HTTPS.en}`,
      zh: `让代理或网关不要给发往 OSS 的请求设置自己的 Authorization（nginx：proxy_set_header Authorization；使用签名 URL 时须为空）；${OVER_HTTPS.zh}`,
    },
    codes: ['header-and-query', 'foreign-scheme'],
  }),
  'date-rewritten': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [14, 4],
    headline: { en: 'The Date header was rewritten in transit.', zh: 'Date 请求头在传输途中被改写。' },
    cause: {
      en: `${SENT_RECEIVED.en}; some proxies set their own Date`,
      zh: `${SENT_RECEIVED.zh}；有些代理会设置自己的 Date`,
    },
    cure: {
      en: `${HOP.en}; or sign x-oss-date, which proxies leave alone`,
      zh: `${HOP.zh}；或者改用 x-oss-date 签名，代理不会动它`,
    },
  }),
  'date-dropped': entry({
    args: { client: 'bytes' },
    rows: [14, 10],
    headline: { en: 'The Date header was dropped in transit.', zh: 'Date 请求头在途中被去掉。' },
    cause: SENT,
    cure: {
      en: `${HOP.en}; or sign x-oss-date, which proxies leave alone`,
      zh: `${HOP.zh}；或者改用 x-oss-date 签名，代理不会动它`,
    },
  }),
  'date-added-in-transit': entry({
    args: { server: 'bytes' },
    rows: [14],
    headline: { en: 'A Date header was added in transit.', zh: 'Date 请求头是在途中加上的。' },
    cause: RECEIVED,
    cure: HOP,
  }),
  'oss-header-added-in-transit': entry({
    args: { name: 'bytes', server: 'bytes' },
    rows: [14],
    headline: { en: 'The header {name} was added in transit.', zh: '请求头 {name} 是在途中加上的。' },
    cause: {
      en: 'every x-oss- header is part of the signature, and the server received {server:q}; CDN rules and gateways add such headers',
      zh: '所有 x-oss- 请求头都参与签名，服务端收到的是{server:q}；CDN 规则和网关会加上这类请求头',
    },
    cure: HOP,
  }),
  'oss-header-changed': entry({
    args: { name: 'bytes', client: 'bytes', server: 'bytes' },
    rows: [14, 4],
    headline: { en: 'The header {name} was changed in transit.', zh: '请求头 {name} 在传输途中被改。' },
    cause: SENT_RECEIVED,
    cure: HOP,
  }),
  'oss-header-dropped': entry({
    args: { name: 'bytes', client: 'bytes' },
    rows: [14, 10],
    headline: { en: 'The header {name} was dropped in transit.', zh: '请求头 {name} 在途中被去掉。' },
    cause: SENT,
    cure: HOP,
  }),
  /** The token header or parameter went missing or came in on the way. */
  'token-changed-in-transit': entry({
    args: { how: 'word' },
    rows: [14, 6],
    headline: { en: 'The security token was {how:word} in transit.', zh: '安全令牌在途中被{how:word}。' },
    cause: {
      en: 'some gateways strip or rewrite headers and parameters that look like credentials',
      zh: '有些网关会剥离或改写看上去像凭证的请求头和参数',
    },
    cure: HOP,
  }),
  'path-reencoded': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: { en: 'The path was re-encoded in transit.', zh: '路径在途中被重新编码。' },
    cause: {
      en: `${SENT_RECEIVED.en}; a proxy decoded the path, or encoded it again`,
      zh: `${SENT_RECEIVED.zh}；代理对路径做了解码，或又编码了一次`,
    },
    cure: {
      en: `${FIND_HOP.en}; in nginx, proxy_pass without a path passes the URL on as it is; ${OVER_HTTPS.en}`,
      zh: `${FIND_HOP.zh}；nginx 的 proxy_pass 不带路径时会原样转发 URL；${OVER_HTTPS.zh}`,
    },
  }),
  /** `//` collapsed, or `.`/`..` resolved. */
  'path-normalised': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: {
      en: 'The slashes or dots of the path were changed in transit.',
      zh: '路径中的斜杠或点在传输途中被改。',
    },
    cause: {
      en: `${SENT_RECEIVED.en}: a proxy took out or put in a slash, or resolved . and ..`,
      zh: `${SENT_RECEIVED.zh}：代理去掉或加上了斜杠，或解析了 . 与 ..`,
    },
    cure: {
      en: `${FIND_HOP.en}; in nginx, set merge_slashes off, and proxy_pass without a path; ${OVER_HTTPS.en}`,
      zh: `${FIND_HOP.zh}；nginx 请设置 merge_slashes off，且 proxy_pass 不带路径；${OVER_HTTPS.zh}`,
    },
  }),
  /** A prefix of the path was added or stripped. */
  'path-prefix-changed': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: { en: 'A path prefix was added or stripped in transit.', zh: '路径前缀在途中被加上或去掉。' },
    cause: {
      en: `${SENT_RECEIVED.en}: a routing rule of the gateway`,
      zh: `${SENT_RECEIVED.zh}：这是网关的路由规则`,
    },
    cure: {
      en: 'sign for the path that reaches OSS, or let the gateway pass the path on unchanged',
      zh: '按最终到达 OSS 的路径签名，或让网关原样转发路径',
    },
  }),
  'key-changed': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: { en: 'The object key was changed in transit.', zh: 'Object 名称在传输途中被改。' },
    cause: SENT_RECEIVED,
    cure: HOP,
  }),
  'bucket-differs': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: {
      en: 'The server signed a bucket that the request does not seem to address.',
      zh: '服务端签名用的 Bucket 与请求看上去访问的不同。',
    },
    cause: {
      en: 'the captured request names {client:q}, the server says {server:q}: the host was rewritten, or a custom domain is bound to another bucket',
      zh: '由抓包得出{client:q}，服务端为{server:q}：Host 被改写，或自定义域名绑定的是另一个 Bucket',
    },
    cure: {
      en: 'let the proxy pass Host on (nginx: proxy_set_header Host $http_host); for a custom domain, check which bucket it is bound to: a client that uses one needs the CNAME option',
      zh: '让代理原样传递 Host（nginx：proxy_set_header Host $http_host）；若是自定义域名，核对它绑定的 Bucket，客户端要打开 CNAME 开关',
    },
  }),
  'subresource-added': entry({
    args: { name: 'bytes', server: 'bytes' },
    rows: [14],
    headline: { en: 'The parameter {name} was added in transit.', zh: '参数 {name} 是在途中加上的。' },
    cause: RECEIVED,
    cure: HOP,
  }),
  'subresource-dropped': entry({
    args: { name: 'bytes', client: 'bytes' },
    rows: [14],
    headline: { en: 'The parameter {name} was dropped in transit.', zh: '参数 {name} 在途中被去掉。' },
    cause: SENT,
    cure: HOP,
  }),
  'subresource-changed': entry({
    args: { name: 'bytes', client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: { en: 'The parameter {name} was changed in transit.', zh: '参数 {name} 在传输途中被改。' },
    cause: SENT_RECEIVED,
    cure: HOP,
  }),
  'subresource-reencoded': entry({
    args: { name: 'bytes', client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: { en: 'The parameter {name} was re-encoded in transit.', zh: '参数 {name} 在途中被重新编码。' },
    cause: SENT_RECEIVED,
    cure: HOP,
  }),
  /** V4: a signed header that is neither content-type, content-md5 nor x-oss-. */
  'signed-header-added': entry({
    args: { name: 'bytes', server: 'bytes' },
    rows: [14],
    headline: {
      en: 'The signed header {name} was added in transit.',
      zh: '参与签名的请求头 {name} 是在途中加上的。',
    },
    cause: RECEIVED,
    cure: HOP,
  }),
  'signed-header-changed': entry({
    args: { name: 'bytes', client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: {
      en: 'The signed header {name} was changed in transit.',
      zh: '参与签名的请求头 {name} 在传输途中被改。',
    },
    cause: SENT_RECEIVED,
    cure: {
      en: `${HOP.en}; or remove the header from the list of signed headers`,
      zh: `${HOP.zh}；或者不要把它列入签名头`,
    },
  }),
  'signed-header-dropped': entry({
    args: { name: 'bytes', client: 'bytes' },
    rows: [14],
    headline: {
      en: 'The signed header {name} was dropped in transit.',
      zh: '参与签名的请求头 {name} 在途中被去掉。',
    },
    cause: SENT,
    cure: {
      en: `${HOP.en}; or remove the header from the list of signed headers`,
      zh: `${HOP.zh}；或者不要把它列入签名头`,
    },
  }),
  'host-rewritten': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: {
      en: 'The Host header was rewritten in transit, and it is signed.',
      zh: 'Host 请求头在传输途中被改写，而它参与了签名。',
    },
    cause: SENT_RECEIVED,
    cure: {
      en: `let the proxy pass Host on (nginx: proxy_set_header Host $http_host); ${OVER_HTTPS.en}`,
      zh: `让代理转发原来的 Host（nginx：proxy_set_header Host $http_host）；${OVER_HTTPS.zh}`,
    },
  }),
  'additional-headers-changed': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: { en: 'The list of signed headers was changed in transit.', zh: '签名头列表在传输途中被改。' },
    cause: SENT_RECEIVED,
    cure: HOP,
  }),
  'payload-hash-changed': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: { en: 'The hash of the body was changed in transit.', zh: '请求体哈希在传输途中被改。' },
    cause: SENT_RECEIVED,
    cure: HOP,
  }),
  'scope-changed': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: {
      en: 'The scope of the signature was changed in transit.',
      zh: '签名的 Scope 在传输途中被改。',
    },
    cause: SENT_RECEIVED,
    cure: HOP,
  }),
  /** V4, and only the hash of the server's canonical request is known: what differs is not known. */
  'canonical-request-differs': entry({
    args: {},
    rows: [14],
    headline: {
      en: "The server's canonical request differs from that of the captured request.",
      zh: '服务端的 CanonicalRequest 与由抓包得出的不同。',
    },
    cause: {
      en: 'only its hash is known, so osscap cannot name the field: the path, a parameter or a signed header was changed',
      zh: '只知道它的哈希，无法指出具体字段：路径、某个参数或某个签名头被改了',
    },
    cure: {
      en: `take a second capture after the proxy (it shows what differs); ${OVER_HTTPS.en}`,
      zh: `在代理之后再抓一次包，即可看出哪里不同；${OVER_HTTPS.zh}`,
    },
  }),
  'policy-changed': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [14],
    headline: { en: 'The policy of the form was changed in transit.', zh: '表单的 Policy 在传输途中被改。' },
    cause: {
      en: 'the server received different text from what was sent',
      zh: '服务端收到的内容与发送的不同',
    },
    cure: HOP,
  }),
  /**
   * The server accepts the client's secret elsewhere, so it got another string here, and does not show it.
   */
  'changed-unseen': entry({
    args: {},
    rows: [20],
    headline: {
      en: 'What the server checked is not what was captured, or one of several servers has another secret: the response does not show which.',
      zh: '服务端校验的内容与抓到的不同，或多台服务端之一存有另一个 Secret：响应没有显示是哪一种。',
    },
    cause: {
      en: 'the client signed what was captured, and the server accepts its secret for other requests in this capture, so the server received a different request; or several servers answer here, and one of them has another secret',
      zh: '客户端签的就是抓到的内容，而服务端在本抓包的其他请求中接受同一 Secret，因此它收到的是另一个请求；也可能此处有多台服务端，其中一台存有另一个 Secret',
    },
    cure: {
      en: `take a second capture after the proxy, which shows what differs; or capture the response with its error document; ${OVER_HTTPS.en}`,
      zh: `在代理之后再抓一次包，即可看出哪里不同；或抓取带有错误信息文档的响应；${OVER_HTTPS.zh}`,
    },
  }),
  'access-key-id-changed': entry({
    args: { client: 'bytes', server: 'bytes' },
    rows: [13, 7],
    headline: { en: 'The AccessKey ID was changed in transit.', zh: 'AccessKey ID 在传输途中被改。' },
    cause: {
      en: 'sent as {client}, received as {server}, whose secret the server looked up: a gateway inserts its own credentials, or cuts the ID',
      zh: '请求中是 {client}，服务端收到的是 {server}，并按后者查找 Secret：网关换上了自己的凭证，或截断了 ID',
    },
    cure: HOP,
  }),
} as const satisfies Readonly<Record<string, CauseEntry>>;
