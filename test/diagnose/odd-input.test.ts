import { describe, expect, it } from 'vitest';
import { request } from '../oss/requests.ts';
import { VERDICTS } from '../rooms/diagnose.ts';
import { CAUSE_IDS, NOTE_IDS } from '../rooms/sentences.ts';
import fc from '../support/fast-check.ts';
import { endsInTime } from '../support/patience.ts';
import { hmac, PLAIN, send } from './reference-signer.ts';
import { HOST } from './row-cases.ts';
import { diagnosed, errorAnswer, keyRing, mismatch, noteIds, ossExchange } from './scenario.ts';

describe('odd requests', () => {
  it('of great length end in reasonable time', async () => {
    const query = Array.from({ length: 4000 }, (_, i) => [`x-oss-p${i}`, 'v'.repeat(10)] as const);
    const headers = Array.from({ length: 2000 }, (_, i) => [`x-oss-meta-${i}`, 'w'.repeat(50)] as const);
    const sent = send('v1', { ...PLAIN, query, headers }, hmac('sha1', 'unrelated', 'x').toString('base64'));
    const diagnosis = await endsInTime(() =>
      diagnosed(sent, mismatch(sent, { server: (text) => `${text.slice(0, 500)}\n/b/k` }), keyRing()),
    );
    expect(diagnosis.row).toBe(14);
    const same = await endsInTime(() => diagnosed(sent, mismatch(sent), keyRing()));
    // the error document is too long to be read, so the wire's string stands in for the server's
    expect(same).toMatchObject({ row: 20, verdict: 'undecided', certainty: 'open' });
    expect(noteIds(same)).toContain('search-limit');
  });

  it('of random make never throw, and speak in known words', () => {
    const odd = fc.string({
      unit: fc.constantFrom(...'aA0 %+&=?/;:,\n"<>é\u00ff', 'x-oss-', 'Expires', '2025', 'OSS ', 'policy'),
      maxLength: 20,
    });
    const code = fc.constantFrom(
      'SignatureDoesNotMatch',
      'AccessDenied',
      'RequestTimeTooSkewed',
      'InvalidArgument',
      'InvalidDigest',
      'InvalidAccessKeyId',
      '',
    );
    const authorization = fc.oneof(
      odd,
      odd.map((each) => `OSS ${each}:AAAAAAAAAAAAAAAAAAAAAAAAAAA=`),
      odd.map((each) => `OSS4-HMAC-SHA256 Credential=${each}/1/2/3/4,Signature=${'0'.repeat(64)}`),
    );
    fc.assert(
      fc.property(authorization, odd, odd, odd, code, odd, (auth, path, query, value, error, told) => {
        const sent = request('GET', `/${path}?${query}`, [
          HOST,
          ['Date', value],
          ['x-oss-a', value],
          ['Authorization', auth],
        ]);
        const answer = errorAnswer(403, error, [
          ['Message', told],
          ['StringToSign', told],
          ['SignatureProvided', value],
          ['ServerTime', told],
        ]);
        const id = ossExchange(sent, answer).claim?.accessKeyId ?? '';
        const diagnosis = diagnosed(sent, answer, keyRing(id), undefined, 100);
        expect(VERDICTS).toContain(diagnosis.verdict);
        if (diagnosis.cause !== null) expect(CAUSE_IDS).toContain(diagnosis.cause.id);
        for (const each of diagnosis.notes) expect(NOTE_IDS).toContain(each.id);
        for (const piece of diagnosis.wire?.stringToSign.pieces ?? []) {
          expect(diagnosis.wire?.stringToSign.text.slice(piece.start, piece.end)).toBe(piece.value);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
