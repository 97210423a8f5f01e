import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { printable } from '../../engine/bytes/printable.ts';
import type { MultipartUpload } from '../../engine/oss/upload.ts';
import { type FillArgs, fill } from '../../sentences/fill.ts';
import type { UploadLabelId } from '../../sentences/uploads.ts';
import type { Fact } from '../document/blocks.ts';
import { factLines } from '../document/terminal.ts';
import {
  type Column,
  fitsColumns,
  renderColumns,
  type TableStyle,
  UNSHRINKABLE,
} from '../terminal/columns.ts';
import type { View } from '../terminal/view.ts';
import { wrapText } from '../terminal/wrap.ts';
import {
  cleanUpOf,
  failedParts,
  formatSize,
  leftoverSize,
  mayKeepParts,
  needsALook,
  shownUpload,
  uploadSentence,
} from '../uploads/upload-facts.ts';

/** Uploads that are listed unless all are asked for; those that need a look come before the others. */
const MAX_LISTED_UPLOADS = 20;

/** How an upload went on in a later capture, in part of a sentence; null where it did not. */
type WentOn = (upload: MultipartUpload) => string | null;

/** The multipart uploads of a capture as a table, with what is wrong and how to clean up below. */
export function uploadLines(
  uploads: readonly MultipartUpload[],
  view: View,
  style: TableStyle,
  wentOn: WentOn = () => null,
): string[] {
  if (uploads.length === 0) return [];
  const listed = view.all || uploads.length <= MAX_LISTED_UPLOADS ? uploads : pickListed(uploads);
  // An id that a cell breaks or cuts cannot be copied: where its column has no room, the rows have numbers,
  // and the ids stand below.
  const numbers = fitsColumns(columnsOf(view, null), listed, view, style)
    ? null
    : new Map(listed.map((upload, at) => [upload, at + 1]));
  const table = renderColumns(columnsOf(view, numbers), listed, view, style, (upload, column) =>
    column === OUTCOME_COLUMN ? (needsALook(upload) ? 'failing' : 'passed') : null,
  );
  const lines = [...table];
  const rest = uploads.length - listed.length;
  if (rest > 0) {
    const text = say(view, 'uploads-left-out', { n: rest });
    for (const line of wrapText(text, view.width)) lines.push(view.paint('quiet', line));
  }
  const rows = listed.flatMap((upload) =>
    findings(upload, numbers?.get(upload) ?? null, view, wentOn(upload)),
  );
  return rows.length === 0 ? lines : [...lines, '', ...factLines(rows, view)];
}

function pickListed(uploads: readonly MultipartUpload[]): readonly MultipartUpload[] {
  const first = [...uploads.filter(needsALook), ...uploads.filter((upload) => !needsALook(upload))];
  const picked = new Set(first.slice(0, MAX_LISTED_UPLOADS));
  return uploads.filter((upload) => picked.has(upload));
}

const OUTCOME_COLUMN = 4;

/** Columns that bucket and key can shrink to. */
const LEAST_TARGET = 12;

/** `numbers`: of the rows, in the place of ids. */
function columnsOf(
  view: View,
  numbers: ReadonlyMap<MultipartUpload, number> | null,
): readonly Column<MultipartUpload>[] {
  const text = (value: ByteString): string => printable(view.door.text(value).text);
  return [
    {
      title: say(view, 'column-upload'),
      cell: (upload) =>
        numbers === null ? text(shownUpload(upload, view.door).uploadId) : String(numbers.get(upload) ?? '-'),
      least: UNSHRINKABLE,
    },
    {
      title: view.texts.labels['column-target'],
      cell: (upload) => {
        const { bucket, key } = shownUpload(upload, view.door);
        return text(`${bucket ?? '-'}/${key ?? '-'}`);
      },
      least: LEAST_TARGET,
    },
    {
      title: say(view, 'column-parts'),
      cell: (upload) => {
        const failed = failedParts(upload);
        const args = { n: upload.parts.length + upload.partsNotKept, failed };
        return say(view, failed === 0 ? 'parts' : 'parts-failed', args);
      },
      least: UNSHRINKABLE,
    },
    {
      title: say(view, 'column-size'),
      cell: ({ parts }) => formatSize(parts.filter((part) => part.stored)),
      least: UNSHRINKABLE,
    },
    {
      title: say(view, 'column-outcome'),
      cell: ({ outcome, exchange }) =>
        view.texts.uploads.outcomes[outcome] + (exchange === null ? '' : ` #${exchange}`),
      least: UNSHRINKABLE,
    },
    { title: say(view, 'column-kept'), cell: (upload) => keptCell(upload, view), least: UNSHRINKABLE },
  ];
}

function keptCell(upload: MultipartUpload, view: View): string {
  const { leftoverParts } = upload;
  if (leftoverParts.length === 0) return mayKeepParts(upload) ? '?' : '-';
  return say(view, 'kept', { n: leftoverParts.length, size: leftoverSize(upload) });
}

/** What is to be said of an upload, and what frees what it keeps. `number`: of a row that lacks the id. */
function findings(
  upload: MultipartUpload,
  number: number | null,
  view: View,
  wentOn: string | null,
): readonly Fact[] {
  const sentence = uploadSentence(upload, view, wentOn);
  if (sentence === null && number === null) return [];
  const text = sentence ?? printable(view.door.text(shownUpload(upload, view.door).uploadId).text);
  const title = number === null ? say(view, 'row-upload') : say(view, 'row-upload-numbered', { n: number });
  return [{ title, text }, ...cleanUpRows(upload, view)];
}

/** Whole, however long: a command that lost its middle, or was broken in two, would be worse than none. */
function cleanUpRows(upload: MultipartUpload, view: View): readonly Fact[] {
  const cleanUp = cleanUpOf(shownUpload(upload, view.door));
  if (cleanUp === null) return [];
  const title = say(view, 'row-clean-up');
  const request = printable(view.door.text(cleanUp.request).text);
  if (cleanUp.command === null) return [{ title, text: request }];
  const command = printable(view.door.text(cleanUp.command).text);
  const other = view.texts.uploads.labels['clean-up-or'].replace('{request}', () => request);
  return [
    { title, text: command, isCommand: true },
    { title, text: other },
  ];
}

function say(view: View, id: UploadLabelId, args: FillArgs = {}): string {
  return fill(view.texts.uploads.labels[id], args, view.filler);
}
