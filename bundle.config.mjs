// Bundles the command: a few files load several times faster than hundreds. The library is what tsc
// wrote. (The page is bundled by esbuild, see page.config.mjs: this bundler takes no style sheets,
// and esbuild cannot be asked which files to make.)
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'rolldown';

const OUT = 'dist/bin';
const MAIN = 'src/cli/main.ts';
const COMMAND = 'src/cli/command.ts';

/**
 * The help is laid out by packages that each bring a measure of text of their own, and a way of
 * breaking lines that knows colours: tables and patterns of Unicode that take longer to set up than
 * the rest of the help. In the command they use what the reports use, which knows all that the help
 * has in it.
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

/** The engine reads short names faster. Those of classes are shown where the program fails. */
const SMALL = { compress: true, mangle: { keepNames: { class: true, function: false } }, codegen: true };

/** And text of one byte a letter: what is outside of ASCII stands in strings and patterns alone. */
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

/** Whether a module is loaded at once with one of some others, whatever is asked of them. */
function loadedWith(...paths) {
  let loaded = null;
  return (id, context) => {
    if (loaded === null) {
      loaded = new Set(paths.map((path) => resolve(path)));
      // A set that grows while it is walked is walked to its end.
      for (const each of loaded)
        for (const next of context.getModuleInfo(each)?.importedIds ?? []) loaded.add(next);
    }
    return loaded.has(id);
  };
}

/** What the entry itself needs, to start a thread before anything else is loaded. */
const isOfEntry = loadedWith(COMMAND);

/** What is loaded whatever the command is, also for the help. */
const START = 'src/cli/start.ts';
const isOfEveryRun = loadedWith(START);

/** What a plain scan loads: it is the command that is asked for most, and its start counts. */
const isOfPlainScan = loadedWith(
  START,
  'src/cli/commands/scan-command.ts',
  'src/cli/settings/resolve.ts',
  'src/node/scan.ts',
  'src/node/builtins.ts',
  'src/report/table/reporter.ts',
);

/** Sentences are files of their own: a run loads those of one language. */
const isSentences = (id) => /[\\/](?:en|zh)[^\\/]*\.ts$/.test(id);

// Few files: left alone, each set of commands and formats that shares something would be a file of
// its own, and opening a hundred files takes longer than reading what is not needed. The smallest
// part goes first, for a group takes along what its modules import.
const inFewFiles = {
  groups: [
    {
      debugName: 'entry',
      priority: 3,
      name: (id, context) => (isOfEntry(id, context) && !isSentences(id) ? 'entry' : null),
    },
    {
      debugName: 'start',
      priority: 2,
      name: (id, context) => (isOfEveryRun(id, context) && !isSentences(id) ? 'start' : null),
    },
    {
      // Much text: by itself, it is read in less time than as a part of the scan.
      debugName: 'causes',
      priority: 4,
      name: (id) => (/[\\/]diagnose[\\/]causes[\\/]/.test(id) ? 'causes' : null),
    },
    {
      debugName: 'scan',
      priority: 1,
      name: (id, context) => (isOfPlainScan(id, context) && !isSentences(id) ? 'scan' : null),
    },
    {
      debugName: 'shared',
      minShareCount: 2,
      name: (id) => (isSentences(id) ? null : 'shared'),
    },
  ],
};

async function bundle(entry, codeSplitting) {
  const { output } = await build({
    input: entry,
    platform: 'node',
    // Loaded when they are needed, which is seldom.
    external: ['fast-xml-parser', 'pcap-parser', 'tinyglobby'],
    transform: { target: 'node20.19' },
    plugins: [standIns, inAscii],
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
      codeSplitting,
      minify: SMALL,
    },
  });
  return output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
writeFileSync(`${OUT}/package.json`, '{ "type": "commonjs" }\n');
const modules = [
  ...(await bundle({ main: MAIN }, inFewFiles)),
  // By themselves: what they share with the command would otherwise be cut into pieces that the
  // command has to load. What they load when needed stays apart: in one file, the bundler wraps
  // each module that such a part shares with the rest in a function, where the engine takes none of
  // its names for constant, and a worker took a twentieth more time.
  ...(await bundle({ 'scan-worker': 'src/node/jobs/scan-worker.ts' }, true)),
  ...(await bundle({ 'reader-worker': 'src/node/reader/reader-worker.ts' }, true)),
];

// The sentences, for programs and pages: in one file, for what they are put together from is not
// published otherwise. Chinese stays as it is: escaped, it would be twice as long.
await build({
  input: 'src/text.ts',
  platform: 'browser',
  transform: { target: 'es2023' },
  logLevel: 'warn',
  output: { file: 'dist/text.js', format: 'esm', minify: { ...SMALL, mangle: true } },
});

// As an npm that runs the command in place wants it.
chmodSync(`${OUT}/main.js`, 0o755);

// What is shipped inside the bundle is shipped with its licence.
const packages = new Set();
for (const id of modules) {
  const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'));
  if (found !== null) packages.add(found[1]);
}
const texts = [...packages].sort().map((path) => {
  const { name, version, license } = JSON.parse(readFileSync(`${path}/package.json`, 'utf8'));
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENSE-MIT.txt'].find((each) =>
    existsSync(`${path}/${each}`),
  );
  const text = file === undefined ? '' : `\n${readFileSync(`${path}/${file}`, 'utf8').trim()}\n`;
  return `${name} ${version} (${license})\n${text}`;
});
writeFileSync(`${OUT}/LICENSES.txt`, texts.join(`\n${'-'.repeat(72)}\n\n`));
