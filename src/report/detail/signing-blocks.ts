import { type ByteString, fromText } from '../../bytes/byte-string.ts';
import { printable } from '../../bytes/printable.ts';
import type { Canonical, Origin, SignatureVersion, SignedStrings } from '../../sign/canonical.ts';
import type { Scope } from '../../sign/claim.ts';
import { derivationOf, signatureForm } from '../../sign/signature.ts';
import type { Block, Part, Step } from '../document/blocks.ts';
import { fieldLabel } from '../strings/field-label.ts';
import { originName } from '../strings/proof.ts';
import { type DetailView, say, valueText } from './view.ts';

/** A signature with what it is made of. */
export interface Signing {
  readonly version: SignatureVersion;
  readonly accessKeyId: ByteString;
  readonly scope: Scope | null;
  readonly strings: SignedStrings;
  /** Null without the secret. */
  readonly signature: ByteString | null;
}

/**
 * SHA-256 of the canonical request, as it stands in the string to sign; null for versions without
 * one.
 */
export function requestHash({ stringToSign }: SignedStrings): ByteString | null {
  return stringToSign.pieces.find((piece) => piece.field === 'canonical-request')?.value ?? null;
}

/** How a signature comes about, step by step, with every value that is no secret. */
export function stepsBlock(signing: Signing, view: DetailView): Block {
  const { version, scope, strings, signature, accessKeyId: id } = signing;
  const { hmac, output } = signatureForm(version);
  const derivation = derivationOf(version, scope);
  const string = (value: ByteString): Step['result'] => ({ string: printable(view.door.text(value).text) });
  const { canonicalRequest, stringToSign } = strings;
  const steps: Step[] = [];
  if (canonicalRequest !== null) {
    const { text } = canonicalRequest;
    steps.push(
      { title: say(view, 'step-canonical-request', { n: text.length }), result: string(text) },
      { title: say(view, 'step-hash'), result: string(requestHash(strings) ?? '') },
    );
  }
  steps.push(
    {
      title: say(view, 'step-string', { n: stringToSign.text.length }),
      result: string(stringToSign.text),
    },
    {
      title:
        derivation === null
          ? say(view, 'step-key-plain', { id })
          : say(view, 'step-key-derived', { id, prefix: derivation.prefix, ...derivation.scope }),
      result: null,
    },
    {
      title: say(view, 'step-signature', { hmac, output }),
      result:
        signature === null ? { missing: say(view, 'signature-needs-secret', { id }) } : string(signature),
    },
  );
  return { kind: 'steps', steps };
}

interface PieceOptions {
  /** Name the frame that a piece came in. */
  readonly frames: boolean;
}

/** The pieces of both strings, or of the one that there is. */
export function piecesParts(
  { canonicalRequest, stringToSign }: SignedStrings,
  options: PieceOptions,
  view: DetailView,
): readonly Part[] {
  const part = (id: 'heading-pieces-request' | 'heading-pieces-string', canonical: Canonical): Part => [
    { kind: 'heading', text: say(view, id) },
    piecesBlock(canonical, options, view),
  ];
  return [
    ...(canonicalRequest === null ? [] : [part('heading-pieces-request', canonicalRequest)]),
    part('heading-pieces-string', stringToSign),
  ];
}

/**
 * Every piece of a canonical string: its name, value and byte range, and where in the request it
 * stands.
 */
function piecesBlock({ pieces }: Canonical, options: PieceOptions, view: DetailView): Block {
  return {
    kind: 'pieces',
    titles: {
      name: say(view, 'column-field'),
      bytes: say(view, 'column-bytes'),
      value: say(view, 'column-value'),
      from: say(view, 'column-from'),
      hasOrigin: true,
    },
    pieces: pieces.map(({ field, value, start, end, origin }) => ({
      name: fieldLabel(field, view),
      bytes: `${start}..${end}`,
      value: valueText(value, view),
      from: originText(origin, options, view),
      hasOrigin: origin !== null,
    })),
  };
}

function originText(origin: Origin | null, { frames }: PieceOptions, view: DetailView): string {
  if (origin === null) return say(view, 'from-nowhere');
  const source = originName(origin.source, view);
  return frames ? say(view, 'from-frame', { frame: origin.frame, source: fromText(source) }) : source;
}
