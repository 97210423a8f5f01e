import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openReport } from '../../../src/cli/report-run.ts';
import { tee } from '../../../src/report/reporter.ts';
import { type BlobLine, BlobReplay, decodeLine, FORMAT_NAMES, SummaryCounter } from '../../rooms/report.ts';
import { loadTexts } from '../../rooms/sentences.ts';
import { osscap, temporaryFolder } from '../../support/command.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { FIXTURES } from '../../support/truth.ts';
import { USUAL_SCAN } from '../../support/usual-arguments.ts';

/** Numbers from a seed (Park and Miller). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const ROUNDS = 400;
const STRANGE: readonly unknown[] = [
  ...[0, 1, -1, 2 ** 31, Number.MAX_SAFE_INTEGER, 1e300, 0.5, 'NaN', 'Infinity'],
  ...['', '\u001b[2J', '\n', '<script>', '::error::', '\u00ff\u00fe', 'a'.repeat(5000), '__proto__'],
  ...[null, true, [], {}, [[]], ['x', 'y']],
];

interface Place {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string;
}

function placesOf(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, inner] of Object.entries(value)) {
    found.push({ holder: value as Place['holder'], key });
    placesOf(inner, found);
  }
  return found;
}

async function report(lines: readonly BlobLine[], format: (typeof FORMAT_NAMES)[number]): Promise<string> {
  const { io, written } = fakeIo();
  const args = { ...USUAL_SCAN, all: true, slow: 3, width: 60, color: false };
  const blob = { shard: null, scan: { id: '', first: '', inputs: 0 }, placeOf: () => 0, paths: [] };
  const request = { name: format, file: null };
  const { reporter } = await openReport(request, args, io, await loadTexts('en'), blob);
  const counter = new SummaryCounter();
  const replay = new BlobReplay(tee([counter, reporter]));
  for (const line of lines) replay.line(line);
  reporter.end({ summary: counter.summary(), interrupted: false, exitCode: 1 });
  return written.stdout;
}

let texts: readonly string[] = [];

beforeAll(() => {
  const path = join(temporaryFolder(), 'a.blob');
  osscap(['scan', join(FIXTURES, 'captures'), '--verify-bodies', '--format', `blob=${path}`]);
  texts = readFileSync(path, 'utf8').trimEnd().split('\n').slice(1);
});

describe('a blob that was tampered with', () => {
  it.each(FORMAT_NAMES)(
    'is refused, or reported without a fault or a control character: %s',
    async (format) => {
      const next = random(20_261_125 + format.length);
      const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(next() * list.length)];
      let refused = 0;
      let reported = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const at = Math.floor(next() * texts.length);
        const json: unknown = JSON.parse(texts[at] ?? '');
        const place = pick(placesOf(json));
        if (place === undefined) continue;
        if (next() < 0.1) delete (place.holder as Record<string, unknown>)[place.key];
        else (place.holder as Record<string, unknown>)[place.key] = pick(STRANGE);
        const changed = decodeLine(JSON.stringify(json));
        if (!changed.ok) {
          refused++;
          continue;
        }
        reported++;
        const lines = [changed.value];
        // With its capture's beginning and end, so that it comes to be shown.
        const first = decodeLine('{"type":"begin","at":0,"path":"a.pcap"}');
        const last = decodeLine(texts.find((text) => text.includes('"type":"capture"')) ?? '');
        if (!first.ok || !last.ok) throw new Error('not a blob');
        const text = await report([first.value, ...lines, last.value], format);
        expect(text).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
      }
      expect(refused).toBeGreaterThan(ROUNDS / 4);
      expect(reported).toBeGreaterThan(ROUNDS / 8);
    },
  );

  describe('in its suspects', () => {
    /** The lines with the first suspect of each exchange changed. */
    const changed = (change: (suspect: Record<string, unknown>) => void) =>
      texts
        .filter((text) => text.includes('"suspects":[{'))
        .map((text) => {
          const json: unknown = JSON.parse(text);
          for (const { holder, key } of placesOf(json)) {
            const value: unknown = (holder as Record<string, unknown>)[key];
            if (key === 'suspects' && Array.isArray(value)) change(value[0]);
          }
          return decodeLine(JSON.stringify(json));
        });

    it('is refused where it names what no version of the program has', () => {
      const strange: readonly ((suspect: Record<string, unknown>) => void)[] = [
        (suspect) => Object.assign(suspect, { kind: 'constructor' }),
        (suspect) => Object.assign(suspect, { cause: '__proto__' }),
        (suspect) => Object.assign(suspect, { field: 'elsewhere' }),
        (suspect) => Object.assign(suspect, { for: [{ code: 'toString', exchanges: [], args: {} }] }),
        (suspect) => Object.assign(suspect, { against: [{ code: 'since', exchanges: [-1], args: {} }] }),
        (suspect) => Object.assign(suspect, { weight: '1' }),
      ];
      for (const change of strange) {
        const lines = changed(change);
        expect(lines.length).toBeGreaterThan(0);
        expect(lines.filter(({ ok }) => ok)).toEqual([]);
      }
    });

    it.each(FORMAT_NAMES)('is shown as text where a trait is none: %s', async (format) => {
      const trait = 'constructor:\u001b[2J<script>\xe2\x80\xae{trait}';
      const args = { trait, refused: 1, accepted: 1, first: 1 };
      const lines = changed((suspect) => {
        Object.assign(suspect, { for: [{ code: 'since', exchanges: [1], args }], weight: 0.9 });
      }).flatMap((line) => (line.ok ? [line.value] : []));
      expect(lines.length).toBeGreaterThan(0);
      const first = decodeLine('{"type":"begin","at":0,"path":"a.pcap"}');
      const last = decodeLine(texts.find((text) => text.includes('"type":"capture"')) ?? '');
      if (!first.ok || !last.ok) throw new Error('not a blob');
      const text = await report([first.value, ...lines, last.value], format);
      expect(text).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
    });
  });
});
