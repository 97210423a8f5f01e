import type { CliTexts } from './texts.ts';

export const CLI_EN = {
  lang: 'en',
  help: {
    usage:
      'Usage: osscap scan PATH…\n\nReads captures of Alibaba Cloud OSS traffic and says why a request got 403: where the string that the client signed and the one that the server signed part, and who changed it.',
    scan: 'read captures and report every OSS exchange that fails',
    paths: 'capture files (pcap, pcapng, also .gz), folders, quoted patterns, or - for standard input',
    options: {
      format:
        'report to write: table (default), json or ndjson, each to standard output or as NAME=FILE; repeatable',
      all: 'list every exchange and every cause, however many they are',
      width: 'columns of the table report (default: those of the terminal; 120 for a pipe)',
      color: 'colours, or none with --no-color (default: on a terminal; NO_COLOR and FORCE_COLOR are obeyed)',
      lang: 'language: en or zh (default: OSSCAP_LANG, LC_ALL, LC_MESSAGES, LANG)',
      credentials:
        'file with access keys: JSON [{"accessKeyId","accessKeySecret","securityToken"}], an ossutil or an aliyun CLI configuration',
      'default-credentials': 'also read ~/.ossutilconfig and ~/.aliyun/config.json',
      bucket: 'bucket behind a custom domain, as HOST=NAME; repeatable',
      'fail-on': 'exit 1 only for these verdicts, separated by commas',
      strict: 'exit 2 for a damaged or cut-off capture',
      help: 'show this help',
      version: 'show the version',
    },
    groups: { output: 'Report:', credentials: 'Credentials:', other: 'Other:' },
    examples: [
      ['osscap scan upload.pcap', 'what failed in a capture, and whose doing it is'],
      ['osscap scan captures/ --credentials keys.json', 'prove it with the secrets of the keys'],
      [
        "osscap scan '*.pcapng' --format table --format json=report.json",
        'a report for people and one for programs',
      ],
      [
        "tcpdump -s 0 -U -w - 'tcp port 80' | osscap scan -",
        'read while capturing; Ctrl-C ends with the report',
      ],
    ],
    epilogue:
      'The environment is searched for keys too: OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_SESSION_TOKEN, and the ALIBABA_CLOUD_… names. Secrets are never arguments, and are never printed.\nExit codes: 0 nothing fails, 1 an exchange fails, 2 an input or the command line is at fault, 130 interrupted.',
  },
  usage: {
    'unknown-option': 'unknown option {name}',
    'unknown-command': 'no such command, file or folder: {name}',
    'missing-value': '{name} lacks its value',
    'bad-value': '{name} does not know "{value}"; it takes {allowed:long}',
    'bad-bucket': '--bucket takes HOST=NAME, not "{value}"',
    'bad-width': '--width takes a number of columns, not "{value}"',
    'two-on-stdout': 'only one --format can go to standard output; give the others a file (NAME=FILE)',
    'same-file': 'two formats go to the file {value}',
    'secret-argument':
      '{name} is refused: arguments show in process lists and shell histories; put the secret in a file (--credentials FILE) or in the environment',
    other: '{message:long}',
  },
  didYouMean: '; did you mean {near}?',
  seeHelp: ' (osscap --help)',
  credentials: {
    missing: 'credentials: {path:long}: no such file',
    permission: 'credentials: {path:long}: no permission to read it',
    folder: 'credentials: {path:long}: a folder, not a file',
    'too-big': 'credentials: {path:long}: too big for a credentials file (1 MiB at most)',
    'read-error': 'credentials: {path:long}: cannot be read ({detail})',
    'not-text': 'credentials: {path:long}: not a text file in UTF-8',
    'not-json': 'credentials: {path:long}: not valid JSON{place}',
    'unknown-format':
      'credentials: {path:long}: neither a JSON list of access keys, nor an ossutil or aliyun CLI configuration',
    'bad-ini-line': 'credentials: {path:long}: line {line} is no section, no key = value and no comment',
    'bad-entry': 'credentials: {path:long}: entry {where}: {field} is missing, empty or not a string',
    'unusable-profiles':
      'credentials: {path:long}: no profile holds an access key itself (modes: {modes}); only AK and StsToken can be used',
    'no-credentials': 'credentials: {path:long}: holds no access key',
  },
  atLineColumn: ' (line {line}, column {column})',
  outputFailed: 'the report {path:long} could not be written ({detail})',
} as const satisfies CliTexts;
