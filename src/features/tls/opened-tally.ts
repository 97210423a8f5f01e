import { ownOrLast } from '../../bytes/collections.ts';
import type { TlsInfo, TlsOpened } from '../../http/tls.ts';

/** Kinds of opened connections told apart; further ones are counted with the last. */
const MAX_KINDS = 1000;

/** Counts opened connections by what they were protected with. */
export class OpenedTally {
  readonly #kinds = new Map<string, TlsInfo & { connections: number }>();

  add(info: TlsInfo): void {
    const key = [info.version, info.suite, info.alpn ?? '', info.serverName ?? ''].join(' ');
    const known = ownOrLast(this.#kinds, key, MAX_KINDS);
    if (known === undefined) this.#kinds.set(key, { ...info, connections: 1 });
    else known.connections++;
  }

  /** The most frequent first. */
  list(): readonly TlsOpened[] {
    return [...this.#kinds.values()].sort((a, b) => b.connections - a.connections);
  }
}
