import type { ByteString } from '../bytes/byte-string.ts';
import type { Exchange } from '../http/exchange.ts';
import type { HttpRequest } from '../http/message.ts';
import type { Claim } from '../sign/claim.ts';
import type { SignableRequest } from '../sign/request.ts';

export type AddressingStyle = 'virtual-host' | 'path' | 'custom-domain' | 'service';

/** How the bucket came to be known; `null` where it is not. */
export type BucketSource = 'host' | 'path' | 'option' | 'server' | null;

export interface OssAddress {
  readonly style: AddressingStyle;
  readonly bucket: ByteString | null;
  readonly bucketSource: BucketSource;
  /** Object key, decoded once; null for bucket and service requests. */
  readonly key: ByteString | null;
  /** Region id of the endpoint (`cn-hangzhou`); null where the host does not tell. */
  readonly region: string | null;
}

/** An OSS error document, from a body or from the `x-oss-err` header of a HEAD answer. */
export interface OssError {
  readonly source: 'body' | 'x-oss-err';
  /** Frame of the response. */
  readonly frame: number;
  /** Every leaf element by name, values as byte strings (UTF-8), untrimmed, in document order. */
  readonly fields: readonly (readonly [name: string, value: ByteString])[];
  readonly code: ByteString;
  readonly message: ByteString;
  readonly requestId: ByteString | null;
  readonly hostId: ByteString | null;
  readonly accessKeyId: ByteString | null;
  readonly ec: ByteString | null;
  readonly signatureProvided: ByteString | null;
  readonly stringToSign: ByteString | null;
  /** `StringToSignBytes`: its text, and what its hex spells (null where it is absent or no hex). */
  readonly stringToSignBytesText: ByteString | null;
  readonly stringToSignBytes: ByteString | null;
  readonly canonicalRequest: ByteString | null;
  /** What `CanonicalRequestBytes` spells. */
  readonly canonicalRequestBytes: ByteString | null;
}

/** An exchange with an OSS endpoint, told in the words of OSS. */
export interface OssExchange {
  readonly exchange: Exchange;
  /** Operation name as in the API reference, e.g. `CompleteMultipartUpload`; `Unknown` when no rule fits. */
  readonly operation: string;
  readonly address: OssAddress;
  /** Null where the capture lacks the request. */
  readonly request: SignableRequest | null;
  /** Null for requests without any signature. */
  readonly claim: Claim | null;
  /** An Authorization header of a scheme that OSS does not know (`Bearer`, …), as sent; null otherwise. */
  readonly foreignAuthorization: ByteString | null;
  readonly error: OssError | null;
  /**
   * Present where the request itself is not known: `request` and `claim` were then made of what the error document says that the server
   * signed, and tell nothing that is not signed.
   */
  readonly fromError?: true | undefined;
  /** `x-oss-request-id` (or `x-amz-request-id`), else the error body's; trimmed. */
  readonly requestId: ByteString | null;
  /** `x-oss-ec`, else the error body's EC; trimmed. */
  readonly ec: ByteString | null;
  /** What to keep of it for those who may ask later what was requested; null without a request. */
  alone?(): RequestAlone | null;
}

/** A request of an exchange without its answer: it takes less than half of the room. */
export interface RequestAlone {
  readonly request: HttpRequest;
  /** The exchange once more, as if it had no answer. */
  read(): OssExchange;
}

export interface OssOptions {
  /** Bucket behind a custom domain, by lower-case host name without port. */
  readonly buckets: ReadonlyMap<string, ByteString>;
}
