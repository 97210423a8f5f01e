import { NUMBER, recordFor } from '../bytes/shape.ts';
import type { ConnectionMeter } from '../stream/connection-meter.ts';
import type { HalfMeter } from '../stream/half-meter.ts';
import { otherSide, type Side } from '../stream/stream-chunk.ts';

/**
 * How the bytes of one message went over its connection. Times are whole µs since the connection's
 * first packet.
 */
export interface MessageFlow {
  /** Which request of its connection it is, from 1; 0 for an answer. */
  readonly order: number;
  /**
   * First byte, end of the head (-1: not seen), and the moment from which every byte was there in
   * order.
   */
  readonly firstAt: number;
  readonly headAt: number;
  readonly doneAt: number;
  /**
   * Between first and last byte: time in which the sender could have sent and did not, and its
   * pauses of 10 ms and more.
   */
  readonly idle: number;
  readonly pauses: number;
  /**
   * The same: silences after which what was sent in them may have been lost before it got here, see
   * `HalfMeter.unproven`.
   */
  readonly unproven: number;
  /**
   * The same: time in which the receiver's closed window held the sender back, and how often it
   * closed.
   */
  readonly held: number;
  readonly zeroWindows: number;
  /** The same: segments sent again, and the time without progress before them. */
  readonly retransmissions: number;
  readonly stalled: number;
  /** The sender's retransmissions on this connection before the first byte. */
  readonly sentAgainBefore: number;
  /** The receiver's, up to the first byte, and when the last of them was (-1: none). */
  readonly receiverSentAgain: number;
  readonly receiverSentAgainAt: number;
  /**
   * Of an answer: how much longer than usual, in µs, the receiver's last bytes were on their way
   * before the first byte, see `HalfMeter.delayBefore`.
   */
  readonly receiverDelay: number;
}

/**
 * The counters of one end of a connection as a sender. `leastRoundTrip`: µs, of `roundTrips`
 * samples; without one it says nothing.
 */
export type EndFlow = Pick<
  HalfMeter,
  'retransmissions' | 'zeroWindows' | 'roundTrips' | 'leastRoundTrip' | 'largestWindow'
>;

/**
 * Least round trip in µs from the point of capture to the other end and back, of the bytes of this
 * one; null without a sample.
 */
export function roundTripOf({ roundTrips, leastRoundTrip }: EndFlow): number | null {
  return roundTrips > 0 ? leastRoundTrip : null;
}

/**
 * What is known of a connection; the counters are those of the moment when they are looked at.
 * Times are whole µs since its first packet, -1: not seen.
 */
export interface ConnectionFlow {
  readonly handshake: Pick<
    ConnectionMeter,
    'synAt' | 'synAckAt' | 'establishedAt' | 'synRetransmissions' | 'synAckRetransmissions' | 'synsUnanswered'
  >;
  /**
   * `leastRoundTrip` of the client is that of its bytes: from the point of capture to the server
   * and back.
   */
  readonly client: EndFlow;
  readonly server: EndFlow;
}

/** The counters as they are now: they go on while the connection is read. */
export function settledFlow({ handshake, client, server }: ConnectionFlow): ConnectionFlow {
  return {
    handshake: {
      synAt: handshake.synAt,
      synAckAt: handshake.synAckAt,
      establishedAt: handshake.establishedAt,
      synRetransmissions: handshake.synRetransmissions,
      synAckRetransmissions: handshake.synAckRetransmissions,
      synsUnanswered: handshake.synsUnanswered,
    },
    client: settledEnd(client),
    server: settledEnd(server),
  };
}

function settledEnd(end: EndFlow): EndFlow {
  const { retransmissions, zeroWindows, roundTrips, leastRoundTrip, largestWindow } = end;
  return { retransmissions, zeroWindows, roundTrips, leastRoundTrip, largestWindow };
}

export function connectionFlow(meter: ConnectionMeter, client: Side): ConnectionFlow {
  return { handshake: meter, client: meter.halves[client], server: meter.halves[otherSide(client)] };
}

/** What a message looks at of either side when it begins. */
type SideCounters = Pick<
  HalfMeter,
  | 'idle'
  | 'pauses'
  | 'unproven'
  | 'held'
  | 'zeroWindows'
  | 'retransmissions'
  | 'retransmittedAt'
  | 'stalled'
  | 'delayBefore'
>;

/**
 * The marks of a message while it is read: one small object a message. Its counters are first what
 * they were before it, and at its end what came to them.
 */
export class FlowMarks implements MessageFlow {
  readonly order: number;
  readonly firstAt: number;
  headAt = -1;
  doneAt = -1;
  idle: number;
  pauses: number;
  unproven: number;
  held: number;
  zeroWindows: number;
  retransmissions: number;
  stalled: number;
  sentAgainBefore: number;
  receiverSentAgain: number;
  receiverSentAgainAt: number;
  receiverDelay: number;

  /** The message's first byte is at hand since `firstAt`. */
  constructor(order: number, firstAt: number, sender: SideCounters, receiver: SideCounters) {
    this.order = order;
    this.firstAt = firstAt;
    this.idle = sender.idle;
    this.pauses = sender.pauses;
    this.unproven = sender.unproven;
    this.held = sender.held;
    this.zeroWindows = receiver.zeroWindows;
    this.retransmissions = sender.retransmissions;
    this.stalled = sender.stalled;
    this.sentAgainBefore = sender.retransmissions;
    this.receiverSentAgain = receiver.retransmissions;
    this.receiverSentAgainAt = receiver.retransmittedAt;
    this.receiverDelay = order === 0 ? receiver.delayBefore(firstAt | 0) : 0;
  }

  /** Nothing more comes of it; `at`: when its last byte was there. */
  done(at: number, sender: HalfMeter, receiver: HalfMeter): void {
    if (this.doneAt >= 0) return;
    this.doneAt = at;
    this.idle = sender.idle - this.idle;
    this.pauses = sender.pauses - this.pauses;
    this.unproven = sender.unproven - this.unproven;
    this.held = sender.held - this.held;
    this.zeroWindows = receiver.zeroWindows - this.zeroWindows;
    this.retransmissions = sender.retransmissions - this.retransmissions;
    this.stalled = sender.stalled - this.stalled;
  }
}

export const MESSAGE_FLOW = recordFor<MessageFlow>({
  order: NUMBER,
  firstAt: NUMBER,
  headAt: NUMBER,
  doneAt: NUMBER,
  idle: NUMBER,
  pauses: NUMBER,
  unproven: NUMBER,
  held: NUMBER,
  zeroWindows: NUMBER,
  retransmissions: NUMBER,
  stalled: NUMBER,
  sentAgainBefore: NUMBER,
  receiverSentAgain: NUMBER,
  receiverSentAgainAt: NUMBER,
  receiverDelay: NUMBER,
});

const END_FLOW = recordFor<EndFlow>({
  retransmissions: NUMBER,
  zeroWindows: NUMBER,
  roundTrips: NUMBER,
  leastRoundTrip: NUMBER,
  largestWindow: NUMBER,
});

export const CONNECTION_FLOW = recordFor<ConnectionFlow>({
  handshake: recordFor<ConnectionFlow['handshake']>({
    synAt: NUMBER,
    synAckAt: NUMBER,
    establishedAt: NUMBER,
    synRetransmissions: NUMBER,
    synAckRetransmissions: NUMBER,
    synsUnanswered: NUMBER,
  }),
  client: END_FLOW,
  server: END_FLOW,
});
