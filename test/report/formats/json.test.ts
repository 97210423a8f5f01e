import { describe, expect, it } from 'vitest';
import { JsonReporter, NdjsonReporter } from '../../../src/report/formats/json.ts';
import { fromText } from '../../rooms/bytes.ts';
import { note } from '../../rooms/diagnose.ts';
import type { ResultSink } from '../../rooms/engine.ts';
import { EVIDENCE_DOOR } from '../../rooms/redact.ts';
import { type Report, SummaryCounter } from '../../rooms/report.ts';
import { reportProblems } from '../../support/schema.ts';
import { EN } from '../../support/texts.ts';
import { completeFailure, completeStrings, FORM_TYPE, makeCapture, makeResult } from '../make-result.ts';
import { textOf } from './feed.ts';

const OPTIONS = { door: EVIDENCE_DOOR, texts: EN, tool: { name: 'osscap', version: '1.2.3' } };

function report(feed: (sink: ResultSink) => void): { text: string; value: Report } {
  let text = '';
  const reporter = new JsonReporter((piece) => {
    text += textOf(piece);
  }, OPTIONS);
  const counter = new SummaryCounter();
  feed({
    exchange: (capture, result) => {
      counter.exchange(capture, result);
      reporter.exchange(capture, result);
    },
    capture: (info) => {
      counter.capture(info);
      reporter.capture(info);
    },
    unreadable: (input) => {
      counter.unreadable();
      reporter.unreadable(input);
    },
  });
  reporter.end({ summary: counter.summary(), interrupted: false, exitCode: 1 });
  const value = JSON.parse(text) as Report;
  // a capture that was never ended lacks what is known only then
  if (value.captures.every((capture) => 'format' in capture)) expect(reportProblems(value)).toEqual([]);
  return { text, value };
}

