import type { CipherCCMTypes, CipherGCMTypes, KeyObject } from 'node:crypto';
import type { AeadName, AeadOpener, CbcOpener, RsaKeys, TlsCrypto } from '../features/tls/tls-crypto.ts';
import { nodeCrypto } from './builtins.ts';

const TAG = 16;

/** The cryptography of TLS on `node:crypto`. */
export const nodeTlsCrypto: TlsCrypto = {
  digest: (hash, data) => nodeCrypto().createHash(hash).update(data).digest(),
  hmac: (hash, key, data) => nodeCrypto().createHmac(hash, key).update(data).digest(),
  aead: (name, key) => {
    const secret = nodeCrypto().createSecretKey(key);
    switch (name) {
      case 'aes-128-gcm':
      case 'aes-256-gcm':
        return gcmOpener(name, secret);
      case 'chacha20-poly1305':
        return hasCipher(name) ? chachaOpener(secret) : null;
      default: {
        const cipher = ccmCipher(name);
        return hasCipher(cipher) ? ccmOpener(cipher, secret, name.endsWith('-8') ? 8 : TAG) : null;
      }
    }
  },
  cbc: (name, key) => cbcOpener(name, nodeCrypto().createSecretKey(key)),
};

function hasCipher(name: string): boolean {
  return nodeCrypto().getCiphers().includes(name);
}

function ccmCipher(name: Exclude<AeadName, CipherGCMTypes | 'chacha20-poly1305'>): CipherCCMTypes {
  return name.startsWith('aes-128') ? 'aes-128-ccm' : 'aes-256-ccm';
}

function gcmOpener(cipher: CipherGCMTypes, key: KeyObject): AeadOpener {
  return {
    open(nonce, aad, block, start, end) {
      const tagAt = end - TAG;
      const decipher = nodeCrypto().createDecipheriv(cipher, key, nonce);
      decipher.setAAD(aad);
      decipher.setAuthTag(block.subarray(tagAt, end));
      const plain = decipher.update(block.subarray(start, tagAt));
      return isAuthentic(decipher) ? plain : null;
    },
  };
}

function chachaOpener(key: KeyObject): AeadOpener {
  return {
    open(nonce, aad, block, start, end) {
      const tagAt = end - TAG;
      const options = { authTagLength: TAG, plaintextLength: tagAt - start };
      const decipher = nodeCrypto().createDecipheriv('chacha20-poly1305', key, nonce, options);
      decipher.setAAD(aad, options);
      decipher.setAuthTag(block.subarray(tagAt, end));
      const plain = decipher.update(block.subarray(start, tagAt));
      return isAuthentic(decipher) ? plain : null;
    },
  };
}

function ccmOpener(cipher: CipherCCMTypes, key: KeyObject, tagBytes: 8 | 16): AeadOpener {
  return {
    open(nonce, aad, block, start, end) {
      const tagAt = end - tagBytes;
      const decipher = nodeCrypto().createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes });
      decipher.setAuthTag(block.subarray(tagAt, end));
      decipher.setAAD(aad, { plaintextLength: tagAt - start });
      try {
        // In this mode the tag is checked here.
        const plain = decipher.update(block.subarray(start, tagAt));
        return isAuthentic(decipher) ? plain : null;
      } catch {
        return null;
      }
    },
  };
}

/** Whether the tag fits; Node says so by an exception. */
function isAuthentic(decipher: { final(): Uint8Array }): boolean {
  try {
    decipher.final();
    return true;
  } catch {
    return false;
  }
}

function cbcOpener(cipher: 'aes-128-cbc' | 'aes-256-cbc', key: KeyObject): CbcOpener {
  return {
    decrypt(iv, block, start, end) {
      const decipher = nodeCrypto().createDecipheriv(cipher, key, iv);
      decipher.setAutoPadding(false);
      return decipher.update(block.subarray(start, end));
    },
  };
}

/** Private keys in PEM form; null where one is no RSA key that can be read. */
export function nodeRsaKeys(pems: readonly string[]): RsaKeys | null {
  const keys: KeyObject[] = [];
  for (const pem of pems) {
    const key = readRsaKey(pem);
    if (key === null) return null;
    keys.push(key);
  }
  return {
    count: keys.length,
    decrypt: (encrypted) => keys.flatMap((key) => rawDecrypt(key, encrypted)),
  };
}

function readRsaKey(pem: string): KeyObject | null {
  try {
    const key = nodeCrypto().createPrivateKey(pem);
    return key.asymmetricKeyType === 'rsa' ? key : null;
  } catch {
    return null;
  }
}

/**
 * Padding is taken away by the caller: Node refuses to take PKCS #1 v1.5 padding away itself, and
 * says so by an exception.
 */
function rawDecrypt(key: KeyObject, encrypted: Uint8Array): Uint8Array[] {
  try {
    const { constants, privateDecrypt } = nodeCrypto();
    return [privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encrypted)];
  } catch {
    return [];
  }
}
