import { CaptureWriter } from './capture-writer.ts';
import { Conversation, type Surroundings } from './conversation.ts';
import { ExchangeMaker } from './exchange-maker.ts';
import { count, emptyManifest, type ListedExchange, type Manifest } from './manifest.ts';
import type { GeneratorOptions } from './options.ts';
import { type Endpoint, PacketWriter } from './packet-writer.ts';
import { Random } from './random.ts';

/** Where the capture and its list go. */
export interface GeneratorSink {
  /** The next bytes of the capture; valid only during the call. */
  write(block: Uint8Array): void;
  exchange(exchange: ListedExchange): void;
}

/** Thursday, 9 October 2025, 08:53:20 UTC, in microseconds. */
const START_MICROS = 1_760_000_000 * 1e6;
const FIRST_PORT = 10_000;
const LAST_PORT = 60_000;
/** Packets that a connection sends in a row before another one's come. */
const BURST = { chatty: 6, bulk: 24 };

/** Makes one capture; equal options make equal bytes. */
export function generateCapture(options: GeneratorOptions, sink: GeneratorSink): Manifest {
  const random = new Random(options.seed);
  const manifest = emptyManifest();
  const capture = new CaptureWriter(options, (block) => sink.write(block));
  let micros = START_MICROS;
  let planned = 0;
  const all: Surroundings = {
    options,
    random,
    maker: new ExchangeMaker(random, options),
    packets: new PacketWriter(capture, options.link),
    manifest,
    now: () => micros,
    wantsMore: () => planned < options.size,
    planned: (bytes) => {
      planned += bytes;
    },
    listed: (exchange) => {
      count(manifest, exchange);
      sink.exchange(exchange);
    },
  };
  const open = (): Generator<void, void, undefined> => {
    const number = manifest.connections++;
    const [client, server] = endpoints(number, random, options.ipv6);
    return new Conversation(all, client, server).packets();
  };
  const live = Array.from({ length: options.connections }, open);
  while (live.length > 0) {
    const at = random.integer(0, live.length - 1);
    const conversation = live[at];
    const burst = random.integer(1, options.mix === 'bulk' ? BURST.bulk : BURST.chatty);
    for (let i = 0; i < burst && conversation !== undefined; i++) {
      micros += 2 + random.unit() * 20;
      if (conversation.next().done !== true) continue;
      if (planned < options.size) live[at] = open();
      else removeAt(live, at);
      break;
    }
  }
  capture.flush();
  manifest.packets = capture.packets;
  manifest.bytes = capture.bytes;
  return manifest;
}

function removeAt<T>(list: T[], at: number): void {
  const last = list.pop();
  if (last !== undefined && at < list.length) list[at] = last;
}

/** A client of its own for each connection, and one of a few servers. */
function endpoints(number: number, random: Random, ipv6: number): [Endpoint, Endpoint] {
  const port = FIRST_PORT + (number % (LAST_PORT - FIRST_PORT));
  const bytes = [(number >>> 16) & 255, (number >>> 8) & 255, 1 + (number & 127)];
  if (random.chance(ipv6)) {
    const client = Uint8Array.of(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 10, ...bytes);
    const server = Uint8Array.of(0x20, 0x01, 0x0d, 0xb8, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 80);
    return [
      { address: client, port },
      { address: server, port: 80 },
    ];
  }
  const server = Uint8Array.of(118, 31, 219, random.integer(1, 4));
  return [
    { address: Uint8Array.of(10, ...bytes), port },
    { address: server, port: 80 },
  ];
}
