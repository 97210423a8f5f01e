import { fromBase64, toBase64 } from '../../engine/bytes/base64.ts';
import {
  asciiLower,
  type ByteString,
  toByteString,
  toBytes,
  writeByteString,
} from '../../engine/bytes/byte-string.ts';
import { addAll } from '../../engine/bytes/collections.ts';
import { fromHex, toHex } from '../../engine/bytes/hex.ts';
import { CopyHider, type CopyPlace, type TextPlace } from '../../engine/sign/copies.ts';
import type { SecretFinder } from '../../engine/sign/secret-finder.ts';
import { secretKindOf, secretsIn } from '../redact/places.ts';
import { secretsCarriedBy } from '../redact/redact-exchange.ts';
import type { StandIns } from './stand-ins.ts';

/** What stands in the place of a part, of the same length. */
interface Patch extends TextPlace {
  readonly text: ByteString;
}

/** Shorter values are no secrets of any service, and occur in innocent texts. */
const LEAST_VALUE = 6;

/** Values that are looked for wherever they stand. */
const MAX_VALUES = 20_000;

/** How deep texts are looked for that stand in another one as base64 or hex. */
const MAX_DEPTH = 3;

/** Schemes of which nothing but the ID and the signature follows. */
const PLAIN_SCHEME = /^(?:OSS|AWS)\s(?=[^=:]*:)\s*/i;
const KNOWN_SCHEME = /^(?:OSS2|OSS4-HMAC-SHA256|AWS4-HMAC-SHA256)\s/i;

const BASE64_RUN = /[\w+/-]{24,}={0,2}/g;
const BASE64_GROUP = 4;
const HEX_RUN = /[0-9A-Fa-f]{32,}|[0-9A-Fa-f]{2}(?:([ :])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4,}/g;
const CONTROL = /[^\t\r\n -~\x80-\xff]/;

/**
 * Puts stand-ins of the same length in the places of AccessKey IDs, signatures and tokens: those that are
 * known, wherever and however they are spelled (docs/threat-model.md), and what carries one by its name or
 * looks like one. The user's own secrets become asterisks.
 */
export class Masker {
  readonly #standIns: StandIns;
  readonly #finder: SecretFinder | null;
  readonly #values = new Set<ByteString>();
  readonly #digests = new Map<ByteString, ByteString>();
  #copies: CopyHider | null = null;
  #digestPattern: RegExp | null = null;

  constructor(standIns: StandIns, finder: SecretFinder | null) {
    this.#standIns = standIns;
    this.#finder = finder;
  }

  /** A value that is looked for from here on. */
  know(value: ByteString | null | undefined): void {
    if (value === null || value === undefined || value.length < LEAST_VALUE) return;
    if (this.#values.size < MAX_VALUES) this.#values.add(value);
    this.#copies = null;
  }

  /** A digest of what is masked gives way to that of what stands there. */
  replaceDigest(digest: ByteString, other: ByteString): void {
    if (digest.length !== other.length || digest === other) return;
    this.#digests.set(digest, other);
    this.#digestPattern = null;
  }

  /** Takes down what a text carries that must not leave. */
  knowText(text: ByteString): void {
    for (const { value } of secretsCarriedBy([text])) this.know(value);
  }

  /** A head as it may leave: its lines are looked at by their names, too. */
  head(head: ByteString): ByteString {
    const places: TextPlace[] = [];
    for (const { name, start, end } of headerPlaces(head)) {
      const value = head.slice(start, end);
      const from = start + secretFrom(name, value);
      if (from < end) places.push({ start: from, end });
    }
    return this.#masked(head, 0, places);
  }

  text(text: ByteString): ByteString {
    return this.#masked(text, 0, []);
  }

  #masked(text: ByteString, depth: number, given: readonly TextPlace[]): ByteString {
    const named = [...secretsIn(text)].map(({ start, value }) => ({ start, end: start + value.length }));
    const places = [...given, ...named];
    const inner = depth < MAX_DEPTH ? this.#innerPatches(text, depth) : [];
    const spelled = this.#hider
      .placesOf(text)
      .filter((place) => !inner.some((patch) => isSpelledWithin(place, patch)));
    const patches: Patch[] = [...inner];
    for (const place of union([...places, ...spelled])) {
      patches.push({ ...place, text: this.#standIns.of(text.slice(place.start, place.end)) });
    }
    addAll(patches, this.#digestPatches(text));
    return this.#withoutSecrets(text, this.#checked(patched(text, patches)));
  }

  get #hider(): CopyHider {
    this.#copies ??= new CopyHider([...this.#values].map((value) => ({ value, mask: asItIs })));
    return this.#copies;
  }

  /** Texts in base64 and in hex that hold something are written anew, with what they hold masked. */
  #innerPatches(text: ByteString, depth: number): Patch[] {
    const patches: Patch[] = [];
    for (const { 0: run, index: start } of text.matchAll(HEX_RUN)) {
      const written = this.#hexAnew(run, depth);
      if (written !== null) patches.push({ start, end: start + run.length, text: written });
    }
    for (const { 0: run, index: start } of text.matchAll(BASE64_RUN)) {
      const written = this.#base64Anew(run, depth);
      if (written !== null) patches.push({ start, end: start + run.length, text: written });
    }
    return patches;
  }

  #hexAnew(run: ByteString, depth: number): ByteString | null {
    const separator = /[ :]/.exec(run)?.[0] ?? '';
    const spelled = fromHex(run.replaceAll(':', ' '));
    const anew = this.#anew(spelled, depth);
    if (anew === null) return null;
    const digits = toHex(toBytes(anew)).replace(/..(?=.)/g, `$&${separator}`);
    return /[A-F]/.test(run) ? digits.toUpperCase() : digits;
  }

