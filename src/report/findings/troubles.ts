import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { makeRoom } from '../../engine/bytes/collections.ts';
import { isFailing, type Verdict } from '../../engine/diagnose/model.ts';
import type { MultipartUpload, UploadIssueKind } from '../../engine/oss/upload.ts';
import type { CaptureInfo, ExchangeResult } from '../../engine/results.ts';
import { publishedDoor } from '../../features/redact/redact-exchange.ts';
import { type Filler, fill, plainFiller } from '../../sentences/fill.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import type { LateLabelId } from '../../sentences/late.ts';
import type { Texts } from '../../sentences/texts.ts';
import { isOpen, type LaterById, type LaterUpload, laterOf } from '../uploads/later-uploads.ts';
import { mayKeepParts } from '../uploads/upload-facts.ts';
import { lateFailureIn, mishapIn } from './late-failures.ts';

/*
 * What did not go well although no verdict fails. The exit code does not heed it, and whoever reads that
 * nothing fails must not find the opposite beside it.
 */

/** Counts of exchanges whose verdict does not fail, by what went wrong all the same. */
export interface ExchangeTroubles {
  /** Callbacks that failed. */
  readonly callbacks: number;
  /** Answers with the status of a success and an error inside. */
  readonly notDone: number;
  /** Answers with 4xx or 5xx. */
  readonly refused: number;
  /** Requests without an answer. */
  readonly unanswered: number;
  /** Answers that the capture lost: the client has them. */
  readonly lost: number;
  /** Answers that one side ended the connection in the middle of. */
  readonly cut: number;
}

export interface Troubles extends ExchangeTroubles {
  /** Uploads whose Complete was refused. */
  readonly uploadsFailed: number;
  /** Uploads whose parts stay behind, or may. */
  readonly uploadsLeft: number;
  /** Uploads of which a part or the object does not fit its digest. */
  readonly uploadsDamaged: number;
}

export class TroubleTally {
  state: ExchangeTroubles = NO_EXCHANGE_TROUBLES;

  add(result: ExchangeResult): void {
    const { exchange, oss, diagnosis } = result;
    if (oss === null || (diagnosis !== null && isFailing(diagnosis.verdict))) return;
    const { response } = exchange;
    if (response === null)
      this.#count(exchange.ending?.kind === 'answer-not-captured' ? 'lost' : 'unanswered');
    else if (response.status >= 400) this.#count('refused');
    else {
      const late = lateFailureIn(result);
      if (late !== null) this.#count(late === 'callback-failed' ? 'callbacks' : 'notDone');
      else if (mishapIn(result) !== null) this.#count('cut');
    }
  }

  #count(what: keyof ExchangeTroubles): void {
    this.state = { ...this.state, [what]: this.state[what] + 1 };
  }
}

const NO_EXCHANGE_TROUBLES: ExchangeTroubles = {
  callbacks: 0,
  notDone: 0,
  refused: 0,
  unanswered: 0,
  lost: 0,
  cut: 0,
};

export const NO_TROUBLES: Troubles = {
  ...NO_EXCHANGE_TROUBLES,
  uploadsFailed: 0,
  uploadsLeft: 0,
  uploadsDamaged: 0,
};

const DAMAGED: readonly UploadIssueKind[] = ['part-damaged', 'crc-differs'];

/** What did not go well in a capture. */
export function troublesOf(exchanges: ExchangeTroubles, uploads: readonly MultipartUpload[]): Troubles {
  const count = (holds: (upload: MultipartUpload) => boolean): number => uploads.filter(holds).length;
  return {
    ...exchanges,
    uploadsFailed: count(({ outcome }) => outcome === 'failed'),
    uploadsLeft: count(mayKeepParts),
    uploadsDamaged: count(({ issues }) => issues.some(({ kind }) => DAMAGED.includes(kind))),
  };
}

export function sumOfTroubles(one: Troubles, other: Troubles): Troubles {
  return joined(one, other, (count, more) => count + more);
}

/** Of each trouble the higher count: where both count the same. */
export function mostTroubles(one: Troubles, other: Troubles): Troubles {
  return joined(one, other, Math.max);
}

function joined(one: Troubles, other: Troubles, join: (count: number, other: number) => number): Troubles {
  const all: Record<keyof Troubles, number> = { ...one };
  for (const [name] of NAMES) all[name] = join(one[name], other[name]);
  return all;
}

/** What is left of `one` without `other`, which is part of it. */
export function differenceOfTroubles(one: Troubles, other: Troubles): Troubles {
  return joined(one, other, (count, part) => count - part);
}

/** Exchanges that passed, and whose answers hold an error all the same. */
export function lateFailures({ callbacks, notDone }: ExchangeTroubles): number {
  return callbacks + notDone;
}

