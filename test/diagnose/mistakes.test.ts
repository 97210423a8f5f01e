import { describe, expect, it } from 'vitest';
import { History } from '../rooms/diagnose.ts';
import { fieldIn, MISTAKES, type Mistake, of } from './mistakes.ts';
import {
  DATE,
  isForm,
  isV4,
  KEY_ID,
  PLAIN,
  type Plain,
  type ReferenceVersion,
  SECRET,
  type Signing,
  signedBytes,
} from './reference-signer.ts';
import { missigned } from './scenario.ts';

const EACH = MISTAKES.flatMap((mistake) => mistake.versions.map((version) => ({ mistake, version })));

/** What is told of a mistake by itself, which two tests look at. */
const told = new Map<Mistake, Partial<Record<ReferenceVersion, ReturnType<typeof diagnosedMistake>>>>();

function diagnosedAlone(mistake: Mistake, version: ReferenceVersion) {
  const before = told.get(mistake);
  const found = before?.[version] ?? diagnosedMistake(mistake, version);
  told.set(mistake, { ...before, [version]: found });
  return found;
}

function diagnosedMistake(mistake: Mistake, version: ReferenceVersion, history = new History()) {
  const [sent, signing = {}] = [of(mistake.sent, version), mistake.signing && of(mistake.signing, version)];
  const diagnosis = missigned(version, sent, mistake.believed ?? {}, signing, history);
  return { diagnosis, signed: signedBytes(version, { ...sent, ...mistake.believed }, signing) };
}

describe('a client that makes one mistake', () => {
  it.each(
    EACH.map(
      ({ mistake, version }) =>
        [of(mistake.of, version), version, of(mistake.cause, version), mistake] as const,
    ),
  )('%s, %s: %s', (id, version, cause, mistake) => {
    const { diagnosis, signed } = diagnosedAlone(mistake, version);
    expect(diagnosis).toMatchObject({
      verdict: 'client-miscomputed',
      certainty: 'proven',
      row: 16,
      cause: { id: cause },
    });
    // one change, and the cheapest that gives it
    expect(diagnosis.search?.fits).toEqual([id]);
    // the string found is, byte for byte, the one that was signed
    const { client } = diagnosis;
    const inner = isV4(version) && !isForm(version) ? client?.canonicalRequest : client?.stringToSign;
    expect(inner?.text).toBe(signed);
    for (const piece of inner?.pieces ?? []) expect(signed.slice(piece.start, piece.end)).toBe(piece.value);
    if (mistake.field !== undefined) {
      expect(diagnosis.divergences.map(({ field }) => field)).toEqual([fieldIn(version, mistake.field)]);
    }
  });

  it('is told the same when the search begins with a guess', () => {
    for (const [i, mistake] of MISTAKES.entries()) {
      const version = mistake.versions[i % mistake.versions.length];
      if (version === undefined) continue;
      const id = of(mistake.of, version);
      const history = new History();
      history.addFit(KEY_ID, [id, 'content-type-common']);
      history.addFit(KEY_ID, ['method-other', id]);
      history.addFit(KEY_ID, ['header-padded']);
      history.addFit(KEY_ID, ['key-case']);
      const { diagnosis } = diagnosedMistake(mistake, version, history);
      const plain = diagnosedAlone(mistake, version).diagnosis;
      expect(diagnosis.search?.fits, `${id}, ${version}`).toEqual(plain.search?.fits);
      expect(diagnosis.cause).toEqual(plain.cause);
    }
  });
});

