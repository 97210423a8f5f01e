import { fromText } from '../../engine/bytes/byte-string.ts';
import { printable } from '../../engine/bytes/printable.ts';
import type { Certainty, Diagnosis, Note, Verdict } from '../../engine/diagnose/model.ts';
import { isOverTls } from '../../engine/http/exchange.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { MultipartUpload } from '../../engine/oss/upload.ts';
import type { ExchangeResult, Triage } from '../../engine/results.ts';
import { type PublishedDoor, publishedDoor } from '../../features/redact/redact-exchange.ts';
import { isOfChunks } from '../../sentences/causes/digest.ts';
import { type Filler, fill, plainFiller } from '../../sentences/fill.ts';
import type { Measure } from '../../sentences/measures.ts';
import type { Texts } from '../../sentences/texts.ts';
import { exchangeToJson } from '../json/exchange.ts';
import type { ExchangeJson } from '../json/model.ts';
import { type Comparison, compareStrings, hiddenComparison } from '../strings/comparison.ts';
import { type Evidence, evidenceOf } from '../strings/evidence.ts';
import { firstDifference, type Proof, proofOf } from '../strings/proof.ts';
import { label, MIN_WIDTH, type View, viewFor } from '../terminal/view.ts';
import { leftoverSize } from '../uploads/upload-facts.ts';
import { causeSentences, isSaidByCause, noteSentence, suspectAdvice } from './explain.ts';
import { stepsWithLines } from './steps.ts';
import {
  firstSuspect,
  isSaidBySuspects,
  measureOf,
  type SuspectFound,
  suspectHeadline,
  suspectsNamed,
} from './suspects.ts';

/** How published reports are made: those that are passed on to others. */
export interface PublishedReportOptions {
  readonly texts: Texts;
  /** Leave captured signatures and tokens as they are. */
  readonly showSignatures: boolean;
  /** How sentences write the number of another exchange; the bare number without. */
  readonly exchange?: Filler['exchange'];
}

/** What is found of one failing exchange: every text is masked, printable and on one line. */
export interface Finding extends Omit<CauseFound, 'comparison'> {
  /** Id of the cause, else the verdict. */
  readonly rule: string;
  readonly verdict: Verdict;
  readonly certainty: Certainty | null;
  /** The same as people read it. */
  readonly measure: Measure | null;
  /** The headline, which says first if it is no news, with the weights of suspects, for a single sentence. */
  readonly weighedHeadline: string;
  readonly exchange: ExchangeJson;
  readonly evidence: Evidence | null;
  /** Why it does not decide the exit code; absent where it does. */
  readonly triage?: Triage;
}

/** Null for an exchange that was not judged. `uploads`: those of its capture, as far as they are known. */
export function findingOf(
  result: ExchangeResult,
  uploads: readonly MultipartUpload[],
  options: PublishedReportOptions,
): Finding | null {
  const door = publishedDoor(result, options);
  const found = wordsOfFinding(result, uploads, options, door);
  if (found === null) return null;
  return { ...found, exchange: exchangeToJson(result, { door, texts: options.texts }) };
}

/** The same without the exchange itself. */
export function wordsOfFinding(
  result: ExchangeResult,
  uploads: readonly MultipartUpload[],
  options: PublishedReportOptions,
  door: PublishedDoor = publishedDoor(result, options),
): Omit<Finding, 'exchange'> | null {
  const { oss, diagnosis } = result;
  if (oss === null || diagnosis === null) return null;
  const view = findingView(result, door, options);
  const { comparison, ...found } = causeFound(diagnosis, oss, uploads, view);
  const triage = triageText(result.triage, view.filler, view.texts);
  return {
    rule: diagnosis.cause?.id ?? diagnosis.verdict,
    verdict: diagnosis.verdict,
    certainty: diagnosis.certainty,
    measure: measureOf(diagnosis),
    ...found,
    headline: triage + found.headline,
    weighedHeadline: triage + (suspectHeadline(diagnosis, view.filler, view.texts, true) ?? found.headline),
    evidence: comparison === null ? null : evidenceOf(diagnosis, oss, view, door),
    ...(result.triage === undefined ? {} : { triage: result.triage }),
  };
}

/** The headline of that finding alone; null for an exchange that was not judged. */
export function headlineOf({ oss, diagnosis, triage }: ExchangeResult, view: View): string | null {
  if (oss === null || diagnosis === null) return null;
  const { filler, texts } = view;
  const { headline } = causeSentences(diagnosis, filler, texts, isOverTls(oss.exchange));
  return triageText(triage, filler, texts) + headline;
}

/** What is found of the cause of a failing exchange, in the words of a view. */
export interface CauseFound {
  readonly headline: string;
  readonly cause: string;
  readonly cure: string;
  /** What to do, the best first; of several faults, against each in the order in which to mend them. */
  readonly steps: readonly string[];
  /** What settles whether a suspect is the cause; null without one. */
  readonly check: string | null;
  /** The cure without what settles whether a suspect is the cause. */
  readonly advice: string;
  readonly proof: Proof | null;
  /** Where the strings part first. */
  readonly firstDifference: string | null;
  readonly notes: readonly string[];
  /** What may be the cause where nothing is proved, in sentences. */
  readonly suspects: readonly SuspectFound[];
  /** Null where the verdict is not about strings. */
  readonly comparison: Comparison | null;
}

