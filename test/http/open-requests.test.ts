import { describe, expect, it } from 'vitest';
import { type Ends, endsOf, OpenRequests } from '../rooms/http.ts';

const SIGNATURE = 'ndTkYSaMgDT1yFZOFVxn+g/1234=';

function head(authorization: string): string {
  return `GET /k HTTP/1.1\r\nHost: demo.oss-cn-hangzhou.aliyuncs.com\r\n${authorization}\r\nAccept: */*\r\n\r\n`;
}

const V1 = head(`Authorization: OSS LTAI5tExample:${SIGNATURE}`);

const TO_PROXY = endsOf({ client: '10.0.0.1:1000', server: '10.0.0.2:80' });
const TO_OSS = endsOf({ client: '10.0.0.9:1000', server: '10.0.0.3:80' });

function request(text: string, seconds = 0): Parameters<OpenRequests['enter']>[1] {
  return { head: text, firstSeconds: seconds, authorization: undefined };
}

/** Which exchange each is a copy of, and how many copies it has. */
function entered(
  ...requests: readonly (readonly [head: string, ends: Ends, sequence?: number])[]
): [number, number][] {
  const open = new OpenRequests();
  return requests
    .map(([text, ends, sequence], at) => {
      return open.enter(at + 1, request(text), ends, sequence ?? 0);
    })
    .map(({ outer, copies }) => [outer?.index ?? 0, copies]);
}

describe('a request that comes while another with its signature waits', () => {
  it.each([
    ['V1', V1, V1],
    [
      'V1 whose header name a hop wrote in small letters',
      V1,
      head(`authorization: OSS LTAI5tExample:${SIGNATURE}`),
    ],
    [
      'V4',
      head(
        'Authorization: OSS4-HMAC-SHA256 Credential=LTAI/20250101/cn-hangzhou/oss/aliyun_v4_request, Signature=0a1b2c3d4e5f60718293',
      ),
      head(
        'Authorization: OSS4-HMAC-SHA256 Credential=LTAI/20250101/cn-hangzhou/oss/aliyun_v4_request,Signature=0a1b2c3d4e5f60718293',
      ),
    ],
    [
      'a URL that a hop decoded',
      'GET /k?Expires=1&OSSAccessKeyId=LTAI&Signature=ndTkYSaMgDT1yFZOFVxn%2Bg%2F1234%3D HTTP/1.1\r\n\r\n',
      'GET /k?Expires=1&OSSAccessKeyId=LTAI&Signature=ndTkYSaMgDT1yFZOFVxn+g/1234= HTTP/1.1\r\n\r\n',
    ],
  ])('is its copy: %s', (_, first, second) => {
    expect(entered([first, TO_PROXY], [second, TO_OSS])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it('is found among as many as there are places for', () => {
    const waiting = Array.from({ length: 200 }, (_, at): [string, Ends] => [
      head(
        `Authorization: OSS LTAI5tExample:${SIGNATURE.slice(0, 12)}${String(at * 7919).padStart(16, 'x')}`,
      ),
      TO_PROXY,
    ]);
    const copies = waiting.map(([text]): [string, Ends] => [text, TO_OSS]);
    const pairs = entered(...waiting, ...copies);
    // of two that fall into one place, the later is known
    expect(pairs.filter(([outer]) => outer > 0).length).toBeGreaterThan(180);
    for (const [at, [outer]] of pairs.slice(waiting.length).entries()) expect([0, at + 1]).toContain(outer);
  });

  it("is the first one's copy on a third hop, too", () => {
    const pairs = entered(
      [V1, TO_PROXY],
      [V1, TO_OSS],
      [V1, endsOf({ client: '10.0.0.3:1000', server: '10.0.0.4:80' })],
    );
    expect(pairs).toEqual([
      [0, 2],
      [1, 0],
      [1, 0],
    ]);
  });

  it('may be its copy without the signature, or with another one, at another server', () => {
    const unsigned = head('Accept-Language: de');
    const anew = head('Authorization: OSS LTAI5tOther:ndTkYSaMgDT1yFZOFVxn+g/9999=');
    expect(entered([V1, TO_PROXY], [unsigned, TO_OSS], [anew, TO_OSS])).toEqual([
      [0, 2],
      [1, 0],
      [1, 0],
    ]);
    const absolute = unsigned.replace('GET /k', 'GET http://demo.oss-cn-hangzhou.aliyuncs.com/k?x=1');
    expect(entered([absolute, TO_PROXY], [V1, TO_OSS])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it.each([
    ['for the same object at the same server', head('Accept-Language: de'), TO_PROXY],
    ['for another object', head('Accept-Language: de').replace('/k', '/other'), TO_OSS],
    ['with another method', head('Accept-Language: de').replace('GET', 'PUT'), TO_OSS],
    [
      'of the same key, with another signature',
      head('Authorization: OSS LTAI5tExample:ndTkYSaMgDT1yFZOFVxn+g/9999='),
      TO_OSS,
    ],
    ['with the same login', head('Authorization: Basic YTpiYTpiYTpi').replace('/k', '/other'), TO_OSS],
  ])('is none %s', (_, other, server) => {
    expect(entered([V1, TO_PROXY], [other, server])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});

it('is no copy once the first one is answered', () => {
  const open = new OpenRequests();
  open.leave(open.enter(1, request(V1), TO_PROXY, 0));
  expect(open.enter(2, request(V1), TO_OSS, 0)).toMatchObject({ outer: null });
});

describe('a request in the segments of another', () => {
  const SEQUENCE = 3_000_000_000;
  const TRANSLATED = endsOf({ client: '10.0.0.1:1000', server: '10.0.0.3:80' });
  const place = { sequence: SEQUENCE, seconds: 10 };

  it('is that one with other addresses, with or without a signature, and after its answer', () => {
    const open = new OpenRequests();
    const unsigned = head('Accept-Language: de');
    for (const [at, text] of [V1, unsigned].entries()) {
      const first = open.enter(1, request(text), TO_PROXY, SEQUENCE + at);
      expect(open.enter(2, request(text), TRANSLATED, SEQUENCE + at)).toMatchObject({
        outer: { index: 1 },
        isTranslated: true,
      });
      open.leave(first);
      expect(open.enter(3, request(text), TO_OSS, SEQUENCE + at)).toMatchObject({
        outer: { index: 1 },
        isTranslated: true,
      });
      expect(first.copies).toBe(0);
    }
  });

  it.each([
    ['between the same machines', V1, TO_PROXY, place],
    ['of another object', V1.replace('/k', '/other'), TRANSLATED, place],
    ['long after it', V1, TRANSLATED, { ...place, seconds: 13 }],
    ['with a number that begins low, as in what was made up', V1, TRANSLATED, { ...place, sequence: 1 }],
  ])('is another one %s', (_, text, ends, at) => {
    const open = new OpenRequests();
    open.enter(1, request(V1, place.seconds), TO_PROXY, at.sequence);
    expect(open.enter(2, request(text, at.seconds), ends, at.sequence)).toMatchObject({
      isTranslated: false,
    });
  });
});
