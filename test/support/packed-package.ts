import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './command.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A project in which the package is installed as its users get it. */
export interface Installed {
  readonly folder: string;
  readonly tarball: string;
}

/** What the examples of a browser need beside the package. */
const BESIDE = ['fast-xml-parser', '@noble/hashes', '@types/node'];

/**
 * Packs what the tests have built, and unpacks it into an empty project. Its dependencies, and no others, are
 * linked to those of this repository, so that no registry is asked.
 */
export function installPacked(): Installed {
  const folder = temporaryFolder();
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT });
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '';
  const tarball = join(folder, name);
  const modules = join(folder, 'node_modules');
  const target = join(modules, 'osscap');
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  const { dependencies } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
  for (const dependency of new Set([...Object.keys(dependencies), ...BESIDE])) {
    mkdirSync(join(modules, dependency, '..'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', dependency), join(modules, dependency));
  }
  writeFileSync(join(folder, 'package.json'), '{"name":"user","private":true,"type":"module"}\n');
  cpSync(join(ROOT, 'docs/examples'), join(folder, 'examples'), { recursive: true });
  return { folder, tarball };
}
