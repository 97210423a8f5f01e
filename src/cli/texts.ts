import type { ArgumentsIn, Prose } from '../engine/diagnose/prose.ts';
import type { BlobFault } from '../node/blob-files.ts';
import type { ConfigFileFault } from '../node/config-file.ts';
import type { UnusableVariable } from '../node/credentials.ts';
import type { TlsKeyProblem } from '../node/tls.ts';
import type { WatchEvent } from '../node/watch.ts';
import type { BlobConflict } from '../report/blob/select.ts';
import type { BaselineFault } from '../report/triage/baseline.ts';
import type { CredentialsProblem } from '../run/credentials-text.ts';
import { entries, type Lang, type Said, said } from '../sentences/language.ts'; // with: start

type Text = string | Prose;

/** What may be wrong with a file that is read whole. */
const FILE = {
  missing: { en: 'no such file', zh: '文件不存在' },
  permission: { en: 'no permission to read it', zh: '没有读取权限' },
  folder: { en: 'a folder, not a file', zh: '是目录，不是文件' },
  'too-big': { en: 'too large (1 MiB at most)', zh: '文件过大（最多 1 MiB）' },
  'not-text': { en: 'not a text file in UTF-8', zh: '不是 UTF-8 文本文件' },
  'read-error': { en: 'cannot be read ({detail})', zh: '无法读取（{detail}）' },
  'not-json': { en: 'not valid JSON{place}', zh: '不是有效的 JSON{place}' },
} as const satisfies Readonly<Record<ConfigFileFault['code'], Text>>;

