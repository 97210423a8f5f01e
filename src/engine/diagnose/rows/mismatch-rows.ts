import { asciiLower, type ByteString } from '../../bytes/byte-string.ts';
import { header } from '../../http/message.ts';
import type { OssExchange } from '../../oss/model.ts';
import { providerRecord } from '../../oss/providers/index.ts';
import {
  buildStrings,
  decodePercent,
  formatParts,
  hexDigest,
  isOfUrl,
  versionRecord,
} from '../../sign/index.ts';
import type { SignableRequest } from '../../sign/request.ts';
import { parseCanonicalRequest, parseStringToSign } from '../../sign/strings.ts';
import { align, ofValues } from '../align.ts';
import { alsoMiscomputed, cause, note, secretAlsoDiffers } from '../cause.ts';
import { compareWithServer, ruleGaps } from '../compare.ts';
import { isOfSigner, KNOWN_SIGNERS, proxySigns, signerOf } from '../earlier-hop.ts';
import type { Evidence } from '../evidence.ts';
import { fieldName } from '../fields.ts';
import { lacksErrorHeader, signedParametersBesideAuth } from '../hints.ts';
import { addressOf, isLoopback, type Unexplained } from '../history.ts';
import {
  acceptedAlike,
  acceptedWithGiven,
  acceptedWithNear,
  acceptedWithSameString,
  isGivenSecretUsedElsewhere,
  isSignedWithGiven,
} from '../history-facts.ts';
import type { Cause, Certainty, Divergence, Note } from '../model.ts';
import type { SearchHit, SearchResult } from '../ports.ts';
import { listedButAbsent, matchingReading, readInHost } from '../readings.ts';
import { sentHeader } from '../sent.ts';
import { transitCause } from '../transit-cause.ts';
import {
  isAsymmetric,
  isBareDenial,
  isLostWithRequest,
  isMismatch,
  isOfChunk,
  isRefusalLogged,
  isSignatureUnseen,
  isSilentRefusal,
  mayBeOfChunk,
} from './answer.ts';
import { divergencesBehindHop } from './answerer-row.ts';
import { alteredChunks, chunkFinding } from './digest-row.ts';
import { type Decision, decision, type Row } from './row.ts';
import { timeRefusal } from './time-rows.ts';

const changedInTransit: Row = {
  number: 14,
  decide(evidence) {
    if (!isMismatch(evidence) || isOfChunk(evidence) || isAsymmetric(evidence)) return null;
    const printed = printedBeside(evidence);
    if (printed !== null && printed.divergences.length > 0) {
      const made = transitCause(printed.divergences, evidence.claim?.version);
      return decision('transit-modified', 'likely', { ...printed, cause: made });
    }
    // a pasted request may have been edited: what was signed is then known of the server's string
    if (evidence.oss.exchange.numbering !== undefined && !wireVerifies(evidence)) evidence.search();
    const divergences = withoutLost(compareWithServer(evidence), evidence);
    if (divergences === null || divergences.length === 0 || signedServerString(evidence)) return null;
    const opened = sentWithUrl(evidence, divergences);
    if (opened !== null) return opened;
    const mistakes = mistakesBeside(evidence, divergences);
    const isOfRules = mistakes.length === 0 && isOfService(evidence);
    const gaps = isOfRules ? ruleGaps(evidence, divergences) : [];
    if (gaps.length > 0 && divergences.every(({ field }) => fieldName(field)?.kind === 'parameter'))
      return signsUnknown(evidence, divergences, gaps);
    const certain = gaps.length === 0 && (wireVerifies(evidence) || isSeenAtHop(evidence));
    const wire = evidence.wire();
    const shown = wire === null ? divergences : ofValues(divergences, wire);
    return decision('transit-modified', capped(evidence, certain ? 'proven' : 'likely'), {
      divergences,
      cause: inWireSpelling(transitCause(shown, evidence.claim?.version), shown, evidence),
      notes: [
        ...gaps,
        ...(divergences.length > 1 ? [note('several-divergences', { count: divergences.length })] : []),
        ...mistakes,
      ],
    });
  },
};

/**
 * The server signs parameters of the request line that this program does not know to be signed: nothing has
 * added them on the way. With them its string is the client's, if that signs them, too.
 */
function signsUnknown(
  evidence: Evidence,
  divergences: readonly Divergence[],
  gaps: readonly Note[],
): Decision | null {
  if (wireVerifies(evidence)) {
    const [name = ''] = divergences.map(({ field }) => fieldName(field)?.name ?? '');
    const made =
      gaps.length > 1
        ? cause('subresources-not-signed', { count: gaps.length })
        : cause('subresource-added-after-signing', { name });
    return decision('client-miscomputed', 'likely', { cause: made, divergences, notes: gaps });
  }
  for (const [, step] of STEPS) {
    const made = cappedStep(step, evidence);
    if (made !== null) return { ...made, notes: [...gaps, ...made.notes] };
  }
  return null;
}

