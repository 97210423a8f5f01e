import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { PAGE_FORMAT_NAMES } from '../../src/cli/settings/value-types.ts';
import { FORMAT_NAMES } from '../rooms/report.ts';
import { temporaryFolder } from '../support/command.ts';
import { fakeIo } from '../support/fake-io.ts';
import { credentialsOf, found, SECRETS, sentSecret } from './secret-cases.ts';

describe("the user's own secret", { timeout: 120_000 }, () => {
  it.each(SECRETS)('is in no format, although the capture holds it: %s', async (secret) => {
    const folder = temporaryFolder();
    const capture = join(folder, 'sent.pcap');
    writeFileSync(capture, sentSecret(secret));
    // without the key it is captured text like any other: it does stand in the capture, and would be told
    const blind = fakeIo({ cwd: folder });
    await run(['scan', capture, '--all', '--format', 'json'], blind.io);
    expect(found(blind.written.stdout, secret).length).toBeGreaterThan(2);
    expect(blind.written.stdout).toContain('same bytes twice');

    for (const [name, { args, env }] of Object.entries(credentialsOf(secret))) {
      const out = join(folder, name);
      mkdirSync(out);
      const files = FORMAT_NAMES.flatMap((format) => ['--format', `${format}=${join(out, format)}`]);
      const { io, written } = fakeIo({
        cwd: folder,
        env: { ...env, GITHUB_STEP_SUMMARY: join(out, 'summary') },
      });
      await run(['scan', capture, '--all', '--verbose', '--show-signatures', ...args, ...files], io);
      const texts: Record<string, string> = { stdout: written.stdout, stderr: written.stderr };
      for (const file of readdirSync(out)) texts[file] = readFileSync(join(out, file), 'utf8');
      for (const width of ['40', '80']) {
        const table = fakeIo({ cwd: folder, env, columns: Number(width) });
        await run(['scan', capture, '--all', '--width', width, ...args], table.io);
        texts[`table of ${width}`] = table.written.stdout + table.written.stderr;
      }
      for (let index = 1; index <= 8; index++) {
        for (const format of PAGE_FORMAT_NAMES) {
          const one = fakeIo({ cwd: folder, env });
          await run(['explain', capture, String(index), '--format', format, ...args], one.io);
          texts[`explain ${index} ${format}`] = one.written.stdout + one.written.stderr;
        }
      }
      for (const format of PAGE_FORMAT_NAMES) {
        const compared = fakeIo({ cwd: folder, env });
        await run(['compare', capture, capture, '--all', '--format', format, ...args], compared.io);
        texts[`compare ${format}`] = compared.written.stdout + compared.written.stderr;
      }
      expect(Object.keys(texts).length).toBeGreaterThan(FORMAT_NAMES.length + 27);
      for (const [place, text] of Object.entries(texts)) {
        expect([name, place, found(text, secret)]).toEqual([name, place, []]);
      }
      expect(written.stderr, name).toContain('was sent over the network');
      expect(JSON.parse(texts['json'] ?? '').captures[0].exchanges).toHaveLength(9);
      const { warnings } = JSON.parse(texts['json'] ?? '').captures[0];
      expect(JSON.stringify(warnings)).toMatch(/same bytes twice.*\*\*\*/);
    }
  });
});
