import { parentPort, workerData } from 'node:worker_threads';
import { CaptureReader } from './capture-reader.ts';
import { PartMemory } from './part-memory.ts';
import type { ReaderSetup } from './protocol.ts';

// The thread that reads one capture. Whatever it is told is to stop.

/** Made by `scanFileApart`, in this process. */
const setup: ReaderSetup = workerData;
const port = parentPort;
if (port === null) throw new Error('this file is for worker threads');

const stop = new AbortController();
port.on('message', () => stop.abort());
const reader = new CaptureReader(setup, new PartMemory(setup.shared), (message) => port.postMessage(message));
await reader.read(stop.signal);
