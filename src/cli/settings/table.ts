import { MADE_VERSIONS } from '../../engine/sign/canonical.ts';
import { FORMAT_NAMES, FORMATS_TO_UNMASK, listFormats } from '../../report/formats/index.ts';
import type { Lang } from '../../sentences/language.ts';
import { LIMIT_NAMES, LIMITS } from './limits.ts';
import { SUFFIX_LIST } from './report-file.ts';
import {
  BUCKET_NAME,
  BUCKET_NAMES,
  BUCKETS_OF_HOSTS,
  BYTES,
  CONFIG_FILE,
  type ConfigChoice,
  count,
  ENDPOINTS,
  FAILURES,
  FILE,
  FILE_LIST,
  FLAG,
  FORMATS,
  FOUND_FLAG,
  HEADER_NAMES,
  HEADERS,
  IGNORE_RULES,
  JOIN,
  KNOWN_FILE,
  LANGUAGE,
  METHOD,
  NAMED_PROVIDERS,
  PAGE_FORMATS,
  PORTS,
  REPORTED_VERDICTS,
  REQUEST_IDS,
  SHARD,
  TEXT,
  TIME,
  type ValueType,
  VERSION,
  WIDTH,
} from './value-types.ts';

/*
 * Every setting, one row each: the option of the command line, the variable of the environment, the key of
 * the configuration, the type of its value, and what the help says. The command line, the environment,
 * configuration files and their schema, `osscap config`, the completions, the help and the reference page are
 * made from this table.
 */

/** Titles of the help, in its order. What is of daily use comes first, whatever it is about. */
export const OPTION_GROUPS = [
  'daily',
  'request',
  'capture',
  'output',
  'filter',
  'credentials',
  'other',
  'ci',
] as const;

type OptionGroup = (typeof OPTION_GROUPS)[number];

/** A sentence in each language. */
type Sentence = Readonly<Record<Lang, string>>;

interface Row {
  /**
   * The option, without its hyphens; null for what a configuration alone sets. Rows of one command that share
   * an option share out its values (see `ValueType.takes`).
   */
  readonly argument: string | null;
  /** The letter that stands for it. */
  readonly short?: string;
  /** `--no-NAME` takes back what the environment, a configuration or chance says. */
  readonly negatable?: true;
  /** The value where the option stands without one; then it takes digits alone for its value. */
  readonly alone?: string;
  /** Values may look like secrets and are none. */
  readonly mayLookSecret?: true;
  readonly type: ValueType<unknown>;
  /** What the help calls its value, where it takes one. */
  readonly value?: string;
  /** An empty variable counts as none. Secrets have no variable of ours. */
  readonly variable?: string;
  /**
   * What the schema of configurations says of the key, which is the name of the row; without this, no
   * configuration sets it.
   */
  readonly inFile?: string;
  /** Title in the help, for options that are not of daily use. */
  readonly group?: Exclude<OptionGroup, 'daily'>;
  readonly help?: Sentence;
  /** Of an option of daily use: the few words that the short help says of it. */
  readonly brief?: Sentence;
}

/** The most of the slowest exchanges that are kept. */
const MAX_SLOW = 1000;

/** Captures that are read at a time at most. */
const MAX_JOBS = 64;

