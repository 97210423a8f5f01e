import { readFileSync } from 'node:fs';

/** A request with the strings and the signature that it has by the rules. */
export interface Vector {
  readonly id: string;
  readonly version: string;
  readonly presigned?: boolean;
  readonly method: string;
  readonly host_or_bucket: string;
  readonly bucket: string | null;
  readonly path: string;
  readonly query: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly form?: Readonly<Record<string, string>>;
  readonly accessKeyId: string;
  readonly secret: string;
  readonly securityToken?: string;
  readonly date?: string;
  readonly expires?: number;
  readonly region?: string;
  readonly product?: string;
  readonly additionalHeaders?: readonly string[];
  readonly signedHeaders?: string;
  readonly canonicalRequest?: string;
  readonly stringToSign: string;
  readonly signature: string;
}

export const VECTORS = JSON.parse(
  readFileSync(new URL('../../fixtures/vectors/signing.json', import.meta.url), 'utf8'),
) as readonly Vector[];
