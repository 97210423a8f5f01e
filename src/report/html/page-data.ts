import type { Verdict } from '../../engine/diagnose/model.ts';
import type { FormatLabelId } from '../../sentences/formats.ts';
import { type Lang, PUNCTUATION, type Template } from '../../sentences/language.ts';
import type { Measure } from '../../sentences/measures.ts';

import type { Document, ShownStrings } from '../document/blocks.ts';
import type { SuspectFound } from '../findings/suspects.ts';
import type { HeaderJson, IntegrityJson, UploadJson } from '../json/model.ts';
import type { About } from '../reference/why.ts';
import type { Evidence, EvidenceRow, MarkedText } from '../strings/evidence.ts';
import type { Proof } from '../strings/proof.ts';

/** Words of a ticket that are not those of its exchange. */
export const TICKET_LABELS = [
  'operation',
  'server-said',
  'no-response',
  'verdict',
  'certainty',
  'cause',
  'cure',
  'page-settles',
  'tried',
  'request-id',
  'no-request-id',
  'ec',
  'page-key-id',
  'page-version',
  'time',
  'page-capture',
  'page-wireshark',
  'page-made-by',
] as const satisfies readonly FormatLabelId[];

/** What tickets are written with in a language. */
export interface TicketWords extends Pick<PageHead, 'lang' | 'verdicts' | 'measures'> {
  readonly labels: Readonly<Record<(typeof TICKET_LABELS)[number], Template>>;
}

/** What a ticket says of an exchange in a language. */
export interface PageTicket {
  readonly headline: string;
  readonly cause: string;
  readonly cure: string;
  /** What settles whether the first suspect is the cause; null without one. */
  readonly settles: string | null;
  /** What was tried with the secret, which explains nothing; null where none was given. */
  readonly tried: string | null;
  /** What differs between the two strings. */
  readonly differing: readonly (readonly [label: string, client: string, server: string])[];
}

/** What the page is given once: its words, and what is the same for all captures. */
export interface PageHead {
  readonly lang: Lang;
  readonly labels: Readonly<Record<FormatLabelId, Template>>;
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly measures: Readonly<Record<Measure, string>>;
  /** Connect, request, wait and response, which the time of an exchange is made of. */
  readonly phases: readonly string[];
  readonly outcomes: Readonly<Record<UploadJson['outcome'], string>>;
  readonly failing: readonly Verdict[];
  /** For tickets in the language that is not the page's. */
  readonly otherWords: TicketWords;
  readonly tool: { readonly name: string; readonly version: string };
  /** When the report was made; null where it does not say. */
  readonly madeAt: string | null;
  readonly showSignatures: boolean;
}

/** One exchange in the list. `capture` counts from 0. */
export type PageRow = readonly [
  capture: number,
  index: number,
  time: string | null,
  durationMs: number | null,
  operation: string,
  bucket: string | null,
  key: string | null,
  status: number | null,
  requestId: string | null,
  verdict: Verdict | null,
  /** Number of its cause within its capture; null for an exchange that does not fail. */
  cause: number | null,
  /** 1: the page holds its details. */
  detailed: 0 | 1,
  requestFrame: number | null,
  responseFrame: number | null,
  connection: string,
  /** 1: it failed behind the status of a success. */
  isLate: 0 | 1,
  /** Of an error that no cause reports. */
  code: string | null,
  /** Null where the packets do not show it, and for an exchange of very many. */
  phases: PagePhases | null,
];

/** Milliseconds of connect, request, wait and response. */
export type PagePhases = readonly [connect: number | null, request: number, wait: number, response: number];

/** A capture with fewer exchanges is shown line by line, and others by how many there were when. */
export const WATERFALL_BELOW = 200;

/** What differs between the two strings of an exchange. */
export interface PageDivergence {
  /** What each of the two is. */
  readonly sides: readonly [client: FormatLabelId, server: FormatLabelId];
  /** Pieces that differ, the first few. Of long values, what is equal is cut. */
  readonly rows: readonly EvidenceRow[];
  /** Pieces that differ beside those, and pieces that are equal. */
  readonly more: number;
  readonly equal: number;
}

