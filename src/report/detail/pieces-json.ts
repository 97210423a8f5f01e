import type { Canonical, SignatureVersion, SignedStrings } from '../../sign/canonical.ts';
import { derivationOf, signatureForm } from '../../sign/signature.ts';
import { type Lossy, withTexts } from '../json/text.ts';
import type { Door } from '../redact/redact.ts';
import { requestHash, type Signing } from './signing-blocks.ts';

interface PieceJson extends Lossy {
  /** The name of a `Field`, whose variable part is captured text. */
  readonly field: string;
  readonly value: string;
  /** Byte range of the value in its string, the end not included. */
  readonly start: number;
  readonly end: number;
  /** Absent where the request has no such value. */
  readonly frame?: number;
  readonly source?: string;
}

export interface StringJson extends Lossy {
  readonly text: string;
  readonly bytes: number;
  readonly pieces: readonly PieceJson[];
}

/** How a signature is made, without any key. */
export interface StepsJson extends Lossy {
  readonly version: SignatureVersion;
  /** V4 family only, as are the next two. */
  readonly canonicalRequest?: StringJson;
  readonly canonicalRequestSha256?: string;
  readonly keyDerivation?: {
    readonly hmac: 'HMAC-SHA256';
    readonly prefix: string;
    readonly parts: readonly string[];
  };
  readonly stringToSign: StringJson;
  readonly hmac: 'HMAC-SHA1' | 'HMAC-SHA256';
  readonly output: 'base64' | 'hex';
  /** Null without the secret. */
  readonly signature: string | null;
}

/** `frames`: pieces name the frame that they came in. */
interface PieceJsonOptions {
  readonly door: Door;
  readonly frames: boolean;
}

export function stepsToJson(signing: Signing, options: PieceJsonOptions): StepsJson {
  const { version, scope, strings, signature } = signing;
  const derivation = derivationOf(version, scope);
  const hash = requestHash(strings);
  return withTexts(options.door, (taker) => ({
    version,
    ...(strings.canonicalRequest === null
      ? {}
      : { canonicalRequest: stringToJson(strings.canonicalRequest, options) }),
    ...(hash === null ? {} : { canonicalRequestSha256: hash }),
    stringToSign: stringToJson(strings.stringToSign, options),
    ...(derivation === null
      ? {}
      : {
          keyDerivation: {
            hmac: 'HMAC-SHA256' as const,
            prefix: derivation.prefix,
            parts: Object.values(scopeParts(derivation.scope)).map((part) => taker.take(part)),
          },
        }),
    ...signatureForm(version),
    signature: taker.takeOrNull(signature, 'signature'),
  }));
}

/** The pieces of both strings; the canonical request's are absent where a version has none. */
export function piecesToJson(strings: SignedStrings, options: PieceJsonOptions) {
  const { canonicalRequest, stringToSign } = strings;
  return {
    ...(canonicalRequest === null ? {} : { canonicalRequest: stringToJson(canonicalRequest, options) }),
    stringToSign: stringToJson(stringToSign, options),
  };
}

function scopeParts({ date, region, product, terminator }: NonNullable<Signing['scope']>) {
  return { date, region, product, terminator };
}

function stringToJson(canonical: Canonical, options: PieceJsonOptions): StringJson {
  return withTexts(options.door, (taker) => ({
    text: taker.take(canonical.text),
    bytes: canonical.text.length,
    pieces: canonical.pieces.map(
      ({ field, value, start, end, origin }): PieceJson =>
        withTexts(options.door, (own) => ({
          field: own.take(field),
          value: own.take(value),
          start,
          end,
          ...(origin === null || !options.frames ? {} : { frame: origin.frame }),
          ...(origin === null ? {} : { source: own.take(origin.source) }),
        })),
    ),
  }));
}
