// The command as a program that needs no Node.js on the machine: Node.js with osscap in it, as one "single
// executable application" (https://nodejs.org/api/single-executable-applications.html). Node.js itself comes from
// the registry of packages, by version and digest; the program for another processor is made the same way, for
// nothing of it is run. It has no code cache, which makes it start in 0.15 s and not in 0.11: what a cache
// holds is another each time that it is made.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { transform } from 'esbuild';
import { inject } from 'postject';

export const NODE_VERSION = '24.22.3';

/** Programs by what Node.js calls the processor: what Debian calls it, and the digest of the package of Node.js. */
export const LINUX = {
  x64: {
    debian: 'amd64',
    integrity:
      'sha512-KHsob+Fv9YerATvYujMbiyJqnRCvLtrcr/eTNqRqiOSGp97EOiRP1yP47+knGgQ/xnc3XY8xzkW587dlZzNqRA==',
  },
  arm64: {
    debian: 'arm64',
    integrity:
      'sha512-IZx0J52/1NDwAsY2iyWR9nlPIYuYviTWetjj8+ElvYQh2+XRhLfCfkbFEF/2O5vGI2hcUbyPNHV+nz342FbJXw==',
  },
};

/** What Node.js looks for in itself: it is all there once the blob is in. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const ASSET = 'osscap.cjs';
const CACHE = resolve('node_modules/.cache/osscap/node');

/** The folder of an unpacked Node.js: fetched once, and looked at each time. */
export function nodeFor(processor) {
  const name = `node-linux-${processor}`;
  const folder = join(CACHE, `${name}-${NODE_VERSION}`);
  const tarball = `${folder}.tgz`;
  if (!existsSync(tarball)) {
    mkdirSync(CACHE, { recursive: true });
    const { npm_execpath: npm } = process.env;
    const [program, ...before] = npm === undefined ? ['npm'] : [process.execPath, npm];
    const words = [
      'pack',
      '--silent',
      '--prefer-offline',
      '--pack-destination',
      CACHE,
      `${name}@${NODE_VERSION}`,
    ];
    execFileSync(program, [...before, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  }
  const digest = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (digest !== LINUX[processor].integrity)
    throw new Error(`${name}@${NODE_VERSION} has another digest: ${digest}`);
  if (!existsSync(join(folder, 'bin/node'))) {
    mkdirSync(folder, { recursive: true });
    execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
  }
  return folder;
}

/** `osscap.mjs` as what such an application can start: one script, of CommonJS, whose threads start from an asset. */
async function script() {
  const START = /new (\w+)\(new URL\(import\.meta\.url\),\{argv:/g;
  const code = readFileSync('dist/osscap.mjs', 'utf8').replace(/^#!.*\n/, '');
  const starts = [...code.matchAll(START)].length;
  if (starts !== 2) throw new Error(`osscap.mjs starts threads in ${starts} places, not in 2`);
  const asset = `process.getBuiltinModule('node:sea').getAsset('${ASSET}','utf8')`;
  const made = await transform(
    code.replace(START, (_, Worker) => `new ${Worker}(${asset},{eval:true,argv:`),
    {
      format: 'cjs',
      platform: 'node',
      target: 'node24',
      minify: true,
      charset: 'ascii',
      // Keeps the licences at the end of the file.
      legalComments: 'eof',
      supported: { 'dynamic-import': false },
      define: { 'import.meta.url': '__fileUrl', 'import.meta.dirname': '__folder' },
      banner:
        "const __fileUrl = require('node:url').pathToFileURL(process.execPath).href, __folder = require('node:path').dirname(process.execPath);",
    },
  );
  return made.code;
}

/** Writes `osscap-linux-PROCESSOR` for each. Throws where this machine cannot. */
export async function makeBinaries(processors, into) {
  const own = process.platform === 'linux' && process.arch in LINUX ? process.arch : null;
  if (own === null) throw new Error('they are made on Linux (x64, arm64) only');
  const work = resolve('node_modules/.cache/osscap/binary');
  mkdirSync(work, { recursive: true });
  const at = (name) => join(work, name);
  writeFileSync(at(ASSET), await script());
  // Names, not paths: what names the script is in the program, too, and no clone is where another one is.
  const settings = {
    main: ASSET,
    output: 'blob',
    disableExperimentalSEAWarning: true,
    useCodeCache: false,
    useSnapshot: false,
    assets: { [ASSET]: ASSET },
  };
  writeFileSync(at('settings.json'), JSON.stringify(settings));
  execFileSync(join(nodeFor(own), 'bin/node'), ['--experimental-sea-config', 'settings.json'], {
    cwd: work,
    stdio: 'pipe',
  });
  const blob = readFileSync(at('blob'));
  for (const processor of processors) {
    const file = join(into, `osscap-linux-${processor}`);
    copyFileSync(join(nodeFor(processor), 'bin/node'), file);
    chmodSync(file, 0o755);
    await quietly(() => inject(file, 'NODE_SEA_BLOB', blob, { sentinelFuse: FUSE }));
  }
  const licence = readFileSync(join(nodeFor(own), 'LICENSE'), 'utf8');
  const ours = readdirSync('dist/bin').includes('LICENSES.txt')
    ? readFileSync('dist/bin/LICENSES.txt', 'utf8')
    : '';
  const line = `\n${'-'.repeat(72)}\n\n`;
  writeFileSync(
    join(into, 'LICENSES.txt'),
    [readFileSync('LICENSE', 'utf8'), `Node.js ${NODE_VERSION}\n\n${licence}`, ours].join(line),
  );
}

/** What the injection says of names of sections that Node.js does not have, on every machine, is no news. */
async function quietly(run) {
  const { warn, log } = console;
  console.warn = () => {};
  console.log = () => {};
  try {
    return await run();
  } finally {
    Object.assign(console, { warn, log });
  }
}