/** Within one group, in the order of the help. */
export const SETTINGS = {
  // The request of `sign`.
  method: {
    argument: 'method',
    short: 'X',
    type: METHOD,
    value: 'METHOD',
    group: 'request',
    help: { en: 'request method (default: GET; POST for a form)', zh: '请求方法（默认 GET，表单为 POST）' },
    brief: { en: 'request method', zh: '请求方法' },
  },
  headers: {
    argument: 'header',
    short: 'H',
    mayLookSecret: true,
    type: HEADERS,
    value: 'HEADER',
    group: 'request',
    help: { en: "a header, as 'Name: value'; repeatable", zh: "请求头，写作 'Name: value'；可重复" },
    brief: { en: "a header, as 'Name: value'", zh: "请求头，写作 'Name: value'" },
  },
  requestFile: {
    argument: 'request',
    type: FILE,
    value: 'FILE',
    brief: { en: 'the request as JSON in a file', zh: '以 JSON 写在文件中的请求' },
    group: 'request',
    help: {
      en: 'the request as JSON in a file, or - for standard input: {"method","url","headers"} and optionally "version", "region", "bucket", "key", "date", "expires", "form"',
      zh: '以 JSON 写在文件中的请求，- 表示标准输入：{"method","url","headers"}，还可有 "version"、"region"、"bucket"、"key"、"date"、"expires"、"form"',
    },
  },
  version: {
    argument: 'sign-version',
    type: VERSION,
    value: 'VERSION',
    brief: { en: 'v4, v4-url, v1, v1-url, post-v4, …', zh: 'v4、v4-url、v1、v1-url、post-v4 等' },
    group: 'request',
    help: {
      en: `signature version: ${MADE_VERSIONS.join(', ')} (default: that of the request's own signature, else v4, or post-v4 for a form)`,
      zh: `签名版本：${MADE_VERSIONS.join('、')}（默认取请求自带签名的版本，否则为 v4，表单为 post-v4）`,
    },
  },
  region: {
    argument: 'region',
    type: BYTES,
    value: 'REGION',
    group: 'request',
    help: { en: 'region of the scope (default: that of the host)', zh: 'Scope 中的地域（默认取自主机名）' },
  },
  product: {
    argument: 'product',
    type: BYTES,
    value: 'PRODUCT',
    group: 'request',
    help: {
      en: 'product of the scope (default: oss; s3 for s3v4; oss-cloudbox for a CloudBox host)',
      zh: 'Scope 中的产品（默认 oss；s3v4 为 s3；CloudBox 主机为 oss-cloudbox）',
    },
  },
  date: {
    argument: 'date',
    type: TEXT,
    value: 'DATE',
    group: 'request',
    help: {
      en: 'date to sign: an HTTP date, an ISO 8601 date or Unix seconds (default: that of the request, else now)',
      zh: '要签名的日期：HTTP 日期、ISO 8601 日期或 Unix 秒数（默认取请求中的，否则为当前时间）',
    },
  },
  expires: {
    argument: 'expires',
    type: TEXT,
    value: 'SECONDS',
    brief: { en: 'how long a signed URL is valid', zh: '签名 URL 的有效期' },
    group: 'request',
    help: {
      en: 'expiry of a signed URL: Unix seconds (v1-url, v2-url, s3v2-url) or a number of seconds (v4-url, s3v4-url); +N means N seconds after the date (default: +3600)',
      zh: '签名 URL 的有效期：Unix 秒数（v1-url、v2-url、s3v2-url）或秒数（v4-url、s3v4-url）；+N 表示自该日期起 N 秒（默认 +3600）',
    },
  },
  additionalHeaders: {
    argument: 'additional-headers',
    type: HEADER_NAMES,
    value: 'NAMES',
    group: 'request',
    help: {
      en: 'headers to sign in addition to those always signed, as NAME;NAME',
      zh: '除必签的以外还要签名的请求头，写作 NAME;NAME',
    },
  },
  payloadHash: {
    argument: 'payload-hash',
    mayLookSecret: true,
    type: BYTES,
    value: 'HASH',
    group: 'request',
    help: {
      en: 'value of x-oss-content-sha256 (default: UNSIGNED-PAYLOAD)',
      zh: 'x-oss-content-sha256 的值（默认 UNSIGNED-PAYLOAD）',
    },
  },

  // What `capture` captures.
  ports: {
    argument: 'port',
    type: PORTS,
    value: 'PORT',
    brief: { en: 'the port that OSS or the proxy is reached by', zh: '访问 OSS 或代理所用的端口' },
    group: 'capture',
    help: {
      en: 'capture these TCP ports, separated by commas; repeatable (default: 80, 443, and those of proxies in the environment and of URLs in COMMAND)',
      zh: '抓取这些 TCP 端口，以逗号分隔；可重复（默认 80、443，以及环境变量中代理的端口和 COMMAND 中网址的端口）',
    },
  },
  interface: {
    argument: 'interface',
    short: 'i',
    type: TEXT,
    value: 'NAME',
    group: 'capture',
    help: {
      en: 'network interface to capture on (default: all of them)',
      zh: '在哪个网络接口上抓包（默认全部接口）',
    },
  },
  captureFilter: {
    argument: 'filter',
    type: TEXT,
    value: 'FILTER',
    group: 'capture',
    help: {
      en: "which packets to capture, in tcpdump's language, instead of --port",
      zh: '抓取哪些包，以 tcpdump 过滤表达式写出，代替 --port',
    },
  },
  output: {
    argument: 'output',
    short: 'o',
    type: FILE,
    value: 'FILE',
    brief: { en: 'pcapng file to write', zh: '要写入的 pcapng 文件' },
    group: 'output',
    help: { en: 'write the packets to this pcapng file', zh: '把数据包写入此 pcapng 文件' },
  },
  bodies: {
    argument: 'bodies',
    type: FLAG,
    brief: { en: 'keep bodies', zh: '保留消息体' },
    group: 'output',
    help: {
      en: 'keep bodies (the first MiB of each), with IDs, signatures, tokens and secrets in them masked; by default those of error documents and the fields of forms alone',
      zh: '保留消息体（各自的第一个 MiB），其中的 ID、签名、令牌和 Secret 仍会替换；默认只保留错误信息文档和表单域',
    },
  },
  keep: {
    argument: 'keep',
    type: FILE,
    value: 'FILE',
    brief: { en: 'keep the capture, with its TLS keys, as pcapng', zh: '把抓包连同 TLS 密钥保存为 pcapng' },
    group: 'capture',
    help: {
      en: 'keep the packets and the TLS keys in this pcapng file, which opens HTTPS in osscap and Wireshark; whoever has it can read the traffic',
      zh: '把抓到的包和 TLS 密钥保存到此 pcapng 文件，osscap 和 Wireshark 用它即可读取 HTTPS；拿到此文件的人也能读到通信内容',
    },
  },

  // How reports look.
  format: {
    argument: 'format',
    short: 'f',
    type: FORMATS,
    value: 'NAME=FILE',
    brief: {
      en: 'another report: html, json, markdown, sarif, …',
      zh: '其他报告：html、json、markdown、sarif 等',
    },
    variable: 'OSSCAP_FORMAT',
    inFile: 'Report on standard output. Report files can only be named with --format or OSSCAP_FORMAT.',
    group: 'output',
    help: {
      en: `report to write: ${listFormats(FORMAT_NAMES, 'en', 'or')}, each to standard output or as NAME=FILE (- is standard output); repeatable`,
      zh: `要输出的报告：${listFormats(FORMAT_NAMES, 'zh', 'or')}；可写到标准输出，或用 NAME=FILE 写到文件（- 表示标准输出）；可重复`,
    },
  },
  pageFormat: {
    argument: 'format',
    short: 'f',
    type: PAGE_FORMATS,
    value: 'NAME=FILE',
    brief: { en: 'json or html instead of the table', zh: '以 json 或 html 代替表格' },
    group: 'output',
    help: {
      en: 'table (default), json or html, to standard output or as NAME=FILE; repeatable',
      zh: 'table（默认）、json 或 html，可写到标准输出，或用 NAME=FILE 写到文件；可重复',
    },
  },
  reportFile: {
    argument: 'output',
    short: 'o',
    type: FILE_LIST,
    value: 'FILE',
    brief: {
      en: 'write it to a file: report.html, report.json, …',
      zh: '写到文件：report.html、report.json 等',
    },
    group: 'output',
    help: {
      en: `write the report to this file, in the one --format, else in that of its suffix: ${SUFFIX_LIST.en}; repeatable`,
      zh: `把报告写到此文件，格式取唯一的 --format，否则按后缀：${SUFFIX_LIST.zh}；可重复`,
    },
  },
  json: {
    argument: 'json',
    type: FLAG,
    group: 'output',
    help: { en: 'the same as --format json', zh: '等同于 --format json' },
  },
  all: {
    argument: 'all',
    negatable: true,
    type: FLAG,
    brief: { en: 'every exchange and every cause', zh: '列出每一次请求和每一种原因' },
    inFile: 'List every exchange and every cause, however many there are.',
    group: 'output',
    help: {
      en: 'report everything, with every exchange and every cause, however many there are',
      zh: '报告全部内容，无论多少，列出每一次请求和每一种原因',
    },
  },
  everyId: {
    argument: 'all',
    type: FLAG,
    brief: { en: 'every ID that a report can name', zh: '报告可能给出的全部 ID' },
    group: 'output',
    help: { en: 'list every ID that a report can name', zh: '列出报告可能给出的全部 ID' },
  },
  blocks: {
    argument: 'blocks',
    type: FLAG,
    group: 'output',
    help: {
      en: 'show the evidence under the first exchange of each cause',
      zh: '每种原因首次出现时，在其下显示证据',
    },
  },
  slow: {
    argument: 'slow',
    type: count(MAX_SLOW, null),
    value: 'N',
    alone: '10',
    inFile: 'List this many of the slowest exchanges.',
    group: 'output',
    help: {
      en: 'list the N slowest exchanges (10 without N) and what they waited for (default: 5, if one took a second)',
      zh: '列出最慢的 N 次请求（不写 N 为 10），以及时间花在谁身上（默认仅在有请求超过 1 秒时列出 5 次）',
    },
  },
  showSignatures: {
    argument: 'show-signatures',
    type: FLAG,
    group: 'output',
    help: {
      en: `do not mask captured signatures and security tokens in ${listFormats(FORMATS_TO_UNMASK, 'en', 'and')}`,
      zh: `在 ${listFormats(FORMATS_TO_UNMASK, 'zh', 'and')} 报告中保留抓到的签名和安全令牌原文（默认脱敏）`,
    },
  },
  width: {
    argument: 'width',
    type: WIDTH,
    value: 'COLUMNS',
    group: 'output',
    help: {
      en: 'width of the table report in columns (default: that of the terminal, or COLUMNS; else 120)',
      zh: '表格报告的宽度，以字符列计（默认取终端宽度或 COLUMNS，都没有则为 120）',
    },
  },
  color: {
    argument: 'color',
    negatable: true,
    type: FOUND_FLAG,
    group: 'output',
    help: {
      en: 'colours, or none with --no-color (default: on a terminal; NO_COLOR and FORCE_COLOR are obeyed)',
      zh: '使用颜色，--no-color 为不使用（默认仅在终端使用；遵循 NO_COLOR 和 FORCE_COLOR）',
    },
  },
  lang: {
    argument: 'lang',
    type: LANGUAGE,
    value: 'LANG',
    brief: { en: 'en or zh', zh: 'en 或 zh' },
    variable: 'OSSCAP_LANG',
    inFile: 'Language of reports and messages; by default that of the locale.',
    group: 'output',
    help: {
      en: 'language: en or zh (default: OSSCAP_LANG, configuration file, LC_ALL, LC_MESSAGES, LANG)',
      zh: '语言：en 或 zh（默认依次取 OSSCAP_LANG、配置、LC_ALL、LC_MESSAGES、LANG）',
    },
  },
  quiet: {
    argument: 'quiet',
    short: 'q',
    type: FLAG,
    group: 'output',
    help: {
      en: 'only failing causes and the last line in the table, and only errors on standard error',
      zh: '表格中只给出失败的原因和最后一行，标准错误上只输出错误',
    },
  },
  verbose: {
    argument: 'verbose',
    short: 'v',
    type: FLAG,
    brief: { en: 'more about what is read', zh: '更多细节' },
    group: 'output',
    help: {
      en: 'report everything that is known of each capture, and not the answer alone; and, on standard error, which files are read, in which format and how fast, where keys come from (never a secret), and limits that were reached',
      zh: '报告每个抓包的全部内容，而不只是答案；并在标准错误上说明：读取了哪些文件、格式和速度，密钥来自何处（从不输出 Secret），以及触及的上限',
    },
  },

  // Which exchanges are reported.
  only: {
    argument: 'only',
    type: REPORTED_VERDICTS,
    value: 'VERDICTS',
    brief: { en: 'only these verdicts; failing: all that fail', zh: '只报告这些结论；failing 为所有失败的' },
    group: 'filter',
    help: {
      en: 'report only exchanges with these verdicts, separated by commas; failing means all verdicts that fail; repeatable',
      zh: '只报告结论为这些的请求，以逗号分隔；failing 表示所有失败的结论；可重复',
    },
  },
  bucketNames: {
    argument: 'bucket',
    type: BUCKET_NAMES,
    value: 'NAME',
    group: 'filter',
    help: {
      en: 'report only exchanges with this bucket, as NAME; or name the bucket behind a custom domain, as HOST=NAME, or HOST=/ if it is in the path; repeatable',
      zh: '只报告此 Bucket 的请求，写作 NAME；或指明自定义域名对应的 Bucket，写作 HOST=NAME；Bucket 在路径中时写作 HOST=/；可重复',
    },
  },
  requestIds: {
    argument: 'request-id',
    mayLookSecret: true,
    type: REQUEST_IDS,
    value: 'ID',
    brief: { en: 'only the exchange with this request ID', zh: '只报告带此 Request ID 的请求' },
    group: 'filter',
    help: {
      en: 'report only the exchange with this request ID (in the response headers or error document); repeatable',
      zh: '只报告带此 Request ID 的请求（响应头或错误信息文档中的）；可重复',
    },
  },
  since: {
    argument: 'since',
    type: TIME,
    value: 'TIME',
    group: 'filter',
    help: {
      en: 'report only exchanges that began at this time or later: 2024-05-01T23:02:26Z, with any zone or none (UTC), 2024-05-01, or 23:02:26 on the day of the capture (that of its first exchange)',
      zh: '只报告在此时间或之后开始的请求：2024-05-01T23:02:26Z（可带任意时区，不带则为 UTC）、2024-05-01，或抓包当天（其第一次请求的日期）的 23:02:26',
    },
  },
  until: {
    argument: 'until',
    type: TIME,
    value: 'TIME',
    group: 'filter',
    help: {
      en: 'the same for those that began at this time or earlier; the whole of the given second, minute or day counts, and a time of day before that of --since is on the next day',
      zh: '只报告在此时间或之前开始的请求；所写的那一秒、一分钟或一天全部算在内；若是早于 --since 的时刻，则指次日',
    },
  },

  // Secrets, and files with secrets.
  credentials: {
    argument: 'credentials',
    type: FILE,
    value: 'FILE',
    brief: { en: 'AccessKey secrets, which prove the cause', zh: 'AccessKey Secret，用来证明原因' },
    group: 'credentials',
    help: {
      en: 'file with AccessKeys (- for standard input): JSON [{"accessKeyId", "accessKeySecret", "securityToken"}], an ossutil or an aliyun CLI configuration',
      zh: 'AccessKey 文件（- 表示标准输入）：JSON [{"accessKeyId", "accessKeySecret", "securityToken"}]，或 ossutil、aliyun CLI 的配置文件',
    },
  },
  defaultCredentials: {
    argument: 'default-credentials',
    type: FLAG,
    group: 'credentials',
    help: {
      en: 'also read ~/.ossutilconfig and ~/.aliyun/config.json, and of clients of S3 ~/.aws/credentials, rclone.conf, ~/.s3cfg and ~/.mc/config.json',
      zh: '同时读取 ~/.ossutilconfig 和 ~/.aliyun/config.json，以及 S3 客户端的 ~/.aws/credentials、rclone.conf、~/.s3cfg 和 ~/.mc/config.json',
    },
  },
  accessKeyId: {
    argument: 'access-key-id',
    mayLookSecret: true,
    type: BYTES,
    value: 'ID',
    group: 'credentials',
    help: { en: 'AccessKey to sign with, if there are several', zh: '有多个 AccessKey 时，用来签名的那一个' },
  },
  tlsKeyLogs: {
    argument: 'tls-keylog',
    type: FILE_LIST,
    value: 'FILE',
    brief: { en: "the client's session keys, to read HTTPS", zh: '客户端的会话密钥，用于读取 HTTPS' },
    group: 'credentials',
    help: {
      en: 'key log of the client (NSS format, as SSLKEYLOGFILE writes it) to decrypt HTTPS; repeatable; SSLKEYLOGFILE and pcapng secrets are used too',
      zh: '客户端的密钥日志（NSS 格式，即 SSLKEYLOGFILE 写出的文件），用于解密 HTTPS；可重复；SSLKEYLOGFILE 和 pcapng 自带的密钥也会使用',
    },
  },
  tlsKeys: {
    argument: 'tls-key',
    type: FILE_LIST,
    value: 'FILE',
    group: 'credentials',
    help: {
      en: 'private RSA key of a server in PEM format, for TLS 1.2 with RSA key exchange; repeatable',
      zh: '服务端的 RSA 私钥（PEM 格式），用于 RSA 密钥交换的 TLS 1.2；可重复',
    },
  },

  // How captures are read, and what is thought of them.
  bucket: {
    argument: 'bucket',
    type: BUCKET_NAME,
    value: 'NAME',
    group: 'filter',
    help: {
      en: 'bucket of the request, as NAME, or the one behind a custom domain, as HOST=NAME, or HOST=/ if it is in the path; repeatable',
      zh: '请求的 Bucket，写作 NAME；或自定义域名对应的 Bucket，写作 HOST=NAME；Bucket 在路径中时写作 HOST=/；可重复',
    },
  },
  buckets: {
    argument: 'bucket',
    type: BUCKETS_OF_HOSTS,
    value: 'HOST=NAME',
    inFile: 'Bucket behind each custom domain, by host name without port; / if it is in the path.',
    group: 'filter',
    help: {
      en: 'bucket behind a custom domain, as HOST=NAME, or HOST=/ if it is in the path; repeatable',
      zh: '自定义域名对应的 Bucket，写作 HOST=NAME；Bucket 在路径中时写作 HOST=/；可重复',
    },
  },
  endpoints: {
    argument: 'endpoint',
    type: ENDPOINTS,
    value: 'HOST=PROVIDER',
    inFile: `Whose endpoint a host is, and its region, by host name without port: ${NAMED_PROVIDERS.join(', ')} or s3.`,
    group: 'filter',
    help: {
      en: `endpoint of a service whose host name does not show it, as HOST=PROVIDER or HOST=PROVIDER/REGION; PROVIDER is ${NAMED_PROVIDERS.join(', ')}, or s3 for any other that speaks like S3; repeatable`,
      zh: `主机名看不出来的服务端点，写作 HOST=PROVIDER 或 HOST=PROVIDER/REGION；PROVIDER 为 ${NAMED_PROVIDERS.join('、')}，其他兼容 S3 的服务写 s3；可重复`,
    },
  },
  join: {
    argument: 'rotated',
    negatable: true,
    type: JOIN,
    group: 'other',
    help: {
      en: 'read all inputs as one capture written in several files; --no-rotated: each on its own (default: decided by names and times, for tcpdump -C, -G and dumpcap rings)',
      zh: '把全部输入当作一次抓包分成的多个文件来读；--no-rotated：各自单独读（默认按 tcpdump -C、-G 和 dumpcap 环形文件的名称与时间判断）',
    },
  },
  verifyBodies: {
    argument: 'verify-bodies',
    negatable: true,
    type: FLAG,
    inFile: 'Compare every body with its digest headers.',
    group: 'other',
    help: {
      en: 'compare every body with its Content-MD5, ETag and x-oss-hash-crc64ecma (otherwise only requests with a Content-MD5)',
      zh: '把每个消息体与 Content-MD5、ETag 和 x-oss-hash-crc64ecma 核对（默认只核对带 Content-MD5 的请求）',
    },
  },
  failOn: {
    argument: 'fail-on',
    type: FAILURES,
    value: 'VERDICTS',
    variable: 'OSSCAP_FAIL_ON',
    inFile: 'Verdicts that cause exit code 1; by default, every failing verdict; none: never.',
    group: 'ci',
    help: {
      en: 'exit 1 only for these verdicts, separated by commas, or never with none',
      zh: '仅当出现这些结论时退出码为 1，以逗号分隔；none 为一律不算失败',
    },
  },
  strict: {
    argument: 'strict',
    negatable: true,
    type: FLAG,
    variable: 'OSSCAP_STRICT',
    inFile: 'Exit 2 if a capture is damaged or cut off, or nothing of it can be read.',
    group: 'ci',
    help: {
      en: 'exit 2 if a capture is damaged or cut off, or nothing of it can be read',
      zh: '抓包文件损坏、不完整或完全无法读取时退出码为 2',
    },
  },
  jobs: {
    argument: 'jobs',
    short: 'j',
    type: count(MAX_JOBS),
    value: 'N',
    variable: 'OSSCAP_JOBS',
    inFile: 'Captures to read in parallel; by default one per core if there are several large ones.',
    group: 'other',
    help: {
      en: 'captures to read in parallel, each in its own thread (default: one per core if there are several large ones)',
      zh: '同时读取的抓包数，每个抓包用一个线程（默认：有多个较大的抓包时，每个 CPU 核一个）',
    },
  },
  limits: {
    argument: 'limit',
    type: LIMITS,
    value: 'NAME=VALUE',
    variable: 'OSSCAP_LIMITS',
    inFile: 'Limits on memory and work. Sizes may be strings with K, M, G or T after the number.',
    group: 'other',
    help: {
      en: `a limit on memory or work, as NAME=VALUE (bytes also with K, M, G or T); repeatable; the warning that a limit was reached names it: ${LIMIT_NAMES.join(', ')}`,
      zh: `内存或工作量的上限，写作 NAME=VALUE（字节数可带 K、M、G、T）；可重复；达到上限时的警告会说明名称：${LIMIT_NAMES.join('、')}`,
    },
  },
  ignores: {
    argument: null,
    type: IGNORE_RULES,
    inFile: 'Failures that do not cause exit code 1, each with the reason.',
  },

  // In continuous integration.
  baseline: {
    argument: 'baseline',
    negatable: true,
    type: KNOWN_FILE,
    value: 'FILE',
    variable: 'OSSCAP_BASELINE',
    inFile:
      'File of known causes (--write-baseline writes it), relative to the folder of the configuration and within it.',
    group: 'ci',
    help: {
      en: 'known causes: exit 1 only for others (--no-baseline ignores the one in the configuration)',
      zh: '已知原因的基线文件：仅出现其他原因时退出码为 1（--no-baseline 可取消配置中的基线）',
    },
  },
  writeBaseline: {
    argument: 'write-baseline',
    type: FILE,
    value: 'FILE',
    group: 'ci',
    help: {
      en: 'write the causes found as a new baseline (- for standard output), and exit 0',
      zh: '把本次发现的原因写成新的基线（- 表示标准输出），退出码为 0',
    },
  },
  shard: {
    argument: 'shard',
    type: SHARD,
    value: 'I/N',
    group: 'ci',
    help: {
      en: 'read part I of N of the inputs, as I/N; or auto, in an array of Slurm or parallel jobs of GitLab, or auto/N in an indexed job of Kubernetes; write --format blob=FILE and merge the parts later',
      zh: '只读取全部输入 N 份中的第 I 份，写作 I/N；在 Slurm 作业数组或 GitLab 并行作业中可写 auto，在 Kubernetes 索引作业中可写 auto/N；配合 --format blob=FILE 输出，之后再合并',
    },
  },
  config: {
    argument: 'config',
    negatable: true,
    type: CONFIG_FILE,
    value: 'FILE',
    variable: 'OSSCAP_CONFIG',
    group: 'ci',
    help: {
      en: 'configuration file (default: the nearest osscap.config.json, or the key "osscap" in a package.json, from the working folder upwards); --no-config for none',
      zh: '配置文件（默认从当前目录向上查找最近的 osscap.config.json，或 package.json 中的 "osscap" 键）；--no-config 为不使用',
    },
  },
  help: {
    argument: 'help',
    short: 'h',
    type: FLAG,
    group: 'other',
    help: { en: 'show this help; -h shows the short one', zh: '显示本帮助；-h 显示简短的帮助' },
  },
  showVersion: {
    argument: 'version',
    short: 'V',
    type: FLAG,
    group: 'other',
    help: { en: 'show the version', zh: '显示版本' },
  },
} as const satisfies Readonly<Record<string, Row>>;

