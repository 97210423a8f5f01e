import { describe, expect, it } from 'vitest';
import { crc64, fromText, type Notice, toBytes } from '../../rooms/bytes.ts';
import { MAX_UPLOADS } from '../../rooms/engine.ts';
import type { EndingKind } from '../../rooms/http.ts';
import type { BodyCheck, MultipartUpload } from '../../rooms/oss.ts';
import { cleanUpOf, mayBeComplete } from '../../rooms/report.ts';
import { MultipartTracker, OpenUploads } from '../../rooms/uploads.ts';
import {
  abort,
  chunkedPart,
  complete,
  copyPart,
  cutAnswer,
  cutComplete,
  followed,
  ID,
  initiate,
  listParts,
  listPartsBriefly,
  listUploads,
  md5Hex,
  named,
  ofObject,
  part,
  retold,
  type Step,
  stray,
  unanswered,
  upload,
} from './upload-scenario.ts';

const A = 'a'.repeat(1000);
const B = 'b'.repeat(2000);
const C = 'c'.repeat(10);

const ENDING = {
  frame: 9,
  after: 0,
  idle: null,
  sentAgain: 0,
  sentAgainBytes: 0,
  unacknowledged: 0,
  lost: 0,
  ttl: null,
  usualTtl: null,
};

/** The same exchange without an answer, whose connection ended so. */
function endedBy(kind: EndingKind, made: Step): Step {
  return (seconds) => retold({ ...made(seconds).exchange, ending: { ...ENDING, kind } });
}

function kinds(of: ReturnType<typeof upload>): readonly (readonly [string, readonly number[]])[] {
  return of.issues.map(({ kind, parts }) => [kind, parts]);
}

describe('an upload that is completed', () => {
  const done = upload(
    initiate(),
    part(1, A),
    part(2, B),
    complete(
      named([
        [1, A],
        [2, B],
      ]),
      { crc: crc64(toBytes(A + B)) },
    ),
  );

  it('leaves nothing, and its checksum is the one of its parts', () => {
    expect(done).toMatchObject({
      uploadId: ID,
      bucket: 'b',
      key: 'k',
      initiated: true,
      outcome: 'completed',
      exchange: 4,
      leftoverParts: [],
      leftoverBytes: 0,
      issues: [],
      began: null,
      crc64: { result: 'matches', claimed: crc64(toBytes(A + B)).toString() },
    });
  });

  it('of a custom domain, is of the bucket that the answer to the Initiate names', () => {
    expect(upload(initiate(ID, 200, 'img.example.com'), abort())).toMatchObject({ bucket: 'b', key: 'k' });
  });

  it('of parts in signed chunks has the length of their data, and its checksum', () => {
    const list = named([
      [1, A],
      [2, B],
    ]);
    const chunked = upload(
      initiate(),
      chunkedPart(1, A),
      chunkedPart(2, B),
      complete(list, { crc: crc64(toBytes(A + B)) }),
    );
    expect(chunked.parts.map(({ bytes }) => bytes)).toEqual([1000, 2000]);
    expect(chunked).toMatchObject({ crc64: { result: 'matches' }, issues: [] });
  });

  it('tells of each part', () => {
    expect(done.parts).toMatchObject([
      { number: 1, bytes: 1000, etag: md5Hex(A), status: 200, exchange: 2, stored: true, retries: 0 },
      { number: 2, bytes: 2000, etag: md5Hex(B), crc64: crc64(toBytes(B)).toString(), exchange: 3 },
    ]);
    expect(done.complete).toMatchObject({ exchange: 4, status: 200, whole: true, all: false });
    expect(done.complete?.parts).toEqual([
      { number: 1, etag: md5Hex(A) },
      { number: 2, etag: md5Hex(B) },
    ]);
  });

  it('is not undone by a second Complete that finds nothing', () => {
    const again = upload(
      initiate(),
      part(1, A),
      complete(named([[1, A]])),
      complete(named([[1, A]]), { code: 'NoSuchUpload', status: 404 }),
      abort(404),
    );
    expect(again).toMatchObject({ outcome: 'completed', exchange: 3, issues: [] });
  });

  it('shows a checksum that is not the one of its parts', () => {
    const odd = upload(
      initiate(),
      part(1, A),
      part(2, B),
      complete(
        named([
          [1, A],
          [2, B],
        ]),
        { crc: crc64(toBytes(B + A)) },
      ),
    );
    expect(odd.crc64?.result).toBe('differs');
    expect(kinds(odd)).toEqual([['crc-differs', []]]);
  });

  it('combines what was listed and copied, and does not where a size is unknown', () => {
    const listed = upload(
      listParts([[1, A]]),
      part(2, B),
      complete(
        named([
          [1, A],
          [2, B],
        ]),
        { crc: crc64(toBytes(A + B)) },
      ),
    );
    expect(listed.crc64?.result).toBe('matches');
    const copied = upload(
      initiate(),
      copyPart(1, md5Hex(A), 'bytes=0-999'),
      copyPart(2, md5Hex(B), null),
      complete(
        named([
          [1, A],
          [2, B],
        ]),
        { crc: 1n },
      ),
    );
    expect(copied.parts).toMatchObject([
      { number: 1, bytes: 1000, sizeKnown: true, copied: true, etag: md5Hex(A) },
      { number: 2, bytes: 0, sizeKnown: false, copied: true, etag: md5Hex(B) },
    ]);
    expect(copied.crc64).toEqual({ claimed: '1', combined: null, result: 'unknown' });
    expect(copied.issues).toEqual([]);
  });

  it('takes all parts in the order of their numbers where it is asked for all', () => {
    const all = upload(
      initiate(),
      part(2, B),
      part(1, A),
      complete('', { crc: crc64(toBytes(A + B)) }, [['x-oss-complete-all', 'yes']]),
    );
    expect(all).toMatchObject({ outcome: 'completed', issues: [], crc64: { result: 'matches' } });
    expect(all.complete).toMatchObject({ all: true, parts: null });
  });

  it('says of an object that was made of all parts that its checksum differs only where none can be unseen', () => {
    const all = (parts: number | null): Step =>
      complete('', { crc: crc64(toBytes(B + A)), ...(parts === null ? {} : { parts }) }, [
        ['x-oss-complete-all', 'yes'],
      ]);
    expect(upload(initiate(), part(1, A), part(2, B), all(2))).toMatchObject({
      crc64: { result: 'differs' },
      issues: [{ kind: 'crc-differs' }],
    });
    const unknown = { claimed: crc64(toBytes(B + A)).toString(), combined: null, result: 'unknown' };
    for (const steps of [
      [part(2, A), all(2)],
      [initiate(), part(1, B), all(2)],
      [initiate(), part(1, B), part(2, A, 'lost'), all(2)],
      [initiate(), part(1, A), part(2, A), part(1, B, 'lost'), all(2)],
      [initiate(), part(1, A), part(2, B), all(null)],
    ]) {
      expect(upload(...steps)).toMatchObject({ outcome: 'completed', crc64: unknown, issues: [] });
    }
  });
});

