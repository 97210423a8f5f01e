import type { Half } from './half.ts';
import { GAP_GRACE_PACKETS, GAP_GRACE_SECONDS } from './limits.ts';

/**
 * A RST that was written before what its sender had sent or heard by then: a capture on several
 * queues writes neighbours out of order. It counts once all of that is there, or has had as much
 * time as the bytes of a gap.
 */
export class EarlyReset {
  readonly #after: readonly [number, number];
  readonly #packets: number;
  readonly #seconds: number;

  /**
   * @param after offset in each side's stream up to which its bytes came before the RST.
   * @param packets of the connection so far.
   */
  constructor(after: readonly [number, number], packets: number, seconds: number) {
    this.#after = after;
    this.#packets = packets;
    this.#seconds = seconds;
  }

  isInTurn([first, second]: readonly [Half, Half]): boolean {
    return first.position >= this.#after[0] && second.position >= this.#after[1];
  }

  hasWaited(packets: number, seconds: number): boolean {
    return (
      packets - this.#packets >= GAP_GRACE_PACKETS || Math.abs(seconds - this.#seconds) > GAP_GRACE_SECONDS
    );
  }
}
