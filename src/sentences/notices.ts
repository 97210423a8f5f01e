import type { NoticeCode, OtherForm, ProxyFault } from '../engine/bytes/notice.ts';
import { type Prose, type Sentence, sentence } from '../engine/diagnose/prose.ts';
import type { InputFailureReason } from '../engine/results.ts';

export const NOTICES = {
  // capture files
  'empty-file': sentence({ en: 'the file is empty', zh: '文件为空' }),
  'not-a-capture': sentence({
    en: 'this is neither a capture (pcap, pcapng) nor text that contains HTTP',
    zh: '既不是抓包文件（pcap、pcapng），也不是含有 HTTP 的文本',
  }),
  'unsupported-version': sentence({
    en: 'unsupported version of the capture format',
    zh: '不支持该版本的抓包格式',
  }),
  'unsupported-section': sentence({
    args: { version: 'word' },
    en: 'a later section of the file has version {version} of the capture format, which is not supported: its packets are not read, those of the other sections are',
    zh: '文件中靠后的一个节（section）采用不支持的格式版本 {version}：不读取其中的数据包，其他节照常读取',
  }),
  'truncated-record': sentence({
    en: 'the file ends inside a packet; what precedes it is reported',
    zh: '文件在某个数据包中间结束；之前的内容已处理',
  }),
  'truncated-header': sentence({ en: 'the file ends inside its header', zh: '文件在文件头中间结束' }),
  'absurd-length': sentence({
    en: 'a packet claims an impossible length; the file is damaged here',
    zh: '数据包声明的长度不可能成立，文件在此处损坏',
  }),
  'damaged-record': sentence({ en: 'a packet record is damaged', zh: '数据包记录已损坏' }),
  'damaged-block': sentence({ en: 'a block is damaged', zh: '数据块已损坏' }),
  'resumed-after-damage': sentence({
    en: 'reading continues here after the damage',
    zh: '跳过损坏部分后，从此处继续读取',
  }),
  'unknown-interface': sentence({
    en: 'a packet names an interface that the file does not describe',
    zh: '数据包引用了文件中没有描述的网卡',
  }),
  'limit-interfaces': sentence({
    args: { limit: 'number' },
    en: 'the file describes more than {limit:n} interfaces: packets of the others are not read',
    zh: '文件描述的网卡超过 {limit:n} 个，其余网卡的数据包没有读取',
  }),
  'truncated-gzip': sentence({
    en: 'the compressed file ends too early; what could be unpacked is reported',
    zh: '压缩文件提前结束；能解压的部分已处理',
  }),
  'damaged-gzip': sentence({
    en: 'the compressed file is damaged; what could be unpacked is reported',
    zh: '压缩文件已损坏；能解压的部分已处理',
  }),
  'truncated-zstd': sentence({
    en: 'the compressed file ends too early; what could be unpacked is reported',
    zh: '压缩文件提前结束；能解压的部分已处理',
  }),
  'damaged-zstd': sentence({
    en: 'the compressed file is damaged; what could be unpacked is reported',
    zh: '压缩文件已损坏；能解压的部分已处理',
  }),
  'limit-unpacked-bytes': sentence({
    args: { limit: 'number' },
    en: 'the unpacked file is larger than {limit:n} bytes; the rest is not read (--limit unpacked-bytes=N reads more)',
    zh: '文件解压后超过 {limit:n} 字节，其余部分没有读取（--limit unpacked-bytes=N 可读取更多）',
  }),
  'read-error': sentence({
    args: { error: 'bytes' },
    en: 'reading stopped with an error ({error:long}); what was read is reported',
    zh: '读取中途出错（{error:long}）；已读取的部分已处理',
  }),
  'file-shrank': sentence({
    en: 'the file became shorter while it was read (another program writes to it); what was read is reported: read it again, or a copy of it',
    zh: '读取过程中文件变短了（有其他程序在写它）；已读取的部分已处理，请重新读取，或先复制一份再读',
  }),
  'file-grew': sentence({
    en: 'the file was still being written while it was read; packets that came later are not in this report: read it again when the capture has ended',
    zh: '读取时文件仍在写入；之后写入的数据包不在本报告中，请在抓包结束后重新读取',
  }),
  // captures of several files
  'parts-overlap': sentence({
    args: { other: 'bytes' },
    en: 'this file begins before {other:long} ends: their packets are not in time order, so they may come from two captures',
    zh: '此文件的开始时间早于 {other:long} 的结束时间：两者的数据包并非按时间先后排列，可能属于两次抓包',
  }),
  'parts-missing': sentence({
    args: { n: 'number', file: 'bytes' },
    en: 'files of this capture are missing between the others ({n:n}, the first is {file:long}), and so are the packets in them',
    zh: '这组抓包文件中间缺少 {n:n} 个（第一个是 {file:long}），其中的数据包也就缺失',
  }),
  'file-replaced': sentence({
    en: 'the file was replaced by a new one; reading continues there',
    zh: '文件已被新文件替换，继续读取新文件',
  }),
  'file-shortened': sentence({
    en: 'the file was emptied or cut; reading continues at its start',
    zh: '文件被清空或截短，从头继续读取',
  }),
  // packets
  'unknown-link-type': sentence({
    args: { linkType: 'number', name: 'word' },
    en: 'packets of link type {linkType} ({name}) are skipped: osscap cannot read it',
    zh: '跳过链路类型为 {linkType}（{name}）的数据包：osscap 无法读取该类型',
  }),
  'truncated-packet': sentence({
    en: 'packets were cut when they were captured, so parts of requests are missing; capture whole packets with tcpdump -s 0',
    zh: '抓包时数据包被截短，请求内容会有缺失；请用 tcpdump -s 0 抓取完整数据包',
  }),
  'malformed-packet': sentence({
    en: 'a packet that contradicts itself is skipped',
    zh: '跳过内容自相矛盾的数据包',
  }),
  'fragment-incomplete': sentence({ en: 'fragments of an IP datagram are missing', zh: 'IP 数据报缺少分片' }),
  'fragment-overlap': sentence({
    en: 'IP fragments overlap with different contents',
    zh: 'IP 分片重叠且内容不一致',
  }),
  'tunnel-too-deep': sentence({ en: 'tunnels are nested too deeply', zh: '隧道嵌套过深' }),
  // streams
  'stream-gap': sentence({
    en: 'bytes of a TCP connection are not in the capture (packets were lost or cut when it was taken)',
    zh: 'TCP 连接中有字节没有抓到（抓包时丢包，或数据包被截短）',
  }),
  'capture-loss': sentence({
    args: { bytes: 'number', server: 'bytes', holes: 'number' },
    en: 'the capture lost {bytes:n} byte{bytes:s} of the connection with {server}, in {holes:n} place{holes:s}, though their receiver acknowledged them (this packet is the first to do so); capture again with a larger buffer (tcpdump -B 16384)',
    zh: '抓包丢失了与 {server} 的连接中的 {bytes:n} 字节（共 {holes:n} 处），而接收方已确认收到它们（此包是第一个确认）；请用更大的缓冲区重新抓包（tcpdump -B 16384）',
  }),
  'overlap-differs': sentence({
    args: { from: 'bytes', first: 'bytes', firstFrame: 'number', second: 'bytes', taken: 'word' },
    en: '{from} sent the same bytes twice, with different contents: {first:q} in frame {firstFrame}, then {second:q}; the first are used ({taken:word})',
    zh: '{from} 两次发送了同一段字节，内容却不同：第 {firstFrame} 帧为{first:q}，后来为{second:q}；采用前者（{taken:word}）',
  }),
  'overlap-ttl': sentence({
    args: { from: 'bytes', firstTtl: 'number', firstFrame: 'number', ttl: 'number' },
    en: 'two packets from {from} with different contents for the same bytes had different TTLs ({firstTtl} in frame {firstFrame}, then {ttl}): one may come from another sender, or was not meant to arrive',
    zh: '{from} 有两个数据包对同一段字节内容不同，存活时间（TTL）也不同（第 {firstFrame} 帧为 {firstTtl}，后来为 {ttl}）：其中一个可能来自别处，或并不打算送达',
  }),
  'bad-checksum': sentence({
    args: { from: 'bytes' },
    en: 'a packet from {from} that contradicts another, or ends the connection, has a wrong checksum (not caused by checksum offload): its receiver drops it',
    zh: '{from} 的这个数据包与另一个相矛盾，或结束了连接，其校验和却是错的，且不是网卡代算所致：接收方会丢弃它',
  }),
  'reset-ttl': sentence({
    args: { from: 'bytes', ttl: 'number', usual: 'number' },
    en: 'the reset from {from} had a TTL of {ttl}, its other packets {usual}: a device on the way may have sent it',
    zh: '{from} 的重置（RST）TTL 为 {ttl}，它的其他数据包为 {usual}：可能是途中的设备发出的',
  }),
  'bytes-after-end': sentence({
    args: { from: 'bytes', endFrame: 'number' },
    en: '{from} kept sending after it had ended the connection (frame {endFrame}): what follows is not read, and the end may not be its own',
    zh: '{from} 结束连接（第 {endFrame} 帧）之后仍在发送：其后的内容不再读取，而那个结束未必出自它本身',
  }),
  'far-segment': sentence({
    args: { from: 'bytes', distance: 'number' },
    en: 'a packet from {from} is {distance:n} bytes away from the current position of its stream: it is read only if more like it follow, as another connection on the same ports whose start was not captured',
    zh: '{from} 的一个数据包与其数据流的当前位置相距 {distance:n} 字节：只有其后还有这样的数据包时，才把它们作为同一对端口上、开头没有抓到的另一条连接来读取',
  }),
  'stray-syn': sentence({
    args: { from: 'bytes' },
    en: 'a SYN from {from} with another initial sequence number is passed over: the connection went on with the number that the other side had acknowledged',
    zh: '忽略 {from} 的一个初始序列号不同的 SYN：连接仍按对端已确认的序列号继续',
  }),
  'connection-refused': sentence({
    args: { server: 'bytes' },
    en: 'a connection to {server} was refused: its SYN was answered by a reset, so no request could be sent; check that address and port are right and that something listens there, and look for a firewall that rejects connections',
    zh: '到 {server} 的一条连接被拒绝：SYN 得到的是重置，因此请求无法发出；请确认地址与端口正确、对端有程序在监听，并检查是否有防火墙拒绝',
  }),
  'connection-unanswered': sentence({
    args: { server: 'bytes', sent: 'number' },
    en: 'a connection to {server} was never set up: {sent:n} SYNs got no answer, so no request could be sent; check the route, firewalls and security groups, and whether this endpoint can be reached from there at all (internal and VPC endpoints cannot from elsewhere)',
    zh: '到 {server} 的一条连接始终没有建立：{sent:n} 个 SYN 没有得到回应，因此请求无法发出；请检查路由、防火墙与安全组，以及从那里能否访问该 Endpoint（内网与 VPC Endpoint 无法从别处访问）',
  }),
  'limit-unanswered': sentence({
    args: { limit: 'number' },
    en: 'more than {limit:n} connections at once that were not set up, as in a flood of SYNs or a scan of ports; the older ones are dropped',
    zh: '同时有超过 {limit:n} 条连接尚未建立（例如 SYN 洪水或端口扫描），较早的已放弃',
  }),
  'limit-connections': sentence({
    args: { limit: 'number' },
    en: 'more than {limit:n} connections at once; those silent for longest are dropped (--limit connections=N keeps more)',
    zh: '同时存在的连接超过 {limit:n} 条，静默最久的已放弃（--limit connections=N 可保留更多）',
  }),
  'limit-buffered-bytes': sentence({
    args: { limit: 'number' },
    en: 'more than {limit:n} bytes wait for missing packets, ends of headers or responses; the oldest gaps, or large requests, are dropped (--limit buffered-bytes=N keeps more)',
    zh: '等待缺失数据包、消息头结尾或响应的字节超过 {limit:n}，放弃最早的缺口或较大的请求（--limit buffered-bytes=N 可保留更多）',
  }),
  'limit-direction-bytes': sentence({
    args: { limit: 'number' },
    en: 'too much of one connection waits for a missing packet; the gap is skipped (--limit buffered-bytes-per-direction=N keeps more than {limit:n} bytes)',
    zh: '一条连接中等待缺失数据包的内容过多，不再等待该缺口（--limit buffered-bytes-per-direction=N 可保留超过 {limit:n} 字节）',
  }),
  // http
  'bad-request-line': sentence({
    args: { at: 'number', start: 'bytes' },
    en: 'malformed request line, at byte {at:n} of what the client sent: {start:q}; it is not read as a request',
    zh: '格式错误的请求行，位于客户端所发数据的第 {at:n} 字节：{start:q}；不作为请求读取',
  }),
  'bad-status-line': sentence({ en: 'a status line cannot be read', zh: '无法识别的状态行' }),
  'bad-header-line': sentence({
    en: 'there is white space before the colon of Content-Length or Transfer-Encoding: some programs take it for a different header',
    zh: 'Content-Length 或 Transfer-Encoding 的冒号前有空白，有的接收方会当作另一个头部',
  }),
  'head-too-long': sentence({
    en: 'the headers of a message are too long; their end is cut (--limit head-bytes=N reads more)',
    zh: '消息头过长，末尾被截去（--limit head-bytes=N 可读取更多）',
  }),
  'bad-chunk': sentence({ en: 'a chunked body is malformed', zh: 'chunked 编码的消息体格式错误' }),
  'bad-content-length': sentence({
    en: 'Content-Length is not a number, or there are several that disagree',
    zh: 'Content-Length 不是数字，或有多个且互相矛盾',
  }),
  'length-and-chunked': sentence({
    en: 'a message has both Content-Length and Transfer-Encoding: programs may disagree about where it ends (here Transfer-Encoding decides, if chunked is its last coding)',
    zh: '同一消息同时带有 Content-Length 和 Transfer-Encoding，不同的接收方对它在哪里结束可能判断不一（此处末尾编码为 chunked 时以 Transfer-Encoding 为准）',
  }),
  'bad-transfer-encoding': sentence({
    en: 'Transfer-Encoding is not a list of codings that ends in chunked: programs may disagree about where the message ends',
    zh: 'Transfer-Encoding 不是以 chunked 结尾的编码列表，不同的接收方对消息在哪里结束可能判断不一',
  }),
  'bare-lf': sentence({ en: 'lines end in a bare LF, without CR', zh: '行尾只有 LF' }),
  'obsolete-folding': sentence({ en: 'a header is folded over several lines', zh: '头部被折成多行' }),
  'response-without-request': sentence({
    en: 'a response whose request is not in the capture, not readable in it, or not certain',
    zh: '响应对应的请求不在抓包中、无法从中读出，或无法确定是哪一个',
  }),
  'answers-in-doubt': sentence({
    en: 'the client sends requests before earlier ones are answered (pipelining), and packets of the connection are missing, so that it is not certain which response belongs to which request: requests and responses in doubt are listed separately, and responses that were paired after the missing packets and before this frame may also belong to other requests',
    zh: '客户端在先前的请求得到响应之前就发送后续请求（管线化），而抓包缺少该连接的报文，无法确定哪个响应属于哪个请求：存疑的请求与响应分别列出；缺失的报文之后、此处之前配对的响应也可能属于其他请求',
  }),
  'limit-pipeline': sentence({
    en: 'too many requests wait for a response on one connection (--limit pipelined-requests=N keeps more)',
    zh: '同一连接上等待响应的请求过多（--limit pipelined-requests=N 可保留更多）',
  }),
  // oss
  'bad-error-body': sentence({
    en: 'an error document cannot be read as XML, or only in part',
    zh: '错误信息文档不是完整可读的 XML',
  }),
  'error-body-too-long': sentence({
    args: { limit: 'number' },
    en: 'an error document is longer than {limit:n} bytes; the rest is not read (--limit error-body-bytes=N reads more)',
    zh: '错误信息文档超过 {limit:n} 字节，其余部分没有读取（--limit error-body-bytes=N 可读取更多）',
  }),
  'xml-document-type': sentence({
    en: 'an error document declares a document type: entities are not expanded, and it is not read',
    zh: '错误信息文档声明了文档类型：不展开实体，也不读取该文档',
  }),
  'limit-xml-depth': sentence({
    args: { limit: 'number' },
    en: 'the elements of an error document are nested more than {limit:n} deep; it is not read',
    zh: '错误信息文档的元素嵌套超过 {limit:n} 层，没有读取',
  }),
  'limit-error-fields': sentence({
    args: { limit: 'number' },
    en: 'an error document has more than {limit:n} fields; the others are not read',
    zh: '错误信息文档超过 {limit:n} 个字段，其余的没有读取',
  }),
  'limit-form-bytes': sentence({
    args: { limit: 'number' },
    en: 'the first {limit:n} bytes of a form end before its file: fields after them are unknown (--limit form-bytes=N reads more)',
    zh: '表单的前 {limit:n} 字节在文件之前就结束：其后的表单域未知（--limit form-bytes=N 可读取更多）',
  }),
  'limit-form-fields': sentence({
    args: { limit: 'number' },
    en: 'a form has more than {limit:n} fields before its file; the others are not read',
    zh: '表单在文件之前超过 {limit:n} 个表单域，其余的没有读取',
  }),
  'limit-part-list': sentence({
    args: { limit: 'number' },
    en: 'the part list of a CompleteMultipartUpload is longer than {limit:n} bytes: parts after them are unknown (--limit part-list-bytes=N reads more)',
    zh: 'CompleteMultipartUpload 的分片列表超过 {limit:n} 字节：其后的分片未知（--limit part-list-bytes=N 可读取更多）',
  }),
  'limit-uploads': sentence({
    args: { limit: 'number', exchanges: 'number' },
    en: 'more than {limit:n} multipart uploads: {exchanges:n} exchange{exchanges:s} of the others were not tracked (--limit uploads=N tracks more)',
    zh: '分片上传超过 {limit:n} 个，其余的 {exchanges:n} 次请求没有跟踪（--limit uploads=N 可跟踪更多）',
  }),
  'limit-upload-parts': sentence({
    args: { limit: 'number', parts: 'number' },
    en: 'more than {limit:n} parts of multipart uploads: {parts:n} request{parts:s} for others were not tracked (--limit upload-parts=N tracks more)',
    zh: '分片上传的分片超过 {limit:n} 个，其余分片的 {parts:n} 次请求没有跟踪（--limit upload-parts=N 可跟踪更多）',
  }),
  // pasted text: what it has lost
  'text-colours': sentence({
    en: 'the colour codes of a terminal are ignored, wherever they are in the text',
    zh: '文本带有终端颜色代码；已全部忽略',
  }),
  'text-blank-lines-lost': sentence({
    en: 'the text has lost blank lines; where headers end, and which lines of StringToSign are empty, is inferred',
    zh: '文本丢失了空行；头部在哪里结束、StringToSign 中哪些行为空，均为推断',
  }),
  'text-indentation': sentence({
    en: 'lines are indented; white space at the start of lines is ignored',
    zh: '文本带有缩进；行首空白已忽略',
  }),
  'text-spaces-added': sentence({
    args: { name: 'bytes' },
    en: '{name} has white space around its value, which the server does not write; it is ignored',
    zh: '{name} 的值两侧有空白，服务端不会这样写；已忽略',
  }),
  'text-lines-wrapped': sentence({
    args: { name: 'bytes' },
    en: 'a long line ({name}) was broken; its parts are joined without knowing what was between them',
    zh: '过长的行（{name}）被折断；已拼接，但无法得知断点处原有的内容',
  }),
  'text-redacted': sentence({
    args: { name: 'bytes' },
    en: '{name} was redacted; what depends on it cannot be determined from this text',
    zh: '{name} 做过脱敏；与之相关的部分无法从该文本判断',
  }),
  'text-body-cut': sentence({
    args: { said: 'number', found: 'number' },
    en: 'Content-Length says {said:n} bytes, the text has {found:n}: a body was cut or edited',
    zh: 'Content-Length 为 {said:n} 字节，文本中只有 {found:n} 字节：消息体被截断或改动过',
  }),
  'text-bytes-replaced': sentence({
    en: 'tcpdump -A, ngrep, tshark -z follow,…,ascii and curl --trace-ascii show "." for unprintable bytes: bodies are not compared with their digests (tcpdump -X, follow,…,raw and curl --trace keep every byte)',
    zh: 'tcpdump -A、ngrep、tshark -z follow,…,ascii 和 curl --trace-ascii 用“.”代替不可打印的字节，因此不校验消息体的摘要（tcpdump -X、follow,…,raw 和 curl --trace 会保留每个字节）',
  }),
  'text-headers-only': sentence({
    en: 'this kind of log lacks bodies, and headers that the HTTP library adds later',
    zh: '这类日志不含消息体，也不含 HTTP 库在其下层添加的头部',
  }),
  'text-request-missing': sentence({
    en: 'a response without its request: only what the server says about it is known',
    zh: '只有响应而没有请求：仅能得知服务端所说的内容',
  }),
  'text-request-cut': sentence({
    en: 'the headers of a request cannot be read whole (the line was cut or wrapped, or its quotation marks were replaced), so the request is left out; copy it from the log file itself',
    zh: '请求头不完整，无法读取（该行被截断或折行，或引号被替换），因此不采用这个请求；请从日志文件中原样复制',
  }),
  'text-status-missing': sentence({
    args: { status: 'number' },
    en: 'an error document without response headers; the status {status} is inferred from its error code',
    zh: '只有错误信息文档而没有响应头；{status} 是该错误码对应的状态码',
  }),
  'text-signature-filled-in': sentence({
    en: "the request's signature was redacted or cut with the text; the one that the server received, according to the error document, is used instead",
    zh: '请求中的签名做过脱敏，或随文本被截断；改用错误信息文档中服务端收到的签名',
  }),
  'text-no-signature': sentence({
    en: 'a request without any signature; browsers omit Authorization unless the HAR is exported with sensitive data',
    zh: '请求没有任何签名；浏览器导出 HAR 时若不选择包含敏感数据，会去掉 Authorization',
  }),
  'text-flows-cut': sentence({
    en: 'the flows of mitmproxy end within one, or are damaged there; what precedes it is reported',
    zh: 'mitmproxy 的 flows 在某个 flow 中间结束或损坏；之前的内容已处理',
  }),
  'text-too-long': sentence({
    args: { limit: 'number' },
    en: 'the text is too long; what follows the first {limit:n} bytes is not read (--limit text-bytes=N reads more)',
    zh: '文本过长，超出 {limit:n} 字节的部分没有读取（--limit text-bytes=N 可读取更多）',
  }),
  'text-too-many-exchanges': sentence({
    args: { limit: 'number' },
    en: 'the text or archive contains more than {limit:n} exchanges, or more lines than that many would have; the others are not read (--limit text-exchanges=N reads more)',
    zh: '文本或归档中的请求超过 {limit:n} 个，或行数多于这么多请求通常的行数，其余的没有读取（--limit text-exchanges=N 可读取更多）',
  }),
  // tls, with keys
  'tls-key-log-lines': sentence({
    args: { lines: 'number' },
    en: 'the TLS key log has {lines:n} line{lines:s} with neither a secret nor a comment',
    zh: 'TLS 密钥日志中有 {lines:n} 行既不是密钥也不是注释',
  }),
  'tls-key-log-full': sentence({
    args: { limit: 'number', omitted: 'number' },
    en: 'the TLS key log holds more than {limit:n} sessions; {omitted:n} secret{omitted:s} were not kept (--limit tls-sessions=N keeps more)',
    zh: 'TLS 密钥日志中的会话超过 {limit:n} 个，有 {omitted:n} 个密钥未保留（--limit tls-sessions=N 可保留更多）',
  }),
  'tls-key-log-unused': sentence({
    args: { sessions: 'number', keys: 'number' },
    en: 'none of the TLS keys matches a session in the capture ({sessions:n} session{sessions:s} captured, keys of {keys:n} known): was the log written by the same run of the same client?',
    zh: '您提供的 TLS 密钥与抓包中的会话都不对应（抓到 {sessions:n} 个会话，密钥涉及 {keys:n} 个）：密钥日志是否由同一个客户端的同一次运行写出？',
  }),
  'tls-keys-missing': sentence({
    args: { name: 'bytes', random: 'word', keys: 'number', missing: 'bytes' },
    en: 'no key for the TLS session with {name:long} (client random {random}…): it is not among the {keys:n} session{keys:s} in the key log; missing: {missing:long}',
    zh: '与 {name:long} 的 TLS 会话（client random {random}…）没有密钥：密钥日志中的 {keys:n} 个会话都不是它；缺少：{missing:long}',
  }),
  'tls-keys-incomplete': sentence({
    args: { name: 'bytes', random: 'word', missing: 'bytes' },
    en: 'the key log lists the TLS session with {name:long} (client random {random}…), but without {missing:long}: the client broke the handshake off (a certificate that it does not accept, for example), or the log is cut off',
    zh: '密钥日志中有与 {name:long} 的 TLS 会话（client random {random}…），但没有 {missing:long}：客户端中断了握手（例如不接受服务端的证书），或密钥日志不完整',
  }),
  'tls-server-key-unfit': sentence({
    args: { name: 'bytes', suite: 'word' },
    en: 'no private key of a server (--tls-key) can decrypt the TLS session with {name:long}, which uses {suite}: that takes TLS 1.2 with RSA key exchange; let the client write a key log (--tls-keylog)',
    zh: '与 {name:long} 的 TLS 会话使用 {suite}，任何服务端私钥（--tls-key）都无法解密：只有使用 RSA 密钥交换的 TLS 1.2 才可以；请让客户端写出密钥日志（--tls-keylog）',
  }),
  'tls-server-key-other': sentence({
    args: { name: 'bytes' },
    en: 'the private key (--tls-key) is not that of the TLS session with {name:long}: its premaster secret cannot be decrypted with it',
    zh: '私钥（--tls-key）与 {name:long} 的 TLS 会话不符：用它解不开其预主密钥',
  }),
  'tls-wrong-keys': sentence({
    args: { name: 'bytes', random: 'word' },
    en: 'the key log lists the TLS session with {name:long} (client random {random}…), but its secrets decrypt none of the records',
    zh: '密钥日志中有与 {name:long} 的 TLS 会话（client random {random}…），但其中的密钥解不开任何记录',
  }),
  'tls-bad-record': sentence({
    args: { name: 'bytes' },
    en: 'a TLS record to or from {name:long} is not authentic: damaged, or changed in transit; its content is left out',
    zh: '与 {name:long} 之间的一条 TLS 记录未通过校验：已损坏或在传输途中被改动，其内容不采用',
  }),
  'tls-unsupported': sentence({
    args: { name: 'bytes', what: 'bytes' },
    en: 'TLS with {name:long} uses {what}, which cannot be decrypted',
    zh: '与 {name:long} 的 TLS 使用 {what}，无法解密',
  }),
  'tls-no-hello': sentence({
    args: { name: 'bytes' },
    en: 'the handshake of the TLS session with {name:long} is not (all) in the capture, so no key can be matched to it; start the capture before the client connects',
    zh: '与 {name:long} 的 TLS 会话的握手没有（完整）抓到，无法为其匹配密钥；请在客户端建立连接之前开始抓包',
  }),
  'tls-malformed': sentence({
    args: { name: 'bytes' },
    en: 'the TLS connection with {name:long} continues with something that is not TLS; the rest of it is not read',
    zh: '与 {name:long} 的 TLS 连接后面不再是 TLS，其余部分未读取',
  }),
  'tls-given-up': sentence({
    args: { name: 'bytes' },
    en: 'after lost packets, no further TLS record to or from {name:long} could be decrypted; the rest of that direction is not read',
    zh: '丢包之后，与 {name:long} 之间再也没有能解密的 TLS 记录，该方向的其余部分未读取',
  }),
  'tls-limit': sentence({
    args: { name: 'bytes' },
    en: 'too much of the TLS connection with {name:long} would have to be buffered; the rest is not read',
    zh: '与 {name:long} 的 TLS 连接需要同时保留的内容过多，其余部分未读取',
  }),
  'tls-certificate-refused': sentence({
    args: { name: 'bytes', alert: 'number', why: 'word' },
    en: 'the client does not accept the certificate of {name} (alert {alert}, {why}) and broke the TLS handshake off, so no request could be sent; check its list of CAs, its clock, the host name, and whether a proxy on the way intercepts TLS',
    zh: '客户端不接受 {name} 的证书（告警 {alert}，{why}），中断了 TLS 握手，因此请求无法发出；请检查客户端的 CA 列表、时钟、主机名，以及途中是否有代理拦截 TLS',
  }),
  'tls-server-alert': sentence({
    args: { name: 'bytes', alert: 'number', why: 'word' },
    en: 'the server {name:long} ended the TLS session with alert {alert} ({why})',
    zh: '服务端 {name:long} 以告警 {alert}（{why}）结束了 TLS 会话',
  }),
  'tls-client-alert': sentence({
    args: { name: 'bytes', alert: 'number', why: 'word' },
    en: 'the client ended the TLS session with {name:long} with alert {alert} ({why})',
    zh: '客户端以告警 {alert}（{why}）结束了与 {name:long} 的 TLS 会话',
  }),
  'tls-handshake-too-long': sentence({
    args: { name: 'bytes' },
    en: 'a TLS handshake message with {name:long} is too long and is skipped',
    zh: '与 {name:long} 的 TLS 握手消息过长，已跳过',
  }),
  http2: sentence({
    args: { name: 'bytes' },
    en: 'HTTP/2 with {name:long}: osscap reads HTTP/1.x only; make the client use HTTP/1.1 (curl: --http1.1, Go: GODEBUG=http2client=0, Chrome: --disable-http2)',
    zh: '与 {name:long} 之间是 HTTP/2：osscap 只读取 HTTP/1.x，请让客户端使用 HTTP/1.1（curl：--http1.1，Go：GODEBUG=http2client=0，Chrome：--disable-http2）',
  }),
  // the user's own
  'secret-in-capture': sentence({
    args: { id: 'bytes' },
    en: 'the secret of the AccessKey ID {id} was sent over the network: it is in a captured message; replace the key (reports show asterisks instead)',
    zh: 'AccessKey {id} 的 Secret 已在网络上传输：抓到的报文中含有它；请更换该 AccessKey（报告中以星号代替）',
  }),
  'secret-unfit': sentence({
    args: { id: 'bytes', exchange: 'number' },
    en: 'the given secret of the AccessKey ID {id} does not give the signature of exchange #{exchange}, which the server accepted: check that it is the secret this client uses; if it is, osscap rebuilds the string to sign wrongly here, so please report it',
    zh: '用您提供的 AccessKey {id} 的 Secret，算不出服务端已接受的请求 #{exchange} 的签名：请核对它是否就是该客户端所用的 Secret；若确认无误，则是 osscap 还原的待签名字符串有误，请反馈',
  }),
  'secret-or-bucket-unfit': sentence({
    args: { id: 'bytes', exchange: 'number', host: 'bytes', bucket: 'bytes' },
    en: 'the given secret of the AccessKey ID {id} does not give the signature of exchange #{exchange}, which the server accepted: the setting --bucket {host}={bucket} may be wrong, or it is not the secret that this client uses',
    zh: '用您提供的 Secret（AccessKey ID {id}）得不到服务端已接受的请求 #{exchange} 的签名：设置 --bucket {host}={bucket} 可能有误，或它不是该客户端使用的 Secret',
  }),
  'reported-in-other-capture': sentence({
    args: { count: 'number', capture: 'bytes', path: 'bytes' },
    en: '{count:n} refused request{count:s} of this capture: reported in {capture}, which shows the same nearer to the client; osscap compare {capture} {path} shows what happened between',
    zh: '本抓包中有 {count:n} 个被拒绝的请求也在 {capture} 中，且更靠近客户端，因此只在那里报告；用 osscap compare {capture} {path} 可查看两者之间的变化',
  }),
  'limit-captures-compared': sentence({
    args: { count: 'number' },
    en: '{count:n} capture{count:s} of this scan, this one the first of them: not compared with the others, which are too many, so a refused request that several of them hold is reported once for each; scan the two sides of a proxy by themselves to have it reported once',
    zh: '本次扫描的抓包过多，从本抓包起共有 {count:n} 个未与其他抓包比对：若其中多个抓包都含有同一个被拒绝的请求，它会在每个抓包中各报告一次；单独扫描代理两侧的抓包，即可只报告一次',
  }),
  // any stage: a fault of the program itself
  'internal-error': sentence({
    en: 'reading stopped with an internal error in osscap; what was found before it is reported',
    zh: 'osscap 发生内部错误，读取中止；此前得出的结果已处理',
  }),
  // any stage: further notices of one code that were counted and not kept
  'notices-omitted': sentence({
    args: { count: 'number', of: 'word' },
    en: '{count:n} more warnings of the kind {of} were counted but not kept (--limit warnings=N keeps more)',
    zh: '另有 {count:n} 条 {of} 警告只计数、未保留（--limit warnings=N 可保留更多）',
  }),
} as const satisfies Readonly<Record<NoticeCode, Sentence>>;

