import { expect, it } from 'vitest';
import { KEY_ID, SCOPE, STAMP } from '../../diagnose/reference-signer.ts';
import { HOST, refused } from '../../diagnose/row-cases.ts';
import { diagnosed } from '../../diagnose/scenario.ts';
import { request } from '../../oss/requests.ts';
import { compareStrings } from '../../rooms/report.ts';
import { makeResult } from '../make-result.ts';

function compared(scope: string, ec: string) {
  const authorization = `OSS4-HMAC-SHA256 Credential=${KEY_ID}/${scope},AdditionalHeaders=,Signature=x`;
  const sent = request('GET', '/a', [HOST, ['x-oss-date', STAMP], ['Authorization', authorization]]);
  const { oss } = makeResult();
  return oss === null ? null : compareStrings(diagnosed(sent, refused('InvalidArgument', '', ec)), oss);
}

it('puts no side of the server beside what it refused unseen', () => {
  const comparison = compared(SCOPE, '0002-00000209');
  expect(comparison?.kind).toBe('server-unknown');
  expect(comparison?.rows.filter(({ divergence }) => divergence !== null)).toEqual([]);
});

it('puts the region that the server expects beside the one that it refused', () => {
  const comparison = compared(SCOPE.replace('cn-hangzhou', 'cn-beijing'), '0002-00000228');
  expect(comparison?.kind).toBe('parts');
  expect(comparison?.rows).toContainEqual(
    expect.objectContaining({ client: 'cn-beijing', server: 'cn-hangzhou' }),
  );
});
