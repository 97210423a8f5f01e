import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { osscap, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const NAME = '12-rsa-key-exchange';
const SIGNED = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');

/** A folder with captures as their sender packed it; `plant`: with whatever might be read with them. */
function received(plant: boolean): string {
  const folder = temporaryFolder();
  copyFileSync(join(FIXTURES, 'tls', `${NAME}.pcap`), join(folder, 'tls.pcap'));
  copyFileSync(SIGNED, join(folder, 'signed.pcap'));
  if (!plant) return folder;
  const keyLog = join(FIXTURES, 'tls', `${NAME}.keylog`);
  for (const name of ['tls.keylog', 'tls.keys', 'sslkeylog', 'SSLKEYLOGFILE']) {
    copyFileSync(keyLog, join(folder, name));
  }
  symlinkSync(keyLog, join(folder, 'keys.log'));
  for (const name of ['server.key', 'tls.pem', 'tls.key']) {
    copyFileSync(join(FIXTURES, 'tls/server-rsa.key.pem'), join(folder, name));
  }
  const credentials = readCredentials();
  for (const name of ['credentials', 'credentials.json', 'keys.json', '.ossutilconfig']) {
    writeFileSync(join(folder, name), credentials, { mode: 0o600 });
  }
  mkdirSync(join(folder, '.aliyun'));
  writeFileSync(join(folder, '.aliyun/config.json'), credentials, { mode: 0o600 });
  const config = { ignore: [{ cause: 'content-type-added', reason: 'planted' }], failOn: ['other'] };
  writeFileSync(join(folder, 'osscap.config.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ osscap: config }));
  writeFileSync(join(folder, 'osscap.baseline.json'), '{"fingerprints":[]}');
  return folder;
}

function readCredentials(): string {
  return JSON.stringify([
    { accessKeyId: 'LTAI5tPlanted0000', accessKeySecret: 'PlantedSecret0000000000000000' },
  ]);
}

it('nothing that stands beside captures is read with them', () => {
  const [bare, planted] = [received(false), received(true)];
  const cwd = temporaryFolder();
  for (const names of [['tls.pcap'], ['signed.pcap'], ['tls.pcap', 'signed.pcap']]) {
    const said = (folder: string) => {
      const paths = names.map((name) => join(folder, name));
      const { status, stdout, stderr } = osscap(['scan', '-v', ...paths], { cwd });
      const told = stderr.replace(/[\d.,]+ m?s, [\d.]+ MB\/s/g, 'TIME');
      return [status, stdout.replaceAll(folder, 'FOLDER'), told.replaceAll(folder, 'FOLDER')];
    };
    expect(said(planted)).toEqual(said(bare));
  }
  // in the folder, too, whatever stands beside them is at most an input
  const { status, stdout } = osscap(['scan', planted, '--format', 'json'], { cwd });
  const { captures } = JSON.parse(stdout);
  expect(status).toBe(1);
  const tls = captures.find(({ path }: { path: string }) => path.endsWith('tls.pcap'));
  expect(tls.exchanges).toEqual([]);
  expect(stdout).not.toContain('planted"');
  // with the keys named, there is something to find
  const keys = ['--tls-keylog', join(planted, 'tls.keylog')];
  const asked = osscap(['scan', join(planted, 'tls.pcap'), ...keys, '--format', 'json'], { cwd });
  expect(JSON.parse(asked.stdout).captures[0].exchanges.length).toBeGreaterThan(0);
});
