export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value that came out of JSON is an object, whatever its fields. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
