/* Hypotheses on the secret: what the client may have used in the place of the given one. */

import { fromBase64, toBase64 } from '../../engine/bytes/base64.ts';
import { type ByteString, decodeUtf8, fromText, toBytes } from '../../engine/bytes/byte-string.ts';
import { cause } from '../../engine/diagnose/cause.ts';
import type { Cause } from '../../engine/diagnose/model.ts';
import { decodePercent, encodeComponent, Secret } from '../../engine/sign/index.ts';
import { ALL_FAMILIES, type Hypothesis, type Subject, type Variant } from '../hypothesis.ts';

/** What decides which secrets are tried: nothing of the request. */
export type SecretSubject = Pick<Subject, 'claim' | 'secret' | 'otherCredentials'>;

/** A hypothesis whose variants have each another secret, and no other change. */
interface SecretHypothesis extends Hypothesis {
  readonly variants: (subject: SecretSubject) => Iterable<SecretVariant>;
}

type SecretVariant = Variant & { readonly secret: Secret };

type Forms = (secret: ByteString, accessKeyId: ByteString) => Iterable<readonly [ByteString, Cause]>;

/**
 * The variants of the secret that `forms` gives; they stay within this function and the signing of
 * candidates.
 */
function variantsOf(subject: SecretSubject, forms: Forms): Iterable<SecretVariant> {
  return subject.secret.use((secret) => otherSecrets(subject, secret, forms));
}

function* otherSecrets(subject: SecretSubject, secret: ByteString, forms: Forms): Generator<SecretVariant> {
  for (const [text, made] of forms(secret, subject.claim.accessKeyId)) {
    if (text !== secret) yield { cause: made, secret: new Secret(text) };
  }
}

const secretHypothesis = (
  own: Pick<Hypothesis, 'id' | 'cost' | 'causes' | 'single'>,
  forms: Forms,
): SecretHypothesis => ({
  ...own,
  field: 'secret',
  families: [...ALL_FAMILIES, 'format'],
  ofSecret: true,
  variants: (subject) => variantsOf(subject, forms),
});

const whiteSpace = secretHypothesis(
  {
    id: 'secret-white-space',
    cost: 1,
    causes: [
      'secret-trailing-newline',
      'secret-trailing-crlf',
      'secret-trailing-cr',
      'secret-trailing-space',
      'secret-trailing-tab',
      'secret-leading-space',
      'secret-leading-newline',
      'secret-ampersand',
      'secret-given-padded',
    ],
  },
  function* (secret) {
    yield [`${secret}\n`, cause('secret-trailing-newline', {})];
    yield [`${secret}\r\n`, cause('secret-trailing-crlf', {})];
    yield [`${secret}\r`, cause('secret-trailing-cr', {})];
    yield [`${secret} `, cause('secret-trailing-space', {})];
    yield [`${secret}\t`, cause('secret-trailing-tab', {})];
    yield [` ${secret}`, cause('secret-leading-space', {})];
    yield [`\n${secret}`, cause('secret-leading-newline', {})];
    yield [`${secret}&`, cause('secret-ampersand', {})];
    yield [bareSecret(secret), cause('secret-given-padded', {})];
  },
);

/**
 * White space, and the characters of Unicode that are not seen (zero width, marks of direction, soft hyphen,
 * byte order mark).
 */
const UNSEEN = /[\s\p{Cf}\0]/gu;

/**
 * The secret without quotation marks around it and without what cannot be seen, of which no secret has any.
 */
