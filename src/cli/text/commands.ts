import type { Prose } from '../../diagnose/prose.ts';
import { entries } from '../../report/text/in-language.ts';
import type { CommandName } from '../settings/names.ts';
import { VARIABLES } from '../settings/table.ts';

type Text = string | Prose;

/** What `--help` says of one command. */
export interface CommandHelp {
  readonly usage: Text;
  readonly summary: Text;
  /** By the parser's name. */
  readonly positionals: Readonly<Record<string, Text>>;
  readonly examples: readonly (readonly [command: string, text: Text])[];
  readonly epilogue: Text;
}

export const COMMANDS_HELP = entries({
  why: {
    usage: {
      en: 'Usage: osscap why [ID|WORD]\n\nSays what an ID of a report means: that of a cause, a verdict, a suspect, a note, a warning, or of what may fail later. Why it happens, how it shows, how it is proved, what to do, an example, and where the documentation is. Of a word it lists the IDs that have it in their name; without one, it shows all at a glance.',
      zh: '用法：osscap why [ID|WORD]\n\n说明报告中某个 ID 的含义：原因、结论、怀疑对象、附注、警告，或目前还能通过的情况。包括为什么会这样、如何显现、如何证明、怎么办、示例，以及文档所在。写一个词则列出名称中含有它的 ID；什么都不写则概览全部。',
    },
    summary: { en: 'say what a cause or a verdict means', zh: '说明某个原因或结论的含义' },
    positionals: {
      id: {
        en: 'ID as reports have it, such as content-type-added-in-transit',
        zh: '报告中的 ID，例如 content-type-added-in-transit',
      },
    },
    examples: [
      ['osscap why content-type-added-in-transit', { en: 'one cause', zh: '某个原因' }],
      ['osscap why', { en: 'all that reports can name', zh: '报告可能给出的全部 ID' }],
      ['osscap why content-type', { en: 'all with that in their name', zh: '名称中含有它的全部 ID' }],
      ['osscap why needs-secret --format json', { en: 'a verdict, as data', zh: '某个结论，以数据形式输出' }],
    ],
    epilogue: {
      en: 'Nothing is read, and nothing is sent.\nExit codes: 0, or 2 if the ID is unknown or the command line is invalid.',
      zh: '不读取任何文件，也不发送任何内容。\n退出码：0；ID 不存在或命令行有误时为 2。',
    },
  },
  merge: {
    usage: {
      en: 'Usage: osscap merge FILE|FOLDER…\n\nCombines the parts of a scan written by --shard I/N and --format blob=FILE, in any order, and writes the reports that the whole scan would have written.',
      zh: '用法：osscap merge FILE|FOLDER…\n\n把用 --shard I/N 和 --format blob=FILE 写出的各部分合并（顺序不限），输出与整体扫描相同的报告。',
    },
    summary: { en: 'merge the parts of a scan', zh: '合并一次扫描的各部分' },
    positionals: {
      path: {
        en: 'blobs, and folders that contain blobs (*.blob)',
        zh: 'blob 文件，或包含它们的目录（*.blob）',
      },
    },
    examples: [
      [
        'osscap scan captures/ --shard 2/3 --format blob=2.blob',
        { en: 'one of three parts', zh: '三份中的一份' },
      ],
      ['osscap merge 1.blob 2.blob 3.blob', { en: 'the report of the whole scan', zh: '整体的报告' }],
      [
        'osscap merge blobs/ --format sarif=oss.sarif --baseline known.json',
        { en: 'other formats, and only new causes fail', zh: '输出其他格式，且仅新原因算失败' },
      ],
    ],
    epilogue: {
      en: 'A blob contains captured message headers, including signatures and tokens: protect it as you would the capture. The same part twice counts once; if a part is missing, the exit code is 2.\nExit codes: 0 nothing fails, 1 an exchange fails, 2 a blob or the command line is invalid, or a part is missing.',
      zh: 'blob 中保存着抓到的报文头原文，包括签名和安全令牌：请像保管抓包文件一样保管它。同一部分重复出现只算一次；缺少任何一部分时退出码为 2。\n退出码：0 没有失败，1 有请求失败，2 blob 或命令行有误，或缺少某一部分。',
    },
  },
  config: {
    usage: {
      en: `Usage: osscap config [OPTION…]\n\nShows the settings in effect, and where each comes from: an argument, the environment (${VARIABLES.join(', ')}), the configuration file, or the default. The first of them that sets a value wins.`,
      zh: `用法：osscap config [OPTION…]\n\n显示生效的设置及其来源：命令行参数、环境变量（${VARIABLES.join('、')}）、配置文件或默认值，以最先给出的为准。`,
    },
    summary: { en: 'show the settings and where they come from', zh: '显示生效的设置及其来源' },
    positionals: {},
    examples: [
      ['osscap config', { en: 'the settings in this folder', zh: '在本目录中生效的设置' }],
      [
        'osscap config --fail-on token --format json',
        { en: 'the same as data, with an argument', zh: '以数据形式输出，并带一个参数' },
      ],
    ],
    epilogue: {
      en: "A configuration file cannot name secrets, files with secrets or files to write: it comes with a repository, which may be anybody's.\nExit codes: 0, or 2 if the configuration file, the environment or the command line is invalid.",
      zh: '配置文件中不能写密钥、密钥文件的路径或要写入的文件：它随代码仓库而来，而仓库可能是任何人的。\n退出码：0；配置、环境变量或命令行有误时为 2。',
    },
  },
  completion: {
    usage: {
      en: 'Usage: osscap completion bash|zsh|fish\n\nPrints a script that lets the shell complete commands, options and their values. The script is self-contained: completing does not run osscap.',
      zh: '用法：osscap completion bash|zsh|fish\n\n输出一段脚本，让 shell 补全命令、选项及其取值。脚本自成一体：补全时不会运行 osscap。',
    },
    summary: { en: 'print a completion script for the shell', zh: '输出 shell 补全脚本' },
    positionals: {
      shell: { en: 'bash, zsh or fish', zh: 'bash、zsh 或 fish' },
    },
    examples: [
      ['osscap completion bash > ~/.local/share/bash-completion/completions/osscap', 'bash'],
      [
        'osscap completion zsh > ~/.zfunc/_osscap',
        {
          en: 'zsh; with fpath+=~/.zfunc before compinit in ~/.zshrc',
          zh: 'zsh；并在 ~/.zshrc 中的 compinit 之前加上 fpath+=~/.zfunc',
        },
      ],
      ['osscap completion fish > ~/.config/fish/completions/osscap.fish', 'fish'],
    ],
    epilogue: {
      en: 'Print it again after updating osscap.\nExit codes: 0, or 2 if the command line is invalid.',
      zh: '更新 osscap 后请重新输出。\n退出码：0；命令行有误时为 2。',
    },
  },
  help: {
    usage: {
      en: 'Usage: osscap help [COMMAND]\n\nPrints what --help prints: all about a command, or about osscap as a whole.',
      zh: '用法：osscap help [COMMAND]\n\n显示某个命令或整个 osscap 的全部说明，与 --help 相同。',
    },
    summary: { en: 'print the help of a command', zh: '显示某个命令的帮助' },
    positionals: {
      command: { en: 'name of a command; scan without one', zh: '命令的名称；不写则为 scan' },
    },
    examples: [
      ['osscap help', { en: 'the whole', zh: '整体说明' }],
      ['osscap help explain', { en: 'one command', zh: '某个命令的说明' }],
    ],
    epilogue: {
      en: 'osscap -h, and -h behind a command, print the short help.\nExit codes: 0, or 2 if the command line is invalid.',
      zh: 'osscap -h，或在命令之后加 -h，显示简短的帮助。\n退出码：0；命令行有误时为 2。',
    },
  },
  version: {
    usage: {
      en: 'Usage: osscap version\n\nPrints the version of osscap.',
      zh: '用法：osscap version\n\n显示 osscap 的版本。',
    },
    summary: { en: 'print the version', zh: '显示版本' },
    positionals: {},
    examples: [
      ['osscap version', { en: 'the version', zh: '版本' }],
      ['osscap -V', { en: 'the same', zh: '同上' }],
    ],
    epilogue: {
      en: 'Exit codes: 0, or 2 if the command line is invalid.',
      zh: '退出码：0；命令行有误时为 2。',
    },
  },
  watch: {
    usage: {
      en: 'Usage: osscap watch FILE\nor: tcpdump … -U -w - | osscap watch -\n\nReads a capture while it is being taken and prints each failing OSS exchange on one line, as soon as its response is complete: time, number, status, request ID, verdict, operation, bucket and key, cause. A cause that was seen before is shown only by its count. Ctrl-C ends with the report that scan writes; a second one ends at once.',
      zh: '用法：osscap watch FILE\n或：tcpdump … -U -w - | osscap watch -\n\n边抓包边读取，OSS 请求一失败（响应收完）就用一行显示：时间、序号、状态码、Request ID、结论、操作、Bucket 和 Object、原因。出现过的原因只显示次数。按 Ctrl-C 结束并输出与 scan 相同的报告，再按一次立即结束。',
    },
    summary: {
      en: 'report failing exchanges while the capture is being taken',
      zh: '边抓包边显示失败的请求',
    },
    positionals: {
      input: {
        en: 'a capture file (pcap, pcapng) that is being written, or - for standard input; if the file does not exist yet, watch waits for it; if it is replaced or emptied, reading continues at its start',
        zh: '正在写入的抓包文件（pcap、pcapng），或用 - 表示标准输入；文件还不存在时会等待，被替换或清空时从头继续读取',
      },
    },
    examples: [
      [
        "sudo tcpdump -U -s 0 -w - 'tcp port 80' | osscap watch -",
        { en: 'what fails on this machine', zh: '本机上哪些请求失败' },
      ],
      [
        'ssh host sudo tcpdump -Uw - port 80 | osscap watch - --credentials keys.json',
        { en: 'what fails on another machine, with proof', zh: '另一台机器上哪些请求失败，并给出证明' },
      ],
      [
        'osscap watch /var/tmp/oss.pcap --blocks',
        {
          en: 'a file that tcpdump -U -w writes, with the evidence',
          zh: '由 tcpdump -U -w 写入的文件，并显示证据',
        },
      ],
      [
        'osscap watch oss.pcap --format ndjson --format html=end.html',
        {
          en: 'every exchange as data at once (the lines go to standard error), an HTML page at the end',
          zh: '每次请求立即以数据输出（各行改到标准错误），结束时生成网页',
        },
      ],
    ],
    epilogue: {
      en: 'With --immediate-mode, tcpdump passes each packet on at once; without it, packets come up to a second late.\nExit codes: those of scan; 130 after Ctrl-C, 143 after SIGTERM.',
      zh: 'tcpdump 加上 --immediate-mode 会立即交出每个包，否则最多会晚一秒。\n退出码：与 scan 相同；按 Ctrl-C 后为 130，收到 SIGTERM 后为 143。',
    },
  },
  capture: {
    usage: {
      en: 'Usage: osscap capture [OPTION…] -- COMMAND…\nor: osscap capture [OPTION…] (until Ctrl-C)\n\nRuns a command while its packets are captured: starts tcpdump (or dumpcap) for whole packets on all interfaces, waits until it captures, has the command write its TLS keys, and runs it in this terminal as the user who called sudo. Failing OSS exchanges are printed on standard error as they happen, and the report that scan writes follows when the command has ended.',
      zh: '用法：osscap capture [OPTION…] -- COMMAND…\n或：osscap capture [OPTION…]（直到按 Ctrl-C）\n\n运行一条命令，同时抓取它的数据包：启动 tcpdump（或 dumpcap），在全部接口上抓取完整的包，等到确实开始抓包后，让命令写出 TLS 密钥，并以调用 sudo 的用户身份在本终端中运行它。失败的 OSS 请求立即显示在标准错误上，命令结束后给出与 scan 相同的报告。',
    },
    summary: {
      en: 'run a command, and report what of its traffic fails',
      zh: '运行一条命令，并报告它的哪些请求失败',
    },
    positionals: {
      command: { en: 'the command with its arguments, behind --', zh: '要运行的命令及其参数，写在 -- 之后' },
    },
    examples: [
      [
        'sudo osscap capture -- python3 upload.py',
        { en: 'run a program, and say why its requests fail', zh: '运行程序，并说明它的请求为何失败' },
      ],
      [
        'sudo osscap capture --keep oss.pcapng -- node upload.js',
        { en: 'keep the capture with its TLS keys', zh: '保存抓包及其 TLS 密钥' },
      ],
      [
        'sudo osscap capture --port 8080',
        {
          en: 'whatever this machine sends to a proxy, until Ctrl-C',
          zh: '本机发往代理的全部请求，直到按 Ctrl-C',
        },
      ],
      [
        'sudo osscap capture --format html=report.html -- ./upload.sh',
        { en: 'an HTML page to share', zh: '可分享的 HTML 页面' },
      ],
    ],
    epilogue: {
      en: 'The TLS keys come from SSLKEYLOGFILE (curl, Python, GnuTLS) and NODE_OPTIONS=--tls-keylog (Node.js), which are set for the command unless you have set them; they are in a folder that only the user of the command can open, and are deleted at the end unless --keep puts them into its file. Signals and Ctrl-C reach the command.\nExit codes: 1 an exchange fails, else that of the command (128 and the number of the signal that ended it); 2 no capture could be taken, or an input or the command line is invalid.',
      zh: 'TLS 密钥来自 SSLKEYLOGFILE（curl、Python、GnuTLS）和 NODE_OPTIONS=--tls-keylog（Node.js）；除非您已设置，它们会为命令设好。密钥放在只有运行命令的用户能打开的目录中，结束时删除，除非用 --keep 存入文件。信号和 Ctrl-C 会送达命令。\n退出码：1 有请求失败，否则为命令自己的退出码（被信号终止时为 128 加信号编号）；2 无法抓包，或输入、命令行有误。',
    },
  },
  scan: {
    usage: {
      en: 'Usage: osscap scan PATH…\nor: osscap watch FILE|- (report failures while capturing)\nor: osscap capture -- COMMAND… (run a command and report what fails)\nor: osscap compare CLIENT SERVER… (captures of the same requests at several points)\nor: osscap explain CAPTURE INDEX (one exchange in full)\nor: osscap extract CAPTURE INDEX… -o FILE (the packets of exchanges, for a ticket)\nor: osscap sign [OPTION…] URL (a signature, step by step)\nor: osscap hypotheses (what the search tries)\nor: osscap why [ID] (what a cause or a verdict means)\nor: osscap merge FILE|FOLDER… (the parts of a scan)\nor: osscap config (the settings in effect)\nor: osscap completion bash|zsh|fish (a script for the shell)\nor: osscap help COMMAND (all about one of them)\nor: osscap version (the version)\n\nReads captures of Alibaba Cloud OSS traffic and explains why a request got 403: where the string that the client signed differs from the one that the server signed, and what changed it.',
      zh: '用法：osscap scan PATH…\n或：osscap watch FILE|-（边抓包边显示失败的请求）\n或：osscap capture -- COMMAND…（运行命令并报告失败的请求）\n或：osscap compare CLIENT SERVER…（对比同一批请求在多处的抓包）\n或：osscap explain CAPTURE INDEX（完整展示一次请求）\n或：osscap extract CAPTURE INDEX… -o FILE（提取请求的数据包，用于工单）\n或：osscap sign [OPTION…] URL（逐步展示签名）\n或：osscap hypotheses（搜索所尝试的假设）\n或：osscap why [ID]（说明某个原因或结论的含义）\n或：osscap merge FILE|FOLDER…（合并一次扫描的各部分）\n或：osscap config（查看生效的设置）\n或：osscap completion bash|zsh|fish（shell 补全脚本）\n或：osscap help COMMAND（某个命令的全部说明）\n或：osscap version（显示版本）\n\n读取阿里云 OSS 流量的抓包文件，说明请求为何返回 403：客户端与服务端的待签名字符串在哪里不同，是谁改动的。',
    },
    summary: {
      en: 'read captures and report every OSS exchange that fails',
      zh: '读取抓包文件，报告每一次失败的 OSS 请求',
    },
    positionals: {
      path: {
        en: 'capture files (pcap, pcapng, also .gz and .zst), text (HTTP messages, tcpdump -A, curl -v, debug logs, error documents, HAR), folders, quoted patterns, or - for standard input',
        zh: '抓包文件（pcap、pcapng，或它们的 .gz、.zst）、文本（HTTP 报文、tcpdump -A、curl -v、调试日志、错误信息文档、HAR）、目录、加引号的通配符，或用 - 表示标准输入',
      },
    },
    examples: [
      [
        'osscap scan upload.pcap',
        { en: 'what failed in a capture, and what caused it', zh: '查看哪些请求失败、问题出在谁' },
      ],
      [
        'osscap scan ticket.txt',
        {
          en: 'pasted text: an error document, curl -v, a debug log',
          zh: '粘贴的文本：错误信息文档、curl -v、调试日志',
        },
      ],
      [
        'osscap scan captures/ --credentials keys.json --format html=report.html',
        {
          en: 'prove it with the AccessKey secrets, as an HTML page to share',
          zh: '提供 Secret，给出证明，并输出可查看、可转交的网页报告',
        },
      ],
      [
        "sudo tcpdump -s 0 -U -w - 'tcp port 80' | osscap scan -",
        { en: 'read while capturing; Ctrl-C ends with the report', zh: '边抓边读，按 Ctrl-C 结束并输出报告' },
      ],
    ],
    epilogue: {
      en: 'Keys are also read from the environment: OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_SESSION_TOKEN, and the ALIBABA_CLOUD_… names, AWS_ACCESS_KEY_ID and its like for S3. Secrets are never arguments, and are never printed.\nExit codes: 0 nothing fails, 1 an exchange fails, 2 an input or the command line is invalid, 130 interrupted (143 by SIGTERM).',
      zh: '也会读取环境变量中的 AccessKey：OSS_ACCESS_KEY_ID、OSS_ACCESS_KEY_SECRET、OSS_SESSION_TOKEN，以及 ALIBABA_CLOUD_… 和 AWS_… 系列。Secret 不作为参数传入，也从不输出。\n退出码：0 没有失败，1 有请求失败，2 输入或命令行有误，130 被中断（SIGTERM 为 143）。',
    },
  },
  compare: {
    usage: {
      en: 'Usage: osscap compare CLIENT SERVER [MORE…]\n\nFinds requests that are in several captures, taken at different points between the client and OSS, and shows what changed between the points: request line, headers, body, response, and which change broke the signature, and so which hop.',
      zh: '用法：osscap compare CLIENT SERVER [MORE…]\n\n找出多个抓包文件（在从客户端到 OSS 的途中各处抓取）中共同的请求，说明它们在各处之间有什么改动：请求行、头部、消息体、响应，以及是哪处改动破坏了签名、因而是哪一跳所为。',
    },
    summary: {
      en: 'show what changed between captures of the same requests',
      zh: '说明同一请求在各个抓包点之间的改动',
    },
    positionals: {
      path: {
        en: 'one capture (or text) for each point, the one closest to the client first',
        zh: '每个抓包点一个抓包文件（或文本），离客户端最近的在前',
      },
    },
    examples: [
      [
        'osscap compare client.pcap server.pcap',
        { en: 'what the proxy between the two did', zh: '两处之间的代理做了什么' },
      ],
      [
        'osscap compare client.pcap proxy.pcap server.pcap',
        { en: 'which of two hops it was', zh: '是两跳中的哪一跳' },
      ],
      [
        'osscap compare client.pcap server.pcap --format json',
        { en: 'the same as data', zh: '以数据形式输出' },
      ],
    ],
    epilogue: {
      en: 'Requests are paired by the request ID of their responses, else by signature and date, else by time.\nExit codes: 0 no signature was broken between the points, 1 one was, 2 an input or the command line is invalid.',
      zh: '请求按响应中的 Request ID 配对，否则按签名和日期，再否则按时间。\n退出码：0 途中没有签名被破坏，1 有，2 输入或命令行有误。',
    },
  },
  explain: {
    usage: {
      en: 'Usage: osscap explain CAPTURE INDEX\n\nShows one exchange in full: frames and times, the headers of both messages as captured, every piece of the signed strings with its bytes and where it comes from, how the signature is made, what the server said, how the strings compare, which row of the decision table gave the verdict, and what the search tried.',
      zh: '用法：osscap explain CAPTURE INDEX\n\n完整展示一次请求：帧和时间、抓到的请求头和响应头、待签名字符串的各部分及其字节位置和来源、签名的计算步骤、服务端的答复、双方字符串对照、由判定表的哪一行判定，以及搜索尝试了什么。',
    },
    summary: { en: 'show one exchange in full', zh: '完整展示一次请求' },
    positionals: {
      capture: {
        en: 'a capture file (pcap, pcapng, also .gz and .zst), or - for standard input',
        zh: '抓包文件（pcap、pcapng，或它们的 .gz、.zst），或用 - 表示标准输入',
      },
      index: { en: 'number of the exchange, as scan shows it', zh: '请求的序号，即 scan 显示的序号' },
    },
    examples: [
      ['osscap explain upload.pcap 5', { en: 'the fifth exchange', zh: '第五次请求' }],
      [
        'osscap explain upload.pcap 5 --credentials keys.json',
        { en: 'with the computed signature and the search', zh: '同时计算签名并搜索' },
      ],
      ['osscap explain upload.pcap 5 --format json', { en: 'the same as data', zh: '以数据形式输出' }],
    ],
    epilogue: {
      en: 'Captured data is shown unmasked, including AccessKey IDs, signatures and security tokens. Secrets are never printed.\nExit codes: 0 the exchange does not fail, 1 it fails, 2 there is no such exchange, or an input or the command line is invalid.',
      zh: '抓到的内容按原样显示，包括 AccessKey ID、签名和安全令牌。Secret 从不输出。\n退出码：0 该请求没有失败，1 该请求失败，2 没有该请求，或输入、命令行有误。',
    },
  },
  extract: {
    usage: {
      en: 'Usage: osscap extract CAPTURE INDEX… -o FILE\n\nWrites the packets of these exchanges to a pcapng file that can be attached to a ticket: link layer, addresses, times and the handshake of their connections as captured, with comments that say what the packets show. AccessKey IDs, signatures, tokens, cookies and bodies are replaced by stand-ins of the same length, and checksums are mended; your own secrets become asterisks. The same value has the same stand-in, so strings still compare as they did. Then the file is scanned, and what it does not show any more is reported.',
      zh: '用法：osscap extract CAPTURE INDEX… -o FILE\n\n把这些请求的数据包写入可附在工单中的 pcapng 文件：链路层、地址、时间和所在连接的握手保持原样，并以注释说明各包的含义。AccessKey ID、签名、令牌、Cookie 和消息体换成等长的替代值，校验和相应修正；您自己的 Secret 换成星号。相同的值换成相同的替代值，因此字符串的对比结果不变。随后会扫描该文件，并说明其中有哪些已看不出来。',
    },
    summary: {
      en: 'write the packets of exchanges to a file for a ticket',
      zh: '提取请求的数据包，写成用于工单的文件',
    },
    positionals: {
      capture: {
        en: 'a capture file (pcap, pcapng, also .gz and .zst)',
        zh: '抓包文件（pcap、pcapng，或它们的 .gz、.zst）',
      },
      index: { en: 'numbers of the exchanges, as scan shows them', zh: '请求的序号，即 scan 显示的序号' },
    },
    examples: [
      ['osscap extract upload.pcap 5 -o ticket.pcapng', { en: 'the fifth exchange', zh: '第五次请求' }],
      [
        'osscap extract upload.pcap 5 8 -o ticket.pcapng',
        { en: 'two of them, in one file', zh: '两次请求，写入一个文件' },
      ],
      [
        'osscap extract upload.pcap 5 --bodies -o ticket.pcapng',
        { en: 'with the bodies, masked inside', zh: '保留消息体，并替换其中的敏感值' },
      ],
    ],
    epilogue: {
      en: 'Bucket, object keys, hosts, addresses and all other headers stay as captured: look at the file before you send it. Exchanges over TLS stay encrypted, and the file has no keys.\nExit codes: 0 the file is written, 2 there is no such exchange, or an input or the command line is invalid.',
      zh: 'Bucket、对象的 key、主机名、地址以及其他所有头都保持原样：发送前请查看文件。TLS 请求仍为密文，文件中没有密钥。\n退出码：0 文件已写入，2 没有该请求，或输入、命令行有误。',
    },
  },
  sign: {
    usage: {
      en: 'Usage: osscap sign [OPTION…] URL\nor: osscap sign [OPTION…] --request FILE\n\nShows how a request is signed, without any capture: every piece of the canonical strings, the strings themselves, the signature, and the header, URL or form fields to send. If the request already has a signature, the two are compared. Nothing is sent.',
      zh: '用法：osscap sign [OPTION…] URL\n或：osscap sign [OPTION…] --request FILE\n\n不需要抓包，展示请求如何签名：待签名字符串（V4 还有 CanonicalRequest）的各部分、字符串本身、签名，以及应发送的请求头、URL 或表单域。请求已带签名时与之比较。不会发送任何内容。',
    },
    summary: { en: 'sign a request step by step', zh: '逐步展示请求的签名' },
    positionals: {
      url: { en: 'URL of the request, in quotes', zh: '请求的 URL，请加引号' },
    },
    examples: [
      [
        'osscap sign https://b.oss-cn-hangzhou.aliyuncs.com/a --credentials keys.json',
        { en: 'V4, header form', zh: 'V4，请求头形式' },
      ],
      [
        "osscap sign -X PUT -H 'Content-Type: text/plain' \\\n    'http://b.oss-cn-hangzhou.aliyuncs.com/a.txt?acl' --sign-version v1",
        {
          en: 'the V1 string; without a secret there is no signature',
          zh: 'V1 的待签名字符串；没有 Secret 时不计算签名',
        },
      ],
      [
        "osscap sign 'https://b.oss-cn-hangzhou.aliyuncs.com/a.txt' \\\n    --sign-version v4-url --expires 600 --credentials keys.json",
        { en: 'a signed URL', zh: '签名 URL' },
      ],
      [
        'osscap sign --request request.json --credentials keys.json',
        { en: 'a request from a file', zh: '从文件读取请求' },
      ],
    ],
    epilogue: {
      en: "Keys are also read from the environment: OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_SESSION_TOKEN, and the ALIBABA_CLOUD_… names, AWS_ACCESS_KEY_ID and its like for S3. Secrets are never arguments, and are never printed.\nExit codes: 0 signed, 1 the request's own signature is different, 2 an input or the command line is invalid.",
      zh: '也会读取环境变量中的 AccessKey：OSS_ACCESS_KEY_ID、OSS_ACCESS_KEY_SECRET、OSS_SESSION_TOKEN，以及 ALIBABA_CLOUD_… 和 AWS_… 系列。Secret 不作为参数传入，也从不输出。\n退出码：0 已签名，1 请求自带的签名与计算的不同，2 输入或命令行有误。',
    },
  },
  hypotheses: {
    usage: {
      en: 'Usage: osscap hypotheses\n\nLists what the search tries in order to find out what a client really signed: the ways in which a client can get a different signature from the server, what they change, in which signature versions, how far-fetched they are, and what to do about each.',
      zh: '用法：osscap hypotheses\n\n列出搜索为弄清客户端实际签名内容而尝试的假设：客户端与服务端签名不同的各种可能、改变了什么、适用于哪些签名版本、可能性大小，以及应对办法。',
    },
    summary: { en: 'list what the search tries', zh: '列出搜索所尝试的假设' },
    positionals: {},
    examples: [
      ['osscap hypotheses', { en: 'the table', zh: '表格' }],
      ['osscap hypotheses --format json', { en: 'the same as data', zh: '以数据形式输出' }],
    ],
    epilogue: {
      en: 'Exit codes: 0, or 2 if the command line is invalid.',
      zh: '退出码：0；命令行有误时为 2。',
    },
  },
} as const satisfies Readonly<Record<CommandName, CommandHelp>>);
