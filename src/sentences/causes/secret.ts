import { type CauseEntry, entry } from './entry.ts';

const RENEW = {
  en: 'enter the secret again where the client reads it; if it is lost, create a new AccessKey',
  zh: '在客户端读取配置的地方重新填写 Secret；如果已经遗失，请新建 AccessKey',
} as const;
const TRIM = {
  en: 'remove it where the client reads its configuration, or trim the value there',
  zh: '在客户端的配置中去掉它，或读取时去除首尾空白',
} as const;

/** Signatures that differ over equal strings: the secret is the last suspect, or proved to be wrong. */
export const SECRET_CAUSES = {
  /**
   * The client signed the very string with the given secret; the server's secret for the key id is another.
   */
  'server-holds-other-secret': entry({
    args: {},
    rows: [15],
    headline: {
      en: 'The client signed correctly with the secret you supplied, but the server has another one for this ID.',
      zh: '客户端用您提供的 Secret 签名无误，但服务端为该 ID 保存的是另一个 Secret。',
    },
    cause: {
      en: 'the secret was rotated or belongs to another AccessKey ID, or ID and secret come from two different pairs',
      zh: 'Secret 已轮换，或属于另一个 AccessKey ID，或 ID 与 Secret 来自两对不同的 AccessKey',
    },
    cure: {
      en: 'check that ID and secret belong together; create a new AccessKey if the secret is lost',
      zh: '核对 ID 与 Secret 是否配对；如果 Secret 已遗失，请新建 AccessKey',
    },
  }),
  /** The same, where the client was accepted with that secret: see the suspect `servers`. */
  'one-of-several-servers': entry({
    args: { exchange: 'number' },
    rows: [15, 20],
    headline: {
      en: 'The client signed correctly with the secret you supplied, which was accepted in #{exchange:ref}: the server that refused this has another one.',
      zh: '客户端用您提供的 Secret 签名无误，且该 Secret 在 #{exchange:ref} 中被接受：拒绝此请求的服务端保存的是另一个 Secret。',
    },
    cause: {
      en: 'several servers share this address and do not all have the same secret for this AccessKey ID, or it was changed at the server between the two requests',
      zh: '这个地址后面有多台服务端，它们为该 AccessKey ID 保存的 Secret 不一致；或者服务端的 Secret 在两次请求之间被更换',
    },
    cure: {
      en: 'look at which server refused (its log, or the same request sent to each of them), and have it load the keys anew; if the secret was rotated, give the client the new one',
      zh: '查明是哪台服务端拒绝的（查看日志，或把同一请求分别发给每台），让它重新加载密钥；如果 Secret 已轮换，请把新的 Secret 配置到客户端',
    },
  }),
  /**
   * The same where the answer does not show the server's string: it may have received another request as
   * well.
   */
  'other-secret-or-request': entry({
    args: {},
    rows: [20],
    headline: {
      en: 'The client signed correctly with the secret you supplied; the server has another one for this ID, or received a different request.',
      zh: '客户端用您提供的 Secret 签名无误；服务端为该 ID 保存的是另一个 Secret，或收到的是另一个请求。',
    },
    cause: {
      en: 'the secret was rotated or belongs to another AccessKey ID; or something that is signed was changed in transit, and the response does not show it',
      zh: 'Secret 已轮换，或属于另一个 AccessKey ID；也可能参与签名的内容在传输途中被改，而响应没有显示出来',
    },
    cure: {
      en: 'check that ID and secret belong together; if they do, take a second capture after the proxy',
      zh: '核对 ID 与 Secret 是否配对；如果配对，请在代理之后再抓一次包',
    },
  }),
  /** Only the answer is known: the server's string is known, and what was sent is not. */
  'request-not-seen': entry({
    args: {},
    rows: [19],
    headline: {
      en: 'The signature that the server received does not match the string that it signed.',
      zh: '服务端收到的签名与它的待签名字符串不符。',
    },
    cause: {
      en: "either the client signed a different string, or its secret differs from the server's; the request itself is not here to compare with",
      zh: '要么客户端签名的内容不同，要么它使用的 Secret 与服务端保存的不同；这里没有请求本身可供比较',
    },
    cure: {
      en: "add what the client sent (curl -v, a debug log, a capture); or put the secret of this AccessKey ID in a file and rerun with --credentials FILE: osscap then searches variants of the server's string for the one that the client signed",
      zh: '请补充客户端发送的内容（curl -v、调试日志或抓包）；或用 --credentials FILE 提供该 AccessKey ID 的 Secret 后再运行一次，即可在各种可能中找出客户端实际签名的内容',
    },
  }),
  /** Only the answer is known, and it does not show all that the server signed. */
  'answer-alone': entry({
    args: {},
    rows: [19, 20],
    headline: {
      en: 'The signature is wrong; the request is not here to tell why.',
      zh: '签名错误；这里没有请求，看不出原因。',
    },
    cause: {
      en: "the client signed a different string from the one it sent, or its secret differs from the server's, or the request was changed in transit",
      zh: '客户端签名的内容与它发送的不同，或它使用的 Secret 与服务端保存的不同，或请求在传输途中被改动',
    },
    cure: {
      en: 'add what the client sent (curl -v, a debug log, a capture), and the whole error document, which shows what the server signed',
      zh: '请补充客户端发送的内容（curl -v、调试日志或抓包），以及完整的错误信息文档：其中有服务端的待签名字符串',
    },
  }),
  /**
   * Version 4: only the answer is known, and the server's string without the canonical request behind its
   * hash.
   */
  'request-known-by-hash': entry({
    args: {},
    rows: [19],
    headline: {
      en: 'The signature that the server received does not match the string that it signed.',
      zh: '服务端收到的签名与它的待签名字符串不符。',
    },
    cause: {
      en: "either the client signed a different request, or its secret differs from the server's; of the request, that string has only a hash",
      zh: '要么客户端签名的请求不同，要么它使用的 Secret 与服务端保存的不同；待签名字符串中只有请求的哈希',
    },
    cure: {
      en: 'add what the client sent (curl -v, a debug log, a capture); a secret given with --credentials FILE proves no more than whether the client signed this very string with it, or with one nearly like it',
      zh: '请补充客户端发送的内容（curl -v、调试日志或抓包）；用 --credentials FILE 提供 Secret，只能证明客户端是否用它（或与它相近的 Secret）对这个字符串签了名',
    },
  }),
  /**
   * No known variant of string or secret gives the signature, and nothing but the secret is left to suspect.
   */
  'secret-unknown-difference': entry({
    args: {},
    rows: [18],
    headline: {
      en: 'Most likely the client used a different secret from the one you supplied.',
      zh: '看来客户端使用的 Secret 与您提供的不同。',
    },
    cause: {
      en: 'every request of this AccessKey ID fails, requests of several kinds among them, and no known variant of the string or of the secret gives their signatures',
      zh: '该 AccessKey ID 的请求全部失败，其中有不止一种操作，而已知的字符串变体和 Secret 变体都得不出它们的签名',
    },
    cure: {
      en: 'compare the secret on the client with the one you supplied, byte by byte; print its length and its last characters, not more; if they are the same, log the string to sign on the client and compare it with the one that osscap explain shows',
      zh: '逐字节对比客户端的 Secret 与您提供的；日志中只打印长度和末尾几个字符，不要更多；如果 Secret 相同，请在客户端打印待签名字符串，与 osscap explain 显示的对比',
    },
  }),
  /**
   * Nothing gives it, and the value of a header that the request lists as signed is gone. `names`: of such
   * headers, joined by a comma and a space.
   */
  'listed-header-gone': entry({
    args: { names: 'bytes' },
    rows: [18, 19, 10],
    headline: {
      en: 'The signature covers headers that the request does not have: {names}. Their values are gone, so nothing can prove the rest.',
      zh: '签名包含了请求中没有的请求头：{names}。它们的值已无从得知，其余部分也就无法证明。',
    },
    cause: {
      en: 'the signature names them as signed: whoever sends the request left them out, or something dropped them before the capture; a different secret is possible too, and cannot be ruled out from here',
      zh: '签名把它们列为已签名的请求头：发送请求的一方漏掉了它们，或它们在抓包之前被去掉；也可能是 Secret 不同，从这里无法区分',
    },
    cure: {
      en: 'send these headers with the very values that were signed, or sign without them; then capture again. nginx drops names with a dot (ignore_invalid_headers off keeps them) and with an underscore (underscores_in_headers on)',
      zh: '发送时带上这些请求头，值与签名时完全相同；或签名时不包含它们；然后重新抓包。nginx 会丢弃名称带点（ignore_invalid_headers off 可保留）或下划线（underscores_in_headers on 可保留）的请求头',
    },
  }),
  /**
   * The signature is that of a bucket in the path, and the server may read it from the host. `host`: as sent;
   * `bucket`: its first label.
   */
  'addressing-not-known': entry({
    args: { host: 'bytes', bucket: 'bytes' },
    rows: [20],
    headline: {
      en: 'The signature fits the secret you supplied if the server reads the bucket from the path; if it takes {bucket:q}, of the host, for the bucket, the client left it out.',
      zh: '如果服务端从路径读取 Bucket，签名与您提供的 Secret 相符；如果服务端把域名中的{bucket:q}当作 Bucket，则客户端漏签了它。',
    },
    cause: {
      en: 'nothing in the capture shows which of the two the server at {host:q} does, and the bucket is part of the signed string',
      zh: '抓包看不出{host:q}的服务端采用哪一种方式，而 Bucket 参与签名',
    },
    cure: {
      en: 'look up how the server addresses buckets (Ceph: rgw_dns_name; path style or virtual host) and set the client to the same; if it is the path, check that ID and secret belong together',
      zh: '查明服务端的寻址方式（Ceph：rgw_dns_name；路径方式或虚拟托管方式），并在客户端设为同一种；若为路径方式，请核对 ID 与 Secret 是否配对',
    },
  }),
  /**
   * The secret is given, and the bucket behind the custom domain `host` is not known: there is no string to
   * try it on.
   */
  'bucket-not-known': entry({
    args: { host: 'bytes' },
    rows: [19],
    headline: {
      en: 'The bucket behind the custom domain {host} is not known, so the signed string cannot be rebuilt.',
      zh: '自定义域名 {host} 对应的 Bucket 未知，无法还原待签名字符串。',
    },
    cause: {
      en: 'the bucket is part of the signed string, and a custom domain does not show it',
      zh: 'Bucket 参与签名，而自定义域名看不出 Bucket',
    },
    cure: {
      en: 'run osscap again with --bucket {host}=NAME: it then proves what the client signed',
      zh: '加上 --bucket {host}=NAME 再运行一次，osscap 即可证明客户端签名的内容',
    },
  }),
  /**
   * Nothing gives it, and it is a URL, which others may have edited. `names`: its signed parameters, joined
   * by a comma and a space.
   */
  'signed-url-edited': entry({
    args: { names: 'bytes' },
    rows: [18],
    headline: {
      en: 'This signed URL may have been edited after it was signed; no known variant of its string or of the secret gives the signature.',
      zh: '这个签名 URL 可能在签名之后被改动过；已知的各种变体（字符串与 Secret）都得不到该签名。',
    },
    cause: {
      en: 'whoever uses a signed URL can change it. All of this is signed: the method, the path, {names}; an edited value is gone from the URL. That the URL was signed with another secret is possible too',
      zh: '使用签名 URL 的人可以改动它。以下内容都参与签名：方法、路径、{names}；被改掉的值在 URL 中已不存在。也可能签名时用的是另一个 Secret',
    },
    cure: {
      en: 'compare the URL with the one that the signer returned, character by character; if they are the same, compare the secrets of the signer and of the file that you supplied',
      zh: '把该 URL 与签名程序返回的 URL 逐字符对比；若完全相同，再核对签名程序使用的 Secret 与您提供的是否一致',
    },
  }),
  /**
   * An accepted request of the key id, `exchange`, had the very same string and another signature: it is not
   * the string.
   */
  'same-string-accepted': entry({
    args: { exchange: 'number' },
    rows: [18, 19],
    headline: {
      en: 'The very same string was accepted with another signature: this one was made with another secret, or in another way.',
      zh: '完全相同的字符串曾以另一个签名通过校验：这里用的是另一个 Secret，或计算签名的方式不同。',
    },
    cause: {
      en: 'in #{exchange:ref} the server accepted a signature of this string for this AccessKey ID: nothing in the string is wrong, no header, parameter or policy',
      zh: '在 #{exchange:ref} 中，服务端接受了该 AccessKey ID 对这个字符串的签名，可见字符串没有问题，不必再查请求头、参数或 Policy',
    },
    cure: {
      en: 'compare the secret of the client that signed this with the one that signed #{exchange:ref}; if they are the same, compare how the two make the signature (hash, derived key, base64 or hex)',
      zh: '对比签出此请求与 #{exchange:ref} 的客户端各自使用的 Secret；如果相同，再对比两者计算签名的方式（哈希、派生密钥、Base64 或十六进制）',
    },
  }),
  /** The canonical request that the client printed is that of the server's log or document. */
  'same-string-printed': entry({
    args: {},
    rows: [18],
    proof: 'pasted',
    headline: {
      en: 'Client and server signed the very same request, with different signatures: another secret, or another way to sign.',
      zh: '客户端与服务端签名的请求完全相同，签名却不同：Secret 不同，或计算签名的方式不同。',
    },
    cause: {
      en: 'the canonical request that the client printed is that of the server: no header, parameter or path is wrong',
      zh: '客户端打印的规范请求与服务端的相同：请求头、参数和路径都没有问题',
    },
    cure: {
      en: 'enter the secret again on the client; if it is the same, look at how the client makes the signature (scope, derived key, hex)',
      zh: '在客户端重新填写 Secret；如果相同，再检查计算签名的方式（scope、派生密钥、十六进制）',
    },
  }),
  /**
   * Nothing gives it, where another request of the key id was accepted that is signed with the given secret.
   */
  'string-unknown-difference': entry({
    args: {},
    rows: [18],
    headline: {
      en: 'No known variant of the string or of the secret gives this signature, but elsewhere in the capture the secret you supplied is right for this ID.',
      zh: '已知的字符串变体和 Secret 变体都得不出这个签名，但抓包中的其他请求表明，您为该 AccessKey ID 提供的 Secret 是正确的。',
    },
    cause: {
      en: 'either the client signed something that this request no longer has (a header, a parameter or part of the path was dropped or changed before it was captured), or another client uses a different secret with the same ID',
      zh: '要么客户端签名的内容在此请求中已不存在（被抓到之前，某个请求头、参数或路径的一部分被去掉或改写）；要么另一个客户端在同一 AccessKey ID 下使用了另一个 Secret',
    },
    cure: {
      en: "compare it with an accepted request of this ID; log the string to sign on the client, or capture there; if another client sent it, check that client's secret",
      zh: '请与提示中指出的成功请求对比；在客户端日志中打印待签名字符串，或在客户端抓包；如果是另一个客户端发送的，请检查它的 Secret',
    },
  }),
  /**
   * The same, where none was accepted, but another refused one is proved to be signed with the given secret.
   */
  'string-unknown-secret-used': entry({
    args: {},
    rows: [18],
    headline: {
      en: 'No known variant of the string or of the secret gives this signature, but other requests with this ID were signed with the secret you supplied.',
      zh: '已知的字符串变体和 Secret 变体都得不出这个签名，但该 AccessKey ID 的其他请求是用您提供的 Secret 签名的。',
    },
    cause: {
      en: 'either the client signed something that this request no longer has (a header, a parameter or part of the path was dropped or changed before it was captured), or another client uses a different secret with the same ID',
      zh: '要么客户端签名的内容在此请求中已不存在（被抓到之前，某个请求头、参数或路径的一部分被去掉或改写）；要么另一个客户端在同一 AccessKey ID 下使用了另一个 Secret',
    },
    cure: {
      en: "fix what is wrong with the other requests, and see whether this one still fails; log the string to sign on the client, or capture there; if another client sent it, check that client's secret",
      zh: '先修正其他请求的问题，再看此请求是否仍然失败；在客户端日志中打印待签名字符串，或在客户端抓包；如果是另一个客户端发送的，请检查它的 Secret',
    },
  }),
  /** A secret near the given one gives this signature, and that of an accepted request. */
  'given-secret-mistyped': entry({
    args: { exchange: 'number' },
    rows: [17, 20],
    open: 'undecided',
    headline: {
      en: 'The secret you supplied is nearly that of the client, with which #{exchange:ref} was accepted: what is wrong here is something else.',
      zh: '您提供的 Secret 与客户端的只差一点，而 #{exchange:ref} 是用客户端的 Secret 被接受的：此请求另有原因。',
    },
    cause: {
      en: 'the secret is mistyped, or belongs to another ID, where osscap reads it; the signature of this request is right with that of the client',
      zh: 'osscap 读到的 Secret 有笔误，或属于另一个 AccessKey ID；用客户端自己的 Secret，此请求的签名是对的',
    },
    cure: {
      en: 'correct the secret in the file or variable that osscap reads, and run it again',
      zh: '更正 osscap 所读取的文件或变量中的 Secret，然后重新运行',
    },
  }),
  // A secret near the given one. `position`: a character of the given secret, from 1.
  'secret-trailing-newline': entry({
    args: {},
    rows: [17],
    headline: {
      en: 'The client used the secret with a line feed at its end.',
      zh: '客户端使用的 Secret 末尾多了一个换行符。',
    },
    cause: {
      en: 'it was read from a file or a mounted secret together with the line end',
      zh: '从文件或挂载的 Secret 读取时带上了行尾',
    },
    cure: TRIM,
    brief: { en: 'a line feed at its end', zh: '末尾多了换行符' },
  }),
  'secret-trailing-crlf': entry({
    args: {},
    rows: [17],
    headline: {
      en: 'The client used the secret with CR LF at its end.',
      zh: '客户端使用的 Secret 末尾多了 CR LF。',
    },
    cause: { en: 'it was read from a file with Windows line ends', zh: '读取的文件使用 Windows 换行' },
    cure: TRIM,
    brief: { en: 'CR LF at its end', zh: '末尾多了 CR LF' },
  }),
  'secret-trailing-cr': entry({
    args: {},
    rows: [17],
    headline: {
      en: 'The client used the secret with a carriage return (CR) at its end.',
      zh: '客户端使用的 Secret 末尾多了一个回车符（CR）。',
    },
    cause: {
      en: 'it was read from a file with Windows line ends by a program that took off the line feed alone',
      zh: '读取的文件使用 Windows 换行，而程序只去掉了换行符',
    },
    cure: TRIM,
    brief: { en: 'a carriage return at its end', zh: '末尾多了回车符' },
  }),
  'secret-trailing-space': entry({
    args: {},
    rows: [17],
    headline: {
      en: 'The client used the secret with a space at its end.',
      zh: '客户端使用的 Secret 末尾多了一个空格。',
    },
    cause: { en: 'it was copied with a trailing space', zh: '复制时带上了后面的空格' },
    cure: TRIM,
    brief: { en: 'a space at its end', zh: '末尾多了空格' },
  }),
  'secret-trailing-tab': entry({
    args: {},
    rows: [17],
    headline: {
      en: 'The client used the secret with a tab at its end.',
      zh: '客户端使用的 Secret 末尾多了一个制表符。',
    },
    cause: { en: 'it was copied from a table', zh: '从表格中复制而来' },
    cure: TRIM,
    brief: { en: 'a tab at its end', zh: '末尾多了制表符' },
  }),
  'secret-leading-space': entry({
    args: {},
    rows: [17],
    headline: {
      en: 'The client used the secret with a space before it.',
      zh: '客户端使用的 Secret 开头多了一个空格。',
    },
    cause: {
      en: 'it was copied with the space, or the configuration keeps the space after the = sign',
      zh: '复制时带上了空格，或配置格式保留了等号后的空格',
    },
    cure: TRIM,
    brief: { en: 'a space before it', zh: '开头多了空格' },
  }),
  'secret-leading-newline': entry({
    args: {},
    rows: [17],
    headline: {
      en: 'The client used the secret with a line feed before it.',
      zh: '客户端使用的 Secret 开头多了一个换行符。',
    },
    cause: { en: 'a multi-line value begins on the next line', zh: '多行取值从下一行开始' },
    cure: TRIM,
    brief: { en: 'a line feed before it', zh: '开头多了换行符' },
  }),
  /**
   * The given secret has white space, quotation marks or characters that are not seen in or around it, the
   * client's has not.
   */
  'secret-given-padded': entry({
    args: {},
    rows: [17],
    headline: {
      en: "The secret you supplied has white space, quotation marks or invisible characters in it; the client's has none, and signs this string.",
      zh: '您提供的 Secret 带有空白、引号或看不见的字符；客户端用的没有，并且能对该字符串签名无误。',
    },
    cause: {
      en: 'so the client signed correctly, and the server has a different secret for this ID',
      zh: '因此客户端签名正确，服务端为该 ID 保存的是另一个 Secret',
    },
    cure: {
      en: 'check that ID and secret belong together, and type the secret in the credentials file again',
      zh: '核对 ID 与 Secret 是否配对，并在凭证文件中重新输入 Secret',
    },
    brief: {
      en: 'the given one has white space, quotation marks or invisible characters in it',
      zh: '您提供的带有空白、引号或看不见的字符',
    },
  }),
  /** An ampersand behind it, as the RPC APIs of Alibaba Cloud have it. */
  'secret-ampersand': entry({
    args: {},
    rows: [17],
    headline: {
      en: 'The client used the secret with an ampersand after it.',
      zh: '客户端使用的 Secret 末尾多了一个 & 符号。',
    },
    cause: {
      en: 'the RPC APIs of Alibaba Cloud (ECS, STS) sign with such a key; OSS signs with the secret itself',
      zh: '阿里云 RPC 风格的 API（ECS、STS 等）用这样的密钥签名；OSS 直接用 Secret',
    },
    cure: { en: 'sign by the rules of OSS, or use an OSS SDK', zh: '按 OSS 的规则签名，或使用 OSS SDK' },
    brief: { en: 'an ampersand after it', zh: '末尾多了 & 符号' },
  }),
  'secret-bom': entry({
    args: {},
    rows: [17],
    headline: {
      en: 'The client used the secret with a byte order mark before it.',
      zh: '客户端使用的 Secret 开头多了 BOM。',
    },
    cause: { en: 'it was read from a file that begins with a BOM', zh: '读取的文件以 BOM 开头' },
    cure: {
      en: 'save the file without a BOM, or strip it when reading',
      zh: '以无 BOM 方式保存文件，或读取时去掉 BOM',
    },
    brief: { en: 'a byte order mark before it', zh: '开头多了 BOM' },
  }),
  /**
   * A character that is not seen stands at an end of it, brought along from a page or document. `character`:
   * as U+hhhh.
   */
  'secret-invisible-character': entry({
    args: { character: 'word' },
    rows: [17],
    headline: {
      en: 'The client used the secret with an invisible character ({character}) at one end.',
      zh: '客户端使用的 Secret 一端带有看不见的字符（{character}）。',
    },
    cause: {
      en: 'it was copied from a web page, a chat or a document',
      zh: '从网页、聊天记录或文档复制时带入',
    },
    cure: {
      en: 'retype the ends of the secret, or strip everything but letters and digits where it is read',
      zh: '重新输入 Secret 的首尾字符，或读取时只保留字母和数字',
    },
    brief: { en: 'an invisible character at one end', zh: '一端带有看不见的字符' },
  }),
  /** The same, or white space, within it. `position`: of the character before it. */
  'secret-invisible-inside': entry({
    args: { character: 'word', position: 'number' },
    rows: [17],
    headline: {
      en: 'The client used the secret with a break or an invisible character ({character}) in it, after character {position}.',
      zh: '客户端使用的 Secret 在第 {position} 个字符之后夹有换行、空白或看不见的字符（{character}）。',
    },
    cause: {
      en: 'it was copied from a web page, a chat or a document, or a long line was broken',
      zh: '从网页、聊天记录或文档复制时带入，或长行被折断',
    },
    cure: {
      en: 'type the secret again, or strip everything but letters and digits where it is read',
      zh: '重新输入 Secret，或读取时只保留字母和数字',
    },
    brief: { en: 'an invisible character in it', zh: '中间夹有看不见的字符' },
  }),
  /**
   * Full-width forms in the place of ASCII characters, as input methods for Chinese type them. `count`: how
   * many.
   */
  'secret-full-width': entry({
    args: { count: 'number' },
    rows: [17],
    headline: {
      en: 'The client used the secret with full-width characters in place of ordinary ones ({count} of them).',
      zh: '客户端使用的 Secret 中有 {count} 个全角字符，应为半角。',
    },
    cause: {
      en: 'it was typed with an input method switched to full-width, or went through a document that converts characters',
      zh: '输入法处于全角状态，或经过了会转换字符的文档',
    },
    cure: {
      en: 'type the secret again with half-width letters and digits',
      zh: '用半角字母和数字重新输入 Secret',
    },
    brief: { en: 'full-width characters', zh: '含有全角字符' },
  }),
  /** The secret was never set or filled in. `value`: what was used for it. */
  'secret-placeholder': entry({
    args: { value: 'bytes' },
    rows: [17],
    headline: { en: 'The client used {value:q} as the secret.', zh: '客户端把{value:q}当作 Secret 使用。' },
    cause: {
      en: 'the secret was never filled in, or the variable that should hold it is not set where the client runs',
      zh: 'Secret 从未填写，或客户端运行的环境中没有设置保存它的变量',
    },
    cure: RENEW,
    brief: { en: 'a placeholder', zh: '占位符' },
  }),
  'secret-quoted': entry({
    args: {},
    rows: [17],
    headline: {
      en: 'The client used the secret with quotation marks around it.',
      zh: '客户端使用的 Secret 带上了引号。',
    },
    cause: {
      en: 'a configuration format without quoting took them as part of the value',
      zh: '配置格式不识别引号，把它当成了值的一部分',
    },
    cure: { en: 'remove the quotes', zh: '去掉引号' },
    brief: { en: 'quotation marks around it', zh: '带有引号' },
  }),
  /**
   * More around it than one character or quotation marks. `before`, `after`: white space, quotation marks and
   * the like; one may be empty.
   */
  'secret-padded': entry({
    args: { before: 'bytes', after: 'bytes' },
    rows: [17],
    headline: {
      en: 'The client used the secret with extra characters around it: {before:q} before, {after:q} after.',
      zh: '客户端使用的 Secret 前后多了别的字符：前面是{before:q}，后面是{after:q}。',
    },
    cause: {
      en: 'it was read together with what surrounds it: line breaks, spaces, quotation marks or the name of the setting',
      zh: '读取时带上了它周围的换行、空白、引号或配置项名',
    },
    cure: TRIM,
    brief: { en: 'other characters around it', zh: '前后多了别的字符' },
  }),
  'secret-url-encoded': entry({
    args: {},
    rows: [17],
    headline: { en: 'The client used a percent-encoded secret.', zh: '客户端使用了百分号编码后的 Secret。' },
    cause: { en: 'it passed through a URL and was not decoded', zh: 'Secret 经过 URL 传递后没有解码' },
    cure: { en: 'decode it once, or keep secrets out of URLs', zh: '解码一次，或不要把 Secret 放进 URL' },
    brief: { en: 'percent-encoded', zh: '做了百分号编码' },
  }),
  'secret-url-decoded': entry({
    args: {},
    rows: [17],
    headline: { en: 'The client used a percent-decoded secret.', zh: '客户端使用了百分号解码后的 Secret。' },
    cause: { en: 'it was decoded although it was not encoded', zh: 'Secret 没有编码过，却做了解码' },
    cure: { en: 'use the secret as it is', zh: '原样传递 Secret' },
    brief: { en: 'percent-decoded', zh: '做了百分号解码' },
  }),
  'secret-base64': entry({
    args: {},
    rows: [17],
    headline: {
      en: 'The client used the secret base64-encoded, or base64-decoded.',
      zh: '客户端使用了 Secret 的 Base64 形式，或对它做了 Base64 解码。',
    },
    cause: {
      en: 'a secret store returns base64 (Kubernetes does), and it was decoded once too often or not at all',
      zh: '密钥存储给出的是 Base64（例如 Kubernetes），多解码了一次或没有解码',
    },
    cure: { en: 'decode it exactly once', zh: '只解码一次' },
    brief: { en: 'base64', zh: '做了 Base64 编码或解码' },
  }),
  'secret-is-key-id': entry({
    args: {},
    rows: [17],
    headline: {
      en: 'The client used the AccessKey ID as the secret.',
      zh: '客户端把 AccessKey ID 当成了 Secret。',
    },
    cause: {
      en: 'two fields of the configuration hold the same value, or were swapped',
      zh: '配置中两个字段的值相同，或填反了',
    },
    cure: RENEW,
    brief: { en: 'the AccessKey ID instead', zh: '用成了 AccessKey ID' },
  }),
  /** The user has given the secret of that id, too. */
  'secret-of-other-key': entry({
    args: { accessKeyId: 'bytes' },
    rows: [17],
    headline: {
      en: 'The client signed with the secret of another AccessKey ID, {accessKeyId:id}.',
      zh: '客户端签名时用的是另一个 AccessKey ID（{accessKeyId:id}）的 Secret。',
    },
    cause: {
      en: 'ID and secret come from two different pairs: two profiles, two environment variables, an old key and a new one',
      zh: 'ID 与 Secret 不是一对：取自两个配置、两个环境变量，或新旧两个 AccessKey',
    },
    cure: {
      en: 'in the configuration of the client, take both from the same pair: the secret of the ID that it sends, or {accessKeyId:id} as the ID',
      zh: '修改客户端的配置，让二者成对：改用所发送 ID 自己的 Secret，或把 ID 改为 {accessKeyId:id}',
    },
    brief: { en: 'that of another AccessKey ID', zh: '用成了另一个 AccessKey ID 的 Secret' },
  }),
  'secret-empty': entry({
    args: {},
    rows: [17],
    headline: { en: 'The client used an empty secret.', zh: '客户端使用了空的 Secret。' },
    cause: { en: 'the variable or field that should hold it is not set', zh: '应保存它的变量或字段没有设置' },
    cure: {
      en: 'set it, and make the program refuse to start without it',
      zh: '设置它，并让程序在缺少时拒绝启动',
    },
    brief: { en: 'empty', zh: '为空' },
  }),
  'secret-case': entry({
    args: {},
    rows: [17],
    headline: {
      en: 'The client used the secret in a different letter case.',
      zh: '客户端使用的 Secret 大小写不同。',
    },
    cause: { en: 'something changed the case of its letters', zh: '某处把字母改成了小写或大写' },
    cure: RENEW,
    brief: { en: 'different letter case', zh: '大小写不同' },
  }),
  'secret-characters-swapped': entry({
    args: { position: 'number' },
    rows: [17],
    headline: {
      en: 'The client used a secret with two neighbouring characters swapped, at {position}.',
      zh: '客户端使用的 Secret 中，第 {position} 个字符与其后的字符颠倒了。',
    },
    cause: { en: 'often it was typed by hand', zh: '多为手工输入有误' },
    cure: RENEW,
    brief: { en: 'two characters swapped', zh: '有两个字符颠倒' },
  }),
  'secret-character-missing': entry({
    args: { position: 'number' },
    rows: [17],
    headline: {
      en: 'The client used a secret with one character missing, at {position}.',
      zh: '客户端使用的 Secret 少了一个字符，位置在第 {position} 个。',
    },
    cause: { en: 'often it was typed or copied incompletely', zh: '多为输入或复制不完整' },
    cure: RENEW,
    brief: { en: 'a character is missing', zh: '少了一个字符' },
  }),
  'secret-character-extra': entry({
    args: { position: 'number' },
    rows: [17],
    headline: {
      en: 'The client used a secret with one character too many, at {position}.',
      zh: '客户端使用的 Secret 多了一个字符，位置在第 {position} 个。',
    },
    cause: {
      en: 'often it was typed by hand, or a character slipped in when it was copied',
      zh: '多为手工输入有误，或复制时混入了一个字符',
    },
    cure: RENEW,
    brief: { en: 'one character too many', zh: '多了一个字符' },
  }),
  /**
   * Other characters in their places that look alike (0 and O; 1, l and I). `count`: how many, two at least.
   */
  'secret-lookalikes': entry({
    args: { count: 'number' },
    rows: [17],
    headline: {
      en: 'The client used a secret with {count} characters replaced by ones that look alike.',
      zh: '客户端使用的 Secret 有 {count} 个字符换成了形近的字符。',
    },
    cause: {
      en: 'often it was typed from print or from a picture: 0 and O, or 1, l and I were confused',
      zh: '多为照着印刷品或图片手工输入：0 与 O，或 1、l 与 I 被混淆',
    },
    cure: RENEW,
    brief: { en: 'several characters that look alike', zh: '有几个字符换成了形近的字符' },
  }),
  'secret-character-different': entry({
    args: { position: 'number' },
    rows: [17],
    headline: {
      en: 'The client used a secret with one wrong character, at {position}.',
      zh: '客户端使用的 Secret 有一个字符不同，位置在第 {position} 个。',
    },
    cause: {
      en: 'often it was typed by hand: 0 and O, 1 and l are easily confused',
      zh: '多为手工输入有误：0 与 O、1 与 l 容易混淆',
    },
    cure: RENEW,
    brief: { en: 'one wrong character', zh: '有一个字符不同' },
  }),
  /** `kept`: characters of the given secret that the client used. */
  'secret-cut-short': entry({
    args: { kept: 'number' },
    rows: [17],
    headline: {
      en: 'The client used only the first {kept} characters of the secret.',
      zh: '客户端只使用了 Secret 的前 {kept} 个字符。',
    },
    cause: {
      en: 'often a field or a column is too short, or it was cut at a special character',
      zh: '多为字段或列太短，或在特殊字符处被截断',
    },
    cure: RENEW,
    brief: { en: 'cut short', zh: '被截短' },
  }),
  /** `kept`: characters at the end of the given secret that the client used. */
  'secret-beginning-missing': entry({
    args: { kept: 'number' },
    rows: [17],
    headline: {
      en: 'The client used only the last {kept} characters of the secret.',
      zh: '客户端只使用了 Secret 的后 {kept} 个字符。',
    },
    cause: {
      en: 'its beginning was not copied, or it was split at a special character',
      zh: '复制时漏了开头，或在特殊字符处被截开',
    },
    cure: RENEW,
    brief: { en: 'its beginning missing', zh: '缺少开头' },
  }),
  'secret-doubled': entry({
    args: {},
    rows: [17],
    headline: {
      en: 'The client used the secret twice in a row.',
      zh: '客户端使用的 Secret 连续重复了两遍。',
    },
    cause: { en: 'it was pasted twice', zh: '粘贴了两次' },
    cure: RENEW,
    brief: { en: 'twice in a row', zh: '重复了两遍' },
  }),
} as const satisfies Readonly<Record<string, CauseEntry>>;
