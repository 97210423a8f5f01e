import { fromText } from '../../bytes/byte-string.ts';
import { encodePath } from '../../sign/percent.ts';
import type { ExchangeJson } from '../json/model.ts';

/** A name that is nobody's (RFC 2606, section 2), where neither a host nor an address is known. */
const NO_HOST = 'unknown.invalid';

/**
 * What no URI holds as it is (RFC 3986, appendix A), and `#`: what was sent is no fragment, and HAR
 * has none. A `%` without two hex digits, as the sender wrote it or as masking cuts it, is one to
 * the server too, and `%25` says the same.
 */
const NOT_OF_URI = /[^\x21-\x7e]|["#<>\\^`{|}[\]]|%(?![\da-f]{2})/giu;

/**
 * The URL of a request as HAR has it, an absolute one by RFC 3986: readers refuse the whole archive
 * for one that is none. Where the Host header names no host, the address of the server stands in
 * the URL; the header is among the others as it was sent.
 */
export function requestUrl({ request, connection, tls }: ExchangeJson): string {
  const target = request?.target ?? '/';
  const [, form = '', named, rest = ''] = /^(https?):\/\/([^/?#]*)(.*)$/is.exec(target) ?? [];
  if (isHost(named)) return `${form}://${named}${path(rest)}`;
  const scheme = tls === undefined ? 'http' : 'https';
  const host = [request?.host, connection.server].find((name) => isHost(name)) ?? NO_HOST;
  return `${scheme}://${host}${path(target)}`;
}

function path(target: string): string {
  const encoded = target.replace(NOT_OF_URI, (character) => encodePath(fromText(character)));
  return encoded.startsWith('/') ? encoded : `/${encoded}`;
}

/** A host by name or address, with a port or without. */
function isHost(name: string | null | undefined): name is string {
  return (
    typeof name === 'string' &&
    /^(?:[\w.~-]+|\[[\da-f:.]+\])(?::\d*)?$/i.test(name) &&
    URL.canParse(`http://${name}/`)
  );
}