/**
 * A text shows a signed URL, and of its request nothing else: a Content-Type that the server has beside it
 * came from whatever opened it, so that nothing says that it was changed on its way.
 */
function sentWithUrl({ oss, claim }: Evidence, divergences: readonly Divergence[]): Decision | null {
  const isUrlAlone = oss.exchange.numbering === 'line' && oss.request?.headers.length === 1;
  if (!isUrlAlone || claim === null || !isOfUrl(claim.version)) return null;
  const [{ field, client, server } = { field: null, client: null, server: null }, ...others] = divergences;
  if (field !== 'content-type' || others.length > 0 || (client ?? '') !== '' || server === null) return null;
  return decision('client-miscomputed', 'likely', {
    cause: cause('content-type-added-after-signing', { sent: server }),
    divergences,
  });
}

/**
 * Whether the server is the service's own, whose rules are those of this program. What another one signs by
 * rules of its own is no gap in these, and neither is what the client signs by them.
 */
function isOfService({ oss }: Evidence): boolean {
  return oss.flavour === undefined || providerRecord(oss.provider).isOneService;
}

/** Whether the capture shows the change itself, on both sides of the hop that made it. */
function isSeenAtHop(evidence: Evidence): boolean {
  return evidence.hops(null).some(({ broken }) => broken.length > 0);
}

/**
 * What the client did wrong itself, beside what was changed on the way: the request would be refused without
 * that, too. Nothing where the server has what the client signed.
 */
function mistakesBeside(evidence: Evidence, changed: readonly Divergence[]): readonly Note[] {
  if (evidence.credential === null || wireVerifies(evidence)) return [];
  const hit = evidence.search()?.hit ?? null;
  if (hit === null) return [];
  const isOfChange = (field: string, signed: ByteString | null): boolean =>
    changed.some((each) => each.field === field && each.server === signed);
  if (hit.divergences.some(({ field, client }) => isOfChange(field, client))) return [];
  const causes = hit.kind === 'string' ? [hit.cause, ...hit.otherCauses] : [];
  const secret = hit.kind === 'string' ? hit.secretCause : hit.cause;
  return [...causes.map(alsoMiscomputed), ...secretNotes(secret)];
}

function secretNotes(how: Cause | null): readonly Note[] {
  return how === null ? [] : [secretAlsoDiffers(how)];
}

/**
 * In a pasted text, a value that was hidden, or of which bytes are shown as dots, differs from the server's
 * for that reason.
 */
function withoutLost(
  divergences: readonly Divergence[] | null,
  { oss }: Evidence,
): readonly Divergence[] | null {
  if (divergences === null || oss.exchange.numbering === undefined) return divergences;
  return divergences.filter(({ client, server }) => {
    const [sent, received] = [client ?? '', server ?? ''];
    const isHidden = HIDDEN.test(sent) || HIDDEN.test(received);
    return !isHidden && dotted(sent) !== received && sent !== dotted(received);
  });
}

/** As `tcpdump -A` and Wireshark print bytes that are no character. */
function dotted(value: ByteString): ByteString {
  return value.replace(/[^\x20-\x7e]/g, '.');
}

const HIDDEN = /\*{3,}|x{4,}|\bredacted\b/i;

/** `sig(K, W) = A` */
function wireVerifies(evidence: Evidence): boolean {
  return evidence.claim !== null && evidence.recomputed() === evidence.claim.signature;
}

/**
 * `sig(K, S) = A` although `W ≠ S`: the client signed the server's very string, so nothing was changed, and
 * the wire's string is rebuilt wrongly or not at all. That proof outranks row 14.
 */
function signedServerString(evidence: Evidence): boolean {
  const server = evidence.server();
  if (server === null || evidence.claim === null || evidence.credential === null) return false;
  return evidence.sign(server.stringToSign) === evidence.claim.signature;
}

/** Strings that were edited after the server wrote them prove nothing. */
function capped(evidence: Evidence, certainty: Certainty): Certainty {
  const isEdited = evidence.isRequestEdited || evidence.server()?.conflicting != null;
  return certainty === 'proven' && isEdited ? 'likely' : certainty;
}

type Step = (evidence: Evidence) => Decision | null;

const otherSecretOnServer: Step = (evidence) => {
  if (!wireVerifies(evidence) && !signedServerString(evidence)) return null;
  const accepted = acceptedWithGiven(evidence);
  return decision('wrong-secret', 'proven', {
    cause:
      accepted === null
        ? cause('server-holds-other-secret', {})
        : cause('one-of-several-servers', { exchange: accepted.index }),
    notes:
      wireVerifies(evidence) || evidence.wire() === null
        ? []
        : [note('rules-gap', { reason: 'server-string-signed', name: '' })],
  });
};

