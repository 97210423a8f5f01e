const FIRST_BYTE = 0x1f;
const SECOND_BYTE = 0x8b;
const DEFLATE = 8;

/** Modification time, extra flags, system. */
const FIXED_BYTES = 6;

const HAS_CHECKSUM = 1 << 1;
const HAS_EXTRA = 1 << 2;
const HAS_NAME = 1 << 3;
const HAS_COMMENT = 1 << 4;
const RESERVED = 0b1110_0000;

/**
 * Reads the header of a member of a gzip file (RFC 1952 §2.3) byte by byte; its result: whether it
 * is one.
 */
export type GzipHeader = Generator<undefined, boolean, number>;

/** The header that begins with the next byte. It is ready to be given that byte. */
export function gzipHeader(): GzipHeader {
  const header = fieldsOfHeader();
  header.next(0);
  return header;
}

function* fieldsOfHeader(): GzipHeader {
  if ((yield) !== FIRST_BYTE || (yield) !== SECOND_BYTE || (yield) !== DEFLATE) return false;
  const flags = yield;
  if ((flags & RESERVED) !== 0) return false;
  yield* passOver(FIXED_BYTES);
  if ((flags & HAS_EXTRA) !== 0) {
    const low = yield;
    const high = yield;
    yield* passOver(low + high * 256);
  }
  if ((flags & HAS_NAME) !== 0) yield* passOverText();
  if ((flags & HAS_COMMENT) !== 0) yield* passOverText();
  if ((flags & HAS_CHECKSUM) !== 0) yield* passOver(2);
  return true;
}

function* passOver(count: number): Generator<undefined, void, number> {
  for (let passed = 0; passed < count; passed++) yield;
}

function* passOverText(): Generator<undefined, void, number> {
  while ((yield) !== 0);
}
