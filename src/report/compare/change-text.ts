import { asciiLower, type ByteString, fromText } from '../../bytes/byte-string.ts';
import type { HopBody, HopChange, HopField } from '../../diagnose/hops/hop-model.ts';
import type { Field } from '../../sign/canonical.ts';
import { MASKING_DOOR } from '../redact/redact.ts';
import { hideNamed, isTokenHeader } from '../redact/redact-exchange.ts';
import { fieldLabel } from '../strings/field-label.ts';
import type { View } from '../terminal/view.ts';
import type { CompareLabelId, CompareTexts } from '../text/compare-texts.ts';
import { type FillArgs, fill } from '../text/fill.ts';

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
export function tableField(field: HopField): Field | null {
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
  switch (field) {
    case 'method':
      return fieldLabel('method', view);
    case 'target':
      return say(view, 'field-target');
    case 'version':
      return say(view, 'field-version');
    case 'header-order':
      return say(view, 'field-order');
    case 'status':
      return say(view, 'field-status');
    default:
      return say(view, 'field-body');
  }
}

/**
 * A value of a changed field as it may be shown: keys, signatures and tokens recognisable, not
 * usable.
 */
function shownValue(field: HopField, value: ByteString | null): ByteString | null {
  if (value === null) return null;
  if (field === 'header:authorization') return maskAuthorization(value);
  const header = headerName(field);
  if (header !== null && isTokenHeader(asciiLower(header))) {
    return fromText(MASKING_DOOR.securityToken(value).text);
  }
  return hideNamed(value);
}

/**
 * Both values of a change as they may be shown; what differs is told apart although masking has
 * made it equal.
 */
export function shownChange(
  { field, from, to, bodies }: HopChange,
  view: CompareView,
): readonly [ByteString | null, ByteString | null] {
  if (bodies !== undefined) return [bodyText(bodies[0], view), bodyText(bodies[1], view)];
  const shown = [shownValue(field, from), shownValue(field, to)] as const;
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

/** A request's target as it may be shown. */
export function shownTarget(target: ByteString): ByteString {
  return hideNamed(target);
}

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

/** Whether it is the answer that was changed. */
export function isOfAnswer({ field }: HopChange): boolean {
  return field.startsWith('response-') || field === 'status';
}

/**
 * As `changeText`, saying of what is the answer's that it is: beside changes of the request, one
 * name may be of both.
 */
export function changeTextBeside(change: HopChange, view: CompareView): string {
  const text = changeText(change, view);
  return isOfAnswer(change) ? say(view, 'of-answer', { change: fromText(text) }) : text;
}

/**
 * A change in a few words: what, and from what to what, as the message went: an answer comes from
 * the server.
 */
export function changeText(change: HopChange, view: CompareView): string {
  if (change.field === 'header-order') return say(view, 'order');
  const name = fromText(changeName(change.field, view));
  const [nearClient, nearServer] = shownChange(change, view);
  const [from, to] = isOfAnswer(change) ? [nearServer, nearClient] : [nearClient, nearServer];
  if (from === null) return say(view, 'added', { name, to: to ?? '' });
  return to === null ? say(view, 'dropped', { name, from }) : say(view, 'changed', { name, from, to });
}
