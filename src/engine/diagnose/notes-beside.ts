import { fromText } from '../bytes/byte-string.ts';
import { addAll } from '../bytes/collections.ts';
import { assertNever } from '../bytes/result.ts';
import { versionRecord } from '../sign/index.ts';
import type { CauseId, NoteId } from './cause.ts';
import { note } from './cause.ts';
import { clockNotes } from './clocks.ts';
import { earlierHopNotes, laterHopNotes } from './earlier-hop.ts';
import type { Evidence } from './evidence.ts';
import { hintNotes } from './hints.ts';
import { follows } from './history.ts';
import { historyNotes, isGivenSecretUsedElsewhere } from './history-facts.ts';
import { isFailing, type Note } from './model.ts';
import { isOfAddress, matchingReading } from './readings.ts';
import { isOwnAnswer } from './rows/answerer-row.ts';
import { bodyNotes } from './rows/digest-row.ts';
import type { Decision } from './rows/row.ts';

/*
 * The one place that says which notes stand beside a decision. A note that points somewhere stands only where
 * the decision leaves that open: a report that proves a change in transit does not point to the key as well.
 */

/**
 * Where a note points: to the key, to the client's signing, to a change before the point of capture, or to
 * either of these two.
 */
type Suspect = 'key' | 'client' | 'way' | 'request';

/** Notes that point somewhere; the others are facts, and proofs of their own. */
const POINTS_TO: Readonly<Partial<Record<NoteId, Suspect>>> = {
  'key-always-fails': 'key',
  'listed-header-absent': 'client',
  'host-of-signature': 'client',
  'signature-length': 'client',
  'signature-fits-one': 'request',
  'passed-a-proxy': 'way',
  'proxy-before-capture': 'way',
  'way-or-server': 'way',
};

/** Facts that may be what is wrong with a request: beside them, nothing points to its key. */
const OF_REQUEST: ReadonlySet<string> = new Set<NoteId>([
  'temporary-key',
  'content-md5-malformed',
  'content-md5-differs',
  'date-unreadable',
  'request-incomplete',
  'string-edited',
  'tool-bucket-unknown',
  'foreign-authorization',
  'chunks-right',
]);

/** Every note of an exchange, in the order in which it is reported. */
export function notesBeside(evidence: Evidence, made: Decision): readonly Note[] {
  return consistent([...made.notes, ...gathered(evidence, made)], openSuspects(evidence, made));
}

/**
 * The self-check of an accepted exchange; every fact that the capture can prove on the side of a failing one.
 */
function gathered(evidence: Evidence, made: Decision): readonly Note[] {
  if (made.verdict === 'match') return isOwnAnswer(evidence) ? selfCheckNotes(evidence) : [];
  if (!isFailing(made.verdict)) return [];
  if (made.verdict === 'intercepted') return redirectNotes(evidence);
  const notes: Note[] = [...hopNotes(evidence, made), ...redirectNotes(evidence)];
  addAll(notes, earlierHopNotes(evidence, made));
  if (mayBeUnsignedThere(evidence, made)) notes.push(note('authorization-may-be-lost', {}));
  addAll(notes, laterHopNotes(evidence, made));
  const reading = evidence.reading();
  if (reading !== null) notes.push(note('reading-matched', { reading: reading.id }));
  const server = evidence.server();
  if (server !== null && server.conflicting !== null) {
    notes.push(note('string-edited', { used: server.from }));
    const edited = evidence.editedForm();
    if (edited !== null) {
      notes.push(note('edited-form', { edited: `form-${edited}`, signed: `form-${server.from}` }));
    }
  }
  if (evidence.isRequestEdited) notes.push(note('request-edited', {}));
  addAll(notes, clockNotes(evidence));
  addAll(notes, bodyNotes(evidence));
  addAll(notes, hintNotes(evidence, made));
  addAll(
    notes,
    historyNotes(evidence).filter((each) => bearsOn(each, made)),
  );
  return notes;
}

/**
 * Where it is proved which fields differ, what an accepted request has otherwise says something of these
 * fields alone.
 */
function bearsOn({ id, args }: Note, { verdict, certainty, cause, divergences }: Decision): boolean {
  if (id !== 'key-works-difference') return true;
  // the string is the same: only who signed it can matter
  if (cause?.id === 'same-string-accepted') return OF_SENDER.has(String(args['what']));
  if (certainty !== 'proven') return true;
  if (verdict !== 'client-miscomputed' && verdict !== 'transit-modified') return true;
  // the date of a URL is when it ends, and no header
  if (args['what'] === 'date-header' && args['here'] === '') return false;
  const fields = Object.hasOwn(FIELDS_OF_TRAIT, String(args['what']))
    ? FIELDS_OF_TRAIT[String(args['what'])]
    : undefined;
  return fields !== undefined && divergences.some(({ field }) => fields.test(field));
}

const OF_SENDER: ReadonlySet<string> = new Set(['user-agent', 'client-address']);

/** Fields of the strings that show what two requests were compared by. */
const FIELDS_OF_TRAIT: Readonly<Record<string, RegExp>> = {
  method: /^method$/,
  'content-type': /^content-type$|^canonical-header:content-type$/,
  'content-md5': /^content-md5$|^canonical-header:content-md5$/,
  'date-header': /^date$|:x-(?:oss|amz)-date$|^canonical-header:date$/,
  'oss-headers': /^(?:oss|canonical)-header:x-(?:oss|amz)-/,
  subresources: /^(?:resource:subresource|canonical-query):/,
  'key-characters': /^(?:resource:key|canonical-uri)$/,
  bucket: /^(?:resource:bucket|canonical-uri)$/,
  host: /^canonical-header:host$/,
  token: /security-token$/,
};

