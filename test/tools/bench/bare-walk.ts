import { closeSync, openSync, readSync } from 'node:fs';

/** What a walk comes by. */
export interface Walked {
  readonly packets: number;
  /** One for each direction of a connection. */
  readonly flows: number;
  /** Segments that begin a message and have its whole head. */
  readonly heads: number;
}

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const ETHERNET = 14;
const BLOCK_BYTES = 4 * 1024 * 1024;
const STARTS = new Set(['HTTP/', 'GET /', 'PUT /', 'POST ', 'HEAD ', 'DELET']);

interface Flow {
  bytes: number;
  /** Sequence number of what comes next. */
  next: number;
}

/**
 * The least that any reader of HTTP has to do with a capture (pcap, little-endian, Ethernet, IPv4): each
 * packet's headers, a map of flows, a look for the beginning of a head. What a scan takes beside it holds on
 * slow machines and busy ones.
 */
export function walk(path: string): Walked {
  const file = openSync(path, 'r');
  const block = Buffer.alloc(BLOCK_BYTES);
  const flows = new Map<string, Flow>();
  let [packets, heads, kept] = [0, 0, 0];
  readSync(file, block, 0, FILE_HEADER, null);
  for (;;) {
    const length = readSync(file, block, kept, block.length - kept, null);
    if (length === 0) break;
    const end = kept + length;
    let at = 0;
    while (at + RECORD_HEADER <= end) {
      const size = block.readUInt32LE(at + 8);
      if (at + RECORD_HEADER + size > end) break;
      packets++;
      if (isTcp(block, at + RECORD_HEADER, size)) heads += segment(block, at + RECORD_HEADER, size, flows);
      at += RECORD_HEADER + size;
    }
    block.copyWithin(0, at, end);
    kept = end - at;
  }
  closeSync(file);
  return { packets, flows: flows.size, heads };
}

function isTcp(block: Buffer, at: number, size: number): boolean {
  return size >= ETHERNET + 40 && block.readUInt16BE(at + 12) === 0x0800 && block[at + ETHERNET + 9] === 6;
}

/** Gives 1 for a segment that has a head, else 0. */
function segment(block: Buffer, at: number, size: number, flows: Map<string, Flow>): 0 | 1 {
  const ip = at + ETHERNET;
  const tcp = ip + (block.readUInt8(ip) & 15) * 4;
  const data = tcp + (block.readUInt8(tcp + 12) >> 4) * 4;
  const from = `${block.readUInt32BE(ip + 12)}:${block.readUInt16BE(tcp)}`;
  const key = `${from}>${block.readUInt32BE(ip + 16)}:${block.readUInt16BE(tcp + 2)}`;
  let flow = flows.get(key);
  if (flow === undefined) {
    flow = { bytes: 0, next: 0 };
    flows.set(key, flow);
  }
  const bytes = at + size - data;
  flow.bytes += bytes;
  flow.next = block.readUInt32BE(tcp + 4) + bytes;
  if (bytes <= 16 || !STARTS.has(block.toString('latin1', data, data + 5))) return 0;
  return block.indexOf('\r\n\r\n', data) > 0 ? 1 : 0;
}
