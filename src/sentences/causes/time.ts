import { type CauseEntry, entry } from './entry.ts';

const CLOCK_CURE = {
  en: 'synchronise the clock of the client (NTP); until then, let the SDK correct it from the Date of the response',
  zh: '校准客户端时钟（NTP）；在此之前可让 SDK 按响应的 Date 自动修正时间',
} as const;
const CLOCK_RULE = {
  en: 'OSS accepts a signed date that is at most 15 minutes away from its own clock',
  zh: 'OSS 只接受与服务端时间相差不超过 15 分钟的签名时间',
} as const;

/** Clocks, and what has expired. */
export const TIME_CAUSES = {
  // Clocks. `seconds`: the difference to the server's clock, without its sign.
  'clock-behind': entry({
    args: { seconds: 'number' },
    rows: [4],
    headline: {
      en: "The signed date is {seconds:duration} behind the server's clock.",
      zh: '签名时间比服务端时钟慢 {seconds:duration}。',
    },
    cause: CLOCK_RULE,
    // A date alone does not tell a slow clock from a request that was sent late.
    cure: {
      en: `${CLOCK_CURE.en}; where that clock is right, the request was sent long after it was signed (a queue, a retry with the old signature): sign anew for each attempt`,
      zh: `${CLOCK_CURE.zh}；如果时钟准确，则请求是在签名很久之后才发出的（排队，或重试时沿用旧签名）：每次发送都重新签名`,
    },
    codes: ['clock-skew'],
  }),
  'date-changed-unseen': entry({
    args: {},
    rows: [4],
    headline: {
      en: 'The server read another date than the captured request has.',
      zh: '服务端读到的日期与抓到的请求中的不同。',
    },
    cause: {
      en: "the date that was captured is near to the server's own clock, and the server calls it too far off: something on the way changed it",
      zh: '抓到的日期与服务端的时钟相近，服务端却认为相差过大：途中有设备改动了它',
    },
    cure: {
      en: 'look for a proxy or gateway that sets the date of requests, and capture behind it',
      zh: '查找会改写请求日期的代理或网关，并在其后抓包',
    },
  }),
  'clock-ahead': entry({
    args: { seconds: 'number' },
    rows: [4],
    headline: {
      en: "The signed date is {seconds:duration} ahead of the server's clock.",
      zh: '签名时间比服务端时钟快 {seconds:duration}。',
    },
    cause: CLOCK_RULE,
    cure: CLOCK_CURE,
    codes: ['clock-skew'],
  }),
  /**
   * The difference is a whole number of half hours up to 14 h: local time sent as GMT. `hours`: signed,
   * fractions of .5 and .75 occur; client minus server.
   */
  'clock-timezone': entry({
    args: { hours: 'number', seconds: 'number' },
    rows: [4],
    headline: {
      en: "The client signs local time as if it were GMT: its date is {seconds:offset} the server's.",
      zh: '客户端把本地时间当作 GMT 来签名：其时间与服务端{seconds:offset}。',
    },
    cause: {
      en: 'the date is made from local time without converting it to GMT, or the clock is set to local time as UTC',
      zh: '生成日期时没有把本地时间换算成 GMT，或系统把本地时间当作 UTC',
    },
    cure: {
      en: 'format the date in GMT (RFC 7231 date, or x-oss-date in UTC), and check the time zone of the system',
      zh: '日期请按 GMT 格式化（x-oss-date 用 UTC），并检查系统时区',
    },
    codes: ['clock-skew'],
  }),
  /** Client and capture agree, and the server does not. `seconds`: server minus client, with its sign. */
  'clock-of-server': entry({
    args: { seconds: 'number' },
    rows: [4],
    headline: {
      en: "The server's clock is {seconds:offset} the client's and that of the capture, which agree.",
      zh: '客户端与抓包的时钟一致，服务端时钟与二者{seconds:offset}。',
    },
    cause: {
      en: `either the clock of the server is off, or that of the machine on which both the client and the capture ran; ${CLOCK_RULE.en}`,
      zh: `要么是服务端的时钟不准，要么客户端与抓包在同一台机器上，是这台机器的时钟不准；${CLOCK_RULE.zh}`,
    },
    cure: {
      en: 'compare both clocks with a third one (NTP) and set the one that is off; if the capture was taken at the client, look at that machine first, and otherwise at the server or its gateway',
      zh: '用第三方时钟（NTP）核对两边，校准不准的一方；若抓包就在客户端机器上，先查这台机器；否则查服务端或其网关',
    },
    codes: ['clock-skew'],
  }),
  /** The clock was never set. `year`: as the client signed it. */
  'clock-unset': entry({
    args: { year: 'number' },
    rows: [4],
    headline: {
      en: "The client's clock is not set: it signed the year {year}.",
      zh: '客户端时钟没有设置：签名的年份是 {year} 年。',
    },
    cause: {
      en: 'a device without a clock battery starts at a fixed date until it synchronises',
      zh: '没有时钟电池的设备在校时之前会从固定日期开始计时',
    },
    cure: { en: 'wait for NTP before the first request', zh: '等 NTP 校时完成之后再发第一个请求' },
    codes: ['clock-skew'],
  }),
  /** Both dates are of a clock that was never set. `year`: in the answer's Date. */
  'clock-set-by-answer': entry({
    args: { year: 'number' },
    rows: [4],
    headline: {
      en: 'The Date of the answer is wrong: it says {year}, and so does the client, whose SDK may have set its clock by it.',
      zh: '响应的 Date 有误（{year} 年），客户端签名的年份与之相同：SDK 可能按它设置了时钟。',
    },
    cause: {
      en: 'OSS does not write such a date: what stands between wrote it, and an SDK that sets its clock by the Date of the response signs that year from then on; a device whose own clock was never set signs it, too',
      zh: 'OSS 不会写出这样的日期，是中间的设备改写的；按响应的 Date 校正时钟的 SDK 此后便以该年份签名。设备自身时钟从未设置时也会如此',
    },
    cure: {
      en: 'find what rewrites Date on the way (a proxy, router or gateway): send the request over another network or over HTTPS; turn off the clock correction of the SDK there, and check the clock of the device',
      zh: '找出途中改写 Date 的设备：换网络或改用 HTTPS 再试；在该网络中关闭 SDK 的自动校时，并检查设备时钟',
    },
    codes: ['clock-skew'],
  }),
  /** Signed in time, and sent again too late. `seconds`: since the first time that the capture shows. */
  'signature-resent': entry({
    args: { seconds: 'number' },
    rows: [4],
    headline: {
      en: 'The request was sent again with its old signature, {seconds:duration} after the first time.',
      zh: '请求在首次发送之后 {seconds:duration}，又带着旧签名重新发送。',
    },
    cause: {
      en: `when this signature was first sent, its date was still within the limit; ${CLOCK_RULE.en}`,
      zh: `这个签名首次发送时，其日期还在允许范围之内；${CLOCK_RULE.zh}`,
    },
    cure: {
      en: 'take a new date and sign again for each attempt, and do not keep signed requests for later',
      zh: '每次重试都取新的时间并重新签名，不要留存已签名的请求供以后使用',
    },
    codes: ['clock-skew'],
  }),
  /** The server says skew, and the capture does not show by how much. */
  'clock-skew-unknown': entry({
    args: {},
    rows: [4],
    headline: {
      en: 'The server says that the signed date is too far off; by how much is not shown.',
      zh: '服务端认为签名时间偏差过大，但看不出相差多少。',
    },
    cause: CLOCK_RULE,
    cure: CLOCK_CURE,
    codes: ['clock-skew'],
  }),
  // Expiry. Times are Unix seconds, `late` is in seconds after it.
  'url-expired': entry({
    args: { expires: 'number', late: 'number' },
    rows: [5],
    headline: { en: 'The signed URL was used after it had expired.', zh: '签名 URL 在过期之后才被使用。' },
    cause: {
      en: 'it expired at {expires:time}, {late:duration} earlier',
      zh: '它的有效期到 {expires:time} 为止，已过 {late:duration}',
    },
    cure: {
      en: 'sign a new URL, or sign with a longer expiry (with temporary credentials, no later than they do)',
      zh: '重新签名，或设置更长的有效期（用临时访问凭证签名的 URL 最迟随凭证一起失效）',
    },
    codes: ['expired'],
  }),
  /** Of a URL that a text shows without any answer. */
  'url-over': entry({
    args: { expires: 'number' },
    rows: [2],
    headline: {
      en: 'This signed URL has expired: every request with it is refused now.',
      zh: '该签名 URL 的有效期已过：现在使用它的请求都会被拒绝。',
    },
    cause: {
      en: 'it was good until {expires:time}; whether that is why it failed when it was used, only the answer shows',
      zh: '它的有效期到 {expires:time} 为止；使用时是否因此失败，要看应答',
    },
    cure: {
      en: 'sign a new URL (version 4: for seven days at most), and paste the answer with it if it fails, too',
      zh: '重新签名（V4 最长七天）；如果仍然失败，请连同应答一起贴出',
    },
  }),
  /** Expires is so small that it must be a duration, where an absolute time is due. `value`: as sent. */
  'expires-relative': entry({
    args: { value: 'bytes' },
    rows: [5],
    headline: {
      en: 'Expires holds a duration instead of an absolute time: {value:q}.',
      zh: 'Expires 应为绝对时间，却填了时长：{value:q}。',
    },
    cause: {
      en: 'V1 and V2 take Expires as Unix seconds; only V4 takes a duration',
      zh: 'V1 和 V2 签名的 Expires 是 Unix 秒数，只有 V4 用时长',
    },
    cure: {
      en: 'set Expires to the current Unix time plus the desired number of seconds',
      zh: '把 Expires 设为当前 Unix 时间加上所需的秒数',
    },
    codes: ['expired'],
  }),
  /** Expires is in milliseconds where seconds are due. `value`: as sent. */
  'expires-in-milliseconds': entry({
    args: { value: 'bytes' },
    rows: [5],
    headline: {
      en: 'Expires is in milliseconds instead of seconds: {value:q}.',
      zh: 'Expires 应以秒为单位，却用了毫秒：{value:q}。',
    },
    cause: {
      en: 'the time came from a function that counts milliseconds, such as Date.now()',
      zh: '时间取自以毫秒计的函数，例如 Date.now()',
    },
    cure: { en: 'divide by 1000 and sign the whole number of seconds', zh: '除以 1000，用整秒数签名' },
    codes: ['expired'],
  }),
  'form-policy-expired': entry({
    args: { expires: 'number', late: 'number' },
    rows: [5],
    headline: {
      en: 'The policy of the upload form had expired before it was used.',
      zh: '上传表单的 Policy 在使用之前就已过期。',
    },
    cause: {
      en: 'it expired at {expires:time}, {late:duration} earlier',
      zh: '它的 expiration 是 {expires:time}，已过 {late:duration}',
    },
    cure: {
      en: 'fetch a new policy and signature for each upload, or give the policy a longer expiry',
      zh: '每次上传都重新获取 Policy 和签名，或延长 Policy 的有效期',
    },
  }),
  /** Past its life, by how much is not known. */
  'expired-unknown': entry({
    args: {},
    rows: [5],
    headline: { en: 'The signed URL or form has expired.', zh: '签名 URL 或表单已超过有效期。' },
    cause: { en: 'the server says so, and not by how much', zh: '服务端如此答复，但没有说明超过多久' },
    cure: { en: 'sign a new one, or sign with a longer expiry', zh: '重新签名，或设置更长的有效期' },
    codes: ['expired'],
  }),
  /**
   * It has expired by the clock of the server, and not by another one. `by`: `answer-date` (the answer's own
   * Date), `capture-clock`.
   */
  'expired-by-server-clock': entry({
    args: { expires: 'number', by: 'word' },
    rows: [5],
    headline: {
      en: "By the server's clock the request has expired; by {by:word} it is still valid.",
      zh: '按服务端时钟请求已过期，但按{by:word}仍在有效期内。',
    },
    cause: {
      en: 'it expires at {expires:time}; the clocks of client and server, or of two servers, disagree',
      zh: '有效期到 {expires:time} 为止；客户端与服务端（或两台服务端）的时钟不一致',
    },
    cure: {
      en: 'compare the clocks of the server and of whoever signs with a third one (NTP), and set the one that is off; sign with a few minutes to spare',
      zh: '用第三方时钟（NTP）核对服务端与签名方的时钟，校准不准的一方；签名时多留几分钟余量',
    },
    codes: ['expired'],
  }),
} as const satisfies Readonly<Record<string, CauseEntry>>;
