/**
 * The sentences of the reports for programs, `osscap/text`: what an id with its arguments says, in English
 * and Chinese. Nothing here reads files, clocks or the network.
 */

import { fromText } from './engine/bytes/byte-string.ts';
import { NOTICE_CODES, type Notice } from './engine/bytes/notice.ts';
import { printable } from './engine/bytes/printable.ts';
import type { Advice, AdviceId } from './engine/diagnose/advice.ts';
import type { NoteId } from './engine/diagnose/cause.ts';
import {
  type Cause,
  type Certainty,
  type Diagnosis,
  type EvidencePoint,
  type Note,
  type ProseArgs,
  type Suspect,
  VERDICTS,
  type Verdict,
} from './engine/diagnose/model.ts';
import { SIGNATURE_VERSIONS } from './engine/sign/canonical.ts';
import { versionRecord } from './engine/sign/versions.ts';
import { causeSentences, causeText, type Explained, noteSentence } from './report/findings/explain.ts';
import {
  evidenceSentence,
  evidenceTemplate,
  suspectFound,
  suspectTemplates,
} from './report/findings/suspects.ts';
import { noticeSentence } from './report/notice-text.ts';
import type { CauseText } from './sentences/failure-texts.ts';
import { type Filler, fill, hasPlaces, numbered, terminalFiller } from './sentences/fill.ts';
import type { Served, Template } from './sentences/language.ts';
import { MEASURES } from './sentences/measures.ts';
import { inWordsOf } from './sentences/service.ts';
import { type Texts, textsIn } from './sentences/texts.ts';

/** What is known of a cause, or of a verdict without one. Empty where there is nothing to say. */
export interface CauseSentences {
  /** One sentence: who did what. */
  readonly headline: string;
  /** Why this happens. */
  readonly cause: string;
  /** What to do next. */
  readonly cure: string;
}

/** Of what still passes and will fail. */
export interface AdviceSentences {
  /** What is the case. */
  readonly summary: string;
  /** What to do. */
  readonly advice: string;
}

export interface SuspectSentences extends AdviceSentences {
  /** The cheapest thing that would settle it. */
  readonly proof: string;
  readonly for: readonly string[];
  readonly against: readonly string[];
}

export interface DiagnosisSentences extends CauseSentences {
  /** Short names, as in a table: `changed in transit`, `proven`. */
  readonly verdict: string;
  readonly certainty: string | null;
  readonly notes: readonly string[];
  /** The most likely first; empty where something is proved. */
  readonly suspects: readonly SuspectSentences[];
}

/*
 * What the JSON report has of each. Its values are text, those of the library are byte strings: a sentence
 * beside an id (`summary`, `message`) shows which of the two an object is.
 */

export interface ReportedCause extends AdviceSentences {
  readonly id: string;
  /** Absent without any, and in reports of earlier versions. */
  readonly args?: ProseArgs | undefined;
}

export type ReportedAdvice = ReportedCause;

export interface ReportedPoint {
  readonly code: string;
  readonly exchanges: readonly number[];
  readonly capture?: string | undefined;
  readonly args?: ProseArgs | undefined;
  readonly message: string;
}

export interface ReportedSuspect extends AdviceSentences {
  readonly kind: string;
  readonly field: string;
  readonly weight: number;
  readonly args?: ProseArgs | undefined;
  readonly proof: string;
  readonly for: readonly ReportedPoint[];
  readonly against: readonly ReportedPoint[];
}

export interface ReportedNotice {
  readonly code: string;
  readonly args?: ProseArgs | undefined;
  readonly message: string;
}

interface ReportedHop {
  readonly between: string;
  readonly broken?: readonly string[] | undefined;
}

export interface ReportedDiagnosis {
  readonly verdict: string;
  readonly certainty: string | null;
  readonly cause: ReportedCause | null;
  readonly divergences: readonly { readonly field: string }[];
  readonly hops?: readonly ReportedHop[] | undefined;
  readonly suspects?: readonly ReportedSuspect[] | undefined;
  readonly notes: readonly string[];
  readonly noteArgs?: readonly ProseArgs[] | undefined;
}

