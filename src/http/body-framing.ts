import type { LengthHeaders } from './length-headers.ts';
import type { BodyFraming } from './message.ts';
import type { Message, ParserEvents } from './parser-events.ts';

/**
 * How the end of a message's body is found (RFC 9112 §6.3). `bodiless`: it has none whatever its
 * head says.
 */
export function framingOf(
  kind: Message['kind'],
  lengths: LengthHeaders,
  bodiless: boolean,
): Exclude<BodyFraming, 'unknown'> {
  if (bodiless) return 'none';
  if (lengths.chunked) return 'chunked';
  if (lengths.contentLength !== null && !lengths.otherCoding) return 'content-length';
  return kind === 'response' ? 'until-close' : 'none';
}

/** Tells what a head says of its body's length that another reader may take otherwise. */
export function tellOddLengths(
  kind: Message['kind'],
  lengths: LengthHeaders,
  events: ParserEvents,
  frame: number,
): void {
  if (lengths.oddName) events.notice('bad-header-line', frame);
  if (lengths.badContentLength) events.notice('bad-content-length', frame);
  if (lengths.contentLength !== null && (lengths.chunked || lengths.otherCoding)) {
    events.notice('length-and-chunked', frame);
  }
  // Where chunked does not come last, a request has no length that could be known (RFC 9112 §6.3).
  if (lengths.oddCoding || (lengths.otherCoding && kind === 'request')) {
    events.notice('bad-transfer-encoding', frame);
  }
}
