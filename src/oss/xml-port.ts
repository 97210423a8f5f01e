/** An element of a parsed document. */
export interface XmlElement {
  readonly name: string;
  /**
   * Child elements and runs of text in document order. References (`&amp;`) in text are not
   * resolved.
   */
  readonly children: readonly (XmlElement | string)[];
}

/** A parsed document. */
export interface XmlDocument {
  readonly root: XmlElement;
  /** False where the text breaks the rules of XML and was read leniently. */
  readonly wellFormed: boolean;
}

/**
 * The XML port. It must change no character of the text: no trimming, no numbers, no resolving of
 * references, so that byte strings pass through it. Null for text that it can't read at all. Never
 * throws.
 */
export type XmlParser = (text: string) => XmlDocument | null;
