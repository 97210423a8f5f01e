// The command once more, in one file that needs nothing but Node.js: to be copied to where captures are. It
// starts slower than the files above, for all of it is read whatever is asked.
import { appendFileSync, chmodSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { build } from 'rolldown';
import { inAscii, licencesOf, MAIN, READER_WORKER, SCAN_WORKER, SMALL, TREESHAKE } from './bundling.mjs';

const SINGLE = '\0single';
const WORKERS = [SCAN_WORKER, READER_WORKER];

/** What finds its files beside the module that asks for them, and what it is in one file. */
const IN_ONE_FILE = {
  // A thread starts from the file that the command is in, and is told by an argument what it is to be.
  "new Worker(new URL('./scan-worker.js', import.meta.url), {":
    "new Worker(new URL(import.meta.url), { argv: ['scan-worker'],",
  "new Worker(new URL('./reader-worker.js', import.meta.url), {":
    "new Worker(new URL(import.meta.url), { argv: ['reader-worker'],",
  "readFileSync(new URL('../../package.json', import.meta.url), 'utf8')": JSON.stringify(
    readFileSync('package.json', 'utf8'),
  ),
  "createRequire(import.meta.url)('fast-xml-parser')": "require('fast-xml-parser')",
};
const unchanged = new Set(Object.keys(IN_ONE_FILE));

const single = {
  name: 'single',
  resolveId: (source) => (source === SINGLE ? source : null),
  load(id) {
    if (id !== SINGLE) return null;
    const starts = WORKERS.map(
      (path) => `'${basename(path, '.ts')}': () => import(${JSON.stringify(resolve(path))})`,
    );
    return [
      "import { isMainThread } from 'node:worker_threads';",
      `const workers = { ${starts.join(', ')} };`,
      `void (isMainThread ? import(${JSON.stringify(resolve(MAIN))}) : workers[process.argv[2]]());`,
    ].join('\n');
  },
  transform(code) {
    let made = code;
    for (const [found, instead] of Object.entries(IN_ONE_FILE)) {
      if (!made.includes(found)) continue;
      made = made.replace(found, () => instead);
      unchanged.delete(found);
    }
    return made === code ? null : made;
  },
};

const SINGLE_FILE = 'dist/osscap.mjs';
const {
  output: [whole],
} = await build({
  input: SINGLE,
  platform: 'node',
  transform: { target: 'node20.19' },
  treeshake: TREESHAKE,
  plugins: [single, inAscii],
  logLevel: 'warn',
  output: {
    file: SINGLE_FILE,
    format: 'esm',
    codeSplitting: false,
    minify: SMALL,
    banner: '#!/usr/bin/env node',
  },
});
if (unchanged.size > 0) throw new Error(`not found for ${SINGLE_FILE}: ${[...unchanged].join(', ')}`);
const licences = `${readFileSync('LICENSE', 'utf8')}\n${'-'.repeat(72)}\n\n${licencesOf(whole.moduleIds)}`;
if (licences.includes('*/')) throw new Error('a licence would end the comment that it stands in');
appendFileSync(SINGLE_FILE, `\n/*\n${licences}*/\n`);
chmodSync(SINGLE_FILE, 0o755);
