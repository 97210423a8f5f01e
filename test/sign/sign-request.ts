import { buildStrings, computeSignature, Secret } from '../../src/engine/sign/index.ts';
import { nodeHasher } from '../../src/node/ports.ts';
import { fromText } from '../rooms/bytes.ts';
import type { HttpRequest } from '../rooms/http.ts';
import { LearntBuckets, readClaim, resolveAddress, splitTarget, toSignableRequest } from '../rooms/oss.ts';

/** Everything that the signing rules make of a message, by the way of a captured request. */
export function signed(message: HttpRequest, secret: string, buckets = new Map<string, string>()) {
  const host = message.headers.find((line) => line.name.toLowerCase() === 'host')?.value ?? '';
  const { path } = splitTarget(message.target);
  const address = resolveAddress(host, path, { buckets }, new LearntBuckets());
  const signable = toSignableRequest(message, address, null);
  const { claim } = readClaim(signable);
  if (claim === null) throw new Error('no claim');
  const strings = buildStrings(signable, claim, nodeHasher);
  const text = strings?.stringToSign.text ?? '';
  const signature = computeSignature(
    claim.version,
    claim.scope,
    new Secret(fromText(secret)),
    text,
    nodeHasher,
  );
  return { signable, claim, strings, signature };
}
