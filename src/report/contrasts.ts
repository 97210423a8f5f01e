import { type ByteString, fromText } from '../engine/bytes/byte-string.ts';
import { addAll } from '../engine/bytes/collections.ts';
import type { NoteArgs } from '../engine/diagnose/cause.ts';
import { note } from '../engine/diagnose/cause.ts';
import { isImpliedByOperation } from '../engine/diagnose/history-facts.ts'; // later: deciding
import type { CaptureInfo, Specimen } from '../engine/results.ts';
import { type Filler, fill } from '../sentences/fill.ts';
import type { Texts } from '../sentences/texts.ts';
import { noteSentence } from './findings/explain.ts'; // later: explaining

/** Requests remembered of a scan, of each of the two sorts. */
const MAX_REMEMBERED = 256;
const MAX_CONTRASTS = 16;

/** Something that the request which failed has otherwise than the accepted one; empty: nothing of it. */
interface Difference {
  readonly what: string;
  readonly here: ByteString;
  readonly there: ByteString;
}

/** A request that fails in one capture, and the most like one that was accepted in another. */
export interface Contrast {
  readonly capture: string;
  readonly failing: Specimen;
  readonly other: string;
  readonly accepted: Specimen;
  readonly isSameKey: boolean;
  /** The most significant first; empty: they are alike in everything that is compared. */
  readonly differences: readonly Difference[];
}

interface Remembered {
  readonly path: string;
  readonly specimen: Specimen;
}

/**
 * Of captures that come one after the other, the specimens that `Contrasts` remembers, whichever captures of
 * others come in between.
 */
export class FirstSpecimens {
  #accepted = 0;
  #failing = 0;

  of(specimens: readonly Specimen[]): readonly Specimen[] {
    return specimens.filter(
      ({ isAccepted }) => (isAccepted ? this.#accepted++ : this.#failing++) < MAX_REMEMBERED,
    );
  }
}

/**
 * Receives every capture of a scan, in any order, and sets those requests against each other of which one
 * failed and one was accepted: the client that works may be captured before the one that fails, or after it.
 */
export class Contrasts {
  readonly #accepted: Remembered[] = [];
  readonly #failing: Remembered[] = [];
  readonly #first = new FirstSpecimens();

  capture({ path, specimens = [] }: CaptureInfo): void {
    for (const specimen of this.#first.of(specimens)) {
      (specimen.isAccepted ? this.#accepted : this.#failing).push({ path, specimen });
    }
  }

  list(): readonly Contrast[] {
    const found = new Map<string, Contrast>();
    for (const each of this.#failing) {
      if (found.size >= MAX_CONTRASTS) break;
      // where its own capture has the like of it, the notes of the exchange compare the two
      if (this.#accepted.some((one) => one.path === each.path && isLike(one.specimen, each.specimen)))
        continue;
      const made = this.#against(each);
      if (made === null) continue;
      // one client that differs from another does so in each of its operations
      const { capture, other, differences } = made;
      const key = JSON.stringify([capture, other, differences]);
      if (!found.has(key)) found.set(key, made);
    }
    return [...found.values()];
  }

  /** The accepted request with the fewest differences, of the same key where there is one. */
  #against({ path, specimen: failing }: Remembered): Contrast | null {
    let best: Contrast | null = null;
    for (const { path: other, specimen: accepted } of this.#accepted) {
      if (other === path || !isComparable(accepted, failing)) continue;
      const isSameKey = accepted.accessKeyId === failing.accessKeyId;
      const differences = differencesOf(failing, accepted);
      const made = { capture: path, failing, other, accepted, isSameKey, differences };
      if (best === null || isCloser(made, best)) best = made;
    }
    return best;
  }
}

function isLike(one: Specimen, other: Specimen): boolean {
  return one.operation === other.operation && one.accessKeyId === other.accessKeyId;
}

/** The same operation, of the same key or on the same bucket. */
function isComparable(one: Specimen, other: Specimen): boolean {
  if (one.operation !== other.operation) return false;
  return one.accessKeyId === other.accessKeyId || (one.bucket !== null && one.bucket === other.bucket);
}

function isCloser(one: Contrast, other: Contrast): boolean {
  if (one.isSameKey !== other.isSameKey) return one.isSameKey;
  return one.differences.length < other.differences.length;
}

function differencesOf({ traits: here, operation }: Specimen, accepted: Specimen): readonly Difference[] {
  const there = accepted.traits;
  const found: Difference[] = [];
  for (const [what, value] of Object.entries(here)) {
    const other = Object.hasOwn(there, what) ? there[what] : undefined;
    if (other === undefined || other === value) continue;
    if (operation !== accepted.operation && isImpliedByOperation(what)) continue;
    if (what === 'other-headers') addAll(found, headersApart(value, other));
    else if (what === 'header-order') addAll(found, orderApart(value, other));
    else found.push({ what, here: value, there: other });
  }
  return found;
}

/** Names that one side alone has. */
function headersApart(value: ByteString, other: ByteString): readonly Difference[] {
  const [names, others] = [value.split(', '), other.split(', ')];
  const here = names.filter((name) => name !== '' && !others.includes(name)).join(', ');
  const there = others.filter((name) => name !== '' && !names.includes(name)).join(', ');
  return [{ what: 'other-headers', here, there }];
}

/** The order is a difference where the same headers stand in another one. */
function orderApart(here: ByteString, there: ByteString): readonly Difference[] {
  const [names, others] = [here.split(', '), there.split(', ')];
  if ([...names].sort().join() !== [...others].sort().join()) return [];
  const at = names.findIndex((name, index) => name !== others[index]);
  const shown = (list: readonly string[]): string => list.slice(at, at + NAMES_IN_ORDER).join(', ');
  return [{ what: 'header-order', here: shown(names), there: shown(others) }];
}

/** Names of headers that are shown, from the first that stands in another place. */
const NAMES_IN_ORDER = 4;

/** Which two requests are set against each other. */
export function contrastSentence(contrast: Contrast, filler: Filler, texts: Texts): string {
  const { capture, failing, other, accepted, isSameKey, differences } = contrast;
  const args = {
    operation: failing.operation,
    capture: fromText(capture),
    exchange: failing.index,
    other: fromText(other),
    there: accepted.index,
    key: isSameKey ? 'same-key' : 'other-key',
  };
  const id = differences.length === 0 ? 'works-in-other-capture-alike' : 'works-in-other-capture';
  return fill(texts.labels[id], args, filler);
}

export function differenceSentence(difference: Difference, filler: Filler, texts: Texts): string {
  const args: NoteArgs<'key-works-difference'> = difference;
  return noteSentence(note('key-works-difference', { ...args }), filler, texts);
}
