import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/packed-package.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { buildReference, lastRelease, withoutVersion } from '../tools/diff-release/builds.ts';
import { generatedRuns } from '../tools/diff-release/captures.ts';
import { changesOf } from '../tools/diff-release/changes.ts';
import { compareBuilds } from '../tools/diff-release/compare.ts';

type Texts = Readonly<Record<string, string>>;

const REPORT = {
  captures: [
    {
      path: 'a.pcap',
      exchanges: [
        { index: 1, diagnosis: { verdict: 'match', certainty: 'proven', cause: null } },
        {
          index: 2,
          diagnosis: {
            verdict: 'transit-modified',
            certainty: 'likely',
            cause: { id: 'key-encoded', summary: 'The key was encoded twice.' },
          },
        },
      ],
    },
  ],
};

/** The changes from one set of outputs to another, as pairs. */
function kinds(before: Texts, now: Texts): readonly (readonly [string, string])[] {
  const outputs = (texts: Texts) =>
    new Map(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)]));
  return changesOf(outputs(before), outputs(now)).map(({ kind, what }) => [kind, what]);
}

/** The report with one text put in the place of another. */
function json(from = '', to = ''): Texts {
  return { json: JSON.stringify(REPORT).replace(from, to) };
}

describe('what changed in a run', () => {
  it('is found by its kind in the JSON report', () => {
    expect(kinds(json(), json())).toEqual([]);
    expect(kinds(json(), json('"match"', '"wrong-secret"'))).toEqual([['verdict', 'match → wrong-secret']]);
    expect(kinds(json(), json('proven', 'likely'))).toEqual([['certainty', 'proven → likely']]);
    expect(kinds(json(), json('key-encoded', 'key-other'))).toEqual([['cause', 'key-encoded → key-other']]);
    expect(kinds(json(), json('null', '{"id":"clock"}'))).toEqual([['cause', 'none → clock']]);
    expect(kinds(json(), json('encoded twice', 'encoded again'))).toEqual([
      ['sentences only', 'The key was encoded twice. → The key was encoded again.'],
    ]);
    expect(kinds(json(), json('a.pcap', 'b.pcap'))).toEqual([
      ['fields', '`captures[].path`: a.pcap → b.pcap'],
    ]);
    const long = 'a word '.repeat(40);
    expect(kinds(json('a.pcap', `${long}one`), json('a.pcap', `${long}two`))).toEqual([
      ['sentences only', `…${`${long}`.slice(-30)}one → …${`${long}`.slice(-30)}two`],
    ]);
    const less = { json: JSON.stringify(REPORT).replace(/\{"index":1.*?\}\},/, '') };
    expect(kinds(json(), less).map(([kind]) => kind)).toEqual(['fields']);
  });

  it('is looked for in other outputs where the JSON report is the same', () => {
    const was = { ...json(), stdout: 'one\ntwo words\n', html: '<p>', stderr: 'a', exit: '0' };
    expect(kinds(was, { ...was, stdout: 'one\n2 words\n' })).toEqual([
      ['sentences only', '`stdout`: two words → 2 words'],
    ]);
    expect(kinds(was, { ...was, stdout: 'one\ntwo  words\n' }).map(([kind]) => kind)).toEqual(['bytes only']);
    expect(kinds(was, { ...was, html: '<q>' }).map(([kind]) => kind)).toEqual(['bytes only']);
    expect(kinds(was, { ...was, stderr: 'b', exit: '2' })).toEqual([
      ['exit code', '0 → 2'],
      ['stderr', '`stderr`: a → b'],
    ]);
    const both = { ...was, ...json('proven', 'likely'), stdout: 'other\n', stderr: 'b' };
    expect(kinds(was, both).map(([kind]) => kind)).toEqual(['certainty', 'stderr']);
  });
});

