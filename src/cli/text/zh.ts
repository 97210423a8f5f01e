import type { CliTexts } from './texts.ts';
import { CI_ZH, CONFIG_HELP_ZH, MERGE_HELP_ZH } from './zh-ci.ts';
import { COMPLETION_HELP_ZH } from './zh-completion.ts';
import { FILTER_ZH } from './zh-filter.ts';
import { PROGRESS_ZH } from './zh-progress.ts';
import { VERBOSE_ZH } from './zh-verbose.ts';
import { WATCH_HELP_ZH, WATCH_ZH } from './zh-watch.ts';

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
    groups: {
      output: '报告：',
      filter: '筛选请求：',
      request: '请求：',
      credentials: '凭证：',
      other: '其他：',
      ci: 'CI：',
    },
    commands: {
      merge: MERGE_HELP_ZH,
      config: CONFIG_HELP_ZH,
      completion: COMPLETION_HELP_ZH,
      watch: WATCH_HELP_ZH,
      scan: {
        usage:
          '用法：osscap scan PATH…\n或：osscap watch FILE|-（边抓包边显示失败的请求）\n或：osscap compare CLIENT SERVER…（对比同一批请求在多处的抓包）\n或：osscap explain CAPTURE INDEX（完整展示一次请求）\n或：osscap sign [OPTION…] URL（逐步展示签名）\n或：osscap hypotheses（搜索所尝试的假设）\n或：osscap merge FILE|FOLDER…（合并一次扫描的各部分）\n或：osscap config（查看生效的设置）\n或：osscap completion bash|zsh|fish（shell 补全脚本）\n或：osscap COMMAND --help\n\n读取阿里云 OSS 流量的抓包文件，说明请求为何返回 403：客户端与服务端的待签名字符串在哪里不同，是谁改动的。',
        summary: '读取抓包文件，报告每一次失败的 OSS 请求',
        positionals: {
          path: '抓包文件（pcap、pcapng，或它们的 .gz、.zst）、文本（HTTP 报文、tcpdump -A、curl -v、调试日志、错误信息文档、HAR）、目录、加引号的通配符，或用 - 表示标准输入',
        },
        examples: [
          ['osscap scan upload.pcap', '查看哪些请求失败、问题出在谁'],
          [
            'osscap scan captures/ --credentials keys.json --format html=report.html',
            '提供 Secret，给出证明，并输出可查看、可转交的网页报告',
          ],
          ['osscap scan captures/ --request-id 5C2723573183A12D', '查找某一次请求，不论在哪个文件'],
          ["sudo tcpdump -s 0 -U -w - 'tcp port 80' | osscap scan -", '边抓边读，按 Ctrl-C 结束并输出报告'],
        ],
        epilogue:
          '也会读取环境变量中的 AccessKey：OSS_ACCESS_KEY_ID、OSS_ACCESS_KEY_SECRET、OSS_SESSION_TOKEN，以及 ALIBABA_CLOUD_… 系列。Secret 不作为参数传入，也从不输出。\n退出码：0 没有失败，1 有请求失败，2 输入或命令行有误，130 被中断（SIGTERM 为 143）。',
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
          '也会读取环境变量中的 AccessKey：OSS_ACCESS_KEY_ID、OSS_ACCESS_KEY_SECRET、OSS_SESSION_TOKEN，以及 ALIBABA_CLOUD_… 系列。Secret 不作为参数传入，也从不输出。\n退出码：0 已签名，1 请求自带的签名与计算的不同，2 输入或命令行有误。',
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
    'unknown-command': '没有这个命令、文件或目录：{name}',
    'missing-value': '{name} 缺少取值',
    'needless-value': '{name} 不带取值',
    'bad-value': '{name} 不支持“{value}”，可用的有：{allowed:long}',
    'bad-number': '{name} 的值应为 {allowed:long} 之间的整数，而不是“{value}”',
    'none-beside-others': '{name} 的 none 只能单独使用，不能与结论一起写',
    'bad-bucket': '--bucket 的格式是 HOST=NAME 或 HOST=/，而不是“{value}”',
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
    'bad-header': "-H 的格式是 'Name: value'，而不是“{value}”",
    'url-and-request': 'URL 与 --request 只能给出一个',
    'bad-shard': '--shard 的值应为 I/N（1 ≤ I ≤ N ≤ {most}），而不是“{value}”',
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
  didYouMean: '；您是不是要用 {near}？',
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
  filter: FILTER_ZH,
  verbose: VERBOSE_ZH,
  progress: PROGRESS_ZH,
  ci: CI_ZH,
  watch: WATCH_ZH,
} as const satisfies CliTexts;
