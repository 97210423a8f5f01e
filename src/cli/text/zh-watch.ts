import type { CommandHelp } from './texts.ts';
import type { WatchTexts } from './watch-texts.ts';

export const WATCH_HELP_ZH = {
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
} as const satisfies CommandHelp;

export const WATCH_ZH = {
  started: '正在监视：{path:long}；按 Ctrl-C 结束并输出报告',
  'started-interactive': '正在监视：{path:long}；按回车显示最近一次失败的证据，按 Ctrl-C 结束并输出报告',
  stdin: '标准输入',
  missing: '{path:long}：文件还不存在，正在等待',
  'file-replaced': '{path:long}：文件已被新文件替换，继续读取新文件',
  'file-shortened': '{path:long}：文件被清空或截短，从头继续读取',
} as const satisfies WatchTexts;
