import { basename, dirname } from 'node:path';

/**
 * Where a file stands among the files that one program wrote one after the other, as far as its
 * name tells.
 */
export interface FamilyName {
  /** The same for all members of a family. */
  readonly key: string;
  /** Its number; null where names tell the time instead. */
  readonly number: number | null;
  /** The name that the member with another number has. */
  readonly nameOf: (number: number) => string;
  /** The name alone proves little: the family needs a member that is the first. */
  readonly weak: boolean;
}

/**
 * Endings that a capture's file has while it is packed; `tcpdump -z gzip` leaves only the newest
 * one unpacked.
 */
const PACKED = /\.(gz|zst)$/i;

/**
 * `tcpdump -C`: a number behind the name, with `-W` as wide as the largest; the first file has none
 * without `-W`.
 */
const NUMBERED = /^(.*\.(?:pcap|cap|pcapng|dmp|ntar))(\d*)$/i;

/** The same behind a name without an ending. */
const BARE = /^([^.]*[^.\d])(\d*)$/;

/**
 * dumpcap and Wireshark: `name_00001_20240101120000.pcapng`, and since 3.7 the two the other way
 * round on demand.
 */
const RING = /^(.*)_(\d{5,})_\d{14}(\.[^.]*)?$/;
const RING_TIME_FIRST = /^(.*)_\d{14}_(\d{5,})(\.[^.]*)?$/;

const DATE = String.raw`(?<!\d)(?:19|20)\d\d(?<ofDate>[-_.]?)(?:0[1-9]|1[0-2])\k<ofDate>(?:0[1-9]|[12]\d|3[01])`;
const TIME = String.raw`(?:[01]\d|2[0-3])[-_:.hH]?[0-5]\d(?:[-_:.mM]?[0-6]\d)?(?!\d)`;
const SHORT_DATE = String.raw`(?<!\d)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])`;
const TIME_ALONE = String.raw`(?<!\d)(?:[01]\d|2[0-3])(?<ofTime>[-_:]?)[0-5]\d\k<ofTime>[0-6]\d(?!\d)`;
const SECONDS_SINCE_1970 = String.raw`(?<!\d)1\d{9}(?!\d)`;

/**
 * Times as `tcpdump -G` puts them into names: whatever strftime makes of a date, a date with a
 * time, a time, or `%s`.
 */
const STAMP = new RegExp(
  String.raw`${DATE}(?:[-_T .@+]?${TIME}|(?!\d))|${SHORT_DATE}[-_T]?${TIME}|${TIME_ALONE}|${SECONDS_SINCE_1970}`,
  'g',
);

/**
 * Digits of a number that a program may count up to: more are a time, as of `tcpdump -G 60 -w
 * a.pcap%s`, where they are one.
 */
const MAX_NUMBER_DIGITS = 7;
const WHOLE_STAMP = new RegExp(`^(?:${STAMP.source})$`);

/**
 * What the name of a file says of its family; null for a name that no program gives to one file of
 * several.
 */
export function familyOf(path: string): FamilyName | null {
  const packed = PACKED.exec(path)?.[0] ?? '';
  const name = basename(path, packed);
  const folder = dirname(path);
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
  const shape = `${withoutTimes(stem)}${endsInTime ? '#'.repeat(digits.length) : ''}`;
  const isTimed = shape !== stem;
  const width = digits.startsWith('0') ? digits.length : 0;
  return {
    key: family('numbered', shape),
    number: isTimed ? null : Number(digits),
    nameOf: (number) => `${stem}${number === 0 && width === 0 ? '' : padded(number, width)}${packed}`,
    weak: numbered === null && !isTimed,
  };
}

function withoutTimes(name: string): string {
  return name.replace(STAMP, (stamp) => stamp.replace(/\d/g, '#'));
}

function padded(number: number, width: number): string {
  return String(number).padStart(width, '0');
}
