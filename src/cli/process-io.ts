import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import { errorCode } from '../bytes/errors.ts';
import { guardedStream } from './build-server.ts';
import { EXIT } from './exit-code.ts';
import { homeFolder } from './home-folder.ts';
import type { CliIo, OutputStream } from './io.ts';
import { guardMemory } from './memory-guard.ts';
import { writeWhole } from './output/write-whole.ts';
import { ProcessEnd } from './process-end.ts';

/** The process as the program sees it, and how it ends. */
interface ProcessIo extends CliIo {
  /** The program has ended with this code. */
  end(code: number): void;
}

/**
 * What writing to a pipe that nobody reads any more gives; `EOF` is that of Windows, up to Node.js
 * 22.
 */
const READER_GONE: readonly string[] = ['EPIPE', 'EOF'];

/**
 * To be made once: it listens for errors of the output streams. `argv`: tells the language of what
 * is said of them.
 */
export function processIo(argv: readonly string[]): ProcessIo {
  const closedListeners: (() => void)[] = [];
  let isBroken = false;
  const failed = (error: unknown): void => {
    const code = errorCode(error) || String(error);
    // A reader that has seen enough (`| head`) is no error.
    if (!READER_GONE.includes(code) && !isBroken) {
      isBroken = true;
      void tellOutputError(code, argv);
    }
    for (const listener of closedListeners.splice(0)) listener();
  };
  process.stdout.on('error', failed);
  process.on('exit', (code) => {
    if (isBroken && (code === EXIT.CLEAN || code === EXIT.FAILING || code === EXIT.OUTPUT_CLOSED)) {
      process.exitCode = EXIT.NOT_DONE;
    }
  });
  // There is nowhere left to tell it.
  process.stderr.on('error', () => {});
  const end = new ProcessEnd();
  return {
    stdout: isFile(STDOUT) ? fileStream(STDOUT, failed) : outputStream(process.stdout),
    stderr: guardedStream(outputStream(process.stderr), process.env),
    env: process.env,
    cwd: process.cwd(),
    home: homeFolder(),
    onInterrupt: (listener) => end.onInterrupt(listener),
    onAbandoned: (listener) => end.onAbandoned(listener),
    guardMemory,
    // Only to look at `process.stdin` opens it, and a pipe that was opened so does not wait:
    // neither for us nor for who reads it next.
    ...(isatty(STDIN) ? { onEnter } : {}),
    onOutputClosed(listener: () => void): void {
      closedListeners.push(listener);
    },
    end(code: number): void {
      process.exitCode = code;
      end.soon(code);
    },
  };
}

const STDIN = 0;
const STDOUT = 1;

function isFile(handle: number): boolean {
  try {
    return fstatSync(handle).isFile();
  } catch {
    return false;
  }
}

/**
 * Node.js writes to a file once, and drops what a disk that becomes full did not take of it without
 * a word.
 */
function fileStream(handle: number, failed: (error: unknown) => void): OutputStream {
  let isOpen = true;
  return {
    write(text: string): void {
      if (!isOpen) return;
      try {
        writeWhole(handle, text);
      } catch (error) {
        isOpen = false;
        failed(error);
      }
    },
    isTTY: false,
    columns: null,
  };
}

function onEnter(listener: () => void): () => void {
  // A terminal hands over whole lines.
  process.stdin.on('data', listener);
  return () => {
    process.stdin.removeListener('data', listener);
    process.stdin.pause();
  };
}

function outputStream(stream: NodeJS.WriteStream): OutputStream {
  return {
    write: (text) => {
      if (!stream.destroyed && stream.writable) stream.write(text);
    },
    isTTY: stream.isTTY === true,
    columns: stream.isTTY === true ? stream.columns : null,
  };
}

async function tellOutputError(detail: string, argv: readonly string[]): Promise<void> {
  const [{ pickLanguage }, { loadCliTexts }, { errorLine, stdoutMessage }] = await Promise.all([
    import('./language.ts'),
    import('./text/load.ts'),
    import('./messages.ts'),
  ]);
  const texts = await loadCliTexts(pickLanguage(argv, process.env));
  process.stderr.write(errorLine(stdoutMessage(detail, texts)));
}
