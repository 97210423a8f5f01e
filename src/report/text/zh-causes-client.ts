import type { CauseText } from './texts.ts';

const say = (headline: string, cause: string, cure: string): CauseText => ({ headline, cause, cure });

const DIFFERS = '签名用的是{signed:q}，发送的是{sent:q}';
const HAND_WRITTEN = '自行编写的签名代码在这里不符合规则';
const USE_SDK = '按 OSS 签名规则修正代码，或交给 SDK 签名';
const SIGN_LAST = '在所有请求头和参数都设置完成之后再签名，之后不要再改动';
const WHOLE_QUERY = '在签名之前通过 SDK 设置该参数（不要拼在签名 URL 后面），并使用支持它的 SDK 版本';

/** 原因在于客户端签名的内容。 */
export const ZH_CAUSES_CLIENT = {
  'method-signed-other': say(
    '客户端按 {signed} 签名，请求却以 {sent} 发出。',
    '签名只对一种请求方法有效；最常见的是签名 URL 用了另一种方法（例如对 GET 的 URL 发 HEAD，用 POST 代替 PUT）',
    '按 {sent} 签名，或以 {signed} 发送；curl -I 发的是 HEAD，curl -d 发的是 POST',
  ),
  'content-type-added-after-signing': say(
    '客户端签名时 Content-Type 为空，发出的请求却带有 Content-Type。',
    'HTTP 库或工具在签名之后自行加上了{sent:q}（浏览器、axios、curl -d、Postman 都会这样）',
    "把 Content-Type 交给 SDK，让它参与签名（oss2：headers={'Content-Type': …}；ali-oss：signatureUrl 的选项或 signatureUrlV4 的 headers 里的 'Content-Type'；Java：setContentType；Go：ContentType），或让该库不要自行添加",
  ),
  'content-type-signed-other': say(
    '客户端签名用的 Content-Type 与发送的不同。',
    `${DIFFERS}；HTTP 库在签名之后设置了自己的值`,
    '发送签名时用的{signed:q}，或改用{sent:q}签名：两处必须完全相同',
  ),
  'content-type-charset': say(
    '客户端签名用的 Content-Type 与发送的相比，charset 不同。',
    `${DIFFERS}；HTTP 库会给文本类型附加 charset`,
    '按实际发送的{sent:q}签名，或以不会被改动的方式设置类型',
  ),
  'content-type-reformatted': say(
    'Content-Type 在签名之后被改了写法。',
    `${DIFFERS}：只有空格或大小写不同`,
    '按 HTTP 库实际发送的写法签名',
  ),
  'content-type-lost': say(
    '客户端对 Content-Type 签了名，却没有发送。',
    '签名用的是{signed:q}；HTTP 库或其上的封装发送时漏掉了它',
    '发送它，或以空值签名',
  ),
  'content-md5-not-signed': say(
    '客户端发送了 Content-MD5，但没有对它签名。',
    '该请求头{sent:q}是在签名之后加上的',
    SIGN_LAST,
  ),
  'content-md5-signed-other': say(
    '客户端签名用的 Content-MD5 与发送的不同。',
    DIFFERS,
    '签名和发送使用完全相同的值',
  ),
  'content-md5-lost': say(
    '客户端对 Content-MD5 签了名，却没有发送。',
    '签名用的是{signed:q}',
    '发送该请求头，或在该行以空值签名',
  ),
  'date-of-other-header': say(
    '客户端签名用的是另一个日期请求头的值。',
    `${DIFFERS}；发送 x-oss-date 时，不能把它与 Date 弄混；S3 V2 在有 x-amz-date 时此行留空`,
    '按签名版本的规则取日期',
  ),
  'date-left-blank': say(
    '客户端签名时日期行为空。',
    '签名用的是空行，应为{sent:q}：AWS V2 在有 x-amz-date 时留空，OSS 不是这样',
    '在该行填入日期',
  ),
  'date-reformatted': say(
    '客户端签名用的日期写法与发送的不同。',
    `${DIFFERS}：时刻相同，写法不同`,
    '只格式化一次，签名和发送用同一文本',
  ),
  'date-seconds-off': say(
    '客户端签名用的日期与发送的相差 {seconds:duration}。',
    `${DIFFERS}；取了两次时间，或 HTTP 库自行设置了 Date`,
    '只取一次时间，签名和发送用同一文本',
  ),
  'expires-signed-other': say(
    '客户端签名用的有效期与发送的不同。',
    `${DIFFERS}：URL 在签名之后被改动过，或签名代码取了两次时间`,
    '按签名程序返回的样子使用 URL（要延长有效期，请重新签名）；自行编写的签名代码只计算一次有效期，两处共用',
  ),
  'oss-header-added-after-signing': say(
    '请求头 {name} 是在签名之后加上的。',
    '所有 x-oss- 请求头都参与签名',
    `${SIGN_LAST}；签名 URL 要在签名时传入该请求头`,
  ),
  'oss-headers-not-signed': say(
    '客户端签名的字符串里少了 {count} 个应签名的请求头。',
    HAND_WRITTEN,
    '把每个 x-oss- 请求头以小写名、排序后各占一行，放在资源之前',
  ),
  'oss-header-order': say(
    '客户端签名时 x-oss- 请求头的顺序不对（{order:word}）。',
    '应按小写名排序',
    USE_SDK,
  ),
  'oss-header-names-not-lowered': say(
    '客户端签名时没有把 x-oss- 请求头名转成小写。',
    HAND_WRITTEN,
    '签名之前把名称转成小写',
  ),
  'oss-header-colon-space': say(
    '客户端签名时在请求头的冒号后面多了空格。',
    HAND_WRITTEN,
    '写成 name:value，不带空格',
  ),
  'header-lines-signed-other': say(
    '客户端签名用的请求头各行形式不同：{signed:q}。',
    HAND_WRITTEN,
    '每个请求头一行 name:value，名称小写并排序，每行以换行符结尾',
  ),
  'empty-header-left-out': say(
    '客户端签名时漏掉了值为空的请求头 {name}。',
    '只要发送了就要签名，即使值为空',
    '以“{name}:”签名，或不要发送它',
  ),
  'header-value-untrimmed': say(
    '客户端签名时保留了请求头 {name} 值两侧的空白。',
    DIFFERS,
    '签名和发送之前去掉两侧空白',
  ),
  'header-duplicates': say(
    '客户端重复发送了请求头 {name}，签名方式与服务端不同（{how:word}）。',
    '各种库对重复请求头的处理不一样',
    '每个 x-oss- 请求头只发送一次',
  ),
  'header-value-folded': say(
    '请求头 {name} 内部的空白在签名与发送之间不同。',
    DIFFERS,
    '请求头的值里避免换行和连续空格',
  ),
  'header-value-encoding': say(
    '客户端签名时请求头 {name} 的字符编码与发送的不同（{encoding:word}）。',
    '值中有非 ASCII 字符，而各种 HTTP 库的发送方式不同',
    '对非 ASCII 的值做百分号编码或 Base64，或设置 SDK 的请求头编码',
  ),
  'token-not-signed': say(
    '客户端发送了安全令牌，但没有对它签名。',
    '令牌是在签名之后加上的',
    '把令牌交给 SDK，让它参与签名',
  ),
  'token-signed-otherwise': say(
    '客户端签名用的安全令牌与发送的形式不同（{how:word}）。',
    '令牌中有 +、/ 和 =，编码时会变',
    '用解码后的令牌签名，放进 URL 时只编码一次',
  ),
  'key-signed-raw': say(
    '客户端签名时把编码后的路径当成了 Object 名。',
    DIFFERS,
    '用原始（解码后的）Object 名签名：V1 直接使用，V4 只编码一次；URL 中的编码与此无关',
  ),
  'key-decoded-twice': say(
    '客户端签名用的 Object 名多解码了一次。',
    DIFFERS,
    '只解码一次；检查框架是否已先行解码路径',
  ),
  'key-encoded': say(
    '客户端签名用的是编码后的 Object 名，应当用原始的。',
    `${DIFFERS}；Object 名在签名之前，或在交给 SDK 之前，已经编码过`,
    '用原始 Object 名签名，只在 URL 中编码；交给 SDK 的也应是原始 Object 名，它会自行编码',
  ),
  'key-plus-and-space': say(
    '客户端签名时弄混了 Object 名中的空格与 +。',
    `${DIFFERS}；在路径中 + 就是加号，空格是 %20`,
    '用路径编码，不要用表单编码',
  ),
  'key-plus-raw': say(
    '客户端在路径中发送了未编码的 +：它按加号签名，服务端却读作空格。',
    '未经百分号编码的 +，不同程序的理解不同：可能是服务端读作空格，也可能是途中的代理把它改写成了 %20',
    '在 URL 路径中用 %2B 表示加号，所有程序对它的理解都相同',
  ),
  'key-cut': say(
    '客户端只签了 Object 名的前半段。',
    `${DIFFERS}；Object 名里的 # 或 ? 被当成路径的结尾`,
    '生成 URL 之前对 Object 名里的 # 和 ? 做百分号编码',
  ),
  'key-hex-case': say('客户端签名时百分号编码的大小写不同。', DIFFERS, '百分号编码使用大写（%2F）'),
  'key-slashes': say(
    '签名与发送的 Object 名中斜杠不同。',
    `${DIFFERS}；开头、重复或结尾的斜杠被增减，或斜杠之间的 .、.. 被解析掉`,
    '交给 SDK 的 Object 名不要以斜杠开头，也不要含 ./ 或 ../，并避免 HTTP 库规范化路径',
  ),
  'key-padded': say(
    '客户端签名用的 Object 名，开头或结尾与发送的不同。',
    `${DIFFERS}；URL 库会去掉首尾空白（有的还会去掉末尾的点）`,
    '使用之前去掉 Object 名首尾的空白和换行，例如从列表文件读取时',
  ),
  'key-prefix-not-signed': say(
    '客户端签名的 Object 名不含发送时前面的目录。',
    `${DIFFERS}；代理或重写规则在路径前加上了目录`,
    '按到达 OSS 的路径签名，或去掉路径重写',
  ),
  'key-signed-recoded': say(
    '客户端用解码或重新编码后的路径签名。',
    `${DIFFERS}；S3 签名 V2 用发送的原样路径签名`,
    '路径只编码一次，签名和发送使用同一文本',
  ),
  'key-encoding': say(
    '客户端签名时 Object 名的字符编码不同（{encoding:word}）。',
    DIFFERS,
    'Object 名统一使用 UTF-8',
  ),
  'key-unicode-form': say(
    '客户端签名用的 Object 名是 Unicode {form} 形式，发送的是另一种。',
    '{sent:q}在两种形式下看起来相同，字节却不同；例如 macOS 的文件名是分解形式',
    '签名和发送之前统一规范化一次（NFC）',
  ),
  'key-case': say('客户端签名用的 Object 名大小写不同。', DIFFERS, 'Object 名区分大小写，请统一'),
  'key-left-out': say(
    '客户端签名时没有包含 Object 名。',
    '资源只到 Bucket 为止；发送的是{sent:q}',
    '签名 /bucket/key',
  ),
  'bucket-left-out': say(
    '客户端签名的资源里没有 Bucket。',
    '即使 URL 只有 Object 名，资源也是 /bucket/key；使用自定义域名时必须告诉 SDK 是哪个 Bucket',
    '签名 /bucket/key；使用自定义域名时设置 Bucket 并打开 SDK 的 CNAME 开关',
  ),
  'bucket-twice': say(
    '客户端签名的资源里 Bucket 出现了两次。',
    '按路径方式签名，而域名里已经有 Bucket',
    '把客户端改为虚拟托管方式，或使用不带 Bucket 的 Endpoint',
  ),
  'bucket-in-host-and-path': say(
    '域名已经对应 Bucket，路径里又有 Bucket。',
    '客户端把路径当作 /bucket/key 签名，而 OSS 把整个路径当作 Object 名，于是它以{bucket:q}开头；客户端的 Endpoint 里带有 Bucket，或使用了路径方式',
    '使用不带 Bucket 的 Endpoint（oss-cn-hangzhou.aliyuncs.com），或把客户端改为虚拟托管方式；使用自定义域名时打开 SDK 的 CNAME 开关',
  ),
  'bucket-signed-other': say(
    '客户端签名用的 Bucket 与请求访问的不同。',
    '签名用的是{signed:q}，请求访问的是{sent:q}；使用自定义域名时客户端从域名猜测 Bucket',
    '设置客户端的 Bucket；使用自定义域名时还要打开 CNAME 开关',
  ),
  'host-in-resource': say(
    '客户端把域名 {host} 签进了资源里。',
    '使用自定义域名时资源仍是 /bucket/key',
    '设置 Bucket 并打开 SDK 的 CNAME 开关',
  ),
  'resource-slash-missing': say(
    '签名的资源里少了一个斜杠（{which:word}）。',
    HAND_WRITTEN,
    '签名 /bucket/key；对 Bucket 本身则为 /bucket/',
  ),
  'url-in-resource': say(
    '客户端把 URL 当作资源签名：{signed:q}。',
    '无论 Host 是什么，资源都是 /bucket/key，不含协议和主机名',
    '对 /bucket/key 签名（key 用解码后的），后面只跟子资源',
  ),
  'resource-left-out': say(
    '客户端签名用的资源是{signed:q}，应为{sent:q}。',
    HAND_WRITTEN,
    '对 /bucket/key 签名；针对 Bucket 本身的请求用 /bucket/',
  ),
  'subresource-added-after-signing': say(
    '客户端签名的字符串里没有参数 {name}。',
    '它是在签名之后加上的，或 SDK 不知道它要参与签名',
    WHOLE_QUERY,
  ),
  'subresources-not-signed': say(
    '客户端签名的字符串里少了请求中的 {count} 个参数。',
    '它们是在签名之后加上的（例如接在已签好的 URL 后面），或签名代码不知道它们要参与签名',
    '把全部参数交给签名函数，不要在签好的 URL 后面追加参数；自行编写的签名代码在 V1 中要签入子资源（排序：?name=value&name），在 V4 中要签入整个查询串',
  ),
  'subresource-signed-extra': say(
    '客户端对参数 {name} 签了名，服务端并不对它签名。',
    'V1 签名只包含子资源和 response-… 参数',
    USE_SDK,
  ),
  'query-all-signed': say(
    '客户端对查询串的所有参数都签了名。',
    'V1 签名只包含子资源和 response-… 参数',
    USE_SDK,
  ),
  'subresource-list-of-sdk': say(
    '客户端按另一种 SDK（{sdk}）的参数列表签名。',
    '该列表缺少服务端要签名的参数，或多出了别的',
    '升级 SDK，或改用对整个查询串签名的 V4',
  ),
  'subresource-signed-other': say(
    '客户端签名用的参数 {name} 的值与发送的不同。',
    DIFFERS,
    '用所发送的值签名：V1 用解码后的值，V2 和 V4 只做一次百分号编码',
  ),
  'parameter-edited': say(
    '这个 URL 是按参数 {name} 的另一个值签名的，之后被改动过。',
    `${DIFFERS}：签名 URL 只在原样使用时有效，改动其中的值就会使签名失效`,
    '为每个要用的值分别签名，或原样使用签名程序返回的 URL',
  ),
  'parameters-joined-other': say(
    '客户端用错误的字符连接了参与签名的参数。',
    '参数以 name=value 的形式用 & 连接后参与签名，没有值的只写名称',
    USE_SDK,
  ),
  'subresource-values-encoded': say(
    '客户端签名用了百分号编码的参数值。',
    'V1 签名要求解码后的值',
    '用解码后的值签名，只在 URL 中编码',
  ),
  'subresource-values-left-out': say(
    '客户端签名时只写了子资源的名称，没有写值。',
    HAND_WRITTEN,
    '有值的子资源按 name=value 签名',
  ),
  'subresource-names-lowered': say(
    '客户端签名时把子资源的名称改成了小写。',
    '请求头名称要转成小写，参数名称不转',
    '按发送的名称签名',
  ),
  'question-mark-missing': say(
    '客户端签名时子资源前面没有写问号。',
    HAND_WRITTEN,
    '第一个子资源前写问号，其余用 & 连接',
  ),
  'question-mark-alone': say(
    '客户端在资源后面多签了一个问号，其后没有子资源。',
    HAND_WRITTEN,
    '有子资源参与签名时才写问号',
  ),
  'query-order': say(
    '客户端签名时参数的顺序不对（{order:word}）。',
    '应按名称逐字节排序',
    '签名之前按字节排序，不要按区域语言规则排序',
  ),
  'empty-value-equals-sign': say(
    '客户端签名时参数 {name} 多了或少了等号。',
    '没有值的参数只写名称；S3 V4 则在名称后写等号',
    USE_SDK,
  ),
  'query-parameter-added-after-signing': say(
    '参数 {name} 是在签名之后加上的。',
    '该签名版本对所有参数签名',
    WHOLE_QUERY,
  ),
  'query-left-out': say('客户端签名时没有包含查询串。', HAND_WRITTEN, '把排序后的查询串放进待签名内容'),
  'parameter-duplicates': say(
    '客户端多次发送参数 {name}，签名方式却不同（{how:word}）。',
    '许多库对同名参数只保留一个值',
    '每个参数只发送一次',
  ),
  'callback-signed-other': say(
    '客户端签名用的回调参数 {name} 的形式与发送的不同（{how:word}）。',
    '参与签名的是回调参数的 Base64 文本，必须与发送的完全一致',
    '回调参数只编码一次，签名和发送使用同一文本',
  ),
  'query-signed-raw': say('客户端直接用了请求里原样的查询串签名。', '应当解码、排序后重新编码', USE_SDK),
  'query-signed-recoded': say(
    '客户端签名时没有按签名规则对查询串做百分号编码（{how:word}）。',
    '参数名和值中，除字母、数字和 -._~ 以外的每个字节都要写成 %XX，且只编码一次；/ 写成 %2F',
    '按此规则编码参数名和值；Python 中用 quote(text, safe="")',
  ),
  'query-plus-and-space': say(
    '客户端签名时弄混了查询串中的空格与 +。',
    '规范化查询串中空格写作 %20',
    '编码查询串时空格用 %20',
  ),
  'query-hex-case': say(
    '客户端签名用的查询串中，百分号编码用了小写字母。',
    '规范化查询串中写 %2F 而不是 %2f；.NET 的编码函数输出小写字母，并把空格写成 +',
    '百分号编码用大写字母，空格写成 %20',
  ),
  'question-mark-signed': say(
    '客户端把查询串前面的问号也签进去了。',
    '查询串那一行以第一个参数开头',
    '去掉问号',
  ),
  'signature-parameter-signed': say(
    '客户端把用来放签名的空参数 {name} 也签进去了。',
    '除签名参数本身外，所有参数都参与签名',
    '签名之后再把该参数加进 URL',
  ),
  'canonical-uri-signed-other': say(
    '客户端签名用的路径形式不同（{how:word}）。',
    `${DIFFERS}；OSS 的 CanonicalURI 是编码后的 /bucket/key，斜杠不编码；S3 V4 只取路径`,
    USE_SDK,
  ),
  'resource-signed-other': say(
    '客户端签名用的资源形式不同（{how:word}）。',
    `${DIFFERS}；签名 V2 对 /bucket/key 整体做百分号编码，斜杠也要编码`,
    USE_SDK,
  ),
  'canonical-header-added-after-signing': say(
    '请求头 {name} 是在签名之后加上的。',
    'V4 对 Content-Type、Content-MD5、所有 x-oss- 请求头，以及请求列为已签名的请求头签名',
    SIGN_LAST,
  ),
  'canonical-header-signed-other': say('客户端签名用的请求头 {name} 的值与发送的不同。', DIFFERS, SIGN_LAST),
  'header-not-sent': say(
    '客户端对请求头 {name} 签了名，却没有发送。',
    '签名用的是{signed:q}；使用签名 URL 或业务服务器生成的签名时，必须发送所有参与签名的请求头',
    '按签名用的值发送 {name}，或签名时不要包含它',
  ),
  'parameter-not-sent': say(
    '客户端对参数 {name} 签了名，却没有发送。',
    'HTTP 库会丢掉值为 null、未设置或为空的参数',
    '把 {name} 直接写进 URL（?{name}），或以空文本作为它的值；再看实际发出的 URL',
  ),
  'host-signed-other': say(
    '客户端签名用的 Host 与发送的不同。',
    `${DIFFERS}；可能是端口不同，或用自定义域名代替了 Endpoint，或客户端的主机设置中带有路径的一部分`,
    '按发送的 Host 签名，或不要把 host 列入签名头；使用 s3cmd 时，host_base 和 host_bucket 中不要带路径',
  ),
  'additional-headers-signed-other': say(
    '客户端签名用的签名头列表与发送的不同。',
    DIFFERS,
    '两处使用同一个小写、排序后的列表',
  ),
  'unlisted-headers-signed': say(
    '客户端把请求中未列为签名头的请求头也签进去了：{names}。',
    'V4 对 Content-Type、Content-MD5 和所有 x-oss- 请求头签名，其他请求头只有写进 AdditionalHeaders 才参与签名；S3 V4 只对 SignedHeaders 所列的请求头签名',
    '从 CanonicalRequest 中去掉这些请求头，或把它们列为签名头',
  ),
  'payload-hash-signed-other': say(
    '客户端签名用的请求体哈希与发送的不同。',
    DIFFERS,
    '用 x-oss-content-sha256 的值签名，即 UNSIGNED-PAYLOAD；S3 V4 用 x-amz-content-sha256 的值',
  ),
  'payload-header-not-signed': say(
    '客户端发送了请求体哈希的请求头，却没有把它作为请求头签名。',
    HAND_WRITTEN,
    'x-oss-content-sha256（S3 V4 为 x-amz-content-sha256）与其他请求头一样，要签进请求头行',
  ),
  'timestamp-signed-other': say(
    '客户端签名用的时间戳与发送的不同。',
    DIFFERS,
    '只取一次时间，签名和发送用同一文本',
  ),
  'scope-day-signed-other': say(
    '客户端派生密钥用的日期与发送的不同。',
    `${DIFFERS}；密钥跨过零点仍在使用，或取了本地日期`,
    '用时间戳的 UTC 日期派生密钥',
  ),
  'scope-region-signed-other': say(
    '客户端派生密钥用的地域与发送的不同。',
    DIFFERS,
    '统一使用 Bucket 所在的地域',
  ),
  'scope-product-signed-other': say(
    '客户端派生密钥用的产品名与发送的不同。',
    DIFFERS,
    '使用产品名 oss（CloudBox 为 oss-cloudbox，S3 V4 为 s3）',
  ),
  'key-derivation': say(
    '客户端派生签名密钥的规则不同（{how:word}）。',
    'OSS 的密钥从 "aliyun_v4" 加 Secret 开始，以 "aliyun_v4_request" 结束；S3 V4 从 "AWS4" 加 Secret 开始，以 "aws4_request" 结束',
    USE_SDK,
  ),
  'wrong-hash': say(
    '客户端使用了哈希算法 {hash}。',
    'V1 和 S3 V2 用 SHA-1，V2 和 V4 用 SHA-256',
    '使用该签名版本规定的哈希算法',
  ),
  'hmac-arguments-swapped': say(
    '客户端把 HMAC 的密钥和消息弄反了。',
    '两个参数的顺序因库而异',
    '以 Secret 为密钥，以待签名字符串为消息',
  ),
  'digest-instead-of-hmac': say('客户端用普通摘要代替了 HMAC。', HAND_WRITTEN, '使用以 Secret 为密钥的 HMAC'),
  'signature-encoding': say(
    '签名的值是对的，但写法不对（{how:word}）。',
    'V1 和 V2 要求原始字节的 Base64，V4 要求小写十六进制',
    '按签名版本规定的形式书写',
  ),
  'signature-cut-short': say(
    '签名被截断：{due} 个字符只发送了 {kept} 个。',
    '发送的部分与正确签名的开头一致；保存它的字段、列或复制的文本太短',
    '完整地传递签名',
  ),
  'wrong-string-level': say(
    '客户端签名的内容不对（{how:word}）。',
    'V4 签名的是包含 CanonicalRequest 哈希的字符串',
    USE_SDK,
  ),
  'string-around-hash': say(
    '客户端签名的字符串中，CanonicalRequest 哈希之前的各行不同（{how:word}）。',
    '待签名字符串依次为算法、时间戳、Scope、哈希，各占一行',
    USE_SDK,
  ),
  'canonical-request-hash-form': say(
    'CanonicalRequest 的哈希写法不对（{how:word}）。',
    '应为小写十六进制',
    '写成小写十六进制',
  ),
  'newline-at-end': say(
    '客户端签名的字符串末尾多了换行符。',
    HAND_WRITTEN,
    '最后一行之后不要有换行符：V1 和 V2 以资源结尾，V4 以 CanonicalRequest 的哈希结尾，CanonicalRequest 本身以请求体哈希结尾',
  ),
  'crlf-line-ends': say(
    '客户端签名的字符串各行之间是 CR LF。',
    '字符串用了 Windows 换行',
    '各行之间只用一个换行符 LF',
  ),
  'newlines-escaped': say(
    '客户端签名的字符串里，换行符成了反斜杠加 n 两个字符。',
    '转义符被当成了字面文本（单引号、Shell 或配置文件）',
    '使用真正的换行符',
  ),
  'header-block-newline-missing': say(
    '客户端签名的字符串在请求头之后少了换行符。',
    HAND_WRITTEN,
    '每个 x-oss- 请求头行（包括最后一行）都以换行符结尾',
  ),
  'header-block-newline-extra': say(
    '客户端签名的字符串在请求头之后多了换行符。',
    HAND_WRITTEN,
    '请求头与资源之间没有空行',
  ),
  'leading-blank-line': say('客户端签名的字符串以空行开头。', HAND_WRITTEN, '应以请求方法开头'),
  'blank-lines-left-out': say(
    '客户端漏掉了签名时应保留的空行（{which:word}）。',
    '没有内容的项也要保留空行：V1 和 V2 中是 Content-MD5 和 Content-Type，V4 中是查询串和签名头列表',
    '保留空行',
  ),
  'line-left-out': say('客户端把待签名字符串的一行留空或漏掉了（{which:word}）。', HAND_WRITTEN, USE_SDK),
  'string-encoded': say('客户端在签名之前改动了整个字符串（{how:word}）。', HAND_WRITTEN, '直接对字符串签名'),
  'policy-signed-other': say(
    '客户端签名用的 Policy 形式与发送的不同（{how:word}）。',
    '参与签名的是 Policy 的 Base64 文本，必须与发送的完全一致',
    '只编码一次，表单域和签名用同一文本',
  ),
  'signature-of-other-request': say(
    '该签名属于另一个请求（#{exchange:ref}，{frame:at}）。',
    '重试、重定向或缓存把旧签名用在了不同的请求上',
    '每个请求都重新签名，重试和重定向也一样',
  ),
  'other-version-signed': say(
    '客户端按另一种签名版本的规则签名（{version:word}）。',
    '请求声明的是一种版本，签名的字符串却是另一种',
    '统一使用一种签名版本',
  ),
  'carrier-mixed-up': say(
    '客户端用请求头签名的规则签了 URL，或正好相反。',
    '在 URL 中，日期的位置由有效期代替',
    USE_SDK,
  ),
} as const satisfies Readonly<Record<string, CauseText>>;
