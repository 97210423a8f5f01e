import type { Exchange } from '../../http/exchange.ts';
import { expectsContinue } from '../../http/expects-continue.ts';
import { type HttpRequest, type HttpResponse, header, type MessageFlow } from '../../http/message.ts';
import { askedTrafficLimit, COMPARED_MICROS, roundTripOf, type Transfer, transferOf } from './transfer.ts';
import type { Waiter, WaitReason } from './wait-reasons.ts';

/**
 * A transfer ran at the limit that was asked for where it took no more and no less than so many
 * times what the limit alone takes.
 */
const LIMIT_TOLERANCE = 2;

/**
 * Reads where the time of an exchange went out of the marks that its messages carry. One object can
 * read any number of exchanges; its fields are those of the last one, in µs.
 */
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

  /**
   * False where request or answer is missing or their end is not known, or the exchange did not
   * come from packets.
   */
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

  /**
   * The request: its sender's silence, the receiver's closed window, and what remains was on the
   * way. `go`: the first 1xx answer.
   */
  #shareRequest(request: HttpRequest, sent: MessageFlow, go: MessageFlow | null): void {
    const { parts } = this;
    let left = this.request;
    const silent = Math.min(left, sent.idle);
    left -= silent;
    const hadHead = sent.headAt >= 0 && sent.headAt < sent.firstAt + this.request;
    const told = go === null ? -1 : Math.max(0, go.firstAt - sent.headAt);
    const asked = !hadHead ? 0 : told >= 0 ? told : silenceAfterHead(silent, sent, request);
    parts['server-continue'] = Math.min(silent, asked);
    parts['client-paused'] = silent - parts['server-continue'];
    parts['server-not-reading'] = Math.min(left, sent.held);
    left -= parts['server-not-reading'];
    const lost = Math.min(left, sent.stalled);
    parts['packet-loss'] += lost;
    parts['in-flight'] += left - lost;
  }

  /**
   * The wait: until the request's last bytes got through, then the way there and back, then the
   * server. `way`: the least time that one takes, 0 where it is not known.
   */
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
   * A transfer at the speed that the request asked for at most is slow because it asked: OSS takes
   * in or sends no faster, which looks as if it paused, closed its window, read what its buffers
   * still held, or was far away.
   */
  #shareLimit(request: HttpRequest, response: HttpResponse): void {
    const { parts } = this;
    parts['limit-asked'] = 0;
    // Looked for only where there is something to explain: reading a header costs more than all the
    // rest here.
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

  /**
   * Where the server says that it was much faster than it looks from here, something between the
   * two took the rest.
   */
  #shareThinking(thinking: number, response: HttpResponse): void {
    const own = thinking >= COMPARED_MICROS ? serverTime(response) * 1000 : -1;
    const beyond = own >= 0 && own < thinking / 2 ? thinking - own : 0;
    this.parts['beyond-capture'] = beyond;
    this.parts['server-thought'] = thinking - beyond;
  }
}

/**
 * How long a message goes on is told by its head. One that the capture cut off there ends there if
 * no body can follow.
 */
function isEndKnown(request: HttpRequest, response: HttpResponse): boolean {
  if (!request.headComplete && !/^(?:GET|HEAD|DELETE)$/.test(request.method)) return false;
  return response.headComplete || request.method === 'HEAD';
}

/**
 * What clients wait for 100 Continue at least, in µs: as long as curl and Go do, before they send
 * the body without it.
 */
const CONTINUE_MICROS = 1_000_000;

/**
 * How long a client waited for 100 Continue that never came: all its silence where it paused once,
 * else as long as clients do.
 */
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
export function serverTime(response: HttpResponse): number {
  const text = header(response, 'x-oss-server-time');
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : -1;
}
