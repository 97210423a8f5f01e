import { type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import { makeRoom } from '../../engine/bytes/collections.ts';
import { isEarlier, isKnownTime, type Time } from '../../engine/http/message.ts';
import type { MultipartUpload } from '../../engine/oss/upload.ts';
import type { CaptureInfo, ResultSink } from '../../engine/results.ts';
import { type Filler, fill } from '../../sentences/fill.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import type { Texts } from '../../sentences/texts.ts';
import type { UploadLabelId } from '../../sentences/uploads.ts';
import { mayKeepParts } from './upload-facts.ts';

/*
 * Uploads that one capture of a scan leaves open and a later one continues: which they are, what is said of
 * them, and the parts of a report that wait until it is known.
 */

/** Uploads that are remembered, as many as are carried on from capture to capture. */
const MAX_UPLOADS = 1000;

/**
 * What became of an upload that was reported as open at the end of a capture: mostly in a later one, or in
 * one that was taken at another place.
 */
export interface LaterUpload {
  /** As the later capture shows it. */
  readonly upload: Omit<MultipartUpload, 'parts' | 'complete'>;
  /** Path of the first capture with it as open, and of the last that goes on with it, or shows it over. */
  readonly earlier: string;
  readonly capture: string;
}

/**
 * Listens to the captures of a scan for uploads that one leaves open and a later one goes on with: when the
 * first is reported, nobody knows. An upload that another capture shows over is so whatever the order of the
 * two: several hosts may upload parts of one object, and one capture may end before the other.
 */
export class LaterUploads {
  /** Path of the capture that first reported an upload as open, and the last time that any did so. */
  readonly #reported = new Map<ByteString, { readonly path: string; readonly lastTime: Time | null }>();
  readonly #later = new Map<ByteString, Omit<LaterUpload, 'earlier'>>();
  /** Uploads that a capture showed over. */
  readonly #over = new Map<ByteString, Omit<LaterUpload, 'earlier'>>();

  /** Sees every capture, before a filter takes uploads out, and passes all on. */
  before(next: ResultSink): ResultSink {
    return {
      exchange: (capture, result) => next.exchange(capture, result),
      capture: (info) => {
        this.#goOn(info);
        next.capture(info);
      },
      unreadable: (input) => next.unreadable(input),
    };
  }

  /** Sees what is reported. */
  capture({ path, multipartUploads = [] }: CaptureInfo): void {
    for (const { uploadId, lastTime } of multipartUploads.filter(isOpen)) {
      const reported = this.#reported.get(uploadId);
      if (reported === undefined) {
        makeRoom(this.#reported, MAX_UPLOADS);
        this.#reported.set(uploadId, { path, lastTime });
      } else if (isOrdered(reported.lastTime, lastTime)) {
        this.#reported.set(uploadId, { ...reported, lastTime });
      }
    }
  }

  /** Of the uploads that were reported as open, those that went on in a later capture. */
  list(): readonly LaterUpload[] {
    return [...this.#later].flatMap(([uploadId, later]) => {
      const earlier = this.#reported.get(uploadId);
      return earlier === undefined ? [] : [{ ...later, earlier: earlier.path }];
    });
  }

  #goOn({ path, multipartUploads = [] }: CaptureInfo): void {
    for (const { parts: _, complete: __, ...upload } of multipartUploads) {
      const { uploadId, began } = upload;
      const reported = this.#reported.get(uploadId) ?? null;
      const one = { upload, capture: path };
      if (isOver(upload) || isAborted(upload)) {
        put(this.#over, one);
        if (reported !== null && endsAllBy(upload, reported.lastTime)) put(this.#later, one);
      } else {
        const over = this.#over.get(uploadId);
        if (over !== undefined && endsAllBy(over.upload, upload.lastTime)) put(this.#later, over);
        else if (began !== null && reported !== null) put(this.#later, one);
        // It shows that not all was gone.
        else if (began === null && over !== undefined) this.#later.delete(uploadId);
      }
    }
  }
}

/** The newest stands last. */
function put(map: Map<ByteString, Omit<LaterUpload, 'earlier'>>, one: Omit<LaterUpload, 'earlier'>): void {
  map.delete(one.upload.uploadId);
  makeRoom(map, MAX_UPLOADS);
  map.set(one.upload.uploadId, one);
}

/** Nothing of it can be in the bucket: it was completed, or the service knew it no more. */
function isOver({ outcome, issues }: LaterUpload['upload']): boolean {
  return outcome === 'completed' || issues.some(({ kind }) => kind === 'no-such-upload');
}

/** It was aborted, and its capture shows nothing that was kept all the same. */
function isAborted(upload: LaterUpload['upload']): boolean {
  return upload.outcome === 'aborted' && !mayKeepParts(upload);
}

/**
 * Whether the end of an upload is that of all that another capture shows up to a time. Parts that are under
 * way while an upload is aborted may stay: an Abort ends what had been answered when it was asked for.
 */
function endsAllBy(upload: LaterUpload['upload'], time: Time | null): boolean {
  return isOver(upload) || isOrdered(time, upload.abortedTime);
}

/** Whether two times are known, and the second is not before the first. */
function isOrdered(first: Time | null, second: Time | null): boolean {
  if (first === null || second === null || !isKnownTime(first) || !isKnownTime(second)) return false;
  return !isEarlier(second, first);
}

/** It did not end in its capture, or not well: a later one may show otherwise. */
export function isOpen(upload: MultipartUpload): boolean {
  return upload.outcome === 'abandoned' || upload.outcome === 'failed' || mayKeepParts(upload);
}

/** What became of uploads after the captures that left them open, by their ids. */
export type LaterById = ReadonlyMap<ByteString, LaterUpload>;

/** What became of an upload after the capture at `path`; null where it is the last that shows it. */
export function laterOf({ uploadId }: MultipartUpload, path: string, later: LaterById): LaterUpload | null {
  const found = later.get(uploadId) ?? null;
  return found === null || found.capture === path ? null : found;
}

/** How an upload went on, in a part of a sentence. */
export function laterSentence({ upload, capture }: LaterUpload, filler: Filler, texts: Texts): string {
  const args = { path: fromText(capture), index: upload.exchange ?? 0 };
  return fill(texts.uploads.labels[howItWentOn(upload)], args, filler);
}

function howItWentOn({ outcome, issues }: LaterUpload['upload']): UploadLabelId {
  switch (outcome) {
    case 'completed':
      return 'later-completed';
    case 'aborted':
      return 'later-aborted';
    case 'failed':
    case 'abandoned':
      if (issues.some(({ kind }) => kind === 'no-such-upload')) return 'later-gone';
      return outcome === 'failed' ? 'later-failed' : 'later-open';
  }
}

/** Id, place, and how the upload went on, for the end of a report whose earlier parts gave it as open. */
export function continuedSentence(later: LaterUpload, filler: Filler, texts: Texts): string {
  const { uploadId, bucket, key } = later.upload.hidden ?? later.upload;
  const name = fill(
    '{id} ({bucket}/{key:long})',
    { id: uploadId, bucket: bucket ?? '-', key: key ?? '-' },
    filler,
  );
  const how = fromText(laterSentence(later, filler, texts));
  const sentence = fill(texts.uploads.labels.continued, { path: fromText(later.earlier), how }, filler);
  return name + PUNCTUATION[texts.lang].colon + sentence;
}

/** The account of a capture without the parts that a later one went on with: they were not left behind. */
export function withoutContinued(info: CaptureInfo, later: LaterById): CaptureInfo {
  const { multipartUploads, path } = info;
  if (multipartUploads === undefined || later.size === 0) return info;
  const uploads = multipartUploads.map((upload) =>
    laterOf(upload, path, later) === null ? upload : taken(upload),
  );
  return { ...info, multipartUploads: uploads };
}

function taken(upload: MultipartUpload): MultipartUpload {
  const bare = { ...upload, leftoverParts: [], leftoverBytes: 0 };
  // What the capture lacks may stand in the next.
  return mayKeepParts(bare) ? { ...bare, issues: [] } : bare;
}

/** Parts that wait for a later capture to go on with an upload: what is read long before should be seen. */
const MAX_WAITING = 16;
/** Uploads that are remembered as reported. */
const MAX_REPORTED = 1000;

/** A part of a report, and how it is written once it is known, or given up, what became of its uploads. */
interface Part {
  /** Null for a part that is of no capture. */
  readonly info: CaptureInfo | null;
  readonly write: (later: LaterById) => void;
}

/** Holds parts of a report back, in order, while a later capture may go on with an upload of the first. */
export class WaitingParts {
  readonly #waiting: Part[] = [];
  /** The first of the captures that were written without knowing what became of an upload. */
  readonly #reported = new Map<ByteString, string>();

  /** `info`: of the capture that the part is of; null for any other part. */
  add(info: CaptureInfo | null, write: Part['write']): void {
    this.#waiting.push({ info, write });
    while (!this.#mayWait()) this.#writeFirst();
  }

  /** Writes what is left. Gives the continued uploads that parts which could not wait show as open. */
  end(later: readonly LaterUpload[]): readonly LaterUpload[] {
    const known = new Map(later.map((one) => [one.upload.uploadId, one]));
    for (const { write } of this.#waiting.splice(0)) write(known);
    return later.filter(({ upload, capture }) => {
      const path = this.#reported.get(upload.uploadId);
      return path !== undefined && path !== capture;
    });
  }

  #mayWait(): boolean {
    const [first] = this.#waiting;
    if (first === undefined) return true;
    return this.#waiting.length <= MAX_WAITING && openUploads(first).length > 0;
  }

  #writeFirst(): void {
    const first = this.#waiting.shift();
    if (first === undefined) return;
    for (const { uploadId } of openUploads(first)) {
      if (this.#reported.has(uploadId)) continue;
      makeRoom(this.#reported, MAX_REPORTED);
      this.#reported.set(uploadId, first.info?.path ?? '');
    }
    first.write(new Map());
  }
}

function openUploads({ info }: Part): NonNullable<CaptureInfo['multipartUploads']> {
  return (info?.multipartUploads ?? []).filter(isOpen);
}
