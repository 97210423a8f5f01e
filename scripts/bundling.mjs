import { existsSync, readFileSync } from 'node:fs';

/** The engine reads short names faster. Those of classes are shown where the program fails. */
export const SMALL = {
  compress: true,
  mangle: { keepNames: { class: true, function: false } },
  codegen: true,
};

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
