import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { build } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { build as bundle } from 'rolldown';
import { beforeAll, describe, expect, it } from 'vitest';
import { TRANSIT_CAUSES, VERDICT_ENTRIES } from '../rooms/sentences.ts';
import { temporaryFolder } from '../support/command.ts';
import { type Installed, installPacked, ROOT } from '../support/packed-package.ts';
import { ZH } from '../support/texts.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');

let installed: Installed = { folder: '', tarball: '' };
beforeAll(() => {
  installed = installPacked();
});

/** One file's types, as a user's compiler sees them. */
function typeErrors(options: readonly string[], files: readonly string[]): string {
  const { stdout } = spawnSync(
    join(ROOT, 'node_modules/.bin/tsc'),
    ['--noEmit', '--strict', '--target', 'es2023', '--exactOptionalPropertyTypes', ...options, ...files],
    { cwd: installed.folder, encoding: 'utf8' },
  );
  return stdout.trim();
}

/**
 * Whether a range of `engines` admits a version, of the forms that occur: `10.* || >= 12.*`, `^20.19.0 ||
 * >=22.12.0`.
 */
function admits(range: string, version: string): boolean {
  const [major = 0, ...rest] = version.split('.').map(Number);
  return range.split('||').some((part) => {
    const [, operator, least = ''] = /^(\^|>=|)([\d.]+)$/.exec(part.replace(/\s|\.\*/g, '')) ?? [];
    if (operator === undefined) throw new Error(`a range of another form: ${range}`);
    const [leastMajor = 0, ...leastRest] = least.split('.').map(Number);
    if (major !== leastMajor) return operator === '>=' && major > leastMajor;
    const differing = rest.findIndex((number, at) => number !== (leastRest[at] ?? 0));
    return differing < 0 || (rest[differing] ?? 0) > (leastRest[differing] ?? 0);
  });
}

