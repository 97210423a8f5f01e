import { ownOrLast } from '../../engine/bytes/collections.ts';
import type { TlsHandshake, TlsServer } from '../../engine/http/tls.ts';
import { suiteName } from './cipher-suite.ts';
import {
  clientOfferOf,
  type FirstMessage,
  firstMessage,
  type ServerHello,
  serverHelloOf,
  versionName,
} from './handshake.ts';
import { MAX_HELLO_BYTES } from './limits.ts';

/* What TLS shows without a key: the first messages of a connection, gathered by server. */

/** What the first messages of a TLS connection show without any key. */
interface TlsSeen {
  readonly serverName: string | null;
  /** Versions and ALPN protocols that the client offers; empty where its ClientHello was not seen. */
  readonly versions: readonly number[];
  readonly protocols: readonly string[];
  readonly chosen: ServerHello | null;
  /** Number of the alert that the server sent instead; null without one. */
  readonly alert: number | null;
}

/** Watches the start of a TLS connection until both hellos are read (or cannot be). */
export class TlsWatch implements TlsSeen {
  serverName: string | null = null;
  versions: readonly number[] = [];
  protocols: readonly string[] = [];
  chosen: ServerHello | null = null;
  alert: number | null = null;
  /** Number of the alert that the client sent after its ClientHello, in the clear; null without one. */
  clientAlert: number | null = null;
  /** What the client says to the server's answer; null before. */
  #reply: StartOfStream | null = null;
  readonly #client = new StartOfStream();
  readonly #server = new StartOfStream();

  push(from: 'client' | 'server', block: Uint8Array, start: number, end: number): void {
    if (from === 'client') {
      if (this.#reply !== null) {
        const reply = this.#reply.push(block, start, end);
        if (reply.kind === 'alert') this.clientAlert = reply.description;
        return;
      }
      const offer = clientOfferOf(this.#client.push(block, start, end));
      if (offer === null) return;
      this.#reply = new StartOfStream();
      this.serverName = offer.serverName;
      this.versions = offer.versions;
      this.protocols = offer.protocols;
      return;
    }
    const message = this.#server.push(block, start, end);
    if (message.kind === 'alert') this.alert = message.description;
    this.chosen ??= serverHelloOf(message);
  }

  /** Bytes of that side are missing. */
  gap(from: 'client' | 'server'): void {
    if (from === 'client') this.#reply?.stop();
    (from === 'client' ? this.#client : this.#server).stop();
  }
}

/** Bytes that are made room for at first: most hellos fit. */
const USUAL_HELLO_BYTES = 1024;

/** Holds a stream's first bytes until they make a message. */
class StartOfStream {
  #bytes: Uint8Array | null = null;
  #length = 0;
  /** Bytes at which the message is looked for again. */
  #needed = 0;
  #isOver = false;

  /** The first message, once: from then on, or where none can come, nothing is held. */
  push(block: Uint8Array, start: number, end: number): FirstMessage {
    if (this.#isOver) return { kind: 'incomplete', needed: 0 };
    const held = this.#append(block, start, Math.min(end, start + MAX_HELLO_BYTES - this.#length));
    const isFull = this.#length === MAX_HELLO_BYTES;
    if (this.#length < this.#needed && !isFull) return { kind: 'incomplete', needed: this.#needed };
    const message = firstMessage(held.subarray(0, this.#length));
    if (message.kind === 'incomplete' && !isFull) this.#needed = message.needed;
    else this.stop();
    return message;
  }

  stop(): void {
    this.#isOver = true;
    this.#bytes = null;
  }

  #append(block: Uint8Array, start: number, end: number): Uint8Array {
    const length = this.#length + end - start;
    let held = this.#bytes;
    if (held === null || length > held.length) {
      const grown = new Uint8Array(Math.max(USUAL_HELLO_BYTES, length * 2));
      if (held !== null) grown.set(held.subarray(0, this.#length));
      held = grown;
      this.#bytes = grown;
    }
    held.set(block.subarray(start, end), this.#length);
    this.#length = length;
    return held;
  }
}

/** Servers that are counted apart; connections to further ones are counted with the last. */
const MAX_TLS_PEERS = 1000;
/** Different handshakes counted apart for one server; further ones count for the last. */
const MAX_TLS_HANDSHAKES = 16;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface OpenPeer extends Omit<Mutable<TlsServer>, 'handshakes'> {
  readonly handshakes: Map<string, Mutable<TlsHandshake>>;
}

/** TLS connections that were not opened, gathered by server. */
export class TlsPeers {
  readonly #peers = new Map<string, OpenPeer>();

  /** A connection to `server` (`address:port`) is over. */
  add(server: string, seen: TlsSeen | null, clientBytes: number, serverBytes: number): void {
    const serverName = seen?.serverName ?? null;
    const peer = this.#peer(`${serverName ?? ''} ${server}`, serverName, server);
    peer.connections++;
    peer.clientBytes += clientBytes;
    peer.serverBytes += serverBytes;
    if (seen !== null) addHandshake(peer.handshakes, seen);
  }

  /** The most frequent first. */
  list(): readonly TlsServer[] {
    const byCount = (a: { connections: number }, b: { connections: number }): number =>
      b.connections - a.connections;
    return [...this.#peers.values()]
      .map((peer) => ({ ...peer, handshakes: [...peer.handshakes.values()].sort(byCount) }))
      .sort(byCount);
  }

  #peer(key: string, serverName: string | null, server: string): OpenPeer {
    const known = ownOrLast(this.#peers, key, MAX_TLS_PEERS);
    if (known !== undefined) return known;
    const handshakes = new Map<string, Mutable<TlsHandshake>>();
    const peer = { serverName, server, connections: 0, clientBytes: 0, serverBytes: 0, handshakes };
    this.#peers.set(key, peer);
    return peer;
  }
}

function addHandshake(handshakes: Map<string, Mutable<TlsHandshake>>, seen: TlsSeen): void {
  const { versions, protocols, chosen, alert } = seen;
  const key = [versions, protocols, chosen?.version, chosen?.cipherSuite, chosen?.protocol, alert].join(';');
  const known = ownOrLast(handshakes, key, MAX_TLS_HANDSHAKES);
  if (known !== undefined) {
    known.connections++;
    return;
  }
  handshakes.set(key, {
    connections: 1,
    offeredVersions: versions.map(versionName),
    offeredProtocols: protocols,
    version: chosen === null ? null : versionName(chosen.version),
    cipherSuite: chosen === null ? null : suiteName(chosen.cipherSuite),
    protocol: chosen?.protocol ?? null,
    alert,
  });
}
