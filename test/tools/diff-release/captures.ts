import { join } from 'node:path';
import { parseGeneratorArguments } from '../generator/arguments.ts';
import { generateFile } from '../generator/generate-file.ts';
import { FORMATS, LINKS } from '../generator/options.ts';
import { Random } from '../generator/random.ts';
import { ACCESS_KEY_ID, ACCESS_KEY_SECRET } from '../generator/signer.ts';
import { ALL_FORMATS, KEYS, type Run } from '../same/runs.ts';

/** A scan of a capture that is generated, and what generates it. */
export interface GeneratedRun extends Run {
  readonly options: readonly string[];
}

export const GENERATED = 'generated';

/** What the generator does of itself. */
const USUAL: Readonly<Record<string, string>> = {
  loss: '0',
  midstream: '0',
  ipv6: '0',
  format: 'pcap',
  link: 'eth',
  gro: '0',
  snaplen: '0',
};

/** Captures of all forms and faults that the generator knows, small ones; the same each time. */
export function generatedRuns(count: number): readonly GeneratedRun[] {
  return Array.from({ length: count }, (_, at) => {
    const random = new Random(at + 1);
    const name = `${GENERATED}/${String(at + 1).padStart(4, '0')}.pcap`;
    const percent = (chance: number, most: number): string =>
      String(random.chance(chance) ? random.integer(1, most) : 0);
    const given: Readonly<Record<string, string>> = {
      size: `${random.integer(5, 60)}k`,
      mix: random.pick(['chatty', 'chatty', 'mixed', 'bulk']),
      seed: String(at + 1),
      conns: String(random.integer(1, 6)),
      part: '20k',
      ooo: percent(0.4, 20),
      retrans: percent(0.4, 20),
      overlap: percent(0.2, 10),
      loss: percent(0.3, 10),
      midstream: percent(0.2, 100),
      ipv6: percent(0.2, 100),
      format: random.pick([...FORMATS]),
      link: random.pick([...LINKS]),
      gro: percent(0.2, 1),
      snaplen: random.chance(0.1) ? String(random.integer(60, 400)) : '0',
    };
    const options = Object.entries(given)
      .filter(([option, value]) => USUAL[option] !== value)
      .flatMap(([option, value]) => [`--${option}`, value]);
    const keys = JSON.stringify([{ accessKeyId: ACCESS_KEY_ID, accessKeySecret: ACCESS_KEY_SECRET }]);
    const isSigned = random.chance(0.5);
    return {
      name: `scan ${name}`,
      args: ['scan', name, ...ALL_FORMATS, ...(isSigned ? ['--credentials', KEYS] : [])],
      files: isSigned ? { [KEYS]: keys } : {},
      options,
    };
  });
}

/** Writes the capture of such a run under a folder. */
export function generate({ args, options }: GeneratedRun, folder: string): void {
  const { out, options: parsed } = parseGeneratorArguments([
    '--out',
    join(folder, args[1] ?? ''),
    ...options,
  ]);
  generateFile(out, parsed);
}
