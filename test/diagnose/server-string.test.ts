import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { request } from '../oss/requests.ts';
import { fieldIn } from './mistakes.ts';
import { DATE, hmac, KEY_ID, PLAIN, type Plain, SECRET, send, sign } from './reference-signer.ts';
import { good, HOST, PUT } from './row-cases.ts';
import { diagnosed, errorAnswer, hexBytes, keyRing, ossExchange, wireStrings } from './scenario.ts';

describe('what the server said in two forms', () => {
  const sent = good();
  const { text } = wireStrings(sent).stringToSign;
  const answer = (inText: string, inBytes: string | null) =>
    errorAnswer(403, 'SignatureDoesNotMatch', [
      ['StringToSign', inText],
      ...(inBytes === null ? [] : [['StringToSignBytes', hexBytes(inBytes)] as const]),
    ]);

  const signedOver = (signed: string) => send('v1', PUT, hmac('sha1', SECRET, signed).toString('base64'));

  it.each([
    ['lost blank lines', text.replace('\n\n', '\n')],
    ['white space at the ends', `\n  ${text}\n`],
    ['carriage returns', text.replaceAll('\n', '\r\n')],
    ['spaces for line ends, as a browser shows it,', text.replace(/\s+/g, ' ')],
  ])('%s are the text form’s own', (_, inText) => {
    expect(diagnosed(sent, answer(inText, null), keyRing())).toMatchObject({
      row: 15,
      server: { from: 'text', stringToSign: text, conflicting: null },
    });
    expect(diagnosed(sent, answer(inText, text), keyRing()).server).toMatchObject({
      from: 'bytes',
      conflicting: null,
    });
  });

  it('an edit shows on one line, too', () => {
    const edited = text.replace('/demo/', '/redacted/').replace(/\s+/g, ' ');
    expect(diagnosed(sent, answer(edited, text), keyRing())).toMatchObject({
      certainty: 'likely',
      server: { from: 'bytes', conflicting: edited },
    });
    expect(diagnosed(sent, answer(edited, null), keyRing()).server).toBeNull();
  });

  it('an edited one is kept beside the other, and nothing is proven', () => {
    const other = text.replace('/demo/', '/redacted/');
    const inBytes = diagnosed(sent, answer(text.replace('\n\n', '\n'), other), keyRing());
    expect(inBytes).toMatchObject({
      row: 15,
      certainty: 'likely',
      server: { from: 'text', stringToSign: text, conflicting: other },
    });
    expect(inBytes.notes).toContainEqual({ id: 'string-edited', args: { used: 'text' } });
    const inText = diagnosed(sent, answer(other, text), keyRing());
    expect(inText).toMatchObject({
      row: 15,
      certainty: 'likely',
      server: { from: 'bytes', conflicting: other },
    });
    const both = diagnosed(sent, answer(other, text.replace('/demo/', '/third/')), keyRing());
    expect(both).toMatchObject({
      row: 14,
      certainty: 'likely',
      divergences: [{ field: 'resource:bucket', server: 'third' }],
    });
  });

  it('is known from the other by the signature: that form is what both sides signed', () => {
    const other = text.replace('/demo/', '/demo-archive/');
    const forms = [
      [text, other],
      [other, text],
    ] as const;
    for (const [inText, inBytes] of forms) {
      const signed = signedOver(other);
      const isText = inText === other;
      const diagnosis = diagnosed(signed, answer(inText, inBytes), keyRing());
      expect(diagnosis).toMatchObject({
        row: 15,
        verdict: 'wrong-secret',
        certainty: 'likely',
        cause: { id: 'server-holds-other-secret' },
        wire: { stringToSign: { text: other } },
        server: { stringToSign: other, conflicting: text, from: isText ? 'text' : 'bytes' },
      });
      expect(diagnosis.notes).toContainEqual({
        id: 'edited-form',
        args: isText
          ? { edited: 'form-bytes', signed: 'form-text' }
          : { edited: 'form-text', signed: 'form-bytes' },
      });
      const slip = signedOver(other.replace(/^PUT/, 'POST'));
      expect(diagnosed(slip, answer(inText, inBytes), keyRing())).toMatchObject({
        row: 16,
        verdict: 'client-miscomputed',
        certainty: 'likely',
        cause: { id: 'method-signed-other' },
        divergences: [{ field: 'method', client: 'POST', server: 'PUT' }],
        client: { stringToSign: { text: other.replace(/^PUT/, 'POST') } },
      });
    }
    // neither form: nothing shows which
    const unlike = signedOver('no relation at all');
    const open = diagnosed(unlike, answer(text, other), keyRing());
    expect(open).toMatchObject({ row: 18, verdict: 'undecided' });
    expect(open.notes.map(({ id }) => id)).not.toContain('edited-form');
  });

  it('what XML cannot hold is not taken for an edit', () => {
    const odd = request('GET', '/a%FF%01b', [HOST, ['Date', DATE], ['Authorization', `OSS ${KEY_ID}:x`]]);
    const exact = wireStrings(odd).stringToSign.text;
    const shown = exact.replace('\xff', '\ufffd').replace('\x01', '?');
    expect(diagnosed(odd, answer(shown, exact)).server).toMatchObject({
      stringToSign: exact,
      conflicting: null,
    });
  });

  it.each([
    ['within the date', text.slice(0, text.indexOf('2025'))],
    ['within a header, blank lines lost', text.slice(0, text.indexOf('meta-a') + 3).replace('\n\n', '\n')],
    ['before the key', text.slice(0, text.indexOf('/demo/') + 3)],
    ['within the key, marked so', `${text.slice(0, -1)}...`],
    ['marked in one character', `${text.slice(0, 20)}\xe2\x80\xa6`],
  ])('a string that ends too early is none, in either form: %s', (_, cut) => {
    for (const inBytes of [null, cut]) {
      expect(diagnosed(sent, answer(cut, inBytes), keyRing())).toMatchObject({
        row: 20,
        verdict: 'wrong-secret',
        certainty: 'likely',
        divergences: [],
        server: null,
      });
    }
  });

  it.each(['', ' \n', '...', '****', 'redacted', 'PUT'])(
    'one that was hidden or is empty is none: %j',
    (left) => {
      const none = { row: 20, verdict: 'wrong-secret', certainty: 'likely', divergences: [], server: null };
      expect(diagnosed(sent, answer(left, null), keyRing())).toMatchObject(none);
      expect(diagnosed(sent, answer(left, left), keyRing())).toMatchObject(none);
      expect(diagnosed(sent, answer(left, null))).toMatchObject({ row: 20, verdict: 'needs-secret' });
      // the other form says it all the same; where that was left in the document, it counts
      const inBytes = diagnosed(sent, answer(left, text), keyRing());
      expect(inBytes).toMatchObject({ row: 15, server: { from: 'bytes', stringToSign: text } });
    },
  );

  it('a bucket without its slash is whole in the S3 dialect', () => {
    const listed = send('s3v2', { ...PUT, key: '' }, 'x');
    const whole = wireStrings(listed).stringToSign.text;
    expect(whole).toMatch(/\/demo\/$/);
    expect(diagnosed(listed, answer(whole.slice(0, -1), null)).server).not.toBeNull();
  });

  it('a shorter key or a sub-resource less is another string', () => {
    const shorter = text.slice(0, -1);
    expect(diagnosed(sent, answer(shorter, null), keyRing())).toMatchObject({
      row: 14,
      divergences: [{ field: 'resource:key' }],
    });
  });

  it('a key with a line feed in it cuts no string short', () => {
    const plain = { ...PLAIN, key: 'dir/a\nb.txt' };
    const lined = send('v1', plain, sign('v1', plain));
    const signed = wireStrings(lined).stringToSign.text;
    const whole = errorAnswer(403, 'SignatureDoesNotMatch', [
      ['StringToSign', signed],
      ['StringToSignBytes', hexBytes(signed)],
    ]);
    expect(diagnosed(lined, whole, keyRing())).toMatchObject({
      row: 15,
      server: { from: 'bytes', stringToSign: signed },
    });
  });

  it('what stands before the cut tells of a change, what is lost does not', () => {
    const cut = text.replace('text/plain', 'a/b').slice(0, -12);
    expect(diagnosed(sent, answer(cut.slice(0, cut.indexOf('2025') + 4), null), keyRing())).toMatchObject({
      row: 14,
      verdict: 'transit-modified',
      divergences: [{ field: 'content-type', client: 'text/plain', server: 'a/b' }],
    });
    const made = diagnosed(sent, answer(`${cut.slice(0, 20)}...`, null), keyRing());
    expect(made.divergences.map(({ field }) => field)).toEqual(['content-type']);
  });
});

