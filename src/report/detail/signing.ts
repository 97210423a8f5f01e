import { type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import { printable } from '../../engine/bytes/printable.ts';
import type { CapturePart } from '../../engine/capture/record.ts';
import type { Diagnosis } from '../../engine/diagnose/model.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { Addition, ReadySignature } from '../../engine/oss/signing/prepare.ts';
import type { Canonical, Origin, SignatureVersion, SignedStrings } from '../../engine/sign/canonical.ts';
import type { Claim, Scope } from '../../engine/sign/claim.ts';
import { derivationOf, isTimed, signatureForm } from '../../engine/sign/signature.ts';
import { rowEntry } from '../../sentences/causes/rows.ts';
import type { DetailLabelId, DetailTexts, StringsKnown } from '../../sentences/detail.ts';
import { type FillArgs, fill } from '../../sentences/fill.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import type { Block, Document, Part, Step } from '../document/blocks.ts';
import { fieldLabel } from '../strings/difference.ts';
import { originName } from '../strings/proof.ts';
import { label, type View } from '../terminal/view.ts';

/** A view with the sentences of what is shown in full: an exchange, a signature, the hypotheses. */
export interface DetailView extends View {
  readonly detail: DetailTexts;
  /** The files of a capture that was written in several. */
  readonly parts?: readonly CapturePart[] | undefined;
}

/** A label of the view's language with its arguments in place. */
export function say(
  view: Pick<DetailView, 'detail' | 'filler'>,
  id: DetailLabelId,
  args: FillArgs = {},
): string {
  return fill(view.detail.labels[id], args, view.filler);
}

/** A captured value as printable text, whole. */
export function valueText(value: ByteString | null, view: DetailView): string {
  if (value === null) return label(view, 'absent');
  return value === '' ? label(view, 'empty') : printable(view.door.text(value).text);
}

/** What is said aside, behind a text. */
export function aside(text: string, { detail }: Pick<DetailView, 'detail'>): string {
  const { open, close } = PUNCTUATION[detail.lang];
  return open + text + close;
}

/** What stands between two parts of a line. */
export function comma({ detail }: Pick<DetailView, 'detail'>): string {
  return PUNCTUATION[detail.lang].comma;
}

/** `{strings}` in the reason of a row: what is known of the two strings that rows 15 to 19 take for equal. */
const STRINGS = /\{strings\}/;

/** Why a row of the decision table holds; empty for a number that is no row. */
export function rowReason(
  row: number,
  { lang, strings }: Pick<DetailTexts, 'lang' | 'strings'>,
  known: StringsKnown = 'same',
): string {
  return (rowEntry(row)?.reason[lang] ?? '').replace(STRINGS, strings[known]);
}

/** What an exchange shows of the strings of both sides, where they were taken for equal. */
export function stringsKnown(
  { row, wire, server }: Pick<Diagnosis, 'row' | 'wire' | 'server'>,
  { fromError }: Pick<OssExchange, 'fromError'>,
): StringsKnown {
  if (fromError === true || wire === null) return 'server-alone';
  if (server === null || server.stringToSign === wire.stringToSign.text) return 'same';
  // the client is proved to have signed the server's string: the captured request's was rebuilt wrongly
  return row === SERVER_HOLDS_OTHER_SECRET ? 'server-alone' : 'as-shown';
}

/** The row of a client that signed rightly with the given secret. */
const SERVER_HOLDS_OTHER_SECRET = 15;

/* A signature step by step: what `osscap sign` shows, and the blocks that `osscap explain` shares with it. */

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

/** A signature with what it is made of. */
export interface Signing {
  readonly version: SignatureVersion;
  readonly accessKeyId: ByteString;
  readonly scope: Scope | null;
  readonly strings: SignedStrings;
  /** Null without the secret. */
  readonly signature: ByteString | null;
}

/** How the strings of a captured request are signed. */
export function signingOf(
  { version, accessKeyId, scope }: Claim,
  strings: SignedStrings,
  { recomputed }: Diagnosis,
): Signing {
  return { version, accessKeyId, scope, strings, signature: recomputed };
}

/** The hash of the canonical request, as it stands in the string to sign; null for versions without one. */
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
      {
        title: say(view, 'step-hash', { hash: hmac.slice('HMAC-'.length).replace('SHA', 'SHA-') }),
        result: string(requestHash(strings) ?? ''),
      },
    );
  }
  steps.push(
    { title: say(view, 'step-string', { n: stringToSign.text.length }), result: string(stringToSign.text) },
    {
      title:
        derivation === null
          ? isTimed(version)
            ? say(view, 'step-key-timed', { id, date: scope?.date ?? '' })
            : say(view, 'step-key-plain', { id })
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

/** Every piece of a canonical string: its name, value and byte range, and where in the request it stands. */
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
