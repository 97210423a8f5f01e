/** What is used of pcap-parser 0.2.1, which ships no types. */
declare module 'pcap-parser' {
  export interface PacketHeader {
    timestampSeconds: number;
    /** The fraction of the second, in the file's unit. */
    timestampMicroseconds: number;
    capturedLength: number;
    originalLength: number;
  }

  export interface Packet {
    readonly header: PacketHeader;
    readonly data: Buffer;
  }

  /** What the parser asks of its input: an event source for `data` that can be paused. */
  export interface Source {
    pause(): void;
    resume(): void;
    on(event: 'data' | 'error' | 'end', listener: (value?: Buffer) => void): void;
  }

  export interface Parser {
    /** Bytes that were not consumed yet. */
    readonly buffer: Buffer | null;
    on(event: 'packetHeader', listener: (header: PacketHeader) => void): this;
    on(event: 'packet', listener: (packet: Packet) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
  }

  /** A path opens that file; an object is read as a stream. */
  export function parse(input: string | Source): Parser;
}
