import { nodeOssPorts } from '../../../../src/node/ports.ts';
import { type ByteString, toByteString, toBytes } from '../../../rooms/bytes.ts';
import { parseErrorBody } from '../../../rooms/oss.ts';
import { messageEvents } from '../../../support/message-events.ts';
import { sameInPieces } from '../in-pieces.ts';
import { outcomeOf, TURN } from './conversation.ts';

const PORTS = nodeOssPorts();

/** A conversation in clear text; of each side the messages, cut anywhere. */
export function checkHttp(input: Uint8Array): void {
  outcomeOf(input, (packet, take) => take(packet));
  const turns = toByteString(input).split(TURN).map(toBytes);
  for (const [side, role] of (['request', 'response'] as const).entries()) {
    const packets = turns.filter((_, turn) => turn % 2 === side);
    sameInPieces(input, (feed) => messageEvents(role, packets, feed));
  }
}

/** An error document: no field is longer than all of it, and each is a byte string. */
export function checkError(document: ByteString): void {
  const read = parseErrorBody(document, 1, PORTS.parseXml);
  if (read.ok) checkFields({ ...read.value.error, source: '' }, document.length);
}

function checkFields(value: unknown, most: number): void {
  if (typeof value === 'string') {
    if (value.length > most) throw new Error(`a field of ${value.length} bytes in a document of ${most}`);
    if (/[^\0-\xff]/.test(value)) throw new Error(`no byte string: ${JSON.stringify(value.slice(0, 100))}`);
  } else if (typeof value === 'object' && value !== null) {
    const members = value instanceof Map ? [...value].flat() : Object.values(value);
    for (const member of members) checkFields(member, most);
  }
}

export function checkErrorBytes(input: Uint8Array): void {
  checkError(toByteString(input));
}