/** What a line of the configuration of a proxy does to signed requests. */
export const PROXY_FAULT_PROSE = {
  'host-replaced': {
    en: 'line {line} sends another Host than the client signed (nginx: proxy_set_header Host $http_host)',
    zh: '第 {line} 行发送的 Host 与客户端签名的不同（nginx：proxy_set_header Host $http_host）',
  },
  'host-without-port': {
    en: 'line {line} sends Host without its port, which is signed where it is not 80 or 443 ($http_host keeps it)',
    zh: '第 {line} 行发送的 Host 不带端口，而端口不是 80 或 443 时参与签名（$http_host 会保留）',
  },
  'host-not-passed': {
    en: 'line {line} sends the name of its own target as Host, since nothing here passes on that of the client (nginx: proxy_set_header Host $http_host; Apache: ProxyPreserveHost On)',
    zh: '第 {line} 行以其转发目标的名称作为 Host，因为这里没有转发客户端的 Host（nginx：proxy_set_header Host $http_host；Apache：ProxyPreserveHost On）',
  },
  'path-replaced': {
    en: 'line {line} has a path behind the host, even if it is a / alone: nginx then decodes the path and writes it anew (leave it out)',
    zh: '第 {line} 行在主机之后带有路径（哪怕只是 /）：nginx 会解码路径并重新编码（请去掉）',
  },
  'path-decoded': {
    en: 'line {line} writes the path anew (Apache: nocanon behind it, and AllowEncodedSlashes NoDecode)',
    zh: '第 {line} 行会重写路径（Apache：在其后加 nocanon，并设置 AllowEncodedSlashes NoDecode）',
  },
  'path-rewritten': {
    en: 'line {line} changes the path, which is signed: a client has to sign the one that the server sees',
    zh: '第 {line} 行改变路径，而路径参与签名：客户端必须对服务端看到的路径签名',
  },
  'head-becomes-get': {
    en: 'line {line} caches, and nginx then sends a HEAD on as a GET (proxy_cache_convert_head off)',
    zh: '第 {line} 行开启缓存，nginx 会把 HEAD 改成 GET 转发（proxy_cache_convert_head off）',
  },
  'header-changed': {
    en: 'line {line} changes a header that may be signed',
    zh: '第 {line} 行改变可能参与签名的请求头',
  },
} as const satisfies Readonly<Record<ProxyFault, Prose>>;

