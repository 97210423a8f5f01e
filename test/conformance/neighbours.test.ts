import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DiagnosisJson, ExchangeJson, Report } from '../rooms/report.ts';
import { capturesIn, FAILING_FOLDERS } from '../support/captures.ts';
import { osscap, temporaryFolder } from '../support/command.ts';

const CAPTURES = FAILING_FOLDERS.flatMap(capturesIn);
/** From this weight on a report leads with one suspect. */
const LEADING = 0.5;

function scanned(path: string): Map<string, ExchangeJson> {
  const { stdout } = osscap(['scan', path, '--no-config', '--format', 'json']);
  const report: Report = JSON.parse(stdout);
  return new Map(
    report.captures.flatMap(({ path: capture, exchanges }) =>
      exchanges.map((each) => [`${capture.split('/').at(-1)} #${each.index}`, each] as const),
    ),
  );
}

function answerOf(diagnosis: DiagnosisJson | null | undefined): string | null {
  const [first] = diagnosis?.suspects ?? [];
  if (first === undefined) return diagnosis?.cause?.id ?? diagnosis?.verdict ?? null;
  return first.weight < LEADING ? null : first.kind;
}

interface Truth {
  readonly exchanges?: unknown;
  readonly failing?: readonly { readonly index: number; readonly field: string }[];
}

type OfField = readonly {
  readonly match?: { readonly frame?: number };
  readonly withoutSecret?: { readonly suspects?: readonly string[] };
}[];

/** The kinds, or the field, of suspects that are true of an exchange; empty where none is named. */
function trueSuspects(capture: string, { index, requestFrame }: ExchangeJson): readonly string[] {
  const path = capture.replace(/\.pcap(?:ng)?$/, '.truth.json');
  if (!existsSync(path)) return [];
  const { exchanges, failing = [] }: Truth = JSON.parse(readFileSync(path, 'utf8'));
  const of = Array.isArray(exchanges) ? (exchanges as OfField) : [];
  const kinds = of.find(({ match }) => match?.frame === requestFrame)?.withoutSecret?.suspects ?? [];
  return [...kinds, ...failing.filter((each) => each.index === index).map(({ field }) => field)];
}

/** From 0; infinite where none of them is a suspect. */
function rankOf(names: readonly string[], found: ExchangeJson | undefined): number {
  const at = (found?.diagnosis?.suspects ?? []).findIndex(({ kind, field }) => {
    return names.includes(kind) || names.includes(field ?? '');
  });
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}

describe('a folder of captures', () => {
  const alone = new Map<string, ExchangeJson>();
  let together = new Map<string, ExchangeJson>();

  beforeAll(() => {
    const folder = join(temporaryFolder(), 'all');
    mkdirSync(folder);
    for (const path of CAPTURES) {
      copyFileSync(path, join(folder, path.split('/').at(-1) ?? ''));
      for (const [name, exchange] of scanned(path)) alone.set(name, exchange);
    }
    together = scanned(folder);
  }, 300_000);

  it('holds each capture once, by its name', () => {
    expect(new Set(CAPTURES.map((path) => path.split('/').at(-1))).size).toBe(CAPTURES.length);
    expect(alone.size).toBeGreaterThan(CAPTURES.length);
  });

  it('never changes the answer of a file that has one', () => {
    const changed = [...alone].flatMap(([name, { diagnosis }]) => {
      const answer = answerOf(diagnosis);
      const beside = together.get(name);
      // a request that several captures hold is reported with one of them
      if (answer === null || beside === undefined) return [];
      const [first] = beside.diagnosis?.suspects ?? [];
      const said = first?.kind ?? answerOf(beside.diagnosis);
      return said === answer ? [] : [`${name}: ${answer} → ${said}`];
    });
    expect(changed).toEqual([]);
  });

  it('never lowers the rank of a suspect that is true', () => {
    const lowered = CAPTURES.flatMap((capture) => {
      const name = capture.split('/').at(-1) ?? '';
      return [...alone].flatMap(([place, exchange]) => {
        if (!place.startsWith(`${name} #`) || !together.has(place)) return [];
        const names = trueSuspects(capture, exchange);
        const [before, after] = [exchange, together.get(place)].map((each) => rankOf(names, each));
        return (after ?? 0) > (before ?? 0) ? [`${place}: ${before} → ${after}`] : [];
      });
    });
    expect(lowered).toEqual([]);
  });
});
