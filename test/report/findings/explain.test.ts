import { describe, expect, it } from 'vitest';
import { PLAIN, type Plain, send, sign } from '../../diagnose/reference-signer.ts';
import { diagnosed, keyRing, mismatch, NO_KEYS } from '../../diagnose/scenario.ts';
import { type Cause, cause, type Divergence } from '../../rooms/diagnose.ts';
import { causeSentences } from '../../rooms/report.ts';
import { fill, plainFiller, type Texts } from '../../rooms/sentences.ts';
import { EN, ZH } from '../../support/texts.ts';

const sent = send('v1', PLAIN, sign('v1', PLAIN));
const open = diagnosed(sent, mismatch(sent), NO_KEYS);

/** Sentences of a change in transit in these fields. */
function ofChange(made: Cause, fields: readonly Divergence['field'][], texts: Texts = EN, isOverTls = false) {
  const divergences = fields.map((field): Divergence => {
    return { field, client: 'a', server: 'b', clientOffset: 0, serverOffset: 0, clientOrigin: null };
  });
  const { needsSecretOf, certainty, notes, row, wire, server, client, recomputed, search, hops } = open;
  const rest = { needsSecretOf, certainty, notes, row, wire, server, client, recomputed, search, hops };
  const diagnosis = { ...rest, verdict: 'transit-modified', divergences, cause: made } as const;
  return causeSentences(diagnosis, plainFiller(texts), texts, isOverTls);
}

const TYPE = cause('content-type-rewritten', { client: 'a', server: 'b' });

describe('a headline', () => {
  it('names all of three fields that were changed, and not one alone', () => {
    const three = ['content-type', 'date', 'oss-header:x-oss-meta-a'] as const;
    expect(ofChange(TYPE, three).headline).toBe(
      '3 signed fields were changed in transit: content-type, date, x-oss-meta-a.',
    );
    expect(ofChange(TYPE, three, ZH).headline).toContain('content-type, date, x-oss-meta-a');
    expect(ofChange(TYPE, ['content-type', 'date']).headline).toBe('Content-Type was rewritten in transit.');
  });

  it('takes the header that stands over Date for the one change that it is', () => {
    const made = cause('oss-header-changed', { name: 'x-oss-date', client: 'a', server: 'b' });
    const { headline } = ofChange(made, ['date', 'oss-header:x-oss-date', 'content-md5']);
    expect(headline).toBe('The header x-oss-date was changed in transit.');
  });
});

it('of a form that nothing explains, no header or bucket is suspected', () => {
  const version = 'post-v1';
  const form: Plain = { ...PLAIN, method: 'POST' };
  const other = send(version, form, sign(version, form, { secret: 'NoVariantOfTheOther1' }));
  const diagnosis = diagnosed(other, mismatch(other), keyRing());
  expect(diagnosis).toMatchObject({ verdict: 'undecided', cause: null });
  for (const texts of [EN, ZH]) {
    const { cause: why, cure } = causeSentences(diagnosis, plainFiller(texts), texts);
    expect([why, cure]).toEqual([texts.labels['cause-policy-alone'], texts.labels['cure-policy-alone']]);
  }
});

describe('a cure', () => {
  it('of a method in other letters is no other method', () => {
    const made = cause('method-signed-other', { signed: 'get', sent: 'GET' });
    expect(ofChange(made, []).cure).toBe(EN.labels['cure-method-case']);
    expect(ofChange(made, [], ZH).cause).toBe(ZH.labels['cause-method-case']);
    const other = cause('method-signed-other', { signed: 'PUT', sent: 'GET' });
    expect(ofChange(other, []).cure).toContain('or send PUT');
  });

  it('of several parameters that were not signed fits a URL that an SDK made, too', () => {
    for (const texts of [EN, ZH]) {
      const said = ofChange(cause('subresources-not-signed', { count: 2 }), [], texts);
      expect(said.cause).not.toMatch(/hand-written|自行编写/);
      expect(said.cause).toMatch(/signed URL|签好的 URL/);
    }
  });

  it('does not advise HTTPS where the request was decrypted from it', () => {
    for (const texts of [EN, ZH]) {
      const { labels } = texts;
      const [clear, overTls] = [false, true].map((isOverTls) => {
        return ofChange(TYPE, [], texts, isOverTls).cure;
      });
      expect(clear).toContain(labels['cure-over-https']);
      expect(overTls).not.toContain(labels['cure-over-https']);
      expect(overTls).toContain(labels['cure-over-tls']);
    }
  });

  it('of a Host that was rewritten lets no request go without it: most services must have it signed', () => {
    const made = cause('host-rewritten', { client: 'a', server: 'b' });
    expect(ofChange(made, []).cure).toContain('proxy_set_header Host');
    expect(ofChange(made, []).cure).not.toContain('signed headers');
    expect(ofChange(made, [], ZH).cure).not.toContain('签名头');
  });

  it.each(['content-type-added-after-signing', 'content-type-signed-other'] as const)(
    'of %s is another for a form',
    (id) => {
      const form = 'multipart/form-data; boundary=1';
      const args = { signed: 'a/b', sent: form };
      const { cure } = ofChange({ id, args }, []);
      expect(cure).toContain('send the file itself as the body');
      expect(ofChange({ id, args: { signed: 'a/b', sent: 'text/plain' } }, []).cure).not.toContain(
        'FormData',
      );
    },
  );
});

it('a type that was lost is not said to be that of a request without a body', () => {
  const { cause: why } = ofChange(cause('content-type-lost', { signed: 'a/b' }), []);
  expect(why).not.toContain('without a body');
  const dropped = ofChange(cause('content-type-dropped', { client: 'a/b' }), []);
  expect(dropped.cause).not.toContain('without a body');
});

it('values that differ in their middles are cut where they do', () => {
  const [start, end] = ['s'.repeat(100), 'e'.repeat(100)];
  const args = { signed: `${start}+${end}`, sent: `${start} ${end}` };
  const text = fill('{signed:q} {sent:q}', args, plainFiller(EN));
  expect(text).toMatch(/^"…s+\+e+…" "…s+ e+…"$/);
  // alike as they are shown, the ends of both still show which they are
  expect(fill('{signed:q}', { signed: args.signed }, plainFiller(EN))).toMatch(/^"s+…e+"$/);
});
