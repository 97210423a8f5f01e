import { type ByteString, concatBytes, type Notice, toByteString, toBytes } from '../../../rooms/bytes.ts';
import { readingFeatures } from '../../../rooms/features.ts';
import { EXCHANGE, type Exchange, HttpConnection } from '../../../rooms/http.ts';
import type { ConnectionFacts } from '../../../rooms/stream.ts';
import type { TlsOptions } from '../../../rooms/tls.ts';
import { type Feed, randomOfInput } from '../in-pieces.ts';

/** Stands in an input between what one side says and what the other one does. */
export const TURN = '\n----\n';
/** Stands in an input around bytes that the capture lacks. */
export const LOST = '\n~~~~\n';

/** What is said, in turns, in one input. */
export function packTurns(turns: readonly Uint8Array[]): Uint8Array {
  return concatBytes(turns.flatMap((turn, at) => (at === 0 ? [turn] : [toBytes(TURN), turn])));
}

function factsOf(initiator: 0 | null): ConnectionFacts {
  const none = (): number => 0;
  const counts = { bytes: none, packets: none, acknowledged: none, unacknowledged: none, sequenceOf: none };
  return {
    index: 1,
    initiator,
    endpoint: () => '1.1.1.1:1',
    isAcknowledgedUpTo: () => false,
    loss: () => ({ bytes: 0, holes: 0, firstFrame: 0, frame: 0, seconds: 0, nanos: 0 }),
    lastSeconds: 0,
    ...counts,
  };
}

const SEEN_OPENING = 0.9;

/**
 * Whether a conversation is seen from its beginning, as most are. Else the first bytes of a segment have to
 * show who asks, and more is known of long ones.
 */
export function isSeenOpening(input: Uint8Array): boolean {
  return randomOfInput(input).chance(SEEN_OPENING);
}

export interface ConversationOptions {
  readonly tls?: TlsOptions;
  /** A Decryption Secrets Block before the first packet. */
  readonly keyLog?: Uint8Array;
  readonly exchange: (exchange: Exchange) => void;
  readonly notice?: (notice: Notice) => void;
}

const TLS_KEY_LOG = 0x544c534b;

/**
 * One side after the other says its text, each turn in a packet, which may come in pieces. Who began and how
 * it ended depends on the input alone.
 */
export function converse(input: ByteString, feed: Feed, options: ConversationOptions): void {
  const random = randomOfInput(toBytes(input));
  const { exchange, notice = () => {} } = options;
  const features = readingFeatures(options.tls);
  const tls = features.tls(notice);
  if (options.keyLog !== undefined) tls.secrets(TLS_KEY_LOG, options.keyLog);
  let index = 0;
  const connection = new HttpConnection(factsOf(random.chance(SEEN_OPENING) ? 0 : null), {
    nextIndex: () => ++index,
    connection: () => {},
    notice,
    exchange,
    watch: features.watch,
    tls,
  });
  const positions = [0, 0];
  for (const [turn, text] of input.split(TURN).entries()) {
    const side = (turn & 1) as 0 | 1;
    const acknowledged = positions[side ^ 1] ?? 0;
    const frame = turn + 1;
    for (const [at, part] of text.split(LOST).entries()) {
      const position = positions[side] ?? 0;
      positions[side] = position + part.length;
      if (part === '') continue;
      if (at % 2 === 1) {
        connection.gap(side, position, part.length, frame);
        continue;
      }
      let read = 0;
      feed(toBytes(part), (block) => {
        const place = { position: position + read, acknowledged, frame, seconds: 1, nanos: 0 };
        read += block.length;
        connection.data(side, { block, start: 0, end: block.length, ...place });
      });
    }
  }
  connection.end(0, random.pick(['closed', 'reset', 'cut']));
  connection.end(1, 'closed');
  connection.close();
  tls.end();
}

/**
 * All that is said of a conversation: each exchange once. The head of a message is part of what one side
 * said, where that was in clear text and nothing of it is lost.
 */
export function outcomeOf(
  input: Uint8Array,
  feed: Feed,
  options: Partial<ConversationOptions> = {},
): readonly unknown[] {
  const text = toByteString(input);
  const isKnown = options.tls === undefined && !text.includes(LOST);
  const turns = isKnown ? text.split(TURN) : [];
  const said = [0, 1].map((side) => turns.filter((_, turn) => turn % 2 === side).join(''));
  const log: unknown[] = [];
  const seen = new Set<number>();
  converse(text, feed, {
    ...options,
    notice: (notice) => log.push(notice),
    exchange: (exchange) => {
      if (seen.has(exchange.index)) throw new Error(`exchange ${exchange.index} came twice`);
      seen.add(exchange.index);
      for (const message of [exchange.request, exchange.response, ...exchange.interim]) {
        if (message === null || !isKnown || said.some((each) => each.includes(message.head))) continue;
        throw new Error(`a head that nobody sent: ${JSON.stringify(message.head.slice(0, 200))}`);
      }
      log.push(EXCHANGE.encode(exchange));
    },
  });
  return log;
}
