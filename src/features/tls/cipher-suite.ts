import type { AeadName, CbcName, TlsHash } from './tls-crypto.ts';

type RecordProtection =
  /** `keyBytes` of the cipher key; `explicitNonce` bytes of the nonce stand in each TLS 1.2 record. */
  | {
      readonly kind: 'aead';
      readonly aead: AeadName;
      readonly keyBytes: 16 | 32;
      readonly explicitNonce: 0 | 8;
    }
  | { readonly kind: 'cbc'; readonly cbc: CbcName; readonly keyBytes: 16 | 32; readonly mac: TlsHash };

export interface CipherSuite {
  /** Name in the IANA registry, without the `TLS_` prefix. */
  readonly name: string;
  readonly version: '1.2' | '1.3';
  /** Hash of the key schedule. */
  readonly hash: TlsHash;
  /** The premaster secret is sent under the server's RSA key. */
  readonly rsa: boolean;
  readonly protection: RecordProtection;
}

const AES_128_GCM = { kind: 'aead', aead: 'aes-128-gcm', keyBytes: 16, explicitNonce: 8 } as const;
const AES_256_GCM = { kind: 'aead', aead: 'aes-256-gcm', keyBytes: 32, explicitNonce: 8 } as const;
const CHACHA = { kind: 'aead', aead: 'chacha20-poly1305', keyBytes: 32, explicitNonce: 0 } as const;
const AES_128_CCM = { kind: 'aead', aead: 'aes-128-ccm', keyBytes: 16, explicitNonce: 8 } as const;
const AES_256_CCM = { kind: 'aead', aead: 'aes-256-ccm', keyBytes: 32, explicitNonce: 8 } as const;
const AES_128_CCM_8 = { kind: 'aead', aead: 'aes-128-ccm-8', keyBytes: 16, explicitNonce: 8 } as const;
const AES_256_CCM_8 = { kind: 'aead', aead: 'aes-256-ccm-8', keyBytes: 32, explicitNonce: 8 } as const;
const AES_128_CBC_SHA = { kind: 'cbc', cbc: 'aes-128-cbc', keyBytes: 16, mac: 'sha1' } as const;
const AES_256_CBC_SHA = { kind: 'cbc', cbc: 'aes-256-cbc', keyBytes: 32, mac: 'sha1' } as const;
const AES_128_CBC_SHA256 = { kind: 'cbc', cbc: 'aes-128-cbc', keyBytes: 16, mac: 'sha256' } as const;
const AES_256_CBC_SHA256 = { kind: 'cbc', cbc: 'aes-256-cbc', keyBytes: 32, mac: 'sha256' } as const;
const AES_256_CBC_SHA384 = { kind: 'cbc', cbc: 'aes-256-cbc', keyBytes: 32, mac: 'sha384' } as const;

type Row = readonly [code: number, name: string, protection: RecordProtection];

/** TLS 1.3 (RFC 8446 appendix B.4). */
const SUITES_13: readonly Row[] = [
  [0x1301, 'AES_128_GCM_SHA256', AES_128_GCM],
  [0x1302, 'AES_256_GCM_SHA384', AES_256_GCM],
  [0x1303, 'CHACHA20_POLY1305_SHA256', CHACHA],
  [0x1304, 'AES_128_CCM_SHA256', AES_128_CCM],
  [0x1305, 'AES_128_CCM_8_SHA256', AES_128_CCM_8],
];

