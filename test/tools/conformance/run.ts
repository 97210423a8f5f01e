import { join } from 'node:path';
import { fileBlocks, isRefused, readCapture } from '../read-capture.ts';
import { type Exception, findingKey } from './exceptions.ts';
import { toListed } from './found.ts';
import { compareExchanges, type Finding } from './match.ts';
import { type Reference, readReferences } from './reference.ts';

export interface CaptureResult {
  readonly file: string;
  readonly expect: 'ok' | 'error';
  readonly packets: number;
  /** Exchanges that the reference programs agree on, and those of them that were found. */
  readonly must: number;
  readonly right: number;
  /** All that differs and that no exception explains. */
  readonly unexplained: readonly Finding[];
  readonly explained: readonly { readonly finding: Finding; readonly why: string }[];
}

export interface ConformanceResult {
  readonly captures: readonly CaptureResult[];
  /** Exceptions for files of this folder that explain nothing: they are to be taken out. */
  readonly staleExceptions: readonly Exception[];
  readonly passed: boolean;
}

/** Compares what is read from every capture of a folder with the folder's reference lists. */
export function runConformance(folder: string, exceptions: readonly Exception[]): ConformanceResult {
  const byKey = new Map(exceptions.map((one) => [findingKey(one.file, one.finding), one]));
  const used = new Set<Exception>();
  const references = readReferences(folder);
  const captures = references.map((reference): CaptureResult => {
    const { packets, right, findings } = compareCapture(folder, reference);
    const unexplained: Finding[] = [];
    const explained: { finding: Finding; why: string }[] = [];
    for (const finding of findings) {
      const exception = byKey.get(findingKey(reference.file, finding));
      if (exception === undefined) unexplained.push(finding);
      else {
        used.add(exception);
        explained.push({ finding, why: exception.why });
      }
    }
    const { file, expect, must } = reference;
    return { file, expect, packets, must: must.length, right, unexplained, explained };
  });
  const files = new Set(references.map(({ file }) => file));
  const staleExceptions = exceptions.filter((one) => files.has(one.file) && !used.has(one));
  const passed =
    staleExceptions.length === 0 && captures.every(({ unexplained }) => unexplained.length === 0);
  return { captures, staleExceptions, passed };
}

function compareCapture(folder: string, reference: Reference) {
  const contents = readCapture(fileBlocks(join(folder, reference.file)));
  const { packets } = contents.summary;
  const refused = isRefused(contents);
  if (refused !== (reference.expect === 'error')) {
    const findings: Finding[] = [{ kind: refused ? 'refused' : 'not-refused' }];
    return { packets, right: 0, findings };
  }
  const ours = contents.exchanges.map(toListed);
  const { right, findings } = compareExchanges(reference.exchanges, reference.must, ours);
  if (packets === reference.packets) return { packets, right, findings };
  const wrong: Finding = { kind: 'packets', reference: reference.packets, ours: packets };
  return { packets, right, findings: [wrong, ...findings] };
}
