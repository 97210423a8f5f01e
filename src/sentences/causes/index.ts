import type { CauseId } from '../../engine/diagnose/cause.ts';
import type { ArgsOf } from '../../engine/diagnose/prose.ts';
import { AUTH_DATA_CAUSES } from './auth-data.ts';
import { CANONICAL_REQUEST_CAUSES } from './canonical-request.ts';
import { DENIAL_CAUSES } from './denial.ts';
import { CHUNK_CAUSES, DIGEST_CAUSES } from './digest.ts';
import { HEADER_CAUSES } from './headers.ts';
import { HOP_CAUSES } from './hop.ts';
import { KEY_CAUSES } from './key.ts';
import { PROCEDURE_CAUSES } from './procedure.ts';
import { QUERY_CAUSES } from './query.ts';
import { RESOURCE_CAUSES } from './resource.ts';
import { SECRET_CAUSES } from './secret.ts';
import { TIME_CAUSES } from './time.ts';
import { TRANSIT_CAUSES } from './transit.ts';

/**
 * Every cause by id. Names beginning with "x-oss-" in comments stand for "x-amz-" too where the request
 * speaks the S3 dialect.
 */
export const CAUSES = {
  ...HOP_CAUSES,
  ...TIME_CAUSES,
  ...KEY_CAUSES,
  ...DIGEST_CAUSES,
  ...AUTH_DATA_CAUSES,
  ...DENIAL_CAUSES,
  ...TRANSIT_CAUSES,
  ...SECRET_CAUSES,
  ...CHUNK_CAUSES,
  ...HEADER_CAUSES,
  ...RESOURCE_CAUSES,
  ...QUERY_CAUSES,
  ...CANONICAL_REQUEST_CAUSES,
  ...PROCEDURE_CAUSES,
} as const;

type Known = { readonly [I in keyof typeof CAUSES]: ArgsOf<(typeof CAUSES)[I]['args']> };

declare module '../../engine/diagnose/cause.ts' {
  interface KnownCauses extends Known {}
}

export const CAUSE_IDS = Object.keys(CAUSES) as readonly CauseId[];
