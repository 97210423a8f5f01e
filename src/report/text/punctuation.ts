import type { Lang } from './template.ts';

/**
 * What stands between the pieces that a text is put together from, with the blanks that the
 * language has there.
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
