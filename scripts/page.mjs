// Bundles the page that needs nothing, after the compiler.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { transform } from 'esbuild';
import { build } from 'rolldown';
import { licencesOf, SMALL } from './bundling.mjs';

// The page that needs nothing: one file with the form, the report's own page, and the worker that scans. The
// worker is most of it, and comes packed: it would be larger than what people send each other without a
// thought.
const { PAGE_STYLE } = await import('../dist/report/html/page-asset.js');
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

async function bundleForPage(input, define, format = 'iife') {
  const { output } = await build({
    input,
    platform: 'browser',
    transform: { target: 'es2022', define },
    treeshake: { moduleSideEffects: (id) => !/node_modules/.test(id) },
    checks: { ineffectiveDynamicImport: false },
    logLevel: 'warn',
    write: false,
    output: { format, codeSplitting: false, minify: { ...SMALL, mangle: true } },
  });
  return output[0];
}

const named = { OSSCAP_VERSION: JSON.stringify(version) };
const worker = await bundleForPage('src/web/page/worker.ts', named);
const packed = gzipSync(worker.code, { level: 9 }).toString('base64');
const workerInText = { ...named, OSSCAP_WORKER: JSON.stringify(packed) };
const page = await bundleForPage('src/web/page/main.ts', workerInText);
const engine = await bundleForPage('src/web/page/engine.ts', workerInText, 'esm');
const pageModules = [...worker.moduleIds, ...page.moduleIds];

const { code: formStyle } = await transform(readFileSync('src/web/page/lone.css', 'utf8'), {
  loader: 'css',
  minify: true,
});
const pageScript = page.code.trim();
const ofPackages = licencesOf(pageModules);
const pageLicences = `${readFileSync('LICENSE', 'utf8')}\n${'-'.repeat(72)}\n\n${ofPackages}`;
for (const text of [pageScript, formStyle, pageLicences]) {
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error('the page holds an end tag');
}
const hashOf = (text) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
// The worker's program is a `blob:` that the page's own script makes of what is in itself: by the hash of
// that script, nothing else can become one. The worker stands under the same policy.
const policy = [
  "default-src 'none'",
  "connect-src 'none'",
  `script-src ${hashOf(pageScript)}`,
  'worker-src blob:',
  `style-src ${hashOf(PAGE_STYLE)} ${hashOf(formStyle)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
mkdirSync('dist/page', { recursive: true });
writeFileSync('dist/page/LICENSES.txt', ofPackages);
// The engine of the page, for pages of others.
writeFileSync('dist/page/osscap-web.mjs', `${engine.code.trim()}\n/*\n${pageLicences}*/\n`);
writeFileSync(
  'dist/page/osscap.html',
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>osscap</title>
<style>${PAGE_STYLE}</style>
<style>${formStyle}</style>
</head>
<body>
<div id="app"></div>
<noscript><p>This page needs JavaScript. 此页面需要 JavaScript。</p></noscript>
<script type="text/plain" id="licences">${pageLicences}</script>
<script>${pageScript}</script>
</body>
</html>
`,
);
