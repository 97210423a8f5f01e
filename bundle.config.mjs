// Bundles the command: a few files load several times faster than hundreds. The library is what tsc wrote.
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'rolldown';

const OUT = 'dist/bin';
const MAIN = resolve('src/cli/main.ts');

/**
 * The help is laid out by packages that each bring a measure of text of their own, with tables and word breaking of Unicode that take longer
 * to set up than the rest of the help. In the command they use that of the reports, which knows all that the help has in it.
 */
const oneMeasure = {
  name: 'one-measure',
  resolveId(name, importer) {
    if (name !== 'string-width' || importer === undefined) return null;
    const isOfHelp = /node_modules\/(?:yargs|cliui|wrap-ansi)\//.test(importer.replaceAll('\\', '/'));
    return isOfHelp ? resolve('src/cli/help-width.ts') : null;
  },
};

const loadedAtOnce = new Map();

/** Whether a module is loaded whatever the command is: such ones stay out of what the commands share. */
function isOfEveryRun(id, context) {
  const known = loadedAtOnce.get(id);
  if (known !== undefined) return known;
  // Until it is known: a ring of imports adds nothing.
  loadedAtOnce.set(id, false);
  const importers = context.getModuleInfo(id)?.importers ?? [];
  const result = id === MAIN || importers.some((importer) => isOfEveryRun(importer, context));
  loadedAtOnce.set(id, result);
  return result;
}

/** Sentences, of which a run loads those of one language. */
const SENTENCES = /[\\/](?:en|zh)[^\\/]*\.ts$/;

// What several commands or formats use goes into one file: left alone, each set of them that shares something would be a file of its own,
// and opening a hundred files takes longer than reading what is not needed.
const inFewFiles = {
  groups: [
    {
      debugName: 'shared',
      minShareCount: 2,
      name: (id, context) => (SENTENCES.test(id) || isOfEveryRun(id, context) ? null : 'shared'),
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
    plugins: [oneMeasure],
    checks: { ineffectiveDynamicImport: false },
    logLevel: 'warn',
    output: { dir: OUT, format: 'esm', chunkFileNames: '[name]-[hash].js', codeSplitting },
  });
  return output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
}

rmSync(OUT, { recursive: true, force: true });
const modules = [
  ...(await bundle({ main: MAIN }, inFewFiles)),
  // By themselves: what they share with the command would otherwise be cut into pieces that the command has to load.
  ...(await bundle({ 'scan-worker': 'src/node/jobs/scan-worker.ts' }, false)),
  ...(await bundle({ 'reader-worker': 'src/node/reader/reader-worker.ts' }, false)),
];

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
