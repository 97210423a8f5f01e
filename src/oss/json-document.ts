import { type ByteString, fromText } from '../bytes/byte-string.ts';
import { isJsonObject, type JsonObject } from '../bytes/json-object.ts';

/** Deeper values are left out. */
const MAX_DEPTH = 8;

/**
 * Reads the error document of the APIs that speak JSON, by the names that it would have in XML:
 * `{"Error":{"Code":…}}` of vector buckets, and `{"message":…}` of table buckets, whose code is in
 * the header `x-oss-ec` alone (alibabacloud-oss-go-sdk-v2, `oss/vectors/client_mock_test.go` and
 * `oss/tables/client_mock_test.go`). At most `limit` fields; null for every other text. What stands
 * in a list has the name of the list.
 */
export function readJsonDocument(
  text: ByteString,
  limit: number,
): { readonly fields: [name: string, value: ByteString][]; readonly isCutShort: boolean } | null {
  if (!text.startsWith('{')) return null;
  const document = parsed(text);
  const bytes = document === null ? null : parsed(text.replace(STRING_OR_NUMBER, asBytes));
  if (document === null || bytes === null) return null;
  if (isJsonObject(document['Error']) && typeof document['Error']['Code'] === 'string') {
    const fields: Field[] = [];
    const isCutShort = !collectLeaves('Error', bytes['Error'], fields, limit, 0);
    return { fields, isCutShort };
  }
  if (typeof document['message'] !== 'string' || Object.keys(document).length > 1) return null;
  return { fields: [['Message', String(bytes['message'])]], isCutShort: false };
}

type Field = [name: string, value: ByteString];

function parsed(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const ESCAPES = /\\[^u]|(?:\\u[0-9A-Fa-f]{4})+/g;

/**
 * A string whose characters are bytes, as all that is captured is, whether valid UTF-8 or not; a
 * number as it is written.
 */
function asBytes(token: string): string {
  if (!token.startsWith('"')) return `"${token}"`;
  return token.includes('\\u') ? token.replace(ESCAPES, bytesOfEscapes) : token;
}

function bytesOfEscapes(escapes: string): string {
  if (!escapes.startsWith('\\u')) return escapes;
  const text: unknown = JSON.parse(`"${escapes}"`);
  return JSON.stringify(fromText(String(text))).slice(1, -1);
}

/** False where some were left out for their number. */
function collectLeaves(name: string, value: unknown, into: Field[], limit: number, depth: number): boolean {
  if (typeof value === 'string' || typeof value === 'boolean') {
    if (into.length >= limit) return false;
    into.push([name, String(value)]);
    return true;
  }
  if (depth >= MAX_DEPTH) return true;
  if (Array.isArray(value)) return value.every((each) => collectLeaves(name, each, into, limit, depth + 1));
  if (!isJsonObject(value)) return true;
  return Object.entries(value).every(([inner, each]) => collectLeaves(inner, each, into, limit, depth + 1));
}
