/* Error documents among other lines: whole, escaped in a string, in a conversation, or without a root. */

import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { ConversationReader } from './conversation-reader.ts';
import { MAX_HTTP_LINE } from './limits.ts';
import { parseLiteral } from './literals.ts';
import type { Drafts } from './message-draft.ts';
import { beginsDocument } from './start-line.ts';
import { splitLines, spokenLine, type TextLine } from './text-line.ts';

/** The root of an error document, as it is or in a string that escapes `<` and `>` (JSON of Go). */
const ROOT = /(?:<|\\{1,8}u003c)Error(?:>|\\{1,8}u003e)/i;
const END = /(?:<|\\{1,8}u003c)\\{0,8}\/Error(?:>|\\{1,8}u003e)/i;
const DECLARATION = /(?:<|\\{1,8}u003c)\?xml[^<>]{0,150}\?(?:>|\\{1,8}u003e)(?:\s|\\{1,8}[nrt]){0,32}$/i;
/** Longest declaration, with what is between it and the root. */
const MAX_DECLARATION = 300;
/** Where only white space can be, something is escaped; or where only a quotation mark can be, or a tag. */
const ESCAPED =
  /(?:\?>|<Error>|<\/[A-Za-z0-9]{1,64}>)\\{1,8}[nrt]|\?xml version=\\|\\{1,8}u003c|<\\{1,8}\/[A-Za-z]/i;
/** Documents of one line; each takes many times its bytes of memory. */
const MAX_DOCUMENTS = 1000;
/** A string within a string within a string. */
const MAX_LEVELS = 3;

/** Lines of documents that begin within a line, or escaped; null for none, and for one as it stands. */
function documentLines(line: TextLine): readonly TextLine[] | null {
  if (!line.text.includes('Error')) return null;
  const isEscaped = ESCAPED_TAG.test(line.text);
  const found: TextLine[] = [];
  let rest = line.text;
  let root = find(rest, '<Error>', ROOT, isEscaped);
  for (let count = 0; root >= 0 && count < MAX_DOCUMENTS; count++) {
    const start = declarationStart(rest, root);
    const from = rest.slice(start);
    const length = find(from, '</Error>', END, isEscaped);
    const document =
      length < 0 ? from : from.slice(0, length + (END.exec(from.slice(length))?.[0].length ?? 0));
    rest = from.slice(document.length);
    root = find(rest, '<Error>', ROOT, isEscaped);
    const plain = unescaped(document);
    const isAlone = count === 0 && root < 0 && line.text.slice(0, start).trim() === '';
    if (isAlone && plain === document) return null;
    for (const part of splitLines(plain)) found.push({ text: part.text, ending: '\n', number: line.number });
  }
  return found.length === 0 ? null : found;
}

/** Whether a document begins on one of the lines and says its error code there or soon after. */
export function showsDocument(lines: readonly TextLine[]): boolean {
  return lines.some(({ text }, at) => {
    if (find(text, '<Error>', ROOT) < 0) return false;
    return lines.slice(at, at + ERROR_LINES).some((each) => find(each.text, '<Code>', CODE) >= 0);
  });
}

const CODE = /(?:<|\\{1,8}u003c)Code(?:>|\\{1,8}u003e)/i;
/** Lines within which an error document names its code. */
const ERROR_LINES = 20;

/** Offset of a tag, as it stands or escaped; a pattern takes long for a line of backslashes. */
function find(text: ByteString, tag: string, escaped: RegExp, isEscaped = ESCAPED_TAG.test(text)): number {
  return isEscaped ? text.search(escaped) : text.indexOf(tag);
}

const ESCAPED_TAG = /u003c/i;

function declarationStart(text: ByteString, root: number): number {
  const from = Math.max(0, root - MAX_DECLARATION);
  const found = DECLARATION.exec(text.slice(from, root));
  return found === null ? root : from + found.index;
}

/** A document without the escapes of the strings that it stood in; as it is where it has none. */
function unescaped(document: ByteString): ByteString {
  let text = document;
  for (let level = 0; level < MAX_LEVELS && ESCAPED.test(text); level++) {
    const plain = literalOf(text, '"') ?? literalOf(text, "'");
    if (plain === null) break;
    text = plain;
  }
  return text;
}

/** What a string in such quotation marks says; null where it ends before the document does. */
function literalOf(text: ByteString, mark: '"' | "'"): ByteString | null {
  if (text.length > MAX_HTTP_LINE) return null;
  const value = parseLiteral(`${mark}${text}${mark}`, 0)?.value;
  return typeof value === 'string' && ROOT.test(value) ? value : null;
}

const LOOSE_ROOT = /<Error>/;
const LOOSE_END = /<\/Error>/;
const LOOSE_DECLARATION = /^\s*<\?xml[^>]*>\s*/;

/** Reads the error documents between the lines of a log; the heads of their answers may be elsewhere. */
export class LooseDocuments {
  readonly #drafts: Drafts;
  /** Null between documents. */
  #reader: ConversationReader | null = null;
  /** The document's own element has begun; before that there is only its declaration. */
  #hasRoot = false;
  /** The last document began in a string whose writer escapes slashes (JSON of PHP). */
  #isEscaped = false;
  /** The quotation mark of the literals that a document is broken into; null where it is in none. */
  #mark: '"' | "'" | null = null;

  constructor(drafts: Drafts) {
    this.#drafts = drafts;
  }

  /** The last line was one of a document that goes on. */
  get isWithin(): boolean {
    return this.#reader !== null;
  }