describe('what a Complete names', () => {
  it.each([
    [
      'a part that was not uploaded',
      named([
        [1, A],
        [2, B],
        [3, C],
      ]),
      [['parts-missing', [3]]],
    ],
    [
      'another ETag',
      named([
        [1, A],
        [2, C],
      ]),
      [['etag-differs', [2]]],
    ],
    [
      'numbers that do not ascend',
      named([
        [2, B],
        [1, A],
      ]),
      [['order', [1]]],
    ],
    [
      'one part twice',
      named([
        [1, A],
        [1, A],
        [2, B],
      ]),
      [['duplicate', [1]]],
    ],
    ['too few parts', named([[1, A]]), [['left-out', [2]]]],
    [
      'nothing',
      named([]),
      [
        ['left-out', [1, 2]],
        ['empty-list', []],
      ],
    ],
    ['no list at all', 'nonsense', [['no-list', []]]],
  ])('%s', (_, body, expected) => {
    const refused = upload(initiate(), part(1, A), part(2, B), complete(body, { code: 'InvalidPart' }));
    expect(kinds(refused)).toEqual(expected);
    expect(refused).toMatchObject({
      outcome: 'failed',
      exchange: 4,
      leftoverParts: [1, 2],
      leftoverBytes: 3000,
    });
  });

  it('several things at once', () => {
    const refused = upload(
      initiate(),
      part(1, A),
      part(2, B),
      part(3, C, 403),
      complete(
        named([
          [3, C],
          [2, A],
        ]),
        { code: 'InvalidPartOrder' },
      ),
    );
    expect(kinds(refused)).toEqual([
      ['parts-missing', [3]],
      ['order', [2]],
      ['etag-differs', [2]],
      ['left-out', [1]],
    ]);
  });

  it('small parts, where the answer is about them; the last one may be small', () => {
    const refused = upload(
      initiate(),
      part(1, A),
      part(2, 'x'.repeat(102_400)),
      part(3, C),
      complete(
        named([
          [1, A],
          [2, 'x'.repeat(102_400)],
          [3, C],
        ]),
        { code: 'EntityTooSmall' },
      ),
    );
    expect(kinds(refused)).toEqual([['too-small', [1]]]);
  });

  it('parts from before the capture', () => {
    const refused = upload(complete(named([[1, A]]), { code: 'SignatureDoesNotMatch', status: 403 }));
    expect(refused).toMatchObject({
      initiated: false,
      outcome: 'failed',
      leftoverParts: [],
      leftoverBytes: 0,
    });
    expect(kinds(refused)).toEqual([['parts-unseen', [1]]]);
  });

  it('a list that is cut says nothing of what it leaves out', () => {
    const cut = upload(initiate(), part(1, A), part(2, B), cutComplete(named([[1, A]])));
    expect(kinds(cut)).toEqual([['list-cut', []]]);
    expect(cut.complete).toMatchObject({ whole: false, parts: [{ number: 1 }] });
  });

  it('white space in an element is none of its text, and a part without a number is none', () => {
    const list = named([[1, A]])
      .replace('<ETag>', '<ETag>\n  ')
      .replace('</ETag>', ' </ETag>')
      .replace('<Part>', '<Part><ETag>"x"</ETag></Part><Part >');
    expect(upload(initiate(), part(1, A), complete(list))).toMatchObject({ issues: [] });
  });

  it('the ETag in other letters or without quotes is the same', () => {
    const list = named([[1, A]])
      .toLowerCase()
      .replaceAll('"', '');
    const body = list
      .replaceAll('completemultipartupload', 'CompleteMultipartUpload')
      .replaceAll('partnumber', 'PartNumber')
      .replaceAll('<part>', '<Part>')
      .replaceAll('</part>', '</Part>')
      .replaceAll('etag', 'ETag');
    expect(upload(initiate(), part(1, A), complete(body)).issues).toEqual([]);
  });
});

describe('an error in an answer of 200', () => {
  it('is a Complete that failed', () => {
    const failed = upload(
      initiate(),
      part(1, A),
      complete(named([[1, A]]), { code: 'InternalError', status: 200 }),
    );
    expect(failed).toMatchObject({ outcome: 'failed', exchange: 3, leftoverParts: [1], leftoverBytes: 1000 });
    expect(failed.complete).toMatchObject({ status: 200, error: 'InternalError' });
    expect(kinds(failed)).toEqual([['complete-error-inside', []]]);
  });

  it('is a part that was not copied', () => {
    const copied = upload(
      initiate(),
      copyPart(1, md5Hex(A), 'bytes=0-999', 'InternalError'),
      complete(named([[1, A]]), { code: 'InvalidPart' }),
    );
    expect(copied).toMatchObject({ leftoverParts: [], parts: [{ number: 1, stored: false, etag: null }] });
    expect(kinds(copied)).toEqual([['parts-missing', [1]]]);
  });

  it('may be in an answer to a Complete that the capture has not whole', () => {
    const list = named([[1, A]]);
    const maybe = upload(initiate(), part(1, A), cutAnswer(complete(list)));
    expect(maybe).toMatchObject({ outcome: 'completed', leftoverParts: [] });
    expect(kinds(maybe)).toEqual([['complete-answer-cut', []]]);
    expect(upload(initiate(), part(1, A), cutAnswer(complete(list), 60)).issues).toEqual([]);
    const cut = cutAnswer(complete(list));
    expect(upload(initiate(), part(1, A), cut, abort())).toMatchObject({ outcome: 'aborted', issues: [] });
    expect(upload(initiate(), part(1, A), cut, complete(list))).toMatchObject({ exchange: 4, issues: [] });
    expect(kinds(upload(initiate(), part(1, A), cut, abort(404)))).toEqual([['complete-answer-cut', []]]);
    const sum = crc64(toBytes(A));
    expect(upload(initiate(), part(1, A), cutAnswer(complete(list, { crc: sum }))).issues).toEqual([]);
  });

  it('leaves the object where only the callback failed', () => {
    const called = upload(
      initiate(),
      part(1, A),
      complete(named([[1, A]]), { code: 'CallbackFailed', status: 203 }),
    );
    expect(called).toMatchObject({ outcome: 'completed', exchange: 3, leftoverParts: [] });
    expect(kinds(called)).toEqual([['callback-failed', []]]);
  });
});

