import { describe, expect, it } from 'vitest';
import { issueSentence } from '../../rooms/report.ts';
import { plainFiller } from '../../rooms/sentences.ts';
import { EN, ZH } from '../../support/texts.ts';

describe('what is wrong with an upload', () => {
  it.each([
    [EN, 'uploaded, but not listed in the Complete (#9): parts 1-3, 5'],
    [ZH, '已上传但没有列入 Complete（#9）的分片：1-3、5'],
  ])('names the parts as $lang lists them', (texts, sentence) => {
    const issue = { id: 'left-out', parts: [1, 2, 3, 5], exchange: 9 } as const;
    expect(issueSentence(issue, plainFiller(texts), texts)).toBe(sentence);
  });
});
