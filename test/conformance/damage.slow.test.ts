import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkDamage, type DamageReport } from '../tools/damage/check.ts';
import { readList } from '../tools/damage/listed.ts';
import { scenarios } from '../tools/damage/scenarios.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS, type GeneratorOptions } from '../tools/generator/options.ts';
import { fileBlocks, readCapture } from '../tools/read-capture.ts';

const MEGABYTE = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'osscap-damage-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(options: GeneratorOptions): DamageReport {
  const capture = join(folder, 'capture');
  const list = join(folder, 'list.jsonl');
  generateFile(capture, options, list);
  return checkDamage(readList(list), readCapture(fileBlocks(capture)).exchanges);
}

/**
 * Every exchange that the capture holds whole is found; none is paired wrongly, made up, or called whole when
 * it is not.
 */
function expectHonest(report: DamageReport): void {
  expect(report).toMatchObject({ missed: [], wrongPairs: [], invented: [], unnamed: [] });
  expect(report.found).toBe(report.undamaged);
  expect(report.named + report.gone).toBe(report.damaged);
}

describe('captures that are worse than what was on the wire', () => {
  const list = scenarios({ size: 8 * MEGABYTE, seed: 7, connections: 24 });

  it.each(list.map(({ name, options }) => [name, options] as const))('%s', (_, options) => {
    const report = run(options);
    expect(report.exchanges).toBeGreaterThan(2500);
    expectHonest(report);
    if (options.loss === 0) expect(report.damaged).toBe(0);
    else expect(report.named).toBeGreaterThan(0);
    // What is left of a lost exchange almost always names it.
    expect(report.gone).toBeLessThanOrEqual(report.damaged * 0.05 + 1);
  });

  it('and far worse than any that is taken', () => {
    const bad = { outOfOrder: 0.15, retransmit: 0.15, overlap: 0.1, loss: 0.15, midstream: 0.8 };
    const report = run({ ...DEFAULT_OPTIONS, ...bad, size: 8 * MEGABYTE, seed: 3, connections: 9 });
    expect(report.undamaged).toBeGreaterThan(1000);
    expect(report.damaged).toBeGreaterThan(500);
    expectHonest(report);
  });

  it('and cut to the first 200 bytes of each packet', () => {
    const report = run({ ...DEFAULT_OPTIONS, size: 4 * MEGABYTE, snapLength: 200 });
    expect(report.damaged).toBe(report.exchanges);
    expectHonest(report);
  });

  it('over very many connections at a time', () => {
    const report = run({
      ...DEFAULT_OPTIONS,
      mix: 'wide',
      connections: 5000,
      size: 8 * MEGABYTE,
      outOfOrder: 0.03,
    });
    expect(report.undamaged).toBeGreaterThan(2500);
    expectHonest(report);
  });

  it('with parts of megabytes', () => {
    const report = run({
      ...DEFAULT_OPTIONS,
      mix: 'bulk',
      seed: 3,
      size: 12 * MEGABYTE,
      partBytes: MEGABYTE,
      outOfOrder: 0.03,
      retransmit: 0.03,
      loss: 0.0005,
    });
    expect(report.undamaged).toBeGreaterThan(0);
    expect(report.damaged).toBeGreaterThan(0);
    expectHonest(report);
  });
});

describe('the check itself', () => {
  const options = { ...DEFAULT_OPTIONS, size: MEGABYTE, seed: 5, loss: 0.02 };
  const capture = join(folder, 'checked');
  const listPath = join(folder, 'checked.jsonl');

  it('finds what is missed, paired wrongly, made up, and not called damaged', () => {
    generateFile(capture, options, listPath);
    const list = readList(listPath);
    const { exchanges } = readCapture(fileBlocks(capture));
    expectHonest(checkDamage(list, exchanges));

    const whole = exchanges.filter(({ damage }) => damage.length === 0);
    const [first, second] = whole;
    if (first === undefined || second === undefined) throw new Error('too few exchanges');
    const others = exchanges.filter((one) => one !== first && one !== second);
    expect(checkDamage(list, [...others, first]).missed).toHaveLength(1);

    const crossed = [
      ...others,
      { ...first, response: second.response },
      { ...second, response: first.response },
    ];
    expect(checkDamage(list, crossed).wrongPairs).toHaveLength(2);

    const twice = checkDamage(list, [...exchanges, { ...first }]);
    expect(twice.invented).toHaveLength(1);

    const target = first.request?.target;
    const harmed = list.map((one) => (one.target === target ? { ...one, isDamaged: true } : one));
    expect(checkDamage(harmed, exchanges).unnamed.map((one) => one.target)).toEqual([target]);
  });
});
