/*
 * What reports say, as data: a document is made once of the facts, and a back end lays it out, for a terminal
 * (`terminal.ts`), as Markdown (`markdown.ts`) or in a browser (`html/page/blocks.ts`). All text in it is
 * printable and masked, but for captured strings (`CapturedStrings`).
 */
import type { ByteString } from '../../engine/bytes/byte-string.ts';
import type { Comparison } from '../strings/comparison.ts';
import type { Evidence, MarkedText } from '../strings/evidence.ts';

/** A stretch of text; `code` is shown letter by letter, and may be a link. */
export type Stretch =
  | string
  | { readonly code: string; readonly href?: string }
  | { readonly strong: string }
  /** Before its value, which matters more. */
  | { readonly name: string };

/** A line of text, or a paragraph: one stretch or several. */
export type Text = string | readonly Stretch[];

/** A statement with its title. */
export interface Fact {
  readonly title: string;
  /** Null or empty: there is nothing to say, and the fact is left out. */
  readonly text: Text | null;
  /** The same as steps, where a medium numbers them. */
  readonly steps?: readonly string[];
  /** To be copied: the line is not broken, however long it is. */
  readonly isCommand?: true;
}

/** Strings for a back end that cuts them to its width, and masks them. */
interface CapturedStrings {
  readonly comparison: Comparison;
  /** What differs of the value lies between `start` and `end`. */
  readonly form: readonly [title: string, value: ByteString, start: number, end: number];
}

/** Strings that are masked and printable, and with that JSON: for a browser. */
export interface ShownStrings {
  readonly comparison: Evidence;
  readonly form: readonly [title: string, value: MarkedText];
}

export type Block<Strings extends CapturedStrings | ShownStrings = CapturedStrings> =
  /** Of the whole document, or of a part of it. */
  | { readonly kind: 'title' | 'heading'; readonly text: Text }
  /** What is wrong, and for how many exchanges. `below`: that never stands on the same line. */
  | {
      readonly kind: 'finding';
      readonly mark: '✗' | '!' | '⚠';
      readonly text: string;
      readonly status?: string;
      readonly below?: true;
    }
  /** `depth`: columns before it on a terminal, 2 without. */
  | {
      readonly kind: 'paragraph';
      readonly text: Text;
      readonly depth?: number;
      readonly mark?: '⚠';
      /** In small print, where the medium has any. */
      readonly isSmall?: true;
    }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[]; readonly isSmall?: true }
  /** Values by name as another program wrote them, whole. */
  | {
      readonly kind: 'fields';
      readonly fields: readonly (readonly [name: string, value: string])[];
    }
  /** Two strings, piece by piece. */
  | { readonly kind: 'comparison'; readonly comparison: Strings['comparison'] }
  /**
   * The way of a request from its client over a hop to the service, with what the hop changed. `hop`: its
   * address where that is known. For media that draw; elsewhere the comparison says it.
   */
  | { readonly kind: 'sequence'; readonly hop: string | null; readonly comparison: Strings['comparison'] }
  /** Two forms of one value, each cut around where it differs from the other. */
  | { readonly kind: 'forms'; readonly forms: readonly Strings['form'][] }
  | ({ readonly kind: 'table' } & Table)
  /** Rows of cells with remarks below each; the last cell is wrapped. */
  | { readonly kind: 'entries'; readonly titles: readonly string[]; readonly entries: readonly Entry[] }
  /** The parts of a string: where each is in it, its value, and where that comes from. */
  | { readonly kind: 'pieces'; readonly titles: Piece; readonly pieces: readonly Piece[] }
  /** What follows one from the other, numbered, each with its result. */
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  /** Text as it is, fenced or indented; to be copied where it is not broken into lines. */
  | {
      readonly kind: 'verbatim';
      readonly lines: readonly Text[];
      readonly isCopied?: true;
    }
  /** Lines that are laid out for the width of the terminal already, and what is laid out. */
  | { readonly kind: 'lines'; readonly lines: readonly string[]; readonly table?: Table };

interface Table {
  readonly columns: readonly { readonly title: string; readonly align?: 'right' }[];
  readonly rows: readonly (readonly Text[])[];
}

export interface Entry {
  readonly cells: readonly string[];
  readonly remarks: readonly { readonly text: string; readonly isCure: boolean }[];
}

export interface Piece {
  readonly name: string;
  readonly bytes: string;
  readonly value: string;
  readonly from: string;
  /** Whether it is known where the value comes from. */
  readonly hasOrigin: boolean;
}

export interface Step {
  readonly title: string;
  /** A string that signs or is signed, or a sentence why there is none. */
  readonly result: { readonly string: string } | { readonly missing: string } | null;
}

export interface ListItem {
  readonly text: Text;
  readonly below?: Text;
}

/** Blocks that belong together; a blank line stands between two parts. */
export type Part<Strings extends CapturedStrings | ShownStrings = CapturedStrings> =
  readonly Block<Strings>[];

export type Document<Strings extends CapturedStrings | ShownStrings = CapturedStrings> =
  readonly Part<Strings>[];

/** The text alone, for a back end without code and links. */
export function plainText(text: Text): string {
  return typeof text === 'string' ? text : text.map(stretchText).join('');
}

function stretchText(stretch: Stretch): string {
  if (typeof stretch === 'string') return stretch;
  if ('strong' in stretch) return stretch.strong;
  return 'name' in stretch ? stretch.name : stretch.code;
}

/** The picture of a line feed. */
export const LINE_FEED = '␊';

/** Printable text line by line, with the line feed that ends each line but the last. */
export function lineFeedsShown(text: string): string[] {
  return text.split(/(?<=␊)/);
}
