import type { ByteString } from '../../bytes/byte-string.ts';

/**
 * The status that an error document comes with, by its code ("Error codes", "HTTP 403 errors" in
 * the API reference).
 */
export function statusOf(document: ByteString): number {
  const code = /<Code>\s*([A-Za-z]+)/.exec(document)?.[1] ?? '';
  if (/^NoSuch/.test(code)) return 404;
  if (/NotAllowed$/.test(code)) return 405;
  if (/Already|Conflict|NotEmpty/.test(code)) return 409;
  if (/^Internal/.test(code)) return 500;
  if (/LimitExceeded$|^SlowDown$/.test(code)) return 503;
  return REFUSED.has(code) ? 403 : (OTHERS.get(code) ?? 400);
}

const REFUSED: ReadonlySet<string> = new Set([
  'AbnormalBucketOwnerStatus',
  'AccessDenied',
  'AccessForbidden',
  'AccessKeyIdAndSecurityTokenNotMatch',
  'BucketDisable',
  'BucketNotBelongTo',
  'CnameDenied',
  'InDebt',
  'InDebtOverdue',
  'InvalidAccessKeyId',
  'InvalidObjectState',
  'InvalidSecurityToken',
  'NonStandardHostForbidden',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'SecondLevelDomainForbidden',
  'SecurityTokenExpired',
  'SecurityTokenNotSupported',
  'SignatureDoesNotMatch',
  'UserDisable',
]);

const OTHERS: ReadonlyMap<string, number> = new Map([
  ['CallbackFailed', 203],
  ['MissingContentLength', 411],
  ['PreconditionFailed', 412],
  ['InvalidRange', 416],
]);
