import { FIND_HOP, OVER_HTTPS } from './causes/entry.ts';
import { entries } from './language.ts';

/** Fixed pieces of the terminal report and of the messages beside it. */
export const LABELS = entries({
  // header of a capture
  'capture-files': { en: '{path:long} … ({n:n} file{n:s})', zh: '{path:long} …（共 {n:n} 个文件）' },
  'capture-packets': {
    en: '{format}, {packets:n} packet{packets:s}, {span}',
    zh: '{format}，{packets:n} 个包，{span}',
  },
  'capture-text': { en: 'text ({kind:word}), {n:n} line{n:s}', zh: '文本（{kind:word}），{n:n} 行' },
  'capture-archive': { en: '{kind:word}, entries: {n:n}', zh: '{kind:word}，{n:n} 条' },
  'capture-connections': { en: '{n:n} connection{n:s}', zh: '{n:n} 条连接' },
  'capture-copies': { en: 'seen again on another hop: {n:n}', zh: '另有 {n:n} 次是同一请求在另一跳上的副本' },
  'capture-oss': { en: '{n:n} OSS exchange{n:s}: ', zh: '{n:n} 次 OSS 请求：' },
  'capture-passed': { en: '{n:n} passed', zh: '{n:n} 次通过' },
  'capture-failed': { en: '{n:n} failed', zh: '{n:n} 次失败' },
  'capture-other': {
    en: '{n:n} unsigned, unanswered or refused for another reason',
    zh: '{n:n} 次未签名、没有响应或因其他原因被拒绝',
  },
  'capture-damaged': { en: 'damaged or cut off', zh: '文件损坏或不完整' },
  'capture-filtered': {
    en: '{shown:n} of {of:n} OSS exchange{of:s} shown (filtered)',
    zh: '按筛选条件显示 {of:n} 次 OSS 请求中的 {shown:n} 次',
  },
  'capture-timeless': { en: '; the time of {n:n} is unknown', zh: '；另有 {n:n} 次时间不明' },
  'standard-input': { en: 'standard input', zh: '标准输入' },

  // what a capture holds that is not OSS
  'no-packets': { en: 'The capture contains no packets.', zh: '抓包文件里没有数据包。' },
  'no-oss': {
    en: 'The capture contains no readable OSS exchange. It contains:',
    zh: '抓包里没有可读的 OSS 请求，只有：',
  },
  'no-oss-http': {
    en: '{n:n} HTTP exchange{n:s}, none recognisable as OSS or S3',
    zh: 'HTTP 请求 {n:n} 次，均无法识别为 OSS 或 S3 请求',
  },
  'no-oss-tls-more': { en: 'TLS to {n:n} more server{n:s}', zh: '到另外 {n:n} 个服务端的 TLS 连接' },
  'no-oss-http2': {
    en: '{n:n} HTTP/2 connection{n:s}: osscap reads HTTP/1.x only; make the client use HTTP/1.1 (curl: --http1.1, Go: GODEBUG=http2client=0, Chrome: --disable-http2)',
    zh: 'HTTP/2 连接 {n:n} 条：osscap 只读取 HTTP/1.x，请让客户端使用 HTTP/1.1（curl：--http1.1，Go：GODEBUG=http2client=0，Chrome：--disable-http2）',
  },
  'no-oss-other': {
    en: '{n:n} TCP connection{n:s} without recognisable HTTP or TLS',
    zh: '未识别出 HTTP 或 TLS 的 TCP 连接 {n:n} 条',
  },
  'no-oss-no-tcp': { en: '{n:n} packet{n:s} without readable TCP', zh: '读不出 TCP 的数据包 {n:n} 个' },

  // packets of which nothing is read
  'other-packets': { en: '{n:n} packet{n:s} without readable TCP: ', zh: '读不出 TCP 的数据包 {n:n} 个：' },
  'other-kind': { en: '{kind} {packets:n}', zh: '{kind} {packets:n} 个' },
  'other-more': { en: 'others {packets:n}', zh: '其他 {packets:n} 个' },
  'other-link': { en: 'link type {number}', zh: '链路类型 {number}' },
  'other-ethertype': 'EtherType {number}',
  'other-llc': 'LLC {number}',
  'other-wifi': '802.11 {number}',
  'other-ip': { en: 'IP protocol {number}', zh: 'IP 协议 {number}' },
  'other-gre': { en: 'GRE type {number}', zh: 'GRE 类型 {number}' },
  'other-udp': { en: 'UDP port {number}', zh: 'UDP 端口 {number}' },
  'also-tls': {
    en: 'In addition, {n:n} TLS connection{n:s} (to {name}, …) could not be read.',
    zh: '此外还有 {n:n} 条 TLS 连接（如到 {name}）无法读取。',
  },
  'tls-opened': {
    en: 'decrypted: {n:n} TLS connection{n:s} to {name} ({protection:long})',
    zh: '已解密 TLS：到 {name} 的 {n:n} 条连接（{protection:long}）',
  },
  'tls-opened-unnamed': {
    en: 'decrypted: {n:n} TLS connection{n:s} ({protection:long})',
    zh: '已解密 TLS：{n:n} 条连接（{protection:long}）',
  },
  'tls-opened-more': { en: 'decrypted: {n:n} more TLS connection{n:s}', zh: '已解密 TLS：另外 {n:n} 条连接' },

  // overview table
  'column-index': '#',
  'column-time': { en: 'time (UTC)', zh: '时间 (UTC)' },
  'column-operation': { en: 'operation', zh: '操作' },
  'column-target': { en: 'bucket/key', zh: 'Bucket/Object' },
  'column-status': { en: 'status', zh: '状态' },
  'column-request-id': { en: 'request ID', zh: 'Request ID' },
  'column-verdict': { en: 'verdict', zh: '结论' },
  'rows-left-out': {
    en: 'and {n:n} exchange{n:s} that did not fail (--all lists them)',
    zh: '另有 {n:n} 次请求没有失败（用 --all 全部列出）',
  },
  'rows-all-left-out': {
    en: 'No failing exchange to list (--all lists every exchange).',
    zh: '没有失败的请求需要列出（用 --all 列出全部请求）。',
  },
  'rows-beyond-all': {
    en: 'and {n:n} more exchange{n:s} (--format ndjson has every one)',
    zh: '另有 {n:n} 次请求未列出（用 --format ndjson 查看每一次）',
  },
  'rows-left-out-failing': {
    en: 'and {n:n} more exchange{n:s}, of which {failing:n} failed (--all lists them)',
    zh: '另有 {n:n} 次请求未列出，其中 {failing:n} 次失败（用 --all 全部列出）',
  },
  'rows-equal-left-out': { en: '… {n:n} more row{n:s}', zh: '…… 另有 {n:n} 行' },
  'groups-left-out': {
    en: '{n:n} failing exchange{n:s} with other causes not shown (--all shows them; --format json has every one).',
    zh: '还有 {n:n} 次失败的请求属于其他原因，未在此显示（用 --all 显示，或用 --format json 查看每一次）。',
  },
  'groups-beyond-all': {
    en: '{n:n} failing exchange{n:s} with other causes not shown (--format json has every one).',
    zh: '还有 {n:n} 次失败的请求属于其他原因，未在此显示（用 --format json 查看每一次）。',
  },

  // a block
  'exchanges-of-group': { en: '{n:n} exchange{n:s} ({list:long})', zh: '{n:n} 次请求（{list:long}）' },
  'exchanges-more': { en: ' and {n:n} more', zh: '，另有 {n:n} 次' },
  'head-client-signed': { en: 'client signed', zh: '客户端签名的内容' },
  'head-client-rebuilt': { en: 'rebuilt from the capture', zh: '按抓包还原' },
  'head-server-signed': { en: 'server signed', zh: '服务端签名的内容' },
  'head-client-sent': { en: 'client sent', zh: '客户端发送的' },
  'head-server-received': { en: 'server received', zh: '服务端收到的' },
  'head-due': { en: 'should be', zh: '应为' },
  'tag-client': { en: 'client', zh: '客户端' },
  'tag-wire': { en: 'capture', zh: '抓包' },
  'tag-server': { en: 'server', zh: '服务端' },
  'same-string': {
    en: 'The captured request and the server both give this string:',
    zh: '抓到的请求与服务端都得出这个待签名字符串：',
  },
  'same-string-of': {
    en: 'For each of these exchanges, the captured request and the server give the same string; this is the one of #{index}, and the others may have other causes:',
    zh: '每个请求的待签名字符串，抓包与服务端都一致；以下是请求 #{index} 的，其余请求的原因可能不同：',
  },
  'same-string-from-error': {
    en: 'The server says that it signed this string; the request itself is not here:',
    zh: '服务端称其待签名字符串如下；这里没有请求本身：',
  },
  'server-string-unknown': {
    en: 'The response does not show the string that the server signed. This one is rebuilt from the capture:',
    zh: '响应里没有给出服务端的待签名字符串，下面是按抓包还原的：',
  },
  'conflict-text': 'StringToSign',
  'conflict-bytes': 'StringToSignBytes',
  conflict: {
    en: "The response gives the server's string in two forms that disagree: one was edited after the server wrote it (redacted, for example).",
    zh: '响应中服务端的待签名字符串有两种写法，但彼此不一致：其中一种在服务端写出之后被改过（例如做过脱敏）。',
  },
  empty: { en: '(empty)', zh: '（空）' },
  absent: { en: '(absent)', zh: '（无）' },
  hex: { en: 'hex', zh: '十六进制' },
  'row-first-difference': { en: 'first difference', zh: '首个差异' },
  'first-difference': {
    en: 'byte offset {client} of the string to sign',
    zh: '待签名字符串的字节偏移 {client}',
  },
  'first-difference-request': {
    en: 'byte offset {client} of the canonical request',
    zh: 'CanonicalRequest 的字节偏移 {client}',
  },
  'first-difference-offsets': { en: " ({server} in the server's)", zh: '（服务端为 {server}）' },
  'first-difference-origin': { en: ' ({frame:at}, {source})', zh: '，位于{frame:at}的{source}' },
  'row-proof': { en: 'because', zh: '依据' },
  'row-evidence': { en: 'because', zh: '依据' },
  'row-check': { en: 'check', zh: '验证' },
  'row-tried': { en: 'because', zh: '依据' },
  'row-cause': { en: 'because', zh: '依据' },
  'cause-policy-alone': {
    en: 'of a form, the policy alone is signed, and both sides have the same one: it was changed after it was signed, or it was signed with another secret',
    zh: '表单只对 Policy 签名，而两侧的 Policy 相同：它在签名之后被改动过，或签名时用的是另一个 Secret',
  },
  'cure-policy-alone': {
    en: 'compare the policy that the signer returned with the one that was sent, character by character; if they are the same, compare the secrets of the signer and of the file that you supplied',
    zh: '把签名程序返回的 Policy 与发送的逐字符对比；若完全相同，再核对签名程序使用的 Secret 与您提供的是否一致',
  },
  'cause-method-case': {
    en: 'the method is signed as it is sent, and its letters are compared with their case: the signer writes it in one case, and the HTTP library in the other',
    zh: '请求方法按发送的样子签名，区分大小写；签名代码与 HTTP 库用了不同的大小写',
  },
  'cure-method-case': {
    en: 'write the method in capital letters, in the string to sign and in the request',
    zh: '在待签名字符串和请求中都用大写字母书写请求方法',
  },
  'cause-read-as': {
    en: '; in the string to sign it must be {read:q}',
    zh: '；在待签名字符串中应为{read:q}',
  },
  'address-unknown': { en: 'an unknown address', zh: 'IP 未知的地址' },
  'suspect-weight': { en: ' ({percent} %)', zh: '（{percent}%）' },
  'suspect-one-of': { en: 'One of these: ', zh: '以下之一：' },
  'suspect-none-stands-out': { en: 'No cause stands out; at most: ', zh: '没有明显突出的原因，至多是：' },
  'thin-accepted': {
    en: 'No accepted request of this client to compare with; reported most: ',
    zh: '没有该客户端被接受的请求可供对照；最常见的原因：',
  },
  'thin-request': { en: 'Only the answer is here; reported most: ', zh: '这里只有应答；最常见的原因：' },
  'suspect-or': { en: '; or ', zh: '；或者' },
  'suspect-end': { en: '.', zh: '。' },
  'suspect-settle': { en: '. To be sure: ', zh: '。如何确认：' },
  'suspect-by-secret': {
    en: 'the secret (--credentials); without it, ',
    zh: '提供 Secret（--credentials）；没有 Secret 时，',
  },
  'suspect-if-accepted': { en: ': if it is accepted, this was it', zh: '：若被接受，原因就是它' },
  'suspect-parts-two': { en: 'to tell the two likeliest apart: ', zh: '用来区分可能性最大的两种：' },
  'suspect-accepted': { en: ': if it is accepted, it was ', zh: '：若被接受，原因是：' },
  'suspect-refused': { en: '; if it is refused again, rather ', zh: '；若再次被拒，更可能是：' },
  'suspect-refused-others': {
    en: '; if it is refused again, one of the others',
    zh: '；若再次被拒，则是其余的原因之一',
  },
  'row-suspect': { en: 'what', zh: '可能原因' },
  'row-suspect-for': { en: 'because', zh: '依据' },
  'row-suspect-against': { en: 'against', zh: '反证' },
  'headline-several': {
    en: '{count} signed fields were changed in transit: {names:long}.',
    zh: '传输途中改动了 {count} 处参与签名的字段：{names:long}。',
  },
  'headline-or-earlier-hop': {
    en: ' Or a proxy or gateway before the capture did it.',
    zh: '也可能是抓包之前的代理或网关所为。',
  },
  'cure-or-earlier-hop': {
    en: '; if a proxy or gateway stands before the place of the capture, capture at the client too (osscap compare)',
    zh: '；若抓包位置之前还有代理或网关，请在客户端也抓包（osscap compare）',
  },
  'headline-or-server': {
    en: ' Or the server itself computes another string.',
    zh: '也可能是服务端自身的计算不同。',
  },
  'cure-or-server': {
    en: '; if nothing on the way does it, report it to the makers of the server (an emulator, another implementation)',
    zh: '；若途中没有任何改动，请向服务端（模拟器或其他实现）的开发者反馈',
  },
  'cure-find-hop': FIND_HOP,
  'cure-over-https': OVER_HTTPS,
  'cure-over-tls': {
    en: 'or let it pass TLS on unopened, or go around it: this was HTTPS already, so TLS ends there',
    zh: '或者让它原样转发 TLS，或绕开它：这里已经是 HTTPS，说明 TLS 在它那里终止',
  },
  'cure-at-hop': {
    en: 'turn off the rewriting in the proxy or gateway that listens on {from} and sends on to {to}',
    zh: '在监听 {from} 并转发到 {to} 的代理或网关上关闭改写',
  },
  'cure-else': { en: '; failing that, ', zh: '；仍未解决时，' },
  'cure-underscore-headers': {
    en: 'nginx drops headers with an underscore in their names: set "underscores_in_headers on;" in each nginx on the way, or use names with hyphens',
    zh: 'nginx 会丢弃名称带下划线的请求头：在每层 nginx 上设置 "underscores_in_headers on;"，或改用连字符命名',
  },
  'cure-sdk-defect': {
    en: 'upgrade {agent} to {fixed} or later: versions before have a known signing bug',
    zh: '请把 {agent} 升级到 {fixed} 或更高版本：更早的版本有已知的签名缺陷',
  },
  'cure-form-data': {
    en: 'send the file itself as the body, and not a form (FormData), whose boundary is another each time; set the Content-Type that was signed, or none if none was; for a form, use a signed policy (PostObject)',
    zh: '请把文件本身作为请求体发送，不要发送表单（FormData）：表单的 boundary 每次都不同；Content-Type 用签名时的值，签名时没有则不要设置；若要用表单上传，请使用签名的 Policy（PostObject）',
  },
  'step-line': { en: '{product}: {line}', zh: '{product}：{line}' },
  'step-without': { en: '{product}: remove {line}', zh: '{product}：去掉 {line}' },
  'row-cure': { en: 'fix', zh: '解决办法' },
  'row-also': { en: 'also', zh: '另外' },
  'row-server': { en: 'server', zh: '服务端' },
  'row-support': { en: 'ids', zh: '标识' },
  support: { en: 'request ID {id}', zh: 'Request ID {id}' },
  'support-ec': { en: ', EC {ec}', zh: '，EC {ec}' },
  'support-ec-page': { en: ', EC {ec}: {page:long}', zh: '，EC {ec}：{page:long}' },
  'support-page': { en: '; see {page:long}', zh: '；参见 {page:long}' },
  'no-request-id': { en: 'the response has no request ID', zh: '响应里没有 Request ID' },
  'server-said': { en: '{status} {code}: {message:long}', zh: '{status} {code}：{message:long}' },
  'server-said-code': '{status} {code}',
  'server-said-no-code': { en: '{status}: {message:long}', zh: '{status}：{message:long}' },
  'server-said-nothing': { en: '{status}, without an error document', zh: '{status}，没有错误信息文档' },

  // proofs
  'proof-client-string': {
    en: 'the {side:word} string, signed with the secret of {id} ({hmac}), gives {signature}, the signature on the wire',
    zh: '用 {id} 的 AccessKey Secret 对{side:word}的字符串签名（{hmac}），得到的正是请求中的签名 {signature}',
  },
  'proof-client-string-also': {
    en: 'the {side:word} string, signed for {id} ({hmac}) with the other mistakes listed below, gives {signature}, the signature on the wire',
    zh: '以 {id} 的身份对{side:word}的字符串签名（{hmac}），再加上下面列出的其他错误，得到的正是请求中的签名 {signature}',
  },
  'proof-procedure': {
    en: 'the string to sign is right; signed with the secret of {id} in the way described here, it gives {signature}, the signature on the wire',
    zh: '待签名字符串无误；用 {id} 的 AccessKey Secret 按这里所说的方式签名，得到的正是请求中的签名 {signature}',
  },
  'proof-procedure-also': {
    en: 'the string to sign is right; signed for {id} in the way described here, with the other mistakes listed below, it gives {signature}, the signature on the wire',
    zh: '待签名字符串无误；以 {id} 的身份按这里所说的方式签名，再加上下面列出的其他错误，得到的正是请求中的签名 {signature}',
  },
  'proof-wire-string': {
    en: 'the {side:word} string, signed with the secret of {id} ({hmac}), gives {signature}, the signature on the wire: the client signed what was captured, so the change came later',
    zh: '用 {id} 的 AccessKey Secret 对{side:word}的字符串签名（{hmac}），得到的正是请求中的签名 {signature}：客户端签的就是抓到的内容，改动发生在其后',
  },
  'proof-other-secret': {
    en: 'this string, signed with the secret you supplied for {id} ({hmac}), gives {signature}, the signature on the wire; the server, with its own secret, gets another one',
    zh: '用您提供的 {id} 的 AccessKey Secret 对该字符串签名（{hmac}），得到的正是请求中的签名 {signature}；服务端用它保存的 Secret 算出的却不同',
  },
  'proof-other-key': {
    en: 'this string, signed with the secret you supplied for {other} ({hmac}), gives {signature}, the signature on the wire',
    zh: '用您提供的 {other} 的 AccessKey Secret 对该字符串签名（{hmac}），得到的正是请求中的签名 {signature}',
  },
  'proof-near-secret': {
    en: 'this string, signed with the secret described above instead of the one you supplied for {id}, gives {signature}, the signature on the wire',
    zh: '不用您提供的 {id} 的 AccessKey Secret，而用上面所说的 Secret 对该字符串签名，得到的正是请求中的签名 {signature}',
  },
  'proof-no-match': {
    en: 'the secret you supplied for {id} does not turn the captured request into {signature}, the signature on the wire',
    zh: '用您提供的 {id} 的 AccessKey Secret，从抓到的请求算不出请求中的签名 {signature}',
  },
  'proof-no-match-of-document': {
    en: 'the secret you supplied for {id} does not turn the string of the error document into {signature}, the signature that the server received',
    zh: '用您提供的 {id} 的 AccessKey Secret，从错误信息文档中的字符串算不出服务端收到的签名 {signature}',
  },
  'proof-at-hop': {
    en: 'the capture has the request on both sides of the hop, and shows the change itself; besides, the secret you supplied for {id} does not turn the request as it was sent into {signature}, the signature on the wire: that has a cause of its own',
    zh: '抓包中有该请求在这一跳两侧的样子，改动本身可见；此外，用您提供的 {id} 的 AccessKey Secret，从发送时的请求也算不出请求中的签名 {signature}：那另有原因',
  },
  'proof-chunks': {
    en: 'each signature of the body was computed anew, with the secret you supplied for {id}',
    zh: '用您提供的 {id} 的 Secret 逐一重算了请求体中的签名',
  },
  'proof-needs-secret-of-chunks': {
    en: 'with the secret of {id} (--credentials FILE), osscap can tell which chunk it is, and whether its data or its signature was changed',
    zh: '有了 {id} 的 Secret（--credentials FILE），osscap 可以指出是哪个分块，以及被改动的是其数据还是签名',
  },
  'proof-seen-at-hop': {
    en: 'the capture has the request on both sides of the hop, and shows the change itself',
    zh: '抓包中有这个请求在该跳两侧的样子，改动本身清晰可见',
  },
  'proof-needs-headers': {
    en: 'with the secret of {id} (--credentials FILE), osscap can tell only whether the client signed without the headers that are missing here',
    zh: '提供 {id} 的 AccessKey Secret（--credentials FILE）后，osscap 也只能判断客户端签名时是否没有包含这里缺少的请求头',
  },
  'proof-signature': {
    en: 'the signature on the wire is {signature}; the server says that it received {seen}',
    zh: '请求中的签名是 {signature}，服务端表示收到的是 {seen}',
  },
  'proof-signature-form': {
    en: 'the signature on the wire is {signature}, and the server received it like this: it is written as it would be in a URL',
    zh: '请求中的签名是 {signature}，服务端收到的也是如此：它的写法是 URL 中的写法',
  },
  'proof-key-id': {
    en: 'the AccessKey ID on the wire is {id}; the server says that it looked up the secret of {seen}',
    zh: '请求中的 AccessKey ID 是 {id}，服务端表示查找的是 {seen} 的 Secret',
  },
  'proof-needs-secret': {
    en: 'with the secret of {id} (--credentials FILE), osscap can tell whether the client signed a different string or used a different secret',
    zh: '提供 {id} 的 AccessKey Secret（--credentials FILE）后，才能判断是签名内容不同还是 Secret 不同',
  },
  'proof-needs-secret-of-hash': {
    en: 'with the secret of {id} (--credentials FILE), osscap can tell whether the client signed this very string with it',
    zh: '提供 {id} 的 AccessKey Secret（--credentials FILE）后，才能判断客户端是否用它对这个字符串签了名',
  },
  'proof-needs-request': {
    en: 'the secret of {id} is given, but too little of the request is known to build the string that it would sign',
    zh: '{id} 的 AccessKey Secret 已提供，但已知的请求内容不足以得出待签名字符串，无从用它签名比对',
  },
  'proof-would-settle': {
    en: "the server's own string differs from the captured request; with the secret of {id} (--credentials FILE), osscap can also prove that the client signed what was captured",
    zh: '服务端给出的待签名字符串与抓到的请求不同；提供 {id} 的 AccessKey Secret（--credentials FILE）后，还能证明客户端签的就是抓到的内容',
  },
  'needs-secret': { en: 'the secret of {id}', zh: '{id} 的 AccessKey Secret' },
  'needs-request': {
    en: 'the string of the request, which cannot be built from what was captured',
    zh: '请求的待签名字符串（抓到的内容不足以得出）',
  },
  'needs-client-string': {
    en: 'the string that the client signed, as its debug log shows it',
    zh: '客户端自己的待签名字符串（见其调试日志）',
  },

  // fields of canonical strings
  'field-string': { en: 'string', zh: '字符串' },
  'field-method': { en: 'method', zh: '方法' },
  'field-content-md5': { en: 'md5', zh: 'MD5' },
  'field-content-type': { en: 'type', zh: '类型' },
  'field-date': { en: 'date', zh: '日期' },
  'field-bucket': { en: 'bucket', zh: 'Bucket' },
  'field-key': { en: 'key', zh: 'Object' },
  'field-path': { en: 'path', zh: '路径' },
  'field-canonical-request': { en: 'canonical request', zh: 'CanonicalRequest' },
  'field-additional-headers': { en: 'signed headers', zh: '签名头列表' },
  'field-payload-hash': { en: 'payload hash', zh: '请求体哈希' },
  'field-scope-date': { en: 'scope day', zh: 'Scope 日期' },
  'field-scope-region': { en: 'scope region', zh: 'Scope 地域' },
  'field-scope-product': { en: 'scope product', zh: 'Scope 产品' },
  'field-policy': { en: 'policy', zh: 'Policy' },
  'field-signature': { en: 'signature', zh: '签名' },
  'field-access-key-id': 'AccessKey ID',

  // places in a request
  'origin-request-line': { en: 'request line', zh: '请求行' },
  'origin-header': { en: 'header {name}', zh: '请求头 {name}' },
  'origin-query': { en: 'query parameter {name}', zh: '查询参数 {name}' },
  'origin-form': { en: 'form field {name}', zh: '表单域 {name}' },
  'origin-error-body': { en: 'error body', zh: '错误信息文档' },

  // a note that needs other words
  'works-in-other-capture': {
    en: 'Set against another capture: {operation} #{exchange:ref} of {capture:long} fails, and #{there:ref} of {other:long} was accepted ({key:word}).',
    zh: '与另一份抓包对比：{capture:long} 中的 {operation} #{exchange:ref} 失败，而 {other:long} 中的 #{there:ref} 成功（{key:word}）。',
  },
  'contrasts-left-out': {
    en: '{n:n} more such comparison{n:s} not shown (--all shows them)',
    zh: '另有 {n:n} 处这样的对比未显示（--all 可显示全部）',
  },
  'works-in-other-capture-alike': {
    en: 'Set against another capture: {operation} #{exchange:ref} of {capture:long} fails, and #{there:ref} of {other:long} was accepted ({key:word}); nothing else that was compared differs (method, headers, their order, key characters, encoding, client): look at the secret, and at what stands between the client and OSS.',
    zh: '与另一份抓包对比：{capture:long} 中的 {operation} #{exchange:ref} 失败，而 {other:long} 中的 #{there:ref} 成功（{key:word}）；所比较的其他各项（方法、请求头及其顺序、Object 名称字符、编码、客户端）都相同：请检查 Secret，以及客户端与 OSS 之间的设备。',
  },
  'note-key-works-with': {
    en: 'the successful request has a {what:word}, this one has none',
    zh: '成功的请求带有{what:word}，这个请求没有',
  },
  'note-key-works-without': {
    en: 'this request has a {what:word}, the successful one has none',
    zh: '这个请求带有{what:word}，成功的请求没有',
  },

  // an upload that stays behind
  'upload-left': {
    en: 'upload {id} keeps {n} part{n:s} ({size}) in the bucket, billed until you complete or abort it',
    zh: '分片上传 {id} 在 Bucket 中留有 {n} 个分片（{size}），会持续计费：请重新完成上传，或取消它以释放空间',
  },

  // failures that are no news
  'triage-known': { en: 'Known (baseline): ', zh: '已知（基线）：' },
  'triage-ignored': { en: 'Ignored ({reason:long}): ', zh: '已忽略（{reason:long}）：' },

  // the end
  'summary-triaged': {
    en: 'Of these, {known:n} known and {ignored:n} ignored.',
    zh: '其中已知 {known:n} 次，已忽略 {ignored:n} 次。',
  },
  'summary-clean': {
    en: 'Nothing fails: {n:n} OSS exchange{n:s}, no signature mismatch.',
    zh: '没有失败：{n:n} 次 OSS 请求均无签名不匹配。',
  },
  'summary-nothing': { en: 'No OSS exchange was found.', zh: '没有找到 OSS 请求。' },
  'summary-none-shown': {
    en: 'No exchange matches the filters; searched: {n:n} exchange{n:s} in {captures:n} capture{captures:s}.',
    zh: '没有符合筛选条件的请求；共查找了 {captures:n} 个抓包中的 {n:n} 次请求。',
  },
  'summary-filtered': { en: 'The filters left out {n:n} exchange{n:s}.', zh: '筛选掉 {n:n} 次请求。' },
  'summary-failing': {
    en: '{n:n} failing exchange{n:s}, {causes:n} cause{causes:s}.',
    zh: '{n:n} 次请求失败，{causes:n} 种原因。',
  },
  'summary-unreadable': { en: '{n:n} input{n:s} could not be read.', zh: '{n:n} 个输入无法读取。' },
  'summary-unread': {
    en: 'No OSS traffic could be read in {n:n} capture{n:s} (TLS without keys, or packets of other kinds): whether its requests fail is not known.',
    zh: '有 {n:n} 个抓包读不出任何 OSS 流量（没有密钥的 TLS，或其他类型的数据包）：无法得知其中的请求是否失败。',
  },
  'summary-damaged': {
    en: 'Damaged or cut off (--strict): {n:n} capture{n:s}.',
    zh: '{n:n} 个抓包损坏或不完整（--strict）。',
  },
  'summary-interrupted': {
    en: 'Interrupted: this is what was read so far.',
    zh: '已中断，以上是已读取部分的结果。',
  },
  'summary-exit': { en: 'Exit {code}.', zh: '退出码 {code}。' },

  // lines while a capture is being taken
  'live-again': { en: '×{n:n}, as #{first}', zh: '第 {n:n} 次，同 #{first}' },

  // messages beside the report
  'message-notice': { en: '{path:long}: ', zh: '{path:long}：' },
  'message-frame': { en: '{frame:at}: ', zh: '{frame:at}：' },
  'message-part': { en: '{path:long}: ', zh: '{path:long}：' },
  'message-offset': { en: 'at byte {offset}: ', zh: '第 {offset} 字节处：' },
  'message-repeated': { en: ' ({n:n} times)', zh: '（共 {n:n} 次）' },
  'message-more-notices': {
    en: '{path:long}: {n:n} more kind{n:s} of warning (--format json has all that were kept)',
    zh: '{path:long}：还有 {n:n} 类警告（--format json 中有保留下来的全部）',
  },
  'message-mended': {
    en: '{path:long}: the text is incomplete or was edited: {list:long} (each with its line: osscap scan -v)',
    zh: '{path:long}：文本不完整或有改动：{list:long}（逐行说明见 osscap scan -v）',
  },
  'message-further-texts': {
    en: 'what further texts lack is not listed (by text and line: osscap scan -v)',
    zh: '其余文本的缺失不再列出（逐文本、逐行：osscap scan -v）',
  },
  'message-input': { en: '{path:long}: ', zh: '{path:long}：' },
});

export type LabelId = keyof typeof LABELS;