describe('of two changes that come to the same', () => {
  // each in the order of their costs: the first is to be named, whichever the search begins with
  const twins: readonly (readonly [what: string, ids: readonly string[], mistake: Mistake])[] = [
    [
      'a resource without its bucket is also one whose bucket is the first folder',
      ['bucket-in-resource', 'bucket-other'],
      mistaken({ ...PLAIN, key: 'first/a.jpg' }, { edit: (text) => text.replace('/demo/', '/') }),
    ],
    [
      'a parameter that no SDK but some knows, not signed',
      ['parameter-not-signed', 'parameter-list-of-sdk'],
      mistaken(
        { ...PLAIN, query: [['regionList', '']] },
        { edit: (text) => text.replace('?regionList', '') },
      ),
    ],
    [
      'a date of another header that is a second off',
      ['date-of-other-header', 'date-seconds-off'],
      mistaken(
        {
          ...PLAIN,
          headers: [
            ['Date', 'Wed, 01 Jan 2025 12:34:55 GMT'],
            ['x-oss-date', DATE],
          ],
        },
        { edit: (text) => text.replace(`\n${DATE}\n`, '\nWed, 01 Jan 2025 12:34:55 GMT\n') },
      ),
    ],
    [
      'a leading slash that was stripped is also an empty folder in front',
      ['key-slashes', 'key-prefix'],
      mistaken({ ...PLAIN, key: '/a.jpg' }, { edit: (text) => text.replace('//a', '/a') }),
    ],
    [
      'a line break that is missing behind the only header line, which is also a line that ends otherwise',
      ['header-block-newline', 'header-lines'],
      mistaken(
        { ...PLAIN, headers: [['x-oss-meta-a', '1']] },
        { edit: (text) => text.replace('meta-a:1\n', 'meta-a:1') },
      ),
    ],
  ];
  it.each(twins)('%s', (_, ids, mistake) => {
    const told = diagnosedMistake(mistake, 'v1').diagnosis;
    expect(told.search?.fits).toEqual(ids.slice(0, 1));
    for (const id of ids) {
      const history = new History();
      history.addFit(KEY_ID, [id]);
      const guessed = diagnosedMistake(mistake, 'v1', history).diagnosis;
      expect(guessed.search?.fits).toEqual(ids.slice(0, 1));
      expect(guessed.cause).toEqual(told.cause);
    }
  });

  it.each([
    ['of two parts', ['bucket-other', 'method-other'], (text: string) => text.replace('GET', 'PUT')],
    ['of a part and of the string as a whole', ['line-ends', 'bucket-other'], (text: string) => `${text}\n`],
  ] as const)(
    'two changes are the likeliest two although the search begins with others: %s',
    (_, ids, change) => {
      const edit = (text: string) => change(text.replace('/demo/', '/'));
      const mistake = mistaken({ ...PLAIN, key: 'first/a.jpg' }, { edit });
      const { search: told } = diagnosedMistake(mistake, 'v1').diagnosis;
      expect(told?.fits).toHaveLength(2);
      expect(told?.fits).toContain('bucket-in-resource');
      const history = new History();
      history.addFit(KEY_ID, ids);
      expect(diagnosedMistake(mistake, 'v1', history).diagnosis.search?.fits).toEqual(told?.fits);
    },
  );

  it('two changes are told where one does not do, and begin with the likeliest', () => {
    const sent = { ...PLAIN, method: 'PUT', headers: [['Content-Type', 'image/png'] as const] };
    const mistake = mistaken(sent, { edit: (text) => text.replace('image/png', '').replace('PUT', 'GET') });
    const { diagnosis, signed } = diagnosedMistake(mistake, 'v1');
    expect(diagnosis.search?.fits).toEqual(['content-type-not-signed', 'method-other']);
    expect(diagnosis.client?.stringToSign.text).toBe(signed);
    const history = new History();
    history.addFit(KEY_ID, ['content-type-not-signed', 'method-other']);
    expect(diagnosedMistake(mistake, 'v1', history).diagnosis.search).toMatchObject({
      fits: ['content-type-not-signed', 'method-other'],
    });
  });
});

describe('many requests with one mistake', () => {
  const cases: readonly (readonly [what: string, signing: Signing, most: number])[] = [
    ['a misspelt secret', { secret: SECRET.replace('Signer', 'Sigmer') }, 2],
    ['a type that was not signed', { edit: (text) => text.replace('image/png', '') }, 2],
    ['two at once', { edit: (text) => text.replace('image/png', '').replace('x-oss-meta-a:1\n', '') }, 20],
  ];
  it.each(cases)('%s: are searched once', (_, signing, most) => {
    const history = new History();
    const tried: number[] = [];
    const causes = new Set<string | undefined>();
    for (let i = 0; i < 50; i++) {
      const sent: Plain = {
        ...PLAIN,
        method: 'PUT',
        key: `k${i}`,
        headers: [
          ['Content-Type', 'image/png'],
          ['x-oss-meta-a', '1'],
        ],
      };
      const diagnosis = missigned('v1', sent, {}, signing, history);
      tried.push(diagnosis.search?.tried ?? 0);
      causes.add(diagnosis.cause?.id);
    }
    expect(causes.size).toBe(1);
    for (const count of tried.slice(1)) expect(count).toBeLessThanOrEqual(most);
  });
});

function mistaken(sent: Plain, signing: Signing): Mistake {
  return {
    numbers: [],
    of: '',
    versions: ['v1'],
    sent,
    signing,
    cause: 'content-type-added-after-signing',
  };
}
