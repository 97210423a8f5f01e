import { asciiLower } from '../../engine/bytes/byte-string.ts';
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
} from '../../engine/bytes/shape.ts';
import type { ConnectionFlow, EndFlow, Exchange } from '../../engine/http/exchange.ts';
import {
  expectsContinue,
  type HttpRequest,
  type HttpResponse,
  header,
  type MessageFlow,
} from '../../engine/http/message.ts';
import { readPostForm } from '../../engine/http/multipart-form.ts';

export type Waiter = 'client' | 'network' | 'server';

/** Why time passed; each belongs to one of the three that are waited for. */
const WAIT_REASONS = {
  /** could send the request and did not */
  'client-paused': 'client',
  /** never sent the rest of its request, and nothing of it was lost */
  'client-unfinished': 'client',
  /** its receive window was closed, or full though all had arrived: it did not take the answer in */
  'client-not-reading': 'client',
  /** had asked OSS not to be faster (`x-oss-traffic-limit`), and OSS kept to it */
  'limit-asked': 'client',
  connecting: 'network',
  'packet-loss': 'network',
  'in-flight': 'network',
  /** between the point of capture and OSS, whose own account is shorter than the wait */
  'beyond-capture': 'network',
  /** had the whole request and did not answer */
  'server-thought': 'server',
  /** was asked for `100 Continue`, and said nothing while the client waited for it with the body */
  'server-continue': 'server',
  /** could send the answer on and did not */
  'server-paused': 'server',
  /** its receive window was closed, or full though all had arrived: it did not take the request in */
  'server-not-reading': 'server',
} as const satisfies Readonly<Record<string, Waiter>>;

export type WaitReason = keyof typeof WAIT_REASONS;

const SIDES = { client: COUNT, server: COUNT };

/** The transfer was about as fast as its receiver's window lets it be: no more can be in flight. */
const WINDOW_LIMIT = recordOf(
  {
    receiver: oneOf(['client', 'server']),
    /** The largest that it offered on this connection. */
    bytes: COUNT,
  },
  'the receive window that the transfer was about as fast as: the largest that its receiver offered',
);

