import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { request } from '../oss/requests.ts';
import { fromText } from '../rooms/bytes.ts';
import { type CauseId, History } from '../rooms/diagnose.ts';
import type { HttpRequest } from '../rooms/http.ts';
import {
  AWS_SCOPE,
  derivedKey,
  hmac,
  isAws,
  isForm,
  isV4,
  KEY_ID,
  outerString,
  PLAIN,
  type Plain,
  REFERENCE_VERSIONS,
  type ReferenceVersion,
  referenceString,
  SCOPE,
  SECRET,
  send,
  sign,
  signedBytes,
} from './reference-signer.ts';
import { diagnosed, errorAnswer, keyRing, mismatch, missigned, noteIds, OK } from './scenario.ts';

const diagnosedWith = (version: ReferenceVersion, plain: Plain, signature: string) => {
  const message = send(version, plain, signature);
  return diagnosed(message, mismatch(message), keyRing());
};

/** The string that is signed last. */
function lastString(version: ReferenceVersion, plain: Plain): string {
  const text = signedBytes(version, plain);
  return isV4(version) && !isForm(version) ? outerString(version, text) : text;
}

const isDerived = (version: ReferenceVersion): boolean => isV4(version) || version === 'post-v4';
const hashOf = (version: ReferenceVersion): 'sha1' | 'sha256' =>
  /^(?:post-)?v1|^s3v2/.test(version) ? 'sha1' : 'sha256';
const formOf = (version: ReferenceVersion): 'hex' | 'base64' => (isDerived(version) ? 'hex' : 'base64');
const keyOf = (version: ReferenceVersion): string | Buffer => {
  if (!isDerived(version)) return SECRET;
  return isAws(version) ? derivedKey(SECRET, AWS_SCOPE, 'AWS4') : derivedKey(SECRET);
};

