import type { ByteString } from '../../../engine/bytes/byte-string.ts';
import { StreamSide } from '../conversation-reader.ts';
import { MAX_PACKET_LINES } from '../limits.ts';
import type { Drafts } from '../message-draft.ts';
import { parseStart } from '../start-line.ts';
import type { TextLine, TextLines } from '../text-line.ts';
import type { TextFormat } from './text-reading.ts';

/** `T 10.0.0.1:51234 -> 10.0.0.2:80 [AP] #4`, with `-t` behind the time: before each packet. */
export const NGREP_PACKET = /^T (?:[\d/]+ [\d:.]+ |\+[\d.]+ )?(\S+:\d{1,5}) -> (\S+:\d{1,5}) \[[A-Z]+\]/;

/** What ngrep prints unless it is quiet: a sign for each packet that does not match, and its end. */
const UNMATCHED = /^(?:#+(?:exit)?|exit)$/;

/** `ngrep -W byline`: a dot for each byte that cannot be printed, carriage returns of a head too. */
export const NGREP: TextFormat = {
  kind: 'http',
  recognises: (lines) => lines.some(({ text }) => NGREP_PACKET.test(text)),
  read: readNgrep,
};

interface Packet {
  readonly from: string;
  readonly to: string;
  readonly lines: TextLine[];
}

function readNgrep(lines: TextLines, drafts: Drafts): void {
  const sides = new Map<string, StreamSide>();
  const clients = new Map<string, string>();
  for (const { from, to, lines: shown } of packetsOf(lines)) {
    const [first] = shown;
    if (drafts.isFull) break;
    if (first === undefined) continue;
    const pair = [from, to].sort().join(' ');
    const { bytes, isHead } = payloadOf(shown);
    if (!clients.has(pair)) clients.set(pair, bytes.startsWith('HTTP/') ? to : from);
    const speaker = clients.get(pair) === from ? 'client' : 'server';
    const key = `${from} ${to}`;
    const side = sides.get(key) ?? new StreamSide(pair, drafts);
    sides.set(key, side);
    // What was sent is judged by its bytes; of an error document, a run of dots alone is no text.
    const body = isHead ? bytes.slice(bytes.indexOf('\r\n\r\n') + 1) : bytes;
    const exact = !body.includes(speaker === 'client' ? '.' : '..');
    if (!exact) drafts.losses.add('text-bytes-replaced', first.number);
    const [line, lastLine] = [first.number, shown.at(-1)?.number ?? first.number];
    side.push({ bytes, speaker, exact, time: null, line, lastLine, isText: true });
  }
  for (const side of sides.values()) side.end();
  drafts.order = 'in-order';
  drafts.endpointsOf = (pair) => endpointsOf(pair, clients.get(pair));
}

function endpointsOf(pair: string, client: string | undefined): { client: string; server: string } {
  const ends = pair.split(' ');
  return { client: client ?? '', server: ends.find((end) => end !== client) ?? client ?? '' };
}

function* packetsOf(lines: TextLines): Generator<Packet> {
  let packet: Packet | null = null;
  for (const line of lines) {
    const [, from, to] = NGREP_PACKET.exec(line.text) ?? [];
    if (from !== undefined && to !== undefined) {
      if (packet !== null) yield packet;
      packet = { from, to, lines: [] };
    } else if (packet !== null && packet.lines.length <= MAX_PACKET_LINES && !UNMATCHED.test(line.text)) {
      packet.lines.push(line);
    }
  }
  if (packet !== null) yield packet;
}

/** The bytes of a packet, with the line ends of a head, without the two that ngrep puts behind it. */
function payloadOf(lines: readonly TextLine[]): { readonly bytes: ByteString; readonly isHead: boolean } {
  const isHead = parseStart((lines[0]?.text ?? '').replace(/\.$/, '')) !== null;
  let inHead = isHead;
  let bytes = '';
  for (const { text } of lines) {
    bytes += inHead && text.endsWith('.') ? `${text.slice(0, -1)}\r\n` : `${text}\n`;
    if (text === '.') inHead = false;
  }
  return { bytes: withoutFeed(withoutFeed(bytes)), isHead };
}

/** Without the line feed at its end that is none of a CRLF. */
function withoutFeed(bytes: ByteString): ByteString {
  return bytes.replace(/(?<!\r)\n$/, '');
}
