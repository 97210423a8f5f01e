import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../rooms/http.ts';
import {
  answer,
  converse,
  get,
  put,
  runSegments,
  type SegmentInput,
  toSegment,
  turns,
} from '../../support/conversation.ts';

const OPEN: SegmentInput[] = [
  { from: 'c', at: 0, syn: true, seconds: 10 },
  { from: 's', at: 0, syn: true, ack: 0, seconds: 10 },
  { from: 'c', at: 0, ack: 0, seconds: 10 },
];
const GET = get('/k');
const OK = answer(200, 'ok');
const ASK: SegmentInput = { from: 'c', at: 0, text: GET, ack: 0, seconds: 11 };
const HEARD: SegmentInput = { from: 's', at: 0, ack: GET.length, seconds: 11 };
const ANSWERED: SegmentInput = { from: 's', at: 0, text: OK, ack: GET.length, seconds: 11 };
/** The second request of a connection. */
const AGAIN: SegmentInput = { from: 'c', at: GET.length, text: GET, ack: OK.length, seconds: 60 };

function last(...segments: SegmentInput[]): Exchange | undefined {
  return converse([...OPEN, ...segments]).exchanges.at(-1);
}

/** Times in whole seconds: each segment comes a few µs later than it says. */
function whole(made: Exchange['ending']): Exchange['ending'] {
  if (made === undefined) return undefined;
  const idle = made.idle === null ? null : Math.round(made.idle / 1e6);
  return { ...made, after: Math.round(made.after / 1e6), idle };
}

function ending(...segments: SegmentInput[]): Exchange['ending'] {
  return whole(last(...segments)?.ending);
}

