// The library as it is published, after the compiler: `dist/lib` has what its doors lead to and nothing else, a
// file a module, so that a bundler takes what it needs. Comments are in the types alone.
import { cpSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { build } from 'rolldown';
import { SMALL, TREESHAKE } from './bundling.mjs';

const OUT = 'dist/lib';

await build({
  input: { index: 'src/index.ts', 'node/index': 'src/node/index.ts' },
  platform: 'neutral',
  external: /^[a-z]/,
  transform: { target: 'es2023' },
  treeshake: TREESHAKE,
  logLevel: 'warn',
  output: {
    dir: OUT,
    format: 'esm',
    comments: false,
    preserveModules: true,
    preserveModulesRoot: 'src',
    // Names stay as they are.
    minify: { compress: false, mangle: false, codegen: true },
  },
  experimental: {
    attachDebugInfo: 'none',
  },
});

// The sentences, for programs and pages: in one file, for what they are put together from is not published
// otherwise. Chinese stays as it is: escaped, it would be twice as long.
await build({
  input: 'src/text.ts',
  platform: 'browser',
  transform: { target: 'es2023' },
  logLevel: 'warn',
  output: { file: `${OUT}/text.js`, format: 'esm', minify: { ...SMALL, mangle: true } },
});

// A set that grows while it is walked is walked to its end.
const types = new Set(['index', 'node/index', 'text']);
for (const name of types) {
  const path = `${name}.d.ts`;
  cpSync(join('dist', path), join(OUT, path));
  const text = readFileSync(join('dist', path), 'utf8');
  for (const [, to] of text.matchAll(/(?:from |import\()['"](\.[^'"]+)\.[jt]s['"]/g))
    types.add(normalize(join(dirname(name), to)));
}
