import { describe, expect, it } from 'vitest';
import { nodeHasher } from '../../../src/node/ports.ts';
import type { Reporter, WritePiece } from '../../../src/report/reporter.ts';
import type { Suspect } from '../../rooms/diagnose.ts';
import { githubReport, gitlabReport, JunitReporter, sarifReport } from '../../rooms/report.ts';
import { completeFailure, makeCapture, SUSPECT } from '../make-result.ts';
import { OPTIONS, OPTIONS_ZH, written } from './feed.ts';

type Create = (write: WritePiece, options: typeof OPTIONS) => Reporter;

const FORMATS: readonly (readonly [string, Create])[] = [
  ['SARIF', sarifReport],
  ['JUnit', (write, options) => new JunitReporter(write, options)],
  ['GitHub', (write, options) => githubReport(write, options, null)],
  ['GitLab', (write, options) => gitlabReport(write, options, nodeHasher)],
];

describe.each(FORMATS)('%s', (_, create) => {
  const reported = (suspects: readonly Suspect[], options = OPTIONS): string =>
    written(
      (write) => create(write, options),
      (sink) => {
        const open = { verdict: 'needs-secret', certainty: 'open', cause: null, divergences: [] } as const;
        sink.exchange('a.pcap', completeFailure(9, { ...open, suspects }));
        sink.capture(makeCapture({ path: 'a.pcap' }));
      },
      // a property of a workflow command escapes a few characters
    ).replace(/%(?:25|3A|2C)/g, (escaped) => decodeURIComponent(escaped));

  it('begins with the first suspect and its weight', () => {
    expect(reported([SUSPECT])).toMatch(/A Content-Type was signed[^.]{0,200} \(72 %\)\./);
    expect(reported([SUSPECT], OPTIONS_ZH)).toMatch(/签名时有 Content-Type[^。]{0,200}（72%）。/);
  });

  it('names several with their weights where none leads', () => {
    const others = [
      { ...SUSPECT, weight: 0.4 },
      { ...SUSPECT, kind: 'date', field: 'date', weight: 0.3 } as const,
    ];
    const text = reported(others);
    expect(text).toContain('One of these: a Content-Type was signed');
    expect(text).toMatch(/\(40 %\); or .*\(30 %\)/);
  });
});

it('JUnit lists what speaks for a suspect, and against it', () => {
  const xml = written(
    (write) => new JunitReporter(write, OPTIONS),
    (sink) => {
      const open = { verdict: 'needs-secret', certainty: 'open', cause: null, divergences: [] } as const;
      sink.exchange('a.pcap', completeFailure(9, { ...open, suspects: [SUSPECT] }));
      sink.capture(makeCapture({ path: 'a.pcap' }));
    },
  );
  expect(xml).toMatch(
    /Because: every refused request of this client \(1\) has a body and no Content-Type \(PUT\)/m,
  );
  expect(xml).toMatch(
    /^Against: refused without a body and no Content-Type \(PUT\), too: 2 requests of this client \(#4\)$/m,
  );
});
