/**
 * One TCP segment, decoded in place. The decoder reuses one object for all segments: it and its bytes are
 * valid only during the call that passes it.
 */
export interface TcpSegment {
  /** Holds the payload; a reassembled datagram where the packet was fragmented. */
  block: Uint8Array;
  /** The captured payload is `block[payloadStart]` up to, not including, `block[payloadEnd]`. */
  payloadStart: number;
  payloadEnd: number;
  /** Payload bytes that were on the wire after `payloadEnd` and are not in the capture (snap length). */
  missing: number;
  /** 4 or 6. The addresses stand in `addressBlock` at the two offsets, 4 or 16 bytes each. */
  ipVersion: number;
  addressBlock: Uint8Array;
  sourceAddress: number;
  destinationAddress: number;
  sourcePort: number;
  destinationPort: number;
  /** The VLAN or virtual network that it is of, as a number that is the same for the same one; 0 for none. */
  network: number;
  /** Sequence and acknowledgement number, unsigned 32 bits. */
  sequence: number;
  acknowledgement: number;
  /** TCP flag bits, see TCP_FLAGS. */
  flags: number;
  /** Window field as sent, not scaled. */
  window: number;
  /** Shift of the window scale option in a SYN (RFC 7323 §2); -1 where there is none. */
  windowScale: number;
  /**
   * Longest segment that the sender of a SYN takes, by its option (RFC 9293 §3.7.1), in bytes; 0 where there
   * is none. Says nothing without SYN.
   */
  longestSegment: number;
  frame: number;
  seconds: number;
  nanos: number;
}

/** Bits of the TCP flags byte (RFC 9293 §3.1). */
export const TCP_FLAGS = { FIN: 0x01, SYN: 0x02, RST: 0x04, PSH: 0x08, ACK: 0x10, URG: 0x20 } as const;

export type SegmentSink = (segment: TcpSegment) => void;
