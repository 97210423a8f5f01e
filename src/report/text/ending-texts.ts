import type { EndingKind } from '../../http/exchange.ts';
import type { Template } from './template.ts';

/**
 * `{after}`: from the last byte of the request, or of the answer, to the end of the connection;
 * `{frame}`: the packet that ended it; `{sent}`: segments sent again; `{size}`: bytes of the last
 * of them; `{open}`: bytes never acknowledged; `{lost}`: bytes that the capture lost; `{got}`,
 * `{said}`: bytes of the answer's body.
 */
interface EndingText {
  /** One sentence: what is the case. The same for every exchange of the kind. */
  readonly headline: Template;
  /** Who ended it, where, and after how long. */
  readonly happened: Template;
  /** What to do next. */
  readonly cure: Template;
}

/** Fixed pieces of what is said of answers that are missing or not whole. */
const ENDING_LABEL_IDS = [
  'row-happened',
  'happened',
  /** Follow what happened, where they hold. */
  'ttl',
  'idle',
  'said',
] as const;

type EndingLabelId = (typeof ENDING_LABEL_IDS)[number];

export interface EndingTexts {
  readonly kinds: Readonly<Record<EndingKind, EndingText>>;
  readonly labels: Readonly<Record<EndingLabelId, Template>>;
}
