import type { Verdict } from '../../../engine/diagnose/model.ts';
import type {
  PageBlocks,
  PageCapture,
  PageCause,
  PageDetail,
  PageEnd,
  PageHead,
  PagePhases,
  PageRow,
} from '../page-data.ts';

/** One exchange of the list. */
export interface Row {
  readonly capture: number;
  readonly index: number;
  /** Its number as the page writes it. */
  readonly name: string;
  readonly time: string | null;
  /** Milliseconds since 1970; NaN without a time. */
  readonly at: number;
  readonly durationMs: number | null;
  readonly operation: string;
  readonly bucket: string | null;
  readonly key: string | null;
  readonly status: number | null;
  readonly requestId: string | null;
  readonly verdict: Verdict | null;
  /** Its place among the causes of the report; null for an exchange that does not fail. */
  readonly cause: number | null;
  readonly isDetailed: boolean;
  readonly requestFrame: number | null;
  readonly responseFrame: number | null;
  readonly connection: string;
  readonly isFailing: boolean;
  /** It failed behind the status of a success. */
  readonly isLate: boolean;
  /** Of an error that no cause reports. */
  readonly code: string | null;
  readonly phases: PagePhases | null;
  /** What a search looks into, lower case. */
  readonly text: string;
}

export interface ReportData {
  readonly head: PageHead;
  readonly captures: readonly PageCapture[];
  readonly causes: readonly Cause[];
  readonly rows: readonly Row[];
  readonly end: PageEnd;
  /** What is said of a cause or a verdict by itself. */
  readonly about: ReadonlyMap<string, PageBlocks['about']['facts']>;
  /** Null for an exchange that the list does not have. */
  rowOf(capture: number, index: number): Row | null;
  /** An exchange's number, as all of the page writes it: with its capture's where there are several. */
  nameOf(capture: number, index: number): string;
  /** Details of a failing exchange, read when they are asked for. */
  detailOf(row: Row): PageDetail | null;
}

/** Reads the blocks of data that stand in a report. */
export function readData(report: Document): ReportData {
  const head = blocks('head', report)[0];
  if (head === undefined) throw new Error('the page holds no data');
  const failing = new Set(head.failing);
  const end = blocks('end', report)[0] ?? {
    interrupted: false,
    unreadable: [],
    later: [],
    notes: [],
    tlsWays: null,
  };
  const notes = new Map(end.notes);
  const captures = blocks('capture', report).map((capture, at) => {
    const note = notes.get(at);
    return note === undefined ? capture : { ...capture, note };
  });
  const causes = causesOf(captures);
  const nameOf = (capture: number, index: number): string =>
    captures.length > 1 ? `${capture + 1}.${index}` : String(index);
  const rows = blocks('rows', report)
    .flat()
    .map((row) => toRow(row, { failing, causes, nameOf }))
    .sort((a, b) => a.capture - b.capture || a.index - b.index);
  const named = new Map(rows.map((row) => [row.name, row]));
  return {
    head,
    captures,
    causes: causes.all,
    rows,
    rowOf: (capture, index) => named.get(nameOf(capture, index)) ?? null,
    nameOf,
    end,
    about: new Map(blocks('about', report).map(({ id, facts }) => [id, facts])),
    detailOf: ({ capture, index }) => {
      const element = report.getElementById(`detail-${capture}-${index}`);
      return element === null ? null : (JSON.parse(element.textContent ?? 'null') as PageDetail | null);
    },
  };
}

/** The data of a kind that stands in a report. */
export function blocks<K extends keyof PageBlocks>(kind: K, report: Document): PageBlocks[K][] {
  const elements = report.querySelectorAll(`script[type="application/json"][data-kind="${kind}"]`);
  return [...elements].map((element) => JSON.parse(element.textContent ?? 'null') as PageBlocks[K]);
}

interface RowContext {
  readonly failing: ReadonlySet<Verdict>;
  readonly causes: Causes;
  readonly nameOf: ReportData['nameOf'];
}

function toRow(row: PageRow, { failing, causes, nameOf }: RowContext): Row {
  const [capture, index, time, durationMs, operation, bucket, key, status, requestId, verdict, cause] = row;
  const [, , , , , , , , , , , detailed, requestFrame, responseFrame, connection, late, code, phases] = row;
  const name = nameOf(capture, index);
  const text = [`#${name}`, operation, bucket, key, requestId, verdict, connection, status, code].join(' ');
  return {
    capture,
    index,
    name,
    time,
    at: time === null ? Number.NaN : instantOf(time),
    durationMs,
    operation,
    bucket,
    key,
    status,
    requestId,
    verdict,
    cause: cause === null ? null : causes.numberOf(capture, cause),
    isDetailed: detailed === 1,
    requestFrame,
    responseFrame,
    connection,
    isFailing: verdict !== null && failing.has(verdict),
    isLate: late === 1,
    code,
    phases,
    text: text.toLowerCase(),
  };
}

/** Milliseconds since 1970, with what the report has of their parts. */
function instantOf(time: string): number {
  const [, start, fraction] = /^(.*)\.(\d+)Z$/.exec(time) ?? [];
  if (start === undefined) return Date.parse(time);
  return Date.parse(`${start}Z`) + 1000 * Number(`0.${fraction}`);
}

/** Bucket and key as one name. */
export function targetOf({ bucket, key }: Pick<Row, 'bucket' | 'key'>): string {
  if (key === null) return bucket ?? '-';
  return `${bucket ?? ''}/${key}`;
}

/** Exchanges of one capture that have a cause. */
export interface CausePlace {
  readonly capture: number;
  /** Index of the first one. */
  readonly first: number;
  readonly count: number;
  /** As its capture says it. */
  readonly headline: string;
}

/** A cause that exchanges have in common, of whichever captures. */
export interface Cause {
  /** As the capture of the first place shows it. */
  readonly shown: PageCause;
  readonly places: readonly CausePlace[];
  readonly count: number;
}

interface Causes {
  readonly all: readonly Cause[];
  /** The place in `all` of a cause that has this number in its capture. */
  numberOf(capture: number, number: number): number;
}

/** The causes of all captures, each once; those that explain most come first. */
function causesOf(captures: readonly PageCapture[]): Causes {
  const known = new Map<number | string, { shown: PageCause; places: CausePlace[]; count: number }>();
  const found = captures.map(({ causes }, capture) =>
    causes.map((shown, number) => {
      const key = shown.id ?? `${capture} ${number}`;
      const cause = known.get(key) ?? { shown, places: [], count: 0 };
      known.set(key, cause);
      const { first, count, headline } = shown;
      cause.places.push({ capture, first, count, headline });
      cause.count += count;
      return cause;
    }),
  );
  const all = [...known.values()].sort((a, b) => b.count - a.count);
  const numbers = new Map<Cause, number>(all.map((cause, number) => [cause, number]));
  return {
    all,
    numberOf: (capture, number) => {
      const cause = found[capture]?.[number];
      return cause === undefined ? -1 : (numbers.get(cause) ?? -1);
    },
  };
}
