/* Follows multipart uploads over the exchanges of one capture, and from one capture of a scan to the next. */

import { asciiLower, type ByteString, detach, detachOrNull } from '../../engine/bytes/byte-string.ts';
import { makeRoom } from '../../engine/bytes/collections.ts';
import type { Notice, NoticeCode, NoticeSink } from '../../engine/bytes/notice.ts';
import type { EndingKind } from '../../engine/http/exchange.ts';
import { bodyText, type HttpRequest, type HttpResponse } from '../../engine/http/message.ts';
import { UPLOAD_LIMITS, type UploadLimits } from '../../engine/limits.ts';
import { type BodyCheck, claimedCrc64 } from '../../engine/oss/body-claims.ts';
import { answerDocument } from '../../engine/oss/coded-body.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import { isCodeOf, providerRecord } from '../../engine/oss/providers/index.ts';
import type { MultipartUpload } from '../../engine/oss/upload.ts';
import { headerPart } from '../../engine/sign/request.ts';
import {
  doneAnswer,
  initiateResult,
  leaf,
  MAX_PART_NUMBER,
  partsInEtag,
  readPartList,
  readUploadList,
  toPart,
} from './upload-messages.ts';
import { knownTime, StrayEtags } from './upload-parts.ts';
import { type StepAnswer, type UploadOwner, UploadState } from './upload-state.ts'; // later: following-uploads

/** Unfinished uploads that are remembered for the next capture. */
const MAX_CARRIED_UPLOADS = 1000;

/** Uploads that a capture left open, for the captures of the same scan that come after it. */
export class OpenUploads {
  readonly limits: UploadLimits;
  readonly #states = new Map<ByteString, UploadState>();

  constructor(limits: UploadLimits = UPLOAD_LIMITS) {
    this.limits = limits;
  }

  /** Remembers an upload; the one remembered longest goes first. */
  put(state: UploadState): void {
    this.#states.delete(state.uploadId);
    makeRoom(this.#states, MAX_CARRIED_UPLOADS);
    this.#states.set(state.uploadId, state);
  }

  /** Takes out the upload of that id, where all that is known of it was over by then. */
  take(uploadId: ByteString, request: HttpRequest): UploadState | null {
    const state = this.#states.get(uploadId);
    if (state === undefined || !state.wasOverBefore(request.time)) return null;
    this.#states.delete(uploadId);
    return state;
  }
}

type Hide = (text: ByteString) => ByteString;

function asItIs(text: ByteString): ByteString {
  return text;
}

/**
 * Follows the multipart uploads of one capture, across connections. Given every OSS exchange as it completes,
 * it looks at the raw target first: exchanges of other operations cost nothing more. An upload that an
 * earlier capture left open is taken up again, unless this capture holds its beginning (then it shows the
 * same requests at another place).
 */
export class MultipartTracker {
  readonly #path: string;
  readonly #open: OpenUploads;
  readonly #limits: UploadLimits;
  readonly #uploads = new Map<ByteString, UploadState>();
  readonly #strayEtags = new StrayEtags();
  #hide: Hide = asItIs;
  #parts = 0;
  /** Exchanges of uploads beyond the limit, and parts beyond theirs. */
  #notFollowed = 0;
  #partsNotKept = 0;
  /** Frame of the first list of parts that is longer than what is kept of a body, and how much that was. */
  #listCutFrame = 0;
  #listCutBytes = 0;

  constructor(path: string, open: OpenUploads) {
    this.#path = path;
    this.#open = open;
    this.#limits = open.limits;
  }

