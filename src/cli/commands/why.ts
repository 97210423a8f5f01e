import { ok } from '../../engine/bytes/result.ts';
import type { Name } from '../settings/table.ts';
import { words } from '../settings/value-types.ts';
import {
  type Command,
  type GivenArguments,
  LOCALE_LANG,
  PAGE_SETTINGS,
  PAGE_WIDTH,
  readLine,
} from './command.ts';

const TAKES = [...PAGE_SETTINGS, 'everyId'] as const satisfies readonly Name[];

export const COMMAND = {
  takes: TAKES,
  says: { width: PAGE_WIDTH, lang: LOCALE_LANG },
  offer: words(['hypotheses']),
  words: {
    'word..': {
      en: 'an ID of a report, a code, a status, a header, a product, or words of a message',
      zh: '报告中的 ID，或错误码、状态码、请求头、产品名、报错中的词',
    },
  },
  help: {
    usage: {
      en: 'Usage: osscap why [WORD…]\nor: osscap why hypotheses\n\nSays what an ID of a report means: why it happens, how it shows, how it is proved, what to do, an example, and where the documentation is. Of a code, a status, a header, a product or the words of a message it lists what fits, the best first, with the command to run; without a word it shows the problems that people come with. Of hypotheses, it lists what the search tries in order to find out what a client really signed.',
      zh: '用法：osscap why [WORD…]\n或：osscap why hypotheses\n\n说明报告中某个 ID 的含义：为什么会这样、如何显现、如何证明、怎么办、示例，以及文档所在。写错误码、状态码、请求头、产品名或报错中的词，则按相关程度列出可能的项和要运行的命令；什么都不写则列出常见的问题。写 hypotheses 则列出搜索为弄清客户端实际签名内容而尝试的假设。',
    },
    summary: { en: 'say what a code or a cause means', zh: '说明某个错误码或原因的含义' },
    examples: [
      ['osscap why content-type-added-in-transit', { en: 'one cause', zh: '某个原因' }],
      ['osscap why SignatureDoesNotMatch', { en: 'what a code can mean', zh: '某个错误码的可能含义' }],
      ['osscap why nginx', { en: 'what fits a word', zh: '与某个词有关的项' }],
      [
        'osscap why hypotheses --format json',
        { en: 'what the search tries, as data', zh: '搜索所尝试的假设，以数据形式输出' },
      ],
    ],
    epilogue: {
      en: 'Nothing is read, and nothing is sent.\nExit codes: 0, or 2 if the ID is unknown or the command line is invalid.',
      zh: '不读取任何文件，也不发送任何内容。\n退出码：0；ID 不存在或命令行有误时为 2。',
    },
  },
  read(parsed) {
    const line = readLine(TAKES, parsed);
    const words = parsed.words.join(' ').trim();
    return line.ok ? ok({ ...line.value, words: words === '' ? null : words }) : line;
  },
} as const satisfies Command;

/** `words`: null for what people come with, or for all IDs. */
export type WhyArguments = GivenArguments<typeof COMMAND>;
