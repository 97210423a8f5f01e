import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/* The programs that capture packets, and how they are called: tcpdump, or dumpcap where that is there. */

type ProgramName = 'tcpdump' | 'dumpcap';

export interface CaptureProgram {
  readonly name: ProgramName;
  readonly path: string;
}

export interface CapturePlan {
  /** Null for that of the system: see `USUAL_INTERFACE`. */
  readonly interface: string | null;
  /** In the language of tcpdump. */
  readonly filter: string;
}

/** Folders that hold such programs, and that the path of a usual user does not name. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** Variables of the environment, by their names. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Null where none is installed. */
export function findCaptureProgram(
  env: Environment,
  others: readonly string[] = SYSTEM_FOLDERS,
): CaptureProgram | null {
  for (const name of ['tcpdump', 'dumpcap'] as const) {
    for (const folder of [...foldersOf(env), ...others]) {
      const path = join(folder, name);
      if (executability(path) === 'yes') return { name, path };
    }
  }
  return null;
}

/** Where a command word leads, as `execvp` looks; `missing`, or `not-executable` for what cannot start. */
export function findCommand(
  word: string,
  env: Environment,
  cwd: string,
): { readonly path: string } | 'missing' | 'not-executable' {
  const places = word.includes('/')
    ? [resolve(cwd, word)]
    : foldersOf(env).map((folder) => resolve(cwd, folder, word));
  let worst: 'missing' | 'not-executable' = 'missing';
  for (const path of places) {
    const found = executability(path);
    if (found === 'yes') return { path };
    if (found === 'no') worst = 'not-executable';
  }
  return worst;
}

function foldersOf(env: Environment): readonly string[] {
  return (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
}

function executability(path: string): 'yes' | 'no' | 'missing' {
  try {
    if (!statSync(path).isFile()) return 'no';
  } catch {
    return 'missing';
  }
  try {
    accessSync(path, constants.X_OK);
    return 'yes';
  } catch {
    return 'no';
  }
}

/** All interfaces, with loopback, tunnels, containers; elsewhere than on Linux the program chooses. */
const USUAL_INTERFACE: string | null = process.platform === 'linux' ? 'any' : null;

/** The interface; empty where the program chooses it. */
export function interfaceName(given: string | null): string {
  return given ?? USUAL_INTERFACE ?? '';
}

/**
 * Megabytes of packets that the kernel keeps until they are read: what a network of 1 Gbit/s brings in half a
 * second. On a machine whose processors are all busy that is how long this process may wait for its turn, and
 * the usual two megabytes, and sixteen, were full before.
 */
const BUFFER_MEGABYTES = 64;

/**
 * Whole packets, to standard output, each as soon as it comes. Not with `--immediate-mode`: there the kernel
 * gives every packet a place of the greatest size, so that its buffer has room for a few hundred of them and
 * a large upload loses some. As it is, packets come up to a second late.
 */
export function captureArguments({ name }: CaptureProgram, plan: CapturePlan): readonly string[] {
  const from = interfaceName(plan.interface);
  const on = from === '' ? [] : ['-i', from];
  // -p: what is not for this machine is nobody's business here
  if (name === 'tcpdump') {
    const buffer = String(BUFFER_MEGABYTES * 1024);
    return [...on, '-p', '-n', '-U', '-s', '0', '-B', buffer, '-w', '-', plan.filter];
  }
  return [...on, '-p', '-q', '-P', '-s', '0', '-B', String(BUFFER_MEGABYTES), '-f', plan.filter, '-w', '-'];
}

/** The packets of TCP connections with these ports. */
export function portFilter(ports: readonly number[]): string {
  return `tcp and (${ports.map((port) => `port ${port}`).join(' or ')})`;
}

/** The ports of HTTP, HTTPS and the proxies and servers that the client is going to talk to. */
export function clientPorts(command: readonly string[], env: Environment): readonly number[] {
  const ports = new Set([80, 443]);
  const proxies = ['http_proxy', 'https_proxy', 'all_proxy'].flatMap((name) => [
    env[name] ?? '',
    env[name.toUpperCase()] ?? '',
  ]);
  for (const text of [...command, ...proxies]) {
    for (const [, port] of text.matchAll(
      /:\/\/(?:[^\s/@]{0,255}@)?(?:\[[^\]\s]{0,64}\]|[^\s/:@]{1,255}):(\d{1,5})(?!\d)/g,
    )) {
      if (isPort(Number(port))) ports.add(Number(port));
    }
  }
  return [...ports];
}

function isPort(number: number): boolean {
  return number >= 1 && number <= 65_535;
}

/** Arguments of a tcpdump that prints each new connection to other ports, to say where packets may go. */
export function otherPortsArguments(plan: CapturePlan): readonly string[] {
  const from = interfaceName(plan.interface);
  // the letters of TCP's flags in IPv6 have no name in this language
  const begins = '(tcp[tcpflags] & (tcp-syn|tcp-ack) = tcp-syn or (ip6[6] = 6 and ip6[53] & 0x12 = 2))';
  const filter = `${begins} and not (${plan.filter})`;
  return [...(from === '' ? [] : ['-i', from]), '-p', '-n', '-l', '-t', '-q', filter];
}

/** The port that a line of such a tcpdump names; null where it names none. */
export function portOfLine(line: string): number | null {
  const [, port] = / > \S+\.(\d{1,5}): /.exec(line) ?? [];
  return port === undefined || !isPort(Number(port)) ? null : Number(port);
}
