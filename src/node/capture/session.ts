import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail, ok, type Result } from '../../engine/bytes/result.ts';
import {
  type CapturePlan,
  type CaptureProgram,
  captureArguments,
  type Environment,
  findCaptureProgram,
  interfaceName,
  otherPortsArguments,
  portOfLine,
} from './programs.ts';

/*
 * A capture that is taken while a command runs.
 *
 * 1. The program (tcpdump or dumpcap) writes to a pipe that `watchCapture` reads: nothing of the packets is
 *    on disk unless they are to be kept, and no folder has to be writable for the user that tcpdump becomes.
 *    It is in a process group of its own, so that Ctrl-C reaches the command and not the capture, which is
 *    still to take the last packets.
 * 2. It captures once the head of the capture stands in the pipe: both programs write it after the kernel has
 *    taken the filter. On Linux the kernel is asked, too: its list of packet sockets has one of this process,
 *    and says that it is running. A packet sent for a test would prove less: it takes the loopback interface,
 *    and the client's may not. Only then the command is started.
 * 3. When the command has ended, its last packets are in the kernel, which hands them on after up to a
 *    second, and which a tcpdump that is ended now would leave there. tcpdump says on SIGUSR1 how many
 *    packets came and how many of them it has written; when these are the same, or a second has passed and
 *    nothing more comes, it is ended.
 * 4. Everything that is left behind is removed when this process ends, by a signal too. If it is killed
 *    (SIGKILL), a shell that reads from a pipe of it comes to the end of that, and ends the program, which
 *    would notice only with the next packet that nobody reads along.
 */

/** Why no capture can be taken. `detail`: in the words of the program. */
export interface CaptureFault {
  readonly code:
    | 'capture-no-program'
    | 'capture-no-right'
    | 'capture-no-right-in-container'
    | 'capture-no-interface'
    | 'capture-bad-filter'
    | 'capture-not-running'
    | 'capture-failed';
  readonly program: string;
  readonly interface: string;
  readonly detail: string;
}

/** Milliseconds that a program is given to begin. */
const PATIENCE = 10_000;
/** Between two looks, in milliseconds. */
const LOOK = 20;
/** A packet waits in the kernel so long at most: tcpdump asks for a second, dumpcap for a quarter. */
const KERNEL_MILLISECONDS = 1000;
/** The last packets of a connection that the other side closes. */
const LINGER_MILLISECONDS = 200;
/** Nothing was written for so long: nothing more is there. */
const QUIET_MILLISECONDS = 250;
/** The other capture that is started beside it may take so long to begin. */
const BESIDE_MILLISECONDS = 1000;
/** Where packets never stop coming. */
const LONGEST_MILLISECONDS = 15_000;

/** Of what a program says, in characters. */
const MAX_SAID = 64 * 1024;
const MAX_PORTS = 64;

/** How many packets came to the capture, and how many the kernel had no room for. */
interface Counts {
  readonly captured: number;
  readonly received: number;
}

/** What counts connections to other ports. */
interface Beside {
  readonly child: ChildProcess;
  /** It counts, or cannot. */
  readonly begun: Promise<void>;
  readonly over: Promise<void>;
}

/** Starts a capture, and waits until packets are captured. */
export async function openCapture(
  plan: CapturePlan,
  env: Environment,
  options: { readonly otherPorts: boolean },
): Promise<Result<CaptureSession, CaptureFault>> {
  const program = findCaptureProgram(env);
  const names = { program: program?.name ?? 'tcpdump', interface: interfaceName(plan.interface) };
  if (program === null) return fail({ code: 'capture-no-program', ...names, detail: '' });
  const session = new CaptureSession(program, plan, env, options.otherPorts);
  const fault = await session.begun();
  if (fault === null) return ok(session);
  session.abandon();
  return fail({ code: fault, ...names, detail: session.lastWords });
}

export class CaptureSession {
  /** Receives each piece of the capture as it comes, before it is read. */
  onBytes: (bytes: Uint8Array) => void = () => {};
  /** How many connections began to ports that are not captured, by port. */
  readonly otherPorts = new Map<number, number>();
  readonly #program: CaptureProgram;
  readonly #child: ChildProcess;
  readonly #output: Readable;
  readonly #beside: Beside | null;
  #said = '';
  #bytes = 0;
  #isOver = false;
  #isAsked = false;
  readonly #over: Promise<void>;

