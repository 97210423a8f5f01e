/** Sentences that causes of several groups share: all of them lie in what the client signed. */

export const DIFFERS = {
  en: 'signed as {signed:q}, sent as {sent:q}',
  zh: '签名用的是{signed:q}，发送的是{sent:q}',
} as const;
export const HAND_WRITTEN = {
  en: 'a hand-written signer breaks the signing rules here',
  zh: '自行编写的签名代码在这里不符合规则',
} as const;
export const USE_SDK = {
  en: 'make the signer follow the OSS signing rules, or let the SDK sign',
  zh: '按 OSS 签名规则修正代码，或交给 SDK 签名',
} as const;
export const SIGN_LAST = {
  en: 'sign last, once all headers and parameters are set, and change nothing afterwards',
  zh: '在所有请求头和参数都设置完成之后再签名，之后不要再改动',
} as const;
