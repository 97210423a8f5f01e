// Bundles the command: one file loads several times faster than three hundred. The library is what tsc wrote.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const OUT = 'dist/bin';

rmSync(OUT, { recursive: true, force: true });
const common = {
  outdir: OUT,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  metafile: true,
  logLevel: 'warning',
  // Loaded when they are needed, which is seldom.
  external: ['fast-xml-parser', 'pcap-parser', 'tinyglobby'],
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
};
const command = await build({ ...common, entryPoints: ['src/cli/main.ts'] });
// By themselves: what they share with the command would otherwise be cut into pieces that the command has to load.
const worker = await build({ ...common, entryPoints: ['src/node/jobs/scan-worker.ts'] });
const reader = await build({ ...common, entryPoints: ['src/node/reader/reader-worker.ts'] });

// What is shipped inside the bundle is shipped with its licence.
const packages = new Set();
const bundles = [command, worker, reader];
for (const input of bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs))) {
  const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
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
