import type { Fact } from '../../document/blocks.ts';
import { type MarkdownBlock, markdownText } from '../../document/markdown.ts';
import type { MarkedText } from '../../strings/evidence.ts';
import { PUNCTUATION } from '../../text/language.ts';
import type { PageDetail } from '../page-data.ts';
import { type Row, targetOf } from './data.ts';
import { h } from './dom.ts';
import { type Context, withNames } from './parts.ts';

/** Copies what a ticket needs of an exchange. */
export function copyButton(row: Row, detail: PageDetail, context: Context): HTMLElement {
  const { say } = context;
  const status = h('span', { class: 'quiet', at: { role: 'status' } });
  const copy = async (): Promise<void> => {
    const isCopied = await copied(ticketText(row, detail, context));
    status.textContent = say(isCopied ? 'page-copied' : 'page-not-copied');
  };
  const button = h('button', { at: { type: 'button' }, on: { click: () => void copy() } }, say('page-copy'));
  return h('p', { class: 'copy' }, button, ' ', status);
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
function ticketText(row: Row, detail: PageDetail, context: Context): string {
  const { say, data } = context;
  const { lang, verdicts, certainties, tool } = data.head;
  const named = (text: string): string => withNames(text, row.capture, context);
  const { certainty, evidence } = detail;
  const differing = evidence?.kind === 'parts' ? evidence.rows.filter(({ differs }) => differs) : [];
  const facts: readonly (readonly [string, Fact['text']])[] = [
    [say('operation'), [row.operation, ' ', { code: targetOf(row) }]],
    [say('server-said'), detail.serverSaid ?? say('no-response')],
    [say('verdict'), row.verdict === null ? null : verdicts[row.verdict]],
    [say('certainty'), certainty === null ? null : certainties[certainty]],
    [say('cause'), named(detail.cause)],
    [say('cure'), named(detail.cure)],
    [say('tried'), detail.proof?.kind === 'tried' ? detail.proof.text : null],
    [
      say('also'),
      detail.proof?.kind === 'tried' ? named(detail.notes.join(PUNCTUATION[lang].semicolon)) : null,
    ],
    [say('request-id'), row.requestId === null ? say('no-request-id') : [{ code: row.requestId }]],
    [say('ec'), detail.ec === null ? null : [{ code: detail.ec }]],
    [say('page-key-id'), detail.accessKeyId === null ? null : [{ code: detail.accessKeyId }]],
    [say('page-version'), detail.version],
    [say('time'), row.time],
    [say('page-capture'), data.captures[row.capture]?.path ?? null],
    [say('page-wireshark'), wiresharkText(row, detail, context)],
  ];
  const lines = differing.flatMap(({ label, client, server }) => [
    label,
    `- ${textOf(client)}`,
    `+ ${textOf(server)}`,
  ]);
  const blocks: readonly MarkdownBlock[] = [
    { kind: 'finding', mark: '✗', text: named(detail.headline) },
    ...(lines.length === 0 ? [] : [{ kind: 'verbatim', lines } as const]),
    { kind: 'facts', facts: facts.map(([title, text]) => ({ title, text })) },
    { kind: 'paragraph', text: say('page-made-by', { ...tool }) },
  ];
  return markdownText(blocks, lang);
}

function textOf(text: MarkedText): string {
  return text.map((piece) => (typeof piece === 'string' ? piece : piece[0])).join('');
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
