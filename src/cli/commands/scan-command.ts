import { availableParallelism } from 'node:os';
import type { ResultSink } from '../../engine/results.ts';
import { compileLess, makeAllYoung } from '../../node/builtins.ts';
import { STDIN } from '../../node/files.ts';
import { expandInputs } from '../../node/inputs.ts';
import type { Spawn } from '../../node/jobs/crew.ts';
import { scanInputs as readInputs, type ScanOptions } from '../../node/scan.ts';
import { tee } from '../../report/reporter.ts';
import type { Input } from '../../run/input.ts';
import type { ScanBefore } from '../../run/other-captures.ts';
import { EXIT } from '../ending.ts';
import { type GivenKeys, loadGivenKeys } from '../given-keys.ts';
import { jobsFor, planInputs } from '../input-plan.ts';
import type { CommandContext } from '../io.ts';
import { refuse } from '../messages.ts';
import { refuseOverwriting } from '../overwritten-input.ts';
import type { ScanProgress } from '../progress.ts';
import { runReports } from '../report-run.ts';
import { shardOf } from '../shards.ts';
import { showsProgress } from '../terminal.ts';
import type { VerboseNotes } from '../verbose-notes.ts';
import type { ScanArguments } from './scan.ts';

/** What the command runs in; in tests, captures are read otherwise. */
export interface ScanContext extends CommandContext {
  /** Absent for the usual reading. */
  readonly scanInputs?: (
    inputs: readonly Input[],
    options: ScanOptions,
    sink: ResultSink,
  ) => Promise<{ readonly interrupted: boolean }>;
  /** Starts the workers that read captures; absent for the usual ones. */
  readonly spawn?: Spawn;
}

async function verboseNotes(context: ScanContext): Promise<VerboseNotes> {
  const { VerboseNotes } = await import('../verbose-notes.ts');
  return new VerboseNotes(context, () => performance.now());
}

/** Reads captures and writes the reports that are asked for. Gives the exit code. */
export async function run(args: ScanArguments, context: ScanContext): Promise<number> {
  const { io, scanInputs = readInputs } = context;
  const shard = shardOf(args.shard, io.env);
  if (!shard.ok) return refuse(shard.error, context);
  const notes = args.loudness === 'verbose' ? await verboseNotes(context) : null;
  notes?.config(args.configFile);
  const keys = await loadGivenKeys(args, context, notes?.keysFound);
  if (keys === null) return EXIT.NOT_DONE;
  notes?.keys(keys);
  const expanded = await expandInputs(args.paths, io.cwd, args.join ?? undefined, { limits: args.limits });
  const plan = planInputs(expanded, shard.value);
  const files = (): readonly string[] => plan.inputs.flatMap(({ path, parts }) => parts ?? [path]);
  const refused = await refuseOverwriting(args.format, args, files, context);
  if (refused !== null) return refused;
  notes?.inputs(files());
  // what is typed into a terminal has no end of its own
  if (io.onEnter !== undefined && plan.inputs.some(({ path }) => path === STDIN)) {
    io.stderr.write(`osscap: ${context.texts.pasteHint}\n`);
  }
  if (plan.inputs.length > 1) {
    makeAllYoung();
    compileLess();
  }
  const { blob } = plan;
  const progress = await openProgress(args, plan.inputs, context);
  const shown = progress === null ? context : { ...context, io: progress.io };
  return runReports(args, shown, blob, async (sink, signal, work, failed) => {
    for (const input of plan.unreadable) sink.unreadable(input);
    // each shard says the same of a request that captures of several have
    const mine = shard.value === null ? null : new Set(plan.inputs.map(({ path }) => path));
    const { inputs: all, kinds } = await related(expanded.inputs, mine, args, keys, context, {
      signal,
      progress,
    });
    const inputs = mine === null ? all : all.filter(({ path }) => mine.has(path));
    const options: ScanOptions = {
      ...keys,
      verifyBodies: args.verifyBodies,
      ...(kinds === undefined ? {} : { kinds }),
      readApart: args.jobs !== 1 && availableParallelism() > 1,
      lines: work === null || work.lines === null ? undefined : { ...work.lines, lang: context.lang },
      limits: args.limits,
      signal,
      failed,
      onBytes: progress?.onBytes,
    };
    const listeners = [notes?.timed(), progress].filter((each) => each !== undefined && each !== null);
    const results = listeners.length === 0 ? sink : tee([...listeners, sink]);
    const recipe = work?.recipe ?? null;
    const jobs = recipe === null ? 1 : jobsFor(args.jobs, inputs);
    try {
      if (work === null || recipe === null || jobs === 1) await scanInputs(inputs, options, results);
      else {
        const [{ scanWithJobs }, { partSink }] = await Promise.all([
          import('../../node/jobs/scan-with-jobs.ts'),
          import('../part-sink.ts'),
        ]);
        await scanWithJobs(inputs, options, partSink(work, results, progress), {
          jobs,
          recipe,
          placeOf: blob.placeOf,
          ...(context.spawn === undefined ? {} : { spawn: context.spawn }),
          ...(progress === null ? {} : { onWorkerBytes: progress.onWorkerBytes }),
        });
      }
    } finally {
      progress?.end();
    }
    return { complete: true };
  });
}

/** With what each is to know of the others. Most scans are of one capture, and need nothing of it. */
async function related(
  inputs: readonly Input[],
  mine: ReadonlySet<string> | null,
  { limits }: ScanArguments,
  { keyRing, buckets, endpoints, tls }: GivenKeys,
  { io, scanInputs = readInputs }: ScanContext,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: ScanProgress | null },
): Promise<{ readonly inputs: readonly Input[] } & Pick<ScanOptions, 'kinds'>> {
  if (inputs.length < 2) return { inputs };
  const [{ relatedInputs }, { fileLooks }] = await Promise.all([
    import('../../run/related-inputs.ts'),
    import('../../node/file-looks.ts'),
  ]);
  const opensTls = tls.keyLogs.length + tls.serverKeys.length > 0;
  const options = { keyRing, buckets, endpoints, tls, limits, failed() {} };
  const scan: ScanBefore = (input, sink, control) => {
    const enough = control?.signal === undefined ? [signal] : [signal, control.signal];
    const onBytes = (bytes: number): void => {
      control?.onBytes?.(bytes);
      progress?.onBytesBefore(bytes);
    };
    return scanInputs([input], { ...options, onBytes, signal: AbortSignal.any(enough) }, sink);
  };
  const isMine = mine === null ? null : (path: string) => mine.has(path);
  return relatedInputs(inputs, fileLooks(io.cwd), opensTls, scan, isMine);
}

/** Null where nobody would see it. */
async function openProgress(
  { loudness }: ScanArguments,
  inputs: readonly Input[],
  { io, texts }: ScanContext,
): Promise<ScanProgress | null> {
  // What is reported of each capture shows how far it is.
  if (loudness !== undefined || !showsProgress(io)) return null;
  const { ScanProgress } = await import('../progress.ts');
  return new ScanProgress(io, inputs, texts);
}
