import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const OSSCAP = fileURLToPath(new URL('../../../../dist/bin/main.js', import.meta.url));

/**
 * What osscap is measured beside: the ends of what is possible, and the tools that read HTTP out of captures.
 */
const PEERS: Readonly<Record<string, (capture: string, scratch: string) => readonly string[]>> = {
  cat: (capture) => ['cat', capture],
  tcpdump: (capture) => ['tcpdump', '-r', capture, '-w', '/dev/null'],
  suricata: (capture, scratch) => suricata(capture, scratch, 'outputs.1.eve-log.types.0=http'),
  'suricata-headers': (capture, scratch) =>
    suricata(capture, scratch, 'outputs.1.eve-log.types.0.http.dump-all-headers=both'),
  tshark: (capture) => [
    'tshark',
    '-n',
    '-r',
    capture,
    '-Y',
    'http.response',
    '-T',
    'fields',
    '-e',
    'http.response.code',
  ],
  tcpflow: (capture, scratch) => ['tcpflow', '-r', capture, '-o', scratch],
};

/** `setting`: what it writes of each exchange. */
function suricata(capture: string, scratch: string, setting: string): readonly string[] {
  const eve = ['--set', 'outputs.1.eve-log.enabled=yes', '--set', setting];
  return [
    'suricata',
    '-r',
    capture,
    '-l',
    scratch,
    '-S',
    '/dev/null',
    '--runmode',
    'autofp',
    '-k',
    'none',
    ...eve,
  ];
}

export function osscapCommand(capture: string): readonly string[] {
  return [process.execPath, OSSCAP, 'scan', capture];
}

/** Those that the speed of a scan is compared with. */
const COMPARED: readonly string[] = ['cat', 'tcpdump', 'suricata', 'tshark', 'tcpflow'];

/** osscap and the peers that are installed. `only`: these and no others; null for the usual. */
export function commandsFor(
  capture: string,
  scratch: string,
  only: readonly string[] | null,
): Map<string, readonly string[]> {
  const commands = new Map<string, readonly string[]>([['osscap', osscapCommand(capture)]]);
  for (const [name, make] of Object.entries(PEERS)) {
    if (!(only ?? COMPARED).includes(name)) continue;
    const command = make(capture, scratch);
    if (spawnSync('which', command.slice(0, 1)).status === 0) commands.set(name, command);
  }
  return commands;
}

export function startUpCommands(capture: string): Map<string, readonly string[]> {
  return new Map<string, readonly string[]>([
    ['osscap scan', osscapCommand(capture)],
    ['osscap --help', [process.execPath, OSSCAP, '--help']],
    ['node -e 0', [process.execPath, '-e', '0']],
  ]);
}