/** What an input in another form than a capture is, in the place of `not-a-capture`. */
export const OTHER_FORM_PROSE = {
  packed: {
    en: 'a packed file of a kind that osscap does not unpack (ZIP, 7z, RAR, tar, xz, bzip2): unpack it, and give osscap the capture in it (an archive of Fiddler, .saz, is read as it is; this is none, or its end is missing)',
    zh: '这是 osscap 不能解包的文件（ZIP、7z、RAR、tar、xz、bzip2）：请先解包，再把其中的抓包文件交给 osscap（Fiddler 的 .saz 可直接读取，但这不是，或其末尾缺失）',
  },
  'windows-trace': {
    en: 'a trace of Windows (netsh trace, pktmon), which osscap does not read: convert it with etl2pcapng IN.etl OUT.pcapng or with pktmon etl2pcap IN.etl, and give osscap the result',
    zh: '这是 Windows 的跟踪记录（netsh trace、pktmon），osscap 不能直接读取：请用 etl2pcapng IN.etl OUT.pcapng 或 pktmon etl2pcap IN.etl 转换后再交给 osscap',
  },
  blob: {
    en: 'the results of a scan (--format blob), not a capture: osscap merge makes reports from them',
    zh: '这是扫描的结果（--format blob），不是抓包：请用 osscap merge 由它生成报告',
  },
  dissection: {
    en: 'printed from a capture by tshark, tcpdump or ngrep, in a form that does not show what was sent byte by byte: give osscap the capture itself, or the output of tcpdump -X -r FILE or of tshark -r FILE -q -z follow,tcp,raw,0',
    zh: '这是 tshark、tcpdump 或 ngrep 对抓包的解读输出，没有逐字节给出实际发送的内容：请把抓包文件本身，或 tcpdump -X -r FILE、tshark -r FILE -q -z follow,tcp,raw,0 的输出交给 osscap',
  },
  command: {
    en: 'a command that sends a request, which does not show what is really sent: run it with curl --trace OUT and give osscap OUT; in a browser, use "Export HAR (with sensitive data)" instead of "Copy as cURL"',
    zh: '这是发送请求的命令，看不出实际发出的内容：请加上 curl --trace OUT 运行，再把 OUT 交给 osscap；在浏览器中请用“导出 HAR（包含敏感数据）”代替“以 cURL 格式复制”',
  },
  s3cmd: {
    en: 'the debug log of s3cmd, which does not show requests as they were sent: capture the traffic of s3cmd --no-ssl instead',
    zh: '这是 s3cmd 的调试日志，没有按原样给出请求：请改为对 s3cmd --no-ssl 的流量抓包',
  },
  'error-message': {
    en: 'it mentions an error of a storage service, but shows neither a request nor an error document in a form that osscap reads: give osscap the error document (the XML of the response), a debug log that shows the request, or a capture',
    zh: '其中提到存储服务的错误，但没有 osscap 能读取的请求或错误信息文档：请提供错误信息文档（响应中的 XML）、含请求内容的调试日志或抓包',
  },
  'error-message-java': {
    en: 'it mentions an OSS error, but shows neither a request nor an error document: a message of the SDK for Java without the response; give osscap the error document (the XML of the response), or its log with org.apache.http.wire at DEBUG',
    zh: '其中提到 OSS 的错误，但没有请求，也没有错误信息文档：这是 Java SDK 的报错，不含响应；请提供错误信息文档（响应中的 XML），或把 org.apache.http.wire 设为 DEBUG 后的日志',
  },
  'error-message-python': {
    en: 'it mentions an OSS error, but shows neither a request nor an error document: a message of the SDK for Python without the response; give osscap the error document (the XML of the response), or its log after oss2.set_stream_logger(level=logging.DEBUG)',
    zh: '其中提到 OSS 的错误，但没有请求，也没有错误信息文档：这是 Python SDK 的报错，不含响应；请提供错误信息文档（响应中的 XML），或调用 oss2.set_stream_logger(level=logging.DEBUG) 之后的日志',
  },
  'error-message-go': {
    en: 'it mentions an OSS error, but shows neither a request nor an error document: a message of the SDK for Go or ossutil without the response; give osscap the error document (the XML of the response), or its log with oss.SetLogLevel(oss.Debug), version 2: WithLogLevel(oss.LogDebug), ossutil: --loglevel debug',
    zh: '其中提到 OSS 的错误，但没有请求，也没有错误信息文档：这是 Go SDK 或 ossutil 的报错，不含响应；请提供错误信息文档（响应中的 XML），或加上 oss.SetLogLevel(oss.Debug)（V2：WithLogLevel(oss.LogDebug)；ossutil：--loglevel debug）之后的日志',
  },
  'error-message-node': {
    en: 'it mentions an OSS error, but shows neither a request nor an error document: a message of ali-oss without the response; give osscap the error document (the XML of the response), or its log with DEBUG=ali-oss, in a browser the HAR of the developer tools',
    zh: '其中提到 OSS 的错误，但没有请求，也没有错误信息文档：这是 ali-oss 的报错，不含响应；请提供错误信息文档（响应中的 XML），或设置 DEBUG=ali-oss 之后的日志；在浏览器中则导出开发者工具的 HAR',
  },
  'error-message-php': {
    en: 'it mentions an OSS error, but shows neither a request nor an error document: a message of the SDK for PHP without the response; give osscap the error document (the XML of the response), or what print_r($e->getDetails()) shows of its exception',
    zh: '其中提到 OSS 的错误，但没有请求，也没有错误信息文档：这是 PHP SDK 的报错，不含响应；请提供错误信息文档（响应中的 XML），或 print_r($e->getDetails()) 对其异常的输出',
  },
  'error-message-dotnet': {
    en: 'it mentions an OSS error, but shows neither a request nor an error document: a message of the SDK for .NET without the response; give osscap the error document (the XML of the response), or an HTTP Archive of the same request that Fiddler exports',
    zh: '其中提到 OSS 的错误，但没有请求，也没有错误信息文档：这是 .NET SDK 的报错，不含响应；请提供错误信息文档（响应中的 XML），或用 Fiddler 导出同一请求的 HTTP Archive',
  },
  'error-message-ruby': {
    en: 'it mentions an OSS error, but shows neither a request nor an error document: a message of the SDK for Ruby without the response; give osscap the error document (the XML of the response), or its log after Aliyun::Common::Logging.set_log_level(Logger::DEBUG)',
    zh: '其中提到 OSS 的错误，但没有请求，也没有错误信息文档：这是 Ruby SDK 的报错，不含响应；请提供错误信息文档（响应中的 XML），或调用 Aliyun::Common::Logging.set_log_level(Logger::DEBUG) 之后的日志',
  },
  'error-message-cpp': {
    en: 'it mentions an OSS error, but shows neither a request nor an error document: a message of the SDK for C++ without the response; give osscap the error document (the XML of the response), or its log after SetLogLevel(LogLevel::LogDebug) with a SetLogCallback',
    zh: '其中提到 OSS 的错误，但没有请求，也没有错误信息文档：这是 C++ SDK 的报错，不含响应；请提供错误信息文档（响应中的 XML），或调用 SetLogLevel(LogLevel::LogDebug) 和 SetLogCallback 之后的日志',
  },
  'error-message-mobile': {
    en: 'it mentions an OSS error, but shows neither a request nor an error document: a message of the SDK for Android or iOS without the response; give osscap the error document (the XML of the response), or its log after OSSLog.enableLog() (Android) or [OSSLog enableLog] (iOS)',
    zh: '其中提到 OSS 的错误，但没有请求，也没有错误信息文档：这是 Android 或 iOS SDK 的报错，不含响应；请提供错误信息文档（响应中的 XML），或调用 OSSLog.enableLog()（Android）、[OSSLog enableLog]（iOS）之后的日志',
  },
  'error-message-aws': {
    en: "it mentions an error of a storage service, but shows neither a request nor an error document: a message of an AWS SDK or tool without the response; give osscap the error document (the XML of the response), or its log with aws --debug, boto3.set_stream_logger(''), org.apache.http.wire at DEBUG (Java), http_wire_trace: true (Ruby), aws.LogRequestWithBody | aws.LogResponseWithBody (Go), 'debug' => true (PHP)",
    zh: "其中提到存储服务的错误，但没有请求，也没有错误信息文档：这是 AWS 的 SDK 或工具的报错，不含响应；请提供错误信息文档（响应中的 XML），或 aws --debug、boto3.set_stream_logger('') 的日志，或把 org.apache.http.wire 设为 DEBUG（Java）、aws.LogRequestWithBody | aws.LogResponseWithBody（Go）、'debug' => true（PHP）后的日志",
  },
  'error-message-azure': {
    en: 'it is of Azure Blob Storage, which has signatures of its own (SharedKey, SAS) that osscap does not check: compare the string that AuthenticationErrorDetail in the error document shows with the one that the client signed; of a SAS, look at its times (st, se) and permissions (sp); Microsoft names the rest under "Authorize with Shared Key"',
    zh: '这是 Azure Blob 存储的内容，它使用自己的签名（SharedKey、SAS），osscap 不能核对：请把错误信息文档中 AuthenticationErrorDetail 给出的字符串与客户端签名的对比；若是 SAS，请查看其时间（st、se）和权限（sp）；其余见 Microsoft 文档“Authorize with Shared Key”',
  },
  'proxy-settings': {
    en: 'it is the configuration of a proxy; signatures survive one that passes on the Host with its port (nginx: proxy_set_header Host $http_host; Apache: ProxyPreserveHost On), the path as it came (nginx: proxy_pass without a path; Apache: nocanon and AllowEncodedSlashes NoDecode) and every signed header (nginx: ignore_invalid_headers off, underscores_in_headers on): give osscap what the server answered (its XML), or a capture from before and behind the proxy',
    zh: '这是代理的配置；要让签名有效，代理须原样转发带端口的 Host（nginx：proxy_set_header Host $http_host；Apache：ProxyPreserveHost On）、原样的路径（nginx：proxy_pass 不带路径；Apache：nocanon、AllowEncodedSlashes NoDecode）和每个已签名的请求头（nginx：ignore_invalid_headers off、underscores_in_headers on）：请提供服务端的应答（XML），或代理前后的抓包',
  },
  'other-http': {
    en: 'it holds HTTP, but no request to OSS or S3, nor an answer of theirs (no host, signature, header or error document of theirs): give osscap the part with the request that was refused, its first line and headers, or the error document (the XML of the response)',
    zh: '其中有 HTTP，但没有发往 OSS 或 S3 的请求，也没有它们的响应（没有它们的域名、签名、专有的头或错误信息文档）：请提供含被拒绝请求的部分（首行和请求头），或错误信息文档（响应中的 XML）',
  },
  'json-too-large': {
    en: 'JSON of more than 2,500,000 values, which is not read: give osscap the part with the request that was refused (tshark -Y http -T json; of an HTTP Archive, its entry)',
    zh: '这份 JSON 的值超过 2,500,000 个，没有读取：请提供含被拒绝请求的部分（tshark -Y http -T json；HTTP Archive 则取其中的 entry）',
  },
  'other-har': {
    en: 'an HTTP Archive in which no request goes to OSS: record while the upload or download fails (developer tools, Network, "Preserve log"), and export it with "Export HAR (with sensitive data)"',
    zh: '这是 HTTP Archive，但其中没有发往 OSS 的请求：请在上传或下载失败时录制（开发者工具 → 网络 →“保留日志”），再用“导出 HAR（包含敏感数据）”导出',
  },
} as const satisfies Readonly<Record<OtherForm, Prose>>;