describe('a request without an answer', () => {
  it.each<[string, SegmentInput[], object]>([
    [
      'reset-by-server',
      [ASK, HEARD, { from: 's', at: 0, rst: true, ack: GET.length, seconds: 14 }],
      { frame: 6, after: 3, idle: null },
    ],
    [
      'closed-by-server',
      [ASK, HEARD, { from: 's', at: 0, fin: true, ack: GET.length, seconds: 13 }],
      { frame: 6, after: 2 },
    ],
    ['given-up', [ASK, HEARD, { from: 'c', at: GET.length, fin: true, ack: 0, seconds: 16 }], { after: 5 }],
    ['given-up', [ASK, HEARD, { from: 'c', at: GET.length, rst: true, seconds: 16 }], { frame: 6 }],
    ['capture-ended', [ASK, { ...HEARD, seconds: 15 }], { frame: null, after: 4 }],
    ['one-way', [ASK], {}],
  ])('%s', (kind, segments, more) => {
    // Of a connection that the capture has only one side of.
    const opened = kind === 'one-way' ? converse(segments).exchanges.at(-1)?.ending : ending(...segments);
    expect(opened).toMatchObject({ kind, ...more });
  });

  it.each<[string, SegmentInput]>([
    ['reset-during-request', { from: 's', at: 0, rst: true, ack: 0, seconds: 12 }],
    ['closed-during-request', { from: 's', at: 0, fin: true, ack: 0, seconds: 12 }],
    ['request-abandoned', { from: 'c', at: 0, fin: true, ack: 0, seconds: 12 }],
  ])('%s: before all of it was sent', (kind, end) => {
    const text = put('/k', 'x'.repeat(50)).slice(0, -20);
    const at = end.from === 'c' ? text.length : 0;
    const ack = end.from === 's' ? text.length : 0;
    const heard: SegmentInput = { from: 's', at: 0, ack: text.length, seconds: 11 };
    expect(ending({ ...ASK, text }, heard, { ...end, at, ack })).toMatchObject({ kind, after: 1 });
  });

  it('tells what the server sent in place of an answer, whatever ends the connection then', () => {
    const alert: SegmentInput = {
      from: 's',
      at: 0,
      text: '\x15\x03\x01\x00\x02\x02\x46',
      ack: GET.length,
      seconds: 13,
    };
    const fin: SegmentInput = { from: 's', at: 7, fin: true, ack: GET.length, seconds: 14 };
    const known = { kind: 'unreadable-answer', frame: 5, after: 2, idle: null };
    expect(ending(ASK, alert)).toMatchObject(known);
    expect(ending(ASK, alert, fin)).toMatchObject(known);
    expect(converse([...OPEN, ASK, alert]).notices).toMatchObject([{ code: 'bad-status-line', frame: 5 }]);
    const second = { ...alert, at: OK.length, ack: 2 * GET.length, seconds: 61 };
    expect(ending(ASK, ANSWERED, AGAIN, second)).toMatchObject({ ...known, frame: 7, after: 1, idle: 49 });
    // What came before the request is no answer to it.
    expect(ending(ASK, ANSWERED, { ...second, ack: GET.length, seconds: 12 }, AGAIN)?.kind).toBe(
      'capture-ended',
    );
  });

  it('says nothing of a server that does not speak HTTP to a client that does not either', () => {
    const hello: SegmentInput = { from: 's', at: 0, text: 'SSH-2.0-a\r\n', ack: 0, seconds: 10 };
    const back: SegmentInput = { from: 'c', at: 0, text: 'SSH-2.0-b\r\n', ack: 11, seconds: 10 };
    expect(converse([...OPEN, hello, back]).notices).toEqual([]);
  });

  it('tells a capture that ends in the middle of the request from one that ends before the answer', () => {
    const text = put('/k', 'x'.repeat(50)).slice(0, -20);
    const heard: SegmentInput = { from: 's', at: 0, ack: text.length, seconds: 13 };
    const kind = 'request-cut-by-capture';
    expect(ending({ ...ASK, text }, heard)).toMatchObject({ kind, frame: null, after: 2 });
  });

  it('was ended by the side whose FIN the other one acknowledges, also where the capture wrote that one later', () => {
    const server: SegmentInput = { from: 's', at: 0, fin: true, ack: GET.length, seconds: 13 };
    const client: SegmentInput = { from: 'c', at: GET.length, fin: true, ack: 1, seconds: 13 };
    expect(ending(ASK, HEARD, client, server)).toMatchObject({ kind: 'closed-by-server', frame: 7 });
    expect(ending(ASK, HEARD, { ...client, ack: 0 }, { ...server, ack: GET.length + 1 })).toMatchObject({
      kind: 'given-up',
      frame: 6,
    });
    expect(ending(ASK, HEARD, { ...client, ack: 0 }, server)).toMatchObject({ kind: 'given-up', frame: 6 });
  });

  it('knows a kept-alive connection that the server had closed, also where the two cross on their way', () => {
    const fin: SegmentInput = { from: 's', at: OK.length, fin: true, ack: GET.length, seconds: 41 };
    const reset: SegmentInput = { from: 's', at: OK.length + 1, rst: true, seconds: 61 };
    expect(ending(ASK, ANSWERED, fin, AGAIN, reset)).toMatchObject({ kind: 'stale-connection', idle: 30 });
    expect(ending(ASK, ANSWERED, AGAIN, { ...fin, seconds: 60 }, reset)?.kind).toBe('stale-connection');
    const heard = { ...fin, ack: 2 * GET.length, seconds: 61 };
    expect(ending(ASK, ANSWERED, AGAIN, heard)).toMatchObject({ kind: 'closed-by-server', idle: 49 });
    // Written before the request that it acknowledges.
    expect(ending(ASK, ANSWERED, { ...heard, seconds: 60 }, AGAIN)?.kind).toBe('closed-by-server');
    // Its head had arrived.
    const upload = put('/k', 'x'.repeat(80));
    const half = { ...fin, ack: GET.length + upload.length - 80, seconds: 61 };
    expect(ending(ASK, ANSWERED, { ...AGAIN, text: upload }, half)?.kind).toBe('closed-by-server');
  });

  it('knows a way that lets nothing through, whoever ends the connection in the end', () => {
    const resent = [62, 65, 71].map((seconds): SegmentInput => ({ ...AGAIN, seconds }));
    const fin: SegmentInput = { from: 'c', at: 2 * GET.length, fin: true, ack: OK.length, seconds: 80 };
    const known = { kind: 'unacknowledged', sentAgain: 3, unacknowledged: GET.length };
    expect(ending(ASK, ANSWERED, AGAIN, ...resent)).toMatchObject(known);
    expect(ending(ASK, ANSWERED, AGAIN, ...resent, fin)).toMatchObject(known);
    const reset: SegmentInput = { from: 's', at: OK.length, rst: true, ack: GET.length, seconds: 81 };
    expect(ending(ASK, ANSWERED, AGAIN, ...resent, reset)?.kind).toBe('reset-by-server');
  });

  it('takes losses that were repaired, and what is on its way since, for no closed way', () => {
    const text = put('/k', 'x'.repeat(900)).slice(0, -20);
    const piece = (at: number, seconds: number): SegmentInput => ({
      ...ASK,
      at,
      text: text.slice(at, at + 300),
      seconds,
    });
    const heard = (ack: number, seconds: number): SegmentInput => ({ from: 's', at: 0, ack, seconds });
    const lossy = [
      ...[piece(0, 11), piece(0, 12), piece(0, 13), heard(300, 14)],
      ...[piece(300, 15), piece(300, 16), heard(600, 17), piece(600, 18)],
    ];
    const fin: SegmentInput = { from: 'c', at: text.length, fin: true, ack: 0, seconds: 20 };
    expect(ending(...lossy)).toMatchObject({ kind: 'request-cut-by-capture', sentAgain: 3 });
    expect(ending(...lossy, fin)?.kind).toBe('request-abandoned');
    const again = [20, 24].map((seconds) => piece(600, seconds));
    expect(ending(...lossy, ...again)).toMatchObject({ kind: 'unacknowledged', sentAgain: 5 });
  });

  it('takes several losses that are repaired at once for no closed way', () => {
    const text = put('/k', 'x'.repeat(900)).slice(0, -20);
    const piece = (at: number, seconds: number): SegmentInput => ({
      ...ASK,
      at,
      text: text.slice(at, at + 100),
      seconds,
    });
    const first = [0, 100, 200, 300, 400].map((at) => piece(at, 11));
    const heard: SegmentInput = { from: 's', at: 0, ack: 100, seconds: 11 };
    const repaired = [100, 200, 300].map((at) => piece(at, 12));
    const reset: SegmentInput = { from: 'c', at: 500, rst: true, seconds: 12 };
    expect(ending(...first, heard, ...repaired, reset)).toMatchObject({
      kind: 'request-abandoned',
      sentAgain: 3,
    });
  });

  it('says nothing of the way where the client was answered, though no packet of that was captured', () => {
    const resent = [11, 12, 14].map((seconds): SegmentInput => ({ ...ASK, seconds }));
    const mine = [...OPEN, ...resent].filter(({ from }) => from === 'c');
    expect(converse(mine).exchanges.at(-1)?.ending).toMatchObject({ kind: 'one-way', sentAgain: 2 });
  });

  it('tells long segments that never arrive from a way that lets nothing through', () => {
    const text = put('/k', 'x'.repeat(2000));
    const pieces = [0, 1400].map(
      (at): SegmentInput => ({
        from: 'c',
        at,
        text: text.slice(at, at + 1400),
        ack: 0,
        seconds: 11,
      }),
    );
    const resent = [12, 14, 18].map(
      (seconds): SegmentInput => ({ ...ASK, text: text.slice(0, 1400), seconds }),
    );
    expect(ending(...pieces, ...resent)).toMatchObject({ kind: 'long-segments-lost', sentAgainBytes: 1400 });
    // The server gives up first; or one that had closed before gets a request that is never received of.
    const closed = (seconds: number): SegmentInput => ({ from: 's', at: 0, fin: true, ack: 0, seconds });
    expect(ending(...pieces, ...resent, closed(31))).toMatchObject({ kind: 'long-segments-lost', after: 20 });
    expect(ending(...pieces, closed(11), ...resent)?.kind).toBe('closed-by-server');
    const heard: SegmentInput = { from: 's', at: 0, ack: 1400, seconds: 11 };
    const rest = [12, 14].map(
      (seconds): SegmentInput => ({ ...ASK, at: 1400, text: text.slice(1400), seconds }),
    );
    expect(ending(...pieces, heard, ...rest)?.kind).toBe('unacknowledged');
    const short = [12, 14].map((seconds): SegmentInput => ({ ...ASK, seconds }));
    expect(ending(ASK, ...short)?.kind).toBe('unacknowledged');
  });
});

