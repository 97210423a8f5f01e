import { type CauseEntry, DIFFERS, entry, HAND_WRITTEN, USE_SDK } from './entry.ts';

const WHOLE_QUERY = {
  en: 'set the parameter through the SDK before signing (do not append it to a signed URL), and use an SDK that knows it',
  zh: '在签名之前通过 SDK 设置该参数（不要拼在签名 URL 后面），并使用支持它的 SDK 版本',
} as const;

/**
 * What the client signed otherwise than it was sent, as the search proves: parameters. `signed`: the value in
 * the client's string, `sent`: that on the wire.
 */
export const QUERY_CAUSES = {
  'subresource-added-after-signing': entry({
    args: { name: 'bytes' },
    rows: [16, 2],
    headline: {
      en: 'The parameter {name} is not in the string that the client signed.',
      zh: '客户端签名的字符串里没有参数 {name}。',
    },
    cause: {
      en: 'it was added after signing, or the SDK does not know that it must be signed',
      zh: '它是在签名之后加上的，或 SDK 不知道它要参与签名',
    },
    cure: WHOLE_QUERY,
  }),
  'subresources-not-signed': entry({
    args: { count: 'number' },
    rows: [16],
    headline: {
      en: '{count} parameters of the request are not in the string that the client signed.',
      zh: '客户端签名的字符串里少了请求中的 {count} 个参数。',
    },
    cause: {
      en: 'they were added after signing (to a finished signed URL, for example), or the signer does not know that they must be signed',
      zh: '它们是在签名之后加上的（例如接在已签好的 URL 后面），或签名代码不知道它们要参与签名',
    },
    cure: {
      en: 'give all parameters to the function that signs, and append none to a signed URL; a signer of your own must sign the sub-resources in V1 (sorted: ?name=value&name), and the whole query in V4',
      zh: '把全部参数交给签名函数，不要在签好的 URL 后面追加参数；自行编写的签名代码在 V1 中要签入子资源（排序：?name=value&name），在 V4 中要签入整个查询串',
    },
  }),
  /** The client signed a parameter that the server does not sign. */
  'subresource-signed-extra': entry({
    args: { name: 'bytes' },
    rows: [16, 2],
    headline: {
      en: 'The client signed the parameter {name}, which the server does not sign.',
      zh: '客户端对参数 {name} 签了名，服务端并不对它签名。',
    },
    cause: {
      en: 'V1 signs only sub-resources and response-… parameters',
      zh: 'V1 签名只包含子资源和 response-… 参数',
    },
    cure: USE_SDK,
  }),
  /** The client signed every parameter of the query. */
  'query-all-signed': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client signed every parameter of the query.',
      zh: '客户端对查询串的所有参数都签了名。',
    },
    cause: {
      en: 'V1 signs only sub-resources and response-… parameters',
      zh: 'V1 签名只包含子资源和 response-… 参数',
    },
    cure: USE_SDK,
  }),
  /** The signed set is the list of an SDK of another kind. `sdk`: its short name in the tables. */
  'subresource-list-of-sdk': entry({
    args: { sdk: 'word' },
    rows: [16],
    headline: {
      en: 'The client signed the parameters on the list of a different SDK ({sdk}).',
      zh: '客户端按另一种 SDK（{sdk}）的参数列表签名。',
    },
    cause: {
      en: 'that list lacks parameters that the server signs, or has extra ones',
      zh: '该列表缺少服务端要签名的参数，或多出了别的',
    },
    cure: {
      en: 'update the SDK, or sign with V4, which signs the whole query',
      zh: '升级 SDK，或改用对整个查询串签名的 V4',
    },
  }),
  'subresource-signed-other': entry({
    args: { name: 'bytes', signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed one value of the parameter {name} and sent another.',
      zh: '客户端签名用的参数 {name} 的值与发送的不同。',
    },
    cause: DIFFERS,
    cure: {
      en: 'sign the value that is sent: decoded in V1, percent-encoded once in V2 and V4',
      zh: '用所发送的值签名：V1 用解码后的值，V2 和 V4 只做一次百分号编码',
    },
  }),
  /** A number in a parameter of a signed URL was changed after signing. */
  'parameter-edited': entry({
    args: { name: 'bytes', signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The URL was signed for another value of the parameter {name}, and edited afterwards.',
      zh: '这个 URL 是按参数 {name} 的另一个值签名的，之后被改动过。',
    },
    cause: {
      en: `${DIFFERS.en}: a signed URL is valid only as it was signed, and whoever changes a value in it breaks the signature`,
      zh: `${DIFFERS.zh}：签名 URL 只在原样使用时有效，改动其中的值就会使签名失效`,
    },
    cure: {
      en: 'sign a URL for each value that is to be used, or leave the URL as the signer returned it',
      zh: '为每个要用的值分别签名，或原样使用签名程序返回的 URL',
    },
  }),
  /** Other signs than `&` and `=` stand between the parameters that were signed. */
  'parameters-joined-other': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client joined the signed parameters with the wrong characters.',
      zh: '客户端用错误的字符连接了参与签名的参数。',
    },
    cause: {
      en: 'they are signed as name=value, joined by &, those without a value as their name alone',
      zh: '参数以 name=value 的形式用 & 连接后参与签名，没有值的只写名称',
    },
    cure: USE_SDK,
  }),
  /** Values stand percent-encoded in the signed string. */
  'subresource-values-encoded': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client signed percent-encoded parameter values.',
      zh: '客户端签名用了百分号编码的参数值。',
    },
    cause: { en: 'V1 signs decoded values', zh: 'V1 签名要求解码后的值' },
    cure: {
      en: 'sign the values decoded, and encode them only in the URL',
      zh: '用解码后的值签名，只在 URL 中编码',
    },
  }),
  /** Names stand in the signed string without their values. */
  'subresource-values-left-out': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client signed the names of the sub-resources without their values.',
      zh: '客户端签名时只写了子资源的名称，没有写值。',
    },
    cause: HAND_WRITTEN,
    cure: {
      en: 'sign name=value for each sub-resource that has a value',
      zh: '有值的子资源按 name=value 签名',
    },
  }),
  'subresource-names-lowered': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client signed the names of the sub-resources in lower case.',
      zh: '客户端签名时把子资源的名称改成了小写。',
    },
    cause: {
      en: 'header names are lower-cased, parameter names are not',
      zh: '请求头名称要转成小写，参数名称不转',
    },
    cure: { en: 'sign them as they are sent', zh: '按发送的名称签名' },
  }),
  /** A question mark that no parameter follows. */
  'question-mark-alone': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client signed a question mark after the resource with no sub-resource following it.',
      zh: '客户端在资源后面多签了一个问号，其后没有子资源。',
    },
    cause: HAND_WRITTEN,
    cure: {
      en: 'write the question mark only if a sub-resource is signed',
      zh: '有子资源参与签名时才写问号',
    },
  }),
  /** Sub-resources without the question mark, or with an ampersand in its place. */
  'question-mark-missing': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client signed the sub-resources without the question mark before them.',
      zh: '客户端签名时子资源前面没有写问号。',
    },
    cause: HAND_WRITTEN,
    cure: {
      en: 'write a question mark before the first sub-resource, and & before the others',
      zh: '第一个子资源前写问号，其余用 & 连接',
    },
  }),
  /**
   * `order`: `wire`, `first-letter`, `case-insensitive`, `by-pair`, `reverse`, `locale`, `by-decoded-name`.
   */
  'query-order': entry({
    args: { order: 'word' },
    rows: [16],
    headline: {
      en: 'The client signed the parameters in the wrong order ({order:word}).',
      zh: '客户端签名时参数的顺序不对（{order:word}）。',
    },
    cause: { en: 'they must be sorted by name, byte by byte', zh: '应按名称逐字节排序' },
    cure: {
      en: 'sort by bytes, not by locale, before signing',
      zh: '签名之前按字节排序，不要按区域语言规则排序',
    },
  }),
  /** `name=` signed for a parameter without value, or the reverse. */
  'empty-value-equals-sign': entry({
    args: { name: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed the parameter {name} with an = sign too many or too few.',
      zh: '客户端签名时参数 {name} 多了或少了等号。',
    },
    cause: {
      en: 'a parameter without a value is signed by its name alone; in S3 V4, with an = sign after it',
      zh: '没有值的参数只写名称；S3 V4 则在名称后写等号',
    },
    cure: USE_SDK,
  }),
  /** V4, V2: a parameter on the wire that is not in the client's string. */
  'query-parameter-added-after-signing': entry({
    args: { name: 'bytes' },
    rows: [16],
    headline: { en: 'The parameter {name} was added after signing.', zh: '参数 {name} 是在签名之后加上的。' },
    cause: { en: 'this signature version signs every parameter', zh: '该签名版本对所有参数签名' },
    cure: WHOLE_QUERY,
  }),
  'query-left-out': entry({
    args: {},
    rows: [16],
    headline: { en: 'The client signed no query.', zh: '客户端签名时没有包含查询串。' },
    cause: HAND_WRITTEN,
    cure: { en: 'put the sorted query into the string', zh: '把排序后的查询串放进待签名内容' },
  }),
  /** One parameter several times. `how`: `first`, `last`, `joined`, `all-of-them`. */
  'parameter-duplicates': entry({
    args: { name: 'bytes', how: 'word' },
    rows: [16],
    headline: {
      en: 'The client sent the parameter {name} more than once and signed it differently ({how:word}).',
      zh: '客户端多次发送参数 {name}，签名方式却不同（{how:word}）。',
    },
    cause: { en: 'many libraries keep only one value for each name', zh: '许多库对同名参数只保留一个值' },
    cure: { en: 'send each parameter once', zh: '每个参数只发送一次' },
  }),
  /** An upload's callback. `name`: header or parameter; `how`: as of `policy-signed-other`. */
  'callback-signed-other': entry({
    args: { name: 'bytes', how: 'word' },
    rows: [16],
    headline: {
      en: 'The client signed one form of the callback in {name} and sent another ({how:word}).',
      zh: '客户端签名用的回调参数 {name} 的形式与发送的不同（{how:word}）。',
    },
    cause: {
      en: 'the base64 text of the callback is signed exactly as it is sent',
      zh: '参与签名的是回调参数的 Base64 文本，必须与发送的完全一致',
    },
    cure: {
      en: 'encode the callback once, and use that text for signing and sending',
      zh: '回调参数只编码一次，签名和发送使用同一文本',
    },
  }),
  /** V4: the query as on the wire, not decoded and encoded anew. */
  'query-signed-raw': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client signed the query as it is on the wire.',
      zh: '客户端直接用了请求里原样的查询串签名。',
    },
    cause: { en: 'it must be decoded, sorted and re-encoded', zh: '应当解码、排序后重新编码' },
    cure: USE_SDK,
  }),
  /**
   * V4, V2: names and values encoded by other rules. `how`: `not-encoded`, `slash-kept`, `script-encoded`,
   * `uri-encoded`, `encoded-twice`.
   */
  'query-signed-recoded': entry({
    args: { how: 'word' },
    rows: [16],
    headline: {
      en: 'The client did not percent-encode the query as the signing rules require ({how:word}).',
      zh: '客户端签名时没有按签名规则对查询串做百分号编码（{how:word}）。',
    },
    cause: {
      en: 'in names and values, every byte except letters, digits and -._~ is signed as %XX, encoded once; / becomes %2F',
      zh: '参数名和值中，除字母、数字和 -._~ 以外的每个字节都要写成 %XX，且只编码一次；/ 写成 %2F',
    },
    cure: {
      en: 'encode names and values by that rule; in Python, use quote(text, safe="")',
      zh: '按此规则编码参数名和值；Python 中用 quote(text, safe="")',
    },
  }),
  'query-plus-and-space': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client mixed up + and space in the query.',
      zh: '客户端签名时弄混了查询串中的空格与 +。',
    },
    cause: { en: 'the canonical query writes a space as %20', zh: '规范化查询串中空格写作 %20' },
    cure: { en: 'encode the query with %20 for a space', zh: '编码查询串时空格用 %20' },
  }),
  /** V4, V2: percent-escapes in small letters. */
  'query-hex-case': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client signed the query with lower-case percent-escapes.',
      zh: '客户端签名用的查询串中，百分号编码用了小写字母。',
    },
    cause: {
      en: 'the canonical query writes %2F, not %2f; .NET encoders write lower case, and + for a space',
      zh: '规范化查询串中写 %2F 而不是 %2f；.NET 的编码函数输出小写字母，并把空格写成 +',
    },
    cure: {
      en: 'write percent-escapes in capitals, and a space as %20',
      zh: '百分号编码用大写字母，空格写成 %20',
    },
  }),
  /** V4: the question mark before the query. */
  'question-mark-signed': entry({
    args: {},
    rows: [16],
    headline: {
      en: 'The client signed the question mark before the query.',
      zh: '客户端把查询串前面的问号也签进去了。',
    },
    cause: { en: 'the query line begins with its first parameter', zh: '查询串那一行以第一个参数开头' },
    cure: { en: 'leave the question mark out', zh: '去掉问号' },
  }),
  /** V4, V2 URLs: the parameter of the signature itself, empty. */
  'signature-parameter-signed': entry({
    args: { name: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed the empty parameter {name}, which was to hold the signature.',
      zh: '客户端把用来放签名的空参数 {name} 也签进去了。',
    },
    cause: {
      en: 'every parameter is signed except the signature itself',
      zh: '除签名参数本身外，所有参数都参与签名',
    },
    cure: { en: 'add the parameter to the URL after signing', zh: '签名之后再把该参数加进 URL' },
  }),
} as const satisfies Readonly<Record<string, CauseEntry>>;
