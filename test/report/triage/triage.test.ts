import { describe, expect, it } from 'vitest';
import { nodeHasher } from '../../../src/node/ports.ts';
import { fromText } from '../../rooms/bytes.ts';
import type { ExchangeResult, ResultSink } from '../../rooms/engine.ts';
import {
  type BaselineFault,
  causeEntry,
  formatBaseline,
  type IgnoreRule,
  IgnoreRules,
  MAX_BASELINE_BYTES,
  MAX_BASELINE_CAUSES,
  matchesPattern,
  parseBaseline,
  type TriageOptions,
  TriageSink,
  toPattern,
} from '../../rooms/report.ts';
import { endsInTime } from '../../support/patience.ts';
import { completeFailure, makeResult, TYPE_DIVERGENCE } from '../make-result.ts';

function fingerprint(result: ExchangeResult): string {
  const entry = causeEntry(result, nodeHasher);
  if (entry === null) throw new Error('not judged');
  return entry.fingerprint;
}

describe('causeEntry', () => {
  const failure = completeFailure(5);

  it('is the same for what differs in each request', () => {
    const other = completeFailure(771, {
      certainty: 'open',
      divergences: [{ ...TYPE_DIVERGENCE, server: 'text/plain', clientOffset: 9, clientOrigin: null }],
      notes: [{ id: 'search-tried', args: { n: 4 } }],
    });
    const oss =
      other.oss === null
        ? null
        : { ...other.oss, requestId: 'ANOTHER', address: { ...other.oss.address, key: 'k' } };
    expect(fingerprint({ ...other, oss })).toBe(fingerprint(failure));
  });

  it.each<[string, ExchangeResult]>([
    ['verdict', completeFailure(5, { verdict: 'transit-modified' })],
    ['cause', completeFailure(5, { cause: null })],
    ['field', completeFailure(5, { divergences: [{ ...TYPE_DIVERGENCE, field: 'date' }] })],
    ['way in which it differs', completeFailure(5, { divergences: [{ ...TYPE_DIVERGENCE, client: null }] })],
    ['access key id', withOss({ claim: null })],
    ['bucket', withOss({ address: { ...address(), bucket: 'other' } })],
    ['operation', withOss({ operation: 'PutObject' })],
  ])('differs with the %s', (_, other) => {
    expect(fingerprint(other)).not.toBe(fingerprint(failure));
  });

  it('shows no whole access key id', () => {
    expect(JSON.stringify(causeEntry(failure, nodeHasher))).not.toContain('LTAIexampleid0kFr');
    expect(causeEntry(failure, nodeHasher)?.accessKeyId).toBe('LTAI****kFr');
  });

  it('is the same for the temporary access key of another run, which has another id', () => {
    const signedBy = (id: string): ExchangeResult => {
      const { oss } = failure;
      if (oss === null || oss.claim === null) throw new Error('unsigned');
      return withOss({ claim: { ...oss.claim, accessKeyId: fromText(id) } });
    };
    const [one, other] = [signedBy('STS.NUsedYesterday001'), signedBy('STS.NUsedToday000002')];
    expect(causeEntry(other, nodeHasher)).toEqual(causeEntry(one, nodeHasher));
    expect(causeEntry(one, nodeHasher)?.accessKeyId).toBe('STS.****');
    expect(fingerprint(one)).not.toBe(fingerprint(failure));
    expect(fingerprint(one)).not.toBe(fingerprint(signedBy('TMP.NUsedYesterday001')));
  });

  it('is none for HTTP that is not OSS', () => {
    expect(causeEntry(makeResult({ isOss: false }), nodeHasher)).toBeNull();
  });

  function address() {
    const { oss } = completeFailure(5);
    if (oss === null) throw new Error('no OSS');
    return oss.address;
  }

  function withOss(change: Partial<NonNullable<ExchangeResult['oss']>>): ExchangeResult {
    const result = completeFailure(5);
    return { ...result, oss: result.oss === null ? null : { ...result.oss, ...change } };
  }
});

function isIgnoredBy(rule: IgnoreRule, result: ExchangeResult): boolean {
  return new IgnoreRules([rule]).find(result) === rule;
}

