import { fromText } from '../../engine/bytes/byte-string.ts';
import { printable } from '../../engine/bytes/printable.ts';
import { isFormData } from '../../engine/diagnose/hints.ts';
import {
  type Diagnosis,
  type EvidencePoint,
  LEADING_WEIGHT,
  type Note,
  type Suspect,
} from '../../engine/diagnose/model.ts';
import type { Prose } from '../../engine/diagnose/prose.ts';
import { SUSPECTS, type SuspectEntry, type SuspectKind } from '../../features/suspects/entries.ts';
import { EVIDENCE, type EvidenceCode, TRAIT_ENDINGS, TRAIT_WORDS } from '../../features/suspects/evidence.ts';
import { capital, type Filler, fill } from '../../sentences/fill.ts';
import type { Lang, Template } from '../../sentences/language.ts';
import { MEASURES, type Measure, percentOf } from '../../sentences/measures.ts';
import type { Texts } from '../../sentences/texts.ts';
import { fillMarked, stepsOf, unmarked } from './steps.ts';

/*
 * What reports say of suspects: never more than their weight. From `LEADING_WEIGHT` on one leads alone;
 * below, the first few stand side by side.
 */

const VERY_LIKELY = 0.85;
/** Below this no cause stands out; and none that accepted requests have, too. */
const STANDING_OUT = 0.2;
const SIDE_BY_SIDE = 3;
/** What has less belief than this is not named beside others. */
const NAMED_FROM = 0.08;

/**
 * Where the second suspect has at least the first one's weight divided by this, what would settle it names
 * the request that parts the two.
 */
const CLOSE = 2;

/** What rates alone say, and that nothing was accepted beside it. */
const OF_RATES: ReadonlySet<string> = new Set(['often-reported', 'nothing-accepted', 'all-refused-have-it']);

/**
 * What is missing where the first suspect rests on nothing but how often it is reported: the request, or an
 * accepted one to compare with. Null where something speaks for it.
 */
export function missingBeside(diagnosis: Suspected): 'thin-accepted' | 'thin-request' | null {
  const first = firstSuspect(diagnosis);
  if (first === null || first.weight >= LEADING_WEIGHT || !standsOut(first)) return null;
  if (first.for.length === 0 || !first.for.every(({ code }) => OF_RATES.has(code))) return null;
  return first.kind.endsWith('-unseen') ? 'thin-request' : 'thin-accepted';
}

/** A suspect in sentences. */
export interface SuspectFound {
  readonly id: string;
  /** False: named as what is left, and not as what the capture points to. */
  readonly standsOut: boolean;
  readonly summary: string;
  readonly advice: string;
  /** The same as steps, the best first. */
  readonly steps: readonly string[];
  readonly proof: string;
  readonly weight: number;
  readonly for: readonly string[];
  readonly against: readonly string[];
}

/** A suspect, as far as reports show it. */
type NamedSuspect = Omit<Suspect, 'cause' | 'field'> & { readonly field: string | null };

/** What is asked of a diagnosis to name its suspects. */
export interface Suspected {
  readonly cause: Diagnosis['cause'];
  readonly suspects?: readonly NamedSuspect[] | undefined;
}

/** Causes that say no more than that the request is not there. */
const NOT_SEEN: ReadonlySet<string> = new Set(['answer-alone', 'request-not-seen']);

/** Suspects of a diagnosis that names no cause: a cause that is likely is more than a suspect. */
function shown({ cause, suspects = [] }: Suspected): readonly NamedSuspect[] {
  return cause === null || NOT_SEEN.has(cause.id) ? suspects : [];
}

/** The likeliest suspect; null without any. */
export function firstSuspect(diagnosis: Suspected): NamedSuspect | null {
  return shown(diagnosis)[0] ?? null;
}

/** The suspect that leads a report alone; null where none does. */
export function leadingSuspect(diagnosis: Suspected): NamedSuspect | null {
  const first = firstSuspect(diagnosis);
  return first !== null && leads(first) ? first : null;
}

function leads(suspect: NamedSuspect): boolean {
  return suspect.weight >= LEADING_WEIGHT && standsOut(suspect);
}

function standsOut({ weight, against }: NamedSuspect): boolean {
  return weight >= STANDING_OUT && !against.some(({ code }) => code === 'accepted-with-it');
}

/**
 * How certain a report is of what it says first: a suspect is as likely as its weight, and where several are
 * named, each is possible. Null where nothing is to be said.
 */
export function measureOf(diagnosis: Suspected & Pick<Diagnosis, 'certainty'>): Measure | null {
  const { certainty } = diagnosis;
  if (certainty === null) return null;
  const weight = certainty === 'open' ? (leadingSuspect(diagnosis)?.weight ?? 0) : 0;
  if (weight < LEADING_WEIGHT) return MEASURES[certainty];
  return weight >= VERY_LIKELY ? 'very-likely' : 'likely';
}

