import { execFileSync, fork } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outputs } from '../same/outputs.ts';
import type { Run } from '../same/runs.ts';
import type { BuildAnswer } from './run-build.ts';

function git(repository: string, ...args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: repository,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

/**
 * The last release before what is checked out: the last tag, or else the last commit that gave the package
 * another version. Null where there is none.
 */
export function lastRelease(repository: string): string | null {
  const before = quiet(repository, 'rev-parse', '--verify', '--quiet', 'HEAD^');
  if (before === '') return null;
  const tag = quiet(repository, 'describe', '--tags', '--abbrev=0', before);
  if (tag !== '') return tag;
  const log = ['log', '--format=%H', '-G"version":', before, '--', 'package.json'];
  // The first of them made the package.
  return (
    git(repository, ...log)
      .split('\n')
      .slice(0, -1)[0] ?? null
  );
}

/** Nothing where git has no answer. */
function quiet(repository: string, ...args: readonly string[]): string {
  try {
    return git(repository, ...args);
  } catch {
    return '';
  }
}

/** The full name of a commit, to be read. */
export function describe(repository: string, reference: string): string {
  return `${reference} (${git(repository, 'log', '-1', '--format=%h %cs', reference)})`;
}

/** Builds a reference in a folder of its own, with the packages of its own lock. */
export function buildReference(repository: string, reference: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const archive = execFileSync('git', ['archive', '--format=tar', reference], {
    cwd: repository,
    maxBuffer: 1024 ** 3,
  });
  execFileSync('tar', ['-xf', '-'], { cwd: folder, input: archive });
  const lock = (root: string): string => readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (lock(folder) === lock(repository)) {
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  } else {
    npm(folder, ['ci', '--silent', '--no-audit', '--no-fund']);
  }
  npm(folder, ['run', '--silent', 'build']);
}

function npm(folder: string, args: readonly string[]): void {
  execFileSync('npm', args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
}

/** The version that outputs name: a new one changes nothing else. */
const MANIFEST = { name: 'osscap', version: '0.0.0', type: 'module' };

/** What was built in `root`, copied to where it has no version of its own. */
export function withoutVersion(root: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(MANIFEST));
  return folder;
}

/** One build in a process of its own, which runs commands in a folder with the fixtures. */
export class Build {
  readonly #child;
  #answer: ((answer: BuildAnswer) => void) | null = null;

  /**
   * `root`: has `dist`. `fixtures`: what has the fixtures; `generated`: a folder of captures; `script`:
   * `run-build.ts`, compiled.
   */
  constructor(root: string, fixtures: string, generated: string, script: string) {
    if (!existsSync(join(root, 'dist/cli/run.js'))) throw new Error(`no build in ${root}`);
    this.#child = fork(script, [root, fixtures, generated], { serialization: 'advanced' });
    this.#child.on('message', (answer) => this.#answer?.(answer as BuildAnswer));
    this.#child.on('exit', () => this.#answer?.({ outputs: new Map([['exit', Buffer.from('died')]]) }));
  }

  /** One after the other. */
  async outputsOf(run: Run): Promise<Outputs> {
    const { outputs } = await new Promise<BuildAnswer>((resolve) => {
      this.#answer = resolve;
      this.#child.send(run);
    });
    return outputs;
  }

  close(): void {
    this.#answer = null;
    this.#child.disconnect();
  }
}
