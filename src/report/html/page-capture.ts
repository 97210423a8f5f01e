import { printable } from '../../bytes/printable.ts';
import { type FormatOptions, filteredText } from '../format-options.ts';
import type { CaptureInfo } from '../input.ts';
import type { CaptureHeadJson, UploadJson } from '../json/model.ts';
import { captureName, numberingOf } from '../notice-text.ts';
import { otherPacketsSentence } from '../other-packets.ts';
import { fill, plainFiller } from '../text/fill.ts';
import type { Texts } from '../text/texts.ts';
import { factSentences, issueSentence, refusedSentence } from '../uploads/upload-sentences.ts';
import { exchangeReference } from './exchange-reference.ts';
import type { PageCapture, PageUpload } from './page-data.ts';

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