/** Those that a report names, in sentences: one that leads, or the first few; none without any. */
export function suspectsNamed(diagnosis: Suspected, filler: Filler, texts: Texts): readonly SuspectFound[] {
  const suspects = shown(diagnosis);
  const [first] = suspects;
  if (first === undefined) return [];
  const named = leads(first)
    ? [first]
    : suspects.slice(0, SIDE_BY_SIDE).filter(({ weight }, i) => i === 0 || weight >= NAMED_FROM);
  return named.map((suspect) => suspectFound(suspect, suspects, filler, texts));
}

/** The headline of those, with their weights where they are wanted; null without any. */
export function suspectHeadline(
  diagnosis: Suspected,
  filler: Filler,
  texts: Texts,
  hasWeights = false,
): string | null {
  const named = suspectsNamed(diagnosis, filler, texts);
  const [first] = named;
  if (first === undefined) return null;
  const { labels } = texts;
  const weightOf = ({ weight }: SuspectFound): string =>
    hasWeights ? fill(labels['suspect-weight'], { percent: percentOf(weight) }, filler) : '';
  const missing = missingBeside(diagnosis);
  if (missing === null && first.standsOut && (first.weight >= LEADING_WEIGHT || named.length === 1)) {
    return capital(first.summary) + weightOf(first) + labels['suspect-end'];
  }
  const [begin = '', ...others] = named.map((each) => each.summary + weightOf(each));
  const list = begin + others.map((each) => orElse(each, texts)).join('');
  const begins = missing ?? (first.standsOut ? 'suspect-one-of' : 'suspect-none-stands-out');
  return labels[begins] + list + labels['suspect-end'];
}

/** Another possibility behind the first; in Chinese, with a space before what begins in Latin. */
export function orElse(text: string, { labels, lang }: Texts): string {
  return labels['suspect-or'] + (lang === 'zh' && /^[A-Za-z0-9]/.test(text) ? ' ' : '') + text;
}

/** Whether a report names suspects of it. */
export function hasSuspects(diagnosis: Suspected): boolean {
  return shown(diagnosis).length > 0;
}

/** Whether evidence of suspects says the same as a note, and weighs it. */
export function isSaidBySuspects({ id }: Note, diagnosis: Suspected): boolean {
  return hasSuspects(diagnosis) && (id === 'key-works-difference' || id === 'key-always-fails');
}

/** Of a report that another version made. */
const UNKNOWN: Prose = { en: '{kind}', zh: '{kind}' };
const UNKNOWN_SUSPECT = { summary: UNKNOWN, advice: UNKNOWN, short: UNKNOWN, proof: UNKNOWN };

function entryOf({ kind }: NamedSuspect): Omit<SuspectEntry, 'args'> {
  return Object.hasOwn(SUSPECTS, kind) ? SUSPECTS[kind as SuspectKind] : UNKNOWN_SUSPECT;
}

/** What the values of a suspect come into; undefined for a kind that is not known. */
export function suspectTemplates(kind: string, lang: Lang): readonly Template[] | undefined {
  if (!Object.hasOwn(SUSPECTS, kind)) return undefined;
  const { summary, advice, short, change, proof }: SuspectEntry = SUSPECTS[kind as SuspectKind];
  const all = [summary, advice, short, change, proof];
  return all.flatMap((each) => (each === undefined ? [] : [each[lang]]));
}

/** What the values of a piece of evidence come into; undefined for a code that is not known. */
export function evidenceTemplate(code: string, lang: Lang): Template | undefined {
  return Object.hasOwn(EVIDENCE, code) ? EVIDENCE[code as EvidenceCode].text[lang] : undefined;
}

/** One of the suspects of a request in sentences. */
export function suspectFound(
  suspect: NamedSuspect,
  all: readonly NamedSuspect[],
  filler: Filler,
  texts: Texts,
): SuspectFound {
  const { lang } = texts;
  const entry = entryOf(suspect);
  const advice = isOfForm(suspect) ? texts.labels['cure-form-data'] : entry.advice[lang];
  const steps = fillMarked(advice, { ...suspect.args, kind: suspect.kind }, filler);
  return {
    id: printable(suspect.kind),
    standsOut: standsOut(suspect),
    summary: sayOf(suspect, entry.summary, filler, texts),
    advice: unmarked(steps),
    steps: stepsOf(steps),
    proof: proofOf(suspect, all, filler, texts),
    weight: suspect.weight,
    for: tellingOf(suspect.for).map((point) => evidenceSentence(point, filler, lang)),
    against: suspect.against.map((point) => evidenceSentence(point, filler, lang)),
  };
}

