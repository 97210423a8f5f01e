import { fail, ok, type Result } from '../engine/bytes/result.ts';
import { MAX_SHARDS, type Shard } from '../report/blob/shard.ts';
import type { CommandFault, UsageProblem } from './texts.ts';

/*
 * Which part of a scan a run is: as its command line says, or as the engine says that runs the parts. And
 * which inputs are of which part.
 */

/** `--shard auto`: what runs the parts says which this is; `of` where it does not say of how many. */
interface AutomaticShard {
  readonly auto: true;
  readonly of: number | null;
}

export type GivenShard = Shard | AutomaticShard;

/** The value of `--shard`: `I/N`, `auto` or `auto/N`. */
export function parseShard(given: string): Result<GivenShard, UsageProblem> {
  const [, first, second] = /^(\d{1,6}|auto)(?:\/(\d{1,6}))?$/.exec(given) ?? [];
  const of = second === undefined ? null : Number(second);
  if (first === 'auto' && (of === null || isShard({ index: 1, of }))) return ok({ auto: true, of });
  const shard = { index: Number(first ?? 0), of: of ?? 0 };
  return isShard(shard) ? ok(shard) : fail({ code: 'bad-shard', value: given, most: MAX_SHARDS });
}

function isShard({ index, of }: Shard): boolean {
  return index >= 1 && index <= of && of <= MAX_SHARDS;
}

type Env = Readonly<Record<string, string | undefined>>;

/** An engine that runs a job several times, and says in variables which time this is. */
interface Engine {
  /** The variable that says which; the engine is there where it is set. */
  readonly variable: string;
  /** What else is read. */
  readonly others: readonly string[];
  /** `number`: the value of a variable, NaN for none. `given`: of how many, where that was given. */
  shard(number: (variable: string) => number, given: number | null): { index: number; of: number | null };
}

const ENGINES: readonly Engine[] = [
  {
    variable: 'SLURM_ARRAY_TASK_ID',
    others: ['SLURM_ARRAY_TASK_MIN', 'SLURM_ARRAY_TASK_STEP', 'SLURM_ARRAY_TASK_COUNT'],
    shard: (number) => {
      // an array may begin with any number: 0-9, 1-10 and 0-18:2 have ten tasks each
      const step = number('SLURM_ARRAY_TASK_STEP') || 1;
      const place = (number('SLURM_ARRAY_TASK_ID') - number('SLURM_ARRAY_TASK_MIN')) / step;
      return { index: place + 1, of: number('SLURM_ARRAY_TASK_COUNT') };
    },
  },
  {
    variable: 'JOB_COMPLETION_INDEX',
    others: [],
    // an indexed job counts from 0, and its pods do not see `completions`
    shard: (number, given) => ({ index: number('JOB_COMPLETION_INDEX') + 1, of: given }),
  },
  {
    variable: 'CI_NODE_INDEX',
    others: ['CI_NODE_TOTAL'],
    shard: (number) => ({ index: number('CI_NODE_INDEX'), of: number('CI_NODE_TOTAL') }),
  },
];

/**
 * The shard that is meant. What the variables of an engine say is not believed where it cannot be, or where
 * it is of another number of parts than was given: a task that is run again by itself is the only one of its
 * array, and would read everything.
 */
export function shardOf(given: GivenShard | null, env: Env): Result<Shard | null, CommandFault> {
  if (given === null || !('auto' in given)) return ok(given);
  const engines = ENGINES.filter(({ variable }) => isSet(env[variable]));
  const found = engines.map((engine) => engine.shard((variable) => numberIn(env[variable]), given.of));
  const [first] = found;
  if (first === undefined) {
    return fail({ code: 'shard-unknown', variables: ENGINES.map(({ variable }) => variable).join(', ') });
  }
  const variables = engines
    .flatMap(({ variable, others }) => [variable, ...others])
    .filter((variable) => isSet(env[variable]));
  const shown = variables.map((variable) => `${variable}=${env[variable]}`).join(' ');
  const { index, of } = first;
  if (of === null) return fail({ code: 'shard-of-how-many', variables: shown });
  const isOne = found.every((other) => other.index === index && other.of === of);
  const isMeant = Number.isInteger(index) && isShard({ index, of }) && of === (given.of ?? of);
  return isOne && isMeant ? ok({ index, of }) : fail({ code: 'shard-in-doubt', variables: shown });
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

function numberIn(value: string | undefined): number {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
}

/** What an input costs beside its bytes, in bytes: to open it, and to report that it is there. */
const COST_OF_INPUT = 64 * 1024;

/**
 * The inputs of one shard: of all, the largest first, each goes to the shard that has least so far (of those
 * that are alike, the first). So no shard has much more to read than another, unless one input alone is more
 * than a share; and every shard that is given the same inputs deals them in the same way, whatever their
 * order.
 */
export function dealtTo(
  shard: Shard,
  paths: readonly string[],
  sizeOf: (path: string) => number,
): Set<string> {
  const inputs = paths.map((path) => ({ path, cost: sizeOf(path) + COST_OF_INPUT }));
  inputs.sort((a, b) => b.cost - a.cost || (a.path < b.path ? -1 : 1));
  const shares = new Shares(shard.of);
  const mine = new Set<string>();
  for (const { path, cost } of inputs) if (shares.give(cost) === shard.index) mine.add(path);
  return mine;
}

/** What each of so many shards has got: a heap, whose first one has least. */
class Shares {
  readonly #heap: { readonly index: number; cost: number }[];

  constructor(of: number) {
    this.#heap = Array.from({ length: of }, (_, at) => ({ index: at + 1, cost: 0 }));
  }

  /** Gives that much more to the one that has least. Which it is, from 1. */
  give(cost: number): number {
    const heap = this.#heap;
    const first = heap[0];
    if (first === undefined) return 1;
    first.cost += cost;
    let at = 0;
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const less = this.#isLess(right, left) ? right : left;
      const child = heap[less];
      if (child === undefined || !this.#isLess(less, at)) return first.index;
      heap[less] = first;
      heap[at] = child;
      at = less;
    }
  }

  #isLess(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one === undefined || other === undefined) return one !== undefined;
    return one.cost === other.cost ? one.index < other.index : one.cost < other.cost;
  }
}
