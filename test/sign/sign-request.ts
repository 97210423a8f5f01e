import { fromText } from '../../src/engine/bytes/byte-string.ts';
import type { HttpRequest } from '../../src/engine/http/message.ts';
import { LearntBuckets, resolveAddress } from '../../src/engine/oss/address.ts';
import { readClaim } from '../../src/engine/oss/claim.ts';
import { splitTarget, toSignableRequest } from '../../src/engine/oss/signable-request.ts';
import { buildStrings, computeSignature, Secret } from '../../src/engine/sign/index.ts';
import { nodeHasher } from '../../src/node/ports.ts';

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