const miscomputed: Step = (evidence) => {
  const result = evidence.search();
  const hit = result?.hit;
  if (result === null || hit == null || hit.kind !== 'string') {
    return otherString(evidence) ?? plusOfAccepted(evidence);
  }
  const isUnseen =
    evidence.oss.fromError === true && hit.divergences.some(({ field }) => field !== 'signature');
  const plus = plusSentRaw(evidence, hit);
  // which of several headers of one name counts is not settled, nor what a raw + of a path is: a hop may have
  // left the server one of the headers, or a space
  const isUnsettled = plus !== null || evidence.reading()?.id.startsWith('duplicates-') === true;
  const isUnproven = (isUnseen && isOfCapture(evidence)) || isUnsettled;
  // the capture shows what came out of a proxy, and not what went in
  const signs = isOfSigner(hit) ? [] : proxySigns(evidence);
  if (signs.length === 0 && mayBeCopy(hit, evidence)) {
    return decision('undecided', 'open', { cause: hit.cause, notes: searchNotes(result) });
  }
  const why =
    signs.length > 0
      ? cause('changed-before-capture', { signs: signs.join(', ') })
      : inWireSpelling(plus ?? hit.cause, hit.divergences, evidence);
  const [verdict, certainty] =
    signs.length > 0
      ? (['transit-modified', 'likely'] as const)
      : (['client-miscomputed', isUnproven ? 'likely' : 'proven'] as const);
  return decision(verdict, certainty, {
    cause: why,
    divergences: hit.divergences,
    client: hit.client,
    notes: [
      ...(isUnseen ? [note('request-not-captured', {})] : []),
      ...hit.otherCauses.map(alsoMiscomputed),
      ...secretNotes(hit.secretCause),
      ...searchNotes(result),
    ],
  });
};

/**
 * Whether another machine sent the request that the signature was made for: then this one may be that request
 * behind a hop which changed it, and no other of the client's.
 */
function mayBeCopy({ cause: { id } }: SearchHit, { claim, sent, oss, context }: Evidence): boolean {
  if (id !== 'signature-of-other-request' || claim === null || sent === null) return false;
  const seen = context.history.signature(claim.signature, header(sent, 'authorization'), oss);
  if (seen === null) return false;
  const { client, server } = oss.exchange.connection;
  if (addressOf(client) !== addressOf(seen.client)) return true;
  return isLoopback(addressOf(client)) && server !== seen.server;
}

/** The client printed the string that it signed, and it is not that of what it sent. */
export function otherString(evidence: Evidence): Decision | null {
  const { oss, claim } = evidence;
  const shown = oss.exchange.clientString;
  const wire = evidence.wire();
  if (shown === undefined || wire === null || claim === null || oss.request === null) return null;
  if (wire.canonicalRequest !== null || shown === wire.stringToSign.text) return null;
  const { bucket, key, query } = oss.request;
  const client = parseStringToSign(claim.version, shown, { bucket, key, parameters: query });
  const divergences = align(client, wire.stringToSign);
  const [first] = divergences;
  if (first === undefined) return null;
  return decision('client-miscomputed', 'likely', {
    cause: printedCause(first),
    divergences,
    client: { stringToSign: client, canonicalRequest: null },
  });
}

/**
 * A text has the answer of the server with its canonical request, and the one that the client printed: null
 * where the two are not of one request, as far as they show it.
 */
function printedBeside(evidence: Evidence): Pick<Decision, 'divergences' | 'client'> | null {
  const { oss, claim, credential, context } = evidence;
  const shown = oss.exchange.clientString;
  if (oss.exchange.request !== null || shown === undefined) return null;
  const server = evidence.server();
  if (server?.canonicalRequest == null) return null;
  if (credential !== null || claim === null || versionRecord(claim.version).family !== 'v4') return null;
  const { version } = claim;
  const canonicalRequest = parseCanonicalRequest(version, shown);
  const divergences = align(canonicalRequest, parseCanonicalRequest(version, server.canonicalRequest));
  // what differs in its date, its body or in several parts is another request
  const isOther = divergences.some(({ field }) => /^method$|date$|^payload-hash$/.test(field));
  if (divergences.length > 2 || isOther) return null;
  const hash = hexDigest(context.hasher, versionRecord(version).digest.hash, shown);
  const signed = server.stringToSign.replace(/[0-9a-f]{64}\s*$/, hash);
  const stringToSign = parseStringToSign(version, signed, { bucket: null, key: null, parameters: [] });
  return { divergences, client: { stringToSign, canonicalRequest } };
}

/** Of what was signed, `client`, and what was sent, `server`. */
function printedCause({ field, client, server }: Divergence): Cause | null {
  const [signed, sent] = [client ?? '', server ?? ''];
  const named = fieldName(field);
  switch (field) {
    case 'method':
      return cause('method-signed-other', { signed, sent });
    case 'content-type':
      if (signed === '') return cause('content-type-added-after-signing', { sent });
      return sent === ''
        ? cause('content-type-lost', { signed })
        : cause('content-type-signed-other', { signed, sent });
    case 'content-md5':
      if (signed === '') return cause('content-md5-not-signed', { sent });
      return sent === ''
        ? cause('content-md5-lost', { signed })
        : cause('content-md5-signed-other', { signed, sent });
    case 'date':
      return cause('date-reformatted', { signed, sent });
    case 'resource:bucket':
      return cause('bucket-signed-other', { signed, sent });
    case 'resource:key':
      return cause('key-encoded', { signed, sent });
    default:
      if (named === null) return null;
      if (named.kind === 'header') return cause('oss-header-added-after-signing', { name: named.name });
      if (signed === '') return cause('subresource-added-after-signing', { name: named.name });
      return cause('subresource-signed-extra', { name: named.name });
  }
}

