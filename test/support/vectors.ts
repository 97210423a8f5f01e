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
  /** Some sources give the signature alone. */
  readonly stringToSign?: string;
  readonly signature: string;
  /** A byte string. */
  readonly body?: string;
  /** A body in signed chunks: how many times `of` stands in each. */
  readonly chunks?: readonly { readonly bytes: number; readonly of: string; readonly signature: string }[];
  /** What follows the chunks, and its signature. */
  readonly trailer?: { readonly text: string; readonly signature: string };
}

function vectorsOf(file: string): readonly Vector[] {
  return JSON.parse(readFileSync(new URL(`../../fixtures/vectors/${file}`, import.meta.url), 'utf8'));
}

export const VECTORS = vectorsOf('signing.json');
export const S3_VECTORS = vectorsOf('s3.json');
/** Of OBS, COS, Google Cloud Storage and TOS. */
export const OTHER_VECTORS = ['obs.json', 'cos.json', 'gcs.json', 'tos.json'].flatMap(vectorsOf);
