import { describe, expect, it } from 'vitest';
import { SummaryCounter } from '../rooms/report.ts';
import { completeFailure, makeCapture, makeResult } from './make-result.ts';

describe('SummaryCounter', () => {
  it('counts exchanges by verdict, and failing ones as divergent', () => {
    const counter = new SummaryCounter();
    for (let index = 1; index <= 8; index++) counter.exchange('a', makeResult({ index }));
    counter.exchange('a', completeFailure(9));
    counter.exchange('a', makeResult({ index: 10, isOss: false }));
    counter.exchange('a', makeResult({ index: 11, diagnosis: { verdict: 'no-response' } }));
    counter.capture(makeCapture());
    counter.capture(
      makeCapture({ summary: { format: 'pcap', complete: false, linkTypes: [], packets: 1, bytes: 2 } }),
    );
    counter.unreadable();
    expect(counter.summary()).toEqual({
      captures: 2,
      exchanges: 11,
      ossExchanges: 10,
      divergent: 1,
      unreadable: 1,
      byVerdict: { match: 8, 'client-miscomputed': 1, 'no-response': 1 },
    });
    expect(counter.damagedCaptures).toBe(1);
  });
});