/**
 * Of a capture that has the answer alone, a hop may have made the request what the server received. A
 * document that is given by itself, of no connection, is taken as it is: it shows nothing beside its own two
 * strings.
 */
function isOfCapture({ oss }: Evidence): boolean {
  return oss.exchange.connection.client !== '';
}

/** Where the server read a raw `+` as a space, and the client signed it as it stands. */
function plusSentRaw(evidence: Evidence, { divergences }: SearchHit): Cause | null {
  const [first, ...others] = divergences;
  if (evidence.reading()?.id !== 'plus-as-space' || first === undefined || others.length > 0) return null;
  const { client, server, field } = first;
  const key = evidence.oss.request?.key ?? '';
  if (client === null || server === null) return null;
  const isV2 = evidence.claim !== null && versionRecord(evidence.claim.version).family === 'v2';
  const isAsSent =
    (field === 'resource:key' && (isV2 ? decodePercent(client) : client) === key) ||
    (field === 'canonical-uri' && decodePercent(client).endsWith(`/${key}`));
  return isAsSent ? cause('key-plus-raw', { signed: client, sent: server }) : null;
}

/** A URL with a raw `+`: with the same signature, and `%2B`, it was accepted. */
export function plusOfAccepted(evidence: Evidence): Decision | null {
  const { claim, oss, context } = evidence;
  const { request } = oss;
  if (claim === null || claim.signature === '' || request === null || !isOfUrl(claim.version)) return null;
  const raw = request.query.find(({ rawValue }) => rawValue?.includes('+') === true);
  const here = raw === undefined ? null : evidence.wire();
  const seen = raw === undefined ? null : context.history.acceptedUrl(claim, oss);
  if (raw === undefined || here === null || seen === null) return null;
  const isSame = seen.request.method === request.method && plusKept(seen.request) === plusKept(request);
  const there = isSame ? buildStrings(seen.request, seen.claim, context.hasher) : null;
  if (there === null) return null;
  const [one, other] = [there, here].map((each) => each.canonicalRequest ?? each.stringToSign);
  const divergences = one === undefined || other === undefined ? [] : align(one, other);
  if (divergences.length === 0) return null;
  return decision('client-miscomputed', 'likely', {
    cause: cause('parameter-plus-raw', { name: raw.name }),
    divergences,
    client: there,
  });
}

/** Path and query, each `+` taken for itself, however it is written. */
function plusKept({ path, query }: SignableRequest): string {
  const parameters = query.map(({ name, rawValue }) => `${name}=${decodePercent(rawValue ?? '')}`);
  return [path, ...parameters].join('&');
}

const nearSecret: Step = (evidence) => {
  const result = evidence.search();
  const hit = result?.hit;
  if (result === null || hit == null || hit.kind !== 'secret') return null;
  const accepted = acceptedWithNear(evidence, hit.secret);
  if (accepted === null)
    return decision('wrong-secret', 'proven', { cause: hit.cause, notes: searchNotes(result) });
  const made = cause('given-secret-mistyped', { exchange: accepted.index });
  return decision('undecided', 'open', { cause: made, notes: searchNotes(result) });
};

const nothingFits: Step = (evidence) => {
  if (printedBeside(evidence)?.divergences.length === 0) {
    return decision('wrong-secret', 'likely', { cause: cause('same-string-printed', {}) });
  }
  const result = evidence.search();
  // of a string that could not be varied, no suspect can be named: the request is behind its hash
  if (result === null || evidence.oss.request === null) return null;
  return nothingFound(evidence, result, searchNotes(result));
};

/**
 * A pasted request whose signature the given secret does not give is refused, whoever answers it. One without
 * a Host is the log of a client, which lacks what libraries add below it, and one with nothing else a URL.
 */
export function signedOtherwise(evidence: Evidence): Decision | null {
  const { credential, sent } = evidence;
  if (credential === null || sent === null || evidence.wire() === null || wireVerifies(evidence)) return null;
  if (header(sent, 'host') === null || sent.headers.length < 2) return null;
  const made = miscomputed(evidence) ?? nearSecret(evidence);
  if (made !== null) return { ...made, certainty: 'likely' };
  const result = evidence.search();
  return result === null ? null : decision('undecided', 'open', { notes: searchNotes(result) });
}

