export const LANGUAGES = ['en', 'zh'] as const;

export type Lang = (typeof LANGUAGES)[number];

/**
 * A sentence with places for arguments: `{name}` puts the value, and after a colon stands how: `{x:q}` in
 * quotes, or "(empty)"; `{x:n}` a number with its digits grouped; `{x:s}` an `s` unless it is 1; `{x:after}`
 * text with a space before it, or nothing; `{x:long}` text that is cut late, `{x:lq}` the same in quotes;
 * `{x:word}` a word of this program in the reader's language; `{x:duration}` seconds; `{x:earlier}` how many
 * seconds ago, or nothing for none; `{x:offset}` seconds that one clock is ahead of or behind another;
 * `{x:time}` Unix seconds; `{x:at}` a frame, or the line of a text.
 */
export type Template = string;

/**
 * What stands between the pieces that a text is put together from, with the blanks that the language has
 * there.
 */
export interface Punctuation {
  readonly comma: string;
  /** Between the items of a list. */
  readonly listComma: string;
  readonly semicolon: string;
  readonly colon: string;
  /** At the end of a sentence; `gap` follows where another does. */
  readonly stop: string;
  /** Around what is said aside. */
  readonly open: string;
  readonly close: string;
  readonly gap: string;
}

export const PUNCTUATION: Readonly<Record<Lang, Punctuation>> = {
  en: {
    comma: ', ',
    listComma: ', ',
    semicolon: '; ',
    colon: ': ',
    stop: '.',
    open: ' (',
    close: ')',
    gap: ' ',
  },
  zh: {
    comma: '，',
    listComma: '、',
    semicolon: '；',
    colon: '：',
    stop: '。',
    open: '（',
    close: '）',
    gap: '',
  },
};
