import { describe, expect, it } from 'vitest';
import { toByteString } from '../rooms/bytes.ts';
import { type Exchange, MAX_HEAD_BYTES, MAX_START_LINE_BYTES } from '../rooms/http.ts';
import { answer, converse, get, outline, put, type SegmentInput, turns } from '../support/conversation.ts';

const OPEN: SegmentInput[] = [
  { from: 'c', at: 0, syn: true },
  { from: 's', at: 0, syn: true, ack: 0 },
  { from: 'c', at: 0, ack: 0 },
];

function only(exchanges: readonly Exchange[]): Exchange {
  const [exchange] = exchanges;
  if (exchange === undefined || exchanges.length !== 1) throw new Error(`${exchanges.length} exchanges`);
  return exchange;
}

describe('one exchange', () => {
  it('keeps heads as captured: order, case, duplicates, spaces, folding and bytes beyond ASCII', () => {
    const request =
      'GET /a%20b?x=1 HTTP/1.1\r\nhost:b.example\r\nX-Oss-Meta-A:  two  spaces \r\nx-oss-meta-a: again\r\n' +
      'X-Long: first\r\n  second\r\nX-Bytes: \xe4\xb8\xad\xff\r\n\r\n';
    const { exchanges } = converse(turns([{ request, response: answer(200, 'ok') }], 11));
    const exchange = only(exchanges);
    expect(exchange.request?.head).toBe(request);
    expect(exchange.request?.headers.map((line) => [line.name, line.value, line.rawValue])).toEqual([
      ['host', 'b.example', 'b.example'],
      ['X-Oss-Meta-A', 'two  spaces', '  two  spaces '],
      ['x-oss-meta-a', 'again', ' again'],
      ['X-Long', 'first\r\n  second', ' first\r\n  second'],
      ['X-Bytes', '\xe4\xb8\xad\xff', ' \xe4\xb8\xad\xff'],
    ]);
    expect(exchange).toMatchObject({
      index: 1,
      damage: [],
      request: { target: '/a%20b?x=1', complete: true },
    });
    expect(exchange.connection).toMatchObject({ index: 1, client: '10.0.0.1:50000', server: '10.0.0.2:80' });
  });

  it('names the frame of each header line of a head in several packets', () => {
    const request = get('/k', 'X-A: 1\r\nX-B: 2\r\n');
    const cut = request.indexOf('X-B');
    const { exchanges } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: request.slice(0, cut), ack: 0 },
      { from: 'c', at: cut, text: request.slice(cut), ack: 0 },
      { from: 's', at: 0, text: answer(204), ack: request.length },
    ]);
    expect(only(exchanges).request?.headers.map((line) => line.frame)).toEqual([4, 4, 5]);
    expect(only(exchanges).request).toMatchObject({ frame: 4, lastFrame: 5 });
  });

  it.each([
    ['Content-Length', answer(200, 'hello'), 'content-length', 5],
    ['Content-Length of any digits', answer(200, 'x'.repeat(1987)), 'content-length', 1987],
    [
      'the end of the connection, where another coding is as long as chunked',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: deflate\r\n\r\nhello',
      'until-close',
      5,
    ],
    [
      'the end of the connection, where a name is only like Transfer-Encoding',
      'HTTP/1.1 200 OK\r\nTransfer-Extended: chunked\r\n\r\nhello',
      'until-close',
      5,
    ],
    [
      'chunked',
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a="b"\r\nhel\r\n2\r\nlo\r\n0\r\nX-T: 1\r\n\r\n`,
      'chunked',
      5,
    ],
    ['no body for 204', 'HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n', 'none', 0],
    ['no body for 304', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n', 'none', 0],
    ['the end of the connection', 'HTTP/1.1 200 OK\r\n\r\nhello', 'until-close', 5],
    [
      'chunked over Content-Length',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
      'chunked',
      5,
    ],
  ])('finds the end of a body by %s', (_, response, framing, bodyBytes) => {
    for (const size of [1, 2, 7, 1460]) {
      const { exchanges } = converse(turns([{ request: get('/k'), response }], size));
      expect(only(exchanges).response).toMatchObject({ framing, bodyBytes, complete: true });
    }
  });

  it.each([
    ['HTTP/1.1 200 OK\r', 'OK'],
    ['HTTP/1.1 200 OK', 'OK'],
    ['HTTP/1.1 200 OK\r\r', 'OK\r'],
    ['HTTP/1.1 200 \r', ''],
  ])('reads a first line that is cut at its end, and keeps its bytes: %j', (text, reason) => {
    const missing = 50;
    const { exchanges } = converse([
      { from: 'c', at: 0, syn: true },
      { from: 's', at: 0, syn: true, ack: 0 },
      { from: 'c', at: 0, text: 'GET /k HTTP/1.1\r', missing, ack: 0 },
      { from: 's', at: 0, text, missing, ack: 16 + missing },
    ]);
    expect(outline(exchanges)).toEqual(['GET /k -> 200']);
    expect(only(exchanges).request).toMatchObject({ version: 'HTTP/1.1', head: 'GET /k HTTP/1.1\r' });
    expect(only(exchanges).response).toMatchObject({ reason, head: text });
  });

  it.each([
    ['the server', { from: 's', at: 24, ack: get('/k').length, rst: true }, false],
    ['the client', { from: 'c', at: get('/k').length, ack: 24, rst: true }, false],
    [
      'the client, after the end of the answer',
      { from: 's', at: 24, ack: get('/k').length, fin: true },
      true,
    ],
  ] as const)('takes no reset for the end of a body: by %s', (_, last, complete) => {
    const { exchanges } = converse([
      { from: 'c', at: 0, syn: true },
      { from: 's', at: 0, syn: true, ack: 0 },
      { from: 'c', at: 0, text: get('/k'), ack: 0 },
      { from: 's', at: 0, text: 'HTTP/1.1 200 OK\r\n\r\nhello', ack: get('/k').length },
      last,
      { from: 'c', at: get('/k').length, ack: 25, rst: true },
    ]);
    expect(only(exchanges).response).toMatchObject({ framing: 'until-close', bodyBytes: 5, complete });
  });

  it('knows that an answer to HEAD has no body', () => {
    const head = get('/k').replace('GET', 'HEAD');
    const response = 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n';
    const { exchanges } = converse(
      turns([
        { request: head, response },
        { request: get('/2'), response: answer(200) },
      ]),
    );
    expect(outline(exchanges)).toEqual(['HEAD /k -> 200', 'GET /2 -> 200']);
    expect(exchanges[0]?.response).toMatchObject({ bodyBytes: 0, complete: true, contentLength: 1000 });
  });

  it('keeps the body of an error and not the body of an object', () => {
    const { exchanges } = converse(
      turns(
        [
          { request: get('/a'), response: answer(403, '<Error/>') },
          { request: get('/b'), response: answer(200, 'object') },
        ],
        3,
      ),
    );
    const body = exchanges[0]?.response?.body ?? new Uint8Array(0);
    expect(toByteString(body)).toBe('<Error/>');
    expect(exchanges[1]?.response?.body).toBeNull();
  });

  it.each([
    ['/?uploads', true],
    ['/b/?prefix=x&uploads&max-uploads=5', true],
    ['/uploads', false],
    ['/uploads?x-oss-process=uploads', false],
    ['/?uploadsX', false],
  ])('keeps the list of open uploads alone: %s %s', (target, isKept) => {
    const { exchanges } = converse(turns([{ request: get(target), response: answer(200, '<List/>') }], 5));
    expect(exchanges[0]?.response?.body !== null).toBe(isKept);
  });

  it('collects 100 Continue with the answer that follows', () => {
    const request = put('/k', 'body').replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n');
    const head = request.indexOf('body');
    const interim = 'HTTP/1.1 100 Continue\r\n\r\n';
    const { exchanges } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: request.slice(0, head), ack: 0 },
      { from: 's', at: 0, text: interim, ack: head },
      { from: 'c', at: head, text: request.slice(head), ack: interim.length },
      { from: 's', at: interim.length, text: answer(200), ack: request.length },
    ]);
    expect(only(exchanges).interim.map((one) => one.status)).toEqual([100]);
    expect(only(exchanges)).toMatchObject({
      request: { bodyBytes: 4, complete: true },
      response: { status: 200 },
    });
  });
});

describe('many exchanges', () => {
  it('are paired in order when requests are sent ahead', () => {
    const requests = [get('/1'), get('/2'), get('/3').replace('GET', 'HEAD'), get('/4')].join('');
    const responses = [
      answer(200, 'one'),
      answer(404, 'two'),
      'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n',
      answer(206, 'x'),
    ].join('');
    const { exchanges } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: requests, ack: 0 },
      { from: 's', at: 0, text: responses, ack: requests.length },
    ]);
    expect(outline(exchanges)).toEqual(['GET /1 -> 200', 'GET /2 -> 404', 'HEAD /3 -> 200', 'GET /4 -> 206']);
  });

  it('are paired in order when chunked ones are sent ahead', () => {
    const body = 'Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n';
    const requests = ['/1', '/2'].map((target) => `PUT ${target} HTTP/1.1\r\n${body}`).join('');
    const responses = ['200', '404'].map((status) => `HTTP/1.1 ${status} Reason\r\n${body}`).join('');
    const { exchanges } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: requests, ack: 0 },
      { from: 's', at: 0, text: responses, ack: requests.length },
    ]);
    expect(outline(exchanges)).toEqual(['PUT /1 -> 200', 'PUT /2 -> 404']);
    expect(exchanges.every(({ request, response }) => request?.complete && response?.complete)).toBe(true);
  });

  it('come with the frames of their own, whatever empty lines stand between them', () => {
    const first = `${put('/a', 'body')}\r\n`;
    const list = [
      { request: first, response: `${answer(200)}\r\n` },
      { request: get('/b'), response: answer(204) },
    ];
    const { exchanges } = converse(turns(list));
    expect(exchanges.map(({ request, response }) => [request?.frame, response?.frame])).toEqual([
      [4, 6],
      [8, 10],
    ]);
  });

  it('are given as soon as they are over, also where the request ended within the answer', () => {
    const [first, second] = [put('/a', 'body'), get('/b')];
    const [early, late] = [answer(200, 'as it comes'), answer(201)];
    const { exchanges } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: first.slice(0, -2), ack: 0 },
      { from: 's', at: 0, text: early.slice(0, -4), ack: first.length - 2 },
      { from: 'c', at: first.length - 2, text: 'dy', ack: early.length - 4 },
      { from: 's', at: early.length - 4, text: 'omes', ack: first.length },
      { from: 'c', at: first.length, text: second, ack: early.length },
      { from: 's', at: early.length, text: late, ack: first.length + second.length },
    ]);
    expect(outline(exchanges)).toEqual(['PUT /a -> 200', 'GET /b -> 201']);
  });

  it.each([
    ['Content-Length', 'Content-Length: 500\r\n'],
    ['chunked', 'Transfer-Encoding: chunked\r\n'],
  ])('follow one whose body was refused before it was sent: %s', (_, length) => {
    const refused = `PUT /a HTTP/1.1\r\nExpect: 100-continue\r\n${length}\r\n`;
    const exchange = [
      { request: refused, response: answer(403, 'no') },
      { request: get('/b'), response: answer(200, 'ok') },
    ];
    const { exchanges, notices } = converse(turns(exchange, 1460));
    expect(outline(exchanges)).toEqual(['PUT /a -> 403', 'GET /b -> 200']);
    expect(exchanges[0]?.request).toMatchObject({ bodyBytes: 0, complete: false, missingBytes: 0 });
    expect(exchanges[0]).toMatchObject({ damage: [], response: { complete: true } });
    expect(notices).toEqual([]);
  });

  it.each([
    ['the body was asked for', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['the body is no request', answer(403, 'no'), 'GET is what this text begins with\n'],
    ['the body begins as one and fills its length', answer(403, 'no'), get('/in-the-body').trimEnd()],
  ])('do not begin in a body that the client sends: %s', (what, first, body = get('/in-the-body')) => {
    const refused = `PUT /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`;
    const rest = what.includes('asked') ? answer(200) : '';
    const last = get('/b');
    const asked = refused.length + body.length;
    const { exchanges } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: refused, ack: 0 },
      { from: 's', at: 0, text: first, ack: refused.length },
      { from: 'c', at: refused.length, text: body, ack: first.length },
      { from: 's', at: first.length, text: rest, ack: asked },
      { from: 'c', at: asked, text: last, ack: first.length + rest.length },
      { from: 's', at: first.length + rest.length, text: answer(200), ack: asked + last.length },
    ]);
    expect(exchanges.map(({ request }) => request?.target)).toEqual(['/a', '/b']);
    expect(exchanges[0]?.request).toMatchObject({ bodyBytes: body.length, complete: true });
  });

  it.each([
    ['requests in a list', 'GET /1 HTTP/1.1\nGET /2 HTTP/1.1\n'],
    ['a request and what is no field', 'GET /1 HTTP/1.1\r\nHost: b\r\n folded\r\n{"a": 1}\r\n'],
  ])('do not begin in a body in several packets that the client sends: %s', (_, line) => {
    const body = line.repeat(100);
    const refused = `PUT /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`;
    const [first, last] = [answer(403, 'no'), get('/b')];
    const pieces = body.match(/[\s\S]{1,500}/g) ?? [];
    const asked = refused.length + body.length;
    const { exchanges, notices } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: refused, ack: 0 },
      { from: 's', at: 0, text: first, ack: refused.length },
      ...pieces.map((text, i) => {
        return { from: 'c', at: refused.length + i * 500, text, ack: first.length } as const;
      }),
      { from: 'c', at: asked, text: last, ack: first.length },
      { from: 's', at: first.length, text: answer(200), ack: asked + last.length },
    ]);
    expect(outline(exchanges)).toEqual(['PUT /a -> 403', 'GET /b -> 200']);
    expect(exchanges[0]?.request).toMatchObject({ bodyBytes: body.length, complete: true });
    expect(notices).toEqual([]);
  });

  it.each(['Host: b\r\n', 'host : b\r\n folded\r\n', ''])(
    'follow one whose body was refused, with %j in one packet and without its line end',
    (fields) => {
      const refused = 'PUT /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 500\r\n\r\n';
      const request = `GET /b HTTP/1.1\r\n${fields}Accept: */*\r\n\r\n`;
      const [first, cut] = [answer(403, 'no'), request.length - 8];
      const { exchanges } = converse([
        ...OPEN,
        { from: 'c', at: 0, text: refused, ack: 0 },
        { from: 's', at: 0, text: first, ack: refused.length },
        { from: 'c', at: refused.length, text: request.slice(0, cut), ack: first.length },
        { from: 'c', at: refused.length + cut, text: request.slice(cut), ack: first.length },
        { from: 's', at: first.length, text: answer(200), ack: refused.length + request.length },
      ]);
      expect(outline(exchanges)).toEqual(['PUT /a -> 403', 'GET /b -> 200']);
    },
  );

  it.each([1, 2, 7, 40, 1448])('follow one whose body was refused, in packets of %i bytes', (size) => {
    const refused = 'PUT /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n\r\n';
    const list = [
      { request: refused, response: answer(403, 'no') },
      { request: get(`/b?${'x'.repeat(size > 40 ? 2000 : 20)}`), response: answer(200) },
      { request: get('/c'), response: answer(204) },
    ];
    const { exchanges, notices } = converse([...OPEN, ...turns(list, size)]);
    expect(exchanges.map(({ request, response }) => [request?.method, response?.status])).toEqual([
      ['PUT', 403],
      ['GET', 200],
      ['GET', 204],
    ]);
    expect(exchanges[0]?.request).toMatchObject({ bodyBytes: 0, complete: false });
    expect(exchanges[1]?.request?.headers.length).toBe(1);
    expect(notices).toEqual([]);
  });

  it('do not begin in a body that comes although it was refused, and begins as a request line does', () => {
    for (const body of [`GET /${'x'.repeat(70_000)}`, `GET /x\nPUT /y\n${'z'.repeat(3000)}`, 'GET /']) {
      const refused = `PUT /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`;
      for (const size of [3, 1448]) {
        const { exchanges, notices } = converse([
          ...OPEN,
          ...turns(
            [
              { request: refused, response: answer(403) },
              { request: body, response: '' },
              { request: get('/b'), response: answer(200) },
            ],
            size,
          ),
        ]);
        expect(outline(exchanges)).toEqual(['PUT /a -> 403', 'GET /b -> 200']);
        expect(exchanges[0]?.request).toMatchObject({ bodyBytes: body.length, complete: true });
        expect(notices).toEqual([]);
      }
    }
  });

  it('do not begin in a body that was on its way when it was refused', () => {
    const body = `text${get('/in-the-body')}more`;
    const refused = `PUT /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`;
    const sent = refused.length + 4;
    const { exchanges } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: `${refused}text`, ack: 0 },
      { from: 's', at: 0, text: answer(403), ack: sent },
      { from: 'c', at: sent, text: body.slice(4, -2), ack: answer(403).length },
      { from: 'c', at: sent + body.length - 6, text: body.slice(-2), ack: answer(403).length },
      { from: 's', at: answer(403).length, ack: refused.length + body.length },
    ]);
    expect(outline(exchanges)).toEqual(['PUT /a -> 403']);
    expect(exchanges[0]?.request).toMatchObject({ bodyBytes: body.length, complete: true });
  });

  it('are found behind a body that is longer than was said', () => {
    const [first, second] = [`${put('/a', 'body')}\0more`, get('/b')];
    const exchange = [
      { request: first, response: answer(200) },
      { request: second, response: answer(403) },
    ];
    expect(outline(converse(turns(exchange)).exchanges)).toEqual(['PUT /a -> 200', 'GET /b -> 403']);
  });

  it.each([
    ['a body after HEAD', 'HEAD /a HTTP/1.1\r\n\r\n', answer(404, 'not here')],
    ['more than the length', get('/a'), `${answer(404, 'no')}t here`],
  ])('keep their answers after %s', (_, request, response) => {
    const exchange = [
      { request, response },
      { request: get('/b'), response: answer(200, 'ok') },
    ];
    const { exchanges } = converse(turns(exchange, 1460));
    expect(exchanges.map(({ request: asked, response: said }) => [asked?.target, said?.status])).toEqual([
      ['/a', 404],
      ['/b', 200],
    ]);
  });

  it('come out without the answer that never came', () => {
    const { exchanges } = converse(
      turns([
        { request: get('/1'), response: answer(200) },
        { request: get('/2'), response: '' },
      ]),
    );
    expect(outline(exchanges)).toEqual(['GET /1 -> 200', 'GET /2 -> ?']);
  });

  it('do not take an answer that was sent before the request', () => {
    const late = answer(408);
    const { exchanges } = converse([
      ...OPEN,
      { from: 's', at: 0, text: late, ack: 0 },
      { from: 'c', at: 0, text: get('/1'), ack: 0 },
    ]);
    expect(outline(exchanges)).toEqual(['? -> 408', 'GET /1 -> ?']);
  });

  it('take an answer that was sent before their head was whole, and leave the rest of it to nobody', () => {
    const request = get('/1', `X-A: ${'a'.repeat(3000)}\r\n`);
    const late = answer(408);
    const { exchanges, notices } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: request.slice(0, 1000), ack: 0 },
      { from: 's', at: 0, text: late, ack: 1000 },
      { from: 'c', at: 1000, text: request.slice(1000, 2000), ack: 0 },
      { from: 'c', at: 2000, text: request.slice(2000), ack: late.length },
    ]);
    expect(outline(exchanges)).toEqual(['GET /1 -> 408']);
    expect(exchanges[0]).toMatchObject({ index: 1, damage: [], request: { frame: 4, complete: false } });
    expect(exchanges[0]?.request?.head).toBe(request.slice(0, 1000));
    expect(notices).toEqual([]);
  });

  it('are not taken for sent ahead because one was answered before its head was whole', () => {
    const request = get('/1', `X-A: ${'a'.repeat(3000)}\r\n`);
    const late = answer(414);
    const next = [get('/2'), get('/3')];
    const { exchanges, notices } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: request.slice(0, 1000), ack: 0 },
      { from: 's', at: 0, text: late, ack: 1000 },
      { from: 'c', at: 1000, text: request.slice(1000), ack: 0 },
      ...next.flatMap((text, n): SegmentInput[] => [
        { from: 'c', at: request.length + n * text.length, text, ack: (n + 1) * late.length },
        {
          from: 's',
          at: (n + 1) * late.length,
          text: answer(201 + n),
          ack: request.length + (n + 1) * text.length,
        },
      ]),
    ]);
    expect(outline(exchanges)).toEqual(['GET /1 -> 414', 'GET /2 -> 201', 'GET /3 -> 202']);
    expect(notices).toEqual([]);
  });

  it('take none that heard more of them than has been captured yet', () => {
    const request = get('/1', 'X-A: a\r\n');
    const { exchanges } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: request.slice(0, 30), ack: 0 },
      { from: 's', at: 0, text: answer(200), ack: request.length },
      { from: 'c', at: 30, text: request.slice(30), ack: 0 },
    ]);
    expect(exchanges.map(({ request: asked }) => asked?.complete)).toContain(true);
  });

  it('take none before their first line is whole', () => {
    const { exchanges } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: 'GET /1', ack: 0 },
      { from: 's', at: 0, text: answer(408), ack: 6 },
      { from: 'c', at: 6, text: get('/1').slice(6), ack: answer(408).length },
    ]);
    expect(outline(exchanges)).toEqual(['? -> 408', 'GET /1 -> ?']);
  });

  it('are found again after a bad request line, which is told', () => {
    const first = get('/1');
    const bad = 'NONSENSE\r\n\r\n';
    const { exchanges, notices } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: first, ack: 0 },
      { from: 's', at: 0, text: answer(200), ack: first.length },
      { from: 'c', at: first.length, text: bad, ack: answer(200).length },
      { from: 's', at: answer(200).length, text: answer(400), ack: first.length + bad.length },
      {
        from: 'c',
        at: first.length + bad.length,
        text: get('/2'),
        ack: answer(200).length + answer(400).length,
      },
      {
        from: 's',
        at: answer(200).length + answer(400).length,
        text: answer(201),
        ack: first.length + bad.length + get('/2').length,
      },
    ]);
    expect(outline(exchanges)).toEqual(['GET /1 -> 200', '? -> 400', 'GET /2 -> 201']);
    expect(notices.map((notice) => notice.code)).toContain('bad-request-line');
  });
});

describe('the middle of a connection', () => {
  it('tells the client by what is said, from either side', () => {
    const request = get('/k');
    const asked: SegmentInput[] = [
      { from: 'c', at: 700, text: request, ack: 900 },
      { from: 's', at: 900, text: answer(200), ack: 700 + request.length },
    ];
    expect(outline(converse(asked).exchanges)).toEqual(['GET /k -> 200']);
    const answered: SegmentInput[] = [
      { from: 's', at: 100, text: answer(500), ack: 700 },
      ...asked.map((input) => ({
        ...input,
        at: input.from === 's' ? 100 + answer(500).length : 700,
        ack: input.from === 's' ? 700 + request.length : 100 + answer(500).length,
      })),
    ];
    const { exchanges } = converse(answered);
    expect(outline(exchanges)).toEqual(['? -> 500', 'GET /k -> 200']);
    expect(exchanges[1]?.connection.client).toBe('10.0.0.1:50000');
  });

  it('does not take a body for an answer because a segment of it begins as one', () => {
    const body = `${'x'.repeat(20)}${answer(404)}`;
    const all = answer(200, body);
    const cut = all.length - answer(404).length;
    const { exchanges } = converse([
      { from: 's', at: 0, text: all.slice(0, cut), ack: 100 },
      { from: 's', at: cut, text: all.slice(cut), ack: 100 },
      { from: 'c', at: 100, ack: all.length },
    ]);
    expect(outline(exchanges)).toEqual(['? -> 200']);
    expect(exchanges[0]?.response).toMatchObject({ bodyBytes: body.length, complete: true });
  });

  it.each([
    ['chunks', 'Transfer-Encoding: chunked\r\n'],
    ['no length', ''],
    ['a length', 'Content-Length: 77\r\n'],
  ])('reads on behind an answer to HEAD that speaks of %s, and whose request it lacks', (_, fields) => {
    const first = `HTTP/1.1 200 OK\r\n${fields}\r\n`;
    const { exchanges, notices } = converse([
      { from: 's', at: 0, text: first, ack: 100 },
      { from: 'c', at: 100, text: get('/2'), ack: first.length },
      { from: 's', at: first.length, text: answer(201), ack: 100 + get('/2').length },
    ]);
    expect(outline(exchanges)).toEqual(['? -> 200', 'GET /2 -> 201']);
    expect(notices.map(({ code }) => code)).toEqual(['response-without-request']);
  });

  it('passes over the rest of a body that began before the capture', () => {
    const { exchanges } = converse([
      { from: 'c', at: 0, text: 'rest of an upload', ack: 0 },
      { from: 's', at: 0, text: answer(200), ack: 17 },
      { from: 'c', at: 17, text: get('/2'), ack: answer(200).length },
      { from: 's', at: answer(200).length, text: answer(201), ack: 17 + get('/2').length },
    ]);
    expect(outline(exchanges)).toEqual(['? -> 200', 'GET /2 -> 201']);
  });
});

describe('what is not HTTP', () => {
  const name = 'b.oss-cn-hangzhou.aliyuncs.com';
  const u16 = (n: number) => String.fromCharCode(n >> 8, n & 255);
  const sni = `${u16(name.length + 3)}\0${u16(name.length)}${name}`;
  const extensions = `${u16(0)}${u16(sni.length)}${sni}`;
  const body = `\x03\x03${'r'.repeat(32)}\0${u16(2)}\x13\x01\x01\0${u16(extensions.length)}${extensions}`;
  const hello = `\x01\0${u16(body.length)}${body}`;
  const record = `\x16\x03\x01${u16(hello.length)}${hello}`;

  it('is told as TLS with the server name, or as something else', () => {
    for (const size of [5, 40, 1460]) {
      const { connections, exchanges } = converse(turns([{ request: record, response: 'x' }], size));
      expect(exchanges).toEqual([]);
      expect(connections).toEqual([{ kind: 'tls', server: '10.0.0.2:80', serverName: name }]);
    }
    expect(
      converse(turns([{ request: '*1\r\n$4\r\nPING\r\n', response: '+PONG\r\n' }])).connections[0]?.kind,
    ).toBe('other');
  });

  it('is told as TLS without a server name that lacks a part', () => {
    const { connections } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: record.slice(0, -20), ack: 0 },
      { from: 'c', at: record.length - 17, text: `${record.slice(-17)}com`, ack: 0 },
      { from: 's', at: 0, text: 'x', ack: record.length + 3 },
    ]);
    expect(connections).toMatchObject([{ kind: 'tls', serverName: null }]);
  });

  it('is told as TLS behind bytes that only begin like a request', () => {
    const { connections } = converse([
      { from: 'c', at: 0, text: 'GE', ack: 0 },
      { from: 's', at: 0, text: '\0', ack: 2 },
      { from: 'c', at: 2, text: record, ack: 1 },
    ]);
    expect(connections).toMatchObject([{ kind: 'tls', serverName: name }]);
  });

  it('is not looked for in what follows a change of protocol, also behind a gap', () => {
    const upgrade = get('/ws', 'Connection: Upgrade\r\nUpgrade: websocket\r\n');
    const switched = 'HTTP/1.1 101 Switching Protocols\r\n\r\n';
    const [at, ack] = [upgrade.length, switched.length];
    const { exchanges, notices } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: upgrade, ack: 0 },
      { from: 's', at: 0, text: switched, ack: at },
      { from: 'c', at, text: 'frame', missing: 7, ack },
      { from: 's', at: ack, text: 'frame', missing: 7, ack: at + 12 },
      { from: 'c', at: at + 12, text: get('/inside'), ack: ack + 12 },
      { from: 's', at: ack + 12, text: answer(200), ack: at + 12 + get('/inside').length },
    ]);
    expect(outline(exchanges)).toEqual(['GET /ws -> 101']);
    expect(notices).toEqual([]);
  });

  it('inside CONNECT is read once more', () => {
    const connect = 'CONNECT b.example:80 HTTP/1.1\r\nHost: b.example:80\r\n\r\n';
    const established = 'HTTP/1.1 200 Connection established\r\n\r\n';
    const { exchanges } = converse(
      turns([
        { request: connect, response: established },
        { request: get('/inside'), response: answer(200) },
      ]),
    );
    expect(outline(exchanges)).toEqual(['CONNECT b.example:80 -> 200', 'GET /inside -> 200']);
  });

  it.each([1, 5, 1460])('inside CONNECT that was not waited for is read in pieces of %i bytes', (size) => {
    const connect = 'CONNECT b.example:80 HTTP/1.1\r\nHost: b.example:80\r\n\r\n';
    const established = 'HTTP/1.1 200 Connection established\r\nContent-Length: 9\r\n\r\n';
    const ahead = put('/inside', 'body') + get('/more');
    const list = [
      { request: connect + ahead, response: established + answer(403, '<Error/>') + answer(200) },
      { request: get('/later'), response: answer(200, 'later') },
    ];
    const expected = ['CONNECT b.example:80 -> 200', 'PUT /inside -> 403', 'GET /more -> 200'];
    const { exchanges, notices } = converse(turns(list, size));
    expect(outline(exchanges)).toEqual([...expected, 'GET /later -> 200']);
    for (const { request, response } of exchanges) {
      expect([request?.complete, response?.complete]).toEqual([true, true]);
    }
    expect(notices).toEqual([]);
  });

  it('inside CONNECT that was not waited for is read where the answer comes between two pieces of it', () => {
    const connect = 'CONNECT b.example:80 HTTP/1.1\r\n\r\n';
    const established = 'HTTP/1.1 200 OK\r\n\r\n';
    const request = get('/inside');
    for (let cut = 1; cut < request.length; cut++) {
      const { exchanges, notices } = converse([
        { from: 'c', at: 0, syn: true },
        { from: 's', at: 0, syn: true, ack: 0 },
        { from: 'c', at: 0, text: connect, ack: 0 },
        { from: 'c', at: connect.length, text: request.slice(0, cut), ack: 0 },
        { from: 's', at: 0, text: established, ack: connect.length },
        { from: 'c', at: connect.length + cut, text: request.slice(cut), ack: 0 },
        { from: 's', at: established.length, text: answer(204), ack: connect.length + request.length },
      ]);
      expect(outline(exchanges)).toEqual(['CONNECT b.example:80 -> 200', 'GET /inside -> 204']);
      expect(notices).toEqual([]);
    }
  });
});

describe('limits', () => {
  it('give up a head without end, and say so', () => {
    const endless = `GET / HTTP/1.1\r\n${'X: y\r\n'.repeat(Math.ceil(MAX_HEAD_BYTES / 6) + 1)}`;
    const { notices } = converse(turns([{ request: endless, response: '' }], 60000));
    expect(notices.map((notice) => notice.code)).toContain('head-too-long');
  });

  it.each([1460, 60_000, 1 << 20])('read a first line just as long as it may be, cut into %i', (size) => {
    const line = (length: number): string => `GET /${'x'.repeat(length - 14)} HTTP/1.1`;
    const read = (first: string) =>
      converse(
        turns(
          [
            { request: get('/0'), response: answer(200) },
            { request: first, response: answer(200) },
            { request: get('/1'), response: answer(204) },
          ],
          size,
        ),
      );
    const end = '\r\nHost: b\r\n\r\n';
    const fits = read(line(MAX_START_LINE_BYTES) + end);
    expect(fits.exchanges.map(({ response }) => response?.status)).toEqual([200, 200, 204]);
    expect(fits.exchanges.every(({ request }) => request?.complete)).toBe(true);
    expect(fits.notices).toEqual([]);
    for (const longer of [line(MAX_START_LINE_BYTES + 1) + end, line(MAX_START_LINE_BYTES * 2)]) {
      const { exchanges, notices } = read(longer);
      expect(outline(exchanges)).toEqual(['GET /0 -> 200', '? -> 200', 'GET /1 -> 204']);
      expect(notices.map(({ code }) => code)).toEqual(['bad-request-line', 'response-without-request']);
    }
  });

  it.each(['zz', '1000000000000'])('refuse the chunk size %s', (size) => {
    const response = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${size}\r\n`;
    const { exchanges, notices } = converse(turns([{ request: get('/1'), response }]));
    expect(notices.map((notice) => notice.code)).toEqual(['bad-chunk']);
    expect(only(exchanges).response?.complete).toBe(false);
  });

  it('take chunk sizes with any zeros before them', () => {
    const zeros = '0'.repeat(20);
    const response = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${zeros}3\r\nabc\r\n${zeros}\r\n\r\n`;
    const { exchanges, notices } = converse(turns([{ request: get('/1'), response }]));
    expect(only(exchanges).response).toMatchObject({ bodyBytes: 3, complete: true });
    expect(notices).toEqual([]);
  });
});

describe('a malformed request line', () => {
  const bad = 'GET /k?a=1 HTTP/1.1x\r\nHost: b\r\n\r\n';
  const told = ({ notices }: ReturnType<typeof converse>) =>
    notices
      .filter(({ code }) => code === 'bad-request-line')
      .map(({ frame, args }) => [frame, args['at'], args['start']]);

  it('is named with its frame, its place and its start, whichever request of the connection it is of', () => {
    const ok = { request: get('/0'), response: answer(200) };
    const refused = { request: bad, response: answer(400) };
    const line = 'GET /k?a=1 HTTP/1.1x';
    expect(told(converse(turns([refused])))).toEqual([[4, 0, line]]);
    expect(told(converse(turns([ok, refused])))).toEqual([[8, ok.request.length, line]]);
    const { exchanges } = converse(turns([refused, ok]));
    expect(outline(exchanges)).toContain('GET /0 -> 200');
  });

  it.each([
    ['without a version', 'GET /k\r\nHost: b\r\n\r\n'],
    ['of another version', 'PUT /k HTTP/one\r\n\r\n'],
    ['whose version is written small', 'GET /k http/1.1\r\n\r\n'],
    ['without a target', 'GET HTTP/1.1\r\n\r\n'],
    ['with a tab', 'GET\t/k\tHTTP/1.1\r\n\r\n'],
  ])('%s', (_, request) => {
    expect(told(converse(turns([{ request, response: answer(400) }])))).toEqual([
      [4, 0, request.slice(0, request.indexOf('\r'))],
    ]);
  });

  it('is none of what other protocols say', () => {
    for (const request of [
      'GET key\r\n',
      'OPTIONS rtsp://a/b RTSP/1.0\r\n\r\n',
      'SSH-2.0-a\r\n',
      'get k 0\r\n',
    ]) {
      expect(told(converse(turns([{ request, response: 'x\r\n' }])))).toEqual([]);
    }
  });
});
