import type { Prose } from '../engine/diagnose/prose.ts';
import type { UploadIssueKind, UploadOutcome } from '../engine/oss/upload.ts';
import { entries } from './language.ts';

/**
 * What is said of multipart uploads, and of bodies that were compared with their digests. `{n}`: how many
 * parts, `{parts}`: their numbers, `{exchange}`: index of the exchange that shows it.
 */
export const UPLOADS = entries({
  outcomes: {
    completed: { en: 'completed', zh: '已完成' },
    aborted: { en: 'aborted', zh: '已取消' },
    failed: { en: 'failed', zh: '失败' },
    abandoned: { en: 'unfinished', zh: '未结束' },
  },
  issues: {
    'parts-missing': {
      en: 'the Complete (#{exchange:ref}) lists parts that, as far as the capture shows, were not uploaded: part{n:s} {parts:long}',
      zh: 'Complete（#{exchange:ref}）列出了就抓包来看没有上传的分片：{parts:long}',
    },
    'parts-unseen': {
      en: 'the Complete (#{exchange:ref}) lists parts whose upload is not in the capture: part{n:s} {parts:long}',
      zh: 'Complete（#{exchange:ref}）列出的分片，其上传不在抓包中：{parts:long}',
    },
    'parts-unanswered': {
      en: 'the Complete (#{exchange:ref}) lists parts whose response is not in the capture: part{n:s} {parts:long}',
      zh: 'Complete（#{exchange:ref}）列出的分片已发送，但抓包中没有响应：{parts:long}',
    },
    'answers-unseen': {
      en: 'sent, but with no response in the capture (last in #{exchange:ref}), and maybe stored in the bucket: part{n:s} {parts:long}',
      zh: '已发送但抓包中没有响应（最后一次为 #{exchange:ref}），可能已留在 Bucket 中的分片：{parts:long}',
    },
    'etag-differs': {
      en: 'the Complete (#{exchange:ref}) gives a different ETag from the last one in the capture: part{n:s} {parts:long}',
      zh: 'Complete（#{exchange:ref}）中的 ETag 与抓包中服务端最后给出的不同，分片：{parts:long}',
    },
    order: {
      en: 'the Complete (#{exchange:ref}) lists part numbers out of order: part{n:s} {parts:long}',
      zh: 'Complete（#{exchange:ref}）中的分片号不是升序，分片：{parts:long}',
    },
    duplicate: {
      en: 'the Complete (#{exchange:ref}) lists more than once: part{n:s} {parts:long}',
      zh: 'Complete（#{exchange:ref}）中重复列出的分片：{parts:long}',
    },
    'left-out': {
      en: 'uploaded, but not listed in the Complete (#{exchange:ref}): part{n:s} {parts:long}',
      zh: '已上传但没有列入 Complete（#{exchange:ref}）的分片：{parts:long}',
    },
    'too-small': {
      en: 'smaller than 100 KB but not the last: part{n:s} {parts:long}',
      zh: '小于 100 KB 且不是最后一个的分片：{parts:long}',
    },
    'no-list': {
      en: 'the Complete (#{exchange:ref}) sent no part list, or the capture lacks it',
      zh: 'Complete（#{exchange:ref}）没有分片列表，或抓包中没有它',
    },
    'list-cut': {
      en: 'the part list of the Complete (#{exchange:ref}) is incomplete in the capture',
      zh: '抓包中 Complete（#{exchange:ref}）的分片列表不完整',
    },
    'empty-list': {
      en: 'the Complete (#{exchange:ref}) lists no parts',
      zh: 'Complete（#{exchange:ref}）没有列出任何分片',
    },
    'complete-error-inside': {
      en: 'the Complete (#{exchange:ref}) got a 200 response with an error inside: it did not complete the upload',
      zh: 'Complete（#{exchange:ref}）的响应状态码为 200，但内容是错误：它没有完成上传',
    },
    'complete-answer-cut': {
      en: 'the 200 response to the Complete (#{exchange:ref}) is not whole in the capture: unless it holds an error, the upload is completed',
      zh: '抓包中 Complete（#{exchange:ref}）的 200 响应不完整：除非其内容是错误，上传已经完成',
    },
    'callback-failed': {
      en: 'the Complete (#{exchange:ref}) succeeded, but its callback failed: the object exists all the same',
      zh: 'Complete（#{exchange:ref}）已执行，但回调失败：Object 仍已写入',
    },
    'complete-unanswered': {
      en: 'the response to the Complete (#{exchange:ref}) is not in the capture',
      zh: '抓包中没有 Complete（#{exchange:ref}）的响应',
    },
    'abort-refused': { en: 'the Abort (#{exchange:ref}) was refused', zh: 'Abort（#{exchange:ref}）被拒绝' },
    'abort-unanswered': {
      en: 'the response to the Abort (#{exchange:ref}) is not in the capture: if OSS carried it out, no parts are left',
      zh: '抓包中没有 Abort（#{exchange:ref}）的响应：若 OSS 已执行它，则没有遗留的分片',
    },
    'stored-after-abort': {
      en: 'confirmed as stored only after the Abort (#{exchange:ref}), so the bucket may keep it; abort again: part{n:s} {parts:long}',
      zh: 'Abort（#{exchange:ref}）之后才返回已存入的分片可能仍留在 Bucket 中，需再取消一次：{parts:long}',
    },
    'listed-after-abort': {
      en: 'the service still listed it as open (#{exchange:ref}) after the Abort: it keeps parts; abort again',
      zh: 'Abort 之后，服务端仍把它列为未结束（#{exchange:ref}）：仍有分片遗留，需再取消一次',
    },
    'listed-open': {
      en: 'the service listed it as open (#{exchange:ref}): what it keeps is billed until it is completed or aborted',
      zh: '服务端把它列为未结束的上传（#{exchange:ref}）：在完成或取消之前，遗留的分片会持续计费',
    },
    'no-such-upload': {
      en: 'the service has no such upload (#{exchange:ref}): it was completed or aborted earlier, or never started',
      zh: '服务端没有这个 UploadId（#{exchange:ref}）：此前已完成或取消，或从未创建',
    },
    'other-object': {
      en: 'the request (#{exchange:ref}) names a different object from the one the upload was started for: OSS does not know the upload under that name, which says nothing about its parts',
      zh: '请求（#{exchange:ref}）中的 Object 与创建上传时的不同：服务端在该名称下没有这个 UploadId，这并不说明分片已不在',
    },
    'aborted-before': {
      en: 'the Complete came too late: the upload had already been aborted (#{exchange:ref})',
      zh: 'Complete 发送得太晚：上传此前已取消（#{exchange:ref}）',
    },
    'maybe-completed': {
      en: 'the Complete (#{exchange:ref}) has no response in the capture, or got a server error, but may still have completed the upload: check whether the object exists',
      zh: 'Complete（#{exchange:ref}）在抓包中没有响应，或返回了服务端错误，但可能已经完成上传：请检查 Object 是否存在',
    },
    'maybe-ended-earlier': {
      en: 'an earlier capture has a Complete or an Abort whose success it does not show: the upload may have ended before #{exchange:ref}',
      zh: '前面的抓包中有 Complete 或 Abort，看不出是否已经执行：上传可能在 #{exchange:ref} 之前就已结束',
    },
    'part-damaged': {
      en: 'the captured bytes do not match their digest (#{exchange:ref}): part{n:s} {parts:long}',
      zh: '抓到的字节与摘要不符（#{exchange:ref}），分片：{parts:long}',
    },
    'crc-differs': {
      en: 'the CRC-64 of the object (#{exchange:ref}) is not that of its parts combined',
      zh: 'Object 的 CRC-64（#{exchange:ref}）不等于各分片合并后的 CRC-64',
    },
  },
  labels: {
    'column-upload': { en: 'upload', zh: '上传' },
    'column-parts': { en: 'parts', zh: '分片' },
    'column-size': { en: 'size', zh: '大小' },
    'column-outcome': { en: 'outcome', zh: '结果' },
    'column-kept': { en: 'left behind', zh: '遗留' },
    parts: '{n:n}',
    'parts-failed': { en: '{n:n}, {failed:n} failed', zh: '{n:n}，失败 {failed:n}' },
    kept: { en: '{n:n} part{n:s}, {size}', zh: '{n:n} 个分片，{size}' },
    'uploads-left-out': {
      en: 'and {n:n} more upload{n:s} (--all lists them)',
      zh: '另有 {n:n} 个上传未列出（--all 可全部列出）',
    },

    // below the table: `id` of the upload before each
    'row-upload': { en: 'upload', zh: '上传' },
    'row-upload-numbered': { en: 'upload {n}', zh: '上传 {n}' },
    'row-clean-up': { en: 'clean up', zh: '清理' },
    left: {
      en: '{id} keeps {n:n} part{n:s} ({size}) in the bucket, billed until it is completed or aborted',
      zh: '{id} 在 Bucket 中留有 {n:n} 个分片（{size}），在完成或取消之前会计费',
    },
    refused: {
      en: 'the Complete (#{exchange:ref}) was refused: {status} {code}',
      zh: 'Complete（#{exchange:ref}）被拒绝：{status} {code}',
    },
    'left-unanswered': {
      en: '{id} keeps {n:n} part{n:s} ({size}) in the bucket, billed until it is completed or aborted, unless the Complete was carried out after all',
      zh: '{id} 在 Bucket 中留有 {n:n} 个分片（{size}），在完成或取消之前会计费，除非 Complete 其实已经执行',
    },
    'left-unseen': {
      en: '{id} may keep {n:n} part{n:s} in the bucket (the capture does not show that they were stored), billed until it is completed or aborted',
      zh: '{id} 可能在 Bucket 中留有 {n:n} 个抓包未显示是否存入的分片，在完成或取消之前会计费',
    },
    began: { en: 'began in {path:long}', zh: '开始于 {path:long}' },

    // in a later capture
    continued: {
      en: 'left open at the end of {path:long}; {how:long}',
      zh: '在 {path:long} 结束时未完成；{how:long}',
    },
    'continued-title': {
      en: 'Uploads left open by an earlier capture and continued in a later one:',
      zh: '前面的抓包没有结束、后面的抓包继续的上传：',
    },
    'later-completed': {
      en: 'completed in {path:long} (#{index:ref}), with nothing left behind',
      zh: '在 {path:long} 中完成（#{index:ref}），没有遗留',
    },
    'later-aborted': {
      en: 'aborted in {path:long} (#{index:ref})',
      zh: '在 {path:long} 中取消（#{index:ref}）',
    },
    'later-failed': {
      en: 'continued in {path:long}, where its Complete was refused (#{index:ref})',
      zh: '在 {path:long} 中继续，其 Complete 被拒绝（#{index:ref}）',
    },
    'later-open': {
      en: 'continued in {path:long}, but did not end there either',
      zh: '在 {path:long} 中继续，仍未结束',
    },
    'later-gone': {
      en: 'in {path:long}, the service no longer knows it',
      zh: '到 {path:long} 时，服务端已没有这个 UploadId',
    },
    retries: {
      en: '{n:n} part{n:s} sent more than once: {parts:long}',
      zh: '{n:n} 个分片发送了不止一次：{parts:long}',
    },
    'crc-matches': {
      en: 'the CRC-64 of the object is that of its parts combined',
      zh: 'Object 的 CRC-64 等于各分片合并后的 CRC-64',
    },
    'clean-up-or': { en: '(or {request})', zh: '（或 {request}）' },

    // bodies
    bodies: { en: 'Bodies compared with their digests: {list:long}.', zh: '消息体与摘要核对：{list:long}。' },
    'bodies-fit': { en: '{n:n} matching', zh: '{n:n} 个相符' },
    'bodies-differ': { en: '{n:n} differing ({where:long})', zh: '{n:n} 个不符（{where:long}）' },
    'bodies-unknown': {
      en: '{n:n} unknown (incomplete in the capture, or appended to bytes that are not in it)',
      zh: '{n:n} 个未知（抓包中不完整，或追加在抓包中没有的内容之后）',
    },
  },
} as const satisfies {
  readonly outcomes: Readonly<Record<UploadOutcome, Prose>>;
  readonly issues: Readonly<Record<UploadIssueKind, Prose>>;
  readonly labels: Readonly<Record<string, string | Prose>>;
});

export type UploadLabelId = keyof typeof UPLOADS.labels;
