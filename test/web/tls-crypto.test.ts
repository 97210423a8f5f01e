import { constants, createCipheriv, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeRsaKeys, nodeTlsCrypto } from '../../src/node/tls.ts';
import type { AeadName } from '../rooms/tls.ts';
import { webRsaKeys, webTlsCrypto } from '../rooms/web.ts';

const AEADS: readonly AeadName[] = [
  'aes-128-gcm',
  'aes-256-gcm',
  'chacha20-poly1305',
  'aes-128-ccm',
  'aes-256-ccm',
  'aes-128-ccm-8',
  'aes-256-ccm-8',
];

/** A record as Node.js encrypts it, with its tag behind it. */
function sealed(name: AeadName, key: Buffer, nonce: Buffer, aad: Buffer, plain: Buffer): Buffer {
  const authTagLength = name.endsWith('-8') ? 8 : 16;
  const plaintextLength = plain.length;
  // all modes take the same options
  const mode = name.replace(/-8$/, '') as 'aes-128-ccm';
  const cipher = createCipheriv(mode, key, nonce, { authTagLength });
  cipher.setAAD(aad, { plaintextLength });
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

describe('TLS in a page', () => {
  it.each(AEADS)('opens records under %s, and none that was changed', (name) => {
    const key = randomBytes(/128/.test(name) ? 16 : 32);
    const opener = webTlsCrypto.aead(name, key);
    // Node.js encrypts nothing of no length in this mode
    for (const length of [...(/ccm/.test(name) ? [] : [0]), 1, 15, 16, 17, 1000, 16_384]) {
      for (const aadLength of [5, 13]) {
        const [nonce, aad, plain] = [randomBytes(12), randomBytes(aadLength), randomBytes(length)];
        const record = sealed(name, key, nonce, aad, plain);
        // the record stands within what was read
        const block = Buffer.concat([Buffer.alloc(3), record, Buffer.alloc(5)]);
        const open = () => opener?.open(nonce, aad, block, 3, 3 + record.length) ?? null;
        expect(Buffer.from(open() ?? [1, 2, 3])).toEqual(plain);
        for (const at of [3, 3 + (record.length >> 1), 2 + record.length]) {
          block[at] = (block[at] ?? 0) ^ 4;
          expect(open()).toBeNull();
          block[at] = (block[at] ?? 0) ^ 4;
        }
        aad[0] = (aad[0] ?? 0) ^ 1;
        expect(open()).toBeNull();
      }
    }
  });

  it.each(['aes-128-cbc', 'aes-256-cbc'] as const)('decrypts %s as Node.js does', (name) => {
    const [key, iv, block] = [
      randomBytes(name === 'aes-128-cbc' ? 16 : 32),
      randomBytes(16),
      randomBytes(96),
    ];
    const decrypted = [webTlsCrypto, nodeTlsCrypto].map((crypto) =>
      Buffer.from(crypto.cbc(name, key)?.decrypt(iv, block, 16, 80) ?? []).toString('hex'),
    );
    expect(decrypted[0]).toHaveLength(128);
    expect(decrypted[0]).toBe(decrypted[1]);
  });

  it.each(['sha1', 'sha256', 'sha384'] as const)('hashes with %s as Node.js does', (hash) => {
    const [key, data] = [randomBytes(200), randomBytes(3000)];
    const both = [webTlsCrypto, nodeTlsCrypto].map((crypto) =>
      [crypto.digest(hash, data), crypto.hmac(hash, key, data)].map((bytes) => Buffer.from(bytes)),
    );
    expect(both[0]).toEqual(both[1]);
  });
});

/** A value of DER, its length in four bytes. */
function derValue(tag: number, bytes: Buffer): Buffer {
  const head = Buffer.from([tag, 0x84, 0, 0, 0, 0]);
  head.writeUInt32BE(bytes.length, 2);
  return Buffer.concat([head, bytes]);
}

describe('an RSA key in a page', () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const inForm = (type: 'pkcs1' | 'pkcs8'): string =>
    pair.privateKey.export({ type, format: 'pem' }).toString('latin1');

  it.each(['pkcs1', 'pkcs8'] as const)('is read as %s, and decrypts what Node.js decrypts', (type) => {
    const keys = webRsaKeys([inForm(type)]);
    expect(keys?.count).toBe(1);
    const encrypted = publicEncrypt(
      { key: pair.publicKey, padding: constants.RSA_PKCS1_PADDING },
      Buffer.from('premaster'),
    );
    const [found] = keys?.decrypt(encrypted) ?? [];
    expect(
      Buffer.from(found ?? [])
        .subarray(-9)
        .toString(),
    ).toBe('premaster');
    expect(found).toEqual(new Uint8Array(nodeRsaKeys([inForm(type)])?.decrypt(encrypted)[0] ?? []));
    // of another size, or too large a number for the key
    expect(keys?.decrypt(encrypted.subarray(1))).toEqual([]);
    expect(keys?.decrypt(Buffer.alloc(256, 0xff))).toEqual([]);
  });

  it('is none where it is of another kind, damaged, cut or empty', () => {
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const ec = curve.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString('latin1');
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
    const ofPss = pss.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString('latin1');
    const good = inForm('pkcs8');
    const begin = '-----BEGIN PRIVATE KEY-----\n';
    for (const pem of [
      ec,
      ofPss,
      '',
      good.slice(0, 400),
      begin,
      `${begin}MIIE\n-----END PRIVATE KEY-----\n`,
      `${begin}!!!!\n-----END PRIVATE KEY-----\n`,
      `${begin}MIQBAgME\n-----END PRIVATE KEY-----\n`,
      good.replace(/\n.{64}\n/, '\n'),
    ]) {
      expect(webRsaKeys([pem]), pem).toBeNull();
    }
    expect(webRsaKeys([good, ec])).toBeNull();
    const ofNumbers = (modulusBytes: number, exponentBytes: number): string => {
      const numbers = [1, modulusBytes, 1, exponentBytes].map((bytes) =>
        derValue(0x02, Buffer.alloc(bytes, 1)),
      );
      const der = derValue(0x30, Buffer.concat(numbers)).toString('base64');
      return `-----BEGIN RSA PRIVATE KEY-----\n${der}\n-----END RSA PRIVATE KEY-----\n`;
    };
    expect(webRsaKeys([ofNumbers(2048, 2048)])?.count).toBe(1);
    for (const [modulus, exponent] of [
      [2050, 2048],
      [2048, 2050],
    ] as const) {
      expect(webRsaKeys([ofNumbers(modulus, exponent)])).toBeNull();
    }
    expect(webRsaKeys([])?.count).toBe(0);
  });
});