describe('a rule', () => {
  const failure = completeFailure(5);
  const { oss } = failure;
  const known = {
    verdict: 'client-miscomputed',
    cause: failure.diagnosis?.cause?.id ?? '',
    bucket: 'rokid',
    key: 'ttsservice/*',
    accessKeyId: 'LTAI*',
    requestId: oss?.requestId ?? '',
  } as const;

  it.each(Object.keys(known) as readonly (keyof typeof known)[])('wants all that it names: %s', (name) => {
    const { [name]: value } = known;
    expect(isIgnoredBy({ [name]: value, reason: 'x' }, failure)).toBe(true);
    expect(isIgnoredBy({ ...known, reason: 'x' }, failure)).toBe(true);
    expect(isIgnoredBy({ ...known, [name]: 'other', reason: 'x' }, failure)).toBe(false);
  });

  it('fits nothing that is not there', () => {
    const without = makeResult({ bucket: null, key: null, claim: null, requestId: null });
    for (const name of ['bucket', 'key', 'accessKeyId', 'requestId', 'cause'] as const) {
      expect(isIgnoredBy({ [name]: '*', reason: 'x' }, without)).toBe(false);
    }
    expect(isIgnoredBy({ reason: 'x' }, makeResult({ isOss: false }))).toBe(false);
    const told = makeResult({ claim: null, error: { accessKeyId: 'LTAIother' } });
    expect(isIgnoredBy({ accessKeyId: 'LTAIother', reason: 'x' }, told)).toBe(true);
  });

  it('is of text, and names are not', () => {
    const chinese = makeResult({ key: fromText('日志/一') });
    expect(isIgnoredBy({ key: '日志/*', reason: 'x' }, chinese)).toBe(true);
    expect(isIgnoredBy({ key: '*', reason: 'x' }, makeResult({ key: '\xff' }))).toBe(false);
  });
});

describe('a file of causes', () => {
  it.each<readonly [string, BaselineFault]>([
    ['{', { code: 'not-json', line: 1, column: 2 }],
    ['[]', { code: 'baseline-not-one' }],
    ['{"osscapBaseline":1}', { code: 'baseline-not-one' }],
    ['{"osscapBaseline":2,"causes":[]}', { code: 'baseline-version', version: '2' }],
    ['{"osscapBaseline":1,"causes":["x"]}', { code: 'baseline-entry', where: 1 }],
    ['{"osscapBaseline":1,"causes":[null]}', { code: 'baseline-entry', where: 1 }],
    ...['a'.repeat(31), 'a'.repeat(33), 'A'.repeat(32), 'g'.repeat(32), 7].map(
      (fingerprint) =>
        [
          JSON.stringify({ osscapBaseline: 1, causes: [{ fingerprint: '0'.repeat(32) }, { fingerprint }] }),
          { code: 'baseline-entry', where: 2 },
        ] as const,
    ),
  ])('that is no baseline: %s', (text, error) => {
    expect(parseBaseline(text)).toEqual({ ok: false, error });
  });

  it('lists what belongs together side by side: by bucket, and then by operation', () => {
    const [entry] = [completeFailure(1)].flatMap((result) => causeEntry(result, nodeHasher) ?? []);
    if (entry === undefined) throw new Error('not judged');
    const places = [
      ['a', 'GetObject'],
      ['a', 'PutObject'],
      ['b', 'AbortMultipartUpload'],
    ] as const;
    const entries = places.map(([bucket, operation], at) => {
      return { ...entry, fingerprint: String(9 - at).repeat(32), bucket, operation };
    });
    const { causes } = JSON.parse(formatBaseline(entries.toReversed()));
    expect(causes).toEqual(entries);
  });

  it('is the same whatever the order in which they were found', () => {
    const causes = [
      completeFailure(1),
      completeFailure(2, { verdict: 'transit-modified' }),
      completeFailure(3, { cause: null }),
    ].flatMap((result) => causeEntry(result, nodeHasher) ?? []);
    const twin = causes.slice(0, 1).map((each) => ({ ...each, fingerprint: '0'.repeat(32) }));
    const all = [...causes, ...twin];
    const text = formatBaseline(all);
    expect(formatBaseline(all.toReversed())).toBe(text);
    expect(formatBaseline([...all.slice(2), ...all.slice(0, 2)])).toBe(text);
    expect(JSON.parse(text).causes).toHaveLength(4);
    expect(JSON.parse(formatBaseline([]))).toEqual({ osscapBaseline: 1, causes: [] });
  });
});