describe('a secret near the given one', () => {
  const cases: readonly (readonly [of: string, used: string, cause: CauseId])[] = [
    ['secret-white-space', `${SECRET}\n`, 'secret-trailing-newline'],
    ['secret-white-space', `${SECRET}\r\n`, 'secret-trailing-crlf'],
    ['secret-white-space', `${SECRET} `, 'secret-trailing-space'],
    ['secret-white-space', `${SECRET}\t`, 'secret-trailing-tab'],
    ['secret-white-space', ` ${SECRET}`, 'secret-leading-space'],
    ['secret-white-space', `\n${SECRET}`, 'secret-leading-newline'],
    ['secret-white-space', `${SECRET}&`, 'secret-ampersand'],
    ['secret-wrapped', `\ufeff${SECRET}`, 'secret-bom'],
    ['secret-wrapped', `"${SECRET}"`, 'secret-quoted'],
    ['secret-wrapped', `'${SECRET}'`, 'secret-quoted'],
    ['secret-mixed-up', KEY_ID, 'secret-is-key-id'],
    ['secret-mixed-up', '', 'secret-empty'],
    ['secret-encoded', Buffer.from(SECRET).toString('base64'), 'secret-base64'],
    ['secret-encoded', Buffer.from(`${SECRET}\n`).toString('base64'), 'secret-base64'],
    ['secret-shape', SECRET.toLowerCase(), 'secret-case'],
    ['secret-shape', SECRET + SECRET, 'secret-doubled'],
    ['secret-invisible-character', `${SECRET}\u00a0`, 'secret-invisible-character'],
    ['secret-invisible-character', `\u200b${SECRET}`, 'secret-invisible-character'],
    ['secret-invisible-character', `${SECRET}\u200e`, 'secret-invisible-character'],
    ['secret-padded', `\u202a${SECRET}\u202c`, 'secret-padded'],
    ['secret-padded', `${SECRET}\u200b\n`, 'secret-padded'],
    ['secret-broken', SECRET.replace('Ref', 'Re\u200bf'), 'secret-invisible-inside'],
    ['secret-broken', SECRET.replace('Ref', 'Re\nf'), 'secret-invisible-inside'],
    ['secret-full-width', SECRET.replaceAll('0', '\uff10').replaceAll('1', '\uff11'), 'secret-full-width'],
    ['secret-full-width', SECRET.replace('R', '\uff32'), 'secret-full-width'],
    ['secret-padded', `${SECRET}\n\n`, 'secret-padded'],
    ['secret-padded', `${SECRET}\r\n\r\n`, 'secret-padded'],
    ['secret-padded', `${SECRET}\n `, 'secret-padded'],
    ['secret-padded', `${SECRET} \r\n`, 'secret-padded'],
    ['secret-padded', ` ${SECRET} `, 'secret-padded'],
    ['secret-padded', `${SECRET}\\n`, 'secret-padded'],
    ['secret-padded', `"${SECRET}"\n`, 'secret-padded'],
    ['secret-padded', `"${SECRET}",`, 'secret-padded'],
    ['secret-padded', `\ufeff${SECRET}\r\n`, 'secret-padded'],
    ['secret-padded', `<${SECRET}>`, 'secret-padded'],
    ['secret-padded', `accessKeySecret=${SECRET}`, 'secret-padded'],
    ['secret-padded', `${KEY_ID},${SECRET}`, 'secret-padded'],
    ['secret-placeholder', 'undefined', 'secret-placeholder'],
    ['secret-placeholder', 'yourAccessKeySecret', 'secret-placeholder'],
    ['secret-placeholder', `\${OSS_ACCESS_KEY_SECRET}`, 'secret-placeholder'],
    ['secret-placeholder', '{{ accessKeySecret }}', 'secret-placeholder'],
    ['secret-cut', SECRET.slice(0, 20), 'secret-cut-short'],
    ['secret-cut', SECRET.slice(3), 'secret-beginning-missing'],
    ['secret-slip', SECRET.replace('Ref', 'Rf'), 'secret-character-missing'],
    ['secret-slip', SECRET.replace('Ref', 'Reef'), 'secret-character-extra'],
    ['secret-slip', `${SECRET};`, 'secret-character-extra'],
    ['secret-slip', `:${SECRET}`, 'secret-character-extra'],
    ['secret-swap', SECRET.replace('0001', '0010'), 'secret-characters-swapped'],
    ['secret-lookalikes', SECRET.replaceAll('0', 'O').replace('1', 'l'), 'secret-lookalikes'],
    ['secret-lookalikes', SECRET.replace('0001', '0OOI'), 'secret-lookalikes'],
    ['secret-substitute', SECRET.replace('0', 'O'), 'secret-character-different'],
    ['secret-substitute', SECRET.replace('Signer', 'Sigmer'), 'secret-character-different'],
  ];
  it.each(cases.flatMap((each) => REFERENCE_VERSIONS.map((version) => [...each, version] as const)))(
    '%s: %j, %s, %s',
    (of, used, cause, version) => {
      const diagnosis = missigned(version, PLAIN, {}, { secret: used });
      expect(diagnosis).toMatchObject({
        verdict: 'wrong-secret',
        certainty: 'proven',
        row: 17,
        cause: { id: cause },
        divergences: [],
        client: null,
        search: { fits: [of] },
      });
      const told = JSON.stringify({ cause: diagnosis.cause, notes: diagnosis.notes });
      expect(told).not.toContain(SECRET.slice(0, 12));
    },
  );

  // S-e-c-r-e-t-O-f: places are counted from 1
  it.each([
    ['secret-cut-short', SECRET.slice(0, 20), { kept: 20 }],
    ['secret-character-missing', SECRET.replace('cre', 'ce'), { position: 4 }],
    ['secret-character-missing', SECRET.slice(1), { position: 1 }],
    ['secret-character-extra', SECRET.replace('cre', 'crre'), { position: 4 }],
    ['secret-character-extra', `${SECRET};`, { position: SECRET.length + 1 }],
    ['secret-character-extra', `;${SECRET}`, { position: 1 }],
    ['secret-characters-swapped', SECRET.replace('cre', 'rce'), { position: 3 }],
    ['secret-characters-swapped', SECRET.replace('cre', 'erc'), { position: 3 }],
    ['secret-character-different', SECRET.replace('cre', 'cse'), { position: 4 }],
    ['secret-lookalikes', SECRET.replace('0001', '0OOI'), { count: 3 }],
    ['secret-invisible-character', `${SECRET}\u3000`, { character: 'U+3000' }],
    ['secret-invisible-inside', SECRET.replace('cre', 'c\u2060re'), { character: 'U+2060', position: 3 }],
    ['secret-full-width', SECRET.replace('cre', 'c\uff52e'), { count: 1 }],
    ['secret-padded', `"${SECRET}",`, { before: '"', after: '",' }],
    ['secret-placeholder', 'nil', { value: 'nil' }],
  ] as const)('is told by its place and what is there: %s, %j', (id, used, args) => {
    expect(missigned('v1', PLAIN, {}, { secret: used }).cause).toEqual({ id, args });
  });

  it('is told in how many characters it was misread, also where these are too many to try them each for itself', () => {
    const given = 'O0O0l1I1O0O0l1I1O0O0l1I1O0O0l1';
    const used = given.replaceAll('0', 'O').replaceAll('1', 'l');
    const message = send('v1', PLAIN, sign('v1', PLAIN, { secret: used }));
    expect(diagnosed(message, mismatch(message), keyRing(KEY_ID, given))).toMatchObject({
      row: 17,
      cause: { id: 'secret-lookalikes', args: { count: 15 } },
    });
    // every other one misread: more secrets than are tried
    const mixed = send('v1', PLAIN, sign('v1', PLAIN, { secret: given.replace('O0O0l', 'OOO0I') }));
    expect(diagnosed(mixed, mismatch(mixed), keyRing(KEY_ID, given)).row).not.toBe(17);
  });

  it.each([
    ['a%2Bb', 'a+b', 'secret-url-decoded'],
    ['a+b', 'a%2Bb', 'secret-url-encoded'],
    [' padded ', 'padded', 'secret-given-padded'],
    // of what the user gave, the client is not to blame
    ['"quotedSecret0123456789"', 'quotedSecret0123456789', 'secret-given-padded'],
    ['copiedSecret0123456789\u200b', 'copiedSecret0123456789', 'secret-given-padded'],
    ['\ufeffcopiedSecret0123456789\u00a0', 'copiedSecret0123456789', 'secret-given-padded'],
    ['copiedSec\u200bret0123456789', 'copiedSecret0123456789', 'secret-given-padded'],
  ] as const)('is told where the given one is otherwise: %j', (given, used, id) => {
    const message = send('v1', PLAIN, sign('v1', PLAIN, { secret: used }));
    const diagnosis = diagnosed(message, mismatch(message), keyRing(KEY_ID, given));
    expect(diagnosis).toMatchObject({ row: 17, cause: { id } });
  });
});

