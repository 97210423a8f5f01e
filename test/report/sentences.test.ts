import { describe, expect, it } from 'vitest';
import { type ReportedExchange, type Sentences, sentencesOf } from '../../src/text.ts';
import { NOTICE_CODES } from '../rooms/bytes.ts';
import { ADVICE_ARGS, ADVICE_IDS, type ArgSpec, VERDICTS } from '../rooms/diagnose.ts';
import { CAUSE_IDS, CAUSES, NOTES } from '../rooms/sentences.ts';
import { EVIDENCE, SUSPECTS } from '../rooms/suspects.ts';
import { osscap } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const EN = sentencesOf('en');
const ZH = sentencesOf('zh');

/** Arguments of the kinds that an entry asks for. */
function some(spec: ArgSpec): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(spec).map(([name, kind]) => [name, kind === 'number' ? 7 : 'a-word']),
  );
}

interface ReportedCapture {
  readonly exchanges: readonly ReportedExchange[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  readonly advice?: readonly { readonly id: string; readonly summary: string; readonly advice: string }[];
}

function capturesIn(lang: string, inputs: readonly string[]): readonly ReportedCapture[] {
  const { stdout } = osscap(['scan', ...inputs, '--format', 'json', '--lang', lang]);
  const { captures }: { readonly captures: readonly ReportedCapture[] } = JSON.parse(stdout);
  return captures;
}

describe('sentences', () => {
  it.each([
    ['en', EN],
    ['zh', ZH],
  ] as const)('are there for everything that has an id, in %s', (lang, say) => {
    const all = [
      ...VERDICTS.map((verdict) => say.verdict(verdict)),
      ...['proven', 'likely', 'open'].map((certainty) => say.certainty(certainty)),
      ...CAUSE_IDS.flatMap((id) =>
        Object.values(say.cause({ id, args: some(CAUSES[id].args) }) ?? { id: null }),
      ),
      ...Object.entries(NOTES).map(([id, { args }]) => say.note({ id, args: some(args) })),
      ...NOTICE_CODES.map((code) => say.notice({ code, frame: null, offset: null, args: {} })),
      ...ADVICE_IDS.flatMap((id) =>
        Object.values(say.advice({ id, args: some(ADVICE_ARGS[id]), count: 1, exchange: 1 }) ?? { id: null }),
      ),
      ...Object.entries(SUSPECTS).flatMap(([kind, { args }]) => {
        const suspect = {
          kind,
          args: some(args),
          cause: '',
          field: 'secret',
          weight: 1,
          for: [],
          against: [],
        };
        const { summary, advice, proof } = say.suspect({ ...suspect, field: 'secret' }) ?? {};
        return [summary, advice, proof];
      }),
      ...Object.entries(EVIDENCE).map(([code, { args }]) =>
        say.evidence({ code, exchanges: [3], args: some(args) }),
      ),
    ];
    expect(say.lang).toBe(lang);
    expect(all.length).toBeGreaterThan(1000);
    expect(all.filter((each) => typeof each !== 'string' || each === '')).toEqual([]);
  });

  it('of an id that is not known are null, whatever it is named', () => {
    for (const id of ['new-in-version-9', '__proto__', 'toString', '']) {
      expect(EN.verdict(id)).toBeNull();
      expect(EN.certainty(id)).toBeNull();
      expect(EN.cause({ id, args: {} })).toBeNull();
      expect(EN.note({ id, args: {} })).toBeNull();
      expect(EN.evidence({ code: id, exchanges: [], args: {} })).toBeNull();
      expect(EN.diagnosis({})).toBeNull();
      const reported = { args: {}, summary: 'A new\u001b thing.', advice: 'Do it.' };
      expect(EN.cause({ id, ...reported })).toEqual({ headline: 'A new␛ thing.', cause: '', cure: 'Do it.' });
      expect(EN.advice({ id, ...reported })).toEqual({ summary: 'A new␛ thing.', advice: 'Do it.' });
      expect(EN.notice({ code: id, message: 'odd\r' })).toBe('odd␍');
    }
    expect(EN.note('new-note: Something\u202e new.')).toBe('Something\\u202e new.');
    expect(EN.note('of no form')).toBe('of no form');
  });

  it('have captured values that nobody obeys, of whatever type they are', () => {
    const cause = { id: 'content-type-rewritten', args: { client: 'a\u001b[2J', server: 'x\n' } };
    expect(ZH.cause(cause)?.cause).toBe('发送的是“a␛[2J”，服务端收到的是“x␊”');
    expect(EN.cause({ id: 'content-type-rewritten', args: {} })?.cause).toBe('sent as ?, received as ?');
    expect(
      EN.cause(JSON.parse('{"id":"content-type-rewritten","args":{"client":[],"server":null}}')),
    ).toEqual(EN.cause({ id: 'content-type-rewritten', args: {} }));
    const how = EN.cause({ id: 'signature-in-url-form', args: { how: 'odd\u001b]0;x' } })?.headline;
    expect(how).toContain('(odd␛]0;x)');
  });

  it('read byte strings of the library, and text of the JSON report', () => {
    const args = { client: 'caf\u00c3\u00a9', server: 'b' };
    expect(EN.cause({ id: 'content-type-rewritten', args })?.cause).toContain('"café"');
    const reported = { id: 'content-type-rewritten', args: { client: 'caf\u00e9', server: 'b' } };
    expect(EN.cause({ ...reported, summary: '', advice: '' })?.cause).toContain('"café"');
  });

  it('count what the exchange counts', () => {
    const sentences = sentencesOf('en', { numbering: 'line' });
    const note = { id: 'key-works-elsewhere', args: some(NOTES['key-works-elsewhere'].args) };
    expect(sentences.note(note)).toContain('line 7');
    expect(EN.note(note)).toContain('frame 7');
  });
});

describe('an exchange of the JSON report', () => {
  const inputs = ['captures', 'hops', 'advice', 'notes', 'text'].map((name) => `${FIXTURES}/${name}`);

  /** What the report itself has in words. */
  function own({ diagnosis }: ReportedExchange): unknown {
    const { cause = null, notes = [], suspects = [] } = diagnosis ?? {};
    return {
      cause: cause === null ? null : [cause.summary, cause.advice],
      notes: notes.map((note) => note.replace(/^[\w-]+: /, '')),
      suspects: suspects.map(({ summary, advice, proof }) => [summary, advice, proof]),
      evidence: suspects.flatMap((each) => [...each.for, ...each.against].map(({ message }) => message)),
    };
  }

  function said(exchange: ReportedExchange, say: Sentences): unknown {
    const sentences = say.diagnosis(exchange);
    const suspects = exchange.diagnosis?.suspects ?? [];
    return {
      cause: exchange.diagnosis?.cause == null ? null : [sentences?.headline, sentences?.cure],
      notes: sentences?.notes ?? [],
      suspects: suspects.map((each) => {
        const { summary, advice, proof } = say.suspect(each, suspects) ?? {};
        return [summary, advice, proof];
      }),
      evidence: suspects.flatMap((each) =>
        [...each.for, ...each.against].map((point) => say.evidence(point)),
      ),
    };
  }

  it('names its service, and OSS where a report has a name that nobody knows', () => {
    const diagnosis = { verdict: 'clock-skew', certainty: 'proven', cause: null, divergences: [], notes: [] };
    const of = (provider: string) => JSON.parse(JSON.stringify({ oss: { provider }, diagnosis }));
    expect(EN.diagnosis(of('gcs'))?.cause).toContain('Google Cloud Storage accepts');
    expect(ZH.diagnosis(of('cos'))?.cause).toContain('COS 只接受');
    expect(EN.diagnosis(of('toString'))?.cause).toContain('OSS accepts');
  });

  it('is said in the other language as a report in that language says it', () => {
    const [english, chinese] = [capturesIn('en', inputs), capturesIn('zh', inputs)];
    // Lines of a text are counted as lines there, and printable text is what terminals get.
    const isPlain = (text: string): boolean => !/[^\n -~\u00a1-\u1fff\u2010-\u2027\u2030-\uffff]/.test(text);
    let count = 0;
    english.forEach((capture, i) => {
      const other = chinese[i];
      capture.exchanges.forEach((exchange, j) => {
        const there = other?.exchanges[j] ?? {};
        const numbering = JSON.stringify(own(there)).match(/第 \d+ (行|条)/)?.[1];
        const options = {
          service: exchange.oss,
          numbering: numbering === '行' ? 'line' : numbering === '条' ? 'entry' : undefined,
        } as const;
        if (!isPlain(JSON.stringify(own(there)))) return;
        expect(said(exchange, sentencesOf('zh', options))).toEqual(own(there));
        expect(said(there, sentencesOf('en', options))).toEqual(own(exchange));
        if (exchange.diagnosis !== undefined) count++;
      });
      for (const [at, advice] of (capture.advice ?? []).entries()) {
        const { summary, advice: what } = other?.advice?.[at] ?? { summary: '', advice: '' };
        expect(ZH.advice(advice)).toEqual({ summary, advice: what });
      }
      for (const [at, warning] of capture.warnings.entries()) {
        expect(ZH.notice(warning)).toBe(other?.warnings[at]?.message);
      }
    });
    expect(count).toBeGreaterThan(40);
  });

  it('of an earlier version, without values, keeps its own sentences', () => {
    const cause = { id: 'content-type-rewritten', summary: 'Rewritten.', advice: 'Find it.' };
    const diagnosis = { verdict: 'transit-modified', certainty: 'likely', cause, divergences: [], notes: [] };
    expect(ZH.diagnosis({ diagnosis })).toMatchObject({
      headline: 'Rewritten.',
      cure: 'Find it.',
      notes: [],
    });
    const notes = ['key-works-elsewhere: It works.'];
    expect(ZH.diagnosis({ diagnosis: { ...diagnosis, notes } })?.notes).toEqual(['It works.']);
  });
});
