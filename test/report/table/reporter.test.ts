import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { displayWidth, fromText } from '../../rooms/bytes.ts';
import { cause, type Divergence, note } from '../../rooms/diagnose.ts';
import type { CaptureInfo, ExchangeResult } from '../../rooms/engine.ts';
import { createTableReporter, MAX_LISTED, SummaryCounter, type TableOptions } from '../../rooms/report.ts';
import { EN, ZH } from '../../support/texts.ts';
import {
  ACCESS_KEY_ID,
  canonicalOf,
  completeFailure,
  completeStrings,
  FORM_TYPE,
  makeCapture,
  makeResult,
  makeUpload,
} from '../make-result.ts';

async function render(
  results: readonly ExchangeResult[],
  options: Partial<TableOptions> = {},
  info: Partial<CaptureInfo> = {},
): Promise<string> {
  let text = '';
  const write = (piece: string): void => {
    text += piece;
  };
  const reporter = await createTableReporter(write, {
    width: 120,
    isFull: true,
    paint: (_, shown) => shown,
    texts: EN,
    all: false,
    ...options,
  });
  const counter = new SummaryCounter();
  for (const result of results) {
    counter.exchange('upload.pcap', result);
    reporter.exchange('upload.pcap', result);
  }
  const base = makeCapture(info);
  const { ossExchanges } = counter.summary();
  const capture = { ...base, traffic: info.traffic ?? { ...base.traffic, ossExchanges } };
  counter.capture(capture);
  reporter.capture(capture);
  const summary = counter.summary();
  reporter.end({ summary, interrupted: false, exitCode: summary.divergent > 0 ? 1 : 0 });
  return text;
}

const KEY_DIVERGENCE: Divergence = {
  field: 'resource:key',
  client: 'a b/c.txt',
  server: fromText('a\u3000b/c.txt'),
  clientOffset: 60,
  serverOffset: 60,
  clientOrigin: { frame: 5, source: 'request line' },
};

/** One that only the secret of that key says more of. */
function openFailure(index: number, needsSecretOf: string): ExchangeResult {
  return completeFailure(index, {
    verdict: 'needs-secret',
    certainty: 'open',
    divergences: [],
    cause: null,
    client: null,
    recomputed: null,
    needsSecretOf,
  });
}

/** An upload with one failure each of the kinds that look different. */
function sampleResults(): readonly ExchangeResult[] {
  const wire = {
    stringToSign: canonicalOf([
      ['method', 'PUT'],
      ['oss-header:x-oss-security-token', 'CAISexampletokenexampletoken'],
      ['resource:bucket', 'rokid'],
      ['resource:key', 'a b/c.txt'],
    ]),
    canonicalRequest: null,
  };
  return [
    ...Array.from({ length: 8 }, (_, at) => makeResult({ index: at + 1, operation: 'UploadPart' })),
    completeFailure(9),
    completeFailure(12),
    openFailure(15, 'LTAIexampleid0kFr'),
    makeResult({
      index: 16,
      status: 403,
      error: { code: 'RequestTimeTooSkewed', message: 'The difference is too large.' },
      diagnosis: {
        verdict: 'clock-skew',
        cause: cause('clock-behind', { seconds: 2403 }),
        notes: [note('clock', { signedToCapture: -2402, signedToServer: -2403, captureToServer: -1 })],
      },
    }),
    completeFailure(17, {
      verdict: 'transit-modified',
      certainty: 'likely',
      divergences: [KEY_DIVERGENCE],
      cause: cause('path-reencoded', { client: 'a b/c.txt', server: fromText('a\u3000b/c.txt') }),
      client: null,
      wire,
      recomputed: null,
      server: {
        stringToSign: 'PUT\n\n\nx\n/rokid/a b/c.txt',
        from: 'bytes',
        conflicting: 'PUT\n\n\nx\n/****/a b/c.txt',
        canonicalRequest: null,
      },
    }),
  ];
}

it('says whose string it shows where without the secret several may have different causes', async () => {
  const open = (index: number): ExchangeResult => openFailure(index, ACCESS_KEY_ID);
  expect(await render([open(3)], { width: 200 })).toContain('both give this string:');
  expect(await render([open(3), open(5)], { width: 200 })).toContain(
    'the captured request and the server give the same string; this is the one of #3, and the others may have other causes:',
  );
  expect(await render([open(3), open(5)], { width: 200, texts: ZH })).toContain('以下是请求 #3 的');
});

