import { ownOrLast } from '../../bytes/collections.ts';
import type { TlsHandshake, TlsServer } from '../../http/tls.ts';
import { suiteName } from './cipher-suite.ts';
import type { TlsSeen } from './tls-watch.ts';
import { versionName } from './version-name.ts';

/** Servers told apart; connections to further ones are counted with the last. */
const MAX_TLS_PEERS = 1000;
/** Different handshakes told apart for one server; further ones count for the last. */
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
