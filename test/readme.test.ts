import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { osscap } from './support/command.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * An output shown in a README stands behind a comment that names its command: `<!-- output: scan fixtures/captures -->`, then a
 * fenced block; `… | head 20` shows its first lines. `UPDATE_README=1 npx vitest run test/readme.test.ts` writes what the command prints today.
 */
const SHOWN = /<!-- output(?: \((?<env>[^)]*)\))?: (?<args>.+?) -->\n```text\n(?<text>[\s\S]*?)\n```/g;

function current(args: string, env: string | undefined): string {
  const settings = Object.fromEntries(
    (env ?? '')
      .split(' ')
      .filter(Boolean)
      .map((pair) => pair.split('=')),
  );
  const [command = '', lines] = args.split(' | head ');
  const { stdout, stderr } = osscap(command.split(' '), {
    cwd: ROOT,
    env: { LC_ALL: 'C.UTF-8', ...settings },
  });
  const shown = (stdout + stderr).trimEnd().split('\n');
  return shown.slice(0, lines === undefined ? undefined : Number(lines)).join('\n');
}

describe.each(['README.md', 'README.zh-CN.md'])('%s', (file) => {
  it('shows what its commands print', () => {
    const text = readFileSync(`${ROOT}${file}`, 'utf8');
    const updated = text.replaceAll(SHOWN, (...found) => {
      const groups: unknown = found.at(-1);
      const { env, args = '' } = groups as { env?: string; args?: string };
      const note = env === undefined ? '' : ` (${env})`;
      return `<!-- output${note}: ${args} -->\n\`\`\`text\n${current(args, env)}\n\`\`\``;
    });
    expect(text.match(SHOWN)?.length).toBeGreaterThan(0);
    if (process.env['UPDATE_README'] === '1') writeFileSync(`${ROOT}${file}`, updated);
    else expect(text).toBe(updated);
  });

  it('names the two commands', () => {
    const text = readFileSync(`${ROOT}${file}`, 'utf8');
    expect(text).toContain('npm ci && npx osscap scan fixtures/captures');
    expect(text).toContain('npm ci && npm test');
  });
});
