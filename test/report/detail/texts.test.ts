import { describe, expect, it } from 'vitest';
import { DECISION_TABLE } from '../../rooms/diagnose.ts';
import { type DetailTexts, ROWS } from '../../rooms/sentences.ts';
import { EN_DETAIL, ZH_DETAIL } from '../../support/texts.ts';

const LANGUAGES: readonly DetailTexts[] = [EN_DETAIL, ZH_DETAIL];

function placesOf(template: string): ReadonlySet<string> {
  return new Set([...template.matchAll(/\{([A-Za-z0-9]+)(?::[a-z]+)?\}/g)].map((match) => match[1] ?? ''));
}

describe.each(LANGUAGES)('what is shown in full, in $lang', ({ labels, lang }) => {
  const rows = Object.values(ROWS).map(({ reason }) => reason[lang]);

  it('has a reason for every row of the decision table', () => {
    expect(rows).toHaveLength(1 + Math.max(...DECISION_TABLE.map((row) => row.number)));
    expect(new Set(rows).size).toBe(rows.length);
  });

  it('names the same arguments as the other language', () => {
    for (const id of Object.keys(labels) as (keyof typeof labels)[]) {
      // a plural is no word of its own in Chinese
      expect(placesOf(labels[id]), id).toEqual(placesOf(EN_DETAIL.labels[id]));
    }
  });

  it('has its own sentences', () => {
    if (lang === 'zh') for (const row of rows) expect(row).toMatch(/[\u4e00-\u9fff]/);
  });
});
