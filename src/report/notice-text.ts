import { type ByteString, fromText } from '../engine/bytes/byte-string.ts';
import { type Notice, OTHER_FORMS, PROXY_FAULTS } from '../engine/bytes/notice.ts';
import { printable } from '../engine/bytes/printable.ts';
import type { CaptureSummary } from '../engine/capture/record.ts';
import type { Numbering } from '../engine/http/exchange.ts';
import type { CaptureInfo, UnreadableInput } from '../engine/results.ts';
import { type Filler, fill, terminalFiller } from '../sentences/fill.ts';
import { PUNCTUATION, type Template } from '../sentences/language.ts';
import type { Texts } from '../sentences/texts.ts';

/** What a notice says, without its place. */
export function noticeSentence(notice: Notice, filler: Filler, texts: Texts): string {
  const { form = '', faults = '' } = notice.args;
  const other = notice.code === 'not-a-capture' ? otherFormSentence(`${form} ${faults}`, texts) : null;
  return fill(other ?? texts.notices[notice.code], shownArgs(notice), filler);
}

/** What is said of an input in a form that cannot be read; null for one in no such form. */
function otherFormSentence(detail: string, texts: Texts): Template | null {
  const [form, ...faults] = detail.trim().split(' ');
  const known = OTHER_FORMS.find((each) => each === form);
  if (known === undefined) return null;
  const said = faults.flatMap((each) => {
    const [line = '', name] = each.split(':');
    const fault = PROXY_FAULTS.find((one) => one === name);
    return fault === undefined ? [] : [texts.proxyFaults[fault].replace('{line}', line)];
  });
  return [texts.otherForms[known], ...said].join(PUNCTUATION[texts.lang].semicolon);
}

/** Signs of signatures, tokens and keys (base64, hex, percent-encoding), more in a row than a word has. */
const SIGNATURE_LIKE = /[A-Za-z0-9+/=_%-]{12,}/g;

/** Of a run of such signs, what shows where two readings part. */
const SHOWN_LENGTH = 4;

/**
 * What a sentence may show. Both readings of bytes that came twice are cut out of a message anywhere, a
 * signature too, and so is a malformed line: the sentence goes into logs and into formats that mask
 * signatures. The whole stands in the capture, in the frames that the sentence names.
 */
export function shownArgs({ code, args }: Notice): Notice['args'] {
  if (code === 'bad-request-line') return { ...args, start: shownLine(String(args['start'] ?? '')) };
  if (code !== 'overlap-differs') return args;
  const shown = (name: string): string => withoutSignatures(String(args[name] ?? ''));
  return { ...args, first: shown('first'), second: shown('second') };
}

function withoutSignatures(text: ByteString): ByteString {
  return text.replace(SIGNATURE_LIKE, (run) => `${run.slice(0, SHOWN_LENGTH)}****`);
}

/** A method and the path of its target: no signature stands there. */
const METHOD_AND_PATH = /^[A-Za-z]{1,16}[ \t]+(?:\/[^?\s]*)?/;

/** Of a malformed request line: in its place may stand any part of a request, its signature too. */
function shownLine(line: ByteString): ByteString {
  const plain = METHOD_AND_PATH.exec(line)?.[0] ?? '';
  return plain + withoutSignatures(line.slice(plain.length));
}

/** A notice as one line: file, place, what. */
export function noticeLine(path: string, notice: Notice, filler: Filler, texts: Texts): string {
  const place = [
    notice.frame === null ? '' : fill(texts.labels['message-frame'], { frame: notice.frame }, filler),
    notice.part === undefined
      ? ''
      : fill(texts.labels['message-part'], { path: fromText(notice.part) }, filler),
    notice.offset === null ? '' : fill(texts.labels['message-offset'], { offset: notice.offset }, filler),
  ].join('');
  const message = noticeSentence(notice, filler, texts);
  return (
    fill(texts.labels['message-notice'], { path: fromText(inputName(path, texts)) }, filler) + place + message
  );
}

/** Why an input could not be read, without its path. */
export function unreadableSentence(input: UnreadableInput, filler: Filler, texts: Texts): string {
  const other = input.reason === 'not-a-capture' ? otherFormSentence(input.detail, texts) : null;
  const reason = Object.hasOwn(texts.inputFailures, input.reason)
    ? texts.inputFailures[input.reason as keyof Texts['inputFailures']]
    : input.reason;
  return fill(other ?? reason, { detail: fromText(input.detail) }, filler);
}

export function unreadableLine(input: UnreadableInput, filler: Filler, texts: Texts): string {
  const path = fill(texts.labels['message-input'], { path: fromText(inputName(input.path, texts)) }, filler);
  return path + unreadableSentence(input, filler, texts);
}

/** The path, or a name for standard input. */
export function inputName(path: string, texts: Texts): string {
  return path === '-' ? texts.labels['standard-input'] : path;
}

/** How a capture is called where its facts stand: a set by its first file. */
export function captureName({ path, summary }: CaptureInfo, texts: Texts): string {
  const name = inputName(path, texts);
  if (summary.parts === undefined) return printable(name);
  const args = { path: fromText(name), n: summary.parts.length };
  return fill(texts.labels['capture-files'], args, terminalFiller(texts));
}

/** Kinds of texts that have entries, and no lines that anybody counts. */
export const ENTRIES: ReadonlySet<string> = new Set(['har', 'fiddler', 'mitmproxy', 'tshark']);

/** What the frame numbers of an input's notices count; undefined for packets. */
export function numberingOf(summary: CaptureSummary): Numbering | undefined {
  if (summary.text === undefined) return undefined;
  return ENTRIES.has(summary.text.kind) ? 'entry' : 'line';
}
