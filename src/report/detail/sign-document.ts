import type { ByteString } from '../../bytes/byte-string.ts';
import type { Addition, ReadySignature } from '../../oss/signing/prepare.ts';
import type { SignatureVersion } from '../../sign/canonical.ts';
import type { Document, Part } from '../document/blocks.ts';
import type { FillArgs } from '../text/fill.ts';
import { piecesParts, type Signing, stepsBlock } from './signing-blocks.ts';
import { aside, type DetailView, say, valueText } from './view.ts';

/** What must be said beside a signature. */
const SIGN_NOTE_IDS = [
  'note-clock',
  'note-v1-switched-off',
  'note-key-id-unknown',
  'note-token-hidden',
  'note-as-given',
  'note-region-from-host',
] as const;

export type SignNoteId = (typeof SIGN_NOTE_IDS)[number];

/** A request with the signature that was made for it. */
export interface SignedRequest {
  readonly method: ByteString;
  readonly url: ByteString;
  readonly signing: Signing;
  /** What the version needs and the request did not have. */
  readonly additions: readonly Addition[];
  /** Null without the secret. */
  readonly ready: ReadySignature | null;
  /** The signature that the request came with. */
  readonly given: { readonly version: SignatureVersion; readonly signature: ByteString } | null;
  readonly notes: readonly { readonly id: SignNoteId; readonly args: FillArgs }[];
}

/** Whether the given signature is the computed one; null where they cannot be compared. */
export function isGivenRight({ given, signing }: SignedRequest): boolean | null {
  if (given === null || signing.signature === null || given.version !== signing.version) return null;
  return given.signature === signing.signature;
}

/** A signature from the request to what is sent, step by step. */
export function signDocument(signed: SignedRequest, view: DetailView): Document {
  const { signing, method, url } = signed;
  const title = [`${valueText(method, view)} ${valueText(url, view)}`, signing.version].join(' · ');
  return [
    [{ kind: 'title', text: title }],
    additionsPart(signed, view),
    ...piecesParts(signing.strings, { frames: false }, view),
    [{ kind: 'heading', text: say(view, 'heading-steps') }, stepsBlock(signing, view)],
    readyPart(signed, view),
    givenPart(signed, view),
    notesPart(signed, view),
  ];
}

function additionsPart({ additions }: SignedRequest, view: DetailView): Part {
  const facts = additions.map(({ place, name, value }) => ({
    title: say(view, `added-${place}`),
    text: `${valueText(name, view)}${place === 'header' ? ': ' : '='}${valueText(value, view)}`,
  }));
  return [
    { kind: 'heading', text: say(view, 'heading-added') },
    { kind: 'facts', facts },
  ];
}

function readyPart({ ready }: SignedRequest, view: DetailView): Part {
  if (ready === null) return [];
  const texts =
    ready.kind === 'header'
      ? [`Authorization: ${ready.value}`]
      : ready.kind === 'url'
        ? [ready.url]
        : ready.fields.map(({ name, value }) => `${name}=${value}`);
  return [
    { kind: 'heading', text: say(view, `heading-ready-${ready.kind}`) },
    { kind: 'verbatim', lines: texts.map((text) => valueText(text, view)), isCopied: true },
  ];
}

function givenPart(signed: SignedRequest, view: DetailView): Part {
  const { given, signing } = signed;
  if (given === null) return [];
  const isRight = isGivenRight(signed);
  const outcome =
    given.version !== signing.version
      ? 'given-other-version'
      : isRight === null
        ? 'given-unknown'
        : isRight
          ? 'given-equal'
          : 'given-differs';
  const facts = [
    { title: say(view, 'row-given'), text: valueText(given.signature, view) + aside(given.version, view) },
    {
      title: say(view, 'row-computed'),
      text:
        signing.signature === null ? null : valueText(signing.signature, view) + aside(signing.version, view),
    },
  ];
  const args = { given: given.version, computed: signing.version, id: signing.accessKeyId };
  return [
    { kind: 'heading', text: say(view, 'heading-given') },
    { kind: 'facts', facts },
    { kind: 'paragraph', text: say(view, outcome, args) },
  ];
}

function notesPart({ notes }: SignedRequest, view: DetailView): Part {
  const facts = notes.map(({ id, args }) => ({ title: say(view, 'row-note'), text: say(view, id, args) }));
  return [
    { kind: 'heading', text: say(view, 'heading-notes') },
    { kind: 'facts', facts },
  ];
}
