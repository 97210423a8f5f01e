// `npm run release`: all that a release has, into `release`, from a clean tree; the same bytes each time from the
// same commit. `--dry-run` says what it would make, and what stands in the way, and writes nothing; `--strict`
// fails where something had to be left out, which is what the workflow asks for.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LINUX, makeBinaries } from './release/binary.mjs';
import { debianName, makeDebian } from './release/debian.mjs';
import { changesOf, faultsOf, notesOf } from './release/notes.mjs';

const { values: asked } = parseArgs({
  options: { 'dry-run': { type: 'boolean', default: false }, strict: { type: 'boolean', default: false } },
});
const OUT = 'release';
const { version, description } = JSON.parse(readFileSync('package.json', 'utf8'));
const schema = JSON.parse(readFileSync('schema/report.schema.json', 'utf8'));
const changes = changesOf(readFileSync('CHANGELOG.md', 'utf8'), version);
const git = (...words) => execFileSync('git', words, { encoding: 'utf8' }).trim();
const isThere = (program) => {
  try {
    execFileSync(program[0], program.slice(1), { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const commit = git('rev-parse', 'HEAD');
/** Seconds: no file of a release is younger, so that the time of making it is nowhere. */
const epoch = Number(git('log', '-1', '--format=%ct'));
const processors = Object.keys(LINUX);
const TARBALL = `osscap-${version}.tgz`;
const IMAGE = `osscap-image-${version}.tar`;

function image() {
  const words = ['--platform', 'linux/amd64,linux/arm64', '--provenance=false'];
  const output = `type=oci,dest=${join(OUT, IMAGE)},rewrite-timestamp=true`;
  execFileSync('docker', ['buildx', 'build', ...words, '--output', output, '.'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
  });
}

/** In this order, for a package holds what was made before it. `isHere`: whether this machine can. */
const STEPS = [
  {
    makes: [TARBALL, 'sbom.cdx.json', 'osscap.mjs', 'osscap.html', 'osscap-web.mjs'],
    run() {
      // Builds `dist` anew, and writes the bill of materials.
      npm('pack', '--silent', '--pack-destination', OUT);
      copyFileSync('dist/sbom.cdx.json', join(OUT, 'sbom.cdx.json'));
      copyFileSync('dist/osscap.mjs', join(OUT, 'osscap.mjs'));
      copyFileSync('dist/page/osscap.html', join(OUT, 'osscap.html'));
      copyFileSync('dist/page/osscap-web.mjs', join(OUT, 'osscap-web.mjs'));
    },
  },
  {
    makes: [...processors.map((each) => `osscap-linux-${each}`), 'LICENSES.txt'],
    lacks: process.platform !== 'linux' || !(process.arch in LINUX) ? 'Linux (x64 or arm64)' : null,
    run: () => makeBinaries(processors, OUT),
  },
  {
    makes: processors.map((each) => debianName(version, each)),
    lacks: isThere(['dpkg-deb', '--version']) ? null : 'dpkg-deb',
    run: () => {
      for (const each of processors) makeDebian(each, { version, description, epoch, into: OUT });
    },
  },
  {
    makes: [IMAGE],
    lacks: isThere(['docker', 'buildx', 'inspect', '--bootstrap'])
      ? null
      : 'Docker with buildx, and its daemon',
    run: image,
  },
];

/** The npm that runs this: on Windows `npm` is a batch file, which no program can start without a shell. */
function npm(...words) {
  const { npm_execpath: path } = process.env;
  if (path === undefined) throw new Error('run this with npm: npm run release');
  execFileSync(process.execPath, [path, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
  });
}

/** What keeps these from being the files of `version`: said of every release, and an end to a strict one. */
function doubts() {
  const faults = faultsOf(changes, { version, schemaVersion: schema.properties.schemaVersion.const });
  const tags = git('tag', '--points-at', 'HEAD')
    .split('\n')
    .filter((tag) => /^v\d/.test(tag));
  if (!tags.includes(`v${version}`)) faults.push(`this commit has no tag v${version}`);
  const others = tags.filter((tag) => tag !== `v${version}` && /^v\d+\.\d+\.\d+/.test(tag));
  if (others.length > 0)
    faults.push(`package.json says ${version}, and a tag of this commit ${others.join(', ')}`);
  return faults;
}

const say = (line) => process.stdout.write(`${line}\n`);
const complain = (line) => process.stderr.write(`release: ${line}\n`);

async function main() {
  const faults = doubts();
  for (const fault of faults) complain(fault);
  const isDirty = git('status', '--porcelain') !== '';
  if (isDirty) complain('there are changes that are not committed');
  if (asked['dry-run']) {
    for (const { makes, lacks = null } of STEPS)
      for (const name of makes)
        say(lacks === null ? `${OUT}/${name}` : `${OUT}/${name}: left out, for want of ${lacks}`);
    return asked.strict && (isDirty || faults.length > 0 || STEPS.some(({ lacks }) => lacks)) ? 1 : 0;
  }
  if (isDirty || (asked.strict && faults.length > 0)) return 1;
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT);
  const leftOut = [];
  for (const { makes, lacks = null, run } of STEPS) {
    let why = lacks === null ? null : `for want of ${lacks}`;
    try {
      if (why === null) await run();
    } catch (error) {
      // What the others are made of.
      if (makes.includes(TARBALL)) throw error;
      [why] = String(error.message).split('\n');
    }
    if (why === null) continue;
    for (const name of makes) rmSync(join(OUT, name), { force: true });
    leftOut.push({ what: makes.join(', '), why });
    complain(`left out: ${makes.join(', ')}: ${why}`);
  }
  const files = readdirSync(OUT).sort();
  const text = changes === null ? '' : changes.text;
  writeFileSync(join(OUT, 'NOTES.md'), notesOf({ version, changes: text, files, leftOut, commit }));
  const digests = [...files, 'NOTES.md'].map((name) => {
    const digest = createHash('sha256')
      .update(readFileSync(join(OUT, name)))
      .digest('hex');
    return `${digest}  ${name}\n`;
  });
  writeFileSync(join(OUT, 'SHA256SUMS'), digests.join(''));
  for (const line of digests) say(line.trimEnd());
  return asked.strict && leftOut.length > 0 ? 1 : 0;
}

process.exitCode = await main();
