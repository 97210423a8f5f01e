import { VARIABLES } from '../settings/table.ts';
import type { CiTexts } from './ci-texts.ts';
import type { CommandHelp } from './texts.ts';

export const MERGE_HELP_ZH = {
  usage:
    '用法：osscap merge FILE|FOLDER…\n\n把用 --shard I/N 和 --format blob=FILE 写出的各部分合并（顺序不限），输出与整体扫描相同的报告。',
  summary: '合并一次扫描的各部分',
  positionals: { path: 'blob 文件，或包含它们的目录（*.blob）' },
  examples: [
    ['osscap scan captures/ --shard 2/3 --format blob=2.blob', '三份中的一份'],
    ['osscap merge 1.blob 2.blob 3.blob', '整体的报告'],
    ['osscap merge blobs/ --format sarif=oss.sarif --baseline known.json', '输出其他格式，且仅新原因算失败'],
  ],
  epilogue:
    'blob 中保存着抓到的报文头原文，包括签名和安全令牌：请像保管抓包文件一样保管它。同一部分重复出现只算一次；缺少任何一部分时退出码为 2。\n退出码：0 没有失败，1 有请求失败，2 blob 或命令行有误，或缺少某一部分。',
} as const satisfies CommandHelp;

export const CONFIG_HELP_ZH = {
  usage: `用法：osscap config [OPTION…]\n\n显示生效的设置及其来源：命令行参数、环境变量（${VARIABLES.join('、')}）、配置文件或默认值，以最先给出的为准。`,
  summary: '显示生效的设置及其来源',
  positionals: {},
  examples: [
    ['osscap config', '在本目录中生效的设置'],
    ['osscap config --fail-on token --format json', '以数据形式输出，并带一个参数'],
  ],
  epilogue:
    '配置文件中不能写密钥、密钥文件的路径或要写入的文件：它随代码仓库而来，而仓库可能是任何人的。\n退出码：0；配置、环境变量或命令行有误时为 2。',
} as const satisfies CommandHelp;

const FILE_ZH = {
  missing: '文件不存在',
  permission: '没有读取权限',
  folder: '是目录，不是文件',
  'too-big': '文件过大（最多 1 MiB）',
  'not-text': '不是 UTF-8 文本文件',
  'read-error': '无法读取（{detail}）',
  'not-json': '不是有效的 JSON{place}',
} as const;

export const CI_ZH = {
  configFiles: FILE_ZH,
  config: {
    'config-unknown-key': '未知的键 {key:long}',
    'config-value': '{key:long} 的值应为 {allowed:long}',
    'config-no-key': '其中没有保存配置的 "osscap" 键',
    'config-not-object': '配置不是 JSON 对象',
    'config-secret':
      '{key} 不能写在配置中：配置随代码仓库而来，而仓库可能是任何人的；密钥请用 --credentials、--tls-keylog 或环境变量给出',
    'config-format-file':
      '{key} 指定了要写入的文件，配置中不允许：配置随代码仓库而来，而仓库可能是任何人的；请用 --format 或 OSSCAP_FORMAT 给出',
    'config-no-reason': '{key} 没有写 reason：请说明忽略的理由',
    'config-ignores-all': '{key} 会匹配一切：请写明要忽略什么',
    'config-outside': '{key} 指向配置所在目录之外：{value:long}',
    'config-no-file': '{key} 指向管道或设备，读取可能永不结束：{value:long}；配置中只能写普通文件',
  },
  baselines: {
    ...FILE_ZH,
    'too-big': '文件过大（最多 8 MiB）',
    'baseline-not-one': '不是基线文件（用 --write-baseline 生成）',
    'baseline-version': '基线的版本为 {version}，本版 osscap 只能读取版本 1',
    'baseline-entry': '第 {where} 个原因没有 fingerprint',
  },
  baselineTitle: '基线：',
  colon: '：',
  baselineNotWritten: '基线：{path:long}：未写入，因为并未全部读完',
  baselineFull: '基线：{path:long}：原因超过 {limit:n} 个，其余未写入，仍算失败',
  blobs: {
    'not-a-blob': '{path:long}：不是 blob（用 --format blob=FILE 生成）',
    'blob-version': '{path:long}：blob 的版本为 {version}，本版 osscap 只能读取版本 1',
    'blob-release':
      '{path:long}：由 osscap {version:long} 写出；本版为 {own}，只能合并自己写出的 blob：请用同一版本重新扫描',
    'blob-no-file': '{path:long}：这是管道；blob 要读两遍，请先写入文件',
    damaged: '{path:long}：第 {line} 行已损坏',
    malformed: '{path:long}：第 {line} 行已损坏（{place:long}）',
    'blob-cut-off': '{path:long}：blob 不完整',
    'blob-changed': '{path:long}：合并过程中 blob 被改动',
    'blob-line-too-long': '{path:long}：第 {line} 行过长，不是 blob',
    'blob-missing': '{path:long}：文件或目录不存在',
    'blob-permission': '{path:long}：没有读取权限',
    'blob-none-in-folder': '{path:long}：目录中没有 blob（*.blob）',
    'blob-too-many': '{path:long}：blob 超过 {limit:n} 个',
    'blob-read-error': '{path:long}：无法读取（{detail}）',
    'blob-twice': '{path:long} 与 {other:long} 是同一次扫描的同一部分，但结果不同',
    'blob-cut': '{path:long} 与 {other:long} 对同一次扫描的划分不同',
  },
  shardMissing: '缺少第 {from} 部分，共 {of} 部分',
  shardsMissing: '缺少第 {from} 至 {to} 部分，共 {of} 部分',
  blobScansDiffer:
    '{path:long} 与 {other:long} 属于不同的扫描：给出的路径及其顺序相同、文件大小也相同的各部分，才属于同一次扫描',
  blobInterrupted: '{path:long}：扫描被中断，以下为已读取的部分',
  blobNotWhole: '扫描不完整，不写出 blob',
  noConfig: '没有配置文件。',
  configFile: '配置文件：',
  sources: { argument: '参数', environment: '环境变量', file: '文件', default: '默认' },
} as const satisfies CiTexts;
