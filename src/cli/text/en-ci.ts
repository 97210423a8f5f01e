import { VARIABLES } from '../settings/table.ts';
import type { CiTexts } from './ci-texts.ts';
import type { CommandHelp } from './texts.ts';

export const MERGE_HELP_EN = {
  usage:
    'Usage: osscap merge FILE|FOLDER…\n\nCombines the parts of a scan written by --shard I/N and --format blob=FILE, in any order, and writes the reports that the whole scan would have written.',
  summary: 'merge the parts of a scan',
  positionals: { path: 'blobs, and folders that contain blobs (*.blob)' },
  examples: [
    ['osscap scan captures/ --shard 2/3 --format blob=2.blob', 'one of three parts'],
    ['osscap merge 1.blob 2.blob 3.blob', 'the report of the whole scan'],
    [
      'osscap merge blobs/ --format sarif=oss.sarif --baseline known.json',
      'other formats, and only new causes fail',
    ],
  ],
  epilogue:
    'A blob contains captured message headers, including signatures and tokens: protect it as you would the capture. The same part twice counts once; if a part is missing, the exit code is 2.\nExit codes: 0 nothing fails, 1 an exchange fails, 2 a blob or the command line is invalid, or a part is missing.',
} as const satisfies CommandHelp;

export const CONFIG_HELP_EN = {
  usage: `Usage: osscap config [OPTION…]\n\nShows the settings in effect, and where each comes from: an argument, the environment (${VARIABLES.join(', ')}), the configuration file, or the default. The first of them that sets a value wins.`,
  summary: 'show the settings and where they come from',
  positionals: {},
  examples: [
    ['osscap config', 'the settings in this folder'],
    ['osscap config --fail-on token --format json', 'the same as data, with an argument'],
  ],
  epilogue:
    "A configuration file cannot name secrets, files with secrets or files to write: it comes with a repository, which may be anybody's.\nExit codes: 0, or 2 if the configuration file, the environment or the command line is invalid.",
} as const satisfies CommandHelp;

const FILE_EN = {
  missing: 'no such file',
  permission: 'no permission to read it',
  folder: 'a folder, not a file',
  'too-big': 'too large (1 MiB at most)',
  'not-text': 'not a text file in UTF-8',
  'read-error': 'cannot be read ({detail})',
  'not-json': 'not valid JSON{place}',
} as const;

export const CI_EN = {
  configFiles: FILE_EN,
  config: {
    'config-unknown-key': 'unknown key {key:long}',
    'config-value': '{key:long} takes {allowed:long}',
    'config-no-key': 'it has no key "osscap", which should hold the configuration',
    'config-not-object': 'the configuration is not a JSON object',
    'config-secret':
      "{key} is not accepted in a configuration file: it comes with a repository, which may be anybody's; supply secrets with --credentials, --tls-keylog or the environment",
    'config-format-file':
      "{key} names a file to write, which a configuration file may not do: it comes with a repository, which may be anybody's; use --format or OSSCAP_FORMAT",
    'config-no-reason': '{key} has no reason: say why this is ignored',
    'config-ignores-all': '{key} matches everything: say what it ignores',
    'config-outside': "{key} is outside the configuration's folder: {value:long}",
    'config-no-file':
      '{key} names a pipe or a device, which could be endless: {value:long}; a configuration must name regular files',
  },
  baselines: {
    ...FILE_EN,
    'too-big': 'too large (8 MiB at most)',
    'baseline-not-one': 'not a baseline (--write-baseline writes one)',
    'baseline-version': 'baseline version {version}; this osscap reads version 1',
    'baseline-entry': 'cause {where} has no fingerprint',
  },
  baselineTitle: 'baseline: ',
  colon: ': ',
  baselineNotWritten: 'baseline: {path:long}: not written, because not everything was read',
  baselineFull:
    'baseline: {path:long}: there are more than {limit:n} causes; the rest is left out, and will fail',
  blobs: {
    'not-a-blob': '{path:long}: not a blob (--format blob=FILE writes one)',
    'blob-version': '{path:long}: blob version {version}; this osscap reads version 1',
    'blob-release':
      '{path:long}: written by osscap {version:long}; this is {own}, which merges only its own blobs: scan again with one version',
    'blob-no-file': '{path:long}: a pipe; a blob is read twice, so write it to a file first',
    damaged: '{path:long}: line {line}: damaged',
    malformed: '{path:long}: line {line}: damaged ({place:long})',
    'blob-cut-off': '{path:long}: the blob is cut off',
    'blob-changed': '{path:long}: the blob was changed while it was merged',
    'blob-line-too-long': '{path:long}: line {line} is too long for a blob',
    'blob-missing': '{path:long}: no such file or folder',
    'blob-permission': '{path:long}: no permission to read it',
    'blob-none-in-folder': '{path:long}: the folder contains no blob (*.blob)',
    'blob-too-many': '{path:long}: more than {limit:n} blobs',
    'blob-read-error': '{path:long}: cannot be read ({detail})',
    'blob-twice': '{path:long} and {other:long} hold the same part of one scan, with different results',
    'blob-cut': '{path:long} and {other:long} split one scan in different ways',
  },
  shardMissing: 'part {from} of {of} is missing',
  shardsMissing: 'parts {from} to {to} of {of} are missing',
  blobScansDiffer:
    '{path:long} and {other:long} are of different scans: parts belong together if they were given the same paths in the same order, with files of the same sizes',
  blobInterrupted: '{path:long}: the scan was interrupted; this is what was read so far',
  blobNotWhole: 'no blob is written for an incomplete scan',
  noConfig: 'No configuration file.',
  configFile: 'Configuration file: ',
  sources: { argument: 'argument', environment: 'environment', file: 'file', default: 'default' },
} as const satisfies CiTexts;
