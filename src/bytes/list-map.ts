/** Adds a value to the list that a key has; the first of a key begins its list. */
export function addToList<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/**
 * In lists of what has the same key, in the order of each first one. (`Map.groupBy` needs Node 21.)
 */
export function groupBy<K, V>(all: Iterable<V>, keyOf: (each: V) => K): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const each of all) addToList(groups, keyOf(each), each);
  return groups;
}