/** Sentences of the command line, with places as in `report/text/`. */
const CLI = entries({
  help: {
    examples: { en: 'Examples:', zh: '示例：' },
    words: { en: 'Arguments:', zh: '参数：' },
    takesBack: { en: 'undoes {name}', zh: '取消 {name}' },
    commandsTitle: { en: 'Commands:', zh: '命令：' },
    commandGroups: {
      diagnose: { en: 'diagnose', zh: '诊断' },
      share: { en: 'share', zh: '分享' },
      more: { en: 'more', zh: '其他' },
    },
    commands: {
      scan: {
        group: 'diagnose',
        words: 'PATH…',
        what: { en: 'what failed, and why', zh: '哪里失败，为什么' },
      },
      watch: { group: 'diagnose', words: 'FILE|-', what: { en: 'while it is captured', zh: '边抓包边报告' } },
      capture: {
        group: 'diagnose',
        words: '-- COMMAND…',
        what: { en: 'run a command', zh: '运行命令并抓包' },
      },
      compare: {
        group: 'diagnose',
        words: 'CLIENT SERVER…',
        what: { en: 'at several points', zh: '对比多处的抓包' },
      },
      explain: {
        group: 'diagnose',
        words: 'CAPTURE INDEX|ID',
        what: { en: 'one request', zh: '完整展示一次请求' },
      },
      extract: {
        group: 'share',
        words: 'CAPTURE INDEX… -o FILE',
        what: { en: 'packets for a ticket', zh: '提取数据包，用于工单' },
      },
      merge: {
        group: 'share',
        words: 'FILE|FOLDER…',
        what: { en: 'the parts of a scan', zh: '合并扫描的各部分' },
      },
      sign: { group: 'more', words: '[OPTION…] URL', what: { en: 'step by step', zh: '逐步展示签名' } },
      why: { group: 'more', words: '[WORD]', what: { en: 'a code, a cause', zh: '说明错误码或原因' } },
      config: { group: 'more', words: '', what: { en: 'what is set', zh: '生效的设置' } },
      completion: { group: 'more', words: 'bash|zsh|fish', what: { en: 'for the shell', zh: 'shell 补全' } },
      help: { group: 'more', words: 'COMMAND', what: { en: 'one of them', zh: '某个命令的说明' } },
    },
    more: {
      en: 'Every option: osscap --help. One command: osscap help COMMAND.',
      zh: '所有选项：osscap --help；某个命令：osscap help COMMAND。',
    },
    moreOf: {
      en: 'osscap {command} --help lists every option.',
      zh: 'osscap {command} --help 列出所有选项。',
    },
    groups: {
      daily: { en: 'Most used:', zh: '常用：' },
      output: { en: 'Report:', zh: '报告：' },
      filter: { en: 'Which exchanges to report:', zh: '筛选请求：' },
      request: { en: 'Request:', zh: '请求：' },
      capture: { en: 'Capture:', zh: '抓包：' },
      credentials: { en: 'Credentials:', zh: '凭证：' },
      other: { en: 'Other:', zh: '其他：' },
      ci: { en: 'CI:', zh: 'CI：' },
    },
  },
  usage: {
    'unknown-option': { en: 'unknown option {name}', zh: '未知选项 {name}' },
    'command-without-dashes': {
      en: 'capture takes its command behind two dashes: osscap capture -- {value} …',
      zh: 'capture 的命令要写在两个短横之后：osscap capture -- {value} …',
    },
    'filter-and-port': {
      en: '--filter and --port cannot be combined: a filter says which ports, too',
      zh: '--filter 与 --port 不能同时使用：过滤表达式中已包含端口',
    },
    'unknown-command': {
      en: 'no such command, file or folder: {name}',
      zh: '没有这个命令、文件或目录：{name}',
    },
    'moved-command': { en: '{name} is now osscap {now}', zh: '{name} 现在写作 osscap {now}' },
    'missing-value': { en: '{name} needs a value', zh: '{name} 缺少取值' },
    'needless-value': { en: '{name} takes no value', zh: '{name} 不带取值' },
    'bad-value': {
      en: '{name} does not accept "{value}"; it takes {allowed:long}',
      zh: '{name} 不支持“{value}”，可用的有：{allowed:long}',
    },
    'unknown-id': {
      en: 'no cause, verdict, suspect, note or warning has the ID "{value}"; osscap why lists all',
      zh: '没有 ID 为“{value}”的原因、结论、可能原因、附注或警告；osscap why 列出全部',
    },
    'bad-number': {
      en: '{name} takes a whole number in the range {allowed:long}, not "{value}"',
      zh: '{name} 的值应为 {allowed:long} 之间的整数，而不是“{value}”',
    },
    'none-beside-others': {
      en: '{name}: none must be used alone, not with verdicts',
      zh: '{name} 的 none 只能单独使用，不能与结论一起写',
    },
    'bad-bucket': {
      en: '--bucket takes HOST=NAME or HOST=/, not "{value}"',
      zh: '--bucket 的格式是 HOST=NAME 或 HOST=/，而不是“{value}”',
    },
    'bad-endpoint': {
      en: '--endpoint takes HOST=PROVIDER or HOST=PROVIDER/REGION, not "{value}"; providers: {providers}',
      zh: '--endpoint 的格式是 HOST=PROVIDER 或 HOST=PROVIDER/REGION，而不是“{value}”；可用的服务：{providers}',
    },
    'bad-bucket-name': {
      en: '--bucket takes the NAME of a bucket, or HOST=NAME for the one behind a custom domain, not "{value}"',
      zh: '--bucket 的值应为 Bucket 名 NAME，或写作 HOST=NAME 指明自定义域名对应的 Bucket，而不是“{value}”',
    },
    'bad-time': {
      en: '{name} takes a time such as 2024-05-01T23:02:26Z, 2024-05-01 or 23:02:26, not "{value}"',
      zh: '{name} 的值应为时间，如 2024-05-01T23:02:26Z、2024-05-01 或 23:02:26，而不是“{value}”',
    },
    'since-after-until': { en: '--since is later than --until', zh: '--since 晚于 --until' },
    'quiet-and-verbose': {
      en: '--quiet and --verbose cannot be combined',
      zh: '--quiet 与 --verbose 不能同时使用',
    },
    'filter-and-baseline': {
      en: '--write-baseline needs every exchange: leave out --only, --bucket NAME, --request-id, --since and --until',
      zh: '--write-baseline 需要全部请求：请去掉 --only、--bucket NAME、--request-id、--since 和 --until',
    },
    'bad-width': {
      en: '--width takes a number of columns, not "{value}"',
      zh: '--width 应为列数，而不是“{value}”',
    },
    'missing-argument': { en: '{name} is missing', zh: '缺少 {name}' },
    'empty-argument': {
      en: 'an argument is empty: is a script variable unset?',
      zh: '命令行中有一个空的参数：是不是脚本里的变量没有设置？',
    },
    'extra-argument': { en: 'unexpected argument: {value}', zh: '多余的参数 {value}' },
    'bad-index': {
      en: 'INDEX is the number of an exchange, from 1, not "{value}"',
      zh: 'INDEX 应为请求的序号（从 1 起），而不是“{value}”',
    },
    'too-many-indexes': {
      en: 'extract takes {most} exchanges at most',
      zh: 'extract 最多接受 {most} 次请求',
    },
    'extract-from-stdin': {
      en: 'extract reads a capture three times: give it as a file, not on standard input',
      zh: 'extract 要读三遍抓包：请给出文件，而不是标准输入',
    },
    'bad-header': {
      en: '-H takes \'Name: value\', not "{value}"',
      zh: "-H 的格式是 'Name: value'，而不是“{value}”",
    },
    'url-and-request': { en: 'a URL and --request cannot be combined', zh: 'URL 与 --request 只能给出一个' },
    'bad-shard': {
      en: '--shard takes I/N with 1 ≤ I ≤ N ≤ {most}, auto, or auto/N, not "{value}"',
      zh: '--shard 的值应为 I/N（1 ≤ I ≤ N ≤ {most}）、auto 或 auto/N，而不是“{value}”',
    },
    'shard-and-baseline': {
      en: '--write-baseline needs the whole scan: merge the parts, and write it then',
      zh: '--write-baseline 需要整体扫描：请先合并各部分，再写入基线',
    },
    'limit-of-scan': {
      en: '--limit {value} has no effect on merge: use it with the scans that write the blobs (or in a configuration file, for both); merge takes {allowed:long}',
      zh: '--limit {value} 对 merge 不起作用：请在写 blob 的扫描中指定（或写在配置中，对两者都有效）；merge 接受 {allowed:long}',
    },
    'stdin-twice': {
      en: 'standard input is named both for the credentials and for what is to be read: give one of them as a file',
      zh: '凭证和要读取的内容都指定为标准输入，请把其中之一改为文件',
    },
    'stdin-at-two-points': {
      en: 'standard input can be read only once, and is named more than once: give the other captures as files',
      zh: '标准输入只能读取一次，却被指定了多次：其余抓包请以文件给出',
    },
    'two-on-stdout': {
      en: 'only one --format can go to standard output; give the others a file (NAME=FILE)',
      zh: '只能有一个 --format 输出到标准输出，其余请写到文件（NAME=FILE）',
    },
    'format-of-file': {
      en: 'the suffix of {value} is not that of a report ({list:long}): give its --format as well',
      zh: '从 {value} 的后缀看不出报告格式（{list:long}），请同时写明 --format',
    },
    'same-file': { en: 'two formats go to the file {value}', zh: '两种格式写到了同一个文件 {value}' },
    'secret-word': {
      en: 'argument {n} is not a file and looks like a secret, so it is not repeated here: arguments are visible in process lists and shell histories; put secrets in a file (--credentials FILE) or in the environment, and if this is a secret, replace it',
      zh: '命令行的第 {n} 个参数不是文件，而且像是密钥，因此这里不再重复：参数会出现在进程列表和 shell 历史中；请把密钥写入文件（--credentials FILE）或环境变量，如果它确实是密钥，请更换',
    },
    'secret-argument': {
      en: '{name} is refused: arguments are visible in process lists and shell histories; put the secret in a file (--credentials FILE) or in the environment',
      zh: '不接受 {name}：命令行参数会出现在进程列表和命令历史中；请把 Secret 放进文件（--credentials FILE）或环境变量',
    },
    other: '{message:long}',
  },
  didYouMean: { en: '; did you mean {near:long}?', zh: '；您是不是要用 {near:long}？' },
  seeHelp: { en: ' (osscap {command}--help)', zh: '（osscap {command}--help 查看帮助）' },
  credentialsTitle: { en: 'credentials: ', zh: '凭证：' },
  credentials: {
    missing: FILE.missing,
    permission: FILE.permission,
    folder: FILE.folder,
    'too-big': { en: 'too large for a credentials file (1 MiB at most)', zh: '文件过大（最多 1 MiB）' },
    'read-error': FILE['read-error'],
    'not-text': FILE['not-text'],
    'not-json': FILE['not-json'],
    'unknown-format': {
      en: 'neither a JSON list of AccessKeys, nor an ossutil or aliyun CLI configuration',
      zh: '既不是 AccessKey 的 JSON 列表，也不是 ossutil 或 aliyun CLI 的配置文件',
    },
    'bad-ini-line': {
      en: 'line {line} is not a section, key = value or a comment',
      zh: '第 {line} 行既不是节、键值，也不是注释',
    },
    'bad-entry': {
      en: 'entry {where}: {field} is missing, empty or not a string',
      zh: '条目 {where}：{field} 缺失、为空或不是字符串',
    },
    'bad-id': {
      en: 'entry {where}: the value of {field} cannot be an AccessKey ID',
      zh: '条目 {where}：{field} 的内容不可能是 AccessKey ID',
    },
    'unusable-profiles': {
      en: 'no profile signs with an AccessKey that is in the file (modes: {modes:long}); only AK and StsToken can be used',
      zh: '没有用文件中的 AccessKey 签名的配置（现有模式：{modes:long}），只能使用 AK 和 StsToken',
    },
    'no-credentials': { en: 'contains no AccessKey', zh: '其中没有 AccessKey' },
  },
  faults: {
    'no-exchange': {
      en: '{path:long}: there is no exchange #{index}; it has {n:n}, starting at #1',
      zh: '{path:long}：没有请求 #{index}，其中共有 {n:n} 次，从 #1 起',
    },
    'no-exchange-of-id': {
      en: '{path:long}: none of its {n:n} exchanges has the request ID {value}',
      zh: '{path:long}：其中 {n:n} 次请求都没有 Request ID {value}',
    },
    'no-exchanges': {
      en: '{path:long}: there is no exchange #{index}; it has none',
      zh: '{path:long}：没有请求 #{index}，其中没有任何请求',
    },
    'several-captures': {
      en: 'explain takes one capture, but {path:long} matches {n:n}',
      zh: 'explain 只接受一个抓包文件，而 {path:long} 匹配到 {n:n} 个',
    },
    'several-at-point': {
      en: 'compare takes one capture for each point, but {path:long} matches {n:n}',
      zh: 'compare 每个抓包点只接受一个抓包文件，而 {path:long} 匹配到 {n:n} 个',
    },
    'watched-folder': {
      en: '{path:long} is a folder: watch follows one file while it is written (or - for standard input); osscap scan reads folders',
      zh: '{path:long} 是目录：watch 跟踪一个正在写入的文件（或用 - 表示标准输入）；读取目录请用 osscap scan',
    },
    'overwrites-input': {
      en: 'the report would overwrite {path:long}, which is an input: give it another name (NAME=FILE); nothing was written',
      zh: '报告会覆盖正要读取的文件 {path:long}：请换一个文件名（NAME=FILE）；没有写入任何内容',
    },
    'report-and-baseline': {
      en: 'a report and the baseline both go to the file {path:long}: give one of them another name; nothing was written',
      zh: '报告和基线写入同一个文件 {path:long}：请为其中之一换一个文件名；没有写入任何内容',
    },
    'report-and-baseline-printed': {
      en: 'a report and the baseline both go to standard output: write one of them to a file (--format NAME=FILE, for the report); nothing was written',
      zh: '报告和基线都输出到标准输出：请把报告写到文件（--format NAME=FILE），或为基线指定文件；没有写入任何内容',
    },
    'request-file': { en: '{path:long}: cannot be read ({detail})', zh: '{path:long}：无法读取（{detail}）' },
    'request-missing': { en: '{path:long}: no such file', zh: '{path:long}：文件不存在' },
    'request-permission': { en: '{path:long}: no permission to read it', zh: '{path:long}：没有读取权限' },
    'request-folder': { en: '{path:long}: a folder, not a file', zh: '{path:long}：是目录，不是文件' },
    'request-too-big': {
      en: '{path:long}: too large for a request (1 MiB at most)',
      zh: '{path:long}：文件过大（最多 1 MiB）',
    },
    'request-not-text': {
      en: '{path:long}: not a text file in UTF-8',
      zh: '{path:long}：不是 UTF-8 文本文件',
    },
    'request-not-json': { en: '{path:long}: not a JSON object', zh: '{path:long}：不是 JSON 对象' },
    'request-bad-json': {
      en: '{path:long}: not valid JSON{place}',
      zh: '{path:long}：不是有效的 JSON{place}',
    },
    'request-field': {
      en: '{path:long}: the field {field} is missing or has the wrong type',
      zh: '{path:long}：字段 {field} 缺失或类型不对',
    },
    'bad-url': {
      en: 'not a valid request URL: {value:long} (it needs a host, and spaces must be written as %20)',
      zh: '不是可请求的 URL：{value:long}（需要主机名，其后的空格写作 %20）',
    },
    'bad-date': {
      en: 'not a date: "{value}" (an HTTP date, an ISO 8601 date in UTC, or Unix seconds)',
      zh: '不是日期：“{value}”（HTTP 日期、UTC 的 ISO 8601 日期或 Unix 秒数）',
    },
    'version-not-made': {
      en: 'signatures of version {version} are read, and not made: sign with an SDK of COS',
      zh: '版本 {version} 的签名只能读取，不能生成：请用 COS 的 SDK 签名',
    },
    'bad-expires': { en: 'not a number of seconds: "{value}"', zh: '不是秒数：“{value}”' },
    'bad-bytes': {
      en: '{field} contains a line break or another control character',
      zh: '{field} 中含有换行或其他控制字符',
    },
    'needs-policy': {
      en: '{version} signs the policy of a form: supply the form with its policy (--request FILE)',
      zh: '{version} 对表单的 Policy 签名：请给出带有 policy 的表单（--request FILE）',
    },
    'needs-region': {
      en: '{version} signs the region, but {host} does not show it: set it with --region',
      zh: '{version} 对地域签名，而从 {host} 看不出地域：请用 --region 指定',
    },
    'needs-bucket': {
      en: 'the bucket behind {host} is unknown: set it with --bucket NAME',
      zh: '{host} 对应的 Bucket 未知：请用 --bucket NAME 指定',
    },
    'unknown-endpoint': {
      en: 'the signing rules of the endpoint {host} are unknown',
      zh: 'Endpoint {host} 的签名规则未知',
    },
    'unknown-product': {
      en: 'the rules of the product {product} are unknown',
      zh: '产品 {product} 的规则未知',
    },
    'capture-no-program': {
      en: 'neither tcpdump nor dumpcap is installed: install one (apt-get install tcpdump, dnf install tcpdump, apk add tcpdump), or take the capture where one is, and scan it',
      zh: '未安装 tcpdump 或 dumpcap：请安装其中之一（apt-get install tcpdump、dnf install tcpdump、apk add tcpdump），或在装有它们的机器上抓包，再用 osscap scan 读取',
    },
    'capture-no-right': {
      en: '{program} may not capture packets ({detail:long}): run osscap with sudo, which runs the command as you all the same; or give {program} the right to once, with sudo setcap cap_net_raw,cap_net_admin=eip and its path',
      zh: '{program} 没有抓包权限（{detail:long}）：请用 sudo 运行 osscap，命令仍会以您的身份运行；或为 {program} 授权一次：sudo setcap cap_net_raw,cap_net_admin=eip 加上它的路径',
    },
    'capture-no-right-in-container': {
      en: '{program} may not capture packets in this container ({detail:long}): start it as root with --cap-add NET_RAW --cap-add NET_ADMIN (in Kubernetes: securityContext.capabilities.add), or capture from beside it, with kubectl debug --profile=netadmin or docker run --net container:NAME',
      zh: '{program} 在此容器中没有抓包权限（{detail:long}）：请以 root 启动容器并加上 --cap-add NET_RAW --cap-add NET_ADMIN（Kubernetes 中为 securityContext.capabilities.add），或从旁边抓包：kubectl debug --profile=netadmin，或 docker run --net container:NAME',
    },
    'capture-no-interface': {
      en: '{program} knows no interface {interface:long} ({detail:long}): {program} -D lists them, and without --interface all are captured',
      zh: '{program} 找不到网络接口 {interface:long}（{detail:long}）：用 {program} -D 列出；不写 --interface 则抓取全部接口',
    },
    'capture-bad-filter': {
      en: '{program} does not understand the filter: {detail:long} (man pcap-filter)',
      zh: '{program} 无法理解过滤表达式：{detail:long}（参见 man pcap-filter）',
    },
    'capture-not-running': {
      en: '{program} was started and captures nothing, so the command was not run; its last words: {detail:long}',
      zh: '{program} 已启动但没有抓到任何东西，因此没有运行命令；它最后的输出：{detail:long}',
    },
    'capture-failed': {
      en: '{program} cannot capture: {detail:long}',
      zh: '{program} 无法抓包：{detail:long}',
    },
    'floods-terminal': {
      en: 'a report in the format {format} is nothing to read on a terminal: write it to a file with -o {file}',
      zh: '{format} 格式的报告不宜显示在终端上：请用 -o {file} 写到文件',
    },
    'capture-on-windows': {
      en: 'capture does not run on Windows: take the capture with Wireshark, and let osscap scan read it',
      zh: 'capture 不能在 Windows 上运行：请用 Wireshark 抓包，再用 osscap scan 读取',
    },
    'command-missing': {
      en: '{command:long}: no such command on the PATH (sudo has one of its own: sudo env "PATH=$PATH" …)',
      zh: '{command:long}：PATH 中没有此命令（sudo 有自己的 PATH：sudo env "PATH=$PATH" …）',
    },
    'command-not-executable': {
      en: '{command:long}: not a program that can be run',
      zh: '{command:long}：不是可以运行的程序',
    },
    'report-and-keep': {
      en: 'a report and the capture both go to the file {path:long}: give one of them another name',
      zh: '报告和抓包都要写入文件 {path:long}：请为其中一个换个名称',
    },
    'no-temporary-folder': {
      en: 'no folder for TLS keys can be made in {path:long} ({detail}): have TMPDIR name one where files can be written',
      zh: '无法在 {path:long} 中建立存放 TLS 密钥的目录（{detail}）：请让 TMPDIR 指向可写的目录',
    },
    'shard-unknown': {
      en: '--shard auto: none of {variables} is set, so which part this is is not known: use I/N',
      zh: '--shard auto：{variables} 均未设置，无法得知这是第几部分：请写作 I/N',
    },
    'shard-of-how-many': {
      en: '--shard auto: {variables:long} says which part this is, and not of how many: use auto/N',
      zh: '--shard auto：{variables:long} 只说明这是第几部分，没有说明共几部分：请写作 auto/N',
    },
    'shard-in-doubt': {
      en: '--shard auto: {variables:long} does not say which part this is (was one part alone started again?): use I/N',
      zh: '--shard auto：从 {variables:long} 无法得知这是第几部分（是否单独重新启动了其中一部分？）：请写作 I/N',
    },
    'text-to-extract': {
      en: '{path:long}: a text, which has no packets to extract',
      zh: '{path:long}：是文本，没有可提取的数据包',
    },
    'several-to-extract': {
      en: 'extract takes one capture, but {path:long} matches {n:n}',
      zh: 'extract 只接受一个抓包文件，而 {path:long} 匹配到 {n:n} 个',
    },
    'extract-failed': {
      en: 'the packets could not be written to {path:long}: {detail}',
      zh: '数据包无法写入 {path:long}：{detail}',
    },
    'keep-failed': {
      en: 'the capture could not be kept in {path:long}: {detail}',
      zh: '抓包无法保存到 {path:long}：{detail}',
    },
    'several-keys': {
      en: 'there are several AccessKeys: choose one with --access-key-id ({list:long})',
      zh: '有多个 AccessKey：请用 --access-key-id 选择（{list:long}）',
    },
  },
  tlsKeysTitle: { en: 'TLS keys: ', zh: 'TLS 密钥：' },
  tlsKeys: {
    missing: FILE.missing,
    permission: FILE.permission,
    folder: FILE.folder,
    'no-file': { en: 'a pipe or a device, which could be endless', zh: '是管道或设备，读取可能永不结束' },
    'too-big': {
      en: 'too large (64 MiB at most for a key log, 1 MiB for a private key)',
      zh: '文件过大（密钥日志最多 64 MiB，私钥最多 1 MiB）',
    },
    'read-error': FILE['read-error'],
    'no-secrets': {
      en: 'contains no TLS secret; a key log has lines such as CLIENT_RANDOM … or CLIENT_TRAFFIC_SECRET_0 …',
      zh: '其中没有 TLS 密钥；密钥日志的内容形如 CLIENT_RANDOM … 或 CLIENT_TRAFFIC_SECRET_0 …',
    },
    'not-a-key': { en: 'not an RSA private key in PEM format', zh: '不是 PEM 格式的 RSA 私钥' },
    'encrypted-key': {
      en: 'the private key is encrypted; write it without a passphrase first (openssl pkey -in KEY -out PLAIN)',
      zh: '私钥带有口令；请先去掉口令（openssl pkey -in KEY -out PLAIN）',
    },
  },
  keyWarnings: {
    'open-to-others': {
      en: '{path:long}: this file contains secrets, but users other than its owner can read it (mode {mode}): run chmod 600 on it',
      zh: '{path:long}：此文件含有密钥，却可被所有者以外的用户读取（权限 {mode}）：请对它运行 chmod 600',
    },
    'unusable-modes': {
      en: 'credentials: {path:long}: profiles that do not sign with an AccessKey in the file are skipped (modes: {modes:long}); only AK and StsToken can be used',
      zh: '凭证：{path:long}：跳过不是用文件中的 AccessKey 签名的配置（模式：{modes:long}）；只能使用 AK 和 StsToken',
    },
    'environment-key-log': {
      en: '{fault:long}; it is named by SSLKEYLOGFILE, and is ignored',
      zh: '{fault:long}；它由 SSLKEYLOGFILE 指定，已跳过',
    },
    'half-in-environment': {
      en: 'credentials: {variable} is set without {missing:long}, so this AccessKey cannot be used: set what is missing too, or unset it',
      zh: '凭证：设置了 {variable}，却没有设置 {missing:long}，其中没有可用的 AccessKey：请补上缺少的变量，或取消该变量',
    },
    'two-secrets': {
      en: 'credentials: two different secrets for {id}: the one in {used:long} is used, the one in {other:long} is not; the secret of an AccessKey ID never changes, so remove the wrong one',
      zh: '凭证：{id} 有两个不同的 Secret：使用 {used:long} 中的，不使用 {other:long} 中的；一个 AccessKey ID 的 Secret 终身不变，请删除错误的那个',
    },
    'bad-id-in-environment': {
      en: 'credentials: the value of {variable} cannot be an AccessKey ID (a space, a line break or quotes?), so this AccessKey is not used: correct it',
      zh: '凭证：{variable} 的内容不可能是 AccessKey ID（含有空格、换行或引号？），因此不使用这个 AccessKey：请重新设置',
    },
  },
  keyPlace: { en: '{path:long} (entry {entry})', zh: '{path:long} 的条目 {entry}' },
  atLineColumn: { en: ' (line {line}, column {column})', zh: '（第 {line} 行第 {column} 列）' },
  outputFailed: {
    en: 'the report {path:long} could not be written: {detail}',
    zh: '无法写入报告 {path:long}：{detail}',
  },
  writeFaults: {
    ENOENT: { en: 'its folder does not exist', zh: '所在目录不存在' },
    ENOTDIR: { en: 'its folder does not exist', zh: '所在目录不存在' },
    EACCES: { en: 'no permission to write there', zh: '没有写入权限' },
    EPERM: { en: 'no permission to write there', zh: '没有写入权限' },
    EROFS: { en: 'the file system is read-only', zh: '文件系统是只读的' },
    EISDIR: { en: 'it is a folder', zh: '它是一个目录' },
    EBUSY: { en: 'another program has it open', zh: '文件正被其他程序占用' },
    ENOSPC: { en: 'the disk is full', zh: '磁盘空间已满' },
    ELOOP: { en: 'its link leads back to itself', zh: '链接指回了它自己' },
    EFBIG: { en: 'it is larger than the system allows', zh: '超出系统允许的文件大小' },
    EDQUOT: { en: 'the disk quota is used up', zh: '磁盘配额已用完' },
    ENAMETOOLONG: { en: 'the name is too long', zh: '文件名过长' },
  },
  noWorkingFolder: {
    en: 'the working folder no longer exists: change to another one (cd)',
    zh: '当前目录已不存在：请先切换到别的目录（cd）',
  },
  stdoutFailed: { en: 'standard output could not be written: {detail}', zh: '无法写入标准输出：{detail}' },
  filter: {
    'request-id': {
      en: 'no exchange has the request ID {name}; searched: {exchanges:n} exchange{exchanges:s} in {captures:n} capture{captures:s}',
      zh: '没有请求的 Request ID 是 {name}；共查找了 {captures:n} 个抓包中的 {exchanges:n} 次请求',
    },
    bucket: {
      en: 'no exchange is with the bucket {name}; searched: {exchanges:n} exchange{exchanges:s} in {captures:n} capture{captures:s}',
      zh: '没有请求涉及 Bucket {name}；共查找了 {captures:n} 个抓包中的 {exchanges:n} 次请求',
    },
    notForBlobs: {
      en: 'a blob must hold all exchanges to be merged: write it without --only, --bucket NAME, --request-id, --since and --until, and use these with merge',
      zh: 'blob 要供合并使用，须包含全部请求：输出 blob 时请不要使用 --only、--bucket NAME、--request-id、--since 和 --until，改在 merge 时使用',
    },
  },
  verbose: {
    config: { en: 'configuration file: {path:long}', zh: '配置文件：{path:long}' },
    noConfig: { en: 'configuration file: none', zh: '配置文件：无' },
    keysOfFile: {
      en: 'AccessKeys: {ids:long} (from {path:long})',
      zh: 'AccessKey：{ids:long}（来自 {path:long}）',
    },
    keysOfEnvironment: {
      en: 'AccessKeys: {ids:long} (from the environment, {variable})',
      zh: 'AccessKey：{ids:long}（来自环境变量 {variable}）',
    },
    noKeys: { en: 'AccessKeys: none', zh: 'AccessKey：无' },
    tlsKeys: {
      en: 'TLS keys: {logs:n} key log{logs:s}, {files:n} private key{files:s}',
      zh: 'TLS 密钥：密钥日志 {logs:n} 个，私钥 {files:n} 个',
    },
    inputs: { en: 'to read: {n:n} file{n:s}', zh: '待读取：{n:n} 个文件' },
    input: '  {path:long}',
    moreInputs: { en: '  and {n:n} more', zh: '  另有 {n:n} 个' },
    capture: {
      en: '{path:long}: {format}, {links:long}, {packets:n} packet{packets:s}, {bytes:n} byte{bytes:s}, {exchanges:n} HTTP exchange{exchanges:s} ({oss:n} with OSS)',
      zh: '{path:long}：{format}，{links:long}，{packets:n} 个包，{bytes:n} 字节，HTTP 请求 {exchanges:n} 次（其中 OSS {oss:n} 次）',
    },
    textCapture: {
      en: '{path:long}: text ({kind}), {bytes:n} byte{bytes:s}, {exchanges:n} HTTP exchange{exchanges:s} ({oss:n} with OSS)',
      zh: '{path:long}：文本（{kind}），{bytes:n} 字节，HTTP 请求 {exchanges:n} 次（其中 OSS {oss:n} 次）',
    },
    pace: { en: '; {time} ms, {rate} MB/s', zh: '；{time} 毫秒，{rate} MB/s' },
    noLimits: { en: '; no limit was reached', zh: '；未触及上限' },
    limits: { en: '; limits reached: {names:long}', zh: '；触及的上限：{names:long}' },
    comma: { en: ', ', zh: '、' },
  },
  progress: {
    captures: { en: '{done:n} of {all:n} capture{all:s}', zh: '抓包 {done:n}/{all:n}' },
    read: { en: '{read} of {all} MB ({share} %)', zh: '{read}/{all} MB（{share}%）' },
    readSoFar: '{read} MB',
    before: { en: 'comparing them: {read} MB', zh: '相互比较：{read} MB' },
    rate: '{rate} MB/s',
    seconds: { en: '{n:n} s left', zh: '剩余 {n:n} 秒' },
    minutes: { en: '{n:n} min left', zh: '剩余 {n:n} 分钟' },
    failing: { en: '{n:n} failing', zh: '失败 {n:n}' },
  },
  ci: {
    configFiles: FILE,
    config: {
      'config-unknown-key': { en: 'unknown key {key:long}', zh: '未知的键 {key:long}' },
      'config-value': { en: '{key:long} takes {allowed:long}', zh: '{key:long} 的值应为 {allowed:long}' },
      'config-no-key': {
        en: 'it has no key "osscap", which should hold the configuration',
        zh: '其中没有保存配置的 "osscap" 键',
      },
      'config-not-object': { en: 'the configuration is not a JSON object', zh: '配置不是 JSON 对象' },
      'config-secret': {
        en: "{key} is not accepted in a configuration file: it comes with a repository, which may be anybody's; supply secrets with --credentials, --tls-keylog or the environment",
        zh: '{key} 不能写在配置中：配置随代码仓库而来，而仓库可能是任何人的；密钥请用 --credentials、--tls-keylog 或环境变量给出',
      },
      'config-format-file': {
        en: "{key} names a file to write, which a configuration file may not do: it comes with a repository, which may be anybody's; use --format or OSSCAP_FORMAT",
        zh: '{key} 指定了要写入的文件，配置中不允许：配置随代码仓库而来，而仓库可能是任何人的；请用 --format 或 OSSCAP_FORMAT 给出',
      },
      'config-no-reason': {
        en: '{key} has no reason: say why this is ignored',
        zh: '{key} 没有写 reason：请说明忽略的理由',
      },
      'config-ignores-all': {
        en: '{key} matches everything: say what it ignores',
        zh: '{key} 会匹配一切：请写明要忽略什么',
      },
      'config-outside': {
        en: "{key} is outside the configuration's folder: {value:long}",
        zh: '{key} 指向配置所在目录之外：{value:long}',
      },
      'config-no-file': {
        en: '{key} names a pipe or a device, which could be endless: {value:long}; a configuration must name regular files',
        zh: '{key} 指向管道或设备，读取可能永不结束：{value:long}；配置中只能写普通文件',
      },
    },
    baselines: {
      ...FILE,
      'too-big': { en: 'too large (8 MiB at most)', zh: '文件过大（最多 8 MiB）' },
      'baseline-not-one': {
        en: 'not a baseline (--write-baseline writes one)',
        zh: '不是基线文件（用 --write-baseline 生成）',
      },
      'baseline-version': {
        en: 'baseline version {version}; this osscap reads version 1',
        zh: '基线的版本为 {version}，本版 osscap 只能读取版本 1',
      },
      'baseline-entry': { en: 'cause {where} has no fingerprint', zh: '第 {where} 个原因没有 fingerprint' },
    },
    baselineTitle: { en: 'baseline: ', zh: '基线：' },
    colon: { en: ': ', zh: '：' },
    blobs: {
      'not-a-blob': {
        en: 'not a blob (--format blob=FILE writes one)',
        zh: '不是 blob（用 --format blob=FILE 生成）',
      },
      'blob-version': {
        en: 'blob version {version}; this osscap reads version 1',
        zh: 'blob 的版本为 {version}，本版 osscap 只能读取版本 1',
      },
      'blob-release': {
        en: 'written by osscap {version:long}; this is {own}, which merges only its own blobs: scan again with one version',
        zh: '由 osscap {version:long} 写出；本版为 {own}，只能合并自己写出的 blob：请用同一版本重新扫描',
      },
      'blob-no-file': {
        en: 'a pipe; a blob is read twice, so write it to a file first',
        zh: '这是管道；blob 要读两遍，请先写入文件',
      },
      damaged: { en: 'line {line}: damaged', zh: '第 {line} 行已损坏' },
      malformed: { en: 'line {line}: damaged ({place:long})', zh: '第 {line} 行已损坏（{place:long}）' },
      'blob-cut-off': { en: 'the blob is cut off', zh: 'blob 不完整' },
      'blob-changed': { en: 'the blob was changed while it was merged', zh: '合并过程中 blob 被改动' },
      'blob-line-too-long': { en: 'line {line} is too long for a blob', zh: '第 {line} 行过长，不是 blob' },
      'blob-missing': { en: 'no such file or folder', zh: '文件或目录不存在' },
      'blob-permission': FILE.permission,
      'blob-none-in-folder': { en: 'the folder contains no blob (*.blob)', zh: '目录中没有 blob（*.blob）' },
      'blob-too-many': { en: 'more than {limit:n} blobs', zh: 'blob 超过 {limit:n} 个' },
      'blob-read-error': FILE['read-error'],
    },
    blobConflicts: {
      'blob-twice': {
        en: '{path:long} and {other:long} hold the same part of one scan, with different results',
        zh: '{path:long} 与 {other:long} 是同一次扫描的同一部分，但结果不同',
      },
      'blob-cut': {
        en: '{path:long} and {other:long} split one scan in different ways',
        zh: '{path:long} 与 {other:long} 对同一次扫描的划分不同',
      },
    },
    shardMissing: { en: 'part {from} of {of} is missing', zh: '缺少第 {from} 部分，共 {of} 部分' },
    shardsMissing: {
      en: 'parts {from} to {to} of {of} are missing',
      zh: '缺少第 {from} 至 {to} 部分，共 {of} 部分',
    },
    problems: {
      'baseline-not-written': {
        en: 'baseline: {path:long}: not written, because not everything was read',
        zh: '基线：{path:long}：未写入，因为并未全部读完',
      },
      'baseline-full': {
        en: 'baseline: {path:long}: there are more than {limit:n} causes; the rest is left out, and will fail',
        zh: '基线：{path:long}：原因超过 {limit:n} 个，其余未写入，仍算失败',
      },
      'blob-scans-differ': {
        en: '{path:long} and {other:long} are of different scans: parts belong together if they were given the same paths in the same order, with files of the same sizes',
        zh: '{path:long} 与 {other:long} 属于不同的扫描：给出的路径及其顺序相同、文件大小也相同的各部分，才属于同一次扫描',
      },
      'blob-interrupted': {
        en: '{path:long}: the scan was interrupted; this is what was read so far',
        zh: '{path:long}：扫描被中断，以下为已读取的部分',
      },
      'blob-not-whole': { en: 'no blob is written for an incomplete scan', zh: '扫描不完整，不写出 blob' },
    },
    noConfig: { en: 'No configuration file.', zh: '没有配置文件。' },
    configFile: { en: 'Configuration file: ', zh: '配置文件：' },
    sources: {
      argument: { en: 'argument', zh: '参数' },
      environment: { en: 'environment', zh: '环境变量' },
      file: { en: 'file', zh: '文件' },
      default: { en: 'default', zh: '默认' },
    },
  },
  unmasked: {
    en: 'captured values are not masked here: signatures and tokens too; the report of osscap scan can be shared',
    zh: '这里的抓包内容未经遮盖，包括签名和令牌；可以分享的是 osscap scan 的报告',
  },
  pasteHint: {
    en: 'paste the text, then press Enter and Ctrl-D (Windows: Ctrl-Z and Enter); a file is read with osscap scan FILE',
    zh: '请粘贴文本，然后按回车和 Ctrl-D（Windows：Ctrl-Z 和回车）；读取文件请用 osscap scan FILE',
  },
  watch: {
    started: {
      en: 'watching {path:long}; Ctrl-C ends with the report',
      zh: '正在监视：{path:long}；按 Ctrl-C 结束并输出报告',
    },
    'started-interactive': {
      en: 'watching {path:long}; Enter shows the evidence of the last failure, Ctrl-C ends with the report',
      zh: '正在监视：{path:long}；按回车显示最近一次失败的证据，按 Ctrl-C 结束并输出报告',
    },
    stdin: { en: 'standard input', zh: '标准输入' },
    missing: {
      en: '{path:long}: there is no such file yet; waiting for it',
      zh: '{path:long}：文件还不存在，正在等待',
    },
    'file-replaced': {
      en: '{path:long}: the file was replaced by a new one; reading continues there',
      zh: '{path:long}：文件已被新文件替换，继续读取新文件',
    },
    'file-shortened': {
      en: '{path:long}: the file was emptied or cut; reading continues at its start',
      zh: '{path:long}：文件被清空或截短，从头继续读取',
    },
  },
  extract: {
    messages: {
      written: {
        en: '{packets:n} packet{packets:s} in {path:long}: AccessKey IDs, signatures, tokens and cookies are stand-ins; bucket, key, hosts and addresses are as captured',
        zh: '{path:long} 中有 {packets:n} 个数据包：AccessKey ID、签名、令牌和 Cookie 已换成替代值；Bucket、Object 名称、主机名和地址保持原样',
      },
      'left-over': {
        en: '{n:n} packet{n:s} were too many, and are left out: the bodies are not whole',
        zh: '数据包过多，{n:n} 个未写入：消息体不完整',
      },
      same: {
        en: '#{index} is #{there} there: {after}, as in the capture',
        zh: '#{index} 在文件中是 #{there}：{after}，与抓包一致',
      },
      encrypted: {
        en: '#{index} came over TLS: its packets are kept encrypted, as they were, and the file has no keys; whoever has none cannot read it',
        zh: '#{index} 经 TLS 传输：数据包原样保留为密文，文件中没有密钥；没有密钥的人无法读取',
      },
      unread: {
        en: '#{index} cannot be read in the file: too little of it was captured, or what shows it is masked',
        zh: '#{index} 在文件中无法读出：抓到的内容太少，或所依据的内容已被替换',
      },
      'differs-secret': {
        en: '#{index} is #{there} there: {after}; that it is {before} was found with your secret, which cannot check a stand-in',
        zh: '#{index} 在文件中是 #{there}：{after}；结论 {before} 是用您的 Secret 得出的，而 Secret 无法核对替代值',
      },
      'differs-body': {
        en: '#{index} is #{there} there: {after}, not {before}: the compressed body could not be masked at the same length, and is left out',
        zh: '#{index} 在文件中是 #{there}：{after}，而不是 {before}：压缩的消息体无法等长替换，已略去',
      },
      'differs-masked': {
        en: '#{index} is #{there} there: {after}, not {before}: what shows it is masked, or in exchanges that are not in the file',
        zh: '#{index} 在文件中是 #{there}：{after}，而不是 {before}：所依据的内容已被替换，或在未提取的请求中',
      },
    },
    notOss: { en: 'no exchange with OSS', zh: '不是 OSS 请求' },
    section: {
      en: 'Packets of the exchanges {list}, extracted from a capture. AccessKey IDs, signatures, tokens, cookies and bodies are stand-ins of the same length; the same value has the same stand-in. Other exchanges of the connections are left out, and TCP numbers are lowered by their bytes.',
      zh: '从抓包中提取的请求 {list} 的数据包。AccessKey ID、签名、令牌、Cookie 和消息体是等长的替代值，相同的值替代值也相同。同一连接上的其他请求已略去，TCP 序号相应减小。',
    },
    sectionWithBodies: {
      en: 'Packets of the exchanges {list}, extracted from a capture. AccessKey IDs, signatures, tokens and cookies are stand-ins of the same length, also in bodies; the same value has the same stand-in. Other exchanges of the connections are left out, and TCP numbers are lowered by their bytes.',
      zh: '从抓包中提取的请求 {list} 的数据包。AccessKey ID、签名、令牌和 Cookie（包括消息体中的）是等长的替代值，相同的值替代值也相同。同一连接上的其他请求已略去，TCP 序号相应减小。',
    },
    request: { en: '#{index}, request: {found:long}', zh: '#{index} 请求：{found:long}' },
    response: { en: '#{index}, answer: {status:long}', zh: '#{index} 响应：{status:long}' },
  },
  capture: {
    allInterfaces: { en: 'all interfaces', zh: '全部接口' },
    someInterface: { en: 'the usual interface', zh: '常用接口' },
    messages: {
      started: { en: 'capturing on {interface}: {filter:long}', zh: '正在{interface}上抓包：{filter:long}' },
      'started-alone': {
        en: 'capturing on {interface}: {filter:long}; Ctrl-C ends with the report',
        zh: '正在{interface}上抓包：{filter:long}；按 Ctrl-C 结束并给出报告',
      },
      'left-behind': {
        en: 'the command has ended, and processes that it started still run: they are captured for {seconds} s more; Ctrl-C ends at once',
        zh: '命令已结束，但它启动的进程仍在运行：再抓取 {seconds} 秒；按 Ctrl-C 立即结束',
      },
      'keep-next-time': {
        en: 'to look closer, run it again with --keep oss.pcapng: the packets and their TLS keys, for explain and for a ticket',
        zh: '如需进一步查看，请加上 --keep oss.pcapng 再运行一次：保存数据包和 TLS 密钥，供 explain 和工单使用',
      },
      'credentials-next-time': {
        en: 'to prove the cause, run it again with --credentials FILE: the secret is compared, and never printed',
        zh: '如需证实原因，请加上 --credentials FILE 再运行一次：Secret 只用于比对，从不输出',
      },
      'no-packets': {
        en: 'no packet came on {interface} that fits "{filter:long}": the command sent none, or it runs elsewhere (in a container or network namespace of its own, where osscap capture has to run, too)',
        zh: '{interface}上没有符合“{filter:long}”的包：命令没有发送，或在别处运行（有自己的容器或网络命名空间，osscap capture 须在那里运行）',
      },
      'other-ports': {
        en: 'no HTTP came to the captured ports ({filter:long}), but connections began to others: {ports:long}; if one of them is of the client, run it again with --port {port}',
        zh: '所抓端口（{filter:long}）上没有 HTTP，但有通往其他端口的连接：{ports:long}；如果其中有客户端的，请加上 --port {port} 重新运行',
      },
      'no-keys-java': {
        en: 'TLS was seen without keys: Java writes none by itself; add an agent that does, such as java -javaagent:extract-tls-secrets.jar=FILE (or jSSLKeyLog) with FILE from $SSLKEYLOGFILE, which is set for the command; or use an http:// endpoint for this test',
        zh: '看到了 TLS，但没有密钥：Java 自己不写密钥，请加上会写的 agent，例如 java -javaagent:extract-tls-secrets.jar=FILE（或 jSSLKeyLog），FILE 取自已为命令设好的 $SSLKEYLOGFILE；或在测试时改用 http:// 的 Endpoint',
      },
      'no-keys-go': {
        en: 'TLS was seen without keys: Go writes them only if the code says so: tls.Config{KeyLogWriter: f}, f being os.OpenFile(os.Getenv("SSLKEYLOGFILE"), os.O_APPEND|os.O_WRONLY, 0); for a program that you cannot change (ossutil), use an http:// endpoint for this test',
        zh: '看到了 TLS，但没有密钥：Go 只有在代码中写明才会写出密钥：tls.Config{KeyLogWriter: f}，f 为 os.OpenFile(os.Getenv("SSLKEYLOGFILE"), os.O_APPEND|os.O_WRONLY, 0)；无法修改的程序（如 ossutil）在测试时请改用 http:// 的 Endpoint',
      },
      'no-keys-other': {
        en: 'TLS was seen without keys: the client did not write them to $SSLKEYLOGFILE; curl, Python, Node.js and GnuTLS do, Java needs an agent (extract-tls-secrets, jSSLKeyLog) and Go tls.Config.KeyLogWriter; or use an http:// endpoint for this test',
        zh: '看到了 TLS，但没有密钥：客户端没有写入 $SSLKEYLOGFILE；curl、Python、Node.js 和 GnuTLS 会写，Java 需要 agent（extract-tls-secrets、jSSLKeyLog），Go 需要 tls.Config.KeyLogWriter；或在测试时改用 http:// 的 Endpoint',
      },
      dropped: {
        en: 'the kernel dropped {n:n} packet{n:s} for want of time: requests may be incomplete; a narrower --filter helps',
        zh: '内核来不及处理，丢弃了 {n:n} 个包：请求可能不完整；缩小 --filter 的范围会有帮助',
      },
      'broke-off': {
        en: 'the capture ended before the command did: {detail:long}',
        zh: '抓包在命令之前就结束了：{detail:long}',
      },
      kept: {
        en: '{packets:n} packet{packets:s} are kept in {path:long}; no TLS keys came',
        zh: '{path:long} 中保存了 {packets:n} 个包；没有得到 TLS 密钥',
      },
      'kept-with-keys': {
        en: '{packets:n} packet{packets:s} and their TLS keys are kept in {path:long}: whoever has the file can read the traffic',
        zh: '{path:long} 中保存了 {packets:n} 个包及其 TLS 密钥：拿到此文件的人能读到通信内容',
      },
    },
  },
} as const satisfies {
  readonly credentials: Readonly<Record<CredentialsProblem['code'], Text>>;
  readonly tlsKeys: Readonly<Record<TlsKeyProblem['code'], Text>>;
  readonly ci: {
    readonly baselines: Readonly<Record<BaselineFault['code'] | ConfigFileFault['code'], Text>>;
    readonly blobs: Readonly<Record<BlobFault['code'], Text>>;
    readonly blobConflicts: Readonly<Record<BlobConflict['code'], Text>>;
    readonly [subject: string]: unknown;
  };
  /** What is reported on the error stream while a capture is being taken; `{path}` is the input. */
  readonly watch: Readonly<Record<WatchEvent | 'started' | 'started-interactive' | 'stdin', Text>>;
  readonly [subject: string]: unknown;
});

