import type { KindElsewhere } from '../features/suspects/client-kinds.ts';
import type { Input } from './input.ts';
import type { ScanBefore, ShareOfInputs } from './pair-captures.ts';
import { type FileLooks, refusingCaptures } from './refusing-captures.ts';

interface RelatedInputs {
  readonly inputs: readonly Input[];
  /** What the captures show of the requests of clients; absent where nothing asks for it. */
  readonly kinds?: readonly KindElsewhere[];
}

/**
 * With what each input is to know of the others. `opensTls`: there are keys for TLS. What looks into captures
 * is loaded only where one of them holds a refusal. `isMine`: those of this run, null for all; of the others,
 * no more is read than those need.
 */
export async function relatedInputs(
  inputs: readonly Input[],
  files: FileLooks,
  opensTls: boolean,
  scan: ScanBefore,
  isMine: ShareOfInputs['isMine'] | null = null,
): Promise<RelatedInputs> {
  const refusing = refusingCaptures(inputs, files, opensTls);
  if (!refusing.hasAny) return { inputs };
  const [{ pairCaptures }, { withKindsElsewhere }] = await Promise.all([
    import('./pair-captures.ts'),
    import('./kinds-elsewhere.ts'),
  ]);
  // a request that is reported with another capture counts there alone
  const mayHold: ShareOfInputs['mayHold'] = (path, requestIds) =>
    opensTls || (files.requestIds?.(path)?.some((id) => requestIds.has(id)) ?? true);
  const paired = await pairCaptures(inputs, refusing, scan, isMine === null ? null : { isMine, mayHold });
  return withKindsElsewhere(paired, (path) => files.sizeOf(path) > 0, scan);
}
