import type { Prose } from '../engine/diagnose/prose.ts';
import type { Waiter, WaitReason } from '../features/timing/timing.ts';
import { ADVICE } from './causes/advice.ts';
import { entries } from './language.ts';

/**
 * Clients that can be made to write the keys of their TLS sessions to a file (NSS key log format, which
 * Wireshark reads too).
 */
export const TLS_CLIENTS = ['curl', 'node', 'python', 'java', 'go', 'browser'] as const;

type TlsClient = (typeof TLS_CLIENTS)[number];

/** What to type, or to write into the client's source, a line each; the same in every language. */
export const TLS_CLIENT_LINES: Readonly<Record<TlsClient, readonly string[]>> = {
  // https://everything.curl.dev/usingcurl/tls/sslkeylogfile.html
  curl: ['SSLKEYLOGFILE=keys.log curl -v https://…'],
  // https://nodejs.org/api/cli.html#--tls-keylogfile
  node: ['NODE_OPTIONS=--tls-keylog=keys.log node app.js'],
  // https://docs.python.org/3/library/ssl.html#ssl.SSLContext.keylog_filename; urllib3, and with it requests
  // and oss2, reads the variable
  python: ['SSLKEYLOGFILE=keys.log python app.py', 'context.keylog_filename = "keys.log"'],
  // https://github.com/neykov/extract-tls-secrets
  java: ['java -javaagent:extract-tls-secrets-4.0.0.jar=keys.log -jar app.jar'],
  // https://pkg.go.dev/crypto/tls#Config
  go: ['transport.TLSClientConfig = &tls.Config{KeyLogWriter: file}'],
  // Chromium and Firefox; the browser must not be running already
  browser: ['SSLKEYLOGFILE=$PWD/keys.log google-chrome', 'SSLKEYLOGFILE=$PWD/keys.log firefox'],
};

/**
 * What is said of time, of what will fail, and of TLS that was not opened. Of the reasons why time passed,
 * `{ms}`: how much of it, `{n}`: how often, `{resent}`: segments sent again, `{trip}`: ms of a round trip,
 * `{own}`: ms that the server says, `{asked}` and `{speed}`: bit/s that the request asked for at most and
 * that were measured.
 */
