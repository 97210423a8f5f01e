import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, openBrowser } from '../support/chromium.ts';
import { PLAIN_ENVIRONMENT, temporaryFolder } from '../support/command.ts';
import { ROOT } from '../support/packed-package.ts';
import { choose, openPage, reported, saved } from '../web/lone-page.ts';

const { version }: { readonly version: string } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
);
const isRoot = process.getuid?.() === 0;
const CAPTURES = join(ROOT, 'fixtures/captures');
const CAPTURE = join(CAPTURES, 'oss2-v1-mpu-complete-403.client.pcap');

function has(program: string, ...words: readonly string[]): boolean {
  return spawnSync(program, words, { stdio: 'ignore' }).error === undefined;
}

/** A clean tree of the last commit; where it is built, with packages of its own and nothing kept from a build. */
function cleanTree(isBuilding: boolean): string {
  const folder = join(temporaryFolder(), 'osscap');
  execFileSync('git', ['clone', '--quiet', ROOT, folder]);
  const packages = join(folder, 'node_modules');
  if (isBuilding) {
    cpSync(join(ROOT, 'node_modules'), packages, { recursive: true, verbatimSymlinks: true });
    rmSync(join(packages, '.cache'), { recursive: true, force: true });
  } else symlinkSync(join(ROOT, 'node_modules'), packages);
  return folder;
}

const RELEASE = ['run', '--silent', 'release', '--'];

function release(folder: string, ...words: readonly string[]) {
  const run = spawnSync('npm', [...RELEASE, ...words], { cwd: folder, encoding: 'utf8' });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}

const isLinux = platform() === 'linux' && ['x64', 'arm64'].includes(arch());

