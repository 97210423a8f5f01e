import type { ReferenceTexts } from './texts.ts';

export const ZH_REFERENCE = {
  lang: 'zh',
  labels: {
    certainty: '确定程度',
    'no-certainty': '无',
    when: '何时给出',
    'to-do': '怎么办',
    meaning: '含义',
    why: '为什么会这样',
    shows: '如何显现',
    'shows-or': '或者：',
    proved: '如何证明',
    'proved-by': '由搜索证明，假设为 {list}',
    document: 'OSS 文档',
    row: '第 {n} 行',
    causes: '原因',
    example: '示例',
    page: '文档',
    settle: '如何确认',
    'kind-cause': '原因',
    'kind-verdict': '结论',
    'kind-suspect': '怀疑对象',
    'kind-advice': '目前还能通过',
    'kind-note': '附注',
    'kind-notice': '关于抓包文件的警告',
    'index-cause': '原因（按所属的结论）',
    'index-other': 'ID 还可以是',
    'index-verdict': '结论',
    'index-suspect': '怀疑对象（没有证明时）',
    'index-advice': '目前还能通过',
    'index-note': '随结论给出的附注',
    'index-notice': '关于抓包文件的警告',
    'index-group': '{id}（{n}）：{list}',
    'index-family': '{word}-…({n})',
    'index-more': '另有 {n} 个',
    'index-one': 'osscap why ID 说明其含义、如何显现、怎么办，例如 osscap why key-cut。',
    'index-part':
      'osscap why WORD 列出名称中含有该词的各项，例如 osscap why content-type；cause、verdict、suspect、advice、note、notice 各列出一整类。',
    'index-found': '没有 ID 为“{part}”的项；以下各项与之相近。osscap why ID 说明其中一项。',
  },
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
      meaning: '消息体与其摘要不符：传输途中被改动，或摘要不是对它计算的。',
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
    pasted: '至多为“很可能”：文本自身就能看出，而文本可能被改过',
  },
  ecPages: 'https://help.aliyun.com/zh/oss/user-guide/',
} as const satisfies ReferenceTexts;
