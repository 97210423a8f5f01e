import { execFileSync } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readSmallFile } from '../rooms/node.ts';
import { temporaryFolder } from '../support/command.ts';

const LINES = 1000;
const LINE = 'CLIENT_RANDOM 00 11\n';

describe.skipIf(process.platform === 'win32')('a pipe in the place of a small file', () => {
  it('takes the memory of what it gives, however little that is at a time', async () => {
    const path = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [path]);
    const reading = readSmallFile(path, 1024 * 1024);
    const pipe = await open(path, 'w');
    const before = process.memoryUsage().arrayBuffers;
    for (let line = 0; line < LINES; line++) {
      await pipe.write(LINE);
      // So that each line is a read of its own.
      await setTimeout(1);
    }
    const grown = process.memoryUsage().arrayBuffers - before;
    await pipe.close();
    expect(await reading).toEqual({ ok: true, value: Buffer.from(LINE.repeat(LINES)) });
    expect(grown).toBeLessThan(16 * 1024 * 1024);
  });
});