/** The worst first. */
const NAMES: readonly (readonly [keyof Troubles, LateLabelId])[] = [
  ['uploadsFailed', 'uploads-failed'],
  ['uploadsDamaged', 'uploads-damaged'],
  ['uploadsLeft', 'uploads-left'],
  ['notDone', 'not-done'],
  ['callbacks', 'callbacks'],
  ['refused', 'refused'],
  ['unanswered', 'unanswered'],
  ['lost', 'lost'],
  ['cut', 'cut'],
];

/** What of it is always mentioned, also beside exchanges that fail; the rest is mostly what came of these. */
const LATE: readonly (keyof Troubles)[] = ['notDone', 'callbacks'];

/** The list `1 upload failed, 1 callback failed`; null without any. `late`: only what an answer hides. */
export function troubleList(
  troubles: Troubles,
  texts: Texts,
  filler: Filler,
  which: 'all' | 'late' = 'all',
): string | null {
  const found = NAMES.filter(([name]) => troubles[name] > 0 && (which === 'all' || LATE.includes(name)));
  if (found.length === 0) return null;
  const items = found.map(([name, id]) => fill(texts.late.labels[id], { n: troubles[name] }, filler));
  return items.join(PUNCTUATION[texts.lang].comma);
}

/** What went wrong in a capture and is in none of its causes, in a sentence; null for nothing. */
export function troubleSentence(
  troubles: Troubles,
  { oss, failed }: Pick<VerdictCounts, 'oss' | 'failed'>,
  texts: Texts,
): string | null {
  const filler = plainFiller(texts);
  const list = troubleList(troubles, texts, filler, failed === 0 ? 'all' : 'late');
  if (list === null) return null;
  if (failed > 0) return fill(texts.late.labels.besides, { list }, filler);
  return noFailureSentence(troubles, { n: oss, list }, texts, filler);
}

/** No verdict fails. Of requests that nobody answered that says nothing of their signatures. */
export function noFailureSentence(
  { unanswered }: Troubles,
  args: { readonly n: number; readonly list: string },
  { late: { labels } }: Texts,
  filler: Filler,
): string {
  return fill(labels[unanswered === args.n ? 'no-answer' : 'no-signature-fails'], args, filler);
}

/** How the exchanges of a capture ended. */
export interface VerdictCounts {
  readonly oss: number;
  readonly passed: number;
  /** Of these, answered with an error inside. */
  readonly late: number;
  readonly failed: number;
  /** Neither passed nor failed: no signature, or no answer. */
  readonly other: number;
}

/** Counts the verdicts of exchanges with OSS. */
export class VerdictTally {
  state = { oss: 0, passed: 0, failed: 0 };

  add(verdict: Verdict | null): void {
    this.state.oss++;
    if (verdict === 'match') this.state.passed++;
    else if (verdict !== null && isFailing(verdict)) this.state.failed++;
  }

  /** `late`: those of the same exchanges that passed and were answered with an error inside. */
  counts(late: number): VerdictCounts {
    const { oss, passed, failed } = this.state;
    return { oss, passed, late, failed, other: oss - passed - failed };
  }
}

/* Answers with 4xx or 5xx that no cause reports, as a NoSuchKey behind a signature that is right. */

/** Answers with one status and one error code. */
export interface Refusals {
  readonly status: number;
  /** Null for an answer without one, as those to HEAD do. */
  readonly code: ByteString | null;
  readonly count: number;
  /** Index of the first of them. */
  readonly exchange: number;
}

/** Kinds that are kept of a capture. */
const MAX_KINDS = 50;
/** Characters of a code: those of OSS have some 40 at most. */
const MAX_CODE = 100;
/** Kinds that are named. */
const MAX_NAMED = 8;

/** Whether an answer refuses for a reason that no cause reports. */
function isOtherRefusal({ exchange, oss, diagnosis }: ExchangeResult): boolean {
  if (oss === null || (diagnosis !== null && isFailing(diagnosis.verdict))) return false;
  return (exchange.response?.status ?? 0) >= 400;
}

/** What every code of a service is; anything else may hold a copy of a signature. */
const PLAIN_CODE = /^[A-Za-z.]{1,60}$/;

/**
 * The code of such an answer; null for any other answer, and for one without a code. What is secret in it is
 * masked before it is cut: no copy would be found in a piece.
 */
export function refusalCode(result: ExchangeResult): ByteString | null {
  const code = isOtherRefusal(result) ? (result.oss?.error?.code.trim() ?? '') : '';
  if (code === '') return null;
  if (PLAIN_CODE.test(code)) return code;
  return publishedDoor(result, { showSignatures: false }).hide(code).slice(0, MAX_CODE);
}

