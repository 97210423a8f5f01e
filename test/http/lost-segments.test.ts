import { describe, expect, it } from 'vitest';
import { answer, converse, get, outline, put, type SegmentInput, turns } from '../support/conversation.ts';

describe('lost segments', () => {
  it('leave a body whose first byte captured is that of a TLS handshake, and no TLS', () => {
    const request = put('/0', '\x16');
    const segments = turns(
      [
        { request, response: answer(403) },
        { request: get('/1'), response: answer(200) },
      ],
      request.length - 1,
    );
    const { exchanges, connections } = converse(segments.filter((_, i) => i !== 3));
    expect(outline(exchanges)).toEqual(['? -> 403', 'GET /1 -> 200']);
    expect(connections.map(({ kind }) => kind)).toEqual(['http']);
  });

  const request = [get('/1'), put('/2', 'b'.repeat(40)), get('/3'), get('/4')] as const;
  const response = [
    answer(200, 'a'.repeat(30)),
    answer(201),
    answer(202, 'c'.repeat(30)),
    answer(203),
  ] as const;
  const all = turns(
    request.map((text, i) => ({ request: text, response: response[i] ?? '' })),
    40,
  );

  /** The conversation without the segments that hold the given text. */
  function without(...texts: string[]) {
    return converse(all.filter((input) => !texts.some((text) => input.text?.includes(text))));
  }

  it('in a body are stepped over, and the message is named damaged', () => {
    const { exchanges } = converse(
      all.filter((input) => input.text !== 'b'.repeat(40) && !input.text?.startsWith('bbbbbbb')),
    );
    expect(outline(exchanges)).toEqual(['GET /1 -> 200', 'PUT /2 -> 201', 'GET /3 -> 202', 'GET /4 -> 203']);
    expect(exchanges.map((exchange) => exchange.damage)).toEqual([[], ['request'], [], []]);
    const { request } = exchanges[1] ?? {};
    expect(request?.complete).toBe(false);
    expect(request?.missingBytes).toBeGreaterThan(0);
    expect((request?.bodyBytes ?? 0) + (request?.missingBytes ?? 0)).toBe(40);
    expect(request?.bodyBytes).toBeGreaterThan(0);
  });

  it('at the start of an answer leave its request without one', () => {
    const { exchanges } = without('HTTP/1.1 201');
    expect(outline(exchanges).sort()).toEqual([
      'GET /1 -> 200',
      'GET /3 -> 202',
      'GET /4 -> 203',
      'PUT /2 -> ?',
    ]);
    expect(exchanges.find((exchange) => exchange.request?.target === '/2')?.damage).toEqual(['response']);
  });

  it('at the start of the last answer leave its request without one, which the capture lacks', () => {
    const { exchanges } = without('HTTP/1.1 203');
    expect(outline(exchanges).at(-1)).toBe('GET /4 -> ?');
    expect(exchanges.map(({ damage }) => damage)).toEqual([[], [], [], ['response']]);
  });

  it.each([
    ['a body', put('/a', 'b'.repeat(40))],
    ['a chunk', `PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n28\r\n${'b'.repeat(40)}\r\n0\r\n\r\n`],
  ])('in the middle of %s are stepped over, and what follows is read on', (_, whole) => {
    const list = [
      { request: whole, response: answer(201) },
      { request: get('/b'), response: answer(200) },
    ];
    const lost = whole.indexOf('b'.repeat(40)) + 4;
    const cut = turns(list).map((each): SegmentInput[] => {
      if (each.text !== whole) return [each];
      const rest = lost + 30;
      return [
        { ...each, text: whole.slice(0, lost) },
        { ...each, at: rest, text: whole.slice(rest) },
      ];
    });
    const { exchanges, notices } = converse(cut.flat());
    expect(outline(exchanges)).toEqual(['PUT /a -> 201', 'GET /b -> 200']);
    expect(exchanges[0]?.request).toMatchObject({ bodyBytes: 10, missingBytes: 30, complete: false });
    expect(exchanges.map(({ damage }) => damage)).toEqual([['request'], []]);
    expect(notices.map(({ code }) => code)).toEqual(['capture-loss']);
  });

  it('within a head are told, and the message is named damaged', () => {
    const long = get('/long', `X-Long: ${'x'.repeat(100)}\r\n`);
    const list = [{ request: long, response: answer(200) }];
    const cut = turns(list, 60).filter(({ at, from }) => from === 's' || at !== 60);
    const { exchanges, notices } = converse(cut);
    expect(exchanges[0]?.damage).toEqual(['request']);
    expect(notices.map(({ code }) => code)).toContain('stream-gap');
  });

  it('at the start of a request leave its answer without one', () => {
    const { exchanges } = without('GET /3');
    expect(outline(exchanges).sort()).toEqual([
      '? -> 202',
      'GET /1 -> 200',
      'GET /4 -> 203',
      'PUT /2 -> 201',
    ]);
    expect(exchanges.find((exchange) => exchange.request === null)?.damage).toEqual(['request']);
  });

  it('of a request and of another answer pair nothing wrongly', () => {
    const { exchanges } = without('HTTP/1.1 200', 'PUT /2', 'HTTP/1.1 202');
    expect(outline(exchanges).sort()).toEqual(['? -> 201', 'GET /1 -> ?', 'GET /3 -> ?', 'GET /4 -> 203']);
  });

  /**
   * The request for HEAD is lost, so that its answer seems to have a body, and so is the start of the next
   * answer.
   */
  const misleading = (body: string) => {
    const head = get('/2').replace('GET', 'HEAD');
    const list = [
      { request: get('/1'), response: answer(200) },
      { request: head, response: 'HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n' },
      { request: get('/3'), response: answer(201, body) },
      { request: get('/4'), response: answer(202) },
      { request: get('/5'), response: answer(203) },
    ];
    return converse(
      turns(list, 40).filter(
        ({ text = '' }) => !text.startsWith('HEAD /2') && !text.startsWith('HTTP/1.1 201'),
      ),
    );
  };

  it('within what only seems to be a body shift no later answer to another request', () => {
    expect(outline(misleading('').exchanges)).toEqual([
      'GET /1 -> 200',
      '? -> 200',
      'GET /3 -> ?',
      'GET /4 -> 202',
      'GET /5 -> 203',
    ]);
  });

  it('within what only seems to be the body of an answer that nobody asked for shift none to another request', () => {
    const unasked = 'HTTP/1.1 408 Timeout\r\nContent-Length: 500\r\n\r\n';
    const lost = unasked.length + answer(201).length;
    const { exchanges } = converse([
      { from: 'c', at: 0, syn: true },
      { from: 's', at: 0, syn: true, ack: 0 },
      { from: 's', at: 0, text: unasked, ack: 0 },
      { from: 'c', at: 0, text: get('/1'), ack: unasked.length },
      { from: 'c', at: get('/1').length, text: get('/2'), ack: lost },
      { from: 's', at: lost, text: answer(202), ack: get('/1').length + get('/2').length },
    ]);
    expect(outline(exchanges)).toEqual(['? -> 408', 'GET /1 -> ?', 'GET /2 -> 202']);
  });

  it('within what only seems to be a body that ends in a later answer cost that one alone', () => {
    const length = answer(201).length;
    for (let over = 1; over < 12; over++) {
      const { exchanges } = misleading('x'.repeat(77 - length + over));
      expect(outline(exchanges).slice(2)).toEqual(['GET /3 -> ?', 'GET /4 -> 202', 'GET /5 -> 203']);
    }
  });

  const expecting = `PUT /1 HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 500\r\n\r\n`;

  it('that refused a body leave the request which follows in its place', () => {
    const list = [
      { request: expecting, response: answer(403, 'no') },
      { request: get('/2'), response: answer(200) },
      { request: get('/3'), response: answer(204) },
    ];
    const { exchanges, notices } = converse(
      turns(list).filter(({ text }) => !text?.startsWith('HTTP/1.1 403')),
    );
    expect(outline(exchanges).sort()).toEqual(['GET /2 -> 200', 'GET /3 -> 204', 'PUT /1 -> ?']);
    expect(exchanges.find(({ response }) => response === null)?.damage).toEqual(['response']);
    expect(notices.map(({ code }) => code)).toEqual(['capture-loss']);
  });

  it('that asked for a body leave the body where it belongs, whatever it begins with', () => {
    for (const body of ['b'.repeat(500), `GET /2 HTTP/1.1\n`.repeat(40).slice(0, 500)]) {
      const list = [
        { request: expecting, response: 'HTTP/1.1 100 Continue\r\n\r\n' },
        { request: body, response: answer(200) },
        { request: get('/3'), response: answer(204) },
      ];
      const { exchanges } = converse(
        turns(list, 200).filter(({ text }) => !text?.startsWith('HTTP/1.1 100')),
      );
      expect(outline(exchanges)).toEqual(['PUT /1 -> 200', 'GET /3 -> 204']);
      expect(exchanges[0]?.request).toMatchObject({ bodyBytes: 500, complete: true });
    }
  });
});
