import type { ByteString } from '../bytes/byte-string.ts';
import type { Origin, SignatureVersion } from '../sign/canonical.ts';
import type { Claim, ClaimProblem } from '../sign/claim.ts';

/**
 * The auth data of one carrier (header, query, form), before what stands elsewhere in the request
 * is added.
 */
export interface AuthData {
  readonly version: SignatureVersion;
  readonly accessKeyId: ByteString;
  readonly signature: ByteString;
  readonly rawSignature: ByteString;
  readonly signatureOrigin: Origin;
  readonly scope: Claim['scope'];
  readonly listedHeaders: Claim['listedHeaders'];
  readonly expires: ByteString | null;
  readonly problems: readonly ClaimProblem[];
}
