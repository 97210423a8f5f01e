import { asciiLower, type ByteString, detach } from '../../engine/bytes/byte-string.ts';
import { makeRoom } from '../../engine/bytes/collections.ts';
import { base64TextsIn } from '../../engine/sign/copies.ts';
import { undoEscapesOfCharacters } from '../../engine/sign/escapes.ts';

/*
 * Where captured text may carry what must not be seen. Whoever knows of one more place adds it to the table:
 * reports and extracts mask it in every spelling and format, and a test plants a secret in its sample, in
 * each spelling, and looks for it in each format.
 */

/** What a value is, by which its mask is chosen. */
export type SecretKind = 'token' | 'password' | 'signature' | 'accessKeyId';

/** A value that must not be seen, and where it stands in a text. */
export interface SecretPlace {
  readonly kind: SecretKind;
  readonly start: number;
  readonly value: ByteString;
}

interface Rule {
  /** What stands before the value; `name` says what that is where there is no kind. */
  readonly before: RegExp;
  readonly value: RegExp;
  readonly kind: SecretKind | null;
  /** What such a text has for certain, and hardly any other: found faster than what it is. */
  readonly mark: RegExp;
  /** Such a text, with `…` where the value stands. */
  readonly sample: string;
}

/** A name is read from its beginning, and is no part of a longer one: so each is read once. */
const NAME = String.raw`(?<![\w.-])(?<name>[\w.-]{2,64})`;

/** Shorter values are no secrets of any service, and stand in innocent texts. */
const LEAST = 6;

