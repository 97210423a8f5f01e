/* Packets as tcpdump (-A, -X) and ngrep print them: lines, hex or text of each, and the streams they make. */

import type { ByteString } from '../../../engine/bytes/byte-string.ts';
import { StreamSide } from '../conversation-reader.ts';
import { MAX_PACKET_LINES } from '../limits.ts';
import type { Drafts, DraftTime } from '../message-draft.ts';
import { parseStart } from '../start-line.ts';
import type { TextLine, TextLines } from '../text-line.ts';
import type { TextFormat } from './text-reading.ts';

/** `… 10.0.0.1.51234 > 10.0.0.2.80: Flags [P.], seq 1:400, ack 1, …, length 399…` */
const HEADER = /(?<!\S)(\S{1,300})\.([\w-]{1,64}) > (\S{1,300})\.([\w-]{1,64}): Flags \[([^\]]{0,40})\](.*)/;

/** Longest line of a packet's own. */
const MAX_HEADER_LINE = 2000;

/** The parts of a packet's own line; null for every other line. */
function headerOf(text: ByteString): RegExpExecArray | null {
  // Looked for first: the pattern alone takes long on a long line without blanks.
  return text.length <= MAX_HEADER_LINE && text.includes(': Flags [') ? HEADER.exec(text) : null;
}

/** `tcpdump -A` (and `-X`, `-XX`, which keep every byte). */
export const TCPDUMP: TextFormat = {
  kind: 'tcpdump',
  recognises: (lines) => lines.some(({ text }) => headerOf(text) !== null),
  read: (lines, drafts) => readPackets(tcpdumpPackets(lines), drafts),
};

interface Side {
  readonly stream: StreamSide;
  /** Sequence numbers. */
  readonly seen: Set<number>;
}

/** Puts the payloads of packets into streams, and says who speaks on each. */
function readPackets(packets: Iterable<PrintedPacket>, drafts: Drafts): void {
  const sides = new Map<string, Side>();
  const endpoints = new Map<string, { client: string; server: string }>();
  /** How often ports were used again, by their first name. */
  const uses = new Map<string, number>();
  for (const packet of packets) {
    if (drafts.isFull) break;
    const ports = [packet.source, packet.destination].sort().join(' ');
    let use = uses.get(ports) ?? 0;
    if (packet.opens && endpoints.has(connectionName(ports, use))) {
      // What follows belongs to another connection, with sequence numbers of its own.
      uses.set(ports, ++use);
      for (const key of keysOf(packet)) {
        sides.get(key)?.stream.end();
        sides.delete(key);
      }
    }
    const { payload } = packet;
    if (payload === null || payload.bytes === '') continue;
    const { bytes } = payload;
    const name = connectionName(ports, use);
    const ends = endpoints.get(name) ?? direction(packet, bytes);
    endpoints.set(name, ends);
    const speaker = ends.client === packet.source ? 'client' : 'server';
    const [key] = keysOf(packet);
    const side = sides.get(key) ?? { stream: new StreamSide(name, drafts), seen: new Set() };
    sides.set(key, side);
    // Sent again.
    if (packet.sequence !== null && side.seen.has(packet.sequence)) continue;
    if (packet.sequence !== null) side.seen.add(packet.sequence);
    const exact = payload.exact[speaker];
    if (!exact) drafts.losses.add('text-bytes-replaced', packet.line);
    const { time, line, lastLine, isText } = packet;
    side.stream.push({ bytes, exact, speaker, time, line, lastLine, isText });
  }
  for (const [, side] of sides) side.stream.end();
  drafts.order = 'in-order';
  drafts.endpointsOf = (name) => endpoints.get(name) ?? { client: '', server: '' };
}

/** Names of the side that sent a packet, and of the other. */
function keysOf({ source, destination }: PrintedPacket): readonly [string, string] {
  return [`${source} ${destination}`, `${destination} ${source}`];
}

function connectionName(ports: string, use: number): string {
  return use === 0 ? ports : `${ports} ${use}`;
}

/** Who is the client: whose first bytes are a request. */
function direction({ source, destination }: PrintedPacket, payload: ByteString) {
  const isAnswer = payload.startsWith('HTTP/');
  return isAnswer ? { client: destination, server: source } : { client: source, server: destination };
}

