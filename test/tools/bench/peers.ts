import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const OSSCAP = fileURLToPath(new URL('../../../../dist/bin/main.js', import.meta.url));

/**
 * What osscap is measured beside: the ends of what is possible, and the tools that read HTTP out of
 * captures.
 */
const PEERS: Readonly<Record<string, (capture: string, scratch: string) => readonly string[]>> = {
  cat: (capture) => ['cat', capture],
  tcpdump: (capture) => ['tcpdump', '-r', capture, '-w', '/dev/null'],
  suricata: (capture, scratch) => [
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
    '--set',
    'outputs.1.eve-log.enabled=yes',
    '--set',
    'outputs.1.eve-log.types.0=http',
  ],
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

export function osscapCommand(capture: string): readonly string[] {
  return [process.execPath, OSSCAP, 'scan', capture];
}

/** osscap and every peer that is installed. `only`: these peers and no others; null for all. */
export function commandsFor(
  capture: string,
  scratch: string,
  only: readonly string[] | null,
): Map<string, readonly string[]> {
  const commands = new Map<string, readonly string[]>([['osscap', osscapCommand(capture)]]);
  for (const [name, make] of Object.entries(PEERS)) {
    if (only !== null && !only.includes(name)) continue;
    if (spawnSync('which', [name]).status === 0) commands.set(name, make(capture, scratch));
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
