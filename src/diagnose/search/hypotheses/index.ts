import type { Hypothesis } from '../hypothesis.ts';
import { CONTENT_MD5_HYPOTHESES } from './content-md5.ts';
import { CONTENT_TYPE_HYPOTHESES } from './content-type.ts';
import { DATE_HYPOTHESES } from './date.ts';
import { HEADER_HYPOTHESES } from './headers.ts';
import { LINE_BREAK_HYPOTHESES } from './line-breaks.ts';
import { METHOD_HYPOTHESES } from './method.ts';
import { PARAMETER_HYPOTHESES } from './parameters.ts';
import { POLICY_HYPOTHESES } from './policy.ts';
import { PROCEDURE_HYPOTHESES } from './procedure.ts';
import { RESOURCE_HYPOTHESES } from './resource.ts';
import { SECRET_HYPOTHESES } from './secret.ts';
import { V4_HYPOTHESES } from './v4.ts';

/** The table of hypotheses. Of equal cost, the earlier is tried first. */
export const HYPOTHESES: readonly Hypothesis[] = [
  ...CONTENT_TYPE_HYPOTHESES,
  ...SECRET_HYPOTHESES,
  ...RESOURCE_HYPOTHESES,
  ...PARAMETER_HYPOTHESES,
  ...HEADER_HYPOTHESES,
  ...METHOD_HYPOTHESES,
  ...CONTENT_MD5_HYPOTHESES,
  ...DATE_HYPOTHESES,
  ...V4_HYPOTHESES,
  ...POLICY_HYPOTHESES,
  ...LINE_BREAK_HYPOTHESES,
  ...PROCEDURE_HYPOTHESES,
];
