import { asciiLower, type ByteString, compareBytes, isInLower } from '../bytes/byte-string.ts';
import type { Origin, SignatureVersion } from './canonical.ts';
import { isOfUrl } from './canonical.ts';
import type { Claim } from './claim.ts';
import { ABSENT, type HeaderPart, type ParameterPart, type Part } from './parts.ts';
import { encodeComponent } from './percent.ts';
import type { QueryParameter, SignableHeader, SignableRequest } from './request.ts';

/** The first header of that (lower-case) name, null without one. */
export function headerPart(request: SignableRequest, name: ByteString): Part | null {
  for (const header of request.headers) {
    if (isInLower(header.name, name)) {
      return { value: header.value, origin: headerOrigin(request, header, name) };
    }
  }
  return null;
}

function headerOrigin(request: SignableRequest, { frame }: SignableHeader, lowerName: ByteString): Origin {
  return request.toldBy ?? { frame, source: `header ${lowerName}` };
}

/** The value of that header; null without one. */
export function headerValue(request: SignableRequest, name: ByteString): ByteString | null {
  return request.headers.find((each) => isInLower(each.name, name))?.value ?? null;
}

/** The first query parameter of that (decoded) name, its value decoded; null without one. */
export function queryPart(request: SignableRequest, name: ByteString): Part | null {
  const parameter = request.query.find((each) => each.name === name);
  return parameter === undefined ? null : { value: parameter.value, origin: queryOrigin(request, parameter) };
}

/** The first form field of that name, null without one. Names are compared in lower case where none is equal. */
export function formPart(request: SignableRequest, name: ByteString): Part | null {
  if (request.form === null) return null;
  const lower = asciiLower(name);
  const field =
    request.form.find((each) => each.name === name) ??
    request.form.find((each) => asciiLower(each.name) === lower);
  if (field === undefined) return null;
  return { value: field.value, origin: originIn(request, `form field ${field.name}`) };
}

export function queryOrigin(request: SignableRequest, parameter: QueryParameter): Origin {
  return originIn(request, `query ${parameter.name}`);
}

export function requestLineOrigin(request: SignableRequest): Origin {
  return originIn(request, 'request line');
}

/** Where the parts of a credential stand: in the URL, or with the signature. */
export function scopeOrigin(request: SignableRequest, claim: Claim, querySource: string): Origin {
  return isOfUrl(claim.version) ? originIn(request, querySource) : claim.signatureOrigin;
}

function originIn({ frame, toldBy }: SignableRequest, source: string): Origin {
  return toldBy ?? { frame, source };
}

export function methodPart(request: SignableRequest): Part {
  return { value: request.method, origin: requestLineOrigin(request) };
}

/**
 * Header lines that enter a string: names in lower case and sorted by bytes. Values of one name are joined by
 * `,` in order of appearance, as the Go SDK (v2) signs them; what the server does is not documented.
 */
export function collectHeaders(
  request: SignableRequest,
  isSigned: (lowerName: ByteString) => boolean,
): HeaderPart[] {
  const byName = new Map<ByteString, HeaderPart>();
  for (const header of request.headers) {
    const name = asciiLower(header.name);
    if (!isSigned(name)) continue;
    const before = byName.get(name);
    byName.set(name, {
      name,
      value: before === undefined ? header.value : `${before.value},${header.value}`,
      origin: before?.origin ?? headerOrigin(request, header, name),
    });
  }
  return [...byName.values()].sort(compareNames);
}

/** Orders headers or parameters by the unsigned bytes of their names. */
export function compareNames(a: { readonly name: ByteString }, b: { readonly name: ByteString }): number {
  return compareBytes(a.name, b.name);
}

/** The list of signed header names as it stands in a string: lower case, sorted, no name twice. */
export function sortedNames(listed: readonly ByteString[]): ByteString[] {
  return [...new Set(listed)].sort(compareBytes);
}

/** The names that the request lists as signed, as they stand in a string: sorted and joined by `;`. */
export function listedHeadersPart(claim: Claim): Part {
  if (claim.listedHeaders === null) return ABSENT;
  return { value: sortedNames(claim.listedHeaders).join(';'), origin: claim.signatureOrigin };
}

/** Every query parameter but the signature itself, encoded again from its decoded form, sorted by encoded name. */
export function encodedParameters(
  request: SignableRequest,
  signatureName: string,
  emptyValue: 'bare-name' | 'keep-equals-sign',
): ParameterPart[] {
  const parameters: ParameterPart[] = [];
  for (const parameter of request.query) {
    if (parameter.name === signatureName) continue;
    parameters.push({
      name: encodeComponent(parameter.name),
      value: parameter.value === '' && emptyValue === 'bare-name' ? null : encodeComponent(parameter.value),
      origin: queryOrigin(request, parameter),
    });
  }
  return parameters.sort(compareNames);
}

/** Bucket and key as the resource needs them; null where the bucket is not known. */
export function resourceParts(
  request: SignableRequest,
): { readonly bucket: Part | null; readonly key: Part } | null {
  if (request.bucketUnknown === true) return null;
  const origin = requestLineOrigin(request);
  const key = request.key === null ? ABSENT : { value: request.key, origin };
  if (request.bucket === null) return request.key === null ? { bucket: null, key } : null;
  const host = headerPart(request, 'host');
  if (host !== null && asciiLower(host.value).startsWith(`${request.bucket}.`)) {
    return { bucket: { value: request.bucket, origin: host.origin }, key };
  }
  const inPath = `${request.path}/`.startsWith(`/${request.bucket}/`);
  return { bucket: { value: request.bucket, origin: inPath ? origin : null }, key };
}

/** Versions whose date is a field of its own; V1 and V2 URLs sign their expiry in its place, forms of the older kinds nothing of the sort. */
export function signsDate(version: SignatureVersion): boolean {
  switch (version) {
    case 'v1':
    case 'v2':
    case 'v4':
    case 'v4-url':
    case 'post-v4':
    case 's3v2':
    case 's3v4':
    case 's3v4-url':
      return true;
    case 'v1-url':
    case 'v2-url':
    case 's3v2-url':
    case 'post-v1':
    case 'post-v2':
      return false;
  }
}

/**
 * The text that a version signs as its date or expiry, and where it stands. `x-oss-date` wins over `Date`
 * ("Include signatures in the Authorization header" in the API reference); the Android
 * SDK signs V4 with a `Date` header alone.
 */
export function datePart(request: SignableRequest, version: SignatureVersion): Part | null {
  switch (version) {
    case 'v1':
    case 'v2':
    case 'v4':
      return headerPart(request, 'x-oss-date') ?? headerPart(request, 'date');
    case 's3v2':
    case 's3v4':
      return headerPart(request, 'x-amz-date') ?? headerPart(request, 'date');
    case 'v1-url':
    case 's3v2-url':
      return queryPart(request, 'Expires');
    case 'v2-url':
      return queryPart(request, 'x-oss-expires');
    case 'v4-url':
      return queryPart(request, 'x-oss-date');
    case 's3v4-url':
      return queryPart(request, 'X-Amz-Date');
    case 'post-v4':
      return formPart(request, 'x-oss-date') ?? formPart(request, 'x-amz-date');
    case 'post-v1':
    case 'post-v2':
      return null;
  }
}
