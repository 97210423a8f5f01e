import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/packed-package.ts';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly license?: string;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest: Manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
);
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');
const nameOf = (path: string): string => path.replace(/^.*node_modules\//, '');
const installed = locked.filter(([, { dev }]) => dev !== true);

/** Packages whose licences a file of licences has, as `name@version`. */
function licensedIn(path: string): readonly string[] {
  const found = readFileSync(join(ROOT, path), 'utf8').matchAll(/^(\S+) (\d\S*) \(.+\)$/gm);
  return [...found].map(([, name = '', version = '']) => `${name}@${version}`);
}

/** Packages that are part of the command's files, and of the page's: their licences are shipped. */
const bundled = licensedIn('dist/bin/LICENSES.txt');
const inPage = licensedIn('dist/page/LICENSES.txt');
const shipped = locked.filter(
  ([path, { dev, version = '' }]) =>
    dev !== true || [...bundled, ...inPage].includes(`${nameOf(path)}@${version}`),
);

/** Files of `src` that load a package, rather than its types alone. */
function loadersOf(name: string): readonly string[] {
  const loads = new RegExp(
    `^import (?!type\\b)[^;]*?from '${name}(?:/[^']*)?'|^import '${name}'|\\bimport\\('${name}'\\)|\\b(?:require|createRequire\\([^)]*\\))\\('${name}'\\)`,
    'm',
  );
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .filter((file) => loads.test(readFileSync(join(ROOT, 'src', file), 'utf8')))
    .sort();
}

/** What `npm run fuzz -- --guided` installs on demand, with a lock of its own. */
const fuzzer: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync(join(ROOT, 'test/tools/fuzz/jazzer/package-lock.json'), 'utf8'),
);
const onDemand = Object.entries(fuzzer.packages).filter(([path]) => path !== '');

describe('the packages of the fuzzer', () => {
  it('are pinned with their digests, name no host, and run nothing when they are installed', () => {
    const { dependencies }: Manifest = JSON.parse(
      readFileSync(join(ROOT, 'test/tools/fuzz/jazzer/package.json'), 'utf8'),
    );
    expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(onDemand.length).toBeGreaterThan(50);
    const odd = onDemand.filter(
      ([, { integrity, resolved, hasInstallScript }]) =>
        !/^sha512-/.test(integrity ?? '') || resolved !== undefined || hasInstallScript === true,
    );
    expect(odd.map(([path]) => path)).toEqual([]);
  });

  it('are none of those that everybody installs', () => {
    expect(locked.filter(([path]) => path.includes('jazzer'))).toEqual([]);
  });
});

describe('the packages that osscap stands on', () => {
  it('are pinned to exact versions, each with its digest', () => {
    const wanted = [...Object.entries(manifest.dependencies), ...Object.entries(manifest.devDependencies)];
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
    for (const [name, version] of wanted) {
      expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
    }
    expect(
      locked.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? '')).map(([path]) => path),
    ).toEqual([]);
  });

  it('come from the registry that the user has set: the lock names no host', () => {
    expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it('run nothing when they are installed', () => {
    expect(installed.length).toBeGreaterThan(Object.keys(manifest.dependencies).length);
    expect(shipped.filter(([, { hasInstallScript }]) => hasInstallScript === true)).toEqual([]);
    // Of those for development, esbuild checks its binary.
    expect(
      locked.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path),
    ).toEqual(['node_modules/esbuild']);
  });

  it('are each loaded in one place', () => {
    const own = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    const names = own.filter((name) => name in manifest.dependencies || loadersOf(name).length > 0);
    const places = names.map((name) => [name, loadersOf(name)]);
    expect(Object.fromEntries(places)).toEqual({
      '@noble/ciphers': ['web/crypto.ts'],
      '@noble/hashes': ['web/crypto.ts'],
      'cli-table3': ['report/table/table-style.ts'],
      'fast-xml-parser': ['node/ports.ts', 'web/page/worker.ts'],
      pako: ['web/inflate.ts'],
      'pcap-parser': ['node/capture-pcap-parser.ts'],
      tinyglobby: ['node/inputs.ts'],
      yargs: ['cli/settings/command-line.ts'],
    });
  });

  it('are bundled or installed, none of them both', () => {
    expect(bundled.length).toBeGreaterThan(5);
    const twice = installed.filter(([path, { version = '' }]) =>
      bundled.includes(`${nameOf(path)}@${version}`),
    );
    expect(twice.map(([path]) => path)).toEqual([]);
  });

  it('are in the page together with their licences', () => {
    const page = readFileSync(join(ROOT, 'dist/page/osscap.html'), 'utf8');
    expect(inPage.length).toBeGreaterThan(3);
    expect(page).toContain(readFileSync(join(ROOT, 'dist/page/LICENSES.txt'), 'utf8'));
  });

  it('have licences that allow to hand them on', () => {
    const odd = shipped.filter(
      ([, { license }]) =>
        !/^(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD|BlueOak-1\.0\.0|\(MIT AND Zlib\))$/.test(license ?? ''),
    );
    expect(odd).toEqual([]);
  });

  it('are all in the bill of materials, and no others', () => {
    const { stdout, status } = spawnSync('npm', ['run', '--silent', 'sbom'], { cwd: ROOT, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    const text = readFileSync(join(ROOT, 'dist/sbom.cdx.json'), 'utf8');
    const bill: { bomFormat: string; components: readonly { purl: string }[] } = JSON.parse(text);
    expect(bill.bomFormat).toBe('CycloneDX');
    const names = shipped.map(
      ([path, { version }]) => `pkg:npm/${nameOf(path).replace('@', '%40')}@${version}`,
    );
    expect(bill.components.map(({ purl }) => purl).sort()).toEqual([...new Set(names)].sort());
    expect(text).not.toContain(ROOT);
  });
});

/** Files that fetch what others publish: images and actions. */
const FETCHING = [
  'Dockerfile',
  'action.yml',
  'docs/example-ci/.gitlab-ci.yml',
  'docs/example-ci/.github/workflows/osscap.yml',
  '.github/workflows/release.yml',
];

describe('images and actions', () => {
  it.each(FETCHING)('are named by a commit, a digest or a whole version: %s', (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const named = [...text.matchAll(/^\s*(?:-\s*)?(?:FROM(?:\s+--\S+)*|image:|uses:)\s+([^\s#]+)(.*)$/gm)];
    expect(named.length).toBeGreaterThan(0);
    for (const [, name = '', remark = ''] of named) {
      const isPinned = /@sha256:[\da-f]{64}$|:\d+\.\d+\.\d+[\w.-]*$/.test(name);
      // the comment says which version the commit is
      const isCommit = /@[\da-f]{40}$/.test(name) && /^ # v\d+\.\d+\.\d+$/.test(remark);
      expect([name, isPinned || isCommit]).toEqual([name, true]);
    }
  });
});
