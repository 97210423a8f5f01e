import { nodeHasher, nodeOssPorts } from '../../../../src/node/ports.ts';
import * as search from '../../../../src/search/search.ts';
import { toByteString } from '../../../rooms/bytes.ts';
import { diagnose, History } from '../../../rooms/diagnose.ts';
import { LearntBuckets, OssReader, readClaim } from '../../../rooms/oss.ts';
import { type KeyRing, Secret } from '../../../rooms/sign.ts';
import { type Feed, sameInPieces } from '../in-pieces.ts';
import { converse, isSeenOpening } from './conversation.ts';

/** Ids of the keys that requests of the seeds are signed with; none is signed with these secrets. */
const IDS = ['LTAI5tTestCapture0001', 'AKSWIFT0001', 'RGWKEY00000000000001'] as const;
const SECRET = 'FakeSecretForCaptures0000000001';
const RING: KeyRing = new Map(
  IDS.map((accessKeyId) => [accessKeyId, { accessKeyId, secret: new Secret(SECRET), securityToken: null }]),
);
const SHORT_SEARCH = 40;
const PORTS = nodeOssPorts();

/**
 * What a conversation says of signatures, of OSS as of S3, through claim and diagnosis, without the secret
 * that it was judged with. Where all is well, it is the same in segments of any size; in what is damaged a
 * message is looked for at the start of each.
 */
export function checkSigned(input: Uint8Array): void {
  const text = toByteString(input);
  let isSound = true;
  const read = (feed: Feed): readonly unknown[] => {
    const log: unknown[] = [];
    const history = new History();
    const reader = new OssReader({ buckets: new Map() }, new LearntBuckets(), PORTS);
    converse(text, feed, {
      notice: () => {
        isSound = false;
      },
      exchange: (exchange) => {
        const oss = reader.read(exchange);
        if (oss === null) return;
        const claim = oss.request === null ? null : readClaim(oss.request);
        const { index } = exchange;
        const context = {
          keyRing: RING,
          hasher: nodeHasher,
          search,
          history,
          index,
          searchBudget: SHORT_SEARCH,
        };
        const diagnosis = diagnose(oss, context);
        const { verdict, certainty, divergences, cause, notes, row, wire, server, client } = diagnosis;
        log.push(claim, oss.operation, oss.requestId, verdict, certainty, divergences, cause, notes, row);
        log.push(wire, server, client, diagnosis.recomputed, diagnosis.search);
        const { tried, limit } = diagnosis.search ?? { tried: 0, limit: 0 };
        if (tried > limit) throw new Error(`${tried} signatures were tried, of ${limit} at most`);
      },
    });
    if (!text.includes(SECRET) && JSON.stringify(log).includes(SECRET))
      throw new Error('a secret stands in the result');
    return log;
  };
  const whole = read((packet, take) => take(Buffer.from(packet)));
  if (whole.length > 0 && isSound && isSeenOpening(input)) sameInPieces(input, read);
}
