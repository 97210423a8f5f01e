import { addAll, largest } from '../../engine/bytes/collections.ts';
import { characterWidth, displayWidth } from '../../engine/bytes/display-width.ts';

/** No line starts with these, none ends with opening ones (W3C, Chinese Text Layout Requirements §3.1). */
const NO_LINE_START = /[，。、；：！？）】》」』”’…·%,.;:!?)\]}]/u;
const NO_LINE_END = /[（【《「『“‘([{#]/u;
/** Within a word that is longer than a line, a break after these is better than one anywhere. */
const SOFT_BREAK_AFTER = /[-/_.&?=:;,]/;

/** Signs of this program that some terminals draw two columns wide. */
const AMBIGUOUS = /[·…“”]/gu;

/** Columns that a text takes at most, whatever the terminal makes of such signs. */
export function mostColumns(text: string): number {
  return displayWidth(text) + (text.match(AMBIGUOUS)?.length ?? 0);
}

/** An id of the service, or of an upload: torn over two lines it can be neither found nor copied. */
const ID = /^(?=.*\d)[0-9A-Za-z]{20,64}$/;

/**
 * Breaks a sentence into lines of at most `width` columns: at spaces and beside wide characters, within words
 * only where a word is longer than a line. The text must be free of line breaks and controls. `wholeIds`: a
 * line that begins with an id may be longer than that.
 */
export function wrapText(text: string, width: number, wholeIds = false): string[] {
  const characters = [...text];
  const lines: string[] = [];
  let start = 0;
  while (start < characters.length) {
    while (lines.length > 0 && characters[start] === ' ') start++;
    const room = Math.max(2, width);
    const end = (wholeIds ? idEnd(characters, start, room) : null) ?? lineEnd(characters, start, room);
    if (end <= start) break;
    const stop = end === characters.length ? end : beforeOrphan(characters, start, end);
    lines.push(characters.slice(start, stop).join('').trimEnd());
    start = stop;
  }
  return lines.length === 0 ? [''] : lines;
}

/** Wide characters that a last line has at least, punctuation left out. */
const LEAST_LAST = 2;
/** So many of them a line gives away for that at most. */
const MOST_GIVEN = 4;

/** Where a line ends, so that no single Chinese character is left for the last one. */
function beforeOrphan(characters: readonly string[], start: number, end: number): number {
  const left = characters.slice(end, end + LEAST_LAST + 2);
  if (end + left.length < characters.length) return end;
  const wide = left.filter((each) => characterWidth(each) === 2 && !NO_LINE_START.test(each));
  if (wide.length >= LEAST_LAST || wide.length !== left.join('').replace(CLOSING, '').length) return end;
  for (let at = end - 1; at > Math.max(start, end - MOST_GIVEN); at--) {
    const [before = '', after = ''] = characters.slice(at - 1, at + 1);
    if (characterWidth(after) === 2 && isBreak(before, after)) return at;
  }
  return end;
}

const CLOSING = /[，。、；：！？）】》」』”’…,%.;:!?)\]}]/gu;

/**
 * Where the id ends that begins at `start` and is longer than the line; null where there is none. What closes
 * a bracket stays with it.
 */
function idEnd(characters: readonly string[], start: number, width: number): number | null {
  const isOfId = (at: number): boolean => /^[0-9A-Za-z]$/.test(characters[at] ?? '');
  if (isOfId(start - 1)) return null;
  let end = start;
  while (isOfId(end)) end++;
  if (end - start <= width || !ID.test(characters.slice(start, end).join(''))) return null;
  while (NO_LINE_START.test(characters[end] ?? '')) end++;
  return end;
}

/** Columns of the widest of some texts; 0 without any. */
export function widestOf(texts: readonly string[]): number {
  return largest(texts.map(displayWidth), 0);
}

/** A sentence in lines behind a mark, with blanks below it. */
export function markedLines(mark: string, text: string, width: number): string[] {
  return wrapText(text, width - mark.length).map(
    (line, at) => (at === 0 ? mark : ' '.repeat(mark.length)) + line,
  );
}

/** Where the line that begins at `start` ends. */
function lineEnd(characters: readonly string[], start: number, width: number): number {
  let used = 0;
  let hard = start;
  let soft = start;
  for (let at = start; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (at > start) {
      if (isBreak(characters[at - 1] ?? '', character)) hard = at;
      if (isSoftBreak(characters[at - 1] ?? '', character)) soft = at;
    }
    used += mostColumns(character);
    // A space that ends a line takes no column.
    if (used > width && character !== ' ') {
      if (hard > start) return hard;
      return soft > start ? soft : Math.max(at, start + 1);
    }
  }
  return characters.length;
}

function isBreak(before: string, after: string): boolean {
  if (before === ' ') return after !== ' ';
  if (characterWidth(before) < 2 && characterWidth(after) < 2) return false;
  return !NO_LINE_START.test(after) && !NO_LINE_END.test(before) && after !== ' ';
}

function isSoftBreak(before: string, after: string): boolean {
  // As in PutObject; not behind digits, or ids of digits and capitals would be torn.
  return SOFT_BREAK_AFTER.test(before) || (/[a-z]/.test(before) && /[A-Z]/.test(after));
}

const ITEM_GAP = ' · ';

/**
 * A list of items with dots between those that share a line of at most `width` columns: broken between items,
 * where the new line takes the place of the dot, and within one that is longer than a line.
 */
export function wrapItems(items: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line: string | null = null;
  for (const item of items) {
    if (line !== null && mostColumns(line + ITEM_GAP + item) <= width) {
      line += ITEM_GAP + item;
      continue;
    }
    if (line !== null) lines.push(line);
    const broken = wrapText(item, width);
    addAll(lines, broken.slice(0, -1));
    line = broken.at(-1) ?? '';
  }
  return line === null ? [''] : [...lines, line];
}

/** Breaks a value into lines of at most `width` columns, dropping and adding nothing. */
export function chunkText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const character of text) {
    const columns = characterWidth(character);
    if (used + columns > width && line !== '') {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += character;
    used += columns;
  }
  lines.push(line);
  return lines;
}

/** Text of at most `width` columns; what is longer loses its middle to a mark. */
export function cutMiddle(text: string, width: number, mark = '…'): string {
  if (displayWidth(text) <= width) return text;
  if (width <= mark.length) return mark.slice(0, Math.max(0, width));
  const characters = [...text];
  const headColumns = Math.ceil((width - mark.length) / 2);
  const head = takeColumns(characters, headColumns);
  const tail = takeColumns(characters.reverse(), width - mark.length - displayWidth(head.join('')));
  return `${head.join('')}${mark}${tail.reverse().join('')}`;
}

function takeColumns(characters: readonly string[], columns: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const character of characters) {
    used += characterWidth(character);
    if (used > columns) break;
    taken.push(character);
  }
  return taken;
}