it('says where the service tells more of a code', async () => {
  const ofCode = (ec: string): ExchangeResult => {
    const result = completeFailure(9);
    return result.oss === null ? result : { ...result, oss: { ...result.oss, ec } };
  };
  expect(await render([ofCode('0002-00000040')], { width: 200 })).toContain(
    'request ID 5C2723573183A12D, EC 0002-00000040: https://api.alibabacloud.com/troubleshoot?q=0002-00000040\n',
  );
  expect(await render([ofCode('0002-x')], { width: 200 })).toContain(
    'request ID 5C2723573183A12D, EC 0002-x\n',
  );
});

it('proves a changed key id by what the server says of it', async () => {
  const changed = { field: 'access-key-id', client: ACCESS_KEY_ID, server: 'LTAIanotherkeyid1' } as const;
  const result = completeFailure(1, {
    verdict: 'transit-modified',
    certainty: 'proven',
    divergences: [{ ...changed, clientOffset: 4, serverOffset: 4, clientOrigin: null }],
    cause: cause('access-key-id-changed', { client: changed.client, server: changed.server }),
  });
  expect(await render([result], { width: 300 })).toContain(
    'the AccessKey ID on the wire is LTAI****kFr; the server says that it looked up the secret of LTAI****id1',
  );
});

describe('what differs beside the values', () => {
  const FIELDS = [
    ['method', 'PUT'],
    ['oss-header:x-oss-security-token', 'CAISexampletokenexampletoken'],
    ['oss-header:x-oss-a', '1'],
  ] as const;
  const failing = (made: Pick<Divergence, 'field' | 'client' | 'server'>): ExchangeResult => {
    const client = { stringToSign: canonicalOf(FIELDS), canonicalRequest: null };
    const divergences = [{ ...made, clientOffset: 3, serverOffset: 3, clientOrigin: null }];
    const result = completeFailure(1, {
      client,
      wire: client,
      divergences,
      cause: cause('crlf-line-ends', {}),
    });
    const { oss } = result;
    const securityToken = 'CAISexampletokenexampletoken';
    return oss?.claim == null
      ? result
      : { ...result, oss: { ...oss, claim: { ...oss.claim, securityToken } } };
  };

  it('is shown in the row of its field', async () => {
    const text = await render([failing({ field: 'method', client: 'PUT\r\n', server: 'PUT\n' })]);
    expect(text).toMatch(
      /▸ method {16}PUT␍␊ +PUT␊\n {2}hex {19}50 55 54 \[0d\] 0a +50 55 54 \[\] 0a\n {2}x-oss-sec/,
    );
  });

  it('is masked also in the sentences that quote it', async () => {
    const [token, other] = ['x-oss-security-token=CAISexampletokenexampletoken', 'x-oss-a=1'];
    const made = failing({ field: 'oss-header:x-oss-a', client: other, server: 'x-oss-a:1' });
    const args = { signed: `${other}\n${token}`, sent: '' };
    const result = made.diagnosis && {
      ...made,
      diagnosis: { ...made.diagnosis, cause: cause('header-lines-signed-other', args) },
    };
    for (const triage of [undefined, { kind: 'known' }] as const) {
      const told = result === null ? [] : [triage === undefined ? result : { ...result, triage }];
      const text = await render(told, { width: 200 });
      expect(text).toContain('in the wrong form: "x-oss-a=1␊x-oss-security-token=CAIS****(28)"');
      expect(text).not.toContain('CAISe');
    }
  });

  it('is masked, whatever stands there', async () => {
    const [token, other] = ['x-oss-security-token:CAISexampletokenexampletoken', 'x-oss-a:1'];
    const made = { client: `${token}\n${other}`, server: `${other}\n${token}` };
    for (const [field, width] of [
      ['oss-header:x-oss-security-token', 120],
      ['oss-header:x-oss-a', 80],
    ] as const) {
      const text = await render([failing({ field, ...made })], { width });
      expect(text).toContain('x-oss-security-token:CAIS****(28)␊x-oss-a:1');
      expect(text).not.toContain('CAISe');
    }
  });
});

