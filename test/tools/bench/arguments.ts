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
  /** A JSON of an earlier run: ratios a quarter worse than its are an error. */
  readonly baseline: string | null;
}

export const KINDS = ['chatty', 'bulk', 'wide', 'lossy'] as const;

export const BENCH_USAGE = `Usage: npm run bench -- [--size 200M] [--kinds chatty,bulk,wide,lossy] [--runs 3] [--folder DIR]
                        [--peers cat,tcpdump,suricata,tshark,tcpflow] [--json FILE] [--baseline FILE]
Sizes: 200M by default; 1G and 4G for the figures of the README.
`;

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

export function parseBenchArguments(argv: readonly string[], defaultFolder: string): BenchArguments {
  const given = new Map<string, string>();
  for (let i = 0; i < argv.length; i += 2) {
    const [name, value] = [argv[i], argv[i + 1]];
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
  };
}
