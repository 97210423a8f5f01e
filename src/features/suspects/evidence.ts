import type { ArgSpec, CheckedProse, Prose } from '../../engine/diagnose/prose.ts';

interface EvidenceEntry<A extends ArgSpec = ArgSpec> {
  readonly args: A;
  readonly text: Prose;
}

function evidence<const A extends ArgSpec, const T extends Prose>(
  args: A,
  text: T & CheckedProse<T, A>,
): EvidenceEntry<A> {
  return { args, text };
}

const NONE = {} as const satisfies ArgSpec;

/** What the request itself shows, and by how much that multiplies the odds of a suspect. */
interface SignEntry extends EvidenceEntry<typeof NONE> {
  readonly factor: number;
}

function sign(factor: number, text: Prose): SignEntry {
  return { args: NONE, factor, text };
}

/** `trait`: a name of `traits.ts`, of which `TRAIT_WORDS` makes words. */
const TRAIT = { trait: 'bytes' } as const satisfies ArgSpec;
const REFUSED = { refused: 'number' } as const satisfies ArgSpec;
const ACCEPTED = { accepted: 'number' } as const satisfies ArgSpec;
const FIRST = { first: 'number' } as const satisfies ArgSpec;
const COUNTS = { ...REFUSED, ...ACCEPTED } as const satisfies ArgSpec;
const TRAIT_REFUSED = { ...TRAIT, ...REFUSED } as const satisfies ArgSpec;
const TRAIT_ACCEPTED = { ...TRAIT, ...ACCEPTED } as const satisfies ArgSpec;
const TRAIT_FIRST = { ...TRAIT, ...FIRST } as const satisfies ArgSpec;
const TRAIT_COUNTS = { ...TRAIT, ...COUNTS } as const satisfies ArgSpec;
const TRAIT_METHOD = { ...TRAIT_COUNTS, method: 'bytes' } as const satisfies ArgSpec;

