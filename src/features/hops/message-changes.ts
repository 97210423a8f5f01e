import { asciiLower, type ByteString } from '../../engine/bytes/byte-string.ts';
import { addAll } from '../../engine/bytes/collections.ts';
import { toHex } from '../../engine/bytes/hex.ts';
import { isWrittenByProxies } from '../../engine/diagnose/sent.ts';
import type { HeaderLine, HttpMessage, HttpRequest, HttpResponse } from '../../engine/http/message.ts';
import type { Hasher } from '../../engine/sign/hasher.ts';
import type { HopBody, HopChange, HopField } from './hop-model.ts';

type Found = Omit<HopChange, 'breaksSignature'>;

export function requestChanges(from: HttpRequest, to: HttpRequest, hasher: Hasher): Found[] {
  const found: Found[] = [];
  const line = (field: HopField, a: ByteString, b: ByteString): void => {
    if (a !== b) found.push(change(field, a, b, [from.frame, to.frame]));
  };
  line('method', from.method, to.method);
  line('target', from.target, to.target);
  line('version', from.version, to.version);
  if (from.headComplete && to.headComplete) {
    addAll(found, headerChanges('header', from, to));
    addAll(found, orderChange(from, to));
  }
  addAll(found, bodyChange('body', from, to, hasher));
  return found;
}

export function responseChanges(from: HttpResponse, to: HttpResponse, hasher: Hasher): Found[] {
  const found: Found[] = [];
  if (from.status !== to.status) {
    found.push(change('status', String(from.status), String(to.status), [from.frame, to.frame]));
  }
  if (from.headComplete && to.headComplete) addAll(found, headerChanges('response-header', from, to));
  addAll(found, bodyChange('response-body', from, to, hasher));
  return found;
}

function change(
  field: HopField,
  from: ByteString | null,
  to: ByteString | null,
  frames: Found['frames'],
  hopByHop = false,
): Found {
  return { field, from, to, hopByHop, frames };
}

interface Lines {
  readonly values: ByteString[];
  readonly frame: number;
}

/** Headers by lower-case name, in the order in which the names first appear. */
function linesByName(headers: readonly HeaderLine[]): ReadonlyMap<string, Lines> {
  const byName = new Map<string, Lines>();
  for (const { name, value, frame } of headers) {
    const lower = asciiLower(name);
    const known = byName.get(lower);
    if (known === undefined) byName.set(lower, { values: [value], frame });
    else known.values.push(value);
  }
  return byName;
}

function headerChanges(kind: 'header' | 'response-header', from: HttpMessage, to: HttpMessage): Found[] {
  const [before, after] = [linesByName(from.headers), linesByName(to.headers)];
  const found: Found[] = [];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [a, b] = [before.get(name), after.get(name)];
    // Several lines of a name are one list (RFC 9110 §5.2); whether they were joined says nothing.
    const [one, other] = [joined(a), joined(b)];
    if (one === other) continue;
    found.push(change(`${kind}:${name}`, one, other, [a?.frame ?? null, b?.frame ?? null], isHopByHop(name)));
  }
  return found;
}

function joined(lines: Lines | undefined): ByteString | null {
  return lines === undefined ? null : lines.values.join(', ');
}

/**
 * Headers of which a hop made one line of several, or several of one: no change of the message (RFC 9110
 * §5.3), but one of what is signed, for signatures join lines with `,` alone, as both values here.
 */
export function regroupedHeaders(from: HttpRequest, to: HttpRequest): Found[] {
  if (!from.headComplete || !to.headComplete) return [];
  const found: Found[] = [];
  const after = linesByName(to.headers);
  for (const [name, a] of linesByName(from.headers)) {
    const b = after.get(name);
    if (b === undefined || a.values.length === b.values.length || joined(a) !== joined(b)) continue;
    const [one, other] = [a.values.join(','), b.values.join(',')];
    found.push(change(`header:${name}`, one, other, [a.frame, b.frame], isHopByHop(name)));
  }
  return found;
}

function orderChange(from: HttpRequest, to: HttpRequest): Found[] {
  const names = (message: HttpRequest, others: HttpRequest): string[] => {
    const there = new Set(others.headers.map(({ name }) => asciiLower(name)));
    const own = message.headers.map(({ name }) => asciiLower(name));
    return [...new Set(own)].filter((name) => there.has(name) && !isHopByHop(name));
  };
  const [a, b] = [names(from, to).join(', '), names(to, from).join(', ')];
  return a === b ? [] : [change('header-order', a, b, [from.frame, to.frame])];
}

/** Bodies of which both captures have all bytes: another length, or another digest where both are known. */
function bodyChange(
  field: 'body' | 'response-body',
  from: HttpMessage,
  to: HttpMessage,
  hasher: Hasher,
): Found[] {
  if (!from.complete || !to.complete) return [];
  const [a, b] = [digestsOf(from, hasher), digestsOf(to, hasher)];
  const md5Differs = a.md5 !== null && b.md5 !== null && a.md5 !== b.md5;
  const crcDiffers = a.crc64 !== null && b.crc64 !== null && a.crc64 !== b.crc64;
  if (from.bodyBytes === to.bodyBytes && !md5Differs && !crcDiffers) return [];
  const bodies = [bodyOf(from, a), bodyOf(to, b)] as const;
  const [one, other] = bodies;
  return [{ ...change(field, describe(one), describe(other), [from.frame, to.frame]), bodies }];
}

/** Of a body that was seen whole, as far as they were computed or can be; null otherwise. */
interface Digests {
  readonly md5: ByteString | null;
  readonly crc64: ByteString | null;
}

function digestsOf({ body, bodyBytes, digests }: HttpMessage, hasher: Hasher): Digests {
  const known = digests?.whole === true ? digests : null;
  const kept = body !== null && body.length === bodyBytes ? body : null;
  const md5 = known?.md5 ?? (kept === null ? null : hasher.digest('md5', kept));
  return { md5: md5 === null ? null : toHex(md5), crc64: known?.crc64?.toString() ?? null };
}

function bodyOf({ bodyBytes: bytes }: HttpMessage, { md5, crc64 }: Digests): HopBody {
  if (md5 !== null) return { bytes, digest: { name: 'md5', value: md5 } };
  return { bytes, digest: crc64 === null ? null : { name: 'crc64', value: crc64 } };
}

function describe({ bytes, digest }: HopBody): ByteString {
  return digest === null ? `${bytes} bytes` : `${bytes} bytes, ${digest.name} ${digest.value}`;
}

/** Headers of one connection (RFC 9110 §7.6.1), and others that proxies and caches set, as clients may. */
// biome-ignore format: a table of data
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization', 'te',
  'trailer', 'transfer-encoding', 'upgrade', 'x-client-ip', 'x-request-id', 'x-correlation-id',
  'max-forwards', 'age', 'warning', 'x-cache', 'x-cache-lookup', 'x-cache-hits', 'x-served-by',
  'timing-allow-origin', 'traceparent', 'tracestate', 'x-b3-traceid', 'x-b3-spanid',
]);

/** Whether a header (lower-case name) belongs to a hop and not to the message. */
function isHopByHop(name: string): boolean {
  return HOP_BY_HOP.has(name) || isWrittenByProxies(name);
}
