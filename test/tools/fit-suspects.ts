/**
 * `npm run fit-suspects`: how well the numbers of suspects do on stories that are drawn by public rates, and
 * with `--fit`, which number of the model would do better. It prints numbers, and writes none: what is taken
 * from here is written into `numbers.ts` by hand, rounded. `--seed N`, `--stories N`.
 */
import { parseArgs } from 'node:util';
import type { ExchangeResult, Give } from '../rooms/engine.ts';
import { MODEL, SuspectWatch } from '../rooms/suspects.ts';
import { Random } from './generator/random.ts';
import { type Story, story } from './suspects/stories.ts';

interface Score {
  readonly first: number;
  readonly three: number;
  /** Mean distance between what is claimed and what is right, in tenths of the claims. */
  readonly calibration: number;
  /** Of claims of 0.9 and more, those that are wrong, as a share of all stories. */
  readonly overClaims: number;
  /** Mean logarithm of the belief in the true cause, without its sign. */
  readonly loss: number;
  readonly confusion: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** What is given to a cause that is not among the suspects. */
const LEAST_BELIEF = 0.01;

function scoreOf(stories: readonly Story[]): Score {
  const claims: { weight: number; isRight: boolean }[] = [];
  const confusion = new Map<string, Map<string, number>>();
  let [first, three, loss] = [0, 0, 0];
  for (const { cause, kinds, results } of stories) {
    const [suspects = []] = suspectsOf(results);
    const rank = suspects.findIndex(({ kind }) => kinds.some((each) => each === kind));
    const belief =
      kinds.length === 0
        ? 1 - suspects.reduce((sum, { weight }) => sum + weight, 0)
        : (suspects[rank]?.weight ?? 0);
    if (rank === 0) first++;
    if (rank >= 0 && rank < 3) three++;
    loss -= Math.log(Math.max(belief, LEAST_BELIEF));
    claims.push({ weight: suspects[0]?.weight ?? 0, isRight: rank === 0 });
    const row = confusion.get(cause) ?? new Map<string, number>();
    confusion.set(
      cause,
      row.set(suspects[0]?.kind ?? 'none', (row.get(suspects[0]?.kind ?? 'none') ?? 0) + 1),
    );
  }
  const count = stories.length;
  let distance = 0;
  for (let tenth = 0; tenth < 10; tenth++) {
    const bin = claims.filter(({ weight }) => Math.min(9, Math.floor(weight * 10)) === tenth);
    const claimed = bin.reduce((sum, { weight }) => sum + weight, 0);
    distance += Math.abs(claimed - bin.filter(({ isRight }) => isRight).length);
  }
  const wrong = claims.filter(({ weight, isRight }) => weight >= 0.9 && !isRight).length;
  return {
    first: first / count,
    three: three / count,
    calibration: distance / count,
    overClaims: wrong / count,
    loss: loss / count,
    confusion,
  };
}

function suspectsOf(results: readonly ExchangeResult[]) {
  const given: ExchangeResult[] = [];
  const give: Give = (result) => given.push(result);
  const watch = new SuspectWatch();
  for (const result of results) watch.delayed(result, give);
  watch.quiet(give);
  return given.flatMap(({ diagnosis }) => (diagnosis?.suspects === undefined ? [] : [diagnosis.suspects]));
}

function drawn(seed: number, count: number): readonly Story[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => story(random));
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const line = ({ first, three, calibration, overClaims, loss }: Score): string =>
  `first ${percent(first)}, among three ${percent(three)}, calibration error ${percent(calibration)}, wrong at 0.9 or more ${percent(overClaims)}, loss ${loss.toFixed(4)}`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    stories: { type: 'string', default: '600' },
    fit: { type: 'boolean', default: false },
  },
});
const stories = drawn(Number(values.seed), Number(values.stories));
let best = scoreOf(stories);
print(line(best));
for (const [cause, row] of [...best.confusion].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const said = [...row].sort(([, a], [, b]) => b - a).map(([kind, count]) => `${kind} ${count}`);
  print(`  ${cause}: ${said.join(', ')}`);
}
if (values.fit) {
  const model: Record<string, number> = MODEL;
  for (const step of [1.6, 1.25, 1.1]) {
    for (const [name, before] of Object.entries(model)) {
      let kept = before;
      for (const factor of [step, 1 / step]) {
        model[name] = before * factor;
        const tried = scoreOf(stories);
        if (tried.loss >= best.loss) continue;
        best = tried;
        kept = before * factor;
        print(`${name} ${kept.toPrecision(3)}: ${line(best)}`);
      }
      model[name] = kept;
    }
  }
}