/** Where the time of an exchange went, as the point of capture saw it. All times in milliseconds. */
export const TIMING = recordOf(
  {
    /** First SYN to the acknowledgement of its answer; null but for a captured connection's first request. */
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
    /** Shortest round trip so far, and its two ways from the point of capture; null without a sample. */
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
          /** Null where no time passed, nothing was transferred (a copy), or the request was refused. */
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

/** Where an exchange's time went; null without request, answer, their known ends, or packets. */
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
  const waitedFor = WAITERS.find((waiter) => reader.waited(waiter) * 2 >= reader.total) ?? 'several';
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
 * A SYN that is sent again before any answer passed shows that it, or its answer, was lost or late on the
 * server's side of the point of capture; what is sent again after an answer passed, that this, or its
 * acknowledgement, was lost or late on the client's side.
 */
function connectLossOf(start: ConnectionFlow['handshake']): 'client' | 'server' | 'both' | null {
  const { synRetransmissions, synsUnanswered, synAckRetransmissions } = start;
  const isBehind = synsUnanswered > 0;
  // A SYN that was sent again is answered again, so that answers alone show nothing more.
  const isBefore = synRetransmissions > synsUnanswered || (!isBehind && synAckRetransmissions > 0);
  if (isBehind) return isBefore ? 'both' : 'server';
  return isBefore ? 'client' : null;
}

const WAITERS: readonly Waiter[] = ['client', 'network', 'server'];

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

/** A transfer ran at its limit if it took no more and no less than so many times what that limit takes. */
const LIMIT_TOLERANCE = 2;

/** Reads where an exchange's time went from its messages' marks, for any number of exchanges, in µs. */
export class TimingReader {
  readonly parts: Record<WaitReason, number> = {
    'client-paused': 0,
    'client-unfinished': 0,
    'client-not-reading': 0,
    'limit-asked': 0,
    connecting: 0,
    'packet-loss': 0,
    'in-flight': 0,
    'beyond-capture': 0,
    'server-thought': 0,
    'server-continue': 0,
    'server-paused': 0,
    'server-not-reading': 0,
  };
  /** See `Timing.connectMs` and those that follow it; -1: not known. */
  connect = -1;
  request = 0;
  wait = 0;
  response = 0;
  /** Segments of the request that were sent again, up to the answer. */
  requestSentAgain = 0;

  get total(): number {
    return Math.max(0, this.connect) + this.request + this.wait + this.response;
  }

  waited(waiter: Waiter): number {
    const { parts } = this;
    switch (waiter) {
      case 'client':
        return (
          parts['client-paused'] +
          parts['client-unfinished'] +
          parts['client-not-reading'] +
          parts['limit-asked']
        );
      case 'network':
        return parts.connecting + parts['packet-loss'] + parts['in-flight'] + parts['beyond-capture'];
      case 'server':
        return (
          parts['server-thought'] +
          parts['server-continue'] +
          parts['server-paused'] +
          parts['server-not-reading']
        );
    }
  }

  /** False where request or answer is missing or has no known end, or the exchange is not from packets. */
  read({ connection, request, response, interim }: Exchange): boolean {
    const sent = request?.flow;
    const answered = response?.flow;
    const { flow } = connection;
    if (sent === null || sent === undefined || answered === null || answered === undefined) return false;
    if (request === null || response === null || flow === undefined) return false;
    if (!isEndKnown(request, response)) return false;
    const { synAt, establishedAt } = flow.handshake;
    const isFirst = sent.order === 1 && synAt >= 0 && establishedAt >= synAt;
    this.connect = isFirst ? establishedAt - synAt : -1;
    this.parts.connecting = Math.max(0, this.connect);

    const sentAt = Math.max(sent.firstAt, sent.doneAt);
    const answerAt = Math.max(sentAt, answered.firstAt);
    this.request = sentAt - sent.firstAt;
    this.wait = answerAt - sentAt;
    this.response = Math.max(0, answered.doneAt - answerAt);
    this.requestSentAgain = Math.max(0, answered.receiverSentAgain - sent.sentAgainBefore);

    this.parts['packet-loss'] = 0;
    this.parts['in-flight'] = 0;
    this.#shareRequest(request, sent, interim[0]?.flow ?? null);
    this.#shareWait(request, response, answered, sentAt, roundTripOf(flow.client) ?? 0, interim.length > 0);
    this.#shareResponse(answered);
    this.#shareLimit(request, response);
    return true;
  }

  /** The request: its sender's silence, the receiver's closed window, the way. `go`: the first 1xx. */
  #shareRequest(request: HttpRequest, sent: MessageFlow, go: MessageFlow | null): void {
    const { parts } = this;
    let left = this.request;
    const silent = Math.min(left, sent.idle);
    left -= silent;
    const hadHead = sent.headAt >= 0 && sent.headAt < sent.firstAt + this.request;
    const untilGo = go === null ? -1 : Math.max(0, go.firstAt - sent.headAt);
    const waited = !hadHead ? 0 : untilGo >= 0 ? untilGo : silenceAfterHead(silent, sent, request);
    parts['server-continue'] = Math.min(silent, waited);
    parts['client-paused'] = silent - parts['server-continue'];
    parts['server-not-reading'] = Math.min(left, sent.held);
    left -= parts['server-not-reading'];
    const lost = Math.min(left, sent.stalled);
    parts['packet-loss'] += lost;
    parts['in-flight'] += left - lost;
  }

  /** The wait: for the last bytes, both ways, then the server. `way`: the least of a way; 0: unknown. */
  #shareWait(
    request: HttpRequest,
    response: HttpResponse,
    answered: MessageFlow,
    sentAt: number,
    way: number,
    wasAskedFor: boolean,
  ): void {
    const { parts } = this;
    const resent = answered.receiverSentAgainAt;
    const lost = resent > sentAt && resent <= sentAt + this.wait ? resent - sentAt : 0;
    const onTheWay = Math.min(this.wait - lost, way + answered.receiverDelay);
    parts['packet-loss'] += lost;
    parts['in-flight'] += onTheWay;
    const waited = this.wait - lost - onTheWay;
    const isUnfinished = !request.complete && request.missingBytes === 0;
    // Who asked for 100 Continue and was answered without it never had to send its body.
    const isUnasked = isUnfinished && request.bodyBytes === 0 && !wasAskedFor && expectsContinue(request);
    parts['client-unfinished'] = isUnfinished && !isUnasked ? waited : 0;
    if (isUnasked) parts['server-continue'] += waited;
    this.#shareThinking(isUnfinished ? 0 : waited, response);
  }

  /** The answer: as the request, with the sides the other way round. */
  #shareResponse(answered: MessageFlow): void {
    const { parts } = this;
    let left = this.response;
    parts['server-paused'] = Math.min(left, answered.idle);
    left -= parts['server-paused'];
    parts['client-not-reading'] = Math.min(left, answered.held);
    left -= parts['client-not-reading'];
    const lost = Math.min(left, answered.stalled);
    parts['packet-loss'] += lost;
    parts['in-flight'] += left - lost;
  }

  /**
   * A transfer at the speed that the request asked for at most is slow because it asked: OSS takes in or
   * sends no faster, which looks as if it paused, closed its window, read what its buffers still held, or was
   * far away.
   */
  #shareLimit(request: HttpRequest, response: HttpResponse): void {
    const { parts } = this;
    parts['limit-asked'] = 0;
    // Looked for only where there is something to explain: to read a header costs more than all the rest.
    if (Math.max(this.request + this.wait, this.response) < COMPARED_MICROS) return;
    const asked = askedTrafficLimit(request);
    const transfer = asked < 0 ? null : transferOf(this, request, response);
    if (transfer === null) return;
    const least = (transfer.bits / asked) * 1e6;
    if (transfer.micros > least * LIMIT_TOLERANCE || transfer.micros < least / LIMIT_TOLERANCE) return;
    let left = Math.min(least, transfer.micros);
    for (const reason of LIMITED[transfer.way]) {
      const micros = Math.min(left, parts[reason]);
      parts[reason] -= micros;
      parts['limit-asked'] += micros;
      left -= micros;
    }
  }

  /** Where the server says that it was much faster than it looks, something between took the rest. */
  #shareThinking(thinking: number, response: HttpResponse): void {
    const own = thinking >= COMPARED_MICROS ? serverTime(response) * 1000 : -1;
    const beyond = own >= 0 && own < thinking / 2 ? thinking - own : 0;
    this.parts['beyond-capture'] = beyond;
    this.parts['server-thought'] = thinking - beyond;
  }
}

