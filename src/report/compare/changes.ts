import { type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import { printable } from '../../engine/bytes/printable.ts';
import { header } from '../../engine/http/message.ts';
import type { Field } from '../../engine/sign/canonical.ts';
import type {
  ComparedPair,
  Hop,
  HopBody,
  HopChange,
  HopExchange,
  HopField,
} from '../../features/hops/hop-model.ts';
import { secretKindOf } from '../../features/redact/places.ts';
import { type Door, MASKING_DOOR } from '../../features/redact/redact.ts';
import { hideNamed } from '../../features/redact/redact-exchange.ts';
import type { CompareLabelId, CompareTexts } from '../../sentences/compare.ts';
import { type FillArgs, fill } from '../../sentences/fill.ts';
import { durationOf } from '../../sentences/time-text.ts';
import type { Document, Fact } from '../document/blocks.ts';
import { causeSentences } from '../findings/explain.ts';
import type { ComparedRow, Comparison } from '../strings/comparison.ts';
import { fieldLabel, show } from '../strings/difference.ts';
import { listed, maskedViewFor, type View } from '../terminal/view.ts';
import type { BrokenWay, NumberedPairs } from './tally.ts';

/* What changed between two captures of a request: in words, and as a block where it broke the signature. */

/** A view with the sentences of a comparison. */
export interface CompareView extends View {
  readonly compare: CompareTexts;
}

/** A label of the view's language with its arguments in place. */
export function say(view: CompareView, id: CompareLabelId, args: FillArgs = {}): string {
  return fill(view.compare.labels[id], args, view.filler);
}

/** The letter of a capture, by its position. */
export function letterOf(position: number): string {
  return position < 26 ? String.fromCharCode(0x41 + position) : `#${position + 1}`;
}

/** A header as the terminal's comparison knows it; null for what is no header. */
function tableField(field: HopField): Field | null {
  const name = headerName(field);
  return name === null ? null : `canonical-header:${name}`;
}

function headerName(field: HopField): ByteString | null {
  return /^(?:response-)?header:(.*)$/s.exec(field)?.[1] ?? null;
}

/** The changed thing, in words. */
export function changeName(field: HopField, view: CompareView): string {
  const header = tableField(field);
  if (header !== null) return fieldLabel(header, view);
  return field === 'method' ? fieldLabel('method', view) : say(view, FIELD_LABELS[field] ?? 'field-body');
}

const FIELD_LABELS: Readonly<Partial<Record<HopField, CompareLabelId>>> = {
  target: 'field-target',
  version: 'field-version',
  'header-order': 'field-order',
  status: 'field-status',
};

/** A value of a changed field as it may be shown: keys, signatures and tokens recognisable, not usable. */
function shownValue(
  field: HopField,
  value: ByteString | null,
  { hide = hideNamed }: Door,
): ByteString | null {
  if (value === null) return null;
  if (field === 'header:authorization') return maskAuthorization(value);
  const header = headerName(field);
  if (header !== null && secretKindOf(header) === 'token') {
    return fromText(MASKING_DOOR.securityToken(value).text);
  }
  return hide(value);
}

/** Both values of a change as they may be shown; what differs is marked also where masks are equal. */
function shownChange(
  { field, from, to, bodies }: HopChange,
  view: CompareView,
): readonly [ByteString | null, ByteString | null] {
  if (bodies !== undefined) return [bodyText(bodies[0], view), bodyText(bodies[1], view)];
  const shown = [shownValue(field, from, view.door), shownValue(field, to, view.door)] as const;
  return shown[0] !== null && shown[0] === shown[1] ? [shown[0], `${DIFFERS}${shown[1]}`] : shown;
}

function bodyText({ bytes, digest }: HopBody, view: CompareView): ByteString {
  const text =
    digest === null
      ? say(view, 'body', { n: bytes })
      : say(view, 'body-digest', { n: bytes, name: digest.name, digest: digest.value });
  return fromText(text);
}

const DIFFERS = '!= ';

function maskAuthorization(value: ByteString): ByteString {
  return value
    .replace(/^((?:OSS|AWS) )([^:]*):(.*)$/s, (_, scheme: string, id: string, signature: string) =>
      [`${scheme}${MASKING_DOOR.accessKeyId(id).text}`, MASKING_DOOR.signature(signature).text].join(':'),
    )
    .replace(/(Credential=|AccessKeyId:)([^/,]*)/g, (_, name: string, id: string) => {
      return `${name}${MASKING_DOOR.accessKeyId(id).text}`;
    })
    .replace(/(Signature[=:])([^,]*)/g, (_, name: string, signature: string) => {
      return `${name}${MASKING_DOOR.signature(signature).text}`;
    });
}

function isOfAnswer({ field }: HopChange): boolean {
  return field.startsWith('response-') || field === 'status';
}

/** As `changeText`, saying what is the answer's: beside the request, one name may be of both. */
export function changeTextBeside(change: HopChange, view: CompareView): string {
  const text = changeText(change, view);
  return isOfAnswer(change) ? say(view, 'of-answer', { change: fromText(text) }) : text;
}

/** A change in a few words: what, and from what to what; an answer comes from the server. */
function changeText(change: HopChange, view: CompareView): string {
  if (change.field === 'header-order') return say(view, 'order');
  const name = fromText(changeName(change.field, view));
  const [nearClient, nearServer] = shownChange(change, view);
  const [from, to] = isOfAnswer(change) ? [nearServer, nearClient] : [nearClient, nearServer];
  if (from === null) return say(view, 'added', { name, to: to ?? '' });
  return to === null ? say(view, 'dropped', { name, from }) : say(view, 'changed', { name, from, to });
}

/** What was changed, and whether it was there before and after. */
export function kindOf({ field, from, to }: HopChange): string {
  return `${field} ${from === null ? 'added' : to === null ? 'dropped' : 'changed'}`;
}

export function numberList({ total, first }: NumberedPairs, view: CompareView): string {
  return listed(total > first.length ? [...first, '…'] : first, view);
}

/** The view for what is shown of one exchange at two points: what either signed is masked. */
export function pairView(view: CompareView, from: HopExchange, to: HopExchange): CompareView {
  const near = maskedViewFor(view, to);
  const both = maskedViewFor(near, from);
  const hide = (value: ByteString): ByteString => both.door.hide?.(near.door.hide?.(value) ?? value) ?? value;
  return { ...both, door: { ...both.door, hide } };
}

/** One hop that broke signatures: what it changed, which hop it is, how that is known, what to do. */
export function brokenParts(way: BrokenWay, captureView: CompareView): Document {
  const [at, next] = way.hop.between;
  const from = way.pair.points[at] ?? null;
  const to = way.pair.points[next] ?? null;
  if (from === null || to === null) return [];
  const view = pairView(captureView, from, to);
  const [a, b] = [letterOf(at), letterOf(next)];
  const broken = way.hop.changes.filter((change) => change.breaksSignature);
  const fields = listed([...new Set(broken.map(({ field }) => changeName(field, view)))], view);
  const status = say(view, 'exchanges', { n: way.pairs.total, list: numberList(way.pairs, view) });
  const headline = say(view, 'broken', { a, b, fields: fromText(fields) });
  const comparison: Comparison = {
    rows: [requestRow(from, broken, view), ...broken.map((change) => rowOf(change, view))],
    kind: 'parts',
    clientIs: 'rebuilt',
    values: 'signed',
    string: 'string-to-sign',
    sides: [a, b],
  };
  const hop = from.exchange.connection.server;
  return [
    [{ kind: 'finding', mark: '✗', text: headline, status, below: true }],
    [
      { kind: 'sequence', hop: hop === '' ? null : printable(hop), comparison },
      { kind: 'comparison', comparison },
    ],
    [{ kind: 'facts', facts: factsOf(way, from, to, view) }],
  ];
}

/** The request line, for orientation; with the method alone where the target is among the changes. */
function requestRow(from: HopExchange, broken: readonly HopChange[], view: CompareView): ComparedRow {
  const { request } = from.exchange;
  const { hide = hideNamed } = view.door;
  const isChanged = broken.some(({ field }) => field === 'target' || field === 'method');
  const text = isChanged
    ? (from.oss?.operation ?? '')
    : `${request?.method ?? ''} ${hide(request?.target ?? '')}`;
  return {
    field: null,
    name: view.texts.labels['column-operation'],
    client: text,
    server: text,
    divergence: null,
  };
}

function rowOf(change: HopChange, view: CompareView): ComparedRow {
  const [from, to] = shownChange(change, view);
  return {
    // A masked token must not be masked again.
    field: null,
    name: printable(
      tableField(change.field) === null
        ? changeName(change.field, view)
        : show(changeName(change.field, view)),
    ),
    client: from,
    server: to,
    divergence: {
      field: 'canonical-request',
      client: from,
      server: to,
      clientOffset: 0,
      serverOffset: 0,
      clientOrigin: null,
    },
  };
}

function factsOf(way: BrokenWay, from: HopExchange, to: HopExchange, view: CompareView): readonly Fact[] {
  const [a, b] = way.hop.between.map(letterOf);
  const args = { a: a ?? '', b: b ?? '' };
  const { diagnosis } = from;
  const cause = diagnosis === null ? null : causeSentences(diagnosis, view.filler, view.texts).cause;
  const rest = way.hop.changes.filter((change) => !change.breaksSignature);
  const texts = (changes: readonly HopChange[], textOf = changeText): string | null =>
    changes.length === 0
      ? null
      : listed(
          changes.map((change) => textOf(change, view)),
          view,
        );
  const sentence = (
    id: 'also-unsigned' | 'answer-changed' | 'expected',
    list: string | null,
  ): string | null => (list === null ? null : say(view, id, { list: fromText(list) }));
  return [
    { title: say(view, 'row-hop'), text: hopSentence(way.hop, from, to, view) },
    { title: say(view, 'row-proof'), text: proof(from, to, args, view) },
    { title: say(view, 'row-client'), text: clientToo(way, from, args, view) },
    { title: say(view, 'row-cause'), text: diagnosis?.verdict === 'transit-modified' ? cause : null },
    { title: say(view, 'row-cure'), text: say(view, 'cure', args) },
    {
      title: say(view, 'row-also'),
      text: sentence('also-unsigned', texts(rest.filter((each) => !isOfAnswer(each) && !each.hopByHop))),
    },
    {
      title: say(view, 'row-answer'),
      text: sentence('answer-changed', texts(rest.filter((each) => isOfAnswer(each) && !each.hopByHop))),
    },
    {
      title: say(view, 'row-expected'),
      text: sentence(
        'expected',
        texts(
          rest.filter((each) => each.hopByHop),
          changeTextBeside,
        ),
      ),
    },
    { title: say(view, 'row-time'), text: times(way.pair, way.hop, view) },
    {
      title: say(view, 'row-support'),
      text: way.pair.requestId === null ? null : say(view, 'support', { id: way.pair.requestId }),
    },
  ];
}

/** The addresses of what stands between two points, and its name where it says one. */
function hopSentence(hop: Hop, from: HopExchange, to: HopExchange, view: CompareView): string | null {
  const [a, b] = hop.between.map(letterOf);
  const [into, out] = [from.exchange.connection.server, to.exchange.connection.server];
  if (into === '' || out === '') return null;
  const { request } = to.exchange;
  const via = request === null ? null : header(request, 'via');
  const { originalClient = null } = to.exchange.connection;
  const words = [
    ...(via === null ? [] : [`Via: ${via}`]),
    ...(originalClient === null ? [] : [`PROXY protocol: ${originalClient}`]),
  ];
  return say(view, 'hop', {
    a: a ?? '',
    b: b ?? '',
    in: into,
    out,
    name: words.map((each) => `, ${each}`).join(''),
  });
}

function proof(
  from: HopExchange,
  to: HopExchange,
  args: { readonly a: string; readonly b: string },
  view: CompareView,
): string | null {
  const claim = from.oss?.claim ?? null;
  const { diagnosis } = from;
  const [sent, seen] = [diagnosis, to.diagnosis].map((each) => each?.wire?.stringToSign.text ?? null);
  // what was changed is then the signature itself, or stands beside it
  if (sent != null && sent === seen) return null;
  if (claim !== null && diagnosis?.recomputed === claim.signature) {
    return say(view, 'proof-both', { ...args, id: fromText(view.door.accessKeyId(claim.accessKeyId).text) });
  }
  const server = to.diagnosis?.server?.stringToSign ?? null;
  return server !== null && server === seen ? say(view, 'proof', args) : null;
}

/** That what the client sent was signed wrongly already: to mend the hop alone does not help then. */
function clientToo(
  { pair }: BrokenWay,
  from: HopExchange,
  args: { readonly a: string },
  view: CompareView,
): string | null {
  const claim = from.oss?.claim ?? null;
  const recomputed = from.diagnosis?.recomputed ?? null;
  // behind another hop, the client is not the only one who may have done it
  const isFirst = pair.points.find((point) => point !== null) === from;
  if (!isFirst || claim === null || recomputed === null || recomputed === claim.signature) return null;
  return say(view, 'client-too', { ...args, id: fromText(view.door.accessKeyId(claim.accessKeyId).text) });
}

/** How long the exchange took at both points. */
function times(pair: ComparedPair, hop: Hop, view: CompareView): string | null {
  const [one, other] = hop.between.map((at) => {
    const point = pair.points[at] ?? null;
    return point === null ? null : durationOf(point.exchange);
  });
  if (one == null || other == null) return null;
  const unit = view.compare.lang === 'zh' ? '毫秒' : 'ms';
  const list = listed(
    hop.between.map((at, row) => `${letterOf(at)} ${milliseconds(row === 0 ? one : other)} ${unit}`),
    view,
  );
  return say(view, 'time', { list: fromText(list), ms: milliseconds(one - other) });
}

export function milliseconds(value: number): string {
  return Math.abs(value) < 100 ? value.toFixed(1) : String(Math.round(value));
}
