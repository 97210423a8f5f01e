import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toByteString } from '../src/bytes/byte-string.ts';
import { FIXTURES } from './support/truth.ts';
import { checkCredentials } from './tools/fuzz/stages/files.ts';

/** What a stage promises of one input, by the name that its kept inputs begin with. */
const CHECKS: Readonly<Record<string, (input: Uint8Array) => void>> = {
  credentials: (input) => checkCredentials(toByteString(input)),
};

const folder = join(FIXTURES, 'fuzz');

describe('an input that broke a promise once', () => {
  it.each(readdirSync(folder))('%s keeps it now', (name) => {
    const check = CHECKS[name.replace(/-.*/s, '')];
    expect(check).toBeDefined();
    check?.(readFileSync(join(folder, name)));
  });
});
