import type { ConnectionMeter } from './connection-meter.ts';
import type { Difference } from './difference.ts';
import type { Side, StreamChunk } from './stream-chunk.ts';

/** How one direction of a connection came to its end. */
export type StreamEnd =
  /** the sender closed it (FIN) */
  | 'closed'
  /** one side reset the connection (RST) */
  | 'reset'
  /** the capture ended, the ports were used again, or the connection was given up */
  | 'cut';

/** How one side ended the connection: by its first FIN, or by its first RST. */
export interface SideEnd {
  readonly side: Side;
  readonly how: 'closed' | 'reset';
  readonly frame: number;
  /** On the clock of the connection's meter, in µs. */
  readonly at: number;
  /**
   * Bytes that the other side had sent by then and that this one, as its FIN tells, had not
   * received; 0 for a RST, which tells nothing of it. Below 0: it had received more than the
   * capture had by then.
   */
  readonly unheard: number;
  /**
   * Offset in the other side's stream up to which this one had received, a FIN's number included;
   * -Infinity where the packet does not tell.
   */
  readonly heard: number;
  /** Time to live of the packet, and of this side's first ones; -1 where not known. */
  readonly ttl: number;
  readonly usualTtl: number;
}

/**
 * What the layer above is told about one connection. Calls come in an order that fits what each
 * side knew.
 */
export interface ConnectionHandler {
  data(side: Side, chunk: StreamChunk): void;
  /**
   * Bytes that were handed up before came again, perhaps beside new ones: where they are not what
   * is still known of the first.
   */
  again?(side: Side, chunk: StreamChunk): Difference | null;
  /** `length` bytes of the stream at `position` are not in the capture. */
  gap(side: Side, position: number, length: number, frame: number): void;
  end(side: Side, how: StreamEnd): void;
  /**
   * While the capture is still being taken: nothing has come for a while, and perhaps nothing more
   * will.
   */
  quiet?(): void;
  /** Both directions have ended; nothing follows. */
  close(): void;
}

/** Listens to nothing. */
export const NOBODY: ConnectionHandler = { data: () => {}, gap: () => {}, end: () => {}, close: () => {} };

/**
 * Bytes of one direction that its receiver acknowledged and that are not in the capture: they were
 * sent and arrived, and the capture lost them. Packets that the capture cut (snap length) are not
 * among them.
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
  /** The side that opened the connection, as the SYN tells; null when the capture starts later. */
  readonly initiator: Side | null;
  /** `address:port`, IPv6 addresses in brackets. */
  endpoint(side: Side): string;
  /** Times and counters, as they stand at the packet at hand. */
  readonly meter: ConnectionMeter;
  /** Bytes of that side's stream that were handed up, gaps included. */
  bytes(side: Side): number;
  /** How the sides ended it so far, in the order of the capture. */
  readonly ends: readonly SideEnd[];
  /** Whole seconds of its last packet. */
  readonly lastSeconds: number;
  /**
   * When the capture was over with the connection still open, on the clock of its meter in µs; -1
   * as long as it is not.
   */
  readonly overAt: number;
  /** Packets of that side. */
  packets(side: Side): number;
  /** Bytes of that side's stream that the other one has acknowledged, and those that it has not. */
  acknowledged(side: Side): number;
  unacknowledged(side: Side): number;
  /**
   * Whether the other side has acknowledged all of that side's stream before the offset `position`,
   * and nothing from there on.
   */
  isHeardUpTo(side: Side, position: number): boolean;
  /** What the capture lost of that side's stream so far. */
  loss(side: Side): Loss;
}

export type HandlerFactory = (facts: ConnectionFacts) => ConnectionHandler;
