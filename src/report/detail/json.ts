import type { CapturePart } from '../../engine/capture/record.ts';
import type { SearchReport } from '../../engine/diagnose/model.ts';
import { type HttpMessage, isKnownTime } from '../../engine/http/message.ts';
import type { ExchangeResult } from '../../engine/results.ts';
import type { Canonical, SignatureVersion, SignedStrings } from '../../engine/sign/canonical.ts';
import { derivationOf, isTimed, signatureForm } from '../../engine/sign/signature.ts';
import type { Door } from '../../features/redact/redact.ts';
import type { DetailTexts } from '../../sentences/detail.ts';
import { type Filler, fill } from '../../sentences/fill.ts';
import { formatTime } from '../../sentences/time-text.ts';
import { exchangeToJson } from '../json/exchange.ts';
import { type Lossy, withTexts } from '../json/line-writer.ts';
import type { CapturePartJson, ExchangeJson, Tool } from '../json/model.ts';
import { type JsonOptions, SCHEMA_VERSION } from '../json/text.ts';
import {
  isGivenRight,
  requestHash,
  rowReason,
  type SignedRequest,
  type Signing,
  signingOf,
  stringsKnown,
} from './signing.ts';

/*
 * What `explain` and `sign` found, as JSON. It is made of the facts and not of the blocks of their documents:
 * its fields are values, and blocks are sentences.
 */

/** A message with its frames, and its head as captured. */
interface MessageJson extends Lossy {
  readonly frame: number;
  readonly lastFrame: number;
  /** Null where a text has none. */
  readonly time: string | null;
  readonly lastTime: string | null;
  readonly head: string;
  readonly headComplete: boolean;
  readonly framing: string;
  readonly missingBytes: number;
}

/** One exchange in full. */
export interface ExplanationJson {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: Tool;
  readonly path: string;
  /** The files of a capture that was written in several, as far as it was read. */
  readonly parts?: readonly CapturePartJson[];
  readonly exchange: ExchangeJson;
  readonly request: MessageJson | null;
  readonly response: MessageJson | null;
  /** Rebuilt from the captured request; null for an unsigned request, and where it cannot be rebuilt. */
  readonly signing: StepsJson | null;
  /** What the client signed, where that is proved and another string. */
  readonly client: { readonly canonicalRequest?: StringJson; readonly stringToSign: StringJson } | null;
  /** Every field of the error document in its order; null without one. */
  readonly serverFields: readonly (readonly [name: string, value: string])[] | null;
  /** Row of the decision table that decided, and why; null for HTTP that is not OSS. */
  readonly decision: { readonly row: number; readonly reason: string } | null;
  readonly search: SearchReport | null;
}

interface ExplanationOptions extends JsonOptions {
  readonly detail: DetailTexts;
  readonly tool: Tool;
  readonly parts?: readonly CapturePart[] | undefined;
}

export function explanationToJson(
  path: string,
  result: ExchangeResult,
  options: ExplanationOptions,
): ExplanationJson {
  const { exchange, oss, diagnosis } = result;
  const { door, tool, detail } = options;
  const claim = oss?.claim ?? null;
  const wire = diagnosis?.wire ?? null;
  const client = diagnosis?.client ?? null;
  const pieces = { door, frames: true };
  const fields = oss?.error?.fields ?? null;
  const search = diagnosis?.search ?? null;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool,
    path,
    ...(options.parts === undefined ? {} : { parts: options.parts }),
    exchange: exchangeToJson(result, options),
    request: messageToJson(exchange.request, options),
    response: messageToJson(exchange.response, options),
    signing:
      claim === null || wire === null || diagnosis === null
        ? null
        : stepsToJson(signingOf(claim, wire, diagnosis), pieces),
    client: client === null ? null : piecesToJson(client, pieces),
    serverFields:
      fields === null ? null : fields.map(([name, value]) => [door.text(name).text, door.text(value).text]),
    decision:
      diagnosis === null || oss === null
        ? null
        : { row: diagnosis.row, reason: rowReason(diagnosis.row, detail, stringsKnown(diagnosis, oss)) },
    search:
      search === null
        ? null
        : {
            tried: search.tried,
            limit: search.limit,
            exhausted: search.exhausted,
            tally: search.tally,
            fits: search.fits,
          },
  };
}

function messageToJson(message: HttpMessage | null, { door }: JsonOptions): MessageJson | null {
  if (message === null) return null;
  return withTexts(door, (taker) => ({
    frame: message.frame,
    lastFrame: message.lastFrame,
    time: isKnownTime(message.time) ? formatTime(message.time) : null,
    lastTime: isKnownTime(message.lastTime) ? formatTime(message.lastTime) : null,
    head: taker.take(message.head),
    headComplete: message.headComplete,
    framing: message.framing,
    missingBytes: message.missingBytes,
  }));
}

