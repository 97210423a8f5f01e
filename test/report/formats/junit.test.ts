import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, it } from 'vitest';
import { fromText } from '../../rooms/bytes.ts';
import { JunitReporter } from '../../rooms/report.ts';
import { completeFailure, makeCapture, makeResult } from '../make-result.ts';
import { OPTIONS, written } from './feed.ts';

interface Case {
  readonly '@name': string;
  readonly '@classname': string;
  readonly '@time': string;
  readonly failure?: { readonly '@message': string; readonly '@type': string; readonly '#text': string };
  readonly skipped?: unknown;
  readonly error?: unknown;
}

interface Suite {
  readonly '@name': string;
  readonly '@tests': string;
  readonly '@failures': string;
  readonly '@errors': string;
  readonly '@skipped': string;
  readonly '@time': string;
  readonly '@timestamp': string;
  readonly testcase: readonly Case[];
}

function junit(feed: Parameters<typeof written>[1]): {
  readonly suites: readonly Suite[];
  readonly totals: Omit<Suite, 'testcase'>;
} {
  const xml = written((write) => new JunitReporter(write, OPTIONS), feed);
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseAttributeValue: false,
    parseTagValue: false,
    trimValues: false,
    htmlEntities: true,
    isArray: (name) => name === 'testsuite' || name === 'testcase',
  });
  const { testsuites } = parser.parse(xml) as { testsuites: Suite & { testsuite: readonly Suite[] } };
  return { suites: testsuites.testsuite, totals: testsuites };
}

it('is written in pieces, however many cases there are', () => {
  const pieces: string[] = [];
  const reporter = new JunitReporter((text) => pieces.push(text), OPTIONS);
  for (const path of ['a.pcap', 'b.pcap']) {
    for (let index = 1; index <= 1000; index++) reporter.exchange(path, completeFailure(index));
    reporter.capture(makeCapture({ path }));
  }
  reporter.end();
  const xml = pieces.join('');
  expect(XMLValidator.validate(xml)).toBe(true);
  expect(xml.match(/<testcase /g)).toHaveLength(2000);
  expect(xml.match(/name="#\d+ /g)?.slice(999, 1001)).toEqual(['name="#1000 ', 'name="#1 ']);
  // One string cannot have more than half a billion characters.
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(xml.length / 3);
});

it('makes a suite of a capture and a case of an exchange', () => {
  const { suites, totals } = junit((sink) => {
    sink.exchange('a.pcap', makeResult({ index: 1 }));
    sink.exchange('a.pcap', makeResult({ index: 2, isOss: false }));
    sink.exchange('a.pcap', completeFailure(4));
    sink.exchange(
      'a.pcap',
      makeResult({ index: 3, diagnosis: { verdict: 'no-response', certainty: null }, hasResponse: false }),
    );
    sink.capture(makeCapture({ path: 'a.pcap' }));
    sink.exchange('b.pcap', makeResult({ index: 1 }));
    sink.capture(makeCapture({ path: 'b.pcap' }));
    sink.unreadable({ path: 'c.pcap', reason: 'missing', detail: '' });
  });
  expect(
    suites.map((suite) => [
      suite['@name'],
      suite['@tests'],
      suite['@failures'],
      suite['@errors'],
      suite['@skipped'],
    ]),
  ).toEqual([
    ['a.pcap', '3', '1', '0', '1'],
    ['b.pcap', '1', '0', '0', '0'],
    ['c.pcap', '1', '0', '1', '0'],
  ]);
  expect(totals).toMatchObject({ '@tests': '5', '@failures': '1', '@errors': '1' });
  expect(suites[0]?.['@timestamp']).toBe('2018-12-29T07:33:43');
  expect(suites[0]?.testcase.map((each) => each['@name'])).toEqual([
    '#1 PutObject rokid/ttsservice/passwd',
    '#3 PutObject rokid/ttsservice/passwd',
    '#4 CompleteMultipartUpload rokid/ttsservice/语音/passwd',
  ]);
  const failure = suites[0]?.testcase[2]?.failure;
  expect(failure?.['@type']).toBe('content-type-added-after-signing');
  expect(failure?.['@message']).toContain('The client signed an empty Content-Type');
  expect(failure?.['#text']).toContain('Server signed:\nPOST\n\napplication/x-www-form-urlencoded\n');
});

// Its schema (junit-10.xsd) closes each element to attributes that it does not name, and has a pattern for
// the time of a suite.
it('tells in a failure what the report tells of its cause, line by line, and both strings', () => {
  const { suites } = junit((sink) => {
    sink.exchange('a.pcap', completeFailure(1));
    sink.capture(makeCapture());
  });
  const text = suites[0]?.testcase[0]?.failure?.['#text'] ?? '';
  expect(text.split('\n\nServer signed:\n')[1]).toMatch(/^POST\n\napplication\/x-www-form-urlencoded\n/);
  expect(text.split('\n').slice(0, 7)).toEqual([
    expect.stringMatching(/^Because: an HTTP library or tool added "application\/x-www-form-urlencoded"/),
    expect.stringMatching(/^Fix: pass the Content-Type to the SDK/),
    expect.stringMatching(/^Because: the client's string, signed with the secret of LTAI\*\*\*\*kFr/),
    'First difference: byte offset 6 of the string to sign (frame 771, header content-type)',
    'Request ID: 5C2723573183A12D',
    '',
    'Rebuilt from the capture:',
  ]);
});

it('is what the xunit plug-in of Jenkins takes, where the clock was set back too', () => {
  const { suites, totals } = junit((sink) => {
    const result = makeResult();
    const { exchange } = result;
    const response =
      exchange.response === null ? null : { ...exchange.response, lastTime: { seconds: 1, nanos: 0 } };
    sink.exchange('a', { ...result, exchange: { ...exchange, response } });
    sink.capture(makeCapture({ path: 'a' }));
  });
  const named = Object.keys(totals).filter((name) => name.startsWith('@'));
  expect(named.sort()).toEqual(['@errors', '@failures', '@name', '@tests']);
  expect([suites[0]?.['@time'], suites[0]?.testcase[0]?.['@time']]).toEqual(['0.000', '0.000000']);
});

it('escapes what XML forbids', () => {
  const key = fromText('a"b<c>&\'\u0000\u001b[31m\u202e\uffff]]>.txt');
  const { suites } = junit((sink) => {
    sink.exchange(
      'a',
      makeResult({
        key,
        status: 403,
        error: { message: key },
        diagnosis: { verdict: 'expired', certainty: 'proven' },
      }),
    );
    sink.capture(makeCapture({ path: 'a\n<b>' }));
  });
  expect(suites[0]?.['@name']).toBe('a␊<b>');
  expect(suites[0]?.testcase[0]?.['@name']).toBe('#1 PutObject rokid/a"b<c>&\'␀␛[31m\\u202e\ufffd]]>.txt');
});
