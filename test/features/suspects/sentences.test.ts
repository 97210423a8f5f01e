import { describe, expect, it } from 'vitest';
import { makeResult } from '../../report/make-result.ts';
import { printable } from '../../rooms/bytes.ts';
import type { Diagnosis, Suspect } from '../../rooms/diagnose.ts';
import {
  causeSentences,
  evidenceSentence,
  isSaidBySuspects,
  leadingSuspect,
  measureOf,
  suspectFound,
  suspectHeadline,
} from '../../rooms/report.ts';
import { plainFiller } from '../../rooms/sentences.ts';
import {
  EVIDENCE,
  EVIDENCE_CODES,
  SUSPECT_KINDS,
  SUSPECTS,
  type SuspectEntry,
  TRAIT_ENDINGS,
  TRAIT_WORDS,
} from '../../rooms/suspects.ts';
import { EN, ZH } from '../../support/texts.ts';

const LANGUAGES = [EN, ZH] as const;
/** `é` and `客` in UTF-8, as they stand in a capture. */
const CAPTURED = '\xc3\xa9\xe5\xae\xa2';
const ARGS = { number: 3, bytes: CAPTURED, word: 'word' } as const;

function argsOf(spec: Readonly<Record<string, keyof typeof ARGS>>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(spec).map(([name, kind]) => [name, ARGS[kind]]));
}

/** Every trait by name: those with a value have one, and those of a name an ending. */
const TRAITS = Object.keys(TRAIT_WORDS).flatMap((name) => {
  if (name !== 'header:' && name !== 'parameter:') return [/[=: ]$/.test(name) ? `${name}${CAPTURED}` : name];
  const endings = Object.keys(TRAIT_ENDINGS).map((ending) => (ending === 'value' ? '=a b' : ` ${ending}`));
  return ['', ...endings].map((ending) => `${name}x-oss-a${ending}`);
});

describe.each(LANGUAGES)('sentences in $lang', (texts) => {
  const filler = plainFiller(texts, printable);
  const isWhole = (text: string): void => {
    expect(text.trim()).not.toBe('');
    expect(text.replace(/ (?:or|或) \?/, '')).not.toMatch(/[{}?]|undefined| {2}|\xc3\xa9/);
  };

  it.each(EVIDENCE_CODES)('say the evidence %s, with the exchanges that show it', (code) => {
    const args = {
      ...argsOf(EVIDENCE[code].args),
      ...('trait' in EVIDENCE[code].args ? { trait: 'type' } : {}),
    };
    const alone = evidenceSentence({ code, exchanges: [], args }, filler, texts.lang);
    isWhole(alone);
    const shown = evidenceSentence({ code, exchanges: [5, 9], args }, filler, texts.lang);
    expect(shown).toBe(`${alone}${texts.lang === 'zh' ? '（#5、#9）' : ' (#5, #9)'}`);
  });

  it.each(TRAITS)('say the trait %s', (trait) => {
    const args = { trait, refused: 2, accepted: 7 };
    const said = evidenceSentence({ code: 'no-accepted-has-it', exchanges: [], args }, filler, texts.lang);
    isWhole(said);
    const nothing = evidenceSentence(
      { code: 'no-accepted-has-it', exchanges: [], args: { ...args, trait: '' } },
      filler,
      texts.lang,
    );
    expect(said.length).toBeGreaterThan(nothing.length);
    if (trait.endsWith(CAPTURED)) expect(said).toContain('é客');
  });

  it.each(SUSPECT_KINDS)('say the suspect %s, what to do, and what would settle it', (kind) => {
    const suspect = { ...SUSPECT, kind, args: argsOf(SUSPECTS[kind].args) };
    const found = suspectFound(suspect, [suspect], filler, texts);
    for (const text of [found.summary, found.advice, found.proof]) {
      isWhole(text);
      expect(text).not.toMatch(/[.。]$/);
    }
  });

  it('show as text what another version may have named', () => {
    const found = suspectFound({ ...SUSPECT, kind: 'constructor' }, [], filler, texts);
    expect([found.summary, found.advice, found.proof]).toEqual(Array(3).fill('constructor'));
    const said = (code: string, trait: string) =>
      evidenceSentence({ code, exchanges: [], args: { trait, refused: 1, accepted: 1 } }, filler, texts.lang);
    expect(said('__proto__', 'type')).toBe('__proto__');
    expect(said('since', 'toString')).toContain('toString');
    expect(said('since', 'nothing:\u001b[2J{trait}')).not.toContain('\u001b');
    expect(said('since', 'header:constructor toString')).toContain('constructor');
  });
});

const SUSPECT: Suspect = {
  kind: 'secret',
  args: { id: 'LTAIexampleid0kFr' },
  cause: 'other-secret-or-request',
  field: 'secret',
  weight: 0.4,
  for: [],
  against: [],
};

