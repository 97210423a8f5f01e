import type { Prose } from '../engine/diagnose/prose.ts';
import type { EndingKind } from '../engine/http/exchange.ts';
import { entries } from './language.ts';

interface EndingEntry {
  /** One sentence: what is the case. The same for every exchange of the kind. */
  readonly headline: Prose;
  /** Who ended it, where, and after how long. */
  readonly happened: Prose;
  /** What to do next. */
  readonly cure: Prose;
}

/**
 * What is said of answers that are missing or not whole. `{after}`: from the last byte of the request, or of
 * the answer, to the end of the connection; `{frame}`: the packet that ended it; `{sent}`: segments sent
 * again; `{size}`: bytes of the last of them; `{open}`: bytes never acknowledged; `{lost}`: bytes that the
 * capture lost; `{got}`, `{said}`: bytes of the answer's body.
 */
export const ENDINGS = entries({
  kinds: {
    'reset-by-server': {
      headline: {
        en: "The connection was reset from the server's side before any response.",
        zh: '连接在收到任何响应之前被服务端一侧重置。',
      },
      happened: {
        en: "RST from the server's side ({frame:at}), {after} after the last byte of the request",
        zh: '请求的最后一个字节之后 {after}，服务端一侧发来 RST（{frame:at}）',
      },
      cure: {
        en: 'send it again; if it happens again, capture on both sides of each proxy, firewall or load balancer on the way to find who sends the reset, and check that the port and the protocol (HTTP or HTTPS) are right',
        zh: '重新发送；若再次出现，在途中每个代理、防火墙、负载均衡的两侧抓包，找出是谁发出重置，并确认端口与协议（HTTP 或 HTTPS）无误',
      },
    },
    'reset-during-request': {
      headline: {
        en: "The connection was reset from the server's side while the request was being sent.",
        zh: '请求还在发送时，连接被服务端一侧重置。',
      },
      happened: {
        en: "RST from the server's side ({frame:at}), {after} after the last part of the request that was sent",
        zh: '已发出的最后一段请求之后 {after}，服务端一侧发来 RST（{frame:at}）',
      },
      cure: {
        en: 'check what limits uploads on the way (a proxy or firewall with a size or time limit, content inspection); send it in smaller parts (multipart upload), and try another network',
        zh: '检查途中对上传的限制（代理或防火墙的大小、时间限制，内容检查）；改用较小的分片上传，并换一个网络试试',
      },
    },
    'closed-by-server': {
      headline: {
        en: 'The server closed the connection without a response.',
        zh: '服务端没有返回响应就关闭了连接。',
      },
      happened: {
        en: "FIN from the server's side ({frame:at}), {after} after the last byte of the request",
        zh: '请求的最后一个字节之后 {after}，服务端一侧发来 FIN（{frame:at}）',
      },
      cure: {
        en: 'send it again; if it happens again, look for a proxy or gateway on the way whose back end fails or whose time limit is shorter than the request needs',
        zh: '重新发送；若再次出现，检查途中的代理或网关：其后端是否出错，其超时是否短于该请求所需的时间',
      },
    },
    'closed-during-request': {
      headline: {
        en: 'The server closed the connection before the whole request was sent.',
        zh: '请求还没有发完，服务端就关闭了连接。',
      },
      happened: {
        en: "FIN from the server's side ({frame:at}), {after} after the last part of the request that was sent",
        zh: '已发出的最后一段请求之后 {after}，服务端一侧发来 FIN（{frame:at}）',
      },
      cure: {
        en: 'send the body without long pauses (a server that gets nothing for a while gives up), and in smaller parts (multipart upload) where the network is slow',
        zh: '发送请求体时不要长时间停顿（服务端一段时间收不到数据就会放弃）；网络较慢时改用较小的分片上传',
      },
    },
    'stale-connection': {
      headline: {
        en: 'The request went out on a kept-alive connection that the server had just closed.',
        zh: '请求发到了服务端刚刚关闭的长连接上。',
      },
      happened: {
        en: "FIN from the server's side ({frame:at}) before it had received anything of this request: the server did not carry it out",
        zh: '服务端在收到该请求的任何内容之前就发出了 FIN（{frame:at}）：该请求没有被执行',
      },
      cure: {
        en: 'send it again on a new connection: that is safe; and let the client drop idle connections sooner than the server does (keep-alive or idle timeout of its connection pool)',
        zh: '在新连接上重新发送即可，不会重复执行；并让客户端早于服务端丢弃空闲连接（连接池的 keep-alive 或空闲超时）',
      },
    },
    'unreadable-answer': {
      headline: {
        en: 'The server answered with something that is not HTTP.',
        zh: '服务端返回的内容不是 HTTP。',
      },
      happened: {
        en: 'what it sent {after} after the last byte of the request ({frame:at}) does not begin with a status line',
        zh: '请求的最后一个字节之后 {after}，服务端发来的内容（{frame:at}）不以 HTTP 状态行开头',
      },
      cure: {
        en: 'check that the address, the port and the protocol are right (a port for HTTPS may answer plain HTTP with a TLS alert), and look for a proxy of another kind (SOCKS) or a device on the way that changes responses',
        zh: '确认地址、端口与协议无误（HTTPS 端口可能以 TLS 告警答复明文 HTTP），并检查途中有没有其他类型的代理（SOCKS）或改动响应的设备',
      },
    },
    'given-up': {
      headline: {
        en: 'The client closed the connection before a response came.',
        zh: '客户端没有等到响应就关闭了连接。',
      },
      happened: {
        en: 'the client ended it ({frame:at}) {after} after the last byte of the request',
        zh: '请求的最后一个字节之后 {after}，客户端结束了连接（{frame:at}）',
      },
      cure: {
        en: "if that is the client's read timeout, raise it, or find out why the server takes longer; otherwise see why the client stopped (cancelled, crashed, restarted)",
        zh: '若这是客户端的读超时，请调大，或查明服务端为何更慢；否则查明客户端为何停止（取消、崩溃、重启）',
      },
    },
    'request-abandoned': {
      headline: {
        en: 'The client closed the connection before it had sent the whole request.',
        zh: '客户端没有发完请求就关闭了连接。',
      },
      happened: {
        en: 'the client ended it ({frame:at}) {after} after the last part of the request that it sent',
        zh: '已发出的最后一段请求之后 {after}，客户端结束了连接（{frame:at}）',
      },
      cure: {
        en: 'look at the client: an exception while it reads its data, a timeout, a cancelled upload, or a Content-Length larger than the data',
        zh: '检查客户端：读取数据时的异常、超时、上传被取消，或 Content-Length 大于实际数据',
      },
    },
    unacknowledged: {
      headline: {
        en: 'The request did not get through: the client sent again and again, and nothing was acknowledged.',
        zh: '请求没有送达：客户端反复重传，始终没有收到确认。',
      },
      happened: {
        en: '{open:n} byte{open:s} unacknowledged, {sent:n} retransmission{sent:s}',
        zh: '{open:n} 字节未被确认，重传 {sent:n} 次',
      },
      cure: {
        en: 'check the way to the server (route, firewall, security group, VPN); where the connection had been idle, a NAT or load balancer may have forgotten it: let the client drop idle connections sooner, or send TCP keep-alives',
        zh: '检查到服务端的路径（路由、防火墙、安全组、VPN）；若连接此前空闲，NAT 或负载均衡可能已经忘记它：让客户端更早丢弃空闲连接，或发送 TCP keep-alive',
      },
    },
    'long-segments-lost': {
      headline: {
        en: 'Long packets of the request do not get through, short ones do: likely an MTU problem on the way.',
        zh: '请求中较长的包无法送达，较短的可以：疑为途中的 MTU 问题。',
      },
      happened: {
        en: 'segments of {size:n} bytes were retransmitted ({sent:n} in all) and none of that length was ever acknowledged on this connection; {open:n} bytes unacknowledged',
        zh: '{size:n} 字节的报文段被重传（共 {sent:n} 次），该连接上这样长的报文段从未得到确认；{open:n} 字节未被确认',
      },
      cure: {
        en: 'lower the MTU of the client\'s interface (for example, ip link set dev eth0 mtu 1300) or clamp the MSS on the VPN or gateway; let ICMP "fragmentation needed" through',
        zh: '调低客户端网卡的 MTU（例如 ip link set dev eth0 mtu 1300），或在 VPN、网关上限制 MSS；并放行 ICMP“需要分片”消息',
      },
    },
    'one-way': {
      headline: {
        en: "The capture has only the client's packets of this connection, so no response.",
        zh: '抓包中只有该连接中客户端发出的包，因此没有响应。',
      },
      happened: { en: 'no packet of the server is in the capture', zh: '抓包中没有服务端发出的包' },
      cure: {
        en: 'capture both directions: leave "dst" and "src" out of the filter (tcpdump host …), and capture where the responses pass, too',
        zh: '抓取双向流量：过滤条件中不要用 dst、src（tcpdump host …），并在响应经过的地方也抓包',
      },
    },
    'answer-not-captured': {
      headline: {
        en: 'The server responded, and the client has the response, but the capture lost it.',
        zh: '服务端已响应，客户端也收到了响应，但抓包丢失了它。',
      },
      happened: {
        en: 'the capture lost {lost:n} byte{lost:s} that the client acknowledged ({frame:at}), {after} after the last byte of the request',
        zh: '抓包丢失了 {lost:n} 字节，而客户端在请求的最后一个字节之后 {after}确认收到了它们（{frame:at}）',
      },
      cure: {
        en: 'capture again with a larger buffer (tcpdump -B 16384, dumpcap -B 64) and a filter for this server alone, and write to a fast disk; what the server said of this request can be seen in the log of the client',
        zh: '用更大的缓冲区重新抓包（tcpdump -B 16384、dumpcap -B 64），过滤条件只留该服务端，并写入较快的磁盘；服务端对该请求的答复可在客户端日志中查看',
      },
    },
    'capture-ended': {
      headline: {
        en: 'The capture ends before a response, on an open connection.',
        zh: '连接仍打开，抓包在响应之前就结束了。',
      },
      happened: {
        en: 'the capture shows nothing more, up to {after} after the last byte of the request',
        zh: '直到请求的最后一个字节之后 {after}，抓包中再没有别的内容',
      },
      cure: {
        en: 'if that is short, capture until the client has its response or its error; if it is long, the server is slow or the response got lost on the way',
        zh: '若这段时间很短，请抓到客户端收到响应或报错为止；若很长，则是服务端很慢，或响应在途中丢失',
      },
    },
    'request-cut-by-capture': {
      headline: {
        en: 'The capture ends in the middle of the request, on an open connection.',
        zh: '连接仍打开，请求还没有发完，抓包就结束了。',
      },
      happened: {
        en: 'the capture shows nothing more, up to {after} after the last part of the request that was sent',
        zh: '直到已发出的最后一段请求之后 {after}，抓包中再没有别的内容',
      },
      cure: {
        en: 'if that is short, capture until the client has its response or its error; if it is long, the client had stopped sending: find out what it was waiting for (its data, a 100 Continue, a receive window that the server had closed)',
        zh: '若这段时间很短，请抓到客户端收到响应或报错为止；若很长，则是客户端停止了发送：查明它在等什么（要发送的数据、100 Continue、服务端关闭的接收窗口）',
      },
    },
    'answer-cut-by-server': {
      headline: {
        en: "The response is not whole: the connection was ended from the server's side in the middle of it.",
        zh: '响应不完整：服务端一侧在响应中途结束了连接。',
      },
      happened: {
        en: '{got:n} byte{got:s} of its body came; the end is in {frame:at}, {after} after the last of them',
        zh: '收到响应体 {got:n} 字节，最后一个字节之后 {after}，连接结束（{frame:at}）',
      },
      cure: {
        en: 'read it again, from where it stopped (Range), and let the client compare the length with Content-Length; look for a proxy or gateway with a time or size limit on the way',
        zh: '从中断处重新读取（Range），并让客户端将收到的长度与 Content-Length 比较；检查途中的代理或网关有没有时间或大小限制',
      },
    },
    'answer-cut-by-client': {
      headline: {
        en: 'The client ended the connection in the middle of the response.',
        zh: '客户端在响应中途结束了连接。',
      },
      happened: {
        en: '{got:n} byte{got:s} of its body came; the end is in {frame:at}, {after} after the last of them',
        zh: '收到响应体 {got:n} 字节，最后一个字节之后 {after}，连接结束（{frame:at}）',
      },
      cure: {
        en: 'if the client did not mean to stop (as players and browsers do), look at its read timeout and its error log',
        zh: '若客户端并非有意停止（播放器、浏览器常常如此），检查它的读超时与错误日志',
      },
    },
    'answer-cut-by-capture': {
      headline: {
        en: 'The capture ends in the middle of the response, on an open connection.',
        zh: '连接仍打开，抓包在响应中途就结束了。',
      },
      happened: {
        en: '{got:n} byte{got:s} of its body came, up to {after} before the end',
        zh: '收到响应体 {got:n} 字节，最后一个字节之后 {after}，抓包结束',
      },
      cure: {
        en: 'if that is long, the transfer has stalled; otherwise capture until it is done',
        zh: '若这段时间很长，则传输已停滞；否则请抓到传输完成为止',
      },
    },
  },
  labels: {
    'row-happened': { en: 'what happened', zh: '经过' },
    happened: { en: 'What happened', zh: '经过' },

    /** Follow what happened, where they hold. */
    ttl: {
      en: 'this packet had a TTL of {ttl}, others from there {usual}: a device on the way may have sent it',
      zh: '该包的 TTL 为 {ttl}，同一来源的其他包为 {usual}：可能由途中的设备发出',
    },
    idle: { en: 'the connection had been idle for {idle} before', zh: '此前该连接已空闲 {idle}' },
    said: { en: 'Content-Length says {said:n}', zh: 'Content-Length 为 {said:n}' },
  },
} as const satisfies {
  readonly kinds: Readonly<Record<EndingKind, EndingEntry>>;
  readonly labels: Readonly<Record<string, string | Prose>>;
});
