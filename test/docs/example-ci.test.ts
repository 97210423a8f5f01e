import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type IJob, Job } from 'kubernetes-models/batch/v1';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfigValues } from '../../src/cli/settings/resolve.ts';
import { CAUSE_IDS } from '../rooms/sentences.ts';
import { COMMAND, osscap, temporaryFolder } from '../support/command.ts';

const EXAMPLE = fileURLToPath(new URL('../../docs/example-ci/', import.meta.url));
const WORKFLOW = readFileSync(join(EXAMPLE, '.github/workflows/osscap.yml'), 'utf8');
const PIPELINE = readFileSync(join(EXAMPLE, '.gitlab-ci.yml'), 'utf8');
const MANIFEST = readFileSync(join(EXAMPLE, 'kubernetes-job.yaml'), 'utf8');

/** Where the reports are and what they come to, and no complaint. */
const REPORTS_ONLY = /^(?:\S+ report: \S+\n|\d+ of \d+ requests failed · [^\n]* exit 0\n)*$/;

/** A copy of the example in which osscap is installed as the project's own dependency. */
function copyOfExample(): string {
  const folder = temporaryFolder();
  cpSync(EXAMPLE, folder, { recursive: true });
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"name":"example","private":true}');
  symlinkSync(COMMAND, join(folder, 'node_modules/.bin/osscap'));
  return folder;
}

