/** The ratios to other tools that one measurement gave, for later ones to be held to. */
export interface Baseline {
  /** Bytes of each capture: a ratio at one size says little about another. */
  readonly size: number;
  /** Where it was measured, for the reader. */
  readonly node: string;
  readonly cores: number;
  readonly ratios: readonly Ratio[];
}

/** osscap takes so many times as long as the tool for a capture of the kind. */
export interface Ratio {
  readonly kind: string;
  readonly tool: string;
  readonly times: number;
}

/** A ratio that has become worse, or that could not be compared because one side does not have it. */
export interface Comparison {
  readonly worse: readonly {
    readonly kind: string;
    readonly tool: string;
    readonly from: number;
    readonly to: number;
  }[];
  /** `kind/tool`, in the baseline and not measured now; measured now and not in the baseline. */
  readonly missing: readonly string[];
  readonly added: readonly string[];
}

/**
 * Worse by a quarter is an error. Both sides of a ratio met the same machine, so it moves far less than
 * seconds do.
 */
const TOLERANCE = 1.25;

const VERSION = 1;

/** Ratios are kept to so many significant digits. */
const DIGITS = 3;

export function formatBaseline({ size, node, cores, ratios }: Baseline): string {
  const kinds: Record<string, Record<string, number>> = {};
  for (const { kind, tool, times } of ratios) {
    kinds[kind] = { ...kinds[kind], [tool]: Number(times.toPrecision(DIGITS)) };
  }
  return `${JSON.stringify({ osscapBenchBaseline: VERSION, size, node, cores, ratios: kinds }, null, 2)}\n`;
}

/** Throws where the text is no baseline, with what is wrong with it. */
export function parseBaseline(text: string): Baseline {
  const json: unknown = JSON.parse(text);
  if (!isRecord(json) || json['osscapBenchBaseline'] !== VERSION) {
    throw new Error(`not a baseline of version ${VERSION}`);
  }
  const { size, node, cores, ratios } = json;
  if (typeof size !== 'number' || !isRecord(ratios)) throw new Error('a baseline without size or ratios');
  const list: Ratio[] = [];
  for (const [kind, tools] of Object.entries(ratios)) {
    if (!isRecord(tools)) throw new Error(`ratios of ${kind} are no object`);
    for (const [tool, times] of Object.entries(tools)) {
      if (typeof times !== 'number' || !(times > 0))
        throw new Error(`the ratio ${kind}/${tool} is no number`);
      list.push({ kind, tool, times });
    }
  }
  return { size, node: String(node), cores: Number(cores), ratios: list };
}

export function compareRatios(now: readonly Ratio[], before: readonly Ratio[]): Comparison {
  const then = new Map(before.map((each) => [nameOf(each), each.times]));
  const measured = new Set(now.map(nameOf));
  return {
    worse: now.flatMap(({ kind, tool, times }) => {
      const from = then.get(nameOf({ kind, tool }));
      return from !== undefined && times >= from * TOLERANCE ? [{ kind, tool, from, to: times }] : [];
    }),
    missing: before.map(nameOf).filter((name) => !measured.has(name)),
    added: now.map(nameOf).filter((name) => !then.has(name)),
  };
}

function nameOf({ kind, tool }: Pick<Ratio, 'kind' | 'tool'>): string {
  return `${kind}/${tool}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
