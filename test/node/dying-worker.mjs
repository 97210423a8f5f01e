// A worker of a scan that dies at the captures whose names say so.
import { parentPort } from 'node:worker_threads';

const WAYS = {
  exit: () => process.exit(3),
  throw: () => {
    setImmediate(() => {
      throw new Error('thrown on purpose');
    });
  },
  memory: () => {
    const all = [];
    for (;;) all.push(new Array(100_000).fill(all.length));
  },
};

const send = parentPort.postMessage.bind(parentPort);
let dying = null;
let at = -1;
parentPort.postMessage = (message) => {
  send(message);
  // In the middle of it: a part of its results is on its way.
  if (message.kind === 'part' && message.at === at) WAYS[dying]();
};
// It must be the first to listen: messages are not kept for those who come later.
await import('../../dist/bin/scan-worker.js');
parentPort.on('message', (message) => {
  const way = /die-(\w+)/.exec(message.input?.path ?? '')?.[1];
  if (way === undefined) return;
  at = message.at;
  dying = way;
});
