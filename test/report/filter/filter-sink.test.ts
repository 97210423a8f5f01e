import { describe, expect, it } from 'vitest';
import type { CaptureInfo, ExchangeResult } from '../../rooms/engine.ts';
import { parseQuery } from '../../rooms/oss.ts';
import { type ExchangeFilter, FilterSink, parseTimeBound, requestIdKey } from '../../rooms/report.ts';
import { completeFailure, makeCapture, makeDiagnosis, makeResult, makeUpload } from '../make-result.ts';

const NO_FILTER: ExchangeFilter = {
  verdicts: null,
  buckets: null,
  requestIds: null,
  since: null,
  until: null,
};

const ids = (...texts: readonly string[]) => new Map(texts.map((text) => [requestIdKey(text), text]));

function run(filter: Partial<ExchangeFilter>, results: readonly ExchangeResult[], info = makeCapture()) {
  const shown: number[] = [];
  const infos: CaptureInfo[] = [];
  const sink = new FilterSink(
    { ...NO_FILTER, ...filter },
    {
      exchange: (_, { index }) => shown.push(index),
      capture: (each) => infos.push(each),
      unreadable: () => {},
    },
  );
  for (const result of results) sink.exchange('a.pcap', result);
  sink.capture(info);
  const [told] = infos;
  if (told === undefined) throw new Error('no capture');
  return { shown, told, sink };
}

/** With its request's first byte so many seconds after midnight of 2018-12-29. */
function resultAt(index: number, clock: string): ExchangeResult {
  const result = makeResult({ index });
  const { request } = result.exchange;
  if (request === null) throw new Error('no request');
  const time = { seconds: Date.parse(`2018-12-${clock}Z`) / 1000, nanos: 500_000_000 };
  return { ...result, exchange: { ...result.exchange, request: { ...request, time } } };
}

/** As a request of that upload. */
function ofUpload(result: ExchangeResult, uploadId: string): ExchangeResult {
  const { oss } = result;
  if (oss === null) throw new Error('no OSS');
  const rawQuery = `partNumber=1&uploadId=${uploadId}`;
  const request = {
    method: 'PUT',
    path: '/k',
    rawQuery,
    query: parseQuery(rawQuery),
    headers: [],
    form: null,
    bucket: 'a',
    key: 'k',
    frame: 1,
  };
  return { ...result, oss: { ...oss, request } };
}

