import { describe, expect, it } from 'vitest';
import { type ExitOptions, type ScanOutcome, scanExitCode } from '../../src/cli/ending.ts';
import type { SummaryJson } from '../rooms/report.ts';

const CLEAN: SummaryJson = {
  captures: 1,
  exchanges: 3,
  ossExchanges: 3,
  divergent: 0,
  unreadable: 0,
  byVerdict: { match: 1, 'not-auth': 1, 'no-response': 1 },
};
const FAILING: SummaryJson = { ...CLEAN, divergent: 1, byVerdict: { match: 2, 'clock-skew': 1 } };

function code(outcome: Partial<ScanOutcome>, options: Partial<ExitOptions> = {}): number {
  return scanExitCode(
    { summary: CLEAN, damagedCaptures: 0, endedBy: null, ...outcome },
    { failOn: null, strict: false, ...options },
  );
}

describe('scanExitCode', () => {
  it('is 0 where nothing fails, and 1 where something does', () => {
    expect(code({})).toBe(0);
    expect(code({ summary: FAILING })).toBe(1);
  });

  it('is 2 for unread input, which wins over failing exchanges', () => {
    expect(code({ summary: { ...CLEAN, unreadable: 1 } })).toBe(2);
    expect(code({ summary: { ...FAILING, unreadable: 1 } })).toBe(2);
  });

  it('takes a damaged capture for unread only when strict', () => {
    expect(code({ damagedCaptures: 1 })).toBe(0);
    expect(code({ damagedCaptures: 1, summary: FAILING })).toBe(1);
    expect(code({ damagedCaptures: 1 }, { strict: true })).toBe(2);
    expect(code({}, { strict: true })).toBe(0);
  });

  it('looks only at the verdicts that are asked for', () => {
    expect(code({ summary: FAILING }, { failOn: ['transit-modified'] })).toBe(0);
    expect(code({ summary: FAILING }, { failOn: ['transit-modified', 'clock-skew'] })).toBe(1);
    expect(code({}, { failOn: ['no-response'] })).toBe(1);
  });

  it('is 1 where more fails than is known or ignored', () => {
    const summary = { ...FAILING, byVerdict: { token: 1, 'clock-skew': 2 } };
    const excused = (skewed: number) => new Map([['token', 1] as const, ['clock-skew', skewed] as const]);
    expect(code({ summary, excused: excused(1) })).toBe(1);
    expect(code({ summary, excused: excused(2) })).toBe(0);
    expect(code({ summary, excused: excused(1) }, { failOn: ['token'] })).toBe(0);
  });

  it('is 130 when interrupted, whatever else', () => {
    expect(code({ endedBy: 130, summary: { ...FAILING, unreadable: 1 } })).toBe(130);
  });
});