/** What speaks for a suspect or against it. */
export const EVIDENCE = {
  // ---- what the answer itself shows
  'bucket-has-slash': evidence(NONE, {
    en: 'the document names a bucket with a slash in it, which no bucket has',
    zh: '错误信息文档里的 Bucket 名含有斜杠，而 Bucket 名中不可能有斜杠',
  }),
  // ---- what other requests of the client show
  'only-refused-have-it': evidence(TRAIT_COUNTS, {
    en: 'every refused request of this client ({refused:n}) has {trait}; no accepted one does ({accepted:n})',
    zh: '该客户端被拒的请求（{refused:n} 个）都有{trait}，被接受的（{accepted:n} 个）都没有',
  }),
  'no-accepted-has-it': evidence(TRAIT_COUNTS, {
    en: '{refused:n} refused request{refused:s} of this client had {trait}, and no accepted one ({accepted:n})',
    zh: '该客户端有 {refused:n} 个被拒的请求带有{trait}，被接受的（{accepted:n} 个）都没有',
  }),
  'no-accepted-of-method': evidence(TRAIT_METHOD, {
    en: '{refused:n} refused request{refused:s} of this client had {trait}, and no accepted one ({accepted:n}); but none of these is a {method}: that says little',
    zh: '该客户端有 {refused:n} 个被拒的请求带有{trait}，被接受的（{accepted:n} 个）都没有；但后者都不是 {method} 请求，说明不了多少',
  }),
  'all-refused-have-it': evidence(TRAIT_REFUSED, {
    en: 'every refused request of this client ({refused:n}) has {trait}; none of this client was accepted',
    zh: '该客户端被拒的 {refused:n} 个请求都有{trait}；抓包中没有该客户端被接受的请求',
  }),
  since: evidence(TRAIT_FIRST, {
    en: 'requests with {trait} were accepted up to exchange #{first:ref} and refused after it',
    zh: '带有{trait}：到请求 #{first:ref} 为止被接受，之后被拒',
  }),
  'accepted-with-it': evidence(TRAIT_ACCEPTED, {
    en: '{accepted:n} accepted request{accepted:s} of this client had {trait}, too',
    zh: '该客户端被接受的请求中也有 {accepted:n} 个带有{trait}',
  }),
  'relative-with-it': evidence(TRAIT_ACCEPTED, {
    en: '{accepted:n} accepted request{accepted:s} of another client or key with the same signing code had {trait}, too',
    zh: '由同一类代码签名的另一客户端或另一 AccessKey，也有 {accepted:n} 个被接受的请求带有{trait}',
  }),
  'refused-without-it': evidence(TRAIT_REFUSED, {
    en: 'refused without {trait}, too: {refused:n} request{refused:s} of this client',
    zh: '该客户端有 {refused:n} 个被拒的请求没有{trait}',
  }),
  'nothing-accepted': evidence(REFUSED, {
    en: 'of {refused:n} request{refused:s} of this client with this key, none was accepted',
    zh: '该客户端用这个 AccessKey 发出的 {refused:n} 个请求，没有一个被接受',
  }),
  'accepted-by-another': evidence(NONE, {
    en: 'another client was accepted with this key',
    zh: '另一个客户端用这个 AccessKey 被接受',
  }),
  'accepted-at-host': evidence(ACCEPTED, {
    en: 'the key works elsewhere with this host: {accepted:n} accepted request{accepted:s} of other clients',
    zh: '这个 AccessKey 在别处可用于同一域名：其他客户端有 {accepted:n} 个请求被接受',
  }),
  'secret-accepted': evidence(NONE, {
    en: 'this client was accepted with this key: its secret is right',
    zh: '该客户端用这个 AccessKey 被接受过：它的 Secret 是对的',
  }),
  'secret-proven': evidence(NONE, {
    en: 'another refused request of this client is proven to be signed with the given secret: it has the right one',
    zh: '该客户端另一个被拒的请求已证明是用您提供的 Secret 签名的：它的 Secret 是对的',
  }),
  'secret-wrong': evidence(NONE, {
    en: 'another refused request of this client is proven to be signed with another secret than that of the key',
    zh: '该客户端另一个被拒的请求已证明不是用该 AccessKey 的 Secret 签名的',
  }),
  'secret-accepted-elsewhere': evidence(NONE, {
    en: 'this client was accepted with this key in another capture, perhaps with another configuration',
    zh: '在另一个抓包中，该客户端用这个 AccessKey 被接受过，当时的配置可能不同',
  }),
  'secret-since': evidence(FIRST, {
    en: 'this client was accepted with this key up to exchange #{first:ref}, and everything was refused from there on: the secret may have been changed',
    zh: '该客户端用这个 AccessKey 到请求 #{first:ref} 为止被接受，从那以后全部被拒：Secret 可能在此时更换了',
  }),
  'secret-until': evidence(FIRST, {
    en: 'everything of this client with this key was refused until it was accepted in exchange #{first:ref}: the client may have read its secret anew, or the server',
    zh: '该客户端用这个 AccessKey 的请求起初全部被拒，从请求 #{first:ref} 起被接受：客户端或服务端可能在此时重新读取了 Secret',
  }),
  'same-in-turn': evidence(COUNTS, {
    en: 'requests that differ in their signatures at most were accepted ({accepted:n}) and refused ({refused:n})',
    zh: '除签名外完全相同的请求有时被接受（{accepted:n} 次），有时被拒（{refused:n} 次）',
  }),
  'secret-apart': evidence(COUNTS, {
    en: 'with this key, all requests over some connections of the client were refused ({refused:n}), and all over the others accepted ({accepted:n}): it may run twice, with two configurations',
    zh: '用这个 AccessKey，该客户端有的连接上的请求全部被拒（{refused:n} 个），其余连接上的全部被接受（{accepted:n} 个）：它可能运行了两份，配置不同',
  }),
  searched: evidence(NONE, {
    en: 'the search with the given secret found nothing, though it tries the usual mistakes of this kind',
    zh: '用您提供的 Secret 搜索完毕，没有命中，而这一类的常见情形都在其中',
  }),
  'accepted-elsewhere': evidence(ACCEPTED, {
    en: 'the accepted requests that it is set against ({accepted:n}) are in another capture of the scan',
    zh: '用来对照的被接受的请求（{accepted:n} 个）在本次扫描的另一份抓包中',
  }),
  'often-reported': evidence(NONE, {
    en: 'it is among the causes that people report most for such requests',
    zh: '对这类请求，它是人们报告最多的原因之一',
  }),
  // ---- what the request itself shows, and by how much it multiplies the odds
  'behind-authorization': sign(1.8, {
    en: 'it stands behind Authorization, where HTTP libraries put what they add',
    zh: '它位于 Authorization 之后，HTTP 库追加的请求头通常在这里',
  }),
  'form-type': sign(8, {
    en: 'it is the type of HTML forms, which HTTP libraries set by themselves',
    zh: '这是 HTML 表单的类型，HTTP 库会自行设置',
  }),
  'form-data': sign(8, {
    en: 'it has a boundary that is made for each request, which nobody signs beforehand',
    zh: '其中的 boundary 每次请求都不同，事先无法签名',
  }),
  'default-of-library': sign(3, {
    en: 'it is what browsers and HTTP libraries set where nobody chose a type',
    zh: '没有指定类型时，浏览器和 HTTP 库会设置这个值',
  }),
  charset: sign(2, {
    en: 'it has a charset, which HTTP libraries append after signing',
    zh: '它带有 charset，HTTP 库常在签名之后追加',
  }),
  'type-not-of-extension': sign(1.3, {
    en: 'it is not the type that the extension of the key stands for',
    zh: '它与 Object 名称的扩展名所对应的类型不同',
  }),
  'type-of-extension': sign(0.4, {
    en: 'it is the type that the extension of the key stands for: the client chose it before it signed',
    zh: '它正是 Object 名称的扩展名所对应的类型：客户端在签名之前选定',
  }),
  'several-parameters': sign(1.6, {
    en: 'there are several signed parameters, which have to be sorted',
    zh: '有多个要签名的参数，必须排序',
  }),
  'line-breaks': sign(4, {
    en: 'its Base64 text has line breaks, which one side removes',
    zh: '它的 Base64 文本带换行，其中一方会去掉',
  }),
  'digest-of-nothing': sign(3, {
    en: 'the request has no body to digest',
    zh: '请求没有可供计算摘要的请求体',
  }),
  'method-override': sign(6, {
    en: 'a header asks for another method than that of the request line',
    zh: '有请求头要求使用与请求行不同的方法',
  }),
  'encoded-twice': sign(4, {
    en: 'the path has %25XX: the key was encoded twice',
    zh: '路径中有 %25XX：Object 名称被编码了两次',
  }),
  'plus-raw': sign(2, {
    en: 'it has a + as it is, which one side reads as a space and the other does not',
    zh: '其中有未编码的 +，一方读作空格，另一方不是',
  }),
  'bucket-is-a-host': sign(40, {
    en: 'its name is that of a host: the setting for the bucket holds the endpoint, too',
    zh: '它是一个域名：Bucket 的配置项里写了整个访问域名',
  }),
  'own-domain': sign(2, {
    en: 'the host is a domain of the user, whose name does not say the bucket',
    zh: 'Host 是自定义域名，看不出 Bucket',
  }),
  'behind-signature': sign(5, {
    en: 'it stands behind the signature, where parameters stand that are appended to a finished URL',
    zh: '它位于签名之后，追加到已签名 URL 的参数就在这里',
  }),
  'escaped-ampersand': sign(30, {
    en: 'an & of the URL was escaped (&amp; or \\u0026) after signing',
    zh: 'URL 中的 & 在签名之后被转义（&amp; 或 \\u0026）',
  }),
  'sdk-never-signs': sign(120, {
    en: 'the SDK that the User-Agent names never signs this parameter',
    zh: 'User-Agent 所示的 SDK 从不对这个参数签名',
  }),
  'non-ascii': sign(4, {
    en: 'its value is outside ASCII, which libraries send in different bytes',
    zh: '它的值不是 ASCII，各种库发送的字节不同',
  }),
  'sent-twice': sign(5, { en: 'there are two of it', zh: '它出现了两次' }),
  'odd-spaces': sign(5, {
    en: 'its value is empty or has spaces that signers trim',
    zh: '它的值为空，或带有签名时会被去掉的空格',
  }),
  listed: sign(1.5, { en: 'the request itself lists it as signed', zh: '请求自己把它列为已签名' }),
  'date-form': sign(5, { en: 'it is not in the form of RFC 1123', zh: '它不是 RFC 1123 的写法' }),
  'hash-of-body': sign(3, {
    en: 'it is a digest, where clients of OSS send UNSIGNED-PAYLOAD',
    zh: '这是一个摘要，而 OSS 的客户端发送 UNSIGNED-PAYLOAD',
  }),
  'own-signer': sign(1.2, {
    en: 'the User-Agent names no SDK of OSS: the client has signing code of its own',
    zh: 'User-Agent 不是 OSS 的 SDK：签名代码是自行编写的',
  }),
  sdk: sign(0.5, {
    en: 'the User-Agent is an SDK, which does this right unless it is configured otherwise',
    zh: 'User-Agent 是 SDK，除非配置有误，它在这一点上是对的',
  }),
  'through-proxy': sign(1.5, {
    en: 'the request had passed a proxy before it was captured',
    zh: '请求在抓包之前已经过一个代理',
  }),
  'passed-a-hop': sign(12, {
    en: 'it bears the marks of a proxy, which may have changed what was signed before this capture',
    zh: '请求带有代理的标记：抓包之前代理可能改动了参与签名的内容',
  }),
  'passed-a-forward-proxy': sign(4, {
    en: 'it has the Via of a forward proxy, which passes on most requests as they were sent',
    zh: '请求带有正向代理的 Via：这类代理大多原样转发请求',
  }),
  'answered-through-hop': sign(2, {
    en: 'the answer bears the marks of a proxy, which may have changed what was signed behind this capture',
    zh: '应答带有代理的标记：抓包之后代理可能改动了参与签名的内容',
  }),
  'answered-by-edge': sign(120, {
    en: 'Cloudflare or Google answered, which ask the server behind them for codings of their own',
    zh: '应答经过 Cloudflare 或 Google，它们向后端转发时会改写 Accept-Encoding',
  }),
  'head-answered-as-get': sign(6, {
    en: 'the answer lacks x-oss-err, where OSS says what was wrong with a HEAD: it answers a GET',
    zh: '应答没有 x-oss-err：OSS 用它说明 HEAD 请求的错误，可见它应答的是 GET',
  }),
  'method-of-browser': sign(3, {
    en: 'browsers ask so beforehand, by themselves; no URL is signed for that',
    zh: '这是浏览器自己发出的预检方法，不会有 URL 为它签名',
  }),
  'no-such-operation': sign(6, {
    en: 'OSS has no POST of an object without a sub-resource: a PUT was meant',
    zh: 'OSS 没有不带子资源的 Object POST 请求：本意应为 PUT',
  }),
  'hash-of-chunks': sign(5, {
    en: 'the body is signed in chunks, which hops and options of the SDK may change',
    zh: '请求体分块签名，途中的网关和 SDK 的选项都会改变它的摘要',
  }),
  'hash-of-nothing': sign(0.4, {
    en: 'there is no body, whose digest an option of the SDK or a hop could change',
    zh: '没有请求体，SDK 的选项或途中的网关无从改变它的摘要',
  }),
  'date-of-service': sign(1.6, {
    en: 'where x-oss-date is sent, signers modelled on those of S3 leave the date line blank',
    zh: '发送 x-oss-date 时，仿照 S3 编写的签名代码会把时间一行留空',
  }),
  'two-dates': sign(2, {
    en: 'there are a Date and a date of the service, and the client may have signed the other one',
    zh: '同时有 Date 和服务自己的时间请求头，客户端签名用的可能是另一个',
  }),
  'signature-length': sign(60, {
    en: 'no signature of its version has this length',
    zh: '它的长度不是这个版本的签名所应有的',
  }),
  'signature-form': sign(60, {
    en: 'no signature of its version is written like this (its letters, their case, its characters)',
    zh: '这个版本的签名不会这样书写（字母、大小写或字符）',
  }),
  'signed-in-shell': sign(1.5, {
    en: 'curl does not sign this by itself: a script did, and echo ends what it prints with a line feed',
    zh: 'curl 本身不会对 OSS 请求签名：签名出自脚本，而 echo 的输出会带上换行',
  }),
  'not-sorted': sign(4, {
    en: 'the signed parameters are not in the order of their names, in which they have to be signed',
    zh: '要签名的参数没有按名称排序，而签名时必须排序',
  }),
  'signature-of-another': sign(60, {
    en: 'another request has the same signature and differs in this: one signature cannot fit both',
    zh: '另一个请求的签名相同而这一项不同：一个签名不可能同时适用于两者',
  }),
  // ---- what the profile of the client shows (`profiles.ts`)
  'out-of-place': sign(20, {
    en: 'it stands where the client that the User-Agent names never puts a header by itself',
    zh: 'User-Agent 所示的客户端从不自己把请求头放在这个位置',
  }),
  'other-spelling': sign(4, {
    en: 'the client that the User-Agent names spells its name otherwise',
    zh: '它的名称写法（大小写）与 User-Agent 所示的客户端不同',
  }),
  'type-not-of-client': sign(3, {
    en: 'the client that the User-Agent names does not send this type by itself',
    zh: 'User-Agent 所示的客户端不会自行发送这种类型',
  }),
  'type-of-client': sign(0.4, {
    en: 'it is what the client that the User-Agent names sets before it signs',
    zh: '这是 User-Agent 所示的客户端在签名之前设置的值',
  }),
  'not-its-version': sign(1.2, {
    en: 'the client that the User-Agent names cannot sign like this: other code made the signature',
    zh: 'User-Agent 所示的客户端不会这样签名：签名出自别的代码',
  }),
} as const;