describe('a signature that differs, of a string that does not', () => {
  const SIGNATURE_DIVERGENCE: Divergence = {
    field: 'signature',
    client: 'GpNkLxM09tPq6zKd1y6wDg3u9oc=',
    server: 'yyyxPU2wtW7Yf5gYqJq0kEo2pZg=',
    clientOffset: 0,
    serverOffset: 0,
    clientOrigin: null,
  };
  const failing = (made: Parameters<typeof completeFailure>[1]): ExchangeResult =>
    completeFailure(1, {
      verdict: 'client-miscomputed',
      divergences: [SIGNATURE_DIVERGENCE],
      cause: cause('wrong-hash', { hash: 'SHA-256' }),
      ...made,
    });

  it('stands beside the one that it should be, and is proved by how it was made', async () => {
    const text = await render([failing({ client: completeStrings(FORM_TYPE) })]);
    expect(text).toMatch(/client sent +should be\n▸ signature {2}GpNk/);
    expect(text.replace(/\s+/g, ' ')).toContain(
      'the string to sign is right; signed with the secret of LTAI****kFr in the way described here, it gives',
    );
    expect(text).not.toContain('the left string');
    const narrow = await render([failing({ client: completeStrings(FORM_TYPE) })], { width: 80, texts: ZH });
    expect(narrow).toMatch(/客户端 +GpNk.*\n +应为 +yyyx/);
  });

  it('stands beside what the server received, where that is known', async () => {
    const text = await render([failing({ verdict: 'transit-modified', client: null })]);
    expect(text).toMatch(/client sent +server received\n▸ signature {2}GpNk/);
  });
});

describe.each([
  ['en', 80, EN],
  ['en', 120, EN],
  ['zh', 80, ZH],
  ['zh', 120, ZH],
  ['en', 40, EN],
  ['zh', 47, ZH],
] as const)('the table in %s at %d columns', (lang, width, texts) => {
  it('is never wider than the terminal', async () => {
    const text = await render(sampleResults(), { texts, width });
    for (const line of text.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
    expect(text).not.toMatch(/\{\w+(:\w+)?\}|\?\?|undefined|NaN/);
  });

  it('looks as agreed', async () => {
    const text = await render(sampleResults(), { texts, width });
    const golden = new URL(`./golden/${lang}-${width}.txt`, import.meta.url);
    if (process.env['UPDATE_GOLDEN'] === '1' || !existsSync(golden)) writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, 'utf8'));
  });
});

const UNSEEN = { isOss: false, clientBytes: 0, serverBytes: 0, handshakes: [] };

it('asks for the secret only for what it proves of a string that has the request as a hash', async () => {
  const open = { verdict: 'needs-secret', certainty: 'open', needsSecretOf: ACCESS_KEY_ID } as const;
  const result = makeResult({ diagnosis: { ...open, cause: cause('request-known-by-hash', {}) } });
  const proof = async (more: object) =>
    (await render([{ ...result, oss: result.oss === null ? null : { ...result.oss, ...more } }])).replace(
      /\s+/g,
      ' ',
    );
  expect(await proof({ request: null, fromError: true })).toContain(
    'whether the client signed this very string with it',
  );
  expect(await proof({})).toContain(
    'whether the client signed a different string or used a different secret',
  );
});

it.each([
  [
    cause('body-md5-differs', { claimed: 'A', actual: 'B' }),
    note('content-md5-differs', { claimed: 'A', actual: 'B' }),
  ],
  [cause('digest-not-base64-md5', { claimed: 'A' }), note('content-md5-malformed', { claimed: 'A' })],
  [cause('digest-of-hex', { claimed: 'A' }), note('content-md5-malformed', { claimed: 'A' })],
  [cause('body-altered', { claim: 'claim-content-md5', claimed: 'A' }), note('content-md5-matches', {})],
])('a note does not repeat its cause: $0.id', async (why, repeated) => {
  const told = (made: typeof why) =>
    render([
      makeResult({ diagnosis: { verdict: 'digest', certainty: 'proven', cause: made, notes: [repeated] } }),
    ]);
  expect(await told(why)).not.toMatch(/^ *also /m);
  expect(await told(cause('digest-other', {}))).toMatch(/^ *also /m);
});

