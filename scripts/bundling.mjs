import { existsSync, readFileSync } from 'node:fs';

/** The engine reads short names faster. Those of classes are shown where the program fails. */
export const SMALL = {
  compress: true,
  mangle: { keepNames: { class: true, function: false } },
  codegen: true,
};

/** Text of one byte a letter is read faster: only strings and patterns have letters outside of ASCII. */
export const inAscii = {
  name: 'in-ascii',
  generateBundle(_, files) {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk') continue;
      const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
      file.code = file.code.replace(/[^\0-\x7f]/g, escaped);
    }
  },
};

/** Packages do nothing by being imported: what is not used of them can be left out. */
export const TREESHAKE = { moduleSideEffects: (id) => !/node_modules/.test(id) };

export const MAIN = 'src/cli/main.ts';
export const SCAN_WORKER = 'src/node/jobs/scan-worker.ts';
export const READER_WORKER = 'src/node/reader/reader-worker.ts';

/** Packages that modules are from, each with its licence: what is shipped in a bundle comes with it. */
export function licencesOf(modules) {
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
  return texts.join(`\n${'-'.repeat(72)}\n\n`);
}
