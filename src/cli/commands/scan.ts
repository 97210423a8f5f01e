import { fail, ok } from '../../engine/bytes/result.ts';
import type { Name } from '../settings/table.ts';
import { FILES } from '../settings/value-types.ts';
import {
  type ArgumentsOf,
  CAPTURE_SETTINGS,
  type Command,
  REPORT_SETTINGS,
  readLine,
  readReport,
} from './command.ts';

const TAKES = [
  ...REPORT_SETTINGS,
  ...CAPTURE_SETTINGS,
  'verbose',
  'verifyBodies',
  'jobs',
  'writeBaseline',
  'shard',
] as const satisfies readonly Name[];

export const COMMAND = {
  takes: TAKES,
  offer: FILES,
  words: {
    'path..': {
      en: 'capture files (pcap, pcapng, also .gz and .zst), text (HTTP messages, tcpdump -A, curl -v, debug logs, error documents, HAR), folders, quoted patterns, or - for standard input',
      zh: '抓包文件（pcap、pcapng，或它们的 .gz、.zst）、文本（HTTP 报文、tcpdump -A、curl -v、调试日志、错误信息文档、HAR）、目录、加引号的通配符，或用 - 表示标准输入',
    },
  },
  help: {
    usage: {
      en: 'Usage: osscap scan PATH…\n\nReads captures of OSS and S3 traffic and explains why a request got 403: where the string that the client signed differs from the one that the server signed, and what changed it.',
      zh: '用法：osscap scan PATH…\n\n读取阿里云 OSS 和兼容 S3 的服务的抓包文件，说明请求为何返回 403：客户端与服务端的待签名字符串在哪里不同，是谁改动的。',
    },
    summary: {
      en: 'read captures and report every OSS and S3 exchange that fails',
      zh: '读取抓包文件，报告每一次失败的 OSS 或 S3 请求',
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
  read(parsed) {
    const report = readReport(readLine(TAKES, parsed), parsed);
    if (!report.ok) return report;
    const { shard, writeBaseline } = report.value;
    // A baseline of a part would forget the other parts.
    if (shard !== null && writeBaseline !== null) return fail({ code: 'shard-and-baseline' });
    return ok({ ...report.value, paths: parsed.words });
  },
} as const satisfies Command;

export type ScanArguments = ArgumentsOf<typeof COMMAND>;
