import { formatIpv4, formatIpv6 } from '../../rooms/bytes.ts';
import { deliver, isWhole, type Piece } from './delivery.ts';
import type { ExchangeMaker, MadeExchange } from './exchange-maker.ts';
import type { ListedExchange, Manifest, MessageName } from './manifest.ts';
import type { GeneratorOptions } from './options.ts';
import { type Endpoint, FLAG, type PacketWriter } from './packet-writer.ts';
import type { Random } from './random.ts';

const CONTINUE = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n');
const NOTHING = new Uint8Array(0);
/** Data segments that a receiver acknowledges at once. */
const SEGMENTS_PER_ACKNOWLEDGEMENT = 2;
/** Twice the exchanges of a connection on average: of a chatty one, and of one with large bodies. */
const MOST_EXCHANGES = { chatty: 80, bulk: 10 };

/** What all conversations of a capture share. */
export interface Surroundings {
  readonly options: GeneratorOptions;
  readonly random: Random;
  readonly maker: ExchangeMaker;
  readonly packets: PacketWriter;
  readonly manifest: Manifest;
  /** Microseconds since 1970 UTC. */
  readonly now: () => number;
  /** Asked before each exchange: is there room for one more? */
  readonly wantsMore: () => boolean;
  /** Called as soon as an exchange is planned, with the capture bytes that it will take, about. */
  readonly planned: (bytes: number) => void;
  readonly listed: (exchange: ListedExchange) => void;
}

/** One keep-alive connection. Its packets come one by one, so that many can be interleaved. */
export class Conversation {
  readonly #all: Surroundings;
  readonly #client: Endpoint;
  readonly #server: Endpoint;
  /** Sequence numbers of the next byte. */
  #clientNext: number;
  #serverNext: number;

  constructor(all: Surroundings, client: Endpoint, server: Endpoint) {
    this.#all = all;
    this.#client = client;
    this.#server = server;
    this.#clientNext = all.random.uint32();
    this.#serverNext = all.random.uint32();
  }

  /** Yields after each packet. */
  *packets(): Generator<void, void, undefined> {
    const { random, options, wantsMore } = this.#all;
    const handshake = !random.chance(options.midstream);
    if (handshake) {
      yield this.#emit(true, FLAG.SYN);
      this.#clientNext++;
      yield this.#emit(false, FLAG.SYN | FLAG.ACK);
      this.#serverNext++;
      yield this.#emit(true, FLAG.ACK);
    }
    const most = options.mix === 'bulk' ? MOST_EXCHANGES.bulk : MOST_EXCHANGES.chatty;
    for (let left = random.integer(1, most); left > 0 && wantsMore(); left--) yield* this.#exchange();
    yield this.#emit(true, FLAG.FIN | FLAG.ACK);
    this.#clientNext++;
    yield this.#emit(false, FLAG.FIN | FLAG.ACK);
    this.#serverNext++;
    yield this.#emit(true, FLAG.ACK);
  }

  *#exchange(): Generator<void, void, undefined> {
    const { maker, now, planned } = this.#all;
    const made = maker.next(Math.floor(now() / 1e6));
    const { requestHead, requestBody, response } = made;
    planned(Math.round((requestHead.length + requestBody.length + response.length) * 1.06) + 180);
    const damaged = new Set<MessageName>();
    if (made.waitsForContinue) {
      yield* this.#message(true, requestHead, 'request', damaged);
      yield* this.#message(false, CONTINUE, 'interim', damaged);
      yield* this.#message(true, requestBody, 'request', damaged);
    } else {
      const request = requestBody.length === 0 ? requestHead : Buffer.concat([requestHead, requestBody]);
      yield* this.#message(true, request, 'request', damaged);
    }
    yield* this.#message(false, response, 'response', damaged);
    this.#all.listed(this.#entry(made, damaged));
  }

  *#message(
    fromClient: boolean,
    bytes: Uint8Array,
    name: MessageName,
    damaged: Set<MessageName>,
  ): Generator<void, void, undefined> {
    const { options, random, manifest, packets } = this.#all;
    const pieces = deliver(bytes.length, options, random, manifest);
    if (!isWhole(pieces, bytes.length, packets.keptPayload(this.#client.address))) damaged.add(name);
    const start = fromClient ? this.#clientNext : this.#serverNext;
    const received = new Received();
    let unacknowledged = 0;
    for (const piece of pieces) {
      received.add(piece);
      if (piece.captured) {
        const flags = FLAG.ACK | (piece.to === bytes.length ? FLAG.PSH : 0);
        this.#write(fromClient, flags, start + piece.from, bytes.subarray(piece.from, piece.to));
        yield;
      }
      if (++unacknowledged >= SEGMENTS_PER_ACKNOWLEDGEMENT && received.upTo < bytes.length) {
        unacknowledged = 0;
        this.#setNext(fromClient, start + received.upTo);
        yield this.#emit(!fromClient, FLAG.ACK);
      }
    }
    this.#setNext(fromClient, start + bytes.length);
    // The last bytes are acknowledged at once, or together with what the receiver says next.
    if (random.chance(0.5)) yield this.#emit(!fromClient, FLAG.ACK);
  }

  #setNext(ofClient: boolean, sequence: number): void {
    if (ofClient) this.#clientNext = sequence;
    else this.#serverNext = sequence;
  }

  /** A packet without payload; the capture may lack it. */
  #emit(fromClient: boolean, flags: number): void {
    const { random, options, manifest } = this.#all;
    if (random.chance(options.loss)) manifest.lost++;
    else this.#write(fromClient, flags, fromClient ? this.#clientNext : this.#serverNext, NOTHING);
  }

  #write(fromClient: boolean, flags: number, sequence: number, payload: Uint8Array): void {
    const { packets, now } = this.#all;
    packets.write(now(), {
      source: fromClient ? this.#client : this.#server,
      destination: fromClient ? this.#server : this.#client,
      fromClient,
      sequence,
      acknowledgement: fromClient ? this.#serverNext : this.#clientNext,
      flags,
      payload,
    });
  }

  #entry(made: MadeExchange, damaged: ReadonlySet<MessageName>): ListedExchange {
    const { kind, method, host, target, status, requestId, requestBody, responseBytes } = made;
    const requestBytes = requestBody.length;
    const client = formatEndpoint(this.#client);
    return {
      client,
      kind,
      method,
      host,
      target,
      status,
      requestId,
      requestBytes,
      responseBytes,
      damaged: [...damaged],
    };
  }
}

/** How much of a message its receiver has without a hole. */
class Received {
  upTo = 0;
  #next = 0;
  readonly #ahead = new Map<number, number>();

  add({ order, to }: Piece): void {
    if (order === null || order < this.#next) return;
    this.#ahead.set(order, to);
    for (;;) {
      const end = this.#ahead.get(this.#next);
      if (end === undefined) return;
      this.#ahead.delete(this.#next++);
      this.upTo = end;
    }
  }
}

function formatEndpoint({ address, port }: Endpoint): string {
  return address.length === 4 ? `${formatIpv4(address, 0)}:${port}` : `[${formatIpv6(address, 0)}]:${port}`;
}
