/*
 * What a request addresses by the server's own words: an error document names the resource, or shows a hash
 * that only one bucket gives.
 */

import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import type { SignatureVersion } from '../sign/canonical.ts';
import { buildStrings, type Claim, type Hasher, type SignableRequest } from '../sign/index.ts';
import { decodePercent } from '../sign/percent.ts';
import { parseStringToSign } from '../sign/strings.ts';
import type { ResourceHint } from '../sign/v1.ts';
import { signsPath, versionRecord } from '../sign/versions.ts';
import { bareHost, customDomain, parseEndpoint, pathStyle } from './address.ts';
import { withLineFeeds } from './error-document.ts';
import type { OssAddress, OssError } from './model.ts';

/**
 * What a request to a host of unknown kind addresses, by what the error document says: in the string or
 * canonical request that the server signed, in elements of its own, or in the host as the server understood
 * it. Null where it does not show it. `version` is the request's, null where that has no signature; `path` as
 * on the wire.
 *
 * A private cloud's own endpoint looks like a custom domain: there the bucket that the server names is the
 * first segment of the path, and the key the rest of it.
 */
export function addressNamedBy(
  error: OssError,
  version: SignatureVersion | null,
  path: ByteString,
): OssAddress | null {
  const inPath = pathStyle(path, null);
  const signed = version === null ? null : signedResource(error, version, inPath);
  if (signed !== null && isResourceOf(signed, inPath)) return inPath;
  const bucket = asBucket(signed?.bucket ?? null);
  if (bucket !== null) return customDomain(bucket, 'server', path);
  // after the string: a copy that fails may name its source bucket here
  const named = field(error, 'BucketName') ?? field(error, 'Bucket');
  if (named !== null && named === inPath.bucket) return addressOfKey(field(error, 'Key'), path);
  const other = named ?? hostBucket(error);
  return other === null ? null : customDomain(other, 'server', path);
}

/** What an error document names in elements of its own, where the request is not known. */
export function withNamed(address: OssAddress, error: OssError): OssAddress {
  const bucket = address.bucket ?? field(error, 'BucketName') ?? field(error, 'Bucket');
  return { ...address, bucket, key: address.key ?? field(error, 'Key') };
}

/** Every bucket that an error document names in elements of its own, each once. */
export function bucketsNamedBy(error: OssError): readonly ByteString[] {
  const names = [field(error, 'BucketName'), field(error, 'Bucket'), hostBucket(error)];
  return [...new Set(names.filter((name) => name !== null))];
}

/**
 * The bucket of this name may stand in the path, and a custom domain's key may begin with the name of its
 * bucket: which of the two it is, only the key shows.
 */
function addressOfKey(key: ByteString | null, path: ByteString): OssAddress | null {
  const inPath = pathStyle(path, null);
  const inHost = customDomain(inPath.bucket, 'server', path);
  return [inPath, inHost].find((address) => address.key === key && key !== null) ?? null;
}

/** Of a resource as the server signed it; a bucket that is empty is none. */
interface Resource {
  readonly bucket: ByteString;
  readonly key: ByteString;
}

/** A server may write either percent-encoded; white space at the end is no part of a string in text form. */
function isResourceOf(signed: Resource, { bucket, key }: OssAddress): boolean {
  const isSame = (text: ByteString, decoded: ByteString): boolean =>
    text === decoded || decodePercent(text) === decoded;
  return isSame(signed.bucket, bucket ?? '') && isSame(signed.key.trimEnd(), (key ?? '').trimEnd());
}

function field(error: OssError, name: string): ByteString | null {
  const value = error.fields.find(([each]) => each === name)?.[1].trim();
  return value === undefined || value === '' ? null : value;
}

function hostBucket(error: OssError): ByteString | null {
  return error.hostId === null ? null : (parseEndpoint(bareHost(error.hostId))?.bucket ?? null);
}

/** Null where the server shows no string that holds it. */
function signedResource(error: OssError, version: SignatureVersion, hint: ResourceHint): Resource | null {
  const { family, dialect } = versionRecord(version);
  switch (family) {
    case 'v1':
    case 'v2': {
      const shown = error.stringToSignBytes ?? error.stringToSign;
      if (shown === null) return null;
      const text = withLineFeeds(shown);
      const { pieces } = parseStringToSign(version, text, hint);
      const bucket = pieces.find((piece) => piece.field === 'resource:bucket');
      const key = pieces.find((piece) => piece.field === 'resource:key');
      if (bucket === undefined || key === undefined) return null;
      // in a text that ends before its resource, both are empty
      return /(?:\/|%2F)$/.test(text.slice(0, bucket.start))
        ? { bucket: bucket.value, key: key.value }
        : null;
    }
    case 'v4': {
      // the version 4 of S3, and what follows it, signs a path that may lack the bucket
      if (signsPath(dialect)) return null;
      const text = error.canonicalRequestBytes ?? error.canonicalRequest;
      const path = text === null ? undefined : /^[^\n]*\n\/([^\n]*)/.exec(withLineFeeds(text))?.[1];
      if (path === undefined) return null;
      const slash = path.indexOf('/');
      if (slash < 0) return path === '' ? { bucket: '', key: '' } : null;
      return { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
    }
    // signs a path without the bucket, too
    case 'format':
    case 'policy':
      return null;
  }
}

/** A request whose bucket neither its host nor the server's words name. */
interface UnnamedRequest {
  readonly request: SignableRequest;
  readonly claim: Claim;
  readonly host: ByteString;
  /** As on the wire. */
  readonly path: ByteString;
}

/** Buckets that one request is tried with. */
const MAX_TRIED = 64;

/** Of those, what the host itself is made of. */
const MAX_OF_HOST = 8;

/**
 * What a request of version 4 addresses, by the hash of its canonical request that the server shows: of the
 * buckets that may stand behind the host, the one with which the captured request has that hash, or the
 * bucket in its path. The hash proves it. Null where none has it, as where the request was changed on the
 * way. `known`: buckets that the user or the capture names elsewhere.
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

/** Only what can be a bucket's name ("Bucket naming conventions"): the text may have been edited. */
function asBucket(name: ByteString | null): ByteString | null {
  const bucket = name === null ? '' : decodePercent(name);
  return /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket) ? bucket : null;
}
