import type { ExchangeResult } from '../../engine/results.ts';
import { EVIDENCE_DOOR } from '../../features/redact/redact.ts';
import type { Texts } from '../../sentences/texts.ts';
import { NOT_FAILING, rowText } from '../html/page-exchange.ts';
import { JsonLineWriter } from '../json/line-writer.ts';
import type { LineKind, Piece } from '../reporter.ts';
import { type PathView, shownPath } from '../shown-paths.ts';
import { exchangeLine as csvLine } from './csv.ts';
import { exchangeLine as harLine } from './har.ts';
import { documentLine, exchangeLine as ndjsonLine } from './json.ts';

/** A report that writes exchange by exchange, and what it is asked to show. Plain values. */
export interface LineSpec {
  readonly kind: LineKind;
  readonly showSignatures: boolean;
  /** How masked formats show paths. */
  readonly paths: PathView;
}

/** What makes an exchange's line in the report, without what stands between two of them. */
export function lineOf(
  { kind, showSignatures, paths }: LineSpec,
  texts: Texts,
): (capture: string, result: ExchangeResult) => Piece {
  const lines = new JsonLineWriter();
  switch (kind) {
    case 'json':
      return (_, result) => documentLine(result, { door: EVIDENCE_DOOR, texts }, lines);
    case 'ndjson':
      return (capture, result) => ndjsonLine(capture, result, { door: EVIDENCE_DOOR, texts }, lines);
    case 'csv':
      return (capture, result) => csvLine(shownPath(capture, paths), result, { texts, showSignatures });
    case 'har':
      return (_, result) => harLine(result, { texts, showSignatures }, lines);
    case 'html':
      return (_, result) => rowText(result, { texts, showSignatures }, NOT_FAILING, false);
  }
}
