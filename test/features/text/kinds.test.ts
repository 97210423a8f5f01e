import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../rooms/http.ts';
import { ipv4, tcp } from '../../support/capture-writer.ts';
import { AUTHORIZATION, bodyOf, headersOf, readText, told } from './read-text.ts';

function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../../../fixtures/text/${name}`, import.meta.url));
}

function only(exchanges: readonly Exchange[]): Exchange {
  const [exchange] = exchanges;
  if (exchange === undefined || exchanges.length > 1) throw new Error(`${exchanges.length} exchanges`);
  return exchange;
}

const SIGNED = [
  ['authorization', 'OSS LTAI5tTestCapture0001:g0P9TeS1A+xoIRtUPPPnxCWwBzc='],
  ['content-type', 'application/x-www-form-urlencoded'],
  ['date', 'Tue, 24 Nov 2026 23:09:27 GMT'],
  ['host', 'rokid.oss-cn-hangzhou.aliyuncs.com'],
];
const PART_LIST =
  '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"AEC5182907AFB2C8D55922479EDE22B2"</ETag></Part></CompleteMultipartUpload>';

describe('one exchange in every kind of text', () => {
  it.each([
    ['curl-verbose.txt', 'curl', 8],
    ['java-wire-log.txt', 'log', 10],
    ['python-http-client.txt', 'log', 1],
    ['oss2-debug-log.txt', 'log', 2],
    ['ali-oss-debug.txt', 'log', 1],
    ['browser.har', 'har', 2],
  ])('%s', (name, kind, frame) => {
    const { exchanges, summary } = readText(fixture(name));
    expect(summary).toMatchObject({ format: 'text', complete: true, text: { kind } });
    const { request, response } = exchanges.at(-1) ?? {};
    expect(request).toMatchObject({
      method: 'POST',
      target: '/ttsservice%2Fpasswd?uploadId=3A76743CC2DE2B3E1883D8B1C5A9FE7C',
      frame,
    });
    const sent = headersOf(request).map(([header, value]) => [header.toLowerCase(), value]);
    for (const pair of SIGNED) expect(sent).toContainEqual(pair);
    expect(response?.status).toBe(403);
    expect(headersOf(response).map(([header, value]) => [header.toLowerCase(), value])).toContainEqual([
      'x-oss-request-id',
      '6B06192759AB9B1D83019648',
    ]);
    if (name !== 'ali-oss-debug.txt') {
      expect(bodyOf(response)).toContain(
        '<SignatureProvided>g0P9TeS1A+xoIRtUPPPnxCWwBzc=</SignatureProvided>',
      );
      expect(bodyOf(response)).toContain(
        '<StringToSign>POST\n\napplication/x-www-form-urlencoded\nTue, 24 Nov 2026 23:09:27 GMT\n/rokid/',
      );
    }
  });

  it('keeps the body of the request where the kind shows it', () => {
    for (const name of ['java-wire-log.txt', 'python-http-client.txt', 'browser.har']) {
      expect(bodyOf(readText(fixture(name)).exchanges.at(-1)?.request), name).toBe(PART_LIST);
    }
    const { request } = only(readText(fixture('curl-verbose.txt')).exchanges);
    expect([bodyOf(request), request?.complete, request?.missingBytes]).toEqual([null, false, 137]);
  });
});

describe('an error document between the lines of a log', () => {
  const document = (id: string, string: string): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n  <Code>SignatureDoesNotMatch</Code>\n  <RequestId>${id}</RequestId>\n  <StringToSign>${string}</StringToSign>\n</Error>\n`;

  it('Python: each belongs to the answer before it', () => {
    const part = (key: string, id: string): string =>
      `send: b'GET /${key} HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n'\nreply: 'HTTP/1.1 403 Forbidden\\r\\n'\nheader: x-oss-request-id: ${id}\n${document(id, key)}retrying ${key}\n`;
    const { exchanges, codes } = readText(part('a', 'A1') + part('b', 'B2'));
    expect(exchanges.map(({ request, response }) => [request?.target, bodyOf(response)])).toEqual([
      ['/a', document('A1', 'a').trimEnd()],
      ['/b', document('B2', 'b').trimEnd()],
    ]);
    expect(codes).toEqual([]);
  });

  it('Java: that of an exception belongs to the answer with its request id, told once or twice', () => {
    const headers = (connection: number, key: string, id: string): string =>
      [
        `>> GET /${key} HTTP/1.1`,
        '>> Host: b.oss-cn-hangzhou.aliyuncs.com',
        '<< HTTP/1.1 403 Forbidden',
        `<< x-oss-request-id: ${id}`,
      ]
        .map((line) => `10:00:00 DEBUG o.a.http.headers - http-outgoing-${connection} ${line}\n`)
        .join('');
    const exception = (id: string, key: string): string =>
      `com.aliyun.oss.OSSException: no match\n[ErrorCode]: SignatureDoesNotMatch\n[RequestId]: ${id}\n[ResponseError]:\n${document(id, key)}\tat com.aliyun.oss.X.y(X.java:1)\n`;
    const text = `${headers(0, 'a', 'A1')}${headers(1, 'b', 'B2')}${exception('A1', 'a')}${exception('A1', 'a')}${exception('C3', 'c')}`;
    const { exchanges } = readText(text);
    expect(exchanges.map(({ request, response }) => [request?.target, bodyOf(response)])).toEqual([
      ['/a', document('A1', 'a').trimEnd()],
      ['/b', null],
      // Of another request, which the log does not show.
      [undefined, document('C3', 'c').trimEnd()],
    ]);
  });
});

