import type { ConnectionFlow, Exchange } from '../../http/exchange.ts';
import { serverTime, TimingReader } from './timing-reader.ts';
import {
  askedTrafficLimit,
  roundTripOf,
  speedOf,
  throttledTime,
  transferOf,
  type WindowLimit,
  windowLimitOf,
} from './transfer.ts';
import { WAIT_REASONS, type Waiter, type WaitReason } from './wait-reasons.ts';

/** Where the time of an exchange went. All times in milliseconds. */
export interface Timing {
  /**
   * First SYN to the acknowledgement of its answer; null but for the first request of a connection
   * whose start was captured.
   */
  readonly connectMs: number | null;
  /**
   * The request's first byte to its last; the request's last to the answer's first; the answer's
   * first to its last.
   */
  readonly requestMs: number;
  readonly waitMs: number;
  readonly responseMs: number;
  /** The request's first byte to the answer's first. */
  readonly firstByteMs: number;
  /** The four above together. */
  readonly totalMs: number;
  /** What the server says that it took (`x-oss-server-time`); null where it does not. */
  readonly serverTimeMs: number | null;
  /**
   * Shortest round trip between client and server on this connection so far, as two ways from the
   * point of capture; null without a sample.
   */
  readonly roundTripMs: number | null;
  readonly roundTripToServerMs: number | null;
  readonly roundTripToClientMs: number | null;
  /**
   * Segments sent again: SYNs, their answers (only where there were some), of the request, of the
   * answer.
   */
  readonly retransmissions: {
    readonly connect: number;
    readonly connectAnswers?: number;
    readonly request: number;
    readonly response: number;
  };
  /**
   * Only where something of the connection's start was lost or late: on which side of the point of
   * capture.
   */
  readonly connectLoss?: 'client' | 'server' | 'both';
  /** How often each side closed its receive window while the other was sending. */
  readonly zeroWindows: { readonly client: number; readonly server: number };
  /** Pauses of 10 ms and more of each side while it had window and did not send. */
  readonly pauses: { readonly client: number; readonly server: number };
  /**
   * Only where there were some: silences of a side after which what it sent in them may have been
   * lost on the way to the point of capture (a single segment followed, as after a timeout);
   * whether it sent anything, nobody can see from here.
   */
  readonly lostOrSilent?: { readonly clientMs: number; readonly serverMs: number };
  /** The total, shared out. */
  readonly waits: Readonly<Record<Waiter, number>>;
  /** Who takes at least half of the total; `several` where nobody does. */
  readonly waitedFor: Waiter | 'several';
  /** What most of that time was, of `several` of all; and how long. */
  readonly reason: WaitReason;
  readonly reasonMs: number;
  /** Only where the request asks for a limit of its speed (`x-oss-traffic-limit`). */
  readonly trafficLimit?: TrafficLimit;
  /**
   * How long the server says that it held the transfer back (`x-oss-qos-delay-time`); only where it
   * says so.
   */
  readonly throttledMs?: number;
  /** Only where the receiver's window explains the speed. */
  readonly windowLimit?: WindowLimit;
}

/**
 * The speed that a request asked for at most, and the one that its body or the answer's was
 * transferred at.
 */
interface TrafficLimit {
  readonly askedBitsPerSecond: number;
  /**
   * Null where no time passed, nothing was transferred (a copy within the service), or the request
   * was refused.
   */
  readonly measuredBitsPerSecond: number | null;
}

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
    client: milliseconds(reader.waited('client')),
    network: milliseconds(reader.waited('network')),
    server: milliseconds(reader.waited('server')),
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
