import { fromText } from '../bytes/byte-string.ts';
import { errorName } from '../bytes/errors.ts';
import { printable } from '../bytes/printable.ts';
import { fill, wordlessFiller } from '../report/text/fill.ts';
import type { Lang } from '../report/text/template.ts';
import { CRASH_TEXTS } from './text/crash-texts.ts';
import { toolOfPackage } from './version.ts';

/** What was being done when the fault came. */
export type CrashPlace =
  | { readonly kind: 'capture'; readonly path: string }
  | { readonly kind: 'exchange'; readonly path: string; readonly index: number }
  | { readonly kind: 'report'; readonly file: string }
  | { readonly kind: 'command' };

interface CrashOptions {
  readonly lang: Lang;
  /** Show where in the code it came about. */
  readonly debug: boolean;
}

/** Whether the environment asks for the places of faults. */
export function isDebugging(env: Readonly<Record<string, string | undefined>>): boolean {
  return !['', '0', undefined].includes(env['OSSCAP_DEBUG']);
}

/**
 * What the error stream says of a fault of ours. An error's message may quote what was captured, or
 * a secret: of the error itself only its class, a system's code for it, and places in the code are
 * told.
 */
export function crashText(error: unknown, place: CrashPlace, { lang, debug }: CrashOptions): string {
  const texts = CRASH_TEXTS[lang];
  const args: Record<string, string> = { name: errorName(error), version: version(), node: process.version };
  if ('path' in place) args['path'] = place.path;
  if (place.kind === 'exchange') args['index'] = String(place.index);
  if (place.kind === 'report') args['file'] = place.file;
  const filler = wordlessFiller(lang);
  const encoded = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, fromText(value)]));
  const end = lang === 'zh' ? '。' : '. ';
  const last = lang === 'zh' ? '。' : '.';
  const said = fill(texts[place.kind], encoded, filler) + end + fill(texts.whatToDo, encoded, filler) + last;
  const stack = debug ? framesOf(error).map((frame) => `    ${frame}\n`) : [];
  return `osscap: ${said}\n${stack.join('')}`;
}

function version(): string {
  try {
    return toolOfPackage().version;
  } catch {
    return '?';
  }
}

/** Places that are shown of a stack. */
const MAX_FRAMES = 20;

/**
 * `at` lines of V8: a function and a place. The message, which stands before them, may have such
 * lines too, so it is cut off first.
 */
function framesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return [];
  const { stack, message } = error;
  const at = message === '' ? 0 : stack.indexOf(message);
  if (at < 0) return [];
  return stack
    .slice(at + message.length)
    .split('\n')
    .map((line) => printable(line.trim()))
    .filter((line) => /^at (?:[^()]+ \()?(?:file:\/\/|node:|\/|[A-Za-z]:\\).*:\d+:\d+\)?$/.test(line))
    .slice(0, MAX_FRAMES);
}
