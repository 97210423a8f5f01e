import { describe, expect, it } from 'vitest';
import { OTHER_FORMS } from '../rooms/bytes.ts';
import { noticeSentence, unreadableSentence } from '../rooms/report.ts';
import { plainFiller, type Texts } from '../rooms/sentences.ts';
import { EN, ZH } from '../support/texts.ts';

const sentence = (first: string, second: string, texts: Texts) =>
  noticeSentence(
    {
      code: 'overlap-differs',
      frame: 9,
      offset: null,
      args: { from: '10.0.0.1:80', firstFrame: 4, first, second, taken: 'copy-open' },
    },
    plainFiller(texts),
    texts,
  );

describe.each([EN, ZH])('two readings of the same bytes, in $lang', (texts) => {
  it.each([
    ['base64', 'Kw3m+Qz/8pLr5TtY1uVnXbAc', 'Kx3m+Qz/8pLr5TtY1uVnXbAc'],
    ['hex', '9f86d081884c7d659a2feaa0', '9f96d081884c7d659a2feaa0'],
    ['a part of a URL', 'x%2BKw3m%2FQz8pLr5TtY1uV', 'x%2CKw3m%2FQz8pLr5TtY1uV'],
  ])('show no more than the beginning of a signature: %s', (_, first, second) => {
    const text = sentence(first, second, texts);
    expect(text).toContain(`${first.slice(0, 4)}****`);
    expect(text).toContain(`${second.slice(0, 4)}****`);
    expect(text).not.toContain(first.slice(4, 10));
    expect(text).not.toContain(second.slice(4, 10));
  });

  it('show words as they are', () => {
    const text = sentence('text/plain\r\nHost: a', 'text/xhtml\r\nHost: b', texts);
    expect(text).toContain('text/plain');
    expect(text).toContain('text/xhtml');
    expect(text).toContain('Host: b');
  });
});

describe.each([EN, ZH])('an input in a form that cannot be read, in $lang', (texts) => {
  const filler = plainFiller(texts);
  const refused = (detail: string): string =>
    unreadableSentence({ path: 'a', reason: 'not-a-capture', detail }, filler, texts);

  it('says what it is, and what to give instead, as the notice does', () => {
    const sentences = new Set(OTHER_FORMS.map(refused));
    expect(sentences.size).toBe(OTHER_FORMS.length);
    expect(sentences).not.toContain(refused(''));
    expect(refused('dissection')).toContain('tshark -r FILE -q -z follow,tcp,raw,0');
    const args = { form: 'dissection' };
    const notice = { code: 'not-a-capture', frame: null, offset: 0, args } as const;
    expect(noticeSentence(notice, filler, texts)).toBe(refused('dissection'));
  });

  it('without a form, or with one that is unknown, says what is read', () => {
    for (const detail of ['', 'something'])
      expect(refused(detail)).toBe(texts.inputFailures['not-a-capture']);
  });
});

describe.each([EN, ZH])('packets of an unknown link type, in $lang', (texts) => {
  it('are told by the number and the name of the type', () => {
    const args = { linkType: 201, name: 'BLUETOOTH_HCI_H4_WITH_PHDR' };
    const notice = { code: 'unknown-link-type', frame: 1, offset: 24, args } as const;
    expect(noticeSentence(notice, plainFiller(texts), texts)).toMatch(/201\W+BLUETOOTH_HCI_H4_WITH_PHDR\W/);
  });
});

describe.each([EN, ZH])('a malformed request line, in $lang', (texts) => {
  it.each([
    [
      'GET /a/long-name-of-an-object.tar.gz?OSSAccessKeyId=LTAI5tTestCapture0001 HTP/1.1',
      '/a/long-name-of-an-object.tar.gz?OSSA****',
    ],
    ['Authorization: OSS LTAI5tTestCapture0001:Kw3m+Qz/8pLr5TtY1uVnXbAc=', 'Auth****: OSS LTAI****:Kw3m****'],
    ['GET\t/k\u0001 x', 'GET'],
  ])('is shown from its start, without what may be a signature: %s', (start, shown) => {
    const notice = { code: 'bad-request-line', frame: 4, offset: null, args: { at: 12, start } } as const;
    const text = noticeSentence(notice, plainFiller(texts), texts);
    expect(text).toContain(shown);
    expect(text).not.toContain('TestCapture');
  });
});