describe('an upload that ends otherwise', () => {
  it('aborted', () => {
    expect(upload(initiate(), part(1, A), abort())).toMatchObject({
      outcome: 'aborted',
      exchange: 3,
      leftoverBytes: 0,
    });
  });

  it('refused, then aborted; refused, then completed', () => {
    const refused = [
      initiate(),
      part(1, A),
      complete(named([[1, A]]), { code: 'AccessDenied', status: 403 }),
    ];
    expect(upload(...refused, abort())).toMatchObject({ outcome: 'aborted', exchange: 4, leftoverParts: [] });
    expect(upload(...refused, complete(named([[1, A]])))).toMatchObject({
      outcome: 'completed',
      exchange: 4,
    });
  });

  it('not ended: what is stored stays', () => {
    const left = upload(initiate(), part(1, A), part(2, B, 403), part(3, C, 'lost'));
    expect(left).toMatchObject({
      outcome: 'abandoned',
      exchange: null,
      leftoverParts: [1],
      leftoverBytes: 1000,
    });
    expect(left.parts.map(({ status, stored }) => [status, stored])).toEqual([
      [200, true],
      [403, false],
      [null, false],
    ]);
  });

  it('aborted while a part was under way, which may stay until the next Abort', () => {
    const late = [initiate(), part(1, A), abort(), part(2, B)];
    expect(upload(...late)).toMatchObject({
      outcome: 'aborted',
      issues: [{ kind: 'stored-after-abort', parts: [2], exchange: 3 }],
    });
    expect(upload(...late, abort()).issues).toEqual([]);
    expect(upload(...late, abort(404)).issues).toEqual([]);
    expect(upload(initiate(), part(1, A), abort(), part(2, B, 404)).issues).toEqual([]);
  });

  it('with an abort that is refused', () => {
    const left = upload(initiate(), part(1, A), abort(403));
    expect(left).toMatchObject({ outcome: 'abandoned', leftoverParts: [1] });
    expect(kinds(left)).toEqual([['abort-refused', []]]);
  });

  it('with an Abort whose answer is missing', () => {
    const tried = [initiate(), part(1, A), abort('lost')];
    const open = upload(...tried);
    expect(open).toMatchObject({ outcome: 'abandoned', leftoverParts: [1] });
    expect(open.issues).toEqual([{ kind: 'abort-unanswered', parts: [], exchange: 3 }]);
    expect(upload(...tried, abort()).issues).toEqual([]);
    expect(kinds(upload(...tried, abort(404)))).toEqual([['no-such-upload', []]]);
    expect(upload(...tried, part(2, B)).issues).toEqual([]);
    expect(upload(...tried, listParts([[1, A]])).issues).toEqual([]);
  });

  it.each([
    ['ListParts', listParts([], 404), 'abandoned'],
    ['Complete', complete(named([[1, A]]), { code: 'NoSuchUpload', status: 404 }), 'failed'],
    ['Abort', abort(404), 'abandoned'],
    ['UploadPart', part(2, B, 404), 'abandoned'],
  ])('unknown to the service, as %s is told: nothing stays', (_, last, outcome) => {
    const gone = upload(initiate(), part(1, A), last);
    expect(gone).toMatchObject({ outcome, leftoverParts: [], leftoverBytes: 0 });
    expect(kinds(gone)).toContainEqual(['no-such-upload', []]);
  });

  it.each([
    ['NoSuchUpload', 404],
    ['AccessDenied', 403],
    ['', 503],
  ])('aborted, and completed only then: %s keeps nothing, and the Abort is told as why', (code, status) => {
    const late = upload(initiate(), part(1, A), abort(), complete(named([[1, A]]), { code, status }));
    expect(late).toMatchObject({ outcome: 'failed', exchange: 4, leftoverParts: [] });
    expect(late.issues).toContainEqual({ kind: 'aborted-before', parts: [], exchange: 3 });
    expect(kinds(upload(initiate(), part(1, A), abort(), abort(404)))).toEqual([]);
  });

  it('with a Complete that may have been done although its answer is missing or an error of the server', () => {
    const list = named([[1, A]]);
    const again = complete(list, { code: 'NoSuchUpload', status: 404 });
    const maybe = { kind: 'maybe-completed', parts: [], exchange: 3 };
    const first = [
      complete(list, { lost: true }),
      complete(list, { code: '', status: 502 }),
      complete(list, { code: 'InternalError', status: 500 }),
    ];
    for (const tried of first) {
      expect(upload(initiate(), part(1, A), tried, again).issues).toContainEqual(maybe);
      expect(upload(initiate(), part(1, A), tried, abort(404)).issues).toContainEqual(maybe);
      // that there is no answer is reported by itself
      const told = tried === first[0] ? ['complete-unanswered', []] : ['maybe-completed', []];
      const open = upload(initiate(), part(1, A), tried);
      expect(kinds(open)).toEqual([told]);
      expect(mayBeComplete(open)).toBe(true);
      // what came between shows that the upload was there
      expect(kinds(upload(initiate(), part(1, A), tried, part(2, B), again))).not.toContainEqual([
        'maybe-completed',
        [],
      ]);
      expect(kinds(upload(initiate(), part(1, A), tried, listUploads([[ID, 'k']])))).not.toContainEqual([
        'maybe-completed',
        [],
      ]);
      expect(kinds(upload(initiate(), part(1, A), tried, abort(), again))).not.toContainEqual([
        'maybe-completed',
        [],
      ]);
    }
    const listed = [complete(list, { lost: true }), listParts([[1, A]]), again];
    expect(kinds(upload(initiate(), part(1, A), ...listed))).not.toContainEqual(['maybe-completed', []]);
    const throttled = complete(list, { code: 'QpsLimitExceeded', status: 503 });
    expect(kinds(upload(initiate(), part(1, A), throttled, again))).toEqual([['no-such-upload', []]]);
  });

  it('with a Complete without an answer, of which the end of its connection tells after the next one', () => {
    const tracker = new MultipartTracker('a.pcap', new OpenUploads());
    const list = named([[1, A]]);
    const told = [
      [initiate(), 1],
      [part(1, A), 2],
      [complete(list, { code: 'NoSuchUpload', status: 404 }), 4],
      [complete(list, { lost: true }), 3],
    ] as const;
    for (const [made, index] of told) tracker.add(made(index), index, []);
    const [late] = tracker.end();
    expect(late).toMatchObject({ outcome: 'failed', exchange: 4, complete: { exchange: 4, status: 404 } });
    expect(late?.issues).toContainEqual({ kind: 'maybe-completed', parts: [], exchange: 3 });
  });

  it.each([
    ['a list of parts', listParts([[2, B]])],
    ['a list of uploads', listUploads([[ID, 'k']])],
    ['another Initiate', initiate()],
  ])('not ended by %s whose answer is missing', (_, last) => {
    expect(upload(initiate(), part(1, A), unanswered(last))).toMatchObject({
      outcome: 'abandoned',
      parts: [{ number: 1 }],
      leftoverParts: [1],
      issues: [],
    });
  });

  it.each(['stale-connection', 'request-abandoned'] as const)(
    'with a Complete or an Abort that did not get to the service (%s)',
    (kind) => {
      const lost = complete(named([[1, A]]), { lost: true });
      for (const tried of [endedBy(kind, lost), endedBy(kind, abort('lost'))]) {
        const open = upload(initiate(), part(1, A), tried);
        expect(open).toMatchObject({ outcome: 'abandoned', leftoverParts: [1], issues: [] });
        expect(mayBeComplete(open)).toBe(false);
      }
    },
  );

  it('with a Complete that did not get to the service after one that was refused, of which the upload tells', () => {
    const list = named([
      [1, A],
      [2, B],
    ]);
    const refused = [initiate(), part(1, A), complete(list, { code: 'InvalidPart' })];
    const cut = endedBy('request-abandoned', complete(named([[1, A]]), { lost: true }));
    const told = upload(...refused, cut);
    expect(told).toMatchObject({
      outcome: 'failed',
      exchange: 3,
      complete: { exchange: 3, error: 'InvalidPart' },
    });
    expect(kinds(told)).toEqual([['parts-missing', [2]]]);
    expect(upload(initiate(), cut)).toMatchObject({ complete: { exchange: 2, status: null } });
  });

  it('with a Complete whose answer is missing', () => {
    const open = upload(initiate(), part(1, A), complete(named([[1, A]]), { lost: true }));
    expect(open).toMatchObject({ outcome: 'abandoned', exchange: null, leftoverParts: [1] });
    expect(kinds(open)).toEqual([['complete-unanswered', []]]);
  });
});

