import { ADVICE_ARGS, type AdviceId } from '../../engine/diagnose/advice.ts';
import type { ArgSpec, CheckedProse, Prose } from '../../engine/diagnose/prose.ts';

/** What is said of exchanges that still passed. */
export interface AdviceEntry {
  /** One sentence: what is the case. */
  readonly summary: Prose;
  /** What the requests have, in few words: beside other reasons. */
  readonly brief: Prose;
  /** What to do. */
  readonly advice: Prose;
}

function entry<const A extends ArgSpec, const S extends Prose, const T extends Prose>(
  _args: A,
  given: {
    readonly summary: S & CheckedProse<S, A>;
    readonly brief: Prose;
    readonly advice: T & CheckedProse<T, A>;
  },
): AdviceEntry {
  return given;
}

export const ADVICE = {
  'clock-near-limit': entry(ADVICE_ARGS['clock-near-limit'], {
    summary: {
      en: "the client's clock is {seconds:offset} the server's; beyond {limit:duration} requests are refused",
      zh: '客户端时钟与服务端{seconds:offset}；超过 {limit:duration}，请求就会被拒绝',
    },
    brief: { en: 'a clock that is almost too far off', zh: '的时钟偏差接近上限' },
    advice: {
      en: 'turn on time synchronisation (NTP) on the client',
      zh: '在客户端所在机器上启用时间同步（NTP）',
    },
  }),
  'clock-corrected': entry(ADVICE_ARGS['clock-corrected'], {
    summary: {
      en: 'refused in #{refused:ref} with a date {seconds:offset} the server, the client then signed with the time of the server and was accepted: its SDK corrects itself, until it is started again',
      zh: '客户端在 #{refused:ref} 中因日期与服务端{seconds:offset}被拒绝，随后改用服务端的时间签名并被接受：SDK 会自行校正，直到程序重新启动',
    },
    brief: { en: 'a clock that is off, of an SDK that corrects itself', zh: '的时钟由 SDK 自行校正' },
    advice: {
      en: 'set the clock that is off: each new process is refused once before it corrects itself',
      zh: '校准不准的时钟：否则每个新进程都会先被拒绝一次才自行校正',
    },
  }),
  'url-near-expiry': entry(ADVICE_ARGS['url-near-expiry'], {
    summary: {
      en: 'signed URLs are used only {seconds:duration} before they expire',
      zh: '签名 URL 直到过期前 {seconds:duration}才被使用',
    },
    brief: { en: 'signed URLs used just before they expire', zh: '在签名 URL 临近过期时才使用' },
    advice: {
      en: 'give them a longer expiry, or sign them later; a retry or a slow start would come too late',
      zh: '延长有效期，或临用时再签名；重试或稍慢一点就会过期',
    },
  }),
  'v1-signature': entry(ADVICE_ARGS['v1-signature'], {
    summary: {
      en: 'signed with V1, which new accounts (since March 2025) and new buckets (since September 2025) refuse',
      zh: '使用 V1 签名；新账号（2025 年 3 月起）和新 Bucket（2025 年 9 月起）已不接受',
    },
    brief: { en: 'V1, which new buckets refuse', zh: '使用新 Bucket 已不接受的 V1' },
    advice: {
      en: 'switch the client to V4: most SDKs need only the region and the signature version',
      zh: '改用 V4 签名：多数 SDK 只需设置地域和签名版本',
    },
  }),
  'token-in-clear': entry(ADVICE_ARGS['token-in-clear'], {
    summary: {
      en: 'security tokens are sent in plain HTTP: anyone who can capture the traffic can use them',
      zh: '安全令牌以明文 HTTP 传输：能抓包的人就能使用它',
    },
    brief: { en: 'security tokens in plain HTTP', zh: '以明文 HTTP 传输安全令牌' },
    advice: {
      en: 'use an https:// endpoint; until they expire, tokens are as good as keys',
      zh: '改用 https:// 的 Endpoint；令牌在失效之前等同于密钥',
    },
  }),
  'temporary-token': entry(ADVICE_ARGS['temporary-token'], {
    summary: {
      en: 'temporary credentials (STS); requests do not show when they expire: after an hour by default',
      zh: '使用临时访问凭证（STS）；请求中看不出何时失效，未另行指定时为一小时',
    },
    brief: { en: 'temporary credentials that will expire', zh: '使用会失效的临时访问凭证' },
    advice: { en: 'make sure that the client fetches new ones in time', zh: '确认客户端会及时获取新的凭证' },
  }),
  'token-long-in-use': entry(ADVICE_ARGS['token-long-in-use'], {
    summary: {
      en: 'one security token has been in use for {seconds:duration}; tokens expire after an hour by default',
      zh: '同一个安全令牌已使用 {seconds:duration}；未另行指定时，令牌的有效期为一小时',
    },
    brief: { en: 'one security token in use for long', zh: '长期使用同一个安全令牌' },
    advice: { en: 'make sure that the client fetches a new one in time', zh: '确认客户端会及时获取新的令牌' },
  }),
  'sdk-defect': entry(ADVICE_ARGS['sdk-defect'], {
    summary: {
      en: '{agent} has a known signing bug: {what:word}',
      zh: '{agent} 的签名有已知缺陷：{what:word}',
    },
    brief: { en: 'an SDK with a known signing bug', zh: '所用 SDK 的签名有已知缺陷' },
    advice: { en: 'update the SDK; {fixed} fixes it', zh: '升级 SDK；{fixed} 已修复' },
  }),
} as const satisfies Readonly<Record<AdviceId, AdviceEntry>>;
