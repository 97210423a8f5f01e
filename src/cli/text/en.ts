import { LIMIT_NAMES } from '../limit-values.ts';
import { CI_EN, CI_OPTIONS_EN, CONFIG_HELP_EN, MERGE_HELP_EN, MERGE_LIMIT_EN } from './en-ci.ts';
import { COMPLETION_HELP_EN } from './en-completion.ts';
import { BUCKET_FILTER_EN, BUCKET_ONLY_EN, FILTER_EN, FILTER_OPTIONS_EN } from './en-filter.ts';
import { PROGRESS_EN } from './en-progress.ts';
import { LOUDNESS_OPTIONS_EN, VERBOSE_EN } from './en-verbose.ts';
import { WATCH_EN, WATCH_HELP_EN, WATCH_OPTIONS_EN } from './en-watch.ts';
import type { CliTexts } from './texts.ts';

export const CLI_EN = {
  lang: 'en',
  help: {
    options: {
      format:
        'report to write: table (default), json, ndjson, html, markdown, csv, har, sarif, junit, github, gitlab or blob (for merge), each to standard output or as NAME=FILE (- is standard output); repeatable',
      all: 'list every exchange and every cause, however many they are',
      slow: 'list the N slowest exchanges (10 without N) and who was waited for (default: 5, where one took a second)',
      'show-signatures':
        'leave captured signatures and security tokens whole in html, markdown, csv, har, sarif, junit, github and gitlab, which mask them otherwise',
      width: 'columns of the table report (default: those of the terminal, or COLUMNS; 120 without either)',
      color: 'colours, or none with --no-color (default: on a terminal; NO_COLOR and FORCE_COLOR are obeyed)',
      lang: 'language: en or zh (default: OSSCAP_LANG, a configuration, LC_ALL, LC_MESSAGES, LANG)',
      ...LOUDNESS_OPTIONS_EN,
      ...FILTER_OPTIONS_EN,
      method: 'method of the request (default: GET; POST for a form)',
      header: "a header, as 'Name: value'; repeatable",
      request:
        'the request as JSON in a file, or - for standard input: {"method","url","headers"} and, where wanted, "version", "region", "bucket", "key", "date", "expires", "form"',
      'sign-version':
        "signature version: v1, v1-url, v2, v2-url, v4, v4-url, post-v1, post-v2, post-v4, s3v2, s3v2-url, s3v4, s3v4-url (default: that of the request's own signature, else v4, or post-v4 for a form)",
      region: 'region of the scope (default: that of the host)',
      product: 'product of the scope (default: oss; s3 for s3v4; oss-cloudbox for such a host)',
      date: 'date to sign: an HTTP date, an ISO 8601 date or Unix seconds (default: that of the request, else now)',
      expires:
        'end of a signed URL: Unix seconds (v1-url, v2-url, s3v2-url) or a number of seconds (v4-url, s3v4-url); +N stands for N seconds from the date (default: +3600)',
      'additional-headers': 'headers to sign beside those that are signed anyway, as NAME;NAME',
      'payload-hash': 'value of x-oss-content-sha256 (default: UNSIGNED-PAYLOAD)',
      credentials:
        'file with access keys: JSON [{"accessKeyId","accessKeySecret","securityToken"}], an ossutil or an aliyun CLI configuration',
      'default-credentials': 'also read ~/.ossutilconfig and ~/.aliyun/config.json',
      'tls-keylog':
        'key log of the client (NSS format, as SSLKEYLOGFILE writes it) to open HTTPS with; repeatable; SSLKEYLOGFILE and pcapng secrets are used too',
      'tls-key': 'private RSA key of a server in PEM form, for TLS 1.2 with RSA key exchange; repeatable',
      'access-key-id': 'access key to sign with, where there are several',
      bucket:
        'bucket behind a custom domain, as HOST=NAME, or HOST=/ where it stands in the path; repeatable',
      rotated:
        'read all inputs as one capture that was written in several files; --no-rotated: each on its own (default: what names and times tell of tcpdump -C, -G and dumpcap rings)',
      'fail-on': 'exit 1 only for these verdicts, separated by commas, or for none',
      'verify-bodies':
        'compare every body with its Content-MD5, ETag and x-oss-hash-crc64ecma (otherwise only requests with a Content-MD5)',
      jobs: 'captures to read at a time, in threads of their own (default: one for each core where there are several large ones)',
      strict: 'exit 2 for a damaged or cut-off capture',
      limit: `a limit of memory or work, as NAME=VALUE (bytes also with K, M, G or T); repeatable; the warning that one was reached names it: ${LIMIT_NAMES.join(', ')}`,
      ...CI_OPTIONS_EN,
      ...WATCH_OPTIONS_EN,
      help: 'show this help',
      version: 'show the version',
    },
    examples: 'Examples:',
    parserWords: {
      'Positionals:': 'Arguments:',
      string: 'value',
      array: 'value',
      boolean: 'switch',
      'Not enough arguments following: %s': 'the option %s lacks its value',
    },
    takesBack: 'takes back {name}',
    groups: {
      output: 'Report:',
      filter: 'Which exchanges:',
      request: 'Request:',
      credentials: 'Credentials:',
      other: 'Other:',
      ci: 'Many runs:',
    },
    commands: {
      merge: { ...MERGE_HELP_EN, options: { bucket: BUCKET_ONLY_EN, limit: MERGE_LIMIT_EN } },
      config: CONFIG_HELP_EN,
      completion: COMPLETION_HELP_EN,
      watch: WATCH_HELP_EN,
      scan: {
        usage:
          'Usage: osscap scan PATH…\nor: osscap watch FILE|- (tell failures while the capture is being taken)\nor: osscap compare CLIENT SERVER… (captures of the same requests at several points)\nor: osscap explain CAPTURE INDEX (one exchange in full)\nor: osscap sign [OPTION…] URL (a signature, step by step)\nor: osscap hypotheses (what the search tries)\nor: osscap merge FILE|FOLDER… (the parts of a scan)\nor: osscap config (the settings that hold)\nor: osscap completion bash|zsh|fish (a script for the shell)\nor: osscap COMMAND --help\n\nReads captures of Alibaba Cloud OSS traffic and says why a request got 403: where the string that the client signed and the one that the server signed part, and who changed it.',
        summary: 'read captures and report every OSS exchange that fails',
        positionals: {
          path: 'capture files (pcap, pcapng, also .gz and .zst), texts (HTTP messages, tcpdump -A, curl -v, debug logs, error documents, HAR), folders, quoted patterns, or - for standard input',
        },
        options: { bucket: BUCKET_FILTER_EN },
        examples: [
          ['osscap scan upload.pcap', 'what failed in a capture, and whose doing it is'],
          [
            'osscap scan captures/ --credentials keys.json --format html=report.html',
            'prove it with the secrets of the keys, as a page to look at and to send on',
          ],
          ['osscap scan captures/ --request-id 5C2723573183A12D', 'one exchange, wherever it is'],
          [
            "tcpdump -s 0 -U -w - 'tcp port 80' | osscap scan -",
            'read while capturing; Ctrl-C ends with the report',
          ],
        ],
        epilogue:
          'The environment is searched for keys too: OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_SESSION_TOKEN, and the ALIBABA_CLOUD_… names. Secrets are never arguments, and are never printed.\nExit codes: 0 nothing fails, 1 an exchange fails, 2 an input or the command line is at fault, 130 interrupted (143 by SIGTERM).',
      },
      compare: {
        usage:
          'Usage: osscap compare CLIENT SERVER [MORE…]\n\nFinds the requests that several captures show, taken at points of their way from the client to OSS, and says what changed between the points: request line, headers, body, answer, and which change broke the signature, so which hop did.',
        summary: 'say what changed between captures of the same requests',
        positionals: {
          path: 'one capture (or text) for each point, the one nearest to the client first',
        },
        options: {
          format: 'table (default) or json, to standard output or as NAME=FILE; repeatable',
          all: 'list every exchange, however many they are',
        },
        examples: [
          ['osscap compare client.pcap server.pcap', 'what the proxy between the two did'],
          ['osscap compare client.pcap proxy.pcap server.pcap', 'which of two hops it was'],
          ['osscap compare client.pcap server.pcap --format json', 'the same as data'],
        ],
        epilogue:
          'Requests are paired by the request id of their answers, else by signature and date, else by time.\nExit codes: 0 no signature was broken between the points, 1 one was, 2 an input or the command line is at fault.',
      },
      explain: {
        usage:
          'Usage: osscap explain CAPTURE INDEX\n\nShows one exchange in full: frames and times, both heads as captured, every piece of the signed strings with its bytes and where it comes from, how the signature is made, what the server said, how the strings compare, which row of the decision table decided, and what the search tried.',
        summary: 'show one exchange in full',
        positionals: {
          capture: 'a capture file (pcap, pcapng, also .gz and .zst), or - for standard input',
          index: 'number of the exchange, as scan shows it',
        },
        options: {
          format: 'table (default) or json, to standard output or as NAME=FILE; repeatable',
          width: 'columns (default: those of the terminal, or COLUMNS; 120 without either)',
        },
        examples: [
          ['osscap explain upload.pcap 5', 'the fifth exchange'],
          [
            'osscap explain upload.pcap 5 --credentials keys.json',
            'with the signature computed, and the search',
          ],
          ['osscap explain upload.pcap 5 --format json', 'the same as data'],
        ],
        epilogue:
          'What was captured is shown as it is: access key ids, signatures and security tokens too. Secrets are never printed.\nExit codes: 0 the exchange does not fail, 1 it fails, 2 there is no such exchange, or an input or the command line is at fault.',
      },
      sign: {
        usage:
          'Usage: osscap sign [OPTION…] URL\nor: osscap sign [OPTION…] --request FILE\n\nShows how a request is signed, without any capture: every piece of the canonical strings, the strings themselves, the signature, and the header, URL or form fields to send. A signature that the request already has is compared with it. Nothing is sent.',
        summary: 'sign a request step by step',
        positionals: { url: 'URL of the request, in quotes' },
        options: {
          format: 'table (default) or json, to standard output or as NAME=FILE; repeatable',
          width: 'columns (default: those of the terminal, or COLUMNS; 120 without either)',
          bucket:
            'bucket of the request, as NAME, or that behind a custom domain, as HOST=NAME, or HOST=/ where it stands in the path; repeatable',
        },
        examples: [
          [
            'osscap sign https://b.oss-cn-hangzhou.aliyuncs.com/a --credentials keys.json',
            'version 4, header form',
          ],
          [
            "osscap sign -X PUT -H 'Content-Type: text/plain' \\\n    'http://b.oss-cn-hangzhou.aliyuncs.com/a.txt?acl' --sign-version v1",
            'the string of version 1; without a secret there is no signature',
          ],
          [
            "osscap sign 'https://b.oss-cn-hangzhou.aliyuncs.com/a.txt' \\\n    --sign-version v4-url --expires 600 --credentials keys.json",
            'a signed URL',
          ],
          ['osscap sign --request request.json --credentials keys.json', 'a request from a file'],
        ],
        epilogue:
          'The environment is searched for keys too: OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_SESSION_TOKEN, and the ALIBABA_CLOUD_… names. Secrets are never arguments, and are never printed.\nExit codes: 0 signed, 1 the signature that the request came with is another, 2 an input or the command line is at fault.',
      },
      hypotheses: {
        usage:
          'Usage: osscap hypotheses\n\nLists what the search tries to find out what a client really signed: the ways in which a client comes to another signature than the server, what they change, in which signature versions, how far-fetched they are, and what to do about each.',
        summary: 'list what the search tries',
        positionals: {},
        options: {
          format: 'table (default) or json, to standard output or as NAME=FILE; repeatable',
          width: 'columns (default: those of the terminal, or COLUMNS; 120 without either)',
        },
        examples: [
          ['osscap hypotheses', 'the table'],
          ['osscap hypotheses --format json', 'the same as data'],
        ],
        epilogue: 'Exit codes: 0, or 2 where the command line is at fault.',
      },
    },
  },
  usage: {
    'unknown-option': 'unknown option {name}',
    'unknown-command': 'no such command, file or folder: {name}',
    'missing-value': '{name} lacks its value',
    'needless-value': '{name} takes no value',
    'bad-value': '{name} does not know "{value}"; it takes {allowed:long}',
    'bad-number': '{name} takes a whole number within {allowed:long}, not "{value}"',
    'none-beside-others': '{name}: none stands alone, and not beside verdicts',
    'bad-bucket': '--bucket takes HOST=NAME or HOST=/, not "{value}"',
    'bad-bucket-name':
      '--bucket takes the NAME of a bucket, or HOST=NAME for the one behind a custom domain, not "{value}"',
    'bad-time': '{name} takes a time such as 2024-05-01T23:02:26Z, 2024-05-01 or 23:02:26, not "{value}"',
    'since-after-until': '--since is later than --until',
    'quiet-and-verbose': '--quiet and --verbose exclude each other',
    'filter-and-baseline':
      '--write-baseline needs every exchange: leave out --only, --bucket NAME, --request-id, --since and --until',
    'bad-width': '--width takes a number of columns, not "{value}"',
    'missing-argument': '{name} is missing',
    'empty-argument': 'a word of the command line is empty: is a variable of a script not set?',
    'extra-argument': 'one word too many: {value}',
    'bad-index': 'INDEX is the number of an exchange, from 1, not "{value}"',
    'bad-header': '-H takes \'Name: value\', not "{value}"',
    'url-and-request': 'a URL and --request exclude each other',
    'bad-shard': '--shard takes I/N with 1 ≤ I ≤ N, not "{value}"',
    'shard-and-baseline': '--write-baseline needs the whole scan: merge the parts, and write it then',
    'limit-of-scan':
      '--limit {value} has no effect on merge: give it to the scans that write the blobs (or by a configuration, for both); merge takes {allowed:long}',
    'two-on-stdout': 'only one --format can go to standard output; give the others a file (NAME=FILE)',
    'same-file': 'two formats go to the file {value}',
    'secret-word':
      'word {n} of the command line names no file and looks like a secret, so it is not repeated here: arguments show in process lists and shell histories; put secrets in a file (--credentials FILE) or in the environment, and replace this one if it is one',
    'secret-argument':
      '{name} is refused: arguments show in process lists and shell histories; put the secret in a file (--credentials FILE) or in the environment',
    other: '{message:long}',
  },
  didYouMean: '; did you mean {near}?',
  seeHelp: ' (osscap {command}--help)',
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
    'bad-id': 'credentials: {path:long}: entry {where}: what stands in {field} cannot be an access key id',
    'unusable-profiles':
      'credentials: {path:long}: no profile holds an access key itself (modes: {modes}); only AK and StsToken can be used',
    'no-credentials': 'credentials: {path:long}: holds no access key',
  },
  faults: {
    'no-exchange': '{path:long}: there is no exchange #{index}; it holds {n:n}, from #1 on',
    'no-exchanges': '{path:long}: there is no exchange #{index}; it holds none',
    'several-captures': 'explain takes one capture, and {path:long} stands for {n:n} of them',
    'watched-folder':
      '{path:long} is a folder: watch follows one file while it is written (or - for standard input); osscap scan reads folders',
    'overwrites-input':
      'the report would overwrite {path:long}, which is read: give it another name (NAME=FILE); nothing was written',
    'report-and-baseline':
      'a report and the baseline go to the file {path:long}: give one of them another name; nothing was written',
    'report-and-baseline-printed':
      'a report and the baseline both go to standard output: give the report a file (--format NAME=FILE), or the baseline one; nothing was written',
    'request-file': '{path:long}: cannot be read ({detail})',
    'request-missing': '{path:long}: no such file',
    'request-permission': '{path:long}: no permission to read it',
    'request-folder': '{path:long}: a folder, not a file',
    'request-too-big': '{path:long}: too big for a request (1 MiB at most)',
    'request-not-text': '{path:long}: not a text file in UTF-8',
    'request-not-json': '{path:long}: not a JSON object',
    'request-bad-json': '{path:long}: not valid JSON{place}',
    'request-field': '{path:long}: the field {field} is missing or not of its kind',
    'bad-url':
      'not a URL that can be requested: {value:long} (it needs a host, and a blank in it is written as %20)',
    'bad-date': 'not a date: "{value}" (an HTTP date, an ISO 8601 date in UTC, or Unix seconds)',
    'bad-expires': 'not a number of seconds: "{value}"',
    'bad-bytes': '{field} holds a line break or another control character',
    'needs-policy': '{version} signs the policy of a form: give the form with its policy (--request FILE)',
    'needs-region': '{version} signs the region, which {host} does not tell: name it with --region',
    'needs-bucket': 'the bucket behind {host} is not known: name it with --bucket NAME',
    'unknown-product': 'the rules of the product {product} are not known',
    'several-keys': 'there are several access keys: choose one with --access-key-id ({list:long})',
  },
  tlsKeys: {
    missing: 'TLS keys: {path:long}: no such file',
    permission: 'TLS keys: {path:long}: no permission to read it',
    folder: 'TLS keys: {path:long}: a folder, not a file',
    'too-big': 'TLS keys: {path:long}: too big (64 MiB at most for a key log, 1 MiB for a private key)',
    'read-error': 'TLS keys: {path:long}: cannot be read ({detail})',
    'no-secrets':
      'TLS keys: {path:long}: holds no TLS secret; a key log has lines such as CLIENT_RANDOM … or CLIENT_TRAFFIC_SECRET_0 …',
    'not-a-key': 'TLS keys: {path:long}: not an RSA private key in PEM form',
    'encrypted-key':
      'TLS keys: {path:long}: the private key is encrypted; write it without a passphrase first (openssl pkey -in KEY -out PLAIN)',
  },
  keyWarnings: {
    'open-to-others':
      '{path:long}: this file holds secrets, and others than its owner may read it (mode {mode}): run chmod 600 on it',
    'unusable-modes':
      'credentials: {path:long}: profiles that hold no access key themselves are passed over (modes: {modes}); only AK and StsToken can be used',
    'environment-key-log': '{fault:long}; SSLKEYLOGFILE names it, and it is passed over',
    'half-in-environment':
      'credentials: {variable} is set without {missing:long}, so there is no access key in it to use: set what is missing too, or unset it',
    'bad-id-in-environment':
      'credentials: what stands in {variable} cannot be an access key id (a blank, a line break or quotes?), so this access key is not used: set it anew',
  },
  atLineColumn: ' (line {line}, column {column})',
  outputFailed: 'the report {path:long} could not be written: {detail}',
  writeFaults: {
    ENOENT: 'its folder does not exist',
    ENOTDIR: 'its folder does not exist',
    EACCES: 'no permission to write there',
    EPERM: 'no permission to write there',
    EROFS: 'the file system is read-only',
    EISDIR: 'it is a folder',
    ENOSPC: 'the disk is full',
    ELOOP: 'its link leads back to itself',
    EFBIG: 'the system allows no larger file',
    EDQUOT: 'the disk quota is used up',
    ENAMETOOLONG: 'the name is too long',
  },
  stdoutFailed: 'standard output could not be written: {detail}',
  filter: FILTER_EN,
  verbose: VERBOSE_EN,
  progress: PROGRESS_EN,
  ci: CI_EN,
  watch: WATCH_EN,
} as const satisfies CliTexts;