  constructor(program: CaptureProgram, plan: CapturePlan, env: Environment, otherPorts: boolean) {
    this.#program = program;
    // no secret of the environment is any of its business, and its messages are to be understood
    const options = { detached: true, env: { PATH: env['PATH'], LC_ALL: 'C' } } as const;
    const child = spawn(program.path, [...captureArguments(program, plan)], {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    endWithUs(child);
    this.#child = child;
    this.#output = child.stdout;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-MAX_SAID);
    });
    this.#over = endOf(child, () => {
      this.#isOver = true;
    });
    const shows = otherPorts && program.name === 'tcpdump';
    this.#beside = shows ? this.#countOthers(program, plan, options) : null;
  }

  #countOthers(
    program: CaptureProgram,
    plan: CapturePlan,
    options: { readonly detached: true; readonly env: NodeJS.ProcessEnv },
  ): Beside {
    const child = spawn(program.path, [...otherPortsArguments(plan)], {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    endWithUs(child);
    const over = endOf(child);
    // it says that it listens, or why it cannot
    const said = new Promise<void>((resolve) => {
      child.stderr.once('data', () => resolve());
    });
    child.stderr.resume();
    let rest = '';
    child.stdout.setEncoding('latin1').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(-MAX_SAID);
      for (const port of lines.map(portOfLine)) {
        if (port === null || (this.otherPorts.size >= MAX_PORTS && !this.otherPorts.has(port))) continue;
        this.otherPorts.set(port, (this.otherPorts.get(port) ?? 0) + 1);
      }
    });
    return { child, begun: Promise.race([said, over]), over };
  }

  /** Null once packets are captured, else why they are not. */
  async begun(): Promise<CaptureFault['code'] | null> {
    const deadline = performance.now() + PATIENCE;
    while (!this.#isOver && performance.now() < deadline) {
      if (this.#output.readableLength > 0 && isRunning(this.#child.pid)) {
        // what it misses would be missing in a hint alone
        await Promise.race([this.#beside?.begun, sleep(BESIDE_MILLISECONDS, undefined, { ref: false })]);
        return null;
      }
      // asks the pipe for what it has, and leaves it there
      this.#output.read(0);
      await Promise.race([this.#over, sleep(LOOK)]);
    }
    return this.#isOver ? reasonOf(this.#said) : 'capture-not-running';
  }

  /** What the program said of what is wrong: it begins with its name, or stands at the end. */
  get lastWords(): string {
    const lines = this.#said.trim().split('\n');
    const start = `${this.#program.name}: `;
    const named = lines.find((line) => line.startsWith(start) && !line.includes('deprecated'));
    return named?.slice(start.length) ?? lines.at(-1) ?? '';
  }

  /** The capture, as it is taken; ends when the program does. */
  packets(): Readable {
    const pieces = async function* (session: CaptureSession): AsyncGenerator<Uint8Array> {
      for await (const piece of session.#output as AsyncIterable<Uint8Array>) {
        session.#bytes += piece.length;
        session.onBytes(piece);
        yield piece;
      }
    };
    return Readable.from(pieces(this), { objectMode: false });
  }

  /** Ends when all packets up to now are written: how many the kernel dropped, whether it had ended. */
  async end(): Promise<{ readonly dropped: number; readonly brokeOff: boolean }> {
    const brokeOff = this.#isOver;
    await this.#drained();
    this.#isAsked = true;
    this.#child.kill('SIGINT');
    this.#beside?.child.kill('SIGINT');
    const over = Promise.all([this.#over, this.#beside?.over]);
    await Promise.race([over, sleep(PATIENCE, undefined, { ref: false })]);
    this.abandon();
    return { dropped: droppedOf(this.#said), brokeOff };
  }

  /** Ends the program at once, whatever is left. */
  abandon(): void {
    this.#beside?.child.kill('SIGKILL');
    if (!this.#isOver) this.#child.kill('SIGKILL');
  }

  async #drained(): Promise<void> {
    const start = performance.now();
    let last = { bytes: this.#bytes, at: start };
    await sleep(LINGER_MILLISECONDS);
    while (!this.#isOver && !this.#isAsked) {
      const counts = await this.#counts();
      if (counts !== null && counts.captured >= counts.received) return;
      const now = performance.now();
      if (this.#bytes !== last.bytes) last = { bytes: this.#bytes, at: now };
      const isQuiet = now - start > KERNEL_MILLISECONDS + QUIET_MILLISECONDS;
      if (isQuiet && now - last.at > QUIET_MILLISECONDS) return;
      if (now - start > LONGEST_MILLISECONDS) return;
      await sleep(LOOK);
    }
  }

  /** What tcpdump says of its packets; null where it says nothing in time. */
  async #counts(): Promise<Counts | null> {
    if (this.#program.name !== 'tcpdump') return null;
    const before = this.#said.length;
    // of BSD and macOS it is another
    this.#child.kill(process.platform === 'linux' ? 'SIGUSR1' : 'SIGINFO');
    for (let waited = 0; waited < QUIET_MILLISECONDS; waited += LOOK) {
      await sleep(LOOK);
      const [, captured, received] = COUNTS.exec(this.#said.slice(before)) ?? [];
      if (captured !== undefined) return { captured: Number(captured), received: Number(received) };
    }
    return null;
  }
}

/** Ends a program when this process ends, however that happens. */
function endWithUs(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  const guard = spawn('/bin/sh', ['-c', 'read -r _; kill -KILL "$1"', 'sh', String(pid)], {
    detached: true,
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  // its number is free for another program then
  child.once('exit', () => guard.kill('SIGKILL'));
  guard.unref();
}

/** When a program has ended, or could not be started, and all that it wrote has been read. */
function endOf(child: ChildProcess, ended = (): void => {}): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['error', 'close']) {
      child.once(event, () => {
        ended();
        resolve();
      });
    }
  });
}

const COUNTS = /\b(\d{1,20}) packets? captured, (\d{1,20}) packets? received by filter/;

/** Packets that the kernel dropped for want of room, in the words of tcpdump and of dumpcap. */
function droppedOf(said: string): number {
  const [, ofTcpdump] = /\b(\d{1,20}) packets? dropped by kernel\s{0,4}$/m.exec(said) ?? [];
  const [, ofDumpcap] = /received\/dropped on interface .{0,200}: \d+\/(\d+)/.exec(said) ?? [];
  return Number(ofTcpdump ?? ofDumpcap ?? 0);
}

/** Whether the kernel captures for a process, by its packet sockets; unknown, the capture's head decides. */
function isRunning(pid: number | undefined): boolean {
  if (process.platform !== 'linux' || pid === undefined) return true;
  try {
    const folder = `/proc/${pid}/fd`;
    const links = readdirSync(folder).map((name) => readlinkSync(`${folder}/${name}`));
    const [, ...rows] = readFileSync('/proc/net/packet', 'latin1').trim().split('\n');
    return rows.some((row) => {
      const [, , , , , running, , , inode] = row.trim().split(/\s+/);
      return running === '1' && links.includes(`socket:[${inode}]`);
    });
  } catch {
    return true;
  }
}

/** What it means that a program could not begin. */
function reasonOf(said: string): CaptureFault['code'] {
  if (/permission|not permitted|CAP_NET_RAW/i.test(said)) {
    return isInContainer() ? 'capture-no-right-in-container' : 'capture-no-right';
  }
  if (/no such device|no such interface|doesn't exist|no device|SIOCGIFHWADDR/i.test(said)) {
    return 'capture-no-interface';
  }
  if (/syntax error|filter|expression|illegal token|unknown (?:host|port)|can't parse/i.test(said)) {
    return 'capture-bad-filter';
  }
  return 'capture-failed';
}

/** There alone root has no right to capture; the files are what runtimes of containers leave. */
function isInContainer(): boolean {
  return process.getuid?.() === 0 || ['/.dockerenv', '/run/.containerenv'].some((path) => existsSync(path));
}