/** Whether the heads say how long each goes on. A cut one ends there where no body can follow. */
function isEndKnown(request: HttpRequest, response: HttpResponse): boolean {
  if (!request.headComplete && !/^(?:GET|HEAD|DELETE)$/.test(request.method)) return false;
  return response.headComplete || request.method === 'HEAD';
}

/** Clients wait for 100 Continue at least so long before they send the body without it (curl, Go); in µs. */
const CONTINUE_MICROS = 1_000_000;

/** How long a client waited for 100 Continue in vain: all of one pause, else as long as clients do. */
function silenceAfterHead(silent: number, { pauses }: MessageFlow, request: HttpRequest): number {
  if (silent < COMPARED_MICROS || !expectsContinue(request)) return 0;
  return pauses <= 1 ? silent : Math.min(silent, CONTINUE_MICROS);
}

/** What a limited transfer looks like, by its way. */
const LIMITED = {
  up: ['server-not-reading', 'server-thought', 'in-flight'],
  down: ['server-paused', 'in-flight'],
} as const satisfies Readonly<Record<Transfer['way'], readonly WaitReason[]>>;

/** Milliseconds that the answer's `x-oss-server-time` says; -1 without it. */
function serverTime(response: HttpResponse): number {
  const text = header(response, 'x-oss-server-time');
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : -1;
}

/* How fast a body went, and what kept it from going faster. */

