import { fromText } from '../bytes/byte-string.ts';
import type { Notice } from '../bytes/notice.ts';
import type { CaptureSummary } from '../capture/record.ts';
import type { Numbering } from '../http/exchange.ts';
import type { UnreadableInput } from './input.ts';
import { type Filler, fill } from './text/fill.ts';
import type { Texts } from './text/texts.ts';

/** What a notice says, without its place. */
export function noticeSentence(notice: Notice, filler: Filler, texts: Texts): string {
  return fill(texts.notices[notice.code], notice.args, filler);
}

/** A notice as one line: file, place, what. */
export function noticeLine(path: string, notice: Notice, filler: Filler, texts: Texts): string {
  const place = [
    notice.frame === null ? '' : fill(texts.labels['message-frame'], { frame: notice.frame }, filler),
    notice.offset === null ? '' : fill(texts.labels['message-offset'], { offset: notice.offset }, filler),
  ].join('');
  const message = noticeSentence(notice, filler, texts);
  return (
    fill(texts.labels['message-notice'], { path: fromText(inputName(path, texts)) }, filler) + place + message
  );
}

/** Why an input could not be read, without its path. */
export function unreadableSentence(input: UnreadableInput, filler: Filler, texts: Texts): string {
  const reason = Object.hasOwn(texts.inputFailures, input.reason)
    ? texts.inputFailures[input.reason as keyof Texts['inputFailures']]
    : input.reason;
  return fill(reason, { detail: fromText(input.detail) }, filler);
}

export function unreadableLine(input: UnreadableInput, filler: Filler, texts: Texts): string {
  const path = fill(texts.labels['message-input'], { path: fromText(inputName(input.path, texts)) }, filler);
  return path + unreadableSentence(input, filler, texts);
}

/** The path, or a name for standard input. */
export function inputName(path: string, texts: Texts): string {
  return path === '-' ? texts.labels['standard-input'] : path;
}

/** What the frame numbers of an input's notices count; undefined for packets. */
export function numberingOf(summary: CaptureSummary): Numbering | undefined {
  if (summary.text === undefined) return undefined;
  return summary.text.kind === 'har' ? 'entry' : 'line';
}
