import type { ByteString } from '../bytes/byte-string.ts';
import type { SignatureVersion } from '../sign/canonical.ts';
import type { Claim } from '../sign/claim.ts';
import { datePart, formPart, headerPart, queryPart, type SignableRequest } from '../sign/request.ts';
import { isOfUrl, signsDate, versionRecord } from '../sign/versions.ts';
import { parseAuthorization } from './authorization.ts';
import { readFormAuth } from './form-auth.ts';
import { readQueryAuth } from './query-auth.ts';

export interface ReadClaim {
  /** Null for a request without any signature of a scheme that OSS knows. */
  readonly claim: Claim | null;
  /** An Authorization value of another scheme (`Bearer`, …), as sent. */
  readonly foreignAuthorization: ByteString | null;
}

/**
 * What a request says about its signature: the Authorization header first, then the query, then the
 * form. Read leniently; what is wrong with the auth data is listed in `problems`.
 */
export function readClaim(request: SignableRequest): ReadClaim {
  const header = headerPart(request, 'authorization');
  const inHeader = header === null ? null : parseAuthorization(header.value, header.origin);
  const foreignAuthorization = header !== null && inHeader === null ? header.value : null;
  const inQuery = readQueryAuth(request);
  const auth = inHeader ?? inQuery ?? readFormAuth(request);
  if (auth === null) return { claim: null, foreignAuthorization };

  const date = datePart(request, versionRecord(auth.version))?.value ?? null;
  const problems = auth.problems.slice();
  if (header !== null && inQuery !== null) problems.push('header-and-query');
  if (date === null && signsDate(auth.version)) problems.push('missing-date');
  // Spelt out: copying an object of one of many shapes takes the engine longer than all else that
  // is done here.
  const claim: Claim = {
    version: auth.version,
    accessKeyId: auth.accessKeyId,
    signature: auth.signature,
    rawSignature: auth.rawSignature,
    signatureOrigin: auth.signatureOrigin,
    scope: auth.scope,
    listedHeaders: auth.listedHeaders,
    expires: auth.expires,
    date,
    securityToken: securityToken(request, auth.version),
    problems,
  };
  return { claim, foreignAuthorization };
}

/**
 * The token in the place that the version has for it, else wherever another version would have it.
 */
function securityToken(request: SignableRequest, version: SignatureVersion): ByteString | null {
  const { carrier, name } = versionRecord(version).token;
  const isPrefixed = carrier === 'query' && name === 'x-oss-security-token';
  const inQuery =
    request.query.length === 0
      ? null
      : (queryPart(request, isPrefixed ? 'x-oss-security-token' : 'security-token') ??
        queryPart(request, isPrefixed ? 'security-token' : 'x-oss-security-token') ??
        queryPart(request, 'X-Amz-Security-Token') ??
        queryPart(request, 'x-amz-security-token'));
  const inHeader = headerPart(request, 'x-oss-security-token') ?? headerPart(request, 'x-amz-security-token');
  const inForm = formPart(request, 'x-oss-security-token') ?? formPart(request, 'x-amz-security-token');
  const first = isOfUrl(version) ? (inQuery ?? inHeader) : (inHeader ?? inQuery);
  return (inForm ?? first)?.value ?? null;
}
