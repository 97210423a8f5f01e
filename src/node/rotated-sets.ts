import { fromText } from '../bytes/byte-string.ts';
import type { Notice } from '../bytes/notice.ts';
import { secondsBetween, type Time } from '../http/message.ts';
import { type FamilyName, familyOf } from './capture-family.ts';
import { compareNames } from './name-order.ts';
import type { CaptureFacts } from './probe-capture.ts';
import type { ReadOptions } from './read-bytes.ts';
import type { Input } from './scan-options.ts';
import { STDIN } from './stdin.ts';

/**
 * `all`: everything is one set. `found`: what names and contents prove to be one. `none`: every
 * file is its own.
 */
export type JoinMode = 'all' | 'found' | 'none';

/**
 * The first packet of a file may be so much older than the last one of the file before, in seconds:
 * several queues are read.
 */
const DISORDER_SECONDS = 0.1;

/**
 * Longest silence between files whose names tell times, in seconds. Such names are also given to
 * captures that have nothing to do with each other, and no connection that matters is silent for so
 * long.
 */
const MAX_SILENCE_SECONDS = 3600;

interface Member {
  readonly input: Input;
  readonly family: FamilyName | null;
  readonly facts: CaptureFacts;
}

/** A member with a packet. */
interface TimedMember extends Member {
  readonly first: Time;
  readonly last: Time;
}

/**
 * Puts files that were written one after the other together as one input each: rotated captures.
 * They are read in the order of their times, as rings begin anew with the lowest name. A set stands
 * where its first file stood. Nothing is opened where no two names are of one family.
 */
export async function joinRotated(
  inputs: readonly Input[],
  mode: JoinMode,
  reading: ReadOptions,
): Promise<readonly Input[]> {
  if (mode === 'none' || inputs.length < 2) return inputs;
  const families = mode === 'all' ? [inputs] : familiesOf(inputs);
  const replaced = new Map<Input, Input | null>();
  for (const family of families) {
    const members = await probe(family, reading);
    const set = mode === 'all' ? toSet(members) : isOneCapture(members) ? toSet(members) : null;
    if (set === null) continue;
    for (const [at, { input }] of members.entries()) replaced.set(input, at === 0 ? set : null);
  }
  if (replaced.size === 0) return inputs;
  return inputs
    .map((input) => (replaced.has(input) ? (replaced.get(input) ?? null) : input))
    .filter((input) => input !== null);
}

/** Inputs whose names are of one family, two and more. */
function familiesOf(inputs: readonly Input[]): readonly (readonly Input[])[] {
  const families = new Map<string, { inputs: Input[]; names: FamilyName[] }>();
  for (const input of inputs) {
    const name = familyOf(input.path);
    if (name === null) continue;
    const family = families.get(name.key) ?? { inputs: [], names: [] };
    family.inputs.push(input);
    family.names.push(name);
    families.set(name.key, family);
  }
  return [...families.values()]
    .filter(({ names }) => {
      const numbers = names.map(({ number }) => number).filter((number) => number !== null);
      // One number twice, e.g. a file and its packed copy.
      if (new Set(numbers).size < numbers.length) return false;
      return names.length > 1 && names.every(({ weak }) => !weak || numbers.includes(0));
    })
    .map((family) => family.inputs);
}

/** The inputs that are captures; others are left to be read on their own, or refused. */
async function probe(inputs: readonly Input[], reading: ReadOptions): Promise<readonly Member[]> {
  const { probeCapture } = await import('./probe-capture.ts');
  const members: Member[] = [];
  for (const input of inputs) {
    const facts = input.path === STDIN ? null : await probeCapture(input.path, reading);
    if (facts !== null) members.push({ input, family: familyOf(input.path), facts });
  }
  return members;
}

function isOneCapture(members: readonly Member[]): boolean {
  const timed = inOrder(members).filter(isTimed);
  const [one] = timed;
  if (one === undefined || members.length < 2) return false;
  const alike = members.every(
    ({ facts }) =>
      facts.format === null ||
      (facts.format === one.facts.format &&
        (facts.linkType ?? one.facts.linkType) === one.facts.linkType &&
        (facts.snapLength ?? one.facts.snapLength) === one.facts.snapLength),
  );
  if (!alike) return false;
  return timed.every((member, at) => {
    const before = timed[at - 1];
    if (before === undefined) return true;
    if (overlaps(before, member)) return false;
    return member.family?.number !== null || secondsBetween(before.last, member.first) <= MAX_SILENCE_SECONDS;
  });
}

function overlaps(before: TimedMember, after: TimedMember): boolean {
  const silence = secondsBetween(before.last, after.first);
  return silence < -DISORDER_SECONDS || (silence < 0 && secondsBetween(before.last, after.last) <= 0);
}

function isTimed(member: Member): member is TimedMember {
  return 'first' in member;
}

/**
 * In the order of their first packets; a file without any stands behind the one whose name precedes
 * its own.
 */
function inOrder(members: readonly Member[]): readonly (Member | TimedMember)[] {
  const byName = [...members].sort((a, b) => nameOrder(a, b));
  const timed: TimedMember[] = [];
  for (const member of byName) {
    const { first, last } = member.facts;
    if (first !== null && last !== null) timed.push({ ...member, first, last });
  }
  const ordered: (Member | TimedMember)[] = timed.sort(
    (a, b) => a.first.seconds - b.first.seconds || a.first.nanos - b.first.nanos,
  );
  for (const [at, member] of byName.entries()) {
    if (member.facts.first !== null) continue;
    const before = byName[at - 1]?.input;
    ordered.splice(ordered.findIndex(({ input }) => input === before) + 1, 0, member);
  }
  return ordered;
}

function nameOrder(a: Member, b: Member): number {
  const numbers = (a.family?.number ?? 0) - (b.family?.number ?? 0);
  return numbers || compareNames(a.input.path, b.input.path);
}

function toSet(members: readonly Member[]): Input | null {
  const ordered = inOrder(members);
  const [first] = ordered;
  if (first === undefined || ordered.length < 2) return null;
  const notices = [...overlapNotices(ordered.filter(isTimed)), ...missingNotices(members)];
  return {
    path: first.input.path,
    parts: ordered.map(({ input }) => input.path),
    ...(notices.length === 0 ? {} : { notices }),
  };
}

/** Only of a set that was asked for: files that overlap are not put together otherwise. */
function overlapNotices(timed: readonly TimedMember[]): readonly Notice[] {
  return timed.flatMap((member, at): Notice[] => {
    const before = timed[at - 1];
    if (before === undefined || !overlaps(before, member)) return [];
    const args = { other: fromText(before.input.path) };
    return [{ code: 'parts-overlap', frame: null, offset: null, part: member.input.path, args }];
  });
}

/** Files that the numbers of the others say there were. */
function missingNotices(members: readonly Member[]): readonly Notice[] {
  const [one] = members;
  const isOneFamily = members.every(({ family }) => family?.key === one?.family?.key);
  const names = new Map<number, FamilyName>();
  for (const { family } of members) {
    if (family !== null && family.number !== null) names.set(family.number, family);
  }
  const numbers = [...names.keys()].sort((a, b) => a - b);
  const [lowest] = numbers;
  const highest = numbers.at(-1);
  if (!isOneFamily || lowest === undefined || highest === undefined) return [];
  const missing = highest - lowest + 1 - numbers.length;
  if (missing === 0) return [];
  const before = numbers.find((number) => !names.has(number + 1)) ?? lowest;
  const args = { file: fromText(names.get(before)?.nameOf(before + 1) ?? ''), n: missing };
  return [{ code: 'parts-missing', frame: null, offset: null, args }];
}