describe('the overview', () => {
  it('lists all exchanges while they are few, and then those that fail', async () => {
    const passing = Array.from({ length: MAX_LISTED }, (_, at) => makeResult({ index: at + 1 }));
    expect((await render(passing)).match(/^\d+ .*passed$/gm)).toHaveLength(MAX_LISTED);
    const many = await render([...passing, completeFailure(21)]);
    expect(many.match(/^\d+ .*passed$/gm)).toBeNull();
    expect(many).toMatch(/^21 .*client mis-signed$/m);
    expect(many).toContain('and 20 exchanges that did not fail (--all lists them)');
    const none = await render([...passing, makeResult({ index: 21 })]);
    expect(none).toContain('No failing exchange to list (--all lists every exchange).');
    const all = await render([...passing, completeFailure(21)], { all: true });
    expect(all.match(/^\d+ .*passed$/gm)).toHaveLength(MAX_LISTED);
    expect(all).not.toContain('--all lists');
  });

  it('bounds the failing ones too, and gathers them under one cause', async () => {
    const failing = Array.from({ length: 1000 }, (_, at) => completeFailure(at + 1));
    const text = await render(failing);
    expect(text.match(/^\d+ .*client mis-signed$/gm)).toHaveLength(50);
    expect(text).toContain('and 950 more exchanges, of which 950 failed (--all lists them)');
    expect(text.match(/^✗/gm)).toHaveLength(1);
    expect(text).toContain('1,000 exchanges (#1, #2, #3, #4, #5, #6, #7, #8, #9, #10) and 990 more');
    expect(text).toMatch(/1,000 failing exchanges, 1 cause\. Exit 1\.\n$/);
  });

  it('is one table with one head, however many rows are drawn at once', async () => {
    const results = Array.from({ length: 100 }, (_, at) => makeResult({ index: at + 1 }));
    const lines = (await render(results, { all: true, width: 100 })).split('\n');
    const head = lines.findIndex((line) => line.startsWith('#'));
    expect(lines.filter((line) => line.startsWith('#'))).toHaveLength(1);
    const rows = lines.slice(head + 1, head + 101);
    expect(rows.map((line) => Number.parseInt(line, 10))).toEqual(results.map(({ index }) => index));
    const verdict = lines[head]?.indexOf('verdict') ?? 0;
    expect(new Set(rows.map((line) => line.slice(verdict - 2, verdict)))).toEqual(new Set(['  ']));
  });

  it('keeps one line an exchange and no box lines in a pipe', async () => {
    const text = await render(sampleResults(), { width: 80 });
    expect(text).not.toMatch(/[│┌─┼]/);
    expect(text.match(/^9 .*client mis-signed$/gm)).toHaveLength(1);
  });

  it('says in one line that nothing fails', async () => {
    const text = await render([makeResult()]);
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      'Nothing fails: 1 OSS exchange, no signature mismatch. Exit 0.',
    );
  });
});

