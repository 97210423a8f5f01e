import { closeSync, openSync, writeSync } from 'node:fs';
import { CaptureWriter } from '../generator/capture-writer.ts';
import { DEFAULT_OPTIONS } from '../generator/options.ts';
import { FLAG, PacketWriter } from '../generator/packet-writer.ts';

/** Payload of a segment with TCP timestamps in an Ethernet frame. */
export const SEGMENT_BYTES = 1448;
const START_MICROS = 1_795_564_800e6;
const NOTHING = new Uint8Array(0);

type Speaker = 'client' | 'server';

/** A capture of one connection that loses nothing. */
export interface OneConnection {
  /** Of the capture so far. */
  readonly bytes: number;
  /** In segments that are full but for the last, and acknowledged together. */
  say(side: Speaker, bytes: Uint8Array): void;
  close(): void;
}

/** Writes the capture's head and the handshake. `size`: bytes that it will have. */
export function oneConnection(path: string, size: number, serverPort: number): OneConnection {
  const file = openSync(path, 'w');
  const capture = new CaptureWriter({ ...DEFAULT_OPTIONS, size }, (block) => writeSync(file, block));
  const packets = new PacketWriter(capture, 'eth');
  const ends = {
    client: { address: Uint8Array.of(10, 0, 0, 1), port: 40_000, next: 1000 },
    server: { address: Uint8Array.of(10, 0, 0, 2), port: serverPort, next: 5000 },
  };
  let micros = START_MICROS;
  const segment = (side: Speaker, payload: Uint8Array, flags: number): void => {
    const own = ends[side];
    const other = ends[side === 'client' ? 'server' : 'client'];
    micros += 10;
    packets.write(micros, {
      source: own,
      destination: other,
      fromClient: side === 'client',
      sequence: own.next,
      acknowledgement: (flags & FLAG.ACK) === 0 ? 0 : other.next,
      flags,
      payload,
    });
    own.next = (own.next + payload.length + ((flags & FLAG.SYN) === 0 ? 0 : 1)) >>> 0;
  };
  segment('client', NOTHING, FLAG.SYN);
  segment('server', NOTHING, FLAG.SYN | FLAG.ACK);
  return {
    get bytes() {
      return capture.bytes;
    },
    say(side, bytes) {
      for (let at = 0; at < bytes.length; at += SEGMENT_BYTES) {
        segment(side, bytes.subarray(at, at + SEGMENT_BYTES), FLAG.ACK);
      }
      segment(side === 'client' ? 'server' : 'client', NOTHING, FLAG.ACK);
    },
    close() {
      capture.flush();
      closeSync(file);
    },
  };
}