describe('what a connection with missing packets tells only later', () => {
  /** The upload after exchanges at those seconds, reported in that order. */
  function toldLate(...told: readonly (readonly [seconds: number, made: Step])[]): MultipartUpload {
    const tracker = new MultipartTracker('a.pcap', new OpenUploads());
    for (const [seconds, made] of told) tracker.add(made(seconds), seconds, []);
    const [only] = tracker.end();
    if (only === undefined) throw new Error('no upload');
    return only;
  }

  it('a part that was stored before the Abort does not stay', () => {
    const aborted = toldLate([1, initiate()], [2, part(1, A)], [4, abort()], [3, part(2, B)]);
    expect(aborted).toMatchObject({ outcome: 'aborted', leftoverParts: [], issues: [] });
    expect(kinds(toldLate([1, initiate()], [4, abort()], [3, part(1, A)], [5, part(2, B)]))).toEqual([
      ['stored-after-abort', [2]],
    ]);
  });

  it('a part that was stored before the Complete is held against it', () => {
    const refused = complete(named([[1, A]]), { code: 'SignatureDoesNotMatch', status: 403 });
    expect(toldLate([1, initiate()], [3, refused], [2, part(1, A)])).toMatchObject({
      outcome: 'failed',
      leftoverParts: [1],
      issues: [],
    });
    expect(kinds(toldLate([1, initiate()], [3, refused], [2, part(2, B)], [4, part(1, A)]))).toEqual([
      ['parts-missing', [1]],
      ['left-out', [2]],
    ]);
    const done = complete(
      named([
        [1, A],
        [2, B],
      ]),
      { crc: crc64(toBytes(A + B)) },
    );
    expect(toldLate([1, initiate()], [2, part(1, A)], [4, done], [3, part(2, B)])).toMatchObject({
      outcome: 'completed',
      crc64: { result: 'matches' },
      issues: [],
    });
  });

  it('a part that was stored before a Complete without an answer is held against that, too', () => {
    const lost = complete(named([[1, A]]), { lost: true });
    const stored = toldLate([1, initiate()], [3, lost], [2, part(1, A)]);
    expect(stored).toMatchObject({ complete: { exchange: 3, status: null }, leftoverParts: [1] });
    expect(kinds(stored)).toEqual([['complete-unanswered', []]]);
  });

  it.each([A, B])(
    'a part that was stored before the Complete, and once more after it, is held against it',
    (again) => {
      const refused = complete(named([[1, A]]), { code: 'SignatureDoesNotMatch', status: 403 });
      const twice = toldLate([1, initiate()], [3, refused], [2, part(1, A)], [4, part(1, again)]);
      expect(twice).toMatchObject({
        leftoverBytes: again.length,
        parts: [{ exchange: 4, retries: 1 }],
        issues: [],
      });
    },
  );

  it('a part that was stored after a Complete without an answer is none that it left out', () => {
    const lost = complete(named([[1, A]]), { lost: true });
    const later = toldLate([1, initiate()], [2, part(1, A)], [4, part(2, B)], [3, lost]);
    expect(kinds(later)).toEqual([['complete-unanswered', []]]);
  });

  it('a part without an answer that was sent before the Complete may have been stored', () => {
    const list = named([[1, A]]);
    const refused = complete(list, { code: 'SignatureDoesNotMatch', status: 403 });
    expect(kinds(toldLate([1, initiate()], [3, refused], [2, part(1, A, 'lost')]))).toEqual([
      ['parts-unanswered', [1]],
    ]);
    expect(kinds(toldLate([1, initiate()], [2, refused], [3, part(1, A, 'lost')]))).toEqual([
      ['parts-missing', [1]],
      ['answers-unseen', [1]],
    ]);
    expect(toldLate([1, initiate()], [3, complete(list)], [2, part(1, A, 'lost')])).toMatchObject({
      outcome: 'completed',
      parts: [{ stored: true }],
      issues: [],
    });
  });

  it('of two tries of a part the later one is kept', () => {
    const list = complete(named([[1, B]]), { code: 'SignatureDoesNotMatch', status: 403 });
    const twice = toldLate([1, initiate()], [3, part(1, B)], [2, part(1, A)], [4, list]);
    expect(twice).toMatchObject({ parts: [{ exchange: 3, retries: 1 }], issues: [] });
  });

  /** The upload after exchanges at those seconds, reported and numbered in that order. */
  function numberedLate(...told: readonly (readonly [seconds: number, made: Step])[]): MultipartUpload {
    const tracker = new MultipartTracker('a.pcap', new OpenUploads());
    for (const [at, [seconds, made]] of told.entries()) tracker.add(made(seconds), at + 1, []);
    const [only] = tracker.end();
    if (only === undefined) throw new Error('no upload');
    return only;
  }

  it('an Abort or a Complete without an answer is after what was asked for before it, whatever the numbers say', () => {
    const lost = complete(named([[1, A]]), { lost: true });
    expect(kinds(numberedLate([1, initiate()], [5, abort('lost')], [3, part(1, A)]))).toEqual([
      ['abort-unanswered', []],
    ]);
    const listed = [2, listParts([[1, A]])] as const;
    const gone = [6, abort(404)] as const;
    expect(kinds(numberedLate([1, initiate()], [5, lost], listed, gone))).toContainEqual([
      'maybe-completed',
      [],
    ]);
  });

  it('an Abort or a Complete without an answer is before what was asked for after it, whenever it is told', () => {
    const lost = complete(named([[1, A]]), { lost: true });
    const stored = [
      [1, initiate()],
      [5, part(1, A)],
    ] as const;
    expect(kinds(numberedLate(...stored, [3, abort('lost')]))).toEqual([]);
    expect(kinds(numberedLate(...stored, [3, lost], [6, abort(404)]))).not.toContainEqual([
      'maybe-completed',
      [],
    ]);
  });

  it('a part that was sent again without an answer may be the one that is named, whatever the numbers say', () => {
    const refused = complete(named([[1, B]]), { code: 'AccessDenied', status: 403 });
    const told = numberedLate([1, initiate()], [4, refused], [3, part(1, B, 'lost')], [2, part(1, A)]);
    expect(kinds(told)).toEqual([['parts-unanswered', [1]]]);
  });

  it('a part that was stored before the Complete is left out by it, whatever the numbers say', () => {
    const refused = complete(named([[1, A]]), { code: 'AccessDenied', status: 403 });
    const told = numberedLate([1, initiate()], [2, part(1, A)], [4, refused], [3, part(2, B)]);
    expect(kinds(told)).toEqual([['left-out', [2]]]);
  });

  it('of two Completes that were refused the later one is told', () => {
    const first = complete(named([[2, A]]), { code: 'InvalidPart' });
    const second = complete(named([[1, A]]), { code: 'AccessDenied', status: 403 });
    const told = numberedLate([1, initiate()], [2, part(1, A)], [4, second], [3, first]);
    expect(told).toMatchObject({ outcome: 'failed', exchange: 3, complete: { exchange: 3 }, issues: [] });
  });

  it('a Complete that was refused before the Abort did not come too late', () => {
    const refused = complete(named([[1, A]]), { code: 'SignatureDoesNotMatch', status: 403 });
    const aborted = toldLate([1, initiate()], [2, part(1, A)], [4, abort()], [3, refused]);
    expect(aborted).toMatchObject({ outcome: 'aborted', exchange: 4, issues: [] });
  });
});

