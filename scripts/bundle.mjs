// Bundles the command: a few files load several times faster than hundreds.
// (The library is made by library.mjs, the pages by page-asset.mjs and page.mjs, and the command in one file
// by single.mjs.)
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'rolldown';
import { inAscii, licencesOf, MAIN, READER_WORKER, SCAN_WORKER, SMALL, TREESHAKE } from './bundling.mjs';
import { isApart, laterParts, moduleOf, modulesWith, PARTS } from './marks.mjs';

const OUT = 'dist/bin';

/** Whether a module is loaded at once with one of some others, whatever is asked of them. */
function loadedWith(...paths) {
  let loaded = null;
  return (id, context) => {
    if (loaded === null) {
      loaded = new Set(paths.map((path) => (path.startsWith('\0') ? path : resolve(path))));
      // A set that grows while it is walked is walked to its end.
      for (const each of loaded)
        for (const next of context.getModuleInfo(each)?.importedIds ?? []) loaded.add(next);
    }
    return loaded.has(id);
  };
}

/** Run by being loaded, so nothing else may have to load it. */
const JOB = resolve(SCAN_WORKER);

/** A file of modules and all that they import, without what a file of a higher priority has. */
function fileWith(name, priority, ...paths) {
  const isLoaded = loadedWith(...paths);
  const isIn = (id, context) => isLoaded(id, context) && !isApart(id) && id !== JOB;
  return { debugName: name, priority, name: (id, context) => (isIn(id, context) ? name : null) };
}

/** The files that parts are made into, behind those of the scan itself. */
const ofParts = () => PARTS.map((part, at) => fileWith(`of-${part}`, 1 / (at + 2), moduleOf(part)));

// Few files: left alone, each set of commands and formats that shares something would be a file of its own,
// and opening a hundred files takes longer than reading what is not needed. The smallest part goes first, for
// a group takes along what its modules import.
const inFewFiles = [
  // what the entry itself needs, to start a thread before anything else is loaded
  fileWith('entry', 3, ...modulesWith('entry')),
  // what is loaded whatever the command is, also for the help, which is that of a scan where none is named
  fileWith('start', 2, ...modulesWith('start')),
  // what a plain scan loads: it is the command that is asked for most, and its start counts
  fileWith('scan', 1, ...modulesWith('scan')),
  ...ofParts(),
  // what a job loads beside it
  fileWith('job', 1 / 16, SCAN_WORKER),
  { debugName: 'shared', minShareCount: 2, name: (id) => (isApart(id) ? null : 'shared') },
];

/** Bundles entries, with those parts that they may load later. */
async function bundle(entries, groups, parts) {
  const fileOf = Object.fromEntries(parts.map((part) => [part, `${Object.keys(entries)[0]}-${part}`]));
  const later = Object.fromEntries(parts.map((part) => [fileOf[part], moduleOf(part)]));
  const { output } = await build({
    input: { ...entries, ...later },
    platform: 'node',
    // Loaded when they are needed, which is seldom.
    external: ['fast-xml-parser', 'pcap-parser', 'tinyglobby'],
    transform: { target: 'node20.19' },
    treeshake: TREESHAKE,
    plugins: [laterParts(fileOf), inAscii],
    checks: { ineffectiveDynamicImport: false, emptyImportMeta: false },
    logLevel: 'warn',
    output: {
      dir: OUT,
      // Loaded in less time than ES modules.
      format: 'cjs',
      // As the modules were.
      strict: true,
      dynamicImportInCjs: false,
      // Read by main.ts.
      chunkFileNames: '[name].[hash].js',
      codeSplitting: { groups },
      minify: SMALL,
    },
  });
  return output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
writeFileSync(`${OUT}/package.json`, '{ "type": "commonjs" }\n');
/**
 * What the lines of a report may ask for in the thread that reads, beside what it reads with. It has no use
 * for the rest.
 */
const PARTS_OF_READER = ['opening', 'deciding'];
const modules = [
  // A job does what a scan without jobs does, and is loaded from the same files.
  ...(await bundle({ main: MAIN, 'scan-worker': SCAN_WORKER }, inFewFiles, PARTS)),
  // By itself: it needs a third of what a scan does. Cut into files of what both need and the rest, it took a
  // twentieth more time.
  ...(await bundle(
    { 'reader-worker': READER_WORKER },
    [fileWith('of-reader-worker', 2, READER_WORKER), ...ofParts()],
    PARTS_OF_READER,
  )),
];

// As an npm that runs the command in place wants it.
chmodSync(`${OUT}/main.js`, 0o755);

writeFileSync(`${OUT}/LICENSES.txt`, licencesOf(modules));
