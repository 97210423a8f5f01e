import { expect, it } from 'vitest';
import { nodeHasher } from '../../../src/node/ports.ts';
import { gitlabReport } from '../../rooms/report.ts';
import { completeFailure, makeCapture, TYPE_DIVERGENCE } from '../make-result.ts';
import { OPTIONS, OPTIONS_ZH, written } from './feed.ts';

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

function gitlab(feed: Parameters<typeof written>[1], options = OPTIONS): readonly Issue[] {
  return JSON.parse(written((write) => gitlabReport(write, options, nodeHasher), feed)) as Issue[];
}

it('is an array of issues, one a cause, each with a fingerprint of its own that stays', () => {
  const feed = (shift: number): readonly Issue[] =>
    gitlab((sink) => {
      for (const path of ['./a.pcap', 'b.pcap']) {
        sink.exchange(path, completeFailure(1 + shift));
        sink.exchange(path, completeFailure(2 + shift));
        // one rule, another cause: here it is the server that has none
        sink.exchange(
          path,
          completeFailure(3 + shift, { divergences: [{ ...TYPE_DIVERGENCE, server: null }] }),
        );
        sink.capture(makeCapture({ path }));
      }
      sink.unreadable({ path: 'c.pcap', reason: 'missing', detail: '' });
    });
  const issues = feed(0);
  expect(issues).toHaveLength(5);
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(5);
  expect(issues.every(({ fingerprint }) => /^[0-9a-f]{64}$/.test(fingerprint))).toBe(true);
  expect(feed(7).map(({ fingerprint }) => fingerprint)).toEqual(issues.map(({ fingerprint }) => fingerprint));
  expect(issues[0]).toMatchObject({
    check_name: 'content-type-added-after-signing',
    severity: 'critical',
    location: { path: 'a.pcap', lines: { begin: 1 } },
  });
  // one line in the widget of a merge request
  expect(issues[0]?.description).toBe(
    'The client signed an empty Content-Type, but the request went out with one. (2 failed)',
  );
  expect(issues[4]).toMatchObject({
    check_name: 'missing',
    location: { path: 'c.pcap', lines: { begin: 1 } },
  });
});

it('is punctuated as its language is', () => {
  const [failed, unreadable] = gitlab((sink) => {
    for (const index of [1, 2]) sink.exchange('a.pcap', completeFailure(index));
    sink.capture(makeCapture({ path: 'a.pcap' }));
    sink.unreadable({ path: 'c.pcap', reason: 'missing', detail: '' });
  }, OPTIONS_ZH);
  expect(failed?.description).toMatch(/（2 次失败）$/);
  expect(unreadable?.description).toMatch(/^c\.pcap：/);
});

it('takes captures with one name in several folders for several', () => {
  const of = (...paths: readonly string[]): readonly string[] =>
    gitlab((sink) => {
      for (const path of paths) {
        sink.exchange(path, completeFailure(1));
        sink.capture(makeCapture({ path }));
      }
    }).map(({ fingerprint }) => fingerprint);
  const both = of('host-a/oss.pcap', 'host-b/oss.pcap');
  expect(new Set(both).size).toBe(2);
  expect(of('elsewhere/host-a/oss.pcap', 'elsewhere\\host-b\\oss.pcap')).toEqual(both);
  expect(of('host-a/oss.pcap')).toEqual(both.slice(0, 1));
});

it('names a file of Windows as it stands in the repository', () => {
  const [issue] = gitlab((sink) =>
    sink.unreadable({ path: '.\\captures\\c.pcap', reason: 'missing', detail: '' }),
  );
  expect(issue?.location.path).toBe('captures/c.pcap');
  expect(issue?.description).toContain('.\\captures\\c.pcap');
});

it('is an empty array where nothing fails', () => {
  expect(gitlab((sink) => sink.capture(makeCapture()))).toEqual([]);
});
