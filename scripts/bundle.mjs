// Bundles the command: a few files load several times faster than hundreds. The library is what tsc wrote.
// (The pages are bundled by page-asset.mjs and page.mjs.)
import { appendFileSync, chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { build } from 'rolldown';
import { licencesOf, SMALL } from './bundling.mjs';

const OUT = 'dist/bin';
const MAIN = 'src/cli/main.ts';
const COMMAND = 'src/cli/command.ts';

/**
 * The help is laid out by packages that each bring a measure of text of their own, and a way of breaking
 * lines that knows colours: tables and patterns of Unicode that take longer to set up than the rest of the
 * help. In the command they use what the reports use, which knows all that the help has in it.
 */
const STAND_INS = { 'string-width': 'src/cli/help-width.ts', 'wrap-ansi': 'src/cli/help-wrap.ts' };

const standIns = {
  name: 'stand-ins',
  resolveId(name, importer) {
    const own = STAND_INS[name];
    const isOfHelp = /node_modules\/(?:yargs|cliui)\//.test((importer ?? '').replaceAll('\\', '/'));
    return own !== undefined && isOfHelp ? resolve(own) : null;
  },
};

/** Text of one byte a letter is read faster: only strings and patterns have letters outside of ASCII. */
const inAscii = {
  name: 'in-ascii',
  generateBundle(_, files) {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk') continue;
      const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
      file.code = file.code.replace(/[^\0-\x7f]/g, escaped);
    }
  },
};

/**
 * What most scans have no use for: parts of the command that are loaded when one of their functions is called
 * for the first time. For each, which imports are such doors: by the module that has the import, those that
 * it imports. Nothing of them but functions and classes to be made with `new` can be used there; every other
 * import of the same module is what it seems.
 */
const LATER = {
  deciding: {
    'src/diagnose/diagnose.ts': [
      'src/diagnose/decision-table.ts',
      'src/diagnose/evidence.ts',
      'src/diagnose/notes-beside.ts',
      'src/diagnose/rows/answerer-row.ts',
    ],
    'src/diagnose/hops/later-points.ts': ['src/diagnose/hops/compare-hops.ts'],
    'src/oss/oss-exchange.ts': ['src/oss/request-from-error.ts', 'src/oss/server-address.ts'],
    'src/report/contrasts/contrasts.ts': ['src/diagnose/history-facts.ts'],
    'src/report/findings/group.ts': ['src/diagnose/fields.ts'],
  },
  searching: {
    'src/scan-pipeline.ts': ['src/diagnose/search/search.ts'],
  },
  suspecting: {
    'src/features/suspects/suspect-watch.ts': [
      'src/features/suspects/kinds.ts',
      'src/features/suspects/traits.ts',
      'src/features/suspects/unseen.ts',
      'src/features/suspects/weigh.ts',
    ],
    'src/features/suspects/client-kinds.ts': ['src/features/suspects/traits.ts'],
  },
  explaining: {
    'src/report/table/short-reporter.ts': ['src/report/table/short-block.ts'],
    'src/report/table/closing.ts': [
      'src/report/findings/explain.ts',
      'src/report/findings/finding.ts',
      'src/report/table/commands.ts',
      'src/report/table/short-block.ts',
    ],
    'src/report/contrasts/contrasts.ts': ['src/report/findings/explain.ts'],
    'src/report/findings/group.ts': ['src/report/findings/suspects.ts'],
    'src/report/findings/late-failures.ts': ['src/report/timing/ending-text.ts'],
    'src/report/text/texts.ts': ['src/report/text/failure-texts.ts'],
  },
  opening: {
    'src/features/tls/tls-reading.ts': ['src/features/tls/tls-opener.ts'],
  },
  'reading-text': {
    'src/inputs/scan-input.ts': ['src/features/text/text-parser.ts'],
  },
  'following-uploads': {
    'src/features/uploads/upload-tracker.ts': ['src/features/uploads/upload-state.ts'],
  },
};

const PART = '\0part:';
const DOOR = '\0door:';

/** The functions and classes that a module exports. */
function calledIn(path) {
  const found = readFileSync(path, 'utf8').matchAll(/^export (?:async )?(function\*?|class) (\w+)/gm);
  return [...found].map(([, kind, name]) => ({ name, isClass: kind === 'class' }));
}