function bareSecret(secret: ByteString): ByteString {
  const text = decodeUtf8(secret);
  if (text === null) return secret;
  return fromText(text.replace(UNSEEN, '').replace(/^(["'])(.*)\1$/, '$2'));
}

/** What copying from a web page, a chat or a document brings along. */
const INVISIBLE = [
  ...['\u00a0', '\u200b', '\ufeff', '\u3000', '\0'],
  // soft hyphen, joiners, marks and embeddings of direction, the place of a picture
  ...[
    '\u00ad',
    '\u200c',
    '\u200d',
    '\u2060',
    '\u200e',
    '\u200f',
    '\u202a',
    '\u202c',
    '\u2068',
    '\u2069',
    '\ufffc',
  ],
] as const;

/** As Unicode writes it, e.g. `U+200B`. */
function codePoint(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

const invisible = secretHypothesis(
  { id: 'secret-invisible-character', cost: 2, causes: ['secret-invisible-character'], single: true },
  function* (secret) {
    for (const each of INVISIBLE) {
      const made = cause('secret-invisible-character', { character: codePoint(each) });
      yield [secret + fromText(each), made];
      yield [fromText(each) + secret, made];
    }
  },
);

/** White space that the end of a line, of a cell or of a copied text leaves. */
const BLANKS = ['\n', '\r\n', ' ', '\t', '\r'] as const;
/** The same, written out where it should have been unescaped. */
const ESCAPED = ['\\n', '\\r\\n', '\\r', '\\t'] as const;
/** Quotation marks and what a line of settings goes on with behind them. */
const QUOTES = ['"', "'"] as const;
const BEHIND_QUOTES = [...BLANKS, ',', ';', ',\n', ',\r\n', ';\n', ';\r\n'] as const;
const MARK = '\xef\xbb\xbf';
/** What chats and dialogs put around a text to keep its direction. */
const DIRECTIONS = [
  ['\u202a', '\u202c'],
  ['\u202d', '\u202c'],
  ['\u2066', '\u2069'],
  ['\u2068', '\u2069'],
] as const;

/** More around the secret than one character or one pair of quotation marks. */
function* paddings(): Generator<readonly [before: ByteString, after: ByteString]> {
  for (const one of BLANKS) {
    for (const other of BLANKS) yield ['', one + other];
    yield ['', one.repeat(3)];
    for (const before of BLANKS) yield [before, one];
    yield [MARK, one];
    yield [one.repeat(2), ''];
  }
  for (const each of INVISIBLE) {
    const bytes = fromText(each);
    yield [bytes, bytes];
    for (const blank of BLANKS) yield* [['', bytes + blank] as const, ['', blank + bytes] as const];
  }
  for (const [open, close] of DIRECTIONS) yield [fromText(open), fromText(close)];
  yield ['\t', ''];
  yield ['\r\n', ''];
  for (const escaped of ESCAPED) yield ['', escaped];
  for (const quote of QUOTES) {
    for (const behind of BEHIND_QUOTES) yield [quote, quote + behind];
    for (const before of [' ', '\n']) yield [before + quote, quote];
    for (const behind of [',', ';', '\n', '\r\n']) yield ['', quote + behind];
  }
}

/** How settings name the secret, in front of it. */
const SETTING_NAMES = [
  ...['accessKeySecret', 'AccessKeySecret', 'access_key_secret', 'accesskeysecret', 'secret'],
  ...['OSS_ACCESS_KEY_SECRET', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'ACCESS_KEY_SECRET'],
] as const;

/**
 * A secret taken together with its name in a file of settings, with the key id that a list has before it, or
 * in brackets.
 */
function* settings(accessKeyId: ByteString): Generator<readonly [before: ByteString, after: ByteString]> {
  for (const name of SETTING_NAMES) {
    for (const sign of ['=', ' = ', ':', ': ']) yield [name + sign, ''];
  }
  for (const sign of [':', ',', ' ', '\t', '/']) yield [accessKeyId + sign, ''];
  yield ['<', '>'];
  yield ['`', '`'];
  yield ['${', '}'];
}

const padded = secretHypothesis(
  { id: 'secret-padded', cost: 3, causes: ['secret-padded'], single: true },
  function* (secret, accessKeyId) {
    for (const [before, after] of [...paddings(), ...settings(accessKeyId)]) {
      yield [before + secret + after, cause('secret-padded', { before, after })];
    }
  },
);

/** What stands in the place of a secret that was never set, or never filled in. */
const PLACEHOLDERS = [
  ...['undefined', 'null', 'None', 'nil', 'NULL', '[object Object]', 'false'],
  ...['yourAccessKeySecret', '<yourAccessKeySecret>', 'yourAccessKeySecret'.toLowerCase()],
  ...[
    'your-access-key-secret',
    '<your-access-key-secret>',
    'YOUR_ACCESS_KEY_SECRET',
    'your_access_key_secret',
  ],
  ...['<AccessKeySecret>', 'AccessKeySecret', 'accessKeySecret', 'access_key_secret', '<accessKeySecret>'],
  ...['ACCESS_KEY_SECRET', 'OSS_ACCESS_KEY_SECRET', '$OSS_ACCESS_KEY_SECRET', 'xxx', '******'],
  // names of variables that nothing put the secret in the place of
  ...[
    'OSS_ACCESS_KEY_SECRET',
    'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
    'ACCESS_KEY_SECRET',
    'accessKeySecret',
  ].flatMap((name) => [
    `\${${name}}`,
    `$${name}`,
    `{{${name}}}`,
    `{{ ${name} }}`,
    `%${name}%`,
    `process.env.${name}`,
  ]),
  ...['ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'YourAccessKeySecret', 'yourSecret', 'your-secret', 'your_secret'],
  ...['<your_access_key_secret>', '<yourSecret>', '[object Promise]'],
] as const;

const placeholder = secretHypothesis(
  { id: 'secret-placeholder', cost: 3, causes: ['secret-placeholder'], single: true },
  function* () {
    for (const value of PLACEHOLDERS) yield [value, cause('secret-placeholder', { value })];
  },
);

const wrapping = secretHypothesis(
  { id: 'secret-wrapped', cost: 1, causes: ['secret-bom', 'secret-quoted'] },
  function* (secret) {
    yield [`\xef\xbb\xbf${secret}`, cause('secret-bom', {})];
    yield [`"${secret}"`, cause('secret-quoted', {})];
    yield [`'${secret}'`, cause('secret-quoted', {})];
  },
);

const mixedUp = secretHypothesis(
  { id: 'secret-mixed-up', cost: 1, causes: ['secret-is-key-id', 'secret-empty'] },
  function* (_, accessKeyId) {
    yield [accessKeyId, cause('secret-is-key-id', {})];
    yield ['', cause('secret-empty', {})];
  },
);

/** An id and a secret out of two pairs, where the user has given both. */
const ofOtherKey: SecretHypothesis = {
  id: 'secret-of-other-key',
  field: 'secret',
  causes: ['secret-of-other-key'],
  families: [...ALL_FAMILIES, 'format'],
  cost: 1,
  ofSecret: true,
  single: true,
  *variants({ secret: given, otherCredentials }) {
    for (const { accessKeyId, secret } of otherCredentials) {
      const isGiven = given.use((own) => secret.use((other) => other === own));
      if (!isGiven) yield { cause: cause('secret-of-other-key', { accessKeyId }), secret };
    }
  },
};

const encoded = secretHypothesis(
  { id: 'secret-encoded', cost: 2, causes: ['secret-url-encoded', 'secret-url-decoded', 'secret-base64'] },
  function* (secret) {
    yield [encodeComponent(secret), cause('secret-url-encoded', {})];
    yield [decodePercent(secret), cause('secret-url-decoded', {})];
    yield [toBase64(toBytes(secret)), cause('secret-base64', {})];
    // what `echo … | base64` makes of it
    yield [toBase64(toBytes(`${secret}\n`)), cause('secret-base64', {})];
    const decoded = fromBase64(secret);
    if (decoded !== null && decoded !== '') yield [decoded, cause('secret-base64', {})];
  },
);

const shape = secretHypothesis(
  { id: 'secret-shape', cost: 2, causes: ['secret-case', 'secret-doubled'] },
  function* (secret) {
    yield [secret.toLowerCase(), cause('secret-case', {})];
    yield [secret.toUpperCase(), cause('secret-case', {})];
    yield [secret + secret, cause('secret-doubled', {})];
  },
);

/**
 * Characters that are varied one by one: a usual secret has 30, and a longer one would eat the budget of the
 * rest.
 */
const VARIED_CHARACTERS_LIMIT = 64;

/** Misspellings by the hundred: alone only, after everything else that is tried alone. */
const typing = (own: Pick<Hypothesis, 'id' | 'causes'>, forms: Forms): SecretHypothesis =>
  secretHypothesis({ ...own, cost: 5, single: true }, forms);

const cut = typing(
  { id: 'secret-cut', causes: ['secret-cut-short', 'secret-beginning-missing'] },
  function* (secret) {
    for (let kept = secret.length - 1; kept > 0; kept--) {
      yield [secret.slice(0, kept), cause('secret-cut-short', { kept })];
    }
    // without its first character alone it is reported as one with a character missing
    for (let kept = secret.length - 2; kept > 0; kept--) {
      yield [secret.slice(-kept), cause('secret-beginning-missing', { kept })];
    }
  },
);

const slip = typing(
  { id: 'secret-slip', causes: ['secret-character-missing', 'secret-character-extra'] },
  function* (secret) {
    for (let i = 0; i < secret.length; i++) {
      const position = i + 1;
      yield [secret.slice(0, i) + secret.slice(i + 1), cause('secret-character-missing', { position })];
      yield [secret.slice(0, i + 1) + secret.slice(i), cause('secret-character-extra', { position })];
    }
    // what stands beside it in a file of settings, a script or a sentence
    for (const character of PRINTABLE) {
      yield [secret + character, cause('secret-character-extra', { position: secret.length + 1 })];
      yield [character + secret, cause('secret-character-extra', { position: 1 })];
    }
  },
);

/**
 * The break of a line or a cell that a long text had in it, and what pages put where a word may be parted.
 */
const BREAKS = [' ', '\n', '\r', '\t', ...INVISIBLE];

const broken = typing({ id: 'secret-broken', causes: ['secret-invisible-inside'] }, function* (secret) {
  for (const each of BREAKS) {
    const character = codePoint(each);
    for (let i = 1; i < Math.min(secret.length, VARIED_CHARACTERS_LIMIT); i++) {
      const used = secret.slice(0, i) + fromText(each) + secret.slice(i);
      yield [used, cause('secret-invisible-inside', { character, position: i })];
    }
  }
});

/** Full-width forms stand in Unicode as far behind the characters of ASCII. */
const FULL_WIDTH_OFFSET = 0xff01 - 0x21;

function fullWidth(text: ByteString): ByteString {
  return fromText(
    text.replace(/[!-~]/g, (each) => String.fromCharCode(each.charCodeAt(0) + FULL_WIDTH_OFFSET)),
  );
}

/**
 * Typed with an input method for Chinese or Japanese: throughout, the digits, the letters, or one of them.
 */
const fullWidths = typing({ id: 'secret-full-width', causes: ['secret-full-width'] }, function* (secret) {
  for (const some of [/[!-~]/g, /[0-9]/g, /[A-Za-z]/g]) {
    const count = secret.match(some)?.length ?? 0;
    yield [secret.replace(some, fullWidth), cause('secret-full-width', { count })];
  }
  for (let i = 0; i < Math.min(secret.length, VARIED_CHARACTERS_LIMIT); i++) {
    const used = secret.slice(0, i) + fullWidth(secret.charAt(i)) + secret.slice(i + 1);
    yield [used, cause('secret-full-width', { count: 1 })];
  }
});

const PRINTABLE = Array.from({ length: 0x7f - 0x21 }, (_, i) => String.fromCharCode(0x21 + i));

/** Neighbours are swapped, or the letters on either side of one. */
const SWAP_DISTANCE = 2;

const swap = typing({ id: 'secret-swap', causes: ['secret-characters-swapped'] }, function* (secret) {
  for (let distance = 1; distance <= SWAP_DISTANCE; distance++) {
    for (let i = 0; i + distance < secret.length; i++) {
      const [a, b] = [secret.charAt(i), secret.charAt(i + distance)];
      const between = secret.slice(i + 1, i + distance);
      const swapped = secret.slice(0, i) + b + between + a + secret.slice(i + distance + 1);
      yield [swapped, cause('secret-characters-swapped', { position: i + 1 })];
    }
  }
});

/** Characters that are read for one another in print. */
const LOOKALIKES = ['0O', '1lI'] as const;
/**
 * Secrets that one may be misread as: a usual one has two or three such characters, one made of nothing else
 * would have millions.
 */
const LOOKALIKES_LIMIT = 512;

const lookalikes = typing({ id: 'secret-lookalikes', causes: ['secret-lookalikes'] }, function* (secret) {
  for (const misread of new Set([...readingsEach(secret), ...readingsThroughout(secret)])) {
    let count = 0;
    for (let i = 0; i < secret.length; i++) if (misread.charAt(i) !== secret.charAt(i)) count++;
    // one alone is found, and its place reported, among the other misspellings
    if (count > 1) yield [misread, cause('secret-lookalikes', { count })];
  }
});

/** Every character for itself; none where these are too many. */
function readingsEach(secret: ByteString): readonly ByteString[] {
  let made: readonly ByteString[] = [''];
  for (const character of secret) {
    const alike = LOOKALIKES.find((each) => each.includes(character)) ?? character;
    made = made.flatMap((text) => [...alike].map((letter) => text + letter));
    if (made.length > LOOKALIKES_LIMIT) return [];
  }
  return made;
}

/** One character throughout for another. */
function* readingsThroughout(secret: ByteString): Generator<ByteString> {
  for (const zero of '0O') {
    for (const o of '0O') {
      for (const one of '1lI') {
        for (const el of '1lI') {
          for (const i of '1lI') {
            const readAs: Readonly<Record<string, string>> = { 0: zero, O: o, 1: one, l: el, I: i };
            yield secret.replace(/[0O1lI]/g, (character) => readAs[character] ?? character);
          }
        }
      }
    }
  }
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const substitute = typing(
  { id: 'secret-substitute', causes: ['secret-character-different'] },
  function* (secret) {
    for (let i = 0; i < Math.min(secret.length, VARIED_CHARACTERS_LIMIT); i++) {
      for (const letter of ALPHABET) {
        yield [
          secret.slice(0, i) + letter + secret.slice(i + 1),
          cause('secret-character-different', { position: i + 1 }),
        ];
      }
    }
  },
);

export const SECRET_HYPOTHESES: readonly SecretHypothesis[] = [
  whiteSpace,
  wrapping,
  mixedUp,
  ofOtherKey,
  encoded,
  shape,
  invisible,
  padded,
  placeholder,
  cut,
  slip,
  swap,
  lookalikes,
  substitute,
  broken,
  fullWidths,
];
