import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../rooms/bytes.ts';
import { chunkText, cutMiddle, wrapItems, wrapText } from '../../rooms/report.ts';
import fc from '../../support/fast-check.ts';

describe('wrapText', () => {
  it.each([
    ['the quick brown fox', 10, ['the quick', 'brown fox']],
    ['CompleteMultipartUpload', 15, ['Complete', 'MultipartUpload']],
    ['6B0617822D663E9A18B55A96', 20, ['6B0617822D663E9A18B5', '5A96']],
    ['client-miscomputed', 11, ['client-', 'miscomputed']],
    ['客户端签名的内容，与发送的不同', 10, ['客户端签名', '的内容，与', '发送的不同']],
    ['一二三四，五', 8, ['一二三', '四，五']],
    ['', 10, ['']],
    ['a  b', 2, ['a', 'b']],
  ])('%j at %d', (text, width, lines) => {
    expect(wrapText(text, width)).toEqual(lines);
  });

  it('leaves ids whole where that is asked for, with what closes after them', () => {
    const id = '6B0617822D663E9A18B55A96';
    expect(wrapText(`request id ${id}, EC 1`, 20, true)).toEqual(['request id', `${id},`, 'EC 1']);
    expect(wrapText(`(or DELETE /k?uploadId=${id})`, 20, true)).toEqual([
      '(or DELETE',
      '/k?uploadId=',
      `${id})`,
    ]);
    expect(wrapText(id, 30, true)).toEqual([id]);
    // no id: a word, and what a capture made up
    expect(wrapText('a'.repeat(24), 20, true)).toHaveLength(2);
    expect(wrapText('1'.repeat(100), 20, true)).toHaveLength(5);
  });

  it('never exceeds the width, and loses nothing but spaces', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '-', '中', '，', '（', '…', 'é', '🙂') });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 40 }), (value, width) => {
        const lines = wrapText(value, width);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(value.replaceAll(' ', ''));
      }),
    );
  });
});

describe('wrapItems', () => {
  it('breaks between items, and within one that is longer than a line', () => {
    const items = ['upload.pcap', '26 packets', '4 passed, 1 failed'];
    expect(wrapItems(items, 80)).toEqual(['upload.pcap · 26 packets · 4 passed, 1 failed']);
    expect(wrapItems(items, 30)).toEqual(['upload.pcap · 26 packets', '4 passed, 1 failed']);
    expect(wrapItems(items, 14)).toEqual(['upload.pcap', '26 packets', '4 passed, 1', 'failed']);
  });
});

describe('chunkText and cutMiddle', () => {
  it('keeps every character, spaces too', () => {
    expect(chunkText('a  中文b', 4)).toEqual(['a  ', '中文', 'b']);
    expect(chunkText('', 4)).toEqual(['']);
  });

  it('cuts to the width in columns', () => {
    expect(cutMiddle('abcdefghij', 5)).toBe('ab…ij');
    expect(cutMiddle('中文中文中文', 7)).toBe('中…中文');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '中', 'é') }),
        fc.integer({ min: 1, max: 20 }),
        (text, width) => {
          expect(displayWidth(cutMiddle(text, width))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