/** Open: without the secret, or without the request's string to try it on. */
const openWithoutSearch: Step = (evidence) => {
  const signer = evidence.credential === null ? evidence.otherSigner() : null;
  const searched = evidence.searched();
  return decision(evidence.credential === null ? 'needs-secret' : 'undecided', 'open', {
    cause:
      causeWithoutBucket(evidence) ??
      causeWithoutRequest(evidence) ??
      goneWithHeaders(evidence) ??
      twoKinds(evidence) ??
      sameStringAccepted(evidence),
    needsSecretOf:
      evidence.credential === null
        ? (evidence.claim?.accessKeyId ?? evidence.oss.error?.accessKeyId?.trim() ?? null)
        : null,
    notes: [
      ...(signer === null ? [] : [note('signed-with-other-key', { accessKeyId: signer })]),
      ...(searched === null ? [] : searchNotes(searched)),
    ],
  });
};

/** A server of S3's like may look at the one that is no signature; Amazon refuses both together. */
function twoKinds({ claim, oss, answerKind }: Evidence): Cause | null {
  const isTwice = claim?.problems.includes('header-and-query') === true && oss.foreignAuthorization !== null;
  return isTwice && answerKind.provider.isBare ? cause('header-and-query', {}) : null;
}

/** Without the bucket there is no string to try the given secret on. */
function causeWithoutBucket(evidence: Evidence): Cause | null {
  const { oss, credential } = evidence;
  if (credential === null || oss.request?.bucketUnknown !== true || evidence.wire() !== null) return null;
  return cause('bucket-not-known', { host: sentHeader(evidence, 'host') ?? '' });
}

function causeWithoutRequest({ oss, sent }: Evidence): Cause | null {
  if (oss.fromError === true && oss.request === null) return cause('request-known-by-hash', {});
  if (oss.fromError === true) return cause('request-not-seen', {});
  return sent === null ? cause('answer-alone', {}) : null;
}

function searchNotes(result: SearchResult) {
  const { tried, limit, left } = result;
  return [
    note('search-tried', { tried }),
    ...(result.hit === null && left !== null ? [note('search-limit', { tried, limit, left })] : []),
  ];
}

const STEPS: readonly (readonly [number: Row['number'], step: Step])[] = [
  [15, otherSecretOnServer],
  [16, miscomputed],
  [17, nearSecret],
  [18, nothingFits],
  [19, openWithoutSearch],
];

/**
 * Rows 15 to 19: both sides' strings are the same (or the wire's is not known, and the server's stands for
 * both).
 */
const sameString: readonly Row[] = STEPS.map(([number, step]) => ({
  number,
  decide(evidence) {
    if (!isMismatch(evidence) || isOfChunk(evidence) || isAsymmetric(evidence)) return null;
    return evidence.server() === null ? null : cappedStep(step, evidence);
  },
}));

/** What a step decides, as far as strings that may have been edited prove it. */
function cappedStep(step: Step, evidence: Evidence): Decision | null {
  const made = step(evidence);
  return made?.certainty == null ? made : { ...made, certainty: capped(evidence, made.certainty) };
}

/**
 * A chunk whose signature is not right. Where the server does not say that it is one, the request's own has
 * to be right, or is what the chunks show to be replaced.
 */
function wrongChunk(evidence: Evidence): Decision | null {
  const isNamed = isOfChunk(evidence) || mayBeOfChunk(evidence);
  const isSilent = isMismatch(evidence) && evidence.server() === null;
  if (!isNamed && !isSilent) return null;
  const found = chunkFinding(evidence);
  const isOther = found?.cause.id === 'chunks-of-other-request';
  if (found !== null) {
    // without the secret the body itself shows it: such is refused, whatever signs the head
    const isPlain = evidence.credential === null;
    if (!isNamed && !isOther && !isPlain && !wireVerifies(evidence)) return null;
    return decision(found.verdict, 'likely', { cause: found.cause });
  }
  const altered = isOfChunk(evidence) ? alteredChunks(evidence) : null;
  return altered === null ? null : decision('transit-modified', 'likely', { cause: altered });
}

/**
 * Whether the client signed the chunk by other rules, or it was changed on the way, only its bytes would
 * show, with the secret.
 */
const OF_CHUNK = decision('client-miscomputed', 'likely', { cause: cause('chunk-signature-differs', {}) });

const CUT = decision('undecided', 'open', { cause: cause('signature-cut-off', {}) });
const LOGGED = decision('undecided', 'open', { cause: cause('headers-not-logged', {}) });

/** The service signed what came out of the last hop, though its answer does not show it. */
function changedBehindHop(evidence: Evidence, because: readonly Note[]): Decision | null {
  if (!isSeenAtHop(evidence)) return null;
  const divergences = divergencesBehindHop(evidence);
  if (divergences.length === 0) return null;
  return decision('transit-modified', 'proven', {
    divergences,
    cause: transitCause(divergences, evidence.claim?.version),
    notes: because,
  });
}

