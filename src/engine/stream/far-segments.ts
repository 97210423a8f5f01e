import { copyBytes } from '../bytes/byte-string.ts';
import { TCP_FLAGS, type TcpSegment } from '../packet/segment.ts';
import { sequenceDistance } from './half.ts';
import { CLOSED_LINGER_SECONDS, HELD_PIECE_COST, MAX_FAR_BYTES, MAX_SEQUENCE_JUMP } from './limits.ts';

/** A segment that is kept, and whether it goes from the higher endpoint to the lower one. */
interface FarSegment {
  readonly swapped: boolean;
  readonly segment: TcpSegment;
}

/**
 * Bytes of an IP header before the source address, at most: what is read of the header of a packet stands
 * there.
 */
const BEFORE_SOURCE = 12;

/** Where a packet begins that stands together in its block; null where it does not. */
export function packetStart({ block, addressBlock, sourceAddress, payloadStart }: TcpSegment): number | null {
  const isTogether = block === addressBlock && sourceAddress < payloadStart;
  return isTogether ? Math.max(0, sourceAddress - BEFORE_SOURCE) : null;
}

/**
 * Segments far from the stream of their connection, kept until it shows whether they begin a new one on the
 * same ports. They are few, of each connection and direction those of the row that goes on. Past
 * `MAX_FAR_BYTES` the oldest are forgotten.
 */
export class FarSegments {
  /** By the number of the connection. */
  readonly #rows = new Map<number, readonly FarSegment[]>();
  #bytes = 0;

  /** `begins`: the segment is the first of a row; those of an earlier one in its direction are of nobody. */
  hold(connection: number, swapped: boolean, segment: TcpSegment, begins: boolean): void {
    const all = this.#forget(connection);
    const kept = begins ? all.filter((other) => other.swapped !== swapped) : all;
    const rows = [...kept, { swapped, segment: copyOf(segment) }];
    this.#rows.set(connection, rows);
    this.#bytes += costOf(rows);
    for (const oldest of this.#rows.keys()) {
      if (this.#bytes <= MAX_FAR_BYTES) break;
      this.#forget(oldest);
    }
  }

  /** Takes those that belong before `segment`, with which a new connection begins, in their order. */
  take(connection: number, swapped: boolean, segment: TcpSegment): readonly FarSegment[] {
    return this.#forget(connection).filter((held) => isNear(held, swapped, segment));
  }

  #forget(connection: number): readonly FarSegment[] {
    const rows = this.#rows.get(connection);
    if (rows === undefined) return [];
    this.#rows.delete(connection);
    this.#bytes -= costOf(rows);
    return rows;
  }
}

function costOf(rows: readonly FarSegment[]): number {
  return rows.reduce((sum, { segment }) => sum + segment.block.length + HELD_PIECE_COST, 0);
}

/** Whether both may be of one connection. */
function isNear(held: FarSegment, swapped: boolean, now: TcpSegment): boolean {
  if (now.seconds - held.segment.seconds > CLOSED_LINGER_SECONDS) return false;
  if (held.swapped !== swapped && (now.flags & TCP_FLAGS.ACK) === 0) return false;
  const expected = held.swapped === swapped ? now.sequence : now.acknowledgement;
  return Math.abs(sequenceDistance(expected, held.segment.sequence)) <= MAX_SEQUENCE_JUMP;
}

/** The segment with its bytes, from its IP header on where they stand behind that. */
function copyOf(segment: TcpSegment): TcpSegment {
  const { block, payloadStart, payloadEnd, sourceAddress, destinationAddress } = segment;
  const ofPacket = packetStart(segment);
  const start = ofPacket ?? payloadStart;
  const copy = copyBytes(block, start, payloadEnd);
  const moved = {
    ...segment,
    block: copy,
    payloadStart: payloadStart - start,
    payloadEnd: payloadEnd - start,
  };
  return ofPacket !== null
    ? {
        ...moved,
        addressBlock: copy,
        sourceAddress: sourceAddress - start,
        destinationAddress: destinationAddress - start,
      }
    : { ...moved, ...addressesOf(segment) };
}

/** The addresses alone: two of 16 bytes at most. */
function addressesOf({ ipVersion, addressBlock, sourceAddress, destinationAddress }: TcpSegment) {
  const length = ipVersion === 6 ? 16 : 4;
  const addresses = new Uint8Array(2 * length);
  addresses.set(addressBlock.subarray(sourceAddress, sourceAddress + length));
  addresses.set(addressBlock.subarray(destinationAddress, destinationAddress + length), length);
  return { addressBlock: addresses, sourceAddress: 0, destinationAddress: length };
}
