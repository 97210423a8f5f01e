import type { ByteString } from '../../bytes/byte-string.ts';
import type { SignatureVersion, SignedStrings } from '../../sign/canonical.ts';
import type { Scope } from '../../sign/claim.ts';
import { derivationOf, signatureForm } from '../../sign/signature.ts';
import { sentence, stringLines } from './layout.ts';
import { type DetailView, say } from './view.ts';

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
export function stepLines(signing: Signing, view: DetailView): string[] {
  const { version, scope, strings, signature } = signing;
  const { hmac, output } = signatureForm(version);
  const derivation = derivationOf(version, scope);
  const id = signing.accessKeyId;
  const lines: string[] = [];
  let number = 0;
  const step = (title: string, value: readonly string[]): void => {
    number++;
    const [first = '', ...more] = sentence(title, view, MARGIN);
    lines.push(`  ${view.paint('label', String(number))}  ${first.slice(MARGIN)}`, ...more, ...value);
  };
  const { canonicalRequest, stringToSign } = strings;
  if (canonicalRequest !== null) {
    step(
      say(view, 'step-canonical-request', { n: canonicalRequest.text.length }),
      stringLines(canonicalRequest.text, view, DEEP),
    );
    step(say(view, 'step-hash'), stringLines(requestHash(strings) ?? '', view, DEEP));
  }
  step(say(view, 'step-string', { n: stringToSign.text.length }), stringLines(stringToSign.text, view, DEEP));
  if (derivation === null) step(say(view, 'step-key-plain', { id }), []);
  else {
    const { prefix } = derivation;
    step(say(view, 'step-key-derived', { id, prefix, ...derivation.scope }), []);
  }
  step(
    say(view, 'step-signature', { hmac, output }),
    signature === null
      ? sentence(say(view, 'signature-needs-secret', { id }), view, DEEP)
      : stringLines(signature, view, DEEP),
  );
  return lines;
}

const MARGIN = 5;
/** Columns before the values of a step. */
const DEEP = 7;
