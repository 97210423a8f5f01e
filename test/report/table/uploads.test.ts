import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../rooms/bytes.ts';
import { MASKING_DOOR } from '../../rooms/redact.ts';
import { TABLE_STYLE, uploadLines } from '../../rooms/report.ts';
import { terminalFiller } from '../../rooms/sentences.ts';
import { EN, ZH } from '../../support/texts.ts';
import { makeUpload } from '../make-result.ts';

const IDS = ['C6F63118F3B8095A35636FBB01CB8DCB', '0004B9894A22E5B1888A1E29F8236E2D'] as const;

describe.each([
  ['en', EN],
  ['zh', ZH],
] as const)('the table of uploads (%s)', (_, texts) => {
  const filler = terminalFiller(texts);
  const lines = (width: number): readonly string[] => {
    const view = {
      width,
      paint: (_role: string, text: string) => text,
      texts,
      filler,
      door: MASKING_DOOR,
      all: false,
    };
    const left = makeUpload({ uploadId: IDS[0], outcome: 'failed', leftover: [1, 2, 3] });
    const done = makeUpload({ uploadId: IDS[1], key: 'ttsservice/passwd', outcome: 'completed' });
    return uploadLines([left, done], view, TABLE_STYLE);
  };

  it.each([40, 43, 47, 60, 80, 90, 100, 120])('keeps every id whole at %d columns', (width) => {
    const told = lines(width);
    for (const id of IDS) {
      expect(told.join('\n')).toContain(id);
      // nowhere a piece of it
      expect(told.filter((line) => line.includes(id.slice(0, 6)) && !line.includes(id))).toEqual([]);
    }
    const tooWide = told.filter(
      (line) => displayWidth(line) > width && !/--upload-id=|[0-9A-F]{32}/.test(line),
    );
    expect(tooWide).toEqual([]);
  });

  it('numbers the rows that have no room for ids, and tells the ids below by those numbers', () => {
    const told = lines(80).join('\n');
    expect(told).toMatch(/^1 {2}/m);
    expect(told).toMatch(new RegExp(`${texts === EN ? 'upload' : '上传'} 1 +${IDS[0]} `));
    expect(told).toMatch(new RegExp(`${texts === EN ? 'upload' : '上传'} 2 +${IDS[1]}$`, 'm'));
    expect(lines(120).join('\n')).toMatch(new RegExp(`^${IDS[1]} {2}`, 'm'));
  });
});