/** Between which two ends the request was changed, or was not. */
function hopNotes(evidence: Evidence, { verdict }: Decision): readonly Note[] {
  return evidence.hops(verdict).map((hop) => {
    const { exchange, from, to } = hop;
    const changed = hop.changed.join(', ');
    if (hop.capture === undefined) {
      return changed === ''
        ? note('same-behind-hop', { exchange, from, to })
        : note('changed-at-hop', { exchange, from, to, changed });
    }
    const capture = fromText(hop.capture);
    return changed === ''
      ? note('same-at-other-capture', { exchange, capture })
      : note('changed-at-other-capture', { exchange, capture, changed });
  });
}

/** Refusals that an unsigned request gets, too. */
const OF_STRANGERS: ReadonlySet<string> = new Set<CauseId>([
  'no-permission',
  'access-denied-other',
  'denied-without-a-word',
  'refused-without-reason',
]);

/** Whether the server may have got the request without its Authorization: its answer names nobody. */
function mayBeUnsignedThere({ claim, oss, message }: Evidence, { cause }: Decision): boolean {
  if (claim === null || cause === null || !OF_STRANGERS.has(cause.id)) return false;
  if (versionRecord(claim.version).carrier !== 'header' || NAMED.test(message)) return false;
  const { fields = [], accessKeyId = null } = oss.error ?? {};
  return accessKeyId === null && !fields.some(([name]) => name.startsWith('AuthPrincipal'));
}

/** Words of a policy's refusal, which say whom it was checked for. */
const NAMED = /\barn:|\buser:/i;

/** A redirect may have changed what was signed: the host, the path, or the method. */
function redirectNotes({ oss, context }: Evidence): readonly Note[] {
  const redirect = context.history.redirect((each) => follows(each, oss.exchange));
  return redirect === null ? [] : [note('after-redirect', { exchange: redirect.index })];
}

/**
 * Those that do not contradict what is decided, nor each other: that all requests of a key fail points to the
 * key only while nothing points to these requests themselves.
 */
export function consistent(notes: readonly Note[], open: ReadonlySet<Suspect>): readonly Note[] {
  const standing = notes.filter(({ id }) => {
    const suspect = pointsTo(id);
    return suspect === null || open.has(suspect);
  });
  const isOfRequest = standing.some(({ id }) => {
    const suspect = pointsTo(id);
    return OF_REQUEST.has(id) || (suspect !== null && suspect !== 'key');
  });
  return isOfRequest ? standing.filter(({ id }) => pointsTo(id) !== 'key') : standing;
}

function pointsTo(id: string): Suspect | null {
  return Object.hasOwn(POINTS_TO, id) ? (POINTS_TO[id as NoteId] ?? null) : null;
}

/** What a decision leaves open. */
function openSuspects(evidence: Evidence, made: Decision): ReadonlySet<Suspect> {
  if (made.cause?.id === 'same-string-accepted') return new Set(['key']);
  switch (made.verdict) {
    case 'transit-modified':
    case 'client-miscomputed':
      return new Set(['way', 'request']);
    case 'wrong-secret':
      if (made.certainty === 'proven') return new Set(['key']);
      return new Set(isKeyCleared(evidence, made) ? ['client', 'way', 'request'] : EVERYTHING);
    case 'needs-secret':
    case 'undecided':
      return new Set(isKeyCleared(evidence, made) ? ['client', 'way', 'request'] : EVERYTHING);
    // signatures were not compared, or were the same
    case 'match':
    case 'intercepted':
    case 'clock-skew':
    case 'expired':
    case 'token':
    case 'unknown-key':
    case 'digest':
    case 'version-refused':
    case 'malformed-auth':
    case 'access-denied':
    case 'not-auth':
    case 'no-response':
      return new Set();
    default:
      return assertNever(made.verdict);
  }
}

const EVERYTHING: readonly Suspect[] = ['key', 'client', 'way', 'request'];

/**
 * Whether the client's secret is known to be the right one: by this request, by another of the capture, or by
 * what is decided.
 */
function isKeyCleared(evidence: Evidence, { cause }: Decision): boolean {
  if (cause?.id === 'string-unknown-difference' || cause?.id === 'string-unknown-secret-used') return true;
  return isGivenSecretUsedElsewhere(evidence);
}

/**
 * An accepted request whose secret is known must give its own signature. Where it does not, the rules of this
 * program are at fault (or the given secret is not the one): never hidden. Where the rules are known to be
 * unsettled, the other readings are tried, and the one that fits is named.
 */
function selfCheckNotes(evidence: Evidence): readonly Note[] {
  const { credential } = evidence;
  if (credential === null) return [];
  const { claim } = evidence;
  const { request } = evidence.oss;
  if (claim === null || request === null || evidence.wire() === null) return [];
  if (evidence.recomputed() === claim.signature) return [];
  const reading = matchingReading(request, claim, credential.secret, evidence.context.hasher);
  const gap = note('rules-gap', { reason: 'self-check', name: '' });
  if (reading === null) return [gap];
  const matched = note('reading-matched', { reading });
  return isOfAddress(reading) ? [matched] : [matched, gap];
}
