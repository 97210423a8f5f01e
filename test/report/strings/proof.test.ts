import { describe, expect, it } from 'vitest';
import { cause, type Diagnosis } from '../../rooms/diagnose.ts';
import { MASKING_DOOR } from '../../rooms/redact.ts';
import { proofOf, type View } from '../../rooms/report.ts';
import { type Texts, terminalFiller } from '../../rooms/sentences.ts';
import { EN, ZH } from '../../support/texts.ts';
import { makeResult, TYPE_DIVERGENCE } from '../make-result.ts';

function proof(diagnosis: Partial<Diagnosis>, provided: string | null = null, texts: Texts = EN) {
  const error = provided === null ? null : { signatureProvided: provided };
  const { oss, diagnosis: made } = makeResult({ diagnosis, error });
  if (oss === null || made === null) return null;
  const view: View = {
    width: 120,
    all: false,
    paint: (_, text) => text,
    texts,
    filler: terminalFiller(texts),
    door: MASKING_DOOR,
  };
  return proofOf(made, oss, view);
}

describe('a proof', () => {
  const spelled = (client: string, server: string) => ({
    divergences: [
      { field: 'signature', client, server, clientOffset: 0, serverOffset: 0, clientOrigin: null },
    ] as const,
    client: null,
  });

  it('shows of two signatures where they differ', () => {
    const made = {
      ...spelled('RLfzHzoZabc+UFI=', 'RLfzHzoZabc UFI='),
      verdict: 'client-miscomputed',
    } as const;
    for (const texts of [EN, ZH]) {
      const text = proof(made, 'RLfzHzoZabc UFI=', texts)?.text ?? '';
      expect(text).toContain('RLfzHzoZ…+…');
      expect(text).toContain('RLfzHzoZ… …');
    }
  });

  it('calls a signature in a header that is written as in a URL no other one', () => {
    const made = {
      ...spelled('RLfzHzoZabc%2BUFI=', 'RLfzHzoZabc+UFI='),
      verdict: 'client-miscomputed',
      cause: cause('signature-in-url-form', { how: 'percent-encoded' }),
    } as const;
    expect(proof(made, 'RLfzHzoZabc%2BUFI=')?.text).toContain('the server received it like this');
  });

  it('is the hop where the secret gives no signature of what was sent', () => {
    const hop = { exchange: 2, frame: 4, from: 'a', to: 'b', changed: ['header:x'], broken: ['header:x'] };
    const made = {
      verdict: 'transit-modified',
      certainty: 'proven',
      client: null,
      recomputed: 'another',
      divergences: [TYPE_DIVERGENCE],
    } as const;
    expect(proof({ ...made, hops: [hop] })).toMatchObject({
      kind: 'proof',
      text: expect.stringContaining('shows the change itself'),
    });
    expect(proof({ ...made, hops: [] })?.kind).toBe('tried');
  });
});
