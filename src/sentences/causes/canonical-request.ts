import { type CauseEntry, DIFFERS, entry, HAND_WRITTEN, SIGN_LAST, USE_SDK } from './entry.ts';

/**
 * What the client signed otherwise than it was sent, as the search proves: parts that mostly V2 and V4 have.
 * `signed`: the value in the client's string, `sent`: that on the wire.
 */
export const CANONICAL_REQUEST_CAUSES = {
  /**
   * V4 canonical URI. `how`: `without-bucket`, `slash-encoded`, `not-encoded`, `encoded-twice`, `raw`,
   * `bucket-twice`, `lower-case-hex`, `without-slash`, `left-out`, `url`, `with-query`.
   */
  'canonical-uri-signed-other': entry({
    args: { how: 'word', signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed the path in the wrong form ({how:word}).',
      zh: '客户端签名用的路径形式不同（{how:word}）。',
    },
    cause: {
      en: `${DIFFERS.en}; the canonical URI is encoded except for its slashes (OSS4: /bucket/key, AWS4: the path alone)`,
      zh: `${DIFFERS.zh}；CanonicalURI 除斜杠外要编码（OSS4 为 /bucket/key，AWS4 只取路径）`,
    },
    cure: USE_SDK,
  }),
  /**
   * V2 resource. `how`: `slash-kept`, `not-encoded`, `encoded-twice`, `lower-case-hex`, `script-encoded`,
   * `left-out`.
   */
  'resource-signed-other': entry({
    args: { how: 'word', signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed the resource in the wrong form ({how:word}).',
      zh: '客户端签名用的资源形式不同（{how:word}）。',
    },
    cause: {
      en: `${DIFFERS.en}; V2 percent-encodes all of /bucket/key, including its slashes`,
      zh: `${DIFFERS.zh}；签名 V2 对 /bucket/key 整体做百分号编码，斜杠也要编码`,
    },
    cure: USE_SDK,
  }),
  'canonical-header-added-after-signing': entry({
    args: { name: 'bytes' },
    rows: [16],
    headline: { en: 'The header {name} was added after signing.', zh: '请求头 {name} 是在签名之后加上的。' },
    cause: {
      en: 'V4 signs Content-Type, Content-MD5, every x-oss- header and those that the request lists as signed',
      zh: 'V4 对 Content-Type、Content-MD5、所有 x-oss- 请求头，以及请求列为已签名的请求头签名',
    },
    cure: SIGN_LAST,
  }),
  'canonical-header-signed-other': entry({
    args: { name: 'bytes', signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed one value of the header {name} and sent another.',
      zh: '客户端签名用的请求头 {name} 的值与发送的不同。',
    },
    cause: DIFFERS,
    cure: SIGN_LAST,
  }),
  /** A line of the string that no header of the request stands for; V1 and V2 too. */
  'header-not-sent': entry({
    args: { name: 'bytes', signed: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed the header {name} but did not send it.',
      zh: '客户端对请求头 {name} 签了名，却没有发送。',
    },
    cause: {
      en: 'signed as {signed:q}; whoever uses a signed URL, or a signature that a server made, has to send every header that was signed',
      zh: '签名用的是{signed:q}；使用签名 URL 或业务服务器生成的签名时，必须发送所有参与签名的请求头',
    },
    cure: {
      en: 'send {name} with the signed value, or sign without it',
      zh: '按签名用的值发送 {name}，或签名时不要包含它',
    },
  }),
  /** Signed, and not in the query: a sub-resource without a value. */
  'parameter-not-sent': entry({
    args: { name: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed the parameter {name} but did not send it.',
      zh: '客户端对参数 {name} 签了名，却没有发送。',
    },
    cause: {
      en: 'HTTP libraries leave out a parameter whose value is null, not set or empty',
      zh: 'HTTP 库会丢掉值为 null、未设置或为空的参数',
    },
    cure: {
      en: 'write {name} into the URL itself, as ?{name}, or give it an empty text as its value; then look at the URL that is sent',
      zh: '把 {name} 直接写进 URL（?{name}），或以空文本作为它的值；再看实际发出的 URL',
    },
  }),
  'host-signed-other': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed one Host and sent another.',
      zh: '客户端签名用的 Host 与发送的不同。',
    },
    cause: {
      en: `${DIFFERS.en}; the port may differ, a custom domain may have replaced the endpoint, or the client's host setting has a part of the path in it`,
      zh: `${DIFFERS.zh}；可能是端口不同，或用自定义域名代替了 Endpoint，或客户端的主机设置中带有路径的一部分`,
    },
    cure: {
      en: 'sign the Host that is sent, or leave host out of the signed headers; with s3cmd, give host_base and host_bucket without a path',
      zh: '按发送的 Host 签名，或不要把 host 列入签名头；使用 s3cmd 时，host_base 和 host_bucket 中不要带路径',
    },
  }),
  'additional-headers-signed-other': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed one list of headers and sent another.',
      zh: '客户端签名用的签名头列表与发送的不同。',
    },
    cause: DIFFERS,
    cure: { en: 'use one sorted, lower-case list for both', zh: '两处使用同一个小写、排序后的列表' },
  }),
  /**
   * V4, V2: lines of headers that the request does not list as signed. `names`: joined by a comma and a
   * space.
   */
  'unlisted-headers-signed': entry({
    args: { names: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed header lines that its request does not list as signed: {names}.',
      zh: '客户端把请求中未列为签名头的请求头也签进去了：{names}。',
    },
    cause: {
      en: 'V4 signs Content-Type, Content-MD5 and every x-oss- header, and others only if AdditionalHeaders lists them; S3 V4 signs those that SignedHeaders lists',
      zh: 'V4 对 Content-Type、Content-MD5 和所有 x-oss- 请求头签名，其他请求头只有写进 AdditionalHeaders 才参与签名；S3 V4 只对 SignedHeaders 所列的请求头签名',
    },
    cure: {
      en: 'leave these headers out of the canonical request, or list them',
      zh: '从 CanonicalRequest 中去掉这些请求头，或把它们列为签名头',
    },
  }),
  'payload-hash-signed-other': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed one payload hash and sent another.',
      zh: '客户端签名用的请求体哈希与发送的不同。',
    },
    cause: DIFFERS,
    cure: { en: 'sign the very payload hash that is sent', zh: '用实际发送的请求体哈希签名' },
  }),
  /** x-oss-content-sha256 was sent and has no header line in the client's string. */
  'payload-header-not-signed': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client sent the header with the payload hash but did not sign it as a header.',
      zh: '客户端发送了请求体哈希的请求头，却没有把它作为请求头签名。',
    },
    cause: HAND_WRITTEN,
    cure: {
      en: 'x-oss-content-sha256 (in S3 V4 x-amz-content-sha256) is a header like any other: sign its line',
      zh: 'x-oss-content-sha256（S3 V4 为 x-amz-content-sha256）与其他请求头一样，要签进请求头行',
    },
  }),
  'timestamp-signed-other': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed one timestamp and sent another.',
      zh: '客户端签名用的时间戳与发送的不同。',
    },
    cause: DIFFERS,
    cure: {
      en: 'read the clock once, and use that text for signing and sending',
      zh: '只取一次时间，签名和发送用同一文本',
    },
  }),
  'scope-day-signed-other': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client derived its signing key for one day and sent another.',
      zh: '客户端派生密钥用的日期与发送的不同。',
    },
    cause: {
      en: `${DIFFERS.en}; a signing key was kept past midnight, or made from the local date`,
      zh: `${DIFFERS.zh}；密钥跨过零点仍在使用，或取了本地日期`,
    },
    cure: {
      en: 'derive the signing key from the UTC day of the timestamp',
      zh: '用时间戳的 UTC 日期派生密钥',
    },
  }),
  'scope-region-signed-other': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client derived its signing key for one region and sent another.',
      zh: '客户端派生密钥用的地域与发送的不同。',
    },
    cause: DIFFERS,
    cure: { en: 'set one region, that of the bucket', zh: '统一使用 Bucket 所在的地域' },
  }),
  'scope-product-signed-other': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client derived its signing key for one product and sent another.',
      zh: '客户端派生密钥用的产品名与发送的不同。',
    },
    cause: DIFFERS,
    cure: {
      en: 'use the product oss (oss-cloudbox for CloudBox, s3 for S3 V4)',
      zh: '使用产品名 oss（CloudBox 为 oss-cloudbox，S3 V4 为 s3）',
    },
  }),
} as const satisfies Readonly<Record<string, CauseEntry>>;