export type EvidenceCode = keyof typeof EVIDENCE;

/** Those that the request itself shows. */
export type SignCode = {
  [C in EvidenceCode]: (typeof EVIDENCE)[C] extends SignEntry ? C : never;
}[EvidenceCode];

export const EVIDENCE_CODES = Object.keys(EVIDENCE) as readonly EvidenceCode[];

/** How a trait is said. `{of}`: what stands behind the name that is looked up here. */
export const TRAIT_WORDS: Readonly<Record<string, Prose>> = {
  any: { en: 'all that this cause needs', zh: '它所需的全部条件' },
  type: { en: 'a Content-Type', zh: ' Content-Type' },
  'type=': { en: 'the Content-Type {of:q}', zh: ' Content-Type{of:q}' },
  'type ': { en: 'a Content-Type on a {of}', zh: ' {of} 请求的 Content-Type' },
  'type:charset': { en: 'a charset in the Content-Type', zh: '含 charset 的 Content-Type' },
  'type:text': { en: 'a Content-Type of text', zh: '文本类的 Content-Type' },
  'type:not-of-extension': {
    en: 'a Content-Type that is not that of the extension',
    zh: '与扩展名不符的 Content-Type',
  },
  'no-type ': { en: 'a body and no Content-Type ({of})', zh: '请求体而没有 Content-Type（{of}）' },
  'no-type': { en: 'no body and no Content-Type', zh: '空的请求体，也没有 Content-Type' },
  'method=': { en: 'the method {of}', zh: '方法 {of}' },
  key: { en: 'a key', zh: ' Object 名称' },
  'key:special': { en: 'special characters in the key', zh: '含特殊字符的 Object 名称' },
  'key:space': { en: 'a space in the key', zh: '含空格的 Object 名称' },
  'key:plus': { en: 'a + in the key', zh: '含 + 的 Object 名称' },
  'key:percent': { en: 'a % in the key', zh: '含 % 的 Object 名称' },
  'key:non-ascii': { en: 'characters outside ASCII in the key', zh: '含非 ASCII 字符的 Object 名称' },
  'key:cut': { en: 'a # or ? in the key', zh: '含 # 或 ? 的 Object 名称' },
  'key:paren': { en: 'parentheses, quotes, ! or * in the key', zh: '含括号、引号、! 或 * 的 Object 名称' },
  'key:other': { en: 'punctuation in the key', zh: '含标点的 Object 名称' },
  'key:slashes': {
    en: 'slashes at an end of the key, or doubled, or dots as segments',
    zh: '首尾或连续有斜杠，或含 . 与 .. 段的 Object 名称',
  },
  'key:in=': { en: 'a key in the folder {of:q}', zh: '目录{of:q}中的 Object 名称' },
  'key:ext=': { en: 'a key that ends in {of:q}', zh: '以{of:q}结尾的 Object 名称' },
  'key:deep': { en: 'several folders in the key', zh: '多级目录的 Object 名称' },
  'key:long': { en: 'a long key', zh: '较长的 Object 名称' },
  'key:upper': { en: 'capital letters in the key', zh: '含大写字母的 Object 名称' },
  'key:tilde': { en: 'a ~ in the key', zh: '含 ~ 的 Object 名称' },
  'parameter-bare': { en: 'a parameter without =', zh: '没有 = 的参数' },
  'parameter-empty': { en: 'a parameter with an empty value', zh: '值为空的参数' },
  'parameters-unsorted': { en: 'parameters that are not in order', zh: '未按名称排序的参数' },
  'hop-marks': { en: 'the marks of a proxy', zh: '代理的标记' },
  'key:folders': { en: 'folders in the key', zh: '含目录的 Object 名称' },
  'key:no-extension': { en: 'a key without an extension', zh: '没有扩展名的 Object 名称' },
  'life=': { en: 'a URL that is good for {of}', zh: '有效期为 {of} 的 URL' },
  'unsigned-parameters': {
    en: 'parameters that version 1 does not sign',
    zh: ' V1 不签名的参数',
  },
  'unlisted:': {
    en: 'the header {of}, which it does not list as signed',
    zh: '请求头 {of}（未列为已签名）',
  },
  'parameter:': { en: 'the parameter {of}', zh: '参数 {of}' },
  'parameter-behind:': {
    en: 'the parameter {of} behind the signature',
    zh: '位于签名之后的参数 {of}',
  },
  'header:': { en: 'the header {of}', zh: '请求头 {of}' },
  'server=': { en: 'the server address {of}', zh: '服务端地址 {of}' },
  'host=': { en: 'the host {of}', zh: '域名 {of}' },
  'own-domain': { en: 'a domain of the user as the host', zh: '自定义域名' },
  'bucket=': { en: 'the bucket {of}', zh: ' Bucket {of}' },
  'bucket-itself': {
    en: 'no key (it asks for the bucket itself)',
    zh: '空的 Object 名称（请求的是 Bucket 本身）',
  },
  'bucket-in-path': { en: 'the bucket in host and path', zh: '同时出现在域名和路径中的 Bucket' },
  'region=': { en: 'the region {of}', zh: '地域 {of}' },
  'listed=': { en: 'the list of signed headers {of}', zh: '已签名请求头列表 {of}' },
  'policy:line-breaks': { en: 'line breaks in the policy', zh: '含换行的 Policy' },
  'policy:non-ascii': { en: 'characters outside ASCII in the policy', zh: '含非 ASCII 字符的 Policy' },
  'policy:long': { en: 'a long policy', zh: '较长的 Policy' },
  body: { en: 'a body', zh: '请求体' },
  'no-body': { en: 'no body', zh: '空的请求体' },
  'hash=': { en: 'the payload digest {of}', zh: '请求体摘要 {of}' },
};

/** What stands behind the name of a header or parameter in a trait, in words. */
export const TRAIT_ENDINGS: Readonly<Record<string, Prose>> = {
  behind: { en: ' behind Authorization', zh: '（位于 Authorization 之后）' },
  'non-ascii': { en: ' with a value outside ASCII', zh: '（值不是 ASCII）' },
  twice: { en: ' more than once', zh: '（出现多次）' },
  spaces: { en: ' with an empty value or odd spaces', zh: '（值为空或带多余空格）' },
  value: { en: ' with this value', zh: '（且值相同）' },
};