/** `fileOf`: the file of a part in this bundle. */
const laterParts = (fileOf) => ({
  name: 'later-parts',
  resolveId(source, importer) {
    if (source.startsWith(PART)) return source;
    if (importer === undefined || !source.startsWith('.')) return null;
    if (importer.startsWith(DOOR)) return { id: source, external: true };
    const from = relative('.', importer).replaceAll('\\', '/');
    const target = relative('.', resolve(dirname(importer), source)).replaceAll('\\', '/');
    const part = Object.keys(LATER).find((each) => LATER[each][from]?.includes(target));
    return part === undefined ? null : `${DOOR}${part}:${target}`;
  },
  load(id) {
    if (id.startsWith(PART)) {
      const doors = new Set(Object.values(LATER[id.slice(PART.length)]).flat());
      return [...doors]
        .map((path) => {
          const names = calledIn(path).map(({ name }) => name);
          return `export { ${names.join(', ')} } from ${JSON.stringify(resolve(path))};`;
        })
        .join('\n');
    }
    if (!id.startsWith(DOOR)) return null;
    const [part, path] = id.slice(DOOR.length).split(':');
    const calls = calledIn(path).map(({ name, isClass }) => {
      const made = isClass ? 'new ' : '';
      return `export function ${name}(...args) { return ${made}(part().${name})(...args); }`;
    });
    return `let loaded;\nconst part = () => loaded ??= require('./${fileOf(part)}.js');\n${calls.join('\n')}`;
  },
});

/** Whether a module is loaded at once with one of some others, whatever is asked of them. */
function loadedWith(...paths) {
  let loaded = null;
  return (id, context) => {
    if (loaded === null) {
      loaded = new Set(paths.map((path) => (path.startsWith(PART) ? path : resolve(path))));
      // A set that grows while it is walked is walked to its end.
      for (const each of loaded)
        for (const next of context.getModuleInfo(each)?.importedIds ?? []) loaded.add(next);
    }
    return loaded.has(id);
  };
}

/** What the entry itself needs, to start a thread before anything else is loaded. */
const isOfEntry = loadedWith(COMMAND);

/** What is loaded whatever the command is, also for the help, which is that of a scan where none is named. */
const START = 'src/cli/start.ts';
const isOfEveryRun = loadedWith(START, 'src/cli/commands/scan.ts', 'src/report/text/in-language.ts');

/** Of yargs, a run without help uses the reader of words alone. */
const isOfHelp = (id) => /node_modules[\\/](?!yargs-parser[\\/])/.test(id);

/** What a plain scan loads: it is the command that is asked for most, and its start counts. */
const isOfPlainScan = loadedWith(
  START,
  'src/cli/commands/scan-command.ts',
  'src/cli/settings/resolve.ts',
  'src/node/scan.ts',
  'src/node/builtins.ts',
  'src/report/table/reporter.ts',
  'src/report/text/texts.ts',
);

/** Left where they are asked for: most runs load none of the sentences of the rarer ways out. */
const isApart = (id) => isOfHelp(id) || /[\\/]text[\\/](?:compare|detail|formats|reference)\.ts$/.test(id);

/** The files that parts are made into, behind those of the scan itself. */
const partGroups = () =>
  Object.keys(LATER).map((part, at) => {
    const isOfPart = loadedWith(PART + part);
    const name = (id, context) => (isOfPart(id, context) && !isApart(id) ? `of-${part}` : null);
    return { debugName: part, priority: 1 / (at + 2), name };
  });

// Few files: left alone, each set of commands and formats that shares something would be a file of its own,
// and opening a hundred files takes longer than reading what is not needed. The smallest part goes first, for
// a group takes along what its modules import.
const inFewFiles = [
  {
    debugName: 'entry',
    priority: 3,
    name: (id, context) => (isOfEntry(id, context) && !isApart(id) ? 'entry' : null),
  },
  {
    debugName: 'start',
    priority: 2,
    name: (id, context) => (isOfEveryRun(id, context) && !isApart(id) ? 'start' : null),
  },
  {
    debugName: 'scan',
    priority: 1,
    name: (id, context) => (isOfPlainScan(id, context) && !isApart(id) ? 'scan' : null),
  },
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
  const later = Object.fromEntries(parts.map((part) => [fileOf(part), PART + part]));
  const { output } = await build({
    input: { [name]: entry, ...later },
    platform: 'node',
    // Loaded when they are needed, which is seldom.
    external: ['fast-xml-parser', 'pcap-parser', 'tinyglobby'],
    transform: { target: 'node20.19' },
    // Packages do nothing by being imported: what is not used of them can be left out.
    treeshake: { moduleSideEffects: (id) => !/node_modules/.test(id) },
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
const SCAN_WORKER = 'src/node/jobs/scan-worker.ts';
const READER_WORKER = 'src/node/reader/reader-worker.ts';
const modules = [
  ...(await bundle('main', MAIN, inFewFiles, Object.keys(LATER))),
  // By themselves: what they share with the command would otherwise be cut into pieces that the command has
  // to load. What they load when needed stays apart: in one file, the bundler wraps each module that such a
  // part shares with the rest in a function, where the engine takes none of its names for constant, and a
  // worker took a twentieth more time.
  ...(await bundle('scan-worker', SCAN_WORKER, inOneFile('scan-worker', SCAN_WORKER), Object.keys(LATER))),
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

// The command once more, in one file that needs nothing but Node.js: to be copied to where captures are. It
// starts slower than the files above, for all of it is read whatever is asked.
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
  treeshake: { moduleSideEffects: (id) => !/node_modules/.test(id) },
  plugins: [standIns, single, inAscii],
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
