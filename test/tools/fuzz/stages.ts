import { readFileSync } from 'node:fs';
import { toByteString, toBytes } from '../../../src/bytes/byte-string.ts';
import { createCaptureParser } from '../../../src/capture/capture-parser.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { History } from '../../../src/diagnose/history.ts';
import { HttpConnection } from '../../../src/http/http-connection.ts';
import { createStreamParser } from '../../../src/node/capture-pcap-parser.ts';
import { nodeHasher } from '../../../src/node/hasher.ts';
import { nodeOssPorts } from '../../../src/node/ports.ts';
import { parseErrorBody } from '../../../src/oss/error-body.ts';
import { LearntBuckets } from '../../../src/oss/learnt-buckets.ts';
import { toOssExchange } from '../../../src/oss/oss-exchange.ts';
import { PacketDecoder } from '../../../src/packet/decode.ts';
import { TCP_FLAGS, type TcpSegment } from '../../../src/packet/segment.ts';
import type { KeyRing } from '../../../src/sign/secret.ts';
import { Secret } from '../../../src/sign/secret.ts';
import { ConnectionMeter } from '../../../src/stream/connection-meter.ts';
import type { ConnectionFacts } from '../../../src/stream/handler.ts';
import { TcpStreams } from '../../../src/stream/tcp-streams.ts';
import { readClientHello } from '../../../src/tls/client-hello.ts';
import type { Random } from '../generator/random.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateCapture, type Packet, packetsOf } from './mutate-capture.ts';
import { mutateText } from './mutate-text.ts';
import { scanWhole } from './whole.ts';

export interface Seed {
  readonly packets: readonly Packet[];
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Requests and answers of the capture, as text; at least one each. */
  readonly messages: readonly string[];
}

/** A part of the program, alone: makes an input from a seed and runs it. Whatever it throws is a finding. */
export type Stage = (seed: Seed, other: Seed, random: Random) => void | Promise<void>;

const IGNORE = (): void => {};

export const KEYS: KeyRing = new Map(
  ['LTAI5tTestCapture0001'].map((accessKeyId) => [
    accessKeyId,
    { accessKeyId, secret: new Secret('FakeSecretForCaptures0000000001'), securityToken: null },
  ]),
);

function cutAtRandom(bytes: Uint8Array, random: Random, take: (piece: Uint8Array) => void): void {
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + random.integer(1, 4096));
    take(Buffer.from(bytes.subarray(at, end)));
    at = end;
  }
}

function mutated(seed: Seed, other: Seed, random: Random): Uint8Array {
  return random.chance(0.5)
    ? mutateBytes(seed.bytes, random, other.bytes)
    : mutateCapture(seed.bytes, random, other.bytes);
}

const capture: Stage = (seed, other, random) => {
  const sink = { record: IGNORE, notice: IGNORE };
  const parser = random.chance(0.3) ? createStreamParser(sink) : createCaptureParser(sink);
  cutAtRandom(mutateBytes(seed.bytes, random, other.bytes), random, (piece) => parser.push(piece));
  parser.end();
};

const LINK_TYPES = [
  0, 1, 9, 12, 50, 51, 101, 104, 105, 108, 113, 119, 127, 149, 192, 228, 229, 239, 258, 276, 9999,
] as const;

const PACKETS_A_CASE = 4;

const packet: Stage = (seed, other, random) => {
  const decoder = new PacketDecoder(IGNORE, IGNORE);
  const first = random.integer(0, Math.max(0, seed.packets.length - PACKETS_A_CASE));
  for (const { bytes, linkType } of seed.packets.slice(first, first + PACKETS_A_CASE)) {
    const block = mutateBytes(bytes, random, other.bytes);
    decoder.decode({
      block,
      start: 0,
      end: block.length,
      originalLength: random.chance(0.9) ? block.length : random.uint32(),
      seconds: 1,
      nanos: 0,
      linkType: random.chance(0.7) ? linkType : random.pick(LINK_TYPES),
      frame: 1,
      offset: 0,
    });
  }
  decoder.end();
};

