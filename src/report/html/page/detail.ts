import type { Fact } from '../../document/blocks.ts';
import { causeFacts, ecPage } from '../../document/facts.ts';
import type { Evidence } from '../../strings/evidence.ts';
import { formatMilliseconds } from '../../timing/timing-text.ts';
import type { PageDetail, PageMessage } from '../page-data.ts';
import { elementsOf, paperOf, type ShownPart } from './blocks.ts';
import { headlineOf, suspectList } from './causes.ts';
import type { Row } from './data.ts';
import { h } from './dom.ts';
import type { Context } from './parts.ts';
import { copyButtons, wiresharkText } from './ticket.ts';
import { timingPart } from './timing.ts';

/** Everything that the report holds of one exchange. */
export function exchangeDetail(row: Row, context: Context): HTMLElement {
  const paper = paperOf(row.capture, context);
  const shown = (...document: readonly ShownPart[]): readonly HTMLElement[] => elementsOf(document, paper);
  const detail = context.data.detailOf(row);
  if (detail === null) {
    const note = { kind: 'paragraph', text: shortNote(row, context), isSmall: true } as const;
    return h('div', { class: 'detail' }, ...shown([placesBlock(row, null, context), note]));
  }
  const { say } = context;
  const heads = shown(
    headPart(say('page-request'), detail.request, context),
    headPart(say('page-response'), detail.response, context),
  );
  return h(
    'div',
    { class: 'detail' },
    copyButtons(row, detail, context),
    ...shown(headlinePart(detail, context)),
    suspectList(detail.suspects, row.capture, context),
    ...shown(causePart(detail, context), evidencePart(detail.evidence, context)),
    h('div', { class: 'heads' }, ...heads),
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
  const { certainty } = detail;
  const status = certainty === null ? {} : { status: context.data.head.certainties[certainty] };
  return [{ kind: 'finding', mark: '✗', text: headlineOf(detail, context), ...status }];
}

function causePart(detail: PageDetail, { say }: Context): ShownPart {
  const { suspects, serverSaid, serverPage } = detail;
  const isOneOfMany = suspects.length > 1;
  const facts = [
    ...causeFacts(detail, isOneOfMany ? ['cause'] : ['cause', 'cure'], say),
    { title: say('page-settles'), text: isOneOfMany ? null : (suspects[0]?.proof ?? null) },
    ...causeFacts(
      detail,
      ['proof', 'first-difference', 'server-said', 'also'],
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
  const page = ec === null ? null : ecPage(ec, lang);
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
