import { type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import type { Notice, NoticeCode, NoticeSink } from '../../engine/bytes/notice.ts';

/** What a paste may have lost; codes of notices. */
export type LossCode = Extract<NoticeCode, `text-${string}`>;

interface Loss {
  readonly line: number;
  readonly args: Notice['args'];
  times: number;
}

/** Gathers what a text has lost: each thing once, with the first line where it shows. */
export class Losses {
  readonly #found = new Map<string, { readonly code: LossCode; readonly loss: Loss }>();

  /** `name` keeps apart what one code is said of, e.g. a header. `line` is asked only when it is new. */
  add(code: LossCode, line: number | (() => number), args: Notice['args'] = {}): void {
    const key = `${code} ${args['name'] ?? ''}`;
    const known = this.#found.get(key);
    if (known !== undefined) {
      known.loss.times++;
      return;
    }
    // Names are any number; what has none is reported once, however many there were.
    if (this.#found.size >= MAX_LOSSES && args['name'] !== undefined) return;
    const first = typeof line === 'number' ? line : line();
    this.#found.set(key, { code, loss: { line: first, args, times: 1 } });
  }

  report(sink: NoticeSink): void {
    const sorted = [...this.#found.values()].sort((a, b) => a.loss.line - b.loss.line);
    for (const { code, loss } of sorted) {
      sink({ code, frame: loss.line, offset: null, args: loss.args });
    }
  }
}

const MAX_LOSSES = 100;

/** Marks that people and tools put in the place of what they hide. */
const REDACTED =
  /\*{3,}|\*{2}[A-Z0-9]{1,20}(?:_[A-Z0-9]{1,20}){1,4}\*{2}|#{4,}|[xX]{4,}(?![a-z0-9])|[xX]{8,}|[<[({](?:redacted|hidden|masked|removed|secret|snip)[>\])}]|\bREDACTED\b|•{3,}|\xe2\x80\xa2{1,3}|(?:\xe2\x96\x88)+/i;

export function isRedacted(value: string): boolean {
  return REDACTED.test(value.length > MAX_REDACTION_LOOK ? value.slice(0, MAX_REDACTION_LOOK) : value);
}

/** Where a value shows a mark, it does so near its beginning. */
const MAX_REDACTION_LOOK = 512;

/** Values of which nothing is left: signs that hide (blocks and bullets in UTF-8), a word for "secret". */
const MASKS: readonly RegExp[] = [
  /^(?:STS\.|LTAI|AKIA|ASIA)?(?=[*#_.-]*?(?:\*{2}|#{2}))[*#_.-]+$/,
  // a name for what would stand there
  /^(?:<[A-Za-z][A-Za-z _-]{1,40}>|\{[A-Za-z][A-Za-z _-]{1,40}\}|\*\*[A-Za-z][A-Za-z _-]{1,40}\*\*)$/,
  /^(?:x{3,}|\.{3,}|[-*_]{0,4}redacted[-*_]{0,4})$/i,
  /^(?:\xe2\x96[\x80-\x9f]|\xe2\x80[\xa2\xa6]|\xef\xbc\x8a)+$/,
  /^[<[({](?:redacted|hidden|masked|removed|secret|snip|omitted)[>\])}]$/i,
  new RegExp(`^(?:STS\\.|LTAI)?(?:${['保密', '脱敏', '隐藏', '打码'].map(fromText).join('|')})+$`),
];

/** Whether nothing of a value is left but what hides it. */
export function isMask(value: ByteString): boolean {
  if (value.length > MAX_REDACTION_LOOK) return false;
  const text = value.trim();
  return MASKS.some((pattern) => pattern.test(text));
}