it.each([
  ['in bytes', true],
  ['whose hash is that of the string', false],
])('a canonical request %s is exact: what XML cannot hold is compared too', (_, inBytes) => {
  const plain = { ...PUT, headers: [['x-oss-meta-a', 'e']] as const };
  const signed = send('v4', plain, sign('v4', plain));
  const sent = {
    ...signed,
    headers: signed.headers.map((each) => (each.name === 'x-oss-meta-a' ? { ...each, value: '\xe9' } : each)),
  };
  const { stringToSign, canonicalRequest } = wireStrings(sent);
  const received = (canonicalRequest?.text ?? '').replace('\xe9', '\xc3\xa9');
  const hash = createHash('sha256').update(received, 'latin1').digest('hex');
  const inText = `${stringToSign.text.slice(0, -64)}${hash}`;
  const answer = errorAnswer(403, 'SignatureDoesNotMatch', [
    ['StringToSign', inText],
    ['CanonicalRequest', received],
    ...(inBytes ? [['CanonicalRequestBytes', hexBytes(received)] as const] : []),
  ]);
  expect(diagnosed(sent, answer, keyRing())).toMatchObject({
    row: 14,
    divergences: [{ field: 'canonical-header:x-oss-meta-a', client: '\xe9', server: '\xc3\xa9' }],
  });
});

