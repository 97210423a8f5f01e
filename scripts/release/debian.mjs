// A Debian package of the program: no Node.js is needed, and none is installed with it. Built by `dpkg-deb`, of
// Debian and its kin (a package on others, too).
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LINUX } from './binary.mjs';

const COMPLETIONS = {
  bash: 'usr/share/bash-completion/completions/osscap',
  zsh: 'usr/share/zsh/vendor-completions/_osscap',
  fish: 'usr/share/fish/vendor_completions.d/osscap.fish',
};

const MAN = {
  'docs/osscap.1': 'usr/share/man/man1/osscap.1.gz',
  'docs/osscap.zh-CN.1': 'usr/share/man/zh_CN/man1/osscap.1.gz',
};

export const debianName = (version, processor) => `osscap_${version}_${LINUX[processor].debian}.deb`;

/** Writes the package of the program that lies in `into` already. `epoch`: seconds that no file in it is younger than. */
export function makeDebian(processor, { version, description, epoch, into }) {
  const folder = resolve(`node_modules/.cache/osscap/debian-${processor}`);
  rmSync(folder, { recursive: true, force: true });
  const put = (name, content, mode = 0o644) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    writeFileSync(path, content);
    chmodSync(path, mode);
  };
  const program = join(folder, 'usr/bin/osscap');
  mkdirSync(dirname(program), { recursive: true });
  copyFileSync(join(into, `osscap-linux-${processor}`), program);
  chmodSync(program, 0o755);
  for (const [from, to] of Object.entries(MAN)) put(to, gzipSync(readFileSync(from), { level: 9 }));
  for (const [shell, to] of Object.entries(COMPLETIONS))
    put(to, execFileSync(process.execPath, ['dist/bin/main.js', 'completion', shell]));
  put('usr/share/doc/osscap/copyright', readFileSync(join(into, 'LICENSES.txt')));
  put('usr/share/doc/osscap/changelog.gz', gzipSync(readFileSync('CHANGELOG.md'), { level: 9 }));
  const control = {
    Package: 'osscap',
    Version: version,
    Architecture: LINUX[processor].debian,
    Maintainer: 'osscap <osscap@localhost>',
    Section: 'net',
    Priority: 'optional',
    // What Node.js is linked with, at the oldest version that it runs with.
    Depends: 'libc6 (>= 2.28), libstdc++6 (>= 8)',
    Recommends: 'tcpdump',
    'Installed-Size': Math.ceil(statSync(program).size / 1024),
    Description: `why requests to Alibaba Cloud OSS and Amazon S3 are refused\n ${description}.`,
  };
  const lines = Object.entries(control).map(([name, value]) => `${name}: ${value}\n`);
  put('DEBIAN/control', lines.join(''));
  // gzip: an xz is a third smaller and takes a minute longer, and the oldest systems read no zstd.
  const words = [
    '--root-owner-group',
    '-Zgzip',
    '-z6',
    '--build',
    folder,
    join(into, debianName(version, processor)),
  ];
  execFileSync('dpkg-deb', words, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
  });
}
