import type { CliTexts } from './texts.ts';

export const CLI_ZH = {
  lang: 'zh',
  help: {
    usage:
      '用法：osscap scan PATH…\n\n读取阿里云 OSS 流量的抓包文件，说明请求为何返回 403：客户端与服务端的待签名字符串在哪里不同，是谁改动的。',
    scan: '读取抓包文件，报告每一次失败的 OSS 请求',
    paths: '抓包文件（pcap、pcapng，或它们的 .gz）、目录、加引号的通配符，或用 - 表示标准输入',
    options: {
      format: '要输出的报告：table（默认）、json 或 ndjson；可写到标准输出，或用 NAME=FILE 写到文件；可重复',
      all: '无论多少，列出每一次请求和每一种原因',
      width: '表格报告的列宽（默认取终端宽度，管道为 120）',
      color: '使用颜色，--no-color 为不使用（默认仅在终端使用；遵循 NO_COLOR 和 FORCE_COLOR）',
      lang: '语言：en 或 zh（默认依次取 OSSCAP_LANG、LC_ALL、LC_MESSAGES、LANG）',
      credentials:
        'AccessKey 文件：JSON [{"accessKeyId","accessKeySecret","securityToken"}]，或 ossutil、aliyun CLI 的配置文件',
      'default-credentials': '同时读取 ~/.ossutilconfig 和 ~/.aliyun/config.json',
      bucket: '自定义域名对应的 Bucket，写作 HOST=NAME；可重复',
      'fail-on': '仅当出现这些结论时退出码为 1，以逗号分隔',
      strict: '抓包文件损坏或不完整时退出码为 2',
      help: '显示本帮助',
      version: '显示版本',
    },
    groups: { output: '报告：', credentials: '凭证：', other: '其他：' },
    examples: [
      ['osscap scan upload.pcap', '查看哪些请求失败、问题出在谁'],
      ['osscap scan captures/ --credentials keys.json', '提供 Secret，给出证明'],
      ["osscap scan '*.pcapng' --format table --format json=report.json", '同时输出给人看和给程序用的报告'],
      ["tcpdump -s 0 -U -w - 'tcp port 80' | osscap scan -", '边抓边读，按 Ctrl-C 结束并输出报告'],
    ],
    epilogue:
      '也会读取环境变量中的 AccessKey：OSS_ACCESS_KEY_ID、OSS_ACCESS_KEY_SECRET、OSS_SESSION_TOKEN，以及 ALIBABA_CLOUD_… 系列。Secret 不作为参数传入，也从不输出。\n退出码：0 没有失败，1 有请求失败，2 输入或命令行有误，130 被中断。',
  },
  usage: {
    'unknown-option': '未知选项 {name}',
    'unknown-command': '没有这个命令、文件或目录：{name}',
    'missing-value': '{name} 缺少取值',
    'bad-value': '{name} 不支持“{value}”，可用的有：{allowed:long}',
    'bad-bucket': '--bucket 的格式是 HOST=NAME，而不是“{value}”',
    'bad-width': '--width 应为列数，而不是“{value}”',
    'two-on-stdout': '只能有一个 --format 输出到标准输出，其余请写到文件（NAME=FILE）',
    'same-file': '两种格式写到了同一个文件 {value}',
    'secret-argument':
      '不接受 {name}：命令行参数会出现在进程列表和命令历史中；请把 Secret 放进文件（--credentials FILE）或环境变量',
    other: '{message:long}',
  },
  didYouMean: '；您是不是要用 {near}？',
  seeHelp: '（osscap --help 查看帮助）',
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
    'unusable-profiles':
      '凭证：{path:long}：没有直接保存 AccessKey 的配置（现有模式：{modes}），只能使用 AK 和 StsToken',
    'no-credentials': '凭证：{path:long}：其中没有 AccessKey',
  },
  atLineColumn: '（第 {line} 行第 {column} 列）',
  outputFailed: '无法写入报告 {path:long}（{detail}）',
} as const satisfies CliTexts;
