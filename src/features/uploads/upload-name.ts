import type { ByteString } from '../../bytes/byte-string.ts';
import type { OssAddress } from '../../oss/model.ts';
import { detach, detachOrNull } from './part-list.ts';

/**
 * The object that an upload is of: a guess from its requests, until the service did what was asked
 * for under that name.
 */
export class UploadName {
  #bucket: ByteString | null;
  #key: ByteString | null;
  #isCertain = false;

  constructor(bucket: ByteString | null, key: ByteString | null) {
    this.#bucket = detachOrNull(bucket);
    this.#key = detachOrNull(key);
  }

  /** Null where it is not known, as is `key`. */
  get bucket(): ByteString | null {
    return this.#bucket;
  }

  get key(): ByteString | null {
    return this.#key;
  }

  /**
   * A custom domain does not name its bucket: the answer to the Initiate does, and an error may.
   */
  learn(bucket: ByteString | null): void {
    if (this.#bucket === null && bucket !== null && bucket !== '') this.#bucket = detach(bucket);
  }

  /**
   * The service did what was asked for under that name: it knows the upload by that one alone.
   * `bucket`: null where it is not known. Returns whether another name was taken for its own until
   * now.
   */
  own(bucket: ByteString | null, key: ByteString): boolean {
    if (this.#isCertain) return false;
    this.#isCertain = true;
    const wasOther = key !== this.#key || isOther(bucket, this.#bucket);
    if (bucket !== null) this.#bucket = detach(bucket);
    if (wasOther) this.#key = detach(key);
    return wasOther;
  }

  /** Whether a request certainly names another object. */
  isOtherThan({ bucket, key }: OssAddress): boolean {
    return this.#isCertain && (key !== this.#key || isOther(bucket, this.#bucket));
  }
}

/** Whether two buckets are known, and are not the same. */
function isOther(one: ByteString | null, other: ByteString | null): boolean {
  return one !== null && other !== null && one !== other;
}
