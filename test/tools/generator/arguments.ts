import { parseArgs } from 'node:util';
import {
  DEFAULT_OPTIONS,
  FORMATS,
  type GeneratorOptions,
  LINKS,
  MIXES,
  WIDE_CONNECTIONS,
} from './options.ts';

export interface GeneratorArguments {
  readonly out: string;
  readonly list: string | null;
  readonly options: GeneratorOptions;
}

export const GENERATOR_USAGE = `usage: generate --out F.pcap [--list F.jsonl]
  --size 200M  --mix ${MIXES.join('|')}  --seed 1  --conns 32  --part 5M
  --ooo 0.5  --retrans 0.5  --overlap 0.05  --loss 0      percent of segments
  --midstream 0  --ipv6 0                                 percent of connections
  --format ${FORMATS.join('|')}  --link ${LINKS.join('|')}  --gro 0|1  --snaplen 0
`;

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Reads the command line; throws an Error with a sentence for the user where it is wrong. */
export function parseGeneratorArguments(argv: readonly string[]): GeneratorArguments {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      out: text,
      list: text,
      size: text,
      mix: text,
      seed: text,
      conns: text,
      part: text,
      ooo: text,
      retrans: text,
      overlap: text,
      loss: text,
      midstream: text,
      ipv6: text,
      format: text,
      link: text,
      gro: text,
      snaplen: text,
    },
  });
  if (values.out === undefined) throw new Error('--out is missing');
  const base = DEFAULT_OPTIONS;
  const mix = oneOf('mix', values.mix, MIXES, base.mix);
  const connections = mix === 'wide' ? WIDE_CONNECTIONS : base.connections;
  const share = (name: string, value: string | undefined, otherwise: number) =>
    value === undefined ? otherwise : numberOf(name, value) / 100;
  const options: GeneratorOptions = {
    mix,
    size: parseSize(values.size) ?? base.size,
    seed: numberOf('seed', values.seed ?? String(base.seed)),
    connections: numberOf('conns', values.conns ?? String(connections)),
    outOfOrder: share('ooo', values.ooo, base.outOfOrder),
    retransmit: share('retrans', values.retrans, base.retransmit),
    overlap: share('overlap', values.overlap, base.overlap),
    loss: share('loss', values.loss, base.loss),
    midstream: share('midstream', values.midstream, base.midstream),
    ipv6: share('ipv6', values.ipv6, base.ipv6),
    format: oneOf('format', values.format, FORMATS, base.format),
    link: oneOf('link', values.link, LINKS, base.link),
    gro: values.gro === '1',
    snapLength: numberOf('snaplen', values.snaplen ?? '0'),
    partBytes: parseSize(values.part) ?? base.partBytes,
  };
  return { out: values.out, list: values.list ?? null, options };
}

/** `200M` as a number of bytes; null for nothing. */
export function parseSize(value: string | undefined): number | null {
  if (value === undefined) return null;
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([kmg]?)$/i.exec(value) ?? [];
  if (digits === undefined) throw new Error(`${value} is no size: write it as 500k, 8M or 1G`);
  return Math.round(Number(digits) * (UNITS[unit.toLowerCase()] ?? 1));
}

function numberOf(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isFinite(number) || number < 0) throw new Error(`--${name} ${value} is no number`);
  return number;
}

function oneOf<T extends string>(
  name: string,
  value: string | undefined,
  list: readonly T[],
  otherwise: T,
): T {
  if (value === undefined) return otherwise;
  const found = list.find((one) => one === value);
  if (found === undefined) throw new Error(`--${name} is one of ${list.join(', ')}`);
  return found;
}