type ArgumentsOf<T> = T extends string
  ? ArgumentsIn<T>
  : T extends { readonly en: infer En extends string }
    ? ArgumentsIn<En>
    : never;

/** A message of one of these sentences: its id, and a value for each place but that of a fault in JSON. */
type Message<Sentences> = {
  [Id in keyof Sentences]: { readonly code: Id } & {
    readonly [A in Exclude<ArgumentsOf<Sentences[Id]> & string, 'place'>]: string | number;
  };
}[keyof Sentences];

/** The known word that was probably meant, where there is one. */
interface Guess {
  readonly near?: string | null;
}

/** What is wrong with a command line. */
export type UsageProblem = Message<typeof CLI.usage> & Guess;

/** What is wrong with a configuration. `key`: where, as `ignores[2].reason`, counted from 0. */
export type ConfigFault = Message<typeof CLI.ci.config> & Guess;

/** What keeps a command from its work, beside its words and the credentials. */
export type CommandFault = Message<typeof CLI.faults> & {
  /** Of JSON, where they are known. */
  readonly line?: number | null;
  readonly column?: number | null;
};

/** What is odd about files with secrets that are used all the same, and which keys are passed over. */
export type KeyWarning =
  | Message<Pick<typeof CLI.keyWarnings, 'open-to-others' | 'unusable-modes' | 'environment-key-log'>>
  | UnusableVariable;

/** What is said of a capture that is taken while a command runs. */
export type CaptureMessage = Message<typeof CLI.capture.messages>;

/** What is said of exchanges that were extracted; `before` and `after` are what readings found. */
export type ExtractMessage = Message<typeof CLI.extract.messages>;

export type CliTexts = Said<typeof CLI> & { readonly lang: Lang };

const made: Partial<Record<Lang, CliTexts>> = {};

export function cliTexts(lang: Lang): CliTexts {
  made[lang] ??= { lang, ...said(CLI, lang) };
  return made[lang];
}
