import { describe, expect, it } from 'vitest';
import { textOf } from '../../report/formats/feed.ts';
import { ACCESS_KEY_ID, canonicalOf, makeCapture, makeResult, SIGNATURE } from '../../report/make-result.ts';
import { fromText } from '../../rooms/bytes.ts';
import { cause } from '../../rooms/diagnose.ts';
import type { ExchangeResult } from '../../rooms/engine.ts';
import { publishedDoor } from '../../rooms/redact.ts';
import { FORMATS_TO_UNMASK, type FormatName, formatOf, SummaryCounter } from '../../rooms/report.ts';
import type { Field } from '../../rooms/sign.ts';
import { reportOptions } from '../../support/formats.ts';

const TOKEN = 'CAIScanary+token/with=signs0123456789';
const COOKIE = 'session=canarycookie12345';
const BEARER = 'canarybearer67890';
const OTHER_SIGNATURE = 'Qq7canaryotherSignature1234=';
const RECOMPUTED = 'Zz9canaryrecomputed567890ab=';
const SECRETS = [ACCESS_KEY_ID, SIGNATURE, TOKEN, 'canarycookie12345', BEARER, OTHER_SIGNATURE, RECOMPUTED];

const hex = (text: string): string =>
  [...text].map((c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join(' ');
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const encoded = (text: string): string => encodeURIComponent(text);

/**
 * Every form in which a secret may stand in a text; of base64 also the two in which it begins within a group.
 */
function formsOf(secret: string): string[] {
  const shifted = [1, 2].map((n) => base64('x'.repeat(n) + secret).slice(4, -4));
  const forms = [
    secret,
    encoded(secret),
    encoded(encoded(secret)),
    base64(secret).replace(/=+$/, ''),
    ...shifted,
    hex(secret),
  ];
  return [
    ...forms,
    hex(secret).toUpperCase(),
    encoded(secret).replace(/%../g, (triplet) => triplet.toLowerCase()),
  ];
}

/** An exchange that carries its secrets wherever they can stand. */
function loaded(): ExchangeResult {
  const policy = base64(`{"conditions":[["eq","$x-oss-security-token","${TOKEN}"]]}`);
  const url = `/k?OSSAccessKeyId=${ACCESS_KEY_ID}&Signature=${encoded(SIGNATURE)}&security-token=${encoded(TOKEN)}`;
  const pieces: (readonly [Field, string])[] = [
    ['method', 'PUT'],
    ['content-type', 'text/plain'],
    ['oss-header:x-oss-security-token', TOKEN],
    ['policy', policy],
    ['resource:key', url],
  ];
  const wire = { stringToSign: canonicalOf(pieces), canonicalRequest: canonicalOf(pieces) };
  const server = wire.stringToSign.text.replace('text/plain', 'text/html');
  const base = makeResult({
    status: 403,
    headers: [
      ['Host', 'b.oss-cn-hangzhou.aliyuncs.com'],
      ['Authorization', `OSS ${ACCESS_KEY_ID}:${SIGNATURE}`],
      ['x-oss-security-token', TOKEN],
      ['Cookie', COOKIE],
      ['Proxy-Authorization', `Bearer ${BEARER}`],
      ['Referer', `http://h/k?Signature=${encoded(OTHER_SIGNATURE)}&Expires=1`],
    ],
    claim: { securityToken: TOKEN, rawSignature: encoded(SIGNATURE) },
    error: {
      message: `no match for ${SIGNATURE} of ${ACCESS_KEY_ID}`,
      signatureProvided: OTHER_SIGNATURE,
      stringToSign: server,
      stringToSignBytesText: hex(server).toUpperCase(),
      canonicalRequest: server,
    },
    diagnosis: {
      verdict: 'transit-modified',
      certainty: 'likely',
      cause: cause('signature-altered', { client: SIGNATURE, server: OTHER_SIGNATURE }),
      divergences: [
        {
          field: 'content-type',
          client: 'text/plain',
          server: 'text/html',
          clientOffset: 4,
          serverOffset: 4,
          clientOrigin: null,
        },
        {
          field: 'oss-header:x-oss-security-token',
          client: TOKEN,
          server: `${TOKEN}x`,
          clientOffset: 9,
          serverOffset: 9,
          clientOrigin: null,
        },
        {
          field: 'signature',
          client: SIGNATURE,
          server: OTHER_SIGNATURE,
          clientOffset: 0,
          serverOffset: 0,
          clientOrigin: null,
        },
      ],
      wire,
      server: { stringToSign: server, from: 'bytes', conflicting: null, canonicalRequest: server },
      recomputed: RECOMPUTED,
      needsSecretOf: ACCESS_KEY_ID,
    },
  });
  const { exchange, oss } = base;
  const { request, response } = exchange;
  if (request === null || response === null || oss === null) throw new Error('half an exchange');
  const full = {
    ...exchange,
    request: { ...request, target: url },
    response: {
      ...response,
      body: Buffer.from(`<Error><Token>${TOKEN}</Token><Hex>${hex(server)}</Hex></Error>`),
    },
  };
  return {
    ...base,
    exchange: full,
    oss: { ...oss, exchange: full, address: { ...oss.address, key: `${ACCESS_KEY_ID}/k` } },
  };
}

/** Its diagnosis with a cause that names a signed URL in its headline. */
function withUrlInHeadline({ diagnosis }: ExchangeResult): ExchangeResult['diagnosis'] {
  const named = cause('url-in-resource', { signed: `/k?Signature=${encoded(SIGNATURE)}` });
  return diagnosis && { ...diagnosis, verdict: 'client-miscomputed', cause: named, divergences: [] };
}

async function report(name: FormatName, showSignatures: boolean): Promise<string> {
  let text = '';
  const write = (piece: string | Uint8Array): void => {
    text += textOf(piece);
  };
  const reporter = await formatOf(name).open(
    write,
    reportOptions({ showSignatures, summary: { write, size: 0 } }),
  );
  const result = loaded();
  reporter.exchange('a.pcap', result);
  // some reports have nothing of a cause but its headline
  reporter.exchange('a.pcap', { ...result, index: 2, diagnosis: withUrlInHeadline(result) });
  reporter.capture(makeCapture());
  const counter = new SummaryCounter();
  reporter.end({ summary: counter.summary(), interrupted: false, exitCode: 1 });
  return text;
}

describe.each(FORMATS_TO_UNMASK)('%s', (name) => {
  it('holds no secret in any form', async () => {
    const text = await report(name, false);
    // quotes and slashes as JSON and XML write them
    const plain = text.replaceAll('\\u0026', '&').replaceAll('&amp;', '&').replaceAll('\\/', '/');
    expect(plain.length).toBeGreaterThan(300);
    for (const secret of SECRETS) {
      for (const form of formsOf(secret)) expect(plain.includes(form), `${secret} as ${form}`).toBe(false);
    }
  });

  it('holds signatures when they are asked for, and access key ids never', async () => {
    const text = await report(name, true);
    for (const form of formsOf(ACCESS_KEY_ID)) expect(text.includes(form), form).toBe(false);
    const shown = [SIGNATURE, OTHER_SIGNATURE, TOKEN].some((secret) =>
      [secret, encoded(secret)].some((form) => text.includes(form)),
    );
    expect(shown).toBe(true);
  });
});

it('masks a signature that is known from a comparison alone', () => {
  const divergence = { field: 'signature', client: OTHER_SIGNATURE, server: RECOMPUTED } as const;
  const made = { ...divergence, clientOffset: 0, serverOffset: 0, clientOrigin: null };
  const result = makeResult({ diagnosis: { divergences: [made] } });
  const { hide } = publishedDoor(result, { showSignatures: false });
  expect(hide(`a ${OTHER_SIGNATURE} b ${RECOMPUTED} c`)).not.toMatch(/canary/i);
  expect(publishedDoor(result, { showSignatures: true }).hide(OTHER_SIGNATURE)).toBe(OTHER_SIGNATURE);
});

it('masks the longer of two of which one is a part of the other, and leaves what is too short for a secret', () => {
  const claim = { signature: 'Canary1234', rawSignature: 'Canary1234%3D%3D' };
  const door = publishedDoor(makeResult({ claim }), { showSignatures: false });
  expect(door.text('a Canary1234%3D%3D b Canary1234').text).toBe('a Canary12… b Canary12…');
  const [five, six] = ['abcde', 'abcdef'].map((token) =>
    publishedDoor(makeResult({ claim: { securityToken: token } }), { showSignatures: false }),
  );
  expect(five?.text('abcdefg').text).toBe('abcdefg');
  expect(six?.text('abcdefg').text).toBe('abcd****(6)g');
});

it('masks a signature whose first digits an escape before it has taken, where the text was decoded', () => {
  const signature = '46616b65'.repeat(8);
  const door = publishedDoor(makeResult({ claim: { signature } }), { showSignatures: false });
  expect(decodeURIComponent(`%${signature}`)).toBe(`F${signature.slice(2)}`);
  for (const taken of [1, 2, 4]) expect(door.prose(`a ${signature.slice(taken)}`)).toBe('a 46616b65…');
  expect(door.text(`%${signature}`).text).toBe('%46616b65…');
});

it('masks an access key id whose bytes are no ASCII, in captured bytes as in sentences', () => {
  const id = fromText('LTAI5tаcanary0001');
  const door = publishedDoor(makeResult({ claim: { accessKeyId: id } }), { showSignatures: false });
  expect(door.text(`OSS ${id}:`).text).toBe('OSS LTAI****001:');
  expect(door.prose('of LTAI5tаcanary0001, LTAI5tаcanary0001')).toBe('of LTAI****001, LTAI****001');
});

describe('the door of reports that are handed on', () => {
  const door = publishedDoor(loaded(), { showSignatures: false });

  it('keeps what identifies a value', () => {
    expect(door.header('authorization', `OSS ${ACCESS_KEY_ID}:${SIGNATURE}`).text).toBe(
      'OSS LTAI****kFr:r2KPR0y4…',
    );
    expect(door.header('Cookie', COOKIE).text).toBe('sess****(25)');
    expect(door.header('x-oss-meta-a', 'plain').text).toBe('plain');
    expect(door.text(`/k?security-token=${encoded(TOKEN)}&acl`).text).toBe(
      '/k?security-token=CAIS****(37)&acl',
    );
    expect(door.text(`/k?x=${encoded(encoded(TOKEN))}`).text).toBe('/k?x=CAIS****(37)');
    for (const before of ['a ', '~~~', '???']) {
      expect(door.text(base64(before + TOKEN)).text).toBe('[base64: CAIS****(37)]');
    }
    expect(door.text(hex(`a${ACCESS_KEY_ID}b`)).text).toBe(`61 ${hex('LTAI****kFr').toUpperCase()} 62`);
    // known as a signature, wherever it stands
    expect(door.text(`?security-token=${SIGNATURE}`).text).toBe('?security-token=r2KPR0y4…');
  });

  it('masks every one of a text, in whatever form', () => {
    const lower = encoded(TOKEN).replace(/%../g, (triplet) => triplet.toLowerCase());
    for (const [form, shown] of [
      [RECOMPUTED, 'Zz9canar…'],
      [lower, 'CAIS****(37)'],
      [base64(TOKEN), '[base64: CAIS****(37)]'],
      [hex(RECOMPUTED), hex('Zz9canar\xe2\x80\xa6').toUpperCase()],
    ] as const) {
      expect(door.text(`${form}; ${form}`).text).toBe(`${shown}; ${shown}`);
    }
    const asked = makeResult({ claim: null, diagnosis: { needsSecretOf: 'LTAIcanary0001' } });
    expect(publishedDoor(asked, { showSignatures: false }).text('of LTAIcanary0001').text).toBe(
      'of LTAI****001',
    );
  });

  it('takes headers for tokens by their names, whoever is known to have sent them', () => {
    for (const result of [null, loaded()]) {
      const shown = publishedDoor(result, { showSignatures: false });
      for (const name of ['Set-Cookie', 'Security-Token', 'x-oss-security-token', 'X-Amz-Security-Token']) {
        expect(shown.header(name, 'unknowntoken').text, name).toBe('unkn****(12)');
      }
    }
  });

  it('sees every name and look of a secret, in either case and beside anything', () => {
    const value = 'Ab12cdEF34ghIJ56';
    const names =
      'token secret password passphrase pwd cookie session mfa nonce opaque rspauth assertion credentials jwt sig ' +
      'signature signature-provided signature_provided access_key access.key.id api-key auth-key customer-key ' +
      'private_key apikey';
    const looks = ['Bearer …9', 'basic …9', 'negotiate …9', 'ntlm …9', 'http://u:…@h/', 'eyJ…9.…9.…9'];
    const ids = ['LTAI…', 'AKIA…', 'ASIA…', 'STS.…', 'TMP.…'];
    const shown = publishedDoor(null, { showSignatures: false });
    for (const text of [...names.split(' ').map((name) => `x:${name}=…`), ...looks, ...ids]) {
      const [head = '', ...rest] = text.split('…');
      const written = [head, head.toUpperCase(), `~${head}`].map((each) => [each, ...rest].join(value));
      // an ID is known by its looks, and so is a JWT: neither is another one in capitals
      for (const each of text.startsWith('eyJ') ? written.slice(0, 1) : written) {
        expect(shown.text(each).text, each).not.toContain(value);
      }
    }
  });

  it('shows each header among others as it does alone', () => {
    const half = SIGNATURE.length >> 1;
    const innocent = [
      { name: 'Host', value: 'bucket.oss-cn-hangzhou.aliyuncs.com' },
      { name: 'Authorization', value: `OSS ${ACCESS_KEY_ID}:${SIGNATURE}` },
      { name: 'ETag', value: '"B5995C98F12503F195649014FB22C367"' },
      { name: 'User-Agent', value: 'aliyun-sdk-java/3.17.4(中文/x86_64;1.8.0)' },
      { name: 'Cookie', value: COOKIE },
    ];
    const hostile = [
      ...SECRETS.flatMap(formsOf).map((form) => [{ name: 'x-oss-meta-a', value: form }]),
      ...SECRETS.map((secret) => [{ name: secret, value: `(${secret}${secret.slice(3)})` }]),
      // across the border of two
      [
        { name: 'x-a', value: SIGNATURE.slice(0, half) },
        { name: SIGNATURE.slice(half), value: `${encoded(TOKEN).slice(0, -1)}` },
        { name: 'x-b', value: 'x%2' },
        { name: '5'.repeat(3), value: '%' },
      ],
      // by its name alone, also what is said twice
      [{ name: 'x-signature', value: 'Signature=unknownsignature' }],
      [{ name: 'x-b', value: 'security-token%3Dunknowntoken' }],
      [{ name: 'X-Copy', value: `signature=OSS ${ACCESS_KEY_ID}:${SIGNATURE}` }],
      [{ name: 'x-folded', value: `${TOKEN.slice(0, 9)}\r\n ${TOKEN.slice(9)}%20` }],
      [{ name: 'x-c', value: `\\x41&#x42;${hex(TOKEN)}` }],
    ];
    for (const [result, showSignatures] of [
      [loaded(), false],
      [loaded(), true],
      [null, false],
      [makeResult({ claim: null }), false],
    ] as const) {
      const shown = publishedDoor(result, { showSignatures });
      for (const odd of hostile) {
        const headers = [...innocent.slice(0, 2), ...odd, ...innocent.slice(2)];
        const alone = headers.map(({ name, value }) => [
          shown.text(name).text,
          shown.header(name, value).text,
        ]);
        expect(shown.headers({ headers }).lines).toEqual(alone);
      }
    }
    const all = door.headers({ headers: [...innocent, ...hostile.flat()] });
    for (const secret of [ACCESS_KEY_ID, SIGNATURE, TOKEN, OTHER_SIGNATURE, RECOMPUTED]) {
      expect(JSON.stringify(all.lines)).not.toContain(secret);
    }
    expect(door.headers({ headers: [...innocent, { name: 'x', value: '\xff' }] }).lossy).toBe(true);
  });

  it('lets through what is asked for', () => {
    const shown = publishedDoor(loaded(), { showSignatures: true });
    expect(shown.header('Cookie', COOKIE).text).toBe(COOKIE);
    expect([shown, door].map((each) => each.securityToken(TOKEN).text)).toEqual([TOKEN, 'CAIS****(37)']);
    expect([shown, door].map((each) => each.signature(SIGNATURE).text)).toEqual([SIGNATURE, 'r2KPR0y4…']);
    expect(shown.prose('?Signature=unknownsignature')).toBe('?Signature=unknownsignature');
  });

  it('masks by their names what stands in sentences', () => {
    expect(door.prose('中?Signature=unknownsignature&security-token=unknowntoken')).toBe(
      '中?Signature=unknowns…&security-token=unkn****(12)',
    );
  });

  it('shows the scheme alone of what it cannot read', () => {
    const unread = publishedDoor(makeResult({ claim: null }), { showSignatures: false });
    expect(unread.header('authorization', `Bearer ${BEARER}`).text).toBe('Bearer ****');
    expect(unread.header('authorization', BEARER).text).toBe('****');
    expect(publishedDoor(null, { showSignatures: false }).text('?Signature=abcdefghijkl&x=1').text).toBe(
      '?Signature=abcdefgh…&x=1',
    );
  });

  it('leaves innocent bytes alone', () => {
    expect(door.text('\xe4\xb8\xad caf\xe9').text).toBe('中 caf\\xe9');
    expect(door.text('50 4f 53 54 0a').text).toBe('50 4f 53 54 0a');
  });
});