describe('what is told beside', () => {
  it('counts what was sent again of this request, not of those before', () => {
    const again: SegmentInput = { ...ASK, seconds: 12 };
    expect(ending(ASK, again, ANSWERED, AGAIN, { ...AGAIN, seconds: 61 })).toMatchObject({ sentAgain: 1 });
    expect(ending(ASK, again, ANSWERED, AGAIN)).toMatchObject({ sentAgain: 0, sentAgainBytes: 0 });
  });

  it('is silent up to the end of the capture, also where other connections go on', () => {
    const mine = [...OPEN, ASK, HEARD].map((each, i) => toSegment(each, i + 1));
    const others = turns([{ request: GET, response: OK }]).map((each, i) =>
      toSegment({ ...each, seconds: 41 }, 10 + i, { clientPort: 50_001 }),
    );
    const { exchanges } = runSegments([...mine, ...others]);
    expect(whole(exchanges.at(-1)?.ending)).toMatchObject({ kind: 'capture-ended', after: 30 });
  });
});

describe('what the capture lacks of an exchange', () => {
  const text = put('/k', 'x'.repeat(900));
  const sent = (from: number, to: number): SegmentInput => ({ ...ASK, at: from, text: text.slice(from, to) });
  const waits = (ack: number): SegmentInput => ({ from: 's', at: 0, ack, seconds: 11 });
  const reset = (at: number): SegmentInput => ({ from: 'c', at, rst: true, seconds: 13 });
  const lost = { damage: ['request'] };

  it('does not hide how it ended where its receiver waited for just that to the end', () => {
    const abandoned = [sent(0, 300), sent(600, 800), waits(300), reset(800)];
    expect(last(...abandoned)).toMatchObject({ ...lost, ending: { kind: 'request-abandoned', frame: 7 } });
    const all = [sent(0, 300), sent(600, text.length), waits(300)];
    expect(last(...all, reset(text.length))).toMatchObject({ ...lost, ending: { kind: 'given-up' } });
    const closed: SegmentInput = { from: 's', at: 0, fin: true, ack: 300, seconds: 15 };
    expect(last(...all, closed)).toMatchObject({ ...lost, ending: { kind: 'closed-by-server' } });
  });

  it('may hide it where its receiver has it, or was not heard of', () => {
    const pieces = [sent(0, 300), sent(600, 800)];
    for (const heard of [[waits(800)], [waits(600)], []]) {
      const made = last(...pieces, ...heard, reset(800));
      expect(made).toMatchObject(lost);
      expect(made?.ending).toBeUndefined();
    }
  });

  it('does not hide that the client ended the connection in the middle of the answer', () => {
    const whole = answer(200, 'y'.repeat(900));
    const came = (from: number, to: number): SegmentInput => ({
      ...ANSWERED,
      at: from,
      text: whole.slice(from, to),
    });
    const heard: SegmentInput = { from: 'c', at: GET.length, ack: 300, seconds: 12 };
    const fin: SegmentInput = { ...heard, fin: true };
    const cut = { damage: ['response'], ending: { kind: 'answer-cut-by-client' } };
    expect(last(ASK, came(0, 300), came(600, 800), heard, fin)).toMatchObject(cut);
    // A server that answers before it has all of the request, and closes after all of its answer, has not cut
    // that.
    const early = [sent(0, 300), came(0, 300), came(600, whole.length), { ...heard, at: 300 }];
    expect(last(...early, { ...reset(300), ack: 300 })).toMatchObject(cut);
    const closed: SegmentInput = { from: 's', at: whole.length, rst: true, ack: 300, seconds: 12 };
    expect(last(...early, closed)?.ending).toBeUndefined();
  });
});

