import { type CauseEntry, entry } from './entry.ts';

const COMPARE_URLS = {
  en: 'compare the URL that was sent with the one that was signed',
  zh: '把发送的 URL 与签名得到的对比',
} as const;

/** Signatures that are refused before they are checked: their kind, or their form. */
export const AUTH_DATA_CAUSES = {
  // The kind of signature is refused, right or wrong.
  'v1-switched-off': entry({
    args: {},
    rows: [9],
    headline: { en: 'Signature version V1 is no longer accepted here.', zh: '这里不再接受 V1 签名。' },
    cause: {
      en: 'the account or the bucket accepts V4 only; newer accounts and buckets do so from the start',
      zh: '该账号或 Bucket 只接受 V4；较新的账号和 Bucket 一开始就是如此',
    },
    cure: {
      en: 'switch the SDK to signature version V4 and set the region',
      zh: '把 SDK 切换到 V4 签名，并设置地域',
    },
    codes: ['v1-refused'],
  }),
  'path-style-forbidden': entry({
    args: {},
    rows: [9, 1],
    headline: {
      en: 'The bucket is in the path; OSS requires it in the host name.',
      zh: 'Bucket 写在了路径里，而 OSS 要求写在域名里。',
    },
    cause: { en: 'S3 clients often use path style; OSS refuses it', zh: 'S3 客户端常用路径方式，OSS 不接受' },
    cure: {
      en: 'switch the client to virtual-hosted style (forcePathStyle: false, addressing_style: virtual)',
      zh: '把客户端改为虚拟托管方式（forcePathStyle: false，addressing_style: virtual）',
    },
    codes: ['path-style-refused'],
  }),
  'aws-chunked-refused': entry({
    args: {},
    rows: [9],
    headline: {
      en: 'The body is in aws-chunked encoding of a kind that OSS does not accept.',
      zh: '请求体使用了 OSS 不支持的一种 aws-chunked 编码。',
    },
    cause: {
      en: 'newer S3 SDKs send unsigned chunks with a checksum behind them by default; OSS accepts only signed ones (x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD)',
      zh: '较新的 S3 SDK 默认发送不签名的分块，并在末尾附带校验值；OSS 只接受逐块签名的（x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD）',
    },
    cure: {
      en: 'turn off chunked encoding and default checksums (request checksum calculation: when_required), or use an OSS SDK',
      zh: '关闭分块编码和默认校验（request checksum calculation 设为 when_required），或改用 OSS SDK',
    },
    codes: ['aws-chunked-refused'],
  }),
  /** Cloudflare R2, of what the SDK for .NET sends. */
  'chunked-signing-refused': entry({
    args: {},
    rows: [9],
    headline: {
      en: 'The service does not take bodies that are signed in chunks.',
      zh: '该服务不接受分块签名的请求体。',
    },
    cause: {
      en: 'the client signs its body chunk by chunk (aws-chunked, x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD); the server refuses the request for that, whatever its signature is',
      zh: '客户端对请求体逐块签名（aws-chunked，x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD）；服务端因此拒绝请求，与签名对错无关',
    },
    cure: {
      en: 'sign the body as a whole, or send UNSIGNED-PAYLOAD over HTTPS (.NET: DisablePayloadSigning = true; Java: chunkedEncodingEnabled(false))',
      zh: '对整个请求体签名，或在 HTTPS 下使用 UNSIGNED-PAYLOAD（.NET：DisablePayloadSigning = true；Java：chunkedEncodingEnabled(false)）',
    },
    codes: ['chunks-refused'],
  }),
  /** What the SDKs of AWS send by default since January 2025. */
  'default-checksums': entry({
    args: {},
    rows: [9],
    headline: {
      en: 'The service does not take the checksums that newer SDKs of AWS send by default.',
      zh: '该服务不接受较新的 AWS SDK 默认发送的校验值。',
    },
    cause: {
      en: 'since January 2025 these SDKs add x-amz-checksum-*, x-amz-sdk-checksum-algorithm and aws-chunked bodies with a trailer to every upload; the server refuses the request for that, whatever its signature is',
      zh: '自 2025 年 1 月起，这些 SDK 给每次上传加上 x-amz-checksum-*、x-amz-sdk-checksum-algorithm 和带尾部的 aws-chunked 请求体；服务端因此拒绝请求，与签名对错无关',
    },
    cure: {
      en: 'turn the default checksums off: AWS_REQUEST_CHECKSUM_CALCULATION=when_required and AWS_RESPONSE_CHECKSUM_VALIDATION=when_required; in .NET, set DisablePayloadSigning, too; in Velero, checksumAlgorithm: ""; or keep the SDK at a release before January 2025',
      zh: '关闭默认校验：设置 AWS_REQUEST_CHECKSUM_CALCULATION=when_required；并设置 AWS_RESPONSE_CHECKSUM_VALIDATION=when_required；.NET 还要设置 DisablePayloadSigning；Velero 请设置 checksumAlgorithm: ""；或把 SDK 固定在 2025 年 1 月之前的版本',
    },
    codes: ['checksum-refused'],
  }),
  /** A pasted message says no more than that; an answer to a HEAD has no document. */
  'refusal-unsaid': entry({
    args: {},
    rows: [21],
    headline: {
      en: 'The server refused the request and does not say why: an answer to a HEAD has no body.',
      zh: '服务端拒绝了请求，但没有说明原因：HEAD 的应答没有消息体。',
    },
    cause: {
      en: 'a wrong signature, an unknown key, an expired time, a wrong clock and a missing permission (or a key that is not there, without the right to list) all look alike here',
      zh: '签名错误、AccessKey 不存在、已过期、时钟不准、没有权限（或 Object 不存在而又无权列举）在这里看起来都一样',
    },
    cure: {
      en: 'ask for the same key with GET, which is answered with the reason (aws s3api get-object, curl without -I); paste that answer',
      zh: '用 GET 请求同一个 Object（aws s3api get-object，或不带 -I 的 curl），其应答会说明原因；再把该应答贴过来',
    },
  }),
  /** CloudBox buckets take V4 in headers only. */
  'v4-header-required': entry({
    args: {},
    rows: [9],
    headline: {
      en: 'This bucket accepts V4 signatures in headers only.',
      zh: '该 Bucket 只接受放在请求头中的 V4 签名。',
    },
    cause: { en: 'CloudBox buckets accept no other form', zh: 'CloudBox 的 Bucket 不接受其他形式' },
    cure: { en: 'sign in the Authorization header with V4', zh: '用 V4 在 Authorization 请求头中签名' },
    codes: ['url-signature-refused'],
  }),
  /** The operation takes a signature from the URL alone, and one came in Authorization. */
  'url-signature-required': entry({
    args: {},
    rows: [9],
    headline: {
      en: 'This operation accepts a signature only in the URL.',
      zh: '该操作只接受 URL 中的签名。',
    },
    cause: {
      en: 'the request has it in Authorization, or nowhere; playlists that OSS signs (hls/sign) are fetched by signed URLs',
      zh: '请求把签名放在 Authorization 里，或没有签名；由 OSS 签名的播放列表（hls/sign）要用签名 URL 获取',
    },
    cure: {
      en: 'sign the URL, with the security token among its parameters, and leave Authorization out',
      zh: '对 URL 签名，安全令牌也放进 URL 参数，并去掉 Authorization',
    },
    codes: ['signature-not-in-url', 'signature-elsewhere'],
  }),
  /** The reverse. */
  'header-signature-required': entry({
    args: {},
    rows: [9],
    headline: {
      en: 'This operation accepts a signature only in the Authorization header.',
      zh: '该操作只接受 Authorization 请求头中的签名。',
    },
    cause: { en: 'the request has it in its URL, or nowhere', zh: '请求把签名放在 URL 里，或没有签名' },
    cure: {
      en: 'sign the request in the Authorization header instead of making a signed URL',
      zh: '在 Authorization 请求头中签名，不要用签名 URL',
    },
    codes: ['signature-elsewhere'],
  }),
  /** The account lacks the S3-compatible signature `version`: `s3v2`, `s3v4`. */
  's3-version-refused': entry({
    args: { version: 'word' },
    rows: [9],
    headline: {
      en: 'The account may not use S3-compatible signatures ({version:word}).',
      zh: '该账号不能使用 S3 兼容签名（{version:word}）。',
    },
    cause: { en: 'this compatibility is turned off for the account', zh: '账号没有开通这项兼容能力' },
    cure: { en: 'use an OSS SDK with signature version V4', zh: '改用 OSS SDK 的 V4 签名' },
    codes: ['s3v2-refused', 's3v4-refused'],
  }),
  'sigv4a-refused': entry({
    args: {},
    rows: [9],
    headline: {
      en: 'The request is signed with SigV4A, which servers other than Amazon S3 do not take.',
      zh: '请求使用 SigV4A 签名，Amazon S3 以外的服务端不接受。',
    },
    cause: {
      en: 'the client is set to sign for several regions (AWS4-ECDSA-P256-SHA256), or takes the endpoint for one that does',
      zh: '客户端设置为对多个地域签名（AWS4-ECDSA-P256-SHA256），或把该 Endpoint 当作这样的 Endpoint',
    },
    cure: {
      en: "sign with Signature Version 4 (boto3: signature_version='s3v4'; AWS CLI and SDKs: unset sigv4a_signing_region_set, and use no alias of a multi-region access point)",
      zh: "改用 Signature Version 4（boto3：signature_version='s3v4'；AWS CLI 和 SDK：取消 sigv4a_signing_region_set，且不使用多地域访问点的别名）",
    },
  }),
  'version-refused-other': entry({
    args: { ec: 'bytes' },
    rows: [9],
    headline: {
      en: 'The service does not accept this kind of signature here.',
      zh: '服务端在此处不接受这种签名方式。',
    },
    cause: {
      en: 'its EC {ec} says so, whatever the signature is',
      zh: '无论签名如何，服务端都以 EC {ec} 拒绝',
    },
    cure: {
      en: 'look the EC up in the OSS documentation; or sign with V4 by an OSS SDK',
      zh: '在 OSS 文档中查阅该 EC；或用 OSS SDK 的 V4 签名',
    },
  }),
  // The authentication data is malformed.
  'header-and-query': entry({
    args: {},
    rows: [10],
    headline: {
      en: 'The request is signed twice: in the Authorization header and in its parameters.',
      zh: '请求被签了两次：Authorization 请求头和 URL 参数各一次。',
    },
    cause: {
      en: 'a signed URL was given to a client that also signs, or a library added Authorization',
      zh: '把签名 URL 交给了自己也会签名的客户端，或某个库加上了 Authorization',
    },
    cure: {
      en: 'use a signed URL with a plain HTTP client, without any Authorization header',
      zh: '签名 URL 请用普通 HTTP 客户端访问，不要带 Authorization',
    },
    codes: ['header-and-query'],
  }),
  /** `scheme`: first word of Authorization. */
  'signature-asymmetric': entry({
    args: {},
    rows: [20],
    headline: {
      en: 'The request is signed with SigV4A, whose signature cannot be recomputed from the secret here.',
      zh: '请求使用 SigV4A 签名，无法在此用 Secret 重算其签名。',
    },
    cause: {
      en: 'AWS4-ECDSA-P256-SHA256 signs for several regions with an elliptic curve key that is derived from the secret: each signature of one string is another, and a server checks it with the public key. What it signs is that of Signature Version 4 without the region, beside X-Amz-Region-Set: what changes Host, path, query or a signed header breaks it as well',
      zh: 'AWS4-ECDSA-P256-SHA256 用由 Secret 派生的椭圆曲线密钥为多个地域签名：同一字符串每次签名的结果都不同，服务端用公钥校验。它签名的内容与 Signature Version 4 相同，只是不含地域，另有 X-Amz-Region-Set：改动 Host、路径、查询参数或已签名的请求头同样会使其失效',
    },
    cure: {
      en: 'compare the CanonicalRequest of the error document (else its StringToSign) with the request; where the answer has no document, as to a HEAD, send a GET, which has one; check that X-Amz-Region-Set covers the region; or send the request to the endpoint of one region, where SDKs sign with Signature Version 4, and capture it again. Servers other than Amazon S3 do not accept SigV4A',
      zh: '将错误信息文档中的 CanonicalRequest（没有时用 StringToSign）与请求对比；响应没有文档时（如 HEAD），改发 GET 以得到文档；确认 X-Amz-Region-Set 包含该地域；或把请求发往单一地域的 Endpoint（SDK 会使用 Signature Version 4）后重新抓包。Amazon S3 以外的服务端不接受 SigV4A',
    },
  }),
  'foreign-scheme': entry({
    args: { scheme: 'bytes' },
    rows: [10],
    headline: {
      en: 'Authorization uses a scheme that OSS does not know: {scheme:q}.',
      zh: 'Authorization 使用了 OSS 不认识的认证方案：{scheme:q}。',
    },
    cause: {
      en: "an interceptor adds the application's own token (Bearer, Basic) to every request",
      zh: '拦截器给每个请求都加上了应用自己的令牌（Bearer、Basic）',
    },
    cure: { en: 'exclude requests to OSS from that interceptor', zh: '让该拦截器跳过发往 OSS 的请求' },
    codes: ['foreign-scheme'],
  }),
  'bad-authorization': entry({
    args: {},
    rows: [10],
    headline: { en: 'The Authorization header cannot be read.', zh: 'Authorization 请求头无法识别。' },
    cause: {
      en: 'its form does not follow the signature version that it names, or it was cut or wrapped in transit',
      zh: '格式不符合它所声明的签名版本，或在途中被截断、折行',
    },
    cure: {
      en: 'compare it with what the client logs, and let the SDK write it',
      zh: '与客户端日志中的对比，并由 SDK 生成该请求头',
    },
    codes: ['bad-authorization'],
  }),
  'bad-credential': entry({
    args: { credential: 'bytes' },
    rows: [10],
    headline: {
      en: 'The credential of the signature is malformed: {credential:q}.',
      zh: '签名的 Credential 格式有误：{credential:q}。',
    },
    cause: {
      en: 'V4 requires ID/yyyymmdd/region/oss/aliyun_v4_request; S3 V4 requires ID/yyyymmdd/region/s3/aws4_request',
      zh: 'V4 要求的格式是 ID/yyyymmdd/region/oss/aliyun_v4_request；S3 V4 是 ID/yyyymmdd/region/s3/aws4_request',
    },
    cure: {
      en: 'correct the order and the constants; let the SDK build it',
      zh: '改正顺序和常量，或由 SDK 生成',
    },
    codes: ['bad-credential'],
  }),
  /** `claimed`: region in the scope; `endpoint`: region of the host or of the error body. */
  'region-mismatch': entry({
    args: { claimed: 'bytes', endpoint: 'bytes' },
    rows: [10],
    headline: {
      en: 'The signature is for the region {claimed:q}, but the endpoint is in {endpoint:q}.',
      zh: '签名的地域是{claimed:q}，而 Endpoint 在{endpoint:q}。',
    },
    cause: {
      en: "V4 signs the region, and it must be the bucket's region",
      zh: 'V4 签名包含地域，必须是 Bucket 所在的地域',
    },
    cure: {
      en: "set the client's region to that of the bucket, and the endpoint to match",
      zh: '把客户端的地域连同 Endpoint 改为 Bucket 所在的地域',
    },
    codes: ['bad-region'],
  }),
  /** The host names no region, or the very one that is refused. */
  'region-refused': entry({
    args: { claimed: 'bytes' },
    rows: [10],
    headline: {
      en: 'The service does not accept {claimed:q}, the region that the signature is for.',
      zh: '服务端不接受签名所用的地域{claimed:q}。',
    },
    cause: {
      en: "V4 signs the region, and it must be the bucket's region; the host does not name a different one",
      zh: 'V4 签名包含地域，必须与 Bucket 所在地域一致；从 Host 看不出另一个地域',
    },
    cure: {
      en: "look up the region of the bucket, and set the client's region to it",
      zh: '查明 Bucket 所在地域，并把客户端的地域设为该地域',
    },
    codes: ['bad-region'],
  }),
  /** Only the answer is known. `endpoint`: region of the host or of the error body. */
  /** An answer alone, which does not say which region it expects. */
  'region-unnamed': entry({
    args: {},
    rows: [10],
    headline: {
      en: 'The signature is for no region, or for one that the service does not accept.',
      zh: '签名中没有地域，或者服务端不接受签名所用的地域。',
    },
    cause: {
      en: 'V4 signs the region; an empty one is refused like one that the bucket is not in',
      zh: 'V4 对地域签名；地域为空与 Bucket 不在该地域一样会被拒绝',
    },
    cure: {
      en: "set the client's region to that of the bucket; a service of your own has it in its configuration, often us-east-1",
      zh: '把客户端的地域设为 Bucket 所在地域；自建服务的地域见其配置，常为 us-east-1',
    },
    codes: ['bad-region'],
  }),
  'region-not-seen': entry({
    args: { endpoint: 'bytes' },
    rows: [10],
    headline: {
      en: 'The signature is for a region that the service does not accept; the endpoint is in {endpoint:q}.',
      zh: '服务端不接受签名所用的地域；Endpoint 所在地域是{endpoint:q}。',
    },
    cause: {
      en: "V4 signs the region, and it must be the bucket's region as a plain region ID: no oss- before it, no -internal after it; the request, which says what was sent, is not here",
      zh: 'V4 对地域签名，必须是 Bucket 所在地域的地域 ID：前面没有 oss-，后面没有 -internal；这里没有请求，看不到实际发送的地域',
    },
    cure: {
      en: "set the client's region to that of the bucket, and the endpoint to match",
      zh: '把客户端的地域设为 Bucket 所在地域，Endpoint 与之一致',
    },
    codes: ['bad-region'],
  }),
  /** The endpoint's name (`oss-…`, `…-internal`, no `cn-`) stands where the region id is due. */
  'region-is-endpoint-name': entry({
    args: { claimed: 'bytes', endpoint: 'bytes' },
    rows: [10],
    headline: {
      en: 'The signature has an endpoint name instead of a region ID: {claimed:q}.',
      zh: '应填地域 ID 的地方填了 Endpoint 名：{claimed:q}。',
    },
    cause: {
      en: 'a region ID is, for example, cn-hangzhou: no oss- before it, no -internal after it',
      zh: '地域 ID 形如 cn-hangzhou，前面没有 oss-，后面没有 -internal',
    },
    cure: {
      en: 'set the region to the plain region ID, and keep oss-… for the endpoint',
      zh: '地域只填地域 ID，oss-… 留给 Endpoint',
    },
    codes: ['bad-region'],
  }),
  'product-mismatch': entry({
    args: { claimed: 'bytes' },
    rows: [10],
    headline: { en: 'The signature names the product {claimed:q}.', zh: '签名中的产品名是{claimed:q}。' },
    cause: {
      en: 'the product in the scope must be oss (oss-cloudbox for CloudBox, s3 for S3 V4)',
      zh: 'Scope 里的产品名是 oss（CloudBox 为 oss-cloudbox，S3 V4 为 s3）',
    },
    cure: {
      en: 'use the constants of the scheme that the signature names; those of OSS (oss, aliyun_v4_request) and of S3 (s3, aws4_request) do not mix',
      zh: '使用与签名方式一致的常量；OSS 的（oss、aliyun_v4_request）和 S3 的（s3、aws4_request）不能混用',
    },
    codes: ['bad-product'],
  }),
  /** Day of the scope and day of the timestamp differ. */
  'scope-day-mismatch': entry({
    args: { scope: 'bytes', timestamp: 'bytes' },
    rows: [10],
    headline: {
      en: 'The day in the scope ({scope:q}) is not the day of the timestamp ({timestamp:q}).',
      zh: 'Scope 的日期（{scope:q}）与时间戳的日期（{timestamp:q}）不是同一天。',
    },
    cause: {
      en: 'one of the two is made from local time, or a signing key was kept past midnight',
      zh: '其中一个取自本地时间，或签名密钥跨过零点仍在使用',
    },
    cure: {
      en: 'make both from one UTC time, read again for each request',
      zh: '每次请求都用同一个 UTC 时间生成这两个值',
    },
    codes: ['scope-day'],
  }),
  'empty-additional-headers': entry({
    args: {},
    rows: [10],
    headline: { en: 'AdditionalHeaders is present but empty.', zh: 'AdditionalHeaders 存在但为空。' },
    cause: { en: 'an empty list is not allowed', zh: '不允许空列表' },
    cure: {
      en: 'leave the parameter out if no additional header is signed',
      zh: '没有额外签名头时，不要带这个参数',
    },
    codes: ['empty-listed-headers'],
  }),
  /** The captured request lacks `name` of its own list of signed headers. */
  'listed-header-absent': entry({
    args: { name: 'bytes' },
    rows: [10],
    headline: {
      en: 'The list of signed headers names {name:q}, which the request does not have.',
      zh: '签名请求头列表中有{name:q}，而请求没有这个请求头。',
    },
    cause: {
      en: 'OSS requires every header of the list; the client lists more than it sends, or something before the capture took the header out',
      zh: 'OSS 要求列表中的请求头都在请求里；客户端列出的比发送的多，或该请求头在抓包点之前已被去掉',
    },
    cure: {
      en: 'send the header, or take it off the list and sign again',
      zh: '发送该请求头，或把它移出列表后重新签名',
    },
    codes: ['listed-header-absent'],
  }),
  /** The captured request has all that its list names, `names`; the server missed one. */
  'listed-header-lost': entry({
    args: { names: 'bytes' },
    rows: [10],
    headline: {
      en: 'A header of the list of signed headers did not reach the server: the list is {names:q}.',
      zh: '签名请求头列表（{names:q}）中有请求头没有到达服务端。',
    },
    cause: {
      en: 'the captured request has them all, so something between the capture and the server took one out',
      zh: '抓到的请求中都有，所以是抓包点与服务端之间去掉了其中之一',
    },
    cure: {
      en: 'let the proxies on the way pass these headers on, or sign without them',
      zh: '让途中的代理放行这些请求头，或不把它们列入签名',
    },
    codes: ['listed-header-absent'],
  }),
  /** `name` is listed and has an underscore, which the server allows in none. */
  'listed-header-underscore': entry({
    args: { name: 'bytes' },
    rows: [10],
    headline: {
      en: 'The list of signed headers names {name:q}; OSS accepts no header with an underscore there.',
      zh: '签名请求头列表中有{name:q}；OSS 不接受其中带下划线的请求头。',
    },
    cause: {
      en: 'servers and proxies drop headers whose names have underscores',
      zh: '服务器和代理会丢弃名称带下划线的请求头',
    },
    cure: {
      en: 'name the header with hyphens, or take it off the list and sign again',
      zh: '名称改用连字符，或把它移出列表后重新签名',
    },
    codes: ['listed-header-absent'],
  }),
  /** `name`: of the header, `value`: as captured. */
  'header-not-signed': entry({
    args: { names: 'bytes' },
    rows: [10],
    headline: {
      en: 'The request has headers that are not signed and must be: {names}.',
      zh: '请求带有必须签名却没有签名的请求头：{names}。',
    },
    cause: {
      en: 'every x-amz- header must be in the list of signed headers; these were added after signing, by a middleware, an interceptor or a proxy before the capture point',
      zh: '所有 x-amz- 请求头都必须列入签名；这些是签名之后加上的：由中间件、拦截器，或抓包点之前的代理',
    },
    cure: {
      en: 'add the header before the request is signed, or leave it out',
      zh: '在签名之前加上该请求头，或不发送它',
    },
    codes: ['headers-not-signed'],
  }),
  'header-not-signed-in-transit': entry({
    args: { names: 'bytes' },
    rows: [10],
    headline: {
      en: 'The server received headers that the client did not send, and that must be signed: {names}.',
      zh: '服务端收到了客户端没有发送、且必须签名的请求头：{names}。',
    },
    cause: {
      en: 'the captured request has none of them, so something between the capture and the server added them',
      zh: '抓到的请求中没有，所以是抓包点与服务端之间的设备加上的',
    },
    cure: {
      en: 'configure the gateway or proxy on the way not to add x-amz- headers',
      zh: '让途中的网关或代理不再添加 x-amz- 请求头',
    },
    codes: ['headers-not-signed'],
  }),
  'content-sha256-missing': entry({
    args: {},
    rows: [10],
    headline: {
      en: 'The request has no x-amz-content-sha256, which V4 must have.',
      zh: '请求缺少 V4 签名必需的 x-amz-content-sha256。',
    },
    cause: {
      en: 'generic signers of Amazon V4 leave the header out: only S3 asks for it',
      zh: '通用的 Amazon V4 签名代码不带该请求头：只有 S3 要求它',
    },
    cure: {
      en: 'sign for S3: send x-amz-content-sha256 with the SHA-256 of the body in hex, or UNSIGNED-PAYLOAD, and list it as signed',
      zh: '按 S3 的规则签名：发送 x-amz-content-sha256（请求体 SHA-256 的十六进制，或 UNSIGNED-PAYLOAD），并列入签名',
    },
    codes: ['missing-content-sha256'],
  }),
  'bad-content-sha256': entry({
    args: { name: 'bytes', value: 'bytes' },
    rows: [10],
    headline: {
      en: '{name} has a value that is not accepted: {value:q}.',
      zh: '{name} 的值不被接受：{value:q}。',
    },
    cause: {
      en: 'OSS takes UNSIGNED-PAYLOAD; in the S3 dialect the SHA-256 of the body as well, in hex',
      zh: 'OSS 接受 UNSIGNED-PAYLOAD；S3 兼容签名也接受请求体的 SHA-256（十六进制）',
    },
    cure: { en: 'send UNSIGNED-PAYLOAD, and sign it', zh: '发送 UNSIGNED-PAYLOAD，并按它签名' },
    codes: ['bad-content-sha256'],
  }),
  /** Parameter names such as `amp;Expires`: `&` was escaped after signing. `name`: the first one. */
  'mangled-parameters': entry({
    args: { name: 'bytes' },
    rows: [10, 16],
    headline: {
      en: 'The URL was escaped after it was signed: a parameter is called {name:q}.',
      zh: 'URL 在签名之后被转义：出现了名为{name:q}的参数。',
    },
    cause: {
      en: 'an HTML or JSON encoder turned & into &amp; or \\u0026, and nothing turned it back',
      zh: 'HTML 或 JSON 编码把 & 变成了 &amp; 或 \\u0026，之后没有还原',
    },
    cure: {
      en: 'decode the URL before it is used; do not print it into HTML or JSON without decoding on the other side',
      zh: '使用之前先解码；不要把 URL 放进 HTML 或 JSON 后直接使用',
    },
  }),
  /** `names`: the parameters that are missing. */
  'url-cut': entry({
    args: { names: 'bytes' },
    rows: [10],
    headline: { en: 'The signed URL is cut off.', zh: '签名 URL 被截断。' },
    cause: {
      en: 'a shell ends a URL without quotation marks at its first &, and a field that is too short ends it elsewhere; missing: {names}',
      zh: '在 shell 中，没有加引号的 URL 在第一个 & 处就结束了，长度不够的字段也会截断它；缺少的参数：{names}',
    },
    cure: {
      en: "put the URL in quotation marks ('…'), and store and pass it on whole",
      zh: "给 URL 加上引号（'…'），并完整地保存和传递",
    },
  }),
  'missing-signature': entry({
    args: {},
    rows: [10],
    headline: { en: 'The signature itself is missing.', zh: '请求里没有签名值。' },
    cause: {
      en: 'a parameter or a part of Authorization was lost, for example in a URL that was cut',
      zh: '参数或 Authorization 的一部分丢失，例如 URL 被截断',
    },
    cure: COMPARE_URLS,
    codes: ['missing-signature'],
  }),
  /** Of a signed URL: the parameter that says so, and its value. */
  'missing-signature-version': entry({
    args: { name: 'bytes', value: 'bytes' },
    rows: [10],
    headline: {
      en: 'The signed URL lacks {name} with the value {value:q}: without it, the server takes the request for unsigned.',
      zh: '签名 URL 里没有值为{value:q}的参数 {name}：服务端因此把请求当作未签名。',
    },
    cause: {
      en: 'the parameter was lost, cut, misspelt or changed after signing, for example when the URL was copied',
      zh: '该参数丢失、被截断、拼写错误或在签名之后被改动，例如复制 URL 时',
    },
    cure: COMPARE_URLS,
  }),
  'missing-expires': entry({
    args: {},
    rows: [10],
    headline: { en: 'The signed URL has no expiry.', zh: '签名 URL 没有有效期。' },
    cause: {
      en: 'Expires (x-oss-expires in V4) was lost or never set',
      zh: 'Expires（V4 为 x-oss-expires）丢失或没有设置',
    },
    cure: COMPARE_URLS,
    codes: ['missing-expires'],
  }),
  /** Expiry present but not acceptable: no number, or longer than allowed. */
  'bad-expires': entry({
    args: { value: 'bytes' },
    rows: [10],
    headline: { en: 'The expiry is not valid: {value:q}.', zh: '有效期的值无效：{value:q}。' },
    cause: {
      en: 'it is not a number, or longer than the version allows (V4: 7 days)',
      zh: '不是数字，或超出该版本的上限（V4 为 7 天）',
    },
    cure: { en: 'sign with a shorter expiry, in whole seconds', zh: '缩短有效期，以整秒数签名' },
    codes: ['bad-expires'],
  }),
  'missing-date': entry({
    args: {},
    rows: [10],
    headline: { en: 'The request has no date.', zh: '请求没有日期。' },
    cause: {
      en: 'neither Date nor x-oss-date came with the signature; browsers do not let scripts set Date',
      zh: '既没有 Date 也没有 x-oss-date；浏览器不允许脚本设置 Date',
    },
    cure: { en: 'send x-oss-date, and sign it', zh: '发送 x-oss-date 并对其签名' },
    codes: ['bad-date'],
  }),
  /** Date present but in no form that is read. */
  'bad-date': entry({
    args: { value: 'bytes' },
    rows: [10],
    headline: { en: 'The date of the request is not valid: {value:q}.', zh: '请求的日期无效：{value:q}。' },
    cause: {
      en: 'OSS reads dates such as "Wed, 01 Jan 2025 12:34:56 GMT" (V1, V2) and "20250101T123456Z" (V4)',
      zh: 'OSS 能识别的日期形如“Wed, 01 Jan 2025 12:34:56 GMT”（V1、V2）和“20250101T123456Z”（V4）',
    },
    cure: {
      en: 'write the date in English and in GMT, as the SDKs do',
      zh: '像 SDK 那样用英文和 GMT 书写日期',
    },
    codes: ['bad-date'],
  }),
  /** A form lacks a field or names it wrongly. `name`: from the server's ArgumentName, else empty. */
  'bad-form-field': entry({
    args: { name: 'bytes' },
    rows: [10],
    headline: {
      en: 'The upload form lacks a field or names it wrongly: {name:q}.',
      zh: '上传表单缺少表单域，或名称有误：{name:q}。',
    },
    cause: {
      en: 'the fields of a form upload depend on the signature version',
      zh: '表单上传所需的表单域因签名版本而异',
    },
    cure: {
      en: 'send all the fields that the version requires, before the file',
      zh: '在 file 之前发送该版本要求的全部表单域',
    },
    codes: ['bad-form-field', 'missing-policy'],
  }),
  /** `argument`: the server's ArgumentName, empty without one. */
  'malformed-other': entry({
    args: { argument: 'bytes' },
    rows: [10],
    headline: {
      en: 'The authentication data is malformed: {argument:q}.',
      zh: '鉴权信息格式有误：{argument:q}。',
    },
    cause: {
      en: 'the server refuses it before it looks at the signature',
      zh: '服务端在校验签名之前就拒绝了请求',
    },
    cure: { en: 'correct the argument that the server names', zh: '改正服务端指出的参数' },
    codes: [
      'bad-access-key-id',
      'bad-algorithm',
      'bad-signature-version',
      'bad-signed-headers',
      'bad-signature',
    ],
  }),
} as const satisfies Readonly<Record<string, CauseEntry>>;
