import { createHash, createHmac } from 'node:crypto';
import type { Hasher } from '../sign/hasher.ts';

/** The cryptographic port on `node:crypto`. */
export const nodeHasher: Hasher = {
  hmac(hash, key, data) {
    const mac = createHmac(hash, typeof key === 'string' ? Buffer.from(key, 'latin1') : key);
    return feed(mac, data).digest();
  },
  digest(hash, data) {
    return feed(createHash(hash), data).digest();
  },
};

interface Sink<T> {
  update(data: string, encoding: 'latin1'): T;
  update(data: Uint8Array): T;
}

function feed<T>(sink: Sink<T>, data: string | Uint8Array): T {
  return typeof data === 'string' ? sink.update(data, 'latin1') : sink.update(data);
}