describe('the JSON report', () => {
  it('has every field of a failing exchange', () => {
    const { value } = report((sink) => {
      sink.exchange(
        'upload.pcap',
        completeFailure(1, { notes: [note('key-always-fails', { count: 3 })], needsSecretOf: null }),
      );
      sink.capture(makeCapture());
    });
    const capture = value.captures[0];
    expect(capture).toMatchObject({
      path: 'upload.pcap',
      format: 'pcap',
      complete: true,
      linkTypes: ['EN10MB'],
      packets: 812,
      bytes: 45678,
      connections: 3,
      firstTime: '2018-12-29T07:33:43.000000000Z',
      lastTime: '2018-12-29T07:33:47.100000000Z',
      warnings: [],
    });
    const strings = completeStrings(FORM_TYPE).stringToSign.text;
    expect(capture?.exchanges).toEqual([
      {
        index: 1,
        connection: { index: 1, client: '10.0.0.1:51234', server: '10.0.0.2:80' },
        requestFrame: 10,
        responseFrame: 12,
        time: '2018-12-29T07:33:43.120456789Z',
        durationMs: 12.345,
        request: {
          method: 'POST',
          target: '/ttsservice%2Fpasswd?uploadId=D468',
          host: 'rokid.oss-cn-hangzhou.aliyuncs.com',
          headers: [['Host', 'rokid.oss-cn-hangzhou.aliyuncs.com']],
          bodyBytes: 137,
          complete: true,
        },
        response: {
          status: 403,
          reason: 'OK',
          headers: [['Server', 'AliyunOSS']],
          bodyBytes: 137,
          complete: true,
        },
        oss: {
          operation: 'CompleteMultipartUpload',
          bucket: 'rokid',
          key: 'ttsservice/语音/passwd',
          region: 'cn-hangzhou',
          requestId: '5C2723573183A12D',
          ec: null,
          error: {
            code: 'SignatureDoesNotMatch',
            message: 'The request signature we calculated does not match the signature you provided.',
            hostId: null,
            accessKeyId: 'LTAIexampleid0kFr',
            signatureProvided: 'r2KPR0y4dpxH0Cl8SSSwIcSiwVU=',
            stringToSign: strings.replace(fromText('语音'), '语音'),
            stringToSignBytes: null,
            canonicalRequest: null,
          },
        },
        signature: {
          version: 'v1',
          accessKeyId: 'LTAIexampleid0kFr',
          onWire: 'r2KPR0y4dpxH0Cl8SSSwIcSiwVU=',
          provided: 'r2KPR0y4dpxH0Cl8SSSwIcSiwVU=',
          recomputed: 'somethingElse=',
          stringToSign: {
            wire: strings.replace(fromText('语音'), '语音'),
            server: strings.replace(fromText('语音'), '语音'),
            client: completeStrings('').stringToSign.text.replace(fromText('语音'), '语音'),
          },
        },
        diagnosis: {
          verdict: 'client-miscomputed',
          certainty: 'proven',
          divergences: [
            {
              field: 'content-type',
              client: '',
              server: FORM_TYPE,
              clientOffset: 6,
              serverOffset: 6,
              frame: 771,
              source: 'header content-type',
            },
          ],
          cause: {
            id: 'content-type-added-after-signing',
            args: { sent: 'application/x-www-form-urlencoded' },
            summary: 'The client signed an empty Content-Type, but the request went out with one.',
            advice: expect.stringContaining('pass the Content-Type to the SDK'),
          },
          notes: [expect.stringMatching(/^key-always-fails: .*\(3 failed\)/)],
          noteArgs: [{ count: 3 }],
        },
      },
    ]);
    expect(value.summary).toEqual({
      captures: 1,
      exchanges: 1,
      ossExchanges: 1,
      divergent: 1,
      unreadable: 0,
      byVerdict: { 'client-miscomputed': 1 },
    });
    expect([value.schemaVersion, value.tool]).toEqual([1, { name: 'osscap', version: '1.2.3' }]);
  });

  it('leaves out what does not apply', () => {
    const { value } = report((sink) => {
      sink.exchange('a', makeResult({ index: 1, isOss: false, hasResponse: false }));
      sink.exchange('a', makeResult({ index: 2, claim: null, diagnosis: { verdict: 'not-auth' } }));
      sink.capture(makeCapture({ path: 'a', firstTime: null, lastTime: null }));
    });
    const [plain, unsigned] = value.captures[0]?.exchanges ?? [];
    expect(Object.keys(plain ?? {})).not.toContain('oss');
    expect(Object.keys(plain ?? {})).not.toContain('diagnosis');
    expect([plain?.response, plain?.responseFrame, plain?.durationMs]).toEqual([null, null, null]);
    expect(unsigned?.signature).toEqual({ version: 'none' });
    expect(unsigned?.diagnosis?.cause).toBeNull();
    expect(value.captures[0]?.firstTime).toBeNull();
  });

  it.each([
    ['v4', { wire: null, server: null, client: null }],
    ['s3v4-url', { wire: null, server: null, client: null }],
    ['post-v4', undefined],
    ['v1', undefined],
  ] as const)('canonical request of %s, where none is known', (version, canonicalRequest) => {
    const { value } = report((sink) => {
      sink.exchange('a', makeResult({ index: 1, claim: { version } }));
      sink.capture(makeCapture());
    });
    expect(value.captures[0]?.exchanges[0]?.signature?.canonicalRequest).toEqual(canonicalRequest);
  });

  it('says what would settle an open verdict', () => {
    const { value } = report((sink) => {
      sink.exchange(
        'a',
        completeFailure(1, {
          verdict: 'needs-secret',
          certainty: 'open',
          needsSecretOf: 'LTAIexampleid0kFr',
        }),
      );
      sink.capture(makeCapture());
    });
    expect(value.captures[0]?.exchanges[0]?.diagnosis?.needs).toBe('the secret of LTAIexampleid0kFr');
  });

  it('says what else than a secret would settle an open verdict', () => {
    const { value } = report((sink) => {
      sink.exchange('a', completeFailure(1, { verdict: 'needs-secret', certainty: 'open', wire: null }));
      sink.capture(makeCapture());
    });
    expect(value.captures[0]?.exchanges[0]?.diagnosis?.needs).toBe(
      'the string of the request, which cannot be built from what was captured',
    );
  });

  it('marks text that is not UTF-8, beside it', () => {
    const { value } = report((sink) => {
      sink.exchange(
        'a',
        makeResult({ key: 'a\xff\\b', headers: [['X-Oss-Meta-A', '\xd6\xd0']], diagnosis: { notes: [] } }),
      );
      sink.capture(makeCapture());
    });
    const exchange = value.captures[0]?.exchanges[0];
    expect(exchange?.oss).toMatchObject({ key: 'a\\xff\\x5cb', lossy: true });
    expect(exchange?.request).toMatchObject({ headers: [['X-Oss-Meta-A', '\\xd6\\xd0']], lossy: true });
    expect(exchange?.response).not.toHaveProperty('lossy');
  });

  it('writes exchanges in order, captures one after the other, and inputs that failed', () => {
    const { value, text } = report((sink) => {
      for (const index of [2, 1, 3]) sink.exchange('a', makeResult({ index }));
      sink.capture(makeCapture({ path: 'a' }));
      sink.capture(makeCapture({ path: 'b' }));
      sink.unreadable({ path: 'c', reason: 'missing', detail: '' });
      sink.exchange('d', makeResult({ index: 1 }));
      sink.capture(makeCapture({ path: 'd' }));
    });
    expect(value.captures.map(({ path, exchanges }) => [path, exchanges.map(({ index }) => index)])).toEqual([
      ['a', [1, 2, 3]],
      ['b', []],
      ['d', [1]],
    ]);
    expect(value.unreadable).toEqual([{ path: 'c', reason: 'missing', message: 'no such file or folder' }]);
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('is a whole document although a capture was not ended, and although there is none', () => {
    expect(report((sink) => sink.exchange('a', makeResult())).value.captures[0]?.complete).toBe(false);
    expect(report(() => {}).value.captures).toEqual([]);
  });

  it('writes an exchange as soon as it can', () => {
    const pieces: string[] = [];
    const reporter = new JsonReporter((piece) => pieces.push(textOf(piece)), OPTIONS);
    const before = pieces.length;
    reporter.exchange('a', makeResult({ index: 1 }));
    expect(pieces.slice(before).join('')).toContain('"index":1');
  });

  it('escapes what a terminal might obey', () => {
    const { text, value } = report((sink) => {
      sink.exchange('a', makeResult({ key: fromText('\x1b[2J\u009b\u202e\x7f') }));
      sink.capture(makeCapture());
    });
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    expect(value.captures[0]?.exchanges[0]?.oss?.key).toBe('\x1b[2J\u009b\u202e\x7f');
  });

  it('gives notices as warnings with their place', () => {
    const { value } = report((sink) => {
      sink.capture(
        makeCapture({
          notices: [
            { code: 'truncated-record', frame: 120, offset: 4096, args: { missing: 3 } },
            { code: 'notices-omitted', frame: null, offset: null, args: { of: 'bare-lf', count: 1200 } },
          ],
        }),
      );
    });
    expect(value.captures[0]?.warnings).toEqual([
      {
        code: 'truncated-record',
        args: { missing: 3 },
        message: 'the file ends inside a packet; what precedes it is reported',
        frame: 120,
        offset: 4096,
      },
      {
        code: 'notices-omitted',
        args: { of: 'bare-lf', count: 1200 },
        message:
          '1,200 more warnings of the kind bare-lf were counted but not kept (--limit warnings=N keeps more)',
      },
    ]);
  });
});

describe('the NDJSON report', () => {
  it('is a line an exchange as it completes, a line a capture, and the summary', () => {
    const lines: string[] = [];
    const reporter = new NdjsonReporter((line) => lines.push(textOf(line)), OPTIONS);
    reporter.exchange('a', makeResult({ index: 2 }));
    reporter.exchange('a', makeResult({ index: 1 }));
    reporter.capture(makeCapture({ path: 'a' }));
    reporter.end({ summary: new SummaryCounter().summary(), interrupted: false, exitCode: 0 });
    expect(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
    const values = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(values.map((value) => [value['type'], value['capture'] ?? value['path'], value['index']])).toEqual(
      [
        ['exchange', 'a', 2],
        ['exchange', 'a', 1],
        ['capture', 'a', undefined],
        ['summary', undefined, undefined],
      ],
    );
    expect(values[2]).not.toHaveProperty('exchanges');
  });

  it('tells the version of its shape in every line, whichever one a reader gets hold of', () => {
    const lines: string[] = [];
    const reporter = new NdjsonReporter((line) => lines.push(textOf(line)), OPTIONS);
    reporter.unreadable({ path: 'b', reason: 'missing', detail: '' });
    reporter.exchange('a', makeResult());
    reporter.capture(makeCapture({ path: 'a' }));
    reporter.end({ summary: new SummaryCounter().summary(), interrupted: false, exitCode: 0 });
    const values = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(values.map(({ type }) => type)).toEqual(['unreadable', 'exchange', 'capture', 'summary']);
    for (const value of values) {
      expect([Object.keys(value)[0], Object.keys(value).at(-1)]).toEqual(['type', 'schemaVersion']);
    }
    for (const value of values) {
      expect(value['schemaVersion']).toBe(1);
      expect(reportProblems(value, 'line')).toEqual([]);
      expect(reportProblems({ ...value, schemaVersion: 2 }, 'line')).not.toEqual([]);
    }
  });
});
