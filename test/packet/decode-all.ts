import type { Notice } from '../rooms/bytes.ts';
import { ReusedRecord } from '../rooms/capture.ts';
import { PacketDecoder, TCP_FLAGS } from '../rooms/packet.ts';

interface DecodedSegment {
  readonly payload: string;
  readonly missing: number;
  readonly source: string;
  readonly destination: string;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly flags: number;
  readonly window: number;
  readonly windowScale: number;
  /** Zero but for a SYN. */
  readonly longestSegment: number;
  readonly frame: number;
}

export interface Decoded {
  readonly segments: readonly DecodedSegment[];
  readonly notices: readonly Notice[];
  readonly otherPackets: number;
}

export interface PacketToDecode {
  readonly data: Uint8Array;
  readonly originalLength?: number;
  readonly seconds?: number;
}

/** Bytes of other packets around the one under test: a read beyond the packet shows as wrong values. */
const GUARD = 64;

/** Decodes packets of one link type, each in the middle of a larger block that is overwritten afterwards. */
export function decodeAll(packets: readonly (PacketToDecode | Uint8Array)[], linkType = 1): Decoded {
  const { segments, notices, decoder } = decode(packets, linkType);
  return { segments, notices, otherPackets: decoder.otherPackets };
}

/** Layer, number and packets of each kind that cannot be read. */
export function otherProtocolsOf(packets: readonly Uint8Array[], linkType: number) {
  const { decoder } = decode(packets, linkType);
  return decoder.otherProtocols().map(({ layer, number, packets: count }) => [layer, number, count]);
}

function decode(packets: readonly (PacketToDecode | Uint8Array)[], linkType: number) {
  const segments: DecodedSegment[] = [];
  const notices: Notice[] = [];
  const decoder = new PacketDecoder(
    (segment) => {
      const { addressBlock, ipVersion, sourceAddress, destinationAddress } = segment;
      const length = ipVersion === 4 ? 4 : 16;
      const source = Buffer.from(addressBlock.subarray(sourceAddress, sourceAddress + length));
      const destination = Buffer.from(addressBlock.subarray(destinationAddress, destinationAddress + length));
      const payload = segment.block.subarray(segment.payloadStart, segment.payloadEnd);
      segments.push({
        payload: Buffer.from(payload).toString('latin1'),
        missing: segment.missing,
        source: `${source.toString('hex')}:${segment.sourcePort}`,
        destination: `${destination.toString('hex')}:${segment.destinationPort}`,
        sequence: segment.sequence,
        acknowledgement: segment.acknowledgement,
        flags: segment.flags,
        window: segment.window,
        windowScale: segment.windowScale,
        longestSegment: (segment.flags & TCP_FLAGS.SYN) === 0 ? 0 : segment.longestSegment,
        frame: segment.frame,
      });
    },
    (notice) => notices.push(notice),
  );
  const record = new ReusedRecord();
  for (const [index, packet] of packets.entries()) {
    const { data, originalLength, seconds } =
      packet instanceof Uint8Array ? { data: packet, originalLength: undefined, seconds: undefined } : packet;
    const block = Buffer.alloc(data.length + 2 * GUARD, 0xee);
    block.set(data, GUARD);
    record.block = block;
    record.start = GUARD;
    record.end = GUARD + data.length;
    record.originalLength = originalLength ?? data.length;
    record.linkType = linkType;
    record.seconds = seconds ?? 1000;
    record.frame = index + 1;
    record.offset = 24 + index;
    decoder.decode(record);
    block.fill(0xcc);
  }
  decoder.end();
  return { segments, notices, decoder };
}

/** Payloads only. */
export function payloadsOf(packets: readonly (PacketToDecode | Uint8Array)[], linkType = 1): string[] {
  return decodeAll(packets, linkType).segments.map((segment) => segment.payload);
}
