import { describe, expect, it } from 'vitest';
import { MAX_INTERIM_RESPONSES } from '../rooms/http.ts';
import { answer, converse, get, outline, put, type SegmentInput } from '../support/conversation.ts';

const OPEN: SegmentInput[] = [
  { from: 'c', at: 0, syn: true },
  { from: 's', at: 0, syn: true, ack: 0 },
  { from: 'c', at: 0, ack: 0 },
];
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';

describe('an answer after 100 Continue', () => {
  const request = put('/a', 'body of it');
  const head = request.slice(0, -'body of it'.length);
  const all = request.length;
  const final = answer(200);

  it('is the answer to the same request', () => {
    const { exchanges } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: head, ack: 0 },
      { from: 's', at: 0, text: CONTINUE, ack: head.length },
      { from: 'c', at: head.length, text: 'body of it', ack: CONTINUE.length },
      { from: 's', at: CONTINUE.length, text: final, ack: all },
    ]);
    expect(outline(exchanges)).toEqual(['PUT /a -> 200']);
    expect(exchanges[0]?.interim.map(({ status }) => status)).toEqual([100]);
  });

  it('comes with so many of them, and no more', () => {
    const many = CONTINUE.repeat(MAX_INTERIM_RESPONSES + 1);
    const { exchanges } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: head, ack: 0 },
      { from: 's', at: 0, text: many, ack: head.length },
      { from: 'c', at: head.length, text: 'body of it', ack: many.length },
      { from: 's', at: many.length, text: final, ack: all },
    ]);
    expect(outline(exchanges)).toEqual(['PUT /a -> 200']);
    expect(exchanges[0]?.interim).toHaveLength(MAX_INTERIM_RESPONSES);
  });

  it('is so too when the packets were cut, so that the end of the request is not known', () => {
    const { exchanges } = converse([
      ...OPEN,
      { from: 'c', at: 0, text: head.slice(0, 30), missing: head.length - 30, ack: 0 },
      { from: 's', at: 0, text: CONTINUE, ack: head.length },
      { from: 'c', at: head.length, text: 'body', missing: 6, ack: CONTINUE.length },
      { from: 's', at: CONTINUE.length, text: final, ack: all },
      { from: 'c', at: all, text: get('/b'), ack: CONTINUE.length + final.length },
      { from: 's', at: CONTINUE.length + final.length, text: answer(404), ack: all + get('/b').length },
    ]);
    expect(outline(exchanges)).toEqual(['PUT /a -> 200', 'GET /b -> 404']);
    expect(exchanges[0]).toMatchObject({ damage: ['request'], response: { complete: true } });
    expect(exchanges[0]?.interim.map(({ status }) => status)).toEqual([100]);
    expect(exchanges[1]?.damage).toEqual([]);
  });
});
