import { type ByteString, fromText } from '../../bytes/byte-string.ts';
import type { NoticeSink } from '../../bytes/notice.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { OssExchange } from '../../oss/model.ts';

/**
 * What other captures of a scan show of the requests of one. Plain values, for they may go to
 * another thread.
 */
export interface OtherCaptures {
  /** Its exchanges that are reported with `capture`, which is nearer to the client. */
  readonly copies: readonly {
    readonly index: number;
    readonly requestId: ByteString | null;
    readonly capture: string;
  }[];
  /** Uploads that those belong to. */
  readonly uploads: readonly ByteString[];
  /** Exchanges of other captures that show a request of this one further on. */
  readonly hops: readonly { readonly index: number; readonly capture: string; readonly exchange: Exchange }[];
}

/** Which exchanges of a capture are reported with other captures, and how many with each. */
export class ReportedElsewhere {
  readonly #copies: OtherCaptures['copies'];
  readonly #counts = new Map<string, number>();

  constructor(others: OtherCaptures | undefined) {
    this.#copies = others?.copies ?? [];
  }

  /** Whether this exchange is; counts it if so. */
  has({ requestId, exchange: { index } }: OssExchange): boolean {
    if (this.#copies.length === 0) return false;
    // the file may have become another one since it was looked into
    const copy = this.#copies.find((each) => each.index === index && each.requestId === requestId);
    if (copy === undefined) return false;
    this.#counts.set(copy.capture, (this.#counts.get(copy.capture) ?? 0) + 1);
    return true;
  }

  /** Gives a notice for each other capture; `path`: of this one. */
  end(path: string, notice: NoticeSink): void {
    for (const [capture, count] of this.#counts) {
      const args = { count, capture: fromText(capture), path: fromText(path) };
      notice({ code: 'reported-in-other-capture', frame: null, offset: null, args });
    }
  }
}
