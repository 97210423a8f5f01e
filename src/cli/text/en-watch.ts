import type { CommandHelp } from './texts.ts';
import type { WatchTexts } from './watch-texts.ts';

export const WATCH_HELP_EN = {
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
} as const satisfies CommandHelp;

export const WATCH_EN = {
  started: 'watching {path:long}; Ctrl-C ends with the report',
  'started-interactive':
    'watching {path:long}; Enter shows the evidence of the last failure, Ctrl-C ends with the report',
  stdin: 'standard input',
  missing: '{path:long}: there is no such file yet; waiting for it',
  'file-replaced': '{path:long}: the file was replaced by a new one; reading continues there',
  'file-shortened': '{path:long}: the file was emptied or cut; reading continues at its start',
} as const satisfies WatchTexts;
