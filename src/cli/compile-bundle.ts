import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Script } from 'node:vm';
import { LANGUAGES } from '../report/text/template.ts';
import { cacheOf, loadCommand } from './bundled-files.ts';

/*
 * A step of the build: runs the bundled command as it is run most, and keeps what the engine
 * compiled for that beside each file (bundled-files.ts). It is a process of its own, for what is
 * compiled holds for the options that the engine was started with. Arguments: the folder of the
 * bundle, and a capture with one failing exchange.
 */
const [, , folder = '', capture = ''] = process.argv;

const scripts = new Map<string, Script>();
const command = loadCommand(folder, (name, script) => scripts.set(name, script));
for (const lang of LANGUAGES) {
  await command(['--help', '--lang', lang]);
  await command(['scan', capture, '--lang', lang]);
}
for (const [name, script] of scripts) {
  writeFileSync(cacheOf(join(folder, name)), script.createCachedData());
}
// The command has set the code of a scan that found something.
process.exit(0);
