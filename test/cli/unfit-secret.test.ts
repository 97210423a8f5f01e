import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../rooms/report.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-baseline.pcap');
const ID = 'LTAI5tTestCapture0001';

function scanWith(accessKeySecret: string, ...args: readonly string[]): ReturnType<typeof osscap> {
  const path = join(temporaryFolder(), 'keys.json');
  writeFileSync(path, JSON.stringify({ accessKeyId: ID, accessKeySecret }), { mode: 0o600 });
  return osscap(['scan', '--credentials', path, ...args, CAPTURE]);
}

describe('a given secret that does not give the signatures of accepted requests', () => {
  it('is told once, beside a scan in which nothing fails', () => {
    const { stderr, status } = scanWith('AnotherSecret');
    expect(stderr).toBe(
      `osscap: ${CAPTURE}: frame 4: the given secret of the AccessKey ID LTAI****001 does not give the signature of exchange #1, which the server accepted: check that it is the secret this client uses; if it is, osscap rebuilds the string to sign wrongly here, so please report it\n`,
    );
    expect(status).toBe(0);
    expect(scanWith('AnotherSecret', '--lang', 'zh').stderr).toContain('AccessKey LTAI****001 的 Secret');
  });

  it('stands in the JSON report', () => {
    const { stdout } = scanWith('AnotherSecret', '--format', 'json');
    const [capture] = (JSON.parse(stdout) as Report).captures;
    expect(capture?.warnings).toMatchObject([{ code: 'secret-unfit', frame: 4 }]);
  });

  it('is not told of the right one', () => {
    expect(scanWith('FakeSecretForCaptures0000000001').stderr).toBe('');
  });
});
