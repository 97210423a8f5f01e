import { type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import { printable } from '../../engine/bytes/printable.ts';
import type { CapturePart } from '../../engine/capture/record.ts';
import { isOutsideStrings } from '../../engine/diagnose/fields.ts';
import {
  type Diagnosis,
  type Divergence,
  isFailing,
  type SearchReport,
} from '../../engine/diagnose/model.ts';
import { type Exchange, isOverTls } from '../../engine/http/exchange.ts';
import { type HttpMessage, isKnownTime } from '../../engine/http/message.ts';
import { isUnknownEndpoint } from '../../engine/oss/address.ts';
import { showsSignaturePlaces } from '../../engine/oss/claim.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { ExchangeResult } from '../../engine/results.ts';
import { type Claim, scopeText } from '../../engine/sign/claim.ts';
import { versionRecord } from '../../engine/sign/versions.ts';
import type { DetailLabelId } from '../../sentences/detail.ts';
import { groupDigits } from '../../sentences/fill.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import { durationOf, formatTime } from '../../sentences/time-text.ts';
import type { Block, Document, Fact, Part } from '../document/blocks.ts';
import { CAUSE_TITLES } from '../document/cause.ts';
import { causeFacts } from '../document/cause-facts.ts';
import { causeSentences, isSaidByCause, noteSentence } from '../findings/explain.ts';
import { stepsOfExchange } from '../findings/finding.ts';
import { isSaidBySuspects, measureOf, suspectsNamed } from '../findings/suspects.ts';
import { inputName } from '../notice-text.ts';
import { compareStrings } from '../strings/comparison.ts';
import { fieldLabel } from '../strings/difference.ts';
import { originName, proofOf } from '../strings/proof.ts';
import { label, listed, operationName, viewFor } from '../terminal/view.ts';
import { endingSentences } from '../timing/timing-text.ts';
import {
  aside,
  comma,
  type DetailView,
  piecesParts,
  rowReason,
  say,
  signingOf,
  stepsBlock,
  stringsKnown,
  valueText,
} from './signing.ts';

/** One exchange with all that is known of it, from the frames to the verdict. */
export function explainDocument(path: string, result: ExchangeResult, given: DetailView): Document {
  const { exchange, oss, diagnosis, index } = result;
  const view = viewFor(given, result);
  const title = [
    printable(inputName(path, view.texts)),
    say(view, 'exchange', { index }),
    ...(oss === null ? [] : [printable(operationName(oss.operation, view.texts)), targetOf(oss, view)]),
    ...(exchange.response === null ? [] : [String(exchange.response.status)]),
  ].join(' · ');
  const messages: Document = [
    [{ kind: 'title', text: title }],
    connectionPart(exchange, view),
    headPart(exchange.request, view),
    headPart(exchange.response, view),
  ];
  if (oss === null) return [...messages, part('heading-signature', view, paragraph(say(view, 'not-oss')))];
  if (diagnosis === null) return [...messages, signaturePart(oss, view)];
  return [
    ...messages,
    signaturePart(oss, view),
    ...signingParts(diagnosis, oss, view),
    answerPart(oss, view),
    ...alignmentParts(diagnosis, oss, view),
    decisionPart(diagnosis, oss, view),
    searchPart(diagnosis, view),
  ];
}

function part(id: DetailLabelId, view: DetailView, ...blocks: readonly Block[]): Part {
  return [{ kind: 'heading', text: say(view, id) }, ...blocks];
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}

function targetOf({ address, exchange }: OssExchange, view: DetailView): string {
  const { bucket, key } = address;
  const target =
    bucket === null ? (exchange.request?.target ?? '-') : key === null ? bucket : `${bucket}/${key}`;
  return printable(view.door.text(target).text);
}

/** Who spoke with whom, in which frames, and when. */
function connectionPart(exchange: Exchange, view: DetailView): Part {
  const { connection, request, response, interim } = exchange;
  const { index, client, server, originalClient = null } = connection;
  const facts: Fact[] = [
    {
      title: say(view, 'row-connection'),
      // A text need not name the addresses.
      text: client === '' && server === '' ? null : say(view, 'connection', { index, client, server }),
    },
    ...(originalClient === null
      ? []
      : [
          {
            title: say(view, 'row-original-client'),
            text: say(view, 'original-client', { client: originalClient }),
          },
        ]),
    ...tlsRows(connection.tls ?? null, view),
    { title: say(view, 'row-request'), text: placeOf(request, view) },
    ...interim.map((answer) => ({
      title: say(view, 'row-interim'),
      text: `${answer.status} ${printable(view.door.text(answer.reason).text)}${comma(view)}${placeOf(answer, view)}`,
    })),
    { title: say(view, 'row-response'), text: placeOf(response, view) },
    ...endingRows(exchange, view),
  ];
  const ms = durationOf(exchange);
  if (ms !== null) facts.push({ title: say(view, 'row-took'), text: say(view, 'took', { ms: String(ms) }) });
  return part('heading-connection', view, { kind: 'facts', facts });
}

/** Why the answer is missing or not whole. */
function endingRows(exchange: Exchange, view: DetailView): Fact[] {
  const sentences = endingSentences(exchange, view.filler, view.texts);
  if (sentences === null) return [];
  const { headline, happened, cure } = sentences;
  return [
    { title: say(view, 'row-found'), text: headline },
    { title: view.texts.endings.labels['row-happened'], text: happened },
    { title: label(view, 'row-cure'), text: cure },
  ];
}

/** The TLS that the exchange was opened from. */
function tlsRows(tls: NonNullable<Exchange['connection']['tls']> | null, view: DetailView): Fact[] {
  if (tls === null) return [];
  const { version, suite, serverName, alpn } = tls;
  const parts = [
    `TLS ${version}`,
    suite,
    ...(serverName === null ? [] : [serverName]),
    ...(alpn === null ? [] : [alpn]),
  ];
  const protection = parts.join(fromText(PUNCTUATION[view.texts.lang].listComma));
  return [{ title: say(view, 'row-tls'), text: say(view, 'tls', { protection }) }];
}

function placeOf(message: HttpMessage | null, view: DetailView): string {
  if (message === null) return say(view, 'message-missing');
  const { frame, lastFrame, time, missingBytes } = message;
  const args = { frame, lastFrame, n: missingBytes };
  const frames = say(view, frame === lastFrame ? 'place-one' : 'place-several', args);
  // A text need not have one.
  const whole = isKnownTime(time) ? frames + comma(view) + formatTime(time) : frames;
  const part = partOfFrame(view.parts, frame);
  const place =
    part === null
      ? whole
      : whole +
        say(view, 'place-in-file', { frame: part.frame, file: fromText(inputName(part.path, view.texts)) });
  return missingBytes > 0 ? place + say(view, 'bytes-missing', args) : place;
}

/** The head of a message as captured, and what is known of its body. */
function headPart(message: HttpMessage | null, view: DetailView): Part {
  if (message === null) return [];
  const lines = headLines(message.head).map((line) => printable(view.door.text(line).text));
  const blocks: Block[] = [{ kind: 'verbatim', lines }];
  if (!message.headComplete) blocks.push(paragraph(say(view, 'head-cut')));
  const { kind, bodyBytes: n, framing, bodyState } = message;
  if (n > 0 || bodyState === 'incomplete') {
    const id = bodyState === 'complete' ? 'body-complete' : 'body-incomplete';
    blocks.push(paragraph(say(view, id, { n, framing })));
  }
  return part(kind === 'request' ? 'heading-request-head' : 'heading-response-head', view, ...blocks);
}

/** Lines of a head without their CR LF; any other line end stays in its line, where it is shown. */
function headLines(head: ByteString): ByteString[] {
  const lines = head.replace(/(?:\r?\n){1,2}$/, '').split('\r\n');
  // a bare LF ends a line all the same, and stays visible
  return lines.flatMap((line) => line.split(/(?<=\n)/)).filter((line) => line !== '');
}

/** What the request says of its signature. */
function signaturePart(oss: OssExchange, view: DetailView): Part {
  const { claim } = oss;
  if (claim === null) return part('heading-signature', view, paragraph(whyNoClaim(oss, view)));
  const { frame, source } = claim.signatureOrigin;
  const place = say(view, 'from-frame', { frame, source: fromText(originName(source, view)) });
  const facts = [
    { title: say(view, 'row-version'), text: claim.version + aside(place, view) },
    { title: say(view, 'row-key-id'), text: valueText(claim.accessKeyId, view) },
    { title: say(view, 'row-signature'), text: valueText(claim.signature, view) },
    ...optional(claim, view),
    { title: say(view, 'row-problems'), text: listed(claim.problems, view) },
  ];
  return part('heading-signature', view, { kind: 'facts', facts });
}

function whyNoClaim({ exchange, foreignAuthorization }: OssExchange, view: DetailView): string {
  if (foreignAuthorization !== null) {
    return say(view, 'foreign-scheme', { scheme: foreignAuthorization.split(' ')[0] ?? '' });
  }
  const { request } = exchange;
  return say(view, request !== null && showsSignaturePlaces(request) ? 'unsigned' : 'signature-unseen');
}

function optional(claim: Claim, view: DetailView) {
  const { scope } = claim;
  const values = [
    ['row-raw-signature', claim.rawSignature === claim.signature ? null : claim.rawSignature],
    ['row-scope', scope === null ? null : scopeText(scope)],
    ['row-date', claim.date],
    ['row-expires', claim.expires],
    ['row-listed', claim.listedHeaders === null ? null : claim.listedHeaders.join(';')],
  ] as const;
  return values.flatMap(([id, value]) =>
    value === null ? [] : [{ title: say(view, id), text: valueText(value, view) }],
  );
}

/** The strings of the captured request, and the signature that the secret makes of them. */
function signingParts(diagnosis: Diagnosis, oss: OssExchange, view: DetailView): readonly Part[] {
  const { claim } = oss;
  const { wire, recomputed } = diagnosis;
  if (claim === null) return [];
  if (wire === null) return [part('heading-steps', view, paragraph(say(view, whyNotRebuilt(oss))))];
  const blocks: Block[] = [stepsBlock(signingOf(claim, wire, diagnosis), view)];
  if (recomputed !== null) {
    const id = recomputed === claim.signature ? 'wire-equal' : 'wire-differs';
    const given = fromText(valueText(claim.signature, view));
    blocks.push({ kind: 'paragraph', text: say(view, id, { given }), depth: STEP_DEPTH });
  }
  return [...piecesParts(wire, { frames: true }, view), part('heading-steps', view, ...blocks)];
}

/** A conclusion stands as deep as the titles of the steps. */
const STEP_DEPTH = 5;

function whyNotRebuilt({ exchange, request, claim, address }: OssExchange) {
  if (exchange.request?.headComplete !== true) return 'not-rebuilt-head';
  if (isUnknownEndpoint(address)) return 'not-rebuilt-endpoint';
  if (request?.bucketUnknown === true) return 'not-rebuilt-bucket';
  const isForm = claim !== null && versionRecord(claim.version).carrier === 'form';
  return isForm ? 'not-rebuilt-policy' : 'not-rebuilt-scope';
}

/** Every field of the error document, as the server wrote it. */
function answerPart(oss: OssExchange, view: DetailView): Part {
  const { error, exchange } = oss;
  if (exchange.response === null)
    return part('heading-answer', view, paragraph(say(view, 'message-missing')));
  const { status } = exchange.response;
  const ids = paragraph(say(view, 'answer-ids', { status, id: oss.requestId ?? '-', ec: oss.ec ?? '-' }));
  if (error === null) return part('heading-answer', view, ids, paragraph(say(view, 'no-error-document')));
  const source = error.source === 'body' ? 'error-in-body' : 'error-in-header';
  const fields = error.fields.map(
    ([name, value]) => [printable(view.door.text(name).text), valueText(value, view)] as const,
  );
  return part('heading-answer', view, ids, paragraph(say(view, source, { frame: error.frame })), {
    kind: 'fields',
    fields,
  });
}

/** Both sides' strings, piece by piece, and where exactly each difference stands. */
function alignmentParts(diagnosis: Diagnosis, oss: OssExchange, view: DetailView): readonly Part[] {
  if (diagnosis.server === null && diagnosis.client === null && diagnosis.divergences.length === 0) return [];
  const comparison = compareStrings(diagnosis, oss);
  if (comparison === null) return [];
  const { kind } = comparison;
  const blocks: Block[] = [];
  if (kind === 'same') {
    const id = oss.fromError === true ? 'same-string-from-error' : 'same-string';
    blocks.push(paragraph(label(view, id)));
  }
  if (kind === 'server-unknown') blocks.push(paragraph(label(view, 'server-string-unknown')));
  const isOne = kind === 'server-unknown' || (kind === 'same' && oss.fromError === true);
  // an offset in a string says nothing of what stands in none
  const inStrings = diagnosis.divergences.filter(({ field }) => !isOutsideStrings(field));
  const facts = inStrings.map((divergence) => ({
    title: fieldLabel(divergence.field, view),
    text: divergenceText(divergence, view),
  }));
  return [
    part(
      isOne ? 'heading-one-string' : 'heading-alignment',
      view,
      ...blocks,
      ...(kind === 'parts' && diagnosis.verdict === 'transit-modified'
        ? [{ kind: 'sequence', hop: hopAddress(diagnosis), comparison } as const]
        : []),
      { kind: 'comparison', comparison },
    ),
    [{ kind: 'facts', facts }],
  ];
}

/** Where the request went into the hop that broke it; null where the capture does not show it. */
function hopAddress({ hops }: Diagnosis): string | null {
  const hop = hops.find(({ broken }) => broken.length > 0);
  return hop === undefined || hop.from === '' ? null : printable(hop.from);
}

function divergenceText(divergence: Divergence, view: DetailView): string {
  const { clientOffset: client, serverOffset: server, clientOrigin: origin } = divergence;
  const text = say(view, 'divergence', { client, server });
  if (origin === null) return text;
  const source = originName(origin.source, view);
  return `${text}${comma(view)}${say(view, 'from-frame', { frame: origin.frame, source: fromText(source) })}`;
}

/** What holds in this case, and what follows. */
function decisionPart(diagnosis: Diagnosis, oss: OssExchange, view: DetailView): Part {
  const { row, verdict } = diagnosis;
  const measure = measureOf(diagnosis);
  const sure = measure === null ? '' : `${comma(view)}${view.texts.measures[measure]}`;
  // what is open is not how the request stands, but what was found
  const [ofVerdict, ofFound] = diagnosis.certainty === 'open' ? ['', sure] : [sure, ''];
  const facts: Fact[] = [
    { title: say(view, 'row-row'), text: rowReason(row, view.detail, stringsKnown(diagnosis, oss)) },
    { title: say(view, 'row-verdict'), text: view.texts.verdictNames[verdict] + ofVerdict },
  ];
  // the section on the search says how much was tried
  const notes = diagnosis.notes
    .filter((note) => note.id !== 'search-tried' && note.id !== 'search-limit')
    .filter((note) => !isSaidBySuspects(note, diagnosis) && !isSaidByCause(note, diagnosis))
    .map((note) => noteSentence(note, view.filler, view.texts));
  const sentences = causeSentences(diagnosis, view.filler, view.texts, isOverTls(oss.exchange));
  const found = {
    ...sentences,
    steps: stepsOfExchange(diagnosis, oss, sentences.steps, view.texts),
    proof: proofOf(diagnosis, oss, view),
    firstDifference: null,
    notes,
    suspects: suspectsNamed(diagnosis, view.filler, view.texts),
  };
  if (isFailing(verdict))
    facts.push({
      title: say(view, 'row-found'),
      text: found.headline.replace(/[.。]$/, (stop) => ofFound + stop),
    });
  const order = isFailing(verdict)
    ? (['suspects', 'proof', 'cause', 'cure', 'also'] as const)
    : (['also'] as const);
  const ofCause = causeFacts(found, order, (id) => label(view, CAUSE_TITLES[id]));
  return part('heading-decision', view, { kind: 'facts', facts: [...facts, ...ofCause] });
}

/** What was tried to find what the client signed, by hypothesis; nothing where nothing was open. */
function searchPart(diagnosis: Diagnosis, view: DetailView): Part {
  const { search } = diagnosis;
  if (search === null) return [];
  const { tally, fits, tried, limit } = search;
  const sentences = [
    paragraph(say(view, 'search-tried', { tried, limit })),
    paragraph(outcomeOf(search, view)),
  ];
  if (tally.length === 0) return part('heading-search', view, ...sentences);
  return part('heading-search', view, ...sentences, {
    kind: 'table',
    columns: [
      { title: '' },
      { title: say(view, 'column-hypothesis') },
      { title: say(view, 'column-alone'), align: 'right' },
      { title: say(view, 'column-paired'), align: 'right' },
    ],
    rows: tally.map(({ id, alone, paired }) => [
      fits?.includes(id) === true ? '▸' : '',
      id,
      groupDigits(alone),
      groupDigits(paired),
    ]),
  });
}

function outcomeOf({ fits, exhausted }: SearchReport, view: DetailView): string {
  if (fits === null) return say(view, exhausted ? 'search-spent' : 'search-nothing');
  if (fits.length === 0) return say(view, 'search-same-string');
  return say(view, 'search-found', { list: fromText(fits.join(' + ')) });
}

/** Where a frame of a set stands: the file, and its number in it. Null where the capture is one file. */
function partOfFrame(
  parts: readonly CapturePart[] | undefined,
  frame: number,
): { readonly path: string; readonly frame: number } | null {
  const part = parts?.findLast(({ firstFrame, packets }) => firstFrame <= frame && packets > 0);
  return part === undefined ? null : { path: part.path, frame: frame - part.firstFrame + 1 };
}