  /** A run may begin before its base64 does, with the end of a path. */
  #base64Anew(run: ByteString, depth: number): ByteString | null {
    const padding = /={0,2}$/.exec(run)?.[0] ?? '';
    const isUrlSafe = /[-_]/.test(run);
    for (let skipped = 0; skipped < BASE64_GROUP; skipped++) {
      const letters = run.slice(skipped, run.length - padding.length);
      const anew = this.#anew(fromBase64(letters.replaceAll('-', '+').replaceAll('_', '/')), depth);
      if (anew === null) continue;
      const base64 = toBase64(toBytes(anew)).replace(/={1,2}$/, '');
      if (base64.length !== letters.length) return null;
      const written = isUrlSafe ? base64.replaceAll('+', '-').replaceAll('/', '_') : base64;
      return run.slice(0, skipped) + written + padding;
    }
    return null;
  }

  /** Null where it is no text, or holds nothing. */
  #anew(inner: ByteString | null, depth: number): ByteString | null {
    if (inner === null || inner === '' || CONTROL.test(inner)) return null;
    const masked = this.#masked(inner, depth + 1, []);
    return masked === inner ? null : masked;
  }

  #digestPatches(text: ByteString): Patch[] {
    if (this.#digests.size === 0) return [];
    this.#digestPattern ??= new RegExp([...this.#digests.keys()].map(escaped).join('|'), 'g');
    return [...text.matchAll(this.#digestPattern)].map(({ 0: digest, index: start }) => {
      return { start, end: start + digest.length, text: this.#digests.get(digest) ?? digest };
    });
  }

  /** Nothing that is known may be left, whatever went before. */
  #checked(text: ByteString): ByteString {
    const left = this.#hider.placesOf(text);
    return left.length === 0
      ? text
      : patched(
          text,
          left.map((place) => starred(text, place)),
        );
  }

  #withoutSecrets(text: ByteString, masked: ByteString): ByteString {
    if (this.#finder === null || this.#finder.idsIn(text).length === 0) return masked;
    const hidden = this.#finder.hideAll(text);
    let covered = '';
    for (let at = 0; at < text.length; at++) {
      covered += hidden.charAt(at) === text.charAt(at) ? masked.charAt(at) : hidden.charAt(at);
    }
    return covered;
  }
}

function asItIs(text: string): string {
  return text;
}

/** A copy as it is may stand in what passes for base64 by chance: that spells nothing of it. */
function isSpelledWithin({ start, end, secret }: CopyPlace, patch: TextPlace): boolean {
  return patch.start <= start && end <= patch.end && end - start > secret.value.length;
}

/** Parts that touch become one. */
function union(places: readonly TextPlace[]): readonly TextPlace[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of [...places].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else if (end > start) joined.push({ start, end });
  }
  return joined;
}

/** A text with its parts replaced; of what two replace, the later one counts. */
function patched(text: ByteString, patches: readonly Patch[]): ByteString {
  if (patches.length === 0) return text;
  const bytes = toBytes(text);
  for (const { start, text: written } of patches) writeByteString(written, bytes, start);
  return toByteString(bytes);
}

function starred(text: ByteString, { start, end }: TextPlace): Patch {
  return { start, end, text: text.slice(start, end).replace(/[A-Za-z0-9]/g, '*') };
}

function escaped(text: ByteString): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

interface HeaderPlace extends TextPlace {
  /** In lower case. */
  readonly name: ByteString;
}

/** The values of header lines, with the lines that continue them. */
function* headerPlaces(head: ByteString): Generator<HeaderPlace> {
  const lines = /(?:^|\n)([^\s:][^:\r\n]*):[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/g;
  for (const { 0: line, 1: name = '', 2: value = '', index } of head.matchAll(lines)) {
    const end = index + line.length;
    yield { name: asciiLower(name).trim(), start: end - value.length, end };
  }
}

/** From where on a value must not leave; its length where it may. */
function secretFrom(name: ByteString, value: ByteString): number {
  if (secretKindOf(name) !== null) return 0;
  if (name !== 'authorization' && name !== 'proxy-authorization') return value.length;
  if (KNOWN_SCHEME.test(value)) return value.length;
  const scheme = (PLAIN_SCHEME.exec(value) ?? /^\S+\s+/.exec(value))?.[0] ?? '';
  return scheme.length;
}
