import { printable, toReportText } from '../engine/bytes/printable.ts';
import type { Numbering } from '../engine/http/exchange.ts';
import { maskAccessKeyId } from '../features/redact/redact.ts';
import type { Lang, Template } from './language.ts';
import type { Texts } from './texts.ts';
import { MAX_DATE_SECONDS } from './time-text.ts';

export type FillArgs = Readonly<Record<string, string | number>>;

/** How values come into a sentence. */
export interface Filler {
  readonly texts: Pick<Texts, 'lang' | 'words'> & { readonly empty: string };
  /** Neutralises text for where it goes; `printable` for terminals, nothing for JSON. */
  readonly escape: (text: string) => string;
  /** What frame numbers count where they count no packets. */
  readonly numbering?: Numbering | undefined;
  /** How `{x:ref}` writes the number of an exchange of the capture, where the bare number will not do. */
  readonly exchange?: ((index: number) => string) | undefined;
  /** Puts a sentence in the words of another service than OSS; see service.ts. */
  readonly speak?: (template: Template) => Template;
}

/** The filler for an input whose places are counted so. */
export function numbered(filler: Filler, numbering: Numbering | undefined): Filler {
  return numbering === undefined ? filler : { ...filler, numbering };
}

/** Longest captured value within a sentence, in characters; what is longer is cut in its middle. */
const MAX_QUOTED = 72;

/** Longest `{x:long}`, such as a server's own sentence. */
const MAX_LONG = 600;

const PLACE = /\{([A-Za-z0-9]+)(?::([a-z]+))?\}/g;

/** Whether a sentence takes any argument. */
export function hasPlaces(template: Template): boolean {
  return template.search(PLACE) >= 0;
}

/** The sentence with its arguments in place. An argument that is missing shows as `?`. */
export function fill(template: Template, args: FillArgs, filler: Filler): string {
  const said = filler.speak?.(template) ?? template;
  return said.replace(PLACE, (_, name: string, how: string | undefined) => {
    const value = Object.hasOwn(args, name) ? args[name] : undefined;
    return value === undefined ? '?' : formatArg(value, how, filler, otherOf(name, args));
  });
}

/** The sentence as it holds of every request: `…` stands where one gives the value. */
export function generalSentence(template: Template): string {
  return template.replace(PLACE, (_, __, how: string | undefined) => {
    if (how === 's') return 's';
    return how === 'earlier' ? '' : how === 'after' ? ' …' : '…';
  });
}

/** Arguments that a sentence sets against each other. */
const SET_AGAINST: Readonly<Record<string, readonly string[]>> = {
  signed: ['read', 'sent'],
  sent: ['signed'],
  read: ['signed', 'server'],
  client: ['server'],
  server: ['read', 'client'],
  claimed: ['actual'],
  actual: ['claimed'],
  here: ['there'],
  there: ['here'],
};

/** What a value differs from, in the same sentence; null where it stands alone. */
function otherOf(name: string, args: FillArgs): string | null {
  const names = Object.hasOwn(SET_AGAINST, name) ? (SET_AGAINST[name] ?? []) : [];
  for (const each of names) {
    const value = Object.hasOwn(args, each) ? args[each] : undefined;
    if (typeof value === 'string' && value !== args[name]) return value;
  }
  return null;
}

/** How a number comes into a sentence. */
const NUMBERS: ReadonlyMap<string, (value: number, filler: Filler) => string> = new Map([
  ['s', (value) => (value === 1 ? '' : 's')],
  ['n', groupDigits],
  ['at', formatPlace],
  ['ref', (value, { exchange }) => exchange?.(value) ?? String(value)],
  ['duration', (value, { texts }) => formatDuration(value, texts.lang)],
  ['earlier', (value, { texts }) => formatEarlier(value, texts.lang)],
  ['offset', (value, { texts }) => formatOffset(value, texts.lang)],
  ['time', formatUnixSeconds],
]);

function formatArg(
  value: string | number,
  how: string | undefined,
  filler: Filler,
  other: string | null,
): string {
  const { texts } = filler;
  if (typeof value === 'number') {
    const format = how === undefined ? undefined : NUMBERS.get(how);
    return format === undefined ? String(value) : format(value, filler);
  }
  // of an access key that the capture need not have: enough to recognise it
  if (how === 'id') return filler.escape(toReportText(maskAccessKeyId(value)).text);
  const readable = (bytes: string): string => filler.escape(toReportText(bytes).text);
  if (how === 'word') {
    // one that is not known is of another version, or no word of this program at all
    return (Object.hasOwn(texts.words, value) ? texts.words[value] : undefined) ?? readable(value);
  }
  const max = how === 'long' || how === 'lq' ? MAX_LONG : MAX_QUOTED;
  const text =
    other === null ? cutMiddle(readable(value), max) : cutAround(readable(value), readable(other), max);
  if (how === 'after') return value === '' ? '' : ` ${text}`;
  if (how !== 'q' && how !== 'lq') return text;
  if (value === '') return texts.empty;
  return texts.lang === 'zh' ? `“${text}”` : `"${text}"`;
}

