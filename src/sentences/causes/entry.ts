import type { ArgSpec, CheckedProse, Prose } from '../../engine/diagnose/prose.ts';
import type { RowNumber } from '../../engine/diagnose/rows/row.ts';
import type { CodeMeaning } from '../../engine/oss/vocabulary.ts';
import type { Proof } from './rows.ts';

/** All that is known of a cause before a request shows it. */
export interface CauseEntry<A extends ArgSpec = ArgSpec> {
  /** Arguments that it always carries. */
  readonly args: A;
  /**
   * Rows of the decision table that can give it, one at least. The first is the usual one, whose verdict it
   * is listed under. The causes of rows 16 and 17 are those that hypotheses of the search name.
   */
  readonly rows: readonly [RowNumber, ...RowNumber[]];
  /** One sentence: who did what. */
  readonly headline: Prose;
  /** Why this happens. */
  readonly cause: Prose;
  /** What to do next. */
  readonly cure: Prose;
  /**
   * Meanings of the error codes (EC) that distinguish it: the documentation of OSS has a page for each code.
   * None where the answer only says that the signatures differ.
   */
  readonly codes?: readonly CodeMeaning[];
  /** The verdict that it comes with, where that one claims nothing. */
  readonly open?: 'undecided' | 'needs-secret';
  /** Where its row has another. */
  readonly proof?: Proof;
  /** Of a wrong secret: a few words for it, where another cause has the sentences. */
  readonly brief?: Prose;
}

/** An entry whose sentences have no places but those of its arguments. */
export function entry<
  const A extends ArgSpec,
  const H extends Prose,
  const W extends Prose,
  const C extends Prose,
>(
  given: Omit<CauseEntry<A>, 'headline' | 'cause' | 'cure'> & {
    readonly headline: H & CheckedProse<H, A>;
    readonly cause: W & CheckedProse<W, A>;
    readonly cure: C & CheckedProse<C, A>;
  },
): CauseEntry<A> {
  return given;
}

/* Sentences that causes of several groups share, or a cause and the labels of reports. */

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

/** Where the request went over TLS already, other words stand in the place of these. */
export const OVER_HTTPS = {
  en: 'or connect to OSS over HTTPS, end to end: nothing on the way can then change the request',
  zh: '或者全程用 HTTPS 连接 OSS，途中就无法改动请求',
} as const;
/** Where a capture shows the hop, other words stand in the place of these. */
export const FIND_HOP = {
  en: 'turn off the rewriting in the proxy, gateway or CDN on the way (to find it: capture before and after each, osscap compare)',
  zh: '关闭途中代理、网关或 CDN 的改写（要找出是哪一个：在每一层前后分别抓包，用 osscap compare 对比）',
} as const;
