import type { CauseArgs, CauseId } from './causes/index.ts';
import type { Cause } from './model.ts';

/** A cause with exactly the arguments that its id asks for. Its entry, with the sentences, is not loaded. */
export function cause<I extends CauseId>(id: I, args: CauseArgs<I>): Cause {
  return { id, args };
}
