/** Bytes at the start of an input that show whether it is text at all. */
export const PROBE_BYTES = 4096;

/** Lines of a text that show of which kind it is. */
export const MAX_PROBED_LINES = 20_000;

/** Longest line that is looked at for a start line or a header, in bytes. */
export const MAX_HTTP_LINE = 64 * 1024;

/** Header lines of one message. */
export const MAX_HEADERS = 1000;

/** Bytes kept of one body. */
export const MAX_TEXT_BODY = 1536 * 1024;

/** Bytes of lines that are gathered of a body: line ends and a framing that goes do not count as kept. */
export const MAX_GATHERED_BODY = 2 * MAX_TEXT_BODY;

/** Lines that an exchange of a text has on average, at most: of its heads and bodies. */
export const LINES_OF_AN_EXCHANGE = 12;

/** Lines of one dumped packet: it has 64 KiB at most, and a line a byte at least. */
export const MAX_PACKET_LINES = 65_536;

/** Nesting of a Python or JSON literal in a log. */
export const MAX_LITERAL_DEPTH = 16;
