/*
 * What a provider of object storage has for itself: how its messages and endpoints are recognised, what its
 * requests ask for, and what its answers mean. Each is one record; nothing else asks which provider one is.
 */

import type { ByteString } from '../bytes/byte-string.ts';
import type { HttpResponse } from '../http/message.ts';
import type { S3Flavour } from '../sign/signed-parameters.ts';
import type { CodeArea, CodeMeaning, ErrorCodes } from './vocabulary.ts';

/**
 * `oss`: Alibaba Cloud OSS, whichever dialect its clients sign in. `s3`: Amazon S3, and the servers that
 * speak like it. `obs`: Huawei OBS. `cos`: Tencent COS. `gcs`: Google Cloud Storage, in its own signature.
 * `tos`: Volcengine TOS, in its own.
 */
export const PROVIDER_IDS = ['oss', 's3', 'obs', 'cos', 'gcs', 'tos'] as const;

export type ProviderId = (typeof PROVIDER_IDS)[number];

/** The provider where none is named: fields of results are absent for it. */
export const USUAL_PROVIDER: ProviderId = PROVIDER_IDS[0];

/** Whose server it is where several speak the same: of S3 alone. */
export { S3_FLAVOURS as FLAVOUR_IDS, type S3Flavour as FlavourId } from '../sign/signed-parameters.ts';

/** By whose rules a signature is checked where the kind of the server is not known. */
export const USUAL_FLAVOUR: S3Flavour = 'aws';

/** An endpoint as a host name shows it. */
export interface Endpoint {
  readonly provider: ProviderId;
  /** Present where the name of the host, or the user, says so. */
  readonly flavour?: S3Flavour;
  /** What people call the service, where several speak like the provider. */
  readonly service?: string;
  /** Others are served by this name, too: a request shows itself whose it is. */
  readonly isShared?: true;
  readonly bucket: ByteString | null;
  /** Region id, a CloudBox id where that is what V4 signs as the region, or null where the host has none. */
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
 * Vector buckets ("OSS Vectors") and table buckets ("OSS Tables"): each with operations, resources and error
 * documents of its own.
 */
export type BucketKind = 'vectors' | 'tables';

export type OperationLevel = 'service' | 'bucket' | 'object';

/**
 * How the API reference's operations look on the wire. The first rule that fits counts, so rules with more
 * selectors stand before those with fewer. Selectors: `name` a query parameter, `name=value` with that value,
 * `@name` a header, `@name=front` a header whose value begins so.
 */
export type OperationRule = readonly [
  name: string,
  method: string,
  level: OperationLevel,
  selectors: readonly string[],
];

/** The operations of a provider. */
export interface Operations {
  readonly rules: readonly OperationRule[];
  /** Those of buckets that are not those of objects. */
  readonly ofKind: Readonly<Partial<Record<BucketKind, readonly OperationRule[]>>>;
  /** Signed parameters that change nothing about which operation a request is. */
  readonly neutral: RegExp;
  /** Whether a query parameter asks for a sub-resource. */
  readonly isSubresource: (name: ByteString) => boolean;
}

export interface Provider {
  readonly id: ProviderId;
  /** Which kind of server answered, as far as its own marks show; null where all are of one kind. */
  readonly flavourOf: ((response: HttpResponse) => S3Flavour | null) | null;
  /**
   * Whether one service has all buckets of a name, so that a bucket is the same under whichever of its hosts.
   * Else anyone may run a server, and under another host is another bucket.
   */
  readonly isOneService: boolean;
  readonly operations: Operations;
  /** Whether a header line of a request (`name` in lower case) shows that it is for the provider. */
  readonly isOfRequest: (name: ByteString, value: ByteString) => boolean;
  /**
   * Header lines (name in lower case, a colon, the value) of requests that may be for it and for others
   * alike: then the document of the answer decides.
   */
  readonly sharedLine: RegExp | null;
  /** Products that a scope may name. */
  readonly products: RegExp;
  /** Query names, or values, that no other service has. */
  readonly query: RegExp;
  /** Fields of a form that is signed for it. */
  readonly form: RegExp;
  /** Header of the ID of an answer, in lower case; null where none is called so. */
  readonly requestId: string | null;
  /** Header of the CRC-64 of an object, and what stands before the name of other checksums. */
  readonly crc64: string | null;
  readonly checksumPrefix: string | null;
  /** Header by which an answer names the region that a bucket is in. */
  readonly bucketRegion: string | null;
  /** Headers of its answers, in lower case; a CDN in front may replace Server, these survive. */
  readonly answerHeaders: ReadonlySet<string>;
  /** Headers of an answer by which one that was awaited of it is its own. */
  readonly marks: RegExp;
  /**
   * How it says, in a denial, that the signature is right and a permission is missing: the words of another
   * service may say the same of a key that it does not know.
   */
  readonly permissionWords: RegExp;
  /** What it calls itself in Server. */
  readonly serverName: RegExp;
  /** What an answer means beyond its code; null for nothing that is known. */
  readonly meaningOf: (said: Said) => CodeMeaning | null;
  /** What the EC of an answer is about, whether or not its meaning is known. */
  readonly areaOf: (ec: ByteString) => CodeArea | null;
  readonly codes: ErrorCodes;
  /** Whether it may call somebody about an upload, and say that this failed. */
  readonly calls: boolean;
  /**
   * Whether its servers always say with a refused signature which string they signed, in a body or, to a
   * HEAD, in a header. Where they do not, that is no sign that something touched the answer.
   */
  readonly showsStrings: boolean;
  /** Likewise, with a date that is too far from their clocks, which date they read. */
  readonly showsDates: boolean;
  /** The form of its ETags. */
  readonly etag: RegExp;
  /** What error documents of the provider alone have. */
  readonly ownDocument: RegExp;
  /** Whether a text that has nothing of that is an error document of the provider's all the same. */
  readonly isDocument: (text: ByteString) => boolean;
  /** Whether answers of some of its servers have no header that shows whose they are. */
  readonly isBare: boolean;
  /** Reads an endpoint from a bare host name (`bareHost`); null for every other host. */
  readonly endpointOf: (name: string) => Endpoint | null;
  /**
   * Where a request to a host of another name has its bucket, as far as is known: behind a domain of the
   * user's, or in the path.
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
export interface GivenEndpoint extends Pick<Endpoint, 'provider' | 'flavour' | 'service'> {
  readonly region: string | null;
}
