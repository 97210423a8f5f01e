import {
  COUNT,
  described,
  MILLISECONDS,
  NUMBER,
  nameIn,
  oneOf,
  optional,
  orNull,
  recordOf,
  type TypeOf,
} from '../../bytes/shape.ts';
import type { ConnectionFlow, Exchange } from '../../http/exchange.ts';
import { serverTime, TimingReader } from './timing-reader.ts';
import {
  askedTrafficLimit,
  roundTripOf,
  speedOf,
  throttledTime,
  transferOf,
  WINDOW_LIMIT,
  windowLimitOf,
} from './transfer.ts';
import { WAIT_REASONS, type Waiter, type WaitReason } from './wait-reasons.ts';

const SIDES = { client: COUNT, server: COUNT };

/** Where the time of an exchange went, as the point of capture saw it. All times in milliseconds. */
export const TIMING = recordOf(
  {
    /**
     * First SYN to the acknowledgement of its answer; null but for the first request of a
     * connection whose start was captured.
     */
    connectMs: orNull(MILLISECONDS),
    /** The request's first byte to its last, that to the answer's first, and that to its last. */
    requestMs: MILLISECONDS,
    waitMs: MILLISECONDS,
    responseMs: MILLISECONDS,
    /** The request's first byte to the answer's first. */
    firstByteMs: MILLISECONDS,
    /** Connect, request, wait and answer together. */
    totalMs: MILLISECONDS,
    /** What the server says that it took (`x-oss-server-time`); null where it does not. */
    serverTimeMs: orNull(NUMBER),
    /**
     * Shortest round trip between client and server on this connection so far, and its two ways
     * from the point of capture; null without a sample.
     */
    roundTripMs: orNull(MILLISECONDS),
    roundTripToServerMs: orNull(MILLISECONDS),
    roundTripToClientMs: orNull(MILLISECONDS),
    retransmissions: recordOf(
      {
        /** SYNs. */
        connect: COUNT,
        /** Absent where there were none. */
        connectAnswers: optional(described('SYN-ACKs', COUNT)),
        request: COUNT,
        response: COUNT,
      },
      'retransmitted segments',
    ),
    /** How often each side closed its receive window while the other was sending. */
    zeroWindows: recordOf(SIDES),
    /** Pauses of 10 ms and more of each side while it had window and did not send. */
    pauses: recordOf(SIDES),
    waits: recordOf(
      { clientMs: MILLISECONDS, networkMs: MILLISECONDS, serverMs: MILLISECONDS },
      'totalMs, split by who was waited for',
    ),
    /** Who takes at least half of the total; `several` where nobody does. */
    waitedFor: nameIn<Waiter | 'several'>({ client: true, network: true, server: true, several: true }),
    /** What most of that time was, of `several` of all; and how long. */
    reason: nameIn<WaitReason>(WAIT_REASONS),
    reasonMs: MILLISECONDS,
    trafficLimit: optional(
      recordOf(
        {
          askedBitsPerSecond: COUNT,
          /**
           * Null where no time passed, nothing was transferred (a copy within the service), or the
           * request was refused.
           */
          measuredBitsPerSecond: orNull(COUNT),
        },
        'the speed limit that the request asked for (x-oss-traffic-limit) and the speed of the transfer; an upload is measured until its response began',
      ),
    ),
    throttledMs: optional(described('x-oss-qos-delay-time of the response', MILLISECONDS)),
    /** Only where the receiver's window explains the speed. */
    windowLimit: optional(WINDOW_LIMIT),
    connectLoss: optional(
      described(
        'on which side of the capture point something of the connection setup was lost or late',
        oneOf(['client', 'server', 'both']),
      ),
    ),
    lostOrSilent: optional(
      recordOf(
        { clientMs: MILLISECONDS, serverMs: MILLISECONDS },
        'silences that ended with a single segment, as after a timeout: what was sent in them was lost before the capture point, or nothing was sent',
      ),
    ),
  },
  'where the time of the exchange went, as seen at the capture point',
);

export type Timing = TypeOf<typeof TIMING>;

/**
 * Where the time of one exchange went; null where request or answer is missing or their end is not
 * known, or the exchange did not come from packets.
 */
