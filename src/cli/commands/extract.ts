import { fail, ok } from '../../engine/bytes/result.ts';
import { STDIN } from '../../node/files.ts';
import type { Name } from '../settings/table.ts';
import { FILES } from '../settings/value-types.ts';
import { type ArgumentsOf, CAPTURE_SETTINGS, type Command, readIndex, readLine } from './command.ts';

const TAKES = [...CAPTURE_SETTINGS, 'output', 'bodies'] as const satisfies readonly Name[];

/** Exchanges that are extracted at a time. */
const MAX_EXTRACTED = 1000;

export const COMMAND = {
  takes: TAKES,
  offer: FILES,
  words: {
    capture: {
      en: 'a capture file (pcap, pcapng, also .gz and .zst)',
      zh: '抓包文件（pcap、pcapng，或它们的 .gz、.zst）',
    },
    'index..': { en: 'numbers of the exchanges, as scan shows them', zh: '请求的序号，即 scan 显示的序号' },
  },
  help: {
    usage: {
      en: 'Usage: osscap extract CAPTURE INDEX… -o FILE\n\nWrites the packets of these exchanges to a pcapng file that can be attached to a ticket: link layer, addresses, times and the handshake of their connections as captured, with comments that say what the packets show. AccessKey IDs, signatures, tokens, cookies and bodies are replaced by stand-ins of the same length, and checksums are mended; your own secrets become asterisks. The same value has the same stand-in, so strings still compare as they did. Then the file is scanned, and what it does not show any more is reported.',
      zh: '用法：osscap extract CAPTURE INDEX… -o FILE\n\n把这些请求的数据包写入可附在工单中的 pcapng 文件：链路层、地址、时间和所在连接的握手保持原样，并以注释说明各包的含义。AccessKey ID、签名、令牌、Cookie 和消息体换成等长的替代值，校验和相应修正；您自己的 Secret 换成星号。相同的值换成相同的替代值，因此字符串的对比结果不变。随后会扫描该文件，并说明其中有哪些已看不出来。',
    },
    summary: {
      en: 'write the packets of exchanges to a file for a ticket',
      zh: '提取请求的数据包，写成用于工单的文件',
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
      zh: 'Bucket、Object 名称、主机名、地址以及其他所有头都保持原样：发送前请查看文件。TLS 请求仍为密文，文件中没有密钥。\n退出码：0 文件已写入，2 没有该请求，或输入、命令行有误。',
    },
  },
  read(parsed) {
    const [capture, ...words] = parsed.words;
    if (capture === undefined) return fail({ code: 'missing-argument', name: 'CAPTURE INDEX' });
    if (words.length === 0) return fail({ code: 'missing-argument', name: 'INDEX' });
    const indexes = new Set<number>();
    for (const word of words) {
      const index = readIndex(word);
      if (!index.ok) return index;
      indexes.add(index.value);
    }
    if (indexes.size > MAX_EXTRACTED) return fail({ code: 'too-many-indexes', most: MAX_EXTRACTED });
    if (capture === STDIN) return fail({ code: 'extract-from-stdin' });
    const line = readLine(TAKES, parsed);
    if (!line.ok) return line;
    const { output } = line.value;
    if (output === null || output === STDIN) return fail({ code: 'missing-argument', name: '--output FILE' });
    return ok({ ...line.value, capture, indexes: [...indexes], output });
  },
} as const satisfies Command;

/** `indexes`: of exchanges, from 1; at least one. */
export type ExtractArguments = ArgumentsOf<typeof COMMAND>;
