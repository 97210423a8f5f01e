import { expect, it } from 'vitest';
import { fromText } from '../../rooms/bytes.ts';
import { EVIDENCE_DOOR, MASKING_DOOR } from '../../rooms/redact.ts';
import { type ComparedRow, maskedRow } from '../../rooms/report.ts';
import type { Field } from '../../rooms/sign.ts';

function rowOf(field: Field, client: string | null, server: string | null): ComparedRow {
  return { field, client, server, divergence: null };
}

function masked(field: Field, client: string | null, server: string | null): readonly (string | null)[] {
  const row = maskedRow(rowOf(field, client, server), MASKING_DOOR);
  return [row.client, row.server];
}

const SIGNATURE = 'n1Oig7ruALYln2whPJv6LvnYEmo=';

it('shows of a signature its beginning, and of what differs behind that', () => {
  const dots = fromText('…');
  expect(masked('signature', SIGNATURE, `${SIGNATURE.slice(0, -1)}%3D`)).toEqual([
    `n1Oig7ru${dots}=`,
    `n1Oig7ru${dots}%3D`,
  ]);
  expect(masked('signature', SIGNATURE, SIGNATURE.slice(0, 10))).toEqual([
    `n1Oig7ru${dots}Yln2whPJ${dots}`,
    `n1Oig7ru${dots}`,
  ]);
  expect(masked('signature', SIGNATURE, 'GpNkLxM09tPq6zKd1y6wDg3u9oc=')).toEqual([
    `n1Oig7ru${dots}`,
    `GpNkLxM0${dots}`,
  ]);
  expect(masked('signature', null, SIGNATURE)).toEqual([null, `n1Oig7ru${dots}`]);
});

it('cuts no percent-escape of a signature in two', () => {
  const dots = fromText('…');
  expect(masked('signature', 'RLfzHzoZabc%252BUFI', 'RLfzHzoZabc%2BUFI')).toEqual([
    `RLfzHzoZ${dots}%252${dots}`,
    `RLfzHzoZ${dots}%2${dots}`,
  ]);
});

it('masks the ids of keys, in credentials too', () => {
  expect(masked('access-key-id', 'LTAIexampleid0kFr', 'LTAIexampleid0kFs')).toEqual([
    'LTAI****kFr',
    'LTAI****kFs',
  ]);
  const credential = 'canonical-query:x-oss-credential';
  expect(masked(credential, 'LTAIexampleid0kFr%2F20250101', 'LTAIexampleid0kFr%2F20250102')).toEqual([
    'LTAI****kFr%2F20250101',
    'LTAI****kFr%2F20250102',
  ]);
});

it('leaves what the door shows as it is', () => {
  const row = rowOf('signature', SIGNATURE, 'x');
  expect(maskedRow(row, EVIDENCE_DOOR)).toBe(row);
});