describe('the reference', () => {
  const repository = (): ((...args: readonly string[]) => string) => {
    const cwd = temporaryFolder();
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        cwd,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    git('init', '--quiet');
    return (...args) => {
      const [version, ...tags] = args;
      writeFileSync(join(cwd, 'package.json'), `{ "version": "${version}" }\n`);
      git('add', '.');
      git('commit', '--quiet', '--allow-empty', '-m', `is ${version}`);
      for (const tag of tags) git('tag', tag);
      return cwd;
    };
  };

  it('is the last tag before what is checked out', () => {
    const commit = repository();
    commit('0.1.0', 'v0.1.0');
    expect(lastRelease(commit('0.1.0'))).toBe('v0.1.0');
    expect(lastRelease(commit('0.2.0', 'v0.2.0'))).toBe('v0.1.0');
  });

  it('is the last commit that changed the version without a tag, if there is one', () => {
    const commit = repository();
    expect(lastRelease(commit('0.1.0'))).toBeNull();
    expect(lastRelease(commit('0.1.0'))).toBeNull();
    const subjectOf = (cwd: string): string =>
      execFileSync('git', ['log', '-1', '--format=%s', lastRelease(cwd) ?? ''], { cwd, encoding: 'utf8' });
    expect(lastRelease(commit('0.2.0'))).toBeNull();
    expect(subjectOf(commit('0.2.0'))).toBe('is 0.2.0\n');
    expect(subjectOf(commit('0.3.0'))).toBe('is 0.2.0\n');
  });

  it('is built from what was committed', () => {
    const commit = repository();
    const cwd = commit('0.1.0');
    const script =
      "require('node:fs').mkdirSync('dist');require('node:fs').writeFileSync('dist/a',process.cwd())";
    const scripts = { build: `node -e "${script}"` };
    writeFileSync(join(cwd, 'package.json'), JSON.stringify({ scripts }));
    writeFileSync(join(cwd, 'package-lock.json'), '{}');
    mkdirSync(join(cwd, 'node_modules'));
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd, stdio: 'ignore' });
    git('add', 'package.json', 'package-lock.json');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-m', 'b');
    writeFileSync(join(cwd, 'package.json'), '{}');
    const folder = join(temporaryFolder(), 'built');
    buildReference(cwd, 'HEAD', folder);
    expect(readFileSync(join(folder, 'dist/a'), 'utf8')).toContain('built');
  });
});

describe('the captures that are generated', () => {
  it('are the same each time, and of all forms', () => {
    const runs = generatedRuns(1000);
    expect(generatedRuns(1000)).toEqual(runs);
    expect(new Set(runs.map(({ name }) => name)).size).toBe(1000);
    const formats = runs.map(({ options }) => / --format (\S+)/.exec(options.join(' '))?.[1] ?? 'pcap');
    expect([...new Set(formats)].sort()).toEqual(['pcap', 'pcap-be', 'pcap-ns', 'pcapng']);
  });
});

describe('two builds', () => {
  it('of which one has another sentence differ in that alone', async () => {
    const folder = temporaryFolder();
    const script = join(folder, 'run-build.mjs');
    await build({
      entryPoints: [join(ROOT, 'test/tools/diff-release/run-build.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
    });
    const before = withoutVersion(ROOT, join(folder, 'before'));
    const now = join(folder, 'now');
    cpSync(before, now, { recursive: true, verbatimSymlinks: true });
    const was = 'A Content-Type was added in transit; the client sent and signed none.';
    const or = ' Or the server itself computes another string.';
    const is = 'On the way a Content-Type was added; the client sent and signed none.';
    const changed = readdirSync(join(now, 'dist/sentences'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .map((name) => join(now, 'dist/sentences', name))
      .filter((path) => readFileSync(path, 'utf8').includes(was));
    for (const path of changed) writeFileSync(path, readFileSync(path, 'utf8').replace(was, is));
    expect(changed).toHaveLength(1);

    const only = 'oss2-v1-mpu-complete-403.client.pcap plain en';
    const common = { before, now, fixtures: ROOT, generated: join(folder, 'generated'), script };
    const fixture = (await compareBuilds({ ...common, captures: 0, only })).text('A', 'B');
    expect(fixture).toContain('# What changed from A to B\n\n1 runs of each, 1 of them');
    expect(fixture).toContain('| sentences only | 1 |');
    for (const kind of ['verdict', 'certainty', 'cause', 'fields', 'bytes only', 'exit code', 'stderr'])
      expect(fixture).toContain(`\n| ${kind} | 0 |`);
    expect(fixture).toContain(`- 1 × ${was}${or} → ${is}${or}`);
    expect(fixture).toMatch(
      /\n {6}osscap scan fixtures\/captures\/oss2-v1-mpu-complete-403.client.pcap --format json --lang en\n/,
    );

    const generated = await compareBuilds({ ...common, captures: 3, only: 'generated/' });
    expect(generated.text('A', 'B')).toContain('3 runs of each, 0 of them');
  });
});
