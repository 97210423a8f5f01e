import type { CauseText } from './texts.ts';

const say = (headline: string, cause: string, cure: string): CauseText => ({ headline, cause, cure });

const RENEW = 'enter the secret anew where the client reads it; if it is lost, create a new access key';
const TRIM = 'remove it where the client reads its configuration, or trim the value there';

/** Causes that lie in the secret: both sides signed the same string. */
export const EN_CAUSES_SECRET = {
  'server-holds-other-secret': say(
    'The client signed correctly with the secret that you gave; the server holds another one for this id.',
    'the secret was rotated or belongs to another access key id, or id and secret come from two different keys',
    'check that id and secret belong together; create a new access key if the secret is lost',
  ),
  'other-secret-or-request': say(
    'The client signed correctly with the secret that you gave; the server holds another one for this id, or received another request.',
    'the secret was rotated or belongs to another access key id; or something that is signed was changed on the way, and the answer does not show it',
    'check that id and secret belong together; if they do, take a second capture behind the proxy',
  ),
  'request-not-seen': say(
    'The signature that the server was given is not that of the string that it signed.',
    'either the client signed another string, or it used another secret than the server holds; the request itself is not here to compare with',
    "add what the client sent (curl -v, a debug log, a capture); or run again with --credentials FILE, which holds the secret of this access key id: then the string that the client signed is searched among the server's variants",
  ),
  'secret-unknown-difference': say(
    'The client used another secret than the one that you gave, or its HMAC is broken.',
    'no known variant of the string or of the secret gives the signature on the wire',
    'compare the secret on the client with the one that you gave, byte by byte; print its length and its last characters, not more',
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
  'secret-trailing-space': say(
    'The client used the secret with a space at its end.',
    'it was copied with the space behind it',
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
    'The client used the secret with an ampersand behind it.',
    'the RPC APIs of Alibaba Cloud (ECS, STS) sign with such a key; OSS signs with the secret itself',
    'sign by the rules of OSS, or use an OSS SDK',
  ),
  'secret-given-padded': say(
    'The secret that you gave has white space around it; the one of the client has not, and signs this string.',
    'so the client signed correctly, and the server holds another secret for this id',
    'check that id and secret belong together, and remove the white space from the credentials file',
  ),
  'secret-bom': say(
    'The client used the secret with a byte order mark before it.',
    'it was read from a file that begins with a BOM',
    'save the file without a BOM, or strip it when reading',
  ),
  'secret-invisible-character': say(
    'The client used the secret with an invisible character ({character}) at one end.',
    'it was copied from a web page or a document',
    'type the ends of the secret anew, or strip everything but letters and digits where it is read',
  ),
  'secret-placeholder': say(
    'The client used {value:q} for the secret.',
    'the secret was never filled in, or the variable that should hold it is not set where the client runs',
    RENEW,
  ),
  'secret-quoted': say(
    'The client used the secret with quotation marks around it.',
    'a configuration format that does not know quotes took them as part of the value',
    'remove the quotes',
  ),
  'secret-padded': say(
    'The client used the secret with more around it: before it {before:q}, behind it {after:q}.',
    'it was read together with the line ends, blanks or quotation marks that stand around it',
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
    'pass the secret on as it is',
  ),
  'secret-base64': say(
    'The client used the secret in its base64 form, or decoded from it.',
    'a secret store hands out base64 (Kubernetes does), and it was decoded once too often or not at all',
    'decode it exactly once',
  ),
  'secret-is-key-id': say(
    'The client used the access key id as the secret.',
    'two fields of the configuration hold the same value, or were exchanged',
    RENEW,
  ),
  'secret-empty': say(
    'The client used an empty secret.',
    'the variable or the field that should hold it is not set',
    'set it, and let the program refuse to start without it',
  ),
  'secret-case': say(
    'The client used the secret in other letter case.',
    'something lowered or raised its letters',
    RENEW,
  ),
  'secret-characters-swapped': say(
    'The client used a secret in which two neighbouring characters are swapped, at {position}.',
    'it was typed by hand',
    RENEW,
  ),
  'secret-character-missing': say(
    'The client used a secret that lacks one character, at {position}.',
    'it was typed or copied incompletely',
    RENEW,
  ),
  'secret-character-extra': say(
    'The client used a secret with one character too many, at {position}.',
    'it was typed by hand, or a character came in when it was copied',
    RENEW,
  ),
  'secret-character-different': say(
    'The client used a secret in which one character is another, at {position}.',
    'it was typed by hand: 0 and O, 1 and l are easily mistaken',
    RENEW,
  ),
  'secret-lookalikes': say(
    'The client used a secret in which {count} characters are others that look alike.',
    'it was typed from print or from a picture: 0 and O, or 1, l and I were taken for one another',
    RENEW,
  ),
  'secret-cut-short': say(
    'The client used only the first {kept} characters of the secret.',
    'a field or a column is too short, or it was cut at a special character',
    RENEW,
  ),
  'secret-doubled': say('The client used the secret twice in a row.', 'it was pasted twice', RENEW),
} as const satisfies Readonly<Record<string, CauseText>>;
