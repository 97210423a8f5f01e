import { parentPort } from 'node:worker_threads';
import { CaptureReader } from './capture-reader.ts';
import { PartMemory } from './part-memory.ts';
import type { ToReader } from './protocol.ts';

// The thread that reads one capture, once it is told which.

const port = parentPort;
if (port === null) throw new Error('this file is for worker threads');

const stop = new AbortController();
port.on('message', (message: ToReader) => {
  if (message.kind === 'stop') {
    stop.abort();
    return;
  }
  const { setup } = message;
  const reader = new CaptureReader(setup, new PartMemory(setup.shared), (told) => port.postMessage(told));
  void reader.read(stop.signal);
});
