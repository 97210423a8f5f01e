import type { Lang } from '../../report/text/language.ts';

/*
 * What the page says of itself; what is said of captures comes with the report.
 */

const EN = {
  title: 'Why was the request refused?',
  about:
    'Reads captures of requests to Alibaba Cloud OSS, here in your browser, and says why a signature was refused (403 SignatureDoesNotMatch).',
  promise:
    "Nothing leaves this page: its own policy (connect-src 'none') forbids the browser to send anything. Files are read in place, and keys stay in memory until you clear them or leave.",
  language: 'Language',
  'page-theme': 'Theme',
  'page-theme-auto': 'auto',
  'page-theme-light': 'light',
  'page-theme-dark': 'dark',
  'page-print': 'Print',
  files: 'Files and keys',
  choose: 'Choose files, or drop them here',
  kinds:
    'Captures (pcap, pcapng, also .gz), HAR files, output of curl -v, logs of SDKs. To open TLS: the key log of the client (SSLKEYLOGFILE), or the RSA key of the server. To find what was signed: a file with access keys.',
  paste: 'Or paste text',
  'paste-hint': 'Output of curl -v, an error document with its request, a log, a TLS key log …',
  'paste-add': 'Add the text',
  given: 'Chosen files',
  remove: 'Remove {name}',
  'kind-capture': 'capture or text',
  'kind-key-log': 'TLS key log',
  'kind-server-key': 'RSA key of a server',
  'kind-credentials': 'access keys: {n}',
  'fault-encrypted-key':
    '{name} holds an encrypted private key: decrypt it first (openssl rsa -in FILE -out NEW).',
  'fault-not-a-key': '{name} holds no RSA key that can be read: other keys open no TLS.',
  'fault-unreadable': '{name} cannot be read.',
  keys: 'Access keys',
  'keys-about':
    'With the secret, osscap finds what the client signed instead. It stays in the memory of this page: it is in no report, no address and no storage.',
  id: 'AccessKey ID',
  secret: 'AccessKey secret',
  token: 'Security token (STS)',
  another: 'Another access key',
  clear: 'Clear keys',
  cleared: 'Keys are cleared.',
  bodies: 'Compare every body with the digests in its headers',
  scan: 'Find out why',
  again: 'Scan again',
  nothing: 'Choose a capture or paste a text first.',
  half: 'An access key needs its ID and its secret.',
  looking: 'Looking into the files …',
  progress: '{done} of {total} · {requests} requests, {failing} failed',
  stop: 'Stop, and show what was read',
  'stop-now': 'Stop at once, without a report',
  done: 'The report is ready.',
  failed: 'The page failed ({fault}): please report it. The command may do better.',
  fault: 'Not all was read, because of a fault of osscap ({fault}): please report it.',
  save: 'Save the report',
  'save-note': 'JSON has signatures as they were captured; HTML and Markdown mask them.',
  'made-by': 'osscap {version}',
  licences: 'Licences',
  'no-script': 'This page needs JavaScript.',
} as const;

type WordId = keyof typeof EN;

const ZH: Readonly<Record<WordId, string>> = {
  title: '请求为什么被拒绝？',
  about: '在您的浏览器中读取阿里云 OSS 请求的抓包，说明签名为什么被拒绝（403 SignatureDoesNotMatch）。',
  promise:
    "任何内容都不会离开此页面：页面自身的策略（connect-src 'none'）禁止浏览器发送任何内容。文件就地读取；密钥只保存在内存中，直到您清除或离开。",
  language: '语言',
  'page-theme': '主题',
  'page-theme-auto': '自动',
  'page-theme-light': '浅色',
  'page-theme-dark': '深色',
  'page-print': '打印',
  files: '文件与密钥',
  choose: '选择文件，或拖放到这里',
  kinds:
    '抓包（pcap、pcapng，也可为 .gz）、HAR 文件、curl -v 的输出、SDK 日志。解密 TLS：客户端的密钥日志（SSLKEYLOGFILE），或服务器的 RSA 私钥。查找客户端实际签名的内容：访问密钥文件。',
  paste: '或粘贴文本',
  'paste-hint': 'curl -v 的输出、错误信息及其请求、日志、TLS 密钥日志……',
  'paste-add': '添加文本',
  given: '已选文件',
  remove: '移除 {name}',
  'kind-capture': '抓包或文本',
  'kind-key-log': 'TLS 密钥日志',
  'kind-server-key': '服务器的 RSA 私钥',
  'kind-credentials': '访问密钥：{n} 个',
  'fault-encrypted-key': '{name} 中的私钥已加密：请先解密（openssl rsa -in FILE -out NEW）。',
  'fault-not-a-key': '{name} 中没有可读取的 RSA 私钥：其他类型的密钥无法解密 TLS。',
  'fault-unreadable': '无法读取 {name}。',
  keys: '访问密钥',
  'keys-about':
    '有了 AccessKey Secret，osscap 可以找出客户端实际签名的内容。它只保存在此页面的内存中：不会出现在报告、地址或任何存储中。',
  id: 'AccessKey ID',
  secret: 'AccessKey Secret',
  token: '安全令牌（STS）',
  another: '再加一个访问密钥',
  clear: '清除密钥',
  cleared: '密钥已清除。',
  bodies: '把每个消息体与其头部中的摘要比较',
  scan: '查找原因',
  again: '重新扫描',
  nothing: '请先选择抓包或粘贴文本。',
  half: '访问密钥需要同时填写 ID 和 Secret。',
  looking: '正在查看文件……',
  progress: '{done} / {total} · 请求 {requests} 个，失败 {failing} 个',
  stop: '停止，并显示已读取的内容',
  'stop-now': '立即停止，不生成报告',
  done: '报告已生成。',
  failed: '页面出错（{fault}）：请反馈此问题。也可以改用命令。',
  fault: '由于 osscap 出错（{fault}），没有全部读完：请反馈此问题。',
  save: '保存报告',
  'save-note': 'JSON 中的签名保持抓到时的原样；HTML 和 Markdown 会脱敏。',
  'made-by': 'osscap {version}',
  licences: '许可证',
  'no-script': '此页面需要 JavaScript。',
};

/** The page's words with values in place. */
export type Words = (id: WordId, values?: Readonly<Record<string, string | number>>) => string;

export function wordsIn(lang: Lang): Words {
  const words = lang === 'zh' ? ZH : EN;
  return (id, values = {}) => words[id].replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}
