import { fail, ok } from '../../engine/bytes/result.ts';
import { type LimitKey, limitName } from '../../engine/limits.ts';
import { MERGE_LIMIT_NAMES } from '../settings/limits.ts';
import type { Name } from '../settings/table.ts';
import { FILES, words } from '../settings/value-types.ts';
import {
  type ArgumentsOf,
  type Command,
  REPORT_SETTINGS,
  readLine,
  readReport,
  readValues,
} from './command.ts';

const TAKES = [...REPORT_SETTINGS, 'verbose', 'limits', 'writeBaseline'] as const satisfies readonly Name[];

export const COMMAND = {
  takes: TAKES,
  says: {
    bucketNames: {
      en: 'report only exchanges with this bucket; repeatable',
      zh: '只报告此 Bucket 的请求；可重复',
    },
    limits: {
      en: `a limit on the uploads, which merge tracks again, as NAME=VALUE; repeatable: ${MERGE_LIMIT_NAMES.join(', ')}; all other limits belong to the scan`,
      zh: `重新跟踪的分片上传的上限，写作 NAME=VALUE；可重复：${MERGE_LIMIT_NAMES.join('、')}；其余上限取自扫描`,
    },
  },
  offers: { limits: words(MERGE_LIMIT_NAMES.map((name) => `${name}=`)) },
  offer: FILES,
  words: {
    'path..': {
      en: 'blobs, and folders that contain blobs (*.blob)',
      zh: 'blob 文件，或包含它们的目录（*.blob）',
    },
  },
  help: {
    usage: {
      en: 'Usage: osscap merge FILE|FOLDER…\n\nCombines the parts of a scan written by --shard I/N and --format blob=FILE, in any order, and writes the reports that the whole scan would have written.',
      zh: '用法：osscap merge FILE|FOLDER…\n\n把用 --shard I/N 和 --format blob=FILE 写出的各部分合并（顺序不限），输出与整体扫描相同的报告。',
    },
    summary: { en: 'merge the parts of a scan', zh: '合并一次扫描的各部分' },
    examples: [
      [
        'osscap scan captures/ --shard 2/3 --format blob=2.blob',
        { en: 'one of three parts', zh: '三份中的一份' },
      ],
      ['osscap merge 1.blob 2.blob 3.blob', { en: 'the report of the whole scan', zh: '整体的报告' }],
      [
        'osscap merge blobs/ --format sarif=oss.sarif --baseline known.json',
        { en: 'other formats, and only new causes fail', zh: '输出其他格式，且仅新原因算失败' },
      ],
    ],
    epilogue: {
      en: 'A blob contains captured message headers, including signatures and tokens: protect it as you would the capture. The same part twice counts once; if a part is missing, the exit code is 2.\nExit codes: 0 nothing fails, 1 an exchange fails, 2 a blob or the command line is invalid, or a part is missing.',
      zh: 'blob 中保存着抓到的报文头原文，包括签名和安全令牌：请像保管抓包文件一样保管它。同一部分重复出现只算一次；缺少任何一部分时退出码为 2。\n退出码：0 没有失败，1 有请求失败，2 blob 或命令行有误，或缺少某一部分。',
    },
  },
  read(parsed) {
    const { words: paths } = parsed;
    if (paths.length === 0) return fail({ code: 'missing-argument', name: 'FILE|FOLDER' });
    const limits = readValues(TAKES, ['limits'], parsed);
    if (!limits.ok) return limits;
    const ofScan = (Object.keys(limits.value['limits'] ?? {}) as LimitKey[])
      .map(limitName)
      .find((name) => !MERGE_LIMIT_NAMES.includes(name));
    if (ofScan !== undefined) {
      return fail({ code: 'limit-of-scan', value: ofScan, allowed: MERGE_LIMIT_NAMES.join(', ') });
    }
    const report = readReport(readLine(TAKES, parsed), parsed);
    return report.ok ? ok({ ...report.value, paths }) : report;
  },
} as const satisfies Command;

/** `paths`: blobs, and folders with blobs in them; at least one. */
export type MergeArguments = ArgumentsOf<typeof COMMAND>;
