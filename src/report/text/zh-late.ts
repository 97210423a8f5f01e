import type { LateTexts } from './late-texts.ts';

export const ZH_LATE = {
  failures: {
    'callback-failed': {
      headline: 'Object 已写入，但上传回调失败（{operation}，{status}）。',
      cure: '不要重新上传：客户端应把这个响应当作成功；让回调地址上的服务器可以从公网访问（https:// 地址需要 SNI 时，把 callbackSNI 设为 true），并在 5 秒内响应，状态码为 200，内容为不超过 1 MB 的 JSON，并带 Content-Length；OSS 只回调一次，需要自行把这个 Object 通知给应用',
    },
    'not-done': {
      headline: '{operation} 的响应状态码为 {status}，但内容是错误：操作没有完成。',
      cure: '按失败处理并重新发送；只看状态码的客户端会误以为已完成：还应检查响应内容中有没有 <Error>',
    },
  },
  labels: {
    'row-callback': '回调地址',
    callback: '回调地址',
    'no-signature-fails': '{n:n} 次 OSS 请求的签名均无差异，但请注意：{list:long}。',
    besides: '另请注意：{list:long}。',
    'passed-late': '（其中 {n:n} 次的响应内容是错误）',
    'refusals-title': '与签名无关的错误：',
    refusal: '{said}（#{exchange:ref}）',
    refusals: '{said}（{n:n} 次，如 #{exchange:ref}）',
    'refusals-more': '另有 {n:n} 次',
    'uploads-failed': '{n:n} 个上传失败',
    'uploads-damaged': '{n:n} 个上传有字节与摘要不符',
    'uploads-left': '{n:n} 个上传的分片仍留在 Bucket 中',
    'not-done': '{n:n} 个响应的内容是错误',
    callbacks: '{n:n} 个回调失败',
    refused: '{n:n} 个响应因其他原因返回 4xx 或 5xx',
    unanswered: '{n:n} 个请求没有响应',
    lost: '{n:n} 个响应被抓包丢失',
    cut: '{n:n} 个响应不完整',
  },
} as const satisfies LateTexts;