function cutMiddle(text: string, max: number): string {
  const characters = [...text];
  if (characters.length <= max) return text;
  const half = Math.floor((max - 1) / 2);
  // between words, where one ends near
  const head = characters.slice(0, half + 1).join('');
  const tail = characters.slice(-half - 1).join('');
  const [last, next] = [head.lastIndexOf(' '), tail.indexOf(' ')];
  const start = last > half * LEAST_KEPT ? head.slice(0, last + 1) : characters.slice(0, half).join('');
  const isNear = next >= 0 && tail.length - next > half * LEAST_KEPT;
  return `${start}…${isNear ? tail.slice(next) : characters.slice(-half).join('')}`;
}

/** Share of each half that is kept at least where it is cut between words. */
const LEAST_KEPT = 0.7;

/** Cut so that what differs from `other` can be seen, which may stand in the middle of both. */
function cutAround(text: string, other: string, max: number): string {
  const [characters, others] = [[...text], [...other]];
  const at = characters.findIndex((each, index) => each !== others[index]);
  const half = Math.floor((max - 1) / 2);
  // the start, or the end, shows it
  if (characters.length <= max || at < half || cutMiddle(text, max) !== cutMiddle(other, max)) {
    return cutMiddle(text, max);
  }
  const start = Math.min(at - Math.floor(half / 2), characters.length - (max - 2));
  const end = start + max - 2;
  return `…${characters.slice(start, end).join('')}${end < characters.length ? '…' : ''}`;
}

const PLACES = {
  frame: { en: 'frame', zh: '帧' },
  line: { en: 'line', zh: '行' },
  entry: { en: 'entry', zh: '条' },
} as const;

/** `frame 12`, or what else the numbers count. */
function formatPlace(value: number, { texts, numbering }: Filler): string {
  const name = PLACES[numbering ?? 'frame'][texts.lang];
  return texts.lang === 'zh' ? `第 ${value} ${name}` : `${name} ${value}`;
}

/** `1234567` as `1,234,567`. */
export function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3}){1,8}$)/g, ',');
}

const DURATION_UNITS = [
  { seconds: 86_400, en: 'd', zh: '天' },
  { seconds: 3600, en: 'h', zh: '小时' },
  { seconds: 60, en: 'min', zh: '分钟' },
  { seconds: 1, en: 's', zh: '秒' },
] as const;

/** A number of seconds in its two largest units, without its sign: `40 min 3 s`. */
export function formatDuration(seconds: number, lang: Lang): string {
  let rest = Math.round(Math.abs(seconds));
  const parts: string[] = [];
  for (const unit of DURATION_UNITS) {
    const count = Math.floor(rest / unit.seconds);
    rest -= count * unit.seconds;
    if (count > 0) parts.push(`${count} ${unit[lang]}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? `0 ${lang === 'zh' ? '秒' : 's'}` : parts.join(' ');
}

/** How long before something was, where it is known to a second, as part of a sentence: `, 3 s earlier`. */
function formatEarlier(seconds: number, lang: Lang): string {
  if (Math.round(seconds) === 0) return '';
  const ago = formatDuration(seconds, lang);
  return lang === 'zh' ? ` ${ago}前` : `, ${ago} earlier`;
}

/**
 * How far one clock is from another: `40 min 3 s behind`, to be followed by the other; in Chinese `与` and the
 * other stand before it.
 */
function formatOffset(seconds: number, lang: Lang): string {
  const size = formatDuration(seconds, lang);
  // A clock of whole seconds is never ahead by nothing.
  const agree = Math.round(seconds) === 0;
  if (lang === 'zh') return agree ? '一致' : `相比${seconds < 0 ? '慢' : '快'} ${size}`;
  if (agree) return 'in step with';
  return `${size} ${seconds < 0 ? 'behind' : 'ahead of'}`;
}

function formatUnixSeconds(seconds: number): string {
  if (!Number.isFinite(seconds) || Math.abs(seconds) > MAX_DATE_SECONDS) return String(seconds);
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

export function terminalFiller(texts: Texts): Filler {
  return { texts: new Words(texts), escape: printable };
}

/** A filler for sentences of the command line, which use none of a report's words. */
export function wordlessFiller(lang: Lang): Filler {
  return { texts: { lang, words: {}, empty: '' }, escape: printable };
}

/**
 * A filler for JSON, where quoting is the writer's job. `change` changes captured values; by default they
 * stay.
 */
export function plainFiller(texts: Texts, change: Filler['escape'] = (text) => text): Filler {
  return { texts: new Words(texts), escape: change };
}

/** A class for the reason that `SeenSpecimen` gives: each sentence of an exchange may make one. */
class Words {
  readonly #texts: Texts;

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  get lang(): Texts['lang'] {
    return this.#texts.lang;
  }

  /** Made when the first is asked for, as those of failures are. */
  get words(): Texts['words'] {
    return this.#texts.words;
  }

  get empty(): string {
    return this.#texts.labels.empty;
  }
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
