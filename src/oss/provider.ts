/*
 * What a provider of object storage has for itself: how its messages and endpoints are recognised,
 * and what its answers mean. Each is one record; nothing else asks which provider one is.
 */

import type { ByteString } from '../bytes/byte-string.ts';
import type { S3Flavour } from '../sign/signed-parameters.ts';
import type { CodeMeaning } from './vocabulary.ts';

/**
 * `oss`: Alibaba Cloud OSS, whichever dialect its clients sign in. `s3`: Amazon S3, and the servers
 * that speak like it.
 */
export const PROVIDER_IDS = ['oss', 's3'] as const;

export type ProviderId = (typeof PROVIDER_IDS)[number];

/** Whose server it is where several speak the same: of S3 alone. */
export { S3_FLAVOURS as FLAVOUR_IDS, type S3Flavour as FlavourId } from '../sign/signed-parameters.ts';

/** An endpoint as a host name shows it. */
export interface Endpoint {
  readonly provider: ProviderId;
  /** Present where the name of the host, or the user, says so. */
  readonly flavour?: S3Flavour;
  readonly bucket: ByteString | null;
  /**
   * Region id, a CloudBox id where that is what V4 signs as the region, or null where the host has
   * none.
   */
  readonly region: string | null;
  /** The control endpoints serve accounts, not buckets. */
  readonly control: boolean;
  /** Present where the buckets are not those of objects. */
  readonly kind?: BucketKind;
  /** The host names a bucket by a short name, which is not the one that it is signed by. */
  readonly isShort?: true;
  /** Id of the account, which a vector bucket's host has after the name of the bucket. */
  readonly account?: string;
}

/**
 * Vector buckets ("OSS Vectors") and table buckets ("OSS Tables"): each with operations, resources
 * and error documents of its own.
 */
export type BucketKind = 'vectors' | 'tables';

export interface Provider {
  readonly id: ProviderId;
  /**
   * Whether a header line of a request (`name` in lower case) shows that it is for the provider.
   */
  readonly isOfRequest: (name: ByteString, value: ByteString) => boolean;
  /** Query names, or values, that no other service has. */
  readonly query: RegExp;
  /** Fields of a form that is signed for it. */
  readonly form: RegExp;
  /** Headers of its answers, in lower case; a CDN in front may replace Server, these survive. */
  readonly answerHeaders: ReadonlySet<string>;
  /** Headers of an answer by which one that was awaited of it is its own. */
  readonly marks: RegExp;
  /** What it calls itself in Server. */
  readonly serverName: RegExp;
  /** What an answer means beyond its code; null for nothing that is known. */
  readonly meaningOf: (said: Said) => CodeMeaning | null;
  /**
   * Whether its servers always say with a refused signature which string they signed, in a body or,
   * to a HEAD, in a header. Where they do not, that is no sign that something touched the answer.
   */
  readonly showsStrings: boolean;
  /** The form of its ETags. */
  readonly etag: RegExp;
  /** What error documents of the provider alone have. */
  readonly ownDocument: RegExp;
  /**
   * Whether a text that has nothing of that is an error document of the provider's all the same.
   */
  readonly isDocument: (text: ByteString) => boolean;
  /** Whether answers of some of its servers have no header that shows whose they are. */
  readonly isBare: boolean;
  /** Reads an endpoint from a bare host name (`bareHost`); null for every other host. */
  readonly endpointOf: (name: string) => Endpoint | null;
  /**
   * Where a request to a host of another name has its bucket, as far as is known: behind a domain
   * of the user's, or in the path.
   */
  readonly unknownHost: 'custom-domain' | 'path';
}

/** What an answer says: code and message of its document, and the EC. */
export interface Said {
  readonly code: ByteString;
  readonly message: ByteString;
  readonly ec: ByteString;
}

/** An endpoint that the user names, by what its host alone does not show. */
export interface GivenEndpoint extends Pick<Endpoint, 'provider' | 'flavour'> {
  readonly region: string | null;
}
