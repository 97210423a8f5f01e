import type { Prose } from '../../engine/diagnose/prose.ts';
import type { SdkDefectKind } from '../../engine/diagnose/sdk-defects.ts';

/** What the known bugs of SDKs affect, in a few words. */
export const SDK_DEFECT_KINDS = {
  'defect-url-token-response': {
    en: 'signed URLs with a security token and response-… parameters',
    zh: '同时带安全令牌和 response-… 参数的签名 URL',
  },
  'defect-subresource-order': {
    en: 'the order of signed parameters that begin with the same letter',
    zh: '首字母相同的签名参数的顺序',
  },
  'defect-url-content-headers': {
    en: 'signed URLs with a Content-Type or Content-MD5',
    zh: '带 Content-Type 或 Content-MD5 的签名 URL',
  },
  'defect-url-response': { en: 'signed URLs with response-… parameters', zh: '带 response-… 参数的签名 URL' },
  'defect-header-order': { en: 'the order of x-oss- headers', zh: 'x-oss- 请求头的顺序' },
  'defect-space-as-plus': { en: 'spaces in keys', zh: 'Object 名称中的空格' },
  'defect-plus-in-key': { en: 'plus signs in keys', zh: 'Object 名称中的加号' },
  'defect-token-parameter': { en: 'the parameter security-token', zh: '参数 security-token' },
  'defect-leading-slash': { en: 'keys that begin with a slash', zh: '以斜杠开头的 Object 名称' },
  'defect-dot-segments': { en: 'keys with /./ in them', zh: '含有 /./ 的 Object 名称' },
  'defect-url-token': { en: 'signed URLs with a security token', zh: '带安全令牌的签名 URL' },
  'defect-url-key': {
    en: 'signed URLs of keys with special characters',
    zh: 'Object 名称含特殊字符的签名 URL',
  },
  'defect-process-parameter': { en: 'the parameter x-oss-process', zh: '参数 x-oss-process' },
  'defect-ac-parameters': { en: 'parameters that begin with x-oss-ac-', zh: '以 x-oss-ac- 开头的参数' },
  'defect-region-list': { en: 'the parameter regionList', zh: '参数 regionList' },
  'defect-local-date': { en: 'dates in the language of the system', zh: '按系统语言书写的日期' },
} as const satisfies Readonly<Record<SdkDefectKind, Prose>>;