describe('the signature as it is written', () => {
  type Written = readonly [what: string, write: (mac: Buffer, due: 'hex' | 'base64') => string, how: string];
  const forms: readonly Written[] = [
    ['in the form of the other versions', (mac, due) => mac.toString(due === 'hex' ? 'base64' : 'hex'), ''],
    ['as base64 of hex', (mac) => Buffer.from(mac.toString('hex')).toString('base64'), 'base64-of-hex'],
    ['as upper-case hex', (mac) => mac.toString('hex').toUpperCase(), 'upper-case-hex'],
    ['without padding', (mac) => mac.toString('base64').replace(/=+$/, ''), 'unpadded'],
    ['with white space in it', (mac, due) => mac.toString(due).replace(/^(.{20})/, '$1\t'), 'white-space'],
    ['with text behind it', (mac, due) => `${mac.toString(due)})`, 'trailing-text'],
  ];
  it.each(forms.flatMap((form) => REFERENCE_VERSIONS.map((version) => [...form, version] as const)))(
    '%s',
    (_, write, how, version) => {
      const text = write(hmac(hashOf(version), keyOf(version), lastString(version, PLAIN)), formOf(version));
      const diagnosis = diagnosedWith(version, PLAIN, text);
      const expected = how === '' ? (formOf(version) === 'hex' ? 'base64' : 'hex') : how;
      expect(diagnosis).toMatchObject({
        row: 16,
        cause: { id: 'signature-encoding', args: { how: expected } },
        divergences: [{ field: 'signature', server: diagnosis.recomputed }],
        search: { fits: [] },
      });
    },
  );

  it.each(REFERENCE_VERSIONS)('%s: cut', (version) => {
    const whole = sign(version, PLAIN);
    const kept = version.endsWith('url') || isForm(version) ? 24 : 20;
    expect(diagnosedWith(version, PLAIN, whole.slice(0, kept))).toMatchObject({
      row: 16,
      cause: { id: 'signature-cut-short', args: { kept, due: whole.length } },
    });
  });

  it('in the alphabet of URLs', () => {
    const key = keyWhoseSignature('v1', /[+].*[/]|[/].*[+]/);
    const text = sign('v1', { ...PLAIN, key })
      .replaceAll('+', '-')
      .replaceAll('/', '_');
    expect(diagnosedWith('v1', { ...PLAIN, key }, text)).toMatchObject({
      row: 16,
      cause: { id: 'signature-encoding', args: { how: 'base64url' } },
    });
  });

  it.each(['v1-url', 'v2-url', 's3v2-url', 'post-v1'] as const)(
    '%s: with the line feed of an encoder',
    (version) => {
      const text = `${sign(version, PLAIN)}\n`;
      const sent = send(version, PLAIN, text);
      const made = {
        verdict: 'client-miscomputed',
        cause: { id: 'signature-encoding', args: { how: 'white-space' } },
      };
      // the server may show it or not
      for (const provided of [text, text.trim()]) {
        expect(diagnosed(sent, mismatch(sent, { provided }), keyRing())).toMatchObject({
          row: 16,
          certainty: 'proven',
          ...made,
        });
        expect(diagnosed(sent, mismatch(sent, { provided }))).toMatchObject({
          verdict: 'needs-secret',
          row: 19,
        });
      }
    },
  );

  it('with spaces where plus signs were, told or not by the server', () => {
    const plain = { ...PLAIN, key: keyWhoseSignature('v1-url', /[+]/) };
    const sent = send('v1-url', plain, sign('v1-url', plain).replaceAll('+', ' '));
    const made = { cause: { id: 'signature-not-percent-encoded' } };
    expect(diagnosed(sent, mismatch(sent), keyRing())).toMatchObject({ row: 12, ...made });
    const silent = errorAnswer(403, 'SignatureDoesNotMatch');
    expect(diagnosed(sent, silent, keyRing())).toMatchObject({ row: 20, certainty: 'likely', ...made });
  });

  it('with spaces where plus signs were, in a header', () => {
    const plain = { ...PLAIN, key: keyWhoseSignature('v1', /[+]/) };
    const right = sign('v1', plain);
    const silent = errorAnswer(403, 'SignatureDoesNotMatch');
    for (const [text, how] of [
      [right.replaceAll('+', ' '), 'plus-as-space'],
      [encodeURIComponent(right), 'percent-encoded'],
    ] as const) {
      expect(diagnosed(send('v1', plain, text), silent, keyRing())).toMatchObject({
        row: 20,
        cause: { id: 'signature-in-url-form', args: { how } },
      });
    }
  });

  it.each([
    ['v1', 22],
    ['v4', 32],
    ['v4', 40],
  ] as const)('%s: cut to %i characters, as many as the digest of another hash has', (version, kept) => {
    const text = sign(version, PLAIN).slice(0, kept);
    expect(diagnosedWith(version, PLAIN, text)).toMatchObject({
      row: 16,
      certainty: 'proven',
      cause: { id: 'signature-cut-short', args: { kept } },
    });
  });

  it('too short to prove anything is not taken for a cut one', () => {
    expect(diagnosedWith('v1', PLAIN, sign('v1', PLAIN).slice(0, 11))).toMatchObject({ row: 18 });
  });

  it.each(REFERENCE_VERSIONS)('%s: made with another hash', (version) => {
    const other = hashOf(version) === 'sha1' ? 'sha256' : 'sha1';
    const text = hmac(other, keyOf(version), lastString(version, PLAIN)).toString(formOf(version));
    expect(diagnosedWith(version, PLAIN, text)).toMatchObject({
      row: 16,
      cause: { id: 'wrong-hash', args: { hash: other } },
      divergences: [{ field: 'signature', client: text }],
    });
  });
});