describe('matchesPattern', () => {
  it.each<[string, string, boolean]>([
    ['a', 'a', true],
    ['a', 'ab', false],
    ['', '', true],
    ['*', '', true],
    ['logs/*', 'logs/2024/a.gz', true],
    ['logs/*', 'xlogs/', false],
    ['*.gz', 'a.gz', true],
    ['*.gz', 'a.gz2', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['ab*ba', 'aba', false],
    ['a*a', 'a', false],
    ['a**b', 'ab', true],
    ['x.y', 'xzy', false],
    ['a*bc*c', 'abc', false],
    ['a*x*b', 'acb', false],
    ['*ab*ab*', 'xabx', false],
  ])('%j on %j is %s', (pattern, text, expected) => {
    expect(matchesPattern(toPattern(pattern), text)).toBe(expected);
  });

  it('takes no longer for a pattern that was made to take long', async () => {
    const matches = await endsInTime(() =>
      matchesPattern(toPattern(`${'*a'.repeat(2000)}*b`), 'a'.repeat(100_000)),
    );
    expect(matches).toBe(false);
  });

  it('takes a pattern as long as a configuration apart once, not for each failure', async () => {
    const rules = new IgnoreRules([{ key: `x${'*k'.repeat(500_000)}`, reason: 'x' }]);
    const failure = completeFailure(5);
    await endsInTime(() => {
      for (let time = 0; time < 20_000; time++) expect(rules.find(failure)).toBeNull();
    });
  });
});

describe('TriageSink', () => {
  function triage(options: Partial<TriageOptions>, ...results: readonly ExchangeResult[]) {
    const given: ExchangeResult[] = [];
    const next: ResultSink = {
      exchange: (_, result) => given.push(result),
      capture: () => {},
      unreadable: () => {},
    };
    const sink = new TriageSink(
      { hasher: nodeHasher, baseline: null, ignores: [], failOn: [], gather: false, ...options },
      next,
    );
    for (const result of results) sink.exchange('a.pcap', result);
    return { given, sink };
  }

  const rule = { verdict: 'client-miscomputed', reason: 'x' } as const;

  it('hands on what passes as it is, and what fails with what is thought of it', () => {
    const [passed, failed] = [makeResult({ index: 1 }), completeFailure(2)];
    const { given } = triage({ ignores: [rule] }, passed, failed);
    expect(given[0]).toBe(passed);
    expect(given[1]).toEqual({ ...failed, triage: { kind: 'ignored', reason: 'x' } });
  });

  it('a reason goes before the baseline, and what is ignored is not gathered', () => {
    const baseline = new Set([fingerprint(completeFailure(2))]);
    const { given, sink } = triage({ ignores: [rule], baseline, gather: true }, completeFailure(2));
    expect(given[0]?.triage).toEqual({ kind: 'ignored', reason: 'x' });
    expect(sink.causes).toEqual([]);
  });

  it('looks at verdicts that are made to fail', () => {
    const silent = makeResult({ diagnosis: { verdict: 'no-response' } });
    expect(triage({ gather: true }, silent).sink.causes).toEqual([]);
    expect(triage({ gather: true, failOn: ['no-response'] }, silent).sink.causes).toMatchObject([
      { verdict: 'no-response' },
    ]);
  });

  it('says that it gathered all there is room for, and nothing of what it has already', () => {
    const entry = causeEntry(completeFailure(2), nodeHasher);
    if (entry === null) throw new Error('not judged');
    const many = Array.from({ length: MAX_BASELINE_CAUSES }, (_, at) => ({ ...entry, fingerprint: `${at}` }));
    const { sink } = triage({ gather: true });
    sink.gather(many, false);
    sink.gather(many.slice(0, 1), false);
    expect([sink.causes.length, sink.isFull]).toEqual([MAX_BASELINE_CAUSES, false]);
    sink.gather([entry], false);
    expect([sink.causes.length, sink.isFull]).toEqual([MAX_BASELINE_CAUSES, true]);
  });

  it('gathers no more than a baseline may have that is read again', () => {
    const entry = causeEntry(completeFailure(2), nodeHasher);
    if (entry === null) throw new Error('not judged');
    const sizeOf = (fields: readonly string[]): [number, boolean, boolean] => {
      const { sink } = triage({ gather: true });
      for (let at = 0; at < MAX_BASELINE_CAUSES; at++) {
        sink.gather([{ ...entry, fields, fingerprint: `${at}`.padStart(32, '0') }], false);
      }
      const bytes = Buffer.byteLength(formatBaseline(sink.causes));
      return [sink.causes.length, sink.isFull, bytes <= MAX_BASELINE_BYTES];
    };
    expect(sizeOf(entry.fields)).toEqual([MAX_BASELINE_CAUSES, false, true]);
    expect(sizeOf(['名'.repeat(1000)])).toEqual([expect.any(Number), true, true]);
  });

  it('what it gathers is a baseline that knows it', () => {
    const { sink } = triage(
      { gather: true },
      completeFailure(2),
      completeFailure(9),
      makeResult({ index: 3 }),
    );
    expect(sink.causes).toHaveLength(1);
    const baseline = parseBaseline(formatBaseline(sink.causes));
    if (!baseline.ok) throw new Error('not read back');
    expect(triage({ baseline: baseline.value }, completeFailure(4)).given[0]?.triage).toEqual({
      kind: 'known',
    });
  });
});
