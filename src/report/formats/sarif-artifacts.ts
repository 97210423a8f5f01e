import { type ByteString, decodeUtf8, fromText } from '../../bytes/byte-string.ts';
import { isInCanonicalRequest, isOutsideStrings } from '../../diagnose/fields.ts';
import type { Finding } from '../findings/finding.ts';
import { type FormatOptions, sayLabel } from '../format-options.ts';
import type { DivergenceJson } from '../json/model.ts';
import { PUNCTUATION } from '../text/punctuation.ts';

interface SarifArtifact {
  readonly location?: { readonly uri: string };
  readonly description?: { readonly text: string };
  readonly roles?: readonly string[];
  readonly length?: number;
  readonly contents?: { readonly text: string };
  readonly properties?: object;
}

interface SarifLocation {
  readonly id: number;
  readonly message: { readonly text: string };
  readonly physicalLocation: {
    readonly artifactLocation: { readonly index: number };
    readonly region?: { readonly byteOffset: number; readonly byteLength: number };
  };
}

/**
 * The artifacts of a run, each once: the schema demands it, and several captures can show the same
 * strings.
 */
export class ArtifactList {
  readonly #places = new Map<string, number>();
  readonly #artifacts: SarifArtifact[] = [];

  get artifacts(): readonly SarifArtifact[] {
    return this.#artifacts;
  }

  /** Gives the artifact's place, from 0. */
  add(artifact: SarifArtifact): number {
    const { location, description, contents } = artifact;
    const key = location === undefined ? `${description?.text}\n${contents?.text}` : JSON.stringify(artifact);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.#artifacts.length);
    return this.#artifacts.push(artifact) - 1;
  }
}

/**
 * Adds the strings of a finding to the artifacts (their contents embedded), and gives the places in
 * them where they part.
 */
export function stringLocations(
  finding: Finding,
  list: ArtifactList,
  options: FormatOptions,
): readonly SarifLocation[] {
  const { signature, diagnosis } = finding.exchange;
  const divergences = (diagnosis?.divergences ?? []).filter(({ field }) => !isOutsideStrings(field));
  if (signature === undefined || divergences.length === 0) return [];
  const canonical = signature.canonicalRequest;
  const isCanonical = canonical !== undefined && divergences.some(({ field }) => isInCanonicalRequest(field));
  const sides = isCanonical ? canonical : signature.stringToSign;
  if (sides === undefined) return [];
  const { colon } = PUNCTUATION[options.formats.lang];
  const name = sayLabel(options, isCanonical ? 'canonical-request' : 'string-to-sign');
  const locations: SarifLocation[] = [];
  const add = (side: 'client' | 'server', title: string, text: string | null): void => {
    if (text === null) return;
    const bytes = fromText(text);
    // Asked once for a text, not for each of its divergences: a request can have thousands of both.
    const isExact = sides.lossy !== true && showsBytes(bytes);
    const index = list.add({
      description: { text: name + colon + title },
      roles: ['attachment'],
      length: bytes.length,
      contents: { text },
    });
    for (const divergence of divergences) {
      const region = isExact ? regionOf(divergence, side, bytes) : null;
      locations.push({
        id: locations.length + 1,
        message: { text: title + colon + divergence.field },
        physicalLocation: { artifactLocation: { index }, ...(region === null ? {} : { region }) },
      });
    }
  };
  const title = sides.client === null ? 'client-rebuilt' : 'client-signed';
  add('client', sayLabel(options, title), sides.client ?? sides.wire);
  add('server', sayLabel(options, 'server-signed'), sides.server);
  return locations;
}

/** What a mask leaves in the bytes of a text: stars, or an ellipsis in UTF-8. */
const MASKED = /\*{4}|\xe2\x80\xa6/;

/**
 * Whether the embedded text shows the bytes one for one: not masked, and UTF-8. Elsewhere, offsets
 * point astray.
 */
function showsBytes(bytes: ByteString): boolean {
  return !MASKED.test(bytes) && decodeUtf8(bytes) !== null;
}

/**
 * The bytes of a divergence in the embedded text, which shows them one for one. Null where its
 * values do not.
 */
function regionOf(
  divergence: DivergenceJson,
  side: 'client' | 'server',
  bytes: ByteString,
): { readonly byteOffset: number; readonly byteLength: number } | null {
  if (divergence.lossy === true) return null;
  const value = fromText(divergence[side] ?? '');
  const other = fromText(divergence[side === 'client' ? 'server' : 'client'] ?? '');
  const at = side === 'client' ? divergence.clientOffset : divergence.serverOffset;
  // The offset is that of the first byte that differs, somewhere in the value.
  let equal = 0;
  while (equal < value.length && equal < other.length && value[equal] === other[equal]) equal++;
  const rest = value.slice(equal);
  if (bytes.slice(at, at + rest.length) !== rest) return null;
  return { byteOffset: at, byteLength: rest.length };
}
