import { type ByteString, decodeUtf8, fromText } from '../bytes/byte-string.ts';
import { isJsonObject, type JsonObject } from '../bytes/json-object.ts';

/** Deeper values are left out. */
const MAX_DEPTH = 8;

/**
 * Reads the error document of the APIs that speak JSON, by the names that it would have in XML: `{"Error":{"Code":…}}` of vector
 * buckets, and `{"message":…}` of table buckets, whose code is in the header `x-oss-ec` alone (alibabacloud-oss-go-sdk-v2,
 * `oss/vectors/client_mock_test.go` and `oss/tables/client_mock_test.go`). At most `limit` fields; null for every other text.
 */
export function readJsonDocument(
  text: ByteString,
  limit: number,
): { readonly fields: [name: string, value: ByteString][]; readonly isCutShort: boolean } | null {
  if (!text.startsWith('{')) return null;
  const decoded = decodeUtf8(text);
  const document = decoded === null ? null : parsed(decoded);
  if (document === null) return null;
  const fields: [string, ByteString][] = [];
  const { Error: error, message } = document;
  if (isJsonObject(error) && typeof error['Code'] === 'string') {
    const isCutShort = !collectLeaves(error, fields, limit, 1);
    return { fields, isCutShort };
  }
  if (typeof message !== 'string' || Object.keys(document).length > 1) return null;
  return { fields: [['Message', fromText(message)]], isCutShort: false };
}

function parsed(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** False where some were left out for their number. */
function collectLeaves(
  object: JsonObject,
  into: [string, ByteString][],
  limit: number,
  depth: number,
): boolean {
  for (const [name, value] of Object.entries(object)) {
    if (isJsonObject(value)) {
      if (depth < MAX_DEPTH && !collectLeaves(value, into, limit, depth + 1)) return false;
    } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      if (into.length >= limit) return false;
      into.push([name, fromText(String(value))]);
    }
  }
  return true;
}
