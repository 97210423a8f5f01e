import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { lineOf } from '../../../src/report/formats/lines.ts';
import { LINE_KINDS, type LineKind, MadeLines, tee } from '../../../src/report/reporter.ts';
import { keyRing } from '../../diagnose/scenario.ts';
import { textOf } from '../../report/formats/feed.ts';
import { isPlain } from '../../rooms/diagnose.ts';
import type { CaptureInfo, ResultSink } from '../../rooms/engine.ts';
import { scanPipeline } from '../../rooms/features.ts';
import { lineMaker, pipelineOptions, readApart, scanInputs } from '../../rooms/node.ts';
import { formatOf, pathView, SummaryCounter } from '../../rooms/report.ts';
import { temporaryFolder } from '../../support/command.ts';
import { reportOptions } from '../../support/formats.ts';
import { EN } from '../../support/texts.ts';
import { FIXTURES } from '../../support/truth.ts';
import { generateFile } from '../../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../../tools/generator/options.ts';
import { ACCESS_KEY_ID, ACCESS_KEY_SECRET } from '../../tools/generator/signer.ts';

const PATHS = pathView('/', []);

const CHATTY = join(temporaryFolder(), 'chatty.pcap');
generateFile(CHATTY, { ...DEFAULT_OPTIONS, size: 6 * 1024 * 1024, mix: 'chatty', loss: 0.2 });

const CAPTURES = [
  CHATTY,
  ...readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.pcap(?:ng)?$/.test(name))
    .map((name) => join(FIXTURES, name)),
];
const OPTIONS = { keyRing: new Map(), buckets: new Map() };

async function scanned(path: string, exchange: ResultSink['exchange']): Promise<void> {
  await scanInputs([{ path }], OPTIONS, { exchange, capture() {}, unreadable() {} });
}

describe('lines that are made before their exchanges are diagnosed', () => {
  it('are those of each format where nothing else is known, and none where the capture says what a host is', async () => {
    const lines = LINE_KINDS.map((kind) => lineOf({ kind, showSignatures: false, paths: PATHS }, EN));
    const different: string[] = [];
    let [same, others, domains] = [0, 0, 0];
    for (const path of CAPTURES) {
      const plan = { lang: 'en', capture: path, buckets: new Map() } as const;
      const makers = await Promise.all(
        LINE_KINDS.map((kind) => lineMaker({ ...plan, spec: { kind, showSignatures: false, paths: PATHS } })),
      );
      await scanned(path, (capture, result) => {
        const { exchange, oss, diagnosis, index } = result;
        const isOfDomain = oss?.address.style === 'custom-domain' && oss.address.bucketSource !== 'option';
        if (isOfDomain) domains++;
        const isKnown = diagnosis !== null && isPlain(diagnosis);
        if (!isKnown) others++;
        for (const [at, make] of makers.entries()) {
          const made = isKnown || isOfDomain ? make(exchange) : null;
          if (made === null) continue;
          same++;
          const line = textOf(lines[at]?.(capture, result) ?? '');
          if (isOfDomain || textOf(made) !== line) different.push(`${path} ${index} ${LINE_KINDS[at]}`);
        }
      });
    }
    expect(different).toEqual([]);
    expect(same).toBeGreaterThan(1000 * LINE_KINDS.length);
    expect(others).toBeGreaterThan(500);
    expect(domains).toBeGreaterThan(5);
  });

  it('are made of nearly all exchanges that pass', async () => {
    const make = await lineMaker({
      spec: { kind: 'ndjson', showSignatures: false, paths: PATHS },
      lang: 'en',
      capture: CHATTY,
      buckets: new Map(),
    });
    let passed = 0;
    let made = 0;
    await scanned(CHATTY, (_, { exchange, diagnosis }) => {
      if (diagnosis === null || !isPlain(diagnosis)) return;
      passed++;
      if (make(exchange) !== null) made++;
    });
    expect(made).toBeGreaterThan(0.9 * passed);
  });

  it('leave a fault of the program to whoever reports the exchange', async () => {
    const spec = { kind: 'ndjson', showSignatures: false, paths: PATHS } as const;
    const make = await lineMaker({ spec, lang: 'en', capture: 'c', buckets: new Map() });
    let made = 0;
    await scanned(CHATTY, (_, { exchange }) => {
      if (made > 0 || make(exchange) === null) return;
      made++;
      const broken = {
        ...exchange,
        get connection(): never {
          throw new TypeError('a fault');
        },
      };
      expect(make(broken)).toBeNull();
    });
    expect(made).toBe(1);
  });
});

/** A reader that reads on while this thread does nothing, so that it is far ahead. */
async function written(kind: LineKind, isMade: boolean) {
  const shared = pipelineOptions(OPTIONS);
  let text = '';
  let count = 0;
  let taken = 0;
  const made = new MadeLines();
  const find: MadeLines['find'] = (result) => {
    const line = made.find(result);
    if (line !== null) taken++;
    return line;
  };
  const reporter = await formatOf(kind).open(
    (piece) => {
      text += typeof piece === 'string' ? piece : Buffer.from(piece).toString('utf8');
    },
    reportOptions({ made: { find } }),
  );
  const counter = new SummaryCounter();
  const infos: CaptureInfo[] = [];
  const sink = tee([
    counter,
    reporter,
    {
      exchange() {
        // until the reader is far ahead
        if (isMade && count++ === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
      },
      capture: (info: CaptureInfo) => infos.push(info),
      unreadable() {},
    },
  ]);
  const pipeline = scanPipeline(CHATTY, shared, sink);
  const spawn = () => new Worker(new URL('../../../dist/bin/reader-worker.js', import.meta.url));
  const lines = isMade
    ? { spec: { kind, showSignatures: false, paths: PATHS }, lang: 'en' as const, made }
    : undefined;
  const read = await readApart(CHATTY, pipeline, { shared, tls: undefined, lines, spawn }, {});
  if (read !== 'not-started') pipeline.end(read.summary, read.facts ?? undefined);
  reporter.end({ summary: counter.summary(), interrupted: false, exitCode: 0 });
  expect(infos).toHaveLength(1);
  return { text, made: taken };
}

describe('a report with lines that the reading thread has made', () => {
  it.each(['ndjson', 'json', 'html'] as const)('is the same: %s', async (kind) => {
    const without = await written(kind, false);
    const having = await written(kind, true);
    expect(without.made).toBe(0);
    expect(having.made).toBeGreaterThan(20);
    expect(having.text === without.text).toBe(true);
  });

  it('has none of them where credentials may say more', async () => {
    const credentials = { keyRing: keyRing(ACCESS_KEY_ID, ACCESS_KEY_SECRET), buckets: new Map() };
    let passed = 0;
    await scanInputs([{ path: CHATTY }], credentials, {
      exchange(_, { diagnosis }) {
        if (diagnosis?.verdict !== 'match') return;
        passed++;
        expect(isPlain(diagnosis)).toBe(false);
      },
      capture() {},
      unreadable() {},
    });
    expect(passed).toBeGreaterThan(500);
  });
});
