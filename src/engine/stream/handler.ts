import type { TcpSegment } from '../packet/segment.ts';
import type { Difference, Side, StreamChunk } from './stream-chunk.ts';

/** How one direction of a connection came to its end. */
export type StreamEnd =
  /** the sender closed it (FIN) */
  | 'closed'
  /** one side reset the connection (RST) */
  | 'reset'
  /** the capture ended, the ports were used again, or the connection was given up */
  | 'cut';

/**
 * Takes the bytes of one connection. Calls come in an order that fits what each side knew. One object a
 * connection.
 */
export interface ConnectionHandler {
  /** Follows the segments of the connection, if anything does. */
  readonly observer?: ConnectionObserver | null;
  data(side: Side, chunk: StreamChunk): void;
  /**
   * Bytes that were delivered before came again, perhaps beside new ones: where they are not what is still
   * known of the first.
   */
  again?(side: Side, chunk: StreamChunk): Difference | null;
  /** `length` bytes of the stream at `position` are not in the capture. */
  gap(side: Side, position: number, length: number, frame: number): void;
  end(side: Side, how: StreamEnd): void;
  /** While the capture is still being taken: nothing has come for a while, and perhaps nothing more will. */
  quiet?(): void;
  /**
   * How many requests it has read, where all of them are answered, nothing is under way and no more has to be
   * known of it to read on; null elsewhere. `close` may follow, and another object go on.
   */
  rest?(): number | null;
  /** Both directions have ended; nothing follows. */
  close(): void;
}

/** Takes nothing. */
export const NOBODY: ConnectionHandler = { data: () => {}, gap: () => {}, end: () => {}, close: () => {} };

/** What a FIN or a RST says beside that its sender has ended. */
export interface SideEndFacts {
  /**
   * Offset in the other side's stream up to which its sender had received, a FIN's number included; -Infinity
   * where the packet does not say.
   */
  readonly received: number;
  /**
   * Bytes that the other side had sent by then and that the sender, as its FIN says, had not received; 0 for
   * a RST, which says nothing of it. Below 0: it had received more than the capture had by then.
   */
  readonly unreceived: number;
  /** Offset of the FIN in its sender's stream; Infinity for a RST before any. */
  readonly finPosition: number;
  /** Time to live of the first packets of its sender; -1 where not known. */
  readonly usualTtl: number;
}

/**
 * Follows the segments of one connection beside its bytes: what a feature has to see of it that the bytes
 * alone do not show. Every packet passes it, so it must not allocate.
 */
export interface ConnectionObserver {
  /** A SYN, with or without ACK; `segment` follows. */
  syn(side: Side, segment: TcpSegment): void;
  /** The stream of that side starts at a sequence number. */
  begin(side: Side, sequence: number): void;
  /**
   * Any segment but a RST, before its bytes go to the handler. `length`: bytes on the wire; `next`: sequence
   * number up to which the bytes of its side were there in order before; `isAcknowledging`: its
   * acknowledgement can be believed.
   */
  segment(side: Side, segment: TcpSegment, length: number, next: number, isAcknowledging: boolean): void;
  /** A side ends the connection: by its first FIN, or by a RST, which may come again. */
  end(side: Side, how: 'closed' | 'reset', segment: TcpSegment, facts: SideEndFacts): void;
  /** The capture is over with the connection still open; the time is that of its last packet. */
  over(seconds: number, nanos: number): void;
}

/** Follows nothing. */
export const NO_OBSERVER: ConnectionObserver = {
  syn: () => {},
  begin: () => {},
  segment: () => {},
  end: () => {},
  over: () => {},
};

/**
 * Bytes of one direction that its receiver acknowledged and that are not in the capture: they were sent and
 * arrived, and the capture lost them. Packets that the capture cut (snap length) are not among them.
 */
export interface Loss {
  readonly bytes: number;
  /** Places in the stream where they are missing. */
  readonly holes: number;
  /** The packet that acknowledged the first of them; 0 without any. */
  readonly firstFrame: number;
  /** The packet that acknowledged the last ones, and its time. */
  readonly frame: number;
  readonly seconds: number;
  readonly nanos: number;
}

/** What is known of a connection apart from its bytes. */
export interface ConnectionFacts {
  /** Order of the first packet in the capture, from 1. */
  readonly index: number;
  /** The side that opened the connection, as the SYN shows; null when the capture starts later. */
  readonly initiator: Side | null;
  /** Requests that were read before it was put to rest; absent where it never was. */
  readonly restedAfter?: number | undefined;
  /** `address:port`, IPv6 addresses in brackets. */
  endpoint(side: Side): string;
  /** Bytes of that side's stream that went to the handler, gaps included. */
  bytes(side: Side): number;
  /** Whole seconds of its last packet. */
  readonly lastSeconds: number;
  /** Packets of that side. */
  packets(side: Side): number;
  /** Bytes of that side's stream that the other one has acknowledged, and those that it has not. */
  acknowledged(side: Side): number;
  unacknowledged(side: Side): number;
  /**
   * Whether the other side has acknowledged all of that side's stream before the offset `position`, and
   * nothing from there on.
   */
  isAcknowledgedUpTo(side: Side, position: number): boolean;
  /** What the capture lost of that side's stream so far. */
  loss(side: Side): Loss;
  /**
   * The number of a byte of that side's stream, by its offset: begun at random, and left as it is where
   * addresses are translated. Of the content of TLS it is a number as good as that.
   */
  sequenceOf(side: Side, position: number): number;
}

/** A connection of packets, whose bytes have sequence numbers. */
export interface PacketFacts extends ConnectionFacts {
  /** Offset of a sequence number in that side's stream. */
  positionOf(side: Side, sequence: number): number;
}

export type HandlerFactory = (facts: PacketFacts) => ConnectionHandler;