describe('curl -v', () => {
  it('tells several exchanges apart, and what it prints between is no body', () => {
    const text =
      '* Connected to h (10.0.0.1) port 80\n> PUT /a HTTP/1.1\n> Host: h\n> Expect: 100-continue\n>\n< HTTP/1.1 100 Continue\n<\n} [5 bytes data]\n< HTTP/1.1 200 OK\n< ETag: "1"\n<\n* Connection #0 left intact\n> GET /b HTTP/2\n> Host: h\n>\n< HTTP/2 404 \n<\n<Error>\n< not a header\n</Error>* Closing\n';
    const { exchanges } = readText(text);
    expect(
      exchanges.map(({ request, response, interim }) => [request?.target, response?.status, interim.length]),
    ).toEqual([
      ['/a', 200, 1],
      ['/b', 404, 0],
    ]);
    expect(bodyOf(exchanges[1]?.response)).toBe('<Error>\n< not a header\n</Error>');
  });
});

describe('what options of curl add', () => {
  const verbose =
    '> POST /a?uploads HTTP/1.1\n> Host: h\n> \n< HTTP/1.1 100 Continue\n< \n< HTTP/1.1 403 Forbidden\n< Server: AliyunOSS\n< \n';
  const document = '<?xml version="1.0"?>\n<Error>\n\n<Code>A: b</Code></Error>\n';

  function expectOne(text: string): void {
    const { exchanges, codes, summary } = readText(text);
    expect(summary.text?.kind).toBe('curl');
    const { request, response, interim } = only(exchanges);
    expect([request?.target, response?.status, interim.length]).toEqual(['/a?uploads', 403, 1]);
    expect(headersOf(response)).toEqual([['Server', 'AliyunOSS']]);
    expect(bodyOf(response)).toBe(document.trimEnd());
    expect(codes).toEqual([]);
  }

  it.each([
    ['--trace-time', '13:59:04.639933 '],
    ['--trace-ids', '[0-x] '],
    ['both', '13:59:04.639933 [0-0] '],
  ])('%s: a stamp before each line', (_, stamp) => {
    expectOne(verbose.replace(/^/gm, stamp).slice(0, -stamp.length) + document);
  });

  it.each(['    ', '\t'])('an indent before all lines', (indent) => {
    expectOne((verbose + document).replace(/^/gm, indent).slice(0, -indent.length));
  });

  it('does not take the quoted copy of a stream for it, whose answer follows a body without a line end', () => {
    const stream = `POST /a?uploads HTTP/1.1\nHost: h\nContent-Length: 2\n\nabHTTP/1.1 403 Forbidden\nServer: AliyunOSS\n\n${document}`;
    const { exchanges, summary } = readText(stream.replace(/^/gm, '> '));
    expect(summary.text?.kind).toBe('http');
    expect(only(exchanges).response?.status).toBe(403);
  });

  it('-i: each head once more, behind them all or line by line', () => {
    const heads = 'HTTP/1.1 100 Continue\n\nHTTP/1.1 403 Forbidden\nServer: AliyunOSS\n\n';
    expectOne(verbose + heads + document);
    expectOne(verbose + heads.replace(/\n\n$/, '\n') + document);
    expectOne(verbose.replace(/^< (.*)\n/gm, '$&$1\n') + document);
  });
});

