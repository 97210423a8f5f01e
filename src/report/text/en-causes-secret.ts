import type { CauseText } from './texts.ts';

const say = (headline: string, cause: string, cure: string): CauseText => ({ headline, cause, cure });

const RENEW = 'enter the secret again where the client reads it; if it is lost, create a new AccessKey';
const TRIM = 'remove it where the client reads its configuration, or trim the value there';

/** Causes that lie in the secret: both sides signed the same string. */
export const EN_CAUSES_SECRET = {
  'server-holds-other-secret': say(
    'The client signed correctly with the secret you supplied, but the server has another one for this ID.',
    'the secret was rotated or belongs to another AccessKey ID, or ID and secret come from two different pairs',
    'check that ID and secret belong together; create a new AccessKey if the secret is lost',
  ),
  'other-secret-or-request': say(
    'The client signed correctly with the secret you supplied; the server has another one for this ID, or received a different request.',
    'the secret was rotated or belongs to another AccessKey ID; or something that is signed was changed in transit, and the response does not show it',
    'check that ID and secret belong together; if they do, take a second capture after the proxy',
  ),
  'request-not-seen': say(
    'The signature that the server received does not match the string that it signed.',
    "either the client signed a different string, or its secret differs from the server's; the request itself is not here to compare with",
    "add what the client sent (curl -v, a debug log, a capture); or put the secret of this AccessKey ID in a file and rerun with --credentials FILE: osscap then searches variants of the server's string for the one that the client signed",
  ),
  'answer-alone': say(
    'The signature is wrong; the request is not here to tell why.',
    "the client signed a different string from the one it sent, or its secret differs from the server's, or the request was changed in transit",
    'add what the client sent (curl -v, a debug log, a capture), and the whole error document, which shows what the server signed',
  ),
  'chunk-signature-differs': say(
    'The signature of a chunk of the body does not match the chunk.',
    'the signature at fault is one of those between the data (aws-chunked), not the one in the headers: the client signs its chunks by other rules, or a proxy altered the body between the client and OSS',
    'let the client sign the body as a whole or not at all (UNSIGNED-PAYLOAD, no chunked encoding), or use an OSS SDK; if it fails only behind a proxy, compare captures before and after it',
  ),
  'request-known-by-hash': say(
    'The signature that the server received does not match the string that it signed.',
    "either the client signed a different request, or its secret differs from the server's; of the request, that string has only a hash",
    'add what the client sent (curl -v, a debug log, a capture); a secret given with --credentials FILE proves no more than whether the client signed this very string with it, or with one nearly like it',
  ),
  'secret-unknown-difference': say(
    'Most likely the client used a different secret from the one you supplied.',
    'every request of this AccessKey ID fails, requests of several kinds among them, and no known variant of the string or of the secret gives their signatures',
    'compare the secret on the client with the one you supplied, byte by byte; print its length and its last characters, not more; if they are the same, log the string to sign on the client and compare it with the one that osscap explain shows',
  ),
  'listed-header-gone': say(
    'The signature covers headers that the request does not have: {names}. Their values are gone, so nothing can prove the rest.',
    'the signature names them as signed: whoever sends the request left them out, or something dropped them before the capture; a different secret is possible too, and cannot be ruled out from here',
    'send these headers with the very values that were signed, or sign without them; then capture again',
  ),
  'same-string-accepted': say(
    'The very same string was accepted with another signature: the secret is another one here, or the signing key was derived otherwise.',
    'in #{exchange:ref} the server took a signature of this string for this AccessKey ID, so nothing in the string is wrong; no header, parameter or policy has to be looked for',
    'compare the secret of the client that signed this with the one that signed #{exchange:ref}; if they are the same, compare how the two make the signature (hash, derived key, base64 or hex)',
  ),
  'bucket-not-known': say(
    'The bucket behind the custom domain {host} is not known, so the signed string cannot be rebuilt.',
    'the bucket is part of the signed string, and a custom domain does not show it',
    'run osscap again with --bucket {host}=NAME: it then proves what the client signed',
  ),
  'signed-url-edited': say(
    'This signed URL may have been edited after it was signed; no known variant of its string or of the secret gives the signature.',
    'whoever uses a signed URL can change it. All of this is signed: the method, the path, {names}; an edited value is gone from the URL. That the URL was signed with another secret is possible too',
    'compare the URL with the one that the signer returned, character by character; if they are the same, compare the secrets of the signer and of the file that you supplied',
  ),
  'string-unknown-difference': say(
    'No known variant of the string or of the secret gives this signature, but elsewhere in the capture the secret you supplied is right for this ID.',
    'either the client signed something that this request no longer has (a header, a parameter or part of the path was dropped or changed before it was captured), or another client uses a different secret with the same ID',
    "compare it with the accepted request that the notes name; log the string to sign on the client, or capture there; if another client sent it, check that client's secret",
  ),
  'string-unknown-secret-used': say(
    'No known variant of the string or of the secret gives this signature, but other requests with this ID were signed with the secret you supplied.',
    'either the client signed something that this request no longer has (a header, a parameter or part of the path was dropped or changed before it was captured), or another client uses a different secret with the same ID',
    "fix what is wrong with the other requests, and see whether this one still fails; log the string to sign on the client, or capture there; if another client sent it, check that client's secret",
  ),
  'secret-trailing-newline': say(
    'The client used the secret with a line feed at its end.',
    'it was read from a file or a mounted secret together with the line end',
    TRIM,
  ),
  'secret-trailing-crlf': say(
    'The client used the secret with CR LF at its end.',
    'it was read from a file with Windows line ends',
    TRIM,
  ),
  'secret-trailing-cr': say(
    'The client used the secret with a carriage return (CR) at its end.',
    'it was read from a file with Windows line ends by a program that took off the line feed alone',
    TRIM,
  ),
  'secret-trailing-space': say(
    'The client used the secret with a space at its end.',
    'it was copied with a trailing space',
    TRIM,
  ),
  'secret-trailing-tab': say(
    'The client used the secret with a tab at its end.',
    'it was copied from a table',
    TRIM,
  ),
  'secret-leading-space': say(
    'The client used the secret with a space before it.',
    'it was copied with the space, or the configuration keeps the space after the = sign',
    TRIM,
  ),
  'secret-leading-newline': say(
    'The client used the secret with a line feed before it.',
    'a multi-line value begins on the next line',
    TRIM,
  ),
  'secret-ampersand': say(
    'The client used the secret with an ampersand after it.',
    'the RPC APIs of Alibaba Cloud (ECS, STS) sign with such a key; OSS signs with the secret itself',
    'sign by the rules of OSS, or use an OSS SDK',
  ),
  'secret-given-padded': say(
    "The secret you supplied has white space, quotation marks or invisible characters in it; the client's has none, and signs this string.",
    'so the client signed correctly, and the server has a different secret for this ID',
    'check that ID and secret belong together, and type the secret in the credentials file again',
  ),
  'secret-bom': say(
    'The client used the secret with a byte order mark before it.',
    'it was read from a file that begins with a BOM',
    'save the file without a BOM, or strip it when reading',
  ),
  'secret-invisible-character': say(
    'The client used the secret with an invisible character ({character}) at one end.',
    'it was copied from a web page, a chat or a document',
    'retype the ends of the secret, or strip everything but letters and digits where it is read',
  ),
  'secret-invisible-inside': say(
    'The client used the secret with a break or an invisible character ({character}) in it, after character {position}.',
    'it was copied from a web page, a chat or a document, or a long line was broken',
    'type the secret again, or strip everything but letters and digits where it is read',
  ),
  'secret-full-width': say(
    'The client used the secret with full-width characters in place of ordinary ones ({count} of them).',
    'it was typed with an input method switched to full-width, or went through a document that converts characters',
    'type the secret again with half-width letters and digits',
  ),
  'secret-placeholder': say(
    'The client used {value:q} as the secret.',
    'the secret was never filled in, or the variable that should hold it is not set where the client runs',
    RENEW,
  ),
  'secret-quoted': say(
    'The client used the secret with quotation marks around it.',
    'a configuration format without quoting took them as part of the value',
    'remove the quotes',
  ),
  'secret-padded': say(
    'The client used the secret with extra characters around it: {before:q} before, {after:q} after.',
    'it was read together with what surrounds it: line breaks, spaces, quotation marks or the name of the setting',
    TRIM,
  ),
  'secret-url-encoded': say(
    'The client used a percent-encoded secret.',
    'it passed through a URL and was not decoded',
    'decode it once, or keep secrets out of URLs',
  ),
  'secret-url-decoded': say(
    'The client used a percent-decoded secret.',
    'it was decoded although it was not encoded',
    'use the secret as it is',
  ),
  'secret-base64': say(
    'The client used the secret base64-encoded, or base64-decoded.',
    'a secret store returns base64 (Kubernetes does), and it was decoded once too often or not at all',
    'decode it exactly once',
  ),
  'secret-is-key-id': say(
    'The client used the AccessKey ID as the secret.',
    'two fields of the configuration hold the same value, or were swapped',
    RENEW,
  ),
  'secret-of-other-key': say(
    'The client signed with the secret of another AccessKey ID, {accessKeyId:id}.',
    'ID and secret come from two different pairs: two profiles, two environment variables, an old key and a new one',
    'in the configuration of the client, take both from the same pair: the secret of the ID that it sends, or {accessKeyId:id} as the ID',
  ),
  'secret-empty': say(
    'The client used an empty secret.',
    'the variable or field that should hold it is not set',
    'set it, and make the program refuse to start without it',
  ),
  'secret-case': say(
    'The client used the secret in a different letter case.',
    'something changed the case of its letters',
    RENEW,
  ),
  'secret-characters-swapped': say(
    'The client used a secret with two neighbouring characters swapped, at {position}.',
    'it was typed by hand',
    RENEW,
  ),
  'secret-character-missing': say(
    'The client used a secret with one character missing, at {position}.',
    'it was typed or copied incompletely',
    RENEW,
  ),
  'secret-character-extra': say(
    'The client used a secret with one character too many, at {position}.',
    'it was typed by hand, or a character slipped in when it was copied',
    RENEW,
  ),
  'secret-character-different': say(
    'The client used a secret with one wrong character, at {position}.',
    'it was typed by hand: 0 and O, 1 and l are easily confused',
    RENEW,
  ),
  'secret-lookalikes': say(
    'The client used a secret with {count} characters replaced by ones that look alike.',
    'it was typed from print or from a picture: 0 and O, or 1, l and I were confused',
    RENEW,
  ),
  'secret-cut-short': say(
    'The client used only the first {kept} characters of the secret.',
    'a field or a column is too short, or it was cut at a special character',
    RENEW,
  ),
  'secret-beginning-missing': say(
    'The client used only the last {kept} characters of the secret.',
    'its beginning was not copied, or it was split at a special character',
    RENEW,
  ),
  'secret-doubled': say('The client used the secret twice in a row.', 'it was pasted twice', RENEW),
} as const satisfies Readonly<Record<string, CauseText>>;
