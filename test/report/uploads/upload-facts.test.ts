import { describe, expect, it } from 'vitest';
import { fromText } from '../../rooms/bytes.ts';
import { UPLOAD_ISSUES } from '../../rooms/oss.ts';
import {
  cleanUpOf,
  formatBytes,
  formatSize,
  mayBeComplete,
  mayKeepParts,
  numberRanges,
  unseenParts,
} from '../../rooms/report.ts';
import { EN, ZH } from '../../support/texts.ts';
import { makeUpload } from '../make-result.ts';

const UPLOAD = makeUpload({ uploadId: 'ABC', bucket: 'b', key: 'a/b.txt', parts: [], leftover: [1] });

describe('the command that cleans up', () => {
  it('names bucket, key and upload', () => {
    expect(cleanUpOf(UPLOAD)).toEqual({
      command: 'ossutil api abort-multipart-upload --bucket=b --key=a/b.txt --upload-id=ABC',
      request: 'DELETE /a/b.txt?uploadId=ABC',
    });
  });

  it('is of the AWS CLI, and asks the host of the requests, where that is none of OSS', () => {
    expect(cleanUpOf({ ...UPLOAD, endpoint: 'storage.example.net:8080' })).toEqual({
      command:
        'aws s3api abort-multipart-upload --bucket=b --key=a/b.txt --upload-id=ABC --endpoint-url=http://storage.example.net:8080',
      request: 'DELETE /b/a/b.txt?uploadId=ABC',
    });
  });

  it.each([
    ['a b', "--key='a b'", '/a%20b'],
    ["it's", `--key='it'"'"'s'`, '/it%27s'],
    ['$(rm)`;', "--key='$(rm)`;'", '/%24%28rm%29%60%3B'],
    ['-rf', '--key=-rf', '/-rf'],
    [fromText('日志'), `--key='${fromText('日志')}'`, '/%E6%97%A5%E5%BF%97'],
  ])('quotes %j for the shell', (key, option, path) => {
    const cleanUp = cleanUpOf({ ...UPLOAD, key });
    expect(cleanUp?.command).toContain(option);
    expect(cleanUp?.request).toBe(`DELETE ${path}?uploadId=ABC`);
  });

  it.each(['a\nb', 'a\x1b[31m', '\xff', fromText('a\u202eb'), fromText('a\u00a0b')])(
    'is none for a key that cannot be typed: %j',
    (key) => {
      expect(cleanUpOf({ ...UPLOAD, key })?.command).toBeNull();
    },
  );

  it('is none where nothing can be left, or where it is not known', () => {
    expect(cleanUpOf({ ...UPLOAD, leftoverParts: [] })).toBeNull();
    expect(cleanUpOf({ ...UPLOAD, bucket: null })).toBeNull();
  });

  it('is there for parts from before the capture, but not for an upload that is gone', () => {
    const unseen = { kind: 'parts-unseen', parts: [1, 2], exchange: 1 } as const;
    const failed = { ...UPLOAD, outcome: 'failed', leftoverParts: [], issues: [unseen] } as const;
    expect(unseenParts(failed)).toBe(2);
    expect(cleanUpOf(failed)).not.toBeNull();
    const unanswered = { kind: 'parts-unanswered', parts: [3], exchange: 1 } as const;
    expect(unseenParts({ ...failed, issues: [unseen, unanswered] })).toBe(3);
    const gone = { ...failed, issues: [unseen, { kind: 'no-such-upload', parts: [], exchange: 1 }] } as const;
    expect(unseenParts(gone)).toBe(0);
  });
});

describe('what may be left', () => {
  it('is a part that was stored while the upload was aborted', () => {
    const late = { kind: 'stored-after-abort', parts: [2], exchange: 3 } as const;
    const aborted = { ...UPLOAD, outcome: 'aborted', leftoverParts: [], issues: [late] } as const;
    expect(mayKeepParts(aborted)).toBe(true);
    expect(cleanUpOf(aborted)).not.toBeNull();
    expect(mayKeepParts({ ...aborted, issues: [] })).toBe(false);
  });

  it('is perhaps nothing where the answer to the Complete is missing', () => {
    const unanswered = { kind: 'complete-unanswered', parts: [], exchange: 3 } as const;
    expect([mayBeComplete({ ...UPLOAD, issues: [unanswered] }), mayBeComplete(UPLOAD)]).toEqual([
      true,
      false,
    ]);
  });
});

describe('numbers', () => {
  it.each([
    [[], ''],
    [[3], '3'],
    [[2, 1], '1, 2'],
    [[1, 2, 3, 5, 7, 8, 9, 3], '1-3, 5, 7-9'],
  ])('%j', (numbers, text) => {
    expect(numberRanges(numbers, ', ')).toBe(text);
  });

  it.each([
    [0, '0 KiB'],
    [1, '1 KiB'],
    [12_288, '12 KiB'],
    [5_242_880, '5,120 KiB'],
    [5_000_000_000, '4,769 MiB'],
  ])('%i bytes', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('the size of parts', () => {
  const known = { bytes: 110_000, sizeKnown: true };
  const unknown = { bytes: 0, sizeKnown: false };

  it.each([
    [[], '0 KiB'],
    [[known, known], '215 KiB'],
    [[unknown], '?'],
    [[known, unknown], '≥ 107 KiB'],
    [[{ ...known, bytes: 200 * 1024 * 1024 + 1 }, unknown], '≥ 200 MiB'],
  ])('%j', (parts, text) => {
    expect(formatSize(parts)).toBe(text);
  });
});

describe('sentences', () => {
  const places = (text: string): string[] => [...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name);

  it.each([EN, ZH])('name only what there is, in $lang', ({ uploads }) => {
    for (const kind of UPLOAD_ISSUES) {
      expect(['n', 'parts', 'exchange']).toEqual(expect.arrayContaining(places(uploads.issues[kind])));
    }
  });

  it('have the same places in both languages', () => {
    for (const id of Object.keys(EN.uploads.labels) as (keyof typeof EN.uploads.labels)[]) {
      expect(new Set(places(ZH.uploads.labels[id])), id).toEqual(new Set(places(EN.uploads.labels[id])));
    }
  });
});