describe('the filter', () => {
  it('keeps the indexes of the capture, and counts what it leaves out', () => {
    const { shown, told } = run({ verdicts: new Set(['client-miscomputed']) }, [
      makeResult({ index: 1 }),
      completeFailure(2),
      makeResult({ index: 3, isOss: false }),
      completeFailure(4),
    ]);
    expect(shown).toEqual([2, 4]);
    expect(told.filtered).toEqual({ shown: 2, of: 4, shownOss: 2, ofOss: 3, timeless: 0 });
    expect(told.traffic.ossExchanges).toBe(2);
  });

  it('wants all that it asks for at once', () => {
    const results = [
      makeResult({ index: 1, bucket: 'a', requestId: 'X' }),
      makeResult({ index: 2, bucket: 'a', requestId: 'Y' }),
      makeResult({ index: 3, bucket: 'b', requestId: 'Y' }),
      makeResult({ index: 4, bucket: null, requestId: 'Y' }),
    ];
    const { shown, sink } = run({ buckets: new Set(['a']), requestIds: ids('y') }, results);
    expect(shown).toEqual([2]);
    expect([sink.missingIds, sink.missingBuckets]).toEqual([[], []]);
  });

  it('finds ids without regard to case, in the header and in the error document', () => {
    const results = [
      makeResult({ index: 1, requestId: '5C2723573183A12D' }),
      makeResult({ index: 2, requestId: 'A', error: { requestId: '6B0617825A0E403C2F939F29' } }),
      makeResult({ index: 3, requestId: null }),
    ];
    const asked = ids(' 5c2723573183a12d ', '6b0617825a0e403c2f939f29', 'none');
    const { shown, sink } = run({ requestIds: asked }, results);
    expect(shown).toEqual([1, 2]);
    expect(sink.missingIds).toEqual(['none']);
    expect([sink.exchanges, sink.captures]).toEqual([3, 1]);
  });

  it('says which buckets were there instead', () => {
    const { sink } = run({ buckets: new Set(['roki', 'b']) }, [
      makeResult({ bucket: 'rokid' }),
      makeResult({ bucket: 'b' }),
    ]);
    expect(sink.missingBuckets).toEqual(['roki']);
    expect(sink.seenBuckets).toEqual(['rokid', 'b']);
  });

  it('takes times of day on the day of the first exchange of each capture', () => {
    const results = [
      resultAt(1, '29T23:59:58'),
      resultAt(2, '29T23:59:59'),
      resultAt(3, '30T00:00:00'),
      resultAt(4, '30T23:59:59'),
    ];
    const since = parseTimeBound('23:59:59');
    expect(run({ since }, results).shown).toEqual([2, 3, 4]);
    expect(run({ until: since }, results).shown).toEqual([1, 2]);
    expect(run({ since, until: parseTimeBound('00:00:00') }, results).shown).toEqual([2, 3]);
    const { sink, shown } = run({ until: since }, results);
    sink.exchange('b.pcap', resultAt(5, '30T23:59:59'));
    expect(shown).toEqual([1, 2, 5]);
  });

  it('leaves out what has no time, and says so', () => {
    const timeless = makeResult({ index: 1 });
    const { request, response } = timeless.exchange;
    if (request === null || response === null) throw new Error('half an exchange');
    const time = { seconds: Number.NaN, nanos: 0 };
    const exchange = {
      ...timeless.exchange,
      request: { ...request, time },
      response: { ...response, time },
    };
    const results = [{ ...timeless, exchange }, resultAt(2, '29T10:00:00')];
    const { shown, told } = run({ since: parseTimeBound('2018-01-01') }, results);
    expect(shown).toEqual([2]);
    expect(told.filtered?.timeless).toBe(1);
  });

  it('gives the uploads of the buckets, and of them those of what is shown where more is asked for', () => {
    const uploads = [
      makeUpload({ uploadId: 'U1', bucket: 'a' }),
      makeUpload({ uploadId: 'U2', bucket: 'b' }),
      makeUpload({ uploadId: 'U3', bucket: null }),
    ];
    const results = [ofUpload(resultAt(1, '29T10:00:00'), 'U1'), ofUpload(resultAt(2, '29T11:00:00'), 'U3')];
    const told = (filter: Partial<ExchangeFilter>) => {
      const info = makeCapture({ multipartUploads: uploads });
      return run(filter, results, info).told.multipartUploads?.map(({ uploadId }) => uploadId);
    };
    const all = { verdicts: new Set(['match'] as const), requestIds: ids('5C2723573183A12D') };
    expect(told({})).toEqual(['U1', 'U2', 'U3']);
    expect(told({ buckets: new Set(['a', 'b']) })).toEqual(['U1', 'U2']);
    expect(told({ verdicts: all.verdicts })).toEqual(['U1', 'U3']);
    expect(told({ requestIds: all.requestIds })).toEqual(['U1', 'U3']);
    expect(told({ since: parseTimeBound('10:30') })).toEqual(['U3']);
    expect(told({ until: parseTimeBound('10:30') })).toEqual(['U1']);
    expect(told({ ...all, since: parseTimeBound('10:30'), buckets: new Set(['a']) })).toEqual([]);
  });

  it('gives the advice of what is shown', () => {
    const advice = [{ id: 'v1-signature', args: {}, count: 2, exchange: 1 }] as const;
    const info = makeCapture({ advice, passed: { seen: 2, looked: 2 } });
    const results = [
      makeResult({ index: 1, bucket: 'a' }),
      makeResult({ index: 2, bucket: 'b' }),
      makeResult({ index: 3, bucket: 'b', diagnosis: makeDiagnosis({ verdict: 'digest' }) }),
    ];
    const { told } = run({ buckets: new Set(['b']) }, results, info);
    expect(told.advice).toEqual([{ id: 'v1-signature', args: {}, count: 1, exchange: 2 }]);
    expect(told.passed).toEqual({ seen: 1, looked: 1 });
    expect(run({ buckets: new Set(['b']) }, results).told).not.toHaveProperty('advice');
  });
});
