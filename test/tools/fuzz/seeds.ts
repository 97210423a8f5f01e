import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nodeRsaKeys, nodeTlsCrypto } from '../../../src/node/tls.ts';
import { concatBytes, toByteString } from '../../rooms/bytes.ts';
import { PacketDecoder } from '../../rooms/packet.ts';
import { TcpStreams } from '../../rooms/stream.ts';
import { KeyLog, type TlsOptions } from '../../rooms/tls.ts';
import type { Random } from '../generator/random.ts';
import { type Packet, packetsOf } from './mutate-capture.ts';

/** A capture that cases are made from. */
export interface CaptureSeed {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly packets: readonly Packet[];
  /** Requests and answers of the capture, as text; at least one each. */
  readonly messages: readonly string[];
  /** Lines of the key logs that lie beside it; empty without. */
  readonly keyLog: string;
  readonly tls: TlsOptions;
}

/** A text that cases are made from: a log, an archive, a file of settings. */
export interface TextSeed {
  readonly name: string;
  readonly text: string;
}

export interface Seeds {
  readonly captures: readonly CaptureSeed[];
  readonly texts: readonly TextSeed[];
}

const FOLDERS = ['captures', 'scenarios', 'corpus', 'fuzz', 'tls', 'timing', 'field/s3'] as const;
/** Larger fixtures would make most cases slow and few of them new. */
const LARGEST_SEED = 100_000;

/** Everything under `fixtures` that is small enough. */
export function readSeeds(fixtures: string, folders: readonly string[] = FOLDERS): Seeds {
  const serverKey = join(fixtures, 'tls', 'server-rsa.key.pem');
  const serverKeys = existsSync(serverKey) ? [readFileSync(serverKey, 'latin1')] : [];
  const captures = folders.flatMap((folder) =>
    filesOf(join(fixtures, folder), /\.(?:pcap|pcapng)$/).map((path) =>
      captureSeed(`${folder}/${path.slice(path.lastIndexOf('/') + 1)}`, path, serverKeys),
    ),
  );
  const texts = filesOf(join(fixtures, 'text'), /./).map((path) => ({
    name: path.slice(path.lastIndexOf('/') + 1),
    text: toByteString(readFileSync(path)),
  }));
  if (captures.length === 0 || texts.length === 0) throw new Error(`no fixtures under ${fixtures}`);
  return { captures, texts };
}

function filesOf(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).size <= LARGEST_SEED);
}

const DOCUMENT =
  '<?xml version="1.0"?>\n<Error>\n  <Code>SignatureDoesNotMatch</Code>\n  <StringToSign>GET\n\n\na</StringToSign>\n  <StringToSignBytes>47 45 54 0A </StringToSignBytes>\n</Error>';

function captureSeed(name: string, path: string, serverKeys: readonly string[]): CaptureSeed {
  const bytes = new Uint8Array(readFileSync(path));
  const packets = packetsOf(bytes);
  const messages = packets.flatMap((packet) => {
    const text = toByteString(packet.bytes);
    const at = text.search(/(?:GET|PUT|POST|HEAD|DELETE) \/|HTTP\/1\.1 \d/);
    return at < 0 ? [] : [text.slice(at)];
  });
  const stem = path.replace(/\.pcap(?:ng)?$/, '');
  const keyLog = [`${stem}.keylog`, `${stem}.resumed.keylog`]
    .filter((log) => existsSync(log))
    .map((log) => readFileSync(log, 'latin1'))
    .join('\n');
  const keys = new KeyLog();
  keys.add(Buffer.from(keyLog, 'latin1'));
  const rsaKeys = keyLog === '' ? null : nodeRsaKeys(serverKeys);
  return {
    name,
    bytes,
    packets,
    messages:
      messages.length > 0
        ? messages
        : ['GET / HTTP/1.1\r\nHost: a\r\n\r\n', `HTTP/1.1 403 No\r\n\r\n${DOCUMENT}`],
    keyLog,
    tls: { crypto: nodeTlsCrypto, keyLog: keys, ...(rsaKeys === null ? {} : { rsaKeys }) },
  };
}

/** One case: what it may draw from, and what it was made of. */
export class FuzzCase {
  readonly random: Random;
  readonly #seeds: Seeds;
  /** Names of the fixtures that it draws from. */
  readonly used: string[] = [];
  /** What the stage was fed, to be kept where that is a finding; null where it is no single input. */
  input: Uint8Array | string | null = null;

  constructor(seeds: Seeds, random: Random) {
    this.#seeds = seeds;
    this.random = random;
  }

  capture(): CaptureSeed {
    return this.#use(this.#seeds.captures);
  }

  text(): TextSeed {
    return this.#use(this.#seeds.texts);
  }

  #use<S extends { readonly name: string }>(list: readonly S[]): S {
    const seed = list[this.random.integer(0, list.length - 1)] ?? list[0];
    if (seed === undefined) throw new Error('no seeds');
    this.used.push(seed.name);
    return seed;
  }
}

/** A part of the program, alone: makes an input and runs it. Whatever it throws is a finding. */
export type Stage = (fuzz: FuzzCase) => void | Promise<void>;

/**
 * What the sides of each connection of a capture said, in turns, of which the first is the client's; read
 * once a seed.
 */
const TURNS = new WeakMap<CaptureSeed, readonly (readonly Uint8Array[])[]>();

export function turnsOf(seed: CaptureSeed): readonly (readonly Uint8Array[])[] {
  const known = TURNS.get(seed);
  if (known !== undefined) return known;
  const connections: Uint8Array[][] = [];
  const streams = new TcpStreams(
    (facts) => {
      const turns: Uint8Array[] = [];
      connections.push(turns);
      return {
        data: (side, { block, start, end }) => {
          const turn = side === (facts.initiator ?? 0) ? 0 : 1;
          if (turns.length % 2 === turn) turns.push(new Uint8Array(0));
          const said = turns.pop() ?? new Uint8Array(0);
          turns.push(concatBytes([said, block.subarray(start, end)]));
        },
        gap: () => {},
        end: () => {},
        close: () => {},
      };
    },
    () => {},
  );
  const decoder = new PacketDecoder(
    (segment) => streams.segment(segment),
    () => {},
  );
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
