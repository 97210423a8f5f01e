import type { CapturePart } from '../../capture/record.ts';
import type { SearchReport } from '../../diagnose/model.ts';
import { type HttpMessage, isKnownTime } from '../../http/message.ts';
import type { ExchangeResult } from '../input.ts';
import { exchangeToJson } from '../json/exchange.ts';
import type { CapturePartJson, ExchangeJson, Tool } from '../json/model.ts';
import { type JsonOptions, type Lossy, SCHEMA_VERSION, withTexts } from '../json/text.ts';
import type { DetailTexts } from '../text/detail-texts.ts';
import { formatTime } from '../timing/time-text.ts';
import { piecesToJson, type StepsJson, type StringJson, stepsToJson } from './pieces-json.ts';
import { rowReason, stringsKnown } from './view.ts';

/** A message with its frames, and its head as captured. */
interface MessageJson extends Lossy {
  readonly frame: number;
  readonly lastFrame: number;
  /** Null where a text tells none. */
  readonly time: string | null;
  readonly lastTime: string | null;
  readonly head: string;
  readonly headComplete: boolean;
  readonly framing: string;
  readonly missingBytes: number;
}

/** One exchange in full. */
export interface ExplanationJson {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: Tool;
  readonly path: string;
  /** The files of a capture that was written in several, as far as it was read. */
  readonly parts?: readonly CapturePartJson[];
  readonly exchange: ExchangeJson;
  readonly request: MessageJson | null;
  readonly response: MessageJson | null;
  /**
   * Rebuilt from the captured request; null for an unsigned request, and where it cannot be
   * rebuilt.
   */
  readonly signing: StepsJson | null;
  /** What the client signed, where that is proved and another string. */
  readonly client: { readonly canonicalRequest?: StringJson; readonly stringToSign: StringJson } | null;
  /** Every field of the error document in its order; null without one. */
  readonly serverFields: readonly (readonly [name: string, value: string])[] | null;
  /** Row of the decision table that decided, and why; null for HTTP that is not OSS. */
  readonly decision: { readonly row: number; readonly reason: string } | null;
  readonly search: SearchReport | null;
}

interface ExplanationOptions extends JsonOptions {
  readonly detail: DetailTexts;
  readonly tool: Tool;
  readonly parts?: readonly CapturePart[] | undefined;
}

export function explanationToJson(
  path: string,
  result: ExchangeResult,
  options: ExplanationOptions,
): ExplanationJson {
  const { exchange, oss, diagnosis } = result;
  const { door, tool, detail } = options;
  const claim = oss?.claim ?? null;
  const wire = diagnosis?.wire ?? null;
  const client = diagnosis?.client ?? null;
  const pieces = { door, frames: true };
  const fields = oss?.error?.fields ?? null;
  const search = diagnosis?.search ?? null;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool,
    path,
    ...(options.parts === undefined ? {} : { parts: options.parts }),
    exchange: exchangeToJson(result, options),
    request: messageToJson(exchange.request, options),
    response: messageToJson(exchange.response, options),
    signing:
      claim === null || wire === null
        ? null
        : stepsToJson(
            {
              version: claim.version,
              accessKeyId: claim.accessKeyId,
              scope: claim.scope,
              strings: wire,
              signature: diagnosis?.recomputed ?? null,
            },
            pieces,
          ),
    client: client === null ? null : piecesToJson(client, pieces),
    serverFields:
      fields === null ? null : fields.map(([name, value]) => [door.text(name).text, door.text(value).text]),
    decision:
      diagnosis === null || oss === null
        ? null
        : { row: diagnosis.row, reason: rowReason(diagnosis.row, detail, stringsKnown(diagnosis, oss)) },
    search:
      search === null
        ? null
        : {
            tried: search.tried,
            limit: search.limit,
            exhausted: search.exhausted,
            tally: search.tally,
            fits: search.fits,
          },
  };
}

function messageToJson(message: HttpMessage | null, { door }: JsonOptions): MessageJson | null {
  if (message === null) return null;
  return withTexts(door, (taker) => ({
    frame: message.frame,
    lastFrame: message.lastFrame,
    time: isKnownTime(message.time) ? formatTime(message.time) : null,
    lastTime: isKnownTime(message.lastTime) ? formatTime(message.lastTime) : null,
    head: taker.take(message.head),
    headComplete: message.headComplete,
    framing: message.framing,
    missingBytes: message.missingBytes,
  }));
}
