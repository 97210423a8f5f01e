import { type CauseEntry, DIFFERS, entry, HAND_WRITTEN, SIGN_LAST, USE_SDK } from './entry.ts';

/**
 * What the client signed otherwise than it was sent, as the search proves: the method, dates, headers and the
 * token. `signed`: the value in the client's string, `sent`: that on the wire.
 */
export const HEADER_CAUSES = {
  'method-signed-other': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16, 2],
    headline: {
      en: 'The client signed the method {signed}, but the request went out as {sent}.',
      zh: '客户端按 {signed} 签名，请求却以 {sent} 发出。',
    },
    cause: {
      en: 'a signature is valid for one method only; most often a signed URL was used with another (HEAD on a GET URL, POST instead of PUT)',
      zh: '签名只对一种请求方法有效；最常见的是签名 URL 用了另一种方法（例如对 GET 的 URL 发 HEAD，用 POST 代替 PUT）',
    },
    cure: {
      en: 'sign for {sent}, or send {signed} (curl -I sends HEAD, curl -d sends POST)',
      zh: '按 {sent} 签名，或以 {signed} 发送（curl -I 发的是 HEAD，curl -d 发的是 POST）',
    },
  }),
  'content-type-added-after-signing': entry({
    args: { sent: 'bytes' },
    rows: [16, 2],
    headline: {
      en: 'The client signed an empty Content-Type, but the request went out with one.',
      zh: '客户端签名时 Content-Type 为空，发出的请求却带有 Content-Type。',
    },
    cause: {
      en: 'an HTTP library or tool added {sent:q} by itself after signing (browsers, axios, curl -d and Postman do this)',
      zh: 'HTTP 库或工具在签名之后自行加上了{sent:q}（浏览器、axios、curl -d、Postman 都会这样）',
    },
    cure: {
      en: "pass the Content-Type to the SDK, so that it is signed (oss2: headers={'Content-Type': …}; ali-oss: 'Content-Type' in the options of signatureUrl, or in the headers of signatureUrlV4; Java: setContentType; Go: ContentType), or stop the library from adding it",
      zh: "把 Content-Type 交给 SDK，让它参与签名（oss2：headers={'Content-Type': …}；ali-oss：signatureUrl 的选项或 signatureUrlV4 的 headers 里的 'Content-Type'；Java：setContentType；Go：ContentType），或让该库不要自行添加",
    },
  }),
  'content-type-signed-other': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16, 2],
    headline: {
      en: 'The client signed one Content-Type and sent another.',
      zh: '客户端签名用的 Content-Type 与发送的不同。',
    },
    cause: {
      en: `${DIFFERS.en}; the HTTP library set its own after signing`,
      zh: `${DIFFERS.zh}；HTTP 库在签名之后设置了自己的值`,
    },
    cure: {
      en: 'send {signed:q}, which was signed, or sign {sent:q}: it must be the same text in both',
      zh: '发送签名时用的{signed:q}，或改用{sent:q}签名：两处必须完全相同',
    },
  }),
  'content-type-charset': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The charset of the Content-Type differs between what the client signed and what it sent.',
      zh: '客户端签名用的 Content-Type 与发送的相比，charset 不同。',
    },
    cause: {
      en: `${DIFFERS.en}; HTTP libraries append a charset to text types`,
      zh: `${DIFFERS.zh}；HTTP 库会给文本类型附加 charset`,
    },
    cure: {
      en: 'sign {sent:q}, as it is sent, or set the type so that the library leaves it alone',
      zh: '按实际发送的{sent:q}签名，或以不会被改动的方式设置类型',
    },
  }),
  'content-type-reformatted': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The Content-Type was reformatted after signing.',
      zh: 'Content-Type 在签名之后被改了写法。',
    },
    cause: {
      en: `${DIFFERS.en}: only spaces or letter case differ`,
      zh: `${DIFFERS.zh}：只有空格或大小写不同`,
    },
    cure: { en: 'sign the form that the HTTP library sends', zh: '按 HTTP 库实际发送的写法签名' },
  }),
  /** Signed, and not sent. */
  'content-type-lost': entry({
    args: { signed: 'bytes' },
    rows: [16, 2],
    headline: {
      en: 'The client signed a Content-Type but sent none.',
      zh: '客户端对 Content-Type 签了名，却没有发送。',
    },
    cause: {
      en: 'signed as {signed:q}; the HTTP library, or what wraps it, left it out of what it sent',
      zh: '签名用的是{signed:q}；HTTP 库或其上的封装发送时漏掉了它',
    },
    cure: { en: 'send it, or sign an empty one', zh: '发送它，或以空值签名' },
  }),
  'content-md5-not-signed': entry({
    args: { sent: 'bytes' },
    rows: [16, 2],
    headline: {
      en: 'The client sent a Content-MD5 that it did not sign.',
      zh: '客户端发送了 Content-MD5，但没有对它签名。',
    },
    cause: { en: 'the header {sent:q} was added after signing', zh: '该请求头{sent:q}是在签名之后加上的' },
    cure: SIGN_LAST,
  }),
  'content-md5-signed-other': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16, 2],
    headline: {
      en: 'The client signed one Content-MD5 and sent another.',
      zh: '客户端签名用的 Content-MD5 与发送的不同。',
    },
    cause: DIFFERS,
    cure: { en: 'use exactly the same value for signing and sending', zh: '签名和发送使用完全相同的值' },
  }),
  'content-md5-lost': entry({
    args: { signed: 'bytes' },
    rows: [16, 2],
    headline: {
      en: 'The client signed a Content-MD5 but sent none.',
      zh: '客户端对 Content-MD5 签了名，却没有发送。',
    },
    cause: { en: 'signed as {signed:q}', zh: '签名用的是{signed:q}' },
    cure: {
      en: 'send the header, or sign an empty line in its place',
      zh: '发送该请求头，或在该行以空值签名',
    },
  }),
  /** The Date line holds the other one of Date and x-oss-date. */
  'date-of-other-header': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed the value of the other date header.',
      zh: '客户端签名用的是另一个日期请求头的值。',
    },
    cause: {
      en: `${DIFFERS.en}; when x-oss-date is sent, Date and x-oss-date must not be swapped; S3 V2 leaves the line blank when x-amz-date is sent`,
      zh: `${DIFFERS.zh}；发送 x-oss-date 时，不能把它与 Date 弄混；S3 V2 在有 x-amz-date 时此行留空`,
    },
    cure: { en: 'sign the date by the rules of the signature version', zh: '按签名版本的规则取日期' },
  }),
  /** The Date line is blank, as AWS has it when x-amz-date is sent. */
  'date-left-blank': entry({
    args: { sent: 'bytes' },
    rows: [16],
    headline: { en: 'The client left the date line blank.', zh: '客户端签名时日期行为空。' },
    cause: {
      en: 'it signed an empty line instead of {sent:q}: AWS V2 leaves it blank when x-amz-date is sent, OSS does not',
      zh: '签名用的是空行，应为{sent:q}：AWS V2 在有 x-amz-date 时留空，OSS 不是这样',
    },
    cure: { en: 'put the date into the line', zh: '在该行填入日期' },
  }),
  'date-reformatted': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16, 2],
    headline: {
      en: 'The client signed the date in one format and sent it in another.',
      zh: '客户端签名用的日期写法与发送的不同。',
    },
    cause: {
      en: `${DIFFERS.en}: the same moment, written differently`,
      zh: `${DIFFERS.zh}：时刻相同，写法不同`,
    },
    cure: {
      en: 'format the date once, and use that text for signing and sending',
      zh: '只格式化一次，签名和发送用同一文本',
    },
  }),
  /** `seconds`: signed minus sent. */
  'date-seconds-off': entry({
    args: { signed: 'bytes', sent: 'bytes', seconds: 'number' },
    rows: [16],
    headline: {
      en: 'The client signed a date {seconds:duration} away from the one it sent.',
      zh: '客户端签名用的日期与发送的相差 {seconds:duration}。',
    },
    cause: {
      en: `${DIFFERS.en}; the clock was read twice, or the HTTP library set Date by itself`,
      zh: `${DIFFERS.zh}；取了两次时间，或 HTTP 库自行设置了 Date`,
    },
    cure: {
      en: 'read the clock once, and use that text for signing and sending',
      zh: '只取一次时间，签名和发送用同一文本',
    },
  }),
  'expires-signed-other': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed one expiry and sent another.',
      zh: '客户端签名用的有效期与发送的不同。',
    },
    cause: {
      en: `${DIFFERS.en}: the URL was edited after it was signed, or the signer took the time twice`,
      zh: `${DIFFERS.zh}：URL 在签名之后被改动过，或签名代码取了两次时间`,
    },
    cure: {
      en: 'use the URL as the signer returned it (to extend it, sign a new one); a signer of your own computes the expiry once, and uses it for both',
      zh: '按签名程序返回的样子使用 URL（要延长有效期，请重新签名）；自行编写的签名代码只计算一次有效期，两处共用',
    },
  }),
  'oss-header-added-after-signing': entry({
    args: { name: 'bytes' },
    rows: [16, 2],
    headline: { en: 'The header {name} was added after signing.', zh: '请求头 {name} 是在签名之后加上的。' },
    cause: { en: 'every x-oss- header is part of the signature', zh: '所有 x-oss- 请求头都参与签名' },
    cure: {
      en: `${SIGN_LAST.en}; for a signed URL, pass the header to the signing call`,
      zh: `${SIGN_LAST.zh}；签名 URL 要在签名时传入该请求头`,
    },
  }),
  /** Several headers that are signed are not in the client's string. `count`: how many. */
  'oss-headers-not-signed': entry({
    args: { count: 'number' },
    rows: [16],
    headline: {
      en: 'The client left {count} headers out of its string to sign.',
      zh: '客户端签名的字符串里少了 {count} 个应签名的请求头。',
    },
    cause: HAND_WRITTEN,
    cure: {
      en: 'put each x-oss- header on its own line before the resource, in lower case and sorted',
      zh: '把每个 x-oss- 请求头以小写名、排序后各占一行，放在资源之前',
    },
  }),
  /**
   * `order`: `wire`, `case-sensitive`, `by-line`, `locale`, `reverse`, `listed-first`, `listed-last`,
   * `unsorted` (any other).
   */
  'oss-header-order': entry({
    args: { order: 'word' },
    rows: [16],
    headline: {
      en: 'The client signed the x-oss- headers in the wrong order ({order:word}).',
      zh: '客户端签名时 x-oss- 请求头的顺序不对（{order:word}）。',
    },
    cause: { en: 'they must be sorted by their lower-case names', zh: '应按小写名排序' },
    cure: USE_SDK,
  }),
  'oss-header-names-not-lowered': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client signed the names of its x-oss- headers without lower-casing them.',
      zh: '客户端签名时没有把 x-oss- 请求头名转成小写。',
    },
    cause: HAND_WRITTEN,
    cure: { en: 'convert the names to lower case before signing', zh: '签名之前把名称转成小写' },
  }),
  /** A space after the colon of each header line. */
  'oss-header-colon-space': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client signed its header lines with a space after the colon.',
      zh: '客户端签名时在请求头的冒号后面多了空格。',
    },
    cause: HAND_WRITTEN,
    cure: { en: 'write name:value without a space', zh: '写成 name:value，不带空格' },
  }),
  /**
   * Several things at once: names in another case, another order, other separators. `signed`, `sent`: the
   * lines, joined by line feeds where these are due.
   */
  'header-lines-signed-other': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed its header lines in the wrong form: {signed:q}.',
      zh: '客户端签名用的请求头各行形式不同：{signed:q}。',
    },
    cause: HAND_WRITTEN,
    cure: {
      en: 'write one name:value line per header, names in lower case and sorted, each line ended by a line feed',
      zh: '每个请求头一行 name:value，名称小写并排序，每行以换行符结尾',
    },
  }),
  /** A header with an empty value has no line in the client's string. */
  'empty-header-left-out': entry({
    args: { name: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client left the empty header {name} out of its string to sign.',
      zh: '客户端签名时漏掉了值为空的请求头 {name}。',
    },
    cause: {
      en: 'a header that is sent is signed, even if its value is empty',
      zh: '只要发送了就要签名，即使值为空',
    },
    cure: { en: 'sign it as "{name}:", or do not send it', zh: '以“{name}:”签名，或不要发送它' },
  }),
  'header-value-untrimmed': entry({
    args: { name: 'bytes', signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed the header {name} with the white space around its value.',
      zh: '客户端签名时保留了请求头 {name} 值两侧的空白。',
    },
    cause: DIFFERS,
    cure: { en: 'trim the value before signing and sending', zh: '签名和发送之前去掉两侧空白' },
  }),
  /** Several headers of one name. `how`: `joined`, `joined-with-space`, `first`, `last`, `each`. */
  'header-duplicates': entry({
    args: { name: 'bytes', how: 'word' },
    rows: [16],
    headline: {
      en: 'The client sent the header {name} more than once and signed it differently ({how:word}).',
      zh: '客户端重复发送了请求头 {name}，签名方式与服务端不同（{how:word}）。',
    },
    cause: { en: 'libraries differ in how they sign repeated headers', zh: '各种库对重复请求头的处理不一样' },
    cure: { en: 'send each x-oss- header once', zh: '每个 x-oss- 请求头只发送一次' },
  }),
  /** Inner white space or folding was collapsed on one side. */
  'header-value-folded': entry({
    args: { name: 'bytes', signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The white space inside the header {name} differs between what was signed and what was sent.',
      zh: '请求头 {name} 内部的空白在签名与发送之间不同。',
    },
    cause: DIFFERS,
    cure: {
      en: 'avoid line breaks and runs of spaces in header values',
      zh: '请求头的值里避免换行和连续空格',
    },
  }),
  /**
   * `encoding` that the client signed in: `utf-8`, `latin-1`, `utf-8-twice`, `question-marks`, `percent`,
   * `gbk`.
   */
  'header-value-encoding': entry({
    args: { name: 'bytes', encoding: 'word' },
    rows: [16],
    headline: {
      en: 'The client signed the header {name} in one character encoding ({encoding:word}) and sent it in another.',
      zh: '客户端签名时请求头 {name} 的字符编码与发送的不同（{encoding:word}）。',
    },
    cause: {
      en: 'the value is not ASCII, and HTTP libraries differ in how they send such text',
      zh: '值中有非 ASCII 字符，而各种 HTTP 库的发送方式不同',
    },
    cure: {
      en: 'percent-encode or base64-encode values that are not ASCII, or set the header encoding of the SDK',
      zh: '对非 ASCII 的值做百分号编码或 Base64，或设置 SDK 的请求头编码',
    },
  }),
  'token-not-signed': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client sent a security token that it did not sign.',
      zh: '客户端发送了安全令牌，但没有对它签名。',
    },
    cause: { en: 'the token was added after signing', zh: '令牌是在签名之后加上的' },
    cure: { en: 'pass the token to the SDK, so that it is signed', zh: '把令牌交给 SDK，让它参与签名' },
  }),
  /** `how`: `percent-encoded`, `plus-as-space`, `other-name`. */
  'token-signed-otherwise': entry({
    args: { how: 'word' },
    rows: [16],
    headline: {
      en: 'The client signed one form of the security token and sent another ({how:word}).',
      zh: '客户端签名用的安全令牌与发送的形式不同（{how:word}）。',
    },
    cause: { en: 'tokens contain +, / and =, which encoders change', zh: '令牌中有 +、/ 和 =，编码时会变' },
    cure: {
      en: 'sign the decoded token, and percent-encode it once in a URL',
      zh: '用解码后的令牌签名，放进 URL 时只编码一次',
    },
  }),
} as const satisfies Readonly<Record<string, CauseEntry>>;
