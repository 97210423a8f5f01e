import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { build } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { build as bundle } from 'rolldown';
import { beforeAll, describe, expect, it } from 'vitest';
import { TRANSIT_CAUSES } from '../../src/sentences/causes/transit.ts';
import { VERDICT_ENTRIES } from '../../src/sentences/causes/verdicts.ts';
import { osscap, PLAIN_ENVIRONMENT, temporaryFolder } from '../support/command.ts';
import { type Installed, installPacked, ROOT } from '../support/packed-package.ts';
import { EN, ZH } from '../support/texts.ts';
import { FIXTURES, truths } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');

const MISCOMPUTED = join(FIXTURES, 'captures/curl-adds-content-type.pcap');

let installed: Installed = { folder: '', tarball: '' };
beforeAll(() => {
  installed = installPacked();
});

/** Compiles an example and runs it with Node, as its first line says. */
function run(
  example: string,
  args: readonly string[],
  options: { input?: Uint8Array; env?: Record<string, string> } = {},
) {
  const { folder } = installed;
  const bundled = join(folder, 'examples', example.replace('.ts', '.js'));
  execFileSync(join(ROOT, 'node_modules/.bin/esbuild'), [
    join(folder, 'examples', example),
    `--outfile=${bundled}`,
    '--log-level=warning',
  ]);
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundled, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', ...options.env },
    ...(options.input === undefined ? {} : { input: options.input }),
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

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

describe('the package as it is packed', () => {
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
        join(installed.folder, 'node_modules/osscap/dist', name),
      ),
      write: false,
      platform: 'node',
      external: /^(?:node:|[a-z])/,
      checks: { circularDependency: true },
      onLog: (_, { message }) => warnings.push(message),
    });
    expect(warnings).toEqual([]);
  });

  it('holds what it says, and nothing that its users could take for an install script', () => {
    const { scripts, exports } = JSON.parse(
      readFileSync(join(installed.folder, 'node_modules/osscap/package.json'), 'utf8'),
    );
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
    for (const target of JSON.stringify(exports).match(/\.\/[\w./-]+\.(js|d\.ts)(?=")/g) ?? []) {
      expect(existsSync(join(installed.folder, 'node_modules/osscap', target))).toBe(true);
    }
    const { stdout } = spawnSync(
      process.execPath,
      ['node_modules/osscap/dist/bin/main.js', 'scan', CAPTURE],
      {
        cwd: installed.folder,
        encoding: 'utf8',
        env: PLAIN_ENVIRONMENT,
      },
    );
    expect(stdout).toContain('1 of 5 requests failed · 1 cause · exit 1');
  });

  it('runs by npx in an empty folder, from the packed file', () => {
    const { tarball } = installed;
    // What npm has fetched before is taken from there, and what npx installs goes with the folder.
    const fetched = execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim();
    const cache = temporaryFolder();
    symlinkSync(join(fetched, '_cacache'), join(cache, '_cacache'));
    const { status, stdout, stderr } = spawnSync(
      'npx',
      ['--yes', '--package', tarball, '--', 'osscap', CAPTURE],
      {
        cwd: temporaryFolder(),
        encoding: 'utf8',
        env: {
          ...process.env,
          // With the Node.js that runs this, whichever it is.
          PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
          npm_config_cache: cache,
          npm_config_prefer_offline: 'true',
          LC_ALL: 'C',
        },
      },
    );
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain('1 of 5 requests failed · 1 cause · exit 1');
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

  it('holds no folder of which neither the library nor the command needs anything', async () => {
    const dist = join(installed.folder, 'node_modules/osscap/dist');
    const { metafile } = await build({
      entryPoints: ['index.js', 'node/index.js', 'text.js'].map((name) => join(dist, name)),
      bundle: true,
      platform: 'node',
      packages: 'external',
      format: 'esm',
      outdir: installed.folder,
      write: false,
      metafile: true,
    });
    const needed = new Set(Object.keys(metafile.inputs).map((path) => dirname(resolve(path))));
    const folders = readdirSync(dist, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile() && each.name.endsWith('.js'))
      .map((each) => each.parentPath);
    const others = [...new Set(folders)].filter((folder) => !needed.has(folder));
    expect(others).toEqual([join(dist, 'bin')]);
  });

  it('has what its pages lead to, but for the pictures, which are large', () => {
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
        .filter((to) => !/^https:|\.png$/.test(to) && !existsSync(join(root, dirname(page), to)))
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
      expect.stringMatching(/osscap\/dist\/text\.js$/),
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

  it('is had by import and by require, and is the same under each name', () => {
    const script = `
      import * as main from 'osscap'; import * as node from 'osscap/node'; import * as core from 'osscap/core';
      import { createRequire } from 'node:module';
      const required = createRequire(import.meta.url)('osscap');
      console.log(JSON.stringify({
        same: main.scan === node.scan && required.scan === main.scan && main.Secret === core.Secret,
        missing: Object.keys(core).filter((name) => !(name in main)),
      }));`;
    const { stdout } = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
      cwd: installed.folder,
      encoding: 'utf8',
      env: PLAIN_ENVIRONMENT,
    });
    expect(JSON.parse(stdout)).toEqual({ same: true, missing: [] });
  });
});

describe('the examples', () => {
  it('have the types that they claim, in Node and in bundlers', () => {
    const node = ['failing', 'stream', 'credentials', 'tls', 'report'].map((name) => `examples/${name}.ts`);
    expect(typeErrors(['--module', 'nodenext', '--types', 'node'], node)).toBe('');
    const browser = [
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
      '--lib',
      'es2023,dom,dom.iterable',
      '--types',
      '',
    ];
    expect(typeErrors(browser, ['examples/worker.ts'])).toBe('');
    // A bundler takes a path, too, for what is bundled may run in Node.
    expect(typeErrors([...browser.slice(0, -1), 'node'], node)).toBe('');
    writeFileSync(join(installed.folder, 'wrong.ts'), "import { scan } from 'osscap';\nscan(5);\n");
    expect(typeErrors(['--module', 'nodenext', '--types', 'node'], ['wrong.ts'])).toContain('TS2345');
  });

  it('may scan a path by the main name under every resolution of a compiler', () => {
    const main = "import { scan } from 'osscap';\nscan('upload.pcap');\nscan([new Uint8Array()], {});\n";
    writeFileSync(join(installed.folder, 'main.ts'), main);
    const bundlers = [
      ['esnext', 'bundler'],
      ['preserve', 'bundler'],
      ['nodenext', 'nodenext'],
    ];
    for (const [module = '', resolution = ''] of bundlers) {
      const options = ['--module', module, '--moduleResolution', resolution, '--types', 'node'];
      expect([module, typeErrors(options, ['main.ts'])]).toEqual([module, '']);
    }
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

  it('failing.ts: the verdict of each exchange that fails', () => {
    expect(run('failing.ts', [CAPTURE]).split('\n')).toEqual([
      '#5 CompleteMultipartUpload of "ttsservice/passwd" in "rokid", request ID "6B0617825A0E403C2F939F29"',
      '  changed in transit (likely): A Content-Type was added in transit; the client sent and signed none. Or the server itself computes another string.',
      '  content-type: the client signed "", the server "application/x-www-form-urlencoded"',
      expect.stringMatching(/^ {2}fix: .{40}/),
      '',
    ]);
  });

  it('failing.ts: and that an input is no capture', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['examples/failing.js', 'package.json'], {
      cwd: installed.folder,
      encoding: 'utf8',
      env: PLAIN_ENVIRONMENT,
    });
    const said = 'package.json: neither a capture nor text that contains HTTP\n';
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: said });
  });

  it('stream.ts: the exchanges of a stream, and what is odd about it', () => {
    const bytes = readFileSync(CAPTURE);
    const lines = run('stream.ts', [], { input: bytes.subarray(0, -10) })
      .trimEnd()
      .split('\n');
    expect(lines).toEqual([
      '1 200 match',
      '2 200 match',
      '3 200 match',
      '4 200 match',
      '5 403 transit-modified',
      'pcap: 25 packets, cut off',
      'odd: truncated-record at frame 26',
    ]);
  });

  it('credentials.ts: proof by the secret', () => {
    const truth = truths('captures').find(({ capture }) => capture === MISCOMPUTED);
    const [{ accessKeyId, secret } = { accessKeyId: '', secret: '' }] = truth?.credentials ?? [];
    const env = { OSS_ACCESS_KEY_ID: accessKeyId, OSS_ACCESS_KEY_SECRET: secret };
    const output = run('credentials.ts', [MISCOMPUTED], { env });
    expect(output).toMatch(/#\d client-miscomputed \(proven\)\n {2}the client signed "P\w+\\n/);
    expect(output).not.toContain(secret);
  });

  it('tls.ts: HTTPS with its keys, and what the keys do not open', () => {
    const [capture, keys, others] = [
      '13-aes-128-gcm.pcap',
      '13-aes-128-gcm.keylog',
      '12-aes-128-gcm.keylog',
    ].map((name) => join(FIXTURES, 'tls', name));
    const opened = '#1 TLS_AES_128_GCM_SHA256: match\n#2 TLS_AES_128_GCM_SHA256: match\n';
    expect(run('tls.ts', [capture ?? '', keys ?? ''])).toBe(opened);
    expect(run('tls.ts', [capture ?? '', others ?? ''])).toMatch(
      /^still encrypted: .*\nodd: tls-keys-missing /,
    );
  });

  it('report.ts: the failures of a report in JSON', () => {
    const report = join(installed.folder, 'report.json');
    const { stdout } = osscap(['scan', CAPTURE, 'none.pcap', '--format', 'json', '--lang', 'en']);
    writeFileSync(report, stdout);
    const of = (verdict: string, headline: string | undefined) =>
      [
        'none.pcap: no such file or folder',
        `${CAPTURE} #5 CompleteMultipartUpload, request ID 6B0617825A0E403C2F939F29: ${verdict}`,
        `  content-type-added-in-transit: ${headline}`,
        '  content-type: "", to the server "application/x-www-form-urlencoded"',
        '',
      ].join('\n');
    const { en, zh } = TRANSIT_CAUSES['content-type-added-in-transit'].headline;
    const { title } = VERDICT_ENTRIES['transit-modified'];
    expect(run('report.ts', [report])).toBe(of(title.en, `${en}${EN.labels['headline-or-server']}`));
    expect(run('report.ts', [report, 'zh'])).toBe(of(title.zh, `${zh}${ZH.labels['headline-or-server']}`));
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

  it('are those that the READMEs lead to', () => {
    for (const readme of ['README.md', 'README.zh-CN.md']) {
      const text = readFileSync(join(ROOT, readme), 'utf8');
      for (const name of examples)
        expect([name, text.includes(`docs/examples/${name}`)]).toEqual([name, true]);
    }
  });

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
