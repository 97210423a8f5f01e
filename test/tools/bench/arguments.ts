export interface BenchArguments {
  /** Bytes of each capture. */
  readonly size: number;
  readonly kinds: readonly string[];
  readonly runs: number;
  /** Where captures are made and kept from run to run. */
  readonly folder: string;
  /** Peers to run; null for all that are installed. */
  readonly peers: readonly string[] | null;
  readonly json: string | null;
  /** A file of ratios: one that is a quarter worse than there is an error. */
  readonly baseline: string | null;
  /** Where to write the ratios of this run. */
  readonly writeBaseline: string | null;
  /** Measure how the time grows with size and connections, in the place of the ratios. */
  readonly growth: boolean;
}

const KINDS = ['chatty', 'bulk', 'wide', 'lossy'] as const;

export const BENCH_USAGE = `Usage: npm run bench -- [--size 200M] [--kinds chatty,bulk,wide,lossy] [--runs 3] [--folder DIR]
                        [--peers cat,tcpdump,suricata,tshark,tcpflow] [--json FILE]
                        [--baseline FILE] [--write-baseline FILE] [--growth]
Sizes: 200M by default; 1G and 4G for the figures of the README.
--baseline exits with 1 where osscap has become a quarter slower beside a tool than in FILE, which --write-baseline wrote.
--growth   measures osscap alone: a capture of twice the size, and one of ten times the connections.
`;

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

export function parseBenchArguments(argv: readonly string[], defaultFolder: string): BenchArguments {
  const given = new Map<string, string>();
  const rest = argv.filter((each) => each !== '--growth');
  for (let i = 0; i < rest.length; i += 2) {
    const [name, value] = [rest[i], rest[i + 1]];
    if (name === undefined || !name.startsWith('--') || value === undefined)
      throw new Error(`not understood: ${name ?? ''}`);
    given.set(name.slice(2), value);
  }
  const size = /^([\d.]+)([KMG]?)$/i.exec(given.get('size') ?? '200M');
  if (size === null) throw new Error(`not a size: ${given.get('size') ?? ''}`);
  return {
    size: Math.round(Number(size[1]) * (UNITS[(size[2] ?? '').toUpperCase()] ?? 1)),
    kinds: given.get('kinds')?.split(',') ?? KINDS,
    runs: Number(given.get('runs') ?? 3),
    folder: given.get('folder') ?? defaultFolder,
    peers: given.get('peers')?.split(',') ?? null,
    json: given.get('json') ?? null,
    baseline: given.get('baseline') ?? null,
    writeBaseline: given.get('write-baseline') ?? null,
    growth: rest.length < argv.length,
  };
}
