import type { ByteString } from '../bytes/byte-string.ts';
import type { Origin } from './canonical.ts';

/** A header as the signing rules see it. */
export interface SignableHeader {
  /** Name as sent. */
  readonly name: ByteString;
  /** Value without the white space around it. */
  readonly value: ByteString;
  /** Value with the white space around it. */
  readonly rawValue: ByteString;
  readonly frame: number;
}

/** One query parameter in wire order. */
export interface QueryParameter {
  /** Name and value as on the wire, still encoded; `rawValue` is null where there was no `=`. */
  readonly rawName: ByteString;
  readonly rawValue: ByteString | null;
  /**
   * Name and value decoded once (percent-decoding, and `+` as space); the value is empty without
   * `=`.
   */
  readonly name: ByteString;
  readonly value: ByteString;
}

/** One field of a multipart/form-data body, in body order. File contents are not kept. */
export interface FormField {
  readonly name: ByteString;
  readonly value: ByteString;
}

/** The request parts that the signing rules look at, as captured. */
export interface SignableRequest {
  readonly method: ByteString;
  /** Path of the target as on the wire, still encoded, without the query. */
  readonly path: ByteString;
  /** Query text as on the wire, without `?`; null where the target has no `?`. */
  readonly rawQuery: ByteString | null;
  readonly query: readonly QueryParameter[];
  readonly headers: readonly SignableHeader[];
  /** Fields of a PostObject form; null for every other request. */
  readonly form: readonly FormField[] | null;
  /**
   * Bucket and object key that the request is taken to address: the key decoded once. Null: none,
   * or (custom domain) not known. A vector bucket stands here as its ARN.
   */
  readonly bucket: ByteString | null;
  readonly key: ByteString | null;
  /**
   * Present where nothing tells what signatures name in the place of the bucket (that of a custom
   * domain, say): strings that name it can't be built.
   */
  readonly bucketUnknown?: true;
  /** Frame of the request line. */
  readonly frame: number;
  /**
   * Where all of this was read, if not in a request: an error document tells what the server
   * signed.
   */
  readonly toldBy?: Origin;
}