/** One of `captures[].exchanges`, or a line of NDJSON. */
export interface ReportedExchange {
  readonly oss?: Partial<Served> | undefined;
  readonly tls?: object | undefined;
  readonly diagnosis?: ReportedDiagnosis | undefined;
  readonly signature?:
    | {
        readonly version: string;
        readonly stringToSign: { readonly wire: string | null; readonly server: string | null };
      }
    | undefined;
}

/**
 * The sentences in one language. Captured values in them are made printable (a control character shows as
 * `␛`), and cut where they are long; for a page they still are plain text, no HTML. Each function gives null
 * for an id that this version does not know; of the JSON report, whose objects have their own sentences, it
 * gives those.
 */
export interface Sentences {
  readonly lang: 'en' | 'zh';
  /** Of a diagnosis of the library, or of an exchange of the JSON report, as reports have it. */
  diagnosis(of: Diagnosis | ReportedExchange): DiagnosisSentences | null;
  /** The short name of a verdict, e.g. `changed in transit`. */
  verdict(verdict: string): string | null;
  certainty(certainty: string): string | null;
  cause(cause: Cause | ReportedCause): CauseSentences | null;
  /** A note of the JSON report is a text that begins with its id, with `noteArgs` beside it. */
  note(note: Note | string, args?: ProseArgs): string | null;
  /** Of `info.notices`, or of `warnings`, without its place. */
  notice(notice: Notice | ReportedNotice): string | null;
  advice(advice: Advice | ReportedAdvice): AdviceSentences | null;
  /** `all`: the suspects of the request, of which the first two are parted by one request. */
  suspect(
    suspect: Suspect | ReportedSuspect,
    all?: readonly (Suspect | ReportedSuspect)[],
  ): SuspectSentences | null;
  evidence(point: EvidencePoint | ReportedPoint): string | null;
}

/**
 * `exchange.numbering`: what numbers of frames count where they count no packets. `service`: `oss` of a
 * result, which sentences call by its name; an exchange of the JSON report has its own.
 */
export interface SentenceOptions {
  readonly numbering?: 'line' | 'entry' | undefined;
  readonly service?: Partial<Served> | null | undefined;
}

/** The sentences of every verdict, cause, note, notice, advice, suspect and piece of evidence. */
export function sentencesOf(lang: 'en' | 'zh', options: SentenceOptions = {}): Sentences {
  return new Speaker(textsIn(lang), options);
}

class Speaker implements Sentences {
  readonly lang: 'en' | 'zh';
  readonly #texts: Texts;
  readonly #filler: Filler;
  readonly #options: SentenceOptions;

  constructor(texts: Texts, options: SentenceOptions) {
    this.lang = texts.lang;
    this.#texts = texts;
    this.#options = options;
    this.#filler = inWordsOf(numbered(terminalFiller(texts), options.numbering), options.service ?? null);
  }

