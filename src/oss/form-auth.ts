import type { ClaimProblem } from '../sign/claim.ts';
import { formPart, type SignableRequest } from '../sign/request.ts';
import type { AuthData } from './auth-data.ts';
import { parseCredential } from './authorization.ts';

/**
 * The auth data of a PostObject form; null where the form has none (an anonymous upload). The forms
 * of the S3-compatible API sign alike and are read as the version that they equal: version 2 as
 * post-v1, 4 as post-v4.
 */
export function readFormAuth(request: SignableRequest): AuthData | null {
  if (request.form === null) return null;
  const read = (name: string) => formPart(request, name)?.value ?? null;
  const credentialText = read('x-oss-credential') ?? read('x-amz-credential');
  const v2Id = read('x-oss-access-key-id');
  const v1Id = read('OSSAccessKeyId') ?? read('AWSAccessKeyId');
  const signature =
    credentialText !== null || v2Id !== null
      ? (formPart(request, 'x-oss-signature') ?? formPart(request, 'x-amz-signature'))
      : (formPart(request, 'Signature') ?? formPart(request, 'x-oss-signature'));
  if (credentialText === null && v2Id === null && v1Id === null && signature === null) return null;

  const credential = credentialText === null ? null : parseCredential(credentialText);
  const problems: ClaimProblem[] = [...(credential?.problems ?? [])];
  if (credential === null && v2Id === null && v1Id === null) problems.push('bad-authorization');
  if (signature === null || signature.value === '') problems.push('missing-signature');
  return {
    version: credential !== null ? 'post-v4' : v2Id !== null ? 'post-v2' : 'post-v1',
    accessKeyId: credential?.accessKeyId ?? v2Id ?? v1Id ?? '',
    signature: signature?.value ?? '',
    rawSignature: signature?.value ?? '',
    signatureOrigin: signature?.origin ?? { frame: request.frame, source: 'form' },
    scope: credential?.scope ?? null,
    listedHeaders: null,
    expires: null,
    problems,
  };
}
