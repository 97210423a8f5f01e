/** What `npm run bench:ratchet` measures: processor time, and one peak of memory. */
export const ROWS = ['table', 'bulk', 'ndjson', 'start', 'many', 'many MiB'] as const;
export type Row = (typeof ROWS)[number];

/** A row with what it came to, and what it may come to. */
export interface Measured {
  readonly row: Row;
  readonly value: number;
  /** The same of another build, in the same run; null without one. */
  readonly other: number | null;
}

type Limits = Readonly<Record<Row, number>>;

/** Throws where the text has not one number for each row. */
export function parseLimits(text: string): Limits {
  const { limits } = JSON.parse(text) as { readonly limits?: Readonly<Record<string, unknown>> };
  const entries = ROWS.map((row) => {
    const limit = limits?.[row];
    if (typeof limit !== 'number' || !(limit > 0)) throw new Error(`no limit for ${row}`);
    return [row, limit] as const;
  });
  return Object.fromEntries(entries) as Limits;
}

/** Throws where there is no such row. */
export function parseRows(text: string): readonly Row[] {
  return text.split(',').map((name) => {
    const row = ROWS.find((each) => each === name);
    if (row === undefined) throw new Error(`no such row: ${name}`);
    return row;
  });
}

export function isOver({ row, value }: Measured, limits: Limits): boolean {
  return value > limits[row];
}

/** The lines of a table, with the ratio of both builds where there are two. */
export function ratchetRows(all: readonly Measured[], limits: Limits): readonly (readonly string[])[] {
  const lines = all.map((measured) => {
    const { row, value, other } = measured;
    const beside = other === null ? '-' : (value / other).toFixed(2);
    return [row, value.toFixed(2), limits[row].toFixed(2), beside, isOver(measured, limits) ? 'OVER' : ''];
  });
  return [['row', 'value', 'limit', 'x other build', ''], ...lines];
}

const FILE_HEADER = 24;
const RECORD_HEADER = 16;

/** Cuts a capture (pcap, little-endian) into so many, each of the next few packets. */
export function slicesOf(capture: Buffer, count: number, packetsEach: number): readonly Buffer[] {
  const ends: number[] = [FILE_HEADER];
  for (let at = FILE_HEADER; at + RECORD_HEADER <= capture.length; ) {
    at += RECORD_HEADER + capture.readUInt32LE(at + 8);
    ends.push(at);
  }
  const each = Math.min(packetsEach, Math.floor((ends.length - 1) / count));
  return Array.from({ length: count }, (_, at) =>
    Buffer.concat([
      capture.subarray(0, FILE_HEADER),
      capture.subarray(ends[at * each], ends[(at + 1) * each]),
    ]),
  );
}
