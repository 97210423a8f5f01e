import type { CauseText } from './texts.ts';

const say = (headline: string, cause: string, cure: string): CauseText => ({ headline, cause, cure });

const CLOCK_CURE = '校准客户端时钟（NTP）；在此之前可让 SDK 按响应的 Date 自动修正时间';
const CLOCK_RULE = 'OSS 只接受与服务端时间相差不超过 15 分钟的签名时间';

const NOT_OF_OSS = '其中没有 OSS 的任何标识（x-oss-request-id、OSS 的错误文档）';

/** 服务端自己指明的原因：过期、时钟、令牌、AccessKey、摘要与各类拒绝。 */
export const ZH_CAUSES_SERVER = {
  'intercepted-denial': say(
    '途中的代理或网关代替 OSS 拒绝了请求。',
    `应答来自 {address}，其中写明{signs:q}；${NOT_OF_OSS}`,
    '原因见其日志：访问规则（allow 与 deny、ACL、Referer、WAF），或它用自己的页面替换了 OSS 的拒绝应答（nginx：proxy_intercept_errors）；在那里改正，或绕开它（NO_PROXY）',
  ),
  'intercepted-refusal': say(
    '途中的代理或网关因自身的原因拒绝了请求。',
    `应答来自 {address}，其中写明{signs:q}；${NOT_OF_OSS}`,
    '原因见其日志：频率、请求头或 URL 长度的限制，不接受的路径，向 TLS 端口发送了明文 HTTP 等；在那里改正，或绕开它（NO_PROXY）',
  ),
  'intercepted-login': say(
    '途中的网关要求它自己的登录。',
    `应答来自 {address}，其中写明{signs:q}；${NOT_OF_OSS}。Authorization 请求头里是 OSS 签名，网关若把它当作登录信息就会拒绝`,
    '让网关对发往 OSS 的请求不要求登录，或不经过该网关访问 OSS；签名 URL 可把 Authorization 留给网关使用，但网关不能再把它转发给 OSS',
  ),
  'intercepted-proxy-login': say(
    '代理要求它自己的登录。',
    `应答来自 {address}，其中写明{signs:q}；${NOT_OF_OSS}`,
    '在客户端配置代理的登录信息（Proxy-Authorization；代理设置写成 http://USER:PASSWORD@PROXY），或绕开它（NO_PROXY）',
  ),
  'intercepted-too-large': say(
    '途中的代理或网关因请求体过大而拒绝。',
    `应答来自 {address}，其中写明{signs:q}；${NOT_OF_OSS}`,
    '调高该处的上限（nginx：client_max_body_size），或改用更小的分片上传',
  ),
  'intercepted-no-upstream': say(
    '途中的代理或网关没有从它的上游得到可用的应答。',
    `应答来自 {address}，其中写明{signs:q}；${NOT_OF_OSS}`,
    '查看该代理的日志：它到 OSS 一段的域名解析、端口、TLS 与超时设置',
  ),
  'intercepted-redirect': say(
    '途中的代理或网关把请求重定向了，OSS 并没有应答。',
    `应答来自 {address}，其中写明{signs:q}，指向{location:q}；${NOT_OF_OSS}`,
    '如果那是登录页，请先登录网络；如果是同一 Bucket 的另一个地址，请把客户端直接配置为该地址（客户端在转向其他域名时会丢掉 Authorization）；否则让网关直接转发发往 OSS 的请求',
  ),
  'intercepted-success': say(
    '途中的某个设备自己返回了成功，OSS 并没有应答。',
    `应答来自 {address}，其中写明{signs:q}；${NOT_OF_OSS}。认证门户、登录页和测试服务器会这样应答：实际上什么也没有写入或读到`,
    '先登录网络，或改正把客户端引到那里的域名解析或代理设置',
  ),
  'intercepted-cached-refusal': say(
    '途中的缓存用以前某个请求的拒绝应答了这个请求。',
    '应答来自 {address}，它本是另一个请求的应答（{signs:q}），不能说明这个签名是否正确',
    '让缓存不要保存拒绝应答，并放行带签名的请求（nginx：对 $http_authorization 设置 proxy_cache_bypass 和 proxy_no_cache）',
  ),
  'authorization-dropped-at-hop': say(
    '途中的代理或网关去掉了 Authorization：到达的请求没有签名。',
    '发到 {from} 的请求带有签名，转发到 {to} 的却没有',
    '让网关转发 Authorization（nginx：不要设置 proxy_set_header Authorization；认证网关：不要处理发往 OSS 的请求）',
  ),
  'authorization-replaced-at-hop': say(
    '途中的网关重新签名了请求，被拒绝的是它自己的签名。',
    '发到 {from} 的请求与转发到 {to} 的请求签名不同：OSS 校验的是网关的签名，不是客户端的',
    '检查网关的 AccessKey 与签名方法；客户端的凭证并没有到达 OSS',
  ),
  'redirect-dropped-authorization': say(
    '客户端跟随重定向转到{host:q}时丢掉了 Authorization：到达的请求没有签名。',
    '请求 #{exchange:ref} 被重定向；curl 和 HTTP 库不会把 Authorization 带到其他域名',
    '把客户端的访问地址直接配置为重定向所指的地址，或让网关转发请求而不要重定向',
  ),
  'unsigned-request': say(
    '请求没有签名，而访问的资源不是公开的。',
    'SDK 没有拿到凭证，或代理去掉了 Authorization 请求头或签名参数',
    '为客户端配置凭证；如果已经配置，请在每层代理前后分别抓包，查看 Authorization 是否还在',
  ),
  'clock-behind': say('客户端时钟比服务端慢 {seconds:duration}。', CLOCK_RULE, CLOCK_CURE),
  'clock-ahead': say('客户端时钟比服务端快 {seconds:duration}。', CLOCK_RULE, CLOCK_CURE),
  'clock-timezone': say(
    '客户端把本地时间当作 GMT 来签名，相差 {hours} 小时。',
    '生成日期时没有把本地时间换算成 GMT，或系统把本地时间当作 UTC',
    '日期请按 GMT 格式化（x-oss-date 用 UTC），并检查系统时区',
  ),
  'clock-unset': say(
    '客户端时钟没有设置：签名的年份是 {year} 年。',
    '没有时钟电池的设备在校时之前会从固定日期开始计时',
    '等 NTP 校时完成之后再发第一个请求',
  ),
  'signature-resent': say(
    '请求在首次发送之后 {seconds:duration}，又带着旧签名重新发送。',
    `这个签名首次发送时，其日期还在允许范围之内；${CLOCK_RULE}`,
    '每次重试都取新的时间并重新签名，不要留存已签名的请求供以后使用',
  ),
  'clock-skew-unknown': say('服务端认为客户端时钟不准，抓包中看不出相差多少。', CLOCK_RULE, CLOCK_CURE),
  'url-expired': say(
    '签名 URL 在过期之后才被使用。',
    '它的有效期到 {expires:time} 为止，已过 {late:duration}',
    '重新签名，或设置更长的有效期；用临时访问凭证签名的 URL 最迟随凭证一起失效',
  ),
  'expires-relative': say(
    'Expires 应为绝对时间，却填了时长：{value:q}。',
    'V1 和 V2 签名的 Expires 是 Unix 秒数，只有 V4 用时长',
    '把 Expires 设为当前 Unix 时间加上所需的秒数',
  ),
  'expires-in-milliseconds': say(
    'Expires 应以秒为单位，却用了毫秒：{value:q}。',
    '时间取自以毫秒计的函数，例如 Date.now()',
    '除以 1000，用整秒数签名',
  ),
  'form-policy-expired': say(
    '上传表单的 Policy 在使用之前就已过期。',
    '它的 expiration 是 {expires:time}，已过 {late:duration}',
    '每次上传都重新获取 Policy 和签名，或延长 Policy 的有效期',
  ),
  'expired-unknown': say(
    '签名 URL 或表单已超过有效期。',
    '服务端如此答复；抓包中看不出超过多久',
    '重新签名，或设置更长的有效期',
  ),
  'expired-by-server-clock': say(
    '服务端认为请求已过期，但按响应的 Date 来看仍在有效期内。',
    '有效期到 {expires:time} 为止；客户端与服务端（或两台服务端）的时钟不一致',
    '检查签名方的时钟，签名时多留几分钟余量',
  ),
  'token-missing': say(
    '这是临时 AccessKey ID，但请求没有携带安全令牌。',
    '临时访问凭证有三项；令牌没有交给 SDK，或在途中被去掉',
    '把 SecurityToken 与 ID、Secret 一起交给 SDK；若经过代理，请放行 x-oss-security-token',
  ),
  'token-expired': say(
    '安全令牌已过期。',
    '临时访问凭证在 DurationSeconds（默认一小时）之后失效，用它签名的 URL 也随之失效',
    '在失效之前换用新的凭证；SDK 的凭证提供者会自动刷新',
  ),
  'token-foreign': say(
    '安全令牌不是与该 AccessKey ID 一起签发的。',
    'ID、Secret、令牌来自 STS 的不同响应，或令牌被改动、截断',
    '三项要取自同一次响应，并一起更换',
  ),
  'parameter-plus-raw': say(
    'URL 的参数 {name} 中有未编码的 +，服务端把它读作空格。',
    '在 URL 的查询串里，+ 表示空格：把值放进 URL 时没有对其中的加号做百分号编码，服务端收到的值就与签名时的不同',
    '拼接 URL 时对该值做百分号编码（加号写作 %2B），或原样使用 SDK 返回的 URL',
  ),
  'token-not-supported': say(
    '该操作不接受安全令牌。',
    '服务端在此处拒绝临时访问凭证',
    '请用 RAM 用户的 AccessKey 执行该操作',
  ),
  'token-misplaced': say(
    '安全令牌放在了{place:word} {name} 里，应当放在{due:word} {expected} 里。',
    '各签名版本放置令牌的位置不同，服务端不会到别处去找',
    '只用一种签名版本的 SDK 签名，不要手工添加令牌',
  ),
  'token-twice': say(
    '请求在请求头和 URL 参数中各带了一个安全令牌。',
    '把带令牌的签名 URL 交给了自己也会加令牌的客户端，或在 SDK 之外又手工添加了令牌',
    '只保留{due:word} {expected} 中的令牌，去掉另一个',
  ),
  'token-place-not-seen': say(
    '安全令牌的位置不对，或同时放在了两处。',
    '每种签名版本各有放令牌的位置，少数操作只接受 URL 中的令牌；这里没有请求，看不到令牌实际放在哪里',
    '只用一种签名版本的 SDK 签名，不要手工添加令牌',
  ),
  'key-unknown': say(
    '服务端没有该 AccessKey ID 的记录。',
    'ID 写错、已删除、已禁用，或属于其他云或其他站点',
    '在 RAM 控制台查找该 ID；如果没有，请新建 AccessKey',
  ),
  'key-disabled': say(
    '服务端拒绝该 AccessKey ID：已禁用，或只允许从其他地址使用。',
    '该 ID 存在；它在 RAM 控制台中被禁用，或其网络访问限制不允许客户端的地址',
    '在 RAM 控制台启用它，或在那里允许客户端的地址；否则换用其他 AccessKey',
  ),
  'key-id-padded': say(
    'AccessKey ID 中带有空白或看不见的字符。',
    '复制时带上了空格、换行或零宽字符，或从文件读取时带上了行尾',
    '重新输入 ID，或读取配置时只保留字母和数字',
  ),
  'key-id-placeholder': say(
    'AccessKey ID 是占位符。',
    '配置中的示例值没有替换，或变量没有取到值',
    '在程序实际读取的配置中填写 ID 和 Secret',
  ),
  'body-md5-differs': say(
    '请求体的 MD5 与 Content-MD5 不符。',
    '请求头为{claimed:q}，抓到的请求体算出{actual:q}：摘要是对别的字节算的，例如压缩之前的内容，或整个文件而非该分片；或者请求体在到达抓包点之前已被改动',
    '对实际发送的请求体计算 Content-MD5，或交给 SDK 处理',
  ),
  'body-sha256-differs': say(
    '请求体的 SHA-256 与 x-amz-content-sha256 不符。',
    '请求头为{claimed:q}，抓到的请求体算出{actual:q}：摘要是对别的字节算的，例如压缩之前或最后一次改动之前的内容；或者请求体在到达抓包点之前已被改动',
    '对实际发送的字节签名，或把 x-amz-content-sha256 交给 SDK 处理',
  ),
  'body-altered': say(
    '请求体在抓包点与服务端之间被改动。',
    '抓到的请求体与其{claim:word}的值{claimed:q}相符，服务端收到的却不同',
    '在每层代理前后抓包对比，找出会转码、扫描或压缩请求体的那一层；或全程用 HTTPS 连接 OSS',
  ),
  'digest-not-base64-md5': say(
    'Content-MD5 不是 MD5 的 Base64 形式。',
    '它的值是{claimed:q}；应为 16 字节的 Base64，共 24 个字符',
    '把 MD5 的 16 个原始字节做 Base64 编码',
  ),
  'digest-of-hex': say(
    'Content-MD5 里放的是 MD5 的十六进制文本。',
    '它的值是{claimed:q}；应为 16 个原始字节的 Base64',
    '对摘要的原始字节编码，而不是对十六进制文本编码（Node 中用 digest("base64")）',
  ),
  'digest-unverifiable': say(
    '服务端认为请求体与摘要不符。',
    '抓包中没有完整的请求体，无法在此核对{claimed:q}',
    '抓取完整数据包（tcpdump -s 0），并对实际发送的字节计算摘要',
  ),
  'digest-not-computed': say(
    '服务端认为请求体与摘要不符。',
    '请求体超过默认计算摘要的长度（16 MiB），没有核对{claimed:q}',
    '加上 --verify-bodies 再运行一次，它会计算每个消息体的摘要',
  ),
  'stored-body-differs': say(
    '服务端存下的内容与抓到的请求体不同。',
    '响应给出的{claim:word}为{claimed:q}，抓到的请求体算出{actual:q}：请求体在抓包点与服务端之间被改动',
    '重新上传该 Object；在每层代理前后抓包对比，找出会转码、扫描或压缩请求体的那一层；或全程用 HTTPS 连接 OSS',
  ),
  'received-body-differs': say(
    'Object 在服务端与抓包点之间被改动。',
    '响应给出的{claim:word}为{claimed:q}，抓到的响应体算出{actual:q}',
    '打开 SDK 的校验功能重新下载；在每层代理前后抓包对比，找出会转码、扫描或压缩响应体的那一层；或全程用 HTTPS 连接 OSS',
  ),
  'digest-request-not-seen': say(
    '服务端称消息体与 Content-MD5 不符，或 Content-MD5 的值不是 MD5。',
    '这里没有请求可供比较：要么摘要是对另一些字节计算的，要么值写成了十六进制，而不是 16 个字节的 Base64',
    '对实际发送的字节计算 MD5，并以其原始字节的 Base64 发送；补充客户端发送的内容即可核对',
  ),
  'digest-not-sent': say(
    '服务端说 Content-MD5 有误，而抓到的请求并没有带 Content-MD5。',
    '抓包位置与服务端之间有设备加上了 Content-MD5，它与到达的请求体不符',
    '在每层代理前后抓包对比，找出会设置 Content-MD5 或改动请求体的那一层',
  ),
  'digest-other': say(
    '服务端认为请求体与另一种校验值（非 Content-MD5）不符。',
    '校验请求头或尾部是对别的字节算的，与收到的不同',
    '对实际发送的字节计算校验值，或在 SDK 中关闭该校验',
  ),
  'v1-switched-off': say(
    '这里不再接受 V1 签名。',
    '该账号或 Bucket 只接受 V4；较新的账号和 Bucket 一开始就是如此',
    '把 SDK 切换到 V4 签名，并设置地域',
  ),
  'path-style-forbidden': say(
    'Bucket 写在了路径里，而 OSS 要求写在域名里。',
    'S3 客户端常用路径方式，OSS 不接受',
    '把客户端改为虚拟托管方式（forcePathStyle: false，addressing_style: virtual）',
  ),
  'aws-chunked-refused': say(
    '请求体使用了 OSS 不支持的一种 aws-chunked 编码。',
    '较新的 S3 SDK 默认发送不签名的分块，并在末尾附带校验值；OSS 只接受逐块签名的（x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD）',
    '关闭分块编码和默认校验（request checksum calculation 设为 when_required），或改用 OSS SDK',
  ),
  'url-signature-required': say(
    '该操作只接受 URL 中的签名。',
    '请求把签名放在 Authorization 里，或没有签名；由 OSS 签名的播放列表（hls/sign）要用签名 URL 获取',
    '对 URL 签名，安全令牌也放进 URL 参数，并去掉 Authorization',
  ),
  'header-signature-required': say(
    '该操作只接受 Authorization 请求头中的签名。',
    '请求把签名放在 URL 里，或没有签名',
    '在 Authorization 请求头中签名，不要用签名 URL',
  ),
  'v4-header-required': say(
    '该 Bucket 只接受放在请求头中的 V4 签名。',
    'CloudBox 的 Bucket 不接受其他形式',
    '用 V4 在 Authorization 请求头中签名',
  ),
  's3-version-refused': say(
    '该账号不能使用 S3 兼容签名（{version:word}）。',
    '账号没有开通这项兼容能力',
    '改用 OSS SDK 的 V4 签名',
  ),
  'version-refused-other': say(
    '服务端在此处不接受这种签名方式。',
    '无论签名如何，服务端都以 EC {ec} 拒绝',
    '在 OSS 文档中查阅该 EC；用 OSS SDK 的 V4 签名最稳妥',
  ),
  'header-and-query': say(
    '请求被签了两次：Authorization 请求头和 URL 参数各一次。',
    '把签名 URL 交给了自己也会签名的客户端，或某个库加上了 Authorization',
    '签名 URL 请用普通 HTTP 客户端访问，不要带 Authorization',
  ),
  'foreign-scheme': say(
    'Authorization 使用了 OSS 不认识的认证方案：{scheme:q}。',
    '拦截器给每个请求都加上了应用自己的令牌（Bearer、Basic）',
    '让该拦截器跳过发往 OSS 的请求',
  ),
  'bad-authorization': say(
    'Authorization 请求头无法识别。',
    '格式不符合它所声明的签名版本，或在途中被截断、折行',
    '与客户端日志中的对比，并由 SDK 生成该请求头',
  ),
  'bad-credential': say(
    '签名的 Credential 格式有误：{credential:q}。',
    'V4 要求的格式是 ID/yyyymmdd/region/oss/aliyun_v4_request；S3 V4 是 ID/yyyymmdd/region/s3/aws4_request',
    '改正顺序和常量，或由 SDK 生成',
  ),
  'region-mismatch': say(
    '签名的地域是{claimed:q}，而 Endpoint 在{endpoint:q}。',
    'V4 签名包含地域，必须是 Bucket 所在的地域',
    '把客户端的地域连同 Endpoint 改为 Bucket 所在的地域',
  ),
  'region-refused': say(
    '服务端不接受签名所用的地域{claimed:q}。',
    'V4 签名包含地域，必须与 Bucket 所在地域一致；从 Host 看不出另一个地域',
    '查明 Bucket 所在地域，并把客户端的地域设为该地域',
  ),
  'region-not-seen': say(
    '服务端不接受签名所用的地域；Endpoint 所在地域是{endpoint:q}。',
    'V4 对地域签名，必须是 Bucket 所在地域的地域 ID：前面没有 oss-，后面没有 -internal；这里没有请求，看不到实际发送的地域',
    '把客户端的地域设为 Bucket 所在地域，Endpoint 与之一致',
  ),
  'region-is-endpoint-name': say(
    '应填地域 ID 的地方填了 Endpoint 名：{claimed:q}。',
    '地域 ID 形如 cn-hangzhou，前面没有 oss-，后面没有 -internal',
    '地域只填地域 ID，oss-… 留给 Endpoint',
  ),
  'product-mismatch': say(
    '签名中的产品名是{claimed:q}。',
    'Scope 里的产品名是 oss（CloudBox 为 oss-cloudbox，S3 V4 为 s3）',
    '使用与签名方式一致的常量；OSS 的（oss、aliyun_v4_request）和 S3 的（s3、aws4_request）不能混用',
  ),
  'scope-day-mismatch': say(
    'Scope 的日期（{scope:q}）与时间戳的日期（{timestamp:q}）不是同一天。',
    '其中一个取自本地时间，或签名密钥跨过零点仍在使用',
    '每次请求都用同一个 UTC 时间生成这两个值',
  ),
  'empty-additional-headers': say(
    'AdditionalHeaders 存在但为空。',
    '列表里没有名称是不允许的',
    '没有额外签名头时，不要带这个参数',
  ),
  'listed-header-absent': say(
    '签名请求头列表中有{name:q}，而请求没有这个请求头。',
    'OSS 要求列表中的请求头都在请求里；客户端列出的比发送的多，或该请求头在抓包点之前已被去掉',
    '发送该请求头，或把它移出列表后重新签名',
  ),
  'listed-header-lost': say(
    '签名请求头列表（{names:q}）中有请求头没有到达服务端。',
    '抓到的请求中都有，所以是抓包点与服务端之间去掉了其中之一',
    '让途中的代理放行这些请求头，或不把它们列入签名',
  ),
  'listed-header-underscore': say(
    '签名请求头列表中有{name:q}；OSS 不接受其中带下划线的请求头。',
    '服务器和代理会丢弃名称带下划线的请求头',
    '名称改用连字符，或把它移出列表后重新签名',
  ),
  'bad-content-sha256': say(
    '{name} 的值不被接受：{value:q}。',
    'OSS 接受 UNSIGNED-PAYLOAD；S3 兼容签名也接受请求体的 SHA-256（十六进制）',
    '发送 UNSIGNED-PAYLOAD，并按它签名',
  ),
  'mangled-parameters': say(
    'URL 在签名之后被转义：出现了名为{name:q}的参数。',
    'HTML 或 JSON 编码把 & 变成了 &amp; 或 \\u0026，之后没有还原',
    '使用之前先解码；不要把 URL 放进 HTML 或 JSON 后直接使用',
  ),
  'missing-signature': say(
    '请求里没有签名值。',
    '参数或 Authorization 的一部分丢失，例如 URL 被截断',
    '把发送的 URL 与签名得到的对比',
  ),
  'missing-signature-version': say(
    '签名 URL 里没有值为{value:q}的参数 {name}：服务端因此把请求当作未签名。',
    '该参数丢失、被截断、拼写错误或在签名之后被改动，例如复制 URL 时',
    '把发送的 URL 与签名得到的对比',
  ),
  'missing-expires': say(
    '签名 URL 没有有效期。',
    'Expires（V4 为 x-oss-expires）丢失或没有设置',
    '把发送的 URL 与签名得到的对比',
  ),
  'bad-expires': say(
    '有效期不可接受：{value:q}。',
    '不是数字，或超出该版本的上限（V4 为 7 天）',
    '缩短有效期，以整秒数签名',
  ),
  'missing-date': say(
    '请求没有日期。',
    '既没有 Date 也没有 x-oss-date；浏览器不允许脚本设置 Date',
    '发送 x-oss-date 并对其签名',
  ),
  'bad-date': say(
    '请求的日期无效：{value:q}。',
    'OSS 能识别的日期形如“Wed, 01 Jan 2025 12:34:56 GMT”（V1、V2）和“20250101T123456Z”（V4）',
    '像 SDK 那样用英文和 GMT 书写日期',
  ),
  'bad-form-field': say(
    '上传表单缺少表单域，或名称有误：{name:q}。',
    '表单上传所需的表单域因签名版本而异',
    '在 file 之前发送该版本要求的全部表单域',
  ),
  'malformed-other': say(
    '鉴权信息格式有误：{argument:q}。',
    '服务端在校验签名之前就拒绝了请求',
    '改正服务端指出的参数',
  ),
  'wrong-endpoint': say(
    'Bucket 在另一个地域，它的 Endpoint 是{endpoint:q}。',
    '每个 Bucket 只在所属地域的 Endpoint 上提供服务',
    '把客户端的 Endpoint（和地域）改成它',
  ),
  'wrong-endpoint-unnamed': say(
    'Bucket 不在该 Endpoint 所属的地域。',
    '每个 Bucket 只在所属地域的 Endpoint 上提供服务；响应没有说明是哪一个',
    '在控制台查明 Bucket 所在地域，并把客户端的 Endpoint（和地域）改成该地域的',
  ),
  'no-permission': say(
    '签名正确，但该 AccessKey 没有相应权限。',
    '没有 RAM 策略、Bucket Policy 或 ACL 允许该操作，或者有策略拒绝',
    '为 RAM 用户或角色授权，并检查 Bucket Policy 中是否有 Deny',
  ),
  'no-permission-not-seen': say(
    '客户端没有相应权限。',
    '没有 RAM 策略、Bucket Policy 或 ACL 允许该操作，或者有策略拒绝；这里没有请求，它也可能没有签名',
    '确认请求带有签名；再为其 RAM 用户或角色授权，并检查 Bucket Policy 中是否有 Deny',
  ),
  'refused-as-stranger': say(
    'Bucket 的 ACL 不允许该客户端访问。',
    '该 AccessKey 所属账号在此没有权限；也可能签名没有到达服务端：未签名的请求得到的正是同样的响应',
    '为该账号授权；若它本有权限，在代理之后也抓一次包，代理可能去掉了 Authorization',
  ),
  'policy-condition-failed': say(
    '签名正确，但上传内容不满足 Policy 中的条件。',
    '服务端答复：{detail:q}',
    '让表单域符合 Policy，或修改 Policy',
  ),
  'account-disabled': say('账号已欠费或被禁用。', 'OSS 拒绝该账号的所有请求', '在控制台处理账号状态'),
  'ip-restricted': say(
    '签名 URL 限制了来源地址。',
    '它是为另一个地址或 VPC 签名的，请求却不是从那里发出',
    '在允许的网络中使用，或重新签名时去掉限制',
  ),
  'referer-missing': say(
    'Bucket 的防盗链要求带 Referer，而请求没有带。',
    'Bucket 不允许空 Referer；页面设了 no-referrer、App 或代理都会使请求不带 Referer',
    '请求时带上 Bucket 允许的 Referer，或由 Bucket 所有者允许空 Referer',
  ),
  'referer-refused': say(
    'Bucket 的防盗链拒绝了 Referer{referer:q}。',
    '它不在 Bucket 的白名单中，或在黑名单中',
    '从 Bucket 允许的页面发起请求，或由 Bucket 所有者把该域名加入白名单',
  ),
  'referer-not-seen': say(
    'Bucket 的防盗链拒绝了这个请求。',
    '请求没有带 Referer，或 Referer 不在 Bucket 的白名单中，或在黑名单中；这里没有请求，看不到实际发送的 Referer',
    '从 Bucket 允许的页面发起请求，或由 Bucket 所有者修改 Referer 设置',
  ),
  'vpc-policy-denied': say(
    '请求来源 VPC 的策略拒绝了它。',
    '该策略只允许部分 Bucket 或操作，与 RAM 和 Bucket 的授权无关',
    '请网络管理员把该 Bucket 加入 VPC 策略，或从别处发起请求',
  ),
  'security-blocked': say(
    'OSS 的安全系统将该请求判定为攻击并拦截。',
    '拦截先于签名和权限：请求被判定为恶意请求，或 Bucket 正受到攻击',
    '如果请求是正常的，请带上 Request ID 联系阿里云技术支持',
  ),
  'refused-without-reason': say(
    '签名正确，但请求被拒绝，且没有给出原因。',
    '这个 403 既没有错误信息也没有 EC：可能是代理、网关或防火墙自己拒绝了请求，也可能是它用自己的页面替换了 OSS 的响应，而 OSS 的响应也许恰恰与签名有关',
    '查看代理的日志，并在代理与 OSS 之间抓包，那里能看到 OSS 的响应（nginx：proxy_intercept_errors off）',
  ),
  'denied-by-authentication': say(
    '访问因认证信息（AccessKey、令牌、时间或签名）被拒绝。',
    'EC {ec} 属于认证类，而非权限类；具体指哪一项，osscap 并不知道',
    '按返回信息处理，并在 OSS 文档中查阅该 EC',
  ),
  'access-denied-other': say(
    '访问被拒绝，服务端没有指出签名有误。',
    '原因见服务端返回的信息',
    '按返回信息处理；可凭 EC 在 OSS 文档中查到对应说明',
  ),
} as const satisfies Readonly<Record<string, CauseText>>;
