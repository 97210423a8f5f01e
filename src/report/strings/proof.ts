import { printable } from '../../engine/bytes/printable.ts';
import { isOutsideStrings } from '../../engine/diagnose/fields.ts';
import type { Diagnosis } from '../../engine/diagnose/model.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { Origin } from '../../engine/sign/canonical.ts';
import { signatureForm } from '../../engine/sign/signature.ts';
import { isOfChunks } from '../../sentences/causes/digest.ts';
import type { FillArgs } from '../../sentences/fill.ts';
import type { LabelId } from '../../sentences/labels.ts';
import { label, SIDE_BY_SIDE_WIDTH, type View } from '../terminal/view.ts';
import { type Comparison, isClientProved, maskedRow } from './comparison.ts';
import { show } from './difference.ts';

/** Where the two strings part first: byte offset, and what in which frame. */
export function firstDifference(diagnosis: Diagnosis, comparison: Comparison, view: View): string | null {
  const first = [...diagnosis.divergences].sort((a, b) => a.clientOffset - b.clientOffset)[0];
  if (first === undefined || isOutsideStrings(first.field)) return null;
  const where = comparison.string === 'canonical-request' ? 'first-difference-request' : 'first-difference';
  const offsets =
    first.clientOffset === first.serverOffset
      ? ''
      : label(view, 'first-difference-offsets', { server: first.serverOffset });
  const place = first.clientOrigin === null ? '' : originPlace(first.clientOrigin, view);
  return label(view, where, { client: first.clientOffset }) + offsets + place;
}

function originPlace(origin: Origin, view: View): string {
  return label(view, 'first-difference-origin', {
    frame: origin.frame,
    source: originName(origin.source, view),
  });
}

const ORIGIN_LABELS = [
  ['header ', 'origin-header'],
  ['query ', 'origin-query'],
  ['form field ', 'origin-form'],
] as const;

/** The place within a message, in the reader's language. */
export function originName(source: string, view: View): string {
  if (source === 'request line') return label(view, 'origin-request-line');
  if (source === 'error body') return label(view, 'origin-error-body');
  for (const [prefix, id] of ORIGIN_LABELS) {
    if (source.startsWith(prefix)) return label(view, id, { name: source.slice(prefix.length) });
  }
  return show(source);
}

/** What gives the client's signature with its string: the secret alone, or more that is said of it. */
function clientProof({ notes, divergences }: Diagnosis): LabelId {
  const isAll = !notes.some(({ id }) => id === 'also-miscomputed' || id === 'secret-also-differs');
  // the string is that of the server, and stands nowhere beside another
  const isProcedure = divergences.every(({ field }) => isOutsideStrings(field));
  if (isProcedure) return isAll ? 'proof-procedure' : 'proof-procedure-also';
  return isAll ? 'proof-client-string' : 'proof-client-string-also';
}

/** Whether it is the hop, with both its sides captured, that proves the change. */
function isSeenAtHop({ verdict, certainty, hops }: Diagnosis): boolean {
  return (
    verdict === 'transit-modified' && certainty === 'proven' && hops.some(({ broken }) => broken.length > 0)
  );
}

/** Of the request nothing is known but what the server's string has of it: a hash. */
function isHashAlone({ fromError, request }: OssExchange): boolean {
  return fromError === true && request === null;
}

/**
 * What proves the finding; `evidence` makes it likely, `tried` was tried and proves nothing, `check` would
 * prove it.
 */
export interface Proof {
  readonly kind: 'proof' | 'evidence' | 'tried' | 'check';
  readonly text: string;
}

export function proofOf(diagnosis: Diagnosis, oss: OssExchange, view: View): Proof | null {
  const made = proofSentence(diagnosis, oss, view);
  if (made === null) return null;
  if (FAILED.has(made.id)) return { kind: 'tried', text: made.text };
  if (/^proof-needs-/.test(made.id)) return { kind: 'check', text: made.text };
  return { kind: diagnosis.certainty === 'likely' ? 'evidence' : 'proof', text: made.text };
}

