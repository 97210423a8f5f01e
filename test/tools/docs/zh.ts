import type { DocsTexts } from './docs-texts.ts';

const HELP = 'https://help.aliyun.com/zh/oss';

export const DOCS_ZH = {
  lang: 'zh',
  labels: {
    generated: '本页由源码中的表生成（`npm run docs`），请在源码中修改。',
    'index-title': 'osscap 文档',
    'index-about': '[README](../README.zh-CN.md) 介绍 osscap 能做什么、如何开始；其余内容都在这里。',
    'index-guides': '指南',
    'index-reference': '参考',
    back: '[全部文档](../README.zh-CN.md) · [English]({other})',
    argument: '参数',
    option: '选项',
    repeatable: '可重复',
    negated: '可用 {option} 取消',
    'column-what': '作用',
    certainty: '确定程度',
    'column-verdict': '结论',
    'column-meaning': '含义',
    'column-row': '行',
    'column-holds': '成立的条件',
    'no-certainty': '无',
    when: '何时给出',
    'to-do': '怎么办',
    fails: '会使退出码为 1，除非 `--fail-on`、基线或忽略规则另有规定。',
    'does-not-fail': '不会使退出码为 1，除非 `--fail-on` 指明了它。',
    'never-fails': '不会使退出码为 1。',
    rows: '[判定表](#判定表)中的行',
    'causes-of': '原因',
    'table-title': '判定表',
    'table-about':
      '每一次带签名的请求都自上而下对照这张表，第一个成立的行决定结论。`explain` 会指出是哪一行。',
    'certainties-title': '各确定程度',
    'proof-title': '如何证明',
    why: '为什么会这样',
    shows: '如何显现',
    proved: '如何证明',
    'proved-by': '由搜索证明，假设为 {list}',
    document: 'OSS 文档',
    'cause-args': '参数（库：`diagnosis.cause.args`）',
    row: '第 {n} 行',
    'signing-rules': '签名所依据的规则见 OSS 文档：{list}。',
    'mismatch-documents': '签名不一致时，响应为 `SignatureDoesNotMatch`，细分错误码为其中之一：{list}。',
    'column-hypothesis': '假设',
    'column-causes': '所证明的原因',
    'suspects-words': '措辞的含义',
    'suspects-words-about':
      '如果没有什么能证明被拒请求的原因，报告以怀疑对象开头：权重 0.7 起为“很可能”，0.5 起为“可能”，低于 0.5 为“可能是以下之一”，最多列三个。权重是可信度的份额：一个请求的各怀疑对象合计不超过 1，其余属于别的原因。怀疑不是证明，结论仍为 `needs-secret` 或 `undecided`。',
    'suspects-kinds': '怀疑对象的种类',
    'suspects-kinds-about':
      '客户端可能做了什么、怎么办（→），以及怎样确认（✓）：发一个该原因影响不到的请求，若被接受，原因就是它。第二个怀疑对象的权重不低于第一个的一半时，`proof` 给出能区分两者的那一个请求。频度表示在可能出现它的请求中，它相对于其他原因有多常见：由公开的 issue 统计得出，并取 0.7 次方加以平缓。在 JSON 中为 `kind`、`summary`、`advice`、`proof`。',
    'suspects-evidence': '依据',
    'suspects-evidence-about':
      '支持或反对某个怀疑对象的依据。在 JSON 中为 `for` 和 `against`，其中 `code` 为 ID，`exchanges` 为抓包中能说明它的请求。请求本身显示的迹象带有系数，几率乘以该系数。',
    'suspects-model': '权重计算所用的数值',
    'suspects-model-about':
      '怀疑对象的几率等于它的频度，除以其特征的常见程度（取 `rarity` 次方），乘以同一客户端其他请求与之相符的程度（见下表），再乘以请求本身每个迹象的系数。权重是它在全部怀疑对象与 `otherwise` 之和中所占的份额（各取 `sharpness` 次方）。User-Agent 和签名方式都相同的算作一个客户端（同一次扫描的各份抓包一并计算）；没有到达服务端的请求不计入。',
    'suspects-commonness': '特征有多常见',
    'suspects-commonness-about':
      '一般的签名请求中，具有某类怀疑对象所影响特征的份额：特征越少见，出现时相应的原因就越可能。',
    'column-suspect': '怀疑对象',
    'column-rate-header': '频度：请求头',
    'column-rate-url': '频度：URL、表单',
    'column-number': '名称',
    'column-value': '数值',
    'column-trait': '特征',
    'column-share': '份额',
    'column-part': '占比',
    'column-factor': '系数',
    'suspects-profiles': '已知的客户端',
    'suspects-profiles-about':
      '各客户端（按 User-Agent 识别）怎样写请求：取自它们真实流量的抓包和公开的源码。`*` 表示由调用方设置的请求头。位置不同、大小写不同、客户端不会自行发送的类型，或它不会做的签名，都是迹象。',
    'suspects-rates': '个别情况的频度',
    'suspects-rates-about': '频度不只取决于种类的情况。',
    'suspects-shares': '各特征的占比',
    'suspects-shares-about':
      '一类原因通过请求的若干特征起作用，每个特征占一部分可信度；其他请求与之相符的程度按特征分别计算。`*`：由请求所具有的各项平分。',
    'rate-of-method': '`method`：以 {method} 使用签名 URL',
    'rate-host-s3': '`header-host`，S3 V4（总是对 Host 签名）',
    'column-client': '客户端',
    'column-signs': '签名版本',
    'column-order': '请求头的顺序',
    'column-types': '自行发送的类型',
    'profile-signs-none': '无：发送调用方签好的内容',
    'profile-order-sorted': 'Host、User-Agent、Content-Length，其余按名称',
    'profile-order-any': '不固定',
    'profile-types-unknown': '未知',
    'profile-types-no-form': '除表单以外的类型',
    'notes-title': '附注',
    'notes-about': '随结论给出的事实，在表格报告中列于“另外”之下，在 JSON 中为 `notes`。',
    'advice-title': '目前还能通过',
    'advice-about': '这些请求虽已通过，但以后会导致失败的情况；在 JSON 中为 `advice`。',
    'uploads-title': '分片上传的问题',
    'uploads-about': '整个上传的问题；在 JSON 中为上传的 `issues`。',
    'waits-title': '时间花在哪里',
    'waits-about': '请求为何慢；在 JSON 中为 `timing` 的 `reason`。',
    'endings-title': '没有响应，或响应不完整',
    'endings-about':
      '报文说明的情况：谁结束了连接，在多久之后；在 JSON 中为 `ending` 的 `kind`。不影响结论与退出码。',
    'column-id': 'ID',
    'column-sentence': '内容',
    'failures-title': '无法读取的输入',
    'failures-about': '它们使退出码为 2；其余输入仍会读取。',
    'column-format': '格式',
    'column-written': '内容',
    'column-consumer': '读者',
    'column-masked': '脱敏',
    yes: '是',
    no: '否',
    'pages-title': '其他命令的格式',
    'pages-about':
      '`compare`、`explain`、`sign`、`hypotheses` 和 `config` 显示的不是请求列表，可用的格式为 {list}。',
    'column-code': '退出码',
    'by-command': '按命令',
    'column-command': '命令',
  },
  pages: {
    commands: {
      title: '命令与选项',
      about: '每个命令及其选项和示例，即 `osscap COMMAND --help` 的内容，便于在浏览器中阅读。',
    },
    verdicts: {
      title: '结论',
      about: '每种结论的含义、何时给出、确定程度和应对办法，以及作出结论的判定表。',
    },
    causes: {
      title: '原因',
      about: '请求为何失败：每种原因如何显现、如何证明、怎样解决。斜体字代表抓包中给出的内容。',
    },
    hypotheses: {
      title: '搜索的假设',
      about: '提供 Secret 后，为查明客户端究竟签了什么，搜索所作的尝试，即 `osscap hypotheses` 列出的内容。',
    },
    suspects: {
      title: '怀疑对象',
      about:
        '没有 Secret、也没有证明时，可能的原因：怀疑对象的种类、支持和反对它们的依据，以及权重所用的各表。斜体字代表抓包中给出的内容。',
    },
    notes: {
      title: '附注、提醒与问题',
      about: '结论和原因之外的说明。斜体字代表抓包中给出的内容。',
    },
    notices: {
      title: '警告',
      about:
        '抓包文件的异常之处：作为警告写到标准错误，在 JSON 中为 `warnings`。读取总会继续。斜体字代表抓包中给出的内容。',
    },
    formats: {
      title: '格式',
      about:
        '`--format NAME` 和 `--format NAME=FILE` 输出什么、供谁使用。该选项可重复；其中一种格式可写到标准输出。',
    },
    'exit-codes': { title: '退出码', about: '脚本可由 osscap 的退出码得知什么。' },
  },
  guides: [
    {
      file: 'reading.zh-CN.md',
      title: '如何阅读报告',
      about: '签名不匹配是怎么回事、报告的每一部分、所用的术语',
    },
    {
      file: 'captures.zh-CN.md',
      title: '抓包文件',
      about: '如何抓包；目录、压缩、筛选、轮转的文件、自定义域名',
    },
    {
      file: 'credentials.zh-CN.md',
      title: '提供 Secret',
      about: '从哪里读取 AccessKey，如何使用',
    },
    {
      file: 'watch.zh-CN.md',
      title: '实时监视',
      about: '`watch`：失败立即显示，也可监视另一台主机或 Kubernetes 的 Pod',
    },
    {
      file: 'explain.zh-CN.md',
      title: '一次请求、一个签名、一次搜索',
      about: '`explain`、`sign` 和 `hypotheses`：把失败拆解到最后一个字节',
    },
    {
      file: 'compare.zh-CN.md',
      title: '同一请求的两处抓包',
      about: '`compare`：代理、网关或负载均衡在两处之间做了什么',
    },
    { file: 'https.zh-CN.md', title: 'HTTPS', about: '如何取得会话密钥，用它能解密什么' },
    { file: 'text.zh-CN.md', title: '粘贴的文本与 HAR', about: '像读抓包一样读取工单里粘贴的文本' },
    {
      file: 'uploads.zh-CN.md',
      title: '分片上传、消息体与摘要',
      about: '从 Initiate 到 Complete 跟踪上传，并把消息体与摘要核对',
    },
    {
      file: 'timing.zh-CN.md',
      title: '时间花在哪里，哪些将会失败',
      about: '时间花在谁身上，以及目前通过的请求中哪些不会一直通过',
    },
    {
      file: 'ci.zh-CN.md',
      title: '在 CI 中使用',
      about: '配置、基线、拆分扫描，以及可直接使用的 GitHub、GitLab、Kubernetes 流水线',
    },
    {
      file: 'library.zh-CN.md',
      title: '作为库使用，以及 JSON 报告',
      about: '在程序中使用 `scan`、其结果的含义，以及如何读取 JSON 报告',
    },
    {
      file: 'speed.zh-CN.md',
      title: '速度',
      about: '耗时、内存占用，以及如何测量',
    },
    {
      file: 'threat-model.zh-CN.md',
      title: 'osscap 信任什么',
      about: '它默认可信的内容、对其余内容的处理，以及 Secret 可能出现的地方',
    },
    {
      file: 'extending.zh-CN.md',
      title: 'osscap 的结构与扩展方法',
      about: '从字节到报告的各个阶段，以及在哪里增加原因、SDK 缺陷或格式',
    },
  ],
  verdicts: {
    match: {
      meaning: '服务端接受了签名。请求仍可能因签名之后的原因失败，例如 Object 不存在。',
      given: '响应不是错误，或是签名通过之后才会出现的错误（`NoSuchKey`、`NoSuchUpload` 等）。',
      toDo: '无需处理。',
    },
    'transit-modified': {
      meaning: '抓包点与 OSS 之间的某处（代理、网关、CDN）改动了参与签名的内容。问题不在客户端。',
      given: '服务端给出的待签名字符串与由抓到的请求得出的不同，或服务端收到的签名与请求中的不同。',
    },
    'client-miscomputed': {
      meaning:
        '客户端签名的字符串不是由它发送的内容得出的，或签名的计算方法不同。提供 Secret 后可给出它签的是什么。',
      given:
        '抓到的请求与服务端的字符串一致，而它的某个变体恰好得到请求中的签名；或签名本身的百分号编码有误，此时不需要 Secret。',
    },
    'wrong-secret': {
      meaning: '双方签名的字符串相同，使用的 Secret 不同。请求的签名方法没有问题。',
      given: '提供的 Secret（或与它相近的）能得到请求中的签名；或提供了 Secret，而所有尝试都得不到它。',
    },
    'needs-secret': {
      meaning:
        '客户端要么签了另一个字符串，要么用了另一个 Secret，仅凭抓包无法分辨。提供 Secret 后会变为 `client-miscomputed` 或 `wrong-secret`。',
      given: '抓到的请求与服务端的字符串一致，且没有提供该 AccessKey ID 的 Secret。',
    },
    'clock-skew': {
      meaning: '请求签名的日期与服务端时钟相差超过 15 分钟。服务端没有检查签名。',
      given:
        '服务端返回 `RequestTimeTooSkewed`，或者因 V4 URL 的使用时间比其 `x-oss-date` 早 15 分钟以上而拒绝它。',
    },
    expired: {
      meaning: '签名 URL 或表单的 Policy 在有效期之后被使用。签名可能是正确的。',
      given: '服务端表示请求或 Policy 已过期。',
    },
    'unknown-key': {
      meaning: '服务端不认识该 AccessKey ID，任何签名都无济于事。',
      given: '服务端返回 `InvalidAccessKeyId`，且并非缺少安全令牌。',
    },
    token: {
      meaning:
        '临时访问凭证由 ID、Secret 和安全令牌三项组成，必须配套使用；令牌缺失、过期、属于其他 AccessKey，或放错了位置。',
      given: '服务端如此表示，或服务端不认识一个没有带令牌的临时 AccessKey ID。',
    },
    digest: {
      meaning: '消息体与其摘要不符：途中被改动，或摘要不是对它计算的。',
      given:
        '服务端返回 `InvalidDigest`、`BadDigest` 或 `XAmzContentSHA256Mismatch`；或请求已通过，而抓到的消息体与服务端声明存储或发送的不同（`--verify-bodies`）。',
    },
    'access-denied': {
      meaning: '签名正确或未被检查，访问被拒绝：属于权限问题。',
      given: '服务端因上述之外的原因返回 `AccessDenied` 或 `UserDisable`。',
    },
    'malformed-auth': {
      meaning:
        '签名之外的鉴权数据无法使用：Credential、Scope、有效期、签名头列表、表单域。服务端没有检查签名。',
      given: '服务端以指明该部分的错误码或消息拒绝请求。',
    },
    'version-refused': {
      meaning: '无论是否正确，此处都不接受这种签名或访问方式，例如新账号的 V1 签名。',
      given: '服务端的细分错误码（EC）或消息如此表示。',
    },
    intercepted: {
      meaning:
        '响应是客户端与 OSS 之间的某个设备自己给出的，如代理、网关或认证门户。它不能说明签名是否正确：没有服务检查过签名。',
      given:
        '响应中没有服务端的任何标识（`x-oss-request-id` 等 `x-oss-` 响应头、`Server: AliyunOSS`、OSS 的错误文档）。',
    },
    undecided: {
      meaning:
        '已提供 Secret，抓到的请求与服务端的字符串一致，而所有尝试都得不到请求中的签名。仅凭数据包无法分辨客户端是签了别的内容，还是用了另一个 Secret。',
      given: '搜索没有找到客户端签名的内容，也没有证据专门指向 Secret。',
    },
    'not-auth': {
      meaning: '与签名无关：请求没有签名，或在签名起作用之前就已失败。',
      given: '匿名请求，或其他类型的错误。',
      toDo: '查看服务端给出的错误。',
    },
    'no-response': {
      meaning: '抓包中有请求而没有响应，因此无法判断其签名。',
      given: '抓包中没有随后的响应。',
      toDo: '查看报告对连接如何结束的说明（[所有可能的说明](notes.zh-CN.md#没有响应或响应不完整)）；若是抓包的问题，请双向抓包，直到响应返回。',
    },
  },
  certainties: {
    proven: '重新计算的签名或服务端自己的答复，排除了其他解释。',
    likely: '证据相符，但还缺少证明所需的内容；报告会指出缺什么。',
    open: '缺少决定性的内容，通常是 Secret；报告会指出。',
  },
  proofs: {
    head: '由完整抓到的请求头证明：其中没有签名',
    answer: '由响应本身证明',
    words: '由服务端自己的答复证明：错误码、细分错误码（EC）或消息；不需要 Secret',
    digest: '由服务端的拒绝证明；再由抓到的消息体的摘要看出，差异出现在抓包点的哪一侧',
    provided: '由错误信息证明：其中复述了服务端收到的签名，与请求中的对照即可，不需要 Secret',
    strings:
      '由错误信息证明：其中有服务端的待签名字符串，与由抓到的请求得出的逐项对照。此时为“很可能”；如果用提供的 Secret 和抓到的请求能得到请求中的签名，说明客户端签的就是抓到的内容，即为“已证实”',
    secret:
      '由提供的 Secret 证明：用它和双方一致的字符串可得到请求中的签名，客户端没有错，因此服务端的 Secret 是另一个',
    search:
      '由搜索证明：用提供的 Secret 对字符串的各种变体签名，或用 Secret 的各种变体签名，直到恰好得到请求中的签名；别无其他解释',
    'nothing-fits': '没有证明：所有尝试都得不到请求中的签名',
    open: '提供 Secret（`--credentials FILE`）之前无法确定',
    'captured-string': '至多为“很可能”：响应里没有服务端的待签名字符串，以抓到的请求代替',
  },
  suspectModel: {
    acceptedWith: '每个具有该特征的被接受请求的系数',
    acceptedWithAtMost: '具有该特征的被接受请求最多计入几个',
    refusedWithout: '每个不具有该特征的被拒请求的系数',
    refusedWithoutFloor: '上述系数相乘的下限',
    parted: '被接受的请求都没有该特征时，每个被接受的请求所加的值',
    partedAtMost: '最多加多少',
    since: '具有该特征的请求在某一时刻之前都被接受，之后都被拒',
    sinceOne: '同上，但该请求是唯一一个带有该特征的被拒请求',
    sometimes: '该原因只影响部分具有该特征的请求：乘以被拒份额的平方',
    ofEach: '每个请求各不相同的值（key、时间、policy、签名）：被接受的请求最多把它排除到这个程度',
    secretAccepted: '该客户端用此 AccessKey 的另一个请求被接受：对密钥的系数',
    secretElsewhere: '另一个客户端用此 AccessKey 被接受：对密钥的系数',
    allRefused:
      '该客户端用此 AccessKey 的请求都被拒：每多一个被拒的请求所加的值，用于密钥和其他影响每个请求的原因',
    allOperation: '同上，每多一种被拒的操作所加的值',
    allAtMost: '以上两项各自最多加多少',
    secretOfToken: '临时访问凭证：对密钥的系数',
    otherwise: '对怀疑对象以外的原因的可信度，单位与频度相同',
    rarity: '特征常见程度的指数：特征之间并不独立',
    sharpness: '几率整体的指数：抵消频度和特征所取的 0.7 次方（1 / 0.7）',
    commonnessFloor: '特征最多按多少见计算',
  },
  argKinds: { bytes: '抓到的文本', word: 'osscap 的词', number: '数字' },
  exitCodes: {
    CLEAN: '全部读取完毕，没有失败的结论。其他问题（上传、回调、404）会写在报告中，但不改变退出码。',
    FAILING: '至少有一次请求的结论为失败（可用 `--fail-on` 缩小范围）。',
    NOT_DONE:
      '无法完成：用法有误，或输入不存在、无法读取、不是抓包文件。其余输入仍会读取，2 优先于 1。使用 `--strict` 时，抓包文件损坏、不完整，或其内容完全无法读取（没有密钥的 TLS，或其他类型的数据包）也是 2。',
    HUNG_UP: '因终端断开（SIGHUP）而中断，此前已报告读到的内容。',
    INTERRUPTED: '被 Ctrl-C（SIGINT）中断，此前已报告读到的内容。',
    OUTPUT_CLOSED:
      '全部读完之前，标准输出被读取方关闭（`| head`），且没有其他内容要写：不能据此得知是否还有失败。',
    TERMINATED: '被 SIGTERM 中断，此前已报告读到的内容。',
  },
  signingRules: [
    ['V4', `${HELP}/developer-reference/recommend-to-use-signature-version-4`],
    ['V1（请求头）', `${HELP}/developer-reference/include-signatures-in-the-authorization-header`],
    ['V1（URL）', `${HELP}/developer-reference/add-signatures-to-urls`],
  ],
  ecPages: `${HELP}/user-guide/`,
} as const satisfies DocsTexts;
