import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it, type TestContext } from 'vitest';
import { osscapProcess as osscap, temporaryFolder } from '../support/command.ts';
import { CAPTURE, checkFolder, disturbed } from '../support/disturbed.ts';

const DISK = fileURLToPath(new URL('failing-disk.py', import.meta.url));
/** Of the capture, so many bytes can be read. */
const READABLE = 3000;
const INTERRUPTED = 'interrupted: only what was read so far';

interface FailingDisk {
  readonly folder: string;
  /** Whatever still waits for it gets an error. */
  end(): void;
}

/** Mounts it; skips the test where that cannot be done. */
async function failingDisk({ skip }: TestContext): Promise<FailingDisk> {
  const folder = temporaryFolder();
  if (!existsSync('/dev/fuse')) return skip('needs /dev/fuse');
  const disk: ChildProcess = spawn('/usr/bin/python3', [DISK, folder, CAPTURE, String(READABLE)], {
    stdio: 'ignore',
  });
  const end = () => {
    disk.kill('SIGKILL');
    if (spawnSync('fusermount3', ['-uz', folder]).status !== 0) spawnSync('umount', ['-l', folder]);
  };
  for (let looks = 0; disk.exitCode === null && looks < 200; looks++) {
    if (existsSync(join(folder, 'whole'))) return { folder, end };
    await sleep(50);
  }
  end();
  return skip('needs root, or fusermount3, and fusepy for python3');
}

it('a disk that fails in the middle of a file: what came before is reported', {
  timeout: 120_000,
}, async (context) => {
  const { folder, end } = await failingDisk(context);
  try {
    const [whole, broken] = [join(folder, 'whole'), join(folder, 'broken')];
    expect(readFileSync(whole)).toEqual(readFileSync(CAPTURE));
    for (const args of [
      ['scan', broken],
      ['scan', whole, broken, '--jobs', '2'],
      ['scan', broken, whole],
    ]) {
      const { status, stdout, stderr } = osscap([...args, '--format', 'json']);
      expect(status).toBe(2);
      expect(stderr).toMatch(new RegExp(`broken: at byte ${READABLE}: .*\\(EIO\\)`));
      const { captures, summary } = JSON.parse(stdout);
      const exchanges = captures.map(({ path, exchanges: own }: { path: string; exchanges: unknown[] }) => [
        path.slice(folder.length + 1),
        own.length,
      ]);
      expect(exchanges).toContainEqual(['broken', 2]);
      if (args.includes(whole)) expect(exchanges).toContainEqual(['whole', 5]);
      expect(summary.unreadable).toBe(1);
    }
    for (const option of ['--tls-key', '--credentials', '--config']) {
      const { status, stderr } = osscap(['scan', whole, option, broken]);
      expect([option, status, stderr]).toEqual([option, 2, expect.stringContaining('EIO')]);
    }
  } finally {
    end();
  }
});

it('a disk that answers no more: a signal has what came before reported at once', {
  timeout: 120_000,
}, async (context) => {
  for (const args of [['scan'], ['scan', '--jobs', '2'], ['watch']]) {
    const { folder, end } = await failingDisk(context);
    try {
      let reported = '';
      const ended = await disturbed(
        [...args, join(folder, 'stuck'), '--format', 'table'],
        async (kill, said) => {
          const asked = join(folder, 'asked');
          for (let looks = 0; !existsSync(asked) && looks < 600; looks++) await sleep(50);
          // what was read before is taken meanwhile
          await sleep(500);
          kill('SIGTERM');
          for (let looks = 0; !said().includes(INTERRUPTED) && looks < 600; looks++) await sleep(50);
          reported = said();
          // The system lets no process end, however it is asked to, while one of its reads is with such a
          // disk.
          end();
        },
      );
      expect([args, ended.code ?? ended.signal]).toEqual([args, ended.code === 143 ? 143 : 'SIGTERM']);
      expect(checkFolder(ended)).toBe('new');
      expect(reported).toContain(INTERRUPTED);
    } finally {
      end();
    }
  }
});