describe('what a headline claims', () => {
  const headline = (
    weights: readonly number[],
    hasWeights = false,
    texts: (typeof LANGUAGES)[number] = EN,
  ) => {
    const suspects = weights.map((weight, at): Suspect => {
      const field = (['content-type', 'secret', 'resource:key', 'method'] as const)[at] ?? 'date';
      const kind = (['type-lost', 'secret', 'key-other', 'bucket-itself'] as const)[at] ?? 'date';
      return { ...SUSPECT, kind, field, weight };
    });
    return suspectHeadline(diagnosisWith(suspects), plainFiller(texts), texts, hasWeights) ?? '';
  };

  it('is the suspect that leads, and one of several where none does', () => {
    expect(headline([0.7, 0.2])).toMatch(/^A Content-Type was signed(?!.*; or )/);
    expect(headline([0.6])).toMatch(/^A Content-Type was signed/);
    expect(headline([0.59, 0.2, 0.1, 0.09])).toMatch(/^One of these: a Content-Type.*; or .*; or /);
    expect(headline([0.49, 0.2, 0.1, 0.09]).match(/; or /g)).toHaveLength(2);
    expect(headline([0.4, 0.05])).toMatch(/^A Content-Type was signed(?!.*; or )/);
    expect(headline([])).toBe('');
  });

  it('is that no cause stands out, of a small weight and where accepted requests speak against it', () => {
    const NONE = /^No cause stands out; at most: a Content-Type was signed/;
    expect(headline([0.19, 0.1])).toMatch(NONE);
    expect(headline([0.19, 0.1])).toMatch(/; or /);
    expect(headline([0.19])).toMatch(NONE);
    expect(headline([0.19], false, ZH)).toMatch(/^没有明显突出的原因，至多是：签名时有 Content-Type/);
    expect(headline([0.2])).toMatch(/^A Content-Type was signed/);
    const args = { trait: 'type', accepted: 3 };
    const against = [{ code: 'accepted-with-it', exchanges: [], args }] as const;
    const cleared = diagnosisWith([{ ...SUSPECT, weight: 0.9, against }]);
    expect(leadingSuspect(cleared)).toBeNull();
    expect(suspectHeadline(cleared, plainFiller(EN), EN)).toMatch(/^No cause stands out; at most: /);
    expect(measureOf(cleared)).toBe('possible');
  });

  it('says what is missing where nothing but rates speaks for the first', () => {
    const thin = (kind: Suspect['kind'], code: string, texts = EN) => {
      const suspect = { ...SUSPECT, kind, weight: 0.5, for: [{ code, exchanges: [], args: { refused: 1 } }] };
      return suspectHeadline(diagnosisWith([suspect]), plainFiller(texts), texts);
    };
    const beginsWith = /^No accepted request of this client to compare with; reported most: a Content-Type/;
    expect(thin('type-lost', 'often-reported')).toMatch(beginsWith);
    expect(thin('type-lost', 'nothing-accepted')).toMatch(beginsWith);
    expect(thin('type-lost', 'only-refused-have-it')).toMatch(/^A Content-Type/);
    expect(thin('type-unseen', 'often-reported')).toMatch(
      /^Only the answer is here; reported most: the Content/,
    );
    expect(thin('type-lost', 'often-reported', ZH)).toMatch(
      /^没有该客户端被接受的请求可供对照；最常见的原因：签名时/,
    );
  });

  it('says the weights where they are wanted, and never that all belief is in one', () => {
    expect(headline([0.724], true)).toMatch(/^A Content-Type was signed.* \(72 %\)\.$/);
    expect(headline([0.999], true)).toMatch(/ \(99 %\)\.$/);
    expect(headline([0.724], true, ZH)).toMatch(/（72%）。$/);
    expect(headline([0.4, 0.3], true)).toMatch(/^One of these: .* \(40 %\); or .* \(30 %\)\.$/);
  });

  it.each([
    ['proven', 0.9, 'proven'],
    ['likely', 0, 'very-likely'],
    ['open', 0.85, 'very-likely'],
    ['open', 0.84, 'likely'],
    ['open', 0.6, 'likely'],
    ['open', 0.59, 'possible'],
    ['open', 0, 'possible'],
    [null, 0, null],
  ] as const)('has one measure: %s with a suspect of %d is %s', (certainty, weight, measure) => {
    const suspects = weight === 0 ? [] : [{ ...SUSPECT, weight }];
    expect(measureOf({ ...diagnosisWith(suspects), certainty })).toBe(measure);
  });

  it('has four words for it in each language, and no others', () => {
    expect(Object.values(EN.measures)).toEqual(['proven', 'very likely', 'likely', 'possible']);
    expect(Object.values(ZH.measures)).toEqual(['已证实', '极有可能', '很可能', '有可能']);
    const said = [EN, ZH].flatMap((texts) => [...Object.values(texts.labels), ...Object.values(texts.short)]);
    expect(said.filter((text) => /Probably|Perhaps|perhaps|待定/.test(text))).toEqual([]);
  });

  it('has one name for each row, in the short report and in the whole', () => {
    const rows = ['because', 'against', 'fix', 'check', 'next', 'ids'];
    const { short, labels } = EN;
    const names = [
      short['row-for'],
      short['row-against'],
      short['row-fix'],
      short['row-test'],
      short['row-next'],
      short['row-ids'],
    ];
    expect(names).toEqual(rows);
    const whole = [
      labels['row-suspect-for'],
      labels['row-suspect-against'],
      labels['row-cure'],
      labels['row-check'],
    ];
    expect(whole).toEqual(rows.slice(0, 4));
    expect([labels['row-cause'], labels['row-proof'], labels['row-evidence'], short['row-why']]).toEqual(
      Array.from({ length: 4 }, () => 'because'),
    );
    expect(labels['row-support']).toBe('ids');
  });

  it('is none where a cause is named: what is likely is more than a suspect', () => {
    const named: Diagnosis = {
      ...diagnosisWith([{ ...SUSPECT, weight: 0.9 }]),
      cause: { id: 'listed-header-gone', args: {} },
    };
    expect(suspectHeadline(named, plainFiller(EN), EN)).toBeNull();
    expect(leadingSuspect(named)).toBeNull();
  });
});

