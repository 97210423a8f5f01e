import type { ByteString } from '../../engine/bytes/byte-string.ts';
import type { Notice } from '../../engine/bytes/notice.ts';
import { type Members, recordOf, type Shape } from '../../engine/bytes/shape.ts';
import {
  CONNECTION,
  type ConnectionInfo,
  EXCHANGE,
  type Exchange,
  type HandshakeFlow,
} from '../../engine/http/exchange.ts';
import {
  BODY_DIGESTS,
  type BodyDigests,
  type BodyFraming,
  type HttpRequest,
  type HttpResponse,
  type MessageBase,
  type MessageFlow,
  REQUEST,
  RESPONSE,
} from '../../engine/http/message.ts';
import type { TlsInfo } from '../../engine/http/tls.ts';

/**
 * Exchanges and notices on their way to another thread, in the order of their making. Handing objects over
 * would copy them field by field at many times the cost of reading them; this is one array of numbers, one of
 * bytes, and a few short lists.
 */
export interface PackedExchanges {
  readonly exchanges: number;
  /** Fields in the order in which `ExchangePacker` writes them; texts by their length. */
  readonly numbers: Float64Array;
  /** The bytes of all texts, one after the other. */
  readonly texts: Uint8Array;
  /** Texts that are nearly always the same, each once, numbered on from `USUAL_WORDS`. */
  readonly words: readonly ByteString[];
  /** How connections that were opened from TLS were protected, each once. */
  readonly tls: readonly TlsInfo[];
  /** Each with the number of exchanges that came before it. */
  readonly notices: readonly (readonly [before: number, notice: Notice])[];
}

export const FRAMINGS: readonly BodyFraming[] = [
  'none',
  'content-length',
  'chunked',
  'until-close',
  'unknown',
];

/** The words of nearly every message: they are never sent. */
export const USUAL_WORDS: readonly ByteString[] = ['OK', 'GET', 'PUT', 'HEAD', 'POST', 'DELETE'];

/** Parts of an exchange, damage and hops in one number; above them interim responses × `INTERIM_UNIT`. */
export const HAS = {
  REQUEST: 1,
  RESPONSE: 2,
  REQUEST_DAMAGE: 4,
  RESPONSE_DAMAGE: 8,
  OTHERS: 16,
  HOPS: 32,
  /** How a report writes it. */
  LINE: 64,
} as const;
export const INTERIM_UNIT = 128;

/** What is usual of a message, one bit each of its first number; above them the framing × `FRAMING_UNIT`. */
export const IS = {
  HEAD_COMPLETE: 1,
  COMPLETE: 2,
  HTTP_1_1: 4,
  ONE_PACKET: 8,
  /** One frame brought the head, which is that of the first byte. */
  ONE_FRAME: 16,
  /** It has no body, as far as was seen, and none is missing. */
  BODILESS: 32,
  WITH_LENGTH: 64,
  WITH_TEXT: 128,
  WITH_DIGESTS: 256,
  WITH_FLOW: 512,
  /** Its flow is that of `SMOOTH_FLOW`, but for its times. */
  SMOOTH: 1024,
  OTHERS: 2048,
} as const;
export const FRAMING_UNIT = 4096;

/** What stands in the place of digests: the body itself, or digests of it. */
export const DIGESTS = { BUFFERED: 1, MADE: 2 } as const;

export type UnpackedFlow = { -readonly [K in keyof MessageFlow]: MessageFlow[K] };

/** The flow of a message that nothing held up and of which nothing was sent again, but for its times. */
export function smoothFlow(times: Float64Array, at: number): UnpackedFlow {
  return {
    order: times[at] ?? 0,
    firstAt: times[at + 1] ?? 0,
    headAt: times[at + 2] ?? 0,
    doneAt: times[at + 3] ?? 0,
    idle: times[at + 4] ?? 0,
    pauses: 0,
    unproven: 0,
    held: 0,
    zeroWindows: 0,
    retransmissions: 0,
    stalled: 0,
    sentAgainBefore: 0,
    receiverSentAgain: 0,
    receiverSentAgainAt: -1,
    receiverDelay: 0,
  };
}