export function causeFound(
  diagnosis: Diagnosis,
  oss: OssExchange,
  uploads: readonly MultipartUpload[],
  view: View,
): CauseFound {
  const { filler } = view;
  const compared = showsStrings(diagnosis) ? compareStrings(diagnosis, oss) : null;
  const comparison = compared === null ? null : hiddenComparison(compared, view.door);
  const notes = diagnosis.notes.filter(
    (note) =>
      isShown(note, diagnosis) && !isSaidBySuspects(note, diagnosis) && !isSaidByCause(note, diagnosis),
  );
  const sentences = causeSentences(diagnosis, filler, view.texts, isOverTls(oss.exchange));
  return {
    ...sentences,
    steps: stepsOfExchange(diagnosis, oss, sentences.steps, view.texts),
    advice: suspectAdvice(diagnosis, filler, view.texts) ?? sentences.cure,
    proof: proofOf(diagnosis, oss, view),
    firstDifference: comparison?.kind === 'parts' ? firstDifference(diagnosis, comparison, view) : null,
    notes: [
      ...notes.map((note) => noteSentence(note, filler, view.texts)),
      ...leftUploads(oss, uploads, view),
    ],
    suspects: suspectsNamed(diagnosis, filler, view.texts),
    comparison,
  };
}

/** The steps, behind the lines for the products that the exchange names. */
export function stepsOfExchange(
  diagnosis: Diagnosis,
  oss: OssExchange,
  steps: readonly string[],
  texts: Texts,
): readonly string[] {
  const first = firstSuspect(diagnosis);
  const of = first === null ? diagnosis.cause : { id: first.kind, args: first.args };
  return of === null || steps.length === 0 ? steps : stepsWithLines(steps, of, oss, texts);
}

/** Of a narrow view, whose sentences name the sides by their parties and not by their places. */
export function findingView(
  result: ExchangeResult,
  door: PublishedDoor,
  { texts, exchange }: PublishedReportOptions,
): View {
  return viewFor(publishedView(door, { texts, exchange }), result);
}

/** The same for sentences about a capture. */
export function publishedView(
  door: PublishedDoor,
  { texts, exchange }: Pick<PublishedReportOptions, 'texts' | 'exchange'>,
): View {
  return {
    width: MIN_WIDTH,
    paint: (_, text) => text,
    texts,
    filler: { exchange, ...plainFiller(texts, (text) => printable(door.prose(text))) },
    door,
    all: true,
  };
}

/** Errors are what is proved or likely; what is open is a warning. */
export function levelOf({ certainty }: Pick<Finding, 'certainty'>): 'error' | 'warning' {
  return certainty === 'open' ? 'warning' : 'error';
}

/* What is reported of a failing exchange, in the terminal and in the findings of other formats. */

/** Whether a verdict is about the strings that were signed. */
function showsStrings({ verdict, divergences, cause }: Diagnosis): boolean {
  // what differs is of the body, and no string of the request
  if (isOfChunks(cause?.id) !== false) return false;
  switch (verdict) {
    case 'transit-modified':
    case 'client-miscomputed':
    case 'wrong-secret':
    case 'needs-secret':
    case 'undecided':
      return true;
    default:
      return divergences.length > 0 && verdict !== 'token';
  }
}

/** Notes that help only where the verdict is about them, and where its cause does not say the same. */
function isShown(note: Note, { verdict, certainty, cause }: Diagnosis): boolean {
  switch (note.id) {
    case 'clock':
    case 'clock-no-server':
    case 'clock-no-signed':
      return verdict === 'clock-skew' || verdict === 'expired';
    case 'content-md5-matches':
      return (
        verdict === 'digest' && !(cause?.id === 'body-altered' && cause.args['claim'] === 'claim-content-md5')
      );
    case 'chunk-wrong-too':
      return isOfChunks(cause?.id) === false;
    case 'chunks-right':
      return cause?.id !== 'chunks-altered-later';
    case 'crc64-matches':
      return verdict === 'digest';
    case 'content-md5-differs':
      return cause?.id !== 'body-md5-differs';
    case 'content-md5-malformed':
      return cause?.id !== 'digest-not-base64-md5' && cause?.id !== 'digest-of-hex';
    case 'listed-header-absent':
      return cause?.id !== 'listed-header-gone';
    case 'search-tried':
      return certainty !== 'proven';
    // Said beside the strings themselves.
    case 'string-edited':
    case 'no-server-string':
      return false;
    default:
      return true;
  }
}

/** Uploads that this exchange was part of and that keep parts in the bucket. */
function leftUploads(oss: OssExchange, uploads: readonly MultipartUpload[], view: View): string[] {
  const uploadId = oss.request?.query.find((parameter) => parameter.name === 'uploadId')?.value;
  return uploads
    .filter((upload) => upload.uploadId === uploadId && upload.leftoverParts.length > 0)
    .map((upload) =>
      label(view, 'upload-left', {
        id: (upload.hidden ?? upload).uploadId,
        n: upload.leftoverParts.length,
        size: leftoverSize(upload),
      }),
    );
}

/** Bucket and key as one name, as far as they are known; empty where neither is. */
export function bucketAndKey(of: { readonly bucket: string | null; readonly key: string | null }): string {
  return [of.bucket, of.key].filter((part) => part !== null).join('/');
}

/** What stands before a headline that is no news: why it is none. */
export function triageText(triage: Triage | undefined, filler: Filler, texts: Texts): string {
  if (triage === undefined) return '';
  if (triage.kind === 'known') return fill(texts.labels['triage-known'], {}, filler);
  return fill(texts.labels['triage-ignored'], { reason: fromText(triage.reason) }, filler);
}
