import type { Texts } from './texts.ts';

export const ZH_NOTICES = {
  'file-replaced': '文件已被新文件替换，继续读取新文件',
  'file-shortened': '文件被清空或截短，从头继续读取',
  'empty-file': '文件为空',
  'not-a-capture': '既不是抓包文件（pcap、pcapng），也不是含有 HTTP 的文本',
  'unsupported-version': '不支持该版本的抓包格式',
  'unsupported-section':
    '文件中靠后的一个节（section）采用不支持的格式版本 {version}：不读取其中的数据包，其他节照常读取',
  'truncated-record': '文件在某个数据包中间结束；之前的内容已处理',
  'truncated-header': '文件在文件头中间结束',
  'absurd-length': '数据包声明的长度不可能成立，文件在此处损坏',
  'damaged-record': '数据包记录已损坏',
  'damaged-block': '数据块已损坏',
  'resumed-after-damage': '跳过损坏部分后，从此处继续读取',
  'unknown-interface': '数据包引用了文件中没有描述的网卡',
  'limit-interfaces': '文件描述的网卡超过 {limit:n} 个，其余网卡的数据包没有读取',
  'secret-in-capture':
    'AccessKey {id} 的 Secret 已在网络上传输：抓到的报文中含有它；请更换该 AccessKey（报告中以星号代替）',
  'reported-in-other-capture':
    '本抓包中有 {count:n} 个被拒绝的请求也在 {capture} 中，且更靠近客户端，因此只在那里报告；用 osscap compare {capture} {path} 可查看两者之间的变化',
  'secret-or-bucket-unfit':
    '用给定的 Secret（AccessKey ID {id}）得不到服务端已接受的请求 #{exchange} 的签名：设置 --bucket {host}={bucket} 可能有误，或它不是该客户端使用的 Secret',
  'secret-unfit':
    '用所提供的 AccessKey {id} 的 Secret，算不出服务端已接受的请求 #{exchange} 的签名：请核对它是否就是该客户端所用的 Secret；若确认无误，则是 osscap 还原的待签名字符串有误，请反馈',
  'internal-error': 'osscap 发生内部错误，读取中止；此前得出的结果已处理',
  'read-error': '读取中途出错（{error:long}）；已读取的部分已处理',
  'file-shrank': '读取过程中文件变短了（有其他程序在写它）；已读取的部分已处理，请重新读取，或先复制一份再读',
  'file-grew': '读取时文件仍在写入；之后写入的数据包不在本报告中，请在抓包结束后重新读取',
  'parts-overlap':
    '此文件的开始时间早于 {other:long} 的结束时间：两者的数据包并非按时间先后排列，可能属于两次抓包',
  'parts-missing': '这组抓包文件中间缺少 {n:n} 个（第一个是 {file:long}），其中的数据包也就缺失',
  'truncated-gzip': '压缩文件提前结束；能解压的部分已处理',
  'truncated-zstd': '压缩文件提前结束；能解压的部分已处理',
  'damaged-gzip': '压缩文件已损坏；能解压的部分已处理',
  'damaged-zstd': '压缩文件已损坏；能解压的部分已处理',
  'limit-unpacked-bytes':
    '文件解压后超过 {limit:n} 字节，其余部分没有读取（--limit unpacked-bytes=N 可读取更多）',
  'unknown-link-type': '跳过链路类型为 {linkType}（{name}）的数据包：osscap 无法读取该类型',
  'truncated-packet': '抓包时数据包被截短，请求内容会有缺失；请用 tcpdump -s 0 抓取完整数据包',
  'malformed-packet': '跳过内容自相矛盾的数据包',
  'fragment-incomplete': 'IP 数据报缺少分片',
  'fragment-overlap': 'IP 分片重叠且内容不一致',
  'tunnel-too-deep': '隧道嵌套过深',
  'stream-gap': 'TCP 连接中有字节没有抓到（抓包时丢包，或数据包被截短）',
  'capture-loss':
    '抓包丢失了与 {server} 的连接中的 {bytes:n} 字节（共 {holes:n} 处），而接收方已确认收到它们（此包是第一个确认）；请用更大的缓冲区重新抓包（tcpdump -B 16384）',
  'overlap-differs':
    '{from} 两次发送了同一段字节，内容却不同：第 {firstFrame} 帧为{first:q}，后来为{second:q}；采用前者（{taken:word}）',
  'overlap-ttl':
    '{from} 有两个数据包对同一段字节内容不同，存活时间（TTL）也不同（第 {firstFrame} 帧为 {firstTtl}，后来为 {ttl}）：其中一个可能来自别处，或并不打算送达',
  'bad-checksum':
    '{from} 的这个数据包与另一个相矛盾，或结束了连接，其校验和却是错的，且不是网卡代算所致：接收方会丢弃它',
  'reset-ttl': '{from} 的重置（RST）TTL 为 {ttl}，它的其他数据包为 {usual}：可能是途中的设备发出的',
  'bytes-after-end':
    '{from} 结束连接（第 {endFrame} 帧）之后仍在发送：其后的内容不再读取，而那个结束未必出自它本身',
  'connection-refused':
    '到 {server} 的一条连接被拒绝：SYN 得到的是重置，因此请求无法发出；请确认地址与端口正确、对端有程序在监听，并检查是否有防火墙拒绝',
  'connection-unanswered':
    '到 {server} 的一条连接始终没有建立：{sent:n} 个 SYN 没有得到回应，因此请求无法发出；请检查路由、防火墙与安全组，以及从那里能否访问该 Endpoint（内网与 VPC Endpoint 无法从别处访问）',
  'far-segment':
    '{from} 的一个数据包与其数据流的当前位置相距 {distance:n} 字节：只有其后还有这样的数据包时，才把它们作为同一对端口上、开头没有抓到的另一条连接来读取',
  'stray-syn': '忽略 {from} 的一个初始序列号不同的 SYN：连接仍按对端已确认的序列号继续',
  'limit-connections':
    '同时存在的连接超过 {limit:n} 条，静默最久的已放弃（--limit connections=N 可保留更多）',
  'limit-buffered-bytes':
    '等待缺失数据包、消息头结尾或响应的字节超过 {limit:n}，放弃最早的缺口或较大的请求（--limit buffered-bytes=N 可保留更多）',
  'limit-direction-bytes':
    '一条连接中等待缺失数据包的内容过多，不再等待该缺口（--limit buffered-bytes-per-direction=N 可保留超过 {limit:n} 字节）',
  'bad-request-line': '格式错误的请求行，位于客户端所发数据的第 {at:n} 字节：{start:q}；不作为请求读取',
  'bad-status-line': '无法识别的状态行',
  'bad-header-line': 'Content-Length 或 Transfer-Encoding 的冒号前有空白，有的接收方会当作另一个头部',
  'head-too-long': '消息头过长，末尾被截去（--limit head-bytes=N 可读取更多）',
  'bad-chunk': 'chunked 编码的消息体格式错误',
  'bad-content-length': 'Content-Length 不是数字，或有多个且互相矛盾',
  'length-and-chunked':
    '同一消息同时带有 Content-Length 和 Transfer-Encoding，不同的接收方对它在哪里结束可能判断不一（此处末尾编码为 chunked 时以 Transfer-Encoding 为准）',
  'bad-transfer-encoding':
    'Transfer-Encoding 不是以 chunked 结尾的编码列表，不同的接收方对消息在哪里结束可能判断不一',
  'bare-lf': '行尾只有 LF',
  'obsolete-folding': '头部被折成多行',
  'response-without-request': '响应对应的请求不在抓包中、无法从中读出，或无法确定是哪一个',
  'answers-in-doubt':
    '客户端在先前的请求得到响应之前就发送后续请求（管线化），而抓包缺少该连接的报文，无法确定哪个响应属于哪个请求：存疑的请求与响应分别列出；缺失的报文之后、此处之前配对的响应也可能属于其他请求',
  'limit-uploads':
    '分片上传超过 {limit:n} 个，其余的 {exchanges:n} 次请求没有跟踪（--limit uploads=N 可跟踪更多）',
  'limit-upload-parts':
    '分片上传的分片超过 {limit:n} 个，其余分片的 {parts:n} 次请求没有跟踪（--limit upload-parts=N 可跟踪更多）',
  'limit-pipeline': '同一连接上等待响应的请求过多（--limit pipelined-requests=N 可保留更多）',
  'bad-error-body': '错误响应体不是完整可读的 XML',
  'error-body-too-long':
    '错误响应体超过 {limit:n} 字节，其余部分没有读取（--limit error-body-bytes=N 可读取更多）',
  'xml-document-type': '错误响应体声明了文档类型：不展开实体，也不读取该文档',
  'limit-xml-depth': '错误响应体的元素嵌套超过 {limit:n} 层，没有读取',
  'limit-error-fields': '错误响应体超过 {limit:n} 个字段，其余的没有读取',
  'limit-form-bytes':
    '表单的前 {limit:n} 字节在文件之前就结束：其后的字段未知（--limit form-bytes=N 可读取更多）',
  'limit-form-fields': '表单在文件之前超过 {limit:n} 个字段，其余的没有读取',
  'limit-part-list':
    'CompleteMultipartUpload 的分片列表超过 {limit:n} 字节：其后的分片未知（--limit part-list-bytes=N 可读取更多）',
  'text-colours': '文本带有终端颜色代码；已全部忽略',
  'text-blank-lines-lost': '文本丢失了空行；头部在哪里结束、StringToSign 中哪些行为空，均为推断',
  'text-indentation': '文本带有缩进；行首空白已忽略',
  'text-spaces-added': '{name} 的值两侧有空白，服务端不会这样写；已忽略',
  'text-lines-wrapped': '过长的行（{name}）被折断；已拼接，但无法得知断点处原有的内容',
  'text-redacted': '{name} 做过脱敏；与之相关的部分无法从该文本判断',
  'text-body-cut': 'Content-Length 为 {said:n} 字节，文本中只有 {found:n} 字节：消息体被截断或改动过',
  'text-bytes-replaced':
    'tcpdump -A、ngrep、tshark -z follow,…,ascii 和 curl --trace-ascii 用“.”代替不可打印的字节，因此不校验消息体的摘要（tcpdump -X、follow,…,raw 和 curl --trace 会保留每个字节）',
  'text-headers-only': '这类日志不含消息体，也不含 HTTP 库在其下层添加的头部',
  'text-request-missing': '只有响应而没有请求：仅能得知服务端所说的内容',
  'text-request-cut':
    '请求头不完整，无法读取（该行被截断或折行，或引号被替换），因此不采用这个请求；请从日志文件中原样复制',
  'text-status-missing': '只有错误信息文档而没有响应头；{status} 是该错误码对应的状态码',
  'text-signature-filled-in': '请求中的签名做过脱敏；改用错误信息文档中服务端收到的签名',
  'text-no-signature': '请求没有任何签名；浏览器导出 HAR 时若不选择包含敏感数据，会去掉 Authorization',
  'text-too-long': '文本过长，超出 {limit:n} 字节的部分没有读取（--limit text-bytes=N 可读取更多）',
  'text-too-many-exchanges':
    '文本或归档中的请求超过 {limit:n} 个，或行数多于这么多请求通常的行数，其余的没有读取（--limit text-exchanges=N 可读取更多）',
  'tls-key-log-lines': 'TLS 密钥日志中有 {lines:n} 行既不是密钥也不是注释',
  'tls-key-log-full':
    'TLS 密钥日志中的会话超过 {limit:n} 个，有 {omitted:n} 个密钥未保留（--limit tls-sessions=N 可保留更多）',
  'tls-key-log-unused':
    '给出的 TLS 密钥与抓包中的会话都不对应（抓到 {sessions:n} 个会话，密钥涉及 {keys:n} 个）：密钥日志是否由同一个客户端的同一次运行写出？',
  'tls-keys-missing':
    '与 {name:long} 的 TLS 会话（client random {random}…）没有密钥：密钥日志中的 {keys:n} 个会话都不是它；缺少：{missing:long}',
  'tls-keys-incomplete':
    '密钥日志中有与 {name:long} 的 TLS 会话（client random {random}…），但没有 {missing:long}：客户端中断了握手（例如不接受服务端的证书），或密钥日志不完整',
  'tls-server-key-unfit':
    '与 {name:long} 的 TLS 会话使用 {suite}，任何服务端私钥（--tls-key）都无法解密：只有使用 RSA 密钥交换的 TLS 1.2 才可以；请让客户端写出密钥日志（--tls-keylog）',
  'tls-server-key-other': '私钥（--tls-key）与 {name:long} 的 TLS 会话不符：用它解不开其预主密钥',
  'tls-wrong-keys':
    '密钥日志中有与 {name:long} 的 TLS 会话（client random {random}…），但其中的密钥解不开任何记录',
  'tls-bad-record': '与 {name:long} 之间的一条 TLS 记录未通过校验：已损坏或在途中被改动，其内容不采用',
  'tls-unsupported': '与 {name:long} 的 TLS 使用 {what}，无法解密',
  'tls-no-hello':
    '与 {name:long} 的 TLS 会话的握手没有（完整）抓到，无法为其匹配密钥；请在客户端建立连接之前开始抓包',
  'tls-malformed': '与 {name:long} 的 TLS 连接后面不再是 TLS，其余部分未读取',
  'tls-given-up': '丢包之后，与 {name:long} 之间再也没有能解密的 TLS 记录，该方向的其余部分未读取',
  'tls-limit': '与 {name:long} 的 TLS 连接需要同时保留的内容过多，其余部分未读取',
  'tls-certificate-refused':
    '客户端不接受 {name} 的证书（告警 {alert}，{why}），中断了 TLS 握手，因此请求无法发出；请检查客户端的 CA 列表、时钟、主机名，以及途中是否有代理拦截 TLS',
  'tls-server-alert': '服务端 {name:long} 以告警 {alert}（{why}）结束了 TLS 会话',
  'tls-client-alert': '客户端以告警 {alert}（{why}）结束了与 {name:long} 的 TLS 会话',
  'tls-handshake-too-long': '与 {name:long} 的 TLS 握手消息过长，已跳过',
  http2:
    '与 {name:long} 之间是 HTTP/2：osscap 只读取 HTTP/1.x，请让客户端使用 HTTP/1.1（curl：--http1.1，Go：GODEBUG=http2client=0，Chrome：--disable-http2）',
  'notices-omitted': '另有 {count:n} 条 {of} 警告只计数、未保留（--limit warnings=N 可保留更多）',
} as const satisfies Texts['notices'];
