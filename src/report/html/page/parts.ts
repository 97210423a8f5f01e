import { fromText } from '../../../engine/bytes/byte-string.ts';
import type { Verdict } from '../../../engine/diagnose/model.ts';
import { fill } from '../../../sentences/fill.ts';
import type { FormatLabelId } from '../../../sentences/formats.ts';
import type { Lang, Template } from '../../../sentences/language.ts';
import { referencesIn } from '../page-data.ts';
import type { ReportData } from './data.ts';

export type Child = Node | string | null | false;

/** A list of any length is passed as one: a call takes no more arguments than its stack has room for. */
type Children = readonly (Child | readonly Child[])[];

type Handlers = { readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };

interface Props {
  readonly class?: string;
  readonly on?: Handlers;
  /** Attributes by name; null and false leave one out, true makes it empty. */
  readonly at?: Readonly<Record<string, string | number | boolean | null>>;
}

type Tag = keyof HTMLElementTagNameMap;

/** The tag of an element, and its classes as a selector has them: `p.quiet`. */
type Selector = Tag | `${Tag}.${string}`;

type ElementOf<S extends Selector> = HTMLElementTagNameMap[S extends `${infer T extends Tag}.${string}`
  ? T
  : Extract<S, Tag>];

/** An element with its children. Text always goes in as text, so nothing in it becomes markup. */
export function h<S extends Selector>(
  selector: S,
  ...content: Children | readonly [Props, ...Children]
): ElementOf<S> {
  const [tag = '', ...classes] = selector.split('.');
  const element = document.createElement(tag);
  if (classes.length > 0) element.className = classes.join(' ');
  for (const each of content) {
    if (isProps(each)) apply(element, each);
    else append(element, [each]);
  }
  // the selector begins with the tag
  return element as ElementOf<S>;
}

function isProps(given: Child | readonly Child[] | Props | undefined): given is Props {
  return typeof given === 'object' && given !== null && !Array.isArray(given) && !(given instanceof Node);
}

const SVG = 'http://www.w3.org/2000/svg';

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  at: Readonly<Record<string, string | number>>,
  ...children: Children
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(at)) element.setAttribute(name, String(value));
  append(element, children);
  return element;
}

