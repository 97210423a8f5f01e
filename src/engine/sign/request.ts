/* A request as the signing rules see it, and the parts of strings that are read from it. */

import { asciiLower, type ByteString, compareBytes, isInLower } from '../bytes/byte-string.ts';
import type { Origin } from './canonical.ts';
import { ABSENT, type HeaderPart, type ParameterPart, type Part } from './canonical-builder.ts';
import type { Claim } from './claim.ts';
import { encodeComponent } from './percent.ts';
import type { S3Flavour } from './signed-parameters.ts';

/** A header as the signing rules see it. */
export interface SignableHeader {
  /** Name as sent. */
  readonly name: ByteString;
  /** Value without the white space around it. */
  readonly value: ByteString;
  /** Value with the white space around it. */
  readonly rawValue: ByteString;
  readonly frame: number;
}

/** One query parameter in wire order. */
export interface QueryParameter {
  /** Name and value as on the wire, still encoded; `rawValue` is null where there was no `=`. */
  readonly rawName: ByteString;
  readonly rawValue: ByteString | null;
  /** Name and value decoded once (percent-decoding, and `+` as space); the value is empty without `=`. */
  readonly name: ByteString;
  readonly value: ByteString;
}

/** One field of a multipart/form-data body, in body order. File contents are not kept. */
export interface FormField {
  readonly name: ByteString;
  readonly value: ByteString;
}

/** The request parts that the signing rules look at, as captured. */
export interface SignableRequest {
  readonly method: ByteString;
  /** Path of the target as on the wire, still encoded, without the query. */
  readonly path: ByteString;
  /** Query text as on the wire, without `?`; null where the target has no `?`. */
  readonly rawQuery: ByteString | null;
  readonly query: readonly QueryParameter[];
  readonly headers: readonly SignableHeader[];
  /** Fields of a PostObject form; null for every other request. */
  readonly form: readonly FormField[] | null;
  /**
   * Bucket and object key that the request is taken to address: the key decoded once. Null: none, or (custom
   * domain) not known. A vector bucket stands here as its ARN.
   */
  readonly bucket: ByteString | null;
  readonly key: ByteString | null;
  /**
   * Present where it is unknown what signatures name in the place of the bucket (that of a custom domain,
   * say): strings that name it can't be built.
   */
  readonly bucketUnknown?: true;
  /**
   * Whose server checks a signature of the S3 dialect, where that is known and it is not OSS: they differ in
   * what they sign.
   */
  readonly flavour?: S3Flavour;
  /** SHA-256 of the body in lower-case hex, where it is signed without being named, and is known. */
  readonly bodySha256?: ByteString;
  /** Frame of the request line. */
  readonly frame: number;
  /** Where all of this was read, if not in a request: an error document shows what the server signed. */
  readonly toldBy?: Origin;
}

/**
 * The interface whose rules a version follows: that of OSS, the S3-compatible one, those of OBS, COS, Google
 * Cloud Storage and TOS.
 */
export type Dialect = 'oss' | 's3' | 'obs' | 'cos' | 'gcs' | 'tos';

/** Where in a request something stands; the name of a header is in lower case. */
export interface Place {
  readonly carrier: 'header' | 'query' | 'form';
  readonly name: string;
}

/** Where a version has its signature and its date, and the name that stands with them. */
export interface SignedPlaces {
  readonly carrier: 'header' | 'url' | 'form';
  /** In the first of these that is there. */
  readonly date: readonly Place[];
  /**
   * What the version calls itself: the scheme of an Authorization header, or the value of the parameter or
   * field that names a version. A string of the V4 family begins with it.
   */
  readonly scheme: string;
}

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

/**
 * The first form field of that name, null without one. Names are compared in lower case where none is equal.
 */
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
export function scopeOrigin(
  request: SignableRequest,
  claim: Claim,
  { carrier }: SignedPlaces,
  querySource: string,
): Origin {
  return carrier === 'url' ? originIn(request, querySource) : claim.signatureOrigin;
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

/**
 * Every query parameter but the signature itself, encoded again from its decoded form, sorted by encoded
 * name.
 */
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

/**
 * The text that a version signs as its date or expiry, and where it stands: in the first of its places that
 * the request has. `x-oss-date` wins over `Date` ("Include signatures in the Authorization header" in the API
 * reference); the Android SDK signs V4 with a `Date` header alone.
 */
export function datePart(request: SignableRequest, { date }: Pick<SignedPlaces, 'date'>): Part | null {
  for (const { carrier, name } of date) {
    const part = READERS[carrier](request, name);
    if (part !== null) return part;
  }
  return null;
}

const READERS = { header: headerPart, query: queryPart, form: formPart } as const;
