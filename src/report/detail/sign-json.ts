import type { SignatureVersion } from '../../sign/canonical.ts';
import type { Tool } from '../json/model.ts';
import { type Lossy, SCHEMA_VERSION, withTexts } from '../json/text.ts';
import type { Door } from '../redact/redact.ts';
import type { DetailTexts } from '../text/detail-texts.ts';
import { type Filler, fill } from '../text/fill.ts';
import { type StepsJson, stepsToJson } from './pieces-json.ts';
import { isGivenRight, type SignedRequest } from './sign-document.ts';

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
