import { fromBase64 } from '../../bytes/base64.ts';
import { asciiLower, type ByteString, fromText } from '../../bytes/byte-string.ts';
import { toSpacedHex } from '../../bytes/hex.ts';
import type { Notice } from '../../bytes/notice.ts';
import { type ReportText, toReportText } from '../../bytes/printable.ts';
import { header } from '../../http/message.ts';
import type { OssExchange } from '../../oss/model.ts';
import { encodeComponent, lowerTriplets } from '../../sign/percent.ts';
import type { ExchangeResult } from '../input.ts';
import type { Filler } from '../text/fill.ts';
import { type Door, maskAccessKeyId, masked, maskToken, shortenSignature } from './redact.ts';

interface PublishedOptions {
  /** Leave signatures and tokens as they were captured. Access key ids are masked all the same. */
  readonly showSignatures: boolean;
}

/**
 * The door of published reports, which leave the reader's machine: also knows what to hide within
 * longer texts.
 */
export interface PublishedDoor extends Door {
  /** A captured text with its secrets masked, still in bytes. */
  hide(value: ByteString): ByteString;
  header(name: ByteString, value: ByteString): ReportText;
  prose(text: string): string;
}

/** A value that must not be seen, and what stands in its place. Both as byte strings. */
interface Secret {
  readonly value: ByteString;
  readonly mask: ByteString;
}

/** Shorter values are no secrets of any service, and occur in innocent texts. */
const LEAST_SECRET = 6;

/**
 * The door for one exchange. Its signatures, token and access key ids are masked wherever they
 * stand: as they are, percent-encoded, spelled in hex (`StringToSignBytes`), or inside of base64
 * (the policy of a form). What carries a secret by its name (a `Signature` parameter, a cookie) is
 * masked whatever its value. Without an exchange only the names count.
 */
export function publishedDoor(result: ExchangeResult | null, options: PublishedOptions): PublishedDoor {
  const secrets = result === null ? [] : secretsOf(result, options);
  const known = secrets.flatMap(formsOf);
  const isSigned = (result?.oss?.claim ?? null) !== null;
  const hide = (value: ByteString): ByteString => {
    let text = value;
    for (const { value: form, mask } of known) if (text.includes(form)) text = text.replaceAll(form, mask);
    if (secrets.length > 0) text = hideSpelled(text, secrets);
    return options.showSignatures ? text : hideNamed(text);
  };
  const header = (name: ByteString, value: ByteString): ReportText => {
    const hidden = hide(value);
    if (options.showSignatures) return toReportText(hidden);
    return toReportText(hideHeader(asciiLower(name), value, isSigned ? hidden : null));
  };
  return {
    hide,
    header,
    text: (value) => toReportText(hide(value)),
    prose: (text) => hideProse(text, known, options),
    accessKeyId: (value) => masked(value, maskAccessKeyId),
    signature: (value) => (options.showSignatures ? toReportText(value) : masked(value, shortenSignature)),
    securityToken: (value) => (options.showSignatures ? toReportText(value) : masked(value, maskToken)),
  };
}

function secretsOf(
  { oss, diagnosis }: ExchangeResult,
  { showSignatures }: PublishedOptions,
): readonly Secret[] {
  if (oss === null) return [];
  const { claim, error } = oss;
  const ids = [claim?.accessKeyId, error?.accessKeyId, diagnosis?.needsSecretOf];
  // decoded once more or less, and the right one, are no less of use
  const compared = (diagnosis?.divergences ?? []).filter(({ field }) => field === 'signature');
  const signatures = showSignatures
    ? []
    : [
        claim?.signature,
        claim?.rawSignature,
        error?.signatureProvided,
        diagnosis?.recomputed,
        ...compared.flatMap(({ client, server }) => [client, server]),
      ];
  const tokens = showSignatures ? [] : [claim?.securityToken];
  const all = [
    ...secrets(tokens, maskToken),
    ...secrets(signatures, shortenSignature),
    ...secrets(ids, maskAccessKeyId),
  ];
  // the longest first: one may be a part of another
  return all.sort((a, b) => b.value.length - a.value.length);
}

function secrets(
  values: readonly (ByteString | null | undefined)[],
  mask: (text: string) => string,
): Secret[] {
  const found: Secret[] = [];
  for (const value of new Set(values)) {
    if (value === null || value === undefined || value.length < LEAST_SECRET) continue;
    found.push({ value, mask: fromText(mask(toReportText(value).text)) });
  }
  return found;
}

