import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { osscap } from '../support/command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/* No report says one thing and its opposite: over every capture of these folders, and of single ones. */

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** `path`: of a fixture, or one that begins at the root. */
function scanned(path: string, ...others: readonly string[]): string {
  const file = path.startsWith('/') ? path : FIXTURES + path;
  const { stdout } = osscap(['scan', file, '--lang=en', '--no-config', '--width=100', ...others]);
  return stdout;
}

/** A failure with its rows, each on one line: where it wraps is no matter. */
function blocksOf(report: string): readonly string[] {
  return report
    .split(/\n(?=✗ )/)
    .slice(1)
    .map((block) => (block.split('\n\n! ')[0] ?? '').replace(/\n {3,}/g, ' '));
}

const BLOCKS = ['field', 'stories'].flatMap((folder) => blocksOf(scanned(folder, '--all')));

describe('a report does not contradict itself', () => {
  it('and these are enough to tell', () => {
    expect(BLOCKS.length).toBeGreaterThan(40);
    expect(BLOCKS.filter((block) => block.includes('No cause stands out')).length).toBeGreaterThan(0);
  });

  it('where no cause stands out: there is a check, and nothing to mend', () => {
    const wrong = BLOCKS.filter((block) => block.includes('No cause stands out') && /\n *fix /.test(block));
    expect(wrong).toEqual([]);
  });

  it('about a suspect that leads: no accepted request of the client refutes it', () => {
    const leads = /^✗ .* (?:very )?likely *\n/;
    const refuted = /\n *against +\d+ accepted requests? of this client had/;
    expect(BLOCKS.filter((block) => leads.test(block) && refuted.test(block))).toEqual([]);
  });

  it('about a hop behind the capture, where the service received what was captured', () => {
    const wrong = BLOCKS.filter(
      (block) => /something behind this capture/i.test(block) && block.includes('received it as captured'),
    );
    expect(wrong).toEqual([]);
  });

  it('about a signature that nothing can prove: nothing settles it either', () => {
    const report = scanned('field/14-sigurlv4-addhdr-missing.pcap', '-v').replace(/\s+/g, ' ');
    expect(report).toContain('nothing can prove the rest');
    expect(report).toContain('osscap can tell only whether the client signed without the headers');
    expect(report).not.toMatch(/settles? it|whether the client signed a different string/);
  });

  it('about what followed from a redirect: it is a cause, and not an error beside it', () => {
    const report = scanned('field/29-redirect-drops-auth.pcap');
    expect(report).toMatch(/A proxy or gateway on the way redirected[\s\S]*and left its Authorization/);
    expect(report).not.toContain('not related to the signature');
  });

  it('about two faults: the short report names both', () => {
    const report = scanned(
      'field/clocks-and-hops/secret-newline-and-type.pcap',
      `--credentials=${FIXTURES}field/credentials.json`,
    );
    expect(report).toMatch(
      /1\. The client signed an empty Content-Type[\s\S]*2\. The client used the secret with a/,
    );
  });

  const folder = temporaryFolder();
  const pasted = (text: string): string => {
    const path = join(folder, 'pasted.txt');
    writeFileSync(path, text);
    return scanned(path);
  };
  const HOST = 'rokid.oss-cn-hangzhou.aliyuncs.com';
  const QUERY = 'OSSAccessKeyId=LTAIexample&Expires=1999999999&Signature=VL%2Fnf26%2FS5DVRuDHJP2Osj6xGJo%3D';

  it('about the sides of a table: they differ, or there is none', () => {
    const scope = '20221108/cn-hangzhou/s3/aws4_request';
    const listed = 'SignedHeaders=host;x-amz-content-sha256;x-amz-date';
    const value = `AWS4-HMAC-SHA256 Credential=LTAIyocwaJ5BNKae\\n/${scope}, ${listed}, Signature=${'f2'.repeat(32)}`;
    const report = pasted(
      `Head "https://oss-cn-hangzhou.aliyuncs.com/fluxcd/": net/http: invalid header field value "${value}" for key Authorization\n`,
    );
    expect(report).toContain('The AccessKey ID has white space');
    expect(report).not.toContain('[]');
  });

  it('about a signed URL that a text shows without an answer: nothing is known to pass', () => {
    const report = pasted(`https://${HOST}/a.txt?${QUERY} gives 403 Forbidden\n`);
    expect(report).toContain('no answer to 1 OSS request');
    expect(report).not.toContain('no signature fails');
  });

  it.each([
    ['en', 'no answer to 1 OSS request · exit 0', '0 passed, 1 other'],
    ['zh', '1 次 OSS 请求没有应答 · 退出码 0', '0 次通过，其他 1 次'],
  ])('about a request without an answer, in %s: it neither failed nor passed', (lang, end, counts) => {
    const path = join(folder, 'unanswered.txt');
    writeFileSync(path, `GET /a.txt?${QUERY} HTTP/1.1\nHost: ${HOST}\n\n`);
    const { status, stdout } = osscap(['scan', path, '--lang', lang]);
    expect([status, stdout.includes('✗')]).toEqual([0, false]);
    expect(stdout).toContain(counts);
    expect(stdout).toContain(end);
  });

  it('about who answered, where a text shows no address', () => {
    const report = pasted(
      `> GET /a.txt?${QUERY} HTTP/1.1\n> Host: ${HOST}\n>\n< HTTP/1.1 403 Forbidden\n< Content-Length: 0\n<\n`,
    );
    expect(report).toContain('the answer came from an unknown address');
    expect(report).not.toMatch(/(?:from|at) {2}/);
  });
});
