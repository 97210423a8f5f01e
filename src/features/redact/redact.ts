import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { type ReportText, toReportText } from '../../engine/bytes/printable.ts';
import type { HeaderLine, HttpMessage } from '../../engine/http/message.ts';

/**
 * The one door through which captured values reach a report. Each format takes its values from a door and
 * names what kind of value it is; the door decides how much of it is shown. Nothing here takes a `Secret`.
 */
export interface Door {
  text(value: ByteString): ReportText;
  accessKeyId(value: ByteString): ReportText;
  signature(value: ByteString): ReportText;
  securityToken(value: ByteString): ReportText;
  /** A header's value, whose name says what it is; as `text` without it. */
  header?(name: ByteString, value: ByteString): ReportText;
  /** A captured text with what is known to be secret in it masked, still in bytes. */
  hide?(value: ByteString): ByteString;
  /** A captured value as it stands within a sentence, decoded already; as it is without it. */
  prose?(text: string): string;
}

export type ValueKind = 'text' | 'accessKeyId' | 'signature' | 'securityToken';

/** The door of the machine-readable formats: captured evidence as it is. */
export const EVIDENCE_DOOR: Door = {
  text: toReportText,
  accessKeyId: toReportText,
  signature: toReportText,
  securityToken: toReportText,
};

/** The door of what people look at and paste into tickets: enough to recognise a value, not to use it. */
export const MASKING_DOOR: Door = {
  text: toReportText,
  accessKeyId: (value) => masked(value, maskAccessKeyId),
  signature: (value) => masked(value, shortenSignature),
  securityToken: (value) => masked(value, maskToken),
};

/** A captured value as `mask` shows it. */
export function masked(value: ByteString, mask: (text: string) => string): ReportText {
  const { text, lossy } = toReportText(value);
  return { text: mask(text), lossy };
}

const ID_HEAD = 4;
const ID_TAIL = 3;
/** Under this length head and tail would show most of an id. */
const ID_SHORT = 10;

/** `LTAI****kFr`. */
export function maskAccessKeyId(id: string): string {
  return id.length < ID_SHORT
    ? `${id.slice(0, ID_HEAD - 2)}****`
    : `${id.slice(0, ID_HEAD)}****${id.slice(-ID_TAIL)}`;
}

const SIGNATURE_HEAD = 8;

/** The beginning of a signature, enough to find it in a log. */
export function shortenSignature(signature: string): string {
  return signature.length <= SIGNATURE_HEAD ? signature : `${signature.slice(0, SIGNATURE_HEAD)}…`;
}

const TOKEN_HEAD = 4;

/** The first characters and the length of a security token. */
export function maskToken(token: string): string {
  return token === '' ? '' : `${token.slice(0, TOKEN_HEAD)}****(${token.length})`;
}

/** What a door asks of a message whose headers are to be shown. */
export interface WithHeaders {
  readonly headers: readonly Pick<HeaderLine, 'name' | 'value'>[];
  readonly head?: ByteString;
  /** There where header lines are cut out of the head. */
  readonly firstHeader?: HttpMessage['firstHeader'];
}

/** Names and values as a door shows them; `lossy` as of `ReportText`, where one of them is. */
export interface ShownHeaders {
  readonly lines: readonly (readonly [name: string, value: string])[];
  readonly lossy: boolean;
}

/** A door that looks at all headers of a message at once. */
export interface HeadersDoor extends Door {
  /** Shows each as `text` and `header` do. */
  headers?(message: WithHeaders): ShownHeaders;
}

export function headersThrough(door: HeadersDoor, message: WithHeaders): ShownHeaders {
  return (
    door.headers?.(message) ??
    shownHeaders(message, door.text, door.header ?? ((_, value) => door.text(value)))
  );
}

/** The head that holds a message's headers, if the door shows text as captured; null for blobs and texts. */
export function headOfShown(door: HeadersDoor, { head, firstHeader }: WithHeaders): ByteString | null {
  const isAsItIs = door.text === toReportText && door.headers === undefined && door.header === undefined;
  return isAsItIs && firstHeader !== undefined ? (head ?? null) : null;
}

export function shownHeaders(
  { headers }: WithHeaders,
  showName: (name: ByteString) => ReportText,
  showValue: (name: ByteString, value: ByteString) => ReportText,
): ShownHeaders {
  let lossy = false;
  const lines = headers.map(({ name, value }): readonly [string, string] => {
    const [shownName, shownValue] = [showName(name), showValue(name, value)];
    lossy ||= shownName.lossy || shownValue.lossy;
    return [shownName.text, shownValue.text];
  });
  return { lines, lossy };
}
