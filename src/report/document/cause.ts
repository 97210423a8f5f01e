import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { printable } from '../../engine/bytes/printable.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { MultipartUpload } from '../../engine/oss/upload.ts';
import type { LabelId } from '../../sentences/labels.ts';
import { servicePage } from '../../sentences/service.ts';
import { type CauseFound, causeFound } from '../findings/finding.ts';
import type { ExchangeGroup } from '../findings/group.ts';
import { lateFindingOf, serverSaid } from '../findings/late-failures.ts';
import { measureOf } from '../findings/suspects.ts';
import { splitDifference } from '../strings/difference.ts';
import type { Proof } from '../strings/proof.ts';
import { label, listed, maskedViewFor, type View } from '../terminal/view.ts';
import type { Block, Document, Part } from './blocks.ts';
import { type CausePart, causeFacts, ecPage, lateFacts, type SuspectPart } from './cause-facts.ts';

/** The titles of facts on a terminal. */
export const CAUSE_TITLES = {
  suspect: 'row-suspect',
  'suspect-for': 'row-suspect-for',
  'suspect-against': 'row-suspect-against',
  'server-said': 'row-server',
  cause: 'row-cause',
  cure: 'row-cure',
  proof: 'row-proof',
  evidence: 'row-evidence',
  tried: 'row-tried',
  check: 'row-check',
  'first-difference': 'row-first-difference',
  also: 'row-also',
} as const satisfies Readonly<Record<Exclude<CausePart, 'suspects'> | Proof['kind'] | SuspectPart, LabelId>>;

/** Everything about one cause: who did it, the evidence, what to do. */
export function causeDocument(
  group: ExchangeGroup,
  uploads: readonly MultipartUpload[],
  captureView: View,
): Document {
  const view = maskedViewFor(captureView, group.example);
  const { oss, diagnosis } = group.example;
  if (oss === null || diagnosis === null) return [];
  const found = causeFound(diagnosis, oss, uploads, view);
  const measure = measureOf(diagnosis);
  const certainty = measure === null ? '' : `${view.texts.measures[measure]} · `;
  return [
    [
      {
        kind: 'finding',
        mark: '✗',
        text: found.headline,
        status: certainty + exchangesOf(group, view),
      },
    ],
    ...evidenceParts(found, group, view),
    [
      {
        kind: 'facts',
        facts: [
          ...causeFacts(
            found,
            ['suspects', 'server-said', 'first-difference', 'proof', 'cause', 'cure', 'also'],
            (part) => label(view, CAUSE_TITLES[part]),
            found.comparison === null ? refusal(oss, view) : null,
          ),
          { title: label(view, 'row-support'), text: supportSentence(oss, view) },
          { title: label(view, 'row-support'), text: diagnosis.verdict },
        ],
      },
    ],
  ];
}

/** Everything about exchanges that went wrong although their verdict does not fail. */
export function lateDocument(group: ExchangeGroup, captureView: View): Document {
  const view = maskedViewFor(captureView, group.example);
  const finding = lateFindingOf(group.example, view);
  const { oss } = group.example;
  if (finding === null || oss === null) return [];
  const { texts } = view;
  const titles = {
    happened: texts.endings.labels['row-happened'],
    said: label(view, 'row-server'),
    callback: texts.late.labels['row-callback'],
    cure: label(view, 'row-cure'),
  };
  const support = finding.said === null ? null : supportSentence(oss, view);
  return [
    [{ kind: 'finding', mark: '!', text: finding.headline, status: exchangesOf(group, view) }],
    [
      {
        kind: 'facts',
        facts: [...lateFacts(finding, titles), { title: label(view, 'row-support'), text: support }],
      },
    ],
  ];
}

/** How many exchanges have the cause, and which. */
export function exchangesOf(group: ExchangeGroup, view: View): string {
  const indexes = listed(
    group.indexes.map((index) => `#${index}`),
    view,
  );
  const more = group.count - group.indexes.length;
  const tail = more > 0 ? label(view, 'exchanges-more', { n: more }) : '';
  return label(view, 'exchanges-of-group', { n: group.count, list: indexes }) + tail;
}

/** The strings, and what must be said of them before they are read. */
function evidenceParts({ comparison }: CauseFound, group: ExchangeGroup, view: View): readonly Part[] {
  const { index, oss, diagnosis } = group.example;
  if (comparison === null || diagnosis === null) return [];
  const say = (id: LabelId): Block => ({ kind: 'paragraph', text: label(view, id, { index }) });
  const parts: Part[] = [];
  const { server } = diagnosis;
  if (server !== null && server.conflicting !== null) {
    const used = server.stringToSign;
    const forms =
      server.from === 'text' ? ([used, server.conflicting] as const) : ([server.conflicting, used] as const);
    parts.push([say('conflict'), { kind: 'forms', forms: formsOf(...forms, view) }]);
  }
  const strings: Block[] = [];
  if (comparison.kind === 'same') {
    // without the secret the exchanges of a group have no more in common than that
    const isOneOfMany = group.count > 1 && diagnosis.verdict === 'needs-secret';
    if (oss?.fromError === true) strings.push(say('same-string-from-error'));
    else strings.push(say(isOneOfMany ? 'same-string-of' : 'same-string'));
  }
  if (comparison.kind === 'server-unknown') strings.push(say('server-string-unknown'));
  return [...parts, [...strings, { kind: 'comparison', comparison }]];
}

/** The server's string in both forms of its error document. */
function formsOf(
  text: ByteString,
  bytes: ByteString,
  view: View,
): Extract<Block, { kind: 'forms' }>['forms'] {
  const hide = view.door.hide ?? ((value) => value);
  const [first, second] = [hide(text), hide(bytes)];
  const { prefix, clientEnd, serverEnd } = splitDifference(first, second);
  return [
    [label(view, 'conflict-text'), first, prefix, clientEnd],
    [label(view, 'conflict-bytes'), second, prefix, serverEnd],
  ];
}

/** Null for an answer that refuses nothing. */
function refusal(oss: OssExchange, view: View): string | null {
  const refuses = oss.error !== null || (oss.exchange.response?.status ?? 0) >= 400;
  return refuses ? serverSaid(oss, view) : null;
}

/** By what the service's own support finds the exchange. */
function supportSentence(oss: OssExchange, view: View): string {
  const page = servicePage(oss);
  const more = page === null ? '' : label(view, 'support-page', { page });
  if (oss.requestId === null) return label(view, 'no-request-id') + more;
  const id = printable(view.door.text(oss.requestId).text);
  return label(view, 'support', { id }) + supportOfCode(oss, view) + more;
}

/** The fine-grained code, and where the service explains it. */
function supportOfCode({ ec, provider }: OssExchange, view: View): string {
  if (ec === null) return '';
  const page = ecPage(ec, view.texts.lang, provider);
  return page === null ? label(view, 'support-ec', { ec }) : label(view, 'support-ec-page', { ec, page });
}
