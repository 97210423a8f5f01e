import { asciiLower, type ByteString, detach, fromText } from '../../bytes/byte-string.ts';
import { makeRoom } from '../../bytes/collections.ts';
import type { Notice } from '../../bytes/notice.ts';
import { type ReportText, toReportText } from '../../bytes/printable.ts';
import { header } from '../../http/message.ts';
import type { OssExchange } from '../../oss/model.ts';
import type { ExchangeResult } from '../input.ts';
import { CopyHider, type Secret } from './copies.ts';
import { type HeadersDoor, type ShownHeaders, shownHeaders, type WithHeaders } from './headers.ts';
import { maskAccessKeyId, masked, maskToken, shortenSignature } from './redact.ts';

interface PublishedOptions {
  /** Leave signatures and tokens as they were captured. Access key ids are masked all the same. */
  readonly showSignatures: boolean;
}

/**
 * The door of published reports, which leave the reader's machine: also knows what to hide within
 * longer texts.
 */
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
 * The door for one exchange. Its signatures, token and access key ids are masked wherever they
 * stand and however they are spelled there (`CopyHider`). What carries a secret by its name (a
 * `Signature` parameter, a cookie) is masked whatever its value. Without an exchange only the names
 * count.
 */
export function publishedDoor(result: ExchangeResult | null, options: PublishedOptions): PublishedDoor {
  const secrets = result === null ? [] : secretsOf(result, options);
  const copies = new CopyHider(secrets);
  const isSigned = (result?.oss?.claim ?? null) !== null;
  const hide = (value: ByteString): ByteString => {
    const text = copies.hide(value, asBytes);
    return options.showSignatures ? text : hideNamed(text);
  };
  const header = (name: ByteString, value: ByteString): ReportText => {
    const hidden = hide(value);
    if (options.showSignatures) return toReportText(hidden);
    return toReportText(hideHeader(asciiLower(name), value, isSigned ? hidden : null));
  };
  const text = (value: ByteString): ReportText => toReportText(hide(value));
  return {
    hide,
    text,
    header,
    headers: (message) => {
      if (!isFreeOfSecrets(message, copies)) return shownHeaders(message, text, header);
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

/**
 * Whether no header but those that are secrets as a whole has anything to hide: nearly all messages
 * are so, and one look at all lines finds that out.
 */
function isFreeOfSecrets({ headers }: WithHeaders, copies: CopyHider): boolean {
  let lines = '';
  for (const { name, value } of headers) if (!isSecretHeader(name)) lines += `${name}:${value}\n`;
  return !NAME_OF_SECRET.test(lines) && copies.isFree(lines);
}

/** Masks are byte strings already. */
function asBytes(mask: ByteString): ByteString {
  return mask;
}

function secretsOf(result: ExchangeResult, { showSignatures }: PublishedOptions): Secret[] {
  const found: Secret[] = [];
  const { exchange, oss, diagnosis } = result;
  if (!showSignatures) {
    for (const message of [exchange.request, exchange.response]) {
      for (const { name, value } of message?.headers ?? []) addNamed(found, name, value);
    }
  }
  if (oss === null) return found;
  const { claim, error } = oss;
  if (!showSignatures) {
    // what is read of a request is worked out when it is first asked for
    const target = exchange.request?.target ?? '';
    const ofQuery = NAMED_PARAMETER.test(target) ? oss.request?.query : null;
    for (const { name, value } of ofQuery ?? []) addNamed(found, name, value);
    const ofForm = exchange.request?.method === 'POST' ? oss.request?.form : null;
    for (const { name, value } of ofForm ?? []) addNamed(found, name, value);
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
  }
  addSecret(found, claim?.accessKeyId, maskAccessKeyId);
  addSecret(found, error?.accessKeyId, maskAccessKeyId);
  addSecret(found, diagnosis?.needsSecretOf, maskAccessKeyId);
  return found;
}

/** Once each, however many places of an exchange have it. */
function addSecret(found: Secret[], value: ByteString | null | undefined, mask: Secret['mask']): void {
  if (value === null || value === undefined || value.length < LEAST_SECRET) return;
  for (const known of found) if (known.value === value && known.mask === mask) return;
  found.push({ value, mask });
}

/** What a header, a parameter or a field has that is a token or a key as a whole, by its name. */
function addNamed(found: Secret[], name: ByteString, value: ByteString | null): void {
  if (value === null || value.length < LEAST_NAMED_SECRET) return;
  if (name === TEMPORARY_URL_SIGNATURE) addSecret(found, value, shortenSignature);
  else if (isSecretHeader(name) && !AUTHORIZATION.has(asciiLower(name))) addSecret(found, value, maskToken);
}

/** Of what is secret by its name alone, shorter values may well be words. */
const LEAST_NAMED_SECRET = 12;

/** What a name may have to do with it: hardly any target has such a parameter. */
const NAMED_PARAMETER = /[?&][^=&]*(?:token|secret|passw|cookie|session|key|mfa|temp_url)/i;

/** Of a URL that Swift signs. */
const TEMPORARY_URL_SIGNATURE = 'temp_url_sig';

/**
 * Parameters that carry a signature, a token or a key, in URLs and in the lines of canonical
 * requests.
 */
const SECRET_PARAMETER = [
  '(?:x-oss-|x-amz-)?signature',
  '(?:x-oss-|x-amz-)?(?:security|s3session)-token',
  '(?:x-oss-|x-amz-)?(?:copy-source-)?server-side-encryption-customer-key',
  TEMPORARY_URL_SIGNATURE,
].join('|');
const NAMED_SECRET = new RegExp(
  `((?:^|[?&\\s"';,])(?:amp;)?(${SECRET_PARAMETER})(?:=|:|%3D)"?)([^&\\s"'#,;]+)`,
  'gi',
);

/** Found faster than the whole: hardly any text has one. */
const NAME_OF_SECRET = /signature|security-token|s3session-token|customer-key|temp_url_sig/i;

/** A captured text with what carries a secret by its name masked. */
export function hideNamed(text: ByteString): ByteString {
  return hideNamedAs(text, fromText);
}

const TOKEN_MASK = '****';
const SIGNATURE_MASK = '…';

/** `spell` gives a mask as the text has its characters: each, or the bytes of each. */
function hideNamedAs(text: string, spell: (mask: string) => string): string {
  if (!NAME_OF_SECRET.test(text)) return text;
  const cut = spell(SIGNATURE_MASK);
  return text.replace(NAMED_SECRET, (whole, start: string, name: string, value: string) => {
    if (value.includes(TOKEN_MASK) || value.endsWith(cut)) return whole;
    return start + spell(/(?:token|key)$/i.test(name) ? maskToken(value) : shortenSignature(value));
  });
}

const AUTHORIZATION = new Set(['authorization', 'proxy-authorization']);
/** Tokens of any service, and the keys with which a server is to encrypt what a client sends. */
const TOKEN_NAME =
  /(?:^|-)(?:token|secret|password|passwd|cookie|session|(?:api|auth|customer)-?key|mfa)(?:$|-)/;
const PUBLIC_NAME = /-(?:md5|algorithm|mode)$/;

/** Whether a header, by its name in lower case, is a token or a key as a whole. */
export function isTokenHeader(lowerName: string): boolean {
  return TOKEN_NAME.test(lowerName) && !PUBLIC_NAME.test(lowerName);
}

/** Whether a header is a token as a whole, or says how a request is signed. */
function isSecretHeader(name: ByteString): boolean {
  const known = secretNames.get(name);
  if (known !== undefined) return known;
  const lowerName = asciiLower(name);
  const isSecret = AUTHORIZATION.has(lowerName) || isTokenHeader(lowerName);
  if (name.length <= USUAL_NAME_LENGTH) {
    makeRoom(secretNames, KNOWN_NAMES);
    secretNames.set(detach(name), isSecret);
  }
  return isSecret;
}

/** Names are few, and met with every exchange. */
const secretNames = new Map<ByteString, boolean>();
const KNOWN_NAMES = 256;
const USUAL_NAME_LENGTH = 64;

/** `hidden`: the value with what is known masked; null where nothing is known of what it holds. */
function hideHeader(lowerName: string, value: ByteString, hidden: ByteString | null): ByteString {
  if (isTokenHeader(lowerName)) return fromText(maskToken(toReportText(value).text));
  if (!AUTHORIZATION.has(lowerName)) return hidden ?? hideNamed(value);
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

/**
 * That the secret which the user gave for that key does not give the signature of an accepted
 * request. Where the user named the bucket as well, that may be what is wrong.
 */
export function unfitSecretNotice({ exchange, address }: OssExchange, accessKeyId: ByteString): Notice {
  const { request, index } = exchange;
  const at = { frame: request?.frame ?? null, offset: null };
  const args = { id: maskAccessKeyId(accessKeyId), exchange: index };
  const { bucket, bucketSource } = address;
  if (bucketSource !== 'option' || bucket === null) return { code: 'secret-unfit', ...at, args };
  const host = request === null ? '' : (header(request, 'host') ?? '');
  return { code: 'secret-or-bucket-unfit', ...at, args: { ...args, host, bucket } };
}