describe('what would settle it', () => {
  const proofs = (
    kinds: readonly (readonly [kind: string, weight: number])[],
    texts: (typeof LANGUAGES)[number] = EN,
  ) => {
    const all = kinds.map(([kind, weight]): Suspect => {
      const args = { sent: 'image/png', name: 'x-oss-meta-a', id: 'LTAIexampleid0kFr' };
      return { ...SUSPECT, kind, weight, args };
    });
    return all.map((each) => suspectFound(each, all, plainFiller(texts), texts).proof);
  };

  it('is one request that the cause cannot strike', () => {
    const [first, second] = proofs([
      ['type-added', 0.7],
      ['secret', 0.2],
    ]);
    expect(first).toBe('the same request sent without a Content-Type: if it is accepted, this was it');
    expect(second).toMatch(/^a plain request with this key by another tool/);
  });

  it('tells the first of two that are close from the second, by the request of either', () => {
    const apart =
      'the same request sent without a Content-Type: if it is accepted, it was the Content-Type; ' +
      'if it is refused again, rather the secret';
    expect(
      proofs([
        ['type-added', 0.4],
        ['secret', 0.2],
      ])[0],
    ).toBe(apart);
    // that of the second is said to be no test of the first alone
    expect(
      proofs([
        ['secret', 0.4],
        ['type-added', 0.3],
      ])[0],
    ).toBe(`to tell the two likeliest apart: ${apart}`);
    expect(
      proofs([
        ['secret', 0.4],
        ['type-added', 0.3],
      ])[1],
    ).toMatch(/, this was it$/);
    expect(
      proofs([
        ['header-meta', 0.4],
        ['type-added', 0.3],
      ])[0],
    ).toMatch(/^the same request without the header x-oss-meta-a:.*rather the Content-Type$/);
    // no request tells these two apart
    expect(
      proofs([
        ['secret', 0.4],
        ['date', 0.3],
      ])[0],
    ).toMatch(/^a plain request/);
    expect(
      proofs(
        [
          ['type-added', 0.4],
          ['secret', 0.3],
        ],
        ZH,
      )[0],
    ).toMatch(/：若被接受，原因是：Content-Type；若再次被拒，更可能是：Secret$/);
  });

  it('is not a request that would remove both', () => {
    expect(
      proofs([
        ['token', 0.4],
        ['secret', 0.3],
      ])[0],
    ).toMatch(/^the same request with a permanent key.*, this was it$/);
    expect(
      proofs([
        ['payload-hash-s3', 0.4],
        ['type-added', 0.3],
      ])[0],
    ).toMatch(/^to tell the two likeliest apart: the same request sent without a Content-Type/);
    for (const kind of SUSPECT_KINDS) {
      const entry: SuspectEntry = SUSPECTS[kind];
      for (const other of entry.alsoRemoves ?? []) expect(SUSPECT_KINDS).toContain(other);
    }
  });

  it('names the secret first where it was not given', () => {
    const explained = (verdict: 'needs-secret' | 'undecided') => {
      const diagnosis: Diagnosis = { ...diagnosisWith([{ ...SUSPECT, weight: 0.8 }]), verdict };
      return causeSentences(diagnosis, plainFiller(EN), EN).cure;
    };
    expect(explained('needs-secret')).toContain('--credentials');
    expect(explained('undecided')).not.toContain('--credentials');
  });
});

it('notes that compare with accepted requests are not shown beside suspects, which weigh the same', () => {
  const suspected = diagnosisWith([SUSPECT]);
  for (const id of ['key-works-difference', 'key-always-fails']) {
    expect(isSaidBySuspects({ id, args: {} }, suspected)).toBe(true);
    expect(isSaidBySuspects({ id, args: {} }, diagnosisWith([]))).toBe(false);
  }
  expect(isSaidBySuspects({ id: 'key-works-elsewhere', args: {} }, suspected)).toBe(false);
});

function diagnosisWith(suspects: readonly Suspect[]): Diagnosis {
  const { diagnosis } = makeResult({
    diagnosis: { verdict: 'needs-secret', certainty: 'open', cause: null, suspects },
  });
  if (diagnosis === null) throw new Error('not diagnosed');
  return diagnosis;
}
