/**
 * Bytes that all connections of a capture hold of messages that are not given yet: heads whose end
 * has not come, what comes in place of a refused body until it is known what it is, and requests
 * that wait for their answers, with what is kept of their bodies.
 */
export class HeldText {
  readonly limit: number;
  bytes = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get isFull(): boolean {
    return this.bytes > this.limit;
  }
}
