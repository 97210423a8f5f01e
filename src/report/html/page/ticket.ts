import type { Lang } from '../../../sentences/language.ts';
import type { Fact } from '../../document/blocks.ts';
import { type MarkdownBlock, markdownText } from '../../document/markdown.ts';
import {
  differingTexts,
  type PageDetail,
  type PageTicket,
  type TicketWords,
  triedText,
} from '../page-data.ts';
import { type Row, targetOf } from './data.ts';
import { h } from './dom.ts';
import { type Context, withNames, wordsOf } from './parts.ts';

/** What the languages call themselves. */
const NAMES: Readonly<Record<Lang, string>> = { en: 'English', zh: '中文' };

/** Copies what a ticket needs of an exchange, in the language of the page or in the other one. */
export function copyButtons(row: Row, detail: PageDetail, context: Context): HTMLElement {
  const { say, data } = context;
  const status = h('span', { class: 'quiet', at: { role: 'status' } });
  const button = (words: TicketWords, ticket: PageTicket): HTMLElement => {
    const copy = async (): Promise<void> => {
      const isCopied = await copied(ticketText(row, detail, ticket, words, context));
      status.textContent = say(isCopied ? 'page-copied' : 'page-not-copied');
    };
    const at = { type: 'button', lang: words.lang };
    return h('button', { at, on: { click: () => void copy() } }, NAMES[words.lang]);
  };
  const own = {
    ...detail,
    settles: detail.suspects[0]?.proof ?? null,
    tried: triedText(detail, data.head.lang),
    differing: differingTexts(detail.evidence),
  };
  const { otherTicket } = detail;
  return h(
    'p',
    { class: 'copy' },
    status,
    ' ',
    say('page-copy'),
    ' ',
    button(data.head, own),
    ' ',
    otherTicket === null ? null : button(data.head.otherWords, otherTicket),
  );
}

/** A page of a file may have no clipboard, but can copy what is selected. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h('textarea', { class: 'spoken', at: { 'aria-hidden': 'true' } });
    const before = document.activeElement;
    area.value = text;
    document.body.append(area);
    area.select();
    const isCopied = document.execCommand('copy');
    area.remove();
    if (before instanceof HTMLElement) before.focus();
    return isCopied;
  }
}

/** An exchange as Markdown: what failed, both values, what to do, and by what it is found. */
function ticketText(
  row: Row,
  detail: PageDetail,
  ticket: PageTicket,
  words: TicketWords,
  context: Context,
): string {
  const { verdicts, certainties, lang } = words;
  const { tool } = context.data.head;
  const say = wordsOf(words);
  const named = (text: string): string => withNames(text, row.capture, context);
  const { certainty } = detail;
  const facts: readonly (readonly [string, Fact['text']])[] = [
    [say('operation'), [row.operation, ' ', { code: targetOf(row) }]],
    [say('server-said'), detail.serverSaid ?? say('no-response')],
    [say('verdict'), row.verdict === null ? null : verdicts[row.verdict]],
    [say('certainty'), certainty === null ? null : certainties[certainty]],
    [say('cause'), named(ticket.cause)],
    [say('cure'), named(ticket.cure)],
    [say('page-settles'), ticket.settles],
    [say('tried'), ticket.tried === null ? null : named(ticket.tried)],
    [say('request-id'), row.requestId === null ? say('no-request-id') : [{ code: row.requestId }]],
    [say('ec'), detail.ec === null ? null : [{ code: detail.ec }]],
    [say('page-key-id'), detail.accessKeyId === null ? null : [{ code: detail.accessKeyId }]],
    [say('page-version'), detail.version],
    [say('time'), row.time],
    [say('page-capture'), context.data.captures[row.capture]?.path ?? null],
    [say('page-wireshark'), wiresharkText(row, detail, context)],
  ];
  const lines = ticket.differing.flatMap(([label, client, server]) => [label, `- ${client}`, `+ ${server}`]);
  const blocks: readonly MarkdownBlock[] = [
    { kind: 'finding', mark: '✗', text: named(ticket.headline) },
    ...(lines.length === 0 ? [] : [{ kind: 'verbatim', lines } as const]),
    { kind: 'facts', facts: facts.map(([title, text]) => ({ title, text })) },
    { kind: 'paragraph', text: say('page-made-by', { ...tool }) },
  ];
  return markdownText(blocks, lang);
}

/** Filters that show the connection and the packets in Wireshark; null where there are none. */
export function wiresharkText(row: Row, detail: PageDetail | null, { data }: Context): Fact['text'] {
  if (data.captures[row.capture]?.numbering !== 'frame') return null;
  const frames = [row.requestFrame, row.responseFrame]
    .filter((frame) => frame !== null)
    .map((frame) => `frame.number == ${frame}`)
    .join(' || ');
  const stream = detail?.stream ?? null;
  const filters = [
    ...(stream === null ? [] : [`tcp.stream eq ${stream}`]),
    ...(frames === '' ? [] : [frames]),
  ];
  if (filters.length === 0) return null;
  return filters.flatMap((code, at) => (at === 0 ? [{ code }] : [' · ', { code }]));
}
