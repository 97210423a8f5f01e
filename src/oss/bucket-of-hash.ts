import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import { buildStrings, type Claim, type Hasher, type SignableRequest, versionRecord } from '../sign/index.ts';
import { customDomain, pathStyle } from './address.ts';
import { bareHost } from './host.ts';
import { withLineFeeds } from './line-ends.ts';
import type { OssAddress, OssError } from './model.ts';
import { asBucket } from './server-words.ts';

/** Buckets that one request is tried with. */
const MAX_TRIED = 64;

/** Of those, what the host itself is made of. */
const MAX_OF_HOST = 8;

/** A request whose bucket neither its host nor the server's words tell. */
interface UnnamedRequest {
  readonly request: SignableRequest;
  readonly claim: Claim;
  readonly host: ByteString;
  /** As on the wire. */
  readonly path: ByteString;
}

/**
 * What a request of version 4 addresses, by the hash of its canonical request that the server
 * shows: of the buckets that may stand behind the host, the one with which the captured request has
 * that hash, or the bucket in its path. The hash proves it. Null where none has it, as where the
 * request was changed on the way. `known`: buckets that the user or the capture names elsewhere.
 */
export function addressOfHash(
  { request, claim, host, path }: UnnamedRequest,
  error: OssError,
  known: Iterable<ByteString>,
  hasher: Hasher,
): OssAddress | null {
  const { family, dialect, scheme } = versionRecord(claim.version);
  if (family !== 'v4' || dialect !== 'oss') return null;
  const hash = hashOf(error, scheme);
  if (hash === null) return null;
  const { bucketUnknown: _, ...named } = request;
  const fits = ({ bucket, key }: OssAddress): boolean => {
    const strings = buildStrings({ ...named, bucket, key }, claim, hasher);
    return strings?.stringToSign.text.endsWith(`\n${hash}`) === true;
  };
  const inPath = pathStyle(path, null);
  if (fits(inPath)) return inPath;
  for (const bucket of candidates(host, known)) {
    const address = customDomain(bucket, 'server', path);
    if (fits(address)) return address;
  }
  return null;
}

/** Null where the server shows no whole string of version 4. */
function hashOf(error: OssError, scheme: string): ByteString | null {
  const text = error.stringToSignBytes ?? withLineFeeds(error.stringToSign ?? '').trimEnd();
  const [, first, hash = null] = /^([^\n]*)\n[^\n]*\n[^\n]*\n([0-9a-f]{64})$/.exec(text) ?? [];
  return first === scheme ? hash : null;
}

/** What a domain may be called after, then what the user and the capture call their buckets. */
function candidates(host: ByteString, known: Iterable<ByteString>): ReadonlySet<ByteString> {
  const name = asciiLower(bareHost(host));
  const found = new Set<ByteString>();
  for (const each of [...name.split('.'), name.replaceAll('.', '-')].slice(0, MAX_OF_HOST)) add(found, each);
  for (const each of known) {
    if (found.size >= MAX_TRIED) break;
    add(found, each);
  }
  return found;
}

function add(found: Set<ByteString>, name: ByteString): void {
  const bucket = asBucket(name);
  if (bucket !== null) found.add(bucket);
}