  reportLimits(notice: NoticeSink): void {
    const say = (code: NoticeCode, args: Notice['args']): void =>
      notice({ code, frame: null, offset: null, args });
    const { uploads, uploadParts } = this.#limits;
    if (this.#notFollowed > 0) say('limit-uploads', { limit: uploads, exchanges: this.#notFollowed });
    if (this.#partsNotKept > 0) say('limit-upload-parts', { limit: uploadParts, parts: this.#partsNotKept });
    if (this.#listCutFrame > 0) {
      const args = { limit: this.#listCutBytes };
      notice({ code: 'limit-part-list', frame: this.#listCutFrame, offset: null, args });
    }
  }

  /** Takes in one exchange; `checks`: of its digested body; `hide` masks what a report must not show. */
  add(oss: OssExchange, index: number, checks: readonly BodyCheck[], hide: Hide = asItIs): void {
    const { request } = oss.exchange;
    this.#hide = hide;
    if (request === null) this.#strayEtags.add(oss);
    if (request === null || !namesUpload(request.target)) return;
    switch (oss.operation) {
      case 'InitiateMultipartUpload':
      case 'CreateMultipartUpload':
        this.#initiate(oss, request, index);
        return;
      case 'UploadPart':
      case 'UploadPartCopy':
        this.#part(oss, request, index, checks);
        return;
      case 'CompleteMultipartUpload':
        this.#complete(oss, request, index);
        return;
      case 'AbortMultipartUpload':
        this.#abort(oss, request, index);
        return;
      case 'ListParts':
        this.#list(oss, request, index);
        return;
      case 'ListMultipartUploads':
        this.#openUploads(oss, request, index);
        return;
    }
  }

  /** The capture is over. Gives its uploads in the order of their first exchange. */
  end(): readonly MultipartUpload[] {
    const uploads: { readonly first: number; readonly upload: MultipartUpload }[] = [];
    for (const state of this.#uploads.values()) {
      uploads.push({ first: state.firstExchange, upload: state.account() });
      // What a list alone shows would take the place of what was seen to begin.
      if (state.isOpen && !state.isOnlyListed) this.#open.put(state.leave(this.#path));
    }
    this.#uploads.clear();
    return uploads.sort((a, b) => a.first - b.first).map(({ upload }) => upload);
  }

  #initiate(oss: OssExchange, request: HttpRequest, index: number): void {
    const result = initiateResult(oss);
    if (result === null) return;
    const { uploadId, bucket } = result;
    const state = this.#uploads.get(uploadId) ?? this.#begin(oss, uploadId, index);
    state?.learn(bucket);
    if (oss.address.key !== null) state?.own(oss.address.bucket, oss.address.key);
    state?.initiate(index, request.time);
    state?.hide(this.#hide, true);
  }

  #part(oss: OssExchange, request: HttpRequest, index: number, checks: readonly BodyCheck[]): void {
    const number = Number(queryOf(oss, 'partNumber') ?? Number.NaN);
    if (!Number.isInteger(number) || number < 1 || number > MAX_PART_NUMBER) return;
    const state = this.#state(oss, request, index);
    if (state === null) return;
    if (!this.#keeps(state, number)) return;
    state.part(toPart(oss, request, number, index, checks), this.#answerTo(oss, request, state, index));
  }

  #complete(oss: OssExchange, request: HttpRequest, index: number): void {
    const state = this.#state(oss, request, index);
    if (state === null) return;
    const { response } = oss.exchange;
    const whole = request.bodyState === 'complete' && bodyText(request)?.length === request.bodyBytes;
    const text = bodyText(request);
    if (request.bodyState === 'complete' && text !== null && !whole && this.#listCutFrame === 0) {
      this.#listCutFrame = request.frame;
      this.#listCutBytes = text.length;
    }
    const list = text === null ? null : readPartList(text, 'CompleteMultipartUpload');
    const wanted = oss.request === null ? null : headerPart(oss.request, 'x-oss-complete-all');
    const code = oss.error?.code.trim() ?? '';
    state.complete(
      {
        exchange: index,
        status: response?.status ?? null,
        error: code === '' ? null : detach(code),
        parts: list?.map(({ number, etag }) => ({ number, etag })) ?? null,
        whole,
        all: wanted?.value.toLowerCase() === 'yes',
      },
      {
        code,
        crc64: response === null ? null : detachOrNull(claimedCrc64(response)),
        partCount: partsInEtag(oss),
        isSure: response === null || showsSuccess(oss, response),
        mayBeDone: mayBeDone(oss),
        asked: knownTime(request.time),
        answered: knownTime(response?.time ?? null),
      },
      this.#isGone(oss, state, index),
    );
  }

  #abort(oss: OssExchange, request: HttpRequest, index: number): void {
    const state = this.#state(oss, request, index);
    if (state === null) return;
    const status = oss.exchange.response?.status ?? null;
    state.abort(index, status, this.#answerTo(oss, request, state, index));
  }

  #answerTo(oss: OssExchange, request: HttpRequest, state: UploadState, index: number): StepAnswer {
    return {
      gone: this.#isGone(oss, state, index),
      asked: knownTime(request.time),
      answered: oss.exchange.response?.time ?? null,
      mayBeDone: mayBeDone(oss),
    };
  }

  #list(oss: OssExchange, request: HttpRequest, index: number): void {
    const state = this.#state(oss, request, index);
    const { response } = oss.exchange;
    if (state === null || response === null) return;
    const step = { exchange: index, asked: knownTime(request.time) };
    if (this.#isGone(oss, state, index)) state.gone(step);
    const text = response.status === 200 ? answerDocument(oss) : null;
    if (text === null) return;
    for (const element of readPartList(text, 'ListPartsResult') ?? []) {
      if (this.#keeps(state, element.number)) state.listed(element, step);
    }
  }

  /** Uploads that the service lists as open, those that began before the capture or elsewhere among them. */
  #openUploads(oss: OssExchange, request: HttpRequest, index: number): void {
    const { response } = oss.exchange;
    const text = response?.status === 200 ? answerDocument(oss) : null;
    if (response === null || text === null) return;
    let isCut = false;
    for (const { uploadId, key } of readUploadList(text)) {
      let state = this.#uploads.get(uploadId) ?? this.#resume(uploadId, request, index);
      if (state === null) {
        // Half of the room stays for those whose requests are in the capture.
        if (this.#uploads.size * 2 >= this.#limits.uploads) {
          isCut = true;
          continue;
        }
        state = new UploadState(uploadId, { ...ownerOf(oss), key }, index, this.#strayEtags);
        this.#uploads.set(state.uploadId, state);
        state.learn(leaf(text, 'Bucket'));
      }
      state.own(oss.address.bucket, key);
      state.hide(this.#hide, true);
      state.open({ exchange: index, asked: knownTime(request.time) });
    }
    if (isCut) this.#notFollowed++;
  }

  /** Whether a part is kept: it is known already, or there is room for one more. */
  #keeps(state: UploadState, number: number): boolean {
    if (state.has(number)) return true;
    if (this.#parts >= this.#limits.uploadParts) {
      this.#partsNotKept++;
      state.partsNotKept++;
      return false;
    }
    this.#parts++;
    return true;
  }

  /** The upload that the request names; null where it cannot be followed. */
  #state(oss: OssExchange, request: HttpRequest, index: number): UploadState | null {
    const uploadId = queryOf(oss, 'uploadId');
    if (uploadId === null || uploadId === '') return null;
    const state =
      this.#uploads.get(uploadId) ??
      this.#resume(uploadId, request, index) ??
      this.#begin(oss, uploadId, index);
    state?.learn(oss.address.bucket);
    if (oss.address.key !== null && showsUpload(oss)) state?.own(oss.address.bucket, oss.address.key);
    state?.touch(index, (oss.exchange.response ?? request).lastTime);
    state?.hide(this.#hide, (oss.exchange.response?.status ?? 500) < 400);
    return state;
  }

  /** Whether the service does not know the upload: it never began, or was completed or aborted. */
  #isGone(oss: OssExchange, state: UploadState, index: number): boolean {
    if (oss.error?.code.trim() !== 'NoSuchUpload') return false;
    if (!state.isOfOther(oss.address)) return true;
    state.otherObject(index);
    return false;
  }

  #resume(uploadId: ByteString, request: HttpRequest, index: number): UploadState | null {
    if (this.#uploads.size >= this.#limits.uploads) return null;
    const state = this.#open.take(uploadId, request);
    if (state === null) return null;
    state.resume(index, this.#strayEtags);
    this.#parts += state.partCount;
    this.#uploads.set(state.uploadId, state);
    return state;
  }

  #begin(oss: OssExchange, uploadId: ByteString, index: number): UploadState | null {
    if (this.#uploads.size >= this.#limits.uploads) {
      this.#notFollowed++;
      return null;
    }
    const state = new UploadState(uploadId, ownerOf(oss), index, this.#strayEtags);
    this.#uploads.set(state.uploadId, state);
    return state;
  }
}

/** The uploads of a capture without those of which another capture of the scan has the account. */
export function withoutElsewhere(
  uploads: readonly MultipartUpload[],
  elsewhere: readonly ByteString[],
): readonly MultipartUpload[] {
  return elsewhere.length === 0 ? uploads : uploads.filter(({ uploadId }) => !elsewhere.includes(uploadId));
}

function ownerOf({ address, provider, request }: OssExchange): UploadOwner {
  const { bucket, key, style } = address;
  const host = request === null ? null : (headerPart(request, 'host')?.value ?? null);
  if (providerRecord(provider).isOneService || host === null) return { bucket, key };
  const isInHost = style !== 'path' && bucket !== null && asciiLower(host).startsWith(`${bucket}.`);
  return { bucket, key, endpoint: isInHost ? host.slice(bucket.length + 1) : host };
}

const UPLOAD_OPERATIONS: readonly string[] = [
  'InitiateMultipartUpload',
  'CreateMultipartUpload',
  'UploadPart',
  'UploadPartCopy',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
  'ListParts',
  'ListMultipartUploads',
];

/** Whether a tracker would look at the exchange at all. */
export function isOfUpload(oss: OssExchange): boolean {
  const { request } = oss.exchange;
  // The operation is asked for last: for that the request is taken apart.
  return request !== null && namesUpload(request.target) && UPLOAD_OPERATIONS.includes(oss.operation);
}

function namesUpload(target: ByteString): boolean {
  const at = target.indexOf('upload');
  return at >= 0 && (target.includes('uploadId=', at) || /[?&]uploads/.test(target));
}

function queryOf(oss: OssExchange, name: string): ByteString | null {
  return oss.request?.query.find((parameter) => parameter.name === name)?.value ?? null;
}

/** Whether an answer shows that the service has the upload: it obeyed, or looked at the parts. */
function showsUpload(oss: OssExchange): boolean {
  return doneAnswer(oss) !== null || isCodeOf('part-list', oss.error?.code.trim() ?? '');
}

/** Whether an unanswered request may have been carried out: it was not cut, nor met a closed connection. */
function mayBeDone({ exchange: { response, ending } }: OssExchange): boolean {
  return response === null && (ending == null || !NEVER_DONE.has(ending.kind));
}

const NEVER_DONE: ReadonlySet<EndingKind> = new Set([
  'reset-during-request',
  'closed-during-request',
  'request-abandoned',
  'stale-connection',
]);

/** Whether an answer to a Complete holds no error: begun early with 200, it has no checksum of the object. */
function showsSuccess(oss: OssExchange, response: HttpResponse): boolean {
  if (response.complete || claimedCrc64(response) !== null) return true;
  return answerDocument(oss)?.includes('<CompleteMultipartUploadResult') ?? false;
}
