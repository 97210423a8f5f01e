/** A line of each side that stand beside each other; null where one side has none. */
type LinePair = readonly [left: string | null, right: string | null];

/**
 * Lines of the differing middle of both sides, multiplied, up to which equal ones are looked for.
 */
const MAX_CELLS = 250_000;

/**
 * Puts the lines of two texts beside each other: equal ones on one level, changed ones in pairs.
 */
export function pairLines(left: readonly string[], right: readonly string[]): LinePair[] {
  const common = Math.min(left.length, right.length);
  let start = 0;
  while (start < common && left[start] === right[start]) start++;
  let end = 0;
  while (end < common - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
  const equal = (lines: readonly string[]): LinePair[] => lines.map((line) => [line, line]);
  return [
    ...equal(left.slice(0, start)),
    ...pairMiddle(left.slice(start, left.length - end), right.slice(start, right.length - end)),
    ...equal(left.slice(left.length - end)),
  ];
}

function pairMiddle(left: readonly string[], right: readonly string[]): LinePair[] {
  if (left.length * right.length > MAX_CELLS) return pairInOrder(left, right);
  const lengths = commonLengths(left, right);
  const width = right.length + 1;
  const pairs: LinePair[] = [];
  let [l, r, doneLeft, doneRight] = [0, 0, 0, 0];
  const flush = (): void => {
    pairs.push(...pairInOrder(left.slice(doneLeft, l), right.slice(doneRight, r)));
  };
  while (l < left.length && r < right.length) {
    if (left[l] === right[r]) {
      flush();
      pairs.push([left[l] ?? '', right[r] ?? '']);
      l++;
      r++;
      doneLeft = l;
      doneRight = r;
    } else if ((lengths[(l + 1) * width + r] ?? 0) >= (lengths[l * width + r + 1] ?? 0)) l++;
    else r++;
  }
  l = left.length;
  r = right.length;
  flush();
  return pairs;
}

function pairInOrder(left: readonly string[], right: readonly string[]): LinePair[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => [
    left[at] ?? null,
    right[at] ?? null,
  ]);
}

/** Length of the longest common run of lines behind each pair of places, row by row. */
function commonLengths(left: readonly string[], right: readonly string[]): Uint32Array {
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let l = left.length - 1; l >= 0; l--) {
    for (let r = right.length - 1; r >= 0; r--) {
      const here = l * width + r;
      lengths[here] =
        left[l] === right[r]
          ? (lengths[here + width + 1] ?? 0) + 1
          : Math.max(lengths[here + width] ?? 0, lengths[here + 1] ?? 0);
    }
  }
  return lengths;
}
