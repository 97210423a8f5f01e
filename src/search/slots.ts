/* A string to sign cut into texts that can be exchanged one by one. */

import { type ByteString, compareBytes } from '../engine/bytes/byte-string.ts';
import { assertNever } from '../engine/bytes/result.ts';
import { scopeText } from '../engine/sign/claim.ts';
import type { HashName, HeaderPart, ParameterPart, SignedParts } from '../engine/sign/index.ts';

/**
 * A string to sign (of the V4 family: the canonical request) cut into pieces of plain text that can be
 * exchanged one by one: joined, they are the text. The V4 family has one slot more, what stands before the
 * hash in the string to sign. A candidate then costs a join, where formatting it anew would note places
 * nobody reads.
 *
 * Each header line has a slot of its own, so that two changes to different headers go together; what follows
 * the last line (nothing, or the empty line of the V4 family) has one too.
 */
export type Slots = readonly ByteString[];

/** Where the slots of a string stand. Made once for a request, and kept when its parts are changed. */
export interface SlotPlaces {
  readonly contentMd5: number | null;
  readonly contentType: number | null;
  /** The first slot of the header lines, and the one behind them. */
  readonly headers: number;
  readonly headersEnd: number;
  /** V4: the query. */
  readonly query: number | null;
  /** Bucket and key. */
  readonly path: number;
  /** V4, V2: the names of the additional headers. */
  readonly listed: number | null;
  /** Number of slots that make the text; a slot behind them is the V4 prefix. */
  readonly length: number;
  /** Names of the headers that have a slot each, in order. */
  readonly names: readonly ByteString[];
  /** Where a hash of the text is signed: by what, and what follows it. */
  readonly hash: HashName;
  readonly end: ByteString;
}

const IN_HASH = { hash: 'sha256', end: '' } as const;

/** More header lines share one slot, for the slots of a change are bits of a number. */
const HEADER_SLOTS_LIMIT = 14;

export function slotPlaces(parts: SignedParts): SlotPlaces {
  const names = headerNames(parts);
  const lines = names.length;
  switch (parts.family) {
    case 'v1':
      return {
        ...{ contentMd5: 1, contentType: 2, headers: 4, headersEnd: 4 + lines, query: null },
        ...{ path: 5 + lines, listed: null, length: 7 + lines, names, ...IN_HASH },
      };
    case 'v2':
      return {
        ...{ contentMd5: 1, contentType: 2, headers: 4, headersEnd: 4 + lines, query: null },
        ...{ path: 6 + lines, listed: 5 + lines, length: 8 + lines, names, ...IN_HASH },
      };
    case 'v4':
      return {
        ...{ contentMd5: null, contentType: null, headers: 3, headersEnd: 3 + lines, query: 2 },
        ...{ path: 1, listed: 4 + lines, length: 6 + lines, names, ...IN_HASH },
      };
    case 'format':
      // the headers are parted by a sign that stands behind none of them: they have one slot
      return {
        ...{ contentMd5: null, contentType: null, headers: 3, headersEnd: 3, query: 2 },
        ...{ path: 1, listed: null, length: 4, names: [], hash: 'sha1', end: '\n' },
      };
    case 'policy':
      return {
        ...{ contentMd5: null, contentType: null, headers: 0, headersEnd: 0, query: null },
        ...{ path: 0, listed: null, length: 1, names, ...IN_HASH },
      };
    default:
      return assertNever(parts);
  }
}

/** In the V4 family the content headers are header lines, with slots even when they are not sent. */
function headerNames(parts: SignedParts): readonly ByteString[] {
  const names = new Set(parts.headers.map((each) => each.name));
  if (parts.family === 'v4') names.add('content-md5').add('content-type');
  return names.size > HEADER_SLOTS_LIMIT ? [] : [...names].sort(compareBytes);
}

