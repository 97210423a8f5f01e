import type { Texts } from './texts.ts';

export const ZH_NOTES = {
  'rules-gap':
    'osscap 还原字符串的规则在这里有缺漏（{reason:word}{name:after}），并非客户端的问题；请连同该请求一起反馈',
  'reading-matched': '规则在一处没有定论，符合实际的解读是：{reading:word}',
  'string-edited': 'StringToSign 与 StringToSignBytes 不一致：其中一个后来被改过；采用了 {used}',
  'edited-form':
    '签名属于 {signed:word}，可见被改过的是 {edited:word}；这里显示的是 {signed:word} 中的字符串',
  'no-server-string': '响应里没有服务端的待签名字符串，以抓包还原的代替',
  'signature-may-be-of-chunk':
    '该 EC 用于分块签名（aws-chunked）的请求：不匹配的也可能是某个分块的签名，而分块内容没有保存',
  'request-edited':
    '签名属于服务端的待签名字符串，而这里的请求得不出它：请求在发送之后被改过（例如脱敏），这里显示的是服务端的字符串',
  'request-not-captured':
    '没有抓到请求本身：所说的“发送”是服务端收到的内容，也可能在途中被改过；抓取两个方向即可分辨',
  'passed-a-proxy':
    '抓到请求时，它已经过代理（带有 {signs}）：可能是代理在客户端签名并发出之后改了它，那就不是客户端的问题；请在客户端也抓包，再用 osscap compare 比较两份抓包',
  'proxy-before-capture':
    '如果客户端与抓包位置之间还有代理或网关，这处改动也可能是它做的，而不是客户端；要分辨，请在客户端也抓包，再用 osscap compare 比较两份抓包',
  clock:
    '时钟：签名时间与服务端 Date {signedToServer:offset}，与抓包时间{signedToCapture:offset}；抓包时间与服务端{captureToServer:offset}',
  'clock-no-server': '时钟：签名时间与抓包时间{signedToCapture:offset}；没有响应可以说明服务端时间',
  'clock-no-signed': '时钟：抓包时间与服务端{captureToServer:offset}；请求里没有可识别的签名时间',
  'clock-drift': '签名时间与服务端时钟{seconds:offset}，仍在允许的 15 分钟之内',
  'date-unreadable': '请求签名的时间不是已知的格式：{value:q}',
  'content-md5-matches': 'Content-MD5 与抓到的请求体一致',
  'content-md5-differs': 'Content-MD5 为{claimed:q}，而抓到的请求体算出{actual:q}',
  'content-md5-malformed': 'Content-MD5 不是 16 字节的 Base64：{claimed:q}',
  'crc64-matches': 'x-oss-hash-crc64ecma 与抓到的请求体一致',
  'crc64-differs': 'x-oss-hash-crc64ecma 为{claimed:q}，而抓到的请求体算出{actual:q}',
  'key-works-elsewhere':
    '同一 AccessKey ID 在请求 #{exchange:ref}（{operation}，{frame:at}）中成功：那里使用的 Secret 是对的',
  'key-works-difference': '与成功的请求相比，不同之处：{what:word}，那里为{there:q}，这里为{here:q}',
  'key-always-fails':
    '抓包中至此没有一次使用该 AccessKey ID 的请求成功（共失败 {count:n} 次）：问题更可能在 AccessKey，而不在请求',
  'signature-reused': '同一签名{seconds:earlier}已用于请求 #{exchange:ref}（{frame:at}）',
  'signature-fits-one':
    '请求 #{exchange:ref} 的待签名字符串与本请求不同，而一个签名只对应一个字符串：无论 Secret 是什么，它都不可能对两者都正确。其中之一重发时与签名时的内容不同，或被两者之间的代理改动过',
  'seen-at-other-point':
    '请求 #{exchange:ref}（{frame:at}）的 Request ID 相同：它就是这个请求在代理另一侧的样子，代理两侧都在这份抓包里；若一侧归因于客户端、另一侧归因于途中改动，则是代理所为。两侧各存一份抓包，osscap compare 可显示它改了什么',
  'changed-at-hop':
    '这个请求在抓包中继续前行（#{exchange:ref}）：{from} 与 {to} 之间的代理或网关改动了 {changed}',
  'same-behind-hop': '这个请求在抓包中继续前行（#{exchange:ref}）：{from} 与 {to} 之间没有改动其内容',
  'changed-at-other-capture':
    '这个请求也在 {capture} 中（#{exchange:ref}）：途中改动了 {changed}；用 osscap compare 对比这两份抓包可查看详情',
  'same-at-other-capture':
    '这个请求也在 {capture} 中（#{exchange:ref}）：途中没有改动其内容；用 osscap compare 对比这两份抓包可查看详情',
  'body-incomplete': '抓包中的请求体不完整',
  'request-incomplete': '抓包中的请求头被截断：参与签名的内容没有全部看到',
  'response-incomplete': '抓包中的响应被截断：错误信息可能不完整',
  'response-cut-by-server': '响应还没传完，连接就被服务端一侧结束：错误信息可能不完整',
  'response-cut-by-client': '响应还没传完，连接就被客户端一侧结束：错误信息可能不完整',
  'listed-header-absent':
    '请求声明签过名的请求头实际并不存在：{names}；发送时必须带上它们，且取值与签名时一致',
  'tool-bucket-unknown':
    '自定义域名 {host} 对应的 Bucket 未知，可用 --bucket {host}=BUCKET 指定；若 Bucket 在路径中，则用 --bucket {host}=/',
  'bucket-setting-wrong':
    '设置 --bucket {host}={given} 有误，或已经过时：服务端表示 {host} 绑定的是 {bucket}，此处以服务端为准',
  'bucket-from-server': 'Bucket（{bucket}）取自服务端的待签名字符串',
  'likely-content-type-added':
    '很可能（有 Secret 即可证明）：HTTP 库在签名之后自行加上了 Content-Type{value:q}',
  'content-type-of-url':
    '可能（有 Secret 即可证明）：URL 签名时用的是另一个 Content-Type，或者没有；请求发送的是{value:q}，它参与签名。请按将要发送的类型签名 URL，或发送签名时用的类型',
  'form-data-on-url':
    '可能（有 Secret 即可证明）：URL 签名时用的是另一个 Content-Type，或者没有，而发往它的是表单（{value:q}），其中的 boundary 每次都不同，无法预先签名。请把文件本身作为请求体发送，不要用 FormData，并使用签名时的 Content-Type；若要用表单上传，请使用签名的 Policy（PostObject）',
  'parameters-of-url':
    '可能（有 Secret 即可证明）：这些参数是在 URL 签名之后添加或改动的：{names}。它们参与签名，请交给签名 URL 的函数',
  'plus-in-query':
    '很可能是（提供 Secret 即可证明）：URL 中未编码的 + 会被读作空格，而这些参数中有：{names}；加号应写作 %2B',
  'signature-length':
    '无论签的是什么，这个签名都不可能相符：它有 {length} 个字符，而该签名版本应为 {due} 个；它被截断、折行，或写成了别的形式（例如该用 Base64 却用了十六进制）',
  'host-of-signature':
    '可能：请求是按 Bucket 的 Endpoint 签名的，却发往了 {host}；这种签名包含 Host，签名之后不能换成其他域名：请在签名时就以该域名为 Endpoint',
  'likely-bucket-in-path-too':
    '很可能（有 Secret 即可证明）：域名已经对应 Bucket，路径里又有 {bucket}（Endpoint 里带有 Bucket，或使用了路径方式）：客户端签名的是 /bucket/key，而 OSS 把整个路径当作 Object 名',
  'likely-key-encoding':
    '很可能（有 Secret 即可证明）：Object 名中有签名时常被错误编码的字符：{characters:q}',
  'likely-subresource-not-signed': '很可能（有 Secret 即可证明）：该 SDK（{sdk}）不对参数 {name} 签名',
  'sdk-defect':
    '客户端自报为 {agent}：该类 SDK 在 {fixed} 之前有已知的签名缺陷（{what:word}），请升级到 {fixed} 或更高版本',
  'old-sdk':
    '客户端自报为 {agent}：阿里云建议使用该 SDK 的 {since} 或更高版本，请升级（pip install --upgrade oss2）',
  'underscore-headers-dropped':
    '名称带有下划线（underscore）的请求头（{names}）：nginx 及基于它的网关默认会丢弃，除非配置 "underscores_in_headers on;"。请在客户端与 OSS 之间的每层 nginx 上设置，或改用连字符命名',
  'temporary-key': '这是临时 AccessKey ID，必须与其安全令牌一起使用',
  'signed-with-other-key':
    '用您提供的 {accessKeyId:id} 的 Secret 得到的正是这个签名：客户端发送的 ID 与签名所用的 Secret 不是一对，请让二者成对',
  'also-miscomputed': '另一处错误：{cause:word}',
  'secret-also-differs': '除此之外，客户端使用的 Secret 也与您提供的不同：{how:word}',
  'unexplained-before':
    '该客户端用此 AccessKey ID 发出的更早的 {count:n} 个请求（从 #{exchange:ref} 开始）也是如此：单独看时无法解释',
  'search-tried': '已尝试 {tried:n} 种字符串与 Secret 的变体',
  'search-limit':
    '搜索在 {tried:n} 种变体之后因上限停止，尚未尝试的有：{left:word}（--limit search-budget=N 可尝试更多，目前 N 为 {limit}）',
  'unsupported-endpoint': '发往 {host} 的请求，其签名规则未知',
  'unsupported-product': 'Scope 中的产品{product:q}的规则未知',
  'several-divergences': '两个字符串共有 {count} 处字段不同',
  'no-error-document': '仅凭状态码 {status} 和 EC 判断：响应没有错误信息文档',
  throttled:
    'OSS 对该账号或 Bucket 限流（{code}）：同一时间的请求过多，或带宽超限，与签名无关。请降低并发，并以逐渐加长的间隔重试；需要更高的上限时，请联系技术支持',
  'answered-by-cache':
    '该应答由途中的缓存给出（{signs:q}），本是 OSS 对另一个请求的应答：不能说明这个请求的签名正确',
  'answered-as-before':
    '该应答的 Request ID 与请求 #{exchange:ref} 的相同：是途中的缓存再次给出的，不能说明这个请求的签名正确',
  'signed-anew-at-hop':
    '{from} 与 {to} 之间的网关去掉了客户端的签名，或换成了自己的签名：OSS 没有校验过客户端的签名',
  'own-signature-right': '用给定的 Secret 计算，抓到的请求本身的签名是正确的',
  'own-signature-wrong': '请求本身的签名与给定的 Secret 不符：即使到达 OSS，也会被拒绝',
  'after-redirect': '客户端是由请求 #{exchange:ref} 的重定向转到这里的',
  'foreign-server': '该响应不像 OSS 自身返回的（Server：{server:q}）：可能是模拟器、专有云或中间设备',
  'foreign-authorization': '签名之外还有另一种认证方案的 Authorization 请求头（{scheme:q}）',
} as const satisfies Texts['notes'];