describe('a block', () => {
  it('puts client and server side by side where there is room', async () => {
    const text = await render([completeFailure(9)]);
    const lines = text.split('\n');
    const head = lines.find((line) => line.includes('client signed  ')) ?? '';
    const row = lines.find((line) => line.startsWith('▸ type')) ?? '';
    expect(row.indexOf('(empty)')).toBe(head.indexOf('client signed'));
    expect(row.indexOf(FORM_TYPE)).toBe(head.indexOf('server signed'));
    expect(lines.filter((line) => line.startsWith('▸'))).toHaveLength(1);
    expect(text).toContain('byte offset 6 of the string to sign (frame 771, header content-type)');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'signed with the secret of LTAI****kFr (HMAC-SHA1), gives r2KPR0y4…, the signature on the wire',
    );
    expect(text).not.toContain('LTAIexampleid0kFr');
  });

  it('puts client over server where there is none', async () => {
    const lines = (await render([completeFailure(9)], { width: 80 })).split('\n');
    const at = lines.findIndex((line) => line.startsWith('▸ type'));
    expect(lines[at]).toMatch(/^▸ type +client {2}\(empty\)$/);
    expect(lines[at + 1]).toMatch(/^ +server {2}application\/x-www-form-urlencoded$/);
  });

  it('shows the string once where both sides have the same', async () => {
    const same = { divergences: [], cause: null, client: null } as const;
    const text = await render([
      completeFailure(1, { ...same, verdict: 'wrong-secret', recomputed: 'r2KPR0y4dpxH0Cl8SSSwIcSiwVU=' }),
    ]);
    expect(text.match(/Sat, 29 Dec 2018 07:32:34 GMT/g)).toHaveLength(1);
    expect(text).toContain('both give this string');
    expect(text).not.toContain('▸');
    expect(text).toContain('with the secret you supplied for LTAI****kFr');
  });

  it('heads the left column for what it is without the secret', async () => {
    const text = await render([
      completeFailure(1, {
        verdict: 'transit-modified',
        certainty: 'likely',
        client: null,
        recomputed: null,
        cause: cause('content-type-added-in-transit', { server: FORM_TYPE }),
        wire: completeStrings(''),
      }),
    ]);
    expect(text).toContain('rebuilt from the capture');
    expect(text).not.toMatch(/^ +client signed/m);
    expect(text).toContain('(--credentials FILE)');
  });

  it('asks for no secret that it has', async () => {
    const text = await render([
      completeFailure(1, {
        verdict: 'needs-secret',
        certainty: 'open',
        cause: null,
        client: null,
        wire: null,
      }),
    ]);
    const proof = /\n {2}check[\s\S]*?\n {2}because/.exec(text)?.[0] ?? '';
    expect(proof).toContain('the secret of LTAI****kFr is given');
    expect(proof).not.toContain('--credentials');
  });

  it('shows the bytes of a difference that the eye would miss', async () => {
    const text = await render(sampleResults());
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.startsWith('▸ key'));
    expect(lines[at]).toContain('a\\u3000b/c.txt');
    expect(lines[at + 1]).toMatch(/hex +61 \[20\] 62 2f 63 +61 \[e3 80 80\] 62 2f 63$/);
  });

  it('shows both forms of a server string that was edited', async () => {
    const text = await render(sampleResults());
    expect(text).toContain('one was edited after the server wrote it');
    expect(text).toMatch(/StringToSign +PUT␊␊␊x␊\/\*{4}\/a b\/c\.txt/);
    expect(text).toMatch(/StringToSignBytes +PUT␊␊␊x␊\/rokid\/a b\/c\.txt/);
  });

  it('masks security tokens', async () => {
    const text = await render(sampleResults());
    expect(text).not.toContain('CAISexampletoken');
    expect(text).toContain('CAIS****(28)');
  });

  it('never cuts what differs', async () => {
    const type = `text/${'x'.repeat(300)}`;
    for (const width of [80, 120]) {
      const text = await render(
        [
          completeFailure(1, {
            divergences: [
              {
                field: 'content-type',
                client: '',
                server: type,
                clientOffset: 6,
                serverOffset: 6,
                clientOrigin: null,
              },
            ],
          }),
        ],
        { width },
      );
      const at = text.indexOf('▸ type');
      const part = text.slice(at, text.indexOf('\n  date', at));
      expect(part.match(/x/g), `at ${width}`).toHaveLength(300 + 1);
    }
  });

  it('adds a row for what only the server signed, at its place', async () => {
    const wire = completeStrings(FORM_TYPE);
    const text = await render([
      completeFailure(1, {
        verdict: 'transit-modified',
        client: null,
        wire,
        divergences: [
          {
            field: 'oss-header:x-oss-meta-gw',
            client: null,
            server: '1',
            clientOffset: wire.stringToSign.text.indexOf('rokid'),
            serverOffset: wire.stringToSign.text.indexOf('rokid'),
            clientOrigin: null,
          },
        ],
        cause: cause('oss-header-added-in-transit', { name: 'x-oss-meta-gw', server: '1' }),
      }),
    ]);
    const names = text
      .split('\n')
      .filter((line) => /^(▸ | {2})(date|bucket|x-oss-meta-gw) /.test(line))
      .map((line) => line.slice(2).split(' ')[0]);
    expect(names).toEqual(['date', 'x-oss-meta-gw', 'bucket']);
    expect(text).toMatch(/▸ x-oss-meta-gw +\(absent\) +1$/m);
  });

  it('says what an upload leaves behind', async () => {
    const failure = completeFailure(9);
    const { oss } = failure;
    if (oss === null) throw new Error('an OSS exchange is expected');
    const request = {
      method: 'POST',
      path: '/k',
      rawQuery: 'uploadId=D468',
      query: [{ rawName: 'uploadId', rawValue: 'D468', name: 'uploadId', value: 'D468' }],
      headers: [],
      form: null,
      bucket: 'rokid',
      key: 'k',
      frame: 90,
    };
    const upload = makeUpload({ uploadId: 'D468', outcome: 'failed', leftover: [1, 2, 3] });
    const text = await render([{ ...failure, oss: { ...oss, request } }], {}, { multipartUploads: [upload] });
    expect(text).toContain('upload D468 keeps 3 parts (300 KiB) in the bucket');
  });
});