/** Why an input could not be read. `{detail}`: what the reason adds. */
export const INPUT_FAILURES = {
  missing: { en: 'no such file or folder', zh: '文件或目录不存在' },
  'name-not-utf8': {
    en: 'the part of the path shown as � is not UTF-8, so it cannot be opened by name: rename the file or folder, or read a file with osscap scan - < FILE',
    zh: '路径中显示为 � 的部分不是 UTF-8 编码，无法按此名称打开：请重命名该文件或目录，或用 osscap scan - < FILE 读取文件',
  },
  'no-match': {
    en: 'no file has this name, and none matches it as a pattern',
    zh: '没有此名称的文件，也没有文件匹配此通配符',
  },
  permission: { en: 'no permission to read it', zh: '没有读取权限' },
  'not-a-capture': {
    en: 'neither a capture (pcap, pcapng) nor text that contains HTTP',
    zh: '既不是抓包文件（pcap、pcapng），也不是含有 HTTP 的文本',
  },
  'empty-file': { en: 'the file is empty', zh: '文件为空' },
  'unsupported-version': {
    en: 'unsupported version of the capture format ({detail})',
    zh: '不支持该版本的抓包格式（{detail}）',
  },
  'no-captures-in-folder': {
    en: 'the folder contains no capture files (.pcap .pcapng .cap .dmp .ntar, or these with .gz or .zst) and no text with HTTP (.har .txt .log)',
    zh: '目录中没有抓包文件（.pcap .pcapng .cap .dmp .ntar，或它们的 .gz、.zst），也没有含 HTTP 的文本（.har .txt .log）',
  },
  'not-packets': {
    en: 'the input is not packets; watch reads what tcpdump -U -w - writes (for text, use osscap scan)',
    zh: '收到的不是数据包；watch 读取 tcpdump -U -w - 的输出（文本请用 osscap scan）',
  },
  'read-error': { en: 'cannot be read ({detail:long})', zh: '无法读取（{detail:long}）' },
  'nothing-unpacked': {
    en: 'the compressed file is cut off or damaged before anything could be unpacked',
    zh: '压缩文件在开头就被截断或损坏，什么也没能解压出来',
  },
  'zstd-unsupported': {
    en: 'compressed with zstd, which Node.js {detail} cannot unpack: run zstd -dc FILE | osscap scan -, or use Node.js 22.15, 23.8 or later',
    zh: '用 zstd 压缩，而 Node.js {detail} 无法解压：请运行 zstd -dc FILE | osscap scan -，或改用 Node.js 22.15、23.8 及以上版本',
  },
  'zstd-in-page': {
    en: 'compressed with zstd, which this page does not unpack: run zstd -d FILE and choose what it writes, or use the command',
    zh: '用 zstd 压缩，此页面不解压这种格式：请运行 zstd -d FILE 并选择解压后的文件，或改用命令',
  },
  'zstd-window': {
    en: 'compressed with zstd and a window larger than Node.js unpacks (128 MiB), as zstd --long=31 makes it: run zstd -dc --long=31 FILE | osscap scan -',
    zh: '用 zstd 压缩时的窗口超过 Node.js 能解压的大小（128 MiB），例如 zstd --long=31：请运行 zstd -dc --long=31 FILE | osscap scan -',
  },
  'zstd-dictionary': {
    en: 'compressed with zstd and a dictionary, which osscap does not have: run zstd -dc -D DICTIONARY FILE | osscap scan -',
    zh: '用 zstd 压缩时使用了字典，而 osscap 没有该字典：请运行 zstd -dc -D DICTIONARY FILE | osscap scan -',
  },
  'reader-failed': {
    en: 'reading it stopped early, because of a bug in osscap or lack of memory ({detail:long}); other captures were read; try it alone, with --jobs 1',
    zh: '读取中途终止，原因是 osscap 出错或内存不足（{detail:long}）；其他抓包已照常读取；请加 --jobs 1 单独再试',
  },
} as const satisfies Readonly<Record<InputFailureReason, Prose>>;

