import type { Lang } from '../../sentences/language.ts';

/* What the page says of itself; what is said of captures comes with the report. */

export const WORDS = {
  title: { en: 'Why was the request refused?', zh: '请求为什么被拒绝？' },
  about: {
    en: 'Reads captures of requests to Alibaba Cloud OSS and to S3 services, here in your browser, and says why a signature was refused (403 SignatureDoesNotMatch).',
    zh: '在您的浏览器中读取阿里云 OSS 和 S3 服务请求的抓包，说明签名为什么被拒绝（403 SignatureDoesNotMatch）。',
  },
  promise: {
    en: "Nothing leaves this page: its own policy (connect-src 'none') forbids the browser to send anything. Files are read in place, and keys stay in memory until you clear them or leave.",
    zh: "任何内容都不会离开此页面：页面自身的策略（connect-src 'none'）禁止浏览器发送任何内容。文件就地读取；密钥只保存在内存中，直到您清除或离开。",
  },
  language: { en: 'Language', zh: '语言' },
  'page-theme': { en: 'Theme', zh: '主题' },
  'page-theme-auto': { en: 'auto', zh: '自动' },
  'page-theme-light': { en: 'light', zh: '浅色' },
  'page-theme-dark': { en: 'dark', zh: '深色' },
  'page-print': { en: 'Print', zh: '打印' },
  files: { en: 'Files and keys', zh: '文件与密钥' },
  choose: { en: 'Choose files, or drop them here', zh: '选择文件，或拖放到这里' },
  kinds: {
    en: 'Captures (pcap, pcapng, also .gz), HAR files, output of curl -v, logs of SDKs. To open TLS: the key log of the client (SSLKEYLOGFILE), or the RSA key of the server. To find what was signed: a file with access keys.',
    zh: '抓包（pcap、pcapng，也可为 .gz）、HAR 文件、curl -v 的输出、SDK 日志。解密 TLS：客户端的密钥日志（SSLKEYLOGFILE），或服务端的 RSA 私钥。查找客户端实际签名的内容：AccessKey 文件。',
  },
  paste: { en: 'Or paste text', zh: '或粘贴文本' },
  'paste-hint': {
    en: 'Output of curl -v, an error document with its request, a log, a TLS key log …',
    zh: 'curl -v 的输出、错误信息文档及其请求、日志、TLS 密钥日志……',
  },
  'paste-add': { en: 'Add the text', zh: '添加文本' },
  given: { en: 'Chosen files', zh: '已选文件' },
  remove: { en: 'Remove {name}', zh: '移除 {name}' },
  'kind-capture': { en: 'capture or text', zh: '抓包或文本' },
  'kind-key-log': { en: 'TLS key log', zh: 'TLS 密钥日志' },
  'kind-server-key': { en: 'RSA key of a server', zh: '服务端的 RSA 私钥' },
  'kind-credentials': { en: 'access keys: {n}', zh: 'AccessKey：{n} 个' },
  'fault-encrypted-key': {
    en: '{name} holds an encrypted private key: decrypt it first (openssl rsa -in FILE -out NEW).',
    zh: '{name} 中的私钥已加密：请先解密（openssl rsa -in FILE -out NEW）。',
  },
  'fault-not-a-key': {
    en: '{name} holds no RSA key that can be read: other keys open no TLS.',
    zh: '{name} 中没有可读取的 RSA 私钥：其他类型的密钥无法解密 TLS。',
  },
  'fault-unreadable': { en: '{name} cannot be read.', zh: '无法读取 {name}。' },
  keys: { en: 'Access keys', zh: 'AccessKey' },
  'keys-about': {
    en: 'With the secret, osscap finds what the client signed instead. It stays in the memory of this page: it is in no report, no address and no storage.',
    zh: '有了 AccessKey Secret，osscap 可以找出客户端实际签名的内容。它只保存在此页面的内存中：不会出现在报告、地址或任何存储中。',
  },
  id: { en: 'AccessKey ID', zh: 'AccessKey ID' },
  secret: { en: 'AccessKey secret', zh: 'AccessKey Secret' },
  token: { en: 'Security token (STS)', zh: '安全令牌（STS）' },
  another: { en: 'Another access key', zh: '再加一个 AccessKey' },
  clear: { en: 'Clear keys', zh: '清除密钥' },
  cleared: { en: 'Keys are cleared.', zh: '密钥已清除。' },
  bodies: {
    en: 'Compare every body with the digests in its headers',
    zh: '把每个消息体与其头部中的摘要比较',
  },
  scan: { en: 'Find out why', zh: '查找原因' },
  nothing: { en: 'Choose a capture or paste a text first.', zh: '请先选择抓包或粘贴文本。' },
  half: { en: 'An access key needs its ID and its secret.', zh: 'AccessKey 需要同时填写 ID 和 Secret。' },
  looking: { en: 'Looking into the files …', zh: '正在查看文件……' },
  progress: {
    en: '{done} of {total} · {requests} requests, {failing} failed',
    zh: '{done} / {total} · 请求 {requests} 个，失败 {failing} 个',
  },
  stop: { en: 'Stop, and show what was read', zh: '停止，并显示已读取的内容' },
  'stop-now': { en: 'Stop at once, without a report', zh: '立即停止，不生成报告' },
  junk: {
    en: 'Give the error as the program printed it, or a capture (pcap, pcapng, HAR).',
    zh: '请提供程序打印的完整错误信息，或抓包（pcap、pcapng、HAR）。',
  },
  'step-compare': {
    en: 'Drop a second capture here, taken behind the proxy or gateway: both are compared, and the hop is named.',
    zh: '把在代理或网关之后抓取的第二个抓包拖放到这里：两者会互相比较，并指出是哪一跳。',
  },
  'step-secret': {
    en: 'Type the AccessKey secret in above, or drop the file that holds it: it settles this.',
    zh: '在上方填写 AccessKey Secret，或拖放包含它的文件：即可定论。',
  },
  'step-keys': {
    en: 'Drop the TLS key log of the client here (SSLKEYLOGFILE).',
    zh: '把客户端的 TLS 密钥日志（SSLKEYLOGFILE）拖放到这里。',
  },
  'step-see': {
    en: 'Open the request in the list below: every header and both strings are there.',
    zh: '在下方列表中打开该请求：所有请求头和双方的字符串都在其中。',
  },
  done: { en: 'The report is ready.', zh: '报告已生成。' },
  failed: {
    en: 'The page failed ({fault}): please report it. The command may do better.',
    zh: '页面出错（{fault}）：请反馈此问题。也可以改用命令。',
  },
  fault: {
    en: 'Not all was read, because of a fault of osscap ({fault}): please report it.',
    zh: '由于 osscap 出错（{fault}），没有全部读完：请反馈此问题。',
  },
  save: { en: 'Save the report', zh: '保存报告' },
  'save-note': {
    en: 'JSON has signatures as they were captured; HTML and Markdown mask them.',
    zh: 'JSON 中的签名保持抓到时的原样；HTML 和 Markdown 会脱敏。',
  },
  'made-by': { en: 'osscap {version}', zh: 'osscap {version}' },
  licences: { en: 'Licences', zh: '许可证' },
} as const satisfies Readonly<Record<string, Readonly<Record<Lang, string>>>>;

/** The page's words with values in place. */
export type Words = (id: keyof typeof WORDS, values?: Readonly<Record<string, string | number>>) => string;

export function wordsIn(lang: Lang): Words {
  return (id, values = {}) =>
    WORDS[id][lang].replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}