describe('an answer that is not whole', () => {
  const CUT: SegmentInput = { ...ANSWERED, text: answer(200, 'x'.repeat(50)).slice(0, -10) };
  const end = CUT.text?.length ?? 0;

  it.each<[string, SegmentInput | null]>([
    ['answer-cut-by-server', { from: 's', at: end, fin: true, ack: GET.length, seconds: 13 }],
    ['answer-cut-by-server', { from: 's', at: end, rst: true, ack: GET.length, seconds: 13 }],
    ['answer-cut-by-client', { from: 'c', at: GET.length, fin: true, ack: end, seconds: 13 }],
    ['answer-cut-by-client', { from: 'c', at: GET.length, rst: true, ack: end, seconds: 13 }],
    ['answer-cut-by-capture', null],
  ])('%s', (kind, ended) => {
    const segments = ended === null ? [ASK, CUT, { ...HEARD, at: end, seconds: 13 }] : [ASK, CUT, ended];
    expect(ending(...segments)).toMatchObject({ kind, after: 2, idle: null });
  });

  it('is not said of one that the capture lacks a part of, or that ends with the connection', () => {
    const fin: SegmentInput = { from: 's', at: end, fin: true, ack: GET.length, seconds: 13 };
    const [head = '', body = ''] = [CUT.text?.slice(0, -20), CUT.text?.slice(-10)];
    const gap: SegmentInput = { ...CUT, at: end - 10, text: body };
    expect(last(ASK, { ...CUT, text: head }, gap, fin)).toMatchObject({ damage: ['response'] });
    expect(ending(ASK, { ...CUT, text: head }, gap, fin)).toBeUndefined();
    const open = 'HTTP/1.1 200 OK\r\n\r\nall';
    const closed: SegmentInput = { ...fin, at: open.length };
    expect(ending(ASK, { ...CUT, text: open }, closed)).toBeUndefined();
    const reset: SegmentInput = { ...closed, fin: false, rst: true };
    expect(ending(ASK, { ...CUT, text: open }, reset)?.kind).toBe('answer-cut-by-server');
  });
});