/** Segments with wild numbers over a few connections; a stream must never go back or overlap itself. */
const stream: Stage = (seed, _other, random) => {
  const text = Buffer.from(seed.messages.join(''), 'latin1');
  const ends = new Map<string, number>();
  const streams = new TcpStreams((facts) => {
    const advance = (side: 0 | 1, position: number, length: number): void => {
      const name = `${facts.index} ${side}`;
      const end = ends.get(name) ?? Number.NEGATIVE_INFINITY;
      if (position < end || length <= 0)
        throw new Error(`stream ${name} went back from ${end} to ${position}`);
      ends.set(name, position + length);
    };
    return {
      data: (side, chunk) => advance(side, chunk.position, chunk.end - chunk.start),
      gap: (side, position, length) => advance(side, position, length),
      end: IGNORE,
      close: IGNORE,
    };
  }, IGNORE);
  for (let frame = 1; frame < 200; frame++) streams.segment(wildSegment(text, frame, random));
  streams.end();
};

function wildSegment(text: Uint8Array, frame: number, random: Random): TcpSegment {
  const start = random.integer(0, text.length - 1);
  const fromClient = random.chance(0.6);
  const far = random.chance(0.03);
  return {
    block: text,
    payloadStart: start,
    payloadEnd: random.chance(0.3) ? start : Math.min(text.length, start + random.integer(0, 300)),
    missing: random.chance(0.05) ? random.integer(0, 2000) : 0,
    ipVersion: 4,
    addressBlock: Uint8Array.from(fromClient ? [1, 1, 1, 1, 2, 2, 2, 2] : [2, 2, 2, 2, 1, 1, 1, 1]),
    sourceAddress: 0,
    destinationAddress: 4,
    sourcePort: fromClient ? 1000 : 80,
    destinationPort: fromClient ? 80 : 1000,
    sequence: far ? random.uint32() : (0xffffff00 + random.integer(0, 3000)) >>> 0,
    acknowledgement: far ? random.uint32() : (0xffffff00 + random.integer(0, 3000)) >>> 0,
    flags: random.chance(0.9) ? TCP_FLAGS.ACK : random.integer(0, 63),
    window: 1000,
    windowScale: -1,
    frame,
    seconds: 1000 + (random.chance(0.05) ? random.integer(0, 100) : 0),
    nanos: 0,
  };
}

function factsOf(initiator: 0 | null): ConnectionFacts {
  return { index: 1, initiator, meter: new ConnectionMeter(), endpoint: () => '1.1.1.1:1', bytes: () => 0 };
}

/** Messages with a broken grammar through the parser of their direction, cut anywhere, with gaps. */
const http: Stage = (seed, other, random) => {
  let index = 0;
  const output = { nextIndex: () => ++index, exchange: IGNORE, connection: IGNORE, notice: IGNORE };
  const connection = new HttpConnection(factsOf(random.chance(0.8) ? 0 : null), output);
  const positions = [0, 0];
  for (let turn = 0; turn < 6; turn++) {
    const side = (turn & 1) as 0 | 1;
    const message = seed.messages[random.integer(0, seed.messages.length - 1)] ?? '';
    const text = mutateText(message, random, other.messages[0] ?? '');
    cutAtRandom(toBytes(text), random, (block) => {
      const position = positions[side] ?? 0;
      positions[side] = position + block.length;
      if (random.chance(0.05)) {
        connection.gap(side, position, block.length, turn);
        return;
      }
      connection.data(side, {
        block,
        start: 0,
        end: block.length,
        position,
        acknowledged: positions[side ^ 1] ?? 0,
        frame: turn,
        seconds: 1,
        nanos: 0,
      });
    });
  }
  connection.end(0, random.pick(['closed', 'reset', 'cut']));
  connection.end(1, 'closed');
  connection.close();
};

