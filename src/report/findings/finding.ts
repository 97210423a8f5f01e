import { printable } from '../../bytes/printable.ts';
import type { Certainty, Diagnosis, Verdict } from '../../diagnose/model.ts';
import type { OssExchange } from '../../oss/model.ts';
import type { MultipartUpload } from '../../oss/upload.ts';
import type { ExchangeResult, Triage } from '../input.ts';
import { exchangeToJson } from '../json/exchange.ts';
import type { ExchangeJson } from '../json/model.ts';
import { type HandedOnDoor, handedOnDoor } from '../redact/redact-exchange.ts';
import { type Comparison, compareStrings } from '../strings/comparison.ts';
import { type Evidence, evidenceOf } from '../strings/evidence.ts';
import { firstDifference, type Proof, proofOf } from '../strings/proof.ts';
import { MIN_WIDTH, type View, viewFor } from '../terminal/view.ts';
import { type Filler, plainFiller } from '../text/fill.ts';
import type { Texts } from '../text/texts.ts';
import { triageText } from '../triage/triage-text.ts';
import { causeSentences, noteSentence } from './explain.ts';
import { isTold, leftUploads, showsStrings } from './told.ts';

/** How reports that are handed on are made. */
export interface HandedOnReportOptions {
  readonly texts: Texts;
  /** Leave captured signatures and tokens as they are. */
  readonly showSignatures: boolean;
  /** How sentences write the number of another exchange; the bare number without. */
  readonly exchange?: Filler['exchange'];
}

/** What is found of one failing exchange: every text is masked, printable and on one line. */
export interface Finding {
  /** Id of the cause, else the verdict. */
  readonly rule: string;
  readonly verdict: Verdict;
  readonly certainty: Certainty | null;
  /** Says first if it is no news. */
  readonly headline: string;
  readonly cause: string;
  readonly cure: string;
  readonly proof: Proof | null;
  /** Where the strings part first. */
  readonly firstDifference: string | null;
  readonly notes: readonly string[];
  readonly exchange: ExchangeJson;
  readonly evidence: Evidence | null;
  /** Why it does not decide the exit code; absent where it does. */
  readonly triage?: Triage;
}

/**
 * Null for an exchange that was not judged. `uploads`: those of its capture, as far as they are
 * known.
 */
export function findingOf(
  result: ExchangeResult,
  uploads: readonly MultipartUpload[],
  options: HandedOnReportOptions,
): Finding | null {
  const { oss, diagnosis, triage } = result;
  if (oss === null || diagnosis === null) return null;
  const door = handedOnDoor(result, options);
  const view = findingView(result, door, options);
  const { comparison, ...found } = causeFound(diagnosis, oss, uploads, view, view.filler);
  return {
    rule: diagnosis.cause?.id ?? diagnosis.verdict,
    verdict: diagnosis.verdict,
    certainty: diagnosis.certainty,
    ...found,
    headline: triageText(triage, view.filler, view.texts) + found.headline,
    evidence: comparison === null ? null : evidenceOf(diagnosis, oss, view, door),
    exchange: exchangeToJson(result, { door, texts: options.texts }),
    ...(triage === undefined ? {} : { triage }),
  };
}

/** What is found of the cause of a failing exchange, in the words of a view. */
export interface CauseFound {
  readonly headline: string;
  readonly cause: string;
  readonly cure: string;
  readonly proof: Proof | null;
  /** Where the strings part first. */
  readonly firstDifference: string | null;
  readonly notes: readonly string[];
  /** Null where the verdict is not about strings. */
  readonly comparison: Comparison | null;
}

/** `filler`: of the sentences that hold captured text. */
export function causeFound(
  diagnosis: Diagnosis,
  oss: OssExchange,
  uploads: readonly MultipartUpload[],
  view: View,
  filler: Filler,
): CauseFound {
  const comparison = showsStrings(diagnosis) ? compareStrings(diagnosis, oss) : null;
  const notes = diagnosis.notes.filter((note) => isTold(note, diagnosis));
  return {
    ...causeSentences(diagnosis, filler, view.texts),
    proof: proofOf(diagnosis, oss, view),
    firstDifference: comparison?.kind === 'parts' ? firstDifference(diagnosis, comparison, view) : null,
    notes: [
      ...notes.map((note) => noteSentence(note, filler, view.texts)),
      ...leftUploads(oss, uploads, view),
    ],
    comparison,
  };
}

/** Of a narrow view, whose sentences name the sides by their parties and not by their places. */
export function findingView(
  result: ExchangeResult,
  door: HandedOnDoor,
  { texts, exchange }: HandedOnReportOptions,
): View {
  return viewFor(handedOnView(door, { texts, exchange }), result.exchange);
}

/** The same for sentences about a capture. */
export function handedOnView(
  door: HandedOnDoor,
  { texts, exchange }: Pick<HandedOnReportOptions, 'texts' | 'exchange'>,
): View {
  return {
    width: MIN_WIDTH,
    paint: (_, text) => text,
    texts,
    filler: { ...plainFiller(texts, (text) => printable(door.prose(text))), exchange },
    door,
    all: true,
  };
}

/** Errors are what is proved or likely; what is open is a warning. */
export function levelOf({ certainty }: Pick<Finding, 'certainty'>): 'error' | 'warning' {
  return certainty === 'open' ? 'warning' : 'error';
}
