// Bundles the command: a few files load several times faster than hundreds. The library is what tsc wrote.
// (The pages are bundled by page-asset.mjs and page.mjs, and the command in one file by single.mjs.)
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'rolldown';
import { inAscii, licencesOf, MAIN, READER_WORKER, SCAN_WORKER, SMALL, TREESHAKE } from './bundling.mjs';
import { isApart, laterParts, moduleOf, modulesWith, PARTS, standIns } from './marks.mjs';

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

/** The file of a group: of modules that are marked as being with it, and all that they import. */
function groupOf(group, priority) {
  const isOfGroup = loadedWith(...modulesWith(group));
  const name = (id, context) => (isOfGroup(id, context) && !isApart(id) ? group : null);
  return { debugName: group, priority, name };
}

/** The files that parts are made into, behind those of the scan itself. */
const partGroups = () =>
  PARTS.map((part, at) => {
    const isOfPart = loadedWith(moduleOf(part));
    const name = (id, context) => (isOfPart(id, context) && !isApart(id) ? `of-${part}` : null);
    return { debugName: part, priority: 1 / (at + 2), name };
  });

// Few files: left alone, each set of commands and formats that shares something would be a file of its own,
// and opening a hundred files takes longer than reading what is not needed. The smallest part goes first, for
// a group takes along what its modules import.
const inFewFiles = [
  // what the entry itself needs, to start a thread before anything else is loaded
  groupOf('entry', 3),
  // what is loaded whatever the command is, also for the help, which is that of a scan where none is named
  groupOf('start', 2),
  // what a plain scan loads: it is the command that is asked for most, and its start counts
  groupOf('scan', 1),
  ...partGroups(),
  {
    debugName: 'shared',
    minShareCount: 2,
    name: (id) => (isApart(id) ? null : 'shared'),
  },
];

/** Bundles one entry, with those parts that it may load later. */
async function bundle(name, entry, groups, parts) {
  const fileOf = (part) => `${name}-${part}`;
  const later = Object.fromEntries(parts.map((part) => [fileOf(part), moduleOf(part)]));
  const { output } = await build({
    input: { [name]: entry, ...later },
    platform: 'node',
    // Loaded when they are needed, which is seldom.
    external: ['fast-xml-parser', 'pcap-parser', 'tinyglobby'],
    transform: { target: 'node20.19' },
    treeshake: TREESHAKE,
    plugins: [standIns, laterParts(fileOf), inAscii],
    checks: { ineffectiveDynamicImport: false, emptyImportMeta: false },
    logLevel: 'warn',
    output: {
      dir: OUT,
      // Loaded in less time than ES modules.
      format: 'cjs',
      // As the modules were.
      strict: true,
      dynamicImportInCjs: false,
      chunkFileNames: '[name]-[hash].js',
      codeSplitting: { groups },
      minify: SMALL,
    },
  });
  return output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
writeFileSync(`${OUT}/package.json`, '{ "type": "commonjs" }\n');
/** A worker needs all of its own at once. */
const inOneFile = (name, entry) => {
  const isOfWorker = loadedWith(entry);
  return [
    { debugName: name, priority: 2, name: (id, context) => (isOfWorker(id, context) ? `of-${name}` : null) },
    ...partGroups(),
  ];
};
/**
 * What the lines of a report may ask for in the thread that reads, beside what it reads with. It has no use
 * for the rest.
 */
const PARTS_OF_READER = ['opening', 'deciding', 'explaining'];
const modules = [
  ...(await bundle('main', MAIN, inFewFiles, PARTS)),
  // By themselves: what they share with the command would otherwise be cut into pieces that the command has
  // to load. What they load when needed stays apart: in one file, the bundler wraps each module that such a
  // part shares with the rest in a function, where the engine takes none of its names for constant, and a
  // worker took a twentieth more time.
  ...(await bundle('scan-worker', SCAN_WORKER, inOneFile('scan-worker', SCAN_WORKER), PARTS)),
  ...(await bundle(
    'reader-worker',
    READER_WORKER,
    inOneFile('reader-worker', READER_WORKER),
    PARTS_OF_READER,
  )),
];

// The sentences, for programs and pages: in one file, for what they are put together from is not published
// otherwise. Chinese stays as it is: escaped, it would be twice as long.
await build({
  input: 'src/text.ts',
  platform: 'browser',
  transform: { target: 'es2023' },
  logLevel: 'warn',
  output: { file: 'dist/text.js', format: 'esm', minify: { ...SMALL, mangle: true } },
});

// As an npm that runs the command in place wants it.
chmodSync(`${OUT}/main.js`, 0o755);

writeFileSync(`${OUT}/LICENSES.txt`, licencesOf(modules));
