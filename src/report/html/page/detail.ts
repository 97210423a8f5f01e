import type { Lang } from '../../../sentences/language.ts';
import type { Fact } from '../../document/blocks.ts';
import { type CausePart, causeFacts } from '../../document/cause-facts.ts';
import { type MarkdownBlock, markdownText } from '../../document/markdown.ts';
import type { Evidence } from '../../strings/evidence.ts';
import { formatMilliseconds } from '../../timing/timing-text.ts';
import {
  differingTexts,
  type PageDetail,
  type PageMessage,
  type PageTicket,
  type TicketWords,
  triedText,
} from '../page-data.ts';
import { elementsOf, paperOf, type ShownPart } from './blocks.ts';
import { headlineOf, suspectList } from './causes.ts';
import { type Row, targetOf } from './data.ts';
import { type Context, copyButton, h, withNames, wordsOf } from './parts.ts';
import { timingPart } from './timeline.ts';

/** Everything that the report holds of one exchange. */
export function exchangeDetail(row: Row, context: Context): HTMLElement {
  const paper = paperOf(row.capture, context);
  const shown = (...document: readonly ShownPart[]): readonly HTMLElement[] => elementsOf(document, paper);
  const detail = context.data.detailOf(row);
  if (detail === null) {
    const note = { kind: 'paragraph', text: shortNote(row, context), isSmall: true } as const;
    return h('div.detail', ...shown([placesBlock(row, null, context), note]));
  }
  const { say } = context;
  const heads = shown(
    headPart(say('page-request'), detail.request, context),
    headPart(say('page-response'), detail.response, context),
  );
  return h(
    'div.detail',
    copyButtons(row, detail, context),
    ...shown(headlinePart(detail, context)),
    suspectList(detail.suspects, row.capture, context),
    ...shown(causePart(detail, context), evidencePart(detail.evidence, context)),
    h('div.heads', ...heads),
    documentPart(detail, context),
    ...shown(integrityPart(detail, context)),
    timingPart(detail.timing, context),
    ...shown([placesBlock(row, detail, context)]),
  );
}

function shortNote(row: Row, { say, data }: Context): string {
  const kept = data.captures[row.capture]?.detailed ?? 0;
  return row.isFailing ? say('page-detail-left-out', { n: kept }) : say('page-detail-none');
}

function headlinePart(detail: PageDetail, context: Context): ShownPart {
  const { measure } = detail;
  const status = measure === null ? {} : { status: context.data.head.measures[measure] };
  return [{ kind: 'finding', mark: '✗', text: headlineOf(detail, context), ...status }];
}

function causePart(detail: PageDetail, { say }: Context): ShownPart {
  const { suspects, serverSaid, serverPage } = detail;
  const isOneOfMany = suspects.length > 1;
  // what is to be checked stands beside the check of the suspect
  const order: readonly CausePart[] =
    detail.proof?.kind === 'check' ? ['cause', 'cure', 'proof'] : ['cause', 'proof', 'cure'];
  const facts = [
    ...causeFacts(detail, isOneOfMany ? ['cause', 'proof'] : order, say),
    { title: say('page-settles'), text: isOneOfMany ? null : (suspects[0]?.proof ?? null) },
    ...causeFacts(
      detail,
      ['first-difference', 'server-said', 'also'],
      say,
      serverSaid !== null && serverPage !== null
        ? [{ code: serverSaid, href: serverPage }]
        : (serverSaid ?? say('no-response')),
    ),
  ];
  return [{ kind: 'facts', facts }];
}

/** The two strings, and what must be said of them before they are read. */
function evidencePart(evidence: Evidence | null, { say }: Context): ShownPart {
  if (evidence === null) return [];
  const { kind } = evidence;
  const same = evidence.fromError ? 'page-same-string-from-error' : 'page-same-string';
  const remark = kind === 'same' ? say(same) : kind === 'server-unknown' ? say('page-server-unknown') : null;
  return [
    { kind: 'heading', text: say(kind === 'parts' ? 'page-side-by-side' : 'string-to-sign') },
    ...(remark === null ? [] : [{ kind: 'paragraph', text: remark, isSmall: true } as const]),
    { kind: 'comparison', comparison: evidence },
  ];
}

function headPart(title: string, message: PageMessage | null, { say }: Context): ShownPart {
  if (message === null) return [];
  const { start, headers, bodyBytes: n } = message;
  const lines = headers.map(([name, value]) => [{ name: `${name}: ` }, value]);
  return [
    { kind: 'heading', text: title },
    { kind: 'verbatim', lines: [[{ strong: start }], ...lines] },
    ...(n === 0 ? [] : [{ kind: 'paragraph', text: say('page-body', { n }), isSmall: true } as const]),
  ];
}

/** The error document, folded; null without one. */
function documentPart({ document: text }: PageDetail, context: Context): HTMLElement | null {
  if (text === null) return null;
  const { say } = context;
  return h(
    'details.more',
    h('summary', say('page-document')),
    h(
      'p',
      copyButton(say('page-copy-command'), () => text, context),
    ),
    h('pre', { at: { tabindex: 0 } }, text),
  );
}

