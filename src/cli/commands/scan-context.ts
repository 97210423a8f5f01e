import type { Spawn } from '../../node/jobs/crew.ts';
import type { Input, ScanOptions } from '../../node/scan-options.ts';
import type { ResultSink } from '../../report/input.ts';
import type { CommandContext } from '../page.ts';

/**
 * What a command runs in that reads captures; the reading is handed in, so that it is loaded only
 * when it is needed.
 */
export interface ScanContext extends CommandContext {
  readonly scanInputs: (
    inputs: readonly Input[],
    options: ScanOptions,
    sink: ResultSink,
  ) => Promise<{ readonly interrupted: boolean }>;
  /** Starts the workers that read captures; absent for the usual ones. */
  readonly spawn?: Spawn;
}
