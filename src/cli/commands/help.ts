import { ok } from '../../engine/bytes/result.ts';
import { type Command, type GivenArguments, LOCALE_LANG, OWN_SETTINGS } from './command.ts';

export const COMMAND = {
  takes: OWN_SETTINGS,
  says: { lang: LOCALE_LANG },
  isInAnyLanguage: true,
  offer: 'commands',
  words: { command: { en: 'name of a command; scan without one', zh: '命令的名称；不写则为 scan' } },
  help: {
    usage: {
      en: 'Usage: osscap help [COMMAND]\n\nPrints what --help prints: all about a command, or about osscap as a whole.',
      zh: '用法：osscap help [COMMAND]\n\n显示某个命令或整个 osscap 的全部说明，与 --help 相同。',
    },
    summary: { en: 'print the help of a command', zh: '显示某个命令的帮助' },
    examples: [
      ['osscap help', { en: 'the whole', zh: '整体说明' }],
      ['osscap help explain', { en: 'one command', zh: '某个命令的说明' }],
    ],
    epilogue: {
      en: 'osscap -h, and -h behind a command, print the short help.\nExit codes: 0, or 2 if the command line is invalid.',
      zh: 'osscap -h，或在命令之后加 -h，显示简短的帮助。\n退出码：0；命令行有误时为 2。',
    },
  },
  read: ({ words: [topic = null] }) => ok({ topic, isBrief: false, isAsked: true }),
} as const satisfies Command;

/** `topic`: a command; null for the whole. `isAsked`: no answer to a command line without any word. */
export type HelpArguments = GivenArguments<typeof COMMAND>;