describe('a request whose answer the capture lacks', () => {
  it('is not said to have none, though a later answer came and its own request is missing as well', () => {
    const lost = answer(200, 'lost');
    const later: SegmentInput = { from: 's', at: lost.length, text: OK, ack: 2 * GET.length, seconds: 12 };
    const fin: SegmentInput = {
      from: 'c',
      at: 2 * GET.length,
      fin: true,
      ack: later.at + OK.length,
      seconds: 13,
    };
    const { exchanges } = converse([...OPEN, ASK, later, fin]);
    expect(exchanges.map(({ response }) => response?.status)).toEqual([200, undefined]);
    expect(exchanges[1]).toMatchObject({ request: { target: '/k' }, damage: ['response'] });
    expect(exchanges[1]?.ending).toMatchObject({ kind: 'answer-not-captured', lost: lost.length });
  });
});

describe('a connection that was never set up', () => {
  const SYN: SegmentInput = { from: 'c', at: 0, syn: true, seconds: 10 };
  const told = (...segments: SegmentInput[]): unknown[] =>
    converse(segments).notices.map(({ code, args }) => [code, args['server'], args['sent']]);

  it('is told where the server refused it, or did not answer though it was asked again', () => {
    const refused: SegmentInput = { from: 's', at: 0, rst: true, ack: 0, seconds: 10 };
    expect(told(SYN, refused)).toEqual([['connection-refused', '10.0.0.2:80', undefined]]);
    const again = [11, 13].map((seconds): SegmentInput => ({ ...SYN, seconds }));
    expect(told(SYN, ...again)).toEqual([['connection-unanswered', '10.0.0.2:80', 3]]);
  });

  it('is not told where it may have been, or was', () => {
    expect(told(SYN)).toEqual([]);
    expect(
      told({ ...SYN, seconds: 8 }, ...OPEN, { from: 's', at: 0, rst: true, ack: 0, seconds: 12 }),
    ).toEqual([]);
    expect(told({ from: 's', at: 0, rst: true, ack: 0 })).toEqual([]);
    // The capture lacks the SYN of the server alone.
    const set: SegmentInput[] = [SYN, { from: 'c', at: 0, ack: 0, seconds: 10 }];
    expect(told(...set, { from: 's', at: 0, rst: true, ack: 0, seconds: 70 })).toEqual([]);
    expect(told(SYN, { ...SYN, seconds: 11 }, ...set)).toEqual([]);
  });
});

