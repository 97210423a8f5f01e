import { fromText } from '../../engine/bytes/byte-string.ts';
import type { Ending, Exchange } from '../../engine/http/exchange.ts';
import { type FillArgs, type Filler, fill } from '../../sentences/fill.ts';
import { PUNCTUATION, type Template } from '../../sentences/language.ts';
import type { Texts } from '../../sentences/texts.ts';
import { formatMilliseconds } from './timing-text.ts';

/** What is said of an answer that is missing or not whole. */
interface EndingSentences {
  /** The same for all of one kind. */
  readonly headline: string;
  readonly happened: string;
  readonly cure: string;
}

/** A connection that was silent for less is in use; in µs. */
const IDLE_MICROS = 1_000_000;

/** Null where the answer is whole, or the capture does not show it. */
export function endingSentences(
  { ending, response }: Exchange,
  filler: Filler,
  texts: Texts,
): EndingSentences | null {
  if (ending === undefined) return null;
  const { kinds, labels } = texts.endings;
  const { headline, happened, cure } = kinds[ending.kind];
  const said = response?.framing === 'content-length' ? response.contentLength : null;
  const beside: Template[] = [];
  if (said !== null) beside.push(labels.said);
  if (ending.ttl !== null) beside.push(labels.ttl);
  if ((ending.idle ?? 0) >= IDLE_MICROS) beside.push(labels.idle);
  const args = argsOf(ending, response?.bodyBytes ?? 0, said ?? 0, texts);
  return {
    headline: fill(headline, args, filler),
    happened: [happened, ...beside]
      .map((each) => fill(each, args, filler))
      .join(PUNCTUATION[texts.lang].semicolon),
    cure: fill(cure, args, filler),
  };
}

function argsOf(ending: Ending, got: number, said: number, { lang }: Texts): FillArgs {
  const time = (micros: number): string => fromText(formatMilliseconds(micros / 1000, lang));
  return {
    after: time(ending.after),
    idle: time(ending.idle ?? 0),
    frame: ending.frame ?? 0,
    sent: ending.sentAgain,
    size: ending.sentAgainBytes,
    open: ending.unacknowledged,
    lost: ending.lost,
    ttl: ending.ttl ?? 0,
    usual: ending.usualTtl ?? 0,
    got,
    said,
  };
}
