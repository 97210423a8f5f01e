import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { type ReportText, toReportText } from '../../engine/bytes/printable.ts';
import { headersThrough, headOfShown, type WithHeaders } from '../../features/redact/headers.ts';
import type { Door, ValueKind } from '../../features/redact/redact.ts';
import type { JsonLineWriter } from './line-writer.ts';

/** An object in which some text was not valid UTF-8: its bytes that are not are written `\xNN`. */
export interface Lossy {
  readonly lossy?: true;
}

/** Takes the texts of one JSON object, and remembers whether one of them was not valid UTF-8. */
export class TextTaker {
  readonly #door: Door;
  lossy = false;

  constructor(door: Door) {
    this.#door = door;
  }

  take(value: ByteString, kind: ValueKind = 'text'): string {
    return this.#noted(this.#door[kind](value));
  }

  /** As the value of a member. */
  write(to: JsonLineWriter, value: ByteString | null, kind: ValueKind = 'text'): void {
    if (value === null) to.value(null);
    // what is plain need not be looked at twice
    else if (this.#door[kind] !== toReportText || !to.plainText(value)) to.value(this.take(value, kind));
  }

  /** A list of the names and values of a message's headers. */
  writeHeaders(to: JsonLineWriter, message: WithHeaders): void {
    const head = headOfShown(this.#door, message);
    if (head !== null && to.headers(head)) return;
    const { lines, lossy } = headersThrough(this.#door, message);
    if (lossy) this.lossy = true;
    to.value(lines);
  }

  /** Ends the object that the texts are of. */
  end(to: JsonLineWriter): void {
    if (this.lossy) to.name('lossy').value(true);
    to.raw('}');
  }

  takeOrNull(value: ByteString | null, kind: ValueKind = 'text'): string | null {
    return value === null ? null : this.take(value, kind);
  }

  #noted(taken: ReportText): string {
    if (taken.lossy) this.lossy = true;
    return taken.text;
  }
}

/** Builds an object from captured texts, with `lossy: true` where one of them was not valid UTF-8. */
export function withTexts<T extends object>(door: Door, build: (taker: TextTaker) => T): T & Lossy {
  const taker = new TextTaker(door);
  const built = build(taker);
  return taker.lossy ? { ...built, lossy: true } : built;
}