export const OUTLOOK = entries({
  waiters: {
    client: { en: 'client', zh: '客户端' },
    network: { en: 'network', zh: '网络' },
    server: { en: 'server', zh: '服务端' },
    several: { en: 'several', zh: '多方' },
  },
  reasons: {
    'client-paused': {
      en: 'the client had an open window but did not send ({ms} in all, {n:n} pause{n:s} of 10 ms or more): it was busy (a checksum in a slow language, for example) or read its data slowly',
      zh: '接收窗口还有空间，客户端却没有发送（共 {ms}，10 毫秒以上的停顿 {n:n} 次）：它在忙别的事，例如用慢速语言计算校验值，或读取数据太慢',
    },
    'client-unfinished': {
      en: 'the client never sent the rest of the body that it announced; the server waited for it ({ms})',
      zh: '客户端没有发完它声明的请求体，服务端一直在等（{ms}）',
    },
    'client-not-reading': {
      en: 'the client did not read the response: its receive window was closed or full for {ms} (closed {n:n} time{n:s})',
      zh: '客户端没有及时读取响应：接收窗口关闭或占满共 {ms}（关闭 {n:n} 次）',
    },
    'limit-asked': {
      en: 'the request asked for at most {asked} (x-oss-traffic-limit), and the transfer ran at {speed}: {ms} of it is due to that limit; raise the value, or leave it out',
      zh: '请求自己要求限速 {asked}（x-oss-traffic-limit），实际传输速度为 {speed}：其中 {ms}由这一限速造成；请调大该值，或去掉它',
    },
    connecting: {
      en: 'setting up the connection took {ms} ({resent:n} SYN{resent:s} retransmitted)',
      zh: '建立连接用了 {ms}（SYN 重发 {resent:n} 次）',
    },
    'packet-loss': {
      en: 'packets were lost: {resent:n} segment{resent:s} retransmitted, {ms} without progress',
      zh: '网络丢包：重传 {resent:n} 个报文段，停滞 {ms}',
    },
    'in-flight': {
      en: 'bytes and acknowledgements were in flight for {ms}; a round trip takes {trip} here',
      zh: '数据和确认在途中共 {ms}；这里的一次往返需要 {trip}',
    },
    'beyond-capture': {
      en: 'the server says that it needed {own}; the other {ms} were spent between the capture point and OSS: a proxy, a gateway, a queue or lost packets',
      zh: '服务端称只用了 {own}；其余 {ms}消耗在抓包点与 OSS 之间：代理、网关、排队或丢包',
    },
    'server-thought': {
      en: 'the server had the whole request and took {ms} to begin its response',
      zh: '服务端收到完整请求后，过了 {ms}才开始响应',
    },
    'server-continue': {
      en: 'the client asked for 100 Continue before sending the body, and the server made it wait {ms}',
      zh: '服务端让客户端等了 {ms}：客户端要求先得到 100 Continue 再发送请求体',
    },
    'server-paused': {
      en: 'the server had an open window but did not continue its response ({ms} in all, {n:n} pause{n:s} of 10 ms or more)',
      zh: '接收窗口还有空间，服务端却没有继续发送响应（共 {ms}，10 毫秒以上的停顿 {n:n} 次）',
    },
    'server-not-reading': {
      en: 'the server did not read the request: its receive window was closed or full for {ms} (closed {n:n} time{n:s})',
      zh: '服务端没有及时读取请求：接收窗口关闭或占满共 {ms}（关闭 {n:n} 次）',
    },
  },
  advice: ADVICE,
  tlsClients: {
    curl: 'curl',
    node: 'Node.js',
    python: 'Python',
    java: 'Java',
    go: 'Go',
    browser: { en: 'browser', zh: '浏览器' },
  },
  labels: {
    // the slowest exchanges
    'slow-title': {
      en: 'Where the time went, in milliseconds, slowest first:',
      zh: '时间花在哪里（毫秒，最慢的在前）：',
    },
    'slow-none': {
      en: 'No exchange has both its request and its response, with complete headers, in the packets, so nothing was timed.',
      zh: '数据包中没有请求与响应都在且头部完整的交互，无法计时。',
    },
    'column-total': { en: 'total', zh: '总计' },
    'column-connect': { en: 'connect', zh: '连接' },
    'column-request': { en: 'request', zh: '请求' },
    'column-wait': { en: 'wait', zh: '等待' },
    'column-response': { en: 'response', zh: '响应' },
    'column-waited-for': { en: 'waited for', zh: '在等谁' },
    'sum-title': { en: 'sum', zh: '合计' },
    sum: {
      en: '{n:n} exchange{n:s}, {total}: client {client}, network {network}, server {server}',
      zh: '{n:n} 次请求，{total}：客户端 {client}，网络 {network}，服务端 {server}',
    },
    'sum-network': {
      en: '{resent:n} segment{resent:s} retransmitted, {closed:n} closed window{closed:s}',
      zh: '重传 {resent:n} 个报文段，窗口关闭 {closed:n} 次',
    },
    'flight-loss': {
      en: '{resent:n} segment{resent:s} retransmitted: after each loss the sender slows down',
      zh: '重传 {resent:n} 个报文段：每次丢包后，发送方都会放慢速度',
    },
    'flight-window-client': {
      en: "the client's receive window is {window} bytes at most, and no more can be in flight: a larger receive buffer makes it faster",
      zh: '客户端的接收窗口最大 {window} 字节，在途数据不能更多：加大接收缓冲区会更快',
    },
    'flight-window-server': {
      en: "the server's receive window is {window} bytes at most, and no more can be in flight: a larger receive buffer makes it faster",
      zh: '服务端的接收窗口最大 {window} 字节，在途数据不能更多：加大接收缓冲区会更快',
    },
    'flight-lost-or-slow': {
      en: 'for {silent} of it nothing passed, then a single segment came, as after a timeout: packets were lost before the capture point, or the path is very slow',
      zh: '其中 {silent}没有任何数据经过，之后只来了一个报文段，正如超时重传：报文在到达抓包点之前已丢失，或链路极慢',
    },
    'lost-or-silent-client': {
      en: 'or what it sent was lost before the capture point and sent again after a timeout, which looks the same here ({silent} of it); a capture on the client tells',
      zh: '也可能是它发出的报文在到达抓包点之前已丢失、超时后才重传，两者在这里看起来一样（其中 {silent}）；在客户端抓包可以分辨',
    },
    'lost-or-silent-server': {
      en: 'or what it sent was lost before the capture point and sent again after a timeout, which looks the same here ({silent} of it)',
      zh: '也可能是它发出的报文在到达抓包点之前已丢失、超时后才重传，两者在这里看起来一样（其中 {silent}）',
    },
    'crc-in-python': {
      en: 'this SDK computes a CRC-64 of what it transfers, which takes long in pure Python: if "import crcmod._crcfunext" fails there, the C extension of crcmod is missing: install python-devel (python3-dev) and a compiler, then reinstall crcmod; or pass enable_crc=False to oss2.Bucket',
      zh: '该 SDK 会对传输内容计算 CRC-64，用纯 Python 计算很慢：若在客户端执行 "import crcmod._crcfunext" 报错，说明缺少 crcmod 的 C 扩展，请先安装 python-devel（python3-dev）和编译器，再重新安装 crcmod；或在 oss2.Bucket 中设置 enable_crc=False',
    },
    'crc-in-python-v2': {
      en: 'this SDK computes a CRC-64 of what it transfers, which takes long in pure Python: if "import crcmod._crcfunext" fails there, the C extension of crcmod is missing: install python-devel (python3-dev) and a compiler, then reinstall crcmod-plus; or set disable_upload_crc64_check and disable_download_crc64_check',
      zh: '该 SDK 会对传输内容计算 CRC-64，用纯 Python 计算很慢：若在客户端执行 "import crcmod._crcfunext" 报错，说明缺少 crcmod 的 C 扩展，请先安装 python-devel（python3-dev）和编译器，再重新安装 crcmod-plus；或设置 disable_upload_crc64_check 和 disable_download_crc64_check',
    },
    'connect-answers': {
      en: "{answers:n} SYN-ACK{answers:s} (the server's answer) retransmitted",
      zh: '对它的应答（SYN-ACK）重发 {answers:n} 次',
    },
    'connect-loss-client': {
      en: "the server's answer reached the capture point: it, or its acknowledgement, was lost or late between the client and the capture point",
      zh: '服务端的应答已到达抓包点：该应答或对它的确认在客户端与抓包点之间丢失或迟到',
    },
    'connect-loss-server': {
      en: 'the SYN, or the answer to it, was lost or late between the capture point and the server',
      zh: 'SYN 或对它的应答在抓包点与服务端之间丢失或迟到',
    },
    'connect-loss-both': {
      en: 'packets were lost or late on both sides of the capture point',
      zh: '抓包点两侧都有报文丢失或迟到',
    },
    limit: {
      en: 'the request asked for at most {asked} (x-oss-traffic-limit)',
      zh: '请求自己要求限速 {asked}（x-oss-traffic-limit）',
    },
    'limit-measured': {
      en: 'the request asked for at most {asked} (x-oss-traffic-limit), and the transfer ran at {speed}',
      zh: '请求自己要求限速 {asked}（x-oss-traffic-limit），实际传输速度为 {speed}',
    },
    throttled: {
      en: 'OSS says that it throttled this for {throttled} (x-oss-qos-delay-time): the bandwidth of the account or bucket was used up',
      zh: 'OSS 称对此限流 {throttled}（x-oss-qos-delay-time）：账号或 Bucket 的带宽已用尽',
    },

    // before it fails
    'advice-title': { en: 'Passing now, but may fail later:', zh: '目前仍能通过，但请留意：' },
    'advice-where': {
      en: ' ({n:n} exchange{n:s}, e.g. #{exchange:ref})',
      zh: '（{n:n} 次请求，例如 #{exchange:ref}）',
    },
    'advice-sampled': {
      en: '{looked:n} of {seen:n} passing exchanges were checked for this.',
      zh: '为此查看了 {seen:n} 次成功请求中的 {looked:n} 次。',
    },

    // TLS that was not opened
    'tls-oss': {
      en: 'TLS to OSS: {name} ({server}), {n:n} connection{n:s}',
      zh: '到 OSS 的 TLS：{name}（{server}），{n:n} 条连接',
    },
    'tls-other': {
      en: 'TLS to {name} ({server}), {n:n} connection{n:s}',
      zh: '到 {name}（{server}）的 TLS，{n:n} 条连接',
    },
    'tls-unnamed': {
      en: 'TLS to {server}, which names no host, {n:n} connection{n:s}',
      zh: '到 {server} 的 TLS（未携带域名），{n:n} 条连接',
    },
    'tls-bytes': { en: ', {up} up, {down} down', zh: '，上行 {up}，下行 {down}' },
    'tls-version': { en: '; {version}, {suite}', zh: '；{version}，{suite}' },
    'tls-offered': { en: '; client offers {versions:long}', zh: '；客户端支持 {versions:long}' },
    'tls-protocol': { en: ', {protocol}', zh: '，{protocol}' },
    'tls-protocol-offered': { en: ' and {protocols:long}', zh: ' 和 {protocols:long}' },
    'tls-http2': {
      en: ', unreadable even with keys: make the client use HTTP/1.1 (curl: --http1.1)',
      zh: '，有密钥也无法读取：请让客户端使用 HTTP/1.1（curl：--http1.1）',
    },
    'tls-old': {
      en: ', unreadable even with keys: make the client use TLS 1.2 or 1.3 (curl: --tlsv1.2)',
      zh: '，有密钥也无法读取：请让客户端使用 TLS 1.2 或 1.3（curl：--tlsv1.2）',
    },
    'tls-suite': {
      en: ', unreadable even with keys: make the client use a cipher suite with AES or ChaCha20 (curl: --ciphers ECDHE+AESGCM)',
      zh: '，有密钥也无法读取：请让客户端使用 AES 或 ChaCha20 的加密套件（curl：--ciphers ECDHE+AESGCM）',
    },
    'tls-alert': { en: '; the server refused (alert {alert})', zh: '；服务端拒绝（告警 {alert}）' },
    'tls-no-answer': { en: '; no response from the server', zh: '；没有服务端的应答' },
    'tls-no-start': {
      en: '; its handshake is not in the capture, and is needed even with keys: start the capture before the client connects',
      zh: '；抓包中没有其握手，而有密钥也需要握手：请在客户端连接之前开始抓包',
    },
    'tls-share': { en: ' ({n:n} of these)', zh: '（其中 {n:n} 条）' },
    'tls-handshakes-more': { en: '; {n:n} with other handshakes', zh: '；另有 {n:n} 条握手不同' },
    'tls-ways-title': {
      en: 'To read it, let osscap run the program: sudo osscap capture -- COMMAND. The error document that it got needs no capture: save it, and osscap scan error.xml. Or make the client write its TLS keys while you capture:',
      zh: '要读取其内容，可让 osscap 运行该程序：sudo osscap capture -- COMMAND。手上有错误信息文档时不需要抓包：保存后运行 osscap scan error.xml。也可以在抓包时让客户端写出密钥：',
    },
    'tls-ways-above': { en: 'How to read it is shown above.', zh: '读取其内容的办法见上文。' },
    'tls-ways-then': {
      en: 'then: osscap scan --tls-keylog keys.log CAPTURE',
      zh: '然后：osscap scan --tls-keylog keys.log CAPTURE',
    },
    'tls-ways-else': {
      en: 'Or capture where the traffic is plain HTTP: between a TLS-terminating proxy and OSS, or with a test client and an http:// endpoint.',
      zh: '或在明文的位置抓包：例如终结 TLS 的代理与 OSS 之间，或让测试客户端改用 http:// 的 Endpoint。',
    },
    'tls-beside': {
      en: 'In addition, {n:n} TLS connection{n:s} to OSS ({name}, …) could not be read (--all shows how to read them).',
      zh: '此外还有 {n:n} 条到 OSS 的 TLS 连接（如到 {name}）无法读取（用 --all 查看方法）。',
    },
  },
} as const satisfies {
  readonly waiters: Readonly<Record<Waiter | 'several', string | Prose>>;
  readonly reasons: Readonly<Record<WaitReason, Prose>>;
  readonly advice: typeof ADVICE;
  /** How each kind of client is made to write its session keys; the commands are `TLS_CLIENT_LINES`. */
  readonly tlsClients: Readonly<Record<TlsClient, string | Prose>>;
  readonly labels: Readonly<Record<string, string | Prose>>;
});

export type OutlookLabelId = keyof typeof OUTLOOK.labels;