export function timingOf(exchange: Exchange): Timing | null {
  const reader = new TimingReader();
  const { response, request } = exchange;
  if (!reader.read(exchange) || response === null || request === null) return null;
  const { flow } = exchange.connection;
  const toServer = flow === undefined ? null : roundTripOf(flow.client);
  const toClient = flow === undefined ? null : roundTripOf(flow.server);
  const waits = {
    clientMs: milliseconds(reader.waited('client')),
    networkMs: milliseconds(reader.waited('network')),
    serverMs: milliseconds(reader.waited('server')),
  };
  const waitedFor = mostOf(reader);
  const reason = reasonOf(reader, waitedFor);
  const own = serverTime(response);
  const asked = askedTrafficLimit(request);
  const throttledMs = throttledTime(response);
  const transfer = transferOf(reader, request, response);
  const windowLimit = transfer === null || flow === undefined ? null : windowLimitOf(transfer, flow);
  const start = reader.connect < 0 ? null : (flow?.handshake ?? null);
  const connectLoss = start === null ? null : connectLossOf(start);
  const silent = [request.flow?.unproven ?? 0, response.flow?.unproven ?? 0] as const;
  return {
    connectMs: reader.connect < 0 ? null : milliseconds(reader.connect),
    requestMs: milliseconds(reader.request),
    waitMs: milliseconds(reader.wait),
    responseMs: milliseconds(reader.response),
    firstByteMs: milliseconds(reader.request + reader.wait),
    totalMs: milliseconds(reader.total),
    serverTimeMs: own < 0 ? null : own,
    roundTripMs: toServer === null || toClient === null ? null : milliseconds(toServer + toClient),
    roundTripToServerMs: toServer === null ? null : milliseconds(toServer),
    roundTripToClientMs: toClient === null ? null : milliseconds(toClient),
    retransmissions: {
      connect: start?.synRetransmissions ?? 0,
      ...(start === null || start.synAckRetransmissions === 0
        ? {}
        : { connectAnswers: start.synAckRetransmissions }),
      request: reader.requestSentAgain,
      response: response.flow?.retransmissions ?? 0,
    },
    zeroWindows: { client: response.flow?.zeroWindows ?? 0, server: request.flow?.zeroWindows ?? 0 },
    pauses: { client: request.flow?.pauses ?? 0, server: response.flow?.pauses ?? 0 },
    waits,
    waitedFor,
    reason,
    reasonMs: milliseconds(reader.parts[reason]),
    ...(asked < 0
      ? {}
      : {
          trafficLimit: {
            askedBitsPerSecond: asked,
            measuredBitsPerSecond: transfer === null ? null : speedOf(transfer),
          },
        }),
    ...(throttledMs === 0 ? {} : { throttledMs }),
    ...(windowLimit === null ? {} : { windowLimit }),
    ...(connectLoss === null ? {} : { connectLoss }),
    ...(silent[0] + silent[1] === 0
      ? {}
      : { lostOrSilent: { clientMs: milliseconds(silent[0]), serverMs: milliseconds(silent[1]) } }),
  };
}

/**
 * A SYN that is sent again before any answer passed tells that it, or its answer, was lost or late
 * on the server's side of the point of capture; what is sent again after an answer passed, that
 * this, or its acknowledgement, was lost or late on the client's side.
 */
function connectLossOf(start: ConnectionFlow['handshake']): 'client' | 'server' | 'both' | null {
  const { synRetransmissions, synsUnanswered, synAckRetransmissions } = start;
  const isBehind = synsUnanswered > 0;
  // A SYN that was sent again is answered again, so that answers alone tell nothing more.
  const isBefore = synRetransmissions > synsUnanswered || (!isBehind && synAckRetransmissions > 0);
  if (isBehind) return isBefore ? 'both' : 'server';
  return isBefore ? 'client' : null;
}

const WAITERS: readonly Waiter[] = ['client', 'network', 'server'];

function mostOf(reader: TimingReader): Waiter | 'several' {
  return WAITERS.find((waiter) => reader.waited(waiter) * 2 >= reader.total) ?? 'several';
}

const REASONS = Object.keys(WAIT_REASONS) as readonly WaitReason[];

function reasonOf(reader: TimingReader, waiter: Waiter | 'several'): WaitReason {
  let best: WaitReason = 'in-flight';
  let most = -1;
  for (const reason of REASONS) {
    if (waiter !== 'several' && WAIT_REASONS[reason] !== waiter) continue;
    if (reader.parts[reason] > most) {
      best = reason;
      most = reader.parts[reason];
    }
  }
  return best;
}

function milliseconds(micros: number): number {
  return Math.round(micros) / 1000;
}
