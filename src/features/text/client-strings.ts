/* Strings to sign that a client printed beside its requests: debug logs of SDKs, whoever wrote a signer. */

import type { ByteString } from '../../engine/bytes/byte-string.ts';
import type { MessageDraft } from './message-draft.ts';
import { restoreString } from './repair-document.ts';
import type { TextLine } from './text-line.ts';

/** The method alone on its line, perhaps behind the name of the string. */
const FIRST = /^(?:[^<>]{0,80}[:=]\s{0,4})?["'`]?(?:GET|PUT|POST|HEAD|DELETE|OPTIONS)$/;
/** What may stand between it and the resource: nothing, a digest, a type, a date, signed headers. */
const MIDDLE: readonly RegExp[] = [
  /^$/,
  /^[A-Za-z0-9+/]{22}==$/,
  /^[0-9A-Fa-f]{32}$/,
  /^[\w.+-]{1,80}\/[\w.+*-]{1,100}(?:;.{0,100})?$/,
  /^\w{3}, \d.{0,40}$/,
  /^\d{9,14}$/,
  /^x-(?:oss|amz)-[\w-]{1,100}:.{0,4000}$/i,
];
const LAST = /^(?:\/|%2F)/;
/** What people call the string. */
const NAME =
  /string[ _]?to[ _]?be[ _]?sign(?:ed)?|string[ _]to[ _]sign|sign(?:ing)?[ _]?string|canonical[ _]?string/;
const BEHIND_NAME = /\W{1,12}((?:GET|PUT|POST|HEAD|DELETE|OPTIONS)\\n[^"'`]*)/;
/** The whole string on a line, its line ends escaped. */
const ESCAPED = new RegExp(String.raw`\b(?:${NAME.source})\b${BEHIND_NAME.source}`, 'i');
/** Where the server's own string stands. */
const OF_SERVER = /StringToSign\W{0,8}$/;

/** Lines of one string, bytes of a line that is looked at, and strings of a text. */
const MAX_LINES = 60;
const MAX_LINE = 8192;
const MAX_STRINGS = 1000;

interface Printed {
  readonly text: ByteString;
  readonly line: number;
}

/** Gives each request of a text the string that was printed nearest to it, for its method. */
export function takeClientStrings(lines: Iterable<TextLine>, drafts: readonly MessageDraft[]): void {
  const requests = drafts.filter(({ start }) => start?.kind === 'request');
  if (requests.length === 0) return;
  for (const printed of printedStrings(lines)) {
    const method = printed.text.slice(0, printed.text.indexOf('\n'));
    let nearest: MessageDraft | null = null;
    for (const each of requests) {
      if (each.start?.kind !== 'request' || each.start.method !== method) continue;
      if (nearest === null || distance(each, printed) < distance(nearest, printed)) nearest = each;
    }
    if (nearest !== null && distance(nearest, printed) <= MAX_LINES) nearest.clientString ??= printed.text;
  }
}

function distance({ line, lastLine }: MessageDraft, printed: Printed): number {
  return printed.line < line ? line - printed.line : Math.max(0, printed.line - lastLine);
}

function printedStrings(lines: Iterable<TextLine>): readonly Printed[] {
  const found: Printed[] = [];
  let open: string[] | null = null;
  let start = 0;
  let before = '';
  for (const { text: whole, number } of lines) {
    if (found.length >= MAX_STRINGS) break;
    const text = whole.slice(0, MAX_LINE).trim();
    const escaped = text.includes('\\n') ? ESCAPED.exec(text)?.[1] : undefined;
    if (escaped !== undefined) add(found, escaped.replaceAll('\\n', '\n'), number);
    if (open !== null && LAST.test(text)) {
      add(found, [...open, text.replace(/["'`]$/, '')].join('\n'), start);
      open = null;
    } else if (open !== null && open.length < MAX_LINES && MIDDLE.some((each) => each.test(text)))
      open.push(text);
    else open = null;
    if (open === null && FIRST.test(text) && !OF_SERVER.test(before) && !/StringToSign\b/.test(text)) {
      open = [/(?<![A-Z])[A-Z]{1,20}$/.exec(text)?.[0] ?? ''];
      start = number;
    }
    if (text !== '') before = text.slice(-40);
  }
  return found;
}

function add(found: Printed[], shown: ByteString, line: number): void {
  found.push({ text: restoreString(shown, '')?.text ?? shown, line });
}
