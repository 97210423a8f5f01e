import type { ByteString } from '../bytes/byte-string.ts';
import type { Exchange } from '../http/exchange.ts';
import type { HttpRequest } from '../http/message.ts';
import type { Claim } from '../sign/claim.ts';
import type { SignableRequest } from '../sign/request.ts';
import type { BucketKind, FlavourId, GivenEndpoint, ProviderId } from './provider.ts';

/**
 * How a request names its bucket: in the host name (`BUCKET.oss-REGION.aliyuncs.com`), as the first part of
 * the path, not at all because a domain of the user's stands for it (CNAME), or not at all because it
 * addresses the service or an account.
 */
export type AddressingStyle = 'virtual-host' | 'path' | 'custom-domain' | 'service';

/**
 * How the bucket came to be known; `option`: `buckets` of the scan says so, `server`: an error document does.
 * Null where it is not.
 */
export type BucketSource = 'host' | 'path' | 'option' | 'server' | null;

/** What a request addresses. */
export interface OssAddress {
  readonly style: AddressingStyle;
  /** Null for a request to the service, and for a custom domain whose bucket is not known. */
  readonly bucket: ByteString | null;
  readonly bucketSource: BucketSource;
  /** The bucket that the user named for the host, where the server says that it is another. */
  readonly givenBucket?: ByteString;
  /**
   * Object key, percent-decoded once (of a PostObject, the form's field `key`); null for bucket and service
   * requests.
   */
  readonly key: ByteString | null;
  /** Region id of the endpoint (`cn-hangzhou`); null if the host does not show it. */
  readonly region: string | null;
  /** Present if the endpoint is that of vector buckets or table buckets. */
  readonly kind?: BucketKind | undefined;
  /**
   * What signatures have in place of the bucket's name, where they do: `acs:ossvector:REGION:ACCOUNT:BUCKET`
   * of a vector bucket.
   */
  readonly arn?: ByteString | undefined;
}

/**
 * An OSS error document, from a body or from the `x-oss-err` header of a HEAD answer. What has white space
 * around it in the document is trimmed, but for the message and the strings; null where the document has no
 * such element.
 */
export interface OssError {
  readonly source: 'body' | 'x-oss-err';
  /** Number of the packet in which the response begins. */
  readonly frame: number;
  /** Every leaf element by name, values as byte strings (UTF-8), untrimmed, in document order. */
  readonly fields: readonly (readonly [name: string, value: ByteString])[];
  /** `Code`, e.g. `SignatureDoesNotMatch`; empty without one, as is `message`. */
  readonly code: ByteString;
  readonly message: ByteString;
  /**
   * `RequestId`, `HostId`, and the access key id as `OSSAccessKeyId` or under the names that S3 and policy
   * errors have for it.
   */
  readonly requestId: ByteString | null;
  readonly hostId: ByteString | null;
  readonly accessKeyId: ByteString | null;
  /**
   * `EC`, the fine-grained error code that https://www.alibabacloud.com/help/en/oss/support/ has a page on,
   * e.g. `0002-00000040`.
   */
  readonly ec: ByteString | null;
  /** `SignatureProvided`: the signature that the server was given. */
  readonly signatureProvided: ByteString | null;
  /** `StringToSign`, whose white space XML may have changed; `StringToSignBytes` is exact. */
  readonly stringToSign: ByteString | null;
  /** `StringToSignBytes`: its text, and what its hex spells (null where it is absent or no hex). */
  readonly stringToSignBytesText: ByteString | null;
  readonly stringToSignBytes: ByteString | null;
  /** `CanonicalRequest`, of signature version 4. */
  readonly canonicalRequest: ByteString | null;
  /** What `CanonicalRequestBytes` spells. */
  readonly canonicalRequestBytes: ByteString | null;
}

/**
 * An exchange with a service of object storage, in its terms: `Oss` in a name stands for that of any
 * provider. Most of it is computed when it is first read: access it by name, because copies made by a spread
 * or by JSON lack it.
 */
export interface OssExchange {
  readonly exchange: Exchange;
  /** Whose service it is; absent for OSS. */
  readonly provider?: ProviderId | undefined;
  /** Which server of S3's like, where its name or its answer shows that. */
  readonly flavour?: FlavourId | undefined;
  /** What people call the service, where its host shows that. */
  readonly service?: string | undefined;
  /** Operation name as in the API reference, e.g. `CompleteMultipartUpload`; `Unknown` when no rule fits. */
  readonly operation: string;
  readonly address: OssAddress;
  /** Null where the capture lacks the request. */
  readonly request: SignableRequest | null;
  /** Null for requests without any signature. */
  readonly claim: Claim | null;
  /** An Authorization header of a scheme that OSS does not know (`Bearer`, …), as sent; null otherwise. */
  readonly foreignAuthorization: ByteString | null;
  /**
   * Null if there is no response, or it has no error document, or one that cannot be read (then there is a
   * notice).
   */
  readonly error: OssError | null;
  /**
   * Present where the request itself is not known: `request` and `claim` were then made of what the error
   * document says that the server signed, and hold nothing that is not signed. Of version 4 without its
   * canonical request that is the claim alone.
   */
  readonly fromError?: true | undefined;
  /**
   * What is kept of the response's body, without its codings (gzip, …); null if they cannot be removed.
   * Absent if it has none: then use the body.
   */
  readonly uncodedAnswer?: ByteString | null | undefined;
  /** `x-oss-request-id` (or `x-amz-request-id`), else the error body's; trimmed. */
  readonly requestId: ByteString | null;
  /** `x-oss-ec`, else the error body's EC; trimmed. */
  readonly ec: ByteString | null;
  /** Drops what was computed when it was read and can be computed again; its messages do the same. */
  forget?(): void;
  /** What to keep of it for those who may ask later what was requested; null without a request. */
  alone?(): RequestAlone | null;
}

/** A request of an exchange without its answer: it takes less than half of the room. */
export interface RequestAlone {
  readonly request: HttpRequest;
  /** The exchange once more, as if it had no answer. */
  read(): OssExchange;
}

/**
 * Stands for the bucket of a host whose requests have it as the first segment of their path (no bucket's name
 * has a slash).
 */
export const BUCKET_IN_PATH: ByteString = '/';

export interface OssOptions {
  /**
   * Endpoints whose names do not show whose they are, by lower-case host name without port; a bucket may
   * stand before the name.
   */
  readonly endpoints?: ReadonlyMap<string, GivenEndpoint> | undefined;
  /**
   * Bucket behind a custom domain, by lower-case host name without port; `BUCKET_IN_PATH` for an endpoint of
   * its own.
   */
  readonly buckets: ReadonlyMap<string, ByteString>;
}
