import { readingFeatures } from '../../../../src/features/reading-features.ts';
import { TlsWatch } from '../../../../src/features/tls/closed-tls.ts';
import { KeyLog } from '../../../../src/features/tls/key-log.ts';
import { HttpConnection } from '../../../../src/http/http-connection.ts';
import type { HttpOutput } from '../../../../src/http/http-output.ts';
import { PacketDecoder } from '../../../../src/packet/decode.ts';
import { TcpStreams } from '../../../../src/stream/tcp-streams.ts';
import { mutateBytes } from '../mutate-bytes.ts';
import { mutateText } from '../mutate-text.ts';
import { isTls, mutateRecords } from '../mutate-tls.ts';
import { type CaptureSeed, cutAtRandom, type Stage } from '../seeds.ts';

const IGNORE = (): void => {};

interface Turn {
  readonly side: 0 | 1;
  readonly bytes: Uint8Array;
}

const HELLO = Buffer.from(
  `160301003b010000370303${'00'.repeat(32)}000002130101000000000c000a000007612e622e632e64`,
  'hex',
);

/** What the sides of the first connections of a capture said; read once a seed. */
const TURNS = new WeakMap<CaptureSeed, readonly (readonly Turn[])[]>();

function turnsOf(seed: CaptureSeed): readonly (readonly Turn[])[] {
  const known = TURNS.get(seed);
  if (known !== undefined) return known;
  const connections: Turn[][] = [];
  const streams = new TcpStreams((facts) => {
    const turns: Turn[] = [];
    connections.push(turns);
    return {
      data: (side, { block, start, end }) => {
        turns.push({ side: side === (facts.initiator ?? 0) ? 0 : 1, bytes: block.slice(start, end) });
      },
      gap: IGNORE,
      end: IGNORE,
      close: IGNORE,
    };
  }, IGNORE);
  const decoder = new PacketDecoder((segment) => streams.segment(segment), IGNORE);
  for (const [at, { bytes, linkType, seconds }] of seed.packets.entries()) {
    const { length } = bytes;
    decoder.decode({
      block: bytes,
      start: 0,
      end: length,
      originalLength: length,
      seconds,
      nanos: 0,
      linkType,
      frame: at + 1,
      offset: 0,
    });
  }
  streams.end();
  TURNS.set(seed, connections);
  return connections;
}

/**
 * TLS sessions with their keys, records and handshake messages changed, in other pieces, with gaps.
 */
export const tls: Stage = (fuzz) => {
  const { random } = fuzz;
  let seed = fuzz.capture();
  // Most of the fixtures hold no TLS.
  for (let tries = 0; tries < 8 && seed.keyLog === ''; tries++) seed = fuzz.capture();
  const features = readingFeatures(seed.tls);
  const reader = features.tls(IGNORE);
  const output: HttpOutput = {
    nextIndex: () => 1,
    exchange: IGNORE,
    connection: IGNORE,
    notice: IGNORE,
    watch: features.watch,
    tls: reader,
  };
  if (random.chance(0.1))
    reader.secrets(0x544c534b, Buffer.from(mutateText(seed.keyLog, random, ''), 'latin1'));
  for (const [index, turns] of turnsOf(seed).entries()) {
    const facts = {
      index,
      initiator: 0 as const,
      endpoint: () => '1.1.1.1:443',
      bytes: () => 0,
      lastSeconds: 0,
      packets: () => 0,
      acknowledged: () => 0,
      unacknowledged: () => 0,
      isAcknowledgedUpTo: () => false,
      loss: () => ({ bytes: 0, holes: 0, firstFrame: 0, frame: 0, seconds: 0, nanos: 0 }),
    };
    const connection = new HttpConnection(facts, output);
    const positions = [0, 0];
    for (const [frame, { side, bytes }] of turns.entries()) {
      const changed = !random.chance(0.25)
        ? bytes
        : isTls(bytes) && random.chance(0.8)
          ? mutateRecords(bytes, random)
          : mutateBytes(bytes, random, bytes);
      cutAtRandom(changed, random, (block) => {
        const position = positions[side] ?? 0;
        positions[side] = position + block.length;
        if (random.chance(0.03)) connection.gap(side, position, block.length, frame);
        else
          connection.data(side, {
            block,
            start: 0,
            end: block.length,
            position,
            acknowledged: positions[side ^ 1] ?? 0,
            frame,
            seconds: 1,
            nanos: 0,
          });
      });
    }
    connection.end(0, 'closed');
    connection.end(1, random.pick(['closed', 'reset', 'cut']));
    connection.close();
  }
  reader.end();
};

/** The first bytes of connections, as the hello of either side. */
export const hello: Stage = (fuzz) => {
  const { random } = fuzz;
  const seed = fuzz.capture();
  const first = turnsOf(seed)[0]?.[0]?.bytes ?? seed.bytes;
  const bytes = mutateBytes(random.chance(0.5) ? HELLO : first, random, seed.bytes);
  fuzz.input = bytes;
  const start = random.chance(0.5) && isTls(bytes) ? mutateRecords(bytes, random) : bytes;
  const watch = new TlsWatch();
  const from = random.pick(['client', 'server'] as const);
  cutAtRandom(start, random, (piece) => watch.push(from, piece, 0, piece.length));
};

/** Key logs of which lines are changed, cut anywhere. */
export const keylog: Stage = (fuzz) => {
  const { random } = fuzz;
  let seed = fuzz.capture();
  for (let tries = 0; tries < 8 && seed.keyLog === ''; tries++) seed = fuzz.capture();
  const bytes = Buffer.from(mutateText(seed.keyLog, random, seed.keyLog), 'latin1');
  fuzz.input = bytes;
  const log = new KeyLog();
  cutAtRandom(bytes, random, (piece) => log.add(piece));
};
