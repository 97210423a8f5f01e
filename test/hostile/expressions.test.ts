import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expressionsOf, isAmbiguous } from './expressions.ts';

const SOURCES = join(import.meta.dirname, '../../src');

/**
 * Expressions in which one unbounded part stands beside another that takes the same, and why no text keeps
 * them busy for longer than it is.
 */
const LINEAR: Readonly<Record<string, string>> = {
  // Behind the first part comes what takes anything, up to the end: it is never tried again.
  [String.raw`transit-cause.ts ^\/([^/]*)(.*)$`]: 'the rest is anything',
  [String.raw`har.ts ^(https?):\/\/([^/?#]*)(.*)$`]: 'the rest is anything',
  [String.raw`har.ts ^[a-z]+:\/\/([^/?#]*)([^#]*)`]: 'the rest may be nothing',
  [String.raw`sdk-log.ts ^https?:\/\/([^/?#]+)([^#]*)`]: 'the rest may be nothing',
  [String.raw`pair-drafts.ts ^(.*\bSignature[=:]\s*)([^,\s]*)(.*)$`]: 'the rest is anything',
  [String.raw`pair-drafts.ts ^([^?]*\?(?:[^&]*&)*?(?:x-oss-|x-amz-)?signature=)([^&]*)(.*)$`]:
    'the rest is anything',
  // Lines have no line end, and the first line is tried once.
  [String.raw`http-logs.ts ^https?:\/\/([^/?#]+)(.*)$`]: 'run over one line',
  // A line goes on behind its end, which is no part of it.
  [String.raw`masker.ts (?:^|\n)([^\s:][^:\r\n]*):[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)`]:
    'both parts may be nothing, and nothing follows',
  [String.raw`sdk-defects.ts ^[A-Za-z0-9-]+\/v?(\d+(?:\.\d+)*)`]: 'nothing follows',
};

const WRITTEN = readdirSync(SOURCES, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('page-asset.ts'))
  .flatMap((name) => expressionsOf(join(SOURCES, name)));

describe('an expression of the sources', () => {
  it('has no unbounded part in or beside another that takes the same', () => {
    const found = WRITTEN.filter(isAmbiguous).map(({ place, source }) => {
      return `${basename(place).replace(/:\d+$/, '')} ${source}`;
    });
    expect(WRITTEN.length).toBeGreaterThan(1000);
    expect([...new Set(found)].sort()).toEqual(Object.keys(LINEAR).sort());
  });

  it.each([
    '^a*a*b',
    '^(?:a+)*b',
    '^(a|b*)+c',
    String.raw`^\s*(?:,\s*)?\s*x`,
    '^(?:a*){2,9}b',
    '^(?:b*a*)*c',
    '(?=a*a*b)c',
    String.raw`[^;]*\s*;`,
  ])('is found where it has one: %s', (source) => {
    expect(isAmbiguous({ source })).toBe(true);
  });

  it.each(['^a*b*c', '^(?:[^&]*&)*x', '^a*ba*b', '^(?:a*b){2}', '^(?:a|b)*c'])(
    'is left alone where it has none: %s',
    (source) => {
      expect(isAmbiguous({ source })).toBe(false);
    },
  );
});
