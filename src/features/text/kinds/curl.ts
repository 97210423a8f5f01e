import type { ByteString } from '../../../bytes/byte-string.ts';
import { ConversationReader } from '../conversation-reader.ts';
import type { Drafts } from '../drafts.ts';
import type { Losses } from '../losses.ts';
import { beginsDocument, gluedStart, parseHeader, parseStart } from '../start-line.ts';
import { isBlank, spokenLine, type TextLines, withoutIndent } from '../text-line.ts';
import { NO_ENDPOINTS, type TextFormat, type TextReading } from './text-reading.ts';

const SAID = /^([<>])(?: (.*))?$/;

/**
 * What `--trace-time` and `--trace-ids` put before each line of the conversation: a time of day,
 * and numbers of transfer and connection.
 */
const STAMP = /^(?:\d\d:\d\d:\d\d\.\d{6} (?:\[\d+-[\dx]+\] )?|\[\d+-[\dx]+\] )(?=[<>*{}=])/;

/**
 * What curl prints between the lines of the conversation: `* Connected to …`, `{ [5 bytes data]`,
 * its progress meter.
 */
const NOISE =
  /^(?:\*(?: |$)|[{}] \[\d+ bytes data\]|\s*% Total |\s+Dload +Upload |\s*\d+ +[\d.]+[kMG]? +\d+ )/;

/**
 * `curl -v`, and programs that use libcurl (`CURLOPT_VERBOSE`: PHP, C): lines of the request behind
 * `> `, of the answer behind `< `; what has no mark is the answer's body. The body of the request
 * is not shown.
 */
export const CURL: TextFormat = {
  kind: 'curl',
  recognises: (lines) => {
    const said = (mark: '<' | '>', kind: 'request' | 'response'): boolean =>
      lines.some((line) => {
        const text = withoutStamp(withoutIndent(line.text));
        return text.startsWith(`${mark} `) && parseStart(text.slice(2))?.kind === kind;
      });
    // Two `>` before a request and its answer are a quoted mail.
    const isQuoted =
      said('>', 'response') || lines.some(({ text }) => text.startsWith('> ') && gluedStart(text) > 0);
    return said('<', 'response') || (said('>', 'request') && !isQuoted);
  },
  read: readCurl,
};

function readCurl(lines: TextLines, drafts: Drafts, losses: Losses): TextReading {
  const client = new ConversationReader('', drafts, losses);
  const server = new ConversationReader('', drafts, losses);
  /** The answer's head has ended, so that lines without a mark are its body. */
  let inBody = false;
  /**
   * Start lines of answers to the last request: with `-i` and `-I` curl writes each head once more,
   * without marks.
   */
  let starts = new Set<ByteString>();
  /** In such a head. */
  let inCopy = false;
  /**
   * In the request's head: libcurl, in programs other than curl, puts a mark before its first line
   * only.
   */
  let inUnmarked = false;
  const indent = indentOf(lines);
  for (const pasted of lines) {
    if (drafts.isFull) break;
    const isIndented = indent !== '' && pasted.text.startsWith(indent);
    const line = isIndented ? { ...pasted, text: pasted.text.slice(indent.length) } : pasted;
    const text = withoutStamp(line.text);
    const [, mark, said = ''] = SAID.exec(text) ?? [];
    if (mark === '>') {
      inUnmarked = parseStart(said) !== null;
      if (inUnmarked) starts = new Set();
      inBody = false;
      inCopy = false;
      client.line(spokenLine(line, said, 'client'));
    } else if (inUnmarked && (isBlank(text) || parseHeader(text) !== null)) {
      inUnmarked = !isBlank(text);
      client.line(spokenLine(line, text, 'client'));
    } else if (mark === '<' && !(inBody && parseStart(said) === null)) {
      if (parseStart(said) !== null) {
        inBody = false;
        inCopy = false;
        starts.add(said);
      }
      server.line(spokenLine(line, said, 'server'));
      if (isBlank(said)) inBody = true;
    } else if (starts.has(text)) {
      inCopy = true;
    } else if (inCopy && (isBlank(text) || parseHeader(text) !== null)) {
      inCopy = !isBlank(text);
    } else if (!NOISE.test(text)) {
      inCopy = false;
      // A paste that lost its empty `<` lines still shows where the document begins.
      if (!inBody && beginsDocument(text) && server.draft !== null) {
        server.line(spokenLine(line, '', 'server'));
        inBody = true;
      }
      if (inBody) server.line(spokenLine(line, line.text, 'server'));
    }
  }
  return { order: 'nearest', endpointsOf: NO_ENDPOINTS };
}

/**
 * What stands before all lines of a text that was pasted indented: what the first start line has
 * before its mark.
 */
function indentOf(lines: TextLines): ByteString {
  for (const { text } of lines) {
    const bare = withoutIndent(text);
    if (parseStart(SAID.exec(withoutStamp(bare))?.[2] ?? '') !== null)
      return text.slice(0, text.length - bare.length);
  }
  return '';
}

function withoutStamp(text: ByteString): ByteString {
  return text.replace(STAMP, '');
}