function apply(element: HTMLElement, { class: className, on, at }: Props): void {
  if (className !== undefined) element.className = className;
  for (const [name, value] of Object.entries(at ?? {})) {
    if (value === null || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [name, handler] of Object.entries(on ?? {})) {
    element.addEventListener(name, handler as EventListener);
  }
}

function append(element: Element, children: Children): void {
  for (const child of children.flat()) if (child !== null && child !== false) element.append(child);
}

/** Text for screen readers alone. */
export function spoken(text: string): HTMLElement {
  return h('span.spoken', text);
}

/** Text for eyes alone. */
export function unspoken(text: string): HTMLElement {
  return h('span', { at: { 'aria-hidden': 'true' } }, text);
}

/** A button that does what `click` does. */
export function buttonFor(click: () => void, className: string, ...children: Children): HTMLButtonElement {
  return h('button', { class: className, at: { type: 'button' }, on: { click } }, ...children);
}

/** A long, printable name that may be broken between its words (`UploadPart`) and behind a slash. */
export function breakable(name: string): readonly Child[] {
  const parts = name.replace(/\/|[a-z](?=[A-Z])/g, '$&\n').split('\n');
  return parts.flatMap((part, at) => (at === 0 ? [part] : [h('wbr'), part]));
}

/* Small parts of several sections: verdicts, links to exchanges, commands, folded rests of long lists. */

/** What of the exchanges is listed. Null: any. */
export interface Filter {
  readonly capture: number | null;
  readonly verdict: 'all' | 'failing' | Verdict;
  readonly operation: string | null;
  readonly bucket: string | null;
  readonly text: string;
  /** Its place among the causes of the report. */
  readonly cause: number | null;
  /** Milliseconds since 1970, both included. */
  readonly time: { readonly from: number; readonly to: number } | null;
}

/** What every part of the page works with. */
export interface Context {
  readonly data: ReportData;
  readonly say: Say;
  readonly initial: Filter;
  /** What a reader without a terminal does in place of a command; null where he has one. */
  readonly stepOf: ((command: string) => string | null) | null;
  filter(): Filter;
  /** Changes parts of the filter and shows the list anew. */
  change(part: Partial<Filter>): void;
  /** Opens one exchange of the list and goes there. */
  open(capture: number, index: number): void;
}

/** The page's words with arguments in place. */
export type Say<Id extends FormatLabelId = FormatLabelId> = (
  id: Id,
  args?: Readonly<Record<string, string | number>>,
) => string;

export function wordsOf<Id extends FormatLabelId>({
  lang,
  labels,
}: {
  readonly lang: Lang;
  readonly labels: Readonly<Record<Id, Template>>;
}): Say<Id> {
  const filler = { texts: { lang, words: {}, empty: '' }, escape: (text: string): string => text };
  return (id, args = {}) => {
    const entries = Object.entries(args).map(([name, value]): [string, string | number] => [
      name,
      typeof value === 'string' ? fromText(value) : value,
    ]);
    return fill(labels[id], Object.fromEntries(entries), filler);
  };
}

/** `2018-12-29 07:33:43.123` of the report's own form. */
export function shortTime(time: string | null): string {
  if (time === null) return '-';
  return time
    .replace('T', ' ')
    .replace(/(\.\d{3})\d*Z$/, '$1')
    .replace(/Z$/, '');
}

export function timeOfMs(ms: number): string {
  return Number.isFinite(ms) ? shortTime(new Date(ms).toISOString()) : '-';
}

/** The class that colours a verdict. */
export function toneOf(verdict: Verdict | null, { data }: Context): 'bad' | 'good' | 'mute' {
  if (verdict === 'match') return 'good';
  return verdict !== null && data.head.failing.includes(verdict) ? 'bad' : 'mute';
}

/** A verdict: its name for people, and its id, by which other reports call it. */
export function verdictBadge(verdict: Verdict | null, context: Context): HTMLElement {
  const name = verdict === null ? '-' : context.data.head.verdicts[verdict];
  return h('span', { class: `badge ${toneOf(verdict, context)}`, at: { title: verdict } }, name);
}

/** A link that opens an exchange of the list; its name alone where a filter of the scan left it out. */
export function exchangeLink(capture: number, index: number, context: Context): HTMLElement {
  const { data } = context;
  const row = data.rowOf(capture, index);
  const name = `#${data.nameOf(capture, index)}`;
  if (row === null) return h('span', name);
  const click = (event: Event): void => {
    event.preventDefault();
    context.change({ ...context.initial, verdict: 'all' });
    context.open(capture, index);
  };
  return h('a', { at: { href: `#x-${capture + 1}-${index}` }, on: { click } }, name);
}

/** A sentence about one capture, with a link to each exchange that it names. */
export function withLinks(sentence: string, capture: number, context: Context): readonly Child[] {
  return referencesIn(sentence).map((piece) =>
    typeof piece === 'string' ? piece : exchangeLink(capture, piece, context),
  );
}

/** The same as mere text. */
export function withNames(sentence: string, capture: number, { data }: Context): string {
  return referencesIn(sentence)
    .map((piece) => (typeof piece === 'string' ? piece : `#${data.nameOf(capture, piece)}`))
    .join('');
}

/** A command to copy. A line breaks between its words: an option that is torn at its hyphens reads as two. */
export function commandText(text: string): HTMLElement {
  const pieces = text.split(/( +)/).filter((piece) => piece !== '');
  return h('code.command', ...pieces.map((piece) => (piece.startsWith(' ') ? piece : h('span', piece))));
}

/** A command, and a button that copies it. */
export function copyableCommand(text: string, context: Context): readonly Child[] {
  return [commandText(text), ' ', copyButton(context.say('page-copy-command'), () => text, context)];
}

/** Copies a text, and says for a while whether it did. */
export function copyButton(
  name: string,
  textOf: () => string,
  { say }: Context,
  lang: Lang | null = null,
): HTMLElement {
  const click = (): void =>
    void copied(textOf()).then((isCopied) => {
      button.textContent = say(isCopied ? 'page-copied' : 'page-not-copied');
      setTimeout(() => button.replaceChildren(name), COPIED_MS);
    });
  const at = { type: 'button', lang, 'aria-live': 'polite' };
  const button = h('button.copy-command', { at, on: { click } }, name);
  return button;
}

/** How long a button says that it copied, in milliseconds. */
const COPIED_MS = 3000;

/** A page of a file may have no clipboard, but can copy what is selected. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h('textarea.spoken', { at: { 'aria-hidden': 'true' } });
    const before = document.activeElement;
    area.value = text;
    document.body.append(area);
    area.select();
    const isCopied = document.execCommand('copy');
    area.remove();
    if (before instanceof HTMLElement) before.focus();
    return isCopied;
  }
}

/** Entries of a long list that are made at once: folded ones too, so that a search in the page finds them. */
const PORTION = 200;

/** The rest of a long list, folded; null where there is none. Printing unfolds it. */
export function more<T>(
  rest: readonly T[],
  list: (rest: readonly T[]) => HTMLElement,
  context: Context,
): HTMLElement | null {
  if (rest.length === 0) return null;
  const folded = foldedFor(rest, context);
  append(folded, portionOf(rest, list, context));
  return folded;
}

/** Further portions are made when unfolded: a hundred thousand entries take the browser minutes. */
function portionOf<T>(
  rest: readonly T[],
  list: (rest: readonly T[]) => HTMLElement,
  context: Context,
): readonly HTMLElement[] {
  const [first, others] = [list(rest.slice(0, PORTION)), rest.slice(PORTION)];
  if (others.length === 0) return [first];
  const folded = foldedFor(others, context);
  folded.addEventListener('toggle', () => append(folded, portionOf(others, list, context)), { once: true });
  return [first, folded];
}

function foldedFor({ length: n }: readonly unknown[], { say }: Context): HTMLElement {
  return h('details.more', h('summary', say('page-more', { n })));
}
