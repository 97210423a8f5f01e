import { describe, expect, it } from 'vitest';
import { note } from '../../../src/diagnose/notes.ts';
import { causeSentences, noteSentence } from '../../../src/report/findings/explain.ts';
import { EN } from '../../../src/report/text/en.ts';
import { plainFiller } from '../../../src/report/text/fill.ts';
import { ZH } from '../../../src/report/text/zh.ts';
import { completeFailure, completeStrings, FORM_TYPE } from '../make-result.ts';

describe.each([EN, ZH])('a verdict that needs the secret, in $lang', (texts) => {
  const wire = completeStrings(FORM_TYPE);
  const server = {
    stringToSign: wire.stringToSign.text,
    from: 'text',
    conflicting: null,
    canonicalRequest: null,
  } as const;
  const headline = (known: object): string => {
    const { diagnosis } = completeFailure(1, {
      verdict: 'needs-secret',
      certainty: 'open',
      cause: null,
      divergences: [],
      ...known,
    });
    if (diagnosis === null) throw new Error('not diagnosed');
    return causeSentences(
      diagnosis,
      plainFiller(texts, (text) => text),
      texts,
    ).headline;
  };

  it('claims that two strings agree only where both are known', () => {
    expect(headline({ wire, server })).toBe(texts.verdicts['needs-secret'].headline);
    expect(headline({ wire, server: null })).toBe(texts.needsSecret['server-string'].headline);
    expect(headline({ wire: null, server })).toBe(texts.needsSecret['request-string'].headline);
    expect(headline({ wire: null, server: null })).toBe(texts.needsSecret['request-string'].headline);
  });

  it('and that they agree in what is shown, where a text hides some of one', () => {
    const whole = { ...server, stringToSign: `${server.stringToSign}?acl` };
    expect(headline({ wire, server: whole })).toBe(texts.needsSecret['rest-of-string'].headline);
  });
});

describe.each([
  [EN, 'The client signed a date 7 s away from the one it sent.', '8 h'],
  [ZH, '客户端签名用的日期与发送的相差 7 秒。', '8 小时'],
])('a date that was signed as another, in $lang', (texts, sentence, hours) => {
  const headline = (seconds: number): string => {
    const args = { signed: 'Tue, 24 Nov 2026 23:02:16 GMT', sent: 'Tue, 24 Nov 2026 23:02:23 GMT', seconds };
    const { diagnosis } = completeFailure(1, { cause: { id: 'date-seconds-off', args } });
    if (diagnosis === null) throw new Error('not diagnosed');
    return causeSentences(diagnosis, plainFiller(texts), texts).headline;
  };

  it('is so far away, be it earlier or later', () => {
    expect([headline(-7), headline(7)]).toEqual([sentence, sentence]);
    expect(headline(-8 * 3600)).toContain(hours);
  });
});

describe.each([
  [
    EN,
    'the successful request has a security token, this one has none',
    'Content-MD5, the successful one has none',
  ],
  [ZH, '成功的请求带有安全令牌，这个请求没有', '这个请求带有 Content-MD5，成功的请求没有'],
])('what only one of two requests has, in $lang', (texts, token, digest) => {
  const sentence = (what: string, there: string, here: string): string =>
    noteSentence(note('key-works-difference', { what, there, here }), plainFiller(texts), texts);

  it('is told as that where the value would say nothing', () => {
    expect(sentence('token', 'token', '')).toBe(token);
    expect(sentence('content-md5', '', 'content-md5')).toContain(digest);
    expect(sentence('bucket', 'token', 'demo')).toMatch(/demo/);
  });
});
