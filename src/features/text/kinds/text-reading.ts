import type { Drafts } from '../drafts.ts';
import type { Losses } from '../losses.ts';
import type { EndpointsOf, PairingOrder } from '../pair-drafts.ts';
import type { TextKind } from '../text-kind.ts';
import type { TextLine, TextLines } from '../text-line.ts';

/** How the messages belong together that a text of some kind holds. */
export interface TextReading {
  readonly order: PairingOrder;
  readonly endpointsOf: EndpointsOf;
}

/** A kind of text: how it is recognised and read. */
export interface TextFormat {
  readonly kind: TextKind;
  /** Whether a text is of this kind, told by its first lines. */
  recognises(lines: readonly TextLine[]): boolean;
  /** Reads as much as `drafts` takes. */
  read(lines: TextLines, drafts: Drafts, losses: Losses): TextReading;
}

/** A text that does not tell who spoke with whom. */
export const NO_ENDPOINTS: EndpointsOf = () => ({ client: '', server: '' });