it.each(['v1', 'v4'] as const)(
  'a substitute for what XML cannot hold is no change beside a real one: %s',
  (version) => {
    const plain: Plain = {
      ...PLAIN,
      headers: [
        ['x-oss-meta-a', '\u00e9'],
        ['x-oss-meta-b', 'one'],
      ],
    };
    // the header goes out in one byte, as GBK and ISO 8859-1 have theirs
    const latin = (text: string) => text.replace('\xc3\xa9', '\xe9');
    const made = send(version, plain, sign(version, plain, { editBytes: latin }));
    const sent = { ...made, headers: made.headers.map((each) => ({ ...each, value: latin(each.value) })) };
    const { stringToSign, canonicalRequest } = wireStrings(sent);
    const received = (canonicalRequest ?? stringToSign).text.replace('meta-b:one', 'meta-b:two');
    const shown = received.replace('\xe9', '\xef\xbf\xbd');
    const hash = createHash('sha256').update(received, 'latin1').digest('hex');
    const answer = errorAnswer(403, 'SignatureDoesNotMatch', [
      ['StringToSign', canonicalRequest === null ? shown : `${stringToSign.text.slice(0, -64)}${hash}`],
      ...(canonicalRequest === null ? [] : [['CanonicalRequest', shown] as const]),
    ]);
    const { divergences, cause } = diagnosed(sent, answer, keyRing());
    expect(divergences.map(({ field }) => field)).toEqual([fieldIn(version, 'header:x-oss-meta-b')]);
    expect(cause).toMatchObject({ id: 'oss-header-changed', args: { name: 'x-oss-meta-b' } });
  },
);

describe('a canonical request that ends early', () => {
  const sent = send('v4', PUT, sign('v4', PUT));
  const { stringToSign, canonicalRequest } = wireStrings(sent);
  const received = (canonicalRequest?.text ?? '').replace('text/plain', 'a/b');
  const hash = createHash('sha256').update(received, 'latin1').digest('hex');
  const shown = (text: string, bytes: string | null = null) =>
    errorAnswer(403, 'SignatureDoesNotMatch', [
      ['StringToSign', `${stringToSign.text.slice(0, -64)}${hash}`],
      ['CanonicalRequest', text],
      ...(bytes === null ? [] : [['CanonicalRequestBytes', hexBytes(bytes)] as const]),
    ]);
  const fields = (answer: ReturnType<typeof shown>) =>
    diagnosed(sent, answer, keyRing()).divergences.map(({ field }) => field);

  it('tells what differs before its end, and not what it lacks', () => {
    for (const lost of [10, 30, 60]) {
      expect(fields(shown(received.slice(0, -lost)))).toEqual(['canonical-header:content-type']);
    }
    expect(fields(shown(received.slice(0, received.indexOf('a/b') + 1)))).toEqual(['canonical-request']);
  });

  it('is whole where its hash is that of the string, whatever it ends with', () => {
    const odd = received.replace('a/b', 'text/plain').replace(/UNSIGNED-PAYLOAD$/, 'none');
    const oddHash = createHash('sha256').update(odd, 'latin1').digest('hex');
    const answer = errorAnswer(403, 'SignatureDoesNotMatch', [
      ['StringToSign', `${stringToSign.text.slice(0, -64)}${oddHash}`],
      ['CanonicalRequest', odd],
    ]);
    expect(fields(answer)).toEqual(['payload-hash']);
  });

  it('is passed over where the other form says more', () => {
    expect(fields(shown(received, received.slice(0, -40)))).toEqual(['canonical-header:content-type']);
  });
});

