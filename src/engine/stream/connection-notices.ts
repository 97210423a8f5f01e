import type { NoticeCode, NoticeSink } from '../bytes/notice.ts';
import type { TcpSegment } from '../packet/segment.ts';
import { timeToLive } from '../packet/tcp.ts';
import type { Half } from './half.ts';
import { MAX_SEQUENCE_JUMP } from './limits.ts';
import type { Difference, Side } from './stream-chunk.ts';

/**
 * Reports of one connection where its packets do not fit together: which of them may be another's is for the
 * reader to judge.
 */
export class ConnectionNotices {
  /** The notice was given that a side went on after its end. */
  hasReportedMore = false;
  readonly #index: number;
  readonly #endpoints: readonly [string, string];
  readonly #notice: NoticeSink;

  /** `index`: number of the connection. */
  constructor(index: number, endpoints: readonly [string, string], notice: NoticeSink) {
    this.#index = index;
    this.#endpoints = endpoints;
    this.#notice = notice;
  }

  /** Bytes that are `distance` away from the stream. */
  far(side: Side, frame: number, distance: number): void {
    this.#report('far-segment', side, frame, { distance });
  }

  /** A SYN with another initial number, in a connection that goes on with its own. */
  stray(side: Side, frame: number): void {
    this.#report('stray-syn', side, frame, {});
  }

  /** A RST whose time to live is not that of its side's packets: somebody on the way may have written it. */
  reset(side: Side, half: Half, segment: TcpSegment): void {
    const ttl = timeToLive(segment);
    const { usual } = half.marks;
    if (ttl >= 0 && usual >= 0 && ttl !== usual)
      this.#report('reset-ttl', side, segment.frame, { ttl, usual });
    this.checkSums(side, half, segment);
  }

  /** Bytes came twice, and not the same: both readings, and what may show which of them the receiver took. */
  difference(side: Side, half: Half, difference: Difference, segment: TcpSegment): void {
    const { position, frame: firstFrame, first, second } = difference;
    const { frame } = segment;
    const received = half.acknowledged;
    const isOneWay = received === Number.NEGATIVE_INFINITY;
    const taken = isOneWay ? 'copy-unheard' : received > position ? 'copy-heard' : 'copy-open';
    this.#report('overlap-differs', side, frame, { firstFrame, first, second, taken });
    const ttl = timeToLive(segment);
    const firstTtl = half.marks.ttlOf(firstFrame);
    if (ttl >= 0 && firstTtl >= 0 && ttl !== firstTtl) {
      this.#report('overlap-ttl', side, frame, { firstFrame, firstTtl, ttl });
    }
    this.checkSums(side, half, segment);
  }

  checkSums(side: Side, half: Half, segment: TcpSegment): void {
    if (half.marks.isWrong(segment)) this.#report('bad-checksum', side, segment.frame, {});
  }

  /**
   * A side goes on after it has ended, up to the offset `end`: what it said before, or what it says now, is
   * not its own.
   */
  more(side: Side, half: Half, end: number, frame: number): void {
    const over = Math.min(half.finPosition, half.resetPosition);
    if (this.hasReportedMore || end <= over || end - over > MAX_SEQUENCE_JUMP) return;
    this.hasReportedMore = true;
    this.#report('bytes-after-end', side, frame, { endFrame: half.endFrame });
  }

  /** One direction holds back more than it may: its next gap is given up. */
  full(frame: number, limit: number): void {
    const args = { connection: this.#index, limit };
    this.#notice({ code: 'limit-direction-bytes', frame, offset: null, args });
  }

  #report(
    code: NoticeCode,
    side: Side,
    frame: number,
    args: Readonly<Record<string, string | number>>,
  ): void {
    const all = { connection: this.#index, from: this.#endpoints[side], ...args };
    this.#notice({ code, frame, offset: null, args: all });
  }
}