/** What is found of a failing exchange. Its sentences may name exchanges (`exchangeReference`). */
interface PageFound {
  readonly headline: string;
  readonly cause: string;
  /** What to do, without what settles whether a suspect is the cause. */
  readonly cure: string;
  /** The same as steps, the best first. */
  readonly steps: readonly string[];
  /** Of the cause, else of the verdict: what is said about it by itself. */
  readonly rule: string;
  readonly measure: Measure | null;
  /** What may be the cause, and what speaks for it, where nothing is proved. */
  readonly suspects: readonly SuspectFound[];
  /** Masked. */
  readonly accessKeyId: string | null;
  readonly ec: string | null;
  /** Where the service explains it. */
  readonly ecPage: string | null;
}

/** A cause of several exchanges of one capture. */
export interface PageCause extends PageFound {
  /** Its number among the causes of the whole report; null for one too many to be counted so. */
  readonly id: number | null;
  readonly verdict: Verdict;
  /** Null where nothing differs, or the verdict is not about strings. */
  readonly divergence: PageDivergence | null;
  /** Commands to type, and what each is good for. */
  readonly next: readonly (readonly [command: string, why: string])[];
  /** Of an exchange that has the cause. */
  readonly requestId: string | null;
  readonly count: number;
  /** Index of the first exchange. */
  readonly first: number;
}

/** What failed although the answers have the status of a success. */
export interface PageLate {
  readonly headline: string;
  readonly facts: readonly (readonly [title: string, text: string])[];
  readonly count: number;
  /** Index of the first exchange. */
  readonly first: number;
}

/** An upload, its texts printable. */
export interface PageUpload extends UploadJson {
  /** What is to be said of it, each in a sentence that may name exchanges. */
  readonly findings: readonly string[];
}

/** A capture as a whole, written at its end. */
export interface PageCapture {
  readonly path: string;
  readonly format: string | null;
  /** Lines of a text; null for a capture of packets. */
  readonly lines: number | null;
  readonly numbering: 'frame' | 'line' | 'entry';
  readonly complete: boolean;
  /** How much of it a filter shows; null without one. */
  readonly filtered: string | null;
  readonly packets: number;
  readonly connections: number;
  readonly firstTime: string | null;
  readonly warnings: readonly string[];
  readonly tls: readonly { readonly name: string; readonly connections: number }[];
  /** Packets of which nothing is read, by protocol, in a sentence; null without any. */
  readonly others: string | null;
  readonly uploads: readonly PageUpload[];
  readonly causes: readonly PageCause[];
  readonly late: readonly PageLate[];
  /** What went wrong and is in no cause, as a list; null for nothing. */
  readonly note: string | null;
  readonly advice: readonly PageAdvice[];
  readonly timings: PageTimings | null;
  /** Failing exchanges whose details were kept. */
  readonly detailed: number;
  /** That some failing exchanges have causes which are not among those; null where all have. */
  readonly leftOut: string | null;
}

/** All about one failing exchange. Texts are printable; heads keep their line breaks. */
export interface PageDetail extends PageFound {
  /** For a ticket in the language that is not the page's. */
  readonly otherTicket: PageTicket | null;
  readonly proof: Proof | null;
  readonly firstDifference: string | null;
  readonly notes: readonly string[];
  readonly serverSaid: string | null;
  /** What the server's documentation says of its errors. */
  readonly serverPage: string | null;
  readonly version: string | null;
  readonly evidence: Evidence | null;
  /** Of its connection, as Wireshark numbers them; null where there are no packets. */
  readonly stream: number | null;
  readonly request: PageMessage | null;
  readonly response: PageMessage | null;
  /** The answer's error document, without codings, or the page in its place; null for neither. */
  readonly document: string | null;
  readonly integrity: readonly IntegrityJson[];
  /** What the signatures of a body in chunks came to; null for every other body. */
  readonly chunks: string | null;
  /** Null where the packets do not show it. */
  readonly timing: PageTiming | null;
}

/** Part of an exchange's time: its place among the phases from 0, its name, its length, and as text. */
export type PagePhase = readonly [place: number, name: string, milliseconds: number, text: string];