describe('a document that a hop wrote anew with CR LF', () => {
  const crlf = (text: string) => text.replaceAll('\n', '\r\n');
  const plain: Plain = {
    ...PLAIN,
    headers: [
      ['Content-Type', 'text/plain'],
      ['x-oss-meta-a', 'one'],
    ],
  };
  const changes: readonly (readonly [what: string, change: (text: string) => string, field: string])[] = [
    ['the method', (text) => text.replace('GET', 'HEAD'), 'method'],
    ['a header', (text) => text.replace('meta-a:one', 'meta-a:two'), 'header:x-oss-meta-a'],
    ['the type', (text) => text.replace('text/plain', 'text/html'), 'content-type'],
    ['the bucket', (text) => text.replace('/demo/', '/other/'), 'resource:bucket'],
  ];
  it.each(changes.flatMap((each) => (['v1', 'v4'] as const).map((version) => [version, ...each] as const)))(
    '%s: shows %s alone as changed',
    (version, _, change, field) => {
      const made = send(version, plain, sign(version, plain));
      const { stringToSign, canonicalRequest } = wireStrings(made);
      const request = canonicalRequest === null ? null : change(canonicalRequest.text);
      const text =
        request === null
          ? change(stringToSign.text)
          : stringToSign.text.replace(
              /[0-9a-f]{64}$/,
              createHash('sha256').update(request, 'latin1').digest('hex'),
            );
      const written = errorAnswer(403, 'SignatureDoesNotMatch', [
        ['SignatureProvided', ossExchange(made, null).claim?.signature ?? ''],
        ['OSSAccessKeyId', KEY_ID],
        ['StringToSign', crlf(text)],
        ...(request === null ? [] : [['CanonicalRequest', crlf(request)] as const]),
      ]);
      const diagnosis = diagnosed(made, written, keyRing());
      expect(diagnosis).toMatchObject({ verdict: 'transit-modified', row: 14, certainty: 'proven' });
      expect(diagnosis.divergences.map((each) => each.field)).toEqual([fieldIn(version, field)]);
      // what is known of a request that the capture lacks is shown without the carriage returns, too
      const missed = diagnosed(null, written, keyRing());
      expect(missed.wire?.stringToSign.text).toBe(text);
      expect(missed.server?.stringToSign).toBe(text);
    },
  );

  it('tells the bucket of a custom domain all the same', () => {
    const custom: Plain = { ...PLAIN, addressing: 'custom' };
    const made = send('v4', custom, sign('v4', custom));
    const written = errorAnswer(403, 'SignatureDoesNotMatch', [
      ['SignatureProvided', 'x'],
      ['CanonicalRequest', 'GET\r\n/demo/a.jpg\r\n\r\nx-oss-date:1\r\n\r\n\r\nUNSIGNED-PAYLOAD'],
    ]);
    expect(ossExchange(made, written).address).toMatchObject({ bucket: 'demo', key: 'a.jpg' });
  });

  it('keeps carriage returns where not every line has one', () => {
    const text = `GET\n\n\n${DATE}\nx-oss-meta-a:one\r\n/demo/a.jpg`;
    const made = send('v1', plain, sign('v1', plain));
    const written = errorAnswer(403, 'SignatureDoesNotMatch', [['StringToSign', text]]);
    expect(diagnosed(made, written).server?.stringToSign).toBe(text);
  });
});