describe('an answer that the capture lost', () => {
  const refused = answer(403, '<Error/>');
  const list = [
    { request: get('/1'), response: answer(200, 'first') },
    { request: get('/2'), response: refused },
    { request: get('/3'), response: answer(200, 'third') },
  ];
  const all = turns(list);
  const without = (...texts: string[]) =>
    all.filter(({ text = '' }) => !texts.some((each) => text.includes(each)));
  const codes = ({ notices }: ReturnType<typeof converse>) => notices.map(({ code }) => code);

  it.each([
    ['in the middle of a connection', all],
    ['at its end', turns(list.slice(0, 2))],
  ])('is reported as such, not as silence of the server: %s', (_, segments) => {
    const kept = segments.filter(({ text }) => !text?.includes('<Error/>'));
    const result = converse(kept);
    const lost = result.exchanges.find(({ request }) => request?.target === '/2');
    const frame =
      kept.findIndex(({ from, ack }) => from === 'c' && (ack ?? 0) > answer(200, 'first').length) + 1;
    expect(lost?.response).toBeNull();
    expect(lost?.ending).toMatchObject({ kind: 'answer-not-captured', frame, lost: refused.length });
    expect(result.notices).toMatchObject([
      { code: 'capture-loss', frame, args: { bytes: refused.length, holes: 1, server: '10.0.0.2:80' } },
    ]);
    expect(result.exchanges.filter(({ ending: each }) => each !== undefined)).toHaveLength(1);
  });

  it('is reported of each of several in a row, with the bytes in the place of its own', () => {
    const kept = without('first', '<Error/>');
    const endings = converse(kept).exchanges.map((each) => [each.ending?.kind, each.ending?.lost]);
    const kind = 'answer-not-captured';
    expect(endings).toEqual([
      [kind, answer(200, 'first').length],
      [kind, refused.length],
      [undefined, undefined],
    ]);
  });

  it('is not said of bytes that nobody acknowledged: they were lost on the way', () => {
    const open = turns(list.slice(0, 1)).slice(0, -3);
    const kept = open.filter(({ text }) => !text?.includes('first'));
    const end: SegmentInput = {
      from: 's',
      at: answer(200, 'first').length,
      ack: get('/1').length,
      fin: true,
    };
    const result = converse([...kept, end]);
    expect(codes(result)).toEqual([]);
    expect(result.exchanges[0]?.ending?.kind).not.toBe('answer-not-captured');
  });

  it('is not said where no packet of the server was captured at all', () => {
    const result = converse(all.filter(({ from }) => from === 'c'));
    expect(result.exchanges.map((each) => each.ending?.kind)).toEqual(['one-way', 'one-way', 'one-way']);
    expect(codes(result)).toEqual([]);
  });
});

describe('holes in bodies', () => {
  it('are reported once for each connection', () => {
    const list = [1, 2, 3].map((n) => {
      return { request: put(`/${n}`, 'x'.repeat(900)), response: answer(200, 'y'.repeat(900)) };
    });
    const pieces = turns(list, 100);
    // Of each message, one piece in the middle of its body.
    const isInside = (text = '') => /^(?:x+|y+)$/.test(text);
    const isLacking = (at: number) =>
      isInside(pieces[at]?.text) && isInside(pieces[at - 1]?.text) && !isInside(pieces[at - 2]?.text);
    const { exchanges, notices } = converse(pieces.filter((_, at) => !isLacking(at)));
    expect(exchanges.map(({ damage }) => damage)).toEqual(list.map(() => ['request', 'response']));
    expect(notices.map(({ code }) => code)).toEqual(['capture-loss']);
    expect(notices[0]?.args).toMatchObject({ holes: 6, bytes: 600 });
  });

  it('are not said to be lost where the capture cut the packets', () => {
    const list = [{ request: get('/1'), response: answer(200, 'y'.repeat(900)) }];
    const cut = turns(list, 2000).map((input): SegmentInput => {
      const { text = '' } = input;
      return input.from === 's' && text.length > 100
        ? { ...input, text: text.slice(0, 100), missing: text.length - 100 }
        : input;
    });
    expect(converse(cut).notices).toEqual([]);
  });
});
