import { ConversationReader } from './conversation-reader.ts';
import { documentLines } from './document-lines.ts';
import type { Drafts } from './drafts.ts';
import type { Losses } from './losses.ts';
import { beginsDocument } from './start-line.ts';
import { spokenLine, type TextLine } from './text-line.ts';

const ROOT = /<Error>/;
const END = /<\/Error>/;
const DECLARATION = /^\s*<\?xml[^>]*>\s*/;

/**
 * Reads the error documents that stand between the lines of a log, each by itself: printed by a
 * program, or in an exception. Such a document belongs to an answer whose head the log tells, and
 * whose body it does not.
 */
export class LooseDocuments {
  readonly #drafts: Drafts;
  readonly #losses: Losses;
  /** Null between documents. */
  #reader: ConversationReader | null = null;
  /** The document's own element has begun; before that there is only its declaration. */
  #hasRoot = false;

  constructor(drafts: Drafts, losses: Losses) {
    this.#drafts = drafts;
    this.#losses = losses;
  }

  /** Takes a line that says nothing of its own in the log. */
  line(line: TextLine): void {
    const parts = documentLines(line);
    if (parts === null) this.#take(line);
    else for (const part of parts) this.#take(part);
  }

  #take(line: TextLine): void {
    const { text } = line;
    const declaration = DECLARATION.exec(text)?.[0] ?? '';
    if ((this.#reader === null || this.#hasRoot || declaration !== '') && beginsDocument(text)) {
      this.#reader = new ConversationReader('', this.#drafts, this.#losses);
      this.#hasRoot = false;
    }
    if (this.#reader === null) return;
    this.#reader.line(spokenLine(line, text, null));
    this.#hasRoot ||= ROOT.test(text);
    // Behind the declaration is the root of another document: what follows is none of an error's.
    const isOther = !this.#hasRoot && text.slice(declaration.length).trim() !== '';
    if (isOther || END.test(text)) this.#reader = null;
  }
}
