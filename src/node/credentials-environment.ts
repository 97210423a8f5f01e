import type { Credential } from '../sign/secret.ts';
import { isAccessKeyId, toCredential } from './credentials-problem.ts';

/**
 * Why a variable that names an access key, or a part of one, is passed over. Its value is told
 * nowhere.
 */
export type UnusableVariable =
  /** `missing`: those that belong to it and are not set. */
  | { readonly code: 'half-in-environment'; readonly variable: string; readonly missing: readonly string[] }
  /** It is to hold an access key id, and holds what cannot be one. */
  | { readonly code: 'bad-id-in-environment'; readonly variable: string };

/**
 * Variables of the OSS SDKs, then those of the other Alibaba Cloud tools with the prefixes that
 * they honour.
 */
const ENVIRONMENT_NAMES = [
  { id: 'OSS_ACCESS_KEY_ID', secret: 'OSS_ACCESS_KEY_SECRET', token: 'OSS_SESSION_TOKEN' },
  ...['ALIBABA_CLOUD', 'ALIBABACLOUD', 'ALICLOUD'].map((prefix) => ({
    id: `${prefix}_ACCESS_KEY_ID`,
    secret: `${prefix}_ACCESS_KEY_SECRET`,
    token: `${prefix}_SECURITY_TOKEN`,
  })),
] as const;

/** Those that hold what must stay secret. */
export const SECRET_VARIABLES: readonly string[] = ENVIRONMENT_NAMES.flatMap(({ secret, token }) => [
  secret,
  token,
]);

interface EnvironmentCredentials {
  /** `variable`: the one that names the access key id. */
  readonly usable: readonly { readonly variable: string; readonly credential: Credential }[];
  readonly unusable: readonly UnusableVariable[];
}

/**
 * What cannot be used is no error, as it is in a file that the user names: the variables may be
 * there for other programs.
 */
export function environmentCredentials(
  env: Readonly<Record<string, string | undefined>>,
): EnvironmentCredentials {
  const usable: { variable: string; credential: Credential }[] = [];
  const unusable: UnusableVariable[] = [];
  for (const names of ENVIRONMENT_NAMES) {
    const id = env[names.id] ?? '';
    const secret = env[names.secret] ?? '';
    const token = env[names.token] ?? '';
    const variable = [names.id, names.secret, names.token].find((name) => (env[name] ?? '') !== '');
    if (variable === undefined) continue;
    const missing = [names.id, names.secret].filter((name) => (env[name] ?? '') === '');
    if (missing.length > 0) unusable.push({ code: 'half-in-environment', variable, missing });
    else if (!isAccessKeyId(id)) unusable.push({ code: 'bad-id-in-environment', variable });
    else usable.push({ variable, credential: toCredential(id, secret, token) });
  }
  return { usable, unusable };
}
