import { fail, ok } from '../../engine/bytes/result.ts';
import type { Name } from '../settings/table.ts';
import { FILES } from '../settings/value-types.ts';
import {
  type ArgumentsOf,
  type Command,
  LIVE_SETTINGS,
  REPORT_SETTINGS,
  readLine,
  readReport,
} from './command.ts';

const TAKES = [
  ...REPORT_SETTINGS,
  ...LIVE_SETTINGS,
  'blocks',
  'verifyBodies',
] as const satisfies readonly Name[];

export const COMMAND = {
  takes: TAKES,
  says: {
    all: {
      en: 'a line for every OSS exchange, and every cause in the report',
      zh: '每一次 OSS 请求都显示一行，报告中列出每一种原因',
    },
    width: {
      en: 'width of lines and table in columns (default: that of the terminal; in a pipe, lines are not cut)',
      zh: '行和表格的宽度，以字符列计（默认取终端宽度；管道中的行不截短）',
    },
    quiet: {
      en: 'only errors on standard error, and only failing causes and the last line in the final table',
      zh: '标准错误只输出错误，结束时的表格只有失败原因和最后一行',
    },
  },
  offer: FILES,
  words: {
    input: {
      en: 'a capture file (pcap, pcapng) that is being written, or - for standard input; if the file does not exist yet, watch waits for it; if it is replaced or emptied, reading continues at its start',
      zh: '正在写入的抓包文件（pcap、pcapng），或用 - 表示标准输入；文件还不存在时会等待，被替换或清空时从头继续读取',
    },
  },
  help: {
    usage: {
      en: 'Usage: osscap watch FILE\nor: tcpdump … -U -w - | osscap watch -\n\nReads a capture while it is being taken and prints each failing OSS exchange on one line, as soon as its response is complete: time, number, status, request ID, verdict, operation, bucket and key, cause. A cause that was seen before is shown only by its count. Ctrl-C ends with the report that scan writes; a second one ends at once.',
      zh: '用法：osscap watch FILE\n或：tcpdump … -U -w - | osscap watch -\n\n边抓包边读取，OSS 请求一失败（响应收完）就用一行显示：时间、序号、状态码、Request ID、结论、操作、Bucket 和 Object、原因。出现过的原因只显示次数。按 Ctrl-C 结束并输出与 scan 相同的报告，再按一次立即结束。',
    },
    summary: {
      en: 'report failing exchanges while the capture is being taken',
      zh: '边抓包边显示失败的请求',
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
  read(parsed) {
    const report = readReport(readLine(TAKES, parsed), parsed);
    if (!report.ok) return report;
    const [input, unexpected] = parsed.words;
    if (input === undefined) return fail({ code: 'missing-argument', name: 'FILE' });
    if (unexpected !== undefined) return fail({ code: 'extra-argument', value: unexpected });
    return ok({ ...report.value, input });
  },
} as const satisfies Command;

/** `input`: the capture that is being taken: a file, or `-` for standard input. */
export type WatchArguments = ArgumentsOf<typeof COMMAND>;
