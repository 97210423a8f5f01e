import { toReportText, withoutCommands } from '../../engine/bytes/printable.ts';
import { type Door, maskAccessKeyId } from '../../features/redact/redact.ts';
import type { FillArgs } from '../../sentences/fill.ts';
import type { Template } from '../../sentences/language.ts';
import type { Texts } from '../../sentences/texts.ts';

/** Version of the report's shape. Fields may be added under one version; none changes its meaning. */
export const SCHEMA_VERSION = 1;

/** How values come into the JSON of a report. */
export interface JsonOptions {
  readonly door: Door;
  /** Language of summaries, advice and notes. */
  readonly texts: Texts;
}

/**
 * The values that sentences name, as the sentences show them: what a door masks in prose is masked here, and
 * so is the id of a key that need not be one of the capture.
 */
export function argsToJson(args: FillArgs, templates: readonly Template[], door: Door): FillArgs {
  const isMasked = (name: string): boolean => templates.some((each) => each.includes(`{${name}:id}`));
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      if (typeof value === 'number') return [name, value];
      const text = toReportText(isMasked(name) ? maskAccessKeyId(value) : value).text;
      return [name, door.prose?.(text) ?? text];
    }),
  );
}

/** The same as a member of an object; none without values. */
export function argsMember(
  args: FillArgs,
  templates: readonly Template[],
  door: Door,
): { readonly args?: FillArgs } {
  return Object.keys(args).length === 0 ? {} : { args: argsToJson(args, templates, door) };
}

/**
 * What JSON allows unescaped although a terminal might obey it, or nobody see it: DEL, C1 controls,
 * separators and all format characters (Cf of Unicode 16, as code units, which are matched faster).
 */
const OBEYED =
  /[\u007f-\u009f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\ud804[\udcbd\udccd]|\ud80d[\udc30-\udc3f]|\ud82f[\udca0-\udca3]|\ud834[\udd73-\udd7a]|\udb40[\udc00-\udc7f]/g;

/** JSON on one line, with every control, format and bidi character escaped, and all commands. */
export function toJsonLine(value: unknown): string {
  return escapeControls(JSON.stringify(value));
}

/** The same within a page: no browser takes it for a tag, which `<` can be written without. */
export function toEmbeddedJson(value: unknown): string {
  return toJsonLine(value).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

/** The same for a document of its own, indented. */
export function toJsonDocument(value: unknown): string {
  return escapeControls(JSON.stringify(value, null, 2));
}

/**
 * The same in pieces, where a member of the document gives the items of a list one by one: they may be more
 * than there is memory for.
 */
export async function* toJsonPieces(document: object): AsyncGenerator<string> {
  let before = '{';
  for (const [name, value] of Object.entries(document)) {
    if (value === undefined) continue;
    yield `${before}\n  ${JSON.stringify(name)}: `;
    before = ',';
    if (isStreamed(value)) yield* listPieces(value);
    else yield toJsonDocument(value).replaceAll('\n', '\n  ');
  }
  yield before === ',' ? '\n}' : '{}';
}

function isStreamed(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function* listPieces(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  let before = '[';
  for await (const item of items) {
    yield `${before}\n    ${toJsonDocument(item).replaceAll('\n', '\n    ')}`;
    before = ',';
  }
  yield before === ',' ? '\n  ]' : '[]';
}

/** Found faster than `OBEYED`: what is not of these ranges, as most text is, may be one of them. */
const MAY_BE_OBEYED =
  /[^\0-~\xa0-\xac\xae-\u05ff\u2010-\u2027\u2030-\u205f\u2070-\ud7ff\ue000-\ufefe\uff00-\ufff8]/;

function escapeControls(json: string): string {
  const shown = MAY_BE_OBEYED.test(json) ? json.replace(OBEYED, escapeUnits) : json;
  return withoutCommands(shown);
}

function escapeUnits(text: string): string {
  let escaped = '';
  for (let at = 0; at < text.length; at++) {
    escaped += `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
