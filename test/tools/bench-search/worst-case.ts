import { type KeyRing, Secret } from '../../../src/engine/sign/index.ts';
import { nodeHasher } from '../../../src/node/ports.ts';
import * as search from '../../../src/search/search.ts';
import { exchange, request, response } from '../../oss/requests.ts';
import { toOssExchange } from '../../oss/to-oss-exchange.ts';
import { fromText } from '../../rooms/bytes.ts';
import { diagnose, History } from '../../rooms/diagnose.ts';
import { LearntBuckets } from '../../rooms/oss.ts';
import { parseXml } from '../../support/fast-xml.ts';

/** Requests whose search has the most to try, because nothing gives their signature. */
export const WORST_CASES = ['v1', 'v1-small', 'v4', 'v4-small'] as const;
export type WorstCase = (typeof WORST_CASES)[number];

export interface SearchTime {
  /** Signatures made. */
  readonly candidates: number;
  readonly milliseconds: number;
}

const KEY_ID = 'LTAI5tBenchmarkKey00';
const DATE = 'Wed, 01 Jan 2025 12:34:56 GMT';
const STAMP = '20250101T123456Z';

/**
 * The usual headers of an upload by a temporary key, and a key with characters that are encoded in many ways.
 */
const MANY = [
  ['Content-Type', 'text/plain'],
  ['Content-MD5', '1B2M2Y8AsgTpgAmY7PhCfg=='],
  ['x-oss-meta-a', 'one'],
  ['x-oss-meta-b', 'two'],
  ['x-oss-object-acl', 'private'],
  ['x-oss-security-token', 'CAISabcdefghij+/=='.repeat(20)],
  ['x-oss-storage-class', 'IA'],
] as const;
const MANY_TARGET =
  '/dir/a%20b%2Bc%E6%96%87.txt?partNumber=2&uploadId=0004B9895DBBB6EC98E36&acl&prefix=p%2Fq';
const FEW = [['Content-Type', 'text/plain']] as const;
const FEW_TARGET = '/dir/a.txt';

/** Diagnoses the case from its message on, in a history of its own. */
export function diagnoseWorstCase(which: WorstCase): SearchTime {
  const message = messageOf(which);
  const answer = response(403, [
    ['Server', 'AliyunOSS'],
    ['Date', DATE],
    ['x-oss-request-id', '5C2723573183A12D5C272357'],
    ['x-oss-ec', which.startsWith('v1') ? '0002-00000040' : '0002-00000201'],
  ]);
  const start = performance.now();
  const oss = toOssExchange(exchange(message, answer), { buckets: new Map() }, new LearntBuckets(), {
    parseXml,
  });
  if (oss === null) throw new Error('the request is not taken for OSS');
  const context = { keyRing: twoKeys(), hasher: nodeHasher, search, history: new History(), index: 1 };
  const diagnosis = diagnose(oss, context);
  const milliseconds = performance.now() - start;
  if (diagnosis.verdict !== 'undecided' || diagnosis.search === null) {
    throw new Error(`the search of ${which} has found something: ${diagnosis.cause?.id}`);
  }
  if (diagnosis.search.exhausted) throw new Error(`the search of ${which} has not tried everything`);
  return { candidates: diagnosis.search.tried, milliseconds };
}

function messageOf(which: WorstCase) {
  const isSmall = which.endsWith('small');
  const headers = isSmall ? FEW : MANY;
  const target = isSmall ? FEW_TARGET : MANY_TARGET;
  const host = ['Host', 'demo.oss-cn-hangzhou.aliyuncs.com'] as const;
  if (which.startsWith('v1')) {
    const authorization = `OSS ${KEY_ID}:${'A'.repeat(27)}=`;
    return request('PUT', target, [host, ['Date', DATE], ...headers, ['Authorization', authorization]], '');
  }
  const authorization = `OSS4-HMAC-SHA256 Credential=${KEY_ID}/20250101/cn-hangzhou/oss/aliyun_v4_request,Signature=${'ab'.repeat(32)}`;
  const dates = [
    ['x-oss-date', STAMP],
    ['x-oss-content-sha256', 'UNSIGNED-PAYLOAD'],
  ] as const;
  return request('PUT', target, [host, ...dates, ...headers, ['Authorization', authorization]], '');
}

function twoKeys(): KeyRing {
  const credential = (accessKeyId: string, secret: string) =>
    [accessKeyId, { accessKeyId, secret: new Secret(fromText(secret)), securityToken: null }] as const;
  return new Map([
    credential('LTAI5tAnotherKey0000', 'AnotherSecretOfTheBenchmark001'),
    credential(KEY_ID, 'TheSecretOfTheSearchBenchmark1'),
  ]);
}