describe.skipIf(!isLinux)('a release', { timeout: 600_000 }, () => {
  let [first, second] = ['', ''];
  const file = (name: string): string => join(first, 'release', name);
  const program = (): string => file(`osscap-linux-${arch()}`);

  beforeAll(async () => {
    [first, second] = [cleanTree(true), cleanTree(true)];
    const both = [first, second].map((cwd) => promisify(execFile)('npm', RELEASE, { cwd }));
    for (const { stderr } of await Promise.all(both))
      expect(stderr).toContain(`this commit has no tag v${version}`);
  }, 600_000);

  it('is the same twice, and has what it says', () => {
    const sums = readFileSync(file('SHA256SUMS'), 'utf8');
    expect(readFileSync(join(second, 'release/SHA256SUMS'), 'utf8')).toBe(sums);
    execFileSync('sha256sum', ['--quiet', '-c', 'SHA256SUMS'], { cwd: join(first, 'release') });
    const made = readdirSync(join(first, 'release'));
    const named = [...sums.matchAll(/ {2}(.+)$/gm)].map(([, name]) => name);
    expect([...named, 'SHA256SUMS'].sort()).toEqual(made.sort());
    const wanted = ['osscap-linux-x64', 'osscap-linux-arm64', 'osscap.mjs', 'osscap.html', 'osscap-web.mjs'];
    expect(made).toEqual(
      expect.arrayContaining([...wanted, `osscap-${version}.tgz`, 'sbom.cdx.json', 'NOTES.md']),
    );
    const notes = readFileSync(file('NOTES.md'), 'utf8');
    for (const name of named) if (name !== 'NOTES.md') expect(notes).toContain(`| \`${name}\` | `);
  });

  it('says beforehand what it makes, and what stands in the way, and writes nothing', () => {
    const folder = cleanTree(false);
    const { status, stdout, stderr } = release(folder, '--dry-run');
    const names = [...stdout.matchAll(/^release\/(\S+)$/gm)].map(([, name]) => name);
    expect(names).toEqual(
      expect.arrayContaining(['osscap-linux-arm64', 'osscap.html', `osscap-${version}.tgz`]),
    );
    expect({ status, isTold: stderr.includes(`this commit has no tag v${version}`) }).toEqual({
      status: 0,
      isTold: true,
    });
    expect(release(folder, '--dry-run', '--strict').status).toBe(1);
    expect(existsSync(join(folder, 'release'))).toBe(false);
  });

  it('is made of nothing that is not committed', () => {
    const folder = cleanTree(false);
    execFileSync('git', ['rm', '--quiet', '--cached', 'README.md'], { cwd: folder });
    const { status, stderr } = release(folder);
    expect({ status, isTold: stderr.includes('changes that are not committed') }).toEqual({
      status: 1,
      isTold: true,
    });
    expect(existsSync(join(folder, 'release'))).toBe(false);
  });

  it('has a program that runs where there is no Node.js, and says what the one file says', () => {
    const words = ['scan', CAPTURES, '--format', 'json'];
    const node24 = join(first, `node_modules/.cache/osscap/node`);
    const newer = readdirSync(node24).find(
      (name) => name.startsWith(`node-linux-${arch()}`) && !name.endsWith('.tgz'),
    );
    const run = (command: string, ...before: readonly string[]) => {
      const options = { encoding: 'utf8', env: {}, maxBuffer: 2 ** 27 } as const;
      const { status, stdout, stderr } = spawnSync(command, [...before, ...words], options);
      return { status, stdout, stderr };
    };
    const alone = run(program());
    expect(alone.status).toBe(1);
    expect(JSON.parse(alone.stdout).captures.length).toBeGreaterThan(5);
    expect(run(process.execPath, file('osscap.mjs'))).toEqual(alone);
    expect(run(join(node24, newer ?? '', 'bin/node'), file('osscap.mjs'))).toEqual(alone);
    // threads, which start from what is in the program
    expect(run(program(), '--jobs', '2')).toEqual(alone);
  });

  const hasRoom = isRoot && has('ldd', '--version');
  it.skipIf(!hasRoom)(
    `runs on a machine with its libraries alone${hasRoom ? '' : ' (skipped: not root)'}`,
    () => {
      const room = temporaryFolder();
      const libraries = execFileSync('ldd', [program()], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g);
      for (const [, path = ''] of libraries) execFileSync('cp', ['--parents', '-L', path, room]);
      execFileSync('cp', [program(), join(room, 'osscap')]);
      execFileSync('cp', [CAPTURE, join(room, 'a.pcap')]);
      const run = spawnSync('/usr/sbin/chroot', [room, '/osscap', '/a.pcap'], { encoding: 'utf8', env: {} });
      expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 1, stderr: '' });
      expect(run.stdout).toContain('1 of 5 requests failed');
    },
  );

  it('has a program for the other processor, with the same in it', () => {
    const [own, other] = [program(), file(`osscap-linux-${arch() === 'x64' ? 'arm64' : 'x64'}`)].map((path) =>
      readFileSync(path),
    );
    const machine = (bytes: Buffer | undefined): number | undefined => bytes?.readUInt16LE(18);
    // ELF: EM_X86_64 is 62, EM_AARCH64 183
    expect([machine(own), machine(other)].sort()).toEqual([183, 62]);
    for (const bytes of [own, other])
      expect(bytes?.includes('osscap is free') || bytes?.includes('fast-xml-parser')).toBe(true);
  });

  it.skipIf(!hasChromium)(
    `has a page that gives the same report${hasChromium ? '' : ' (skipped: no Chromium)'}`,
    async () => {
      const browser = await openBrowser();
      try {
        const { page } = await openPage(browser.context);
        await choose(page, [CAPTURE]);
        await reported(page);
        const inPage = JSON.parse(await saved(page, 'JSON'));
        const alone = spawnSync(program(), [CAPTURE, '--format', 'json'], {
          encoding: 'utf8',
          env: PLAIN_ENVIRONMENT,
        });
        const [said, expected] = [inPage, JSON.parse(alone.stdout)].map(({ captures, ...report }) => ({
          ...report,
          captures: captures.map((each: object) => ({ ...each, path: '' })),
        }));
        expect(JSON.stringify(said)).toBe(JSON.stringify(expected));
        expect(readFileSync(file('osscap.html'))).toEqual(readFileSync(join(ROOT, 'dist/page/osscap.html')));
      } finally {
        await browser.close();
      }
    },
  );

  const hasDpkg = isRoot && has('dpkg', '--version');
  it.skipIf(!hasDpkg)(
    `is a package that is installed and removed${hasDpkg ? '' : ' (skipped: no dpkg, or not root)'}`,
    () => {
      const root = temporaryFolder();
      mkdirSync(join(root, 'var/lib/dpkg/updates'), { recursive: true });
      mkdirSync(join(root, 'var/lib/dpkg/info'), { recursive: true });
      execFileSync('touch', [join(root, 'var/lib/dpkg/status')]);
      const dpkg = (...words: readonly string[]): void => {
        execFileSync('dpkg', [`--root=${root}`, '--force-depends', '--log=/dev/null', ...words], {
          stdio: 'pipe',
        });
      };
      const debian = arch() === 'x64' ? 'amd64' : 'arm64';
      dpkg('--install', file(`osscap_${version}_${debian}.deb`));
      const installed = join(root, 'usr/bin/osscap');
      expect(execFileSync(installed, ['--version'], { encoding: 'utf8', env: {} }).trim()).toBe(version);
      const shared = [
        'man/man1/osscap.1.gz',
        'man/zh_CN/man1/osscap.1.gz',
        'bash-completion/completions/osscap',
      ];
      for (const name of [
        ...shared,
        'zsh/vendor-completions/_osscap',
        'fish/vendor_completions.d/osscap.fish',
      ])
        expect(existsSync(join(root, 'usr/share', name))).toBe(true);
      dpkg('--purge', 'osscap');
      expect(existsSync(join(root, 'usr'))).toBe(false);
    },
  );
});
