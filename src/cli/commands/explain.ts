import { fail, ok } from '../../engine/bytes/result.ts';
import type { Name } from '../settings/table.ts';
import { FILES } from '../settings/value-types.ts';
import {
  type ArgumentsOf,
  CAPTURE_SETTINGS,
  type Command,
  PAGE_SETTINGS,
  PAGE_WIDTH,
  readIndexOrId,
  readLine,
} from './command.ts';

const TAKES = [...PAGE_SETTINGS, ...CAPTURE_SETTINGS] as const satisfies readonly Name[];

export const COMMAND = {
  takes: TAKES,
  says: { width: PAGE_WIDTH },
  offer: FILES,
  words: {
    capture: {
      en: 'a capture file (pcap, pcapng, also .gz and .zst), or - for standard input',
      zh: '抓包文件（pcap、pcapng，或它们的 .gz、.zst），或用 - 表示标准输入',
    },
    index: {
      en: 'number of the exchange, as scan shows it, or its request ID',
      zh: '请求的序号（即 scan 显示的序号），或其 Request ID',
    },
  },
  help: {
    usage: {
      en: 'Usage: osscap explain CAPTURE INDEX\n\nShows one exchange in full: frames and times, the headers of both messages as captured, every piece of the signed strings with its bytes and where it comes from, how the signature is made, what the server said, how the strings compare, which row of the decision table gave the verdict, and what the search tried.',
      zh: '用法：osscap explain CAPTURE INDEX\n\n完整展示一次请求：帧和时间、抓到的请求头和响应头、待签名字符串的各部分及其字节位置和来源、签名的计算步骤、服务端的答复、双方字符串对照、由判定表的哪一行判定，以及搜索尝试了什么。',
    },
    summary: { en: 'show one exchange in full', zh: '完整展示一次请求' },
    examples: [
      ['osscap explain upload.pcap 5', { en: 'the fifth exchange', zh: '第五次请求' }],
      [
        'osscap explain upload.pcap 5 --credentials keys.json',
        { en: 'with the computed signature and the search', zh: '同时计算签名并搜索' },
      ],
      [
        'osscap explain upload.pcap 6B0617825A0E403C2F939F29',
        { en: 'the one with this request ID', zh: '带此 Request ID 的请求' },
      ],
      ['osscap explain upload.pcap 5 --format json', { en: 'the same as data', zh: '以数据形式输出' }],
    ],
    epilogue: {
      en: 'Captured data is shown unmasked, including AccessKey IDs, signatures and security tokens. Secrets are never printed.\nExit codes: 0 the exchange does not fail, 1 it fails, 2 there is no such exchange, or an input or the command line is invalid.',
      zh: '抓到的内容按原样显示，包括 AccessKey ID、签名和安全令牌。Secret 从不输出。\n退出码：0 该请求没有失败，1 该请求失败，2 没有该请求，或输入、命令行有误。',
    },
  },
  read(parsed) {
    const [capture, indexText, unexpected] = parsed.words;
    if (capture === undefined) return fail({ code: 'missing-argument', name: 'CAPTURE INDEX' });
    if (indexText === undefined) return fail({ code: 'missing-argument', name: 'INDEX' });
    if (unexpected !== undefined) return fail({ code: 'extra-argument', value: unexpected });
    const index = readIndexOrId(indexText);
    if (!index.ok) return index;
    const line = readLine(TAKES, parsed);
    return line.ok ? ok({ ...line.value, capture, index: index.value }) : line;
  },
} as const satisfies Command;

/** `index`: of the exchange, from 1; or its request ID. */
export type ExplainArguments = ArgumentsOf<typeof COMMAND>;