describe('a part without an answer', () => {
  it('may stay while the upload is not over', () => {
    const open = upload(initiate(), part(1, A), part(2, B, 'lost'));
    expect(open).toMatchObject({ outcome: 'abandoned', leftoverParts: [1] });
    expect(open.issues).toEqual([{ kind: 'answers-unseen', parts: [2], exchange: 3 }]);
    expect(cleanUpOf(upload(initiate(), part(1, A, 'lost')))).not.toBeNull();
    expect(kinds(upload(initiate(), part(1, A, 'lost'), part(1, A, 403)))).toEqual([['answers-unseen', [1]]]);
  });

  it.each([
    ['was sent again', [part(1, A)]],
    ['was stored before', []],
    ['is listed', [listParts([[1, A]])]],
    ['is of an upload that was aborted', [abort()]],
    ['is of an upload that is gone', [abort(404)]],
  ])('is not told where it %s', (name, then) => {
    const first = name.endsWith('before') ? [part(1, A)] : [];
    const told = upload(initiate(), ...first, part(1, A, 'lost'), ...then);
    expect(kinds(told)).not.toContainEqual(['answers-unseen', [1]]);
  });

  it('is told once where the refused Complete names it', () => {
    const refused = complete(named([[2, B]]), { code: 'SignatureDoesNotMatch', status: 403 });
    expect(kinds(upload(initiate(), part(1, A, 'lost'), part(2, B, 'lost'), refused))).toEqual([
      ['parts-unanswered', [2]],
      ['answers-unseen', [1]],
    ]);
  });

  it.each([
    'request-abandoned',
    'reset-during-request',
    'closed-during-request',
    'stale-connection',
  ] as const)('was not stored where its request was cut, or came to a closed connection (%s)', (kind) => {
    const cut = endedBy(kind, part(2, B, 'lost'));
    expect(upload(initiate(), part(1, A), cut)).toMatchObject({
      parts: [{ number: 1 }, { number: 2, stored: false }],
      leftoverParts: [1],
      issues: [],
    });
  });
});

describe('a request that names another object', () => {
  it.each([
    ['the Complete', complete(named([[1, A]]), { code: 'NoSuchUpload', status: 404 }), 'failed', []],
    ['ListParts', listParts([], 404), 'abandoned', []],
    ['an Abort', abort(404), 'abandoned', [['abort-refused', []]]],
    ['a part', part(2, B, 404), 'abandoned', []],
  ] as const)('does not show that the upload is gone: %s', (_, made, outcome, besides) => {
    for (const other of [ofObject(made, 'k%2520'), ofObject(made, 'k', 'c')]) {
      const kept = upload(initiate(), part(1, A), other);
      expect(kept).toMatchObject({ key: 'k', outcome, leftoverParts: [1] });
      expect(kinds(kept)).toEqual([['other-object', []], ...besides]);
      expect(kinds(upload(initiate(), part(1, A), other, abort()))).not.toContainEqual([
        'no-such-upload',
        [],
      ]);
    }
  });

  it.each(['x', 'k'])('in another bucket (%s) says nothing of the one that is told and freed', (key) => {
    const told = upload(ofObject(part(1, A, 404), key, 'c'), part(1, A), abort(404));
    expect(told).toMatchObject({ bucket: 'b', key: 'k', leftoverParts: [] });
    expect(kinds(told)).toEqual([
      ['other-object', []],
      ['no-such-upload', []],
    ]);
  });

  it.each(['InvalidPart', 'EntityTooSmall'])(
    'is known as such by a Complete whose parts are looked at (%s)',
    (code) => {
      const list = named([[1, A]]);
      const elsewhere = ofObject(complete(list, { code: 'NoSuchUpload', status: 404 }), 'x');
      const told = upload(elsewhere, complete(list, { code }));
      expect(told).toMatchObject({ key: 'k', outcome: 'failed', exchange: 2 });
      expect(kinds(told)).toEqual([
        ['parts-unseen', [1]],
        ['other-object', []],
      ]);
    },
  );

  it('says nothing of one that is completed or aborted', () => {
    for (const end of [complete(named([[1, A]])), abort()]) {
      const told = upload(initiate(), part(1, A), end, ofObject(listParts([], 404), 'x'));
      expect(kinds(told)).toEqual([]);
    }
  });

  it('is known as such where it comes first', () => {
    const refused = ofObject(part(1, A, 404), 'x', 'c');
    expect(upload(refused, part(1, A))).toMatchObject({
      bucket: 'b',
      key: 'k',
      leftoverParts: [1],
      issues: [{ kind: 'other-object', exchange: 1 }],
    });
  });
});

describe('parts that are sent again', () => {
  it('counts tries; a try that fails leaves what is stored', () => {
    const tried = upload(initiate(), part(1, A, 403), part(1, A), part(1, B, 403));
    expect(tried.parts).toMatchObject([
      { number: 1, bytes: 1000, status: 200, exchange: 3, retries: 2, stored: true },
    ]);
  });

  it('keeps the last one that was stored', () => {
    const tried = upload(initiate(), part(1, A), part(1, B));
    expect(tried.parts).toMatchObject([{ etag: md5Hex(B), bytes: 2000, exchange: 3, retries: 1 }]);
    expect(tried.leftoverBytes).toBe(2000);
  });

  it('takes in what ListParts shows', () => {
    const listed = upload(
      part(2, B),
      listParts([
        [1, A],
        [2, B],
      ]),
    );
    expect(listed.parts).toMatchObject([
      { number: 1, bytes: 1000, etag: md5Hex(A), status: null, listed: true, stored: true, exchange: 2 },
      { number: 2, bytes: 2000, listed: false, status: 200, exchange: 1 },
    ]);
    expect(listed.leftoverBytes).toBe(3000);
  });

  it('leaves what was seen as it was, and adds the size of what was copied', () => {
    const listed = upload(
      initiate(),
      copyPart(1, md5Hex(A), null),
      part(2, B),
      listParts([
        [1, A],
        [2, B],
      ]),
    );
    expect(listed.parts).toMatchObject([
      { number: 1, bytes: 1000, sizeKnown: true, copied: true, exchange: 2 },
      { number: 2, bytes: 2000, listed: false, exchange: 3 },
    ]);
  });

  it('takes a list without sizes for no more than it says', () => {
    const listed = upload(initiate(), copyPart(1, md5Hex(A), 'bytes=0-999'), listPartsBriefly(1, 2));
    expect(listed.parts).toMatchObject([
      { number: 1, bytes: 1000, sizeKnown: true, etag: md5Hex(A), copied: true },
      { number: 2, bytes: 0, sizeKnown: false, etag: null, listed: true, stored: true },
    ]);
    expect(upload(initiate(), part(1, A, 'lost'), listPartsBriefly(1)).parts).toMatchObject([
      { number: 1, bytes: 1000, sizeKnown: true, stored: true, exchange: 2 },
    ]);
  });

  it('counts no try that a list shows alone', () => {
    expect(upload(listParts([[1, A]]), part(1, A)).parts).toMatchObject([{ retries: 0, listed: false }]);
    expect(upload(part(1, A), part(1, A, 403), listParts([[1, B]])).parts).toMatchObject([{ retries: 1 }]);
  });

  it('a part that is redirected is not stored', () => {
    expect(upload(initiate(), part(1, A, 307)).parts).toMatchObject([{ status: 307, stored: false }]);
  });

  it('passes over a part number that is none', () => {
    expect(
      upload(initiate(), part(0, A), part(10_001, A), part(10_000, A)).parts.map((one) => one.number),
    ).toEqual([10_000]);
  });
});

