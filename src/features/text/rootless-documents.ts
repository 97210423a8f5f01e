import type { ByteString } from '../../bytes/byte-string.ts';
import type { TextLine } from './text-line.ts';

const FIRST = /^\s*<Code>\s*[A-Za-z]{1,64}\s*<\/Code>\s*$/;
const SECOND = /^\s*<(?:Message|RequestId|HostId|EC)>/;
/** Lines behind the code of which one names another element. */
const NEAR = 5;

/**
 * Whether the elements of an error document stand on the lines without the root around them, as
 * they are copied from a page.
 */
export function showsElements(lines: readonly TextLine[]): boolean {
  return lines.some(({ text }, at) => {
    return FIRST.test(text) && lines.slice(at + 1, at + 1 + NEAR).some((each) => SECOND.test(each.text));
  });
}

/**
 * The lines with a root around elements that have none: it ends before the first line that is no
 * element and in none.
 */
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

/**
 * A blank line may be one of those that a page puts between all lines; the next code begins a
 * document of its own.
 */
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