/** A request with the signature that was made for it, as JSON. */
export interface SignedJson extends Lossy {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: Tool;
  readonly method: string;
  readonly url: string;
  readonly accessKeyId: string;
  readonly additions: readonly { readonly place: string; readonly name: string; readonly value: string }[];
  readonly signing: StepsJson;
  /** What is sent; null without the secret. */
  readonly authorization: string | null;
  readonly signedUrl: string | null;
  readonly formFields: readonly (readonly [name: string, value: string])[] | null;
  /** The signature that the request came with. `equal` is null where it cannot be compared. */
  readonly given: {
    readonly version: SignatureVersion;
    readonly signature: string;
    readonly equal: boolean | null;
  } | null;
  readonly notes: readonly { readonly id: string; readonly text: string }[];
}

interface SignJsonOptions {
  readonly door: Door;
  readonly detail: DetailTexts;
  readonly filler: Filler;
  readonly tool: Tool;
}

export function signedToJson(signed: SignedRequest, options: SignJsonOptions): SignedJson {
  const { signing, ready, given, additions, notes } = signed;
  const { door, detail, filler, tool } = options;
  return withTexts(door, (taker) => ({
    schemaVersion: SCHEMA_VERSION,
    tool,
    method: taker.take(signed.method),
    url: taker.take(signed.url),
    accessKeyId: taker.take(signing.accessKeyId, 'accessKeyId'),
    additions: additions.map(({ place, name, value }) => ({
      place,
      name: taker.take(name),
      value: taker.take(value),
    })),
    signing: stepsToJson(signing, { door, frames: false }),
    authorization: ready?.kind === 'header' ? taker.take(ready.value) : null,
    signedUrl: ready?.kind === 'url' ? taker.take(ready.url) : null,
    formFields:
      ready?.kind === 'form'
        ? ready.fields.map(({ name, value }) => [taker.take(name), taker.take(value)] as const)
        : null,
    given:
      given === null
        ? null
        : {
            version: given.version,
            signature: taker.take(given.signature, 'signature'),
            equal: isGivenRight(signed),
          },
    notes: notes.map(({ id, args }) => ({ id, text: fill(detail.labels[id], args, filler) })),
  }));
}

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

interface StringJson extends Lossy {
  readonly text: string;
  readonly bytes: number;
  readonly pieces: readonly PieceJson[];
}

/** How a signature is made, without any key. */
interface StepsJson extends Lossy {
  readonly version: SignatureVersion;
  /** V4 family only, as are the next two. */
  readonly canonicalRequest?: StringJson;
  readonly canonicalRequestSha256?: string;
  /** Of COS. */
  readonly canonicalRequestSha1?: string;
  readonly keyDerivation?: {
    readonly hmac: 'HMAC-SHA1' | 'HMAC-SHA256';
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

function stepsToJson(signing: Signing, options: PieceJsonOptions): StepsJson {
  const { version, scope, strings, signature } = signing;
  const derivation = derivationOf(version, scope);
  const { date = '', region = '', product = '', terminator = '' } = derivation?.scope ?? {};
  const hash = requestHash(strings);
  return withTexts(options.door, (taker) => ({
    version,
    ...(strings.canonicalRequest === null
      ? {}
      : { canonicalRequest: stringToJson(strings.canonicalRequest, options) }),
    ...(hash === null
      ? {}
      : isTimed(version)
        ? { canonicalRequestSha1: hash }
        : { canonicalRequestSha256: hash }),
    stringToSign: stringToJson(strings.stringToSign, options),
    ...(isTimed(version)
      ? { keyDerivation: { hmac: 'HMAC-SHA1' as const, prefix: '', parts: [taker.take(scope?.date ?? '')] } }
      : {}),
    ...(derivation === null
      ? {}
      : {
          keyDerivation: {
            hmac: 'HMAC-SHA256' as const,
            prefix: derivation.prefix,
            parts: [date, region, product, terminator].map((part) => taker.take(part)),
          },
        }),
    ...signatureForm(version),
    signature: taker.takeOrNull(signature, 'signature'),
  }));
}

/** The pieces of both strings; the canonical request's are absent where a version has none. */
function piecesToJson(strings: SignedStrings, options: PieceJsonOptions) {
  const { canonicalRequest, stringToSign } = strings;
  return {
    ...(canonicalRequest === null ? {} : { canonicalRequest: stringToJson(canonicalRequest, options) }),
    stringToSign: stringToJson(stringToSign, options),
  };
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