function keyWhoseSignature(version: ReferenceVersion, pattern: RegExp): string {
  for (let i = 0; ; i++) if (pattern.test(sign(version, { ...PLAIN, key: `k${i}` }))) return `k${i}`;
}

describe('the procedure', () => {
  it.each(REFERENCE_VERSIONS)('%s: key and message exchanged, or no HMAC at all', (version) => {
    const text = lastString(version, PLAIN);
    const [hash, form] = [hashOf(version), formOf(version)];
    const made: readonly (readonly [CauseId, string])[] = [
      ['hmac-arguments-swapped', createHmac(hash, text).update(SECRET).digest(form)],
      [
        'digest-instead-of-hmac',
        createHash(hash)
          .update(SECRET + text)
          .digest(form),
      ],
      [
        'digest-instead-of-hmac',
        createHash(hash)
          .update(text + SECRET)
          .digest(form),
      ],
    ];
    for (const [cause, signature] of made) {
      expect(diagnosedWith(version, PLAIN, signature)).toMatchObject({
        row: 16,
        cause: { id: cause },
        search: { fits: ['no-hmac'] },
      });
    }
  });

  const V4 = ['v4', 'v4-url', 's3v4', 's3v4-url'] as const;
  it.each(V4)('%s: another level of the string', (version) => {
    const request = signedBytes(version, PLAIN);
    const digest = createHash('sha256').update(Buffer.from(request, 'latin1'));
    const hash = digest.digest();
    const prefix = outerString(version, request).replace(/[0-9a-f]{64}$/, '');
    const made: readonly (readonly [CauseId, string])[] = [
      ['wrong-string-level', request],
      ['wrong-string-level', hash.toString('hex')],
      ['wrong-string-level', prefix + request],
      ['canonical-request-hash-form', prefix + hash.toString('hex').toUpperCase()],
      ['canonical-request-hash-form', prefix + hash.toString('base64')],
    ];
    for (const [cause, text] of made) {
      const signature = hmac('sha256', keyOf(version), text).toString('hex');
      expect(diagnosedWith(version, PLAIN, signature)).toMatchObject({
        row: 16,
        cause: { id: cause },
        search: { fits: ['string-level'] },
      });
    }
  });

  it.each([...V4, 'post-v4'] as const)(
    '%s: the secret itself for a key, or hex text between the steps',
    (version) => {
      const text = lastString(version, PLAIN);
      const plain = hmac('sha256', SECRET, text).toString('hex');
      let key = (isAws(version) ? 'AWS4' : 'aliyun_v4') + SECRET;
      for (const step of (isAws(version) ? AWS_SCOPE : SCOPE).split('/'))
        key = hmac('sha256', key, step).toString('hex');
      for (const [how, signature] of [
        ['plain-secret', plain],
        ['hex-keys', hmac('sha256', key, text).toString('hex')],
      ] as const) {
        expect(diagnosedWith(version, PLAIN, signature)).toMatchObject({
          row: 16,
          cause: { id: 'key-derivation', args: { how } },
          divergences: [{ field: 'signature' }],
        });
      }
    },
  );

  it('v4: the key and the string of AWS', () => {
    const scope = SCOPE.replace('aliyun_v4_request', 'aws4_request');
    const request = signedBytes('v4', PLAIN);
    const text = outerString('v4', request, scope).replace('OSS4', 'AWS4');
    const signature = hmac('sha256', derivedKey(SECRET, scope, 'AWS4'), text).toString('hex');
    expect(diagnosedWith('v4', PLAIN, signature)).toMatchObject({
      row: 16,
      cause: { id: 'key-derivation', args: { how: 'aws-terminator' } },
    });
  });

  it.each([
    // the carrier of one version, the string of another
    ['v1', 's3v2', { ...PLAIN, headers: [['x-amz-meta-a', '1']] }],
    ['s3v2', 'v1', { ...PLAIN, headers: [['x-oss-meta-a', '1']] }],
  ] as const)('%s signed as %s', (version, other, plain: Plain) => {
    expect(diagnosedWith(version, plain, sign(other, plain))).toMatchObject({
      row: 16,
      cause: { id: 'other-version-signed', args: { version: other } },
      search: { fits: ['other-version'] },
    });
  });
});

