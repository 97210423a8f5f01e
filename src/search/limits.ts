/**
 * Requests of more bytes are long: to make all variants of one hypothesis may take long by itself. No guess
 * is tried on them.
 */
export const LONG_BYTES = 16 * 1024;

/**
 * Bytes that one search of the usual budget may sign: a request may have a head of any length, and its search
 * must end all the same.
 */
export const SEARCH_BYTES = 128 * 1024 * 1024;
/** The same of a long request, each candidate of which costs more than its signature. */
export const SEARCH_BYTES_OF_LONG = 32 * 1024 * 1024;
