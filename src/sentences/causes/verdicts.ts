import type { Verdict } from '../../engine/diagnose/model.ts';
import type { Prose } from '../../engine/diagnose/prose.ts';

/** What is said of a verdict whose cause is not known. */
interface VerdictEntry {
  /** Its name for people, the same in every report and page: at most 20 columns, as in a table. */
  readonly title: Prose;
  readonly headline: Prose;
  readonly cause: Prose;
  readonly cure: Prose;
}

const GIVE_SECRET = {
  en: 'put the secret of this AccessKey ID in a file and rerun with --credentials FILE: it stays on this machine; the file is [{"accessKeyId": "…", "accessKeySecret": "…"}], or an ossutil configuration',
  zh: '把该 AccessKey ID 的 Secret 写入文件，加上 --credentials FILE 再运行一次：Secret 不会离开本机；文件内容为 [{"accessKeyId": "…", "accessKeySecret": "…"}]，也可以是 ossutil 配置文件',
} as const;

export const VERDICT_ENTRIES = {
  match: {
    title: { en: 'passed', zh: '通过' },
    headline: { en: 'The signature was accepted.', zh: '签名已通过校验。' },
    cause: { en: '', zh: '' },
    cure: { en: '', zh: '' },
  },
  'transit-modified': {
    title: { en: 'changed in transit', zh: '传输途中被改动' },
    headline: {
      en: 'Something between the capture point and OSS changed the request.',
      zh: '请求在抓包点与 OSS 之间被改动了。',
    },
    cause: {
      en: "the server's string differs from the captured request",
      zh: '服务端的待签名字符串与抓到的请求不同',
    },
    cure: {
      en: 'take a second capture after each proxy, gateway or CDN on the way, and compare the two to find the hop that changes the request',
      zh: '在途中每一层代理、网关或 CDN 之后再抓一次包，逐段对比，找出改动请求的那一跳',
    },
  },
  'client-miscomputed': {
    title: { en: 'client mis-signed', zh: '客户端签错' },
    headline: {
      en: 'The client signed one thing and sent another.',
      zh: '客户端签名的内容与实际发送的不同。',
    },
    cause: {
      en: 'the string that the client signed is not the one that follows from the request',
      zh: '客户端签名所用的字符串不是由该请求得出的',
    },
    cure: {
      en: 'sign the request exactly as it is sent, after all headers and parameters are set',
      zh: '在所有请求头和参数都设置完成之后，按实际发送的内容签名',
    },
  },
  'wrong-secret': {
    title: { en: 'wrong secret', zh: 'Secret 不一致' },
    headline: {
      en: 'The client and the server use different AccessKey secrets.',
      zh: '客户端使用的 AccessKey Secret 与服务端保存的不同。',
    },
    cause: {
      en: 'both sides signed the same string and got different signatures',
      zh: '双方签名的字符串相同，得出的签名却不同',
    },
    cure: {
      en: 'enter the secret again on the client, without white space around it, or create a new AccessKey',
      zh: '在客户端重新填写 Secret（前后不要带空白），或新建一对 AccessKey',
    },
  },
  'needs-secret': {
    title: { en: 'needs the secret', zh: '需要 Secret' },
    headline: {
      en: 'The service received the request as captured and refused its signature: it was signed otherwise, or with another secret.',
      zh: '服务端收到的请求与抓包一致，但签名不被接受：是签名内容或方式不同，或用了另一个 Secret。',
    },
    cause: {
      en: 'without the secret, nothing in the capture proves which of the two it is',
      zh: '没有 Secret，抓包无法证明是两者中的哪一种',
    },
    cure: GIVE_SECRET,
  },
  'clock-skew': {
    title: { en: 'clock is off', zh: '时钟偏差' },
    headline: {
      en: "The signed date is further from the server's clock than the server allows.",
      zh: '签名时间与服务端时钟的偏差超出允许范围。',
    },
    cause: {
      en: 'OSS accepts a date that is at most 15 minutes away from its own',
      zh: 'OSS 只接受与服务端时间相差不超过 15 分钟的请求',
    },
    cure: { en: 'synchronise the clock of the client (NTP)', zh: '校准客户端时钟（NTP）' },
  },
  expired: {
    title: { en: 'expired', zh: '已过期' },
    headline: { en: 'The signed URL or form has expired.', zh: '签名 URL 或表单已过期。' },
    cause: { en: 'it was used after its expiry', zh: '使用时已超过有效期' },
    cure: { en: 'sign a new one, or sign with a longer expiry', zh: '重新签名，或签名时设置更长的有效期' },
  },
  'unknown-key': {
    title: { en: 'unknown AccessKey ID', zh: 'AccessKey 不存在' },
    headline: { en: 'The server does not know this AccessKey ID.', zh: '服务端没有该 AccessKey ID 的记录。' },
    cause: {
      en: 'the ID is mistyped, deleted or disabled, or belongs to another cloud',
      zh: 'ID 写错、已删除、已禁用，或属于其他云',
    },
    cure: { en: 'check the ID in the RAM console', zh: '在 RAM 控制台核对该 ID' },
  },
  token: {
    title: { en: 'security token', zh: '安全令牌问题' },
    headline: {
      en: 'The security token is missing, expired or for another key.',
      zh: '安全令牌缺失、过期，或与 AccessKey 不匹配。',
    },
    cause: {
      en: 'temporary credentials are three values that belong together: ID, secret and token',
      zh: '临时访问凭证由 AccessKey ID、Secret 和 SecurityToken 三项组成，必须配套使用',
    },
    cure: {
      en: 'fetch fresh temporary credentials and pass all three to the SDK',
      zh: '重新获取临时访问凭证，并把三项一起交给 SDK',
    },
  },
  digest: {
    title: { en: 'digest differs', zh: '与摘要不符' },
    headline: { en: 'The body and its digest do not match.', zh: '消息体与其摘要不符。' },
    cause: { en: 'the signature is not at fault', zh: '签名本身没有问题' },
    cure: { en: 'compute the digest over the bytes that are sent', zh: '对实际发送的字节计算摘要' },
  },
  'access-denied': {
    title: { en: 'access denied', zh: '无权访问' },
    headline: {
      en: 'Access is denied: the signature is right, or was not looked at.',
      zh: '访问被拒绝：签名正确，或未被检查。',
    },
    cause: { en: 'the key is not allowed to do this', zh: '该 AccessKey 没有相应权限' },
    cure: {
      en: 'grant the permission in a RAM policy or a bucket policy',
      zh: '通过 RAM 策略或 Bucket Policy 授权',
    },
  },
  'malformed-auth': {
    title: { en: 'malformed auth data', zh: '鉴权信息格式错误' },
    headline: { en: 'The authentication data itself is malformed.', zh: '鉴权信息本身的格式有误。' },
    cause: {
      en: 'the server refuses it before it looks at the signature',
      zh: '服务端在校验签名之前就拒绝了请求',
    },
    cure: { en: 'correct the part that the server names', zh: '改正服务端指出的部分' },
  },
  'version-refused': {
    title: { en: 'not accepted here', zh: '服务端不接受' },
    headline: {
      en: 'The service does not accept this kind of signature here, right or wrong.',
      zh: '无论签名对错，服务端都不接受这种签名方式。',
    },
    cause: {
      en: 'the signature version or the addressing style is turned off',
      zh: '该签名版本或访问方式已被关闭',
    },
    cure: {
      en: 'use signature version V4 and the virtual-hosted address of the bucket',
      zh: '改用 V4 签名，并通过 Bucket 域名（虚拟托管方式）访问',
    },
  },
  intercepted: {
    title: { en: 'not answered by OSS', zh: '应答并非来自 OSS' },
    headline: {
      en: 'Something on the way answered in place of OSS.',
      zh: '应答并非来自 OSS，而是途中的某个设备给出的。',
    },
    cause: {
      en: "the response has none of OSS's own marks: a proxy, a gateway or a cache gave it, and it says nothing about the signature",
      zh: '响应中没有 OSS 自己的任何标识：它来自代理、网关或缓存，不能说明签名是否正确',
    },
    cure: {
      en: 'ask whoever runs the machine at that address to let the request through, or go around it',
      zh: '请该地址上设备的管理者放行此请求，或绕开该设备',
    },
  },
  undecided: {
    title: { en: 'undecided', zh: '未能判定' },
    headline: {
      en: 'The given secret does not explain the signature, and neither does any known mistake.',
      zh: '您提供的 Secret 无法解释这个签名，已知的各种错误也都不符合。',
    },
    cause: {
      en: 'the client signed something that the capture does not show (another bucket or key, or a value that was changed since), or it signed with another secret',
      zh: '客户端签名的内容有一部分在抓包中看不到（例如另一个 Bucket 或 Object 名称，或后来被改动的值），或者它使用了另一个 Secret',
    },
    cure: {
      en: "compare the client's own StringToSign (its debug log shows it) with the server's, and check the secret that it uses",
      zh: '把客户端自己的待签名字符串（打开调试日志即可看到）与服务端的逐行对比，并核对客户端所用的 Secret',
    },
  },
  'not-auth': {
    title: { en: 'not about signatures', zh: '与签名无关' },
    headline: { en: 'The response has nothing to do with signatures.', zh: '该响应与签名无关。' },
    cause: { en: '', zh: '' },
    cure: { en: '', zh: '' },
  },
  'no-response': {
    title: { en: 'no response', zh: '没有响应' },
    headline: { en: 'The capture contains no response.', zh: '抓包中没有响应。' },
    cause: { en: '', zh: '' },
    cure: { en: '', zh: '' },
  },
} as const satisfies Readonly<Record<Verdict, VerdictEntry>>;

