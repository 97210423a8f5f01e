/*
 * Suspects of a refusal of which neither the request nor the server's string is there: an exception's
 * message, a document of a service that does not show what it signed.
 */

import type { ByteString } from '../../bytes/byte-string.ts';
import type { CauseId } from '../../diagnose/causes/index.ts';
import type { EvidencePoint, ProseArgs, Suspect } from '../../diagnose/model.ts';
import type { OssError, OssExchange } from '../../oss/model.ts';
import { bucketsNamedBy } from '../../oss/server-address.ts';
import { SUSPECTS, type SuspectKind } from './entries.ts';
import type { EvidenceCode } from './evidence.ts';
import type { SuspectField } from './kinds.ts';
import { MOST_SUSPECTS } from './weigh.ts';

interface Draft {
  readonly kind: SuspectKind;
  readonly cause: CauseId;
  readonly field: SuspectField;
  readonly args: ProseArgs;
  /** By how much what is there speaks for it. */
  readonly factor: number;
  readonly sign: EvidenceCode;
}

/** Belief in something else, in the unit of the rates. */
const OTHERWISE = 2;

export function unseenSuspects({ error, address }: OssExchange): readonly Suspect[] {
  if (error === null) return [];
  const found = [...bucketDrafts(error, address.bucket), ...usualDrafts(address.key)];
  const weighed = found.map((draft) => ({ draft, odds: SUSPECTS[draft.kind].rate.header * draft.factor }));
  const total = weighed.reduce((sum, { odds }) => sum + odds, OTHERWISE);
  return weighed
    .sort((a, b) => b.odds - a.odds)
    .slice(0, MOST_SUSPECTS)
    .map(({ draft: { kind, cause, field, args, sign }, odds }) => ({
      kind,
      args,
      cause,
      field,
      weight: Math.round((odds / total) * 1000) / 1000,
      for: [point(sign)],
      against: [],
    }));
}

function point(code: EvidenceCode): EvidencePoint {
  return { code, exchanges: [], args: {} };
}

function bucketDrafts(error: OssError, bucket: ByteString | null): readonly Draft[] {
  const named = bucketsNamedBy(error)[0] ?? bucket ?? '';
  if (!/\/|%2F/i.test(named)) return [];
  const draft: Draft = {
    kind: 'bucket-with-slash',
    cause: 'bucket-signed-other',
    field: 'resource:bucket',
    args: { bucket: named },
    factor: 8,
    sign: 'bucket-has-slash',
  };
  return [draft];
}

function usualDrafts(key: ByteString | null): readonly Draft[] {
  const isOdd = key !== null && /[^A-Za-z0-9\-._/]|\/\/|^\/|\/$/.test(key);
  const ofKey: Draft = {
    kind: 'key-unseen',
    cause: 'key-encoded',
    field: 'resource:key',
    args: {},
    factor: isOdd ? 2 : 0.7,
    sign: 'often-reported',
  };
  return [
    draftOf('type-unseen', 'content-type-added-after-signing', 'content-type'),
    draftOf('bucket-unseen', 'bucket-in-host-and-path', 'resource:bucket'),
    ofKey,
    draftOf('secret-unseen', 'other-secret-or-request', 'secret'),
  ];
}

function draftOf(kind: SuspectKind, cause: CauseId, field: SuspectField): Draft {
  return { kind, cause, field, args: {}, factor: 1, sign: 'often-reported' };
}