describe('what is in the package', () => {
  it('has nothing that publint finds fault with', async () => {
    const { messages, pkg } = await publint({
      pkgDir: join(installed.folder, 'node_modules/osscap'),
      strict: true,
      pack: false,
    });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
  });

  it('has types that are right wherever it can be used', async () => {
    const result = await checkPackage(createPackageFromTarballData(readFileSync(installed.tarball)));
    if (result.types === false) throw new Error('the package has no types');
    const code = Object.entries(result.entrypoints).filter(([name]) => !/package\.json|schema/.test(name));
    expect(code.map(([name]) => name).sort()).toEqual(['.', './core', './node', './text']);
    // Two rules are not kept, for the package is one of ES modules: `node10`, a resolution that knows no
    // `exports` (Node of before 12.7), and `require` by name, which every Node that the package supports
    // (20.19, and 22.12 and later) does with ES modules, as the test below holds.
    const problems = result.problems.filter(
      ({ kind, ...more }) =>
        !('resolutionKind' in more && more.resolutionKind === 'node10') && kind !== 'CJSResolvesToESM',
    );
    expect(problems).toEqual([]);
    for (const [, { resolutions }] of code) {
      expect(resolutions['node16-esm'].isWildcard ?? false).toBe(false);
      expect(resolutions['node16-esm'].resolution?.isTypeScript).toBe(true);
      expect(resolutions.bundler.resolution?.isTypeScript).toBe(true);
    }
  });

  it('has no modules that load each other in a circle, of which bundlers warn those who use them', async () => {
    const warnings: string[] = [];
    await bundle({
      input: ['index.js', 'node/index.js', 'text.js'].map((name) =>
        join(installed.folder, 'node_modules/osscap/dist/lib', name),
      ),
      write: false,
      platform: 'node',
      external: /^(?:node:|[a-z])/,
      checks: { circularDependency: true },
      onLog: (_, { message }) => warnings.push(message),
    });
    expect(warnings).toEqual([]);
  });

  it.each(['extending.md', 'extending.zh-CN.md'])('is no larger than docs/%s says', (page) => {
    const [, packed, unpacked, files] =
      /(\d+) MB[^\d]*(\d+) MB[^\d]*([\d,]+) (?:files|个文件)/.exec(
        readFileSync(join(ROOT, 'docs', page), 'utf8'),
      ) ?? [];
    const root = join(installed.folder, 'node_modules/osscap');
    const all = readdirSync(root, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    const size = all.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
    for (const [actual, said] of [
      [statSync(installed.tarball).size / 1e6, packed],
      [size / 1e6, unpacked],
      [all.length, files?.replace(',', '')],
    ] as const) {
      expect(actual).toBeLessThan(Number(said));
      expect(actual).toBeGreaterThan(Number(said) / 2);
    }
  });

  it('is published with the proof of where it was built', () => {
    const { publishConfig, private: isPrivate } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    );
    expect([publishConfig.provenance, publishConfig.access, isPrivate]).toEqual([true, 'public', undefined]);
    // What npm would publish, without a registry to ask: it finds nothing to correct or to warn of.
    const { stdout, stderr, status } = spawnSync(
      'npm',
      ['publish', '--dry-run', '--json', '--ignore-scripts', installed.tarball],
      {
        cwd: installed.folder,
        encoding: 'utf8',
        env: { ...process.env, npm_config_registry: 'http://127.0.0.1:9', npm_config_fetch_retries: '0' },
      },
    );
    const complaints = stderr.split('\n').filter((line) => /^npm (?:warn|error)/.test(line));
    expect(complaints.filter((line) => !line.includes('requires you to be logged in'))).toEqual([]);
    expect({ status, name: JSON.parse(stdout).osscap.name }).toEqual({ status: 0, name: 'osscap' });
  });

  it('is packed from a build of its own: what an earlier one left is gone first', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist/old.js'), '');
    const first = scripts.prepack.split(' && ')[0];
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { first } }));
    execFileSync('npm', ['run', 'first'], { cwd: folder, stdio: 'ignore' });
    expect(existsSync(join(folder, 'dist'))).toBe(false);
    expect(scripts.prepack).toContain('npm run build');
  });

  it('is for no Node.js that a package which it installs is not for', () => {
    const rangeOf = (name: string): string =>
      JSON.parse(readFileSync(join(installed.folder, 'node_modules', name, 'package.json'), 'utf8')).engines
        ?.node ?? '>=0';
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const own = rangeOf('osscap');
    for (const version of [
      '20.19.0',
      '20.20.2',
      '21.7.3',
      '22.1.0',
      '22.11.0',
      '22.12.0',
      '23.0.0',
      '26.0.0',
    ]) {
      const refusing = Object.keys(dependencies).filter((name) => !admits(rangeOf(name), version));
      expect({ version, refusing: admits(own, version) ? refusing : [] }).toEqual({ version, refusing: [] });
    }
    for (const version of ['20.19.0', '22.12.0', '26.0.0']) expect(admits(own, version)).toBe(true);
  });

  it('holds no module of the library that none of its doors leads to', async () => {
    const library = join(installed.folder, 'node_modules/osscap/dist/lib');
    const { metafile } = await build({
      entryPoints: ['index.js', 'node/index.js', 'text.js'].map((name) => join(library, name)),
      bundle: true,
      platform: 'node',
      packages: 'external',
      format: 'esm',
      outdir: installed.folder,
      write: false,
      metafile: true,
    });
    const needed = new Set(Object.keys(metafile.inputs).map((path) => resolve(path)));
    const modules = readdirSync(library, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .map((name) => join(library, name));
    expect(modules.length).toBeGreaterThan(100);
    expect(modules.filter((path) => !needed.has(path))).toEqual([]);
  });

  it('has what its pages lead to, but for pictures and the page of each cause, which `osscap why` prints', () => {
    const root = join(installed.folder, 'node_modules/osscap');
    const pages = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.md$/.test(file),
    );
    expect(pages).toEqual(
      expect.arrayContaining(['README.md', 'docs/library.zh-CN.md', 'docs/reference/causes.md']),
    );
    const dead = pages.flatMap((page) => {
      const text = readFileSync(join(root, page), 'utf8').replace(/```[\s\S]*?```/g, '');
      return [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
        .map(([, to = '']) => to)
        .filter((to) => !/^https:|\.png$|^(?:docs\/reference\/|reference\/)?causes\//.test(to))
        .filter((to) => !existsSync(join(root, dirname(page), to)))
        .map((to) => `${page}: ${to}`);
    });
    expect(dead).toEqual([]);
    expect(readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.png'))).toEqual([]);
  });

  it('gives a bundler no more than what is imported of it', async () => {
    const { outputFiles } = await build({
      stdin: { contents: "export { isFailing } from 'osscap/core';", resolveDir: installed.folder },
      bundle: true,
      platform: 'browser',
      format: 'esm',
      write: false,
    });
    expect(outputFiles[0]?.text.length).toBeLessThan(10_000);
  });

  it('has all sentences in one file for pages, of no more than the documentation says', async () => {
    const { outputFiles, metafile } = await build({
      stdin: { contents: "export { sentencesOf } from 'osscap/text';", resolveDir: installed.folder },
      bundle: true,
      charset: 'utf8',
      minify: true,
      platform: 'browser',
      format: 'esm',
      write: false,
      metafile: true,
    });
    expect(Object.keys(metafile.inputs).filter((path) => path !== '<stdin>')).toEqual([
      expect.stringMatching(/osscap\/dist\/lib\/text\.js$/),
    ]);
    const text = outputFiles[0]?.contents ?? new Uint8Array();
    expect(outputFiles[0]?.text).not.toMatch(/["'`]node:/);
    for (const page of ['library.md', 'library.zh-CN.md']) {
      const said = /(\d+) KB[^\n]*?(\d+) KB/.exec(readFileSync(join(ROOT, 'docs', page), 'utf8')) ?? [];
      const [size, packed] = [text.length, gzipSync(text).length].map((bytes) => bytes / 1000);
      expect(size).toBeLessThan(Number(said[1]));
      expect(packed).toBeLessThan(Number(said[2]));
    }
  });
});

describe('the examples', () => {
  it('have the types that they claim under every resolution of a compiler, and may scan a path by the main name', () => {
    const main = "import { scan } from 'osscap';\nscan('upload.pcap');\nscan([new Uint8Array()], {});\n";
    writeFileSync(join(installed.folder, 'main.ts'), main);
    writeFileSync(join(installed.folder, 'wrong.ts'), "import { scan } from 'osscap';\nscan(5);\n");
    const examplesOfNode = ['failing', 'stream', 'credentials', 'tls', 'report'];
    const node = ['main.ts', ...examplesOfNode.map((name) => `examples/${name}.ts`)];
    // The one error is of the file that is wrong: so the compiler does look at them.
    const inNode = typeErrors(['--module', 'nodenext', '--types', 'node'], [...node, 'wrong.ts']);
    expect(inNode).toMatch(/^wrong\.ts\(2,6\): error TS2345: [^\n]*(?:\n [^\n]*)*$/);
    const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler'];
    const browser = [...bundler, '--lib', 'es2023,dom,dom.iterable', '--types'];
    expect(typeErrors([...browser, ''], ['examples/worker.ts'])).toBe('');
    // A bundler takes a path, too, for what is bundled may run in Node.
    expect(typeErrors([...browser, 'node'], node)).toBe('');
    const preserve = ['--module', 'preserve', '--moduleResolution', 'bundler', '--types', 'node'];
    expect(typeErrors(preserve, ['main.ts'])).toBe('');
  });

  it('say in a bundle for browsers what the main name lacks there', async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: "import { scan } from 'osscap'; globalThis.first = scan('upload.pcap').next();",
        resolveDir: installed.folder,
      },
      bundle: true,
      platform: 'browser',
      format: 'iife',
      write: false,
    });
    expect(outputFiles[0]?.text).not.toMatch(/["']node:/);
    const world = createContext({ TextDecoder, TextEncoder, Uint8Array });
    runInContext(outputFiles[0]?.text ?? '', world);
    await expect(world['first']).rejects.toThrow('scan needs the options hasher and ports');
  });

  it('worker.ts: bundles for a browser without anything of Node, and runs there', async () => {
    const { folder } = installed;
    const { outputFiles, metafile } = await build({
      entryPoints: [join(folder, 'examples/worker.ts')],
      bundle: true,
      platform: 'browser',
      format: 'iife',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    expect(Object.keys(metafile.inputs).filter((path) => /dist\/(node|cli|bin)\//.test(path))).toEqual([]);
    const [bundle] = outputFiles;
    expect(bundle?.text).not.toMatch(/["']node:/);
    // What a worker of a page has, and nothing else.
    type Listener = (event: { data: Blob }) => Promise<void>;
    const listeners: Listener[] = [];
    const messages: unknown[] = [];
    const self = {
      addEventListener: (_: string, listener: Listener) => listeners.push(listener),
      postMessage: (message: unknown) => messages.push(JSON.parse(JSON.stringify(message))),
    };
    const world = createContext({ self, TextDecoder, TextEncoder, Blob, Uint8Array, ArrayBuffer });
    runInContext(bundle?.text ?? '', world);
    const file = Object.assign(new Blob([readFileSync(CAPTURE)]), { name: 'upload.pcap' });
    await listeners[0]?.({ data: file });
    expect(messages).toEqual([
      {
        index: 5,
        verdict: VERDICT_ENTRIES['transit-modified'].title.zh,
        cause: `${TRANSIT_CAUSES['content-type-added-in-transit'].headline.zh}${ZH.labels['headline-or-server']}`,
        fix: expect.stringContaining(TRANSIT_CAUSES['content-type-added-in-transit'].cure.zh),
      },
      { done: 5 },
    ]);
  });

  /** What an example's page shows of it: all but the line that says how it is started. */
  const shown = (name: string): string =>
    readFileSync(join(ROOT, 'docs/examples', name), 'utf8')
      .replace(/^\/\/ .*\n/, '')
      .trim();
  const examples = readdirSync(join(ROOT, 'docs/examples'));

  it.each(['library.md', 'library.zh-CN.md'])('are those that docs/%s shows, or leads to', (page) => {
    const text = readFileSync(join(ROOT, 'docs', page), 'utf8');
    const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)\n```$/gm)].map(([, block = '']) => block);
    expect(blocks.filter((block) => !examples.map(shown).includes(block))).toEqual([]);
    for (const name of examples)
      expect([name, blocks.includes(shown(name)) || text.includes(`(examples/${name})`)]).toEqual([
        name,
        true,
      ]);
  });
});