/** What is reported often is said where the capture itself says nothing. */
function tellingOf(points: readonly EvidencePoint[]): readonly EvidencePoint[] {
  const telling = points.filter(({ code }) => code !== 'often-reported');
  return telling.length === 0 ? points : telling;
}

function sayOf({ kind, args }: NamedSuspect, prose: Prose, filler: Filler, { lang }: Texts): string {
  return fill(prose[lang], { ...args, kind }, filler);
}

/** What would settle it: for the first of two that are close, a request that parts them. */
function proofOf(suspect: NamedSuspect, all: readonly NamedSuspect[], filler: Filler, texts: Texts): string {
  const { labels } = texts;
  const { change, proof } = entryOf(suspect);
  const [first, second, third] = all;
  if (suspect === first && second !== undefined && second.weight * CLOSE >= first.weight) {
    const [changed, other] = areParted(first, second) ? [first, second] : [second, first];
    const experiment = entryOf(changed).change;
    if (experiment !== undefined && areParted(changed, other)) {
      const [accepted, refused] = [changed, other].map((each) => {
        return sayOf(each, entryOf(each).short, filler, texts);
      });
      // of the other one, it is no test of the suspect that leads
      const begins = changed === first ? '' : labels['suspect-parts-two'];
      const isOneOfMore = third !== undefined && third.weight * CLOSE >= first.weight;
      const others = isOneOfMore ? labels['suspect-refused-others'] : labels['suspect-refused'] + refused;
      const ends = labels['suspect-accepted'] + accepted + others;
      return begins + sayOf(changed, experiment, filler, texts) + ends;
    }
  }
  if (change === undefined) return sayOf(suspect, proof ?? UNKNOWN, filler, texts);
  return sayOf(suspect, change, filler, texts) + labels['suspect-if-accepted'];
}

/** Whether the request that removes one suspect leaves the other where it is. */
function areParted(changed: NamedSuspect, other: NamedSuspect): boolean {
  const { change, alsoRemoves = [] } = entryOf(changed);
  return change !== undefined && !alsoRemoves.includes(other.kind);
}

/** Whether the suspected Content-Type is that of a form, whose boundary nobody can sign ahead. */
function isOfForm({ field, args }: NamedSuspect): boolean {
  return field === 'content-type' && isFormData(String(args['sent'] ?? ''));
}

/** One piece of evidence, with the exchanges that show it. */
export function evidenceSentence(
  { code, exchanges, capture, args }: EvidencePoint,
  filler: Filler,
  lang: Lang,
): string {
  const { trait } = args;
  const said = typeof trait === 'string' ? { ...args, trait: traitWords(trait, filler, lang) } : args;
  const text = Object.hasOwn(EVIDENCE, code) ? EVIDENCE[code as EvidenceCode].text : UNKNOWN;
  const sentence = fill(text[lang], { ...said, kind: code }, filler);
  if (exchanges.length === 0) return sentence;
  const numbers = exchanges.map((index) => {
    // those of another capture are none that the report could lead to
    return `#${(capture === undefined ? filler.exchange?.(index) : undefined) ?? index}`;
  });
  const list = numbers.join(lang === 'zh' ? '、' : ', ');
  if (capture === undefined) return lang === 'zh' ? `${sentence}（${list}）` : `${sentence} (${list})`;
  const path = fill('{capture:long}', { capture: fromText(capture) }, filler);
  return lang === 'zh' ? `${sentence}（${path} 中的 ${list}）` : `${sentence} (${list} of ${path})`;
}

function traitWords(trait: string, filler: Filler, lang: Lang): string {
  if (Object.hasOwn(TRAIT_WORDS, trait)) return words(TRAIT_WORDS, trait, lang);
  const named = /^(header:|parameter:)([^= ]+)(?:(=)| (\S+)$)?/.exec(trait);
  if (named !== null) {
    const [, begin = '', of = '', value, ending = ''] = named;
    const begins = fill(words(TRAIT_WORDS, begin, lang), { of }, filler);
    return begins + words(TRAIT_ENDINGS, value === undefined ? ending : 'value', lang);
  }
  // `key:in=` and `host=` have an end, `unlisted:` may stand before anything
  const ends = [/^[^= ]+[= ]/, /^[^=: ]+[=: ]/].map((end) => end.exec(trait)?.[0] ?? '');
  const at = ends.find((each) => Object.hasOwn(TRAIT_WORDS, each));
  if (at === undefined) return fill('{trait}', { trait }, filler);
  // behind a digest stands whether there was a body, which nobody needs to read
  const of = at === 'hash=' ? trait.slice(at.length).replace(/ \w+$/, '') : trait.slice(at.length);
  return fill(words(TRAIT_WORDS, at, lang), { of }, filler);
}

function words(table: typeof TRAIT_WORDS, name: string, lang: Lang): string {
  return Object.hasOwn(table, name) ? (table[name]?.[lang] ?? '') : '';
}
