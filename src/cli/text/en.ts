import { VARIABLES } from '../settings/table.ts';
import type { CliTexts } from './texts.ts';

/** What may be wrong with a file that is read whole. */
const FILE_EN = {
  missing: 'no such file',
  permission: 'no permission to read it',
  folder: 'a folder, not a file',
  'too-big': 'too large (1 MiB at most)',
  'not-text': 'not a text file in UTF-8',
  'read-error': 'cannot be read ({detail})',
  'not-json': 'not valid JSON{place}',
} as const;

export const CLI_EN = {
  lang: 'en',
  help: {
    examples: 'Examples:',
    parserWords: {
      'Positionals:': 'Arguments:',
      string: 'value',
      array: 'value',
      boolean: 'switch',
      'Not enough arguments following: %s': 'the option %s needs a value',
    },
    takesBack: 'undoes {name}',
    commandList: 'Commands: {list}',
    more: 'osscap --help lists every option; osscap help COMMAND is about one command; osscap why ID explains a cause or a verdict.',
    moreOf: 'osscap {command} --help lists every option.',
    groups: {
      daily: 'Most used:',
      output: 'Report:',
      filter: 'Which exchanges to report:',
      request: 'Request:',
      capture: 'Capture:',
      credentials: 'Credentials:',
      other: 'Other:',
      ci: 'CI:',
    },
    commands: {
      why: {
        usage:
          'Usage: osscap why [ID|WORD]\n\nSays what an ID of a report means: that of a cause, a verdict, a suspect, a note, a warning, or of what may fail later. Why it happens, how it shows, how it is proved, what to do, an example, and where the documentation is. Of a word it lists the IDs that have it in their name; without one, it shows all at a glance.',
        summary: 'say what a cause or a verdict means',
        positionals: { id: 'ID as reports have it, such as content-type-added-in-transit' },
        examples: [
          ['osscap why content-type-added-in-transit', 'one cause'],
          ['osscap why', 'all that reports can name'],
          ['osscap why content-type', 'all with that in their name'],
          ['osscap why needs-secret --format json', 'a verdict, as data'],
        ],
        epilogue:
          'Nothing is read, and nothing is sent.\nExit codes: 0, or 2 if the ID is unknown or the command line is invalid.',
      },
      merge: {
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
      },
      config: {
        usage: `Usage: osscap config [OPTION…]\n\nShows the settings in effect, and where each comes from: an argument, the environment (${VARIABLES.join(', ')}), the configuration file, or the default. The first of them that sets a value wins.`,
        summary: 'show the settings and where they come from',
        positionals: {},
        examples: [
          ['osscap config', 'the settings in this folder'],
          ['osscap config --fail-on token --format json', 'the same as data, with an argument'],
        ],
        epilogue:
          "A configuration file cannot name secrets, files with secrets or files to write: it comes with a repository, which may be anybody's.\nExit codes: 0, or 2 if the configuration file, the environment or the command line is invalid.",
      },
      completion: {
        usage:
          'Usage: osscap completion bash|zsh|fish\n\nPrints a script that lets the shell complete commands, options and their values. The script is self-contained: completing does not run osscap.',
        summary: 'print a completion script for the shell',
        positionals: { shell: 'bash, zsh or fish' },
        examples: [
          ['osscap completion bash > ~/.local/share/bash-completion/completions/osscap', 'bash'],
          [
            'osscap completion zsh > ~/.zfunc/_osscap',
            'zsh; with fpath+=~/.zfunc before compinit in ~/.zshrc',
          ],
          ['osscap completion fish > ~/.config/fish/completions/osscap.fish', 'fish'],
        ],
        epilogue:
          'Print it again after updating osscap.\nExit codes: 0, or 2 if the command line is invalid.',
      },
      help: {
        usage:
          'Usage: osscap help [COMMAND]\n\nPrints what --help prints: all about a command, or about osscap as a whole.',
        summary: 'print the help of a command',
        positionals: { command: 'name of a command; scan without one' },
        examples: [
          ['osscap help', 'the whole'],
          ['osscap help explain', 'one command'],
        ],
        epilogue:
          'osscap -h, and -h behind a command, print the short help.\nExit codes: 0, or 2 if the command line is invalid.',
      },
      version: {
        usage: 'Usage: osscap version\n\nPrints the version of osscap.',
        summary: 'print the version',
        positionals: {},
        examples: [
          ['osscap version', 'the version'],
          ['osscap -V', 'the same'],
        ],
        epilogue: 'Exit codes: 0, or 2 if the command line is invalid.',
      },
      watch: {
        usage:
          'Usage: osscap watch FILE\nor: tcpdump … -U -w - | osscap watch -\n\nReads a capture while it is being taken and prints each failing OSS exchange on one line, as soon as its response is complete: time, number, status, request ID, verdict, operation, bucket and key, cause. A cause that was seen before is shown only by its count. Ctrl-C ends with the report that scan writes; a second one ends at once.',
        summary: 'report failing exchanges while the capture is being taken',
        positionals: {
          input:
            'a capture file (pcap, pcapng) that is being written, or - for standard input; if the file does not exist yet, watch waits for it; if it is replaced or emptied, reading continues at its start',
        },
        examples: [
          ["sudo tcpdump -U -s 0 -w - 'tcp port 80' | osscap watch -", 'what fails on this machine'],
          [
            'ssh host sudo tcpdump -Uw - port 80 | osscap watch - --credentials keys.json',
            'what fails on another machine, with proof',
          ],
          ['osscap watch /var/tmp/oss.pcap --blocks', 'a file that tcpdump -U -w writes, with the evidence'],
          [
            'osscap watch oss.pcap --format ndjson --format html=end.html',
            'every exchange as data at once (the lines go to standard error), an HTML page at the end',
          ],
        ],
        epilogue:
          'With --immediate-mode, tcpdump passes each packet on at once; without it, packets come up to a second late.\nExit codes: those of scan; 130 after Ctrl-C, 143 after SIGTERM.',
      },
      capture: {
        usage:
          'Usage: osscap capture [OPTION…] -- COMMAND…\nor: osscap capture [OPTION…] (until Ctrl-C)\n\nRuns a command while its packets are captured: starts tcpdump (or dumpcap) for whole packets on all interfaces, waits until it captures, has the command write its TLS keys, and runs it in this terminal as the user who called sudo. Failing OSS exchanges are printed on standard error as they happen, and the report that scan writes follows when the command has ended.',
        summary: 'run a command, and report what of its traffic fails',
        positionals: { command: 'the command with its arguments, behind --' },
        examples: [
          ['sudo osscap capture -- python3 upload.py', 'run a program, and say why its requests fail'],
          ['sudo osscap capture --keep oss.pcapng -- node upload.js', 'keep the capture with its TLS keys'],
          ['sudo osscap capture --port 8080', 'whatever this machine sends to a proxy, until Ctrl-C'],
          ['sudo osscap capture --format html=report.html -- ./upload.sh', 'an HTML page to share'],
        ],
        epilogue:
          'The TLS keys come from SSLKEYLOGFILE (curl, Python, GnuTLS) and NODE_OPTIONS=--tls-keylog (Node.js), which are set for the command unless you have set them; they are in a folder that only the user of the command can open, and are deleted at the end unless --keep puts them into its file. Signals and Ctrl-C reach the command.\nExit codes: 1 an exchange fails, else that of the command (128 and the number of the signal that ended it); 2 no capture could be taken, or an input or the command line is invalid.',
      },
      scan: {
        usage:
          'Usage: osscap scan PATH…\nor: osscap watch FILE|- (report failures while capturing)\nor: osscap capture -- COMMAND… (run a command and report what fails)\nor: osscap compare CLIENT SERVER… (captures of the same requests at several points)\nor: osscap explain CAPTURE INDEX (one exchange in full)\nor: osscap extract CAPTURE INDEX… -o FILE (the packets of exchanges, for a ticket)\nor: osscap sign [OPTION…] URL (a signature, step by step)\nor: osscap hypotheses (what the search tries)\nor: osscap why [ID] (what a cause or a verdict means)\nor: osscap merge FILE|FOLDER… (the parts of a scan)\nor: osscap config (the settings in effect)\nor: osscap completion bash|zsh|fish (a script for the shell)\nor: osscap help COMMAND (all about one of them)\nor: osscap version (the version)\n\nReads captures of Alibaba Cloud OSS traffic and explains why a request got 403: where the string that the client signed differs from the one that the server signed, and what changed it.',
        summary: 'read captures and report every OSS exchange that fails',
        positionals: {
          path: 'capture files (pcap, pcapng, also .gz and .zst), text (HTTP messages, tcpdump -A, curl -v, debug logs, error documents, HAR), folders, quoted patterns, or - for standard input',
        },
        examples: [
          ['osscap scan upload.pcap', 'what failed in a capture, and what caused it'],
          ['osscap scan ticket.txt', 'pasted text: an error document, curl -v, a debug log'],
          [
            'osscap scan captures/ --credentials keys.json --format html=report.html',
            'prove it with the AccessKey secrets, as an HTML page to share',
          ],
          [
            "sudo tcpdump -s 0 -U -w - 'tcp port 80' | osscap scan -",
            'read while capturing; Ctrl-C ends with the report',
          ],
        ],
        epilogue:
          'Keys are also read from the environment: OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_SESSION_TOKEN, and the ALIBABA_CLOUD_… names, AWS_ACCESS_KEY_ID and its like for S3. Secrets are never arguments, and are never printed.\nExit codes: 0 nothing fails, 1 an exchange fails, 2 an input or the command line is invalid, 130 interrupted (143 by SIGTERM).',
      },
      compare: {
        usage:
          'Usage: osscap compare CLIENT SERVER [MORE…]\n\nFinds requests that are in several captures, taken at different points between the client and OSS, and shows what changed between the points: request line, headers, body, response, and which change broke the signature, and so which hop.',
        summary: 'show what changed between captures of the same requests',
        positionals: {
          path: 'one capture (or text) for each point, the one closest to the client first',
        },
        examples: [
          ['osscap compare client.pcap server.pcap', 'what the proxy between the two did'],
          ['osscap compare client.pcap proxy.pcap server.pcap', 'which of two hops it was'],
          ['osscap compare client.pcap server.pcap --format json', 'the same as data'],
        ],
        epilogue:
          'Requests are paired by the request ID of their responses, else by signature and date, else by time.\nExit codes: 0 no signature was broken between the points, 1 one was, 2 an input or the command line is invalid.',
      },
      explain: {
        usage:
          'Usage: osscap explain CAPTURE INDEX\n\nShows one exchange in full: frames and times, the headers of both messages as captured, every piece of the signed strings with its bytes and where it comes from, how the signature is made, what the server said, how the strings compare, which row of the decision table gave the verdict, and what the search tried.',
        summary: 'show one exchange in full',
        positionals: {
          capture: 'a capture file (pcap, pcapng, also .gz and .zst), or - for standard input',
          index: 'number of the exchange, as scan shows it',
        },
        examples: [
          ['osscap explain upload.pcap 5', 'the fifth exchange'],
          [
            'osscap explain upload.pcap 5 --credentials keys.json',
            'with the computed signature and the search',
          ],
          ['osscap explain upload.pcap 5 --format json', 'the same as data'],
        ],
        epilogue:
          'Captured data is shown unmasked, including AccessKey IDs, signatures and security tokens. Secrets are never printed.\nExit codes: 0 the exchange does not fail, 1 it fails, 2 there is no such exchange, or an input or the command line is invalid.',
      },
      extract: {
        usage:
          'Usage: osscap extract CAPTURE INDEX… -o FILE\n\nWrites the packets of these exchanges to a pcapng file that can be attached to a ticket: link layer, addresses, times and the handshake of their connections as captured, with comments that say what the packets show. AccessKey IDs, signatures, tokens, cookies and bodies are replaced by stand-ins of the same length, and checksums are mended; your own secrets become asterisks. The same value has the same stand-in, so strings still compare as they did. Then the file is scanned, and what it does not show any more is reported.',
        summary: 'write the packets of exchanges to a file for a ticket',
        positionals: {
          capture: 'a capture file (pcap, pcapng, also .gz and .zst)',
          index: 'numbers of the exchanges, as scan shows them',
        },
        examples: [
          ['osscap extract upload.pcap 5 -o ticket.pcapng', 'the fifth exchange'],
          ['osscap extract upload.pcap 5 8 -o ticket.pcapng', 'two of them, in one file'],
          ['osscap extract upload.pcap 5 --bodies -o ticket.pcapng', 'with the bodies, masked inside'],
        ],
        epilogue:
          'Bucket, object keys, hosts, addresses and all other headers stay as captured: look at the file before you send it. Exchanges over TLS stay encrypted, and the file has no keys.\nExit codes: 0 the file is written, 2 there is no such exchange, or an input or the command line is invalid.',
      },
      sign: {
        usage:
          'Usage: osscap sign [OPTION…] URL\nor: osscap sign [OPTION…] --request FILE\n\nShows how a request is signed, without any capture: every piece of the canonical strings, the strings themselves, the signature, and the header, URL or form fields to send. If the request already has a signature, the two are compared. Nothing is sent.',
        summary: 'sign a request step by step',
        positionals: { url: 'URL of the request, in quotes' },
        examples: [
          ['osscap sign https://b.oss-cn-hangzhou.aliyuncs.com/a --credentials keys.json', 'V4, header form'],
          [
            "osscap sign -X PUT -H 'Content-Type: text/plain' \\\n    'http://b.oss-cn-hangzhou.aliyuncs.com/a.txt?acl' --sign-version v1",
            'the V1 string; without a secret there is no signature',
          ],
          [
            "osscap sign 'https://b.oss-cn-hangzhou.aliyuncs.com/a.txt' \\\n    --sign-version v4-url --expires 600 --credentials keys.json",
            'a signed URL',
          ],
          ['osscap sign --request request.json --credentials keys.json', 'a request from a file'],
        ],
        epilogue:
          "Keys are also read from the environment: OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_SESSION_TOKEN, and the ALIBABA_CLOUD_… names, AWS_ACCESS_KEY_ID and its like for S3. Secrets are never arguments, and are never printed.\nExit codes: 0 signed, 1 the request's own signature is different, 2 an input or the command line is invalid.",
      },
      hypotheses: {
        usage:
          'Usage: osscap hypotheses\n\nLists what the search tries in order to find out what a client really signed: the ways in which a client can get a different signature from the server, what they change, in which signature versions, how far-fetched they are, and what to do about each.',
        summary: 'list what the search tries',
        positionals: {},
        examples: [
          ['osscap hypotheses', 'the table'],
          ['osscap hypotheses --format json', 'the same as data'],
        ],
        epilogue: 'Exit codes: 0, or 2 if the command line is invalid.',
      },
    },
  },
  usage: {
    'unknown-option': 'unknown option {name}',
    'command-without-dashes': 'capture takes its command behind two dashes: osscap capture -- {value} …',
    'filter-and-port': '--filter and --port cannot be combined: a filter says which ports, too',
    'unknown-command': 'no such command, file or folder: {name}',
    'missing-value': '{name} needs a value',
    'needless-value': '{name} takes no value',
    'bad-value': '{name} does not accept "{value}"; it takes {allowed:long}',
    'unknown-id': 'no cause, verdict, suspect, note or warning has the ID "{value}"; osscap why lists all',
    'bad-number': '{name} takes a whole number in the range {allowed:long}, not "{value}"',
    'none-beside-others': '{name}: none must be used alone, not with verdicts',
    'bad-bucket': '--bucket takes HOST=NAME or HOST=/, not "{value}"',
    'bad-endpoint':
      '--endpoint takes HOST=PROVIDER or HOST=PROVIDER/REGION, not "{value}"; providers: {providers}',
    'bad-bucket-name':
      '--bucket takes the NAME of a bucket, or HOST=NAME for the one behind a custom domain, not "{value}"',
    'bad-time': '{name} takes a time such as 2024-05-01T23:02:26Z, 2024-05-01 or 23:02:26, not "{value}"',
    'since-after-until': '--since is later than --until',
    'quiet-and-verbose': '--quiet and --verbose cannot be combined',
    'filter-and-baseline':
      '--write-baseline needs every exchange: leave out --only, --bucket NAME, --request-id, --since and --until',
    'bad-width': '--width takes a number of columns, not "{value}"',
    'missing-argument': '{name} is missing',
    'empty-argument': 'an argument is empty: is a script variable unset?',
    'extra-argument': 'unexpected argument: {value}',
    'bad-index': 'INDEX is the number of an exchange, from 1, not "{value}"',
    'too-many-indexes': 'extract takes {most} exchanges at most',
    'extract-from-stdin': 'extract reads a capture three times: give it as a file, not on standard input',
    'bad-header': '-H takes \'Name: value\', not "{value}"',
    'url-and-request': 'a URL and --request cannot be combined',
    'bad-shard': '--shard takes I/N with 1 ≤ I ≤ N ≤ {most}, auto, or auto/N, not "{value}"',
    'shard-and-baseline': '--write-baseline needs the whole scan: merge the parts, and write it then',
    'limit-of-scan':
      '--limit {value} has no effect on merge: use it with the scans that write the blobs (or in a configuration file, for both); merge takes {allowed:long}',
    'stdin-twice':
      'standard input is named both for the credentials and for what is to be read: give one of them as a file',
    'stdin-at-two-points':
      'standard input can be read only once, and is named more than once: give the other captures as files',
    'two-on-stdout': 'only one --format can go to standard output; give the others a file (NAME=FILE)',
    'same-file': 'two formats go to the file {value}',
    'secret-word':
      'argument {n} is not a file and looks like a secret, so it is not repeated here: arguments are visible in process lists and shell histories; put secrets in a file (--credentials FILE) or in the environment, and if this is a secret, replace it',
    'secret-argument':
      '{name} is refused: arguments are visible in process lists and shell histories; put the secret in a file (--credentials FILE) or in the environment',
    other: '{message:long}',
  },
  didYouMean: '; did you mean {near:long}?',
  seeHelp: ' (osscap {command}--help)',
  credentials: {
    missing: 'credentials: {path:long}: no such file',
    permission: 'credentials: {path:long}: no permission to read it',
    folder: 'credentials: {path:long}: a folder, not a file',
    'too-big': 'credentials: {path:long}: too large for a credentials file (1 MiB at most)',
    'read-error': 'credentials: {path:long}: cannot be read ({detail})',
    'not-text': 'credentials: {path:long}: not a text file in UTF-8',
    'not-json': 'credentials: {path:long}: not valid JSON{place}',
    'unknown-format':
      'credentials: {path:long}: neither a JSON list of AccessKeys, nor an ossutil or aliyun CLI configuration',
    'bad-ini-line': 'credentials: {path:long}: line {line} is not a section, key = value or a comment',
    'bad-entry': 'credentials: {path:long}: entry {where}: {field} is missing, empty or not a string',
    'bad-id': 'credentials: {path:long}: entry {where}: the value of {field} cannot be an AccessKey ID',
    'unusable-profiles':
      'credentials: {path:long}: no profile signs with an AccessKey that is in the file (modes: {modes:long}); only AK and StsToken can be used',
    'no-credentials': 'credentials: {path:long}: contains no AccessKey',
  },
  faults: {
    'no-exchange': '{path:long}: there is no exchange #{index}; it has {n:n}, starting at #1',
    'no-exchanges': '{path:long}: there is no exchange #{index}; it has none',
    'several-captures': 'explain takes one capture, but {path:long} matches {n:n}',
    'several-at-point': 'compare takes one capture for each point, but {path:long} matches {n:n}',
    'watched-folder':
      '{path:long} is a folder: watch follows one file while it is written (or - for standard input); osscap scan reads folders',
    'overwrites-input':
      'the report would overwrite {path:long}, which is an input: give it another name (NAME=FILE); nothing was written',
    'report-and-baseline':
      'a report and the baseline both go to the file {path:long}: give one of them another name; nothing was written',
    'report-and-baseline-printed':
      'a report and the baseline both go to standard output: write one of them to a file (--format NAME=FILE, for the report); nothing was written',
    'request-file': '{path:long}: cannot be read ({detail})',
    'request-missing': '{path:long}: no such file',
    'request-permission': '{path:long}: no permission to read it',
    'request-folder': '{path:long}: a folder, not a file',
    'request-too-big': '{path:long}: too large for a request (1 MiB at most)',
    'request-not-text': '{path:long}: not a text file in UTF-8',
    'request-not-json': '{path:long}: not a JSON object',
    'request-bad-json': '{path:long}: not valid JSON{place}',
    'request-field': '{path:long}: the field {field} is missing or has the wrong type',
    'bad-url': 'not a valid request URL: {value:long} (it needs a host, and spaces must be written as %20)',
    'bad-date': 'not a date: "{value}" (an HTTP date, an ISO 8601 date in UTC, or Unix seconds)',
    'bad-expires': 'not a number of seconds: "{value}"',
    'bad-bytes': '{field} contains a line break or another control character',
    'needs-policy': '{version} signs the policy of a form: supply the form with its policy (--request FILE)',
    'needs-region': '{version} signs the region, but {host} does not show it: set it with --region',
    'needs-bucket': 'the bucket behind {host} is unknown: set it with --bucket NAME',
    'unknown-endpoint': 'the signing rules of the endpoint {host} are unknown',
    'unknown-product': 'the rules of the product {product} are unknown',
    'capture-no-program':
      'neither tcpdump nor dumpcap is installed: install one (apt-get install tcpdump, dnf install tcpdump, apk add tcpdump), or take the capture where one is, and scan it',
    'capture-no-right':
      '{program} may not capture packets ({detail:long}): run osscap with sudo, which runs the command as you all the same; or give {program} the right to once, with sudo setcap cap_net_raw,cap_net_admin=eip and its path',
    'capture-no-right-in-container':
      '{program} may not capture packets in this container ({detail:long}): start it as root with --cap-add NET_RAW --cap-add NET_ADMIN (in Kubernetes: securityContext.capabilities.add), or capture from beside it, with kubectl debug --profile=netadmin or docker run --net container:NAME',
    'capture-no-interface':
      '{program} knows no interface {interface:long} ({detail:long}): {program} -D lists them, and without --interface all are captured',
    'capture-bad-filter': '{program} does not understand the filter: {detail:long} (man pcap-filter)',
    'capture-not-running':
      '{program} was started and captures nothing, so the command was not run; its last words: {detail:long}',
    'capture-failed': '{program} cannot capture: {detail:long}',
    'capture-on-windows':
      'capture does not run on Windows: take the capture with Wireshark, and let osscap scan read it',
    'command-missing':
      '{command:long}: no such command on the PATH (sudo has one of its own: sudo env "PATH=$PATH" …)',
    'command-not-executable': '{command:long}: not a program that can be run',
    'report-and-keep':
      'a report and the capture both go to the file {path:long}: give one of them another name',
    'no-temporary-folder':
      'no folder for TLS keys can be made in {path:long} ({detail}): have TMPDIR name one where files can be written',
    'shard-unknown': '--shard auto: none of {variables} is set, so which part this is is not known: use I/N',
    'shard-of-how-many':
      '--shard auto: {variables:long} says which part this is, and not of how many: use auto/N',
    'shard-in-doubt':
      '--shard auto: {variables:long} does not say which part this is (was one part alone started again?): use I/N',
    'text-to-extract': '{path:long}: a text, which has no packets to extract',
    'several-to-extract': 'extract takes one capture, but {path:long} matches {n:n}',
    'extract-failed': 'the packets could not be written to {path:long}: {detail}',
    'keep-failed': 'the capture could not be kept in {path:long}: {detail}',
    'several-keys': 'there are several AccessKeys: choose one with --access-key-id ({list:long})',
  },
  tlsKeys: {
    missing: 'TLS keys: {path:long}: no such file',
    permission: 'TLS keys: {path:long}: no permission to read it',
    folder: 'TLS keys: {path:long}: a folder, not a file',
    'no-file': 'TLS keys: {path:long}: a pipe or a device, which could be endless',
    'too-big': 'TLS keys: {path:long}: too large (64 MiB at most for a key log, 1 MiB for a private key)',
    'read-error': 'TLS keys: {path:long}: cannot be read ({detail})',
    'no-secrets':
      'TLS keys: {path:long}: contains no TLS secret; a key log has lines such as CLIENT_RANDOM … or CLIENT_TRAFFIC_SECRET_0 …',
    'not-a-key': 'TLS keys: {path:long}: not an RSA private key in PEM format',
    'encrypted-key':
      'TLS keys: {path:long}: the private key is encrypted; write it without a passphrase first (openssl pkey -in KEY -out PLAIN)',
  },
  keyWarnings: {
    'open-to-others':
      '{path:long}: this file contains secrets, but users other than its owner can read it (mode {mode}): run chmod 600 on it',
    'unusable-modes':
      'credentials: {path:long}: profiles that do not sign with an AccessKey in the file are skipped (modes: {modes:long}); only AK and StsToken can be used',
    'environment-key-log': '{fault:long}; it is named by SSLKEYLOGFILE, and is ignored',
    'half-in-environment':
      'credentials: {variable} is set without {missing:long}, so this AccessKey cannot be used: set what is missing too, or unset it',
    'two-secrets':
      'credentials: two different secrets for {id}: the one in {used:long} is used, the one in {other:long} is not; the secret of an AccessKey ID never changes, so remove the wrong one',
    'bad-id-in-environment':
      'credentials: the value of {variable} cannot be an AccessKey ID (a space, a line break or quotes?), so this AccessKey is not used: correct it',
  },
  keyPlace: '{path:long} (entry {entry})',
  atLineColumn: ' (line {line}, column {column})',
  outputFailed: 'the report {path:long} could not be written: {detail}',
  writeFaults: {
    ENOENT: 'its folder does not exist',
    ENOTDIR: 'its folder does not exist',
    EACCES: 'no permission to write there',
    EPERM: 'no permission to write there',
    EROFS: 'the file system is read-only',
    EISDIR: 'it is a folder',
    EBUSY: 'another program has it open',
    ENOSPC: 'the disk is full',
    ELOOP: 'its link leads back to itself',
    EFBIG: 'it is larger than the system allows',
    EDQUOT: 'the disk quota is used up',
    ENAMETOOLONG: 'the name is too long',
  },
  noWorkingFolder: 'the working folder no longer exists: change to another one (cd)',
  stdoutFailed: 'standard output could not be written: {detail}',
  filter: {
    'request-id':
      'no exchange has the request ID {name}; searched: {exchanges:n} exchange{exchanges:s} in {captures:n} capture{captures:s}',
    bucket:
      'no exchange is with the bucket {name}; searched: {exchanges:n} exchange{exchanges:s} in {captures:n} capture{captures:s}',
    notForBlobs:
      'a blob must hold all exchanges to be merged: write it without --only, --bucket NAME, --request-id, --since and --until, and use these with merge',
  },
  verbose: {
    config: 'configuration file: {path:long}',
    noConfig: 'configuration file: none',
    keysOfFile: 'AccessKeys: {ids:long} (from {path:long})',
    keysOfEnvironment: 'AccessKeys: {ids:long} (from the environment, {variable})',
    noKeys: 'AccessKeys: none',
    tlsKeys: 'TLS keys: {logs:n} key log{logs:s}, {files:n} private key{files:s}',
    inputs: 'to read: {n:n} file{n:s}',
    input: '  {path:long}',
    moreInputs: '  and {n:n} more',
    capture:
      '{path:long}: {format}, {links:long}, {packets:n} packet{packets:s}, {bytes:n} byte{bytes:s}, {exchanges:n} HTTP exchange{exchanges:s} ({oss:n} with OSS)',
    textCapture:
      '{path:long}: text ({kind}), {bytes:n} byte{bytes:s}, {exchanges:n} HTTP exchange{exchanges:s} ({oss:n} with OSS)',
    pace: '; {time} ms, {rate} MB/s',
    noLimits: '; no limit was reached',
    limits: '; limits reached: {names:long}',
    comma: ', ',
  },
  progress: {
    captures: '{done:n} of {all:n} capture{all:s}',
    read: '{read} of {all} MB ({share} %)',
    readSoFar: '{read} MB',
    rate: '{rate} MB/s',
    seconds: '{n:n} s left',
    minutes: '{n:n} min left',
    failing: '{n:n} failing',
  },
  ci: {
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
  },
  pasteHint:
    'paste the text, then press Enter and Ctrl-D (Windows: Ctrl-Z and Enter); a file is read with osscap scan FILE',
  watch: {
    started: 'watching {path:long}; Ctrl-C ends with the report',
    'started-interactive':
      'watching {path:long}; Enter shows the evidence of the last failure, Ctrl-C ends with the report',
    stdin: 'standard input',
    missing: '{path:long}: there is no such file yet; waiting for it',
    'file-replaced': '{path:long}: the file was replaced by a new one; reading continues there',
    'file-shortened': '{path:long}: the file was emptied or cut; reading continues at its start',
  },
  extract: {
    messages: {
      written:
        '{packets:n} packet{packets:s} in {path:long}: AccessKey IDs, signatures, tokens and cookies are stand-ins; bucket, key, hosts and addresses are as captured',
      'left-over': '{n:n} packet{n:s} were too many, and are left out: the bodies are not whole',
      same: '#{index} is #{there} there: {after}, as in the capture',
      encrypted:
        '#{index} came over TLS: its packets are kept encrypted, as they were, and the file has no keys; whoever has none cannot read it',
      unread:
        '#{index} cannot be read in the file: too little of it was captured, or what shows it is masked',
      'differs-secret':
        '#{index} is #{there} there: {after}; that it is {before} was found with your secret, which cannot check a stand-in',
      'differs-body':
        '#{index} is #{there} there: {after}, not {before}: the compressed body could not be masked at the same length, and is left out',
      'differs-masked':
        '#{index} is #{there} there: {after}, not {before}: what shows it is masked, or in exchanges that are not in the file',
    },
    notOss: 'no exchange with OSS',
    section:
      'Packets of the exchanges {list}, extracted from a capture. AccessKey IDs, signatures, tokens, cookies and bodies are stand-ins of the same length; the same value has the same stand-in. Other exchanges of the connections are left out, and TCP numbers are lowered by their bytes.',
    sectionWithBodies:
      'Packets of the exchanges {list}, extracted from a capture. AccessKey IDs, signatures, tokens and cookies are stand-ins of the same length, also in bodies; the same value has the same stand-in. Other exchanges of the connections are left out, and TCP numbers are lowered by their bytes.',
    request: '#{index}, request: {found:long}',
    response: '#{index}, answer: {status:long}',
  },
  capture: {
    allInterfaces: 'all interfaces',
    someInterface: 'the usual interface',
    messages: {
      started: 'capturing on {interface}: {filter:long}',
      'started-alone': 'capturing on {interface}: {filter:long}; Ctrl-C ends with the report',
      'left-behind':
        'the command has ended, and processes that it started still run: they are captured for {seconds} s more; Ctrl-C ends at once',
      'no-packets':
        'no packet came on {interface} that fits "{filter:long}": the command sent none, or it runs elsewhere (in a container or network namespace of its own, where osscap capture has to run, too)',
      'other-ports':
        'no HTTP came to the captured ports ({filter:long}), but connections began to others: {ports:long}; if one of them is of the client, run it again with --port {port}',
      'no-keys-java':
        'TLS was seen without keys: Java writes none by itself; add an agent that does, such as java -javaagent:extract-tls-secrets.jar=FILE (or jSSLKeyLog) with FILE from $SSLKEYLOGFILE, which is set for the command; or use an http:// endpoint for this test',
      'no-keys-go':
        'TLS was seen without keys: Go writes them only if the code says so: tls.Config{KeyLogWriter: f}, f being os.OpenFile(os.Getenv("SSLKEYLOGFILE"), os.O_APPEND|os.O_WRONLY, 0); for a program that you cannot change (ossutil), use an http:// endpoint for this test',
      'no-keys-other':
        'TLS was seen without keys: the client did not write them to $SSLKEYLOGFILE; curl, Python, Node.js and GnuTLS do, Java needs an agent (extract-tls-secrets, jSSLKeyLog) and Go tls.Config.KeyLogWriter; or use an http:// endpoint for this test',
      dropped:
        'the kernel dropped {n:n} packet{n:s} for want of time: requests may be incomplete; a narrower --filter helps',
      'broke-off': 'the capture ended before the command did: {detail:long}',
      kept: '{packets:n} packet{packets:s} are kept in {path:long}; no TLS keys came',
      'kept-with-keys':
        '{packets:n} packet{packets:s} and their TLS keys are kept in {path:long}: whoever has the file can read the traffic',
    },
  },
} as const satisfies CliTexts;