describe('what a Complete that was done tells of its parts', () => {
  it('a part whose answer is missing was stored', () => {
    const done = upload(
      initiate(),
      part(1, A, 'lost'),
      part(2, B),
      complete(
        named([
          [1, A],
          [2, B],
        ]),
      ),
    );
    expect(done).toMatchObject({ outcome: 'completed', issues: [] });
    expect(done.parts).toMatchObject([{ stored: true, etag: md5Hex(A), status: null }, { stored: true }]);
  });

  it('a part that is not there at all was uploaded elsewhere', () => {
    const done = upload(
      initiate(),
      part(2, B),
      complete(
        named([
          [1, A],
          [2, B],
        ]),
      ),
    );
    expect(kinds(done)).toEqual([['parts-unseen', [1]]]);
  });

  it('of two with one number it was the one that is named, whichever was answered last', () => {
    const done = upload(
      initiate(),
      part(1, B),
      part(1, A),
      complete(named([[1, B]]), { crc: crc64(toBytes(B)) }),
    );
    expect(done).toMatchObject({ issues: [], crc64: { result: 'matches' } });
    expect(done.parts).toMatchObject([{ etag: md5Hex(B), bytes: 2000, exchange: 2, retries: 1 }]);
  });

  it('of two with one number it is neither where a third is named, and the last one stays', () => {
    const done = upload(initiate(), part(1, B), part(1, A), complete(named([[1, C]])));
    expect(kinds(done)).toEqual([['etag-differs', [1]]]);
    expect(done.parts).toMatchObject([{ etag: md5Hex(A), exchange: 3 }]);
  });

  it('of one that was sent and another that a list shows it was the one that is named', () => {
    const done = upload(initiate(), part(1, A), listParts([[1, B]]), complete(named([[1, A]])));
    expect(kinds(done)).toEqual([]);
    expect(done.parts).toMatchObject([{ etag: md5Hex(A), bytes: 1000, exchange: 2 }]);
  });

  it('of two with one number it is not the one that was refused', () => {
    const done = upload(initiate(), part(1, A), part(1, B, 403), complete(named([[1, B]])));
    expect(kinds(done)).toEqual([['etag-differs', [1]]]);
    expect(done.parts).toMatchObject([{ etag: md5Hex(A), stored: true, retries: 1 }]);
  });

  it('is told where the bytes that were sent do not match their digest', () => {
    const checked = (body: 'request' | 'response', result: 'matches' | 'differs'): BodyCheck => ({
      ...{ body, claim: 'content-md5', claimedBy: 'client', claimed: 'x', actual: 'y' },
      ...{ result, damage: null, unknown: null },
    });
    const tracker = new MultipartTracker('a.pcap', new OpenUploads());
    tracker.add(part(1, A)(0), 1, [checked('request', 'matches')]);
    tracker.add(part(2, B)(1), 2, [checked('request', 'matches'), checked('request', 'differs')]);
    tracker.add(part(3, C)(2), 3, [checked('response', 'differs')]);
    const [told] = tracker.end();
    expect(told?.parts.map(({ body }) => body)).toEqual(['matches', 'differs', null]);
    expect(told?.issues).toContainEqual({ kind: 'part-damaged', parts: [2], exchange: 2 });
  });

  it('its checksum is not held against a part that the capture does not show', () => {
    const done = upload(initiate(), part(1, A), complete(named([[1, B]]), { crc: crc64(toBytes(B)) }));
    expect(done.crc64).toMatchObject({ result: 'unknown', combined: null });
    expect(kinds(done)).toEqual([['etag-differs', [1]]]);
  });

  it('a list shows the part that another client sent since', () => {
    const done = upload(
      initiate(),
      part(1, A),
      listParts([[1, B]]),
      complete(named([[1, B]]), { crc: crc64(toBytes(B)) }),
    );
    expect(done).toMatchObject({ issues: [], crc64: { result: 'matches' } });
    expect(done.parts).toMatchObject([{ etag: md5Hex(B), bytes: 2000, listed: true, stored: true }]);
  });
});

describe('a refused Complete that names a part whose answer is missing', () => {
  it('does not show that it was not uploaded', () => {
    const refused = upload(
      initiate(),
      part(1, A, 'lost'),
      complete(named([[1, A]]), { code: 'AccessDenied', status: 403 }),
    );
    expect(refused).toMatchObject({ outcome: 'failed', leftoverParts: [] });
    expect(kinds(refused)).toEqual([['parts-unanswered', [1]]]);
  });
});

describe('a part that was sent again, and the answer is missing', () => {
  const again = [initiate(), part(1, A), part(1, B, 'lost')];

  it('may be the one that a refused Complete names', () => {
    const refused = complete(named([[1, B]]), { code: 'AccessDenied', status: 403 });
    expect(kinds(upload(...again, refused))).toEqual([['parts-unanswered', [1]]]);
    expect(kinds(upload(initiate(), part(1, B, 'lost'), part(1, A), refused))).toEqual([
      ['etag-differs', [1]],
    ]);
  });

  it('may be why the one that is named is none', () => {
    const invalid = (code: string): Step => complete(named([[1, A]]), { code });
    expect(kinds(upload(...again, invalid('InvalidPart')))).toEqual([['parts-unanswered', [1]]]);
    expect(kinds(upload(...again, invalid('InvalidPartOrder')))).toEqual([]);
    expect(kinds(upload(initiate(), part(1, B, 'lost'), part(1, A), invalid('InvalidPart')))).toEqual([]);
  });

  it('is the one that was stored where the Complete that names it was done', () => {
    expect(upload(...again, complete(named([[1, B]]), { crc: crc64(toBytes(B)) }))).toMatchObject({
      outcome: 'completed',
      parts: [{ etag: md5Hex(B), bytes: 2000, exchange: 3, status: null, stored: true, retries: 1 }],
      crc64: { result: 'unknown' },
      issues: [],
    });
    expect(upload(...again, complete(named([[1, A]])))).toMatchObject({
      parts: [{ etag: md5Hex(A), exchange: 2, status: 200 }],
      issues: [],
    });
  });
});

describe('a part whose request the capture lacks', () => {
  const list = named([
    [1, A],
    [2, B],
  ]);
  const refused = complete(list, { code: 'AccessDenied', status: 403 });

  it.each([
    ['UploadPart', part(2, B)],
    ['UploadPartCopy', copyPart(2, md5Hex(B), null)],
  ])('is not missing where the answer to it gave the ETag that is named (%s)', (_, made) => {
    const unseen = [['parts-unseen', [2]]];
    expect(kinds(upload(initiate(), part(1, A), stray(made), refused))).toEqual(unseen);
    expect(kinds(upload(initiate(), part(1, A), refused, stray(made)))).toEqual(unseen);
    expect(kinds(upload(initiate(), part(1, A), part(2, C), stray(made), refused))).toEqual(unseen);
    const other = [initiate(), part(1, A), stray(part(2, C))];
    expect(kinds(upload(...other, refused))).toEqual([['parts-missing', [2]]]);
    expect(kinds(upload(...other, part(2, A), refused))).toEqual([['etag-differs', [2]]]);
  });

  it('is not missing from a Complete before which it was not there', () => {
    const later = [part(3, C), listParts([[4, C]])];
    const told = upload(initiate(), part(1, A), refused, stray(part(2, B)), ...later);
    expect(told.leftoverParts).toEqual([1, 3, 4]);
    expect(kinds(told)).toEqual([['parts-unseen', [2]]]);
  });
});

