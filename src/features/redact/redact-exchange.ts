import { type ByteString, fromText, isInLower } from '../../engine/bytes/byte-string.ts';
import { addAll } from '../../engine/bytes/collections.ts';
import type { Notice } from '../../engine/bytes/notice.ts';
import { type ReportText, toReportText } from '../../engine/bytes/printable.ts';
import { bodyText, header } from '../../engine/http/message.ts';
import { answerDocument } from '../../engine/oss/coded-body.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { ExchangeResult } from '../../engine/results.ts';
import { CopyHider, type Secret } from '../../engine/sign/copies.ts';
import { undoAllEscapes } from '../../engine/sign/escapes.ts';
import { COOKIE, mayCarrySecret, type SecretKind, secretKindOf, secretsIn, takeSecretsIn } from './places.ts';
import {
  type HeadersDoor,
  maskAccessKeyId,
  masked,
  maskToken,
  type ShownHeaders,
  shortenSignature,
  shownHeaders,
  type WithHeaders,
} from './redact.ts';

interface PublishedOptions {
  /** Leave signatures and tokens as they were captured. Access key ids are masked all the same. */
  readonly showSignatures: boolean;
}

/** The door of reports that leave the reader's machine: also knows what to hide within longer texts. */
export interface PublishedDoor extends HeadersDoor {
  /** A captured text with its secrets masked, still in bytes. */
  hide(value: ByteString): ByteString;
  header(name: ByteString, value: ByteString): ReportText;
  headers(message: WithHeaders): ShownHeaders;
  prose(text: string): string;
}

/** Shorter values are no secrets of any service, and occur in innocent texts. */
const LEAST_SECRET = 6;

/**
 * The door for one exchange. Its signatures, token and access key ids are masked wherever they stand and
 * however they are spelled there (`CopyHider`). What carries a secret by its name (a `Signature` parameter, a
 * cookie) is masked whatever its value. Without an exchange only the names count.
 */
export function publishedDoor(result: ExchangeResult | null, options: PublishedOptions): PublishedDoor {
  const { secrets, isMarked, heads } = result === null ? UNKNOWN : secretsOf(result, options);
  const copies = new CopyHider(secrets);
  const isSigned = (result?.oss?.claim ?? null) !== null;
  let areFree: boolean | null = null;
  /** Whether neither head has anything to hide, which one look at both finds out. */
  const areHeadsFree = (): boolean => {
    areFree ??= heads !== null && copies.isFree(heads.lines + heads.names);
    return areFree;
  };
  const hide = (value: ByteString): ByteString => {
    if (value.length >= LEAST_SECRET && heads?.lines.includes(`:${value}\n`) === true && areHeadsFree()) {
      return value;
    }
    const text = copies.hide(value, (mask) => mask);
    return options.showSignatures ? text : hideNamed(text);
  };
  const header = (name: ByteString, value: ByteString): ReportText => {
    const hidden = hide(value);
    if (options.showSignatures) return toReportText(hidden);
    return toReportText(hideHeader(name, value, isSigned ? hidden : null));
  };
  const text = (value: ByteString): ReportText => toReportText(hide(value));
  return {
    hide,
    text,
    header,
    headers: (message) => {
      const isOfHeads = message === result?.exchange.request || message === result?.exchange.response;
      const isFree = (isOfHeads && areHeadsFree()) || isFreeOfSecrets(message, copies, isMarked);
      if (!isFree) return shownHeaders(message, text, header);
      return shownHeaders(message, toReportText, (name, value) =>
        isSecretHeader(name) ? header(name, value) : toReportText(value),
      );
    },
    prose: (sentence) => hideProse(sentence, copies, options),
    accessKeyId: (value) => masked(value, maskAccessKeyId),
    signature: (value) => (options.showSignatures ? toReportText(value) : masked(value, shortenSignature)),
    securityToken: (value) => (options.showSignatures ? toReportText(value) : masked(value, maskToken)),
  };
}

/** Whether no header hides anything but those that are secrets as a whole: so it is with nearly all. */
function isFreeOfSecrets({ headers }: WithHeaders, copies: CopyHider, isMarked: boolean): boolean {
  let lines = '';
  for (const { name, value } of headers) lines += isSecretHeader(name) ? `${name}\n` : `${name}:${value}\n`;
  return !(isMarked && mayCarrySecret(lines)) && copies.isFree(lines);
}

const MASKS: Readonly<Record<SecretKind, (text: string) => string>> = {
  token: maskToken,
  password: () => TOKEN_MASK,
  signature: shortenSignature,
  accessKeyId: maskAccessKeyId,
};

interface Known {
  readonly secrets: readonly Secret[];
  /** Its headers may carry more than those. */
  readonly isMarked: boolean;
  /** Its headers, where they carry no more than those. */
  readonly heads: Heads | null;
}

