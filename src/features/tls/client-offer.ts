import { type ByteString, toByteString } from '../../bytes/byte-string.ts';
import { u16be } from '../../bytes/integers.ts';
import { HANDSHAKE } from './handshake-reader.ts';
import { clientExtensionsAt, EXTENSION, forEachExtension, serverNameOf } from './hello.ts';
import type { FirstMessage } from './server-hello.ts';

/** What a client offers in its ClientHello (RFC 8446 §4.1.2). */
interface ClientOffer {
  /** Name from the server_name extension (RFC 6066 §3); null without one. */
  readonly serverName: ByteString | null;
  /** As on the wire, newest first: 0x0304 is TLS 1.3. */
  readonly versions: readonly number[];
  /** ALPN protocols (RFC 7301), in the client's order. */
  readonly protocols: readonly ByteString[];
}

/**
 * The offer of a ClientHello; null for any other message. What is cut reads as zeros and is left
 * out.
 */
export function clientOfferOf(message: FirstMessage): ClientOffer | null {
  if (message.kind !== 'message' || message.type !== HANDSHAKE.CLIENT_HELLO) return null;
  const { body } = message;
  let serverName: ByteString | null = null;
  let versions: readonly number[] = [u16be(body, 0)];
  let protocols: readonly ByteString[] = [];
  forEachExtension(body, clientExtensionsAt(body), (type, data) => {
    if (type === EXTENSION.SERVER_NAME) serverName = serverNameOf(data) ?? serverName;
    else if (type === EXTENSION.SUPPORTED_VERSIONS) versions = versionList(data);
    else if (type === EXTENSION.ALPN) protocols = protocolList(data);
  });
  return { serverName, versions, protocols };
}

/** Without the values that clients make up so that servers stay tolerant (RFC 8701). */
function versionList(data: Uint8Array): readonly number[] {
  const versions: number[] = [];
  for (let at = 1; at + 2 <= data.length; at += 2) {
    const version = u16be(data, at);
    if (version >> 8 === 3) versions.push(version);
  }
  return versions.sort((a, b) => b - a);
}

/**
 * Made-up names (RFC 8701) are two bytes long; registered ones of two, such as `h2`, begin with an
 * h.
 */
function protocolList(data: Uint8Array): readonly ByteString[] {
  const names: ByteString[] = [];
  for (let at = 2; at < data.length; at += 1 + (data[at] ?? 0)) {
    const name = toByteString(data.subarray(at + 1, at + 1 + (data[at] ?? 0)));
    if (/^(?:[\x21-\x7e]{3,}|h[23])$/.test(name)) names.push(name);
  }
  return names;
}
