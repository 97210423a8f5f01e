import { inspect } from 'node:util';
import { nodeTlsCrypto } from '../../../../src/node/tls.ts';
import { isJsonObject, toByteString, toBytes } from '../../../rooms/bytes.ts';
import { KeyLog, type RsaKeys } from '../../../rooms/tls.ts';
import { webTlsCrypto } from '../../../rooms/web.ts';
import { type Feed, firstDifference, sameInPieces } from '../in-pieces.ts';
import { isSeenOpening, outcomeOf, TURN } from './conversation.ts';

/**
 * A conversation in TLS, whose first turn is the key log that opens it. Where all is well, it is so in
 * segments of any size; what is damaged is found earlier or later.
 */
export function checkTls(input: Uint8Array, rsaKeys?: RsaKeys): void {
  const [keyLog, said] = partsOf(input);
  const read = (feed: Feed): readonly unknown[] =>
    outcomeOf(said, feed, {
      tls: { crypto: nodeTlsCrypto, ...(rsaKeys === undefined ? {} : { rsaKeys }) },
      keyLog,
    });
  const whole = read((packet, take) => take(Buffer.from(packet)));
  const isSound = whole.length > 0 && !whole.some((each) => isJsonObject(each) && 'code' in each);
  if (isSound && isSeenOpening(said)) sameInPieces(said, read);
}

const FEW_SESSIONS = 3;
const EMPTY = inspect(new KeyLog());
const UTF_16_MARK = '\xff\xfe';
const UTF_8_MARK = '\xef\xbb\xbf';

/**
 * A key log: as a whole and line by line it has the same keys, keeps no more than its limit, and shows
 * nothing of them.
 */
export function checkKeyLog(input: Uint8Array): void {
  const whole = new KeyLog();
  whole.add(input);
  const few = new KeyLog(null, FEW_SESSIONS);
  few.add(input);
  const growing = new KeyLog(null, FEW_SESSIONS, { added: () => input });
  growing.grow();
  if (few.size > FEW_SESSIONS) throw new Error(`${few.size} sessions, of ${FEW_SESSIONS} at most`);
  if (inspect(whole) !== EMPTY) throw new Error('a key log shows what it has');
  const text = toByteString(input);
  if (text.startsWith(UTF_16_MARK)) return;
  const lines = new KeyLog();
  // A mark counts at the start of what is added, and here a line is.
  for (const line of text.split('\n')) if (line !== UTF_8_MARK) lines.add(toBytes(`${line}\n`));
  const isMarked = text
    .slice(1)
    .split('\n')
    .some((line) => line.startsWith(UTF_8_MARK) || line.startsWith(UTF_16_MARK));
  if (isMarked) return;
  if (lines.size !== whole.size || lines.badLines !== whole.badLines)
    throw new Error(
      `by line ${lines.size} and ${lines.badLines} bad ones, else ${whole.size} and ${whole.badLines}`,
    );
}

/** The same, with no other keys. */
export function checkTlsBytes(input: Uint8Array): void {
  checkTls(input);
}

/** A conversation in TLS: where there is no Node.js, the same is read of it. */
export function checkWebTls(input: Uint8Array): void {
  const [keyLog, said] = partsOf(input);
  const [web, node] = [webTlsCrypto, nodeTlsCrypto].map((crypto) =>
    JSON.stringify(outcomeOf(said, (packet, take) => take(Buffer.from(packet)), { tls: { crypto }, keyLog })),
  );
  if (web === node) return;
  throw new Error(`in a page, another result${firstDifference(web ?? '', node ?? '')}`);
}

function partsOf(input: Uint8Array): readonly [keyLog: Uint8Array, said: Uint8Array] {
  const end = toByteString(input).indexOf(TURN);
  return end < 0 ? [new Uint8Array(0), input] : [input.subarray(0, end), input.subarray(end + TURN.length)];
}