export type Name = keyof typeof SETTINGS;

export type ValueOf<K extends Name> = (typeof SETTINGS)[K]['type']['usual'];

/** Settings that a configuration may set too. */
export type SettingName = {
  readonly [K in Name]: (typeof SETTINGS)[K] extends { readonly inFile: string } ? K : never;
}[Name];

/** Everything that can be set otherwise than by an argument. */
export type SettingValues = { readonly [K in SettingName]: ValueOf<K> };

/** What one place sets. */
export type PartialSettings = { readonly [K in SettingName]?: SettingValues[K] };

/** The same, and which configuration file the place wants; null where it does not say. */
export interface GivenSettings {
  readonly values: PartialSettings;
  readonly config: ConfigChoice | null;
}

/** Where a value comes from. */
export type SettingSource = 'argument' | 'environment' | 'file' | 'default';

/** What a command gets of those among its settings that a configuration may set too. */
export type SettledArguments<K extends Name> = { readonly [Each in K & SettingName]: ValueOf<Each> };

export function rowOf(name: Name): Row {
  return SETTINGS[name];
}

export const NAMES = Object.keys(SETTINGS) as readonly Name[];

/**
 * The settings of a configuration, in the order that `osscap config` and the schema have them. New ones
 * follow those that are named here.
 */