const noServerString: Row = {
  number: 20,
  decide(evidence) {
    if ((isMismatch(evidence) || isSilentRefusal(evidence)) && isAsymmetric(evidence)) {
      return decision('undecided', 'open', { cause: cause('signature-asymmetric', {}) });
    }
    const chunk = wrongChunk(evidence);
    if (chunk !== null) return chunk;
    if (isOfChunk(evidence)) return OF_CHUNK;
    // a refusal that says nothing is about a signature only where there is one
    const denied = isBareDenial(evidence);
    const isUnseen = isSignatureUnseen(evidence);
    if (isUnseen && isRefusalLogged(evidence)) return LOGGED;
    if ((denied || isSilentRefusal(evidence)) && isUnseen) return CUT;
    if (isLostWithRequest(evidence)) return CUT;
    const silent = (isSilentRefusal(evidence) || denied) && evidence.claim !== null;
    if ((!isMismatch(evidence) && !silent) || evidence.server() !== null) return null;
    const because = [
      silent && !denied
        ? note('no-error-document', { status: evidence.answer?.status ?? 0 })
        : note('no-server-string', {}),
      ...(mayBeOfChunk(evidence) ? [note('signature-may-be-of-chunk', {})] : []),
    ];
    const changed = changedBehindHop(evidence, because);
    if (changed !== null) return changed;
    // the service looks at the time before it looks at the signature
    const time = silent ? timeRefusal(evidence) : null;
    if (time !== null) {
      return decision(time.verdict, 'likely', { cause: time.cause, notes: because });
    }
    const plus = plusInUrl(evidence);
    if (plus !== null) return { ...plus, notes: because };
    const isHead = silent && evidence.sent?.method === 'HEAD' && evidence.answerKind.provider.isBare;
    if (denied) {
      const lost = withoutGivenToken(evidence);
      if (lost !== null) return lost;
      if (evidence.credential === null ? !isForm(evidence) : wireVerifies(evidence))
        return deniedUnsaid(because);
    }
    if (isHead && wireVerifies(evidence)) {
      // others of this key, signed as rightly, were refused for their signatures: so may this be
      if (isGivenSecretUsedElsewhere(evidence)) {
        const made = cause('signature-or-permission', {});
        return decision('undecided', 'open', { cause: made, notes: because });
      }
      return deniedUnsaid(because);
    }
    if ((denied || isHead) && evidence.credential === null) {
      return decision('needs-secret', 'open', {
        cause: cause('signature-or-permission', {}),
        needsSecretOf: evidence.claim?.accessKeyId ?? null,
        notes: because,
      });
    }
    if (silent && wireVerifies(evidence)) {
      // a good signature and no word of a mismatch: a refusal of permission is the likelier reading
      return decision('access-denied', 'likely', {
        cause: cause('refused-without-reason', {}),
        notes: because,
      });
    }
    if (isAnsweredAsGet(evidence) && wireVerifies(evidence)) {
      return decision('transit-modified', 'likely', { cause: cause('head-sent-as-get', {}), notes: because });
    }
    const inHost = signedWithoutHost(evidence);
    if (inHost !== null) return { ...inHost, notes: because };
    if (wireVerifies(evidence) && acceptedWithGiven(evidence) !== null) {
      // the signature of the head is right, then
      return mayBeOfChunk(evidence) ? OF_CHUNK : changedOrOtherServer(evidence, because);
    }
    for (const [, step] of STEPS) {
      const made = step(evidence);
      if (made === null) continue;
      const certainty = made.certainty === 'proven' ? 'likely' : made.certainty;
      const isProved = made.cause?.id === 'server-holds-other-secret';
      const why = isProved ? cause('other-secret-or-request', {}) : made.cause;
      // where even the header is gone that would say why, something touched the answer, and may have touched
      // the request
      if (isProved && (lacksErrorHeader(evidence.oss) || !showsStrings(evidence))) {
        return decision('undecided', 'open', { cause: why, notes: [...because, ...made.notes] });
      }
      return { ...made, certainty, cause: why, notes: [...because, ...made.notes] };
    }
    return null;
  },
};

/**
 * A signature that is right for a bucket in the path, at a host whose first label may be the bucket. What the
 * server takes for it, the requests show that it accepted there.
 */
function signedWithoutHost(evidence: Evidence): Decision | null {
  const { oss, claim, context, credential } = evidence;
  const { request, address } = oss;
  const wire = evidence.wire();
  if (request === null || claim === null || credential === null || wire === null) return null;
  if (address.bucketSource === 'option' || !wireVerifies(evidence)) return null;
  const inHost = readInHost(request, claim);
  if (inHost === null) return null;
  const host = sentHeader(evidence, 'host') ?? '';
  const bucket = inHost.request.bucket ?? '';
  const { exemplars } = context.history.key(claim.accessKeyId);
  const styles = exemplars.map((each) => {
    const { oss: accepted } = each;
    if (accepted.request === null || accepted.claim === null) return null;
    if (readInHost(accepted.request, accepted.claim) === null) return null;
    if (accepted.exchange.request === null || header(accepted.exchange.request, 'host') !== host) return null;
    if (isSignedWithGiven(each, evidence) === true) return 'path';
    return matchingReading(accepted.request, accepted.claim, credential.secret, context.hasher);
  });
  if (styles.includes('path')) return null;
  if (!styles.includes('bucket-in-host')) {
    return decision('undecided', 'open', { cause: cause('addressing-not-known', { host, bucket }) });
  }
  return decision('client-miscomputed', 'likely', {
    cause: cause('bucket-left-out', { sent: bucket }),
    divergences: align(wire.stringToSign, formatParts(inHost.parts, context.hasher).stringToSign),
    client: wire,
  });
}

