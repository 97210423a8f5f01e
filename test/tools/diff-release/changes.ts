import type { Outputs } from '../same/outputs.ts';

/** Kinds of change, the ones that matter most first. */
export const CHANGE_KINDS = [
  'verdict',
  'certainty',
  'cause',
  'fields',
  'sentences only',
  'bytes only',
  'exit code',
  'stderr',
] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface Change {
  readonly kind: ChangeKind;
  /** What changed into what. */
  readonly what: string;
  /** The same for changes that are alike. */
  readonly like: string;
  /** The output that shows it. */
  readonly output: string;
}

const MOST_SHOWN = 160;
const BEFORE_DIFFERENCE = 30;
const NO_OUTPUT = '(nothing)';

/**
 * What of a run is not as it was. The JSON report says what it is; only where that is the same, or where
 * there is none, the other outputs are compared, which are all made from the same.
 */
export function changesOf(before: Outputs, now: Outputs): readonly Change[] {
  const changes: Change[] = [];
  const [was, is] = [textOf(before, 'exit'), textOf(now, 'exit')];
  if (was !== is)
    changes.push({ kind: 'exit code', what: `${was} → ${is}`, like: `${was} → ${is}`, output: 'exit' });
  const inJson = [...jsonChanges(jsonOf(before), jsonOf(now), '')];
  changes.push(...inJson);
  for (const name of new Set([...before.keys(), ...now.keys()])) {
    if (name === 'exit' || name === 'json') continue;
    if (inJson.length > 0 && name !== 'stderr') continue;
    const change = textChange(name, textOf(before, name), textOf(now, name));
    if (change !== null) changes.push(change);
  }
  return changes;
}

function textOf(outputs: Outputs, name: string): string {
  return Buffer.from(outputs.get(name) ?? []).toString('utf8');
}

function jsonOf(outputs: Outputs): unknown {
  const text = textOf(outputs, 'json');
  return text === '' ? undefined : JSON.parse(text);
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function* jsonChanges(before: unknown, now: unknown, path: string): Generator<Change> {
  if (before === now) return;
  if (path.endsWith('.cause') && (before === null || now === null)) {
    yield changeOf('cause', `${idOf(before)} → ${idOf(now)}`);
  } else if (isObject(before) && isObject(now)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(now)]))
      yield* jsonChanges(before[name], now[name], `${path}.${name}`);
  } else if (Array.isArray(before) && Array.isArray(now)) {
    yield* listChanges(before, now, path);
  } else {
    yield leafChange(before, now, path);
  }
}

/** Exchanges are compared with those of the same index, other elements with those in their place. */
function* listChanges(before: readonly unknown[], now: readonly unknown[], path: string): Generator<Change> {
  if (path.endsWith('.exchanges')) {
    const keyed = (list: readonly unknown[]): Map<unknown, unknown> =>
      new Map(list.map((each, at) => [isObject(each) ? (each['index'] ?? at) : at, each]));
    const [was, is] = [keyed(before), keyed(now)];
    for (const index of new Set([...was.keys(), ...is.keys()]))
      yield* jsonChanges(was.get(index), is.get(index), `${path}[]`);
    return;
  }
  if (before.length !== now.length)
    yield changeOf('fields', `\`${path.slice(1)}\`: ${before.length} → ${now.length} elements`);
  for (let at = 0; at < Math.min(before.length, now.length); at++)
    yield* jsonChanges(before[at], now[at], `${path}[]`);
}

function leafChange(before: unknown, now: unknown, path: string): Change {
  const what = pair(shown(before), shown(now));
  const named = `\`${path.slice(1)}\`: ${what}`;
  if (path.endsWith('.verdict')) return changeOf('verdict', what);
  if (path.endsWith('.certainty')) return changeOf('certainty', what);
  if (path.endsWith('.cause.id')) return changeOf('cause', what);
  if (isSentence(before) && isSentence(now)) return changeOf('sentences only', what);
  // Where something was not there before, or is an object now, its contents differ from run to run.
  const isOther = typeof before !== typeof now || typeof now === 'object';
  return changeOf('fields', named, isOther ? `${path} ${typeof before} ${typeof now}` : named);
}

/** Changes that differ by a number alone are alike. */
function changeOf(kind: ChangeKind, what: string, like = what, output = 'json'): Change {
  return { kind, what, like: like.replace(/\d+/g, '0'), output };
}

function idOf(cause: unknown): string {
  return isObject(cause) ? String(cause['id']) : 'none';
}

/** A text of several words, or in Chinese. */
function isSentence(value: unknown): boolean {
  return typeof value === 'string' && /\p{L}[\p{L}'’,;:]* \p{L}|\p{Script=Han}/u.test(value);
}

function shown(value: unknown): string {
  if (value === undefined) return NO_OUTPUT;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Both, of long ones what is around the first difference. */
function pair(before: string, now: string): string {
  let same = 0;
  while (same < before.length && before[same] === now[same]) same++;
  const from = Math.max(before.length, now.length) <= MOST_SHOWN ? 0 : Math.max(0, same - BEFORE_DIFFERENCE);
  const cut = (text: string): string => {
    const part = text.slice(from, from + MOST_SHOWN);
    return `${from > 0 ? '…' : ''}${part}${from + part.length < text.length ? '…' : ''}`;
  };
  return `${cut(before)} → ${cut(now)}`;
}

/** Outputs for programs: what differs in them where the JSON report is the same is their form. */
const FORMS: readonly string[] = ['html', 'blob'];

function textChange(name: string, before: string, now: string): Change | null {
  if (before === now) return null;
  const [was, is] = firstDifference(before, now);
  const what = `\`${name}\`: ${pair(shown(was), shown(is))}`;
  if (name === 'stderr') return changeOf('stderr', what, what, name);
  const isForm = FORMS.includes(name) || words(before) === words(now);
  return changeOf(isForm ? 'bytes only' : 'sentences only', what, what, name);
}

function words(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** The first lines that are not the same. */
function firstDifference(before: string, now: string): readonly [string | undefined, string | undefined] {
  const [was, is] = [before.split('\n'), now.split('\n')];
  const at = was.findIndex((line, index) => line !== is[index]);
  return at < 0 ? [undefined, is[was.length]] : [was[at], is[at]];
}
