import type { ConnectionFacts, Loss, SideEnd } from '../stream/handler.ts';
import type { Side } from '../stream/stream-chunk.ts';
import { otherSide } from '../stream/stream-chunk.ts';
import type { CapturedRequest, CapturedResponse } from './captured-message.ts';
import type { Ending, EndingKind } from './exchange.ts';
import type { Message } from './parser-events.ts';

/**
 * So often at least a segment is sent again without an acknowledgement before the way counts as
 * closed.
 */
const LEAST_SENT_AGAIN = 2;

/**
 * A server that closes this soon after a request began did not wait for the rest of it in vain; in
 * µs.
 */
const LEAST_PATIENCE_MICROS = 1_000_000;

/**
 * Segments longer than this are the first that a smaller MTU on the way stops (RFC 8200 §5: 1280
 * bytes with headers pass everywhere).
 */
const LONG_SEGMENT_BYTES = 1200;

/** What came of the server. */
interface CutAnswer {
  /** Null where not even its head came. */
  readonly response: CapturedResponse | null;
  /** When the answer before it was whole, on the connection's clock; -1 without one. */
  readonly before: number;
  /** What came last in place of an answer. */
  readonly unreadable: Message | null;
}

/**
 * Whether what the capture lacks of the exchange never came to its receiver either, whose last word
 * was that it waits for just that: it was lost on the way, and hides nothing.
 */
export function isMissingThere(
  facts: ConnectionFacts,
  client: Side,
  request: CapturedRequest,
  response: CapturedResponse | null,
): boolean {
  if (!neverArrived(facts, client, request)) return false;
  if (response === null || response.missingBytes === 0) return true;
  // Who sent all of it has not cut it, whoever closed first.
  const isCut = !wasSent(response) || facts.ends[0]?.side === client;
  return isCut && neverArrived(facts, otherSide(client), response);
}

/** Of a message without a known length it is not told whether it ends in what is missing. */
function neverArrived(facts: ConnectionFacts, side: Side, message: Message): boolean {
  if (message.missingBytes === 0) return true;
  return message.framing === 'content-length' && facts.isHeardUpTo(side, message.missingFrom);
}

/** Whether its sender sent it to its last byte. */
function wasSent({ complete, framing, contentLength, bodyBytes, missingBytes }: Message): boolean {
  return complete || (framing === 'content-length' && bodyBytes + missingBytes === contentLength);
}

/** What a connection that is over came to for one exchange of it. */
export function endingOf(
  facts: ConnectionFacts,
  client: Side,
  request: CapturedRequest,
  { response, before, unreadable }: CutAnswer,
): Ending {
  const { meter } = facts;
  const end = facts.ends[0] ?? null;
  const last = response ?? request;
  const lastAt = meter.at(last.latestSeconds, last.latestNanos);
  const openUntil = facts.overAt >= 0 ? facts.overAt : meter.at(facts.lastSeconds, 0);
  const endAt = end?.at ?? Math.max(lastAt, openUntil);
  const sender = meter.halves[client];
  const sentAgain = Math.max(0, sender.retransmissions - (request.flow?.sentAgainBefore ?? 0));
  const isOtherTtl = end !== null && end.ttl >= 0 && end.usualTtl >= 0 && end.ttl !== end.usualTtl;
  const known = {
    sentAgain,
    sentAgainBytes: sentAgain === 0 ? 0 : sender.lastLateBytes,
    unacknowledged: facts.unacknowledged(client),
    lost: 0,
  };
  const firstAt = request.flow?.firstAt ?? 0;
  if (response === null && unreadable !== null && unreadable.acknowledged > request.start) {
    const beganAt = meter.at(unreadable.firstSeconds, unreadable.firstNanos);
    return {
      kind: 'unreadable-answer',
      frame: unreadable.frame,
      after: Math.max(0, beganAt - lastAt),
      idle: idleBetween(before, firstAt),
      ...known,
      ttl: null,
      usualTtl: null,
    };
  }
  const kind =
    response === null
      ? kindOfUnanswered(facts, client, request, end, known)
      : end === null
        ? 'answer-cut-by-capture'
        : end.side === client
          ? 'answer-cut-by-client'
          : 'answer-cut-by-server';
  return {
    kind,
    frame: end?.frame ?? null,
    after: Math.max(0, endAt - lastAt),
    idle: idleBetween(before, kind === 'stale-connection' ? endAt : firstAt),
    ...known,
    ttl: isOtherTtl ? end.ttl : null,
    usualTtl: isOtherTtl ? end.usualTtl : null,
  };
}

