import type { Hypothesis } from '../hypothesis.ts';
import { BUCKET_HYPOTHESES } from './bucket.ts';
import { CALLBACK_HYPOTHESES } from './callback.ts';
import { CONTENT_MD5_HYPOTHESES } from './content-md5.ts';
import { CONTENT_TYPE_HYPOTHESES } from './content-type.ts';
import { DATE_HYPOTHESES } from './date.ts';
import { DERIVATION_HYPOTHESES } from './derivation.ts';
import { EXPIRES_HYPOTHESES } from './expires.ts';
import { HEADER_LINE_HYPOTHESES } from './header-lines.ts';
import { HEADER_HYPOTHESES } from './headers.ts';
import { KEY_HYPOTHESES } from './key.ts';
import { LINE_BREAK_HYPOTHESES } from './line-breaks.ts';
import { MANGLED_URL_HYPOTHESES } from './mangled-url.ts';
import { METHOD_HYPOTHESES } from './method.ts';
import { PARAMETER_HYPOTHESES } from './parameters.ts';
import { PAYLOAD_HYPOTHESES } from './payload.ts';
import { POLICY_HYPOTHESES } from './policy.ts';
import { PROCEDURE_HYPOTHESES } from './procedure.ts';
import { RESOURCE_FORM_HYPOTHESES } from './resource-form.ts';
import { SCOPE_HYPOTHESES } from './scope.ts';
import { SECRET_HYPOTHESES } from './secret.ts';
import { SIGNED_HEADER_HYPOTHESES } from './signed-headers.ts';
import { UNLISTED_HEADER_HYPOTHESES } from './unlisted-headers.ts';
import { UNSENT_HEADER_HYPOTHESES } from './unsent-headers.ts';
import { UNSENT_PARAMETER_HYPOTHESES } from './unsent-parameters.ts';

/** The table of hypotheses. Of equal cost, the earlier is tried first. */
export const HYPOTHESES: readonly Hypothesis[] = [
  ...CONTENT_TYPE_HYPOTHESES,
  ...SECRET_HYPOTHESES,
  ...BUCKET_HYPOTHESES,
  ...KEY_HYPOTHESES,
  ...RESOURCE_FORM_HYPOTHESES,
  ...PARAMETER_HYPOTHESES,
  ...MANGLED_URL_HYPOTHESES,
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