/** The slots of a request's parts, or of parts that a change has made of them; `places` are the request's. */
export function slotsOf(parts: SignedParts, places: SlotPlaces): Slots {
  switch (parts.family) {
    case 'v1': {
      const { bucket, key, root = '/', slash = '/' } = parts;
      return [
        `${parts.method.value}\n`,
        `${parts.contentMd5.value}\n`,
        `${parts.contentType.value}\n`,
        `${parts.date.value}\n`,
        ...headerSlots(parts.headers, places, ''),
        bucket === null ? root + key.value : root + bucket.value + slash + key.value,
        parts.parameters.length === 0 ? '' : `?${parameterText(parts.parameters)}`,
      ];
    }
    case 'v2': {
      const { bucket, key, slash = '%2F' } = parts;
      return [
        `${parts.method.value}\n`,
        `${parts.contentMd5.value}\n`,
        `${parts.contentType.value}\n`,
        `${parts.date.value}\n`,
        ...headerSlots(parts.headers, places, ''),
        `${parts.additionalHeaders.value}\n`,
        bucket === null ? slash + key.value : slash + bucket.value + slash + key.value,
        parts.parameters.length === 0 ? '' : `?${parameterText(parts.parameters)}`,
      ];
    }
    case 'v4': {
      const { scope } = parts;
      return [
        `${parts.method.value}\n`,
        `${parts.canonicalUri.value}\n`,
        `${parameterText(parts.parameters)}\n`,
        ...headerSlots(parts.headers, places, '\n'),
        `${parts.additionalHeaders.value}\n`,
        parts.payloadHash.value,
        `${parts.algorithm}\n${parts.timestamp.value}\n${scopeText(scope)}\n`,
      ];
    }
    case 'format':
      return [
        `${parts.method.value}\n`,
        `${parts.canonicalUri.value}\n`,
        `${parameterText(parts.parameters)}\n`,
        `${parameterText(parts.headers)}\n`,
        `sha1\n${parts.timestamp.value}\n`,
      ];
    case 'policy':
      return [parts.policy.value];
    default:
      return assertNever(parts);
  }
}

/** The header lines, each in its name's slot, and `end` behind them: joined, they are as sent. */
function headerSlots(headers: readonly HeaderPart[], places: SlotPlaces, end: ByteString): Slots {
  const slots = headersBySlot(headers, places).map(linesText);
  slots[slots.length - 1] += end;
  return slots;
}

/** Joined, as parameters are: a string that grows by pieces stays in pieces, at several times the memory. */
function linesText(headers: readonly HeaderPart[]): ByteString {
  return headers.map(({ name, value }) => `${name}:${value}\n`).join('');
}

/** Which lines stand in which slot, end included. One without a slot, or out of order, goes to the next. */
function headersBySlot(
  headers: readonly HeaderPart[],
  { names }: SlotPlaces,
): readonly (readonly HeaderPart[])[] {
  const slots: (readonly HeaderPart[])[] = names.map(() => []);
  let waiting: HeaderPart[] = [];
  let next = 0;
  for (const header of headers) {
    waiting.push(header);
    const at = names.indexOf(header.name, next);
    if (at < 0) continue;
    slots[at] = waiting;
    waiting = [];
    next = at + 1;
  }
  slots.push(waiting);
  return slots;
}

/** Header lines of two changes to different slots: where `changed` left the request, else `soFar`. */
export function mergeHeaders(
  sent: readonly HeaderPart[],
  soFar: readonly HeaderPart[],
  changed: readonly HeaderPart[],
  places: SlotPlaces,
): readonly HeaderPart[] {
  const before = headersBySlot(sent, places).map(linesText);
  const kept = headersBySlot(soFar, places);
  return headersBySlot(changed, places).flatMap((lines, slot) =>
    linesText(lines) === before[slot] ? (kept[slot] ?? []) : lines,
  );
}

function parameterText(parameters: readonly ParameterPart[]): ByteString {
  return parameters.map(({ name, value }) => (value === null ? name : `${name}=${value}`)).join('&');
}

/** The slots with the header lines, and what follows them, changed together. */
export function withHeaderBlock(
  slots: Slots,
  { headers, headersEnd, length }: SlotPlaces,
  work: (block: ByteString) => ByteString,
): ByteString {
  const block = slots.slice(headers, headersEnd + 1).join('');
  return slots.slice(0, headers).join('') + work(block) + slots.slice(headersEnd + 1, length).join('');
}
