import type { ByteString } from '../../../bytes/byte-string.ts';
import type { Drafts } from '../drafts.ts';
import { MAX_PACKET_LINES } from '../limits.ts';
import type { Losses } from '../losses.ts';
import { StreamSide } from '../stream-side.ts';
import type { TextLine, TextLines } from '../text-line.ts';
import { type DumpedPacket, payloadOf } from './tcpdump-packet.ts';
import type { TextFormat, TextReading } from './text-reading.ts';

/** `… 10.0.0.1.51234 > 10.0.0.2.80: Flags [P.], seq 1:400, ack 1, …, length 399…` */
const HEADER = /(\S+)\.([\w-]+) > (\S+)\.([\w-]+): Flags \[([^\]]*)\](.*)$/;

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
  read: readTcpdump,
};

interface Side {
  readonly stream: StreamSide;
  /** Sequence numbers. */
  readonly seen: Set<number>;
}

function readTcpdump(lines: TextLines, drafts: Drafts, losses: Losses): TextReading {
  const sides = new Map<string, Side>();
  const endpoints = new Map<string, { client: string; server: string }>();
  /** How often ports were used again, by their first name. */
  const uses = new Map<string, number>();
  for (const packet of packetsOf(lines)) {
    if (drafts.isFull) break;
    const ports = pairName(packet);
    let use = uses.get(ports) ?? 0;
    if (packet.opens && endpoints.has(connectionName(ports, use))) {
      // What follows belongs to another connection, with sequence numbers of its own.
      uses.set(ports, ++use);
      for (const key of keysOf(packet)) {
        sides.get(key)?.stream.end();
        sides.delete(key);
      }
    }
    const payload = payloadOf(packet);
    if (payload === null || payload.bytes === '') continue;
    const name = connectionName(ports, use);
    const ends = endpoints.get(name) ?? direction(packet, payload.bytes);
    endpoints.set(name, ends);
    const { client } = ends;
    const speaker = client === packet.source ? 'client' : 'server';
    const [key] = keysOf(packet);
    let side = sides.get(key);
    if (side === undefined) {
      side = { stream: new StreamSide(name, drafts, losses), seen: new Set() };
      sides.set(key, side);
    }
    // Sent again.
    if (packet.sequence !== null && side.seen.has(packet.sequence)) continue;
    if (packet.sequence !== null) side.seen.add(packet.sequence);
    if (!payload.exact) losses.add('text-bytes-replaced', packet.line);
    const { time, line, lastLine, isHex } = packet;
    side.stream.push({ ...payload, speaker, time, line, lastLine, isText: !isHex });
  }
  for (const [, side] of sides) side.stream.end();
  return {
    order: 'in-order',
    endpointsOf: (name) => endpoints.get(name) ?? { client: '', server: '' },
  };
}

/** Names of the side that sent a packet, and of the other. */
function keysOf({ source, destination }: DumpedPacket): readonly [string, string] {
  return [`${source} ${destination}`, `${destination} ${source}`];
}

function connectionName(ports: string, use: number): string {
  return use === 0 ? ports : `${ports} ${use}`;
}

function pairName({ source, destination }: DumpedPacket): string {
  return [source, destination].sort().join(' ');
}

/** Who is the client: whose first bytes are a request. */
function direction({ source, destination }: DumpedPacket, payload: ByteString) {
  const isAnswer = payload.startsWith('HTTP/');
  return isAnswer ? { client: destination, server: source } : { client: source, server: destination };
}

/** With `-v`, what tcpdump says of the IP header stands on a line before the packet's own. */
const IP_LINE =
  /^\s*(?:\d[^(]{0,160})?(?:\bIP6? \((?:tos|class|flowlabel|hlim) |ethertype IPv[46] \(0x[0-9a-f]{4}\), length \d+: \()/;

function isIpLine(text: ByteString): boolean {
  return text.length <= MAX_HEADER_LINE && IP_LINE.test(text);
}

/**
 * With `-v`, tcpdump also tells what it makes of a packet's payload, behind a tab and before the
 * dump.
 */
const OWN_READING = /^\t(?!0x[0-9a-f]{4,}:)/;

/** The packets of a dump, each with the lines behind its own. */
function* packetsOf(lines: TextLines): Generator<DumpedPacket> {
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

/**
 * The dump alone; without `-A` and `-X` there is none, and what tcpdump reads shows the payload's
 * lines as far as they are text.
 */
function withoutReading(lines: readonly TextLine[]): readonly TextLine[] {
  const at = lines.findIndex(({ text }) => !OWN_READING.test(text));
  return at < 0 ? lines.map((line) => ({ ...line, text: line.text.slice(1) })) : lines.slice(at);
}

/** `seq 1:400`: the first number; a packet without data has one number or none. */
const SEQUENCE = /\bseq (\d+):\d+/;
const LENGTH = /\blength (\d+)/;
/** `tcpdump -tt` prints Unix seconds; a time of day alone is no time that could be compared. */
const UNIX_TIME = /^\s*(\d{9,10})\.(\d{1,9})\s/;

function toPacket(header: RegExpExecArray, lines: readonly TextLine[]): DumpedPacket {
  const [, sourceHost = '', sourcePort = '', host = '', port = '', flags = '', rest = ''] = header;
  const [first, ...printed] = lines;
  const dump = withoutReading(printed);
  const sequence = SEQUENCE.exec(rest)?.[1];
  const length = LENGTH.exec(rest)?.[1];
  const [, seconds, fraction = ''] = UNIX_TIME.exec(header.input) ?? [];
  const isHex = dump.some(({ text }) => /^\s+0x[0-9a-f]{4,}:\s/.test(text));
  return {
    source: endpoint(sourceHost, sourcePort),
    destination: endpoint(host, port),
    opens: flags.includes('S') && !flags.includes('.'),
    sequence: sequence === undefined ? null : Number(sequence),
    length: length === undefined ? null : Number(length),
    time: seconds === undefined ? null : { seconds: Number(seconds), nanos: Number(fraction.padEnd(9, '0')) },
    line: (isHex ? first?.number : dump[0]?.number) ?? first?.number ?? 1,
    lastLine: lines.at(-1)?.number ?? 1,
    dump,
    isHex,
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