/** The headers of both messages. */
interface Heads {
  /** Those that are no secrets as a whole. */
  readonly lines: string;
  /** Of the others, the names. */
  readonly names: string;
  /** Some of the others are more than an Authorization. */
  readonly hasNamed: boolean;
}

const UNKNOWN: Known = { secrets: [], isMarked: true, heads: null };

function secretsOf(result: ExchangeResult, { showSignatures }: PublishedOptions): Known {
  const found: Secret[] = [];
  const { exchange, oss, diagnosis } = result;
  const claim = oss?.claim;
  const error = oss?.error;
  const carries = showSignatures ? null : carriedBy(result);
  if (carries !== null) {
    // those that are known first: by their kind they are masked
    addSecret(found, claim?.securityToken, maskToken);
    addSecret(found, claim?.signature, shortenSignature);
    addSecret(found, claim?.rawSignature, shortenSignature);
    addSecret(found, error?.signatureProvided, shortenSignature);
    addSecret(found, diagnosis?.recomputed, shortenSignature);
    // decoded once more or less, and the right one, are no less of use
    for (const { field, client, server } of diagnosis?.divergences ?? []) {
      if (field !== 'signature') continue;
      addSecret(found, client, shortenSignature);
      addSecret(found, server, shortenSignature);
    }
    if (carries.heads?.hasNamed !== false) {
      for (const message of [exchange.request, exchange.response]) {
        for (const { name, value } of message?.headers ?? []) addNamed(found, name, value);
      }
    }
    const ofForm = exchange.request?.method === 'POST' ? oss?.request?.form : null;
    for (const { name, value } of ofForm ?? []) addNamed(found, name, value);
  }
  addSecret(found, claim?.accessKeyId, maskAccessKeyId);
  addSecret(found, error?.accessKeyId, maskAccessKeyId);
  addSecret(found, diagnosis?.needsSecretOf, maskAccessKeyId);
  if (carries === null) return { secrets: found, isMarked: true, heads: null };
  addAll(found, carries.secrets);
  return { secrets: found, isMarked: carries.isMarked, heads: carries.heads };
}

/** Of what texts carry, so many are looked for in other places, too. */
const MOST_CARRIED = 64;

/** What was found in exchanges that reports show at length, each several times. */
const carried = new WeakMap<ExchangeResult['exchange'], Known>();

/** What messages carry by its name or looks (`SECRET_RULES`). Of accepted ones, heads alone are shown. */
function carriedBy({ exchange, oss }: ExchangeResult): Known {
  const { request, response } = exchange;
  const isAccepted = response !== null && response.status < 400;
  const isSigned = (oss?.claim ?? null) !== null;
  const known = isAccepted ? undefined : carried.get(exchange);
  if (known !== undefined) return known;
  const target = request === null ? '' : `${request.target}\n`;
  const heads = headsOf({ request, response }, isAccepted, isSigned);
  const isMarked = mayCarrySecret(target) || mayCarrySecret(heads.lines);
  const all = target + heads.lines;
  if (isAccepted) {
    return { secrets: isMarked ? secretsCarriedBy([all]) : [], isMarked, heads: isMarked ? null : heads };
  }
  const body = request === null ? null : bodyText(request);
  const document = oss === null ? null : answerDocument(oss);
  // what stands in the document as it is was read there
  const fields = oss?.error?.fields.filter(([, value]) => document?.includes(value) !== true) ?? [];
  const texts = [all, body, document, ...fields.map(([, value]) => value)];
  const found: Known = {
    secrets: secretsCarriedBy(texts.filter((text) => text !== null)),
    isMarked,
    heads: null,
  };
  carried.set(exchange, found);
  return found;
}

/** The lines of both heads without the claim's Authorization; `isShort`: without what is known already. */
function headsOf(
  { request, response }: Pick<ExchangeResult['exchange'], 'request' | 'response'>,
  isShort: boolean,
  isSigned: boolean,
): Heads {
  let lines = '';
  let names = '';
  let hasNamed = false;
  for (const message of [request, response]) {
    if (message === null) continue;
    for (const { name, value } of message.headers) {
      const kind = kindOfHeader(name);
      const isKnown = kind === 'authorization' ? isSigned && isInLower(name, kind) : isShort && kind !== null;
      if (kind !== null && kind !== 'authorization') hasNamed = true;
      if (isKnown) names += `${name}\n`;
      else lines += `${name}:${value}\n`;
    }
  }
  return { lines, names, hasNamed };
}

/** What texts carry by its name or its looks, as it is without any escapes. */
export function secretsCarriedBy(texts: readonly string[]): readonly Secret[] {
  const found: Secret[] = [];
  for (const text of texts) {
    takeSecretsIn(text, (written, kind) => {
      const least = kind === 'password' ? LEAST_SECRET : LEAST_NAMED_SECRET;
      const add = (value: ByteString): void => {
        if (value.length >= least && found.length < MOST_CARRIED) addSecret(found, value, MASKS[kind]);
      };
      add(undoAllEscapes(written));
      // the path of a target may go on behind one, and the query is no part of it
      const end = written.search(text.includes(written) ? /[?/]/ : /\?/);
      if (end > 0) add(undoAllEscapes(written.slice(0, end)));
    });
  }
  return found;
}