/** Sentences about signatures that did not come out. */
const FAILED: ReadonlySet<LabelId> = new Set(['proof-no-match', 'proof-no-match-of-document']);

interface Said {
  readonly id: LabelId;
  readonly text: string;
}

function proofSentence(diagnosis: Diagnosis, oss: OssExchange, view: View): Said | null {
  const { claim, error } = oss;
  if (claim === null) return null;
  const id = printable(view.door.accessKeyId(claim.accessKeyId).text);
  const signature = printable(view.door.signature(claim.signature).text);
  // without the server's string there are no two columns
  const sideBySide = view.width >= SIDE_BY_SIDE_WIDTH && diagnosis.server !== null;
  const side = sideBySide ? 'side-left' : 'side-client';
  const args = { id, signature, hmac: signatureForm(claim.version).hmac, side };
  const say = (id: LabelId, more: FillArgs = args): Said => ({ id, text: label(view, id, more) });
  switch (diagnosis.verdict) {
    case 'transit-modified':
    case 'client-miscomputed': {
      const keyId = diagnosis.divergences.find(({ field }) => field === 'access-key-id');
      if (keyId !== undefined) {
        const seen = printable(view.door.accessKeyId(keyId.server ?? '').text);
        return say('proof-key-id', { ...args, seen });
      }
      const other = diagnosis.divergences.find(({ field }) => field === 'signature');
      if (other !== undefined && diagnosis.client === null) {
        if (error?.signatureProvided == null) return null;
        if (diagnosis.cause?.id === 'signature-in-url-form') return say('proof-signature-form');
        // so much of both that they are seen to differ
        const { client, server } = maskedRow({ ...other, divergence: other }, view.door);
        return say('proof-signature', { ...args, signature: show(client ?? ''), seen: show(server ?? '') });
      }
      if (diagnosis.client !== null) return say(clientProof(diagnosis));
      // the strings of the request are not what differs
      const ofChunks = isOfChunks(diagnosis.cause?.id);
      if (ofChunks === 'by-secret') return say('proof-chunks');
      if (ofChunks !== false) {
        const isOpen = ofChunks === 'unknown' && diagnosis.recomputed === null;
        return isOpen ? say('proof-needs-secret-of-chunks') : null;
      }
      if (isClientProved(diagnosis, oss)) return say('proof-wire-string');
      if (isSeenAtHop(diagnosis)) {
        return say(diagnosis.recomputed === null ? 'proof-seen-at-hop' : 'proof-at-hop');
      }
      return say(diagnosis.recomputed === null ? 'proof-would-settle' : 'proof-no-match');
    }
    case 'wrong-secret': {
      if (isClientProved(diagnosis, oss)) return say('proof-other-secret');
      const { cause } = diagnosis;
      if (cause?.id === 'secret-of-other-key') {
        const other = printable(view.door.accessKeyId(String(cause.args['accessKeyId'])).text);
        return say('proof-other-key', { ...args, other });
      }
      if (diagnosis.certainty === 'proven') return say('proof-near-secret');
      // what was tried is the string of the error document, no captured request
      return say(oss.fromError === true ? 'proof-no-match-of-document' : 'proof-no-match');
    }
    case 'undecided':
      if (diagnosis.recomputed === null) return say('proof-needs-request');
      return say(oss.fromError === true ? 'proof-no-match-of-document' : 'proof-no-match');
    case 'needs-secret':
      if (diagnosis.needsSecretOf === null) return say('proof-needs-request');
      if (diagnosis.cause?.id === 'listed-header-gone') return say('proof-needs-headers');
      if (diagnosis.cause?.id === 'same-string-accepted') return say('proof-needs-secret-of-hash');
      return say(isHashAlone(oss) ? 'proof-needs-secret-of-hash' : 'proof-needs-secret');
    default:
      return null;
  }
}
