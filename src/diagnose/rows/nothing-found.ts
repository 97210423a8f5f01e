import { asciiLower, type ByteString } from '../../bytes/byte-string.ts';
import { isOfUrl, versionRecord } from '../../sign/index.ts';
import { cause } from '../cause.ts';
import type { Evidence } from '../evidence.ts';
import { signedParametersBesideAuth } from '../hints.ts';
import type { Unexplained } from '../history.ts';
import {
  acceptedWithSameString,
  isGivenSecretUsedElsewhere,
  isSecretAcceptedElsewhere,
} from '../history-facts.ts';
import type { Cause, Note } from '../model.ts';
import { note } from '../note.ts';
import { listedButAbsent } from '../search/readings.ts';
import type { SearchResult } from '../search/search.ts';
import { sentHeader } from '../sent-header.ts';
import { type Decision, decision } from './row.ts';

/**
 * Row 18: both sides signed the same string as far as can be known, the secret is given, and the
 * search found nothing. What was signed may be gone from the request, so the secret is blamed only
 * where nothing else can be.
 */
export function nothingFound(evidence: Evidence, result: SearchResult, notes: readonly Note[]): Decision {
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
 * What is known to be missing from the captured request, or may have been changed by whoever was
 * given it.
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

export function sameStringAccepted(evidence: Evidence): Cause | null {
  const exchange = acceptedWithSameString(evidence);
  return exchange === null ? null : cause('same-string-accepted', { exchange });
}

/**
 * Headers that the request lists as signed and does not have: their values are signed, and in no
 * capture.
 */
export function goneWithHeaders({ oss, claim, headComplete }: Evidence): Cause | null {
  if (oss.request === null || claim === null || !headComplete) return null;
  const absent = listedButAbsent(oss.request, claim);
  return absent.length === 0 ? null : cause('listed-header-gone', { names: absent.join(', ') });
}

/** A secret that the client is seen to have is a poor suspect. */
function secretInUse(evidence: Evidence): Cause | null {
  if (isSecretAcceptedElsewhere(evidence)) return cause('string-unknown-difference', {});
  return isGivenSecretUsedElsewhere(evidence) ? cause('string-unknown-secret-used', {}) : null;
}

/**
 * Operations of one client that must fail alike: a mistake that is not known seldom strikes
 * requests of different kinds.
 */
const LEAST_OPERATIONS = 2;

/**
 * What its client has sent besides, where the evidence leaves nothing but the secret: every request
 * of this key fails, requests of several kinds were searched to the end, and the client signs with
 * a program that is known to sign rightly. One that somebody wrote may make the same unknown
 * mistake each time.
 */
function secretSingledOut(evidence: Evidence, result: SearchResult): Unexplained | null {
  const { claim, context, oss, sent } = evidence;
  if (claim === null || sent === null || !KNOWN_SIGNERS.test(signerOf(evidence))) return null;
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

function signerOf(evidence: Evidence): ByteString {
  return asciiLower(sentHeader(evidence, 'x-oss-user-agent') ?? sentHeader(evidence, 'user-agent') ?? '');
}

/** User-Agents of SDKs and tools that many use, in lower case. */
const KNOWN_SIGNERS =
  /^(?:aliyun-sdk-|alibabacloud-|ossutil|aws-cli\/|aws-sdk-|boto3\/|botocore\/|rclone\/|minio |s3cmd|s5cmd)/;