/** TLS 1.2 (RFC 5246, 5288, 5289, 6655, 7251, 7905). `_SHA384` names take that for keys, others SHA-256. */
const SUITES_12: readonly Row[] = [
  [0x002f, 'RSA_WITH_AES_128_CBC_SHA', AES_128_CBC_SHA],
  [0x0033, 'DHE_RSA_WITH_AES_128_CBC_SHA', AES_128_CBC_SHA],
  [0x0035, 'RSA_WITH_AES_256_CBC_SHA', AES_256_CBC_SHA],
  [0x0039, 'DHE_RSA_WITH_AES_256_CBC_SHA', AES_256_CBC_SHA],
  [0x003c, 'RSA_WITH_AES_128_CBC_SHA256', AES_128_CBC_SHA256],
  [0x003d, 'RSA_WITH_AES_256_CBC_SHA256', AES_256_CBC_SHA256],
  [0x0067, 'DHE_RSA_WITH_AES_128_CBC_SHA256', AES_128_CBC_SHA256],
  [0x006b, 'DHE_RSA_WITH_AES_256_CBC_SHA256', AES_256_CBC_SHA256],
  [0x009c, 'RSA_WITH_AES_128_GCM_SHA256', AES_128_GCM],
  [0x009d, 'RSA_WITH_AES_256_GCM_SHA384', AES_256_GCM],
  [0x009e, 'DHE_RSA_WITH_AES_128_GCM_SHA256', AES_128_GCM],
  [0x009f, 'DHE_RSA_WITH_AES_256_GCM_SHA384', AES_256_GCM],
  [0xc009, 'ECDHE_ECDSA_WITH_AES_128_CBC_SHA', AES_128_CBC_SHA],
  [0xc00a, 'ECDHE_ECDSA_WITH_AES_256_CBC_SHA', AES_256_CBC_SHA],
  [0xc013, 'ECDHE_RSA_WITH_AES_128_CBC_SHA', AES_128_CBC_SHA],
  [0xc014, 'ECDHE_RSA_WITH_AES_256_CBC_SHA', AES_256_CBC_SHA],
  [0xc023, 'ECDHE_ECDSA_WITH_AES_128_CBC_SHA256', AES_128_CBC_SHA256],
  [0xc024, 'ECDHE_ECDSA_WITH_AES_256_CBC_SHA384', AES_256_CBC_SHA384],
  [0xc027, 'ECDHE_RSA_WITH_AES_128_CBC_SHA256', AES_128_CBC_SHA256],
  [0xc028, 'ECDHE_RSA_WITH_AES_256_CBC_SHA384', AES_256_CBC_SHA384],
  [0xc02b, 'ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', AES_128_GCM],
  [0xc02c, 'ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', AES_256_GCM],
  [0xc02f, 'ECDHE_RSA_WITH_AES_128_GCM_SHA256', AES_128_GCM],
  [0xc030, 'ECDHE_RSA_WITH_AES_256_GCM_SHA384', AES_256_GCM],
  [0xc09c, 'RSA_WITH_AES_128_CCM', AES_128_CCM],
  [0xc09d, 'RSA_WITH_AES_256_CCM', AES_256_CCM],
  [0xc09e, 'DHE_RSA_WITH_AES_128_CCM', AES_128_CCM],
  [0xc09f, 'DHE_RSA_WITH_AES_256_CCM', AES_256_CCM],
  [0xc0a0, 'RSA_WITH_AES_128_CCM_8', AES_128_CCM_8],
  [0xc0a1, 'RSA_WITH_AES_256_CCM_8', AES_256_CCM_8],
  [0xc0a2, 'DHE_RSA_WITH_AES_128_CCM_8', AES_128_CCM_8],
  [0xc0a3, 'DHE_RSA_WITH_AES_256_CCM_8', AES_256_CCM_8],
  [0xc0ac, 'ECDHE_ECDSA_WITH_AES_128_CCM', AES_128_CCM],
  [0xc0ad, 'ECDHE_ECDSA_WITH_AES_256_CCM', AES_256_CCM],
  [0xc0ae, 'ECDHE_ECDSA_WITH_AES_128_CCM_8', AES_128_CCM_8],
  [0xc0af, 'ECDHE_ECDSA_WITH_AES_256_CCM_8', AES_256_CCM_8],
  [0xcca8, 'ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', CHACHA],
  [0xcca9, 'ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', CHACHA],
  [0xccaa, 'DHE_RSA_WITH_CHACHA20_POLY1305_SHA256', CHACHA],
];

/** The suite with a number of the IANA registry, if records under it can be opened. */
export function cipherSuite(code: number): CipherSuite | null {
  return rowSuite(SUITES_13, code, '1.3') ?? rowSuite(SUITES_12, code, '1.2');
}

export function suitesWithSecretBytes(length: number): readonly CipherSuite[] {
  return SUITES_13.map(([code]) => rowSuite(SUITES_13, code, '1.3')).filter(
    (suite): suite is CipherSuite => suite !== null && hashBytes(suite.hash) === length,
  );
}

export function hashBytes(hash: TlsHash): 20 | 32 | 48 {
  return hash === 'sha384' ? 48 : hash === 'sha256' ? 32 : 20;
}

/** Name of a suite for people: its registered name, or its number. */
export function suiteName(code: number): string {
  const suite = cipherSuite(code);
  return suite === null ? `0x${code.toString(16).padStart(4, '0')}` : `TLS_${suite.name}`;
}

function rowSuite(rows: readonly Row[], code: number, version: '1.2' | '1.3'): CipherSuite | null {
  const row = rows.find((each) => each[0] === code);
  if (row === undefined) return null;
  const [, name, protection] = row;
  const rsa = name.startsWith('RSA_WITH_');
  return { name, version, hash: name.endsWith('_SHA384') ? 'sha384' : 'sha256', rsa, protection };
}