describe('a capture without OSS', () => {
  const traffic = {
    httpExchanges: 0,
    ossExchanges: 0,
    tls: [],
    otherConnections: 0,
    connections: 0,
    otherPackets: 0,
  };

  it('says what it holds instead', async () => {
    const text = await render(
      [makeResult({ isOss: false })],
      {},
      {
        traffic: {
          ...traffic,
          httpExchanges: 7,
          connections: 44,
          otherConnections: 2,
          tls: [
            { serverName: null, server: '10.0.0.9:443', connections: 1, ...UNSEEN },
            {
              serverName: 'b.oss-cn-hangzhou.aliyuncs.com',
              server: '10.0.0.8:443',
              connections: 41,
              ...UNSEEN,
              isOss: true,
            },
          ],
        },
      },
    );
    expect(text).toContain('  - 7 HTTP exchanges, none recognisable as OSS or S3\n');
    expect(text).toContain('  - TLS to OSS: b.oss-cn-hangzhou.aliyuncs.com (10.0.0.8:443), 41 connections\n');
    expect(text).toContain('  - TLS to 10.0.0.9:443, which names no host, 1 connection\n');
    expect(text).toContain('  - 2 TCP connections without recognisable HTTP or TLS\n');
    expect(text).toMatch(
      /\n\nNo OSS traffic could be read in 1 capture \(TLS without keys[^)]*\):[^.]*\. Exit 0\.\n$/,
    );
  });

  it('speaks of packets only where there are some', async () => {
    const summary = { format: 'pcap', complete: true, linkTypes: [1], packets: 2, bytes: 200 } as const;
    // Also packets that were cut before their TCP header, which `otherPackets` does not count.
    expect(await render([], {}, { traffic, summary })).toContain('  - 2 packets without readable TCP\n');
    const text = { ...summary, format: 'text', packets: 0, text: { kind: 'http', lines: 6 } } as const;
    const shown = await render([], {}, { traffic: { ...traffic, httpExchanges: 1 }, summary: text });
    expect(shown).toContain('  - 1 HTTP exchange, none recognisable as OSS or S3\n');
    expect(shown).not.toContain('packet');
  });

  it('says that there are no packets', async () => {
    const summary = { format: 'pcap', complete: true, linkTypes: [], packets: 0, bytes: 24 } as const;
    expect(await render([], {}, { traffic, summary })).toContain('The capture contains no packets.');
  });
});

