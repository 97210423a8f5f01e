import type { ByteString } from '../bytes/byte-string.ts';
import type { ReportText } from '../bytes/printable.ts';
import type { Lossy } from './model.ts';
import type { Door, ValueKind } from './redact.ts';

/** Takes the texts of one JSON object, and remembers whether one of them was not valid UTF-8. */
export class TextTaker {
  readonly #door: Door;
  lossy = false;

  constructor(door: Door) {
    this.#door = door;
  }

  take(value: ByteString, kind: ValueKind = 'text'): string {
    return this.#told(this.#door[kind](value));
  }

  takeHeader(name: ByteString, value: ByteString): string {
    return this.#told(this.#door.header?.(name, value) ?? this.#door.text(value));
  }

  takeOrNull(value: ByteString | null, kind: ValueKind = 'text'): string | null {
    return value === null ? null : this.take(value, kind);
  }

  #told(taken: ReportText): string {
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

/** What a terminal might obey although JSON allows it unescaped. */
const TERMINAL_CONTROLS = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** JSON on one line, with every control and bidi character escaped. */
export function toJsonLine(value: unknown): string {
  return escapeControls(JSON.stringify(value));
}

/** The same for a document of its own, indented. */
export function toJsonDocument(value: unknown): string {
  return escapeControls(JSON.stringify(value, null, 2));
}

function escapeControls(json: string): string {
  return json.replace(
    TERMINAL_CONTROLS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
