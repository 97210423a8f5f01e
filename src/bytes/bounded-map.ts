/*
 * What becomes of one key more in a Map or Set that may not grow past a limit: the oldest gives way
 * to it, or the newest stands for it. Both list their keys in the order of insertion.
 */

/** Makes room for one more entry: where there are `limit` of them, the oldest is forgotten. */
export function makeRoom<K>(held: Map<K, unknown> | Set<K>, limit: number): void {
  if (held.size < limit) return;
  for (const oldest of held.keys()) {
    held.delete(oldest);
    return;
  }
}

/**
 * What counts a key: its own entry, or, where there are `limit` others, the last of them. Undefined
 * where it may have one of its own.
 */
export function ownOrLast<K, V>(held: ReadonlyMap<K, V>, key: K, limit: number): V | undefined {
  return held.get(key) ?? (held.size >= limit ? [...held.values()].at(-1) : undefined);
}
