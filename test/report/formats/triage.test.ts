import { expect, it } from 'vitest';
import { nodeHasher } from '../../../src/node/ports.ts';
import type { ResultSink, Triage } from '../../rooms/engine.ts';
import {
  CsvReporter,
  githubReport,
  gitlabReport,
  JunitReporter,
  markdownReport,
  sarifReport,
} from '../../rooms/report.ts';
import { completeFailure, makeCapture } from '../make-result.ts';
import { OPTIONS, written } from './feed.ts';

const IGNORED: Triage = { kind: 'ignored', reason: 'a test bucket' };

function feed(sink: ResultSink): void {
  sink.exchange('a', { ...completeFailure(1), triage: { kind: 'known' } });
  sink.exchange('a', { ...completeFailure(2), triage: IGNORED });
  sink.capture(makeCapture());
}

it('tells what is no news apart, and holds it against nobody', () => {
  const sarif = JSON.parse(written((write) => sarifReport(write, OPTIONS), feed)).runs[0].results;
  expect(sarif.map((result: { level: string }) => result.level)).toEqual(['note', 'note']);
  expect(sarif[0].baselineState).toBe('unchanged');
  expect(sarif[1].suppressions).toEqual([
    { kind: 'external', status: 'accepted', justification: 'a test bucket' },
  ]);
  expect(written((write) => githubReport(write, OPTIONS, null), feed)).toBe('');
  const gitlab = JSON.parse(written((write) => gitlabReport(write, OPTIONS, nodeHasher), feed));
  expect(gitlab.map((issue: { severity: string }) => issue.severity)).toEqual(['info', 'info']);
  const junit = written((write) => new JunitReporter(write, OPTIONS), feed);
  expect(junit).toContain('tests="2" failures="0" errors="0" skipped="2"');
  expect(junit).toMatch(/<skipped message="Known \(baseline\)[^"]*"\/>/);
  expect(junit).toMatch(/<skipped message="Ignored \(a test bucket\)[^"]*"\/>/);
  const markdown = written((write) => markdownReport(write, OPTIONS), feed);
  expect(markdown).toContain('Known (baseline): The client signed an empty Content-Type');
  expect(markdown).toContain('Ignored (a test bucket): The client signed an empty Content-Type');
  const csv = written((write) => new CsvReporter(write, OPTIONS), feed).split('\r\n');
  expect(csv[1]).toContain(',known,content-type,');
});
