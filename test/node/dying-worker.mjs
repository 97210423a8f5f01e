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
// Or when it opens it, with results of others that it has not sent yet.
const fs = process.getBuiltinModule('node:fs');
const open = fs.openSync;
fs.openSync = (path, ...rest) => (/die-open/.test(path) ? process.exit(3) : open(path, ...rest));
let dying = null;
let at = -1;
parentPort.postMessage = (message) => {
  send(message);
  // In the middle of it: a part of its results is on its way.
  const isPart = (result) => result.kind === 'part' && result.at === at;
  if (message.kind === 'results' && message.results.some(isPart)) WAYS[dying]();
};
// It must be the first to listen: messages are not kept for those who come later.
await import('../../dist/bin/scan-worker.js');
parentPort.on('message', (message) => {
  for (const assigned of message.inputs ?? []) {
    const way = /die-(exit|throw|memory)/.exec(assigned.input.path)?.[1];
    if (way === undefined) continue;
    at = assigned.at;
    dying = way;
  }
});