/** Counts them by status and code. */
export class RefusalTally {
  #kinds = new Map<string, Refusals>();

  add(result: ExchangeResult): void {
    if (!isOtherRefusal(result)) return;
    const status = result.exchange.response?.status ?? 0;
    let code = refusalCode(result);
    // Beyond that only their status is counted.
    if (this.#kinds.size >= MAX_KINDS && !this.#kinds.has(keyOf(status, code))) code = null;
    const key = keyOf(status, code);
    const kind = this.#kinds.get(key);
    this.#kinds.set(key, {
      status,
      code,
      count: (kind?.count ?? 0) + 1,
      // Exchanges come in the order of their answers.
      exchange: Math.min(kind?.exchange ?? result.index, result.index),
    });
  }

  /** The most frequent first. */
  get state(): readonly Refusals[] {
    return [...this.#kinds.values()].sort((a, b) => b.count - a.count || a.exchange - b.exchange);
  }

  /** Replaces what was collected so far. */
  restore(state: readonly Refusals[]): void {
    this.#kinds = new Map(state.map((kind) => [keyOf(kind.status, kind.code), kind]));
  }
}

function keyOf(status: number, code: ByteString | null): string {
  return `${status} ${code ?? ''}`;
}

/** `Errors not related to the signature: 404 NoSuchKey (#5)`; null where none has a code. */
export function refusalSentence(refusals: readonly Refusals[], filler: Filler, texts: Texts): string | null {
  if (refusals.every(({ code }) => code === null)) return null;
  const { labels } = texts.late;
  const named = refusals.slice(0, MAX_NAMED).map(({ status, code, count, exchange }) => {
    const said = code === null ? String(status) : `${status} ${code}`;
    return fill(labels[count === 1 ? 'refusal' : 'refusals'], { said, n: count, exchange }, filler);
  });
  const rest = refusals.slice(MAX_NAMED).reduce((sum, { count }) => sum + count, 0);
  if (rest > 0) named.push(fill(labels['refusals-more'], { n: rest }, filler));
  return labels['refusals-title'] + named.join(PUNCTUATION[texts.lang].comma);
}

/** Uploads that are remembered as reported open. */
const MAX_OPEN_UPLOADS = 1000;

/**
 * The last capture that was reported with an upload as open, what is said of it there, and what is counted of
 * it, with what those before it say.
 */
interface OpenUpload {
  readonly path: string;
  readonly own: Troubles;
  readonly counted: Troubles;
  /** Another capture was reported with it as open before. */
  readonly isRepeated: boolean;
}

/** What went wrong in all captures of a scan: each upload counts once, wherever it was seen. */
export class ScanTroubles {
  #troubles: Troubles = NO_TROUBLES;
  /** Uploads that were reported as open. */
  readonly #open = new Map<ByteString, OpenUpload>();

  get sum(): Troubles {
    return this.#troubles;
  }

  /** Counts those of a capture, whose uploads went on as `later` says. */
  add({ path, multipartUploads = [] }: CaptureInfo, state: ExchangeTroubles, later: LaterById): void {
    const uploads = multipartUploads.filter((upload) => laterOf(upload, path, later) === null);
    this.#troubles = sumOfTroubles(this.#troubles, troublesOf(state, uploads));
    for (const upload of uploads.filter(isOpen)) this.#remember(path, upload);
  }

  #remember(path: string, upload: MultipartUpload): void {
    const before = this.#open.get(upload.uploadId);
    const own = troublesOf(NO_TROUBLES, [upload]);
    const counted = before === undefined ? own : mostTroubles(before.counted, own);
    if (before !== undefined) {
      // It was captured at two places, or listed twice.
      const twice = differenceOfTroubles(sumOfTroubles(before.counted, own), counted);
      this.#troubles = differenceOfTroubles(this.#troubles, twice);
    }
    makeRoom(this.#open, MAX_OPEN_UPLOADS);
    this.#open.set(upload.uploadId, { path, own, counted, isRepeated: before !== undefined });
  }

  /**
   * Takes off what was counted of uploads that went on later. Gives those that were reported as open all the
   * same, since their captures could not wait.
   */
  takeContinued(later: readonly LaterUpload[]): readonly LaterUpload[] {
    return later.filter((one) => {
      const open = this.#open.get(one.upload.uploadId);
      if (open === undefined) return false;
      // What the last of them reports is still true.
      const isLast = open.path === one.capture;
      if (isLast && !open.isRepeated) return false;
      const stale = isLast ? differenceOfTroubles(open.counted, open.own) : open.counted;
      this.#troubles = differenceOfTroubles(this.#troubles, stale);
      return true;
    });
  }
}
