// Builds `dist`: every module by the compiler, the command, the library and the pages by bundlers. With
// `--if-changed` nothing is built where `dist` was built from what is here now.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const STAMP = 'node_modules/.cache/osscap/built-from';
const FILES = ['LICENSE', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
const FOLDERS = ['scripts', 'src'];
/** Made by the first step. */
const MADE = join('src', 'report', 'html', 'page-asset.ts');

/** All that a build depends on, by its content. */
function sources() {
  const hash = createHash('sha256');
  const inFolders = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => path !== MADE),
  );
  for (const path of [...FILES, ...inFolders].filter((each) => existsSync(each)).sort())
    hash.update(`${path}\0`).update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

const stamp = sources();
const isBuilt =
  existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp && existsSync('dist/page/osscap.html');
if (!process.argv.includes('--if-changed') || !isBuilt) {
  rmSync(STAMP, { force: true });
  // What the sources no longer have would be packed, too.
  rmSync('dist', { recursive: true, force: true });
  const run = (...words) => execFileSync(process.execPath, words, { stdio: 'inherit' });
  run('scripts/page-asset.mjs');
  run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
  const bundled = ['bundle', 'library', 'page', 'single'].map(async (name) => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [`scripts/${name}.mjs`]);
    process.stdout.write(stdout);
    process.stderr.write(stderr);
  });
  await Promise.all(bundled);
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, stamp);
}