describe('curl --trace', () => {
  const LIST =
    '<CompleteMultipartUpload>\n<Part><PartNumber>1</PartNumber><ETag>"5EB63BBBE01EEED093CB22BB8F5ACDC3"</ETag></Part>\n</CompleteMultipartUpload>\n\n';
  const SIGNED_STRING =
    'POST\n\napplication/x-www-form-urlencoded\nFri, 27 Nov 2026 14:48:26 GMT\n/rokid/ab?uploadId=D468E486D1D94D90A1AB8885A4E32AE0';

  function text(name: string): string {
    return Buffer.from(fixture(name)).toString('latin1');
  }

  it('shows every byte of both sides', () => {
    const { exchanges, codes, summary } = readText(fixture('curl-trace.txt'));
    expect(summary.text).toEqual({ kind: 'curl', lines: 142 });
    const { request, response } = only(exchanges);
    expect(request).toMatchObject({
      target: '/ab?uploadId=D468E486D1D94D90A1AB8885A4E32AE0',
      frame: 6,
      complete: true,
    });
    expect(bodyOf(request)).toBe(LIST);
    expect([response?.status, response?.complete, response?.bodyBytes]).toEqual([403, true, 1125]);
    expect(bodyOf(response)).toContain(`<StringToSign>${SIGNED_STRING}</StringToSign>`);
    expect(codes).toEqual([]);
  });

  it('--trace-ascii shows a dot for a line feed: what the server signed is read from its hex, and a request body is not judged', () => {
    const { exchanges, codes } = readText(fixture('curl-trace-ascii.txt'));
    const { request, response } = only(exchanges);
    expect(headersOf(request)).toContainEqual([
      'Authorization',
      'OSS LTAI5tTestCapture0001:u5xxANJdISxgcSFPk0Uh/jlfWhE=',
    ]);
    expect([bodyOf(request), request?.complete]).toEqual([null, false]);
    expect([response?.status, response?.complete, response?.bodyBytes]).toEqual([403, true, 1125]);
    expect(bodyOf(response)).toContain('?>\n<Error>\n  <Code>');
    expect(bodyOf(response)).toContain(`<StringToSign>${SIGNED_STRING}</StringToSign>`);
    expect(codes).toEqual(['text-bytes-replaced']);
  });

  it('leaves the string of an error document empty that is shown with dots, and without the hex that tells them', () => {
    const document =
      '<Error>.  <Code>SignatureDoesNotMatch</Code>.  <StringToSign>GET...d./b/k</StringToSign>.</Error>.';
    const { exchanges, codes } = readText(
      `<= Recv header, 24 bytes (0x18)\n0000: HTTP/1.1 403 Forbidden\n<= Recv header, 2 bytes (0x2)\n0000: \n` +
        `<= Recv data, ${document.length} bytes (0x${document.length.toString(16)})\n` +
        `0000: ${document.slice(0, 64)}\n0040: ${document.slice(64)}\n`,
    );
    const { response } = only(exchanges);
    expect(bodyOf(response)).toBe(
      '<Error>\n  <Code>SignatureDoesNotMatch</Code>\n  <StringToSign></StringToSign>\n</Error>',
    );
    expect(response?.complete).toBe(true);
    expect(codes).toContain('text-bytes-replaced');
  });

  it('reads it indented, quoted, without spaces at line ends, and with the answer in the same place', () => {
    const own = bodyOf(only(readText(fixture('curl-trace.txt')).exchanges).response);
    const variants = [
      text('curl-trace.txt').replace(/^/gm, '    '),
      text('curl-trace.txt').replace(/^/gm, '> '),
      text('curl-trace.txt').replace(/ +$/gm, ''),
      text('curl-trace.txt').replaceAll('\n', '\r\n'),
      text('curl-trace.txt').replace('== Info: Connection #0', `${own ?? ''}== Info: Connection #0`),
    ];
    for (const variant of variants) {
      const { exchanges, codes } = readText(variant);
      const { request, response } = only(exchanges);
      expect([bodyOf(request), bodyOf(response), codes]).toEqual([LIST, own, []]);
    }
    const ascii = only(readText(text('curl-trace-ascii.txt').replace(/ +$/gm, '')).exchanges);
    expect(ascii.response).toMatchObject({ complete: true, bodyBytes: 1125 });
    expect(headersOf(ascii.request)).toHaveLength(7);
  });

  it('keeps the connections of transfers side by side apart, and passes over what TLS sent', () => {
    const said = (id: string, way: string, what: string, line: string): string =>
      `[${id}] ${way} ${what}, ${line.length + 2} bytes (0x${(line.length + 2).toString(16)})\n0000: ${line}\n`;
    const { exchanges } = readText(
      said('0-0', '=> Send', 'header', 'GET /a HTTP/1.1') +
        said('0-0', '=> Send', 'SSL data', 'HTTP/1.1 500 No') +
        said('1-1', '=> Send', 'header', 'GET /b HTTP/1.1') +
        said('1-1', '<= Recv', 'header', 'HTTP/1.1 404 Not Found') +
        said('0-0', '<= Recv', 'header', 'HTTP/1.1 403 Forbidden'),
    );
    expect(exchanges.map(({ request, response }) => [request?.target, response?.status])).toEqual([
      ['/a', 403],
      ['/b', 404],
    ]);
  });

  it('leaves out a request whose head has lost a line', () => {
    const { exchanges, codes } = readText(text('curl-trace.txt').replace(/^00d0: 61 70.*\n/m, ''));
    expect(only(exchanges).request).toBeNull();
    expect(codes).toContain('text-request-cut');
  });
});

describe('the exception of oss2', () => {
  it.each(["'x-oss-request-id': 'A1', ", "'request-id': 'A1', ", ''])('with its request ID as %j', (id) => {
    const text = `oss2.exceptions.AccessDenied: {'status': 403, ${id}'details': {'Code': 'AccessDenied', 'HostId': 'h'}}\n`;
    expect(bodyOf(only(readText(text).exchanges).response)).toBe(
      '<Error><Code>AccessDenied</Code><HostId>h</HostId></Error>',
    );
  });
});

