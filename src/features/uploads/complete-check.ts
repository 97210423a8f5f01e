import { asciiLower, type ByteString } from '../../bytes/byte-string.ts';
import { combineCrc64Runs, parseCrc64 } from '../../bytes/crc64.ts';
import { addToList } from '../../bytes/list-map.ts';
import type { NamedPart, ObjectCrc, UploadIssue, UploadIssueKind, UploadPart } from '../../oss/upload.ts';
import type { StrayEtags } from './stray-etags.ts';

/** Least size of a part that is not the last, in bytes ("UploadPart" in the API reference). */
const LEAST_PART_BYTES = 100 * 1024;

interface CompleteFacts {
  readonly exchange: number;
  /** Error code of the answer; empty without one. */
  readonly code: string;
  /** All of the list was seen. */
  readonly whole: boolean;
  /** The upload's first exchange is known, so a part that was not seen was not uploaded. */
  readonly initiated: boolean;
  /**
   * Numbers of the parts that may have been stored, the last time that they were sent, although no
   * answer says so.
   */
  readonly unseen: ReadonlySet<number>;
  /** Numbers of the parts that came after the Complete, as far as the capture shows. */
  readonly later: ReadonlySet<number>;
  /** Answers whose requests the capture lacks gave these ETags. */
  readonly strayEtags: StrayEtags;
  /**
   * The service completed the upload: it holds every part that was named, whatever the capture
   * shows.
   */
  readonly accepted: boolean;
}

/**
 * What is wrong with the parts that a CompleteMultipartUpload names, against those that the service
 * holds.
 */
export function checkNamedParts(
  named: readonly NamedPart[],
  parts: ReadonlyMap<number, UploadPart>,
  facts: CompleteFacts,
): readonly UploadIssue[] {
  const found = new Map<UploadIssueKind, number[]>();
  const add = (kind: UploadIssueKind, number: number): void => addToList(found, kind, number);
  const seen = new Set<number>();
  let highest = 0;
  const last = highestOf(named);
  for (const { number, etag } of named) {
    if (seen.has(number)) add('duplicate', number);
    else if (number < highest) add('order', number);
    highest = Math.max(highest, number);
    seen.add(number);
    const part = parts.get(number);
    if (part === undefined || !part.stored) add(kindOfUnstored({ number, etag }, part, facts), number);
    else if (!isOfEtag(part, etag)) add(kindOfOther({ number, etag }, facts), number);
    // The service holds another one than the one that was answered.
    else if (facts.code === 'InvalidPart' && facts.unseen.has(number)) add('parts-unanswered', number);
    const small = part?.sizeKnown === true && part.bytes < LEAST_PART_BYTES;
    if (facts.code === 'EntityTooSmall' && small && number !== last) add('too-small', number);
  }
  if (facts.whole) {
    for (const part of parts.values())
      if (part.stored && !seen.has(part.number) && !facts.later.has(part.number))
        add('left-out', part.number);
    if (named.length === 0) found.set('empty-list', []);
  } else {
    found.set('list-cut', []);
  }
  return [...found].map(([kind, numbers]) => ({ kind, parts: numbers, exchange: facts.exchange }));
}

/**
 * Whether a part may be the one that is named with an ETag; of one without an ETag nothing speaks
 * against it.
 */
export function isOfEtag({ etag }: UploadPart, named: ByteString): boolean {
  return etag === null || asciiLower(etag) === asciiLower(named);
}

/** What is said of a named part that the capture does not show stored. */
function kindOfUnstored(
  { number, etag }: NamedPart,
  part: UploadPart | undefined,
  { accepted, initiated, unseen, strayEtags }: CompleteFacts,
): UploadIssueKind {
  if (part?.status === null || unseen.has(number)) return 'parts-unanswered';
  return accepted || !initiated || strayEtags.has(etag) ? 'parts-unseen' : 'parts-missing';
}

/** What is said of a named part of whose number the capture shows another one stored. */
function kindOfOther({ number, etag }: NamedPart, { unseen, strayEtags }: CompleteFacts): UploadIssueKind {
  if (unseen.has(number)) return 'parts-unanswered';
  return strayEtags.has(etag) ? 'parts-unseen' : 'etag-differs';
}

function highestOf(named: readonly NamedPart[]): number {
  return named.reduce((highest, { number }) => Math.max(highest, number), 0);
}

/**
 * The checksum that the service gives for the object, against the combined one of the parts that
 * make it up.
 */
export function checkObjectCrc(
  claimed: string,
  named: readonly NamedPart[],
  parts: ReadonlyMap<number, UploadPart>,
): ObjectCrc {
  const runs: { crc64: bigint; length: number }[] = [];
  for (const { number, etag } of [...named].sort((a, b) => a.number - b.number)) {
    const part = parts.get(number);
    const crc64 = parseCrc64(part?.crc64 ?? '');
    if (part === undefined || !part.stored || !part.sizeKnown || crc64 === null || !isOfEtag(part, etag)) {
      return { claimed, combined: null, result: 'unknown' };
    }
    runs.push({ crc64, length: part.bytes });
  }
  const combined = combineCrc64Runs(runs).toString();
  return { claimed, combined, result: combined === claimed ? 'matches' : 'differs' };
}
