import type { ByteString } from '../bytes/byte-string.ts';
import type { Canonical, Field, Origin, Piece } from './canonical.ts';

/**
 * The parts of a canonical string stand between the request and its text: each holds its text exactly as it
 * stands in the string (encoded where the version encodes), in the order in which it stands there. Whoever
 * changes one part and formats again gets the string that a client with that deviation would have signed.
 */
export interface Part {
  readonly value: ByteString;
  /** Null where the request has no such value. */
  readonly origin: Origin | null;
}

/** A header line of a canonical string. */
export interface HeaderPart extends Part {
  /** Lower case. */
  readonly name: ByteString;
}

/** A query parameter of a canonical string. */
export interface ParameterPart {
  /** Name as in the string; encoded where the version encodes. */
  readonly name: ByteString;
  /** Null stands as the bare name, an empty value as `name=`. */
  readonly value: ByteString | null;
  readonly origin: Origin | null;
}

export const ABSENT: Part = { value: '', origin: null };

export interface FirstParts {
  readonly method: Part;
  readonly contentMd5: Part;
  readonly contentType: Part;
  readonly date: Part;
}

/** Puts a canonical string together and records where each of its pieces stands. */
export class CanonicalBuilder {
  #text: ByteString = '';
  readonly #pieces: Piece[] = [];

  /** Appends a separator or a fixed word. */
  literal(text: ByteString): this {
    this.#text += text;
    return this;
  }

  piece(field: Field, part: Part): this {
    return this.#add(field, part.value, part.origin);
  }

  /** Appends the four lines that versions 1 and 2 begin with, each ended by LF. */
  firstLines({ method, contentMd5, contentType, date }: FirstParts): this {
    return this.piece('method', method)
      .literal('\n')
      .piece('content-md5', contentMd5)
      .literal('\n')
      .piece('content-type', contentType)
      .literal('\n')
      .piece('date', date)
      .literal('\n');
  }

  /** Appends `name:value` lines, each ended by LF. */
  headerLines(prefix: 'oss-header' | 'canonical-header', headers: readonly HeaderPart[]): this {
    for (const header of headers) {
      this.literal(`${header.name}:`).piece(`${prefix}:${header.name}`, header).literal('\n');
    }
    return this;
  }

  /**
   * Appends `name=value` or the bare name, joined by `&`. `nameOf` turns the name in the string into the
   * decoded one.
   */
  parameters(
    prefix: 'resource:subresource' | 'canonical-query',
    parameters: readonly ParameterPart[],
    nameOf: (name: ByteString) => ByteString,
  ): this {
    let separator = '';
    for (const { name, value, origin } of parameters) {
      this.literal(separator + name + (value === null ? '' : '='));
      this.#add(`${prefix}:${nameOf(name)}`, value ?? '', origin);
      separator = '&';
    }
    return this;
  }

  build(): Canonical {
    return { pieces: this.#pieces, text: this.#text };
  }

  #add(field: Field, value: ByteString, origin: Origin | null): this {
    const start = this.#text.length;
    this.#text += value;
    this.#pieces.push({ field, value, start, end: this.#text.length, origin });
    return this;
  }
}