describe('a log of an SDK whose line was cut', () => {
  it.each([
    [
      'oss2',
      "Send request, method: POST, url: http://b.oss-cn-hangzhou.aliyuncs.com/k, params: {}, headers: {'date': 'Tue, 24",
      "Get response headers, req-id:6B06, status: 403, headers: {'Server': 'AliyunOSS'}",
    ],
    [
      'ali-oss',
      'request PUT http://b.oss-cn-hangzhou.aliyuncs.com/k, with headers {"date": "Tue, 24',
      'response PUT http://b.oss-cn-hangzhou.aliyuncs.com/k, got 403, headers: {"server": "AliyunOSS"}',
    ],
  ])('%s: has no request that would pass for an unsigned one', (_, request, response) => {
    const { exchanges, codes } = readText(`${request}\n${response}\n`);
    const only403 = only(exchanges);
    expect([only403.request, only403.response?.status]).toEqual([null, 403]);
    expect(codes).toContain('text-request-cut');
  });

  it('leaves the document of the exception to speak for itself', () => {
    const log = new TextDecoder().decode(fixture('oss2-debug-log.txt'));
    const { exchanges } = readText(log.replace(/, headers: \{.*/g, ", headers: {'date': 'Tue"));
    const { request, response } = only(exchanges);
    expect(request).toBeNull();
    expect(bodyOf(response)).toContain('<Code>SignatureDoesNotMatch</Code>');
    expect(headersOf(response)).toEqual([]);
  });
});

describe('wget -d', () => {
  it('says between the pieces of a body how much of it is left, which is no part of it', () => {
    const { exchanges, codes, summary } = readText(fixture('wget-debug.txt'));
    expect(summary.text?.kind).toBe('log');
    const { request, response } = only(exchanges);
    expect(request?.target).toBe('/ab?uploadId=D468E486D1D94D90A1AB8885A4E32AE0');
    expect([bodyOf(request), request?.complete, request?.missingBytes]).toEqual([null, false, 137]);
    expect([response?.status, response?.complete]).toEqual([403, true]);
    expect(bodyOf(response)).toMatch(/^<\?xml.*\nFri, 27 Nov 2026 14:30:00 GMT\n.*<\/Error>\n?$/s);
    expect(codes).toEqual([]);
  });
});

describe('http.client with debuglevel', () => {
  it('keeps the documents that were printed behind two answers apart', () => {
    const said = (key: string): string =>
      `send: b'GET /${key} HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n'\nreply: 'HTTP/1.1 403 Forbidden\\r\\n'\nheader: Server: AliyunOSS\n` +
      `<Error>\n<Key>${key}</Key>\n</Error>\nDEBUG:urllib3.connectionpool:"GET /${key} HTTP/1.1" 403 None\n`;
    const { exchanges } = readText(said('a') + said('b'));
    expect(exchanges.map(({ request, response }) => [request?.target, bodyOf(response)])).toEqual([
      ['/a', '<Error>\n<Key>a</Key>\n</Error>'],
      ['/b', '<Error>\n<Key>b</Key>\n</Error>'],
    ]);
  });
});

describe('tcpdump', () => {
  it('-A gives every exchange of a connection, with its endpoints', () => {
    const { exchanges, codes } = readText(fixture('tcpdump-a.txt'));
    expect(exchanges.map(({ request, response }) => [request?.method, response?.status])).toEqual([
      ['POST', 200],
      ['PUT', 200],
      ['PUT', 200],
      ['PUT', 200],
      ['POST', 403],
    ]);
    expect(exchanges[0]?.connection).toMatchObject({ client: '127.0.0.1:41916', server: '127.0.0.1:80' });
    expect(codes).toEqual(['text-bytes-replaced']);
    // parts are binary: their bytes are not the ones that were sent
    expect(exchanges[1]?.request?.body).toBeNull();
    expect(bodyOf(exchanges[4]?.request)).toMatch(
      /^<CompleteMultipartUpload>.*<\/CompleteMultipartUpload>$/s,
    );
    expect(exchanges[4]?.request?.complete).toBe(true);
  });

  it('-A: a body in a packet of its own, with dots and without a line end, is not taken for what was sent', () => {
    const head = 'PUT /k HTTP/1.1\nHost: b.oss-cn-hangzhou.aliyuncs.com\nContent-Length: 4\n\n';
    const packet = (from: number, payload: string): string =>
      `12:00:00.100000 IP 1.1.1.1.9 > 2.2.2.2.80: Flags [P.], seq ${from}:${from + 4}, ack 1, length ${payload.replaceAll('\n', '\r\n').length}\n` +
      `E${'.'.repeat(51)}${payload}\n`;
    const { exchanges } = readText(packet(1, head) + packet(100, 'a...'));
    expect(only(exchanges).request).toMatchObject({ target: '/k', complete: false, body: null });
  });

  it('-X gives every byte, and -tt the time', () => {
    const { exchanges, codes } = readText(fixture('tcpdump-x.txt'));
    const exchange = only(exchanges);
    expect(codes).toEqual([]);
    expect(exchange.request).toMatchObject({
      complete: true,
      time: { seconds: 1_795_561_346, nanos: 698_569_000 },
    });
    expect(exchange.response?.complete).toBe(true);
    expect(exchange.response?.head).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n.*\r\n\r\n$/s);
  });

  it.each([
    ['Ethernet', '0200000000020200000000010800'],
    ['a VLAN', '020000000002020000000001810000070800'],
    ['a VLAN in another', '02000000000202000000000188a80003810000070800'],
    ['cooked', '00000001000602000000000100000800'],
    ['cooked, version 2', '0800000000000002000100060200000000010000'],
    ['loopback of BSD', '02000000'],
  ])('-XX gives every byte of a packet behind the header of the link: %s', (_, link) => {
    const said = `GET /k HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\n\r\n`;
    const packet = Buffer.concat([Buffer.from(link, 'hex'), ipv4(tcp(said))]).toString('hex');
    const rows = packet.match(/.{1,32}/g) ?? [];
    const dump = rows.map((row, at) => {
      return `\t0x${(at * 16).toString(16).padStart(4, '0')}:  ${(row.match(/.{1,4}/g) ?? []).join(' ')}\n`;
    });
    const own = `12:00:00.1 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [P.], seq 1:${said.length}, ack 1, length ${said.length}\n`;
    const { exchanges, codes } = readText(own + dump.join(''));
    expect(only(exchanges).request).toMatchObject({ target: '/k', complete: true });
    expect(codes).toEqual([]);
  });

  it('keeps connections apart that had the same ports, whose bytes are counted anew', () => {
    const [there, back] = ['10.0.0.1.5000 > 10.0.0.2.80', '10.0.0.2.80 > 10.0.0.1.5000'];
    const syn = (sequence: number): string =>
      `12:00:00.000001 IP ${there}: Flags [S], seq ${sequence}, win 64240, options [mss 1460], length 0\nE..<..@.@...........\n` +
      `12:00:00.000002 IP ${back}: Flags [S.], seq ${sequence}, ack ${sequence + 1}, win 65160, length 0\nE..<..@.@...........\n`;
    const said = (way: string, text: string): string =>
      `12:00:00.000003 IP ${way}: Flags [P.], seq 1:${text.length + 1}, ack 1, win 64, length ${text.length}\nE...x.@.@..z..........PK..q..6..P..@....${text}\n`;
    const ask = (key: string): string => said(there, `GET /${key} HTTP/1.1\r\nHost: example.com\r\n\r\n`);
    const answer = said(back, 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    const { exchanges } = readText(
      [syn(1), ask('a'), ask('a'), answer, syn(2), syn(2), ask('b'), answer, syn(3), ask('c')].join(''),
    );
    expect(exchanges.map(({ request, response }) => [request?.target, response?.status])).toEqual([
      ['/a', 200],
      ['/b', 200],
      ['/c', undefined],
    ]);
    expect(new Set(exchanges.map(({ connection }) => connection.index)).size).toBe(3);
    expect(exchanges[2]?.connection).toMatchObject({ client: '10.0.0.1:5000', server: '10.0.0.2:80' });
  });

  it('passes over what was sent again, and joins lines over packets', () => {
    const packet = (sequence: string, source: string, text: string): string =>
      `12:00:00.000001 IP ${source}: Flags [P.], seq ${sequence}, ack 1, win 64, length ${text.replaceAll('\n', '\r\n').length}\nE...x.@.@..z..........PK..q..6..P..@....${text}\n`;
    const [there, back] = ['10.0.0.1.5000 > 10.0.0.2.80', '10.0.0.2.80 > 10.0.0.1.5000'];
    const { exchanges } = readText(
      [
        packet('1:30', there, 'GET /a HTTP/1.1\nHost: exa'),
        packet('1:30', there, 'GET /a HTTP/1.1\nHost: exa'),
        packet('30:45', there, 'mple.com\n\n'),
        packet('1:40', back, 'HTTP/1.1 200 OK\nContent-Length: 0\n\n'),
      ].join(''),
    );
    const exchange = only(exchanges);
    expect(headersOf(exchange.request)).toEqual([['Host', 'example.com']]);
    expect(exchange.response?.status).toBe(200);
  });
});

describe('tshark -z follow', () => {
  const CAPTURED =
    '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"AEC5182907AFB2C8D55922479EDE22B2"</ETag></Part></CompleteMultipartUpload>';

  function text(name: string): string {
    return Buffer.from(fixture(name)).toString('latin1');
  }

  /** The streams of a text as `hex` shows them: lines of 16 bytes, those of the second node indented. */
  function asHex(raw: string): string {
    const lines = raw.replace(',raw', ',hex').split('\n');
    return lines
      .map((line) => {
        const indent = line.startsWith('\t') ? '\t' : '';
        const pairs = /^[0-9a-f]+$/.test(line.trim()) ? (line.trim().match(/../g) ?? []) : [];
        if (pairs.length === 0) return line;
        const rows = Array.from({ length: Math.ceil(pairs.length / 16) }, (_, row) => {
          const own = pairs.slice(row * 16, row * 16 + 16);
          const [left, right] = [own.slice(0, 8).join(' '), own.slice(8).join(' ')];
          const offset = (row * 16).toString(16).toUpperCase().padStart(8, '0');
          return `${indent}${offset}  ${left.padEnd(25)}${right.padEnd(25)}${'5a 5a 5a'}`;
        });
        return rows.join('\n');
      })
      .join('\n');
  }

  it.each([
    ['ascii', text('tshark-follow.txt')],
    ['ascii without carriage returns', text('tshark-follow.txt').replaceAll('\r', '')],
    ['raw', text('tshark-follow-raw.txt')],
    ['hex', asHex(text('tshark-follow-raw.txt'))],
  ])('%s: the lengths between the pieces are none of the bodies', (_, shown) => {
    const { exchanges, codes, summary } = readText(shown);
    expect(summary.text?.kind).toBe('http');
    const { request, response, connection } = only(exchanges);
    expect(connection).toMatchObject({ client: '127.0.0.1:51776', server: '127.0.0.1:80' });
    expect([bodyOf(request), request?.complete]).toEqual([CAPTURED, true]);
    expect([response?.status, response?.complete, response?.bodyBytes]).toEqual([403, true, 1185]);
    expect(bodyOf(response)).toMatch(/^<\?xml.*<StringToSign>POST\n\napplication\/.*<\/Error>\n?$/s);
    expect(codes).toEqual([]);
  });

  it('keeps several streams apart, and a request whose body was cut from its answer', () => {
    const whole = text('tshark-follow.txt');
    const cut = whole.replace(/<CompleteMultipartUpload>.*\n/, '');
    const { exchanges, codes } = readText(whole + cut);
    expect(exchanges.map(({ request, response }) => [bodyOf(request), response?.bodyBytes])).toEqual([
      [CAPTURED, 1185],
      [null, 1185],
    ]);
    expect(new Set(exchanges.map(({ connection }) => connection.index)).size).toBe(2);
    expect(exchanges[1]?.request?.complete).toBe(false);
    expect(codes).toEqual([]);
  });

  it('hex: a body without a line end, and the next request behind it, on one connection', () => {
    const [head, get] = [
      'PUT /k HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\n',
      'GET /the/next/key HTTP/1.1',
    ];
    const hexOf = (said: string): string => Buffer.from(said, 'latin1').toString('hex');
    const answer = hexOf('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    const put = hexOf(`${head}Content-Length: 1\r\n\r\nx`);
    const next = hexOf(head.replace('PUT /k HTTP/1.1', get).concat('\r\n'));
    const raw = `${'='.repeat(67)}\nFollow: tcp,raw\nFilter: tcp.stream eq 0\nNode 0: 1.1.1.1:9\nNode 1: 2.2.2.2:80\n`;
    const { exchanges, codes } = readText(asHex(`${raw}${put}\n\t${answer}\n${next}\n\t${answer}\n`));
    expect(exchanges.map(({ request }) => [request?.target, request?.frame, request?.complete])).toEqual([
      ['/k', 6, true],
      ['/the/next/key', 14, true],
    ]);
    expect(bodyOf(exchanges[0]?.request ?? null)).toBe('x');
    expect(codes).toEqual([]);
  });

  it('says that dots stand for bytes that cannot be printed', () => {
    const head = 'PUT /k HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\nContent-Length: 4\r\n\r\n';
    const { exchanges, codes } = readText(
      `${'='.repeat(67)}\nFollow: tcp,ascii\nFilter: tcp.stream eq 0\nNode 0: 1.1.1.1:9\nNode 1: 2.2.2.2:80\n` +
        `${head.length}\n${head}\n4\na...\n${'='.repeat(67)}\n`,
    );
    expect(only(exchanges).request).toMatchObject({ target: '/k', complete: false });
    expect(codes).toEqual(['text-bytes-replaced']);
  });
});

describe('the debug log of botocore', () => {
  it('tells the request with its URL and headers, the status, and the answer with its body', () => {
    const { exchanges, codes } = readText(fixture('botocore-debug.txt'));
    const { request, response } = only(exchanges);
    expect(request).toMatchObject({ method: 'PUT', target: '/rokid/f.txt', complete: false });
    expect(headersOf(request)).toContainEqual(['Host', '127.0.0.1:18113']);
    expect(headersOf(request)).toContainEqual(['X-Amz-Date', '20261127T145622Z']);
    expect(response).toMatchObject({ status: 403, complete: true });
    expect(headersOf(response)).toContainEqual(['x-oss-request-id', '6B06192759AB9B1D83010001']);
    expect(bodyOf(response)).toMatch(
      /^<\?xml.*<StringToSign>AWS4-HMAC-SHA256\n20261127T145622Z\n20261127\/oss-cn-hangzhou\/s3\/.*<\/Error>\n?$/s,
    );
    expect(codes).toEqual(['text-headers-only']);
  });

  it('without the lines of urllib3: the document speaks for itself', () => {
    const log = Buffer.from(fixture('botocore-debug.txt')).toString('latin1');
    const { exchanges, codes } = readText(log.replace(/^.* urllib3\..*\n/gm, ''));
    expect(only(exchanges)).toMatchObject({ request: { target: '/rokid/f.txt' }, response: { status: 403 } });
    expect(codes).toContain('text-status-missing');
  });
});

describe('an error document alone', () => {
  it('is an answer without its request', () => {
    const { exchanges, summary, notices } = readText(fixture('error-document.xml'));
    const exchange = only(exchanges);
    expect(summary.text).toEqual({ kind: 'error-document', lines: 17 });
    expect(exchange.request).toBeNull();
    expect(exchange.damage).toEqual(['request']);
    expect(exchange.response).toMatchObject({ status: 403, head: '', frame: 1 });
    expect(notices.map(({ code, args }) => [code, args['status']])).toEqual([
      ['text-status-missing', 403],
      ['text-request-missing', undefined],
    ]);
  });
});

describe('an HTTP Archive', () => {
  const archive = (entry: object): string => JSON.stringify({ log: { version: '1.2', entries: [entry] } });
  const REQUEST = {
    method: 'GET',
    url: 'https://b.oss-cn-hangzhou.aliyuncs.com/a%20b?x=1#part',
    httpVersion: 'h2',
    headers: [
      { name: ':authority', value: 'b.oss-cn-hangzhou.aliyuncs.com' },
      { name: ':path', value: '/a%20b?x=1' },
      { name: 'accept', value: '*/*' },
    ],
  };

  it('has pseudo headers of HTTP/2 left out, and Host put back', () => {
    const { request, response } = only(
      readText(archive({ request: REQUEST, response: { status: 0 } })).exchanges,
    );
    expect(request).toMatchObject({ target: '/a%20b?x=1', version: 'HTTP/2', frame: 1 });
    expect(headersOf(request)).toEqual([
      ['Host', 'b.oss-cn-hangzhou.aliyuncs.com'],
      ['accept', '*/*'],
    ]);
    expect(response).toBeNull();
  });

  it('has times, and bodies in base64', () => {
    const entry = {
      startedDateTime: '2026-11-24T23:09:27.250+01:00',
      time: 1500.5,
      request: REQUEST,
      response: {
        status: 403,
        headers: [{ name: 'content-encoding', value: 'gzip' }],
        content: {
          text: Buffer.from('<Error><Code>X</Code></Error>').toString('base64'),
          encoding: 'base64',
        },
      },
    };
    const { request, response, numbering } = only(readText(archive(entry)).exchanges);
    expect(request?.time).toEqual({ seconds: 1_795_558_167, nanos: 250_000_000 });
    expect(response?.lastTime).toEqual({ seconds: 1_795_558_168, nanos: 750_500_000 });
    expect(headersOf(response)).toEqual([]);
    expect(bodyOf(response)).toBe('<Error><Code>X</Code></Error>');
    expect(numbering).toBe('entry');
  });

  it('says that a signature is missing, however much else was lost before', () => {
    const request = (headers: readonly object[]) => ({ method: 'GET', url: 'http://b.example/k', headers });
    const hidden = Array.from({ length: 150 }, (_, at) => ({ name: `x-hidden-${at}`, value: '***' }));
    const refused = { status: 403, headers: [{ name: 'x-oss-request-id', value: 'A' }], content: {} };
    const entries = [{ request: request(hidden) }, { request: request([]), response: refused }];
    const { codes } = readText(JSON.stringify({ log: { version: '1.2', entries } }));
    expect(codes.filter((code) => code === 'text-redacted')).toHaveLength(100);
    expect(codes).toContain('text-no-signature');
  });

  it('says that browsers leave Authorization out', () => {
    const response = { status: 403, headers: [{ name: 'x-oss-request-id', value: '5C27' }] };
    expect(readText(archive({ request: REQUEST, response })).codes).toEqual(['text-no-signature']);
    const url = `${REQUEST.url.replace('#part', '')}&Signature=abc`;
    expect(readText(archive({ request: { ...REQUEST, url }, response })).codes).toEqual([]);
  });

  it.each([
    [{}],
    [null],
    [{ request: 5, response: [] }],
    [{ request: { method: {}, url: 7, headers: 'x' } }],
    [{ request: { ...REQUEST, headers: [null, 3, { name: 'a b', value: 'c' }, { name: 'x', value: {} }] } }],
    [{ request: REQUEST, startedDateTime: 'soon', time: -1, response: { status: 1e300, content: null } }],
    [
      {
        request: { ...REQUEST, postData: { text: 1 } },
        response: { status: 200, content: { text: '%%%', encoding: 'base64' } },
      },
    ],
  ])('of odd entries %j is read as far as it goes', (entry) => {
    const { exchanges } = readText(archive(entry as object));
    for (const { request } of exchanges) {
      for (const [name] of headersOf(request)) expect(name).toMatch(/^[\w-]+$/);
    }
  });
});

describe('libcurl in another program', () => {
  it('marks the first line of a request alone', () => {
    expect(told(fixture('php-libcurl.txt'))).toEqual([['/k?uploadId=AB', 7, 16, 403, true]]);
    expect(headersOf(readText(fixture('php-libcurl.txt')).exchanges[0]?.request)).toHaveLength(6);
  });
});

describe('tcpdump -v alone', () => {
  it('without -A and -X: what tcpdump reads of the packets', () => {
    // As of tcpdump 4.99; the lines of -A are left out.
    const head = 'HTTP/1.1 403 Forbidden\nServer: AliyunOSS\nContent-Length: 16\n\n<Error>\n</Error>\n';
    const packet = (way: string, sequence: string, payload: string, length: number): string =>
      `23:02:26.673898 IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 407)\n    ${way}: Flags [P.], cksum 0xff8b (correct), seq ${sequence}, ack 1, win 64, length ${length}: HTTP, length: ${length}\n` +
      payload.replace(/^/gm, '\t').slice(0, -1);
    const text =
      packet(
        '10.0.0.1.5000 > 10.0.0.2.80',
        '1:39',
        `GET /k HTTP/1.1\nAuthorization: ${AUTHORIZATION}\n\n`,
        90,
      ) + packet('10.0.0.2.80 > 10.0.0.1.5000', '1:84', head, 84);
    expect(told(text)).toEqual([['/k', 3, 8, 403, true]]);
    expect(bodyOf(readText(text).exchanges[0]?.response)).toBe('<Error>\n</Error>');
  });
});

describe('the log of the Go SDK and of ossutil', () => {
  const headers = `\tDate:Tue, 24 Nov 2026 23:09:27 GMT\tAuthorization:${AUTHORIZATION}\tContent-Type:text/plain`;
  const text =
    `2026/11/27 16:34:39 [debug][Req:0xc000123400]signStr:PUT\\n\\ntext/plain\n` +
    `2026/11/27 16:34:39 [debug][Req:0xc000123400]Method:PUT\tHost:b.oss-cn-hangzhou.aliyuncs.com\tPath:/a b/ü\tQuery:uploadId=AB&partNumber=1\tHeader info:${headers}\n` +
    `2026/11/27 16:34:39 [debug][Resp:0xc000123400]StatusCode:403\tHeader info:\tServer:AliyunOSS\tX-Oss-Request-Id:6B06192759AB9B1D83010001\n`;

  it('tells each message in one line, the path decoded', () => {
    expect(told(text)).toEqual([['/a%20b/%C3%BC?uploadId=AB&partNumber=1', 2, 3, 403, true]]);
    const { exchanges } = readText(text);
    expect(headersOf(exchanges[0]?.request)).toEqual([
      ['Host', 'b.oss-cn-hangzhou.aliyuncs.com'],
      ['Date', 'Tue, 24 Nov 2026 23:09:27 GMT'],
      ['Authorization', AUTHORIZATION],
      ['Content-Type', 'text/plain'],
    ]);
    expect(headersOf(exchanges[0]?.response)).toHaveLength(2);
  });
});

describe('ngrep -W byline', () => {
  it('shows a dot for each carriage return of a head', () => {
    const { exchanges, codes, summary } = readText(fixture('ngrep.txt'));
    expect(summary.text?.kind).toBe('http');
    expect(exchanges.map(({ request, response }) => [request?.method, response?.status])).toEqual([
      ['POST', 200],
      ['PUT', 200],
      ['POST', 403],
    ]);
    const { request, response, connection } = exchanges[2] ?? {};
    expect(connection).toMatchObject({ client: '127.0.0.1:51776', server: '127.0.0.1:80' });
    const sent = headersOf(request).map(([name, value]) => [name.toLowerCase(), value]);
    for (const pair of SIGNED) expect(sent).toContainEqual(pair);
    expect(bodyOf(request)).toBe(PART_LIST);
    expect(response).toMatchObject({ complete: true, bodyBytes: 1185 });
    expect(headersOf(response)).toContainEqual(['x-oss-request-id', '6B06192759AB9B1D83019648']);
    // the part is binary
    expect(codes).toEqual(['text-bytes-replaced']);
    expect(exchanges[1]?.request?.body).toBeNull();
  });

  it('does not judge a request body with dots', () => {
    const text =
      'T 10.0.0.1:5000 -> 10.0.0.2:80 [AP] #1\nPUT /k HTTP/1.1.\nHost: h.\nContent-Length: 4.\n.\na.bc\n\n';
    expect(only(readText(text).exchanges).request).toMatchObject({ target: '/k', body: null });
    expect(readText(text).codes).toEqual(['text-bytes-replaced']);
  });
});
