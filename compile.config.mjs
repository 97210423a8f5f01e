// Has the engine compile the files of the bundled command, by running it as it is run most, and keeps what it made beside each file
// (src/cli/bundled-files.ts). A process of its own: what is compiled holds for the options that the engine was started with.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BundledFiles } from './dist/cli/bundled-files.js';

const folder = resolve(process.argv[2] ?? 'dist/bin');
const CAPTURE = 'fixtures/captures/curl-adds-content-type.pcap';

const scripts = new Map();
const { command } = new BundledFiles(folder, (name, script) => scripts.set(name, script)).load('command.js');
for (const lang of ['en', 'zh']) {
  await command(['--help', '--lang', lang]);
  await command(['scan', CAPTURE, '--lang', lang]);
}
for (const [name, script] of scripts) writeFileSync(join(folder, `${name}.cache`), script.createCachedData());
process.exit(0);
