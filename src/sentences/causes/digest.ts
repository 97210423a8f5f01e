import { type CauseEntry, entry } from './entry.ts';

/**
 * Bodies that are not what their digests say. `claimed`: the value of the header, `actual`: the digest of the
 * captured body, both as the header writes it.
 */
export const DIGEST_CAUSES = {
  /**
   * The captured body has another MD5 than the header says: it was altered before the capture point, or never
   * had that MD5.
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
  /** The SHA-256 is that of no bytes, of a body that has some. */
  'body-sha256-of-nothing': entry({
    args: { size: 'number' },
    rows: [8],
    headline: {
      en: 'The x-amz-content-sha256 is the SHA-256 of an empty body, and the body is not empty.',
      zh: 'x-amz-content-sha256 是空请求体的 SHA-256，而请求体不为空。',
    },
    cause: {
      en: 'the body has {size:n} byte{size:s}: it was hashed before it was there, or after a stream had been read to its end; or something before the capture point added it',
      zh: '请求体有 {size:n} 字节：计算摘要时内容尚未写入，或流已被读完；或者请求体是抓包点之前的设备加上的',
    },
    cure: {
      en: 'hash the bytes that are sent (rewind a stream between hashing and sending), or send UNSIGNED-PAYLOAD',
      zh: '对实际发送的字节计算摘要（流在计算之后、发送之前要回到开头），或发送 UNSIGNED-PAYLOAD',
    },
  }),
  /** The same of `x-amz-checksum-…`, a header or behind the chunks of the body, in base64. */
  'body-checksum-differs': entry({
    args: { claim: 'word', claimed: 'bytes', actual: 'bytes' },
    rows: [8],
    headline: {
      en: 'The checksum of the body does not match its {claim:word}.',
      zh: '请求体的校验值与{claim:word}不符。',
    },
    cause: {
      en: 'it says {claimed:q}, the captured body gives {actual:q}: the checksum was computed over other bytes, or the body was altered before it reached the capture point',
      zh: '其值为{claimed:q}，抓到的请求体算出{actual:q}：校验值是对别的字节算的，或者请求体在到达抓包点之前已被改动',
    },
    cure: {
      en: 'compute it over exactly the bytes that are sent, or leave it to the SDK; if it fails only behind a proxy, compare captures before and after it',
      zh: '对实际发送的字节计算校验值，或交给 SDK 处理；如果只在经过代理时失败，在代理前后抓包对比',
    },
  }),
  /**
   * The captured body fits the header: it was altered between the capture point and the server. `claim`:
   * `claim-content-md5`, `claim-content-sha256` or `claim-checksum-…`.
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
   * Accepted, but what the server says that it stored is not what was captured. `claim`: `claim-crc64`,
   * `claim-etag`, `claim-content-md5` or `claim-checksum-…`.
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
  /** Compared by the server against something else than Content-MD5 (x-oss-hash-…, checksum trailers). */
  /** `name`: the parameter of a URL. */
  'url-checksum-of-nothing': entry({
    args: { name: 'bytes' },
    rows: [2],
    headline: {
      en: 'The URL is signed with the checksum of an empty body ({name}=AAAAAA==): no upload of anything fits it.',
      zh: '该 URL 签名时带有空请求体的校验值（{name}=AAAAAA==）：上传任何内容都不会相符。',
    },
    cause: {
      en: 'since January 2025 the SDKs of AWS compute a checksum by default, and when they sign a URL there is no body yet',
      zh: '自 2025 年 1 月起 AWS SDK 默认计算校验值，而对 URL 签名时还没有请求体',
    },
    cure: {
      en: 'turn the default checksums off where the URL is signed (requestChecksumCalculation: "WHEN_REQUIRED"; AWS_REQUEST_CHECKSUM_CALCULATION=when_required)',
      zh: '在生成签名 URL 的地方关闭默认校验（requestChecksumCalculation: "WHEN_REQUIRED"；环境变量 AWS_REQUEST_CHECKSUM_CALCULATION=when_required）',
    },
  }),
  'payload-hash-refused': entry({
    args: {},
    rows: [8],
    headline: {
      en: 'The server refused what x-amz-content-sha256 says of the body.',
      zh: '服务端不接受 x-amz-content-sha256 对请求体的说明。',
    },
    cause: {
      en: 'the server hashed another body, or does not know the form named there: the SDK hashes one body and sends another (aws-chunked with a trailer and default checksums since January 2025, a stream that is read twice), or something on the way changed it',
      zh: '服务端对另一个请求体计算了摘要，或不认识其中写明的形式：SDK 计算摘要的和发送的不是同一份（2025 年 1 月起默认的校验值和带尾部的 aws-chunked 请求体，或流被读了两次），或请求体在传输途中被改',
    },
    cure: {
      en: 'turn the default checksums off (AWS_REQUEST_CHECKSUM_CALCULATION=when_required; Velero: checksumAlgorithm: ""), and hash the very bytes that are sent',
      zh: '关闭默认校验（AWS_REQUEST_CHECKSUM_CALCULATION=when_required；Velero 为 checksumAlgorithm: ""），并对实际发送的字节计算摘要',
    },
  }),
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

/** Those that signatures prove which the given secret made. */
const PROVED_BY_SECRET: ReadonlySet<string> = new Set([
  'chunk-data-differ',
  'chunk-signature-altered',
  'chunks-of-other-request',
  'chunks-signed-otherwise',
  'chunk-trailer-differs',
  'chunks-altered-later',
]);

/**
 * Whether a cause is about the chunks of a body, and so about no string of the request. `by-secret`:
 * signatures show it that the given secret makes; `by-body`: the body does; `unknown`: which chunk it is,
 * nothing shows.
 */
export function isOfChunks(cause: string | undefined): 'by-secret' | 'by-body' | 'unknown' | false {
  if (cause === undefined || !Object.hasOwn(CHUNK_CAUSES, cause)) return false;
  if (cause === 'chunk-signature-differs') return 'unknown';
  return PROVED_BY_SECRET.has(cause) ? 'by-secret' : 'by-body';
}

/**
 * Bodies in `aws-chunked` that are not what was signed, or not in chunks at all. `chunk`: which, from 1;
 * `size`: bytes of its data; `offset`: where it begins in the body; `frame`: the packet that has its first
 * byte.
 */
export const CHUNK_CAUSES = {
  /** S3 V4 in signed chunks: the signature of a chunk does not match it, and which is not known. */
  'chunk-signature-differs': entry({
    args: {},
    rows: [20],
    headline: {
      en: 'The signature of a chunk of the body does not match the chunk.',
      zh: '请求体中某个分块的签名与其内容不符。',
    },
    cause: {
      en: 'the signature at fault is one of those between the data (aws-chunked), not the one in the headers: the client signs its chunks by other rules, or a proxy altered the body between the client and OSS',
      zh: '出错的是数据之间的分块签名（aws-chunked），而不是请求头部的签名：要么客户端的分块签名规则不同，要么请求体在到达 OSS 之前被代理改动',
    },
    cure: {
      en: 'let the client sign the body as a whole or not at all (UNSIGNED-PAYLOAD, no chunked encoding), or use an OSS SDK; if it fails only behind a proxy, compare captures before and after it',
      zh: '让客户端对整个请求体签名或不签名（UNSIGNED-PAYLOAD，关闭分块编码），或改用 OSS SDK；如果只在经过代理时失败，在代理前后抓包对比',
    },
  }),
  /** The signature before it is right, and its own is one that the chunks after it go on from. */
  'chunk-data-differ': entry({
    args: { chunk: 'number', size: 'number', offset: 'number', frame: 'number' },
    rows: [20, 8],
    headline: {
      en: 'The data of chunk {chunk} of the body are not what was signed.',
      zh: '请求体第 {chunk} 个分块的数据与签名时不同。',
    },
    cause: {
      en: 'that chunk ({size:n} byte{size:s} of data, at byte {offset:n} of the body, {frame:at}) does not match its signature, while the signature before it is right: the data were changed after they were signed, by a proxy before the capture point, or by whoever wrote to the file while the client read it',
      zh: '该分块（{size:n} 字节数据，位于请求体第 {offset:n} 字节，{frame:at}）与其签名不符，而它之前的签名是对的：数据在签名之后被改动，要么是抓包点之前的代理所为，要么客户端读取文件时文件仍在被写入',
    },
    cure: {
      en: 'upload again once nobody writes to the file; if it fails again, compare captures before and after each proxy, and look for one that changes bodies; or connect over HTTPS, end to end',
      zh: '待文件不再被写入后重新上传；若仍失败，请在每层代理前后抓包对比，找出会改动请求体的那一层；或全程使用 HTTPS',
    },
  }),
  /** The chunks after it go on from the signature that it should have. */
  'chunk-signature-altered': entry({
    args: { chunk: 'number', size: 'number', offset: 'number', frame: 'number' },
    rows: [20, 8],
    headline: {
      en: 'The signature of chunk {chunk} of the body was changed on the way, or a chunk before it is missing.',
      zh: '请求体第 {chunk} 个分块的签名在传输途中被改动，或它之前缺少一个分块。',
    },
    cause: {
      en: 'the text in front of that chunk ({size:n} byte{size:s} of data, at byte {offset:n} of the body, {frame:at}) is not the signature that its data and the signature before it give',
      zh: '该分块（{size:n} 字节数据，位于请求体第 {offset:n} 字节，{frame:at}）之前的文本，不是由其数据与前一个签名算出的签名',
    },
    cure: {
      en: 'compare captures before and after each proxy, and look for one that changes bodies; or connect over HTTPS, end to end',
      zh: '在每层代理前后抓包对比，找出会改动请求体的那一层；或全程使用 HTTPS',
    },
  }),
  /** The request's own signature is not right either, while the given secret fits the chunks. */
  'chunks-of-other-request': entry({
    args: { frame: 'number' },
    rows: [20, 8],
    headline: {
      en: 'The chunks of the body do not go on from the signature of the request.',
      zh: '请求体各分块的签名并非接续于请求自身的签名。',
    },
    cause: {
      en: 'the given secret fits the chunks, but the signature in the head is none of it, and the first chunk ({frame:at}) was signed after another one: something replaced the Authorization header, or signed the head anew and left the body as it was',
      zh: '您提供的 Secret 与各分块相符，但请求头部的签名不是由它算出的，首个分块（{frame:at}）接续的是另一个签名：有设备替换了 Authorization 请求头，或重新签名了头部而未改动请求体',
    },
    cure: {
      en: 'let whatever signs on the way pass Authorization on as it is, or sign the body as well; or have the client leave the body unsigned (UNSIGNED-PAYLOAD, no chunked encoding)',
      zh: '让途中的设备原样转发 Authorization，或连同请求体一起重新签名；或让客户端不对请求体签名（UNSIGNED-PAYLOAD，关闭分块编码）',
    },
  }),
  /** The signature of the request is right, and that of no chunk is. */
  'chunks-signed-otherwise': entry({
    args: { count: 'number' },
    rows: [20, 8],
    headline: {
      en: 'No chunk of the body matches its signature, while the signature of the request is right.',
      zh: '请求自身的签名正确，而请求体没有一个分块与其签名相符。',
    },
    cause: {
      en: 'none of {count:n} chunk{count:s} does: the body was cut into other chunks after it was signed, by a proxy that buffers it, or the client signs chunks by other rules',
      zh: '{count:n} 个分块都不相符：请求体在签名之后被（会缓冲的代理）重新切分，或客户端的分块签名规则不同',
    },
    cure: {
      en: 'keep proxies from reading aws-chunked bodies; to find the one, compare captures before and after each; or let the client sign the body as a whole or not at all (UNSIGNED-PAYLOAD, no chunked encoding)',
      zh: '让代理不要解析 aws-chunked 请求体；在每层代理前后抓包对比即可找出是哪一层；或让客户端对整个请求体签名或不签名（UNSIGNED-PAYLOAD，关闭分块编码）',
    },
  }),
  'chunk-trailer-differs': entry({
    args: { offset: 'number', frame: 'number' },
    rows: [20, 8],
    headline: {
      en: 'The checksums behind the last chunk are not what was signed.',
      zh: '最后一个分块之后的校验值与签名时不同。',
    },
    cause: {
      en: 'x-amz-trailer-signature does not match the lines before it (at byte {offset:n} of the body, {frame:at}), while the signatures of the chunks are right: the trailer was changed on the way, or is signed by other rules',
      zh: '各分块的签名正确，而 x-amz-trailer-signature 与它之前的各行（位于请求体第 {offset:n} 字节，{frame:at}）不符：尾部在传输途中被改动，或签名规则不同',
    },
    cure: {
      en: 'compare captures before and after each proxy; or turn the trailing checksum off (request checksum calculation: when_required)',
      zh: '在每层代理前后抓包对比；或关闭尾部校验（request checksum calculation：when_required）',
    },
  }),
  /** The body is the data alone, as many bytes as the request says of them. */
  'chunks-removed': entry({
    args: { size: 'number' },
    rows: [20, 8],
    headline: {
      en: 'The body came without the chunks that the head of the request promises.',
      zh: '请求头声明了分块，而请求体中没有分块。',
    },
    cause: {
      en: 'the head speaks of aws-chunked, and the body is its {size:n} byte{size:s} of data alone: a proxy took the chunks and their signatures away and left the headers as they were, so the server finds none',
      zh: '请求头为 aws-chunked，而请求体只有 {size:n} 字节数据：代理去掉了分块及其签名，却保留了请求头，服务端因此找不到它们',
    },
    cure: {
      en: 'have the proxy pass bodies on as they come; or turn chunked encoding off in the client (for SDKs of AWS: request checksum calculation when_required, no payload signing over HTTPS)',
      zh: '让代理原样转发请求体；或在客户端关闭分块编码（AWS SDK：request checksum calculation 设为 when_required，HTTPS 下不对请求体签名）',
    },
  }),
  /** `how`: `chunk-framing`, `chunk-unsigned` or `chunk-no-end`. */
  'chunks-malformed': entry({
    args: { how: 'word', chunk: 'number', offset: 'number', frame: 'number' },
    rows: [20, 8],
    headline: {
      en: 'The body is not in the chunks that the head of the request promises.',
      zh: '请求体不是请求头所声明的分块格式。',
    },
    cause: {
      en: 'at byte {offset:n} of the body ({frame:at}), where chunk {chunk} should be, {how:word}: a proxy changed the framing, or the client wrote it wrongly',
      zh: '在请求体第 {offset:n} 字节处（{frame:at}），本应是第 {chunk} 个分块，{how:word}：代理改动了分块格式，或客户端写错了',
    },
    cure: {
      en: 'compare captures before and after each proxy; or turn chunked encoding off in the client',
      zh: '在每层代理前后抓包对比；或在客户端关闭分块编码',
    },
  }),
  'chunks-length-differs': entry({
    args: { declared: 'number', actual: 'number' },
    rows: [20, 8],
    headline: {
      en: 'The chunks do not hold as many bytes as x-amz-decoded-content-length says.',
      zh: '各分块的数据长度与 x-amz-decoded-content-length 不符。',
    },
    cause: {
      en: 'the header says {declared:n}, the chunks hold {actual:n}: the client counted other bytes, such as before compression, or chunks were lost or added on the way',
      zh: '请求头为 {declared:n} 字节，分块中共 {actual:n} 字节：客户端统计的是别的内容（例如压缩之前），或途中丢失或增加了分块',
    },
    cure: {
      en: 'set x-amz-decoded-content-length to the length of the data that are sent, or leave it to the SDK',
      zh: '把 x-amz-decoded-content-length 设为实际发送的数据长度，或交给 SDK 处理',
    },
  }),
  'chunks-too-small': entry({
    args: {},
    rows: [8],
    headline: {
      en: 'A chunk of the body that is not the last is shorter than the server takes.',
      zh: '请求体中有一个并非末尾的分块，短于服务端允许的长度。',
    },
    cause: {
      en: 'Amazon S3 and Swift take chunks of 8 KiB (8192 bytes) and more, but for the last: an SDK that is given a stream may make one chunk of each piece that it reads',
      zh: 'Amazon S3 与 Swift 要求除末尾外每个分块不少于 8 KiB（8192 字节）：SDK 接收流时，可能把读到的每一小段各作为一个分块',
    },
    cure: {
      en: 'give the SDK a buffer or a file in the place of the stream, or a stream that is read in larger pieces; or turn the default checksums off (request checksum calculation: when_required)',
      zh: '用缓冲区或文件代替流，或让流以更大的块读出；或关闭默认校验（request checksum calculation：when_required）',
    },
  }),
  /** Every chunk that was captured is right, and the server says that one is not. */
  'chunks-altered-later': entry({
    args: { count: 'number' },
    rows: [20, 8],
    headline: {
      en: 'The body was altered between the capture point and the server.',
      zh: '请求体在抓包点与服务端之间被改动。',
    },
    cause: {
      en: 'all {count:n} signatures in the captured body (aws-chunked) are right with the given secret, but the server received a body that does not fit',
      zh: '用您提供的 Secret 核对，抓到的请求体（aws-chunked）中 {count:n} 个签名全部正确，服务端收到的请求体却与之不符',
    },
    cure: {
      en: 'connect over HTTPS, end to end, or keep what stands on the way from changing bodies; to find it, compare captures before and after each proxy',
      zh: '全程使用 HTTPS，或让途中的设备不再改动请求体；要找出是哪一个，请在每层代理前后抓包对比',
    },
  }),
} as const satisfies Readonly<Record<string, CauseEntry>>;