/**
 * Where the client was accepted with the same secret, and the answer shows no string: what was accepted
 * before as it stands, another server refused, and what others are like may have met either that or a change
 * on the way.
 */
function changedOrOtherServer(evidence: Evidence, notes: readonly Note[]): Decision {
  const alike = acceptedAlike(evidence);
  if (alike === null) {
    return decision('transit-modified', 'likely', { cause: cause('changed-unseen', {}), notes });
  }
  if (!alike.isSame) {
    return decision('undecided', 'open', { cause: cause('other-secret-or-request', {}), notes });
  }
  const made = cause('one-of-several-servers', { exchange: alike.index });
  return decision('wrong-secret', 'likely', { cause: made, notes });
}

function deniedUnsaid(notes: readonly Note[]): Decision {
  return decision('access-denied', 'likely', { cause: cause('denied-without-a-word', {}), notes });
}

/** Ceph says no more of a form whose signature is wrong. */
function isForm({ claim }: Evidence): boolean {
  return claim !== null && versionRecord(claim.version).carrier === 'form';
}

/** A URL whose signature has its `+` as it is: the server reads a space there. */
export function plusInUrl(evidence: Evidence): Decision | null {
  const { claim } = evidence;
  if (claim === null || !isOfUrl(claim.version) || !/[+ ]|%20/.test(claim.rawSignature)) return null;
  const [client, server] = [claim.rawSignature, claim.rawSignature.replaceAll(/\+|%20/g, ' ')];
  const [clientOffset, serverOffset, clientOrigin] = [0, 0, claim.signatureOrigin];
  return decision('client-miscomputed', 'likely', {
    cause: cause('signature-not-percent-encoded', {}),
    divergences: [{ field: 'signature', client, server, clientOffset, serverOffset, clientOrigin }],
  });
}

/** The given credentials have a session token, and the request was sent without any. */
function withoutGivenToken({ claim, credential, headComplete }: Evidence): Decision | null {
  if (claim?.securityToken !== null || credential?.securityToken == null || !headComplete) return null;
  return decision('token', 'likely', { cause: cause('token-missing', {}) });
}

function showsStrings({ answerKind }: Evidence): boolean {
  return answerKind.provider.showsStrings;
}

/**
 * Whether OSS answered a HEAD as if it were another request: what a HEAD cannot have in its body, OSS sends
 * in x-oss-err, and here it sent the EC alone.
 */
function isAnsweredAsGet({ oss, answer }: Evidence): boolean {
  // a gateway may have cut the header: what turns a HEAD into a GET is a CDN, on a domain of the user's
  const isCdn =
    oss.address.style === 'custom-domain' ||
    answer?.headers.some(({ name }) => OF_CDNS.has(asciiLower(name))) === true;
  return isCdn && lacksErrorHeader(oss);
}

/** Headers (lower case) that CDNs write on what they pass on. */
const OF_CDNS: ReadonlySet<string> = new Set(['via', 'eagleid', 'x-cache', 'cf-ray', 'x-amz-cf-id']);

/**
 * Row 18: both sides signed the same string as far as can be known, the secret is given, and the search found
 * nothing. What was signed may be gone from the request, so the secret is blamed only where nothing else can
 * be.
 */
function nothingFound(evidence: Evidence, result: SearchResult, notes: readonly Note[]): Decision {
  const same = sameStringAccepted(evidence);
  if (same !== null) return decision('wrong-secret', 'likely', { cause: same, notes });
  const gone = whatIsGone(evidence);
  const alike = gone === null ? secretSingledOut(evidence, result) : null;
  if (alike !== null) {
    return decision('wrong-secret', 'likely', {
      cause: cause('secret-unknown-difference', {}),
      notes: [
        ...notes,
        // when they came, nothing singled the secret out yet
        note('unexplained-before', { exchange: alike.first, count: alike.ofFirstOperation }),
      ],
    });
  }
  return decision('undecided', 'open', { cause: gone ?? secretInUse(evidence), notes });
}

/**
 * What is known to be missing from the captured request, or may have been changed by whoever was given it.
 */
function whatIsGone(evidence: Evidence): Cause | null {
  const { oss, claim } = evidence;
  if (oss.request === null || claim === null) return null;
  const absent = goneWithHeaders(evidence);
  if (absent !== null) return absent;
  if (!isOfUrl(claim.version)) return null;
  const names = signedParametersBesideAuth(evidence);
  return cause('signed-url-edited', {
    names: [...names, versionRecord(claim.version).names?.expires].join(', '),
  });
}