/**
 * Which string is not there to compare: that of the server, that of the captured request, or a part of one.
 */
type LackingString = 'server-string' | 'request-string' | 'rest-of-string';

/** In the place of `needs-secret` where there are not two strings that agree. */
export const NEEDS_SECRET = {
  'server-string': {
    headline: {
      en: 'The signature is wrong; the response does not show which string the server signed.',
      zh: '签名不对；响应里没有给出服务端的待签名字符串。',
    },
    cause: {
      en: "the client signed a different string from the one it sent, or its secret differs from the server's, or the request was changed in transit",
      zh: '客户端签名的内容与发送的不同，或它使用的 Secret 与服务端保存的不同，或请求在传输途中被改动',
    },
    cure: GIVE_SECRET,
  },
  'request-string': {
    headline: {
      en: "The signature is wrong; the captured request gives no string to compare with the server's.",
      zh: '签名不对；从抓到的请求得不出可与服务端比较的待签名字符串。',
    },
    cause: {
      en: "the client signed a different string from the one it sent, or its secret differs from the server's, or the request was changed in transit",
      zh: '客户端签名的内容与发送的不同，或它使用的 Secret 与服务端保存的不同，或请求在传输途中被改动',
    },
    cure: {
      en: 'supply what is missing: a capture that holds the whole request, or the bucket (--bucket HOST=NAME); and the secret (--credentials FILE), which stays on this machine',
      zh: '补上所缺的内容后再运行：完整的抓包，或 Bucket（--bucket HOST=NAME）；并用 --credentials FILE 提供 Secret，它不会离开本机',
    },
  },
  'rest-of-string': {
    headline: {
      en: 'The signature is wrong; the request and the server agree on what is shown of the string to sign.',
      zh: '签名不对；待签名字符串中能看到的部分，请求与服务端一致。',
    },
    cause: {
      en: "the client signed a different string from the one it sent, or its secret differs from the server's, or what is hidden here was changed in transit",
      zh: '客户端签名的内容与发送的不同，或它使用的 Secret 与服务端保存的不同，或这里看不到的部分在传输途中被改动',
    },
    cure: GIVE_SECRET,
  },
} as const satisfies Readonly<Record<LackingString, Omit<VerdictEntry, 'title'>>>;
