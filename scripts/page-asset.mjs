// Bundles the script and the style of the HTML report into a module, with the hashes by which the
// page's Content-Security-Policy names them. Runs before the compiler, which takes that module like
// any other.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const FOLDER = 'src/report/html';
const OUT = `${FOLDER}/page-asset.ts`;

const result = await build({
  entryPoints: { script: `${FOLDER}/page/main.ts`, style: `${FOLDER}/page/page.css` },
  outdir: 'unused',
  write: false,
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: ['chrome100', 'firefox100', 'safari15.4'],
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'warning',
});

function output(extension) {
  const file = result.outputFiles.find(({ path }) => path.endsWith(extension));
  const text = file.text.trim();
  // Either would end the element that it stands in.
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error(`the bundle${extension} holds an end tag`);
  return text;
}

const hash = (text) => `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;

const script = output('.js');
const style = output('.css');
const module = `// Made by scripts/page-asset.mjs from page/; not to be edited.
export const PAGE_SCRIPT = ${JSON.stringify(script)};
export const PAGE_SCRIPT_HASH = '${hash(script)}';
export const PAGE_STYLE = ${JSON.stringify(style)};
export const PAGE_STYLE_HASH = '${hash(style)}';
`;
if (!existsSync(OUT) || readFileSync(OUT, 'utf8') !== module) writeFileSync(OUT, module);
