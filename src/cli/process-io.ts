import { homedir } from 'node:os';
import { guardedStream } from './build-server.ts';
import type { CliIo, OutputStream } from './io.ts';

/** The process as the program sees it. To be made once: it listens for errors of the output streams. */
export function processIo(): CliIo {
  const closedListeners: (() => void)[] = [];
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`| head`) is no error.
    if (error.code !== 'EPIPE') reportOutputError(error);
    for (const listener of closedListeners.splice(0)) listener();
  });
  // There is nowhere left to tell it.
  process.stderr.on('error', () => {});
  return {
    stdout: outputStream(process.stdout),
    stderr: guardedStream(outputStream(process.stderr), process.env),
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    onInterrupt(listener: () => void): () => void {
      process.once('SIGINT', listener);
      return () => process.removeListener('SIGINT', listener);
    },
    ...(process.stdin.isTTY === true ? { onEnter } : {}),
    onOutputClosed(listener: () => void): void {
      closedListeners.push(listener);
    },
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

function reportOutputError(error: NodeJS.ErrnoException): void {
  process.stderr.write(`osscap: standard output: ${error.code ?? error.message}\n`);
  process.exitCode = 2;
}
