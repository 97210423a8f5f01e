import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateAction, validateWorkflow } from '@action-validator/core';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PLAIN_ENVIRONMENT, temporaryFolder } from '../support/command.ts';
import { ROOT } from '../support/packed-package.ts';
import { FIXTURES } from '../support/truth.ts';

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const TEXT = readFileSync(join(ROOT, 'action.yml'), 'utf8');
const ACTION: Action = parse(TEXT);
const CAPTURE = 'captures/oss2-v1-mpu-complete-403.client.pcap';

/** Runs the action as a runner of GitHub does: its scripts, in order, until one fails. */
function runAction(given: Readonly<Record<string, string>>, workspace: string = FIXTURES) {
  const own = temporaryFolder();
  const file = (name: string): string => join(own, name);
  const [output, summary] = [file('output'), file('summary')];
  for (const path of [output, summary]) writeFileSync(path, '');
  const values = new Map<string, string>([['github.action_path', ROOT]]);
  for (const [name, { default: usual, required }] of Object.entries(ACTION.inputs)) {
    const value = given[name] ?? usual;
    if (value === undefined || (required === true && value === '')) throw new Error(`no input ${name}`);
    values.set(`inputs.${name}`, value);
  }
  const evaluate = (text: string): string =>
    text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_, name: string) => {
      const value = values.get(name);
      if (value === undefined) throw new Error(`not known: ${name}`);
      return value;
    });
  let [log, status] = ['', 0];
  for (const step of ACTION.runs.steps) {
    if (step.run === undefined) continue;
    const script = file('script.sh');
    writeFileSync(script, evaluate(step.run));
    const env = Object.entries(step.env ?? {}).map(([name, value]) => [name, evaluate(value)]);
    expect(step.shell).toBe('bash');
    const run = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
      cwd: evaluate(step['working-directory'] ?? workspace),
      encoding: 'utf8',
      env: {
        ...PLAIN_ENVIRONMENT,
        GITHUB_ACTIONS: 'true',
        GITHUB_ACTION_PATH: ROOT,
        GITHUB_WORKSPACE: workspace,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        ...Object.fromEntries(env),
      },
    });
    log += run.stdout + run.stderr;
    status = run.status ?? -1;
    for (const [, name, value] of readFileSync(output, 'utf8').matchAll(/^(.*?)=(.*)$/gm)) {
      values.set(`steps.${step.id}.outputs.${name}`, String(value));
    }
    if (status !== 0) break;
  }
  const outputs = Object.entries(ACTION.outputs).map(([name, { value }]) => [name, evaluate(value)]);
  return { status, log, summary: readFileSync(summary, 'utf8'), outputs: Object.fromEntries(outputs) };
}

describe('the action for GitHub', () => {
  it('is what GitHub takes for one, and so are the workflows of the documentation', () => {
    const problems = ({ errors }: { readonly errors: readonly unknown[] }) => errors;
    expect(problems(validateAction(TEXT))).toEqual([]);
    const workflow = readFileSync(join(ROOT, 'docs/example-ci/.github/workflows/osscap.yml'), 'utf8');
    expect(problems(validateWorkflow(workflow))).toEqual([]);
    // The check is one: what it must refuse, it refuses.
    expect(problems(validateAction(TEXT.replace('using: composite', 'using: compound')))).not.toEqual([]);
  });

  it('runs nothing that an input could add a command to', () => {
    const scripts = ACTION.runs.steps.map(({ run = '' }) => run);
    expect(scripts.filter((run) => run.includes('${{'))).toEqual([]);
  });

  it('sets up a Node.js that the package is for', () => {
    const uses = ACTION.runs.steps.filter((step) => step.uses !== undefined);
    expect(uses.map((step) => [step.uses, step.with])).toEqual([
      ['actions/setup-node@395ad3262231945c25e8478fd5baf05154b1d79f', { 'node-version': 24 }],
    ]);
  });

  it('annotates, summarizes, writes the reports that are asked for, and fails as the command does', () => {
    const folder = temporaryFolder();
    const [sarif, html] = [join(folder, 'osscap.sarif'), join(folder, 'osscap.html')];
    const { status, log, summary, outputs } = runAction({ paths: `${CAPTURE}\n`, sarif, html });
    expect({ status, outputs }).toEqual({ status: 1, outputs: { 'exit-code': '1' } });
    expect(log).toMatch(/^::error .*oss2-v1-mpu-complete-403/m);
    expect(summary).toContain('Content-Type');
    expect(JSON.parse(readFileSync(sarif, 'utf8')).runs[0].results).toHaveLength(1);
    expect(readFileSync(html, 'utf8')).toContain('</html>');
  });

  it('takes several paths and arguments, with blanks and with what a shell would run', () => {
    const workspace = temporaryFolder();
    mkdirSync(join(workspace, 'two words'));
    const capture = readFileSync(join(FIXTURES, CAPTURE));
    const names = ['two words/a.pcap', '$(touch ran).pcap', '-q.pcap'];
    for (const name of names) writeFileSync(join(workspace, name), capture);
    const given = { paths: names.join('\n'), arguments: '--fail-on=none\n\n--lang=zh' };
    const { status, log, summary, outputs } = runAction(given, workspace);
    expect({ status, outputs }).toEqual({ status: 0, outputs: { 'exit-code': '0' } });
    for (const name of names) expect(summary).toContain(`\n## \`${name}\`\n`);
    expect(log).toContain('传输途中');
    expect(existsSync(join(workspace, 'ran'))).toBe(false);
  });

  it('fails where an input cannot be read', () => {
    const { status, outputs } = runAction({ paths: 'nowhere.pcap' });
    expect({ status, outputs }).toEqual({ status: 2, outputs: { 'exit-code': '2' } });
  });
});
