import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { osscap } from '../../support/command.ts';
import { FIXTURES } from '../../support/truth.ts';
import { bodyOf, headersOf, readText, textFixture } from './read-text.ts';

/** What a report says of exchanges, but for fractions of a second that EK does not have. */
function scan(file: string) {
  const { stdout } = osscap(['scan', join(FIXTURES, file), '--format', 'json']);
  return JSON.parse(stdout).captures[0].exchanges.map((each: Record<string, unknown>) => [
    each['requestFrame'],
    each['responseFrame'],
    each['request'],
    each['response'],
    each['oss'],
    each['signature'],
    String(each['time']).slice(0, 23),
  ]);
}

describe('what tshark prints as JSON', () => {
  const due = scan('providers/cos-wrong-secret.pcap');

  it.each(['tshark.json', 'tshark-ek.ndjson'])('has what the capture has: %s', (name) => {
    expect(scan(`text/${name}`)).toEqual(due);
    expect(readText(textFixture(name)).summary.text).toEqual({ kind: 'tshark', lines: 2 });
  });

  it('does not say of headers that it does not show that they were not sent', () => {
    const text = JSON.stringify([
      {
        _source: {
          layers: {
            http: {
              'PUT /a HTTP/1.1\\r\\n': { 'http.request.method': 'PUT' },
              'http.host': 'acme.s3.eu-central-1.amazonaws.com',
              'http.user_agent': 'x',
            },
          },
        },
      },
    ]);
    const [exchange] = readText(text).exchanges;
    expect(headersOf(exchange?.request)).toEqual([
      ['Host', 'acme.s3.eu-central-1.amazonaws.com'],
      ['User-Agent', 'x'],
    ]);
    expect(exchange?.request?.headComplete).toBe(false);
  });

  it('reads fields of one name, several messages of a packet and bodies that are text', () => {
    const text = `[{"_source":{"layers":{"tcp":{"tcp.stream":"1"},
      "http":{"GET /a HTTP/1.1\\\\r\\\\n":{},"http.request.line":"Host: acme.oss-cn-hangzhou.aliyuncs.com\\r\\n","http.request.line":"x-oss-a: 1\\r\\n"},
      "http":{"GET /b HTTP/1.1\\\\r\\\\n":{},"http.request.line":"Host: acme.oss-cn-hangzhou.aliyuncs.com\\r\\n"}}}},
      {"_source":{"layers":{"tcp":{"tcp.stream":"1"},"http":{"HTTP/1.1 403 Forbidden\\\\r\\\\n":{},"http.response.line":"Server: AliyunOSS\\r\\n","http.file_data":"<Error><Code>AccessDenied</Code></Error>"}}}}]`;
    const { exchanges } = readText(text);
    expect(exchanges.map(({ request, response }) => [request?.target, response?.status ?? null])).toEqual([
      ['/a', 403],
      ['/b', null],
    ]);
    expect(headersOf(exchanges[0]?.request)).toHaveLength(2);
    expect(bodyOf(exchanges[0]?.response)).toBe('<Error><Code>AccessDenied</Code></Error>');
  });

  it.each([
    '[]',
    '[{"_source":{"layers":{}}}]',
    '[{"_source":{"layers":{"http":null}}}]',
    '[{"_source":{"layers":{"http":[1,{"http.host":{}},{"text":[[],{}]}]}}}]',
    '[{"_source":{"layers":{"http":{"http.request.method":"GET","http.request.uri":"/ \\r\\n x"}}}}]',
    '{"layers":{"http":{"http_http_response_code":"-1e99"}}}',
    `{"layers":{"http":${'['.repeat(20_000)}`,
  ])('gives nothing for what is none: %.60s', (text) => {
    expect(readText(text).exchanges).toEqual([]);
  });

  it.each([
    ['packets', '[{"_source":{"layers":{}}},', '{},', '{}]'],
    ['lines', '{"layers":{}}\n', '{}\n', '{}'],
    ['entries', '{"log":{"entries":[', '[],', '[]]}}'],
  ])('makes no values of a text of too many: %s', (_, first, each, last) => {
    const refused = readText(first + each.repeat(2_500_000) + last).notices;
    expect(refused.map(({ code, args }) => [code, args['form']])).toEqual([
      ['not-a-capture', 'json-too-large'],
    ]);
    // none of what stands in a string is one
    const text = `{"log":{"entries":[{"comment":"${'[,'.repeat(1_500_000)}\\"{,"}]}}`;
    expect(readText(text).notices.map(({ args }) => args['form'])).not.toContain('json-too-large');
  });
});