/** With `-v`, what tcpdump says of the IP header stands on a line before the packet's own. */
const IP_LINE =
  /^\s*(?:\d[^(]{0,160})?(?:\bIP6? \((?:tos|class|flowlabel|hlim) |ethertype IPv[46] \(0x[0-9a-f]{4}\), length \d+: \()/;

function isIpLine(text: ByteString): boolean {
  return text.length <= MAX_HEADER_LINE && IP_LINE.test(text);
}

/** With `-v`, tcpdump also says what it makes of a packet's payload, behind a tab and before the dump. */
const OWN_READING = /^\t(?!0x[0-9a-f]{4,}:)/;

function* tcpdumpPackets(lines: TextLines): Generator<PrintedPacket> {
  let header: RegExpExecArray | null = null;
  let own: TextLine[] = [];
  for (const line of lines) {
    const found = headerOf(line.text);
    if (found !== null) {
      if (header !== null) yield toPacket(header, own);
      header = found;
      own = [line];
    }
    // What comes before the first packet is none of its lines.
    else if (header !== null && own.length <= MAX_PACKET_LINES && !isIpLine(line.text)) own.push(line);
  }
  if (header !== null) yield toPacket(header, own);
}

/** The dump alone: without `-A` and `-X`, tcpdump shows the lines of payloads as far as they are text. */
function withoutReading(lines: readonly TextLine[]): readonly TextLine[] {
  const at = lines.findIndex(({ text }) => !OWN_READING.test(text));
  return at < 0 ? lines.map((line) => ({ ...line, text: line.text.slice(1) })) : lines.slice(at);
}

/** `seq 1:400`: the first number; a packet without data has one number or none. */
const SEQUENCE = /\bseq (\d+):\d+/;
const LENGTH = /\blength (\d+)/;
/** `tcpdump -tt` prints Unix seconds; a time of day alone is no time that could be compared. */
const UNIX_TIME = /^\s*(\d{9,10})\.(\d{1,9})\s/;

function toPacket(header: RegExpExecArray, lines: readonly TextLine[]): PrintedPacket {
  const [, sourceHost = '', sourcePort = '', host = '', port = '', flags = '', rest = ''] = header;
  const [first, ...printed] = lines;
  const dump = withoutReading(printed);
  const sequence = SEQUENCE.exec(rest)?.[1];
  const shown = LENGTH.exec(rest)?.[1];
  const length = shown === undefined ? null : Number(shown);
  const [, seconds, fraction = ''] = UNIX_TIME.exec(header.input) ?? [];
  const isHex = dump.some(({ text }) => /^\s+0x[0-9a-f]{4,}:\s/.test(text));
  return {
    source: endpoint(sourceHost, sourcePort),
    destination: endpoint(host, port),
    opens: flags.includes('S') && !flags.includes('.'),
    sequence: sequence === undefined ? null : Number(sequence),
    time: seconds === undefined ? null : { seconds: Number(seconds), nanos: Number(fraction.padEnd(9, '0')) },
    line: (isHex ? first?.number : dump[0]?.number) ?? first?.number ?? 1,
    lastLine: lines.at(-1)?.number ?? 1,
    isText: !isHex,
    payload: length === 0 || dump.length === 0 ? null : (isHex ? fromHexDump : fromText)(dump, length),
  };
}

const PORTS: Readonly<Record<string, string>> = {
  http: '80',
  https: '443',
  'http-alt': '8080',
  webcache: '8080',
};

function endpoint(host: string, port: string): string {
  const number = PORTS[port] ?? port;
  return host.includes(':') ? `[${host}]:${number}` : `${host}:${number}`;
}

interface PrintedPacket {
  /** `address:port`. */
  readonly source: string;
  readonly destination: string;
  /** It asks for a connection: a SYN without ACK. */
  readonly opens: boolean;
  /** Sequence number of its first byte as printed; null for a packet without data. */
  readonly sequence: number | null;
  readonly time: DraftTime | null;
  /** Line of its first dumped byte, and its last line. */
  readonly line: number;
  readonly lastLine: number;
  /** Each of its lines is a line of the text. */
  readonly isText: boolean;
  /** Null where none can be found. */
  readonly payload: Payload | null;
}

/** What TCP carries. */
interface Payload {
  readonly bytes: ByteString;
  /** Every byte is the one that was sent, if the client sent it, or the server. */
  readonly exact: Readonly<Record<'client' | 'server', boolean>>;
}

function payloadOf(bytes: ByteString, exact: boolean): Payload {
  return { bytes, exact: { client: exact, server: exact } };
}

/** `0x0010:  4500 003c …  E..<` */
const HEX_LINE = /^\s+0x[0-9a-f]{4,}:\s+((?:[0-9a-f]{2}(?:[0-9a-f]{2})?\s?){1,8})/;

/** `length`: that of the payload; null where it is not given. */
function fromHexDump(dump: readonly TextLine[], length: number | null): Payload | null {
  let bytes = '';
  for (const { text } of dump) {
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
  return payloadOf(payload, length === null || payload.length === length);
}

const IPV6_HEADER = 40;
/** Before the network header: none (`-X`), Ethernet, Linux cooked, BSD's loopback, which names no type. */
const LINK_HEADERS = [
  { length: 0, typeAt: -1 },
  { length: 14, typeAt: 12 },
  { length: 16, typeAt: 14 },
  { length: 20, typeAt: 0 },
  { length: 4, typeAt: -1 },
] as const;

/** EtherTypes of VLAN tags (IEEE 802.1Q, QinQ), which stand between the link's header and the network's. */
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
 * `-A` prints one character a byte: `.` for what is not printable, and a line feed for CRLF. What precedes
 * the payload has a length that two of its bytes give: the version of IP, and the data offset of TCP, which
 * is not printable where there are options.
 */
function fromText(dump: readonly TextLine[], said: number | null): Payload | null {
  const text = dump.map((line) => line.text + line.ending).join('');
  const headers = headerLength(text);
  const start = startLineAt(text);
  const from = start >= 0 && start <= MAX_HEADERS_LENGTH ? start : headers;
  if (from === null || from >= text.length) return null;
  const payload = withReturns(text.slice(from));
  const length = said ?? payload.length;
  const bytes = payload.slice(0, length);
  // Heads and XML hold no run of dots but that of bytes which cannot be printed.
  return payloadOf(bytes, bytes.length === length && !bytes.includes('..'));
}

/** Longest headers before a payload: IPv6 and TCP with all options. */
const MAX_HEADERS_LENGTH = 120;

function headerLength(text: ByteString): number | null {
  const ip = text.startsWith('E') ? 20 : text.startsWith('`') ? IPV6_HEADER : null;
  if (ip === null) return null;
  const offset = text[ip + 12];
  // 0x50, 0x60 and 0x70 are printable; from 0x80 on (12 bytes of options, the usual case) a dot stands.
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

/** `T 10.0.0.1:51234 -> 10.0.0.2:80 [AP] #4`, with `-t` behind the time: before each packet. */
export const NGREP_PACKET = /^T (?:[\d/]+ [\d:.]+ |\+[\d.]+ )?(\S+:\d{1,5}) -> (\S+:\d{1,5}) \[[A-Z]+\]/;

/** What ngrep prints unless it is quiet: a sign for each packet that does not match, and its end. */
const UNMATCHED = /^(?:#+(?:exit)?|exit)$/;

/** `ngrep -W byline`: a dot for each byte that cannot be printed, carriage returns of a head too. */
export const NGREP: TextFormat = {
  kind: 'http',
  recognises: (lines) => lines.some(({ text }) => NGREP_PACKET.test(text)),
  read: (lines, drafts) => readPackets(ngrepPackets(lines), drafts),
};

function* ngrepPackets(lines: TextLines): Generator<PrintedPacket> {
  let header: RegExpExecArray | null = null;
  let own: TextLine[] = [];
  for (const line of lines) {
    const found = NGREP_PACKET.exec(line.text);
    if (found !== null) {
      if (header !== null) yield ngrepPacket(header, own);
      header = found;
      own = [];
    } else if (header !== null && own.length <= MAX_PACKET_LINES && !UNMATCHED.test(line.text))
      own.push(line);
  }
  if (header !== null) yield ngrepPacket(header, own);
}

function ngrepPacket(
  [, source = '', destination = '']: RegExpExecArray,
  lines: readonly TextLine[],
): PrintedPacket {
  const line = lines[0]?.number ?? 1;
  const lastLine = lines.at(-1)?.number ?? line;
  const payload = ngrepPayload(lines);
  return {
    source,
    destination,
    opens: false,
    sequence: null,
    time: null,
    line,
    lastLine,
    isText: true,
    payload,
  };
}

/** The bytes of a packet, with the line ends of a head, without the two that ngrep puts behind it. */
function ngrepPayload(lines: readonly TextLine[]): Payload {
  const isHead = parseStart((lines[0]?.text ?? '').replace(/\.$/, '')) !== null;
  let inHead = isHead;
  let shown = '';
  for (const { text } of lines) {
    shown += inHead && text.endsWith('.') ? `${text.slice(0, -1)}\r\n` : `${text}\n`;
    if (text === '.') inHead = false;
  }
  const bytes = withoutFeed(withoutFeed(shown));
  // What was sent is judged by its bytes; of an error document, a run of dots alone is no text.
  const body = isHead ? bytes.slice(bytes.indexOf('\r\n\r\n') + 1) : bytes;
  return { bytes, exact: { client: !body.includes('.'), server: !body.includes('..') } };
}

/** Without the line feed at its end that is none of a CRLF. */
function withoutFeed(bytes: ByteString): ByteString {
  return bytes.replace(/(?<!\r)\n$/, '');
}