/**
 * What a pasted text lacks, or what was mended in it, in few words: several notices share a line. `name`: of
 * the fields that it is about.
 */
export const MENDED = {
  'bad-error-body': { en: 'broken XML', zh: 'XML 不完整' },
  'text-flows-cut': { en: 'flows behind the damage', zh: '损坏处之后的 flows' },
  'text-colours': { en: 'colour codes of a terminal', zh: '带有终端颜色代码' },
  'text-blank-lines-lost': { en: 'blank lines lost', zh: '丢失了空行' },
  'text-indentation': { en: 'indented lines', zh: '带有缩进' },
  'text-spaces-added': { en: 'white space around {name:long}', zh: '{name:long} 两侧多出空白' },
  'text-lines-wrapped': { en: 'lines broken ({name:long})', zh: '长行被折断（{name:long}）' },
  'text-redacted': { en: '{name:long} redacted', zh: '{name:long} 做过脱敏' },
  'text-body-cut': { en: 'a body cut or edited', zh: '消息体被截断或改动过' },
  'text-bytes-replaced': { en: 'unprintable bytes replaced', zh: '不可打印的字节已被替换' },
  'text-headers-only': { en: 'no bodies', zh: '没有消息体' },
  'text-request-missing': { en: 'no request', zh: '没有请求' },
  'text-status-missing': { en: 'no response headers', zh: '没有响应头' },
  'text-signature-filled-in': { en: "the request's signature redacted", zh: '请求中的签名做过脱敏' },
} as const satisfies Partial<Readonly<Record<NoticeCode, Prose>>>;
