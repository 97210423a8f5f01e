import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { fakeIo } from '../support/fake-io.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { FIXTURES } from '../support/truth.ts';

/** What may be said of an exchange, and what must not. See `fixtures/README.md`. */
interface Verdicts {
  readonly verdicts: readonly string[];
  readonly never?: readonly string[];
  readonly neverProven?: readonly string[];
  readonly maxCertainty?: Certainty;
}

type Certainty = 'open' | 'likely' | 'proven';

interface FieldExchange {
  readonly match: { readonly frame?: number; readonly method?: string; readonly target?: string };
  readonly truth: Verdicts;
  readonly withoutSecret: Verdicts;
  readonly mayBeMerged?: boolean;
  readonly optional?: boolean;
}

type Sentence = string | { readonly text: string; readonly run?: Run };
type Run = 'truth' | 'withoutSecret';

interface Story {
  readonly capture: string;
  readonly story: string;
  readonly credentials: string | readonly unknown[];
  readonly buckets?: Readonly<Record<string, string>>;
  readonly exchanges: readonly FieldExchange[];
  readonly forbiddenText?: readonly Sentence[];
  readonly requiredText?: readonly Sentence[];
}

interface Reported {
  readonly requestFrame: number | null;
  readonly request: { readonly method: string; readonly target: string } | null;
  readonly diagnosis?: {
    readonly verdict: string;
    readonly certainty: Certainty | null;
    readonly cause: { readonly id: string } | null;
  };
}

const FIELD = join(FIXTURES, 'field');
const RANK = { open: 1, likely: 2, proven: 3 } as const;

const STORIES = readdirSync(FIELD, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.truth.json'))
  .sort()
  .map((file): readonly [string, string, Story] => {
    const path = join(FIELD, file);
    return [file.replace('.truth.json', ''), dirname(path), JSON.parse(readFileSync(path, 'utf8'))];
  });

/** The words of a command that reads a story with its credentials, or without. */
function words(folder: string, { capture, credentials, buckets = {} }: Story, as: Run): string[] {
  const given = Object.entries(buckets).flatMap(([host, name]) => ['--bucket', `${host}=${name}`]);
  const args = ['scan', join(folder, capture), '--no-config', ...given];
  if (as === 'withoutSecret') return args;
  const keys =
    typeof credentials === 'string'
      ? readFileSync(join(folder, credentials), 'utf8')
      : JSON.stringify(credentials);
  const file = join(temporaryFolder(), 'keys.json');
  writeFileSync(file, keys, { mode: 0o600 });
  return [...args, '--credentials', file];
}

/** What a run says in its table and beside it, and the exchanges of its JSON report. */
async function told(args: readonly string[]) {
  const { io, written } = fakeIo();
  const file = join(temporaryFolder(), 'report.json');
  await run([...args, '--format', 'table', '--format', `json=${file}`], io);
  const report: { captures: { exchanges: Reported[] }[] } = JSON.parse(readFileSync(file, 'utf8'));
  const text = written.stdout + written.stderr.replace(`json report: ${file}\n`, '');
  return { text, exchanges: report.captures.flatMap(({ exchanges }) => exchanges) };
}

function problemsOf(
  got: Reported | undefined,
  { match, mayBeMerged, optional, ...truths }: FieldExchange,
  as: Run,
): readonly string[] {
  const name = `${match.method ?? ''} in frame ${match.frame ?? '?'}`;
  if (got === undefined) return mayBeMerged === true || optional === true ? [] : [`${name} is not reported`];
  const { verdicts, never = [], neverProven = [], maxCertainty } = truths[as];
  const verdict = got.diagnosis?.verdict ?? '';
  const certainty = got.diagnosis?.certainty ?? null;
  const cause = got.diagnosis?.cause?.id ?? '';
  const said = `${name}: ${verdict}, ${certainty ?? '-'}, ${cause}`;
  const isClaim = certainty === 'proven' || certainty === 'likely';
  // the two verdicts that claim nothing are as good as each other
  const claimed = verdict === 'undecided' ? 'needs-secret' : verdict;
  const isAccepted = verdicts.includes('*') || verdicts.includes(claimed);
  const isFalse =
    never.includes(claimed) ||
    never.includes(cause) ||
    (certainty === 'proven' && neverProven.includes(verdict));
  const isTooSure = maxCertainty !== undefined && certainty !== null && RANK[certainty] > RANK[maxCertainty];
  return (isFalse && isClaim) || !isAccepted || isTooSure ? [said] : [];
}

function sentencesOf(sentences: readonly Sentence[], as: Run, usual: Run | null): readonly RegExp[] {
  return sentences.flatMap((each) => {
    const { text, run: only } = typeof each === 'string' ? { text: each } : each;
    return (only ?? usual ?? as) === as ? [new RegExp(text)] : [];
  });
}

describe.each(['truth', 'withoutSecret'] as const)('nobody is blamed falsely: %s', (as) => {
  it.each(STORIES)('%s', async (_, folder, story) => {
    const args = words(folder, story, as);
    const { text: printed, exchanges } = await told(args);
    const found = story.exchanges.flatMap((each) => {
      const { frame, method, target } = each.match;
      const got = exchanges.find(
        ({ requestFrame, request }) =>
          (frame === undefined || requestFrame === frame) &&
          (method === undefined || request?.method === method) &&
          (target === undefined || request?.target === target),
      );
      return problemsOf(got, each, as);
    });
    expect(found).toEqual([]);
    const text = printed.replace(/\s+/g, ' ').replaceAll(join(folder, story.capture), 'FILE');
    for (const each of sentencesOf(story.forbiddenText ?? [], as, null)) expect(text).not.toMatch(each);
    for (const each of sentencesOf(story.requiredText ?? [], as, 'truth')) expect(text).toMatch(each);
  });
});
