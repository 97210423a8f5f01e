import type { InputFailureReason } from '../../report/input.ts';

/**
 * What a file packed with Zstandard needs and Node has not: a window beyond 128 MiB (`zstd
 * --long=31`), or a dictionary.
 */
export type ZstdLack = Extract<InputFailureReason, 'zstd-window' | 'zstd-dictionary'>;

/**
 * What the decompressor lacks, by the code of its error; null for every other error, as of damaged
 * data.
 */
export function zstdLack(code: string): ZstdLack | null {
  switch (code) {
    case 'ZSTD_error_frameParameter_windowTooLarge':
      return 'zstd-window';
    case 'ZSTD_error_dictionary_wrong':
      return 'zstd-dictionary';
    default:
      return null;
  }
}