  diagnosis(of: Diagnosis | ReportedExchange): DiagnosisSentences | null {
    if ('verdict' in of) {
      const notes = of.notes.map((note) => this.note(note) ?? printable(note.id));
      return this.#diagnosis(of, causeSentences(of, this.#filler, this.#texts), notes, of.suspects);
    }
    const { diagnosis, oss: service } = of;
    if (diagnosis === undefined || !isVerdict(diagnosis.verdict)) return null;
    if (service?.provider !== undefined && this.#options.service?.provider !== service.provider) {
      return new Speaker(this.#texts, { ...this.#options, service }).diagnosis(of);
    }
    const explained = explainedOf(diagnosis, diagnosis.verdict, of.signature);
    const { cause } = diagnosis;
    const said =
      cause === null || this.#isKnown(cause, causeText(cause.id, this.#texts))
        ? causeSentences(explained, this.#filler, this.#texts, of.tls !== undefined)
        : reportedSentences(cause);
    const notes = listOf(diagnosis.notes).map((note, at) => this.note(note, diagnosis.noteArgs?.[at]) ?? '');
    return this.#diagnosis(diagnosis, said, notes, diagnosis.suspects);
  }

  #diagnosis(
    { verdict, certainty, cause }: Pick<Diagnosis | ReportedDiagnosis, 'verdict' | 'certainty' | 'cause'>,
    { headline, cause: why, cure }: CauseSentences,
    notes: readonly string[],
    suspects: readonly (Suspect | ReportedSuspect)[] | undefined,
  ): DiagnosisSentences | null {
    const name = this.verdict(verdict);
    if (name === null) return null;
    const named = listOf(suspects);
    return {
      headline,
      cause: why,
      cure,
      verdict: name,
      certainty: certainty === null ? null : this.certainty(certainty),
      notes,
      // a cause that is likely is more than a suspect
      suspects: cause !== null ? [] : named.flatMap((suspect) => this.suspect(suspect, named) ?? []),
    };
  }

  verdict(verdict: string): string | null {
    return isVerdict(verdict) ? this.#texts.verdictNames[verdict] : null;
  }

  certainty(certainty: string): string | null {
    const { measures } = this.#texts;
    return Object.hasOwn(MEASURES, certainty) ? measures[MEASURES[certainty as Certainty]] : null;
  }

  cause(cause: Cause | ReportedCause): CauseSentences | null {
    const known = causeText(cause.id, this.#texts);
    if ('summary' in cause && !this.#isKnown(cause, known)) return reportedSentences(cause);
    if (known === undefined) return null;
    const alone = { ...NOTHING_ELSE, cause: { id: cause.id, args: argsOf(cause) } };
    const { headline, cause: why, cure } = causeSentences(alone, this.#filler, this.#texts);
    return { headline, cause: why, cure };
  }

  note(note: Note | string, args?: ProseArgs): string | null {
    const reported = typeof note === 'string' ? /^([\w-]+): (.*)$/s.exec(note) : null;
    const id = typeof note === 'string' ? (reported?.[1] ?? note) : note.id;
    const templates = Object.hasOwn(this.#texts.notes, id) ? [this.#texts.notes[id as NoteId]] : undefined;
    if (typeof note !== 'string') {
      return templates === undefined
        ? null
        : noteSentence({ id, args: argsOf(note) }, this.#filler, this.#texts);
    }
    return this.#isKnown({ args }, templates)
      ? noteSentence({ id, args: argsOf({ args, message: note }) }, this.#filler, this.#texts)
      : printable(reported?.[2] ?? note);
  }

  notice(notice: Notice | ReportedNotice): string | null {
    const code = NOTICE_CODES.find((each) => each === notice.code);
    const templates = code === undefined ? undefined : [this.#texts.notices[code]];
    if ('message' in notice && !this.#isKnown(notice, templates)) return printable(notice.message);
    if (code === undefined) return null;
    return noticeSentence(
      { code, frame: null, offset: null, args: argsOf(notice) },
      this.#filler,
      this.#texts,
    );
  }

  advice(advice: Advice | ReportedAdvice): AdviceSentences | null {
    const { id } = advice;
    const known = Object.hasOwn(this.#texts.outlook.advice, id)
      ? this.#texts.outlook.advice[id as AdviceId]
      : undefined;
    if ('summary' in advice && !this.#isKnown(advice, known)) {
      return { summary: printable(advice.summary), advice: printable(advice.advice) };
    }
    if (known === undefined) return null;
    const args = argsOf(advice);
    return {
      summary: fill(known.summary, args, this.#filler),
      advice: fill(known.advice, args, this.#filler),
    };
  }

  /** Two suspects that are close are parted by one request, which the first of them names. */
  suspect(
    suspect: Suspect | ReportedSuspect,
    all: readonly (Suspect | ReportedSuspect)[] = [suspect],
  ): SuspectSentences | null {
    const templates = suspectTemplates(suspect.kind, this.lang);
    const evidence = { for: this.#points(suspect.for), against: this.#points(suspect.against) };
    if ('summary' in suspect && !this.#isKnown(suspect, templates)) {
      const { summary, advice, proof } = suspect;
      return {
        summary: printable(summary),
        advice: printable(advice),
        proof: printable(proof),
        ...evidence,
      };
    }
    if (templates === undefined) return null;
    const named = all.map((each) => {
      const { kind, field, weight } = each;
      return { kind, field, args: argsOf(each), weight, for: [], against: [] };
    });
    const own = named[all.indexOf(suspect)];
    if (own === undefined) return null;
    const found = suspectFound(own, named, this.#filler, this.#texts);
    return { summary: found.summary, advice: found.advice, proof: found.proof, ...evidence };
  }

  #points(points: readonly (EvidencePoint | ReportedPoint)[]): readonly string[] {
    return listOf(points).map((point) => this.evidence(point) ?? printable(point.code));
  }

  evidence(point: EvidencePoint | ReportedPoint): string | null {
    const template = evidenceTemplate(point.code, this.lang);
    if ('message' in point && !this.#isKnown(point, template === undefined ? undefined : [template])) {
      return printable(point.message);
    }
    if (template === undefined) return null;
    const { code, exchanges, capture } = point;
    return evidenceSentence(
      { code, exchanges: listOf(exchanges), capture, args: argsOf(point) },
      this.#filler,
      this.lang,
    );
  }

  /** Whether there are templates, and the values for them, which reports once did not have. */
  #isKnown(
    { args }: { readonly args?: ProseArgs | undefined },
    templates: CauseText | readonly Template[] | AdviceSentences | undefined,
  ): boolean {
    return templates !== undefined && (args !== undefined || !Object.values(templates).some(hasPlaces));
  }
}

/** A cause by itself: no other evidence changes its sentences. */
const NOTHING_ELSE = { verdict: 'undecided', divergences: [], hops: [], wire: null, server: null } as const;

function reportedSentences({ summary, advice }: ReportedCause): CauseSentences {
  return { headline: printable(summary), cause: '', cure: printable(advice) };
}

/** What a diagnosis of the JSON report has of one of the library. */
function explainedOf(
  { cause, divergences, hops, suspects, notes, noteArgs }: ReportedDiagnosis,
  verdict: Verdict,
  signature: ReportedExchange['signature'],
): Explained {
  const { wire = null, server = null } = signature?.stringToSign ?? {};
  // of a form, the policy alone is signed
  const version = SIGNATURE_VERSIONS.find((each) => each === signature?.version);
  const isForm = version !== undefined && versionRecord(version).carrier === 'form';
  const pieces = [{ field: isForm ? 'policy' : 'string' }];
  return {
    verdict,
    cause: cause === null ? null : { id: cause.id, args: argsOf(cause) },
    divergences: listOf(divergences),
    hops: listOf(hops).map(({ between, broken }) => {
      const [from = '', to = ''] = between.split(' → ');
      return { from, to, broken: listOf(broken) };
    }),
    suspects: listOf(suspects).map((suspect) => ({
      kind: suspect.kind,
      field: suspect.field,
      weight: suspect.weight,
      args: argsOf(suspect),
      // by the codes it is seen whether a suspect stands out, and on what it rests
      for: listOf(suspect.for).map(codeOf),
      against: listOf(suspect.against).map(codeOf),
    })),
    notes: listOf(notes).map((message, at) => {
      const [id = ''] = message.split(':');
      return { id, args: argsOf({ args: noteArgs?.[at], message }) };
    }),
    wire: wire === null ? null : { stringToSign: { text: wire, pieces } },
    server: server === null ? null : { stringToSign: server },
  };
}

/**
 * The values of an id, as byte strings: the JSON report, whose objects have a sentence, gives text. A program
 * may have put together, or read from a file, what is of no such type.
 */
function argsOf(of: {
  readonly args?: ProseArgs | undefined;
  readonly summary?: string;
  readonly message?: string;
}): ProseArgs {
  const isText = of.summary !== undefined || of.message !== undefined;
  const args: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(of.args ?? {})) {
    if (typeof value === 'number') args[name] = value;
    else if (typeof value === 'string') args[name] = isText ? fromText(value) : value;
  }
  return args;
}

function codeOf(point: ReportedPoint): Suspect['for'][number] {
  return { code: point.code, exchanges: [], args: argsOf(point) };
}

function listOf<T>(list: readonly T[] | null | undefined): readonly T[] {
  return Array.isArray(list) ? list : [];
}

function isVerdict(verdict: string): verdict is Verdict {
  return (VERDICTS as readonly string[]).includes(verdict);
}
