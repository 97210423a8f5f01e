import { parentPort } from 'node:worker_threads';
import { run } from '../../dist/cli/run.js';

// Runs command lines as the thread that started this one asks for them, which waits (command.ts).
parentPort.on('message', async ({ args, env, answers, signal }) => {
  const written = { stdout: '', stderr: '' };
  const stream = (name) => ({
    write: (text) => {
      written[name] += text;
    },
    isTTY: false,
    columns: null,
  });
  const io = {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    env,
    cwd: process.cwd(),
    home: env.HOME ?? null,
    onInterrupt: () => () => {},
    onAbandoned: () => () => {},
    guardMemory: () => {},
    onOutputClosed: () => {},
  };
  let answer;
  try {
    answer = { status: await run(args, io), ...written };
  } catch (error) {
    answer = { error: `${error?.stack ?? error}` };
  }
  answers.postMessage(answer);
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
});
