import { plainDiagnosis } from '../../engine/diagnose/diagnose.ts';
import { History } from '../../engine/diagnose/history.ts';
import type { Exchange } from '../../engine/http/exchange.ts';
import { header } from '../../engine/http/message.ts';
import { LearntBuckets } from '../../engine/oss/address.ts';
import type { OssOptions } from '../../engine/oss/model.ts';
import { OssReader } from '../../engine/oss/oss-exchange.ts';
import { type LineSpec, lineOf } from '../../report/formats/lines.ts';
import type { MadeLines, Piece } from '../../report/reporter.ts';
import type { Lang } from '../../sentences/language.ts';
import { loadTexts } from '../../sentences/load.ts';
import { nodeHasher, nodeOssPorts } from '../ports.ts';

/** All that the lines of a report depend on beside the exchanges. Plain values. */
export interface LinePlan extends OssOptions {
  readonly spec: LineSpec;
  readonly lang: Lang;
  /** The name of the capture in the report. */
  readonly capture: string;
}

/** The lines of a report, and where it takes those that are made beforehand. */
export interface AskedLines extends Pick<LinePlan, 'spec' | 'lang'> {
  readonly made: MadeLines;
}

/**
 * What writes exchanges as the report does if they passed and there is nothing else to say of them, which is
 * known where they are diagnosed; null for one that hardly did. Most pass, and are most of the work.
 */
export type LineMaker = (exchange: Exchange) => Piece | null;

export async function lineMaker({ spec, lang, capture, ...options }: LinePlan): Promise<LineMaker> {
  const line = lineOf(spec, await loadTexts(lang));
  const learnt = new LearntBuckets(options.endpoints);
  const reader = new OssReader(options, learnt, { hasher: nodeHasher, ...nodeOssPorts() });
  const context = { keyRing: new Map(), hasher: nodeHasher, search: null, history: new History() };
  const make: LineMaker = (exchange) => {
    const { index, request, response } = exchange;
    if (request === null || response === null || response.status >= 400) return null;
    const host = request.target.startsWith('/') ? header(request, 'host') : null;
    if (host === null || !learnt.isSettled(host)) return null;
    const oss = reader.read(exchange);
    if (oss === null) return null;
    const made = line(capture, { index, exchange, oss, diagnosis: plainDiagnosis(oss, context) });
    oss.forget?.();
    return made;
  };
  return (exchange) => {
    try {
      return make(exchange);
    } catch {
      // A fault of the program is met again, and reported, where the exchange is.
      return null;
    }
  };
}
