import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { type Environment, findCommand } from './programs.ts';

/** What a client is written in, where that decides how it is made to write its TLS keys. */
export type ClientKind = 'java' | 'go' | 'other';

/** Programs that run Java. */
const JAVA = ['java', 'mvn', 'mvnw', 'gradle', 'gradlew', 'sbt', 'scala', 'kotlin', 'groovy', 'jshell'];

/** What the linker of Go puts at the start of what it knows of a program. */
const GO_MARK = Buffer.from('\xff Go buildinf:', 'latin1');

const BLOCK_BYTES = 1024 * 1024;
/** More of a program is not searched, in bytes. */
const MAX_PROGRAM_BYTES = 256 * 1024 * 1024;

/** Looks at the words of a command, and into its program. */
export function clientKind(
  [program = '', ...words]: readonly string[],
  env: Environment,
  cwd: string,
): ClientKind {
  const name = basename(program);
  if (JAVA.includes(name)) return 'java';
  if (name === 'go' && ['run', 'test'].includes(words[0] ?? '')) return 'go';
  const found = findCommand(program, env, cwd);
  return typeof found !== 'string' && isOfGo(found.path) ? 'go' : 'other';
}

function isOfGo(path: string): boolean {
  try {
    const file = openSync(path, 'r');
    try {
      const block = Buffer.alloc(BLOCK_BYTES);
      // a mark that stands across two blocks is whole in the next one
      const step = BLOCK_BYTES - GO_MARK.length;
      for (let at = 0; at < MAX_PROGRAM_BYTES; at += step) {
        const length = readSync(file, block, 0, BLOCK_BYTES, at);
        if (block.subarray(0, length).includes(GO_MARK)) return true;
        if (length < BLOCK_BYTES) return false;
      }
      return false;
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}
