import { describe, expect, it } from 'vitest';
import { nodeHasher } from '../../src/node/ports.ts';
import * as search from '../../src/search/search.ts';
import { diagnose, History } from '../rooms/diagnose.ts';
import { CapturedRequest } from '../rooms/http.ts';
import { NO_KEYS, OK, ossExchange } from './scenario.ts';

/** A request as packets bring it, with its header lines in `head` alone. */
function captured(...lines: readonly string[]): CapturedRequest {
  const request = new CapturedRequest();
  request.method = 'GET';
  request.target = '/Authorization:%20k';
  const head = ['GET /Authorization:%20k HTTP/1.1', 'Host: b.oss-cn-hangzhou.aliyuncs.com', ...lines];
  request.head = `${head.join('\r\n')}\r\n\r\n`;
  request.headComplete = true;
  return request;
}

function diagnosed(sent: CapturedRequest) {
  const context = { keyRing: NO_KEYS, hasher: nodeHasher, search, history: new History() };
  const { verdict, certainty, cause, row, notes, server, recomputed } = diagnose(
    ossExchange(sent, OK),
    context,
  );
  return { verdict, certainty, cause, row, notes, server, recomputed };
}

const ACCEPTED = {
  verdict: 'match',
  certainty: 'proven',
  cause: null,
  row: 3,
  notes: [],
  server: null,
  recomputed: null,
};

describe('an exchange that passed', () => {
  it.each([
    ['as most write it', 'Authorization: OSS LTAI5tExampleKey:x'],
    ['in lower case', 'authorization: OSS LTAI5tExampleKey:x'],
    ['without a value', 'Authorization:'],
  ])('is accepted with an Authorization header %s', (_, line) => {
    expect(diagnosed(captured(line, 'Accept: */*'))).toEqual(ACCEPTED);
  });

  it('is not authenticated where it is a preflight', () => {
    const sent = captured('Authorization: OSS LTAI5tExampleKey:x');
    sent.method = 'OPTIONS';
    expect(diagnosed(sent)).toMatchObject({ verdict: 'not-auth', certainty: 'proven', row: 1 });
  });

  it.each([
    ['in another header', 'X-Note: Authorization: OSS k:x'],
    ['in another name', 'Proxy-Authorization: Basic eA=='],
    ['nowhere', 'Accept: */*'],
  ])('is anonymous with the word %s', (_, line) => {
    expect(diagnosed(captured(line))).toMatchObject({ verdict: 'not-auth', certainty: 'proven', row: 1 });
  });
});

it('drops what it worked out of an exchange that did not fail when it is told to, and works it out again', () => {
  const sent = captured('Authorization: OSS LTAI5tExampleKey:x', 'Date: Wed, 01 Jan 2025 12:34:56 GMT');
  const context = { keyRing: NO_KEYS, hasher: nodeHasher, search, history: new History() };
  const diagnosis = diagnose(ossExchange(sent, OK), context);
  const { wire } = diagnosis;
  expect(diagnosis.wire).toBe(wire);
  diagnosis.forget?.();
  expect(diagnosis.wire).not.toBe(wire);
  expect(diagnosis.wire).toEqual(wire);
});
