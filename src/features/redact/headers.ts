import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { type ReportText, toReportText } from '../../engine/bytes/printable.ts';
import type { HeaderLine, HttpMessage } from '../../engine/http/message.ts';
import type { Door } from './redact.ts';

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

/** The headers of a message as a door shows them. */
export function headersThrough(door: HeadersDoor, message: WithHeaders): ShownHeaders {
  return (
    door.headers?.(message) ??
    shownHeaders(message, door.text, door.header ?? ((_, value) => door.text(value)))
  );
}

/**
 * The head that the headers of a message stand in, where the door shows captured text as it is; null
 * elsewhere. Those of other messages (of a text, of a blob) need not stand in their heads.
 */
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
