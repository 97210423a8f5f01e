import type crypto from 'node:crypto';
import type v8 from 'node:v8';
import type zlib from 'node:zlib';
import { errorCode, errorName } from '../engine/bytes/result.ts';

/* Modules of Node.js that take milliseconds to load and that many runs do not need: loaded when asked for. */

let loadedCrypto: typeof crypto | null = null;
let loadedZlib: typeof zlib | null = null;

export function nodeCrypto(): typeof crypto {
  loadedCrypto ??= process.getBuiltinModule('node:crypto');
  return loadedCrypto;
}

export function nodeZlib(): typeof zlib {
  loadedZlib ??= process.getBuiltinModule('node:zlib');
  return loadedZlib;
}

function nodeV8(): typeof v8 {
  return process.getBuiltinModule('node:v8');
}

/**
 * From now on each thread clears the heap of what it has just made by itself. To be called where every
 * processor has a thread to keep busy: others that help with a heap take their time from those.
 */
export function clearHeapsAlone(): void {
  nodeV8().setFlagsFromString('--no-parallel-scavenge');
}

/**
 * From now on everything is made in the space that is cleared often. Of thousands of small captures the
 * engine has seen those that were read while it was small, where much of each was still in use, and makes the
 * like at once where all is cleared seldom: there each keeps alive what it points at.
 */
export function makeAllYoung(): void {
  nodeV8().setFlagsFromString('--no-allocation-site-pretenuring');
}

/**
 * Two heaps that each grow to several times what is in use before they are cleared take more than one of them
 * did: a look at half as much again costs no time that can be measured. The engine reads this each time that
 * it chooses the next limit.
 */
export function keepHeapsSmall(): void {
  nodeV8().setFlagsFromString('--heap-growing-percent=50');
}

/**
 * Functions that run often are compiled with fewer of those that they call in them. For the few seconds of a
 * scan, the engine spends a third of all time on compiling: with all that it would put into each, it takes a
 * tenth more, and long captures are read no faster.
 */
export function compileLess(): void {
  nodeV8().setFlagsFromString('--max-inlined-bytecode-size-cumulative=240');
}

/**
 * So large, in bytes, may the space for what this thread has just made become. From Node.js 22 on the whole
 * takes more memory than before, and on 24 this space grows to twice the size: to clear it more often takes a
 * few hundredths more time, and a third less memory.
 */
const YOUNG_BYTES = (Number.parseInt(process.versions.node, 10) < 22 ? 32 : 16) * 1024 * 1024;

let isGrowthStopped = false;

/** Has that space grow no further once it is as large; says whether. Node's own limit is set at start. */
export function stopGrowth(): boolean {
  if (isGrowthStopped) return true;
  const { getHeapSpaceStatistics, setFlagsFromString } = nodeV8();
  const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
  if (young !== undefined && young.space_size < YOUNG_BYTES) return false;
  setFlagsFromString('--semi-space-growth-factor=1');
  isGrowthStopped = true;
  return true;
}

/** Lets what else waits be done: signals, an output whose reader has gone, answers of threads. */
export function otherWork(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A clock for which Node.js loads nothing, as it does for `performance`. */
function milliseconds(): number {
  return process.uptime() * 1000;
}

/** So long may what is at work keep signals waiting, in milliseconds. */
const TURN_MS = 50;

/** When so much time has passed that what else waits is to be done. */
export class Turns {
  #end = milliseconds() + TURN_MS;

  get isOver(): boolean {
    return milliseconds() > this.#end;
  }

  async next(): Promise<void> {
    await otherWork();
    this.#end = milliseconds() + TURN_MS;
  }
}

/** Works on messages in order: those of a thread come a thousand in a row, and no signal between them. */
export function inTurns<T>(work: (message: T) => Promise<void> | void): (message: T) => void {
  const waiting: T[] = [];
  let isAtWork = false;
  const goOn = async (): Promise<void> => {
    const turns = new Turns();
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await work(next);
      if (turns.isOver) await turns.next();
    }
    isAtWork = false;
  };
  return (message) => {
    waiting.push(message);
    if (isAtWork) return;
    isAtWork = true;
    void goOn();
  };
}

/** Why a worker died, without what a report must not quote. */
export function deathOf(error: unknown): string {
  if (errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY') return 'out of memory';
  // its message may quote what was captured
  return errorName(error);
}
