import type { Prose } from '../engine/diagnose/prose.ts';
import type { LateFailure } from '../engine/oss/read-error.ts';
import { entries } from './language.ts';

interface LateEntry {
  /** One sentence: what is the case. */
  readonly headline: Prose;
  /** What to do next. */
  readonly cure: Prose;
}

/**
 * What is said of exchanges that went wrong although no verdict fails. `{operation}`: an API name,
 * `{status}`: of the answer.
 */
export const LATE = entries({
  failures: {
    'callback-failed': {
      headline: {
        en: 'The object is stored, but the callback to report it failed ({operation}, {status}).',
        zh: 'Object 已写入，但上传回调失败（{operation}，{status}）。',
      },
      cure: {
        en: 'do not upload it again: make the client treat this response as a success; make the server at the callback URL reachable from the Internet (for an https:// address that needs SNI, set callbackSNI to true), and let it respond within 5 seconds, with 200, JSON of at most 1 MB, and its Content-Length; OSS calls only once, so notify your application of this object yourself',
        zh: '不要重新上传：客户端应把这个响应当作成功；让回调地址上的服务器可以从公网访问（https:// 地址需要 SNI 时，把 callbackSNI 设为 true），并在 5 秒内响应，状态码为 200，内容为不超过 1 MB 的 JSON，并带 Content-Length；OSS 只回调一次，需要自行把这个 Object 通知给应用',
      },
    },
    'not-done': {
      headline: {
        en: '{operation} got a {status} response with an error inside: it was not done.',
        zh: '{operation} 的响应状态码为 {status}，但内容是错误：操作没有完成。',
      },
      cure: {
        en: 'treat it as failed, and send it again; a client that checks only the status believes it was done: make it also look for an <Error> in the response',
        zh: '按失败处理并重新发送；只看状态码的客户端会误以为已完成：还应检查响应内容中有没有 <Error>',
      },
    },
  },
  labels: {
    'row-callback': { en: 'callback', zh: '回调地址' },
    callback: { en: 'Callback', zh: '回调地址' },
    'no-signature-fails': {
      en: 'No signature mismatch in {n:n} OSS exchange{n:s}, but note: {list:long}.',
      zh: '{n:n} 次 OSS 请求均无签名不匹配，但请注意：{list:long}。',
    },
    'no-answer': { en: 'No answer to {n:n} OSS request{n:s}.', zh: '{n:n} 次 OSS 请求没有应答。' },
    besides: { en: 'Also note: {list:long}.', zh: '另请注意：{list:long}。' },
    'passed-late': {
      en: ' ({n:n} of them with an error in the response)',
      zh: '（其中 {n:n} 次的响应内容是错误）',
    },

    // errors that no cause reports
    'refusals-title': { en: 'Errors not related to the signature: ', zh: '与签名无关的错误：' },
    refusal: { en: '{said} (#{exchange:ref})', zh: '{said}（#{exchange:ref}）' },
    refusals: {
      en: '{said} ({n:n} exchanges, e.g. #{exchange:ref})',
      zh: '{said}（{n:n} 次，如 #{exchange:ref}）',
    },
    'refusals-more': { en: '{n:n} more', zh: '另有 {n:n} 次' },

    // counts
    'uploads-failed': { en: '{n:n} upload{n:s} failed', zh: '{n:n} 个上传失败' },
    'uploads-damaged': {
      en: '{n:n} upload{n:s} with bytes that do not match their digest',
      zh: '{n:n} 个上传有字节与摘要不符',
    },
    'uploads-left': {
      en: '{n:n} upload{n:s} with parts left in the bucket',
      zh: '{n:n} 个上传的分片仍留在 Bucket 中',
    },
    'not-done': { en: '{n:n} response{n:s} with an error inside', zh: '{n:n} 个响应的内容是错误' },
    callbacks: { en: '{n:n} callback{n:s} failed', zh: '{n:n} 个回调失败' },
    refused: {
      en: '{n:n} response{n:s} with 4xx or 5xx, for other reasons',
      zh: '{n:n} 个响应因其他原因返回 4xx 或 5xx',
    },
    unanswered: { en: '{n:n} request{n:s} without a response', zh: '{n:n} 个请求没有响应' },
    lost: { en: '{n:n} response{n:s} that the capture lost', zh: '{n:n} 个响应被抓包丢失' },
    cut: { en: '{n:n} response{n:s} cut short', zh: '{n:n} 个响应不完整' },
  },
} as const satisfies {
  readonly failures: Readonly<Record<LateFailure, LateEntry>>;
  readonly labels: Readonly<Record<string, string | Prose>>;
});

export type LateLabelId = keyof typeof LATE.labels;