function integrityPart({ integrity, chunks }: PageDetail, { say }: Context): ShownPart {
  const fields = integrity.map(({ body, claim, result, claimed, actual }): readonly [string, string] => [
    `${body}: ${claim}`,
    `${result} · ${claimed}${actual === null || result === 'matches' ? '' : ` ≠ ${actual}`}`,
  ]);
  return [
    { kind: 'heading', text: say('page-integrity') },
    { kind: 'fields', fields: chunks === null ? fields : [...fields, ['request: aws-chunked', chunks]] },
  ];
}

/** Ids, places and sizes. */
function placesBlock(row: Row, detail: PageDetail | null, context: Context): ShownPart[number] {
  const { say, data } = context;
  const { lang } = data.head;
  const { path = null, numbering = 'frame' } = data.captures[row.capture] ?? {};
  const ec = detail?.ec ?? null;
  const page = detail?.ecPage ?? null;
  const place = (at: number | null): string | null =>
    at === null ? null : say(`page-${numbering}`, { n: at });
  const facts: readonly (readonly [string, Fact['text']])[] = [
    [say('request-id'), row.requestId ?? say('no-request-id')],
    [say('ec'), ec === null || page === null ? ec : [{ code: ec, href: page }]],
    [say('verdict'), row.verdict === null ? null : data.head.verdicts[row.verdict]],
    [say('page-cause-id'), detail?.rule ?? null],
    [say('page-version'), detail?.version ?? null],
    [say('page-key-id'), detail?.accessKeyId ?? null],
    [say('time'), row.time],
    [say('page-duration'), row.durationMs === null ? null : formatMilliseconds(row.durationMs, lang)],
    [say('page-capture'), data.captures.length === 1 ? null : path],
    [say('page-connection'), row.connection],
    [say('page-request'), place(row.requestFrame)],
    [say('page-response'), place(row.responseFrame)],
    [say('page-wireshark'), wiresharkText(row, detail, context)],
  ];
  return { kind: 'facts', facts: facts.map(([title, text]) => ({ title, text })), isSmall: true };
}

/** What the languages call themselves. */
const NAMES: Readonly<Record<Lang, string>> = { en: 'English', zh: '中文' };

/** Copies what a ticket needs of an exchange, in the language of the page or in the other one. */
function copyButtons(row: Row, detail: PageDetail, context: Context): HTMLElement {
  const { say, data } = context;
  const button = (words: TicketWords, ticket: PageTicket): HTMLElement =>
    copyButton(NAMES[words.lang], () => ticketText(row, detail, ticket, words, context), context, words.lang);
  const own = {
    ...detail,
    settles: detail.suspects[0]?.proof ?? null,
    tried: triedText(detail, data.head.lang),
    differing: differingTexts(detail.evidence),
  };
  const { otherTicket } = detail;
  const curl = curlText(detail, row);
  return h(
    'p.copy',
    say('page-copy'),
    ' ',
    button(data.head, own),
    ' ',
    otherTicket === null ? null : button(data.head.otherWords, otherTicket),
    ' ',
    curl === null ? null : copyButton('curl', () => curl, context),
  );
}

/** Headers that curl writes by itself. */
const OWN_HEADERS = ['host', 'content-length', 'connection', 'transfer-encoding', 'expect'];

/** The request as a command of curl, with what is masked masked; null where it was not captured. */
function curlText({ request }: PageDetail, { connection }: Row): string | null {
  if (request === null) return null;
  const [method = '', target = ''] = request.start.split(' ');
  const host = request.headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
  const scheme = connection.endsWith(':443') ? 'https' : 'http';
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  const sent = request.headers.filter(([name]) => !OWN_HEADERS.includes(name.toLowerCase()));
  return [
    `curl -v -X ${quoted(method)} ${quoted(target.startsWith('/') ? `${scheme}://${host}${target}` : target)}`,
    ...sent.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(request.bodyBytes > 0 ? ['--data-binary @BODY'] : []),
  ].join(' \\\n  ');
}

/** An exchange as Markdown: what failed, both values, what to do, and by what it is found. */
function ticketText(
  row: Row,
  detail: PageDetail,
  ticket: PageTicket,
  words: TicketWords,
  context: Context,
): string {
  const { verdicts, measures, lang } = words;
  const { tool } = context.data.head;
  const say = wordsOf(words);
  const named = (text: string): string => withNames(text, row.capture, context);
  const { measure } = detail;
  const facts: readonly (readonly [string, Fact['text']])[] = [
    [say('operation'), [row.operation, ' ', { code: targetOf(row) }]],
    [say('server-said'), detail.serverSaid ?? say('no-response')],
    [say('verdict'), row.verdict === null ? null : verdicts[row.verdict]],
    [say('certainty'), measure === null ? null : measures[measure]],
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
function wiresharkText(row: Row, detail: PageDetail | null, { data }: Context): Fact['text'] {
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
