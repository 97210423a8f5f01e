import type { ByteString } from '../bytes/byte-string.ts';
import type { Origin, SignatureVersion } from './canonical.ts';

/**
 * What a derived key is for: of a V4-family credential `<date>/<region>/<product>/<terminator>`; of COS the
 * time alone, and the rest is empty.
 */
export interface Scope {
  /** `YYYYMMDD`, UTC; of COS `q-key-time`. */
  readonly date: ByteString;
  /** e.g. `cn-hangzhou`. */
  readonly region: ByteString;
  /** `oss`; of S3, `s3`. */
  readonly product: ByteString;
  /** `aliyun_v4_request`; of S3, `aws4_request`. */
  readonly terminator: ByteString;
}

/** A scope as it stands in strings and credentials. */
export function scopeText({ date, region, product, terminator }: Scope): ByteString {
  return terminator === '' ? date : `${date}/${region}/${product}/${terminator}`;
}

/** What the request itself says about its signature, read leniently and kept as captured. */
export interface Claim {
  /** Known from where the signature stands and from its form. */
  readonly version: SignatureVersion;
  readonly accessKeyId: ByteString;
  /** The signature on the wire, decoded from its carrier (query percent-decoding), otherwise as sent. */
  readonly signature: ByteString;
  /** The signature's text exactly as on the wire, e.g. still percent-encoded in a query. */
  readonly rawSignature: ByteString;
  readonly signatureOrigin: Origin;
  /** Null for versions other than those of the V4 family, and where it cannot be read. */
  readonly scope: Scope | null;
  /**
   * Header names listed as signed (AdditionalHeaders, SignedHeaders), lower case, in the order sent; null
   * where the version has no list or none was sent.
   */
  readonly listedHeaders: readonly ByteString[] | null;
  /** The security token that goes with the key, wherever it stands; null without one. */
  readonly securityToken: ByteString | null;
  /**
   * The text that the version signs as its date or expiry (Date, x-oss-date, Expires, …); null where absent.
   */
  readonly date: ByteString | null;
  /**
   * Expiry of a URL: V1/V2 absolute Unix seconds, V4 a duration in seconds, as sent; null for headers. Of
   * COS, in headers too, the end of the signature.
   */
  readonly expires: ByteString | null;
  /**
   * Problems of the auth data itself, e.g. `missing-expires`, `bad-credential`, `header-and-query`; empty
   * when well-formed.
   */
  readonly problems: readonly ClaimProblem[];
}

/** What is wrong with the data around a signature. */
export type ClaimProblem =
  | 'bad-authorization'
  | 'bad-credential'
  | 'missing-signature'
  | 'missing-expires'
  | 'missing-version'
  | 'missing-date'
  | 'empty-listed-headers'
  | 'header-and-query'
  | 'mangled-parameter-names'
  | 'cut-url';
