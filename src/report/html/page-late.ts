import { printable } from '../../bytes/printable.ts';
import { findingView } from '../findings/finding.ts';
import type { ExchangeGroup } from '../findings/group.ts';
import { lateFindingOf } from '../findings/late-findings.ts';
import { type FormatOptions, sayLabel } from '../format-options.ts';
import { handedOnDoor } from '../redact/redact-exchange.ts';
import type { PageLate } from './page-data.ts';

/** What failed behind the status of a success, as a card of the page; texts printable. */
export function pageLate({ example, count }: ExchangeGroup, options: FormatOptions): PageLate | null {
  const door = handedOnDoor(example, options);
  const finding = lateFindingOf(example, findingView(example, door, options));
  if (finding === null) return null;
  const requestId = example.oss?.requestId ?? null;
  const facts: (readonly [string, string | null])[] = [
    [options.texts.endings.labels.happened, finding.happened],
    [sayLabel(options, 'server-said'), finding.said],
    [options.texts.late.labels.callback, finding.callback],
    [sayLabel(options, 'cure'), finding.cure],
    [sayLabel(options, 'request-id'), requestId === null ? null : printable(door.text(requestId).text)],
  ];
  return {
    headline: finding.headline,
    facts: facts.flatMap(([title, text]) => (text === null ? [] : [[title, text] as const])),
    count,
    first: example.index,
  };
}