/** A secret as it may stand in heads and URLs: as it is, and percent-encoded once and twice. */
function formsOf({ value, mask }: Secret): Secret[] {
  const once = encodeComponent(value);
  const forms = [value, once, lowerTriplets(once), encodeComponent(once), toReportText(value).text];
  return [...new Set(forms)].map((form) => ({ value: form, mask }));
}

/** Base64 that is too short to hold a secret is not looked into. */
const BASE64_RUN = /[A-Za-z0-9+/]{24,}={0,2}/g;
/** As many bytes as the shortest secret has, or more. */
const HEX_RUN = /(?:[0-9A-Fa-f]{2} ){5,}[0-9A-Fa-f]{2}/g;

/** Secrets that are spelled in hex with blanks between, or that base64 holds. */
function hideSpelled(value: ByteString, secrets: readonly Secret[]): ByteString {
  const text = value.replace(HEX_RUN, (run) => hideInHex(run, secrets));
  return text.replace(BASE64_RUN, (run) => {
    const spelled = fromBase64(run);
    const hit = spelled === null ? undefined : secrets.find((secret) => spelled.includes(secret.value));
    return hit === undefined ? run : fromText(`[base64: ${toReportText(hit.mask).text}]`);
  });
}

/** The bytes around a secret stay as they are spelled. */
function hideInHex(run: string, secrets: readonly Secret[]): string {
  const bytes = run.toUpperCase();
  let hidden = run;
  for (const secret of secrets) {
    const hex = toSpacedHex(secret.value).toUpperCase();
    if (!bytes.includes(hex)) continue;
    hidden = hidden.replace(new RegExp(hex, 'gi'), toSpacedHex(secret.mask).toUpperCase());
  }
  return hidden;
}

/** Parameters that carry a signature or a token, in URLs and in the lines of canonical requests. */
const NAMED_SECRET =
  /((?:^|[?&\s"';,])(?:amp;)?((?:x-oss-|x-amz-)?(?:signature|security-token))(?:=|:|%3D)"?)([^&\s"'#,;]+)/gi;

/** A captured text with what carries a secret by its name masked. */
export function hideNamed(text: ByteString): ByteString {
  return hideNamedAs(text, fromText);
}

const TOKEN_MASK = '****';
const SIGNATURE_MASK = '…';

/** `spell` gives a mask as the text has its characters: each, or the bytes of each. */
function hideNamedAs(text: string, spell: (mask: string) => string): string {
  const cut = spell(SIGNATURE_MASK);
  return text.replace(NAMED_SECRET, (whole, start: string, name: string, value: string) => {
    if (value.includes(TOKEN_MASK) || value.endsWith(cut)) return whole;
    return start + spell(/token$/i.test(name) ? maskToken(value) : shortenSignature(value));
  });
}

const AUTHORIZATION = new Set(['authorization', 'proxy-authorization']);
const TOKEN_HEADERS = new Set([
  'cookie',
  'set-cookie',
  'security-token',
  'x-oss-security-token',
  'x-amz-security-token',
]);

/** Whether a header, by its name in lower case, is a token as a whole. */
export function isTokenHeader(lowerName: string): boolean {
  return TOKEN_HEADERS.has(lowerName);
}

/** `hidden`: the value with what is known masked; null where nothing is known of what it holds. */
function hideHeader(lowerName: string, value: ByteString, hidden: ByteString | null): ByteString {
  if (isTokenHeader(lowerName)) return fromText(maskToken(toReportText(value).text));
  if (!AUTHORIZATION.has(lowerName)) return hidden ?? hideNamed(value);
  if (hidden !== null && hidden !== value) return hidden;
  // of a scheme that could not be read, the scheme alone
  const scheme = /^\S+(?=\s)/.exec(value)?.[0] ?? '';
  return `${scheme} ${TOKEN_MASK}`.trim();
}

function hideProse(text: string, known: readonly Secret[], { showSignatures }: PublishedOptions): string {
  let hidden = text;
  for (const { value, mask } of known) {
    if (hidden.includes(value)) hidden = hidden.replaceAll(value, toReportText(mask).text);
  }
  return showSignatures ? hidden : hideNamedAs(hidden, (mask) => mask);
}

/**
 * A filler for sentences that quote what an exchange signed or sent: its lines may hold the token,
 * or a signature.
 */
export function maskingFiller(
  { exchange, oss, diagnosis }: Pick<ExchangeResult, 'exchange' | 'oss' | 'diagnosis'>,
  filler: Filler,
): Filler {
  const { prose } = publishedDoor({ index: 0, exchange, oss, diagnosis }, { showSignatures: false });
  return { ...filler, escape: (text) => filler.escape(prose(text)) };
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
