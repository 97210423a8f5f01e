/**
 * What kinds of traffic to make, and in what shares. `wide`: as `chatty`, over thousands of connections at a
 * time.
 */
export const MIXES = ['chatty', 'bulk', 'mixed', 'wide'] as const;
export const FORMATS = ['pcap', 'pcap-be', 'pcap-ns', 'pcapng'] as const;
export const LINKS = ['eth', 'sll', 'raw'] as const;

export type Mix = (typeof MIXES)[number];
export type Format = (typeof FORMATS)[number];
export type Link = (typeof LINKS)[number];

export interface GeneratorOptions {
  /** Bytes of capture to make, about. */
  readonly size: number;
  readonly mix: Mix;
  readonly seed: number;
  /** Connections at a time. */
  readonly connections: number;
  /** Shares (0 to 1) of data segments that come late, come twice, or overlap others. */
  readonly outOfOrder: number;
  readonly retransmit: number;
  readonly overlap: number;
  /** Share (0 to 1) of all packets that the capture lacks although they were delivered. */
  readonly loss: number;
  /** Share (0 to 1) of connections whose handshake lies before the capture, and of those over IPv6. */
  readonly midstream: number;
  readonly ipv6: number;
  readonly format: Format;
  readonly link: Link;
  /** Segments are seen joined, as receive offload does. */
  readonly gro: boolean;
  /** Bytes kept of a packet; 0 for all. */
  readonly snapLength: number;
  /** Bytes of a part of a multipart upload and of a ranged download. */
  readonly partBytes: number;
}

export const DEFAULT_OPTIONS: GeneratorOptions = {
  size: 200 * 1024 * 1024,
  mix: 'chatty',
  seed: 1,
  connections: 32,
  outOfOrder: 0.005,
  retransmit: 0.005,
  overlap: 0.0005,
  loss: 0,
  midstream: 0,
  ipv6: 0,
  format: 'pcap',
  link: 'eth',
  gro: false,
  snapLength: 0,
  partBytes: 5 * 1024 * 1024,
};

/** Connections at a time where `wide` is asked for and no number is. */
export const WIDE_CONNECTIONS = 10_000;
