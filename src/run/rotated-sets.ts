import { fromText } from '../engine/bytes/byte-string.ts';
import type { Notice } from '../engine/bytes/notice.ts';
import { secondsBetween, type Time } from '../engine/http/message.ts';
import type { Input } from './input.ts';
import type { CaptureFacts } from './probe-capture.ts';

/** `all`: everything is one set. `found`: what names and contents prove. `none`: every file is its own. */
export type JoinMode = 'all' | 'found' | 'none';

/** A file's first packet may be older than the last of the file before, as queues are several; in seconds. */
const DISORDER_SECONDS = 0.1;

/**
 * Longest silence between files whose names contain times, in seconds. Such names are also given to captures
 * that have nothing to do with each other, and no connection that matters is silent for so long.
 */
const MAX_SILENCE_SECONDS = 3600;

interface Member {
  readonly input: Input;
  readonly family: FamilyName | null;
  readonly facts: CaptureFacts;
}

interface TimedMember extends Member {
  readonly first: Time;
  readonly last: Time;
}

/** What a file shows of itself; null for what is no capture of packets. */
type FactsOf = (path: string) => Promise<CaptureFacts | null>;

/**
 * Puts files that were written one after the other together as one input each: rotated captures. They are
 * read in the order of their times, as rings begin anew with the lowest name. A set stands where its first
 * file stood. Nothing is opened where no two names are of one family.
 */
export async function joinRotated(
  inputs: readonly Input[],
  mode: JoinMode,
  factsOf: FactsOf,
): Promise<readonly Input[]> {
  if (mode === 'none' || inputs.length < 2) return inputs;
  const families = mode === 'all' ? [inputs] : familiesOf(inputs);
  const replaced = new Map<Input, Input | null>();
  for (const family of families) {
    const members = await probe(family, factsOf);
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
async function probe(inputs: readonly Input[], factsOf: FactsOf): Promise<readonly Member[]> {
  const members: Member[] = [];
  for (const input of inputs) {
    const facts = await factsOf(input.path);
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

/** In the order of their first packets; a file without any is behind the one whose name precedes its own. */
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

let collator: Intl.Collator | null = null;

/**
 * Order of file names: numbers in them count as numbers, so that rotated captures (`a.pcap2`, `a.pcap10`)
 * keep their order. The collator takes milliseconds to make, which a scan of one file has no use for.
 */
export function compareNames(a: string, b: string): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a, b);
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

/** The place of a file among those that one program wrote one after the other, as its name shows. */
interface FamilyName {
  /** The same for all members of a family. */
  readonly key: string;
  /** Its number; null where names contain the time instead. */
  readonly number: number | null;
  /** The name that the member with another number has. */
  readonly nameOf: (number: number) => string;
  /** The name alone proves little: the family needs a member that is the first. */
  readonly weak: boolean;
}

/** Endings of a packed capture's file; `tcpdump -z gzip` leaves only the newest one unpacked. */
const PACKED = /\.(gz|zst)$/i;

/** `tcpdump -C`: a number behind the name, with `-W` as wide as the largest; none on the first without it. */
const NUMBERED = /^(.*\.(?:pcap|cap|pcapng|dmp|ntar))(\d*)$/i;

/** The same behind a name without an ending. */
const BARE = /^([^.]*[^.\d])(\d*)$/;

/** dumpcap and Wireshark: `name_00001_20240101120000.pcapng`, since 3.7 also the other way round. */
const RING = /^(.*)_(\d{5,})_\d{14}(\.[^.]*)?$/;
const RING_TIME_FIRST = /^(.*)_\d{14}_(\d{5,})(\.[^.]*)?$/;

const DATE = String.raw`(?<!\d)(?:19|20)\d\d(?<ofDate>[-_.]?)(?:0[1-9]|1[0-2])\k<ofDate>(?:0[1-9]|[12]\d|3[01])`;
const TIME = String.raw`(?:[01]\d|2[0-3])[-_:.hH]?[0-5]\d(?:[-_:.mM]?[0-6]\d)?(?!\d)`;
const SHORT_DATE = String.raw`(?<!\d)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])`;
const TIME_ALONE = String.raw`(?<!\d)(?:[01]\d|2[0-3])(?<ofTime>[-_:]?)[0-5]\d\k<ofTime>[0-6]\d(?!\d)`;
const SECONDS_SINCE_1970 = String.raw`(?<!\d)1\d{9}(?!\d)`;

/** Times as `tcpdump -G` writes them into names: a date of strftime, a date with a time, a time, or `%s`. */
const STAMP = new RegExp(
  String.raw`${DATE}(?:[-_T .@+]?${TIME}|(?!\d))|${SHORT_DATE}[-_T]?${TIME}|${TIME_ALONE}|${SECONDS_SINCE_1970}`,
  'g',
);

/** Digits that a program may count up to; more are a time, as of `tcpdump -G 60 -w a.pcap%s`. */
const MAX_NUMBER_DIGITS = 7;
const WHOLE_STAMP = new RegExp(`^(?:${STAMP.source})$`);

/** What a file's name says of its family; null for a name that no program gives to one of several. */
export function familyOf(path: string): FamilyName | null {
  const packed = PACKED.exec(path)?.[0] ?? '';
  const nameAt = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  const name = path.slice(nameAt, path.length - packed.length);
  const folder = path.slice(0, nameAt);
  const family = (kind: string, shape: string): string => [folder, kind, shape].join('\0');
  const ring = RING.exec(name) ?? RING_TIME_FIRST.exec(name);
  if (ring !== null) {
    const [, prefix = '', digits = '', ending = ''] = ring;
    const nameOf = (number: number) => `${prefix}_${padded(number, digits.length)}_…${ending}`;
    return {
      key: family('ring', `${prefix}${ending.toLowerCase()}`),
      number: Number(digits),
      nameOf,
      weak: false,
    };
  }
  const numbered = NUMBERED.exec(name);
  const [, stem, digits = ''] = numbered ?? BARE.exec(name) ?? [];
  if (stem === undefined) return null;
  const endsInTime = digits.length > MAX_NUMBER_DIGITS && WHOLE_STAMP.test(digits);
  const timeless = stem.replace(STAMP, (stamp) => stamp.replace(/\d/g, '#'));
  const shape = `${timeless}${endsInTime ? '#'.repeat(digits.length) : ''}`;
  const isTimed = shape !== stem;
  const width = digits.startsWith('0') ? digits.length : 0;
  return {
    key: family('numbered', shape),
    number: isTimed ? null : Number(digits),
    nameOf: (number) => `${stem}${number === 0 && width === 0 ? '' : padded(number, width)}${packed}`,
    weak: numbered === null && !isTimed,
  };
}

function padded(number: number, width: number): string {
  return String(number).padStart(width, '0');
}
