import { describe, expect, it } from 'vitest';
import { History } from '../../src/diagnose/history.ts';
import { fieldIn, MISTAKES, type Mistake, of } from './mistakes.ts';
import { isForm, isV4, KEY_ID, type ReferenceVersion, signedBytes } from './reference-signer.ts';
import { missigned } from './scenario.ts';

const EACH = MISTAKES.flatMap((mistake) => mistake.versions.map((version) => ({ mistake, version })));

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
    const { diagnosis, signed } = diagnosedMistake(mistake, version);
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
      const plain = diagnosedMistake(mistake, version).diagnosis;
      expect(diagnosis.search?.fits, `${id}, ${version}`).toEqual(plain.search?.fits);
      expect(diagnosis.cause).toEqual(plain.cause);
    }
  });
});
