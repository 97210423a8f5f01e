import type { CauseText } from './texts.ts';

const say = (headline: string, cause: string, cure: string): CauseText => ({ headline, cause, cure });

const RENEW = '在客户端读取配置的地方重新填写 Secret；如果已经遗失，请新建 AccessKey';
const TRIM = '在客户端的配置中去掉它，或读取时去除首尾空白';

/** 原因在于 Secret：双方签名的字符串相同。 */
export const ZH_CAUSES_SECRET = {
  'server-holds-other-secret': say(
    '客户端用您提供的 Secret 签名无误，但服务端为该 ID 保存的是另一个 Secret。',
    'Secret 已轮换，或属于另一个 AccessKey ID，或 ID 与 Secret 来自两对不同的 AccessKey',
    '核对 ID 与 Secret 是否配对；如果 Secret 已遗失，请新建 AccessKey',
  ),
  'other-secret-or-request': say(
    '客户端用您提供的 Secret 签名无误；服务端为该 ID 保存的是另一个 Secret，或收到的是另一个请求。',
    'Secret 已轮换，或属于另一个 AccessKey ID；也可能参与签名的内容在途中被改，而响应没有显示出来',
    '核对 ID 与 Secret 是否配对；如果配对，请在代理之后再抓一次包',
  ),
  'request-not-seen': say(
    '服务端收到的签名，不是它自己的待签名字符串的签名。',
    '要么客户端签名的内容不同，要么它使用的 Secret 与服务端保存的不同；这里没有请求本身可供比较',
    '请补充客户端发送的内容（curl -v、调试日志或抓包）；或用 --credentials FILE 提供该 AccessKey ID 的 Secret 后再运行一次，即可在各种可能中找出客户端实际签名的内容',
  ),
  'answer-alone': say(
    '签名错误；这里没有请求，看不出原因。',
    '客户端签名的内容与它发送的不同，或它使用的 Secret 与服务端保存的不同，或请求在途中被改动',
    '请补充客户端发送的内容（curl -v、调试日志或抓包），以及完整的错误信息文档：其中有服务端的待签名字符串',
  ),
  'chunk-signature-differs': say(
    '请求体中某个分块的签名与其内容不符。',
    '出错的是数据之间的分块签名（aws-chunked），而不是请求头部的签名：要么客户端的分块签名规则不同，要么请求体在到达 OSS 之前被代理改动',
    '让客户端对整个请求体签名或不签名（UNSIGNED-PAYLOAD，关闭分块编码），或改用 OSS SDK；如果只在经过代理时失败，在代理前后抓包对比',
  ),
  'request-known-by-hash': say(
    '服务端收到的签名，不是它自己的待签名字符串的签名。',
    '要么客户端签名的请求不同，要么它使用的 Secret 与服务端保存的不同；待签名字符串中只有请求的哈希',
    '请补充客户端发送的内容（curl -v、调试日志或抓包）；用 --credentials FILE 提供 Secret，只能证明客户端是否用它（或与它相近的 Secret）对这个字符串签了名',
  ),
  'secret-unknown-difference': say(
    '很可能客户端使用的 Secret 与您提供的不同。',
    '该 AccessKey ID 的请求全部失败，其中有不止一种操作，而已知的字符串变体和 Secret 变体都得不出它们的签名',
    '逐字节对比客户端的 Secret 与您提供的；日志中只打印长度和末尾几个字符，不要更多；如果 Secret 相同，请在客户端打印待签名字符串，与 osscap explain 显示的对比',
  ),
  'listed-header-gone': say(
    '签名包含了请求中没有的请求头：{names}。它们的值已无从得知，其余部分也就无法证明。',
    '签名把它们列为已签名的请求头：发送请求的一方漏掉了它们，或它们在抓包之前被去掉；也可能是 Secret 不同，从这里无法区分',
    '发送时带上这些请求头，值与签名时完全相同；或签名时不包含它们；然后重新抓包',
  ),
  'same-string-accepted': say(
    '完全相同的字符串配上另一个签名被接受过：这里用的是另一个 Secret，或签名密钥的派生方式不同。',
    '在 #{exchange:ref} 中，服务端接受了该 AccessKey ID 对这个字符串的签名，可见字符串没有问题，不必再查请求头、参数或 Policy',
    '对比签出此请求与 #{exchange:ref} 的客户端各自使用的 Secret；如果相同，再对比两者计算签名的方式（哈希、派生密钥、Base64 或十六进制）',
  ),
  'bucket-not-known': say(
    '自定义域名 {host} 对应的 Bucket 未知，无法还原待签名字符串。',
    'Bucket 参与签名，而自定义域名看不出 Bucket',
    '加上 --bucket {host}=NAME 再运行一次，osscap 即可证明客户端签名的内容',
  ),
  'signed-url-edited': say(
    '这个签名 URL 可能在签名之后被改动过；已知的各种变体（字符串与 Secret）都得不到该签名。',
    '使用签名 URL 的人可以改动它。以下内容都参与签名：方法、路径、{names}；被改掉的值在 URL 中已不存在。也可能签名时用的是另一个 Secret',
    '把该 URL 与签名程序返回的 URL 逐字符对比；若完全相同，再核对签名程序使用的 Secret 与您提供的是否一致',
  ),
  'string-unknown-difference': say(
    '已知的字符串变体和 Secret 变体都得不出这个签名，但抓包中的其他请求表明，您为该 AccessKey ID 提供的 Secret 是正确的。',
    '要么客户端签名的内容在此请求中已不存在（被抓到之前，某个请求头、参数或路径的一部分被去掉或改写）；要么另一个客户端在同一 AccessKey ID 下使用了另一个 Secret',
    '请与提示中指出的成功请求对比；在客户端日志中打印待签名字符串，或在客户端抓包；如果是另一个客户端发送的，请检查它的 Secret',
  ),
  'string-unknown-secret-used': say(
    '已知的字符串变体和 Secret 变体都得不出这个签名，但该 AccessKey ID 的其他请求是用您提供的 Secret 签名的。',
    '要么客户端签名的内容在此请求中已不存在（被抓到之前，某个请求头、参数或路径的一部分被去掉或改写）；要么另一个客户端在同一 AccessKey ID 下使用了另一个 Secret',
    '先修正其他请求的问题，再看此请求是否仍然失败；在客户端日志中打印待签名字符串，或在客户端抓包；如果是另一个客户端发送的，请检查它的 Secret',
  ),
  'secret-trailing-newline': say(
    '客户端使用的 Secret 末尾多了一个换行符。',
    '从文件或挂载的 Secret 读取时带上了行尾',
    TRIM,
  ),
  'secret-trailing-crlf': say('客户端使用的 Secret 末尾多了 CR LF。', '读取的文件使用 Windows 换行', TRIM),
  'secret-trailing-cr': say(
    '客户端使用的 Secret 末尾多了一个回车符（CR）。',
    '读取的文件使用 Windows 换行，而程序只去掉了换行符',
    TRIM,
  ),
  'secret-trailing-space': say('客户端使用的 Secret 末尾多了一个空格。', '复制时带上了后面的空格', TRIM),
  'secret-trailing-tab': say('客户端使用的 Secret 末尾多了一个制表符。', '从表格中复制而来', TRIM),
  'secret-leading-space': say(
    '客户端使用的 Secret 开头多了一个空格。',
    '复制时带上了空格，或配置格式保留了等号后的空格',
    TRIM,
  ),
  'secret-leading-newline': say('客户端使用的 Secret 开头多了一个换行符。', '多行取值从下一行开始', TRIM),
  'secret-ampersand': say(
    '客户端使用的 Secret 末尾多了一个 & 符号。',
    '阿里云 RPC 风格的 API（ECS、STS 等）用这样的密钥签名；OSS 直接用 Secret',
    '按 OSS 的规则签名，或使用 OSS SDK',
  ),
  'secret-given-padded': say(
    '您提供的 Secret 带有空白、引号或看不见的字符；客户端用的没有，并且能对该字符串签名无误。',
    '因此客户端签名正确，服务端为该 ID 保存的是另一个 Secret',
    '核对 ID 与 Secret 是否配对，并在凭证文件中重新输入 Secret',
  ),
  'secret-bom': say(
    '客户端使用的 Secret 开头多了 BOM。',
    '读取的文件以 BOM 开头',
    '以无 BOM 方式保存文件，或读取时去掉 BOM',
  ),
  'secret-invisible-character': say(
    '客户端使用的 Secret 一端带有看不见的字符（{character}）。',
    '从网页、聊天记录或文档复制时带入',
    '重新输入 Secret 的首尾字符，或读取时只保留字母和数字',
  ),
  'secret-invisible-inside': say(
    '客户端使用的 Secret 在第 {position} 个字符之后夹有换行、空白或看不见的字符（{character}）。',
    '从网页、聊天记录或文档复制时带入，或长行被折断',
    '重新输入 Secret，或读取时只保留字母和数字',
  ),
  'secret-full-width': say(
    '客户端使用的 Secret 中有 {count} 个全角字符，应为半角。',
    '输入法处于全角状态，或经过了会转换字符的文档',
    '用半角字母和数字重新输入 Secret',
  ),
  'secret-placeholder': say(
    '客户端把{value:q}当作 Secret 使用。',
    'Secret 从未填写，或客户端运行的环境中没有设置保存它的变量',
    RENEW,
  ),
  'secret-quoted': say(
    '客户端使用的 Secret 带上了引号。',
    '配置格式不识别引号，把它当成了值的一部分',
    '去掉引号',
  ),
  'secret-padded': say(
    '客户端使用的 Secret 前后多了别的字符：前面是{before:q}，后面是{after:q}。',
    '读取时带上了它周围的换行、空白、引号或配置项名',
    TRIM,
  ),
  'secret-url-encoded': say(
    '客户端使用了百分号编码后的 Secret。',
    'Secret 经过 URL 传递后没有解码',
    '解码一次，或不要把 Secret 放进 URL',
  ),
  'secret-url-decoded': say(
    '客户端使用了百分号解码后的 Secret。',
    'Secret 没有编码过，却做了解码',
    '原样传递 Secret',
  ),
  'secret-base64': say(
    '客户端使用了 Secret 的 Base64 形式，或对它做了 Base64 解码。',
    '密钥存储给出的是 Base64（例如 Kubernetes），多解码了一次或没有解码',
    '只解码一次',
  ),
  'secret-is-key-id': say('客户端把 AccessKey ID 当成了 Secret。', '配置中两个字段的值相同，或填反了', RENEW),
  'secret-of-other-key': say(
    '客户端签名时用的是另一个 AccessKey ID（{accessKeyId:id}）的 Secret。',
    'ID 与 Secret 不是一对：取自两个配置、两个环境变量，或新旧两个 AccessKey',
    '修改客户端的配置，让二者成对：改用所发送 ID 自己的 Secret，或把 ID 改为 {accessKeyId:id}',
  ),
  'secret-empty': say(
    '客户端使用了空的 Secret。',
    '应保存它的变量或字段没有设置',
    '设置它，并让程序在缺少时拒绝启动',
  ),
  'secret-case': say('客户端使用的 Secret 大小写不同。', '某处把字母改成了小写或大写', RENEW),
  'secret-characters-swapped': say(
    '客户端使用的 Secret 中，第 {position} 个字符与其后的字符颠倒了。',
    '手工输入有误',
    RENEW,
  ),
  'secret-character-missing': say(
    '客户端使用的 Secret 少了一个字符，位置在第 {position} 个。',
    '输入或复制不完整',
    RENEW,
  ),
  'secret-character-extra': say(
    '客户端使用的 Secret 多了一个字符，位置在第 {position} 个。',
    '手工输入有误，或复制时混入了一个字符',
    RENEW,
  ),
  'secret-character-different': say(
    '客户端使用的 Secret 有一个字符不同，位置在第 {position} 个。',
    '手工输入有误：0 与 O、1 与 l 容易混淆',
    RENEW,
  ),
  'secret-lookalikes': say(
    '客户端使用的 Secret 有 {count} 个字符换成了形近的字符。',
    '照着印刷品或图片手工输入：0 与 O，或 1、l 与 I 被混淆',
    RENEW,
  ),
  'secret-cut-short': say(
    '客户端只使用了 Secret 的前 {kept} 个字符。',
    '字段或列太短，或在特殊字符处被截断',
    RENEW,
  ),
  'secret-beginning-missing': say(
    '客户端只使用了 Secret 的后 {kept} 个字符。',
    '复制时漏了开头，或在特殊字符处被截开',
    RENEW,
  ),
  'secret-doubled': say('客户端使用的 Secret 连续重复了两遍。', '粘贴了两次', RENEW),
} as const satisfies Readonly<Record<string, CauseText>>;
