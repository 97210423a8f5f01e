import { u16be } from '../../engine/bytes/integers.ts';
import type { NoticeSink } from '../../engine/bytes/notice.ts';
import type {
  TlsConnection,
  TlsLayer,
  TlsOpened,
  TlsReader,
  TlsServer,
  UnreadState,
} from '../../engine/http/tls.ts';
import type { ConnectionFacts, ConnectionHandler, StreamEnd } from '../../engine/stream/handler.ts';
import {
  otherSide,
  type Side,
  type StreamBytes,
  type StreamChunk,
} from '../../engine/stream/stream-chunk.ts';
import { TlsPeers, TlsWatch } from './closed-tls.ts';
import { HANDSHAKE } from './handshake.ts';
import { MAX_RECORD_BYTES, MAX_TLS_DEPTH } from './limits.ts';
import { CONTENT, RECORD_HEADER } from './record-stream.ts';
import { TlsContext, type TlsOptions } from './tls-context.ts';
import { alertName } from './tls-notices.ts';
import { TlsOpener } from './tls-opener.ts'; // later: opening

/** Alerts about the certificate of the other side (RFC 8446 §6). */
const CERTIFICATE_ALERTS: readonly number[] = [42, 43, 44, 45, 46, 48];

/**
 * The TLS of one capture: recognises it, notes what its first messages say in the clear, and opens it where
 * there are keys.
 *
 * What opens it is loaded with what recognises it. The stages are synchronous, so it cannot be loaded at the
 * first TLS that is met, and whether a capture brings keys of its own shows only in the block that has them:
 * a reader without it would miss those. It is twelve files, and costs a start about two milliseconds. The
 * reading itself imports none of them: whoever composes one may leave all of TLS out.
 */
export class TlsReading implements TlsReader {
  /** Null where opening was not asked for. */
  readonly context: TlsContext | null;
  readonly #notice: NoticeSink;
  readonly #closed = new TlsPeers();

  constructor(options: TlsOptions | undefined, notice: NoticeSink) {
    this.context = options === undefined ? null : new TlsContext(options, notice);
    this.#notice = notice;
  }

  clientOf(
    facts: ConnectionFacts,
    side: Side,
    bytes: StreamBytes,
    { startLost, isForeign }: UnreadState,
  ): Side | null {
    const { initiator } = facts;
    const { block, start, end } = bytes;
    // Where the client's first byte is known to be just that, it decides: no request begins with it.
    const least = initiator === side && !startLost && !isForeign ? 1 : 3;
    if (looksLikeTls(block, start, end, least) && (initiator === null || initiator === side)) {
      return initiator ?? greetingClient(facts, side, bytes);
    }
    if ((initiator === null || startLost) && looksLikeTlsData(block, start, end)) {
      return initiator ?? likelyClient(facts, side);
    }
    return null;
  }

  read(
    facts: ConnectionFacts,
    client: Side,
    outer: TlsLayer | null,
    inside: (facts: ConnectionFacts, layer: TlsLayer) => ConnectionHandler,
  ): TlsConnection {
    const opener = this.#opener(facts, client, outer?.depth ?? 0, inside);
    return new ReadConnection(facts, client, opener, this.#closed, this.#notice);
  }

  secrets(type: number, bytes: Uint8Array): void {
    this.context?.secrets(type, bytes);
  }

  end(): void {
    this.context?.end();
  }

  servers(): readonly TlsServer[] {
    return this.#closed.list();
  }

  opened(): readonly TlsOpened[] | null {
    return this.context?.tally.list() ?? null;
  }

  /** Null where there are no keys to open it with. */
  #opener(
    facts: ConnectionFacts,
    client: Side,
    depth: number,
    inside: (facts: ConnectionFacts, layer: TlsLayer) => ConnectionHandler,
  ): TlsOpener | null {
    const { context } = this;
    if (context === null || !context.hasKeys || depth >= MAX_TLS_DEPTH) return null;
    const inner: ConnectionFacts = {
      index: facts.index,
      initiator: client,
      endpoint: (side) => facts.endpoint(side),
      bytes: (side) => facts.bytes(side),
      get lastSeconds() {
        return facts.lastSeconds;
      },
      packets: (side) => facts.packets(side),
      acknowledged: (side) => facts.acknowledged(side),
      unacknowledged: (side) => facts.unacknowledged(side),
      // Where in the TLS a byte of its content stands is not known.
      isAcknowledgedUpTo: () => false,
      loss: (side) => facts.loss(side),
      sequenceOf: (side, position) => (facts.sequenceOf(side, 0) + position) >>> 0,
    };
    return new TlsOpener(facts, client, context, (info) => inside(inner, { info, depth: depth + 1 }));
  }
}

