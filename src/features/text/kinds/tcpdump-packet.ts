import type { ByteString } from '../../../bytes/byte-string.ts';
import type { DraftTime } from '../message-draft.ts';
import { parseStart } from '../start-line.ts';
import type { TextLine } from '../text-line.ts';

/** A packet as tcpdump prints it. */
export interface DumpedPacket {
  /** `address:port`. */
  readonly source: string;
  readonly destination: string;
  /** It asks for a connection: a SYN without ACK. */
  readonly opens: boolean;
  /** Sequence number of its first byte as printed; null for a packet without data. */
  readonly sequence: number | null;
  /** Bytes of payload; null where it is not told. */
  readonly length: number | null;
  readonly time: DraftTime | null;
  /** Line of its first dumped byte, and its last line. */
  readonly line: number;
  readonly lastLine: number;
  readonly dump: readonly TextLine[];
  readonly isHex: boolean;
}

interface Payload {
  readonly bytes: ByteString;
  /** Every byte is the one that was sent. */
  readonly exact: boolean;
}

/** The TCP payload of a dumped packet; null where none can be told. */
export function payloadOf(packet: DumpedPacket): Payload | null {
  if (packet.length === 0 || packet.dump.length === 0) return null;
  return packet.isHex ? fromHexDump(packet) : fromText(packet);
}

/** `0x0010:  4500 003c …  E..<` */
const HEX_LINE = /^\s+0x[0-9a-f]{4,}:\s+((?:[0-9a-f]{2}(?:[0-9a-f]{2})?\s?){1,8})/;

function fromHexDump(packet: DumpedPacket): Payload | null {
  let bytes = '';
  for (const { text } of packet.dump) {
    const pairs = HEX_LINE.exec(text)?.[1]?.match(/[0-9a-f]{2}/g) ?? [];
    for (const pair of pairs) bytes += String.fromCharCode(Number.parseInt(pair, 16));
  }
  const start = networkStart(bytes);
  if (start === null) return null;
  const version = bytes.charCodeAt(start) >> 4;
  const tcp = start + (version === 6 ? IPV6_HEADER : (bytes.charCodeAt(start) & 0x0f) * 4);
  const end = version === 6 ? start + IPV6_HEADER + u16(bytes, start + 4) : start + u16(bytes, start + 2);
  const from = tcp + (bytes.charCodeAt(tcp + 12) >> 4) * 4;
  const payload = bytes.slice(from, Math.min(bytes.length, end > start ? end : bytes.length));
  return { bytes: payload, exact: packet.length === null || payload.length === packet.length };
}

const IPV6_HEADER = 40;
/**
 * Bytes before the network header: none (`-X`), Ethernet, Linux cooked headers and that of BSD's
 * loopback (`-XX`), which does not tell what follows as the others do.
 */
const LINK_HEADERS = [
  { length: 0, typeAt: -1 },
  { length: 14, typeAt: 12 },
  { length: 16, typeAt: 14 },
  { length: 20, typeAt: 0 },
  { length: 4, typeAt: -1 },
] as const;

/**
 * EtherTypes of VLAN tags (IEEE 802.1Q, QinQ), which stand between the link's header and the
 * network's.
 */
const TAGS: readonly number[] = [0x8100, 0x88a8, 0x9100, 0x9200];
const TAG_LENGTH = 4;

function networkStart(bytes: ByteString): number | null {
  for (const { length, typeAt } of LINK_HEADERS) {
    let start: number = length;
    let type = typeAt < 0 ? null : u16(bytes, typeAt);
    while (type !== null && TAGS.includes(type)) {
      type = u16(bytes, start + 2);
      start += TAG_LENGTH;
    }
    const version = bytes.charCodeAt(start) >> 4;
    if (version !== 4 && version !== 6) continue;
    if (type === null ? isPlausible(bytes, start, version) : type === (version === 4 ? 0x0800 : 0x86dd))
      return start;
  }
  return null;
}

/** The header's own length agrees with the bytes there are, and it carries TCP. */
function isPlausible(bytes: ByteString, start: number, version: number): boolean {
  if (version === 6) return bytes.charCodeAt(start + 6) === 6;
  return bytes.charCodeAt(start + 9) === 6 && (bytes.charCodeAt(start) & 0x0f) >= 5;
}

function u16(bytes: ByteString, at: number): number {
  return (bytes.charCodeAt(at) << 8) | bytes.charCodeAt(at + 1);
}

/**
 * `-A` prints one character a byte: `.` for what is not printable, and a line feed for CRLF. What
 * precedes the payload has a length that two of its bytes tell: the version of IP, and the data
 * offset of TCP, which is not printable where there are options.
 */
function fromText(packet: DumpedPacket): Payload | null {
  const text = packet.dump.map((line) => line.text + line.ending).join('');
  const headers = headerLength(text);
  const start = startLineAt(text);
  const from = start >= 0 && start <= MAX_HEADERS_LENGTH ? start : headers;
  if (from === null || from >= text.length) return null;
  const payload = withReturns(text.slice(from));
  const length = packet.length ?? payload.length;
  const bytes = payload.slice(0, length);
  // Heads and XML hold no run of dots but that of bytes which cannot be printed.
  return { bytes, exact: bytes.length === length && !bytes.includes('..') };
}

/** Longest headers before a payload: IPv6 and TCP with all options. */
const MAX_HEADERS_LENGTH = 120;

function headerLength(text: ByteString): number | null {
  const ip = text.startsWith('E') ? 20 : text.startsWith('`') ? IPV6_HEADER : null;
  if (ip === null) return null;
  const offset = text[ip + 12];
  // 0x50, 0x60 and 0x70 are printable; from 0x80 on (12 bytes of options, the usual case) a dot
  // stands.
  const tcp = offset === 'P' ? 20 : offset === '`' ? 24 : offset === 'p' ? 28 : 32;
  return ip + tcp;
}

/** Where a start line stands behind the characters of the headers; -1 without one. */
function startLineAt(text: ByteString): number {
  const head = text.slice(0, MAX_HEADERS_LENGTH + 4096);
  const found =
    /(?:GET|PUT|POST|HEAD|DELETE|OPTIONS) \S[^\n]* HTTP\/1\.[01]\r?\n|HTTP\/1\.[01] \d{3}[^\n]*\n/.exec(head);
  if (found === null) return -1;
  const line = found[0].replace(/\r?\n$/, '');
  return parseStart(line) === null ? -1 : found.index;
}

/** The line feeds of a head as the CRLF that they were; a body is left as it is. */
function withReturns(payload: ByteString): ByteString {
  const firstLine = payload.slice(0, payload.indexOf('\n'));
  if (parseStart(firstLine.replace(/\r$/, '')) === null) return payload;
  const blank = /\n\r?\n/.exec(payload);
  const headEnd = blank === null ? payload.length : blank.index + blank[0].length;
  return payload.slice(0, headEnd).replace(/\r?\n/g, '\r\n') + payload.slice(headEnd);
}
