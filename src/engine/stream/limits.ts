/** Bytes of one direction held back because earlier ones have not come; past it the gap is given up. */
const MAX_PENDING_BYTES_PER_DIRECTION = 8 * 1024 * 1024;

/** Pieces of one direction held back; past it the gap is given up. */
const MAX_PENDING_PIECES_PER_DIRECTION = 16_384;

/** Bytes held back over all connections; past it the oldest gaps are given up. */
const MAX_PENDING_BYTES = 96 * 1024 * 1024;

/** What a piece that is held back is counted as beside its bytes: the objects that keep it. */
export const HELD_PIECE_COST = 256;

/**
 * Packets of a connection that may pass after the receiver has acknowledged bytes that the capture lacks,
 * before they count as lost: a capture on several queues writes neighbours out of order, hardly ever farther
 * apart than this.
 */
export const GAP_GRACE_PACKETS = 16;

/** The same, in whole seconds of capture time. */
export const GAP_GRACE_SECONDS = 10;

/**
 * Packets of a connection whose SYN is not in the capture that may pass before its first bytes count as the
 * first: the ones before them may have been written a little later.
 */
export const START_GRACE_PACKETS = 8;

/** Connections in the table, open or lately closed; past it the ones idle longest are ended. */
const MAX_CONNECTIONS = 131_072;

/**
 * Connections without bytes that are not set up, or of which one side alone was seen; past it the older half
 * is ended. A flood of SYNs, or a scan of ports, opens a million.
 */
export const MAX_UNANSWERED = 4096;

/**
 * Connections in the table past which open ones that are idle, all of whose exchanges are over, are kept as
 * numbers until their next packet: what reads one takes kilobytes.
 */
export const MAX_AWAKE_CONNECTIONS = 2048;

/**
 * A closed connection is remembered this many seconds of capture time, so that late packets do not look like
 * a new one.
 */
export const CLOSED_LINGER_SECONDS = 60;

/**
 * Of many connections, an open one without a packet for so many seconds of capture time is ended: its end was
 * lost, or it has none, and each takes kilobytes.
 */
export const MAX_IDLE_SECONDS = 3600;

/** A sequence number farther than this from the expected one belongs to another connection, or to nobody. */
export const MAX_SEQUENCE_JUMP = 256 * 1024 * 1024;

/**
 * The same where it came from another VLAN or virtual network: no more than a usual window, or two
 * connections would be one by chance.
 */
export const MAX_JUMP_BETWEEN_NETWORKS = 32 * 1024 * 1024;

/** So many such segments of one side in a row are taken as a new connection whose start was not seen. */
export const JUMPS_BEFORE_NEW_CONNECTION = 4;

/** Bytes of such segments that are kept over all connections until it shows what they are. */
export const MAX_FAR_BYTES = 8 * 1024 * 1024;

/** Limits that a user may change. */
export interface StreamLimits {
  /** Connections in the table, open or lately closed; past it the ones idle longest are ended. */
  readonly connections: number;
  /** Bytes held back over all connections because earlier ones have not come. */
  readonly bufferedBytes: number;
  /** The same, of one direction of a connection. */
  readonly bufferedBytesPerDirection: number;
}

export const STREAM_LIMITS: StreamLimits = {
  connections: MAX_CONNECTIONS,
  bufferedBytes: MAX_PENDING_BYTES,
  bufferedBytesPerDirection: MAX_PENDING_BYTES_PER_DIRECTION,
};

/** Pieces that one direction may hold back: of more bytes, more. */
export function pendingPieces({ bufferedBytesPerDirection }: StreamLimits): number {
  const share = Math.max(1, bufferedBytesPerDirection / MAX_PENDING_BYTES_PER_DIRECTION);
  return Math.round(MAX_PENDING_PIECES_PER_DIRECTION * share);
}
