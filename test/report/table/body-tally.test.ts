import { expect, it } from 'vitest';
import type { BodyCheck } from '../../rooms/oss.ts';
import { MASKING_DOOR } from '../../rooms/redact.ts';
import { BodyTally } from '../../rooms/report.ts';
import { terminalFiller } from '../../rooms/sentences.ts';
import { EN } from '../../support/texts.ts';
import { makeResult } from '../make-result.ts';

const DIFFERS: BodyCheck = {
  body: 'request',
  claim: 'crc64',
  claimedBy: 'client',
  claimed: '1',
  actual: '2',
  result: 'differs',
  damage: 'before-capture',
  unknown: null,
};
const view = {
  width: 100,
  paint: (_role: string, text: string) => text,
  texts: EN,
  filler: terminalFiller(EN),
  door: MASKING_DOOR,
  all: false,
};

/** What is said of accepted exchanges of which both bodies differ, by their numbers. */
function told(...indexes: readonly number[]): string {
  const tally = new BodyTally();
  for (const index of indexes) {
    const checks: readonly BodyCheck[] = [DIFFERS, { ...DIFFERS, body: 'response' }];
    tally.add({ ...makeResult({ index, status: 200 }), checks });
  }
  const again = new BodyTally();
  again.state = structuredClone(tally.state);
  return again.lines(view).join('\n');
}

it('names the exchanges whose bodies differ, the first of many', () => {
  expect(told(3)).toBe('Bodies compared with their digests: 2 differing (#3).');
  expect(told(1, 2, 4, 5, 9)).toContain('10 differing (#1, #2, #4, #5, #9).');
  expect(told(1, 2, 4, 5, 9, 11, 12)).toContain('14 differing (#1, #2, #4, #5, #9, …).');
});
