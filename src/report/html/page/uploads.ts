import type { FormatLabelId } from '../../../sentences/formats.ts';
import type { UploadJson } from '../../json/model.ts';
import type { PageUpload } from '../page-data.ts';
import { tableOf } from './blocks.ts';
import { targetOf } from './data.ts';
import { type Child, h } from './dom.ts';
import { type Context, commandText, exchangeLink, withLinks } from './parts.ts';

/** The multipart uploads of all captures; null without any. */
export function uploadsSection(context: Context): HTMLElement | null {
  const { say, data } = context;
  const rows = data.captures.flatMap((capture, at) =>
    (capture.uploads ?? []).map((upload) => uploadLine(upload, at, context)),
  );
  if (rows.length === 0) return null;
  const titles = [
    say('page-upload-key'),
    say('page-upload-id'),
    say('page-upload-parts'),
    say('page-upload-outcome'),
    say('page-upload-left'),
    say('page-upload-issues'),
  ];
  return h(
    'section',
    { class: 'uploads', at: { 'aria-labelledby': 'uploads-title' } },
    h('h2', { at: { id: 'uploads-title' } }, say('page-uploads')),
    h('div', { class: 'scroll', at: { tabindex: 0 } }, tableOf('', titles, rows)),
  );
}

const KIB = 1024;

/** In KiB; where the size of some parts is not known, the least that it can be, or a question mark. */
function sizeOf(parts: UploadJson['parts']): string {
  const kib = parts.reduce((sum, part) => sum + part.bytes, 0) / KIB;
  if (parts.every((part) => part.sizeKnown !== false)) return `${Math.ceil(kib).toLocaleString('en')} KiB`;
  return kib < 1 ? '?' : `≥ ${Math.floor(kib).toLocaleString('en')} KiB`;
}

function uploadLine(upload: PageUpload, capture: number, context: Context): HTMLElement {
  const { say, data } = context;
  // An upload that a later capture continues is shown there.
  const wentOn = data.end.later.find(
    (later) => later.uploadId === upload.uploadId && later.capture !== capture,
  );
  const left = new Set(wentOn === undefined ? upload.leftoverParts : []);
  const isBad = upload.outcome === 'failed' || left.size > 0;
  const cleanUp = wentOn === undefined ? (upload.cleanUp ?? null) : null;
  const { exchange } = upload;
  const outcome = h('span', { class: `badge ${isBad ? 'bad' : 'good'}` }, data.head.outcomes[upload.outcome]);
  const link = exchange === null ? null : exchangeLink(capture, exchange, context);
  const cell = (title: FormatLabelId, className: string, ...children: readonly Child[]): HTMLElement =>
    h('td', { class: className, at: { 'data-title': say(title) + say('page-colon') } }, ...children);
  return h(
    'tr',
    {},
    cell('page-upload-key', 'target', targetOf(upload)),
    cell('page-upload-id', 'id', upload.uploadId),
    cell(
      'page-upload-parts',
      'parts',
      `${upload.parts.length} · ${sizeOf(upload.parts.filter((part) => part.stored))}`,
    ),
    cell('page-upload-outcome', '', outcome, ' ', link),
    cell(
      'page-upload-left',
      'parts',
      left.size > 0
        ? sizeOf(upload.parts.filter(({ number }) => left.has(number)))
        : cleanUp === null
          ? '-'
          : '?',
    ),
    cell(
      'page-upload-issues',
      'findings',
      ...upload.findings.map((finding) => h('p', {}, ...withLinks(finding, capture, context))),
      wentOn === undefined ? null : h('p', {}, ...withLinks(wentOn.text, wentOn.capture, context)),
      cleanUp === null
        ? null
        : h(
            'p',
            {},
            say('page-upload-clean-up') + say('page-colon'),
            commandText(cleanUp.command ?? cleanUp.request),
          ),
    ),
  );
}