export const FLOW_TIMES = ['order', 'firstAt', 'headAt', 'doneAt', 'idle'] as const;
type FlowCounter = Exclude<keyof MessageFlow, (typeof FLOW_TIMES)[number]>;

/** All but the times, in the order in which they are written. */
export const FLOW_COUNTERS = Object.keys(smoothFlow(new Float64Array(0), 0)).slice(
  FLOW_TIMES.length,
) as readonly FlowCounter[];

/** Of a connection whose setup was not seen. */
export const NO_HANDSHAKE: Readonly<HandshakeFlow> = {
  synAt: -1,
  synAckAt: -1,
  establishedAt: -1,
  synRetransmissions: 0,
  synAckRetransmissions: 0,
  synsUnanswered: 0,
};
/** In the order in which they are written. */
export const HANDSHAKE_MARKS = Object.keys(NO_HANDSHAKE) as readonly (keyof HandshakeFlow)[];

/**
 * The members of a record that have no place of their own among the numbers and texts: they are written as
 * one JSON text where one of them is known. So a new member of an exchange reaches the other thread without a
 * line here; one that nearly every exchange has deserves a place of its own.
 */
export class OtherMembers {
  readonly #shape: Shape<object>;
  readonly #names: readonly string[];
  /** Those that are null where they are not known. */
  readonly #nullable: readonly string[];

  constructor(members: Members, placed: readonly string[]) {
    const others = Object.entries(members).filter(([name]) => !placed.includes(name));
    this.#shape = recordOf(Object.fromEntries(others));
    this.#names = others.map(([name]) => name);
    this.#nullable = others.flatMap(([name, member]) => ('optional' in member ? [] : [name]));
  }

  /** Null where none of them is known. */
  write(value: object): ByteString | null {
    for (const name of this.#names) {
      const member: unknown = Reflect.get(value, name);
      if (member !== undefined && member !== null) return toAscii(JSON.stringify(this.#shape.encode(value)));
    }
    return null;
  }

  /** Adds what was written to `value`. */
  read(text: ByteString | null, value: object): void {
    if (text !== null) Object.assign(value, this.#shape.decode(JSON.parse(text)));
    else for (const name of this.#nullable) Reflect.set(value, name, null);
  }
}

/** Texts are written a byte a character. */
function toAscii(json: string): ByteString {
  return json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const PLACED_OF_MESSAGES = [
  'kind',
  'version',
  'head',
  'headers',
  'frame',
  'time',
  'lastFrame',
  'lastTime',
  'headComplete',
  'framing',
  'bodyBytes',
  'contentLength',
  'bodyState',
  'body',
  'digests',
  'flow',
  'complete',
  'missingBytes',
] as const satisfies readonly (keyof MessageBase | 'kind')[];

export const OTHERS = {
  digests: new OtherMembers(BODY_DIGESTS.members, [
    'whole',
    'md5',
    'crc64',
    'sha256',
  ] satisfies readonly (keyof BodyDigests)[]),
  exchange: new OtherMembers(EXCHANGE.members, [
    'index',
    'connection',
    'request',
    'response',
    'damage',
    'interim',
    'outer',
    'inner',
  ] satisfies readonly (keyof Exchange)[]),
  connection: new OtherMembers(CONNECTION.members, [
    'index',
    'client',
    'server',
    'originalClient',
    'flow',
    'tls',
  ] satisfies readonly (keyof ConnectionInfo)[]),
  request: new OtherMembers(REQUEST.members, [
    ...PLACED_OF_MESSAGES,
    'method',
    'target',
  ] satisfies readonly (keyof HttpRequest)[]),
  response: new OtherMembers(RESPONSE.members, [
    ...PLACED_OF_MESSAGES,
    'status',
    'reason',
  ] satisfies readonly (keyof HttpResponse)[]),
} as const;
