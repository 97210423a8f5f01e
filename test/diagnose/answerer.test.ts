import { describe, expect, it } from 'vitest';
import { nodeHasher } from '../../src/node/ports.ts';
import * as search from '../../src/search/search.ts';
import { request, response } from '../oss/requests.ts';
import { diagnose, History } from '../rooms/diagnose.ts';
import type { HttpRequest } from '../rooms/http.ts';
import { LearntBuckets, readAsOss } from '../rooms/oss.ts';
import { parseXml } from '../support/fast-xml.ts';
import { bad, good, HOST } from './row-cases.ts';
import { diagnosed, errorAnswer, keyRing, mismatch, noteIds, OK, ossExchange } from './scenario.ts';

const NGINX = [['Server', 'nginx/1.26.3']] as const;

describe("an answer that is not the service's", () => {
  it.each([
    [403, [...NGINX, ['Content-Type', 'text/html']], 'intercepted-denial'],
    [405, NGINX, 'intercepted-denial'],
    [401, [...NGINX, ['WWW-Authenticate', 'Basic realm="x"']], 'intercepted-login'],
    [407, [['Proxy-Authenticate', 'Basic realm="x"']], 'intercepted-proxy-login'],
    [429, NGINX, 'intercepted-refusal'],
    [413, NGINX, 'intercepted-too-large'],
    [502, NGINX, 'intercepted-no-upstream'],
    [504, NGINX, 'intercepted-no-upstream'],
    [302, [...NGINX, ['Location', 'http://login.example/']], 'intercepted-redirect'],
    [200, [...NGINX, ['Content-Type', 'text/html']], 'intercepted-success'],
  ] as const)('is evidence of nothing but that: %i', (status, headers, cause) => {
    for (const sent of [good(), bad()]) {
      expect(diagnosed(sent, response(status, headers), keyRing())).toMatchObject({
        row: 0,
        verdict: 'intercepted',
        certainty: 'proven',
        cause: { id: cause, args: { address: '10.0.0.2:80' } },
      });
    }
  });

  it('is likely one where it names nobody', () => {
    expect(diagnosed(good(), response(403, [['Content-Length', '0']]), keyRing())).toMatchObject({
      verdict: 'intercepted',
      certainty: 'likely',
      cause: { id: 'intercepted-denial', args: { signs: 'HTTP/1.1 403' } },
    });
  });

  it('goes with what the secret says of the request itself', () => {
    const refusal = response(403, NGINX);
    expect(noteIds(diagnosed(good(), refusal, keyRing()))).toEqual(['own-signature-right']);
    expect(noteIds(diagnosed(bad(), refusal, keyRing()))).toEqual(['own-signature-wrong']);
    expect(noteIds(diagnosed(bad(), refusal))).toEqual([]);
  });

  it('fails nothing where the client followed it to where it belongs', () => {
    const moved = response(301, [...NGINX, ['Location', 'http://demo.oss-cn-hangzhou.aliyuncs.com/k']]);
    expect(diagnosed(good(), moved, keyRing())).toMatchObject({ verdict: 'intercepted' });
  });

  it("is no answer to a browser's question, nor to a request that anyone may make", () => {
    expect(diagnosed(request('OPTIONS', '/k', [HOST]), response(204, NGINX))).toMatchObject({ row: 1 });
    expect(diagnosed(request('GET', '/k', [HOST]), response(200))).toMatchObject({ row: 1 });
  });

  it('is no success of the key: what fails beside it is not set against it', () => {
    const history = new History();
    diagnosed(good(), response(200, NGINX), keyRing(), history);
    expect(noteIds(diagnosed(bad(), mismatch(bad()), undefined, history))).not.toContain(
      'key-works-elsewhere',
    );
  });
});

describe('an answer that a cache repeats', () => {
  const at = (sent: HttpRequest, seconds: number): HttpRequest => ({
    ...sent,
    time: { seconds: sent.time.seconds + seconds, nanos: 0 },
  });
  const hit = response(200, [
    ['x-oss-request-id', '5C2723573183A12D5C272358'],
    ['Age', '9'],
  ]);

  it('is likely a match, and no proof of the secret', () => {
    const history = new History();
    const passed = diagnosed(bad(), hit, keyRing(), history);
    expect(passed).toMatchObject({ row: 3, verdict: 'match', certainty: 'likely' });
    expect(noteIds(passed)).toEqual(['answered-by-cache']);
    const later = at(bad(), 1);
    expect(noteIds(diagnosed(later, mismatch(later), undefined, history))).not.toContain(
      'key-works-elsewhere',
    );
  });

  it('is none where the IDs of one second and one zone differ at the front, as those of Ceph do', () => {
    const answers = [1, 2].map((number) =>
      response(200, [['x-oss-request-id', `tx00000${number}8663e83cfe240b-006acc4151-85d3-default`]]),
    );
    const history = new History();
    const get = { ...good(), method: 'GET' };
    const found = answers.map((answer, second) => diagnosed(at(get, second * 5), answer, undefined, history));
    expect(found.map(({ certainty }) => certainty)).toEqual(['proven', 'proven']);
  });

  it('is known by a request ID that an earlier answer has', () => {
    const history = new History();
    const get = { ...good(), method: 'GET' };
    expect(diagnosed(get, OK, undefined, history)).toMatchObject({ certainty: 'proven' });
    const again = diagnosed(at({ ...bad(), method: 'GET' }, 5), OK, undefined, history);
    expect(again).toMatchObject({ verdict: 'match', certainty: 'likely' });
    expect(noteIds(again)).toEqual(['answered-as-before']);
  });

  it('is no word on the signature at hand where it is a refusal', () => {
    const history = new History();
    const refusal = mismatch(bad());
    diagnosed(bad(), refusal, keyRing(), history);
    expect(diagnosed(at(good(), 5), refusal, keyRing(), history)).toMatchObject({
      row: 0,
      verdict: 'intercepted',
      certainty: 'likely',
      cause: { id: 'intercepted-cached-refusal' },
    });
  });
});

describe('a request that followed a redirect', () => {
  const moved = response(301, [...NGINX, ['Location', 'http://other.oss-cn-hangzhou.aliyuncs.com/a.jpg']]);
  const there = ['Host', 'other.oss-cn-hangzhou.aliyuncs.com'] as const;
  const signed = { ...good(), target: '/a.jpg' };
  const followed = (next: HttpRequest) => {
    const history = new History();
    diagnosed(signed, moved, keyRing(), history);
    const context = { keyRing: keyRing(), hasher: nodeHasher, search, history, index: 8 };
    const oss = ossExchange(next, errorAnswer(403, 'AccessDenied'));
    return diagnose(
      readAsOss({ ...oss.exchange, index: 8 }, { buckets: new Map() }, new LearntBuckets(), { parseXml }),
      context,
    );
  };

  it('without its Authorization was refused for that', () => {
    expect(followed(request('GET', '/a.jpg', [there]))).toMatchObject({
      verdict: 'access-denied',
      cause: { id: 'redirect-dropped-authorization', args: { exchange: 1, host: there[1] } },
    });
  });

  it('for something else is no more than an unsigned one', () => {
    expect(followed(request('GET', '/b.jpg', [there]))).toMatchObject({ cause: { id: 'unsigned-request' } });
  });
});
