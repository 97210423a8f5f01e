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
    'back-cause': '[全部原因](../causes.zh-CN.md) · [全部文档](../../README.zh-CN.md) · [English]({other})',
    'same-offline': '在命令行中查看（无需网络）：',
    argument: '参数',
    option: '选项',
    repeatable: '可重复',
    negated: '可用 {option} 取消',
    'column-what': '作用',
    'column-verdict': '结论',
    'column-meaning': '含义',
    'column-row': '行',
    'column-holds': '成立的条件',
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
    'cause-args': '参数（库：`diagnosis.cause.args`）',
    'signing-rules': '签名所依据的规则见 OSS 文档：{list}。',
    'mismatch-documents': '签名不一致时，响应为 `SignatureDoesNotMatch`，细分错误码为其中之一：{list}。',
    'column-hypothesis': '假设',
    'column-causes': '所证明的原因',
    'suspects-words': '措辞的含义',
    'suspects-words-about':
      '如果没有什么能证明被拒请求的原因，报告以怀疑对象开头：权重 0.7 起为“很可能”，0.5 起为“可能”，低于 0.5 为“可能是以下之一”，最多列三个。低于 0.2，或低于 0.7 且被接受的请求也有同样的特征时，为“没有明显突出的原因”。权重是可信度的份额：一个请求的各怀疑对象合计不超过 1，其余属于别的原因。怀疑不是证明，结论仍为 `needs-secret` 或 `undecided`。',
    'suspects-kinds': '怀疑对象的种类',
    'suspects-kinds-about':
      '客户端可能做了什么、怎么办（→），以及怎样确认（✓）：发一个该原因影响不到的请求，若被接受，原因就是它。第二个怀疑对象的权重不低于第一个的一半时，`proof` 给出能区分两者的那一个请求。频度表示在可能出现它的请求中，它相对于其他原因有多常见：由公开的 issue 统计得出，并取 0.7 次方加以平缓。“搜索未覆盖”是用 Secret 搜索找不到的那部分情形所占的份额：搜索全部完成而没有命中时，几率乘以它。在 JSON 中为 `kind`、`summary`、`advice`、`proof`。',
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
    'column-left-open': '搜索未覆盖',
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
      '`compare`、`explain`、`sign`、`hypotheses`、`why` 和 `config` 显示的不是请求列表，可用的格式为 {list}；`compare` 和 `explain` 的 HTML 把请求画成时序图：从客户端经过每一跳到 OSS，并标出值在哪一段被改动。',
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
      about:
        '请求为何失败：每种原因各有一页，说明它如何显现、如何证明、怎样解决，`osscap why ID` 也会显示。斜体字代表抓包中给出的内容。',
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
    { file: 'https.zh-CN.md', title: 'HTTPS', about: '如何取得会话密钥，用它能解密什么' },
    { file: 'text.zh-CN.md', title: '粘贴的文本与 HAR', about: '像读抓包一样读取工单里粘贴的文本' },
    {
      file: 'captures.zh-CN.md',
      title: '抓包文件',
      about: '如何抓包；目录、压缩、筛选、轮转的文件、自定义域名',
    },
    {
      file: 'reading.zh-CN.md',
      title: '如何阅读报告',
      about: '签名不匹配是怎么回事、报告的每一部分、所用的术语',
    },
    {
      file: 'credentials.zh-CN.md',
      title: '提供 Secret',
      about: '从哪里读取 AccessKey，如何使用',
    },
    {
      file: 'compare.zh-CN.md',
      title: '同一请求的两处抓包',
      about: '`compare`：代理、网关或负载均衡在两处之间做了什么',
    },
    {
      file: 'explain.zh-CN.md',
      title: '一次请求、一个签名、一次搜索',
      about: '`explain`、`sign` 和 `hypotheses`：把失败拆解到最后一个字节',
    },
    {
      file: 'capture.zh-CN.md',
      title: '抓取一个程序的请求',
      about: '`capture`：运行一个程序，说明它的请求（包括 HTTPS）为何失败',
    },
    {
      file: 'watch.zh-CN.md',
      title: '实时监视',
      about: '`watch`：失败立即显示，也可监视另一台主机或 Kubernetes 的 Pod',
    },
    {
      file: 'timing.zh-CN.md',
      title: '时间花在哪里，哪些将会失败',
      about: '时间花在谁身上，以及目前通过的请求中哪些不会一直通过',
    },
    {
      file: 'uploads.zh-CN.md',
      title: '分片上传、消息体与摘要',
      about: '从 Initiate 到 Complete 跟踪上传，并把消息体与摘要核对',
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
      title: '威胁模型',
      about: '它默认可信的内容、对其余内容的处理，以及 Secret 可能出现的地方',
    },
    {
      file: 'extending.zh-CN.md',
      title: 'osscap 的结构与扩展方法',
      about: '从字节到报告的各个阶段，以及在哪里增加原因、SDK 缺陷或格式',
    },
  ],
  suspectModel: {
    acceptedWith: '每个具有该特征的被接受请求的系数',
    acceptedWithAtMost: '具有该特征的被接受请求最多计入几个',
    refusedWithout: '每个不具有该特征的被拒请求的系数',
    furtherCause:
      '上述系数相乘的下限：那些请求每另需一个原因乘一次（同有一个被接受的请求都没有的特征，算一个原因）',
    furtherCausesAtMost: '另需的原因最多计几个',
    parted: '被接受的请求都没有该特征时，每个被接受的请求所加的值',
    partedAtMost: '最多加多少',
    since: '具有该特征的请求在某一时刻之前都被接受，之后都被拒',
    sinceOne: '同上，但该请求是唯一一个带有该特征的被拒请求',
    sometimes: '该原因只影响部分具有该特征的请求：乘以被拒份额的平方',
    ofEach: '每个请求各不相同的值（key、时间、policy、签名）：被接受的请求最多把它排除到这个程度',
    relativeWith:
      '使用此 AccessKey、很可能由同一份代码签名的另一客户端（同一种库、URL、浏览器表单）带有该特征而被接受：系数',
    secretAccepted: '该客户端用此 AccessKey 的另一个请求被接受：对密钥的系数',
    secretElsewhere: '另一个客户端用此 AccessKey 被接受：对密钥的系数',
    secretOtherCapture: '该客户端在另一个抓包中用该 AccessKey 被接受过：Secret 的系数',
    secretApart:
      '用此 AccessKey，该客户端有的连接全部被拒，其余连接全部被接受：对密钥的系数，另计特征把两者分开时所加的值',
    allRefused:
      '该客户端用此 AccessKey 的请求都被拒：每多一个被拒的请求所加的值，用于密钥和其他影响每个请求的原因',
    allOperation: '同上，每多一种被拒的操作所加的值',
    allAtMost: '以上两项各自最多加多少',
    secretOfToken: '临时访问凭证：对密钥的系数',
    otherwise: '对怀疑对象以外的原因的可信度，单位与频度相同；该客户端有请求被接受时，再乘以 `ofEach`',
    rarity: '特征常见程度的指数：特征之间并不独立',
    sharpness: '几率整体的指数：抵消频度和特征所取的 0.7 次方（1 / 0.7），并略有提高，使所称权重与实际相符',
    commonnessFloor: '特征最多按多少见计算',
    ratesAlone: '除频度外没有任何依据的怀疑对象，权重最多是多少',
    otherMethodsAlone:
      '特征随请求方法而定（请求体及描述它的请求头）、又没有同一方法的被接受请求时，怀疑的权重最多是多少',
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
} as const satisfies DocsTexts;
