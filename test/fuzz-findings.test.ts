import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIXTURES } from './support/truth.ts';
import { CHECK_NAMES } from './tools/fuzz/check-seeds.ts';
import * as CHECKS from './tools/fuzz/checks.ts';
import { readCorpus } from './tools/fuzz/corpus.ts';

const folder = join(FIXTURES, 'fuzz');
const checks = new Map(Object.entries(CHECKS));

describe('an input that broke a promise once', () => {
  it.each(readdirSync(folder))('%s keeps it now', async (name) => {
    const check = checks.get(name.slice(0, name.indexOf('-')));
    expect(check).toBeDefined();
    await check?.(readFileSync(join(folder, name)));
  });
});

describe('the inputs that reach what the fuzzer has reached', () => {
  it.each(CHECK_NAMES)('%s keeps its promises', async (name) => {
    const inputs = readCorpus(FIXTURES, name);
    expect(inputs.length).toBeGreaterThan(20);
    for (const input of inputs) await checks.get(name)?.(input);
  });
});
