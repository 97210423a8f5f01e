import { type CauseEntry, entry } from './entry.ts';

/**
 * Bodies that are not what their digests say. `claimed`: the value of the header, `actual`: the
 * digest of the captured body, both as the header writes it.
 */
export const DIGEST_CAUSES = {
  /**
   * The captured body has another MD5 than the header says: it was altered before the capture
   * point, or never had that MD5.
   */
  'body-md5-differs': entry({
    args: { claimed: 'bytes', actual: 'bytes' },
    rows: [8],
    headline: {
      en: 'The MD5 of the body does not match its Content-MD5.',
      zh: '请求体的 MD5 与 Content-MD5 不符。',
    },
    cause: {
      en: 'the header says {claimed:q}, the captured body gives {actual:q}: the digest was computed over other bytes, such as before compression, or the whole file instead of the part; or the body was altered before it reached the capture point',
      zh: '请求头为{claimed:q}，抓到的请求体算出{actual:q}：摘要是对别的字节算的，例如压缩之前的内容，或整个文件而非该分片；或者请求体在到达抓包点之前已被改动',
    },
    cure: {
      en: 'compute Content-MD5 over exactly the bytes that are sent, or leave it to the SDK',
      zh: '对实际发送的请求体计算 Content-MD5，或交给 SDK 处理',
    },
  }),
  /** The same of the SHA-256 that the S3 dialect signs (`x-amz-content-sha256`), in hex. */
  'body-sha256-differs': entry({
    args: { claimed: 'bytes', actual: 'bytes' },
    rows: [8],
    headline: {
      en: 'The SHA-256 of the body does not match its x-amz-content-sha256.',
      zh: '请求体的 SHA-256 与 x-amz-content-sha256 不符。',
    },
    cause: {
      en: 'the header says {claimed:q}, the captured body gives {actual:q}: the digest was computed over other bytes, such as before compression or before the last change to the body; or the body was altered before it reached the capture point',
      zh: '请求头为{claimed:q}，抓到的请求体算出{actual:q}：摘要是对别的字节算的，例如压缩之前或最后一次改动之前的内容；或者请求体在到达抓包点之前已被改动',
    },
    cure: {
      en: 'sign exactly the bytes that are sent, or leave x-amz-content-sha256 to the SDK',
      zh: '对实际发送的字节签名，或把 x-amz-content-sha256 交给 SDK 处理',
    },
  }),
  /**
   * The captured body fits the header: it was altered between the capture point and the server.
   * `claim`: `claim-content-md5` or `claim-content-sha256`.
   */
  'body-altered': entry({
    args: { claim: 'word', claimed: 'bytes' },
    rows: [8],
    headline: {
      en: 'The body was altered between the capture point and the server.',
      zh: '请求体在抓包点与服务端之间被改动。',
    },
    cause: {
      en: 'the captured body matches its {claim:word} {claimed:q}, but the server received another',
      zh: '抓到的请求体与其{claim:word}的值{claimed:q}相符，服务端收到的却不同',
    },
    cure: {
      en: 'connect to OSS over HTTPS, end to end, or keep what stands on the way from changing bodies; to find it, compare captures before and after each proxy, and look for one that transcodes, scans or compresses',
      zh: '全程用 HTTPS 连接 OSS，或让途中的设备不再改动请求体；要找出是哪一个，请在每层代理前后抓包对比，看哪一层会转码、扫描或压缩',
    },
  }),
  /** Content-MD5 is not base64 of 16 bytes. */
  'digest-not-base64-md5': entry({
    args: { claimed: 'bytes' },
    rows: [8],
    headline: {
      en: 'Content-MD5 is not the base64 form of an MD5.',
      zh: 'Content-MD5 不是 MD5 的 Base64 形式。',
    },
    cause: {
      en: 'it holds {claimed:q}; it must be 16 bytes in base64, which is 24 characters',
      zh: '它的值是{claimed:q}；应为 16 字节的 Base64，共 24 个字符',
    },
    cure: { en: 'encode the 16 raw bytes of the MD5 in base64', zh: '把 MD5 的 16 个原始字节做 Base64 编码' },
  }),
  /** Content-MD5 holds the hex text, or base64 of the hex text. */
  'digest-of-hex': entry({
    args: { claimed: 'bytes' },
    rows: [8],
    headline: {
      en: 'Content-MD5 holds the hex text of the MD5.',
      zh: 'Content-MD5 里放的是 MD5 的十六进制文本。',
    },
    cause: {
      en: 'it holds {claimed:q}; it must be base64 of the 16 raw bytes',
      zh: '它的值是{claimed:q}；应为 16 个原始字节的 Base64',
    },
    cure: {
      en: 'encode the raw bytes of the digest, not its hex text (in Node: digest("base64"))',
      zh: '对摘要的原始字节编码，而不是对十六进制文本编码（Node 中用 digest("base64")）',
    },
  }),
  /** The body is not in the capture (whole), so header and body cannot be compared. */
  'digest-unverifiable': entry({
    args: { claimed: 'bytes' },
    rows: [8],
    headline: {
      en: 'The server says that the body does not match its digest.',
      zh: '服务端认为请求体与摘要不符。',
    },
    cause: {
      en: 'the capture does not hold the whole body, so {claimed:q} cannot be checked here',
      zh: '抓包中没有完整的请求体，无法在此核对{claimed:q}',
    },
    cure: {
      en: 'capture whole packets (tcpdump -s 0), and compute the digest over the bytes that are sent',
      zh: '抓取完整数据包（tcpdump -s 0），并对实际发送的字节计算摘要',
    },
  }),
  /** The body is whole, but was too long to be digested unasked. */
  'digest-not-computed': entry({
    args: { claimed: 'bytes' },
    rows: [8],
    headline: {
      en: 'The server says that the body does not match its digest.',
      zh: '服务端认为请求体与摘要不符。',
    },
    cause: {
      en: 'by default, only bodies up to 16 MiB are checked; this one is longer, so {claimed:q} was not checked',
      zh: '请求体超过默认计算摘要的长度（16 MiB），没有核对{claimed:q}',
    },
    cure: {
      en: 'run again with --verify-bodies, which computes the digests of every body',
      zh: '加上 --verify-bodies 再运行一次，它会计算每个消息体的摘要',
    },
  }),
  /**
   * Accepted, but what the server says that it stored is not what was captured. `claim`:
   * `claim-crc64`, `claim-etag` or `claim-content-md5`.
   */
  'stored-body-differs': entry({
    args: { claim: 'word', claimed: 'bytes', actual: 'bytes' },
    rows: [3],
    headline: {
      en: 'The server stored different bytes from those captured.',
      zh: '服务端存下的内容与抓到的请求体不同。',
    },
    cause: {
      en: 'its response gives {claim:word} as {claimed:q}, the captured body gives {actual:q}: the body was altered between the capture point and the server',
      zh: '响应给出的{claim:word}为{claimed:q}，抓到的请求体算出{actual:q}：请求体在抓包点与服务端之间被改动',
    },
    cure: {
      en: 'upload the object again; compare captures before and after each proxy, and look for one that transcodes, scans or compresses bodies; or connect to OSS over HTTPS, end to end',
      zh: '重新上传该 Object；在每层代理前后抓包对比，找出会转码、扫描或压缩请求体的那一层；或全程用 HTTPS 连接 OSS',
    },
  }),
  /** The object arrived at the capture point with other bytes than the server says. */
  'received-body-differs': entry({
    args: { claim: 'word', claimed: 'bytes', actual: 'bytes' },
    rows: [3],
    headline: {
      en: 'The object was altered between the server and the capture point.',
      zh: 'Object 在服务端与抓包点之间被改动。',
    },
    cause: {
      en: 'the response gives {claim:word} as {claimed:q}, the captured body gives {actual:q}',
      zh: '响应给出的{claim:word}为{claimed:q}，抓到的响应体算出{actual:q}',
    },
    cure: {
      en: 'download the object again, with the checksum check of the SDK turned on; compare captures before and after each proxy, and look for one that transcodes, scans or compresses bodies; or connect to OSS over HTTPS, end to end',
      zh: '打开 SDK 的校验功能重新下载；在每层代理前后抓包对比，找出会转码、扫描或压缩响应体的那一层；或全程用 HTTPS 连接 OSS',
    },
  }),
  /** Content-MD5 or another digest; only the answer is known. */
  'digest-request-not-seen': entry({
    args: {},
    rows: [8],
    headline: {
      en: 'The server says that the body does not match its Content-MD5, or that it is not an MD5.',
      zh: '服务端称消息体与 Content-MD5 不符，或 Content-MD5 的值不是 MD5。',
    },
    cause: {
      en: 'the request is not here to compare with: the digest is of other bytes than those that arrived, or in hex instead of base64 of its 16 bytes',
      zh: '这里没有请求可供比较：要么摘要是对另一些字节计算的，要么值写成了十六进制，而不是 16 个字节的 Base64',
    },
    cure: {
      en: 'compute the MD5 over the bytes that are sent, and send it as base64 of its raw bytes; add what the client sent to have it checked',
      zh: '对实际发送的字节计算 MD5，并以其原始字节的 Base64 发送；补充客户端发送的内容即可核对',
    },
  }),
  /** The server complains of a Content-MD5 that the captured request does not have. */
  'digest-not-sent': entry({
    args: {},
    rows: [8],
    headline: {
      en: 'The server says that the Content-MD5 is wrong, but the captured request has none.',
      zh: '服务端说 Content-MD5 有误，而抓到的请求并没有带 Content-MD5。',
    },
    cause: {
      en: 'something between the capture point and the server added one, over other bytes than those that arrived',
      zh: '抓包位置与服务端之间有设备加上了 Content-MD5，它与到达的请求体不符',
    },
    cure: {
      en: 'compare captures before and after each proxy, and look for one that sets Content-MD5 or changes bodies',
      zh: '在每层代理前后抓包对比，找出会设置 Content-MD5 或改动请求体的那一层',
    },
  }),
  /**
   * Compared by the server against something else than Content-MD5 (x-oss-hash-…, checksum
   * trailers).
   */
  'digest-other': entry({
    args: {},
    rows: [8],
    headline: {
      en: 'The server says that the body does not match a checksum other than Content-MD5.',
      zh: '服务端认为请求体与另一种校验值（非 Content-MD5）不符。',
    },
    cause: {
      en: 'a checksum header or trailer was computed over other bytes than those that arrived',
      zh: '校验请求头或尾部是对别的字节算的，与收到的不同',
    },
    cure: {
      en: 'compute the checksum over the bytes that are sent, or turn the checksum off in the SDK',
      zh: '对实际发送的字节计算校验值，或在 SDK 中关闭该校验',
    },
  }),
} as const satisfies Readonly<Record<string, CauseEntry>>;
