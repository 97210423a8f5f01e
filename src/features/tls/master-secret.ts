import { toByteString } from '../../bytes/byte-string.ts';
import type { CipherSuite } from './cipher-suite.ts';
import type { ClientHelloFields, ServerHelloFields } from './hello.ts';
import { extendedMasterSecret, masterSecret } from './key-schedule.ts';
import type { TlsContext } from './tls-context.ts';

/** The two hellos of a handshake, and the suite that they agree on. */
export interface Hellos {
  readonly client: ClientHelloFields;
  readonly server: ServerHelloFields;
  readonly suite: CipherSuite;
}

/** What a TLS 1.2 handshake has shown by the time its first side encrypts. */
interface Handshake12 extends Hellos {
  /**
   * The encrypted premaster secret (RSA suites); null where no ClientKeyExchange came: the session
   * is resumed.
   */
  readonly keyExchange: Uint8Array | null;
  /** The handshake up to and including ClientKeyExchange; null where it was not kept. */
  readonly transcript: Uint8Array | null;
}

/** The master secret of a TLS 1.2 session, from whatever source has it; null where none has. */
export function findMaster(context: TlsContext, handshake: Handshake12): Uint8Array | null {
  const { keyLog, remembered } = context;
  const { client, server } = handshake;
  const session = keyLog.session(toByteString(client.random));
  if (session?.master) return session.master;
  const bySessionId =
    server.sessionId.length === 0 ? null : keyLog.masterOfSessionId(toByteString(server.sessionId));
  if (bySessionId !== null) return bySessionId;
  if (handshake.keyExchange === null) {
    return remembered.find('ticket', client.ticket) ?? remembered.find('id', server.sessionId);
  }
  const premaster = session?.premaster ?? findPremaster(context, handshake.suite, handshake.keyExchange);
  return premaster === null ? null : masterOf(context, handshake, premaster);
}

function masterOf(
  { crypto }: TlsContext,
  { client, server, suite, transcript }: Handshake12,
  premaster: Uint8Array,
): Uint8Array | null {
  if (!server.extendedMasterSecret) {
    return masterSecret(crypto, suite.hash, premaster, client.random, server.random);
  }
  return transcript === null ? null : extendedMasterSecret(crypto, suite.hash, premaster, transcript);
}

function findPremaster(context: TlsContext, suite: CipherSuite, encrypted: Uint8Array): Uint8Array | null {
  if (!suite.rsa) return null;
  const logged = context.keyLog.premasterOf(encrypted);
  if (logged !== null) return logged;
  for (const padded of context.rsaKeys.decrypt(encrypted)) {
    const premaster = unpad(padded);
    if (premaster !== null) return premaster;
  }
  return null;
}

const PREMASTER_BYTES = 48;

/**
 * Takes PKCS #1 v1.5 padding away (RFC 8017 §7.2.2): 0, 2, bytes that are not 0, 0, and a premaster
 * secret, which begins with a version.
 */
function unpad(padded: Uint8Array): Uint8Array | null {
  const start = padded.length - PREMASTER_BYTES;
  if (start < 11 || padded[0] !== 0 || padded[1] !== 2 || padded.indexOf(0, 2) !== start - 1) return null;
  return padded[start] === 3 ? padded.slice(start) : null;
}
