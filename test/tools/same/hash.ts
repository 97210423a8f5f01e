import { createHash } from 'node:crypto';

/**
 * Hex digits of a hash that are kept: enough that two outputs do not have the same by chance, and short
 * enough to read.
 */
const DIGITS = 12;

/** Hashes of what one run gave, by the name of the output. */
export type Hashes = ReadonlyMap<string, string>;

export function hashOf(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, DIGITS);
}

/**
 * What stands in the place of what differs between two runs, or of what is no output but the program itself.
 */
export type StandIn = readonly [found: RegExp | string, word: string];

/**
 * The page of the HTML report carries its program and its style in every file. Their bytes change with each
 * name in the sources of the page, so they are hashed once, apart, and not with each report. The policy of
 * the page holds a hash of both.
 */
const PAGE: readonly StandIn[] = [
  [/<script>.*?<\/script>/gs, '<script>PAGE</script>'],
  [/<style>.*?<\/style>/gs, '<style>PAGE</style>'],
  [/(?<=(?:script|style)-src ')sha256-[^']*/g, 'HASH'],
];

/** What `--verbose` says of the time that reading took. */
const PACE: readonly StandIn[] = [[/[\d.,]+ (?:ms|毫秒)(?:, |，)[\d.,]+ MB\/s/g, 'PACE']];

/** `output`: its name, by which those are known that hold more to be replaced than names of folders. */
export function withStandIns(output: string, bytes: Uint8Array, folders: readonly StandIn[]): Uint8Array {
  const own = output === 'html' ? PAGE : output === 'stderr' ? PACE : [];
  // One character for each byte, so that nothing gets lost of what is no UTF-8.
  const encoding = output === 'stderr' ? 'utf8' : 'latin1';
  let text = Buffer.from(bytes).toString(encoding);
  for (const [found, word] of [...folders, ...own]) text = text.replaceAll(found, word);
  return Buffer.from(text, encoding);
}

/**
 * The runs that stand in the file and those of now, each with the names of the outputs that are not the same.
 */
export function differences(
  before: ReadonlyMap<string, Hashes>,
  now: ReadonlyMap<string, Hashes>,
): readonly string[] {
  const names = new Set([...before.keys(), ...now.keys()]);
  return [...names].flatMap((name) => {
    const [was, is] = [before.get(name), now.get(name)];
    if (is === undefined) return [`${name}: is not run any more`];
    if (was === undefined) return [`${name}: is new`];
    const outputs = [...new Set([...was.keys(), ...is.keys()])];
    const differ = outputs.filter((output) => was.get(output) !== is.get(output));
    return differ.length === 0 ? [] : [`${name}: ${differ.join(', ')}`];
  });
}

/** One line a run, so that a changed file shows which of them changed, and in which outputs. */
export function writeHashes(all: ReadonlyMap<string, Hashes>): string {
  const lines = [...all].map(
    ([name, hashes]) => `${name}\t${[...hashes].map(([output, hash]) => `${output}=${hash}`).join(' ')}\n`,
  );
  return lines.join('');
}

export function readHashes(text: string): ReadonlyMap<string, Hashes> {
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [name = '', outputs = ''] = line.split('\t');
      const pairs = outputs.split(' ').map((pair) => {
        const at = pair.lastIndexOf('=');
        return [pair.slice(0, at), pair.slice(at + 1)] as const;
      });
      return [name, new Map(pairs)] as const;
    }),
  );
}
