import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SIGNATURE_VERSIONS, versionRecord, versionsWith } from '../rooms/sign.ts';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));
const ROOM = join('engine', 'sign');

const NAME = `'(?:${SIGNATURE_VERSIONS.join('|')})'`;
/** The end of what a name may be compared with: kinds of string are called as their versions are. */
const FAMILY = /(?:\.|\b)family$/;
const COMPARED = new RegExp(`([\\w.?()\\[\\]]+)\\s*[!=]==?\\s*${NAME}|${NAME}\\s*[!=]==?\\s*([\\w.?]+)`, 'g');
/** A part of a name, which says nothing of the version: its record does. */
const PART =
  /\b(?:startsWith|endsWith|includes|slice|replace|split)\(\s*'(?:s3|s3v|post|v[124]|post-|-url|v[124]-)/g;
const SWITCH = /\bswitch \(([^{]*)\) \{|\bcase (['`][^:]*['`]):/g;

/** Comparisons with names of versions in a text of TypeScript. */
function comparisonsIn(text: string): readonly string[] {
  const found = [...text.matchAll(PART)].map(([all]) => all);
  for (const [all, before, behind] of text.matchAll(COMPARED)) {
    if (!FAMILY.test(before ?? behind ?? '')) found.push(all);
  }
  let subject = '';
  for (const [all, switched, name] of text.matchAll(SWITCH)) {
    if (switched !== undefined) subject = switched;
    else if (new RegExp(`^${NAME}$`).test(name ?? '') && !FAMILY.test(subject)) found.push(all);
  }
  return found;
}

describe('names of versions', () => {
  it.each([
    "if (version === 'v4' || isOther) return;",
    "const isForm = 'post-v1' !== claim.version;",
    "return claim?.version.startsWith('s3') === true;",
    "const isUrl = version.endsWith('-url');",
    "switch (claim.version) {\n  case 's3v4-url':\n    return 1;\n}",
    "switch (parts.family) {\n  case 'v1':\n    break;\n}\nswitch (version) {\n  case 'v2':\n}",
  ])('are seen where they are compared: %j', (text) => {
    expect(comparisonsIn(text)).toHaveLength(1);
  });

  it.each([
    "if (parts.family === 'v4' && record?.family !== 'v1') return;",
    "switch (record.family) {\n  case 'v1':\n  case 'v2':\n}",
    "cause('s3-version-refused', { version: 's3v2' })",
  ])('may stand elsewhere: %j', (text) => {
    expect(comparisonsIn(text)).toEqual([]);
  });

  it('are compared nowhere outside the room of the signing rules', () => {
    const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
    const others = files.filter((path) => path.endsWith('.ts') && !path.startsWith(`${ROOM}${sep}`));
    expect(others.length).toBeGreaterThan(200);
    const found = others.flatMap((path) =>
      comparisonsIn(readFileSync(join(SOURCES, path), 'utf8')).map((each) => `${path}: ${each}`),
    );
    expect(found).toEqual([]);
  });

  it('are compared nowhere in that room either', () => {
    const files = readdirSync(join(SOURCES, ROOM));
    const found = files.flatMap((path) =>
      comparisonsIn(readFileSync(join(SOURCES, ROOM, path), 'utf8')).map((each) => `${path}: ${each}`),
    );
    expect(found).toEqual([]);
  });
});

describe('the record of a version', () => {
  it.each(SIGNATURE_VERSIONS)('%s: names what its carrier needs', (version) => {
    const { carrier, names, listedInHeader, token, date, dateIs } = versionRecord(version);
    // an Authorization header may be written like the query of a URL
    const isQueryLike = carrier === 'header' && names?.version != null;
    expect(names === null).toBe(carrier === 'header' && !isQueryLike);
    expect(names?.expires != null && names.rank !== null).toBe(carrier === 'url' || isQueryLike);
    expect(date.length > 0).toBe(dateIs !== 'none');
    const place = carrier === 'url' ? 'query' : carrier;
    expect(token.carrier).toBe(place);
    expect(date.every((each) => each.carrier === place)).toBe(true);
    if (carrier === 'form') expect(listedInHeader).toBeNull();
  });

  it('is alone in having its carrier and its scheme', () => {
    for (const version of SIGNATURE_VERSIONS) {
      const { carrier, scheme } = versionRecord(version);
      expect(versionsWith({ carrier, scheme })).toEqual([version]);
    }
  });

  it('has a rank of its own among URLs', () => {
    const of = versionsWith({ carrier: 'url' }).map(versionRecord);
    expect(new Set(of.map(({ names }) => names?.rank)).size).toBe(of.length);
  });

  it('names others that clients take it for, each with the same carrier or the same scheme', () => {
    for (const version of SIGNATURE_VERSIONS) {
      const own = versionRecord(version);
      for (const other of own.mistakenFor.map(versionRecord)) {
        expect(other.carrier === own.carrier).not.toBe(other.scheme === own.scheme);
      }
    }
  });
});
