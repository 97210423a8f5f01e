import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { osscap, temporaryFolder } from '../support/command.ts';
import { CAPTURE, CODES, checkFolder, disturbed } from '../support/disturbed.ts';
import { FIXTURES } from '../support/truth.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../tools/generator/options.ts';

const ALL = ['captures', 'scenarios'].map((name) => join(FIXTURES, name));

/** Moments of a run at which it is asked to end. */
const MOMENTS = 5;

const blobs = temporaryFolder();
osscap(['scan', ...ALL, '--format', `blob=${join(blobs, 'whole.blob')}`]);

/** Large enough to be read in a thread of its own: a packed one is sooner. */
const LARGE = join(temporaryFolder(), 'large.pcap.gz');
generateFile(LARGE, { ...DEFAULT_OPTIONS, size: 6.5 * 1024 * 1024 });
writeFileSync(LARGE, gzipSync(readFileSync(LARGE), { level: 0 }));

/** Each without an end of its own, or with one. */
const COMMANDS = {
  scan: ['scan', ...ALL, '--jobs', '1'],
  'scan in workers': ['scan', ...ALL, '--jobs', '2'],
  'scan one that is large': ['scan', LARGE, '--jobs', '2'],
  merge: ['merge', blobs],
  watch: ['watch', '-'],
  'watch a file': ['watch', CAPTURE],
  explain: ['explain', CAPTURE, '5'],
  compare: ['compare', CAPTURE, CAPTURE],
} as const;

describe.skipIf(process.platform === 'win32')('a command that is asked to end', { timeout: 300_000 }, () => {
  it.each(Object.entries(COMMANDS))('at any moment leaves nothing half-written: %s', async (_, args) => {
    const kind = args[0] === 'explain' || args[0] === 'compare' ? 'page' : 'report';
    const start = performance.now();
    // What is watched ends by the signal alone.
    await disturbed(args, async (kill) => {
      await sleep(args[0] === 'watch' ? 500 : 20_000);
      kill('SIGTERM');
    });
    const length = performance.now() - start;
    // A large one takes its time.
    const moments = args.some((name) => name === LARGE) ? 2 : MOMENTS;
    for (let moment = 0; moment < moments; moment++) {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        const ended = await disturbed(args, async (kill) => {
          await sleep((length * (moment + Math.random())) / moments);
          kill(signal);
        });
        // Nobody has asked for the signal yet, it was asked for, or it came when all was done.
        const early = ended.signal === signal || ended.code === CODES[signal];
        expect([ended.stderr, early || ended.code === 0 || ended.code === 1]).toEqual([ended.stderr, true]);
        if (checkFolder(ended, kind) === 'old') expect(early).toBe(true);
        expect(ended.stderr).not.toMatch(/internal error|^\s+at /m);
      }
    }
  });
});