describe('a URL whose & were escaped', () => {
  const plain: Plain = {
    ...PLAIN,
    query: [
      ['acl', ''],
      ['x-oss-process', 'style/a'],
    ],
  };
  const cases = (['v1', 'v2', 'v4', 's3v2', 's3v4'] as const).flatMap((version) =>
    ['&amp;', '\\u0026', '%5Cu0026'].map((mark) => [version, mark] as const),
  );
  it.each(cases)('%s: %s', (version, mark) => {
    const name = version.startsWith('s3') ? 'uploadId' : 'x-oss-process';
    const sent: Plain = version.startsWith('s3')
      ? {
          ...PLAIN,
          query: [
            ['acl', ''],
            ['uploadId', '1'],
          ],
        }
      : plain;
    const whole = send(version, sent, sign(version, sent));
    const message: HttpRequest = { ...whole, target: whole.target.replace(`&${name}`, () => mark + name) };
    expect(diagnosed(message, mismatch(message), keyRing())).toMatchObject({
      row: 16,
      cause: { id: 'mangled-parameters' },
      search: { fits: ['parameter-names-mangled'] },
    });
  });
});

describe('the signature of another request', () => {
  it.each(['v1', 'v2', 'v4', 's3v2', 's3v4', 'post-v1', 'post-v4'] as const)('%s', (version) => {
    const history = new History();
    const signature = sign(version, PLAIN);
    const first = send(version, PLAIN, signature);
    expect(diagnosed(first, OK, keyRing(), history)).toMatchObject({ verdict: 'match' });
    const later = isForm(version)
      ? send(version, { ...PLAIN, policy: '{"conditions":[]}' }, signature)
      : send(version, { ...PLAIN, key: 'redirected/to.jpg' }, signature);
    const diagnosis = diagnosed(later, mismatch(later), keyRing(), history);
    expect(diagnosis).toMatchObject({
      verdict: 'client-miscomputed',
      certainty: 'proven',
      row: 16,
      cause: { id: 'signature-of-other-request', args: { exchange: 7 } },
    });
    expect(noteIds(diagnosis)).toContain('signature-reused');
    const { client } = diagnosis;
    const inner = isV4(version) && !isForm(version) ? client?.canonicalRequest : client?.stringToSign;
    expect(inner?.text).toBe(fromText(referenceString(version, PLAIN)));
  });

  // as denverdino/aliyungo signs both: its list lacks x-oss-process, tagging and others
  it.each([0, 30])(
    'is no more than what a client makes that does not sign a parameter, in the second of the date: %i s',
    (gap) => {
      const history = new History();
      const signature = sign('v1', PLAIN);
      diagnosed(send('v1', PLAIN, signature), OK, keyRing(), history);
      const sent = send('v1', { ...PLAIN, query: [['acl', '']] }, signature);
      const later = { ...sent, time: { ...sent.time, seconds: sent.time.seconds + gap } };
      expect(diagnosed(later, mismatch(later), keyRing(), history)).toMatchObject({
        row: 16,
        cause: { id: gap === 0 ? 'subresource-added-after-signing' : 'signature-of-other-request' },
        divergences: [{ field: 'resource:subresource:acl' }],
      });
    },
  );

  it.each([
    ['x-oss-meta-a', 'oss-header-added-after-signing', 0],
    ['Content-MD5', 'content-md5-not-signed', 0],
    ['x-oss-meta-a', 'signature-of-other-request', 30],
  ])('is that of the same one to which %s was added, in the second of the date: %s', (name, id, gap) => {
    const history = new History();
    const first = send('v1', PLAIN, sign('v1', PLAIN));
    diagnosed(first, OK, keyRing(), history);
    const headers = [...first.headers, ...request('GET', '/', [[name, '1']]).headers];
    const later = { ...first, headers, time: { ...first.time, seconds: first.time.seconds + gap } };
    expect(diagnosed(later, mismatch(later), keyRing(), history)).toMatchObject({ row: 16, cause: { id } });
  });
});
