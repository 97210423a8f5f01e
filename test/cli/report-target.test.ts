import { expect, it } from 'vitest';
import { isSameTarget } from '../../src/cli/report-target.ts';

it('takes names for one that differ in what the file system does not tell apart', () => {
  for (const [one, other] of [
    ['Report.json', 'report.JSON'],
    ['r\u00e9sum\u00e9.json', 're\u0301sume\u0301.json'],
  ] as const) {
    expect(isSameTarget(one, other, 'darwin')).toBe(true);
    expect(isSameTarget(one, other, 'win32')).toBe(true);
    expect(isSameTarget(one, other, 'linux')).toBe(false);
  }
  expect(isSameTarget('a.json', 'b.json', 'win32')).toBe(false);
});