/** Once each, however many places of an exchange have it. */
function addSecret(found: Secret[], value: ByteString | null | undefined, mask: Secret['mask']): void {
  if (value === null || value === undefined || value.length < LEAST_SECRET) return;
  for (const known of found) if (known.value === value && known.mask === mask) return;
  found.push({ value, mask });
}

/** What a header or a field has that is secret as a whole, by its name; of cookies, each. */
function addNamed(found: Secret[], name: ByteString, value: ByteString | null): void {
  if (value === null || value.length < LEAST_NAMED_SECRET) return;
  const kind = kindOfHeader(name);
  if (kind === null || kind === 'authorization') return;
  addSecret(found, value, MASKS[kind]);
  if (!/cookie/i.test(name)) return;
  for (const [, part = ''] of value.matchAll(COOKIE)) addSecret(found, part, MASKS[kind]);
}

/** Of what is secret by its name alone, shorter values may well be words. */
const LEAST_NAMED_SECRET = 12;

/** A captured text with what carries a secret by its name or its looks masked. */
export function hideNamed(text: ByteString): ByteString {
  return hideNamedAs(text, fromText);
}

const TOKEN_MASK = '****';
const SIGNATURE_MASK = '…';

/** `spell` gives a mask as the text has its characters: each, or the bytes of each. */
function hideNamedAs(text: string, spell: (mask: string) => string): string {
  if (!mayCarrySecret(text)) return text;
  const cut = spell(SIGNATURE_MASK);
  let hidden = '';
  let from = 0;
  // The longest first.
  const places = [...secretsIn(text)].sort((a, b) => a.start - b.start || b.value.length - a.value.length);
  for (const { start, value, kind } of places) {
    if (start < from || value.includes(TOKEN_MASK) || value.endsWith(cut)) continue;
    hidden += text.slice(from, start) + spell(MASKS[kind](value));
    from = start + value.length;
  }
  return hidden + text.slice(from);
}

const AUTHORIZATION = ['authorization', 'proxy-authorization'];

/** Whether a header is secret as a whole, or says how a request is signed. */
function isSecretHeader(name: ByteString): boolean {
  return kindOfHeader(name) !== null;
}

function kindOfHeader(name: ByteString): SecretKind | 'authorization' | null {
  for (const known of AUTHORIZATION) if (isInLower(name, known)) return 'authorization';
  return secretKindOf(name);
}

/** `hidden`: the value with what is known masked; null where nothing is known of what it holds. */
function hideHeader(name: ByteString, value: ByteString, hidden: ByteString | null): ByteString {
  const kind = kindOfHeader(name);
  if (kind === null) return hidden ?? hideNamed(value);
  if (kind !== 'authorization') return fromText(MASKS[kind](toReportText(value).text));
  if (hidden !== null && hidden !== value) return hidden;
  // of a scheme that could not be read, the scheme alone
  const scheme = /^\S+(?=\s)/.exec(value)?.[0] ?? '';
  return `${scheme} ${TOKEN_MASK}`.trim();
}

function hideProse(text: string, copies: CopyHider, { showSignatures }: PublishedOptions): string {
  const hidden = copies.hide(text, (mask) => toReportText(mask).text);
  return showSignatures ? hidden : hideNamedAs(hidden, (mask) => mask);
}

/** A door that masks copies in whatever it shows. */
const MASKED = { showSignatures: false } as const;

/** The door of what people look at, for one exchange. */
export function terminalDoor(result: ExchangeResult): PublishedDoor {
  return publishedDoor(result, MASKED);
}

/** Masks texts that are kept beyond the exchange; what that takes is worked out on demand. */
export function hiderOf(result: ExchangeResult): (text: ByteString) => ByteString {
  let door: PublishedDoor | null = null;
  return (text) => {
    // the signature that is due takes long to work out, and is in no name
    door ??= terminalDoor({ ...result, diagnosis: null });
    return door.hide(text);
  };
}

/** The given secret does not fit an accepted request; a bucket that the user named may be the reason. */
export function unfitSecretNotice({ exchange, address }: OssExchange, accessKeyId: ByteString): Notice {
  const { request, index } = exchange;
  const at = { frame: request?.frame ?? null, offset: null };
  const args = { id: maskAccessKeyId(accessKeyId), exchange: index };
  const { bucket, bucketSource } = address;
  if (bucketSource !== 'option' || bucket === null) return { code: 'secret-unfit', ...at, args };
  const host = request === null ? '' : (header(request, 'host') ?? '');
  return { code: 'secret-or-bucket-unfit', ...at, args: { ...args, host, bucket } };
}
