import { type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import type { CauseId, NoteId } from '../../engine/diagnose/cause.ts';
import { isOfMethodCase } from '../../engine/diagnose/earlier-hop.ts';
import { isFormData } from '../../engine/diagnose/hints.ts';
import type { Cause, DiagnosedHop, Note, ServerStrings, Verdict } from '../../engine/diagnose/model.ts';
import type { CauseText } from '../../sentences/failure-texts.ts';
import { type FillArgs, type Filler, fill } from '../../sentences/fill.ts';
import type { LabelId } from '../../sentences/labels.ts';
import { PUNCTUATION, type Template } from '../../sentences/language.ts';
import type { Texts } from '../../sentences/texts.ts';
import { fillMarked, marked, stepsOf, unmarked } from './steps.ts';
import { hasSuspects, type Suspected, suspectHeadline, suspectsNamed } from './suspects.ts';

/** What is asked of a diagnosis to say it in words. */
export interface Explained extends Suspected {
  readonly verdict: Verdict;
  readonly divergences: readonly { readonly field: string }[];
  readonly hops: readonly Pick<DiagnosedHop, 'from' | 'to' | 'broken'>[];
  readonly wire: { readonly stringToSign: StringParts } | null;
  readonly server: Pick<ServerStrings, 'stringToSign'> | null;
  readonly notes?: readonly Note[];
}

interface StringParts {
  readonly text: ByteString;
  readonly pieces: readonly { readonly field: string }[];
}

interface CauseSentences extends CauseText {
  /** What to do, the best first; of several faults, against each in the order in which to mend them. */
  readonly steps: readonly string[];
  /** What settles whether a suspect is the cause; null without one. */
  readonly check: string | null;
}

/**
 * The sentences of a diagnosis: those of its cause, else those of its verdict, and of every other fault that
 * was found. `isOverTls`: the request was decrypted, so that HTTPS is no advice.
 */
export function causeSentences(
  diagnosis: Explained,
  filler: Filler,
  texts: Texts,
  isOverTls = false,
): CauseSentences {
  const suspected = suspectedSentences(diagnosis, filler, texts);
  if (suspected !== null) return suspected;
  const first = withReservations(firstSentences(diagnosis, filler, texts, isOverTls), diagnosis, texts);
  const faults = [first, ...otherFaults(diagnosis, filler, texts)];
  if (faults.length === 1) {
    return { ...first, cure: unmarked(first.cure), steps: stepsOf(first.cure), check: null };
  }
  const numbered = (parts: readonly string[]): readonly string[] =>
    parts.map((part, at) => `${at + 1}. ${part}`);
  const steps = faults.map(({ cure }) => unmarked(cure));
  return {
    headline: numbered(faults.map(({ headline }) => headline)).join(' '),
    cause: first.cause,
    cure: numbered(steps).join(PUNCTUATION[texts.lang].semicolon),
    steps,
    check: null,
  };
}

/** Who else may have done it, as notes say: what that adds to the headline, and to what to do. */
const RESERVATIONS = {
  'proxy-before-capture': ['headline-or-earlier-hop', 'cure-or-earlier-hop'],
  'way-or-server': ['headline-or-server', 'cure-or-server'],
} as const satisfies Partial<Readonly<Record<NoteId, readonly [headline: LabelId, cure: LabelId]>>>;

function withReservations(first: CauseText, { notes = [] }: Explained, { labels }: Texts): CauseText {
  let { headline, cure } = first;
  for (const { id } of notes) {
    if (!isReservation(id)) continue;
    const [ofHeadline, ofCure] = RESERVATIONS[id];
    headline += labels[ofHeadline];
    cure += marked(labels[ofCure]);
  }
  return { ...first, headline, cure };
}

function isReservation(id: string): id is keyof typeof RESERVATIONS {
  return Object.hasOwn(RESERVATIONS, id);
}

/** What else has to be mended before the request passes. */
function otherFaults({ notes = [] }: Explained, filler: Filler, texts: Texts): readonly CauseText[] {
  return notes.flatMap((note) => {
    const text = otherFault(note, texts);
    if (text === undefined) return [];
    const say = (template: Template): string => fill(template, note.args, filler);
    return [
      {
        headline: say(text.headline),
        cause: say(text.cause),
        cure: fillMarked(text.cure, note.args, filler),
      },
    ];
  });
}

/** The sentences of the further fault that a note names; undefined for other notes. */
function otherFault({ id, args }: Note, texts: Texts): CauseText | undefined {
  if (!Object.hasOwn(OTHER_FAULTS, id)) return undefined;
  return causeText(String(args[OTHER_FAULTS[id as keyof typeof OTHER_FAULTS]]), texts);
}

/** Notes on a further fault, and the argument that says which cause it has. */
const OTHER_FAULTS = { 'also-miscomputed': 'cause', 'secret-also-differs': 'how' } as const satisfies Partial<
  Readonly<Record<NoteId, string>>
>;

/** Those of the first fault alone. */
function firstSentences(diagnosis: Explained, filler: Filler, texts: Texts, isOverTls: boolean): CauseText {
  const { cause } = diagnosis;
  const { labels } = texts;
  const templates =
    (cause === null ? undefined : causeText(cause.id, texts)) ?? verdictText(diagnosis, texts);
  const { args: found = {} } = cause ?? {};
  // a text shows no address
  const args: FillArgs = found['address'] === '' ? { ...found, address: labels['address-unknown'] } : found;
  const several = severalFields(diagnosis);
  const read = Object.hasOwn(args, 'read') ? fill(labels['cause-read-as'], args, filler) : '';
  const special = specialSentences(diagnosis, texts);
  const usual = special.cure ?? templates.cure;
  const cure = isOverTls ? usual.replace(labels['cure-over-https'], labels['cure-over-tls']) : usual;
  const hop = diagnosis.hops.find(({ broken }) => broken.length > 0);
  return {
    headline:
      several === null
        ? fill(templates.headline, args, filler)
        : fill(labels['headline-several'], several, filler),
    cause: fill(special.cause ?? templates.cause, args, filler) + read,
    cure:
      preciseCures(diagnosis, filler, texts) +
      (hop === undefined ? fillMarked(cure, args, filler) : cureAt(hop, cure, args, filler, texts)),
  };
}

/** Notes that know what to do better than the cause does, with the causes that they stand beside. */
const PRECISE = {
  'underscore-headers-dropped': {
    cure: 'cure-underscore-headers',
    causes: ['oss-header-dropped', 'signed-header-dropped', 'header-not-sent'],
  },
  'sdk-defect': { cure: 'cure-sdk-defect', causes: [] },
} as const satisfies Partial<
  Readonly<Record<NoteId, { readonly cure: LabelId; readonly causes: readonly CauseId[] }>>
>;

/** Whether the sentences of the cause hold what a note knows, so that it need not say it again. */
export function isSaidByCause({ id }: Note, diagnosis: Suspected): boolean {
  if (hasSuspects(diagnosis)) return false;
  return isPrecise(id) || isReservation(id) || Object.hasOwn(OTHER_FAULTS, id);
}

/** What the evidence of this request says to do, before what helps with its cause in general. */
function preciseCures(diagnosis: Explained, filler: Filler, { labels }: Texts): string {
  const cures = (diagnosis.notes ?? []).flatMap((note) => {
    const { id } = note;
    if (!isPrecise(id) || !isSaidByCause(note, diagnosis)) return [];
    return [fillMarked(labels[PRECISE[id].cure], note.args, filler) + marked(labels['cure-else'])];
  });
  return cures.join('');
}

function isPrecise(id: string): id is keyof typeof PRECISE {
  return Object.hasOwn(PRECISE, id);
}

/** What notes beside a cause may know better, as templates. */
export function preciseCureTemplates(of: CauseId, { labels }: Texts): readonly Template[] {
  return Object.values(PRECISE)
    .filter(({ causes }) => causes.some((id) => id === of))
    .map(({ cure }) => labels[cure]);
}

/** Where nothing is proved, what is most likely leads; null where nothing is suspected. */
function suspectedSentences(diagnosis: Explained, filler: Filler, texts: Texts): CauseSentences | null {
  const headline = suspectHeadline(diagnosis, filler, texts);
  const [first] = suspectsNamed(diagnosis, filler, texts);
  if (headline === null || first === undefined) return null;
  const { cause } = diagnosis;
  // that the request is not there says what to add
  const missing = cause === null ? undefined : causeText(cause.id, texts);
  const fact = (missing ?? verdictText(diagnosis, texts)).headline;
  const { labels } = texts;
  // the secret settles it at once, where it was not given; what is missing says so, too
  const isAsked = diagnosis.verdict === 'needs-secret' && missing === undefined;
  const check = (isAsked ? labels['suspect-by-secret'] : '') + first.proof;
  const toAdd = cureOfMissing(diagnosis, filler, texts);
  return {
    headline,
    cause: fill(fact, {}, filler),
    cure: unmarked(first.advice + labels['suspect-settle'] + check + toAdd),
    // where nothing stands out, there is something to find out, and nothing to repair
    steps: [...stepsOf(toAdd), ...(first.standsOut ? first.steps : [])],
    check,
  };
}

/** How to get the request where it is not there; nothing elsewhere. */
function cureOfMissing({ cause }: Explained, filler: Filler, texts: Texts): string {
  const missing = cause === null ? undefined : causeText(cause.id, texts);
  return missing === undefined
    ? ''
    : marked(texts.labels['suspect-or']) + fillMarked(missing.cure, cause?.args ?? {}, filler);
}

/** What to do, without what settles whether the suspect is the cause; null where nothing is suspected. */
export function suspectAdvice(diagnosis: Explained, filler: Filler, texts: Texts): string | null {
  const [first] = suspectsNamed(diagnosis, filler, texts);
  return first === undefined ? null : unmarked(first.advice + cureOfMissing(diagnosis, filler, texts));
}

/** What to do where the capture shows the hop: nobody has to look for it. */
function cureAt(
  { from, to }: Pick<DiagnosedHop, 'from' | 'to'>,
  cure: Template,
  args: FillArgs,
  filler: Filler,
  { labels }: Texts,
): string {
  const search = labels['cure-find-hop'];
  if (!cure.startsWith(search)) return fillMarked(cure, args, filler);
  const where = fill(labels['cure-at-hop'], { from: fromText(from), to: fromText(to) }, filler);
  return where + fillMarked(cure.slice(search.length), args, filler);
}

/** From so many fields on a headline names all of them. */
const SEVERAL_FIELDS = 3;

/** What was changed in transit, where it is too much for a headline that names one thing; null elsewhere. */
function severalFields({ verdict, cause, divergences }: Explained): FillArgs | null {
  if (verdict !== 'transit-modified' || cause?.id === 'changed-before-capture') return null;
  const names = new Set(divergences.map(({ field }) => field.replace(KIND_OF_FIELD, '')));
  // the header that stands over Date brings its own date
  if (names.has('x-oss-date') || names.has('x-amz-date')) names.delete('date');
  return names.size < SEVERAL_FIELDS ? null : { count: names.size, names: [...names].join(', ') };
}

const KIND_OF_FIELD =
  /^(?:oss-header|canonical-header|canonical-query|resource:subresource|resource|scope):|^canonical-(?=uri$)/;

/** Sentences that fit a case better than those of its cause, or of its verdict. */
function specialSentences(diagnosis: Explained, { labels }: Texts): Partial<CauseText> {
  const { cause } = diagnosis;
  if (isPolicyUndecided(diagnosis)) {
    return { cause: labels['cause-policy-alone'], cure: labels['cure-policy-alone'] };
  }
  if (isOfForm(cause)) return { cure: labels['cure-form-data'] };
  if (isOfMethodCase(cause)) return { cause: labels['cause-method-case'], cure: labels['cure-method-case'] };
  return {};
}

/** Whether nothing explains the signature of a form, whose whole string both sides have. */
function isPolicyUndecided(diagnosis: Explained): boolean {
  if (diagnosis.verdict !== 'undecided' || diagnosis.cause !== null) return false;
  const { wire, server } = diagnosis;
  if (wire === null || server === null) return false;
  return wire.stringToSign.pieces.some(({ field }) => field === 'policy');
}

/** Whether the Content-Type that was sent is that of a form, whose boundary nobody can sign ahead. */
function isOfForm(cause: Cause | null): boolean {
  return cause?.id.startsWith('content-type-') === true && isFormData(String(cause.args['sent'] ?? ''));
}

function verdictText(diagnosis: Explained, texts: Texts): CauseText {
  const { verdict } = diagnosis;
  // the strings are made when they are read, and most exchanges passed
  if (verdict !== 'needs-secret' && verdict !== 'undecided') return texts.verdicts[verdict];
  const { wire, server } = diagnosis;
  // with the secret, too, there is nothing to try it on
  if (verdict === 'undecided' && wire !== null) return texts.verdicts[verdict];
  if (wire === null) return texts.needsSecret['request-string'];
  if (server === null) return texts.needsSecret['server-string'];
  // in a pasted text: the rest is hidden, or shown as dots
  return server.stringToSign === wire.stringToSign.text
    ? texts.verdicts[verdict]
    : texts.needsSecret['rest-of-string'];
}

/** The sentences of a cause; undefined where none are known. */
export function causeText(id: string, texts: Texts): CauseText | undefined {
  return Object.hasOwn(texts.causes, id) ? texts.causes[id as CauseId] : undefined;
}

/** What the values of a note come into. */
export function noteTemplates({ id, args }: Note, texts: Texts): readonly Template[] {
  if (!Object.hasOwn(texts.notes, id)) return [];
  return [texts.notes[id as NoteId], ...Object.values(otherFault({ id, args }, texts) ?? {})];
}

/** The sentence of a note; its id where none is known. */
export function noteSentence(note: Note, filler: Filler, texts: Texts): string {
  if (!Object.hasOwn(texts.notes, note.id)) return note.id;
  const { args } = note;
  if (note.id === 'key-works-difference' && PRESENCE_TRAITS.has(String(args['what']))) {
    return fill(
      texts.labels[args['there'] === '' ? 'note-key-works-without' : 'note-key-works-with'],
      args,
      filler,
    );
  }
  if (note.id === 'also-miscomputed') {
    // the sentence of the cause says it
    const id = String(args['cause']);
    const headline = fill(causeText(id, texts)?.headline ?? id, args, filler);
    return fill(texts.notes[note.id], { cause: headline }, filler);
  }
  return fill(texts.notes[note.id as NoteId], args, filler);
}

/**
 * Differences (`what` of `key-works-difference`) of which only the presence is compared: a digest is another
 * each time, and a token is a secret.
 */
const PRESENCE_TRAITS: ReadonlySet<string> = new Set(['content-md5', 'token']);