/** Where the time of an exchange went. */
export interface PageTiming {
  readonly phases: readonly PagePhase[];
  readonly total: string;
  readonly waitedFor: string;
  readonly reason: string;
}

export interface PageSlow extends PageTiming {
  readonly index: number;
  readonly what: string;
}

/** The times of a capture. */
export interface PageTimings {
  /** Slowest first. */
  readonly slowest: readonly PageSlow[];
  /** One of them took a second or longer. */
  readonly isSlow: boolean;
  readonly sum: string;
}

/** What will make exchanges fail that still pass. */
export interface PageAdvice {
  readonly summary: string;
  readonly advice: string;
  readonly count: number;
  readonly exchange: number;
}

export interface PageMessage {
  readonly start: string;
  readonly headers: readonly HeaderJson[];
  readonly bodyBytes: number;
}

/** What is to be said of a capture once all are read; null for nothing any more. */
export type PageNote = readonly [capture: number, note: string | null];

/** What could not be read, and how the scan ended. */
export interface PageEnd {
  readonly interrupted: boolean;
  readonly unreadable: readonly string[];
  /** Uploads that captures left open and that the capture of that number (from 0) went on with. */
  readonly later: readonly { readonly uploadId: string; readonly capture: number; readonly text: string }[];
  /** What replaces the notes of captures, now that it is known how their uploads went on. */
  readonly notes: readonly PageNote[];
  /** How TLS to OSS is opened; null where none stayed closed. */
  readonly tlsWays: PageTlsWays | null;
}

/** What to type for each kind of client so that it writes its session keys. */
export interface PageTlsWays {
  readonly title: string;
  readonly clients: readonly (readonly [name: string, lines: readonly string[]])[];
  readonly next: string;
  readonly otherwise: string;
}

/** Types of the data blocks, by the value of their `data-kind`. */
export interface PageBlocks {
  readonly head: PageHead;
  readonly rows: readonly PageRow[];
  /** A cause or a verdict that cards have. */
  readonly about: NonNullable<ReturnType<About>>;
  readonly capture: PageCapture;
  readonly detail: PageDetail;
  readonly end: PageEnd;
  readonly document: PageDocument;
}

/** One document, which is then all that the page shows. */
export interface PageDocument extends Pick<PageHead, 'lang' | 'labels' | 'tool'> {
  readonly document: Document<ShownStrings>;
}

/**
 * Stands around the number of an exchange in a sentence of the page: U+2063, an invisible separator. What was
 * captured cannot hold it, as that is printable; a control character would stand as such in the script and in
 * the data.
 */
const MARK = '\u2063';

/** How a sentence that is written for the page names an exchange of its capture. */
export function exchangeReference(index: number): string {
  return `${MARK}${index}${MARK}`;
}

/** A sentence in pieces: its text, and the exchanges that it names. A `#` before a number goes with it. */
export function referencesIn(sentence: string): readonly (string | number)[] {
  const pieces = sentence.split(MARK);
  return pieces.map((piece, at) => {
    if (at % 2 === 1) return Number(piece);
    return at + 1 < pieces.length ? piece.replace(/#$/, '') : piece;
  });
}

/** The sentence for those who read it beside its capture alone. */
export function withBareNumbers(sentence: string): string {
  return sentence.replaceAll(MARK, '');
}

export function triedText(
  { proof, notes }: Pick<PageDetail, 'proof' | 'notes'>,
  lang: Lang,
): PageTicket['tried'] {
  return proof?.kind === 'tried' ? [proof.text, ...notes].join(PUNCTUATION[lang].semicolon) : null;
}

/** What differs between two strings, as mere text; nothing where they are not laid side by side. */
export function differingTexts(evidence: Evidence | null): PageTicket['differing'] {
  if (evidence?.kind !== 'parts') return [];
  const textOf = (text: MarkedText): string =>
    text.map((piece) => (typeof piece === 'string' ? piece : piece[0])).join('');
  return evidence.rows
    .filter(({ differs }) => differs)
    .map(({ label, client, server }) => [label, textOf(client), textOf(server)]);
}
