/* The signature of Tencent COS: a hash of the request's form, by a key that is made for a span of time. */

import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import type { Canonical, SignedStrings } from './canonical.ts';
import {
  ABSENT,
  CanonicalBuilder,
  type HeaderPart,
  type ParameterPart,
  type Part,
} from './canonical-builder.ts';
import type { Claim } from './claim.ts';
import { type Hasher, hexDigest } from './hasher.ts';
import { decodePercent, encodeComponent } from './percent.ts';
import {
  collectHeaders,
  compareNames,
  type Dialect,
  headerPart,
  methodPart,
  queryOrigin,
  queryPart,
  requestLineOrigin,
  type SignableRequest,
  type SignedPlaces,
} from './request.ts';
import { type Line, linesOf, parameterPieces, pieceAt } from './text-lines.ts';

/** `FormatString`, and the string to sign with its hash. */
export interface CosParts {
  readonly family: 'format';
  readonly dialect: Dialect;
  /** In small letters. */
  readonly method: Part;
  /** The path, decoded. */
  readonly canonicalUri: Part;
  /** Those that the request lists, names in small letters, percent-encoded. */
  readonly parameters: readonly ParameterPart[];
  /** Those that the request lists and has, values percent-encoded. */
  readonly headers: readonly HeaderPart[];
  /** `q-sign-time`: start and end in Unix seconds, parted by `;`. */
  readonly timestamp: Part;
}

const LISTED_PARAMETERS = 'q-url-param-list';

/** "Request Signature" (436/7778) in the API documentation of COS. */
export function partsOfCos(request: SignableRequest, claim: Claim, places: SignedPlaces): CosParts {
  const inUrl = places.carrier === 'url';
  const list = inUrl ? (queryPart(request, LISTED_PARAMETERS)?.value ?? '') : listIn(request);
  const parameters = new Set(list.split(';').map((name) => asciiLower(decodePercent(name))));
  const headers = new Set(claim.listedHeaders);
  const { value: method, origin } = methodPart(request);
  return {
    family: 'format',
    dialect: 'cos',
    method: { value: asciiLower(method), origin },
    canonicalUri: { value: decodePercent(request.path), origin: requestLineOrigin(request) },
    parameters: request.query
      .flatMap((each): ParameterPart[] => {
        const name = asciiLower(each.name);
        if (!parameters.has(name)) return [];
        const value = encodeComponent(each.value);
        return [{ name: asciiLower(encodeComponent(name)), value, origin: queryOrigin(request, each) }];
      })
      .sort(compareNames),
    headers: collectHeaders(request, (name) => headers.has(name)).map((each) => ({
      ...each,
      value: encodeComponent(each.value),
    })),
    timestamp: claim.date === null ? ABSENT : { value: claim.date, origin: claim.signatureOrigin },
  };
}

function listIn(request: SignableRequest): ByteString {
  const value = headerPart(request, 'authorization')?.value ?? '';
  return /(?:^|&)q-url-param-list=([^&]*)/.exec(value)?.[1] ?? '';
}

export function formatCos(parts: CosParts, hasher: Hasher): SignedStrings {
  const format = new CanonicalBuilder()
    .piece('method', parts.method)
    .literal('\n')
    .piece('canonical-uri', parts.canonicalUri)
    .literal('\n')
    .parameters('canonical-query', parts.parameters, decodePercent)
    .literal('\n');
  for (const [i, header] of parts.headers.entries()) {
    format.literal(`${i === 0 ? '' : '&'}${header.name}=`).piece(`canonical-header:${header.name}`, header);
  }
  const canonicalRequest = format.literal('\n').build();
  const stringToSign = new CanonicalBuilder()
    .literal('sha1\n')
    .piece('date', parts.timestamp)
    .literal('\n')
    .piece('canonical-request', { value: hexDigest(hasher, 'sha1', canonicalRequest.text), origin: null })
    .literal('\n')
    .build();
  return { stringToSign, canonicalRequest };
}

export function parseCosStringToSign(text: ByteString): Canonical {
  const [, date, hash] = linesOf(text);
  const end = text.length;
  return {
    pieces: [
      pieceAt('date', text, date?.start ?? end, date?.end ?? end),
      pieceAt('canonical-request', text, hash?.start ?? end, hash?.end ?? end),
    ],
    text,
  };
}

/** Also where a text has lost the blank line of the parameters: the host is nearly always signed. */
export function parseCosFormat(text: ByteString): Canonical {
  const lines = linesOf(text);
  const [method, uri, third] = lines;
  const isShort = third !== undefined && /(?:^|&)host=/.test(third.text) && !lines[3]?.text.includes('=');
  const query = isShort ? undefined : third;
  const headers = isShort ? third : lines[3];
  const startOf = (line: Line | undefined): number => line?.start ?? text.length;
  const endOf = (line: Line | undefined): number => line?.end ?? text.length;
  const pairs = (prefix: 'canonical-query' | 'canonical-header', line: Line | undefined) =>
    parameterPieces(prefix, text, startOf(line), endOf(line), decodePercent, () => true);
  return {
    pieces: [
      pieceAt('method', text, startOf(method), endOf(method)),
      pieceAt('canonical-uri', text, startOf(uri), endOf(uri)),
      ...pairs('canonical-query', query),
      ...pairs('canonical-header', headers),
    ],
    text,
  };
}
