import { createHash } from 'node:crypto';
import { type BlobFault, checkBlob, findBlobs, replayScan } from '../../node/blob-files.ts';
import type { BlobPlan } from '../../report/blob/blob.ts';
import { type BlobFacts, type ScanParts, selectBlobs } from '../../report/blob/select.ts';
import { EXIT } from '../ending.ts';
import type { CommandContext } from '../io.ts';
import { type CiProblem, ciMessage, errorLine } from '../messages.ts';
import { refuseOverwriting } from '../overwritten-input.ts';
import { runReports } from '../report-run.ts';
import { toolOfPackage } from '../version.ts';
import type { MergeArguments } from './merge.ts';

/**
 * Puts the parts of scans together and writes the reports that are asked for, as the whole scan would have.
 * Gives the exit code.
 */
export async function run(args: MergeArguments, context: CommandContext): Promise<number> {
  const refuse = (problem: CiProblem): number => {
    context.io.stderr.write(errorLine(ciMessage(problem, context.texts)));
    return EXIT.NOT_DONE;
  };
  const files = await findBlobs(args.paths);
  if (!files.ok) return refuse({ kind: 'blob', fault: files.error });
  const refused = await refuseOverwriting(args.format, args, () => files.value, context);
  if (refused !== null) return refused;
  const blobs: BlobFacts[] = [];
  const { version } = toolOfPackage();
  for (const path of files.value) {
    const checked = await checkBlob(path, version);
    if (!checked.ok) return refuse({ kind: 'blob', fault: checked.error });
    blobs.push(checked.value);
  }
  if (args.loudness === 'verbose') {
    const { VerboseNotes } = await import('../verbose-notes.ts');
    const notes = new VerboseNotes(context, () => performance.now());
    notes.config(args.configFile);
    notes.inputs(blobs.map(({ path }) => path));
  }
  const scans = selectBlobs(blobs);
  if (!scans.ok) return refuse({ kind: 'blob-conflict', conflict: scans.error });
  const gaps = gapsOf(scans.value);
  // A blob says that it is the whole, which this would not be.
  if (gaps.length > 0 && args.format.some(({ name }) => name === 'blob')) {
    for (const gap of gaps) refuse(gap);
    return refuse({ kind: 'blob-not-whole' });
  }
  let placed = 0;
  const plan: BlobPlan = { shard: null, scan: identityOf(scans.value), placeOf: () => placed, paths: [] };
  return runReports(args, context, plan, async (sink, signal) => {
    for (const gap of gaps) refuse(gap);
    let before = 0;
    for (const { blobs: parts } of scans.value) {
      const start = before;
      const fault: BlobFault | null = await replayScan(
        parts,
        sink,
        signal,
        (at) => {
          placed = start + at;
        },
        args.limits,
      );
      if (fault !== null) {
        refuse({ kind: 'blob', fault });
        return { complete: false };
      }
      before += parts[0]?.scan.inputs ?? 0;
    }
    return { complete: gaps.length === 0 };
  });
}

/** What of the scans is in none of the blobs. */
function gapsOf(scans: readonly ScanParts[]): readonly CiProblem[] {
  const gaps = scans.flatMap(({ blobs, missing, of }): CiProblem[] => [
    ...missing.map(({ from, to }): CiProblem => ({ kind: 'blob-shards-missing', from, to, of })),
    ...blobs
      .filter(({ interrupted }) => interrupted)
      .map(({ path }): CiProblem => ({ kind: 'blob-interrupted', path })),
  ]);
  return [...differingScans(scans), ...gaps];
}

/** A part that is missing may be given, as one of another scan. */
function differingScans(scans: readonly ScanParts[]): readonly CiProblem[] {
  if (scans.every(({ missing }) => missing.length === 0)) return [];
  const [path, other] = scans.flatMap(({ blobs }) => blobs.slice(0, 1).map((blob) => blob.path));
  return path === undefined || other === undefined ? [] : [{ kind: 'blob-scans-differ', path, other }];
}

/** Of one scan its own; several together are a scan of all their inputs. */
function identityOf(scans: readonly ScanParts[]): BlobPlan['scan'] {
  const identities = scans.flatMap(({ blobs }) => blobs.slice(0, 1).map(({ scan }) => scan));
  const [first, ...others] = identities;
  if (first !== undefined && others.length === 0) return first;
  return {
    id: createHash('sha256')
      .update(JSON.stringify(identities.map(({ id }) => id)))
      .digest('hex'),
    first: first?.first ?? '',
    inputs: identities.reduce((sum, { inputs }) => sum + inputs, 0),
  };
}
