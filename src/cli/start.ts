import { writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import { errorCode } from '../engine/bytes/result.ts';
import { writeBytes } from '../node/files.ts';
import type { Piece } from '../report/reporter.ts';
import { EXIT, ProcessEnd } from './ending.ts';
import { Gathered } from './gathered.ts';
import type { CliIo, OutputStream } from './io.ts';
import { run } from './run.ts';
import { guardedStream, kindOfHandle } from './terminal.ts';

/** Runs the command line that the process was given, and has it end with the exit code. */
export async function start(argv: readonly string[]): Promise<void> {
  const io = processIo(argv);
  io.end(await run(argv, io));
}

/** The process as the program sees it, and how it ends. */
interface ProcessIo extends CliIo {
  /** The program has ended with this code. */
  end(code: number): void;
}

/** What writing to a pipe that nobody reads any more gives; `EOF` is that of Windows, up to Node.js 22. */
const READER_GONE: readonly string[] = ['EPIPE', 'EOF'];

/** To be made once: it listens for errors of the output streams. `argv`: gives the language of messages. */
export function processIo(argv: readonly string[]): ProcessIo {
  const closedListeners: (() => void)[] = [];
  let isBroken = false;
  const failed = (error: unknown): void => {
    const code = errorCode(error) || String(error);
    // A reader that has seen enough (`| head`) is no error.
    if (!READER_GONE.includes(code) && !isBroken) {
      isBroken = true;
      void reportOutputError(code, argv);
    }
    for (const listener of closedListeners.splice(0)) listener();
  };
  process.on('exit', (code) => {
    if (isBroken && (code === EXIT.CLEAN || code === EXIT.FAILING || code === EXIT.OUTPUT_CLOSED)) {
      process.exitCode = EXIT.NOT_DONE;
    }
  });
  const end = new ProcessEnd();
  const kind = kindOfHandle(STDOUT);
  // Node.js makes a stream of a handle when it is first asked for, with all that it has for sockets.
  const isWritten = kind === 'file' || kind === 'null';
  if (!isWritten) process.stdout.on('error', failed);
  const gathered =
    kind === 'terminal' ? null : gatheredOutput(isWritten ? fileWriter(STDOUT, failed) : toStandardOutput);
  const stderr = guardedStream(errorOutput());
  return {
    stdout: gathered ?? outputStream(process.stdout),
    stderr: gathered === null ? stderr : behind(gathered, stderr),
    env: process.env,
    cwd: process.cwd(),
    home: homeFolder(),
    onInterrupt: (listener) => end.onInterrupt(listener),
    onAbandoned: (listener) => end.onAbandoned(listener),
    guardMemory,
    // Only to look at `process.stdin` opens it, and a pipe that was opened so does not wait: neither for us
    // nor for who reads it next.
    ...(kindOfHandle(STDIN) === 'terminal' ? { onEnter } : {}),
    onOutputClosed(listener: () => void): void {
      closedListeners.push(listener);
    },
    end(code: number): void {
      gathered?.flush();
      process.exitCode = code;
      end.soon(code);
    },
  };
}

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;

interface GatheredStream extends OutputStream {
  flush(): void;
}

/**
 * Standard output where it is no terminal: what comes at once is written together, and nothing waits once the
 * program does.
 */
function gatheredOutput(pass: (bytes: Uint8Array) => void): GatheredStream {
  const gathered = new Gathered(pass);
  const flush = (): void => gathered.flush();
  process.on('exit', flush);
  const write = (piece: Piece): void => {
    if (gathered.length === 0) setImmediate(flush);
    gathered.write(piece);
  };
  return { write, writeBytes: write, flush, isTTY: false, columns: null };
}

/** The error stream, which says nothing before what standard output was given before. */
function behind(before: GatheredStream, stream: OutputStream): OutputStream {
  return {
    ...stream,
    write(text: string): void {
      before.flush();
      stream.write(text);
    },
  };
}

function toStandardOutput(bytes: Uint8Array): void {
  // it may keep them until a reader comes
  writeTo(process.stdout, Buffer.from(bytes));
}

function writeTo(stream: NodeJS.WriteStream, piece: Piece): void {
  if (!stream.destroyed && stream.writable) stream.write(piece);
}

/** Node.js writes to a file once, and drops without a word what a full disk did not take of it. */
function fileWriter(handle: number, failed: (error: unknown) => void): (bytes: Uint8Array) => void {
  let isOpen = true;
  return (bytes) => {
    if (!isOpen) return;
    try {
      writeBytes(handle, bytes);
    } catch (error) {
      isOpen = false;
      failed(error);
    }
  };
}

function onEnter(listener: () => void): () => void {
  // A terminal gives whole lines.
  process.stdin.on('data', listener);
  return () => {
    process.stdin.removeListener('data', listener);
    process.stdin.pause();
  };
}

let isListenedTo = false;

function standardError(): NodeJS.WriteStream {
  // There is nowhere left to report it.
  if (!isListenedTo) process.stderr.on('error', () => {});
  isListenedTo = true;
  return process.stderr;
}

/** Most runs have nothing to say on it. */
function errorOutput(): OutputStream {
  if (kindOfHandle(STDERR) === 'terminal') return outputStream(standardError());
  return { write: (text) => writeTo(standardError(), text), isTTY: false, columns: null };
}

function outputStream(stream: NodeJS.WriteStream): OutputStream {
  return {
    write: (text) => writeTo(stream, text),
    isTTY: stream.isTTY === true,
    columns: stream.isTTY === true ? stream.columns : null,
    rows: stream.isTTY === true ? stream.rows : undefined,
  };
}

async function reportOutputError(detail: string, argv: readonly string[]): Promise<void> {
  const [{ loadCliTexts, pickLanguage }, { errorLine, stdoutMessage }] = await Promise.all([
    import('./language.ts'),
    import('./messages.ts'),
  ]);
  const texts = await loadCliTexts(pickLanguage(argv, process.env));
  standardError().write(errorLine(stdoutMessage(detail, texts)));
}

/**
 * The home folder; null where there is none: a user without an entry in the system's list (as in a container)
 * and without `HOME`, for whom Node.js throws, or a `HOME` that does not start at the root, whose files would
 * be those of whatever folder one is in.
 */
export function homeFolder(find: () => string = homedir): string | null {
  try {
    const home = find();
    return isAbsolute(home) ? home : null;
  } catch {
    return null;
  }
}

/**
 * Keeps what this process has in memory out of what is written when it crashes: a text of JavaScript cannot
 * be erased, so that secrets stand there in the clear. On Linux a core dump leaves all of its memory out from
 * now on (core(5)); diagnostic reports of Node.js list the environment, from which `variables` are taken:
 * those that hold secrets, which were read before.
 */
function guardMemory(variables: readonly string[]): void {
  for (const name of variables) delete process.env[name];
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // Without /proc: whoever lets cores be dumped there has to keep them as the secrets.
  }
}