/** What took this long is looked at: what the server says of a wait, what limits a transfer; in µs. */
const COMPARED_MICROS = 100_000;

/** How much of a body went which way, and how long that took. */
interface Transfer {
  readonly way: 'up' | 'down';
  readonly bits: number;
  /** Until OSS had all of it, which an answer alone proves: buffers on the way take in more. In µs. */
  readonly micros: number;
}

/** Times of an exchange in µs, as `Timing` parts them. */
interface Times {
  readonly request: number;
  readonly wait: number;
  readonly response: number;
}

/** The larger body of the two; null where neither has one, or the request was refused. */
function transferOf(
  { request, wait, response }: Times,
  sent: HttpRequest,
  answered: HttpResponse,
): Transfer | null {
  if (answered.status >= 300) return null;
  const up = sent.bodyBytes + sent.missingBytes;
  const down = answered.bodyBytes + answered.missingBytes;
  if (Math.max(up, down) === 0) return null;
  return up > down
    ? { way: 'up', bits: up * 8, micros: request + wait }
    : { way: 'down', bits: down * 8, micros: response };
}

/** In bit/s; null where no time passed. */
function speedOf({ bits, micros }: Transfer): number | null {
  return micros === 0 ? null : Math.round((bits / micros) * 1e6);
}

/** Least round trip in µs from the point of capture to the other end and back; null without a sample. */
function roundTripOf({ roundTrips, leastRoundTrip }: EndFlow): number | null {
  return roundTrips > 0 ? leastRoundTrip : null;
}

type WindowLimit = TypeOf<typeof WINDOW_LIMIT>;

/** A window that grows holds twice of what is in flight; one that limits is filled but for the slow start. */
const FILLED_SHARE = 0.6;

/** Null where something else limits the transfer, it was short, or its way was not measured. */
function windowLimitOf({ way, bits, micros }: Transfer, flow: ConnectionFlow): WindowLimit | null {
  if (micros < COMPARED_MICROS) return null;
  const [toServer, toClient] = [roundTripOf(flow.client), roundTripOf(flow.server)];
  if (toServer === null || toClient === null) return null;
  const receiver = way === 'up' ? 'server' : 'client';
  const bytes = (receiver === 'server' ? flow.client : flow.server).largestWindow;
  const inFlight = (bits / 8 / micros) * (toServer + toClient);
  return bytes > 0 && inFlight >= bytes * FILLED_SHARE ? { receiver, bytes } : null;
}

/** How long an answer was held back, in ms ("Limits and performance metrics" in the documentation). */
const DELAY = 'x-oss-qos-delay-time';

/** How long OSS says that it throttled, in ms: an upload exactly, a download as estimated; 0: not said. */
function throttledTime(response: HttpResponse): number {
  const text = header(response, DELAY);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** Of header, query parameter and field of a form alike. */
const NAME = 'x-oss-traffic-limit';
/**
 * Limits that OSS takes, in bit/s ("Single-connection bandwidth throttling" in the documentation, which gave
 * 245,760 as the least and now gives 819,200); it refuses others with InvalidArgument.
 */
const LEAST_BITS = 245_760;
const MOST_BITS = 838_860_800;

/** How fast a request asked OSS to transfer a body at most, in bit/s; -1 where it did not ask. */
function askedTrafficLimit(request: HttpRequest): number {
  const text =
    header(request, NAME) ??
    queryValue(request.target) ??
    readPostForm(request)?.find(({ name }) => asciiLower(name) === NAME)?.value;
  if (text === undefined || !/^\d{6,9}$/.test(text)) return -1;
  const bits = Number(text);
  return bits >= LEAST_BITS && bits <= MOST_BITS ? bits : -1;
}

/** Digits are never percent-encoded by a signer of URLs, so that the target needs no decoding. */
function queryValue(target: HttpRequest['target']): string | null {
  const at = target.indexOf(`${NAME}=`);
  if (at < 1 || !'?&'.includes(target.charAt(at - 1))) return null;
  return /^\d*(?=[&#]|$)/.exec(target.slice(at + NAME.length + 1, at + NAME.length + 16))?.[0] ?? null;
}
