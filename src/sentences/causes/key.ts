import { type CauseEntry, entry } from './entry.ts';

/** Access key IDs and security tokens that the server refuses. */
export const KEY_CAUSES = {
  /** The key id is temporary and no token came with it. */
  'token-missing': entry({
    args: {},
    rows: [6],
    headline: {
      en: 'The AccessKey ID is temporary, but no security token came with it.',
      zh: '这是临时 AccessKey ID，但请求没有携带安全令牌。',
    },
    cause: {
      en: 'temporary credentials are three values; the token was not passed to the SDK, or was dropped in transit',
      zh: '临时访问凭证有三项；令牌没有交给 SDK，或在途中被去掉',
    },
    cure: {
      en: 'pass the security token to the SDK together with ID and secret; behind a proxy, let x-oss-security-token through',
      zh: '把 SecurityToken 与 ID、Secret 一起交给 SDK；若经过代理，请放行 x-oss-security-token',
    },
    codes: ['token-missing', 'unknown-key'],
  }),
  'token-expired': entry({
    args: {},
    rows: [6],
    headline: { en: 'The security token has expired.', zh: '安全令牌已过期。' },
    cause: {
      en: 'temporary credentials expire after their DurationSeconds (one hour by default), and so do URLs signed with them',
      zh: '临时访问凭证在 DurationSeconds（默认一小时）之后失效，用它签名的 URL 也随之失效',
    },
    cure: {
      en: "fetch new credentials before the old ones expire (the SDK's credentials provider does this by itself)",
      zh: '在失效之前换用新的凭证（SDK 的凭证提供者会自动刷新）',
    },
    codes: ['token-expired'],
  }),
  /** The token was not issued together with this key id. */
  'token-foreign': entry({
    args: {},
    rows: [6],
    headline: {
      en: 'The security token was not issued together with this AccessKey ID.',
      zh: '安全令牌不是与该 AccessKey ID 一起签发的。',
    },
    cause: {
      en: 'ID, secret and token come from two different STS responses, or the token was altered or cut',
      zh: 'ID、Secret、令牌来自 STS 的不同响应，或令牌被改动、截断',
    },
    cure: {
      en: 'take all three values from one response, and replace them together',
      zh: '三项要取自同一次响应，并一起更换',
    },
    codes: ['token-invalid', 'unknown-temporary-key'],
  }),
  /** The server says no more of the token than that it refuses it. */
  'token-refused': entry({
    args: {},
    rows: [6],
    headline: { en: 'The server does not accept the security token.', zh: '服务端不接受该安全令牌。' },
    cause: {
      en: 'it has expired, was cut or altered, or was not issued together with this AccessKey ID; the server says the same of each',
      zh: '令牌已过期、被截断或改动，或不是与该 AccessKey ID 一起签发；这几种情况服务端的说法相同',
    },
    cure: {
      en: 'fetch new temporary credentials, and pass ID, secret and token of the same response to the client',
      zh: '重新获取临时访问凭证，并把同一次响应中的 ID、Secret 和令牌一起交给客户端',
    },
    codes: ['token-refused'],
  }),
  /** A raw `+` of a parameter, which the server reads as a space. `name`: of the parameter. Row 16 too. */
  'parameter-plus-raw': entry({
    args: { name: 'bytes' },
    rows: [6, 16],
    headline: {
      en: 'The URL has a raw + in the parameter {name}, and the server read a space there.',
      zh: 'URL 的参数 {name} 中有未编码的 +，服务端把它读作空格。',
    },
    cause: {
      en: 'in the query of a URL, + means a space: the value was put into the URL without percent-encoding its plus signs, so the server received another value than the one that was signed',
      zh: '在 URL 的查询串里，+ 表示空格：把值放进 URL 时没有对其中的加号做百分号编码，服务端收到的值就与签名时的不同',
    },
    cure: {
      en: 'percent-encode the value when you build the URL (%2B for a plus sign), or use the URL exactly as the SDK returns it',
      zh: '拼接 URL 时对该值做百分号编码（加号写作 %2B），或原样使用 SDK 返回的 URL',
    },
    codes: ['token-invalid'],
  }),
  /** The operation takes no token (SecurityTokenNotSupported). */
  'token-not-supported': entry({
    args: {},
    rows: [6],
    headline: { en: 'This operation does not accept a security token.', zh: '该操作不接受安全令牌。' },
    cause: { en: 'the service refuses temporary credentials here', zh: '服务端在此处拒绝临时访问凭证' },
    cure: {
      en: 'use the AccessKey of a RAM user for this operation',
      zh: '请用 RAM 用户的 AccessKey 执行该操作',
    },
  }),
  /**
   * A token stands in the request, but under another name or in another part of it than its signature version
   * has it. `name`: found, in `place`; `expected`: due, in `due`. Places: `place-header`, `place-query`,
   * `place-form`.
   */
  'token-misplaced': entry({
    args: { name: 'bytes', place: 'word', expected: 'bytes', due: 'word' },
    rows: [6],
    headline: {
      en: 'The security token is in the {place:word} {name}; it belongs in the {due:word} {expected}.',
      zh: '安全令牌放在了{place:word} {name} 里，应当放在{due:word} {expected} 里。',
    },
    cause: {
      en: 'each signature version has its own place for the token, and the server looks nowhere else',
      zh: '各签名版本放置令牌的位置不同，服务端不会到别处去找',
    },
    cure: {
      en: 'sign with an SDK that uses one signature version, and do not add the token by hand',
      zh: '只用一种签名版本的 SDK 签名，不要手工添加令牌',
    },
    codes: ['token-missing', 'token-misplaced', 'unknown-key'],
  }),
  /**
   * Tokens stand in a header and in the query. `expected`, `due`: where the signature version has its one, as
   * above.
   */
  'token-twice': entry({
    args: { expected: 'bytes', due: 'word' },
    rows: [6],
    headline: {
      en: 'The request has a security token in a header and one in its parameters.',
      zh: '请求在请求头和 URL 参数中各带了一个安全令牌。',
    },
    cause: {
      en: 'a signed URL with a token was given to a client that adds its own, or the token was added by hand in addition to the SDK',
      zh: '把带令牌的签名 URL 交给了自己也会加令牌的客户端，或在 SDK 之外又手工添加了令牌',
    },
    cure: {
      en: 'leave the one in the {due:word} {expected}, and take the other out',
      zh: '只保留{due:word} {expected} 中的令牌，去掉另一个',
    },
    codes: ['token-twice'],
  }),
  /** Either of the two, of a request that is not in the capture. */
  'token-place-not-seen': entry({
    args: {},
    rows: [6],
    headline: {
      en: 'The security token is in the wrong place, or in two places.',
      zh: '安全令牌的位置不对，或同时放在了两处。',
    },
    cause: {
      en: 'each signature version has its own place for the token, and a few operations accept it only in the URL; the request, which says where it was, is not here',
      zh: '每种签名版本各有放令牌的位置，少数操作只接受 URL 中的令牌；这里没有请求，看不到令牌实际放在哪里',
    },
    cure: {
      en: 'sign with an SDK that uses one signature version, and do not add the token by hand',
      zh: '只用一种签名版本的 SDK 签名，不要手工添加令牌',
    },
    codes: ['token-misplaced', 'token-twice'],
  }),
  'key-unknown': entry({
    args: {},
    rows: [7],
    headline: { en: 'The server does not know this AccessKey ID.', zh: '服务端没有该 AccessKey ID 的记录。' },
    cause: {
      en: 'the ID is mistyped, deleted or disabled, or belongs to another cloud or site',
      zh: 'ID 写错、已删除、已禁用，或属于其他云或其他站点',
    },
    cure: {
      en: 'look the ID up in the RAM console; create a new AccessKey if it is not there',
      zh: '在 RAM 控制台查找该 ID；如果没有，请新建 AccessKey',
    },
    codes: ['unknown-key', 'unknown-temporary-key'],
  }),
  /** The same of a key that was accepted before. */
  'key-gone': entry({
    args: { exchange: 'number' },
    rows: [7],
    headline: {
      en: 'The server does not know this AccessKey ID, with which #{exchange:ref} was accepted.',
      zh: '服务端没有该 AccessKey ID 的记录，而 #{exchange:ref} 曾用它被接受。',
    },
    cause: {
      en: 'the key was deleted or disabled between the two requests, or one of several servers does not have it',
      zh: '该 AccessKey 在两次请求之间被删除或禁用，或多台服务端之一没有它',
    },
    cure: {
      en: 'look the ID up in the RAM console; where it is there and enabled, send the request again: a new or changed key takes a while to be known everywhere',
      zh: '在 RAM 控制台查找该 ID；如果它存在且已启用，请重新发送：新建或修改的 AccessKey 要过一会儿才在各处生效',
    },
  }),
  /** The server has the key; it is disabled, or may not be used from the client's address. */
  'key-disabled': entry({
    args: {},
    rows: [7],
    headline: {
      en: 'The server refuses this AccessKey ID: it is disabled, or restricted to other addresses.',
      zh: '服务端拒绝该 AccessKey ID：已禁用，或只允许从其他地址使用。',
    },
    cause: {
      en: 'the key exists; it was disabled in the RAM console, or its network access policy does not allow the address of the client',
      zh: '该 ID 存在；它在 RAM 控制台中被禁用，或其网络访问限制不允许客户端的地址',
    },
    cure: {
      en: 'enable the key in the RAM console, or allow the address of the client there; else use another key',
      zh: '在 RAM 控制台启用它，或在那里允许客户端的地址；否则换用其他 AccessKey',
    },
    codes: ['key-disabled'],
  }),
  /** The key id has white space or control characters in or around it. */
  'key-id-padded': entry({
    args: {},
    rows: [7, 2],
    headline: {
      en: 'The AccessKey ID has white space or invisible characters in it.',
      zh: 'AccessKey ID 中带有空白或看不见的字符。',
    },
    cause: {
      en: 'it was copied with a space, a line break or a zero-width character, or read from a file with its line end',
      zh: '复制时带上了空格、换行或零宽字符，或从文件读取时带上了行尾',
    },
    cure: {
      en: 'type the ID again, or strip everything but letters and digits where the configuration is read',
      zh: '重新输入 ID，或读取配置时只保留字母和数字',
    },
    codes: ['unknown-key'],
  }),
  /** The secret of a nearly equal id, which the user has given, gives the signature. */
  'key-id-misspelt': entry({
    args: { accessKeyId: 'bytes' },
    rows: [7],
    headline: {
      en: 'The AccessKey ID is misspelt: the request is signed with the secret of {accessKeyId:id}.',
      zh: 'AccessKey ID 写错了：请求是用 {accessKeyId:id} 的 Secret 签名的。',
    },
    cause: {
      en: 'a character of the ID was left out, added or replaced: the server has no such ID, or another secret for it',
      zh: 'ID 少了、多了或错了一个字符：服务端没有这个 ID 的记录，或者为它保存的是另一个 Secret',
    },
    cure: {
      en: 'copy the ID anew from where it was issued (the secret need not be changed)',
      zh: '从签发处重新复制 ID（Secret 无需更换）',
    },
  }),
  /** A server refuses unknown ids as it does signatures; `accessKeyId` is nearly this one. */
  'key-id-like-another': entry({
    args: { accessKeyId: 'bytes' },
    rows: [7],
    headline: {
      en: 'The AccessKey ID may be misspelt: one letter parts it from {accessKeyId:id}, which is used more often.',
      zh: 'AccessKey ID 可能写错了：它与使用更多的 {accessKeyId:id} 只差一个字母。',
    },
    cause: {
      en: 'this server refuses an ID that it does not know in the words of a wrong signature',
      zh: '该服务端对没有记录的 ID，也以签名不匹配为由拒绝',
    },
    cure: {
      en: 'compare the ID with the one that was issued; if it is right, give its secret (--credentials FILE)',
      zh: '与签发的 ID 核对；如果无误，请用 --credentials FILE 提供它的 Secret',
    },
  }),
  /** The key id looks like a placeholder or an example. */
  'key-id-placeholder': entry({
    args: {},
    rows: [7],
    headline: { en: 'The AccessKey ID is a placeholder.', zh: 'AccessKey ID 是占位符。' },
    cause: {
      en: 'the example value in the configuration was never replaced, or a variable was not filled in',
      zh: '配置中的示例值没有替换，或变量没有取到值',
    },
    cure: {
      en: 'set the ID and the secret in the configuration that the program actually reads',
      zh: '在程序实际读取的配置中填写 ID 和 Secret',
    },
    codes: ['unknown-key'],
  }),
} as const satisfies Readonly<Record<string, CauseEntry>>;
