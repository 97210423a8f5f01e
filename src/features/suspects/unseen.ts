/*
 * Suspects of a refusal of which neither the request nor the server's string is there: an exception's
 * message, a document of a service that does not show what it signed.
 */

import type { ByteString } from '../../engine/bytes/byte-string.ts';
import type { ProseArgs, Suspect } from '../../engine/diagnose/model.ts';
import type { OssError, OssExchange } from '../../engine/oss/model.ts';
import { bucketsNamedBy } from '../../engine/oss/server-address.ts';
import type { SuspectKind } from './entries.ts';
import type { EvidenceCode } from './evidence.ts';
import { ROWS } from './kinds.ts';
import { RATES, UNSEEN } from './numbers.ts';
import { MOST_SUSPECTS } from './weigh.ts';

interface Draft {
  readonly kind: SuspectKind;
  readonly args?: ProseArgs;
  /** By how much what is there speaks for it. */
  readonly factor?: number;
  readonly sign?: EvidenceCode;
}

export function unseenSuspects({ error, address }: OssExchange): readonly Suspect[] {
  if (error === null) return [];
  const found = [...bucketDrafts(error, address.bucket), ...usualDrafts(address.key)];
  const weighed = found.map((draft) => ({ ...draft, odds: RATES[draft.kind].header * (draft.factor ?? 1) }));
  const total = weighed.reduce<number>((sum, { odds }) => sum + odds, UNSEEN.otherwise);
  return weighed
    .sort((a, b) => b.odds - a.odds)
    .slice(0, MOST_SUSPECTS)
    .map(({ kind, args = {}, sign: code = 'often-reported', odds }) => ({
      kind,
      args,
      cause: ROWS[kind].cause,
      field: ROWS[kind].field ?? null,
      weight: Math.round((odds / total) * 1000) / 1000,
      for: [{ code, exchanges: [], args: {} }],
      against: [],
    }));
}

function bucketDrafts(error: OssError, address: ByteString | null): readonly Draft[] {
  const bucket = bucketsNamedBy(error)[0] ?? address ?? '';
  if (!/\/|%2F/i.test(bucket)) return [];
  return [{ kind: 'bucket-with-slash', args: { bucket }, factor: UNSEEN.slash, sign: 'bucket-has-slash' }];
}

function usualDrafts(key: ByteString | null): readonly Draft[] {
  const isOdd = key !== null && /[^A-Za-z0-9\-._/]|\/\/|^\/|\/$/.test(key);
  return [
    { kind: 'type-unseen' },
    { kind: 'bucket-unseen' },
    { kind: 'key-unseen', factor: isOdd ? UNSEEN.oddKey : UNSEEN.plainKey },
    { kind: 'secret-unseen' },
  ];
}
