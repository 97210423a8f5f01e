import type { ByteString } from '../../bytes/byte-string.ts';
import type { Diagnosis } from '../../diagnose/model.ts';
import type { OssExchange } from '../../oss/model.ts';

/**
 * Which of the given secrets do not give the signatures of accepted requests: the wrong secret was
 * given, or the rules by which the string is rebuilt are at fault. Where another reading of the
 * rules gives the signature, the secret is right.
 */
export class UnfitSecrets {
  readonly #reported = new Set<ByteString>();

  /**
   * The access key id of an accepted exchange whose secret does not fit; null for one that fits, is
   * not given, or was reported before.
   */
  see({ claim }: OssExchange, diagnosis: Diagnosis): ByteString | null {
    const id = claim?.accessKeyId ?? null;
    if (id === null || this.#reported.has(id)) return null;
    const notes = diagnosis.notes.map((note) => note.id);
    if (!notes.includes('rules-gap') || notes.includes('reading-matched')) return null;
    this.#reported.add(id);
    return id;
  }
}
