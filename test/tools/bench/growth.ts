import type { BenchArguments } from './arguments.ts';
import { captureOf } from './captures.ts';
import { measure } from './measure.ts';
import { osscapCommand } from './peers.ts';

/** So many times as long a capture of twice the size may take. */
const SIZE_TARGET = 2.1;
/** So many times as long a packet may take among ten times the connections. */
const CONNECTIONS_TARGET = 1.2;
const MORE_CONNECTIONS = 10;

/** How the time grows with one thing. */
export interface Growth {
  readonly kind: string;
  readonly with: 'size' | 'connections';
  readonly times: number;
  readonly target: number;
  readonly holds: boolean;
}

export interface Timed {
  readonly seconds: number;
  readonly packets: number;
}

export function growthOf(kind: string, once: Timed, twice: Timed, tenfold: Timed): readonly Growth[] {
  const size = twice.seconds / once.seconds;
  const connections = tenfold.seconds / tenfold.packets / (once.seconds / once.packets);
  return [
    { kind, with: 'size', times: size, target: SIZE_TARGET, holds: size <= SIZE_TARGET },
    {
      kind,
      with: 'connections',
      times: connections,
      target: CONNECTIONS_TARGET,
      holds: connections <= CONNECTIONS_TARGET,
    },
  ];
}

/** Measures osscap alone, on captures of one kind that differ in one thing. */
export async function measureGrowth(kind: string, { size, runs, folder }: BenchArguments) {
  const once = captureOf({ kind, size, connectionsTimes: 1 }, folder);
  const twice = captureOf({ kind, size: size * 2, connectionsTimes: 1 }, folder);
  const tenfold = captureOf({ kind, size, connectionsTimes: MORE_CONNECTIONS }, folder);
  const commands = new Map([once, twice, tenfold].map((made) => [made.capture, osscapCommand(made.capture)]));
  const measured = await measure(commands, runs);
  const timed = (made: typeof once): Timed => {
    return { seconds: measured.get(made.capture)?.seconds ?? Number.NaN, packets: made.packets };
  };
  return growthOf(kind, timed(once), timed(twice), timed(tenfold));
}