/** Notes the start of one connection, and has it opened where an opener is given. */
class ReadConnection implements TlsConnection {
  readonly #facts: ConnectionFacts;
  readonly #client: Side;
  /** Null where it stays closed. */
  #opener: TlsOpener | null;
  readonly #closed: TlsPeers;
  readonly #notice: NoticeSink;
  readonly #start = new TlsWatch();

  constructor(
    facts: ConnectionFacts,
    client: Side,
    opener: TlsOpener | null,
    closed: TlsPeers,
    notice: NoticeSink,
  ) {
    this.#facts = facts;
    this.#client = client;
    this.#opener = opener;
    this.#closed = closed;
    this.#notice = notice;
  }

  get serverName(): string | null {
    return this.#start.serverName;
  }

  get isBare(): boolean {
    return this.#opener?.isBare === true;
  }

  data(side: Side, chunk: StreamChunk): void {
    this.#start.push(this.#from(side), chunk.block, chunk.start, chunk.end);
    this.#opener?.data(side, chunk);
    if (this.#opener?.isStopped === true) this.#opener = null;
  }

  gap(side: Side, position: number, length: number, frame: number): void {
    this.#start.gap(this.#from(side));
    this.#opener?.gap(side, position, length, frame);
  }

  quiet(): void {
    this.#opener?.quiet();
  }

  end(side: Side, how: StreamEnd): void {
    this.#opener?.end(side, how);
  }

  close(): void {
    this.#opener?.close();
  }

  countClosed(server: string, clientBytes: number, serverBytes: number): void {
    this.#closed.add(server, this.#start, clientBytes, serverBytes);
  }

  reportRefusal(server: string): void {
    const { clientAlert, serverName } = this.#start;
    const alert = clientAlert ?? 0;
    if (!CERTIFICATE_ALERTS.includes(alert)) return;
    const args = { connection: this.#facts.index, name: serverName ?? server, alert, why: alertName(alert) };
    this.#notice({ code: 'tls-certificate-refused', frame: null, offset: null, args });
  }

  #from(side: Side): 'client' | 'server' {
    return side === this.#client ? 'client' : 'server';
  }
}

const TLS_PORT = ':443';

/** The client of TLS that is taken up with a handshake record of `side`: each hello is of one side. */
function greetingClient(facts: ConnectionFacts, side: Side, { block, start, end }: StreamBytes): Side {
  switch (end - start > RECORD_HEADER ? block[start + RECORD_HEADER] : undefined) {
    case HANDSHAKE.CLIENT_HELLO:
      return side;
    case HANDSHAKE.SERVER_HELLO:
      return otherSide(side);
    default:
      return likelyClient(facts, side);
  }
}

/** The client of TLS without its begin: the side that does not have the usual port of servers. */
function likelyClient(facts: ConnectionFacts, side: Side): Side {
  return facts.endpoint(side).endsWith(TLS_PORT) ? otherSide(side) : side;
}

/** Whether a stream starts like a TLS handshake: type 22, version 3.0 to 3.4. `least`: bytes it must have. */
function looksLikeTls(block: Uint8Array, start: number, end: number, least: number): boolean {
  const length = end - start;
  return (
    length >= least &&
    block[start] === CONTENT.HANDSHAKE &&
    (length < 2 || block[start + 1] === 3) &&
    (length < 3 || (block[start + 2] ?? 255) <= 4)
  );
}

/** Whether encrypted data of TLS 1.2 or 1.3 seems to start here: type 23, version 3.3, a possible length. */
function looksLikeTlsData(block: Uint8Array, start: number, end: number): boolean {
  const length = u16be(block, start + 3);
  return (
    end - start >= RECORD_HEADER &&
    block[start] === CONTENT.APPLICATION_DATA &&
    block[start + 1] === 3 &&
    block[start + 2] === 3 &&
    length > 0 &&
    length <= MAX_RECORD_BYTES
  );
}
