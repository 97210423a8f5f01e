import type { EndingTexts } from './texts.ts';

export const ZH_ENDINGS = {
  kinds: {
    'reset-by-server': {
      headline: '连接在收到任何响应之前被服务端一侧重置。',
      happened: '请求的最后一个字节之后 {after}，服务端一侧发来 RST（{frame:at}）',
      cure: '重新发送；若再次出现，在途中每个代理、防火墙、负载均衡的两侧抓包，找出是谁发出重置，并确认端口与协议（HTTP 或 HTTPS）无误',
    },
    'reset-during-request': {
      headline: '请求还在发送时，连接被服务端一侧重置。',
      happened: '已发出的最后一段请求之后 {after}，服务端一侧发来 RST（{frame:at}）',
      cure: '检查途中对上传的限制（代理或防火墙的大小、时间限制，内容检查）；改用较小的分片上传，并换一个网络试试',
    },
    'closed-by-server': {
      headline: '服务端没有返回响应就关闭了连接。',
      happened: '请求的最后一个字节之后 {after}，服务端一侧发来 FIN（{frame:at}）',
      cure: '重新发送；若再次出现，检查途中的代理或网关：其后端是否出错，其超时是否短于该请求所需的时间',
    },
    'closed-during-request': {
      headline: '请求还没有发完，服务端就关闭了连接。',
      happened: '已发出的最后一段请求之后 {after}，服务端一侧发来 FIN（{frame:at}）',
      cure: '发送请求体时不要长时间停顿（服务端一段时间收不到数据就会放弃）；网络较慢时改用较小的分片上传',
    },
    'stale-connection': {
      headline: '请求发到了服务端刚刚关闭的长连接上。',
      happened: '服务端在收到该请求的任何内容之前就发出了 FIN（{frame:at}）：该请求没有被执行',
      cure: '在新连接上重新发送即可，不会重复执行；并让客户端早于服务端丢弃空闲连接（连接池的 keep-alive 或空闲超时）',
    },
    'unreadable-answer': {
      headline: '服务端返回的内容不是 HTTP。',
      happened: '请求的最后一个字节之后 {after}，服务端发来的内容（{frame:at}）不以 HTTP 状态行开头',
      cure: '确认地址、端口与协议无误（HTTPS 端口可能以 TLS 告警答复明文 HTTP），并检查途中有没有其他类型的代理（SOCKS）或改动响应的设备',
    },
    'given-up': {
      headline: '客户端没有等到响应就关闭了连接。',
      happened: '请求的最后一个字节之后 {after}，客户端结束了连接（{frame:at}）',
      cure: '若这是客户端的读超时，请调大，或查明服务端为何更慢；否则查明客户端为何停止（取消、崩溃、重启）',
    },
    'request-abandoned': {
      headline: '客户端没有发完请求就关闭了连接。',
      happened: '已发出的最后一段请求之后 {after}，客户端结束了连接（{frame:at}）',
      cure: '检查客户端：读取数据时的异常、超时、上传被取消，或 Content-Length 大于实际数据',
    },
    unacknowledged: {
      headline: '请求没有送达：客户端反复重传，始终没有收到确认。',
      happened: '{open:n} 字节未被确认，重传 {sent:n} 次',
      cure: '检查到服务端的路径（路由、防火墙、安全组、VPN）；若连接此前空闲，NAT 或负载均衡可能已经忘记它：让客户端更早丢弃空闲连接，或发送 TCP keep-alive',
    },
    'long-segments-lost': {
      headline: '请求中较长的包无法送达，较短的可以：很可能是途中的 MTU 问题。',
      happened:
        '{size:n} 字节的报文段被重传（共 {sent:n} 次），该连接上这样长的报文段从未得到确认；{open:n} 字节未被确认',
      cure: '调低客户端网卡的 MTU（例如 ip link set dev eth0 mtu 1300），或在 VPN、网关上限制 MSS；并放行 ICMP“需要分片”消息',
    },
    'one-way': {
      headline: '抓包中只有该连接中客户端发出的包，因此没有响应。',
      happened: '抓包中没有服务端发出的包',
      cure: '抓取双向流量：过滤条件中不要用 dst、src（tcpdump host …），并在响应经过的地方也抓包',
    },
    'answer-not-captured': {
      headline: '服务端已响应，客户端也收到了响应，但抓包丢失了它。',
      happened:
        '抓包丢失了 {lost:n} 字节，而客户端在请求的最后一个字节之后 {after} 确认收到了它们（{frame:at}）',
      cure: '用更大的缓冲区重新抓包（tcpdump -B 16384、dumpcap -B 64），过滤条件只留该服务端，并写入较快的磁盘；服务端对该请求的答复可在客户端日志中查看',
    },
    'capture-ended': {
      headline: '连接仍打开，抓包在响应之前就结束了。',
      happened: '直到请求的最后一个字节之后 {after}，抓包中再没有别的内容',
      cure: '若这段时间很短，请抓到客户端收到响应或报错为止；若很长，则是服务端很慢，或响应在途中丢失',
    },
    'request-cut-by-capture': {
      headline: '连接仍打开，请求还没有发完，抓包就结束了。',
      happened: '直到已发出的最后一段请求之后 {after}，抓包中再没有别的内容',
      cure: '若这段时间很短，请抓到客户端收到响应或报错为止；若很长，则是客户端停止了发送：查明它在等什么（要发送的数据、100 Continue、服务端关闭的接收窗口）',
    },
    'answer-cut-by-server': {
      headline: '响应不完整：服务端一侧在响应中途结束了连接。',
      happened: '收到响应体 {got:n} 字节，最后一个字节之后 {after}，连接结束（{frame:at}）',
      cure: '从中断处重新读取（Range），并让客户端将收到的长度与 Content-Length 比较；检查途中的代理或网关有没有时间或大小限制',
    },
    'answer-cut-by-client': {
      headline: '客户端在响应中途结束了连接。',
      happened: '收到响应体 {got:n} 字节，最后一个字节之后 {after}，连接结束（{frame:at}）',
      cure: '若客户端并非有意停止（播放器、浏览器常常如此），检查它的读超时与错误日志',
    },
    'answer-cut-by-capture': {
      headline: '连接仍打开，抓包在响应中途就结束了。',
      happened: '收到响应体 {got:n} 字节，最后一个字节之后 {after}，抓包结束',
      cure: '若这段时间很长，则传输已停滞；否则请抓到传输完成为止',
    },
  },
  labels: {
    'row-happened': '经过',
    happened: '经过',
    ttl: '该包的 TTL 为 {ttl}，同一来源的其他包为 {usual}：可能由途中的设备发出',
    idle: '此前该连接已空闲 {idle}',
    said: 'Content-Length 为 {said:n}',
  },
} as const satisfies EndingTexts;
