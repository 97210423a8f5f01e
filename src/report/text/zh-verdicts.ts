import type { Texts } from './texts.ts';

/** 原因未知时，对结论本身的说明。 */
export const ZH_VERDICTS = {
  match: { headline: '签名已通过校验。', cause: '', cure: '' },
  'transit-modified': {
    headline: '请求在抓包点与 OSS 之间被改动了。',
    cause: '服务端的待签名字符串与抓到的请求不同',
    cure: '在途中每一层代理、网关或 CDN 之后再抓一次包，逐段对比，找出改动请求的那一跳',
  },
  'client-miscomputed': {
    headline: '客户端签名的内容与实际发送的不同。',
    cause: '客户端签名所用的字符串不是由该请求得出的',
    cure: '在所有请求头和参数都设置完成之后，按实际发送的内容签名',
  },
  'wrong-secret': {
    headline: '客户端使用的 AccessKey Secret 与服务端保存的不同。',
    cause: '双方签名的字符串相同，得出的签名却不同',
    cure: '在客户端重新填写 Secret（前后不要带空白），或新建一对 AccessKey',
  },
  'needs-secret': {
    headline: '抓到的请求与服务端的待签名字符串一致，但签名仍然不对。',
    cause: '要么客户端签名的内容与发送的不同，要么它使用的 Secret 与服务端保存的不同',
    cure: '把该 AccessKey ID 的 Secret 写入文件（[{"accessKeyId": "…", "accessKeySecret": "…"}]，或 ossutil 配置文件），加上 --credentials FILE 再运行一次；Secret 不会离开本机',
  },
  'clock-skew': {
    headline: '客户端时钟与服务端的偏差超出允许范围。',
    cause: 'OSS 只接受与服务端时间相差不超过 15 分钟的请求',
    cure: '校准客户端时钟（NTP）',
  },
  expired: {
    headline: '签名 URL 或表单已过期。',
    cause: '使用时已超过有效期',
    cure: '重新签名，或签名时设置更长的有效期',
  },
  'unknown-key': {
    headline: '服务端没有该 AccessKey ID 的记录。',
    cause: 'ID 写错、已删除、已禁用，或属于其他云',
    cure: '在 RAM 控制台核对该 ID',
  },
  token: {
    headline: '安全令牌缺失、过期，或与 AccessKey 不匹配。',
    cause: '临时访问凭证由 AccessKey ID、Secret 和 SecurityToken 三项组成，必须配套使用',
    cure: '重新获取临时访问凭证，并把三项一起交给 SDK',
  },
  digest: {
    headline: '请求体与其摘要不符。',
    cause: '签名本身没有问题',
    cure: '对实际发送的字节计算摘要',
  },
  'access-denied': {
    headline: '访问被拒绝：签名正确，或未被检查。',
    cause: '该 AccessKey 没有相应权限',
    cure: '通过 RAM 策略或 Bucket Policy 授权',
  },
  'malformed-auth': {
    headline: '鉴权信息本身的格式有误。',
    cause: '服务端在校验签名之前就拒绝了请求',
    cure: '改正服务端指出的部分',
  },
  'version-refused': {
    headline: '无论签名对错，服务端都不接受这种签名方式。',
    cause: '该签名版本或访问方式已被关闭',
    cure: '改用 V4 签名，并通过 Bucket 域名（虚拟托管方式）访问',
  },
  intercepted: {
    headline: '应答并非来自 OSS，而是途中的某个设备给出的。',
    cause: '响应中没有 OSS 自己的任何标识：它来自代理、网关或缓存，不能说明签名是否正确',
    cure: '请该地址上设备的管理者放行此请求，或绕开该设备',
  },
  undecided: {
    headline: '用给定的 Secret 无法解释这个签名，已知的各种错误也都不符合。',
    cause:
      '客户端签名的内容有一部分在抓包中看不到（例如另一个 Bucket 或 Object 名，或后来被改动的值），或者它使用了另一个 Secret',
    cure: '把客户端自己的待签名字符串（打开调试日志即可看到）与服务端的逐行对比，并核对客户端所用的 Secret',
  },
  'not-auth': { headline: '该响应与签名无关。', cause: '', cure: '' },
  'no-response': { headline: '抓包中没有响应。', cause: '', cure: '' },
} as const satisfies Texts['verdicts'];

/** 缺少其中一个待签名字符串、无从比较时，对 `needs-secret` 的说明。 */
export const ZH_NEEDS_SECRET = {
  'server-string': {
    headline: '签名不对；响应里没有给出服务端的待签名字符串。',
    cause: '客户端签名的内容与发送的不同，或它使用的 Secret 与服务端保存的不同，或请求在途中被改动',
    cure: ZH_VERDICTS['needs-secret'].cure,
  },
  'request-string': {
    headline: '签名不对；从抓到的请求得不出可与服务端比较的待签名字符串。',
    cause: '客户端签名的内容与发送的不同，或它使用的 Secret 与服务端保存的不同，或请求在途中被改动',
    cure: '补上提示中所缺的内容后再运行：完整的抓包，或 Bucket（--bucket HOST=NAME）；并用 --credentials FILE 提供 Secret，它不会离开本机',
  },
  'rest-of-string': {
    headline: '签名不对；待签名字符串中能看到的部分，请求与服务端一致。',
    cause:
      '客户端签名的内容与发送的不同，或它使用的 Secret 与服务端保存的不同，或这里看不到的部分在途中被改动',
    cure: ZH_VERDICTS['needs-secret'].cure,
  },
} as const satisfies Texts['needsSecret'];
