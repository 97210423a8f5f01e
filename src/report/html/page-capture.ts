import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { printable } from '../../engine/bytes/printable.ts';
import type { CaptureInfo } from '../../engine/results.ts';
import { publishedDoor } from '../../features/redact/redact-exchange.ts';
import { fill, plainFiller } from '../../sentences/fill.ts';
import { TLS_CLIENT_LINES, TLS_CLIENTS } from '../../sentences/outlook.ts';
import type { Texts } from '../../sentences/texts.ts';
import { plainText } from '../document/blocks.ts';
import { lateFacts } from '../document/facts.ts';
import { findingView } from '../findings/finding.ts';
import type { ExchangeGroup } from '../findings/group.ts';
import { lateFindingOf } from '../findings/late-failures.ts';
import {
  differenceOfTroubles,
  NO_TROUBLES,
  type Troubles,
  troubleList,
  troublesOf,
  type VerdictCounts,
} from '../findings/troubles.ts';
import { type FormatOptions, filteredText, lateTitles, sayLabel } from '../formats/format.ts';
import type { CaptureHeadJson, UploadJson } from '../json/model.ts';
import { captureName, numberingOf } from '../notice-text.ts';
import { otherPacketsSentence } from '../other-packets.ts';
import { isOpen, type LaterUpload } from '../uploads/later-uploads.ts';
import { factSentences, issueSentence, refusedSentence } from '../uploads/upload-facts.ts';
import {
  exchangeReference,
  type PageCapture,
  type PageLate,
  type PageNote,
  type PageTlsWays,
  type PageUpload,
} from './page-data.ts';

/** Warnings and servers of a capture that the page lists. */
const MAX_LISTED = 50;
/** Uploads of a capture that the page lists, those that are not complete first. */
const MAX_UPLOADS = 500;

/** A capture as the page shows it; texts printable. */
export function pageCapture(
  info: CaptureInfo,
  head: CaptureHeadJson,
  found: Pick<PageCapture, 'causes' | 'late' | 'note' | 'detailed' | 'timings'> & {
    readonly leftOut: number;
  },
  options: FormatOptions,
): PageCapture {
  const { texts } = options;
  return {
    path: captureName(info, texts),
    format: head.format,
    lines: head.text?.lines ?? null,
    numbering: numberingOf(info.summary) ?? 'frame',
    complete: head.complete,
    filtered: filteredText(info, options),
    packets: head.packets,
    connections: head.connections,
    firstTime: head.firstTime,
    warnings: head.warnings
      .slice(0, MAX_LISTED)
      .map(({ message, frame }) => printable(frame === undefined ? message : `${message} (${frame})`)),
    tls: head.tls.slice(0, MAX_LISTED).map(({ serverName, server, connections }) => ({
      name: printable(serverName === null ? server : `${serverName} (${server})`),
      connections,
    })),
    others: otherPacketsSentence(info.traffic, plainFiller(texts, printable), texts),
    advice: (head.advice ?? []).map(({ summary, advice, count, exchange }) => ({
      summary: printable(summary),
      advice: printable(advice),
      count,
      exchange,
    })),
    uploads: byUrgency(head.multipartUploads ?? [])
      .slice(0, MAX_UPLOADS)
      .map((upload) => pageUpload(upload, texts)),
    ...found,
    leftOut:
      found.leftOut === 0
        ? null
        : fill(texts.labels['groups-left-out'], { n: found.leftOut }, plainFiller(texts)),
  };
}

function byUrgency(uploads: readonly UploadJson[]): UploadJson[] {
  const rank = ({ outcome, issues }: UploadJson): number =>
    (outcome === 'completed' || outcome === 'aborted' ? 1 : 0) + (issues.length > 0 ? 0 : 1);
  return [...uploads].sort((a, b) => rank(a) - rank(b));
}

function pageUpload(upload: UploadJson, texts: Texts): PageUpload {
  const show = (text: string | null): string | null => (text === null ? null : printable(text));
  const { cleanUp } = upload;
  const filler = { ...plainFiller(texts, printable), exchange: exchangeReference };
  const refused = refusedSentence(upload, filler, texts);
  return {
    ...upload,
    uploadId: printable(upload.uploadId),
    bucket: show(upload.bucket),
    key: show(upload.key),
    parts: upload.parts.map((part) => ({ ...part, etag: show(part.etag) })),
    findings: [
      ...(refused === null ? [] : [refused]),
      ...upload.issues.map((issue) => issueSentence(issue, filler, texts)),
      ...factSentences(upload, filler, texts),
    ],
    cleanUp:
      cleanUp === null ? null : { command: show(cleanUp.command), request: printable(cleanUp.request) },
  };
}

/** What failed behind the status of a success, as a card of the page; texts printable. */
export function pageLate({ example, count }: ExchangeGroup, options: FormatOptions): PageLate | null {
  const door = publishedDoor(example, options);
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

/** How TLS that stayed closed is opened the next time, in the reader's language. */
export function pageTlsWays({ texts }: Pick<FormatOptions, 'texts'>): PageTlsWays {
  const { labels, tlsClients } = texts.outlook;
  return {
    title: labels['tls-ways-title'],
    clients: TLS_CLIENTS.map((client) => [tlsClients[client], TLS_CLIENT_LINES[client]]),
    next: labels['tls-ways-then'],
    otherwise: labels['tls-ways-else'],
  };
}

/** What went wrong in a capture and is in none of its causes; null for nothing. */
export function noteOf(
  troubles: Troubles,
  { failed }: Pick<VerdictCounts, 'failed'>,
  texts: Texts,
): string | null {
  return troubleList(troubles, texts, plainFiller(texts), failed === 0 ? 'all' : 'late');
}

/** Captures that are remembered whose notes may change. */
const MAX_CAPTURES = 1000;
/** Uploads of one of them. */
const MAX_OPEN_UPLOADS = 1000;

interface Noted {
  readonly capture: number;
  readonly path: string;
  readonly troubles: Troubles;
  readonly counts: VerdictCounts;
  /** What the note counts of each upload that the capture leaves open. */
  readonly open: ReadonlyMap<ByteString, Troubles>;
}

/**
 * Remembers the notes on captures that leave uploads open: where a later capture continues an upload, it was
 * not left behind, and the note changes.
 */
export class PageNotes {
  readonly #noted: Noted[] = [];

  add(
    { path, multipartUploads = [] }: CaptureInfo,
    capture: number,
    troubles: Troubles,
    counts: VerdictCounts,
  ): void {
    const open = multipartUploads.filter(isOpen).slice(0, MAX_OPEN_UPLOADS);
    if (open.length === 0 || this.#noted.length >= MAX_CAPTURES) return;
    const reported = open.map((upload) => [upload.uploadId, troublesOf(NO_TROUBLES, [upload])] as const);
    this.#noted.push({ capture, path, troubles, counts, open: new Map(reported) });
  }

  /** The notes that change. */
  changed(later: readonly LaterUpload[], texts: Texts): readonly PageNote[] {
    return this.#noted.flatMap(({ capture, path, troubles, counts, open }): readonly PageNote[] => {
      const stale = later.flatMap(({ upload, capture: last }) =>
        last === path ? [] : (open.get(upload.uploadId) ?? []),
      );
      if (stale.length === 0) return [];
      const rest = stale.reduce(differenceOfTroubles, troubles);
      return [[capture, noteOf(rest, counts, texts)]];
    });
  }
}