/** Runs one command as a CI runner does: `bash -e`. */
function bash(command: string, cwd: string, env: Readonly<Record<string, string>> = {}) {
  const path = `${join(cwd, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', command], {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: path,
      HOME: cwd,
      LC_ALL: 'C',
      SOURCE_DATE_EPOCH: '1800000000',
      npm_config_update_notifier: 'false',
      ...env,
    },
  });
  return { status, stdout, stderr };
}

/** Texts of `run:` steps, plain or folded (`>-`), in their order. */
function runSteps(yaml: string): readonly string[] {
  const lines = yaml.split('\n');
  return lines.flatMap((line, at) => {
    const [, indent = '', text] = /^( *(?:- )?)run: (.*)$/.exec(line) ?? [];
    if (text === undefined) return [];
    if (text !== '>-') return [text];
    const folded: string[] = [];
    for (const next of lines.slice(at + 1)) {
      if (next.trim() === '' || next.length - next.trimStart().length <= indent.length) break;
      folded.push(next.trim());
    }
    return [folded.join(' ')];
  });
}

/** Puts values in the place of `${{ … }}`. */
function evaluate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`not known: ${name}`);
    return value;
  });
}

/** The part of a text from one line on, up to the next one that is indented no deeper. */
function section(yaml: string, head: string): string {
  const lines = yaml.split('\n');
  const start = lines.findIndex((line) => line.trim() === head);
  if (start < 0) throw new Error(`no ${head}`);
  const depth = (line: string): number => line.length - line.trimStart().length;
  const own = depth(lines[start] ?? '');
  const length = lines.slice(start + 1).findIndex((line) => line.trim() !== '' && depth(line) <= own);
  return lines.slice(start, length < 0 ? undefined : start + 1 + length).join('\n');
}

/** Items of the list under `script:` or `args:`. */
function listOf(yaml: string, name: string): readonly string[] {
  return section(yaml, `${name}:`)
    .split('\n')
    .slice(1)
    .map((line) => line.trim().replace(/^- /, ''))
    .filter((line) => line !== '');
}

/** The package is on no registry: it is installed from what `npm pack` makes of a checkout. */
const INSTALL = 'npm install --no-save ./vendor/osscap.tgz';

/** Everything but the installation, which asks a registry for what the package needs. */
function withoutInstall(commands: readonly string[]): readonly string[] {
  expect(commands).toContain(INSTALL);
  return commands.filter((command) => command !== INSTALL);
}

describe('the example for CI', () => {
  it('has a valid configuration, whose baseline is what --write-baseline writes', () => {
    const config = JSON.parse(readFileSync(join(EXAMPLE, 'osscap.config.json'), 'utf8'));
    expect(readConfigValues(config, CAUSE_IDS).ok).toBe(true);
    const folder = copyOfExample();
    rmSync(join(folder, 'osscap.baseline.json'));
    const written = osscap(
      ['scan', 'captures/', '--no-baseline', '--write-baseline', 'osscap.baseline.json'],
      { cwd: folder },
    );
    expect(written.status).toBe(0);
    expect(readFileSync(join(folder, 'osscap.baseline.json'), 'utf8')).toBe(
      readFileSync(join(EXAMPLE, 'osscap.baseline.json'), 'utf8'),
    );
  });

  it('passes with both, fails without either, and says why it passes', () => {
    const cwd = copyOfExample();
    const { status, stdout } = osscap(['scan', 'captures/'], { cwd });
    expect(status).toBe(0);
    expect(stdout).toContain('Known (baseline): ');
    expect(stdout).toContain(
      'Ignored (the test proxy adds a Content-Type; it is replaced in March (OPS-12)): ',
    );
    expect(osscap(['scan', 'captures/', '--no-baseline'], { cwd }).status).toBe(1);
    expect(
      osscap(['scan', 'captures/', '--no-config', '--baseline', 'osscap.baseline.json'], { cwd }).status,
    ).toBe(1);
  });

  it('GitHub Actions: the steps of the workflow give one report of the whole', () => {
    const folder = copyOfExample();
    const [scan, ...noMore] = withoutInstall(runSteps(section(WORKFLOW, 'scan:')));
    expect(noMore).toEqual([]);
    const shards = JSON.parse(/shard: (\[.*\])/.exec(WORKFLOW)?.[1] ?? '') as number[];
    for (const shard of shards) {
      const values = { 'matrix.shard': String(shard), 'strategy.job-total': String(shards.length) };
      expect(bash(evaluate(scan ?? '', values), folder)).toMatchObject({ status: 0, stderr: '' });
      // As download-artifact lays out what upload-artifact took.
      const artifact = join(folder, 'blobs', evaluate(`osscap-\${{ matrix.shard }}`, values));
      mkdirSync(artifact, { recursive: true });
      for (const name of readdirSync(folder).filter((file) => /^osscap-.*\.blob$/.test(file))) {
        cpSync(join(folder, name), join(artifact, name));
        rmSync(join(folder, name));
      }
    }
    const summary = join(folder, 'summary.md');
    const [merge = '', ...rest] = withoutInstall(runSteps(section(WORKFLOW, 'report:')));
    expect(rest).toEqual([]);
    const merged = bash(evaluate(merge, {}), folder, { GITHUB_STEP_SUMMARY: summary });
    expect(merged).toMatchObject({ status: 0, stderr: expect.stringMatching(REPORTS_ONLY) });
    expect(merged.stdout).not.toContain('::error');
    expect(readFileSync(summary, 'utf8')).toContain('Known (baseline)');
    const { results } = JSON.parse(readFileSync(join(folder, 'osscap.sarif'), 'utf8')).runs[0];
    expect(results.map(({ level }: { level: string }) => level)).toEqual(['note', 'note']);
    const { stdout } = osscap(['scan', 'captures/', '--format', 'html'], { cwd: folder });
    expect(readFileSync(join(folder, 'osscap.html'), 'utf8') === stdout).toBe(true);
    // Where the repository is private, upload-sarif may ask which run it belongs to only with this.
    expect(section(WORKFLOW, 'report:')).toMatch(/security-events: write\n +actions: read\n/);
    // A part that did not come makes the whole fail.
    rmSync(join(folder, 'blobs', 'osscap-2'), { recursive: true });
    const partial = bash(evaluate(merge, {}), folder);
    expect(partial.status).toBe(2);
    expect(partial.stderr).toContain('part 2 of 3 is missing');
  });

  it('GitLab: so do the scripts of the pipeline', () => {
    const folder = copyOfExample();
    const total = Number(/parallel: (\d+)/.exec(PIPELINE)?.[1]);
    const scripts = withoutInstall(listOf(section(PIPELINE, 'osscap:'), 'script'));
    for (let index = 1; index <= total; index++) {
      const env = { CI_NODE_INDEX: String(index), CI_NODE_TOTAL: String(total) };
      for (const script of scripts)
        expect(bash(script, folder, env)).toMatchObject({ status: 0, stderr: '' });
    }
    for (const script of withoutInstall(listOf(section(PIPELINE, 'osscap-report:'), 'script'))) {
      const { status, stdout } = bash(script, folder);
      expect(status).toBe(0);
      expect(stdout).toBe(osscap(['scan', 'captures/'], { cwd: folder }).stdout);
    }
    const issues = JSON.parse(readFileSync(join(folder, 'gl-code-quality-report.json'), 'utf8'));
    expect(issues.map(({ severity }: { severity: string }) => severity)).toEqual(['info', 'info']);
    expect(readFileSync(join(folder, 'osscap-junit.xml'), 'utf8')).toMatch(/failures="0"/);
  });

  it('Kubernetes: so do the containers of the jobs', () => {
    const folder = copyOfExample();
    const [scanJob = '', mergeJob = ''] = MANIFEST.split('\n---\n');
    const completions = Number(/completions: (\d+)/.exec(scanJob)?.[1]);
    const env = { CAPTURES: 'captures', BLOBS: join(folder, 'volume') };
    mkdirSync(env.BLOBS);
    const [scan = ''] = listOf(scanJob, 'args');
    expect(scan).toContain(`--shard auto/${completions} `);
    for (let index = 0; index < completions; index++) {
      // A pod that is started again does no harm.
      for (const _ of ['first', 'again']) {
        const pod = bash(scan, folder, { ...env, JOB_COMPLETION_INDEX: String(index) });
        expect(pod).toMatchObject({ status: 0, stderr: '' });
      }
    }
    const [merge = ''] = listOf(mergeJob, 'args');
    const { status, stdout } = bash(merge, folder, env);
    expect(status).toBe(0);
    expect(stdout).toBe(osscap(['scan', 'captures/'], { cwd: folder }).stdout);
    expect(readdirSync(env.BLOBS)).toHaveLength(completions + 1);
    // A new volume belongs to root, and the containers do not run as root.
    for (const job of [scanJob, mergeJob]) {
      const [user, group] = ['runAsUser', 'fsGroup'].map((key) => RegExp(`${key}: (\\d+)`).exec(job)?.[1]);
      expect(Number(user)).toBeGreaterThan(0);
      expect(group).toBe(user);
    }
  });

  it('Kubernetes: the jobs are what the API takes', () => {
    const jobs = MANIFEST.split('\n---\n').map((text) => parse(text) as IJob);
    for (const job of jobs) expect(() => new Job(job).validate()).not.toThrow();
    const [scan, merge] = jobs;
    expect([scan?.spec?.completionMode, merge?.kind]).toEqual(['Indexed', 'Job']);
    // what the API does not know it would drop in silence: the compiler knows every name
    const folder = temporaryFolder();
    symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder, 'node_modules'));
    const typed = (given: readonly unknown[]): string => {
      const literals = given.map((job) => JSON.stringify(job)).join(', ');
      const imported = "import type { IJob } from 'kubernetes-models/batch/v1';";
      writeFileSync(join(folder, 'jobs.ts'), `${imported}\nexport const jobs: IJob[] = [${literals}];\n`);
      const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--ignoreConfig'];
      const tsc = join(folder, 'node_modules/typescript/bin/tsc');
      return spawnSync(process.execPath, [tsc, ...options, 'jobs.ts'], { cwd: folder, encoding: 'utf8' })
        .stdout;
    };
    expect(typed(jobs)).toBe('');
    expect(typed([{ ...scan, spec: { ...scan?.spec, completion: 3 } }])).toContain(
      `'"completion"' does not exist`,
    );
  });
});

describe('what docs/ci.md shows', () => {
  it.each(['ci.md', 'ci.zh-CN.md'])('%s: the configuration is valid, and the commands run', (name) => {
    const text = readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
    const config = /```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    expect(readConfigValues(JSON.parse(config), CAUSE_IDS)).toMatchObject({ ok: true });
    const commands = /```sh\n([\s\S]*?)```/.exec(text)?.[1]?.trim().split('\n') ?? [];
    expect(commands).toHaveLength(3);
    const folder = copyOfExample();
    for (const command of commands) {
      const stderr = expect.stringMatching(REPORTS_ONLY);
      expect(bash(command, folder)).toMatchObject({ status: 0, stderr });
    }
    for (const [, link] of text.matchAll(/\]\(([^):]+)\)/g)) {
      expect(() => readFileSync(new URL(`../../docs/${link}`, import.meta.url))).not.toThrow(/ENOENT/);
    }
  });
});
