/*
 * All hypotheses, in one table. One that a file here defines is tried as soon as it stands in the list of
 * that file, or in this one.
 */

import type { Hypothesis } from '../hypothesis.ts';
import { CALLBACK_HYPOTHESES, POLICY_HYPOTHESES } from './base64-fields.ts';
import { CONTENT_MD5_HYPOTHESES, PAYLOAD_HYPOTHESES } from './body-digests.ts';
import { CONTENT_TYPE_HYPOTHESES } from './content-type.ts';
import { DATE_HYPOTHESES, EXPIRES_HYPOTHESES } from './date.ts';
import { HEADER_HYPOTHESES, HEADER_LINE_HYPOTHESES } from './headers.ts';
import { KEY_HYPOTHESES } from './key.ts';
import { LINE_BREAK_HYPOTHESES } from './line-breaks.ts';
import { METHOD_HYPOTHESES } from './method.ts';
import {
  mangledNames,
  namesOtherwise,
  parameterOrder,
  parametersRecoded,
  parametersRejoined,
  rawQuery,
} from './parameter-forms.ts';
import {
  equalsSign,
  numberEdited,
  tokenElsewhere,
  tokenEncoded,
  valueOther,
  valuesEncoded,
} from './parameter-values.ts';
import { DERIVATION_HYPOTHESES, PROCEDURE_HYPOTHESES } from './procedure.ts';
import { BUCKET_HYPOTHESES, RESOURCE_FORM_HYPOTHESES } from './resource.ts';
import { SCOPE_HYPOTHESES } from './scope.ts';
import { SECRET_HYPOTHESES } from './secret.ts';
import {
  SIGNED_HEADER_HYPOTHESES,
  UNLISTED_HEADER_HYPOTHESES,
  UNSENT_HEADER_HYPOTHESES,
} from './signed-headers.ts';
import {
  listOfSdk,
  parameterAdded,
  parameterLeftOut,
  parametersLeftOut,
  repeatedParameters,
  UNSENT_PARAMETER_HYPOTHESES,
  wholeQuery,
} from './which-parameters.ts';

/**
 * Sub-resources and query parameters: which of them were signed, with which values, and how they were written
 * down.
 */
const PARAMETER_HYPOTHESES: readonly Hypothesis[] = [
  repeatedParameters,
  parameterLeftOut,
  parameterAdded,
  parametersLeftOut,
  wholeQuery,
  valuesEncoded,
  valueOther,
  tokenElsewhere,
  tokenEncoded,
  equalsSign,
  rawQuery,
  listOfSdk,
  parameterOrder,
  parametersRecoded,
  namesOtherwise,
  parametersRejoined,
  numberEdited,
  mangledNames,
];

/** The table of hypotheses. Of equal cost, the earlier is tried first. */
export const HYPOTHESES: readonly Hypothesis[] = [
  ...CONTENT_TYPE_HYPOTHESES,
  ...SECRET_HYPOTHESES,
  ...BUCKET_HYPOTHESES,
  ...KEY_HYPOTHESES,
  ...RESOURCE_FORM_HYPOTHESES,
  ...PARAMETER_HYPOTHESES,
  ...CALLBACK_HYPOTHESES,
  ...HEADER_HYPOTHESES,
  ...HEADER_LINE_HYPOTHESES,
  ...METHOD_HYPOTHESES,
  ...CONTENT_MD5_HYPOTHESES,
  ...DATE_HYPOTHESES,
  ...EXPIRES_HYPOTHESES,
  ...SIGNED_HEADER_HYPOTHESES,
  ...UNLISTED_HEADER_HYPOTHESES,
  ...UNSENT_HEADER_HYPOTHESES,
  ...UNSENT_PARAMETER_HYPOTHESES,
  ...SCOPE_HYPOTHESES,
  ...PAYLOAD_HYPOTHESES,
  ...DERIVATION_HYPOTHESES,
  ...POLICY_HYPOTHESES,
  ...LINE_BREAK_HYPOTHESES,
  ...PROCEDURE_HYPOTHESES,
];
