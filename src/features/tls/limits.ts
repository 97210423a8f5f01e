/** The most that a record holds (RFC 8446 §5.1, RFC 5246 §6.2.1). */
export const MAX_CONTENT_BYTES = 16_384;

/** Longest record body (RFC 8446 §5.2, RFC 5246 §6.2.3): its content and what encryption may add. */
export const MAX_RECORD_BYTES = MAX_CONTENT_BYTES + 2048;

/** Longest handshake message that is read; certificate chains are the longest ones. */
export const MAX_HANDSHAKE_MESSAGE_BYTES = 128 * 1024;

/** Bytes of one side's start that are watched for its hello, where the session is not opened. */
export const MAX_HELLO_BYTES = 16 * 1024;

/** Bytes of handshake messages kept for the session hash of an extended master secret (RFC 7627 §3). */
export const MAX_TRANSCRIPT_BYTES = 256 * 1024;

export const MAX_KEY_LOG_LINE = 4096;

/** Master secrets remembered for resumed sessions, by session id and by ticket. */
export const MAX_REMEMBERED_SESSIONS = 8192;

/** Longest session ticket that is remembered. */
export const MAX_TICKET_BYTES = 4096;

/** Records of a capture that may be half read at once; past it a connection is given up. */
export const MAX_PARTIAL_RECORDS = 4096;

/** Segments that are kept apart within one record. */
export const MAX_RECORD_SEGMENTS = 4096;

/** Bytes looked through for the next record after lost packets; past it the direction is given up. */
export const MAX_SEARCH_BYTES = 1024 * 1024;

/** Lost records that are reckoned with in one gap. */
export const MAX_LOST_RECORDS = 4096;

/** Attempts to open a record with other sequence numbers or keys, over one direction of a connection. */
export const MAX_TRIALS = 32_768;

/** The same over all connections of a capture, in bytes decrypted in vain: some seconds. */
export const MAX_TRIAL_BYTES = 4 * 1024 * 1024 * 1024;

/** What an attempt costs beside its bytes, in bytes. */
export const TRIAL_COST = 4096;

/** Records in a row that start where one should, and cannot be opened, before a direction is given up. */
export const MAX_BAD_RECORDS = 64;

/** Plaintext of early data held until it is known whether the server takes it. */
export const MAX_EARLY_DATA_BYTES = 1024 * 1024;

/** What a held record costs beside its bytes, in bytes: objects, and lists of its packets. */
export const WAITING_RECORD_COST = 1280;

/** Bytes of records that one connection, and all, hold until a growing key log has the keys. */
export const MAX_WAITING_BYTES = 1024 * 1024;
export const MAX_WAITING_BYTES_IN_ALL = 64 * 1024 * 1024;

/** Places where stream offsets are translated, kept in each direction for acknowledgements still to come. */
export const MAX_OFFSET_MARKS = 4096;

/** TLS inside TLS inside TLS … (CONNECT through a TLS proxy is two). */
export const MAX_TLS_DEPTH = 3;

/** Bytes that lost plaintext has at least: an acknowledgement that is one byte ahead may be that of a FIN. */
export const LEAST_LOST = 2;
