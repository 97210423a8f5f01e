#!/usr/bin/env node

import { lstatSync, mkdirSync } from 'node:fs';
import * as module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

keepCompiledCode();
void import('./command.ts').then(({ command }) => command(process.argv.slice(2))); // with: entry

/**
 * Has Node.js keep what it compiles of the command, from one run to the next, which is most of the start-up
 * of a command that reads one small capture. Only what is loaded afterwards is kept. Node.js 20 cannot do it;
 * that a folder cannot be made or written stops nothing.
 */
function keepCompiledCode(): void {
  const enable: unknown = Reflect.get(module, 'enableCompileCache');
  // Asked for by the user, it is on already, in a folder of the user's choice.
  if (typeof enable !== 'function' || process.env['NODE_COMPILE_CACHE'] !== undefined) return;
  const folder = privateFolder();
  if (folder !== null) Reflect.apply(enable, module, [folder]);
}

/**
 * A folder that nobody else can write: what is in it is run as code, in a process that may hold secrets. The
 * one that Node.js would take by itself can be made by anyone who shares the machine.
 */
function privateFolder(): string | null {
  const owner = process.getuid?.();
  const folder = join(tmpdir(), owner === undefined ? 'osscap-code' : `osscap-code-${owner}`);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    // It is there, or it cannot be made.
  }
  // On Windows, where there are no owners of this kind, the folder for temporary files is private.
  if (owner === undefined) return folder;
  try {
    const found = lstatSync(folder);
    return found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0 ? folder : null;
  } catch {
    return null;
  }
}
