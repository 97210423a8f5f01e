import { VARIABLES } from '../settings/table.ts';
import type { CliTexts } from './texts.ts';

/** What may be wrong with a file that is read whole. */
const FILE_ZH = {
  missing: '文件不存在',
  permission: '没有读取权限',
  folder: '是目录，不是文件',
  'too-big': '文件过大（最多 1 MiB）',
  'not-text': '不是 UTF-8 文本文件',
  'read-error': '无法读取（{detail}）',
  'not-json': '不是有效的 JSON{place}',
} as const;

export const CLI_ZH = {
  lang: 'zh',
  help: {
    examples: '示例：',
    parserWords: {
      'Positionals:': '参数：',
      string: '值',
      array: '值',
      boolean: '开关',
      'Not enough arguments following: %s': '选项 %s 缺少取值',
    },
    takesBack: '取消 {name}',
    commandList: '命令：{list}',
    more: 'osscap --help 列出所有选项；osscap help COMMAND 说明某个命令；osscap why ID 说明某个原因或结论。',
    moreOf: 'osscap {command} --help 列出所有选项。',
    groups: {
      daily: '常用：',
      output: '报告：',
      filter: '筛选请求：',
      request: '请求：',
      capture: '抓包：',
      credentials: '凭证：',
      other: '其他：',
      ci: 'CI：',
    },
    commands: {
      why: {
        usage:
          '用法：osscap why [ID|WORD]\n\n说明报告中某个 ID 的含义：原因、结论、怀疑对象、附注、警告，或目前还能通过的情况。包括为什么会这样、如何显现、如何证明、怎么办、示例，以及文档所在。写一个词则列出名称中含有它的 ID；什么都不写则概览全部。',
        summary: '说明某个原因或结论的含义',
        positionals: { id: '报告中的 ID，例如 content-type-added-in-transit' },
        examples: [
          ['osscap why content-type-added-in-transit', '某个原因'],
          ['osscap why', '报告可能给出的全部 ID'],
          ['osscap why content-type', '名称中含有它的全部 ID'],
          ['osscap why needs-secret --format json', '某个结论，以数据形式输出'],
        ],
        epilogue: '不读取任何文件，也不发送任何内容。\n退出码：0；ID 不存在或命令行有误时为 2。',
      },
      merge: {
        usage:
          '用法：osscap merge FILE|FOLDER…\n\n把用 --shard I/N 和 --format blob=FILE 写出的各部分合并（顺序不限），输出与整体扫描相同的报告。',
        summary: '合并一次扫描的各部分',
        positionals: { path: 'blob 文件，或包含它们的目录（*.blob）' },
        examples: [
          ['osscap scan captures/ --shard 2/3 --format blob=2.blob', '三份中的一份'],
          ['osscap merge 1.blob 2.blob 3.blob', '整体的报告'],
          [
            'osscap merge blobs/ --format sarif=oss.sarif --baseline known.json',
            '输出其他格式，且仅新原因算失败',
          ],
        ],
        epilogue:
          'blob 中保存着抓到的报文头原文，包括签名和安全令牌：请像保管抓包文件一样保管它。同一部分重复出现只算一次；缺少任何一部分时退出码为 2。\n退出码：0 没有失败，1 有请求失败，2 blob 或命令行有误，或缺少某一部分。',
      },
      config: {
        usage: `用法：osscap config [OPTION…]\n\n显示生效的设置及其来源：命令行参数、环境变量（${VARIABLES.join('、')}）、配置文件或默认值，以最先给出的为准。`,
        summary: '显示生效的设置及其来源',
        positionals: {},
        examples: [
          ['osscap config', '在本目录中生效的设置'],
          ['osscap config --fail-on token --format json', '以数据形式输出，并带一个参数'],
        ],
        epilogue:
          '配置文件中不能写密钥、密钥文件的路径或要写入的文件：它随代码仓库而来，而仓库可能是任何人的。\n退出码：0；配置、环境变量或命令行有误时为 2。',
      },
      completion: {
        usage:
          '用法：osscap completion bash|zsh|fish\n\n输出一段脚本，让 shell 补全命令、选项及其取值。脚本自成一体：补全时不会运行 osscap。',
        summary: '输出 shell 补全脚本',
        positionals: { shell: 'bash、zsh 或 fish' },
        examples: [
          ['osscap completion bash > ~/.local/share/bash-completion/completions/osscap', 'bash'],
          [
            'osscap completion zsh > ~/.zfunc/_osscap',
            'zsh；并在 ~/.zshrc 中的 compinit 之前加上 fpath+=~/.zfunc',
          ],
          ['osscap completion fish > ~/.config/fish/completions/osscap.fish', 'fish'],
        ],
        epilogue: '更新 osscap 后请重新输出。\n退出码：0；命令行有误时为 2。',
      },
      help: {
        usage: '用法：osscap help [COMMAND]\n\n显示某个命令或整个 osscap 的全部说明，与 --help 相同。',
        summary: '显示某个命令的帮助',
        positionals: { command: '命令的名称；不写则为 scan' },
        examples: [
          ['osscap help', '整体说明'],
          ['osscap help explain', '某个命令的说明'],
        ],
        epilogue: 'osscap -h，或在命令之后加 -h，显示简短的帮助。\n退出码：0；命令行有误时为 2。',
      },
      version: {
        usage: '用法：osscap version\n\n显示 osscap 的版本。',
        summary: '显示版本',
        positionals: {},
        examples: [
          ['osscap version', '版本'],
          ['osscap -V', '同上'],
        ],
        epilogue: '退出码：0；命令行有误时为 2。',
      },
      watch: {
        usage:
          '用法：osscap watch FILE\n或：tcpdump … -U -w - | osscap watch -\n\n边抓包边读取，OSS 请求一失败（响应收完）就用一行显示：时间、序号、状态码、Request ID、结论、操作、Bucket 和 Object、原因。出现过的原因只显示次数。按 Ctrl-C 结束并输出与 scan 相同的报告，再按一次立即结束。',
        summary: '边抓包边显示失败的请求',
        positionals: {
          input:
            '正在写入的抓包文件（pcap、pcapng），或用 - 表示标准输入；文件还不存在时会等待，被替换或清空时从头继续读取',
        },
        examples: [
          ["sudo tcpdump -U -s 0 -w - 'tcp port 80' | osscap watch -", '本机上哪些请求失败'],
          [
            'ssh host sudo tcpdump -Uw - port 80 | osscap watch - --credentials keys.json',
            '另一台机器上哪些请求失败，并给出证明',
          ],
          ['osscap watch /var/tmp/oss.pcap --blocks', '由 tcpdump -U -w 写入的文件，并显示证据'],
          [
            'osscap watch oss.pcap --format ndjson --format html=end.html',
            '每次请求立即以数据输出（各行改到标准错误），结束时生成网页',
          ],
        ],
        epilogue:
          'tcpdump 加上 --immediate-mode 会立即交出每个包，否则最多会晚一秒。\n退出码：与 scan 相同；按 Ctrl-C 后为 130，收到 SIGTERM 后为 143。',
      },
      capture: {
        usage:
          '用法：osscap capture [OPTION…] -- COMMAND…\n或：osscap capture [OPTION…]（直到按 Ctrl-C）\n\n运行一条命令，同时抓取它的数据包：启动 tcpdump（或 dumpcap），在全部接口上抓取完整的包，等到确实开始抓包后，让命令写出 TLS 密钥，并以调用 sudo 的用户身份在本终端中运行它。失败的 OSS 请求立即显示在标准错误上，命令结束后给出与 scan 相同的报告。',
        summary: '运行一条命令，并报告它的哪些请求失败',
        positionals: { command: '要运行的命令及其参数，写在 -- 之后' },
        examples: [
          ['sudo osscap capture -- python3 upload.py', '运行程序，并说明它的请求为何失败'],
          ['sudo osscap capture --keep oss.pcapng -- node upload.js', '保存抓包及其 TLS 密钥'],
          ['sudo osscap capture --port 8080', '本机发往代理的全部请求，直到按 Ctrl-C'],
          ['sudo osscap capture --format html=report.html -- ./upload.sh', '可分享的 HTML 页面'],
        ],
        epilogue:
          'TLS 密钥来自 SSLKEYLOGFILE（curl、Python、GnuTLS）和 NODE_OPTIONS=--tls-keylog（Node.js）；除非您已设置，它们会为命令设好。密钥放在只有运行命令的用户能打开的目录中，结束时删除，除非用 --keep 存入文件。信号和 Ctrl-C 会送达命令。\n退出码：1 有请求失败，否则为命令自己的退出码（被信号终止时为 128 加信号编号）；2 无法抓包，或输入、命令行有误。',
      },
      scan: {
        usage:
          '用法：osscap scan PATH…\n或：osscap watch FILE|-（边抓包边显示失败的请求）\n或：osscap capture -- COMMAND…（运行命令并报告失败的请求）\n或：osscap compare CLIENT SERVER…（对比同一批请求在多处的抓包）\n或：osscap explain CAPTURE INDEX（完整展示一次请求）\n或：osscap extract CAPTURE INDEX… -o FILE（提取请求的数据包，用于工单）\n或：osscap sign [OPTION…] URL（逐步展示签名）\n或：osscap hypotheses（搜索所尝试的假设）\n或：osscap why [ID]（说明某个原因或结论的含义）\n或：osscap merge FILE|FOLDER…（合并一次扫描的各部分）\n或：osscap config（查看生效的设置）\n或：osscap completion bash|zsh|fish（shell 补全脚本）\n或：osscap help COMMAND（某个命令的全部说明）\n或：osscap version（显示版本）\n\n读取阿里云 OSS 流量的抓包文件，说明请求为何返回 403：客户端与服务端的待签名字符串在哪里不同，是谁改动的。',
        summary: '读取抓包文件，报告每一次失败的 OSS 请求',
        positionals: {
          path: '抓包文件（pcap、pcapng，或它们的 .gz、.zst）、文本（HTTP 报文、tcpdump -A、curl -v、调试日志、错误信息文档、HAR）、目录、加引号的通配符，或用 - 表示标准输入',
        },
        examples: [
          ['osscap scan upload.pcap', '查看哪些请求失败、问题出在谁'],
          ['osscap scan ticket.txt', '粘贴的文本：错误信息文档、curl -v、调试日志'],
          [
            'osscap scan captures/ --credentials keys.json --format html=report.html',
            '提供 Secret，给出证明，并输出可查看、可转交的网页报告',
          ],
          ["sudo tcpdump -s 0 -U -w - 'tcp port 80' | osscap scan -", '边抓边读，按 Ctrl-C 结束并输出报告'],
        ],
        epilogue:
          '也会读取环境变量中的 AccessKey：OSS_ACCESS_KEY_ID、OSS_ACCESS_KEY_SECRET、OSS_SESSION_TOKEN，以及 ALIBABA_CLOUD_… 和 AWS_… 系列。Secret 不作为参数传入，也从不输出。\n退出码：0 没有失败，1 有请求失败，2 输入或命令行有误，130 被中断（SIGTERM 为 143）。',
      },
      compare: {
        usage:
          '用法：osscap compare CLIENT SERVER [MORE…]\n\n找出多个抓包文件（在从客户端到 OSS 的途中各处抓取）中共同的请求，说明它们在各处之间有什么改动：请求行、头部、消息体、响应，以及是哪处改动破坏了签名、因而是哪一跳所为。',
        summary: '说明同一请求在各个抓包点之间的改动',
        positionals: { path: '每个抓包点一个抓包文件（或文本），离客户端最近的在前' },
        examples: [
          ['osscap compare client.pcap server.pcap', '两处之间的代理做了什么'],
          ['osscap compare client.pcap proxy.pcap server.pcap', '是两跳中的哪一跳'],
          ['osscap compare client.pcap server.pcap --format json', '以数据形式输出'],
        ],
        epilogue:
          '请求按响应中的 Request ID 配对，否则按签名和日期，再否则按时间。\n退出码：0 途中没有签名被破坏，1 有，2 输入或命令行有误。',
      },
      explain: {
        usage:
          '用法：osscap explain CAPTURE INDEX\n\n完整展示一次请求：帧和时间、抓到的请求头和响应头、待签名字符串的各部分及其字节位置和来源、签名的计算步骤、服务端的答复、双方字符串对照、由判定表的哪一行判定，以及搜索尝试了什么。',
        summary: '完整展示一次请求',
        positionals: {
          capture: '抓包文件（pcap、pcapng，或它们的 .gz、.zst），或用 - 表示标准输入',
          index: '请求的序号，即 scan 显示的序号',
        },
        examples: [
          ['osscap explain upload.pcap 5', '第五次请求'],
          ['osscap explain upload.pcap 5 --credentials keys.json', '同时计算签名并搜索'],
          ['osscap explain upload.pcap 5 --format json', '以数据形式输出'],
        ],
        epilogue:
          '抓到的内容按原样显示，包括 AccessKey ID、签名和安全令牌。Secret 从不输出。\n退出码：0 该请求没有失败，1 该请求失败，2 没有该请求，或输入、命令行有误。',
      },
      extract: {
        usage:
          '用法：osscap extract CAPTURE INDEX… -o FILE\n\n把这些请求的数据包写入可附在工单中的 pcapng 文件：链路层、地址、时间和所在连接的握手保持原样，并以注释说明各包的含义。AccessKey ID、签名、令牌、Cookie 和消息体换成等长的替代值，校验和相应修正；您自己的 Secret 换成星号。相同的值换成相同的替代值，因此字符串的对比结果不变。随后会扫描该文件，并说明其中有哪些已看不出来。',
        summary: '提取请求的数据包，写成用于工单的文件',
        positionals: {
          capture: '抓包文件（pcap、pcapng，或它们的 .gz、.zst）',
          index: '请求的序号，即 scan 显示的序号',
        },
        examples: [
          ['osscap extract upload.pcap 5 -o ticket.pcapng', '第五次请求'],
          ['osscap extract upload.pcap 5 8 -o ticket.pcapng', '两次请求，写入一个文件'],
          ['osscap extract upload.pcap 5 --bodies -o ticket.pcapng', '保留消息体，并替换其中的敏感值'],
        ],
        epilogue:
          'Bucket、对象的 key、主机名、地址以及其他所有头都保持原样：发送前请查看文件。TLS 请求仍为密文，文件中没有密钥。\n退出码：0 文件已写入，2 没有该请求，或输入、命令行有误。',
      },
      sign: {
        usage:
          '用法：osscap sign [OPTION…] URL\n或：osscap sign [OPTION…] --request FILE\n\n不需要抓包，展示请求如何签名：待签名字符串（V4 还有 CanonicalRequest）的各部分、字符串本身、签名，以及应发送的请求头、URL 或表单域。请求已带签名时与之比较。不会发送任何内容。',
        summary: '逐步展示请求的签名',
        positionals: { url: '请求的 URL，请加引号' },
        examples: [
          ['osscap sign https://b.oss-cn-hangzhou.aliyuncs.com/a --credentials keys.json', 'V4，请求头形式'],
          [
            "osscap sign -X PUT -H 'Content-Type: text/plain' \\\n    'http://b.oss-cn-hangzhou.aliyuncs.com/a.txt?acl' --sign-version v1",
            'V1 的待签名字符串；没有 Secret 时不计算签名',
          ],
          [
            "osscap sign 'https://b.oss-cn-hangzhou.aliyuncs.com/a.txt' \\\n    --sign-version v4-url --expires 600 --credentials keys.json",
            '签名 URL',
          ],
          ['osscap sign --request request.json --credentials keys.json', '从文件读取请求'],
        ],
        epilogue:
          '也会读取环境变量中的 AccessKey：OSS_ACCESS_KEY_ID、OSS_ACCESS_KEY_SECRET、OSS_SESSION_TOKEN，以及 ALIBABA_CLOUD_… 和 AWS_… 系列。Secret 不作为参数传入，也从不输出。\n退出码：0 已签名，1 请求自带的签名与计算的不同，2 输入或命令行有误。',
      },
      hypotheses: {
        usage:
          '用法：osscap hypotheses\n\n列出搜索为弄清客户端实际签名内容而尝试的假设：客户端与服务端签名不同的各种可能、改变了什么、适用于哪些签名版本、可能性大小，以及应对办法。',
        summary: '列出搜索所尝试的假设',
        positionals: {},
        examples: [
          ['osscap hypotheses', '表格'],
          ['osscap hypotheses --format json', '以数据形式输出'],
        ],
        epilogue: '退出码：0；命令行有误时为 2。',
      },
    },
  },
  usage: {
    'unknown-option': '未知选项 {name}',
    'command-without-dashes': 'capture 的命令要写在两个短横之后：osscap capture -- {value} …',
    'filter-and-port': '--filter 与 --port 不能同时使用：过滤表达式中已包含端口',
    'unknown-command': '没有这个命令、文件或目录：{name}',
    'missing-value': '{name} 缺少取值',
    'needless-value': '{name} 不带取值',
    'bad-value': '{name} 不支持“{value}”，可用的有：{allowed:long}',
    'unknown-id': '没有 ID 为“{value}”的原因、结论、怀疑对象、附注或警告；osscap why 列出全部',
    'bad-number': '{name} 的值应为 {allowed:long} 之间的整数，而不是“{value}”',
    'none-beside-others': '{name} 的 none 只能单独使用，不能与结论一起写',
    'bad-bucket': '--bucket 的格式是 HOST=NAME 或 HOST=/，而不是“{value}”',
    'bad-endpoint':
      '--endpoint 的格式是 HOST=PROVIDER 或 HOST=PROVIDER/REGION，而不是“{value}”；可用的服务：{providers}',
    'bad-bucket-name':
      '--bucket 的值应为 Bucket 名 NAME，或写作 HOST=NAME 指明自定义域名对应的 Bucket，而不是“{value}”',
    'bad-time': '{name} 的值应为时间，如 2024-05-01T23:02:26Z、2024-05-01 或 23:02:26，而不是“{value}”',
    'since-after-until': '--since 晚于 --until',
    'quiet-and-verbose': '--quiet 与 --verbose 不能同时使用',
    'filter-and-baseline':
      '--write-baseline 需要全部请求：请去掉 --only、--bucket NAME、--request-id、--since 和 --until',
    'bad-width': '--width 应为列数，而不是“{value}”',
    'missing-argument': '缺少 {name}',
    'empty-argument': '命令行中有一个空的参数：是不是脚本里的变量没有设置？',
    'extra-argument': '多余的参数 {value}',
    'bad-index': 'INDEX 应为请求的序号（从 1 起），而不是“{value}”',
    'too-many-indexes': 'extract 最多接受 {most} 次请求',
    'extract-from-stdin': 'extract 要读三遍抓包：请给出文件，而不是标准输入',
    'bad-header': "-H 的格式是 'Name: value'，而不是“{value}”",
    'url-and-request': 'URL 与 --request 只能给出一个',
    'bad-shard': '--shard 的值应为 I/N（1 ≤ I ≤ N ≤ {most}）、auto 或 auto/N，而不是“{value}”',
    'shard-and-baseline': '--write-baseline 需要整体扫描：请先合并各部分，再写入基线',
    'limit-of-scan':
      '--limit {value} 对 merge 不起作用：请在写 blob 的扫描中指定（或写在配置中，对两者都有效）；merge 接受 {allowed:long}',
    'stdin-twice': '凭证和要读取的内容都指定为标准输入，请把其中之一改为文件',
    'stdin-at-two-points': '标准输入只能读取一次，却被指定了多次：其余抓包请以文件给出',
    'two-on-stdout': '只能有一个 --format 输出到标准输出，其余请写到文件（NAME=FILE）',
    'same-file': '两种格式写到了同一个文件 {value}',
    'secret-word':
      '命令行的第 {n} 个参数不是文件，而且像是密钥，因此这里不再重复：参数会出现在进程列表和 shell 历史中；请把密钥写入文件（--credentials FILE）或环境变量，如果它确实是密钥，请更换',
    'secret-argument':
      '不接受 {name}：命令行参数会出现在进程列表和命令历史中；请把 Secret 放进文件（--credentials FILE）或环境变量',
    other: '{message:long}',
  },
  didYouMean: '；您是不是要用 {near:long}？',
  seeHelp: '（osscap {command}--help 查看帮助）',
  credentials: {
    missing: '凭证：{path:long}：文件不存在',
    permission: '凭证：{path:long}：没有读取权限',
    folder: '凭证：{path:long}：是目录而不是文件',
    'too-big': '凭证：{path:long}：文件过大（最多 1 MiB）',
    'read-error': '凭证：{path:long}：无法读取（{detail}）',
    'not-text': '凭证：{path:long}：不是 UTF-8 文本文件',
    'not-json': '凭证：{path:long}：不是有效的 JSON{place}',
    'unknown-format':
      '凭证：{path:long}：既不是 AccessKey 的 JSON 列表，也不是 ossutil 或 aliyun CLI 的配置文件',
    'bad-ini-line': '凭证：{path:long}：第 {line} 行既不是节、键值，也不是注释',
    'bad-entry': '凭证：{path:long}：条目 {where}：{field} 缺失、为空或不是字符串',
    'bad-id': '凭证：{path:long}：条目 {where}：{field} 的内容不可能是 AccessKey ID',
    'unusable-profiles':
      '凭证：{path:long}：没有用文件中的 AccessKey 签名的配置（现有模式：{modes:long}），只能使用 AK 和 StsToken',
    'no-credentials': '凭证：{path:long}：其中没有 AccessKey',
  },
  faults: {
    'no-exchange': '{path:long}：没有请求 #{index}，其中共有 {n:n} 次，从 #1 起',
    'no-exchanges': '{path:long}：没有请求 #{index}，其中没有任何请求',
    'several-captures': 'explain 只接受一个抓包文件，而 {path:long} 匹配到 {n:n} 个',
    'several-at-point': 'compare 每个抓包点只接受一个抓包文件，而 {path:long} 匹配到 {n:n} 个',
    'watched-folder':
      '{path:long} 是目录：watch 跟踪一个正在写入的文件（或用 - 表示标准输入）；读取目录请用 osscap scan',
    'overwrites-input': '报告会覆盖正要读取的文件 {path:long}：请换一个文件名（NAME=FILE）；没有写入任何内容',
    'report-and-baseline': '报告和基线写入同一个文件 {path:long}：请为其中之一换一个文件名；没有写入任何内容',
    'report-and-baseline-printed':
      '报告和基线都输出到标准输出：请把报告写到文件（--format NAME=FILE），或为基线指定文件；没有写入任何内容',
    'request-file': '{path:long}：无法读取（{detail}）',
    'request-missing': '{path:long}：文件不存在',
    'request-permission': '{path:long}：没有读取权限',
    'request-folder': '{path:long}：是目录而不是文件',
    'request-too-big': '{path:long}：文件过大（最多 1 MiB）',
    'request-not-text': '{path:long}：不是 UTF-8 文本文件',
    'request-not-json': '{path:long}：不是 JSON 对象',
    'request-bad-json': '{path:long}：不是有效的 JSON{place}',
    'request-field': '{path:long}：字段 {field} 缺失或类型不对',
    'bad-url': '不是可请求的 URL：{value:long}（需要主机名，其后的空格写作 %20）',
    'bad-date': '不是日期：“{value}”（HTTP 日期、UTC 的 ISO 8601 日期或 Unix 秒数）',
    'bad-expires': '不是秒数：“{value}”',
    'bad-bytes': '{field} 中含有换行或其他控制字符',
    'needs-policy': '{version} 对表单的 Policy 签名：请给出带有 policy 的表单（--request FILE）',
    'needs-region': '{version} 对地域签名，而从 {host} 看不出地域：请用 --region 指定',
    'needs-bucket': '{host} 对应的 Bucket 未知：请用 --bucket NAME 指定',
    'unknown-endpoint': 'Endpoint {host} 的签名规则未知',
    'unknown-product': '产品 {product} 的规则未知',
    'capture-no-program':
      '未安装 tcpdump 或 dumpcap：请安装其中之一（apt-get install tcpdump、dnf install tcpdump、apk add tcpdump），或在装有它们的机器上抓包，再用 osscap scan 读取',
    'capture-no-right':
      '{program} 没有抓包权限（{detail:long}）：请用 sudo 运行 osscap，命令仍会以您的身份运行；或为 {program} 授权一次：sudo setcap cap_net_raw,cap_net_admin=eip 加上它的路径',
    'capture-no-right-in-container':
      '{program} 在此容器中没有抓包权限（{detail:long}）：请以 root 启动容器并加上 --cap-add NET_RAW --cap-add NET_ADMIN（Kubernetes 中为 securityContext.capabilities.add），或从旁边抓包：kubectl debug --profile=netadmin，或 docker run --net container:NAME',
    'capture-no-interface':
      '{program} 找不到网络接口 {interface:long}（{detail:long}）：用 {program} -D 列出；不写 --interface 则抓取全部接口',
    'capture-bad-filter': '{program} 无法理解过滤表达式：{detail:long}（参见 man pcap-filter）',
    'capture-not-running':
      '{program} 已启动但没有抓到任何东西，因此没有运行命令；它最后的输出：{detail:long}',
    'capture-failed': '{program} 无法抓包：{detail:long}',
    'capture-on-windows': 'capture 不能在 Windows 上运行：请用 Wireshark 抓包，再用 osscap scan 读取',
    'command-missing': '{command:long}：PATH 中没有此命令（sudo 有自己的 PATH：sudo env "PATH=$PATH" …）',
    'command-not-executable': '{command:long}：不是可以运行的程序',
    'report-and-keep': '报告和抓包都要写入文件 {path:long}：请为其中一个换个名称',
    'no-temporary-folder':
      '无法在 {path:long} 中建立存放 TLS 密钥的目录（{detail}）：请让 TMPDIR 指向可写的目录',
    'shard-unknown': '--shard auto：{variables} 均未设置，无法得知这是第几部分：请写作 I/N',
    'shard-of-how-many': '--shard auto：{variables:long} 只说明这是第几部分，没有说明共几部分：请写作 auto/N',
    'shard-in-doubt':
      '--shard auto：从 {variables:long} 无法得知这是第几部分（是否单独重新启动了其中一部分？）：请写作 I/N',
    'text-to-extract': '{path:long}：是文本，没有可提取的数据包',
    'several-to-extract': 'extract 只接受一个抓包文件，而 {path:long} 匹配到 {n:n} 个',
    'extract-failed': '数据包无法写入 {path:long}：{detail}',
    'keep-failed': '抓包无法保存到 {path:long}：{detail}',
    'several-keys': '有多个 AccessKey：请用 --access-key-id 选择（{list:long}）',
  },
  tlsKeys: {
    missing: 'TLS 密钥：{path:long}：文件不存在',
    permission: 'TLS 密钥：{path:long}：没有读取权限',
    folder: 'TLS 密钥：{path:long}：是目录而不是文件',
    'no-file': 'TLS 密钥：{path:long}：是管道或设备，读取可能永不结束',
    'too-big': 'TLS 密钥：{path:long}：文件过大（密钥日志最多 64 MiB，私钥最多 1 MiB）',
    'read-error': 'TLS 密钥：{path:long}：无法读取（{detail}）',
    'no-secrets':
      'TLS 密钥：{path:long}：其中没有 TLS 密钥；密钥日志的内容形如 CLIENT_RANDOM … 或 CLIENT_TRAFFIC_SECRET_0 …',
    'not-a-key': 'TLS 密钥：{path:long}：不是 PEM 格式的 RSA 私钥',
    'encrypted-key': 'TLS 密钥：{path:long}：私钥带有口令；请先去掉口令（openssl pkey -in KEY -out PLAIN）',
  },
  keyWarnings: {
    'open-to-others':
      '{path:long}：此文件含有密钥，却可被所有者以外的用户读取（权限 {mode}）：请对它运行 chmod 600',
    'unusable-modes':
      '凭证：{path:long}：跳过不是用文件中的 AccessKey 签名的配置（模式：{modes:long}）；只能使用 AK 和 StsToken',
    'environment-key-log': '{fault:long}；它由 SSLKEYLOGFILE 指定，已跳过',
    'half-in-environment':
      '凭证：设置了 {variable}，却没有设置 {missing:long}，其中没有可用的 AccessKey：请补上缺少的变量，或取消该变量',
    'two-secrets':
      '凭证：{id} 有两个不同的 Secret：使用 {used:long} 中的，不使用 {other:long} 中的；一个 AccessKey ID 的 Secret 终身不变，请删除错误的那个',
    'bad-id-in-environment':
      '凭证：{variable} 的内容不可能是 AccessKey ID（含有空格、换行或引号？），因此不使用这个 AccessKey：请重新设置',
  },
  keyPlace: '{path:long} 的条目 {entry}',
  atLineColumn: '（第 {line} 行第 {column} 列）',
  outputFailed: '无法写入报告 {path:long}：{detail}',
  writeFaults: {
    ENOENT: '所在目录不存在',
    ENOTDIR: '所在目录不存在',
    EACCES: '没有写入权限',
    EPERM: '没有写入权限',
    EROFS: '文件系统是只读的',
    EISDIR: '它是一个目录',
    EBUSY: '文件正被其他程序占用',
    ENOSPC: '磁盘空间已满',
    ELOOP: '链接指回了它自己',
    EFBIG: '超出系统允许的文件大小',
    EDQUOT: '磁盘配额已用完',
    ENAMETOOLONG: '文件名过长',
  },
  noWorkingFolder: '当前目录已不存在：请先切换到别的目录（cd）',
  stdoutFailed: '无法写入标准输出：{detail}',
  filter: {
    'request-id': '没有请求的 Request ID 是 {name}；共查找了 {captures:n} 个抓包中的 {exchanges:n} 次请求',
    bucket: '没有请求涉及 Bucket {name}；共查找了 {captures:n} 个抓包中的 {exchanges:n} 次请求',
    notForBlobs:
      'blob 要供合并使用，须包含全部请求：输出 blob 时请不要使用 --only、--bucket NAME、--request-id、--since 和 --until，改在 merge 时使用',
  },
  verbose: {
    config: '配置文件：{path:long}',
    noConfig: '配置文件：无',
    keysOfFile: 'AccessKey：{ids:long}（来自 {path:long}）',
    keysOfEnvironment: 'AccessKey：{ids:long}（来自环境变量 {variable}）',
    noKeys: 'AccessKey：无',
    tlsKeys: 'TLS 密钥：密钥日志 {logs:n} 个，私钥 {files:n} 个',
    inputs: '待读取：{n:n} 个文件',
    input: '  {path:long}',
    moreInputs: '  另有 {n:n} 个',
    capture:
      '{path:long}：{format}，{links:long}，{packets:n} 个包，{bytes:n} 字节，HTTP 请求 {exchanges:n} 次（其中 OSS {oss:n} 次）',
    textCapture:
      '{path:long}：文本（{kind}），{bytes:n} 字节，HTTP 请求 {exchanges:n} 次（其中 OSS {oss:n} 次）',
    pace: '；{time} 毫秒，{rate} MB/s',
    noLimits: '；未触及上限',
    limits: '；触及的上限：{names:long}',
    comma: '、',
  },
  progress: {
    captures: '抓包 {done:n}/{all:n}',
    read: '{read}/{all} MB（{share}%）',
    readSoFar: '{read} MB',
    rate: '{rate} MB/s',
    seconds: '剩余 {n:n} 秒',
    minutes: '剩余 {n:n} 分钟',
    failing: '失败 {n:n}',
  },
  ci: {
    configFiles: FILE_ZH,
    config: {
      'config-unknown-key': '未知的键 {key:long}',
      'config-value': '{key:long} 的值应为 {allowed:long}',
      'config-no-key': '其中没有保存配置的 "osscap" 键',
      'config-not-object': '配置不是 JSON 对象',
      'config-secret':
        '{key} 不能写在配置中：配置随代码仓库而来，而仓库可能是任何人的；密钥请用 --credentials、--tls-keylog 或环境变量给出',
      'config-format-file':
        '{key} 指定了要写入的文件，配置中不允许：配置随代码仓库而来，而仓库可能是任何人的；请用 --format 或 OSSCAP_FORMAT 给出',
      'config-no-reason': '{key} 没有写 reason：请说明忽略的理由',
      'config-ignores-all': '{key} 会匹配一切：请写明要忽略什么',
      'config-outside': '{key} 指向配置所在目录之外：{value:long}',
      'config-no-file': '{key} 指向管道或设备，读取可能永不结束：{value:long}；配置中只能写普通文件',
    },
    baselines: {
      ...FILE_ZH,
      'too-big': '文件过大（最多 8 MiB）',
      'baseline-not-one': '不是基线文件（用 --write-baseline 生成）',
      'baseline-version': '基线的版本为 {version}，本版 osscap 只能读取版本 1',
      'baseline-entry': '第 {where} 个原因没有 fingerprint',
    },
    baselineTitle: '基线：',
    colon: '：',
    baselineNotWritten: '基线：{path:long}：未写入，因为并未全部读完',
    baselineFull: '基线：{path:long}：原因超过 {limit:n} 个，其余未写入，仍算失败',
    blobs: {
      'not-a-blob': '{path:long}：不是 blob（用 --format blob=FILE 生成）',
      'blob-version': '{path:long}：blob 的版本为 {version}，本版 osscap 只能读取版本 1',
      'blob-release':
        '{path:long}：由 osscap {version:long} 写出；本版为 {own}，只能合并自己写出的 blob：请用同一版本重新扫描',
      'blob-no-file': '{path:long}：这是管道；blob 要读两遍，请先写入文件',
      damaged: '{path:long}：第 {line} 行已损坏',
      malformed: '{path:long}：第 {line} 行已损坏（{place:long}）',
      'blob-cut-off': '{path:long}：blob 不完整',
      'blob-changed': '{path:long}：合并过程中 blob 被改动',
      'blob-line-too-long': '{path:long}：第 {line} 行过长，不是 blob',
      'blob-missing': '{path:long}：文件或目录不存在',
      'blob-permission': '{path:long}：没有读取权限',
      'blob-none-in-folder': '{path:long}：目录中没有 blob（*.blob）',
      'blob-too-many': '{path:long}：blob 超过 {limit:n} 个',
      'blob-read-error': '{path:long}：无法读取（{detail}）',
      'blob-twice': '{path:long} 与 {other:long} 是同一次扫描的同一部分，但结果不同',
      'blob-cut': '{path:long} 与 {other:long} 对同一次扫描的划分不同',
    },
    shardMissing: '缺少第 {from} 部分，共 {of} 部分',
    shardsMissing: '缺少第 {from} 至 {to} 部分，共 {of} 部分',
    blobScansDiffer:
      '{path:long} 与 {other:long} 属于不同的扫描：给出的路径及其顺序相同、文件大小也相同的各部分，才属于同一次扫描',
    blobInterrupted: '{path:long}：扫描被中断，以下为已读取的部分',
    blobNotWhole: '扫描不完整，不写出 blob',
    noConfig: '没有配置文件。',
    configFile: '配置文件：',
    sources: { argument: '参数', environment: '环境变量', file: '文件', default: '默认' },
  },
  pasteHint: '请粘贴文本，然后按回车和 Ctrl-D（Windows：Ctrl-Z 和回车）；读取文件请用 osscap scan FILE',
  watch: {
    started: '正在监视：{path:long}；按 Ctrl-C 结束并输出报告',
    'started-interactive': '正在监视：{path:long}；按回车显示最近一次失败的证据，按 Ctrl-C 结束并输出报告',
    stdin: '标准输入',
    missing: '{path:long}：文件还不存在，正在等待',
    'file-replaced': '{path:long}：文件已被新文件替换，继续读取新文件',
    'file-shortened': '{path:long}：文件被清空或截短，从头继续读取',
  },
  extract: {
    messages: {
      written:
        '{path:long} 中有 {packets:n} 个数据包：AccessKey ID、签名、令牌和 Cookie 已换成替代值；Bucket、key、主机名和地址保持原样',
      'left-over': '数据包过多，{n:n} 个未写入：消息体不完整',
      same: '#{index} 在文件中是 #{there}：{after}，与抓包一致',
      encrypted: '#{index} 经 TLS 传输：数据包原样保留为密文，文件中没有密钥；没有密钥的人无法读取',
      unread: '#{index} 在文件中无法读出：抓到的内容太少，或所依据的内容已被替换',
      'differs-secret':
        '#{index} 在文件中是 #{there}：{after}；结论 {before} 是用您的 Secret 得出的，而 Secret 无法核对替代值',
      'differs-body':
        '#{index} 在文件中是 #{there}：{after}，而不是 {before}：压缩的消息体无法等长替换，已略去',
      'differs-masked':
        '#{index} 在文件中是 #{there}：{after}，而不是 {before}：所依据的内容已被替换，或在未提取的请求中',
    },
    notOss: '不是 OSS 请求',
    section:
      '从抓包中提取的请求 {list} 的数据包。AccessKey ID、签名、令牌、Cookie 和消息体是等长的替代值，相同的值替代值也相同。同一连接上的其他请求已略去，TCP 序号相应减小。',
    sectionWithBodies:
      '从抓包中提取的请求 {list} 的数据包。AccessKey ID、签名、令牌和 Cookie（包括消息体中的）是等长的替代值，相同的值替代值也相同。同一连接上的其他请求已略去，TCP 序号相应减小。',
    request: '#{index} 请求：{found:long}',
    response: '#{index} 响应：{status:long}',
  },
  capture: {
    allInterfaces: '全部接口',
    someInterface: '常用接口',
    messages: {
      started: '正在{interface}上抓包：{filter:long}',
      'started-alone': '正在{interface}上抓包：{filter:long}；按 Ctrl-C 结束并给出报告',
      'left-behind': '命令已结束，但它启动的进程仍在运行：再抓取 {seconds} 秒；按 Ctrl-C 立即结束',
      'no-packets':
        '{interface}上没有符合“{filter:long}”的包：命令没有发送，或在别处运行（有自己的容器或网络命名空间，osscap capture 须在那里运行）',
      'other-ports':
        '所抓端口（{filter:long}）上没有 HTTP，但有通往其他端口的连接：{ports:long}；如果其中有客户端的，请加上 --port {port} 重新运行',
      'no-keys-java':
        '看到了 TLS，但没有密钥：Java 自己不写密钥，请加上会写的 agent，例如 java -javaagent:extract-tls-secrets.jar=FILE（或 jSSLKeyLog），FILE 取自已为命令设好的 $SSLKEYLOGFILE；或在测试时改用 http:// 的 Endpoint',
      'no-keys-go':
        '看到了 TLS，但没有密钥：Go 只有在代码中写明才会写出密钥：tls.Config{KeyLogWriter: f}，f 为 os.OpenFile(os.Getenv("SSLKEYLOGFILE"), os.O_APPEND|os.O_WRONLY, 0)；无法修改的程序（如 ossutil）在测试时请改用 http:// 的 Endpoint',
      'no-keys-other':
        '看到了 TLS，但没有密钥：客户端没有写入 $SSLKEYLOGFILE；curl、Python、Node.js 和 GnuTLS 会写，Java 需要 agent（extract-tls-secrets、jSSLKeyLog），Go 需要 tls.Config.KeyLogWriter；或在测试时改用 http:// 的 Endpoint',
      dropped: '内核来不及处理，丢弃了 {n:n} 个包：请求可能不完整；缩小 --filter 的范围会有帮助',
      'broke-off': '抓包在命令之前就结束了：{detail:long}',
      kept: '{path:long} 中保存了 {packets:n} 个包；没有得到 TLS 密钥',
      'kept-with-keys': '{path:long} 中保存了 {packets:n} 个包及其 TLS 密钥：拿到此文件的人能读到通信内容',
    },
  },
} as const satisfies CliTexts;
