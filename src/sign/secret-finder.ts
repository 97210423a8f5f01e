import { toBase64 } from '../bytes/base64.ts';
import { type ByteString, toBytes } from '../bytes/byte-string.ts';
import { toSpacedHex } from '../bytes/hex.ts';
import { toReportText } from '../bytes/printable.ts';
import { encodeComponent, lowerTriplets } from './percent.ts';
import type { KeyRing } from './secret.ts';
import { TextFinder } from './text-finder.ts';

/** Shorter secrets are none that OSS gives out, and would be found in innocent texts. */
const LEAST_LENGTH = 12;

/** So many characters of a secret in a row give away a part of it. */
const LEAST_PIECE = 6;

const NO_IDS: readonly ByteString[] = [];

/** One spelling of a secret. */
interface Form {
  readonly accessKeyId: ByteString;
  readonly text: string;
}

/**
 * Finds the user's own secrets in captured text, where they have no business: a client that sent one (as the access key id,
 * in a header, in a form). They are looked for as they are, percent-encoded, in hex, and within base64. What is found is
 * covered by as many asterisks, so that offsets into the text stay right.
 */
export class SecretFinder {
  readonly #forms: readonly Form[];
  /** Every message comes by here, and hardly any holds one. */
  readonly #any: TextFinder;

  constructor(ring: KeyRing) {
    const forms = [...ring.values()].flatMap(({ accessKeyId, secret }) =>
      secret
        .use((value) => (value.length < LEAST_LENGTH ? [] : spellings(value)))
        .map((text) => ({ accessKeyId, text })),
    );
    // the longest first: one may be a part of another
    this.#forms = forms.sort((a, b) => b.text.length - a.text.length);
    this.#any = new TextFinder(forms.map(({ text }) => text));
  }

  /** There is nothing to look for. */
  get isIdle(): boolean {
    return this.#forms.length === 0;
  }

  /** The access key ids whose secrets a text holds. */
  idsIn(text: string): readonly ByteString[] {
    if (!this.#any.isIn(text)) return NO_IDS;
    const found = this.#forms.filter((form) => text.includes(form.text));
    return [...new Set(found.map(({ accessKeyId }) => accessKeyId))];
  }

  /** Whether a short piece of captured text, cut out without regard to what it is, may be a piece of a secret. */
  isPieceIn(text: string): boolean {
    for (let at = 0; at + LEAST_PIECE <= text.length; at++) {
      const piece = text.slice(at, at + LEAST_PIECE);
      if (this.#forms.some((form) => form.text.includes(piece))) return true;
    }
    return false;
  }

  hide(text: string): string {
    if (!this.#any.isIn(text)) return text;
    let hidden = text;
    for (const form of this.#forms) {
      if (hidden.includes(form.text)) hidden = hidden.replaceAll(form.text, '*'.repeat(form.text.length));
    }
    return hidden;
  }
}

/** A secret as it may stand in bytes and in text. */
function spellings(secret: ByteString): readonly string[] {
  const trimmed = secret.trim();
  const once = encodeComponent(trimmed);
  const spaced = toSpacedHex(trimmed);
  const hexes = [spaced.replaceAll(' ', ''), spaced];
  const encoded = [once, asBrowsersEncode(once), `%${spaced.toUpperCase().replaceAll(' ', '%')}`];
  const plain = [
    ...[trimmed, toReportText(trimmed).text],
    ...encoded.flatMap((text) => [text, lowerTriplets(text), encodeComponent(text)]),
    asBrowsersEncode(encodeComponent(asBrowsersEncode(once))),
  ];
  const base64 = [0, 1, 2].map((before) => withinBase64(trimmed, before));
  const urlSafe = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const all = [...plain, ...hexes, ...hexes.map((text) => text.toUpperCase()), ...base64, ...urlSafe];
  return [...new Set(all)].filter((text) => text.length >= LEAST_LENGTH);
}

/** `encodeURIComponent` leaves these as they are (ECMA-262). */
function asBrowsersEncode(text: ByteString): ByteString {
  return text.replace(/%(?:21|27|28|29|2A)/g, (triplet) =>
    String.fromCharCode(Number.parseInt(triplet.slice(1), 16)),
  );
}

/** The characters that a secret alone decides within the base64 of a longer text, of which `before` bytes (modulo 3) precede it. */
function withinBase64(secret: ByteString, before: number): string {
  const text = toBase64(toBytes('\0'.repeat(before) + secret));
  const start = Math.ceil((before * 8) / 6);
  const end = Math.floor(((before + secret.length) * 8) / 6);
  return text.slice(start, end);
}
