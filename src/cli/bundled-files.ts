import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import type { command } from './command.ts';

/** Is given the name of each file that is loaded, and what the engine made of it. */
type HearLoaded = (name: string, script: Script) => void;

/** The command, as it was bundled into a folder (bundle.config.mjs). Throws as `require` does. */
export function loadCommand(folder: string, heard: HearLoaded = () => {}): typeof command {
  // What the bundler made of command.ts has its exports.
  const { command: loaded } = new BundledFiles(folder, heard).load('command.js');
  return loaded as typeof command;
}

/** What a file gives to those who load it, by name. */
type Exports = Readonly<Record<string, unknown>>;

/**
 * What Node.js, too, puts around a file of this kind. The parenthesis has the engine compile it at
 * once.
 */
const HEAD = '(function (exports, require, module, __filename, __dirname) {';
const TAIL = '\n})';

type Body = (
  exports: Exports,
  require: (id: string) => unknown,
  module: { exports: Exports },
  filename: string,
  dirname: string,
) => void;

/**
 * Where what the engine has compiled of a file is kept. It holds for the Node.js that made it, on
 * the same kind of system and processor. The engine looks for another version and other options by
 * itself, but not for another processor: what it compiled for x64 it takes on arm64, and crashes.
 * So the name says all of it, and elsewhere there is no such file.
 */
export function cacheOf(file: string): string {
  return `${file}.${process.version}-${process.platform}-${process.arch}.cache`;
}

/**
 * The files of the bundled command, in one folder. Beside a file may stand what the engine has
 * compiled of it, made when the command was built: with that the engine need not read the text
 * again, which is most of the start-up of a command that reads one small capture. Where it is
 * missing, or the engine refuses it, the text is compiled. (Node.js 22 can keep such caches itself,
 * in a folder that all users write to; Node.js 20 cannot.)
 */
class BundledFiles {
  readonly #folder: string;
  readonly #heard: HearLoaded;
  readonly #modules = new Map<string, { exports: Exports }>();
  readonly #requireOther: NodeJS.Require;

  constructor(folder: string, heard: HearLoaded) {
    this.#folder = folder;
    this.#heard = heard;
    this.#requireOther = createRequire(join(folder, 'main.js'));
  }

  /** Runs a file, the first time that it is asked for, and gives what it exports. */
  load(name: string): Exports {
    const known = this.#modules.get(name);
    if (known !== undefined) return known.exports;
    const path = join(this.#folder, name);
    const cachedData = readIfThere(cacheOf(path));
    // The bundler writes ASCII alone.
    const script = new Script(HEAD + readFileSync(path, 'latin1') + TAIL, {
      filename: path,
      columnOffset: -HEAD.length,
      ...(cachedData === null ? {} : { cachedData }),
    });
    this.#heard(name, script);
    const module: { exports: Exports } = { exports: {} };
    this.#modules.set(name, module);
    const body: Body = script.runInThisContext();
    body(module.exports, (id) => this.#require(id), module, path, this.#folder);
    return module.exports;
  }

  #require(id: string): unknown {
    return id.startsWith('./') ? this.load(id.slice(2)) : this.#requireOther(id);
  }
}

function readIfThere(path: string): Uint8Array<ArrayBuffer> | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
