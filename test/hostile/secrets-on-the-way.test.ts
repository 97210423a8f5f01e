import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { credentialsFile, temporaryFolder } from '../support/command.ts';
import { fakeIo } from '../support/fake-io.ts';
import { FILE_FORMATS, MASKED_FORMATS } from '../support/formats.ts';
import { isReadable } from '../support/spellings.ts';
import { FIXTURES } from '../support/truth.ts';

/*
 * What urllib, curl, ali-oss and squid put where by themselves: a password into target and Host, a nonce, an
 * OAuth login beside the storage, a callback in base64, tokens in the server's string.
 */

const NAME = join(FIXTURES, 'field', '97-secrets-on-the-way');
const CAPTURE = `${NAME}.pcap`;

const { secrets, credentials }: Story = JSON.parse(readFileSync(`${NAME}.truth.json`, 'utf8'));

interface Story {
  readonly secrets: readonly { readonly what: string; readonly value: string }[];
  readonly credentials: readonly { readonly accessKeyId: string; readonly accessKeySecret: string }[];
}

/** Of tokens and signatures, the first eight characters may be seen. */
function readIn(text: string): readonly string[] {
  return secrets
    .filter(({ value }) => isReadable(value.slice(value.length > 20 ? 8 : 6, -3), text))
    .map(({ what }) => what);
}

/** What a command prints, as a terminal and a log get it. */
async function printed(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const { io, written } = fakeIo({ cwd: FIXTURES, env });
  await run([...args, '--no-config'], io);
  expect(written.stdout.length + written.stderr.length).toBeGreaterThan(100);
  return written.stdout + written.stderr;
}

const keys = (): string =>
  credentialsFile(
    credentials.map(({ accessKeyId, accessKeySecret }) => ({ accessKeyId, secret: accessKeySecret })),
  );

describe('secrets that real programs send', { timeout: 120_000 }, () => {
  it('are in the capture and in the evidence, so that what follows can fail', async () => {
    const all = secrets.map(({ what }) => what);
    expect(readIn(readFileSync(CAPTURE, 'latin1'))).toEqual(all);
    // bodies that succeed are not kept, nor is what stands beside the requests of storage
    const notKept = /OAuth login$|of the answer$/;
    const told = await printed(['scan', CAPTURE, '--all', '--format', 'har', '--show-signatures']);
    expect(readIn(told)).toEqual(all.filter((what) => !notKept.test(what)));
  });

  it.each([
    ['', []],
    ['with all', ['--all', '--verbose']],
    ['with the keys', ['--all', '--verbose', '--credentials', keys()]],
  ])('are in no masked report, nor on the terminal, nor in the log %s', async (_, more) => {
    const out = temporaryFolder();
    mkdirSync(join(out, 'reports'));
    const formats = FILE_FORMATS.flatMap((name) => ['--format', `${name}=${join(out, 'reports', name)}`]);
    const summary = { GITHUB_STEP_SUMMARY: join(out, 'reports', 'summary') };
    const table = await printed(['scan', CAPTURE, ...more, ...formats, '--format', 'table'], summary);
    expect(readIn(table)).toEqual([]);
    expect(readdirSync(join(out, 'reports'))).toEqual(expect.arrayContaining([...FILE_FORMATS, 'summary']));
    for (const name of [...MASKED_FORMATS, 'summary']) {
      expect([name, readIn(readFileSync(join(out, 'reports', name), 'utf8'))]).toEqual([name, []]);
    }
  });

  it('are not in what the commands print that a report recommends, but for explain, which is evidence', async () => {
    const table = await printed(['scan', CAPTURE, '--width', '1000']);
    const found = [...table.matchAll(/^ +next +osscap ((?!explain).*?)(?: {2}#|$)/gm)];
    const commands = new Set(found.map(([, words = '']) => words));
    expect([...commands].map((words) => words.split(' ')[0])).toContain('scan');
    for (const words of commands) {
      const args = words.split(' ').map((word) => (word === 'FILE.json' ? keys() : word));
      expect([words, readIn(await printed(args))]).toEqual([words, []]);
    }
  });

  it.each(['table', 'html'])('are not in a comparison as %s', async (format) => {
    expect(readIn(await printed(['compare', CAPTURE, CAPTURE, '--all', '--format', format]))).toEqual([]);
  });

  it('are not in what extract writes and prints', async () => {
    const { io, written } = fakeIo({ cwd: FIXTURES });
    await run(['scan', CAPTURE, '--all', '--format', 'json', '--no-config'], io);
    const report: { captures: { exchanges: { index: number }[] }[] } = JSON.parse(written.stdout);
    const indexes = report.captures.flatMap(({ exchanges }) => exchanges.map(({ index }) => String(index)));
    expect(indexes.length).toBeGreaterThan(10);
    const file = join(temporaryFolder(), 'extracted.pcapng');
    expect(readIn(await printed(['extract', CAPTURE, ...indexes, '-o', file]))).toEqual([]);
    expect(readIn(readFileSync(file, 'latin1'))).toEqual([]);
    // bodies, too
    const whole = join(temporaryFolder(), 'whole.pcapng');
    await printed(['extract', CAPTURE, ...indexes, '--bodies', '-o', whole]);
    expect(readIn(readFileSync(whole, 'latin1'))).toEqual([]);
  });
});
