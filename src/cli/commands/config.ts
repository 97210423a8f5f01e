import { type Name, VARIABLES } from '../settings/table.ts';
import { FREE } from '../settings/value-types.ts';
import { type ArgumentsOf, type Command, PAGE_SETTINGS, PAGE_WIDTH, readLineBehind } from './command.ts';

const TAKES = [
  ...PAGE_SETTINGS,
  'config',
  'all',
  'slow',
  'buckets',
  'endpoints',
  'verifyBodies',
  'failOn',
  'strict',
  'jobs',
  'limits',
  'baseline',
] as const satisfies readonly Name[];

export const COMMAND = {
  takes: TAKES,
  says: { width: PAGE_WIDTH },
  offer: FREE,
  words: {},
  help: {
    usage: {
      en: `Usage: osscap config [OPTION…]\n\nShows the settings in effect, and where each comes from: an argument, the environment (${VARIABLES.join(', ')}), the configuration file, or the default. The first of them that sets a value wins.`,
      zh: `用法：osscap config [OPTION…]\n\n显示生效的设置及其来源：命令行参数、环境变量（${VARIABLES.join('、')}）、配置文件或默认值，以最先给出的为准。`,
    },
    summary: { en: 'show the settings and where they come from', zh: '显示生效的设置及其来源' },
    examples: [
      ['osscap config', { en: 'the settings in this folder', zh: '在本目录中生效的设置' }],
      [
        'osscap config --fail-on token --format json',
        { en: 'the same as data, with an argument', zh: '以数据形式输出，并带一个参数' },
      ],
    ],
    epilogue: {
      en: "A configuration file cannot name secrets, files with secrets or files to write: it comes with a repository, which may be anybody's.\nExit codes: 0, or 2 if the configuration file, the environment or the command line is invalid.",
      zh: '配置文件中不能写密钥、密钥文件的路径或要写入的文件：它随代码仓库而来，而仓库可能是任何人的。\n退出码：0；配置、环境变量或命令行有误时为 2。',
    },
  },
  read: (parsed) => readLineBehind(0, TAKES, parsed),
} as const satisfies Command;

export type ConfigArguments = ArgumentsOf<typeof COMMAND>;
