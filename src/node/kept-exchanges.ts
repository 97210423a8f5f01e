import { type ByteString, detach, detachOrNull } from '../engine/bytes/byte-string.ts';
import { makeRoom } from '../engine/bytes/collections.ts';
import { copyOf } from '../engine/bytes/shape.ts';
import { REQUEST, RESPONSE, type Time } from '../engine/http/message.ts';
import { type HopExchange, keyed, type PairingKeys } from '../features/hops/hop-model.ts';
import { packResult, unpackResult } from '../report/digest/packed-digest.ts';
import { nodeZlib } from './builtins.ts';

/** So many characters of JSON are packed together: exchanges of one capture are much alike. */
const BLOCK_LENGTH = 256 * 1024;

/** Blocks that stay unpacked: those that are asked for next are mostly in the same. */
const UNPACKED_BLOCKS = 4;

/** Packed blocks stand together in pieces of memory of this size: many small ones leave gaps. */
const ARENA_BYTES = 1024 * 1024;

/** Bytes that an exchange takes beside what is packed, and the texts that it is found by. */
const BYTES_BESIDE = 256;

/** An exchange that is kept, by what it is found by. */
export class KeptExchange implements PairingKeys {
  readonly index: number;
  readonly requestId: ByteString | null;
  readonly signature: ByteString | null;
  readonly date: ByteString;
  readonly block: number;
  readonly line: number;
  readonly #seconds: number | null;
  readonly #nanos: number;
  readonly #method: ByteString | null;
  readonly #target: ByteString;

  /** `like`: texts that it may have in common with this one are kept once. */
  constructor(keys: PairingKeys, block: number, line: number, like: KeptExchange | null) {
    const { index, requestId, signature, date, time, request } = keys;
    this.index = index;
    this.requestId = detachOrNull(requestId);
    this.signature = detachOrNull(signature);
    this.date = like?.date === date ? like.date : detach(date);
    this.block = block;
    this.line = line;
    this.#seconds = time?.seconds ?? null;
    this.#nanos = time?.nanos ?? 0;
    const [method, target] = [request?.method ?? null, request?.target ?? ''];
    this.#method =
      method === null ? null : like !== null && like.#method === method ? like.#method : detach(method);
    this.#target = detach(target);
  }

  get time(): Time | null {
    return this.#seconds === null ? null : { seconds: this.#seconds, nanos: this.#nanos };
  }

  get request(): PairingKeys['request'] {
    return this.#method === null ? null : { method: this.#method, target: this.#target };
  }

  get bytes(): number {
    const texts = [this.requestId, this.signature, this.date, this.#target];
    return texts.reduce((sum, text) => sum + (text?.length ?? 0), BYTES_BESIDE);
  }
}

/** Without what a comparison does not ask for: that is a third of it. */
function asCompared({ index, exchange, oss, diagnosis }: HopExchange): HopExchange {
  const { connection, request, response } = exchange;
  return {
    index,
    exchange: {
      index,
      // without its flow, and so are messages
      connection: {
        index: connection.index,
        client: connection.client,
        server: connection.server,
        originalClient: connection.originalClient ?? null,
        tls: connection.tls ?? null,
      },
      request: request && { ...copyOf(REQUEST, request), digests: request.digests ?? null },
      response: response && { ...copyOf(RESPONSE, response), digests: response.digests ?? null },
      damage: exchange.damage,
      interim: [],
      ...(exchange.numbering === undefined ? {} : { numbering: exchange.numbering }),
    },
    oss,
    diagnosis: diagnosis && {
      verdict: diagnosis.verdict,
      certainty: diagnosis.certainty,
      needsSecretOf: diagnosis.needsSecretOf,
      divergences: diagnosis.divergences,
      cause: diagnosis.cause,
      row: diagnosis.row,
      wire: diagnosis.wire && {
        stringToSign: { pieces: [], text: diagnosis.wire.stringToSign.text },
        canonicalRequest: null,
      },
      server: diagnosis.server,
      client: null,
      recomputed: diagnosis.recomputed,
      search: null,
      hops: diagnosis.hops,
      suspects: diagnosis.suspects,
      notes: diagnosis.notes,
    },
  };
}

/** Exchanges as a comparison needs them, in a few hundred bytes each: objects take ten times as much. */
export class KeptExchanges {
  readonly #blocks: Uint8Array[] = [];
  #arena = new Uint8Array(0);
  #used = 0;
  /** What is not packed yet. */
  #open: string[] = [];
  #openLength = 0;
  readonly #unpacked = new Map<number, readonly string[]>();
  #last: KeptExchange | null = null;
  /** All that is kept takes about so much. */
  bytes = 0;

  keep(hop: HopExchange): KeptExchange {
    const line = packResult(asCompared(hop));
    const kept = new KeptExchange(keyed(hop), this.#blocks.length, this.#open.length, this.#last);
    this.#last = kept;
    this.#open.push(line);
    this.#openLength += line.length;
    this.bytes += kept.bytes;
    if (this.#openLength >= BLOCK_LENGTH) this.#pack();
    return kept;
  }

  /** What was kept, as a plain value. */
  unpack({ block, line }: KeptExchange): HopExchange {
    return unpackResult(this.#linesOf(block)[line] ?? '');
  }

  #pack(): void {
    const packed = nodeZlib().deflateRawSync(this.#open.join('\n'), { level: 1 });
    if (this.#used + packed.length > this.#arena.length) {
      this.#arena = new Uint8Array(Math.max(ARENA_BYTES, packed.length));
      this.#used = 0;
    }
    this.#arena.set(packed, this.#used);
    this.#blocks.push(this.#arena.subarray(this.#used, this.#used + packed.length));
    this.#used += packed.length;
    this.bytes += packed.length;
    this.#open = [];
    this.#openLength = 0;
  }

  #linesOf(block: number): readonly string[] {
    const packed = this.#blocks[block];
    if (packed === undefined) return this.#open;
    const known = this.#unpacked.get(block);
    if (known !== undefined) return known;
    makeRoom(this.#unpacked, UNPACKED_BLOCKS);
    const lines = nodeZlib().inflateRawSync(packed).toString().split('\n');
    this.#unpacked.set(block, lines);
    return lines;
  }
}
