import { ok } from '../../engine/bytes/result.ts';
import { words } from '../settings/value-types.ts';
import {
  type Command,
  type GivenArguments,
  LOCALE_LANG,
  PAGE_SETTINGS,
  PAGE_WIDTH,
  readLineBehind,
} from './command.ts';

export const COMMAND = {
  takes: PAGE_SETTINGS,
  says: { width: PAGE_WIDTH, lang: LOCALE_LANG },
  offer: words(['hypotheses']),
  words: {
    id: {
      en: 'ID as reports have it, such as content-type-added-in-transit',
      zh: '报告中的 ID，例如 content-type-added-in-transit',
    },
  },
  help: {
    usage: {
      en: 'Usage: osscap why [ID|WORD]\nor: osscap why hypotheses\n\nSays what an ID of a report means: that of a cause, a verdict, a suspect, a note, a warning, or of what may fail later. Why it happens, how it shows, how it is proved, what to do, an example, and where the documentation is. Of a word it lists the IDs that have it in their name; without one, it shows all at a glance. Of hypotheses, it lists what the search tries in order to find out what a client really signed: the ways in which a client can get a different signature from the server, what they change, in which signature versions, how far-fetched they are, and what to do about each.',
      zh: '用法：osscap why [ID|WORD]\n或：osscap why hypotheses\n\n说明报告中某个 ID 的含义：原因、结论、怀疑对象、附注、警告，或目前还能通过的情况。包括为什么会这样、如何显现、如何证明、怎么办、示例，以及文档所在。写一个词则列出名称中含有它的 ID；什么都不写则概览全部。写 hypotheses 则列出搜索为弄清客户端实际签名内容而尝试的假设：客户端与服务端签名不同的各种可能、改变了什么、适用于哪些签名版本、可能性大小，以及应对办法。',
    },
    summary: { en: 'say what a cause or a verdict means', zh: '说明某个原因或结论的含义' },
    examples: [
      ['osscap why content-type-added-in-transit', { en: 'one cause', zh: '某个原因' }],
      ['osscap why', { en: 'all that reports can name', zh: '报告可能给出的全部 ID' }],
      ['osscap why content-type', { en: 'all with that in their name', zh: '名称中含有它的全部 ID' }],
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
    const line = readLineBehind(1, PAGE_SETTINGS, parsed);
    return line.ok ? ok({ ...line.value, id: parsed.words[0] ?? null }) : line;
  },
} as const satisfies Command;

/** `id`: null for a list of all. */
export type WhyArguments = GivenArguments<typeof COMMAND>;
