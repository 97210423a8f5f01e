import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { osscap, privateCopy, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');
const TLS = join(FIXTURES, 'tls');

function extract(...args: readonly string[]) {
  const folder = temporaryFolder();
  const file = join(folder, 'ticket.pcapng');
  const { status, stdout, stderr } = osscap(['extract', ...args, '-o', file], { cwd: folder });
  expect(readdirSync(folder).filter((name) => name !== 'ticket.pcapng')).toEqual([]);
  return { status, stdout, lines: stderr.trimEnd().split('\n'), file };
}

describe('osscap extract', () => {
  it('writes the file, says what it shows, and what its packets say of themselves', () => {
    const { status, stdout, lines, file } = extract(CAPTURE, '5', '#4');
    expect([status, stdout]).toEqual([0, '']);
    expect(lines[0]).toMatch(/^osscap: 13 packets in \S+: AccessKey IDs, signatures/);
    expect(lines.slice(1)).toEqual([
      'osscap: #4 is #1 there: match, as in the capture',
      'osscap: #5 is #2 there: transit-modified (content-type-added-in-transit, content-type), as in the capture',
    ]);
    const written = readFileSync(file, 'utf8');
    expect(written).toContain('#5, request: transit-modified: A Content-Type was added in transit');
    expect(written).toContain('#5, answer: 403 SignatureDoesNotMatch 0002-00000040 6B0617825A0E403C2F939F29');
    expect(osscap(['scan', file, '--no-config']).stdout).toContain('A Content-Type was added in transit');
  });

  it('says what only the secret proves, and speaks Chinese', () => {
    const capture = join(FIXTURES, 'captures/source-example-consistent.pcap');
    const credentials = privateCopy(join(FIXTURES, 'credentials.json'));
    const shown = osscap(['scan', capture, '--credentials', credentials, '--format', 'json']).stdout;
    const failing = JSON.parse(shown).captures[0].exchanges.find(
      ({ diagnosis }: { diagnosis: { verdict: string } }) => diagnosis.verdict !== 'match',
    );
    const { lines } = extract(capture, String(failing.index), '--credentials', credentials, '--lang', 'zh');
    expect(lines[0]).toContain('已换成替代值');
    expect(lines).toHaveLength(2);
  });

  it('keeps TLS as it is, without its keys', () => {
    const keys = ['--tls-keylog', join(TLS, '12-aes-128-ccm.keylog')];
    const { status, lines } = extract(join(TLS, '12-aes-128-ccm.pcap'), '1', ...keys);
    expect(status).toBe(0);
    expect(lines.at(-1)).toContain('#1 came over TLS: its packets are kept encrypted');
  });

  it.each([
    [[CAPTURE, '9'], `${CAPTURE}: there is no exchange #9; it has 5, starting at #1`],
    [[CAPTURE, '0'], 'INDEX is the number of an exchange, from 1, not "0" (osscap extract --help)'],
    [[CAPTURE], 'INDEX is missing (osscap extract --help)'],
    [
      [CAPTURE, ...Array.from({ length: 1001 }, (_, at) => String(at + 1))],
      'extract takes 1000 exchanges at most (osscap extract --help)',
    ],
    [
      ['-', '1'],
      'extract reads a capture three times: give it as a file, not on standard input (osscap extract --help)',
    ],
    [[join(FIXTURES, 'nowhere.pcap'), '1'], `${join(FIXTURES, 'nowhere.pcap')}: no such file or folder`],
    [
      [join(FIXTURES, 'captures'), '1'],
      `extract takes one capture, but ${join(FIXTURES, 'captures')} matches 6`,
    ],
  ])('refuses %#', (args, message) => {
    const { status, stdout, lines, file } = extract(...args);
    expect([status, stdout, lines]).toEqual([2, '', [`osscap: ${message}`]]);
    expect(existsSync(file)).toBe(false);
  });

  it('refuses a text, which has no packets', () => {
    const text = join(FIXTURES, 'text', readdirSync(join(FIXTURES, 'text'))[0] ?? '');
    const { status, lines, file } = extract(text, '1');
    expect([status, existsSync(file)]).toEqual([2, false]);
    expect(lines).toEqual([`osscap: ${text}: a text, which has no packets to extract`]);
  });

  it('writes over no input, nor where it cannot', () => {
    const folder = temporaryFolder();
    const capture = join(folder, 'a.pcap');
    copyFileSync(CAPTURE, capture);
    const over = osscap(['extract', capture, '5', '-o', capture]);
    expect([over.status, over.stderr]).toEqual([
      2,
      `osscap: the report would overwrite ${capture}, which is an input: give it another name (NAME=FILE); nothing was written\n`,
    ]);
    expect(readFileSync(capture).equals(readFileSync(CAPTURE))).toBe(true);
    const nowhere = join(folder, 'no', 'b.pcapng');
    const { status, stderr } = osscap(['extract', capture, '5', '-o', nowhere]);
    expect(status).toBe(2);
    expect(stderr).toContain(`the packets could not be written to ${nowhere}: `);
    expect(osscap(['extract', capture, '5']).stderr).toBe(
      'osscap: --output FILE is missing (osscap extract --help)\n',
    );
  });
});
