import { describe, expect, it } from 'vitest';
import { CapturedRequest } from '../../src/http/captured-message.ts';
import { endsOf, OpenRequests } from '../../src/http/open-requests.ts';
import { type Ends, newPair } from '../../src/http/pairing.ts';

const SIGNATURE = 'ndTkYSaMgDT1yFZOFVxn+g/1234=';

function head(authorization: string): string {
  return `GET /k HTTP/1.1\r\nHost: demo.oss-cn-hangzhou.aliyuncs.com\r\n${authorization}\r\nAccept: */*\r\n\r\n`;
}

const V1 = head(`Authorization: OSS LTAI5tExample:${SIGNATURE}`);

const TO_PROXY = endsOf({ client: '10.0.0.1:1000', server: '10.0.0.2:80' });
const TO_OSS = endsOf({ client: '10.0.0.9:1000', server: '10.0.0.3:80' });

/** Which exchange each is a copy of, and how many copies it has. */
function entered(
  ...requests: readonly (readonly [head: string, ends: Ends, sequence?: number])[]
): [number, number][] {
  const open = new OpenRequests();
  const pairs = requests.map(([text, ends, sequence], at) => {
    const request = new CapturedRequest();
    request.head = text;
    const pair = newPair(at + 1, request);
    open.enter(pair, text, ends, sequence ?? at + 1);
    return pair;
  });
  return pairs.map((pair) => [pair.outer?.index ?? 0, pair.copies]);
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
  const [first, second] = [newPair(1, null), newPair(2, null)];
  open.enter(first, V1, TO_PROXY, 1);
  open.leave(first);
  open.enter(second, V1, TO_OSS, 2);
  expect(second).toMatchObject({ outer: null });
});
