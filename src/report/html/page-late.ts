import { printable } from '../../bytes/printable.ts';
import { plainText } from '../document/blocks.ts';
import { lateFacts } from '../document/facts.ts';
import { findingView } from '../findings/finding.ts';
import type { ExchangeGroup } from '../findings/group.ts';
import { lateFindingOf } from '../findings/late-failures.ts';
import { type FormatOptions, lateTitles, sayLabel } from '../format-options.ts';
import { handedOnDoor } from '../redact/redact-exchange.ts';
import type { PageLate } from './page-data.ts';

/** What failed behind the status of a success, as a card of the page; texts printable. */
export function pageLate({ example, count }: ExchangeGroup, options: FormatOptions): PageLate | null {
  const door = handedOnDoor(example, options);
  const finding = lateFindingOf(example, findingView(example, door, options));
  if (finding === null) return null;
  const requestId = example.oss?.requestId ?? null;
  const facts = [
    ...lateFacts(finding, lateTitles(options)),
    {
      title: sayLabel(options, 'request-id'),
      text: requestId === null ? null : printable(door.text(requestId).text),
    },
  ];
  return {
    headline: finding.headline,
    facts: facts.flatMap(({ title, text }) => (text === null ? [] : [[title, plainText(text)] as const])),
    count,
    first: example.index,
  };
}
