import { concatBytes } from '../../rooms/bytes.ts';
import type { Random } from '../generator/random.ts';
import { edge, mutateBytes } from './mutate-bytes.ts';

/** Whether these bytes begin with the header of a TLS record. */
export function isTls(bytes: Uint8Array): boolean {
  const type = bytes[0] ?? 0;
  return bytes.length > 5 && type >= 20 && type <= 24 && bytes[1] === 3;
}

/** Changes TLS records: their headers, the messages in them, their order, their number. */
export function mutateRecords(bytes: Uint8Array, random: Random): Uint8Array {
  const records = recordsOf(bytes);
  for (let count = random.integer(1, 3); count > 0 && records.length > 0; count--) {
    const at = random.integer(0, records.length - 1);
    const record = records[at];
    if (record === undefined) break;
    switch (random.integer(0, 7)) {
      case 0:
        record[0] = random.chance(0.7) ? random.integer(20, 24) : random.integer(0, 255);
        break;
      case 1:
        record[random.integer(1, 2)] = random.chance(0.5) ? random.integer(0, 4) : random.integer(0, 255);
        break;
      case 2:
        setLength(record, random.chance(0.5) ? edge(random) : record.length - 5 + random.integer(-20, 20));
        break;
      case 3:
        // Type and length of the handshake message.
        record[Math.min(record.length - 1, 5 + random.integer(0, 3))] = random.chance(0.5)
          ? random.integer(0, 24)
          : random.integer(0, 255);
        break;
      case 4: {
        const body = mutateBytes(record.subarray(5), random, bytes);
        const changed = concatBytes([record.subarray(0, 5), body]);
        setLength(changed, body.length);
        records[at] = changed;
        break;
      }
      case 5:
        records.splice(at, 1);
        break;
      case 6:
        records.splice(random.integer(0, records.length), 0, record.slice());
        break;
      default: {
        // One record as two.
        const cut = random.integer(0, Math.max(0, record.length - 5));
        const parts = [record.subarray(5, 5 + cut), record.subarray(5 + cut)].map((body) => {
          const part = concatBytes([record.subarray(0, 5), body]);
          setLength(part, body.length);
          return part;
        });
        records.splice(at, 1, ...parts);
      }
    }
  }
  return concatBytes(records);
}

function setLength(record: Uint8Array, length: number): void {
  record[3] = (length >> 8) & 0xff;
  record[4] = length & 0xff;
}

/** The records, the last of them perhaps cut; each a copy. */
function recordsOf(bytes: Uint8Array): Uint8Array[] {
  const records: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 5 + (((bytes[at + 3] ?? 0) << 8) | (bytes[at + 4] ?? 0));
    records.push(bytes.slice(at, end));
    at = end;
  }
  return records;
}
