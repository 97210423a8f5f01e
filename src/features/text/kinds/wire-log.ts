import type { ByteString } from '../../../engine/bytes/byte-string.ts';
import { ConversationReader } from '../conversation-reader.ts';
import { LooseDocuments } from '../find-documents.ts';
import type { Drafts } from '../message-draft.ts';
import { parseStart } from '../start-line.ts';
import type { TextLine, TextLines } from '../text-line.ts';
import type { TextFormat } from './text-reading.ts';

/** A line of the log, without what the logger put before it. */
interface Logged {
  /** Name of the connection, e.g. `http-outgoing-0`; empty where there is none. */
  readonly name: string;
  readonly mark: '>>' | '<<';
  readonly said: ByteString;
  /** Of the wire log: `>> "POST /k HTTP/1.1[\r][\n]"`. The header log has no quotes, bodies, blank lines. */
  readonly isWire: boolean;
}

/** Longest text before a mark that is searched for the connection's name. */
const MAX_NAME_LOOK = 200;

function loggedIn(text: ByteString): Logged | null {
  const at = text.search(/(?:>>|<<) \S/);
  if (at < 0) return null;
  const name = /(http-[^\s>]+)\s+$/.exec(text.slice(Math.max(0, at - MAX_NAME_LOOK), at))?.[1] ?? '';
  const mark = text.startsWith('>>', at) ? '>>' : '<<';
  const rest = text.slice(at + 3);
  const close = rest.lastIndexOf('"');
  if (rest.startsWith('"') && close > 0) return { name, mark, said: rest.slice(1, close), isWire: true };
  return name === '' ? null : { name, mark, said: rest, isWire: false };
}

/** The debug log of Apache HttpClient (the OSS SDK for Java): `org.apache.http.wire`, or `.headers` alone. */
export const WIRE_LOG: TextFormat = {
  kind: 'log',
  recognises: (lines) =>
    lines.some(({ text }) => {
      const said = loggedIn(text)?.said;
      return said !== undefined && parseStart(unescapeWire(said).replace(/\r?\n$/, '')) !== null;
    }),
  read: readWireLog,
};

interface Side {
  readonly reader: ConversationReader;
  /** A piece of a line whose end has not come. */
  pending: ByteString;
}

function readWireLog(lines: TextLines, drafts: Drafts): void {
  const sides = new Map<string, Side>();
  const isWire = lines.some(({ text }) => loggedIn(text)?.isWire === true && text.includes('[\\n]"'));
  if (!isWire) drafts.losses.add('text-headers-only', 1);
  const documents = new LooseDocuments(drafts);
  for (const line of lines) {
    if (drafts.isFull) break;
    const logged = loggedIn(line.text);
    // The SDK's exception shows the error document (`[ResponseError]:`), which the log of headers does not.
    if (logged === null && !isWire) documents.line(line);
    if (logged === null || logged.isWire !== isWire) continue;
    const { name, mark, said } = logged;
    const key = `${name} ${mark}`;
    const side = sides.get(key) ?? { reader: new ConversationReader(name, drafts), pending: '' };
    sides.set(key, side);
    const speaker = mark === '>>' ? 'client' : 'server';
    const add = (text: ByteString, ending: TextLine['ending']): void =>
      side.reader.line({ text, ending, number: line.number, speaker, connection: name });
    if (!isWire) {
      add(said, '\r\n');
      continue;
    }
    const text = side.pending + unescapeWire(said);
    side.pending = '';
    if (text.endsWith('\r\n')) add(text.slice(0, -2), '\r\n');
    else if (text.endsWith('\n')) add(text.slice(0, -1), '\n');
    // A body's last line has no end; what comes next is the start of another message.
    else add(text, '');
  }
  drafts.order = 'in-order';
}

/** `[\r]`, `[\n]` and `[0xe4]` stand for bytes. */
function unescapeWire(text: ByteString): ByteString {
  return text.replace(/\[(?:\\(r|n)|0x([0-9a-f]{1,2}))\]/g, (_, letter?: string, hex?: string) => {
    if (letter !== undefined) return letter === 'r' ? '\r' : '\n';
    return String.fromCharCode(Number.parseInt(hex ?? '', 16));
  });
}