export const SECRET_RULES = {
  parameter: {
    ...rule(String.raw`${NAME}\]?(?:=|%3D|:(?=\S))["']?`, String.raw`[^&\s"'#,;<>\\]{${LEAST},}`),
    mark: /=|%3D|:\S/i,
    kind: null,
    sample: 'GET /k?access_token=…&x=1',
  },
  /** Of JSON, of Python, and of the conditions of a policy. */
  member: {
    ...rule(String.raw`${NAME}\\?["']\s{0,4}[:,]\s{0,4}\\?["']`, String.raw`(?:[^"'\\]|\\[^"']){${LEAST},}`),
    mark: /["']\s{0,4}[:,]/,
    kind: null,
    sample: '{"clientSecret": "…"}',
  },
  /** Of headers, and of the canonical forms of headers that are signed. */
  line: {
    ...rule(`(?:^|\n)${NAME}[ \\t]{0,4}:[ \\t]{0,4}`, String.raw`[^\s][^\r\n]{${LEAST - 1},}`),
    mark: /:/,
    kind: null,
    sample: 'x-oss-security-token:…',
  },
  element: {
    ...rule(
      String.raw`<(?:[\w-]{1,32}:)?(?<name>[\w.-]{2,64})(?:\s[^<>]{0,256})?>(?:<!\[CDATA\[)?\s{0,16}`,
      String.raw`[^<\]\s]{${LEAST},}`,
    ),
    mark: /</,
    kind: null,
    sample: '<Token-0>…</Token-0>',
  },
  /** Of a form with parts. */
  field: {
    ...rule(
      String.raw`\sname="?${NAME}"?[^\r\n]{0,256}\r?\n(?:[^\r\n]{1,256}\r?\n){0,4}\r?\n`,
      String.raw`[^\r\n]{${LEAST},}`,
    ),
    mark: /name=/i,
    kind: null,
    sample: 'Content-Disposition: form-data; name="id_token"\r\n\r\n…\r\n',
  },
  /** Of a URL, of a Host header, of the target of CONNECT. */
  'user-password': {
    ...rule(
      String.raw`(?<![\w.%+~-])(?!mailto:)[\w.%+~-]{0,128}:`,
      String.raw`[^\s/?#"'<>:]{4,512}(?=@[\w[])`,
    ),
    mark: /@/,
    kind: 'password',
    sample: 'http://user:…@proxy.example.com/k',
  },
  'user-alone': {
    ...rule('://', String.raw`[^\s/?#"'<>:@]{${LEAST},512}(?=@[\w[])`),
    mark: /@/,
    kind: 'password',
    sample: 'https://…@git.example.com/k',
  },
  /** Of a scheme that the tool does not read: `Authorization: Bearer …`, also within a sentence. */
  scheme: {
    ...rule(
      String.raw`(?<![\w-])(?:basic|bearer|negotiate|ntlm|apikey|token)[ +]{1,4}`,
      String.raw`(?=[^\s,;<&"']{0,512}\d)[\w+/.~-]{12,}={0,2}(?=[\s,;<&"'?]|$)`,
    ),
    mark: /basic|bearer|negotiate|ntlm|apikey|token[ +]/i,
    kind: 'token',
    sample: 'Bearer …',
  },
  jwt: {
    ...rule(String.raw`(?<![\w-])(?=eyJ)`, String.raw`eyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?`),
    mark: /eyJ/i,
    kind: 'token',
    sample: 'x-note: eyJhbGciOiJub25lIn0.….',
  },
  /** By what it looks like. */
  'access-key-id': {
    ...rule(
      String.raw`(?<![A-Za-z0-9])(?=LTAI|AKIA|ASIA|STS\.|TMP\.)`,
      String.raw`[A-Za-z]{3,4}\.?[A-Za-z0-9]{12,60}(?![A-Za-z0-9])`,
    ),
    mark: /LTAI|AKIA|ASIA|STS\.|TMP\./i,
    kind: 'accessKeyId',
    sample: 'key LTAI…',
  },
} as const satisfies Readonly<Record<string, Rule>>;

const RULES: readonly Rule[] = Object.values(SECRET_RULES);

function rule(before: string, value: string): Pick<Rule, 'before' | 'value'> {
  return { before: new RegExp(before, 'gi'), value: new RegExp(value, 'iy') };
}

/** Of all rules and names, and of none that is masked already: hardly any text has one. */
const MARK =
  /token|secret|passw|passphrase|pwd|cookie|session|mfa|nonce|opaque|rspauth|assertion|credential(?!=\w{4}\*{4})|jwt|sig(?:nature)?(?:[-_.]?provided)?(?!=.{8}(?:…|\xe2\x80\xa6))(?:[^\s\w.-]|\s+[:>=,]|[\r\n])|<signature\s|(?:access|api|auth|customer|private)[-_.]?key|callback|bearer|basic |negotiate|ntlm|@|%40|eyJ|(?:LTAI|AKIA|ASIA)(?!\*{4})|STS\.(?!\*{4})|TMP\.(?!\*{4})/i;

/** Three characters of each match, and of hardly any other text: they are found in a seventh of the time. */
const OF_MARKS =
  'oke ecr pas pwd ook ses mfa onc paq rsp sse ede jwt nat ig: ig% ig. igp ' +
  'ske ike hke rke eke .ke llb rer bas got ntl @ %40 eyj lta aki asi ts. mp.';

/** Five bits for a character, in either case; `-` and `_` are like a dot. */
const NUMBERS = numbersOf('.%40@abcdefghijklmnopqrstuvwxyz');
/** By the numbers of three characters in a row. */
const MARKED = markedOf(OF_MARKS.split(' '));

function numbersOf(known: string): Uint8Array {
  return Uint8Array.from({ length: 0x80 }, (_, code) => {
    return known.indexOf(asciiLower(String.fromCharCode(code)).replace(/[-_]/, '.')) + 1;
  });
}

function markedOf(marks: readonly string[]): Uint8Array {
  const marked = new Uint8Array(1 << 15);
  for (const mark of marks) {
    let number = 0;
    for (let at = 0; at < mark.length; at++) number = (number << 5) | (NUMBERS[mark.charCodeAt(at)] ?? 0);
    // what is shorter counts whatever stands before it
    for (let all = number; all < marked.length; all += 1 << (5 * mark.length)) marked[all] = 1;
  }
  return marked;
}

export function mayCarrySecret(text: string): boolean {
  let last = 0;
  for (let at = 0; at < text.length; at++) {
    last = ((last << 5) | (NUMBERS[text.charCodeAt(at)] ?? 0)) & 0x7fff;
    if (MARKED[last] === 1) return MARK.test(text);
  }
  return false;
}

/** What carries a secret by its name or by its looks, as it stands in a text, in no order. */
export function* secretsIn(text: string): Generator<SecretPlace> {
  if (!mayCarrySecret(text)) return;
  for (const rule of RULES) yield* placesOf(rule, text);
}

/** A value is only read where it counts: names stand in the values of others, too. */
function* placesOf({ before, value: own, kind: known, mark }: Rule, text: string): Generator<SecretPlace> {
  if (!mark.test(text)) return;
  for (let at = 0; ; ) {
    before.lastIndex = at;
    const found = before.exec(text);
    if (found === null) return;
    at = Math.max(before.lastIndex, found.index + 1);
    const name = found.groups?.['name'] ?? '';
    const kind = known ?? secretKindOf(name);
    if (kind === null) continue;
    const start = before.lastIndex;
    own.lastIndex = start;
    const value = own.exec(text)?.[0];
    if (value === undefined) continue;
    at = start + value.length;
    const scope = /credential/i.test(name) ? value.search(SCOPE) : -1;
    if (scope >= 0) yield { kind: 'accessKeyId', start, value: value.slice(0, scope) };
    else yield { kind, start, value };
    if (!/cookie/i.test(name)) continue;
    for (const { 0: whole, 1: part = '', index } of value.matchAll(COOKIE)) {
      yield { kind, start: start + index + whole.length - part.length, value: part };
    }
  }
}

/** One of several in a header. */
export const COOKIE = /=([^\s;,]{12,})/g;

/** Of a credential of version 4, what follows the ID is its scope, and says where it is of use. */
const SCOPE = /(?:\/|%2F)\d{8}(?:\/|%2F)/i;

/*
 * Words of a name, which `-`, `_`, `.` or a capital parts: tokens of any service, and the keys with which a
 * server is to encrypt what a client sends. Behind other letters only what no other word ends in.
 */
const TOKEN_NAME =
  /(?:token|secret|password|passwd|passphrase|cookie|nonce|assertion|apikey|secret-?(?:access-?)?key|jwt)s?\d*(?:$|-)|(?:^|-)(?:pwd|session|sessionid|sessid|mfa|credentials?|opaque|rspauth|(?:api|auth|customer|private)-key)\d*(?:$|-)|jsessionid|phpsessid/;
const ID_NAME = /access-?key-?id$|^access-?key$|^q-ak$/;
const SIGNATURE_NAME = /(?:signature|sig|signature-?provided)$/;
/** What says something of a token, and is none. */
const PUBLIC_NAME =
  /-(?:md5|algorithm|mode|type|expires?|expiry|expiration|expires-in|expires-at|duration|version|method|name|count|length|status|error|code)$|(?:^|-)(?:tokens?|session)-(?:url|uri|endpoint|policy)$/;

/** Names are few, and met with every exchange. */
const kinds = new Map<string, SecretKind | null>();
const KNOWN_NAMES = 256;

/** What a value is by the name that it has, in whatever syntax; null for none. */
export function secretKindOf(name: string): SecretKind | null {
  const known = kinds.get(name);
  if (known !== undefined) return known;
  const kind = kindOf(name);
  if (name.length <= USUAL_NAME_LENGTH) {
    makeRoom(kinds, KNOWN_NAMES);
    kinds.set(detach(name), kind);
  }
  return kind;
}

const USUAL_NAME_LENGTH = 64;

function kindOf(name: string): SecretKind | null {
  const words = asciiLower(name.replace(/(?<=[a-z0-9])(?=[A-Z][a-z0-9])/g, '-')).replace(/[_.]/g, '-');
  if (PUBLIC_NAME.test(words)) return null;
  if (ID_NAME.test(words)) return 'accessKeyId';
  if (SIGNATURE_NAME.test(words)) return 'signature';
  return TOKEN_NAME.test(words) ? 'token' : null;
}

/** How deep a text is looked into: escapes undone, base64 and bytes in hex read. */
const MOST_DEPTH = 3;

/** Gives `take` every secret that a text carries, also within its escapes and its base64. */
export function takeSecretsIn(
  text: string,
  take: (value: ByteString, kind: SecretKind) => void,
  depth = MOST_DEPTH,
): void {
  const isMarked = mayCarrySecret(text);
  if (isMarked) {
    for (const rule of RULES) for (const { value, kind } of placesOf(rule, text)) take(value, kind);
  }
  if (depth === 0) return;
  const inner = isMarked ? undoEscapesOfCharacters(text) : text;
  if (inner !== text) takeSecretsIn(inner, take, depth - 1);
  for (const decoded of base64TextsIn(text)) takeSecretsIn(decoded, take, depth - 1);
}
