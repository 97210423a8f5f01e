import { describe, expect, it } from 'vitest';
import { dealtTo, parseShard, shardOf } from '../../src/cli/shards.ts';

function auto(env: Readonly<Record<string, string>>, of: number | null = null) {
  return shardOf({ auto: true, of }, env);
}

const SLURM = { SLURM_ARRAY_TASK_ID: '4', SLURM_ARRAY_TASK_MIN: '0', SLURM_ARRAY_TASK_COUNT: '10' };

describe('--shard auto', () => {
  it('is read with the number of parts and without', () => {
    expect(parseShard('auto')).toEqual({ ok: true, value: { auto: true, of: null } });
    expect(parseShard('auto/7')).toEqual({ ok: true, value: { auto: true, of: 7 } });
    for (const value of ['auto/0', 'auto/10001', 'auto/', '/3', 'auto/auto', 'Auto'])
      expect(parseShard(value).ok, value).toBe(false);
  });

  it.each([
    ['Slurm, from 0', SLURM, null, { index: 5, of: 10 }],
    ['Slurm, from 1', { ...SLURM, SLURM_ARRAY_TASK_MIN: '1' }, 10, { index: 4, of: 10 }],
    [
      'Slurm, in steps',
      { ...SLURM, SLURM_ARRAY_TASK_STEP: '2', SLURM_ARRAY_TASK_COUNT: '6' },
      null,
      { index: 3, of: 6 },
    ],
    ['Kubernetes', { JOB_COMPLETION_INDEX: '0' }, 3, { index: 1, of: 3 }],
    ['GitLab', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '4' }, null, { index: 2, of: 4 }],
    ['two that agree', { ...SLURM, CI_NODE_INDEX: '5', CI_NODE_TOTAL: '10' }, null, { index: 5, of: 10 }],
    ['none but empty ones', { ...SLURM, CI_NODE_INDEX: '' }, null, { index: 5, of: 10 }],
  ])('%s', (_, env, of, shard) => {
    expect(auto(env, of)).toEqual({ ok: true, value: shard });
  });

  it.each([
    ['no engine', {}, null, 'shard-unknown'],
    ['an empty variable', { CI_NODE_INDEX: '' }, null, 'shard-unknown'],
    ['Kubernetes does not say of how many', { JOB_COMPLETION_INDEX: '0' }, null, 'shard-of-how-many'],
    ['one task of the array alone', { ...SLURM, SLURM_ARRAY_TASK_COUNT: '1' }, 10, 'shard-in-doubt'],
    ['an array with holes', { ...SLURM, SLURM_ARRAY_TASK_COUNT: '3' }, null, 'shard-in-doubt'],
    ['another number than the engine has', SLURM, 9, 'shard-in-doubt'],
    ['a task between two steps', { ...SLURM, SLURM_ARRAY_TASK_STEP: '3' }, null, 'shard-in-doubt'],
    ['two that do not agree', { ...SLURM, CI_NODE_INDEX: '1', CI_NODE_TOTAL: '2' }, null, 'shard-in-doubt'],
    ['no number', { CI_NODE_INDEX: 'x', CI_NODE_TOTAL: '2' }, null, 'shard-in-doubt'],
    ['no total', { CI_NODE_INDEX: '1' }, null, 'shard-in-doubt'],
    ['beyond the last one', { JOB_COMPLETION_INDEX: '3' }, 3, 'shard-in-doubt'],
    ['more parts than there may be', { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '99999' }, null, 'shard-in-doubt'],
  ])('refuses: %s', (_, env, of, code) => {
    expect(auto(env, of)).toMatchObject({ ok: false, error: { code } });
  });

  it('leaves a part alone that is given in words', () => {
    expect(shardOf({ index: 1, of: 2 }, SLURM)).toEqual({ ok: true, value: { index: 1, of: 2 } });
    expect(shardOf(null, SLURM)).toEqual({ ok: true, value: null });
  });
});

describe('dealing the inputs by their sizes', () => {
  const MIB = 1024 * 1024;

  function sharesOf(sizes: readonly number[], of: number, order: (paths: string[]) => string[]) {
    const paths = order(sizes.map((_, at) => String(at)));
    return Array.from({ length: of }, (_, at) =>
      [...dealtTo({ index: at + 1, of }, paths, (path) => sizes[Number(path)] ?? 0)].map(Number).sort(),
    );
  }

  it('gives a large capture a shard of its own', () => {
    const shares = sharesOf([MIB, MIB, 50 * MIB, MIB, MIB, MIB], 2, (paths) => paths);
    expect(shares).toEqual([[2], [0, 1, 3, 4, 5]]);
  });

  it('gives each input to one shard, whatever their order, and no shard much more than another', () => {
    const sizes = Array.from({ length: 5000 }, (_, at) => (at * 7919 * 104_729) % (9 * MIB));
    const shares = sharesOf(sizes, 64, (paths) => paths);
    expect(shares.flat().sort((a, b) => a - b)).toEqual(sizes.map((_, at) => at));
    expect(sharesOf(sizes, 64, (paths) => [...paths].reverse())).toEqual(shares);
    const sums = shares.map((share) => share.reduce((sum, at) => sum + (sizes[at] ?? 0), 0));
    expect(Math.max(...sums) / Math.min(...sums)).toBeLessThan(1.01);
  });

  it('deals what has no bytes, too: to open a file takes its time', () => {
    const shares = sharesOf(
      Array.from({ length: 10 }, () => 0),
      3,
      (paths) => paths,
    );
    expect(shares.map(({ length }) => length)).toEqual([4, 3, 3]);
  });

  it('deals 100,000 inputs to 10,000 shards in little time', () => {
    const paths = Array.from({ length: 100_000 }, (_, at) => `${at}.pcap`);
    const start = process.cpuUsage();
    expect(dealtTo({ index: 7, of: 10_000 }, paths, (path) => path.length * MIB).size).toBe(10);
    const { user, system } = process.cpuUsage(start);
    expect(user + system).toBeLessThan(3e6);
  });
});