  /** Takes a line that says nothing of its own in the log. */
  line(line: TextLine): void {
    const piece = this.#mark === null ? null : pieceOf(line.text, this.#mark);
    if (this.#mark !== null && piece !== null) {
      const [first = '', ...rest] = piece.split('\n');
      this.#take({ text: first, ending: rest.length === 0 ? '' : '\n', number: line.number });
      for (const [at, text] of rest.entries()) {
        this.#take({ text, ending: at + 1 < rest.length ? '\n' : '', number: line.number });
      }
      return;
    }
    this.#mark = markOfPieces(line.text);
    const whole = this.#mark === null ? line : { ...line, text: line.text.trimEnd().slice(0, -1) };
    const parts = documentLines(whole);
    const last = parts?.at(-1);
    if (this.#mark !== null && parts !== null && last !== undefined) {
      for (const part of parts.slice(0, -1)) this.#take(part);
      this.#take({ ...last, ending: '' });
      return;
    }
    if (parts === null) this.#take(this.#isEscaped ? withoutEscapedSlashes(line) : line);
    else {
      for (const part of parts) this.#take(part);
      this.#isEscaped = line.text.includes('<\\/');
    }
  }

  #take(line: TextLine): void {
    const { text } = line;
    const declaration = LOOSE_DECLARATION.exec(text)?.[0] ?? '';
    if ((this.#reader === null || this.#hasRoot || declaration !== '') && beginsDocument(text)) {
      this.#reader = new ConversationReader('', this.#drafts);
      this.#hasRoot = false;
    }
    if (this.#reader === null) return;
    this.#reader.line(spokenLine(line, text, null));
    this.#hasRoot ||= LOOSE_ROOT.test(text);
    // Behind the declaration is the root of another document: what follows is none of an error's.
    const isOther = !this.#hasRoot && text.slice(declaration.length).trim() !== '';
    if (isOther || LOOSE_END.test(text)) this.#reader = null;
  }
}

/** `{'data': b'<?xml …<Error><Code>Sig'`: the first of the lines into which Python prints a long literal. */
const FIRST_PIECE = /(?:^|[\s:=({[,])b?(['"])(?=<(?:\?xml|Error>)).*\1\s*$/;

function markOfPieces(text: ByteString): '"' | "'" | null {
  if (!text.includes('<Error>') || text.includes('</Error>')) return null;
  const mark = FIRST_PIECE.exec(text.slice(0, MAX_LOOK))?.[1];
  return mark === '"' || mark === "'" ? mark : null;
}

/** What a further literal says; null for any other line. */
function pieceOf(text: ByteString, mark: '"' | "'"): ByteString | null {
  const start = /^\s+b?(?=['"])/.exec(text)?.[0].length;
  if (start === undefined || text[start] !== mark) return null;
  const value = parseLiteral(text, start)?.value ?? parseLiteral(`${text}${mark}`, start)?.value;
  return typeof value === 'string' ? value : null;
}

/** A string of several lines: what begins in the first of them is escaped to the last. */
function withoutEscapedSlashes(line: TextLine): TextLine {
  return { ...line, text: line.text.replaceAll('\\/', '/') };
}

const FIRST = /^\s*<Code>\s*[A-Za-z]{1,64}\s*<\/Code>\s*$/;
const SECOND = /^\s*<(?:Message|RequestId|HostId|EC)>/;
/** Lines behind the code of which one names another element. */
const NEAR = 5;

/** Whether lines are the elements of an error document without its root, as copied from a page. */
export function showsElements(lines: readonly TextLine[]): boolean {
  return lines.some(({ text }, at) => {
    return FIRST.test(text) && lines.slice(at + 1, at + 1 + NEAR).some((each) => SECOND.test(each.text));
  });
}

/** The lines with a root around elements that have none, up to the first line that is of no element. */
export function* withRoots(lines: Iterable<TextLine>): Generator<TextLine, void, undefined> {
  /** Within a root of the text, or one that was put there. */
  let inside: 'nothing' | 'own-root' | 'given-root' = 'nothing';
  /** The element whose text runs over several lines. */
  let open: string | null = null;
  let last: TextLine | null = null;
  for (const line of lines) {
    const { text } = line;
    if (inside === 'given-root' && open === null && isForeign(text)) {
      yield tag('</Error>', line);
      inside = 'nothing';
    }
    if (text.includes('<Error>')) inside = 'own-root';
    else if (inside === 'nothing' && FIRST.test(text)) {
      yield tag('<Error>', line);
      inside = 'given-root';
    }
    if (inside === 'given-root') open = openAfter(text, open);
    if (text.includes('</Error>')) inside = 'nothing';
    yield line;
    last = line;
  }
  if (inside === 'given-root' && last !== null) yield tag('</Error>', last);
}

/** A page may put blank lines between all lines; the next code begins a document of its own. */
function isForeign(text: ByteString): boolean {
  return FIRST.test(text) || !(/^\s*$/.test(text) || /^\s*<[A-Za-z]/.test(text));
}

function openAfter(text: ByteString, open: string | null): string | null {
  if (open !== null) return text.includes(`</${open}>`) ? null : open;
  const name = /<([A-Za-z0-9]{1,64})>[^<>]*$/.exec(text.slice(0, MAX_LOOK))?.[1];
  return name ?? null;
}

/** Tags are near the beginning of a line. */
const MAX_LOOK = 4096;

function tag(text: string, { number }: TextLine): TextLine {
  return { text, ending: '\n', number };
}
