#!/usr/bin/env node

import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as module from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Script } from 'node:vm';

/** What Node.js has a file of code compiled and run by. */
interface Loader {
  _compile(this: NodeJS.Module, content: string, path: string): unknown;
}

/** A file that is named after what is in it (bundle.mjs): the engine itself looks at its length alone. */
const NAMED_AFTER_CONTENT = /^[\w-]+\.[\w-]{8}\.js$/;
/** What Node.js puts around a file of this kind. The parenthesis has the engine compile it at once. */
const HEAD = '(function (exports, require, module, __filename, __dirname) {';
/** The engine forgets what a run of more seconds needed to start. */
const SHORT_SECONDS = 5;

keepCompiledCode();
void import('./command.ts').then(({ command }) => command(process.argv.slice(2))); // with: entry

/**
 * Has kept what the engine compiles of the command, from one run to the next, which is most of the start-up
 * of a command that reads one small capture. Only what is loaded afterwards is kept; that a folder cannot be
 * made or written stops nothing.
 */
function keepCompiledCode(): void {
  const enable: unknown = Reflect.get(module, 'enableCompileCache');
  // Asked for by the user, it is on already, in a folder of the user's choice.
  if (process.env['NODE_COMPILE_CACHE'] !== undefined) return;
  const folder = privateFolder();
  if (folder === null) return;
  if (typeof enable === 'function') Reflect.apply(enable, module, [folder]);
  else keepIn(folder);
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

/** The same in Node.js 20, of the files beside this one. Nothing that is read comes into it. */
function keepIn(outer: string): void {
  const { Script } = process.getBuiltinModule('node:vm');
  const { prototype } = module.Module as unknown as { readonly prototype: Loader };
  const compile = prototype._compile;
  // What is compiled for one processor is taken on another, and crashes.
  const folder = join(outer, `${process.version}-${process.arch}`);
  const flags = new Script('').createCachedData();
  const scripts = new Map<string, Script>();
  let [hasNew, isRefused] = [false, false];
  prototype._compile = function (content, path) {
    const name = basename(path);
    if (dirname(path) !== import.meta.dirname || !NAMED_AFTER_CONTENT.test(name))
      return compile.call(this, content, path);
    const cachedData = readIfThere(join(folder, name));
    const origin = { filename: path, columnOffset: -HEAD.length };
    const script = new Script(`${HEAD}${content}\n})`, cachedData ? { ...origin, cachedData } : origin);
    hasNew ||= cachedData === null;
    isRefused ||= script.cachedDataRejected === true;
    scripts.set(name, script);
    const require = (id: string): unknown => this.require(id);
    return script.runInThisContext().call(this.exports, this.exports, require, this, path, dirname(path));
  };
  process.on('exit', () => {
    if (!hasNew || isRefused || process.uptime() > SHORT_SECONDS) return;
    // Where flags were set since, a run that has yet to set them would refuse what is kept now.
    if (new Script('', { filename: folder, cachedData: flags }).cachedDataRejected === true) return;
    const made = join(folder, `${process.pid}`);
    try {
      // The first run may be the last.
      if (mkdirSync(folder, { recursive: true }) !== undefined) return;
      // All of them: this run may have compiled more of those that were there, too.
      for (const [name, script] of scripts) {
        // Whole or not at all, even where the power fails: the engine crashes on half of it.
        writeFileSync(made, script.createCachedData(), { flag: 'wx', mode: 0o600, flush: true });
        renameSync(made, join(folder, name));
      }
    } catch {
      rmSync(made, { force: true });
    }
  });
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
