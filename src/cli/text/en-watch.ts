import { BUCKET_FILTER_EN } from './en-filter.ts';
import type { CommandHelp } from './texts.ts';
import type { WatchTexts } from './watch-texts.ts';

export const WATCH_HELP_EN = {
  usage:
    'Usage: osscap watch FILE\nor: tcpdump … -U -w - | osscap watch -\n\nReads a capture while it is being taken and prints each OSS exchange that fails, in one line, as soon as its answer is complete: time, number, status, request id, verdict, operation, bucket and key, cause. A cause that was met before is told by its count. Ctrl-C ends with the report that scan writes; a second one ends at once.',
  summary: 'tell failing exchanges while the capture is being taken',
  positionals: {
    input:
      'a capture file (pcap, pcapng) that is being written, or - for standard input; a file that is not there yet is waited for, one that is replaced or emptied is read on from its start',
  },
  options: {
    bucket: BUCKET_FILTER_EN,
    quiet:
      'no notes on standard error but errors, and in the table at the end only failing causes and the last line',
    all: 'a line for every OSS exchange, and every cause in the report',
    width: 'columns of lines and table (default: those of the terminal; for a pipe, lines are not cut)',
  },
  examples: [
    ["sudo tcpdump -U -s 0 -w - 'tcp port 80' | osscap watch -", 'what fails on this machine'],
    [
      'ssh host sudo tcpdump -Uw - port 80 | osscap watch - --credentials keys.json',
      'what fails on another one, with proof',
    ],
    ['osscap watch /var/tmp/oss.pcap --blocks', 'a file that tcpdump -U -w writes, with the evidence'],
    [
      'osscap watch oss.pcap --format ndjson --format html=end.html',
      'every exchange as data at once (the lines go to the error stream), a page at the end',
    ],
  ],
  epilogue:
    'With --immediate-mode tcpdump hands each packet on at once; without it, packets come up to a second late.\nExit codes: those of scan; 130 after Ctrl-C, 143 after SIGTERM.',
} as const satisfies CommandHelp;

export const WATCH_OPTIONS_EN = {
  blocks: 'show the evidence under the first exchange of each cause',
} as const;

export const WATCH_EN = {
  started: 'watching {path:long}; Ctrl-C ends with the report',
  'started-interactive':
    'watching {path:long}; Enter shows the evidence of the last failure, Ctrl-C ends with the report',
  stdin: 'standard input',
  missing: '{path:long}: there is no such file yet; waiting for it',
  'file-replaced': '{path:long}: the file was replaced by a new one, and reading goes on in that',
  'file-shortened': '{path:long}: the file was emptied or cut, and reading goes on at its start',
} as const satisfies WatchTexts;