/**
 * The answer to a request was lost by the capture, `bytes` in all: the client acknowledged them, so
 * it has it.
 */
export function endingOfLost(
  facts: ConnectionFacts,
  client: Side,
  request: CapturedRequest,
  { bytes, loss, before }: { readonly bytes: number; readonly loss: Loss; readonly before: number },
): Ending {
  const { meter } = facts;
  // Of a side without any packet, all was lost: the capture has one direction alone.
  const isOneWay = facts.packets(otherSide(client)) === 0;
  const lastAt = meter.at(request.latestSeconds, request.latestNanos);
  return {
    kind: isOneWay ? 'one-way' : 'answer-not-captured',
    frame: loss.frame,
    after: Math.max(0, meter.at(loss.seconds, loss.nanos) - lastAt),
    idle: idleBetween(before, request.flow?.firstAt ?? 0),
    sentAgain: 0,
    sentAgainBytes: 0,
    unacknowledged: facts.unacknowledged(client),
    lost: bytes,
    ttl: null,
    usualTtl: null,
  };
}

function idleBetween(answeredAt: number, until: number): number | null {
  return answeredAt < 0 ? null : Math.max(0, until - answeredAt);
}

function kindOfUnanswered(
  facts: ConnectionFacts,
  client: Side,
  request: CapturedRequest,
  end: SideEnd | null,
  known: Pick<Ending, 'sentAgain' | 'sentAgainBytes' | 'unacknowledged'>,
): EndingKind {
  if (end !== null && end.side !== client) {
    // A server that waited for what never came to it closes in the end.
    const isLate =
      end.how === 'closed' && end.at - (request.flow?.firstAt ?? end.at) >= LEAST_PATIENCE_MICROS;
    const blocked = isLate ? blockedWay(facts, client, known) : null;
    if (blocked !== null) return blocked;
    const isFirst = (request.flow?.order ?? 1) === 1;
    if (end.how === 'closed' && !isFirst && isUnheard(request, end)) return 'stale-connection';
    if (end.how === 'closed') return wasSent(request) ? 'closed-by-server' : 'closed-during-request';
    return wasSent(request) ? 'reset-by-server' : 'reset-during-request';
  }
  const isOneWay = facts.packets(otherSide(client)) === 0;
  // Whoever sends data after a SYN has been answered: the capture lacks that.
  if (isOneWay && facts.meter.synAt >= 0) return 'one-way';
  const blocked = blockedWay(facts, client, known);
  if (blocked !== null) return blocked;
  if (isOneWay) return 'one-way';
  if (end === null) return wasSent(request) ? 'capture-ended' : 'request-cut-by-capture';
  return wasSent(request) ? 'given-up' : 'request-abandoned';
}

/** Where the client sent again and again, and nothing was acknowledged. */
function blockedWay(
  facts: ConnectionFacts,
  client: Side,
  {
    sentAgain,
    sentAgainBytes,
    unacknowledged,
  }: Pick<Ending, 'sentAgain' | 'sentAgainBytes' | 'unacknowledged'>,
): 'unacknowledged' | 'long-segments-lost' | null {
  // What was lost and then acknowledged tells that the way is open.
  const unheard = Math.min(sentAgain, facts.meter.halves[client].unheardRetransmissions);
  if (unacknowledged === 0 || unheard < LEAST_SENT_AGAIN) return null;
  // As long as fewer bytes were acknowledged than one such segment has, none of that length can
  // have arrived.
  const isLong = sentAgainBytes >= LONG_SEGMENT_BYTES && facts.acknowledged(client) < sentAgainBytes;
  return isLong && facts.packets(otherSide(client)) > 0 ? 'long-segments-lost' : 'unacknowledged';
}

/**
 * The server had closed before the request came to it: its FIN was here first, or acknowledges none
 * of it. One that acknowledges what came later here was only written early.
 */
function isUnheard({ flow, head, bodyBytes, missingBytes }: CapturedRequest, end: SideEnd): boolean {
  const wasFirst = end.at <= (flow?.firstAt ?? 0) && end.unheard >= 0;
  return wasFirst || end.unheard >= head.length + bodyBytes + missingBytes;
}
