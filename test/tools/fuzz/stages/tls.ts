import { toBytes } from '../../../rooms/bytes.ts';
import { TlsWatch } from '../../../rooms/tls.ts';
import { packTurns } from '../checks/conversation.ts';
import { checkKeyLog, checkTls } from '../checks/tls.ts';
import { cutAtRandom } from '../in-pieces.ts';
import { mutateBytes } from '../mutate-bytes.ts';
import { mutateText } from '../mutate-text.ts';
import { isTls, mutateRecords } from '../mutate-tls.ts';
import { type Stage, turnsOf } from '../seeds.ts';

const HELLO = Buffer.from(
  `160301003b010000370303${'00'.repeat(32)}000002130101000000000c000a000007612e622e632e64`,
  'hex',
);

/** TLS sessions with their keys, records and handshake messages changed, in other pieces. */
export const tls: Stage = (fuzz) => {
  const { random } = fuzz;
  let seed = fuzz.capture();
  // Most of the fixtures hold no TLS.
  for (let tries = 0; tries < 8 && seed.keyLog === ''; tries++) seed = fuzz.capture();
  const log = toBytes(random.chance(0.1) ? mutateText(seed.keyLog, random, '') : seed.keyLog);
  for (const turns of turnsOf(seed)) {
    const input = packTurns([
      log,
      ...turns.map((bytes) => {
        if (!random.chance(0.25)) return bytes;
        const isByRecord = isTls(bytes) && random.chance(0.8);
        return isByRecord ? mutateRecords(bytes, random) : mutateBytes(bytes, random, bytes);
      }),
    ]);
    fuzz.input = input;
    checkTls(input, seed.tls.rsaKeys);
  }
};

/** The first bytes of connections, as the hello of either side. */
export const hello: Stage = (fuzz) => {
  const { random } = fuzz;
  const seed = fuzz.capture();
  const first = turnsOf(seed)[0]?.[0] ?? seed.bytes;
  const bytes = mutateBytes(random.chance(0.5) ? HELLO : first, random, seed.bytes);
  fuzz.input = bytes;
  const start = random.chance(0.5) && isTls(bytes) ? mutateRecords(bytes, random) : bytes;
  const watch = new TlsWatch();
  const from = random.pick(['client', 'server'] as const);
  cutAtRandom(start, random, (piece) => watch.push(from, piece, 0, piece.length));
};

/** Key logs of which lines are changed. */
export const keylog: Stage = (fuzz) => {
  const { random } = fuzz;
  let seed = fuzz.capture();
  for (let tries = 0; tries < 8 && seed.keyLog === ''; tries++) seed = fuzz.capture();
  const bytes = Buffer.from(mutateText(seed.keyLog, random, seed.keyLog), 'latin1');
  fuzz.input = bytes;
  checkKeyLog(bytes);
};
