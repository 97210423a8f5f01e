import { assertNever } from '../../bytes/assert-never.ts';
import type { ByteString } from '../../bytes/byte-string.ts';
import type { HeaderPart, ParameterPart, SignedParts } from '../../sign/index.ts';

/**
 * A string to sign (of the V4 family: the canonical request) cut into pieces of plain text that can be exchanged
 * one by one: joined, they are the text. The V4 family has one slot more, what stands before the hash in the
 * string to sign. A candidate then costs a join, where formatting it anew would note places nobody reads.
 */
export type Slots = readonly ByteString[];

/** Places of the slots that a renderer names; `headers` to `query` exist in every family but the forms. */
export interface SlotPlaces {
  readonly contentMd5: number | null;
  readonly contentType: number | null;
  readonly headers: number;
  readonly path: number;
  /** Number of slots that make the text; a slot behind them is the V4 prefix. */
  readonly length: number;
}

const V1_PLACES: SlotPlaces = { contentMd5: 1, contentType: 2, headers: 4, path: 5, length: 7 };
const V2_PLACES: SlotPlaces = { contentMd5: 1, contentType: 2, headers: 4, path: 6, length: 8 };
const V4_PLACES: SlotPlaces = { contentMd5: null, contentType: null, headers: 3, path: 1, length: 6 };
const POST_PLACES: SlotPlaces = { contentMd5: null, contentType: null, headers: 0, path: 0, length: 1 };

export function slotPlaces(parts: SignedParts): SlotPlaces {
  switch (parts.kind) {
    case 'v1':
    case 's3v2':
      return V1_PLACES;
    case 'v2':
      return V2_PLACES;
    case 'v4':
    case 's3v4':
      return V4_PLACES;
    case 'post':
      return POST_PLACES;
    default:
      return assertNever(parts);
  }
}

export function slotsOf(parts: SignedParts): Slots {
  switch (parts.kind) {
    case 'v1':
    case 's3v2':
      return [
        `${parts.method.value}\n`,
        `${parts.contentMd5.value}\n`,
        `${parts.contentType.value}\n`,
        `${parts.date.value}\n`,
        headerLines(parts.ossHeaders),
        parts.bucket === null ? `/${parts.key.value}` : `/${parts.bucket.value}/${parts.key.value}`,
        parts.subresources.length === 0 ? '' : `?${parameterText(parts.subresources)}`,
      ];
    case 'v2':
      return [
        `${parts.method.value}\n`,
        `${parts.contentMd5.value}\n`,
        `${parts.contentType.value}\n`,
        `${parts.date.value}\n`,
        headerLines(parts.headers),
        `${parts.additionalHeaders.value}\n`,
        parts.bucket === null ? `%2F${parts.key.value}` : `%2F${parts.bucket.value}%2F${parts.key.value}`,
        parts.subresources.length === 0 ? '' : `?${parameterText(parts.subresources)}`,
      ];
    case 'v4':
    case 's3v4': {
      const { scope } = parts;
      return [
        `${parts.method.value}\n`,
        `${parts.canonicalUri.value}\n`,
        `${parameterText(parts.query)}\n`,
        `${headerLines(parts.headers)}\n`,
        `${parts.additionalHeaders.value}\n`,
        parts.payloadHash.value,
        `${parts.algorithm}\n${parts.timestamp.value}\n${scope.date}/${scope.region}/${scope.product}/${scope.terminator}\n`,
      ];
    }
    case 'post':
      return [parts.policy.value];
    default:
      return assertNever(parts);
  }
}

function headerLines(headers: readonly HeaderPart[]): ByteString {
  let text = '';
  for (const { name, value } of headers) text += `${name}:${value}\n`;
  return text;
}

function parameterText(parameters: readonly ParameterPart[]): ByteString {
  return parameters.map(({ name, value }) => (value === null ? name : `${name}=${value}`)).join('&');
}