/** Exchanges with broken heads, queries, forms and error documents, through OSS and the diagnosis. */
const oss: Stage = (seed, other, random) => {
  let index = 0;
  const learnt = new LearntBuckets();
  const history = new History();
  const ports = nodeOssPorts();
  const output = {
    nextIndex: () => ++index,
    connection: IGNORE,
    notice: IGNORE,
    exchange: (exchange: Parameters<typeof toOssExchange>[0]) => {
      const found = toOssExchange(exchange, { buckets: new Map() }, learnt, ports);
      if (found === null) return;
      const diagnosis = diagnose(found, {
        keyRing: KEYS,
        hasher: nodeHasher,
        history,
        index,
        searchBudget: 300,
      });
      void [diagnosis.wire, diagnosis.notes, diagnosis.server, found.operation, found.requestId];
    },
  };
  const connection = new HttpConnection(factsOf(0), output);
  const positions = [0, 0];
  for (let turn = 0; turn + 1 < seed.messages.length && turn < 6; turn++) {
    const side = (turn & 1) as 0 | 1;
    const message = seed.messages[turn] ?? '';
    const block = Buffer.from(
      toBytes(random.chance(0.7) ? mutateText(message, random, other.messages[0] ?? '') : message),
    );
    const position = positions[side] ?? 0;
    positions[side] = position + block.length;
    const acknowledged = positions[side ^ 1] ?? 0;
    connection.data(side, {
      block,
      start: 0,
      end: block.length,
      position,
      acknowledged,
      frame: turn,
      seconds: 1,
      nanos: 0,
    });
  }
  connection.end(0, 'closed');
  connection.end(1, 'closed');
  connection.close();
};

const error: Stage = (seed, other, random) => {
  const body =
    seed.messages
      .map((message) => message.slice(message.indexOf('\r\n\r\n') + 4))
      .find((each) => each.includes('<Error')) ?? DOCUMENT;
  parseErrorBody(
    toBytes(mutateText(body, random, other.messages[1] ?? '')),
    1,
    'body',
    nodeOssPorts().parseXml,
  );
};

const DOCUMENT =
  '<?xml version="1.0"?>\n<Error>\n  <Code>SignatureDoesNotMatch</Code>\n  <StringToSign>GET\n\n\na</StringToSign>\n  <StringToSignBytes>47 45 54 0A </StringToSignBytes>\n</Error>';

const tls: Stage = (seed, other, random) => {
  const hello = Buffer.from(
    `160301003b010000370303${'00'.repeat(32)}000002130101000000000c000a000007612e622e632e64`,
    'hex',
  );
  readClientHello(mutateBytes(random.chance(0.5) ? hello : seed.bytes, random, other.bytes));
};

const whole: Stage = async (seed, other, random) => {
  const bytes = mutated(seed, other, random);
  await scanWhole(bytes, KEYS, random.integer(40, 200));
};

export const STAGES = { capture, packet, stream, http, oss, error, tls, whole } as const satisfies Record<
  string,
  Stage
>;

export type StageName = keyof typeof STAGES;

export function isStageName(name: string): name is StageName {
  return Object.hasOwn(STAGES, name);
}

/** A capture file as a seed, with the messages that stand in its packets. */
export function readSeed(name: string, path: string): Seed {
  const bytes = new Uint8Array(readFileSync(path));
  const packets = packetsOf(bytes);
  const payloads = packets.map((each) => toByteString(each.bytes));
  const messages = payloads.flatMap((text) => {
    const at = text.search(/(?:GET|PUT|POST|HEAD|DELETE) \/|HTTP\/1\.1 \d/);
    return at < 0 ? [] : [text.slice(at)];
  });
  return {
    name,
    bytes,
    packets,
    messages:
      messages.length > 0
        ? messages
        : ['GET / HTTP/1.1\r\nHost: a\r\n\r\n', `HTTP/1.1 403 No\r\n\r\n${DOCUMENT}`],
  };
}
