import { describe, expect, it } from 'vitest';
import { partsOf, Secret } from '../../src/engine/sign/index.ts';
import { nodeHasher } from '../../src/node/ports.ts';
import { request } from '../oss/requests.ts';
import { fromText } from '../rooms/bytes.ts';
import type { Cause } from '../rooms/diagnose.ts';
import { LearntBuckets, readClaim, resolveAddress, toSignableRequest } from '../rooms/oss.ts';
import { causeText } from '../rooms/report.ts';
import { HYPOTHESES, isOfString, type Subject } from '../rooms/search.ts';
import { EN, ZH } from '../support/texts.ts';
import { VECTORS, type Vector } from '../support/vectors.ts';

/** Headers that give every hypothesis on headers something to change. */
const RICH = [
  ['x-oss-meta-a', '1'],
  ['x-oss-meta-a', '2'],
  ['x-oss-meta-b', ''],
  ['x-oss-meta-c', ' k\u00e9  y '],
] as const;

/** The same for those on keys. */
const RICH_END = '/~%C3%A9%20b%2Bc//X.JPG';

function subjectOf(vector: Vector, extra: readonly (readonly [string, string])[]): Subject | null {
  const target = vector.query === '' ? vector.path : `${vector.path}?${vector.query}`;
  const message = request(vector.method, fromText(target), [...vector.headers, ...extra]);
  const address = resolveAddress(
    vector.host_or_bucket,
    vector.path,
    { buckets: new Map() },
    new LearntBuckets(),
  );
  const form = vector.form === undefined ? null : Object.entries(vector.form);
  const fields = form?.map(([name, value]) => ({ name, value })) ?? null;
  const signable = toSignableRequest(message, address, fields);
  const { claim } = readClaim(signable);
  const parts = claim === null ? null : partsOf(signable, claim);
  if (claim === null || parts === null) return null;
  return {
    request: signable,
    claim,
    parts,
    bodyDigest: (algorithm) => nodeHasher.digest(algorithm, new Uint8Array([1])),
    secret: new Secret(fromText(vector.secret)),
    otherCredentials: [],
    buckets: [fromText('elsewhere')],
    sentAt: 1_735_734_896,
    hasher: nodeHasher,
    hash: 'sha256',
    sdk: null,
  };
}

const subjects = VECTORS.flatMap((vector) => [
  subjectOf(vector, []),
  subjectOf(vector, RICH),
  subjectOf({ ...vector, path: `${vector.path}${RICH_END}` }, []),
]).filter((subject) => subject !== null);

describe('the entry of a hypothesis', () => {
  it('has an id of its own', () => {
    expect(new Set(HYPOTHESES.map(({ id }) => id)).size).toBe(HYPOTHESES.length);
  });

  it.each(HYPOTHESES.map((hypothesis) => [hypothesis.id, hypothesis] as const))(
    '%s: names the causes that its variants have, and where they are tried',
    (_, hypothesis) => {
      for (const subject of subjects) {
        if (!isOfString(hypothesis, subject.parts)) continue;
        const made = new Set([...hypothesis.variants(subject)].map(({ cause }) => cause.id));
        expect(hypothesis.causes).toEqual(expect.arrayContaining([...made]));
        if (hypothesis.except?.includes(subject.claim.version) === true) expect([...made]).toEqual([]);
      }
    },
  );

  it.each(HYPOTHESES.map((hypothesis) => [hypothesis.id, hypothesis] as const))(
    '%s: what its causes say in a word is said in both languages',
    (_, hypothesis) => {
      const words = subjects
        .filter(({ parts }) => isOfString(hypothesis, parts))
        .flatMap((subject) => [...hypothesis.variants(subject)].flatMap(({ cause }) => wordsOf(cause)));
      const isSaid = (word: string) => NAMES.test(word) || (word in EN.words && word in ZH.words);
      expect(words.filter((word) => !isSaid(word))).toEqual([]);
    },
  );
});

/** Names that are the same in every language. */
const NAMES = /^(?:U\+[0-9A-F]{4}|NF[CD]|content-(?:md5|type))$/;

/** What of a cause its sentences look up among the words. */
function wordsOf({ id, args }: Cause): readonly string[] {
  const said = causeText(id, EN);
  const names = [...`${said?.headline}${said?.cause}${said?.cure}`.matchAll(/\{(\w+):word\}/g)].map(
    ([, name = '']) => name,
  );
  return Object.entries(args).flatMap(([name, value]) => (names.includes(name) ? [String(value)] : []));
}