describe('several captures of one scan', () => {
  const begin = [initiate(), part(1, A)];
  const end = [
    part(2, B),
    complete(
      named([
        [1, A],
        [2, B],
      ]),
      { crc: crc64(toBytes(A + B)) },
    ),
  ];

  it('are one upload when the second goes on where the first ends', () => {
    const open = new OpenUploads();
    expect(followed(begin, { path: 'a', open })).toMatchObject([
      { outcome: 'abandoned', leftoverParts: [1], began: null },
    ]);
    const [second] = followed(end, { path: 'b', open, start: 60 });
    expect(second).toMatchObject({
      outcome: 'completed',
      exchange: 2,
      began: 'a',
      initiated: true,
      issues: [],
      leftoverParts: [],
      crc64: { result: 'matches' },
    });
    expect(second?.parts.map(({ number, capture, exchange }) => [number, capture, exchange])).toEqual([
      [1, 'a', 2],
      [2, null, 1],
    ]);
  });

  it('tells what was wrong in the first capture of the first alone', () => {
    const open = new OpenUploads();
    const refused = followed([...begin, abort(403)], { path: 'a', open });
    expect(refused[0]?.issues).toHaveLength(1);
    expect(followed(end, { path: 'b', open, start: 60 })).toMatchObject([{ began: 'a', issues: [] }]);
  });

  it('are two places of the same upload when the second has its beginning too', () => {
    const open = new OpenUploads();
    const first = followed([...begin, part(2, B)], { path: 'client', open });
    const second = followed([...begin, part(2, B)], { path: 'server', open });
    expect(second).toEqual(first);
  });

  it('are not joined against the order of time', () => {
    const open = new OpenUploads();
    followed(begin, { path: 'late', open, start: 60 });
    const [second] = followed([part(2, B)], { path: 'early', open });
    expect(second).toMatchObject({ began: null, initiated: false });
    expect(second?.parts).toHaveLength(1);
  });

  it.each([
    ['before', 30, null],
    ['after', 90, 'a'],
  ])('are joined by the last that the first shows, not by what it tells last: %s', (_, start, began) => {
    const open = new OpenUploads();
    // what is never answered is reported at the end of its capture
    followed([...begin, () => part(2, B, 'lost')(0)], { path: 'a', open, start: 60 });
    expect(followed([part(3, C)], { path: 'b', open, start })).toMatchObject([{ began }]);
  });

  it('are one upload also where the first lists it as open before anything was stored', () => {
    const open = new OpenUploads();
    followed([initiate(), listUploads([[ID, 'k']])], { path: 'a', open });
    expect(followed([part(1, A)], { path: 'b', open, start: 60 })).toMatchObject([
      { began: 'a', initiated: true, parts: [{ number: 1 }] },
    ]);
  });

  it('are one upload where the second only lists it as open', () => {
    const refused = complete(named([[1, A]]), { code: 'InvalidPart' });
    const open = new OpenUploads();
    followed([...begin, refused], { path: 'a', open });
    expect(followed([listUploads([[ID, 'k']])], { path: 'b', open, start: 60 })).toMatchObject([
      {
        began: 'a',
        outcome: 'abandoned',
        leftoverParts: [1],
        issues: [{ kind: 'listed-open', parts: [], exchange: 1 }],
      },
    ]);
    expect(followed([part(2, B)], { path: 'c', open, start: 90 })).toMatchObject([
      { began: 'a', issues: [] },
    ]);
  });

  it('are not joined by a list that was asked for before', () => {
    const open = new OpenUploads();
    followed(begin, { path: 'late', open, start: 60 });
    expect(followed([listUploads([[ID, 'k']])], { path: 'early', open })).toMatchObject([{ began: null }]);
  });

  it('tell an upload in the order of its first exchange in the second', () => {
    const open = new OpenUploads();
    followed(begin, { path: 'a', open });
    const tracker = new MultipartTracker('b', open);
    tracker.add(part(1, C, 200, 'OTHER')(60), 2, []);
    tracker.add(part(2, B)(61), 3, []);
    expect(tracker.end().map(({ uploadId }) => uploadId)).toEqual(['OTHER', ID]);
  });

  it.each([
    ['a Complete without an answer', complete(named([[1, A]]), { lost: true })],
    ['a Complete with a server error', complete(named([[1, A]]), { code: 'InternalError', status: 500 })],
    ['an Abort without an answer', abort('lost')],
  ])('leave open whether the upload had ended, after %s in the first', (_, last) => {
    const continued = (...steps: readonly Step[]) => {
      const open = new OpenUploads();
      followed([initiate(), part(1, A), last], { path: 'a.pcap', open });
      return followed(steps, { path: 'b.pcap', open, start: 100 })[0];
    };
    const maybe = { kind: 'maybe-ended-earlier', parts: [], exchange: 1 };
    expect(continued(unanswered(listParts([[1, A]])))).toMatchObject({ leftoverParts: [1], issues: [maybe] });
    expect(continued(part(2, B))).toMatchObject({ leftoverParts: [1, 2], issues: [] });
    const listed = { kind: 'listed-open', parts: [], exchange: 1 };
    expect(continued(listUploads([[ID, 'k']]))).toMatchObject({ leftoverParts: [1], issues: [listed] });
    expect(continued(abort())).toMatchObject({ outcome: 'aborted', issues: [] });
  });

  it('give up what a completed upload left', () => {
    const open = new OpenUploads();
    followed([...begin, complete(named([[1, A]]))], { open });
    const [second] = followed([part(2, B)], { open, start: 60 });
    expect(second).toMatchObject({ began: null, parts: [{ number: 2 }] });
  });
});

