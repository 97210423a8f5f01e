import type { KindElsewhere } from '../features/suspects/client-kinds.ts';
import type { Input } from './input.ts';
import type { ScanBefore } from './pair-captures.ts';
import { type FileLooks, refusingCaptures } from './refusing-captures.ts';

interface RelatedInputs {
  readonly inputs: readonly Input[];
  /** What the captures show of the requests of clients; absent where nothing asks for it. */
  readonly kinds?: readonly KindElsewhere[];
}

/**
 * With what each input is to know of the others. `opensTls`: there are keys for TLS. What looks
 * into captures is loaded only where one of them holds a refusal.
 */
export async function relatedInputs(
  inputs: readonly Input[],
  files: FileLooks,
  opensTls: boolean,
  scan: ScanBefore,
): Promise<RelatedInputs> {
  const { small, hasAny } = refusingCaptures(inputs, files, opensTls);
  if (!hasAny) return { inputs };
  const [{ pairCaptures }, { withKindsElsewhere }] = await Promise.all([
    import('./pair-captures.ts'),
    import('./kinds-elsewhere.ts'),
  ]);
  // a request that is reported with another capture counts there alone
  const paired = await pairCaptures(inputs, small, scan);
  return withKindsElsewhere(paired, (path) => files.sizeOf(path) > 0, scan);
}
