import { isFailing, type Note } from '../../engine/diagnose/model.ts';
import type { EndingKind } from '../../engine/http/exchange.ts';
import type { OssError, OssExchange } from '../../engine/oss/model.ts';
import { callbackAddresses, type LateFailure, lateFailureOf } from '../../engine/oss/read-error.ts';
import type { ExchangeResult } from '../../engine/results.ts';
import { fill } from '../../sentences/fill.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import { label, listed, type View } from '../terminal/view.ts';
import { endingSentences } from '../timing/timing-text.ts'; // later: explaining
import { noteSentence } from './explain.ts'; // later: explaining
import { CauseTally, ExchangeGrouper, type Grouping, type GroupOptions } from './group.ts';

/** What failed behind the status of a success; null also where the verdict fails, which says more. */
export function lateFailureIn({ oss, diagnosis }: ExchangeResult): LateFailure | null {
  if (oss === null || (diagnosis !== null && isFailing(diagnosis.verdict))) return null;
  return lateFailureOf(oss);
}

/**
 * What went wrong although no verdict fails: behind the status of a success, be the answer whole or not, or
 * since the answer is missing or not whole. Null too where the capture alone ended in the middle of an
 * answer: then nothing went wrong.
 */
export function mishapIn(result: ExchangeResult): Mishap | null {
  const { oss, diagnosis, exchange } = result;
  const late = lateFailureIn(result);
  if (late !== null) return late;
  const { ending } = exchange;
  if (oss === null || (diagnosis !== null && isFailing(diagnosis.verdict))) return null;
  if (ending === undefined) return urlNote(result) === undefined ? null : 'url-alone';
  return ending.kind === 'answer-cut-by-capture' ? null : ending.kind;
}

type Mishap = LateFailure | 'url-alone' | Exclude<EndingKind, 'answer-cut-by-capture'>;

export function isUrlAlone(result: ExchangeResult): boolean {
  return urlNote(result) !== undefined;
}

/** What a signed URL says by itself that a text has alone, and that is not over. */
function urlNote({ diagnosis }: ExchangeResult): Note | undefined {
  return diagnosis?.verdict === 'no-response'
    ? diagnosis.notes?.find(({ id }) => id === 'signed-url')
    : undefined;
}

/** A capture lacks the answer because it ends, has one direction alone, or lost it. */
const CAPTURE_LACKS: ReadonlySet<Mishap> = new Set(['capture-ended', 'one-way', 'answer-not-captured']);

/** Whether it is known to have gone wrong: where the capture lacks the answer, the client may have it. */
export function isKnownMishap(mishap: Mishap | null): boolean {
  return mishap !== null && !CAPTURE_LACKS.has(mishap);
}

const BY_MISHAP: Grouping = {
  takes: (result) => mishapIn(result) !== null,
  keyOf: (result) => {
    const { oss, exchange } = result;
    const late = lateFailureIn(result);
    const url = urlNote(result);
    if (url !== undefined && oss !== null)
      return JSON.stringify([url.args, oss.provider, oss.address.bucket, oss.address.key]);
    if (late === null) return mishapIn(result) ?? '';
    return JSON.stringify([
      late,
      oss?.operation ?? null,
      exchange.response?.status ?? null,
      oss?.error?.code ?? null,
      oss?.error?.message ?? null,
    ]);
  },
  areAlike: () => false,
};

/** Gathers exchanges that went wrong although their verdict does not fail, by what went wrong. */
export function mishapGrouper(options: GroupOptions): ExchangeGrouper {
  return new ExchangeGrouper(options, BY_MISHAP);
}

/** The same of all the captures of a scan. */
export function mishapTally(options: GroupOptions): CauseTally {
  return new CauseTally(options, BY_MISHAP);
}

/** What is reported of an exchange that went wrong although its verdict does not fail. */
export interface LateFinding {
  readonly failure: Mishap;
  readonly headline: string;
  /** What the service said; null where its answer is missing or not whole. */
  readonly said: string | null;
  /** How an answer that is missing or not whole was cut off; null for any other. */
  readonly happened: string | null;
  /** Whom it was to call; null where that is not known, or nobody was. */
  readonly callback: string | null;
  readonly cure: string;
}

/** Addresses of a callback that are shown; the service takes no more than five. */
const MAX_ADDRESSES = 5;

/** Null for any other exchange. */
export function lateFindingOf(result: ExchangeResult, view: View): LateFinding | null {
  const { oss, exchange } = result;
  const failure = lateFailureIn(result);
  if (oss === null) return null;
  if (failure === null) return endingFinding(result, view);
  const status = exchange.response?.status ?? '-';
  const { headline, cure } = view.texts.late.failures[failure];
  const args = { operation: oss.operation, status };
  const { request } = oss;
  const addresses = failure === 'not-done' || request === null ? [] : callbackAddresses(request);
  return {
    failure,
    headline: fill(headline, args, view.filler),
    said: serverSaid(oss, view),
    happened: null,
    callback:
      addresses.length === 0
        ? null
        : listed(
            addresses.slice(0, MAX_ADDRESSES).map((url) => fill('{url}', { url }, view.filler)),
            view,
          ),
    cure: fill(cure, args, view.filler),
  };
}

function endingFinding(result: ExchangeResult, view: View): LateFinding | null {
  const failure = mishapIn(result);
  const url = urlNote(result);
  const sentences =
    url === undefined
      ? endingSentences(result.exchange, view.filler, view.texts)
      : { headline: asSentence(noteSentence(url, view.filler, view.texts), view), happened: null, cure: '' };
  if (failure === null || sentences === null) return null;
  return { failure, said: null, callback: null, ...sentences };
}

function asSentence(text: string, { texts }: View): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1) + PUNCTUATION[texts.lang].stop;
}

/** The message, and what Google and others say beside it. */
function messageOf({ message, fields }: OssError): OssError['message'] {
  const details = fields.find(([name]) => name === 'Details' || name === 'Detail')?.[1].trim() ?? '';
  return details === '' || message.includes(details) ? message : `${message} (${details})`.trim();
}

/** Status, code and message of an answer, or that it says nothing beside its status. */
export function serverSaid({ error, exchange }: OssExchange, view: View): string {
  const status = exchange.response?.status ?? '-';
  if (error === null) return label(view, 'server-said-nothing', { status });
  const [code, message] = [error.code, messageOf(error)];
  // table buckets give their code in a header alone
  if (message === '' && code !== '') return label(view, 'server-said-code', { status, code });
  return code === ''
    ? label(view, 'server-said-no-code', { status, message })
    : label(view, 'server-said', { status, code, message });
}