export const SETTING_NAMES: readonly SettingName[] = inOrder(
  NAMES.filter((name): name is SettingName => rowOf(name).inFile !== undefined),
  [
    'format',
    'failOn',
    'strict',
    'all',
    'slow',
    'jobs',
    'verifyBodies',
    'lang',
    'buckets',
    'endpoints',
    'limits',
    'ignores',
  ],
);

function inOrder<Item>(items: readonly Item[], first: readonly Item[]): readonly Item[] {
  return [...first.filter((item) => items.includes(item)), ...items.filter((item) => !first.includes(item))];
}

/** Under which title the help has an option. */
export function groupOf(name: Name): OptionGroup {
  const { brief, group } = rowOf(name);
  return brief === undefined ? (group ?? 'other') : 'daily';
}

/** The variables that settings have, those last that are read before all others. */
export const VARIABLES: readonly string[] = [
  ...SETTING_NAMES.filter((name) => name !== 'lang'),
  ...(['lang', 'config'] as const),
].flatMap((name) => rowOf(name).variable ?? []);

/** The values where nothing is set, in English. */
export const USUAL_SETTINGS = Object.fromEntries(
  SETTING_NAMES.map((name) => [name, rowOf(name).type.usual]),
  // Each name has the value of its row.
) as SettingValues;

/** What a command gets of settings. */
export function settledArguments<K extends Name>(
  takes: readonly K[],
  values: SettingValues,
): SettledArguments<K> {
  const names = SETTING_NAMES.filter((name) => takes.some((taken) => taken === name));
  // Each name has the value of its row.
  return Object.fromEntries(names.map((name) => [name, values[name]])) as SettledArguments<K>;
}
