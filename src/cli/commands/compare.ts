import { fail, ok } from '../../engine/bytes/result.ts';
import { STDIN } from '../../node/files.ts';
import type { Name } from '../settings/table.ts';
import { FILES } from '../settings/value-types.ts';
import { type ArgumentsOf, CAPTURE_SETTINGS, type Command, PAGE_SETTINGS, readLine } from './command.ts';

const TAKES = [...PAGE_SETTINGS, ...CAPTURE_SETTINGS, 'all'] as const satisfies readonly Name[];

export const COMMAND = {
  takes: TAKES,
  says: { all: { en: 'list every exchange, however many there are', zh: '无论多少，列出每一次请求' } },
  offer: FILES,
  words: {
    'path..': {
      en: 'one capture (or text) for each point, the one closest to the client first',
      zh: '每个抓包点一个抓包文件（或文本），离客户端最近的在前',
    },
  },
  help: {
    usage: {
      en: 'Usage: osscap compare CLIENT SERVER [MORE…]\n\nFinds requests that are in several captures, taken at different points between the client and OSS, and shows what changed between the points: request line, headers, body, response, and which change broke the signature, and so which hop.',
      zh: '用法：osscap compare CLIENT SERVER [MORE…]\n\n找出多个抓包文件（在从客户端到 OSS 的途中各处抓取）中共同的请求，说明它们在各处之间有什么改动：请求行、头部、消息体、响应，以及是哪处改动破坏了签名、因而是哪一跳所为。',
    },
    summary: {
      en: 'show what changed between captures of the same requests',
      zh: '说明同一请求在各个抓包点之间的改动',
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
  read(parsed) {
    const captures = parsed.words;
    if (captures.length < 2) {
      return fail({ code: 'missing-argument', name: captures.length === 0 ? 'CLIENT SERVER' : 'SERVER' });
    }
    if (captures.filter((path) => path === STDIN).length > 1) return fail({ code: 'stdin-at-two-points' });
    const line = readLine(TAKES, parsed);
    return line.ok ? ok({ ...line.value, captures }) : line;
  },
} as const satisfies Command;

/** `captures`: in the order of the path, the client's capture first; at least two. */
export type CompareArguments = ArgumentsOf<typeof COMMAND>;
