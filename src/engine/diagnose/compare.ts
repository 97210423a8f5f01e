import { asciiLower } from '../bytes/byte-string.ts';
import type { Canonical, SignedStrings } from '../sign/canonical.ts';
import {
  hexDigest,
  isDefaultSigned,
  isS3SignedParameter,
  isSignedParameter,
  parseCanonicalRequest,
  parseStringToSign,
  versionRecord,
} from '../sign/index.ts';
import type { SignableRequest } from '../sign/request.ts';
import { align } from './align.ts';
import { note } from './cause.ts';
import type { Evidence } from './evidence.ts';
import { fieldName } from './fields.ts';
import type { Divergence, Note, ServerStrings } from './model.ts';
import { endsEarly, isSubstituted, saysTheSame, withoutBlankEnd, withoutEllipsis } from './server-string.ts';

/** Where `W` and `S` part; null where one of the two is not known, empty where they are equal. */
export function compareWithServer(evidence: Evidence): readonly Divergence[] | null {
  const strings = evidence.wire();
  const server = evidence.server();
  const { claim } = evidence;
  const { request } = evidence.oss;
  if (strings === null || server === null || claim === null || request === null) return null;
  if (strings.stringToSign.text === server.stringToSign) return [];
  const { version } = claim;
  const parsed = parseStringToSign(version, server.stringToSign, {
    bucket: request.bucket,
    key: request.key,
    parameters: request.query,
  });
  const aligned = align(strings.stringToSign, parsed);
  const shown = server.from === 'text' ? withoutSubstitutes(aligned) : aligned;
  const divergences = withoutCutEnd(withoutTrimmedEnd(shown, strings.stringToSign, server), server);
  const requests = canonicalRequestDivergences(evidence, strings, server);
  if (requests.length === 0) return divergences;
  // the hash differs because the canonical requests do: they say more, and a date that differs is in both
  return [...requests, ...divergences.filter((each) => each.field.startsWith('scope:'))];
}

/**
 * The text form of the server's string has lost the white space at its very end, and whatever else differs
 * does not bring it back.
 */
function withoutTrimmedEnd(
  divergences: readonly Divergence[],
  { pieces, text }: Canonical,
  { from }: ServerStrings,
): readonly Divergence[] {
  const last = pieces.at(-1);
  if (from !== 'text' || last === undefined || last.end !== text.length) return divergences;
  return divergences.filter(
    ({ field, client, server, clientOffset }) =>
      field !== last.field ||
      clientOffset < last.start ||
      client === null ||
      withoutBlankEnd(client) !== server,
  );
}

/** A value that XML cannot hold stands in the text form with substitutes, which are no change. */
function withoutSubstitutes(divergences: readonly Divergence[]): readonly Divergence[] {
  return divergences.filter(
    ({ client, server }) => client === null || server === null || !isSubstituted(server, client),
  );
}

/**
 * Where the server's string ends early, what stands behind the cut is not known; the first difference before
 * it is.
 */
function withoutCutEnd(
  divergences: readonly Divergence[],
  { stringToSign }: ServerStrings,
): readonly Divergence[] {
  if (!endsEarly(stringToSign)) return divergences;
  const shown = withoutEllipsis(stringToSign);
  return divergences.filter(({ client, server, serverOffset }) => {
    if (serverOffset >= shown.length) return false;
    const isLast = server !== null && stringToSign.endsWith(server);
    return !isLast || client?.startsWith(withoutEllipsis(server)) !== true;
  });
}

function canonicalRequestDivergences(
  evidence: Evidence,
  strings: SignedStrings,
  server: ServerStrings,
): readonly Divergence[] {
  const { claim } = evidence;
  if (claim === null || strings.canonicalRequest === null) return [];
  if (server.canonicalRequest === null) return hostDivergence(evidence, strings.canonicalRequest, server);
  const { hash } = versionRecord(claim.version).digest;
  const signed = withoutBlankEnd(server.stringToSign);
  // line feeds at its end may be the document's, or its own
  const hashed = LINE_ENDS.map((end) => server.canonicalRequest + end).find((each) =>
    signed.endsWith(hexDigest(evidence.context.hasher, hash, each)),
  );
  const isHashed = hashed !== undefined;
  const shown = hashed ?? server.canonicalRequest;
  const isExact = isHashed || evidence.oss.error?.canonicalRequestBytes === shown;
  const { text } = strings.canonicalRequest;
  // unless its hash proves it, the text form may have lost blank lines, and then its end, and what XML cannot
  // hold
  if (isExact ? shown === text : saysTheSame(shown, text)) return [];
  const parsed = parseCanonicalRequest(claim.version, shown);
  const aligned = align(strings.canonicalRequest, parsed);
  const divergences = isExact ? aligned : withoutSubstitutes(aligned);
  if (isHashed || PAYLOAD_LINE.test(shown)) return divergences;
  // it ends early: its last line is none of those that end one, and what it lacks is not known to be missing
  const last = shown.slice(shown.lastIndexOf('\n') + 1);
  return divergences.filter(
    ({ field, server: value }) =>
      value !== null && field !== 'payload-hash' && field !== 'additional-headers' && !last.endsWith(value),
  );
}

/**
 * Of a server's canonical request that is known by its hash alone: whether it is the captured one with the
 * host that the server names in its error document. The hash proves it.
 */
function hostDivergence(
  { claim, oss, context }: Evidence,
  { pieces, text }: Canonical,
  { stringToSign }: ServerStrings,
): readonly Divergence[] {
  const host = oss.error?.hostId?.trim() ?? '';
  const piece = pieces.find(({ field }) => field === 'canonical-header:host');
  if (claim === null || piece === undefined || host === '' || host === piece.value) return [];
  const other = text.slice(0, piece.start) + host + text.slice(piece.end);
  if (!stringToSign.endsWith(hexDigest(context.hasher, 'sha256', other))) return [];
  return align({ pieces, text }, parseCanonicalRequest(claim.version, other));
}

/** What may follow the last sign of a canonical request that is no white space. */
const LINE_ENDS = ['', '\n', '\n\n', '\n\n\n'] as const;

/** What a canonical request ends with: the hash of the body, or a word in its place. */
const PAYLOAD_LINE = /\n(?:[0-9A-Fa-f]{64}|UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]+)\s*$/;

/**
 * A divergence that the tables of this program make: the server signs a parameter or header that stands on
 * the wire with the very value, and that no rule here calls signed.
 */
export function ruleGaps(evidence: Evidence, divergences: readonly Divergence[]): readonly Note[] {
  const { request } = evidence.oss;
  if (request === null || divergences.length === 0) return [];
  const gaps: Note[] = [];
  for (const divergence of divergences) {
    const gap = gapNote(request, divergence);
    if (gap === null) return [];
    gaps.push(gap);
  }
  return gaps;
}

function gapNote(request: SignableRequest, divergence: Divergence): Note | null {
  if (divergence.client !== null) return null;
  const named = fieldName(divergence.field);
  if (named === null) return null;
  const { name } = named;
  if (named.kind === 'parameter') {
    const known = isSignedParameter(name) || isS3SignedParameter(name);
    const onWire = request.query.some((each) => each.name === name && each.value === divergence.server);
    return onWire && !known ? note('rules-gap', { reason: 'unknown-parameter', name }) : null;
  }
  const onWire = request.headers.some(
    (each) => asciiLower(each.name) === name && each.value === divergence.server,
  );
  return onWire && !isDefaultSigned(name) ? note('rules-gap', { reason: 'unknown-header', name }) : null;
}