function sameStringAccepted(evidence: Evidence): Cause | null {
  const exchange = acceptedWithSameString(evidence);
  return exchange === null ? null : cause('same-string-accepted', { exchange });
}

/** Headers that the request lists as signed and does not have: their values are signed, and in no capture. */
function goneWithHeaders({ oss, claim, headComplete }: Evidence): Cause | null {
  if (oss.request === null || claim === null) return null;
  // a URL alone: whoever opened it sent no headers of its own
  const isUrlAlone = oss.exchange.numbering === 'line' && oss.request.headers.length === 1;
  if (!headComplete && !(isUrlAlone && isOfUrl(claim.version))) return null;
  const absent = listedButAbsent(oss.request, claim);
  return absent.length === 0 ? null : cause('listed-header-gone', { names: absent.join(', ') });
}

/** A server's log has the signature that it made, of its own string: the given secret gives it. */
function isLoggedWithGiven(evidence: Evidence): boolean {
  const logged = /^server signature\s?=\s?(\S+)$/.exec(evidence.message)?.[1];
  const string = evidence.server()?.stringToSign;
  if (logged === undefined || string === undefined) return false;
  return evidence.sign(string) === logged;
}

/** A secret that the client is seen to have is a poor suspect. */
function secretInUse(evidence: Evidence): Cause | null {
  if (acceptedWithGiven(evidence) !== null || isLoggedWithGiven(evidence))
    return cause('string-unknown-difference', {});
  return isGivenSecretUsedElsewhere(evidence) ? cause('string-unknown-secret-used', {}) : null;
}

/**
 * Operations of one client that must fail alike: a mistake that is not known seldom strikes requests of
 * different kinds.
 */
const LEAST_OPERATIONS = 2;

/**
 * What its client has sent besides, where the evidence leaves nothing but the secret: every request of this
 * key fails, requests of several kinds were searched to the end, and the client signs with a program that is
 * known to sign rightly. One that somebody wrote may make the same unknown mistake each time.
 */
function secretSingledOut(evidence: Evidence, result: SearchResult): Unexplained | null {
  const { claim, context, oss, sent } = evidence;
  if (claim === null || sent === null || !KNOWN_SIGNERS.test(signerOf(sent))) return null;
  // what a hop wrote anew is gone from the request, its Host first of all
  if (proxySigns(evidence).length > 0) return null;
  const { accessKeyId } = claim;
  const client = oss.exchange.connection.client.replace(/:\d+$/, '');
  if (!result.exhausted) {
    context.history.addUnexplained(accessKeyId, client, oss.operation, context.index ?? 0);
  }
  const record = context.history.key(accessKeyId);
  if (record.successes > 0 || record.isGivenSecretUsed) return null;
  // later searches for a key that was never explained are short, and say no less for that
  const alike = record.unexplained.get(client) ?? null;
  return alike !== null && alike.operations.size >= LEAST_OPERATIONS ? alike : null;
}

/** Arguments in which a cause says what was sent. */
const SENT_ARGS = ['sent', 'client'] as const;

/**
 * A cause with what was sent as the request line has it. What is signed is decoded, or encoded anew: it does
 * not stand so in the request. `read` is then what it is in the string to sign. Where the server reads just
 * what the request line has, one text would be said to differ from itself: both are then named as signed.
 */
function inWireSpelling(
  made: Cause | null,
  divergences: readonly Divergence[],
  { oss, sent }: Evidence,
): Cause | null {
  if (made === null || oss.request === null || sent === null) return made;
  const { request } = oss;
  const name = SENT_ARGS.find((each) => Object.hasOwn(made.args, each));
  const read = name === undefined ? undefined : made.args[name];
  if (name === undefined || typeof read !== 'string') return made;
  for (const { field, client, server } of divergences) {
    const isOwn: boolean = name === 'sent' ? read === server || read === request.key : read === client;
    const wire: ByteString | null = isOwn ? onWire(field, oss, request, read) : null;
    if (wire === made.args['server']) return made;
    if (wire !== null && wire !== read) return { ...made, args: { ...made.args, [name]: wire, read } };
  }
  return made;
}

/** What of the request line a signed value was read from; null for what is none of it. */
function onWire(
  field: Divergence['field'],
  { address }: OssExchange,
  request: SignableRequest,
  value: ByteString,
): ByteString | null {
  if (field === 'resource:key' || field === 'canonical-uri') {
    const path = address.style === 'path' ? request.path.replace(/^\/[^/]*/, '') : request.path;
    const isSame = value.endsWith(path) || value === path.slice(1);
    return isSame ? null : value.startsWith('/') && value !== request.key ? path : path.slice(1);
  }
  const named = fieldName(field);
  if (named?.kind !== 'parameter') return null;
  return request.query.find((each) => each.name === named.name)?.rawValue ?? null;
}

/** Rows 14 to 20: the signatures are the same text, and the server's computation gave another. */
export const MISMATCH_ROWS: readonly Row[] = [changedInTransit, ...sameString, noServerString];
