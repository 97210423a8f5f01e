import type { NoteId } from '../../engine/diagnose/cause.ts';
import { type ArgsOf, type Sentence, sentence } from '../../engine/diagnose/prose.ts';

/** Every note by id, with the arguments that it always carries, and what it says. */
export const NOTES = {
  /**
   * The rebuild rules of this program are at fault, not the client. `reason`: `self-check` (an accepted
   * request does not give its signature), `server-string-signed` (the client signed the server's string,
   * which the rebuilt one is not; `name` is empty for both), `unknown-parameter`, `unknown-header` (`name`
   * says which).
   */
  'rules-gap': sentence({
    args: { reason: 'word', name: 'bytes' },
    en: 'the rules by which osscap rebuilds the string are wrong here ({reason:word}{name:after}); please report it, with the exchange',
    zh: 'osscap 还原字符串的规则在这里有误（{reason:word}{name:after}）；请连同该请求一起反馈',
  }),
  /**
   * The readings of an unsettled rule were tried and this one fits: it gives the signature of an accepted
   * request, or the very string of the server. `reading`: `duplicates-first`, `duplicates-last`,
   * `duplicates-each`, `parameters-first`, `parameters-last`, `date-normalised`, `plus-as-space`,
   * `plus-literal`, `empty-with-equals`, `absent-as-empty`, `list-as-sent`, `lines-as-listed`,
   * `bucket-in-host`, `bucket-with-slash`.
   */
  'reading-matched': sentence({
    args: { reading: 'word' },
    en: 'the rules are unclear on one point; this reading matches: {reading:word}',
    zh: '规则在一处没有定论，符合实际的解读是：{reading:word}',
  }),
  /** StringToSign and StringToSignBytes disagree: one was edited. `used`: `bytes` or `text`. */
  'string-edited': sentence({
    args: { used: 'word' },
    en: 'StringToSign and StringToSignBytes disagree: one was edited later; {used} was used',
    zh: 'StringToSign 与 StringToSignBytes 不一致：其中一个后来被改过；采用了 {used}',
  }),
  /**
   * Follows the one above where the secret shows which: the signature belongs to the form `signed`. Both:
   * `form-bytes` or `form-text`.
   */
  'edited-form': sentence({
    args: { edited: 'word', signed: 'word' },
    en: 'the signature belongs to {signed:word}, so {edited:word} is the one that was edited; the string shown here is that of {signed:word}',
    zh: '签名属于 {signed:word}，可见被改过的是 {edited:word}；这里显示的是 {signed:word} 中的字符串',
  }),
  /**
   * Of a pasted text: the secret shows that the server's string was signed, which the request does not give.
   */
  'request-edited': sentence({
    en: "the signature belongs to the server's string, which the request here does not give: the request was edited after it was sent (redacted, for example), and the string shown here is the server's",
    zh: '签名属于服务端的待签名字符串，而这里的请求得不出它：请求在发送之后被改过（例如脱敏），这里显示的是服务端的字符串',
  }),
  /** Only the answer is known: what the server received is shown as sent, and a hop may have changed it. */
  'request-not-captured': sentence({
    en: 'the request itself is not here: what is shown as sent is what the server received, and something on the way may have changed it; capture both directions to tell',
    zh: '没有抓到请求本身：所说的“发送”是服务端收到的内容，也可能在传输途中被改过；抓取两个方向即可分辨',
  }),
  /**
   * The captured request has passed a proxy, which may have made of it what the client did not sign. `signs`:
   * names of the headers that show it, or `PROXY protocol`.
   */
  'passed-a-proxy': sentence({
    args: { signs: 'bytes' },
    en: 'the request had passed a proxy when it was captured (it has {signs}): the proxy may have changed it after the client signed and sent it, and then the client is not to blame; capture at the client too, and compare both captures with osscap compare',
    zh: '抓到请求时，它已经过代理（带有 {signs}）：可能是代理在客户端签名并发出之后改了它，那就不是客户端的问题；请在客户端也抓包，再用 osscap compare 比较两份抓包',
  }),
  /** Refused as an unsigned request is, and nothing shows that the server saw the signature. */
  'authorization-may-be-lost': sentence({
    en: 'an unsigned request gets the same response: a proxy or gateway after this point of capture may have taken the Authorization away; capture behind it, too, or look in the log of the server for whom it took the client',
    zh: '未签名的请求也会得到同样的响应：抓包点之后的代理或网关可能去掉了 Authorization；请在它之后也抓一次包，或在服务端日志中查看它把客户端认作了谁',
  }),
  /**
   * The strings of capture and server differ, and nothing shows a hop between them: it may be the server that
   * signs something else.
   */
  'way-or-server': sentence({
    en: 'one capture does not show whether something on the way changed the request or the server itself computes another string from it; a capture on the side of the server does',
    zh: '单凭一处抓包，看不出是途中有设备改动了请求，还是服务端自身由它算出了另一个字符串；在服务端一侧抓包即可分辨',
  }),
  /** Nothing shows whether the request was captured as the client sent it. */
  'proxy-before-capture': sentence({
    en: 'if a proxy or gateway stands between the client and the place of this capture, it may have made this change, and not the client; to tell, capture at the client too, and compare both captures with osscap compare',
    zh: '如果客户端与抓包位置之间还有代理或网关，这处改动也可能是它做的，而不是客户端；要分辨，请在客户端也抓包，再用 osscap compare 比较两份抓包',
  }),
  /** The error answer shows no StringToSign; the wire's stands in for it. */
  'no-server-string': sentence({
    en: 'the response does not show the string that the server signed; the captured one is used instead',
    zh: '响应里没有服务端的待签名字符串，以抓包还原的代替',
  }),
  /**
   * S3 V4 in signed chunks: the EC does not say whether the signature that does not match is the head's or
   * that of a chunk.
   */
  'signature-may-be-of-chunk': sentence({
    en: 'the EC is that of requests in signed chunks (aws-chunked): the signature that does not match may be that of a chunk, whose bytes are not kept',
    zh: '该 EC 用于分块签名（aws-chunked）的请求：不匹配的也可能是某个分块的签名，而分块内容没有保存',
  }),
  /** Seconds, each the first clock minus the second: signed date, capture time, response Date. */
  clock: sentence({
    args: { signedToCapture: 'number', signedToServer: 'number', captureToServer: 'number' },
    en: "clocks: the signed date is {signedToServer:offset} the server's Date and {signedToCapture:offset} the time of capture; the capture is {captureToServer:offset} the server",
    zh: '时钟：签名时间与服务端 Date {signedToServer:offset}，与抓包时间{signedToCapture:offset}；抓包时间与服务端{captureToServer:offset}',
  }),
  /** No Date in an answer. */
  'clock-no-server': sentence({
    args: { signedToCapture: 'number' },
    en: "clocks: the signed date is {signedToCapture:offset} the time of capture; no response shows the server's time",
    zh: '时钟：签名时间与抓包时间{signedToCapture:offset}；没有响应可以说明服务端时间',
  }),
  /** No signed date (or an unreadable one). */
  'clock-no-signed': sentence({
    args: { captureToServer: 'number' },
    en: 'clocks: the capture is {captureToServer:offset} the server; the request signs no readable date',
    zh: '时钟：抓包时间与服务端{captureToServer:offset}；请求里没有可识别的签名时间',
  }),
  /** The signed date is off, still within the 15 minutes. `seconds`: signed minus server. */
  'clock-drift': sentence({
    args: { seconds: 'number' },
    en: "the signed date is {seconds:offset} the server's clock, still within the 15 minutes that are allowed",
    zh: '签名时间与服务端时钟{seconds:offset}，仍在允许的 15 分钟之内',
  }),
  /** The date that the request signs is no date in a form known for it. */
  'date-unreadable': sentence({
    args: { value: 'bytes' },
    en: 'the date that the request signs is in no known format: {value:q}',
    zh: '请求签名的时间不是已知的格式：{value:q}',
  }),
  /** `count`: signatures of chunks, and of what follows the last one. */
  'chunks-right': sentence({
    args: { count: 'number' },
    en: 'all {count:n} signature{count:s} in the body (aws-chunked) are right with the secret you supplied: the client has that very secret',
    zh: '用您提供的 Secret 核对，请求体（aws-chunked）中的 {count:n} 个签名全部正确：客户端使用的正是这个 Secret',
  }),
  /** Beside a verdict that is about something else. */
  'chunk-wrong-too': sentence({
    args: { chunk: 'number', frame: 'number' },
    en: 'besides, the body is not as its chunks are signed, from chunk {chunk} on ({frame:at})',
    zh: '此外，请求体自第 {chunk} 个分块起（{frame:at}）与其分块签名不符',
  }),
  'signed-url': sentence({
    args: { expires: 'number', headers: 'bytes' },
    en: 'the URL lasts until {expires:time}, for the method, bucket and key that it was signed for, with these headers as signed: {headers}; changing or dropping a signed parameter, or encoding it twice, breaks it',
    zh: '该 URL 有效至 {expires:time}，只用于签名时的方法、Bucket 和 Key，这些请求头须与签名时一致：{headers}；更改或去掉参与签名的参数，或对其重复编码，都会使其失效',
  }),
  'content-md5-matches': sentence({
    en: 'Content-MD5 matches the captured body',
    zh: 'Content-MD5 与抓到的请求体一致',
  }),
  'content-md5-differs': sentence({
    args: { claimed: 'bytes', actual: 'bytes' },
    en: 'Content-MD5 says {claimed:q}, the captured body gives {actual:q}',
    zh: 'Content-MD5 为{claimed:q}，而抓到的请求体算出{actual:q}',
  }),
  'content-md5-malformed': sentence({
    args: { claimed: 'bytes' },
    en: 'Content-MD5 is not base64 of 16 bytes: {claimed:q}',
    zh: 'Content-MD5 不是 16 字节的 Base64：{claimed:q}',
  }),
  'crc64-matches': sentence({
    en: 'x-oss-hash-crc64ecma matches the captured body',
    zh: 'x-oss-hash-crc64ecma 与抓到的请求体一致',
  }),
  'crc64-differs': sentence({
    args: { claimed: 'bytes', actual: 'bytes' },
    en: 'x-oss-hash-crc64ecma says {claimed:q}, the captured body gives {actual:q}',
    zh: 'x-oss-hash-crc64ecma 为{claimed:q}，而抓到的请求体算出{actual:q}',
  }),
  /**
   * The same key id succeeded. `exchange`: its index in the capture (0: unknown); `frame`: its first;
   * `operation`: an API name.
   */
  'key-works-elsewhere': sentence({
    args: { exchange: 'number', frame: 'number', operation: 'word' },
    en: 'the same AccessKey ID succeeded in exchange #{exchange:ref} ({operation}, {frame:at}): the secret used there is right',
    zh: '同一 AccessKey ID 在请求 #{exchange:ref}（{operation}，{frame:at}）中成功：那里使用的 Secret 是对的',
  }),
  /**
   * Follows `key-works-elsewhere`, once for each thing that the successful request did otherwise. `what`:
   * `method`, `version`, `content-type`, `content-md5`, `date-header`, `oss-headers`, `subresources`,
   * `key-characters`, `bucket`, `host`, `user-agent`, `client-address`, `token`. `here` is the failing
   * request's, `there` the other's; empty: absent. Of `content-md5` and `token` these are no values: all they
   * say is that there is one.
   */
  'key-works-difference': sentence({
    args: { what: 'word', here: 'bytes', there: 'bytes' },
    en: 'the successful request differs in {what:word}: there {there:q}, here {here:q}',
    zh: '与成功的请求相比，不同之处：{what:word}，那里为{there:q}，这里为{here:q}',
  }),
  /** No signed request of this key id has succeeded so far. `count`: failures, this one included. */
  'key-always-fails': sentence({
    args: { count: 'number' },
    en: 'no signed request of this AccessKey ID has succeeded so far in the capture ({count:n} failed): this points to the key rather than to the request',
    zh: '抓包中至此没有一次使用该 AccessKey ID 的请求成功（共失败 {count:n} 次）：问题更可能在 AccessKey，而不在请求',
  }),
  /** The same signature stood on an earlier request. `seconds`: time between the two. */
  'signature-reused': sentence({
    args: { exchange: 'number', frame: 'number', seconds: 'number' },
    en: 'the same signature was used in exchange #{exchange:ref} ({frame:at}){seconds:earlier}',
    zh: '同一签名{seconds:earlier}已用于请求 #{exchange:ref}（{frame:at}）',
  }),
  /**
   * Beside the one above, without the secret: the other request gives another string to sign. `fields`: in
   * which they differ.
   */
  'signature-fits-one': sentence({
    args: { exchange: 'number', fields: 'bytes' },
    en: 'the string to sign of #{exchange:ref} differs from that of this request ({fields:long}), and a signature fits one string only: whatever the secret is, it cannot be right for both. One of them was sent again otherwise than it was signed, or a proxy between the two changed it',
    zh: '请求 #{exchange:ref} 的待签名字符串与本请求不同（{fields:long}），而一个签名只对应一个字符串：无论 Secret 是什么，它都不可能对两者都正确。其中之一重发时与签名时的内容不同，或被两者之间的代理改动过',
  }),
  /**
   * The server gave the same request id to a request with the same signature: both sides of a hop are in one
   * capture.
   */
  'seen-at-other-point': sentence({
    args: { exchange: 'number', frame: 'number' },
    en: 'exchange #{exchange:ref} ({frame:at}) has the same request ID: it is this very request on another side of a proxy, and both sides are in this capture; where one side blames the client and the other a change in transit, it was the proxy. With one capture for each side, osscap compare shows what it changed',
    zh: '请求 #{exchange:ref}（{frame:at}）的 Request ID 相同：它就是这个请求在代理另一侧的样子，代理两侧都在这份抓包里；若一侧归因于客户端、另一侧归因于途中改动，则是代理所为。两侧各存一份抓包，osscap compare 可显示它改了什么',
  }),
  /**
   * The capture shows the same request behind a hop. `exchange`: its index there; `from`, `to`: servers
   * before and behind it; `changed`: fields, as `compare` names them.
   */
  'changed-at-hop': sentence({
    args: { exchange: 'number', from: 'bytes', to: 'bytes', changed: 'bytes' },
    en: 'this very request goes on as #{exchange:ref} of the capture: between {from} and {to} a proxy or gateway changed {changed}',
    zh: '这个请求转发之后也在抓包中（#{exchange:ref}）：{from} 与 {to} 之间的代理或网关改动了 {changed}',
  }),
  'same-behind-hop': sentence({
    args: { exchange: 'number', from: 'bytes', to: 'bytes' },
    en: 'this very request goes on as #{exchange:ref} of the capture: between {from} and {to} nothing in it was changed',
    zh: '这个请求转发之后也在抓包中（#{exchange:ref}）：{from} 与 {to} 之间没有改动其内容',
  }),
  /** The same of another capture of the scan. */
  'changed-at-other-capture': sentence({
    args: { exchange: 'number', capture: 'bytes', changed: 'bytes' },
    en: 'this very request is in {capture}, too, as #{exchange:ref}: on the way there {changed} was changed; osscap compare with both captures shows more',
    zh: '这个请求也在 {capture} 中（#{exchange:ref}）：传输途中改动了 {changed}；用 osscap compare 对比这两份抓包可查看详情',
  }),
  'same-at-other-capture': sentence({
    args: { exchange: 'number', capture: 'bytes' },
    en: 'this very request is in {capture}, too, as #{exchange:ref}: nothing in it was changed on the way there; osscap compare with both captures shows more',
    zh: '这个请求也在 {capture} 中（#{exchange:ref}）：途中没有改动其内容；用 osscap compare 对比这两份抓包可查看详情',
  }),
  /** `missing`: bytes of the request that the capture lacks (0: unknown number). */
  'body-incomplete': sentence({
    args: { missing: 'number' },
    en: 'the request body is incomplete in the capture',
    zh: '抓包中的请求体不完整',
  }),
  /** The request's head is cut: what is signed was not all seen. */
  'request-incomplete': sentence({
    en: 'the request headers are cut off in the capture: not all signed data was seen',
    zh: '抓包中的请求头被截断：参与签名的内容没有全部看到',
  }),
  /** The answer is cut: its error document may be incomplete. */
  'response-incomplete': sentence({
    en: 'the response is cut off in the capture: its error document may be incomplete',
    zh: '抓包中的响应被截断：错误信息文档可能不完整',
  }),
  /** The same, where the capture shows who ended the connection in the middle of it. */
  'response-cut-by-server': sentence({
    en: "the connection was ended from the server's side in the middle of the response: its error document may be incomplete",
    zh: '响应还没传完，连接就被服务端一侧结束：错误信息文档可能不完整',
  }),
  'response-cut-by-client': sentence({
    en: "the connection was ended from the client's side in the middle of the response: its error document may be incomplete",
    zh: '响应还没传完，连接就被客户端一侧结束：错误信息文档可能不完整',
  }),
  /** Headers that the request lists as signed and does not have, in lower case. */
  'listed-header-absent': sentence({
    args: { names: 'bytes' },
    en: 'the request lists headers as signed that it does not have: {names}; whoever sends it must send them with the values that were signed',
    zh: '请求声明签过名的请求头实际并不存在：{names}；发送时必须带上它们，且取值与签名时一致',
  }),
  /** Custom domain: the bucket is not on the wire, the option `--bucket` can name it. */
  'tool-bucket-unknown': sentence({
    args: { host: 'bytes' },
    en: 'the bucket behind the custom domain {host} is unknown; name it with --bucket {host}=BUCKET, or use --bucket {host}=/ if it is in the path',
    zh: '自定义域名 {host} 对应的 Bucket 未知，可用 --bucket {host}=BUCKET 指定；若 Bucket 在路径中，则用 --bucket {host}=/',
  }),
  /** Custom domain: `--bucket` or the configuration names `given`, and the server's string says `bucket`. */
  'bucket-setting-wrong': sentence({
    args: { host: 'bytes', given: 'bytes', bucket: 'bytes' },
    en: 'the setting --bucket {host}={given} is wrong, or of another time: the server says that {host} is bound to {bucket}, and that is taken here',
    zh: '设置 --bucket {host}={given} 有误，或已经过时：服务端表示 {host} 绑定的是 {bucket}，此处以服务端为准',
  }),
  /** Custom domain: the bucket was taken from the server's string. */
  'bucket-from-server': sentence({
    args: { bucket: 'bytes' },
    en: "the bucket, {bucket}, was taken from the server's string",
    zh: 'Bucket（{bucket}）取自服务端的待签名字符串',
  }),
  /**
   * The Host is signed, and it is a custom domain, which may have been put in the place of the endpoint
   * afterwards.
   */
  'host-of-signature': sentence({
    args: { host: 'bytes' },
    en: 'possible: the request was signed for the endpoint of the bucket, and sent to {host} instead; the Host is part of this signature, so a domain cannot be put in its place afterwards: give the signer the domain as its endpoint',
    zh: '请求可能是按 Bucket 的 Endpoint 签名的，却发往了 {host}；这种签名包含 Host，签名之后不能换成其他域名：请在签名时就以该域名为 Endpoint',
  }),
  /** No signature of its version has so many characters, `length`: `due` are due. */
  'signature-length': sentence({
    args: { length: 'number', due: 'number' },
    en: 'whatever was signed, this signature cannot fit: it has {length} characters where its version has {due}; it was cut off, wrapped or written in another form (hex for base64, say)',
    zh: '无论签的是什么，这个签名都不可能相符：它有 {length} 个字符，而该签名版本应为 {due} 个；它被截断、折行，或写成了别的形式（例如该用 Base64 却用了十六进制）',
  }),
  /**
   * The SDK that the User-Agent names signs this kind of request wrongly. `agent`: its name and version
   * there; `fixed`: the first version without the defect; `what`: a word beginning with `defect-`.
   */
  'sdk-defect': sentence({
    args: { agent: 'bytes', fixed: 'bytes', what: 'word' },
    en: 'the client calls itself {agent}: SDKs of this kind before {fixed} have a known signing bug ({what:word}); upgrade to {fixed} or later',
    zh: '客户端自报为 {agent}：该类 SDK 在 {fixed} 之前有已知的签名缺陷（{what:word}），请升级到 {fixed} 或更高版本',
  }),
  /**
   * The SDK is older than what is recommended of it: `since`. No defect of it is known to concern the
   * request.
   */
  'old-sdk': sentence({
    args: { agent: 'bytes', since: 'bytes' },
    en: 'the client calls itself {agent}: Alibaba Cloud advises {since} or later of this SDK: upgrade it (pip install --upgrade oss2)',
    zh: '客户端自报为 {agent}：阿里云建议使用该 SDK 的 {since} 或更高版本，请升级（pip install --upgrade oss2）',
  }),
  /** Headers with an underscore in their names, which the client signed, and the server did not receive. */
  'underscore-headers-dropped': sentence({
    args: { names: 'bytes' },
    en: 'names with an underscore ({names}): nginx, and what is built on it, drops such headers unless it is told "underscores_in_headers on;". Set that in each nginx between the client and OSS, or use names with hyphens',
    zh: '名称带有下划线（underscore）的请求头（{names}）：nginx 及基于它的网关默认会丢弃，除非配置 "underscores_in_headers on;"。请在客户端与 OSS 之间的每层 nginx 上设置，或改用连字符命名',
  }),
  /** A temporary key id. */
  'temporary-key': sentence({
    en: 'the AccessKey ID is temporary: it works only together with its security token',
    zh: '这是临时 AccessKey ID，必须与其安全令牌一起使用',
  }),
  /** The secret of the request's id was not given, but that of `accessKeyId` gives the signature. */
  'signed-with-other-key': sentence({
    args: { accessKeyId: 'bytes' },
    en: 'the secret you supplied for {accessKeyId:id} gives exactly this signature: the client sent the ID of one key and signed with the secret of another; take both from the same pair',
    zh: '用您提供的 {accessKeyId:id} 的 Secret 得到的正是这个签名：客户端发送的 ID 与签名所用的 Secret 不是一对，请让二者成对',
  }),
  /**
   * A second thing that the client did otherwise. `cause`: the id of a cause, whose own arguments the note
   * carries too.
   */
  'also-miscomputed': sentence({
    args: { cause: 'word' },
    en: 'another mistake: {cause:word}',
    zh: '另一处错误：{cause:word}',
  }),
  /**
   * Beside what the cause says, the client's secret differs from the given one. `how`: a cause id beginning
   * with `secret-`.
   */
  'secret-also-differs': sentence({
    args: { how: 'word' },
    en: 'in addition, the client used a secret that differs from the one you supplied: {how:word}',
    zh: '除此之外，客户端使用的 Secret 也与您提供的不同：{how:word}',
  }),
  /**
   * `count` earlier requests of the same client, which nothing explained when they came, fail for the same
   * reason, most likely. `exchange`: index of the first (0: unknown).
   */
  'unexplained-before': sentence({
    args: { exchange: 'number', count: 'number' },
    en: 'the same goes for {count:n} earlier exchange{count:s} of this client with this AccessKey ID (from #{exchange:ref} on) that nothing explained when seen alone',
    zh: '该客户端用此 AccessKey ID 发出的更早的 {count:n} 个请求（从 #{exchange:ref} 开始）也是如此：单独看时无法解释',
  }),
  /** How many signatures the search made. */
  'search-tried': sentence({
    args: { tried: 'number' },
    en: '{tried:n} variants of string and secret were tried',
    zh: '已尝试 {tried:n} 种字符串与 Secret 的变体',
  }),
  /**
   * The search ended at its budget, with candidates left. `left`: `left-singles` (far-fetched changes alone,
   * and all combinations of two), `left-most-pairs` (the same, but for combinations of two likely ones),
   * `left-pairs` (far-fetched combinations of two).
   */
  'search-limit': sentence({
    args: { tried: 'number', limit: 'number', left: 'word' },
    en: 'the search stopped at its limit after {tried:n} variants, and left out {left:word} (--limit search-budget=N tries more; N was {limit})',
    zh: '搜索在 {tried:n} 种变体之后因上限停止，尚未尝试的有：{left:word}（--limit search-budget=N 可尝试更多，目前 N 为 {limit}）',
  }),
  /** An endpoint of the service (of table buckets, say) whose signing rules are not known. */
  'unsupported-endpoint': sentence({
    args: { host: 'bytes' },
    en: 'requests to {host} are signed by rules that osscap does not know',
    zh: '发往 {host} 的请求，其签名规则未知',
  }),
  /** Product in the scope whose rules are not known. */
  'unsupported-product': sentence({
    args: { product: 'bytes' },
    en: 'the product {product:q} in the scope has rules that osscap does not know',
    zh: 'Scope 中的产品{product:q}的规则未知',
  }),
  /** The wire's and the server's string part in more fields than the cause names. `count`: all of them. */
  'several-divergences': sentence({
    args: { count: 'number' },
    en: 'the strings differ in {count} fields in all',
    zh: '两个字符串共有 {count} 处字段不同',
  }),
  /** Verdict by status and EC alone: there was no error document. */
  'no-error-document': sentence({
    args: { status: 'number' },
    en: 'no error document: this follows from the status {status} and the response headers alone',
    zh: '仅凭状态码 {status} 和响应头判断：响应没有错误信息文档',
  }),
  /** The service turned the request away because too much was asked of it at once. `code`: its error code. */
  throttled: sentence({
    args: { code: 'word' },
    en: 'OSS throttles this account or bucket ({code}): too many requests, or too much bandwidth, at once; the signature is not at fault. Send less at a time and retry with growing pauses; ask support for a higher limit',
    zh: 'OSS 对该账号或 Bucket 限流（{code}）：同一时间的请求过多，或带宽超限，与签名无关。请降低并发，并以逐渐加长的间隔重试；需要更高的上限时，请联系技术支持',
  }),
  /** A cache gave the answer that the service had given to another request. `signs`: what says so. */
  'answered-by-cache': sentence({
    args: { signs: 'bytes' },
    en: 'a cache on the way gave this answer ({signs:lq}), which OSS had given to another request: it does not show that the signature of this one is right',
    zh: '该应答由途中的缓存给出（{signs:lq}），本是 OSS 对另一个请求的应答：不能说明这个请求的签名正确',
  }),
  /** The same, known by a request ID that an earlier answer has. `exchange`: index of that. */
  'answered-as-before': sentence({
    args: { exchange: 'number' },
    en: 'the answer has the request ID of exchange #{exchange:ref}: a cache on the way gave it once more, and it does not show that the signature of this request is right',
    zh: '该应答的 Request ID 与请求 #{exchange:ref} 的相同：是途中的缓存再次给出的，不能说明这个请求的签名正确',
  }),
  /**
   * A hop took the client's signature away or put its own in its place: the service has not checked the
   * client's.
   */
  'signed-anew-at-hop': sentence({
    args: { from: 'bytes', to: 'bytes' },
    en: 'between {from} and {to} a gateway took the signature of the client away or put one of its own in its place: OSS has not checked that of the client',
    zh: '{from} 与 {to} 之间的网关去掉了客户端的签名，或换成了自己的签名：OSS 没有校验过客户端的签名',
  }),
  /**
   * Beside an answer that is not the service's: whether the secret gives the signature of the request as it
   * was captured.
   */
  'own-signature-right': sentence({
    en: "with the given secret, the request's own signature is right as it was captured",
    zh: '用您提供的 Secret 计算，抓到的请求本身的签名是正确的',
  }),
  'own-signature-wrong': sentence({
    en: "the request's own signature does not follow from the given secret: OSS would refuse it, too, once it gets there",
    zh: '请求本身的签名与您提供的 Secret 不符：即使到达 OSS，也会被拒绝',
  }),
  /** The client came here by a redirect. `exchange`: its index. */
  'after-redirect': sentence({
    args: { exchange: 'number' },
    en: 'the client came here by the redirect in exchange #{exchange:ref}',
    zh: '客户端是由请求 #{exchange:ref} 的重定向转到这里的',
  }),
  /**
   * The answer does not look like the service's own: an emulator, a private cloud or a middlebox. `server`:
   * its Server header.
   */
  'foreign-server': sentence({
    args: { server: 'bytes' },
    en: 'the response does not look like one from OSS itself (Server: {server:q}): an emulator, a private cloud or a middlebox',
    zh: '该响应不像 OSS 自身返回的（Server：{server:q}）：可能是模拟器、专有云或中间设备',
  }),
  /** A foreign Authorization header stood beside. */
  'foreign-authorization': sentence({
    args: { scheme: 'bytes' },
    en: 'besides the signature, there is an Authorization header with another scheme ({scheme:q})',
    zh: '签名之外还有另一种认证方案的 Authorization 请求头（{scheme:q}）',
  }),
} as const satisfies Readonly<Record<string, Sentence>>;

type Known = { readonly [I in keyof typeof NOTES]: ArgsOf<(typeof NOTES)[I]['args']> };

declare module '../../engine/diagnose/cause.ts' {
  interface KnownNotes extends Known {}
}

export const NOTE_IDS = Object.keys(NOTES) as readonly NoteId[];
