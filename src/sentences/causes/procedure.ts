import { type CauseEntry, entry, HAND_WRITTEN, USE_SDK } from './entry.ts';

/** Other ways to make the string and the signature than the rules have, as the search proves. */
export const PROCEDURE_CAUSES = {
  /**
   * `how`: `aws-prefix`, `oss-prefix`, `no-prefix`, `aws-terminator`, `oss-terminator`, `no-terminator`,
   * `plain-secret`, `steps-swapped`, `timestamp-as-day`, `hex-keys`, `other-prefix`, `scope-at-once`,
   * `arguments-swapped`.
   */
  'key-derivation': entry({
    args: { how: 'word' },
    rows: [16],
    headline: {
      en: 'The client derived its signing key in the wrong way ({how:word}).',
      zh: '客户端派生签名密钥的规则不同（{how:word}）。',
    },
    cause: {
      en: 'OSS derives the signing key from "aliyun_v4" plus the secret, and ends with "aliyun_v4_request"; S3 V4 from "AWS4", and ends with "aws4_request"',
      zh: 'OSS 的密钥从 "aliyun_v4" 加 Secret 开始，以 "aliyun_v4_request" 结束；S3 V4 从 "AWS4" 加 Secret 开始，以 "aws4_request" 结束',
    },
    cure: USE_SDK,
  }),
  /** `hash` used: `sha1`, `sha256`, `md5`. */
  'wrong-hash': entry({
    args: { hash: 'word' },
    rows: [16],
    headline: { en: 'The client used the hash {hash}.', zh: '客户端使用了哈希算法 {hash}。' },
    cause: {
      en: 'V1 and S3 V2 use SHA-1; V2 and V4 use SHA-256',
      zh: 'V1 和 S3 V2 用 SHA-1，V2 和 V4 用 SHA-256',
    },
    cure: { en: 'use the hash of the signature version', zh: '使用该签名版本规定的哈希算法' },
  }),
  /** HMAC with key and message exchanged. */
  'hmac-arguments-swapped': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client swapped the key and the message of the HMAC.',
      zh: '客户端把 HMAC 的密钥和消息弄反了。',
    },
    cause: { en: 'libraries differ in the order of the two arguments', zh: '两个参数的顺序因库而异' },
    cure: {
      en: 'use the secret as the key and the string as the message',
      zh: '以 Secret 为密钥，以待签名字符串为消息',
    },
  }),
  /** A plain digest of secret and string, no HMAC. */
  'digest-instead-of-hmac': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client used a plain digest instead of an HMAC.',
      zh: '客户端用普通摘要代替了 HMAC。',
    },
    cause: HAND_WRITTEN,
    cure: { en: 'use HMAC with the secret as its key', zh: '使用以 Secret 为密钥的 HMAC' },
  }),
  /**
   * How the signature was written. `how`: `hex`, `base64`, `base64-of-hex`, `base64url`, `unpadded`,
   * `upper-case-hex`, `white-space` (in it), `trailing-text` (behind it).
   */
  'signature-encoding': entry({
    args: { how: 'word' },
    rows: [16],
    headline: {
      en: 'The signature is right but encoded in the wrong form ({how:word}).',
      zh: '签名的值是对的，但写法不对（{how:word}）。',
    },
    cause: {
      en: 'V1 and V2 use base64 of the raw bytes, V4 uses lower-case hex',
      zh: 'V1 和 V2 要求原始字节的 Base64，V4 要求小写十六进制',
    },
    cure: { en: 'encode it in the form of the signature version', zh: '按签名版本规定的形式书写' },
  }),
  /** Only its beginning was sent. `kept`: characters of it, `due`: characters of a whole one. */
  'signature-cut-short': entry({
    args: { kept: 'number', due: 'number' },
    rows: [16],
    headline: {
      en: 'The signature was cut off: {kept} of its {due} characters were sent.',
      zh: '签名被截断：{due} 个字符只发送了 {kept} 个。',
    },
    cause: {
      en: 'what was sent is the beginning of the right signature; a field, a column or a copied text was too short',
      zh: '发送的部分与正确签名的开头一致；保存它的字段、列或复制的文本太短',
    },
    cure: { en: 'send the whole signature', zh: '完整地传递签名' },
  }),
  /**
   * The canonical request itself was signed, without the string around its hash; or its hash alone; of a
   * form, the string around the policy's hash. `how`: `canonical-request`, `hash`, `string-around-policy`.
   */
  'wrong-string-level': entry({
    args: { how: 'word' },
    rows: [16],
    headline: {
      en: 'The client signed the wrong thing ({how:word}).',
      zh: '客户端签名的内容不对（{how:word}）。',
    },
    cause: {
      en: 'V4 signs a string that contains the hash of the canonical request',
      zh: 'V4 签名的是包含 CanonicalRequest 哈希的字符串',
    },
    cure: USE_SDK,
  }),
  /**
   * V4: the lines before that hash. `how`: `without-algorithm`, `without-timestamp`, `without-scope`,
   * `key-id-in-scope`, `timestamp-and-scope-swapped`.
   */
  'string-around-hash': entry({
    args: { how: 'word' },
    rows: [16],
    headline: {
      en: 'The client signed the wrong lines before the hash of the canonical request ({how:word}).',
      zh: '客户端签名的字符串中，CanonicalRequest 哈希之前的各行不同（{how:word}）。',
    },
    cause: {
      en: 'the string to sign is the algorithm, the timestamp, the scope and the hash, one per line',
      zh: '待签名字符串依次为算法、时间戳、Scope、哈希，各占一行',
    },
    cure: USE_SDK,
  }),
  /** `case`: `upper` hex of the hash, or `base64`. */
  'canonical-request-hash-form': entry({
    args: { how: 'word' },
    rows: [16],
    headline: {
      en: 'The hash of the canonical request is written in the wrong form ({how:word}).',
      zh: 'CanonicalRequest 的哈希写法不对（{how:word}）。',
    },
    cause: { en: 'it must be lower-case hex', zh: '应为小写十六进制' },
    cure: { en: 'write it in lower-case hex', zh: '写成小写十六进制' },
  }),
  'newline-at-end': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The string that the client signed ends with a line feed.',
      zh: '客户端签名的字符串末尾多了换行符。',
    },
    cause: HAND_WRITTEN,
    cure: {
      en: 'put no line feed after the last line; V1 and V2 end with the resource, V4 with the hash of the canonical request, and the canonical request itself with the payload hash',
      zh: '最后一行之后不要有换行符；V1 和 V2 以资源结尾，V4 以 CanonicalRequest 的哈希结尾，CanonicalRequest 本身以请求体哈希结尾',
    },
  }),
  'crlf-line-ends': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The string that the client signed has CR LF between its lines.',
      zh: '客户端签名的字符串各行之间是 CR LF。',
    },
    cause: { en: 'the string was built with Windows line ends', zh: '字符串用了 Windows 换行' },
    cure: { en: 'join the lines with a single line feed', zh: '各行之间只用一个换行符 LF' },
  }),
  /** Line feeds were two characters, backslash and n. */
  'newlines-escaped': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The string that the client signed has a backslash and an n instead of line feeds.',
      zh: '客户端签名的字符串里，换行符成了反斜杠加 n 两个字符。',
    },
    cause: {
      en: 'the escape was taken literally (single quotes, a shell, a configuration file)',
      zh: '转义符被当成了字面文本（单引号、Shell 或配置文件）',
    },
    cure: { en: 'use real line feeds', zh: '使用真正的换行符' },
  }),
  /** No line feed between the header block and what follows. */
  'header-block-newline-missing': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The string that the client signed lacks a line feed after the header block.',
      zh: '客户端签名的字符串在请求头之后少了换行符。',
    },
    cause: HAND_WRITTEN,
    cure: {
      en: 'end every x-oss- header line, including the last, with a line feed',
      zh: '每个 x-oss- 请求头行（包括最后一行）都以换行符结尾',
    },
  }),
  'header-block-newline-extra': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The string that the client signed has an extra line feed after the header block.',
      zh: '客户端签名的字符串在请求头之后多了换行符。',
    },
    cause: HAND_WRITTEN,
    cure: { en: 'put no blank line between the headers and the resource', zh: '请求头与资源之间没有空行' },
  }),
  'leading-blank-line': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The string that the client signed begins with a blank line.',
      zh: '客户端签名的字符串以空行开头。',
    },
    cause: HAND_WRITTEN,
    cure: { en: 'begin with the method', zh: '应以请求方法开头' },
  }),
  /**
   * Lines of absent headers were left out. `which`: `content-md5`, `content-type`, `query`,
   * `additional-headers`, `both`.
   */
  'blank-lines-left-out': entry({
    args: { which: 'word' },
    rows: [16],
    headline: {
      en: 'The client left out an empty line that has to be signed ({which:word}).',
      zh: '客户端漏掉了签名时应保留的空行（{which:word}）。',
    },
    cause: {
      en: 'what is absent keeps its line, empty: in V1 and V2 Content-MD5 and Content-Type, in V4 the query and the additional headers',
      zh: '没有内容的项也要保留空行：V1 和 V2 中是 Content-MD5 和 Content-Type，V4 中是查询串和签名头列表',
    },
    cure: { en: 'keep the empty lines', zh: '保留空行' },
  }),
  /** A line of the string is missing, or empty. `which`: `line-method`, `line-date`. */
  'line-left-out': entry({
    args: { which: 'word' },
    rows: [16],
    headline: {
      en: 'The client left a line of the string empty or out ({which:word}).',
      zh: '客户端把待签名字符串的一行留空或漏掉了（{which:word}）。',
    },
    cause: HAND_WRITTEN,
    cure: USE_SDK,
  }),
  /** The string was percent-encoded or decoded as a whole before signing. `how`: `encoded`, `decoded`. */
  'string-encoded': entry({
    args: { how: 'word' },
    rows: [16],
    headline: {
      en: 'The client changed the whole string before signing it ({how:word}).',
      zh: '客户端在签名之前改动了整个字符串（{how:word}）。',
    },
    cause: HAND_WRITTEN,
    cure: { en: 'sign the string as it is', zh: '直接对字符串签名' },
  }),
  /**
   * PostObject. `how`: `raw-json`, `line-breaks-removed`, `base64url`, `encoded-twice`, `percent-encoded`,
   * `unpadded`, `reserialised`.
   */
  'policy-signed-other': entry({
    args: { how: 'word' },
    rows: [16],
    headline: {
      en: 'The client signed one form of the policy and sent another ({how:word}).',
      zh: '客户端签名用的 Policy 形式与发送的不同（{how:word}）。',
    },
    cause: {
      en: 'the base64 text of the policy is signed exactly as it is sent',
      zh: '参与签名的是 Policy 的 Base64 文本，必须与发送的完全一致',
    },
    cure: {
      en: 'encode the policy once, and use that text for the field and for the signature',
      zh: '只编码一次，表单域和签名用同一文本',
    },
  }),
  /**
   * The same signature stands on an earlier request. `exchange`: its index (0: unknown); `frame`: where it
   * begins.
   */
  'signature-of-other-request': entry({
    args: { exchange: 'number', frame: 'number' },
    rows: [16],
    headline: {
      en: 'The signature belongs to another request (#{exchange:ref}, {frame:at}).',
      zh: '该签名属于另一个请求（#{exchange:ref}，{frame:at}）。',
    },
    cause: {
      en: 'a retry, a redirect or a cache reused an old signature for a different request, or this is that request behind a hop that changed it',
      zh: '重试、重定向或缓存把旧签名用在了不同的请求上，或者这就是那个请求，经过中间设备时被改动了',
    },
    cure: {
      en: 'sign every request again, even if it is retried or redirected',
      zh: '每个请求都重新签名，重试和重定向也一样',
    },
  }),
  /** The string follows another signature version. `version`: the one that fits. */
  'other-version-signed': entry({
    args: { version: 'word' },
    rows: [16],
    headline: {
      en: 'The client signed by the rules of a different signature version ({version:word}).',
      zh: '客户端按另一种签名版本的规则签名（{version:word}）。',
    },
    cause: {
      en: 'the request names one version, the signed string follows another',
      zh: '请求声明的是一种版本，签名的字符串却是另一种',
    },
    cure: { en: 'use one signature version throughout', zh: '统一使用一种签名版本' },
  }),
  /** The string is the one of another bucket operation: the header form signed as URL, or the reverse. */
  'carrier-mixed-up': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client signed a URL by the rules for headers, or vice versa.',
      zh: '客户端用请求头签名的规则签了 URL，或正好相反。',
    },
    cause: {
      en: 'in a URL, the expiry takes the place of the date',
      zh: '在 URL 中，日期的位置由有效期代替',
    },
    cure: USE_SDK,
  }),
} as const satisfies Readonly<Record<string, CauseEntry>>;
