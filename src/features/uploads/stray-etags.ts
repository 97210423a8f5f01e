import { asciiLower, type ByteString } from '../../bytes/byte-string.ts';
import { header } from '../../http/message.ts';
import { answerDocument } from '../../oss/coded-body.ts';
import type { OssExchange } from '../../oss/model.ts';
import { doneAnswer } from './done-answer.ts';
import { etagOf } from './upload-part.ts';

/**
 * ETags remembered of one capture; of more than so many answers without requests little can be said
 * anyway.
 */
const MAX_STRAY_ETAGS = 10_000;

/** The ETags that answers gave whose requests the capture lacks: some of them may be of parts. */
export class StrayEtags {
  readonly #etags = new Set<ByteString>();

  get count(): number {
    return this.#etags.size;
  }

  /** Takes in an answer without a request. */
  add(oss: OssExchange): void {
    const answer = this.#etags.size < MAX_STRAY_ETAGS ? doneAnswer(oss) : null;
    if (answer === null) return;
    // Bodies are gone through only where the head does not tell: a capture of one direction holds
    // such answers alone.
    const etag = etagOf(answer, header(answer, 'etag') === null ? answerDocument(oss) : null);
    if (etag !== null) this.#etags.add(asciiLower(etag));
  }

  has(etag: ByteString): boolean {
    return this.#etags.has(asciiLower(etag));
  }
}