describe('limits', () => {
  it('follows so many uploads and counts what is beyond', () => {
    const tracker = new MultipartTracker('a', new OpenUploads());
    for (let at = 0; at < MAX_UPLOADS + 5; at++) tracker.add(part(1, C, 200, `ID${at}`)(0), at + 1, []);
    const told: Notice[] = [];
    tracker.reportLimits((notice) => told.push(notice));
    expect(told).toMatchObject([{ code: 'limit-uploads', args: { limit: MAX_UPLOADS, exchanges: 5 } }]);
    expect(tracker.end()).toHaveLength(MAX_UPLOADS);
  });

  it('of a list of parts beyond the limit nothing is kept', () => {
    const tracker = new MultipartTracker('a', new OpenUploads());
    for (let at = 0; at < MAX_UPLOADS; at++) tracker.add(part(1, C, 200, `ID${at}`)(0), at + 1, []);
    tracker.add(listParts([[1, A]], 404)(0), MAX_UPLOADS + 1, []);
    tracker.add(listParts([[1, A]])(0), MAX_UPLOADS + 2, []);
    expect(tracker.end()).toHaveLength(MAX_UPLOADS);
  });

  it('says of a list of parts that more of it was sent than is kept, and of no other', () => {
    const told = (body: string, sent: number): readonly Notice[] => {
      const tracker = new MultipartTracker('a', new OpenUploads());
      const oss = complete(body)(0);
      const { request } = oss.exchange;
      if (request === null) throw new Error('no request');
      const longer = { ...oss.exchange, request: { ...request, bodyBytes: sent } };
      tracker.add(retold(longer), 1, []);
      const notices: Notice[] = [];
      tracker.reportLimits((notice) => notices.push(notice));
      return notices;
    };
    const list = named([[1, A]]);
    expect(told(list, list.length)).toEqual([]);
    expect(told(list, list.length + 1)).toMatchObject([
      { code: 'limit-part-list', frame: 4, args: { limit: list.length } },
    ]);
  });

  it('tells uploads in the order of their first exchange, whichever was answered first', () => {
    const tracker = new MultipartTracker('a', new OpenUploads());
    for (const [index, id] of [
      [3, 'C'],
      [2, 'B'],
      [5, 'A'],
      [1, 'A'],
    ] as const) {
      tracker.add(part(1, C, 200, id)(0), index, []);
    }
    expect(tracker.end().map(({ uploadId }) => uploadId)).toEqual(['A', 'B', 'C']);
  });

  it('says so of a single one that is beyond', () => {
    const told = (open: OpenUploads, steps: readonly ReturnType<typeof part>[]): readonly Notice[] => {
      const tracker = new MultipartTracker('a', open);
      for (const [at, made] of steps.entries()) tracker.add(made(at), at + 1, []);
      const notices: Notice[] = [];
      tracker.reportLimits((notice) => notices.push(notice));
      return notices;
    };
    const two = [part(1, A), part(2, B, 200, 'OTHER')];
    expect(told(new OpenUploads({ uploads: 2, uploadParts: 2 }), two)).toEqual([]);
    expect(told(new OpenUploads({ uploads: 1, uploadParts: 2 }), two)).toMatchObject([
      { code: 'limit-uploads', args: { limit: 1, exchanges: 1 } },
    ]);
    expect(told(new OpenUploads({ uploads: 2, uploadParts: 1 }), two)).toMatchObject([
      { code: 'limit-upload-parts', args: { limit: 1, parts: 1 } },
    ]);
  });

  it('counts the parts that an upload brings from an earlier capture', () => {
    const open = new OpenUploads({ uploads: 9, uploadParts: 3 });
    followed([initiate(), part(1, A), part(2, B)], { open });
    const [later] = followed([part(3, C), part(4, C)], { path: 'b', open, start: 60 });
    expect(later).toMatchObject({ leftoverParts: [1, 2, 3], partsNotKept: 1 });
  });

  it('ignores what names no upload', () => {
    const tracker = new MultipartTracker('a', new OpenUploads());
    tracker.add(initiate('', 200)(0), 1, []);
    tracker.add(initiate(ID, 403)(0), 2, []);
    tracker.add(part(1, A, 200, '')(0), 3, []);
    expect(tracker.end()).toEqual([]);
  });
});

describe('a list of open uploads', () => {
  const OTHER = 'D'.repeat(32);

  it('tells the time of the last that is known of an upload, also where only a list shows it', () => {
    const start = initiate()(0).exchange.request?.time.seconds ?? Number.NaN;
    const lastOf = (...steps: readonly Step[]): number =>
      (upload(...steps).lastTime?.seconds ?? Number.NaN) - start;
    const list = listUploads([[ID, 'k']]);
    expect(lastOf(initiate(), part(1, A))).toBe(1);
    expect(lastOf(initiate(), part(1, A), list)).toBe(2);
    expect(lastOf(initiate(), list, part(1, A), part(2, B))).toBe(3);
    expect(lastOf(list)).toBe(0);
  });

  it('shows those that began before the capture, and how they are freed', () => {
    const [first, second] = followed([
      listUploads(
        [
          [ID, 'k'],
          [OTHER, 'a/中 b'],
        ],
        { encoded: true },
      ),
    ]);
    expect(first).toMatchObject({
      uploadId: ID,
      bucket: 'b',
      key: 'k',
      initiated: false,
      outcome: 'abandoned',
    });
    expect(first?.issues).toEqual([{ kind: 'listed-open', parts: [], exchange: 1 }]);
    expect(second).toMatchObject({ uploadId: OTHER, key: fromText('a/中 b') });
    expect(first === undefined ? null : cleanUpOf(first)?.request).toBe(`DELETE /k?uploadId=${ID}`);
  });

  it('has keys that hold a percent sign where it is not encoded', () => {
    expect(followed([listUploads([[ID, 'a%20b']])])).toMatchObject([{ key: 'a%20b' }]);
    expect(followed([listUploads([[ID, 'a%20b']], { encoded: true })])).toMatchObject([{ key: 'a%20b' }]);
  });

  it('is no contradiction to what ended after it', () => {
    const ended = upload(initiate(), part(1, A), listUploads([[ID, 'k']]), complete(named([[1, A]])));
    expect(ended).toMatchObject({ outcome: 'completed', issues: [], leftoverParts: [] });
    const aborted = upload(initiate(), part(1, A), listUploads([[ID, 'k']]), abort());
    expect(aborted).toMatchObject({ outcome: 'aborted', issues: [], leftoverParts: [] });
  });

  it('says nothing new of one that is aborted while the list is under way', () => {
    const [only] = followed([
      initiate(),
      part(1, A),
      abort(),
      (seconds) => listUploads([[ID, 'k']])(seconds - 3),
    ]);
    expect(only).toMatchObject({ outcome: 'aborted', issues: [] });
  });

  it('after an Abort shows that parts were kept, until one more Abort', () => {
    const kept = upload(initiate(), part(1, A), abort(), listUploads([[ID, 'k']]));
    expect(kinds(kept)).toEqual([['listed-after-abort', []]]);
    expect(cleanUpOf(kept)).not.toBeNull();
    expect(kinds(upload(initiate(), part(1, A), abort(), listUploads([[ID, 'k']]), abort()))).toEqual([]);
    expect(kinds(upload(initiate(), part(1, A), abort(), listUploads([[ID, 'k']]), abort(404)))).toEqual([]);
  });

  it('of an upload that this capture holds whole adds no parts', () => {
    const begun = upload(initiate(), listUploads([[ID, 'k']]));
    expect(kinds(begun)).toEqual([['listed-open', []]]);
    expect(cleanUpOf(begun)).toBeNull();
  });

  it('that was refused is none', () => {
    expect(followed([listUploads([[ID, 'k']], { status: 403 })])).toEqual([]);
  });

  it('leaves room for uploads whose requests are in the capture', () => {
    const many = Array.from({ length: 1000 }, (_, at) => [`${OTHER}${at}`, 'k'] as const);
    const uploads = followed([listUploads(many), listUploads(many), initiate(), part(1, A)]);
    expect(uploads).toHaveLength(MAX_UPLOADS / 2 + 1);
    expect(uploads.find(({ uploadId }) => uploadId === ID)?.leftoverParts).toEqual([1]);
  });

  it('does not push out what an earlier capture left open', () => {
    const open = new OpenUploads();
    followed([initiate(), part(1, A)], { open });
    for (let n = 0; n < 3; n++) {
      const many = Array.from({ length: 500 }, (_, at) => [`${n}-${at}`, 'k'] as const);
      followed([listUploads(many)], { path: `${n}.pcap`, open, start: 100 + n });
    }
    const [later] = followed([part(2, B)], { path: 'z.pcap', open, start: 200 });
    expect(later).toMatchObject({ began: 'a.pcap', leftoverParts: [1, 2] });
  });
});
