import { createCipheriv, randomFillSync } from 'node:crypto';
import { nodeTlsCrypto } from '../../src/node/tls.ts';
import { concatBytes } from '../rooms/bytes.ts';
import { expandLabel, nextTrafficSecret } from '../rooms/tls.ts';

export type WriterSide = 'client' | 'server';

export interface TlsWriterOptions {
  readonly serverName?: string;
  /** 16: TLS_AES_128_GCM_SHA256 (the default); 32: TLS_AES_256_GCM_SHA384. */
  readonly keyBytes?: 16 | 32;
  /** Fills the random values and secrets; zeros and ones make a capture that is the same each time. */
  readonly fill?: number;
}

interface Keys {
  key: Uint8Array;
  iv: Uint8Array;
  secret: Uint8Array;
  sequence: number;
}

const SIDES = ['client', 'server'] as const;

/**
 * Writes the records of a TLS 1.3 session whose secrets it makes up. The handshake has the messages that a
 * reader of the capture needs and no others; its Finished is not computed, which only the two ends could
 * notice.
 */
export class TlsWriter {
  readonly #hash: 'sha256' | 'sha384';
  readonly #keyBytes: 16 | 32;
  readonly #serverName: string;
  readonly #random = new Uint8Array(32);
  readonly #secrets: Readonly<Record<WriterSide, { handshake: Uint8Array; application: Uint8Array }>>;
  readonly #keys: Record<WriterSide, Keys>;

  constructor(options: TlsWriterOptions = {}) {
    this.#keyBytes = options.keyBytes ?? 16;
    this.#hash = this.#keyBytes === 16 ? 'sha256' : 'sha384';
    this.#serverName = options.serverName ?? 'shelf-17.oss-cn-hangzhou.aliyuncs.com';
    const secret = (fill: number): Uint8Array => {
      const bytes = new Uint8Array(this.#hash === 'sha256' ? 32 : 48);
      return options.fill === undefined ? randomFillSync(bytes) : bytes.fill(options.fill + fill);
    };
    if (options.fill === undefined) randomFillSync(this.#random);
    else this.#random.fill(options.fill);
    this.#secrets = {
      client: { handshake: secret(1), application: secret(2) },
      server: { handshake: secret(3), application: secret(4) },
    };
    this.#keys = {
      client: this.#keysOf(this.#secrets.client.handshake),
      server: this.#keysOf(this.#secrets.server.handshake),
    };
  }

  /** Lines of a key log. */
  get keyLog(): string {
    const random = Buffer.from(this.#random).toString('hex');
    return SIDES.flatMap((side) => {
      const name = side.toUpperCase();
      const { handshake, application } = this.#secrets[side];
      return [
        `${name}_HANDSHAKE_TRAFFIC_SECRET ${random} ${Buffer.from(handshake).toString('hex')}`,
        `${name}_TRAFFIC_SECRET_0 ${random} ${Buffer.from(application).toString('hex')}`,
      ];
    })
      .map((line) => `${line}\n`)
      .join('');
  }

  clientHello(): Uint8Array {
    const name = Buffer.from(this.#serverName, 'latin1');
    const serverName = concatBytes([u16(name.length + 3), Uint8Array.of(0), u16(name.length), name]);
    const versions = Uint8Array.of(2, 3, 4);
    const extensions = concatBytes([extension(0, serverName), extension(43, versions)]);
    const body = concatBytes([
      u16(0x0303),
      this.#random,
      Uint8Array.of(0),
      u16(2),
      u16(this.#suite),
      Uint8Array.of(1, 0),
      u16(extensions.length),
      extensions,
    ]);
    return plainRecord(22, message(1, body));
  }

  serverHello(): Uint8Array {
    const extensions = extension(43, u16(0x0304));
    const random = new Uint8Array(32).fill(0x5a);
    const body = concatBytes([
      u16(0x0303),
      random,
      Uint8Array.of(0),
      u16(this.#suite),
      Uint8Array.of(0),
      u16(extensions.length),
      extensions,
    ]);
    return plainRecord(22, message(2, body));
  }

  /** What ends the handshake of one side; what it sends next has the application's key. */
  finished(side: WriterSide): Uint8Array {
    const hello = side === 'server' ? message(8, u16(0)) : new Uint8Array(0);
    const record = this.record(side, 22, concatBytes([hello, message(20, new Uint8Array(32))]));
    this.#keys[side] = this.#keysOf(this.#secrets[side].application);
    return record;
  }

  /** Application data, in records of at most `size` bytes. */
  data(side: WriterSide, bytes: Uint8Array, size = 16_384): Uint8Array {
    const records: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      records.push(this.record(side, 23, bytes.subarray(at, at + size)));
    }
    return concatBytes(records);
  }

  /** A key update; what this side sends next has the next key. */
  keyUpdate(side: WriterSide): Uint8Array {
    const record = this.record(side, 22, message(24, Uint8Array.of(0)));
    const secret = nextTrafficSecret(nodeTlsCrypto, this.#hash, this.#keys[side].secret);
    this.#keys[side] = this.#keysOf(secret);
    return record;
  }

  /** One encrypted record. */
  record(side: WriterSide, type: number, content: Uint8Array): Uint8Array {
    const keys = this.#keys[side];
    const nonce = Buffer.from(keys.iv);
    const sequence = keys.sequence++;
    nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequence) >>> 0, 8);
    const length = content.length + 1 + 16;
    const header = concatBytes([Uint8Array.of(23, 3, 3), u16(length)]);
    const cipher = createCipheriv(this.#keyBytes === 16 ? 'aes-128-gcm' : 'aes-256-gcm', keys.key, nonce);
    cipher.setAAD(header);
    const sealed = [cipher.update(content), cipher.update(Uint8Array.of(type)), cipher.final()];
    return concatBytes([header, ...sealed, cipher.getAuthTag()]);
  }

  get #suite(): number {
    return this.#keyBytes === 16 ? 0x1301 : 0x1302;
  }

  #keysOf(secret: Uint8Array): Keys {
    return {
      secret,
      key: expandLabel(nodeTlsCrypto, this.#hash, secret, 'key', this.#keyBytes),
      iv: expandLabel(nodeTlsCrypto, this.#hash, secret, 'iv', 12),
      sequence: 0,
    };
  }
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

function extension(type: number, data: Uint8Array): Uint8Array {
  return concatBytes([u16(type), u16(data.length), data]);
}

function message(type: number, body: Uint8Array): Uint8Array {
  return concatBytes([Uint8Array.of(type, 0), u16(body.length), body]);
}

function plainRecord(type: number, body: Uint8Array): Uint8Array {
  return concatBytes([Uint8Array.of(type, 3, 1), u16(body.length), body]);
}