describe('hostile values', () => {
  const EVIL = '\x1b]0;pwned\x07\x1b[2J\r\n\u202e\x9b31m\x00{n}';
  const bytes = fromText(EVIL);

  it.each([
    [80, true],
    [120, false],
  ])('never reach the terminal (%d columns, everything: %s)', async (width, isFull) => {
    const evil = completeFailure(1, {
      divergences: [
        {
          field: `oss-header:${bytes}`,
          client: bytes,
          server: `${bytes}\x1b[1m`,
          clientOffset: 0,
          serverOffset: 0,
          clientOrigin: { frame: 1, source: `header ${bytes}` },
        },
        {
          field: 'resource:key',
          client: null,
          server: bytes,
          clientOffset: 0,
          serverOffset: 0,
          clientOrigin: null,
        },
      ],
      cause: cause('oss-header-changed', { name: bytes, client: bytes, server: bytes }),
      notes: [note('date-unreadable', { value: bytes })],
      wire: {
        stringToSign: canonicalOf([
          ['method', bytes],
          [`oss-header:${bytes}`, bytes],
        ]),
        canonicalRequest: null,
      },
      client: null,
      server: { stringToSign: bytes, from: 'text', conflicting: `${bytes}!`, canonicalRequest: null },
    });
    const named = makeResult({
      index: 2,
      operation: EVIL,
      bucket: bytes,
      key: bytes,
      requestId: bytes,
      status: 403,
      claim: { accessKeyId: bytes, signature: bytes },
      error: { code: bytes, message: bytes },
      diagnosis: { verdict: 'access-denied', cause: cause('policy-condition-failed', { detail: bytes }) },
    });
    const text = await render(
      [evil, named],
      { width, isFull },
      {
        path: EVIL,
        traffic: {
          httpExchanges: 0,
          ossExchanges: 2,
          tls: [{ serverName: bytes, server: EVIL, connections: 1, ...UNSEEN }],
          otherConnections: 0,
          connections: 1,
          otherPackets: 0,
        },
      },
    );
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
    for (const line of text.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
    expect(text).toContain('␛[2J');
  });
});

describe('a pipe', () => {
  it.each([80, 100, 120])('keeps operation, id and verdict whole at %d columns', async (width) => {
    const long = completeFailure(1);
    const [, row] = (await render([long], { width })).match(/^(1 {2}.*)$/m) ?? [];
    expect(row).toContain('CompleteMultipartUpload');
    expect(row).toContain(long.oss?.requestId);
    expect(row).toContain(EN.verdictNames[long.diagnosis?.verdict ?? 'match']);
  });

  it.each([EN, ZH])('cuts keys at 80 columns, and no title of a column: $lang', async (texts) => {
    const long = makeResult({
      operation: 'PutBucketWebsite',
      requestId: 'A'.repeat(24),
      diagnosis: { verdict: 'access-denied' },
    });
    const text = await render([long], { width: 80, texts });
    const [title, row] = text.split('\n').filter((line) => /^[#1] {2}/.test(line));
    expect(title).toContain(texts.labels['column-target']);
    expect(row).toMatch(/rok\S*…/);
  });

  it('leaves out the key before it cuts an operation, and the id before that', async () => {
    const text = await render([completeFailure(1)], { width: 60 });
    expect(text).toMatch(/^1 {2}CompleteMultipartUpload {2}403 {5}client mis-signed$/m);
  });
});

describe('an error that is not related to the signature', () => {
  const refused = [
    makeResult({ index: 1 }),
    makeResult({ index: 2, operation: 'GetObject', status: 404, error: { code: 'NoSuchKey' } }),
    makeResult({ index: 3, operation: 'GetObject', status: 503, error: { code: 'QpsLimitExceeded' } }),
    makeResult({ index: 4, operation: 'GetObject', status: 503, error: { code: 'QpsLimitExceeded' } }),
    makeResult({ index: 5, operation: 'HeadObject', status: 404, error: null }),
  ];

  it('is named behind its status where there is room', async () => {
    const text = await render(refused, { width: 120 });
    expect(text).toMatch(/^.*\b2 .* 404 NoSuchKey .*passed/m);
    expect(text).toMatch(/^.*\b3 .* 503 QpsLimitExceeded .*passed/m);
    expect(text).not.toContain('not related to the signature');
  });

  it('is named beneath the table where there is none, the most frequent first', async () => {
    const text = (await render(refused, { width: 70 })).replaceAll('\n', ' ');
    expect(text).toContain(
      'Errors not related to the signature: 503 QpsLimitExceeded (2 exchanges, e.g. #3), 404 NoSuchKey (#2), 404 (#5)',
    );
  });

  it('is named where exchanges are not listed', async () => {
    const many = Array.from({ length: MAX_LISTED }, (_, at) => makeResult({ index: at + 6 }));
    expect(await render([...refused, ...many], { width: 120 })).toContain('404 NoSuchKey (#2)');
  });

  it('is counted whatever its code, and a few are named', async () => {
    const many = Array.from({ length: 100 }, (_, at) =>
      makeResult({ index: at + 1, status: 400, error: { code: `Code${at}${'x'.repeat(at * 100)}` } }),
    );
    const text = (await render(many, { width: 70 })).replaceAll('\n', ' ');
    expect(text).toMatch(/the signature: 400 \(5\d exchanges, e\.g\. #\d+\), 400 Code0 \(#1\), .* \d+ more /);
  });

  it('is not one of those that a block tells of', async () => {
    const text = await render([completeFailure(1), makeResult({ index: 2, status: 404, error: null })], {
      width: 70,
    });
    expect(text).not.toContain('not related to the signature');
    expect(await render([completeFailure(1)], { width: 200 })).not.toContain('403 SignatureDoesNotMatch ');
  });

  it('is read in Chinese, too', async () => {
    const text = (await render(refused, { texts: ZH, width: 70 })).replaceAll('\n', '');
    expect(text).toContain(
      '与签名无关的错误：503 QpsLimitExceeded（2 次，如 #3），404 NoSuchKey（#2），404（#5）',
    );
  });
});

it.each([EN, ZH])('draws no lines, which would break and be copied: $lang', async (texts) => {
  for (const isFull of [true, false]) {
    const text = await render(sampleResults(), { texts, isFull });
    expect(text).not.toMatch(/[\u2500-\u257f|]/);
  }
});
