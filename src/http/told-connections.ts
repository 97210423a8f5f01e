import type { ConnectionFlow, ConnectionInfo } from './exchange.ts';

type Handshake = ConnectionFlow['handshake'];

interface ToldConnection extends Handshake {
  readonly info: ConnectionInfo;
  readonly number: number;
}

/** A power of two. */
const PLACES = 1024;

/**
 * Which connections were told in a part of what is packed, with what handshake: it may go on after
 * the first exchange.
 */
export class ToldConnections {
  /** One a place: of two that share one, each is told again after the other. */
  readonly #places: (ToldConnection | null)[] = Array<null>(PLACES).fill(null);
  #count = 0;

  /** The number that it was told under, as it is now; -1: it is to be told. */
  numberOf(info: ConnectionInfo): number {
    const told = this.#places[placeOf(info)] ?? null;
    if (told === null || told.info !== info) return -1;
    return isHandshake(told, info.flow?.handshake) ? told.number : -1;
  }

  /** It is told as it is now; gives its number. */
  add(info: ConnectionInfo): number {
    const number = this.#count++;
    const { synAt, synAckAt, establishedAt, synRetransmissions, synAckRetransmissions, synsUnanswered } =
      info.flow?.handshake ?? NO_HANDSHAKE;
    this.#places[placeOf(info)] = {
      info,
      number,
      synAt,
      synAckAt,
      establishedAt,
      synRetransmissions,
      synAckRetransmissions,
      synsUnanswered,
    };
    return number;
  }

  /** Another part begins, in which nothing was told. */
  clear(): void {
    this.#places.fill(null);
    this.#count = 0;
  }
}

const NO_HANDSHAKE: Handshake = {
  synAt: -1,
  synAckAt: -1,
  establishedAt: -1,
  synRetransmissions: 0,
  synAckRetransmissions: 0,
  synsUnanswered: 0,
};

function placeOf({ index }: ConnectionInfo): number {
  return index & (PLACES - 1);
}

function isHandshake(told: ToldConnection, now: Handshake | undefined): boolean {
  return (
    now === undefined ||
    (told.synAt === now.synAt &&
      told.synAckAt === now.synAckAt &&
      told.establishedAt === now.establishedAt &&
      told.synRetransmissions === now.synRetransmissions &&
      told.synAckRetransmissions === now.synAckRetransmissions &&
      told.synsUnanswered === now.synsUnanswered)
  );
}
