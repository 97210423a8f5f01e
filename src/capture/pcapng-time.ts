import type { CaptureRecord } from './record.ts';

const NANOS_PER_SECOND = 1_000_000_000;

/**
 * Unit and origin of an interface's timestamps (draft-ietf-opsawg-pcapng, if_tsresol and
 * if_tsoffset).
 */
export interface TimeUnit {
  /** Units a second. */
  readonly perSecond: bigint;
  /** Nanoseconds a unit where that is a whole number; else null. */
  readonly nanosPerUnit: number | null;
  /** Seconds to add. */
  readonly offsetSeconds: number;
}

/**
 * @param resolution the option's byte: a negative power of 10, or of 2 where the top bit is set.
 */
export function timeUnit(resolution: number, offsetSeconds: number): TimeUnit {
  const exponent = resolution & 0x7f;
  const decimal = (resolution & 0x80) === 0;
  return {
    perSecond: (decimal ? 10n : 2n) ** BigInt(exponent),
    nanosPerUnit: decimal && exponent <= 9 ? 10 ** (9 - exponent) : null,
    offsetSeconds,
  };
}

/**
 * Sets the time of `record` from the two halves of a 64-bit timestamp, exactly to the nanosecond
 * (rounded down).
 */
export function setTime(record: CaptureRecord, unit: TimeUnit, high: number, low: number): void {
  if (unit.nanosPerUnit === null) {
    const time = (BigInt(high) << 32n) | BigInt(low);
    record.seconds = Number(time / unit.perSecond) + unit.offsetSeconds;
    record.nanos = Number(((time % unit.perSecond) * BigInt(NANOS_PER_SECOND)) / unit.perSecond);
    return;
  }
  // Long division in steps of 16 bits: every intermediate stays below 2^53, and nothing is
  // allocated.
  const divisor = NANOS_PER_SECOND / unit.nanosPerUnit;
  const upper = (high % divisor) * 65_536 + (low >>> 16);
  const lower = (upper % divisor) * 65_536 + (low & 0xffff);
  const seconds =
    Math.floor(high / divisor) * 4_294_967_296 +
    Math.floor(upper / divisor) * 65_536 +
    Math.floor(lower / divisor);
  record.seconds = seconds + unit.offsetSeconds;
  record.nanos = (lower % divisor) * unit.nanosPerUnit;
}
