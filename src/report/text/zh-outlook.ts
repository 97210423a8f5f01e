import { ADVICE } from '../../diagnose/causes/advice.ts';
import { mapEntries } from './in-language.ts';
import type { OutlookTexts } from './texts.ts';

export const ZH_OUTLOOK = {
  waiters: { client: '客户端', network: '网络', server: '服务端', several: '多方' },
  reasons: {
    'client-paused':
      '接收窗口还有空间，客户端却没有发送（共 {ms}，10 毫秒以上的停顿 {n:n} 次）：它在忙别的事，例如用慢速语言计算校验值，或读取数据太慢',
    'client-unfinished': '客户端没有发完它声明的请求体，服务端一直在等（{ms}）',
    'client-not-reading': '客户端没有及时读取响应：接收窗口关闭或占满共 {ms}（关闭 {n:n} 次）',
    'limit-asked':
      '请求自己要求限速 {asked}（x-oss-traffic-limit），实际传输速度为 {speed}：其中 {ms}由这一限速造成；请调大该值，或去掉它',
    connecting: '建立连接用了 {ms}（SYN 重发 {resent:n} 次）',
    'packet-loss': '网络丢包：重传 {resent:n} 个报文段，停滞 {ms}',
    'in-flight': '数据和确认在途中共 {ms}；这里的一次往返需要 {trip}',
    'beyond-capture': '服务端称只用了 {own}；其余 {ms}消耗在抓包点与 OSS 之间：代理、网关、排队或丢包',
    'server-thought': '服务端收到完整请求后，过了 {ms}才开始响应',
    'server-continue': '服务端让客户端等了 {ms}：客户端要求先得到 100 Continue 再发送请求体',
    'server-paused': '接收窗口还有空间，服务端却没有继续发送响应（共 {ms}，10 毫秒以上的停顿 {n:n} 次）',
    'server-not-reading': '服务端没有及时读取请求：接收窗口关闭或占满共 {ms}（关闭 {n:n} 次）',
  },
  advice: mapEntries(ADVICE, ({ summary, advice }) => ({ summary: summary.zh, advice: advice.zh })),
  tlsClients: {
    curl: 'curl',
    node: 'Node.js',
    python: 'Python',
    java: 'Java',
    go: 'Go',
    browser: '浏览器',
  },
  labels: {
    'slow-title': '时间花在哪里（毫秒，最慢的在前）：',
    'slow-none': '数据包中没有请求与响应都在且头部完整的交互，无法计时。',
    'column-total': '总计',
    'column-connect': '连接',
    'column-request': '请求',
    'column-wait': '等待',
    'column-response': '响应',
    'column-waited-for': '在等谁',

    'sum-title': '合计',
    sum: '{n:n} 次请求，{total}：客户端 {client}，网络 {network}，服务端 {server}',
    'sum-network': '重传 {resent:n} 个报文段，窗口关闭 {closed:n} 次',
    'flight-loss': '重传 {resent:n} 个报文段：每次丢包后，发送方都会放慢速度',
    'flight-window-client': '客户端的接收窗口最大 {window} 字节，在途数据不能更多：加大接收缓冲区会更快',
    'flight-window-server': '服务端的接收窗口最大 {window} 字节，在途数据不能更多：加大接收缓冲区会更快',
    'flight-lost-or-slow':
      '其中 {silent}没有任何数据经过，之后只来了一个报文段，正如超时重传：报文在到达抓包点之前已丢失，或链路极慢',
    'lost-or-silent-client':
      '也可能是它发出的报文在到达抓包点之前已丢失、超时后才重传，两者在这里看起来一样（其中 {silent}）；在客户端抓包可以分辨',
    'lost-or-silent-server':
      '也可能是它发出的报文在到达抓包点之前已丢失、超时后才重传，两者在这里看起来一样（其中 {silent}）',
    'crc-in-python':
      '该 SDK 会对传输内容计算 CRC-64，用纯 Python 计算很慢：若在客户端执行 "import crcmod._crcfunext" 报错，说明缺少 crcmod 的 C 扩展，请先安装 python-devel（python3-dev）和编译器，再重新安装 crcmod；或在 oss2.Bucket 中设置 enable_crc=False',
    'crc-in-python-v2':
      '该 SDK 会对传输内容计算 CRC-64，用纯 Python 计算很慢：若在客户端执行 "import crcmod._crcfunext" 报错，说明缺少 crcmod 的 C 扩展，请先安装 python-devel（python3-dev）和编译器，再重新安装 crcmod-plus；或设置 disable_upload_crc64_check 和 disable_download_crc64_check',
    'connect-answers': '对它的应答（SYN-ACK）重发 {answers:n} 次',
    'connect-loss-client': '服务端的应答已到达抓包点：该应答或对它的确认在客户端与抓包点之间丢失或迟到',
    'connect-loss-server': 'SYN 或对它的应答在抓包点与服务端之间丢失或迟到',
    'connect-loss-both': '抓包点两侧都有报文丢失或迟到',
    limit: '请求自己要求限速 {asked}（x-oss-traffic-limit）',
    'limit-measured': '请求自己要求限速 {asked}（x-oss-traffic-limit），实际传输速度为 {speed}',
    throttled: 'OSS 称对此限流 {throttled}（x-oss-qos-delay-time）：账号或 Bucket 的带宽已用尽',
    'advice-title': '目前仍能通过，但请留意：',
    'advice-where': '（{n:n} 次请求，例如 #{exchange:ref}）',
    'advice-sampled': '为此查看了 {seen:n} 次成功请求中的 {looked:n} 次。',
    'tls-oss': '到 OSS 的 TLS：{name}（{server}），{n:n} 条连接',
    'tls-other': '到 {name}（{server}）的 TLS，{n:n} 条连接',
    'tls-unnamed': '到 {server} 的 TLS（未携带域名），{n:n} 条连接',
    'tls-bytes': '，上行 {up}，下行 {down}',
    'tls-version': '；{version}，{suite}',
    'tls-offered': '；客户端支持 {versions:long}',
    'tls-protocol': '，{protocol}',
    'tls-protocol-offered': ' 和 {protocols:long}',
    'tls-http2': '，有密钥也无法读取：请让客户端使用 HTTP/1.1（curl：--http1.1）',
    'tls-old': '，有密钥也无法读取：请让客户端使用 TLS 1.2 或 1.3（curl：--tlsv1.2）',
    'tls-suite':
      '，有密钥也无法读取：请让客户端使用 AES 或 ChaCha20 的加密套件（curl：--ciphers ECDHE+AESGCM）',
    'tls-alert': '；服务端拒绝（告警 {alert}）',
    'tls-no-answer': '；没有服务端的应答',
    'tls-no-start': '；抓包中没有其握手，而有密钥也需要握手：请在客户端连接之前开始抓包',
    'tls-share': '（其中 {n:n} 条）',
    'tls-handshakes-more': '；另有 {n:n} 条握手不同',
    'tls-ways-title': '要读取其内容，请在抓包时让客户端写出密钥：',
    'tls-ways-above': '读取其内容的办法见上文。',
    'tls-ways-then': '然后：osscap scan --tls-keylog keys.log CAPTURE',
    'tls-ways-else':
      '或在明文的位置抓包：例如终结 TLS 的代理与 OSS 之间，或让测试客户端改用 http:// 的 Endpoint。',
    'tls-beside': '此外还有 {n:n} 条到 OSS 的 TLS 连接（如到 {name}）无法读取（用 --all 查看方法）。',
  },
} as const satisfies OutlookTexts;
