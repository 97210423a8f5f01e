import { fail, ok } from '../../engine/bytes/result.ts';
import type { Name } from '../settings/table.ts';
import { FREE } from '../settings/value-types.ts';
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
  'ports',
  'interface',
  'captureFilter',
  'keep',
  'blocks',
  'verifyBodies',
] as const satisfies readonly Name[];

export const COMMAND = {
  takes: TAKES,
  offer: FREE,
  isForeign: true,
  words: {
    'command..': {
      en: 'the command with its arguments, behind --',
      zh: '要运行的命令及其参数，写在 -- 之后',
    },
  },
  help: {
    usage: {
      en: 'Usage: osscap capture [OPTION…] -- COMMAND…\nor: osscap capture [OPTION…] (until Ctrl-C)\n\nRuns a command while its packets are captured: starts tcpdump (or dumpcap) for whole packets on all interfaces, waits until it captures, has the command write its TLS keys, and runs it in this terminal as the user who called sudo. Failing OSS exchanges are printed on standard error as they happen, and the report that scan writes follows when the command has ended.',
      zh: '用法：osscap capture [OPTION…] -- COMMAND…\n或：osscap capture [OPTION…]（直到按 Ctrl-C）\n\n运行一条命令，同时抓取它的数据包：启动 tcpdump（或 dumpcap），在全部接口上抓取完整的包，等到确实开始抓包后，让命令写出 TLS 密钥，并以调用 sudo 的用户身份在本终端中运行它。失败的 OSS 请求立即显示在标准错误上，命令结束后给出与 scan 相同的报告。',
    },
    summary: {
      en: 'run a command, and report what of its traffic fails',
      zh: '运行一条命令，并报告它的哪些请求失败',
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
  read(parsed) {
    const report = readReport(readLine(TAKES, parsed), parsed);
    if (!report.ok) return report;
    const { ports, captureFilter } = report.value;
    if (ports.length > 0 && captureFilter !== null) return fail({ code: 'filter-and-port' });
    return ok({ ...report.value, command: parsed.words });
  },
} as const satisfies Command;

/** `command`: the words of the command to run; empty where the capture is ended by hand. */
export type CaptureArguments = ArgumentsOf<typeof COMMAND>;
